"""What has changed in a lesson since its submissions were graded, as far as the gradebook tells.

Of the course that a submission was graded with, the gradebook keeps a digest. Of each test it keeps
the points and the text, as they were entered last.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.course.lesson import Lesson

CONTEXT = 2  # lines around a changed one


@dataclass(frozen=True)
class TestThen:
    """A test that is not what it was. None: there was, or is, no such test."""

    name: str
    points_before: float | None
    points_now: float | None
    text: tuple[str, ...] = ()  # lines of the difference, each with its sign before it

    __test__ = False  # not a pytest class


@dataclass(frozen=True)
class Since:
    """The course now, and those that submissions were graded with."""

    now: str = ""  # digest
    then: Counter[str] = field(default_factory=Counter)  # submissions by digest; "": not known
    tests: tuple[TestThen, ...] = ()


def tests(
    lesson: Lesson, points: Mapping[str, float], texts: Mapping[str, str]
) -> tuple[TestThen, ...]:
    """Say which tests differ from what the gradebook holds, in the lesson's order.

    Parameters
    ----------
    lesson : Lesson
        As it is now.
    points, texts : mapping
        Of each test, as they were entered last.
    """
    now = {test.grade_id: test for test in lesson.tests}
    found = []
    for name in dict.fromkeys([*now, *points]):
        test = now.get(name)
        before, after = points.get(name), None if test is None else float(test.points)
        text = _difference(texts.get(name, ""), test.source if test else "")
        if before != after or text:
            found.append(TestThen(name, before, after, text))
    return tuple(found)


def _difference(before: str, after: str) -> tuple[str, ...]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=CONTEXT, lineterm="")
    return tuple(lines)[2:]  # the first two would name files
