"""Canvas's own test student in its gradebook export: nobody's grade, and no missing one."""

import pytest
from desk.sites import canvas_export, people

from autograder.desk import canvas, roster
from autograder.desk.export_command import export_table
from autograder.desk.fill import Grade
from autograder.desk.sheet import Sheet

LESSON = "02_rnn_cell"
TITLES = {f"{LESSON} (12)": "20"}


def grades(class_):
    return [Grade(person.login, 17.0, 20.0) for person in class_]


def row_of(data, name):
    (row,) = [line for line in data.decode("utf-8-sig").splitlines() if name in line]
    return row


@pytest.mark.parametrize("only_changed", [False, True])
def test_the_sites_test_student_is_not_missing_and_stays_byte_for_byte(only_changed):
    class_ = people(6)
    export = canvas_export(class_, TITLES)
    done = canvas.filling(Sheet(export), LESSON, grades(class_[:4]))
    assert done.without == 2 and "2 students there have no grade here" in export_table(done)
    filled = done.apply(only_changed)
    assert row_of(filled, "Student, Test") == row_of(export, "Student, Test")
    assert len(filled.splitlines()) == len(export.splitlines()) - 2 * only_changed


def test_the_sites_test_student_is_not_on_the_roster():
    class_ = people(3)
    found = roster.read(Sheet(canvas_export(class_, TITLES)))
    assert [student.id for student in found] == [person.login for person in class_]


@pytest.mark.parametrize(
    ("name", "nobody"),
    [
        ("Student, Test", True),
        ("  Student,  Test", True),
        ("Student, Testa", False),
        ("Test, Student", False),
        ("Student Test", False),
        ("student, test", False),
    ],
)
def test_the_test_student_is_known_by_its_name(name, nobody):
    export = canvas_export(people(2), TITLES).replace(b'"Student, Test"', f'"{name}"'.encode())
    assert len(canvas.student_rows(Sheet(export))) == (2 if nobody else 3)


def test_a_person_called_so_who_does_not_stand_last_gets_a_grade():
    class_ = people(3)
    class_[0].last, class_[0].first = "Student", "Test"
    done = canvas.filling(Sheet(canvas_export(class_, TITLES)), LESSON, grades(class_))
    assert {change.student for change in done.changes} == {person.login for person in class_}
    assert done.without == 0


def test_an_export_without_a_student_has_no_rows():
    export = canvas_export([], TITLES)
    assert canvas.student_rows(Sheet(export)) == {}
    lines = export.splitlines(keepends=True)
    assert canvas.student_rows(Sheet(b"".join(lines[:-1]))) == {}
