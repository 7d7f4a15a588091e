"""A worker process as the pool has it; `autograder.run.serve` is what runs in it.

A worker is a fresh interpreter that never imports nbgrader. It talks to the run over a socket, and
ends when the run does, however that ends.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from multiprocessing.connection import Connection
from typing import Any

from autograder.base import processes
from autograder.base.package import IMPORT_FROM
from autograder.run.executor import CannotGrade
from autograder.run.tasks import Graded, Options, Task

SPARE_SECONDS = 60.0  # on top of the judge's own limits, before a worker counts as stuck
START_SECONDS = 120.0  # until a new worker is ready
SERVE = "autograder.run.serve"  # what it runs


class WorkerDied(Exception):
    """The process ended, or was stuck; the text says how."""


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
                [sys.executable, "-m", SERVE, str(theirs.fileno()), str(os.getpid())],
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
        CannotGrade
            If there will be none from any worker.
        """
        try:
            graded = self.connection.recv()
        except (EOFError, OSError):
            raise WorkerDied(self._last_words()) from None
        self._since = time.monotonic()
        if isinstance(graded, str):
            raise CannotGrade(graded)
        if graded is None:
            self._ready = True
        else:
            self.tasks.popleft()
        return graded

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
