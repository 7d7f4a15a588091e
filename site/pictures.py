"""The pictures that a reader touches: where they stand, their markup, and their numbers.

A picture is a figure in the page, with its text alternative and its numbers in a table that needs
no script. ``pictures/start.js`` brings it to life. The numbers come from the solutions.
"""

from __future__ import annotations

import functools
import json
import shutil
from html import escape
from pathlib import Path

import picture_numbers

HERE = Path(__file__).resolve().parent / "pictures"
SHIPPED = (".js", ".css")
# Lesson, the cell that a picture follows, the picture. The whole cell, with code and gradients,
# stands only where the lesson no longer asks for it.
PLACES = (
    ("03_rnn", "backward_equations", "steps"),
    ("04_lstm_cell", "cell_diagram", "lstm"),
    ("04_lstm_cell", "output_gate_question", "gates"),
    ("05_lstm", "unrolled_diagram", "lstm_whole"),
    ("05_lstm", "backward_question", "reach"),
    ("06_language_model", "unit_question", "letters"),
    ("07_long_memory", "gru_diagram", "gru"),
    ("08_make_it_fast", "stack_question", "gru_whole"),
)
SCRIPTS = {
    "lstm": "cell",
    "lstm_whole": "cell",
    "gru": "cell",
    "gru_whole": "cell",
    "letters": "letters",
    "gates": "gates",
    "reach": "reach",
    "steps": "steps",
}


@functools.cache
def _everything() -> dict[str, dict]:
    return json.loads((HERE / "words.json").read_text(encoding="utf-8"))


def languages() -> list[str]:
    """Languages that the pictures speak."""
    return list(_everything())


def words_of(language: str) -> dict[str, dict]:
    """All strings of the pictures in one language."""
    everything = _everything()
    if language not in everything:
        raise ValueError(f"words.json has no language {language!r}, only {sorted(everything)}")
    return everything[language]


def words_for(picture: str, language: str) -> dict[str, object]:
    """Strings of one picture: those that all share, those of its script, its own."""
    words = words_of(language)
    return {**words["common"], **words[SCRIPTS[picture]], **words.get(picture, {})}


def with_pictures(
    cells: list[dict], lesson: str, language: str = "en", static: str = "../_static"
) -> list[dict]:
    """Cells of a page, each picture of the lesson behind the cell that it belongs to.

    ``static`` leads from the page to the folder into which `copy_files` has put ``touch/``.
    """
    wanted = {cell: picture for where, cell, picture in PLACES if where == lesson}
    missing = wanted.keys() - {cell["id"] for cell in cells}
    if missing:
        raise ValueError(f"{lesson} has no cell {sorted(missing)} for its pictures")
    page = []
    for cell in cells:
        page.append(cell)
        if cell["id"] in wanted:
            text = markdown(wanted[cell["id"]], language, static)
            made = {"cell_type": "markdown", "id": f"touch_{cell['id']}", "metadata": {}}
            page.append({**made, "source": text})
    return page


def copy_files(static: Path) -> None:
    """Put the scripts and styles into ``static/touch``."""
    (static / "touch").mkdir(parents=True, exist_ok=True)
    for path in sorted(HERE.iterdir()):
        if path.suffix in SHIPPED or path.name == "letters.json":
            shutil.copy(path, static / "touch")


def markdown(picture: str, language: str, static: str) -> str:
    """A picture as MyST takes it in, with the question that it answers below it."""
    question = words_for(picture, language).get("question", "")
    return f"```{{raw}} html\n{markup(picture, language, static)}\n```\n\n{question}".rstrip()


def markup(picture: str, language: str, static: str) -> str:
    """The figure of a picture, whole without its script."""
    words, name = words_for(picture, language), f"touch-{picture.replace('_', '-')}"
    made = picture_numbers.MADE[picture](language, words)
    data = {**made["data"], "words": words, "language": language}
    shipped = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return "\n".join(
        [
            f'<figure class="touch" id="{name}" data-touch="{SCRIPTS[picture]}" lang="{language}"'
            f' aria-labelledby="{name}-title" aria-describedby="{name}-alt">',
            f'<link rel="stylesheet" href="{static}/touch/pictures.css">',
            f'<figcaption><b id="{name}-title">{escape(words["title"])}</b>'
            f" {escape(words['lead'])}</figcaption>",
            f'<div class="touch-stage"><p>{escape(words["waiting"])}</p></div>',
            f"<details><summary>{escape(words['in_words'])}</summary>",
            f'<p id="{name}-alt">{escape(words["alt"])}</p>',
            f'<div class="touch-scroll" tabindex="0" role="group"'
            f' aria-label="{escape(words["table"])}">{table(made["table"], words)}</div>',
            "</details>",
            f'<script type="application/json">{shipped}</script>',
            f'<script type="module" src="{static}/touch/start.js"></script>',
            "</figure>",
        ]
    )


def table(rows: list[list[str | tuple[str, str]]], words: dict) -> str:
    """HTML of a table.

    The first row holds keys of ``words``, the first entry of each other row is a heading. An entry
    that is a pair is a value that the script may renew: its name and its text.
    """
    head, *body = rows
    lines = ["<table><thead><tr>"]
    lines += [f'<th scope="col">{escape(words["columns"][key])}</th>' for key in head]
    lines.append("</tr></thead><tbody>")
    for first, *rest in body:
        cells = "".join(_cell(entry) for entry in rest)
        lines.append(f'<tr><th scope="row">{_heading(first, words)}</th>{cells}</tr>')
    return "".join(lines) + "</tbody></table>"


def _heading(entry: str, words: dict) -> str:
    """A row's name out of the words; what is no key stands as it is."""
    names = words.get("rows", {})
    return escape(names.get(entry, entry))


def _cell(entry: str | tuple[str, str]) -> str:
    if isinstance(entry, tuple):
        return f'<td data-value="{escape(entry[0])}">{escape(entry[1])}</td>'
    return f"<td>{escape(entry)}</td>"
