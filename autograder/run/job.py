"""What a run is asked for, what it tells while it runs, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from autograder.base.outcome import Status, SubmissionResult
from autograder.base.shown import shown
from autograder.record.names import unfit
from autograder.record.places import Settings
from autograder.run.tasks import Options, Task


@dataclass(frozen=True)
class Job:
    """What to grade, and how."""

    settings: Settings
    options: Options
    lessons: Sequence[str]
    students: frozenset[str] | None = None  # None: all
    workers: int = 1
    force: bool = False
    allow_lower: bool = False  # see `autograder.run.held`

    def tasks(self) -> list[Task]:
        """Submissions that are there, by lesson, then by student."""
        return [task for task in self._there() if not unfit(task.student)]

    def unfit(self) -> list[SubmissionResult]:
        """Refusals of submissions whose folder has a name that can be no student's id.

        They go into the report alone: neither gradebook nor a page can hold such a name.
        """
        return [
            SubmissionResult(shown(task.student), task.lesson, Status.REFUSED, unfit(task.student))
            for task in self._there()
            if unfit(task.student)
        ]

    def _there(self) -> list[Task]:
        return [
            Task(student, lesson, folder.absolute())
            for lesson in self.lessons
            for student, folder in self.settings.submissions(lesson)
            if self.students is None or student in self.students
        ]


@dataclass(frozen=True)
class Row:
    """One submission in the report."""

    result: SubmissionResult
    now: bool  # graded by this run, not an earlier one
    penalty: float | None = None
    held: bool = False  # judged anew with fewer points, which were not written

    @property
    def graded(self) -> bool:
        """Whether it was graded in full."""
        return self.result.status is Status.OK and all(
            test.status is not Status.BROKEN for test in self.result.tests
        )

    @property
    def broke(self) -> bool:
        """Whether the grader failed on it: it is tried again next time."""
        return not self.graded and self.result.status is not Status.REFUSED

    @property
    def score(self) -> float:
        """Points that the judge gave, before any penalty."""
        return sum(test.points for test in self.result.tests)

    @property
    def maximum(self) -> float:
        """Points of the tests that were judged."""
        return sum(test.maximum for test in self.result.tests)


@dataclass
class Report:
    """What a run did."""

    rows: list[Row] = field(default_factory=list)
    waiting: int = 0  # not graded because the run was stopped
    problem: str = ""  # why the run ended early
    seconds: float = 0.0
    log: Path | None = None  # of what went wrong on our side, for the instructor

    @property
    def complete(self) -> bool:
        """Whether every submission was graded."""
        return not self.problem and not self.waiting and all(row.graded for row in self.rows)


class Progress(Protocol):
    """What a run tells while it runs."""

    def start(self, total: int, unchanged: int) -> None:
        """So many submissions will be graded, so many are as before."""

    def step(self, row: Row) -> None:
        """One more is graded and written."""

    def stop(self) -> None:
        """No more will come."""


class RunStopped(Exception):
    """The run cannot go on; the text says why and what to do."""
