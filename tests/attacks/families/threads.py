"""Threads, atexit and other code that runs at another time than one would think."""

from harness import Attack

from autograder.base.outcome import Status

WRONG = "\ndef sigmoid(x):\n    return np.zeros_like(x)\n"

ATTACKS = {
    "thread_in_the_cell": Attack(
        """
import threading, time
def work():
    while True:
        globals()["softmax"] = lambda z: None
        time.sleep(0.001)
threading.Thread(target=work, daemon=True).start()
"""
        + WRONG,
        spoils=True,
    ),
    "thread_that_waits_for_the_end": Attack(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()" + WRONG
    ),
    "timer": Attack(
        # On a busy machine it goes off in the tests of the function that is right.
        "import threading, os\nthreading.Timer(0.2, os._exit, (0,)).start()" + WRONG,
        spoils=True,
    ),
    "atexit": Attack(
        "import atexit, os, time\natexit.register(os.write, 2, b'LEAK')\n"
        "atexit.register(time.sleep, 99)" + WRONG
    ),
    "fork_hooks": Attack(
        # Run where a player is forked for each test.
        """
import os
def hook():
    import gc
    for thing in gc.get_objects():
        if type(thing).__name__ == "Notebook":
            thing.names["sigmoid"] = thing.names.get("softmax", print)
os.register_at_fork(before=hook, after_in_child=hook, after_in_parent=hook)
"""
        + WRONG,
        spoils=True,
    ),
    "fork_hook_that_exits": Attack(
        "import os\nos.register_at_fork(after_in_child=lambda: os._exit(0))" + WRONG, spoils=True
    ),
    "fork_hook_that_hangs": Attack(
        "import os, time\nos.register_at_fork(before=lambda: time.sleep(1e6))" + WRONG, spoils=True
    ),
    "fork_hook_that_ends_the_parent": Attack(
        "import os\nos.register_at_fork(after_in_parent=lambda: os._exit(0))" + WRONG, spoils=True
    ),
    "collector_hook": Attack(
        "import gc\ngc.callbacks.append(lambda *a: globals().update(sigmoid=None))\n"
        "gc.set_threshold(1)" + WRONG
    ),
    "finalizer": Attack(
        "import weakref, sys\nclass A: pass\na = A()\n"
        "weakref.finalize(a, lambda: sys.stdout.write('x' * 10 ** 7))\ndel a" + WRONG
    ),
    "signal_handlers": Attack(
        """
import signal, os
def cheat(*a):
    raise NotImplementedError
for number in range(1, 65):
    try:
        signal.signal(number, cheat)
    except (OSError, ValueError):
        pass
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
"""
        + WRONG,
        spoils=True,
    ),
    "audit_hook": Attack(
        "import sys\nsys.addaudithook(lambda event, args: 1 / 0 if 'exec' in event else None)"
        + WRONG,
        spoils=True,
    ),
    "alarm_after_the_cell": Attack(
        "import signal, os\nsignal.signal(signal.SIGALRM, lambda *a: os._exit(0))\n"
        "signal.setitimer(signal.ITIMER_VIRTUAL, 0.05)" + WRONG,
        spoils=True,
    ),
    "answers_from_a_thread": Attack(
        # The function hangs; a thread answers in its place.
        """
import threading, gc, time
def sigmoid(x):
    me = next(o for o in gc.get_objects() if type(o).__name__ == "TestPlayer")
    def answer():
        for number in range(1, 50):
            me.send([("returned", number, me.encode(np.zeros_like(x)), None)], {})
    threading.Thread(target=answer).start()
    time.sleep(99)
""",
        ends=(Status.WRONG, Status.TIMEOUT, Status.REFUSED),
    ),
    "late_change_of_a_result": Attack(
        # The result is right when sent, and a thread spoils it after the last call.
        """
import threading, time
def sigmoid(x):
    out = 0.5 * (1 + np.tanh(0.5 * x))
    def spoil():
        time.sleep(0.0001)
        x[...] = 0
    threading.Thread(target=spoil).start()
    return out
""",
        deserved=5.0,
        spoils=True,
    ),
    "generator_left_open": Attack(
        "def g():\n    try:\n        yield\n    finally:\n        while True: pass\n"
        "kept = g()\nnext(kept)\ndel kept" + WRONG,
        spoils=True,
    ),
}
