"""The text of a submission, against which a player's word is held."""

from __future__ import annotations

import builtins
import functools
import re
from collections.abc import Iterable

# Exceptions of NumPy and the standard library that students meet without naming them.
KNOWN_ERRORS = frozenset(
    {"AxisError", "DTypePromotionError", "JSONDecodeError", "LinAlgError", "UFuncTypeError"}
)


class Source:
    """The text of a submission's cells: what an exception's name and line are held against.

    A player can say anything of an exception. Were it believed, the name or the line could carry
    what a hidden test asked into the student's feedback.

    Parameters
    ----------
    cells : iterable of str
    """

    def __init__(self, cells: Iterable[str]) -> None:
        self.cells = tuple(cells)

    @functools.cached_property
    def _lines(self) -> set[tuple[int, str]]:
        return {
            (number, line.strip()[:200])
            for cell in self.cells
            for number, line in enumerate(cell.split("\n"), 1)
        }

    @functools.cached_property
    def _words(self) -> set[str]:
        return {word for cell in self.cells for word in re.findall(r"\w+", cell)}

    def has_line(self, number: int, text: str) -> bool:
        """Whether a cell has this text in this line."""
        return (number, text.strip()[:200]) in self._lines

    def exception(self, name: str) -> str:
        """Return the name of a built-in exception, or of one that the cells name; else a word."""
        known = getattr(builtins, name, None)
        if isinstance(known, type) and issubclass(known, BaseException):
            return name
        return name if name in self._words or name in KNOWN_ERRORS else "an exception"
