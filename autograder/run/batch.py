"""Write what was judged: a batch is one transaction, in which the files are moved into place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.base.files import copy_small, write_atomic
from autograder.base.outcome import SubmissionResult
from autograder.course.lesson import Lesson
from autograder.record import feedback, wording
from autograder.record.entries import Judged
from autograder.record.gradebook import Gradebook
from autograder.record.lateness import TIMESTAMP_FILE, read_timestamp
from autograder.record.places import Settings
from autograder.record.standing import Standing
from autograder.run.fingerprint import Mark
from autograder.run.job import Row
from autograder.run.tasks import Graded
from rnn_language import speaking


def output_files(settings: Settings, student: str, lesson: str) -> dict[str, Path]:
    """Files that belong to a graded submission."""
    return {
        "autograded": settings.folder(settings.autograded, student, lesson) / f"{lesson}.ipynb",
        "feedback": settings.folder(settings.feedback, student, lesson) / f"{lesson}.html",
    }


def write_batch(
    settings: Settings,
    book: Gradebook,
    lessons: dict[str, Lesson],
    batch: Sequence[tuple[Graded, Mark]],
    pages: bool,
    after_each: Callable[[], None] = lambda: None,
) -> list[Row]:
    """Write graded submissions, each with the mark of what it was graded from.

    Parameters
    ----------
    settings : Settings
        Where to.
    book : Gradebook
        The open gradebook.
    lessons : dict of Lesson
        The lessons by name.
    batch : sequence of (Graded, Mark)
        The submissions and their marks.
    pages : bool
        Whether to write feedback pages.
    after_each : callable
        Called when the files of a submission are written, with the transaction still open.
    """
    entries = [entry_of(graded, lessons[graded.task.lesson], mark) for graded, mark in batch]
    rows = []
    with book.transaction() as connection:
        standings = book.write(connection, entries)
        for place, (graded, _) in enumerate(batch):
            entry, standing = entries[place], standings[place]
            lesson = lessons[graded.task.lesson]
            files = write_files(settings, lesson, graded, entry.result, standing, pages)
            entries[place] = replace(entry, files=files)
            rows.append(Row(entry.result, True, standing.penalty))
            after_each()
        book.remember(connection, entries)
    return rows


def entry_of(graded: Graded, lesson: Lesson, mark: Mark) -> Judged:
    """What the gradebook is to hold of a graded submission."""
    result = graded.result
    timestamp = None
    try:
        timestamp = read_timestamp(graded.task.folder)
    except ValueError as error:
        result = replace(result, message=f"{result.message}\n{error}".strip())
    broke = Row(result, True).broke
    with speaking(result.language):
        comments = wording.comments(lesson, result)
    return Judged(
        result,
        comments,
        timestamp,
        "" if broke else mark.files,  # what the grader failed on is tried again next time
        course=mark.course,
    )


def write_files(
    settings: Settings,
    lesson: Lesson,
    graded: Graded,
    result: SubmissionResult,
    standing: Standing,
    pages: bool,
) -> dict[str, int]:
    """Write the autograded notebook and the feedback page; returns their sizes."""
    shared = settings.section("CourseDirectory").get("groupshared", False)
    paths = output_files(settings, result.student, result.lesson)
    sizes = {}
    if graded.notebook is None:
        # One from an earlier, readable submission would pass for this one.
        paths["autograded"].unlink(missing_ok=True)
    else:
        write_atomic(paths["autograded"], graded.notebook, 0o664 if shared else 0o444)
        sizes["autograded"] = len(graded.notebook)
    if pages:
        with speaking(result.language):
            page = feedback.page(lesson, result.student, result, standing, graded.body)
        write_atomic(paths["feedback"], page, 0o664 if shared else 0o644)
        sizes["feedback"] = len(page)
    for name in sizes:
        copy_small(graded.task.folder / TIMESTAMP_FILE, paths[name].with_name(TIMESTAMP_FILE))
    return sizes
