"""Submissions on their way to a worker, and judgements on their way back: bytes, never objects.

Nothing here unpickles. What students wrote stays a run of bytes that only the reader of notebooks
looks into, and an answer is JSON that is checked before it counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.run import packing
from autograder.run.cluster import pieces
from autograder.run.tasks import Graded, Handed, Task

NOWHERE = Path("/nowhere")  # the folder of a submission that lies on another machine


def pack(tasks: Sequence[Task]) -> bytes:
    """Bytes of submissions that were read (`Task.handed`)."""
    table = [[task.student, task.lesson, task.handed.name, task.handed.notes] for task in tasks]
    return pieces.pack(table, [task.handed.data for task in tasks])


def unpack(data: bytes) -> list[Task]:
    """Inverse of `pack`, on a machine that does not have the folders."""
    table, texts = pieces.unpack(data)
    return [
        Task(student, lesson, NOWHERE, Handed(name, text, tuple(notes)))
        for (student, lesson, name, notes), text in zip(table, texts, strict=True)
    ]


@dataclass
class Answer:
    """What came of a chunk."""

    graded: list[Any] = field(default_factory=list)  # JSON of the first submissions of the chunk
    seconds: list[float] = field(default_factory=list)  # that each of these took
    problem: str = ""  # why the worker could not go on; empty if it only gave the rest back
    texts: list[bytes] = field(default_factory=list)  # of files; the JSON holds their places


def pack_answer(graded: Sequence[Graded], seconds: Sequence[float], problem: str = "") -> bytes:
    """Bytes of an answer."""
    texts: list[bytes] = []

    def put(text: bytes) -> int:
        texts.append(text)
        return len(texts) - 1

    judged = [packing.to_json(one, put) for one in graded]
    return pieces.pack({"graded": judged, "seconds": list(seconds), "problem": problem}, texts)


def unpack_answer(data: object) -> Answer:
    """Inverse of `pack_answer`; the judgements in it are still to be checked.

    Raises
    ------
    BadAnswer
        If it is no answer.
    """
    if not isinstance(data, bytes):
        raise packing.BadAnswer(f"a worker answered with {type(data).__name__}, not with bytes")
    try:
        found, texts = pieces.unpack(data)
        seconds = [float(each) for each in found["seconds"]]
        answer = Answer(list(found["graded"]), seconds, str(found["problem"]), texts)
    except (KeyError, TypeError, ValueError) as error:
        raise packing.BadAnswer(f"an answer cannot be read ({type(error).__name__})") from None
    if len(answer.graded) != len(answer.seconds):
        raise packing.BadAnswer("an answer has more judgements than times, or fewer")
    return answer
