"""The page of a regrade: who would gain and lose, by which test, before anything is written."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from autograder.course.lesson import Lesson
from autograder.desk import listing
from autograder.desk.regrade import Change, Preview
from autograder.desk.review import drawing, frame
from autograder.desk.since import Since, TestThen

GROUP = 3  # students make one
NAMES = 400  # students that are named in one list, of those whose changes are alike
SINGLE = 60  # students besides, each with changes of its own
MARKED = 100  # rows of what humans marked
BARS = 16
STEPS = (1, 2, 5, 10, 20, 50, 100)  # points that a bar may stand for
DIGEST = 12  # letters of it that are shown
WORDS = {
    "title": "{}: what grading anew would change",
    "lead": "Found on {}, before anything was written. It has names: keep it to yourself.",
    "sums": "{} would gain points, {} would lose points, {} would have the same.",
    "up_to_date": "{} were graded with the course as it is now.",
    "left": "{} stay as they are, because they could not be compared: see the end.",
    "bars": "Students by the points that they would gain (+) or lose (−)",
    "about": "Points are rounded to multiples of {}.",
    "write": "What would be written",
    "only": "The command without `--apply` writes this page and the sheet. It changes no grade.",
    "apply": "With `--apply`: new points, comments and pages of {} students. Of them {} gain, and "
    "{} keep their points and may get other messages. Who would lose points stays as graded: {}.",
    "lower": "With `--apply --allow-lower`: the same, and {} students lose points.",
    "site": "Neither tells the site. For that, export its file anew, then run `autograder export` "
    "with `--only-changed`.",
    "nbgrader": "`nbgrader autograde --force` and the formgrader's button lower points without a "
    "question.",
    "since": "What has changed in the course",
    "now": "Digest of the course now: {}.",
    "then": "{} of those judged anew were graded with {}.",
    "then_unknown": "{} of those judged anew were graded with a course whose digest is not known: "
    "by nbgrader's own command, or by an earlier version.",
    "others": "Points and texts of the tests are as the gradebook has them. The digest also covers "
    "the solutions, the inputs of the tests, the helper files, limits, the seed, and the grader "
    "itself.",
    "difference": ": how its text differs (− before, + now)",
    "tests": "By which test",
    "none_tests": "No points of a test would change.",
    "gain": "Who would gain points",
    "lose": "Who would lose points",
    "nobody": "Nobody.",
    "group": "{}: {}",
    "single": "Each otherwise",
    "penalty": "the points of no test: the late penalty is another one",
    "named": "{}.",
    "more": "{} students more are in the sheet.",
    "human": "What humans marked, and what stays",
    "no_human": "Nobody of those judged anew has a mark of a human's.",
    "more_rows": "{} rows more are not shown.",
    "stay": "Who could not be compared",
    "sheet": "Every change, by test, is in {}.",
}
HEADS = {
    "changed": ("test", "points before", "points now", "text"),
    "tests": ("test", "would gain", "points won", "would lose", "points lost"),
    "single": ("student", "points", "by test"),
    "human": ("student", "test", "marked", "the judge now"),
}
TEXTS = {True: "changed", False: "the same"}
STYLE = """
.names{column-gap:1.5em;list-style:none;padding:0;margin:.3em 0;font-size:.86em}
.names li{break-inside:avoid;display:flex;gap:.8em}
.names li>:first-child{min-width:0;overflow-wrap:anywhere}.names li>:last-child{white-space:nowrap}
.human td:nth-child(2),.human th:nth-child(2),.single td,.single th{text-align:left}
.single td:nth-child(2){white-space:nowrap}.single td:last-child{white-space:normal}
.single td:first-child{overflow-wrap:anywhere;min-width:12em}
@media (max-width:700px){.single td:first-child{min-width:6em}}
"""


def html(lesson: Lesson, done: Preview, sheet: str, moment: datetime.datetime) -> str:
    """The whole page.

    Parameters
    ----------
    lesson : Lesson
        As it is now.
    done : Preview
    sheet : str
        Name of the file that has every change.
    moment : datetime
        When it was found.
    """
    gainers, losers = done.gainers, done.losers
    title = WORDS["title"].format(lesson.name)
    parts = [
        f"<h1>{escape(title)}</h1>",
        _said("lead", f"{moment:%Y-%m-%d %H:%M}"),
        *_sums(done),
        _differences(done.changes),
        _heading("write"),
        *_written(done),
        _heading("since"),
        *_since(done.since),
        _heading("tests"),
        _by_test(lesson, done.changes),
        _heading("gain"),
        _groups(gainers),
        _heading("lose"),
        _groups(losers),
        _heading("human"),
        _by_humans(done),
        *_left(done.left),
        f"<p><small>{escape(WORDS['sheet'].format(sheet))}</small></p>" if done.changes else "",
    ]
    return frame.document(title, "".join(parts), STYLE)


def _said(key: str, *values: object) -> str:
    text = re.sub("`([^`]+)`", r"<code>\1</code>", escape(WORDS[key].format(*values)))
    return f"<p>{text}</p>"


def _heading(key: str) -> str:
    return f"<h2>{WORDS[key]}</h2>"


def _table(key: str, rows: Iterable[Sequence[object]]) -> str:
    """A table whose cells are plain text."""
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in HEADS[key])
    body = "".join(
        f"<tr>{''.join(f'<td>{_breakable(str(cell))}</td>' for cell in row)}</tr>" for row in rows
    )
    return (
        f'<div class="wide"><table class="{key}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _breakable(text: str) -> str:
    """Text that may go on in the next line after each "_", for narrow screens."""
    return escape(text).replace("_", "_<wbr>")


def _signed(points: float) -> str:
    return f"{points:+g}".replace("-", "−") if points else "0"


# ------------------------------------------------------------------ all in all


def _sums(done: Preview) -> list[str]:
    found = [_said("sums", len(done.gainers), len(done.losers), len(done.same))]
    if done.as_they_are:
        found.append(_said("up_to_date", done.as_they_are))
    if done.left:
        found.append(_said("left", len(done.left)))
    return found


def _differences(changes: Sequence[Change]) -> str:
    """How many gain or lose how much, most gained first."""
    gains = [round(change.gain, 2) for change in changes]
    if not any(gains):
        return ""
    counts, told = Counter(gains), ""
    for step in STEPS:
        if len(counts) > BARS:
            counts = Counter(_rounded(gain, step) for gain in gains)
            told = _said("about", step)
    rows = [(_signed(gain), count) for gain, count in sorted(counts.items(), reverse=True)]
    return f"<p>{WORDS['bars']}.</p>{told}{drawing.bars(rows, WORDS['bars'], wide=drawing.SMALL)}"


def _rounded(gain: float, step: int) -> float:
    """The nearest multiple, away from zero: what gains or loses anything is no 0."""
    whole = max(1, round(abs(gain) / step)) * step if gain else 0
    return whole if gain > 0 else -whole


def _written(done: Preview) -> list[str]:
    gain, lose, same = len(done.gainers), len(done.losers), len(done.same)
    found = [_said("only")]
    if gain or same:
        found.append(_said("apply", gain + same, gain, same, lose))
    if lose:
        found += [_said("lower", lose), _said("nbgrader")]
    return [*found, _said("site")] if gain or lose else found


# ------------------------------------------------------------------ what changed


def _since(since: Since) -> list[str]:
    found = [_said("now", since.now[:DIGEST])]
    for digest, count in since.then.most_common():
        if digest:
            found.append(_said("then", count, digest[:DIGEST]))
        else:
            found.append(_said("then_unknown", count))
    if not since.tests:
        return [*found, _said("others")]
    rows = [
        (each.name, _points(each.points_before), _points(each.points_now), TEXTS[bool(each.text)])
        for each in since.tests
    ]
    return [*found, _table("changed", rows), *map(_difference, since.tests)]


def _points(points: float | None) -> str:
    return "–" if points is None else f"{points:g}"


def _difference(test: TestThen) -> str:
    if not test.text:
        return ""
    lines = "\n".join(line.replace("-", "−", 1) if line[:1] == "-" else line for line in test.text)
    return (
        f"<h3><code>{escape(test.name)}</code>{WORDS['difference']}</h3><pre>{escape(lines)}</pre>"
    )


def _by_test(lesson: Lesson, changes: Sequence[Change]) -> str:
    """For each test whose points change: how many gain and lose, and how much in sum."""
    order = [test.grade_id for test in lesson.tests]
    moved: dict[str, list[float]] = {name: [] for name in order}
    for change in changes:
        for name, (before, after) in change.tests.items():
            moved.setdefault(name, []).append(after - before)
    rows = []
    for name, differences in moved.items():
        won = [each for each in differences if each > 0]
        lost = [each for each in differences if each < 0]
        if differences:
            rows.append((name, len(won), _signed(sum(won)), len(lost), _signed(sum(lost))))
    return _table("tests", rows) if rows else _said("none_tests")


# ------------------------------------------------------------------ who


def _groups(changes: Sequence[Change]) -> str:
    """Students, those together for whom the same tests change by the same points."""
    if not changes:
        return _said("nobody")
    alike: dict[tuple, list[Change]] = {}
    for change in changes:
        alike.setdefault(tuple(sorted(change.tests.items())), []).append(change)
    groups = [group for group in alike.values() if len(group) >= GROUP]
    single = [change for group in alike.values() if len(group) < GROUP for change in group]
    left, parts = NAMES, []
    for group in groups:  # most points first, as the changes come
        named = group[:left]
        left -= len(named)
        if named:
            what = WORDS["group"].format(len(group), _tests(group[0]))
            parts.append(f"<h3>{escape(what)}</h3>{_names(named)}")
    if single:
        parts.append(f"<h3>{WORDS['single']}</h3>" if groups else "")
        rows = [(c.student, f"{c.before:g} → {c.after:g}", _tests(c)) for c in single[:SINGLE]]
        parts.append(_table("single", rows))
    unnamed = sum(map(len, groups)) - (NAMES - left) + max(0, len(single) - SINGLE)
    return "".join(parts) + (_said("more", unnamed) if unnamed else "")


def _tests(change: Change) -> str:
    """The tests whose points change, with their points."""
    tests = change.tests.items()
    return "; ".join(f"{n} {old:g} → {new:g}" for n, (old, new) in tests) or WORDS["penalty"]


def _names(changes: Sequence[Change]) -> str:
    rows = "".join(
        f"<li><span>{escape(change.student)}</span>"
        f"<span>{change.before:g} → {change.after:g}</span></li>"
        for change in changes
    )
    wide = 0.62 * max(len(change.student) for change in changes) + 7.5
    return f'<ul class="names" style="columns:{wide:.1f}em">{rows}</ul>'


def _by_humans(done: Preview) -> str:
    judged = {
        graded.task.student: {test.grade_id: test.points for test in graded.result.tests}
        for graded in done.judged
    }
    rows = [
        (change.student, name, f"{points:g}", _points(judged.get(change.student, {}).get(name)))
        for change in sorted(done.changes, key=lambda change: change.student)
        for name, points in change.human.items()
    ]
    if not rows:
        return _said("no_human")
    more = _said("more_rows", len(rows) - MARKED) if len(rows) > MARKED else ""
    return _table("human", rows[:MARKED]) + more


def _left(left: Mapping[str, str]) -> list[str]:
    reasons: dict[str, list[str]] = {}
    for student, why in left.items():
        reasons.setdefault(why, []).append(student)
    if not reasons:
        return []
    found = [_heading("stay")]
    for why, students in reasons.items():
        found += [
            _said("group", len(students), why),
            _said("named", listing.names(students, NAMES)),
        ]
    return found
