"""How the player locks itself in: namespaces, limits and system calls, without a C extension.

Runs inside the sandbox, so it imports nothing of the course. bubblewrap has already taken away the
network and the file system. What is left to do here, for each submission anew: a process space of
its own, a scratch folder of its own, no privileges, and limits.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct

CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWPID = 0x00020000, 0x10000000, 0x20000000
CLONE_ANY_NEW = 0x7E020080  # every CLONE_NEW* flag
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


def members(own_space_level: int) -> dict[int, int]:
    """Living processes below this one's process space.

    Returns
    -------
    dict
        Bytes of memory that it shares with no file, by process number as this process sees it.
    """
    found = {}
    page = resource.getpagesize()
    for name in os.listdir("/proc"):
        if not name.isdecimal():
            continue
        try:
            with open(f"/proc/{name}/status") as file:
                lines = dict(line.split(":", 1) for line in file)
            with open(f"/proc/{name}/statm") as file:
                _, resident, shared, *_ = map(int, file.read().split())
        except (OSError, ValueError):
            continue  # it has just ended
        numbers = lines["NSpid"].split()
        if len(numbers) > own_space_level and lines["State"].split()[0] not in "ZX":
            found[int(numbers[own_space_level - 1])] = (resident - shared) * page
    return found


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
    if not has_filter():
        return b""
    _filter_system_calls(_program([name for name in DENIED if name not in NEEDED_TO_LOCK_IN]))
    return _program(NEEDED_TO_LOCK_IN)


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


# ------------------------------------------------------------------------------------ system calls

# What is denied, with its number on x86_64 and on aarch64 (None: not there). A list of what is
# allowed would be shorter to defend, but would have to know every call of every NumPy build.
DENIED = {
    "acct": (163, 89),
    "add_key": (248, 217),
    "adjtimex": (159, 171),
    "bpf": (321, 280),
    "chroot": (161, 51),
    "clock_adjtime": (305, 266),
    "clock_settime": (227, 112),
    "delete_module": (176, 106),
    "execve": (59, 221),
    "execveat": (322, 281),
    "fanotify_init": (300, 262),
    "finit_module": (313, 273),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fsopen": (430, 430),
    "fspick": (433, 433),
    "init_module": (175, 105),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_uring_setup": (425, 425),
    "ioperm": (173, None),
    "iopl": (172, None),
    "kcmp": (312, 272),
    "kexec_file_load": (320, 294),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "lookup_dcookie": (212, 18),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "modify_ldt": (154, None),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "mq_open": (240, 180),
    "msgget": (68, 186),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "perf_event_open": (298, 241),
    "personality": (135, 92),
    "pidfd_getfd": (438, 438),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "pivot_root": (155, 41),
    "process_madvise": (440, 440),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "quotactl": (179, 60),
    "reboot": (169, 142),
    "request_key": (249, 218),
    "sched_setaffinity": (203, 122),
    "seccomp": (317, 277),
    "semget": (64, 190),
    "setdomainname": (171, 162),
    "sethostname": (170, 161),
    "setns": (308, 268),
    "settimeofday": (164, 170),
    "shmat": (30, 196),
    "shmget": (29, 194),
    "socket": (41, 198),
    "swapoff": (168, 225),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
    "vhangup": (153, 58),
}
# What the warm process itself needs; a submission loses it in `lock_in`.
NEEDED_TO_LOCK_IN = ["mount", "setns", "unshare"]
_CLONE = (56, 220)
_MMAP = (9, 222)
_MAP_SHARED, _MAP_ANONYMOUS = 0x01, 0x20
_CLONE3 = 435
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM, _ENOSYS = 1, 38


def has_filter() -> bool:
    """Whether system calls can be filtered on this kind of machine."""
    return platform.machine() in _ARCHITECTURES


def _program(names: list[str]) -> bytes:
    """Build a filter that denies some calls: a program of the kernel's packet filter."""
    column, architecture = _ARCHITECTURES[platform.machine()]

    def step(code: int, value: int, jump_true: int = 0, jump_false: int = 0) -> bytes:
        return struct.pack("<HBBI", code, jump_true, jump_false, value)

    steps = [
        step(_LOAD, 4),
        step(_EQUAL, architecture, 1, 0),
        step(_RETURN, _KILL),
        step(_LOAD, 0),
        # The second numbering of x86_64 would reach every call by another number.
        step(_AT_LEAST, 0x40000000, 0, 1),
        step(_RETURN, _ERROR | _ENOSYS),
        # The flags of clone3 lie in memory, out of a filter's sight. The C library does without it.
        step(_EQUAL, _CLONE3, 0, 1),
        step(_RETURN, _ERROR | _ENOSYS),
        step(_EQUAL, _CLONE[column], 0, 4),
        step(_LOAD, 16),
        step(_ANY_BIT, CLONE_ANY_NEW, 0, 1),
        step(_RETURN, _ERROR | _EPERM),
        step(_RETURN, _ALLOW),
        # Memory that several processes share is in no process's own, so the watch would not see it.
        step(_EQUAL, _MMAP[column], 0, 5),
        step(_LOAD, 40),
        step(_ANY_BIT, _MAP_SHARED, 0, 2),
        step(_ANY_BIT, _MAP_ANONYMOUS, 0, 1),
        step(_RETURN, _ERROR | _EPERM),
        step(_RETURN, _ALLOW),
    ]
    for number in (DENIED[name][column] for name in names):
        if number is not None:
            steps += [step(_EQUAL, number, 0, 1), step(_RETURN, _ERROR | _EPERM)]
    return b"".join([*steps, step(_RETURN, _ALLOW)])


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
