"""nbgrader's feedback page.

A page is made in two steps. The worker renders the notebook (`body`). What only the gradebook knows
(scores and comments that a human changed, penalties) is left open there, and so are the course's
own texts, which are rendered once for all students; `page` fills them in beside the gradebook.
"""

from __future__ import annotations

import contextlib
import functools
import re
import signal
import threading
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from autograder.base.outcome import SubmissionResult, TestResult
from autograder.course.lesson import Lesson, Part
from autograder.record import markdown
from autograder.record.cells import notebook_html
from autograder.record.markup import PLACE, clean, code_style, coloured, escaped, outcome, utf8
from autograder.record.standing import Standing
from autograder.record.wording import PAGE, explain, name_of, whole
from rnn_language import spoken

RENDER_SECONDS = 10.0  # for the student's text


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
            return utf8(notebook_html(lesson, notebook, result, plain=False))
    except Exception:  # a library failed on a student's text: the points are decided all the same
        return utf8(notebook_html(lesson, notebook, result, plain=True))


def page(
    lesson: Lesson, student: str, result: SubmissionResult, standing: Standing, body: bytes = b""
) -> bytes:
    """Feedback page: what was found, above the student's own notebook."""
    maxima = {test.grade_id: test.points for test in lesson.tests}

    def fill(place: re.Match) -> bytes:
        kind, name = place[1], place[2].decode()
        if kind == b"comment":
            return utf8(_comment(standing.comments.get(name)))
        if kind == b"title":
            return utf8(_title(lesson.by_id[name], said.get(name)))
        if kind == b"score":
            return utf8(f"{_points(standing.scores.get(name))} / {_points(maxima.get(name))}")
        return _own(lesson.by_id[name], said.get(name))

    said = lesson.prose(spoken())
    maximum = sum(test.points for test in lesson.tests)
    score = standing.score - (standing.penalty or 0.0)
    scores = {"score": _points(score), "maximum": _points(maximum)}
    title = escape(PAGE["score"].format(lesson=lesson.name, **scores))
    facts = [_title(lesson.parts[0], said.get(lesson.parts[0].id)), *_facts(student, standing)]
    top = [
        _head(PAGE["title"].format(lesson=lesson.name, student=clean(student))),
        '<body><main><a id="top"></a><div class="panel"><div class="heading">',
        f"<h1>{title}</h1></div>",
        f'<div class="body"><p class="facts">{" · ".join(facts)}</p>',
        f"{_summary(lesson, result, standing)}</div></div>",
    ]
    parts = [utf8("\n".join(top))]
    if body:
        panel = b'<div class="panel"><div class="body" id="notebook">%b</div></div>'
        parts.append(panel % PLACE.sub(fill, body))
    parts.append(b"</main></body></html>\n")
    return b"\n".join(parts)


def _facts(student: str, standing: Standing) -> list[str]:
    """Whose page it is, and when the work was handed in, if that is known."""
    said = [escaped(PAGE["student"].format(student=student))]
    if standing.handed_in is not None:
        said.append(PAGE["handed_in"].format(moment=f"{standing.handed_in:%Y-%m-%d %H:%M}"))
    return said


def render_own_texts(lesson: Lesson) -> None:
    """Render the course's texts, which `page` then has at hand."""
    for part in lesson.parts:
        _own(part)


def _title(part: Part, said: str | None = None) -> str:
    """What the first folded cell is about: its heading, if it has one."""
    if part.kind != "prose":
        return PAGE["cells"]
    heading = re.search(r"^#+ +(.+)$", said or part.released, re.MULTILINE)
    return escape(re.sub(r"[`*$]", "", heading[1])) if heading else PAGE["text"]


def _own(part: Part, said: str | None = None) -> bytes:
    return _own_text(said or part.released, part.kind == "prose")


@functools.lru_cache(maxsize=512)
def _own_text(text: str, prose: bool) -> bytes:
    return utf8(markdown.ours(text) if prose else coloured(text))


@functools.cache
def _style() -> str:
    own = Path(__file__).with_name("feedback.css").read_text(encoding="utf-8")
    return own + code_style()


def _head(title: str) -> str:
    # The policy lets no script run and nothing load, whatever a notebook holds.
    return (
        f'<!DOCTYPE html>\n<html lang="{spoken()}"><head><meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_style()}</style></head>"
    )


def _summary(lesson: Lesson, result: SubmissionResult, standing: Standing) -> str:
    parts = []
    if note := whole(result):
        parts.append(f'<p class="note">{escaped(note)}</p>')
    if standing.penalty:
        parts.append(f'<p class="late">{PAGE["late"].format(points=_points(standing.penalty))}</p>')
    if not result.tests:
        return "\n".join(parts)
    rows = []
    for name, tests in _by_function(lesson, result.tests):
        score = sum(standing.scores.get(test.grade_id) or 0.0 for test in tests)
        maximum = sum(test.maximum for test in tests)
        for place, test in enumerate(tests):
            exercise = (
                f'<td rowspan="{len(tests)}" class="exercise"><a href="#{escape(name)}">'
                f'<code>{escape(name)}</code></a></td><td rowspan="{len(tests)}" class="points">'
                f"{_points(score)} / {_points(maximum)}</td>"
            )
            rows.append(
                f"<tr>{'' if place else exercise}"
                f'<td><a href="#{escape(test.grade_id)}">{name_of(test.grade_id)}</a></td>'
                f'<td class="points">{_points(standing.scores.get(test.grade_id))} / '
                f'{_points(test.maximum)}</td><td class="found">{outcome(test, standing)}'
                f"{_message(explain(test, name))}</td></tr>"
            )
    parts.append(
        f'<table class="summary"><thead><tr><th>{PAGE["exercise"]}</th>'
        f"<th>{PAGE['points']}</th><th>{PAGE['tested']}</th><th>{PAGE['points']}</th>"
        f"<th>{PAGE['found']}</th></tr></thead><tbody>" + "\n".join(rows) + "</tbody></table>"
    )
    return "\n".join(parts)


def _by_function(lesson: Lesson, tests: Iterable[TestResult]) -> list[tuple[str, list[TestResult]]]:
    functions = {test.grade_id: test.function for test in lesson.tests}
    groups: dict[str, list[TestResult]] = {}
    for test in tests:
        groups.setdefault(functions[test.grade_id], []).append(test)
    return list(groups.items())


def _message(text: str) -> str:
    return f'<pre class="message">{escaped(text)}</pre>' if text else ""


def _comment(text: str | None) -> str:
    if not text:
        return ""
    head = f'<div class="footer"><b>{PAGE["comments"]}</b> '
    return f'{head}<pre class="message">{escaped(text)}</pre></div>'


def _points(score: float | None) -> str:
    return "?" if score is None else f"{round(float(score), 2):g}"
