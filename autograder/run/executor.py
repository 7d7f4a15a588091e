"""Who judges for a run: it takes tasks and gives back what came of them.

Tasks and results are plain data, so those who judge may be processes here or on other machines. A
run knows no more of them than this.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from autograder.run.tasks import Graded, Task


class CannotGrade(Exception):
    """Nothing can be graded here; the text says why, and what to do."""


class GaveUp(Exception):
    """Those who judge fail again and again, on whatever submission; the text says how."""


class Executor(Protocol):
    """Judges submissions somewhere else, several at a time, in any order."""

    def submit(self, tasks: Sequence[Task]) -> None:
        """Take on a chunk of submissions; return at once."""

    def ready(self, seconds: float) -> list[Graded]:
        """Return what is graded, each once; wait so long for the first if there is none.

        A failure on the executor's side costs only the submission that it happened on: that one
        comes back as `Status.BROKEN`, after another attempt.

        Raises
        ------
        CannotGrade
            If none of them can judge here.
        GaveUp
            If they fail again and again.
        """

    def close(self) -> None:
        """End everything now; what is not graded is dropped."""
