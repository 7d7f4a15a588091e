"""What a student's code can see and do in the sandbox, tried from inside."""

import ast
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from judged import FAST, ROOT

from autograder.base.limits import Limits
from autograder.judge import sandbox_problem
from autograder.judge.tried import warm_player
from autograder.sandbox import launch as sandbox
from autograder.sandbox import view, ways
from autograder.sandbox.inside import wire
from autograder.sandbox.inside.channel import Channel

PROBLEM = sandbox_problem()
# A sandbox that shows what it must hide is a fault of ours, and no reason to skip.
SKIP = PROBLEM is not None and "can see" not in str(PROBLEM)
pytestmark = pytest.mark.skipif(SKIP, reason=str(PROBLEM))


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


@pytest.fixture(scope="module")
def warm():
    warm = warm_player(ROOT, FAST)
    yield warm
    warm.close()


@pytest.fixture
def cells(warm):
    yield Cells(warm)
    warm.end(wait=True)


@pytest.mark.parametrize(
    "path",
    [
        ROOT / "source",
        ROOT / "autograder" / "checks",
        ROOT / "nbgrader_config.py",
        ROOT / ".git",
        "/etc/passwd",
        "/etc/shadow",
        "/home",
        "/sys",
        "/run",
        "/var",
        "/usr/bin",
        "/usr/share",
        "/proc/self",
        "/proc/1",
        "/dev/shm",
        "/dev/tty",
    ],
    ids=str,
)
def test_cannot_see(cells, path):
    printed, fault = cells.run(f"import os; os.path.lexists({str(path)!r})")
    assert (printed, fault) == ("False\n", None)


def test_cannot_see_a_gradebook_or_submissions_that_are_there(tmp_path):
    """In a course of its own, since the repository holds neither."""
    secret = "LEAK of another student"
    places = [
        "gradebook.db",
        "submitted/ada/01_feed_forward/01_feed_forward.ipynb",
        "autograded/ada/01_feed_forward/01_feed_forward.ipynb",
        "feedback/ada/01_feed_forward/01_feed_forward.html",
        "source/01_feed_forward/01_feed_forward.ipynb",
    ]
    for place in places:
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(secret, encoding="utf-8")
    for helper in ROOT.glob("rnn_*"):
        (tmp_path / helper.name).write_bytes(helper.read_bytes())
    visible = tmp_path / "rnn_utils.py"
    warm = warm_player(tmp_path, FAST)
    try:
        cells = Cells(warm)
        for place in places:
            path = tmp_path / place
            assert path.read_text(encoding="utf-8") == secret
            printed, fault = cells.run(f"print(open({str(path)!r}).read())")
            assert printed == ""
            assert fault["type"] in ("FileNotFoundError", "PermissionError")
        # The same code does read what may be read.
        printed, _ = cells.run("print(open('/judge/rnn_utils.py').read())")
        assert printed.strip() == visible.read_text(encoding="utf-8").strip()
    finally:
        warm.close()


def test_sees_only_what_is_listed(cells):
    printed, fault = cells.run("import os; sorted(os.listdir('/judge/inside'))")
    assert fault is None
    ours = {path.name for path in view.OURS.glob("*.py")}
    assert set(ast.literal_eval(printed)) - {"__pycache__"} == ours
    assert (
        "autograder" not in cells.run("import os, numpy; os.listdir(numpy.__path__[0] + '/..')")[0]
    )


WORDS_OF_THE_START = """
import gc, sys
found, frame = [sys.argv, sys.orig_argv, sys.path, sys.flags], sys._getframe()
while frame:
    found += [frame.f_locals, frame.f_globals]
    frame = frame.f_back
gc.unfreeze()
found += [each for each in gc.get_objects() if type(each) in (dict, list, tuple)]
texts = [t for each in found for t in (each.values() if isinstance(each, dict) else each)]
print([t for t in texts if isinstance(t, str) and t.startswith(COURSE)])
"""


def test_nothing_that_it_was_started_with_tells_where_the_course_lies(cells):
    # Put together inside, so that the cell's own text is no find.
    apart = " + ".join(map(repr, str(ROOT)))
    assert cells.run(f"COURSE = {apart}") == ("", None)
    printed, fault = cells.run(WORDS_OF_THE_START)
    found = [text for text in ast.literal_eval(printed) if text != str(ROOT)]
    assert (found, fault) == ([], None)


def test_stdin_is_empty(cells):
    assert cells.run("import os\nprint(os.read(0, 10))") == ("b''\n", None)


def test_devices_are_few_and_hold_no_memory(cells):
    printed, _ = cells.run("import os; sorted(os.listdir('/dev'))")
    assert ast.literal_eval(printed) == ["full", "null", "random", "urandom"]


def test_nothing_but_the_scratch_folder_can_be_written_whoever_owns_it(cells):
    source = (
        "import os, numpy\n"
        "places = ['/', '/judge', '/judge/inside', '/judge/rnn_utils.py', '/usr/lib', '/proc',"
        " os.path.dirname(numpy.__file__), os.path.dirname(os.__file__)]\n"
        "[p for p in [*places, '/scratch'] if not os.statvfs(p).f_flag & os.ST_RDONLY]"
    )
    assert cells.run(source) == ("['/scratch']\n", None)


def test_what_lies_beside_numpy_and_is_not_for_students_is_covered(tmp_path, monkeypatch):
    for name in (*view.UNSEEN, "numpy"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(view, "package_folders", lambda: [tmp_path])
    mounts = view._our_mounts([])
    covered = {at.name for at, (how, *_) in mounts.items() if how == "--tmpfs"}
    assert "autograder" in covered and covered == set(view.UNSEEN)


def below(process):
    """A process and all that it has started."""
    found = [process]
    for number in found:
        for task in Path(f"/proc/{number}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


@pytest.mark.parametrize("space", ["net", "ipc", "uts", "mnt", "pid", "user"])
def test_has_a_space_of_its_own_of_each_kind(cells, warm, space):
    cells.run("1")
    own = os.readlink(f"/proc/self/ns/{space}")
    try:
        *_, warm_one, stem = (os.readlink(f"/proc/{n}/ns/{space}") for n in below(warm.process.pid))
    except PermissionError:
        pytest.skip("only root may ask")
    assert own not in (warm_one, stem)
    assert (warm_one != stem) == (space in ("mnt", "pid"))


LIMITED = {
    "CORE": 0,
    "FSIZE": FAST.file_mb << 20,
    "MEMLOCK": 0,
    "MSGQUEUE": 0,
    "NOFILE": FAST.open_files,
}


@pytest.mark.parametrize("what", LIMITED)
def test_a_limit_of_the_kernel_is_set_and_cannot_be_raised(cells, what):
    source = (
        f"import resource as r\nprint(r.getrlimit(r.RLIMIT_{what}))\n"
        f"r.setrlimit(r.RLIMIT_{what}, ({LIMITED[what]}, {LIMITED[what] + 1}))"
    )
    printed, fault = cells.run(source)
    assert printed == f"({LIMITED[what]}, {LIMITED[what]})\n"
    assert fault["type"] == "ValueError" or fault["type"] == "PermissionError"


def test_cannot_import_the_checks(cells):
    _, fault = cells.run("import autograder.checks")
    assert fault["type"] == "ModuleNotFoundError"


def test_environment_is_clean(cells, monkeypatch):
    printed, _ = cells.run("import os; sorted(os.environ)")
    assert set(eval(printed)) <= {*view.ENVIRONMENT, "PWD", "LC_CTYPE"}


@pytest.mark.parametrize(
    "source",
    [
        "import socket; socket.socket()",
        "import socket; socket.socket(socket.AF_UNIX)",
        "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
        "import urllib.request; urllib.request.urlopen('http://1.1.1.1', timeout=3)",
        "import subprocess; subprocess.run(['/bin/true'])",
        "import os; os.system('true') and 1 / 0",
        "import os, sys; os.execv(sys.executable, ['x'])",
        "open('/judge/rnn_utils.py', 'a')",
        "open('/here', 'w')",
        "import os; os.mkdir('/judge/x')",
        "import os; os.chroot('/')",
        "import os; os.setuid(0)",
        "import os; os.memfd_create('x')",
        "import os; os.pidfd_open(1)",
        "import os; os.sched_setaffinity(0, os.sched_getaffinity(0))",
    ],
)
def test_denied_with_an_exception(cells, source):
    printed, fault = cells.run(source)
    assert fault is not None, printed
    assert fault["type"] in {"PermissionError", "OSError", "URLError", "ZeroDivisionError"}


# What the kernel would say without our filter is beside each: another error, or nothing at all.
@pytest.mark.parametrize(
    ("name", "arguments", "error"),
    [
        ("unshare", "0x10000000", "EPERM"),
        ("unshare", "0x20000000", "EPERM"),
        ("setns", "0, 0", "EPERM"),  # EINVAL
        ("ptrace", "0, 0, 0, 0", "EPERM"),
        ("mount", "b'x', b'/scratch', b'tmpfs', 0, None", "EPERM"),
        ("umount2", "b'/proc', 2", "EPERM"),
        ("umount2", "b'/scratch', 2", "EPERM"),
        ("syscall", "165, b'x', b'/scratch', b'tmpfs', 0, None", "EPERM"),
        ("syscall", "56, 0x10000000 | 17, 0, 0, 0, 0", "EPERM"),
        ("syscall", "435, 0, 0", "ENOSYS"),  # EINVAL
        ("syscall", "0x40000000 + 41, 1, 1, 0", "ENOSYS"),
        ("syscall", "101, 16, 1, 0, 0", "EPERM"),
        ("syscall", "298, 0, 0, 0, 0, 0", "EPERM"),  # EFAULT
        ("syscall", "321, 0, 0, 0", "EPERM"),
        ("syscall", "250, 0, 0, 0", "EPERM"),  # keyctl: a number
        ("syscall", "425, 1, 0", "EPERM"),  # EFAULT
        ("syscall", "457, 0, 0, 0, 0", "ENOSYS"),  # statmount: EFAULT
        ("syscall", "458, 0, 0, 0, 0", "ENOSYS"),  # listmount: EFAULT
        ("syscall", "463, 0, 0, 0, 0", "ENOSYS"),  # setxattrat
        ("syscall", "999, 0, 0, 0", "ENOSYS"),
        ("shmget", "0, 4096, 0o1600", "EPERM"),  # a number
        ("socketpair", "1, 1, 0, ctypes.create_string_buffer(8)", "EPERM"),  # 0
        ("socket", "1, 1, 0", "EPERM"),  # a number
        ("fcntl", "0, 1031, 1 << 20", "EPERM"),  # EBADF
        ("prctl", "4, 0, 0, 0, 0", "EPERM"),  # 0
        ("prctl", "22, 1, 0, 0, 0", "EPERM"),  # 0: strict mode
        ("personality", "0x0040000", "EPERM"),  # a number
        ("timer_create", "0, None, ctypes.create_string_buffer(8)", "EPERM"),  # 0
        ("memfd_create", "b'x', 0", "EPERM"),  # a number
        ("mlock", "b'x', 1", "EPERM"),
    ],
)
def test_denied_by_the_filter(cells, name, arguments, error):
    if name == "syscall" and os.uname().machine != "x86_64":
        pytest.skip("the numbers are those of x86_64")
    source = (
        f"import ctypes, errno\nprint(ctypes.CDLL(None, use_errno=True).{name}({arguments}),"
        " errno.errorcode.get(ctypes.get_errno()))"
    )
    assert cells.run(source) == (f"-1 {error}\n", None)


def test_locks_on_parts_of_a_file_are_not_to_be_had(cells):
    source = "import fcntl\nwith open('f', 'w') as file: fcntl.lockf(file, fcntl.LOCK_EX, 1, 5)"
    assert "No locks available" in cells.run(source)[1]["message"]
    source = "with open('f', 'w') as file: fcntl.flock(file, fcntl.LOCK_EX)"
    assert cells.run(source) == ("", None)


def test_has_no_privileges(cells):
    printed, _ = cells.run("import os; os.getuid() != 0, os.getpid(), os.getgroups() != [0]")
    assert printed == "(True, 1, True)\n"
    source = (
        "import ctypes, struct\n"
        "header, data = ctypes.create_string_buffer(struct.pack('II', 0x20080522, 0)), "
        "ctypes.create_string_buffer(24)\n"
        "ctypes.CDLL(None).capget(header, data), data.raw == bytes(24)"
    )
    assert cells.run(source)[0] == "(0, True)\n"


def test_scratch_is_private_and_bounded(warm):
    for _ in range(2):
        cells = Cells(warm)
        assert cells.run("import os; os.getcwd(), os.listdir()")[0] == "('/scratch', [])\n"
        cells.run("open('left', 'w').write('x')")
        for path in ("a", "b", "c"):
            printed, fault = cells.run(
                f"file = open({path!r}, 'wb')\n"
                "for _ in range(12): file.write(bytes(1 << 20)); file.flush()"
            )
        assert fault["kind"] == "file", (printed, fault)
        warm.end(wait=True)


def test_no_inherited_files(cells):
    printed, fault = cells.run(
        "import os\n"
        "def is_open(n):\n"
        "    try:\n"
        "        os.fstat(n)\n"
        "        return True\n"
        "    except OSError:\n"
        "        return False\n"
        "sum(map(is_open, range(64)))"
    )
    assert fault is None
    assert int(printed) == 4  # the three standard ones, which lead nowhere, and its own socket


def test_text_for_the_terminal_goes_nowhere(cells):
    source = "import os; os.write(1, b'x' * 10**6) + os.write(2, b'x' * 10**6)"
    assert cells.run(source) == ("2000000\n", None)


def test_memory_is_bounded(cells):
    assert cells.run("x = bytearray(1 << 29)")[1]["kind"] == "memory"
    assert cells.run("1 + 1") == ("2\n", None)


def test_memory_of_many_processes_is_bounded(warm):
    cells = Cells(warm)
    started = time.monotonic()
    source = (
        "import os, time\n"
        "for _ in range(20):\n"
        "    if not os.fork():\n"
        "        x = bytes(range(256)) * 800_000\n"
        "        time.sleep(100)\n"
        "time.sleep(1.5)"
    )
    cells.run(source)
    assert warm.why() == "memory_of_all"
    assert time.monotonic() - started < 20
    warm.end(wait=True)


HOLDS_AND_SHOWS = """
import os, time
import ctypes
libc = ctypes.CDLL(None)
{before}
for _ in range(4):
    if not os.fork():
        {inside}
        x = bytes(range(256)) * {size}
        time.sleep(100)
time.sleep({seconds})
"""


@pytest.mark.parametrize(
    "inside",
    [
        "libc.prctl(15, bytes([255, 254, 10, 195]), 0, 0, 0)",  # a name that is no UTF-8
        "libc.prctl(15, b'a\\nNSpid:\\t1', 0, 0, 0)",
        "libc.prctl(4, 0, 0, 0, 0)",  # not to be looked at
        "libc.syscall(157, 4, 0, 0, 0, 0)",
        "os.setsid()",
        "os.fork() and os._exit(0)",
    ],
)
def test_no_process_hides_from_the_watch_on_memory(warm, inside):
    cells = Cells(warm)
    # Four with 200 MB each; 512 are allowed.
    cells.run(HOLDS_AND_SHOWS.format(before="", inside=inside, size=800_000, seconds=1.5))
    assert warm.why() == "memory_of_all"
    warm.end(wait=True)


def test_memory_that_forks_share_counts_once(warm):
    cells = Cells(warm)
    # 180 MB in five processes; counted in each it would be 900.
    before = "shared = bytes(range(256)) * 700_000"
    cells.run(HOLDS_AND_SHOWS.format(before=before, inside="", size=1, seconds=0.7))
    assert warm.why() == ""
    assert warm.count() == 5
    warm.end(wait=True)


def test_what_the_watch_did_before_is_not_held_against_what_comes_after(warm):
    cells = Cells(warm)
    cells.run(HOLDS_AND_SHOWS.format(before="", inside="", size=800_000, seconds=1.5))
    assert warm.why() == "memory_of_all"
    assert warm.why(since=time.monotonic()) == ""
    warm.end(wait=True)


def test_a_call_in_quick_succession_does_not_blind_the_watch(warm):
    cells = Cells(warm)
    source = HOLDS_AND_SHOWS.format(before="", inside="", size=800_000, seconds=0)
    cells.run(source)
    latest = time.monotonic() + 2
    while time.monotonic() < latest and not warm.why():
        warm.count()
    assert warm.why() == "memory_of_all"
    warm.end(wait=True)


def test_threads_do_not_count_as_memory(cells):
    source = (
        "import threading\n"
        "import numpy as np\n"
        "start = threading.Barrier(20)\n"
        "def work():\n"
        "    start.wait()\n"
        "    [np.ones(1000) for _ in range(100)]\n"
        "threads = [threading.Thread(target=work) for _ in range(20)]\n"
        "for thread in threads: thread.start()\n"
        "for thread in threads: thread.join()\n"
        "len(np.ones(5 << 17))"
    )
    assert cells.run(source) == (f"{5 << 17}\n", None)


def test_processes_are_bounded_and_end_with_the_submission(warm):
    cells = Cells(warm)
    source = (
        "import os, time\n"
        "n = 0\n"
        "while True:\n"
        "    if not os.fork():\n"
        "        time.sleep(1000)\n"
        "    n += 1"
    )
    _, fault = cells.run(source)
    assert fault["kind"] == "processes"
    assert 1 < int(cells.run("n")[0]) <= FAST.processes + sandbox.TEST_PLAYERS
    assert warm.count() > 10
    warm.end(wait=True)
    assert warm.count() <= 1  # the next one, which was forked beforehand


def test_cannot_reach_the_warm_player(warm):
    cells = Cells(warm)
    cells.run(
        "import os\nfor n in range(-1, 40):\n    try: os.kill(n, 9)\n    except OSError: pass"
    )
    cells.run("import os; os.kill(0, 9)")
    warm.end(wait=True)
    assert Cells(warm).run("1") == ("1\n", None)
    warm.end(wait=True)


def test_time_and_output_are_bounded(cells):
    started = time.monotonic()
    assert cells.run("while True: print('x' * 1000)", 0.3)[1]["kind"] == "timeout"
    printed, _ = cells.run("for _ in range(1000): print('x' * 1000)")
    assert len(printed) < (FAST.output_kb << 10) + 100
    assert time.monotonic() - started < 10


def test_matplotlib_draws(warm):
    cells = Cells(warm)
    source = (
        "%matplotlib inline\n"
        "import matplotlib.pyplot as plt\n"
        "plt.plot([1, 2])\n"
        "plt.savefig('figure.png')\n"
        "plt.show()"
    )
    assert cells.run(source, 60.0)[1] is None
    warm.end(wait=True)


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("%matplotlib inline\n%config x\n1 + 1", "2\n"),
        ("!pip install numpy\nx = !ls\nx", "[Left out when grading: !pip install numpy]\n"),
        ("%%bash\nls", "[Left out when grading: %%bash]\n"),
        ("%%time\n2 + 2", "4\n"),
        ("%time print(3)", "3\n"),
        ("y = 1\ny?\n?y\ny", "1\n"),
        ("display(4); get_ipython().run_line_magic('matplotlib', 'inline')", "4\n"),
        ('x = """\n%d\n!x\n"""\nx', "'\\n%d\\n!x\\n'\n"),
        ('%matplotlib inline\nx = """\n%d\n!x\n"""\nx', "'\\n%d\\n!x\\n'\n"),
        ("!pip install \\\n  numpy\n6", "[Left out when grading: !pip install    numpy]\n6\n"),
        ("  x = 7\n  if x:\n    print(x)", "7\n"),
        (">>> def f():\n...     return 8\n>>> f()", "8\n"),
        ("import asyncio\nawait asyncio.sleep(0)\nawait asyncio.sleep(0, 9)", "9\n"),
        ("5;", ""),
        ("None", ""),
        ("input()", ""),
    ],
)
def test_notebook_notations(cells, source, printed):
    assert cells.run(source)[0].startswith(printed)


def test_a_cell_that_raises_keeps_the_names(cells):
    printed, fault = cells.run("a = 1\nb = 1 / 0\n")
    assert (fault["type"], fault["line"], fault["text"]) == ("ZeroDivisionError", 2, "b = 1 / 0")
    assert cells.run("a")[0] == "1\n"


def test_ends_when_the_judge_hangs_up():
    warm = warm_player(ROOT, FAST)
    Cells(warm).run("import os\nif not os.fork():\n    while True: pass")
    warm.control.close()
    assert warm.process.wait(10) == 0
    warm.close()


def test_refuses_where_the_course_is_visible(monkeypatch):
    """A course among Python's own files would be readable."""
    folders = view.package_folders()
    monkeypatch.setattr(view, "package_folders", lambda: [ROOT, *folders])
    with pytest.raises(sandbox.SandboxError, match="can see"):
        warm_player(ROOT, FAST)


def test_says_what_is_missing(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert "apt-get install bubblewrap" in sandbox_problem()
    monkeypatch.undo()
    assert sandbox_problem() is None


def test_says_what_does_not_work(monkeypatch):
    monkeypatch.setattr(ways, "interpreter", lambda: "/nothing/here")
    assert "does not work" in sandbox_problem()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_works_for_an_ordinary_user_too():
    command = [sys.executable, "-B", "-c", "import autograder.judge as s"]
    command[-1] += "; print(s.sandbox_problem())"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    try:
        done = subprocess.run(
            command, user=65534, group=65534, extra_groups=[], cwd="/", env=environment,
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
    except PermissionError:
        pytest.skip("this interpreter can be run by root alone")
    assert done.stdout.strip() == "None", done


def test_without_a_sandbox_the_same_protocol():
    warm = warm_player(ROOT, replace(FAST, memory_mb=128), sandbox=False)
    try:
        cells = Cells(warm)
        assert cells.run("import rnn_utils, numpy; 1 + 1") == ("2\n", None)
        assert cells.run("x = bytearray(1 << 28)")[1]["kind"] == "memory"
        assert cells.run("while True: pass", 0.2)[1]["kind"] == "timeout"
    finally:
        warm.close()


@pytest.mark.parametrize("name", ["memory_mb", "test_seconds", "processes"])
def test_limits_must_make_sense(name):
    for value in (-1, "many", None, True):
        with pytest.raises(ValueError, match=name):
            Limits(**{name: value})
