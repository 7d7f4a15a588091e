"""Prove the checks: run a bank of wrong and right implementations through both rings.

Each implementation is graded like a submission: in the sandbox, by the visible and by the hidden
test of its function.
"""

from __future__ import annotations

import dataclasses
import json
import runpy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder import course
from autograder.base.outcome import Status, TestResult
from autograder.checks.mistakes import bank
from autograder.judge import Judge
from autograder.submission import Lesson, PlayerCell, Submission, load_lesson
from rnn_words import FINDINGS

NAMED = FINDINGS["recognised_either"].split("\n")[0]


class BankError(Exception):
    """A bank's file cannot be used; the text says why."""


@dataclass(frozen=True)
class Row:
    """What the two rings said of one implementation."""

    function: str
    name: str
    kind: str  # "wrong" or "correct"
    caught_check: bool
    caught_hidden: bool
    recognised: bool  # whether the check named a mistake
    message: str  # of the check, or of the hidden test where only that failed

    @property
    def as_meant(self) -> bool:
        """Whether a wrong one failed the hidden test, or a right one passed both."""
        if self.kind == "wrong":
            return self.caught_hidden
        return not (self.caught_check or self.caught_hidden)


def read_bank(path: Path) -> list[bank.Entry]:
    """Read an instructor's own bank.

    Parameters
    ----------
    path : Path
        A Python file with ``MUTANTS = {function: [(name, source, kind, note), ...]}``; ``source``
        is the text of a solution cell, ``kind`` is "wrong" or "correct".

    Raises
    ------
    BankError
        If the file cannot be run or has another form.
    """
    try:
        mutants = runpy.run_path(str(path))["MUTANTS"]
    except KeyError:
        raise BankError(f"{path} defines no MUTANTS.") from None
    except Exception as error:
        raise BankError(f"{path} cannot be read: {type(error).__name__}: {error}") from error
    entries = []
    for function, listed in mutants.items():
        for item in listed:
            if len(item) != 4 or item[2] not in ("wrong", "correct"):
                raise BankError(
                    f'{path}: an entry of {function} is not (name, source, "wrong" or "correct", '
                    f"note): {item!r:.80}"
                )
            name, source, kind, note = item
            entries.append(bank.Entry(function, name, kind, source, note))
    return entries


def prove(
    root: Path, entries: Iterable[bank.Entry], sandbox: bool = True, skip: Callable = print
) -> Iterator[Row]:
    """Grade each implementation; yield a row for each, in order.

    Parameters
    ----------
    root : Path
        The course.
    entries : iterable of Entry
        The bank.
    sandbox : bool
        See `Judge`.
    skip : callable
        Told in a sentence of each function that no lesson grades.
    """
    lessons = _lessons_by_function(root)
    skipped = set()
    with Judge(root, sandbox=sandbox) as judge:
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


def _row(judge: Judge, entry: bank.Entry, lesson: Lesson, prelude: str) -> Row:
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


def table(rows: list[Row]) -> str:
    """Table of a whole bank: per function, what each ring caught and let pass."""
    heading = ("function", "wrong", "check", "hidden", "named", "right", "check", "hidden")
    lines = [heading]
    names = list(dict.fromkeys(row.function for row in rows))
    for name in [*names, "all"]:
        chosen = [row for row in rows if name in (row.function, "all")]
        wrong = [row for row in chosen if row.kind == "wrong"]
        right = [row for row in chosen if row.kind == "correct"]
        counts = (
            len(wrong),
            sum(row.caught_check for row in wrong),
            sum(row.caught_hidden for row in wrong),
            sum(row.recognised for row in wrong),
            len(right),
            sum(not row.caught_check for row in right),
            sum(not row.caught_hidden for row in right),
        )
        lines.append((name, *map(str, counts)))
    width = max(len(line[0]) for line in lines)
    text = [f"{line[0]:<{width}}" + "".join(f"{cell:>8}" for cell in line[1:]) for line in lines]
    note = (
        "Of the wrong ones: caught by the check, caught by the hidden test, named by the check.\n"
        "Of the right ones: passed by the check, passed by the hidden test."
    )
    return "\n".join([*text, "", note])


def write_json(path: Path, rows: list[Row]) -> None:
    """Write the rows as ``{"rows": [...]}``."""
    text = json.dumps({"rows": [asdict(row) for row in rows]}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
