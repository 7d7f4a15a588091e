"""A folder that holds what a player may see, for `container`: what `view` shows in bubblewrap.

It is made once, by root, and never written to by a player. Files are linked where that is possible,
so it takes hardly any room.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Sequence
from pathlib import Path

from autograder.base.outcome import SandboxError
from autograder.sandbox.view import (
    DEVICES,
    JUDGE,
    OURS,
    UNSEEN,
    inside,
    package_folders,
    standard_library,
)

WASTE = Path("/waste")  # root's: where what a submission has written goes to be removed
SCRATCH = Path("/scratch")  # the one folder that a player may write to
WHOLE = "whole"  # the file that says that the folder is complete
# Of the standard library, what no notebook needs, and packages that are not Python's own.
NOT_NEEDED = frozenset(
    {"site-packages", "dist-packages", "test", "idlelib", "tkinter", "turtledemo", "ensurepip"}
)
LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64")
NAME = re.compile(rb"\0(lib[\w+.-]+\.so(?:\.\d+)*)(?=\0)")  # as a library names those it needs
ALWAYS = (b"libc.so.6", b"libgcc_s.so.1")  # the C library loads the other when a thread ends


def build(jail: Path, helpers: Sequence[Path]) -> None:
    """Make the folder; one that is there already goes.

    Parameters
    ----------
    jail : Path
        Where. Its name stays in the player's sight.
    helpers : sequence of Path
        Files that the notebooks import.

    Raises
    ------
    SandboxError
        If it cannot be made.
    """
    umask = os.umask(0o022)
    try:
        if jail.exists():
            shutil.rmtree(jail)
        jail.mkdir(parents=True)
        for place, mode in ((WASTE, 0o700), (SCRATCH, 0o700), (JUDGE, 0o755), ("/dev", 0o755)):
            _at(jail, place).mkdir(mode=mode)
        _at(jail, "/tmp").symlink_to(SCRATCH)
        for name in DEVICES:
            os.mknod(_at(jail, name), stat.S_IFCHR | 0o666, os.stat(name).st_rdev)
            os.chmod(_at(jail, name), 0o666)
        for folder in standard_library():
            _tree(folder, _at(jail, folder), NOT_NEEDED)
        for number, folder in enumerate(package_folders()):
            _tree(folder, _at(jail, inside(number)), frozenset(UNSEEN))
        _tree(OURS, _at(jail, JUDGE / OURS.name))
        for path in helpers:
            _file(path.resolve(), _at(jail, JUDGE / path.name))
        _libraries(jail)
        (jail / WHOLE).touch()
    except OSError as error:
        raise SandboxError(
            f"the folder that students' code is shut into could not be made: {error}"
        ) from error
    finally:
        os.umask(umask)


def _at(jail: Path, place: Path | str) -> Path:
    """Where a place of the player's view lies outside of it."""
    return jail / str(place).lstrip("/")


def _tree(source: Path, target: Path, left_out: frozenset[str] = frozenset()) -> None:
    """Show a folder and what is below it, but for what has one of these names directly in it."""
    for folder, folders, files in os.walk(source, followlinks=True):
        if folder == str(source):
            folders[:] = [name for name in folders if name not in left_out]
        there = target / os.path.relpath(folder, source)
        there.mkdir(parents=True, exist_ok=True)
        for name in files:
            _file(os.path.join(folder, name), there / name)


def _file(source: str | Path, target: str | Path) -> None:
    """Link a file that all may read and root alone may change; copy another to one that is so."""
    source = os.path.realpath(source)
    if not os.path.exists(source):
        return  # a link that leads nowhere
    status = os.stat(source)
    if not stat.S_ISREG(status.st_mode) or os.path.lexists(target):
        return  # two places of the system may show the same file
    if status.st_uid == 0 and stat.S_IMODE(status.st_mode) & 0o026 == 0 and status.st_mode & 0o004:
        try:
            os.link(source, target)
            return
        except OSError:
            pass  # it lies on another disk, or has too many links
    shutil.copyfile(source, target)
    os.chmod(target, 0o644)


def _libraries(jail: Path) -> None:
    """Link the system's shared libraries that what is shown loads, where its loader looks."""
    known: dict[bytes, list[Path]] = {}
    for name in LIBRARIES:
        folder = Path(name)
        if folder.is_symlink():
            _at(jail, name).symlink_to(os.readlink(name))
        elif folder.is_dir():
            for path in (*folder.glob("*.so*"), *folder.glob("*-linux-gnu/*.so*")):
                known.setdefault(os.fsencode(path.name), []).append(path)
    names = list(ALWAYS)
    for path in jail.rglob("*.so*"):
        names += NAME.findall(path.read_bytes())
    while names:
        for path in known.pop(names.pop(), ()):
            target = _at(jail, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            _file(path, target)
            names += NAME.findall(target.read_bytes())
