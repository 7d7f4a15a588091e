"""The source notebooks keep the form that the build, nbgrader and the judge rely on."""

import json
import re
from pathlib import Path

import pytest

from autograder import course
from autograder.checks import EXERCISES
from autograder.course import build, colab
from autograder.course.symbols import symbols_text

ROOT = Path(__file__).resolve().parent.parent
LESSONS = course.lesson_names(ROOT)
GRADED = {
    "01_feed_forward": [
        "sigmoid",
        "softmax",
        "feed_forward",
        "cross_entropy",
        "feed_forward_backward",
        "gradient_step",
    ],
    "02_rnn_cell": ["rnn_cell_forward", "rnn_cell_backward"],
    "03_rnn": ["rnn_forward", "rnn_backward", "output_backward"],
    "04_lstm_cell": ["lstm_cell_forward", "lstm_cell_backward"],
    "05_lstm": ["lstm_forward", "lstm_backward"],
    "06_language_model": [
        "encode",
        "sequence_loss",
        "sequence_loss_backward",
        "clip_gradients",
        "adam_step",
        "apply_temperature",
        "sample_word",
    ],
    "07_long_memory": [
        "orthogonal",
        "gru_cell_forward",
        "gru_cell_backward",
        "rnn_backward_truncated",
        "rnn_forward_masked",
    ],
    "08_make_it_fast": ["stack_gates", "fast_lstm_forward", "fast_lstm_backward", "to_torch"],
}

lesson = pytest.mark.parametrize("lesson", LESSONS)


def cells(lesson):
    return course.read_cells(course.source_path(ROOT, lesson))


def grading(cell):
    return cell["metadata"].get("nbgrader", {})


def test_the_course_has_its_lessons():
    assert LESSONS == list(GRADED)


@lesson
def test_a_lesson_asks_its_functions_in_order(lesson):
    assert list(course.solutions(ROOT, lesson)) == GRADED[lesson]
    assert set(GRADED[lesson]) <= set(EXERCISES)


@lesson
def test_every_exercise_has_a_visible_and_a_hidden_test_in_their_fixed_form(lesson):
    source = {cell["id"]: cell["source"] for cell in cells(lesson) if course.is_test(cell)}
    assert list(source) == [
        f"{name}_{ring}" for name in GRADED[lesson] for ring in ("check", "hidden")
    ]
    for name in GRADED[lesson]:
        assert source[f"{name}_check"] == f"check({name})"
        assert source[f"{name}_hidden"].splitlines() == [
            f"# Hidden tests of {name}: fresh inputs, run when your instructor grades.",
            "### BEGIN HIDDEN TESTS",
            "from autograder.checks import hidden_check",
            "",
            f"hidden_check({name})",
            "### END HIDDEN TESTS",
        ]


@lesson
def test_a_lesson_is_worth_twenty_points(lesson):
    assert sum(grading(cell).get("points", 0) for cell in cells(lesson)) == 20


@lesson
def test_cell_ids_are_stable_words_and_equal_the_grade_ids(lesson):
    ids = [cell["id"] for cell in cells(lesson)]
    assert len(set(ids)) == len(ids)
    for cell in cells(lesson):
        assert re.fullmatch(r"[a-z][a-z0-9_]{2,63}", cell["id"])
        assert grading(cell).get("grade_id", cell["id"]) == cell["id"]


@lesson
def test_prose_carries_no_grading_metadata(lesson):
    for cell in cells(lesson):
        if cell["cell_type"] == "markdown":
            assert set(cell["metadata"]) == ({"symbols"} if cell["id"] == "symbols" else set())


@lesson
def test_a_lesson_begins_with_the_symbols_that_it_uses_as_the_readme_defines_them(lesson):
    first = {cell["id"]: cell for cell in cells(lesson)[:6]}
    names = first["symbols"]["metadata"]["symbols"]
    assert first["symbols"]["source"] == symbols_text(ROOT, names)


def test_a_symbol_without_a_row_in_the_readme_is_refused():
    with pytest.raises(ValueError, match="no row of notation for a_nxt"):
        symbols_text(ROOT, ["a_next", "a_nxt"])


@lesson
def test_outputs_are_stripped_and_the_file_has_its_one_form(lesson):
    path = course.source_path(ROOT, lesson)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None
    assert path.read_text(encoding="utf-8") == build.notebook_text(notebook)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"


@lesson
def test_no_image_is_attached_and_none_comes_from_outside(lesson):
    for cell in cells(lesson):
        assert "attachments" not in cell
        if cell["id"] in (colab.BADGE_ID, colab.SETUP_ID):  # they hold the course's own address
            continue
        assert not re.search(r"!\[|<img|https?://", cell["source"]), cell["id"]


@lesson
def test_cells_that_only_show_say_so_and_every_other_code_cell_is_locked_or_graded(lesson):
    for cell in cells(lesson):
        if cell["cell_type"] == "code":
            shows = course.SHOW_TAG in cell["metadata"].get("tags", [])
            assert shows != bool(grading(cell)), cell["id"]


@lesson
def test_figures_have_a_text_alternative(lesson):
    for cell in cells(lesson):
        for call in re.findall(r"show_figure\((.*)", cell["source"]):
            following = cell["source"].split(f"show_figure({call}", 1)[1]
            assert call.count(",") or following.strip(), cell["id"]
        assert "plt.show" not in cell["source"]


@lesson
def test_an_exercise_comes_in_the_order_of_the_course(lesson):
    """Heading and equation before the stub; a tiny call, the check and a figure after it."""
    order = cells(lesson)
    where = {cell["id"]: i for i, cell in enumerate(order)}
    starts = [where[name] for name in GRADED[lesson]] + [len(order)]
    for k, name in enumerate(GRADED[lesson]):
        before = order[starts[k - 1] + 1 if k else 0 : starts[k]]
        prose = "\n".join(cell["source"] for cell in before if cell["cell_type"] == "markdown")
        assert re.search(r"^## ", prose, re.M) and r"\tag{" in prose, name
        assert "<details>" in prose, name
        check = where[f"{name}_check"]
        tiny = [c for c in order[starts[k] + 1 : check] if c["cell_type"] == "code"]
        assert tiny and all("show" in c["metadata"].get("tags", []) for c in tiny), name
        after = order[check : starts[k + 1]]
        assert any("show_figure(" in cell["source"] for cell in after), name


@lesson
def test_every_backward_function_is_gradient_checked_by_the_student(lesson):
    for name in GRADED[lesson]:
        if name.endswith("_backward"):
            shown = [c["source"] for c in cells(lesson) if "gradient_check(" in c["source"]]
            assert any(name in source for source in shown), name


@lesson
def test_given_cells_are_the_solutions_of_earlier_lessons(lesson):
    known = {}
    for earlier in LESSONS[: LESSONS.index(lesson)]:
        known |= course.solutions(ROOT, earlier)
    for cell in cells(lesson):
        names = cell["metadata"].get("given")
        if names:
            path = course.source_path(ROOT, lesson)
            assert cell["source"] == build.given_text(names, known, path)
            assert grading(cell)["locked"] and not grading(cell)["solution"]
