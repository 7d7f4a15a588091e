"""What each test said of each student, and which misconceptions the messages name."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa

from autograder.base.outcome import Status, SubmissionResult, TestResult
from autograder.course.lesson import Lesson
from autograder.desk.review import lines
from autograder.record.entries import result_from_json
from autograder.record.gradebook import Gradebook
from autograder.record.tables import RECORD

CODE_LINE = re.compile(r"^(  \S+ \d+: )(.*)\n?", re.MULTILINE)  # two students' lines may differ
EARLIER = "earlier"  # the kind of a fault that is another function's, which is not written yet
LOOKED_AT = 60  # answers, wrong and right ones, for the line that shows a finding
RIGHT, WRONG, BLANK, ERROR, SLOW, CARRIED, OPEN = (
    "right", "wrong", "blank", "error", "timeout", "carried", "open",
)  # fmt: skip


def results(book: Gradebook, lesson: str) -> list[SubmissionResult]:
    """What the judge said of a lesson's submissions; nothing is written."""
    with book.transaction() as connection:
        if not sa.inspect(connection).has_table(RECORD.name):
            return []
        texts = connection.scalars(
            sa.select(RECORD.c.result)
            .where(RECORD.c.lesson == lesson)
            .order_by(RECORD.c.student_id)
        ).all()
    found = [result_from_json(json.loads(text)) for text in texts]
    return [result for result in found if result.status is Status.OK]


def outcome(test: TestResult) -> str:
    """One word for what a test said."""
    if test.carried_from:
        return CARRIED
    if test.status is Status.OK:
        return RIGHT
    if test.status is Status.BROKEN:
        return OPEN
    if test.kind == "unwritten":
        return BLANK
    if test.status is Status.TIMEOUT:
        return SLOW
    return WRONG if test.status is Status.WRONG else ERROR


@dataclass(frozen=True)
class Finding:
    """A mistake that several answers share."""

    function: str
    name: str  # in the bank of mistakes; several where they cannot be told apart
    thought: str
    hint: str
    message: str  # of one of the answers
    students: tuple[str, ...]
    line: str = ""  # of code, that most of them have and no right answer has; see `lines`


def findings(
    class_: Iterable[SubmissionResult], lesson: Lesson, root: Path
) -> tuple[list[Finding], list[Finding]]:
    """Group wrong answers: those whose mistake has a name, and those that do the same.

    Returns
    -------
    named, unnamed : list of Finding
        Most frequent first. An unnamed one groups answers whose check said exactly the same.
    """
    function_of = {test.grade_id: test.function for test in lesson.tests}
    known = known_mistakes(root)
    named: dict[tuple, set[str]] = defaultdict(set)
    unnamed: dict[tuple, set[str]] = defaultdict(set)
    example: dict[tuple, str] = {}
    for result in class_:
        for test in result.tests:
            if not test.grade_id.endswith("_check") or outcome(test) not in (WRONG, ERROR):
                continue
            if test.kind == EARLIER:
                continue
            function = function_of.get(test.grade_id, test.grade_id)
            if test.mistakes:
                key, groups = (function, test.mistakes), named
            else:
                key, groups = (function, CODE_LINE.sub("", test.message)), unnamed
            groups[key].add(result.student)
            example.setdefault(key, test.message)
    return (
        [_named(key, students, example[key], known) for key, students in _most(named)],
        [Finding(key[0], "", "", "", example[key], tuple(sorted(s))) for key, s in _most(unnamed)],
    )


def with_lines(
    found: Iterable[Finding],
    code_of: Callable[[str, str], str],
    solutions: Mapping[str, str],
    right: Mapping[str, Sequence[str]],
) -> list[Finding]:
    """Add to findings the line of code that shows each, and take comments out of messages.

    Parameters
    ----------
    found : iterable of Finding
    code_of : callable
        A student's answer, by student and function.
    solutions : mapping
        By function.
    right : mapping
        Students who are right, by function.
    """
    made = []
    for each in found:
        solution = solutions.get(each.function, "")
        codes, others = (
            [code_of(student, each.function) for student in students[:LOOKED_AT]]
            for students in (each.students, right.get(each.function, ()))
        )

        def bare(match: re.Match, solution: str = solution) -> str:
            code = lines.anonymous(match[2], solution)
            return f"{match[1]}{code}\n" if code else ""

        message = CODE_LINE.sub(bare, each.message)
        line = lines.telling(codes, solution, others)
        made.append(replace(each, line=line, message=message))
    return made


def right_ones(class_: Iterable[SubmissionResult], lesson: Lesson) -> dict[str, list[str]]:
    """Students whose answer passes the check, by function."""
    function_of = {test.grade_id: test.function for test in lesson.tests}
    found: dict[str, list[str]] = defaultdict(list)
    for result in class_:
        for test in result.tests:
            if test.grade_id.endswith("_check") and outcome(test) == RIGHT:
                found[function_of.get(test.grade_id, "")].append(result.student)
    return found


def _most(groups: Mapping[tuple, set[str]]) -> list[tuple[tuple, set[str]]]:
    return sorted(groups.items(), key=lambda item: (-len(item[1]), str(item[0])))


def _named(key: tuple, students: set[str], message: str, known: dict) -> Finding:
    function, names = key
    entries = [known[function, name] for name in names if (function, name) in known]
    thoughts, hints = (list(dict.fromkeys(texts)) for texts in zip(*entries, strict=True)) \
        if entries else ([], [])  # fmt: skip
    return Finding(
        function,
        ", ".join(names),
        " / ".join(thoughts),
        " / ".join(hints),
        message,
        tuple(sorted(students)),
    )


def known_mistakes(root: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """Thought and hint of the bank's mistakes, by function and name."""
    data = json.loads((root / "rnn_mistakes.json").read_text(encoding="utf-8"))
    texts = data["texts"]
    return {
        (function, name): (texts[thought], texts[hint])
        for function, entries in data["functions"].items()
        for name, thought, hint, *_ in entries
    }


def counts(class_: Iterable[SubmissionResult], grade_id: str) -> Counter[str]:
    """How often each outcome of a test is there."""
    return Counter(
        outcome(test) for result in class_ for test in result.tests if test.grade_id == grade_id
    )
