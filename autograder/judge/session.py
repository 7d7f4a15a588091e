"""One player for one submission: its cells are run, then it, or its forks, serve the tests."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterable
from typing import Any

from autograder.base.outcome import Status
from autograder.judge.plain import plain_text, type_name
from autograder.judge.proxies import TestProxy, until
from autograder.judge.source import Source
from autograder.judge.stops import DISTURBANCES, ENDED, StopTest, limit_sentence
from autograder.sandbox import WarmPlayer
from autograder.sandbox.inside import wire
from autograder.sandbox.inside.channel import Channel, Closed, TooLate
from rnn_language import ENGLISH, say, spoken

GRACE_SECONDS = 0.5  # for a cell to stop when told to: then only the cell is lost
QUIET_SECONDS = 0.05  # for what a test has left running to end by itself
HEADROOM = 1 << 16
CELLS_OF_TEXT = 16  # of a notebook's output, so many times is kept what one cell may print


class Fault:
    """What went wrong in a cell."""

    def __init__(self, status: Status, sentence: str, deadly: bool = False) -> None:
        self.status, self.sentence, self.deadly = status, sentence, deadly


class Died(Exception):
    """The stem is gone, or had to be ended, while it ran a cell."""

    def __init__(self, cell: str, fault: Fault) -> None:
        super().__init__(cell)
        self.cell, self.fault = cell, fault


class Session:
    """A player that has run the cells, with a test player for each test.

    All cells are run before any test begins. A test player is forked where the test stands in the
    notebook, and waits there: so a test sees the names as they were at that place, and no cell can
    print what a test has asked. If the functions leave nothing behind, the stem serves all tests.

    Parameters
    ----------
    warm : WarmPlayer
        Where the player comes from.
    cells : list of (str, str)
        Cell id and source.
    places : list of (str, int)
        For each test, how many cells stand above it.
    skip : container of str
        Cells that have killed a player, and are left out.
    deadline : float
        Time of ``time.monotonic`` at which the whole submission is over.
    shared : bool
        Have one process serve all tests: for what `submission.purity` is sure of. After a
        fatal fault the session is over.

    Raises
    ------
    Died
        If a cell ends the player. The session is then closed.
    """

    def __init__(
        self,
        warm: WarmPlayer,
        cells: list[tuple[str, str]],
        places: list[tuple[str, int]],
        skip: Iterable[str],
        deadline: float,
        shared: bool = False,
    ) -> None:
        self.warm, self.limits, self.deadline = warm, warm.limits, deadline
        self.faults: dict[str, Fault] = {}
        self.printed: dict[str, str] = {}
        self.room = self.limits.output_kb * CELLS_OF_TEXT << 10
        self.waiting: dict[str, socket.socket] = {}
        self.shared, self.lost = shared, False
        self.began = time.monotonic()  # the cell or the test that is at work
        # Tests that the stem serves itself. The one that is judged last, if it also stands last,
        # needs no fork, for nothing comes after it.
        last = {test for test, place in places[-1:] if place == len(cells)}
        self.here = {test for test, _ in places} if shared else last
        self.source = Source(source for _, source in cells)
        limit = (self.limits.output_kb << 12) + HEADROOM
        self.channel = Channel(warm.start(), limit)
        skip = set(skip)
        try:
            self._speak()
            above = ""  # the cell that is blamed for a death between two cells
            for position, (cell, source) in enumerate(cells):
                self._fork_tests(places, position, above)
                if cell not in skip:
                    self._run(cell, source)
                    above = cell
            self._fork_tests(places, len(cells), above)
        except BaseException:
            self.close()
            raise

    def _speak(self) -> None:
        """Have the player speak the language of the submission."""
        if spoken() != ENGLISH:
            message = wire.encode(("speak", spoken()), wire.no_references)
            with contextlib.suppress(Closed):  # the first cell finds out
                self.channel.send(message, self.deadline)

    def _fork_tests(self, places: list[tuple[str, int]], position: int, cell: str) -> None:
        for test, place in places:
            if place == position and test not in self.here:
                try:
                    self.waiting[test] = self._player(test)
                except wire.WireError:
                    raise Died(cell, self._death()) from None

    def _player(self, test: str) -> socket.socket:
        """Have the stem make the player of a test, or be it; return our end of its socket."""
        ours, theirs = socket.socketpair()
        order = "test", test, test in self.here, self.shared
        message = wire.encode(order, wire.no_references)
        with theirs:
            self.channel.send(message, self.deadline, theirs.fileno())
        return ours

    def _run(self, cell: str, source: str) -> None:
        seconds = min(self.limits.cell_seconds, self.deadline - time.monotonic())
        message = wire.encode(("run", cell, source, max(seconds, 0.001)), wire.no_references)
        self.began = time.monotonic()
        try:
            latest = until(seconds + GRACE_SECONDS, self.deadline + GRACE_SECONDS)
            self.channel.send(message, latest)
            answer = wire.decode(self.channel.receive(latest), wire.no_references)
        except TooLate:
            status, sentence = limit_sentence("timeout", self.limits)
            raise Died(cell, Fault(status, sentence, deadly=True)) from None
        except Closed:
            raise Died(cell, self._death()) from None
        except wire.WireError:
            text = _disturbed("message")
            raise Died(cell, Fault(Status.REFUSED, text, deadly=True)) from None
        match answer:
            case ("ran", str(name), fault, str(printed)) if name == cell:
                if printed and self.room > 0:
                    text = plain_text(printed, (self.limits.output_kb << 10) + 100)
                    self.printed[cell] = text
                    self.room -= len(text)
                if fault is not None:
                    self.faults[cell] = self._fault(fault)
            case _:
                text = _disturbed("answer")
                raise Died(cell, Fault(Status.REFUSED, text, deadly=True))

    def _death(self) -> Fault:
        if broken := limit_sentence(self.warm.why(self.began), self.limits):
            return Fault(*broken, deadly=True)
        return Fault(Status.ERROR, ENDED["python"], deadly=True)

    def _fault(self, fault: Any) -> Fault:
        match fault:
            case {"kind": str(kind), "type": str(type_), "message": str(message)}:
                broken = limit_sentence(kind, self.limits)
                if broken:
                    return Fault(*broken)
                line = fault.get("line")
                at = say(" (line {line})").format(line=line) if type(line) is int else ""
                raised = {"type": type_name(type_), "error": plain_text(message, 300), "at": at}
                text = say("it raised {type}: {error}{at}").format(**raised)
                return Fault(Status.ERROR, text)
        return Fault(Status.REFUSED, _disturbed("exception"))

    def is_waiting(self, test: str) -> bool:
        """Whether the test's player is still there: an earlier test may have killed it."""
        sock = self.channel.sock if test in self.here else self.waiting.get(test)
        if sock is None or self.lost:
            return False
        sock.setblocking(False)
        try:
            return bool(sock.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def begin(self, test: str, deadline: float) -> TestProxy:
        """Begin a test: hand out the judge's end of its player."""
        self.began = time.monotonic()
        if test in self.here:
            try:
                self.waiting[test] = self._player(test)
            except wire.WireError:
                self.waiting[test], _ = socket.socketpair()  # hung up: the first call will tell
        return TestProxy(self.waiting.pop(test), self.limits, deadline, self.source)

    def kill(self, test: str) -> None:
        """Have the stem kill a test's player. A hostile stem may not: it harms its own tests."""
        if test in self.here:
            self.lost = True
            return
        message = wire.encode(("kill", test), wire.no_references)
        with contextlib.suppress(wire.WireError):
            self.channel.send(message, time.monotonic() + GRACE_SECONDS)

    def is_quiet(self) -> bool:
        """Whether nothing runs but the stem, the players that wait, and the one that is ending.

        A function that started processes leaves them behind when its test is over; they would slow
        the tests that follow. A stem that serves all tests may still be at calls of the last one.
        """
        latest = time.monotonic() + QUIET_SECONDS
        if self.shared:
            try:
                self.channel.send(wire.encode(("ready",), wire.no_references), latest)
                self.channel.receive(latest)
            except wire.WireError:
                return False
            return True
        expected = 2 + len(self.waiting)
        while self.warm.count() > expected:
            if time.monotonic() > latest:
                return False
            time.sleep(0.002)
        return True

    def why(self) -> StopTest | None:
        """Say whether the watch on memory has killed something since the test began."""
        broken = limit_sentence(self.warm.why(self.began), self.limits)
        return StopTest(*broken) if broken else None

    def close(self) -> None:
        """End the player and everything that it has started."""
        for sock in self.waiting.values():
            sock.close()
        self.waiting.clear()
        self.channel.close()
        self.warm.end()


def _disturbed(kind: str) -> str:
    return say("it disturbed the grader: {what}.").format(what=DISTURBANCES[kind])
