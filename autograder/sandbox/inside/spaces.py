"""A submission in name spaces of its own, within those that bubblewrap has set up.

Runs inside the sandbox, so it imports nothing of the course. bubblewrap has already taken away the
network and the file system. What is left to do here, for each submission anew: a process space of
its own, a scratch folder of its own, no privileges, and limits.
"""

from __future__ import annotations

import contextlib
import os
import signal

from . import confine, system_calls

CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWPID = 0x00020000, 0x10000000, 0x20000000
MS_NOSUID_NODEV, MS_NOSUID_NODEV_RDONLY = 0x6, 0x7
NOBODY = 65534


class Spaces(confine.Unconfined):
    """See `confine.Unconfined` for what each step is for."""

    sandbox = True

    def enter(self) -> None:
        """Stop being root; move where this process may set up further spaces."""
        become_nobody()
        enter_own_space()

    def settle(self) -> None:
        """See `confine.Unconfined`."""
        super().settle()
        self.own_space = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        with self._file("self/status") as file:
            # How many process spaces this process is in, counted from that of /proc.
            self.level = next(len(line.split()) - 1 for line in file if line[:6] == b"NSpid:")
        confine.drop_bounds()
        self.program = b""
        if system_calls.has_filter():
            confine.filter_system_calls(system_calls.first_program())
            self.program = system_calls.second_program()

    def fork(self) -> int:
        """Fork; the child is process 1 of a new process space, and dies with all that it starts."""
        confine.call("unshare", CLONE_NEWPID)
        child = os.fork()
        if child:
            # The next child must again start a space of its own, not join this one.
            confine.call("setns", self.own_space, CLONE_NEWPID)
        else:
            os.close(self.own_space)
        return child

    def members(self) -> dict[int, str]:
        """Living processes below this one's process space."""
        found = {}
        for name, lines in self.status():
            numbers = lines[b"NSpid"].split()
            if len(numbers) > self.level:
                found[int(numbers[self.level - 1])] = name
        return found

    def kill(self, number: int) -> None:
        """See `confine.Unconfined`."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)

    def end(self, stem: int) -> None:
        """Kill process 1 of the submission's space: the kernel ends all the others."""
        self.kill(stem)

    def lock_in(self) -> None:
        """See `confine.Unconfined`."""
        _mount_scratch(self.limits["file_mb"])
        super().lock_in()
        self.limit_processes()  # counted in our own user space only
        confine.drop_privileges()
        confine.filter_system_calls(self.program)


def become_nobody() -> None:
    """Stop being root, if we are: the kernel does not count root's processes."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        confine.may_be_measured()  # else /proc/self stays root's


def enter_own_space() -> None:
    """Move into user, mount and process spaces in which this process may set up further ones.

    The caller goes on in a child process; the parent only waits for it.
    """
    uid, gid = os.getuid(), os.getgid()
    confine.call("unshare", CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _mount_scratch(size_mb: int) -> None:
    confine.call("unshare", CLONE_NEWNS)
    options = f"size={size_mb}m,nr_inodes=4096,mode=0700".encode()
    confine.call("mount", b"scratch", b"/scratch", b"tmpfs", MS_NOSUID_NODEV, options)
    # /proc would show the warm process. An empty folder over it shows nothing.
    confine.call("mount", b"nothing", b"/proc", b"tmpfs", MS_NOSUID_NODEV_RDONLY, b"size=4k")
    os.chdir("/scratch")
