"""A judge without a sandbox or a second process: for tests of what happens around the judge."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path
from typing import Any

from autograder.base.files import write_atomic
from autograder.base.limits import Limits
from autograder.base.outcome import SandboxError, Status, SubmissionResult, TestResult
from autograder.base.seed import InputSeed


class FakeJudge:
    """Run a submission of ours in this process, or obey an order in its first cell.

    An order is a comment ``# order: ...``: die, take along (the process that started this one),
    fail, sleep, break, ``hold PATH``: write the number of the process that started this one to
    ``PATH.held``, and wait until there is a file of that name, or ``spoil PATH``: leave this
    machine without a sandbox, and fail on the first machine, die on the second (they are counted in
    a folder PATH). A file ``no_sandbox_here`` in the course stands for a machine without a sandbox.
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
        if "# order: take along" in text:
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(30)
        if found := re.search("# order: hold (.*)", text):
            _hold(Path(found[1]))
        if found := re.search("# order: spoil (.*)", text):
            _spoil(Path(found[1]), self.root)
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


def _hold(gate: Path) -> None:
    note = gate.with_name(f"{gate.name}.held")
    write_atomic(note, str(os.getppid()).encode())
    while not gate.exists():
        time.sleep(0.01)


def _spoil(folder: Path, root: Path) -> None:
    """Leave this machine without a sandbox, and fail or die, or go on if two have none."""
    folder.mkdir(exist_ok=True)
    before = len(list(folder.iterdir()))
    if before == 2:
        return
    (folder / str(os.getppid())).touch()
    (root / "no_sandbox_here").touch()
    if before:
        os.kill(os.getpid(), signal.SIGKILL)
    raise SandboxError("It is gone.")


class NoSandbox(FakeJudge):
    """Stands for a machine without a sandbox."""

    def __enter__(self) -> FakeJudge:
        raise SandboxError("Install bubblewrap.")
