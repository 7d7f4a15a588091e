"""Traces: what a function does on the inputs of a check, in a form that two functions can share.

The build keeps a trace of each known mistake in ``rnn_mistakes.json``. It holds no code.
"""

import json
import zlib

import numpy as np

from rnn_compare import TOLERANCE, compare
from rnn_quantities import faults_of, quantities_of, roots, values_of, wrong_quantities

PROBE_TOLERANCE = 1e-5  # they are stored with six digits
# Wrong by less than this is precision lost: which digits remain says little, and not the same
# on every machine.
NOISE = 1e-3


def root_traces(done, exercise):
    """Traces of the quantities in which the mistake is made, each by itself.

    So a mistake can be recognised beside another one that spoils other quantities.

    Returns
    -------
    wrong : int
        All wrong quantities: bit i stands for the one in place i.
    found : list of list
        For each whose makings are right: its place, a checksum of its marks in all cases, a sum of
        its wrong values.
    """
    quantities = quantities_of(exercise, done[0].case["want"])
    names = [quantity["name"] for quantity in quantities]
    wrong = wrong_quantities(quantities, {name for call in done for name in call.wrong})
    found = []
    for root in roots(quantities, wrong):
        shown = set(_shown(quantities, root))
        marks, probes = [], []
        for call in done:
            if call.error is not None or "again" in call.case:
                marks.append("raised" if call.error is not None else "")
                continue
            row, sums = _marks(call, exercise, shown)
            marks.append(row)
            probes += sums
        if any("~" in row for row in marks):
            continue  # which digits remain tells no cause
        checksum = zlib.crc32(json.dumps(marks).encode()) % 10_000
        found.append([names.index(root), checksum, *_fingerprint(probes)[1:]])
    return sum(1 << names.index(name) for name in wrong), found


def _shown(quantities, name):
    """The quantity itself; if no result shows it, those made from it, and from it alone if any."""
    by_name = {quantity["name"]: quantity for quantity in quantities}
    if by_name[name]["where"]:
        return [name]
    made = [q["name"] for q in quantities if name in q["after"]]
    made = [other for other in made if by_name[other]["after"] == [name]] or made
    return [shown for other in made for shown in _shown(quantities, other)]


def trace(done, exercise):
    """What a function did on the cases, in a form that two implementations can share.

    Parameters
    ----------
    done : list of rnn_quantities.Call
    exercise : dict
        The exercise's entry.

    Returns
    -------
    marks : list of list of str
        For each case, for each quantity: ``=`` right, ``x`` wrong values, ``~`` nearly right
        ones, or the kind of fault. The last list holds what concerns several calls or the
        arguments.
    probes : list of float
        A fingerprint of the wrong values: the weighted sum of the last wrong quantity, and a sum
        over all wrong quantities in which none outweighs the others.
    """
    marks, probes, notes = [], [], []
    for call in done:
        if call.error is not None:
            text = f"{type(call.error).__name__}: {call.error}"
            if "could not broadcast input" in text:  # it names no array; the line's own name does
                text += call.fault["text"][:1].lower()
            kind = type(call.error).__name__
            marks.append([f"raised {kind} {zlib.crc32(text.encode())}"])
            continue
        row, found = _marks(call, exercise)
        marks.append(row)
        if "again" not in call.case:  # the repeated call says nothing new
            probes += found
        for change in call.changed:
            where = "[".join(change["where"].split("[")[:2])
            notes.append(f"changed {where} {change['by']}")
        if _kinds(faults_of(exercise, call.outcome[1], *_wanted(call))[1]) != _kinds(call.wrong):
            notes.append("spoilt later")
    if marks[-1] != marks[0]:
        notes.append("second call differs")
    marks[-1] = sorted(set(notes))
    return marks, _fingerprint(probes)


def _wanted(call):
    return call.case["want"], call.case.get("tolerance", TOLERANCE)


def _kinds(wrong):
    return {name: fault["kind"] for name, fault in wrong.items()}


@np.errstate(all="ignore")
def _marks(call, exercise, shown=None):
    """Marks of one call, one for each quantity, and a number for each that has wrong values.

    ``shown`` names the quantities that are meant, if not all are.
    """
    row = [_detail(call.form)] if call.form and shown is None else []
    probes = []
    for quantity in quantities_of(exercise, call.case["want"]):
        if shown is not None and quantity["name"] not in shown:
            continue
        fault = call.wrong.get(quantity["name"])
        if fault is None:
            row.append("=")
            continue
        pairs = list(values_of(exercise, quantity, call.result, call.case["want"]))
        if fault["kind"] == "finite":
            finite = [np.isfinite(_flat(got)) for _, got, _ in pairs]
            row.append(f"finite {zlib.crc32(np.concatenate(finite).tobytes())}")
        elif fault["kind"] != "value":
            row.append(_detail(fault))
        elif not any(compare(*pair, NOISE) for pair in pairs):
            row.append("~")
        else:
            row.append("x")
            flat = np.concatenate([_flat(got) for _, got, _ in pairs])
            probes.append(float(flat @ np.cos(1.0 + np.arange(flat.size))))
    return row, probes


def _detail(fault):
    return " ".join(
        [fault["kind"], *(str(fault[key]) for key in ("got", "missing") if key in fault)]
    )


def marks_checksum(marks):
    """Number that stands for the marks of a trace: only equality matters.

    Where precision is lost does not count, for it depends on the machine; that it is lost does.
    """
    *rows, notes = marks
    imprecise = any("~" in row for row in rows)
    rows = [["=" if mark == "~" else mark for mark in row] for row in rows]
    return zlib.crc32(json.dumps([*rows, notes + ["imprecise"] * imprecise]).encode())


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


def _short(number):
    # What is left of numbers that cancel out depends on the machine.
    short = float(f"{round(number, 9):.6g}")
    return int(short) if short.is_integer() and abs(short) < 1e6 else short


def same_probes(stored, probes):
    """Whether two lists of probes are those of the same wrong values."""
    return len(stored) == len(probes) and all(
        abs(a - b) <= PROBE_TOLERANCE * (1 + abs(a)) for a, b in zip(stored, probes, strict=True)
    )
