"""The page about one student: what it counts, what it says, whom it names."""

import dataclasses
import sqlite3

import pytest
from desk.conftest import LESSON, half, notebook
from desk.test_regrade import faked  # noqa: F401  (a fixture)
from desk.test_report import Tags, judged
from grading import ROOT, classes, load_lesson, result

from autograder.base.outcome import Status
from autograder.desk.review import answers, student_page
from autograder.record.standing import Standing

FIRST, SECOND = load_lesson(ROOT, "01_feed_forward"), load_lesson(ROOT, LESSON)
KNOWN = answers.known_mistakes(ROOT)
NAME = "waa-transposed"


def class_of(lesson, results, **standings):
    """A lesson's class; who is not named has the points that the judge gave."""
    made = {
        r.student: Standing({t.grade_id: t.points for t in r.tests}, {}, {}) for r in results
    } | standings
    return student_page.Class(lesson, {r.student: r for r in results}, made)


def test_points_are_the_gradebooks_beside_the_median_of_the_class():
    results = [result(SECOND, name) for name in "abc"]
    scores = {t.grade_id: t.points for t in results[0].tests}
    low = Standing({**scores, "rnn_cell_backward_check": 0.0}, {}, {})
    late = Standing(scores, {"rnn_cell_forward_check": 5.0}, {}, 3600, penalty=4.0)
    page = student_page.html("a", "", [class_of(SECOND, results, a=late, b=low)], KNOWN)
    lost = next(t.points for t in results[0].tests if t.grade_id == "rnn_cell_backward_check")
    middle = sorted([16.0, 20.0 - lost, 20.0])[1]
    assert "16 of 20 points. Lessons handed in: 1." in page
    assert f"16 of 20 (class {middle:g})" in page
    assert "4 points lost by lateness" in page and "human marked rnn_cell_forward_check" in page


def test_a_lesson_that_was_not_handed_in_is_named_and_does_not_count():
    both = [class_of(FIRST, [result(FIRST, "b")]), class_of(SECOND, [result(SECOND, "a")])]
    page = student_page.html("a", "Ada Lovelace", both, KNOWN)
    assert (
        "Nothing handed in: 01_feed_forward." in page
        and "20 of 20 points. Lessons handed in: 1." in page
    )
    assert "<h1>a (Ada Lovelace)" in page and student_page.WORDS["none"] in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"status": Status.ERROR, "kind": "unwritten"}, "Not written."),
        ({"status": Status.WRONG, "mistakes": (NAME,)}, KNOWN["rnn_cell_forward", NAME][1]),
        ({"status": Status.WRONG, "message": "wrong here\nmore"}, "<p>wrong here</p>"),
        ({"status": Status.OK, "carried_from": "softmax"}, "Judged right with a right softmax."),
        ({"status": Status.WRONG, "message": "<b>", "kind": "value"}, "&lt;b&gt;"),
    ],
)
def test_what_is_not_right_says_what_is_known_of_it(changes, said):
    made = judged("a", "x", Status.WRONG)
    test = dataclasses.replace(made.tests[0], **{"points": 0.0, "message": "", **changes})
    made = dataclasses.replace(made, tests=(test, *made.tests[1:]))
    page = student_page.html("a", "", [class_of(SECOND, [made])], KNOWN)
    assert said in page and "In the lesson: " in page and "<b>" not in page
    assert not Tags(page).open and not Tags(page).links


def test_a_function_that_only_the_hidden_test_refuses_is_listed_once():
    tests = result(SECOND, "a", rnn_cell_forward_hidden=Status.WRONG)
    page = student_page.html("a", "", [class_of(SECOND, [tests])], KNOWN)
    assert page.count('<div class="finding">') == 1 and student_page.WORDS["hidden"] in page


def test_a_function_that_both_tests_refuse_says_what_the_check_saw():
    made = result(SECOND, "a", rnn_cell_forward_check=Status.WRONG,
                  rnn_cell_forward_hidden=Status.WRONG)  # fmt: skip
    page = student_page.html("a", "", [class_of(SECOND, [made])], KNOWN)
    assert page.count('<div class="finding">') == 1 and student_page.WORDS["hidden"] not in page
    assert "rnn_cell_forward_check went wrong" in page


def test_a_mistake_of_one_name_in_two_functions_is_said_to_have_come_again():
    made = result(SECOND, "a", rnn_cell_forward_check=Status.WRONG,
                  rnn_cell_backward_check=Status.WRONG)  # fmt: skip
    tests = tuple(
        dataclasses.replace(t, mistakes=("bias-twice",)) if t.status is Status.WRONG else t
        for t in made.tests
    )
    one = dataclasses.replace(made, tests=tests)
    page = student_page.html("a", "", [class_of(SECOND, [one])], KNOWN)
    assert "bias-twice, in rnn_cell_forward, rnn_cell_backward" in page
    single = dataclasses.replace(made, tests=(tests[0], *made.tests[1:]))
    assert student_page.WORDS["again"] not in student_page.html(
        "a", "", [class_of(SECOND, [single])], KNOWN
    )


def test_the_command_writes_a_page_for_each_student_asked_for(faked, run, course, tmp_path):  # noqa: F811
    for name, content in {"ada": notebook(), "bob": half()}.items():
        classes.hand_in(course / "submitted", name, LESSON, content)
    assert run("report", "--students")[0] == 2  # nothing graded yet
    assert run("grade", LESSON, "--workers", 1)[0] == 0
    with sqlite3.connect(course / "gradebook.db") as book:
        book.execute("UPDATE student SET first_name = 'Ada', last_name = 'L' WHERE id = 'ada'")
    status, said = run("report", "--students", "--out", tmp_path)
    assert status == 0 and "2 pages" in said, said
    pages = {path.stem: path.read_text("utf-8") for path in (tmp_path / "students").iterdir()}
    assert pages.keys() == {"ada", "bob"} and "ada (Ada L)" in pages["ada"]
    assert "bob" not in pages["ada"] and "Ada" not in pages["bob"]
    assert run("report", "--students", "zoe", "--out", tmp_path)[0] == 2
    assert run("report", LESSON, "--students", "--out", tmp_path)[0] == 2
    assert run("report", "--students", "bob", "--out", tmp_path / "one")[0] == 0
    assert [p.stem for p in (tmp_path / "one/students").iterdir()] == ["bob"]
