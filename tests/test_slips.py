"""Slips of Python or NumPy that raise are told in words of their own, and nothing else is."""

import copy
import linecache
import re

import numpy as np
import pytest

from rnn_compare import fault_of_exception
from rnn_questions import HINTS
from rnn_slips import SLIPS

HELD = {
    "p": np.zeros((3, 4)),
    "q": np.zeros((3, 4)),
    "parameters": {"W1": np.zeros((5, 3)), "b1": np.zeros((5, 1))},
    "steps": 3,
    "states": [],
    "nothing": None,
    "kept": [(np.zeros((3, 4)), np.zeros(2), 3)],
    "key": "W1",
    "cache": (1, 2, 3),
}
# What a line says, the key of the sentence, and what the sentence names.
SLIPPED = {
    "a set": ('return {"dW1", p}', "set", "braces with commas"),
    "a hat": ("return p ^ 2", "hat", r"`\*\*` is"),
    "an unpacked dict": ("W1, b1 = parameters\n    return W1 @ p", "text", "`W1` is a text, 'W1'"),
    "a key's attribute": ("for k in parameters:\n        k.shape", "text", "`k` is a text, 'W1'"),
    "an unpacked dict, stored": (
        "g, *_ = parameters\n    p[:, 0] = g\n    return p",
        "text",
        "`g` is a text, 'W1'",
    ),
    "a dict's attribute": ("return parameters.W1", "dict", r"`parameters\['W1'\]`"),
    "a dict that is called": ('return parameters("b1")', "dict", r"`parameters\['b1'\]`"),
    "an array that is called": ("return p / q()", "array_called", "`q` is an array"),
    "append with a bracket": ("states.append[p]", "square", r"`states\.append` is a function"),
    "exp with a bracket": ("return np.exp[p]", "square", r"`np\.exp` is a function"),
    "tanh without brackets": ("return np.tanh * p", "uncalled", r"`np\.tanh` is a function"),
    "zeros of two": ("return np.zeros(steps, 4)", "one_shape", r"`np\.zeros` wants"),
    "concatenate of two": ("return np.concatenate(p, q)", "one_list", "`np.concatenate` wants"),
    "where of two": ("return np.where(p > 0, p)", "choice", "gets one"),
    "a loop over a number": (
        "for t in p.shape[1]:\n        pass",
        "number",
        r"`p\.shape\[1\]` is a number, 4\.",
    ),
    "two of a range": (
        "for i, j in range(steps):\n        pass",
        "one_each",
        r"`range\(steps\)` gives one value at a time, and `i, j` wants",
    ),
    "pairs of a dict": (
        "for k, v in parameters:\n        parameters[k]",
        "pairs",
        "`parameters` is a dict.* `k, v` takes one key apart",
    ),
    "pairs of a dict, in a dict": (
        "return {k: parameters[k] for k, v in parameters}",
        "pairs",
        "`parameters` is a dict",
    ),
    "a method that arrays lack": ("return p.exp()", "of_numpy", r"`np\.exp` is a function"),
    "exp without np": ("return exp(p)", "np", "NumPy has `np.exp`"),
    "a key as a name": ("return W1 @ p", "key_name", "`parameters` has the key 'W1'"),
    "a name spelt in another way": ("return stepss", "near", "Did you mean `steps`"),
    "softmax of NumPy": ("return np.fault_of(p)", "not_np", "NumPy has no `fault_of`"),
    "a variable as an attribute": ("return parameters.key", "dict", r"`parameters\[key\]`"),
    "a tuple by a name": ('return cache["a"]', "by_number", "`cache` is a tuple"),
    "a shape that is called": (
        "return p.shape(1)",
        "holder_called",
        r"`p\.shape` is a tuple\. Square",
    ),
    "zeros of an array": ("return np.zeros(p)", "whole_shape", r"gets the array `p`.*`p\.shape`"),
    "a list of whole results": (
        "return np.stack(kept)",
        "tuples",
        "`kept` holds tuples of 3",
    ),
    "plus for append": (
        "states.append(p)\n    states += q[:2, :2]",
        "plus_list",
        "`states.append`",
    ),
    "keepdims without its name": ("return np.sum(p, 1, True)", "option", "keepdims, are given by"),
    "Python's sum": ("return sum(p, axis=1)", "no_axes", "`np.sum` does"),
    "a range of an array": ("return range(p)", "range", r"`p` is a NumPy array of shape \(3, 4\)"),
    "a range of a shape": ("return range(p.shape)", "range", r"`p\.shape` is a tuple"),
    "the length of a number": ("return len(steps)", "no_length", "`steps` is a number already, 3"),
    "keys that are not called": (
        "for k in parameters.keys:\n        pass",
        "uncalled",
        r"`parameters\.keys` is a function",
    ),
    "append kept": (
        "states = states.append(p)\n    return np.stack(states)",
        "kept",
        r"`states` is None\. Line 2 keeps what `states\.append` gives",
    ),
    "append kept in a loop": (
        "for t in range(2):\n        states = states.append(p)",
        "kept",
        "Line 3 keeps",
    ),
}
# Near misses: what a line says that is none of these slips.
OTHERS = {
    "a dict's attribute that is no key": "return parameters.shape",
    "a method that nobody has": "return p.nobody()",
    "a name that nobody has": "return nobody(p)",
    "a key that is missing": 'return parameters["V"]',
    "a loop over pairs": 'for k, v in parameters.items():\n        parameters["V"]',
    "None that was handed in": "return np.stack(nothing)",
    "a text of the notebook": 'word = "anna"\n    return p + word',
    "a text that is used as a key": "for k in parameters:\n        q @ parameters[k] @ p.T",
    "a shape that cannot be": "return np.zeros((3, -1))",
    "arrays that do not join": "return np.concatenate((p, q.T))",
    "where that does not fit": "return np.where(p > 0, p, q.T)",
    "a part of a number": "return steps[0]",
    "a range of a float": "return range(2.5)",
    "a tuple of arrays that do not join": "return np.stack((p, q.T))",
    "a function that NumPy has not": "return np.nobody(p)",
    "a name of NumPy that is not called": "return std",
    "a list that is too short": "return states[3]",
    "a tuple by an array": "return cache[p]",
}


def fault_of(text):
    filename = f"<{text}>"
    whole = f"def student({', '.join(HELD)}):\n    {text}\n"
    linecache.cache[filename] = len(whole), None, whole.splitlines(keepends=True), filename
    namespace = {"np": np, "fault_of": fault_of}
    exec(compile(whole, filename, "exec"), namespace)
    try:
        namespace["student"](**copy.deepcopy(HELD))
    except Exception as error:
        return fault_of_exception(error)
    raise AssertionError("it raised nothing")


@pytest.mark.parametrize("name", SLIPPED)
def test_a_slip_is_told_in_words_of_its_own(name):
    text, key, named = SLIPPED[name]
    fault = fault_of(text)
    assert fault["advice"] == key
    assert re.search(named, fault["error"]), fault["error"]
    for words in ("object", "ufunc", "data type", "unhashable", "scalar index", "inhomogeneous"):
        assert words not in fault["error"]


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_slip_keeps_its_own_words(name):
    assert fault_of(OTHERS[name])["advice"] not in SLIPS


def test_a_function_that_calls_itself_for_ever_is_told():
    text = "def student(p):\n    return 1 - student(-p)\n"
    linecache.cache["<again>"] = len(text), None, text.splitlines(keepends=True), "<again>"
    exec(compile(text, "<again>", "exec"), namespace := {})
    with pytest.raises(RecursionError) as caught:
        namespace["student"](1.0)
    fault = fault_of_exception(caught.value)
    assert "`student` calls itself, without end." in fault["error"]
    assert fault["advice"] == "recursion" and "?" in HINTS["recursion"]


def test_only_the_endless_call_brings_a_question():
    assert set(SLIPS) & set(HINTS) == {"recursion"}


def test_every_slip_is_tried_here():
    assert {key for _, key, _ in SLIPPED.values()} | {"recursion"} == set(SLIPS)
