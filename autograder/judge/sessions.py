"""The sessions of one submission: when one is opened, shared by tests, and given up."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from autograder.base.outcome import Status
from autograder.judge.plain import plain_text
from autograder.judge.session import Died, Fault, Session
from autograder.sandbox import WarmPlayer
from rnn_language import say

if TYPE_CHECKING:
    from autograder.submission import Submission


class Sessions:
    """Runs a submission's cells as often as its tests need, and keeps what the cells did.

    One session serves as many tests as it can. It is given up when a test's player is gone, or
    when a test has left something running; the next test then has a new one.

    Parameters
    ----------
    warm : WarmPlayer
        Where the players come from.
    submission : Submission
    share : bool
        Whether one process may serve all tests, if the submission leaves nothing behind.
    """

    def __init__(self, warm: WarmPlayer, submission: Submission, share: bool) -> None:
        self.warm, self.limits, self.lesson = warm, warm.limits, submission.lesson
        self.deadline = time.monotonic() + self.limits.submission_seconds
        self.cells = [(cell.id, cell.source) for cell in submission.cells]
        self.places = {test.grade_id: submission.place(test) for test in self.lesson.tests}
        self.deaths: dict[str, Fault] = {}  # by cell: those that ended a player
        self.faults: dict[str, Fault] = {}  # by cell: all that went wrong
        self.printed: dict[str, str] = {}
        self._shared = share and submission.leaves_nothing
        self._current: Session | None = None
        self._begun = 0
        self._read = False  # whether what the cells print is known

    def time_is_up(self) -> bool:
        """Whether the submission as a whole has used up its time."""
        return time.monotonic() >= self.deadline

    def for_next(self, left: Sequence[str]) -> Session | None:
        """Session in which the player of the next test waits.

        Parameters
        ----------
        left : sequence of str
            The ``grade_id`` of each test that is still to come, in order.

        Returns
        -------
        Session or None
            None if there were too many, or the cells allow none.
        """
        if self._current is not None and self._current.is_waiting(left[0]):
            return self._current
        self.give_up()  # an earlier test has ended it, for example by a crash
        if self._begun <= self.limits.restarts:
            self._begun += 1
            self._current = self._open(left, self._shared)
        return self._current

    def give_up_if_busy(self) -> None:
        """End the session if a test has left something running in it."""
        if self._current is not None and not self._current.is_quiet():
            self.give_up()

    def give_up(self) -> None:
        """End the session. Those that follow are not shared: one that ended early is enough."""
        if self._current is not None:
            self._current.close()
            self._current = None
            self._shared = False

    @contextlib.contextmanager
    def of_its_own(self, test: str) -> Iterator[Session | None]:
        """A session for one test, used for nothing else."""
        session = self._open([test])
        try:
            yield session
        finally:
            if session is not None:
                session.close()

    def _open(self, tests: Sequence[str], shared: bool = False) -> Session | None:
        """Run the cells; one that ends the player is left out the next time."""
        places = [(test, self.places[test]) for test in tests]
        cells = self.cells[: max(place for _, place in places)]
        if not self._read:
            cells = self.cells  # at first all of them, for what they print
        while len(self.deaths) <= self.limits.restarts and not self.time_is_up():
            try:
                session = Session(self.warm, cells, places, self.deaths, self.deadline, shared)
            except Died as death:
                self.deaths[death.cell] = death.fault
            else:
                self._keep(session)
                return session
        return None

    def _keep(self, session: Session) -> None:
        """Keep what went wrong in the cells, and of the first session what they printed."""
        self.faults = {**session.faults, **self.deaths}
        if self._read:
            return
        self._read = True
        for cell, _ in self.cells:
            text = session.printed.get(cell, "")
            if fault := self.faults.get(cell):
                words = say("[This cell was not finished: {why}]")
                text += words.format(why=fault.sentence) + "\n"
            if text:
                self.printed[cell] = text

    # ------------------------------------------------- why something is not there, for students

    def why_missing(self, name: str, defined: bool) -> str:
        """Say why there is no function of this name; ``defined``: there is something else."""
        if defined:
            return say("{name}: it is not a function.").format(name=name)
        if fault := self.faults.get(name):
            words = say("{name}: it is not defined, because its cell failed: {why}")
            return words.format(name=name, why=fault.sentence)
        words = say("{name}: it is not defined. Is its cell still there, and its name unchanged?")
        return words.format(name=name)

    def why_none(self) -> tuple[Status, str]:
        """Say why there is no session."""
        for cell, fault in self.deaths.items():
            words = say("the cell {cell} stopped the notebook: {why}")
            return fault.status, words.format(cell=plain_text(cell, 60), why=fault.sentence)
        return Status.ERROR, say("the notebook ended Python again and again.")
