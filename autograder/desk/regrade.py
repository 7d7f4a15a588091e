"""What a changed course would do to grades, found without touching anything.

The submissions are judged into a copy of the gradebook, in a temporary folder. What the copy says
before and after is compared: late penalties and a human's marks count as they do in the gradebook,
because the same code writes both.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import sqlalchemy as sa

from autograder.course.lesson import load_lesson
from autograder.desk import since
from autograder.desk.sheet import DeskError
from autograder.desk.since import Since
from autograder.record.gradebook import Gradebook
from autograder.record.lateness import late_penalty
from autograder.record.places import Settings
from autograder.record.standing import Standing
from autograder.run import fingerprint, grade
from autograder.run.executor import Executor
from autograder.run.held import LEAST
from autograder.run.job import Job, Progress, Report
from autograder.run.late import late_mark
from autograder.run.tasks import Graded, Options, Task

HANDED_IN_ANEW = "handed in again since it was graded: `autograder grade` takes it"
NOT_GRADED_YET = "not graded yet: `autograder grade` takes it"
FILES_GONE = "nothing is in submitted/ any more"
NOT_JUDGED = "could not be judged now"


@dataclass(frozen=True)
class Change:
    """One student's grade of a lesson before and after."""

    student: str
    before: float  # late penalty and a human's marks counted
    after: float
    tests: dict[str, tuple[float, float]]  # those whose points change
    human: dict[str, float]  # points of tests that a human has marked: they stay

    @property
    def gain(self) -> float:
        """Points won; below zero: lost; what rounding makes is nothing."""
        difference = self.after - self.before
        return difference if abs(difference) > LEAST else 0.0


@dataclass
class Preview:
    """What a regrade comes to, before anything is written."""

    changes: list[Change] = field(default_factory=list)
    as_they_are: int = 0  # graded with the course as it is now
    left: dict[str, str] = field(default_factory=dict)  # students that stay, and why
    judged: list[Graded] = field(default_factory=list)
    since: Since = field(default_factory=Since)

    @property
    def gainers(self) -> list[Change]:
        """Who would have more points, most first."""
        return sorted((c for c in self.changes if c.gain > 0), key=lambda c: (-c.gain, c.student))

    @property
    def losers(self) -> list[Change]:
        """Who would have fewer points, most lost first."""
        return sorted((c for c in self.changes if c.gain < 0), key=lambda c: (c.gain, c.student))

    @property
    def same(self) -> list[Change]:
        """Who would have as many, if perhaps with other messages."""
        return [change for change in self.changes if not change.gain]


class Recorder:
    """An executor that keeps what another one judges.

    Parameters
    ----------
    inner : Executor
    """

    def __init__(self, inner: Executor) -> None:
        self.inner, self.kept = inner, []

    def submit(self, tasks: Sequence[Task]) -> None:
        """See `Executor.submit`."""
        self.inner.submit(tasks)

    def ready(self, seconds: float) -> list[Graded]:
        """See `Executor.ready`."""
        graded = self.inner.ready(seconds)
        self.kept += graded
        return graded

    def close(self) -> None:
        """See `Executor.close`."""
        self.inner.close()


class Replay:
    """An executor that hands out what was judged before.

    Parameters
    ----------
    judged : iterable of Graded
    """

    def __init__(self, judged: Iterable[Graded]) -> None:
        self._of = {graded.task: graded for graded in judged}
        self._due: list[Graded] = []

    def submit(self, tasks: Sequence[Task]) -> None:
        """See `Executor.submit`."""
        self._due += [self._of[task] for task in tasks]

    def ready(self, seconds: float) -> list[Graded]:
        """See `Executor.ready`."""
        now, self._due = self._due[: grade.BATCH], self._due[grade.BATCH :]
        return now

    def close(self) -> None:
        """See `Executor.close`."""


def copy_gradebook(db_url: str, target: Path) -> str:
    """Copy an SQLite gradebook, whole, whoever has it open; returns the copy's address."""
    url = sa.make_url(db_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise DeskError("`autograder regrade` works on gradebooks in an SQLite file.")
    if not Path(url.database).is_file():
        raise DeskError("There is no gradebook yet. Run `autograder grade` first.")
    with sqlite3.connect(url.database) as source, sqlite3.connect(target) as copy:
        source.backup(copy)
    source.close()
    copy.close()
    return f"sqlite:///{target}"


def preview(
    settings: Settings,
    options: Options,
    lesson: str,
    executor: Executor,
    progress: Progress,
    place: Path,
    students: frozenset[str] | None = None,
) -> Preview:
    """Judge a lesson anew and compare, without writing anything outside ``place``.

    Parameters
    ----------
    settings : Settings
        Of the course.
    options : Options
        Of the workers.
    lesson : str
    executor : Executor
        Who judges.
    progress : Progress
    place : Path
        A folder for the copy.
    students : frozenset of str, optional
        Only these.
    """
    copied = replace(
        settings,
        db_url=copy_gradebook(settings.db_url, place / "gradebook.db"),
        autograded=str(place / "autograded"),
        feedback=str(place / "feedback"),
    )
    with Gradebook(copied.db_url, copied.root, penalty=late_penalty(copied.config, copied)) as book:
        before, records = book.as_held(lesson)
        held = book.cells_as_held(lesson)
        deadlines = book.deadlines(lesson)
        late = {
            student: late_mark(book.penalty, deadlines, Task(student, lesson, folder))
            for student, folder in settings.submissions(lesson)
        }
    found = Preview()
    folders = dict(settings.submissions(lesson))
    mark = fingerprint.of_run(options, lesson)
    todo = set()
    for student in sorted(students if students is not None else {*before, *folders}):
        why = _why_left(student, before, records, folders, late)
        if why:
            found.left[student] = why
        elif records[student].course == mark and records[student].agrees:
            found.as_they_are += 1
        else:
            todo.add(student)
    found.since = Since(
        mark,
        Counter(records[student].course for student in todo),
        since.tests(load_lesson(settings.root, lesson), *held),
    )
    if not todo:
        return found
    recorder = Recorder(executor)
    job = Job(copied, options, [lesson], frozenset(todo), force=True, allow_lower=True)
    report = grade.run(job, progress, recorder)
    if report.problem:
        raise DeskError(f"{report.problem} Nothing was changed.")
    with Gradebook(copied.db_url, copied.root) as book:
        after, _ = book.as_held(lesson)
    found.judged = recorder.kept
    broken = {row.result.student for row in report.rows if not row.graded}
    for student in sorted(todo):
        if student in broken:
            found.left[student] = NOT_JUDGED
        else:
            found.changes.append(compared(student, before[student], after[student]))
    return found


def _why_left(student: str, before: dict, records: dict, folders: dict, late: dict) -> str:
    if student not in before or student not in records:
        return NOT_GRADED_YET
    if student not in folders:
        return FILES_GONE
    record = records[student]
    if record.course and record.fingerprint:
        now = fingerprint.of_submission(folders[student], record.course, late[student])
        return HANDED_IN_ANEW * (now != record.fingerprint)
    return ""  # graded by nbgrader's command, or by an earlier version: nobody can tell


def compared(student: str, before: Standing, after: Standing) -> Change:
    """Say what changes for one student."""

    def total(standing: Standing) -> float:
        return max(0.0, standing.score - (standing.penalty or 0.0))

    tests = {}
    for name in dict.fromkeys([*before.scores, *after.scores]):
        old, new = before.scores.get(name) or 0.0, after.scores.get(name) or 0.0
        if abs(old - new) > LEAST:
            tests[name] = old, new
    return Change(student, total(before), total(after), tests, dict(sorted(after.manual.items())))


def apply(
    settings: Settings,
    options: Options,
    lesson: str,
    done: Preview,
    students: Iterable[str],
    progress: Progress,
) -> Report:
    """Write what was judged, for these students."""  # fmt: skip
    job = Job(settings, options, [lesson], frozenset(students), force=True, allow_lower=True)
    return grade.run(job, progress, Replay(done.judged))
