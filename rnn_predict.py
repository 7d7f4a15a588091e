"""Predictions: a reader types what a cell will print, and learns at once whether it is right.

The answers lie in ``rnn_checks.json``, which the build generates. They are never shown here.
"""

import difflib
import math

from rnn_check import load_file
from rnn_compare import UsageError
from rnn_language import Words, folded, say

CLOSE = 0.01  # relative: a prediction by hand is rounded

WORDS = Words(
    {
        "right": "{name}: right.",
        "not_yet": "{name}: not yet. Try again; the answer is folded below.",
        "none": "{name}: no prediction yet. Put yours in place of None, then run this cell again.",
        "unknown": "predict() knows no prediction called {name!r}.{near}",
        "near": " Did you mean {near!r}?",
        "shape": "{name}: a shape or a list of {want} numbers is asked, yours has {got}.",
        "form": "{name}: {want} is asked, yours is {got}.",
    }
)
FORMS = Words(
    {list: "a shape or a list of numbers, such as (2, 3)", str: "a text", float: "a number"}
)


def predict(name, value):
    """Say whether a prediction is right. It costs no points, and may be repeated.

    Parameters
    ----------
    name : str
        Which prediction, as the cell has it.
    value : number, text, tuple or list of numbers, or None
        The reader's prediction; numbers count as right within one per cent.

    Raises
    ------
    UsageError
        If no prediction has that name.
    """
    answers = load_file()["predictions"]
    if name not in answers:
        near = difflib.get_close_matches(str(name), answers, n=1)
        words = WORDS["near"].format(near=near[0]) if near else ""
        raise UsageError(WORDS["unknown"].format(name=name, near=words))
    print(_verdict(say(name), answers[name], value))


def _verdict(name, answer, value):
    if value is None or value is Ellipsis:
        return WORDS["none"].format(name=name)
    answer, value = _plain(answer), _plain(value)
    if type(answer) is not type(value):
        want, got = FORMS[type(answer)], FORMS.get(type(value), type(value).__name__)
        return WORDS["form"].format(name=name, want=want, got=got)
    if isinstance(answer, list) and len(answer) != len(value):
        return WORDS["shape"].format(name=name, want=len(answer), got=len(value))
    return WORDS["right" if _same(answer, value) else "not_yet"].format(name=name)


def _plain(value):
    """A number as a float, a text without case and outer blanks, a sequence as a list of those."""
    if isinstance(value, str):
        return " ".join(folded(value).split())
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, (bool, int, float)):
        return float(value)
    return value


def _same(answer, value):
    if isinstance(answer, list):
        return len(answer) == len(value) and all(map(_same, answer, value))
    if isinstance(answer, float) and isinstance(value, float):
        return math.isclose(answer, value, rel_tol=CLOSE, abs_tol=1e-9)
    return type(answer) is type(value) and answer == value
