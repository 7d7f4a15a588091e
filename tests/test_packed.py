"""A result held against the expected one without unpacking it: the same judgement as in full."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.judge.packed import Expected, expected, packed
from autograder.sandbox.inside import wire
from rnn_compare import compare

TOLERANCE = 1e-7


def pack(value):
    return wire.encode(value, wire.no_references)


arrays = hnp.arrays(
    np.float64,
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
    elements=st.floats(-1e6, 1e6),
)
results = st.recursive(
    arrays,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


def moved(value, shift):
    """The same result with every number moved, relative to its size."""
    if isinstance(value, dict):
        return {key: moved(item, shift) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(moved(item, shift) for item in value)
    return np.asarray(value + shift * np.maximum(1, np.abs(value)))


@given(results, st.sampled_from([0.0, 1e-12, 0.9 * TOLERANCE, 1.1 * TOLERANCE, -1.0, np.nan]))
def test_it_agrees_exactly_where_the_comparison_finds_no_fault(want, shift):
    got = moved(want, shift)
    in_full = compare("it", got, want, TOLERANCE) is None
    assert Expected(want, TOLERANCE).agrees(pack(got)) is in_full


WANT = (np.ones((2, 3)), {"a": np.zeros(2)}, np.array(5.0))


@pytest.mark.parametrize(
    "got",
    [
        None,
        WANT[:2],
        list(WANT),
        (np.ones((3, 2)), *WANT[1:]),
        (np.ones((2, 3), int), *WANT[1:]),
        (np.ones((2, 3), np.float32), *WANT[1:]),
        (WANT[0], {"b": np.zeros(2)}, WANT[2]),
        (WANT[0], {"a": np.zeros(2), "b": 1}, WANT[2]),
        (WANT[0], WANT[1], 5.0),
        (np.full((2, 3), np.inf), *WANT[1:]),
        (-WANT[0], *WANT[1:]),
    ],
    ids=repr,
)
def test_another_form_or_other_values_do_not_agree(got):
    assert not Expected(WANT, TOLERANCE).agrees(pack(got))


def test_bytes_that_are_no_message_do_not_agree():
    message = pack(WANT)
    for wrong in (b"", message[:-1], message + b"N", b"x" * len(message), bytes(len(message))):
        assert not Expected(WANT, TOLERANCE).agrees(wrong)


def test_each_tolerance_is_a_matter_of_its_own():
    want = np.ones(3)
    near = pack(want + 1e-8)
    assert expected(want, 1e-7).agrees(near)
    assert not expected(want, 1e-9).agrees(near)


def test_the_same_data_are_packed_once():
    args = (np.ones(3), {"a": 1.0})
    assert packed(args) is packed(args)
    assert packed((np.ones(3), {"a": 1.0})) is not packed(args)
    assert expected(args, 1e-7) is expected(args, 1e-7)
