"""The executor on this machine: a pool of worker processes."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from multiprocessing.connection import wait

from autograder.base import processes
from autograder.run.executor import GaveUp
from autograder.run.tasks import Graded, Options, Task, broken
from autograder.run.worker import START_SECONDS, Worker, WorkerDied

ATTEMPTS = 2  # of a submission on which a worker dies
DEATHS_IN_A_ROW = 6  # then it is not the submissions
AHEAD = 2  # tasks of a worker: the next is there when the first is done, whatever the run does then
STUCK = "it took far longer than the limits allow"


class Pool:
    """Worker processes, which are started, fed, and replaced when they die.

    A process takes half a second to start. So the first one starts when the pool is made, and may
    learn later, by `begin`, what it is to do.

    Parameters
    ----------
    options : Options, optional
        See `begin`, which is called if they are given.
    """

    def __init__(self, options: Options | None = None) -> None:
        self._early: list[Worker] = [Worker()]
        self._workers: list[Worker] = []
        self._most = 1
        self._options: Options | None = None
        self._todo: deque[Task] = deque()
        self._done: list[Graded] = []
        self._attempts: Counter[Task] = Counter()
        self._deaths = 0
        if options is not None:
            self.begin(options)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(
        self,
        options: Options,
        number: int = 1,
        own_cores: bool = False,
        cores: frozenset[int] = frozenset(),
    ) -> None:
        """Say what the workers share, and start as many.

        Parameters
        ----------
        options : Options
        number : int
            Workers at the same time.
        own_cores : bool
            Each worker stays on cores of its own, with all that it starts, so that no submission
            can slow those of other workers.
        cores : frozenset of int
            Otherwise all stay on these. Empty: on any.
        """
        self._options, self._most = options, number
        shares = processes.share_cores(number) if own_cores else [cores] * number
        self._early[0].begin(options, shares[0])
        self._early += [Worker(options, cores) for cores in shares[1:]]

    def try_out(self) -> None:
        """Wait until the first worker is ready, so that it is known that it can grade here.

        Raises
        ------
        CannotGrade
            If it cannot.
        WorkerDied
            If it has ended.
        """
        if not self._early[0].connection.poll(START_SECONDS):
            raise WorkerDied("it did not start")
        self._early[0].receive()

    def submit(self, tasks: Sequence[Task]) -> None:
        """See `Executor.submit`."""
        self._todo += tasks
        self._feed()

    def ready(self, seconds: float) -> list[Graded]:
        """See `Executor.ready`."""
        connections = {worker.connection: worker for worker in self._workers}
        for connection in wait(list(connections), 0 if self._done else seconds):
            self._receive(connections[connection])
        for worker in list(self._workers):
            if worker.stuck:
                worker.kill()
                self._bury(worker, STUCK)
        self._feed()
        done, self._done = self._done, []
        return done

    def take_back(self) -> list[Task]:
        """Take back what no worker has been given yet."""
        left = list(self._todo)
        self._todo.clear()
        return left

    def close(self) -> None:
        """See `Executor.close`."""
        for worker in self._workers:
            if worker.tasks:
                worker.kill()
            worker.close()
        for worker in self._early:
            worker.kill()
        self._workers, self._early = [], []
        self._todo.clear()

    def _receive(self, worker: Worker) -> None:
        try:
            graded = worker.receive()
        except WorkerDied as error:
            self._bury(worker, str(error))
            return
        if graded is not None:
            self._deaths = 0
            self._done.append(graded)

    def _feed(self) -> None:
        """Give each worker its next tasks; take another worker while there are tasks left."""
        for worker in self._workers:
            while self._todo and len(worker.tasks) < AHEAD:
                worker.send(self._todo.popleft())
        while self._todo and len(self._workers) < self._most:
            self._start()

    def _start(self, cores: frozenset[int] = frozenset()) -> None:
        worker = self._early.pop(0) if self._early else Worker(self._options, cores)
        self._workers.append(worker)
        while self._todo and len(worker.tasks) < AHEAD:
            worker.send(self._todo.popleft())

    def _bury(self, worker: Worker, reason: str) -> None:
        """Put another worker in the place of a dead one, and its submissions back in line."""
        self._deaths += 1
        tasks = list(worker.tasks)
        if tasks:
            self._attempts[tasks[0]] += 1
            if self._attempts[tasks[0]] >= ATTEMPTS:
                task = tasks.pop(0)
                del self._attempts[task]
                self._done.append(Graded(task, broken(task, reason)))
        self._todo.extendleft(reversed(tasks))
        self._workers.remove(worker)
        if self._deaths >= DEATHS_IN_A_ROW:
            raise GaveUp(f"The workers cannot grade: {reason}")
        if self._todo:
            self._start(worker.cores)
