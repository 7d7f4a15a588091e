"""A graded submission as plain JSON: for files of results, and for answers of other machines."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

from autograder.base.outcome import Status
from autograder.course.lesson import Lesson
from autograder.record.entries import result_from_json, result_to_json
from autograder.run.tasks import Graded, Task


class BadAnswer(Exception):
    """This is not a graded submission; the text says why."""


def to_json(graded: Graded, put: Callable[[bytes], Any] = bytes.decode) -> dict[str, Any]:
    """Plain data of a graded submission, whole: `from_json` gives back an equal one.

    Parameters
    ----------
    graded : Graded
    put : callable
        Gets the bytes of a file and returns what stands for them; by default their text.
    """
    return {
        "student": graded.task.student,
        "lesson": graded.task.lesson,
        "result": result_to_json(graded.result),
        "notebook": None if graded.notebook is None else put(graded.notebook),
        "body": put(graded.body),
        "trouble": graded.trouble,
    }


def from_json(
    data: Any, task: Task, lesson: Lesson, get: Callable[[Any], bytes] = str.encode
) -> Graded:
    """Inverse of `to_json`; trusts nothing.

    Parameters
    ----------
    data : object
        What came, from another process or a file.
    task : Task
        What it should be the answer to.
    lesson : Lesson
        The task's lesson: no test can give more points than it has there.
    get : callable
        Inverse of `to_json`'s ``put``.

    Raises
    ------
    BadAnswer
        If it is no answer to that task.
    """
    try:
        named = data["student"], data["lesson"]
        result = result_from_json(data["result"])
        notebook, body, trouble = data["notebook"], data["body"], str(data.get("trouble", ""))
        notebook = None if notebook is None else get(notebook)
        graded = Graded(task, result, notebook, get(body), trouble)
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise BadAnswer(f"it cannot be read ({type(error).__name__}: {error})") from None
    if named != (task.student, task.lesson) or named != (result.student, result.lesson):
        raise BadAnswer(f"it is about another submission, {named}")
    _demand_plausible(graded, lesson)
    return graded


def _demand_plausible(graded: Graded, lesson: Lesson) -> None:
    """Refuse points and texts that no judge gives."""
    result = graded.result
    texts = {type(result.message), type(result.language), type(result.seed)}
    if texts != {str} or not _is_number(result.seconds):
        raise BadAnswer("a text or its seconds are of another type")
    if result.status not in (Status.OK, Status.REFUSED, Status.BROKEN):
        raise BadAnswer(f"no submission ends as {result.status.value}")
    if (graded.notebook is None) != (result.status is Status.REFUSED) and (
        result.status is not Status.BROKEN
    ):
        raise BadAnswer("a notebook goes with what was graded, and with nothing else")
    known = {test.grade_id: float(test.points) for test in lesson.tests}
    names = [test.grade_id for test in result.tests]
    if result.status is Status.OK and names != list(known):
        raise BadAnswer(f"its tests are {names}")
    for test in result.tests:
        texts = isinstance(test.message, str) and isinstance(test.carried_from, str)
        texts = texts and all(isinstance(text, str) for text in (test.kind, *test.mistakes))
        if not (texts and _is_number(test.points) and _is_number(test.seconds)):
            raise BadAnswer(f"the test {test.grade_id!r} holds a value of another type")
        passed = test.maximum if test.status is Status.OK else 0
        if test.maximum != known.get(test.grade_id) or test.points != passed:
            raise BadAnswer(f"{test.points!r} of {test.maximum!r} for {test.grade_id!r}")
    if graded.notebook is not None:
        _demand_notebook(graded.notebook)


def _demand_notebook(data: bytes) -> None:
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError):
        notebook = None
    if not (isinstance(notebook, dict) and isinstance(notebook.get("cells"), list)):
        raise BadAnswer("its notebook is none")


def _is_number(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(value)
