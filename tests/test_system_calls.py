"""The filter of system calls, interpreted as the kernel does it, for both kinds of machine."""

import errno
import os
import shutil
import struct
import subprocess

import pytest

from autograder.judge import sandbox_problem
from autograder.sandbox.inside import call_table as table
from autograder.sandbox.inside import system_calls as calls

MACHINES = sorted(table.ARCHITECTURES)
PASSES = "passes"
DENIED = "EPERM"
ABSENT = "ENOSYS"
KILLED = "killed"


def interpret(program: bytes, machine: str, number: int, arguments=(), architecture=None) -> str:
    """What the kernel does with a call: a small interpreter of its packet filter."""
    if architecture is None:
        architecture = table.ARCHITECTURES[machine][1]
    words = [*arguments, *[0] * 6][:6]
    data = struct.pack("<iIQ6Q", number, architecture, 0, *words)
    steps = list(struct.iter_unpack("<HBBI", program))
    at = loaded = 0
    while True:
        code, jump_true, jump_false, value = steps[at]
        at += 1
        if code == 0x20:
            (loaded,) = struct.unpack_from("<I", data, value)
        elif code == 0x06:
            if value == 0x7FFF0000:
                return PASSES
            if value == 0x80000000:
                return KILLED
            assert value & 0xFFFF0000 == 0x00050000, hex(value)
            return errno.errorcode[value & 0xFFFF]
        else:
            true = {
                0x15: loaded == value,
                0x35: loaded >= value,
                0x45: bool(loaded & value),
            }[code]
            at += jump_true if true else jump_false


def both(machine: str, number: int, arguments=(), needs=calls.SPACES) -> str:
    """What a submission gets: of the two filters the kernel takes the stricter answer."""
    programs = calls.first_program(machine, needs), calls.second_program(machine, needs)
    answers = [interpret(program, machine, number, arguments) for program in programs]
    return next((answer for answer in answers if answer != PASSES), PASSES)


WAYS = pytest.mark.parametrize("needs", [calls.SPACES, calls.ACCOUNT], ids=["spaces", "account"])


@WAYS
@pytest.mark.parametrize("machine", MACHINES)
def test_every_listed_call_gets_its_answer(machine, needs):
    first, second = calls.first_program(machine, needs), calls.second_program(machine, needs)
    late = set(needs.calls)
    for names, answer in ((table.ALLOWED, PASSES), (table.DENIED, DENIED)):
        for name in names:
            number = table.number_of(name, machine)
            if number is None:
                continue
            assert both(machine, number, (), needs) == (DENIED if name in late else answer), name
            alone = interpret(first, machine, number)
            assert alone == (PASSES if name in late else answer), name
            assert interpret(second, machine, number) == (DENIED if name in late else PASSES)


@WAYS
@pytest.mark.parametrize("machine", MACHINES)
def test_no_call_beyond_the_lists_passes(machine, needs):
    known = {table.number_of(name, machine) for name in (*table.RULED, *table.ALLOWED)}
    known |= {table.number_of(name, machine) for name in table.DENIED}
    for number in {*range(1200), 0x3FFFFFFF} - known:
        assert both(machine, number, (), needs) == ABSENT, number


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("number", [457, 458, 459, 460, 461, 467, 468])
def test_calls_newer_than_the_list_are_absent(machine, number):
    """`statmount` and `listmount` among them, which tell where the host's files lie."""
    assert both(machine, number) == ABSENT


@pytest.mark.parametrize("machine", MACHINES)
def test_numbers_differ_within_a_machine(machine):
    names = {*table.RULED, *table.ALLOWED, *table.DENIED}
    assert len(names) == len(table.RULED) + len(table.ALLOWED) + len(table.DENIED)
    numbers = [table.number_of(name, machine) for name in names]
    numbers = [number for number in numbers if number is not None]
    assert len(numbers) == len(set(numbers))


@pytest.mark.skipif(not os.path.exists("/usr/include/asm-generic/unistd.h"), reason="no headers")
def test_numbers_of_aarch64_are_those_of_the_kernels_headers():
    import re

    with open("/usr/include/asm-generic/unistd.h") as file:
        found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", file.read())
    known = {name: int(number) for name, number in found}
    known["newfstatat"] = known.pop("fstatat", 79)
    for name in (*table.RULED, *table.ALLOWED, *table.DENIED):
        number = table.number_of(name, "aarch64")
        if number is not None and name in known:
            assert number == known[name], name


@pytest.mark.parametrize("machine", MACHINES)
def test_another_kind_of_program_is_killed(machine):
    for program in (calls.first_program(machine), calls.second_program(machine)):
        for architecture in (0x40000003, 0xC000003E, 0xC00000B7, 0x40000028):  # i386, ..., arm
            if architecture != table.ARCHITECTURES[machine][1]:
                assert interpret(program, machine, 0, architecture=architecture) == KILLED


def test_the_other_numbering_of_x86_64_is_absent():
    for number in (0x40000000 + 41, 0x40000000 + 0, 0x40000000 + 519):
        assert both("x86_64", number) == ABSENT


THREAD = 0x3D0F00  # the flags with which the C library starts a thread

RULES = [
    ("clone", (THREAD,), PASSES),
    ("clone", (0x01200011,), PASSES),  # fork
    ("clone", (0x10000011,), DENIED),  # CLONE_NEWUSER
    ("clone", (0x20000011,), DENIED),
    ("clone", (0x00020011,), DENIED),
    ("clone", (0x02000011,), DENIED),
    ("clone", (0x00000080,), DENIED),  # CLONE_NEWTIME
    ("mmap", (0, 4096, 3, 0x22), PASSES),  # private, anonymous
    ("mmap", (0, 4096, 1, 0x02), PASSES),
    ("mmap", (0, 4096, 1, 0x01), PASSES),  # of a file, which the scratch folder's size bounds
    ("mmap", (0, 4096, 3, 0x21), DENIED),
    ("mmap", (0, 4096, 3, 0x23), DENIED),  # MAP_SHARED_VALIDATE
    ("fcntl", (0, 1), PASSES),  # F_GETFD
    ("fcntl", (0, 4), PASSES),  # F_SETFL
    ("fcntl", (0, 1030), PASSES),  # F_DUPFD_CLOEXEC
    ("fcntl", (0, 6), "ENOLCK"),
    ("fcntl", (0, 7), "ENOLCK"),
    ("fcntl", (0, 37), "ENOLCK"),
    ("fcntl", (0, 38), "ENOLCK"),
    ("fcntl", (0, 1024), "ENOLCK"),
    ("fcntl", (0, 1031), DENIED),
    ("prctl", (15,), PASSES),  # PR_SET_NAME
    ("prctl", (4,), DENIED),  # PR_SET_DUMPABLE
    ("prctl", (22,), DENIED),  # PR_SET_SECCOMP
    ("prctl", (59,), DENIED),  # PR_SET_SYSCALL_USER_DISPATCH
    ("prctl", (0x53564D41,), DENIED),
    ("clone3", (), ABSENT),
]


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(("name", "arguments", "answer"), RULES)
@WAYS
def test_calls_that_depend_on_their_arguments(machine, name, arguments, answer, needs):
    number = 435 if name == "clone3" else table.number_of(name, machine)
    assert both(machine, number, arguments, needs) == answer


@pytest.mark.parametrize("machine", MACHINES)
@WAYS
def test_the_warm_process_may_still_filter_and_do_what_it_must(machine, needs):
    first = calls.first_program(machine, needs)
    dumpable = PASSES if needs is calls.ACCOUNT else DENIED
    assert interpret(first, machine, table.number_of("prctl", machine), (22,)) == PASSES
    assert interpret(first, machine, table.number_of("prctl", machine), (4,)) == dumpable
    for name in needs.calls:
        assert interpret(first, machine, table.number_of(name, machine)) == PASSES


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap")
def test_the_sandbox_works_wherever_bubblewrap_does():
    """Tests of the sandbox are skipped where it does not work: by a fault of ours, they may not."""
    plain = ["bwrap", "--ro-bind", "/", "/", "--unshare-user", "--unshare-pid", "--unshare-net"]
    if subprocess.run([*plain, "true"], capture_output=True).returncode:
        pytest.skip("no name spaces are to be had here")
    assert sandbox_problem() is None
