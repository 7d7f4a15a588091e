"""What one message of a hidden test can tell of its inputs: bounded, and how far is computed."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from autograder.checks import EXERCISES, cases, hidden_cases
from autograder.checks.cases import FAULTS
from autograder.judge.source import MOST_CLASSES, MOST_LINES, TOLD, Source
from autograder.sandbox.inside.kinds import DTYPES

MODEL = Path(__file__).resolve().parents[1] / "docs" / "threat_model.md"
FIXED = 64  # sentences without a place: limits, what disturbed the grader, nothing at all
KINDS = 16  # of fault that name a quantity
PARTS = 12  # names of missing keys that are listed, any of which may be there


def test_a_line_is_told_only_if_it_is_among_the_first():
    cells = ["\n".join(f"a{number} = {number}" for number in range(3 * MOST_LINES))]
    source = Source(cells)
    told = [n for n in range(3 * MOST_LINES) if source.has_line(n + 1, f"a{n} = {n}")]
    assert told == list(range(MOST_LINES))


def test_an_exceptions_name_is_told_only_if_it_is_known_or_a_class_of_the_cells():
    classes = "\n".join(f"class E{number}(Exception):\n    pass" for number in range(100))
    source = Source(["# Secret17 is a word\nsecret18 = 1", classes])
    names = ["ValueError", "LinAlgError", "KeyboardInterrupt", "E0", f"E{MOST_CLASSES - 1}"]
    assert [source.exception(name) for name in names] == names
    for name in ("Secret17", "secret18", f"E{MOST_CLASSES}", "print", "int", ""):
        assert source.exception(name) == "an exception"


def test_an_exception_of_the_students_own_is_told():
    source = Source(["class Mine(ValueError):\n    pass\nraise Mine"])
    assert source.exception("Mine") == "Mine"


@pytest.mark.parametrize(
    ("where", "name"), [("dx[3, 4]", "dx"), ('gradients["dWx"][0, 1]', "gradients"), ("a", "a")]
)
def test_a_hidden_message_names_no_place_in_a_result(where, name):
    fault = {"kind": "value", "where": where}
    said = cases._hidden_message("rnn_cell_backward", {"label": "on small inputs"}, fault)
    assert said.endswith(f": {name} holds wrong values.") and "[" not in said


def bits(function):
    """Most bits that the outcome of one hidden test can carry."""
    labels = len({case["label"] for case in hidden_cases(function)}) + 1
    quantities = len(EXERCISES[function].quantities) + len(EXERCISES[function].arguments) + 1
    # An overflow tells its line alone, a fault of an earlier function its exception.
    named = quantities * (KINDS + len(DTYPES) + 2) + 2**PARTS
    return math.log2(FIXED + labels * (TOLD + MOST_LINES + 1 + named))


def test_no_more_kinds_of_fault_are_told_than_are_counted():
    assert len(FAULTS) <= KINDS


@pytest.mark.parametrize("function", EXERCISES)
def test_no_hidden_test_tells_more_than_the_threat_model_says(function):
    (said,) = re.findall(r"at most (\d+) bits a hidden test", MODEL.read_text(encoding="utf-8"))
    assert bits(function) <= int(said)


def test_the_threat_model_says_no_more_than_is_true():
    (said,) = re.findall(r"at most (\d+) bits a hidden test", MODEL.read_text(encoding="utf-8"))
    assert max(map(bits, EXERCISES)) > int(said) - 1
