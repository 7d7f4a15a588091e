"""One run of a test: its cell here, the student's functions in their player."""

from __future__ import annotations

import contextlib
import functools
import io
import time
import traceback
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

import numpy as np

import rnn_utils
from autograder.base import trouble
from autograder.base.outcome import Status, TestResult
from autograder.judge.plain import MAX_MESSAGE, plain_text
from autograder.judge.proxies import TestProxy, until
from autograder.judge.session import Session
from autograder.judge.sessions import Sessions
from autograder.judge.stops import Missing, StopTest, StudentError
from rnn_compare import CheckFailed
from rnn_language import say
from rnn_words import LINES

if TYPE_CHECKING:
    from autograder.submission import TestCell


class Attempt:
    """One run of a test.

    Parameters
    ----------
    test : TestCell
    session : Session or None
        Where its player waits. None: the notebook did not get that far.
    notebook : Sessions
        Whose session it is; knows what went wrong in the cells.
    replace : dict, optional
        Trusted functions by name, to be put in place of the student's.
    """

    def __init__(
        self,
        test: TestCell,
        session: Session | None,
        notebook: Sessions,
        replace: dict[str, Any] | None = None,
    ) -> None:
        self.test, self.session, self.notebook = test, session, notebook
        self.replace = replace
        self.called: list[str] = []  # the trusted functions that were called
        self.printed = ""  # by the check itself
        self._fault: tuple[str, tuple[str, ...]] = "", ()  # its kind, and known mistakes
        self.unanswered = False  # whether it asked something and did not wait for the answer

    def run(self) -> TestResult:
        """Run the test and decide its points."""
        started = time.monotonic()
        status, message = self._outcome()
        if status is Status.OK and self.replace is not None and not self.called:
            status = Status.WRONG  # right now and wrong before, with nothing changed
        return TestResult(
            grade_id=self.test.grade_id,
            points=self.test.points if status is Status.OK else 0.0,
            maximum=self.test.points,
            status=status,
            message=plain_text(message, MAX_MESSAGE),
            seconds=time.monotonic() - started,
            carried_from=", ".join(self.called),
            kind="" if status is Status.OK else self._fault[0],
            mistakes=() if status is Status.OK else self._fault[1],
        )

    def _outcome(self) -> tuple[Status, str]:
        name, limits = self.test.function, self.notebook.limits
        if self.notebook.time_is_up():
            words = say(
                "{name}: not tested, because the notebook as a whole ran longer than "
                "{seconds:g} seconds."
            )
            return Status.TIMEOUT, words.format(name=name, seconds=limits.submission_seconds)
        if self.session is None:
            status, sentence = self.notebook.why_none()
            words = say("{name}: not tested, because {why}")
            return status, words.format(name=name, why=sentence)
        deadline = until(limits.test_seconds, self.notebook.deadline)
        player = self.session.begin(self.test.grade_id, deadline)
        try:
            if self.replace:
                player.replace(self.replace)
            self._run_cell(player)
        except (StopTest, Exception) as error:
            return self._failure(error, player, self.session)
        finally:
            self.called = [each for each in self.replace or () if each in player.called]
            self.unanswered = player.due > 0
            player.close()
        return Status.OK, ""

    def _run_cell(self, player: TestProxy) -> None:
        """Run the test's cell, with stand-ins for the student's functions."""
        lesson = self.notebook.lesson
        names: dict[str, Any] = {"__name__": "__test__", "np": np}
        names.update((name, getattr(rnn_utils, name)) for name in rnn_utils.__all__)
        functions = dict.fromkeys((*lesson.answers, *(test.function for test in lesson.tests)))
        names.update((name, player.proxy(name)) for name in functions)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(_compiled(self.test.source, self.test.grade_id), names)
        self.printed = printed.getvalue()

    def _failure(
        self, error: BaseException, player: TestProxy, session: Session
    ) -> tuple[Status, str]:
        """Say what an exception that ended the test's cell means."""
        name = self.test.function
        if isinstance(error, StopTest):
            return self._stopped(error, player.asked, session)
        if isinstance(error, CheckFailed):
            # It may be the function's own exception, put into words by the check.
            raised = getattr(error, "raised", player.raised)
            names = dict.fromkeys(mistake for mistake, _ in getattr(error, "named", ()))
            self._fault = getattr(error, "kind", ""), tuple(names)
            return (Status.ERROR if raised else Status.WRONG), str(error)
        if isinstance(error, AssertionError):
            return Status.WRONG, f"{name}: {error}"
        if isinstance(error, StudentError):
            line, text = error.student_place["line"], error.student_place["text"]
            at = "\n" + LINES["changing"].format(line=line, text=text) if text else ""
            raised = {"type": type(error).__name__, "error": error, "at": at}
            return Status.ERROR, say("{name}: it raised {type}: {error}{at}").format(
                name=name, **raised
            )
        # Something unexpected. Its own message may hold values of a hidden test, and is left out.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        if frame.filename.startswith("<test "):
            # A test cell that takes a result apart without a look at it first.
            words = say("{name}: the test cannot use its result ({type}).")
            return Status.WRONG, words.format(name=name, type=type(error).__name__)
        trouble.note(error, f"the test {self.test.grade_id}")
        where = f"{Path(frame.filename).name}, line {frame.lineno}"
        return Status.BROKEN, f"{name}: the grader failed ({type(error).__name__} in {where})."

    def _stopped(self, stop: StopTest, asked: str, session: Session) -> tuple[Status, str]:
        """Say what stopped the test; end its player if nothing can be asked of it any more."""
        if stop.fatal:
            if stop.status is Status.ERROR:
                stop = session.why() or stop
            session.kill(self.test.grade_id)
        if isinstance(stop, Missing):
            fault = self.notebook.faults.get(asked)
            status = fault.status if fault else Status.ERROR
            return status, self.notebook.why_missing(asked, stop.defined)
        return stop.status, f"{self.test.function}: {stop.message}"


@functools.lru_cache(maxsize=256)
def _compiled(source: str, name: str) -> CodeType:
    return compile(source, f"<test {name}>", "exec")
