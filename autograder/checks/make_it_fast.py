"""Checks of lesson 08: the LSTM made fast, and its weights in PyTorch's form.

The cache of the fast functions is the student's business: the forward function's is not looked at,
and the backward function gets the one that the student's own forward function leaves.
"""

from __future__ import annotations

import numpy as np

from autograder.checks.inputs import Case, Exercise, Inputs, Quantity
from autograder.checks.rnn import SIZES, forward_hidden
from rnn_calls import APART

LAST = "dx at the last step"
ALONE = "with two steps, the first one saturated, and a gradient at the last"
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
        Case("with one unit", (draw.lstm_parameters(2, 1, 1),)),
        Case("with two units, and the names in another order", (_turned(numbers),)),
        Case("in single precision", (single(numbers),)),
    ]


def _turned(parameters: dict) -> dict:
    """The same parameters, the last name first: a dict's order is nobody's promise."""
    return dict(reversed(parameters.items()))


def _weights_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = [
        Case(label, (draw.lstm_parameters(n_x, n_a, n_y),))
        for label, (n_x, _, _, n_a, n_y) in SIZES.items()
        if "step" not in label and "sequence" not in label
    ]
    large = {name: 1e6 * value for name, value in draw.lstm_parameters(4, 3, 2).items()}
    cases.append(Case("with large weights, and the names in another order", (_turned(large),)))
    # PyTorch's two biases are added, and that may cost a digit.
    cases.append(
        Case("in single precision", (single(draw.lstm_parameters(4, 3, 2)),), tolerance=1e-6)
    )
    return cases


# ------------------------------------------------------------------------ forward


def _forward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, steps, n_a, n_y = 4, 3, 3, 2, 3
    x, a0 = draw.whole(n_x, m, steps), draw.normal(n_a, m)
    p = draw.lstm_parameters(n_x, n_a, n_y)
    return [
        Case("with one step", (x[:, :, :1], a0, p)),
        Case("with three steps", (x, a0, p)),
        Case("with very large input", (1000 * x, a0, p)),
        Case(
            "with an input that is 1 everywhere",
            (np.ones_like(x), a0, p),
            spares="It is right where all entries of x are the same; others end up in the wrong "
            "places.\nHint: Follow one entry of x into the stack: which feature, which example, "
            "which step is it before and after?",
        ),
        Case("in single precision", single((x + 0.5, a0, p)), tolerance=SINGLE),
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
    apart: bool = False,
) -> tuple:
    """Arguments of `rnn_calls.own_forward`."""
    states = reference["lstm_forward"](x, a0, parameters)[0]
    return da, x, a0, parameters, np.round(states, 6), list(between), times, apart


def _last_step_alone(draw: Inputs, reference: dict, n_x: int, m: int, n_a: int) -> tuple:
    """Arguments of two steps of which the last one alone adds to the weights' gradients.

    The input of the first step saturates every gate and the candidate: all their slopes are 0, so
    that it makes no difference what comes back to it. Its cell state is 0, 1 or -1.
    """
    a0, p = draw.normal(n_a, m), draw.lstm_parameters(n_x, n_a, 1)
    x, da = draw.normal(n_x, m, 2), draw.normal(n_a, m, 2) * np.array([0, 1])
    weights = np.concatenate([p[f"W{gate}"][:, n_a:] for gate in "fico"])
    while True:
        x[:, :, 0] = 1000 * draw.whole(n_x, m)
        inside = weights @ x[:, :, 0]
        opened = inside[n_a : 2 * n_a] > 0  # the input gate: then the cell state is not 0
        if np.abs(inside).min() > 100 and opened.any(axis=1).all():
            return _way_back(reference, da, x, a0, p, apart=True)


def _backward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, steps, n_a, n_y = 4, 3, 3, 2, 1
    x, a0 = draw.whole(n_x, m, steps), draw.normal(n_a, m)
    p, da = draw.lstm_parameters(n_x, n_a, n_y), draw.normal(n_a, m, steps)
    last = 100 * da * (np.arange(steps) == steps - 1)
    return [
        Case("with one step", _way_back(reference, da[:, :, :1], x[:, :, :1], a0, p)),
        Case(ALONE, _last_step_alone(draw, reference, n_x, m, n_a)),
        Case("with a gradient at the last step only", _way_back(reference, last, x, a0, p)),
        Case("with a gradient at every step", _way_back(reference, da, x, a0, p)),
        Case(
            "after fast_lstm_forward has run on another input",
            _way_back(reference, da, x, a0, p, [1 - x]),
            "Does the next call of fast_lstm_forward write into the cache of the last one?",
            about=LAST,
        ),
        Case(
            "gone back twice with one cache",
            _way_back(reference, da, x, a0, p, times=2),
            "Does the way back change what it finds in the cache?",
            about=LAST,
        ),
        Case(
            "in single precision",
            _way_back(reference, *single((da, x + 0.5, a0, p))),
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
    cases.append(Case(ALONE, _last_step_alone(draw, reference, 4, 6, 5)))
    return cases


# ------------------------------------------------------------------------ PyTorch


def _torch_visible(draw: Inputs, reference: dict) -> list[Case]:
    numbers = draw.lstm_parameters(3, 2, 2)
    return [
        Case("with one unit", (draw.lstm_parameters(2, 1, 1),)),
        Case("with two units, and the names in another order", (_turned(numbers),)),
        Case("in single precision", (single(numbers),), tolerance=1e-6),
    ]


# ------------------------------------------------------------------------ quantities

_STACKED = (
    Quantity(
        "W",
        4,
        hint="Which gate's rows come first, along which axis do the four follow each other, and "
        "are they as they came?",
        look="the order of the four blocks: f, i, c, o, one above the other.",
        algebra="row n_a of W is the first row of Wi.",
    ),
    Quantity(
        "b",
        4,
        hint="In which order do the four biases stand, which shape has each, and are they as they "
        "came?",
        look="the order of the four blocks, the same as in W.",
        algebra="row n_a of b is the first row of bi.",
    ),
)


_STATE_HINTS = {
    (
        "c",
        True,
    ): "Which rows, which factor and which function make each of the four gates, and which "
    "two products make c_1, with which what you return begins?",
    (
        "a",
        True,
    ): "What does the output gate multiply, which function does that pass first, and does "
    "what you return begin with a_1?",
    ("c", False): "What stands in the stack of a later step, row by row, and which old cell state "
    "does the forget gate multiply?",
    (
        "a",
        False,
    ): "Which cell state does a later step show, and where does its own hidden state go?",
}


def _state(letter: str, first: bool) -> Quantity:
    step = "at the first step" if first else "at the later steps"
    before = () if first else ("c at the first step", "a at the first step")
    first_look = "what the first step begins with: c_0 is 0, and its stack holds a_0, x_1 and a 1."
    later_look = "what the step before has left: its a in the stack, its c as the old cell state."
    lines = {
        "c": ("f c_prev + i cct, with the candidate cct = 2 / (1 + exp(-2 z_c)) - 1.", "f", "c_0"),
        "a": ("o tanh(c), and a goes into the stack of the step after it.", "o", "a_0"),
    }
    return Quantity(
        f"{letter} {step}",
        (6, 7, 8),
        where=f"{letter}[:, :, {'0' if first else '1:'}]",
        after=(*before, *((f"c {step}",) if letter == "a" else ())),
        hint=_STATE_HINTS[letter, first],
        look=first_look if first else later_look,
        algebra=f"{letter}_t = {lines[letter][0]}",
    )


_FORWARD = (
    _state("c", True),
    _state("a", True),
    _state("c", False),
    _state("a", False),
    Quantity(
        "y",
        2,
        after=("a at the first step", "a at the later steps"),
        hint="Which state does the prediction of a step see, over which axis does the softmax go, "
        "and in which order do the columns of all steps stand?",
        look="the columns side by side: which axes are joined, and how they come apart again.",
        algebra="y[:, j, t] = softmax(Wy a[:, j, t] + by).",
    ),
    Quantity("the cache", where="cache", hint="Does the function return four values?"),
)

_CARRY = "what travels back from step to step"
_SHARED = "what all four rows of Equation 10 share at the last step"
_DC = "dc at the last step"
_NAMES = {"f": "forget gate", "i": "input gate", "c": "candidate", "o": "output gate"}
_INSIDE = {
    "f": "dc_t c_(t-1) f (1 - f)",
    "i": "dc_t cct i (1 - i)",
    "c": "dc_t i (1 - cct^2)",
    "o": "da_t tanh(c_t) o (1 - o)",
}
_COLUMNS = (
    "Which block of dz belongs to this gate, and does column by column the stack of the same step "
    "and example stand beside it?"
)


def _at_the_last_step(gate: str) -> tuple[Quantity, ...]:
    """What the last step makes of one gate: the inside, which no result shows, and its weights."""
    inside = f"dz_{gate} at the last step"
    return (
        Quantity(
            inside,
            10,
            where=None,
            after=(_SHARED if gate == "o" else _DC,),
            hint=f"Three factors make it: what arrives, what the {_NAMES[gate]} was multiplied "
            "with, and a slope. Which are they, and in which rows of dz do they go?",
            look="the slope, and the partner in the product: each must be that of this line.",
            algebra=f"at each step t, dz_{gate} = {_INSIDE[gate]}.",
            called=f"the gradient inside the {_NAMES[gate]} at the last step (`dz_{gate}`)",
        ),
        *(
            Quantity(
                f"d{kind}{gate} of the last step alone",
                (10, 11),
                where=f"d{kind}{gate}{APART}",
                after=(inside,),
                hint=_COLUMNS,
                look="the rows of this gate in dz, and the columns that meet in the product.",
                algebra="[dW db] is the sum over t of dz_t s_t^T; the last column is that of the "
                "bias.",
                called=f"`d{kind}{gate}` of the last step alone",
            )
            for kind in "Wb"
        ),
    )


_BACKWARD = (
    Quantity(
        _SHARED,
        (9, 10),
        where=None,
        hint="All four blocks of dz are wrong there. Have they one cause, such as da, tanh(c), the "
        "order of the gates, or the place where dz is kept? Or has each its own?",
        look="da at the last step, which is da[:, :, -1] alone, and the row and the step in which "
        "each block of dz is kept.",
        algebra="for the last t, da_t = da[:, :, t].",
    ),
    Quantity(
        _DC,
        9,
        where=None,
        after=(_SHARED,),
        hint="At the last step nothing comes back from behind. By which way does da reach the cell "
        "state, and which gate and which slope lie on it?",
        look="the second term of dc, and in it the slope.",
        algebra="for the last t, dc_t = da[:, :, t] o (1 - tanh(c_t)^2).",
        called="the whole gradient at the last cell state (`dc`)",
    ),
    *(quantity for gate in "fico" for quantity in _at_the_last_step(gate)),
    Quantity(
        "all biases, added up",
        (10, 11),
        where=f"db{APART}",
        after=tuple(
            name
            for gate in "fico"
            for name in (f"dz_{gate} at the last step", f"db{gate} of the last step alone")
        ),
        hint="Does each row of dz add up into one bias, once?",
        look="the sum over all columns of a row.",
        algebra="each row of db is the sum of the row of dz.",
    ),
    Quantity(
        LAST,
        (9, 10, 11),
        where="dx[:, :, -1]",
        after=tuple(f"dz_{gate} at the last step" for gate in "fico"),
        hint="At the last step nothing comes back from behind. Which four blocks has dz there, "
        "which columns of W lead to the input, and where do the columns of this step stand?",
        look="the four blocks of dz at the last step, and W without the factors of Equation 6.",
        algebra="for the last t, dx_t = Wx^T dz_t.",
    ),
    Quantity(
        _CARRY,
        9,
        where=None,
        after=(LAST,),
        hint="Two gradients travel back. What does each step hand to the one before it?",
        look="both carries: Wa^T dz along the hidden state, dc f along the cell state.",
        algebra="for the last but one t, da_t = da[:, :, t] + Wa^T dz of the last, and dc_t begins "
        "with the last dc f.",
    ),
    Quantity(
        "dx at the earlier steps",
        11,
        where="dx[:, :, :-1]",
        after=(_CARRY,),
        hint="In which order do the columns of all steps stand, and how do they come apart again?",
        look="the reshape of dx: steps and examples.",
        algebra="dx[:, j, t] = Wx^T dz[:, j, t].",
    ),
    *(
        Quantity(
            f"d{kind}{letter}",
            (10, 11),
            after=(_CARRY, f"d{kind}{letter} of the last step alone"),
            hint=_COLUMNS,
            look="the rows of this gate in dz, and the columns that meet in the product.",
            algebra="[dW db] is the sum over t of dz_t s_t^T; the last column is that of the bias.",
        )
        for letter in "fico"
        for kind in "Wb"
    ),
    Quantity(
        "da0",
        11,
        after=(_CARRY,),
        hint="What does the first step hand back along the hidden state?",
        look="the carry of the hidden state when the loop is over.",
        algebra="da0 = Wa^T dz_1.",
    ),
)


def _weight(name: str, columns: str) -> Quantity:
    return Quantity(
        name,
        12,
        hint="In which order stand the gates, which columns of ours belong here, and are they as "
        "they came?",
        look=f"the order i, f, c, o, and the columns that act on the {columns}.",
        algebra=f"the first n_a rows are those of Wi, in the columns of the {columns}.",
    )


_TORCH = (
    _weight("weight_ih_l0", "input"),
    _weight("weight_hh_l0", "state"),
    Quantity(
        "the sum of both biases",
        12,
        where=("bias_ih_l0", "bias_hh_l0"),
        hint="PyTorch adds both biases. In which order stand the gates in their sum?",
        look="the sum bias_ih + bias_hh, with one axis, in the order i, f, c, o.",
        algebra="the first n_a entries of the sum are those of bi.",
    ),
)

EXERCISES = {
    "stack_gates": Exercise(("parameters",), ("W", "b"), _stack_visible, _weights_hidden, _STACKED),
    "fast_lstm_forward": Exercise(
        ("x", "a0", "parameters"),
        ("a", "y", "c", "cache"),
        _forward_visible,
        _forward_hidden,
        _FORWARD,
        probe="own_cache",
    ),
    "fast_lstm_backward": Exercise(
        ("da", "x", "a0", "parameters", "states", "between", "times", "apart"),
        "gradients",
        _backward_visible,
        _backward_hidden,
        _BACKWARD,
        probe="own_forward",
    ),
    "to_torch": Exercise(
        ("parameters",), "weights", _torch_visible, _weights_hidden, _TORCH, probe="summed_biases"
    ),
}

PREDICTIONS: dict = {
    "fast: how many times as fast B is": 2,
    "fast: multiplications of one step": 1600,
    "fast: dW of two steps": 23,
    "fast: shape of the stacked W": (8, 5),
    "fast: dbf by hand": 0.0375,
    "fast: tanh from a sigmoid": 0.5,
    "fast: first row of the forget gate": 2,
}
