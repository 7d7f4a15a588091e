"""The tiny calls of the LSTM's lessons print what is asked to be predicted, and tell mistakes."""

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
from autograder.checks.mistakes import bank
from autograder.course import reference
from rnn_predict import CLOSE

ROOT = Path(__file__).resolve().parent.parent
CELLS = {
    "04_lstm_cell": ("forward_tiny_call", "backward_tiny_call"),
    "05_lstm": ("forward_tiny", "backward_tiny"),
}
# What each prediction asks for, as an expression of what the tiny calls leave behind. The pencil
# work of lesson 04 is its tiny call; that of lesson 05 is example 0 of its tiny call.
ANSWERS = {
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
}
ASKED = [(lesson, name) for lesson, asked in ANSWERS.items() for name in asked]


def sources(lesson):
    return {c["id"]: c["source"] for c in course.read_cells(course.source_path(ROOT, lesson))}


def run_tiny(lesson, functions, upto=2):
    """Run the first tiny calls of a lesson; return what they print and what they leave."""
    space = {"np": np, **{name: getattr(rnn_utils, name) for name in rnn_utils.__all__}}
    space |= {**reference.load(), **functions}
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
    space["alone"] = lambda example: cell_backward_alone(space, example)
    given = eval(ANSWERS[lesson][name], space)
    assert np.allclose(given, PREDICTIONS[name], rtol=CLOSE / 2, atol=0)


@pytest.mark.parametrize("lesson", CELLS)
def test_every_prediction_that_a_lesson_asks_has_an_answer_and_none_is_idle(lesson):
    asked = re.findall(r'predict\("(.*?)", \w+\)', "\n".join(sources(lesson).values()))
    prefix = "LSTM cell: " if lesson.startswith("04") else "LSTM: "
    own = [name for name in PREDICTIONS if name.startswith((prefix, "steps until less"))]
    if lesson.startswith("05"):
        own.remove("steps until less than half is left at f = 0.95")
    assert sorted(asked) == sorted(own)


@pytest.mark.parametrize(
    ("lesson", "function", "upto"),
    [
        ("04_lstm_cell", "lstm_cell_forward", 1),
        ("04_lstm_cell", "lstm_cell_backward", 2),
        ("05_lstm", "lstm_forward", 1),
        ("05_lstm", "lstm_backward", 2),
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
    assert len(alike) <= len(wrong) / 6, alike
