"""The warm player of a course, and whether it works on this machine."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from autograder import course
from autograder.base.limits import Limits
from autograder.base.package import IMPORT_FROM
from autograder.judge.session import Died, Session
from autograder.judge.stops import StopTest
from autograder.sandbox.launch import ANSWER_SECONDS, SandboxError, WarmPlayer, way_of
from autograder.sandbox.ways import Bubblewrap, Way

INSTALL = "Install it with `apt-get install bubblewrap` (or your system's package of that name)."


def sandbox_problem() -> str | None:
    """Say what keeps the sandbox from working here, by trying it; None if it works."""
    try:
        tried_player(course.find_root(), Limits()).close()
    except SandboxError as error:
        return str(error)
    return None


def warm_player(root: Path, limits: Limits, sandbox: bool | Way = True) -> WarmPlayer:
    """Start a warm player that sees only the helper files of a course."""
    helpers = helper_files(root)
    secrets = [root / "source", root / "nbgrader_config.py"]
    return WarmPlayer(helpers, secrets, limits, sandbox)


def helper_files(root: Path) -> list[Path]:
    """Files that the notebooks of a course import."""
    return [helper(root, name) for name in course.HELPER_FILES]


def helper(root: Path, name: str) -> Path:
    """A file that notebooks import: the course's own, or the one that comes with the grader."""
    own = root / name
    return own if own.is_file() else IMPORT_FROM / name


def tried_player(root: Path, limits: Limits, sandbox: bool | Way = True) -> WarmPlayer:
    """Start a warm player in the sandbox, and have it run something.

    Parameters
    ----------
    root : Path
        The course.
    limits : Limits
    sandbox : bool or Way
        See `WarmPlayer`.

    Raises
    ------
    SandboxError
        If it does not work. The message says why, and what to do.
    """
    way = way_of(sandbox)
    if isinstance(way, Bubblewrap) and shutil.which("bwrap") is None:
        raise SandboxError(f"The sandbox needs bubblewrap, which is not installed. {INSTALL}")
    cells = [("probe", way.probe), ("trial", "def trial():\n    return 1")]
    deadline = time.monotonic() + ANSWER_SECONDS
    failed = "The sandbox does not work on this machine: "
    try:
        way.check()
        warm = warm_player(root, limits, way)
    except (SandboxError, OSError) as error:
        raise SandboxError(f"{failed}{error}") from error
    try:
        session = Session(warm, cells, [("test", len(cells))], (), deadline)
        player = session.begin("test", deadline)
        player.call("trial", (), {})
        player.close()
        session.close()
        if done := session.printed.get("probe"):
            raise SandboxError(f"students' code can {done.splitlines()[0]}.")
    except (Died, SandboxError, StopTest, OSError) as error:
        warm.close()
        reason = error.fault.sentence if isinstance(error, Died) else error
        raise SandboxError(f"{failed}{reason}") from error
    return warm
