"""Container mode: students' code as a user of its own, without name spaces. Needs root."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from judged import FAST, ROOT, judgements, perfect, points, submission, wrong

from autograder.base.outcome import Status
from autograder.judge import Judge, sandbox_problem
from autograder.judge.tried import helper_files, warm_player
from autograder.sandbox import SandboxError, container, jail, view
from autograder.sandbox.container import Container
from autograder.sandbox.inside import wire
from autograder.sandbox.inside.channel import Channel

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="container mode needs root")

SECRET = "LEAK of a hidden test"


@pytest.fixture(scope="module")
def small():
    """Only NumPy among the packages: linking all that is installed here would take long."""
    (folder,) = view.package_folders()
    others = {path.name for path in folder.iterdir() if not path.name.startswith("numpy")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jail, "UNSEEN", tuple({*view.UNSEEN, *others}))
        yield


@pytest.fixture(scope="module")
def folder(small, tmp_path_factory):
    made = tmp_path_factory.mktemp("container") / "jail"
    jail.build(made, helper_files(ROOT))
    return made


@pytest.fixture(scope="module")
def private():
    """What stands for /autograder: root's alone, in a folder that all may enter."""
    made = Path(tempfile.mkdtemp())
    (made / "hidden.py").write_text(SECRET)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def way(folder, private):
    return Container(folder, (private, private / "hidden.py"))


class Cells:
    """Runs cells in a player, as a session does."""

    def __init__(self, warm):
        self.channel = Channel(warm.start(), 1 << 24)

    def run(self, source, seconds=5.0):
        """Return what a cell printed, and what went wrong."""
        self.channel.send(wire.encode(("run", "cell", source, seconds), wire.no_references))
        answer = self.channel.receive(time.monotonic() + seconds + 5)
        _, _, fault, printed = wire.decode(answer, wire.no_references)
        return printed, fault


@pytest.fixture
def warm(way):
    warm = warm_player(ROOT, FAST, way)
    yield warm
    warm.close()


@pytest.fixture
def cells(warm):
    yield Cells(warm)
    warm.end(wait=True)


def settled(user, number, seconds=3.0):
    """Whether a user has so many processes, waiting a while for it."""
    latest = time.monotonic() + seconds
    while len(container._belonging_to(user)) != number:
        if time.monotonic() > latest:
            return False
        time.sleep(0.01)
    return True


# ------------------------------------------------------------------ points


@pytest.mark.skipif(sandbox_problem() is not None, reason=str(sandbox_problem()))
def test_gives_the_points_that_bubblewrap_gives(way):
    """To a right, a wrong, and a wrong answer that another function carries."""
    answers = [
        {},
        wrong("lstm_cell_backward", "dc_next", "0 * dc_next"),
        wrong("lstm_cell_forward", "c_next = ", "c_next = 2 * "),
        "def lstm_cell_forward(*a):\n    raise SystemExit",
        "def lstm_cell_forward(*a):\n    while True: pass",
    ]
    names = ["", "lstm_cell_backward", *["lstm_cell_forward"] * 3]
    with Judge(ROOT, FAST, way) as here, Judge(ROOT, FAST) as there:
        for name, answer in zip(names, answers, strict=True):
            given = submission({name: answer} if name else {})
            ours, theirs = judgements(here.grade(given)), judgements(there.grade(given))
            assert {k: (t.points, t.status, t.carried_from) for k, t in ours.items()} == {
                k: (t.points, t.status, t.carried_from) for k, t in theirs.items()
            }, answer
            # The message of a check draws on what it sees of the code; the sandbox must not matter.
            assert [t.message for t in ours.values()] == [t.message for t in theirs.values()]


# ------------------------------------------------------------------ what students' code can do


ATTEMPTS = {
    "read a hidden test": "open({hidden!r}).read()",
    "look where hidden tests are": "os.listdir({private!r})",
    "write beside them": "open({private!r} + '/results.json', 'w')",
    "see processes": "os.listdir('/proc')",
    "read users": "open('/etc/passwd').read()",
    "list /root": "os.listdir('/var')",
    "signal the judge": "os.kill({judge}, 0)",
    "signal the warm player": "os.kill(os.getppid(), 0)",
    "signal process 1": "os.kill(1, 0)",
    "be root": "os.setuid(0)",
    "be the warden": "os.setresuid({warden}, {warden}, {warden})",
    "have root's group": "os.setgroups([0])",
    "leave the folder": "os.chroot('..')",
    "change a helper": "open('/judge/rnn_utils.py', 'a')",
    "make a module": "open('/judge/numpy.py', 'w')",
    "make a folder": "os.mkdir('/x')",
    "list the waste": "os.listdir('/waste')",
    "chown": "os.chown('/scratch', 0, 0)",
    "make a device": "os.mknod('/scratch/null', 0o020666, os.makedev(1, 3))",
    "use the network": "socket.socket()",
    "use a socket pair": "_socket.socketpair()",
    "use a raw socket": "socket.socket(socket.AF_INET, socket.SOCK_RAW)",
    "run a program": "os.execv('/bin/sh', ['sh'])",
    "trace": "call('ptrace', 0, 0, 0, 0)",
    "make a user space": "call('unshare', 0x10000000)",
    "mount": "call('mount', b'x', b'/scratch', b'tmpfs', 0, None)",
    "share memory": "call('shmget', 0, 4096, 0o1600)",
    "act for another user in the file system": "call('setfsuid', {warden}) or leak()",
}
PRELUDE = """
import os, socket, _socket, ctypes
def call(name, *arguments):
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), name)
def leak():
    pass
"""


@pytest.mark.parametrize("what", ATTEMPTS)
def test_students_code_cannot(cells, way, private, what):
    values = {"hidden": str(private / "hidden.py"), "private": str(private)}
    line = ATTEMPTS[what].format(**values, judge=os.getpid(), warden=way.warden)
    assert cells.run(PRELUDE) == ("", None)
    printed, fault = cells.run(f"got = {line}\nprint('LEAK', got)")
    assert (
        printed,
        fault and fault["type"] in ("PermissionError", "FileNotFoundError", "OSError"),
    ) == (
        "",
        True,
    ), fault


def test_students_code_is_the_user_and_nobody_else(cells, way):
    source = "import os\nprint(os.getresuid(), os.getresgid(), os.getgroups(), os.getcwd())"
    user = (way.user,) * 3
    assert cells.run(source)[0] == f"{user} {user} [] /scratch\n"
    source = (
        "import ctypes, struct\n"
        "header, data = ctypes.create_string_buffer(struct.pack('II', 0x20080522, 0)), "
        "ctypes.create_string_buffer(24)\n"
        "print(ctypes.CDLL(None).capget(header, data), data.raw == bytes(24))"
    )
    assert cells.run(source)[0] == "0 True\n"


def test_no_open_file_leads_out(cells):
    """An open folder from outside would be a way out of the folder that it is shut into."""
    source = """
import os, stat
for number in range(3, 200):
    try:
        kind = os.fstat(number).st_mode
    except OSError:
        continue
    if not stat.S_ISSOCK(kind):
        print(number, oct(kind))
"""
    assert cells.run(source) == ("", None)


def test_two_players_have_different_users(way):
    other = way.without_scratch()
    assert len({way.user, way.warden, other.user, other.warden}) == 4
    assert not other.scratch and min(way.user, other.user) >= container.FIRST_USER


def test_the_references_player_writes_no_files(way):
    warm = warm_player(ROOT, FAST, way.without_scratch())
    try:
        for path in ("x", "/scratch/x", "/tmp/x"):
            assert Cells(warm).run(f"open({path!r}, 'w')")[1]["type"] == "PermissionError"
            warm.end(wait=True)
    finally:
        warm.close()


# ------------------------------------------------------------------ what it leaves behind


FORKS = """
import os, time
for number in range(4):
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        while True:
            time.sleep(1)
"""


def test_nothing_runs_on_when_a_submission_ends(warm, way):
    cells = Cells(warm)
    assert cells.run(FORKS) == ("", None)
    assert settled(way.user, 5)
    assert warm.count() == 5
    warm.end(wait=True)  # the next stem is forked when the last has been buried
    cells = Cells(warm)
    assert cells.run("1") == ("1\n", None)
    assert len(container._belonging_to(way.user)) == 1


def test_processes_that_kill_all_they_can_do_not_hinder_it(warm, way):
    cells = Cells(warm)
    fight = FORKS.replace("time.sleep(1)", "os.kill(-1, 0)\n            os.fork()")
    cells.channel.send(wire.encode(("run", "cell", fight, 1.0), wire.no_references))
    time.sleep(0.3)
    warm.end(wait=True)
    cells = Cells(warm)
    assert cells.run("1") == ("1\n", None)
    assert len(container._belonging_to(way.user)) == 1


def test_what_a_submission_wrote_is_gone(warm):
    written = """
import os
open("left", "w").write("x")
os.symlink("/", "link")
os.mkdir("shut")
open("shut/1", "w").write("x")
os.chmod("shut", 0)
for number in range(1500):
    os.mkdir("1")
    os.chdir("1")
os.chmod("/scratch", 0)
"""
    cells = Cells(warm)
    assert cells.run(written) == ("", None)
    warm.end(wait=True)
    assert Cells(warm).run("import os\nprint(os.listdir('/tmp'), os.getcwd())")[0] == (
        "[] /scratch\n"
    )


def test_files_that_take_too_much_together_end_the_submission(warm):
    """Each is smaller than one may be."""
    cells = Cells(warm)
    source = f"""
import time
for number in range(4):
    open(str(number), "wb").write(bytes({FAST.file_mb} << 19))
time.sleep(3)
"""
    cells.channel.send(wire.encode(("run", "cell", source, 5.0), wire.no_references))
    with pytest.raises(wire.WireError):
        cells.channel.receive(time.monotonic() + 8)
    assert warm.why() == "file"


def test_a_warm_player_that_is_killed_leaves_nothing(way):
    warm = warm_player(ROOT, FAST, way)
    cells = Cells(warm)
    assert cells.run(FORKS) == ("", None)
    assert settled(way.user, 5)
    os.kill(warm.process.pid, signal.SIGKILL)
    warm.process.wait()
    assert settled(way.user, 5)
    warm.close()
    assert not container._belonging_to(way.user)


def test_the_judge_that_hangs_up_leaves_nothing(way):
    warm = warm_player(ROOT, FAST, way)
    cells = Cells(warm)
    assert cells.run(FORKS) == ("", None)
    assert settled(way.user, 5)
    warm.control.close()
    assert settled(way.user, 0)
    warm.close()


# ------------------------------------------------------------------ limits


def test_memory_that_forks_share_counts_once(way):
    """The kernel tells a process's own share to its user alone: the player must ask as that one."""
    shares = "import time\nkeep = b'x' * (100 << 20)\n" + FORKS.split("\n", 2)[2]
    warm = warm_player(ROOT, replace(FAST, memory_mb=150), way)
    try:
        cells = Cells(warm)
        assert cells.run("import os\n" + shares) == ("", None)
        time.sleep(0.5)
        assert (warm.count(), warm.why()) == (5, "")
    finally:
        warm.close()


def test_memory_of_all_processes_is_bounded(way):
    takes = FORKS.replace("while True:", "keep = os.urandom(1 << 20) * 80\n        while True:")
    warm = warm_player(ROOT, replace(FAST, memory_mb=128), way)
    try:
        cells = Cells(warm)
        assert cells.run(takes) == ("", None)
        latest = time.monotonic() + 5
        while not warm.why() and time.monotonic() < latest:
            time.sleep(0.05)
        assert warm.why() == "memory_of_all"
    finally:
        warm.close()


def test_processes_are_bounded(way):
    warm = warm_player(ROOT, replace(FAST, processes=4), way)
    try:
        printed, fault = Cells(warm).run(FORKS.replace("range(4)", "range(100)"))
        assert fault["kind"] == "processes"
    finally:
        warm.close()


# ------------------------------------------------------------------ it refuses where it cannot hold


def test_refuses_where_users_can_read_what_is_private(folder, private):
    way = Container(folder, (private,))
    private.chmod(0o755)
    try:
        with pytest.raises(SandboxError, match=r"users are not kept apart.*read"):
            Judge(ROOT, FAST, way).__enter__()
    finally:
        private.chmod(0o700)


def test_refuses_where_users_can_write_results(folder, private):
    way = Container(folder, (private,))
    private.chmod(0o733)
    try:
        with pytest.raises(SandboxError, match=r"users are not kept apart.*write"):
            Judge(ROOT, FAST, way).__enter__()
    finally:
        private.chmod(0o700)
        (private / "new").unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("patch", "said"),
    [
        (lambda p: p.setattr(os, "geteuid", lambda: 1000), "needs to be root"),
        (lambda p: p.setattr("platform.machine", lambda: "riscv64"), "x86-64 and ARM 64"),
    ],
)
def test_refuses_who_is_not_root_and_machines_without_a_filter(way, monkeypatch, patch, said):
    patch(monkeypatch)
    with pytest.raises(SandboxError, match=said):
        Judge(ROOT, FAST, way).__enter__()


def test_refuses_without_the_folder(tmp_path, private):
    with pytest.raises(SandboxError, match="no folder"):
        Judge(ROOT, FAST, Container(tmp_path / "jail", (private,))).__enter__()


# Each line is taken out of what the player runs, or replaced; the trial at the start must see it.
UNDONE = {
    "keeps the user": ("        os.setresuid(self.user, self.user, self.user)\n", ""),
    "keeps the group": ("        os.setresgid(self.user, self.user, self.user)\n", ""),
    "is not filtered for good": ("        confine.filter_system_calls(self.program)\n", ""),
    "is not filtered at all": (
        "        confine.filter_system_calls("
        "system_calls.first_program(needs=system_calls.ACCOUNT))\n",
        "",
    ),
}


@pytest.mark.parametrize("what", UNDONE)
def test_the_trial_at_the_start_sees_a_protection_that_is_missing(folder, private, what):
    path = folder / "judge" / "inside" / "account.py"
    text = path.read_text(encoding="utf-8")
    old, new = UNDONE[what]
    assert text.count(old) == 1
    path.unlink()  # it is a link to our own
    try:
        path.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(SandboxError, match="students' code can|it ended Python"):
            Judge(ROOT, FAST, Container(folder, (private,))).__enter__()
    finally:
        path.write_text(text, encoding="utf-8")


def test_the_trial_at_the_start_sees_that_the_folder_is_not_shut(folder, private, monkeypatch):
    def command(self, helpers):
        from autograder.sandbox.ways import python

        return python(folder / "judge")

    monkeypatch.setattr(Container, "command", command)
    monkeypatch.setattr(Container, "scratch", False)
    way = replace(Container(folder, (private,)), scratch=False)
    with pytest.raises(SandboxError):
        Judge(ROOT, FAST, way).__enter__()


def test_one_judge_at_a_time_has_the_scratch_folder(folder, private):
    """Another process's judge is refused; within one process they come one after the other."""
    claim = f"""
import fcntl, os, sys, time
fcntl.flock(os.open({str(folder / jail.WHOLE)!r}, os.O_RDONLY), fcntl.LOCK_EX)
print("claimed", flush=True)
time.sleep(30)
"""
    if held := container._CLAIMED.pop(folder, None):
        os.close(held)
    other = subprocess.Popen([sys.executable, "-c", claim], stdout=subprocess.PIPE)
    try:
        other.stdout.readline()
        with pytest.raises(SandboxError, match="another judge"):
            Judge(ROOT, FAST, Container(folder, (private,))).__enter__()
    finally:
        other.kill()
        other.wait()
        other.stdout.close()


def test_a_right_submission_is_right_after_all_of_it(way):
    with Judge(ROOT, FAST, way) as judge:
        assert judge.grade(submission()).status is Status.OK
        assert perfect(judge) and sum(points(judge.grade(submission())).values()) == 20
    assert settled(way.user, 0)


def test_the_folder_holds_no_course_and_nothing_that_others_may_write(folder):
    for path in Path(folder).rglob("*"):
        assert path.name not in ("autograder", "source", "nbgrader_config.py"), path
        status = path.lstat()
        assert status.st_uid == 0 or path.name == "scratch", path
        if not path.is_symlink() and not path.is_char_device():
            assert status.st_mode & 0o022 == 0, path
