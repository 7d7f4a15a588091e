"""Canvas: its gradebook export, filled by the rules of its importer.

The importer finds the student's columns by position, matches a column by the number in its title,
and makes a *new assignment* of a title that it does not know. It takes each cell of the row
"Points Possible" for the assignment's new points, and a blank cell over a score for "no score".
So nothing of all this is written here: only the cells of one column that is there already.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.desk import fill
from autograder.desk.fill import Change, Filling, Grade
from autograder.desk.sheet import DeskError, Sheet

ID_TITLES = ("ID", "SIS User ID", "SIS Login ID", "Integration ID")
NUMBERED = re.compile(r"\A(?P<title>.*?) \((?P<id>\d+)\)\Z", re.DOTALL)
# The importer drops these, wherever they stand in a title.
DROPPED = re.compile(r"(?:Current|Final) (?:Score|Points|Grade)|Override (?:Score|Grade|Status)")
NO_STUDENT = re.compile(r"\A\s*(?:Muted|Manual Posting.*|)\s*\Z", re.DOTALL)
READ_ONLY = "read only"
EXCUSED = {"EX", "N/A"}
TEST_STUDENT = "Student, Test"  # nobody: whom the "student view" of the site shows the course as


def is_export(sheet: Sheet) -> bool:
    """Whether a sheet looks like a gradebook export of Canvas."""
    head = sheet.row(0) if len(sheet) else []
    return len(head) >= 4 and "Student" in head[0] and "ID" in head[1] and _last_own(head) > 0


def _last_own(head: Sequence[str]) -> int:
    """Place of the last column that is about the student: the first that contains "Section"."""
    return next((place for place, title in enumerate(head) if "Section" in title), -1)


def points_row(sheet: Sheet) -> int | None:
    """The row of the points, if the file has it."""
    return next((n for n in range(1, len(sheet)) if "Points Possible" in sheet.text(n, 0)), None)


def student_rows(sheet: Sheet) -> dict[int, list[str]]:
    """Rows of students, each with its ids; the site's own test student is none.

    The exporter puts the test student after all others. So somebody of that name who stands further
    up is a person.
    """
    head = sheet.row(0)
    own = [place for place in range(1, _last_own(head)) if head[place] in ID_TITLES]
    points = points_row(sheet)
    rows = {}
    for row in range(1, len(sheet)):
        if row == points or all(NO_STUDENT.match(text) for text in sheet.row(row)):
            continue
        ids = [sheet.text(row, place).strip() for place in own]
        if any(ids):
            rows[row] = ids
    last = max(rows, default=0)
    if " ".join(sheet.text(last, 0).split()) == TEST_STUDENT:
        del rows[last]
    return rows


def column_of(sheet: Sheet, lesson: str, wanted: str | None = None) -> int:
    """Place of the column to fill.

    Parameters
    ----------
    sheet : Sheet
        The export.
    lesson : str
        The lesson; its name is looked for in the titles.
    wanted : str, optional
        The column's title, with or without the number, or the number alone.

    Raises
    ------
    DeskError
        If no column, or more than one, is meant. A title is never made up.
    """
    head = sheet.row(0)
    places = [
        place
        for place in range(_last_own(head) + 1, len(head))
        if head[place].strip() and not DROPPED.search(head[place])
    ]
    names = {place: _names(head[place]) for place in places}
    if wanted is not None:
        found = [place for place in places if wanted in names[place]]
    else:
        words = fill.normal(lesson)
        found = [p for p in places if words in {fill.normal(name) for name in names[p]}]
    if len(found) == 1:
        return found[0]
    what = f"the title {wanted!r}" if wanted is not None else f"the name of {lesson}"
    how = "No column has" if not found else "More than one column has"
    raise DeskError(
        f"{how} {what}. Say which: --column TITLE. The columns are:\n"
        + "\n".join(f"  {head[place]}" for place in places)
    )


def _names(title: str) -> set[str]:
    match = NUMBERED.match(title)
    return {title, match["title"], match["id"]} if match else {title}


def filling(
    sheet: Sheet,
    lesson: str,
    grades: Sequence[Grade],
    column: str | None = None,
    scale: bool = False,
) -> Filling:
    """Say what to change in an exported gradebook.

    Raises
    ------
    DeskError
        If the file, the column or a student does not fit.
    """
    if not is_export(sheet):
        raise DeskError(
            f"{sheet.name} is no gradebook export of Canvas: its columns should begin with Student "
            "and ID, and have Section before the assignments."
        )
    place = column_of(sheet, lesson, column)
    title = sheet.text(0, place)
    points = points_row(sheet)
    said = "" if points is None else sheet.text(points, place).strip()
    if READ_ONLY in said:
        raise DeskError(f"Canvas takes no scores for {title!r}: the file says “{said}”.")
    factor = fill.fits(fill.parsed(said), grades, title, scale)
    comma = any("," in sheet.text(row, place) for row in range(1, len(sheet)))
    done = Filling(sheet, title)
    rows = student_rows(sheet)
    of_row = fill.matched(grades, rows, sheet.name)
    done.without, done.students = len(rows) - len(of_row), frozenset(rows)
    for row, grade in of_row.items():
        before = sheet.text(row, place)
        after = fill.number(grade.score * factor, comma)
        if before.strip() in EXCUSED:
            done.kept.append(f"{grade.student} is {before.strip()} there: left as it is.")
        elif before.strip() and fill.parsed(before) == fill.parsed(after):
            done.same += 1
        else:
            done.changes.append(Change(row, place, grade.student, before, after))
    return done
