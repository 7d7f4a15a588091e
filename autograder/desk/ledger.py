"""What was collected from where: so that grades and pages find the way back to the same rows.

One JSON file in the course, beside ``submitted/``. Students' names are not in it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder.base.files import write_atomic
from autograder.desk.sheet import DeskError

FILE = "collected.json"
SCHEMA = 1


@dataclass(frozen=True)
class Origin:
    """Where one submission came from."""

    site: str  # "moodle" | "canvas" | "folder"
    key: str  # the site's number of the student
    base: str  # what the name of a file must begin with to come back to it
    original: str  # the file's own name
    digest: str  # sha256 of the file
    late: bool = False
    order: int = 0
    moment: str = ""  # UTC, as written into timestamp.txt


class Ledger:
    """Origins by lesson and student.

    Parameters
    ----------
    root : Path
        The course.

    Raises
    ------
    DeskError
        If the file is there and cannot be read.
    """

    def __init__(self, root: Path) -> None:
        self.path = root / FILE
        self.origins: dict[str, dict[str, Origin]] = {}
        if not self.path.is_file():
            return
        try:
            held = json.loads(self.path.read_text(encoding="utf-8"))
            self.origins = {
                lesson: {student: Origin(**origin) for student, origin in students.items()}
                for lesson, students in held["lessons"].items()
            }
        except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
            raise DeskError(
                f"{self.path} cannot be read ({type(error).__name__}). It says where submissions "
                "came from; put it right, or move it away and collect again."
            ) from error

    def get(self, lesson: str, student: str) -> Origin | None:
        """Where a submission came from, if it was collected."""
        return self.origins.get(lesson, {}).get(student)

    def put(self, lesson: str, student: str, origin: Origin) -> None:
        """Note where a submission came from."""
        self.origins.setdefault(lesson, {})[student] = origin

    def numbers(self, lesson: str, site: str) -> dict[str, str]:
        """The site's number of each student whose submission came from there."""
        return {
            student: origin.key
            for student, origin in self.origins.get(lesson, {}).items()
            if origin.site == site
        }

    def save(self) -> None:
        """Write the file, if it says anything new."""
        lessons = {
            lesson: {student: asdict(origin) for student, origin in sorted(students.items())}
            for lesson, students in sorted(self.origins.items())
        }
        text = json.dumps({"schema": SCHEMA, "lessons": lessons}, indent=1, ensure_ascii=False)
        data = (text + "\n").encode()
        if not self.path.is_file() or self.path.read_bytes() != data:
            write_atomic(self.path, data)
