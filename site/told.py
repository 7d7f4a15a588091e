"""What a check says of a known mistake, as a student reads it."""

from __future__ import annotations

from pathlib import Path

import rnn_check
from autograder.checks.mistakes import bank
from rnn_compare import CheckFailed
from rnn_language import speaking

# A mistake that a reader of the start page understands before the course.
MISTAKE = ("wrong", "rnn_cell_forward", "state-missing")


def message(root: Path, language: str) -> str:
    """The message of the check of `MISTAKE`'s function, in a language."""
    (wrong,) = (e for e in bank.load(root) if (e.kind, e.function, e.name) == MISTAKE)
    with speaking(language):
        try:
            rnn_check.check(wrong.make(root))
        except CheckFailed as failed:
            return str(failed)
    raise ValueError(f"The check passes {' '.join(MISTAKE)}.")
