"""Open the file of a submission, which anybody may have made: nothing is followed or trusted."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from rnn_language import language_of, say, speaking, spoken

NAME_LIKE_A_NOTEBOOK = re.compile(r"\.ipynb(?:\.txt|\.json)?$", re.IGNORECASE)
MOST_FILES = 1_000  # of a folder that are looked at


@dataclass(frozen=True)
class ReadLimits:
    """How much of a submission is read."""

    file_mb: float = 20
    cells: int = 2_000
    source_kb: int = 1_000  # text of all cells together
    structures: int = 300_000  # lists and objects in the file
    values: int = 3_000_000


class Unreadable(Exception):
    """A submission that cannot be read. ``str()`` of it is a sentence for the student."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.language = spoken()  # of the sentence


def read_folder(folder: Path, name: str, limits: ReadLimits) -> tuple[Path, bytes, list[str]]:
    """Bytes of the notebook in a submission's folder.

    Returns
    -------
    path : Path
        The file that was read.
    data : bytes
    notes : list of str
        What was odd about the folder.
    """
    descriptor = _open_folder(folder)
    try:
        chosen, others = _choose(descriptor, name)
        data = read_regular_file(chosen, limits, descriptor)
    finally:
        os.close(descriptor)
    with speaking(language_of(data.decode("utf-8", "replace"))):
        return folder / chosen, data, _notes(chosen, others, name)


def _open_folder(folder: Path) -> int:
    """Open a submission's folder. Neither it nor the one above may be a link.

    With nbgrader's usual folders these are the lesson's and the student's: a link in the place of
    either would hand in the work of somebody else.
    """
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    above, opened = None, folder.parent
    try:
        above = os.open(folder.parent, flags)
        opened = folder
        return os.open(folder.name, flags, dir_fd=above)
    except FileNotFoundError:
        raise Unreadable(
            "missing", say("There is no folder {name}.").format(name=show(folder.name))
        ) from None
    except (OSError, ValueError) as error:
        if os.path.islink(opened):
            raise Unreadable(
                "link",
                say("{name} is a link, not a folder. Hand in the folder itself.").format(
                    name=show(opened.name)
                ),
            ) from None
        raise _not_opened(opened.name, error) from None
    finally:
        if above is not None:
            os.close(above)


def _choose(folder: int, name: str) -> tuple[str, list[str]]:
    """Name of the notebook to read among the files of an open folder, and of others there."""
    right = f"{name}.ipynb"
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in itertools.islice(entries, MOST_FILES))
    except OSError as error:
        raise _not_opened(name, error) from None
    others = [
        other
        for other in names
        if NAME_LIKE_A_NOTEBOOK.search(other) and not other.startswith(".") and other != right
    ]
    with contextlib.suppress(OSError, ValueError):
        os.stat(right, dir_fd=folder, follow_symlinks=False)
        return right, others
    if not others:
        raise Unreadable(
            "missing",
            say("There is no notebook in the folder. Hand in the file {right}.").format(
                right=right
            ),
        )
    if len(others) > 1:
        raise Unreadable(
            "ambiguous",
            say(
                "The folder holds {count} notebooks ({listed}) and none is named {right}. "
                "Hand in one, under that name."
            ).format(count=len(others), listed=_listed(others), right=right),
        )
    return others[0], []


def _listed(names: list[str]) -> str:
    return ", ".join(map(show, names[:5])) + (say(" and more") if len(names) > 5 else "")


def _notes(chosen: str, others: list[str], name: str) -> list[str]:
    """What is to be said of the choice of a file."""
    right = f"{name}.ipynb"
    if chosen != right:
        words = say("The notebook is named {name}; it was read as {right}.")
        return [words.format(name=show(chosen), right=right)]
    words = say("Only {right} was read, not {listed}.")
    return [words.format(right=right, listed=_listed(others))] if others else []


def read_regular_file(name: str | Path, limits: ReadLimits, folder: int | None = None) -> bytes:
    """Bytes of a file that is a plain file of its own: no link, pipe, device or folder."""
    shown = show(Path(name).name)
    try:
        before = os.stat(name, dir_fd=folder, follow_symlinks=False)
        _demand_plain(before, shown)
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        descriptor = os.open(name, flags, dir_fd=folder)
    except FileNotFoundError:
        raise Unreadable("missing", say("There is no file {name}.").format(name=shown)) from None
    except (OSError, ValueError) as error:
        raise _not_opened(shown, error) from None
    try:
        status = os.fstat(descriptor)
        _demand_plain(status, shown)
        most = int(limits.file_mb * 1_000_000)
        if status.st_size <= most:
            data = b"".join(iter(lambda: os.read(descriptor, 1 << 20), b""))
            if len(data) <= most:
                return data
    except OSError as error:
        raise _not_opened(shown, error) from None
    finally:
        os.close(descriptor)
    raise Unreadable(
        "too_large",
        say(
            "{name} is {size:.0f} MB; at most {most:g} MB are read. "
            "Clear the outputs of all cells, save, and hand it in again."
        ).format(name=shown, size=status.st_size / 1_000_000, most=limits.file_mb),
    )


def _demand_plain(status: os.stat_result, shown: str) -> None:
    kinds = {
        stat.S_IFLNK: say("a link"),
        stat.S_IFDIR: say("a folder"),
        stat.S_IFIFO: say("a pipe"),
    }
    if not stat.S_ISREG(status.st_mode):
        found = kinds.get(stat.S_IFMT(status.st_mode), say("a device or socket"))
        kind = "link" if stat.S_ISLNK(status.st_mode) else "not_a_file"
        words = say("{name} is {found}, not a file. Hand in the notebook itself.")
        raise Unreadable(kind, words.format(name=shown, found=found))
    if status.st_nlink > 1:
        raise Unreadable(
            "link",
            say(
                "{name} is a hard link: it shares its content with another file. "
                "Hand in a copy of the notebook."
            ).format(name=shown),
        )


def _not_opened(name: str, error: Exception) -> Unreadable:
    reason = getattr(error, "strerror", None) or say("its name is not valid")
    words = say("{name} could not be opened: {reason}.")
    return Unreadable("not_opened", words.format(name=show(name), reason=reason))


def show(name: str) -> str:
    """Make a student's text, such as the name of a file, fit for a sentence."""
    text = "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
    return text if len(text) <= 80 else text[:77] + "..."
