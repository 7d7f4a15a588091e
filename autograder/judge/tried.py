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
from autograder.sandbox.launch import ANSWER_SECONDS, SandboxError, WarmPlayer

INSTALL = "Install it with `apt-get install bubblewrap` (or your system's package of that name)."


def sandbox_problem() -> str | None:
    """Say what keeps the sandbox from working here, by trying it; None if it works."""
    try:
        tried_player(course.find_root(), Limits()).close()
    except SandboxError as error:
        return str(error)
    return None


def warm_player(root: Path, limits: Limits, sandbox: bool = True) -> WarmPlayer:
    """Start a warm player that sees only the helper files of a course."""
    helpers = [helper(root, name) for name in course.HELPER_FILES]
    secrets = [root / "source", root / "nbgrader_config.py"]
    return WarmPlayer(helpers, secrets, limits, sandbox)


def helper(root: Path, name: str) -> Path:
    """A file that notebooks import: the course's own, or the one that comes with the grader."""
    own = root / name
    return own if own.is_file() else IMPORT_FROM / name


def tried_player(root: Path, limits: Limits) -> WarmPlayer:
    """Start a warm player in the sandbox, and have it run something.

    Raises
    ------
    SandboxError
        If it does not work. The message says why, and what to do.
    """
    if shutil.which("bwrap") is None:
        raise SandboxError(f"The sandbox needs bubblewrap, which is not installed. {INSTALL}")
    cell = ("trial", "def trial():\n    return 1")
    deadline = time.monotonic() + ANSWER_SECONDS
    failed = "The sandbox does not work on this machine: "
    try:
        warm = warm_player(root, limits)
    except (SandboxError, OSError) as error:
        raise SandboxError(f"{failed}{error}") from error
    try:
        session = Session(warm, [cell], [("test", 1)], (), deadline)
        player = session.begin("test", deadline)
        player.call("trial", (), {})
        player.close()
        session.close()
    except (Died, SandboxError, StopTest, OSError) as error:
        warm.close()
        reason = error.fault.sentence if isinstance(error, Died) else error
        raise SandboxError(f"{failed}{reason}") from error
    return warm
