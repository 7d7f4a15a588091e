"""Files that are either the old ones or the new ones, whenever the program is killed."""

from __future__ import annotations

import os
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


def copy_small(source: Path, target: Path, limit: int = 10_000) -> None:
    """Copy a small plain file; nothing else is followed or copied."""
    if source.is_file() and not source.is_symlink() and source.stat().st_size <= limit:
        write_atomic(target, source.read_bytes())
