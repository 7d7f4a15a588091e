"""Read from the gradebook what earlier runs, and humans, left there."""

from __future__ import annotations

import json

import sqlalchemy as sa

from autograder.base.outcome import SubmissionResult
from autograder.record.entries import Record, auto_scores, result_from_json
from autograder.record.known_lesson import KnownLesson
from autograder.record.standing import Standing
from autograder.record.tables import COMMENT, GRADE, RECORD, SUBMITTED, SUBMITTED_NOTEBOOK

Scores = dict[str, "float | None"]  # by grade_id


def records(connection: sa.Connection, lesson: KnownLesson) -> dict[str, Record]:
    """What earlier runs left about a lesson, by student.

    A record that cannot be read is left out: the submission is graded again, and its record
    written anew.
    """
    held, penalties = _held(connection, lesson)
    rows = connection.execute(
        sa.select(
            RECORD.c.student_id,
            RECORD.c.fingerprint,
            RECORD.c.result,
            RECORD.c.files,
            RECORD.c.course,
        ).where(RECORD.c.lesson == lesson.name)
    ).all()
    found = {}
    for student, fingerprint, text, files, course in rows:
        read = _read(text, files)
        if read is None:
            continue
        result, sizes = read
        due = dict.fromkeys(lesson.tests) | auto_scores(result)
        found[student] = Record(
            fingerprint,
            result,
            sizes,
            held.get(student) == due,
            penalties.get(student),
            course,
        )
    return found


def _read(text: str, files: str) -> tuple[SubmissionResult, dict[str, int]] | None:
    """Read a record's judgement and sizes of files; None if another program has spoilt them."""
    try:
        result, sizes = result_from_json(json.loads(text)), json.loads(files)
        sound = all(type(test.points) in (int, float) for test in result.tests)
        sound = sound and all(type(size) is int for size in sizes.values())
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return None
    return (result, sizes) if sound else None


def _held(
    connection: sa.Connection, lesson: KnownLesson
) -> tuple[dict[str, Scores], dict[str, float | None]]:
    """Points by the judge and late penalties that the gradebook holds, by student."""
    name_of = {cell_id: name for name, cell_id in lesson.tests.items()}
    held: dict[str, Scores] = {}
    penalties: dict[str, float | None] = {}
    for student, penalty, cell_id, score in connection.execute(
        sa.select(
            SUBMITTED.c.student_id,
            SUBMITTED_NOTEBOOK.c.late_submission_penalty,
            GRADE.c.cell_id,
            GRADE.c.auto_score,
        )
        .join_from(
            SUBMITTED,
            SUBMITTED_NOTEBOOK,
            SUBMITTED_NOTEBOOK.c.assignment_id == SUBMITTED.c.id,
        )
        .join(GRADE, GRADE.c.notebook_id == SUBMITTED_NOTEBOOK.c.id)
        .where(SUBMITTED_NOTEBOOK.c.notebook_id == lesson.notebook_id)
    ):
        penalties[student] = penalty
        if cell_id in name_of:
            held.setdefault(student, {})[name_of[cell_id]] = score
    return held, penalties


def students(connection: sa.Connection, lesson: KnownLesson) -> list[str]:
    """Who has a submission of a lesson in the gradebook."""
    return list(
        connection.scalars(
            sa.select(SUBMITTED.c.student_id)
            .where(SUBMITTED.c.assignment_id == lesson.assignment_id)
            .order_by(SUBMITTED.c.student_id)
        )
    )


def standing(connection: sa.Connection, student: str, lesson: KnownLesson) -> Standing | None:
    """How one submission stands now; None if the gradebook has no such submission."""
    row = connection.execute(
        sa.select(
            SUBMITTED_NOTEBOOK.c.id,
            SUBMITTED_NOTEBOOK.c.late_submission_penalty,
            SUBMITTED.c.timestamp,
        )
        .join_from(
            SUBMITTED_NOTEBOOK,
            SUBMITTED,
            SUBMITTED_NOTEBOOK.c.assignment_id == SUBMITTED.c.id,
        )
        .where(
            SUBMITTED.c.student_id == student,
            SUBMITTED_NOTEBOOK.c.notebook_id == lesson.notebook_id,
        )
    ).first()
    if row is None:
        return None
    grades, comments = (
        {
            each.cell_id: each
            for each in connection.execute(sa.select(table).where(table.c.notebook_id == row.id))
        }
        for table in (GRADE, COMMENT)
    )
    found = Standing({}, {}, {}, penalty=row.late_submission_penalty, handed_in=row.timestamp)
    for name, cell_id in lesson.tests.items():
        if cell_id in grades:
            found.enter(name, grades[cell_id].auto_score, grades[cell_id])
    for name, cell_id in lesson.answers.items():
        if cell_id in comments:
            said = comments[cell_id]
            manual = said.manual_comment
            found.comments[name] = said.auto_comment if manual is None else manual
    return found
