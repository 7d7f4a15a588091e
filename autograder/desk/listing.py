"""Long lists on the screen."""

from __future__ import annotations

from collections.abc import Iterable

ROWS = 20  # of a list on the screen
NAMES = 12  # of a list in a sentence


def rows(lines: Iterable[str], most: int = ROWS) -> list[str]:
    """The first lines of a list, and how many more there are."""
    lines = list(lines)
    more = [f"  ... and {len(lines) - most} more"] if len(lines) > most else []
    return lines[:most] + more


def names(found: Iterable[str], most: int = NAMES) -> str:
    """Names in a sentence; not all of many."""
    found = sorted(found)
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more
