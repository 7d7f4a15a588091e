"""What the commands of the desk share: the course's settings, its gradebook, exit states."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from autograder.desk.sheet import DeskError

if TYPE_CHECKING:
    from autograder.desk.roster import Student
    from autograder.record.gradebook import Gradebook

DONE, NOT_ALL = 0, 1  # exit status of a command


class Above(NamedTuple):
    """What the desk gets from the command, which stands above it and reads the configuration."""

    lesson_of: Callable[[Path, str], str]  # the lesson that a user means, by name or number
    settings: Callable[..., Any]  # what the configuration of a course says
    judging: Callable[..., Any]  # options of the workers that judge


@contextmanager
def gradebook(root: Path, options: argparse.Namespace) -> Any:
    """The course's settings and its open gradebook."""
    from autograder.record.errors import GradebookError
    from autograder.record.gradebook import Gradebook
    from autograder.record.lateness import late_penalty

    chosen = options.above.settings(root, db=getattr(options, "db", None))
    penalty = late_penalty(chosen.config, chosen)
    try:
        with Gradebook(chosen.db_url, chosen.root, chosen.course_id, penalty) as book:
            yield chosen, book
    except GradebookError as error:
        raise DeskError(str(error)) from error


def has_students(book: Gradebook) -> bool:
    """Whether nbgrader's table of students has been made."""
    import sqlalchemy as sa

    from autograder.desk import roster

    with book.transaction() as connection:
        return sa.inspect(connection).has_table(roster.STUDENT.name)


def students_of(book: Gradebook) -> dict[str, Student]:
    """The roster; empty where no gradebook has been made yet."""
    from autograder.desk import roster

    if not has_students(book):
        return {}
    with book.transaction() as connection:
        return roster.load(connection)
