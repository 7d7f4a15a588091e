"""What a student is told: the words for an outcome, and nbgrader's comments."""

from __future__ import annotations

from autograder.base.outcome import Status, SubmissionResult, TestResult
from autograder.course.lesson import Lesson, is_hidden
from rnn_language import Words

# The sign says the same as the colour.
OUTCOMES = Words(
    {
        "ok": "✓ passed",
        "wrong": "✗ wrong result",
        "error": "✗ error",
        "timeout": "✗ too slow",
        "memory": "✗ too much memory",
        "refused": "✗ not allowed",
        "broken": "? not graded yet",
    }
)
COLOURED = {Status.OK: "passed", Status.BROKEN: "open"}  # the others: failed
WORDS = Words(
    {
        "not_graded": "The grader itself failed on this test. That costs you no points: your "
        "instructor will look.",
        "hidden": "hidden tests",
        "check": "check",
        "carried": "Your {function} is right: this failed only because your {earlier} is wrong. "
        "Mend {earlier} first.",
        "keeps": "Your {function} is right: with your own {earlier}, which is wrong, it would have "
        "failed. It keeps its points.",
    }
)
PAGE = Words(
    {
        "cells": "Cells of the lesson",
        "test": "The test cell",
        "text": "Text of the lesson",
        "title": "{lesson}: feedback for {student}",
        "score": "{lesson} (Score: {score} / {maximum})",
        "student": "Student: {student}",
        "handed_in": "Handed in: {moment} UTC",
        "late": "Late submission penalty (Score: -{points})",
        "exercise": "Exercise",
        "points": "Points",
        "tested": "Test",
        "found": "What was found",
        "by_hand": " (points set by your instructor)",
        "comments": "Comments:",
        "answer": "Student's answer",
        "docstring": "What the function is to do, as it was handed out",
        "top": "(Top)",
        "grade_cell": "Grade cell:",
        "cell_score": "Score:",
    }
)


def name_of(grade_id: str) -> str:
    """What a student calls this test cell."""
    return WORDS["hidden" if is_hidden(grade_id) else "check"]


def explain(test: TestResult, function: str) -> str:
    """Say what happened to a test, in words for the student; empty if there is nothing to say."""
    if test.status is Status.BROKEN:
        return WORDS["not_graded"]
    if test.carried_from:
        words = WORDS["keeps" if test.status is Status.OK else "carried"]
        return words.format(function=function, earlier=test.carried_from)
    return test.message


def whole(result: SubmissionResult) -> str:
    """What concerns the whole submission; how the grader failed is not for the student."""
    return WORDS["not_graded"] if result.status is Status.BROKEN else result.message


def comments(lesson: Lesson, result: SubmissionResult) -> dict[str, str | None]:
    """nbgrader's comment on each answer: what its tests found, or None if all is well."""
    if not result.tests:
        return dict.fromkeys(lesson.answers, whole(result) or WORDS["not_graded"])
    said: dict[str, list[str]] = {name: [] for name in lesson.answers}
    functions = {test.grade_id: test.function for test in lesson.tests}
    for test in result.tests:
        function = functions[test.grade_id]
        text = explain(test, function)
        if text and text not in said.get(function, [text]):
            said[function].append(text)
    return {name: "\n\n".join(texts) or None for name, texts in said.items()}
