"""Metadata tampering: points, marks, tags, ids and kinds of cells."""

import itertools

from harness import ROOT, Attack, cell_of, code_cell

from autograder.course.lesson import load_lesson

WRONG = "def sigmoid(x):\n    return x\n"


def tests_of(notebook):
    """The notebook's test cells."""
    return [c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade")]


def each_test(change):
    """An edit of every test cell."""

    def edit(notebook):
        for cell in tests_of(notebook):
            change(cell)

    return edit


def points(notebook):
    for cell in tests_of(notebook):
        cell["metadata"]["nbgrader"]["points"] = 1000


def odd_points(notebook):
    odd = [-5, 1e308, "10", None, [1], {"a": 1}, True, float("nan"), 10**30, 0]
    for cell, value in zip(tests_of(notebook), itertools.cycle(odd), strict=False):
        cell["metadata"]["nbgrader"]["points"] = value


def removed(notebook):
    notebook["cells"] = [c for c in notebook["cells"] if c not in tests_of(notebook)]


def other_text(cell):
    cell["source"] = "pass\n1"


def as_text(cell):
    cell["cell_type"] = "markdown"
    cell.pop("outputs"), cell.pop("execution_count")


def skipped(cell):
    cell["metadata"]["tags"] = ["skip-execution", "show", "raises-exception", "remove_cell"]


def forged_output(cell):
    cell["outputs"] = [
        {
            "output_type": "execute_result",
            "data": {"text/plain": "5"},
            "metadata": {},
            "execution_count": 1,
        }
    ]


def swapped(notebook):
    one, two = cell_of(notebook, "sigmoid_check"), cell_of(notebook, "softmax_check")
    one["metadata"], two["metadata"] = two["metadata"], one["metadata"]
    one["id"], two["id"] = two["id"], one["id"]


def answer_as_test(notebook):
    """The softmax answer claims to be every test of sigmoid."""
    cell = cell_of(notebook, "sigmoid")
    cell["metadata"] = {**cell_of(notebook, "sigmoid_hidden")["metadata"]}


def test_as_answer(notebook):
    for cell in tests_of(notebook):
        cell["metadata"]["nbgrader"] |= {"solution": True, "grade": True, "locked": False}


def copies(notebook):
    notebook["cells"] += [{**c} for c in tests_of(notebook)] * 3


def copies_that_pass(notebook):
    notebook["cells"] += [{**c, "source": "pass"} for c in tests_of(notebook)]


def schema(version):
    """An edit that gives every cell a schema version."""

    def edit(notebook):
        for cell in notebook["cells"]:
            if "nbgrader" in cell["metadata"]:
                cell["metadata"]["nbgrader"]["schema_version"] = version

    return edit


def own_graded_cell(notebook):
    mark = {"grade": True, "solution": False, "locked": True, "points": 50, "schema_version": 3}
    mark |= {"grade_id": "bonus", "cell_type": "code"}
    notebook["cells"].append(code_cell("50", id="bonus", metadata={"nbgrader": mark}))


def manual_grade(notebook):
    cell_of(notebook, "sigmoid")["metadata"]["nbgrader"] |= {"grade": True, "points": 20}


def test_ids_taken(notebook):
    for cell in tests_of(notebook):
        notebook["cells"].insert(1, code_cell("raise SystemExit", id=cell["id"]))


def locked_cells_changed(notebook):
    """Locked cells bring their own check, and a given function of later lessons is sabotaged."""
    for cell in notebook["cells"]:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("locked") and not mark.get("grade"):
            cell["source"] += "\ncheck = hidden_check = print\nnp.abs = lambda x: 0 * x\n"


def other_kernel(notebook):
    notebook["metadata"]["kernelspec"] = {"name": "../../evil", "display_name": "x", "argv": ["sh"]}
    notebook["metadata"]["language_info"] = {"name": "bash"}


def moved_tests(notebook):
    """All tests stand before the answers, where other functions have the names."""
    tests = tests_of(notebook)
    notebook["cells"] = [c for c in notebook["cells"] if c not in tests]
    notebook["cells"][1:1] = tests


def huge_metadata(notebook):
    for cell in notebook["cells"]:
        cell["metadata"]["x"] = {"y" * 50: ["z" * 1000] * 20}
    notebook["metadata"]["widgets"] = {"application/vnd": {"state": {"a": [0] * 50_000}}}


def odd_types(notebook):
    for cell in tests_of(notebook):
        cell["metadata"] = [1, 2]
    cell_of(notebook, "sigmoid")["metadata"]["nbgrader"] = "yes"
    notebook["metadata"] = "none"


def every_answer_is_one_cell(notebook):
    """The honest softmax claims to be the answer to everything."""
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["metadata"]["nbgrader"]["grade_id"] = "softmax"


def path_as_an_id(notebook):
    cell = cell_of(notebook, "sigmoid")
    cell["id"], cell["metadata"]["nbgrader"]["grade_id"] = "../../../x", "../../gradebook.db"
    notebook["cells"].append(code_cell("print(1)", id="a\x00b" * 500))


def attack(edit, **options):
    """A wrong sigmoid, and an edit of the notebook."""
    return Attack(WRONG, edit=edit, **options)


ATTACKS = {
    "points": attack(points),
    "odd_points": attack(odd_points),
    "tests_removed": attack(removed),
    "tests_emptied": attack(each_test(other_text)),
    "tests_as_text": attack(each_test(as_text)),
    "tests_tagged_to_be_skipped": attack(each_test(skipped)),
    "outputs_forged": attack(each_test(forged_output)),
    "tests_swapped": attack(swapped),
    "answer_marked_as_test": attack(answer_as_test),
    "tests_marked_as_answers": attack(test_as_answer),
    "tests_copied": attack(copies),
    "copies_that_pass": attack(copies_that_pass),
    "old_schema": attack(schema(1)),
    "schema_of_the_future": attack(schema(99)),
    "schema_that_is_no_number": attack(schema({"a": []})),
    "graded_cell_of_its_own": attack(own_graded_cell),
    "answer_marked_for_manual_grading": attack(manual_grade),
    "ids_of_tests_taken": attack(test_ids_taken),
    "locked_cells_changed": attack(locked_cells_changed, spoils=True),
    "other_kernel": attack(other_kernel),
    "tests_moved_up": attack(moved_tests),
    "huge_metadata": attack(huge_metadata),
    "metadata_of_other_types": attack(odd_types),
    "one_answer_for_everything": attack(every_answer_is_one_cell),
    "paths_as_ids": attack(path_as_an_id),
    "hidden_test_written_by_the_student": attack(
        lambda notebook: cell_of(notebook, "sigmoid_hidden").update(
            source=load_lesson(ROOT, "01_feed_forward").by_id["sigmoid_hidden"].source
            + "\nfrom autograder.checks import hidden_cases\nprint('LEAK', hidden_cases('sigmoid'))"
        )
    ),
}
