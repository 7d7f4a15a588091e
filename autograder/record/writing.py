"""Write the judged submissions of a lesson into nbgrader's tables, a statement or two a table."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from autograder.record import deadlines
from autograder.record.bulk import Bulk
from autograder.record.deadlines import Deadlines
from autograder.record.entries import Judged, auto_scores, result_to_json
from autograder.record.known_lesson import KnownLesson
from autograder.record.lateness import Penalty
from autograder.record.standing import Standing
from autograder.record.tables import (
    COMMENT,
    GRADE,
    RECORD,
    STUDENT,
    SUBMITTED,
    SUBMITTED_NOTEBOOK,
)

NO_EXTENSION = datetime.timedelta(0)


@dataclass
class _Written:
    """A submission whose own rows are there, while its cells and its penalty are written."""

    entry: Judged
    submitted: dict[str, Any]  # row of ``submitted_assignment``
    notebook_id: str
    standing: Standing = field(default_factory=lambda: Standing({}, {}, {}))


def write(
    connection: sa.Connection, lesson: KnownLesson, entries: Sequence[Judged], penalty: Penalty
) -> list[Standing]:
    """Write judged submissions of one lesson; return how each stands now."""
    _write_students(connection, [entry.result.student for entry in entries])
    submitted = _write_submitted(connection, lesson, entries)
    notebooks = _write_notebooks(connection, lesson, [row["id"] for row in submitted])
    written = [
        _Written(entry, row, notebooks[row["id"]])
        for entry, row in zip(entries, submitted, strict=True)
    ]
    _write_grades(connection, lesson, written)
    _write_comments(connection, lesson, written)
    _write_penalties(connection, lesson, written, penalty)
    return [each.standing for each in written]


def remember(connection: sa.Connection, entries: Sequence[Judged]) -> None:
    """Note what was graded from what, for the next run."""
    connection.execute(
        RECORD.delete().where(
            RECORD.c.student_id == sa.bindparam("student"),
            RECORD.c.lesson == sa.bindparam("of_lesson"),
        ),
        [{"student": entry.result.student, "of_lesson": entry.result.lesson} for entry in entries],
    )
    connection.execute(
        RECORD.insert(),
        [
            {
                "student_id": entry.result.student,
                "lesson": entry.result.lesson,
                "fingerprint": entry.fingerprint,
                "result": json.dumps(result_to_json(entry.result)),
                "files": json.dumps(entry.files),
                "course": entry.course,
            }
            for entry in entries
        ],
    )


def _write_students(connection: sa.Connection, students: list[str]) -> None:
    known = set(connection.scalars(sa.select(STUDENT.c.id).where(STUDENT.c.id.in_(students))))
    bulk = Bulk(STUDENT)
    for student in students:
        if student not in known:
            bulk.insert(id=student)
    bulk.execute(connection)


def _write_submitted(
    connection: sa.Connection, lesson: KnownLesson, entries: Sequence[Judged]
) -> list[dict[str, Any]]:
    """Rows of ``submitted_assignment``, created or brought up to date."""
    found = connection.execute(
        sa.select(SUBMITTED).where(
            SUBMITTED.c.assignment_id == lesson.assignment_id,
            SUBMITTED.c.student_id.in_([entry.result.student for entry in entries]),
        )
    )
    held = {row["student_id"]: dict(row) for row in found.mappings()}
    bulk, rows = Bulk(SUBMITTED), []
    due = deadlines.read(connection, lesson.name)
    for entry in entries:
        row = held.get(entry.result.student)
        if row is None:
            row = bulk.insert(
                assignment_id=lesson.assignment_id,
                student_id=entry.result.student,
                timestamp=entry.timestamp,
                extension=_extension(due, entry.result.student),
            )
        else:
            now = {
                "timestamp": entry.timestamp or row["timestamp"],
                "extension": row["extension"] or _extension(due, entry.result.student),
            }
            if now != {name: row[name] for name in now}:
                row |= now
                bulk.update(row["id"], **now)
        rows.append(row)
    bulk.execute(connection)
    return rows


def _extension(due: Deadlines, student: str) -> datetime.timedelta | None:
    own = due.of(student)
    return own - due.due if own is not None and own != due.due else None


def _write_notebooks(
    connection: sa.Connection, lesson: KnownLesson, submitted: list[str]
) -> dict[str, str]:
    """Ids of ``submitted_notebook`` by the id of the submitted assignment."""
    found = connection.execute(
        sa.select(SUBMITTED_NOTEBOOK.c.assignment_id, SUBMITTED_NOTEBOOK.c.id).where(
            SUBMITTED_NOTEBOOK.c.notebook_id == lesson.notebook_id,
            SUBMITTED_NOTEBOOK.c.assignment_id.in_(submitted),
        )
    )
    ids, bulk = dict(found.all()), Bulk(SUBMITTED_NOTEBOOK)
    for assignment_id in submitted:
        if assignment_id not in ids:
            row = bulk.insert(
                assignment_id=assignment_id,
                notebook_id=lesson.notebook_id,
                flagged=False,
                late_submission_penalty=None,
            )
            ids[assignment_id] = row["id"]
    bulk.execute(connection)
    return ids


def _held(
    connection: sa.Connection, table: sa.TableClause, written: list[_Written]
) -> dict[tuple[str, str], Any]:
    """Rows of a table that belong to these notebooks, by notebook and cell."""
    notebooks = [each.notebook_id for each in written]
    rows = connection.execute(sa.select(table).where(table.c.notebook_id.in_(notebooks)))
    return {(row.notebook_id, row.cell_id): row for row in rows}


def _write_grades(connection: sa.Connection, lesson: KnownLesson, written: list[_Written]) -> None:
    held, bulk = _held(connection, GRADE, written), Bulk(GRADE)
    for each in written:
        scores = auto_scores(each.entry.result)
        for name, cell_id in lesson.tests.items():
            score, row = scores.get(name), held.get((each.notebook_id, cell_id))
            each.standing.enter(name, score, row)
            manual = row is not None and row.manual_score is not None
            values = {"auto_score": score, "needs_manual_grade": manual or score is None}
            if row is None:
                bulk.insert(
                    cell_id=cell_id,
                    notebook_id=each.notebook_id,
                    manual_score=None,
                    extra_credit=None,
                    **values,
                )
            else:
                bulk.update(row.id, **values)
    bulk.execute(connection)


def _write_comments(
    connection: sa.Connection, lesson: KnownLesson, written: list[_Written]
) -> None:
    held, bulk = _held(connection, COMMENT, written), Bulk(COMMENT)
    for each in written:
        for name, cell_id in lesson.answers.items():
            text, row = each.entry.comments.get(name), held.get((each.notebook_id, cell_id))
            manual = row.manual_comment if row is not None else None
            each.standing.comments[name] = text if manual is None else manual
            if row is None:
                bulk.insert(
                    cell_id=cell_id,
                    notebook_id=each.notebook_id,
                    auto_comment=text,
                    manual_comment=None,
                )
            elif row.auto_comment != text:
                bulk.update(row.id, auto_comment=text)
    bulk.execute(connection)


def _write_penalties(
    connection: sa.Connection, lesson: KnownLesson, written: list[_Written], penalty: Penalty
) -> None:
    bulk = Bulk(SUBMITTED_NOTEBOOK)
    for each in written:
        standing, timestamp = each.standing, each.submitted["timestamp"]
        standing.handed_in = timestamp
        if timestamp is not None and lesson.duedate is not None:
            due = lesson.duedate + (each.submitted["extension"] or NO_EXTENSION)
            standing.seconds_late = max(0.0, (timestamp - due).total_seconds())
        if standing.seconds_late:
            result = each.entry.result
            lost = penalty(result.student, result.lesson, standing.score, standing.seconds_late)
            standing.penalty = None if lost is None else min(max(lost, 0), standing.score)
        bulk.update(each.notebook_id, late_submission_penalty=standing.penalty)
    bulk.execute(connection)
