"""Measure what one hostile submission costs the others of its class.

    python benchmarks/neighbours.py [--json FILE] [--size 100]

The class is graded as it is, then with a submission more, which comes first: one whose every
function sleeps for ever, and one whose every function fills all the cores that it may use with
processes that never end. Each time by one worker, and by two.

`delay_over_own` is how much longer the class took, over the time of the hostile submission itself:
about 1 with one worker, which has to wait for it, and less with two, as the other one goes on.
`others_meanwhile` is the share of the others that were graded before it. `others_ratio` is the
median time of the judge for one of the others, over that without the hostile one.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from autograder import settings  # noqa: E402
from autograder.base import processes  # noqa: E402
from autograder.course.lesson import load_lesson  # noqa: E402
from autograder.run import grade  # noqa: E402
from autograder.run.pool import Pool  # noqa: E402
from autograder.run.tasks import Options  # noqa: E402
from benchmarks import classes  # noqa: E402
from benchmarks.grading import LESSON  # noqa: E402

HOSTILE = "hostile"  # sorts before the others, so that it is graded first

BODIES = {
    "sleeps": ["import time", "time.sleep(1e6)"],
    "floods": [
        "import os",
        "for _ in range(9):  # as many as the limit lets it have",
        "    try:",
        "        os.fork()",
        "    except OSError:",
        "        break",
        "while True:",
        "    pass",
    ],
}


@dataclass
class Clock:
    """Notes when each submission is graded."""

    done: dict[str, float] = field(default_factory=dict)  # by student, in seconds after the start
    began: float = 0.0

    def start(self, total: int, unchanged: int) -> None:
        """Begin to count."""
        self.began = time.monotonic()

    def step(self, row: grade.Row) -> None:
        """Note one."""
        self.done[row.result.student] = time.monotonic() - self.began

    def stop(self) -> None:
        """Do nothing: the times are there."""


def hand_in_hostile(course: Path, kind: str) -> None:
    """Put a submission into the class, each of whose functions does the same harm."""
    lesson = load_lesson(course, LESSON)
    answers = {
        name: "\n    ".join([f"def {name}(*arguments):", *BODIES[kind]])
        for name in classes.solved(lesson)
    }
    content = classes.notebook(lesson, answers)
    classes.hand_in(course / "submitted", HOSTILE, LESSON, content)


def run(course: Path, workers: int) -> tuple[Clock, dict[str, float]]:
    """Grade the class; returns when each was done, and how long the judge took for each."""
    classes.fresh_gradebook(course)
    options, clock = Options(course), Clock()
    job = grade.Job(settings.load(course), options, [LESSON], workers=workers, force=True)
    with processes.kept_to(workers), Pool() as pool:
        pool.begin(options, workers, own_cores=True)
        report = grade.run(job, clock, pool)
    if not report.complete:
        raise SystemExit(f"Not everything was graded: {report.problem or 'see its messages'}")
    return clock, {row.result.student: row.result.seconds for row in report.rows}


def figures(course: Path, workers: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Figures for each kind of hostile submission."""
    clock, usual = run(course, workers)
    without = max(clock.done.values())
    for kind in BODIES:
        hand_in_hostile(course, kind)
        clock, seconds = run(course, workers)
        whole = max(clock.done.values())
        own, ended = seconds.pop(HOSTILE), clock.done.pop(HOSTILE)
        meanwhile = [when for when in clock.done.values() if when < ended]
        slower = statistics.median(seconds.values()) / statistics.median(usual.values())
        yield (
            kind,
            {
                "own_seconds": round(own, 1),
                "class_seconds": round(whole, 1),
                "class_seconds_without": round(without, 1),
                "delay_over_own": round((whole - without) / own, 2),
                "others_meanwhile": round(len(meanwhile) / len(clock.done), 2),
                "others_ratio": round(slower, 2),
            },
        )


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--size", type=int, default=100, help="submissions beside the hostile one")
    options = parser.parse_args()
    found: dict[str, dict[str, float]] = {}
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            course = classes.class_to_grade(Path(folder) / "course", LESSON, options.size)
            for kind, values in figures(course, workers):
                found[f"{kind}, {workers} worker{'s' * (workers > 1)}"] = values
    for name, values in found.items():
        print(name)
        for figure, value in values.items():
            print(f"  {figure:24} {value}")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
