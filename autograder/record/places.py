"""Where a course keeps its submissions, what is written of them, and its gradebook."""

from __future__ import annotations

import re
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
        """Students who handed in a lesson, in order, each with the folder of the submission."""
        parts = Path(
            self.structure.format(
                nbgrader_step=self.submitted, student_id="*", assignment_id=lesson
            )
        ).parts
        base = self.root
        pattern = re.compile(
            re.escape(str(self.folder(self.submitted, "\0", lesson))).replace(
                re.escape("\0"), "(?P<student>[^/]+)"
            )
        )
        # A submitted folder outside the course is an absolute path: glob from its own root.
        if Path(parts[0]).is_absolute():
            base, parts = Path(parts[0]), parts[1:]
        found = []
        for folder in base.glob("/".join(parts)):
            match = pattern.fullmatch(str(folder))
            if match and folder.is_dir() and not match["student"].startswith("."):
                found.append((match["student"], folder))
        return sorted(found)

    def section(self, name: str) -> dict[str, Any]:
        """Options that the configuration sets for one class."""
        return dict(self.config[name]) if name in self.config else {}
