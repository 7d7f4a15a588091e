"""A judgement as Gradescope takes it: ``results.json``."""

from __future__ import annotations

import datetime
from typing import Any

from autograder.base.outcome import Status, SubmissionResult
from autograder.course.lesson import Lesson, is_hidden
from autograder.record.wording import OUTCOMES, explain, name_of, whole
from autograder.run.gradescope.metadata import Handed
from rnn_language import Words

LONGEST = 90_000  # characters of a text; Gradescope cuts what is longer in its middle
SAID = Words(
    {
        "started": "The grader has started on this submission and has not finished. If this stays "
        "here, the grader was stopped: that says nothing about your work. Submit it again, or tell "
        "your instructor.",
        "grader_failed": "The grader itself failed. That says nothing about your work, and the 0 "
        "is no judgement on it. Submit it again; if this comes back, tell your instructor.",
        "late": "Handed in late, {days} days {hours} h {minutes} min after the due date.",
        "number": "This is submission {number}.",
        "unread": "It could not be graded.",
        "unjudged": "not tested",
        "failed": "The grader itself failed on a test. The 0 there is no judgement on your work. "
        "Submit it again; if this comes back, tell your instructor.",
    }
)


def unfinished(why: str) -> dict[str, Any]:
    """Results where nothing was judged; Gradescope knows no other score than 0 for that.

    ``why`` is ``"started"`` or ``"grader_failed"``.
    """
    return {
        "score": 0,
        "output": SAID[why],
        "output_format": "text",
        "stdout_visibility": "hidden",
        "extra_data": {"graded": False},
    }


def results(
    lesson: Lesson,
    result: SubmissionResult,
    hidden_tests: str,
    handed: Handed | None = None,
    protection: str = "",
) -> dict[str, Any]:
    """Results of a judged or unreadable submission, in the language that is spoken.

    Parameters
    ----------
    lesson : Lesson
    result : SubmissionResult
    hidden_tests : str
        When students see hidden tests, and with them their total: one of Gradescope's visibilities.
    handed : Handed, optional
        What is known of the submission.
    protection : str
        How students' code was confined: for the instructor.
    """
    if result.status is Status.BROKEN:
        made = unfinished("grader_failed")
    else:
        made = {
            "output": _cut("\n\n".join(_remarks(result, handed))),
            "output_format": "text",
            "test_output_format": "text",
            "test_name_format": "text",
            "stdout_visibility": "hidden",
            "tests": _tests(lesson, result, hidden_tests),
            "extra_data": {"graded": not failed(result)},
        }
    made["execution_time"] = round(result.seconds, 3)
    made["extra_data"] |= {"lesson": lesson.name, "seed": result.seed, "protection": protection}
    if handed is not None:
        late = int(handed.late.total_seconds())
        made["extra_data"] |= {"submission": handed.number, "seconds_late": late}
    return made


def failed(result: SubmissionResult) -> bool:
    """Whether the grader itself has failed, on all or on a test."""
    broken = Status.BROKEN
    return result.status is broken or any(test.status is broken for test in result.tests)


def _remarks(result: SubmissionResult, handed: Handed | None) -> list[str]:
    """What concerns the whole submission. Never the points: hidden tests may hide them."""
    said = [SAID["failed"] if failed(result) else "", whole(result)]
    if result.status is not Status.OK:
        said.insert(0, SAID["unread"])
    if handed is not None and handed.late > datetime.timedelta():
        minutes = int(handed.late.total_seconds() // 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        said.append(SAID["late"].format(days=days, hours=hours, minutes=minutes))
    if handed is not None and handed.number > 1:
        said.append(SAID["number"].format(number=handed.number))
    return [text for text in said if text]


def _tests(lesson: Lesson, result: SubmissionResult, hidden_tests: str) -> list[dict[str, Any]]:
    judged = {test.grade_id: test for test in result.tests}
    functions = list(dict.fromkeys(test.function for test in lesson.tests))
    numbers = dict.fromkeys(functions, 0)
    tests = []
    for test in lesson.tests:
        numbers[test.function] += 1
        found = judged.get(test.grade_id)
        number = f"{functions.index(test.function) + 1}.{numbers[test.function]}"
        said = SAID["unjudged"]
        if found:
            text = "" if found.status is Status.BROKEN else explain(found, test.function)
            said = "\n".join(filter(None, [OUTCOMES[found.status.value], text]))
        points = found.points if found else 0.0
        tests.append(
            {
                "number": number,
                "name": f"{test.function}: {name_of(test.grade_id)}",
                "score": float(points),
                "max_score": float(test.points),
                "status": "passed" if found and found.status is Status.OK else "failed",
                "output": _cut(said),
                "visibility": hidden_tests if is_hidden(test.grade_id) else "visible",
            }
        )
    return tests


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + " [...]"
