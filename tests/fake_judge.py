"""A judge without a sandbox or a second process: for tests of what happens around the judge."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from autograder.base.limits import Limits
from autograder.base.outcome import SandboxError, Status, SubmissionResult, TestResult
from autograder.base.seed import InputSeed


class FakeJudge:
    """Run a submission of ours in this process, or obey an order in its first cell.

    An order is a comment ``# order: ...``: die, fail, sleep, or break. A file ``no_sandbox_here``
    in the course stands for a machine without a sandbox.
    """

    def __init__(
        self,
        root: Path,
        limits: Limits | None = None,
        sandbox: bool = True,
        seed: InputSeed | None = None,
    ) -> None:
        self.root, self.sandbox, self.seed = root, sandbox, seed

    def __enter__(self) -> FakeJudge:
        if self.sandbox and (self.root / "no_sandbox_here").exists():
            raise SandboxError("Install bubblewrap.")
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def grade(self, submission: Any) -> SubmissionResult:
        """See `autograder.judge.Judge.grade`."""
        text = "\n".join(cell.source for cell in submission.cells)
        if "# order: die" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "# order: fail" in text:
            raise ValueError("an error of ours")
        if "# order: sleep" in text:
            time.sleep(30)
        began = time.perf_counter()
        tests = tuple(
            TestResult(test.grade_id, 0.0, test.points, Status.BROKEN, "no idea", 0.0)
            if "# order: break" in text
            else self._test(submission, test)
            for test in submission.lesson.tests
        )
        name = submission.lesson.name
        seconds = time.perf_counter() - began
        return SubmissionResult(submission.student, name, Status.OK, "", tests, seconds)

    def _test(self, submission: Any, test: Any) -> TestResult:
        names: dict[str, Any] = {}
        status, message = Status.OK, ""
        try:
            for cell in submission.cells:
                exec(cell.source, names)
            exec(test.source, names)
        except AssertionError as error:
            status, message = Status.WRONG, str(error)
        except Exception as error:
            status, message = Status.ERROR, f"{type(error).__name__}: {error}"
        points = float(test.points) if status is Status.OK else 0.0
        return TestResult(test.grade_id, points, float(test.points), status, message, 0.0)
