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
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from autograder.base import trouble
from autograder.base.limits import Limits
from autograder.base.outcome import Status, SubmissionResult
from autograder.base.seed import InputSeed
from autograder.checks import HiddenInputs, grading
from autograder.judge.sessions import Sessions
from autograder.judge.trial import Trial
from autograder.judge.tried import helper, tried_player, warm_player
from autograder.judge.trusted import Trusted
from autograder.sandbox import WarmPlayer, Way
from rnn_data import data_of

if TYPE_CHECKING:
    from autograder.submission import Submission


class Judge:
    """Grades submissions, one at a time.

    Parameters
    ----------
    root : Path
        The course.
    limits : Limits
        What a submission may use.
    sandbox : bool or Way
        True is bubblewrap; a way other than that is `Container`. False runs the student's code as
        an ordinary process of this user: for one's own notebooks.
        Else entering the judge raises SandboxError where the sandbox does not work.
    share : bool
        False gives each test a process of its own even where one can serve them all.
    seed : InputSeed
        What hidden inputs are drawn from.
    """

    def __init__(
        self,
        root: Path,
        limits: Limits | None = None,
        sandbox: bool | Way = True,
        share: bool = True,
        seed: InputSeed | None = None,
    ) -> None:
        self.root, self.limits, self.sandbox = Path(root), limits or Limits(), sandbox
        self.share, self.seed = share, seed or InputSeed()
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
                self.warm = tried_player(self.root, self.limits, self.sandbox)
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
            sessions = Sessions(self._warm(), submission, self.share)
            trial = Trial(self.root, submission, sessions, self.reference)
            try:
                with self._course(submission.student):
                    tests = trial.run()
            finally:
                self.drop_reference()
            status, outputs = Status.OK, trial.outputs
        except Exception as error:
            trouble.note(error, f"{submission.student!r}, {submission.lesson.name}: judging")
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
            seed=self.seed.digest,
        )

    @contextlib.contextmanager
    def _course(self, student: str) -> Iterator[None]:
        """Have checks and hidden tests take what they ask and expect from the graded course."""
        data = helper(self.root, "rnn_checks.json").parent
        with data_of(data), grading(HiddenInputs(self.root, self.seed, student)):
            yield
