"""Which lesson a notebook is of: by what is in it, whatever it is called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from autograder.course.lesson import Lesson, plain
from autograder.submission import Unreadable
from autograder.submission.notebook_file import decode, parse_json
from autograder.submission.opening import ReadLimits

CERTAIN = 3  # cells that only one lesson has


def lesson_of(data: bytes, lessons: Iterable[Lesson], name: str = "") -> tuple[str | None, str]:
    """Find the lesson of a notebook.

    Parameters
    ----------
    data : bytes
        The file.
    lessons : iterable of Lesson
    name : str
        What the file is called; decides only between lessons that fit equally well.

    Returns
    -------
    lesson : str or None
    why : str
        A sentence, where none was found.
    """
    try:
        text, _ = decode(data)
        cells = list(_cells(parse_json(text, ReadLimits())))
    except (Unreadable, TypeError, AttributeError, KeyError):
        return None, "it cannot be read as a notebook"
    points = {lesson.name: _points(cells, lesson) for lesson in lessons}
    best = max(points.values(), default=0)
    found = [lesson for lesson, score in points.items() if score == best and best >= CERTAIN]
    if len(found) > 1:
        found = [lesson for lesson in found if lesson in name] or found
    if len(found) == 1:
        return found[0], ""
    return None, "it fits no lesson" if not found else f"it fits {' and '.join(found)}"


def _cells(notebook: Any) -> Iterable[tuple[str, str]]:
    """Text of each cell, and what nbgrader's metadata call it."""
    for cell in notebook["cells"]:
        source = cell.get("source", "")
        source = "".join(source) if isinstance(source, list) else source
        claim = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", "")
        if isinstance(source, str):
            yield source, claim if isinstance(claim, str) else ""


def _points(cells: list[tuple[str, str]], lesson: Lesson) -> int:
    """How much of a lesson is in a notebook: its texts, its names of cells, its exercises.

    A function that is merely defined says little, because later lessons give it away.
    """
    names = {test.grade_id for test in lesson.tests} | set(lesson.answers)
    checks = re.compile(
        rf"^[ \t]*check\((?:{'|'.join(map(re.escape, lesson.answers))})\b", re.MULTILINE
    )
    score = 0
    for source, claim in cells:
        known = lesson.by_text.get(source) or lesson.by_text.get(plain(source))
        score += bool(known and known.kind != "locked") + 2 * (claim in names)
        score += bool(checks.search(source))
    return score
