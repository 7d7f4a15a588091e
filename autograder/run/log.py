"""The instructor's log: what went wrong on our side, with tracebacks. Students never see it."""

from __future__ import annotations

import contextlib
import logging
import os
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO

from autograder.record.places import Settings

NAME = "autograder.log"
MOST_BYTES = 1_000_000  # then another file is begun, and the oldest one goes
BACKUPS = 3


class Log:
    """A log file that is there only once something has gone wrong.

    Parameters
    ----------
    path : Path
        Where it lies. Only its owner may read it, because a traceback can hold what a hidden test
        asks.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written = False

    @classmethod
    def of(cls, settings: Settings) -> Log:
        """The log of a course: beside the folder of autograded notebooks."""
        return cls((settings.root / settings.autograded).parent / NAME)

    def write(self, text: str) -> None:
        """Add an entry. A log that cannot be written does not stop a run."""
        record = logging.LogRecord("autograder", logging.ERROR, "", 0, text.rstrip(), None, None)
        with contextlib.suppress(OSError):
            handler = _Handler(self.path, maxBytes=MOST_BYTES, backupCount=BACKUPS, delay=True)
            with contextlib.closing(handler):
                handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
                handler.emit(record)
            self.written = True

    def error(self, what: str, error: BaseException) -> None:
        """Add an exception with its traceback."""
        self.write(f"{what}\n{''.join(traceback.format_exception(error))}")


class _Handler(RotatingFileHandler):
    """Opens the file for its owner alone, follows no link, and tells its caller what fails."""

    def _open(self) -> IO[str]:
        def private(path: str, flags: int) -> int:
            return os.open(path, flags | os.O_NOFOLLOW, 0o600)

        name = self.baseFilename
        return open(name, "a", encoding="utf-8", errors="backslashreplace", opener=private)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (as logging calls it)
        raise
