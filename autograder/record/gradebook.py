"""nbgrader's ``gradebook.db``, read and written in bulk.

nbgrader's own API opens nine connections and commits once per cell. Here a batch of submissions is
one transaction of a few statements on the same tables. nbgrader itself is not imported: that takes
seconds. The tables are named (`tables`) only as far as they are used, and a test compares every
row with those that nbgrader writes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import sqlalchemy as sa

from autograder.course.lesson import Lesson
from autograder.record import connection as connections
from autograder.record import deadlines, known_lesson, reading, tables, writing
from autograder.record.deadlines import Deadlines
from autograder.record.entries import Judged, Record
from autograder.record.errors import GradebookError
from autograder.record.known_lesson import KnownLesson, find
from autograder.record.lateness import Penalty, no_penalty
from autograder.record.register import register
from autograder.record.standing import Standing

BUSY_SECONDS = 15.0


class Gradebook:
    """An open gradebook. Use as a context manager.

    Parameters
    ----------
    db_url : str
        nbgrader's ``CourseDirectory.db_url``.
    root : Path
        The course.
    course_id : str
        nbgrader's ``CourseDirectory.course_id``.
    penalty : callable
        What a late submission loses; see `late_penalty`.
    busy_seconds : float
        How long to wait for another program that holds the gradebook.
    """

    def __init__(
        self,
        db_url: str,
        root: Path,
        course_id: str = "",
        penalty: Penalty = no_penalty,
        busy_seconds: float = BUSY_SECONDS,
    ) -> None:
        self.db_url = db_url
        self.root = root
        self.course_id = course_id
        self.penalty = penalty
        self._lessons: dict[str, KnownLesson] = {}
        self._engine = connections.engine(db_url, busy_seconds)

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """Everything inside is written, or nothing is."""
        with connections.transaction(self._engine, self.db_url) as connection:
            yield connection

    def prepare(self, lessons: Sequence[Lesson]) -> None:
        """Make sure that the gradebook knows these lessons as they are now."""
        stale = [lesson for lesson in lessons if not self._find(lesson)]
        if stale:
            register(self.root, [lesson.name for lesson in stale], self.db_url, self.course_id)
            for lesson in stale:
                if not self._find(lesson):
                    raise GradebookError(
                        f"The gradebook does not hold the cells of {lesson.name}, "
                        "and entering them did not help."
                    )
        with self.transaction() as connection:
            tables.ensure_ours(connection)

    def _find(self, lesson: Lesson) -> bool:
        with self.transaction() as connection:
            known = find(connection, lesson)
        if known is not None:
            self._lessons[lesson.name] = known
        return known is not None

    def records(self, lesson: str) -> dict[str, Record]:
        """What earlier runs left about a lesson, by student."""
        with self.transaction() as connection:
            return reading.records(connection, self._lessons[lesson])

    def standing(self, student: str, lesson: str) -> Standing | None:
        """How one submission stands now; None if the gradebook has no such submission."""
        with self.transaction() as connection:
            return reading.standing(connection, student, self._lessons[lesson])

    def as_held(self, lesson: str) -> tuple[dict[str, Standing], dict[str, Record]]:
        """How each submission stands, and what was judged, by the tests as they were then.

        Nothing needs to be prepared: the lesson may have changed since.
        """
        with self.transaction() as connection:
            tables.ensure_ours(connection)
            known = known_lesson.as_held(connection, lesson)
            if known is None:
                return {}, {}
            standings = {
                student: reading.standing(connection, student, known)
                for student in reading.students(connection, known)
            }
            return standings, reading.records(connection, known)

    def cells_as_held(self, lesson: str) -> tuple[dict[str, float], dict[str, str]]:
        """Points of a lesson's tests, and texts of its locked cells, as they were entered last."""
        with self.transaction() as connection:
            known = known_lesson.as_held(connection, lesson)
            if known is None:
                return {}, {}
            return known.points, known_lesson.locked_sources(connection, known)

    def deadlines(self, lesson: str) -> Deadlines:
        """When a lesson is due, for everybody and for those with an extension."""
        with self.transaction() as connection:
            return deadlines.read(connection, lesson)

    def write(self, connection: sa.Connection, entries: Sequence[Judged]) -> list[Standing]:
        """Write judged submissions, replacing whatever was there of an earlier judgement.

        Manual scores, extra credit and manual comments are a human's and stay.

        Parameters
        ----------
        connection : sqlalchemy.Connection
            Of the `transaction` that this is part of.
        entries : sequence of Judged
            At most one for a student and lesson.

        Returns
        -------
        list of Standing
            How each stands now, in the order of ``entries``.
        """
        standings: dict[int, Standing] = {}
        for lesson in dict.fromkeys(entry.result.lesson for entry in entries):
            part = [entry for entry in entries if entry.result.lesson == lesson]
            now = writing.write(connection, self._lessons[lesson], part, self.penalty)
            standings.update(zip(map(id, part), now, strict=True))
        return [standings[id(entry)] for entry in entries]

    def remember(self, connection: sa.Connection, entries: Sequence[Judged]) -> None:
        """Note what was graded from what, for the next run.

        Parameters
        ----------
        connection : sqlalchemy.Connection
            Of the `transaction` in which the same entries were written.
        entries : sequence of Judged
            At most one for a student and lesson.
        """
        writing.remember(connection, entries)
