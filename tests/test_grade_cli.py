"""The command: what it takes, what it says, and with which status it ends."""

import json
import re

import pytest
from grading import FAKE, LESSON, ROOT, Silent, classes, copied, job, load_lesson, prepared_course

from autograder import cli, plugin, settings
from autograder.base import processes
from autograder.base.limits import Limits
from autograder.base.outcome import Status
from autograder.run import grade, report
from autograder.run.executor import CannotGrade
from autograder.run.tasks import Options, Task
from autograder.run.worker import Worker

SIZE = 5


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    course = prepared_course(tmp_path_factory.mktemp("course"))
    classes.make_class(course, LESSON, SIZE)
    return course


@pytest.fixture
def course(prepared, tmp_path):
    return copied(prepared, tmp_path / "course")


@pytest.fixture
def command(course, monkeypatch):
    """Run the command with the fake judge."""
    real = settings.judge_options

    def faked(*args, **options):
        chosen = real(*args, **options)
        return type(chosen)(chosen.root, chosen.limits, chosen.sandbox, chosen.feedback, FAKE)

    monkeypatch.setattr(settings, "judge_options", faked)
    return lambda *words: cli.main(["--course", str(course), *map(str, words)])


def changed(course, student):
    path = course / "submitted" / student / LESSON / f"{LESSON}.ipynb"
    path.write_text(path.read_text() + "\n")


def test_all_graded_is_status_0_with_a_table(course, command, capsys):
    assert command("grade", LESSON, "--workers", 2) == 0
    said = capsys.readouterr()
    assert re.search(rf"{LESSON} +{SIZE} +{SIZE} +0 +20\.0 +20 +{SIZE}", said.out)
    assert f"{SIZE} of {SIZE} graded" in said.err
    for step, name in (("autograded", f"{LESSON}.ipynb"), ("feedback", f"{LESSON}.html")):
        assert len(list((course / step).glob(f"*/{LESSON}/{name}"))) == SIZE


@pytest.mark.parametrize("workers", range(1, len(processes.cores()) + 1))
def test_each_worker_has_a_core_of_its_own_and_the_run_has_no_more(command, monkeypatch, workers):
    before, begin, given = processes.cores(), Worker.begin, []

    def watched(worker, options, cores):
        given.append((cores, processes.cores()))
        begin(worker, options, cores)

    monkeypatch.setattr(Worker, "begin", watched)
    assert command("grade", LESSON, "--workers", workers) == 0
    of_workers, of_run = zip(*given, strict=True)
    assert len(frozenset().union(*of_workers)) == workers
    assert all(len(cores) == 1 for cores in of_workers)
    assert all(len(cores) == workers for cores in of_run)
    assert processes.cores() == before


def test_lessons_are_named_by_number_too(command, capsys):
    assert command("grade", "4", "--students", "s0001") == 0
    assert re.search(rf"{LESSON} +1 ", capsys.readouterr().out)


@pytest.mark.parametrize(
    "words",
    [["grade", "99"], ["grade", "--workers", "0"], ["grade", "--submitted", "no/such/folder"]],
)
def test_wrong_usage_is_status_2(command, capsys, words):
    assert command(*words) == 2
    assert capsys.readouterr().err.startswith("autograder: ")


@pytest.mark.parametrize("words", [[], ["nonsense"], ["grade", "--no-such-option"]])
def test_wrong_words_are_status_2(words):
    with pytest.raises(SystemExit) as caught:
        cli.main(words)
    assert caught.value.code == 2


def test_what_could_not_be_graded_is_status_1_and_listed(course, command, capsys):
    (course / "submitted" / "s0002" / LESSON / f"{LESSON}.ipynb").write_bytes(b"{ broken")
    assert command("grade", LESSON) == 1
    said = capsys.readouterr().out
    assert re.search(rf"Could not be graded:\n  s0002 {LESSON}: \w.*\.", said)
    assert not (course / "autograded" / "s0002" / LESSON / f"{LESSON}.ipynb").exists()
    assert (course / "feedback" / "s0002" / LESSON / f"{LESSON}.html").exists()
    # Unchanged, it is not tried again, but still listed.
    assert command("grade", LESSON) == 1
    said = capsys.readouterr()
    assert "s0002" in said.out and "0 submissions to grade" in said.err


def test_only_what_is_new_or_changed_is_graded_again(course, command, capsys):
    def graded_now(*words):
        out = course / "out.json"
        assert command("grade", LESSON, "--json", out, *words) == 0
        found = json.loads(out.read_text())["submissions"]
        return [entry["student"] for entry in found if entry["graded_now"]]

    everybody = [f"s{n:04}" for n in range(SIZE)]
    assert graded_now() == everybody
    assert graded_now() == []
    changed(course, "s0003")
    assert graded_now() == ["s0003"]
    lesson = load_lesson(course, LESSON)
    classes.hand_in(course / "submitted", "new", LESSON, classes.notebook(lesson, {}))
    assert graded_now() == ["new"]
    (course / "submitted" / "s0001" / LESSON / "timestamp.txt").write_text("2026-02-01 10:00 UTC")
    assert graded_now() == ["s0001"]
    assert graded_now("--force") == ["new", *everybody]
    source = course / "source" / LESSON / f"{LESSON}.ipynb"
    source.write_text(source.read_text() + "\n")
    assert graded_now() == ["new", *everybody]


def test_limits_that_change_grade_again(course):
    grade.run(job(course), Silent())
    options = job(course).options
    for memory, expected in ((1024, 0), (2048, SIZE)):
        new = type(options)(course, Limits(memory_mb=memory), False, True, FAKE)
        progress = Silent()
        grade.run(job(course, options=new), progress)
        assert progress.total == expected


def test_json_is_as_documented(course, command):
    assert command("grade", LESSON, "--json", course / "out.json") == 0
    found = json.loads((course / "out.json").read_text())
    text = (ROOT / "docs" / "grade_json.md").read_text()
    example = json.loads(text.split("```json")[1].split("```")[0])

    def shape(value):
        if isinstance(value, dict):
            return {key: shape(item) for key, item in value.items()}
        return [shape(value[0])] if isinstance(value, list) else None

    assert shape(found) == shape(example)
    assert (found["schema"], found["version"]) == ("autograder.run.grade", report.JSON_VERSION)
    for name in (*found, *found["submissions"][0], *found["submissions"][0]["tests"][0]):
        assert f"`{name}`" in text, name


def test_everything_goes_where_it_is_told(course, command, tmp_path):
    before = (course / "gradebook.db").read_bytes()
    other = tmp_path / "class"
    (course / "submitted").rename(other)
    assert command("grade", "4", "--submitted", other, "--into", tmp_path / "demo") == 0
    assert (tmp_path / "demo" / "gradebook.db").is_file()
    for step in ("autograded", "feedback"):
        assert len(list((tmp_path / "demo" / step).glob(f"*/{LESSON}"))) == SIZE
        assert not (course / step).exists()
    assert (course / "gradebook.db").read_bytes() == before


def test_no_feedback_writes_none(course, command):
    assert command("grade", LESSON, "--no-feedback") == 0
    assert not (course / "feedback").exists()
    assert command("grade", LESSON) == 0
    assert len(list((course / "feedback").glob("*/*/*.html"))) == SIZE


def test_without_the_sandbox_nothing_is_graded(course, command, capsys):
    (course / "no_sandbox_here").touch()
    assert command("grade", LESSON) == 1
    said = capsys.readouterr().err
    assert "Install bubblewrap." in said and "--no-sandbox" in said
    assert not (course / "feedback").exists()
    assert command("grade", LESSON, "--no-sandbox") == 0
    assert cli.NO_SANDBOX in capsys.readouterr().err


def test_nbgrader_is_told_that_nothing_can_be_graded_and_may_try_again(course):
    options = Options(course, judge=FAKE)
    task = Task("s0001", LESSON, course / "submitted" / "s0001" / LESSON)
    (course / "no_sandbox_here").touch()
    with pytest.raises(CannotGrade, match="Install bubblewrap"):
        plugin.judged(options, task)
    (course / "no_sandbox_here").unlink()
    try:
        assert plugin.judged(options, task).result.status is Status.OK
    finally:
        plugin.close_pool()


def test_limits_come_from_the_configuration(course, command, capsys):
    with open(course / "nbgrader_config.py", "a") as file:
        file.write('\nc.JudgedExecute.limits = {"memory_mb": 4096}\n')
    assert settings.judge_options(settings.load(course)).limits.memory_mb == 4096
    with open(course / "nbgrader_config.py", "a") as file:
        file.write('\nc.JudgedExecute.limits = {"memory": 1}\n')
    assert command("grade", LESSON) == 2
    assert "memory" in capsys.readouterr().err


def test_order_and_number_of_workers_do_not_matter(course, tmp_path):
    outcomes = []
    for place, workers in enumerate((1, 3)):
        there = copied(course, tmp_path / f"copy{place}")
        assert grade.run(job(there, workers=workers), Silent()).complete
        outcomes.append(classes.rows(there / "gradebook.db"))
    assert outcomes[0] == outcomes[1]


def test_unreadable_time_stamp_is_said_and_costs_nothing(course):
    (course / "submitted" / "s0000" / LESSON / "timestamp.txt").write_text("last Tuesday, I think")
    done = grade.run(job(course), Silent())
    assert done.complete
    assert "no date and time" in done.rows[0].result.message
