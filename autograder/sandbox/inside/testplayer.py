"""The test player: answers calls to the student's functions during one test.

It runs where a student's code has run: the judge believes it only that "this is what the function
returned".
"""

from __future__ import annotations

import contextlib
import socket
import warnings
from typing import Any

import numpy as np

from . import wire
from .cells import describe
from .channel import Closed, ReceivingChannel

# A message is sent after so many answers, for the judge to look at while the next are made, or
# after so many bytes of them.
FULL, FULL_BYTES = 4, 1 << 20


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
        self.limit = limits["message_mb"] << 20
        self.channel = ReceivingChannel(socket.socket(fileno=descriptor), self.limit)
        self.notebook = notebook
        self.kept: dict[int, Any] = {}  # what the judge knows by its number
        self.numbers: dict[int, int] = {}
        self.generators: dict[int, Any] = {}  # by the number that the judge has for each
        self.results: list[list] = []  # of some calls: number, result, and its bytes when told
        self.has_references = False
        self.pure = pure
        self.lock: Any = None

    def serve(self) -> None:
        """Obey the judge until it hangs up."""
        with contextlib.closing(self.channel), contextlib.suppress(Closed):
            while True:
                self.serve_one()

    def serve_one(self) -> None:
        """Obey one order."""
        order, *content = self.decode(self.channel.receive())
        if order == "replace":
            self.notebook.names.update(content[0])
        elif order == "call":
            self.answer(*content)

    def answer(
        self,
        first: int,
        name: str,
        inputs: list[bytes],
        quiet: bool = False,
        leave: bool = False,
    ) -> None:
        """Call one of the student's functions on each input; the calls are numbered on.

        ``quiet`` makes a floating-point overflow an error; ``leave`` keeps the last part of each
        result here, whatever it is made of.
        """
        answers: list[tuple] = []
        size = 0
        for number, packed in enumerate(inputs, first):
            if len(answers) == FULL or size > FULL_BYTES:
                self.send(answers, {})
                answers, size = [], 0
            answers.append(self.call(number, name, packed, quiet, leave))
            size += sum(len(part) for part in answers[-1] if type(part) is bytes)
        try:
            later = self.changed_results()
        except (wire.WireError, MemoryError) as error:
            answers[-1:] = [("unsendable", number, str(error)[:200])]
            later = {}
        self.send(answers, later)

    def call(
        self, number: int, name: str, packed: bytes, quiet: bool = False, leave: bool = False
    ) -> tuple:
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
            with warnings.catch_warnings():
                # As `rnn_compare` calls it in the notebook: a warning is no fault.
                warnings.simplefilter("ignore")
                with overflow_raises() if quiet else contextlib.nullcontext():
                    result = names[name](*args, **kwargs)
        except BaseException as error:
            return "raised", number, {**describe(error), **place_of(error)}
        if leave and isinstance(result, (tuple, list)) and result:
            result = (*result[:-1], Left(result[-1]))
        try:
            after = self.encode(given)
            packed_result = self.encode(result)
        except (wire.WireError, MemoryError) as error:
            return "unsendable", number, str(error)[:200]
        if not self.pure:
            self.results.append([number, result, packed_result, name])
        return "returned", number, packed_result, None if after == before else after

    def changed_results(self) -> dict[int, bytes]:
        """Results that have changed since the judge was told: of these calls and of some before.

        Those are the first and the latest of each function. One that keeps one buffer changes the
        latest; one that keeps several in turn comes back to the first. Looking at all of them would
        take longer with every call.
        """
        changed = {}
        for entry in self.results:
            number, result, told, _ = entry
            now = self.encode(result)
            if now != told:
                changed[number] = entry[2] = now
        ends: dict[str, list] = {}
        for entry in self.results:
            ends.setdefault(entry[3], [entry, entry])[1] = entry
        self.results = [e for e in self.results if any(e is end for end in ends[e[3]])]
        return changed

    def send(self, answers: list[tuple], later: dict[int, bytes]) -> None:
        """Send answers; if they cannot be sent, say why."""
        printed = self.notebook.printed.take()
        try:
            message = self.encode(("answers", answers, later, printed))
        except (wire.WireError, MemoryError) as error:
            reason = str(error)[:200]
            answers = [("unsendable", number, reason) for _, number, *_ in answers]
            message = self.encode(("answers", answers, {}, ""))
        self.channel.send(message)

    def encode(self, value: Any) -> bytes:
        """Encode; what is not data gets a number and stays here."""
        return wire.encode(value, self._opaque, self.limit)

    def _opaque(self, value: Any) -> bytes:
        if type(value) is Callback:
            return wire.reference(b"c", value._number)
        if type(value) is Left:
            value = value.value
        number = self.numbers.setdefault(id(value), len(self.numbers))
        self.kept[number] = value
        return wire.reference(b"o", number, type_name(value))

    def decode(self, message: bytes) -> Any:
        """Decode a message of the judge."""
        return wire.decode(message, self._resolve)

    def _resolve(self, kind: bytes, number: int, name: str) -> Any:
        self.has_references = True
        if kind == b"c" and self.lock is None:
            # Imported here: threading makes every fork slower once it is there.
            import threading

            self.lock = threading.RLock()
        if kind == b"g":
            if number not in self.generators:
                self.generators[number] = generator(int(name))
            return self.generators[number]
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


def overflow_raises() -> contextlib.AbstractContextManager:
    """Within it, NumPy raises where it would warn of an overflow."""
    import numpy as np

    return np.errstate(over="raise")


def generator(seed: int) -> Any:
    """Make the generator that the judge means by a seed; draws go on where the last ended."""
    import numpy as np

    return np.random.default_rng(seed)


def place_of(error: BaseException) -> dict:
    """Where an exception arose, and which shapes met there, as far as that can be told."""
    try:
        from rnn_errors import place  # of no use to most submissions

        return place(error)
    except Exception:
        return {}  # a student's exception may do anything when it is asked


class Left:
    """A part of a result that stays with the player."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Callback:
    """Stands for a function of the judge."""

    def __init__(self, player: TestPlayer, number: int, name: str) -> None:
        self._player, self._number, self.__name__ = player, number, name

    def __call__(self, *args: Any) -> Any:
        return self._player.call_back(self._number, args)


def type_name(value: Any) -> str:
    """Name an object's type for a message."""
    kind = type(value)
    if kind is np.ndarray:
        return f"array of {value.dtype.name}"
    return str(type.__getattribute__(kind, "__name__"))
