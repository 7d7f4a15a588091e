"""What a check says of a known mistake, as a student reads it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# A mistake that a reader of the start page understands before the course.
MISTAKE = ("rnn_cell_forward", "state-missing")
ASK = """
import sys
from pathlib import Path
import rnn_check
from rnn_compare import CheckFailed
from rnn_language import language
from autograder.checks.mistakes import bank
language(sys.argv[2])
function, name = sys.argv[3:]
(wrong,) = (each for each in bank.load(Path(sys.argv[1]))
            if (each.kind, each.function, each.name) == ("wrong", function, name))
try:
    rnn_check.check(wrong.make(Path(sys.argv[1])))
except CheckFailed as failed:
    print(failed)
else:
    sys.exit(f"the check passes {name}")
"""


def message(root: Path, language: str) -> str:
    """The message of the check of `MISTAKE`'s function, in a language."""
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", ASK, root, language, *MISTAKE],
        cwd=root,
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout.strip()
