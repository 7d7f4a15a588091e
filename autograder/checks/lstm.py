"""Checks of lesson 05: an LSTM over a sequence."""

from __future__ import annotations

import functools

import numpy as np

from autograder.checks.inputs import Case, Exercise, Inputs, without
from autograder.checks.rnn import backward_hidden, forward_hidden


def _forward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, steps, n_a, n_y = 5, 3, 4, 2, 3
    # Integer input throughout: a buffer that copies its dtype would cut off every fraction.
    x, a0 = draw.whole(n_x, m, steps), draw.normal(n_a, m)
    p = draw.lstm_parameters(n_x, n_a, n_y)
    return [
        Case("with one step", (x[:, :, :1], a0, p), "Step 0 starts from a0 and a cell state of 0."),
        Case(
            "with a candidate of zero",
            (x, a0, without(p, "Wc", "bc")),
            "With nothing written, the cell state stays 0 from the first step on.",
        ),
        Case(
            "with everything",
            (x, a0, p),
            "Does each step get both a_next and c_next of the step before it?",
        ),
    ]


def _forward_hidden(draw: Inputs, reference: dict) -> list[Case]:
    return forward_hidden(draw, draw.lstm_parameters)


def _caches(reference: dict, x: np.ndarray, a0: np.ndarray, parameters: dict) -> tuple:
    return reference["lstm_forward"](x, a0, parameters)[3]


def _backward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, steps, n_a, n_y = 5, 3, 4, 2, 1
    x, a0 = draw.whole(n_x, m, steps), draw.normal(n_a, m)
    p, da = draw.lstm_parameters(n_x, n_a, n_y), draw.normal(n_a, m, steps)
    caches = _caches(reference, x, a0, p)
    last = 100 * da * (np.arange(steps) == steps - 1)
    return [
        Case(
            "with one step",
            (da[:, :, :1], _caches(reference, x[:, :, :1], a0, p)),
            "With one step, the result is that of lstm_cell_backward with dc_next = 0.",
        ),
        Case(
            "with a gradient at the last step only",
            (last, caches),
            "Two gradients must travel back: da_prev and dc_prev go to the step before.",
        ),
        Case(
            "with a gradient at every step",
            (da, caches),
            "Each step gets its own da plus the da_prev of the step after it, and its dc_prev.",
        ),
    ]


def _backward_hidden(draw: Inputs, reference: dict) -> list[Case]:
    return backward_hidden(draw, draw.lstm_parameters, functools.partial(_caches, reference))


EXERCISES = {
    "lstm_forward": Exercise(
        ("x", "a0", "parameters"), ("a", "y", "c", "caches"), _forward_visible, _forward_hidden
    ),
    "lstm_backward": Exercise(("da", "caches"), "gradients", _backward_visible, _backward_hidden),
}

PREDICTIONS: dict = {}
