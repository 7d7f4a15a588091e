"""The check of an exercise: hold a student's function against stored results, and word the fault.

The inputs and expected results lie in ``rnn_checks.json``, which the build generates.
"""

import contextlib
import difflib
import functools
import io
import sys

import numpy as np

from rnn_compare import UsageError, holds_arrays, kind_of
from rnn_data import data_folder, read_data
from rnn_quantities import calls, first_fault, spoilt
from rnn_words import LINES, PROGRESS, USAGE


def check(function, show=False, hint=1, thorough=False):
    """Test one exercise on fixed inputs and say what is wrong, or how many cases passed.

    Parameters
    ----------
    function : callable
        The exercise's function, under its own name.
    show : bool
        Where a value is wrong, draw its array: expected, yours and the difference.
    hint : int
        1 asks a question about the first wrong quantity. 2 names the term of the equation to look
        at, too. 3 adds the next line of algebra.
    thorough : bool
        Then try fresh random inputs as well, on what a notebook can know without the right results:
        shapes, laws, a gradient check.

    Raises
    ------
    CheckFailed
        With one message: where, expected, got, how far off and how much is allowed.
    UsageError
        If no exercise has that function's name, or there is no such level of hint.
    """
    name = getattr(function, "__name__", None)
    exercises = _load_checks()
    if not callable(function):
        raise UsageError(USAGE["no_function"].format(kind=kind_of(function)))
    if name not in exercises:
        raise UsageError(_no_exercise(getattr(function, "__name__", repr(function)), exercises))
    if hint not in (1, 2, 3):
        raise UsageError(USAGE["no_level"].format(hint=hint))
    exercise, cases = exercises[name], _decoded_cases(name)
    done, held = [], arrays_around(function)
    for call in calls(function, cases, exercise):
        done.append(call)
        if call.error is not None and call.fault["kind"] == "unwritten":
            break  # every other call would say the same
    if not any(call.fault for call in done) and not spoilt(done, exercise):
        print(LINES["passed"].format(function=name, count=len(cases)))
        if thorough:
            from rnn_thorough import look_closer

            look_closer(function, getattr(function, "__globals__", {}), _passes)
        return
    # Imported here: a check that passes needs none of it.
    from rnn_diagnosis import explain
    from rnn_student import facts_of

    facts = facts_of(function, exercises, held)

    if show:
        from rnn_difference import show_difference

        show_difference(done, exercise)
    raise explain(name, done, exercises, facts, unfit(facts), hint)


def _no_exercise(name, exercises):
    """Sentence on a function that has not the name of an exercise."""
    if name == "<lambda>":
        return USAGE["lambda"]
    near = difflib.get_close_matches(name.lower(), exercises, 1, 0.8)
    if near:
        return USAGE["near_exercise"].format(name=name, near=near[0])
    return USAGE["no_exercise"].format(name=name, known=", ".join(exercises))


def arrays_around(function):
    """Names outside of a function that hold arrays now: calling it may fill others."""
    code, known = getattr(function, "__code__", None), getattr(function, "__globals__", {})
    return {name for name in getattr(code, "co_names", ()) if holds_arrays(known.get(name))}


def unfit(facts):
    """Earlier exercises that a function calls and that fail their own checks.

    Parameters
    ----------
    facts : rnn_student.Facts
        Of the function.

    Returns
    -------
    dict
        For each its name, and the one to mend first: itself, or one that it calls in turn; with the
        kind of its fault.
    """
    from rnn_student import facts_of

    exercises, found = _load_checks(), {}
    for name, function in facts.earlier.items():
        fault = first_fault(function, _decoded_cases(name), exercises[name])
        if fault:
            deeper = unfit(facts_of(function, exercises, ()))
            found[name] = next(iter(deeper.values()), (name, fault[1]["kind"]))
    return found


def progress(names=None):
    """Print a table of the lesson's exercises: which pass, which do not, which are still empty.

    Parameters
    ----------
    names : dict, optional
        Where to look for the functions; by default among the names of the caller.
    """
    names = sys._getframe(1).f_globals if names is None else names
    lessons = load_file()["lessons"]
    # What the course's own modules bring, such as clip_gradients in lesson 05, begins no lesson.
    own = {name for name, value in names.items() if not _is_ours(value)}
    begun = [lesson for lesson in lessons if own.intersection(lessons[lesson])]
    if not begun:
        print(PROGRESS["nothing"])
        return
    exercises = lessons[max(begun)]  # functions of earlier lessons are given
    states = [_state(name, names.get(name)) for name in exercises]
    width = max(map(len, exercises))
    for name, state in zip(exercises, states, strict=True):
        print(f"{name:<{width}}  {state}")
    print(PROGRESS["count"].format(passing=states.count(PROGRESS["passes"]), all=len(exercises)))


def _is_ours(value):
    return (getattr(value, "__module__", None) or "").startswith("rnn_")


def _passes(name, function):
    return first_fault(function, _decoded_cases(name), _load_checks()[name]) is None


def _state(name, function):
    if not callable(function):
        return PROGRESS["not_run"]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        found = first_fault(function, _decoded_cases(name), _load_checks()[name])
    if not found:
        return PROGRESS["passes"]
    if found[1]["kind"] == "unwritten":
        return PROGRESS["unwritten"]
    return PROGRESS["fails"].format(name=name)


def _decoded_cases(name):
    return _decoded(data_folder(), name)


@functools.cache
def _decoded(_folder, name):
    exercise = _load_checks()[name]
    arrays = exercise["arrays"]
    return [
        {**case, "args": decode(case["args"], arrays), "want": decode(case["want"], arrays)}
        for case in exercise["cases"]
    ]


def _load_checks():
    return load_file()["functions"]


def load_file():
    """What the build has written of the exercises: cases, lessons, predictions."""
    return read_data("rnn_checks.json")


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


@contextlib.contextmanager
def when_written():
    """Run a cell that only shows something; say so in one line while the stub above is empty."""
    try:
        yield
    except NotImplementedError:
        if "matplotlib.pyplot" in sys.modules:  # else a half-drawn figure would appear
            sys.modules["matplotlib.pyplot"].close("all")
        print(LINES["not_written"])
