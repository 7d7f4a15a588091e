"""The start page: what one builds, in pictures; the lessons as cards."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import figures
from lessons import Lesson, needs_text

# Of which cell's output each picture is made.
CELL = ("04_lstm_cell", "cell_diagram")
GRADIENTS = ("05_lstm", "backward_figure")
SAMPLES = ("06_language_model", "temperature_row")
# Where each can be touched.
TOUCHED = {
    "cell": "04_lstm_cell.html#touch-lstm",
    "gradients": "05_lstm.html#touch-reach",
    "samples": "06_language_model.html#touch-letters",
}


def body(
    lessons: list[Lesson], shown: dict[str, dict], words: dict, folder: Path, message: str
) -> str:
    """HTML of the start page.

    Parameters
    ----------
    lessons : list of Lesson
    shown : dict
        Outputs by lesson and cell, as `outputs.shown` gives them.
    words : dict
    folder : Path
        Where the pictures go.
    message : str
        What a check says of a mistake.
    """
    said = words["start"]
    return "\n".join(
        [
            f'<div class="hero"><div><h1>{escape(said["title"])}</h1>',
            f'<p class="lead">{escape(said["lead"])}</p><p>{escape(said["how"])}</p>',
            '<p class="buttons">'
            f'<a class="button strong" id="begin" href="lessons/{lessons[0].name}.html">'
            f"{escape(words['begin'])}</a></p></div>",
            _drawn(shown, CELL, said, "cell", folder),
            "</div>",
            f'<section class="build"><h2>{escape(said["build"])}</h2><div class="pictures">',
            _drawn(shown, GRADIENTS, said, "gradients", folder),
            _samples(shown, said),
            _told(message, said),
            "</div></section>",
            f'<section><h2>{escape(said["lessons"])}</h2><ol class="cards">',
            *(_card(lesson, words) for lesson in lessons),
            "</ol></section>",
            f"<section><h2>{escape(said['keep'])}</h2><p>{_emphasis(said['keep_text'])}</p></section>",
        ]
    )


def _drawn(shown: dict, place: tuple[str, str], said: dict, name: str, folder: Path) -> str:
    lesson, cell = place
    if lesson not in shown:
        return ""
    html = next(
        "".join(output["data"]["text/html"])
        for output in shown[lesson][cell]
        if "text/html" in output.get("data", {})
    )
    picture = figures.stored(html, f"start-{cell}", folder, f"../figures/{folder.name}")
    return f"<figure>{picture}{_caption(said, name, TOUCHED[name])}</figure>"


def _caption(said: dict, name: str, address: str) -> str:
    """What a picture shows, and the way to where it can be touched."""
    link = f'<a href="lessons/{address}">{escape(said["touch"][name])}</a>'
    return f"<figcaption>{escape(said[name])} {link}</figcaption>"


def _told(message: str, said: dict) -> str:
    """A check's message."""
    return (
        f'<figure class="told"><pre class="message failed">{escape(message, quote=False)}</pre>'
        f"<figcaption>{escape(said['told'])}</figcaption></figure>"
    )


def _samples(shown: dict, said: dict) -> str:
    """Names that the network of lesson 06 has written, by temperature."""
    lesson, cell = SAMPLES
    if lesson not in shown:
        return ""
    text = "".join(output.get("text", "") for output in shown[lesson][cell])
    rows = re.findall(r"([\d.]+)[:\s]+([a-z][a-z, ]+)", text)
    if len(rows) < 3:
        raise ValueError(f"{lesson}, {cell} prints no rows of names by temperature: {text!r}")
    items = "".join(
        f"<dt>{escape(said['temperature'].format(value=value))}</dt><dd>{escape(names)}</dd>"
        for value, names in rows
    )
    caption = _caption(said, "samples", TOUCHED["samples"])
    return f'<figure><dl class="samples">{items}</dl>{caption}</figure>'


def _card(lesson: Lesson, words: dict) -> str:
    functions = ", ".join(f"<code>{name}</code>" for name in lesson.functions)
    write = escape(words["write"]).replace("{functions}", functions)
    facts = [
        words["hours"].format(hours=hours(lesson.minutes)),
        words["needs"].format(needs=needs_text(lesson, words)),
    ]
    count = words["none_passed"].format(all=len(lesson.functions))
    return (
        f'<li class="card" data-lesson="{lesson.name}"><h3><span class="number">{lesson.number}'
        f'</span> <a href="lessons/{lesson.name}.html">{escape(lesson.title)}</a></h3>'
        f'<p class="facts">{escape(" · ".join(facts))}</p><p>{write}</p>'
        f'<p class="passed">{escape(count)}</p></li>'
    )


def hours(minutes: int) -> str:
    """Half hours, as a person says them."""
    return f"{minutes / 60:.1f}".removesuffix(".0").replace(".5", "½").replace("0½", "½")


def _emphasis(text: str) -> str:
    return re.sub(r"\*(.+?)\*", r"<em>\1</em>", escape(text))
