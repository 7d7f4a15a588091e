"""Confine players where no name spaces can be had, as in most containers: by users of their own.

The judge is root, and stays outside. A player is shut into a folder that shows it what bubblewrap
would (`jail`). Students' code runs there as a user to whom nothing else belongs, without
privileges, with limits, its system calls filtered (`inside.account`). It holds where the kernel
keeps users apart, so that is tried before any student's code runs.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.base.outcome import SandboxError
from autograder.sandbox.inside import system_calls
from autograder.sandbox.jail import SCRATCH, WASTE, WHOLE
from autograder.sandbox.view import ENVIRONMENT, JUDGE, import_paths
from autograder.sandbox.ways import Way, python

FIRST_USER, LAST_USER = 20_000, 2**31 - 2  # no system gives these to people by itself
SWEEPS = 100  # times to kill what is left of a user; once is enough, unless the machine is stuck
NOT_ROOT = (
    "container mode needs to be root: it gives students' code a user of its own, and only root may."
)
NO_FILTER = "container mode filters system calls, and knows only those of x86-64 and ARM 64."
NO_JAIL = "there is no folder {jail} to shut students' code into; setup.sh makes it."
TWO_JUDGES = "another judge is at work in {jail}."
NOT_APART = "users are not kept apart here: as another user than root it was possible to {what}."


@dataclass(frozen=True)
class Container(Way):
    """Users of their own for students' code.

    Parameters
    ----------
    jail : Path
        From `jail.build`.
    private : tuple of Path
        What no student's code may read or write.
    scratch : bool
        Whether players may write files.
    user, warden : int
        Numbers of two users; 0 has them chosen.
    """

    jail: Path
    private: tuple[Path, ...] = ()
    scratch: bool = True
    user: int = 0
    warden: int = 0

    name = "account"

    def __post_init__(self) -> None:
        if not self.user:
            user, warden = _unused_users()
            object.__setattr__(self, "user", user)
            object.__setattr__(self, "warden", warden)

    @contextlib.contextmanager
    def prepared(self, helpers: Sequence[Path]) -> Iterator[tuple[dict, list[int]]]:
        """See `Way`."""
        proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
        try:
            settings = {
                "user": self.user,
                "warden": self.warden,
                "scratch": str(SCRATCH) if self.scratch else "",
                "waste": str(WASTE),
                "proc": proc,
            }
            yield settings, [proc]
        finally:
            os.close(proc)

    def command(self, helpers: Sequence[Path]) -> list[str]:
        """See `Way`."""
        return python(JUDGE, f"import os; os.chroot({str(self.jail)!r}); os.chdir('/'); ")

    def paths(self, helpers: Sequence[Path]) -> list[Path]:
        """See `Way`."""
        return import_paths(helpers, sandbox=True)

    def environment(self) -> dict[str, str]:
        """See `Way`."""
        return ENVIRONMENT

    def others(self) -> int:
        """See `Way`. Nobody else has the user."""
        return 0

    def without_scratch(self) -> Container:
        """See `Way`. With users of its own."""
        return replace(self, scratch=False, user=0)

    def check(self) -> None:
        """Try that users are kept apart, as the student's user.

        Raises
        ------
        SandboxError
            If not, or if it cannot be tried.
        """
        if os.geteuid() != 0:
            raise SandboxError(NOT_ROOT)
        if not system_calls.has_filter():
            raise SandboxError(NO_FILTER)
        if not (self.jail / WHOLE).is_file():
            raise SandboxError(NO_JAIL.format(jail=self.jail))
        if self.scratch:
            self._claim()
        if done := _as_user(self.user, self._attempts()):
            raise SandboxError(NOT_APART.format(what=done))

    def _claim(self) -> None:
        """Be the one judge that uses the scratch folder, as long as this process lives."""
        if self.jail in _CLAIMED:
            return
        descriptor = os.open(self.jail / WHOLE, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise SandboxError(TWO_JUDGES.format(jail=self.jail)) from None
        _CLAIMED[self.jail] = descriptor

    def _attempts(self) -> dict[str, Callable[[], object]]:
        """What the student's user must not be able to do, outside of the folder even."""
        judge = os.getpid()
        attempts: dict[str, Callable[[], object]] = {
            "be root again": lambda: os.setuid(0),
            "signal the judge": lambda: os.kill(judge, 0),
            "read the judge's environment": lambda: open(f"/proc/{judge}/environ").read(1),
            "leave a folder": lambda: os.chroot("/"),
        }
        for path in self.private:
            attempts[f"read {path}"] = lambda path=path: os.open(path, os.O_RDONLY)
            new = path / "new" if path.is_dir() else path
            attempts[f"write {new}"] = lambda new=new: open(new, "ab")
        return attempts

    @property
    def probe(self) -> str:  # type: ignore[override]
        """See `Way`."""
        return PROBE.format(private=[str(path) for path in self.private], judge=os.getpid())

    def sweep(self) -> None:
        """See `Way`."""
        for _ in range(SWEEPS):
            if not _belonging_to(self.user):
                return
            _run_as((self.warden, self.user, self.warden), _kill_all)
            time.sleep(0.01)
        raise SandboxError(f"processes of the user {self.user} do not end.")


_CLAIMED: dict[Path, int] = {}

PROBE = """
import os, socket, _socket
def attempt(what, call):
    try:
        call()
    except Exception:
        return
    print(what)
for path in {private!r}:
    attempt("read " + path, lambda: os.stat(path))
attempt("list processes", lambda: os.listdir("/proc"))
attempt("read the system's list of users", lambda: open("/etc/passwd"))
attempt("signal the judge", lambda: os.kill({judge}, 0))
attempt("signal the process that it comes from", lambda: os.kill(os.getppid(), 0))
attempt("be root again", lambda: os.setuid(0))
attempt("leave its folder", lambda: os.chroot("/"))
attempt("write outside its folder", lambda: open("/judge/new", "w"))
attempt("use the network", lambda: socket.socket())
attempt("use a pair of sockets", lambda: _socket.socketpair())
attempt("start a program", lambda: os.execv("/bin/sh", ["sh"]))
if os.getuid() == 0 or os.getgid() == 0 or os.getgroups():
    print("be root")
"""


def _unused_users() -> tuple[int, int]:
    """Two numbers of users to whom nothing belongs.

    By chance: the kernel counts processes by these numbers on the whole machine, on which other
    containers may do the same.
    """
    last = min(LAST_USER, _last_mapped("uid_map"), _last_mapped("gid_map"))
    if last <= FIRST_USER + 1:
        raise SandboxError("this container has no numbers for further users.")
    while True:
        user = FIRST_USER + secrets.randbelow(last - FIRST_USER)
        if not _belonging_to(user) and not _belonging_to(user + 1):
            return user, user + 1


def _last_mapped(name: str) -> int:
    """Last number of a user or group that there is here, of those without a gap from 0 on."""
    end = 0
    with open(f"/proc/self/{name}") as file:
        for first, _, count in sorted(tuple(map(int, line.split())) for line in file):
            if first != end:
                break
            end = first + count
    return end - 1


def _belonging_to(user: int) -> list[int]:
    """Numbers of the processes of a user that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state = (path / "stat").read_bytes().rpartition(b")")[2].split()[0]
            if path.stat().st_uid == user and state not in (b"Z", b"X"):
                found.append(int(path.name))
    return found


def _as_user(user: int, attempts: dict[str, Callable[[], object]]) -> str:
    """Which of the attempts succeeds first as another user; empty if none does."""
    names = list(attempts)

    def first_done() -> int:
        for number, name in enumerate(names):
            with contextlib.suppress(Exception):
                attempts[name]()
                return number + 1
        return 0

    done = _run_as((user, user, user), first_done)
    return names[done - 1] if done else ""


def _kill_all() -> None:
    if 0 not in os.getresuid():  # root would reach the whole machine
        os.kill(-1, signal.SIGKILL)


def _run_as(users: tuple[int, int, int], call: Callable[[], int | None]) -> int:
    """Number that a call returns in a process of another user.

    Raises
    ------
    SandboxError
        If there is no such process to be had.
    """
    failed = 255
    child = os.fork()
    if not child:
        try:
            os.setgroups([])
            os.setresgid(*(users[0],) * 3)
            os.setresuid(*users)
            os._exit(call() or 0)
        finally:
            os._exit(failed)
    _, status = os.waitpid(child, 0)
    if not os.WIFEXITED(status) or os.WEXITSTATUS(status) == failed:
        raise SandboxError("no process of another user can be started here.")
    return os.WEXITSTATUS(status)
