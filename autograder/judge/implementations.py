"""Grade single implementations as if each were a submission.

Each runs in the sandbox, under the visible and the hidden test of its function.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from autograder import course
from autograder.base.outcome import Status, TestResult
from autograder.base.seed import InputSeed
from autograder.checks.mistakes.bank import Implementation
from autograder.checks.prove import Row
from autograder.course.lesson import Lesson, load_lesson
from autograder.judge.judge import Judge
from autograder.submission import PlayerCell, Submission
from rnn_words import FINDINGS

NAMED = FINDINGS["recognised_either"].split("\n")[0]


def graded(
    root: Path,
    entries: Iterable[Implementation],
    sandbox: bool = True,
    skip: Callable = print,
    seed: InputSeed | None = None,
) -> Iterator[Row]:
    """Grade each implementation; yield a row for each, in order.

    Parameters
    ----------
    root : Path
        The course.
    entries : iterable of Implementation
        The bank.
    sandbox : bool
        See `Judge`.
    skip : callable
        Told in a sentence of each function that no lesson grades.
    seed : InputSeed, optional
        See `Judge`.
    """
    lessons = _lessons_by_function(root)
    skipped = set()
    with Judge(root, sandbox=sandbox, seed=seed) as judge:
        for entry in entries:
            if entry.function in lessons:
                yield _row(judge, entry, lessons[entry.function], _prelude(root, entry.function))
            elif entry.function not in skipped:
                skipped.add(entry.function)
                skip(f"Skipped {entry.function}: no lesson grades it.")


def _lessons_by_function(root: Path) -> dict[str, Lesson]:
    lessons = (load_lesson(root, name) for name in course.lesson_names(root))
    return {
        function: dataclasses.replace(
            lesson, tests=tuple(test for test in lesson.tests if test.function == function)
        )
        for lesson in lessons
        for function in lesson.answers
    }


def _prelude(root: Path, function: str) -> str:
    """Cell that an implementation may rely on: NumPy, and the functions before its own."""
    parts = ["import numpy as np"]
    for lesson in course.lesson_names(root):
        for name, source in course.solutions(root, lesson).items():
            if name == function:
                return "\n\n\n".join(parts)
            parts.append(source)
    raise ValueError(f"no lesson grades {function}")


def _row(judge: Judge, entry: Implementation, lesson: Lesson, prelude: str) -> Row:
    cells = (
        PlayerCell("prelude", prelude, "given"),
        PlayerCell(entry.function, entry.source, "answer"),
    )
    submission = Submission(
        student=entry.name,
        lesson=lesson,
        path=Path(),
        cells=cells,
        notebook={},
        repairs=(),
        digest="",
    )
    result = judge.grade(submission)
    if result.status is not Status.OK:
        raise RuntimeError(f"{entry.function}, {entry.name}: {result.message}")
    tests = {test.grade_id: test for test in result.tests}
    check, hidden = (tests[f"{entry.function}_{ring}"] for ring in ("check", "hidden"))
    return Row(
        function=entry.function,
        name=entry.name,
        kind=entry.kind,
        caught_check=_caught(check),
        caught_hidden=_caught(hidden),
        recognised=NAMED in check.message,
        message=check.message or hidden.message,
    )


def _caught(test: TestResult) -> bool:
    if test.status is Status.BROKEN:
        raise RuntimeError(f"{test.grade_id}: {test.message}")
    return test.status is not Status.OK
