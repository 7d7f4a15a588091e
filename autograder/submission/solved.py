"""A submission that nobody handed in: a lesson's answer cells, filled by the caller."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from autograder.course.lesson import Lesson
from autograder.submission.entries import PlayerCell
from autograder.submission.reading import Submission


def solved(lesson: Lesson, answers: Mapping[str, str], student: str = "solutions") -> Submission:
    """Put answers beside a lesson's own locked cells, in its order.

    Parameters
    ----------
    lesson : Lesson
    answers : mapping of str
        Source of each answer cell, by the name of its function.
    student : str
        Whose it is said to be.
    """
    cells: list[PlayerCell] = []
    places = {}
    for part in lesson.parts:
        if part.kind == "test":
            places[part.id] = len(cells)
        elif part.kind == "locked":
            cells.append(PlayerCell(part.id, part.source, "given"))
        elif part.kind == "answer":
            cells.append(PlayerCell(part.id, answers[part.id], "answer"))
    return Submission(student, lesson, Path(), tuple(cells), {}, (), "", places)
