"""What training needs and no lesson asks for: first parameters, one-hot labels, clipping, Adam."""

import sys

import numpy as np

from rnn_compare import UsageError
from rnn_wanted import want_finite_arrays
from rnn_words import MISUSE


def initialise_parameters(shapes, seed=0):
    """Draw weights with variance 1 / fan-in; set biases (names in ``b``) to zero.

    Parameters
    ----------
    shapes : dict
        Shape of each parameter by name.
    seed : int
        Seed of the draw.

    Returns
    -------
    dict of ndarray

    Raises
    ------
    UsageError
        If a shape is not a tuple of positive whole numbers.
    """
    for name, shape in shapes.items():
        if not all(isinstance(size, (int, np.integer)) and size > 0 for size in shape):
            raise UsageError(MISUSE["sizes"].format(name=name, shape=shape))
    random = np.random.default_rng(seed)
    return {
        name: np.zeros(shape)
        if name.startswith("b")
        else random.standard_normal(shape) / np.sqrt(shape[-1])
        for name, shape in shapes.items()
    }


def initialise_rnn(n_x, n_a, n_y, seed=0):
    """Draw ``Wax`` (n_a, n_x), ``Waa`` (n_a, n_a), ``Wya`` (n_y, n_a); zero ``ba`` and ``by``."""
    shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a)}
    return initialise_parameters({**shapes, "ba": (n_a, 1), "by": (n_y, 1)}, seed)


def initialise_lstm(n_x, n_a, n_y, seed=0):
    """Draw ``Wf``, ``Wi``, ``Wc``, ``Wo`` (n_a, n_a + n_x), ``Wy`` (n_y, n_a); zero the biases."""
    shapes = {}
    for gate in "fico":
        shapes |= {f"W{gate}": (n_a, n_a + n_x), f"b{gate}": (n_a, 1)}
    return initialise_parameters({**shapes, "Wy": (n_y, n_a), "by": (n_y, 1)}, seed)


def one_hot(labels, n_y):
    """Turn integer labels of any shape (...) into one-hot vectors, shape (n_y, ...)."""
    try:
        labels = np.asarray(labels)
    except ValueError:
        raise UsageError(MISUSE["rows"]) from None
    if labels.dtype.kind not in "iu" or labels.size and not 0 <= labels.min() <= labels.max() < n_y:
        raise UsageError(MISUSE["labels"].format(last=n_y - 1))
    return np.moveaxis(np.eye(n_y)[labels], -1, 0)


def clip_gradients(gradients, limit):
    """Scale all gradients together so that their joint norm is at most ``limit``.

    Raises
    ------
    UsageError
        If the gradients are no dict of finite arrays, if the limit is not positive, or where a
        lesson asks for a function of this name.
    """
    _want_no_exercise("clip_gradients", "clip_gradients")
    want_finite_arrays("gradients", gradients)
    if not limit > 0:
        raise UsageError(MISUSE["limit"].format(limit=limit))
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    scale = min(1.0, limit / norm) if norm > 0 else 1.0
    return {name: gradient * scale for name, gradient in gradients.items()}


# What calls an exercise to check or grade it: the check of the notebook, the judge's player.
CHECKERS = ("rnn_compare", "rnn_probes", "inside.testplayer")


def _want_no_exercise(name, exercise):
    """Refuse to stand in for an exercise: in its notebook, and where it is checked or graded."""
    caller = sys._getframe(2).f_globals
    written = getattr(caller.get(exercise), "__module__", __name__) != __name__
    if written or caller.get("__name__") in CHECKERS:
        raise UsageError(MISUSE["no_answer"].format(name=name, exercise=exercise))


class Adam:
    """The Adam optimiser (Kingma and Ba, 2015, Algorithm 1).

    Parameters
    ----------
    parameters : dict of ndarray
        Updated in place by `step`.
    learning_rate : float
        Step size.

    Raises
    ------
    UsageError
        If the parameters, or later the gradients, are not finite arrays that fit together, or where
        a lesson asks for `adam_step`.
    """

    def __init__(self, parameters, learning_rate=0.01):
        _want_no_exercise("Adam", "adam_step")
        want_finite_arrays("parameters", parameters)
        for name, value in parameters.items():
            if value.dtype.kind != "f":
                raise UsageError(MISUSE["floats"].format(name=name))
        self.parameters, self.learning_rate, self.steps = parameters, learning_rate, 0
        self.mean = {name: np.zeros_like(value) for name, value in parameters.items()}
        self.square = {name: np.zeros_like(value) for name, value in parameters.items()}

    def step(self, gradients):
        """Move each parameter ``W`` against ``gradients["dW"]``; other gradients are ignored."""
        want_finite_arrays("gradients", gradients)
        own = {name: gradients["d" + name] for name in self.parameters if "d" + name in gradients}
        if not own:
            raise UsageError(MISUSE["no_parameter"].format(names=", ".join(gradients)))
        self.steps += 1
        for name, gradient in own.items():
            value = self.parameters[name]
            if gradient.shape != value.shape:
                shapes = {"want": value.shape, "got": gradient.shape}
                raise UsageError(MISUSE["step_shape"].format(name=name, **shapes))
            self.mean[name] = 0.9 * self.mean[name] + 0.1 * gradient
            self.square[name] = 0.999 * self.square[name] + 0.001 * gradient**2
            mean = self.mean[name] / (1 - 0.9**self.steps)
            square = self.square[name] / (1 - 0.999**self.steps)
            value -= self.learning_rate * mean / (np.sqrt(square) + 1e-8)
