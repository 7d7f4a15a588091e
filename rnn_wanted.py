"""Say in a sentence what a helper was given and cannot use."""

import numpy as np

from rnn_compare import UsageError, kind_of


def want_functions(**functions):
    """Raise UsageError unless each of these can be called."""
    for name, function in functions.items():
        if not callable(function):
            raise UsageError(f"{name} should be a function; it is {kind_of(function)}.")


def want_finite_arrays(what, values):
    """Raise UsageError unless ``values``, which a message calls ``what``, is a dict of arrays."""
    if not isinstance(values, dict):
        raise UsageError(f"{what} should be a dict of arrays; it is {kind_of(values)}.")
    for name, value in values.items():
        if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiu":
            raise UsageError(f"{what}[{name!r}] should be a NumPy array; it is {kind_of(value)}.")
        if not np.isfinite(value).all():
            raise UsageError(f"{what}[{name!r}] holds nan or inf.")
