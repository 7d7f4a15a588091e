"""The edition for those who learn alone: the notebooks, their helpers, and the model answers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from autograder import course
from autograder.base.package import IMPORT_FROM
from autograder.course.build import released_path
from autograder.course.source import HELPER_FILES

ANSWERS_FILE = "rnn_answers.json"  # as `rnn_answers` reads it; no class gets it


def answers_data(root: Path) -> str:
    """Text of the answers' file: each solution by the name of its function."""
    answers: dict[str, str] = {}
    for lesson in course.lesson_names(root):
        answers |= course.solutions(root, lesson)
    return json.dumps(answers, indent=0, ensure_ascii=False) + "\n"


def write_edition(root: Path, folder: Path) -> list[Path]:
    """Write the edition into a folder of its own.

    Parameters
    ----------
    root : Path
        The course, built.
    folder : Path
        Where to; files of the same names are replaced.

    Returns
    -------
    list of Path
        What was written.
    """
    sources = {name: IMPORT_FROM / name for name in HELPER_FILES if name != ANSWERS_FILE}
    # Beside each notebook, so that it finds its helpers wherever it is opened.
    written = []
    for lesson in course.lesson_names(root):
        place = folder / lesson
        place.mkdir(parents=True, exist_ok=True)
        notebook = root / released_path(lesson)
        for name, source in {notebook.name: notebook, **sources}.items():
            shutil.copyfile(source, place / name)
            written.append(place / name)
        (place / ANSWERS_FILE).write_text(answers_data(root), encoding="utf-8")
        written.append(place / ANSWERS_FILE)
    return written
