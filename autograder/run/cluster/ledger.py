"""What came of the chunks: results that count, and what is tried again, for whose fault."""

from __future__ import annotations

from pathlib import Path

from autograder.course.lesson import load_lesson
from autograder.run import packing
from autograder.run.cluster import parcel
from autograder.run.cluster.chunks import Chunk, Chunks
from autograder.run.tasks import Graded, Task, broken

LOST = "the machine that graded it failed, twice"


class Ledger:
    """Takes answers and losses, and puts back in line what has no result.

    Parameters
    ----------
    chunks : Chunks
        The line.
    root : Path
        Folder of the course.
    """

    def __init__(self, chunks: Chunks, root: Path) -> None:
        self._chunks, self._root = chunks, root

    def answered(self, chunk: Chunk, data: object) -> list[Graded]:
        """Take a worker's answer to a chunk.

        A worker that says that it cannot go on is at fault itself, and gets no more chunks. So what
        it has not graded goes back in line as it was. Only a submission that was lost with a worker
        may have been what ended it.
        """
        try:
            answer = parcel.unpack_answer(data)
        except packing.BadAnswer:
            return self.lost(chunk, True)
        found = []
        for task, judged, seconds in zip(chunk.tasks, answer.graded, answer.seconds, strict=False):
            try:
                found.append(self._checked(task, judged, answer.texts))
                self._chunks.learn(task, seconds)
            except packing.BadAnswer:
                found += self.lost(Chunk(chunk.number, (task,)), True)
        self._chunks.give_back(chunk.tasks[len(answer.graded) :])
        return found

    def _checked(self, task: Task, judged: object, texts: list[bytes]) -> Graded:
        lesson = load_lesson(self._root, task.lesson)
        return packing.from_json(judged, task, lesson, texts.__getitem__)

    def lost(self, chunk: Chunk, begun: bool) -> list[Graded]:
        """Take the loss of a chunk (see `Chunks.lost`); returns what is given up."""
        return [Graded(task, broken(task, LOST)) for task in self._chunks.lost(chunk, begun)]
