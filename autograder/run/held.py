"""Keep the points of an unchanged submission where a changed course would give fewer.

A student handed in, and was told a score. If a test is changed afterwards, the same files may get
fewer points. `autograder grade` then leaves gradebook and pages as they are and says so. Who wants
the lower points asks for them (``allow_lower``).
"""

from __future__ import annotations

from pathlib import Path

from autograder.base.outcome import Status, SubmissionResult
from autograder.record.entries import Record
from autograder.record.standing import Standing
from autograder.run import fingerprint

LEAST = 1e-9  # points; less is rounding


def is_of(record: Record, folder: Path, late: str = "") -> bool:
    """Whether a record is of the files that lie in a folder now, whichever course judged them."""
    if not (record.fingerprint and record.course and record.agrees):
        return False
    return (
        record.result.status is Status.OK
        and fingerprint.of_submission(folder, record.course, late) == record.fingerprint
    )


def loses(before: SubmissionResult, now: SubmissionResult, standing: Standing) -> bool:
    """Whether a submission would lose points, tests that a human has marked left aside."""

    def points(result: SubmissionResult) -> float:
        return sum(t.points for t in result.tests if t.grade_id not in standing.manual)

    return points(now) < points(before) - LEAST
