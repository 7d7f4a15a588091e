"""What ends a test or a call: a limit, a function that is not there, the student's exception."""

from __future__ import annotations

from autograder.base.limits import Limits
from autograder.base.outcome import Status


class StopTest(BaseException):
    """The test is decided, and its cell must not go on: no ``except Exception`` may catch it."""

    def __init__(self, status: Status, message: str, fatal: bool = False) -> None:
        super().__init__(message)
        self.status, self.message, self.fatal = status, message, fatal


class Missing(StopTest):
    """There is no such function: no such name at all, or one that is defined as something else."""

    def __init__(self, defined: bool) -> None:
        super().__init__(Status.ERROR, "it is not a function." if defined else "it is not defined.")
        self.defined = defined


class StudentError(Exception):
    """An exception that the student's function raised.

    Raised as a subclass that bears the name of the student's exception. ``student_place`` says
    where it arose, as `rnn_errors.place` does.
    """

    student_place: dict = {
        "line": None,
        "text": "",
        "detail": "",
        "function": "",
        "called": False,
    }


class NotWritten(StudentError, NotImplementedError):
    """The function is a stub still."""


def limit_sentence(kind: str, limits: Limits) -> tuple[Status, str] | None:
    """Status and sentence for a limit that was reached; None if it is an ordinary exception.

    ``kind`` is the player's name of it (see `cells.describe`).
    """
    return {
        "memory": (Status.MEMORY, f"it needed more than {limits.memory_mb} MB of memory."),
        "memory_of_all": (
            Status.MEMORY,
            f"all its processes together needed more than {2 * limits.memory_mb} MB of memory.",
        ),
        "timeout": (Status.TIMEOUT, f"it ran longer than {limits.cell_seconds:g} seconds."),
        "forbidden": (
            Status.REFUSED,
            "it asked for something that is shut off when grading: the network, another program, "
            "or a file outside its own folder.",
        ),
        "processes": (
            Status.REFUSED,
            f"it started more than {limits.processes} processes or threads.",
        ),
        "file": (Status.REFUSED, f"it wrote more than {limits.file_mb} MB to files."),
        "open_files": (Status.REFUSED, f"it opened more than {limits.open_files} files."),
    }.get(kind)
