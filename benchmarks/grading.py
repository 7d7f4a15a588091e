"""Measure grading against stock nbgrader, on the same submissions, in the same run.

    python benchmarks/grading.py [--json FILE] [--size 200] [--stock 20] [--long]

Prints ratios. Stock nbgrader takes about a second for a submission, so it grades only the first
``--stock`` of the class; its time for one is that of those, without the seconds of its start. Ours
is that of the whole command, its start included, over the whole class, in the median of ``--runs``
that alternate with one worker and two.

`second_core` is what a second core brings to work that shares nothing: the bound of `two_workers`.
`load` says how busy the machine was at the end: above the number of cores, the times mean little.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from autograder.course.lesson import load_lesson  # noqa: E402
from autograder.submission import read_submission  # noqa: E402
from benchmarks import classes  # noqa: E402

LESSON = "04_lstm_cell"
SAMPLE_SECONDS = 0.1


def command(arguments: list[str], course: Path) -> subprocess.Popen:
    """Start a command in a course."""
    paths = [str(classes.ROOT), os.environ.get("PYTHONPATH", "")]
    programs = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    # As users have it: Python keeps what it has compiled.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=course,
        env={
            **environment,
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "PATH": os.pathsep.join(programs),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


class Cost(NamedTuple):
    """What a command took."""

    seconds: float
    cpu: float  # seconds of all cores together, with whatever else the machine did
    peak_mb: float = 0.0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.seconds + other.seconds, self.cpu + other.cpu)

    def __sub__(self, other: Cost) -> Cost:
        return Cost(self.seconds - other.seconds, self.cpu - other.cpu)

    def each(self, number: int) -> Cost:
        """Cost of one of so many."""
        return Cost(self.seconds / number, self.cpu / number)


def median(costs: Sequence[Cost]) -> Cost:
    """Median of each part of some costs."""
    return Cost(*map(statistics.median, zip(*costs, strict=True)))


def _cpu() -> float:
    """Seconds of work that all cores together have done since the machine was started.

    What processes say of themselves and their children leaves out the players, which are killed.
    """
    user, nice, system, _, _, interrupt, soft, *_ = map(
        int, Path("/proc/stat").read_text().split(maxsplit=9)[1:9]
    )
    return (user + nice + system + interrupt + soft) / os.sysconf("SC_CLK_TCK")


def timed(arguments: list[str], course: Path, watch: bool = False) -> Cost:
    """Run a command; returns what it took, with all its processes.

    Watching the memory slows what is watched, so time is taken without.
    """
    began, before = time.perf_counter(), _cpu()
    process = command(arguments, course)
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    if watch:
        watcher.start()
    said, _ = process.communicate()
    seconds, cpu = time.perf_counter() - began, _cpu() - before
    if watch:
        watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{said[-3000:]}")
    return Cost(seconds, cpu, peak[0])


def _watch(process: subprocess.Popen, peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], memory_mb(process.pid))
        time.sleep(SAMPLE_SECONDS)


def memory_mb(pid: int) -> float:
    """Memory of a process and all below it; pages that they share are shared out (PSS)."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parents.setdefault(int(fields[1]), []).append(int(entry.name))
    total, queue = 0.0, [pid]
    while queue:
        current = queue.pop()
        queue += parents.get(current, [])
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{current}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) / 1024
    return total


def ours(course: Path, *options: str, watch: bool = False) -> Cost:
    """Grade the whole class."""
    # Moved, not deleted: for some seconds after many were deleted, ext4 is slow to make new files.
    attic = Path(tempfile.mkdtemp(prefix="earlier", dir=course))
    for path in ("autograded", "feedback"):
        with contextlib.suppress(FileNotFoundError):
            (course / path).rename(attic / path)
    classes.fresh_gradebook(course)
    words = ["autograder.cli", "--course", str(course), "grade", LESSON, *options]
    return timed(words, course, watch)


def stock(course: Path, size: int) -> tuple[Cost, Cost]:
    """Cost of stock nbgrader for one submission: autograde alone, and with feedback pages.

    Each command runs on one submission first, and on the others after that; the difference in
    time is free of what its start takes.
    """
    classes.fresh_gradebook(course)
    each = []
    for step in ("autograde", "generate_feedback"):
        one = timed(["nbgrader", step, LESSON, "--student=s0000", "--force"], course)
        rest = timed(["nbgrader", step, LESSON], course)
        # `rest` graded size - 1: the one from before is skipped. Both contain one start.
        each.append((rest - one).each(size - 2))
    return each[0], each[0] + each[1]


def codes(course: Path, size: int) -> list[list[CodeType]]:
    """The cells and tests of each submission, compiled."""
    from autograder.judge import Judge  # noqa: F401  (imports what the tests need)

    lesson = load_lesson(course, LESSON)
    tests = [compile(test.source, test.grade_id, "exec") for test in lesson.tests]
    return [
        [*(compile(cell.source, cell.id, "exec") for cell in submission.cells), *tests]
        for submission in (
            read_submission(course / "submitted" / f"s{number:04}" / LESSON, "", lesson)
            for number in range(size)
        )
    ]


def run_bare(submission: list[CodeType]) -> None:
    """Run the cells and tests of one submission by `exec`, in this process."""
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for code in submission:
            with contextlib.suppress(Exception):
                exec(code, names)


def bare(submissions: list[list[CodeType]]) -> float:
    """Seconds for one submission in this warm process."""
    times = []
    for submission in submissions:
        began = time.perf_counter()
        run_bare(submission)
        times.append(time.perf_counter() - began)
    return statistics.fmean(times[1:])


def second_core(submissions: list[list[CodeType]]) -> float:
    """How many times as much two processes do as one, of such work as players do.

    Each forks itself for each submission and runs it there. What they share (memory, caches, the
    kernel's locks) two workers share too, so this is the most that a second one can bring.
    """

    def loop() -> None:
        for submission in submissions:
            child = os.fork()
            if not child:
                run_bare(submission)
                os._exit(0)
            os.waitpid(child, 0)

    def seconds(processes: int) -> float:
        began = time.perf_counter()
        children = []
        for _ in range(processes):
            children.append(os.fork())
            if not children[-1]:
                loop()
                os._exit(0)
        for child in children:
            os.waitpid(child, 0)
        return time.perf_counter() - began

    return statistics.median(2 * seconds(1) / seconds(2) for _ in range(5))


def judged_seconds(path: Path) -> float:
    """Seconds of the judge for one submission, from the JSON of a run."""
    rows = json.loads(path.read_text())["submissions"]
    return statistics.fmean(row["seconds"] for row in rows)


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--size", type=int, default=200, help="submissions in the class")
    parser.add_argument("--stock", type=int, default=20, help="of them, graded by stock nbgrader")
    parser.add_argument("--runs", type=int, default=3, help="of ours, of which the median counts")
    parser.add_argument("--no-sandbox", action="store_true")
    parser.add_argument("--long", action="store_true", help="also 10 and 2,000 submissions")
    options = parser.parse_args()
    extra = ["--no-sandbox"] if options.no_sandbox else []
    with tempfile.TemporaryDirectory() as folder:
        course = classes.class_to_grade(Path(folder) / "ours", LESSON, options.size)
        peer = classes.class_to_grade(Path(folder) / "stock", LESSON, options.stock, stock=True)
        figures = measure(course, peer, options, extra)
        if options.long:
            figures |= flatness(Path(folder), extra)
    for name, value in figures.items():
        print(f"{name:24} {value}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")
    return 0


def measure(
    course: Path, peer: Path, options: argparse.Namespace, extra: list[str]
) -> dict[str, Any]:
    """All figures but those of ``--long``."""
    size = options.size
    stock_alone, stock_feedback = stock(peer, options.stock)
    theirs = classes.scores(peer / "gradebook.db")
    results = course / "results.json"
    one, two = ["--workers", "1", *extra], ["--workers", "2", *extra]
    rounds = [
        (
            ours(course, *one, "--no-feedback", "--json", str(results)),
            ours(course, *one),
            ours(course, *two),
        )
        for _ in range(options.runs)
    ]
    plain, pages, _ = map(median, zip(*rounds, strict=True))
    mine = classes.scores(course / "gradebook.db")
    same = bool(theirs) and all(mine[key] == value for key, value in theirs.items())
    judge = judged_seconds(results)
    watched = ours(course, "--workers", "2", *extra, watch=True)
    submissions = codes(course, min(size, 60))
    alone = bare(submissions)
    costs = {
        "stock": stock_alone,
        "stock_with_feedback": stock_feedback,
        "ours": plain.each(size),
        "ours_with_feedback": pages.each(size),
    }
    figures: dict[str, Any] = {
        "submissions": size,
        "stock_submissions": options.stock,
        "same_scores": same,
    }
    for name, cost in costs.items():
        figures[f"{name}_ms"] = round(1e3 * cost.seconds, 1)
        figures[f"{name}_cpu_ms"] = round(1e3 * cost.cpu, 1)
    return figures | {
        "judge_ms": round(1e3 * judge, 1),
        "bare_ms": round(1e3 * alone, 1),
        "ratio_vs_stock_nbgrader": round(stock_alone.seconds * size / plain.seconds, 1),
        "ratio_with_feedback": round(stock_feedback.seconds * size / pages.seconds, 1),
        "ratio_cpu": round(stock_alone.cpu * size / plain.cpu, 1),
        "ratio_cpu_with_feedback": round(stock_feedback.cpu * size / pages.cpu, 1),
        "two_workers": round(
            statistics.median(single.seconds / both.seconds for _, single, both in rounds), 2
        ),
        "second_core": round(second_core(submissions), 2),
        "overhead_ms": round(1e3 * (plain.seconds / size - alone), 1),
        "peak_mb": round(watched.peak_mb),
        "load": round(os.getloadavg()[0], 1),
    }


def flatness(folder: Path, extra: list[str]) -> dict[str, Any]:
    """Time and memory of small and large classes, by the rate after the start."""
    each, peaks = {}, {}
    for size, runs in ((10, 5), (110, 5), (2000, 1)):
        course = classes.class_to_grade(folder / f"class{size}", LESSON, size)
        costs = [ours(course, "--workers", "2", *extra) for _ in range(runs)]
        each[size] = statistics.median(cost.seconds for cost in costs)
        peaks[size] = ours(course, "--workers", "2", *extra, watch=True).peak_mb
    # What starting takes is taken out with the smallest class.
    small = (each[110] - each[10]) / 100
    large = (each[2000] - each[10]) / 1990
    return {
        "ms_each_of_110": round(1e3 * small, 2),
        "ms_each_of_2000": round(1e3 * large, 2),
        "large_over_small": round(large / small, 2),
        "peak_mb_of_110": round(peaks[110]),
        "peak_mb_of_2000": round(peaks[2000]),
    }


if __name__ == "__main__":
    sys.exit(main())
