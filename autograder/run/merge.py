"""Results of shards on their way into the gradebook.

To a run, the files are one more executor: it asks for what is new or changed, and gets what the
shards have judged. So a merge writes what one run would, in the same order and batches.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from autograder.course.lesson import load_lesson
from autograder.run import fingerprint, packing, shards
from autograder.run.executor import GaveUp
from autograder.run.shards import Header, Place, UnreadableShard
from autograder.run.tasks import Graded, Options, Task

AT_ONCE = 16  # results read between two looks at Ctrl-C
NAMED = 5  # submissions or shards that a sentence names


class CannotMerge(Exception):
    """The files do not belong together; the text says why, and what to do."""


class Results:
    """The files of results in a folder: an executor that has judged already.

    Parameters
    ----------
    folder : Path
        Where they are.

    Raises
    ------
    CannotMerge
        If there are none, or some of another class than the rest.
    """

    def __init__(self, folder: Path) -> None:
        paths = sorted(folder.glob("*-of-*.jsonl"))
        if not paths:
            raise CannotMerge(
                f"{folder} holds no results. `autograder grade --shard K/N` writes them."
            )
        self._places: dict[tuple[str, str], Place] = {}
        headers: dict[Path, Header] = {}
        try:
            for path in paths:
                headers[path], places, _ = shards.index(path)
                self._places |= places
        except UnreadableShard as error:
            raise CannotMerge(str(error)) from None
        self.header = next(iter(headers.values()))
        for path, header in headers.items():
            if replace(header, number=self.header.number) != self.header:
                raise CannotMerge(
                    f"{path} and {paths[0]} are of two different runs: other lessons or students, "
                    "another number of shards, or other options. Remove those that you do not want."
                )
        self._todo: deque[Task] = deque()
        self._unknown: list[Task] = []
        self._changed: list[Task] = []
        self._graders: dict[str, str] = {}

    def begin(self, options: Options) -> None:
        """Say what the run grades with: what was graded in another way counts as changed."""
        self._options = options

    def submit(self, tasks: Sequence[Task]) -> None:
        """See `Executor.submit`."""
        self._todo += tasks

    def ready(self, seconds: float) -> list[Graded]:
        """See `Executor.ready`.

        Raises
        ------
        GaveUp
            When all is handed over, if the files lack something.
        """
        found: list[Graded] = []
        while self._todo and len(found) < AT_ONCE:
            graded = self._result(self._todo.popleft())
            if graded is not None:
                found.append(graded)
        if not found and (self._unknown or self._changed):
            raise GaveUp(self._what_is_missing())
        return found

    def close(self) -> None:
        """See `Executor.close`."""

    def _result(self, task: Task) -> Graded | None:
        place = self._places.get((task.student, task.lesson))
        if place is None:
            self._unknown.append(task)
            return None
        root = self._options.root
        if task.lesson not in self._graders:
            self._graders[task.lesson] = fingerprint.of_run(self._options, task.lesson)
        if place.mark != fingerprint.of_submission(task.folder, self._graders[task.lesson]):
            self._changed.append(task)
            return None
        try:
            return shards.read_line(place, task, load_lesson(root, task.lesson))
        except packing.BadAnswer:
            self._unknown.append(task)
            return None

    def _what_is_missing(self) -> str:
        of = self.header.of
        sentences = []
        if self._unknown:
            wanted = {shards.number_of(task.student, of) for task in self._unknown}
            sentences.append(
                f"No file holds {_named(self._unknown)}. Run --shard {_listed(sorted(wanted), of)}."
            )
        if self._changed:
            wanted = {shards.number_of(task.student, of) for task in self._changed}
            sentences.append(
                "Changed since they were graded, or graded by another grader or with other "
                f"limits: {_named(self._changed)}. Run --shard {_listed(sorted(wanted), of)} again."
            )
        return " ".join([*sentences, "Then merge again: what is written stays."])


def _named(tasks: Sequence[Task]) -> str:
    names = [f"{task.student} {task.lesson}" for task in tasks[:NAMED]]
    more = len(tasks) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _listed(numbers: Sequence[int], of: int) -> str:
    shown = ", ".join(f"{number}/{of}" for number in numbers[:NAMED])
    return shown + (" and others" if len(numbers) > NAMED else "")
