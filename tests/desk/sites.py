"""What Canvas and Moodle write and read, by the rules of their own exporters and importers.

Written from the importers' published rules, as far as they touch a file of grades: how a row finds
its student, a column its assignment, and what a cell does to what is there already.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field

FIRST = ["Ada", "Jürgen", "Şule", "İpek", "Irmak", "Zoë", "Nguyễn", "María José", "O", "李"]
LAST = [
    "Lovelace",
    "Müller",
    "Yılmaz",
    "Öztürk",
    "d'Arc",
    "van der Berg",
    "Ng",
    "Smith",
    "Smith",
    "王",
]


@dataclass
class Person:
    """One student of a made-up class; some share their names."""

    number: int
    first: str
    last: str
    login: str
    late: bool = False
    attempts: list[bytes] = field(default_factory=list)

    @property
    def canvas_id(self) -> str:
        return str(70_000 + self.number)

    @property
    def participant(self) -> str:
        return str(4_000 + self.number * 3)

    @property
    def email(self) -> str:
        return f"{self.login}@example.org"


def people(count: int) -> list[Person]:
    """A class; the last two of ten are called the same."""
    return [
        Person(n, FIRST[n % 10] if n % 10 != 8 else FIRST[7], LAST[n % 10], f"s{n:04d}")
        for n in range(count)
    ]


# ------------------------------------------------------------------ Canvas


def canvas_zip(class_: list[Person], original: str, anonymous: bool = False) -> bytes:
    """ "Download submissions": lower-case word characters, LATE, user and attachment, file name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        attachment = 900_000
        for person in class_:
            name = re.sub(r"\W", "", f"{person.last}, {person.first}".lower())
            who = f"anon_A{person.number}x" if anonymous else name
            for attempt, data in enumerate(person.attempts):
                attachment += 7
                stem, dot, ending = original.rpartition(".")
                file = f"{stem}-{attempt}{dot}{ending}" if attempt else original
                late = "LATE_" if person.late else ""
                user = "" if anonymous else f"{person.canvas_id}_"
                archive.writestr(f"{who}_{late}{user}{attachment}_{file}", data)
    return out.getvalue()


def canvas_export(
    class_: list[Person], titles: dict[str, str], scores: dict | None = None
) -> bytes:
    """A gradebook export: titles with the assignment's number, points, read-only totals."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *titles, "Final Score"]
    writer.writerow(head)
    writer.writerow(["", "", "", "", "", *["Manual Posting" for _ in titles], ""])
    writer.writerow(["    Points Possible", "", "", "", "", *titles.values(), "(read only)"])
    for person in class_:
        own = [(scores or {}).get((person.login, title), "") for title in titles]
        name = f"{person.last}, {person.first}"
        writer.writerow([name, person.canvas_id, "", person.login, "Section 1", *own, "77.5"])
    writer.writerow(
        ["Student, Test", "99999", "", "0f" * 20, "Section 1", *["" for _ in titles], ""]
    )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


@dataclass
class CanvasGradebook:
    """What Canvas holds, and what an import does to it."""

    class_: list[Person]
    assignments: dict[str, str]  # number -> title
    points: dict[str, str]
    scores: dict[tuple[str, str], str] = field(default_factory=dict)  # (user, assignment)
    made: list[str] = field(default_factory=list)  # assignments that an import made

    def take(self, data: bytes) -> None:
        """Import a file."""
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        head = rows[0]
        assert "Student" in head[0] and "ID" in head[1], "not a gradebook"
        last = next(place for place, title in enumerate(head) if "Section" in title)
        columns = {}
        for place in range(last + 1, len(head)):
            if re.search(r"(Current|Final) (Score|Points|Grade)", head[place]):
                continue
            match = re.fullmatch(r"(.*) \((\d+)\)", head[place])
            number = match[2] if match and match[2] in self.assignments else None
            if number is None:
                self.made.append(head[place])
            columns[place] = number
        users = {person.canvas_id for person in self.class_}
        for row in rows[1:]:
            if all(
                not cell or cell == "Muted" or cell.startswith("Manual Posting") for cell in row
            ):
                continue
            for place, number in columns.items():
                cell = row[place]
                if "Points Possible" in row[0]:
                    if cell and "read only" not in cell:
                        self.points[number] = cell
                elif row[1] in users and cell not in ("EX", "N/A"):
                    if cell in ("", "-"):
                        self.scores.pop((row[1], number), None)
                    else:
                        self.scores[row[1], number] = cell


def canvas_takes_pages(data: bytes, class_: list[Person]) -> dict[str, str]:
    """ "Upload graded files": the first two all-digit parts are user and attachment."""
    users = {person.canvas_id for person in class_}
    taken = {}
    for name in zipfile.ZipFile(io.BytesIO(data)).namelist():
        numbers = [part for part in name.split("_") if part.isdigit()]
        if len(numbers) >= 2 and numbers[0] in users:
            taken[numbers[0]] = name
    return taken


# ------------------------------------------------------------------ Moodle


def moodle_zip(class_: list[Person], original: str, flat: bool = False, old: bool = False) -> bytes:
    """ "Download all submissions", in folders or flat; before 4.1 a folder ended in "_"."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for person in class_:
            full = f"{person.first} {person.last}".replace("_", " ")
            base = f"{full}_{person.participant}_assignsubmission_file_"
            for data in person.attempts[-1:]:
                folder = base if old else base[:-1]
                name = f"{base}{original}" if flat else f"{folder}/{original}"
                archive.writestr(zipfile.ZipInfo(name, (2026, 3, 4, 23, 59, 0)), data)
    return out.getvalue()


HEADINGS = {
    "en": ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade",
           "Grade can be changed", "Last modified (submission)", "Last modified (grade)",
           "Feedback comments"],
    "tr": ["Tanımlayıcı", "Tam adı", "E-posta adresi", "Durum", "Not", "En yüksek not",
           "Not değiştirilebilir", "Son düzenleme (gönderim)", "Son düzenleme (not)",
           "Geri bildirim yorumları"],
}  # fmt: skip


def moodle_worksheet(
    class_: list[Person], language: str = "en", comma: bool = False, grades: dict | None = None
) -> bytes:
    """A grading worksheet: a participant number, the grade, the feedback."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS[language])
    word = {"en": "Participant", "tr": "Katılımcı"}[language]
    top = "20,00" if comma else "20.00"
    for person in class_:
        grade, comment = (grades or {}).get(person.login, ("", ""))
        writer.writerow(
            [f"{word} {person.participant}", f"{person.first} {person.last}", person.email,
             "Submitted", grade, top, "Yes", "Wednesday, 4 March 2026, 11:59 PM", "-", comment]
        )  # fmt: skip
    return b"\xef\xbb\xbf" + out.getvalue().encode()


@dataclass
class MoodleAssignment:
    """What Moodle holds of an assignment, and what an import does to it."""

    grades: dict[str, float] = field(default_factory=dict)  # by participant
    feedback: dict[str, str] = field(default_factory=dict)

    def take(self, data: bytes, language: str) -> None:
        """Import a worksheet, with a decimal comma where the language has one."""
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert rows[0] == HEADINGS[language], "Moodle does not know these columns"
        for row in rows[1:]:
            number = re.search(r"(\d+)$", row[0])[1]
            text = row[4].replace(",", ".") if language == "tr" else row[4]
            if text and 0 <= float(text) <= 20:
                self.grades[number] = float(text)
            if row[9] != self.feedback.get(number, ""):
                self.feedback[number] = row[9]  # an empty cell deletes what was there


def moodle_takes_pages(data: bytes) -> dict[str, str]:
    """Feedback zip: split at "_", the second part is the participant, two name the plug-in."""
    taken = {}
    for name in zipfile.ZipFile(io.BytesIO(data)).namelist():
        parts = name.split("_", 4)
        plugin = parts[3].split("/")[0] if len(parts) > 3 else ""
        file = name.rpartition("/")[2]
        if (
            len(parts) >= 4
            and parts[1].isdigit()
            and (parts[2], plugin) == ("assignsubmission", "file")
        ):
            if not file.startswith((".", "~")):
                taken[parts[1]] = name
    return taken
