"""The helpers of the lessons: right results, and a sentence for wrong input."""

import ast
import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import rnn_utils
from autograder import course
from rnn_compare import UsageError
from rnn_utils import (
    Adam,
    clip_gradients,
    draw_lstm_cell,
    draw_unrolled_lstm,
    gradient_check,
    gradient_errors,
    initialise_lstm,
    initialise_parameters,
    initialise_rnn,
    numeric_gradient,
    one_hot,
    plot_states,
    show_figure,
    when_written,
)

ROOT = Path(__file__).resolve().parent.parent


def square(values):
    return values["W"] ** 2 + values["b"]


def right(values, d_out):
    return {"dW": 2 * values["W"] * d_out, "db": d_out}


def wrong_w(values, d_out):
    return {"dW": values["W"] * d_out, "db": d_out}


POINT = {"W": np.array([[1.0, -2.0]]), "b": np.array([[0.5, 3.0]])}


def test_numeric_gradient_of_a_cubic():
    x = np.array([1.0, -2.0, 0.5])
    d_out = np.array([1.0, 10.0, -1.0])
    assert np.allclose(numeric_gradient(lambda x: x**3, x, d_out), 3 * x**2 * d_out, rtol=1e-8)


def test_numeric_gradient_leaves_its_point_alone():
    x = np.ones(3)
    numeric_gradient(np.sum, x, 1.0)
    assert (x == 1).all()


def test_gradient_check_prints_a_line_for_each_parameter_and_a_verdict(capsys):
    gradient_check(square, right, POINT)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["dW", "db"]
    assert all(line.endswith(" ok") for line in lines[:2])
    assert lines[2] == "all 2 gradients agree with central differences"


def test_gradient_check_names_the_gradient_that_is_wrong(capsys):
    gradient_check(square, wrong_w, POINT)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("WRONG") and lines[1].endswith("ok")
    assert lines[2] == "1 of 2 gradients disagree: dW"


NOTHING = {  # what a gradient of zero proves: (forward, gradient, the line of it)
    "both zero": (lambda v: v["W"] * v["c"], 0.0, "both zero: says nothing"),
    "both zero to the digits that count": (
        lambda v: v["W"] * v["c"],
        1e-13,
        "both zero: says nothing",
    ),
    "only the backward function gives zero": (lambda v: v["W"], 0.0, "1.0e+00  WRONG"),
    "only the numbers give zero": (lambda v: v["W"] * v["c"], 1.0, "1.0e+00  WRONG"),
    "both small, and one of them wrong": (lambda v: 1e-6 * v["W"], 2e-6, "WRONG"),
}


@pytest.mark.parametrize("name", NOTHING)
def test_a_gradient_that_is_zero_both_ways_says_nothing_and_any_other_is_judged(name, capsys):
    forward, gradient, said = NOTHING[name]
    point = {"W": np.array([[1.0, -2.0]]), "c": np.zeros((1, 2))}
    gradient_check(forward, lambda values, d_out: {"dW": 0 * d_out + gradient}, point)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("dW") and lines[0].endswith(said)
    counted = "1 of 1 gradients disagree: dW" if "WRONG" in said else "nothing was tested of 1: dW"
    assert lines[1:] == [counted]


def test_the_verdict_counts_only_gradients_that_were_tested(capsys):
    def backward(values, d_out):
        return {"dW": values["c"] * d_out, "dc": values["W"] * d_out}

    point = {"W": np.array([[1.0, -2.0]]), "c": np.zeros((1, 2))}
    gradient_check(lambda values: values["W"] * values["c"], backward, point)
    assert capsys.readouterr().out.splitlines()[2:] == [
        "all 1 gradients agree with central differences",
        "nothing was tested of 1: dW",
    ]


def test_nan_gradients_count_as_wrong_input():
    with pytest.raises(UsageError, match="holds nan or inf"):
        gradient_check(square, lambda v, d: {"dW": v["W"] * np.nan}, POINT)


def test_gradients_of_several_outputs_get_several_upstream_gradients():
    def forward(values):
        return values["W"] ** 2, np.sin(values["W"])

    def backward(values, d_out):
        return {"dW": 2 * values["W"] * d_out[0] + np.cos(values["W"]) * d_out[1]}

    assert gradient_errors(forward, backward, POINT)["dW"] < 1e-8


WRONG_INPUT = {  # name: (call, the start of what is said)
    "values a list": (lambda: gradient_errors(square, right, [1.0]), "values should be a dict"),
    "a list in values": (
        lambda: gradient_errors(square, right, {"W": [1.0]}),
        "values['W'] should be a NumPy array; it is a list.",
    ),
    "nan in values": (
        lambda: gradient_errors(square, right, {**POINT, "b": np.array([[np.nan, 1]])}),
        "values['b'] holds nan or inf.",
    ),
    "gradients of an unknown name": (
        lambda: gradient_errors(square, lambda v, d: {"dq": d}, POINT),
        "the gradient 'dq' belongs to none of W, b.",
    ),
    "gradients of a wrong shape": (
        lambda: gradient_errors(square, lambda v, d: {"dW": d.T}, POINT),
        "dW should have the shape of W, (1, 2); it has (2, 1).",
    ),
    "no gradients": (
        lambda: gradient_errors(square, lambda v, d: {}, POINT),
        "the backward function returned no gradients.",
    ),
    "gradients not a dict": (
        lambda: gradient_errors(square, lambda v, d: None, POINT),
        "the gradients should be a dict of arrays; it is None",
    ),
    "labels too large": (lambda: one_hot([0, 3], 3), "labels should be whole numbers from 0 to 2."),
    "labels negative": (lambda: one_hot([-1], 3), "labels should be whole numbers"),
    "labels not whole": (lambda: one_hot([0.5], 3), "labels should be whole numbers"),
    "clip a list": (lambda: clip_gradients([1.0], 1.0), "gradients should be a dict of arrays"),
    "clip nan": (lambda: clip_gradients({"dW": np.array([np.inf])}, 1), "gradients['dW'] holds"),
    "clip at zero": (lambda: clip_gradients({"dW": np.ones(2)}, 0), "limit should be a positive"),
    "ragged labels": (lambda: one_hot([[0], [1, 2]], 3), "labels should form an array"),
    "a size of zero": (lambda: initialise_rnn(0, 5, 2), "Wax cannot have shape (5, 0)"),
    "a broken size": (lambda: initialise_lstm(3, 2.5, 2), "Wf cannot have shape (2.5, 5.5)"),
    "optimise integers": (lambda: Adam({"W": np.ones(2, int)}), "parameters['W'] should hold"),
    "a gradient of a wrong shape": (
        lambda: Adam({"W": np.ones(2)}).step({"dW": np.ones((2, 1))}),
        "dW should have shape (2,), not (2, 1).",
    ),
    "gradients under wrong names": (
        lambda: Adam({"W": np.ones(2)}).step({"W": np.ones(2)}),
        "none of W belongs to a parameter.",
    ),
    "no function": (lambda: gradient_check(square(POINT), right, POINT), "forward should be a"),
    "a list to differentiate at": (
        lambda: numeric_gradient(np.sum, [1.0], 1.0),
        "the arguments['x'] should be a NumPy array; it is a list.",
    ),
    "an upstream gradient of a wrong shape": (
        lambda: numeric_gradient(np.tanh, np.ones((2, 1)), np.ones(2)),
        "d_out should have the shape of f(x), (2, 1).",
    ),
    "a figure that is none": (lambda: show_figure(None, "text"), "show_figure wants a Matplotlib"),
    "states of one axis": (lambda: plot_states(None, np.ones(3), ""), "a should be a finite array"),
    "optimise a list": (lambda: Adam([1.0]), "parameters should be a dict of arrays"),
}


@pytest.mark.parametrize("name", WRONG_INPUT)
def test_wrong_input_gets_a_sentence(name):
    call, said = WRONG_INPUT[name]
    with pytest.raises(UsageError) as caught:
        call()
    assert str(caught.value).startswith(said)
    assert caught.value._render_traceback_() == [str(caught.value)]


def test_one_hot_puts_the_classes_first():
    assert one_hot([[0, 2]], 3).shape == (3, 1, 2)
    assert one_hot([2, 0], 3).tolist() == [[0, 1], [0, 0], [1, 0]]


def test_parameters_have_the_shapes_of_the_notation_table():
    n_x, n_a, n_y = 3, 5, 2
    rnn = {name: value.shape for name, value in initialise_rnn(n_x, n_a, n_y).items()}
    assert rnn == {"Wax": (5, 3), "Waa": (5, 5), "Wya": (2, 5), "ba": (5, 1), "by": (2, 1)}
    lstm = {name: value.shape for name, value in initialise_lstm(n_x, n_a, n_y).items()}
    gates = {f"W{g}": (5, 8) for g in "fico"} | {f"b{g}": (5, 1) for g in "fico"}
    assert lstm == {**gates, "Wy": (2, 5), "by": (2, 1)}


def test_weights_vary_with_the_seed_only_and_biases_are_zero():
    shapes = {"W": (4, 3), "b": (4, 1)}
    one, same, other = (initialise_parameters(shapes, seed) for seed in (1, 1, 2))
    assert (one["W"] == same["W"]).all() and (one["W"] != other["W"]).all()
    assert not one["b"].any()


def test_clipping_keeps_the_direction_and_bounds_the_joint_norm():
    gradients = {"dW": np.array([3.0, 0.0]), "db": np.array([4.0])}
    clipped = clip_gradients(gradients, 1.0)
    assert np.allclose(clipped["dW"], [0.6, 0]) and np.allclose(clipped["db"], [0.8])
    assert clip_gradients(gradients, 10.0)["dW"][0] == 3.0
    assert not clip_gradients({"dW": np.zeros(2)}, 1.0)["dW"].any()


def test_adam_finds_the_minimum_of_a_bowl():
    parameters = {"W": np.array([5.0, -3.0])}
    optimiser = Adam(parameters, learning_rate=0.1)
    for _ in range(500):
        optimiser.step({"dW": 2 * parameters["W"], "dx": np.zeros(2)})
    assert np.abs(parameters["W"]).max() < 1e-3


def test_an_unwritten_function_gives_one_line_and_other_errors_pass_through(capsys):
    with when_written():
        raise NotImplementedError
    assert capsys.readouterr().out.startswith("Not written yet.")
    with pytest.raises(KeyError), when_written():
        raise KeyError("mine")


def test_matplotlib_is_imported_only_when_something_is_drawn():
    code = "import sys, rnn_utils; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_lesson_imports_each_helper():
    cells = [
        course.read_cells(course.source_path(ROOT, name)) for name in course.lesson_names(ROOT)
    ]
    code = [cell["source"] for cell in itertools.chain(*cells) if cell["cell_type"] == "code"]
    used = {
        alias.name
        for node in ast.walk(ast.parse("\n".join(code)))
        if isinstance(node, ast.ImportFrom) and node.module == "rnn_utils"
        for alias in node.names
    }
    # Those are called by who asks for an answer, or for another language, which no lesson does.
    assert set(rnn_utils.__all__) - used == {"language", "model_answer"}


def test_the_helpers_hold_no_answer_to_an_exercise(functions):
    names = set(vars(rnn_utils)) | set(rnn_utils.__all__)
    # That one refuses to be an answer: see test_language_model.py.
    assert names & set(functions) == {"clip_gradients"}


def texts_of(figure):
    """All text of a diagram; it is closed afterwards."""
    import matplotlib.pyplot as plt

    plt.close(figure)
    return " ".join(text.get_text() for ax in figure.axes for text in ax.texts)


def test_the_way_back_through_the_cell_names_what_arrives_at_and_leaves_each_box():
    said = texts_of(draw_lstm_cell(backward=True))
    names = ["df_t", "di_t", r"d\tilde{c}_t", "do_t", *(f"dz_{gate}" for gate in "fico"), "ds_t"]
    assert not [name for name in names if f"${name}$" not in said]


def test_the_blank_way_back_shows_the_forget_gate_and_keeps_the_other_factors():
    given, asked = (
        [r"f_t\,(1-f_t)", "c_{t-1}", "o_t$"],
        [r"i_t\,(1", r"o_t\,(1", "W_", r"\tanh c_t$"],
    )
    full = texts_of(draw_lstm_cell(backward=True))
    blank = texts_of(draw_lstm_cell(backward=True, blanks=True))
    assert not [factor for factor in [*given, *asked] if factor not in full]
    assert [factor for factor in [*given, *asked] if factor in blank] == given
    assert blank.count("?") == 11  # four matrices, three slopes, four partners in a product


def test_over_time_each_carried_gradient_has_its_step():
    said = texts_of(draw_unrolled_lstm(3, backward=True))
    for step in (1, 2, 3):
        assert all(f"d{state}_{step}^{{\\mathrm{{carry}}}}" in said for state in "ac")
