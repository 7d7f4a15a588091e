"""Student notebooks in other languages: the code of the English ones, and translated prose."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from autograder import course
from autograder.course import colab
from autograder.course.build import notebook_text, released_path
from autograder.course.symbols import symbols_text
from autograder.translation.catalogue import Catalogues
from autograder.translation.messages import EDITION, is_prose
from autograder.translation.status import usable
from rnn_language import METADATA


def catalogue_words(catalogues: Catalogues) -> dict[str, str]:
    """What is looked up by its English: in the course's helpers, and by the build itself."""
    from autograder.translation.catalogue import looked_up

    return {
        entry.msgid: entry.msgstr
        for name, catalogue in catalogues.items()
        for entry in catalogue
        if looked_up(name, entry) and usable(entry)
    }


def edition_text(root: Path, lesson: str, language: str, catalogues: Catalogues) -> str:
    """Text of a lesson's student notebook in a language.

    Parameters
    ----------
    root : Path
        The course, with the English student notebook built.
    lesson : str
        Name of the lesson.
    language : str
        Code of the language.
    catalogues : dict
        The language's catalogues, up to date with the English.
    """
    path = root / released_path(lesson)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    words = catalogue_words(catalogues)
    prose = {
        (entry.msgctxt, entry.msgid): entry.msgstr for entry in catalogues[lesson] if usable(entry)
    }

    def say(text: str) -> str:
        return words.get(text, text)

    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        if is_prose(cell):
            said = prose.get((cell["id"], text)) or f"{text}\n\n{say(EDITION['untranslated'])}"
        elif cell["cell_type"] == "markdown":
            said = _made(root, cell, released_path(lesson, language), say)
        else:
            continue
        cell["source"] = said.splitlines(keepends=True)
    notebook["metadata"][METADATA] = language
    return notebook_text(notebook)


def _made(root: Path, cell: dict, path: str, say: Callable[[str], str]) -> str:
    """Text of a cell that the build writes."""
    if cell["id"] == colab.BADGE_ID:
        return colab.badge_text(colab.published(root), path, say)
    return symbols_text(root, cell["metadata"]["symbols"], say)


def build(root: Path, language: str, catalogues: Catalogues) -> dict[Path, str]:
    """Texts of all student notebooks of a language by the files that they belong in."""
    return {
        root / released_path(lesson, language): edition_text(root, lesson, language, catalogues)
        for lesson in course.lesson_names(root)
    }
