"""What the player may see, file by file, and in which environment.

Python, its packages, and the modules that the notebooks import. Not the course, the gradebook,
other submissions, home folders or the environment.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path

JUDGE = Path("/judge")  # where our own modules lie in the sandbox
OURS = Path(__file__).resolve().with_name("inside")  # all of them; a package of that name there
# Not /dev/zero: mapped, it is memory that the watch on memory does not see.
DEVICES = ("/dev/full", "/dev/null", "/dev/random", "/dev/urandom")
# Packages that lie beside NumPy and are not for students: ours, where it is installed, for it holds
# the checks; and the engine that may have brought the submission here.
UNSEEN = ("autograder", "dask", "distributed", "dask_jobqueue", "dask_kubernetes")
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


def interpreter() -> str:
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


def inside(number: int) -> Path:
    """Where a folder of packages lies in the sandbox, wherever it lies outside."""
    return JUDGE / f"packages{number}"


def import_paths(helpers: Sequence[Path], sandbox: bool) -> list[Path]:
    """Folders that the player imports from."""
    folders = package_folders()
    if sandbox:
        return [JUDGE, *map(inside, range(len(folders)))]
    return [*dict.fromkeys(path.parent for path in helpers), *folders]


def where_visible(secrets: Sequence[Path]) -> list[str]:
    """Where secrets would be visible, if they lay among what the sandbox shows."""
    moved = [
        inside(number) / path.resolve().relative_to(folder)
        for number, folder in enumerate(package_folders())
        for path in secrets
        if path.resolve().is_relative_to(folder)
    ]
    return [str(path) for path in (*secrets, *moved)]


def standard_library() -> list[Path]:
    """Python's own: a virtual environment's may lie anywhere, and is not needed."""
    base = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix}
    return [Path(sysconfig.get_path(name, vars=base)) for name in ("stdlib", "platstdlib")]


def _python_folders() -> list[Path]:
    """Folders that the interpreter needs: its executable, library and standard library."""
    prefix = Path(sys.base_prefix).resolve()
    folders = [Path(interpreter()).parent, prefix / "bin", prefix / "lib", prefix / "lib64"]
    folders += standard_library()
    return [folder.resolve() for folder in folders if folder.is_dir()]


def bubblewrap(helpers: Sequence[Path]) -> list[str]:
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
        mounts |= _shown(folder, inside(number))
        for name in UNSEEN:
            if (folder / name).is_dir():
                hidden = inside(number) / name
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


def plain_environment() -> dict[str, str]:
    """Environment of a player without a sandbox, whose scratch folder is the system's."""
    where = tempfile.gettempdir()
    return {name: value.replace("/scratch", where) for name, value in ENVIRONMENT.items()}


def _environment() -> list[str]:
    return [word for name, value in ENVIRONMENT.items() for word in ("--setenv", name, value)]
