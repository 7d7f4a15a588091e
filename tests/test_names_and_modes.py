"""Folders with names that no page can hold, and folders that may not be read: refused alone."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys

import pytest
from grading import LESSON, ROOT, Silent, classes, copied, job, load_lesson, module, prepared_course
from payloads import FIT, UNFIT

from autograder import plugin, settings
from autograder.base.shown import shown
from autograder.record.names import unfit
from autograder.run import grade, report


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    course = prepared_course(tmp_path_factory.mktemp("course"))
    classes.make_class(course, LESSON, 1)
    return course


@pytest.fixture
def course(prepared, tmp_path):
    return copied(prepared, tmp_path / "course")


@pytest.mark.parametrize("name", UNFIT)
def test_a_name_that_is_no_id_is_refused_for_that_submission_alone(course, name):
    honest = course / "submitted" / "s0000"
    shutil.copytree(honest, os.path.join(os.fsencode(course / "submitted"), name).decode(
        "utf-8", "surrogateescape"))  # fmt: skip
    done = grade.run(job(course), Silent())
    rows = {row.result.student: row for row in done.rows}
    assert rows["s0000"].graded
    (refused,) = (row for student, row in rows.items() if student != "s0000")
    assert UNFIT[name] in refused.result.message
    said = report.summary(done)
    assert UNFIT[name] in said
    assert said.replace("\n", "").isprintable()
    text = json.dumps(report.to_json(job(course), done), ensure_ascii=False)
    assert text.isprintable()
    assert not done.complete
    assert sorted(os.listdir(course / "autograded")) == [".grading.lock", "s0000"]
    assert len(grade.run(job(course), Silent()).rows) == 2


@pytest.mark.parametrize("name", FIT)
def test_an_honest_name_is_taken(course, name):
    assert unfit(name) == ""
    (course / "submitted" / "s0000").rename(course / "submitted" / name)
    done = grade.run(job(course), Silent())
    assert [row.result.student for row in done.rows] == [name]
    assert done.complete


def test_nbgrader_refuses_them_too(course):
    from nbgrader.converters.base import NbGraderException

    resources = {"nbgrader": {"student": "<b>", "assignment": LESSON}}
    with pytest.raises(NbGraderException, match="markup"):
        plugin._task(settings.load(course), resources)


MARKUP = "<img src=x onerror=alert(1)>"


def autograde(course, *words):
    """Run ``nbgrader autograde``; return its exit status, its log, and the students it entered."""
    words = (LESSON, "--create", *words, "--JudgedExecute.sandbox=False")
    done = module(course, "nbgrader", "autograde", *words)
    with sqlite3.connect(course / "gradebook.db") as book:
        entered = [row[0] for row in book.execute("SELECT id FROM student")]
    return done.returncode, done.stderr, entered


@pytest.mark.parametrize("name", [MARKUP, "ada\nbob"])
def test_nbgrader_enters_no_such_name_grades_the_others_and_fails(course, name):
    shutil.copytree(course / "submitted" / "s0000", course / "submitted" / name)
    status, said, entered = autograde(course)
    assert (status, entered) == (1, ["s0000"]), said
    assert "Rename the folder" in said
    assert sorted(os.listdir(course / "autograded")) == [".grading.lock", "s0000"]


def test_nbgrader_asked_for_such_a_name_says_why(course):
    """As the formgrader's button asks for it."""
    (course / "submitted" / "s0000").rename(course / "submitted" / MARKUP)
    status, said, entered = autograde(course, f"--student={MARKUP}")
    assert (status, entered) == (1, []), said
    assert "would take for markup. Rename the folder." in said


@pytest.mark.parametrize(
    ("text", "seen"),
    [("ada", "ada"), ("\x1b[2J", "\\x1b[2J"), ("M\udcfcller", "M\\xfcller"), ("é", "é"),
     ("a\u202eb", "a\\u202eb"), ("\n", "\\n")],
)  # fmt: skip
def test_what_a_terminal_would_obey_is_escaped(text, seen):
    assert shown(text) == seen


def test_the_desk_takes_in_no_id_with_markup():
    from autograder.desk.roster import USABLE

    for name in UNFIT:
        assert not USABLE.match(name.decode("utf-8", "surrogateescape")), name
    assert all(map(USABLE.match, FIT))


# ---------------------------------------------------------------- what may not be read

RUN = """
import sys
sys.path[:0] = [{root!r}, {tests!r}]
from grading import Silent, job
from autograder.run import grade, report
from pathlib import Path
done = grade.run(job(Path({course!r})), Silent())
print(report.summary(done), done.problem)
"""
# Root may read everything, but for the power to do so that it can lay down.
AS_ANYBODY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def run_as_anybody(course):
    """Grade as somebody for whom a mode of 000 means something."""
    code = RUN.format(root=str(ROOT), tests=str(ROOT / "tests"), course=str(course))
    command = [sys.executable, "-c", code]
    if os.getuid() == 0:
        command = [*AS_ANYBODY, *command]
    return subprocess.run(command, capture_output=True, text=True, cwd=course)


@pytest.mark.skipif(
    os.getuid() == 0 and shutil.which("setpriv") is None, reason="root may read everything"
)
@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("eve", f"eve {LESSON}: eve could not be opened: Permission denied"),
        (f"eve/{LESSON}", "could not be opened: Permission denied"),
        (f"eve/{LESSON}/{LESSON}.ipynb", "could not be opened: Permission denied"),
        (f"eve/{LESSON}/timestamp.txt", None),
    ],
)
def test_what_may_not_be_read_is_refused_for_that_submission_alone(course, what, said):
    lesson = load_lesson(course, LESSON)
    text = classes.notebook(lesson, classes.solved(lesson))
    classes.hand_in(course / "submitted", "eve", LESSON, text)
    (course / "submitted" / "eve" / LESSON / "timestamp.txt").write_text("2026-01-01 10:00 UTC")
    path = course / "submitted" / what
    path.chmod(0)
    try:
        done = run_as_anybody(course)
    finally:
        path.chmod(0o755)
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    count = re.search(rf"{LESSON} +(\d+) +(\d+) +(\d+)", done.stdout)
    assert count is not None, done.stdout + done.stderr
    assert count.groups() == (("2", "2", "0") if said is None else ("2", "2", "1"))
    if said:
        assert said in done.stdout
