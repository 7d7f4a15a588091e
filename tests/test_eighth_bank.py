"""Messages that a first reader found misleading, beside the point or vague, as they are now."""

import re

import numpy as np
import pytest
from eighth_bank_01_05 import MUTANTS

from autograder.checks.mistakes.bank import Implementation
from rnn_check import check
from rnn_compare import CheckFailed, UsageError

ENTRIES = {
    f"{function}/{name}": Implementation(function, name, kind, source)
    for function, listed in MUTANTS.items()
    for name, source, kind, _ in listed
}
# What the message says now, and what it said and must not say.
TOLD = {
    "sigmoid/yields": ("yours is a generator", "from call to call"),
    "sigmoid/inner-function": ("is it only named, and not called", "from call to call"),
    "sigmoid/where-two-arguments": ("chooses between two arrays", "do not fit"),
    "rnn_cell_backward/returns-names": (r"`dxt` is wrong .*\n.*\n.*yours is a str", "dz"),
    "rnn_forward/last-cache": (r"caches\[0\] should be a list, yours is a NumPy array", "xt` in"),
    "rnn_forward/cell-gets-caches": ("Which of your 4 is none of them", ""),
    "rnn_backward/carry-as-an-argument": ("wants da_next, cache. Which of your 3", ""),
    "rnn_backward/caches-themselves": (r"got cache \(a list of 1\)", "Which shapes does"),
    "lstm_cell_backward/late-binding": ("how often does that line run", "docstring list"),
    "lstm_cell_backward/returns-in-the-loop": ("how often does that line run", "docstring list"),
    "rnn_cell_backward/keys-without-t": ("Which keys does the docstring name", "how often"),
    "lstm_forward/caches-in-a-dict": (r"caches\[0\] should be a list, yours is a dict", "not what"),
    "lstm_forward/returns-early": (r"caches\[0\] should have 4 parts, yours has 1", "part of x"),
    "lstm_forward/cell-state-as-none": ("got c_prev None", "Which shapes does"),
    "lstm_forward/without-the-cell-state": ("wants xt, a_prev, c_prev, parameters", ""),
    "lstm_backward/cell-without-dc": ("wants da_next, dc_next, cache", ""),
    "feed_forward/tan": ("Which function makes it", "What stands inside"),
    "feed_forward/attributes": (r"parameters\['W1'\]", "not an array"),
}


def message(function):
    with pytest.raises(CheckFailed) as failure:
        check(function)
    return str(failure.value)


@pytest.mark.parametrize("name", TOLD)
def test_message_says_what_is_wrong(name):
    now, before = TOLD[name]
    said = message(ENTRIES[name].make())
    assert re.search(now, said), said
    assert not before or before not in said.partition("Where it goes wrong")[0], said


def named(name, function):
    function.__name__ = name
    return function


def softmax(z):
    e = np.exp(z - z.max(axis=0))
    return np.matrix(e / e.sum(axis=0))


def test_an_array_of_another_kind_is_told_by_its_kind():
    said = message(softmax)
    assert "yours is a matrix" in said
    assert "times what it should be" not in said and "from call to call" not in said


def test_a_function_that_draws_is_still_told_so():
    random = np.random.default_rng(0)
    said = message(named("sigmoid", lambda z: random.random(z.shape)))
    assert "different results from call to call" in said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Sigmoid", "Did you mean 'sigmoid'"),
        ("rnn_cell_foward", "Did you mean 'rnn_cell_forward'"),
        ("<lambda>", "a lambda has none"),
        ("tanh", "It knows: sigmoid, softmax"),
    ],
)
def test_a_name_of_no_exercise_is_told_with_what_is_near(name, said):
    with pytest.raises(UsageError, match=re.escape(said)):
        check(named(name, lambda z: z))
