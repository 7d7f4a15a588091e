"""What goes into the gradebook of one submission, and what an earlier run left there."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from autograder.base.outcome import Status, SubmissionResult, TestResult


@dataclass(frozen=True)
class Judged:
    """One judged submission on its way into the gradebook."""

    result: SubmissionResult
    comments: dict[str, str | None]  # by answer cell
    timestamp: datetime.datetime | None = None
    fingerprint: str = ""  # empty: grade again next time
    files: dict[str, int] = field(default_factory=dict)  # sizes of the files that go with it
    course: str = ""  # digest of the course that it was graded with


@dataclass(frozen=True)
class Record:
    """What an earlier run left about a submission."""

    fingerprint: str
    result: SubmissionResult
    files: dict[str, int]
    agrees: bool  # the gradebook still holds these points
    penalty: float | None = None
    course: str = ""  # see `Judged`


def auto_scores(result: SubmissionResult) -> dict[str, float | None]:
    """Points by test cell; None where the grader itself failed: a human has to look."""
    return {
        test.grade_id: None if test.status is Status.BROKEN else float(test.points)
        for test in result.tests
    }


def result_to_json(result: SubmissionResult) -> dict[str, Any]:
    """Plain data of a judgement; printed output is left out."""
    tests = [{**vars(test), "status": test.status.value} for test in result.tests]
    data = {**vars(result), "status": result.status.value, "tests": tests}
    del data["outputs"]
    return data


def result_from_json(data: dict[str, Any]) -> SubmissionResult:
    """Inverse of `result_to_json`."""
    tests = tuple(
        TestResult(
            **{
                **test,
                "status": Status(test["status"]),
                "mistakes": tuple(test.get("mistakes", ())),
            }
        )
        for test in data["tests"]
    )
    return SubmissionResult(**{**data, "status": Status(data["status"]), "tests": tests})
