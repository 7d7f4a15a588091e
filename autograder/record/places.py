"""Where a course keeps its submissions, what is written of them, and its gradebook."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from traitlets.config import Config


@dataclass(frozen=True)
class Settings:
    """Where things lie, and the configuration they came from."""

    root: Path
    db_url: str
    course_id: str
    submitted: str
    autograded: str
    feedback: str
    structure: str
    config: Config

    def folder(self, step: str, student: str, lesson: str) -> Path:
        """Folder of one submission in one of nbgrader's steps."""
        return self.root / self.structure.format(
            nbgrader_step=step, student_id=student, assignment_id=lesson
        )

    def submissions(self, lesson: str) -> list[tuple[str, Path]]:
        """Students who handed in a lesson, in order, each with the folder of the submission.

        A folder that may not be looked into is there too: what reads it says so.
        """
        parts = self.folder(self.submitted, "\0", lesson).parts
        at = next(place for place, part in enumerate(parts) if "\0" in part)
        name = re.escape(parts[at]).replace(re.escape("\0"), "(?P<student>.+)")
        above, below = Path(*parts[:at]), parts[at + 1 :]
        try:
            entries = os.listdir(above)
        except FileNotFoundError:
            return []
        found = []
        for entry in entries:
            match = re.fullmatch(name, entry, re.DOTALL)
            folder = Path(above, entry, *below)
            if match and not match["student"].startswith(".") and _may_be_folder(folder):
                found.append((match["student"], folder))
        return sorted(found)

    def section(self, name: str) -> dict[str, Any]:
        """Options that the configuration sets for one class."""
        return dict(self.config[name]) if name in self.config else {}


def _may_be_folder(path: Path) -> bool:
    """Whether there is a folder, or something that may be one: it does not let itself be seen."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except PermissionError:
        return True
    except OSError:
        return False
