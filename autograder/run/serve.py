"""What runs in a worker process: reads, judges and renders submissions, one after the other."""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from autograder.base import trouble
from autograder.base.outcome import SandboxError, Status, SubmissionResult
from autograder.run.tasks import Graded, Options, Task, broken
from rnn_language import speaking

PR_SET_PDEATHSIG = 1


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
        options = self.options
        judge = kind(options.root, options.limits, options.sandbox, seed=options.seed)
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
            trouble.note(error, f"{task.student!r}, {task.lesson}: reading, judging, rendering")
            said = broken(task, f"{type(error).__name__}: {error}")
            return Graded(task, said, trouble=trouble.take())

    def _grade(self, task: Task) -> Graded:
        from autograder.course.lesson import load_lesson
        from autograder.submission import Unreadable

        lesson = load_lesson(self.options.root, task.lesson)
        try:
            submission = _read(task, lesson)
        except Unreadable as error:
            refused = SubmissionResult(
                task.student, task.lesson, Status.REFUSED, str(error), language=error.language
            )
            return Graded(task, refused)
        with speaking(submission.language):
            return self._graded(task, lesson, submission)

    def _graded(self, task: Task, lesson: Any, submission: Any) -> Graded:
        """Judge and render a submission that was read, in its language."""
        from autograder.record import autograded, feedback

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
        # What was printed is in the notebook.
        result = dataclasses.replace(result, outputs={}, language=submission.language)
        return Graded(task, result, autograded.dump(notebook), body, trouble.take())

    def _judged(self, submission: Any, task: Task) -> SubmissionResult:
        try:
            if self._judge is None:
                self._judge = self._open()
            return self._judge.grade(submission)
        except Exception as error:  # graded once more with a new judge, then listed
            trouble.note(error, f"{task.student!r}, {task.lesson}: judging")
            with contextlib.suppress(Exception):
                self._shut()
            return broken(task, f"{type(error).__name__}: {error}")


def _read(task: Task, lesson: Any) -> Any:
    from autograder.submission import read_submission
    from autograder.submission.reading import submission_of

    handed = task.handed
    if handed is None:
        return read_submission(task.folder, task.student, lesson)
    path = task.folder / handed.name
    return submission_of(path, handed.data, list(handed.notes), task.student, lesson)


def _broken(result: SubmissionResult) -> bool:
    return result.status is Status.BROKEN or any(
        test.status is Status.BROKEN for test in result.tests
    )


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
    """Run a worker; started by `autograder.run.worker.Worker`."""
    # An ordinary exit on SIGTERM, so that the judge closes its sandbox.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    _end_with(int(sys.argv[2]))
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        serve(Connection(int(sys.argv[1])))
    os._exit(0)  # all is sent, and Python would tidy up its memory for a while


if __name__ == "__main__":
    # Messages name the classes by module; __main__ would be another one.
    from autograder.run.serve import main as _main

    _main()
