"""The text of a lesson as HTML: Markdown, formulas, highlighted code."""

from __future__ import annotations

import json
import re
import subprocess
from html import escape, unescape
from pathlib import Path

import mistune
from mistune.plugins import table
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

HERE = Path(__file__).resolve().parent
# With the mark that follows, which may not begin a line.
FORMULA = re.compile(r'<(span|div) class="tex">(.*?)</\1>([,.;:!?)]*)', re.DOTALL)
INLINE = re.compile(r"\$(?!\s)([^$]+?)(?<!\s)\$")
RAW = re.compile(r"```\{raw\} html\n(.*?)\n```", re.DOTALL)


class _Renderer(mistune.HTMLRenderer):
    """HTML with an anchor at each heading, and tables that scroll inside the page."""

    def __init__(self) -> None:
        super().__init__(escape=False)
        self.headings: list[tuple[int, str, str]] = []

    def heading(self, text: str, level: int, **_) -> str:
        plain = " ".join(unescape(re.sub(r"<[^>]*>", "", text)).split())
        name = slug(plain)
        while any(name == other for _, other, _ in self.headings):
            name += "-more"
        self.headings.append((level, name, plain))
        return f'<h{level} id="{name}">{text}</h{level}>\n'

    def block_html(self, html: str) -> str:
        # A formula in a <summary>: Markdown leaves HTML alone, a notebook typesets it.
        return INLINE.sub(lambda match: _tex(False, unescape(match[1])), html)

    def block_code(self, code: str, info: str | None = None) -> str:
        if info and info.split()[0] in ("python", "py"):
            return f'<pre class="code"><code>{coloured(code)}</code></pre>\n'
        return f'<pre class="code"><code>{escape(code, quote=False)}</code></pre>\n'


def slug(text: str) -> str:
    """Name of a heading in an address."""
    # İ would become an i and a dot of its own, which no one can type.
    return re.sub(r"[^\w]+", "-", text.replace("İ", "i").lower()).strip("-") or "section"


def _tex(display: bool, text: str) -> str:
    kind = "div" if display else "span"
    return f'<{kind} class="tex">{escape(text, quote=False)}</{kind}>'


def _table_cell(renderer: object, text: str, align: str | None = None, head: bool = False) -> str:
    """A cell of a table; a corner without words is no heading."""
    return table.render_table_cell(renderer, text, align, head and bool(text.strip()))


class Prose:
    """Turns the Markdown cells of one page into HTML; remembers the headings.

    Attributes
    ----------
    headings : list of (int, str, str)
        Level, anchor and text, in the order of the page.
    """

    def __init__(self) -> None:
        self._renderer = _Renderer()
        self._markdown = mistune.create_markdown(
            renderer=self._renderer, plugins=["table", "math", "strikethrough"]
        )
        self._renderer.register("inline_math", lambda _, text: _tex(False, text))
        self._renderer.register("block_math", lambda _, text: _tex(True, text))
        self._renderer.register("table_cell", _table_cell)
        self._renderer.register(
            "table", lambda _, text: f'<div class="scroll"><table>\n{text}</table></div>\n'
        )

    @property
    def headings(self) -> list[tuple[int, str, str]]:
        return self._renderer.headings

    def html(self, text: str) -> str:
        """HTML of a text; what stands in a ``{raw} html`` fence comes through as it is."""
        parts = RAW.split(text)  # text and raw HTML in turn
        return "".join(
            part if index % 2 else str(self._markdown(part)) for index, part in enumerate(parts)
        )


def coloured(code: str) -> str:
    """Python code as HTML with classes for its colours."""
    return highlight(code, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)).rstrip("\n")


def typeset(pages: dict[str, str], npm: Path, target: Path) -> dict[str, str]:
    """Put typeset formulas into pages, so that no page needs a script for them.

    Parameters
    ----------
    pages : dict of str
        HTML by name, with the formulas as `Prose` leaves them.
    npm : Path
        The folder ``node_modules`` with MathJax in it.
    target : Path
        Folder for the style sheet ``formulas.css``, with the fonts beside it.

    Returns
    -------
    dict of str
        The pages.

    Raises
    ------
    ValueError
        If MathJax cannot read a formula.
    """
    found = {match.groups()[:2] for page in pages.values() for match in FORMULA.finditer(page)}
    wanted = sorted((kind == "div", unescape(text)) for kind, text in found)
    done = subprocess.run(
        ["node", HERE / "typeset.mjs", npm],
        input=json.dumps(wanted),
        capture_output=True,
        text=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    made = dict(zip(wanted, answer["formulas"], strict=True))
    for (_, text), formula in made.items():
        if "mjx-merror" in formula:
            raise ValueError(f"MathJax cannot read the formula {text!r}")
    target.mkdir(parents=True, exist_ok=True)
    (target / "formulas.css").write_text(answer["css"], encoding="utf-8")

    def put(match: re.Match) -> str:
        display = match[1] == "div"
        formula = made[display, unescape(match[2])]
        if display:
            return f'<div class="equation scroll">{formula}</div>{match[3]}'
        return f'<span class="joined">{formula}{match[3]}</span>' if match[3] else formula

    return {name: FORMULA.sub(put, page) for name, page in pages.items()}
