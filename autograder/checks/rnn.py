"""Checks of lesson 03: a recurrent network over a sequence."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import numpy as np

from autograder.checks.feed_forward import CACHE, FINE
from autograder.checks.inputs import Case, Exercise, Inputs, Quantity, only, reordered

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
    n_x, m, steps, n_a, n_y = 2, 3, 4, 5, 6
    x, a0, p = draw.normal(n_x, m, steps), draw.normal(n_a, m), draw.rnn_parameters(n_x, n_a, n_y)
    others = draw.normal(3, 2, 6), draw.normal(2, 2), draw.rnn_parameters(3, 2, 4)
    return [
        Case(
            "with one step, and integer input",
            (draw.one_hot(n_x, m, 1, dtype=int), a0, p),
            "x holds whole numbers here. Which number type do your arrays get?",
            about="a at the first step",
        ),
        Case(
            "with no input, the old state alone",
            (0 * x, a0, only(p, "Waa")),
        ),
        Case("with everything", (x, a0, reordered(p))),
        Case("with other sizes and six steps", others, tolerance=FINE),
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
    caches = _caches(reference, x, a0, reordered(p))
    others = draw.normal(3, 2, 6), draw.normal(2, 2), draw.rnn_parameters(3, 2, 1)
    last = 100 * da * (np.arange(steps) == steps - 1)
    return [
        Case(
            "with one step, and integer input",
            (da[:, :, :1], _caches(reference, draw.one_hot(n_x, m, 1, dtype=int), a0, p)),
            "x holds whole numbers here. Which number type do your arrays get?",
            about="dx at the last step",
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
            (draw.normal(2, 2, 6), _caches(reference, *others)),
            tolerance=FINE,
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
    p = draw.rnn_parameters(1, n_a, n_y)
    others = draw.one_hot(3, 2, 6), draw.probabilities(3, 2, 6), draw.normal(2, 2, 6)
    others = *map(np.round, others, [0, 3, 2]), draw.rnn_parameters(1, 2, 3)
    y, a = draw.one_hot(n_y, m, steps, dtype=int), draw.normal(n_a, m, steps, scale=0.5)
    y_pred = np.round(draw.probabilities(n_y, m, steps), 3)
    steep = {**p, "Wya": 50 * p["Wya"]}  # whoever clips a gradient shows
    return [
        Case(
            "with one example and one step, certain and wrong",
            (np.array([[[0]], [[1]]]), np.array([[[1.0]], [[0.0]]]), 20 * a[:, :1, :1], steep),
            "The prediction of the true class is 0 here. What do you divide by?",
            about="dz",
        ),
        Case(
            "with one step",
            (y[:, :, :1], y_pred[:, :, :1], a[:, :, :1], p),
        ),
        Case(
            "with everything",
            (y, y_pred, a, reordered(p)),
        ),
        Case("with other sizes and six steps", others, tolerance=FINE),
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


CACHES = "What does the cell return for the way back, and in which order do you keep it?"
READS = "Which part of x does step t read? Say its shape."
CELL = ("rnn_cell_forward",)
_FORWARD = (
    Quantity(
        "xt",
        1,
        where="caches[0][:][2]",
        hint=READS,
        look="the input of step t: the last index of x is the step.",
        algebra="xt[k, j] = x[k, j, t].",
        uses=CELL,
        called="what a step reads (`xt` in its cache)",
    ),
    Quantity(
        "a_prev at the first step",
        1,
        where="caches[0][0][1]",
        hint="Which state does the first step start from?",
        look="the old state in the product with Waa, where t is 1.",
        algebra="for t = 1 the old state is a0.",
        uses=CELL,
    ),
    Quantity(
        "a at the first step",
        1,
        where="a[:, :, 0]",
        after=("xt", "a_prev at the first step"),
        hint="What goes into the cell at the first step, and where does its new state go?",
        look="what the cell gets at the first step, and the slice of a that its state goes to.",
        algebra="a[:, :, 0] is tanh of Wax x[:, :, 0] + Waa a0 + ba.",
        uses=CELL,
    ),
    Quantity(
        "a_prev at the later steps",
        1,
        where="caches[0][1:][1]",
        after=("a at the first step",),
        hint="Which state does a later step get as its old one?",
        look="the old state in the product with Waa, where t is greater than 1.",
        algebra="for t = 2 the old state is what the cell returned for t = 1, and so on.",
        uses=CELL,
    ),
    Quantity(
        "a at the later steps",
        1,
        where="a[:, :, 1:]",
        after=("xt", "a at the first step", "a_prev at the later steps"),
        hint="What goes into the cell at a later step, and where does its new state go?",
        look="what the cell gets at step t, and the slice of a that its state goes to.",
        algebra="a[:, :, 1] is tanh of Wax x[:, :, 1] + Waa a[:, :, 0] + ba.",
        uses=CELL,
    ),
    Quantity(
        "y_pred",
        2,
        after=("a at the first step", "a at the later steps"),
        hint="Which prediction belongs to step t, and where does it go?",
        look="the slice of y_pred that the prediction of step t goes to.",
        algebra="y_pred[:, :, t] is softmax of Wya a[:, :, t] + by.",
        uses=CELL,
    ),
    Quantity(
        "a_next in the caches",
        where="caches[0][:][0]",
        after=("a at the first step", "a at the later steps"),
        hint=CACHES,
    ),
    Quantity("parameters in the caches", where="caches[0][:][3]", hint=CACHES),
    Quantity("x in the caches", where="caches[1]", hint=CACHE),
)
PARTS = "Each step has its part of it. What becomes of the parts of all steps?"
HANDED_BACK = "What does the first step hand back, and to which state does it belong?"
_BACK_CELL = ("rnn_cell_backward",)
_CARRY = "what travels back from step to step"
_BACKWARD = (
    Quantity(
        "dx at the last step",
        4,
        where="dx[:, :, -1]",
        hint="Nothing comes back from behind the last step. What does the cell get there, and "
        "where does its dxt go?",
        look="the gradient at the last state: its own part alone.",
        algebra="for the last t, dz = da[:, :, t] (1 - a[:, :, t]^2), entry by entry.",
        uses=_BACK_CELL,
    ),
    Quantity(
        _CARRY,
        3,
        where=None,
        after=("dx at the last step",),
        hint="At an earlier step two gradients meet in the state. Where does each come from?",
        look="the sum of two gradients: the step's own, and the one from the step after it.",
        algebra="for the last but one t: da[:, :, t] plus Waa transposed times the dz of the last.",
        uses=_BACK_CELL,
    ),
    Quantity(
        "dx at the earlier steps",
        4,
        where="dx[:, :, :-1]",
        after=(_CARRY,),
        hint="Where does the dxt of step t go?",
        look="the index t of dx.",
        algebra="dx[:, :, t] is Wax transposed times the dz of step t.",
        uses=_BACK_CELL,
    ),
    *(
        Quantity(
            name,
            5,
            after=(_CARRY,),
            hint=PARTS,
            look="the sum over t.",
            algebra=algebra,
            uses=_BACK_CELL,
        )
        for name, algebra in {
            "dWax": "dWax is the part of step 1, plus that of step 2, and so on.",
            "dWaa": "dWaa is the part of step 1, plus that of step 2, and so on.",
            "dba": "dba is the part of step 1, plus that of step 2, and so on.",
        }.items()
    ),
    Quantity(
        "da0",
        4,
        after=(_CARRY,),
        hint=HANDED_BACK,
        look="what travels back, where t is 1.",
        algebra="da0 is Waa transposed times the dz of step 1.",
        uses=_BACK_CELL,
    ),
)
_OUTPUT = (
    Quantity(
        "dz",
        7,
        where=None,
        hint="What does the loss of a step send back to the scores of that step, for a mean over "
        "m examples?",
        look="the difference, its sign, and the factor before it.",
        algebra="dz[i, j, t] = (y_pred[i, j, t] - y[i, j, t]) / m.",
        called="the gradient before the softmax (`dz`)",
    ),
    Quantity(
        "da",
        8,
        after=("dz",),
        hint="Which matrix did the state go through, and how does dz come back through it?",
        look="the matrix, transposed; the step t stays.",
        algebra="da[k, j, t] = sum over i of Wya[i, k] dz[i, j, t].",
    ),
    Quantity(
        "dWya",
        9,
        after=("dz",),
        hint="What did this matrix multiply, and over which two axes does its gradient add up?",
        look="the sum over the steps, and the one over the examples that the product hides.",
        algebra="dWya[i, k] = sum over t and j of dz[i, j, t] a[k, j, t].",
    ),
    Quantity(
        "dby",
        9,
        after=("dz",),
        hint="One bias moves a whole row at every step. Over what do you add up, and which shape "
        "is left?",
        look="the two sums; they leave one column.",
        algebra="dby[i] = sum over t and j of dz[i, j, t].",
    ),
)

EXERCISES = {
    "rnn_forward": Exercise(
        ("x", "a0", "parameters"),
        ("a", "y_pred", "caches"),
        _forward_visible,
        _forward_hidden,
        _FORWARD,
    ),
    "rnn_backward": Exercise(
        ("da", "caches"), "gradients", _backward_visible, _backward_hidden, _BACKWARD
    ),
    "output_backward": Exercise(
        ("y", "y_pred", "a", "parameters"), "gradients", _output_visible, _output_hidden, _OUTPUT
    ),
}

PREDICTIONS = {
    "shape of x": (2, 3, 4),
    "shape of x_t": (2, 3),
    "shape of a0": (5, 3),
    "shape of all states": (5, 3, 4),
    "shape of all predictions": (6, 3, 4),
    "states of the switch": (-1, 1, 1, 1, -1, -1),
    "whole da_2": 5,
    "whole da_1": 5.5,
    "da_0 by hand": 2.75,
    "part of step 2": 6,
    "whole dw": 12,
    "dx of three steps": (5.5, 5, 2),
    "dba of three steps": 12.5,
    "dWax of three steps": 19.5,
    "factor after two steps back": 0.49,
    "dz for class 1": (0.25, -0.375, 0.125),
    "dby of the batch": (-1.5, 0.5, 1),
    "own parts of the first example": (-0.5, -0.5, 1.5, -0.5),
    "loss in the end": 4 * math.log(2),
}
