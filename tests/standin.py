"""A stand-in for the container that Gradescope starts for each submission; needs root.

    python tests/standin.py FOLDER [--keep PATH] [--memory MB] [--network] -- COMMAND ...

runs a command as a container of Docker would: this machine's files, with whatever is written kept
in FOLDER; processes of its own; the privileges that Docker leaves to root, and none of those that
would make further name spaces; the system calls denied that Docker denies. FOLDER/autograder is
seen as /autograder. Of this repository, /home and /tmp nothing is seen, but for what --keep names.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import errno
import os
import stat
import struct
import sys
from pathlib import Path

if str(Path(__file__).resolve().parents[1]) not in sys.path:
    sys.path.append(str(Path(__file__).resolve().parents[1]))

from autograder.sandbox.inside import system_calls as calls  # noqa: E402
from autograder.sandbox.inside.call_table import number_of  # noqa: E402
from autograder.sandbox.inside.confine import call  # noqa: E402

SPACES = 0x00020000 | 0x20000000 | 0x08000000 | 0x04000000  # mount, pid, ipc, uts
NETWORK = 0x40000000
MS_REC_PRIVATE = 0x4000 | 0x40000
MS_BIND = 0x1000 | 0x4000
# What Docker leaves to root: chown, dac_override, fowner, fsetid, kill, setgid, setuid, setpcap,
# net_bind_service, net_raw, sys_chroot, mknod, audit_write, setfcap.
PRIVILEGES = (0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31)
# What Docker denies to who has no more privileges than these.
DENIED = """acct add_key adjtimex bpf clock_adjtime clock_settime delete_module fanotify_init
finit_module fsconfig fsmount fsopen fspick init_module ioperm iopl kexec_file_load kexec_load
keyctl lookup_dcookie mount mount_setattr move_mount name_to_handle_at open_by_handle_at open_tree
perf_event_open pivot_root quotactl reboot request_key setdomainname sethostname setns settimeofday
swapoff swapon syslog umount2 unshare userfaultfd vhangup""".split()
HIDDEN = (str(Path(__file__).resolve().parents[1]), "/home", "/tmp", "/var/tmp", "/run")


def filtered() -> bytes:
    """Docker's filter of system calls, as far as this stand-in has it."""
    machine = os.uname().machine
    steps = [calls._step(calls.LOAD, calls.NUMBER)]
    steps += calls._answer(calls.CLONE3, calls.ERROR | errno.ENOSYS)
    for name in DENIED:
        steps += calls._answer(number_of(name, machine), calls.ERROR | errno.EPERM)
    argument = calls._step(calls.LOAD, calls.FIRST_ARGUMENT)
    steps += [calls._step(calls.EQUAL, number_of("clone", machine), 0, 3), argument]
    steps += [calls._step(calls.ANY_BIT, calls.CLONE_ANY_NEW, 0, 1)]
    steps += [calls._step(calls.RETURN, calls.ERROR | errno.EPERM)]
    return b"".join([*steps, calls._step(calls.RETURN, calls.ALLOW)])


def mount(kind: str, where: Path, options: str = "", flags: int = 0) -> None:
    """Mount something; ``kind`` is a type, or the path of what is to be seen there too."""
    call("mount", kind.encode(), bytes(where), kind.encode(), flags, options.encode())


def enter(folder: Path, keep: list[Path], memory_mb: int) -> None:
    """Go into the container; this process is its process 1."""
    call("mount", b"none", b"/", None, MS_REC_PRIVATE, None)
    inside = {name: folder / name for name in ("written", "work", "root", "autograder")}
    for path in inside.values():
        path.mkdir(parents=True, exist_ok=True)
    kept = [os.open(path, os.O_PATH) for path in keep]
    shared = os.open(inside["autograder"], os.O_PATH)
    root = inside["root"]
    mount(
        "overlay",
        root,
        f"lowerdir=/,upperdir={inside['written']},workdir={inside['work']}",
    )
    for name in HIDDEN:
        with contextlib.suppress(FileNotFoundError):
            mount("tmpfs", root / name[1:], "mode=1777" if "tmp" in name else "mode=755")
    for descriptor, path in [*zip(kept, keep, strict=True), (shared, Path("/autograder"))]:
        at = root / str(path)[1:]
        at.mkdir(parents=True, exist_ok=True)
        mount(f"/proc/self/fd/{descriptor}", at, flags=MS_BIND)
        os.close(descriptor)
    _devices(root / "dev")
    (root / "proc").mkdir(exist_ok=True)
    mount("proc", root / "proc")
    if memory_mb:
        (folder / "memory.max").write_text(str(memory_mb << 20))
        (root / "sys/fs/cgroup").mkdir(parents=True, exist_ok=True)
        mount("tmpfs", root / "sys/fs/cgroup")
        (root / "sys/fs/cgroup/memory.max").write_text(str(memory_mb << 20))
    os.chroot(root)
    os.chdir("/autograder")
    for privilege in range(64):
        if privilege not in PRIVILEGES:
            with contextlib.suppress(OSError):
                call("prctl", 24, privilege, 0, 0, 0)
    mask = sum(1 << privilege for privilege in PRIVILEGES)
    header = struct.pack("<II", 0x20080522, 0)
    low, high = mask & 0xFFFFFFFF, mask >> 32
    program = filtered()
    buffer = ctypes.create_string_buffer(program, len(program))
    given = struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    # Docker sets the filter while it may, and asks for no "no new privileges".
    call("prctl", 22, 2, given, 0, 0)
    call("capset", header, struct.pack("<6I", low, low, 0, high, high, 0))


def _devices(folder: Path) -> None:
    mount("tmpfs", folder, "mode=755")
    for name in ("null", "zero", "full", "random", "urandom"):
        os.mknod(folder / name, stat.S_IFCHR | 0o666, os.stat(f"/dev/{name}").st_rdev)
        os.chmod(folder / name, 0o666)
    (folder / "fd").symlink_to("/proc/self/fd")
    (folder / "shm").mkdir()
    mount("tmpfs", folder / "shm", "size=64m,mode=1777")


def run(
    folder: Path,
    command: list[str],
    environment: dict[str, str],
    keep: list[Path] | None = None,
    memory_mb: int = 0,
    network: bool = False,
) -> int:
    """Run a command in a container; return its exit status."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        call("unshare", SPACES if network else SPACES | NETWORK)
        first = os.fork()
        if first:
            os._exit(os.waitstatus_to_exitcode(os.waitpid(first, 0)[1]) & 0xFF)
        enter(folder.resolve(), keep or [], memory_mb)
        os.execvpe(command[0], command, environment)
    except BaseException as error:
        print(f"the stand-in: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(125)


def main() -> None:
    """See the head of this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=Path, action="append", default=[])
    parser.add_argument("--memory", type=int, default=0)
    parser.add_argument("--network", action="store_true")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    environment = {**os.environ, "PATH": path, "HOME": "/root"}
    place = options.folder, options.command, environment
    sys.exit(run(*place, options.keep, options.memory, options.network))


if __name__ == "__main__":
    main()
