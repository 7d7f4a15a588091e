"""A repaired notebook goes through nbgrader's own steps and gets the points that it deserves."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
import samples
from traitlets.config import Config

from autograder import course
from autograder.course.config import own_config
from autograder.course.lesson import load_lesson
from autograder.submission import read_submission

LESSON = "02_rnn_cell"


def worst_of_all(root, name):
    """Answers without metadata, in text cells and in pieces; no test cell; Colab's widgets."""
    solved = samples.solved(root, name)
    own = [c for c in solved["cells"] if not c["id"].endswith(("_check", "_hidden", "setup"))]
    saved = samples.colab(samples.strip_metadata({**solved, "cells": own}))
    for cell in saved["cells"]:
        if "def rnn_cell_backward" in "".join(cell["source"]):
            cell["cell_type"] = "raw"
    stub = samples.cell_of(samples.released(root, name), "rnn_cell_forward")
    saved["cells"] += [samples.code(stub["source"]), samples.code("rnn_cell_forward = None")]
    return saved


@pytest.mark.parametrize("make", [samples.solved, worst_of_all])
def test_stock_nbgrader_grades_the_repaired_notebook(root, tmp_path, monkeypatch, make):
    from nbgrader.api import Gradebook
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    handed_in = make(root, LESSON)
    samples.hand_in(tmp_path / "raw", handed_in, f"{LESSON}.ipynb")
    repaired = read_submission(tmp_path / "raw", "ada", load_lesson(root, LESSON)).notebook

    ours = own_config(root)
    config = Config()
    config.ClearSolutions.code_stub = ours.ClearSolutions.code_stub
    config.Execute.skip_cells_with_tag = course.SHOW_TAG
    config.CourseDirectory.root = str(tmp_path)
    (tmp_path / "source" / LESSON).mkdir(parents=True)
    shutil.copy(course.source_path(root, LESSON), tmp_path / "source" / LESSON)
    monkeypatch.setenv("PYTHONPATH", str(root))
    # nbgrader calls a program that is installed beside Python.
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    assert api.generate_assignment(LESSON)["success"]
    samples.hand_in(tmp_path / "submitted" / "ada" / LESSON, repaired, f"{LESSON}.ipynb")
    for step in (api.autograde, api.generate_feedback):
        result = step(LESSON, "ada")
        assert result["success"], result["log"]

    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        grades = gradebook.find_submission(LESSON, "ada").notebooks[0].grades
        lesson = load_lesson(root, LESSON)
        expected = {test.grade_id: test.points for test in lesson.tests}
        assert {grade.name: grade.auto_score for grade in grades} == expected
    graded = tmp_path / "autograded" / "ada" / LESSON / f"{LESSON}.ipynb"
    kept = {cell["id"]: cell for cell in json.loads(graded.read_text())["cells"]}
    for part in lesson.parts:
        if part.kind in ("test", "locked"):
            assert "".join(kept[part.id]["source"]) == part.source
