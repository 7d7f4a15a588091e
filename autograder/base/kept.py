"""A cache that is bound by how much it holds, whatever comes from submissions."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

LARGEST = 16  # a sixteenth of the whole is the most that is kept of one thing


class Kept:
    """What was made from texts, kept for when the same text comes again.

    Parameters
    ----------
    most_kb : int
        All that is kept together, keys included. What was not used for longest goes first.
    size : callable
        Bytes of a key, or of what was made from it.
    """

    def __init__(self, most_kb: int, size: Callable[[Any], int] = sys.getsizeof) -> None:
        self.most = most_kb << 10
        self.held = 0
        self._size = size
        self._known: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[..., Any], *given: Any) -> Any:
        """Return ``make(*given)``, made once as long as it is kept."""
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known[0]
        made = make(*given)
        size = self._size(key) + self._size(made)
        if size * LARGEST <= self.most:
            self._known[key] = made, size
            self.held += size
            while self.held > self.most:
                _, (_, gone) = self._known.popitem(last=False)
                self.held -= gone
        return made
