"""Which submissions travel together, and which are tried again, alone."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from autograder.run.tasks import Task

SECONDS = 1.0  # worth of work in a chunk
# Dask's scheduler works about five milliseconds for a chunk, so many threads get longer ones.
SECONDS_A_THREAD = 0.02  # in a chunk, while there is much to do
LEAST_A_THREAD = 0.003  # in one of the last
MOST = 64  # submissions in a chunk
PATIENCE = 2  # how many times as long as thought a chunk may take, before its rest is given back
AHEAD = 2  # chunks of a thread
FIRST = 4  # while nobody knows how long one takes
ATTEMPTS = 2  # of a submission, alone, on which a worker is lost
UNSEEN_LOSSES = 3  # of a chunk that, as far as is known, no worker had begun
LEARN = 0.1  # how much one more submission changes what is thought of its lesson
CLIP = 4  # how many times as long as thought it counts at most


@dataclass(frozen=True)
class Chunk:
    """Submissions that go to a worker together."""

    number: int
    tasks: tuple[Task, ...]
    patience: float = PATIENCE * SECONDS  # s; what is not begun by then, the worker gives back


class Chunks:
    """The submissions of a run, on their way out in chunks and, where one is lost, once more."""

    def __init__(self) -> None:
        self._todo: deque[Task] = deque()
        self._alone: deque[Task] = deque()  # were in a chunk that was lost
        self._pace: dict[str, float] = {}  # seconds a submission, by lesson
        self._losses: Counter[Task] = Counter()  # with this one alone in the chunk
        self._unseen: Counter[Task] = Counter()
        self._numbers = count(1)

    def add(self, tasks: Sequence[Task]) -> None:
        """Put submissions in line."""
        self._todo += tasks

    def __bool__(self) -> bool:
        return bool(self._todo or self._alone)

    def next(self, threads: int) -> Chunk:
        """Take the next chunk out of the line, for one of so many threads.

        Towards the end chunks grow smaller, so that all threads end at the same time.
        """
        if self._alone:
            return Chunk(next(self._numbers), (self._alone.popleft(),))
        worth = max(SECONDS, threads * SECONDS_A_THREAD)
        least = threads * LEAST_A_THREAD
        share = max(1, -(-len(self._todo) // (AHEAD * max(threads, 1))))
        tasks, seconds = [], 0.0
        while self._todo and len(tasks) < MOST and seconds < worth:
            if len(tasks) >= share and seconds >= least:
                break
            tasks.append(self._todo.popleft())
            seconds += self._pace.get(tasks[-1].lesson, SECONDS / FIRST)
        return Chunk(next(self._numbers), tuple(tasks), PATIENCE * worth)

    def wanted(self, threads: int) -> int:
        """How many chunks so many threads should have.

        Two each, so that the next is there when the first is done. The last submissions wait for a
        free thread, because one that takes long would hold up what waits behind it.
        """
        threads = max(threads, 1)
        return threads if len(self._todo) <= AHEAD * threads else AHEAD * threads

    def learn(self, task: Task, seconds: float) -> None:
        """Note how long one took. A hostile one is no measure of the others."""
        before = self._pace.get(task.lesson, min(seconds, SECONDS))
        seconds = min(seconds, CLIP * before)
        self._pace[task.lesson] = before + LEARN * (seconds - before)

    def give_back(self, tasks: Sequence[Task]) -> None:
        """Put what a worker has not come to at the head of the line; nobody is to blame."""
        self._todo.extendleft(reversed(tasks))

    def lost(self, chunk: Chunk, begun: bool) -> list[Task]:
        """Put what was lost with a worker back in line, each submission alone.

        Parameters
        ----------
        chunk : Chunk
        begun : bool
            Whether the worker had begun with it. If not, another chunk, or nobody, is to blame.

        Returns
        -------
        list of Task
            The submissions that have used up their attempts.
        """
        if not begun:
            self._unseen[chunk.tasks[0]] += 1
            if self._unseen[chunk.tasks[0]] % UNSEEN_LOSSES:
                self.give_back(chunk.tasks)
                return []
        if len(chunk.tasks) == 1:
            [task] = chunk.tasks
            self._losses[task] += 1
            if self._losses[task] >= ATTEMPTS:
                return [task]
        self._alone += chunk.tasks
        return []
