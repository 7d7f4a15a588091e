"""Files in, grades and pages out: a class of each site, from its zip to its importer."""

import csv
import io

import pytest
from desk.conftest import LESSON, half, notebook
from desk.sites import (
    CanvasGradebook,
    MoodleAssignment,
    canvas_export,
    canvas_takes_pages,
    canvas_zip,
    moodle_takes_pages,
    moodle_worksheet,
    moodle_zip,
    people,
)

TITLES = {"Quiz 1 (11)": "5", f"{LESSON} (12)": "20", "Final Grade project (13)": "10"}


def graded(class_, solved, partial):
    for person in class_:
        person.attempts = [partial if person.number % 3 == 0 else solved]
    return {p.login: 10.0 if p.number % 3 == 0 else 20.0 for p in class_}


@pytest.fixture(scope="module")
def files():
    return notebook(), half()


def grade(run, course):
    status, said = run("grade", LESSON, "--no-sandbox", "--workers", "1")
    assert status == 0, said


def test_a_canvas_class_comes_back_with_its_grades_and_pages(run, course, files, tmp_path):
    class_ = people(12)
    due = graded(class_, *files)
    class_[1].late = True
    class_[2].attempts = [b"{}", files[0]]  # tried twice
    (tmp_path / "gradebook.csv").write_bytes(canvas_export(class_, TITLES))
    (tmp_path / "submissions.zip").write_bytes(canvas_zip(class_, "Copy of my homework.ipynb"))
    assert run("roster", tmp_path / "gradebook.csv")[0] == 0
    status, said = run("collect", tmp_path / "submissions.zip")
    assert status == 1 and "12 collected" in said and "late, says Canvas" in said
    assert "it cannot be read as a notebook" in said  # the first try of one student
    grade(run, course)

    before = {("s0003", TITLES_QUIZ): "4.5" for TITLES_QUIZ in ["Quiz 1 (11)"]}
    export = canvas_export(class_, TITLES, before)
    (tmp_path / "gradebook.csv").write_bytes(export)
    status, said = run("export", "canvas", tmp_path / "gradebook.csv", LESSON)
    assert status == 0, said
    filled = (tmp_path / "gradebook-graded.csv").read_bytes()
    site = CanvasGradebook(class_, {"11": "Quiz 1", "12": LESSON, "13": "x"}, {"12": "20"})
    site.scores = {("70003", "11"): "4.5", ("70000", "13"): "9"}
    site.take(filled)
    assert site.made == []
    assert site.points == {"11": "5", "12": "20", "13": "10"} or site.points["12"] == "20"
    assert {p.login: float(site.scores[p.canvas_id, "12"]) for p in class_} == due
    assert site.scores["70003", "11"] == "4.5"
    assert only_changed(export, filled, column=6)

    status, said = run("pages", "canvas", LESSON, "--out", tmp_path / "pages.zip")
    assert status == 0, said
    taken = canvas_takes_pages((tmp_path / "pages.zip").read_bytes(), class_)
    assert taken.keys() == {person.canvas_id for person in class_}


def only_changed(before, after, column):
    old, new = ([*csv.reader(io.StringIO(d.decode("utf-8-sig")))] for d in (before, after))
    assert len(old) == len(new)
    return all(
        a == b or place == column
        for one, other in zip(old, new, strict=True)
        for place, (a, b) in enumerate(zip(one, other, strict=True))
    )


@pytest.mark.parametrize(("flat", "old"), [(False, False), (False, True), (True, False)])
def test_a_moodle_class_comes_back_with_its_grades_and_pages(
    run, course, files, tmp_path, flat, old
):
    class_ = people(11)
    due = graded(class_, *files)
    sheet = tmp_path / "Grades.csv"
    kept = {"s0004": ("7,5", "well done"), "s0005": ("", "see me")}
    sheet.write_bytes(moodle_worksheet(class_, "tr", comma=True, grades=kept))
    (tmp_path / "all.zip").write_bytes(moodle_zip(class_, f"{LESSON}.ipynb", flat, old))
    assert run("roster", sheet)[0] == 0
    status, said = run(
        "collect", tmp_path / "all.zip", "--worksheet", sheet, "--zone", "Europe/Istanbul"
    )
    assert status == 0 and "11 collected" in said, said
    stamp = course / "submitted" / class_[0].email / LESSON / "timestamp.txt"
    assert stamp.read_text() == "2026-03-04 20:59:00 UTC\n"
    grade(run, course)
    status, said = run("export", "moodle", sheet, LESSON)
    assert status == 0, said
    site = MoodleAssignment(
        {}, {class_[4].participant: "well done", class_[5].participant: "see me"}
    )
    site.take((tmp_path / "Grades-graded.csv").read_bytes(), "tr")
    assert site.grades == {p.participant: due[p.login] for p in class_}
    assert {text for text in site.feedback.values() if text} == {"well done", "see me"}

    status, said = run("pages", "moodle", LESSON, "--out", tmp_path / "pages.zip")
    assert status == 0, said
    taken = moodle_takes_pages((tmp_path / "pages.zip").read_bytes())
    assert taken.keys() == {person.participant for person in class_}


def test_an_anonymous_class_is_graded_and_says_what_cannot_go_back(run, course, files, tmp_path):
    class_ = people(3)
    graded(class_, *files)
    (tmp_path / "a.zip").write_bytes(canvas_zip(class_, "x.ipynb", anonymous=True))
    status, said = run("collect", tmp_path / "a.zip")
    assert status == 0 and "anon_A0x" in said
    grade(run, course)
    status, said = run("pages", "canvas", LESSON, "--out", tmp_path / "p.zip")
    assert status == 1 and "3 cannot be handed back" in said


def test_collecting_twice_changes_nothing(run, course, files, tmp_path):
    class_ = people(5)
    graded(class_, *files)
    (tmp_path / "a.zip").write_bytes(moodle_zip(class_, f"{LESSON}.ipynb"))
    run("collect", tmp_path / "a.zip")
    before = {p: p.read_bytes() for p in (course / "submitted").rglob("*") if p.is_file()}
    status, said = run("collect", tmp_path / "a.zip")
    assert status == 0 and "5 already there, the same" in said
    assert {p: p.read_bytes() for p in (course / "submitted").rglob("*") if p.is_file()} == before


def test_a_different_file_is_overwritten_with_force_alone_and_then_kept(
    run, course, files, tmp_path
):
    class_ = people(1)
    class_[0].attempts = [files[1]]
    (tmp_path / "a.zip").write_bytes(moodle_zip(class_, f"{LESSON}.ipynb"))
    run("collect", tmp_path / "a.zip")
    there = course / "submitted" / "participant_4000" / LESSON / f"{LESSON}.ipynb"
    class_[0].attempts = [files[0]]
    (tmp_path / "a.zip").write_bytes(moodle_zip(class_, f"{LESSON}.ipynb"))
    status, said = run("collect", tmp_path / "a.zip")
    assert status == 1 and "--force" in said and there.read_bytes() == files[1]
    status, _ = run("collect", tmp_path / "a.zip", "--force")
    assert status == 0 and there.read_bytes() == files[0]
    kept = [path.read_bytes() for path in (course / "collected").rglob("*.ipynb")]
    assert kept == [files[1]]
