"""Who is in the course: from a site's export into nbgrader's table of students.

The table is nbgrader's own, so that the formgrader shows the same names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

import sqlalchemy as sa

from autograder.desk import canvas, generic, moodle
from autograder.desk.sheet import DeskError, Sheet

STUDENT = sa.table(
    "student", *map(sa.column, ("id", "first_name", "last_name", "email", "lms_user_id"))
)
# nbgrader makes a folder of an id.
USABLE = re.compile(r"\A(?!\.)[\w.@+ -]{1,128}\Z")
FIRST = {"First name", "Vorname", "Adı", "Ad", "Prénom", "Nombre"}
LAST = {
    "Last name",
    "Surname",
    "Nachname",
    "Soyadı",
    "Soyad",
    "Nom",
    "Nom de famille",
    "Apellido(s)",
}
FULL = {"Full name", "Vollständiger Name", "Tam adı", "Ad Soyad", "Nom complet", "Nombre completo"}


@dataclass(frozen=True)
class Student:
    """One student, as nbgrader's table has them."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """What a site may know this student by, the id apart."""
        return frozenset(filter(None, (self.email, self.lms_user_id)))

    def is_called(self, name: str) -> bool:
        """Whether a packed name, "doejane", can be this student's; true if no name is known."""
        own = packed(self.last_name) + packed(self.first_name)
        return not own or packed(name) in (own, packed(self.first_name) + packed(self.last_name))


def packed(name: str) -> str:
    """A name as Canvas packs it, for comparing: letters and digits, without case and accents.

    Accents go, because programs do not agree on what the small letter of "İ" is.
    """
    parts = unicodedata.normalize("NFKD", name.casefold().replace("ı", "i"))
    return re.sub(r"[\W_]", "", parts)  # an accent that stands alone is no letter


# ------------------------------------------------------------------ from a file


def read(sheet: Sheet, id_column: str | None = None) -> list[Student]:
    """Students of an export of Canvas or Moodle, or of any sheet with a column of ids.

    Parameters
    ----------
    sheet : Sheet
    id_column : str, optional
        Which column becomes nbgrader's id of a student.

    Raises
    ------
    DeskError
        If the sheet is of no known form, or an id is missing, unusable or there twice.
    """
    if canvas.is_export(sheet):
        students = _from_canvas(sheet, id_column)
    else:
        students = _from_columns(sheet, id_column)
    if not students:
        raise DeskError(f"{sheet.name} lists no students.")
    _want_usable(sheet, students)
    return students


def _from_canvas(sheet: Sheet, id_column: str | None) -> list[Student]:
    head = sheet.row(0)
    rows = canvas.student_rows(sheet)
    own = next(
        (title for title in ("SIS Login ID", "SIS User ID") if title in head and
         all(sheet.text(row, head.index(title)).strip() for row in rows)),
        "ID",
    )  # fmt: skip
    id_at = generic.place_of(sheet, id_column or own)
    number_at = head.index("ID") if "ID" in head else 1
    found = []
    for row in rows:
        last, _, first = sheet.text(row, 0).strip().partition(", ")
        key = sheet.text(row, id_at).strip()
        found.append(Student(key, first, last, lms_user_id=sheet.text(row, number_at).strip()))
    return found


def _from_columns(sheet: Sheet, id_column: str | None) -> list[Student]:
    places = moodle.columns(sheet)
    head = [title.strip() for title in sheet.row(0)] if len(sheet) else []

    def at(titles: set[str]) -> int | None:
        return next((place for place, title in enumerate(head) if title in titles), None)

    def text(row: int, place: int | None) -> str:
        return "" if place is None else sheet.text(row, place).strip()

    rows = [row for row in range(1, len(sheet)) if any(sheet.row(row))]
    if id_column:
        id_at = generic.place_of(sheet, id_column)
    else:
        wanted = [places[name] for name in ("username", "idnumber", "email") if name in places]
        complete = [place for place in wanted if all(text(row, place) for row in rows)]
        if not complete:
            raise DeskError(
                f"Which column of {sheet.name} is the students' id? Say --id-column TITLE. "
                f"It has: {', '.join(head)}"
            )
        id_at = complete[0]
    found = []
    for row in rows:
        first, last = text(row, at(FIRST)), text(row, at(LAST))
        if not first and not last:
            first, _, last = text(row, at(FULL)).rpartition(" ")
        email = text(row, places.get("email"))
        found.append(Student(text(row, id_at), first, last, email))
    return found


def _want_usable(sheet: Sheet, students: Iterable[Student]) -> None:
    ids = [student.id for student in students]
    bad = sorted({repr(key) for key in ids if not USABLE.match(key)})
    twice = sorted({key for key in ids if ids.count(key) > 1})
    if bad:
        raise DeskError(
            f"{sheet.name}: these ids cannot be names of folders: {', '.join(bad[:10])}. "
            "Say --id-column TITLE to take another column."
        )
    if twice:
        raise DeskError(f"{sheet.name} has these ids more than once: {', '.join(twice[:10])}.")


# ------------------------------------------------------------------ the gradebook


def load(connection: sa.Connection) -> dict[str, Student]:
    """Students of the gradebook, by id."""
    columns = [STUDENT.c[field.name] for field in fields(Student)]
    rows = connection.execute(sa.select(*columns)).mappings()
    return {
        row["id"]: Student(**{name: value or "" for name, value in row.items()}) for row in rows
    }


def store(connection: sa.Connection, students: Iterable[Student]) -> dict[str, int]:
    """Enter students; what a file does not know of one stays as it was.

    Returns
    -------
    dict
        How many were ``new``, ``changed`` and ``same``.
    """
    known = load(connection)
    counts = {"new": 0, "changed": 0, "same": 0}
    for student in students:
        old = known.get(student.id)
        if old is None:
            values = {f.name: getattr(student, f.name) or None for f in fields(Student)}
            connection.execute(sa.insert(STUDENT).values(**values))
            counts["new"] += 1
            continue
        fresh = {f.name: getattr(student, f.name) for f in fields(Student)}
        merged = replace(old, **{name: value for name, value in fresh.items() if value})
        if merged == old:
            counts["same"] += 1
            continue
        values = {f.name: getattr(merged, f.name) or None for f in fields(Student)}
        connection.execute(sa.update(STUDENT).where(STUDENT.c.id == old.id).values(**values))
        counts["changed"] += 1
    return counts
