"""Worker processes: each reads, judges and renders submissions, one after the other.

A worker is a fresh interpreter that never imports nbgrader. It talks to the run over a socket, and
ends when the run does, however that ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from autograder.base import processes
from autograder.base.limits import Limits
from autograder.base.outcome import SandboxError, Status, SubmissionResult
from autograder.base.package import IMPORT_FROM

SPARE_SECONDS = 60.0  # on top of the judge's own limits, before a worker counts as stuck
START_SECONDS = 120.0  # until a new worker is ready
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Options:
    """What every worker of a run shares."""

    root: Path
    limits: Limits = Limits()
    sandbox: bool = True
    feedback: bool = True
    judge: str = "autograder.judge.Judge"  # dotted name; tests put another one here


@dataclass(frozen=True)
class Task:
    """One submission to grade."""

    student: str
    lesson: str
    folder: Path


@dataclass(frozen=True)
class Graded:
    """One submission, graded."""

    task: Task
    result: SubmissionResult
    notebook: bytes | None = None  # of autograded/; None if the submission could not be read
    body: bytes = b""  # of the feedback page


class WorkerDied(Exception):
    """The process ended, or was stuck; the text says how."""


class WorkerUnable(Exception):
    """The process cannot grade here, nor can any other; the text says why, and what to do."""


# ------------------------------------------------------------------ in the run


class Worker:
    """A worker process, as the run sees it.

    Parameters
    ----------
    options : Options, optional
        Without them the process only gets ready to be told, by `begin`.
    cores : frozenset of int
        See `begin`.
    """

    def __init__(self, options: Options | None = None, cores: frozenset[int] = frozenset()) -> None:
        ours, theirs = socket.socketpair()
        self._errors = tempfile.TemporaryFile()
        paths = [str(IMPORT_FROM), *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = {"OPENBLAS_NUM_THREADS": "1", **os.environ}
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno()), str(os.getpid())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                cwd=IMPORT_FROM,
                env={**environment, "PYTHONPATH": os.pathsep.join(paths)},
                start_new_session=True,  # Ctrl-C goes to the run alone
            )
        self.connection = Connection(ours.detach())
        self.tasks: deque[Task] = deque()  # sent, not yet graded; the first is in work
        self._ready = False
        self._since = time.monotonic()
        if options is not None:
            self.begin(options, cores)

    def begin(self, options: Options, cores: frozenset[int] = frozenset()) -> None:
        """Tell the process what it shares with the other workers, and what is its own.

        Parameters
        ----------
        options : Options
        cores : frozenset of int
            It stays on these, with all that it starts, so that no submission can slow those of
            other workers. Empty: on any.
        """
        self.cores = cores
        self._limit = options.limits.submission_seconds + SPARE_SECONDS
        self._send((options, cores))

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    def send(self, task: Task) -> None:
        """Hand over a submission; it waits there until those before it are done."""
        if not self.tasks:
            self._since = time.monotonic()
        self.tasks.append(task)
        self._send(task)

    def _send(self, thing: Any) -> None:
        # A worker that is gone is noticed by the next `receive`, which says more.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send(thing)

    def receive(self) -> Graded | None:
        """Take the next graded submission; waits for it. None: the worker has become ready.

        Raises
        ------
        WorkerDied
            If there will be none.
        WorkerUnable
            If there will be none from any worker.
        """
        try:
            graded = self.connection.recv()
        except (EOFError, OSError):
            raise WorkerDied(self._last_words()) from None
        self._since = time.monotonic()
        if isinstance(graded, str):
            raise WorkerUnable(graded)
        if graded is None:
            self._ready = True
        else:
            self.tasks.popleft()
        return graded

    def wait_until_ready(self) -> None:
        """Return when the worker can grade.

        Raises
        ------
        WorkerDied, WorkerUnable
            See `receive`.
        """
        while not self._ready:
            if not self.connection.poll(START_SECONDS):
                self.kill()
            self.receive()

    @property
    def stuck(self) -> bool:
        """Whether the submission in work has taken longer than the judge can explain."""
        limit = self._limit if self._ready else START_SECONDS
        return bool(self.tasks) and time.monotonic() - self._since > limit

    def _last_words(self) -> str:
        code = self.close(0.5)
        if code < 0:
            return f"the grading process was killed ({signal.Signals(-code).name})"
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - 4000))
        lines = self._errors.read().decode("utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else f"the grading process ended with status {code}"

    def close(self, patience: float = 5.0) -> int:
        """End the process, by force if it does not end by itself, and return its status."""
        self.connection.close()
        try:
            return processes.wait(self._process, patience)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self) -> int:
        """End the process now."""
        self._process.terminate()
        try:
            return processes.wait(self._process, 2.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


# --------------------------------------------------------------- in the worker


def _import_the_rest() -> None:
    from autograder import checks, submission  # noqa: F401
    from autograder.record import (
        autograded,  # noqa: F401
        feedback,  # noqa: F401
    )


class Grader:
    """Grade submissions with one warm judge, which is replaced when it fails."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._judge: Any = None

    def __enter__(self) -> Grader:
        self._judge = self._open()
        return self

    def __exit__(self, *_: object) -> None:
        self._shut()

    def _open(self) -> Any:
        module, _, name = self.options.judge.rpartition(".")
        kind = getattr(__import__(module, fromlist=[name]), name)
        judge = kind(self.options.root, self.options.limits, sandbox=self.options.sandbox)
        return judge.__enter__()

    def _shut(self) -> None:
        if self._judge is not None:
            judge, self._judge = self._judge, None
            judge.__exit__(None, None, None)

    def grade(self, task: Task) -> Graded:
        """Read, judge and render one submission; a failure of ours costs only this one."""
        try:
            return self._grade(task)
        except Exception as error:
            with contextlib.suppress(Exception):
                self._shut()
            return Graded(task, broken(task, f"{type(error).__name__}: {error}"))

    def _grade(self, task: Task) -> Graded:
        from autograder.course.lesson import load_lesson
        from autograder.record import autograded, feedback
        from autograder.submission import Unreadable, read_submission

        lesson = load_lesson(self.options.root, task.lesson)
        try:
            submission = read_submission(task.folder, task.student, lesson)
        except Unreadable as error:
            refused = SubmissionResult(task.student, task.lesson, Status.REFUSED, str(error))
            return Graded(task, refused)
        result = self._judged(submission, task)
        if _broken(result):
            self._shut()
            result = self._judged(submission, task)
        if submission.repairs and not result.message:
            result = dataclasses.replace(result, message="\n".join(submission.repairs))
        notebook = autograded.annotate(submission.notebook, result)
        body = b""
        if self.options.feedback:
            body = feedback.body(lesson, notebook, result)
        result = dataclasses.replace(result, outputs={})  # they are in the notebook
        return Graded(task, result, autograded.dump(notebook), body)

    def _judged(self, submission: Any, task: Task) -> SubmissionResult:
        try:
            if self._judge is None:
                self._judge = self._open()
            return self._judge.grade(submission)
        except Exception as error:  # graded once more with a new judge, then listed
            with contextlib.suppress(Exception):
                self._shut()
            return broken(task, f"{type(error).__name__}: {error}")


def _broken(result: SubmissionResult) -> bool:
    return result.status is Status.BROKEN or any(
        test.status is Status.BROKEN for test in result.tests
    )


def broken(task: Task, reason: str) -> SubmissionResult:
    """Judgement on a submission on which the grader failed."""
    message = f"The grader failed: {reason}"
    return SubmissionResult(task.student, task.lesson, Status.BROKEN, message)


def _end_with(parent: int) -> None:
    """Have the kernel end this process when the run ends, however it ends."""
    with contextlib.suppress(OSError, AttributeError):  # Linux only; elsewhere the socket closes
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)


def serve(connection: Connection, grader_of: Callable[[Options], Grader] = Grader) -> None:
    """Grade what comes over the connection until it closes."""
    options, cores = connection.recv()
    if cores:
        os.sched_setaffinity(0, cores)
    # The sandbox takes a while to start, so first comes what starts it.
    __import__(options.judge.rpartition(".")[0])
    imports = threading.Thread(target=_import_the_rest, daemon=True)
    imports.start()
    with contextlib.ExitStack() as stack:
        try:
            grader = stack.enter_context(grader_of(options))
        except SandboxError as error:
            connection.send(str(error))
            return
        imports.join()
        connection.send(None)
        while True:
            try:
                task = connection.recv()
            except EOFError:
                return
            connection.send(grader.grade(task))


def main() -> None:
    """Run a worker; started by `Worker`."""
    # An ordinary exit on SIGTERM, so that the judge closes its sandbox.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    _end_with(int(sys.argv[2]))
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        serve(Connection(int(sys.argv[1])))
    os._exit(0)  # all is sent, and Python would tidy up its memory for a while


if __name__ == "__main__":
    # Messages name the classes by module; __main__ would be another one.
    from autograder.run.worker import main as _main

    _main()
