"""Which submissions travel together, and which are tried again, alone."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from autograder.run.tasks import Task

SECONDS = 1.0  # worth of work in a chunk: Dask needs about a millisecond for each
MOST = 64  # submissions in a chunk
FIRST = 4  # while nobody knows how long one takes
ATTEMPTS = 2  # of a submission, alone, on which a worker is lost
UNSEEN_LOSSES = 3  # of a chunk that, as far as is known, no worker had begun
LEARN = 0.1  # how much one more submission changes what is thought of its lesson


@dataclass(frozen=True)
class Chunk:
    """Submissions that go to a worker together."""

    number: int
    tasks: tuple[Task, ...]


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
        share = max(1, -(-len(self._todo) // (2 * max(threads, 1))))
        tasks, seconds = [], 0.0
        while self._todo and len(tasks) < min(MOST, share) and seconds < SECONDS:
            tasks.append(self._todo.popleft())
            seconds += self._pace.get(tasks[-1].lesson, SECONDS / FIRST)
        return Chunk(next(self._numbers), tuple(tasks))

    def learn(self, task: Task, seconds: float) -> None:
        """Note how long one took. A hostile one is no measure of the others."""
        seconds = min(seconds, SECONDS)
        before = self._pace.get(task.lesson, seconds)
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
