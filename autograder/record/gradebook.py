"""nbgrader's ``gradebook.db``, written in bulk.

nbgrader's own API opens nine connections and commits once per cell. Here a batch of submissions is
one transaction of a few statements on the same tables. nbgrader itself is not imported: that takes
seconds. The tables are named here only as far as they are used, and a test compares every row with
those that nbgrader writes.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from autograder.base.outcome import Status, SubmissionResult, TestResult
from autograder.course.lesson import Lesson
from autograder.record.errors import GradebookError
from autograder.record.lateness import Penalty, no_penalty
from autograder.record.register import register
from autograder.record.standing import Standing

BUSY_SECONDS = 15.0
NOBODY = datetime.timedelta(0)

ASSIGNMENT = sa.table(
    "assignment", *map(sa.column, ("id", "name")), sa.column("duedate", sa.DateTime)
)
NOTEBOOK = sa.table("notebook", *map(sa.column, ("id", "name", "assignment_id")))
CELL = sa.table("base_cell", *map(sa.column, ("id", "name", "notebook_id", "type")))
GRADE_CELL = sa.table("grade_cells", *map(sa.column, ("id", "max_score")))
SOURCE_CELL = sa.table("source_cell", *map(sa.column, ("name", "notebook_id", "source", "locked")))
STUDENT = sa.table("student", sa.column("id"))
SUBMITTED = sa.table(
    "submitted_assignment",
    *map(sa.column, ("id", "assignment_id", "student_id")),
    sa.column("timestamp", sa.DateTime),
    sa.column("extension", sa.Interval),
)
SUBMITTED_NOTEBOOK = sa.table(
    "submitted_notebook",
    *map(sa.column, ("id", "assignment_id", "notebook_id")),
    sa.column("flagged", sa.Boolean),
    sa.column("late_submission_penalty", sa.Float),
)
GRADE = sa.table(
    "grade",
    *map(sa.column, ("id", "cell_id", "notebook_id")),
    *(sa.column(name, sa.Float) for name in ("auto_score", "manual_score", "extra_credit")),
    sa.column("needs_manual_grade", sa.Boolean),
)
COMMENT = sa.table(
    "comment",
    *map(sa.column, ("id", "cell_id", "notebook_id", "auto_comment", "manual_comment")),
)

# Ours: what was graded from what, and the judgement in full. nbgrader keeps one comment a cell
# and knows nothing of outcomes.
RECORD = sa.Table(
    "autograder_record",
    sa.MetaData(),
    sa.Column("student_id", sa.String(128), primary_key=True),
    sa.Column("lesson", sa.String(128), primary_key=True),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("result", sa.Text, nullable=False),
    sa.Column("files", sa.Text, nullable=False),
)


@dataclass(frozen=True)
class Judged:
    """One judged submission on its way into the gradebook."""

    result: SubmissionResult
    comments: dict[str, str | None]  # by answer cell
    timestamp: datetime.datetime | None = None
    fingerprint: str = ""  # empty: grade again next time
    files: dict[str, int] = field(default_factory=dict)  # sizes of the files that go with it


@dataclass(frozen=True)
class Record:
    """What an earlier run left about a submission."""

    fingerprint: str
    result: SubmissionResult
    files: dict[str, int]
    agrees: bool  # the gradebook still holds these points
    penalty: float | None = None


@dataclass(frozen=True)
class _Lesson:
    notebook_id: str
    assignment_id: str
    duedate: datetime.datetime | None
    tests: dict[str, str]  # cell ids by grade_id
    answers: dict[str, str]


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
        self._lessons: dict[str, _Lesson] = {}
        url = sa.make_url(db_url)
        self._sqlite = url.get_backend_name() == "sqlite"
        if self._sqlite and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        self._engine = sa.create_engine(
            url, connect_args={"timeout": busy_seconds} if self._sqlite else {}
        )
        if self._sqlite:
            # Python's driver would begin late, and fail if another program wrote in between.
            # Take the lock first: then either everything is written or nothing was touched.
            @sa.event.listens_for(self._engine, "connect")
            def _connect(connection: Any, _: Any) -> None:
                connection.isolation_level = None

            @sa.event.listens_for(self._engine, "begin")
            def _begin(connection: sa.Connection) -> None:
                connection.exec_driver_sql("BEGIN IMMEDIATE")

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """Everything inside is written, or nothing is."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise GradebookError(_explain(error, self.db_url)) from error

    # ------------------------------------------------------------- lessons

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
        if not sa.inspect(self._engine).has_table(RECORD.name):
            with self.transaction() as connection:
                RECORD.create(connection, checkfirst=True)

    def _find(self, lesson: Lesson) -> bool:
        """Read the ids of a lesson's rows; false if they are missing or no longer fit."""
        with self.transaction() as connection:
            if not sa.inspect(connection).has_table("submitted_notebook"):
                return False
            row = connection.execute(
                sa.select(NOTEBOOK.c.id, ASSIGNMENT.c.id, ASSIGNMENT.c.duedate)
                .join_from(NOTEBOOK, ASSIGNMENT, NOTEBOOK.c.assignment_id == ASSIGNMENT.c.id)
                .where(ASSIGNMENT.c.name == lesson.name, NOTEBOOK.c.name == lesson.name)
            ).first()
            if row is None:
                return False
            notebook_id, assignment_id, duedate = row
            tests, points, answers = {}, {}, {}
            for cell_id, name, kind, maximum in connection.execute(
                sa.select(CELL.c.id, CELL.c.name, CELL.c.type, GRADE_CELL.c.max_score)
                .join_from(CELL, GRADE_CELL, CELL.c.id == GRADE_CELL.c.id, isouter=True)
                .where(CELL.c.notebook_id == notebook_id)
            ):
                if kind == "GradeCell":
                    tests[name], points[name] = cell_id, maximum
                elif kind == "SolutionCell":
                    answers[name] = cell_id
            sources = dict(
                connection.execute(
                    sa.select(SOURCE_CELL.c.name, SOURCE_CELL.c.source).where(
                        SOURCE_CELL.c.notebook_id == notebook_id, SOURCE_CELL.c.locked
                    )
                ).all()
            )
        fits = (
            points == {test.grade_id: float(test.points) for test in lesson.tests}
            and set(answers) == set(lesson.answers)
            and all(sources.get(test.grade_id) == test.source for test in lesson.tests)
        )
        if fits:
            self._lessons[lesson.name] = _Lesson(
                notebook_id, assignment_id, duedate, tests, answers
            )
        return fits

    # ------------------------------------------------------------- reading

    def records(self, lesson: str) -> dict[str, Record]:
        """What earlier runs left about a lesson, by student."""
        ids = self._lessons[lesson]
        name_of = {cell_id: name for name, cell_id in ids.tests.items()}
        held: dict[str, dict[str, float | None]] = {}
        penalties: dict[str, float | None] = {}
        with self.transaction() as connection:
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
                .where(SUBMITTED_NOTEBOOK.c.notebook_id == ids.notebook_id)
            ):
                penalties[student] = penalty
                if cell_id in name_of:
                    held.setdefault(student, {})[name_of[cell_id]] = score
            rows = connection.execute(
                sa.select(
                    RECORD.c.student_id, RECORD.c.fingerprint, RECORD.c.result, RECORD.c.files
                ).where(RECORD.c.lesson == lesson)
            ).all()
        found = {}
        for student, fingerprint, text, files in rows:
            result = result_from_json(json.loads(text))
            due = dict.fromkeys(ids.tests) | _auto_scores(result)
            found[student] = Record(
                fingerprint,
                result,
                json.loads(files),
                held.get(student) == due,
                penalties.get(student),
            )
        return found

    def standing(self, student: str, lesson: str) -> Standing | None:
        """How one submission stands now; None if the gradebook has no such submission."""
        ids = self._lessons[lesson]
        with self.transaction() as connection:
            row = connection.execute(
                sa.select(SUBMITTED_NOTEBOOK.c.id, SUBMITTED_NOTEBOOK.c.late_submission_penalty)
                .join_from(
                    SUBMITTED_NOTEBOOK,
                    SUBMITTED,
                    SUBMITTED_NOTEBOOK.c.assignment_id == SUBMITTED.c.id,
                )
                .where(
                    SUBMITTED.c.student_id == student,
                    SUBMITTED_NOTEBOOK.c.notebook_id == ids.notebook_id,
                )
            ).first()
            if row is None:
                return None
            grades = connection.execute(sa.select(GRADE).where(GRADE.c.notebook_id == row.id)).all()
            comments = connection.execute(
                sa.select(COMMENT).where(COMMENT.c.notebook_id == row.id)
            ).all()
        by_id = {grade.cell_id: grade for grade in grades}
        said = {comment.cell_id: comment for comment in comments}
        standing = Standing({}, {}, {}, penalty=row.late_submission_penalty)
        for name, cell_id in ids.tests.items():
            if cell_id in by_id:
                _count(standing, name, by_id[cell_id].auto_score, by_id[cell_id])
        for name, cell_id in ids.answers.items():
            if cell_id in said:
                comment = said[cell_id]
                standing.comments[name] = (
                    comment.auto_comment
                    if comment.manual_comment is None
                    else comment.manual_comment
                )
        return standing

    # ------------------------------------------------------------- writing

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
            for entry, standing in zip(
                part, self._write_lesson(connection, lesson, part), strict=True
            ):
                standings[id(entry)] = standing
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
        connection.execute(
            RECORD.delete().where(
                RECORD.c.student_id == sa.bindparam("student"),
                RECORD.c.lesson == sa.bindparam("of_lesson"),
            ),
            [
                {"student": entry.result.student, "of_lesson": entry.result.lesson}
                for entry in entries
            ],
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
                }
                for entry in entries
            ],
        )

    def _write_lesson(
        self, connection: sa.Connection, lesson: str, entries: list[Judged]
    ) -> list[Standing]:
        ids = self._lessons[lesson]
        students = [entry.result.student for entry in entries]
        self._write_students(connection, students)
        submitted = self._write_submitted(connection, ids, entries)
        notebooks = self._write_notebooks(
            connection, ids, [row["id"] for row in submitted.values()]
        )
        notebook_of = {name: notebooks[row["id"]] for name, row in submitted.items()}
        standings = self._write_grades(connection, ids, entries, notebook_of)
        self._write_comments(connection, ids, entries, notebook_of, standings)
        self._write_penalties(connection, ids, entries, submitted, notebook_of, standings)
        return standings

    def _write_students(self, connection: sa.Connection, students: list[str]) -> None:
        known = set(connection.scalars(sa.select(STUDENT.c.id).where(STUDENT.c.id.in_(students))))
        new = [{"id": student} for student in students if student not in known]
        if new:
            connection.execute(STUDENT.insert(), new)

    def _write_submitted(
        self, connection: sa.Connection, ids: _Lesson, entries: list[Judged]
    ) -> dict[str, dict[str, Any]]:
        """Rows of ``submitted_assignment`` by student, created or brought up to date."""
        students = [entry.result.student for entry in entries]
        rows = {
            row["student_id"]: dict(row)
            for row in connection.execute(
                sa.select(SUBMITTED).where(
                    SUBMITTED.c.assignment_id == ids.assignment_id,
                    SUBMITTED.c.student_id.in_(students),
                )
            ).mappings()
        }
        new, changed = [], []
        for entry in entries:
            student = entry.result.student
            if student not in rows:
                rows[student] = {
                    "id": uuid.uuid4().hex,
                    "assignment_id": ids.assignment_id,
                    "student_id": student,
                    "timestamp": entry.timestamp,
                    "extension": None,
                }
                new.append(rows[student])
            elif entry.timestamp is not None and rows[student]["timestamp"] != entry.timestamp:
                rows[student]["timestamp"] = entry.timestamp
                changed.append({"row": rows[student]["id"], "new_timestamp": entry.timestamp})
        if new:
            connection.execute(SUBMITTED.insert(), new)
        if changed:
            connection.execute(
                SUBMITTED.update()
                .where(SUBMITTED.c.id == sa.bindparam("row"))
                .values(timestamp=sa.bindparam("new_timestamp")),
                changed,
            )
        return rows

    def _write_notebooks(
        self, connection: sa.Connection, ids: _Lesson, submitted: list[str]
    ) -> dict[str, str]:
        """Ids of ``submitted_notebook`` by the id of the submitted assignment."""
        rows = dict(
            connection.execute(
                sa.select(SUBMITTED_NOTEBOOK.c.assignment_id, SUBMITTED_NOTEBOOK.c.id).where(
                    SUBMITTED_NOTEBOOK.c.notebook_id == ids.notebook_id,
                    SUBMITTED_NOTEBOOK.c.assignment_id.in_(submitted),
                )
            ).all()
        )
        new = []
        for submitted_id in submitted:
            if submitted_id not in rows:
                rows[submitted_id] = uuid.uuid4().hex
                new.append(
                    {
                        "id": rows[submitted_id],
                        "assignment_id": submitted_id,
                        "notebook_id": ids.notebook_id,
                        "flagged": False,
                        "late_submission_penalty": None,
                    }
                )
        if new:
            connection.execute(SUBMITTED_NOTEBOOK.insert(), new)
        return rows

    def _write_grades(
        self,
        connection: sa.Connection,
        ids: _Lesson,
        entries: list[Judged],
        notebook_of: dict[str, str],
    ) -> list[Standing]:
        held = {
            (row.notebook_id, row.cell_id): row
            for row in connection.execute(
                sa.select(GRADE).where(GRADE.c.notebook_id.in_(list(notebook_of.values())))
            )
        }
        new, changed, standings = [], [], []
        for entry in entries:
            notebook_id = notebook_of[entry.result.student]
            scores = _auto_scores(entry.result)
            standing = Standing({}, {}, {})
            for name, cell_id in ids.tests.items():
                score = scores.get(name)
                row = held.get((notebook_id, cell_id))
                _count(standing, name, score, row)
                manual = row is not None and row.manual_score is not None
                values = {"auto_score": score, "needs_manual_grade": manual or score is None}
                if row is None:
                    keys = {"id": uuid.uuid4().hex, "cell_id": cell_id, "notebook_id": notebook_id}
                    new.append({**keys, "manual_score": None, "extra_credit": None, **values})
                else:
                    changed.append({"row": row.id, **{f"new_{k}": v for k, v in values.items()}})
            standings.append(standing)
        if new:
            connection.execute(GRADE.insert(), new)
        if changed:
            connection.execute(
                GRADE.update()
                .where(GRADE.c.id == sa.bindparam("row"))
                .values(
                    auto_score=sa.bindparam("new_auto_score"),
                    needs_manual_grade=sa.bindparam("new_needs_manual_grade"),
                ),
                changed,
            )
        return standings

    def _write_comments(
        self,
        connection: sa.Connection,
        ids: _Lesson,
        entries: list[Judged],
        notebook_of: dict[str, str],
        standings: list[Standing],
    ) -> None:
        held = {
            (row.notebook_id, row.cell_id): row
            for row in connection.execute(
                sa.select(COMMENT).where(COMMENT.c.notebook_id.in_(list(notebook_of.values())))
            )
        }
        new, changed = [], []
        for entry, standing in zip(entries, standings, strict=True):
            notebook_id = notebook_of[entry.result.student]
            for name, cell_id in ids.answers.items():
                text = entry.comments.get(name)
                row = held.get((notebook_id, cell_id))
                manual = row.manual_comment if row is not None else None
                standing.comments[name] = text if manual is None else manual
                if row is None:
                    keys = {"id": uuid.uuid4().hex, "cell_id": cell_id, "notebook_id": notebook_id}
                    new.append({**keys, "auto_comment": text, "manual_comment": None})
                elif row.auto_comment != text:
                    changed.append({"row": row.id, "new_auto_comment": text})
        if new:
            connection.execute(COMMENT.insert(), new)
        if changed:
            connection.execute(
                COMMENT.update()
                .where(COMMENT.c.id == sa.bindparam("row"))
                .values(auto_comment=sa.bindparam("new_auto_comment")),
                changed,
            )

    def _write_penalties(
        self,
        connection: sa.Connection,
        ids: _Lesson,
        entries: list[Judged],
        submitted: dict[str, dict[str, Any]],
        notebook_of: dict[str, str],
        standings: list[Standing],
    ) -> None:
        rows = []
        for entry, standing in zip(entries, standings, strict=True):
            student = entry.result.student
            timestamp = submitted[student]["timestamp"]
            if timestamp is not None and ids.duedate is not None:
                due = ids.duedate + (submitted[student]["extension"] or NOBODY)
                standing.seconds_late = max(0.0, (timestamp - due).total_seconds())
            if standing.seconds_late:
                penalty = self.penalty(student, standing.score, standing.seconds_late)
                if penalty is not None:
                    penalty = min(max(penalty, 0), standing.score)
                standing.penalty = penalty
            rows.append({"row": notebook_of[student], "penalty": standing.penalty})
        connection.execute(
            SUBMITTED_NOTEBOOK.update()
            .where(SUBMITTED_NOTEBOOK.c.id == sa.bindparam("row"))
            .values(late_submission_penalty=sa.bindparam("penalty")),
            rows,
        )


def _auto_scores(result: SubmissionResult) -> dict[str, float | None]:
    """Points by test cell; None where the grader itself failed: a human has to look."""
    return {
        test.grade_id: None if test.status is Status.BROKEN else float(test.points)
        for test in result.tests
    }


def _count(standing: Standing, name: str, auto: float | None, row: Any) -> None:
    """Enter a cell's score into a standing, as nbgrader's ``Grade.score`` counts it."""
    score = auto
    if row is not None and row.manual_score is not None:
        score = row.manual_score
    if score is not None and row is not None and row.extra_credit is not None:
        score += row.extra_credit
    standing.scores[name] = score
    if score is not None and score != auto:
        standing.manual[name] = score


def result_to_json(result: SubmissionResult) -> dict[str, Any]:
    """Plain data of a judgement; printed output is left out."""
    tests = [{**vars(test), "status": test.status.value} for test in result.tests]
    data = {**vars(result), "status": result.status.value, "tests": tests}
    del data["outputs"]
    return data


def result_from_json(data: dict[str, Any]) -> SubmissionResult:
    """Inverse of `result_to_json`."""
    tests = tuple(
        TestResult(**{**test, "status": Status(test["status"])}) for test in data["tests"]
    )
    return SubmissionResult(**{**data, "status": Status(data["status"]), "tests": tests})


def _explain(error: DBAPIError, db_url: str) -> str:
    """Say in a sentence why the gradebook could not be used."""
    reason = str(error.orig)
    place = db_url.removeprefix("sqlite:///")
    if "locked" in reason or "busy" in reason:
        return (
            f"The gradebook {place} is in use by another program. Nothing of this batch was "
            "written. Close that program, or wait, and run again."
        )
    if "full" in reason:
        return (
            f"The disk that holds the gradebook {place} is full. Nothing of this batch was "
            "written. Free some space and run again."
        )
    if "readonly" in reason:
        return f"The gradebook {place} may not be written by you: check its permissions."
    return f"The gradebook {place} could not be used: {reason}"
