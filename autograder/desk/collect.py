"""Bring downloaded submissions into ``submitted/``: each to its student and lesson, once.

First everything is read and decided (`plan`), then written (`carry_out`): so a table can say what
would happen, and nothing is half done because a later file was refused.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.base.files import write_atomic
from autograder.course.lesson import Lesson
from autograder.desk.inbox import Received
from autograder.desk.ledger import Ledger, Origin
from autograder.desk.roster import USABLE, Student
from autograder.desk.sender import COPIES, Sender, senders
from autograder.desk.which import lesson_of

OLDER = "collected"  # folder of what a newer file has taken the place of
TIMESTAMP = "timestamp.txt"
ZIP = "it is a zip, and may be a student's: if the site made it, name it in the command itself"


@dataclass(frozen=True)
class Handed:
    """A file that is a student's notebook of a lesson."""

    student: str
    lesson: str
    received: Received
    sender: Sender

    @property
    def age(self) -> tuple:
        """For sorting: the newest is the largest."""
        copy = re.search(r"\((\d+)\)(?:\.ipynb)?\Z", self.sender.original)
        moment = self.received.moment or datetime.datetime.min
        return self.sender.order, moment, int(copy[1]) if copy else 0, self.received.path

    @property
    def digest(self) -> str:
        """sha256 of the file."""
        return hashlib.sha256(self.received.data).hexdigest()


@dataclass(frozen=True)
class Left:
    """A file that was left where it is, and why."""

    received: Received
    why: str
    student: str = ""  # who sent it, where that can be told


@dataclass
class Plan:
    """What collecting comes to."""

    new: list[Handed] = field(default_factory=list)
    replaced: list[Handed] = field(default_factory=list)  # a newer one, taken with --force
    same: list[Handed] = field(default_factory=list)
    kept: list[Handed] = field(default_factory=list)  # something else is there; needs --force
    older: list[Handed] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def plan(
    files: Iterable[Received],
    lessons: Mapping[str, Lesson],
    students: Mapping[str, Student],
    folder_of: Callable[[str, str], Path],
    participants: Mapping[str, str] | None = None,
    force: bool = False,
) -> Plan:
    """Decide what goes where.

    Parameters
    ----------
    files : iterable of Received
    lessons : mapping
        The course's lessons by name.
    students : mapping
        The roster by nbgrader's id; without one, the site's own ids are taken.
    folder_of : callable
        Folder of the submission of a student and a lesson.
    participants : mapping, optional
        Our id by Moodle's participant number, from the assignment's worksheet.
    force : bool
        Take the place of a different file that is there.
    """
    done = Plan()
    known = _Known(students, participants or {})
    chosen: dict[tuple[str, str], list[Handed]] = {}
    for received in files:
        handed = _handed(received, lessons, known)
        if isinstance(handed, Left):
            done.left.append(handed)
        else:
            chosen.setdefault((handed.student, handed.lesson), []).append(handed)
    for (student, lesson), several in sorted(chosen.items()):
        *older, newest = sorted(several, key=lambda handed: handed.age)
        done.older += older
        there = folder_of(student, lesson) / f"{lesson}.ipynb"
        if not there.exists() and not there.is_symlink():
            done.new.append(newest)
        elif there.is_file() and not there.is_symlink() and _same(there, newest):
            done.same.append(newest)
        else:
            (done.replaced if force else done.kept).append(newest)
    return done


def _same(path: Path, handed: Handed) -> bool:
    data = handed.received.data
    return path.stat().st_size == len(data) and path.read_bytes() == data


def _handed(received: Received, lessons: Mapping[str, Lesson], known: _Known) -> Handed | Left:
    if received.problem:
        return Left(received, received.problem)
    if received.path.suffix.lower() == ".zip":
        return Left(received, ZIP)
    if not re.search(r"\.ipynb(?:\.txt|\.json)?\Z", received.name, re.IGNORECASE):
        return Left(received, "it is no notebook (.ipynb)")
    lesson, why = lesson_of(received.data, lessons.values(), COPIES.sub("", received.name))
    try:
        student, who = known.student(senders(received.path))
    except LookupError as error:
        return Left(received, why or str(error.args[0]))
    return Handed(student, lesson, received, who) if lesson else Left(received, why, student)


class _Known:
    """Whom a site's number or name belongs to."""

    def __init__(self, students: Mapping[str, Student], participants: Mapping[str, str]) -> None:
        self.students, self.participants = students, participants
        self.by_number = {s.lms_user_id: s for s in students.values() if s.lms_user_id}
        self.by_email = {s.email: s for s in students.values() if s.email}

    def student(self, readings: list[Sender]) -> tuple[str, Sender]:
        """Our id of who sent a file, and the reading of its name that fits.

        Raises
        ------
        LookupError
            If there is none; with a sentence.
        """
        who = readings[0]
        if who.site == "moodle":
            return self._of_moodle(who), who
        if who.site == "canvas" and self.by_number:
            return self._of_canvas(readings)
        if who.key in self.students:
            return who.key, who
        if who.site == "folder" and who.key in self.by_email:
            return self.by_email[who.key].id, who
        if self.students and not who.key.startswith("anon_"):
            what = "user " if who.site == "canvas" else ""
            raise LookupError(f"{what}{who.key!r} is not in the roster")
        return _usable(who.key), who

    def _of_canvas(self, readings: list[Sender]) -> tuple[str, Sender]:
        """The one reading that means somebody in the roster, and under their name.

        Canvas lets a student choose the name at the front and the file's at the end. Where two
        students' numbers stand in it, who is the sender cannot be told from the name alone.
        """
        who = readings[0]
        if who.key.startswith("anon_"):
            return _usable(who.key), who
        known = {r.key: r for r in reversed(readings) if r.key in self.by_number}
        if not known:
            raise LookupError(f"user {who.key!r} is not in the roster")
        if len(known) > 1:
            keys = " or ".join(sorted(known))
            raise LookupError(f"its name can mean user {keys}: look on the site who sent it")
        key, who = known.popitem()
        if not self.by_number[key].is_called(who.name):
            raise LookupError(f"it is named {who.name!r}, and {key} is somebody else in the roster")
        return self.by_number[key].id, who

    def _of_moodle(self, who: Sender) -> str:
        # The number is the assignment's own: no roster knows it, only the worksheet.
        if who.key in self.participants:
            return self.participants[who.key]
        if self.participants:
            raise LookupError(f"participant {who.key} is not in the worksheet")
        return _usable(f"participant_{who.key}")


def _usable(key: str) -> str:
    if not USABLE.match(key):
        raise LookupError(f"{key!r} cannot be the name of a folder")
    return key


# ------------------------------------------------------------------ writing


def carry_out(
    done: Plan,
    ledger: Ledger,
    folder_of: Callable[[str, str], Path],
    to_utc: Callable[[Handed], datetime.datetime | None],
) -> None:
    """Write what `plan` has decided, and note where each came from.

    Parameters
    ----------
    done : Plan
    ledger : Ledger
    folder_of : callable
        As in `plan`.
    to_utc : callable
        Moment at which a file was handed in, in UTC without a zone; None if the site does not say.
        It becomes the time stamp; one of the student's own never does.
    """
    root = ledger.path.parent
    for handed in [*done.new, *done.replaced]:
        folder = folder_of(handed.student, handed.lesson)
        notebook = folder / f"{handed.lesson}.ipynb"
        if handed in done.replaced:
            if notebook.is_symlink() or not notebook.is_file():
                notebook.unlink(missing_ok=True)
            else:
                keep(root, handed.student, handed.lesson, notebook.read_bytes())
        write_atomic(notebook, handed.received.data)
        text = _stamp(to_utc(handed))
        if text:
            write_atomic(folder / TIMESTAMP, f"{text}\n".encode())
        else:
            (folder / TIMESTAMP).unlink(missing_ok=True)
        ledger.put(handed.lesson, handed.student, _origin(handed, text))
    for handed in done.same:
        old, text = ledger.get(handed.lesson, handed.student), _stamp(to_utc(handed))
        if old is None or text not in ("", old.moment):  # the times may have come after the files
            if text:
                place = folder_of(handed.student, handed.lesson) / TIMESTAMP
                write_atomic(place, f"{text}\n".encode())
            ledger.put(handed.lesson, handed.student, _origin(handed, text))
    for handed in done.older:
        keep(root, handed.student, handed.lesson, handed.received.data)
    ledger.save()


def _stamp(moment: datetime.datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else ""


def _origin(handed: Handed, moment: str) -> Origin:
    who = handed.sender
    return Origin(
        who.site, who.key, who.base, who.original, handed.digest, who.late, who.order, moment
    )


def keep(root: Path, student: str, lesson: str, data: bytes) -> Path:
    """Keep a file that is not graded, under its own digest: kept twice, it is there once."""
    name = f"{hashlib.sha256(data).hexdigest()[:16]}.ipynb"
    path = root / OLDER / lesson / student / name
    if not path.exists():
        write_atomic(path, data)
    return path
