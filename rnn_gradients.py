"""Gradients by central differences, and the gradient check."""

import numpy as np

from rnn_compare import UsageError
from rnn_language import Words
from rnn_wanted import want_finite_arrays, want_functions
from rnn_words import MISUSE

GRADIENT_TOLERANCE = 1e-6  # central differences in float64 keep about nine digits
ZERO = 1e-8  # what is smaller, central differences cannot tell from zero

WORDS = Words(
    {  # what gradient_check says
        "agrees": "{key}  relative error {error:7.1e}  ok",
        "wrong": "{key}  relative error {error:7.1e}  WRONG",
        "silent": "{key}  both zero: says nothing",
        "all_agree": "all {told} gradients agree with central differences",
        "some_wrong": "{wrong} of {told} gradients disagree: {keys}",
        "some_silent": "nothing was tested of {silent}: {keys}",
    }
)


def numeric_gradient(f, x, d_out, step=1e-5):
    """Differentiate ``sum(f(x) * d_out)`` by central differences.

    Parameters
    ----------
    f : callable
        Function of one array that returns one array.
    x : ndarray
        Where to differentiate, float64. Left unchanged.
    d_out : ndarray, shape of ``f(x)``
        Upstream gradient.
    step : float
        Half the distance between the two evaluations.

    Returns
    -------
    ndarray, shape of ``x``
        ``(f(x + step) - f(x - step)) / (2 step)``, summed against ``d_out``, entry by entry.

    Raises
    ------
    UsageError
        If ``f`` is no function, ``x`` is not finite, or ``d_out`` has not the shape of ``f(x)``.
    """
    want_functions(f=f)
    want_finite_arrays("the arguments", {"x": x})
    x = x.astype(float)
    if np.shape(d_out) != np.shape(f(x)):
        raise UsageError(MISUSE["d_out"].format(shape=np.shape(f(x))))
    gradient = np.zeros_like(x)
    for at in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[at] += step
        down[at] -= step
        gradient[at] = np.sum((f(up) - f(down)) * d_out) / (2 * step)
    return gradient


def gradient_errors(forward, backward, values, seed=0):
    """Compare a backward function with central differences under a random upstream gradient.

    Parameters
    ----------
    forward : callable
        ``forward(values)`` returns one array or number, or a tuple of them.
    backward : callable
        ``backward(values, d_out)`` returns a dict with ``"d" + name`` for some names in ``values``;
        ``d_out`` has the form of what ``forward`` returns.
    values : dict of ndarray
        Where to differentiate: inputs and parameters by name.
    seed : int
        Seed of the upstream gradient.

    Returns
    -------
    dict of float
        For each key of the gradients, the largest difference between the two, relative to
        the largest entry.

    Raises
    ------
    UsageError
        If ``values`` is not a dict of finite arrays, or the gradients do not fit it.
    """
    return {key: _error(*pair) for key, pair in _both_ways(forward, backward, values, seed).items()}


def gradient_check(forward, backward, values, seed=0):
    """Print, for each gradient, how far it is from central differences; then the verdict.

    Takes the arguments of `gradient_errors`. A gradient agrees when its error is below 1e-6.
    Where both ways give zero, to the digits that central differences have, nothing was tested:
    a wrong factor times zero is zero too.
    """
    pairs = _both_ways(forward, backward, values, seed)
    errors = {key: _error(*pair) for key, pair in pairs.items()}
    silent = [key for key, pair in pairs.items() if max(map(_largest, pair)) < ZERO]
    wrong = [key for key in errors if key not in silent and not errors[key] < GRADIENT_TOLERANCE]
    width = max(map(len, errors))
    for key, error in errors.items():
        verdict = "silent" if key in silent else "wrong" if key in wrong else "agrees"
        print(WORDS[verdict].format(key=key.ljust(width), error=error))
    told = len(errors) - len(silent)
    if wrong:
        print(WORDS["some_wrong"].format(wrong=len(wrong), told=told, keys=", ".join(wrong)))
    elif told:
        print(WORDS["all_agree"].format(told=told))
    if silent:
        print(WORDS["some_silent"].format(silent=len(silent), keys=", ".join(silent)))


def _both_ways(forward, backward, values, seed):
    """For each gradient: what the backward function gives, and what central differences give."""
    want_functions(forward=forward, backward=backward)
    want_finite_arrays("values", values)
    values = {name: np.asarray(value, dtype=float) for name, value in values.items()}
    random = np.random.default_rng(seed)
    outputs = [np.asarray(output) for output in _as_tuple(forward(values))]
    d_out = tuple(random.standard_normal(output.shape) for output in outputs)
    gradients = backward(values, d_out if len(d_out) > 1 else d_out[0])
    _want_matching_gradients(gradients, values)

    pairs = {}
    for key, gradient in gradients.items():

        def output_of(x, name=key[1:]):
            moved = _as_tuple(forward({**values, name: x}))
            return sum(np.sum(o * d) for o, d in zip(moved, d_out, strict=True))

        pairs[key] = gradient, numeric_gradient(output_of, values[key[1:]], 1.0)
    return pairs


def _error(gradient, numeric):
    return float(_largest(gradient - numeric) / max(_largest(gradient), _largest(numeric), ZERO))


def _largest(array):
    return np.abs(array).max()


def _as_tuple(value):
    return value if isinstance(value, tuple) else (value,)


def _want_matching_gradients(gradients, values):
    want_finite_arrays("the gradients", gradients)
    for key, gradient in gradients.items():
        if not key.startswith("d") or key[1:] not in values:
            raise UsageError(MISUSE["belongs_to_none"].format(key=key, names=", ".join(values)))
        if gradient.shape != values[key[1:]].shape:
            shapes = {"want": values[key[1:]].shape, "got": gradient.shape}
            raise UsageError(MISUSE["gradient_shape"].format(key=key, name=key[1:], **shapes))
    if not gradients:
        raise UsageError(MISUSE["no_gradients"])
