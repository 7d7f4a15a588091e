"""The gradebook that we write is the one that nbgrader's own tools read."""

import contextlib
import datetime
import sqlite3

import pytest
from grading import LESSON, copied, load_lesson, prepared_course, result

from autograder.base.outcome import Status
from autograder.record import wording
from autograder.record.entries import Judged
from autograder.record.errors import GradebookError
from autograder.record.gradebook import Gradebook

CHECK, HIDDEN = "lstm_cell_forward_check", "lstm_cell_forward_hidden"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    return prepared_course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def course(prepared, tmp_path):
    return copied(prepared, tmp_path / "course")


@pytest.fixture
def lesson(course):
    return load_lesson(course, LESSON)


def opened(course, **options):
    return Gradebook(f"sqlite:///{course / 'gradebook.db'}", course, "rnn", **options)


def write(course, lesson, *results, **details):
    options = {"penalty": details.pop("penalty")} if "penalty" in details else {}
    entries = [Judged(r, wording.comments(lesson, r), **details) for r in results]
    with opened(course, **options) as book:
        book.prepare([lesson])
        with book.transaction() as connection:
            standings = book.write(connection, entries)
            book.remember(connection, entries)
    return standings


def nbgrader_book(course):
    from nbgrader.api import Gradebook as Theirs

    return Theirs(f"sqlite:///{course / 'gradebook.db'}", "rnn")


def test_nbgrader_reads_what_we_wrote(course, lesson):
    when = datetime.datetime(2026, 1, 16, 14, 5)
    good, bad = result(lesson, "ada"), result(lesson, "bob", **{HIDDEN: Status.WRONG})
    write(course, lesson, good, bad, timestamp=when)
    with nbgrader_book(course) as book:
        ada, bob = (book.find_submission(LESSON, name) for name in ("ada", "bob"))
        assert (ada.score, ada.max_score, ada.timestamp) == (20, 20, when)
        assert (bob.score, bob.needs_manual_grade) == (14, False)
        assert book.find_grade(HIDDEN, LESSON, LESSON, "bob").failed_tests
        said = book.find_comment("lstm_cell_forward", LESSON, LESSON, "bob").comment
        assert said == f"{HIDDEN} went wrong"
        assert book.find_comment("lstm_cell_backward", LESSON, LESSON, "bob").comment is None
        scores = {row["student"]: row["score"] for row in book.submission_dicts(LESSON)}
        assert scores == {"ada": 20, "bob": 14}
        assert {row["id"] for row in book.student_dicts()} == {"ada", "bob"}


def test_rows_are_those_of_nbgrader(course, lesson):
    with nbgrader_book(course) as book:
        book.update_or_create_student("theirs")
        book.update_or_create_submission(LESSON, "theirs")
    write(course, lesson, result(lesson, "ours"))
    with sqlite3.connect(course / "gradebook.db") as connection:
        connection.row_factory = sqlite3.Row
        shape = {}
        for student in ("ours", "theirs"):
            found = connection.execute(
                "SELECT n.flagged, n.late_submission_penalty, s.extension, k.manual_comment, "
                "g.manual_score, g.extra_credit, count(DISTINCT g.cell_id) AS grades, "
                "count(DISTINCT k.cell_id) AS comments, typeof(g.needs_manual_grade) AS bool, "
                "length(s.id), length(n.id), length(g.id), length(k.id) "
                "FROM submitted_assignment s JOIN submitted_notebook n ON n.assignment_id = s.id "
                "JOIN grade g ON g.notebook_id = n.id JOIN comment k ON k.notebook_id = n.id "
                "WHERE s.student_id = ?",
                [student],
            )
            shape[student] = dict(found.fetchone())
    assert shape["ours"] == shape["theirs"]


def test_points_of_an_earlier_judgement_do_not_stay(course, lesson):
    write(course, lesson, result(lesson))
    names = [test.grade_id for test in lesson.tests]
    [standing] = write(course, lesson, result(lesson, **dict.fromkeys(names, Status.ERROR)))
    assert standing.score == 0
    with nbgrader_book(course) as book:
        assert book.find_submission(LESSON, "ada").score == 0
    [standing] = write(course, lesson, result(lesson))
    assert standing.score == 20
    assert set(standing.comments.values()) == {None}


def test_what_a_human_decided_stays(course, lesson):
    write(course, lesson, result(lesson, **{CHECK: Status.WRONG}))
    with nbgrader_book(course) as book:
        grade = book.find_grade(CHECK, LESSON, LESSON, "ada")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 3, 1, False
        comment = book.find_comment("lstm_cell_forward", LESSON, LESSON, "ada")
        comment.manual_comment = "Nearly."
        book.db.commit()
    [standing] = write(course, lesson, result(lesson, **{CHECK: Status.ERROR}))
    assert standing.manual == {CHECK: 4}
    assert standing.comments["lstm_cell_forward"] == "Nearly."
    with nbgrader_book(course) as book:
        grade = book.find_grade(CHECK, LESSON, LESSON, "ada")
        assert (grade.auto_score, grade.score, grade.needs_manual_grade) == (0, 4, True)
        assert book.find_submission(LESSON, "ada").score == standing.score == 20


def test_a_test_on_which_the_grader_failed_waits_for_a_human(course, lesson):
    [standing] = write(course, lesson, result(lesson, **{CHECK: Status.BROKEN}))
    assert standing.scores[CHECK] is None
    assert standing.comments["lstm_cell_forward"] == wording.WORDS["not_graded"]
    with nbgrader_book(course) as book:
        grade = book.find_grade(CHECK, LESSON, LESSON, "ada")
        assert (grade.auto_score, grade.needs_manual_grade) == (None, True)


@pytest.mark.parametrize("method", ["none", "zero"])
@pytest.mark.parametrize("extension", [0, 10])
def test_late_penalties_are_those_of_nbgrader(course, lesson, method, extension):
    from traitlets.config import Config

    from autograder.record.lateness import late_penalty

    config = Config({"LateSubmissionPlugin": {"penalty_method": method}})
    with nbgrader_book(course) as book:
        book.update_or_create_assignment(LESSON, duedate="2026-01-10 00:00:00 UTC")
        if extension:
            book.update_or_create_student("ada")
            book.update_or_create_submission(LESSON, "ada")
            book.grant_extension(LESSON, "ada", days=extension)
    when = datetime.datetime(2026, 1, 16, 14, 5)
    judged = result(lesson, **{HIDDEN: Status.WRONG})
    [standing] = write(course, lesson, judged, timestamp=when, penalty=late_penalty(config))
    late = not extension
    assert bool(standing.seconds_late) == late
    assert standing.penalty == (14 if late and method == "zero" else None)
    with nbgrader_book(course) as book:
        submission = book.find_submission(LESSON, "ada")
        assert submission.total_seconds_late == standing.seconds_late
        assert submission.late_submission_penalty == (standing.penalty or 0)


@pytest.mark.parametrize(
    "text",
    ["2026-01-16 14:05:00 UTC", "2026-01-16 14:05:00 Europe/Istanbul", "2026-01-16 14:05:00 +0300",
     "2026-01-16T14:05:00+01:00", "2026-01-16 14:05:00.5 UTC", "2026-01-16 14:05:00",
     "2026-01-16 14:05:00.123456 UTC", "0031-12-30 00:00:00 UTC"],
)  # fmt: skip
def test_time_stamps_are_read_as_nbgrader_reads_them(text):
    from nbgrader.utils import parse_utc

    from autograder.record import lateness

    assert lateness.parse_utc(text) == parse_utc(text)


def test_busy_gradebook_is_said_so_and_left_as_it_was(course, lesson):
    write(course, lesson, result(lesson))
    other = sqlite3.connect(course / "gradebook.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with opened(course, busy_seconds=0.1) as book, pytest.raises(GradebookError) as caught:
            book.prepare([lesson])
        assert "in use by another program" in str(caught.value)
    finally:
        other.close()


def test_full_disk_is_said_so_and_nothing_is_half_written(course, lesson):
    write(course, lesson, result(lesson))
    other = [result(lesson, f"s{n:03}") for n in range(400)]
    entries = [Judged(r, wording.comments(lesson, r)) for r in other]
    with opened(course) as book:
        book.prepare([lesson])
        with pytest.raises(GradebookError) as caught, book.transaction() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
            book.write(connection, entries)
    assert "is full" in str(caught.value)
    with nbgrader_book(course) as book:
        assert [student.id for student in book.students] == ["ada"]


def test_changed_lesson_is_entered_again(course, lesson):
    import json

    from autograder.course import source_path

    path = source_path(course, LESSON)
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        if cell["id"] == CHECK:
            cell["metadata"]["nbgrader"]["points"] = 5
    path.write_text(json.dumps(notebook))
    changed = load_lesson(course, LESSON)
    [standing] = write(course, changed, result(changed))
    assert standing.score == 21
    with nbgrader_book(course) as book:
        assert book.find_assignment(LESSON).max_score == 21


def test_records_come_back_and_notice_what_others_changed(course, lesson):
    judged = result(lesson, **{CHECK: Status.TIMEOUT})
    write(course, lesson, judged, fingerprint="abc", files={"autograded": 7})
    with opened(course) as book:
        book.prepare([lesson])
        record = book.records(LESSON)["ada"]
        assert (record.fingerprint, record.files, record.agrees) == ("abc", {"autograded": 7}, True)
        assert record.result == judged
        with sqlite3.connect(course / "gradebook.db") as connection:
            connection.execute("UPDATE grade SET auto_score = 1 WHERE auto_score = 0")
        assert not book.records(LESSON)["ada"].agrees


SPOILT = {
    "no test": ("result", '{"student": "ada", "lesson": "04_lstm_cell", "status": "ok"}'),
    "no status": ("result", '{"tests": []}'),
    "an unknown status": ("result", '{"tests": [], "status": "good", "message": ""}'),
    "an unknown field": ("result", '{"tests": [], "status": "ok", "message": "", "more": 1}'),
    "points that are text": (
        "result",
        '{"student": "ada", "lesson": "04_lstm_cell", "status": "ok", "message": "", "tests": '
        '[{"grade_id": "g", "points": "1", "maximum": 1, "status": "ok", "message": "", '
        '"seconds": 0}]}',
    ),
    "a list": ("result", "[]"),
    "a number": ("result", "1"),
    "half of it": ("result", '{"tests": [{"grade_id"'),
    "nothing": ("result", ""),
    "deep nesting": ("result", "[" * 100_000),
    "sizes in a list": ("files", "[]"),
    "a size that is text": ("files", '{"autograded": "7"}'),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_record_that_cannot_be_read_counts_as_none(course, lesson, name):
    write(course, lesson, result(lesson, "ada"), result(lesson, "bob"), fingerprint="abc")
    column, text = SPOILT[name]
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as raw, raw:
        changed = raw.execute(
            f"UPDATE autograder_record SET {column} = ? WHERE student_id = 'ada'", [text]
        )
        assert changed.rowcount == 1
    with opened(course) as book:
        book.prepare([lesson])
        assert list(book.records(LESSON)) == ["bob"]
    write(course, lesson, result(lesson, "ada"), fingerprint="new")
    with opened(course) as book:
        book.prepare([lesson])
        assert book.records(LESSON)["ada"].fingerprint == "new"
