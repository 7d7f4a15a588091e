"""What ``nbgrader_config.py`` says, read without importing nbgrader (which takes seconds)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from traitlets.config import Config, PyFileConfigLoader

from autograder.base.limits import Limits
from autograder.run.worker import Options

STRUCTURE = "{nbgrader_step}/{student_id}/{assignment_id}"  # nbgrader's own default


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


def read_config(root: Path) -> Config:
    """Read the files that nbgrader itself would read, the course's own last."""
    from jupyter_core.paths import jupyter_config_path

    config = Config()
    for folder in [*reversed(jupyter_config_path()), str(root)]:
        if (Path(folder) / "nbgrader_config.py").is_file():
            config.merge(PyFileConfigLoader("nbgrader_config.py", path=folder).load_config())
    return config


def load(
    root: Path,
    *,
    submitted: str | Path | None = None,
    autograded: str | Path | None = None,
    feedback: str | Path | None = None,
    db: str | None = None,
) -> Settings:
    """Read the course's configuration; arguments that are given win over it.

    Parameters
    ----------
    root : Path
        The course.
    submitted, autograded, feedback : path, optional
        Folders to use in place of the configured ones.
    db : str, optional
        The gradebook: a database URL or the path of an SQLite file.
    """
    config = read_config(root)
    course = config.CourseDirectory if "CourseDirectory" in config else {}

    def step(name: str, given: str | Path | None) -> str:
        return str(Path(given).resolve()) if given else course.get(f"{name}_directory", name)

    home = Path(course.get("root") or root)
    url = course.get("db_url") or f"sqlite:///{home / 'gradebook.db'}"
    if db:
        url = db if "://" in db else f"sqlite:///{Path(db).resolve()}"
    return Settings(
        root=home,
        db_url=url,
        course_id=course.get("course_id", ""),
        submitted=step("submitted", submitted),
        autograded=step("autograded", autograded),
        feedback=step("feedback", feedback),
        structure=course.get("directory_structure", STRUCTURE),
        config=config,
    )


def judge_options(
    settings: Settings, sandbox: bool | None = None, feedback: bool = True
) -> Options:
    """What the workers get: ``c.JudgedExecute.limits`` and ``c.JudgedExecute.sandbox``.

    Parameters
    ----------
    settings : Settings
        The course's configuration.
    sandbox : bool, optional
        Wins over the configuration.
    feedback : bool
        Whether the workers render feedback pages.
    """
    chosen = settings.section("JudgedExecute")
    return Options(
        settings.root,
        Limits(**chosen.get("limits", {})),
        chosen.get("sandbox", True) if sandbox is None else sandbox,
        feedback,
    )
