"""Read a notebook file that anybody may have made: nothing is run, followed or trusted."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import stat
from dataclasses import dataclass, replace
from pathlib import Path

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


@dataclass(frozen=True)
class RawCell:
    """A cell as the student's file has it, with every field of the type that it should have."""

    place: int
    cell_type: str  # "code" | "markdown" | "raw"
    source: str
    id: str
    claims: tuple[str, ...]  # what its metadata and ids say that it is, strongest first
    grading: dict  # nbgrader's metadata, to say what was changed; never to decide by
    attachments: dict


# ------------------------------------------------------------------ the file


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
        chosen, notes = _choose(descriptor, name)
        return folder / chosen, read_regular_file(chosen, limits, descriptor), notes
    finally:
        os.close(descriptor)


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
        raise Unreadable("missing", f"There is no folder {show(folder.name)}.") from None
    except (OSError, ValueError) as error:
        if opened.is_symlink():
            raise Unreadable(
                "link",
                f"{show(opened.name)} is a link, not a folder. Hand in the folder itself.",
            ) from None
        raise _not_opened(opened.name, error) from None
    finally:
        if above is not None:
            os.close(above)


def _choose(folder: int, name: str) -> tuple[str, list[str]]:
    """Name of the notebook to read among the files of an open folder."""
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
    listed = ", ".join(map(show, others[:5])) + (" and more" if len(others) > 5 else "")
    with contextlib.suppress(OSError, ValueError):
        os.stat(right, dir_fd=folder, follow_symlinks=False)
        return right, [f"Only {right} was read, not {listed}."] if others else []
    if not others:
        raise Unreadable(
            "missing", f"There is no notebook in the folder. Hand in the file {right}."
        )
    if len(others) > 1:
        raise Unreadable(
            "ambiguous",
            f"The folder holds {len(others)} notebooks ({listed}) and none is named {right}. "
            "Hand in one, under that name.",
        )
    return others[0], [f"The notebook is named {show(others[0])}; it was read as {right}."]


def read_regular_file(name: str | Path, limits: ReadLimits, folder: int | None = None) -> bytes:
    """Bytes of a file that is a plain file of its own: no link, pipe, device or folder."""
    shown = show(Path(name).name)
    try:
        before = os.stat(name, dir_fd=folder, follow_symlinks=False)
        _demand_plain(before, shown)
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        descriptor = os.open(name, flags, dir_fd=folder)
    except FileNotFoundError:
        raise Unreadable("missing", f"There is no file {shown}.") from None
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
        f"{shown} is {status.st_size / 1_000_000:.0f} MB; at most {limits.file_mb:g} MB are read. "
        "Clear the outputs of all cells, save, and hand it in again.",
    )


def _demand_plain(status: os.stat_result, shown: str) -> None:
    kinds = {stat.S_IFLNK: "a link", stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe"}
    if not stat.S_ISREG(status.st_mode):
        found = kinds.get(stat.S_IFMT(status.st_mode), "a device or socket")
        kind = "link" if stat.S_ISLNK(status.st_mode) else "not_a_file"
        raise Unreadable(kind, f"{shown} is {found}, not a file. Hand in the notebook itself.")
    if status.st_nlink > 1:
        raise Unreadable(
            "link",
            f"{shown} is a hard link: it shares its content with another file. "
            "Hand in a copy of the notebook.",
        )


def _not_opened(name: str, error: Exception) -> Unreadable:
    reason = getattr(error, "strerror", None) or "its name is not valid"
    return Unreadable("not_opened", f"{show(name)} could not be opened: {reason}.")


def show(name: str) -> str:
    """A text of the student's, a file's name for one, fit for a sentence."""
    text = "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
    return text if len(text) <= 80 else text[:77] + "..."


# ------------------------------------------------------------------ the text


def decode(data: bytes) -> tuple[str, list[str]]:
    """Text of a notebook file, and what was odd about its encoding."""
    if not data.strip():
        raise Unreadable("empty", "The file is empty. Save the notebook and hand it in again.")
    for start, found in ((b"PK\3\4", "a zip archive"), (b"%PDF", "a PDF"), (b"\x1f\x8b", "zipped")):
        if data.startswith(start):
            raise Unreadable("not_a_notebook", f"The file is {found}, not a notebook (.ipynb).")
    encoding = json.detect_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text, encoding = data.decode("cp1252", "replace"), "Windows-1252"
    text = text.removeprefix("\ufeff")
    if text[:200].lstrip()[:9].lower().startswith(("<!doctype", "<html")):
        raise Unreadable(
            "not_a_notebook",
            "The file is a web page, not a notebook: download the notebook as .ipynb.",
        )
    if encoding in ("utf-8", "utf-8-sig"):
        return text, []
    return text, [
        f"The file is encoded as {encoding}, not UTF-8; letters with accents may have changed."
    ]


def parse_json(text: str, limits: ReadLimits) -> object:
    """Value of a JSON text, within bounds."""
    if len(text) > 1_000_000 and (
        text.count("{") + text.count("[") > limits.structures
        or text.count(",") + text.count('"') > limits.values
    ):
        raise Unreadable(
            "too_large",
            "The file holds too many values. Clear the outputs of all cells, save, "
            "and hand it in again.",
        )
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise Unreadable(
            "nested", "The file is not a notebook: its JSON is nested too deeply."
        ) from None
    except json.JSONDecodeError as error:
        raise Unreadable("json", _json_sentence(text, error)) from None
    except (ValueError, MemoryError):
        raise Unreadable("json", "The file is not a notebook: its JSON cannot be read.") from None


def _json_sentence(text: str, error: json.JSONDecodeError) -> str:
    again = "Open it in Jupyter, save it and hand it in again."
    conflict = re.search(r"^<{7} ", text, re.MULTILINE)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        return f"Line {line} holds a merge conflict of Git (<<<<<<<). Resolve it. {again}"
    where = f"line {error.lineno}, column {error.colno}"
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return f"The file ends too early ({where}): it was not saved or sent completely. {again}"
    return f"The file is not a notebook: its JSON breaks at {where} ({error.msg}). {again}"


def _integer(digits: str) -> int:
    return int(digits) if len(digits) <= 18 else 0  # longer ones are no count of anything


# Literal tabs and line breaks inside a string are let pass: a hand or a tool put them there.
_DECODER = json.JSONDecoder(parse_int=_integer, strict=False)


# ------------------------------------------------------------------ the cells


def read_cells(value: object, limits: ReadLimits) -> tuple[list[RawCell], list[str]]:
    """Cells of a notebook's JSON value, whatever nbformat 3 or 4 an editor wrote."""
    notes: list[str] = []
    if not isinstance(value, dict):
        raise Unreadable("format", "The file is not a notebook: it has no cells.")
    version = value.get("nbformat", 4)
    if isinstance(version, float | str) and str(version) in ("3", "3.0", "4", "4.0"):
        version = int(float(version))
    if version == 3 and isinstance(value.get("worksheets"), list):
        sheets = [sheet for sheet in value["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets for cell in _list(sheet.get("cells"))]
        notes.append("The notebook is in the old format 3 and was upgraded.")
    elif version == 4 or "nbformat" not in value:
        cells = value.get("cells")
    else:
        named = show(str(version)[:20]) if isinstance(version, int | float | str) else "unknown"
        raise Unreadable(
            "format",
            f"The notebook says that it is in format {named}; this course reads "
            "format 4. Open it in Jupyter, save it and hand it in again.",
        )
    if not isinstance(cells, list):
        raise Unreadable("format", "The file is not a notebook: it has no cells.")
    if len(cells) > limits.cells:
        raise Unreadable(
            "too_large", f"The notebook has {len(cells)} cells; at most {limits.cells} are read."
        )
    found = [_cell(place, cell) for place, cell in enumerate(cells)]
    for place, cell in enumerate(found):
        if cell is None:
            notes.append(f"Cell {place + 1} of the file is not a cell and was left out.")
    raw = [cell for cell in found if cell is not None]
    size = sum(_size_without_pictures(cell) for cell in raw)
    if size > limits.source_kb * 1000:
        raise Unreadable(
            "too_large",
            f"The text of the cells is {size // 1000} kB, pictures not counted; at most "
            f"{limits.source_kb} kB are read. Delete what you do not need, such as numbers that "
            "were pasted into a cell, save, and hand it in again.",
        )
    if any("\0" in cell.source for cell in raw):
        notes.append("The notebook holds NUL characters, which were removed.")
        raw = [replace(cell, source=cell.source.replace("\0", "")) for cell in raw]
    return raw, notes[:10]


# A picture that was pasted into a text cell, as it stands in the text.
PICTURE = re.compile(r"data:image/[\w.+-]{1,40};base64,[A-Za-z0-9+/=]*", re.IGNORECASE)


def _size_without_pictures(cell: RawCell) -> int:
    size = len(cell.source)
    if cell.cell_type == "markdown" and "data:image/" in cell.source:
        size -= sum(len(match[0]) for match in PICTURE.finditer(cell.source))
    return size


def _list(value: object) -> list:
    return value if isinstance(value, list) else []


def _cell(place: int, cell: object) -> RawCell | None:
    if not isinstance(cell, dict):
        return None
    kind = cell.get("cell_type")
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        lines = [line for line in source if isinstance(line, str)]
        # Some tools leave the line ends out.
        source = ("" if any(line.endswith("\n") for line in lines) else "\n").join(lines)
    if not isinstance(source, str):
        source = ""
    if kind == "heading":  # of format 3
        level = cell.get("level")
        source = "#" * (level if isinstance(level, int) and 1 <= level <= 6 else 1) + " " + source
        kind = "markdown"
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    grading = metadata.get("nbgrader")
    grading = grading if isinstance(grading, dict) else {}
    own_id = cell.get("id")
    claims = (grading.get("grade_id"), own_id, metadata.get("id"))  # Colab keeps ids in metadata
    return RawCell(
        place=place,
        cell_type=kind if kind in ("code", "markdown") else "raw",
        source=_clean(source),
        id=own_id if isinstance(own_id, str) else "",
        claims=tuple(claim for claim in claims if isinstance(claim, str)),
        grading=grading,
        attachments=_attachments(cell.get("attachments")),
    )


_SURROGATE = re.compile("[\ud800-\udfff]")


def _clean(text: str) -> str:
    """Text with plain line ends and no half characters, which no file could hold."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text).removeprefix("\ufeff")
    return text


def _attachments(value: object) -> dict:
    """Pictures that a student pasted into a text cell; whatever is not of that form is dropped."""
    if not isinstance(value, dict):
        return {}
    bundles = {}
    for name, bundle in value.items():
        if isinstance(bundle, dict) and all(isinstance(data, str) for data in bundle.values()):
            bundles[_clean(name)] = {_clean(kind): _clean(data) for kind, data in bundle.items()}
    return bundles
