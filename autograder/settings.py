"""What ``nbgrader_config.py`` says, read without importing nbgrader (which takes seconds)."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

from autograder.base.files import read_small
from autograder.base.limits import Limits
from autograder.base.seed import InputSeed
from autograder.course.config import full_config
from autograder.record.places import Settings
from autograder.run.tasks import Options

SHORTEST = 20  # characters of a secret seed: what is shorter could be found by trying
STRUCTURE = "{nbgrader_step}/{student_id}/{assignment_id}"  # nbgrader's own default


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
    config = full_config(root)
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
    """What the workers get, by ``c.JudgedExecute`` in the configuration.

    Parameters
    ----------
    settings : Settings
        The course's configuration.
    sandbox : bool, optional
        Wins over the configuration.
    feedback : bool
        Whether the workers render feedback pages.

    Raises
    ------
    TypeError, ValueError
        If a limit or the secret seed cannot be used. There is no other seed in its place.
    """
    chosen = settings.section("JudgedExecute")
    return Options(
        settings.root,
        Limits(**chosen.get("limits", {})),
        chosen.get("sandbox", True) if sandbox is None else sandbox,
        feedback,
        seed=_seed(settings.root, chosen),
    )


def _seed(root: Path, chosen: dict[str, Any]) -> InputSeed:
    """The seed of hidden inputs: ``c.JudgedExecute.seed_file`` and ``inputs_by_student``."""
    by_student = bool(chosen.get("inputs_by_student", False))
    if not (named := chosen.get("seed_file", "")):
        return InputSeed(by_student=by_student)
    path = (root / Path(named).expanduser()).resolve()
    wanted = f"seed_file should name a file with a secret of {SHORTEST} characters or more"
    try:
        data = read_small(path)
        mode = path.stat().st_mode
    except OSError as error:
        raise ValueError(f"{wanted}; {path} could not be read: {error.strerror}.") from error
    secret = (data or b"").decode("utf-8", "replace").strip()
    if len(secret) < SHORTEST:
        raise ValueError(f"{wanted}; {path} holds {len(secret)}.")
    if mode & stat.S_IROTH:
        raise ValueError(f"{path} can be read by every user of this machine: chmod o-rwx {path}.")
    return InputSeed(secret, by_student)
