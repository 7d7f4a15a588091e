"""Checks of lesson 04: one step of an LSTM."""

from __future__ import annotations

import numpy as np

from autograder.checks.inputs import Case, Exercise, Inputs, only, without
from autograder.checks.rnn_cell import SIZES


def _forward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, n_a, n_y = 2, 3, 4, 5
    # Integer input throughout: a buffer that copies its dtype would cut off every fraction.
    xt, a_prev, c_prev = draw.whole(n_x, m), draw.normal(n_a, m), draw.normal(n_a, m)
    p = draw.lstm_parameters(n_x, n_a, n_y)
    open_gates = {f"b{gate}": np.full((n_a, 1), 1000.0) for gate in "fico"}
    return [
        Case(
            "with a candidate of zero",
            (xt, a_prev, c_prev, without(p, "Wc", "bc")),
            "Here c_next is ft * c_prev. Which matrix and activation make ft?",
        ),
        Case(
            "with an empty cell state",
            (xt, a_prev, 0 * c_prev, p),
            "Here c_next is it * cct. Which matrices and activations make the two?",
        ),
        Case(
            "with one example, every gate fully open and by near 1000",
            (
                xt[:, :1],
                a_prev[:, :1],
                c_prev[:, :1],
                {**only(p), **open_gates, "by": 1000 + p["by"]},
            ),
            "Is by added before the softmax?",
        ),
        Case(
            "with everything",
            (xt, a_prev, c_prev, p),
            "a_next is ot * tanh(c_next); yt_pred looks at a_next.",
        ),
    ]


def _forward_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = []
    for label, (n_x, m, n_a, n_y) in SIZES.items():
        states = draw.normal(n_x, m), draw.normal(n_a, m), draw.normal(n_a, m)
        cases.append(Case(label, (*states, draw.lstm_parameters(n_x, n_a, n_y))))
    p, a_prev, c_prev = draw.lstm_parameters(4, 5, 3), draw.normal(5, 6), draw.normal(5, 6)
    integers = draw.one_hot(4, 6, dtype=int)
    cases.append(Case("with integer one-hot input", (integers, a_prev, c_prev, p)))
    spread = draw.spread(4, 6), a_prev, 0.01 * draw.spread(5, 6), p
    cases.append(Case("with badly spread input", spread, tolerance=1e-8))
    wide = {**p, **{name: 900 * p[name] for name in ("Wf", "Wi", "Wo", "Wy")}, "by": 5000 * p["by"]}
    cases.append(Case("with very large input", (2000 * draw.normal(4, 6), a_prev, c_prev, p)))
    large = draw.normal(4, 6), a_prev, 1000 * c_prev, wide
    cases.append(Case("with fully open and shut gates", large, tolerance=1e-8))
    return cases


def cell_cache(
    reference: dict, xt: np.ndarray, a_prev: np.ndarray, c_prev: np.ndarray, parameters: dict
) -> tuple:
    """Cache that the reference's forward step leaves."""
    return reference["lstm_cell_forward"](xt, a_prev, c_prev, parameters)[3]


def _backward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, n_a, n_y = 2, 3, 4, 1
    p = draw.lstm_parameters(n_x, n_a, n_y)
    cache = cell_cache(reference, draw.whole(n_x, m), draw.normal(n_a, m), draw.normal(n_a, m), p)
    da_next, dc_next = draw.normal(n_a, m), draw.normal(n_a, m)
    return [
        Case(
            "with da_next = 0, the path through the cell state alone",
            (0 * da_next, 100 * dc_next, cache),
            "Only dc_next comes in. The output gate has no part in c_next.",
        ),
        Case(
            "with dc_next = 0, the path through the hidden state alone",
            (da_next, 0 * dc_next, cache),
            "da_next reaches ot directly, and c_next through tanh.",
        ),
        Case(
            "with both",
            (da_next, dc_next, cache),
            "Both paths meet in c_next: add them before you go on to the gates.",
        ),
    ]


def _backward_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = []
    for label, (n_x, m, n_a, n_y) in SIZES.items():
        states = draw.normal(n_x, m), draw.normal(n_a, m), draw.normal(n_a, m)
        cache = cell_cache(reference, *states, draw.lstm_parameters(n_x, n_a, n_y))
        cases.append(Case(label, (draw.normal(n_a, m), draw.normal(n_a, m), cache)))
    p, a_prev, c_prev = draw.lstm_parameters(4, 5, 3), draw.normal(5, 6), draw.normal(5, 6)
    da_next, dc_next = draw.normal(5, 6), draw.normal(5, 6)
    cache = cell_cache(reference, draw.one_hot(4, 6, dtype=int), a_prev, c_prev, p)
    cases.append(Case("with integer one-hot input", (da_next, dc_next, cache)))
    cache = cell_cache(reference, draw.normal(4, 6), a_prev, c_prev, p)
    large = draw.spread(5, 6), draw.spread(5, 6), cache
    cases.append(Case("with large gradients", large, tolerance=1e-8))
    cache = cell_cache(reference, draw.spread(4, 6), a_prev, 0.01 * draw.spread(5, 6), p)
    cases.append(Case("with saturated gates", (da_next, dc_next, cache), tolerance=1e-8))
    for label, c_old in {"an empty": 0 * c_prev, "a large": 10 * c_prev}.items():
        cache = cell_cache(reference, draw.normal(4, 6), a_prev, c_old, p)
        cases.append(Case(f"with {label} cell state", (da_next, dc_next, cache)))
    return cases


EXERCISES = {
    "lstm_cell_forward": Exercise(
        ("xt", "a_prev", "c_prev", "parameters"),
        ("a_next", "c_next", "yt_pred", "cache"),
        _forward_visible,
        _forward_hidden,
    ),
    "lstm_cell_backward": Exercise(
        ("da_next", "dc_next", "cache"), "gradients", _backward_visible, _backward_hidden
    ),
}

PREDICTIONS: dict = {}
