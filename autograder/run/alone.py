"""One run at a time writes into a course, and one into a file of results."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from autograder.base.shown import shown
from autograder.record.places import Settings

NAME = ".grading.lock"  # in the folder of autograded notebooks
LONGEST = 200  # characters that are shown of what another run wrote there


class InUse(Exception):
    """Another run writes there; the text says which, and what to do."""


class Locked(Exception):
    """Another process has a file; the text is how the file begins."""


@contextlib.contextmanager
def alone(settings: Settings, who: str) -> Iterator[None]:
    """Be the only one who grades into a course meanwhile.

    Two at once would overtake each other: one could write what it had judged of a submission that
    has been replaced, and the other graded, since. The kernel gives the lock back when its holder
    ends, however it ends.

    Parameters
    ----------
    settings : Settings
        Where the course's autograded notebooks lie.
    who : str
        What another run is told.

    Raises
    ------
    InUse
        If another run writes there.
    OSError
        If the lock cannot be made.
    """
    folder = settings.root / settings.autograded
    try:
        with locked(folder / NAME) as file:
            began = time.strftime("%H:%M:%S")
            file.truncate(0)
            file.write(f"{who}, process {os.getpid()}, since {began}".encode())
            file.flush()
            try:
                yield
            finally:
                file.truncate(0)
    except Locked as error:
        which = f": {error}" if str(error) else ""
        raise InUse(
            f"Another run is grading into {folder}{which}. Wait until it has ended, then run again."
        ) from None


@contextlib.contextmanager
def locked(path: Path) -> Iterator[BinaryIO]:
    """A file, for this process alone, to add to; made if it is not there.

    It is never reached through a link: students' files lie near.

    Raises
    ------
    Locked
        If another process has it.
    OSError
        If it cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    with open(os.open(path, flags, 0o664), "a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise Locked(shown(file.read(LONGEST).decode("utf-8", "replace"))) from None
        yield file
