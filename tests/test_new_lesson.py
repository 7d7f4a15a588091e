"""A lesson is three files and no list: CONTRIBUTING.md, "Add a lesson", followed for a tiny one.

The copy holds no other lesson, so that it is quickly built. The page itself is not built here: that
takes Node.js and two minutes (`make test-site`); what it reads of the lesson is.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.judge import sandbox_problem

ROOT = Path(__file__).resolve().parents[1]
PROBLEM = sandbox_problem()
LESSON = "09_tiny"

SOLUTION = '''\
def double(x):
    """Double every entry.

    Parameters
    ----------
    x : ndarray

    Returns
    -------
    ndarray, shape of x
    """
    ### BEGIN SOLUTION
    return 2.0 * x
    ### END SOLUTION
'''

CHECKS = """\
from autograder.checks.inputs import Case, Exercise, Quantity


def _cases(draw, reference):
    return [
        Case("on a few numbers", (draw.normal(2, 3),)),
        Case("on other numbers of the same shape", (draw.normal(2, 3),)),
    ]


EXERCISES = {
    "double": Exercise(
        ("x",), "y", _cases, _cases, (Quantity("y", 1, hint="How often does x count?"),)
    )
}
PREDICTIONS = {"twice 3": 6}
"""

MISTAKES = """\
from autograder.checks.mistakes.bank import right, wrong

WRONG = {
    "double": [
        wrong("half", "Half is the same.", "Is 2 times 3 more than 3?", "return x / 2"),
        wrong("square", "Twice is a power.", "What is twice 3?", "return x**2"),
    ]
}
RIGHT = {"double": [right("sum", "return x + x"), right("shift", "return x * 4 / 2.0")]}
"""


def cell(name, source, kind="code", **metadata):
    """A cell of a source notebook."""
    made = {"cell_type": kind, "id": name, "metadata": metadata}
    made["source"] = source.rstrip("\n").splitlines(keepends=True)
    return made | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def graded(name, points=0, **flags):
    """nbgrader's metadata of a cell."""
    base = {"grade": False, "locked": False, "solution": False, "schema_version": 3, "task": False}
    data = {**base, **flags, "grade_id": name}
    return {"nbgrader": data | ({"points": points} if points else {})}


def notebook():
    """The lesson's notebook, as CONTRIBUTING.md describes its cells."""
    setup = "import numpy as np\n\nfrom rnn_utils import check, predict"
    hidden = (
        "# Fresh inputs.\n### BEGIN HIDDEN TESTS\nfrom autograder.checks import hidden_check\n\n"
        "hidden_check(double)\n### END HIDDEN TESTS"
    )
    guess = 'twice = None  # your prediction: a number\npredict("twice 3", twice)'
    cells = [
        cell("title", "# Tiny\n\nTwice: $y = 2x \\tag{1}$", "markdown"),
        cell("setup", setup, **graded("setup", locked=True)),
        cell("predict_twice", guess, tags=["show"]),
        cell("double", SOLUTION, **graded("double", solution=True)),
        cell("double_check", "check(double)", **graded("double_check", 8, grade=True, locked=True)),
        cell("double_hidden", hidden, **graded("double_hidden", 12, grade=True, locked=True)),
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


class Copy:
    """A copy of the course, and commands that run in it."""

    def __init__(self, folder):
        self.folder = folder
        paths = [str(folder), str(folder / "site")]
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(paths),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        }

    def run(self, *words):
        """Run Python in the copy; return what it printed."""
        done = subprocess.run(
            [sys.executable, *map(str, words)],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout

    def hand_in(self, name, text):
        """Hand in the released notebook with an answer put in."""
        path = self.folder / "notebooks" / "en" / LESSON / f"{LESSON}.ipynb"
        made = json.loads(path.read_text())
        for each in made["cells"]:
            if each["id"] == "double":
                each["source"] = text
        target = self.folder / "submitted" / name / LESSON / f"{LESSON}.ipynb"
        target.parent.mkdir(parents=True)
        target.write_text(json.dumps(made))


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The three files in a copy of the course, built."""
    folder = tmp_path_factory.mktemp("course")
    ignore = shutil.ignore_patterns("__pycache__", "node_modules")
    for name in ("autograder", "site"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    for path in [
        *ROOT.glob("*.py"),
        *ROOT.glob("*.json"),
        *ROOT.glob("*.md"),
        *ROOT.glob("*.toml"),
    ]:
        shutil.copy(path, folder)
    source = folder / "source" / LESSON
    source.mkdir(parents=True)
    (source / f"{LESSON}.ipynb").write_text(json.dumps(notebook()))
    (folder / "autograder" / "checks" / "tiny.py").write_text(CHECKS)
    (folder / "autograder" / "checks" / "mistakes" / "tiny.py").write_text(MISTAKES)
    made = Copy(folder)
    made.run("-m", "autograder.cli", "build")
    made.hand_in("ada", SOLUTION)
    made.hand_in("bob", "def double(x):\n    return x**2")
    return made


def test_build_makes_release_and_data(copy):
    released = copy.folder / "notebooks" / "en" / LESSON / f"{LESSON}.ipynb"
    text = released.read_text()
    assert "raise NotImplementedError" in text and "2.0 * x" not in text
    data = json.loads((copy.folder / "rnn_checks.json").read_text())
    assert list(data["functions"]) == ["double"]
    assert data["predictions"] == {"twice 3": 6}
    assert copy.run("-m", "autograder.cli", "build") == ""  # a second time there is nothing to do


def test_stock_nbgrader_grades_it(copy, tmp_path):
    """Without our configuration, so with nbgrader's own Execute."""
    for name in ("source", "submitted"):
        shutil.copytree(copy.folder / name, tmp_path / name)
    code = (
        "from nbgrader.apps.api import NbGraderAPI\n"
        "from nbgrader.coursedir import CourseDirectory\n"
        "from nbgrader.api import Gradebook\n"
        "from traitlets.config import Config\n"
        f"config = Config({{'CourseDirectory': {{'root': {str(tmp_path)!r}}}}})\n"
        "config.Execute.skip_cells_with_tag = 'show'\n"
        "api = NbGraderAPI(CourseDirectory(config=config), config=config)\n"
        f"made = api.generate_assignment({LESSON!r})\n"
        "assert made['success'], made['log']\n"
        "for student in ('ada', 'bob'):\n"
        f"    done = api.autograde({LESSON!r}, student)\n"
        "    assert done['success'], done['log']\n"
        f"with Gradebook('sqlite:///{tmp_path}/gradebook.db') as book:\n"
        "    for student in ('ada', 'bob'):\n"
        f"        print(student, book.find_submission({LESSON!r}, student).score)\n"
    )
    assert copy.run("-c", code).split() == ["ada", "20.0", "bob", "0.0"]


@pytest.mark.skipif(PROBLEM is not None, reason=str(PROBLEM))
def test_judge_grades_it_and_names_the_mistake(copy):
    copy.run("-m", "autograder.cli", "grade", LESSON, "--json", copy.folder / "out.json")
    rows = json.loads((copy.folder / "out.json").read_text())["submissions"]
    assert [(row["student"], row["points"]) for row in rows] == [("ada", 20), ("bob", 0)]
    assert "What is twice 3?" in rows[1]["tests"][0]["message"]


@pytest.mark.skipif(PROBLEM is not None, reason=str(PROBLEM))
def test_its_bank_is_proved(copy):
    words = copy.run("-m", "autograder.cli", "prove").splitlines()
    assert [line.split() for line in words if line.startswith("double")] == [
        ["double", "2", "2", "2", "2", "2", "2", "2"]
    ]


def test_the_page_reads_it(copy):
    code = f"import lite, pathlib; read = lite.page_notebook(pathlib.Path('.'), {LESSON!r})"
    assert (
        int(copy.run("-c", f"{code}; print(len(read['cells']))")) == len(notebook()["cells"]) + 1
    )  # and the set-up cell
