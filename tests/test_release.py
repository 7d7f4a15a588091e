"""The student notebooks are exactly what the build makes, and give nothing away."""

import ast
import json
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from autograder import course
from autograder.checks import EXERCISES, hidden_cases
from autograder.checks.data import CHECKS_FILE, DIGITS, check_data
from autograder.course import build

ROOT = Path(__file__).resolve().parent.parent
LESSONS = course.lesson_names(ROOT)

lesson = pytest.mark.parametrize("lesson", LESSONS)


def released_path(lesson):
    return ROOT / "notebooks" / "en" / lesson / f"{lesson}.ipynb"


def released(lesson):
    return nbformat.read(released_path(lesson), as_version=4)


@lesson
def test_the_committed_notebook_is_what_the_build_makes(lesson, tmp_path):
    text = build.release_text(ROOT, lesson, tmp_path)
    assert released_path(lesson).read_text(encoding="utf-8") == text


def test_the_committed_check_data_is_what_the_build_makes():
    assert (ROOT / CHECKS_FILE).read_text(encoding="utf-8") == check_data(ROOT)


def test_the_check_data_stays_small():
    assert (ROOT / CHECKS_FILE).stat().st_size < 300_000  # a page fetches it with each lesson


def solution_lines(lesson):
    """Lines of a lesson's solutions that say something, without spaces at either end."""
    lines = set()
    for cell in course.read_cells(course.source_path(ROOT, lesson)):
        for region in re.findall(
            r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", cell["source"], re.DOTALL
        ):
            lines |= {line.strip() for line in region.splitlines()}
    common = re.compile(r"[\])}]*|return \{?|for t in .*:|.*caches?(, x)? = caches?|n_a = .*")
    return {line for line in lines if not common.fullmatch(line)}


@lesson
def test_no_solution_line_is_in_the_notebook_that_asks_for_it(lesson):
    """Nor a line of any later lesson."""
    text = "\n".join(cell["source"] for cell in released(lesson).cells)
    shown = {line.strip() for line in text.splitlines()}
    for later in LESSONS[LESSONS.index(lesson) :]:
        own = {line for line in solution_lines(later)}
        given = {
            line.strip()
            for cell in released(lesson).cells
            if "given" in cell.metadata
            for line in cell["source"].splitlines()
        }
        assert not (own - given) & shown


@lesson
def test_hidden_tests_and_solution_markers_are_gone(lesson):
    text = released_path(lesson).read_text(encoding="utf-8")
    for word in ("hidden_check", "HIDDEN TESTS", "BEGIN SOLUTION", "END SOLUTION", "autograder"):
        assert word not in text


def arrays(value):
    """All arrays in nested tuples, lists and dicts, rounded as the build writes them."""
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, (tuple, list)):
        return set().union(*map(arrays, value))
    if isinstance(value, str):
        return set()
    return {tuple(float(f"{number:.{DIGITS}g}") for number in np.ravel(value).tolist())}


def test_the_package_for_students_holds_no_hidden_value():
    """The shipped data belong to the visible ring; hidden inputs are drawn, and stored nowhere."""
    data = json.loads((ROOT / CHECKS_FILE).read_text(encoding="utf-8"))["functions"]
    shipped = {
        tuple(map(float, array["values"]))
        for exercise in data.values()
        for array in exercise["arrays"]
    }
    for name in EXERCISES:
        for case in hidden_cases(name):
            shared = arrays((case["args"], case["want"])) & shipped
            # Zeros, labels and the like are in both by nature.
            told = [values for values in shared if max(len(repr(n)) for n in values) > 8]
            assert not told, (name, case["label"])


@lesson
def test_outputs_are_empty_and_stubs_are_whole_functions(lesson):
    for cell in released(lesson).cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            ast.parse(cell.source)
        if cell.metadata.get("nbgrader", {}).get("solution"):
            assert 'raise NotImplementedError("not written yet")' in cell.source


@lesson
def test_in_a_fresh_copy_each_check_says_not_written_yet_and_nothing_else_raises(lesson, tmp_path):
    notebook = released(lesson)
    client = NotebookClient(
        notebook, timeout=120, allow_errors=True, resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    for cell in notebook.cells:
        errors = [o for o in cell.get("outputs", []) if o.output_type == "error"]
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.id.endswith("_check"):
            name = cell.id.removesuffix("_check")
            assert [error.evalue for error in errors] == [f"{name}: it is not written yet."]
            assert errors[0].traceback == [f"{name}: it is not written yet."]
        else:
            assert not errors, (cell.id, errors)
        assert not [o for o in cell.get("outputs", []) if o.get("name") == "stderr"], cell.id


@lesson
def test_with_solutions_it_runs_without_an_error_or_a_warning(lesson, tmp_path):
    notebook = nbformat.read(course.source_path(ROOT, lesson), as_version=4)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", (cell.id, output.text)
            if "image/png" in output.get("data", {}):
                raise AssertionError(f"{cell.id} shows a picture without a text alternative")
            picture = "<img" in "".join(output.get("data", {}).get("text/html", ""))
            assert not picture or re.search(r'alt="[^"]{20,}"', output["data"]["text/html"])


@lesson
def test_the_release_is_valid_for_nbgrader_and_nbformat(lesson):
    nbformat.validate(json.loads(released_path(lesson).read_text(encoding="utf-8")), version=4)
