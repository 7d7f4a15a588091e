"""A run that is killed, or that meets a full disk or a busy gradebook, leaves nothing by halves."""

import dataclasses
import errno
import os
import signal
import sqlite3
import subprocess
import sys
import time
from multiprocessing.connection import wait

import pytest
from grading import FAKE, LESSON, ROOT, Silent, classes, copied, job, prepared_course

from autograder.base import processes
from autograder.run import grade
from autograder.run.alone import alone
from autograder.run.pool import Pool
from autograder.run.tasks import Options, Task
from autograder.run.worker import Worker, WorkerDied


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    course = prepared_course(tmp_path_factory.mktemp("course"))
    classes.make_class(course, LESSON, 6)
    return course


@pytest.fixture
def course(prepared, tmp_path):
    return copied(prepared, tmp_path / "course")


def test_kills_at_random_moments():
    """Five here; benchmarks/kills.py makes a hundred, with the real judge."""
    command = [
        sys.executable,
        "benchmarks/kills.py",
        "--kills",
        "5",
        "--size",
        "6",
        "--judge",
        FAKE,
    ]
    done = subprocess.run(
        [*command, "--sandbox", "no", "--seed", str(time.time_ns())],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_full_disk_leaves_the_old_files_and_rows(course, monkeypatch):
    grade.run(job(course), Silent())
    before = classes.rows(course / "gradebook.db")
    first = course / "autograded" / "s0000" / LESSON / f"{LESSON}.ipynb"
    text = first.read_bytes()
    # Another submission, and no room for what comes of it.
    for folder in (course / "submitted").glob("*"):
        name = folder / LESSON / f"{LESSON}.ipynb"
        name.write_bytes(name.read_bytes().replace(b"np.tanh", b"np.cosh"))
    written = []

    def full(file, data):
        written.append(file)
        if len(written) == 4:
            raise OSError(errno.ENOSPC, "No space left on device")
        return os.replace(file, data)

    monkeypatch.setattr("autograder.base.files.os", FakeOs(full))
    report = grade.run(job(course), Silent())
    assert not report.complete
    assert "disk is full" in report.problem
    assert report.waiting == 6
    monkeypatch.undo()
    assert classes.rows(course / "gradebook.db") == before
    assert not list(course.rglob("*.part"))
    assert grade.run(job(course), Silent()).complete
    assert classes.rows(course / "gradebook.db") != before
    assert first.read_bytes() != text


class FakeOs:
    """Module ``os`` with another ``replace``."""

    def __init__(self, replace):
        self.replace = replace

    def __getattr__(self, name):
        return getattr(os, name)


def test_gradebook_that_stays_busy_ends_the_run(course, monkeypatch):
    monkeypatch.setattr("autograder.record.gradebook.BUSY_SECONDS", 0.2)
    monkeypatch.setattr(
        grade, "_open", lambda s: grade.Gradebook(s.db_url, s.root, busy_seconds=0.2)
    )
    other = sqlite3.connect(course / "gradebook.db", isolation_level=None, check_same_thread=False)
    progress = Silent()
    # Taken when the run has begun.
    monkeypatch.setattr(progress, "start", lambda *_: other.execute("BEGIN IMMEDIATE"))
    report = grade.run(job(course), progress)
    other.close()
    assert "in use by another program" in report.problem
    assert report.waiting == 6
    assert not list((course / "autograded").glob("*/*/*.ipynb"))
    assert grade.run(job(course), Silent()).complete


def test_lost_files_are_noticed(course):
    grade.run(job(course), Silent())
    again = grade.run(job(course), Silent())
    assert not any(row.now for row in again.rows)
    (course / "feedback" / "s0001" / LESSON / f"{LESSON}.html").unlink()
    notebook = course / "autograded" / "s0002" / LESSON / f"{LESSON}.ipynb"
    notebook.chmod(0o644)
    notebook.write_bytes(b"")  # what a power cut leaves
    again = grade.run(job(course), Silent())
    assert [row.result.student for row in again.rows if row.now] == ["s0001", "s0002"]
    assert again.complete
    assert notebook.stat().st_size


def test_second_run_at_the_same_time_is_refused(course):
    with alone(job(course).settings, "another"):
        with pytest.raises(grade.RunStopped, match="Another run"):
            grade.run(job(course), Silent())


def order(course, student, word):
    """Have the fake judge do something on a student's submission."""
    path = course / "submitted" / student / LESSON / f"{LESSON}.ipynb"
    text = path.read_text().replace(
        "def lstm_cell_forward", f"# order: {word}\\ndef lstm_cell_forward"
    )
    path.write_text(text)


@pytest.mark.parametrize("word", ["die", "fail", "break"])
def test_failure_of_the_grader_costs_one_submission(course, word):
    order(course, "s0002", word)
    report = grade.run(job(course), Silent())
    assert [row.result.student for row in report.rows if not row.graded] == ["s0002"]
    assert len(report.rows) == 6
    assert not report.complete
    held = classes.scores(course / "gradebook.db")
    assert {held["s0002", LESSON, name] for _, _, name in held} == {None}
    assert held["s0001", LESSON, "lstm_cell_forward_check"] == 4
    # It is tried again, the others are not.
    again = grade.run(job(course), Silent())
    assert [row.result.student for row in again.rows if row.now] == ["s0002"]


def test_stuck_worker_is_replaced(course, monkeypatch):
    monkeypatch.setattr("autograder.run.worker.SPARE_SECONDS", 2.0)
    order(course, "s0003", "sleep")
    options = job(course).options
    options = dataclasses.replace(
        options, limits=dataclasses.replace(options.limits, submission_seconds=1.0)
    )
    report = grade.run(job(course, options=options), Silent())
    [bad] = [row for row in report.rows if not row.graded]
    assert bad.result.student == "s0003"
    assert "longer than the limits allow" in bad.result.message


def test_worker_ends_with_the_run(course):
    code = (
        "import os, sys\nfrom pathlib import Path\n"
        "from autograder.run.tasks import Options\nfrom autograder.run.worker import Worker\n"
        f"worker = Worker(Options(Path({str(course)!r}), sandbox=False, judge={FAKE!r}))\n"
        "print(worker.pid, flush=True)\nsys.stdin.read()"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    pid = int(run.stdout.readline())
    run.send_signal(signal.SIGKILL)
    run.wait()
    until = time.monotonic() + 20
    while time.monotonic() < until and os.path.exists(f"/proc/{pid}/stat"):
        with open(f"/proc/{pid}/stat") as file:
            if file.read().rpartition(")")[2].split()[0] == "Z":
                break
        time.sleep(0.05)
    else:
        assert not os.path.exists(f"/proc/{pid}")


def test_dead_worker_leaves_its_cores_to_the_next(course, monkeypatch):
    order(course, "s0002", "die")
    cores = frozenset(processes.cores()[:1])
    given = []
    begin = Worker.begin

    def watched(worker, options, cores=frozenset()):
        given.append(cores)
        begin(worker, options, cores)

    monkeypatch.setattr(Worker, "begin", watched)
    monkeypatch.setattr(processes, "share_cores", lambda number: [cores])
    with Pool() as pool:
        pool.begin(job(course).options, own_cores=True)
        grade.run(job(course), Silent(), pool)
    assert given == [cores] * 3


def test_worker_stays_on_its_cores(course):
    cores = frozenset(processes.cores()[-1:])
    worker = Worker(job(course).options, cores)
    assert worker.receive() is None  # it can grade
    assert os.sched_getaffinity(worker.pid) == cores
    worker.close()


def test_workers_are_served_while_a_batch_is_written(course, monkeypatch):
    monkeypatch.setattr(grade, "BATCH", 1)
    write_batch, ask, taken, got = grade.write_batch, Pool.ready, [], []

    def watched(pool, seconds):
        got[:] = ask(pool, seconds)
        return list(got)

    def slowly(*arguments):
        *others, collect = arguments

        def after_each():
            busy = [worker.connection for worker in pool._workers if worker.tasks]
            ready = busy and wait(busy, 60)
            collect()
            taken.append((bool(ready), bool(got)))

        return write_batch(*others, after_each)

    monkeypatch.setattr(grade, "write_batch", slowly)
    monkeypatch.setattr(Pool, "ready", watched)
    with Pool(job(course).options) as pool:
        report = grade.run(job(course), Silent(), pool)
    assert report.complete and len(report.rows) == 6
    assert taken[0] == (True, True)
    assert all(has_more for ready, has_more in taken if ready)


def test_worker_that_died_at_its_start_is_replaced(course):
    with Pool(job(course).options) as pool:
        pool._early[0].kill()
        report = grade.run(job(course), Silent(), pool)
    assert report.complete and len(report.rows) == 6


def test_nothing_to_do_waits_for_no_worker(course):
    grade.run(job(course), Silent())
    again = grade.run(job(course), Silent(), object())  # no executor: nobody may ask it anything
    assert again.complete and not any(row.now for row in again.rows)


def test_last_words_of_a_worker_name_the_reason(course):
    worker = Worker(Options(course, sandbox=False, judge="autograder.no_such_module.Judge"))
    worker.send(Task("s0000", LESSON, course / "submitted" / "s0000" / LESSON))
    with pytest.raises(WorkerDied, match="no_such_module"):
        worker.receive()


def test_ctrl_c_keeps_what_is_graded(course):
    order(course, "s0005", "sleep")
    sys.path.insert(0, str(ROOT / "benchmarks"))
    import kills

    options = type("Options", (), {"workers": 1, "sandbox": "no", "judge": FAKE})
    run = kills.start(course, options)
    until = time.monotonic() + 60
    while not (course / "feedback" / "s0004").exists() and time.monotonic() < until:
        time.sleep(0.1)
    began = time.monotonic()
    run.send_signal(signal.SIGINT)
    assert run.wait(20) == 1
    assert time.monotonic() - began < 10
    students = {row[0] for row in classes.rows(course / "gradebook.db")}
    assert students == {f"s000{n}" for n in range(5)}
