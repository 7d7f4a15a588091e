"""Makes a `Submission` of a hostile file: reads, pairs its cells with the lesson's, repairs.

Public face: `read_submission`, `solved`, `Submission`, `Unreadable`.
"""

from autograder.course.lesson import Lesson, TestCell, load_lesson
from autograder.submission.reading import PlayerCell, Submission, Unreadable, read_submission
from autograder.submission.solved import solved

__all__ = [
    "Lesson",
    "PlayerCell",
    "Submission",
    "TestCell",
    "Unreadable",
    "load_lesson",
    "read_submission",
    "solved",
]
