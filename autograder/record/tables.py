"""The tables of nbgrader's gradebook, named as far as they are used, and the one that is ours."""

import sqlalchemy as sa

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
    # Digest of the course and the grader that it was graded with; empty: an earlier version's.
    sa.Column("course", sa.String(64), nullable=False, server_default=""),
)

# Ours too: until when a student may hand in a lesson. nbgrader keeps an extension with a submission
# alone, so one that is granted before anything is handed in has no place there.
UNTIL = sa.Table(
    "autograder_until",
    RECORD.metadata,
    sa.Column("student_id", sa.String(128), primary_key=True),
    sa.Column("lesson", sa.String(128), primary_key=True),
    sa.Column("until", sa.DateTime, nullable=False),  # UTC
)


def ensure_ours(connection: sa.Connection) -> None:
    """Make our tables, or give that of an earlier version the columns that it lacks."""
    RECORD.metadata.create_all(connection)
    look = sa.inspect(connection)
    held = {column["name"] for column in look.get_columns(RECORD.name)}
    for column in RECORD.columns:
        if column.name not in held:
            made = sa.schema.CreateColumn(column).compile(dialect=connection.dialect)
            connection.execute(sa.DDL(f"ALTER TABLE {RECORD.name} ADD COLUMN {made}"))
