"""Files that are either the old ones or the new ones, whenever the program is killed."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO


def write_atomic(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file under another name, then move it into place.

    The other name is always the same, so the next run overwrites what a killed one left.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with _new(part) as file:
            file.write(data)
            os.fchmod(file.fileno(), mode)
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _new(path: Path) -> BinaryIO:
    """Open a file that is not there yet; whatever has its name goes: it may be a link."""
    try:
        return open(path, "xb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        path.unlink()
    return open(path, "xb")


def read_small(path: Path, limit: int = 10_000) -> bytes | None:
    """Bytes of a small plain file that anybody may have made; None if there is no such file.

    Raises
    ------
    OSError
        If it is no plain file of its own, or larger, or may not be read.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        return None
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
            raise OSError(errno.EINVAL, "it is not a plain file")
        data = file.read(limit + 1)
    if len(data) > limit:
        raise OSError(errno.EFBIG, f"it is larger than {limit} bytes")
    return data


def copy_small(source: Path, target: Path) -> None:
    """Copy a small plain file, as it is; what `read_small` refuses is not copied."""
    try:
        data = read_small(source)
    except OSError:
        return  # who reads its content has said so
    if data is not None:
        write_atomic(target, data)
