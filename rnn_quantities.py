"""The quantities that a result consists of, in the order of the lesson's equations.

An exercise declares them in ``autograder/checks/``; the build writes them into
``rnn_checks.json``. So a check can name the first one that is wrong, and what is right before it.
"""

import functools
import re
from dataclasses import dataclass, field

import numpy as np

from rnn_calls import APART
from rnn_compare import (
    TOLERANCE,
    call_each,
    changed_argument,
    compare,
    fault_of_exception,
    first,
    form_fault,
    identical,
    place,
)
from rnn_probes import probed

MISSING = object()


@dataclass
class Call:
    """One call of a function under test, and what is wrong with it."""

    case: dict
    args: tuple
    result: object
    error: Exception | None
    form: dict | None = None  # fault of the result's form: of what holds the arrays
    wrong: dict = field(default_factory=dict)  # fault of each wrong quantity, by name
    changed: list = field(default_factory=list)  # faults of changed arguments

    @property
    def fault(self):
        """What a message should begin with, or None: exception, change, form, value."""
        if self.error is not None:
            return fault_of_exception(self.error)
        return first([*self.changed, self.form, *self.wrong.values()])


def quantities_of(exercise, want):
    """Quantities of an exercise as it declares them; else its parts in their order."""
    if exercise.get("quantities"):
        return exercise["quantities"]
    names = list(want) if isinstance(want, dict) else exercise["returns"]
    names = [names] if isinstance(names, str) else names
    return [{"name": name, "where": [name], "after": []} for name in names]


def calls(function, cases, exercise, tolerance=TOLERANCE):
    """Call a function on each case, and on the first once more; yield a `Call` for each.

    Parameters
    ----------
    function : callable
        The function under test. It gets copies, so a case can be used again.
    cases : list of dict
        Each with ``args`` (tuple), ``want``, and ``label`` for the message; ``tolerance`` where
        that of the call does not fit.
    exercise : dict
        ``arguments`` and ``returns`` (names), ``quantities`` (see `quantities_of`), ``quiet``
        (whether an overflow is an error).
    tolerance : float
        See `rnn_compare.compare`.
    """
    function = probed(function, exercise)
    # The first input once more: a function must not remember its earlier calls.
    again = {**cases[0], "again": True}
    cases = [*cases, again]
    wanted = [(case["want"], case.get("tolerance", tolerance)) for case in cases]
    inputs, quiet = [case["args"] for case in cases], exercise.get("quiet", False)
    outcomes = call_each(function, inputs, wanted, quiet)
    for case, (_, allowed), outcome in zip(cases, wanted, outcomes, strict=True):
        args, result, error = outcome
        call = Call(case, args, result, error)
        if error is None:
            call.form, call.wrong = faults_of(exercise, result, case["want"], allowed)
            pairs = zip(exercise["arguments"], case["args"], args, strict=True)
            call.changed = [fault for each in pairs if (fault := changed_argument(*each))]
        call.outcome = outcome
        yield call


def first_fault(function, cases, exercise, tolerance=TOLERANCE):
    """Call a function on each case; return ``(case, fault)`` of the first fault, or None.

    Parameters as those of `calls`. The fault of a value bears the name of its quantity.
    """
    done = []
    for call in calls(function, cases, exercise, tolerance):
        done.append(call)
        if call.fault:
            return call.case, call.fault
    return spoilt(done, exercise, tolerance)


def spoilt(done, exercise, tolerance=TOLERANCE):
    """``(case, fault)`` of a right result that a later call has changed, or None."""
    for call in done:
        # The outcome, because in the grader a later answer may bring the changed result.
        result, case = call.outcome[1], call.case
        if call.fault or identical(result, case["want"]):
            continue
        form, wrong = faults_of(exercise, result, case["want"], case.get("tolerance", tolerance))
        fault = first([form, *wrong.values()])
        if fault:
            return case, {"kind": "second", "where": fault["where"], "quantity": fault["quantity"]}
    return None


def faults_of(exercise, result, want, tolerance):
    """Fault of a result's form or None, and the fault of each wrong quantity by its name."""
    if identical(result, want):
        return None, {}
    returns = exercise["returns"]
    whole = returns if isinstance(returns, str) else "the result"
    form = form_fault(whole, result, want, None if whole == returns else returns)
    got, expected = _parts(exercise, result), _parts(exercise, want)
    keyed = isinstance(want, dict) and isinstance(returns, str)
    wrong = {}
    for quantity in quantities_of(exercise, want):
        fault = first(
            _fault_at(*where, tolerance)
            for path in quantity["where"]
            for where in _places(path, got, expected, keyed and whole)
        )
        if fault:
            wrong[quantity["name"]] = {**fault, "quantity": quantity["name"]}
    if form and "quantity" not in form:
        form = {**form, "quantity": form["where"]}
    return form, wrong


def _parts(exercise, value):
    """Parts of a result by name, as far as they are there."""
    returns = exercise["returns"]
    if isinstance(value, dict) and isinstance(returns, str):
        return value
    if isinstance(returns, str):
        return {returns: value}
    if isinstance(value, (tuple, list)) and len(value) == len(returns):
        return dict(zip(returns, value, strict=True))
    return {}


def _places(path, got, want, dictionary):
    """Yield (name, got, expected, index) for each place that a path names."""
    head, steps = parse(path)
    if head == "*":
        return [
            place
            for key in want
            for place in _walk(f'{dictionary}["{key}"]', got.get(key, MISSING), want[key], steps)
        ]
    if head not in want:
        return ()  # another case has it
    shown = head.removesuffix(APART)
    name = f'{dictionary}["{shown}"]' if dictionary else shown
    return _walk(name, got.get(head, MISSING), want[head], steps)


def _walk(name, got, want, steps):
    if not steps or not isinstance(want, (tuple, list)):
        yield name, got, want, steps[0] if steps else None
        return
    step, *rest = steps
    inside = isinstance(got, (tuple, list))
    for i in range(len(want))[step] if isinstance(step, slice) else [step]:
        item = got[i] if inside and i < len(got) else MISSING
        yield from _walk(f"{name}[{i}]", item, want[i], rest)


def _fault_at(name, got, want, index, tolerance):
    """Fault of what stands at one place; of a part of an array where there is an index."""
    if got is MISSING:
        return {"kind": "missing", "where": name}
    if index is None:
        return compare(name, got, want, tolerance)
    if fault := compare(name, got, want, np.inf):
        if fault["kind"] != "finite":
            return fault
    fault = compare(name, got[index], want[index], tolerance)
    if fault and "at" in fault:
        numbers = np.arange(want.size).reshape(want.shape)[index]
        at = tuple(int(i) for i in np.unravel_index(numbers[fault["at"]], want.shape))
        fault = {**fault, "at": at, "where": place(name, at)}
    return fault


@functools.cache
def parse(path):
    """Take a path apart, such as ``"caches[0][1:][2]"`` or ``"a[:, :, 0]"``: name, then indices."""
    name, *texts = re.split(r"\]?\[|\]$", path)
    return name, tuple(map(_step, filter(None, texts)))


def _step(text):
    items = [item.strip() for item in text.split(",")]
    index = tuple(map(_index, items))
    return index if len(index) > 1 else index[0]


def _index(text):
    if ":" not in text:
        return Ellipsis if text == "..." else int(text)
    return slice(*(int(bound) if bound.strip() else None for bound in text.split(":")))


# ------------------------------------------------------------------ which is wrong first


def wrong_quantities(quantities, seen):
    """Names of all wrong quantities, in order, with those that no result shows.

    Parameters
    ----------
    quantities : list of dict
        One without a place is wrong if everything made from it is.
    seen : set of str
        Names of those that were seen to be wrong.
    """
    wrong = set(seen)
    for quantity in reversed(quantities):
        if not quantity["where"]:
            made = [q["name"] for q in quantities if quantity["name"] in q["after"]]
            if made and wrong.issuperset(made):
                wrong.add(quantity["name"])
    return [q["name"] for q in quantities if q["name"] in wrong]


def ancestors(quantities, name):
    """Names of what a quantity is made from, directly or not, in order."""
    by_name = {q["name"]: q for q in quantities}
    found, todo = set(), [name]
    while todo:
        more = set(by_name[todo.pop()]["after"]) - found
        found |= more
        todo += more
    return [q["name"] for q in quantities if q["name"] in found]


def roots(quantities, wrong):
    """Wrong quantities of which nothing that they are made from is wrong."""
    return [name for name in wrong if not set(ancestors(quantities, name)) & set(wrong)]


# ------------------------------------------------------------------ values and steps


def values_of(exercise, quantity, result, want):
    """Yield (name, got, expected) of each array or number that a quantity consists of."""
    got, expected = _parts(exercise, result), _parts(exercise, want)
    for path in quantity["where"]:
        for name, mine, right, index in _places(path, got, expected, ""):
            if index is not None and getattr(mine, "shape", None) == right.shape:
                mine, right = mine[index], right[index]
            yield name, mine, right


def wrong_steps(exercise, quantity, result, want, tolerance):
    """Time steps at which a quantity is wrong; None if it has no time axis."""
    steps = set()
    if exercise["returns"] == "the result":
        return None  # the axes of an array of any shape have no meaning
    got, expected = _parts(exercise, result), _parts(exercise, want)
    for path in quantity["where"]:
        several = [step for step in parse(path)[1][:-1] if isinstance(step, slice)]
        start = several[0].start or 0 if several else 0
        for number, (_, mine, right, index) in enumerate(_places(path, got, expected, "")):
            if several:
                steps |= {start + number} if compare("", mine, right, tolerance) else set()
                continue
            if not isinstance(right, np.ndarray) or right.ndim != 3:
                return None
            if getattr(mine, "shape", None) != right.shape:
                return None
            meant = np.zeros(right.shape, bool)
            meant[... if index is None else index] = True
            with np.errstate(all="ignore"):
                near = np.abs(mine - right) <= tolerance * np.maximum(1, np.abs(right))
            wrong = (meant & ~near).any(axis=(0, 1))
            steps |= {int(t) for t in np.nonzero(wrong)[0]}
    return sorted(steps)
