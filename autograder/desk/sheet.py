"""A CSV file of somebody else's, in which single cells are changed and every other byte stays.

The standard library's reader forgets how a cell was quoted and how a line ended. An importer may
care: a blank cell and a quoted blank are not the same to Canvas.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from pathlib import Path

DELIMITERS = ",;\t"
LIMIT = 50 << 20  # bytes; a class of 10,000 with 100 columns has a tenth of it
NEEDS_QUOTES = re.compile(r'[",;\t\r\n]|\A\s|\s\Z')
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


class DeskError(Exception):
    """A file or an option does not fit; the text says what, where, and what to do."""


class Sheet:
    """The cells of a CSV file, as text and as they stand in the file.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        For messages.

    Raises
    ------
    DeskError
        If it is not a text of comma-separated values.
    """

    def __init__(self, data: bytes, name: str = "the file") -> None:
        self.name = name
        self._mark, self._encoding = b"", "utf-8"
        for mark, encoding in MARKS.items():
            if data.startswith(mark):
                self._mark, self._encoding = mark, encoding
        try:
            text = data[len(self._mark) :].decode(self._encoding)
        except UnicodeDecodeError as error:
            raise DeskError(
                f"{name} is not UTF-8 text (byte {error.start}). If a spreadsheet program "
                "saved it, save it again as “CSV UTF-8”, or export it from the site once more."
            ) from None
        if "\0" in text:
            raise DeskError(f"{name} is not a CSV file: it holds zero bytes.")
        self.delimiter = _delimiter(text)
        self._rows, self._ends = _split(text, self.delimiter, name)

    @classmethod
    def read(cls, path: Path) -> Sheet:
        """Read a file; see the class."""
        try:
            if path.stat().st_size > LIMIT:
                raise DeskError(f"{path.name} is larger than {LIMIT >> 20} MB: no sheet of grades.")
            return cls(path.read_bytes(), path.name)
        except OSError as error:
            raise DeskError(f"{path} cannot be read: {error.strerror}.") from error

    def __len__(self) -> int:
        return len(self._rows)

    def width(self, row: int) -> int:
        """How many cells a row has."""
        return len(self._rows[row])

    def text(self, row: int, column: int) -> str:
        """What a cell says, without its quotes; empty beyond the end of the row."""
        raw = self._rows[row][column] if column < len(self._rows[row]) else ""
        return raw[1:-1].replace('""', '"') if raw[:1] == '"' else raw

    def row(self, row: int) -> list[str]:
        """What the cells of a row say."""
        return [self.text(row, column) for column in range(self.width(row))]

    def put(self, row: int, column: int, text: str) -> None:
        """Change one cell; it stays quoted if it was.

        Raises
        ------
        DeskError
            If the row has no such cell.
        """
        cells = self._rows[row]
        if column >= len(cells):
            raise DeskError(f"{self.name}, line {row + 1} has only {len(cells)} cells.")
        quoted = cells[column][:1] == '"' or NEEDS_QUOTES.search(text)
        cells[column] = '"' + text.replace('"', '""') + '"' if quoted else text

    def data(self, leave_out: frozenset[int] = frozenset()) -> bytes:
        """The file; the same bytes as were read, but for the cells that were changed.

        Parameters
        ----------
        leave_out : frozenset of int
            Rows to leave out.
        """
        parts = []
        for row, (cells, end) in enumerate(zip(self._rows, self._ends, strict=True)):
            if row not in leave_out:
                parts += [self.delimiter.join(cells), end]
        return self._mark + "".join(parts).encode(self._encoding)


def _delimiter(text: str) -> str:
    """The separator that the first line has most of, outside quotes."""
    line = re.sub(r'"[^"]*"', "", text.lstrip("\r\n")[:100_000]).split("\n", 1)[0]
    counts = Counter(letter for letter in line if letter in DELIMITERS)
    return counts.most_common(1)[0][0] if counts else ","


def _split(text: str, delimiter: str, name: str) -> tuple[list[list[str]], list[str]]:
    """Cells as they stand in the text, row by row, and how each row ends."""
    rows: list[list[str]] = []
    ends: list[str] = []
    cells: list[str] = []
    token = re.compile(
        rf'(?P<cell>"(?:[^"]|"")*"|[^{re.escape(delimiter)}\r\n"][^{re.escape(delimiter)}\r\n]*|)'
        rf"(?P<end>{re.escape(delimiter)}|\r\n|\n|\r|\Z)"
    )
    at = 0
    while True:
        match = token.match(text, at)
        if match is None:
            raise DeskError(f"{name}, line {len(rows) + 1}: a quotation mark is not closed.")
        at = match.end()
        cells.append(match["cell"])
        if match["end"] == delimiter:
            continue
        if match["end"] or cells != [""]:
            rows.append(cells)
            ends.append(match["end"])
        cells = []
        if not match["end"]:
            return rows, ends
