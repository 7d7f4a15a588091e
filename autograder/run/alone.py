"""One run at a time writes into a course: `autograder grade`, and nbgrader with the judge in it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator

from autograder.base.shown import shown
from autograder.record.places import Settings

NAME = ".grading.lock"  # in the folder of autograded notebooks
LONGEST = 200  # characters that are shown of what another run wrote there


class InUse(Exception):
    """Another run writes there; the text says which, and what to do."""


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
    folder.mkdir(parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    with open(os.open(folder / NAME, flags, 0o664), "r+", errors="replace") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = shown(file.read(LONGEST))
            which = f": {said}" if said else ""
            raise InUse(
                f"Another run is grading into {folder}{which}. Wait until it has ended, then run "
                "again."
            ) from None
        began = time.strftime("%H:%M:%S")
        file.truncate(0)
        file.write(f"{who}, process {os.getpid()}, since {began}")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)
