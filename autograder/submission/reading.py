"""A student's submission: what is run, and the notebook that the feedback is made of.

Nothing here runs a student's code, follows a link or trusts a mark in the file. A submission is
either read, with its repairs listed, or refused by `Unreadable` with a sentence for the student.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.lesson import Lesson, TestCell, load_lesson
from autograder.submission import purity
from autograder.submission.opening import ReadLimits, Unreadable, read_folder
from autograder.submission.repair import DEFAULT_LIMITS, PlayerCell, repair_bytes, repair_file
from rnn_language import ENGLISH, language_of, speaking, spoken

__all__ = [
    "Lesson",
    "PlayerCell",
    "ReadLimits",
    "Submission",
    "TestCell",
    "Unreadable",
    "load_lesson",
    "read_submission",
    "repair_file",
    "submission_of",
]


@dataclass(frozen=True)
class Submission:
    """A submission that was read."""

    student: str
    lesson: Lesson
    path: Path  # the notebook file that was read
    cells: tuple[PlayerCell, ...]  # what the player runs, in order
    notebook: dict  # repaired, nbformat 4.5: the course's tests, points and locked cells
    repairs: tuple[str, ...]  # what was repaired, a sentence each
    digest: str  # sha256 of the file
    # grade_id -> how many of ``cells`` stand above that test. nbgrader tests a function at that
    # point: a name that a later cell uses again does not count.
    places: dict[str, int] = field(default_factory=dict)
    language: str = ENGLISH  # of the notebook, in which its feedback speaks

    def place(self, test: TestCell) -> int:
        """How many of the cells stand above a test: all, if it is not known."""
        return min(self.places.get(test.grade_id, len(self.cells)), len(self.cells))

    @functools.cached_property
    def names_used(self) -> dict[str, frozenset[str]] | None:
        """What the tested functions use, if they are sure to leave nothing behind; see `purity`."""
        first: dict[str, int] = {}
        for test in self.lesson.tests:
            first[test.function] = min(self.place(test), first.get(test.function, len(self.cells)))
        return purity.names_used([cell.source for cell in self.cells], first)

    @property
    def leaves_nothing(self) -> bool:
        """Whether the tested functions are sure to leave nothing behind."""
        return self.names_used is not None


def read_submission(
    folder: Path, student: str, lesson: Lesson, limits: ReadLimits = DEFAULT_LIMITS
) -> Submission:
    """Read what a student handed in for a lesson.

    Parameters
    ----------
    folder : Path
        The folder of that submission, ``submitted/<student>/<lesson>``.
    student : str
        Who handed it in.
    lesson : Lesson
        The lesson, from `load_lesson`.
    limits : ReadLimits
        How much is read.

    Raises
    ------
    Unreadable
        If it cannot be read; with a sentence for the student.
    """
    path, data, notes = read_folder(Path(folder), lesson.name, limits)
    return submission_of(path, data, notes, student, lesson, limits)


def submission_of(
    path: Path,
    data: bytes,
    notes: list[str],
    student: str,
    lesson: Lesson,
    limits: ReadLimits = DEFAULT_LIMITS,
) -> Submission:
    """Make a submission of what `read_folder` has read, here or on another machine.

    Raises
    ------
    Unreadable
        If it cannot be read; with a sentence for the student.
    """
    with speaking(language_of(data.decode("utf-8", "replace"))):
        language = spoken()
        done = repair_bytes(data, lesson, limits, notes)
    return Submission(
        student=student,
        lesson=lesson,
        path=path,
        cells=done.cells,
        notebook=done.notebook,
        repairs=done.repairs,
        digest=hashlib.sha256(data).hexdigest(),
        places=done.places,
        language=language,
    )
