"""The command `report`: what the class has understood."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from autograder.base.files import write_atomic
from autograder.desk import similar_command
from autograder.desk.above import DONE, Above, gradebook, students_of
from autograder.desk.sheet import DeskError


def add_to(commands: Any, above: Above) -> None:
    """Add the command to the parser of ``autograder``."""
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
    report.add_argument(
        "--students",
        nargs="*",
        metavar="STUDENT",
        help="instead: a page for each of these students (default: all), over all lessons",
    )


def _report(root: Path, options: argparse.Namespace) -> int:
    from autograder import course
    from autograder.course.lesson import load_lesson
    from autograder.desk.review import answers, items, page

    if options.students is not None:
        return _student_pages(root, options)
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
        found = _with_lines(root, chosen, lesson, class_, found)
        text = page.html(lesson, class_, figures, found, options.names)
        write_atomic(folder / f"{name}.html", text.encode("utf-8", errors="replace"))
        sheet = page.sheet(figures, found)
        write_atomic(folder / f"{name}.csv", sheet.encode("utf-8-sig", errors="replace"))
        print(f"{folder / name}.html: {len(class_)} submissions")
        written += 1
    if not written:
        raise DeskError("Nothing was graded yet" + (f" of {wanted[0]}." if wanted else "."))
    return DONE


def _student_pages(root: Path, options: argparse.Namespace) -> int:
    """A page for each student that was asked for, over all lessons."""
    from autograder import course
    from autograder.course.lesson import load_lesson
    from autograder.desk.review import answers, student_page

    if options.lesson:
        raise DeskError("--students is over all lessons. Say a lesson, or --students.")
    classes = []
    with gradebook(root, options) as (_, book):
        roster = students_of(book)
        for name in course.lesson_names(root):
            results = {result.student: result for result in answers.results(book, name)}
            if results:
                standings, _ = book.as_held(name)
                classes.append(student_page.Class(load_lesson(root, name), results, standings))
    graded = {student for each in classes for student in each.standings}
    unknown = sorted(set(options.students) - graded)
    if unknown or not graded:
        raise DeskError(f"Nothing was graded yet of: {', '.join(unknown) or 'anybody'}.")
    known = answers.known_mistakes(root)
    folder = (options.out or root / "reports") / "students"
    wanted = sorted(options.students or graded)
    for student in wanted:
        entry = roster.get(student)
        person = f"{entry.first_name} {entry.last_name}".strip() if entry else ""
        text = student_page.html(student, person, classes, known)
        write_atomic(folder / f"{student}.html", text.encode("utf-8", errors="replace"))
    print(f"{folder}: {len(wanted)} pages, with names: keep them to yourself")
    return DONE


def _with_lines(root: Path, chosen: Any, lesson: Any, class_: Any, found: Any) -> Any:
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
    right = answers.right_ones(class_, lesson)
    return tuple(answers.with_lines(each, code_of, solutions, right) for each in found)
