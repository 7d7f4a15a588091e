"""Simulate a run on up to 256 workers, with Dask's own scheduler and our own chunks.

    python benchmarks/cluster_simulation.py [--workers 8 64 256] [--submissions 100000]

Real are: the scheduler's state and what it does for each message (an object of
`distributed.Scheduler` that is never started and has no network), the policy of chunks, and what is
measured here first: how long judging takes, what the run does for a submission, and what a chunk
costs the scheduler and the run on the wire, in real processes on loopback. Simulated are the clock,
the workers, and a network that delays each message by half a millisecond. Three can be busy at the
same time: the run, the scheduler, and each worker.

The efficiency is the time that the judging alone would take, spread evenly over the workers, by the
simulated time of the run.
"""

from __future__ import annotations

import argparse
import asyncio
import heapq
import itertools
import logging
import operator
import random
import resource
import sys
import tempfile
import time
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dask._task_spec import Task as DaskTask  # noqa: E402
from distributed import Client, Scheduler, as_completed  # noqa: E402
from distributed.client import LLGExpr  # noqa: E402
from distributed.protocol import Serialized, ToPickle, serialize, to_serialize  # noqa: E402
from distributed.scheduler import ClientState  # noqa: E402

from autograder.run.cluster.chunks import MOST, Chunk, Chunks  # noqa: E402
from autograder.run.cluster.station import WORD_SECONDS  # noqa: E402
from autograder.run.tasks import Task  # noqa: E402
from benchmarks import cluster_measures, clusters  # noqa: E402
from benchmarks.cluster import used  # noqa: E402

METRICS = {
    "bandwidth": {"total": 1e8, "workers": {}, "types": {}},
    "cpu": 0,
    "memory": 0,
    "time": 0,
    "executing": {},
    "spilled_bytes": {"memory": 0, "disk": 0},
    "digests_total_since_heartbeat": {},
}
DELAY = 0.0005  # of a message
RESOURCE = "autograder-simulated"
RUN = "run"
CHUNKS_ON_THE_WIRE = 60
LONGER = {1: 1, 10: 10, 100: 20}  # than measured; and how many times fewer submissions then


class Still(Scheduler):
    """Dask's scheduler, without a network: it is called, and what it says is read."""

    async def handle_worker(self, comm: object, worker: str) -> None:
        """Listen to nobody."""


class Wire:
    """Takes what the scheduler says to one."""

    def __init__(self) -> None:
        self.said: list[dict] = []

    def send(self, *messages: dict) -> None:
        """See `distributed.batched.BatchedSend`."""
        self.said += messages

    async def write(self, message: object) -> None:
        """See `distributed.comm.Comm`: the welcome of a worker."""

    def take(self) -> list[dict]:
        """What was said since."""
        said, self.said = self.said, []
        return said


@dataclass(frozen=True)
class Wired:
    """Seconds of a processor that a chunk costs to send and to answer, with all that goes along."""

    scheduler: float
    run: float


async def scheduler_of(workers: int) -> Still:
    """A scheduler that knows so many workers of one thread, and one run."""
    scheduler = Still(dashboard=False, dashboard_address="127.0.0.1:0")
    for number in range(workers):
        address = f"tcp://10.0.{number // 250}.{number % 250 + 1}:9000"
        await scheduler.add_worker(
            Wire(), address=address, status="running", server_id=str(number), nthreads=1,
            name=address, resolve_address=False, now=time.time(), resources={RESOURCE: 1},
            memory_limit=0, metrics=METRICS, services={},
            local_directory="", versions={}, nanny="", extra={}, stimulus_id="add",
        )  # fmt: skip
        scheduler.stream_comms[address] = Wire()
    scheduler.clients[RUN] = ClientState(RUN, versions={})
    scheduler.client_comms[RUN] = Wire()
    return scheduler


def graph_of(key: str) -> dict:
    """What a client says of a chunk, as `distributed.Client.submit` does, but for its content."""
    call = LLGExpr({key: DaskTask(key, len, b"")}, _determ_token=uuid.uuid4().hex)
    return {
        "expr_ser": Serialized(*serialize(to_serialize(call), on_error="raise")),
        "keys": {key},
        "internal_priority": None,
        "submitting_task": None,
        "annotations": ToPickle({"resources": {RESOURCE: 1}}).data,
        "span_metadata": ToPickle({"collections": []}).data,
    }


class Simulation:
    """One run, in simulated time."""

    def __init__(
        self, scheduler: Still, seconds: Sequence[float], run_seconds: float, wired: Wired
    ) -> None:
        self.scheduler, self.seconds, self.wired = scheduler, seconds, wired
        self.run_seconds = run_seconds
        self.threads = len(scheduler.workers)
        self.chunks = Chunks()
        self.tasks = [Task(f"s{n}", "lesson", Path("/")) for n in range(len(seconds))]
        self.chunks.add(self.tasks)
        self.events: list[tuple[float, int, Callable, tuple]] = []
        self.order = itertools.count()
        self.run_free = self.scheduler_free = self.now = 0.0
        self.sent: dict[str, Chunk] = {}
        self.waiting: dict[str, deque[str]] = {w: deque() for w in scheduler.workers}
        self.busy: set[str] = set()
        self.results: dict[str, int] = {}
        self.graded = self.most_held = self.number_of_chunks = 0
        self.memory: list[int] = []

    def at(self, moment: float, what: Callable, *about: object) -> None:
        """Let something happen."""
        heapq.heappush(self.events, (moment, next(self.order), what, about))

    async def go(self) -> float:
        """Let everything happen; returns how long it took."""
        self.at(0.0, self.feed)
        while self.events:
            self.now, _, what, about = heapq.heappop(self.events)
            await what(*about)
        assert self.graded == len(self.seconds), "not everything was graded"
        return max(self.now, self.run_free)

    # ------------------------------------------------------------ the run

    def run_works(self, seconds: float) -> float:
        """The run is busy so long, as soon as it is free; returns when it is done."""
        self.run_free = max(self.run_free, self.now) + seconds
        return self.run_free

    async def feed(self) -> None:
        """As `Cluster._feed`."""
        while self.chunks and len(self.sent) < self.chunks.wanted(self.threads):
            chunk = self.chunks.next(self.threads)
            key = f"grade-{chunk.number}"
            began = time.process_time()
            graph = graph_of(key)
            own = time.process_time() - began
            self.sent[key] = chunk
            self.number_of_chunks += 1
            done = self.run_works(own + self.wired.run)
            self.at(done + DELAY, self.scheduler_takes, key, graph)

    async def run_takes(self, key: str) -> None:
        """As `Cluster._take`, and the run's own work on what came."""
        chunk = self.sent.pop(key)
        count = self.results.pop(key)
        for task in chunk.tasks[:count]:
            self.chunks.learn(task, self.seconds[int(task.student[1:])])
        self.chunks.give_back(chunk.tasks[count:])
        self.graded += count
        if self.graded * 10 // len(self.seconds) > len(self.memory):
            self.memory.append(resident())
        done = self.run_works(count * self.run_seconds)
        self.at(done + DELAY, self.scheduler_forgets, key)
        # It feeds between two batches of what it writes, so it does not wait for this.
        await self.feed()

    # ------------------------------------------------------------ the scheduler

    async def scheduler_works(self, work: Callable, wire: float) -> None:
        """Really do something, and pass on what the scheduler then says."""
        began = time.process_time()
        done = work()
        if done is not None:
            await done
        own = time.process_time() - began
        self.scheduler_free = max(self.scheduler_free, self.now) + own + wire
        self.most_held = max(self.most_held, len(self.scheduler.tasks))
        for worker in self.waiting:
            for message in self.scheduler.stream_comms[worker].take():
                if message["op"] == "compute-task":
                    self.at(self.scheduler_free + DELAY, self.worker_takes, worker, message)
        for message in self.scheduler.client_comms[RUN].take():
            if message["op"] == "key-in-memory":
                self.at(self.scheduler_free + DELAY, self.run_takes, message["key"])

    async def scheduler_takes(self, key: str, graph: dict) -> None:
        """A chunk comes from the run."""
        await self.scheduler_works(
            lambda: self.scheduler.update_graph(client=RUN, **graph), self.wired.scheduler
        )

    async def scheduler_hears(self, worker: str, message: dict) -> None:
        """A worker has done a chunk."""
        await self.scheduler_works(
            lambda: self.scheduler.handle_task_finished(
                key=message["key"], worker=worker, stimulus_id="done", run_id=message["run_id"],
                metadata={}, nbytes=1000, type=b"", typename="bytes", thread=1,
                startstops=(), status="OK",
            ),
            0.0,
        )  # fmt: skip

    async def scheduler_forgets(self, key: str) -> None:
        """The run has what it wanted."""
        await self.scheduler_works(
            lambda: self.scheduler.client_releases_keys(keys=[key], client=RUN), 0.0
        )

    # ------------------------------------------------------------ the workers

    async def worker_takes(self, worker: str, message: dict) -> None:
        """A chunk has come; as `station.grade_chunk`."""
        self.waiting[worker].append(message)
        if worker not in self.busy:
            self.judge(worker)

    def judge(self, worker: str) -> None:
        """Judge the next chunk, for a while."""
        if not self.waiting[worker]:
            self.busy.discard(worker)
            return
        self.busy.add(worker)
        message = self.waiting[worker].popleft()
        took, count = WORD_SECONDS, 0
        chunk = self.sent[message["key"]]
        for task in chunk.tasks:
            # Two are in the judge's hands when the rest is given back.
            if took > chunk.patience and count >= 2:
                break
            took += self.seconds[int(task.student[1:])]
            count += 1
        self.results[message["key"]] = count
        self.at(self.now + took, self.worker_ends, worker, message)

    async def worker_ends(self, worker: str, message: dict) -> None:
        """A chunk is done."""
        self.at(self.now + DELAY, self.scheduler_hears, worker, message)
        self.judge(worker)


def resident() -> int:
    """Memory of this process, MB."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() // 1_000_000


def on_the_wire(sent: int, answered: int) -> Wired:
    """Processor time of a scheduler and of a client for a chunk, in real processes."""
    data = bytes(sent)
    with clusters.running(workers=1) as cluster:
        with Client(cluster.address, set_as_default=False) as client:
            before, began = used(cluster.scheduler.pid), time.process_time()
            calls = as_completed(with_results=True, loop=client.loop)
            for number in range(CHUNKS_ON_THE_WIRE):
                work = client.submit(
                    operator.mul, data, answered // sent, pure=False, key=f"grade-{number}"
                )
                calls.add(work)
            for _ in calls:
                pass
            run = (time.process_time() - began) / CHUNKS_ON_THE_WIRE
            return Wired((used(cluster.scheduler.pid) - before) / CHUNKS_ON_THE_WIRE, run)


def usual_chunk(workers: int, seconds: float) -> int:
    """Submissions in a chunk while there is much to do, if one takes so long."""
    chunks = Chunks()
    chunks.add([Task(f"s{n}", "lesson", Path("/")) for n in range(2 * MOST * workers)])
    chunks.learn(Task("s0", "lesson", Path("/")), seconds)
    return len(chunks.next(workers).tasks)


def simulated(workers: int, seconds: Sequence[float], run_seconds: float, wired: Wired) -> None:
    """Simulate a run and print a row."""

    async def go() -> tuple[Simulation, float]:
        simulation = Simulation(await scheduler_of(workers), seconds, run_seconds, wired)
        return simulation, await simulation.go()

    simulation, took = asyncio.run(go())
    ideal = max(sum(seconds) / workers, max(seconds))
    memory = simulation.memory
    print(
        f"{workers:8} {len(seconds):12} {1e3 * sum(seconds) / len(seconds):9.0f} "
        f"{1e3 * run_seconds:7.1f} {simulation.number_of_chunks:7} {took:9.1f} {ideal:9.1f} "
        f"{ideal / took:10.0%}   {simulation.most_held:6} {memory[0]:5} {memory[-1]:5}",
        flush=True,
    )


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--workers", type=int, nargs="+", default=[8, 64, 256])
    parser.add_argument("--submissions", type=int, default=100_000, help="for the most workers")
    parser.add_argument("--class-size", type=int, default=60, help="of those that are measured")
    options = parser.parse_args()
    logging.getLogger("distributed").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        measures = cluster_measures.measured(Path(folder), options.class_size)
    print(measures)
    draws = random.Random(0)
    print(" workers  submissions  judging     run  chunks   seconds     ideal efficiency"
          "   held  MB at 10 % and at the end")  # fmt: skip
    most = max(options.workers)
    for factor, fewer in LONGER.items():
        for workers in options.workers if factor == 1 else [most]:
            chunk = usual_chunk(workers, factor * measures.judging)
            wired = on_the_wire(chunk * measures.sent, chunk * measures.answered)
            print(
                f"judging {factor} times as long; {chunk} in a chunk; on the wire {wired}",
                flush=True,
            )
            number = options.submissions * workers // most // fewer
            seconds = [factor * each for each in draws.choices(measures.seconds, k=number)]
            for run_seconds in (0.0, measures.run):
                simulated(workers, seconds, run_seconds, wired)
    return 0


if __name__ == "__main__":
    sys.exit(main())
