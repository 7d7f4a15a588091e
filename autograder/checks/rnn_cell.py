"""Checks of lesson 02: one step of a recurrent network."""

from __future__ import annotations

import numpy as np

from autograder.checks.feed_forward import FAR
from autograder.checks.inputs import Case, Exercise, Inputs, only

# Sizes of (n_x, m, n_a, n_y).
SIZES = {
    "with other sizes": (4, 6, 5, 3),
    "with more features than units": (7, 3, 2, 5),
    "with n_x equal to n_a": (4, 3, 4, 2),
    "with every size equal": (3, 3, 3, 3),
    "with one example": (3, 1, 4, 2),
    "with one class": (3, 4, 2, 1),
    "with one feature and one hidden unit": (1, 5, 1, 2),
}


def _forward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, n_a, n_y = 3, 4, 5, 2
    xt, a_prev = draw.normal(n_x, m), draw.normal(n_a, m)
    p = draw.rnn_parameters(n_x, n_a, n_y)
    return [
        Case(
            "with one example and ba alone",
            (xt[:, :1], a_prev[:, :1], only(p, "ba")),
            "Is ba added inside the tanh?",
        ),
        Case(
            "with Wax alone, and integer input",
            (draw.one_hot(n_x, m, dtype=int) * FAR, a_prev, only(p, "Wax")),
            "Does xt reach a_next through Wax?",
        ),
        Case("with Waa alone", (xt, a_prev, only(p, "Waa")), "Does a_prev enter through Waa?"),
        Case(
            "with by alone, near 1000",
            (xt, a_prev, {**only(p, "by"), "by": 1000 + p["by"]}),
            "Is by added before the softmax?",
        ),
        Case(
            "with everything",
            (xt, a_prev, p),
            "yt_pred looks at the new state a_next, through Wya and softmax.",
        ),
    ]


def _forward_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = []
    for label, (n_x, m, n_a, n_y) in SIZES.items():
        args = draw.normal(n_x, m), draw.normal(n_a, m), draw.rnn_parameters(n_x, n_a, n_y)
        cases.append(Case(label, args))
    p, a_prev = draw.rnn_parameters(4, 5, 3), draw.normal(5, 6)
    cases.append(Case("with integer one-hot input", (draw.one_hot(4, 6, dtype=int), a_prev, p)))
    cases.append(Case("with a zero state", (draw.normal(4, 6), np.zeros((5, 6)), p)))
    cases.append(Case("with badly spread input", (draw.spread(4, 6), draw.spread(5, 6), p)))
    cases.append(Case("with very large input", (2000 * draw.normal(4, 6), a_prev, p)))
    wide = {**p, "Wya": 2000 * p["Wya"]}
    cases.append(Case("with very large scores", (draw.normal(4, 6), a_prev, wide), tolerance=1e-8))
    return cases


def cell_cache(reference: dict, xt: np.ndarray, a_prev: np.ndarray, parameters: dict) -> tuple:
    """Cache that the reference's forward step leaves."""
    return reference["rnn_cell_forward"](xt, a_prev, parameters)[2]


def _backward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, n_a, n_y = 3, 4, 5, 2
    xt, a_prev = draw.normal(n_x, m), draw.normal(n_a, m)
    p, da_next = draw.rnn_parameters(n_x, n_a, n_y), draw.normal(n_a, m)
    integer = draw.one_hot(n_x, 1, dtype=int)
    flat = cell_cache(reference, xt, 0 * a_prev, only(p, "Waa"))
    return [
        Case(
            "with a_next = 0, where tanh has slope 1",
            (da_next, flat),
            "Here dz equals da_next. Which matrices carry it to xt, a_prev and the weights?",
        ),
        Case(
            "with one example, and integer input",
            (100 * da_next[:, :1], cell_cache(reference, integer, a_prev[:, :1], p)),
            "The slope of tanh at z is 1 - tanh(z)**2, and a_next is tanh(z) already.",
        ),
        Case(
            "with several examples",
            (da_next, cell_cache(reference, xt, a_prev, p)),
            "Weights are shared by the examples: their gradients add up.",
        ),
    ]


def _backward_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = []
    for label, (n_x, m, n_a, n_y) in SIZES.items():
        p = draw.rnn_parameters(n_x, n_a, n_y)
        cache = cell_cache(reference, draw.normal(n_x, m), draw.normal(n_a, m), p)
        cases.append(Case(label, (draw.normal(n_a, m), cache)))
    p, a_prev = draw.rnn_parameters(4, 5, 3), draw.normal(5, 6)
    cache = cell_cache(reference, draw.one_hot(4, 6, dtype=int), a_prev, p)
    cases.append(Case("with integer one-hot input", (draw.normal(5, 6), cache)))
    cache = cell_cache(reference, draw.normal(4, 6), a_prev, p)
    cases.append(Case("with large gradients", (draw.spread(5, 6), cache), tolerance=1e-8))
    cache = cell_cache(reference, draw.spread(4, 6), draw.spread(5, 6), p)
    cases.append(Case("with saturated states", (draw.normal(5, 6), cache), tolerance=1e-8))
    return cases


EXERCISES = {
    "rnn_cell_forward": Exercise(
        ("xt", "a_prev", "parameters"),
        ("a_next", "yt_pred", "cache"),
        _forward_visible,
        _forward_hidden,
    ),
    "rnn_cell_backward": Exercise(
        ("da_next", "cache"), "gradients", _backward_visible, _backward_hidden
    ),
}

PREDICTIONS: dict = {}
