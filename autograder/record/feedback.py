"""What a student is told: the wording, and nbgrader's feedback page.

A page is made in two steps. The worker renders the notebook (`body`). What only the gradebook knows
(scores and comments that a human changed, penalties) is left open there, and so are the course's
own texts, which need to be rendered but once; `page` fills them in beside the gradebook.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import re
import signal
import threading
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.base.outcome import Status, SubmissionResult, TestResult
from autograder.course.lesson import Lesson, Part, is_hidden
from autograder.record import markdown
from autograder.record.standing import Standing

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
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
OPEN = "\x00{}:{}\x00"  # a place that `page` fills in; no other text can hold it
PLACE = re.compile(rb"\x00(\w+):([^\x00]*)\x00")
HEADING = re.compile("\x00own:([^\x00]*)\x00")  # the first of the course's own texts in a run
FOLDED = {"cells": "Cells of the lesson", "test": "The test cell", "text": "Text of the lesson"}
RENDER_SECONDS = 10.0  # for the student's text

_formatter = HtmlFormatter(nowrap=True)
# A line, or the lines of a text in triple quotes: what the lexer needs to see at once.
PIECE = re.compile(r"""(?:"{3}[\s\S]*?"{3}|'{3}[\s\S]*?'{3}|[^\n"']+|["'])*\n""")


# --------------------------------------------------------------------- wording


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


def _whole(result: SubmissionResult) -> str:
    """What concerns the whole submission; how the grader failed is not for the student."""
    return NOT_GRADED if result.status is Status.BROKEN else result.message


def comments(lesson: Lesson, result: SubmissionResult) -> dict[str, str | None]:
    """nbgrader's comment on each answer: what its tests found, or None if all is well."""
    if not result.tests:
        return dict.fromkeys(lesson.answers, _whole(result) or NOT_GRADED)
    said: dict[str, list[str]] = {name: [] for name in lesson.answers}
    functions = {test.grade_id: test.function for test in lesson.tests}
    for test in result.tests:
        function = functions[test.grade_id]
        text = explain(test, function)
        if text and text not in said.get(function, [text]):
            said[function].append(text)
    return {name: "\n\n".join(texts) or None for name, texts in said.items()}


# ------------------------------------------------------------------------ page


class _TookTooLong(Exception):
    pass


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise _TookTooLong after so many seconds; only the main thread can be interrupted."""

    def stop(*_: object) -> None:
        raise _TookTooLong

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def body(
    lesson: Lesson,
    notebook: dict[str, Any],
    result: SubmissionResult,
    seconds: float = RENDER_SECONDS,
) -> bytes:
    """HTML of the student's notebook, with open places for scores and comments.

    Parameters
    ----------
    lesson : Lesson
        Test cells are shown as students received them, whatever ``notebook`` holds.
    notebook : dict
        The notebook of ``autograded/``.
    result : SubmissionResult
        What the judge said of it.
    seconds : float
        Text that takes longer to render, or cannot be rendered, is shown as it is, neither as
        Markdown nor coloured.
    """
    try:
        with _time_limit(seconds):
            return _body(lesson, notebook, result, plain=False)
    except Exception:  # a library failed on a student's text: the points are decided all the same
        return _body(lesson, notebook, result, plain=True)


def _body(lesson: Lesson, notebook: dict[str, Any], result: SubmissionResult, plain: bool) -> bytes:
    tests = {test.grade_id: test for test in result.tests}
    own = {(part.kind == "prose", part.released): part.id for part in lesson.parts}
    cells = [_cell(cell, lesson, tests, own, plain) for cell in notebook["cells"]]
    return _utf8("\n".join(_folded(cells)))


def _folded(cells: list[tuple[str, bool]]) -> Iterator[str]:
    """Cells in order, each run of the course's own ones folded into one line."""
    for ours, run in itertools.groupby(cells, key=lambda cell: cell[1]):
        html = "\n".join(html for html, _ in run)
        if ours:
            heading = HEADING.search(html)
            title = OPEN.format("title", heading[1]) if heading else FOLDED["cells"]
            html = f"<details><summary>{title}</summary>\n{html}\n</details>"
        yield html


def page(
    lesson: Lesson, student: str, result: SubmissionResult, standing: Standing, body: bytes = b""
) -> bytes:
    """Feedback page: what was found, above the student's own notebook."""
    maxima = {test.grade_id: test.points for test in lesson.tests}

    def fill(place: re.Match) -> bytes:
        kind, name = place[1], place[2].decode()
        if kind == b"comment":
            return _utf8(_comment(standing.comments.get(name)))
        if kind == b"title":
            return _utf8(_title(lesson.by_id[name]))
        if kind == b"score":
            return _utf8(f"{_points(standing.scores.get(name))} / {_points(maxima.get(name))}")
        return _own(lesson.by_id[name])

    maximum = sum(test.points for test in lesson.tests)
    score = standing.score - (standing.penalty or 0.0)
    title = escape(f"{lesson.name} (Score: {_points(score)} / {_points(maximum)})")
    top = [
        _head(f"{lesson.name}: feedback for {_clean(student)}"),
        '<body><a id="top"></a><div class="panel"><div class="heading">',
        f"<h1>{title}</h1></div>",
        f'<div class="body">{_summary(lesson, result, standing)}</div></div>',
    ]
    parts = [_utf8("\n".join(top))]
    if body:
        panel = b'<div class="panel"><div class="body" id="notebook">%b</div></div>'
        parts.append(panel % PLACE.sub(fill, body))
    parts.append(b"</body></html>\n")
    return b"\n".join(parts)


def render_own_texts(lesson: Lesson) -> None:
    """Render the course's texts, which `page` then has at hand."""
    for part in lesson.parts:
        _own(part)


def _title(part: Part) -> str:
    """What the first folded cell is about: its heading, if it has one."""
    if part.kind != "prose":
        return FOLDED["cells"]
    heading = re.search(r"^#+ +(.+)$", part.released, re.MULTILINE)
    return escape(re.sub(r"[`*$]", "", heading[1])) if heading else FOLDED["text"]


def _own(part: Part) -> bytes:
    return _own_text(part.released, part.kind == "prose")


@functools.lru_cache(maxsize=512)
def _own_text(text: str, prose: bool) -> bytes:
    return _utf8(markdown.ours(text) if prose else _code(text))


@functools.cache
def _style() -> str:
    own = Path(__file__).with_name("feedback.css").read_text(encoding="utf-8")
    return own + _formatter.get_style_defs(".input")


def _head(title: str) -> str:
    # The policy lets no script run and nothing load, whatever a notebook holds.
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_style()}</style></head>"
    )


def _summary(lesson: Lesson, result: SubmissionResult, standing: Standing) -> str:
    parts = []
    if note := _whole(result):
        parts.append(f'<p class="note">{_text(note)}</p>')
    if standing.penalty:
        parts.append(
            f'<p class="late">Late submission penalty (Score: -{_points(standing.penalty)})</p>'
        )
    if not result.tests:
        return "\n".join(parts)
    rows = []
    for name, tests in _by_function(lesson, result.tests):
        score = sum(standing.scores.get(test.grade_id) or 0.0 for test in tests)
        maximum = sum(test.maximum for test in tests)
        for place, test in enumerate(tests):
            exercise = (
                f'<td rowspan="{len(tests)}"><a href="#{escape(name)}"><code>{escape(name)}</code>'
                f'</a></td><td rowspan="{len(tests)}" class="points">'
                f"{_points(score)} / {_points(maximum)}</td>"
            )
            rows.append(
                f"<tr>{'' if place else exercise}"
                f'<td><a href="#{escape(test.grade_id)}">{name_of(test)}</a></td>'
                f'<td class="points">{_points(standing.scores.get(test.grade_id))} / '
                f"{_points(test.maximum)}</td><td>{_outcome(test, standing)}"
                f"{_message(explain(test, name))}</td></tr>"
            )
    parts.append(
        '<table class="summary"><thead><tr><th>Exercise</th><th>Points</th><th>Test</th>'
        "<th>Points</th><th>What was found</th></tr></thead><tbody>"
        + "\n".join(rows)
        + "</tbody></table>"
    )
    return "\n".join(parts)


def _by_function(lesson: Lesson, tests: Iterable[TestResult]) -> list[tuple[str, list[TestResult]]]:
    functions = {test.grade_id: test.function for test in lesson.tests}
    groups: dict[str, list[TestResult]] = {}
    for test in tests:
        groups.setdefault(functions[test.grade_id], []).append(test)
    return list(groups.items())


def _outcome(test: TestResult, standing: Standing | None = None) -> str:
    word, kind = OUTCOMES[test.status]
    changed = ""
    if standing and test.grade_id in standing.manual:
        changed = " (points set by your instructor)"
    return f'<span class="outcome {kind}">{word}</span>{changed}'


def _message(text: str) -> str:
    return f'<pre class="message">{_text(text)}</pre>' if text else ""


def _comment(text: str | None) -> str:
    if not text:
        return ""
    return f'<div class="footer"><b>Comments:</b> <pre class="message">{_text(text)}</pre></div>'


def _points(score: float | None) -> str:
    return "?" if score is None else f"{round(float(score), 2):g}"


def _clean(text: str) -> str:
    return CONTROL.sub("", text)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")


def _text(text: str) -> str:
    return escape(_clean(text))


# ----------------------------------------------------------------------- cells


def _cell(
    cell: dict[str, Any],
    lesson: Lesson,
    tests: dict[str, TestResult],
    own: dict[tuple[bool, str], str],
    plain: bool,
) -> tuple[str, bool]:
    """HTML of a cell, and whether it is the course's own, as it was handed out."""
    source = "".join(cell["source"])
    ours = (cell["cell_type"] == "markdown", source) in own
    if cell["cell_type"] != "code":
        if ours:
            html = OPEN.format("own", own[True, source])
        elif cell["cell_type"] == "markdown" and not plain:
            html = markdown.theirs(_clean(source))
        else:
            html = f"<pre>{_text(source)}</pre>"
        return f'<div class="cell">{html}</div>', ours
    options = cell["metadata"].get("nbgrader", {})
    name = str(options.get("grade_id", ""))
    part = lesson.by_id.get(name) if options else None
    if part is not None and part.kind == "test":
        return _test_cell(name, tests.get(name)), False
    if ours:
        code = OPEN.format("own", own[False, source])
    elif plain:
        code = f'<div class="input"><pre>{_text(source)}</pre></div>'
    else:
        code = _code(source)
    printed = _printed(cell)
    if part is None or part.kind != "answer":
        return f'<div class="cell">{code}{printed}</div>', ours and not printed
    return (
        f'<div class="cell panel nbgrader_cell" id="{escape(name)}"><div class="heading">'
        "<span>Student's answer</span>"
        '<span class="pull-right"><a href="#top">(Top)</a></span></div><div class="answer">'
        f'<div class="body">{code}{printed}</div>{OPEN.format("comment", name)}</div></div>'
    ), False


def _test_cell(name: str, test: TestResult | None) -> str:
    footer = f'<div class="footer">{_outcome(test)}</div>' if test else ""
    return (
        f'<div class="cell panel nbgrader_cell" id="{escape(name)}"><div class="heading">'
        f"<span>Grade cell: <code>{escape(name)}</code></span>"
        f'<span class="pull-right">Score: {OPEN.format("score", name)} '
        f'<a href="#top">(Top)</a></span></div>{footer}<details><summary>{FOLDED["test"]}'
        f"</summary>{OPEN.format('own', name)}</details></div>"
    )


def _printed(cell: dict[str, Any]) -> str:
    text = "".join(
        "".join(output["text"])
        for output in cell.get("outputs", ())
        if output.get("output_type") == "stream"
    )
    return f'<div class="output"><pre>{_text(text)}</pre></div>' if text else ""


# Most code cells are the same in every submission of a class, and of the others most lines. Both
# are kept, for the lexer takes its time.
@functools.lru_cache(maxsize=512)
def _code(source: str) -> str:
    text = _clean(source).replace("\r\n", "\n").replace("\r", "\n").strip("\n") + "\n"
    return f'<div class="input"><pre>{"".join(map(_coloured, PIECE.findall(text)))}</pre></div>'


@functools.lru_cache(maxsize=4096)
def _coloured(piece: str) -> str:
    return highlight(piece, _lexer(), _formatter)


@functools.cache
def _lexer() -> PythonLexer:
    return PythonLexer(stripnl=False)  # takes 50 ms, and a run without pages needs none
