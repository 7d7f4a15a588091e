"""The text of a submission, against which a player's word is held."""

from __future__ import annotations

import builtins
import functools
import itertools
import re
from collections.abc import Iterable

from rnn_language import say

# Exceptions of NumPy and the standard library that students meet without naming them.
KNOWN_ERRORS = frozenset(
    {"AxisError", "DTypePromotionError", "JSONDecodeError", "LinAlgError", "UFuncTypeError"}
)
BUILT_IN = frozenset(
    name
    for name, known in vars(builtins).items()
    if isinstance(known, type) and issubclass(known, BaseException)
)
# A function can choose among these by its input, so that each halving costs it a bit.
MOST_LINES = 1024  # of all cells; the longest lesson, solved, has 700
MOST_CLASSES = 8  # of the student's own
TOLD = (len(BUILT_IN) + len(KNOWN_ERRORS) + MOST_CLASSES + 1) * (MOST_LINES + 1)


class Source:
    """The text of a submission's cells: what an exception's name and line are held against.

    A player can say anything of an exception. Were it believed, the name or the line could carry
    what a hidden test asked into the student's feedback. There are `TOLD` of both together, so that
    is what one message can carry.

    Parameters
    ----------
    cells : iterable of str
    """

    def __init__(self, cells: Iterable[str]) -> None:
        self.cells = tuple(cells)

    @functools.cached_property
    def _lines(self) -> set[tuple[int, str]]:
        lines = (
            (number, text)
            for cell in self.cells
            for number, line in enumerate(cell.split("\n"), 1)
            if (text := line.strip()[:200])
        )
        return set(itertools.islice(dict.fromkeys(lines), MOST_LINES))

    @functools.cached_property
    def _classes(self) -> list[str]:
        """Names of classes that the cells define, the first few."""
        words = (word for cell in self.cells for word in re.findall(r"^ *class +(\w+)", cell, re.M))
        return list(itertools.islice(dict.fromkeys(words), MOST_CLASSES))

    def has_line(self, number: int, text: str) -> bool:
        """Whether a cell has this text in this line, among the first `MOST_LINES`."""
        return (number, text.strip()[:200]) in self._lines

    def exception(self, name: str) -> str:
        """Return the name of a built-in exception, or of a class of the cells; else a word."""
        known = name in BUILT_IN or name in KNOWN_ERRORS or name in self._classes
        return name if known else say("an exception")
