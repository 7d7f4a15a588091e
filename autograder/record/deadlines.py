"""Until when a lesson may be handed in: its due date, and extensions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from autograder.record.tables import ASSIGNMENT, SUBMITTED, UNTIL

Moment = datetime.datetime  # UTC without a zone, as nbgrader has it


@dataclass(frozen=True)
class Deadlines:
    """When one lesson is due.

    Parameters
    ----------
    due : datetime or None
        For everybody; None: at no time.
    until : dict
        What `autograder extensions` entered, by student.
    granted : dict
        Extensions that nbgrader holds of submissions, by student.
    """

    due: Moment | None = None
    until: Mapping[str, Moment] = field(default_factory=dict)
    granted: Mapping[str, datetime.timedelta] = field(default_factory=dict)

    def of(self, student: str) -> Moment | None:
        """When it is due for a student."""
        if self.due is None:
            return None
        if student in self.granted or student not in self.until:
            return self.due + self.granted.get(student, datetime.timedelta(0))
        return max(self.due, self.until[student])

    def seconds_late(self, student: str, moment: Moment | None) -> float:
        """How late something is that came at this moment; 0 where nobody can say."""
        due = self.of(student)
        if due is None or moment is None:
            return 0.0
        return max(0.0, (moment - due).total_seconds())


def read(connection: sa.Connection, lesson: str) -> Deadlines:
    """Read a lesson's due date and extensions; none of a lesson that is not there."""
    row = connection.execute(
        sa.select(ASSIGNMENT.c.id, ASSIGNMENT.c.duedate).where(ASSIGNMENT.c.name == lesson)
    ).first()
    if row is None:
        return Deadlines()
    granted = connection.execute(
        sa.select(SUBMITTED.c.student_id, SUBMITTED.c.extension).where(
            SUBMITTED.c.assignment_id == row.id, SUBMITTED.c.extension.is_not(None)
        )
    )
    until: dict[str, Moment] = {}
    if sa.inspect(connection).has_table(UNTIL.name):
        until = dict(
            connection.execute(
                sa.select(UNTIL.c.student_id, UNTIL.c.until).where(UNTIL.c.lesson == lesson)
            ).all()
        )
    return Deadlines(row.duedate, until, dict(granted.all()))


def read_all(db_url: str, lessons: Iterable[str]) -> dict[str, Deadlines]:
    """Read the due dates of lessons beside whoever writes the gradebook at the moment."""
    engine = sa.create_engine(db_url)
    try:
        with engine.connect() as connection:
            return {lesson: read(connection, lesson) for lesson in lessons}
    finally:
        engine.dispose()


def enter(connection: sa.Connection, until: Mapping[tuple[str, str], Moment]) -> None:
    """Enter extensions, by student and lesson; those of submissions for nbgrader too."""
    for (student, lesson), moment in until.items():
        connection.execute(
            UNTIL.delete().where(UNTIL.c.student_id == student, UNTIL.c.lesson == lesson)
        )
        connection.execute(
            UNTIL.insert(), [{"student_id": student, "lesson": lesson, "until": moment}]
        )
        row = connection.execute(
            sa.select(ASSIGNMENT.c.id, ASSIGNMENT.c.duedate).where(ASSIGNMENT.c.name == lesson)
        ).first()
        if row is not None and row.duedate is not None:
            connection.execute(
                SUBMITTED.update()
                .where(SUBMITTED.c.assignment_id == row.id, SUBMITTED.c.student_id == student)
                .values(extension=moment - row.duedate)
            )
