"""What the gradebook knows of a lesson: the ids of its rows."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import sqlalchemy as sa

from autograder.course.lesson import Lesson
from autograder.record.tables import ASSIGNMENT, CELL, GRADE_CELL, NOTEBOOK, SOURCE_CELL


@dataclass(frozen=True)
class KnownLesson:
    """Ids of a lesson's rows, and when it is due."""

    name: str
    notebook_id: str
    assignment_id: str
    duedate: datetime.datetime | None
    tests: dict[str, str]  # cell ids by grade_id
    answers: dict[str, str]
    points: dict[str, float]  # the most that each test gives


def find(connection: sa.Connection, lesson: Lesson) -> KnownLesson | None:
    """Read the ids of a lesson's rows; None if they are missing or no longer fit."""
    known = as_held(connection, lesson.name)
    if known is None:
        return None
    sources = locked_sources(connection, known)
    fits = (
        known.points == {test.grade_id: float(test.points) for test in lesson.tests}
        and set(known.answers) == set(lesson.answers)
        and all(sources.get(test.grade_id) == test.source for test in lesson.tests)
    )
    return known if fits else None


def as_held(connection: sa.Connection, name: str) -> KnownLesson | None:
    """Read the ids of a lesson's rows, whether or not they fit the lesson as it is now."""
    if not sa.inspect(connection).has_table("submitted_notebook"):
        return None
    row = connection.execute(
        sa.select(NOTEBOOK.c.id, ASSIGNMENT.c.id, ASSIGNMENT.c.duedate)
        .join_from(NOTEBOOK, ASSIGNMENT, NOTEBOOK.c.assignment_id == ASSIGNMENT.c.id)
        .where(ASSIGNMENT.c.name == name, NOTEBOOK.c.name == name)
    ).first()
    if row is None:
        return None
    notebook_id, assignment_id, duedate = row
    tests, points, answers = {}, {}, {}
    for cell_id, cell, kind, maximum in connection.execute(
        sa.select(CELL.c.id, CELL.c.name, CELL.c.type, GRADE_CELL.c.max_score)
        .join_from(CELL, GRADE_CELL, CELL.c.id == GRADE_CELL.c.id, isouter=True)
        .where(CELL.c.notebook_id == notebook_id)
    ):
        if kind == "GradeCell":
            tests[cell], points[cell] = cell_id, maximum
        elif kind == "SolutionCell":
            answers[cell] = cell_id
    return KnownLesson(name, notebook_id, assignment_id, duedate, tests, answers, points)


def locked_sources(connection: sa.Connection, known: KnownLesson) -> dict[str, str]:
    """Text of the cells that students may not change, by name."""
    rows = connection.execute(
        sa.select(SOURCE_CELL.c.name, SOURCE_CELL.c.source).where(
            SOURCE_CELL.c.notebook_id == known.notebook_id, SOURCE_CELL.c.locked
        )
    )
    return dict(rows.all())
