"""Why a check failed: recognise a known mistake, or name the first wrong quantity.

``rnn_mistakes.json``, which the build generates, holds for each known mistake its name, what its
author may have thought, a hint, and its trace on the inputs of the check: a checksum of the marks
that each quantity of each result gets, and a few sums of wrong values. It holds no code.
"""

import functools
import json
import zlib
from pathlib import Path

import numpy as np

from rnn_compare import TOLERANCE, compare
from rnn_quantities import (
    ancestors,
    faults_of,
    quantities_of,
    roots,
    spoilt,
    values_of,
    wrong_quantities,
    wrong_steps,
)
from rnn_student import changing_lines, left_raise
from rnn_words import FAULTS, FINDINGS, HINTS, LINES, TABLE

PROBE_TOLERANCE = 1e-5  # they are stored with six digits
# Wrong by less than this is precision lost: which digits remain says little, and not the same
# on every machine.
NOISE = 1e-3
MOST_NAMES = 5  # that one line lists


def explain(name, done, exercise, facts, earlier, level=1):
    """Message of a function that fails its check.

    Parameters
    ----------
    name : str
        The function's name.
    done : list of rnn_quantities.Call
        What the function did on the cases.
    exercise : dict
        The exercise's entry in ``rnn_checks.json``.
    facts : rnn_student.Facts
        What is known of the function's text.
    earlier : dict
        See `rnn_check.unfit`.
    level : int
        How much is said of the first wrong quantity: 1 a question, 2 also the term of the equation
        to look at, 3 also the next line of algebra.
    """
    case, fault = _first_fault(done, exercise)
    if fault["kind"] == "unwritten":
        return _unwritten(name, fault, facts, exercise)
    if facts.data:
        names = ", ".join(f"`{read}`" for read in facts.data)
        hint = LINES["hint"].format(hint=HINTS["reads"])
        return "\n".join([LINES["reads"].format(function=name, names=names), hint])
    if other := _to_mend_first(fault, earlier, done, exercise):
        key = "earlier_unwritten" if other[1] == "unwritten" else "earlier_wrong"
        return LINES[key].format(function=name, earlier=other[0])
    marks, probes = trace(done, exercise)
    known = _recognised(name, marks, probes)
    if two := _two_results(done):
        label = LINES["again"]
        lines = [
            LINES["two_results"].format(function=name),
            known or LINES["hint"].format(hint=HINTS["two_results"]),
            LINES["numbers"].format(label=label, fault=FAULTS[two["kind"]].format(**two)),
        ]
    elif fault["kind"] in FIRST_WORDS:
        lines = [_fault_line(name, case, fault), *_changing(fault, facts), known]
    else:
        lines = _of_quantity(name, done, exercise, known, level)
    return "\n".join([*filter(None, lines), *_table(done, exercise)])


def _unwritten(name, fault, facts, exercise):
    origin = fault.get("function", name)
    if origin != name and origin in facts.earlier:
        return LINES["earlier_unwritten"].format(function=name, earlier=origin)
    left = left_raise(facts, exercise.get("given", []))
    if left:
        return LINES["raise_left"].format(function=name, line=left[0], text=left[1])
    return LINES["unwritten"].format(function=name)


def _to_mend_first(fault, earlier, done, exercise):
    """The earlier function that may be what is wrong here, as `rnn_check.unfit` has it; or None."""
    if fault["kind"] == "raised":
        return next((e for name, e in earlier.items() if fault["function"] in (name, e[0])), None)
    if fault["kind"] in FIRST_WORDS:
        return next((e for e in earlier.values() if e[1] == fault["kind"]), None)
    quantities = quantities_of(exercise, done[0].case["want"])
    wrong = wrong_quantities(quantities, {found for call in done for found in call.wrong})
    first = next((q for q in quantities if q["name"] == wrong[0]), {}) if wrong else {}
    uses = first.get("uses", []) if exercise.get("quantities") else earlier
    return next((e for name, e in earlier.items() if name in uses), None)


def _changing(fault, facts):
    """The lines that change an argument, where that is the fault."""
    if fault["kind"] != "changed":
        return []
    found = changing_lines(facts, fault["where"].split("[")[0])
    return [LINES["changing"].format(line=line, text=text) for line, text in found]


# Kinds of fault that are told as they are; the others belong to a quantity.
FIRST_WORDS = {"raised", "changed", "second", "keys", "length", "missing"}


def _first_fault(done, exercise):
    for call in done:
        if call.fault:
            return call.case, call.fault
    return spoilt(done, exercise)


def _two_results(done):
    """Fault of the second call with the first input, held against the first call; or None."""
    one, other = done[0], done[-1]
    if "again" not in other.case or one.error or other.error or one.form or other.form:
        return None
    if compare("the result", other.result, one.result) is None:
        return None
    return next(iter(other.wrong.values()), None)


def _fault_line(name, case, fault):
    text = FAULTS[fault["kind"]].format(**fault)
    return LINES["fault"].format(function=name, label=_label(case), fault=text)


def _label(case):
    return LINES["again"] if "again" in case else case["label"]


def _of_quantity(name, done, exercise, known, level):
    """Lines on the first wrong quantity: what and where, the finding or a hint, numbers."""
    quantities = quantities_of(exercise, done[0].case["want"])
    by_name = {q["name"]: q for q in quantities}
    seen = {found for call in done for found in call.wrong}
    wrong = wrong_quantities(quantities, seen)
    if not wrong:  # the form of the result alone
        case, fault = _first_fault(done, exercise)
        return [_fault_line(name, case, fault), known]
    first = by_name[wrong[0]]
    shown = next(
        found for found in wrong if found in seen and _comes_from(quantities, found, first)
    )
    call = next(call for call in done if shown in call.wrong)
    fault = call.wrong[shown]
    numbers = FAULTS[fault["kind"]].format(**fault)
    lines = [
        LINES["first_wrong"].format(
            function=name, quantity=_called(first), equation=_equation(first)
        ),
        known or _hint(quantities, first, wrong, fault, done),
        *_more_hints(first, level),
        LINES["numbers"].format(label=_capital(_label(call.case)), fault=numbers),
    ]
    right = [n for n in ancestors(quantities, first["name"]) if n not in wrong]
    if right:
        lines.append(LINES["right_before"].format(names=_names(by_name, right[::-1])))
    others = [n for n in roots(quantities, wrong) if n != first["name"]]
    if others:
        lines.append(LINES["also"].format(names=_names(by_name, others)))
    return lines


def _comes_from(quantities, name, first):
    return name == first["name"] or first["name"] in ancestors(quantities, name)


def _more_hints(quantity, level):
    """The second and third level of hint, as far as they are asked for and there."""
    keys = ("look", "algebra")[: level - 1]
    return [LINES[key].format(text=quantity[key]) for key in keys if quantity.get(key)]


def _hint(quantities, first, wrong, fault, done):
    """A question about the first wrong quantity, and about what is wrong with it."""
    if fault["kind"] in HINTS:
        return LINES["hint"].format(hint=HINTS[fault["kind"]])
    calls = [call for call in done if "again" not in call.case]
    amiss = [call for call in calls if call.error is not None or call.wrong]
    if len(amiss) == 1 < len(calls):
        case = amiss[0].case
        if case.get("hint") and case.get("about", first["name"]) == first["name"]:
            return LINES["hint"].format(hint=case["hint"])
    made = [q for q in quantities if first["name"] in q["after"]]
    if first["where"] and made and not {q["name"] for q in made} & set(wrong):
        names = _names({q["name"]: q for q in made}, [q["name"] for q in made])
        return FINDINGS["kept"].format(made=_capital(names))
    return LINES["hint"].format(hint=first["hint"]) if first.get("hint") else ""


def _called(quantity):
    name = quantity["name"]
    return quantity.get("called") or (f"`{name}`" if name.isidentifier() else name)


def _names(by_name, names):
    names = [_called(by_name[name]) for name in names]
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], "…"]
    return ", ".join(names)


def _capital(text):
    return text[:1].upper() + text[1:]


def _equation(quantity):
    numbers = quantity.get("equation") or []
    if not numbers:
        return ""
    words = LINES["equation" if len(numbers) == 1 else "equations"]
    return words.format(numbers=LINES["and"].join(map(str, numbers)))


# ------------------------------------------------------------------ known mistakes


def _recognised(name, marks, probes):
    """What to say of the known mistakes that the trace fits; empty if it fits none."""
    if {mark for row in marks for mark in row} == {"=", "~"}:
        return FINDINGS["imprecise"]
    known = _load_mistakes()
    texts = known["texts"]
    checksum = marks_checksum(marks)
    fitting = [
        (name, texts[thought], texts[hint])
        for name, thought, hint, stored_checksum, stored in known["functions"].get(name, [])
        if stored_checksum == checksum and same_probes(stored, probes)
    ]
    return _name_mistakes(fitting) if fitting else ""


def same_probes(stored, probes):
    """Whether two lists of probes are those of the same wrong values."""
    return len(stored) == len(probes) and all(
        abs(a - b) <= PROBE_TOLERANCE * (1 + abs(a)) for a, b in zip(stored, probes, strict=True)
    )


def _name_mistakes(fitting):
    hints = list(dict.fromkeys(hint for _, _, hint in fitting))
    if len(hints) == 1:
        name = " or ".join(name.replace("-", " ") for name, _, _ in fitting)
        thoughts = {thought for _, thought, _ in fitting}
        words = FINDINGS["recognised" if len(thoughts) == 1 else "recognised_either"]
        return words.format(name=name, thought=fitting[0][1], hint=hints[0])
    listed = "\n".join(f"- {hint}" for hint in hints)
    return FINDINGS["several"].format(count=len(hints), hints=listed)


# ------------------------------------------------------------------ traces


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
            marks.append([f"raised {zlib.crc32(text.encode())}"])
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
def _marks(call, exercise):
    """Marks of one call, one for each quantity, and a number for each that has wrong values."""
    row = [_detail(call.form)] if call.form else []
    probes = []
    for quantity in quantities_of(exercise, call.case["want"]):
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


# ------------------------------------------------------------------ the table


def _table(done, exercise):
    """Lines of the table of what is wrong where: a row for each wrong quantity or each case."""
    calls = [call for call in done if "again" not in call.case]
    quantities = [q for q in quantities_of(exercise, done[0].case["want"]) if q["where"]]
    words = [[_word(call, quantity, exercise) for call in calls] for quantity in quantities]
    wrong = [i for i, row in enumerate(words) if set(row) - {TABLE["ok"]}]
    told = {word for row in words for word in row}
    if not wrong or told == {TABLE["raised"]} or len(calls) * len(words) == 1:
        return []  # it would say nothing that the first sentences do not
    right = [quantities[i]["name"] for i in range(len(words)) if i not in wrong]
    names = [quantities[i]["name"] for i in wrong]
    labels = [call.case["label"] for call in calls]
    if len(names) > 4:  # a line each reads better than a wide table
        rows = [["", *(f"({i})" for i in range(1, len(calls) + 1))]]
        rows += [[name, *words[i]] for name, i in zip(names, wrong, strict=True)]
        text = _aligned(rows)
        text += "".join(f"\n({i}) {label}" for i, label in enumerate(labels, 1))
    else:
        columns = [words[i] for i in wrong]
        rows = [["", *names]]
        rows += [[label, *(column[k] for column in columns)] for k, label in enumerate(labels)]
        text = _aligned(rows)
    lines = [TABLE["table"].format(table=text)]
    if right:
        shown = right if len(right) <= MOST_NAMES else [*right[: MOST_NAMES - 1], "…"]
        lines.append(TABLE["rest"].format(names=", ".join(shown)))
    return lines


def _word(call, quantity, exercise):
    if call.error is not None:
        return TABLE["raised"]
    fault = call.wrong.get(quantity["name"])
    if fault is None:
        return TABLE["ok"]
    if fault["kind"] in ("missing", "finite"):
        return TABLE[{"finite": "not_finite"}.get(fault["kind"], fault["kind"])]
    if fault["kind"] != "value":
        return TABLE["malformed"]
    steps = wrong_steps(exercise, quantity, call.result, *_wanted(call))
    if steps is None:
        return TABLE["wrong"]
    return TABLE["wrong_steps"].format(steps=",".join(map(str, steps)))


def _aligned(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


@functools.cache
def _load_mistakes():
    path = Path(__file__).with_name("rnn_mistakes.json")
    return json.loads(path.read_text(encoding="utf-8"))
