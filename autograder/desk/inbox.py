"""What an instructor downloaded, as a list of files: zips and folders, none of them trusted."""

from __future__ import annotations

import datetime
import lzma
import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.desk.sheet import DeskError

MOST_FILES = 20_000
MOST_BYTES = 4 << 30  # of all files together, unpacked
FILE_BYTES = 20 << 20  # of one file: more is no notebook, and is not read
# What a zip that is cut off, damaged or packed in an odd way makes of its reader.
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(EOFError, NotImplementedError, OSError, RuntimeError, ValueError),
)
IGNORED = {"__MACOSX", ".ipynb_checkpoints", ".git", "Thumbs.db", ".DS_Store"}


@dataclass(frozen=True)
class Received:
    """One file of a download."""

    source: Path  # the zip, or the folder that was named
    path: PurePosixPath  # inside it
    data: bytes
    moment: datetime.datetime | None  # the file's own time, local to who packed it
    problem: str = ""  # why it was not read; then there are no data

    @property
    def name(self) -> str:
        """Name of the file alone."""
        return self.path.name


def received(places: list[Path]) -> Iterator[Received]:
    """Read every file of the zips and folders that were named.

    Raises
    ------
    DeskError
        If a place is not there, or a zip as a whole cannot be trusted: it is refused before
        anything of it is read.
    """
    for place in places:
        if place.is_dir():
            yield from _from_folder(place)
        elif zipfile.is_zipfile(place):
            yield from _from_zip(place)
        elif place.is_file():
            yield _from_file(place.parent, place)
        else:
            raise DeskError(f"There is no file or folder {place}.")


def _from_folder(folder: Path) -> Iterator[Received]:
    count = 0
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in IGNORED)
        for name in sorted(files):
            if name in IGNORED:
                continue
            count += 1
            if count > MOST_FILES:
                raise DeskError(f"{folder} holds more than {MOST_FILES:,} files. Name its parts.")
            # A zip among them may be a student's: what it calls its files proves nothing.
            yield _from_file(folder, Path(here) / name)


def _from_file(folder: Path, path: Path) -> Received:
    readable = os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "replace")
    inside = PurePosixPath(unicodedata.normalize("NFC", readable))
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        problem = "it is a link" if path.is_symlink() else f"it cannot be read: {error.strerror}"
        return Received(folder, inside, b"", None, problem)
    with open(descriptor, "rb") as file:
        known = os.fstat(file.fileno())
        if not stat.S_ISREG(known.st_mode):
            return Received(folder, inside, b"", None, "it is no ordinary file")
        if known.st_size > FILE_BYTES:
            return Received(folder, inside, b"", None, _too_large())
        moment = datetime.datetime.fromtimestamp(known.st_mtime)
        return Received(folder, inside, file.read(FILE_BYTES), moment)


def _too_large() -> str:
    return f"it is larger than {FILE_BYTES >> 20} MB"


def _from_zip(place: Path) -> Iterator[Received]:
    try:
        with zipfile.ZipFile(place) as archive:
            members = archive.infolist()
            _want_harmless(place, members)
            for member in members:
                if not member.is_dir() and not set(_path(member).parts) & IGNORED:
                    yield _member(place, archive, member)
    except UNREADABLE as error:
        raise DeskError(f"{place.name} cannot be unpacked: {error}. Download it again.") from error


def _path(member: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(unicodedata.normalize("NFC", member.filename.replace("\\", "/")))


def _want_harmless(place: Path, members: list[zipfile.ZipInfo]) -> None:
    """Refuse a zip that no LMS has made.

    Raises
    ------
    DeskError
        For too many or too large members, paths that lead out, links, passwords.
    """
    if len(members) > MOST_FILES:
        raise DeskError(f"{place.name} holds {len(members):,} files; {MOST_FILES:,} is the most.")
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise DeskError(f"{place.name} would unpack to more than {MOST_BYTES >> 30} GB.")
    for member in members:
        path = _path(member)
        if not path.parts:
            raise DeskError(f"{place.name} was refused: a file in it has no name.")
        if path.is_absolute() or ".." in path.parts or path.parts[0][1:2] == ":":
            raise DeskError(f"{place.name} was refused: {str(path)!r} leads out of the zip.")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise DeskError(f"{place.name} was refused: {str(path)!r} is a link.")
        if member.flag_bits & 1:
            raise DeskError(f"{place.name} was refused: {str(path)!r} has a password.")


def _member(place: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Received:
    path = _path(member)
    try:
        moment = datetime.datetime(*member.date_time)
    except ValueError:
        moment = None
    if member.file_size > FILE_BYTES:
        return Received(place, path, b"", moment, _too_large())
    # What the zip says of a size may be a lie: no more than that is ever read.
    with archive.open(member) as file:
        data = file.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        return Received(place, path, b"", moment, _too_large())
    return Received(place, path, data, moment)
