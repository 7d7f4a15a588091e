"""What went wrong on our side: tracebacks, for the instructor's log and for nobody else."""

from __future__ import annotations

import traceback

MOST = 20  # of one submission
LONGEST = 20_000  # characters of one

_noted: list[str] = []


def note(error: BaseException, what: str) -> None:
    """Keep an exception's traceback until it is taken.

    Parameters
    ----------
    error : BaseException
        It may hold values of a hidden test: no student may see it.
    what : str
        What was being done, and of which submission.
    """
    if len(_noted) < MOST:
        lines = "".join(traceback.format_exception(error))
        _noted.append(f"{what}\n{lines[-LONGEST:]}")


def take() -> str:
    """Return what has been noted since the last time."""
    text = "\n".join(_noted)
    _noted.clear()
    return text
