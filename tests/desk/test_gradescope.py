"""What Gradescope is given: the zip, and what the grader writes in its container."""

import contextlib
import datetime
import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from grading import ROOT

from autograder.base.limits import Limits
from autograder.base.outcome import SandboxError, Status, SubmissionResult, TestResult
from autograder.base.seed import InputSeed
from autograder.cli import main
from autograder.course.lesson import load_lesson
from autograder.desk.gradescope import command, pack
from autograder.run.gradescope import inside, metadata, results
from rnn_language import speaking

LESSON = "02_rnn_cell"
FUNCTIONS = ("rnn_cell_forward", "rnn_cell_backward")

# As documented: https://gradescope-autograders.readthedocs.io/en/latest/submission_metadata/
SAID = {
    "id": 123456,
    "created_at": "2026-03-02T14:22:32.365935-07:00",
    "assignment": {
        "due_date": "2026-03-02T23:00:00.000000-07:00",
        "group_size": 4,
        "group_submission": True,
        "id": 25828,
        "course_id": 1234,
        "late_due_date": None,
        "release_date": "2026-02-02T00:00:00.000000-07:00",
        "title": "Lesson 02",
        "total_points": "20.0",
    },
    "submission_method": "upload",
    "users": [{"email": "ada@example.com", "id": 1234, "name": "Ada İnce"}],
    "previous_submissions": [],
}
BEFORE = {"submission_time": "2026-03-01T10:00:00-07:00", "score": 4.0, "autograder_error": False}


def read(tmp_path, **changes):
    path = tmp_path / "submission_metadata.json"
    path.write_text(json.dumps({**SAID, **changes}), encoding="utf-8")
    return metadata.read(path)


# ------------------------------------------------------------------ submission_metadata.json


@pytest.mark.parametrize(
    ("created", "due", "late"),
    [
        ("2026-03-02T22:59:59-07:00", "2026-03-02T23:00:00-07:00", 0),
        ("2026-03-02T23:00:00-07:00", "2026-03-02T23:00:00-07:00", 0),
        ("2026-03-02T23:00:01-07:00", "2026-03-02T23:00:00-07:00", 1),
        ("2026-03-03T06:30:00+00:00", "2026-03-02T23:00:00-07:00", 1800),  # zones differ
        ("2026-03-03T06:30:00Z", "2026-03-02T23:00:00-07:00", 1800),
        ("2026-03-02T23:00:01-07:00", None, 0),
    ],
)
def test_how_late_a_submission_is(tmp_path, created, due, late):
    handed = read(tmp_path, created_at=created, assignment={"due_date": due})
    assert handed.late.total_seconds() == late


def test_a_students_own_due_date_counts(tmp_path):
    own = {**SAID["users"][0], "assignment": {"due_date": "2026-03-05T23:00:00-07:00"}}
    late = {"created_at": "2026-03-04T00:00:00-07:00"}
    assert read(tmp_path, **late).late > datetime.timedelta()
    assert read(tmp_path, users=[own], **late).late == datetime.timedelta()


def test_submissions_are_counted_and_the_student_is_known_by_mail(tmp_path):
    handed = read(tmp_path, previous_submissions=[BEFORE, BEFORE])
    assert (handed.student, handed.number) == ("ada@example.com", 3)
    assert read(tmp_path, users=[{"id": 7, "email": None}]).student == "7"


@pytest.mark.parametrize(
    "changes",
    [
        {"users": []},
        {"users": None},
        {"assignment": None},
        {"created_at": "yesterday"},
        {"created_at": "2026-03-02T23:00:01"},  # no zone
        {"previous_submissions": None},
    ],
)
def test_metadata_of_another_layout_are_a_value_error(tmp_path, changes):
    with pytest.raises(ValueError):
        read(tmp_path, **changes)


# ------------------------------------------------------------------ results.json


def judgement(status=Status.OK, message="", grade_id="", **options):
    """Judgement on the lesson: everything right, but for one test."""
    tests = []
    for test in load_lesson(ROOT, LESSON).tests:
        own = status if test.grade_id == grade_id else Status.OK
        points = test.points if own is Status.OK else 0.0
        text = message if test.grade_id == grade_id else ""
        tests.append(TestResult(test.grade_id, points, test.points, own, text, 0.1))
    return SubmissionResult("ada", LESSON, Status.OK, "", tuple(tests), 0.5, **options)


def made(result, hidden_tests="after_published", handed=None):
    return results.results(load_lesson(ROOT, LESSON), result, hidden_tests, handed)


# What Gradescope documents for each key of results.json, and of a test there.
TOP = {
    "score": (int, float),
    "execution_time": (int, float),
    "output": str,
    "output_format": str,
    "test_output_format": str,
    "test_name_format": str,
    "visibility": str,
    "stdout_visibility": str,
    "extra_data": dict,
    "tests": list,
    "nonce": str,
}
TEST = {
    "score": (int, float),
    "max_score": (int, float),
    "status": str,
    "name": str,
    "name_format": str,
    "number": str,
    "output": str,
    "output_format": str,
    "tags": list,
    "visibility": str,
    "extra_data": dict,
}


def importer(data):
    """What Gradescope's harness does with a file of results: total, and the total's visibility."""
    said = json.loads(data.decode("utf-8"))
    for allowed, each in [(TOP, said), *((TEST, test) for test in said.get("tests", ()))]:
        for key, value in each.items():
            assert isinstance(value, allowed[key]), key
        assert "\r" not in each["output"] and len(each["output"]) <= 100_000
        assert "\0" not in each["output"]
        assert each.get("visibility", "visible") in command.VISIBILITIES
        assert each.get("status", "passed") in ("passed", "failed")
    assert "score" in said or all("score" in test for test in said["tests"])
    total = said["score"] if "score" in said else sum(test["score"] for test in said["tests"])
    hidden = any(test["visibility"] != "visible" for test in said.get("tests", ()))
    return total, hidden


def test_a_right_submission_gets_all_points_and_a_number_for_each_test():
    said = made(judgement())
    assert importer(json.dumps(said).encode()) == (20, True)
    assert [test["number"] for test in said["tests"]] == ["1.1", "1.2", "2.1", "2.2"]
    assert [test["name"] for test in said["tests"]] == [
        f"{name}: {ring}" for name in FUNCTIONS for ring in ("check", "hidden tests")
    ]
    assert {test["status"] for test in said["tests"]} == {"passed"}
    assert sum(test["max_score"] for test in said["tests"]) == 20


def test_a_wrong_test_says_what_is_wrong_and_gets_nothing():
    said = made(judgement(Status.WRONG, "a_next is wrong", "rnn_cell_forward_check"))
    first = said["tests"][0]
    assert (first["score"], first["max_score"], first["status"]) == (0, 4, "failed")
    assert first["output"] == "✗ wrong result\na_next is wrong"
    assert importer(json.dumps(said).encode())[0] == 16


@pytest.mark.parametrize("hidden_tests", command.VISIBILITIES)
def test_only_hidden_tests_get_the_chosen_visibility(hidden_tests):
    shown = {test["name"]: test["visibility"] for test in made(judgement(), hidden_tests)["tests"]}
    for name, visibility in shown.items():
        assert visibility == (hidden_tests if "hidden" in name else "visible")


def test_what_concerns_the_whole_tells_no_points(tmp_path):
    handed = read(
        tmp_path, created_at="2026-03-04T01:10:00-07:00", previous_submissions=[BEFORE, BEFORE]
    )
    said = made(judgement(), handed=handed)
    assert said["output"] == (
        "Handed in late, 1 days 2 h 10 min after the due date.\n\nThis is submission 3."
    )
    assert said["extra_data"]["seconds_late"] == 94200
    assert "score" not in said


def test_an_unreadable_submission_gets_no_points_of_any_test_and_is_told_why():
    refused = SubmissionResult("ada", LESSON, Status.REFUSED, "There is no notebook.")
    said = made(refused)
    assert importer(json.dumps(said).encode())[0] == 0
    assert sum(test["max_score"] for test in said["tests"]) == 20
    assert "There is no notebook." in said["output"]


def test_a_failure_of_the_grader_is_called_one_and_tells_no_traceback():
    broken = SubmissionResult("ada", LESSON, Status.BROKEN, "ValueError: 0.1234 in hidden test")
    said = made(broken)
    assert importer(json.dumps(said).encode())[0] == 0
    assert "grader itself failed" in said["output"] and "0.1234" not in json.dumps(said)
    one = judgement(Status.BROKEN, "f: the grader failed (x).", "rnn_cell_forward_hidden")
    said = made(one)
    assert not said["extra_data"]["graded"] and "no judgement" in said["output"]
    assert said["tests"][1]["output"] == "? not graded yet"


def test_results_speak_the_language_of_the_notebook():
    with speaking("tr"):
        said = made(judgement(Status.WRONG, "x", "rnn_cell_forward_check"))
    assert said["tests"][0]["output"].startswith("✗ yanlış")


def test_a_long_message_is_cut_before_gradescope_cuts_it_in_the_middle():
    said = made(judgement(Status.WRONG, "x" * 200_000, "rnn_cell_forward_check"))
    importer(json.dumps(said).encode())


# ------------------------------------------------------------------ the zip


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    path = tmp_path_factory.mktemp("gradescope") / "autograder.zip"
    seed = InputSeed("a secret of twenty characters", True)
    pack.pack(path, ROOT, LESSON, Limits(), seed, "after_due_date")
    return path


def test_the_scripts_are_at_the_root_of_the_zip_and_may_be_run(packed):
    with zipfile.ZipFile(packed) as archive:
        entries = {info.filename: info for info in archive.infolist()}
    for name in ("setup.sh", "run_autograder"):
        assert stat.S_IMODE(entries[name].external_attr >> 16) == 0o755
    for name, entry in entries.items():
        assert not name.startswith("/") and ".." not in name and "\\" not in name
        assert name in pack.SCRIPTS or stat.S_IMODE(entry.external_attr >> 16) == 0o600


@pytest.mark.parametrize("name", pack.SCRIPTS)
def test_scripts_have_unix_lines_and_are_bash(name):
    path = pack.HERE / name
    assert path.read_bytes().startswith(b"#!/usr/bin/env bash\n") and b"\r" not in path.read_bytes()
    subprocess.run(["bash", "-n", path], check=True)


def test_the_zip_is_the_same_for_the_same_course_and_for_the_owner_alone(packed, tmp_path):
    again = tmp_path / "again.zip"
    seed = InputSeed("a secret of twenty characters", True)
    pack.pack(again, ROOT, LESSON, Limits(), seed, "after_due_date")
    assert again.read_bytes() == packed.read_bytes()
    assert stat.S_IMODE(again.stat().st_mode) == 0o600


def test_the_zip_holds_limits_seed_and_visibility(packed):
    with zipfile.ZipFile(packed) as archive:
        archive.extract("settings.json", packed.parent)
    said = inside.Packed.read(packed.parent / "settings.json")
    assert (said.lesson, said.hidden_tests) == (LESSON, "after_due_date")
    assert said.seed == InputSeed("a secret of twenty characters", True)
    assert said.limits == Limits(cell_seconds=20, test_seconds=10, submission_seconds=120)


def test_what_is_packed_judges_alone(packed, tmp_path):
    """Nothing of the course is missing: it is imported from the zip, and nothing else of ours."""
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path)
    course = tmp_path / "course"
    program = (
        "import sys, autograder\n"
        f"assert autograder.__file__.startswith({str(course)!r}), autograder.__file__\n"
        "from pathlib import Path\n"
        "from autograder.judge import Judge\n"
        "from autograder.course.lesson import load_lesson\n"
        "from autograder import course\n"
        "from autograder.submission import solved\n"
        f"root = Path({str(course)!r})\n"
        f"lesson, right = load_lesson(root, {LESSON!r}), course.solutions(root, {LESSON!r})\n"
        "with Judge(root, sandbox=False) as judge:\n"
        "    result = judge.grade(solved(lesson, right))\n"
        "print(sum(test.points for test in result.tests), result.message)\n"
        "third = {'IPython', 'nbformat', 'nbgrader', 'sqlalchemy', 'traitlets', 'dateutil'}\n"
        "print(sorted(third & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program],
        env={**os.environ, "PYTHONPATH": str(course)},
        cwd="/",
        capture_output=True,
        text=True,
    )
    assert done.stdout == "20 \n[]\n", done.stderr


def test_the_command_says_how_many_points_and_where_the_zip_is(tmp_path, capsys):
    out = tmp_path / "lesson.zip"
    assert main(["--course", str(ROOT), "gradescope", "2", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert f"{out}: " in said and "of 20 points" in said and "secret" not in said
    assert main(["--course", str(ROOT), "gradescope", "99"]) == 2


# ------------------------------------------------------------------ in the container


@pytest.mark.parametrize(("memory", "allowed"), [(768, 256), (6144, 1024), (None, 1024)])
def test_memory_leaves_the_judge_room(memory, allowed):
    assert inside.within(Limits(), memory).memory_mb == allowed


def unpacked(packed, folder):
    """Gradescope's folder, as its harness makes it."""
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder / "source")
    for name in ("submission", "results"):
        (folder / name).mkdir()
    (folder / "submission_metadata.json").write_text(json.dumps(SAID), encoding="utf-8")
    return folder


def test_without_container_mode_nothing_is_judged(packed, tmp_path, capsys, monkeypatch):
    """Whoever is not root is told so; a result is there all the same, and repeats the nonce."""
    folder = unpacked(packed, tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("AUTOGRADER_NONCE", "n0nce")
    monkeypatch.setattr(inside.Judge, "grade", lambda *_: pytest.fail("it was judged"))
    assert inside.main(["grade", "--folder", str(folder), "--jail", str(tmp_path / "jail")]) == 0
    said = json.loads((folder / "results" / "results.json").read_text(encoding="utf-8"))
    assert importer((folder / "results" / "results.json").read_bytes())[0] == 0
    assert "grader itself failed" in said["output"] and said["nonce"] == "n0nce"
    assert "needs to be root" in capsys.readouterr().out


def test_the_first_results_are_there_before_the_judge_starts(packed, tmp_path, monkeypatch):
    folder = unpacked(packed, tmp_path)
    seen = []

    def look(self):
        seen.append(json.loads((folder / "results" / "results.json").read_text("utf-8")))
        raise KeyboardInterrupt

    monkeypatch.setattr(inside.Place, "judge", look)
    with pytest.raises(KeyboardInterrupt):
        inside.grade(inside.Place(folder, Path("none")))
    assert "has not finished" in seen[0]["output"] and seen[0]["score"] == 0
    first = json.loads((folder / "source" / "first_results.json").read_text(encoding="utf-8"))
    assert first == seen[0]


class OneWrong:
    """A judge that finds a fault with the solutions."""

    def grade(self, submission):
        return judgement(Status.TIMEOUT, "it ran longer", "rnn_cell_forward_hidden")


@pytest.mark.parametrize(("build", "judge"), [(True, OneWrong), (False, None)])
def test_an_image_that_cannot_grade_is_not_built(
    packed, tmp_path, monkeypatch, capsys, build, judge
):
    """``setup.sh`` ends with an error where the solutions lose points, or nothing can be judged."""
    folder = unpacked(packed, tmp_path)

    def made(*_):
        if not build:
            raise SandboxError("no folder")

    monkeypatch.setattr(inside.jail, "build", made)
    monkeypatch.setattr(inside.Place, "judge", lambda _: contextlib.nullcontext(judge()))
    assert inside.main(["try", "--folder", str(folder)]) == 1
    said = capsys.readouterr().err
    assert "this image cannot grade" in said
    assert ("rnn_cell_forward_hidden: it ran longer" if build else "no folder") in said
