"""The table of symbols at the head of a lesson: the rows that it uses of README's notation table.

The lesson's cell names them in its metadata, ``"symbols": [...]``, as code (``a_next``) or as
the text has them (``\\eta``). The rows are written by hand in README.md only.
"""

from __future__ import annotations

from pathlib import Path

HEADING = "## Notation\n"
FOLDED = """\
<details><summary><b>Symbols of this lesson</b>: open when you meet one you forgot</summary>

{table}

</details>"""


def symbols_text(root: Path, names: list[str]) -> str:
    """Markdown of the cell that shows the rows of these symbols, in the order of README.

    Raises
    ------
    ValueError
        If a symbol has no row.
    """
    head, *rows = _notation_table(root)
    unknown = [name for name in names if not any(_shows(row, name) for row in rows)]
    if unknown:
        raise ValueError(f"README.md has no row of notation for {', '.join(unknown)}.")
    used = [row for row in rows if any(_shows(row, name) for name in names)]
    return FOLDED.format(table="\n".join([head, "|---|---|---|---|", *used]))


def _notation_table(root: Path) -> list[str]:
    """Head and rows of the first table under README's heading."""
    section = (root / "README.md").read_text(encoding="utf-8").split(HEADING)[1]
    table = section[section.index("\n|") + 1 :].split("\n\n")[0].splitlines()
    return [table[0], *table[2:]]


def _shows(row: str, name: str) -> bool:
    return f"`{name}`" in row.split("|")[2] or f"${name}$" in row.split("|")[1]
