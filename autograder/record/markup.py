"""Pieces of HTML that both halves of a feedback page are made of."""

from __future__ import annotations

import functools
import re
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.base.kept import Kept
from autograder.base.outcome import TestResult
from autograder.record.standing import Standing
from autograder.record.wording import COLOURED, OUTCOMES, PAGE

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
OPEN = "\x00{}:{}\x00"  # a place that `page` fills in; no other text can hold it
PLACE = re.compile(rb"\x00(\w+):([^\x00]*)\x00")

_formatter = HtmlFormatter(nowrap=True)
# A line, or the lines of a text in triple quotes: what the lexer needs to see at once.
PIECE = re.compile(r"""(?:"{3}[\s\S]*?"{3}|'{3}[\s\S]*?'{3}|[^\n"']+|["'])*\n""")


def clean(text: str) -> str:
    """Leave out the characters that HTML may not hold."""
    return CONTROL.sub("", text)


def utf8(text: str) -> bytes:
    """Encode text, whatever a student put into it."""
    return text.encode("utf-8", errors="replace")


def escaped(text: str) -> str:
    """Make text safe to stand in HTML."""
    return escape(clean(text))


def outcome(test: TestResult, standing: Standing | None = None) -> str:
    """Say how a test ended, and whether a human changed its points."""
    word, kind = OUTCOMES[test.status.value], COLOURED.get(test.status, "failed")
    changed = ""
    if standing and test.grade_id in standing.manual:
        changed = PAGE["by_hand"]
    return f'<span class="outcome {kind}">{word}</span>{changed}'


# Most code cells are the same in every submission of a class, and of the others most lines. Both
# are kept, for the lexer takes its time.
_cells, _pieces = Kept(8_000), Kept(4_000)


def coloured(source: str) -> str:
    """Python code, coloured."""
    return _cells.get(source, _coloured, source)


def _coloured(source: str) -> str:
    text = clean(source).replace("\r\n", "\n").replace("\r", "\n").strip("\n") + "\n"
    return f'<div class="input"><pre>{"".join(map(_piece, PIECE.findall(text)))}</pre></div>'


def in_parts(source: str, folded: str, title: str) -> str:
    """Python code, coloured, a part of which is folded under a title.

    Parameters
    ----------
    source : str
    folded : str
        Whole lines of it; code in which they do not stand exactly once is shown whole.
    title : str
    """
    before, found, after = source.partition(folded)
    if not folded or not found or folded in after:
        return coloured(source)
    inner = coloured(folded)
    return (
        f"{coloured(before)}<details><summary>{escape(title)}</summary>{inner}</details>"
        f"{coloured(after)}"
    )


def code_style() -> str:
    """CSS of the colours, on a light and on a dark page."""
    dark = HtmlFormatter(style="github-dark").get_style_defs(".input")
    return (
        f"{_formatter.get_style_defs('.input')}\n@media (prefers-color-scheme: dark) {{ {dark} }}"
    )


def _piece(piece: str) -> str:
    return _pieces.get(piece, _highlighted, piece)


def _highlighted(piece: str) -> str:
    return highlight(piece, _lexer(), _formatter)


@functools.cache
def _lexer() -> PythonLexer:
    return PythonLexer(stripnl=False)  # takes 50 ms, and a run without pages needs none
