"""The table below a message of the check: what is wrong where, case by case."""

from rnn_compare import TOLERANCE
from rnn_language import say
from rnn_quantities import quantities_of, values_of, wrong_steps
from rnn_words import TABLE

MOST_NAMES = 4  # that one line lists
NOT_ASKED = "-"  # where a case does not look at a quantity


def listed(names):
    """Names in a line; of many the first ones."""
    names = names if len(names) <= MOST_NAMES else [*names[: MOST_NAMES - 1], "…"]
    return ", ".join(names)


def table(done, exercise):
    """Lines of the table of what is wrong where: a row for each wrong quantity or each case."""
    calls = [call for call in done if "again" not in call.case]
    quantities = [q for q in quantities_of(exercise, done[0].case["want"]) if q["where"]]
    words = [[_word(call, quantity, exercise) for call in calls] for quantity in quantities]
    wrong = [i for i, row in enumerate(words) if set(row) - {TABLE["ok"], NOT_ASKED}]
    told = {word for row in words for word in row} - {TABLE["missing"], NOT_ASKED}
    if not wrong or not told or told == {TABLE["raised"]} or len(calls) * len(words) == 1:
        return []  # it would say nothing that the first sentences do not
    right = [say(quantities[i]["name"]) for i in range(len(words)) if i not in wrong]
    names = [say(quantities[i]["name"]) for i in wrong]
    labels = [say(call.case["label"]) for call in calls]
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
        lines.append(TABLE["rest"].format(names=listed(right)))
    return lines


def _word(call, quantity, exercise):
    if call.error is not None:
        return TABLE["raised"]
    fault = call.wrong.get(quantity["name"])
    if fault is None:
        there = any(values_of(exercise, quantity, call.case["want"], call.case["want"]))
        return TABLE["ok"] if there else NOT_ASKED
    if fault["kind"] in ("missing", "finite"):
        return TABLE[{"finite": "not_finite"}.get(fault["kind"], fault["kind"])]
    if fault["kind"] != "value":
        return TABLE["malformed"]
    tolerance = call.case.get("tolerance", TOLERANCE)
    steps = wrong_steps(exercise, quantity, call.result, call.case["want"], tolerance)
    if steps is None:
        return TABLE["wrong"]
    return TABLE["wrong_steps"].format(steps=",".join(map(str, steps)))


def _aligned(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
