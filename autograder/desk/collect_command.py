"""The commands `roster` and `collect`: who is in the course, and what they handed in."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import Any

from autograder.base.shown import shown
from autograder.desk import listing
from autograder.desk.above import DONE, NOT_ALL, Above, gradebook, has_students, students_of
from autograder.desk.sheet import Sheet


def add_to(commands: Any, above: Above) -> None:
    """Add the commands to the parser of ``autograder``."""
    roster = commands.add_parser(
        "roster",
        help="enter the students of a site's export into the gradebook",
        description="Read a gradebook export of Canvas, a worksheet or list of participants of "
        "Moodle, or any CSV, into nbgrader's table of students.",
    )
    roster.set_defaults(run=_roster, above=above)
    roster.add_argument("file", type=Path, metavar="FILE")
    roster.add_argument("--id-column", metavar="TITLE", help="which column is the students' id")

    collect = commands.add_parser(
        "collect",
        help="bring downloaded submissions into submitted/",
        description="Sort zips and folders of downloaded notebooks by student and lesson. Nothing "
        "that is there already is overwritten.",
        epilog="Exit status: 0 everything found its place, 1 something was left, 2 wrong usage.",
    )
    collect.set_defaults(run=_collect, above=above)
    add = collect.add_argument
    add("places", nargs="+", type=Path, metavar="FILE-OR-FOLDER")
    add(
        "--worksheet",
        type=Path,
        metavar="FILE",
        help="Moodle's grading worksheet of the assignment: says who the participants are",
    )
    add(
        "--zone",
        metavar="NAME",
        help="time zone of times that name none, such as Europe/Istanbul (default: this machine's)",
    )
    add("--no-times", action="store_true", help="take no times from a Moodle zip")
    add(
        "--times",
        type=Path,
        metavar="FILE",
        help="when each was handed in: a CSV with the columns student, lesson, time",
    )
    add("--force", action="store_true", help="take the place of a different file that is there")
    add("--dry-run", action="store_true", help="only say what would happen")


def _roster(root: Path, options: argparse.Namespace) -> int:
    from autograder.desk import roster
    from autograder.record.register import register

    students = roster.read(Sheet.read(options.file), options.id_column)
    with gradebook(root, options) as (chosen, book):
        if not has_students(book):  # no gradebook yet: nbgrader makes one, which takes seconds
            register(root, [], chosen.db_url, chosen.course_id)
        with book.transaction() as connection:
            counts = roster.store(connection, students)
    first = students[0]
    print(f"{len(students)} students: " + ", ".join(f"{n} {what}" for what, n in counts.items()))
    print(f"The first is {first.id!r}: {first.first_name} {first.last_name}".rstrip(": "))
    return DONE


def _collect(root: Path, options: argparse.Namespace) -> int:
    from autograder import course
    from autograder.course.lesson import load_lesson
    from autograder.desk import collect, inbox, moodle, times
    from autograder.desk.ledger import Ledger

    zone = times.zone(options.zone)
    lessons = {name: load_lesson(root, name) for name in course.lesson_names(root)}
    with gradebook(root, options) as (chosen, book):
        students = students_of(book)
    participants = None
    if options.worksheet:
        ids = {key: s.id for s in students.values() for key in (s.id, *s.keys)}
        participants = moodle.students_by_participant(Sheet.read(options.worksheet), ids)
    told: times.Moments = {}
    if options.times:
        sheet = Sheet.read(options.times)
        told = times.moments(sheet, "time", zone, lambda word: options.above.lesson_of(root, word))
    ledger = Ledger(root)

    def folder_of(student: str, lesson: str) -> Path:
        return chosen.folder(chosen.submitted, student, lesson)

    done = collect.plan(
        inbox.received(options.places), lessons, students, folder_of, participants, options.force
    )

    def to_utc(handed: collect.Handed) -> datetime.datetime | None:
        if (handed.student, handed.lesson) in told:
            return told[handed.student, handed.lesson]
        moment = handed.received.moment
        if handed.sender.site != "moodle" or options.no_times or moment is None:
            return None
        return moment.replace(tzinfo=zone).astimezone(datetime.UTC).replace(tzinfo=None)

    if not options.dry_run:
        collect.carry_out(done, ledger, folder_of, to_utc)
    print(collection_table(done, options.dry_run, told))
    return NOT_ALL if done.left or done.kept else DONE


def collection_table(done: Any, dry_run: bool, told: Any = ()) -> str:
    """What went where, what was left, and why."""
    lines = []
    would = "would be " if dry_run else ""
    groups = {
        f"{would}collected": done.new,
        f"{would}replaced (the file before is kept in collected/)": done.replaced,
        "already there, the same": done.same,
        "not collected: a different file is there (--force takes its place)": done.kept,
        f"older, {would}kept in collected/": done.older,
    }
    for what, handed in groups.items():
        if handed:
            lines.append(f"{len(handed)} {what}")
            lines += listing.rows(
                f"  {each.student:<20} {each.lesson:<20} {shown(str(each.received.path))}"
                + (f"  (late, says {each.sender.site.title()})" if each.sender.late else "")
                for each in handed
            )
    if done.left:
        lines.append(f"{len(done.left)} left where they are")
        lines += listing.rows(
            f"  {each.student or '(nobody)':<20} {shown(str(each.received.path))}: {each.why}"
            for each in done.left
        )
    late = [e.student for e in [*done.new, *done.replaced, *done.same]
            if e.sender.late and (e.student, e.lesson) not in told]  # fmt: skip
    if late:
        lines.append(
            "Canvas marks these late and does not say how late: "
            + listing.names(late)
            + ". No time stamp was written, so the late policy sees them as in time: --times FILE "
            "says when they came."
        )
    return "\n".join(lines) or "There was nothing to collect."
