"""Checks of lesson 01: a network with one hidden layer."""

from __future__ import annotations

import numpy as np

from autograder.checks.inputs import Case, Exercise, Inputs, only

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


# Factors of four examples: the third saturates whatever it meets.
FAR = np.array([1, 1, 5000, 1])


def _sigmoid_visible(draw: Inputs, reference: dict) -> list[Case]:
    return [
        Case(
            "at zero, in integers",
            (np.zeros(4, dtype=int),),
            "What is exp(0)? The result needs room for fractions.",
        ),
        Case(
            "on a few numbers",
            (draw.normal(2, 1, 2),),
            "Which sign does the exponent carry?",
        ),
        Case(
            "on large numbers",
            (np.array([-1000.0, -40.0, 40.0, 1000.0]),),
            "Which exponential becomes too large for a float, and can you avoid it?",
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
            "Equal scores share the probability equally. The result needs room for fractions.",
        ),
        Case(
            "on a few columns",
            (draw.normal(4, 3),),
            "Which axis do you sum over, and does each column keep its own sum?",
        ),
        Case(
            "on one column",
            (np.array([[1.0], [2.0]]),),
            "One example still has a column of its own.",
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
    n_x, m, n_h, n_y = 3, 4, 5, 2
    x, parameters = draw.normal(n_x, m), draw.feed_forward_parameters(n_x, n_h, n_y)
    return [
        Case(
            "with b2 alone, near 1000",
            (x, {**only(parameters, "b2"), "b2": 1000 + parameters["b2"]}),
            "Is b2 added before the softmax?",
        ),
        Case(
            "with one example, b1 and W2 alone",
            (x[:, :1], only(parameters, "b1", "W2")),
            "Does b1 go through tanh?",
        ),
        Case(
            "with W1 alone, and integer input",
            (draw.one_hot(n_x, m, dtype=int) * FAR, only(parameters, "W1")),
            "Does x reach a1 through W1 and tanh?",
        ),
        Case("with everything", (x, parameters), "In order: z1, a1, z2, y_pred."),
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
    cases.append(Case("with badly spread input", (draw.spread(4, 6), parameters)))
    cases.append(Case("with very large input", (2000 * draw.normal(4, 6), parameters)))
    return cases


def _loss_visible(draw: Inputs, reference: dict) -> list[Case]:
    certain = np.array([[1.0, 0.0], [0.0, 1.0]])
    return [
        Case("on one even guess", (np.full((2, 1), 0.5), np.eye(2)[:, :1]), "Expect log 2."),
        Case(
            "on a few examples",
            (np.round(draw.probabilities(3, 4), 3), draw.one_hot(3, 4, dtype=int)),
            "Sum over the classes, then take the mean over the examples.",
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
    n_x, m, n_h, n_y = 3, 4, 5, 2
    x, parameters = draw.normal(n_x, m), draw.feed_forward_parameters(n_x, n_h, n_y)
    y = draw.one_hot(n_y, m)
    # Large weights too: whoever clips a gradient shows.
    sure = {**parameters, "W2": 100 * parameters["W2"], "b2": np.array([[2000.0], [0.0]])}
    return [
        Case(
            "with one example",
            (y[:, :1], _cache(reference, x[:, :1], parameters)),
            "Start with dz2 = y_pred - y. Then go back through W2, then through tanh.",
        ),
        Case(
            "with several examples",
            (y, _cache(reference, x, parameters)),
            "The loss is a mean over the examples. Where does 1/m enter?",
        ),
        Case(
            "with predictions of exactly 0 and 1, and integer input",
            (
                draw.one_hot(n_y, 2, dtype=int),
                _cache(reference, draw.one_hot(n_x, 2, dtype=int), sure),
            ),
            "Softmax and cross-entropy together leave nothing to divide by.",
        ),
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


EXERCISES = {
    "sigmoid": Exercise(("z",), "the result", _sigmoid_visible, _sigmoid_hidden),
    "softmax": Exercise(("z",), "the result", _softmax_visible, _softmax_hidden),
    "feed_forward": Exercise(
        ("x", "parameters"), ("y_pred", "cache"), _forward_visible, _forward_hidden
    ),
    "cross_entropy": Exercise(("y_pred", "y"), "the loss", _loss_visible, _loss_hidden),
    "feed_forward_backward": Exercise(
        ("y", "cache"), "gradients", _backward_visible, _backward_hidden
    ),
}

PREDICTIONS: dict = {}
