"""Compare what a function returns with what it should return, and call it so that nothing hides.

The check of the notebooks and the hidden tests of the grader share this engine.
"""

import re
import types
import warnings

import numpy as np

from rnn_values import FUNCTIONS
from rnn_words import KINDS, LINES

TOLERANCE = 1e-7  # the expected values are stored with nine digits
# What NumPy and Python say where names, shapes and places say it better.
NUMPY_SAYS = (
    *("gufunc", "not aligned", "could not be broadcast", "could not broadcast", "truth value"),
    *("non-broadcastable", "must match exactly", "same number of dimensions", "same shape"),
    *("unsupported operand", "Cannot cast", "cannot access local variable", "cannot assign"),
    *("has no attribute", "inhomogeneous"),
)


class PlainError(Exception):
    """An error whose message is the whole story: notebooks show it without a traceback."""

    def _render_traceback_(self):
        return [str(self)]


class CheckFailed(PlainError, AssertionError):
    """A check found a fault; the message says what, where, expected, got and allowed."""


class UsageError(PlainError, ValueError):
    """A helper was called with something it cannot use."""


def compare(where, got, want, tolerance=TOLERANCE):
    """Find the first fault of a result against the expected one.

    Tuples and lists count as the same, and so do their kin, such as named tuples; a 0-d array
    counts as a scalar; extra dictionary keys are ignored. Arrays must be plain ``numpy.ndarray``
    of at least double precision.

    Parameters
    ----------
    where : str
        Name of the value, for the message.
    got, want : array, number, tuple, list or dict
        What came, and what should have come.
    tolerance : float
        Largest allowed ``|got - want| / max(1, |want|)``.

    Returns
    -------
    dict or None
        ``None`` when equal; otherwise ``kind`` (a key of ``FAULTS``) and the fields of its wording.
    """
    if isinstance(want, dict):
        return _compare_dict(where, got, want, tolerance)
    if isinstance(want, (tuple, list)):
        return _compare_sequence(where, got, want, tolerance)
    if isinstance(want, np.ndarray) and want.ndim:
        return _compare_array(where, got, want, tolerance)
    return _compare_scalar(where, got, want, tolerance)


def _compare_dict(where, got, want, tolerance):
    if not isinstance(got, dict):
        return {"kind": "type", "where": where, "want": KINDS["dict"], "got": kind_of(got)}
    missing = [key for key in want if key not in got]
    if missing:
        return {
            "kind": "keys",
            "where": where,
            "missing": ", ".join(map(repr, missing)),
            "got": ", ".join(map(repr, got)) or KINDS["no_keys"],
            "others": any(key not in want for key in got),
        }
    return first(compare(f'{where}["{key}"]', got[key], want[key], tolerance) for key in want)


def _compare_sequence(where, got, want, tolerance):
    if not isinstance(got, (tuple, list)):
        holder = KINDS["list" if isinstance(want, list) else "tuple"]
        return {"kind": "type", "where": where, "want": holder, "got": kind_of(got)}
    if len(got) != len(want):
        return {"kind": "length", "where": where, "want": len(want), "got": len(got)}
    pairs = enumerate(zip(got, want, strict=True))
    return first(compare(f"{where}[{i}]", g, w, tolerance) for i, (g, w) in pairs)


def _unfinished(where, got):
    """Fault of a gap that was to be filled in: of ``...``, or of None in a dict."""
    if got is Ellipsis or (got is None and where.endswith('"]')):
        return {"kind": "unfinished", "where": where, "got": "`...`" if got is Ellipsis else "None"}
    return None


def _compare_array(where, got, want, tolerance):
    if fault := _unfinished(where, got):
        return fault
    if type(got) is not np.ndarray:
        return {"kind": "type", "where": where, "want": KINDS["array"], "got": kind_of(got)}
    if got.shape != want.shape:
        return {"kind": "shape", "where": where, "want": want.shape, "got": got.shape}
    return _compare_numbers(where, got, want, tolerance)


def _compare_scalar(where, got, want, tolerance):
    if fault := _unfinished(where, got):
        return fault
    array = np.asarray(got) if isinstance(got, (int, float, np.number, np.ndarray)) else None
    if array is None or type(got) is bool:
        return {"kind": "type", "where": where, "want": KINDS["number"], "got": kind_of(got)}
    if array.ndim:
        return {"kind": "type", "where": where, "want": KINDS["single"], "got": kind_of(got)}
    return _compare_numbers(where, array, np.asarray(want), tolerance)


def _compare_numbers(where, got, want, tolerance):
    if got.dtype == want.dtype and got.tobytes() == want.tobytes():
        return None  # the same to the last bit: most comparisons, and forty times as fast
    single = want.dtype == np.float32  # then single precision is asked for, and no other
    short = got.dtype.kind == "f" and got.dtype.itemsize < 8
    if got.dtype != want.dtype if single else short or got.dtype.kind not in "fiu":
        kind = "float32" if single else "float64"
        return {"kind": "dtype", "where": where, "want": kind, "got": str(got.dtype)}
    if not np.isfinite(got).all():
        at = tuple(int(i) for i in np.argwhere(~np.isfinite(got))[0])
        value = got[at]
        return {"kind": "finite", "where": place(where, at), "at": at, "got": str(value)}
    # In floating point: the smallest integer has no absolute value among the integers.
    error = np.abs(np.subtract(got, want, dtype=float)) / np.maximum(1, np.abs(want))
    if not error.size or error.max() <= tolerance:
        return None
    at = tuple(int(i) for i in np.unravel_index(error.argmax(), error.shape))
    want_text, got_text = _texts(want[at], got[at])
    return {
        "kind": "value",
        "where": place(where, at),
        "at": at,
        "want": want_text,
        "got": got_text,
        "error": f"{abs(float(got[at]) - float(want[at])):.2g}",
        "allowed": f"{tolerance * max(1, abs(want[at])):.2g}",
    }


def form_fault(where, got, want, names=None):
    """Fault of what holds the arrays: type, keys, number of parts. None if only values may differ.

    Parameters
    ----------
    where : str
        Name of the value.
    got, want : object
        What came, and what should have come.
    names : list of str, optional
        Names of the parts of a tuple.
    """
    if isinstance(want, dict):
        if not isinstance(got, dict) or any(key not in got for key in want):
            return _compare_dict(where, got, want, np.inf)
        return first(form_fault(f'{where}["{key}"]', got[key], want[key]) for key in want)
    if not isinstance(want, (tuple, list)):
        return None
    if not isinstance(got, (tuple, list)):
        return _compare_sequence(where, got, want, np.inf)
    if len(got) != len(want):
        return {"kind": "length", "where": where, "want": len(want), "got": len(got)}
    inner = names or [f"{where}[{i}]" for i in range(len(want))]
    return first(map(form_fault, inner, got, want))


def _texts(want, got):
    """Two numbers that differ, with six digits, or as many more as show that they do."""
    for digits in range(6, 18):
        texts = f"{want:.{digits}g}", f"{got:.{digits}g}"
        if texts[0] != texts[1]:
            break
    return texts


def place(where, at):
    """Name an entry of an array: its name, then its index; a single number has none."""
    return f"{where}[{', '.join(map(str, at))}]" if at else where


def first(faults):
    """First fault that is one, or None."""
    return next((fault for fault in faults if fault), None)


def kind_of(value):
    """Name a value's type for a message."""
    if value is None:
        return KINDS["nothing"]
    if type(value) is np.ndarray:
        return KINDS["array_of"].format(shape=value.shape)
    if isinstance(value, types.GeneratorType):
        return KINDS["generator"]
    if isinstance(value, FUNCTIONS):
        return KINDS["function"]
    # NumPy's named tuples, such as that of np.linalg.qr, are tuples to who reads a lesson.
    name = "tuple" if isinstance(value, tuple) else type(value).__name__
    return KINDS["an" if name[0] in "aeiou" else "a"].format(kind=name)


def holds_arrays(value):
    """Whether a value is an array, or a container of some."""
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, (tuple, list)):
        return any(map(holds_arrays, value))
    return isinstance(value, np.ndarray)


def call_each(function, inputs, wanted=None, quiet=False):
    """Call a function on copies of each of several inputs, one after the other.

    Parameters
    ----------
    function : callable
    inputs : list of tuple
    wanted : list of (object, float), optional
        For each input the expected result and the tolerance.
    quiet : bool
        Whether a floating-point overflow is an error.

    Yields
    ------
    list
        The arguments, as the call has left them; the result, or None; the exception, or None.
    """
    # In the grader the function is in another process. It takes all calls in one message, and
    # what agrees with the expected result need not be unpacked.
    together = getattr(type(function), "call_each", None)
    if together:
        yield from together(function, inputs, wanted, quiet)
        return
    overflow = "raise" if quiet else "ignore"
    for given in inputs:
        args, result, error = copied(given), None, None
        try:
            with warnings.catch_warnings(), np.errstate(over=overflow):
                # A warning is no fault, and nbgrader takes anything on stderr for one.
                warnings.simplefilter("ignore")
                result = function(*args)
        except Exception as raised:
            error = raised
        yield [args, result, error]


def copied(value):
    """Copy nested tuples, lists and dicts of arrays; quicker than ``copy.deepcopy``."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(map(copied, value))
    return value


EXACT = (float, int, bool, str, bytes, type(None))  # compared by ==


def identical(a, b):
    """Whether two values are the same to the last bit: quicker than to look for a fault."""
    if a is b:
        return True
    kind = type(a)
    if kind is not type(b):
        return False
    if kind is np.ndarray:
        return a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()
    if kind is dict:
        return a.keys() == b.keys() and all(identical(a[key], b[key]) for key in a)
    if kind is tuple or kind is list:
        return len(a) == len(b) and all(map(identical, a, b))
    if isinstance(a, np.generic):
        return a.tobytes() == b.tobytes()
    return kind in EXACT and a == b


def changed_argument(name, before, after):
    """Fault of an argument that a call has changed, or None."""
    if identical(before, after):
        return None
    # Both ways round, because compare() lets the first value have extra keys.
    fault = compare(name, after, before, 0) or compare(name, before, after, 0)
    if not fault:  # a change that no number shows: the sign of a zero, say
        return {"kind": "changed", "where": name, "by": "value"}
    where = re.sub(r"\[[\d, ]+\]$", "", fault["where"])
    return {"kind": "changed", "where": where, "by": fault["kind"]}


def fault_of_exception(error):
    """Fault of a call that raised: what, at which of the student's lines, with which shapes."""
    if hasattr(error, "fault"):  # that of an earlier function; see rnn_calls
        return error.fault
    # The grader calls functions in another process, and says itself where the error was.
    where = getattr(error, "student_place", None)
    if where is None:
        from rnn_errors import place  # a check that passes needs none of it

        where = place(error)
    if isinstance(error, NotImplementedError):
        return {"kind": "unwritten", "function": where["function"], "line": where["line"]}
    kind = type(error).__name__
    at = "\n" + LINES["changing"].format(**where) if where["text"] else ""
    if kind == "FloatingPointError":
        return {"kind": "overflow", "at": at, **where}
    said = str(error)
    if where["detail"] and _says_it_better(where["advice"], said):
        said = where["detail"]
    elif where["detail"]:
        said = f"{said}. {where['detail']}"
    return {"kind": "raised", "type": kind, "error": f"{kind}: {said}", "at": at, **where}


def _says_it_better(advice, said):
    """Whether what was found at a line stands in the place of what Python or NumPy says."""
    from rnn_slips import SLIPS

    return advice in SLIPS or any(noise in said for noise in NUMPY_SAYS)
