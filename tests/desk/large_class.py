"""A class of any size in each form in which sites hand work out, with all that real ones have.

    python tests/desk/large_class.py DIR [SIZE]

writes it (300 students unless told) with a copy of the course, to run the desk's commands by hand.
"""

import csv
import io
import json
import os
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(TESTS)]

from desk.handed_in import LESSON, half, notebook  # noqa: E402
from desk.sites import (  # noqa: E402
    Person,
    canvas_export,
    canvas_zip,
    moodle_worksheet,
    moodle_zip,
)
from grading import prepared_course  # noqa: E402

FIRST = ["Ayşe", "İpek", "Irmak", "Şule", "Çağrı", "Göktuğ", "Ümit", "Ada", "Zoë", "Nguyễn",
         "María José", "李", "Jürgen", "O", "Ahmet_2", "Łukasz", "Ivan"]  # fmt: skip
LAST = ["Yılmaz", "Öztürk", "Işık", "d'Arc", "van der Berg", "Ng", "Smith", "王", "Müller 3",
        "Çelik", "Ğ", "O'Neill-Sánchez", "Şahin"]  # fmt: skip
COLUMNS = {"Quiz 1 (11)": "5", f"{LESSON} (12)": "20", "Final Grade project (13)": "10"}
BROKEN = b'{"cells": [{"cell_type": "code", "sou'
# By number modulo 20; None: nothing that can be graded.
POINTS = {3: 10.0, 7: 10.0, 11: 0.0, 13: None, 17: None}


def points(person: Person) -> float | None:
    """What a student is to get."""
    return POINTS.get(person.number % 20, 20.0)


def people(size: int) -> list[Person]:
    """Students; each fourth pair of neighbours has one name."""
    made = []
    for n in range(size):
        twin = n - 1 if n % 8 == 5 else n
        first, last = FIRST[twin % len(FIRST)], LAST[twin % len(LAST)]
        made.append(Person(n, first, last, f"s{n:04d}", late=n % 20 == 4))
    whole, part, blank = notebook(), half(), notebook(solve=False)
    for person in made:
        n = person.number % 20
        mark = person.login.encode()
        data = {20.0: whole, 10.0: part, 0.0: blank}.get(points(person))
        if data is not None:
            data = data.replace(b'"nbformat": 4', b'"nbformat": 4 ', 1).rstrip() + b"\n" * (n + 1)
            person.attempts = [part, data] if n == 9 else [data]
        elif n == 13:
            person.attempts = [BROKEN + mark]  # 17: nothing handed in
    return made


def roster_csv(class_: list[Person], semicolon: bool = False) -> bytes:
    """A list of a student office, with a column for the points."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if semicolon else ",", lineterminator="\r\n")
    writer.writerow(["Number", "Surname", "First name", "E-mail", "Points", "Remark"])
    for person in class_:
        remark = '6" screen, front row' if person.number % 50 == 6 else ""
        writer.writerow([person.login, person.last, person.first, person.email, "", remark])
    return out.getvalue().encode()


def write(folder: Path, size: int = 300) -> list[Person]:
    """Write the class in each form below a folder."""
    class_ = people(size)
    sent = [person for person in class_ if person.attempts]

    def put(name: str, data: bytes) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    held = {(p.login, "Quiz 1 (11)"): "4.5" for p in class_[::3]}
    held |= {(p.login, "Final Grade project (13)"): "9" for p in class_[::5]}
    # What stands in our column already: excused, and scores of those who handed nothing in.
    held |= {(p.login, f"{LESSON} (12)"): "7" for p in class_ if p.number % 20 == 17}
    held[class_[2].login, f"{LESSON} (12)"] = "EX"
    put("canvas/gradebook.csv", canvas_export(class_, COLUMNS, held))
    put("canvas/submissions.zip", canvas_zip(sent, "Copy of my homework.ipynb"))
    put("canvas/anonymous.zip", canvas_zip(sent, f"{LESSON}.ipynb", anonymous=True))
    grades = {p.login: ("", "see me") for p in class_ if p.number % 20 == 5}
    grades |= {p.login: ("7,5", "") for p in class_ if p.number % 20 == 17}
    put("moodle/Grades.csv", moodle_worksheet(class_, "tr", comma=True, grades=grades))
    put("moodle/folders.zip", moodle_zip(sent, f"{LESSON}.ipynb"))
    put("moodle/flat.zip", moodle_zip(sent, "ödev 2.ipynb", flat=True))
    for form in ("colab", "plain"):
        put(f"{form}/list.csv", roster_csv(class_, semicolon=form == "plain"))
    for person in sent:
        for number, data in enumerate(person.attempts):
            again = f" ({number})" if number else ""
            path = put(f"colab/files/{person.login}/Copy of {LESSON}{again}.ipynb", data)
            os.utime(path, (1_800_000_000 + number, 1_800_000_000 + number))
        put(f"plain/files/{person.login}.ipynb", person.attempts[-1])
    put("plain/files/notes.txt", b"not a notebook")
    return class_


if __name__ == "__main__":
    target = Path(sys.argv[1])
    made = write(target, int(sys.argv[2]) if len(sys.argv) > 2 else 300)
    prepared_course(target / "course")
    (target / "points.json").write_text(json.dumps({p.login: points(p) for p in made}))
    print(f"{len(made)} students in {target}, the course in {target / 'course'}")
