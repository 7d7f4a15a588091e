"""What ends a test or a call: a limit, a function that is not there, the student's exception."""

from __future__ import annotations

from autograder.base.limits import Limits
from autograder.base.outcome import Status
from rnn_language import Words, say

STATUS_OF_LIMIT = {
    "memory": Status.MEMORY,
    "memory_of_all": Status.MEMORY,
    "timeout": Status.TIMEOUT,
    "forbidden": Status.REFUSED,
    "processes": Status.REFUSED,
    "file": Status.REFUSED,
    "open_files": Status.REFUSED,
}
LIMITS = Words(
    {
        "memory": "it needed more than {memory_mb} MB of memory.",
        "memory_of_all": "all its processes together needed more than {all} MB of memory.",
        "timeout": "it ran longer than {seconds:g} seconds.",
        "forbidden": "it asked for something that is shut off when grading: the network, another "
        "program, or a file outside its own folder.",
        "processes": "it started more than {processes} processes or threads.",
        "file": "it wrote more than {file_mb} MB to files.",
        "open_files": "it opened more than {open_files} files.",
    }
)
ENDED = Words({"python": "it ended Python: a crash, or a call of exit."})
# What no honest player sends.
DISTURBANCES = Words(
    {
        "message": "a malformed message",
        "answer": "an answer to no question",
        "exception": "a malformed exception",
        "arguments": "a malformed change of arguments",
        "call": "a call of a function that it was not given",
    }
)
# What a result is that cannot be taken over; in the order of `wire.reasons`, then any other.
UNSENDABLE = Words(
    {
        "size": "larger than {mb:.3g} MB",
        "depth": "nested more than {depth} deep",
        "values": "more than {values} values",
        "other": "too large",
    }
)


class StopTest(BaseException):
    """The test is decided, and its cell must not go on: no ``except Exception`` may catch it."""

    def __init__(self, status: Status, message: str, fatal: bool = False) -> None:
        super().__init__(message)
        self.status, self.message, self.fatal = status, message, fatal


class Missing(StopTest):
    """There is no such function: no such name at all, or one that is defined as something else."""

    def __init__(self, defined: bool) -> None:
        words = say("it is not a function.") if defined else say("it is not defined.")
        super().__init__(Status.ERROR, words)
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
        "advice": "",
    }


class NotWritten(StudentError, NotImplementedError):
    """The function is still a stub."""


def limit_sentence(kind: str, limits: Limits) -> tuple[Status, str] | None:
    """Status and sentence for a limit that was reached; None if it is an ordinary exception.

    ``kind`` is the player's name of it (see `cells.describe`).
    """
    status = STATUS_OF_LIMIT.get(kind)
    if status is None:
        return None
    most = {"all": 2 * limits.memory_mb, "seconds": limits.cell_seconds, **vars(limits)}
    return status, LIMITS[kind].format(**most)
