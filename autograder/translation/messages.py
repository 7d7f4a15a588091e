"""What there is to translate: prose of lessons, texts that code cells show, what the build says."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from autograder import course
from autograder.course import colab, symbols
from rnn_shown import shown_texts

SHOWN = "shown"  # context of a text that a code cell shows: it is looked up by itself
SHARED = "messages"  # the catalogue of what is no lesson's own
EDITION = {  # what the build puts into an edition itself
    "untranslated": "*This part is in English: its translation is missing, or older than the text.*"
}


@dataclass
class Message:
    """A text to translate.

    Parameters
    ----------
    context : str
        What stays when the text changes: the id of a cell, or the place in a table of words.
    text : str
        The English.
    where : list of str
        Where it is met, for the translator.
    note : str
        What the translator has to know.
    """

    context: str
    text: str
    where: list[str] = field(default_factory=list)
    note: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What no two messages of a catalogue share."""
        return self.context, self.text


def by_catalogue(root: Path, shared: Iterable[Message]) -> dict[str, list[Message]]:
    """All messages by the name of their catalogue.

    Parameters
    ----------
    root : Path
        The course.
    shared : iterable of Message
        What is no lesson's own: of helpers, checks, the build.
    """
    common: dict[str, Message] = {}
    for message in (*build_messages(root), *shared):
        common.setdefault(message.text, message)
    lessons = course.lesson_names(root)
    found = {lesson: _prose(root, lesson) for lesson in lessons}
    shown = {lesson: _shown(root, lesson) for lesson in lessons}
    everywhere: dict[str, list[Message]] = {}
    for lesson in lessons:
        for message in shown[lesson]:
            everywhere.setdefault(message.text, []).append(message)
    for text, several in everywhere.items():
        if len(several) > 1:
            common.setdefault(text, _joined(several))
    for lesson in lessons:
        found[lesson] += [each for each in shown[lesson] if each.text not in common]
    return found | {SHARED: list(common.values())}


def build_messages(root: Path) -> list[Message]:
    """What the build itself writes into lessons."""
    texts = {f"edition.{key}": text for key, text in EDITION.items()}
    texts |= {"badge": colab.OPEN, "symbols.summary": symbols.SUMMARY}
    texts |= {f"notation {at}": text for at, text in symbols.notation_texts(root).items()}
    found: dict[str, Message] = {}
    for context, text in texts.items():
        found.setdefault(text, Message(context, text))
    return list(found.values())


def _joined(several: list[Message]) -> Message:
    first = several[0]
    return Message(
        SHOWN, first.text, [place for each in several for place in each.where], first.note
    )


def is_prose(cell: dict) -> bool:
    """Whether a cell's text is translated as a whole: what the build writes is not."""
    return (
        cell["cell_type"] == "markdown"
        and cell["id"] != colab.BADGE_ID
        and "symbols" not in cell["metadata"]
    )


def _prose(root: Path, lesson: str) -> list[Message]:
    cells = course.read_cells(course.source_path(root, lesson))
    return [
        Message(cell["id"], cell["source"], [f"{lesson}:{cell['id']}"])
        for cell in cells
        if is_prose(cell)
    ]


def _shown(root: Path, lesson: str) -> list[Message]:
    """Texts that the lesson's own code cells show, each once."""
    found: dict[str, Message] = {}
    for cell in course.read_cells(course.source_path(root, lesson)):
        if (
            cell["cell_type"] != "code"
            or cell["id"] == colab.SETUP_ID
            or "nbgrader" in cell["metadata"]
        ):
            continue
        for node, text in shown_texts(ast.parse(cell["source"])):
            message = found.setdefault(text, Message(SHOWN, text))
            place = f"{lesson}:{cell['id']}"
            if place not in message.where:
                message.where.append(place)
            if isinstance(node, ast.JoinedStr):
                message.note = "{...} is put in by the code: " + ", ".join(_put_in(node))
    return list(found.values())


def _is_own_code(cell: dict) -> bool:
    return (
        cell["cell_type"] == "code"
        and cell["id"] != colab.SETUP_ID
        and "nbgrader" not in cell["metadata"]
    )


def _put_in(node: ast.JoinedStr) -> Iterable[str]:
    from rnn_shown import template

    return (f"{{{name}}} = {ast.unparse(part.value)}" for name, part in template(node)[1].items())
