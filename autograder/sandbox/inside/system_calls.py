"""The filter of system calls: which may pass, and the program that tells the kernel so.

Every call is of one of three kinds. ``ALLOWED`` is what Python, NumPy, Matplotlib, threads and
``await`` use, and its like. ``DENIED`` is refused as forbidden, and a student reads what it was.
Every other call, one of a kernel newer than this list included, does not exist here.

Runs inside the sandbox, so it imports nothing of the course.
"""

from __future__ import annotations

import errno
import platform
import struct
from typing import NamedTuple

from .call_table import ALLOWED, ARCHITECTURES, DENIED, number_of


class Needs(NamedTuple):
    """What the warm process itself needs; a submission loses it when it is locked in."""

    calls: tuple[str, ...]
    prctl: tuple[int, ...]


PR_SET_DUMPABLE, PR_SET_SECCOMP = 4, 22
# A pair of sockets holds memory in the kernel, in no process's own; `pipes` has something smaller.
SPACES = Needs(("capset", "mount", "setns", "socketpair", "unshare"), (PR_SET_SECCOMP,))
_USERS = ("setfsgid", "setfsuid", "setgroups", "setresgid", "setresuid")
ACCOUNT = Needs(("capset", "socketpair", *_USERS), (PR_SET_SECCOMP, PR_SET_DUMPABLE))

CLONE_ANY_NEW = 0x7E020080  # every CLONE_NEW* flag
MAP_SHARED, MAP_ANONYMOUS = 0x01, 0x20
# Locks on parts of a file, leases and notices: memory in the kernel, as much as one asks for.
LOCKING = (5, 6, 7, 36, 37, 38, 1024, 1026)
F_SETPIPE_SZ = 1031
# Reading and setting the name, the signal of the parent's end, what is in force. Not "dumpable":
# a process that is not cannot be measured.
PRCTL = (1, 2, 3, 15, 16, 23, 39)
CLONE3 = 435  # its flags lie in memory, out of a filter's sight; the C library does without it
OTHER_NUMBERING = 0x40000000  # of x86_64: it would reach every call by another number

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # where they stand in what the program is given


def has_filter() -> bool:
    """Whether system calls can be filtered on this kind of machine."""
    return platform.machine() in ARCHITECTURES


def first_program(machine: str = "", needs: Needs = SPACES) -> bytes:
    """Filter of the warm process: what is on no list does not exist.

    Parameters
    ----------
    machine : str
        ``"x86_64"`` or ``"aarch64"``; by default this one.
    needs : Needs
        What still passes.

    Returns
    -------
    bytes
        A program of the kernel's packet filter, eight bytes a step.
    """
    machine = machine or platform.machine()
    late = set(needs.calls)
    steps = [*_start(machine), *_rules(machine, (*PRCTL, *needs.prctl))]
    for name in sorted({*ALLOWED} | late):
        steps += _answer(number_of(name, machine), ALLOW)
    for name in sorted({*DENIED} - late):
        steps += _answer(number_of(name, machine), ERROR | errno.EPERM)
    return b"".join([*steps, _step(RETURN, ERROR | errno.ENOSYS)])


def second_program(machine: str = "", needs: Needs = SPACES) -> bytes:
    """Filter that a submission adds to that of `first_program` when it is locked in."""
    machine = machine or platform.machine()
    steps = [*_start(machine), *_rules(machine, PRCTL)]
    for name in needs.calls:
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
