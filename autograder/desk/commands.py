"""The commands of the desk: `roster`, `collect`, `export`, `pages`, `report`."""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.base.files import write_atomic
from autograder.desk import extensions, regrade_command, similar_command
from autograder.desk.above import Above, gradebook
from autograder.desk.fill import Filling
from autograder.desk.sheet import DeskError, Sheet

if TYPE_CHECKING:
    from autograder.record.gradebook import Gradebook

SHOWN = 20  # rows of a list on the screen
DONE, NOT_ALL = 0, 1


def add_to(commands: Any, above: Above) -> None:
    """Add the desk's commands to the parser of ``autograder``."""
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
    add("--dry-run", action="store_true", help="only say what would happen")  # fmt: skip

    export = commands.add_parser(
        "export",
        help="fill grades into a file that the LMS exported",
        description="Fill one column of the file that the site exported, and leave every other "
        "cell as it came. FILE itself is not changed.",
    )
    kinds = export.add_subparsers(required=True, metavar="SITE")
    for site, what in {
        "canvas": "a gradebook export of Canvas",
        "moodle": "a grading worksheet of Moodle",
        "csv": "any CSV with a column of ids and one for grades",
    }.items():
        kind = kinds.add_parser(site, help=what)
        kind.set_defaults(run=_export, site=site, above=above)
        add = kind.add_argument
        add("file", type=Path, metavar="FILE", help=f"{what}, as it was exported")
        add("lesson", metavar="LESSON", help="the lesson, by name or number")
        add("--column", metavar="TITLE", required=site == "csv", help="the column to fill")
        if site == "csv":
            add("--id-column", metavar="TITLE", required=True, help="the column of ids")
        else:
            add("--scale", action="store_true", help="convert points where the maxima differ")
        if site == "moodle":
            add("--comments", action="store_true",
                help="fill in feedback comments where there is none yet")  # fmt: skip
        add("--students", nargs="+", metavar="STUDENT", help="only these students")
        add("--only-changed", action="store_true",
            help="leave out students whose cell does not change, as after a regrade")  # fmt: skip
        add("--out", type=Path, metavar="FILE", help="where to (default: FILE with “-graded”)")
        add("--dry-run", action="store_true", help="only show the difference")

    pages = commands.add_parser(
        "pages", help="pack feedback pages into a zip that Canvas or Moodle hands out"
    )
    pages.set_defaults(run=_pages, above=above)
    pages.add_argument("site", choices=("canvas", "moodle"))
    pages.add_argument("lesson", metavar="LESSON", help="the lesson, by name or number")
    pages.add_argument("--out", type=Path, metavar="FILE", help="the zip (default: by the lesson)")

    report = commands.add_parser(
        "report",
        help="show what the class has understood",
        description="Write a page (HTML) and a sheet (CSV) for each lesson: misconceptions, the "
        "tests' figures, who is right where.",
    )
    report.set_defaults(run=_report, above=above)
    report.add_argument("lesson", nargs="?", metavar="LESSON", help="(default: every graded one)")
    report.add_argument("--out", type=Path, metavar="DIR", help="where to (default: reports/)")
    report.add_argument("--db", metavar="URL", help="gradebook (default: the course's)")
    report.add_argument("--names", action="store_true", help="give students' ids")

    similar_command.add_to(commands, above)
    regrade_command.add_to(commands, above)
    extensions.add_to(commands, above)


def _students(book: Gradebook) -> dict:
    """The roster; empty where no gradebook has been made yet."""
    import sqlalchemy as sa

    from autograder.desk import roster

    with book.transaction() as connection:
        known = sa.inspect(connection).has_table(roster.STUDENT.name)
        return roster.load(connection) if known else {}


# ------------------------------------------------------------------ roster


def _roster(root: Path, options: argparse.Namespace) -> int:
    from autograder.desk import roster
    from autograder.record.register import register

    students = roster.read(Sheet.read(options.file), options.id_column)
    with gradebook(root, options) as (chosen, book):
        # Makes the gradebook where there is none.
        register(root, [], chosen.db_url, chosen.course_id)
        with book.transaction() as connection:
            counts = roster.store(connection, students)
    first = students[0]
    print(f"{len(students)} students: " + ", ".join(f"{n} {what}" for what, n in counts.items()))
    print(f"The first is {first.id!r}: {first.first_name} {first.last_name}".rstrip(": "))
    return DONE


# ------------------------------------------------------------------ collect


def _collect(root: Path, options: argparse.Namespace) -> int:
    from autograder import course
    from autograder.course.lesson import load_lesson
    from autograder.desk import collect, inbox, moodle, times
    from autograder.desk.ledger import Ledger

    zone = times.zone(options.zone)
    lessons = {name: load_lesson(root, name) for name in course.lesson_names(root)}
    with gradebook(root, options) as (chosen, book):
        students = _students(book)
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
            lines += _short(
                f"  {each.student:<20} {each.lesson:<20} {each.received.path}"
                + (f"  (late, says {each.sender.site.title()})" if each.sender.late else "")
                for each in handed
            )
    if done.left:
        lines.append(f"{len(done.left)} left where they are")
        lines += _short(f"  {each.received.path}: {each.why}" for each in done.left)
    late = [e.student for e in [*done.new, *done.replaced, *done.same]
            if e.sender.late and (e.student, e.lesson) not in told]  # fmt: skip
    if late:
        lines.append(
            "Canvas marks these late and does not say how late: "
            + ", ".join(sorted(late)[:SHOWN])
            + ". No time stamp was written, so the late policy sees them as in time: --times FILE "
            "says when they came."
        )
    return "\n".join(lines) or "There was nothing to collect."


def _short(lines: Any) -> list[str]:
    lines = list(lines)
    more = [f"  ... and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return lines[:SHOWN] + more


# ------------------------------------------------------------------ export


def _export(root: Path, options: argparse.Namespace) -> int:
    from autograder.course.lesson import load_lesson
    from autograder.desk import scores

    lesson = load_lesson(root, options.above.lesson_of(root, options.lesson))
    sheet = Sheet.read(options.file)
    with gradebook(root, options) as (_, book):
        students = _students(book)
        if not students:
            raise DeskError("The gradebook holds no students yet. Run `autograder grade` first.")
        book.prepare([lesson])
        grades, undecided = scores.grades(book, lesson, students)
    if options.students:
        unknown = set(options.students) - {grade.student for grade in grades}
        if unknown:
            raise DeskError(f"No grade of {lesson.name} for: {', '.join(sorted(unknown))}")
        grades = [grade for grade in grades if grade.student in options.students]
    if not grades:
        raise DeskError(f"The gradebook holds no grades of {lesson.name}.")
    filling = _filling(root, lesson.name, sheet, grades, options)
    filling.kept += [f"{student} waits for a human to mark something." for student in undecided]
    target = options.out or options.file.with_name(
        f"{options.file.stem}-graded{options.file.suffix}"
    )
    print(export_table(filling))
    if options.dry_run:
        print("Nothing was written.")
        return DONE
    if target.exists() and target.samefile(options.file):
        raise DeskError("--out is the exported file itself. Give it another name.")
    write_atomic(target, filling.apply(options.only_changed))
    print(f"Written: {target}")
    return DONE


def _filling(
    root: Path, lesson: str, sheet: Sheet, grades: list, options: argparse.Namespace
) -> Filling:
    from autograder.desk import canvas, generic, moodle
    from autograder.desk.ledger import Ledger

    if options.site == "canvas":
        return canvas.filling(sheet, lesson, grades, options.column, options.scale)
    if options.site == "moodle":
        numbers = Ledger(root).numbers(lesson, "moodle")
        return moodle.filling(
            sheet, grades, numbers, options.column, options.scale, options.comments
        )
    return generic.filling(sheet, grades, options.id_column, options.column)


def export_table(filling: Filling) -> str:
    """What changes in a file, and what stays."""
    lines = [f"Column {filling.title!r}: {len(filling.changes)} cells change"]
    lines += _short(
        f"  {change.student:<20} {change.before or '(blank)'} -> {change.after:.60}"
        for change in filling.changes
    )
    lines.append(f"{filling.same} are as they should be, {filling.without} students have no grade")
    lines += _short(f"  {sentence}" for sentence in filling.kept)
    return "\n".join(lines)


# ------------------------------------------------------------------ pages


def _pages(root: Path, options: argparse.Namespace) -> int:
    from autograder.desk import pages
    from autograder.desk.ledger import Ledger

    chosen = options.above.settings(root)
    lesson = options.above.lesson_of(root, options.lesson)
    target = options.out or root / f"feedback-{lesson}-{options.site}.zip"
    packed = pages.pack(
        target,
        Ledger(root),
        lesson,
        options.site,
        lambda student: chosen.folder(chosen.feedback, student, lesson) / f"{lesson}.html",
    )
    print(f"{packed.pages} pages in {target}")
    for what, students in {
        "without a page (graded yet?)": packed.without_page,
        "cannot be handed back through the site": packed.cannot_return,
    }.items():
        if students:
            print(f"{len(students)} {what}: {', '.join(students[:SHOWN])}", file=sys.stderr)
    return NOT_ALL if packed.without_page or packed.cannot_return else DONE


# ------------------------------------------------------------------ report


def _report(root: Path, options: argparse.Namespace) -> int:
    from autograder import course
    from autograder.course.lesson import load_lesson
    from autograder.desk.review import answers, items, page

    wanted = [options.above.lesson_of(root, options.lesson)] if options.lesson else []
    folder = options.out or root / "reports"
    written = 0
    for name in wanted or course.lesson_names(root):
        lesson = load_lesson(root, name)
        with gradebook(root, options) as (chosen, book):
            class_ = answers.results(book, name)
        if not class_:
            continue
        figures, found = items.items(class_, lesson), answers.findings(class_, lesson, root)
        found = _with_lines(root, chosen, lesson, found)
        text = page.html(lesson, class_, figures, found, options.names)
        write_atomic(folder / f"{name}.html", text.encode("utf-8", errors="replace"))
        sheet = page.sheet(figures, found)
        write_atomic(folder / f"{name}.csv", sheet.encode("utf-8-sig", errors="replace"))
        print(f"{folder / name}.html: {len(class_)} submissions")
        written += 1
    if not written:
        raise DeskError("Nothing was graded yet" + (f" of {wanted[0]}." if wanted else "."))
    return DONE


def _with_lines(root: Path, chosen: Any, lesson: Any, found: Any) -> Any:
    """Findings with a line of code that shows each."""
    from autograder import course
    from autograder.desk.review import answers

    read: dict[str, dict[str, str]] = {}

    def code_of(student: str, function: str) -> str:
        if student not in read:
            folder = chosen.folder(chosen.submitted, student, lesson.name)
            read[student] = similar_command.answers_of(folder, student, lesson)
        return read[student].get(function, "")

    solutions = course.solutions(root, lesson.name)
    return tuple(answers.with_lines(each, code_of, solutions) for each in found)
