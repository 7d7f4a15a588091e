"""The sample class is what its script makes, and gets the points that it should."""

import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest

import demo
import make_class
import student_answers
from autograder import course

ROOT = Path(__file__).resolve().parent.parent
SUBMITTED = ROOT / "examples" / "submitted"
LESSONS = course.lesson_names(ROOT)
EXPECTED = json.loads((ROOT / "examples" / "expected_scores.json").read_text(encoding="utf-8"))
LATE = {("student16", "04_lstm_cell"), ("student16", "05_lstm")}


def points_of(scores):
    """Points by student, lesson by lesson, as in ``expected_scores.json``."""
    return {
        student: [scores[lesson][student].points if student in scores[lesson] else None
                  for lesson in LESSONS]
        for student in make_class.STUDENTS
    }  # fmt: skip


# ------------------------------------------------------------------ the files


def test_the_committed_class_is_what_the_script_makes():
    made = make_class.build_class(ROOT)
    found = {str(path.relative_to(SUBMITTED)) for path in SUBMITTED.rglob("*") if path.is_file()}
    assert found == set(made)
    for path, text in made.items():
        assert (SUBMITTED / path).read_bytes() == text.encode("utf-8"), path


def test_the_class_has_fourteen_students_or_more():
    assert len(make_class.STUDENTS) >= 14
    assert list(make_class.STUDENTS) == [
        f"student{k:02}" for k in range(1, len(make_class.STUDENTS) + 1)
    ]


@pytest.mark.parametrize("student", make_class.STUDENTS)
def test_every_submission_is_a_valid_notebook(student):
    for path in (SUBMITTED / student).rglob("*.ipynb"):
        nbformat.validate(nbformat.read(path, as_version=4))


def test_an_edit_that_no_longer_fits_the_solution_is_an_error():
    answers = student_answers.edited(softmax=[("keepdims", "keep_dims")])
    with pytest.raises(ValueError, match="softmax: 'keepdims' should occur once"):
        answers({"softmax": "def softmax(z):\n    pass"})


def test_every_lost_point_has_a_reason():
    assert list(EXPECTED) == list(make_class.STUDENTS)
    for student, row in EXPECTED.items():
        whys = row.get("why", [""] * len(LESSONS))
        assert len(row["points"]) == len(whys) == len(LESSONS)
        for lesson, points, why in zip(LESSONS, row["points"], whys, strict=True):
            assert points == 20 or why, f"{student} {lesson}"


# ------------------------------------------------------------------ the demo


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    out = tmp_path_factory.mktemp("demo")
    return out, demo.grade_class(ROOT, SUBMITTED, out)


def test_the_class_gets_the_intended_points(graded):
    _, scores = graded
    assert points_of(scores) == {student: row["points"] for student, row in EXPECTED.items()}


def test_the_late_ones_are_marked_and_no_others(graded):
    _, scores = graded
    late = {(s, lesson) for lesson in LESSONS for s, score in scores[lesson].items() if score.late}
    assert late == LATE


def test_every_submission_gets_a_feedback_page_without_hidden_tests(graded):
    out, scores = graded
    for lesson in LESSONS:
        for student in scores[lesson]:
            page = (out / "feedback" / student / lesson / f"{lesson}.html").read_text("utf-8")
            assert_hides_the_tests(page)


def test_the_demo_releases_the_student_notebooks(graded):
    out, _ = graded
    for lesson in LESSONS:
        released = (out / "release" / lesson / f"{lesson}.ipynb").read_bytes()
        assert released == (ROOT / "notebooks" / "en" / lesson / f"{lesson}.ipynb").read_bytes()


def assert_hides_the_tests(page):
    text = re.sub("<[^>]*>", "", page)
    assert "Hidden tests of" in text  # the cell itself is shown
    assert "HIDDEN TESTS" not in text
    assert "hidden_check" not in text


# ------------------------------------------------------------------ nbgrader alone


def test_nbgrader_alone_gives_honest_work_the_same_points(tmp_path):
    # One right, one unusual, one with a syntax error, one that lost test cells, one in part.
    lessons = ["01_feed_forward", "02_rnn_cell"]
    students = ["student02", "student03", "student10", "student12"]
    for student in students:
        shutil.copytree(SUBMITTED / student, tmp_path / "submitted" / student)
    scores = demo.grade_class(ROOT, tmp_path / "submitted", tmp_path, judge=False, lessons=lessons)
    for k, lesson in enumerate(lessons):
        expected = {student: EXPECTED[student]["points"][k] for student in students}
        assert {s: score.points for s, score in scores[lesson].items()} == expected
        for student in students:
            page = tmp_path / "feedback" / student / lesson / f"{lesson}.html"
            assert_hides_the_tests(page.read_text(encoding="utf-8"))


# ------------------------------------------------------------------ the table


def test_the_table_says_late_not_graded_and_not_handed_in():
    scores = {
        "01": {"ada": demo.Score(7.5, 20), "bob": demo.Score(0, 20, failure="broken file")},
        "02": {"ada": demo.Score(20, 20, late=True)},
    }
    rows = demo.table(["01", "02"], ["ada", "bob"], scores).splitlines()
    assert [re.split(r"\s{2,}", row) for row in rows if row[0] != "-"] == [
        ["student", "01", "02", "total"],
        ["ada", "7.5 of 20", "late, 20 of 20", "27.5 of 40"],
        ["bob", "not graded", "not handed in", "0 of 40"],
    ]
