"""Checks of lesson 08: the LSTM made fast, and its weights in PyTorch's form.

The cache of the fast functions is the student's business: the forward function's is not looked at,
and the backward function gets the one that the student's own forward function leaves.
"""

from __future__ import annotations

import numpy as np

from autograder.checks.inputs import Case, Exercise, Inputs
from autograder.checks.rnn import SIZES, forward_hidden

SINGLE = 1e-4  # float32 keeps seven digits, and a sequence loses some of them


def single(value: object) -> object:
    """Nested arrays in single precision."""
    if isinstance(value, dict):
        return {key: single(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(map(single, value))
    return value.astype(np.float32)


# ------------------------------------------------------------------------ stacking the gates


def _stack_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, n_a, n_y = 3, 2, 2
    numbers = draw.lstm_parameters(n_x, n_a, n_y)
    return [
        Case("with one unit", (draw.lstm_parameters(2, 1, 1),), "The order is f, i, c, o."),
        Case("with two units", (numbers,), "Each gate keeps its rows together."),
        Case("in single precision", (single(numbers),)),
    ]


def _weights_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = [
        Case(label, (draw.lstm_parameters(n_x, n_a, n_y),))
        for label, (n_x, _, _, n_a, n_y) in SIZES.items()
        if "step" not in label and "sequence" not in label
    ]
    large = {name: 1e6 * value for name, value in draw.lstm_parameters(4, 3, 2).items()}
    cases.append(Case("with large weights", (large,)))
    # PyTorch's two biases are added, and that may cost a digit.
    cases.append(Case("in single precision", (single(draw.lstm_parameters(4, 3, 2)),), "", 1e-6))
    return cases


# ------------------------------------------------------------------------ forward


def _forward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, steps, n_a, n_y = 4, 3, 3, 2, 3
    x, a0 = draw.whole(n_x, m, steps), draw.normal(n_a, m)
    p = draw.lstm_parameters(n_x, n_a, n_y)
    return [
        Case(
            "with one step",
            (x[:, :, :1], a0, p),
            "With one step, everything is that of lstm_cell_forward with c_prev = 0.",
        ),
        Case(
            "with three steps", (x, a0, p), "Does each step read the row that the last one wrote?"
        ),
        Case(
            "with very large input",
            (1000 * x, a0, p),
            "Scores of some thousands: the exponential overflows, and the gate is then 0 or 1.",
        ),
        Case(
            "in single precision",
            single((x + 0.5, a0, p)),
            "Which number type does np.zeros make, if nobody tells it?",
            tolerance=SINGLE,
        ),
    ]


def _forward_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = forward_hidden(draw, draw.lstm_parameters)
    p, x, a0 = draw.lstm_parameters(4, 5, 3), draw.normal(4, 6, 5), draw.normal(5, 6)
    cases.append(Case("with very large input", (2000 * x, a0, p), tolerance=1e-8))
    shut = {**p, **{f"b{gate}": p[f"b{gate}"] - 900 for gate in "fio"}}
    cases.append(Case("with every gate shut", (x, a0, shut)))
    cases.append(Case("in single precision", single((x, a0, p)), tolerance=SINGLE))
    return cases


# ------------------------------------------------------------------------ backward


def _way_back(
    reference: dict,
    da: np.ndarray,
    x: np.ndarray,
    a0: np.ndarray,
    parameters: dict,
    between: tuple = (),
    times: int = 1,
) -> tuple:
    """Arguments of `rnn_calls.FromOwnForward`."""
    states = reference["lstm_forward"](x, a0, parameters)[0]
    return da, x, a0, parameters, np.round(states, 6), list(between), times


def _backward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, steps, n_a, n_y = 4, 3, 3, 2, 1
    x, a0 = draw.whole(n_x, m, steps), draw.normal(n_a, m)
    p, da = draw.lstm_parameters(n_x, n_a, n_y), draw.normal(n_a, m, steps)
    last = 100 * da * (np.arange(steps) == steps - 1)
    return [
        Case(
            "with one step",
            _way_back(reference, da[:, :, :1], x[:, :, :1], a0, p),
            "With one step, everything is that of lstm_cell_backward with dc_next = 0.",
        ),
        Case(
            "with a gradient at the last step only",
            _way_back(reference, last, x, a0, p),
            "Two gradients must travel back: that of the hidden state and that of the cell state.",
        ),
        Case(
            "with a gradient at every step",
            _way_back(reference, da, x, a0, p),
            "Each step gets its own da plus what comes from the step after it.",
        ),
        Case(
            "after fast_lstm_forward has run on another input",
            _way_back(reference, da, x, a0, p, [1 - x]),
            "Does the next call of fast_lstm_forward write into the cache of the last one?",
        ),
        Case(
            "gone back twice with one cache",
            _way_back(reference, da, x, a0, p, times=2),
            "Does the way back change what it finds in the cache?",
        ),
        Case(
            "in single precision",
            _way_back(reference, *single((da, x + 0.5, a0, p))),
            "Which number type does np.zeros make, if nobody tells it?",
            tolerance=SINGLE,
        ),
    ]


def _backward_hidden(draw: Inputs, reference: dict) -> list[Case]:
    def case(label: str, da: np.ndarray, *args: object, **options: object) -> Case:
        tolerance = options.pop("tolerance", None)
        return Case(label, _way_back(reference, da, *args, **options), tolerance=tolerance)

    cases = []
    for label, (n_x, m, steps, n_a, n_y) in SIZES.items():
        x, a0 = draw.normal(n_x, m, steps), draw.normal(n_a, m)
        p = draw.lstm_parameters(n_x, n_a, n_y)
        cases.append(case(label, draw.normal(n_a, m, steps), x, a0, p))
    p, a0 = draw.lstm_parameters(4, 5, 3), draw.normal(5, 6)
    da, x = draw.normal(5, 6, 4), draw.normal(4, 6, 4)
    integers = draw.one_hot(4, 6, 4, dtype=int)
    cases.append(case("with integer one-hot input", da, integers, a0, p))
    first = da * (np.arange(4) == 0)
    cases.append(case("with a gradient at the first step only", first, x, a0, p))
    cases.append(case("with large gradients", draw.spread(5, 6, 4), x, a0, p, tolerance=1e-8))
    cases.append(case("with saturated gates", da, 200 * x, a0, p, tolerance=1e-8))
    cases.append(case("after another forward pass", da, x, a0, p, between=[-x, 2 * x]))
    cases.append(case("gone back twice with one cache", da, x, a0, p, times=2))
    cases.append(case("in single precision", *single((da, x, a0, p)), tolerance=SINGLE))
    return cases


# ------------------------------------------------------------------------ PyTorch


def _torch_visible(draw: Inputs, reference: dict) -> list[Case]:
    numbers = draw.lstm_parameters(3, 2, 2)
    return [
        Case(
            "with one unit (the two biases are added)",
            (draw.lstm_parameters(2, 1, 1),),
            "PyTorch's order is i, f, g, o, and its g is our candidate.",
        ),
        Case(
            "with two units (the two biases are added)",
            (numbers,),
            "Which columns of our matrices act on the state, which on the input?",
        ),
        Case("in single precision", (single(numbers),), tolerance=1e-6),
    ]


EXERCISES = {
    "stack_gates": Exercise(("parameters",), ("W", "b"), _stack_visible, _weights_hidden),
    "fast_lstm_forward": Exercise(
        ("x", "a0", "parameters"),
        ("a", "y", "c", "cache"),
        _forward_visible,
        _forward_hidden,
        probe="own_cache",
    ),
    "fast_lstm_backward": Exercise(
        ("da", "x", "a0", "parameters", "states", "between", "times"),
        "gradients",
        _backward_visible,
        _backward_hidden,
        probe="own_forward",
    ),
    "to_torch": Exercise(
        ("parameters",), "weights", _torch_visible, _weights_hidden, probe="summed_biases"
    ),
}

PREDICTIONS = {
    "how many times as fast B is": 2,
    "multiplications of one step": 1600,
    "dW of two steps": 23,
    "shape of the stacked W": (8, 5),
    "tanh from a sigmoid": 0.5,
    "first row of the forget gate": 2,
}
