"""Reads what `wire.encode` has written; the bytes may come from an enemy.

This file also runs inside the sandbox, so it imports nothing of the course.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from typing import Any

import numpy as np

from .kinds import (
    DTYPES,
    MAX_DEPTH,
    MAX_INT_BYTES,
    MAX_KEY_BYTES,
    MAX_NAME,
    MAX_VALUES,
    REFERENCE_COST,
    WireError,
)

_FLOAT64, _BOOL = np.dtype(float), np.dtype(bool)
_U32 = struct.Struct("<I")
_F64 = struct.Struct("<d")
_TWO_U32 = struct.Struct("<II")
_S, _I = b"si"
_CONSTANTS = {ord("N"): None, ord("T"): True, ord("F"): False}
_DIMS = [struct.Struct(f"<{n}Q") for n in range(65)]


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
    return _READERS.get(message[at], _read_reference)(message, at, state, depth)


def _read_array(message: bytes, at: int, state: _State, depth: int) -> tuple[np.ndarray, int]:
    code, ndim = message[at + 1], message[at + 2]
    shape, start = _DIMS[ndim].unpack_from(message, at + 3), at + 3 + 8 * ndim
    array, end = _array(message, start, DTYPES[code], shape)
    if state.spans is not None and array.dtype is _FLOAT64:
        state.spans.append((start, end))
    return array, end


def _read_scalar(message: bytes, at: int, state: _State, depth: int) -> tuple[np.generic, int]:
    dtype = DTYPES[message[at + 1]]
    return _array(message, at + 2, dtype, ())[0][()], at + 2 + dtype.itemsize


def _read_text(message: bytes, at: int, state: _State, depth: int) -> tuple[str, int]:
    (size,) = _U32.unpack_from(message, at + 1)
    end = at + 5 + size
    return message[at + 5 : end].decode("utf-8", "surrogatepass"), end


def _read_bytes(message: bytes, at: int, state: _State, depth: int) -> tuple[bytes, int]:
    (size,) = _U32.unpack_from(message, at + 1)
    end = at + 5 + size
    return message[at + 5 : end], end


def _read_integer(message: bytes, at: int, state: _State, depth: int) -> tuple[int, int]:
    (size,) = _U32.unpack_from(message, at + 1)
    if size > MAX_INT_BYTES:
        raise WireError("malformed: an integer too long")
    end = at + 5 + size
    return int.from_bytes(message[at + 5 : end], "little", signed=True), end


def _read_float(message: bytes, at: int, state: _State, depth: int) -> tuple[float, int]:
    return _F64.unpack_from(message, at + 1)[0], at + 9


def _read_constant(message: bytes, at: int, state: _State, depth: int) -> tuple[bool | None, int]:
    return _CONSTANTS[message[at]], at + 1


def _read_list(message: bytes, at: int, state: _State, depth: int) -> tuple[list, int]:
    number, at = _count(message, at + 1, state, depth)
    items = []
    for _ in range(number):
        item, at = _value(message, at, state, depth - 1)
        items.append(item)
    return items, at


def _read_tuple(message: bytes, at: int, state: _State, depth: int) -> tuple[tuple, int]:
    items, at = _read_list(message, at, state, depth)
    return tuple(items), at


def _read_dict(message: bytes, at: int, state: _State, depth: int) -> tuple[dict, int]:
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


def _read_reference(message: bytes, at: int, state: _State, depth: int) -> tuple[Any, int]:
    number, size = _TWO_U32.unpack_from(message, at + 1)
    state.left -= REFERENCE_COST
    if size > 4 * MAX_NAME or state.left < 0:
        raise WireError("malformed: a name too long, or too many")
    end = at + 9 + size
    name = message[at + 9 : end].decode("utf-8")
    return state.resolve(message[at : at + 1], number, name), end


_READERS: dict[int, Callable[[bytes, int, _State, int], tuple[Any, int]]] = {
    ord("a"): _read_array,
    ord("n"): _read_scalar,
    ord("s"): _read_text,
    ord("b"): _read_bytes,
    ord("i"): _read_integer,
    ord("f"): _read_float,
    ord("l"): _read_list,
    ord("t"): _read_tuple,
    ord("d"): _read_dict,
    **dict.fromkeys(_CONSTANTS, _read_constant),
}


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
