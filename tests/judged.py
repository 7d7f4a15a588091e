"""Build submissions in memory for tests of the judge."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from autograder import course
from autograder.base.limits import Limits
from autograder.base.outcome import SubmissionResult, TestResult
from autograder.course.lesson import load_lesson
from autograder.judge import Judge
from autograder.submission import PlayerCell, Submission, solved

ROOT = course.find_root(Path(__file__))
LESSON = "04_lstm_cell"
FORWARD, BACKWARD = "lstm_cell_forward", "lstm_cell_backward"
FAST = Limits(cell_seconds=2, test_seconds=2, submission_seconds=20, memory_mb=256)


def submission(
    answers: dict[str, str] | None = None,
    before: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
    lesson: str = LESSON,
) -> Submission:
    """Build a submission: the right solutions, but for ``answers`` and extra cells.

    Parameters
    ----------
    answers : dict of str
        Source of an answer cell by the name of its function.
    before, after : tuple of str
        Extra cells, after the given ones and after the last answer.
    lesson : str
        Name of the lesson.
    """
    loaded, solutions = load_lesson(ROOT, lesson), course.solutions(ROOT, lesson)
    made = solved(loaded, {**solutions, **(answers or {})}, "student")
    first = next(place for place, cell in enumerate(made.cells) if cell.kind == "answer")
    cells = (
        *made.cells[:first],
        *(PlayerCell(f"before_{i}", text, "extra") for i, text in enumerate(before)),
        *made.cells[first:],
        *(PlayerCell(f"after_{i}", text, "extra") for i, text in enumerate(after)),
    )
    places = {name: place + len(before) * (place > first) for name, place in made.places.items()}
    return replace(made, cells=cells, places=places)


def wrong(function: str, old: str, new: str, lesson: str = LESSON) -> str:
    """Return a solution with a mistake put in."""
    source = course.solutions(ROOT, lesson)[function]
    assert old in source
    return source.replace(old, new)


def points(result: SubmissionResult) -> dict[str, float]:
    """Points by test."""
    return {test.grade_id: test.points for test in result.tests}


def judgements(result: SubmissionResult) -> dict[str, TestResult]:
    """Judgements by test."""
    return {test.grade_id: test for test in result.tests}


def perfect(judge: Judge, lesson: str = LESSON) -> bool:
    """Whether the judge gives a right submission all points: it must after every attack."""
    result = judge.grade(submission(lesson=lesson))
    return all(test.points == test.maximum for test in result.tests) and bool(result.tests)
