"""Enter lessons into nbgrader's gradebook, by nbgrader's own code.

This is the part of ``nbgrader generate_assignment`` that saves cells; the released notebooks are
left alone. It runs as a process of its own: nbgrader takes seconds to import and about 100 MB,
and only a new or changed lesson needs it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from autograder.base.package import IMPORT_FROM
from autograder.record.errors import GradebookError


class CannotRegister(GradebookError):
    """The lesson does not fit what the gradebook holds; the text says why."""


def register(root: Path, lessons: list[str], db_url: str, course_id: str) -> None:
    """Create or update the rows of these lessons.

    Raises
    ------
    CannotRegister
        If nbgrader refuses, for example because cells were added to a lesson that already has
        submissions.
    """
    command = [sys.executable, "-m", __name__, str(root), db_url, course_id, *lessons]
    # nbgrader runs `alembic` by name when it makes a new gradebook: it lies beside our Python.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    python_path = os.pathsep.join(filter(None, [str(IMPORT_FROM), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the run, which ends this process in its own time
        env={**os.environ, "PATH": path, "PYTHONPATH": python_path},
    )
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise CannotRegister(
            f"nbgrader could not enter {', '.join(lessons)} into the gradebook: {last[0]}"
        )


def _register_here(root: Path, lessons: list[str], db_url: str, course_id: str) -> None:
    from nbconvert.exporters import NotebookExporter
    from nbgrader.api import Gradebook
    from nbgrader.converters import GenerateAssignment
    from nbgrader.preprocessors import SaveCells

    from autograder import course
    from autograder.course.config import full_config

    config = full_config(root)
    config.Exporter.default_preprocessors = []
    steps = list(
        config.GenerateAssignment.get("preprocessors", GenerateAssignment.preprocessors.default())
    )
    if SaveCells in steps:
        steps = steps[: steps.index(SaveCells) + 1]
    with Gradebook(db_url, course_id) as gradebook:
        for lesson in lessons:
            gradebook.update_or_create_assignment(lesson)
    for lesson in lessons:
        exporter = NotebookExporter(config=config)
        for step in steps:
            exporter.register_preprocessor(step)
        names = {"assignment": lesson, "notebook": lesson, "student": ".", "db_url": db_url}
        exporter.from_filename(str(course.source_path(root, lesson)), {"nbgrader": names})


if __name__ == "__main__":
    _root, _url, _course, *_lessons = sys.argv[1:]
    _register_here(Path(_root), _lessons, _url, _course)
