"""Why a check failed: recognise a known mistake, or show which part goes wrong where.

``rnn_mistakes.json``, which the build generates, holds for each known mistake its name, what its
author may have thought, a hint, and its trace on the inputs of the check: a checksum of the marks
that each part of each result gets, and a few sums of wrong values. It holds no code.
"""

import functools
import json
import zlib
from pathlib import Path

import numpy as np

from rnn_check import TOLERANCE, call_each, changed_argument, compare

PROBE_TOLERANCE = 1e-5  # they are stored with six digits
# Wrong by less than this is precision lost: which digits remain says little, and not the same
# on every machine.
NOISE = 1e-3

# A name says what the results are those of. Why they are, only the student knows.
WORDS = {
    "recognised": "Recognised by its results: {name}. The thought behind it may be: “{thought}”\n"
    "Hint: {hint}",
    "recognised_either": "Recognised by its results: {name}.\nHint: {hint}",
    "several": "This fits {count} known mistakes. Which of these questions meets yours?\n{hints}",
    "imprecise": "All values are nearly right: precision is lost on the way.\n"
    "Hint: Which number type do your arrays have, and is a number rounded or cut short?",
    "table": "Where it goes wrong:\n{table}",
    "ok": "ok",
    "wrong": "WRONG",
    "wrong_steps": "WRONG t={steps}",
    "malformed": "WRONG FORM",
    "not_finite": "NOT FINITE",
    "raised": "raised an error",
}


def explain(function, cases, exercise):
    """Say more about a function that fails its check.

    Parameters
    ----------
    function : callable
        The student's function.
    cases, exercise : list of dict, dict
        What `rnn_check.check` tested it on, decoded, and the exercise's entry.

    Returns
    -------
    text : str
        A recognised mistake with its hint, or a table; empty when there is nothing to add.
    recognised : bool
        Whether the text names a mistake or asks what tells several apart.
    """
    marks, probes, steps = trace(function, cases, exercise)
    if {mark for row in marks for mark in row} == {"=", "~"}:
        return WORDS["imprecise"], True
    known = _load_mistakes()
    texts = known["texts"]
    fitting = [
        (name, texts[thought], texts[hint])
        for name, thought, hint, checksum, stored in known["functions"].get(function.__name__, [])
        if checksum == marks_checksum(marks) and _same_probes(stored, probes)
    ]
    if fitting:
        return _name_mistakes(fitting), True
    return _table(cases, exercise, marks, steps), False


def _same_probes(stored, probes):
    return len(stored) == len(probes) and all(
        abs(a - b) <= PROBE_TOLERANCE * (1 + abs(a)) for a, b in zip(stored, probes, strict=True)
    )


def _name_mistakes(fitting):
    hints = list(dict.fromkeys(hint for _, _, hint in fitting))
    if len(hints) == 1:
        name = " or ".join(name.replace("-", " ") for name, _, _ in fitting)
        thoughts = {thought for _, thought, _ in fitting}
        words = WORDS["recognised"] if len(thoughts) == 1 else WORDS["recognised_either"]
        return words.format(name=name, thought=fitting[0][1], hint=hints[0])
    listed = "\n".join(f"- {hint}" for hint in hints)
    return WORDS["several"].format(count=len(hints), hints=listed)


# ------------------------------------------------------------------ traces


def trace(function, cases, exercise):
    """Run a function on every case and mark each part of each result.

    Returns
    -------
    marks : list of list of str
        For each case, for each part of the result: ``=`` right, ``x`` wrong values, ``~`` nearly
        right ones, or the kind of fault. The last list holds what concerns several calls or the
        arguments.
    probes : list of float
        A fingerprint of the wrong values: the weighted sum of the last wrong part, and a sum
        over all wrong parts in which none outweighs the others.
    steps : list of list
        For each part, the time steps with wrong values, where the part has a time axis.
    """
    names = part_names(exercise, cases[0]["want"])
    marks, probes, steps, results, notes = [], [], [], [], []
    cases = [*cases, cases[0]]
    outcomes = call_each(function, [case["args"] for case in cases])
    for number, (case, (args, result, error)) in enumerate(zip(cases, outcomes, strict=True), 1):
        if error is not None:
            text = f"{type(error).__name__}: {error}"
            marks.append([f"raised {zlib.crc32(text.encode())}"])
            steps.append([None])
            continue
        results.append((case, result))
        tolerance = case.get("tolerance", TOLERANCE)
        row = [_mark(*part, tolerance) for part in _parts(names, exercise, result, case["want"])]
        marks.append([mark for mark, _, _ in row])
        if number < len(cases):  # the repeated call says nothing new
            probes += [probe for mark, probe, _ in row if mark == "x"]
        steps.append([wrong_at for _, _, wrong_at in row])
        for name, before, after in zip(exercise["arguments"], case["args"], args, strict=True):
            if change := changed_argument(name, before, after):
                place = "[".join(change["where"].split("[")[:2])
                notes.append(f"changed {place} {change['by']}")
    if any(
        _mark(*part, case.get("tolerance", TOLERANCE))[0] != mark
        for (case, result), row in zip(results, marks, strict=False)
        for part, mark in zip(_parts(names, exercise, result, case["want"]), row, strict=False)
    ):
        notes.append("spoilt later")
    if marks[-1] != marks[0]:
        notes.append("second call differs")
    marks[-1] = sorted(set(notes))
    return marks, _fingerprint(probes), steps[:-1]


def marks_checksum(marks):
    """Number that stands for the marks of a trace: only equality matters.

    Where precision is lost does not count, for it depends on the machine; that it is lost does.
    """
    *rows, notes = marks
    imprecise = any("~" in row for row in rows)
    rows = [["=" if mark == "~" else mark for mark in row] for row in rows]
    return zlib.crc32(json.dumps([*rows, notes + ["imprecise"] * imprecise]).encode())


def part_names(exercise, want):
    """Names of the parts that a result is judged by: the returned values, or the gradients."""
    returns = exercise["returns"]
    if not isinstance(returns, str):
        return list(returns)
    return list(want) if isinstance(want, dict) else [returns]


def _parts(names, exercise, result, want):
    """Pair the parts of a result with the expected ones; the whole where it has another form."""
    if not isinstance(exercise["returns"], str):
        if isinstance(result, (tuple, list)) and len(result) == len(names):
            return list(zip(names, result, want, strict=True))
    elif isinstance(want, dict):
        if isinstance(result, dict) and all(name in result for name in names):
            return [(name, result[name], want[name]) for name in names]
    return [("the result", result, want)]


@np.errstate(all="ignore")
def _mark(name, got, want, tolerance):
    fault = compare(name, got, want, tolerance)
    if fault is None:
        return "=", 0.0, None
    if fault["kind"] != "value":
        detail = [str(fault[key]) for key in ("got", "missing") if key in fault]
        if fault["kind"] == "finite":
            detail = [str(zlib.crc32(np.isfinite(_flat(got)).tobytes()))]
        return " ".join([fault["kind"], *detail]), 0.0, None
    if compare(name, got, want, NOISE) is None:
        return "~", 0.0, _wrong_steps(got, want, tolerance)
    flat = _flat(got)
    weights = np.cos(1.0 + np.arange(flat.size))
    return "x", float(flat @ weights), _wrong_steps(got, want, tolerance)


@np.errstate(all="ignore")
def _fingerprint(probes):
    if not probes:
        return []
    sums = np.array(probes)
    weights = np.cos(1.0 + np.arange(sums.size))
    return [_short(probes[-1]), _short(float(sums / (1 + np.abs(sums)) @ weights))]


def _flat(value):
    return np.concatenate([np.ravel(leaf) for leaf in _leaves(value)]).astype(float)


def _leaves(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (tuple, list)):
        return [leaf for item in value for leaf in _leaves(item)] or [np.zeros(0)]
    leaf = np.asarray(value)
    return [leaf if leaf.dtype.kind in "biuf" else np.zeros(0)]


def _wrong_steps(got, want, tolerance):
    if not isinstance(want, np.ndarray) or want.ndim != 3:
        return None
    wrong = np.abs(got - want) > tolerance * np.maximum(1, np.abs(want))
    return [int(t) for t in np.nonzero(wrong.any(axis=(0, 1)))[0]]


def _short(number):
    # What is left of numbers that cancel out depends on the machine.
    short = float(f"{round(number, 9):.6g}")
    return int(short) if short.is_integer() and abs(short) < 1e6 else short


# ------------------------------------------------------------------ the table


def _table(cases, exercise, marks, steps):
    names = part_names(exercise, cases[0]["want"])
    rows = [["", *names]]
    for case, row, times in zip(cases, marks, steps, strict=False):
        words = [*map(_word, row, times)]
        if len(words) < len(names):  # one mark for the whole result
            words *= len(names)
        rows.append([case["label"], *words])
    words = {word for row in rows[1:] for word in row[1:]}
    if words == {WORDS["ok"]} or (len(words) == 1 and words <= {WORDS["raised"]}):
        return ""  # it would say nothing that the first sentence does not
    if len(names) > 4:  # many gradients: a line each reads better than a wide table
        rows = [list(column) for column in zip(*rows, strict=True)]
        labels = [f"({i}) {case['label']}" for i, case in enumerate(cases, 1)]
        rows[0] = ["", *(f"({i})" for i in range(1, len(cases) + 1))]
        return WORDS["table"].format(table=_aligned(rows) + "\n" + "\n".join(labels))
    return WORDS["table"].format(table=_aligned(rows))


def _word(mark, wrong_at):
    if mark == "=":
        return WORDS["ok"]
    if mark.startswith("raised"):
        return WORDS["raised"]
    if mark.startswith("finite"):
        return WORDS["not_finite"]
    if mark not in ("x", "~"):
        return WORDS["malformed"]
    if wrong_at is None:
        return WORDS["wrong"]
    return WORDS["wrong_steps"].format(steps=",".join(map(str, wrong_at)))


def _aligned(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


@functools.cache
def _load_mistakes():
    path = Path(__file__).with_name("rnn_mistakes.json")
    return json.loads(path.read_text(encoding="utf-8"))
