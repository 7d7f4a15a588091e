"""Courses and classes to measure and test with: copies of the course, any number of students."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from autograder.course.lesson import Lesson, load_lesson
from autograder.record.register import register

ROOT = Path(__file__).resolve().parents[1]
ON_TIME = "2026-01-16 14:05:00 UTC"

# nbgrader as it comes: undo what the course's configuration puts in its place.
STOCK = """
for _name in ("pre_convert_hook", "exporter_class", "autograde_preprocessors"):
    c.Autograde.pop(_name, None)
c.GenerateFeedback.pop("exporter_class", None)
"""

# Columns that may differ between two gradebooks that say the same: made-up ids.
ROWS = """
SELECT s.student_id, a.name, s.timestamp, s.extension, n.flagged, n.late_submission_penalty, c.name,
       c.type, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade, NULL, NULL
FROM submitted_assignment s
JOIN assignment a ON a.id = s.assignment_id
JOIN submitted_notebook n ON n.assignment_id = s.id
JOIN grade g ON g.notebook_id = n.id
JOIN base_cell c ON c.id = g.cell_id
UNION ALL
SELECT s.student_id, a.name, s.timestamp, s.extension, n.flagged, n.late_submission_penalty, c.name,
       c.type, NULL, NULL, NULL, NULL, k.auto_comment, k.manual_comment
FROM submitted_assignment s
JOIN assignment a ON a.id = s.assignment_id
JOIN submitted_notebook n ON n.assignment_id = s.id
JOIN comment k ON k.notebook_id = n.id
JOIN base_cell c ON c.id = k.cell_id
"""


def make_course(folder: Path, stock: bool = False) -> Path:
    """Copy what grading needs of the course.

    Parameters
    ----------
    folder : Path
        Where to.
    stock : bool
        Leave the judge out of the configuration.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "source", folder / "source")
    for path in [*ROOT.glob("rnn_*"), ROOT / "nbgrader_config.py"]:
        shutil.copy(path, folder)
    if stock:
        with open(folder / "nbgrader_config.py", "a", encoding="utf-8") as file:
            file.write(STOCK)
    return folder


def solved(lesson: Lesson) -> dict[str, str]:
    """Right answers: the solution cells, by function."""
    return {part.id: part.source for part in lesson.parts if part.kind == "answer"}


def notebook(lesson: Lesson, answers: dict[str, str]) -> dict[str, Any]:
    """Released notebook with answers filled in; exercises left out stay as released."""
    cells = []
    for part in lesson.parts:
        cell = lesson.cells[part.place]
        text = answers.get(part.id, part.released) if part.kind == "answer" else part.released
        cells.append({**cell, "metadata": part.metadata, "source": text})
    return {"cells": cells, "metadata": lesson.metadata, "nbformat": 4, "nbformat_minor": 5}


def hand_in(
    submitted: Path,
    student: str,
    lesson: str,
    content: dict[str, Any] | bytes,
    name: str = "",
    timestamp: str = ON_TIME,
) -> Path:
    """Put a submission in its place, and return its folder."""
    folder = submitted / student / lesson
    folder.mkdir(parents=True, exist_ok=True)
    data = content if isinstance(content, bytes) else json.dumps(content, indent=1).encode()
    (folder / f"{name or lesson}.ipynb").write_bytes(data)
    if timestamp:
        (folder / "timestamp.txt").write_text(timestamp + "\n", encoding="utf-8")
    return folder


def variants(lesson: Lesson, number: int) -> dict[str, str]:
    """Answers of student ``number``: every text its own, six in ten right, the others in six ways.

    They stay honest: each function gives a right or a wrong result or raises.
    """
    right = {
        name: text.replace("### BEGIN SOLUTION", f"# My answer, number {number}.").replace(
            "### END SOLUTION", ""
        )
        for name, text in solved(lesson).items()
    }
    first, *_, last = right
    way = number % 15
    if way == 9:
        right[first] = right[first].replace("np.tanh", "np.sin").replace("np.exp", "np.cos")
    elif way == 10:
        right[last] = right[last].replace("np.tanh", "np.sin").replace(" + ", " - ")
    elif way == 11:
        right[first] = right[first].replace("return ", "return not_defined, ", 1)
    elif way == 12:
        right[last] = right[last].replace("return ", "return list, ", 1)
    elif way == 13:
        del right[last]
    elif way == 14:
        right = {}
    return right


def make_class(course: Path, lesson_name: str, size: int) -> Path:
    """Make submissions of one lesson; returns the folder that holds them."""
    lesson = load_lesson(course, lesson_name)
    submitted = course / "submitted"
    for number in range(size):
        content = notebook(lesson, variants(lesson, number))
        hand_in(submitted, f"s{number:04}", lesson_name, content)
    return submitted


def class_to_grade(folder: Path, lesson_name: str, size: int, stock: bool = False) -> Path:
    """Make a course with a class, and a gradebook for `fresh_gradebook`; returns the course."""
    course = make_course(folder, stock)
    make_class(course, lesson_name, size)
    register(course, [lesson_name], f"sqlite:///{course / 'fresh.db'}", "rnn-from-scratch")
    return course


def fresh_gradebook(course: Path) -> None:
    """Put back the gradebook that knows the lesson and no student."""
    for path in course.glob("gradebook.db*"):
        path.unlink()
    shutil.copy(course / "fresh.db", course / "gradebook.db")


def rows(gradebook: Path) -> list[tuple]:
    """Everything that a gradebook says of submissions, without made-up ids."""
    with sqlite3.connect(gradebook) as connection:
        return sorted(connection.execute(ROWS).fetchall(), key=repr)


def scores(gradebook: Path) -> dict[tuple[str, str, str], float | None]:
    """Points by student, lesson and test cell."""
    return {(row[0], row[1], row[6]): row[8] for row in rows(gradebook) if row[7] == "GradeCell"}
