"""A class that is graded on a cluster comes out as one that is graded here, whatever dies."""

import dataclasses
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time

import pytest
from grading import FAKE, LESSON, ROOT, Silent, classes, copied, job

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

from autograder import cli, settings
from autograder.base.seed import InputSeed
from autograder.judge import sandbox_problem
from autograder.record.register import register
from autograder.run import grade
from autograder.run.cluster import executor
from autograder.run.cluster.chunks import ATTEMPTS
from autograder.run.cluster.executor import Cluster
from autograder.run.executor import CannotGrade
from benchmarks import clusters
from benchmarks.kills import outcome

pytestmark = pytest.mark.skipif(bool(sandbox_problem()), reason=str(sandbox_problem()))

SIZE = 12
HELD = "s0011"  # its submission waits for the gate to open
REAL = "autograder.judge.Judge"
BOMB = b"cos\nsystem\n(S'touch %s'\ntR."  # a pickle that makes a file

# What a student can find out about the cluster.
SPY = """
import importlib.util, json, os, socket
def spy():
    hits = [value for value in os.environ.values()]
    for name in filter(str.isdigit, os.listdir("/proc")):
        for kind in ("cmdline", "environ"):
            try:
                hits.append(open(f"/proc/{{name}}/{{kind}}", "rb").read().decode("latin-1"))
            except OSError:
                pass
    found = []
    for name in ("dask", "distributed", "autograder"):
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:  # an empty folder has none
            found.append(name)
    found += [path for path in ("{tls}", "{tls}/key.pem") if os.path.exists(path)]
    try:
        socket.create_connection(("127.0.0.1", {port}), 1)
        reached = True
    except OSError:
        reached = False
    print("SEEN" + json.dumps([hits, found, reached]) + "NEES")
spy()
"""


@pytest.fixture(scope="module")
def gate(tmp_path_factory):
    """A file that lets submissions pass: there, but in tests that take it away."""
    path = tmp_path_factory.mktemp("gate") / "gate"
    path.touch()
    return path


@pytest.fixture
def closed(gate):
    """The gate, closed; whoever stands before it leaves a note."""
    gate.unlink(missing_ok=True)
    note(gate).unlink(missing_ok=True)
    yield gate
    gate.touch()


def note(gate):
    """Where a submission that is held leaves the number of its Dask worker."""
    return gate.with_name(f"{gate.name}.held")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, gate):
    course = classes.make_course(tmp_path_factory.mktemp("course") / "course")
    register(course, [LESSON], f"sqlite:///{course / 'gradebook.db'}", "rnn")
    classes.make_class(course, LESSON, SIZE)
    submitted = course / "submitted"
    (submitted / "s0002" / LESSON / f"{LESSON}.ipynb").write_bytes(b"{ cannot be read")
    (submitted / "s0003" / LESSON / "timestamp.txt").write_text("2026-02-01 10:00 UTC")
    (submitted / "s0004" / LESSON / f"{LESSON}.ipynb").rename(
        submitted / "s0004" / LESSON / "my copy.ipynb"
    )
    shutil.copy(
        submitted / "s0007" / LESSON / f"{LESSON}.ipynb", submitted / "s0007" / LESSON / "b.ipynb"
    )
    order(course, HELD, f"hold {gate}")
    return course


def fresh(prepared, folder):
    """Copy of the course in which one submission is a link: a copy has none."""
    course = copied(prepared, folder)
    path = course / "submitted" / "s0005" / LESSON / f"{LESSON}.ipynb"
    path.unlink()
    path.symlink_to(course / "submitted" / "s0006" / LESSON / f"{LESSON}.ipynb")
    return course


@pytest.fixture
def course(prepared, tmp_path):
    return fresh(prepared, tmp_path / "course")


@pytest.fixture(scope="module")
def expected(prepared, tmp_path_factory):
    """What a run on this machine leaves behind."""
    course = fresh(prepared, tmp_path_factory.mktemp("local") / "course")
    grade.run(job(course), Silent())
    return outcome(course)


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    """Certificates, by the commands of docs/cluster.md."""
    return clusters.make_certificates(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def encrypted(tls):
    """A scheduler that speaks TLS."""
    with clusters.running(workers=2, tls=tls) as cluster:
        yield cluster


@pytest.fixture
def cluster(encrypted):
    """That scheduler, with two workers, whatever an earlier test did to them."""
    encrypted.keep(2)
    return encrypted


@pytest.fixture
def faked(monkeypatch):
    """Have the command grade with the fake judge."""
    real = settings.judge_options

    def with_fake(*args, **options):
        return dataclasses.replace(real(*args, **options), judge=FAKE, sandbox=False)

    monkeypatch.setattr(settings, "judge_options", with_fake)


class Meddling:
    """An executor in whose run something is done once, as soon as there is a file."""

    def __init__(self, judges, there, act):
        self.judges, self.there, self.act = judges, there, act

    def submit(self, tasks):
        self.judges.submit(tasks)

    def ready(self, seconds):
        if self.act and self.there.exists():
            act, self.act = self.act, None
            act()
        return self.judges.ready(seconds)


def run(course, cluster, meddling=(), tell=lambda _: None, **changes):
    """Grade on a cluster."""
    wanted = job(course, **changes)
    with Cluster(cluster.address, wanted.options, cluster.tls, tell) as judges:
        done = Meddling(judges, *meddling) if meddling else judges
        report = grade.run(wanted, Silent(), done)
        assert not meddling or done.act is None
    return report


def order(course, student, word):
    """Have the fake judge do something on a student's submission."""
    path = course / "submitted" / student / LESSON / f"{LESSON}.ipynb"
    text = path.read_text()
    path.write_text(
        text.replace("def lstm_cell_forward", f"# order: {word}\\ndef lstm_cell_forward")
    )


def points(course, student):
    """What the gradebook holds for a student."""
    held = classes.scores(course / "gradebook.db")
    return {value for key, value in held.items() if key[0] == student}


# ------------------------------------------------------------------ the same results


def test_two_workers_give_what_one_machine_gives_byte_for_byte(course, cluster, expected):
    said = []
    report = run(course, cluster, tell=said.append)
    assert said == []
    assert {row.result.student for row in report.rows if not row.graded} == {"s0002", "s0005"}
    assert outcome(course) == expected
    # A later run on this machine finds nothing to do, and the other way round.
    assert not any(row.now for row in grade.run(job(course), Silent()).rows)
    assert not any(row.now for row in run(course, cluster).rows)


def test_the_real_judge_gives_the_same_there_with_a_secret_of_each_students_own(
    prepared, cluster, tmp_path
):
    here, there = copied(prepared, tmp_path / "here"), copied(prepared, tmp_path / "there")
    changes = {"students": frozenset(["s0000", "s0009", "s0010"])}
    for course in (here, there):
        options = job(course).options
        seed = InputSeed("correct horse battery staple", by_student=True)
        changes["options"] = dataclasses.replace(options, judge=REAL, sandbox=True, seed=seed)
        if course is here:
            assert grade.run(job(course, **changes), Silent()).complete
        else:
            assert run(course, cluster, **changes).complete
    assert outcome(there) == outcome(here)
    # The judge of each worker says which seed it drew from.
    sql = "SELECT result FROM autograder_record"
    with sqlite3.connect(there / "gradebook.db") as book:
        records = [json.loads(text) for (text,) in book.execute(sql)]
    assert {record["seed"] for record in records} == {seed.digest} != {""}
    comments = [row[12] for row in classes.rows(there / "gradebook.db") if row[0] == "s0009"]
    assert any(comment and re.search(r"\d\.\d", comment) for comment in comments)


def test_the_command_says_what_could_not_be_graded(course, cluster, expected, faked, capsys):
    words = ["--course", course, "grade", LESSON, "--cluster", cluster.address, "--tls"]
    assert cli.main([*map(str, words), str(cluster.tls)]) == 1
    said = capsys.readouterr()
    assert "s0002" in said.out and f"{SIZE} of {SIZE} graded" in said.err
    assert outcome(course) == expected


# ------------------------------------------------------------------ what dies


def test_failure_of_a_judge_costs_one_submission(course, cluster):
    order(course, "s0001", "die")
    report = run(course, cluster)
    [broke] = [row for row in report.rows if row.broke]
    assert broke.result.student == "s0001" and "was killed" in broke.result.message
    assert points(course, "s0001") == {None}


def test_a_worker_killed_in_the_middle_changes_nothing(course, cluster, expected, closed):
    def kill_it():
        number = int(note(closed).read_text())
        [victim] = [worker for worker in cluster.workers if worker.pid == number]
        cluster.kill(victim)
        closed.touch()

    report = run(course, cluster, (note(closed), kill_it))
    assert not [row for row in report.rows if row.broke] and not report.problem
    assert len(cluster.living()) == 1
    assert outcome(course) == expected


def test_no_submission_is_blamed_for_machines_that_cannot_grade(course, cluster, tmp_path):
    """Two of three lose their sandbox while they have it; the third grades it."""
    order(course, "s0006", f"spoil {tmp_path / 'spoilt'}")
    cluster.keep(3)
    options = dataclasses.replace(job(course).options, sandbox=True)
    said = []
    report = run(course, cluster, tell=said.append, options=options, students={"s0006"})
    assert len(said) == 2 and all("Install bubblewrap." in sentence for sentence in said)
    assert report.complete
    assert None not in points(course, "s0006")


def test_what_takes_workers_along_is_not_graded_and_never_a_zero(course, cluster, faked, capsys):
    """And the others are graded, by the worker that is left."""
    order(course, "s0008", "take along")
    cluster.keep(ATTEMPTS + 1)
    words = ["--course", course, "grade", LESSON, "--cluster", cluster.address, "--tls"]
    some = ["--students", "s0000", "s0006", "s0008"]
    assert cli.main([*map(str, words), str(cluster.tls), *some]) == 1
    said = capsys.readouterr()
    assert re.search(f"s0008 {LESSON}: .*the machine that graded it failed, twice", said.out)
    assert len(cluster.living()) == 1
    assert points(course, "s0008") == {None}
    assert None not in points(course, "s0000") | points(course, "s0006")


def test_a_lost_scheduler_ends_the_run_and_the_next_goes_on(course, expected, closed, monkeypatch):
    monkeypatch.setattr(executor, "RETURN_SECONDS", 0.5)
    with clusters.running(workers=1) as one:
        report = run(course, one, (note(closed), lambda: one.kill(one.scheduler)))
        closed.touch()
        assert "is gone. Start it and its workers again" in report.problem
        assert report.waiting and not report.complete
        assert not [row for row in report.rows if row.broke]
    again = grade.run(job(course), Silent())
    assert 0 < sum(row.now for row in again.rows) < SIZE
    assert outcome(course) == expected


def test_a_scheduler_that_comes_back_is_used_again(course, expected, closed):
    with clusters.running(workers=1) as one:

        def restart():
            one.kill(one.scheduler)
            closed.touch()
            one.start_scheduler()
            one.start_worker()

        report = run(course, one, (note(closed), restart))
    assert not report.problem
    assert outcome(course) == expected


def test_random_kills_of_a_worker_the_scheduler_and_the_run_change_nothing():
    """One of each here; benchmarks/cluster_kills.py makes a hundred."""
    command = [sys.executable, "benchmarks/cluster_kills.py", "--kills", "3", "--size", "6"]
    done = subprocess.run(
        [*command, "--judge", FAKE, "--sandbox", "no", "--seed", str(time.time_ns())],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stdout + done.stderr


# ------------------------------------------------------------------ who may judge


def test_only_a_worker_with_the_runs_own_grader_judges(course, expected, tmp_path, monkeypatch):
    """Another is refused with a sentence that says what to install."""
    other = classes.make_course(tmp_path / "other")
    for name in ("autograder", "tests", "benchmarks"):
        shutil.copytree(ROOT / name, other / name)
    with open(other / "rnn_compare.py", "a") as file:
        file.write("# another version\n")
    with clusters.running(workers=0) as odd:
        monkeypatch.setattr(executor, "JOIN_SECONDS", 0.0)
        with pytest.raises(CannotGrade, match="No worker has joined"):
            run(course, odd)
        monkeypatch.undo()
        odd.start_worker(other)
        odd.wait_for(1)
        said = []
        with pytest.raises(CannotGrade, match="No worker .* can grade"):
            run(course, odd, tell=said.append)
        [sentence] = said
        assert "another version of the grader" in sentence and "pip install" in sentence
        odd.keep(2)
        run(course, odd, tell=said.append)
    assert outcome(course) == expected


def test_a_worker_whose_course_has_another_digest_does_not_judge(course, cluster, monkeypatch):
    monkeypatch.setattr(executor.archive, "digest", lambda data: "0" * 64)
    said = []
    with pytest.raises(CannotGrade, match="No worker .* can grade"):
        run(course, cluster, tell=said.append)
    assert len(said) == 2
    assert all("the archive of the course came broken" in sentence for sentence in said)


def test_a_machine_without_a_sandbox_grades_nothing(course, cluster):
    options = dataclasses.replace(job(course).options, judge="tests.fake_judge.NoSandbox")
    said = []
    with pytest.raises(CannotGrade):
        run(course, cluster, tell=said.append, options=options)
    assert len(said) == 2 and all("Install bubblewrap." in sentence for sentence in said)


# ------------------------------------------------------------------ who gets in, and what is seen


def test_nobody_gets_in_without_the_clusters_own_certificate(
    course, cluster, tmp_path, monkeypatch
):
    monkeypatch.setattr(executor, "RETURN_SECONDS", 2.0)
    theirs = clusters.make_certificates(tmp_path / "theirs")
    plain = cluster.address.replace("tls", "tcp")
    for address, folder, said in (
        (cluster.address, theirs, "The certificates of --tls do not go with those of"),
        (plain, None, "No scheduler answers"),
    ):
        with pytest.raises(CannotGrade, match=said):
            Cluster(address, job(course).options, folder)


def test_a_worker_with_another_certificate_ends_and_says_why(cluster, tmp_path):
    theirs = clusters.make_certificates(tmp_path / "theirs")
    words = ["worker", cluster.address, "--tls", str(theirs), "--no-nanny"]
    done = subprocess.run(
        [sys.executable, "-m", "autograder.cli", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert "The certificates of --tls do not go with those of" in done.stderr


def test_student_code_sees_no_address_no_certificate_and_no_dask(prepared, cluster, tmp_path):
    course = copied(prepared, tmp_path / "course")
    lesson = classes.load_lesson(course, LESSON)
    answers = classes.solved(lesson)
    first = next(iter(answers))
    answers[first] = SPY.format(port=cluster.port, tls=cluster.tls) + answers[first]
    classes.hand_in(course / "submitted", "spy", LESSON, classes.notebook(lesson, answers))
    options = dataclasses.replace(job(course).options, judge=REAL, sandbox=True)
    run(course, cluster, students=frozenset(["spy"]), options=options)
    text = (course / "autograded" / "spy" / LESSON / f"{LESSON}.ipynb").read_text()
    cells = json.loads(text)["cells"]
    printed = "".join(
        "".join(output.get("text", "")) for cell in cells for output in cell.get("outputs", ())
    )
    values, found, reached = json.loads(re.search("SEEN(.*?)NEES", printed, re.DOTALL)[1])
    assert values and not [value for value in values if str(cluster.port) in value]
    assert not [value for value in values if "DASK" in value or str(cluster.tls) in value]
    assert found == []
    assert not reached


def test_what_a_student_handed_in_is_never_unpickled(course, cluster, tmp_path):
    made = tmp_path / "made"
    bomb = BOMB % bytes(made)
    folder = classes.hand_in(course / "submitted", "bomber", LESSON, bomb)
    (folder / "timestamp.txt").write_bytes(bomb)
    report = run(course, cluster, students=frozenset(["bomber"]))
    assert [row.result.status.value for row in report.rows] == ["refused"]
    assert not made.exists()
