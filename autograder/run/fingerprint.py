"""Marks by which a later run sees what is new or changed."""

from __future__ import annotations

import functools
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from autograder import course
from autograder.base.package import IMPORT_FROM, PACKAGE
from autograder.run.tasks import Options

# Bytes read of a submission's files; a larger one cannot be read as a submission.
READ_LIMIT = 32 * 2**20
MOST_FILES = 1_000  # notebooks of other names that are looked at


class Mark(NamedTuple):
    """What a submission is graded from; `run/grade.py` writes it beside the judgement."""

    files: str  # `of_submission`; empty: grade again next time
    course: str  # `of_grader`


def of_grader(root: Path, lesson: str, options: str = "") -> str:
    """Mark of everything on our side that a lesson's points can depend on.

    Parameters
    ----------
    root : Path
        The course.
    lesson : str
        The lesson: its source counts, and the solutions of all lessons (they are given cells and
        references), and the helper files that the course has of its own.
    options : str
        How the grader runs: its limits, with or without the sandbox.
    """
    digest = hashlib.sha256((options + of_program()).encode())
    for name in course.lesson_names(root):
        for function, source in sorted(course.solutions(root, name).items()):
            digest.update(f"{name} {function}\n{source}".encode())
    if root.resolve() != IMPORT_FROM:
        _add(digest, root, (root / name for name in course.HELPER_FILES))
    digest.update(course.source_path(root, lesson).read_bytes())
    return digest.hexdigest()


def of_run(options: Options, lesson: str) -> str:
    """Mark of everything on our side that can change a lesson's points in a run."""
    how = f"{options.limits} {options.sandbox} {options.seed.digest}"
    return of_grader(options.root, lesson, how)


@functools.cache
def of_program() -> str:
    """Mark of the program that is running: read once, since what is loaded stays loaded."""
    digest = hashlib.sha256()
    ours = sorted(PACKAGE.rglob("*.py"))
    _add(digest, IMPORT_FROM, [*ours, *(IMPORT_FROM / name for name in course.HELPER_FILES)])
    return digest.hexdigest()


def _add(digest: Any, folder: Path, paths: Iterable[Path]) -> None:
    """Add files to a digest: where they lie in a folder, and what they hold."""
    for path in paths:
        if path.is_file():
            digest.update(f"{path.relative_to(folder)} {path.stat().st_size}\n".encode())
            digest.update(path.read_bytes())


def of_submission(folder: Path, grader: str, late: str = "") -> str:
    """Mark of a submission: its notebooks and its time stamp, and the grader's mark.

    How late it is counts too (``late``): a due date or an extension may change afterwards.

    Whatever lies there, this returns soon: what is too large to be a submission, or may not be
    read, counts by what the system says of it.
    """
    digest = hashlib.sha256(grader.encode() + late.encode())
    if os.path.islink(folder) or os.path.islink(folder.parent):  # False where one may not look
        return hashlib.sha256(b"link" + digest.digest()).hexdigest()
    left = READ_LIMIT
    try:
        with os.scandir(folder) as entries:
            found = sorted(_that_count(entries, folder.name), key=lambda entry: entry.name)
    except OSError as error:
        digest.update(f"unreadable {error.errno}".encode())
        found = []
    for entry in found:
        digest.update(os.fsencode(entry.name) + b"\n")
        try:
            status = entry.stat(follow_symlinks=False)
            looks = f"{status.st_mode} {status.st_size} {status.st_mtime_ns}\n".encode()
            if not stat.S_ISREG(status.st_mode) or status.st_size > left:
                digest.update(looks)
                continue
            left -= status.st_size
            with open(entry.path, "rb", opener=_without_links) as file:
                digest.update(f"{status.st_size}\n".encode() + file.read(status.st_size + 1))
        except OSError as error:
            digest.update(f"unreadable {error.errno}".encode())
    return digest.hexdigest()


def _that_count(entries: Iterable[os.DirEntry], lesson: str) -> Iterator[os.DirEntry]:
    """The notebook and the time stamp, whatever lies beside them, and some other notebooks."""
    others = 0
    for entry in entries:
        if entry.name in (f"{lesson}.ipynb", "timestamp.txt"):
            yield entry
        elif entry.name.endswith(".ipynb") and others < MOST_FILES:
            others += 1
            yield entry


def _without_links(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)
