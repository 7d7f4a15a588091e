"""Process floods (bounded): never more than 60 processes or threads, whatever the limits do."""

from harness import Attack

from autograder.base.outcome import Status


def body(text: str, before: str = "") -> str:
    """An answer whose function has a body."""
    lines = "\n".join("    " + line for line in text.strip("\n").split("\n"))
    return f"import os, sys, time, threading\n{before}\ndef sigmoid(x):\n{lines}\n"


CELL = "\ndef sigmoid(x):\n    return x\n"
FLOOD = """
import os, time
for _ in range(60):
    if os.fork() == 0:
        time.sleep(20)
        os._exit(0)
"""

ATTACKS = {
    "flood_in_the_cell": Attack(FLOOD + CELL, spoils=True),
    "flood_in_the_function": Attack(
        body("flood()\nreturn x", "def flood():" + FLOOD.replace("\n", "\n    ")),
        ends=(Status.REFUSED, Status.TIMEOUT),
        spoils=True,
    ),
    "bomb": Attack(
        body(
            """
end = time.monotonic() + 5
for _ in range(6):  # at most 64, even without a limit
    try:
        os.fork()
    except OSError:
        pass
while time.monotonic() < end:
    pass
"""
        ),
        spoils=True,
    ),
    "threads": Attack(
        body("for _ in range(60):\n    threading.Thread(target=time.sleep, args=(9,)).start()"),
        ends=Status.REFUSED,
        spoils=True,
    ),
    "orphans_that_burn_time": Attack(
        body(
            """
for _ in range(4):
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            pass
        os._exit(0)
return x
"""
        )
    ),
    "orphans_in_the_cell": Attack(
        "import os, time\nfor _ in range(3):\n    if os.fork() == 0:\n        os.setsid()\n"
        "        end = time.monotonic() + 20\n        while time.monotonic() < end: pass\n"
        "        os._exit(0)" + CELL
    ),
    "two_answers": Attack(
        # Parent and child both go on, and both answer.
        body("os.fork()\nreturn x * 0"),
        ends=(Status.WRONG, Status.REFUSED, Status.TIMEOUT),
    ),
    "two_notebooks": Attack("import os\nos.fork()" + CELL, spoils=True),
    "another_program": Attack(
        body("import subprocess\nsubprocess.run(['/usr/bin/id'])\nreturn x"), ends=Status.REFUSED
    ),
    "a_shell": Attack(
        "import os\nif os.system('true') == 0:\n    print('LEAK: a shell')\n"
        "for p in ('/bin/sh', '/usr/bin/env'):\n    try:\n        os.execv(p, ['x'])\n"
        "    except OSError as e:\n        print(e)" + CELL,
        says="not permitted",
    ),
    "multiprocessing": Attack(
        body("import multiprocessing\nmultiprocessing.Pool(4).map(abs, [1])\nreturn x")
    ),
    "low_priority_for_others": Attack(
        """
import os
for call in (lambda: os.nice(-20), lambda: os.sched_setscheduler(0, 1, os.sched_param(99)),
             lambda: os.setpriority(os.PRIO_USER, 0, -20)):
    try:
        call()
        print("LEAK: priority")
    except OSError as error:
        print(error)
"""
        + CELL,
        says="not permitted",
    ),
}
