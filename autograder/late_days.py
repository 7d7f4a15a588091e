"""A policy of late days, as a plugin of nbgrader.

    c.AssignLatePenalties.plugin_class = "autograder.late_days.LateDays"
    c.LateDays.days = 5

Each student has so many days to be late in the whole course. A day that is begun counts. They are
used up in the order in which lessons are due. What is later than that costs a share of the points.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from nbgrader.plugins import BasePlugin
from traitlets import Float, Int

from autograder import course as the_course
from autograder.record import deadlines
from autograder.record.deadlines import Deadlines
from autograder.record.lateness import read_timestamp

DAY = 24 * 60 * 60
MINUTE = 60


def begun(seconds_late: float, grace_minutes: int = 0) -> int:
    """Days that a delay counts for."""
    return max(0, math.ceil((seconds_late - grace_minutes * MINUTE) / DAY))


def charged(late: Mapping[str, int], lesson: str, days: int, at_once: int) -> int:
    """Days of a lesson that no late day pays for.

    Parameters
    ----------
    late : dict of int
        Days late by lesson, in the order in which they use up late days.
    lesson : str
        The lesson that is asked for.
    days : int
        Late days of the term.
    at_once : int
        The most that one lesson may use; 0: all.
    """
    left = days
    for name, own in late.items():
        free = min(own, left, at_once or own)
        left -= free
        if name == lesson:
            return own - free
    return 0


class LateDays(BasePlugin):
    """Late days of a term; beyond them, a share of the points for each day."""

    days = Int(5, help="Days that a student may be late in the whole course.").tag(config=True)
    at_once = Int(0, help="The most of them for one lesson; 0: no limit.").tag(config=True)
    percent = Float(10.0, help="Lost for each day beyond, of the points reached.").tag(config=True)
    grace_minutes = Int(0, help="So many minutes late is in time.").tag(config=True)

    _deadlines: dict[str, Deadlines] | None = None  # one run's: read before anything is written

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Points that are lost; called by nbgrader and by `autograder grade`."""
        lesson = self.parent.assignment_id
        late = self._days_late(student_id)
        if lesson in late:  # as the caller has it
            late[lesson] = begun(total_seconds_late, self.grace_minutes)
        beyond = charged(late, lesson, self.days, self.at_once)
        return score * min(1.0, beyond * self.percent / 100) if beyond else None

    def late_context(self, student_id: str) -> str:
        """What the penalty depends on besides the submission: how late others were."""
        settings = [self.days, self.at_once, self.percent, self.grace_minutes]
        return f"{settings} {self._days_late(student_id)}"

    def _days_late(self, student: str) -> dict[str, int]:
        """Days late by lesson, in the order of due dates, by the files in ``submitted/``."""
        settings = self._settings()
        if self._deadlines is None:
            names = the_course.lesson_names(settings.root)
            self._deadlines = deadlines.read_all(settings.db_url, names)
        found = []
        for lesson, own in self._deadlines.items():
            if own.due is None:
                continue
            try:
                moment = read_timestamp(settings.folder(settings.submitted, student, lesson))
            except ValueError:
                moment = None
            seconds = own.seconds_late(student, moment)
            found.append((own.due, lesson, begun(seconds, self.grace_minutes)))
        return {lesson: days for _, lesson, days in sorted(found)}

    def _settings(self) -> Any:
        known = getattr(self.parent, "course", None)
        if known is not None:
            return known
        from autograder.plugin import settings_of  # nbgrader's own step calls

        return settings_of(self.parent)
