"""One line of code that shows a mistake: what those who made it wrote, and the solution did not."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable

from autograder.desk.review.similar import tidied

LONGEST = 160  # characters


def telling(codes: Iterable[str], solution: str) -> str:
    """The line that most of these answers have and the solution has not; empty if there is none.

    Comments and texts in quotes may hold a name, so comments go, and so do lines with a text that
    the solution does not have.
    """
    known, quoted = set(_lines(solution)), _texts(solution)
    found: Counter[str] = Counter()
    for code in codes:
        found.update(
            {line for line in _lines(code) if line not in known and _texts(line) <= quoted}
        )
    if not found:
        return ""
    most = max(found.values())
    return min((line for line, count in found.items() if count == most), key=_plainness)


def _lines(code: str) -> list[str]:
    """Lines that compute something, without comments and layout; nothing of what is no Python."""
    try:
        ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    lines = (line.strip() for line in tidied(code).splitlines())
    return [line for line in lines if ("=" in line or "return" in line) and len(line) <= LONGEST]


def _texts(code: str) -> set[str]:
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {code}  # such as a line that ends in a colon: taken for a text of its own
    return {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and type(n.value) is str}


def _plainness(line: str) -> tuple[int, str]:
    """Shorter first; a line that only hands the result on tells least."""
    return len(line) + 1000 * line.startswith("return"), line
