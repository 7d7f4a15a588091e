"""Plain data between the judge and the player: never pickle, never code.

A value is one byte that names its kind, then its content. Numbers, text, tuples, lists, dicts and
plain numeric arrays travel as data. Anything else stays where it is: the player keeps it in a table
and sends a number and the name of its type. So an object that lies about itself (an array subclass,
say) never comes near the judge. Of a subclass of tuple, list, dict, float or int comes what it
holds, as a plain one.

The judge takes every byte from the player for hostile. Sizes are checked against what has arrived
before anything is allocated; depth and number of values are bounded.

This file also runs inside the sandbox, so it imports nothing of the course.
"""

from __future__ import annotations

import functools
import math
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

import numpy as np

MAX_DEPTH = 40
MAX_VALUES = 200_000
MAX_INT_BYTES = 1024
MAX_NAME = 60
MAX_KEY_BYTES = 4  # of a whole number as a key: longer ones can be made to hash alike, all of them
REFERENCE_COST = 100  # values: the other end makes something new for each reference

Hook = Callable[[Any], bytes]


class WireError(Exception):
    """A message that cannot be sent, or should never have been: too large, too deep, malformed."""


class Closed(WireError):
    """The other end is gone."""


class TooLate(WireError):
    """Nothing came in time."""


# ------------------------------------------------------------------------------------- encoding

_NAMES = ["?", "b", "h", "i", "l", "q", "B", "H", "I", "L", "Q", "e", "f", "d", "g"]
DTYPES: list[np.dtype] = list(dict.fromkeys(np.dtype(name) for name in _NAMES))
CODES: dict[np.dtype, int] = {dtype: code for code, dtype in enumerate(DTYPES)}
_FLOAT64, _BOOL = np.dtype(float), np.dtype(bool)
SCALARS: dict[type, int] = {dtype.type: code for dtype, code in CODES.items()}

_TEXT = frozenset({str})
# Names of parameters and gradients, which every call carries many times.
_WORDS = [f"{d}{w}{g}" for d in ("", "d") for w in "Wb" for g in "a aa ax c f i o y ya 1 2".split()]

_U32 = struct.Struct("<I")
_F64 = struct.Struct("<d")
_COUNT = struct.Struct("<cI")
_FLOAT = struct.Struct("<cd")
_SHORT_KEYS = {word: _COUNT.pack(b"s", len(word)) + word.encode() for word in _WORDS}
_ARRAY = [struct.Struct(f"<cBB{n}Q") for n in range(65)]
_TWO_U32 = struct.Struct("<II")
_A, _B, _D, _F, _I, _L, _S, _T, _SCALAR = b"abdfilstn"
_CONSTANTS = {ord("N"): None, ord("T"): True, ord("F"): False}
_DIMS = [struct.Struct(f"<{n}Q") for n in range(65)]


def encode(value: Any, opaque: Hook, limit: int = 1 << 24) -> bytes:
    """Turn a value into bytes.

    Parameters
    ----------
    value : object
        What to send. Only exact types count as data, and subclasses of dict, list, tuple, float and
        int as what they hold, whatever methods they have.
    opaque : callable
        Called for everything that is not data; returns bytes made by `reference`, or raises.
    limit : int
        Largest number of bytes.

    Raises
    ------
    WireError
        If the value is too large, too deep, or has too many parts.
    """
    out: list[bytes] = []
    state = [limit, MAX_VALUES]
    _encode(value, out.append, opaque, state, MAX_DEPTH)
    message = b"".join(out)
    if len(message) > limit:
        raise WireError(reasons(limit)[0])
    return message


def reasons(limit: int) -> tuple[str, ...]:
    """What `encode` says of a value that it does not take."""
    return (
        f"larger than {limit / (1 << 20):.3g} MB",
        f"nested more than {MAX_DEPTH} deep",
        f"more than {MAX_VALUES} values",
    )


def reference(kind: bytes, number: int, name: str = "") -> bytes:
    """Bytes that stand for an object which stays where it is: an opaque value, or a callback."""
    text = name.encode("utf-8", "replace")[:MAX_NAME]
    return kind + _U32.pack(number) + _U32.pack(len(text)) + text


def _encode(value: Any, put: Callable, opaque: Hook, state: list[int], depth: int) -> None:
    # The kinds in the order of how often they come: an encoded result is nearly all arrays.
    kind = type(value)
    if kind is np.ndarray:
        _encode_array(value, put, opaque, state)
    elif kind is float:
        put(_FLOAT.pack(b"f", value))
    elif kind is str:
        text = value.encode("utf-8", "surrogatepass")
        _take(state, len(text))
        put(_COUNT.pack(b"s", len(text)))
        put(text)
    elif kind is tuple or kind is list:
        _enter(state, len(value), depth)
        put(_COUNT.pack(b"t" if kind is tuple else b"l", len(value)))
        for item in value:
            _encode(item, put, opaque, state, depth - 1)
    elif kind is dict and (_TEXT.issuperset(map(type, value)) or all(map(_is_key, value))):
        _enter(state, len(value), depth)
        put(_COUNT.pack(b"d", len(value)))
        for key, item in value.items():
            known = _SHORT_KEYS.get(key) if type(key) is str else None
            if known is None:
                _encode(key, put, opaque, state, 0)
            else:
                put(known)
            _encode(item, put, opaque, state, depth - 1)
    elif value is None:
        put(b"N")
    elif kind is bool:
        put(b"T" if value else b"F")
    elif kind is int and value.bit_length() < 8 * MAX_INT_BYTES:
        size = value.bit_length() // 8 + 1
        put(_COUNT.pack(b"i", size))
        put(value.to_bytes(size, "little", signed=True))
    elif kind is bytes:
        _take(state, len(value))
        put(_COUNT.pack(b"b", len(value)))
        put(value)
    elif kind in SCALARS:
        put(b"n%c" % SCALARS[kind] + value.tobytes())
    elif (content := _content(value, kind)) is not None:
        _encode(content, put, opaque, state, depth)
    else:
        _enter(state, REFERENCE_COST, 1)
        put(opaque(value))


def _content(value: Any, kind: type) -> tuple | list | dict | float | int | None:
    """What an object of a subclass of a plain type holds; None if that cannot be sent."""
    if issubclass(kind, tuple):
        return tuple(tuple.__iter__(value))
    if issubclass(kind, list):
        return list(list.__iter__(value))
    if issubclass(kind, dict):
        plain = dict(dict.items(value))
        return plain if all(map(_is_key, plain)) else None
    if issubclass(kind, float):
        return float.__pos__(value)
    if issubclass(kind, int) and int.bit_length(value) < 8 * MAX_INT_BYTES:
        return int.__pos__(value)
    return None


def _encode_array(value: np.ndarray, put: Callable, opaque: Hook, state: list[int]) -> None:
    dtype = value.dtype
    if dtype is not _FLOAT64:
        code = CODES.get(dtype)
        if code is None and dtype.kind in "biuf" and dtype.newbyteorder("=") in CODES:
            value = value.astype(dtype.newbyteorder("="))
            code = CODES[value.dtype]
        if code is None:
            _enter(state, REFERENCE_COST, 1)
            put(opaque(value))
            return
        header = _ARRAY[value.ndim].pack(b"a", code, value.ndim, *value.shape)
    else:
        header = _array_header(value.shape)
    _take(state, value.nbytes)  # before the copy: a view may be larger than all memory
    put(header)
    put(value.tobytes())


@functools.lru_cache(256)
def _array_header(shape: tuple[int, ...]) -> bytes:
    return _ARRAY[len(shape)].pack(b"a", CODES[_FLOAT64], len(shape), *shape)


def _take(state: list[int], size: int) -> None:
    state[0] -= size
    if state[0] < 0:
        raise WireError("larger than the limit")


def _enter(state: list[int], number: int, depth: int) -> None:
    if not depth:
        raise WireError(reasons(0)[1])
    state[1] -= number
    if state[1] < 0:
        raise WireError(reasons(0)[2])


def _is_key(key: Any) -> bool:
    return type(key) is str or (type(key) is int and key.bit_length() < 8 * MAX_KEY_BYTES)


# ------------------------------------------------------------------------------------- decoding


def decode(
    message: bytes,
    resolve: Callable[[bytes, int, str], Any],
    spans: list[tuple[int, int]] | None = None,
) -> Any:
    """Turn bytes back into a value; the bytes may come from an enemy.

    Parameters
    ----------
    message : bytes
        One whole message.
    resolve : callable
        ``resolve(kind, number, name)`` returns what a `reference` stands for, or raises WireError.
    spans : list of (int, int), optional
        Gets the place, in ``message``, of the numbers of each array of double precision.

    Raises
    ------
    WireError
        If the message is anything but one well-formed value.
    """
    state = _State(resolve, spans)
    try:
        value, at = _value(message, 0, state, MAX_DEPTH)
    except (struct.error, IndexError, ValueError, TypeError, OverflowError, MemoryError) as error:
        raise WireError(f"malformed: {type(error).__name__}") from error
    if at != len(message):
        raise WireError("malformed: its length is wrong")
    return value


class _State:
    __slots__ = ("left", "resolve", "spans")

    def __init__(self, resolve: Callable, spans: list | None) -> None:
        self.resolve, self.spans, self.left = resolve, spans, MAX_VALUES


def _value(message: bytes, at: int, state: _State, depth: int) -> tuple[Any, int]:
    """Decode the value at ``at``; return it and where the next one begins.

    Reading behind the end of ``message`` raises IndexError or struct.error; a slice that is cut off
    leaves ``at`` behind the end, where the next step, or `decode`, notices it.
    """
    kind = message[at]
    if kind == _A:
        code, ndim = message[at + 1], message[at + 2]
        shape, start = _DIMS[ndim].unpack_from(message, at + 3), at + 3 + 8 * ndim
        array, end = _array(message, start, DTYPES[code], shape)
        if state.spans is not None and array.dtype is _FLOAT64:
            state.spans.append((start, end))
        return array, end
    if kind == _S:
        (size,) = _U32.unpack_from(message, at + 1)
        end = at + 5 + size
        return message[at + 5 : end].decode("utf-8", "surrogatepass"), end
    if kind == _T or kind == _L:
        number, at = _count(message, at + 1, state, depth)
        items = []
        for _ in range(number):
            item, at = _value(message, at, state, depth - 1)
            items.append(item)
        return (tuple(items) if kind == _T else items), at
    if kind == _D:
        number, at = _count(message, at + 1, state, depth)
        result = {}
        for _ in range(number):
            kind, start = message[at], at
            if kind != _S and kind != _I:
                raise WireError("malformed: a key that is neither text nor a whole number")
            key, at = _value(message, start, state, 0)
            if kind == _I and at - start > 5 + MAX_KEY_BYTES:
                raise WireError("malformed: a key that is too long")
            result[key], at = _value(message, at, state, depth - 1)
        return result, at
    if kind == _F:
        return _F64.unpack_from(message, at + 1)[0], at + 9
    if kind in _CONSTANTS:
        return _CONSTANTS[kind], at + 1
    if kind == _SCALAR:
        dtype = DTYPES[message[at + 1]]
        return _array(message, at + 2, dtype, ())[0][()], at + 2 + dtype.itemsize
    if kind == _I or kind == _B:
        (size,) = _U32.unpack_from(message, at + 1)
        end = at + 5 + size
        if kind == _B:
            return message[at + 5 : end], end
        if size > MAX_INT_BYTES:
            raise WireError("malformed: an integer too long")
        return int.from_bytes(message[at + 5 : end], "little", signed=True), end
    number, size = _TWO_U32.unpack_from(message, at + 1)
    state.left -= REFERENCE_COST
    if size > 4 * MAX_NAME or state.left < 0:
        raise WireError("malformed: a name too long, or too many")
    end = at + 9 + size
    return state.resolve(bytes([kind]), number, message[at + 9 : end].decode("utf-8")), end


def _count(message: bytes, at: int, state: _State, depth: int) -> tuple[int, int]:
    (number,) = _U32.unpack_from(message, at)
    state.left -= number
    # Every item takes a byte at least, so a huge count is caught before the loop.
    if state.left < 0 or number > len(message) - at:
        raise WireError("malformed: too many values")
    if depth <= 0:
        raise WireError("malformed: nested too deep")
    return number, at + 4


def _array(
    message: bytes, start: int, dtype: np.dtype, shape: tuple[int, ...]
) -> tuple[np.ndarray, int]:
    size = math.prod(shape)
    end = start + size * dtype.itemsize
    if end > len(message) or (not size and max(shape) > 1 << 40):
        raise WireError("malformed: an array larger than its bytes")
    if dtype is _BOOL and message[start:end].strip(b"\0\1"):
        raise WireError("malformed: a truth value other than 0 and 1")
    if not size:
        return np.empty(shape, dtype), end
    return np.ndarray(shape, dtype, message, start).copy(), end


def no_references(*_: Any) -> Any:
    """For `encode` and `decode` where only data may pass."""
    raise WireError("something that is not plain data")


# -------------------------------------------------------------------------------------- channel


class Channel:
    """Messages over a stream socket: four bytes of length, then the message."""

    def __init__(self, sock: socket.socket, limit: int) -> None:
        self.sock, self.limit = sock, limit
        self.buffer = bytearray()
        self.descriptors: list[int] = []

    def send(self, message: bytes, deadline: float | None = None, pass_fd: int = -1) -> None:
        """Send one message, with an open file if ``pass_fd`` is one."""
        self._wait_until(deadline)
        data = _U32.pack(len(message)) + message
        try:
            if pass_fd >= 0:
                sent = socket.send_fds(self.sock, [data], [pass_fd])
                data = data[sent:]
            if data:  # even nothing cannot be sent to one who has read all and hung up
                self.sock.sendall(data)
        except TimeoutError as error:
            raise TooLate from error
        except OSError as error:
            raise Closed(str(error)) from error

    def receive(self, deadline: float | None = None) -> bytes:
        """Receive one message.

        Raises
        ------
        TooLate
            If it is not there, whole, at the deadline (of ``time.monotonic``).
        Closed
            If the other end is gone.
        WireError
            If it announces more than the limit.
        """
        self._fill(4, deadline)
        (size,) = _U32.unpack_from(self.buffer)
        if size > self.limit:
            raise WireError(f"larger than {self.limit / (1 << 20):.3g} MB")
        self._fill(4 + size, deadline)
        message = bytes(self.buffer[4 : 4 + size])
        del self.buffer[: 4 + size]
        return message

    def _fill(self, size: int, deadline: float | None) -> None:
        while len(self.buffer) < size:
            self._wait_until(deadline)
            try:
                data = self._read(min(max(size - len(self.buffer), 1 << 16), 1 << 20))
            except TimeoutError as error:
                raise TooLate from error
            except OSError as error:
                raise Closed(str(error)) from error
            if not data:
                raise Closed("the other end is gone")
            self.buffer += data

    def _read(self, size: int) -> bytes:
        return self.sock.recv(size)

    def _wait_until(self, deadline: float | None) -> None:
        if deadline is None:
            if self.sock.gettimeout() is not None:
                self.sock.settimeout(None)
            return
        left = deadline - time.monotonic()
        if left <= 0:
            raise TooLate
        self.sock.settimeout(left)

    def close(self) -> None:
        """Close the socket."""
        self.sock.close()


class ReceivingChannel(Channel):
    """A channel that also takes open files. Only the player uses it; the judge takes none."""

    def _read(self, size: int) -> bytes:
        data, descriptors, _, _ = socket.recv_fds(self.sock, size, 4)
        self.descriptors += descriptors
        return data
