"""Extensions and late days: what the late policy reads, and who pays what."""

import datetime
import sqlite3

import pytest
from desk.conftest import LESSON, notebook
from desk.test_regrade import faked  # noqa: F401  (a fixture)
from grading import classes

from autograder.late_days import begun, charged

DAY = 24 * 60 * 60
ZERO = '\nc.LateSubmissionPlugin.penalty_method = "zero"\n'
DAYS = """
c.AssignLatePenalties.plugin_class = "autograder.late_days.LateDays"
c.LateDays.days = 2
c.LateDays.percent = 10
"""
FIRST = "01_feed_forward"


@pytest.mark.parametrize(
    ("seconds", "grace", "days"),
    [(0, 0, 0), (1, 0, 1), (DAY, 0, 1), (DAY + 1, 0, 2), (600, 10, 0), (601, 10, 1)],
)
def test_a_day_that_is_begun_counts(seconds, grace, days):
    assert begun(seconds, grace) == days


@pytest.mark.parametrize(
    ("late", "lesson", "at_once", "pays"),
    [
        ({"a": 1, "b": 2}, "a", 0, 0),
        ({"a": 1, "b": 2}, "b", 0, 0),
        ({"a": 1, "b": 3}, "b", 0, 1),
        ({"a": 5, "b": 1}, "a", 0, 2),
        ({"a": 5, "b": 1}, "b", 0, 1),  # the first one has used all
        ({"a": 5, "b": 1}, "a", 2, 3),
        ({"a": 5, "b": 1}, "b", 2, 0),
        ({"a": 0, "b": 4}, "b", 0, 1),
        ({"a": 1}, "z", 0, 0),
    ],
)
def test_late_days_are_used_up_in_the_order_of_due_dates(late, lesson, at_once, pays):
    assert charged(late, lesson, 3, at_once) == pays


def configured(course, text):
    with open(course / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(text)


def due(course, **dates):
    with sqlite3.connect(course / "gradebook.db") as book:
        for lesson, date in dates.items():
            book.execute("UPDATE assignment SET duedate = ? WHERE name LIKE ?", [date, lesson])


def penalties(course):
    with sqlite3.connect(course / "gradebook.db") as book:
        return {
            (student, lesson[:2]): lost
            for student, lesson, lost in book.execute(
                "SELECT s.student_id, a.name, n.late_submission_penalty FROM submitted_notebook n "
                "JOIN submitted_assignment s ON s.id = n.assignment_id "
                "JOIN assignment a ON a.id = s.assignment_id"
            )
        }


def sheet(tmp_path, *rows):
    path = tmp_path / "until.csv"
    path.write_text("\n".join(["student,lesson,until", *rows]), encoding="utf-8")
    return path


def test_an_extension_takes_the_penalty_away_whether_it_comes_before_or_after(
    faked,  # noqa: F811
    run, course, tmp_path,
):  # fmt: skip
    configured(course, ZERO)
    due(course, **{LESSON: "2026-01-10 00:00:00.000000"})
    for name in ("ada", "bob", "cem"):
        classes.hand_in(course / "submitted", name, LESSON, notebook())  # on 16 January
    (tmp_path / "all.csv").write_text("id\nada\nbob\ncem\n")
    assert run("roster", tmp_path / "all.csv", "--id-column", "id")[0] == 0
    before = sheet(tmp_path, "ada,2,2026-01-17 12:00", "bob,02_rnn_cell,2026-01-11 12:00")
    assert run("extensions", before, "--zone", "UTC")[0] == 0
    assert run("grade", LESSON)[0] == 0
    found = penalties(course)
    assert (found["ada", "02"], found["bob", "02"], found["cem", "02"]) == (None, 20, 20)
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "rnn") as book:
        ada = book.find_submission(LESSON, "ada")
        assert ada.extension == datetime.timedelta(days=7, hours=12)
        assert ada.total_seconds_late == 0

    after = sheet(tmp_path, "cem,2,2026-01-16 17:05 +0300")  # to the minute: not late
    assert run("extensions", after)[0] == 0
    status, said = run("grade", LESSON)
    assert status == 0 and "1 submission to grade" in said
    assert penalties(course)["cem", "02"] is None
    page = course / "feedback" / "cem" / LESSON / f"{LESSON}.html"
    assert "Late submission penalty" not in page.read_text(encoding="utf-8")


def test_late_days_are_shared_by_the_lessons_whichever_is_graded_first(
    faked,  # noqa: F811
    run, course,
):  # fmt: skip
    configured(course, DAYS)
    due(course, **{FIRST: "2026-01-10 00:00:00.000000", LESSON: "2026-01-20 00:00:00.000000"})
    first, second = notebook(FIRST), notebook()
    submitted = course / "submitted"
    classes.hand_in(submitted, "ada", FIRST, first, timestamp="2026-01-10 12:00:00 UTC")
    classes.hand_in(submitted, "ada", LESSON, second, timestamp="2026-01-22 12:00:00 UTC")
    classes.hand_in(submitted, "bob", LESSON, second, timestamp="2026-01-22 12:00:00 UTC")
    assert run("grade", LESSON)[0] == 0
    assert run("grade", FIRST)[0] == 0
    found = penalties(course)
    # 3 days late; one late day went to the first lesson, so two of the three are to be paid.
    assert found["ada", "02"] == pytest.approx(4) and not found["ada", "01"]
    assert found["bob", "02"] == pytest.approx(2)
    page = (course / "feedback" / "ada" / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")
    assert "Late submission penalty (Score: -4" in page
    # The first lesson comes again, in time: its late day is free for the second.
    classes.hand_in(submitted, "ada", FIRST, first, timestamp="2026-01-09 12:00:00 UTC")
    assert run("grade")[0] == 0
    assert penalties(course)["ada", "02"] == pytest.approx(2)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("eve,2,2026-01-17 12:00", "not in the gradebook: eve"),
        ("ada,2,2026-01-09 12:00", "before the due date"),
        ("ada,99,2026-01-17 12:00", "no lesson 99"),
        ("ada,2,soon", "is no time"),
    ],
)
def test_a_row_that_does_not_fit_enters_nothing(run, course, tmp_path, row, says):
    due(course, **{LESSON: "2026-01-10 00:00:00.000000"})
    (tmp_path / "all.csv").write_text("id\nada\n")
    run("roster", tmp_path / "all.csv", "--id-column", "id")
    status, said = run("extensions", sheet(tmp_path, "ada,3,2026-01-17 12:00", row))
    assert status == 2 and says in said
    with sqlite3.connect(course / "gradebook.db") as book:
        entered = book.execute("SELECT name FROM sqlite_master WHERE name = 'autograder_until'")
        if entered.fetchall():
            assert not book.execute("SELECT * FROM autograder_until").fetchall()
