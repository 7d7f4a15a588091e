"""Markdown as HTML that is safe to open: ours in full, a student's with all markup escaped."""

from __future__ import annotations

import functools
import re
from html import escape

import mistune

TAG = re.compile(r"\\tag\{([^}]*)\}")
STRAY = re.compile(r"&(?!#?\w+;)")  # what the converter leaves of an environment it does not know
PLUGINS = ("table", "math", "strikethrough")


def _tex(text: str, display: bool) -> str:
    """TeX as it was typed: readable, and inert."""
    mark, kind = ("$$", "div") if display else ("$", "span")
    return f'<{kind} class="tex">{mark}{escape(text)}{mark}</{kind}>'


@functools.lru_cache(maxsize=1024)  # a symbol comes again and again
def _mathml(text: str, display: bool) -> str:
    """Equation that a browser shows with no script and no network."""
    from latex2mathml.converter import convert  # slow to import, and not every lesson needs it

    number = TAG.search(text)
    try:
        equation = convert(TAG.sub("", text), display="block" if display else "inline")
    except Exception:  # its errors have no common base class
        return _tex(text, display)
    if STRAY.search(equation):
        return _tex(text, display)
    label = f'<span class="number">({escape(number[1])})</span>' if number else ""
    return f'<div class="equation">{equation}{label}</div>' if display else equation


@functools.cache
def _converter(trusted: bool) -> mistune.Markdown:
    markdown = mistune.create_markdown(escape=not trusted, plugins=list(PLUGINS))
    # The converter does not escape, so it never sees a student's text.
    show = _mathml if trusted else _tex
    renderer = markdown.renderer
    renderer.register("inline_math", lambda _, text: show(text, False))
    renderer.register("block_math", lambda _, text: show(text, True))
    return markdown


def ours(text: str) -> str:
    """HTML of a cell of the course. Its own HTML, such as ``<details>``, is kept."""
    return str(_converter(True)(text))


def theirs(text: str) -> str:
    """HTML of a student's cell: raw HTML is shown as text, links lead only to web pages."""
    return str(_converter(False)(text))
