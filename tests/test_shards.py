"""A class graded in parts comes out as one that is graded at once."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from grading import FAKE, LESSON, ROOT, classes, copied, load_lesson, prepared_course, result

from autograder import cli, settings
from autograder.base.outcome import Status
from autograder.run import packing, shards
from autograder.run.merge import CannotMerge, Results
from autograder.run.shards import Share
from autograder.run.tasks import Graded, Task, broken
from benchmarks.kills import outcome

SIZE = 7


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    course = prepared_course(tmp_path_factory.mktemp("course"))
    classes.make_class(course, LESSON, SIZE)
    submitted = course / "submitted"
    (submitted / "s0002" / LESSON / f"{LESSON}.ipynb").write_bytes(b"{ cannot be read")
    (submitted / "s0003" / LESSON / "timestamp.txt").write_text("2026-02-01 10:00 UTC")
    path = submitted / "s0004" / LESSON / f"{LESSON}.ipynb"
    text = path.read_text().replace("np.tanh", "print('\\\\ud800 ğ <b>') or np.sin")
    path.write_text(text)
    return course


@pytest.fixture
def course(prepared, tmp_path):
    return copied(prepared, tmp_path / "course")


@pytest.fixture(autouse=True)
def faked(monkeypatch):
    real = settings.judge_options

    def with_fake(*args, **options):
        return dataclasses.replace(real(*args, **options), judge=FAKE, sandbox=False)

    monkeypatch.setattr(settings, "judge_options", with_fake)


def command(course, *words):
    return cli.main(["--course", str(course), *map(str, words)])


def submission_changed(course, student):
    path = course / "submitted" / student / LESSON / f"{LESSON}.ipynb"
    path.write_text(path.read_text() + "\n")


def without_seconds(data):
    """JSON of a run without times and what only says how it was run."""
    for entry in data["submissions"]:
        del entry["seconds"]
        for test in entry["tests"]:
            del test["seconds"]
    return {key: data[key] for key in ("complete", "problem", "not_reached", "submissions")}


def test_shards_merged_are_one_run_byte_for_byte(prepared, tmp_path, capsys):
    one, many = copied(prepared, tmp_path / "one"), copied(prepared, tmp_path / "many")
    assert command(one, "grade", LESSON, "--json", one / "out.json") == 1  # one cannot be read
    for number in (1, 2, 3):
        command(many, "grade", LESSON, "--shard", f"{number}/3")
        assert classes.rows(many / "gradebook.db") == []
    capsys.readouterr()
    assert command(many, "merge", "--json", many / "out.json") == 1
    said = capsys.readouterr()
    assert "s0002" in said.out and f"{SIZE} of {SIZE} graded" in said.err
    assert outcome(many) == outcome(one)
    both = [json.loads((course / "out.json").read_text()) for course in (one, many)]
    assert without_seconds(both[0]) == without_seconds(both[1])
    # A later run of the other kind finds nothing to do.
    command(many, "grade", LESSON)
    assert "0 submissions to grade" in capsys.readouterr().err


def test_a_real_judge_gives_the_same_through_shards(prepared, tmp_path, monkeypatch):
    monkeypatch.undo()
    one, many = copied(prepared, tmp_path / "one"), copied(prepared, tmp_path / "many")
    some = ["--students", "s0000", "s0004", "--no-sandbox"]
    command(one, "grade", LESSON, *some)
    for number in (1, 2):
        command(many, "grade", LESSON, *some, "--shard", f"{number}/2")
    assert command(many, "merge") == 0
    assert outcome(many) == outcome(one)


@pytest.mark.parametrize("of", [1, 2, 8, 1000])
def test_each_student_is_in_one_shard_and_shards_are_of_like_size(of):
    students = [f"student{number}" for number in range(2_000)]
    each = [[Share(k, of).has(student) for k in range(1, of + 1)] for student in students]
    assert {sum(row) for row in each} == {1}
    if of == 8:
        sizes = Counter(row.index(True) for row in each)
        assert min(sizes.values()) > 200 and max(sizes.values()) < 300
    # Fixed for ever: files of another day belong to the same students.
    assert shards.number_of("student01", 8) == 4


@pytest.mark.parametrize("word", ["0/2", "3/2", "2", "1/0", "a/b", "-1/2", "1/2/3", "1 / 2", ""])
def test_what_is_no_shard_is_wrong_usage(course, word, capsys):
    assert command(course, "grade", LESSON, f"--shard={word}") == 2
    assert "A shard is K/N" in capsys.readouterr().err


def test_a_shard_that_was_killed_goes_on(course, capsys):
    command(course, "grade", LESSON, "--shard", "1/1")
    path = course / "shards" / "1-of-1.jsonl"
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    assert len(lines) == SIZE + 1
    path.write_bytes(b"".join(lines[:4]) + lines[4][: len(lines[4]) // 2])  # it was writing
    capsys.readouterr()
    command(course, "grade", LESSON, "--shard", "1/1")
    assert f"{SIZE - 3} submissions to grade, 3 graded before" in capsys.readouterr().err
    assert len(path.read_bytes().splitlines()) == SIZE + 1
    path.write_bytes(whole[:20])  # not even the first line is whole
    command(course, "grade", LESSON, "--shard", "1/1")
    assert len(path.read_bytes().splitlines()) == SIZE + 1


def test_killed_for_real_it_goes_on(course):
    run = subprocess.Popen(
        [sys.executable, "-m", "autograder.cli", "--course", str(course), "grade", LESSON]
        + ["--shard", "1/1", "--no-sandbox"],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    path = course / "shards" / "1-of-1.jsonl"
    until = time.monotonic() + 60
    while time.monotonic() < until and not (path.exists() and path.read_bytes().count(b"\n") > 2):
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait()
    held = path.read_bytes().count(b"\n")
    assert held > 2
    command(course, "grade", LESSON, "--shard", "1/1")
    assert command(course, "merge") == 1
    assert len({row[0] for row in classes.rows(course / "gradebook.db")}) == SIZE


def test_what_changed_since_is_named_and_not_written(course, capsys):
    for number in (1, 2):
        command(course, "grade", LESSON, "--shard", f"{number}/2")
    submission_changed(course, "s0001")
    assert command(course, "merge") == 1
    said = capsys.readouterr()
    number = shards.number_of("s0001", 2)
    assert "Changed since they were graded" in said.err
    assert f"s0001 {LESSON}. Run --shard {number}/2 again." in said.err
    assert "Not graded yet: 1 submission." in said.out
    assert {row[0] for row in classes.rows(course / "gradebook.db")} == {
        f"s{n:04}" for n in range(SIZE) if n != 1
    }
    command(course, "grade", LESSON, "--shard", f"{number}/2")
    command(course, "merge")
    assert "s0001" in {row[0] for row in classes.rows(course / "gradebook.db")}


def test_a_shard_that_is_missing_is_named(course, capsys):
    command(course, "grade", LESSON, "--shard", "1/2")
    assert command(course, "merge") == 1
    said = capsys.readouterr()
    assert "No file holds" in said.err and "Run --shard 2/2." in said.err


def test_shards_of_two_runs_are_not_mixed(course, capsys):
    command(course, "grade", LESSON, "--shard", "1/2")
    command(course, "grade", LESSON, "--shard", "2/2", "--no-feedback")
    assert command(course, "merge") == 2
    assert "are of two different runs" in capsys.readouterr().err
    assert command(course, "merge", "--shards", course / "submitted") == 2
    assert "holds no results" in capsys.readouterr().err
    (course / "shards" / "1-of-2.jsonl").write_text('{"schema": "something else"}\n')
    assert command(course, "merge") == 2
    assert "holds no results of `autograder grade --shard`" in capsys.readouterr().err


def test_a_failure_of_the_grader_is_tried_again(course):
    path = course / "submitted" / "s0005" / LESSON / f"{LESSON}.ipynb"
    text = path.read_text()
    path.write_text(text.replace("def lstm_cell_forward", "# order: fail\\ndef lstm_cell_forward"))
    command(course, "grade", LESSON, "--shard", "1/1")
    lines = (course / "shards" / "1-of-1.jsonl").read_bytes().count(b"\n")
    command(course, "grade", LESSON, "--shard", "1/1")
    assert (course / "shards" / "1-of-1.jsonl").read_bytes().count(b"\n") == lines + 1
    assert command(course, "merge") == 1
    held = classes.scores(course / "gradebook.db")
    assert {held["s0005", LESSON, name] for student, _, name in held if student == "s0005"} == {
        None
    }


def graded(lesson, **changes):
    task = Task("ada", lesson.name, ROOT)
    text = "\ud800 ğ \x00 <"
    of = dataclasses.replace(result(lesson, lstm_cell_forward_check=Status.WRONG), message=text)
    return dataclasses.replace(Graded(task, of, b'{"cells": []}', b"\x00own:a\x00"), **changes)


def test_packing_loses_nothing(root):
    lesson = load_lesson(root, LESSON)
    task = Task("ada", LESSON, ROOT)
    for one in (graded(lesson), Graded(task, broken(task, "a pipe \udc80 broke"))):
        data = json.loads(json.dumps(packing.to_json(one)))
        assert packing.from_json(data, one.task, lesson) == one


def changed_test(**changes):
    return lambda data: data["result"]["tests"][0].update(changes)


FORGED = {
    "nothing": lambda data: data.clear(),
    "another student": lambda data: data.update(student="eve"),
    "another student's result": lambda data: data["result"].update(student="eve"),
    "a text for a result": lambda data: data.update(result="ok"),
    "no tests": lambda data: data["result"].update(tests=[]),
    "a test too much": lambda data: data["result"]["tests"].append(data["result"]["tests"][0]),
    "more points than there are": changed_test(points=400.0),
    "more points and a higher maximum": changed_test(points=400.0, maximum=400.0),
    "points below zero": changed_test(points=-1.0),
    "points that are no number": changed_test(points=float("nan")),
    "points in words": changed_test(points="4"),
    "points that are true": changed_test(points=True),
    "a message of bytes": changed_test(message=[1]),
    "an unknown field": changed_test(bonus=1),
    "an unknown outcome": changed_test(status="perfect"),
    "an outcome of tests alone": lambda data: data["result"].update(status="timeout"),
    "no notebook": lambda data: data.update(notebook=None),
    "a number for a notebook": lambda data: data.update(notebook=3),
    "seconds in words": lambda data: data["result"].update(seconds="1"),
    "seconds without end": lambda data: data["result"].update(seconds=float("inf")),
    "points of a test that failed": changed_test(status="wrong", points=4.0),
    "no points of a test that passed": changed_test(status="ok", points=0.0),
    "a language that is no text": lambda data: data["result"].update(language={}),
    "a page for a notebook": lambda data: data.update(notebook="<script>1</script>"),
    "a list for a notebook": lambda data: data.update(notebook="[]"),
    "a notebook that is nested deep": lambda data: data.update(notebook="[" * 100_000),
}


@pytest.mark.parametrize("forged", FORGED)
def test_no_answer_is_taken_that_no_judge_gives(root, forged):
    lesson = load_lesson(root, LESSON)
    one = graded(lesson)
    data = json.loads(json.dumps(packing.to_json(one)))
    FORGED[forged](data)
    with pytest.raises(packing.BadAnswer):
        packing.from_json(data, one.task, lesson)


NAMED = {"student": "ada", "lesson": LESSON, "mark": "m"}
DEEP = '{"student": "ada", "lesson": "x", "mark": "m", "body": ' + "[" * 100_000
ODD_LINES = {
    "a list for a student": json.dumps({**NAMED, "student": ["ada"]}),
    "a number for a mark": json.dumps({**NAMED, "mark": 1}),
    "nested deep": DEEP + "]" * 100_000 + "}",
    "a list": "[]",
}
HEADER = dataclasses.asdict(shards.Header(1, 2, (LESSON,), None, True, True))
ODD_HEADERS = {
    "nested deep": "[" * 100_000,
    "a text for a number": json.dumps({**HEADER, "of": "2"}),
    "a part that is none": json.dumps({**HEADER, "number": 3}),
    "numbers for lessons": json.dumps({**HEADER, "lessons": [4]}),
    "a text for a switch": json.dumps({**HEADER, "sandbox": "no"}),
}


@pytest.mark.parametrize("odd", ODD_LINES)
def test_a_file_is_read_up_to_a_line_that_no_run_writes(tmp_path, odd):
    path = tmp_path / "1-of-2.jsonl"
    lines = [json.dumps(HEADER), json.dumps(NAMED), ODD_LINES[odd], json.dumps(NAMED)]
    path.write_text("\n".join(lines) + "\n")
    _, places, end = shards.index(path)
    assert list(places) == [("ada", LESSON)]
    assert end == len(lines[0]) + len(lines[1]) + 2


@pytest.mark.parametrize("odd", ODD_HEADERS)
def test_a_file_whose_first_line_no_run_writes_is_refused(tmp_path, odd):
    (tmp_path / "1-of-2.jsonl").write_text(ODD_HEADERS[odd] + "\n")
    with pytest.raises(CannotMerge, match="holds no results of"):
        Results(tmp_path)


def test_a_file_of_results_that_is_a_link_is_not_followed(course, tmp_path, capsys):
    (tmp_path / "precious").write_text("precious")
    (course / "shards").mkdir()
    (course / "shards" / Share(1, 1).file_name).symlink_to(tmp_path / "precious")
    assert command(course, "grade", LESSON, "--shard", "1/1") == 1
    assert "could not be written" in capsys.readouterr().err
    assert (tmp_path / "precious").read_text() == "precious"
