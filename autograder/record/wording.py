"""What a student is told: the words for an outcome, and nbgrader's comments."""

from __future__ import annotations

from autograder.base.outcome import Status, SubmissionResult, TestResult
from autograder.course.lesson import Lesson, is_hidden

# A word, and how to colour it. The sign says the same without colour.
OUTCOMES = {
    Status.OK: ("✓ passed", "passed"),
    Status.WRONG: ("✗ wrong result", "failed"),
    Status.ERROR: ("✗ error", "failed"),
    Status.TIMEOUT: ("✗ too slow", "failed"),
    Status.MEMORY: ("✗ too much memory", "failed"),
    Status.REFUSED: ("✗ not allowed", "failed"),
    Status.BROKEN: ("? not graded yet", "open"),
}
NOT_GRADED = (
    "The grader itself failed on this test. That costs you no points: your instructor will look."
)


def name_of(test: TestResult) -> str:
    """What a student calls this test cell."""
    return "hidden tests" if is_hidden(test.grade_id) else "check"


def explain(test: TestResult, function: str) -> str:
    """Say what happened to a test, in words for the student; empty if there is nothing to say."""
    if test.status is Status.BROKEN:
        return NOT_GRADED
    if test.carried_from and test.status is not Status.OK:
        return (
            f"Your {function} is right: this failed only because your {test.carried_from} is "
            f"wrong. Mend {test.carried_from} first."
        )
    if test.carried_from:
        return (
            f"Your {function} is right: with your own {test.carried_from}, which is wrong, it "
            "would have failed. It keeps its points."
        )
    return test.message


def whole(result: SubmissionResult) -> str:
    """What concerns the whole submission; how the grader failed is not for the student."""
    return NOT_GRADED if result.status is Status.BROKEN else result.message


def comments(lesson: Lesson, result: SubmissionResult) -> dict[str, str | None]:
    """nbgrader's comment on each answer: what its tests found, or None if all is well."""
    if not result.tests:
        return dict.fromkeys(lesson.answers, whole(result) or NOT_GRADED)
    said: dict[str, list[str]] = {name: [] for name in lesson.answers}
    functions = {test.grade_id: test.function for test in lesson.tests}
    for test in result.tests:
        function = functions[test.grade_id]
        text = explain(test, function)
        if text and text not in said.get(function, [text]):
            said[function].append(text)
    return {name: "\n\n".join(texts) or None for name, texts in said.items()}
