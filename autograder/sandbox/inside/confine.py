"""How the player locks itself in, without a C extension: what all ways have in common.

A way says how a submission is kept apart: `spaces` by the kernel's name spaces, which bubblewrap
has set up, `account` by a user of its own where there are none. `Unconfined` keeps nothing apart:
then only the limits on resources hold.

Runs inside the sandbox, so it imports nothing of the course.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import struct
from collections.abc import Iterator
from typing import BinaryIO

PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, PR_CAPBSET_DROP = 4, 38, 22, 24
SECCOMP_MODE_FILTER = 2

libc = ctypes.CDLL(None, use_errno=True)


def call(name: str, *arguments: object) -> None:
    """Call a function of the C library that returns 0 if all went well."""
    if getattr(libc, name)(*arguments) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")


class Unconfined:
    """No sandbox. The other ways build on it.

    Parameters
    ----------
    settings : dict
        What the judge has sent.
    """

    sandbox = False

    def __init__(self, settings: dict) -> None:
        self.limits = settings["limits"]
        self.size = 0  # bytes of address space that the warm process has
        self.proc: int | None = None  # the open folder /proc, where it has no path

    # ------------------------------------------------------------------ the warm process

    def enter(self) -> None:
        """Go where submissions will be, before anything that they use is imported."""

    def settle(self) -> None:
        """Do once, before the first submission, what holds for all of them."""
        with self._file("self/statm") as file:
            self.size = int(file.read().split()[0]) * resource.getpagesize()

    def prefer_to_kill(self) -> None:
        """If the machine runs out of memory, let the kernel take this process and those below."""
        with self._file("self/oom_score_adj", os.O_WRONLY) as file:
            file.write(b"1000")

    def fork(self) -> int:
        """Fork the stem of a submission."""
        return os.fork()

    def members(self) -> dict[int, str]:
        """Living processes of the submission: name of its folder in ``/proc``, by its number."""
        return {}  # nobody can tell

    def kill(self, number: int) -> None:
        """Kill one of them."""

    def end(self, stem: int) -> None:
        """Kill the submission, with all that it has started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(stem, signal.SIGKILL)

    def bury(self, stem: int) -> None:
        """Wait until a submission that was killed is gone."""
        with contextlib.suppress(ChildProcessError):
            os.waitpid(stem, 0)

    def overfull(self) -> bool:
        """Whether the submission has written more files than it may."""
        return False

    def resident(self, name: str) -> int:
        """Bytes of memory that no file backs; pages shared with its forks count in full.

        Quick to ask for, and never less than `held`.
        """
        try:
            with self._file(f"{name}/statm") as file:
                _, pages, shared, *_ = map(int, file.read().split())
        except OSError:
            return 0  # it has just ended
        return (pages - shared) * resource.getpagesize()

    def held(self, name: str) -> int:
        """Bytes of memory of a process, a page that n processes share counted as an n-th.

        Summed over all that share a page, this is what the page takes. For a process that cannot
        be measured so, shared pages count in full.
        """
        try:
            with self._file(f"{name}/smaps_rollup") as file:
                lines = dict(line.split(b":", 1) for line in list(file)[1:])
            return int(lines[b"Pss_Anon"].split()[0]) << 10
        except OSError:
            return self.resident(name)

    def status(self) -> Iterator[tuple[str, dict[bytes, bytes]]]:
        """What the kernel says of each living process that can be seen, by name of its folder."""
        for name in os.listdir("/proc" if self.proc is None else self.proc):
            if not name.isdecimal():
                continue
            try:
                # Bytes, because a process gives itself any name; the kernel escapes line ends.
                with self._file(f"{name}/status") as file:
                    lines = dict(line.split(b":", 1) for line in file)
            except (OSError, ValueError):
                continue  # it has just ended
            if lines[b"State"].split()[0] not in (b"Z", b"X"):
                yield name, lines

    def _file(self, name: str, flags: int = os.O_RDONLY) -> BinaryIO:
        """Open a file below ``/proc``."""
        path = name if self.proc is not None else f"/proc/{name}"
        descriptor = os.open(path, flags | os.O_CLOEXEC, dir_fd=self.proc)
        return open(descriptor, "rb" if flags == os.O_RDONLY else "wb")

    # ------------------------------------------------------------------ a submission's process

    def lock_in(self) -> None:
        """Give up everything that a submission does not need. There is no way back."""
        limits = self.limits
        _limit(resource.RLIMIT_AS, self.size + (limits["memory_mb"] << 20))
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_CPU, int(limits["submission_seconds"]) + 5)
        _limit(resource.RLIMIT_FSIZE, limits["file_mb"] << 20)
        _limit(resource.RLIMIT_NOFILE, limits["open_files"])
        _limit(resource.RLIMIT_MEMLOCK, 0)
        _limit(resource.RLIMIT_MSGQUEUE, 0)

    def limit_processes(self) -> None:
        """Limit how many there are, where the kernel counts those of a submission alone."""
        # Besides the student's: two warm processes, the stem, and the test players that wait.
        most = self.limits["processes"] + 2 + self.limits["test_players"]
        _limit(resource.RLIMIT_NPROC, most)


# ---------------------------------------------------------------------------- for ways that confine


def drop_bounds() -> None:
    """Drop every privilege for good that a program might be given, and ask for none from here."""
    for capability in range(64):
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break  # beyond the last one that the kernel knows
    call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def drop_privileges() -> None:
    """Drop every privilege that this process has."""
    header = struct.pack("<II", 0x20080522, 0)  # version 3, this process
    call("capset", header, b"\0" * 24)


def filter_system_calls(program: bytes) -> None:
    """Add a filter of `system_calls` to what holds; none if it is empty."""
    if not program:
        return
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    call("prctl", PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0)


def may_be_measured() -> None:
    """Let this process's memory be measured by its own user again, after a change of user."""
    call("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)


def _limit(what: int, value: int) -> None:
    _, hard = resource.getrlimit(what)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (value, value))


def default_signals() -> None:
    """Undo the handlers of the warm process."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
