"""The edition for those who learn alone: the notebooks, their helpers, and the model answers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from autograder import course
from autograder.base.package import IMPORT_FROM
from autograder.course.build import notebook_text, released_path
from autograder.course.source import HELPER_FILES

ANSWERS_FILE = "rnn_answers.json"  # as `rnn_answers` reads it; no class gets it
ABOUT = (
    "This edition holds model answers: once a function of yours passes its check, "
    "`model_answer({function})` shows a solution with a comment on each equation, and "
    "`model_answer({function}, anyway=True)` shows it before."
)
IMPORT = "from rnn_utils import model_answer"


def answers_data(root: Path) -> str:
    """Text of the answers' file: each solution by the name of its function."""
    answers: dict[str, str] = {}
    for lesson in course.lesson_names(root):
        answers |= course.solutions(root, lesson)
    return json.dumps(answers, indent=0, ensure_ascii=False) + "\n"


def notebook_of(root: Path, lesson: str) -> str:
    """Text of a lesson's notebook in the edition: behind its set-up it tells of the answers."""
    notebook = json.loads((root / released_path(lesson)).read_text(encoding="utf-8"))
    function = next(iter(course.solutions(root, lesson)))
    text = ABOUT.format(function=function)
    about = {"cell_type": "markdown", "id": "model_answers_text", "metadata": {}, "source": [text]}
    code = {"cell_type": "code", "id": "model_answers", "metadata": {"tags": [course.SHOW_TAG]}}
    code |= {"source": [IMPORT], "execution_count": None, "outputs": []}
    place = [cell["id"] for cell in notebook["cells"]].index("setup") + 1
    notebook["cells"][place:place] = [about, code]
    return notebook_text(notebook)


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
        for name, source in sources.items():
            shutil.copyfile(source, place / name)
            written.append(place / name)
        texts = {
            Path(released_path(lesson)).name: notebook_of(root, lesson),
            ANSWERS_FILE: answers_data(root),
        }
        for name, text in texts.items():
            (place / name).write_text(text, encoding="utf-8")
            written.append(place / name)
    return written
