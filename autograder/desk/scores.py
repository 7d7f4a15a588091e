"""What the gradebook says that each student is to get."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from autograder.course.lesson import Lesson
from autograder.desk.fill import Grade
from autograder.desk.roster import Student
from autograder.record.gradebook import Gradebook
from autograder.record.tables import ASSIGNMENT, SUBMITTED


def grades(
    book: Gradebook, lesson: Lesson, students: Mapping[str, Student]
) -> tuple[list[Grade], list[str]]:
    """Grades of a lesson, with late penalties and a human's changes.

    Returns
    -------
    grades : list of Grade
    undecided : list of str
        Students of whom a human has yet to mark something: they have no grade so far.
    """
    with book.transaction() as connection:
        rows = connection.execute(
            sa.select(SUBMITTED.c.student_id)
            .join_from(SUBMITTED, ASSIGNMENT, SUBMITTED.c.assignment_id == ASSIGNMENT.c.id)
            .where(ASSIGNMENT.c.name == lesson.name)
            .order_by(SUBMITTED.c.student_id)
        ).all()
    maximum = sum(test.points for test in lesson.tests)
    found, undecided = [], []
    for (student,) in rows:
        standing = book.standing(student, lesson.name)
        if standing is None:
            continue
        if None in standing.scores.values():
            undecided.append(student)
            continue
        score = max(0.0, standing.score - (standing.penalty or 0.0))
        keys = students[student].keys if student in students else frozenset()
        said = "\n\n".join(text for text in standing.comments.values() if text)
        found.append(Grade(student, score, maximum, keys, said))
    return found, undecided
