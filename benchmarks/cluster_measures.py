"""What judging a submission takes here, and what the run does for it: for the simulation."""

from __future__ import annotations

import statistics
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder import settings
from autograder.base.limits import Limits
from autograder.run import grade
from autograder.run.cluster import parcel
from autograder.run.cluster.chunks import Chunk, Chunks
from autograder.run.cluster.ledger import Ledger
from autograder.run.pool import Pool
from autograder.run.tasks import Graded, Handed, Options, Task
from autograder.submission.opening import read_folder
from autograder.submission.repair import DEFAULT_LIMITS
from benchmarks import classes, kills
from benchmarks.cluster import used
from benchmarks.cluster_kills import Silent

CHUNK = 20  # submissions that travel together, and have something in common


@dataclass(frozen=True)
class Measures:
    """Of one submission: in seconds of a processor, and in bytes."""

    seconds: list[float] = field(repr=False)  # of judging, of each
    judging: float  # their mean
    run: float  # reading, packing, unpacking, writing: all that the run does
    sent: int
    answered: int


def measured(folder: Path, size: int) -> Measures:
    """Judge a class once, then have the run take it from those who judged."""
    course = classes.class_to_grade(folder / "course", kills.LESSON, size)
    options = Options(course, Limits(), True)
    job = grade.Job(settings.load(course), options, [kills.LESSON])
    tasks = job.tasks()
    graded, took = _judged(options, tasks)
    known = {one.task.student: one for one in graded}
    few = frozenset(task.student for task in tasks[: size // 4])
    times = []
    for students in (few, few, None):  # the first time something is still imported
        kills.clean(course)
        some = grade.Job(job.settings, options, [kills.LESSON], students)
        began = time.process_time()
        grade.run(some, Silent(), Replay(course, known))
        times.append(time.process_time() - began)
    # What a run costs as such is in both.
    run = (times[2] - times[1]) / (size - len(few))
    answers = parcel.pack_answer(graded[:CHUNK], [0.0] * CHUNK)
    handed = parcel.pack([_read(task) for task in tasks[:CHUNK]])
    passes = [graded, *(_judged(options, tasks)[0] for _ in range(2))]
    # Of three passes the middle: else an interruption would be taken for a slow submission.
    clock = [
        statistics.median(one.result.seconds for one in same)
        for same in zip(*(sorted(each, key=_student) for each in passes), strict=True)
    ]
    seconds = [each * took / sum(clock) for each in clock]
    return Measures(seconds, took / size, run, len(handed) // CHUNK, len(answers) // CHUNK)


def _student(one: Graded) -> str:
    return one.task.student


def _judged(options: Options, tasks: Sequence[Task]) -> tuple[list[Graded], float]:
    """Results, and the processor time of all that made them, without the start."""
    graded: list[Graded] = []
    with Pool() as pool:
        pool.begin(options)
        pool.submit(tasks[:1])
        while not graded:
            graded += pool.ready(1.0)
        [pid] = [worker.pid for worker in pool._workers]
        before = used(pid)
        pool.submit(tasks[1:])
        while len(graded) < len(tasks):
            graded += pool.ready(1.0)
        took = used(pid) - before
    return graded, took * len(tasks) / (len(tasks) - 1)


def _read(task: Task) -> Task:
    path, data, notes = read_folder(task.folder, task.lesson, DEFAULT_LIMITS)
    return Task(task.student, task.lesson, task.folder, Handed(path.name, data, tuple(notes)))


class Replay:
    """An executor that does all that one on a cluster does here, but has the answers already."""

    def __init__(self, root: Path, known: dict[str, Graded], chunk: int = CHUNK) -> None:
        self._ledger = Ledger(Chunks(), root)
        self._known, self._chunk = known, chunk
        self._todo: deque[Task] = deque()

    def submit(self, tasks: Sequence[Task]) -> None:
        """See `autograder.run.executor.Executor`."""
        self._todo += tasks

    def ready(self, seconds: float) -> list[Graded]:
        """See `autograder.run.executor.Executor`."""
        some = [self._todo.popleft() for _ in range(min(self._chunk, len(self._todo)))]
        parcel.pack([_read(task) for task in some])
        # Packing the answer is the worker's work; here it makes this a little too slow.
        data = parcel.pack_answer([self._known[task.student] for task in some], [0.0] * len(some))
        return self._ledger.answered(Chunk(1, tuple(some)), data)

    def close(self) -> None:
        """See `autograder.run.executor.Executor`."""
