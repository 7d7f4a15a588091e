"""What the wrong values of a quantity have in common with values that can be named.

Each finding is a statement that holds in every case: it says what the result is, not why.
"""

import itertools

import numpy as np

from rnn_compare import TOLERANCE, compare
from rnn_language import say
from rnn_quantities import parse, values_of
from rnn_questions import QUESTIONS
from rnn_words import FINDINGS


def finding(quantity, quantities, done, exercise):
    """What a quantity's wrong values are, by a sentence and a question about it.

    Parameters
    ----------
    quantity : dict
        The first wrong quantity.
    quantities : list of dict
        All of the exercise.
    done : list of rnn_quantities.Call
        What the function did on the cases.
    exercise : dict
        The exercise's entry in ``rnn_checks.json``.

    Returns
    -------
    text, question : str
        Empty where nothing holds in every case, and where the quantity's own question is better.
    """
    shown = quantity if quantity["where"] else None
    if shown is None:
        return "", ""
    pairs = []
    for call in done:
        if call.error is None and "again" not in call.case:
            pairs += [
                (call, got, want)
                for _, got, want in values_of(exercise, shown, call.result, call.case["want"])
            ]
    if not pairs or not all(_is_numbers(got) and _is_numbers(want) for _, got, want in pairs):
        return "", ""
    looks = (_whole, _other_form, _holds_another, _multiple, _along_time, _other_places, _sums)
    for look in (*looks, _over_all_steps):
        if found := look(pairs, quantity, quantities, exercise):
            key, fields = found
            return FINDINGS[key].format(**fields), QUESTIONS.get(key.removeprefix("all_"), "")
    return "", ""


def _is_numbers(value):
    # A kind of array of its own, such as np.matrix, is what is wrong with it.
    plain = type(value) is np.ndarray or isinstance(value, (float, int, np.number))
    return plain and (np.asarray(value).dtype.kind in "iuf" and np.isfinite(value).all())


def _same(got, want):
    if not _is_numbers(want) or not _is_numbers(got) or np.shape(got) != np.shape(want):
        return False
    return compare("", np.asarray(got), np.asarray(want), TOLERANCE) is None


def _tells(pairs):
    """Whether the pairs differ in more than a number or two, so that agreement means something."""
    return sum(np.size(want) for _, _, want in pairs) > 3


def _whole(pairs, *_):
    """Whole numbers, where there should be fractions."""
    if any(np.asarray(got).dtype.kind not in "iu" for _, got, _ in pairs):
        return None
    return ("whole", {}) if any(np.mod(want, 1).any() for _, _, want in pairs) else None


def _other_form(pairs, *_):
    """Right numbers in another shape."""
    if all(np.shape(got) == np.shape(want) for _, got, want in pairs) or not _tells(pairs):
        return None
    if all(_same(np.ravel(got), np.ravel(want)) for _, got, want in pairs):
        return "flat", {}
    if all(np.ndim(got) == np.ndim(want) == 3 for _, got, want in pairs):
        return _other_axes(pairs)
    if not all(np.ndim(got) == np.ndim(want) == 2 for _, got, want in pairs):
        return None
    if all(_same(np.transpose(got), want) for _, got, want in pairs):
        return "transposed", {}
    for key, part in {
        "first_rows": lambda got, n: got[:n],
        "last_rows": lambda got, n: got[-n:],
    }.items():
        if all(_same(part(np.asarray(got), len(want)), want) for _, got, want in pairs):
            return key, {}
    return None


def _other_axes(pairs):
    for axes in itertools.permutations(range(3)):
        if all(_same(np.transpose(got, axes), want) for _, got, want in pairs):
            return "axes", {}
    return None


def _holds_another(pairs, quantity, quantities, exercise):
    """The values of another quantity, or of an argument."""
    wrong = [pair for pair in pairs if not _same(pair[1], pair[2])]
    if not _tells(wrong):
        return None
    for name, values in _known(pairs, quantities, exercise):
        if name != quantity["name"] and all(
            any(_same(got, value) for value in values(call)) for call, got, _ in wrong
        ):
            return "holds", {"other": name}
    if all(_same(np.transpose(got), want) for _, got, want in pairs if np.ndim(want) == 2):
        return ("transposed", {}) if np.ndim(pairs[0][2]) == 2 else None
    return None


def _known(pairs, quantities, exercise):
    """Names of values that a case knows, each with what gives them for a call."""
    for number, name in enumerate(exercise["arguments"]):
        yield f"`{name}`", lambda call, n=number: [call.case["args"][n]]
    for other in quantities:
        if len(other["where"]) == 1:
            yield (
                _shown_name(other),
                lambda call, q=other: [
                    want for _, _, want in values_of(exercise, q, call.result, call.case["want"])
                ],
            )


def _shown_name(quantity):
    name, called = quantity["name"], quantity.get("called", "")
    if called.startswith("`") and called.endswith("`"):
        return called
    return say(name) if " " in name else f"`{name}`"


def _multiple(pairs, *_):
    """The right values times a number that is the same for all entries of a case."""
    factors = []
    for call, got, want in pairs:
        got, want = np.asarray(got, float), np.asarray(want, float)
        if got.shape != want.shape:
            return None
        if not np.abs(want).max(initial=0) > 1e-6:
            if np.abs(got).max(initial=0) > 1e-9:
                return None
            continue
        at = np.unravel_index(np.abs(want).argmax(), want.shape)
        factor = got[at] / want[at]
        if not np.allclose(got, factor * want, rtol=1e-6, atol=1e-9):
            return None
        factors.append((factor, *_sizes(call)))
    if not factors or not _tells(pairs):
        return None
    values = np.array([factor for factor, _, _ in factors])
    m, steps = (np.array([f[i] for f in factors], float) for i in (1, 2))
    named = {
        "negative": -np.ones_like(values),
        "times_m": m,
        "over_m": 1 / m,
        "times_steps": steps,
        "over_steps": 1 / steps,
        "zero": np.zeros_like(values),
    }
    for key, expected in named.items():
        if np.allclose(values, expected, rtol=1e-6) and not np.allclose(expected, 1):
            return key, {}
    if np.allclose(values, values[0], rtol=1e-6):
        return "times", {"factor": f"{values[0]:.6g}"}
    return None


def _sizes(call):
    """Numbers of examples and of steps of a case: the last two axes of its first array."""
    todo = list(call.case["args"])
    while todo:
        value = todo.pop(0)
        if isinstance(value, (tuple, list)):
            todo[:0] = value
        elif isinstance(value, np.ndarray) and value.ndim >= 2:
            return value.shape[1], value.shape[2] if value.ndim == 3 else 1
    return 1, 1


def _along_time(pairs, *_):
    """The right values at other steps."""
    pairs = [pair for pair in pairs if np.ndim(pair[2]) == 3 and np.shape(pair[2])[2] > 2]
    if not pairs or any(np.shape(got) != np.shape(want) for _, got, want in pairs):
        return None
    moves = {
        "late": lambda got, want: _same(got[:, :, 1:], want[:, :, :-1]),
        "early": lambda got, want: _same(got[:, :, :-1], want[:, :, 1:]),
        "reversed": lambda got, want: _same(got[:, :, ::-1], want),
    }
    for key, same in moves.items():
        if all(same(got, want) for _, got, want in pairs):
            return key, {}
    return None


def _other_places(pairs, *_):
    """The right numbers, in other places."""
    if any(np.shape(got) != np.shape(want) or not np.ndim(want) for _, got, want in pairs):
        return None
    if not any(len(np.unique(want)) > max(3, np.size(want) / 2) for _, _, want in pairs):
        return None  # of few different numbers that says nothing
    if not all(_same(np.sort(got, axis=None), np.sort(want, axis=None)) for _, got, want in pairs):
        return None
    for key, axis in (("rows", 0), ("columns", 1)):
        if all(_same(_in_order(got, axis), _in_order(want, axis)) for _, got, want in pairs):
            return key, {}
    return "places", {}


def _over_all_steps(pairs, quantity, quantities, exercise):
    """Right numbers at other steps, where the quantity is one step of an array, or some."""
    paths = [parse(path) for path in quantity["where"]]
    if any(len(steps) != 1 or not isinstance(steps[0], tuple) for _, steps in paths):
        return None
    array = {**quantity, "where": [name for name, _ in paths]}
    calls = {id(call): call for call, _, _ in pairs}.values()
    whole = [
        (call, got, want)
        for call in calls
        for _, got, want in values_of(exercise, array, call.result, call.case["want"])
    ]
    if not all(_is_numbers(got) and np.ndim(want) == 3 for _, got, want in whole):
        return None
    found = _along_time(whole) or _other_places(whole)
    return (f"all_{found[0]}", {}) if found else None


def _in_order(array, axis):
    """Rows or columns of a matrix, sorted as wholes."""
    if np.ndim(array) != 2:
        return None
    lines = np.asarray(array) if axis == 0 else np.transpose(array)
    return lines[np.lexsort(lines.T[::-1])]


def _sums(pairs, *_):
    """Probabilities whose columns do not sum to one."""
    pairs = [(got, want) for _, got, want in pairs if np.ndim(want) > 1 and np.shape(want)[0] > 1]
    if not pairs or any(np.shape(got) != np.shape(want) for got, want in pairs):
        return None
    if not all(np.allclose(want.sum(axis=0), 1) and (want >= 0).all() for _, want in pairs):
        return None
    if all(np.isin(want, (0, 1)).all() for _, want in pairs):
        return ""  # columns of an identity, or one-hot: that they sum to one is not the point
    if all(np.allclose(got.sum(axis=0), 1) for got, _ in pairs):
        return None
    if all(np.ndim(got) == 2 for got, _ in pairs):
        if all(np.isclose(got.sum(), 1) for got, _ in pairs):
            return "sums_all", {}
        if all(np.allclose(got.sum(axis=1), 1) for got, _ in pairs):
            return "sums_rows", {}
    totals = np.concatenate([got.sum(axis=0).ravel() for got, _ in pairs])
    filled = np.concatenate([(got != 0).any(axis=0).ravel() for got, _ in pairs])
    amiss = np.abs(totals - 1) > 1e-6
    if not (amiss & filled).any():
        return "empty", {}
    totals = totals[amiss & filled]
    return "sums", {"total": f"{totals[np.abs(totals - 1).argmax()]:.6g}"}
