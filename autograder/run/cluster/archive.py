"""The course as one archive: what judging reads of it, the same bytes for the same course."""

from __future__ import annotations

import hashlib
import io
import tarfile
from pathlib import Path

from autograder import course

MODE = 0o644  # the player, a user without rights, reads the helper files; the folder is closed


def pack(root: Path) -> bytes:
    """Archive of the sources of all lessons, and of what notebooks import."""
    paths = [course.source_path(root, lesson) for lesson in course.lesson_names(root)]
    paths += [path for name in course.HELPER_FILES if (path := root / name).is_file()]
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(paths):
            data = path.read_bytes()
            entry = tarfile.TarInfo(str(path.relative_to(root)))
            entry.size, entry.mode, entry.mtime = len(data), MODE, 0
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def digest(data: bytes) -> str:
    """Name of an archive by its content."""
    return hashlib.sha256(data).hexdigest()


def unpack(data: bytes, name: str, folder: Path) -> Path:
    """Put an archive into a folder of its own, which is returned.

    Raises
    ------
    ValueError
        If it is not the archive of that name.
    """
    if digest(data) != name:
        raise ValueError("the archive of the course came broken")
    root = folder / f"course-{name[:16]}"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        archive.extractall(root, filter="data")
    return root
