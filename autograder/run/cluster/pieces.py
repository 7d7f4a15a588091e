"""Texts that have much in common, as bytes in which each common part stands once.

Notebooks of a class differ in the cells that students wrote. So each is cut into its cells, equal
ones are sent once, and the rest is compressed, but for what is large: pictures hardly shrink.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Sequence
from typing import Any

HEAD = struct.Struct("!QQ")  # length of the table, and of what is compressed with it
SEAM = b"\n  },\n"  # between two cells of a notebook file
LARGE = 20_000  # bytes of a part that is not compressed
LEVEL = 1  # of zlib: the quickest


class Damaged(ValueError):
    """These bytes are not what `pack` gives; the text says why."""


def pack(head: Any, texts: Sequence[bytes]) -> bytes:
    """Pack texts, and something that JSON can hold."""
    known: dict[bytes, int] = {}
    cut = [[known.setdefault(part, len(known)) for part in text.split(SEAM)] for text in texts]
    table = json.dumps([head, cut, [len(part) for part in known]]).encode()
    small = b"".join([table, *(part for part in known if len(part) < LARGE)])
    compressed = zlib.compress(small, LEVEL)
    large = (part for part in known if len(part) >= LARGE)
    return b"".join([HEAD.pack(len(table), len(compressed)), compressed, *large])


def unpack(data: bytes) -> tuple[Any, list[bytes]]:
    """Inverse of `pack`.

    Raises
    ------
    Damaged
        If these are other bytes.
    """
    try:
        table, compressed = HEAD.unpack_from(data)
        large = HEAD.size + compressed
        small = zlib.decompress(data[HEAD.size : large])
        head, cut, sizes = json.loads(small[:table])
        parts = []
        for size in sizes:
            if size < LARGE:
                parts.append(small[table : table + size])
                table += size
            else:
                parts.append(data[large : large + size])
                large += size
        if (table, large) != (len(small), len(data)):
            raise ValueError("its parts do not fill it")
        return head, [SEAM.join([parts[number] for number in text]) for text in cut]
    except (struct.error, zlib.error, ValueError, TypeError, IndexError, RecursionError) as error:
        raise Damaged(f"a parcel cannot be read ({type(error).__name__})") from None
