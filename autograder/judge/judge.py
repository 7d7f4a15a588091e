"""The judge: runs the test cells, with the student's functions in another process.

    with Judge(root) as judge:
        result = judge.grade(read_submission(folder, student, load_lesson(root, lesson)))

To try an attack, write a notebook (or build a `Submission` with ``cells`` of your own), grade it,
and look at three things: ``result.tests`` has no point that the attack did not earn by right
results; the tests of the notebook's honest functions have theirs; and a perfect submission graded
next by the *same* judge is perfect. ``Limits(test_seconds=1, ...)`` makes hangs short. A `Judge`
serves one submission at a time and may be used for thousands. For wire abuse, remember that a
student's code can reach the player's own `TestPlayer` (through ``gc`` or frames) and its socket,
and can send any bytes there.
"""

from __future__ import annotations

import contextlib
import functools
import io
import re
import time
import traceback
from pathlib import Path
from types import CodeType, TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np

import rnn_utils
from autograder import course
from autograder.base.limits import Limits
from autograder.base.outcome import Status, SubmissionResult, TestResult
from autograder.checks import companions
from autograder.course import reference
from autograder.course.lesson import is_hidden
from autograder.judge.proxies import MAX_MESSAGE, Missing, StopTest, StudentError, plain_text, until
from autograder.judge.session import Fault, Session, with_restarts
from autograder.judge.tried import tried_player, warm_player
from autograder.sandbox import WarmPlayer
from rnn_compare import CheckFailed

if TYPE_CHECKING:
    from autograder.submission import Submission, TestCell


class Judge:
    """Grades submissions, one at a time.

    Parameters
    ----------
    root : Path
        The course.
    limits : Limits
        What a submission may use.
    sandbox : bool
        False runs the student's code as an ordinary process of this user: for one's own notebooks.
        Else entering the judge raises SandboxError where the sandbox does not work.
    share : bool
        False gives each test a process of its own even where one can serve them all.
    """

    def __init__(
        self,
        root: Path,
        limits: Limits | None = None,
        sandbox: bool = True,
        share: bool = True,
    ) -> None:
        self.root, self.limits, self.sandbox = Path(root), limits or Limits(), sandbox
        self.share = share
        self.warm: WarmPlayer | None = None
        self.trusted: Trusted | None = None

    def __enter__(self) -> Judge:
        self._warm()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the players."""
        for player in (self.warm, self.trusted):
            if player is not None:
                player.close()
        self.warm = self.trusted = None

    def _warm(self) -> WarmPlayer:
        if self.warm is None:
            if self.sandbox:
                self.warm = tried_player(self.root, self.limits)
            else:
                self.warm = warm_player(self.root, self.limits, sandbox=False)
        return self.warm

    def reference(self) -> Trusted:
        """The reference in a sandbox of its own, started when first needed."""
        if self.trusted is None:
            self.trusted = Trusted(self.root, self.limits, self.sandbox)
        return self.trusted

    def drop_reference(self) -> None:
        """Let the next submission have the reference in a new process."""
        if self.trusted is not None:
            self.trusted.drop()

    def grade(self, submission: Submission) -> SubmissionResult:
        """Run a submission's cells and the lesson's tests.

        Whatever the submission does, this returns: what goes wrong on the grader's side is in the
        result as `Status.BROKEN`.
        """
        started = time.monotonic()
        message = " ".join(submission.repairs)
        try:
            trial = Trial(self, self._warm(), submission)
            tests = trial.run()
            status, outputs = Status.OK, trial.outputs
        except Exception as error:
            self.close()  # the next submission gets a new player
            status, tests, outputs = Status.BROKEN, (), {}
            message = f"The grader failed: {type(error).__name__}: {error}"
        return SubmissionResult(
            student=submission.student,
            lesson=submission.lesson.name,
            status=status,
            message=message,
            tests=tests,
            seconds=time.monotonic() - started,
            outputs=outputs,
        )


class Trial:
    """One submission before the judge."""

    def __init__(self, judge: Judge, warm: WarmPlayer, submission: Submission) -> None:
        self.judge, self.warm, self.submission = judge, warm, submission
        self.limits = judge.limits
        self.lesson = submission.lesson
        self.deadline = time.monotonic() + self.limits.submission_seconds
        self.cells = [(cell.id, cell.source) for cell in submission.cells]
        self.places = {test.grade_id: submission.place(test) for test in self.lesson.tests}
        self.shared = judge.share and submission.leaves_nothing
        self.deaths: dict[str, Fault] = {}
        self.opened = False
        self.unanswered = False  # whether the last test has asked what it did not wait for
        self.outputs: dict[str, str] = {}
        self.faults: dict[str, Fault] = {}

    def run(self) -> tuple[TestResult, ...]:
        """Judge every test; then judge those that failed because of an earlier function again."""
        # Hidden tests last: what one asks must not reach a visible check, whose messages may quote
        # the student's own words.
        tests = sorted(self.lesson.tests, key=lambda test: is_hidden(test.grade_id))
        results: dict[str, TestResult] = {}
        session: Session | None = None
        opened = 0
        try:
            for test in tests:
                if session is None or not session.is_waiting(test.grade_id):
                    if session is not None:
                        session.close()
                        session = None
                        self.shared = False  # it was ended, by a crash, say: once is enough
                    if opened <= self.limits.restarts:
                        opened += 1
                        left = [(t.grade_id, self.places[t.grade_id]) for t in tests]
                        session = self._open(left[tests.index(test) :], self.shared)
                results[test.grade_id] = self._judge(test, session)
                busy = results[test.grade_id].status is not Status.OK or self.unanswered
                if busy and session is not None and not session.is_quiet():
                    session.close()
                    session, self.shared = None, False
        finally:
            if session is not None:
                session.close()
        try:
            for test in self.lesson.tests:
                results[test.grade_id] = self._without_others(test, results)
        finally:
            self.judge.drop_reference()
        return tuple(results[test.grade_id] for test in self.lesson.tests)

    def _open(self, places: list[tuple[str, int]], shared: bool = False) -> Session | None:
        cells = self.cells[: max(place for _, place in places)]
        if not self.opened:
            cells = self.cells  # at first all of them, for what they print
        session = with_restarts(
            self.warm, cells, places, self.deaths, self.deadline, self.limits, shared
        )
        if session is not None:
            self.faults = {**session.faults, **self.deaths}
        if session is not None and not self.opened:
            self.opened = True
            for cell, _ in self.cells:
                text = session.printed.get(cell, "") + self._fault_line(cell)
                if text:
                    self.outputs[cell] = text
        return session

    def _fault_line(self, cell: str) -> str:
        fault = self.faults.get(cell)
        return f"[This cell was not finished: {fault.sentence}]\n" if fault else ""

    # ------------------------------------------------------------------------------ one test

    def _judge(self, test: TestCell, session: Session | None) -> TestResult:
        """Judge a test; if the grader fails, once more with a player of its own."""
        result = self._once(test, session)
        if result.status is Status.BROKEN:
            own = self._open([(test.grade_id, self.places[test.grade_id])])
            try:
                result = self._once(test, own)
            finally:
                if own is not None:
                    own.close()
        return result

    def _once(
        self, test: TestCell, session: Session | None, replace: dict[str, Any] | None = None
    ) -> TestResult:
        started = time.monotonic()
        status, message, called = self._outcome(test, session, replace or {})
        if status is Status.OK and replace is not None and not called:
            status = Status.WRONG  # right now and wrong before, with nothing changed
        return TestResult(
            grade_id=test.grade_id,
            points=test.points if status is Status.OK else 0.0,
            maximum=test.points,
            status=status,
            message=plain_text(message, MAX_MESSAGE),
            seconds=time.monotonic() - started,
            carried_from=", ".join(called),
        )

    def _outcome(
        self, test: TestCell, session: Session | None, replace: dict[str, Any]
    ) -> tuple[Status, str, list[str]]:
        name = test.function
        if time.monotonic() >= self.deadline:
            return (
                Status.TIMEOUT,
                f"{name}: not tested, because the notebook as a whole ran longer than "
                f"{self.limits.submission_seconds:g} seconds.",
                [],
            )
        if session is None:
            status, sentence = self._why_none()
            return status, f"{name}: not tested, because {sentence}", []
        player = session.begin(test.grade_id, until(self.limits.test_seconds, self.deadline))
        printed = io.StringIO()
        status, message = Status.OK, ""
        try:
            if replace:
                player.replace(replace)
            with contextlib.redirect_stdout(printed):
                exec(_compiled(test.source, test.grade_id), self._names(player))
            if printed.getvalue():
                self.outputs[test.grade_id] = printed.getvalue()  # the check's own words
        except StopTest as stop:
            status, message = self._stopped(test, session, stop, player.asked)
        except CheckFailed as error:
            # The function's own exception, put into words by the check.
            raised = getattr(error, "raised", player.raised)
            status, message = (Status.ERROR if raised else Status.WRONG), str(error)
        except AssertionError as error:
            status, message = Status.WRONG, f"{name}: {error}"
        except StudentError as error:
            line, text = error.student_place["line"], error.student_place["text"]
            at = f"\n  line {line}: {text}" if text else ""
            status = Status.ERROR
            message = f"{name}: it raised {type(error).__name__}: {error}{at}"
        except Exception as error:
            status, message = _failure(name, error)
        finally:
            self.unanswered = player.due > 0
            player.close()
        return status, message, [each for each in replace if each in player.called]

    def _names(self, player: Any) -> dict[str, Any]:
        names: dict[str, Any] = {"__name__": "__test__", "np": np}
        names.update((name, getattr(rnn_utils, name)) for name in rnn_utils.__all__)
        known = dict.fromkeys((*self.lesson.answers, *(t.function for t in self.lesson.tests)))
        names.update((name, player.proxy(name)) for name in known)
        return names

    def _stopped(
        self, test: TestCell, session: Session, stop: StopTest, asked: str
    ) -> tuple[Status, str]:
        if stop.fatal:
            if stop.status is Status.ERROR:
                stop = session.why() or stop
            session.kill(test.grade_id)
        if isinstance(stop, Missing):
            fault = self.faults.get(asked)
            status = fault.status if fault else Status.ERROR
            return status, self._why_missing(asked, stop.defined)
        return stop.status, f"{test.function}: {stop.message}"

    def _why_missing(self, name: str, defined: bool) -> str:
        if defined:
            return f"{name}: it is not a function."
        fault = self.faults.get(name)
        if fault:
            return f"{name}: it is not defined, because its cell failed: {fault.sentence}"
        return f"{name}: it is not defined. Is its cell still there, and its name unchanged?"

    def _why_none(self) -> tuple[Status, str]:
        for cell, fault in self.deaths.items():
            return fault.status, f"the cell {plain_text(cell, 60)} stopped the notebook: " + (
                fault.sentence
            )
        return Status.ERROR, "the notebook ended Python again and again."

    # ------------------------------------------------------------------- errors carried forward

    def _without_others(self, test: TestCell, results: dict[str, TestResult]) -> TestResult:
        """Judge a failed test again, with the reference in place of wrong functions before it.

        Only of functions before it: their own tests are decided by now, so that nothing can be
        gained by asking the reference. And in a player that is used for nothing else, so that what
        the reference answers cannot be passed on. Functions before it that are right stay: one of
        them may be what calls a wrong one.
        """
        result = results[test.grade_id]
        if result.status in (Status.OK, Status.BROKEN) or time.monotonic() >= self.deadline:
            return result
        order = list(reference.load(self.judge.root))
        before = order[: order.index(test.function)] if test.function in order else []
        failed = {
            other.function
            for other in self.lesson.tests
            if results[other.grade_id].status is not Status.OK
        }
        known = self.submission.names_used
        through = companions(test.function)  # what its check calls first
        if known is None:
            words = self._words
        else:
            words = frozenset(through).union(*(known.get(n, ()) for n in (test.function, *through)))
        wrong = [name for name in before if name in failed and name in words]
        if not wrong:
            return result
        trusted = self.judge.reference()
        session = self._open([(test.grade_id, self.places[test.grade_id])])
        try:
            functions = {name: trusted.function(name) for name in wrong}
            again = self._once(test, session, functions)
        finally:
            if session is not None:
                session.close()
        if again.status is not Status.OK:
            return result
        return TestResult(
            grade_id=test.grade_id,
            points=test.points,
            maximum=test.points,
            status=Status.OK,
            message="",
            seconds=result.seconds + again.seconds,
            carried_from=again.carried_from,
        )

    @functools.cached_property
    def _words(self) -> set[str]:
        """Names that the student's cells use, not counting where they are defined."""
        cells = (cell.source for cell in self.submission.cells if cell.kind != "given")
        return {word for source in cells for word in re.findall(r"def \w+|\w+", source)}


def _failure(name: str, error: Exception) -> tuple[Status, str]:
    """Say what an unexpected exception in the judge's process means.

    Without its message, which may hold values of a hidden test.
    """
    frame = traceback.extract_tb(error.__traceback__)[-1]
    if frame.filename.startswith("<test "):
        # A test cell that takes a result apart without a look at it first.
        return Status.WRONG, f"{name}: the test cannot use its result ({type(error).__name__})."
    where = f"{Path(frame.filename).name}, line {frame.lineno}"
    return Status.BROKEN, f"{name}: the grader failed ({type(error).__name__} in {where})."


@functools.lru_cache(maxsize=256)
def _compiled(source: str, name: str) -> CodeType:
    return compile(source, f"<test {name}>", "exec")


class Trusted:
    """The reference, called by a student's code across two wires.

    It runs in a sandbox of its own, because what it is called with comes from the student: two
    small arrays are enough to make a huge one.
    """

    def __init__(self, root: Path, limits: Limits, sandbox: bool) -> None:
        self.warm = warm_player(root, limits, sandbox)
        self.limits = limits
        self.cells = [("numpy", "import numpy as np")]
        for lesson in course.lesson_names(root):
            self.cells += course.solutions(root, lesson).items()
        self.session: Session | None = None
        self.player: Any = None

    def function(self, name: str) -> Any:
        """The reference's function of that name, as something to be called back."""

        def call(*args: Any) -> Any:
            return self._call(name, args)

        call.__name__ = name
        return call

    def _call(self, name: str, args: tuple) -> Any:
        if self.player is None:
            deadline = time.monotonic() + 1e6
            self.session = Session(self.warm, self.cells, [("all", len(self.cells))], (), deadline)
            self.player = self.session.begin("all", deadline)
        self.player.deadline = time.monotonic() + self.limits.test_seconds
        try:
            return self.player.call(name, args, {})
        except StopTest as stop:
            if stop.fatal:
                self.drop()
            raise

    def drop(self) -> None:
        """End the process in which the reference runs; the next call starts another."""
        if self.session is not None:
            self.player.close()
            self.session.close()
        self.session = self.player = None

    def close(self) -> None:
        """End the reference's player."""
        self.drop()
        self.warm.close()
