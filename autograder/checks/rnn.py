"""Checks of lesson 03: a recurrent network over a sequence."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np

from autograder.checks.inputs import Case, Exercise, Inputs, only

# Sizes of (n_x, m, T_x, n_a, n_y).
SIZES = {
    "with other sizes": (4, 6, 3, 5, 2),
    "with a longer sequence": (2, 2, 30, 3, 4),
    "with n_x equal to n_a": (4, 3, 5, 4, 2),
    "with every size equal": (3, 3, 3, 3, 3),
    "with one example": (3, 1, 4, 5, 2),
    "with one step": (3, 4, 1, 5, 2),
    "with two steps": (3, 4, 2, 5, 2),
    "with one class": (3, 4, 5, 2, 1),
    "with one feature and one hidden unit": (1, 5, 4, 1, 2),
}


def _forward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, steps, n_a, n_y = 2, 3, 4, 5, 2
    x, a0, p = draw.normal(n_x, m, steps), draw.normal(n_a, m), draw.rnn_parameters(n_x, n_a, n_y)
    return [
        Case(
            "with one step, and integer input",
            (draw.one_hot(n_x, m, 1, dtype=int), a0, p),
            "Step 0 starts from a0.",
        ),
        Case(
            "with no input, the old state alone",
            (0 * x, a0, only(p, "Waa")),
            "Does each step get the state that the step before it returned?",
        ),
        Case("with everything", (x, a0, p), "Does step t read x[:, :, t]?"),
    ]


def forward_hidden(draw: Inputs, parameters: Callable[..., dict]) -> list[Case]:
    """Hidden cases of a forward pass over a sequence.

    Parameters
    ----------
    draw : Inputs
    parameters : callable
        ``parameters(n_x, n_a, n_y)`` draws those of the cell.
    """
    cases = []
    for label, (n_x, m, steps, n_a, n_y) in SIZES.items():
        p = parameters(n_x, n_a, n_y)
        cases.append(Case(label, (draw.normal(n_x, m, steps), draw.normal(n_a, m), p)))
    p, a0 = parameters(4, 5, 3), draw.normal(5, 6)
    cases.append(Case("with integer one-hot input", (draw.one_hot(4, 6, 3, dtype=int), a0, p)))
    cases.append(Case("with a zero start", (draw.normal(4, 6, 3), np.zeros((5, 6)), p)))
    cases.append(Case("with badly spread input", (draw.spread(4, 6, 3), a0, p), tolerance=1e-8))
    gaps = draw.normal(4, 6, 4)
    gaps[:, 2:, 1] = gaps[:, :, 3] = 0
    cases.append(Case("with no input at some steps", (gaps, a0, p)))
    return cases


def _forward_hidden(draw: Inputs, reference: dict) -> list[Case]:
    return forward_hidden(draw, draw.rnn_parameters)


def _caches(reference: dict, x: np.ndarray, a0: np.ndarray, parameters: dict) -> tuple:
    return reference["rnn_forward"](x, a0, parameters)[2]


def _backward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, steps, n_a, n_y = 2, 3, 4, 5, 1
    x, a0, p = draw.normal(n_x, m, steps), draw.normal(n_a, m), draw.rnn_parameters(n_x, n_a, n_y)
    da = draw.normal(n_a, m, steps)
    caches = _caches(reference, x, a0, p)
    last = 100 * da * (np.arange(steps) == steps - 1)
    return [
        Case(
            "with one step, and integer input",
            (da[:, :, :1], _caches(reference, draw.one_hot(n_x, m, 1, dtype=int), a0, p)),
            "With one step, the result is that of rnn_cell_backward.",
        ),
        Case(
            "with a gradient at the last step only",
            (last, caches),
            "The gradient must travel back: the da_prev of one step goes to the step before it.",
        ),
        Case(
            "with a gradient at every step",
            (da, caches),
            "Each step gets its own da plus the da_prev of the step after it.",
        ),
    ]


def backward_hidden(
    draw: Inputs, parameters: Callable[..., dict], caches_of: Callable[..., tuple]
) -> list[Case]:
    """Hidden cases of a backward pass through time, of an RNN or an LSTM.

    Parameters
    ----------
    draw : Inputs
        Where the numbers come from.
    parameters : callable
        ``parameters(n_x, n_a, n_y)`` draws a set of parameters.
    caches_of : callable
        ``caches_of(x, a0, parameters)`` returns what the reference's forward pass leaves.
    """
    cases = []
    for label, (n_x, m, steps, n_a, n_y) in SIZES.items():
        p = parameters(n_x, n_a, n_y)
        caches = caches_of(draw.normal(n_x, m, steps), draw.normal(n_a, m), p)
        cases.append(Case(label, (draw.normal(n_a, m, steps), caches)))
    p, a0 = parameters(4, 5, 3), draw.normal(5, 6)
    caches = caches_of(draw.one_hot(4, 6, 3, dtype=int), a0, p)
    cases.append(Case("with integer one-hot input", (draw.normal(5, 6, 3), caches)))
    caches = caches_of(draw.normal(4, 6, 3), a0, p)
    first = draw.normal(5, 6, 3) * (np.arange(3) == 0)
    cases.append(Case("with a gradient at the first step only", (first, caches)))
    cases.append(Case("with large gradients", (draw.spread(5, 6, 3), caches), tolerance=1e-8))
    return cases


def _backward_hidden(draw: Inputs, reference: dict) -> list[Case]:
    return backward_hidden(draw, draw.rnn_parameters, functools.partial(_caches, reference))


def _output_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_y, m, steps, n_a = 2, 3, 4, 5
    p = draw.rnn_parameters(3, n_a, n_y)
    y, a = draw.one_hot(n_y, m, steps, dtype=int), draw.normal(n_a, m, steps, scale=0.5)
    y_pred = np.round(draw.probabilities(n_y, m, steps), 3)
    steep = {**p, "Wya": 50 * p["Wya"]}  # whoever clips a gradient shows
    return [
        Case(
            "with one example and one step, certain and wrong",
            (np.array([[[0]], [[1]]]), np.array([[[1.0]], [[0.0]]]), 20 * a[:, :1, :1], steep),
            "Softmax and cross-entropy together give dz = y_pred - y.",
        ),
        Case(
            "with one step",
            (y[:, :, :1], y_pred[:, :, :1], a[:, :, :1], p),
            "The loss is the mean over the m examples. Where does 1/m enter?",
        ),
        Case(
            "with everything",
            (y, y_pred, a, p),
            "The steps share Wya and by: the gradients of all steps and examples add up.",
        ),
    ]


def _output_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = []
    for label, (n_x, m, steps, n_a, n_y) in SIZES.items():
        y, y_pred = draw.one_hot(n_y, m, steps), draw.probabilities(n_y, m, steps)
        p, a = draw.rnn_parameters(n_x, n_a, n_y), draw.normal(n_a, m, steps, scale=0.5)
        cases.append(Case(label, (y, y_pred, a, p)))
    integers, p = draw.one_hot(3, 6, 4, dtype=int), draw.rnn_parameters(4, 5, 3)
    a = draw.normal(5, 6, 4, scale=0.5)
    cases.append(Case("with integer labels", (integers, draw.probabilities(3, 6, 4), a, p)))
    wrong = np.roll(integers, 1, axis=0).astype(float)
    cases.append(Case("with certain, wrong predictions", (integers, wrong, a, p)))
    large = (
        integers,
        draw.probabilities(3, 6, 4),
        draw.spread(5, 6, 4),
        {**p, "Wya": 100 * draw.spread(3, 5)},
    )
    cases.append(Case("with badly spread states and weights", large, tolerance=1e-8))
    return cases


EXERCISES = {
    "rnn_forward": Exercise(
        ("x", "a0", "parameters"), ("a", "y_pred", "caches"), _forward_visible, _forward_hidden
    ),
    "rnn_backward": Exercise(("da", "caches"), "gradients", _backward_visible, _backward_hidden),
    "output_backward": Exercise(
        ("y", "y_pred", "a", "parameters"), "gradients", _output_visible, _output_hidden
    ),
}

PREDICTIONS: dict = {}
