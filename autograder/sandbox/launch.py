"""Start the warm player inside bubblewrap, and give it orders.

What the player may see is listed here, file by file: Python, its packages, and the modules that the
notebooks import. Not the course, the gradebook, other submissions, home folders or the environment.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.base import processes
from autograder.base.limits import Limits
from autograder.base.outcome import SandboxError
from autograder.sandbox.inside import wire
from autograder.sandbox.inside.channel import Channel

START_SECONDS = 60.0  # a loaded machine may take long to import NumPy
ANSWER_SECONDS = 20.0
TEST_PLAYERS = 40  # the most tests that a lesson may have
SPARE_PROCESSES = 200  # that the user may start while the grader runs, on an old kernel
JUDGE = Path("/judge")  # where our own modules lie in the sandbox
OURS = Path(__file__).resolve().with_name("inside")  # all of them; a package of that name there
# Not /dev/zero: mapped, it is memory that the watch on memory does not see.
DEVICES = ("/dev/full", "/dev/null", "/dev/random", "/dev/urandom")
ENVIRONMENT = {
    "HOME": "/scratch",
    "LANG": "C.UTF-8",
    "LD_BIND_NOW": "1",  # link once, in the warm process, not in every fork
    "MALLOC_ARENA_MAX": "2",  # each reserves 64 MB of addresses, and threads would have one each
    "MPLBACKEND": "Agg",
    "MPLCONFIGDIR": "/scratch/.matplotlib",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PATH": "/usr/bin:/bin",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "TMPDIR": "/scratch",
}


class WarmPlayer:
    """The judge's handle on the warm player.

    Parameters
    ----------
    helpers : sequence of Path
        Files that the notebooks import.
    secrets : sequence of Path
        What the player must not see, wherever the course lies.
    limits : Limits
        What a submission may use.
    sandbox : bool
        False starts the player as an ordinary process: limits on resources only.
    """

    def __init__(
        self,
        helpers: Sequence[Path],
        secrets: Sequence[Path],
        limits: Limits,
        sandbox: bool = True,
    ) -> None:
        self.limits, self.sandbox = limits, sandbox
        self.unanswered = 0
        ours, theirs = socket.socketpair()
        with theirs:
            settings = {
                "sandbox": sandbox,
                "limits": {**asdict(limits), "test_players": TEST_PLAYERS + _others()},
                "paths": [str(path) for path in _import_paths(helpers, sandbox)],
                "control": theirs.fileno(),
                "forbidden": _where_visible(secrets),
            }
            first = str(JUDGE if sandbox else OURS.parent)
            start = f"import sys; sys.path.insert(0, {first!r}); import inside.player as p"
            command = [_interpreter(), "-I", "-S", "-c", f"{start}; p.main()"]
            if sandbox:
                command = [*_bubblewrap(helpers), *command]
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
                env=ENVIRONMENT if sandbox else _plain_environment(),
                start_new_session=True,  # Ctrl-C is for the judge, which then ends the player
            )
        # Not in the command, which every fork can read: they say where the course lies.
        with contextlib.suppress(BrokenPipeError), self.process.stdin as order:
            order.write(json.dumps(settings).encode())
        self.control = Channel(ours, 1 << 20)
        self.next: socket.socket | None = None
        self._expect_ready()
        self._prepare_next()

    def _expect_ready(self) -> None:
        try:
            deadline = time.monotonic() + START_SECONDS
            answer = wire.decode(self.control.receive(deadline), wire.no_references)
            _, visible, self.filtered = answer
        except (wire.WireError, ValueError) as error:
            self.process.kill()
            said = self.process.stderr.read().decode("utf-8", "replace").strip()
            self.close()
            last = said.splitlines()[-1] if said else type(error).__name__
            raise SandboxError(f"the player did not start ({last}).") from error
        if visible:
            self.close()
            raise SandboxError(
                f"the player can see {visible[0]}, which lies among Python's own files. "
                "Move the course out of them."
            )

    def start(self) -> socket.socket:
        """Return the socket of a new submission's stem, which was forked beforehand."""
        self._answers()
        if self.next is None:
            self._prepare_next()
        stem, self.next = self.next, None
        return stem

    def _prepare_next(self) -> None:
        """Have the next stem forked while the judge does something else."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._order("start", theirs.fileno())
        self.next = ours

    def why(self, since: float = 0.0) -> str:
        """Say what the memory watch did: ``"memory_of_all"`` if it has killed.

        Parameters
        ----------
        since : float
            Time of ``time.monotonic``; what it did before does not count.
        """
        self._order("why")
        reason, killed_at = self._answers()
        return reason if killed_at >= since else ""

    def count(self) -> int:
        """Count the submission's living processes (0 without a sandbox, where nobody can tell)."""
        self._order("count")
        return self._answers()

    def end(self, wait: bool = False) -> str:
        """End the submission; say what the memory watch did if ``wait``."""
        self._order("end")
        reason = self._answers()[0] if wait else ""
        self._prepare_next()
        return reason

    def _order(self, order: str, pass_fd: int = -1) -> None:
        message = wire.encode(order, wire.no_references)
        try:
            self.control.send(message, time.monotonic() + ANSWER_SECONDS, pass_fd)
        except wire.WireError as error:
            raise SandboxError("the warm player is gone.") from error
        self.unanswered += order != "start"

    def _answers(self) -> Any:
        """Read all answers that are due; return the last."""
        answer: Any = ""
        try:
            while self.unanswered:
                deadline = time.monotonic() + ANSWER_SECONDS
                answer = wire.decode(self.control.receive(deadline), wire.no_references)
                self.unanswered -= 1
        except wire.WireError as error:
            raise SandboxError("the warm player does not answer.") from error
        return answer

    def close(self) -> None:
        """End the warm player and everything below it."""
        if hasattr(self, "control"):
            if self.next is not None:
                self.next.close()
            self.control.close()  # it ends itself, and the submission, when the judge hangs up
        with contextlib.suppress(subprocess.TimeoutExpired):
            processes.wait(self.process, 2)
        self.process.kill()
        self.process.wait()
        self.process.stderr.close()


def _others() -> int:
    """How many processes the limit on processes must leave room for, besides the player's own.

    Since Linux 5.14 the kernel counts those of the player's user space alone; before, all of the
    user's.
    """
    release = re.match(r"(\d+)\.(\d+)", os.uname().release)
    if release and (int(release[1]), int(release[2])) >= (5, 14):
        return 0
    running = 0
    for path in Path("/proc").glob("[0-9]*/task/[0-9]*"):
        with contextlib.suppress(OSError):
            running += path.stat().st_uid == os.getuid()
    return running + SPARE_PROCESSES


# ----------------------------------------------------------------------------- what it may see


def _interpreter() -> str:
    """The interpreter itself: a virtual environment's is a link that needs its folder."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


def package_folders() -> list[Path]:
    """Folders of installed packages that the notebooks need."""
    folders = []
    for name in ("numpy", "matplotlib", "IPython"):
        found = importlib.util.find_spec(name)
        if found and found.origin:
            folders.append(Path(found.origin).resolve().parents[1])
    return list(dict.fromkeys(folders))


def _inside(number: int) -> Path:
    """Where a folder of packages lies in the sandbox, wherever it lies outside."""
    return JUDGE / f"packages{number}"


def _import_paths(helpers: Sequence[Path], sandbox: bool) -> list[Path]:
    """Folders that the player imports from."""
    folders = package_folders()
    if sandbox:
        return [JUDGE, *map(_inside, range(len(folders)))]
    return [*dict.fromkeys(path.parent for path in helpers), *folders]


def _where_visible(secrets: Sequence[Path]) -> list[str]:
    """Where secrets would be visible, if they lay among what the sandbox shows."""
    moved = [
        _inside(number) / path.resolve().relative_to(folder)
        for number, folder in enumerate(package_folders())
        for path in secrets
        if path.resolve().is_relative_to(folder)
    ]
    return [str(path) for path in (*secrets, *moved)]


def _python_folders() -> list[Path]:
    """Folders that the interpreter needs: its executable, library and standard library."""
    prefix = Path(sys.base_prefix).resolve()
    folders = [Path(_interpreter()).parent, prefix / "bin", prefix / "lib", prefix / "lib64"]
    # Those of Python itself: a virtual environment's may lie anywhere, and are not needed.
    base = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix}
    folders += [Path(sysconfig.get_path(name, vars=base)) for name in ("stdlib", "platstdlib")]
    return [folder.resolve() for folder in folders if folder.is_dir()]


def _bubblewrap(helpers: Sequence[Path]) -> list[str]:
    """Command that starts another one where only the listed files are."""
    # Not --die-with-parent: that follows the thread that started it. The player ends by itself
    # when the judge's end of the control socket closes.
    command = [shutil.which("bwrap") or "bwrap", "--new-session"]
    command += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    command += ["--unshare-cgroup-try"]
    if os.getuid() != 0:
        command += ["--unshare-user"]
    mounts = {**_system_mounts(), **_our_mounts(helpers), **_scratch_mounts()}
    if not any(Path("/tmp") in at.parents for at in mounts):  # Python itself may lie there
        mounts[Path("/tmp")] = ["--symlink", "/scratch", "/tmp"]
    command += _in_order(mounts)
    return [*command, "--remount-ro", "/", "--chdir", "/", "--clearenv", *_environment(), "--"]


Mounts = dict[Path, list[str]]  # bubblewrap's words for each place in the sandbox


def _shown(path: Path | str, at: Path | None = None, how: str = "--ro-bind") -> Mounts:
    at = at or Path(path)
    return {at: [how, str(path), str(at)]}


def _system_mounts() -> Mounts:
    """Libraries of the system, Python itself, and a few devices."""
    mounts: Mounts = {}
    for name in ("/usr/lib", "/usr/lib64", "/usr/lib32", "/lib", "/lib64", "/lib32"):
        if os.path.islink(name):
            mounts[Path(name)] = ["--symlink", os.readlink(name), name]
        elif os.path.isdir(name):
            mounts |= _shown(name)
    for folder in _python_folders():
        mounts |= _shown(folder)
    for name in DEVICES:
        mounts |= _shown(name, how="--dev-bind")
    return mounts


def _our_mounts(helpers: Sequence[Path]) -> Mounts:
    """Packages and modules that the player imports."""
    mounts: Mounts = {}
    for number, folder in enumerate(package_folders()):
        mounts |= _shown(folder, _inside(number))
        if (folder / "autograder").is_dir():
            # Installed, not used from the checkout: the checks would lie beside NumPy.
            hidden = _inside(number) / "autograder"
            mounts[hidden] = ["--tmpfs", str(hidden)]
    mounts |= _shown(OURS, JUDGE / OURS.name)
    for path in helpers:
        mounts |= _shown(path.resolve(), JUDGE / path.name)
    return mounts


def _scratch_mounts() -> Mounts:
    """The one folder that may be written to, and the list of its own processes."""
    return {
        Path("/proc"): ["--proc", "/proc"],
        Path("/scratch"): ["--perms", "0755", "--dir", "/scratch"],
    }


def _in_order(mounts: Mounts) -> list[str]:
    """Words for all mounts, each place after those above it, with the folders in between."""
    words: list[str] = []
    made = {Path("/")}
    bound = mounts.keys() - {Path("/tmp")}  # Python's packages may lie below /tmp
    for at in sorted(mounts):
        for parent in reversed(at.parents):
            covered = any(above in bound for above in (parent, *parent.parents))
            if parent not in made and not covered:
                # bubblewrap makes missing folders for root alone, and the player is not root.
                words += ["--perms", "0755", "--dir", str(parent)]
            made.add(parent)
        words += mounts[at]
    return words


def _plain_environment() -> dict[str, str]:
    """Environment of a player without a sandbox, whose scratch folder is the system's."""
    where = tempfile.gettempdir()
    return {name: value.replace("/scratch", where) for name, value in ENVIRONMENT.items()}


def _environment() -> list[str]:
    return [word for name, value in ENVIRONMENT.items() for word in ("--setenv", name, value)]
