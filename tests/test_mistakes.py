"""The mistake bank against both rings: the check of the notebook and the hidden test."""

import re
import signal
from collections import Counter

import pytest

from autograder.checks import EXERCISES, hidden_check
from autograder.checks.mistakes import bank
from autograder.course import reference
from rnn_check import check
from rnn_compare import CheckFailed

ENTRIES = bank.load()
WRONG = [entry for entry in ENTRIES if entry.kind == "wrong"]
RIGHT = [entry for entry in ENTRIES if entry.kind == "correct"]
LEAST_WRONG, LEAST_RIGHT = 25, 8
LEAST_CAUGHT = 0.97  # by one call of check, whose few cases ship with the notebooks
SECONDS = 60


def name_of(entry):
    return f"{entry.function}-{entry.name}"


@pytest.fixture(autouse=True)
def time_limit():
    def stop(signum, frame):
        raise TimeoutError(f"not done after {SECONDS} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("entry", WRONG, ids=name_of)
def test_hidden_test_refuses_mistake(entry):
    with pytest.raises(CheckFailed):
        hidden_check(entry.make())


@pytest.mark.parametrize("entry", RIGHT, ids=name_of)
def test_both_rings_pass_right_answer(entry):
    function = entry.make()
    check(function)
    hidden_check(function)


def test_check_refuses_nearly_every_mistake():
    passed = []
    for entry in WRONG:
        try:
            check(entry.make())
        except CheckFailed:
            continue
        passed.append(name_of(entry))
    assert len(passed) <= (1 - LEAST_CAUGHT) * len(WRONG), passed


@pytest.mark.parametrize("function", EXERCISES)
def test_bank_has_enough_of(function):
    counts = Counter(entry.kind for entry in ENTRIES if entry.function == function)
    assert counts["wrong"] >= LEAST_WRONG
    assert counts["correct"] >= LEAST_RIGHT


def test_entries_are_told_apart_by_name():
    counts = Counter((entry.function, entry.name) for entry in ENTRIES)
    assert [name for name, count in counts.items() if count > 1] == []
    assert [entry.name for entry in ENTRIES if not re.fullmatch(r"[a-z0-9-]+", entry.name)] == []


@pytest.mark.parametrize("function", EXERCISES)
def test_sources_differ_from_each_other(function):
    sources = Counter(entry.source for entry in ENTRIES if entry.function == function)
    assert max(sources.values()) == 1


def test_each_mistake_has_misconception_and_hint():
    for entry in WRONG:
        assert re.fullmatch(r".+\.", entry.misconception), name_of(entry)
        assert re.fullmatch(r".+[.?]", entry.hint), name_of(entry)


@pytest.mark.parametrize("function", EXERCISES)
def test_solution_itself_is_right(function):
    check(reference.load()[function])
    hidden_check(reference.load()[function])


def test_edit_that_fits_nowhere_is_refused():
    draft = bank.wrong("name", "Misconception.", "Hint.", ("not in it", "new"))
    with pytest.raises(ValueError, match="stands 0 times"):
        bank.source_of(draft, "sigmoid", "def sigmoid(z):\n    return z\n")


def test_edit_that_fits_twice_is_refused():
    draft = bank.wrong("name", "Misconception.", "Hint.", ("z", "x"))
    with pytest.raises(ValueError, match="stands 2 times"):
        bank.source_of(draft, "sigmoid", "def sigmoid(z):\n    return z\n")
