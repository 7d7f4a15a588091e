"""What runs in a Dask worker: a plug-in that has a judge for each thread, and the task of a chunk.

The judges are the worker processes of `autograder.run.pool`, so student code is as far from Dask as
it is from a run on one machine: a process that knows no Dask starts the sandbox.
"""

from __future__ import annotations

import asyncio
import json
import logging
import queue
import threading
import time
from pathlib import Path
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

from autograder.base import processes
from autograder.base.limits import Limits
from autograder.base.seed import InputSeed
from autograder.run import worker as judging_process
from autograder.run.cluster import archive, fitness, parcel
from autograder.run.executor import CannotGrade, GaveUp
from autograder.run.job import Row
from autograder.run.pool import Pool
from autograder.run.tasks import Graded, Options, Task

NOTICE_SECONDS = 0.5
WORD_SECONDS = 0.005  # until what was handed to the network has left this machine
MOST_WORD_SECONDS = 2.0  # for a word to be handed to the network

logger = logging.getLogger("distributed.autograder")


class Judge:
    """A judge for one thread: a pool of one process, started when first needed."""

    def __init__(self, options: Options, cores: frozenset[int]) -> None:
        self.options, self.cores = options, cores
        self.pool: Pool | None = None

    def open(self) -> Pool:
        """The pool."""
        if self.pool is None:
            self.pool = Pool()
            self.pool.begin(self.options, cores=self.cores)
        return self.pool

    def renewed(self) -> Pool:
        """Another pool in its place, of which it is known that it can grade.

        Raises
        ------
        CannotGrade, WorkerDied
            If it cannot.
        """
        self.close()
        self.open().try_out()
        return self.open()

    def close(self) -> None:
        """End its process."""
        if self.pool is not None:
            pool, self.pool = self.pool, None
            pool.close()


class Station(WorkerPlugin):
    """Makes a worker fit to judge for one course, or says why it is not.

    Only a fit worker has the resource of the plug-in's name, which every chunk asks for.

    Parameters
    ----------
    name : str
        By the content of what follows.
    plan : dict
        Options of the run, and the versions that it was started with: plain data.
    course : bytes
        The archive of the course.
    """

    idempotent = True

    def __init__(self, name: str, plan: dict[str, Any], course: bytes) -> None:
        self.name, self.plan, self.course = name, plan, course

    async def setup(self, worker: Worker) -> None:
        """Get ready; called by Dask when the worker, or the run, is new."""
        self.judges: queue.SimpleQueue[Judge] = queue.SimpleQueue()
        self.refusal = ""
        for other in worker.plugins.values():
            if isinstance(other, Station) and other is not self:
                other.rest()
        try:
            await asyncio.to_thread(self._prepare, worker)
        except Exception as error:  # whatever it is, this worker is of no use
            logger.exception("The station could not be set up")
            self.refusal = f"It failed: {type(error).__name__}: {error}"
        if self.refusal:
            logger.error("This worker does not grade. %s", self.refusal)
        else:
            await worker.set_resources(**{self.name: worker.state.nthreads})
        worker.log_event(self.name, {"refused": self.refusal, "worker": worker.address})

    def _prepare(self, worker: Worker) -> None:
        self.refusal = fitness.difference(self.plan["versions"], fitness.versions())
        self.refusal = self.refusal or fitness.unsafe(worker.address)
        if self.refusal:
            return
        root = archive.unpack(self.course, self.plan["course"], Path(worker.local_directory))
        self.course = b""
        options = Options(
            root,
            Limits(**self.plan["limits"]),
            self.plan["sandbox"],
            self.plan["feedback"],
            self.plan["judge"],
            InputSeed(**self.plan["seed"]),
        )
        shares = processes.share_cores(worker.state.nthreads)
        judges = [Judge(options, cores) for cores in shares]
        try:
            for judge in judges:
                judge.open()
            for judge in judges:
                judge.open().try_out()
        except (CannotGrade, judging_process.WorkerDied) as error:
            self.refusal = str(error)
            for judge in judges:
                judge.close()
            return
        for judge in judges:
            self.judges.put(judge)

    def rest(self) -> None:
        """End the judges that have nothing to do; they start again when they are needed."""
        idle = []
        while not self.judges.empty():
            idle.append(self.judges.get_nowait())
        for judge in idle:
            judge.close()
            self.judges.put(judge)

    def teardown(self, worker: Worker) -> None:
        """End the judges; called by Dask when the worker closes."""
        self.rest()


def grade_chunk(name: str, number: int, patience: float, data: bytes) -> bytes:
    """Judge a chunk of submissions: the task that Dask runs, in a thread of a worker.

    Parameters
    ----------
    name : str
        Of the plug-in.
    number : int
        Of the chunk.
    patience : float
        Seconds, after which what is not begun goes to somebody else.
    data : bytes
        See `parcel.pack`.
    """
    worker = get_worker()
    station = worker.plugins.get(name)
    if not isinstance(station, Station) or station.refusal:
        return parcel.pack_answer([], [], "The worker has no judge for this run.")
    judge = station.judges.get()
    _say_at_once(worker, name, {"begun": number})
    try:
        graded, seconds, problem = _judge(judge, parcel.unpack(data), patience)
    finally:
        station.judges.put(judge)
    if problem:
        # A worker that fails would be the one with most time for more, so it gets no more.
        station.refusal = problem
        logger.error("This worker grades no more. %s", problem)
        worker.log_event(name, {"refused": problem, "worker": worker.address})
        worker.loop.add_callback(worker.set_resources, **{name: 0})
    return parcel.pack_answer(graded, seconds, problem)


def _say_at_once(worker: Worker, name: str, word: dict[str, Any]) -> None:
    """Tell the run something, and go on when it is on its way.

    The first submission of a chunk may end this machine: then it is known who had begun with it.
    """
    handed_over = threading.Event()
    worker.log_event(name, word)
    worker.loop.add_callback(handed_over.set)  # in its turn, after the word
    until = time.monotonic() + MOST_WORD_SECONDS
    handed_over.wait(MOST_WORD_SECONDS)
    while worker.batched_stream.buffer and time.monotonic() < until:
        time.sleep(0.001)
    time.sleep(WORD_SECONDS)


def _judge(
    judge: Judge, tasks: list[Task], patience: float
) -> tuple[list[Graded], list[float], str]:
    """Judge for a while; what then is not begun is left out. The order is that of the tasks."""
    graded: list[Graded] = []
    seconds: list[float] = []
    began = last = time.monotonic()
    due = len(tasks)
    try:
        pool = judge.open()
        pool.submit(tasks)
        while len(graded) < due:
            found = pool.ready(NOTICE_SECONDS)
            if any(Row(one.result, True).broke for one in found):
                # The submission's fault, or this machine's? That shows in a new judge.
                pool = judge.renewed()
                pool.submit(tasks[len(graded) + len(found) : due])
            for one in found:
                now = time.monotonic()
                graded.append(one)
                seconds.append(now - last)
                last = now
            if time.monotonic() - began > patience:
                due -= len(pool.take_back())
    except (CannotGrade, GaveUp, judging_process.WorkerDied) as error:
        judge.close()
        return graded, seconds, str(error)
    except BaseException:
        judge.close()
        raise
    return graded, seconds, ""


def say(name: str, dask_worker: Worker) -> str:
    """Why a worker does not grade for a run, empty if it does; run on each by the client."""
    station = dask_worker.plugins.get(name)
    return station.refusal if isinstance(station, Station) else "It has not been asked yet."


def fail_at_once(dask_scheduler: Any) -> None:
    """Have the scheduler give back what was lost with a worker, and not try it on others.

    It would try on three more, whole, and each might be lost as well. The run knows better: it
    splits the chunk.
    """
    dask_scheduler.allowed_failures = 0


def let_in(worker: str, dask_scheduler: Any) -> None:
    """Have the scheduler give waiting chunks to a worker that has become fit.

    It looks at those that wait when a worker joins; ours becomes fit a moment later.
    """
    state = dask_scheduler.workers.get(worker)
    if state is not None:
        waiting = dask_scheduler.bulk_schedule_unrunnable_after_adding_worker(state)
        dask_scheduler.transitions(waiting, stimulus_id="autograder-let-in")


def name_of(plan: dict[str, Any]) -> str:
    """Name of a plug-in by its plan."""
    return "autograder-" + archive.digest(json.dumps(plan, sort_keys=True).encode())[:16]
