"""Read tests, the gradebook, other students' work, the environment; reach out of the sandbox."""

from harness import ROOT, Attack

from autograder.base.outcome import Status

CELL = "\ndef sigmoid(x):\n    return x\n"
TRY = """
import os, sys
def attempt(what, call):
    try:
        got = call()
    except BaseException as error:
        print(what, type(error).__name__)
    else:
        print("LEAK", what, repr(got)[:300])
"""


def attempts(*calls: str, before: str = "") -> Attack:
    """Expressions of which none may succeed."""
    lines = "\n".join(f"attempt({call!r}, lambda: {call})" for call in calls)
    return Attack(TRY + before + "\n" + lines + CELL, says="Error")


ATTACKS = {
    "course_and_gradebook": attempts(
        *(
            f"open({str(ROOT / name)!r}).read()"
            for name in ("gradebook.db", "nbgrader_config.py", "design.md", ".git/HEAD")
        ),
        *(
            f"os.listdir({str(ROOT / name)!r})"
            for name in ("source", "submitted", "autograder", "examples")
        ),
    ),
    "whole_file_system": Attack(
        """
import os
seen = 0
for folder, folders, files in os.walk("/"):
    # The system's own files and installed packages are there to be read.
    folders[:] = [f for f in folders if f not in ("usr", "lib", "lib64", "packages0")]
    seen += len(files)
    for name in files:
        if name.endswith(".ipynb") or name in ("gradebook.db", "nbgrader_config.py", "judge.py"):
            print("LEAK", folder, name)
print("walked", seen > 0)
"""
        + CELL,
        says="walked",
    ),
    "checks_in_packages": attempts(
        "__import__('autograder.checks').checks",
        "__import__('autograder.course.reference').reference",
        "__import__('autograder.judge').judge",
        "__import__('nbgrader')and __import__('autograder.record.gradebook').gradebook",
        "__import__('importlib').metadata.distribution('rnn-from-scratch').locate_file('source')"
        ".joinpath('01_feed_forward').stat()",
        before="import importlib.metadata",
    ),
    "editable_install": Attack(
        """
import glob, os, sys
for folder in sys.path:
    for name in glob.glob(os.path.join(folder, "*.pth")) + glob.glob(folder + "/__editable__*"):
        for line in open(name):
            there = os.listdir(line.strip()) if os.path.isdir(line.strip()) else []
            if set(there) - {".venv"}:  # where the packages themselves lie
                print("LEAK", name, there)
print("looked")
"""
        + CELL,
        says="looked",
    ),
    "environment": Attack(
        """
import os
allowed = {"HOME", "LANG", "MPLBACKEND", "MPLCONFIGDIR", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS",
           "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "TMPDIR", "PWD", "LC_CTYPE",
           "LD_BIND_NOW", "MALLOC_ARENA_MAX"}
more = set(os.environ) - allowed
print("LEAK" if more else "plain", more)
"""
        + CELL,
        says="plain",
    ),
    "proc": attempts(
        "os.listdir('/proc/self/fd')",
        "open('/proc/1/environ').read()",
        "open('/proc/self/mem', 'rb')",
        "open('/proc/cmdline').read()",
        "os.readlink('/proc/self/root')",
        "open('/sys/kernel/vmcoreinfo').read()",
    ),
    "home_and_system_secrets": attempts(
        "open('/etc/passwd').read()",
        "open('/etc/shadow').read()",
        "open('/etc/hostname').read()",
        "os.listdir(os.path.expanduser('~root/.ssh'))",
        "open('/root/.bashrc').read()",
        "os.listdir('/home')",
        "os.listdir('/var')",
        "open('/dev/mem', 'rb').read(1)",
        "open('/dev/tty').read(1)",
    ),
    "network": attempts(
        "socket.create_connection(('127.0.0.1', 22), 1)",
        "socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)",
        "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)",
        "__import__('urllib.request').request.urlopen('http://example.org', timeout=1)",
        "socket.getaddrinfo('example.org', 80)",
        before="import socket",
    ),
    "write_outside": attempts(
        "open('/judge/rnn_check.py', 'a').write('x')",
        "open('/judge/inside/player.py', 'a').write('x')",
        "os.mkdir('/judge/numpy')",
        "open('/usr/lib/x', 'w')",
        "open('/x', 'w')",
        "open(np.__file__, 'a')",
        "os.chmod(np.__file__, 0o777)",
        "os.rename('/judge', '/tmp/judge')",
        "os.link('/judge/rnn_check.py', '/tmp/x')",
    ),
    "system_calls": attempts(
        *(
            f"call({number}, {arguments})"
            for number, arguments in {
                "101": "16, 1, 0, 0",  # ptrace: attach
                "165": "b'x', b'/tmp', b'tmpfs', 0, 0",  # mount
                "166": "b'/proc', 2",  # umount2
                "272": "0x10000000",  # unshare: user space
                "308": "3, 0",  # setns
                "310": "1, 0, 0, 0, 0, 0",  # process_vm_readv
                "319": "b'x', 0",  # memfd_create
                "321": "0, 0, 0",  # bpf
                "425": "1, 0",  # io_uring_setup
                "434": "1, 0",  # pidfd_open
                "41": "1, 1, 0",  # socket
                "56": "0x10000000 | 17, 0, 0, 0, 0",  # clone with a new user space
                "435": "0, 0",  # clone3
                "59": "b'/usr/bin/id', 0, 0",  # execve
                "1073741883": "b'/usr/bin/id', 0, 0",  # execve in the second numbering
                "29": "0, 4096, 0o1666",  # shmget
                "250": "0, 0, 0, 0, 0",  # keyctl
            }.items()
        ),
        before="""
import ctypes, platform
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    if platform.machine() != "x86_64":
        raise OSError("other numbers here")
    result = libc.syscall(number, *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result
""",
    ),
    "root_again": attempts(
        "os.setuid(0)",
        "os.setgroups([0])",
        "os.chroot('/tmp')",
        "os.mknod('/tmp/dev', 0o060666, os.makedev(8, 0))",
        "os.sethostname('x') if hasattr(os, 'sethostname') else 1 / 0",
        "open('/proc/sys/kernel/core_pattern', 'w')",
    ),
    "what_a_student_left_behind": Attack(
        """
import os, tempfile
print("LEAK" if os.path.exists("/tmp/left") or os.path.exists("left") else "nothing left")
for place in ("/tmp/left", "left", "/tmp/numpy.py", "/tmp/sitecustomize.py"):
    open(place, "w").write("raise SystemExit('LEAK')")
os.symlink("/", "/tmp/root")
"""
        + CELL,
        says="nothing left",
    ),
    "what_the_last_student_left": Attack(
        "import os\nprint('LEAK' if os.listdir('/tmp') else 'nothing left')" + CELL,
        says="nothing left",
    ),
    "what_the_last_student_asked": Attack(
        # Memory that a fork shares with forks before it: nothing in it is of another submission.
        """
import gc
texts = [t for t in gc.get_objects() if type(t) is dict and "feed_forward_backward" in t]
print("LEAK" if texts and "cross_entropy" in texts[0] and "0x" in repr(texts) else "nothing")
"""
        + CELL
    ),
    "answers_of_the_visible_check": Attack(
        # A known limit: the visible check's expected results are in the course that students have.
        # Who copies them gets the visible point, and no hidden one.
        """
import rnn_check
def sigmoid(x):
    entry = rnn_check._load_checks()["sigmoid"]
    for case in entry["cases"]:
        (given,) = rnn_check.decode(case["args"], entry["arrays"])
        if given.shape == x.shape and (given == x).all():
            return rnn_check.decode(case["want"], entry["arrays"])
""",
        deserved=4.0,
    ),
    "input_of_one_test_for_another": Attack(
        # What a test asks can be kept for the next; the right results cannot.
        """
import os
def sigmoid(x):
    with open("/tmp/asked", "ab") as file:
        file.write(x.tobytes())
    return np.frombuffer(open("/tmp/asked", "rb").read(8 * x.size)).reshape(x.shape)
""",
        ends=Status.WRONG,
    ),
    "reference_asked_for_an_earlier_function": Attack(
        # feed_forward_backward may call back the reference's earlier functions. What they answer
        # must not reach the tests of those functions, which come first.
        """
def feed_forward_backward(y, parameters, cache):
    import os
    for name in ("sigmoid", "softmax", "feed_forward", "cross_entropy"):
        try:
            got = globals()[name](np.zeros((2, 2)))
            open("/tmp/" + name, "w").write(repr(got))
        except Exception:
            pass
    return {}
""",
        target="feed_forward_backward",
        edit=lambda notebook: (
            [
                cell.update(
                    source="import os\ndef sigmoid(x):\n    if os.path.exists('/tmp/sigmoid'):\n"
                    "        raise ValueError('LEAK')\n    return np.zeros(3)\n"
                )
                for cell in notebook["cells"]
                if cell["id"] == "sigmoid"
            ]
            and None
        ),
    ),
}
