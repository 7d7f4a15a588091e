"""The executor that judges on a Dask cluster."""

from __future__ import annotations

import contextlib
import logging
import ssl
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import dask
from distributed import Client, Future, Security, as_completed

from autograder.base.outcome import Status, SubmissionResult
from autograder.run.cluster import access, archive, fitness, parcel, station
from autograder.run.cluster.chunks import Chunk, Chunks
from autograder.run.cluster.ledger import Ledger
from autograder.run.executor import CannotGrade, GaveUp
from autograder.run.tasks import Graded, Handed, Options, Task
from autograder.submission import Unreadable
from autograder.submission.opening import read_folder
from autograder.submission.repair import DEFAULT_LIMITS

CONNECT_SECONDS = 20.0  # for a scheduler to be there at the beginning
JOIN_SECONDS = 60.0  # for a first worker to join, and for another when all are gone
RETURN_SECONDS = 60.0  # for a lost scheduler to come back
LOOK_SECONDS = 1.0  # between two looks at who is there
NAP_SECONDS = 0.01
SETTINGS = {
    "distributed.admin.large-graph-warning-threshold": "1GB",  # a chunk is megabytes: notebooks
    "distributed.comm.timeouts.connect": f"{RETURN_SECONDS:.0f}s",
}


@dataclass(frozen=True)
class Sent:
    """A chunk on its way."""

    chunk: Chunk
    future: Future


class Cluster:
    """Judges on the workers of a Dask scheduler.

    Parameters
    ----------
    address : str
        The scheduler's, as `access.address_of` gives it.
    options : Options
    tls : Path, optional
        Folder with ``ca.pem``, ``cert.pem`` and ``key.pem``.
    tell : callable
        Is called with sentences for the instructor, such as why a worker is of no use.

    Raises
    ------
    CannotGrade
        If nobody there can judge for this run.
    NotSafe
        If the certificates should not be used.
    """

    def __init__(
        self,
        address: str,
        options: Options,
        tls: Path | None = None,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.address, self.options, self.tell = address, options, tell
        self._security = security_of(tls)
        self._chunks = Chunks()
        self._ledger = Ledger(self._chunks, options.root)
        self._sent: dict[str, Sent] = {}
        self._done: deque[Graded] = deque()
        self._origin: dict[tuple[str, str], Task] = {}
        self._begun: set[int] = set()
        self._refusals: dict[str, str] = {}
        self._arrived: deque[str] = deque()  # workers that have become fit
        self._threads = 0
        self._looked = self._seen = 0.0
        self._away = 0.0  # since when there is no scheduler; 0: there is one
        course = archive.pack(options.root)
        plan = {
            "course": archive.digest(course),
            "versions": fitness.versions(),
            "limits": asdict(options.limits),
            "sandbox": options.sandbox,
            "feedback": options.feedback,
            "judge": options.judge,
            "seed": asdict(options.seed),
        }
        self._plugin = station.Station(station.name_of(plan), plan, course)
        # What Dask says of lost connections, the run says itself.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self._client = self._connected()
        try:
            self._enter()
            self._wait_for_workers()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------ the cluster

    def _connected(self) -> Client:
        # First by ourselves: Dask would try for as long as it waits for a lost scheduler.
        if not access.answers(self.address, CONNECT_SECONDS):
            raise CannotGrade(self._no_answer("nobody listens there"))
        if why := access.refusal(self.address, self._context()):
            raise CannotGrade(why)
        try:
            with dask.config.set(SETTINGS):
                return Client(
                    self.address,
                    security=self._security,
                    set_as_default=False,
                    timeout=RETURN_SECONDS,
                )
        except (OSError, TimeoutError, ValueError) as error:
            raise CannotGrade(self._no_answer(_first_line(error))) from None

    def _no_answer(self, why: str) -> str:
        return (
            f"No scheduler answers at {self.address} ({why}). Start one: autograder scheduler "
            "(docs/cluster.md)."
        )

    def _context(self) -> ssl.SSLContext | None:
        if self._security is None:
            return None
        return self._security.get_connection_args("client")["ssl_context"]

    @property
    def _name(self) -> str:
        return self._plugin.name

    def _enter(self) -> None:
        """Tell the scheduler, and through it all workers, what will be graded."""
        self._answers = as_completed(loop=self._client.loop, with_results=True, raise_errors=False)
        self._client.subscribe_topic(self._name, self._hear)
        self._client.run_on_scheduler(station.fail_at_once)
        self._client.register_plugin(self._plugin)

    def _hear(self, event: tuple[float, Any]) -> None:
        """Take what a worker says; called in Dask's own thread."""
        _, message = event
        if "begun" in message:
            self._begun.add(message["begun"])
        elif message["refused"]:
            self._refuse(message["worker"], message["refused"])
        else:
            self._arrived.append(message["worker"])

    def _refuse(self, worker: str, why: str) -> None:
        if self._refusals.get(worker) != why:
            self._refusals[worker] = why
            self.tell(f"{worker} does not grade. {why}")

    def _wait_for_workers(self) -> None:
        until = time.monotonic() + JOIN_SECONDS
        while not self._look():
            for worker, why in self._client.run(station.say, self._name).items():
                if why:
                    self._refuse(worker, why)
            if self._refusals and len(self._refusals) >= self._number_of_workers():
                raise CannotGrade(f"No worker of {self.address} can grade for this run.")
            if time.monotonic() > until:
                raise CannotGrade(
                    f"No worker has joined {self.address} within {JOIN_SECONDS:.0f} s. "
                    "Start some: autograder worker ADDRESS (docs/cluster.md)."
                )
            time.sleep(0.1)

    def _number_of_workers(self) -> int:
        return len(self._client.scheduler_info(n_workers=-1)["workers"])

    def _look(self) -> int:
        """Count the threads that can judge for this run."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        self._threads = int(sum(each["resources"].get(self._name, 0) for each in workers))
        self._looked = time.monotonic()
        if self._threads:
            self._seen = self._looked
        return self._threads

    # ------------------------------------------------------------ an executor

    def submit(self, tasks: Sequence[Task]) -> None:
        """See `Executor.submit`."""
        self._chunks.add(tasks)
        self._feed()

    def ready(self, seconds: float) -> list[Graded]:
        """See `Executor.ready`."""
        until = time.monotonic() + seconds
        while True:
            if self._is_there():
                self._take()
                self._feed()
            if self._done or time.monotonic() >= until:
                break
            time.sleep(NAP_SECONDS)
        done = list(self._done)
        self._done.clear()
        return done

    def close(self) -> None:
        """See `Executor.close`."""
        with contextlib.suppress(Exception):  # the scheduler may be gone
            if self._client.status == "running":
                self._client.cancel([sent.future for sent in self._sent.values()], force=True)
        self._sent.clear()
        with contextlib.suppress(Exception):
            self._client.close(timeout=2)

    def _is_there(self) -> bool:
        """Whether there is a scheduler, with workers; notices when one has come back.

        Raises
        ------
        GaveUp
            If none is there for long.
        """
        now = time.monotonic()
        if self._client.status != "running":
            self._away = self._away or now
            if self._client.status == "closed" or now - self._away > RETURN_SECONDS:
                raise GaveUp(
                    f"The scheduler at {self.address} is gone. Start it and its workers again, "
                    "and run again: what is graded is kept."
                )
            return False
        try:
            if self._away:
                self._begin_anew()
                self._away, self._seen = 0.0, now
            while self._arrived:
                self._client.run_on_scheduler(station.let_in, self._arrived.popleft())
                self._look()
            if now - self._looked > LOOK_SECONDS and not self._look():
                self._demand_workers(now)
        except OSError:  # it is just going
            return False
        return True

    def _begin_anew(self) -> None:
        """Enter a scheduler that knows nothing of what its predecessor was sent."""
        for sent in self._sent.values():
            self._chunks.give_back(sent.chunk.tasks)
        self._sent.clear()
        self._begun.clear()
        self._enter()

    def _demand_workers(self, now: float) -> None:
        if now - self._seen > JOIN_SECONDS:
            raise GaveUp(
                f"No worker of {self.address} is left that can grade. Start some, and run again: "
                "what is graded is kept."
            )

    # ------------------------------------------------------------ out

    def _feed(self) -> None:
        """Have as many chunks on their way as the threads should have."""
        while self._chunks and len(self._sent) < self._chunks.wanted(self._threads):
            chunk = self._chunks.next(self._threads)
            tasks = [task for task in map(self._read, chunk.tasks) if task is not None]
            if tasks:
                self._send(replace(chunk, tasks=tuple(tasks)))

    def _read(self, task: Task) -> Task | None:
        """Submission with what lies in its folder; None if that is refused here and now."""
        try:
            path, data, notes = read_folder(task.folder, task.lesson, DEFAULT_LIMITS)
        except Unreadable as error:
            refused = SubmissionResult(
                task.student, task.lesson, Status.REFUSED, str(error), language=error.language
            )
            self._done.append(Graded(task, refused))
            return None
        return replace(task, handed=Handed(path.name, data, tuple(notes)))

    def _send(self, chunk: Chunk) -> None:
        key = f"grade-{chunk.number}-{id(self)}"
        future = self._client.submit(
            station.grade_chunk,
            self._name,
            chunk.number,
            chunk.patience,
            parcel.pack(chunk.tasks),
            key=key,
            pure=False,
            resources={self._name: 1},
        )
        bare = tuple(replace(task, handed=None) for task in chunk.tasks)
        self._sent[key] = Sent(replace(chunk, tasks=bare), future)
        self._answers.add(future)

    # ------------------------------------------------------------ back

    def _take(self) -> None:
        for future, result in self._answers.next_batch(block=False):
            sent = self._sent.pop(future.key, None)
            if sent is None:
                continue
            begun = sent.chunk.number in self._begun
            self._begun.discard(sent.chunk.number)
            if future.status == "finished":
                self._done += self._ledger.answered(sent.chunk, result)
            elif future.status == "error":
                self._done += self._ledger.lost(sent.chunk, begun)
            else:  # cancelled: with the scheduler, which takes all chunks along
                self._chunks.give_back(sent.chunk.tasks)
                self._away = self._away or time.monotonic()


def security_of(tls: Path | None) -> Security | None:
    """What Dask needs to use the certificates in a folder."""
    if tls is None:
        return None
    paths = access.certificates(tls)
    return Security(
        tls_ca_file=paths["ca"],
        tls_client_cert=paths["cert"],
        tls_client_key=paths["key"],
        require_encryption=True,
    )


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
