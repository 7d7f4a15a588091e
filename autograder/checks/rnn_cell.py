"""Checks of lesson 02: one step of a recurrent network."""

from __future__ import annotations

import numpy as np

from autograder.checks.feed_forward import CACHE, FAR, FINE
from autograder.checks.inputs import Case, Exercise, Inputs, Quantity, only, reordered

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
    n_x, m, n_a, n_y = 2, 4, 5, 3
    xt, a_prev = draw.normal(n_x, m), draw.normal(n_a, m)
    p = draw.rnn_parameters(n_x, n_a, n_y)
    others = draw.normal(3, 2), draw.normal(2, 2), draw.rnn_parameters(3, 2, 4)
    return [
        Case(
            "with one example and ba alone",
            (xt[:, :1], a_prev[:, :1], only(p, "ba")),
        ),
        Case(
            "with Wax alone, and integer input",
            (draw.one_hot(n_x, m, dtype=int) * FAR, a_prev, only(p, "Wax")),
        ),
        Case("with Waa alone", (xt, a_prev, only(p, "Waa"))),
        Case(
            "with by alone, near 1000",
            (xt, a_prev, {**only(p, "by"), "by": 1000 + p["by"]}),
            "The scores lie near 1000 here. Which exponential becomes too large?",
            about="yt_pred",
        ),
        Case(
            "with everything",
            (xt, a_prev, reordered(p)),
        ),
        Case("with other sizes", others, tolerance=FINE),
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
    n_x, m, n_a, n_y = 3, 4, 5, 1
    xt, a_prev = draw.normal(n_x, m), draw.normal(n_a, m)
    others = draw.normal(3, 2), draw.normal(2, 2), draw.rnn_parameters(3, 2, 1)
    p, da_next = draw.rnn_parameters(n_x, n_a, n_y), draw.normal(n_a, m)
    integer = draw.one_hot(n_x, 1, dtype=int)
    flat = cell_cache(reference, xt, 0 * a_prev, only(p, "Waa"))
    return [
        Case(
            "with a_next = 0, where tanh has slope 1",
            (da_next, flat),
        ),
        Case(
            "with one example, and integer input",
            (100 * da_next[:, :1], cell_cache(reference, integer, a_prev[:, :1], p)),
        ),
        Case(
            "with several examples",
            (da_next, cell_cache(reference, xt, a_prev, reordered(p))),
        ),
        Case(
            "with other sizes",
            (draw.normal(2, 2), cell_cache(reference, *others)),
            tolerance=FINE,
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


_FORWARD = (
    Quantity(
        "a_next",
        (1, 2),
        hint="Which function makes it, and of which sum? Name its three terms and their shapes.",
        look="the inside of the tanh: two products and a bias, added.",
        algebra="z[i, j] = sum over k of Wax[i, k] xt[k, j], plus sum over k of Waa[i, k] "
        "a_prev[k, j], plus ba[i]; a_next is its tanh.",
        called="the new state `a_next`",
    ),
    Quantity(
        "yt_pred",
        3,
        after=("a_next",),
        hint="Which scores does softmax get, term by term, and to what does each of its columns "
        "add up?",
        look="the inside of the softmax: one product with the new state, and one bias.",
        algebra="the score [i, j] is sum over k of Wya[i, k] a_next[k, j], plus by[i].",
        uses=("softmax",),
        called="the prediction `yt_pred`",
    ),
    Quantity("a_next in the cache", where="cache[0]", after=("a_next",), hint=CACHE),
    Quantity("a_prev in the cache", where="cache[1]", hint=CACHE),
    Quantity("xt in the cache", where="cache[2]", hint=CACHE),
    Quantity("parameters in the cache", where="cache[3]", hint=CACHE),
)
SLOPE = "1 minus the square of what the tanh gave; the cache holds what it gave."
_BACKWARD = (
    Quantity(
        "dz",
        4,
        where=None,
        hint="What does the tanh make of the gradient that comes in, entry by entry?",
        look=f"the slope of the tanh: {SLOPE}",
        algebra="dz[i, j] = da_next[i, j] (1 - a_next[i, j]^2).",
        called="the gradient before the tanh (`dz`)",
    ),
    Quantity(
        "dxt",
        5,
        after=("dz",),
        hint="Which matrix did the input go through, and how does dz come back through it?",
        look="the matrix: transposed, and on the left.",
        algebra="dxt[k, j] = sum over i of Wax[i, k] dz[i, j].",
    ),
    Quantity(
        "da_prev",
        5,
        after=("dz",),
        hint="Which matrix did the old state go through, and how does dz come back through it?",
        look="the matrix: transposed, and on the left.",
        algebra="da_prev[k, j] = sum over i of Waa[i, k] dz[i, j].",
    ),
    Quantity(
        "dWax",
        6,
        after=("dz",),
        hint="What did this matrix multiply, and over what does its gradient add up?",
        look="what the matrix was multiplied with: it is transposed, so that the examples meet.",
        algebra="dWax[i, k] = sum over j of dz[i, j] xt[k, j].",
    ),
    Quantity(
        "dWaa",
        6,
        after=("dz",),
        hint="What did this matrix multiply, and over what does its gradient add up?",
        look="what the matrix was multiplied with: it is transposed, so that the examples meet.",
        algebra="dWaa[i, k] = sum over j of dz[i, j] a_prev[k, j].",
    ),
    Quantity(
        "dba",
        6,
        after=("dz",),
        hint="One bias moves a whole row. Over what do you add up, and which shape is left?",
        look="the sum over the examples; it leaves one column.",
        algebra="dba[i] = sum over j of dz[i, j].",
    ),
)

EXERCISES = {
    "rnn_cell_forward": Exercise(
        ("xt", "a_prev", "parameters"),
        ("a_next", "yt_pred", "cache"),
        _forward_visible,
        _forward_hidden,
        _FORWARD,
    ),
    "rnn_cell_backward": Exercise(
        ("da_next", "cache"), "gradients", _backward_visible, _backward_hidden, _BACKWARD
    ),
}

PREDICTIONS = {
    "shape of Wax": (5, 3),
    "shape of Waa": (5, 5),
    "shape of a_next": (5, 4),
    "shape of Wya": (2, 5),
    "a_next of the tiny cell": (0.6, 0.8),
    "yt_pred of the tiny cell": (0.25, 0.75),
    "dz of one unit": 3,
    "da_prev of one unit": 6,
    "dWaa of one unit": -0.75,
    "da_prev of two units": (3, 7),
    "da_prev of the first example": (6, -3),
    "dWax of two examples": (3, 4.5),
    "dba of two examples": (4.5, 3),
    "Waa of a switch": "above 1",
}
