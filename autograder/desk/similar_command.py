"""The command `similar`."""

from __future__ import annotations

import argparse
import csv
import io
import re
from pathlib import Path
from typing import Any

from autograder.base.files import write_atomic
from autograder.course.lesson import Lesson
from autograder.desk.above import DONE, Above, gradebook


def add_to(commands: Any, above: Above) -> None:
    """Add the command to the parser of ``autograder``."""
    similar = commands.add_parser(
        "similar",
        help="list pairs of students whose answers share what few share",
        description="Write a page for the instructor alone. It ranks pairs, and proves nothing.",
    )
    similar.set_defaults(run=_similar, above=above)
    add = similar.add_argument
    add("lessons", nargs="*", metavar="LESSON", help="(default: all, summed)")
    add("--out", type=Path, metavar="FILE", help="the page (default: reports/similar.html)")
    add("--earlier", type=Path, metavar="DIR", help="submissions of an earlier year")
    add("--export", type=Path, metavar="DIR", help="write .py files for JPlag and Dolos there")


def answers_of(folder: Path, student: str, lesson: Lesson) -> dict[str, str]:
    """The cells of a submission that define what the lesson asks for, by function."""
    from autograder.submission import Unreadable, read_submission

    try:
        read = read_submission(folder, student, lesson)
    except Unreadable:
        return {}
    found = {}
    for name in lesson.answers:
        defines = re.compile(rf"^def {re.escape(name)}\b", re.MULTILINE)
        cells = [cell.source for cell in read.cells if defines.search(cell.source)]
        if cells and cells[-1] not in lesson.by_text:
            found[name] = cells[-1]
    return found


def _similar(root: Path, options: argparse.Namespace) -> int:
    from autograder import course
    from autograder.course.lesson import load_lesson
    from autograder.desk.review import answers, similar, similar_page

    names = [options.above.lesson_of(root, word) for word in options.lessons]
    lessons = [load_lesson(root, name) for name in names or course.lesson_names(root)]
    class_: dict[str, dict[str, str]] = {}
    mistakes: list[list[str]] = []
    with gradebook(root, options) as (chosen, book):
        for lesson in lessons:
            for student, folder in chosen.submissions(lesson.name):
                class_.setdefault(student, {}).update(answers_of(folder, student, lesson))
            judged = answers.results(book, lesson.name)
            for found in answers.findings(judged, lesson, root):
                mistakes += [
                    [each.name or f"{each.function}, unnamed", *each.students] for each in found
                ]
    earlier = _earlier(options, lessons, class_)
    known = [part.source for lesson in lessons for part in lesson.parts if part.kind != "prose"]
    known += [part.released for lesson in lessons for part in lesson.parts if part.kind == "answer"]
    pairs = similar.ranked(class_, known, mistakes, earlier)
    target = options.out or root / "reports" / "similar.html"
    write_atomic(target, similar_page.html(pairs, class_).encode("utf-8", errors="replace"))
    shown = min(len(pairs), similar_page.SHOWN)
    print(f"{target}: the first {shown} of {len(pairs)} pairs, of {len(class_)} students")
    if options.export:
        _export(options.export, class_, lessons)
    return DONE


def _earlier(
    options: argparse.Namespace, lessons: list[Lesson], class_: dict[str, dict[str, str]]
) -> frozenset[str]:
    """Read another year's submissions, laid out student/lesson, into the class."""
    names = set()
    for lesson in lessons if options.earlier else ():
        for folder in sorted(options.earlier.glob(f"*/{lesson.name}")):
            name = f"earlier: {folder.parent.name}"
            class_.setdefault(name, {}).update(answers_of(folder, name, lesson))
            names.add(name)
    return frozenset(names)


def _export(folder: Path, class_: dict[str, dict[str, str]], lessons: list[Lesson]) -> None:
    """A file for each student, and the stubs apart: a layout that JPlag and Dolos both read.

    JPlag takes each file of ``students/`` for a submission, and ``base/`` for what all were given.
    Dolos compares files, so that a student is one; ``info.csv`` names them.
    """
    from autograder.desk.review.similar import readable

    stubs = [p.released for lesson in lessons for p in lesson.parts if p.kind == "answer"]
    write_atomic(folder / "base" / "stubs.py", _joined(stubs))
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["filename", "full_name"])
    broken = 0
    for student, answers in sorted(class_.items()):
        codes = [answers[name] for lesson in lessons for name in lesson.answers if name in answers]
        whole = [code for code in codes if readable(code)]
        broken += len(codes) - len(whole)
        if whole:
            name = re.sub(r"[^\w.@-]", "_", student)
            write_atomic(folder / "students" / f"{name}.py", _joined(whole))
            table.writerow([f"students/{name}.py", student])
    write_atomic(folder / "info.csv", out.getvalue().encode("utf-8", errors="replace"))
    print(f"{folder}: {out.getvalue().count('.py,')} students with answers, of {len(class_)}")
    if broken:
        print(f"Answers left out there: {broken}. They are no Python, and JPlag would stop.")


def _joined(codes: list[str]) -> bytes:
    return "\n\n".join(code.rstrip() + "\n" for code in codes).encode("utf-8", errors="replace")
