"""What a run hands to those who judge, and what it gets back: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.base.limits import Limits
from autograder.base.outcome import Status, SubmissionResult
from autograder.base.seed import InputSeed


@dataclass(frozen=True)
class Options:
    """What every worker of a run shares."""

    root: Path
    limits: Limits = Limits()
    sandbox: bool = True
    feedback: bool = True
    judge: str = "autograder.judge.Judge"  # dotted name; tests put another one here
    seed: InputSeed = InputSeed()


@dataclass(frozen=True)
class Handed:
    """What was read of a submission's folder, for a machine that does not have it."""

    name: str  # of the file
    data: bytes
    notes: tuple[str, ...] = ()  # what was odd about the folder


@dataclass(frozen=True)
class Task:
    """One submission to grade."""

    student: str
    lesson: str
    folder: Path
    handed: Handed | None = None  # None: it is in the folder


@dataclass(frozen=True)
class Graded:
    """One submission, graded."""

    task: Task
    result: SubmissionResult
    notebook: bytes | None = None  # of autograded/; None if the submission could not be read
    body: bytes = b""  # of the feedback page
    trouble: str = ""  # tracebacks of what failed on our side: for the instructor's log alone


def broken(task: Task, reason: str) -> SubmissionResult:
    """Judgement on a submission on which the grader failed."""
    message = f"The grader failed: {reason}"
    return SubmissionResult(task.student, task.lesson, Status.BROKEN, message)
