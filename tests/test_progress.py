"""`progress()` says in words which exercises of the lesson pass."""

import pytest

import rnn_utils
from autograder import course
from rnn_utils import progress


def unwritten(*_):
    raise NotImplementedError("not written yet")


def test_each_state_has_its_words(root, functions, capsys):
    begun = [
        name for lesson in course.lesson_names(root)[:3] for name in course.solutions(root, lesson)
    ]
    names = {name: functions[name] for name in begun}
    names |= {"rnn_backward": unwritten, "output_backward": lambda *_: None}
    progress(names)
    assert capsys.readouterr().out.splitlines() == [
        "rnn_forward      passes",
        "rnn_backward     not written yet",
        "output_backward  does not pass yet: check(output_backward) says why",
        "1 of 3 exercises pass",
    ]


def test_a_cell_that_was_not_run_is_not_called_wrong(functions, capsys):
    progress({"lstm_forward": functions["lstm_forward"]})
    out = capsys.readouterr().out
    assert "lstm_backward  not run yet: run its cell\n" in out
    assert out.endswith("1 of 2 exercises pass\n")


def test_before_any_exercise_it_says_what_to_do(capsys):
    progress({})
    assert capsys.readouterr().out == "No exercise is there yet. Run the cells above first.\n"


def test_what_the_functions_print_does_not_show(functions, capsys):
    def sigmoid(z):
        print("here")
        return functions["sigmoid"](z)

    progress({"sigmoid": sigmoid})
    assert "here" not in capsys.readouterr().out


def test_it_looks_at_the_names_of_its_caller(capsys):
    exec("def sigmoid(z):\n    return z\n\nprogress()", {"progress": progress})
    assert "sigmoid                does not pass yet" in capsys.readouterr().out


@pytest.mark.parametrize("state", ["released", "solved"])
def test_every_lesson_ends_with_it(root, state, functions, capsys):
    for lesson in course.lesson_names(root):
        cells = course.read_cells(course.source_path(root, lesson))
        assert [cell["source"] for cell in cells if cell["id"] == "progress"] == ["progress()"]
        own = course.solutions(root, lesson)
        progress({n: functions[n] if state == "solved" else unwritten for n in own})
        out = capsys.readouterr().out
        passing = len(own) if state == "solved" else 0
        assert out.endswith(f"{passing} of {len(own)} exercises pass\n")


def test_what_the_course_brings_begins_no_later_lesson(functions, capsys):
    """Lesson 05 imports clip_gradients, an exercise of lesson 06."""
    own = {name: functions[name] for name in ("lstm_forward", "lstm_backward")}
    progress({**own, "clip_gradients": rnn_utils.clip_gradients})
    assert capsys.readouterr().out.endswith("2 of 2 exercises pass\n")
