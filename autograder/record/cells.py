"""The student's notebook as HTML, with open places for what only the gradebook knows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from autograder.base.outcome import SubmissionResult, TestResult
from autograder.course.lesson import Lesson, Part
from autograder.record import markdown
from autograder.record.markup import OPEN, clean, coloured, escaped, in_parts, outcome
from autograder.record.wording import PAGE, name_of
from rnn_language import spoken

# A text in triple quotes over more than one line.
DOCSTRING = re.compile(r'^ +"""(?:(?!""").)*\n[\s\S]*?"""\n', re.MULTILINE)
HEADING = re.compile("\x00own:([^\x00]*)\x00")  # the first of the course's own texts in a run


def notebook_html(
    lesson: Lesson, notebook: dict[str, Any], result: SubmissionResult, plain: bool
) -> str:
    """HTML of a notebook; ``plain``: its text as it is, neither as Markdown nor coloured."""
    tests = {test.grade_id: test for test in result.tests}
    own = {(part.kind == "prose", part.released): part.id for part in lesson.parts}
    own |= {(True, text): name for name, text in lesson.prose(spoken()).items()}
    cells = [_cell(cell, lesson, tests, own, plain) for cell in notebook["cells"]]
    return "\n".join(_folded(cells))


def _folded(cells: list[tuple[str, bool]]) -> Iterator[str]:
    """Cells in order, each run of the course's own ones folded into one line."""
    for ours, run in itertools.groupby(cells, key=lambda cell: cell[1]):
        html = "\n".join(html for html, _ in run)
        if ours:
            heading = HEADING.search(html)
            title = OPEN.format("title", heading[1]) if heading else PAGE["cells"]
            html = f"<details><summary>{title}</summary>\n{html}\n</details>"
        yield html


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
            html = markdown.theirs(clean(source))
        else:
            html = f"<pre>{escaped(source)}</pre>"
        return f'<div class="cell">{html}</div>', ours
    options = cell["metadata"].get("nbgrader", {})
    name = str(options.get("grade_id", ""))
    part = lesson.by_id.get(name) if options else None
    if part is not None and part.kind == "test":
        return _test_cell(part, tests.get(name)), False
    if part is not None and part.kind == "answer" and not plain:
        docstring = DOCSTRING.search(part.released)
        code = in_parts(source, docstring[0] if docstring else "", PAGE["docstring"])
    elif ours:
        code = OPEN.format("own", own[False, source])
    elif plain:
        code = f'<div class="input"><pre>{escaped(source)}</pre></div>'
    else:
        code = coloured(source)
    printed = _printed(cell)
    if part is None or part.kind != "answer":
        return f'<div class="cell">{code}{printed}</div>', ours and not printed
    return (
        f'<div class="cell panel nbgrader_cell" id="{escape(name)}"><div class="heading">'
        f"<span>{escape(PAGE['answer'])} <code>{escape(name)}</code></span>"
        f'<span class="pull-right"><a href="#top">{PAGE["top"]}</a></span></div>'
        '<div class="answer">'
        f'<div class="body">{code}{printed}</div>{OPEN.format("comment", name)}</div></div>'
    ), False


def _test_cell(part: Part, test: TestResult | None) -> str:
    name = part.id
    footer = f'<div class="footer">{outcome(test)}</div>' if test else ""
    return (
        f'<div class="cell panel nbgrader_cell" id="{escape(name)}"><div class="heading">'
        f"<span>{PAGE['grade_cell']} <code>{escape(part.function)}</code>, {name_of(name)}</span>"
        f'<span class="pull-right">{PAGE["cell_score"]} {OPEN.format("score", name)} '
        f'<a href="#top">{PAGE["top"]}</a></span></div>{footer}<details><summary>{PAGE["test"]}'
        f"</summary>{OPEN.format('own', name)}</details></div>"
    )


def _printed(cell: dict[str, Any]) -> str:
    text = "".join(
        "".join(output["text"])
        for output in cell.get("outputs", ())
        if output.get("output_type") == "stream"
    )
    return f'<div class="output"><pre>{escaped(text)}</pre></div>' if text else ""
