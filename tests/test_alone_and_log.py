"""Two runs at once, and what went wrong on our side: one waits, the other is in the log."""

from __future__ import annotations

import json
import stat

import pytest
from grading import LESSON, ROOT, Silent, classes, copied, job, load_lesson, module, prepared_course

from autograder import cli, grade_command, plugin, settings
from autograder.record.register import CannotRegister
from autograder.run import grade
from autograder.run.alone import InUse, alone
from autograder.run.log import BACKUPS, Log
from autograder.run.tasks import Graded, Task, broken

SECRET = "an error of ours"  # what the fake judge raises


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    course = prepared_course(tmp_path_factory.mktemp("course"))
    classes.make_class(course, LESSON, 2)
    return course


@pytest.fixture
def course(prepared, tmp_path):
    return copied(prepared, tmp_path / "course")


def order(course, word, student="hacker"):
    """Hand in a notebook at which the fake judge fails."""
    lesson = load_lesson(course, LESSON)
    answers = classes.solved(lesson)
    first = next(iter(answers))
    answers[first] = f"# order: {word}\n" + answers[first]
    classes.hand_in(course / "submitted", student, LESSON, classes.notebook(lesson, answers))


# ---------------------------------------------------------------- two at once


def test_a_run_that_meets_another_says_who_that_is(course):
    with alone(settings.load(course), "the first"):
        with pytest.raises(grade.RunStopped, match="Another run is .*: the first, process"):
            grade.run(job(course), Silent())
    assert grade.run(job(course), Silent()).complete


def test_nbgrader_and_the_formgrader_wait_for_a_run(course):
    """The formgrader's button calls what `nbgrader autograde` calls."""
    with alone(settings.load(course), "autograder grade"):
        done = module(course, "nbgrader", "autograde", LESSON, "--student", "s0001", "--create")
    assert done.returncode != 0
    assert "Another run is grading into" in done.stderr
    assert "autograder grade, process" in done.stderr
    assert not list((course / "autograded").rglob("*.ipynb"))


def test_a_run_waits_for_nbgrader(course, monkeypatch):
    found = []

    def read(self, chosen, filename, resources, **options):
        with pytest.raises(InUse, match="nbgrader"), alone(chosen, "a run"):
            found.append("both")
        found.append("alone")

    monkeypatch.setattr(plugin.SubmissionExporter, "_read", read)
    chosen = settings.load(course)
    monkeypatch.setattr(plugin, "settings_of", lambda part: chosen)
    exporter = plugin.SubmissionExporter()
    monkeypatch.setattr(
        plugin.SubmissionExporter, "parent", type("Parent", (), {"_sanitizing": True})()
    )
    exporter.from_filename("x.ipynb", {})
    assert found == ["alone"]
    with alone(chosen, "a run"):
        pass  # and the lock is given back


def test_a_lock_file_that_is_a_link_is_not_followed(course, tmp_path):
    (tmp_path / "precious").write_text("precious")
    (course / "autograded").mkdir(exist_ok=True)
    (course / "autograded" / ".grading.lock").symlink_to(tmp_path / "precious")
    with pytest.raises(grade.RunStopped):
        grade.run(job(course), Silent())
    assert (tmp_path / "precious").read_text() == "precious"


def test_what_nbgrader_refuses_to_enter_is_a_sentence(course, monkeypatch, capsys):
    def refuse(*_):
        raise CannotRegister("nbgrader could not enter 04 into the gradebook: no.")

    monkeypatch.setattr("autograder.record.gradebook.Gradebook.prepare", refuse)
    monkeypatch.setattr(grade_command, "judge_options", lambda *_: job(course).options)
    assert cli.main(["--course", str(course), "grade", LESSON]) == 1
    said = capsys.readouterr().err
    assert "autograder: nbgrader could not enter 04" in said
    assert "Traceback" not in said
    from nbgrader.converters.base import NbGraderException

    with (
        pytest.raises(NbGraderException, match="could not enter"),
        plugin._alone(settings.load(course)),
    ):
        task = Task("ada", LESSON, course / "submitted" / "ada" / LESSON)
        failed = Graded(task, broken(task, "no"))
        plugin._save(settings.load(course), failed, load_lesson(course, LESSON))


# ---------------------------------------------------------------- the log


def test_nothing_is_logged_where_nothing_went_wrong(course):
    assert grade.run(job(course), Silent()).log is None
    assert not (course / "autograder.log").exists()


def test_a_fault_of_ours_is_in_the_log_and_in_nothing_that_a_student_gets(
    course, capsys, monkeypatch
):
    order(course, "fail")
    monkeypatch.setattr(grade_command, "judge_options", lambda *_: job(course).options)
    assert cli.main(["--course", str(course), "grade", LESSON]) == 1
    log = course / "autograder.log"
    assert f"is in {log}" in capsys.readouterr().err
    text = log.read_text()
    for word in ("'hacker'", LESSON, "Traceback", "fake_judge.py", SECRET):
        assert word in text, word
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    for step in ("feedback", "autograded"):
        for path in (course / step).rglob("*"):
            assert path.is_dir() or SECRET.encode() not in path.read_bytes(), path


def test_a_fault_of_the_run_itself_is_a_sentence_and_logged(course, monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr("autograder.run.grade.write_batch", fail)
    with pytest.raises(grade.RunStopped, match="fault of the grader .ZeroDivisionError"):
        grade.run(job(course), Silent())
    assert SECRET in (course / "autograder.log").read_text()
    monkeypatch.undo()
    assert grade.run(job(course), Silent()).complete


def test_the_log_rotates_and_stays_private(tmp_path):
    log = Log(tmp_path / "autograder.log")
    for number in range(60):
        log.write(f"{number} " + "x" * 100_000)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 1 + BACKUPS
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert " 59 " in log.path.read_text()


@pytest.mark.parametrize("thing", ["link", "folder"])
def test_a_log_that_cannot_be_written_stops_nothing(course, tmp_path, thing, capsys):
    order(course, "fail")
    target = tmp_path / "precious"
    target.write_text("precious")
    log = course / "autograder.log"
    log.symlink_to(target) if thing == "link" else log.mkdir()
    report = grade.run(job(course), Silent())
    assert report.log is None
    assert len(report.rows) == 3
    assert target.read_text() == "precious"
    assert "Traceback" not in capsys.readouterr().err


def test_a_broken_test_leaves_its_traceback(course):
    from judged import FAST, submission

    import autograder.checks
    from autograder.base import trouble
    from autograder.judge import Judge

    trouble.take()
    with pytest.MonkeyPatch.context() as patch, Judge(ROOT, FAST, sandbox=False) as judge:
        patch.setattr(autograder.checks, "hidden_check", lambda function: 1 / 0)
        result = judge.grade(submission())
    text = trouble.take()
    assert "ZeroDivisionError" in text
    assert "lstm_cell_forward_hidden" in text
    assert "ZeroDivisionError: division by zero" not in json.dumps(
        [test.message for test in result.tests]
    )
    assert trouble.take() == ""
