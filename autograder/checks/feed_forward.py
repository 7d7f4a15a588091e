"""Checks of lesson 01: a network with one hidden layer."""

from __future__ import annotations

import math

import numpy as np

from autograder.checks.inputs import Case, Exercise, Inputs, Quantity, only, reordered, without

# Sizes of (n_x, m, n_h, n_y): all different, so that a swapped axis cannot hide, and the edges.
SIZES = {
    "with other sizes": (4, 6, 5, 3),
    "with more classes than examples": (2, 3, 4, 7),
    "with n_x equal to n_h": (4, 3, 4, 2),
    "with every size equal": (3, 3, 3, 3),
    "with one example": (3, 1, 4, 2),
    "with one class": (3, 4, 2, 1),
    "with one feature and one hidden unit": (1, 5, 1, 2),
}


# A question about whatever a cache only hands on.
CACHE = "In which order does the docstring list the cache, and what stands at this place of yours?"

# Tolerance of a case, to tell single precision from double: nine digits are stored.
FINE = 1e-8

# Factors of four examples: the third saturates whatever it meets.
FAR = np.array([1, 1, 5000, 1])


def _sigmoid_visible(draw: Inputs, reference: dict) -> list[Case]:
    return [
        Case(
            "at zero, in integers",
            (np.zeros(4, dtype=int),),
            "What does Equation 1 give for 0, and has your array room for fractions?",
        ),
        Case(
            "on a few numbers",
            (draw.normal(2, 1, 2),),
            "At 0 and far from 0 you are right. Which exponent has Equation 1 in between?",
            tolerance=FINE,
        ),
        Case(
            "on large numbers",
            (np.array([-1000.0, -40.0, 0.25, 40.0, 1000.0]),),
            "Which exponential becomes too large for a float, or what cuts a score off?",
            tolerance=1e-9,
        ),
    ]


def _sigmoid_hidden(draw: Inputs, reference: dict) -> list[Case]:
    shapes = [(5, 3), (1, 6), (7,), (2, 3, 4)]
    cases = [Case(f"on an array of {len(s)} dimensions", (draw.normal(*s),)) for s in shapes]
    extremes = np.array([[-2000.0, -745.0, -1e-9, 0.0], [2000.0, 710.0, 1e-9, -0.0]])
    cases += [Case("on very large numbers", (extremes,)), _spread(draw, 4, 5)]
    cases.append(Case("on integers", (draw.whole(3, 4),)))
    # Last, and of the first case's shape: the first case is called again after it. So a function
    # that keeps a buffer for each shape spoils this result.
    return [*cases, Case("on other numbers of the same shape", (draw.normal(5, 3),))]


def _spread(draw: Inputs, *shape: int) -> Case:
    return Case("on badly spread numbers", (draw.spread(*shape),))


def _softmax_visible(draw: Inputs, reference: dict) -> list[Case]:
    return [
        Case(
            "on equal scores, in integers",
            (np.zeros((3, 2), dtype=int),),
            "Equal scores share the probability equally. Has your array room for fractions?",
        ),
        Case(
            "on a few columns",
            (draw.normal(4, 3),),
            "Which axis do you sum over, and does each column keep its own sum?",
            tolerance=FINE,
        ),
        Case(
            "on one column",
            (np.array([[1.0], [2.0]]),),
            "One example still has a column of its own. Which shape do your sums keep?",
        ),
        Case(
            "on columns 2,000 apart",
            (np.array([[-1002.0, -2000.0], [-1000.0, 1000.0], [-1001.0, 999.0]]),),
            "The result stays the same when you subtract a number from a column. "
            "Which number keeps exp small, in each column?",
        ),
    ]


def _softmax_hidden(draw: Inputs, reference: dict) -> list[Case]:
    shapes = {"other sizes": (5, 3), "one column": (4, 1), "one row": (1, 5), "a square": (4, 4)}
    cases = [Case(f"on {name}", (draw.normal(*shape),)) for name, shape in shapes.items()]
    apart = draw.normal(3, 4) + np.array([[-3000.0, -1000.0, 0.0, 2000.0]])
    cases += [Case("on columns thousands apart", (apart,)), _spread(draw, 4, 6)]
    wide = draw.normal(5, 3) + np.array([[-2000.0], [0.0], [2000.0], [1999.0], [900.0]])
    cases.append(Case("on integers", (draw.whole(4, 5),)))
    # Last, and of the first case's shape, as in sigmoid's.
    return [*cases, Case("on columns whose scores lie thousands apart", (wide,))]


def _forward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, n_h, n_y = 2, 4, 5, 3
    x, parameters = draw.normal(n_x, m), draw.feed_forward_parameters(n_x, n_h, n_y)
    others = draw.feed_forward_parameters(3, 2, 4)
    return [
        Case(
            "with b2 alone, near 1000",
            (x, {**only(parameters, "b2"), "b2": 1000 + 40 * parameters["b2"]}),
            "The scores lie near 1000 here. Which exponential becomes too large?",
            tolerance=FINE,
            about="y_pred",
        ),
        Case(
            "with one example, without b2",
            (x[:, :1], without(parameters, "b2")),
        ),
        Case(
            "with W1 alone, and integer input",
            (draw.one_hot(n_x, m, dtype=int) * FAR, only(parameters, "W1")),
        ),
        Case("with everything", (x, reordered(parameters)), tolerance=FINE),
        Case("with other sizes", (draw.normal(3, 2), others), tolerance=FINE),
    ]


def _forward_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = []
    for label, (n_x, m, n_h, n_y) in SIZES.items():
        parameters = draw.feed_forward_parameters(n_x, n_h, n_y)
        cases.append(Case(label, (draw.normal(n_x, m), parameters)))
    parameters = draw.feed_forward_parameters(4, 5, 3)
    cases.append(Case("with integer one-hot input", (draw.one_hot(4, 6, dtype=int), parameters)))
    wide = {**parameters, "W2": 2000 * parameters["W2"]}
    cases.append(Case("with very large scores", (draw.normal(4, 6), wide), tolerance=1e-8))
    cases.append(Case("with badly spread input", (draw.spread(4, 6), reordered(parameters))))
    cases.append(Case("with very large input", (2000 * draw.normal(4, 6), parameters)))
    return cases


def _loss_visible(draw: Inputs, reference: dict) -> list[Case]:
    certain = np.array([[1.0, 0.0], [0.0, 1.0]])
    return [
        Case(
            "on one even guess",
            (np.full((2, 1), 0.5), np.eye(2)[:, :1]),
            "One example, two classes with 0.5 each: what does Equation 6 give?",
        ),
        Case(
            "on a few examples",
            (np.round(draw.probabilities(3, 4), 3), draw.one_hot(3, 4, dtype=int)),
            "Over which axis do you add up, and over which do you take the mean?",
            tolerance=FINE,
        ),
        Case(
            "where a class has probability 0",
            (certain, certain.copy()),
            "0 times log 0 is nan. Which probabilities does the loss really need?",
        ),
        Case(
            "where each true class has probability 2.5e-9",
            # So many examples that the product of their probabilities is 0.
            (np.full((2, 40), [[2.5e-9], [0.999999998]]), np.tile(np.eye(2)[:, :1], 40)),
            "Where do you keep the logarithm away from 0? It must still tell 2.5e-9 from 1e-8.",
            tolerance=1e-3,
        ),
    ]


def _loss_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = []
    for label, (_, m, _, n_y) in SIZES.items():
        cases.append(Case(label, (draw.probabilities(n_y, m), draw.one_hot(n_y, m))))
    integers = draw.one_hot(3, 5, dtype=int)
    cases.append(Case("with integer labels", (draw.probabilities(3, 5), integers)))
    tiny = np.array([[3e-9, 0.7, 0.1], [1 - 3e-9, 0.3, 0.0], [0.0, 0.0, 0.9]])
    labels = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    # Adding or clipping at 1e-12 is accepted: it moves this loss by less than 1e-3.
    cases.append(Case("with a very small probability", (tiny, labels), tolerance=1e-3))
    sure = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]])
    cases.append(Case("where every prediction is certain and right", (sure, sure.astype(int))))
    many = (draw.probabilities(5, 600), draw.one_hot(5, 600))
    return [*cases, Case("with many examples", many)]


def _cache(reference: dict, x: np.ndarray, parameters: dict) -> tuple:
    return reference["feed_forward"](x, parameters)[1]


def _backward_visible(draw: Inputs, reference: dict) -> list[Case]:
    n_x, m, n_h, n_y = 2, 4, 5, 3
    x, parameters = draw.normal(n_x, m), draw.feed_forward_parameters(n_x, n_h, n_y)
    others = _cache(reference, draw.normal(3, 2), draw.feed_forward_parameters(3, 2, 4))
    y = draw.one_hot(n_y, m)
    # Large weights too: whoever clips a gradient shows.
    sure = {**parameters, "W2": 100 * parameters["W2"], "b2": np.array([[2000.0], [0.0], [-9.0]])}
    return [
        Case(
            "with one example",
            (y[:, :1], _cache(reference, x[:, :1], parameters)),
        ),
        Case(
            "with several examples",
            (y, _cache(reference, x, reordered(parameters))),
        ),
        Case(
            "with predictions of exactly 0 and 1, and integer input",
            (
                draw.one_hot(n_y, 2, dtype=int),
                _cache(reference, draw.one_hot(n_x, 2, dtype=int), sure),
            ),
            "Softmax and cross-entropy together leave nothing to divide by. What do you divide by?",
            about="dz2",
        ),
        Case("with other sizes", (draw.one_hot(4, 2), others), tolerance=FINE),
    ]


def _backward_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = []
    for label, (n_x, m, n_h, n_y) in SIZES.items():
        parameters = draw.feed_forward_parameters(n_x, n_h, n_y)
        cache = _cache(reference, draw.normal(n_x, m), parameters)
        cases.append(Case(label, (draw.one_hot(n_y, m), cache)))
    parameters = draw.feed_forward_parameters(4, 5, 3)
    labels = draw.one_hot(3, 6, dtype=int)
    integers = draw.one_hot(4, 6, dtype=int)
    cases.append(Case("with integer input", (labels, _cache(reference, integers, parameters))))
    wide = {**parameters, "W2": 2000 * parameters["W2"]}
    cache = _cache(reference, draw.normal(4, 6), wide)
    cases.append(Case("with saturated predictions", (labels, cache), tolerance=1e-8))
    cache = _cache(reference, 2000 * draw.normal(4, 6), parameters)
    cases.append(Case("with saturated hidden units", (labels, cache), tolerance=1e-8))
    return cases


_SIGMOID = (
    Quantity(
        "the result",
        1,
        hint="Put one score into Equation 1 by hand, z = 0 first: which step of yours gives "
        "another number?",
        look="the exponent: its sign, and what it is where z is far from 0.",
        algebra="with s = exp(-|z|): 1 / (1 + s) where z is not negative, s / (1 + s) elsewhere.",
    ),
)
_SOFTMAX = (
    Quantity(
        "the result",
        (2, 3),
        hint="Work one column out by hand: what does each of its entries have to be divided by?",
        look="the sum below the line and the largest score: each belongs to one column alone.",
        algebra="exp(z[i, j] - zmax[j]) / sum over k of exp(z[k, j] - zmax[j]), with zmax[j] the "
        "largest score of column j.",
    ),
)
_FORWARD = (
    Quantity(
        "a1",
        4,
        where="cache[1]",
        hint="Which function makes it, and of which sum? Name each term and its shape.",
        look="the inside of the tanh: one product and one bias.",
        algebra="z1[i, j] = sum over k of W1[i, k] x[k, j], plus b1[i]; a1 is its tanh.",
        called="the hidden activation `a1`",
    ),
    Quantity(
        "y_pred",
        5,
        after=("a1",),
        hint="Which scores does softmax get, term by term, and to what does each of its columns "
        "add up?",
        look="the inside of the softmax: one product and one bias.",
        algebra="z2[i, j] = sum over k of W2[i, k] a1[k, j], plus b2[i]; y_pred is softmax of z2.",
        uses=("softmax",),
    ),
    Quantity("x in the cache", where="cache[0]", hint=CACHE),
    Quantity("y_pred in the cache", where="cache[2]", after=("y_pred",), hint=CACHE),
    Quantity("parameters in the cache", where="cache[3]", hint=CACHE),
)
_LOSS = (
    Quantity(
        "the loss",
        6,
        hint="Which numbers does Equation 6 add up, and by what does it divide their sum?",
        look="the double sum: which of its terms are not zero, and how many examples there are.",
        algebra="p[j] = sum over i of y[i, j] y_pred[i, j], the probability of the true class; the "
        "loss is the mean over j of -ln p[j].",
    ),
)
_BACKWARD = (
    Quantity(
        "dz2",
        10,
        where=None,
        hint="What does the loss send back to the scores of the output, for a mean over m "
        "examples?",
        look="the difference, its sign, and the factor before it.",
        algebra="dz2[i, j] = (y_pred[i, j] - y[i, j]) / m.",
    ),
    Quantity(
        "dW2",
        11,
        after=("dz2",),
        hint="Which two arrays meet in this product, and over what does it add up?",
        look="what layer 2 was given: it takes the place of a in the product.",
        algebra="dW2[i, k] = sum over j of dz2[i, j] a1[k, j].",
    ),
    Quantity(
        "db2",
        11,
        after=("dz2",),
        hint="One bias moves a whole row. Over what do you add up, and which shape is left?",
        look="the sum over the examples; it leaves one column.",
        algebra="db2[i] = sum over j of dz2[i, j].",
    ),
    Quantity(
        "dz1",
        (11, 12),
        where=None,
        after=("dz2",),
        hint="Two things bring dz2 back to the inside of the first tanh. Which?",
        look="the product with the weights of layer 2, and the slope of tanh.",
        algebra="dz1[k, j] = (sum over i of W2[i, k] dz2[i, j]) (1 - a1[k, j]^2).",
    ),
    Quantity(
        "dW1",
        11,
        after=("dz1",),
        hint="Which two arrays meet in this product, and over what does it add up?",
        look="what layer 1 was given: it takes the place of a in the product.",
        algebra="dW1[i, k] = sum over j of dz1[i, j] x[k, j].",
    ),
    Quantity(
        "db1",
        11,
        after=("dz1",),
        hint="One bias moves a whole row. Over what do you add up, and which shape is left?",
        look="the sum over the examples; it leaves one column.",
        algebra="db1[i] = sum over j of dz1[i, j].",
    ),
)

EXERCISES = {
    "sigmoid": Exercise(
        ("z",), "the result", _sigmoid_visible, _sigmoid_hidden, _SIGMOID, quiet=True
    ),
    "softmax": Exercise(
        ("z",), "the result", _softmax_visible, _softmax_hidden, _SOFTMAX, quiet=True
    ),
    "feed_forward": Exercise(
        ("x", "parameters"), ("y_pred", "cache"), _forward_visible, _forward_hidden, _FORWARD
    ),
    "cross_entropy": Exercise(("y_pred", "y"), "the loss", _loss_visible, _loss_hidden, _LOSS),
    "feed_forward_backward": Exercise(
        ("y", "cache"), "gradients", _backward_visible, _backward_hidden, _BACKWARD
    ),
}


# ------------------------------------------------------------------ gradient_step


def _gradients(draw: Inputs, parameters: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Gradients in another order than the parameters, and one that belongs to none of them."""
    gradients = {"d" + name: draw.normal(*parameters[name].shape) for name in reversed(parameters)}
    return {"dx": draw.normal(3, 4), **gradients}


def _step_visible(draw: Inputs, reference: dict) -> list[Case]:
    parameters = draw.feed_forward_parameters(3, 5, 2)
    # Neither order nor shape tells which gradient belongs to which.
    square = {name: draw.normal(3, 3) for name in ("b2", "W1", "W2", "b1")}
    alike = {"d" + name: draw.normal(3, 3) for name in ("W2", "b1", "W1", "b2")}
    whole = {name: np.rint(2 * value) for name, value in parameters.items()}
    steps = {"d" + name: np.full(value.shape, 4.0) for name, value in parameters.items()}
    layer = {name: parameters[name] for name in ("W1", "b1")}
    return [
        Case("on whole numbers, with every slope 4", (whole, steps, 0.25)),
        Case(
            "with the parameters of the network",
            (parameters, _gradients(draw, parameters), 0.537),
        ),
        Case("with a learning rate above 1, and equal shapes", (square, alike, 3.0)),
        Case("with one layer alone", (layer, _gradients(draw, layer), 0.1)),
    ]


def _step_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = []
    for label, (n_x, _, n_h, n_y) in SIZES.items():
        parameters = draw.feed_forward_parameters(n_x, n_h, n_y)
        cases.append(Case(label, (parameters, _gradients(draw, parameters), 0.3)))
    rnn, lstm = draw.rnn_parameters(4, 3, 2), draw.lstm_parameters(2, 3, 4)
    cases.append(Case("with the parameters of an RNN", (rnn, _gradients(draw, rnn), 0.01)))
    cases.append(Case("with the parameters of an LSTM", (lstm, _gradients(draw, lstm), 0.01)))
    large = {name: 2000 * value for name, value in _gradients(draw, rnn).items()}
    cases.append(Case("with large gradients", (rnn, large, 0.7)))
    spread = {"w": draw.spread(4, 5), "v": draw.spread(6)}
    slopes = {"dv": draw.spread(6), "dw": draw.spread(4, 5)}
    cases.append(Case("with badly spread numbers", (spread, slopes, 0.05)))
    cases.append(Case("with a tiny learning rate", (rnn, _gradients(draw, rnn), 1e-6)))
    whole = {"dW": draw.whole(4, 3), "db": draw.whole(4, 1)}
    weights = {"W": draw.normal(4, 3), "b": draw.normal(4, 1)}
    return [*cases, Case("with gradients that are whole numbers", (weights, whole, 0.5))]


EXERCISES["gradient_step"] = Exercise(
    ("parameters", "gradients", "learning_rate"),
    "the parameters",
    _step_visible,
    _step_hidden,
    (
        Quantity(
            "new parameter",
            13,
            where="*",
            hint="Which gradient belongs to which parameter, which way does it move, and how far?",
            look="the sign, the learning rate, and the gradient of the same name.",
            algebra="entry by entry: the old value, minus the learning rate times its gradient.",
            called="a new parameter",
        ),
    ),
)

PREDICTIONS = {
    "shape of W2": (3, 4),
    "shape of b1": (4, 1),
    "shape of z1": (4, 5),
    "shape of y_pred": (3, 5),
    "z in row 1, column 2": 3,
    "sigmoid of ln 3": 0.75,
    "sigmoid of -1000": 0,
    "softmax of ln 1, ln 2, ln 5": (0.125, 0.25, 0.625),
    "a1 of the example": (0.6, 0.8),
    "y_pred of the example": (0.25, 0.75),
    "loss of two examples": 2 * math.log(2),
    "dz of three classes": (0.125, -0.75, 0.625),
    "line that changes": "dx",
    "dW in row 1, column 2": 2,
    "db of the layer": (-1, 3),
    "second row of da": (5, -4),
    "db2 of the tiny network": (-0.25, 0.25),
    "dW1 of the tiny network": -1.5,
    "w after one step": 4,
    "w after two steps": 3.5,
    "different units in the end": 1,
    "loss of equal probabilities": math.log(3),
    "borders of one unit": "parallel lines",
}
