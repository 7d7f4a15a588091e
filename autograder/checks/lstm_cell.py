"""Checks of lesson 04: one step of an LSTM."""

from __future__ import annotations

import numpy as np

from autograder.checks.feed_forward import CACHE, FINE
from autograder.checks.inputs import Case, Exercise, Inputs, Quantity, only, reordered, without
from autograder.checks.rnn_cell import SIZES


def _forward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, n_a, n_y = 2, 3, 4, 5
    # Integer input throughout: a buffer that copies its dtype would cut off every fraction.
    xt, a_prev, c_prev = draw.whole(n_x, m), draw.normal(n_a, m), draw.normal(n_a, m)
    p = draw.lstm_parameters(n_x, n_a, n_y)
    others = draw.normal(3, 2), draw.normal(2, 2), draw.normal(2, 2), draw.lstm_parameters(3, 2, 4)
    open_gates = {f"b{gate}": np.full((n_a, 1), 1000.0) for gate in "fico"}
    return [
        Case(
            "with a candidate of zero",
            (xt, a_prev, c_prev, without(p, "Wc", "bc")),
        ),
        Case(
            "with an empty cell state",
            (xt, a_prev, 0 * c_prev, p),
        ),
        Case(
            "with one example, every gate fully open and by near 1000",
            (
                xt[:, :1],
                a_prev[:, :1],
                c_prev[:, :1],
                {**only(p), **open_gates, "by": 1000 + p["by"]},
            ),
            "The scores lie near 1000 here. Which exponential becomes too large?",
            about="yt_pred",
        ),
        Case(
            "with everything",
            (xt, a_prev, c_prev, reordered(p)),
        ),
        Case("with other sizes", others, tolerance=FINE),
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
    others = draw.normal(3, 2), draw.normal(2, 2), draw.normal(2, 2)
    others = cell_cache(reference, *others, reordered(draw.lstm_parameters(3, 2, 1)))
    shut = {**draw.lstm_parameters(1, 2, 1), "bo": np.array([[-1000.0], [0.5]])}
    shut = cell_cache(reference, draw.normal(1, 2), draw.normal(2, 2), draw.normal(2, 2), shut)
    return [
        Case(
            "with da_next = 0, the path through the cell state alone",
            (0 * da_next, 100 * dc_next, cache),
        ),
        Case(
            "with dc_next = 0, the path through the hidden state alone",
            (da_next, 0 * dc_next, cache),
        ),
        Case(
            "with both",
            (da_next, dc_next, cache),
        ),
        Case(
            "with an output gate that is shut",
            (draw.normal(2, 2), draw.normal(2, 2), shut),
            "ot is exactly 0 in one unit. What do you divide by?",
            about="dc",
        ),
        Case("with other sizes", (draw.normal(2, 2), draw.normal(2, 2), others), tolerance=FINE),
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
    shut = {**p, "bo": np.array([[-1000.0], [0.5], [-1200.0], [0.0], [1000.0]])}
    cache = cell_cache(reference, draw.normal(4, 6), a_prev, c_prev, shut)
    cases.append(Case("with some output gates shut", (da_next, dc_next, cache)))
    return cases


# By letter: name in the code, what a message calls it, equation, place in the cache.
GATES = {
    "f": ("ft", "the forget gate", 2, 4),
    "i": ("it", "the input gate", 3, 5),
    "c": ("cct", "the candidate", 4, 6),
    "o": ("ot", "the output gate", 6, 7),
}


def _gate(letter: str) -> Quantity:
    name, called, equation, place = GATES[letter]
    function = "tanh" if letter == "c" else "sigmoid"
    return Quantity(
        name,
        equation,
        where=f"cache[{place}]",
        hint="Which matrix, which bias and which function make it, and what does the matrix "
        "multiply?",
        look=f"the inside of the {function}: the matrix, what it multiplies, the bias.",
        algebra=f"with s the stack of a_prev on xt, {name} is {function} of W{letter} s + "
        f"b{letter}.",
        uses=() if letter == "c" else ("sigmoid",),
        called=f"{called} `{name}`",
    )


_FORWARD = (
    *map(_gate, "fic"),
    Quantity(
        "c_next",
        5,
        after=("ft", "it", "cct"),
        hint="Two products are added. Which gate meets what in each?",
        look="the two products, and what stands between them.",
        algebra="entry by entry: ft times c_prev, plus it times cct.",
        called="the new cell state `c_next`",
    ),
    _gate("o"),
    Quantity(
        "a_next",
        7,
        after=("c_next", "ot"),
        hint="Which gate shows which part of the cell, and through which function?",
        look="both factors: the gate, and what becomes of c_next before they meet.",
        algebra="entry by entry: ot times tanh of c_next.",
        called="the new hidden state `a_next`",
    ),
    Quantity(
        "yt_pred",
        8,
        after=("a_next",),
        hint="Which scores does softmax get, term by term, and to what does each of its columns "
        "add up?",
        look="the inside of the softmax: one product with the new hidden state, and one bias.",
        algebra="the score [i, j] is sum over k of Wy[i, k] a_next[k, j], plus by[i].",
        uses=("softmax",),
        called="the prediction `yt_pred`",
    ),
    Quantity("a_next in the cache", where="cache[0]", after=("a_next",), hint=CACHE),
    Quantity("c_next in the cache", where="cache[1]", after=("c_next",), hint=CACHE),
    Quantity("a_prev in the cache", where="cache[2]", hint=CACHE),
    Quantity("c_prev in the cache", where="cache[3]", hint=CACHE),
    Quantity("xt in the cache", where="cache[8]", hint=CACHE),
    Quantity("parameters in the cache", where="cache[9]", hint=CACHE),
)

EQUATION = dict(zip("fico", ("10a", "10b", "10c", "10d"), strict=True))
# By letter: the line of algebra, and what arrives.
_BACK = {
    "f": ("dz_f[i, j] = dc[i, j] c_prev[i, j] ft[i, j] (1 - ft[i, j]).", "dc"),
    "i": ("dz_i[i, j] = dc[i, j] cct[i, j] it[i, j] (1 - it[i, j]).", "dc"),
    "c": ("dz_c[i, j] = dc[i, j] it[i, j] (1 - cct[i, j]^2).", "dc"),
    "o": ("dz_o[i, j] = da_next[i, j] tanh(c_next[i, j]) ot[i, j] (1 - ot[i, j]).", ""),
}


def _back_gate(letter: str) -> tuple[Quantity, ...]:
    called, (algebra, source) = GATES[letter][1], _BACK[letter]
    inside = f"dz_{letter}"
    return (
        Quantity(
            inside,
            EQUATION[letter],
            where=None,
            after=(source,) if source else (),
            hint=f"Three factors make it: what arrives, what {called} was multiplied with, and a "
            "slope. Which are they?",
            look="the slope, and the partner in the product: each must be that of this line.",
            algebra=algebra,
            called=f"the gradient inside {called} (`{inside}`)",
        ),
        Quantity(
            f"db{letter}",
            13,
            after=(inside,),
            hint="One bias moves a whole row. Over what do you add up, and which shape is left?",
            look="the sum over the examples; it leaves one column.",
            algebra=f"db{letter}[i] = sum over j of dz_{letter}[i, j].",
        ),
        Quantity(
            f"dW{letter}",
            13,
            after=(inside,),
            hint="What did this matrix multiply, and over what does its gradient add up?",
            look="what the matrix was multiplied with: the whole stack, transposed.",
            algebra=f"dW{letter}[i, k] = sum over j of dz_{letter}[i, j] s[k, j], with s the stack "
            "of a_prev on xt.",
        ),
    )


_INSIDES = tuple(f"dz_{letter}" for letter in GATES)
_BACKWARD = (
    Quantity(
        "dc",
        9,
        where=None,
        hint="Two gradients meet in c_next. Where does each come from?",
        look="the sum: what comes in along the top, and what comes back through a_next.",
        algebra="dc[i, j] = dc_next[i, j] + da_next[i, j] ot[i, j] (1 - tanh(c_next[i, j])^2).",
        called="the whole gradient at `c_next`",
    ),
    *(quantity for letter in "fico" for quantity in _back_gate(letter)),
    Quantity(
        "dc_prev",
        11,
        after=("dc",),
        hint="What was c_prev multiplied with on its way to c_next?",
        look="both factors: the whole gradient at c_next, and the gate.",
        algebra="dc_prev[i, j] = dc[i, j] ft[i, j].",
    ),
    Quantity(
        "da_prev",
        12,
        after=_INSIDES,
        hint="The old hidden state went into four products. What does each send back, and which "
        "rows are its own?",
        look="the sum of the four products, and its first n_a rows.",
        algebra="the first n_a rows of: Wf^T dz_f + Wi^T dz_i + Wc^T dz_c + Wo^T dz_o.",
    ),
    Quantity(
        "dxt",
        12,
        after=_INSIDES,
        hint="The input went into four products. What does each send back, and which rows are its "
        "own?",
        look="the sum of the four products, and its last n_x rows.",
        algebra="the last n_x rows of: Wf^T dz_f + Wi^T dz_i + Wc^T dz_c + Wo^T dz_o.",
    ),
)

EXERCISES = {
    "lstm_cell_forward": Exercise(
        ("xt", "a_prev", "c_prev", "parameters"),
        ("a_next", "c_next", "yt_pred", "cache"),
        _forward_visible,
        _forward_hidden,
        _FORWARD,
    ),
    "lstm_cell_backward": Exercise(
        ("da_next", "dc_next", "cache"),
        "gradients",
        _backward_visible,
        _backward_hidden,
        _BACKWARD,
    ),
}

PREDICTIONS: dict = {
    "steps until less than half is left at f = 0.95": 14,
    "LSTM cell: shape of the stack": (7, 2),
    "LSTM cell: shape of Wf": (4, 7),
    "LSTM cell: shape of ft": (4, 2),
    "LSTM cell: shape of c_next": (4, 2),
    "LSTM cell: shape of yt_pred": (5, 2),
    "LSTM cell: ft of two examples": [0.2, 0.75],
    "LSTM cell: c_next of two examples": [0.55, -0.55],
    "LSTM cell: a_next of two examples": [0.2, -0.45],
    "LSTM cell: dc_t of example 1": -2,
    "LSTM cell: dz_f of example 1": 0.075,
    "LSTM cell: dz_i of example 0": 0.5625,
    "LSTM cell: dz_c of example 0": 0.8,
    "LSTM cell: dz_o of example 0": 1.2,
    "LSTM cell: dc_prev of example 0": 1,
    "LSTM cell: dxt[1, 0]": 4.1625,
    "LSTM cell: dbf[0, 0]": 1.675,
    "LSTM cell: dWf[0, 1]": -1.6,
}
