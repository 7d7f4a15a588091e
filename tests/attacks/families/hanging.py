"""Hangs: never come back, in Python, in C, and when told to stop."""

from harness import Attack

from autograder.base.outcome import Status


def body(text: str, before: str = "") -> str:
    """An answer whose function has a body."""
    lines = "\n".join("    " + line for line in text.strip("\n").split("\n"))
    return f"import os, sys, signal, time, threading\n{before}\ndef sigmoid(x):\n{lines}\n"


CELL = "\ndef sigmoid(x):\n    return x\n"

ATTACKS = {
    "endless_loop": Attack(body("while True:\n    pass"), ends=Status.TIMEOUT),
    "endless_loop_in_the_cell": Attack("while True:\n    pass" + CELL, ends=Status.TIMEOUT),
    "sleep": Attack(body("time.sleep(1e6)"), ends=Status.TIMEOUT),
    "cell_that_takes_no_alarm": Attack(
        """
import signal
signal.signal(signal.SIGALRM, signal.SIG_IGN)
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
"""
        + CELL,
        ends=Status.TIMEOUT,
    ),
    "cell_that_catches_everything": Attack(
        "while True:\n    try:\n        while True:\n            pass\n"
        "    except BaseException:\n        pass" + CELL
    ),
    "regular_expression": Attack(
        body('import re\nreturn re.match(r"(a+)+$", "a" * 60 + "b")'), ends=Status.TIMEOUT
    ),
    "big_power": Attack(body("return len(str(7 ** (7 ** 9)))")),
    "power_in_the_cell": Attack("n = 9 ** (9 ** 9)" + CELL),
    "wait_for_input": Attack(body("return input()"), ends=Status.ERROR),
    "deadlock": Attack(body("l = threading.Lock()\nl.acquire()\nl.acquire()"), ends=Status.TIMEOUT),
    "hang_when_collected": Attack(
        "class D:\n    def __del__(self):\n        while True:\n            pass\nD()" + CELL
    ),
    "hang_when_shown": Attack(
        body(
            "raise Slow()",
            "class Slow(Exception):\n    def __str__(self):\n        time.sleep(1e6)",
        ),
        ends=Status.TIMEOUT,
    ),
    "hang_at_exit": Attack(
        body("return x", "import atexit\natexit.register(time.sleep, 1e6)"), ends=Status.WRONG
    ),
    "hang_in_metaclass": Attack(
        body(
            "return M('A', (), {})()",
            "class M(type):\n    def __getattribute__(s, n):\n        time.sleep(1e6)",
        )
    ),
    "always_nearly_too_long": Attack(
        # Each call of each test stays below the limit; together they do not.
        body("time.sleep(0.3)\nreturn 0.5 * (1 + np.tanh(0.5 * x))"),
        ends=(Status.TIMEOUT, Status.OK),
        deserved=5.0,
        spoils=True,
    ),
    "every_function_sleeps": Attack(
        edit=lambda notebook: (
            [
                cell.update(source=f"def {cell['id']}(*a):\n    import time\n    time.sleep(1e6)")
                for cell in notebook["cells"]
                if cell["metadata"].get("nbgrader", {}).get("solution")
            ]
            and None
        ),
        honest=(),
        ends=Status.TIMEOUT,
    ),
    "every_cell_sleeps": Attack(
        edit=lambda notebook: (
            [
                cell.update(source=f"import time\ntime.sleep(1e6)\ndef {cell['id']}(*a): pass")
                for cell in notebook["cells"]
                if cell["metadata"].get("nbgrader", {}).get("solution")
            ]
            and None
        ),
        honest=(),
        ends=Status.TIMEOUT,
    ),
    "a_thread_holds_the_lock": Attack(
        body("threading.Thread(target=pow, args=(7, 7 ** 9)).start()\ntime.sleep(0.2)\nreturn x")
    ),
}
