"""Schedulers and workers as processes of this machine, to measure and test with."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from distributed import Client

from autograder.run.cluster.executor import security_of
from benchmarks.classes import ROOT

START_SECONDS = 120.0
# `autograder`, in a process that the kernel ends with the one that started it.
AUTOGRADER = """
import ctypes, signal, sys
from autograder.cli import main
PR_SET_PDEATHSIG = 1
ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
sys.exit(main(sys.argv[1:]))
"""


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(there: Callable[[], object], what: str, seconds: float = START_SECONDS) -> None:
    """Wait for something.

    Raises
    ------
    RuntimeError
        If it has not come in time.
    """
    end = time.monotonic() + seconds
    while not there():
        if time.monotonic() > end:
            raise RuntimeError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.01)


class Cluster:
    """A scheduler at a port of its own, and workers, each a process (and what it starts).

    Parameters
    ----------
    workers, threads : int
        Workers at the beginning, and threads of each.
    tls : Path, optional
        Folder with certificates.
    log : Path, optional
        A file that takes what they all say.
    """

    def __init__(
        self, workers: int = 2, threads: int = 1, tls: Path | None = None, log: Path | None = None
    ) -> None:
        self.port, self.threads, self.tls = free_port(), threads, tls
        self.log = open(log or os.devnull, "ab")
        self.workers: list[subprocess.Popen] = []
        self.start_scheduler()
        self.keep(workers)

    @property
    def address(self) -> str:
        """Of the scheduler."""
        return f"{'tls' if self.tls else 'tcp'}://127.0.0.1:{self.port}"

    def start_scheduler(self) -> None:
        """Start it; returns when it answers."""
        self.scheduler = self._start(["scheduler", "--port", str(self.port)])
        until(self._answers, "an answer of the scheduler")

    def _answers(self) -> bool:
        if self.scheduler.poll() is not None:
            raise RuntimeError("the scheduler has ended")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def start_worker(self, root: Path = ROOT) -> subprocess.Popen:
        """Start one more, with the grader that lies in a folder."""
        worker = self._start(
            ["worker", self.address, "--threads", str(self.threads), "--no-nanny"], root
        )
        self.workers.append(worker)
        return worker

    def renew(self, number: int) -> None:
        """Start so many workers in the place of those that a lost scheduler has left behind."""
        for worker in list(self.workers):
            self.kill(worker)
        for _ in range(number):
            self.start_worker()

    def keep(self, number: int) -> None:
        """Have so many workers alive: start those that are missing, and wait until they joined."""
        while len(self.living()) < number:
            self.start_worker()
        if self.workers:
            self.wait_for(len(self.workers))

    def wait_for(self, number: int) -> None:
        """Wait until the scheduler has exactly so many workers."""
        security = security_of(self.tls)
        with Client(self.address, security=security, set_as_default=False) as client:
            until(
                lambda: len(client.scheduler_info(n_workers=-1)["workers"]) == number,
                f"{number} workers",
            )

    def _start(self, words: Sequence[str], root: Path = ROOT) -> subprocess.Popen:
        tls = ["--tls", str(self.tls)] if self.tls else []
        return subprocess.Popen(
            [sys.executable, "-c", AUTOGRADER, *words, *tls],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
        )

    def kill(self, process: subprocess.Popen) -> None:
        """Kill a worker or the scheduler, as a power cut would."""
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.living()

    def living(self) -> list[subprocess.Popen]:
        """Workers that have not ended; those of a lost scheduler end by themselves."""
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        return self.workers

    def close(self) -> None:
        """End all of them: workers first, which say goodbye to the scheduler."""
        for processes in (self.workers, [self.scheduler]):
            for process in processes:
                process.terminate()
            for process in processes:
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self.log.close()


@contextmanager
def running(**options: object) -> Iterator[Cluster]:
    """A cluster for a while."""
    cluster = Cluster(**options)
    try:
        yield cluster
    finally:
        cluster.close()


def make_certificates(folder: Path) -> Path:
    """An authority and a certificate by it, with the commands of docs/cluster.md."""
    folder.mkdir(parents=True, exist_ok=True)
    text = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
    commands = text.split("<!-- certificates -->")[1].split("```sh\n")[1].split("```")[0]
    subprocess.run(["sh", "-ec", commands], cwd=folder, check=True, capture_output=True)
    return folder / "tls"
