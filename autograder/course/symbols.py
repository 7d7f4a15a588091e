"""The table of symbols at the head of a lesson: the rows that it uses of README's notation table.

The lesson's cell names them in its metadata, ``"symbols": [...]``, as code (``a_next``) or as
the text has them (``\\eta``). The rows are written by hand in README.md only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

HEADING = "## Notation\n"
SYMBOLS = re.compile(r"`[^`]*`|\$[^$]*\$|\w*_\w*")
WORD = re.compile(r"[^\W\d_]{2}")
SUMMARY = "<b>Symbols of this lesson</b>: open when you meet one you forgot"
FOLDED = """\
<details><summary>{summary}</summary>

{table}

</details>"""


def symbols_text(root: Path, names: list[str], say: Callable[[str], str] = str) -> str:
    """Markdown of the cell that shows the rows of these symbols, in the order of README.

    Parameters
    ----------
    root : Path
        The course.
    names : list of str
        As the lesson's cell has them in its metadata.
    say : callable
        Gives a text in the language of the lesson.

    Raises
    ------
    ValueError
        If a symbol has no row.
    """
    head, *rows = notation_table(root)
    unknown = [name for name in names if not any(_shows(row, name) for row in rows)]
    if unknown:
        raise ValueError(f"README.md has no row of notation for {', '.join(unknown)}.")
    used = [row for row in rows if any(_shows(row, name) for name in names)]
    said = [_said(head, say), "|---|---|---|---|", *(_said(row, say) for row in used)]
    return FOLDED.format(summary=say(SUMMARY), table="\n".join(said))


def notation_texts(root: Path) -> dict[str, str]:
    """Texts of the notation table that a translation says, by their row and column."""
    texts = {}
    for row in notation_table(root):
        cells = _cells(row)
        texts |= {
            f"{cells[0]}, column {number}": cell
            for number, cell in enumerate(cells, 1)
            if _has_words(cell)
        }
    return texts


def _said(row: str, say: Callable[[str], str]) -> str:
    """A row in another language: symbols, names and shapes are the same in all."""
    cells = _cells(row)
    said = [say(cell) if _has_words(cell) else cell for cell in cells]
    return row if said == cells else f"| {' | '.join(said)} |"


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def _has_words(cell: str) -> bool:
    return bool(WORD.search(SYMBOLS.sub(" ", cell)))


def notation_table(root: Path) -> list[str]:
    """Head and rows of the first table under README's heading."""
    section = (root / "README.md").read_text(encoding="utf-8").split(HEADING)[1]
    table = section[section.index("\n|") + 1 :].split("\n\n")[0].splitlines()
    return [table[0], *table[2:]]


def _shows(row: str, name: str) -> bool:
    return f"`{name}`" in row.split("|")[2] or f"${name}$" in row.split("|")[1]
