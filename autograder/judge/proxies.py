"""The judge's side of a student's functions: calls that go to the player and come back as data."""

from __future__ import annotations

import itertools
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from autograder.base.limits import Limits
from autograder.base.outcome import Status
from autograder.judge.faults import error_of, hostile
from autograder.judge.handed import Handed
from autograder.judge.known import facts_of
from autograder.judge.packed import Expected, expected, packed
from autograder.judge.replaced import replaced
from autograder.judge.source import Source
from autograder.judge.stops import ENDED, LIMITS, UNSENDABLE, Missing, StopTest, StudentError
from autograder.sandbox.inside import wire
from autograder.sandbox.inside.channel import Channel, Closed, TooLate
from rnn_compare import copied
from rnn_language import say
from rnn_student import Facts

MAX_CALLBACKS = 20_000  # in one test; far more than a training run of a lesson needs


class Proxy:
    """Stands for one of the student's functions in a test cell."""

    def __init__(self, owner: TestProxy, name: str, leave: bool = False) -> None:
        self._owner, self._leave = owner, leave
        self.__name__ = self.__qualname__ = name

    def companion(self, name: str) -> Proxy:
        """Stand-in for another function of the same notebook; see `rnn_calls`."""
        return Proxy(self._owner, name)

    def leaving_last(self) -> Proxy:
        """The same, but the last part of each result stays with the player, unseen."""
        return Proxy(self._owner, self.__name__, leave=True)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Have the player call the function; return its result as plain data.

        Changes that the function made to its arguments, or to what earlier calls returned, are made
        to the judge's copies too, so that the test sees them.
        """
        return self._owner.call(self.__name__, args, kwargs, self._leave)

    def call_each(
        self,
        inputs: list[tuple],
        wanted: list[tuple[Any, float]] | None = None,
        quiet: bool = False,
    ) -> Iterator[list]:
        """Call the function on each of several inputs; see `rnn_compare.call_each`."""
        return self._owner.call_each(self.__name__, inputs, wanted, quiet)

    def facts(self, exercises: Iterable[str]) -> Facts:
        """What the submission's text says of the function; see `rnn_student.facts_of`."""
        cells = self._owner.source.cells
        return facts_of(self.__name__, cells, exercises, self._owner.proxy)


class TestProxy:
    """The judge's end of one test player.

    Parameters
    ----------
    sock : socket
        Connected to the test player.
    limits : Limits
        Of the submission.
    deadline : float
        Time of ``time.monotonic`` at which the test is over.
    source : Source or None
        The cells' text, which says what an exception may be called and where it may come from.
    """

    __test__ = False  # not a pytest class

    def __init__(
        self,
        sock: socket.socket,
        limits: Limits,
        deadline: float,
        source: Source | None = None,
    ) -> None:
        self.limits, self.deadline = limits, deadline
        self.source = source or Source(())
        self.channel = Channel(sock, limits.message_mb << 20)
        self.calls = 1  # number of the next one
        self.due = 0  # answers that have not come yet
        self.outcomes: dict[int, list] = {}  # by number: arguments or None, result, exception
        self.as_wanted: set[int] = set()  # those whose result is the expected one itself
        self.handed = Handed(limits.message_mb << 20)
        self.called: set[str] = set()  # the trusted functions that the student's code has called
        self.callbacks = 0
        self.raised = False
        self.asked = ""  # the function that was called last
        self.printed: list[str] = []

    def proxy(self, name: str) -> Proxy:
        """Stand-in for the student's function of that name."""
        return Proxy(self, name)

    def replace(self, functions: dict[str, Callable]) -> None:
        """Put trusted functions in place of the student's, reached by calling back."""
        self._send(("replace", functions))

    def call(self, name: str, args: tuple, kwargs: dict, leave: bool = False) -> Any:
        """Call one of the student's functions; ``leave`` the last part of its result there.

        Raises
        ------
        StudentError
            If it raised.
        StopTest
            If it broke a limit, ended the player, or is not there.
        """
        changed, result, error = next(
            self._ask(name, [self.handed.encode((args, kwargs))], leave=leave)
        )
        if error is not None:
            raise error from None
        if changed:
            replaced(args, changed[0])
            replaced(kwargs, changed[1])
        return result

    def call_each(
        self,
        name: str,
        inputs: list[tuple],
        wanted: list[tuple[Any, float]] | None = None,
        quiet: bool = False,
    ) -> Iterator[list]:
        """Call one of the student's functions on several inputs, with one message each way.

        Parameters
        ----------
        name : str
        inputs : list of tuple
            Plain data. They are packed once and kept, so they must never be changed.
        wanted : list of (object, float), optional
            For each input the expected result and the tolerance; kept and unchanged, too.
        quiet : bool
            Whether a floating-point overflow is an error.

        Yields
        ------
        list
            The arguments as the call left them (the very input if it left them alone), the result
            (the very object in ``wanted`` if it agrees with that) and the StudentError or None.
            If a later call changes the result, the list gets the new one.

        Raises
        ------
        StopTest
            See `call`.
        """
        results = [expected(*each) for each in wanted] if wanted else []
        outcomes = self._ask(name, [packed(args) for args in inputs], results, quiet)
        for given, outcome in zip(inputs, outcomes, strict=True):
            changed, outcome[0] = outcome[0], given
            if changed:
                if len(changed[0]) != len(given):
                    raise hostile("arguments")
                outcome[0] = replaced(copied(given), changed[0])
            yield outcome

    def _ask(
        self,
        name: str,
        inputs: list[bytes],
        wanted: Sequence[Expected] = (),
        quiet: bool = False,
        leave: bool = False,
    ) -> Iterator[list]:
        """Have calls made; yield each one's changed arguments if any, result, and exception."""
        while self.due:
            self._answers()  # to calls whose results nobody wanted any more
        number, last = self.calls, self.calls + len(inputs)
        self._send(("call", number, name, inputs, quiet, leave))
        self.asked = name
        self.calls, self.due = last, len(inputs)
        numbered = itertools.zip_longest(range(number, last), wanted)
        while self.due:
            (*early, final), later = self._answers()
            for answer in early:
                yield self._outcome(*next(numbered), answer)
            outcome = self._outcome(*next(numbered), final)
            self._change_results(later)
            yield outcome

    def _answers(self) -> tuple[list, dict]:
        """Receive answers to one or more calls, and changes of earlier results."""
        while True:
            match self._receive():
                case ("callback", int(function), tuple(given)):
                    self._call_back(function, given)
                case ("answers", list(answers), dict(later), str(printed)) if (
                    0 < len(answers) <= self.due
                ):
                    self.due -= len(answers)
                    self._print(printed)
                    return answers, later
                case _:
                    raise hostile("answer")

    def _outcome(self, number: int, wanted: Expected | None, answer: Any) -> list:
        """Take over one call's answer; see `_ask`."""
        if time.monotonic() >= self.deadline:  # taking results over takes time, too
            raise self._too_late()
        match answer:
            case ("returned", int(n), bytes(packed), changed) if n == number:
                self.raised = False
                if wanted is not None and wanted.agrees(packed):
                    self.as_wanted.add(number)
                    result = wanted.want
                else:
                    result = self.handed.decode(packed)
                self.outcomes[number] = [self._changed(changed), result, None]
                return self.outcomes[number]
            case ("raised", int(n), dict(fault)) if n == number:
                self.raised = True
                error = error_of(fault, self.source, self.limits)
                if isinstance(error, StopTest):
                    raise error
                return [None, None, error]
            case ("missing", int(n), "undefined" | "uncallable" as reason) if n == number:
                raise Missing(defined=reason == "uncallable")
            case ("unsendable", int(n), str(reason)) if n == number:
                # A reason in the player's own words could tell what a hidden test asked.
                raise StopTest(Status.MEMORY, self._unsendable(reason))
            case _:
                raise hostile("answer")

    def _unsendable(self, reason: str) -> str:
        """Say why a result cannot be taken over."""
        limit = self.channel.limit
        kinds = dict(zip(wire.reasons(limit), UNSENDABLE, strict=False))
        most = {"mb": limit / (1 << 20), "depth": wire.MAX_DEPTH, "values": wire.MAX_VALUES}
        known = UNSENDABLE[kinds.get(reason, "other")].format(**most)
        return say("its result cannot be taken over: it is {known}.").format(known=known)

    def _print(self, printed: str) -> None:
        if sum(map(len, self.printed)) < self.limits.output_kb << 10:
            self.printed.append(printed)

    def _changed(self, told: Any) -> tuple[tuple, dict] | None:
        """What a call has made of its arguments, or None if it has left them alone."""
        if told is None:
            return None
        match self.handed.decode(told) if type(told) is bytes else None:
            case (tuple(args), dict(kwargs)):
                return args, kwargs
        raise hostile("arguments")

    def _change_results(self, later: dict) -> None:
        """Apply to earlier results the changes that the function made to the player's copies."""
        for earlier, now in later.items():
            if earlier not in self.outcomes or type(now) is not bytes:
                continue
            outcome, new = self.outcomes[earlier], self.handed.decode(now)
            # The expected result is not the student's, and stays as it is.
            outcome[1] = new if earlier in self.as_wanted else replaced(outcome[1], new)
            self.as_wanted.discard(earlier)

    # ------------------------------------------------------------------------ to and fro

    def _call_back(self, number: int, args: tuple) -> None:
        self.callbacks += 1
        if not 0 <= number < len(self.handed.trusted) or self.callbacks > MAX_CALLBACKS:
            raise hostile("call")
        function = self.handed.trusted[number]
        self.called.add(function.__name__)
        try:
            answer = ("result", function(*args))
            self.handed.encode(answer)
        except StudentError as error:
            answer = ("failure", type(error).__name__, str(error))
        except (StopTest, wire.WireError, TypeError):
            said = say("{name} got what it cannot use").format(name=function.__name__)
            answer = ("failure", "ValueError", said)
        self._send(answer)

    def _send(self, message: tuple) -> None:
        try:
            self.channel.send(self.handed.encode(message), self.deadline)
        except TooLate:
            raise self._too_late() from None
        except Closed:
            raise self._gone() from None

    def _receive(self) -> Any:
        try:
            message = self.channel.receive(self.deadline)
        except TooLate:
            raise self._too_late() from None
        except Closed:
            raise self._gone() from None
        except wire.WireError:
            raise hostile("message") from None
        return self.handed.decode(message)

    def _too_late(self) -> StopTest:
        text = LIMITS["timeout"].format(seconds=self.limits.test_seconds)
        return StopTest(Status.TIMEOUT, text, fatal=True)

    def _gone(self) -> StopTest:
        return StopTest(Status.ERROR, ENDED["python"], fatal=True)

    def close(self) -> None:
        """Hang up; the test player then ends itself."""
        self.channel.close()


def until(seconds: float, latest: float) -> float:
    """Deadline in ``seconds``, but not after ``latest``."""
    return min(time.monotonic() + seconds, latest)
