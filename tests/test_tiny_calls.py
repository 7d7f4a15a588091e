"""The tiny calls of the lessons print what is asked to be predicted, and tell mistakes."""

import contextlib
import io
import re
import warnings
from pathlib import Path

import numpy as np
import pytest

import rnn_utils
from autograder import course
from autograder.checks import PREDICTIONS
from autograder.checks.cases import module_of
from autograder.checks.mistakes import bank
from autograder.course import reference
from rnn_predict import CLOSE

ROOT = Path(__file__).resolve().parent.parent
CELLS = {
    "01_feed_forward": (
        "warm_up",
        "sigmoid_try",
        "softmax_try",
        "feed_forward_try",
        "cross_entropy_try",
        "feed_forward_backward_try",
        "gradient_step_try",
    ),
    "02_rnn_cell": ("forward_tiny", "backward_tiny"),
    "03_rnn": ("forward_tiny", "backward_tiny", "output_tiny"),
    "04_lstm_cell": ("forward_tiny_call", "backward_tiny_call"),
    "05_lstm": ("forward_tiny", "backward_tiny"),
    "07_long_memory": (
        "orthogonal_tiny",
        "gru_forward_tiny",
        "gru_backward_tiny",
        "truncation_tiny",
        "mask_tiny",
    ),
    "08_make_it_fast": ("stack_tiny", "forward_tiny", "backward_tiny", "torch_tiny"),
}
# What each prediction asks for, as an expression of what the tiny calls leave behind. The pencil
# work of lesson 04 is its tiny call; that of lesson 05 is example 0 of its tiny call.
LAYER = "np.array([[1, 2], [0, 1]]), np.array([[1, 2], [4, 1]]), np.array([[1, -2], [3, 0]])"
PROBABILITIES = "softmax(np.log([[1.0], [2.0], [5.0]]))"
ANSWERS = {
    "01_feed_forward": {
        "shape of W2": "(np.zeros((3, 4)) @ np.zeros((4, 5))).shape[:1] + (4,)",
        "shape of b1": "(np.zeros((4, 5)) + np.zeros((4, 1)))[:, :1].shape",
        "shape of z1": "(np.zeros((4, 2)) @ np.zeros((2, 5))).shape",
        "shape of y_pred": "softmax(np.zeros((3, 4)) @ np.zeros((4, 5))).shape",
        "z in row 1, column 2": "warm_up_z[0, 1]",
        "sigmoid of ln 3": "sigmoid(np.log(3))",
        "sigmoid of -1000": "sigmoid(np.array(-1000.0))",
        "softmax of ln 1, ln 2, ln 5": PROBABILITIES + "[:, 0]",
        "a1 of the example": "feed_forward(np.array([[2], [1]]), by_pencil)[1][1][:, 0]",
        "y_pred of the example": "feed_forward(np.array([[2], [1]]), by_pencil)[0][:, 0]",
        "loss of two examples": "cross_entropy(y_pred, y)",
        "dz of three classes": f"({PROBABILITIES} - np.array([[0], [1], [0]]))[:, 0]",
        "dW in row 1, column 2": f"(lambda W, a, dz: dz @ a.T)({LAYER})[0, 1]",
        "db of the layer": f"(lambda W, a, dz: dz.sum(axis=1))({LAYER})",
        "second row of da": f"(lambda W, a, dz: W.T @ dz)({LAYER})[1]",
        "db2 of the tiny network": "feed_forward_backward(tiny_y, cache)['db2'][:, 0]",
        "dW1 of the tiny network": "feed_forward_backward(tiny_y, cache)['dW1'].item()",
        "w after one step": "5 - 0.25 * 2 * (5 - 3)",
        "w after two steps": "4 - 0.25 * 2 * (4 - 3)",
        "loss of equal probabilities": "cross_entropy(np.full((3, 3), 1 / 3), np.eye(3))",
    },
    "02_rnn_cell": {
        "shape of Wax": "initialise_rnn(3, 5, 2)['Wax'].shape",
        "shape of Waa": "initialise_rnn(3, 5, 2)['Waa'].shape",
        "shape of Wya": "initialise_rnn(3, 5, 2)['Wya'].shape",
        "shape of a_next": "(initialise_rnn(3, 5, 2)['Wax'] @ np.zeros((3, 4))).shape",
        "a_next of the tiny cell": "a_next[:, 0]",
        "yt_pred of the tiny cell": "yt_pred[:, 0]",
        "dz of one unit": "4 * (1 - 0.5**2)",
        "da_prev of one unit": "one_unit['da_prev'].item()",
        "dWaa of one unit": "one_unit['dWaa'].item()",
        "da_prev of two units": "np.array([[1, 2], [0, 1]]).T @ np.array([3, 1])",
        "da_prev of the first example": "back['da_prev'][:, 0]",
        "dWax of two examples": "back['dWax'][:, 0]",
        "dba of two examples": "back['dba'][:, 0]",
    },
    "03_rnn": {
        "shape of x": "np.zeros((2, 3, 4)).shape",
        "shape of x_t": "np.zeros((2, 3, 4))[:, :, 0].shape",
        "shape of a0": "sequence[0][:, :, 0].shape",
        "shape of all states": "sequence[0].shape",
        "shape of all predictions": "sequence[1].shape",
        "states of the switch": "rnn_forward(x, np.array([[-1.0, 1.0]]), switch)[0][0, 0]",
        "whole da_2": "back['dx'][0, 0, 1]",
        "whole da_1": "back['dx'][0, 0, 0]",
        "da_0 by hand": "back['da0'].item()",
        "part of step 2": "3 * 2",
        "whole dw": "(3.001**2 * 2 - 2.999**2 * 2) / 0.002",
        "dx of three steps": "back['dx'][0, 0]",
        "dba of three steps": "back['dba'].item()",
        "dWax of three steps": "back['dWax'].item()",
        "factor after two steps back": "0.7**2",
        "dz for class 1": "(tiny_y_pred - tiny_y)[:, 0, 2] / 2",
        "dby of the batch": "gradients['dby'][:, 0]",
        "own parts of the first example": "gradients['da'][0, 0]",
        "loss in the end": "4 * np.log(2)",
    },
    "04_lstm_cell": {
        "LSTM cell: ft of two examples": "cache[4][0]",
        "LSTM cell: c_next of two examples": "cache[1][0]",
        "LSTM cell: a_next of two examples": "cache[0][0]",
        "LSTM cell: dc_t of example 1": "gradients['dc_prev'][0, 1] / cache[4][0, 1]",
        "LSTM cell: dz_f of example 1": "alone(1)['dbf'].item()",
        "LSTM cell: dz_i of example 0": "alone(0)['dbi'].item()",
        "LSTM cell: dz_c of example 0": "alone(0)['dbc'].item()",
        "LSTM cell: dz_o of example 0": "alone(0)['dbo'].item()",
        "LSTM cell: dc_prev of example 0": "gradients['dc_prev'][0, 0]",
        "LSTM cell: dxt[1, 0]": "gradients['dxt'][1, 0]",
        "LSTM cell: dbf[0, 0]": "gradients['dbf'][0, 0]",
        "LSTM cell: dWf[0, 1]": "gradients['dWf'][0, 1]",
        "steps until less than half is left at f = 0.95": "np.argmax(0.95 ** np.arange(99) < 0.5)",
    },
    "05_lstm": {
        "LSTM: four cell states of example 0": "c[0, 0]",
        "LSTM: da_1 by hand": "da[0, 0, 0] + gradients['dx'][0, 0, 1] / 0.25 * 0.5",
        "LSTM: dc_1 by hand": "gradients['dx'][0, 0, 0] / 0.25",
        "LSTM: da_0 by hand": "gradients['da0'][0, 0]",
        "LSTM: dx of example 0": "gradients['dx'][0, 0]",
        "LSTM: dx of example 1": "gradients['dx'][0, 1]",
        "LSTM: dbc of both examples": "gradients['dbc'][0, 0]",
    },
    "07_long_memory": {
        "factor of one step": "(1 - 0.8**2) * 2",
        "second column": "(np.array([1, 2]) - 2.2 * np.array([0.6, 0.8])) / 0.4",
        "a_next of the GRU by hand": "gru_cell_forward(np.array([[-1.5]]), np.array([[2.0]]), "
        "by_hand)[0]",
        "da_prev of the GRU by hand": "gru_cell_backward(np.array([[1.0]]), gru_cell_forward("
        "np.array([[-1.5]]), np.array([[2.0]]), by_hand)[2])['da_prev']",
        "dx in windows of two": "rnn_backward_truncated(np.ones((1, 1, 5)), caches, 2)['dx'][0, 0]",
        "states under a mask": "rnn_forward_masked(np.array([[[-1.0, 1.0, 1.0, -1.0]]]), "
        "np.zeros((1, 1)), np.array([[1.0, 0.0, 1.0, 0.0]]), follower)[0][0, 0]",
        "share left after 25 steps with b_f = 2": "(1 / (1 + np.exp(-2))) ** 25",
    },
    "08_make_it_fast": {
        "fast: how many times as fast B is": "np.median([10 / 5, 12 / 6, 60 / 5, 11 / 5, 10 / 10])",
        "fast: multiplications of one step": "4 * 5 * (5 + 3) * 10",
        "fast: dW of two steps": "(np.array([[2, 3]]) @ np.array([[10], [1]])).item()",
        "fast: shape of the stacked W": "stack_gates(initialise_lstm(3, 2, 1))[0].shape",
        "fast: tanh from a sigmoid": "np.tanh(np.log(3) / 2)",
        "fast: dbf by hand": "0.5 * 0.6 * 0.5 * 0.25",
        "fast: first row of the forget gate": "np.argmax(to_torch(marked)['weight_ih_l0'] == 1) "
        "* 2",
    },
}
# The early lessons have more mistakes of the other kind: types, caches that are not printed.
MOST_ALIKE = dict.fromkeys(("01_feed_forward", "02_rnn_cell", "03_rnn"), 1 / 3)
MOST_ALIKE |= dict.fromkeys(("07_long_memory", "08_make_it_fast"), 1 / 5)
ASKED = [(lesson, name) for lesson, asked in ANSWERS.items() for name in asked]


def sources(lesson):
    return {c["id"]: c["source"] for c in course.read_cells(course.source_path(ROOT, lesson))}


def run_tiny(lesson, functions, upto=None):
    """Run the first tiny calls of a lesson; return what they print and what they leave."""
    space = {"np": np, **{name: getattr(rnn_utils, name) for name in rnn_utils.__all__}}
    space |= {**reference.load(), **functions}
    if lesson == "08_make_it_fast":  # what an earlier cell defines, before it times anything
        exec(sources(lesson)["timing_same"].split("x, a0, parameters, da =")[0], space)
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for cell in CELLS[lesson][:upto]:
                exec(sources(lesson)[cell], space)
    except Exception as error:
        return f"{printed.getvalue()}{type(error).__name__}", space
    return printed.getvalue(), space


def cell_backward_alone(space, example):
    """Gradients of lesson 04's tiny call when the other example does not exist."""
    *arrays, xt, parameters = space["cache"]
    cache = (*(array[:, [example]] for array in arrays), xt[:, [example]], parameters)
    arrive = space["da_next"][:, [example]], space["dc_next"][:, [example]]
    return reference.load()["lstm_cell_backward"](*arrive, cache)


@pytest.mark.parametrize(("lesson", "name"), ASKED)
def test_a_prediction_asks_for_what_the_tiny_call_gives(lesson, name):
    _, space = run_tiny(lesson, {})
    if lesson == "04_lstm_cell":
        space["alone"] = lambda example: cell_backward_alone(space, example)
    if lesson == "02_rnn_cell":
        arrive = np.array([[4.0, 2.0], [-4.0, 8.0]])
        space["back"] = space["rnn_cell_backward"](arrive, space["cache"])
        parameters = {"Wax": np.array([[1.0]]), "Waa": np.array([[2.0]])}
        cache = (np.array([[0.5]]), np.array([[-0.25]]), np.array([[1.0]]), parameters)
        space["one_unit"] = space["rnn_cell_backward"](np.array([[4.0]]), cache)
    if lesson == "03_rnn":
        sizes = rnn_utils.initialise_rnn(2, 5, 6)
        space["sequence"] = space["rnn_forward"](np.ones((2, 3, 4)), np.ones((5, 3)), sizes)
        space["back"] = space["rnn_backward"](np.array([[[3.0, 4.0, 2.0]]]), space["caches"])
    given = eval(ANSWERS[lesson][name], space)
    assert np.allclose(given, PREDICTIONS[name], rtol=CLOSE / 2, atol=0)


@pytest.mark.parametrize("lesson", CELLS)
def test_every_prediction_that_a_lesson_asks_has_an_answer_and_none_is_idle(lesson):
    asked = re.findall(r'predict\("(.*?)", \w+\)', "\n".join(sources(lesson).values()))
    assert sorted(asked) == sorted(module_of(lesson).PREDICTIONS)


@pytest.mark.parametrize(
    ("lesson", "function", "upto"),
    [
        ("01_feed_forward", "sigmoid", 2),
        ("01_feed_forward", "softmax", 3),
        ("01_feed_forward", "feed_forward", 4),
        ("01_feed_forward", "cross_entropy", 5),
        ("01_feed_forward", "feed_forward_backward", 6),
        ("01_feed_forward", "gradient_step", 7),
        ("02_rnn_cell", "rnn_cell_forward", 1),
        ("02_rnn_cell", "rnn_cell_backward", 2),
        ("03_rnn", "rnn_forward", 1),
        ("03_rnn", "rnn_backward", 2),
        ("03_rnn", "output_backward", 3),
        ("04_lstm_cell", "lstm_cell_forward", 1),
        ("04_lstm_cell", "lstm_cell_backward", 2),
        ("05_lstm", "lstm_forward", 1),
        ("05_lstm", "lstm_backward", 2),
        ("07_long_memory", "orthogonal", 1),
        ("07_long_memory", "gru_cell_forward", 2),
        ("07_long_memory", "gru_cell_backward", 3),
        ("07_long_memory", "rnn_backward_truncated", 4),
        ("07_long_memory", "rnn_forward_masked", 5),
        ("08_make_it_fast", "stack_gates", 1),
        ("08_make_it_fast", "fast_lstm_forward", 2),
        ("08_make_it_fast", "fast_lstm_backward", 3),
        ("08_make_it_fast", "to_torch", 4),
    ],
)
def test_most_wrong_functions_print_something_else_in_the_tiny_call(lesson, function, upto):
    """What stays alike is of another kind: types, buffers, arguments that are changed."""
    right, _ = run_tiny(lesson, {}, upto)
    wrong = [entry for entry in bank.load() if (entry.function, entry.kind) == (function, "wrong")]
    alike = [
        entry.name
        for entry in wrong
        if run_tiny(lesson, {function: entry.make()}, upto)[0] == right
    ]
    assert len(alike) <= len(wrong) * MOST_ALIKE.get(lesson, 1 / 6), alike
