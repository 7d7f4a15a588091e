"""The filter of system calls: which may pass, and the program that tells the kernel so.

Three kinds of calls. ``ALLOWED`` is what Python, NumPy, Matplotlib, threads and ``await`` use, and
its like. ``DENIED`` was looked at and is refused as forbidden, so that a student reads what it was.
Every other call, one of a kernel newer than this list included, does not exist here.

Runs inside the sandbox, so it imports nothing of the course.
"""

from __future__ import annotations

import errno
import platform
import struct

# Each call with its number on x86_64 and on aarch64 (None: not there).
# Allowed, or not, by what they are called with: see `_rules`.
RULED = {
    "clone": (56, 220),
    "fcntl": (72, 25),
    "mmap": (9, 222),
    "prctl": (157, 167),
}

DENIED = {
    "acct": (163, 89),
    "add_key": (248, 217),
    "adjtimex": (159, 171),
    "bpf": (321, 280),
    "chown": (92, None),
    "chroot": (161, 51),
    "clock_adjtime": (305, 266),
    "clock_settime": (227, 112),
    "delete_module": (176, 106),
    "execve": (59, 221),
    "execveat": (322, 281),
    "fanotify_init": (300, 262),
    "fchown": (93, 55),
    "fchownat": (260, 54),
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
    "mknod": (133, None),
    "mknodat": (259, 33),
    "mlock": (149, 228),
    "mlock2": (325, 284),
    "mlockall": (151, 230),
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
    "setgid": (106, 144),
    "setgroups": (116, 159),
    "sethostname": (170, 161),
    "setns": (308, 268),
    "setregid": (114, 143),
    "setresgid": (119, 149),
    "setresuid": (117, 147),
    "setreuid": (113, 145),
    "setsockopt": (54, 208),
    "settimeofday": (164, 170),
    "setuid": (105, 146),
    "shmat": (30, 196),
    "shmget": (29, 194),
    "socket": (41, 198),
    "socketpair": (53, 199),
    "swapoff": (168, 225),
    "swapon": (167, 224),
    "sync": (162, 81),
    "syslog": (103, 116),
    "timer_create": (222, 107),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
    "vhangup": (153, 58),
}

ALLOWED = {
    "access": (21, None),
    "alarm": (37, None),
    "arch_prctl": (158, None),
    "brk": (12, 214),
    "capget": (125, 90),
    "capset": (126, 91),
    "chdir": (80, 49),
    "chmod": (90, None),
    "clock_getres": (229, 114),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "close": (3, 57),
    "close_range": (436, 436),
    "copy_file_range": (326, 285),
    "creat": (85, None),
    "dup": (32, 23),
    "dup2": (33, None),
    "dup3": (292, 24),
    "epoll_create": (213, None),
    "epoll_create1": (291, 20),
    "epoll_ctl": (233, 21),
    "epoll_pwait": (281, 22),
    "epoll_pwait2": (441, 441),
    "epoll_wait": (232, None),
    "eventfd": (284, None),
    "eventfd2": (290, 19),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "fadvise64": (221, 223),
    "fallocate": (285, 47),
    "fchdir": (81, 50),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fdatasync": (75, 83),
    "flock": (73, 32),
    "fork": (57, None),
    "fstat": (5, 80),
    "fstatfs": (138, 44),
    "fsync": (74, 82),
    "ftruncate": (77, 46),
    "futex": (202, 98),
    "futex_requeue": (456, 456),
    "futex_wait": (455, 455),
    "futex_waitv": (449, 449),
    "futex_wake": (454, 454),
    "futimesat": (261, None),
    "get_mempolicy": (239, 236),
    "get_robust_list": (274, 100),
    "getcpu": (309, 168),
    "getcwd": (79, 17),
    "getdents": (78, None),
    "getdents64": (217, 61),
    "getegid": (108, 177),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getgroups": (115, 158),
    "getitimer": (36, 102),
    "getpeername": (52, 205),
    "getpgid": (121, 155),
    "getpgrp": (111, None),
    "getpid": (39, 172),
    "getppid": (110, 173),
    "getpriority": (140, 141),
    "getrandom": (318, 278),
    "getresgid": (120, 150),
    "getresuid": (118, 148),
    "getrlimit": (97, 163),
    "getrusage": (98, 165),
    "getsid": (124, 156),
    "getsockname": (51, 204),
    "getsockopt": (55, 209),
    "gettid": (186, 178),
    "gettimeofday": (96, 169),
    "getuid": (102, 174),
    "ioctl": (16, 29),
    "kill": (62, 129),
    "link": (86, None),
    "linkat": (265, 37),
    "lseek": (8, 62),
    "lstat": (6, None),
    "madvise": (28, 233),
    "membarrier": (324, 283),
    "mincore": (27, 232),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "msync": (26, 227),
    "munmap": (11, 215),
    "nanosleep": (35, 101),
    "newfstatat": (262, 79),
    "open": (2, None),
    "openat": (257, 56),
    "openat2": (437, 437),
    "pause": (34, None),
    "pipe": (22, None),
    "pipe2": (293, 59),
    "poll": (7, None),
    "ppoll": (271, 73),
    "pread64": (17, 67),
    "preadv": (295, 69),
    "preadv2": (327, 286),
    "prlimit64": (302, 261),
    "pselect6": (270, 72),
    "pwrite64": (18, 68),
    "pwritev": (296, 70),
    "pwritev2": (328, 287),
    "read": (0, 63),
    "readahead": (187, 213),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "readv": (19, 65),
    "recvfrom": (45, 207),
    "recvmsg": (47, 212),
    "rename": (82, None),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "restart_syscall": (219, 128),
    "rmdir": (84, None),
    "rseq": (334, 293),
    "rt_sigaction": (13, 134),
    "rt_sigpending": (127, 136),
    "rt_sigprocmask": (14, 135),
    "rt_sigqueueinfo": (129, 138),
    "rt_sigreturn": (15, 139),
    "rt_sigsuspend": (130, 133),
    "rt_sigtimedwait": (128, 137),
    "rt_tgsigqueueinfo": (297, 240),
    "sched_get_priority_max": (146, 125),
    "sched_get_priority_min": (147, 126),
    "sched_getaffinity": (204, 123),
    "sched_getattr": (315, 275),
    "sched_getparam": (143, 121),
    "sched_getscheduler": (145, 120),
    "sched_rr_get_interval": (148, 127),
    "sched_yield": (24, 124),
    "select": (23, None),
    "sendfile": (40, 71),
    "sendmsg": (46, 211),
    "sendto": (44, 206),
    "set_robust_list": (273, 99),
    "set_tid_address": (218, 96),
    "setitimer": (38, 103),
    "setpgid": (109, 154),
    "setpriority": (141, 140),
    "setrlimit": (160, 164),
    "setsid": (112, 157),
    "shutdown": (48, 210),
    "sigaltstack": (131, 132),
    "signalfd4": (289, 74),
    "splice": (275, 76),
    "stat": (4, None),
    "statfs": (137, 43),
    "statx": (332, 291),
    "symlink": (88, None),
    "symlinkat": (266, 36),
    "sync_file_range": (277, 84),
    "sysinfo": (99, 179),
    "tee": (276, 77),
    "tgkill": (234, 131),
    "time": (201, None),
    "timerfd_create": (283, 85),
    "timerfd_gettime": (287, 87),
    "timerfd_settime": (286, 86),
    "times": (100, 153),
    "tkill": (200, 130),
    "truncate": (76, 45),
    "umask": (95, 166),
    "uname": (63, 160),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "utime": (132, None),
    "utimensat": (280, 88),
    "utimes": (235, None),
    "vfork": (58, None),
    "wait4": (61, 260),
    "waitid": (247, 95),
    "write": (1, 64),
    "writev": (20, 66),
}

# What the warm process itself needs; a submission loses it when it is locked in.
# A pair of sockets holds memory in the kernel, in no process's own; `cells` has something smaller.
NEEDED_TO_LOCK_IN = ("capset", "mount", "setns", "socketpair", "unshare")

CLONE_ANY_NEW = 0x7E020080  # every CLONE_NEW* flag
MAP_SHARED, MAP_ANONYMOUS = 0x01, 0x20
# Locks on parts of a file, leases and notices: memory in the kernel, as much as one asks for.
LOCKING = (5, 6, 7, 36, 37, 38, 1024, 1026)
F_SETPIPE_SZ = 1031
# Reading and setting the name, the signal of the parent's end, what is in force. Not "dumpable":
# a process that is not cannot be measured.
PRCTL = (1, 2, 3, 15, 16, 23, 39)
PR_SET_SECCOMP = 22
CLONE3 = 435  # its flags lie in memory, out of a filter's sight; the C library does without it
OTHER_NUMBERING = 0x40000000  # of x86_64: it would reach every call by another number

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # where they stand in what the program is given


def has_filter() -> bool:
    """Whether system calls can be filtered on this kind of machine."""
    return platform.machine() in ARCHITECTURES


def number_of(name: str, machine: str) -> int | None:
    """Number of a call on a kind of machine; None where it is not there."""
    for table in (RULED, DENIED, ALLOWED):
        if name in table:
            return table[name][ARCHITECTURES[machine][0]]
    raise KeyError(name)


def first_program(machine: str = "") -> bytes:
    """Filter of the warm process: what is on no list does not exist.

    Parameters
    ----------
    machine : str
        ``"x86_64"`` or ``"aarch64"``; by default this one.

    Returns
    -------
    bytes
        A program of the kernel's packet filter, eight bytes a step.
    """
    machine = machine or platform.machine()
    late = set(NEEDED_TO_LOCK_IN)
    steps = [*_start(machine), *_rules(machine, (*PRCTL, PR_SET_SECCOMP))]
    for name in sorted({*ALLOWED} | late):
        steps += _answer(number_of(name, machine), ALLOW)
    for name in sorted({*DENIED} - late):
        steps += _answer(number_of(name, machine), ERROR | errno.EPERM)
    return b"".join([*steps, _step(RETURN, ERROR | errno.ENOSYS)])


def second_program(machine: str = "") -> bytes:
    """Filter that a submission adds to that of `first_program` when it is locked in."""
    machine = machine or platform.machine()
    steps = [*_start(machine), *_rules(machine, PRCTL)]
    for name in NEEDED_TO_LOCK_IN:
        steps += _answer(number_of(name, machine), ERROR | errno.EPERM)
    return b"".join([*steps, _step(RETURN, ALLOW)])


def _step(code: int, value: int, jump_true: int = 0, jump_false: int = 0) -> bytes:
    return struct.pack("<HBBI", code, jump_true, jump_false, value)


def _answer(number: int | None, action: int) -> list[bytes]:
    """Steps that answer one call; what is loaded stays loaded."""
    return [] if number is None else [_step(EQUAL, number, 0, 1), _step(RETURN, action)]


def _start(machine: str) -> list[bytes]:
    """Steps that refuse other kinds of programs, and load the number of the call."""
    return [
        _step(LOAD, ARCHITECTURE),
        _step(EQUAL, ARCHITECTURES[machine][1], 1, 0),
        _step(RETURN, KILL),
        _step(LOAD, NUMBER),
        _step(AT_LEAST, OTHER_NUMBERING, 0, 1),
        _step(RETURN, ERROR | errno.ENOSYS),
        *_answer(CLONE3, ERROR | errno.ENOSYS),
    ]


def _rules(machine: str, prctl: tuple[int, ...]) -> list[bytes]:
    """Steps for the calls of ``RULED``; for any other they go on with its number loaded."""
    argument = [_step(LOAD, FIRST_ARGUMENT + 8 * place) for place in range(6)]
    bodies = {
        "clone": [
            argument[0],
            _step(ANY_BIT, CLONE_ANY_NEW, 0, 1),
            _step(RETURN, ERROR | errno.EPERM),
            _step(RETURN, ALLOW),
        ],
        # Memory that several processes share is in no process's own.
        "mmap": [
            argument[3],
            _step(ANY_BIT, MAP_SHARED, 0, 2),
            _step(ANY_BIT, MAP_ANONYMOUS, 0, 1),
            _step(RETURN, ERROR | errno.EPERM),
            _step(RETURN, ALLOW),
        ],
        "fcntl": [
            argument[1],
            *(step for each in LOCKING for step in _answer(each, ERROR | errno.ENOLCK)),
            *_answer(F_SETPIPE_SZ, ERROR | errno.EPERM),
            _step(RETURN, ALLOW),
        ],
        "prctl": [
            argument[0],
            *(step for each in prctl for step in _answer(each, ALLOW)),
            _step(RETURN, ERROR | errno.EPERM),
        ],
    }
    steps = []
    for name, body in bodies.items():
        steps += [_step(EQUAL, number_of(name, machine), 0, len(body)), *body]
    return steps
