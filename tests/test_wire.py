"""The wire carries plain data unchanged, and survives every byte that an enemy may send."""

import contextlib
import math
import socket
import struct
import threading
import time
from collections import OrderedDict, defaultdict, namedtuple
from enum import IntEnum

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.sandbox.inside import wire
from autograder.sandbox.inside.channel import Channel, Closed, TooLate

NUMERIC = [dtype for dtype in wire.DTYPES if dtype.itemsize <= 8]


def there_and_back(value):
    return wire.decode(wire.encode(value, wire.no_references), wire.no_references)


def same(a, b):
    """Whether two values are the same, types and signs and nan included."""
    if type(a) is not type(b):
        return False
    if type(a) in (tuple, list):
        return len(a) == len(b) and all(map(same, a, b))
    if type(a) is dict:
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, (np.ndarray, np.generic)):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if type(a) is float:
        return struct.pack("d", a) == struct.pack("d", b) or (math.isnan(a) and math.isnan(b))
    return a == b


arrays = hnp.arrays(st.sampled_from(NUMERIC), hnp.array_shapes(min_dims=0, max_dims=4, min_side=0))
plain = (
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats()
    | st.text()
    | st.binary(max_size=50)
    | arrays
    | st.sampled_from(NUMERIC).map(lambda dtype: dtype.type(1))
)
values = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.lists(inner, max_size=5).map(tuple)
        | st.dictionaries(st.text() | st.integers(0, 9), inner, max_size=5)
    ),
    max_leaves=15,
)


@given(values)
def test_plain_data_arrives_unchanged(value):
    assert same(there_and_back(value), value)


@given(values)
def test_encoding_is_canonical(value):
    """The player compares encoded arguments to see whether a function changed them."""
    assert wire.encode(there_and_back(value), wire.no_references) == wire.encode(
        value, wire.no_references
    )


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_random_bytes_are_a_value_or_an_error(message):
    try:
        wire.decode(message, wire.no_references)
    except wire.WireError:
        pass


@settings(max_examples=300)
@given(values, st.data())
def test_damaged_messages_are_a_value_or_an_error(value, data):
    message = bytearray(wire.encode(value, wire.no_references))
    for _ in range(data.draw(st.integers(1, 4))):
        kind = data.draw(st.sampled_from(["byte", "cut", "repeat"]))
        at = data.draw(st.integers(0, max(len(message) - 1, 0)))
        if kind == "byte" and message:
            message[at] = data.draw(st.integers(0, 255))
        elif kind == "cut":
            del message[at : at + data.draw(st.integers(1, 8))]
        else:
            message[at:at] = message[at : at + 20]
    try:
        wire.decode(bytes(message), wire.no_references)
    except wire.WireError:
        pass


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"t",
        b"?",
        b"t\xff\xff\xff\xff",
        b"s\xff\xff\xff\xffab",
        b"i\xff\xff\xff\xff",
        b"a\x00",
        b"a\xff\x01" + struct.pack("<Q", 1) + b"\0" * 8,
        b"a\x00\xff" + b"\0" * 64,
        b"a\x0d\x02" + struct.pack("<2Q", 1 << 63, 1 << 63),
        b"a\x0d\x02" + struct.pack("<2Q", 0, 1 << 63),
        b"a\x00\x01" + struct.pack("<Q", 1) + b"\x02",  # a truth value of 2
        b"n\x00\x02",
        b"n\xff",
        b"d\x01\x00\x00\x00fN" + b"\0" * 8 + b"N",  # a key that is a number
        b"o\x01\x00\x00\x00\xff\xff\xff\xff",
        b"l\x01\x00\x00\x00" * 10_000 + b"N",
        b"NN",
    ],
)
def test_malformed_messages_are_errors(message):
    with pytest.raises(wire.WireError):
        wire.decode(message, wire.no_references)


def test_a_huge_count_costs_no_memory():
    started = time.monotonic()
    nested = b"l\x00\x00\x10\x00" * 39 + b"N" * (1 << 20)
    with pytest.raises(wire.WireError):
        wire.decode(nested, wire.no_references)
    assert time.monotonic() - started < 2


class Lies:
    """Methods that say otherwise than what a subclass of a plain type holds."""

    def __iter__(self):
        return iter("xyz")

    def __len__(self):
        return 3

    def __eq__(self, other):
        return True

    def __missing__(self, key):
        return 1.0

    keys = items = values = __iter__
    __getitem__ = __missing__
    __float__ = __pos__ = __index__ = __int__ = bit_length = __len__
    __hash__ = None


@pytest.mark.parametrize(
    ("value", "content"),
    [
        (namedtuple("Pair", "a b")(1.0, 2.0), (1.0, 2.0)),
        (defaultdict(int, dWf=1), {"dWf": 1}),
        (OrderedDict(dWf=1.0), {"dWf": 1.0}),
        (type("Gradients", (dict,), {})(dWf=1.0), {"dWf": 1.0}),
        (type("D", (Lies, dict), {})(dWf=1.0), {"dWf": 1.0}),
        (type("T", (Lies, tuple), {})((1.0,)), (1.0,)),
        (type("L", (Lies, list), {})([1.0]), [1.0]),
        (type("F", (Lies, float), {})(-0.0), -0.0),
        (type("I", (Lies, int), {})(-5), -5),
        (IntEnum("Enum", "A B").B, 2),
        ({np.str_("dWf"): 1.0, "dbf": 2.0}, {"dWf": 1.0, "dbf": 2.0}),
        (type("Dict", (dict,), {})({np.str_("dWf"): 1.0}), {"dWf": 1.0}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_subclass_of_a_plain_type_arrives_as_what_it_holds(value, content):
    assert same(there_and_back([value]), [content])


@pytest.mark.parametrize(
    ("key", "text"),
    [(b"dWf", "b'dWf'"), (1.5, "1.5"), (None, "None"), (True, "True")],
)
def test_a_key_that_is_no_text_arrives_as_it_is_written_and_not_as_the_text_itself(key, text):
    assert there_and_back([{key: 1.0, "dWf": 2.0}]) == [{text: 1.0, "dWf": 2.0}]


class Liar(np.ndarray):
    def __eq__(self, other):
        return True


class Number(int):
    pass


@pytest.mark.parametrize(
    "value",
    [
        np.zeros(2).view(Liar),
        np.ma.masked_array([1.0], [True]),
        np.array([object()]),
        np.array(["text"]),
        np.zeros(2, complex),
        np.zeros(1, [("a", float)]),
        type("Dict", (dict,), {})({(1, 5): 2}),
        Number(10**10_000),
        {(1, 5): 2},
        {1, 2},
        1j,
        object(),
        float,
        10**10_000,
    ],
    ids=lambda value: type(value).__name__,
)
def test_anything_else_stays_where_it_is(value):
    seen = []

    def opaque(thing):
        seen.append(thing)
        return wire.reference(b"o", 7, "Name")

    message = wire.encode((1, value), opaque)
    assert len(seen) == 1 and seen[0] is value
    assert wire.decode(message, lambda *given: given) == (1, (b"o", 7, "Name"))
    with pytest.raises(wire.WireError):
        wire.encode(value, wire.no_references)


def test_byte_order_and_memory_layout_do_not_matter():
    value = np.arange(6.0).reshape(2, 3)
    for same_value in (value.astype(">f8"), np.asfortranarray(value), value[::1, ::1]):
        back = there_and_back(same_value)
        assert back.dtype == float and back.tolist() == value.tolist()
    back = there_and_back(value)
    back[0, 0] = 5  # it is the receiver's own


def test_limits_of_a_message():
    deep, many = [], [0] * (wire.MAX_VALUES + 1)
    for _ in range(wire.MAX_DEPTH + 1):
        deep = [deep]
    cycle = []
    cycle.append(cycle)
    for value in (deep, many, cycle):
        with pytest.raises(wire.WireError):
            wire.encode(value, wire.no_references)
    for value in (np.zeros(1000), "x" * 2000, b"x" * 2000, [b"x" * 600] * 2):
        with pytest.raises(wire.WireError):
            wire.encode(value, wire.no_references, limit=1000)


@pytest.mark.parametrize("lists", [1, 3])
def test_a_message_holds_so_many_values_and_not_one_more(lists):
    """Those of all lists together: an enemy's message need not come from `encode`."""

    def message(values):
        each = [values // lists] * (lists - 1)
        sizes = [*each, values - sum(each)]
        parts = b"".join(b"l" + struct.pack("<I", size) + b"N" * size for size in sizes)
        return b"l" + struct.pack("<I", lists) + parts

    most = wire.MAX_VALUES - lists
    assert sum(map(len, wire.decode(message(most), wire.no_references))) == most
    with pytest.raises(wire.WireError, match="too many values"):
        wire.decode(message(most + 1), wire.no_references)


@pytest.fixture
def ends():
    a, b = socket.socketpair()
    yield Channel(a, 1000), b
    a.close()
    b.close()


def test_channel_waits_no_longer_than_told(ends):
    channel, other = ends
    other.sendall(b"\x10\0\0\0abc")
    started = time.monotonic()
    with pytest.raises(TooLate):
        channel.receive(time.monotonic() + 0.1)
    assert 0.05 < time.monotonic() - started < 1
    other.sendall(b"d" * 13)
    assert channel.receive(time.monotonic() + 1) == b"abc" + b"d" * 13


def test_channel_does_not_wait_for_dripping_bytes(ends):
    channel, other = ends
    other.sendall(b"\xff\0\0\0")

    def drip():
        with contextlib.suppress(OSError):
            for _ in range(100):
                other.sendall(b"a")
                time.sleep(0.05)

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    started = time.monotonic()
    with pytest.raises(TooLate):
        channel.receive(started + 0.3)
    assert time.monotonic() - started < 1
    channel.close()
    thread.join(10)


def test_channel_refuses_what_is_too_large(ends):
    channel, other = ends
    other.sendall(b"\xff\xff\xff\xff")
    with pytest.raises(wire.WireError, match="larger"):
        channel.receive(time.monotonic() + 1)


def test_channel_notices_that_the_other_end_is_gone(ends):
    channel, other = ends
    other.sendall(b"\x10\0\0\0ab")
    other.close()
    with pytest.raises(Closed):
        channel.receive(time.monotonic() + 1)


def test_channel_does_not_hang_on_one_who_does_not_read(ends):
    channel, _ = ends
    with pytest.raises(TooLate):
        channel.send(b"x" * (1 << 24), time.monotonic() + 0.2)
