"""Two runs at once, and two submissions at once: neither harms the other, nor learns of it."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
import samples
from class_harness import FULL, HONEST, LESSON, Handed, Run, hand_in
from grading import ROOT, classes, copied, module

from autograder.base import processes
from autograder.judge import sandbox_problem
from autograder.record.register import register

pytestmark = pytest.mark.skipif(sandbox_problem() is not None, reason="needs the sandbox")

MARK = "0f1e2d"  # what the one leaves for the other to find
# Each leaves its mark wherever it can, and looks for the other's for a second.
SEEKS = f"""
import os, signal, socket, threading, time
left = {{}}
for name in ("/tmp/{MARK}", "/dev/shm/{MARK}", "/var/tmp/{MARK}", "/scratch/../{MARK}"):
    try:
        with open(name + ME, "w") as file:
            file.write("x")
    except OSError:
        pass
try:
    names = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    names.bind("\\0{MARK}" + ME)
    names.listen()
except OSError:
    pass
until = time.monotonic() + 1
while time.monotonic() < until:
    for name in ("/tmp/{MARK}", "/dev/shm/{MARK}", "/var/tmp/{MARK}", "/scratch/../{MARK}"):
        if os.path.exists(name + OTHER):
            print("LEAK: a file")
    for number in range(2, 60):
        try:
            os.kill(number, 0)
            print("LEAK: a process", number)
        except OSError:
            pass
    time.sleep(0.05)
print("looked")
"""
KILLS = """
import os, signal
for number in [-1, *range(2, 5000)]:
    try:
        os.kill(number, signal.SIGKILL)
    except OSError:
        pass
"""


def above(text):
    """A cell of the student's own, above the answers."""
    return Handed(edit=lambda notebook: notebook["cells"].insert(1, samples.code(text)))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    root = classes.make_course(tmp_path_factory.mktemp("together") / "course")
    register(root, [LESSON], f"sqlite:///{root / 'gradebook.db'}", "rnn")
    return root


@pytest.fixture
def course(prepared, tmp_path):
    return copied(prepared, tmp_path / "course")


def started(course, *words):
    """A run under way."""
    command = [sys.executable, "-m", "autograder.cli", "grade", LESSON, *words]
    return subprocess.Popen(
        command, cwd=course, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True,
    )  # fmt: skip


def until_locked(course, run):
    """Wait until a run has the course to itself."""
    lock = course / "autograded" / ".grading.lock"
    latest = time.monotonic() + 120
    while not (lock.exists() and lock.read_text()):
        assert time.monotonic() < latest and run.poll() is None, run.communicate()
        time.sleep(0.02)


def hand_in_honest(course):
    """Work that takes long enough to meet its run."""
    for name in HONEST:
        hand_in(course / "submitted", name, above("import time\ntime.sleep(1.5)"))


def meanwhile(course, run):
    """What a second run says while the first has the course; the first goes on after it."""
    os.kill(run.pid, signal.SIGSTOP)
    try:
        return module(course, "autograder.cli", "grade", LESSON)
    finally:
        os.kill(run.pid, signal.SIGCONT)


def points(course):
    return Run(course, None).points


def test_of_two_runs_at_once_one_grades_and_the_other_says_who_that_is(course):
    hand_in_honest(course)
    first = started(course)
    until_locked(course, first)
    second = meanwhile(course, first)
    said = first.communicate(timeout=120)
    assert first.returncode == 0, said
    assert second.returncode != 0 and f"process {first.pid}" in second.stderr
    assert points(course) == dict.fromkeys(HONEST, FULL)


def test_a_run_after_one_that_was_killed_grades_what_is_left(course):
    hand_in_honest(course)
    first = started(course)
    until_locked(course, first)
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    second = module(course, "autograder.cli", "grade", LESSON)
    assert second.returncode == 0, second.stderr
    assert points(course) == dict.fromkeys(HONEST, FULL)


def test_what_a_lock_says_gives_no_order_to_the_terminal(course):
    hand_in_honest(course)
    first = started(course)
    until_locked(course, first)
    (course / "autograded" / ".grading.lock").write_bytes(b"\x1b[2J\x1b]0;x\x07\xff")
    second = meanwhile(course, first)
    first.communicate(timeout=120)
    assert second.returncode != 0
    assert second.stderr.replace("\n", "").isprintable() and "\\x1b[2J" in second.stderr


@pytest.mark.skipif(len(processes.cores()) < 2, reason="one core has one worker")
@pytest.mark.parametrize("kind", ["seeks", "kills"])
def test_two_submissions_at_once_know_nothing_of_each_other(course, kind):
    seeks = {
        name: f"ME, OTHER = {name!r}, {other!r}\n{SEEKS}"
        for name, other in (("eve", "mallory"), ("mallory", "eve"))
    }
    cells = seeks if kind == "seeks" else {"eve": KILLS, "mallory": "import time\ntime.sleep(1)"}
    for name, text in cells.items():
        hand_in(course / "submitted", name, above(text))
    done = module(course, "autograder.cli", "grade", LESSON, "--workers", "2", "--json", "out.json")
    assert "Traceback" not in done.stderr, done.stderr
    run = Run(course, done)
    printed = {
        name: json.dumps([cell.get("outputs", []) for cell in notebook_of(run, name)])
        for name in cells
    }
    assert not [text for text in printed.values() if "LEAK" in text], printed
    assert run.points["mallory"] == FULL
    if kind == "seeks":
        assert run.points["eve"] == FULL
        assert all("looked" in text for text in printed.values()), printed


def notebook_of(run, student):
    return json.loads(run.notebook(student).read_text("utf-8"))["cells"]
