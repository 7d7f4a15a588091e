"""Figures of a test: how many are right, and whether those are right who are right elsewhere."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.base.outcome import SubmissionResult, TestResult
from autograder.course.lesson import Lesson
from autograder.desk.review import answers

ENOUGH = 20  # students: with fewer, a correlation says nothing
LOW = 0.1
Z = 1.96  # of an interval that holds 95 of 100 times


@dataclass(frozen=True)
class Item:
    """One test cell."""

    grade_id: str
    function: str
    n: int
    right: float  # share; what was carried from an earlier function is left out
    counts: dict[str, int]
    correlation: float | None  # of this test with the sum of the others
    low: float | None = None  # ends of the interval
    high: float | None = None


def items(class_: Sequence[SubmissionResult], lesson: Lesson) -> list[Item]:
    """Figures of each test of a lesson."""
    return [_item(class_, test.grade_id, test.function) for test in lesson.tests]


def _share(test: TestResult) -> float:
    return test.points / test.maximum if test.maximum else 0.0


def _item(class_: Sequence[SubmissionResult], grade_id: str, function: str) -> Item:
    own, rest = [], []
    for result in class_:
        for test in result.tests:
            # A fault of an earlier function counts once, where it was made.
            if test.grade_id == grade_id and answers.outcome(test) not in ("carried", "open"):
                own.append(_share(test))
                rest.append(sum(t.points for t in result.tests if t.grade_id != grade_id))
    found = dict(answers.counts(class_, grade_id))
    right = sum(own) / len(own) if own else 0.0
    r = correlation(own, rest) if len(own) >= ENOUGH else None
    low, high = interval(r, len(own)) if r is not None else (None, None)
    return Item(grade_id, function, sum(found.values()), right, found, r, low, high)


def correlation(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Pearson's correlation; None where one of both does not vary."""
    mx, my = sum(x) / len(x), sum(y) / len(y)
    sxx, syy = sum((a - mx) ** 2 for a in x), sum((b - my) ** 2 for b in y)
    if sxx < 1e-12 or syy < 1e-12:
        return None
    return sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True)) / math.sqrt(sxx * syy)


def interval(r: float, n: int) -> tuple[float, float]:
    """Where the correlation of many such classes lies, by Fisher's transformation."""
    if abs(r) >= 1 - 1e-12:
        return r, r
    middle, half = math.atanh(r), Z / math.sqrt(n - 3)
    return math.tanh(middle - half), math.tanh(middle + half)


def to_look_at(item: Item, unnamed: int) -> str:
    """Why a human should look at a test; empty if there is no reason.

    Parameters
    ----------
    item : Item
    unnamed : int
        Students whose answer is wrong in a way that has no name.
    """
    reasons = []
    if item.correlation is not None and item.correlation < 0:
        reasons.append("those who are right here are rather wrong elsewhere")
    elif item.correlation is not None and item.correlation < LOW and 0.1 <= item.right <= 0.9:
        reasons.append("being right here goes with nothing else")
    if unnamed >= 3 and unnamed >= 0.1 * item.n:
        reasons.append(f"{unnamed} are wrong in ways that have no name yet")
    if item.counts.get("open"):
        reasons.append(f"the grader failed on {item.counts['open']}")
    return "; ".join(reasons)
