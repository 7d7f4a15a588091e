"""Plain data between the judge and the player: never pickle, never code.

A value is one byte that names its kind, then its content. Numbers, text, tuples, lists, dicts and
plain numeric arrays travel as data. Anything else stays where it is: the player keeps it in a table
and sends a number and the name of its type. So an object that lies about itself (an array subclass,
say) never comes near the judge. A subclass of tuple, list, dict, float or int is sent as the plain
type, with what it holds. So is a key of a dict that is a subclass of str; bytes, a float, True,
False and None as a key are sent as the text that Python writes for them.

The judge treats every byte from the player as hostile. Sizes are checked against what has arrived
before anything is allocated; depth and number of values are bounded.

This file also runs inside the sandbox, so it imports nothing of the course.
"""

from __future__ import annotations

import functools
import struct
from collections.abc import Callable
from typing import Any

import numpy as np

from . import usual
from .decoding import decode
from .kinds import (
    CODES,
    DTYPES,
    MAX_DEPTH,
    MAX_INT_BYTES,
    MAX_KEY_BYTES,
    MAX_NAME,
    MAX_VALUES,
    REFERENCE_COST,
    SCALARS,
    WireError,
)

__all__ = [
    "CODES",
    "DTYPES",
    "MAX_DEPTH",
    "MAX_VALUES",
    "WireError",
    "decode",
    "encode",
    "no_references",
    "reasons",
    "reference",
]

Hook = Callable[[Any], bytes]

_FLOAT64 = np.dtype(float)
_TEXT = frozenset({str})
_U32 = struct.Struct("<I")
_COUNT = struct.Struct("<cI")
_FLOAT = struct.Struct("<cd")
_KNOWN_KEYS = {word: _COUNT.pack(b"s", len(word)) + word.encode() for word in usual.KEYS}
_ARRAY = [struct.Struct(f"<cBB{n}Q") for n in range(65)]


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
    """Reasons for which `encode` refuses a value."""
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
            known = _KNOWN_KEYS.get(key) if type(key) is str else None
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
        plain = {_plain_key(key): item for key, item in dict.items(value)}
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


def _plain_key(key: Any) -> Any:
    """A text of a subclass as plain text, such as NumPy's; what is no text as it is written."""
    if isinstance(key, str):
        return str.__str__(key)
    return repr(key) if type(key) in (bytes, float, bool, type(None)) else key


def _is_key(key: Any) -> bool:
    return type(key) is str or (type(key) is int and key.bit_length() < 8 * MAX_KEY_BYTES)


def no_references(*_: Any) -> Any:
    """For `encode` and `decode` where only data may pass."""
    raise WireError("something that is not plain data")
