"""Say in a sentence what a helper was given and cannot use."""

import numpy as np

from rnn_compare import UsageError, kind_of
from rnn_language import say
from rnn_words import MISUSE


def want_functions(**functions):
    """Raise UsageError unless each of these can be called."""
    for name, function in functions.items():
        if not callable(function):
            raise UsageError(MISUSE["function"].format(name=name, kind=kind_of(function)))


def want_finite_arrays(what, values):
    """Raise UsageError unless ``values``, which a message calls ``what``, is a dict of arrays."""
    if not isinstance(values, dict):
        raise UsageError(MISUSE["dict"].format(what=say(what), kind=kind_of(values)))
    for name, value in values.items():
        if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiu":
            kind = kind_of(value)
            raise UsageError(MISUSE["array"].format(what=say(what), name=name, kind=kind))
        if not np.isfinite(value).all():
            raise UsageError(MISUSE["finite"].format(what=say(what), name=name))
