"""The zip at work in a stand-in for Gradescope's container. Needs root."""

import json
import os
import shutil
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import standin
from conftest import LESSON, half, notebook
from grading import ROOT
from samples import cell_of, solved
from test_gradescope import BEFORE, SAID, importer

from autograder.base.limits import Limits
from autograder.base.seed import InputSeed
from autograder.desk.gradescope import pack
from autograder.sandbox.view import interpreter

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="container mode needs root")

SECRET = "a secret of twenty characters"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
PYTHON = "/opt/rnn_grader/venv/bin/python"


class Image:
    """A container's files: what ``setup.sh`` leaves, but for the packages, which are ours here."""

    def __init__(self, folder):
        self.folder = folder
        self.autograder = folder / "autograder"
        (folder / "autograder").mkdir(parents=True)

    def run(self, *command, **variables):
        """Run a command in the container; return its exit status."""
        environment = {"PATH": PATH, "HOME": "/root", "OPENBLAS_NUM_THREADS": "1", **variables}
        keep = [Path(sys.base_prefix)]
        return standin.run(self.folder, list(command), environment, keep, memory_mb=768)

    def set_up(self, archive):
        """Do what Gradescope and ``setup.sh`` do, with a Python that is there."""
        with zipfile.ZipFile(archive) as file:
            file.extractall(self.autograder / "source")
        venv = self.folder / "written" / PYTHON[1:].removesuffix("/bin/python")
        (venv / "bin").mkdir(parents=True)
        (venv / "bin" / "python").symlink_to(interpreter())
        (venv / "pyvenv.cfg").write_text(f"home = {Path(interpreter()).parent}\n")
        packages = venv / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
        numpy = Path(np.__file__).parent
        for path in numpy.parent.glob("numpy*"):
            target = packages / "site-packages" / path.name
            shutil.copytree(path, target, copy_function=os.link)
        script = self.autograder / "run_autograder"
        shutil.copy(self.autograder / "source" / "run_autograder", script)
        script.chmod(0o755)
        return self.run(
            *(PYTHON, "-P", "-m", "autograder.run.gradescope", "try"),
            PYTHONPATH="/autograder/source/course",
        )

    def hand_in(self, files, **said):
        """Put a submission where Gradescope's harness puts it."""
        for name in ("submission", "results"):
            shutil.rmtree(self.autograder / name, ignore_errors=True)
            (self.autograder / name).mkdir()
        os.chown(self.autograder / "results", 1001, 1001)  # as the harness does
        for name, data in files.items():
            (self.autograder / "submission" / name).write_bytes(data)
        said = json.dumps({**SAID, **said})
        (self.autograder / "submission_metadata.json").write_text(said)

    def results(self):
        """What Gradescope would take: the total, and the whole."""
        data = (self.autograder / "results" / "results.json").read_bytes()
        return importer(data)[0], json.loads(data)

    def grade(self, files, **said):
        """Grade a submission as Gradescope does."""
        self.hand_in(files, **said)
        assert self.run("/autograder/run_autograder") == 0
        return self.results()


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    image = Image(tmp_path_factory.mktemp("container"))
    if image.run("true") != 0:
        pytest.skip("no stand-in for a container can be made here")
    archive = image.folder / "autograder.zip"
    pack.pack(archive, ROOT, LESSON, Limits(), InputSeed(SECRET), "after_published")
    assert image.set_up(archive) == 0
    return image


def with_cell(source, function="rnn_cell_forward"):
    """A solved notebook with another answer."""
    made = solved(ROOT, LESSON)
    cell_of(made, function)["source"] = source
    return json.dumps(made).encode()


def test_the_stand_in_allows_no_name_spaces(image):
    """What keeps bubblewrap from starting in a container of Docker keeps it from starting here."""
    assert image.run("unshare", "-m", "true") != 0
    assert image.run("unshare", "-U", "true") != 0
    assert image.run("unshare", "-p", "-f", "true") != 0
    if shutil.which("bwrap"):
        assert image.run("bwrap", "--ro-bind", "/", "/", "true") != 0
    assert image.run("test", "-e", str(ROOT / "pyproject.toml")) != 0


def test_a_right_submission_gets_all_points(image):
    points, said = image.grade({f"{LESSON}.ipynb": notebook()})
    assert points == 20 and said["extra_data"]["graded"]
    assert "container mode" in said["extra_data"]["protection"]
    assert said["extra_data"]["seed"] == InputSeed(SECRET).digest
    assert SECRET not in json.dumps(said)


def test_a_half_solved_one_gets_half_is_late_and_the_third(image):
    points, said = image.grade(
        {f"{LESSON}.ipynb": half()},
        created_at="2026-03-04T01:10:00-07:00",
        previous_submissions=[BEFORE, BEFORE],
    )
    assert points == 10
    assert "1 days 2 h 10 min" in said["output"] and "submission 3" in said["output"]
    failed = [test for test in said["tests"] if test["status"] == "failed"]
    assert {test["name"].split(":")[0] for test in failed} == {"rnn_cell_backward"}
    assert all("not written" in test["output"] for test in failed)


@pytest.mark.parametrize(
    ("files", "points", "words"),
    [
        ({"Copy of 02.ipynb": notebook()}, 20, "it was read as"),
        ({}, 0, "There is no notebook"),
        ({"a.ipynb": notebook(), "b.ipynb": notebook()}, 0, "2 notebooks"),
        ({f"{LESSON}.ipynb": b"not json"}, 0, "could not be graded"),
    ],
    ids=["other name", "none", "two", "spoilt"],
)
def test_what_is_handed_in_otherwise_is_read_or_refused_with_a_sentence(
    image, files, points, words
):
    got, said = image.grade(files)
    assert got == points and words in said["output"]
    assert sum(test["max_score"] for test in said["tests"]) == 20


HOSTILE = """
import os, socket, signal
RESULTS = '{"score": 1000, "output": "LEAK", "tests": []}'
def attempt(call):
    try:
        print("LEAK", call())
    except Exception as error:
        print(type(error).__name__)
def write(path):
    with open(path, "w") as file:
        file.write(RESULTS)
    return path
for name in ("source", "source/course/source", "submission", "results"):
    attempt(lambda: os.listdir("/autograder/" + name))
for name in ("results/results.json", "results/x", "run_autograder", "submission_metadata.json"):
    attempt(lambda: write("/autograder/" + name))
for name in ("source/settings.json", "submission_metadata.json", "source/course/pyproject.toml"):
    attempt(lambda: open("/autograder/" + name).read())
for path in ("/proc/1/environ", "/proc/self/environ", "/etc/passwd", "/opt/rnn_grader/jail"):
    attempt(lambda: open(path).read(100))
for number in (1, os.getppid(), *range(2, 60)):
    if number != os.getpid():
        attempt(lambda: os.kill(number, 0))
attempt(lambda: socket.socket())
attempt(lambda: os.execv("/bin/sh", ["sh", "-c", "true"]))
attempt(lambda: os.setuid(0))
def rnn_cell_forward(xt, a_prev, parameters):
    write("/tmp/results.json")
    return a_prev, a_prev, (a_prev, a_prev, xt, parameters)
"""


def test_a_hostile_submission_reads_nothing_writes_no_results_and_gets_what_it_deserves(image):
    points, said = image.grade({f"{LESSON}.ipynb": with_cell(HOSTILE)})
    assert "LEAK" not in json.dumps(said)
    assert points == 10, said  # the backward function is right, and is not asked by the other
    points, _ = image.grade({f"{LESSON}.ipynb": notebook()})
    assert points == 20


def test_one_that_never_ends_leaves_the_first_results_when_it_is_killed(image):
    """As Gradescope's harness does when time is up: it kills, and takes what results there are."""
    image.hand_in({f"{LESSON}.ipynb": with_cell("while True:\n    pass")})
    assert image.run("timeout", "-s", "KILL", "3", "/autograder/run_autograder") != 0
    points, said = image.results()
    assert points == 0 and "has not finished" in said["output"]


def test_a_container_in_which_it_cannot_hold_grades_nobody(image):
    """Here the folder that students' code is shut into is not whole."""
    jail = image.folder / "written" / "opt" / "rnn_grader" / "jail"
    (jail / "whole").rename(jail / "not_whole")
    try:
        points, said = image.grade({f"{LESSON}.ipynb": notebook()})
    finally:
        (jail / "not_whole").rename(jail / "whole")
    assert points == 0 and "grader itself failed" in said["output"]
    assert not said["extra_data"]["graded"] and "tests" not in said


def test_results_repeat_the_number_that_gradescope_asks_for(image):
    image.hand_in({f"{LESSON}.ipynb": notebook()})
    assert image.run("/autograder/run_autograder", AUTOGRADER_NONCE="n0nce") == 0
    points, said = image.results()
    assert (points, said["nonce"]) == (20, "n0nce")
