"""Checks of lesson 07: orthogonal weights, a GRU, truncation, masks."""

from __future__ import annotations

import numpy as np

from autograder.checks import rnn, rnn_cell
from autograder.checks.inputs import Case, Exercise, Inputs, Quantity, only, without

# ------------------------------------------------------------------ orthogonal weights


def _orthogonal_visible(draw: Inputs, reference: dict) -> list[Case]:
    return [
        Case("with n = 1", (1, 5, 0)),
        Case("with n = 4", (4, 6, 0)),
        Case("in 400 draws with n = 3", (3, 7, 400)),
    ]


def _orthogonal_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = [Case(f"with n = {n}", (n, 100 + n, 0)) for n in (1, 2, 3, 5, 8, 13, 64)]
    return [*cases, Case("in 1000 draws with n = 4", (4, 99, 1000))]


# ------------------------------------------------------------------ the GRU cell


def gru_parameters(draw: Inputs, n_x: int, n_a: int, n_y: int) -> dict[str, np.ndarray]:
    """Draw ``Wu``, ``bu``, ``Wr``, ``br``, ``Wc``, ``bc``, ``Wy``, ``by``."""
    shapes: dict[str, tuple[int, int]] = {}
    for gate in "urc":
        shapes |= {f"W{gate}": (n_a, n_a + n_x), f"b{gate}": (n_a, 1)}
    shapes |= {"Wy": (n_y, n_a), "by": (n_y, 1)}
    return {name: draw.normal(*shape, scale=0.5) for name, shape in shapes.items()}


def _gate_at(parameters: dict, gate: str, bias: float) -> dict[str, np.ndarray]:
    """Hold a gate at exactly 1 or 0 by a bias of plus or minus 1000."""
    held = np.full(parameters[f"b{gate}"].shape, bias)
    return {**without(parameters, f"W{gate}"), f"b{gate}": held}


def _cell_forward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, n_a, n_y = 2, 3, 4, 5
    # Integer input throughout: a buffer that copies its dtype would cut off every fraction.
    xt, a_prev, p = draw.whole(n_x, m), draw.normal(n_a, m), gru_parameters(draw, n_x, n_a, n_y)
    return [
        Case(
            "with a candidate of zero",
            (xt, a_prev, without(p, "Wc", "bc")),
            "Here a_next is what the update gate leaves of a_prev. Is ut the share of the new?",
            about="a_next",
        ),
        Case(
            "with the update gate fully open",
            (xt, a_prev, _gate_at(p, "u", 1000.0)),
            "Here a_next is the candidate. Where does the reset gate act?",
            about="cct",
        ),
        Case(
            "with one example and by near 1000, all else zero",
            (xt[:, :1], a_prev[:, :1], {**only(p), "by": 1000 + p["by"]}),
            "Is by added before the softmax?",
            about="yt_pred",
        ),
        Case(
            "with everything",
            (xt, a_prev, p),
            "a_next mixes the candidate and the old state; yt_pred looks at a_next.",
            about="a_next",
        ),
    ]


def _cell_forward_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = []
    for label, (n_x, m, n_a, n_y) in rnn_cell.SIZES.items():
        states = draw.normal(n_x, m), draw.normal(n_a, m)
        cases.append(Case(label, (*states, gru_parameters(draw, n_x, n_a, n_y))))
    p, a_prev = gru_parameters(draw, 4, 5, 3), draw.normal(5, 6)
    integers = draw.one_hot(4, 6, dtype=int)
    cases.append(Case("with integer one-hot input", (integers, a_prev, p)))
    cases.append(Case("with a zero state", (draw.normal(4, 6), np.zeros((5, 6)), p)))
    large_state = draw.normal(4, 6), 5 * a_prev, p
    cases.append(Case("with states beyond 1", large_state))
    spread = draw.spread(4, 6), 0.01 * draw.spread(5, 6), p
    cases.append(Case("with badly spread input", spread, tolerance=1e-8))
    wide = {**p, **{name: 900 * p[name] for name in ("Wu", "Wr", "Wy")}, "by": 5000 * p["by"]}
    cases.append(Case("with very large input", (2000 * draw.normal(4, 6), a_prev, p)))
    large = draw.normal(4, 6), a_prev, wide
    cases.append(Case("with fully open and shut gates", large, tolerance=1e-8))
    return cases


def cell_cache(reference: dict, xt: np.ndarray, a_prev: np.ndarray, parameters: dict) -> tuple:
    """Cache that the reference's forward step leaves."""
    return reference["gru_cell_forward"](xt, a_prev, parameters)[2]


def _cell_backward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, n_a, n_y = 2, 3, 4, 1
    xt, a_prev, p = draw.whole(n_x, m), draw.normal(n_a, m), gru_parameters(draw, n_x, n_a, n_y)
    da_next = draw.normal(n_a, m)
    return [
        Case(
            "with a candidate that hears nothing",
            (100 * da_next, cell_cache(reference, xt, a_prev, without(p, "Wc"))),
            "Here da_prev has two parts: the share 1 - ut, and what comes through the update gate.",
            about="da_prev",
        ),
        Case(
            "with the update gate fully open",
            (da_next, cell_cache(reference, xt, a_prev, _gate_at(p, "u", 1000.0))),
            "Here everything comes through the candidate: by way of rt * a_prev, and of rt itself.",
            about="da_prev",
        ),
        Case(
            "with everything",
            (da_next, cell_cache(reference, xt, a_prev, p)),
            "a_prev is used four times. Do all four parts reach da_prev?",
            about="da_prev",
        ),
    ]


def _cell_backward_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = []
    for label, (n_x, m, n_a, n_y) in rnn_cell.SIZES.items():
        p = gru_parameters(draw, n_x, n_a, n_y)
        cache = cell_cache(reference, draw.normal(n_x, m), draw.normal(n_a, m), p)
        cases.append(Case(label, (draw.normal(n_a, m), cache)))
    p, a_prev, da_next = gru_parameters(draw, 4, 5, 3), draw.normal(5, 6), draw.normal(5, 6)
    cache = cell_cache(reference, draw.one_hot(4, 6, dtype=int), a_prev, p)
    cases.append(Case("with integer one-hot input", (da_next, cache)))
    cache = cell_cache(reference, draw.normal(4, 6), a_prev, p)
    cases.append(Case("with large gradients", (draw.spread(5, 6), cache), tolerance=1e-8))
    cache = cell_cache(reference, draw.spread(4, 6), a_prev, p)
    cases.append(Case("with saturated gates", (da_next, cache), tolerance=1e-8))
    for label, a_old in {"a zero": 0 * a_prev, "a large": 10 * a_prev}.items():
        cache = cell_cache(reference, draw.normal(4, 6), a_old, p)
        cases.append(Case(f"with {label} state", (da_next, cache), tolerance=1e-8))
    shut = cell_cache(reference, draw.normal(4, 6), a_prev, _gate_at(p, "r", -1000.0))
    cases.append(Case("with the reset gate shut", (da_next, shut)))
    return cases


# ------------------------------------------------------------------ truncation


def _truncated_visible(draw: Inputs, reference: dict) -> list[Case]:
    # Six steps in windows of four: counted from the end, or an edge one step early or late, the
    # windows are four different ones.
    n_x, m, steps, n_a, n_y = 2, 3, 6, 4, 1
    x, a0, p = draw.whole(n_x, m, steps), draw.normal(n_a, m), draw.rnn_parameters(n_x, n_a, n_y)
    caches, da = reference["rnn_forward"](x, a0, p)[2], draw.normal(n_a, m, steps)
    at_step_4 = 100 * da * (np.arange(steps) == 4)
    at_step_1 = da * (np.arange(steps) == 1)
    return [
        Case(
            "with a window longer than the sequence",
            (da, caches, 9),
            "Nothing is cut here: the result is that of rnn_backward.",
            about="dx at the earlier steps",
        ),
        Case(
            "with windows of 2 steps, and a gradient at step 1 only",
            (at_step_1, caches, 2),
            "Steps 0 and 1 share a window, so step 0 and a0 get their part.",
            about="dx at the earlier steps",
        ),
        Case(
            "with windows of 2 steps, and a gradient at step 4 only",
            (at_step_4, caches, 2),
            "Windows count from step 0, so step 4 opens one. What may reach step 3?",
            about="dx at the earlier steps",
        ),
        Case(
            "with windows of 4 steps",
            (da, caches, 4),
            "The windows are steps 0 to 3 and 4 to 5. Which da_prev stays behind?",
            about="dx at the earlier steps",
        ),
    ]


def _truncated_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = []
    for label, (n_x, m, steps, n_a, n_y) in rnn.SIZES.items():
        p = draw.rnn_parameters(n_x, n_a, n_y)
        caches = reference["rnn_forward"](draw.normal(n_x, m, steps), draw.normal(n_a, m), p)[2]
        cases.append(Case(label, (draw.normal(n_a, m, steps), caches, 1 + steps // 2)))
    x, a0, p = draw.normal(4, 6, 7), draw.normal(5, 6), draw.rnn_parameters(4, 5, 3)
    caches, da = reference["rnn_forward"](x, a0, p)[2], draw.normal(5, 6, 7)
    for window in range(1, 9):
        cases.append(Case(f"with 7 steps in windows of {window}", (da, caches, window)))
    caches = reference["rnn_forward"](draw.one_hot(4, 6, 7, dtype=int), a0, p)[2]
    cases.append(Case("with integer one-hot input", (da, caches, 2)))
    large = draw.spread(5, 6, 7), caches, 3
    cases.append(Case("with large gradients", large, tolerance=1e-8))
    return cases


# ------------------------------------------------------------------ masks


def _mask(*lengths: int, steps: int) -> np.ndarray:
    """Mask of sequences that fill so many of the steps, from the first on."""
    return (np.arange(steps) < np.array(lengths)[:, np.newaxis]).astype(float)


def _masked_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, steps, n_a, n_y = 2, 3, 4, 5, 2
    x, a0, p = draw.whole(n_x, m, steps), draw.normal(n_a, m), draw.rnn_parameters(n_x, n_a, n_y)
    ends, gaps = _mask(4, 1, 2, steps=steps), np.ones((m, steps))
    gaps[[0, 0, 0, 1, 2, 2], [0, 1, 2, 1, 0, 1]] = 0
    return [
        Case(
            "with nothing masked",
            (x, a0, np.ones((m, steps)), p),
            "Nobody waits here: the result is that of rnn_forward.",
            about="a at the later steps",
        ),
        Case(
            "with padding at the end",
            (x, a0, ends, p),
            "Where the mask is 0, an example keeps the state it had, and predicts from that.",
            about="a at the later steps",
        ),
        Case(
            "with gaps, two of them at the first step",
            (x, a0, gaps, p),
            "After a gap an example goes on from the state that it kept, at first from a0.",
            about="a_prev in the caches",
        ),
    ]


def _masked_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = []
    for label, (n_x, m, steps, n_a, n_y) in rnn.SIZES.items():
        args = draw.normal(n_x, m, steps), draw.normal(n_a, m)
        mask = draw.one_hot(2, m, steps)[0]
        cases.append(Case(label, (*args, mask, draw.rnn_parameters(n_x, n_a, n_y))))
    a0, p = draw.normal(5, 6), draw.rnn_parameters(4, 5, 3)
    x, mask = draw.normal(4, 6, 7), _mask(7, 1, 3, 0, 6, 2, steps=7)
    cases.append(Case("with padding at the end", (x, a0, mask, p)))
    cases.append(Case("with padding at the start", (x, a0, mask[:, ::-1].copy(), p)))
    cases.append(Case("with a batch that only waits", (x, a0, 0 * mask, p)))
    junk = np.where(mask == 1, x, 1e6 * x)
    cases.append(Case("with large numbers in the padding", (junk, a0, mask, p)))
    integers = draw.one_hot(4, 6, 7, dtype=int)
    cases.append(Case("with integer one-hot input", (integers, a0, mask, p)))
    cases.append(Case("with a zero start", (x, 0 * a0, mask, p)))
    wide = {**p, "Wya": 2000 * p["Wya"]}
    cases.append(Case("with very large scores", (x, a0, mask, wide), tolerance=1e-8))
    return cases


CACHE = "What does the docstring put in this place of the cache?"
CACHES = "What does rnn_cell_forward return third, and is it kept as it came?"
DIRECTION = (
    "Is some direction preferred? From which distribution are the columns that you begin with?"
)

_ORTHOGONAL = (
    Quantity(
        "W",
        hint="What does the docstring say that the function returns?",
        called="the type or shape of `W`",
    ),
    Quantity(
        "W.T @ W",
        3,
        after=("W",),
        hint="Is an entry on its diagonal wrong, a length? Or one beside it, an angle?",
        look="the product of one column with itself, and with another column.",
        algebra="entry [i, k] of W^T W is the product of columns i and k: 1 if i = k, else 0.",
    ),
    Quantity(
        "different matrices in two draws",
        after=("W",),
        hint="Two calls with one generator should draw twice. Where do your numbers come from?",
    ),
    Quantity(
        "different matrices from one seed",
        after=("W",),
        hint="Two generators of one seed give the same numbers. Which of yours come from "
        "elsewhere?",
    ),
    Quantity(
        "mean products in a column",
        after=("W", "W.T @ W"),
        hint=DIRECTION,
        called="the spread of the columns over all directions",
    ),
    Quantity(
        "mean fourth powers",
        after=("W", "W.T @ W"),
        hint=DIRECTION,
        called="the spread of the entries' sizes",
    ),
)


def _gate(letter: str, called: str, equation: int, at: int) -> Quantity:
    name = f"{letter}t"
    return Quantity(
        name,
        equation,
        where=f"cache[{at}]",
        hint="Which matrix, which bias and which function make it, and what does the matrix "
        "multiply?",
        look="the inside of the sigmoid: the matrix, what it multiplies, the bias.",
        algebra=f"with s the stack of a_prev on xt, {name} is sigmoid of W{letter} s + b{letter}.",
        uses=("sigmoid",),
        called=f"{called} `{name}`",
    )


_FORWARD = (
    _gate("u", "the update gate", 4, 2),
    _gate("r", "the reset gate", 5, 3),
    Quantity(
        "cct",
        (6, 7),
        where="cache[4]",
        after=("rt",),
        hint="What does Wc multiply: which part of the old state, and where does the reset gate "
        "meet it?",
        look="the upper part of the candidate's stack, and the bias.",
        algebra="with v = rt * a_prev, entry by entry, cct is tanh of Wc times the stack of v on "
        "xt, plus bc.",
        called="the candidate `cct`",
    ),
    Quantity(
        "a_next",
        8,
        after=("ut", "cct"),
        hint="Two products are added. Which share has the candidate, and which the old state?",
        look="the two products: at ut = 0 nothing new comes in.",
        algebra="entry by entry: ut times cct, plus 1 - ut times a_prev.",
        called="the new state `a_next`",
    ),
    Quantity(
        "yt_pred",
        9,
        after=("a_next",),
        hint="Which function makes it, and which scores does that get? Name each term and its "
        "shape.",
        look="the inside of the softmax: one product with the new state, and one bias.",
        algebra="the score [i, j] is sum over k of Wy[i, k] a_next[k, j], plus by[i].",
        uses=("softmax",),
        called="the prediction `yt_pred`",
    ),
    Quantity("a_next in the cache", where="cache[0]", after=("a_next",), hint=CACHE),
    Quantity("a_prev in the cache", where="cache[1]", hint=CACHE),
    Quantity("xt in the cache", where="cache[5]", hint=CACHE),
    Quantity("parameters in the cache", where="cache[6]", hint=CACHE),
)

# By letter: what is inside of it, its equation, from which quantities, and three levels of hint.
_INSIDE = {
    "u": (
        10,
        (),
        "By what does a_next grow when ut grows, and what is the slope of the gate?",
        "the two places at which ut stands in the mixture, and the slope of the sigmoid.",
        "dz_u[i, j] = da_next[i, j] (cct[i, j] - a_prev[i, j]) ut[i, j] (1 - ut[i, j]).",
    ),
    "c": (
        11,
        (),
        "What was the candidate multiplied with, and what is the slope of its tanh?",
        "both factors: the gate that meets the candidate, and the slope of the tanh.",
        "dz_c[i, j] = da_next[i, j] ut[i, j] (1 - cct[i, j]^2).",
    ),
    "r": (
        (12, 13),
        ("dz_c",),
        "Which rows of what comes back from the candidate reach the reset gate, what was the gate "
        "multiplied with, and what is its slope?",
        "what comes back to v = rt * a_prev, its other factor, and the slope of the sigmoid.",
        "dv is the first n_a rows of Wc^T dz_c, and dz_r[i, j] = dv[i, j] a_prev[i, j] rt[i, j] "
        "(1 - rt[i, j]).",
    ),
}
_CALLED = {"u": "the update gate", "c": "the candidate", "r": "the reset gate"}


def _inside(letter: str) -> tuple[Quantity, ...]:
    equation, after, hint, look, algebra = _INSIDE[letter]
    inside, stack = f"dz_{letter}", "v on xt" if letter == "c" else "a_prev on xt"
    return (
        Quantity(
            inside,
            equation,
            where=None,
            after=after,
            hint=hint,
            look=look,
            algebra=algebra,
            called=f"the gradient inside {_CALLED[letter]} (`{inside}`)",
        ),
        Quantity(
            f"db{letter}",
            17,
            after=(inside,),
            hint="One bias moves a whole row. Over what do you add up, and which shape is left?",
            look="the sum over the examples; it leaves one column.",
            algebra=f"db{letter}[i] = sum over j of dz_{letter}[i, j].",
        ),
        Quantity(
            f"dW{letter}",
            17,
            after=(inside,),
            hint="Which stack did this matrix multiply, and over what does its gradient add up?",
            look="what the matrix was multiplied with: its own stack, transposed.",
            algebra=f"dW{letter}[i, k] = sum over j of dz_{letter}[i, j] times entry [k, j] of the "
            f"stack of {stack}.",
        ),
    )


_BACKWARD = (
    *_inside("u"),
    *_inside("c"),
    *_inside("r"),
    Quantity(
        "da_prev",
        (14, 15),
        after=("dz_u", "dz_c", "dz_r"),
        hint="a_prev is used four times. Which of its uses sends back nothing, or too much?",
        look="the four parts: mixture, reset state, and the stacks of the two gates.",
        algebra="da_prev = da_next (1 - ut) + dv rt + the first n_a rows of Wu^T dz_u + Wr^T dz_r.",
    ),
    Quantity(
        "dxt",
        (14, 16),
        after=("dz_u", "dz_c", "dz_r"),
        hint="The input lies in two stacks. What does each send back, and which rows are its own?",
        look="the last n_x rows: of what comes through the candidate, and through both gates.",
        algebra="the last n_x rows of: Wc^T dz_c + Wu^T dz_u + Wr^T dz_r.",
    ),
)

_CELL = ("rnn_cell_backward",)
_CARRY = "what travels back from step to step"
_TRUNCATED = (
    Quantity(
        "dx at the last step",
        19,
        where="dx[:, :, -1]",
        hint="Nothing comes back from behind the last step. What does the cell get there?",
        look="the gradient at the last state: its own part alone.",
        algebra="for the last t, dz = da[:, :, t] (1 - a[:, :, t]^2), entry by entry.",
        uses=_CELL,
    ),
    Quantity(
        _CARRY,
        18,
        where=None,
        after=("dx at the last step",),
        hint="Write the steps of each window down, from step 0 on. What may step t get from step "
        "t + 1, and where is the edge?",
        look="the condition: which of the two steps does it name, and what is 0 there?",
        algebra="step t gets 0 from step t + 1 if the window divides t + 1; else its da_prev.",
        uses=_CELL,
    ),
    Quantity(
        "dx at the earlier steps",
        19,
        where="dx[:, :, :-1]",
        after=(_CARRY,),
        hint="Which steps have a wrong dx: those before an edge, or others?",
        look="what is added to da[:, :, t], step by step.",
        algebra="dx[:, :, t] is Wax transposed times the dz of step t.",
        uses=_CELL,
    ),
    *(
        Quantity(
            name,
            20,
            after=(_CARRY,),
            hint="All steps of all windows share the weights. What becomes of their parts?",
            look="the sum over all steps.",
            algebra=f"{name} is the part of step 0, plus that of step 1, and so on to the last.",
            uses=_CELL,
        )
        for name in ("dWax", "dWaa", "dba")
    ),
    Quantity(
        "da0",
        19,
        after=(_CARRY,),
        hint="What does the first window hand back? Does an edge lie before step 0?",
        look="what step 0 hands back.",
        algebra="da0 is Waa transposed times the dz of step 0.",
        uses=_CELL,
    ),
)

_FORWARD_CELL = ("rnn_cell_forward",)
_MASKED = (
    Quantity(
        "xt in the caches",
        21,
        where="caches[0][:][2]",
        hint="Which slice of x does the cell get at step t?",
        look="the input of the cell: x[:, :, t] as it is, also where the mask is 0.",
        algebra="xt[k, j] = x[k, j, t].",
        uses=_FORWARD_CELL,
    ),
    Quantity(
        "a at the first step",
        21,
        where="a[:, :, 0]",
        after=("xt in the caches",),
        hint="Whose state is it where the mask is 1, and whose where it is 0?",
        look="both terms: the proposed state, and the one that the example had.",
        algebra="a[i, j, 0] is the proposed [i, j] where mask[j, 0] is 1, and a0[i, j] where it "
        "is 0.",
        uses=_FORWARD_CELL,
    ),
    Quantity(
        "a_prev in the caches",
        21,
        where="caches[0][:][1]",
        after=("a at the first step",),
        hint="Which state does the next step start from: the proposed one, or the one that was "
        "taken or kept?",
        look="the state that is handed on.",
        algebra="at step 1 the old state is a[:, :, 0], and so on.",
        uses=_FORWARD_CELL,
    ),
    Quantity(
        "a at the later steps",
        21,
        where="a[:, :, 1:]",
        after=("xt in the caches", "a_prev in the caches"),
        hint="Whose state is it where the mask is 1, and whose where it is 0?",
        look="both terms: the proposed state, and the one that the example had.",
        algebra="a[i, j, t] is the proposed [i, j] where mask[j, t] is 1, and a[i, j, t - 1] where "
        "it is 0.",
        uses=_FORWARD_CELL,
    ),
    Quantity(
        "y_pred",
        22,
        after=("a at the first step", "a at the later steps"),
        hint="Which function makes it, and from which state, for an example that waits too?",
        look="the state inside the softmax: the one of Equation 21.",
        algebra="y_pred[:, :, t] is softmax of Wya a[:, :, t] + by.",
        uses=("softmax",),
    ),
    Quantity(
        "a_next in the caches",
        where="caches[0][:][0]",
        after=("xt in the caches", "a_prev in the caches"),
        hint=CACHES,
        uses=_FORWARD_CELL,
    ),
    Quantity("parameters in the caches", where="caches[0][:][3]", hint=CACHES),
    Quantity("x in the caches", where="caches[1]", hint="Which two things make up caches?"),
)

EXERCISES = {
    "orthogonal": Exercise(
        ("n", "seed", "draws"),
        tuple(quantity.name for quantity in _ORTHOGONAL),
        _orthogonal_visible,
        _orthogonal_hidden,
        _ORTHOGONAL,
        probe="orthogonal_matrices",
    ),
    "gru_cell_forward": Exercise(
        ("xt", "a_prev", "parameters"),
        ("a_next", "yt_pred", "cache"),
        _cell_forward_visible,
        _cell_forward_hidden,
        _FORWARD,
    ),
    "gru_cell_backward": Exercise(
        ("da_next", "cache"),
        "gradients",
        _cell_backward_visible,
        _cell_backward_hidden,
        _BACKWARD,
    ),
    "rnn_backward_truncated": Exercise(
        ("da", "caches", "window"),
        "gradients",
        _truncated_visible,
        _truncated_hidden,
        _TRUNCATED,
    ),
    "rnn_forward_masked": Exercise(
        ("x", "a0", "mask", "parameters"),
        ("a", "y_pred", "caches"),
        _masked_visible,
        _masked_hidden,
        _MASKED,
    ),
}

PREDICTIONS = {
    "late marks that are needed": "A",
    "factor of one step": 0.72,
    "second column": (-0.8, 0.6),
    "a_next of the GRU by hand": 1.5,
    "da_prev of the GRU by hand": 21 / 32,
    "dx in windows of two": (1.5, 1, 1.5, 1, 1),
    "smallest window that learns a delay of 8": 9,
    "states under a mask": (-1, -1, 1, 1),
    "share left after 25 steps with b_f = 2": 0.042,
}
