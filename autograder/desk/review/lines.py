"""One line of code that shows a mistake: what those who made it wrote, and the others did not."""

from __future__ import annotations

import ast
import difflib
import io
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from autograder.desk.review.one_form import keys_of
from autograder.desk.review.similar import readable, tidied

LONGEST = 160  # characters
SHARE = 0.4  # of the answers have the line; what fewer have does not tell what they share


def telling(codes: Iterable[str], solution: str, right: Iterable[str] = ()) -> str:
    """The line that most of these answers have and no right one has; empty if there is none.

    Lines that say the same count as one; see `one_form`.

    Of several, the one that is most like a line of the solution: a mistake is mostly a right line
    with something else in it. Comments and texts in quotes may hold a name, so comments go, and so
    do lines with a text that the solution does not have.

    Parameters
    ----------
    codes : iterable of str
        Answers in which the mistake is.
    solution : str
    right : iterable of str
        Answers that are right.
    """
    quoted = _texts(solution)
    names = frozenset(n.id for n in ast.walk(ast.parse(solution)) if isinstance(n, ast.Name))
    known = {key for code in (solution, *right) for _, keys in _keyed(code, names) for key in keys}
    codes = list(codes)
    holders: Counter[str] = Counter()
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for code in codes:
        new = {x: keys[0] for x, keys in _keyed(code, names) if keys[0] not in known}
        new = {line: key for line, key in new.items() if _texts(line) <= quoted}
        for line, key in new.items():
            written[key][line] += 1
        holders.update(set(new.values()))
    most = max(holders.values(), default=0)
    if most < SHARE * len(codes) or not most:
        return ""
    likeliest = (written[key].most_common(1)[0][0] for key, n in holders.items() if n == most)
    own = [line for line, _ in _keyed(solution, names)]
    return min(likeliest, key=lambda line: (-_like(line, own), line))


def anonymous(line: str, solution: str) -> str:
    """A line of code without its comment; empty where it has texts that the solution has not."""
    made: list[tokenize.TokenInfo] = []
    try:
        made.extend(tokenize.generate_tokens(io.StringIO(line).readline))
    except (tokenize.TokenError, SyntaxError):  # such as a call that goes on in the next line
        if set(line) & set("#'\""):
            return ""
    if any(t.type == tokenize.STRING and t.string[1:-1] not in _texts(solution) for t in made):
        return ""
    comment = next((t for t in made if t.type == tokenize.COMMENT), None)
    return (line[: comment.start[1]] if comment else line).rstrip()


@cache
def _keyed(code: str, names: frozenset[str]) -> tuple[tuple[str, list[str]], ...]:
    """Lines that compute something, without comments and layout, each with its keys."""
    if not readable(code):
        return ()
    lines = (line.strip() for line in tidied(code).splitlines())
    found = [
        (line, keys_of(line, names))
        for line in lines
        if ("=" in line or "return" in line) and len(line) <= LONGEST and not _only_names(line)
    ]
    return tuple((line, keys) for line, keys in found if keys)


def _only_names(line: str) -> bool:
    """Whether a line only gives things other names: ``W, b = parameters["W"], parameters["b"]``."""
    try:
        (made,) = ast.parse(line).body
    except (SyntaxError, ValueError):  # the head of a block
        return False
    if not isinstance(made, ast.Assign):
        return False
    target, value = made.targets[0], made.value
    if isinstance(target, ast.Name):
        return _is_name(value)
    return isinstance(value, ast.Tuple) and all(map(_is_name, value.elts))


def _is_name(value: ast.AST) -> bool:
    while isinstance(value, ast.Subscript | ast.Attribute):
        value = value.value
    return isinstance(value, ast.Name)


def _texts(code: str) -> set[str]:
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {code}  # such as a line that ends in a colon: taken for a text of its own
    return {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and type(n.value) is str}


def _like(line: str, lines: Iterable[str]) -> float:
    """How like a line is to the one of these that is most like it, from 0 to 1."""
    return max((difflib.SequenceMatcher(None, line, x).ratio() for x in lines), default=0.0)
