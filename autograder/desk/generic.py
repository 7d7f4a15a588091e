"""Any CSV with a column of ids and a column of grades, both named by the user."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.desk import fill
from autograder.desk.fill import Change, Filling, Grade
from autograder.desk.sheet import DeskError, Sheet


def place_of(sheet: Sheet, title: str) -> int:
    """Place of the column with this title.

    Raises
    ------
    DeskError
        If there is none, or more than one.
    """
    head = sheet.row(0) if len(sheet) else []
    found = [place for place, text in enumerate(head) if text.strip() == title.strip()]
    if len(found) != 1:
        how = "no column" if not found else f"{len(found)} columns"
        raise DeskError(f"{sheet.name} has {how} {title!r}. It has: {', '.join(head)}")
    return found[0]


def filling(sheet: Sheet, grades: Sequence[Grade], ids: str, column: str) -> Filling:
    """Say what to change in a sheet.

    Parameters
    ----------
    sheet : Sheet
    grades : sequence of Grade
        Of one lesson.
    ids, column : str
        Titles of the column of ids and of the column to fill.

    Raises
    ------
    DeskError
        If a column or a student does not fit.
    """
    id_at, place = place_of(sheet, ids), place_of(sheet, column)
    # Brightspace writes "#" before an id, so that spreadsheet programs leave it alone.
    keys = {
        row: [text, text.removeprefix("#")]
        for row in range(1, len(sheet))
        if (text := sheet.text(row, id_at).strip())
    }
    of_row = fill.matched(grades, keys, sheet.name)
    done = Filling(sheet, sheet.text(0, place), without=len(keys) - len(of_row))
    done.students = frozenset(keys)
    comma = any("," in sheet.text(row, place) for row in keys)
    for row, grade in of_row.items():
        before, after = sheet.text(row, place), fill.number(grade.score, comma)
        if before.strip() and fill.parsed(before) == fill.parsed(after):
            done.same += 1
        else:
            done.changes.append(Change(row, place, grade.student, before, after))
    return done
