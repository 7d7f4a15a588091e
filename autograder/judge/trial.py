"""Judge one submission: its tests, then again those that another function may have failed."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.base.outcome import Status, TestResult
from autograder.checks import companions
from autograder.course import reference
from autograder.course.lesson import is_hidden
from autograder.judge.attempt import Attempt
from autograder.judge.session import Session
from autograder.judge.sessions import Sessions
from autograder.judge.trusted import Trusted

if TYPE_CHECKING:
    from autograder.submission import Submission, TestCell


class Trial:
    """One submission before the judge.

    Parameters
    ----------
    root : Path
        The course.
    submission : Submission
    sessions : Sessions
        Of this submission.
    trusted : callable
        Returns the reference, which is started when first needed.
    """

    def __init__(
        self,
        root: Path,
        submission: Submission,
        sessions: Sessions,
        trusted: Callable[[], Trusted],
    ) -> None:
        self.root, self.submission, self.sessions, self.trusted = (
            root,
            submission,
            sessions,
            trusted,
        )
        self.lesson = submission.lesson
        self._said: dict[str, str] = {}  # what the checks printed

    @property
    def outputs(self) -> dict[str, str]:
        """What cells and checks have printed, by cell."""
        return {**self.sessions.printed, **self._said}

    def run(self) -> tuple[TestResult, ...]:
        """Judge every test; then judge those that failed because of an earlier function again."""
        results = self._judge_all()
        for test in self.lesson.tests:
            results[test.grade_id] = self._without_others(test, results)
        return tuple(results[test.grade_id] for test in self.lesson.tests)

    def _judge_all(self) -> dict[str, TestResult]:
        # Hidden tests last: what one asks must not reach a visible check, whose messages may quote
        # the student's own words.
        tests = sorted(self.lesson.tests, key=lambda test: is_hidden(test.grade_id))
        order = [test.grade_id for test in tests]
        results = {}
        try:
            for number, test in enumerate(tests):
                session = self.sessions.for_next(order[number:])
                results[test.grade_id], unanswered = self._judge(test, session)
                if results[test.grade_id].status is not Status.OK or unanswered:
                    self.sessions.give_up_if_busy()
        finally:
            self.sessions.give_up()
        return results

    def _judge(self, test: TestCell, session: Session | None) -> tuple[TestResult, bool]:
        """Judge a test; if the grader fails, once more with a player of its own.

        Returns
        -------
        result : TestResult
        unanswered : bool
            Whether the test has asked something and did not wait for the answer.
        """
        attempt = Attempt(test, session, self.sessions)
        result = self._run(attempt)
        if result.status is Status.BROKEN:
            with self.sessions.of_its_own(test.grade_id) as own:
                attempt = Attempt(test, own, self.sessions)
                result = self._run(attempt)
        return result, attempt.unanswered

    def _run(self, attempt: Attempt) -> TestResult:
        result = attempt.run()
        if attempt.printed:
            self._said[result.grade_id] = attempt.printed
        return result

    # ------------------------------------------------------------------- errors carried forward

    def _without_others(self, test: TestCell, results: dict[str, TestResult]) -> TestResult:
        """Judge a failed test again, with the reference in place of wrong functions before it.

        Only of functions before it: their own tests are decided by now, so that nothing can be
        gained by asking the reference. And in a player that is used for nothing else, so that what
        the reference answers cannot be passed on. Functions before it that are right stay: one of
        them may be what calls a wrong one.
        """
        result = results[test.grade_id]
        if result.status in (Status.OK, Status.BROKEN) or self.sessions.time_is_up():
            return result
        wrong = self._wrong_before(test.function, results)
        if not wrong:
            return result
        functions = {name: self.trusted().function(name) for name in wrong}
        with self.sessions.of_its_own(test.grade_id) as session:
            again = self._run(Attempt(test, session, self.sessions, functions))
        if again.status is not Status.OK:
            return result
        return dataclasses.replace(again, message="", seconds=result.seconds + again.seconds)

    def _wrong_before(self, function: str, results: dict[str, TestResult]) -> list[str]:
        """Functions that come before this one, failed a test, and may be what it uses."""
        order = list(reference.load(self.root))
        before = order[: order.index(function)] if function in order else []
        failed = {
            test.function
            for test in self.lesson.tests
            if results[test.grade_id].status is not Status.OK
        }
        used = self._used_by(function)
        return [name for name in before if name in failed and name in used]

    def _used_by(self, function: str) -> frozenset[str]:
        """Names that the function uses, or what its check calls first; all, if that is not sure."""
        known, through = self.submission.names_used, companions(function)
        if known is None:
            return self._words
        return frozenset(through).union(*(known.get(n, ()) for n in (function, *through)))

    @functools.cached_property
    def _words(self) -> frozenset[str]:
        """Names that the student's cells use, not counting where they are defined."""
        cells = (cell.source for cell in self.submission.cells if cell.kind != "given")
        return frozenset(word for text in cells for word in re.findall(r"def \w+|\w+", text))
