"""The check of an exercise: compare a student's function with stored results, and word the fault.

The inputs and expected results lie in ``rnn_checks.json``, which the build generates. The hidden
tests of the grader use the same engine (`first_fault`) with inputs of their own.
"""

import contextlib
import functools
import io
import json
import re
import sys
import traceback
import warnings
from pathlib import Path

import numpy as np

TOLERANCE = 1e-7  # the expected values are stored with nine digits
NUMPY = str(Path(np.__file__).parent)


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
        return {"kind": "type", "where": where, "want": "a dict", "got": kind_of(got)}
    missing = [key for key in want if key not in got]
    if missing:
        return {
            "kind": "keys",
            "where": where,
            "missing": ", ".join(map(repr, missing)),
            "got": ", ".join(map(repr, got)) or "none",
        }
    return _first(compare(f'{where}["{key}"]', got[key], want[key], tolerance) for key in want)


def _compare_sequence(where, got, want, tolerance):
    if not isinstance(got, (tuple, list)):
        return {"kind": "type", "where": where, "want": "a tuple", "got": kind_of(got)}
    if len(got) != len(want):
        return {"kind": "length", "where": where, "want": len(want), "got": len(got)}
    pairs = enumerate(zip(got, want, strict=True))
    return _first(compare(f"{where}[{i}]", g, w, tolerance) for i, (g, w) in pairs)


def _compare_array(where, got, want, tolerance):
    if type(got) is not np.ndarray:
        return {"kind": "type", "where": where, "want": "a NumPy array", "got": kind_of(got)}
    if got.shape != want.shape:
        return {"kind": "shape", "where": where, "want": want.shape, "got": got.shape}
    return _compare_numbers(where, got, want, tolerance)


def _compare_scalar(where, got, want, tolerance):
    array = np.asarray(got) if isinstance(got, (int, float, np.number, np.ndarray)) else None
    if array is None or type(got) is bool:
        return {"kind": "type", "where": where, "want": "a number", "got": kind_of(got)}
    if array.ndim:
        return {"kind": "type", "where": where, "want": "a single number", "got": kind_of(got)}
    return _compare_numbers(where, array, np.asarray(want), tolerance)


def _compare_numbers(where, got, want, tolerance):
    if got.dtype == want.dtype and got.tobytes() == want.tobytes():
        return None  # the same to the last bit: most comparisons, and forty times as fast
    if got.dtype.kind not in "fiu" or (got.dtype.kind == "f" and got.dtype.itemsize < 8):
        return {"kind": "dtype", "where": where, "got": str(got.dtype)}
    if not np.isfinite(got).all():
        at = tuple(int(i[0]) for i in np.nonzero(~np.isfinite(np.atleast_1d(got))))
        value = np.atleast_1d(got)[at]
        return {"kind": "finite", "where": _place(where, at, got), "got": str(value)}
    error = np.abs(got - want) / np.maximum(1, np.abs(want))
    if not error.size or error.max() <= tolerance:
        return None
    at = np.unravel_index(error.argmax(), error.shape)
    want_text, got_text = _texts(want[at], got[at])
    return {
        "kind": "value",
        "where": _place(where, at, got),
        "want": want_text,
        "got": got_text,
        "error": f"{abs(got[at] - want[at]):.2g}",
        "allowed": f"{tolerance * max(1, abs(want[at])):.2g}",
    }


def _texts(want, got):
    """Two numbers that differ, with six digits, or as many more as show that they do."""
    for digits in range(6, 18):
        texts = f"{want:.{digits}g}", f"{got:.{digits}g}"
        if texts[0] != texts[1]:
            break
    return texts


def _place(where, at, array):
    return f"{where}[{', '.join(str(int(i)) for i in at)}]" if array.ndim else where


def _first(faults):
    return next((fault for fault in faults if fault), None)


def kind_of(value):
    """Name a value's type for a message."""
    if value is None:
        return "None (is a return missing?)"
    if type(value) is np.ndarray:
        return f"a NumPy array of shape {value.shape}"
    article = "an" if type(value).__name__[0] in "aeiou" else "a"
    return f"{article} {type(value).__name__}"


FAULTS = {
    "unwritten": "it is not written yet.",
    "raised": "it raised {error}{at}",
    "type": "{where} should be {want}, yours is {got}.",
    "keys": "{where} lacks the key {missing}; it has {got}.",
    "length": "{where} should have {want} parts, yours has {got}.",
    "shape": "{where} should have shape {want}, yours has shape {got}.",
    "dtype": "{where} should hold float64 numbers, yours holds {got}.",
    "finite": "{where} is {got}, but every value should be finite.",
    "value": "{where} should be {want}, yours is {got} (differs by {error}; allowed {allowed}).",
    "changed": "it changed its argument {where}. Work on a copy, or build a new array.",
    "second": "a later call changed what this one had returned: {where}. Return new arrays.",
}


def check(function, show=False):
    """Test one exercise on fixed inputs and say what is wrong, or how many cases passed.

    Parameters
    ----------
    function : callable
        The exercise's function, under its own name.
    show : bool
        Where a value is wrong, draw its array: expected, yours and the difference.

    Raises
    ------
    CheckFailed
        With one message: where, expected, got, how far off and how much is allowed.
    UsageError
        If no exercise has that function's name.
    """
    name = getattr(function, "__name__", None)
    exercises = _load_checks()
    if not callable(function) or name not in exercises:
        raise UsageError(_not_an_exercise(function, exercises))
    exercise, cases = exercises[name], _decoded_cases(name)
    found = first_fault(function, cases, exercise["arguments"], exercise["returns"])
    if not found:
        print(f"{name}: {len(cases)} checks passed")
        return
    if show and found[1]["kind"] == "value":
        from rnn_figures import show_difference

        show_difference(function, found[0], exercise["returns"])
    raise CheckFailed(_full_message(function, cases, exercise, *found))


def progress(names=None):
    """Print a table of the lesson's exercises: which pass, which do not, which are still empty.

    Parameters
    ----------
    names : dict, optional
        Where to look for the functions; by default among the names of the caller.
    """
    names = sys._getframe(1).f_globals if names is None else names
    lessons = load_file()["lessons"]
    begun = [lesson for lesson in lessons if any(name in names for name in lessons[lesson])]
    if not begun:
        print("No exercise is there yet. Run the cells above first.")
        return
    exercises = lessons[max(begun)]  # functions of earlier lessons are given
    states = [_state(name, names.get(name)) for name in exercises]
    width = max(map(len, exercises))
    for name, state in zip(exercises, states, strict=True):
        print(f"{name:<{width}}  {state}")
    print(f"{states.count('passes')} of {len(exercises)} exercises pass")


def _state(name, function):
    if not callable(function):
        return "not run yet: run its cell"
    exercise = _load_checks()[name]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        found = first_fault(
            function, _decoded_cases(name), exercise["arguments"], exercise["returns"]
        )
    if not found:
        return "passes"
    if found[1]["kind"] == "unwritten":
        return "not written yet"
    return f"does not pass yet: check({name}) says why"


def _full_message(function, cases, exercise, case, fault):
    """Sentence about the first fault, then the recognised mistake, or the hint and a table."""
    # Imported here: a check that passes needs none of it.
    from rnn_diagnosis import explain

    name = function.__name__
    if fault["kind"] == "unwritten":
        return message(name, case, fault)
    text, recognised = explain(function, cases, exercise)
    first = message(name, {**case, "hint": ""} if recognised else case, fault)
    return f"{first}\n{text}" if text else first


def first_fault(function, cases, arguments, returns, tolerance=TOLERANCE):
    """Call a function on each case and return ``(case, fault)`` of the first fault, or None.

    Parameters
    ----------
    function : callable
        The function under test. It gets copies, so a case can be used again.
    cases : list of dict
        Each with ``args`` (tuple), ``want``, and ``label`` and ``hint`` for the message;
        ``tolerance`` where that of the call does not fit.
    arguments : list of str
        Names of the arguments.
    returns : str or list of str
        Name of the result, or of each part of the returned tuple.
    tolerance : float
        See `compare`.
    """
    # The first input once more: a function must not remember its earlier calls.
    again = {**cases[0], "label": "called a second time with the same input"}
    cases = [*cases, again]
    wanted = [(case["want"], case.get("tolerance", tolerance)) for case in cases]
    outcomes = []
    for outcome in call_each(function, [case["args"] for case in cases], wanted):
        case, (want, allowed) = cases[len(outcomes)], wanted[len(outcomes)]
        outcomes.append(outcome)
        args, result, error = outcome
        if error is not None:
            return case, _fault_of_exception(error)
        fault = _compare_result(returns, result, want, allowed) or _first(
            changed_argument(*each) for each in zip(arguments, case["args"], args, strict=True)
        )
        if fault:
            return case, fault
    # And a later call must leave alone what an earlier one returned.
    for case, (_, result, _), (want, allowed) in zip(cases, outcomes, wanted, strict=True):
        fault = _compare_result(returns, result, want, allowed)
        if fault:
            return case, {"kind": "second", "where": fault["where"]}
    return None


def call_each(function, inputs, wanted=None):
    """Call a function on copies of each of several inputs, one after the other.

    Parameters
    ----------
    function : callable
    inputs : list of tuple
    wanted : list of (object, float), optional
        For each input the expected result and the tolerance.

    Yields
    ------
    list
        The arguments, as the call has left them; the result, or None; the exception, or None.
    """
    # In the grader the function is in another process. It takes all calls in one message, and
    # what agrees with the expected result need not be unpacked.
    together = getattr(type(function), "call_each", None)
    if together:
        yield from together(function, inputs, wanted)
        return
    for given in inputs:
        args, result, error = copied(given), None, None
        try:
            with warnings.catch_warnings():
                # A warning is no fault, and nbgrader takes anything on stderr for one.
                warnings.simplefilter("ignore")
                result = function(*args)
        except Exception as raised:
            error = raised
        yield [args, result, error]


def message(name, case, fault):
    """Word a fault for the student: one sentence, and the case's hint if a value is wrong."""
    if fault["kind"] == "unwritten":
        return f"{name}: {FAULTS['unwritten']}"
    text = f"{name}, {case['label']}: " + FAULTS[fault["kind"]].format(**fault)
    if fault["kind"] == "value" and case.get("hint"):
        text += f"\nHint: {case['hint']}"
    return text


def copied(value):
    """Copy nested tuples, lists and dicts of arrays; quicker than ``copy.deepcopy``."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(map(copied, value))
    return value


def _identical(a, b):
    """Whether two values are the same to the last bit: quicker than to look for a fault."""
    if a is b:
        return True
    kind = type(a)
    if kind is not type(b):
        return False
    if kind is np.ndarray:
        return a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()
    if kind is dict:
        return a.keys() == b.keys() and all(_identical(a[key], b[key]) for key in a)
    if kind is tuple or kind is list:
        return len(a) == len(b) and all(map(_identical, a, b))
    return kind is float and a == b


def _compare_result(returns, result, want, tolerance):
    if _identical(result, want):
        return None
    if isinstance(returns, str):
        return compare(returns, result, want, tolerance)
    if not isinstance(result, (tuple, list)) or len(result) != len(returns):
        return compare("the result", result, want, tolerance)
    parts = zip(returns, result, want, strict=True)
    return _first(compare(name, got, wanted, tolerance) for name, got, wanted in parts)


def changed_argument(name, before, after):
    """Fault of an argument that a call has changed, or None."""
    if _identical(before, after):
        return None
    # Both ways round, because compare() lets the first value have extra keys.
    fault = compare(name, after, before, 0) or compare(name, before, after, 0)
    if not fault:
        return None
    where = re.sub(r"\[[\d, ]+\]$", "", fault["where"])
    return {"kind": "changed", "where": where, "by": fault["kind"]}


def _fault_of_exception(error):
    if isinstance(error, NotImplementedError):
        return {"kind": "unwritten"}
    # The last line of the student's code: neither ours nor NumPy's.
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if not f.filename.startswith((__file__, NUMPY))]
    line, text = (own[-1].lineno, own[-1].line) if own else (None, "")
    # The grader calls functions in another process, and says itself where the error was.
    line, text = getattr(error, "student_line", (line, text))
    at = f"\n  line {line}: {text}" if text else ""
    kind = type(error).__name__
    return {"kind": "raised", "type": kind, "error": f"{kind}: {error}", "at": at}


def _not_an_exercise(function, exercises):
    if not callable(function):
        return f"check() wants a function, such as check(rnn_forward); it got {kind_of(function)}."
    name = getattr(function, "__name__", repr(function))
    return f"check() knows no exercise called {name!r}. It knows: {', '.join(exercises)}."


@functools.cache
def _decoded_cases(name):
    exercise = _load_checks()[name]
    arrays = exercise["arrays"]
    return [
        {**case, "args": decode(case["args"], arrays), "want": decode(case["want"], arrays)}
        for case in exercise["cases"]
    ]


def _load_checks():
    return load_file()["functions"]


@functools.cache
def load_file():
    """What the build has written of the exercises: cases, lessons, predictions."""
    path = Path(__file__).with_name("rnn_checks.json")
    return json.loads(path.read_text(encoding="utf-8"))


def decode(value, arrays):
    """Turn the JSON form of a value back into arrays, tuples, lists and dicts.

    Parameters
    ----------
    value : object
        As it stands in ``rnn_checks.json``.
    arrays : list of dict
        The exercise's arrays, to which ``{"array": i}`` refers.
    """
    if isinstance(value, list):
        return [decode(item, arrays) for item in value]
    if not isinstance(value, dict):
        return value
    if "tuple" in value:
        return tuple(decode(item, arrays) for item in value["tuple"])
    if "dict" in value:
        return {key: decode(item, arrays) for key, item in value["dict"].items()}
    entry = arrays[value["array"]]
    return np.array(entry["values"], dtype=entry["dtype"]).reshape(entry["shape"])
