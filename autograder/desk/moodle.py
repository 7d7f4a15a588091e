"""Moodle: the grading worksheet of an assignment, filled by the rules of its importer.

The importer joins rows by the participant number at the end of the first column, which is the same
number as in the folders of "download all submissions". Headings are in the site's language. It
skips a row that is blank, out of range, or graded on the site since the sheet was made, and takes
an *empty* feedback cell for "delete the feedback": comments are therefore left alone unless asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from autograder.desk import fill
from autograder.desk.fill import Change, Filling, Grade
from autograder.desk.sheet import DeskError, Sheet

# What the columns are called, in the languages that we know. `--column` names others.
HEADINGS = {
    "identifier": {"Identifier", "ID", "Tanımlayıcı", "Identifiant", "Identificador"},
    "grade": {"Grade", "Bewertung", "Not", "Note", "Calificación"},
    "maximum": {"Maximum grade", "Maximum Grade", "Beste Bewertung", "Bestwertung", "En yüksek not",
                "Note maximale", "Calificación máxima"},
    "feedback": {"Feedback comments", "Feedback als Kommentar", "Geri bildirim yorumları",
                 "Feedback par commentaires", "Comentarios de retroalimentación"},
    "email": {"Email address", "E-Mail-Adresse", "E-posta adresi", "Adresse de courriel",
              "Dirección de correo"},
    "idnumber": {"ID number", "ID-Nummer", "Kimlik numarası", "Numéro d’identification",
                 "Número de ID"},
    "username": {"Username", "Anmeldename", "Kullanıcı adı", "Nom d’utilisateur",
                 "Nombre de usuario"},
}  # fmt: skip
PARTICIPANT = re.compile(r"\A(?:\D*\s)?(?P<number>\d+)\Z")


def columns(sheet: Sheet, **named: str | None) -> dict[str, int]:
    """Places of the columns that are known, by what they hold.

    Parameters
    ----------
    sheet : Sheet
        The worksheet.
    **named : str or None
        Titles that the user gave, by what they hold.

    Raises
    ------
    DeskError
        If a title that was given is not there, or stands there twice.
    """
    head = [title.strip() for title in sheet.row(0)] if len(sheet) else []
    found = {}
    for what, titles in HEADINGS.items():
        wanted = {named[what]} if named.get(what) else titles
        places = [place for place, title in enumerate(head) if title in wanted]
        if len(places) == 1:
            found[what] = places[0]
        elif named.get(what):
            raise DeskError(
                f"{sheet.name} has {len(places) or 'no'} columns {named[what]!r}. It has: "
                + ", ".join(head)
            )
    return found


def is_worksheet(sheet: Sheet) -> bool:
    """Whether a sheet looks like a grading worksheet: participants in the first column, a grade."""
    return "grade" in columns(sheet) and bool(participants(sheet))


def participants(sheet: Sheet, place: int = 0) -> dict[int, str]:
    """Participant number of each row."""
    found = {}
    for row in range(1, len(sheet)):
        match = PARTICIPANT.match(sheet.text(row, place).strip())
        if match:
            found[row] = match["number"]
    return found


def students_by_participant(sheet: Sheet, ids: Mapping[str, str]) -> dict[str, str]:
    """Our id of each participant of a worksheet.

    Parameters
    ----------
    sheet : Sheet
        The worksheet.
    ids : mapping
        Our id by what the site may know a student by: user name, id number, e-mail.

    Raises
    ------
    DeskError
        If the sheet tells nothing of its participants that the roster knows.
    """
    places = columns(sheet)
    rows = participants(sheet, places.get("identifier", 0))
    told = [places[name] for name in ("username", "idnumber", "email") if name in places]
    found = {}
    for row, number in rows.items():
        keys = [sheet.text(row, place).strip() for place in told]
        own = {ids[key] for key in keys if key in ids}
        if len(own) == 1:
            found[number] = own.pop()
    if not found:
        raise DeskError(
            f"{sheet.name} and the roster have no student in common. The worksheet should be the "
            "one of this assignment, with e-mail or id number, and the roster should be read first."
        )
    return found


def filling(
    sheet: Sheet,
    grades: Sequence[Grade],
    numbers: Mapping[str, str],
    column: str | None = None,
    scale: bool = False,
    comments: bool = False,
) -> Filling:
    """Say what to change in a worksheet.

    Parameters
    ----------
    sheet : Sheet
        The worksheet of one assignment.
    grades : sequence of Grade
        Of one lesson.
    numbers : mapping
        Participant number of a student, as the downloaded submissions had it.
    column : str, optional
        Title of the column of grades, in a language that is not known.
    scale : bool
        Convert points where the maxima differ.
    comments : bool
        Fill feedback comments too, where none stands yet.

    Raises
    ------
    DeskError
        If the file, the column or a student does not fit.
    """
    places = columns(sheet, grade=column)
    rows = participants(sheet, places.get("identifier", 0))
    if "grade" not in places:
        raise DeskError(
            f"Which column of {sheet.name} holds the grades? Say --column TITLE. It has: "
            + ", ".join(sheet.row(0) if len(sheet) else [])
        )
    if not rows:
        raise DeskError(
            f"{sheet.name} is no grading worksheet: its first column should end in participant "
            "numbers. Moodle offers it under “Download grading worksheet”."
        )
    grade_at, title = places["grade"], sheet.text(0, places["grade"])
    tops = {fill.parsed(sheet.text(row, places["maximum"])) for row in rows} - {None} \
        if "maximum" in places else set()  # fmt: skip
    if len(tops) > 1:
        raise DeskError(f"{sheet.name} has several maximum grades: {sorted(tops)}.")
    factor = fill.fits(next(iter(tops), None), grades, title, scale)
    known = [places[name] for name in ("email", "idnumber", "username") if name in places]
    keys = {
        row: [_participant(number), *(sheet.text(row, place).strip() for place in known)]
        for row, number in rows.items()
    }
    of_row = fill.matched([_numbered(grade, numbers) for grade in grades], keys, sheet.name)
    shown = [places[name] for name in ("grade", "maximum") if name in places]
    comma = any("," in sheet.text(row, place) for row in rows for place in shown)
    done = Filling(sheet, title, without=len(rows) - len(of_row))
    done.students = frozenset(rows)
    for row, grade in of_row.items():
        before, after = sheet.text(row, grade_at), fill.number(grade.score * factor, comma)
        if before.strip() and fill.parsed(before) == fill.parsed(after):
            done.same += 1
        else:
            done.changes.append(Change(row, grade_at, grade.student, before, after))
        if comments and grade.comment and "feedback" in places:
            said = sheet.text(row, places["feedback"])
            if said.strip():
                done.kept.append(f"{grade.student} has feedback there: left as it is.")
            else:
                done.changes.append(
                    Change(row, places["feedback"], grade.student, said, grade.comment)
                )
    return done


def _participant(number: str) -> str:
    """A participant number as a key that is no student's id by chance."""
    return f"participant {number}"


def _numbered(grade: Grade, numbers: Mapping[str, str]) -> Grade:
    if grade.student not in numbers:
        return grade
    key = _participant(numbers[grade.student])
    return Grade(grade.student, grade.score, grade.maximum, grade.keys | {key}, grade.comment)
