"""A notebook saved by another program, or put together by hand, is graded like the original."""

import copy
import itertools

import nbformat
import pytest
import samples
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
)

from autograder import course
from autograder.checks import hidden_check
from autograder.course.config import own_config
from autograder.course.lesson import load_lesson, plain
from autograder.submission import Unreadable

LESSON = "01_feed_forward"
FUNCTIONS = (
    "sigmoid",
    "softmax",
    "feed_forward",
    "cross_entropy",
    "feed_forward_backward",
    "gradient_step",
)


def passed(submission):
    """Functions that are right where their test stands: the cells above it are run here."""
    right = []
    for test in submission.lesson.tests:
        if not test.grade_id.endswith("_hidden"):
            continue
        names = {"__name__": "__main__"}
        for cell in submission.cells[: submission.places[test.grade_id]]:
            try:
                exec(compile(cell.source, cell.id, "exec"), names)
            except Exception as error:
                names.setdefault("errors", []).append(error)
        try:
            hidden_check(names[test.function])
        except (AssertionError, KeyError, NotImplementedError, NameError):
            continue
        right.append(test.function)
    return right


@pytest.fixture
def read(root, tmp_path):
    def read(notebook, name=LESSON):
        submission = samples.read(root, tmp_path / name, name, notebook)
        nbformat.validate(submission.notebook)
        assert_tests_are_ours(submission)
        return submission

    return read


def assert_tests_are_ours(submission):
    """Tests, points and locked cells of the repaired notebook are the source's."""
    cells = {}
    for cell in submission.notebook["cells"]:
        assert cell["id"] not in cells
        cells[cell["id"]] = cell
    for part in submission.lesson.parts:
        if part.kind in ("test", "locked"):
            assert cells[part.id]["source"] == part.source
        if part.kind in ("test", "locked", "answer"):
            assert cells[part.id]["metadata"] == part.metadata
    graded = [c for c in cells.values() if c["metadata"].get("nbgrader", {}).get("grade")]
    assert len(graded) == len(submission.lesson.tests)


def locked(root):
    """How many locked cells the lesson has."""
    return sum(part.kind == "locked" for part in load_lesson(root, LESSON).parts)


@pytest.fixture
def solved(root):
    return samples.solved(root, LESSON)


# ------------------------------------------------------------------ the original


@pytest.mark.parametrize("name", course.lesson_names(course.find_root()))
def test_release_is_the_one_that_nbgrader_makes(root, name):
    lesson = load_lesson(root, name)
    steps = [LockCells, ClearSolutions, ComputeChecksums, ClearHiddenTests, CheckCellMetadata]
    notebook = nbformat.read(course.source_path(root, name), as_version=4)
    resources = {}
    for step in steps:
        notebook, resources = step(config=own_config(root)).preprocess(notebook, resources)
    for cell, part in zip(notebook.cells, lesson.parts, strict=True):
        assert plain(cell.source) == plain(part.released)
        assert cell.metadata == part.metadata


@pytest.mark.parametrize("name", course.lesson_names(course.find_root()))
def test_solved_lesson_is_read_without_repairs(root, read, name):
    submission = read(samples.solved(root, name), name)
    assert submission.repairs == ()
    kinds = [(c.id, c.kind) for c in submission.cells if c.kind != "extra"]
    expected = [
        (p.id, "given" if p.kind == "locked" else "answer")
        for p in submission.lesson.parts
        if p.kind in ("locked", "answer")
    ]
    assert kinds == expected
    assert passed(submission) == list(submission.lesson.answers)


def test_released_lesson_has_no_right_answer(root, read):
    submission = read(samples.released(root, LESSON))
    assert passed(submission) == [] and submission.repairs == ()


# ------------------------------------------------------------------ editors

SAVES = {
    "Colab": samples.colab,
    "Colab in 4.5": lambda nb: samples.colab(nb, minor=5, keep_ids=True),
    "VS Code": samples.vs_code,
    "JupyterLite": samples.jupyterlite,
    "renumbered ids": samples.renumber,
    **{
        f"nbformat 4.{minor}": lambda nb, minor=minor: samples.old_minor(nb, minor)
        for minor in range(6)
    },
}


@pytest.mark.parametrize("save", SAVES)
def test_save_of_an_editor_is_the_same_submission(read, solved, save):
    original, saved = read(solved), read(SAVES[save](solved))
    assert [cell.source for cell in saved.cells] == [cell.source for cell in original.cells]
    assert saved.places == original.places and saved.repairs == ()


@pytest.mark.parametrize("save", [samples.strip_metadata, samples.kaggle])
def test_answers_are_found_by_function_where_metadata_is_lost(read, solved, save):
    original, saved = read(solved), read(save(solved))
    assert [cell.source for cell in saved.cells] == [cell.source for cell in original.cells]
    assert [cell.id for cell in saved.cells if cell.kind == "answer"] == list(FUNCTIONS)
    assert "The answer sigmoid was found by the name of the function." in saved.repairs


def test_names_widgets_and_outputs_do_not_stay(read, solved):
    saved = read(samples.colab(solved))
    assert "Ada L." not in str(saved.notebook) and "widget" not in str(saved.notebook)
    assert all(cell.get("outputs", []) == [] for cell in saved.notebook["cells"])


def test_notebook_of_format_3_is_upgraded(read, solved):
    cells = [
        {"cell_type": "code", "input": c["source"], "language": "python", "metadata": {}}
        if c["cell_type"] == "code"
        else {"cell_type": "heading", "level": 2, "source": c["source"], "metadata": {}}
        for c in solved["cells"]
    ]
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}
    assert passed(read(old)) == list(FUNCTIONS)


# ------------------------------------------------------------------ put together by hand


@pytest.mark.parametrize("turn", range(5))
def test_answers_pasted_into_a_blank_notebook_in_any_order(root, read, turn):
    answers = list(course.solutions(root, LESSON).values())
    answers = answers[turn:] + answers[:turn]
    pasted = samples.blank(*map(samples.code, answers))
    submission = read(pasted)
    assert passed(submission) == list(FUNCTIONS)
    kinds = ["given"] * locked(root) + ["answer"] * len(FUNCTIONS)
    assert [cell.kind for cell in submission.cells] == kinds


def test_answers_pasted_in_one_cell(root, read):
    whole = "\n\n".join(course.solutions(root, LESSON).values())
    submission = read(samples.blank(samples.text("# Mine"), samples.code(whole)))
    assert passed(submission) == list(FUNCTIONS)
    assert [cell.kind for cell in submission.cells] == ["given"] * locked(root) + ["answer"]


def test_answers_pasted_with_stubs_around_them(root, read):
    stubs = samples.released(root, LESSON)["cells"]
    answers = list(map(samples.code, course.solutions(root, LESSON).values()))
    for pasted in (stubs + answers, answers + stubs):
        assert passed(read(samples.blank(*pasted))) == list(FUNCTIONS)


def halves(source):
    lines = source.split("\n")
    at = next(i for i, line in enumerate(lines) if line.strip() == '"""' and i > 0) + 1
    return "\n".join(lines[:at]), "\n".join(lines[at:])


@pytest.mark.parametrize("copy_metadata", [True, False])
def test_function_split_over_two_cells_is_joined(read, solved, copy_metadata):
    at = samples.index_of(solved, "softmax")
    cell = solved["cells"][at]
    first, second = halves(cell["source"])
    metadata = cell["metadata"] if copy_metadata else {}
    solved["cells"][at : at + 1] = [
        {**cell, "source": first},
        samples.code(second, id="5d0c", metadata=metadata),
    ]
    submission = read(solved)
    assert passed(submission) == list(FUNCTIONS)
    assert any("split" in sentence for sentence in submission.repairs)


HELPER = "def _shifted(z):\n    return z - z.max(axis=0, keepdims=True)"
MAIN = "def softmax(z):\n    e = np.exp(_shifted(z))\n    return e / e.sum(axis=0, keepdims=True)"


@pytest.mark.parametrize("tagged", ["helper", "main", "neither"])
@pytest.mark.parametrize("first", ["helper", "main"])
def test_answer_with_its_helper_in_another_cell(read, solved, tagged, first):
    at = samples.index_of(solved, "softmax")
    own = solved["cells"][at]
    cells = {"helper": samples.code(HELPER), "main": samples.code(MAIN)}
    if tagged != "neither":
        cells[tagged] = {**own, "source": cells[tagged]["source"]}
    both = [cells["helper"], cells["main"]]
    solved["cells"][at : at + 1] = both if first == "helper" else both[::-1]
    assert passed(read(solved)) == list(FUNCTIONS)


# ------------------------------------------------------------------ copies


@pytest.mark.parametrize("order", ["blank last", "blank first"])
@pytest.mark.parametrize("same_id", [True, False])
def test_blank_copy_never_wins(root, read, solved, order, same_id):
    stub = copy.deepcopy(samples.cell_of(samples.released(root, LESSON), "sigmoid"))
    if not same_id:
        stub["id"] = "0a1b2c3d"
    at = samples.index_of(solved, "sigmoid")
    solved["cells"].insert(at + (order == "blank last"), stub)
    submission = read(solved)
    assert passed(submission) == list(FUNCTIONS)
    assert "An empty copy of the answer sigmoid was left out." in submission.repairs


def test_last_written_copy_counts(read, solved):
    cell = copy.deepcopy(samples.cell_of(solved, "sigmoid"))
    wrong = {**cell, "source": "def sigmoid(z):\n    return 2 * z"}
    at = samples.index_of(solved, "sigmoid")
    right_last = copy.deepcopy(solved)
    right_last["cells"].insert(at, wrong)
    assert passed(read(right_last)) == list(FUNCTIONS)
    solved["cells"].insert(at + 1, wrong)
    assert "sigmoid" not in passed(read(solved))


def test_copy_that_does_not_parse_does_not_take_the_place_of_one_that_does(read, solved):
    cell = copy.deepcopy(samples.cell_of(solved, "sigmoid"))
    cell["source"] = "def sigmoid(z):\n    return (1 /"
    solved["cells"].insert(samples.index_of(solved, "sigmoid") + 1, cell)
    assert passed(read(solved)) == list(FUNCTIONS)


def test_copied_test_cells_are_left_out(read, solved):
    test = copy.deepcopy(samples.cell_of(solved, "sigmoid_check"))
    solved["cells"].insert(2, test)
    solved["cells"].append(test)
    assert passed(read(solved)) == list(FUNCTIONS)


# ------------------------------------------------------------------ changes


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize("fence", ["{}", "```python\n{}\n```"])
def test_answer_turned_into_text_is_read_as_code(read, solved, kind, fence):
    cell = samples.cell_of(solved, "sigmoid")
    cell |= {"cell_type": kind, "source": fence.format(cell["source"])}
    del cell["outputs"], cell["execution_count"]
    submission = read(solved)
    assert passed(submission) == list(FUNCTIONS)
    assert "The answer sigmoid was in a text cell and was read as code." in submission.repairs


def test_answer_turned_into_text_without_metadata_is_read_as_code(read, solved):
    stripped = samples.strip_metadata(solved)
    at = samples.index_of(solved, "sigmoid")
    stripped["cells"][at] = samples.text(stripped["cells"][at]["source"], "raw")
    assert passed(read(stripped)) == list(FUNCTIONS)


@pytest.mark.parametrize("host", ["sigmoid_check", "softmax_hidden", "setup"])
def test_answer_written_into_a_cell_of_ours_is_found(root, read, solved, host):
    answer = samples.cell_of(solved, "sigmoid")
    samples.cell_of(solved, host)["source"] += "\n" + answer["source"]
    answer["source"] = samples.cell_of(samples.released(root, LESSON), "sigmoid")["source"]
    assert passed(read(solved)) == list(FUNCTIONS)


@pytest.mark.parametrize("deleted", ["setup", "sigmoid_check", "softmax_hidden", "all of them"])
def test_deleted_cells_of_ours_are_restored(read, solved, deleted):
    ours = ("setup", *(f"{f}_{test}" for f in FUNCTIONS for test in ("check", "hidden")))
    gone = ours if deleted == "all of them" else (deleted,)
    solved["cells"] = [cell for cell in solved["cells"] if cell["id"] not in gone]
    submission = read(solved)
    assert passed(submission) == list(FUNCTIONS)
    assert all(any(cell in sentence for sentence in submission.repairs) for cell in gone)


def test_locked_cell_moved_to_the_end_is_moved_back(root, read, solved):
    solved["cells"].append(solved["cells"].pop(samples.index_of(solved, "setup")))
    submission = read(solved)
    assert passed(submission) == list(FUNCTIONS)
    assert submission.cells[locked(root) - 1].id == "setup"


def test_lines_added_to_a_locked_cell_run_before_ours(read, solved):
    samples.cell_of(solved, "setup")["source"] += "\nimport math\ncheck = None"
    submission = read(solved)
    at = [cell.id for cell in submission.cells].index("setup")
    theirs, ours = submission.cells[at - 1 : at + 1]
    assert theirs.kind == "extra" and "import math" in theirs.source
    assert ours.kind == "given" and ours.source == submission.lesson.by_id["setup"].source


def test_changed_points_marks_and_tests_do_not_count(read, solved):
    for cell in solved["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"points": 99, "locked": False, "schema_version": 1}
            cell["metadata"]["tags"] = ["show", "skip-execution", "raises-exception"]
    samples.cell_of(solved, "sigmoid_check")["source"] = "pass"
    submission = read(solved)
    assert passed(submission) == list(FUNCTIONS)
    assert not any("skip" in str(cell["metadata"]) for cell in submission.notebook["cells"])


def test_swapped_grade_ids_are_put_right(read, solved):
    first, second = samples.cell_of(solved, "sigmoid"), samples.cell_of(solved, "softmax")
    first["metadata"], second["metadata"] = second["metadata"], first["metadata"]
    first["id"], second["id"] = second["id"], first["id"]
    assert passed(read(solved)) == list(FUNCTIONS)


def test_missing_answer_gets_an_empty_cell_that_is_not_run(read, solved):
    solved["cells"] = [cell for cell in solved["cells"] if cell["id"] != "cross_entropy"]
    submission = read(solved)
    assert "cross_entropy" not in [cell.id for cell in submission.cells]
    ids = [cell["id"] for cell in submission.notebook["cells"]]
    assert ids.index("cross_entropy") < ids.index("cross_entropy_check")
    assert passed(submission) == [f for f in FUNCTIONS if f != "cross_entropy"]


# ------------------------------------------------------------------ what is run


def shows(root):
    return [part.id for part in load_lesson(root, LESSON).parts if part.kind == "show"]


def test_show_cells_are_not_run_and_own_cells_are(root, read, solved):
    own = samples.code("mine = 1", metadata={"tags": ["show"]}, id="mine")
    solved["cells"].insert(3, own)
    ids = [cell.id for cell in read(solved).cells]
    assert "mine" in ids and not set(shows(root)) & set(ids)


def test_changed_show_cell_keeps_its_definitions_only(root, read, solved):
    cell = samples.cell_of(solved, shows(root)[0])
    cell["source"] += "\nimport math\nLR = 0.1\ndef helper():\n    return LR\nwhile True: pass"
    (extra,) = [cell for cell in read(solved).cells if cell.kind == "extra"]
    assert "def helper" in extra.source and "import math" in extra.source
    assert "while" not in extra.source


def test_name_used_again_below_the_tests_does_not_count(read, solved):
    solved["cells"].append(samples.code("sigmoid = None\ndef softmax(z):\n    return z"))
    submission = read(solved)
    assert passed(submission) == list(FUNCTIONS)
    names = {}
    for cell in submission.cells:  # also when all cells are run before the first test
        exec(cell.source, names)
    for function in FUNCTIONS:
        hidden_check(names[function])


def test_name_bound_again_above_the_test_counts_as_in_nbgrader(read, solved):
    at = samples.index_of(solved, "sigmoid_check")
    solved["cells"].insert(at, samples.code("def sigmoid(z):\n    return z"))
    assert "sigmoid" not in passed(read(solved))


def test_helpers_of_the_same_name_do_not_disturb_each_other(read, solved):
    for function, constant in zip(("sigmoid", "softmax"), "12", strict=True):
        cell = samples.cell_of(solved, function)
        wrapped = (
            f"\n_inner_{constant} = {function}\ndef _helper(z):\n    return _inner_{constant}(z)"
        )
        cell["source"] += wrapped + f"\ndef {function}(z):\n    return _helper(z)"
    assert passed(read(solved))[:2] == ["sigmoid", "softmax"]


def test_magics_do_not_hide_an_answer(root, read):
    answers = course.solutions(root, LESSON)
    answers["sigmoid"] = "%%time\n" + answers["sigmoid"]
    answers["softmax"] = "%matplotlib inline\n!pip list\n" + answers["softmax"]
    stubs = samples.released(root, LESSON)["cells"]
    submission = read(samples.blank(*stubs, *map(samples.code, answers.values())))
    sources = [cell.source for cell in submission.cells if cell.id in FUNCTIONS]
    assert sources == list(answers.values())


def test_any_order_of_the_exercises(root, read, solved):
    cells = solved["cells"]
    for order in itertools.islice(itertools.permutations(FUNCTIONS), 0, 120, 17):
        own = {f: samples.cell_of(solved, f) for f in FUNCTIONS}
        rest = [cell for cell in cells if cell["id"] not in FUNCTIONS]
        assert passed(read(samples.blank(*rest, *(own[f] for f in order)))) == list(FUNCTIONS)


PIXELS = "iVBORw0KGgo" * 140_000  # 1.5 MB


def test_pasted_pictures_do_not_count_as_text(read, solved):
    text = f"My drawing: ![unrolled](data:image/png;base64,{PIXELS})"
    solved["cells"].append(samples.text(text))
    submission = read(solved)
    assert passed(submission) == list(FUNCTIONS)
    assert text in [cell["source"] for cell in submission.notebook["cells"]]


@pytest.mark.parametrize(
    "cell",
    [
        samples.text("data:image/png;base64, " + PIXELS),
        samples.text("data:text/html;base64," + PIXELS),
        samples.code("x = 'data:image/png;base64," + PIXELS + "'"),
    ],
    ids=["a blank between", "no picture", "in code"],
)
def test_text_that_is_no_picture_counts(read, solved, cell):
    solved["cells"].append(cell)
    with pytest.raises(Unreadable, match=r"1[5-9]\d\d kB, pictures not counted.*Delete") as refused:
        read(solved)
    assert refused.value.kind == "too_large"
