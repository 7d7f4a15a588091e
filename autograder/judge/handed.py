"""Send by number what is not plain data: functions, generators, and whatever else there is."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.judge.faults import hostile
from autograder.judge.plain import type_name
from autograder.sandbox.inside import wire


class Opaque:
    """Something that is not plain data and has stayed with the player. It can be passed back."""

    __slots__ = ("_number", "_owner")

    def __init__(self, owner: Handed, number: int) -> None:
        self._owner, self._number = owner, number

    def __deepcopy__(self, memo: dict) -> Opaque:
        return self


@functools.lru_cache(256)
def opaque_class(name: str) -> type[Opaque]:
    """Make a class that bears the name of the student's type, for messages that name it."""
    return type(type_name(name), (Opaque,), {"__slots__": ()})


class Handed:
    """The values of one test that travel as numbers, in both directions.

    Parameters
    ----------
    limit : int
        Bytes of a message.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.trusted: list[Callable] = []
        self.generators: list[np.random.Generator] = []  # the player has one of its own for each

    def encode(self, value: Any) -> bytes:
        """Encode a value; what is not plain data is sent as a number."""
        return wire.encode(value, self._opaque, self.limit)

    def _opaque(self, value: Any) -> bytes:
        if isinstance(value, Opaque) and value._owner is self:
            return wire.reference(b"h", value._number)
        if callable(value) and not isinstance(value, (type, Opaque)):
            if value not in self.trusted:
                self.trusted.append(value)
            return wire.reference(b"c", self.trusted.index(value), value.__name__)
        if isinstance(value, np.random.Generator):
            if value not in self.generators:
                self.generators.append(value)
            seed = value.bit_generator.seed_seq.entropy
            return wire.reference(b"g", self.generators.index(value), str(int(seed)))
        raise TypeError(f"a test gave the student's function a {type(value).__name__}")

    def _resolve(self, kind: bytes, number: int, name: str) -> Any:
        if kind == b"o":
            return opaque_class(name)(self, number)
        if kind == b"c" and number < len(self.trusted):
            return self.trusted[number]
        raise wire.WireError("malformed: an unknown kind of value")

    def decode(self, message: bytes) -> Any:
        """Decode a message from the player."""
        try:
            return wire.decode(message, self._resolve)
        except wire.WireError:
            raise hostile("message") from None
