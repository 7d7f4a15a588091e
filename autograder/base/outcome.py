"""What the judge says of a test cell and of a submission."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class SandboxError(Exception):
    """The player could not be started, or does not answer. The message is a sentence."""


class Status(Enum):
    """How a test cell, or a submission, ended."""

    OK = "ok"
    WRONG = "wrong"  # the check failed
    ERROR = "error"  # the student's code raised
    TIMEOUT = "timeout"  # it ran longer than allowed
    MEMORY = "memory"  # it asked for more memory than allowed
    REFUSED = "refused"  # it asked for something outside the sandbox
    BROKEN = "broken"  # the grader failed: never costs a student points


@dataclass(frozen=True)
class TestResult:
    """The judgement on one test cell."""

    grade_id: str
    points: float
    maximum: float
    status: Status
    message: str  # for the student; empty when ok
    seconds: float
    carried_from: str = ""  # earlier function at fault, when this one is right with the reference
    # What the message says, for programs: it may be in any language.
    kind: str = ""  # of the first fault, such as "unwritten"; empty where nothing was compared
    mistakes: tuple[str, ...] = ()  # known ones that the check recognised, by name

    __test__ = False  # not a pytest class


@dataclass(frozen=True)
class SubmissionResult:
    """The judgement on one submission."""

    student: str
    lesson: str
    status: Status  # OK: graded; REFUSED: could not be read; BROKEN: the grader failed
    message: str  # why it was not graded, or what was repaired; empty when all was in order
    tests: tuple[TestResult, ...] = ()
    seconds: float = 0.0
    outputs: dict[str, str] = field(default_factory=dict)  # printed text by cell id, bounded
    seed: str = ""  # digest of the secret seed of hidden inputs; empty: the public inputs
    language: str = "en"  # in which the messages speak, and the feedback page
