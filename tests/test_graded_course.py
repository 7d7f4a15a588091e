"""`--course` rules: reference, hidden cases, checks and marks are those of the graded course."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest
from grading import classes
from judged import FAST, ROOT, judgements, submission

from autograder import course
from autograder.checks.data import CHECKS_FILE, check_data
from autograder.judge import Judge, sandbox_problem
from autograder.run import fingerprint

LESSON = "01_feed_forward"
OURS, THEIRS = "name] for name, value", "name] * 2 for name, value"


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """Another course, whose step goes twice as far."""
    folder = classes.make_course(tmp_path_factory.mktemp("other"))
    path = course.source_path(folder, LESSON)
    path.write_text(path.read_text(encoding="utf-8").replace(OURS, THEIRS), encoding="utf-8")
    assert THEIRS in course.solutions(folder, LESSON)["gradient_step"]
    (folder / CHECKS_FILE).write_text(check_data(folder), encoding="utf-8")
    return folder


def step_points(root, solution):
    """Points of the check and of the hidden test of a step."""
    answers = {"gradient_step": solution}
    with Judge(root, FAST, sandbox=sandbox_problem() is None) as judge:
        found = judgements(judge.grade(submission(answers, lesson=LESSON)))
    return [found[f"gradient_step_{ring}"].points > 0 for ring in ("check", "hidden")]


def test_reference_and_expected_results_are_those_of_the_graded_course(other):
    ours, theirs = (course.solutions(root, LESSON)["gradient_step"] for root in (ROOT, other))
    assert step_points(other, theirs) == [True, True]
    assert step_points(other, ours) == [False, False]
    assert step_points(ROOT, ours) == [True, True]
    assert step_points(ROOT, theirs) == [False, False]


def test_the_build_takes_its_data_from_the_course_that_is_built(other):
    arrays = [
        json.loads((root / CHECKS_FILE).read_text())["functions"]["gradient_step"]["arrays"]
        for root in (ROOT, other)
    ]
    assert arrays[0] != arrays[1]
    assert check_data(ROOT) == (ROOT / CHECKS_FILE).read_text(encoding="utf-8")


def test_helper_files_of_the_graded_course_are_part_of_the_mark(other, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(other, copy)
    before = fingerprint.of_grader(copy, LESSON)
    for name in ("rnn_checks.json", "rnn_utils.py"):
        path = copy / name
        text = path.read_bytes()
        path.write_bytes(text + b"\n")
        assert fingerprint.of_grader(copy, LESSON) != before, name
        path.write_bytes(text)
    assert fingerprint.of_grader(copy, LESSON) == before


def test_a_course_without_helper_files_gets_those_of_the_grader(other, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(other, copy)
    for path in copy.glob("rnn_*"):
        path.unlink()
    ours = course.solutions(ROOT, LESSON)["softmax"]
    with Judge(copy, FAST, sandbox=sandbox_problem() is None) as judge:
        found = judgements(judge.grade(submission({"softmax": ours}, lesson=LESSON)))
    assert found["softmax_check"].points == found["softmax_check"].maximum, found["softmax_check"]


def run(folder, *words, **environment):
    """Run the command that is installed here on another course."""
    return subprocess.run(
        [sys.executable, "-m", "autograder.cli", "--course", str(folder), *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
    )


@pytest.fixture
def whole(other, tmp_path):
    """A course with a grader of its own, which says that it runs."""
    copy = tmp_path / "whole"
    shutil.copytree(other, copy)
    shutil.copytree(
        ROOT / "autograder", copy / "autograder", ignore=shutil.ignore_patterns("__pycache__")
    )
    path = copy / "autograder" / "cli.py"
    text = path.read_text(encoding="utf-8")
    head = "def main(arguments: Sequence[str] | None = None) -> int:\n"
    assert head in text
    path.write_text(text.replace(head, head + '    print("the grader of that course")\n'))
    return copy


def test_a_course_with_a_grader_of_its_own_is_graded_by_that(whole):
    done = run(whole, "grade", "99")
    assert done.returncode == 2
    assert done.stdout == "the grader of that course\n", "it hands over but once"


def test_a_course_without_one_is_graded_by_this(other):
    done = run(other, "grade", "99")
    assert done.returncode == 2
    assert "the grader of that course" not in done.stdout
    assert "There is no lesson 99" in done.stderr


def test_nbgrader_grades_no_course_whose_grader_is_another(whole):
    from nbgrader.converters.base import NbGraderException

    from autograder import plugin

    with pytest.raises(NbGraderException, match="has a grader of its own"):
        plugin.demand_own_grader(whole)
    plugin.demand_own_grader(ROOT)
