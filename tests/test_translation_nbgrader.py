"""Stock nbgrader gives a notebook the judge's points, whatever language it was handed in in."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
import samples
from traitlets.config import Config

from autograder import course
from autograder.checks.mistakes import bank
from autograder.course.build import released_path
from autograder.course.config import own_config
from autograder.course.lesson import load_lesson
from autograder.judge import Judge
from autograder.submission import read_submission
from autograder.translation import catalogue

ROOT = course.find_root(Path(__file__))
LESSONS = ("02_rnn_cell", "05_lstm")
CODES = ["en", *catalogue.languages(ROOT)]


def answers(lesson):
    """Kinds of answers: right ones, none, and the last function wrong."""
    right = course.solutions(ROOT, lesson)
    last = list(right)[-1]
    wrong = next(e for e in bank.load() if e.function == last and e.kind == "wrong")
    return {"solved": right, "blank": {}, "wrong": {**right, last: wrong.source}}


def handed_in(lesson, code, given):
    """The student notebook of an edition, with these answers."""
    notebook = json.loads((ROOT / released_path(lesson, code)).read_text("utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = given.get(cell["id"], cell["source"])
    return notebook


def grader(folder, lesson, monkeypatch):
    """nbgrader as it is, in a course of its own that has released the lesson."""
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    config = Config()
    config.ClearSolutions.code_stub = own_config(ROOT).ClearSolutions.code_stub
    config.Execute.skip_cells_with_tag = course.SHOW_TAG
    config.CourseDirectory.root = str(folder)
    (folder / "source" / lesson).mkdir(parents=True)
    shutil.copy(course.source_path(ROOT, lesson), folder / "source" / lesson)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    assert api.generate_assignment(lesson)["success"]
    return api


@pytest.mark.parametrize("lesson", LESSONS)
def test_points_do_not_depend_on_the_language_nor_on_who_grades(lesson, tmp_path, monkeypatch):
    from nbgrader.api import Gradebook

    api, loaded, ours = grader(tmp_path, lesson, monkeypatch), load_lesson(ROOT, lesson), {}
    with Judge(ROOT, sandbox=False) as judge:
        for kind, given in answers(lesson).items():
            for code in CODES:
                folder = tmp_path / "submitted" / f"{kind}-{code}" / lesson
                samples.hand_in(folder, handed_in(lesson, code, given), f"{lesson}.ipynb")
                read = read_submission(folder, folder.parent.name, loaded)
                assert read.language == code
                tests = judge.grade(read).tests
                ours[kind, code] = {test.grade_id: test.points for test in tests}
    theirs = {}
    for kind, code in ours:
        result = api.autograde(lesson, f"{kind}-{code}")
        assert result["success"], result["log"]
        with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
            grades = gradebook.find_submission(lesson, f"{kind}-{code}").notebooks[0].grades
            theirs[kind, code] = {grade.name: grade.auto_score for grade in grades}
    assert theirs == ours
    totals = {key: sum(points.values()) for key, points in ours.items()}
    for code in CODES:
        assert totals["solved", code] == 20 > totals["wrong", code] > totals["blank", code] == 0
