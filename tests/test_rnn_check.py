"""What `check` and `compare` say: the first fault, in words for the student."""

import re
from collections import defaultdict, namedtuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.checks.data import encode
from rnn_check import check, decode
from rnn_compare import CheckFailed, UsageError, compare
from rnn_quantities import first_fault
from rnn_words import FAULTS

WANT = {"a": np.array([[1.0, 2.0], [3.0, 4.0]]), "pair": (np.zeros(3), 1.5)}


class Array(np.ndarray):
    pass


COMPARED = {  # name: (expected, got, what the fault is, or None)
    "equal": (np.eye(2), np.eye(2), None),
    "a list for a tuple": ((1.0, 2.0), [1.0, 2.0], None),
    "an integer array with the right values": (np.eye(2), np.eye(2, dtype=int), None),
    "a 0-d array for a number": (0.5, np.array(0.5), None),
    "a NumPy number for a number": (0.5, np.float64(0.5), None),
    "another key besides": ({"x": 1.0}, {"x": 1.0, "y": 2.0}, None),
    "just within the tolerance": (np.ones(2), np.ones(2) + 0.9e-7, None),
    "just outside the tolerance": (np.ones(2), np.ones(2) + 1.1e-7, "value"),
    "large values are allowed more": (np.full(2, 1e6), np.full(2, 1e6) + 0.05, None),
    "a dictionary that counts": ({"x": 1.0}, defaultdict(float, x=1.0), None),
    "a named tuple": ((1.0, 2.0), namedtuple("Pair", "a b")(1.0, 2.0), None),
    "None": (np.eye(2), None, "type"),
    "a list for an array": (np.eye(2), [[1, 0], [0, 1]], "type"),
    "a subclass of ndarray": (np.eye(2), np.eye(2).view(Array), "type"),
    "a masked array": (np.eye(2), np.ma.masked_array(np.eye(2)), "type"),
    "an array for a tuple": ((1.0, 2.0), np.array([1.0, 2.0]), "type"),
    "a bool for a number": (1.0, True, "type"),
    "text for a number": (1.0, "1.0", "type"),
    "an array of one for a number": (1.0, np.array([1.0]), "type"),
    "a missing key": ({"x": 1.0}, {"X": 1.0}, "keys"),
    "one part too few": ((1.0, 2.0), (1.0,), "length"),
    "a flat column": (np.ones((3, 1)), np.ones(3), "shape"),
    "a row for a column": (np.ones((3, 1)), np.ones((1, 3)), "shape"),
    "single precision": (np.ones(2), np.ones(2, dtype=np.float32), "dtype"),
    "objects": (np.ones(2), np.array([1.0, 1.0], dtype=object), "dtype"),
    "complex numbers": (np.ones(2), np.ones(2, dtype=complex), "dtype"),
    "nan": (np.ones(2), np.array([1.0, np.nan]), "finite"),
    "inf in a number": (1.0, float("inf"), "finite"),
    "a wrong value": (np.ones(2), np.array([1.0, 1.1]), "value"),
}


@pytest.mark.parametrize("name", COMPARED)
def test_compare_finds_the_fault(name):
    want, got, kind = COMPARED[name]
    fault = compare("it", got, want)
    assert (fault and fault["kind"]) == kind


MESSAGES = {  # name: (got, the sentence)
    "key": ({"a": WANT["a"]}, "it lacks the key 'pair'; it has 'a'."),
    "shape": (
        {**WANT, "a": np.ones((2, 3))},
        'it["a"] should have shape (2, 2), yours has shape (2, 3).',
    ),
    "nothing": (None, "it should be a dict, yours is None (is a return missing?)."),
    "value": (
        {**WANT, "a": WANT["a"] + [[0, 0], [0.25, 0]]},
        'it["a"][1, 0] should be 3, yours is 3.25 (differs by 0.25; allowed 3e-07).',
    ),
    "the value that is furthest off": (
        {**WANT, "a": WANT["a"] * [[1.1, 1], [1, 1.5]]},
        'it["a"][1, 1] should be 4, yours is 6 (differs by 2; allowed 4e-07).',
    ),
    "a difference in the seventh digit": (
        {**WANT, "pair": (np.zeros(3), 1.5 + 4e-7)},
        'it["pair"][1] should be 1.5, yours is 1.5000004 (differs by 4e-07; allowed 1.5e-07).',
    ),
    "part of a pair": (
        {**WANT, "pair": (np.zeros(3), np.nan)},
        'it["pair"][1] is nan, but every value should be finite.',
    ),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_the_message_says_where_what_was_expected_and_what_came(name):
    got, sentence = MESSAGES[name]
    fault = compare("it", got, WANT)
    assert FAULTS[fault["kind"]].format(**fault) == sentence


SIGMOID = {"arguments": ["z"], "returns": "the result", "quantities": []}


def rename(function, name="sigmoid"):
    function.__name__ = name
    return function


def remembers(calls=[]):  # noqa: B006  (the mistake that is tested)
    def sigmoid(z):
        calls.append(z)
        return 1 / (1 + np.exp(-z)) + (len(calls) > 3)

    return sigmoid


def same_buffer():
    buffers = {}

    def sigmoid(z):
        out = buffers.setdefault(z.shape, np.empty(z.shape))
        out[...] = 1 / (1 + np.exp(-z))
        return out

    return sigmoid


def changes_argument(z):
    z *= -1
    return 1 / (1 + np.exp(z))


def not_written(z):
    raise NotImplementedError("not written yet")


def raises(z):
    return z["key"]


WRONG = {
    "not written": (rename(not_written), "sigmoid: it is not written yet."),
    "raises": (rename(raises), r"sigmoid, at zero.*: it raised IndexError: .*\n  line \d+: "),
    "changes its argument": (rename(changes_argument), r"it changed its argument z\."),
    "remembers its calls": (
        remembers(),
        r"(?s)gives different results from call to call.*Called a second time with the same input",
    ),
    "wrong sign": (
        rename(lambda z: 1 / (1 + np.exp(z))),
        r"(?s)the result is wrong \(Equation 1\).*\nRecognised by its results\. The thought .*\n"
        r"Hint: .*\nOn a few numbers: the result\[",
    ),
    "takes no argument": (rename(lambda: 0), "it raised TypeError"),
}


@pytest.mark.parametrize("name", WRONG)
def test_check_says_what_is_wrong(name):
    function, said = WRONG[name]
    with pytest.raises(CheckFailed) as caught:
        check(function)
    assert re.search(said, str(caught.value))


def test_a_later_call_may_not_change_what_an_earlier_one_returned():
    cases = [
        {"label": "first", "args": (np.zeros(2),), "want": np.full(2, 0.5)},
        {"label": "second", "args": (np.full(2, 900.0),), "want": np.ones(2)},
    ]
    case, fault = first_fault(same_buffer(), cases, SIGMOID)
    assert (case["label"], fault["kind"]) == ("second", "second")


def test_a_right_function_is_told_how_many_checks_passed(functions, capsys):
    check(functions["sigmoid"])
    assert re.fullmatch(r"sigmoid: \d+ checks passed\n", capsys.readouterr().out)


def test_an_overflow_is_a_fault_where_the_lesson_asks_for_none(capsys):
    with pytest.raises(CheckFailed, match="NumPy warns of an overflow"):
        check(rename(lambda z: 1 / (1 + np.exp(-z))))  # right in the end
    assert not capsys.readouterr().err


def test_another_warning_is_no_fault(capsys):
    def cross_entropy(y_pred, y):
        terms = np.where(y > 0, y * np.log(y_pred), 0)  # divides by zero on the way, and is right
        return -terms.sum() / y.shape[1]

    check(cross_entropy)
    assert not capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (3, "check() wants a function, such as check(rnn_forward); it got an int."),
        (None, "it got None"),
        (rename(lambda z: z, "mystery"), "check() knows no exercise called 'mystery'. It knows:"),
        (rename(lambda z: z, "sigmoidd"), "called 'sigmoidd'. Did you mean 'sigmoid'?"),
    ],
)
def test_check_of_something_else_gets_a_sentence(wrong, said):
    with pytest.raises(UsageError, match=re.escape(said)):
        check(wrong)


def test_a_notebook_shows_a_failed_check_without_a_traceback():
    assert CheckFailed("one sentence")._render_traceback_() == ["one sentence"]


values = st.recursive(
    hnp.arrays(float, hnp.array_shapes(max_dims=3, max_side=3), elements=st.floats(-9, 9))
    | hnp.arrays(int, hnp.array_shapes(max_dims=3, max_side=3), elements=st.integers(0, 9)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(values)
def test_stored_values_come_back_as_they_were(value):
    arrays = []
    stored = encode(value, arrays)
    assert compare("it", decode(stored, arrays), value, 1e-8) is None


@given(values, st.data())
def test_a_value_differs_from_none_of_its_copies_and_from_any_change(value, data):
    arrays = []
    stored = encode(value, arrays)
    assert compare("it", decode(stored, arrays), value, 1e-8) is None
    if arrays:
        changed = data.draw(st.sampled_from(arrays))
        at = data.draw(st.integers(0, len(changed["values"]) - 1))
        changed["values"][at] += 1
        assert compare("it", decode(stored, arrays), value, 1e-8)["kind"] == "value"
