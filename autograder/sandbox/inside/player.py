"""The player: runs a student's cells, then answers calls to the student's functions.

Three processes, each a fork of the one before. The *warm* one has NumPy loaded and never runs a
student's code. It forks one *stem* for a submission, which locks itself in and runs the cells. The
stem forks one *test player* (`testplayer`) for each test, so that every test starts from the state
that the cells left. It serves a test itself where that comes to the same: the last one, and all of
them if the functions leave nothing behind (`submission.purity`). They talk to the judge over
sockets of their own (`channel`), in plain data (`wire`).

NumPy is on the path only when `main` has put it there: what needs it is imported after that.

Nothing here is trusted once a student's code has run in the process: the judge believes a player
only that "this is what the function returned".
"""

from __future__ import annotations

import _thread
import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import time
from typing import Any

CHECK_SECONDS = 0.1
REHEARSALS = 30
THREAD_STACK = 2 << 20  # bytes; the usual 8 MB would count as addresses that a thread has taken


def main() -> None:
    """Be the warm process. Its settings, JSON, come on stdin."""
    settings = _settings()
    from . import system_calls

    way = _way(settings)
    way.enter()
    sys.path[:0] = ["", *settings["paths"]]
    from . import usual

    for name in ("inside.cells", *usual.IMPORTS):
        __import__(name)
    from . import wire
    from .channel import Closed, ReceivingChannel

    control = ReceivingChannel(socket.socket(fileno=settings["control"]), 1 << 20)
    # Forks see the variables of this frame: the paths go as soon as they have been looked at.
    hidden = [path for path in settings.pop("forbidden") if way.sandbox and os.path.exists(path)]
    way.prefer_to_kill()
    way.settle()
    warm = Warm(control, way)
    # What a start that fails says on stderr reaches the judge; what a student's code says does not.
    nowhere = os.open("/dev/null", os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    filtered = system_calls.has_filter()
    control.send(wire.encode(("ready", hidden, filtered), wire.no_references))
    rehearse(settings["limits"])
    gc.collect()
    gc.freeze()  # else the first collection of a fork copies every page
    with contextlib.suppress(Closed):
        warm.serve()
    warm.end()
    warm.bury()
    os._exit(0)  # nothing is left that needs tidying, and the judge waits


def _way(settings: dict) -> Any:
    """How submissions are kept apart here."""
    if settings["way"] == "spaces":
        from .spaces import Spaces as Way
    elif settings["way"] == "account":
        from .account import Account as Way
    else:
        from .confine import Unconfined as Way
    return Way(settings)


def _settings() -> dict:
    """Read the settings, and leave stdin empty."""
    with open(0, "rb", closefd=False) as file:
        settings = json.load(file)
    nowhere = os.open("/dev/null", os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.close(nowhere)
    return settings


def rehearse(limits: dict) -> None:
    """Go through what every fork will do, with a function of our own.

    Python adapts code to the types that it meets, and writes that into the code. Done here, it is
    not done again, and the memory not copied again, in each of the forks.
    """
    import numpy as np

    from . import cells, usual, wire
    from .channel import Channel
    from .testplayer import TestPlayer

    standard = sys.stdin, sys.stdout, sys.stderr
    notebook = cells.Notebook(limits["output_kb"])
    here, there = socket.socketpair()
    with here, there:
        judge = Channel(here, limits["message_mb"] << 20)
        player = TestPlayer(os.dup(there.fileno()), notebook, limits)
        array = np.ones((2, 3))
        value = (array, (1, 2.0, "text", [True, None], np.float64(1)), {"a": array, "b": array})
        for _ in range(REHEARSALS):
            notebook.run("rehearsal", "def f(*values):\n    return values", 10.0)
            packed = wire.encode((value, {}), wire.no_references)
            judge.send(wire.encode(("call", 1, "f", [packed] * 2), wire.no_references))
            player.serve_one()
            judge.receive()
            usual.use_numpy()
        player.channel.close()
    sys.stdin, sys.stdout, sys.stderr = standard


class Warm:
    """The warm process: forks stems, watches what they hold, ends them."""

    def __init__(self, control: Any, way: Any) -> None:
        self.control, self.way = control, way
        self.stem = 0
        self.dying = 0
        self.reason, self.killed_at = "", 0.0
        self.looked_at = 0.0

    def serve(self) -> None:
        """Obey the judge until it hangs up."""
        from . import wire

        waiting = select.poll()
        waiting.register(self.control.sock, select.POLLIN)
        while True:
            watched = self.stem and self.way.sandbox
            while not self.control.buffer and not waiting.poll(
                CHECK_SECONDS * 1000 if watched else None
            ):
                self.check()
            if watched and time.monotonic() - self.looked_at > CHECK_SECONDS:
                self.check()  # orders in quick succession do not keep it from looking
            order = wire.decode(self.control.receive(), wire.no_references)
            if order == "start":
                self.start(self.control.descriptors.pop())
            elif order == "end":
                self.end()
                self.answer()
            elif order == "why":
                self.answer()
            elif order == "count":
                number = len(self.way.members())
                self.control.send(wire.encode(number, wire.no_references))

    def answer(self) -> None:
        """Tell the judge whether the watch on memory had to kill, and when it last did."""
        from . import wire

        self.control.send(wire.encode((self.reason, self.killed_at), wire.no_references))

    def start(self, descriptor: int) -> None:
        """Fork the stem of a submission, which talks to the judge over ``descriptor``."""
        self.reason, self.killed_at = "", 0.0
        self.bury()
        from .confine import default_signals

        child = self.way.fork()
        if child:
            os.close(descriptor)
            self.stem = child
            return
        try:
            self.control.close()
            os.setsid()
            default_signals()
            self.way.lock_in()
            stem(descriptor, self.way.limits, self.way.sandbox)
        finally:
            os._exit(1)  # whatever happened: a fork must never go on as the warm process

    def end(self) -> None:
        """Kill the submission, with all that it has started."""
        if self.stem:
            self.way.end(self.stem)
            self.stem, self.dying = 0, self.stem

    def bury(self) -> None:
        """Wait until the submission before is gone, with all that it has started."""
        if self.dying:
            self.way.bury(self.dying)
            self.dying = 0

    def check(self) -> None:
        """Kill the largest process if all of them together hold too much, all if files are."""
        self.looked_at = time.monotonic()
        if self.way.overfull():
            self.reason, self.killed_at = "file", self.looked_at
            self.way.end(self.stem)
            return
        limit = self.way.limits["memory_mb"] << 21
        names = self.way.members()
        if sum(map(self.way.resident, names.values())) <= limit:
            return  # pages that several share counted several times, and still not too much
        held = {number: self.way.held(name) for number, name in names.items()}
        if sum(held.values()) <= limit:
            return
        self.reason, self.killed_at = "memory_of_all", time.monotonic()
        tests = {number: size for number, size in held.items() if number != self.stem}
        self.way.kill(max(tests or held, key=held.get))


# --------------------------------------------------------------------------------- the stem


def stem(descriptor: int, limits: dict, sandbox: bool) -> None:
    """Run the cells, and fork or be a test player wherever the judge asks for one."""
    from rnn_language import speak

    from . import cells, pipes, wire
    from .channel import ReceivingChannel
    from .testplayer import TestPlayer

    if sandbox:
        socket.socketpair = pipes.pair
    _thread.stack_size(THREAD_STACK)
    channel = ReceivingChannel(socket.socket(fileno=descriptor), limits["message_mb"] << 20)
    notebook = cells.Notebook(limits["output_kb"])
    children: dict[str, int] = {}
    own = os.getpid()
    while True:
        order, *content = wire.decode(channel.receive(), wire.no_references)
        if order == "speak":
            speak(*content)
        elif order == "run":
            cell, source, seconds = content
            fault = notebook.run(cell, source, seconds)
            if os.getpid() != own:
                return  # a process that the cell has forked, and that came back from it
            answer = ("ran", cell, fault, notebook.printed.take())
            channel.send(wire.encode(answer, wire.no_references))
        elif order == "kill":
            child = children.pop(content[0], 0)
            if child:
                with contextlib.suppress(ProcessLookupError, ChildProcessError):
                    os.kill(child, signal.SIGKILL)
                    os.waitpid(child, 0)
        elif order == "test":
            test_descriptor = channel.descriptors.pop()
            if sandbox and not children and os.getuid():  # root would reach the whole machine
                with contextlib.suppress(ProcessLookupError):
                    os.kill(-1, signal.SIGKILL)  # all that the cells have left running
                _reap(0)
            _reap(os.WNOHANG)
            name, here, pure = content
            if here:
                TestPlayer(test_descriptor, notebook, limits, pure).serve()
                continue
            child = os.fork()
            if not child:
                os.close(channel.sock.detach())
                TestPlayer(test_descriptor, notebook, limits, pure).serve()
                os._exit(0)
            os.close(test_descriptor)
            children[name] = child
        elif order == "ready":
            channel.send(wire.encode("ready", wire.no_references))


def _reap(options: int) -> None:
    """Collect processes that have ended, or wait for all; until then each counts as running."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, options)[0]:
            pass


if __name__ == "__main__":
    main()
