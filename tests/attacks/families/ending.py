"""Kill and exit: end Python in every way there is."""

from harness import Attack

from autograder.base.outcome import Status


def calls(text: str, before: str = "") -> str:
    """An answer whose function runs a statement."""
    return f"import os, sys, signal, ctypes\n{before}\ndef sigmoid(x):\n    {text}\n    return x\n"


ATTACKS = {
    "exit_in_the_cell": Attack("import os\nos._exit(0)\ndef sigmoid(x):\n    return x\n"),
    "exit_in_the_function": Attack(calls("os._exit(0)"), ends=Status.ERROR),
    "exit_on_the_second_call": Attack(
        calls("n.append(1) or (len(n) > 1 and os._exit(0)); return 1 / (1 + np.exp(-x))", "n = []"),
        ends=Status.ERROR,
    ),
    "sys_exit_in_the_cell": Attack("import sys\ndef sigmoid(x):\n    return x\nsys.exit(0)"),
    "kill_itself": Attack(calls("os.kill(os.getpid(), 9)"), ends=Status.ERROR),
    "abort": Attack(calls("os.abort()"), ends=Status.ERROR),
    "segfault": Attack(calls("ctypes.string_at(0)"), ends=Status.ERROR),
    "segfault_in_the_cell": Attack(
        "import ctypes\ndef sigmoid(x):\n    return x\nctypes.string_at(8)", ends=Status.ERROR
    ),
    "c_stack": Attack(
        """
import sys
sys.setrecursionlimit(10 ** 9)
def sigmoid(x):
    a = []
    for _ in range(10 ** 6):
        a = [a]
    return repr(a)
"""
    ),
    "endless_recursion": Attack("def sigmoid(x):\n    return sigmoid(x)\n", ends=Status.ERROR),
    "kill_everything": Attack(calls("os.kill(-1, 9)"), spoils=True),
    "kill_everything_in_the_cell": Attack(
        "import os\ndef sigmoid(x):\n    return x\nos.kill(-1, 9)\nos.kill(1, 9)"
    ),
    "kill_every_number": Attack(
        calls(
            "[kill(n) for n in range(2000)]",
            """
def kill(n):
    try:
        os.kill(n, 9)
    except OSError:
        pass
""",
        ),
        spoils=True,  # the players that wait for later tests may die late
    ),
    "kill_the_group": Attack(calls("os.killpg(0, 9)"), spoils=True),
    "stop_itself": Attack(calls("os.kill(os.getpid(), signal.SIGSTOP)"), ends=Status.TIMEOUT),
    "stop_everything": Attack(calls("os.kill(-1, signal.SIGSTOP)"), spoils=True),
    "close_all_files": Attack(calls("os.closerange(0, 256)")),
    "close_all_files_in_the_cell": Attack(
        "import os\ndef sigmoid(x):\n    return x\nos.closerange(0, 256)"
    ),
    "exit_on_collection": Attack(
        calls("", "class D:\n    def __del__(self):\n        os._exit(0)\nd = D()").replace(
            "    \n", "    globals().pop('d', None)\n"
        )
    ),
    "alarm": Attack(calls("signal.alarm(1); signal.pause()")),
    "exit_at_every_cell": Attack(
        "import os\nos._exit(0)\ndef sigmoid(x):\n    return x\n",
        above="import os\nos._exit(1)",
        edit=lambda notebook: (
            [
                cell.update(source="import os\nos._exit(3)\n" + cell["source"])
                for cell in notebook["cells"]
                if cell["id"] in ("feed_forward", "cross_entropy", "feed_forward_backward")
            ]
            and None
        ),
        spoils=True,
    ),
}
