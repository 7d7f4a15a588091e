"""The page for the instructor: misconceptions first, few figures, no names unless asked."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from html import escape

from autograder.base.outcome import SubmissionResult
from autograder.course.lesson import Lesson
from autograder.desk.review import answers, drawing, frame
from autograder.desk.review.answers import Finding
from autograder.desk.review.items import ENOUGH, Item, to_look_at

SHOWN = 12
ROWS = 50  # students of a map that can still be told apart
WORDS = {
    "named": "Misconceptions that the checks recognise",
    "unnamed": "Frequent wrong answers without a name",
    "tests": "The tests",
    "look": "Look at these tests",
    "points": "Points",
    "map": "Who is right where",
    "none_named": "No wrong answer was recognised.",
    "none_unnamed": "No wrong answer without a name is shared by two students.",
    "none_look": "No test stands out.",
    "foot": "Share right: mean of points by maximum. What failed only because an earlier function "
    "is wrong (carried) is left out of it, and of the correlation. Item-rest correlation: of a "
    "test's share with the sum of the other tests' points (Pearson), with the interval that holds "
    f"95 of 100 times (Fisher); shown from {ENOUGH} students on. One lesson's tests build on each "
    "other, so high values are to be expected. All figures are of what the judge said, before a "
    "human's changes and late penalties.",
    "rows": "One row for each student, most points first.",
    "tenths": "Students in ten groups of the same size, most points first. A number is the "
    "percentage of a group that is right in a test; the bar is as long.",
    "thought": "The thought behind it may be: “{}”",
    "line": "A line that they share, and no right answer has: {}",
    "hint": "Hint that they saw: {}",
    "section": "In the lesson: {}",
    "said": "What the check said to one of them",
}


def html(
    lesson: Lesson,
    class_: Sequence[SubmissionResult],
    figures: Sequence[Item],
    found: tuple[list[Finding], list[Finding]],
    names: bool = False,
) -> str:
    """The whole page, with nothing fetched from elsewhere.

    Parameters
    ----------
    lesson : Lesson
    class_ : sequence of SubmissionResult
        At least one.
    figures : sequence of Item
        Of each test.
    found : tuple of list of Finding
        Named and unnamed mistakes.
    names : bool
        Give students' ids.
    """
    named, unnamed = found
    scores = [sum(test.points for test in result.tests) for result in class_]
    maximum = sum(test.points for test in lesson.tests)
    mean = sum(scores) / len(scores)
    of = len(class_)
    parts = [
        f"<h1>{escape(lesson.name)}: what the class has understood</h1>",
        f"<p>{len(class_)} submissions, mean {mean:.1f} of {maximum:g} points.</p>",
        _heading("named"),
        *([_finding(each, lesson, of, names) for each in named[:SHOWN]] or [_none("none_named")]),
        _heading("unnamed"),
        *(
            [_finding(e, lesson, of, names) for e in unnamed[:SHOWN] if len(e.students) > 1]
            or [_none("none_unnamed")]
        ),
        _heading("look"),
        _look(figures, unnamed),
        _heading("tests"),
        _table(figures),
        _heading("points"),
        drawing.histogram(scores, maximum),
        _heading("map"),
        _map(class_, figures, names),
        f"<p><small>{WORDS['foot']}</small></p>",
    ]
    return frame.document(lesson.name, "".join(parts))


def _heading(key: str) -> str:
    return f"<h2>{WORDS[key]}</h2>"


def _none(key: str) -> str:
    return f"<p>{WORDS[key]}</p>"


def section_of(lesson: Lesson, function: str) -> str:
    """Heading of the lesson under which a function is asked for."""
    heading = ""
    for part in lesson.parts:
        if part.id == function:
            return heading
        if part.kind == "prose":
            titles = re.findall(r"^##+ (.+)$", part.source, re.MULTILINE)
            heading = titles[-1] if titles else heading
    return heading


def _finding(each: Finding, lesson: Lesson, of: int, names: bool) -> str:
    count, title = len(each.students), f"<code>{escape(each.function)}</code>"
    if each.name:
        title += f": {escape(each.name)}"
        said = [("thought", escape(each.thought)), ("line", _code(each.line))]
        said += [("hint", escape(each.hint))]
    else:  # what the check saw is all that is known of it
        first, _, rest = each.message.partition("\n")
        line = answers.CODE_LINE.match(rest)
        said = [("line", "" if line else _code(each.line))]
        title += f"<pre>{escape(first)}{line and chr(10) + escape(line[0].rstrip()) or ''}</pre>"
    said += [("section", escape(section_of(lesson, each.function)))]
    told = "".join(f"<p>{WORDS[key].format(text)}</p>" for key, text in said if text)
    who = f"<p>{escape(', '.join(each.students))}</p>" if names else ""
    return (
        f'<div class="finding"><p><span class="n">{count} of {of} ({count / of:.0%})</span> {title}'
        f"</p>{told}<details><summary>{WORDS['said']}</summary>"
        f"<pre>{escape(each.message)}</pre></details>{who}</div>"
    )


def _code(line: str) -> str:
    return f"<code>{escape(line)}</code>" if line else ""


def unnamed_of(unnamed: Sequence[Finding], function: str) -> int:
    """Students who are wrong at a function in ways without a name."""
    return sum(len(each.students) for each in unnamed if each.function == function)


def _look(figures: Sequence[Item], unnamed: Sequence[Finding]) -> str:
    rows = []
    for item in figures:
        own = unnamed_of(unnamed, item.function) if item.grade_id.endswith("_check") else 0
        if why := to_look_at(item, own):
            rows.append(f"<li><code>{escape(item.grade_id)}</code>: {escape(why)}.</li>")
    return f"<ul>{''.join(rows)}</ul>" if rows else _none("none_look")


def _correlation(item: Item) -> str:
    if item.correlation is None:
        return "–"
    return f"{item.correlation:.2f} ({item.low:.2f} to {item.high:.2f})"


KINDS = ("wrong", "error", "timeout", "blank", "carried")


def _table(figures: Sequence[Item]) -> str:
    head = ("test", "n", "right", *KINDS, "item-rest")
    rows = []
    for item in figures:
        counts = "".join(f"<td>{item.counts.get(kind, 0)}</td>" for kind in KINDS)
        rows.append(
            f"<tr><td>{escape(item.grade_id)}</td><td>{item.n}</td><td>{item.right:.0%}</td>"
            f"{counts}<td>{_correlation(item)}</td></tr>"
        )
    titles = "".join(f'<th scope="col">{title}</th>' for title in head)
    return f'<div class="wide"><table><tr>{titles}</tr>{"".join(rows)}</table></div>'


def _map(class_: Sequence[SubmissionResult], figures: Sequence[Item], names: bool) -> str:
    order = sorted(class_, key=lambda r: (-sum(t.points for t in r.tests), r.student))
    columns = [item.grade_id for item in sorted(figures, key=lambda item: -item.right)]
    told = (
        f"{len(order)} students, most points first, by tests, from the one that most pass "
        f"({columns[0]}) to the one that fewest pass ({columns[-1]}). The table of the tests has "
        "the numbers."
    )
    if len(order) > ROWS and not names:
        return f"<p>{WORDS['tenths']}</p>{drawing.shares(_tenths(order), columns, told)}"
    rows = [
        (
            result.student[:9] if names else str(place),
            {test.grade_id: answers.outcome(test) for test in result.tests},
        )
        for place, result in enumerate(order, 1)
    ]
    maps = [
        drawing.heat_map(rows[place : place + ROWS], columns, told)
        for place in range(0, len(rows), ROWS)
    ]
    return f"<p>{WORDS['rows']}</p>{drawing.legend()}{''.join(maps)}"


def _tenths(order: Sequence[SubmissionResult]) -> list[tuple[str, dict[str, float]]]:
    """Ten groups, each with its places, its points, and the share that is right in each test."""
    groups = []
    for tenth in range(10):
        first, end = tenth * len(order) // 10, (tenth + 1) * len(order) // 10
        points = [sum(test.points for test in result.tests) for result in order[first:end]]
        right: Counter[str] = Counter()
        for result in order[first:end]:
            right.update(t.grade_id for t in result.tests if answers.outcome(t) == answers.RIGHT)
        span = f"{points[-1]:g}–" * (points[-1] < points[0]) + f"{points[0]:g}"
        label = f"{first + 1}–{end}: {span} points"
        ids = [test.grade_id for test in order[first].tests]
        groups.append((label, {name: right[name] / (end - first) for name in ids}))
    return groups


def sheet(figures: Sequence[Item], found: tuple[list[Finding], list[Finding]]) -> str:
    """The same figures as CSV: a row for each test, then one for each mistake."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["kind", "test or function", "n", "share right", *KINDS, "item-rest", "low",
                     "high", "name", "hint"])  # fmt: skip
    for item in figures:
        ends = [item.correlation, item.low, item.high]
        writer.writerow(
            ["test", item.grade_id, item.n, round(item.right, 4),
             *(item.counts.get(kind, 0) for kind in KINDS),
             *("" if end is None else round(end, 4) for end in ends), "", ""]
        )  # fmt: skip
    for kind, several in zip(("named", "unnamed"), found, strict=True):
        for each in several:
            blank = [""] * (len(KINDS) + 4)
            row = [kind, each.function, len(each.students), *blank, each.name, each.hint]
            writer.writerow(row)
    return out.getvalue()
