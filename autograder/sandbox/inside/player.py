"""The player: runs a student's cells, then answers calls to the student's functions.

Three processes, each a fork of the one before. The *warm* one has NumPy loaded and never runs a
student's code. It forks one *stem* for a submission, which locks itself in and runs the cells. The
stem forks one *test player* for each test, so that every test starts from the state that the cells
left. It serves a test itself where that comes to the same: the last one, and all of them if the
functions leave nothing behind (`submission.purity`). They talk to the judge over sockets of their
own (`wire`).

Nothing here is trusted once a student's code has run in the process: the judge believes a player
only that "this is what the function returned".
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
from typing import Any

MEMORY_CHECK_SECONDS = 0.1
REHEARSALS = 30
# A message is sent after so many answers, for the judge to look at while the next are made, or
# after so many bytes of them.
FULL, FULL_BYTES = 4, 1 << 20


def main() -> None:
    """Be the warm process. ``sys.argv[1]`` is its JSON settings."""
    settings = json.loads(sys.argv[1])
    sandbox = settings["sandbox"]
    from . import confine

    if sandbox:
        confine.become_nobody()
        confine.enter_own_space()
    sys.path[:0] = ["", *settings["paths"]]
    for name in settings["preload"]:
        __import__(name)
    from . import wire

    control = wire.ReceivingChannel(socket.socket(fileno=settings["control"]), 1 << 20)
    hidden = [path for path in settings["forbidden"] if sandbox and os.path.exists(path)]
    confine.prefer_to_kill()
    warm = Warm(control, settings["limits"], sandbox)
    # What a start that fails says on stderr reaches the judge; what a student's code says does not.
    nowhere = os.open("/dev/null", os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    control.send(wire.encode(("ready", hidden, confine.has_filter()), wire.no_references))
    rehearse(settings["limits"])
    gc.collect()
    gc.freeze()  # else the first collection of a fork copies every page
    with contextlib.suppress(wire.Closed):
        warm.serve()
    warm.end()
    warm.bury()
    os._exit(0)  # nothing is left that needs tidying, and the judge waits


def rehearse(limits: dict) -> None:
    """Go through what every fork will do, with a function of our own.

    Python adapts code to the types that it meets, and writes that into the code. Done here, it is
    not done again, and the memory not copied again, in each of the forks.
    """
    import numpy as np

    from . import cells, wire

    standard = sys.stdin, sys.stdout, sys.stderr
    notebook = cells.Notebook(limits["output_kb"])
    here, there = socket.socketpair()
    with here, there:
        judge = wire.Channel(here, limits["message_mb"] << 20)
        player = TestPlayer(os.dup(there.fileno()), notebook, limits)
        array = np.ones((2, 3))
        value = (array, (1, 2.0, "text", [True, None], np.float64(1)), {"a": array, "b": array})
        for _ in range(REHEARSALS):
            notebook.run("rehearsal", "def f(*values):\n    return values", 10.0)
            packed = wire.encode((value, {}), wire.no_references)
            judge.send(wire.encode(("call", 1, "f", [packed] * 2), wire.no_references))
            player.serve_one()
            judge.receive()
            use_numpy()
        player.channel.close()
    sys.stdin, sys.stdout, sys.stderr = standard


def use_numpy() -> None:
    """Do with NumPy what the lessons do: at first use it sets up buffers and tables."""
    import numpy as np

    for array in (np.linspace(-1, 1, 20).reshape(4, 5), np.arange(20).reshape(4, 5)):
        scores = array @ array.T + np.dot(array, array.T) - 0.5 * array[:, :1]
        gate = 1 / (1 + np.exp(-scores))
        state = np.tanh(scores) * gate + np.concatenate((gate[:2], 1 - gate[2:] ** 2), axis=0)
        shares = np.exp(state - np.max(state, axis=0, keepdims=True))
        shares /= np.sum(shares, axis=0, keepdims=True)
        steps = np.zeros((4, 4, 2))
        steps[:, :, 0] += np.maximum(np.log(shares), np.where(scores > 0, scores, 0))


class Warm:
    """The warm process: forks stems, watches their memory, ends them."""

    def __init__(self, control: Any, limits: dict, sandbox: bool) -> None:
        from . import confine

        self.confine, self.control, self.limits, self.sandbox = confine, control, limits, sandbox
        self.stem = 0
        self.dying = 0
        self.reason = ""
        if sandbox:
            self.own_space = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
            self.level = confine.space_level()
        self.size = confine.own_size()
        self.program = confine.prepare() if sandbox else b""

    def serve(self) -> None:
        """Obey the judge until it hangs up."""
        from . import wire

        waiting = select.poll()
        waiting.register(self.control.sock, select.POLLIN)
        while True:
            while not self.control.buffer and not waiting.poll(
                MEMORY_CHECK_SECONDS * 1000 if self.stem and self.sandbox else None
            ):
                self.check_memory()
            order = wire.decode(self.control.receive(), wire.no_references)
            if order == "start":
                self.start(self.control.descriptors.pop())
            elif order == "end":
                self.end()
                self.answer()
            elif order == "why":
                self.answer()
            elif order == "count":
                number = len(self.confine.members(self.level)) if self.sandbox else 0
                self.control.send(wire.encode(number, wire.no_references))

    def answer(self) -> None:
        """Tell the judge whether the watch on memory had to kill."""
        from . import wire

        self.control.send(wire.encode(self.reason, wire.no_references))

    def start(self, descriptor: int) -> None:
        """Fork the stem of a submission, which talks to the judge over ``descriptor``."""
        self.reason = ""
        self.bury()
        child = self.confine.fork_into_new_space(self.own_space) if self.sandbox else os.fork()
        if child:
            os.close(descriptor)
            self.stem = child
            return
        try:
            self.control.close()
            os.setsid()
            if self.sandbox:
                os.close(self.own_space)
            self.confine.default_signals()
            self.confine.lock_in(self.limits, self.size, self.sandbox, self.program)
            stem(descriptor, self.limits, self.sandbox)
        finally:
            os._exit(1)  # whatever happened: a fork must never go on as the warm process

    def end(self) -> None:
        """Kill the submission; the kernel ends all that it has started."""
        if not self.stem:
            return
        with contextlib.suppress(ProcessLookupError):
            if self.sandbox:
                os.kill(self.stem, signal.SIGKILL)
            else:
                os.killpg(self.stem, signal.SIGKILL)
        self.stem, self.dying = 0, self.stem

    def bury(self) -> None:
        """Wait until the submission before is gone, with all that it has started."""
        if self.dying:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.dying, 0)
            self.dying = 0

    def check_memory(self) -> None:
        """Kill the largest process if all of them together hold too much."""
        held = self.confine.members(self.level)
        if sum(held.values()) <= self.limits["memory_mb"] << 21:
            return
        self.reason = "memory"
        tests = {number: size for number, size in held.items() if number != self.stem}
        largest = max(tests or held, key=held.get)
        with contextlib.suppress(ProcessLookupError):
            os.kill(largest, signal.SIGKILL)


# --------------------------------------------------------------------------------- the stem


def stem(descriptor: int, limits: dict, sandbox: bool) -> None:
    """Run the cells, and fork or be a test player wherever the judge asks for one."""
    from . import cells, wire

    channel = wire.ReceivingChannel(socket.socket(fileno=descriptor), limits["message_mb"] << 20)
    notebook = cells.Notebook(limits["output_kb"])
    children: dict[str, int] = {}
    own = os.getpid()
    while True:
        order, *content = wire.decode(channel.receive(), wire.no_references)
        if order == "run":
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
            if sandbox and not children:
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
    """Take leave of processes that have ended, or wait for all; until then they count as such."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, options)[0]:
            pass


# --------------------------------------------------------------------------- one test's player


class TestPlayer:
    """Answers calls to the student's functions during one test.

    Parameters
    ----------
    descriptor : int
        Connected to the judge.
    notebook : Notebook
        Has run the cells.
    limits : dict
        The fields of `autograder.base.limits.Limits`.
    pure : bool
        No call can change what an earlier one has returned, so that nobody needs to look.
    """

    __test__ = False  # not a pytest class

    def __init__(self, descriptor: int, notebook: Any, limits: dict, pure: bool = False) -> None:
        from . import cells, wire

        self.wire, self.describe = wire, cells.describe
        self.limit = limits["message_mb"] << 20
        self.channel = wire.ReceivingChannel(socket.socket(fileno=descriptor), self.limit)
        self.notebook = notebook
        self.kept: dict[int, Any] = {}  # what the judge holds a number for
        self.numbers: dict[int, int] = {}
        self.results: list[list] = []  # of some calls: number, result, and its bytes when told
        self.has_references = False
        self.pure = pure
        self.lock: Any = None

    def serve(self) -> None:
        """Obey the judge until it hangs up."""
        with contextlib.closing(self.channel), contextlib.suppress(self.wire.Closed):
            while True:
                self.serve_one()

    def serve_one(self) -> None:
        """Obey one order."""
        order, *content = self.decode(self.channel.receive())
        if order == "replace":
            # Imported here: threading makes every fork slower once it is there.
            import threading

            self.lock = threading.RLock()
            self.notebook.names.update(content[0])
        elif order == "call":
            self.answer(*content)

    def answer(self, first: int, name: str, inputs: list[bytes]) -> None:
        """Call one of the student's functions on each input; the calls are numbered on."""
        answers: list[tuple] = []
        size = 0
        for number, packed in enumerate(inputs, first):
            if len(answers) == FULL or size > FULL_BYTES:
                self.send(answers, {})
                answers, size = [], 0
            answers.append(self.call(number, name, packed))
            size += sum(len(part) for part in answers[-1] if type(part) is bytes)
        try:
            later = self.changed_results()
        except (self.wire.WireError, MemoryError) as error:
            answers[-1:] = [("unsendable", number, str(error)[:200])]
            later = {}
        self.send(answers, later)

    def call(self, number: int, name: str, packed: bytes) -> tuple:
        """Call one of the student's functions; return what to tell the judge of it."""
        names = self.notebook.names
        if name not in names:
            return "missing", number, "undefined"
        if not callable(names[name]):
            return "missing", number, "uncallable"
        self.has_references = False
        given = self.decode(packed)
        args, kwargs = given
        before = self.encode(given) if self.has_references else packed
        try:
            result = names[name](*args, **kwargs)
        except BaseException as error:
            return "raised", number, self.describe(error)
        try:
            after = self.encode(given)
            packed_result = self.encode(result)
        except (self.wire.WireError, MemoryError) as error:
            return "unsendable", number, str(error)[:200]
        if not self.pure:
            self.results.append([number, result, packed_result])
        return "returned", number, packed_result, None if after == before else after

    def changed_results(self) -> dict[int, bytes]:
        """Results that no longer are what the judge was told: of these calls and of two before.

        Those two are the first and the latest of all. A function that keeps one buffer changes the
        latest; one that keeps several in turn comes back to the first. Looking at all of them would
        take longer with every call.
        """
        changed = {}
        for entry in self.results:
            number, result, told = entry
            now = self.encode(result)
            if now != told:
                changed[number] = entry[2] = now
        self.results[1:-1] = []
        return changed

    def send(self, answers: list[tuple], later: dict[int, bytes]) -> None:
        """Send answers; if they cannot be sent, say why."""
        printed = self.notebook.printed.take()
        try:
            message = self.encode(("answers", answers, later, printed))
        except (self.wire.WireError, MemoryError) as error:
            reason = str(error)[:200]
            answers = [("unsendable", number, reason) for _, number, *_ in answers]
            message = self.encode(("answers", answers, {}, ""))
        self.channel.send(message)

    def encode(self, value: Any) -> bytes:
        """Encode; what is not data gets a number and stays here."""
        return self.wire.encode(value, self._opaque, self.limit)

    def _opaque(self, value: Any) -> bytes:
        if type(value) is Callback:
            return self.wire.reference(b"c", value._number)
        number = self.numbers.setdefault(id(value), len(self.numbers))
        self.kept[number] = value
        return self.wire.reference(b"o", number, type_name(value))

    def decode(self, message: bytes) -> Any:
        """Decode a message of the judge."""
        return self.wire.decode(message, self._resolve)

    def _resolve(self, kind: bytes, number: int, name: str) -> Any:
        self.has_references = True
        return Callback(self, number, name) if kind == b"c" else self.kept[number]

    def call_back(self, number: int, args: tuple) -> Any:
        """Have the judge call one of its own functions."""
        with self.lock:
            self.channel.send(self.encode(("callback", number, args)))
            answer = self.decode(self.channel.receive())
        if answer[0] == "result":
            return answer[1]
        error = getattr(__import__("builtins"), answer[1], RuntimeError)
        known = isinstance(error, type) and issubclass(error, Exception)
        raise (error if known else RuntimeError)(answer[2])


class Callback:
    """Stands for a function of the judge."""

    def __init__(self, player: TestPlayer, number: int, name: str) -> None:
        self._player, self._number, self.__name__ = player, number, name

    def __call__(self, *args: Any) -> Any:
        return self._player.call_back(self._number, args)


def type_name(value: Any) -> str:
    """Name an object's type for a message."""
    import numpy as np

    kind = type(value)
    if kind is np.ndarray:
        return f"array of {value.dtype.name}"
    return str(type.__getattribute__(kind, "__name__"))


if __name__ == "__main__":
    main()
