"""Pairs of students whose answers share what few share: a ranked list, never a verdict."""

from __future__ import annotations

import ast
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from zlib import crc32

import numpy as np

from autograder.desk.sheet import DeskError

LENGTH, WINDOW = 18, 4  # of a fingerprint in characters, names being one; of how many one is kept
COMMON, COMMON_LEAST = 0.05, 4  # what more of the class has than this tells nothing

Answers = Mapping[str, str]  # code by function


@dataclass
class Pair:
    """Two students, and what their answers share."""

    students: tuple[str, str]
    score: float = 0.0  # sum over the shared fingerprints: the fewer have one, the more it counts
    # What each function adds to the score, and the shared part of the shorter answer.
    functions: dict[str, tuple[float, float]] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)  # rare wrong answers that both gave


def readable(code: str) -> bool:
    """Whether a text is Python."""
    try:
        ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def tidied(code: str) -> str:
    """Code without comments, docstrings and layout; as it is where it cannot be read."""
    try:
        tree = ast.parse(code)
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if isinstance(node, ast.FunctionDef | ast.Module) and body and ast.get_docstring(node):
                node.body = body[1:] or [ast.Pass()]
        return ast.unparse(tree)  # of a sum of hundreds of parts it cannot write the text
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return code


def fingerprints(code: str) -> frozenset[int]:
    """Fingerprints of an answer: names and texts do not count, structure does.

    copydetect tokenizes the code and chooses among its pieces. The pieces' numbers are made here:
    copydetect takes Python's own, which differ in each run, and with them the ranks.

    Raises
    ------
    DeskError
        If copydetect is not installed.
    """
    try:
        from copydetect.utils import filter_code, winnow
    except ImportError:
        raise DeskError(
            "This needs copydetect. In the course's folder: pip install -e '.[similarity]'"
        ) from None
    text = tidied(code)
    if not text.strip():
        return frozenset()
    plain, _ = filter_code(text, "answer.py", "python")
    pieces = (plain[at : at + LENGTH].encode() for at in range(len(plain) - LENGTH + 1))
    numbers = [crc32(piece) for piece in pieces]
    if not numbers:  # shorter than one fingerprint
        return frozenset()
    return frozenset(map(int, winnow(np.array(numbers), WINDOW)[0]))


def ranked(
    class_: Mapping[str, Answers],
    known: Iterable[str] = (),
    mistakes: Iterable[Sequence[str]] = (),
    earlier: frozenset[str] = frozenset(),
) -> list[Pair]:
    """Pairs by what they share, most first.

    Parameters
    ----------
    class_ : mapping
        Each student's answers; functions of all lessons that count.
    known : iterable of str
        Code that everybody may have: stubs, given cells, the reference.
    mistakes : iterable of sequence of str
        Students who gave the same wrong answer; those of two or three count as rare.
    earlier : frozenset of str
        Those of ``class_`` who are of another year: pairs among them are left out.
    """
    given = frozenset().union(*(fingerprints(code) for code in known))
    own = {
        student: {name: fingerprints(code) - given for name, code in answers.items()}
        for student, answers in class_.items()
    }
    frequency = Counter(
        (name, mark)
        for answers in own.values()
        for name, marks in answers.items()
        for mark in marks
    )
    most = max(COMMON_LEAST, COMMON * len(class_))
    holders: dict[tuple[str, int], list[str]] = {}
    for student in sorted(own):
        for name, marks in own[student].items():
            for mark in marks:
                if 1 < frequency[name, mark] <= most:
                    holders.setdefault((name, mark), []).append(student)
    pairs: dict[tuple[str, str], Pair] = {}
    shared: dict[tuple[tuple[str, str], str], list[float]] = {}
    for (name, _), students in holders.items():
        worth = math.log(len(class_) / len(students)) + 1
        for both in combinations(students, 2):
            if not set(both) <= earlier:
                pairs.setdefault(both, Pair(both)).score += worth
                shared.setdefault((both, name), []).append(worth)
    for (both, name), worths in shared.items():
        size = min(len(own[student].get(name, ())) for student in both)
        pairs[both].functions[name] = sum(worths), len(worths) / max(size, 1)
    _add_mistakes(pairs, mistakes)
    return sorted(pairs.values(), key=lambda pair: (-pair.score, pair.students))


def _add_mistakes(pairs: dict[tuple[str, str], Pair], mistakes: Iterable[Sequence[str]]) -> None:
    for what, *students in mistakes:
        if len(students) <= 3:
            for both in combinations(sorted(students), 2):
                if both in pairs:
                    pairs[both].mistakes.append(what)
