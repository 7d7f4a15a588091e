"""Marks by which a later run sees what is new or changed."""

from __future__ import annotations

import functools
import hashlib
import os
from pathlib import Path

from autograder import course
from autograder.base.package import IMPORT_FROM, PACKAGE

READ_LIMIT = 64 * 2**20  # of a submitted file; what lies beyond cannot be read as a submission


def of_grader(root: Path, lesson: str, options: str = "") -> str:
    """Mark of everything on our side that a lesson's points can depend on.

    Parameters
    ----------
    root : Path
        The course.
    lesson : str
        The lesson: its source counts, and the solutions of all lessons (they are given cells and
        references).
    options : str
        How the grader runs: its limits, with or without the sandbox.
    """
    digest = hashlib.sha256((options + _of_program()).encode())
    for name in course.lesson_names(root):
        for function, source in sorted(course.solutions(root, name).items()):
            digest.update(f"{name} {function}\n{source}".encode())
    digest.update(course.source_path(root, lesson).read_bytes())
    return digest.hexdigest()


@functools.cache
def _of_program() -> str:
    """Mark of the program that is running: read once, since what is loaded stays loaded."""
    digest = hashlib.sha256()
    ours = sorted(PACKAGE.rglob("*.py"))
    for path in [*ours, *(IMPORT_FROM / name for name in course.HELPER_FILES)]:
        if path.is_file():
            digest.update(f"{path.relative_to(IMPORT_FROM)} {path.stat().st_size}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def of_submission(folder: Path, grader: str) -> str:
    """Mark of a submission: its notebooks and its time stamp, and the grader's mark."""
    digest = hashlib.sha256(grader.encode())
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if not (entry.name.endswith(".ipynb") or entry.name == "timestamp.txt"):
            continue
        digest.update(os.fsencode(entry.name) + b"\n")
        if entry.is_symlink():
            digest.update(b"link " + os.fsencode(os.readlink(entry.path)))
        elif entry.is_file():
            try:
                with open(entry.path, "rb") as file:
                    data = file.read(READ_LIMIT)
            except OSError as error:
                data = f"unreadable {error.errno}".encode()
            digest.update(f"{entry.stat().st_size}\n".encode() + data)
    return digest.hexdigest()
