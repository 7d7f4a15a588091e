"""A class goes from each site's files to grades and pages that the site's importer takes."""

import csv
import io
import re
import shlex

import pytest
from desk.large_class import COLUMNS, LESSON, people, points, write
from desk.sites import (
    CanvasGradebook,
    MoodleAssignment,
    canvas_takes_pages,
    moodle_takes_pages,
)
from grading import ROOT

SIZE = 22  # each of the kinds that `people` makes, once at least


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    return folder, write(folder, SIZE)


def cells(data, delimiter=","):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def changed(before, after, delimiter=","):
    """Places of the cells that differ; both files otherwise the same, byte for byte."""
    old, new = cells(before, delimiter), cells(after, delimiter)
    assert [len(row) for row in old] == [len(row) for row in new]
    places = [
        (row, column)
        for row, cells_ in enumerate(old)
        for column, cell in enumerate(cells_)
        if new[row][column] != cell
    ]
    rows, marks = after.splitlines(keepends=True), before.splitlines(keepends=True)
    touched = {row for row, _ in places}
    assert all(a == b for n, (a, b) in enumerate(zip(marks, rows, strict=True)) if n not in touched)
    for row in touched:  # within a line: cut out the cell, and the rest is as it was
        one, other = marks[row], rows[row]
        for column in (column for at, column in places if at == row):
            was, is_ = old[row][column].encode(), new[row][column].encode()
            assert one.count(delimiter.encode()) == other.count(delimiter.encode()) or b'"' in other
            assert len(other) - len(one) in {len(is_) - len(was), len(is_) - len(was) + 2}
    return places


def graded(class_):
    return {p.login: points(p) for p in class_ if p.attempts and points(p) is not None}


def brought_in(run, *arguments, new, left):
    status, said = run("collect", *arguments)
    assert f"{new} collected" in said, said
    assert status == (1 if left else 0)
    if left:  # a broken file, which says whose it is
        assert any("13" in line.split()[0] and "cannot be read" in line
                   for line in said.splitlines() if line.startswith("  ")), said  # fmt: skip
    status, said = run("grade", LESSON, "--no-sandbox", "--workers", "1")
    assert status == 0, said
    return said


def test_a_canvas_class_comes_back(run, course, files):
    folder, class_ = files
    due, site_file = graded(class_), folder / "canvas/gradebook.csv"
    assert run("roster", site_file)[0] == 0
    brought_in(run, folder / "canvas/submissions.zip", new=len(due), left=True)
    status, said = run("export", "canvas", site_file, LESSON)
    assert status == 0 and "s0002 is EX there" in said, said
    before = site_file.read_bytes()
    after = (folder / "canvas/gradebook-graded.csv").read_bytes()
    ours = cells(before)[0].index(f"{LESSON} (12)")
    assert {column for _, column in changed(before, after)} == {ours}

    numbers = {"11": "Quiz 1", "12": LESSON, "13": "Final Grade project"}
    site = CanvasGradebook(class_, numbers, {"11": "5", "12": "20", "13": "10"})
    for row in cells(before)[3:-1]:
        for place, number in enumerate(numbers, 5):
            if row[place] not in ("", "EX"):
                site.scores[row[1], number] = row[place]
    others = {key: score for key, score in site.scores.items() if key[1] != "12"}
    site.take(after)
    assert not site.made and site.points == {"11": "5", "12": "20", "13": "10"}
    assert others.items() <= site.scores.items()
    got = {p.login: site.scores.get((p.canvas_id, "12")) for p in class_}
    for person in class_:
        kept = "7" if person.number % 20 == 17 else None  # nothing was handed in: the site's score
        want = due.get(person.login)
        if person.number == 2:
            assert got[person.login] is None  # excused
        elif want is None:
            assert got[person.login] == kept
        else:
            assert float(got[person.login]) == want, person

    status, said = run("pages", "canvas", LESSON, "--out", folder / "c.zip")
    assert status == 0, said
    taken = canvas_takes_pages((folder / "c.zip").read_bytes(), class_)
    assert taken.keys() == {p.canvas_id for p in class_ if p.login in due}
    assert len(COLUMNS) == len(numbers)


@pytest.mark.parametrize("form", ["folders", "flat"])
def test_a_moodle_class_comes_back(run, course, files, form):
    folder, class_ = files
    due, sheet = graded(class_), folder / "moodle/Grades.csv"
    assert run("roster", sheet)[0] == 0
    brought_in(run, folder / f"moodle/{form}.zip", "--worksheet", sheet,
               "--zone", "Europe/Istanbul", new=len(due), left=True)  # fmt: skip
    status, said = run("export", "moodle", sheet, LESSON, "--comments", "--dry-run")
    wrong = sum(0 < score < 20 for score in due.values())
    assert f"Column 'Not': {len(due)} cells change" in said, said
    assert "Column 'Geri bildirim yorumları': " in said and wrong, said
    assert all(line.startswith(("Column ", "  ", "0 are", "Nothing")) for line in said.splitlines())
    status, said = run("export", "moodle", sheet, LESSON)
    assert status == 0, said
    before, after = sheet.read_bytes(), (folder / "moodle/Grades-graded.csv").read_bytes()
    assert {column for _, column in changed(before, after)} == {4}
    had = {p.participant: 7.5 for p in class_ if p.number % 20 == 17}
    said_before = {p.participant: "see me" for p in class_ if p.number % 20 == 5}
    site = MoodleAssignment(dict(had), dict(said_before))
    site.take(after, "tr")
    assert site.grades == had | {p.participant: due[p.login] for p in class_ if p.login in due}
    assert {n: text for n, text in site.feedback.items() if text} == said_before
    status, said = run("pages", "moodle", LESSON, "--out", folder / "m.zip")
    assert status == 0, said
    taken = moodle_takes_pages((folder / "m.zip").read_bytes())
    assert taken.keys() == {p.participant for p in class_ if p.login in due}


@pytest.mark.parametrize("form", ["colab", "plain"])
def test_a_class_in_folders_gets_its_grades_into_a_list(run, course, files, form):
    folder, class_ = files
    due, office = graded(class_), folder / form / "list.csv"
    assert run("roster", office, "--id-column", "Number")[0] == 0
    brought_in(run, folder / form / "files", new=len(due), left=True)
    status, said = run("export", "csv", office, LESSON, "--id-column", "Number",
                       "--column", "Points")  # fmt: skip
    assert status == 0, said
    mark = ";" if form == "plain" else ","
    before, after = office.read_bytes(), (office.parent / "list-graded.csv").read_bytes()
    assert {column for _, column in changed(before, after, mark)} == {4}
    rows = {row[0]: row[4] for row in cells(after, mark)[1:]}
    assert {login: float(score) for login, score in rows.items() if score} == due


COUNTED = re.compile(r"(\d+) (students|collected|left|submissions|cells change|pages)")


def expected(class_):
    """What each count should be for a class."""
    due, sent = len(graded(class_)), sum(bool(p.attempts) for p in class_)
    return {"students": {len(class_)}, "collected": {due}, "left": {sent - due},
            "submissions": {due}, "pages": {due}, "cells change": {due, due - 1}}  # fmt: skip


def readme_paths():
    """The README's blocks of commands of the desk, each a list of command and comment."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [block.splitlines() for block in blocks if "--course course roster" in block]
    return [[line.split("#") for line in block] for block in lines]


@pytest.mark.parametrize("block", readme_paths(), ids=lambda block: block[0][0].split()[4][:6])
def test_the_paths_of_the_readme_work_as_written(run, course, block, monkeypatch):
    folder = course.parent
    class_, whole = write(folder, SIZE), people(300)
    monkeypatch.chdir(folder)
    for command, comment in block:
        words = shlex.split(command)
        assert words[:3] == ["autograder", "--course", course.name]
        fast = ["--no-sandbox", "--workers", "1"] if words[3] == "grade" else []
        status, said = run(*words[3:], *fast)
        assert status == (1 if "left" in comment else 0), said
        counts = COUNTED.findall(comment)
        assert counts
        for number, what in counts:
            assert int(number) in expected(whole)[what]  # as the README says of 300
            assert any(f"{n} {what}" in said for n in expected(class_)[what]), said


def test_the_readme_has_a_path_from_each_site():
    assert [block[0][0].split()[4].split("/")[0] for block in readme_paths()] == [
        "canvas", "moodle", "colab"
    ]  # fmt: skip


def test_an_anonymous_class_is_graded_without_a_roster(run, course, files):
    folder, class_ = files
    said = brought_in(run, folder / "canvas/anonymous.zip", new=len(graded(class_)), left=True)
    assert "anon_" in said or LESSON in said
