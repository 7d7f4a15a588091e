"""Read the text of a notebook file that anybody may have made: nothing is run or trusted."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace

from autograder.submission.opening import ReadLimits, Unreadable, show
from rnn_language import say


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


# ------------------------------------------------------------------ the text


def decode(data: bytes) -> tuple[str, list[str]]:
    """Text of a notebook file, and what was odd about its encoding."""
    if not data.strip():
        raise Unreadable("empty", say("The file is empty. Save the notebook and hand it in again."))
    for start, found in (
        (b"PK\3\4", say("a zip archive")),
        (b"%PDF", say("a PDF")),
        (b"\x1f\x8b", say("zipped")),
    ):
        if data.startswith(start):
            words = say("The file is {found}, not a notebook (.ipynb).")
            raise Unreadable("not_a_notebook", words.format(found=found))
    encoding = json.detect_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text, encoding = data.decode("cp1252", "replace"), "Windows-1252"
    text = text.removeprefix("\ufeff")
    if text[:200].lstrip()[:9].lower().startswith(("<!doctype", "<html")):
        raise Unreadable(
            "not_a_notebook",
            say("The file is a web page, not a notebook: download the notebook as .ipynb."),
        )
    if encoding in ("utf-8", "utf-8-sig"):
        return text, []
    words = say(
        "The file is encoded as {encoding}, not UTF-8; letters with accents may have changed."
    )
    return text, [words.format(encoding=encoding)]


def parse_json(text: str, limits: ReadLimits) -> object:
    """Value of a JSON text, within bounds."""
    if len(text) > 1_000_000 and (
        text.count("{") + text.count("[") > limits.structures
        or text.count(",") + text.count('"') > limits.values
    ):
        raise Unreadable(
            "too_large",
            say(
                "The file holds too many values. Clear the outputs of all cells, save, "
                "and hand it in again."
            ),
        )
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise Unreadable(
            "nested", say("The file is not a notebook: its JSON is nested too deeply.")
        ) from None
    except json.JSONDecodeError as error:
        raise Unreadable("json", _json_sentence(text, error)) from None
    except (ValueError, MemoryError):
        words = say("The file is not a notebook: its JSON cannot be read.")
        raise Unreadable("json", words) from None


def _json_sentence(text: str, error: json.JSONDecodeError) -> str:
    again = say("Open it in Jupyter, save it and hand it in again.")
    conflict = re.search(r"^<{7} ", text, re.MULTILINE)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        words = say("Line {line} holds a merge conflict of Git (<<<<<<<). Resolve it. {again}")
        return words.format(line=line, again=again)
    where = say("line {line}, column {column}").format(line=error.lineno, column=error.colno)
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return say(
            "The file ends too early ({where}): it was not saved or sent completely. {again}"
        ).format(where=where, again=again)
    return say("The file is not a notebook: its JSON breaks at {where} ({why}). {again}").format(
        where=where, why=error.msg, again=again
    )


def _integer(digits: str) -> int:
    return int(digits) if len(digits) <= 18 else 0  # no count in a notebook is longer


# Literal tabs and line breaks inside a string are accepted: some editors and tools leave them.
_DECODER = json.JSONDecoder(parse_int=_integer, strict=False)


# ------------------------------------------------------------------ the cells


def read_cells(value: object, limits: ReadLimits) -> tuple[list[RawCell], list[str]]:
    """Cells of a notebook's JSON value, whatever nbformat 3 or 4 an editor wrote."""
    notes: list[str] = []
    if not isinstance(value, dict):
        raise Unreadable("format", say("The file is not a notebook: it has no cells."))
    version = value.get("nbformat", 4)
    if isinstance(version, float | str) and str(version) in ("3", "3.0", "4", "4.0"):
        version = int(float(version))
    if version == 3 and isinstance(value.get("worksheets"), list):
        sheets = [sheet for sheet in value["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets for cell in _list(sheet.get("cells"))]
        notes.append(say("The notebook is in the old format 3 and was upgraded."))
    elif version == 4 or "nbformat" not in value:
        cells = value.get("cells")
    else:
        named = (
            show(str(version)[:20]) if isinstance(version, int | float | str) else say("unknown")
        )
        raise Unreadable(
            "format",
            say(
                "The notebook says that it is in format {named}; this course reads "
                "format 4. Open it in Jupyter, save it and hand it in again."
            ).format(named=named),
        )
    if not isinstance(cells, list):
        raise Unreadable("format", say("The file is not a notebook: it has no cells."))
    if len(cells) > limits.cells:
        raise Unreadable(
            "too_large",
            say("The notebook has {count} cells; at most {most} are read.").format(
                count=len(cells), most=limits.cells
            ),
        )
    found = [_cell(place, cell) for place, cell in enumerate(cells)]
    for place, cell in enumerate(found):
        if cell is None:
            words = say("Cell {number} of the file is not a cell and was left out.")
            notes.append(words.format(number=place + 1))
    raw = [cell for cell in found if cell is not None]
    size = sum(_size_without_pictures(cell) for cell in raw)
    if size > limits.source_kb * 1000:
        raise Unreadable(
            "too_large",
            say(
                "The text of the cells is {size} kB, pictures not counted; at most "
                "{most} kB are read. Delete what you do not need, such as numbers that "
                "were pasted into a cell, save, and hand it in again."
            ).format(size=size // 1000, most=limits.source_kb),
        )
    if any("\0" in cell.source for cell in raw):
        notes.append(say("The notebook holds NUL characters, which were removed."))
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
