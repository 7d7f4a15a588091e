"""A folder that is a link hands in nobody else's work, on any path; odd folders stop nobody."""

import json
import os

import pytest
import samples
from grading import LESSON as FAKED
from grading import ROOT, Silent, copied, job, prepared_course

from autograder.base.outcome import Status
from autograder.course.lesson import load_lesson
from autograder.run import fingerprint, grade
from autograder.submission import Unreadable, read_submission

LESSON = "01_feed_forward"


@pytest.fixture
def submitted(tmp_path):
    folder = tmp_path / "submitted" / "ada" / LESSON
    samples.hand_in(folder, samples.solved(ROOT, LESSON), f"{LESSON}.ipynb")
    return tmp_path / "submitted"


@pytest.mark.parametrize("name", ["the lesson", "the student", "a chain", "nowhere", "itself"])
def test_a_linked_folder_is_refused(submitted, name):
    eve = submitted / "eve"
    if name == "the student":
        eve.symlink_to("ada")
    else:
        eve.mkdir()
        target = {"the lesson": f"../ada/{LESSON}", "a chain": "other", "nowhere": "/nowhere"}
        (eve / "other").symlink_to(f"../ada/{LESSON}")
        (eve / LESSON).symlink_to(target.get(name, LESSON))
    with pytest.raises(Unreadable, match="is a link, not a folder") as refused:
        read_submission(eve / LESSON, "eve", load_lesson(ROOT, LESSON))
    assert refused.value.kind == "link"
    assert read_submission(submitted / "ada" / LESSON, "ada", load_lesson(ROOT, LESSON)).cells


def test_the_submitted_folder_itself_may_be_a_link(submitted, tmp_path):
    (tmp_path / "other").symlink_to(submitted)
    assert read_submission(
        tmp_path / "other" / "ada" / LESSON, "ada", load_lesson(ROOT, LESSON)
    ).cells


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    return prepared_course(tmp_path_factory.mktemp("prepared") / "course")


@pytest.mark.parametrize("which", ["student", "lesson"])
def test_a_run_refuses_a_linked_folder_and_grades_the_others(prepared, tmp_path, which):
    root = copied(prepared, tmp_path / "course")
    ada = root / "submitted" / "ada" / FAKED
    samples.hand_in(ada, samples.solved(ROOT, FAKED), f"{FAKED}.ipynb")
    eve = root / "submitted" / "eve"
    if which == "student":
        eve.symlink_to("ada")
    else:
        eve.mkdir()
        (eve / FAKED).symlink_to(f"../ada/{FAKED}")
    report = grade.run(job(root), Silent())
    rows = {row.result.student: row for row in report.rows}
    assert rows["ada"].score == rows["ada"].maximum > 0
    assert rows["eve"].result.status is Status.REFUSED
    assert "is a link" in rows["eve"].result.message
    assert not (root / "autograded" / "eve" / FAKED / f"{FAKED}.ipynb").exists()


def test_a_mark_is_made_soon_of_whatever_lies_there(tmp_path):
    folder = tmp_path / "a" / LESSON
    folder.mkdir(parents=True)
    for number in range(60):
        with open(folder / f"{number}.ipynb", "wb") as file:
            file.truncate(64 << 20)  # sparse
    os.mkfifo(folder / "pipe.ipynb")
    (folder / "link.ipynb").symlink_to("/dev/zero")
    first = fingerprint.of_submission(folder, "x")
    assert fingerprint.of_submission(folder, "x") == first != fingerprint.of_submission(folder, "y")


@pytest.mark.parametrize("kind", ["txt", "ipynb"])
def test_a_mark_sees_the_notebook_among_thousands_of_files(tmp_path, monkeypatch, kind):
    folder = tmp_path / "a" / LESSON
    folder.mkdir(parents=True)
    for number in range(30):
        (folder / f"{number}.{kind}").touch()
    monkeypatch.setattr(fingerprint, "MOST_FILES", 10)
    marks = set()
    for name in (f"{LESSON}.ipynb", "timestamp.txt"):
        for text in "ab":
            (folder / name).write_text(text)
            marks.add(fingerprint.of_submission(folder, "x"))
    assert len(marks) == 4


def test_a_mark_is_made_of_a_folder_that_may_not_be_read(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    folder = tmp_path / "a" / LESSON
    folder.mkdir(parents=True)
    before = fingerprint.of_submission(folder, "x")
    monkeypatch.setattr(os, "scandir", refuse)
    assert fingerprint.of_submission(folder, "x") != before


def test_a_mark_tells_contents_apart(tmp_path):
    folder = tmp_path / "a" / LESSON
    folder.mkdir(parents=True)
    marks = set()
    for text in ("a", "b", "a longer one"):
        (folder / f"{LESSON}.ipynb").write_text(json.dumps(text))
        marks.add(fingerprint.of_submission(folder, "x"))
        assert fingerprint.of_submission(folder, "x") in marks
    assert len(marks) == 3
