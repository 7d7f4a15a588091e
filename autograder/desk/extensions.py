"""The command `extensions`: who may hand in later."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from autograder.desk import listing, times
from autograder.desk.above import Above, gradebook
from autograder.desk.sheet import DeskError, Sheet

UNKNOWN = "{} names students who are not in the gradebook: {}. Nothing was entered."
NO_DUE_DATE = (
    "{} has no due date in the gradebook yet: set one in the formgrader. The extensions are kept."
)
TOO_EARLY = "{}: {} and {}: {} is before the due date {}. Nothing was entered."
DONE = "{} extensions entered. `autograder grade` brings late penalties up to date."


def add_to(commands: Any, above: Above) -> None:
    """Add the command to the parser of ``autograder``."""
    extensions = commands.add_parser(
        "extensions",
        help="enter who may hand in later",
        description="Read a CSV with the columns student, lesson, until into the gradebook, where "
        "the late policy reads it. To take an extension back, give the due date itself.",
    )
    extensions.set_defaults(run=_extensions, above=above)
    add = extensions.add_argument
    add("file", type=Path, metavar="FILE")
    add(
        "--zone", metavar="NAME", help="time zone of times that name none (default: this machine's)"
    )


def _extensions(root: Path, options: argparse.Namespace) -> int:
    from autograder.course.lesson import load_lesson
    from autograder.desk import roster
    from autograder.record import deadlines

    sheet = Sheet.read(options.file)
    zone = times.zone(options.zone)
    until = times.moments(sheet, "until", zone, lambda word: options.above.lesson_of(root, word))
    lessons = sorted({lesson for _, lesson in until})
    with gradebook(root, options) as (_, book):
        book.prepare([load_lesson(root, lesson) for lesson in lessons])
        with book.transaction() as connection:
            unknown = {student for student, _ in until} - set(roster.load(connection))
            if unknown:
                raise DeskError(UNKNOWN.format(sheet.name, listing.names(unknown)))
            due = {lesson: deadlines.read(connection, lesson).due for lesson in lessons}
            for (student, lesson), moment in until.items():
                if due[lesson] is not None and moment < due[lesson]:
                    raise DeskError(
                        TOO_EARLY.format(sheet.name, student, lesson, moment, due[lesson])
                    )
            deadlines.enter(connection, until)
    print(DONE.format(len(until)))
    for lesson in lessons:
        if due[lesson] is None:
            print(NO_DUE_DATE.format(lesson))
    return 0
