"""What proves the checks: a bank of implementations, and what the rings said of each.

`autograder.judge.implementations` puts them before the judge.
"""

from __future__ import annotations

import json
import runpy
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder.checks.mistakes import bank


class BankError(Exception):
    """A bank's file cannot be used; the text says why."""


@dataclass(frozen=True)
class Row:
    """What the two rings said of one implementation."""

    function: str
    name: str
    kind: str  # "wrong" or "correct"
    caught_check: bool
    caught_hidden: bool
    recognised: bool  # whether the check named a mistake
    message: str  # of the check, or of the hidden test where only that failed

    @property
    def as_meant(self) -> bool:
        """Whether a wrong one failed the hidden test, or a right one passed both."""
        if self.kind == "wrong":
            return self.caught_hidden
        return not (self.caught_check or self.caught_hidden)


def read_bank(path: Path) -> list[bank.Implementation]:
    """Read an instructor's own bank.

    Parameters
    ----------
    path : Path
        A Python file with ``MUTANTS = {function: [(name, source, kind, note), ...]}``; ``source``
        is the text of a solution cell, ``kind`` is "wrong" or "correct".

    Raises
    ------
    BankError
        If the file cannot be run or has another form.
    """
    try:
        mutants = runpy.run_path(str(path))["MUTANTS"]
    except KeyError:
        raise BankError(f"{path} defines no MUTANTS.") from None
    except Exception as error:
        raise BankError(f"{path} cannot be read: {type(error).__name__}: {error}") from error
    entries = []
    for function, listed in mutants.items():
        for item in listed:
            if len(item) != 4 or item[2] not in ("wrong", "correct"):
                raise BankError(
                    f'{path}: an entry of {function} is not (name, source, "wrong" or "correct", '
                    f"note): {item!r:.80}"
                )
            name, source, kind, note = item
            entries.append(bank.Implementation(function, name, kind, source, note))
    return entries


def table(rows: list[Row]) -> str:
    """Table of a whole bank: per function, what each ring caught and let pass."""
    heading = ("function", "wrong", "check", "hidden", "named", "right", "check", "hidden")
    lines = [heading]
    names = list(dict.fromkeys(row.function for row in rows))
    for name in [*names, "all"]:
        chosen = [row for row in rows if name in (row.function, "all")]
        wrong = [row for row in chosen if row.kind == "wrong"]
        right = [row for row in chosen if row.kind == "correct"]
        counts = (
            len(wrong),
            sum(row.caught_check for row in wrong),
            sum(row.caught_hidden for row in wrong),
            sum(row.recognised for row in wrong),
            len(right),
            sum(not row.caught_check for row in right),
            sum(not row.caught_hidden for row in right),
        )
        lines.append((name, *map(str, counts)))
    width = max(len(line[0]) for line in lines)
    text = [f"{line[0]:<{width}}" + "".join(f"{cell:>8}" for cell in line[1:]) for line in lines]
    note = (
        "Of the wrong ones: caught by the check, caught by the hidden test, named by the check.\n"
        "Of the right ones: passed by the check, passed by the hidden test."
    )
    return "\n".join([*text, "", note])


def write_json(path: Path, rows: list[Row]) -> None:
    """Write the rows as ``{"rows": [...]}``."""
    text = json.dumps({"rows": [asdict(row) for row in rows]}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
