"""A changed course: who gains, who loses, and what is written only when asked."""

import csv
import json
import sqlite3

import pytest
from desk.conftest import LESSON, half, notebook
from desk.sites import CanvasGradebook, canvas_export, people
from grading import FAKE, classes

from autograder import settings

CHECK, HIDDEN = "rnn_cell_backward_check", "rnn_cell_backward_hidden"
STRICTER = "\nassert 'never' == 'true'\n"
# The whole answers get 20 points; half-solved ones the two tests of the first function.


@pytest.fixture
def faked(monkeypatch):
    """Judge with the fake judge."""
    real = settings.judge_options

    def judge_options(*args, **options):
        chosen = real(*args, **options)
        return type(chosen)(chosen.root, chosen.limits, chosen.sandbox, chosen.feedback, FAKE)

    monkeypatch.setattr(settings, "judge_options", judge_options)


@pytest.fixture
def graded(faked, run, course):
    """A course in which two have solved all and two half of the lesson."""
    for name, content in {
        "ada": notebook(),
        "bob": half(),
        "cem": notebook(),
        "dan": half(),
    }.items():
        classes.hand_in(course / "submitted", name, LESSON, content)
    assert run("grade", LESSON, "--workers", 1)[0] == 0
    return course


def change(course, grade_id, points=None, source=None):
    """Change a test of the lesson's source."""
    path = course / "source" / LESSON / f"{LESSON}.ipynb"
    made = json.loads(path.read_text(encoding="utf-8"))
    for cell in made["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id:
            if points is not None:
                cell["metadata"]["nbgrader"]["points"] = points
            if source is not None:
                text = "".join(cell["source"])
                cell["source"] = source(text) if callable(source) else text + source
    path.write_text(json.dumps(made), encoding="utf-8")


def forgive(course):
    """Let a test pass whatever the answer."""
    change(course, CHECK, source=lambda text: "pass\n" if "HIDDEN" not in text else text)


def everything(course):
    """What the course holds of grades: rows of the gradebook, files and their times."""
    files = {
        path: (path.read_bytes(), path.stat().st_mtime_ns)
        for step in ("autograded", "feedback")
        for path in (course / step).rglob("*.*")
    }
    with sqlite3.connect(course / "gradebook.db") as book:
        records = book.execute("SELECT * FROM autograder_record").fetchall()
    return files, classes.rows(course / "gradebook.db"), records


def scores(course):
    found = {}
    for (student, _, _), points in classes.scores(course / "gradebook.db").items():
        found[student] = found.get(student, 0) + points
    return found


def mark_by_hand(course, student, grade_id, points):
    with sqlite3.connect(course / "gradebook.db") as book:
        book.execute(
            "UPDATE grade SET manual_score = ? WHERE id IN (SELECT g.id FROM grade g "
            "JOIN base_cell c ON c.id = g.cell_id JOIN submitted_notebook n ON n.id = g.notebook_id"
            " JOIN submitted_assignment s ON s.id = n.assignment_id "
            "WHERE s.student_id = ? AND c.name = ?)",
            [points, student, grade_id],
        )


def test_who_gains_is_told_by_test_before_anything_is_written(graded, run):
    forgive(graded)
    before = everything(graded)
    status, said = run("regrade", LESSON)
    assert status == 0 and "2 would gain points" in said and "2 would have the same" in said
    assert f"{CHECK} 0 -> " in said and "Nothing was changed" in said
    assert "2 students: bob, dan" in said  # what is alike shares a line
    assert everything(graded) == before
    with open(graded / "reports" / f"{LESSON}-regrade.csv", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {(row["student"], row["test"]) for row in rows} == {
        ("bob", CHECK), ("bob", ""), ("dan", CHECK), ("dan", ""),
    }  # fmt: skip
    page = (graded / "reports" / f"{LESSON}-regrade.html").read_text("utf-8")
    assert "2 would gain points, 0 would lose points, 2 would have the same." in page
    assert "<td>bob</td>" in page and "<td>dan</td>" in page and "ada" not in page


def test_apply_writes_points_pages_and_the_digest_of_the_course(graded, run):
    old = scores(graded)
    forgive(graded)
    assert run("regrade", LESSON, "--apply")[0] == 0
    new = scores(graded)
    assert new["ada"] == old["ada"] and new["bob"] > old["bob"] and new["dan"] > old["dan"]
    with sqlite3.connect(graded / "gradebook.db") as book:
        digests = book.execute("SELECT DISTINCT course FROM autograder_record").fetchall()
    assert len(digests) == 1 and len(digests[0][0]) == 64
    status, said = run("regrade", LESSON)
    assert status == 0 and "4 were graded with the course as it is now" in said
    status, said = run("grade", LESSON)
    assert status == 0 and "0 submissions to grade, 4 graded before" in said


def test_points_are_lowered_only_when_it_is_said(graded, run):
    old = scores(graded)
    change(graded, HIDDEN, source=STRICTER)
    status, said = run("regrade", LESSON, "--apply")
    assert status == 0 and "2 would lose points" in said and "--allow-lower" in said
    assert scores(graded) == old
    status, said = run("grade", LESSON)
    assert status == 0 and "they keep what they have" in said and "ada" in said
    assert scores(graded) == old
    assert run("regrade", LESSON, "--apply", "--allow-lower")[0] == 0
    new = scores(graded)
    assert new["ada"] < old["ada"] and new["bob"] == old["bob"]


def test_a_submission_that_was_handed_in_anew_may_lose_points(graded, run):
    old = scores(graded)
    change(graded, HIDDEN, source=STRICTER)
    classes.hand_in(graded / "submitted", "ada", LESSON, half())
    status, said = run("regrade", LESSON)
    assert "ada: handed in again" in said and "1 would lose points" in said
    assert run("grade", LESSON)[0] == 0
    assert scores(graded)["ada"] < old["ada"] and scores(graded)["cem"] == old["cem"]


def test_fewer_points_for_a_test_take_from_all_who_passed_it(graded, run):
    change(graded, HIDDEN, points=1)
    with sqlite3.connect(graded / "gradebook.db") as book:
        (then,) = book.execute("SELECT DISTINCT course FROM autograder_record").fetchone()
    page = graded / "elsewhere.html"
    status, said = run("regrade", LESSON, "--out", page)
    assert status == 0 and "2 would lose points" in said and f"{HIDDEN} 6 -> 1" in said
    told = page.read_text("utf-8").replace("<wbr>", "")
    assert f"4 of those judged anew were graded with {then[:12]}" in told
    assert f"<td>{HIDDEN}</td><td>6</td><td>1</td><td>the same</td>" in told
    assert not (graded / "reports" / f"{LESSON}-regrade.html").exists()
    status, said = run("regrade", LESSON, "--apply", "--allow-lower")
    assert status == 0 and scores(graded)["ada"] == 15


def test_what_a_human_marked_stays_and_is_not_counted(graded, run):
    mark_by_hand(graded, "ada", HIDDEN, 5.5)
    change(graded, HIDDEN, source=STRICTER)
    status, said = run("regrade", LESSON)
    assert "1 would lose points" in said and "cem" in said
    page = (graded / "reports" / f"{LESSON}-regrade.html").read_text("utf-8").replace("<wbr>", "")
    assert f"<td>ada</td><td>{HIDDEN}</td><td>5.5</td><td>0</td>" in page
    assert f"<h3><code>{HIDDEN}</code>" in page and "+assert &#x27;never&#x27; ==" in page
    assert run("regrade", LESSON, "--apply", "--allow-lower")[0] == 0
    with sqlite3.connect(graded / "gradebook.db") as book:
        kept = book.execute("SELECT manual_score FROM grade WHERE manual_score IS NOT NULL")
        assert kept.fetchall() == [(5.5,)]


def test_the_late_penalty_counts_on_both_sides(graded, run):
    config = graded / "nbgrader_config.py"
    config.write_text(
        config.read_text() + '\nc.LateSubmissionPlugin.penalty_method = "zero"\n', encoding="utf-8"
    )
    with sqlite3.connect(graded / "gradebook.db") as book:
        book.execute(
            "UPDATE assignment SET duedate = '2026-01-01 00:00:00' WHERE name = ?", [LESSON]
        )
    assert run("grade", LESSON, "--force", "--allow-lower")[0] == 0
    forgive(graded)
    status, said = run("regrade", LESSON)  # all are late and have no points, before and after
    assert status == 0 and "No grade would change" in said, said


def test_who_has_left_no_files_or_was_never_graded_is_named(graded, run):
    import shutil

    forgive(graded)
    shutil.rmtree(graded / "submitted" / "bob")
    classes.hand_in(graded / "submitted", "eve", LESSON, half())
    _, said = run("regrade", LESSON)
    assert "bob: nothing is in submitted/" in said and "eve: not graded yet" in said
    assert "1 would gain points" in said


def test_a_submission_on_which_the_judge_fails_stays_and_is_named(graded, run):
    forgive(graded)
    change(graded, HIDDEN, source="# nothing\n")
    with sqlite3.connect(graded / "gradebook.db") as book:  # as nbgrader's own command leaves it
        book.execute("UPDATE autograder_record SET fingerprint = ''")
    text = notebook().replace(b"import numpy", b"# order: break\\nimport numpy", 1)
    assert b"order" in text
    classes.hand_in(graded / "submitted", "cem", LESSON, text)
    before = scores(graded)["cem"]
    status, said = run("regrade", LESSON, "--apply")
    assert status == 1 and "cem: could not be judged now" in said
    assert scores(graded)["cem"] == before


def test_a_gradebook_of_an_earlier_version_can_be_graded_again(graded, run):
    with sqlite3.connect(graded / "gradebook.db") as book:
        book.execute("ALTER TABLE autograder_record DROP COLUMN course")
    forgive(graded)
    status, said = run("regrade", LESSON, "--apply")
    assert status == 0 and "2 would gain points" in said
    with sqlite3.connect(graded / "gradebook.db") as book:
        assert all(row for (row,) in book.execute("SELECT course FROM autograder_record"))


def test_a_cell_that_nbgrader_refuses_stops_it_before_anything_is_written(graded, run):
    before = everything(graded)
    path = graded / "source" / LESSON / f"{LESSON}.ipynb"
    path.write_text(path.read_text().replace(HIDDEN, "renamed_hidden"), encoding="utf-8")
    status, said = run("regrade", LESSON)
    assert status == 2 and "Nothing was changed" in said, said
    assert everything(graded) == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--allow-lower"], "goes with --apply"),
        (["--workers", "0"], "1 or more"),
    ],
)
def test_wrong_usage_is_a_sentence(graded, run, words, says):
    status, said = run("regrade", LESSON, *words)
    assert status == 2 and says in said


def test_the_site_gets_the_changed_rows_alone(faked, run, course, tmp_path):
    class_ = people(6)
    export = tmp_path / "gradebook.csv"
    export.write_bytes(canvas_export(class_, {f"{LESSON} (12)": "20"}))
    assert run("roster", export)[0] == 0
    for person in class_:
        content = half() if person.number % 2 else notebook()
        classes.hand_in(course / "submitted", person.login, LESSON, content)
    assert run("grade", LESSON)[0] == 0
    site = CanvasGradebook(class_, {"12": LESSON}, {"12": "20"})
    assert run("export", "canvas", export, LESSON)[0] == 0
    site.take((tmp_path / "gradebook-graded.csv").read_bytes())
    first = dict(site.scores)

    forgive(course)
    assert run("regrade", LESSON, "--apply")[0] == 0
    held = {(p.login, f"{LESSON} (12)"): site.scores[p.canvas_id, "12"] for p in class_}
    export.write_bytes(canvas_export(class_, {f"{LESSON} (12)": "20"}, held))
    status, said = run("export", "canvas", export, LESSON, "--only-changed")
    assert status == 0, said
    filled = (tmp_path / "gradebook-graded.csv").read_bytes()
    assert [p.login for p in class_ if p.login.encode() in filled] == [
        p.login for p in class_ if p.number % 2
    ]
    site.take(filled)
    for person in class_:
        now, was = (s[person.canvas_id, "12"] for s in (site.scores, first))
        assert (float(now) > float(was)) if person.number % 2 else now == was
    assert site.points == {"12": "20"}
