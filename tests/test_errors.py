"""Exceptions are told at the student's own line: what met there, with names and shapes."""

import linecache
import re

import numpy as np
import pytest

from rnn_check import load_file
from rnn_compare import compare, fault_of_exception
from rnn_order import misordered
from rnn_questions import HINTS
from rnn_student import Facts, changing_lines
from rnn_words import ERRORS, said

ARRAYS = {
    "z": np.zeros((3, 1)),
    "p": np.zeros((3, 4)),
    "y": np.zeros((2, 4)),
    "a": np.zeros((2, 3, 4)),
    "counts": np.zeros(4, int),
    "dz1": ...,
    "nothing": None,
    "cache": (1, 2, 3),
    "empty": [],
    "parameters": {"W": np.zeros((5, 3))},
}
# What a student's line says, what the fault says of it, and which question follows.
LINES = {
    "adds in place": ("z += p", r"fit: z \(3, 1\) \+= p \(3, 4\)\. `\+=` fills .*", "in_place"),
    "takes away in place": ("z -= p * 2", r"fit: z \(3, 1\) -= p \* 2 \(3, 4\)\. `-=`", "in_place"),
    "fits neither way": ("p += y", r"fit: p \(3, 4\) \+= y \(2, 4\)\.$", "operands"),
    "adds into a slice": (
        "a[:, :, 0] += p",
        r"fit: a\[:, :, 0\] \(2, 3\) \+= p \(3, 4\)\.$",
        "operands",
    ),
    "casts in place": ("counts += 0.5", r"counts holds int64 numbers, and `\+=` ", "dtype"),
    "casts into out": (
        "np.exp(p, out=counts[:, None])",
        r"counts\[:, None\] holds int64 numbers, and `np\.exp` cannot change that\.$",
        "dtype",
    ),
    "where": ("np.where(p > 0, p, y)", r"np\.where`: p > 0 \(3, 4\), p \(3, 4\), y", "together"),
    "where, a number": (
        "np.where(y == 1, p, 0)",
        r"where`: y == 1 \(2, 4\), p \(3, 4\)",
        "together",
    ),
    "maximum": ("np.maximum(p, y)", r"np\.maximum`: p \(3, 4\), y \(2, 4\)\.$", "together"),
    "einsum": ("np.einsum('ij,jk->ik', p, y)", r"p \(3, 4\), y \(2, 4\)\.$", "together"),
    "compares": ("p == y", r"fit: p \(3, 4\) == y \(2, 4\)\.$", "operands"),
    "joins": ("np.concatenate((p, a))", r"cannot join .*: p \(3, 4\), a \(2, 3, 4\)", "joined"),
    "stacks side by side": ("np.hstack([p, y])", r"hstack` cannot join .* y \(2, 4\)", "joined"),
    "if": ("if p >= 0:\n        pass", r"`p >= 0` has shape \(3, 4\), one answer", "truth"),
    "while not": ("while not p:\n        pass", r"`p` has shape \(3, 4\)", "truth"),
    "and": ("q = p > 0 and p < 1", r"`p > 0` has shape \(3, 4\)", "truth"),
    "a chain": ("q = 0 < p < 1", r"`0 < p < 1` has shape \(3, 4\)", "truth"),
    "max of two": ("max(p, p + 1)", r"`p` has shape \(3, 4\), one answer", "truth"),
    "a loop that did not run": (
        "for t in range(0):\n        out = t\n    return out",
        r"`out` has no value yet\. Line \d+ gives it one, inside a loop .*: `for t in range\(0\):`",
        "loop",
    ),
    "a condition that did not hold": (
        "if z.size == 0:\n        out = z\n    return out",
        r"`out` has no value yet\. Only line \d+ gives it one, and that did not run here\.",
        "not_run",
    ),
    "a loop that was left": (
        "for t in range(3):\n        break\n        out = t\n    return out",
        r"Only line \d+ gives it one",
        "not_run",
    ),
    "read too early": ("q = out + 1\n    out = q", r"its first one, and comes later\.$", "later"),
    "added to nothing": ("out += z", r"Line \d+ gives it its first one", "later"),
    "stored": ("a[:, :, 1] = p", r"fit: a\[:, :, 1\] \(2, 3\) cannot hold p \(3, 4\)\.$", "stored"),
    "stored, made by a call": (
        "a[:, :, 1] = np.random.rand(3, 3)",
        r"a\[:, :, 1\] \(2, 3\) cannot hold an array of shape \(3,3\)\.$",
        "stored",
    ),
    "one of two stored": (
        "a[:, :, 1], q = p, 1",
        r"a\[:, :, 1\] \(2, 3\) cannot hold an array of shape \(3,4\)\.$",
        "stored",
    ),
    "index": ("q = a[:, :, 7]", r"out of bounds.*\. `a` has shape \(2, 3, 4\)\.$", "index"),
    "index of an axis too many": ("q = p[0, 0, 0]", r"`p` has shape \(3, 4\)\.$", "axes"),
    "index that is no whole number": ("q = p[:, y]", r"`p` has shape \(3, 4\)\.$", ""),
    "index of a tuple": ("q = cache[3]", r"The length of `cache` is 3\.$", "index"),
    "unpacked": ("one, two = cache", r"The length of `cache` is 3\.$", "unpacked"),
    "key": ("q = parameters['V']", r"parameters has the keys W\.$", "key"),
    "gap": ("q = p.T @ dz1", r"`dz1` is still `\.\.\.`, the gap", "unfinished"),
    "None": ("q = nothing * p", r"TypeError: `nothing` is None\.$", "unfinished"),
    "None, in place": ("nothing += p", r"TypeError: `nothing` is None\.$", "unfinished"),
    "part of None": ("q = nothing[0]", r"`nothing` is None\.$", "unfinished"),
    "method of None": ("q = nothing.T", r"`nothing` is None\.$", "unfinished"),
    "list of arrays": (
        "both = [p, y]\n    q = p @ both",
        r"ValueError: `both` is a list, not an array\.$",
        "joined",
    ),
    "tuple": ("q = p @ cache", r"`cache` is a tuple, not an array", ""),
    "dict": ("q = p - parameters", r"`parameters` is a dict, not an array\.$", ""),
    "modulo": ("q = 3 % (len(cache) - 3)", r"by zero\. `len\(cache\) - 3` is 0 here\.$", "zero"),
    "empty list": ("empty.pop()", r"pop from empty list\. The length of `empty` is 0\.$", ""),
    "reshape": ("q = p.reshape(5, 2)", r"cannot reshape .*\. `p` has shape \(3, 4\)\.$", ""),
    "axis": ("q = np.sum(p, axis=2)", r"out of bounds .*\. `p` has shape \(3, 4\)\.$", ""),
    "product": ("q = p @ y", r"p \(3, 4\) @ y \(2, 4\), where 4 meets 2\.$", "product"),
    "product with a number": ("q = p @ 2.0", r"p \(3, 4\) @ 2\.0 \(\)\.$", "operands"),
}


def fault_of(line):
    filename = f"<{line}>"
    text = f"def student({', '.join(ARRAYS)}):\n    {line}\n"
    linecache.cache[filename] = len(text), None, text.splitlines(keepends=True), filename
    namespace = {"np": np}
    exec(compile(text, filename, "exec"), namespace)
    try:
        namespace["student"](**{name: value for name, value in ARRAYS.items()})
    except Exception as error:
        return fault_of_exception(error)
    raise AssertionError("it raised nothing")


@pytest.mark.parametrize("name", LINES)
def test_a_line_that_raises_is_told_with_what_met_there(name):
    line, said, question = LINES[name]
    fault = fault_of(line)
    assert re.search(said, fault["error"]), fault["error"]
    assert fault["advice"] == question
    assert fault["line"] == fault_of(line)["line"] and fault["text"] in line
    assert "ambiguous" not in fault["error"] and "not associated" not in fault["error"]


def test_each_question_of_an_exception_is_in_the_table():
    asked = {question for _, _, question in LINES.values()} - {"", "key"}
    assert asked <= set(HINTS) and all("?" in HINTS[key] for key in asked)
    assert set(ERRORS) >= {"loop", "later", "not_run"}


CHANGES = {  # what is changed: lines of the function, and the one that does it or None
    "a slice": ("x", ["x[:] = 0"], 0),
    "under a second name": ("x", ["z = x.T", "z += 1"], 1),
    "of a copy": ("x", ["z = x.copy()", "z += 1"], None),
    "a parameter": ('p["W"]', ['p["W"] -= 1'], 0),
    "through a copied dict": ('p["W"]', ["q = dict(p)", "for k in q:", "    q[k] -= 1"], 2),
    "through a dict's copy": ('p["W"]', ["q = p.copy()", 'q["W"] *= 2'], 1),
    "through an unpacked dict": ('p["W"]', ["q = {**p}", 'q["W"][:, 0] = 2'], 1),
    "in a loop over pairs": ('p["W"]', ["for k, v in p.items():", "    v -= 1"], 1),
    "in a loop over values": ('p["W"]', ["for v in p.values():", "    v[0] = 1"], 1),
    "in a comprehension's dict": ('p["W"]', ["q = {k: v for k, v in p.items()}", 'q["W"] += 1'], 1),
    "what is taken from a dict": ("p", ['q = p.pop("W")'], 0),
    "what is taken under a second name": ("p", ["q = p", 'del q["W"]'], 1),
    "what is taken from a copy": ("p", ["q = dict(p)", 'q.pop("W")'], None),
    "a list that is emptied": ("p", ["while p:", "    p.pop()"], 1),
    "a copied dict gets a new array": ('p["W"]', ["q = dict(p)", 'q["W"] = q["W"] - 1'], None),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_line_that_changes_an_argument_is_found(name):
    where, body, number = CHANGES[name]
    facts = Facts("def f(x, p):\n    " + "\n    ".join(body) + "\n")
    found = changing_lines(facts, *where.partition("[")[::2])
    assert found == ([] if number is None else [(number + 2, body[number].strip())])


def test_a_gap_that_was_left_is_called_so_and_not_a_wrong_value():
    want = {"dW": np.zeros((2, 3)), "loss": 1.0}
    for gap, name in ((..., "`...`"), (None, "None")):
        fault = compare("gradients", {"dW": gap, "loss": 1.0}, want)
        assert said(fault) == f'gradients["dW"] is still {name}: it is not written yet.'
    assert compare("gradients", {**want, "loss": ...}, want)["kind"] == "unfinished"


def test_one_part_is_not_called_parts():
    assert said(compare("caches[0]", [], [1.0])) == "caches[0] should have 1 part, yours has 0."
    assert said(compare("caches", (), (1.0, 2.0))) == "caches should have 2 parts, yours has 0."


ORDERS = {  # lines of an lstm_forward, and what is said of them
    "results taken in the cell's order": ("a, c, y, k = lstm_cell_forward(x, a, c, p)", None),
    "results taken in another": (
        "a, yt, c, cache = lstm_cell_forward(x, a, c, parameters)",
        "`lstm_cell_forward` gives a_next, c_next, yt_pred, cache, in this order. Yours are taken "
        "as a, yt, c, cache:",
    ),
    "states passed in another": (
        "r = lstm_cell_forward(x[:, :, t], c_next, a_next, parameters)",
        "`lstm_cell_forward` wants xt, a_prev, c_prev, parameters, in this order. It gets x, "
        "c_next, a_next, parameters:",
    ),
    "other names": ("h, out, s, keep = lstm_cell_forward(x, h, s, parameters)", None),
    "fewer results": (
        "a, c, y = lstm_cell_forward(x, a, c, parameters)",
        "`lstm_cell_forward` gives a_next, c_next, yt_pred, cache. Yours are taken as a, c, y:",
    ),
    "returned in another": (
        "return a, c, y, (steps, x)",
        "The docstring lists a, y, c, caches, in this order. Yours returns a, c, y, cache:",
    ),
    "returned as listed": ("return a, y, c, (steps, x)", None),
}


@pytest.mark.parametrize("name", ORDERS)
def test_names_in_another_order_than_the_docstring_are_told(name):
    line, expected = ORDERS[name]
    exercises = load_file()["functions"]
    facts = Facts(f"def lstm_forward(x, a0, parameters):\n    {line}\n")
    facts.earlier = {"lstm_cell_forward": print}
    found = misordered("lstm_forward", facts, exercises)
    assert (found and found["lines"][0]) == expected
    assert not found or found["lines"][1] == f"  line 2: {line}"


COUNTS = {  # a call of an lstm_forward, and the number that it hands on; None where nothing is said
    "too few": ("lstm_cell_forward(x, a, parameters)", "missing among your 3?"),
    "too many": ("lstm_cell_forward(x, a, c, parameters, c)", "Which of your 5 is none"),
    "by name": ("lstm_cell_forward(x, a, c_prev=c, parameters=parameters)", None),
    "starred": ("lstm_cell_forward(x, *states, parameters)", None),
}


@pytest.mark.parametrize("name", COUNTS)
def test_a_call_with_too_few_or_too_many_values_is_told(name):
    call, expected = COUNTS[name]
    facts = Facts(f"def lstm_forward(x, a0, parameters):\n    r = {call}\n")
    facts.earlier = {"lstm_cell_forward": print}
    found = misordered("lstm_forward", facts, load_file()["functions"])
    if expected is None:
        assert found is None
    else:
        [line] = found["lines"]
        assert "wants xt, a_prev, c_prev, parameters" in line and expected in line
