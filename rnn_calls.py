"""Probes of functions that are called together with another one, or whose results have many forms.

A cache may have any form, as long as the student's own backward function can read it. So that of a
forward function is not looked at, and the backward function is called with the cache that the
student's own forward function has left. `rnn_probes` says what a probe is.
"""

import inspect

import numpy as np

from rnn_language import Words

FIRST = "fast_lstm_forward"
APART = "@apart"  # behind a key that means the same array as without, but in one case alone
NEAR = 1e-3  # of its states: enough to tell a wrong forward function from a rounded one
WORDS = Words(
    {
        "unwritten": "it takes its cache from your {name}, which is not written yet. Write that "
        "first.",
        "raised": "it takes its cache from your {name}, and that raised {error}. Mend that first.",
        "wrong": "it takes its cache from your {name}, whose states are wrong here. Mend that "
        "first.",
        "parts": "it takes its cache from your {name}, which should return four values. Mend that "
        "first.",
        "missing": "it takes its cache from your {name}, which is not there. Run its cell first.",
    }
)


class EarlierFault(Exception):
    """An earlier function of the student's own failed, so that this one cannot be judged."""

    def __init__(self, key, name, **fields):
        super().__init__(WORDS[key].format(name=name, **fields))
        self.fault = {"kind": "earlier", "text": str(self), "name": name}


def own_cache(function, x, a0, parameters):
    """Call a forward function of a sequence; its cache, the fourth result, is not looked at."""
    result = _leaving_last(function)(x, a0, parameters)
    if isinstance(result, (tuple, list)) and len(result) == 4:
        return (*result[:3], ())
    return result


def own_forward(function, da, x, a0, parameters, states, between, times, apart):
    """Call a backward function on the cache that the student's own forward function leaves.

    Parameters
    ----------
    function : callable
        The backward function.
    da, x, a0, parameters : ndarray, dict
        What goes back, and what went forward.
    states : ndarray
        What the forward function should return first: if it does not, that is told.
    between : list of ndarray
        Inputs on which the forward function runs once more before the way back.
    times : int
        How often the way back is gone with one cache; the last result counts.
    apart : bool
        Whether only the weights' gradients are looked at, as quantities of their own (`APART`): of
        input with which the last step alone adds to them.
    """
    forward = _companion(function, FIRST)
    try:
        cache = _cache_of(forward, x, a0, parameters, states)
    except EarlierFault:
        _demand_written(function, da)
        raise
    for other in between:
        forward(other, a0, parameters)
    for _ in range(int(times) - 1):
        function(da, cache)
    gradients = function(da, cache)
    if not apart or not isinstance(gradients, dict):
        return gradients
    return _apart(gradients)


def _apart(gradients):
    """The weights' gradients, as quantities of their own, with the sum of all biases' gradients.

    That sum is right where only the rows or columns of dz are mixed up.
    """
    weights = [f"d{kind}{gate}" for gate in "fico" for kind in "Wb"]
    found = {key + APART: gradients[key] for key in weights if key in gradients}
    biases = [gradients.get(f"db{gate}") for gate in "fico"]
    if all(isinstance(bias, np.ndarray) and bias.dtype.kind in "iuf" for bias in biases):
        found["db" + APART] = float(sum(bias.sum() for bias in biases))
    return found


def summed_biases(function, parameters):
    """Call `to_torch`; PyTorch adds its two biases, so that only their sum is looked at."""
    result = function(parameters)
    if isinstance(result, dict):
        one, two = result.get("bias_ih_l0"), result.get("bias_hh_l0")
        shape = getattr(one, "shape", None)
        if shape is not None and shape == getattr(two, "shape", None):
            return {**result, "bias_ih_l0": one + two, "bias_hh_l0": 0 * two}
    return result


def _cache_of(forward, x, a0, parameters, states):
    if not callable(forward):
        raise EarlierFault("missing", FIRST)
    try:
        result = _leaving_last(forward)(x, a0, parameters)
    except NotImplementedError:
        raise EarlierFault("unwritten", FIRST) from None
    except Exception as error:
        raise EarlierFault("raised", FIRST, error=type(error).__name__) from None
    if not isinstance(result, (tuple, list)) or len(result) != 4:
        raise EarlierFault("parts", FIRST)
    got = result[0]
    if getattr(got, "shape", None) != states.shape or not abs(got - states).max() <= NEAR:
        raise EarlierFault("wrong", FIRST)
    return result[3]


def _companion(function, name):
    """Another function of the same notebook, or None."""
    find = getattr(type(function), "companion", None)
    if find:  # in the grader the notebook is in another process
        return find(function, name)
    return getattr(inspect.unwrap(function), "__globals__", {}).get(name)


def _leaving_last(function):
    """Have the grader leave a function's last result where it was made, and not look at it."""
    leave = getattr(type(function), "leaving_last", None)
    return leave(function) if leave else function


def _demand_written(function, da):
    """Raise NotImplementedError if the backward function is a stub: that is told first."""
    try:
        function(da, ())
    except NotImplementedError:
        raise
    except Exception:
        pass  # it is written, and no cache is no input


PROBES = {"own_cache": own_cache, "own_forward": own_forward, "summed_biases": summed_biases}
COMPANIONS = {"own_forward": (FIRST,)}  # functions of the notebook that a probe calls besides
