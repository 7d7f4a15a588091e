"""The commands `export` and `pages`: grades and feedback back to the site."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from autograder.base.files import write_atomic
from autograder.desk import listing
from autograder.desk.above import DONE, NOT_ALL, Above, gradebook, students_of
from autograder.desk.fill import Filling
from autograder.desk.sheet import DeskError, Sheet


def add_to(commands: Any, above: Above) -> None:
    """Add the commands to the parser of ``autograder``."""
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


def _export(root: Path, options: argparse.Namespace) -> int:
    from autograder.course.lesson import load_lesson
    from autograder.desk import scores

    lesson = load_lesson(root, options.above.lesson_of(root, options.lesson))
    sheet = Sheet.read(options.file)
    with gradebook(root, options) as (_, book):
        students = students_of(book)
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
    titles = {change.column: filling.sheet.text(0, change.column) for change in filling.changes}
    lines = []
    for column, title in titles.items() or [(None, filling.title)]:
        changes = [change for change in filling.changes if change.column == column]
        lines.append(f"Column {title!r}: {len(changes)} cells change")
        lines += listing.rows(
            f"  {change.student:<20} {change.before or '(blank)'} -> "
            f"{' '.join(change.after.split()):.60}"  # a comment may have several lines
            for change in changes
        )
    lines.append(
        f"{filling.same} are as they should be, {filling.without} students there have no grade here"
    )
    lines += listing.rows(f"  {sentence}" for sentence in filling.kept)
    return "\n".join(lines)


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
            print(f"{len(students)} {what}: {listing.names(students)}", file=sys.stderr)
    return NOT_ALL if packed.without_page or packed.cannot_return else DONE
