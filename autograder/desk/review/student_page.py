"""A page about one student, over all lessons: for office hours, or to print and talk over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from statistics import median

from autograder.base.outcome import SubmissionResult, TestResult
from autograder.course.lesson import Lesson
from autograder.desk.review import answers, drawing, frame
from autograder.desk.review.page import section_of
from autograder.record.standing import Standing

WORDS = {
    "title": "{}: all lessons",
    "sum": "{:g} of {:g} points. Lessons handed in: {}.",
    "points": "Points",
    "bars": "Filled: points, with late penalties and a human's changes. Line: median of the class.",
    "missing": "Nothing handed in: {}.",
    "late": "{}: {:g} points lost by lateness.",
    "human": "{}: a human marked {}.",
    "again": "Came more than once",
    "again_row": "{}, in {}",
    "open": "Not right yet",
    "none": "All that was handed in is right.",
    "thought": "The thought behind it may be: “{}”",
    "hint": "Hint: {}",
    "section": "In the lesson: {}",
    "said": "What the check said",
    "hidden": "The check passes; the hidden test does not.",
    "blank": "Not written.",
    "carried": "Judged right with a right {}.",
    "foot": "What is right or not is what the judge said. Points are the gradebook's.",
}


@dataclass(frozen=True)
class Class:
    """What is known of a lesson's class."""

    lesson: Lesson
    results: Mapping[str, SubmissionResult]  # by student
    standings: Mapping[str, Standing]  # by student

    @cached_property
    def maximum(self) -> float:
        """Points of the lesson."""
        return sum(test.points for test in self.lesson.tests)

    @cached_property
    def middle(self) -> float:
        """Median of the class's points."""
        return median(map(self.points, self.standings))

    def points(self, student: str) -> float:
        """What the gradebook counts for a student."""
        standing = self.standings[student]
        return max(0.0, standing.score - (standing.penalty or 0.0))


@dataclass
class _Open:
    """A function that is not right yet."""

    title: str
    test: TestResult
    mistakes: list[tuple[str, str]] = field(default_factory=list)  # thought and hint of each
    section: str = ""
    hidden: bool = False  # only the hidden test fails


def html(
    student: str,
    name: str,
    classes: Sequence[Class],
    known: Mapping[tuple[str, str], tuple[str, str]],
) -> str:
    """The page of a student.

    Parameters
    ----------
    student : str
        The id.
    name : str
        For people; may be empty.
    classes : sequence of Class
        Of each lesson that somebody's work was graded of.
    known : mapping
        Thought and hint of each mistake, by function and name.
    """
    own = [each for each in classes if student in each.standings]
    title = WORDS["title"].format(f"{student} ({name})" if name else student)
    total, most = sum(each.points(student) for each in own), sum(each.maximum for each in own)
    bars = [
        (
            each.lesson.name,
            each.points(student),
            each.middle,
            each.maximum,
        )
        for each in own
    ]
    told = WORDS["sum"].format(total, most, len(own))
    parts = [
        f"<h1>{escape(title)}</h1><p>{told}</p><h2>{WORDS['points']}</h2>",
        f"<p>{WORDS['bars']}</p>{drawing.points(bars, told)}" if bars else "",
        *(f"<p>{escape(text)}</p>" for text in _remarks(student, classes)),
        *_again(student, own),
        *_not_right(student, own, known),
        f"<p><small>{WORDS['foot']}</small></p>",
    ]
    return frame.document(title, "".join(parts))


def _remarks(student: str, classes: Sequence[Class]) -> list[str]:
    """What the points alone do not say: nothing handed in, late, marked by a human."""
    missing = [each.lesson.name for each in classes if student not in each.standings]
    found = [WORDS["missing"].format(", ".join(missing))] if missing else []
    for each in classes:
        standing = each.standings.get(student)
        if standing and standing.penalty:
            found.append(WORDS["late"].format(each.lesson.name, standing.penalty))
        if standing and standing.manual:
            tests = ", ".join(standing.manual)
            found.append(WORDS["human"].format(each.lesson.name, tests))
    return found


def _again(student: str, own: Sequence[Class]) -> list[str]:
    """Mistakes of one name in several functions."""
    where: dict[str, list[str]] = defaultdict(list)
    for each in own:
        function_of = {test.grade_id: test.function for test in each.lesson.tests}
        for test in each.results[student].tests if student in each.results else ():
            if test.grade_id.endswith("_check"):
                for name in test.mistakes:
                    where[name].append(function_of[test.grade_id])
    rows = [
        f"<li>{escape(WORDS['again_row'].format(name, ', '.join(functions)))}</li>"
        for name, functions in where.items()
        if len(functions) > 1
    ]
    return [f"<h2>{WORDS['again']}</h2><ul>{''.join(rows)}</ul>"] if rows else []


def _not_right(student: str, own: Sequence[Class], known: Mapping) -> list[str]:
    made = [f"<h2>{WORDS['open']}</h2>"]
    for each in own:
        found = _open_of(each, student, known) if student in each.results else []
        if found:
            made.append(f"<h3>{escape(each.lesson.name)}</h3>")
            made += [_told(one) for one in found]
    return made if len(made) > 1 else [*made, f"<p>{WORDS['none']}</p>"]


def _open_of(each: Class, student: str, known: Mapping) -> list[_Open]:
    """The functions of a lesson that are not right, in its order; each once."""
    function_of = {test.grade_id: test.function for test in each.lesson.tests}
    found: dict[str, _Open] = {}
    for test in each.results[student].tests:
        function = function_of.get(test.grade_id, test.grade_id)
        if function in found or answers.outcome(test) == answers.RIGHT:
            continue
        entries = [known[function, name] for name in test.mistakes if (function, name) in known]
        found[function] = _Open(
            ": ".join(filter(None, [function, ", ".join(test.mistakes)])),
            test,
            entries,
            section_of(each.lesson, function),
            not test.grade_id.endswith("_check"),
        )
    return list(found.values())


def _told(one: _Open) -> str:
    kind = answers.outcome(one.test)
    said = []
    if kind == answers.BLANK:
        said.append(WORDS["blank"])
    elif kind == answers.CARRIED:
        said.append(WORDS["carried"].format(one.test.carried_from))
    elif one.hidden:
        said.append(WORDS["hidden"])
    thoughts, hints = (list(dict.fromkeys(texts)) for texts in zip(*one.mistakes, strict=True)) \
        if one.mistakes else ([], [])  # fmt: skip
    said += [WORDS["thought"].format(" / ".join(thoughts))] if thoughts else []
    said += [WORDS["hint"].format(" / ".join(hints))] if hints else []
    if not said:
        said.append(one.test.message.partition("\n")[0])
    said.append(WORDS["section"].format(one.section))
    lines = "".join(f"<p>{escape(text)}</p>" for text in said)
    message = (
        f"<details><summary>{WORDS['said']}</summary><pre>{escape(one.test.message)}</pre></details>"
        if one.test.message
        else ""
    )
    title = f"<code>{escape(one.title)}</code>"
    if kind in (answers.WRONG, answers.ERROR, answers.SLOW) and not one.hidden:
        title += f" ({kind})"
    return f'<div class="finding"><p>{title}</p>{lines}{message}</div>'
