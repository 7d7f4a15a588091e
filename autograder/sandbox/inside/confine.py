"""How the player locks itself in: namespaces, limits and system calls, without a C extension.

Runs inside the sandbox, so it imports nothing of the course. bubblewrap has already taken away the
network and the file system. What is left to do here, for each submission anew: a process space of
its own, a scratch folder of its own, no privileges, and limits.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct

from . import system_calls

CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWPID = 0x00020000, 0x10000000, 0x20000000
MS_NOSUID_NODEV, MS_NOSUID_NODEV_RDONLY = 0x6, 0x7
PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, PR_CAPBSET_DROP = 4, 38, 22, 24
SECCOMP_MODE_FILTER = 2
NOBODY = 65534

_libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: object) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")


# ---------------------------------------------------------------------------- the warm process


def become_nobody() -> None:
    """Stop being root, if we are: the kernel does not count root's processes."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        _call("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)  # else /proc/self stays root's


def enter_own_space() -> None:
    """Move into user, mount and process spaces in which this process may set up further ones.

    The caller goes on in a child process; the parent only waits for it.
    """
    uid, gid = os.getuid(), os.getgid()
    _call("unshare", CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID)
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


def fork_into_new_space(own_space: int) -> int:
    """Fork; the child is process 1 of a new process space, and dies with all that it starts.

    Parameters
    ----------
    own_space : int
        The file ``/proc/self/ns/pid`` of this process, open.
    """
    _call("unshare", CLONE_NEWPID)
    child = os.fork()
    if child:
        # The next child must again start a space of its own, not join this one.
        _call("setns", own_space, CLONE_NEWPID)
    return child


def members(own_space_level: int) -> dict[int, str]:
    """Living processes below this one's process space.

    Returns
    -------
    dict
        Name of its folder in ``/proc``, by process number as this process sees it.
    """
    found = {}
    for name in os.listdir("/proc"):
        if not name.isdecimal():
            continue
        try:
            # Bytes, because a process gives itself any name; the kernel escapes line ends in it.
            with open(f"/proc/{name}/status", "rb") as file:
                lines = dict(line.split(b":", 1) for line in file)
        except (OSError, ValueError):
            continue  # it has just ended
        numbers = lines[b"NSpid"].split()
        if len(numbers) > own_space_level and lines[b"State"].split()[0] not in (b"Z", b"X"):
            found[int(numbers[own_space_level - 1])] = name
    return found


def resident(name: str) -> int:
    """Bytes of memory that no file backs; pages shared with its forks count in full.

    Quick to ask for, and never less than `held`.
    """
    try:
        with open(f"/proc/{name}/statm", "rb") as file:
            _, pages, shared, *_ = map(int, file.read().split())
    except OSError:
        return 0  # it has just ended
    return (pages - shared) * resource.getpagesize()


def held(name: str) -> int:
    """Bytes of memory of a process, a page that n processes share counted as an n-th.

    Summed over all that share a page, this is what the page takes. For a process that cannot be
    measured so, shared pages count in full.
    """
    try:
        with open(f"/proc/{name}/smaps_rollup", "rb") as file:
            lines = dict(line.split(b":", 1) for line in list(file)[1:])
        return int(lines[b"Pss_Anon"].split()[0]) << 10
    except OSError:
        return resident(name)


def space_level() -> int:
    """How many process spaces this process is in, counted from that of ``/proc``."""
    with open("/proc/self/status") as file:
        return next(len(line.split()) - 1 for line in file if line.startswith("NSpid:"))


# ------------------------------------------------------------------------- one submission's process


def prepare() -> bytes:
    """Do once, in the warm process, what holds for all submissions.

    Returns
    -------
    bytes
        The filter of system calls that `lock_in` will add to the one that holds from here on.
    """
    for capability in range(64):
        if _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break  # beyond the last one that the kernel knows
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if not system_calls.has_filter():
        return b""
    _filter_system_calls(system_calls.first_program())
    return system_calls.second_program()


def prefer_to_kill() -> None:
    """If the machine runs out of memory, let the kernel take this process and those below it."""
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def lock_in(limits: dict, size: int, sandbox: bool, program: bytes = b"") -> None:
    """Give up everything that a submission does not need. There is no way back.

    Parameters
    ----------
    limits : dict
        The fields of `autograder.base.limits.Limits`.
    size : int
        Bytes of address space that the warm process has, from `own_size`.
    sandbox : bool
        False leaves out what needs the sandbox: then only the limits on resources hold.
    program : bytes
        From `prepare`.
    """
    if sandbox:
        _mount_scratch(limits["file_mb"])
    _limit(resource.RLIMIT_AS, size + (limits["memory_mb"] << 20))
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, int(limits["submission_seconds"]) + 5)
    _limit(resource.RLIMIT_FSIZE, limits["file_mb"] << 20)
    _limit(resource.RLIMIT_NOFILE, limits["open_files"])
    _limit(resource.RLIMIT_MEMLOCK, 0)
    _limit(resource.RLIMIT_MSGQUEUE, 0)
    if sandbox:
        # Counted in our own user space only. Besides the student's: two warm processes, the stem,
        # and the test players that wait.
        _limit(resource.RLIMIT_NPROC, limits["processes"] + 2 + limits["test_players"])
        header = struct.pack("<II", 0x20080522, 0)  # version 3, this process
        _call("capset", header, b"\0" * 24)
        _filter_system_calls(program)


def own_size() -> int:
    """Bytes of address space that this process has."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def _limit(what: int, value: int) -> None:
    _, hard = resource.getrlimit(what)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (value, value))


def _mount_scratch(size_mb: int) -> None:
    _call("unshare", CLONE_NEWNS)
    options = f"size={size_mb}m,nr_inodes=4096,mode=0700".encode()
    _call("mount", b"scratch", b"/scratch", b"tmpfs", MS_NOSUID_NODEV, options)
    # /proc would show the warm process. An empty folder over it shows nothing.
    _call("mount", b"nothing", b"/proc", b"tmpfs", MS_NOSUID_NODEV_RDONLY, b"size=4k")
    os.chdir("/scratch")


def _filter_system_calls(program: bytes) -> None:
    if not program:
        return
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    _call("prctl", PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0)


def default_signals() -> None:
    """Undo the handlers of the warm process."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
