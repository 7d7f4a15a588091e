"""Parts of a class, graded apart: a run of one part, and the file of results that it leaves.

A file has one JSON object in each line: first what was graded and how, then each result with the
mark of what it was made from. Lines are only ever added, so a run that was killed goes on from
there, and the later line about a submission counts.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from autograder.course.lesson import Lesson, load_lesson
from autograder.run import fingerprint, packing
from autograder.run.alone import Locked, locked
from autograder.run.executor import CannotGrade, Executor, GaveUp
from autograder.run.job import Job, Progress, Report, Row, RunStopped
from autograder.run.stops import STOPPED, in_words, on_signals
from autograder.run.tasks import Graded, Task

SCHEMA, VERSION = "autograder.run.shard", 1
NOTICE_SECONDS = 0.2  # how soon Ctrl-C is noticed


@dataclass(frozen=True)
class Share:
    """Part ``number`` of ``of`` parts of a class, counted from 1."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Share:
        """Read ``K/N``.

        Raises
        ------
        ValueError
            If it is not that.
        """
        match = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text, re.ASCII)
        if not match or not 1 <= int(match[1]) <= int(match[2]):
            raise ValueError(f"A shard is K/N, such as 2/8, with K from 1 to N; not {text!r}.")
        return cls(int(match[1]), int(match[2]))

    def has(self, student: str) -> bool:
        """Whether a student belongs to this part: by a hash, so always to the same."""
        return self.number == number_of(student, self.of)

    @property
    def file_name(self) -> str:
        """Name of its file of results."""
        return f"{self.number}-of-{self.of}.jsonl"


def number_of(student: str, of: int) -> int:
    """Which of so many parts a student belongs to."""
    digest = hashlib.sha256(student.encode("utf-8", "surrogateescape")).digest()
    return int.from_bytes(digest[:8]) % of + 1


@dataclass(frozen=True)
class Header:
    """First line of a file: what was to be graded, and how."""

    number: int
    of: int
    lessons: tuple[str, ...]
    students: tuple[str, ...] | None
    sandbox: bool
    feedback: bool
    schema: str = SCHEMA
    version: int = VERSION

    @classmethod
    def of_job(cls, job: Job, share: Share) -> Header:
        """Header of a part of a job."""
        students = None if job.students is None else tuple(sorted(job.students))
        options = job.options
        lessons = tuple(job.lessons)
        return cls(share.number, share.of, lessons, students, options.sandbox, options.feedback)

    @property
    def share(self) -> Share:
        """Which part it is."""
        return Share(self.number, self.of)


@dataclass(frozen=True)
class Place:
    """Where in a file a result stands, and the mark of what it was made from."""

    path: Path
    offset: int
    mark: str


class UnreadableShard(Exception):
    """A file that holds no results of a part; the text says why."""


def read_line(place: Place, task: Task, lesson: Lesson) -> Graded:
    """Result that stands at a place.

    Raises
    ------
    BadAnswer
        If it is none of this task.
    """
    with open(place.path, "rb") as file:
        file.seek(place.offset)
        return packing.from_json(json.loads(file.readline()), task, lesson)


def index(path: Path) -> tuple[Header, dict[tuple[str, str], Place], int]:
    """What a file holds, by student and lesson, and where its last whole line ends.

    Raises
    ------
    UnreadableShard
        If its first line is not that of such a file.
    """
    places: dict[tuple[str, str], Place] = {}
    with open(path, "rb") as file:
        header = _header(path, file.readline())
        end = file.tell()
        for line in file:
            try:
                entry = json.loads(line)
                student, lesson, mark = entry["student"], entry["lesson"], entry["mark"]
                if not {type(student), type(lesson), type(mark)} == {str}:
                    raise TypeError
            except (KeyError, TypeError, ValueError, RecursionError):
                break  # the run was killed while it wrote this
            if not line.endswith(b"\n"):
                break
            places[student, lesson] = Place(path, end, mark)
            end += len(line)
    return header, places, end


def _header(path: Path, line: bytes) -> Header:
    try:
        data = json.loads(line)
        for name in ("lessons", "students"):
            data[name] = None if data[name] is None else tuple(data[name])
        header = Header(**data)
        _demand_types(header)
    except (KeyError, TypeError, ValueError, RecursionError):
        raise UnreadableShard(f"{path} holds no results of `autograder grade --shard`.") from None
    if (header.schema, header.version) != (SCHEMA, VERSION):
        raise UnreadableShard(
            f"{path} was written by another version of the grader. Grade this shard again."
        )
    return header


def _demand_types(header: Header) -> None:
    """Refuse a header of our form that holds something else.

    Raises
    ------
    TypeError, ValueError
        If it does.
    """
    texts = {*map(type, header.lessons), *map(type, header.students or ())}
    switches = {type(header.sandbox), type(header.feedback)}
    if texts - {str} or switches != {bool} or {type(header.number), type(header.of)} != {int}:
        raise TypeError("a value of another type")
    Share.parse(f"{header.number}/{header.of}")


def run(job: Job, share: Share, folder: Path, progress: Progress, executor: Executor) -> Report:
    """Grade a part of a class into its file of results; the gradebook is not touched.

    Parameters
    ----------
    job : Job
        The whole class.
    share : Share
        Which part of it.
    folder : Path
        Where the file goes, named by `Share.file_name`.
    progress : Progress
    executor : Executor
        Who judges, by ``job.options``. Who made it closes it.

    Raises
    ------
    RunStopped
        If the run could not begin.
    CannotGrade
        If nothing can be graded here.
    """
    began = time.monotonic()
    tasks = [task for task in job.tasks() if share.has(task.student)]
    with _file(folder / share.file_name) as file:
        part = _Part(job, file, folder / share.file_name, Header.of_job(job, share))
        part.sort_out(tasks)
        progress.start(len(part.todo), len(part.report.rows))
        try:
            part.go(progress, executor)
        finally:
            progress.stop()
    part.report.rows.sort(key=lambda row: (row.result.lesson, row.result.student))
    part.report.waiting = len(tasks) - len(part.report.rows)
    part.report.seconds = time.monotonic() - began
    return part.report


@contextlib.contextmanager
def _file(path: Path) -> Iterator[BinaryIO]:
    """The file of results, for this run alone."""
    with contextlib.ExitStack() as stack:
        try:
            file = stack.enter_context(locked(path))
        except Locked:
            raise RunStopped(
                f"Another run is grading into {path}. Wait until it has ended."
            ) from None
        except OSError as error:
            raise RunStopped(in_words(error)) from error
        yield file


class _Part:
    """The state of a run of one part."""

    def __init__(self, job: Job, file: BinaryIO, path: Path, header: Header) -> None:
        self.job, self.file, self.path, self.header = job, file, path, header
        self.report = Report()
        self.todo: list[Task] = []
        self._marks: dict[Task, str] = {}

    def sort_out(self, tasks: list[Task]) -> None:
        """Find what the file does not hold yet, or not of what is there now."""
        known = self._begun()
        graders = {name: fingerprint.of_run(self.job.options, name) for name in self.job.lessons}
        for task in tasks:
            mark = fingerprint.of_submission(task.folder, graders[task.lesson])
            self._marks[task] = mark
            place = known.get((task.student, task.lesson))
            row = self._row(place, task) if place and place.mark == mark else None
            if row is None:
                self.todo.append(task)
            else:
                self.report.rows.append(row)

    def _begun(self) -> dict[tuple[str, str], Place]:
        """What the file holds; it is begun anew if that was another job's, or is not wanted."""
        try:
            header, places, end = index(self.path)
        except UnreadableShard:
            header = None
        if header != self.header or self.job.force:
            self.file.truncate(0)
            self._add(asdict(self.header))
            return {}
        self.file.truncate(end)
        return places

    def _row(self, place: Place, task: Task) -> Row | None:
        try:
            graded = read_line(place, task, load_lesson(self.job.settings.root, task.lesson))
        except packing.BadAnswer:
            return None
        row = Row(graded.result, False)
        return None if row.broke else row

    def go(self, progress: Progress, executor: Executor) -> None:
        """Have everything judged that there is to do, or until something stops it."""
        report = self.report

        def stop() -> None:
            report.problem = STOPPED

        left = len(self.todo)
        if self.todo:
            executor.submit(self.todo)
        with on_signals(stop):
            while left and not report.problem:
                try:
                    for graded in executor.ready(NOTICE_SECONDS):
                        left -= 1
                        self._write(graded, progress)
                except GaveUp as error:
                    report.problem = str(error)
                except CannotGrade as error:
                    if not any(row.now for row in report.rows):
                        raise
                    report.problem = str(error)
                except OSError as error:
                    report.problem = in_words(error)

    def _write(self, graded: Graded, progress: Progress) -> None:
        self._add({**packing.to_json(graded), "mark": self._marks[graded.task]})
        row = Row(graded.result, True)
        self.report.rows.append(row)
        progress.step(row)

    def _add(self, entry: dict[str, Any]) -> None:
        # ASCII only: JSON then holds whatever text a student can make.
        self.file.write(json.dumps(entry).encode() + b"\n")
        self.file.flush()
