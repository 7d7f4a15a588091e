"""Fill the file that a site exported with grades: our column only, where our grades belong.

Each site's rules are in a module of its own (`canvas`, `moodle`, `generic`). Here is what they
share: who is who, what is written, and what stops everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from autograder.desk import listing
from autograder.desk.sheet import DeskError, Sheet


@dataclass(frozen=True)
class Grade:
    """What one student is to get for one lesson."""

    student: str  # nbgrader's id
    score: float  # late penalty and a human's changes counted
    maximum: float
    keys: frozenset[str] = frozenset()  # what else the site may know the student by
    comment: str = ""


@dataclass(frozen=True)
class Change:
    """One cell that is filled."""

    row: int
    column: int
    student: str
    before: str
    after: str


@dataclass
class Filling:
    """What filling a sheet comes to, before anything is written."""

    sheet: Sheet
    title: str
    changes: list[Change] = field(default_factory=list)
    same: int = 0
    kept: list[str] = field(default_factory=list)  # a sentence each: what was left alone, and why
    without: int = 0  # students of the site that have no grade here: their cells stay
    students: frozenset[int] = frozenset()  # rows that are a student's

    def apply(self, only_changed: bool = False) -> bytes:
        """The filled file; without the rows of students of whom nothing changes, if asked."""
        for change in self.changes:
            self.sheet.put(change.row, change.column, change.after)
        out = self.students - {change.row for change in self.changes} if only_changed else ()
        return self.sheet.data(leave_out=frozenset(out))


def number(score: float, comma: bool = False) -> str:
    """A score as sites take it: at most two decimals, no thousands separator."""
    text = f"{score:.2f}".rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text.replace(".", ",") if comma else text


def parsed(text: str) -> float | None:
    """The number in a cell, with a decimal point or comma; None where it is none."""
    match = re.fullmatch(r"\s*(-?\d+(?:[.,]\d+)?)\s*%?\s*", text)
    return float(match[1].replace(",", ".")) if match else None


def normal(title: str) -> str:
    """A title for comparing: words only. Not lower-cased letter by letter: "İ" would fall apart."""
    return " ".join(re.findall(r"\w+", title.replace("_", " "))).casefold()


def matched(
    grades: Iterable[Grade], rows: Mapping[int, Iterable[str]], where: str
) -> dict[int, Grade]:
    """Pair the rows of a sheet with grades.

    Parameters
    ----------
    grades : iterable of Grade
    rows : dict
        For each row of a student, what that row says of who it is: ids, never names.
    where : str
        The file, for messages.

    Returns
    -------
    dict
        The grade of each row that has one.

    Raises
    ------
    DeskError
        If a grade fits no row or several, or a row several grades: with a list.
    """
    at: dict[str, set[int]] = {}
    for row, keys in rows.items():
        for key in filter(None, keys):
            at.setdefault(key, set()).add(row)
    found: dict[int, Grade] = {}
    lost, unclear = [], []
    for grade in grades:
        own = set().union(*(at.get(key, set()) for key in (grade.student, *grade.keys)))
        if not own:
            lost.append(grade.student)
        elif len(own) > 1 or own & found.keys():
            unclear.append(grade.student)
        else:
            found[own.pop()] = grade
    if lost or unclear:
        raise DeskError(
            "\n".join(
                [f"{where} was not changed."]
                + [f"No row there belongs to: {listing.names(lost)}"] * bool(lost)
                + [f"More than one row or student fits: {listing.names(unclear)}"] * bool(unclear)
                + ["Bring the ids together with `autograder roster FILE`, or leave students out "
                   "with --students."]
            )
        )  # fmt: skip
    return found


def fits(maximum: float | None, grades: Iterable[Grade], title: str, scale: bool) -> float:
    """By what our points are multiplied; stops where they do not fit the site's.

    Raises
    ------
    DeskError
        If the site's maximum is another one, and nobody said to convert.
    """
    ours = {grade.maximum for grade in grades}
    if maximum is None or not ours or ours == {maximum}:
        return 1.0
    own = max(ours)
    if not scale:
        raise DeskError(
            f"{title} is worth {number(maximum)} points there and {number(own)} here. Change the "
            "assignment on the site, or say --scale to convert each score."
        )
    return maximum / own
