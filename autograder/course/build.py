"""Build what is generated: set-up, given and symbols cells, data of checks, student notebooks."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from autograder import course
from autograder.course import colab, reference
from autograder.course.config import own_config
from autograder.course.symbols import symbols_text


def build(root: Path, data: Mapping[str, Callable[[Path], str]]) -> list[Path]:
    """Bring every generated file up to date.

    Parameters
    ----------
    root : Path
        The course.
    data : dict of callable
        What makes the text of each data file that comes with the helpers, by the file's name; it
        gets the course.

    Returns
    -------
    list of Path
        The files that were written because they differed.
    """
    written = _fill_generated_cells(root)
    reference.load.cache_clear()
    for name, make in data.items():
        written += write_if_changed(root / name, make(root))
    written += _release(root)
    return written


def write_if_changed(path: Path, text: str) -> list[Path]:
    """Write a file unless it has this text already; return it if it was written."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [path]


def notebook_text(notebook: dict) -> str:
    """Text of a notebook file, the same for equal notebooks."""
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


# ------------------------------------------------------------------ set-up and given cells


def _fill_generated_cells(root: Path) -> list[Path]:
    known: dict[str, str] = {}
    where = colab.published(root)
    written = []
    for lesson in course.lesson_names(root):
        path = course.source_path(root, lesson)
        notebook = json.loads(path.read_text(encoding="utf-8"))
        data = notebook["metadata"].get("course_data", ())
        notebook["cells"] = colab.with_setup(notebook["cells"], where, released_path(lesson), data)
        for cell in notebook["cells"]:
            if "given" in cell["metadata"]:
                text = given_text(cell["metadata"]["given"], known, path)
                cell["source"] = text.splitlines(keepends=True)
            if "symbols" in cell["metadata"]:
                text = symbols_text(root, cell["metadata"]["symbols"])
                cell["source"] = text.splitlines(keepends=True)
        written += write_if_changed(path, notebook_text(notebook))
        known |= course.solutions(root, lesson)
    return written


def given_text(names: list[str], known: dict[str, str], path: Path) -> str:
    """Text of a cell that gives functions of earlier lessons, from their solution cells."""
    missing = [name for name in names if name not in known]
    if missing:
        raise ValueError(f"{path.name} gives {', '.join(missing)}, which no earlier lesson asks.")
    heading = "# Given: from the earlier lessons.\n"
    return heading + "\n\n\n".join(known[name].strip() for name in names)


# ------------------------------------------------------------------ student notebooks


def _release(root: Path) -> list[Path]:
    """Run nbgrader's own release step on every lesson and keep what changed."""
    written = []
    with tempfile.TemporaryDirectory() as scratch:
        for lesson in course.lesson_names(root):
            text = release_text(root, lesson, Path(scratch))
            written += write_if_changed(root / released_path(lesson), text)
    return written


def released_path(lesson: str, language: str = "en") -> str:
    """Path of a lesson's student notebook in the course."""
    return f"notebooks/{language}/{lesson}/{lesson}.ipynb"


def release_text(root: Path, lesson: str, scratch: Path) -> str:
    """Text of a lesson's student notebook, as ``nbgrader generate_assignment`` makes it.

    Parameters
    ----------
    root : Path
        The course, for its configuration and its source.
    lesson : str
        Name of the lesson.
    scratch : Path
        Folder that may be written to; the gradebook is left alone.

    Raises
    ------
    ValueError
        If nbgrader refuses the source; with what nbgrader says.
    """
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import SaveCells
    from nbgrader.utils import capture_log

    config = own_config(root)
    config.CourseDirectory.root = str(scratch)
    config.CourseDirectory.assignment_id = lesson
    config.GenerateAssignment.no_database = True
    folder = scratch / config.CourseDirectory.source_directory / lesson
    folder.mkdir(parents=True)
    shutil.copy(course.source_path(root, lesson), folder)
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
    # SaveCells opens a gradebook even where none is wanted; it does not change the notebook.
    converter.preprocessors = [p for p in converter.preprocessors if p is not SaveCells]
    result = capture_log(converter)
    if not result["success"]:
        raise ValueError(f"nbgrader cannot release {lesson}:\n{result.get('log', '')}")
    made = scratch / config.CourseDirectory.release_directory / lesson / f"{lesson}.ipynb"
    return notebook_text(json.loads(made.read_text(encoding="utf-8")))
