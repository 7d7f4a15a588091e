"""How late submissions are, as far as a penalty depends on it: a part of their mark."""

from __future__ import annotations

from autograder.record.deadlines import Deadlines
from autograder.record.lateness import Penalty, read_timestamp
from autograder.run.tasks import Task


def late_mark(penalty: Penalty, deadlines: Deadlines, task: Task) -> str:
    """A text that changes whenever the penalty of a submission might; empty if it is in time."""
    if deadlines.due is None:
        return ""
    try:
        moment = read_timestamp(task.folder)
    except ValueError:  # said when it is graded
        return ""
    seconds = deadlines.seconds_late(task.student, moment)
    if not seconds:
        return ""
    context = getattr(penalty, "context", None)
    return f"{seconds} {context(task.student, task.lesson) if context else ''}"
