"""Checks of lesson 05: an LSTM over a sequence."""

from __future__ import annotations

import functools

import numpy as np

from autograder.checks.feed_forward import CACHE, FINE
from autograder.checks.inputs import Case, Exercise, Inputs, Quantity, reordered, without
from autograder.checks.rnn import (
    CACHES,
    HANDED_BACK,
    PARTS,
    READS,
    backward_hidden,
    forward_hidden,
)


def _forward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, steps, n_a, n_y = 5, 3, 4, 2, 3
    # Integer input throughout: a buffer that copies its dtype would cut off every fraction.
    x, a0 = draw.whole(n_x, m, steps), draw.normal(n_a, m)
    p = draw.lstm_parameters(n_x, n_a, n_y)
    x[:, 1, 2] = 0  # no sign of padding
    others = draw.normal(2, 1, 6), draw.normal(3, 1), draw.lstm_parameters(2, 3, 4)
    return [
        Case("with one step", (x[:, :, :1], a0, p)),
        Case(
            "with a candidate of zero",
            (x, a0, without(p, "Wc", "bc")),
        ),
        Case(
            "with everything",
            (x, a0, reordered(p)),
        ),
        Case("with other sizes and six steps", others, tolerance=FINE),
    ]


def _forward_hidden(draw: Inputs, reference: dict) -> list[Case]:
    return forward_hidden(draw, draw.lstm_parameters)


def _caches(reference: dict, x: np.ndarray, a0: np.ndarray, parameters: dict) -> tuple:
    return reference["lstm_forward"](x, a0, parameters)[3]


def _backward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, steps, n_a, n_y = 5, 3, 4, 2, 1
    x, a0 = draw.whole(n_x, m, steps), draw.normal(n_a, m)
    p, da = draw.lstm_parameters(n_x, n_a, n_y), draw.normal(n_a, m, steps)
    caches = _caches(reference, x, a0, reordered(p))
    others = draw.normal(2, 1, 6), draw.normal(3, 1), draw.lstm_parameters(2, 3, 1)
    last = 100 * da * (np.arange(steps) == steps - 1)
    return [
        Case(
            "with one step",
            (da[:, :, :1], _caches(reference, x[:, :, :1], a0, p)),
        ),
        Case(
            "with a gradient at the last step only",
            (last, caches),
        ),
        Case(
            "with a gradient at every step",
            (da, caches),
        ),
        Case(
            "with other sizes and six steps",
            (draw.normal(3, 1, 6), _caches(reference, *others)),
            tolerance=FINE,
        ),
    ]


def _backward_hidden(draw: Inputs, reference: dict) -> list[Case]:
    return backward_hidden(draw, draw.lstm_parameters, functools.partial(_caches, reference))


_CELL, _BACK_CELL = ("lstm_cell_forward",), ("lstm_cell_backward",)
# By letter: what a message calls the state, and its place in a step's cache: old, new.
_STATES = {"c": ("cell state", 3, 1), "a": ("hidden state", 2, 0)}
_FIRST = {
    "c": "No argument brings the first cell state. What is it, and which shape has it?",
    "a": "Which hidden state does the first step start from?",
}
_START = {"c": "for t = 1 the old cell state is 0.", "a": "for t = 1 the old hidden state is a0."}


def _old(letter: str, first: bool) -> Quantity:
    called, place, _ = _STATES[letter]
    return Quantity(
        f"{letter}_prev at the {'first step' if first else 'later steps'}",
        1,
        where=f"caches[0][{'0' if first else '1:'}][{place}]",
        after=() if first else (f"{letter} at the first step",),
        hint=_FIRST[letter] if first else f"Which {called} does a later step get as its old one?",
        look=f"the old {called} that the cell gets.",
        algebra=_START[letter]
        if first
        else f"for t = 2 it is the {called} that the cell returned for t = 1, and so on.",
        uses=_CELL,
    )


def _new(letter: str, first: bool) -> Quantity:
    called, step = _STATES[letter][0], "at the first step" if first else "at the later steps"
    before = ("xt", f"a_prev {step}", f"c_prev {step}")
    return Quantity(
        f"{letter} {step}",
        1,
        where=f"{letter}[:, :, {'0' if first else '1:'}]",
        after=before if first else (*before, "c at the first step", "a at the first step"),
        hint=f"Which of the cell's results is the {called}, and where does that of step t go?",
        look=f"the slice of {letter} that the cell's {called} goes to.",
        algebra=f"{letter}[:, :, t] is the {called} that the cell returned for step t.",
        uses=_CELL,
    )


_FORWARD = (
    Quantity(
        "xt",
        1,
        where="caches[0][:][8]",
        hint=READS,
        look="the input of step t: the last index of x is the step.",
        algebra="xt[k, j] = x[k, j, t].",
        uses=_CELL,
        called="what a step reads (`xt` in its cache)",
    ),
    _old("a", True),
    _old("c", True),
    _new("c", True),
    _new("a", True),
    _old("a", False),
    _old("c", False),
    _new("c", False),
    _new("a", False),
    Quantity(
        "y",
        1,
        after=("a at the first step", "a at the later steps"),
        hint="Which of the cell's results is the prediction, and where does that of step t go?",
        look="the slice of y that the cell's prediction goes to.",
        algebra="y[:, :, t] is the prediction that the cell returned for step t.",
        uses=_CELL,
    ),
    Quantity(
        "the rest of the caches",
        where=tuple(f"caches[0][:][{place}]" for place in (0, 1, 4, 5, 6, 7, 9)),
        hint=CACHES,
    ),
    Quantity("x in the caches", where="caches[1]", hint=CACHE),
)

_CARRY = "what travels back from step to step"
_BACKWARD = (
    Quantity(
        "dx at the last step",
        3,
        where="dx[:, :, -1]",
        hint="Nothing comes back from behind the last step, on either lane. What does the cell get "
        "there, and where does its dxt go?",
        look="what the cell gets at the last step: its own da, and two zeros.",
        algebra="for the last t the cell gets da[:, :, t] + 0 and 0.",
        uses=_BACK_CELL,
    ),
    Quantity(
        _CARRY,
        (2, 3),
        where=None,
        after=("dx at the last step",),
        hint="What does the cell hand back to the step before, and where is it added?",
        look="what step t + 1 hands back: one gradient on each lane.",
        algebra="for the last but one t the cell gets da[:, :, t] plus the da_prev of the last, "
        "and the dc_prev of the last.",
        uses=_BACK_CELL,
    ),
    Quantity(
        "dx at the earlier steps",
        3,
        where="dx[:, :, :-1]",
        after=(_CARRY,),
        hint="Where does the dxt of step t go?",
        look="the index t of dx.",
        algebra="dx[:, :, t] is the dxt of step t.",
        uses=_BACK_CELL,
    ),
    *(
        Quantity(
            f"d{kind}{letter}",
            4,
            after=(_CARRY,),
            hint=PARTS,
            look="the sum over t.",
            algebra=f"d{kind}{letter} is the part of step 1, plus that of step 2, and so on.",
            uses=_BACK_CELL,
        )
        for letter in "fico"
        for kind in "Wb"
    ),
    Quantity(
        "da0",
        3,
        after=(_CARRY,),
        hint=HANDED_BACK,
        look="what travels back along the hidden state, where t is 1.",
        algebra="da0 is the da_prev of step 1.",
        uses=_BACK_CELL,
    ),
)

EXERCISES = {
    "lstm_forward": Exercise(
        ("x", "a0", "parameters"),
        ("a", "y", "c", "caches"),
        _forward_visible,
        _forward_hidden,
        _FORWARD,
    ),
    "lstm_backward": Exercise(
        ("da", "caches"), "gradients", _backward_visible, _backward_hidden, _BACKWARD
    ),
}

PREDICTIONS: dict = {
    "LSTM: shape of x": (3, 10, 7),
    "LSTM: shape of x[:, :, 0]": (3, 10),
    "LSTM: shape of a": (5, 10, 7),
    "LSTM: shape of c": (5, 10, 7),
    "LSTM: shape of y": (2, 10, 7),
    "LSTM: shape of Wf": (5, 8),
    "LSTM: four cell states of example 0": [0.25, -0.0625, -0.296875, 0.02734375],
    "LSTM: dbf after one step": 0,
    "LSTM: da_1 by hand": 7,
    "LSTM: dc_1 by hand": 11,
    "LSTM: da_0 by hand": 5.5,
    "LSTM: dx of example 0": [2.75, 2.5, 2],
    "LSTM: dx of example 1": [1, 1, 1],
    "LSTM: dbc of both examples": 10.25,
    "LSTM: how many of four networks learn the early mark": 1,
    "LSTM: does the fresh one learn the mark anywhere": "yes",
}
