"""The second bank, written without sight of the first, against both rings."""

import re

import pytest
from second_bank import MUTANTS

from autograder.checks import EXERCISES, hidden_check
from autograder.checks.mistakes.bank import Implementation
from rnn_check import check
from rnn_compare import CheckFailed

ENTRIES = [
    Implementation(function, name, kind, source)
    for function, listed in MUTANTS.items()
    for name, source, kind, _ in listed
]
LEAST_WRONG, LEAST_RIGHT = 12, 5
LEAST_CAUGHT = 0.97  # by one call of check


def name_of(entry):
    return f"{entry.function}-{entry.name}"


def of_kind(kind):
    return [entry for entry in ENTRIES if entry.kind == kind]


@pytest.mark.parametrize("entry", of_kind("wrong"), ids=name_of)
def test_hidden_test_refuses_mistake(entry):
    with pytest.raises(CheckFailed):
        hidden_check(entry.make())


@pytest.mark.parametrize("entry", of_kind("correct"), ids=name_of)
def test_both_rings_pass_right_answer(entry):
    check(entry.make())
    hidden_check(entry.make())


def test_check_refuses_nearly_every_mistake():
    passed = []
    for entry in of_kind("wrong"):
        try:
            check(entry.make())
        except CheckFailed:
            continue
        passed.append(name_of(entry))
    assert len(passed) <= (1 - LEAST_CAUGHT) * len(of_kind("wrong")), passed


# Function and name of a mistake, and what the check once called it: wrongly.
MISNAMED = {
    ("feed_forward", "bias-inside-the-product"): "tanh at output",
    ("rnn_backward", "stops-at-one"): "direct gradient missing",
    ("lstm_forward", "one-state-for-both"): "cell state starts from a0",
    ("lstm_backward", "da-of-the-next-step"): "direct gradient missing",
    ("lstm_backward", "turns-the-caches"): "caches emptied",
}


@pytest.mark.parametrize(("mistake", "name"), MISNAMED.items())
def test_mistake_is_not_called_what_it_is_not(mistake, name):
    entry = next(entry for entry in ENTRIES if (entry.function, entry.name) == mistake)
    with pytest.raises(CheckFailed) as failure:
        check(entry.make())
    assert f"Recognised by its results: {name}" not in str(failure.value)


# Written blind, when the course had these lessons.
OF_THEN = [name for name in EXERCISES if any(entry.function == name for entry in ENTRIES)]


@pytest.mark.parametrize("function", OF_THEN)
def test_bank_has_enough_of(function):
    kinds = [entry.kind for entry in ENTRIES if entry.function == function]
    assert kinds.count("wrong") >= LEAST_WRONG
    assert kinds.count("correct") >= LEAST_RIGHT


def test_entries_are_told_apart_by_name():
    names = [name_of(entry) for entry in ENTRIES]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9_-]+", entry.name) for entry in ENTRIES)
