"""The command `regrade`."""

from __future__ import annotations

import argparse
import csv
import datetime
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.base import processes
from autograder.base.files import write_atomic
from autograder.desk import listing
from autograder.desk.above import DONE, NOT_ALL, Above
from autograder.desk.sheet import DeskError

if TYPE_CHECKING:
    from autograder.desk.regrade import Change, Preview

SHOWN = 25  # rows of a list on the screen; the sheet has all
WORDS = {
    "gain": "{} would gain points:",
    "lose": "{} would lose points:",
    "same": "{} would have the same points.",
    "as_they_are": "{} were graded with the course as it is now.",
    "alike": "{} students: {}",
    "human": "a human marked {}, which stays",
    "kept": "Nobody loses points without --allow-lower: {} stay as they are. `nbgrader autograde "
    "--force` and the formgrader's button would lower them.",
    "nothing": "Nothing was changed. --apply writes it.",
    "applied": "{} submissions were graded anew: {} gained, {} lost, {} have the same points.",
    "page": "The same as a page: {}",
    "sheet": "Every change, by test: {}",
    "next": "To the site: export its file anew, then `autograder export ... --only-changed`.",
    "none": "No grade would change.",
}


def add_to(commands: Any, above: Above) -> None:
    """Add the command to the parser of ``autograder``."""
    regrade = commands.add_parser(
        "regrade",
        help="show what a changed test, points or check does to grades, then apply it",
        description="Judge a lesson's graded submissions with the course as it is now, into a "
        "copy, and list who would gain, who would lose, and by which test. A human's marks stay.",
        epilog="Exit status: 0 all could be judged, 1 some could not, 2 wrong usage.",
    )
    regrade.set_defaults(run=_regrade, above=above)
    add = regrade.add_argument
    add("lesson", metavar="LESSON", help="the lesson, by name or number")
    add("--apply", action="store_true", help="write the new points, comments and pages")
    add("--allow-lower", action="store_true", help="with --apply: also where points are lost")
    add("--students", nargs="+", metavar="STUDENT", help="only these students")
    for name, what, ending in (("--out", "page", "html"), ("--sheet", "sheet", "csv")):
        where = f"the {what} (default: reports/LESSON-regrade.{ending})"
        add(name, type=Path, metavar="FILE", help=where)
    add("--workers", type=int, default=len(processes.cores()) or 1, metavar="N",
        help="submissions judged at the same time (default: %(default)s)")  # fmt: skip
    add("--no-sandbox", action="store_true", help="see `autograder grade --help`")


def _regrade(root: Path, options: argparse.Namespace) -> int:
    from autograder.desk import regrade
    from autograder.record.errors import GradebookError
    from autograder.run import report
    from autograder.run.executor import CannotGrade
    from autograder.run.job import RunStopped
    from autograder.run.pool import Pool

    if options.workers < 1:
        raise DeskError("--workers should be 1 or more.")
    if options.allow_lower and not options.apply:
        raise DeskError("--allow-lower goes with --apply. Without both, only look.")
    lesson = options.above.lesson_of(root, options.lesson)
    chosen = options.above.settings(root)
    judge = options.above.judging(chosen, False if options.no_sandbox else None)
    students = frozenset(options.students) if options.students else None
    sheet = options.sheet or root / "reports" / f"{lesson}-regrade.csv"
    page = options.out or root / "reports" / f"{lesson}-regrade.html"
    try:
        with tempfile.TemporaryDirectory() as place, Pool() as pool:
            pool.begin(judge, options.workers)
            done = regrade.preview(
                chosen, judge, lesson, pool, report.progress(), Path(place), students
            )
        print(preview_table(done))
        if done.changes:
            text = changes_sheet(done.changes)
            write_atomic(sheet, text.encode("utf-8-sig", errors="replace"))
            print(WORDS["sheet"].format(sheet))
        _write_page(page, root, lesson, done, sheet)
        if options.apply:
            _apply(chosen, judge, lesson, done, options.allow_lower)
        elif done.changes:
            print(WORDS["nothing"])
    except (CannotGrade, RunStopped, GradebookError) as error:
        raise DeskError(f"{error} Nothing was changed.") from error
    broken = [s for s, why in done.left.items() if why == regrade.NOT_JUDGED]
    return NOT_ALL if broken else DONE


def _write_page(page: Path, root: Path, lesson: str, done: Preview, sheet: Path) -> None:
    from autograder.course.lesson import load_lesson
    from autograder.desk.review import regrade_page

    now = datetime.datetime.now()
    text = regrade_page.html(load_lesson(root, lesson), done, sheet.name, now)
    write_atomic(page, text.encode("utf-8", errors="replace"))
    print(WORDS["page"].format(page))


def _apply(chosen: Any, judge: Any, lesson: str, done: Preview, allow_lower: bool) -> None:
    from autograder.desk import regrade
    from autograder.run import report

    students = [change.student for change in (*done.gainers, *done.same)]
    if allow_lower:
        students += [change.student for change in done.losers]
    elif done.losers:
        print(WORDS["kept"].format(len(done.losers)))
    if not students:
        return
    wrote = regrade.apply(chosen, judge, lesson, done, students, report.progress())
    if wrote.problem:
        raise DeskError(f"{wrote.problem} {len(wrote.rows)} of {len(students)} were written.")
    lost = len(done.losers) if allow_lower else 0
    print(WORDS["applied"].format(len(wrote.rows), len(done.gainers), lost, len(done.same)))
    if done.gainers or lost:
        print(WORDS["next"])


def preview_table(done: Preview) -> str:
    """Who would gain, who would lose, by which test, and who stays."""
    lines = []
    for kind, changes in (("gain", done.gainers), ("lose", done.losers)):
        if changes:
            lines.append(WORDS[kind].format(len(changes)))
            lines += listing.rows(_lines(changes), SHOWN)
    if done.same:
        lines.append(WORDS["same"].format(len(done.same)))
    if done.as_they_are:
        lines.append(WORDS["as_they_are"].format(done.as_they_are))
    lines += listing.rows([f"  {student}: {why}" for student, why in done.left.items()], SHOWN)
    if not (done.gainers or done.losers):
        lines.append(WORDS["none"])
    return "\n".join(lines)


def _lines(changes: Sequence[Change]) -> list[str]:
    """A line for each change; those that are alike, in a large class most, share one."""
    alike: dict[str, list[str]] = {}
    for change in changes:
        alike.setdefault(_what(change), []).append(change.student)
    return [
        f"  {students[0]:<20} {what}"
        if len(students) == 1
        else f"  {what}\n      {WORDS['alike'].format(len(students), listing.names(students))}"
        for what, students in alike.items()
    ]


def _what(change: Change) -> str:
    tests = ", ".join(f"{name} {old:g} -> {new:g}" for name, (old, new) in change.tests.items())
    human = change.human and f"; {WORDS['human'].format(', '.join(change.human))}"
    return f"{change.before:g} -> {change.after:g}  ({tests or '–'}{human or ''})"


def changes_sheet(changes: Sequence[Change]) -> str:
    """A row for each student and test whose points change, and one for each student's sum."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["student", "test", "before", "after"])
    for change in sorted(changes, key=lambda change: change.student):
        if change.gain:
            name = change.student
            # A spreadsheet program would take such a cell for a formula.
            name = f"'{name}" if name[:1] in "=+-@" else name
            for test, (old, new) in change.tests.items():
                writer.writerow([name, test, f"{old:g}", f"{new:g}"])
            writer.writerow([name, "", f"{change.before:g}", f"{change.after:g}"])
    return out.getvalue()
