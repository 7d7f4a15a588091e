"""What a grading run shows: progress, a summary, and the JSON file (docs/grade_json.md)."""

from __future__ import annotations

import importlib.metadata
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from autograder.base.files import write_atomic
from autograder.base.outcome import Status
from autograder.base.shown import shown
from autograder.run.job import Job, Report, Row

JSON_SCHEMA = "autograder.run.grade"
JSON_VERSION = 1
LINE_SECONDS = 2.0  # between plain lines
KEPT = (
    "Unchanged, but judged with fewer points now; they keep what they have "
    "(`autograder regrade LESSON` shows why, --allow-lower takes the points away):"
)


class PlainProgress:
    """A line every few seconds, for logs and pipes."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.total = self.done = 0
        self._began = self._told = 0.0

    def start(self, total: int, unchanged: int) -> None:
        """See `autograder.run.job.Progress`."""
        self.total = total
        self._began = self._told = time.monotonic()
        before = f", {unchanged} graded before and unchanged" if unchanged else ""
        self._say(f"{_count(total, 'submission')} to grade{before}")

    def step(self, row: Row) -> None:
        """See `autograder.run.job.Progress`."""
        self.done += 1
        now = time.monotonic()
        if now - self._told >= LINE_SECONDS or self.done == self.total:
            self._told = now
            rate = self.done / max(now - self._began, 1e-9)
            left = (self.total - self.done) / rate
            self._say(f"{self.done} of {self.total} graded, {rate:.1f} a second, {left:.0f} s left")

    def stop(self) -> None:
        """See `autograder.run.job.Progress`."""

    def _say(self, text: str) -> None:
        print(text, file=self.stream, flush=True)


class BarProgress(PlainProgress):
    """A bar, for a terminal."""

    def start(self, total: int, unchanged: int) -> None:
        """See `autograder.run.job.Progress`."""
        super().start(total, unchanged)
        from tqdm import tqdm

        self._bar = tqdm(total=total, unit=" submissions", file=self.stream, disable=not total)

    def step(self, row: Row) -> None:
        """See `autograder.run.job.Progress`."""
        self._bar.update()

    def stop(self) -> None:
        """See `autograder.run.job.Progress`."""
        self._bar.close()


def progress(stream: TextIO | None = None) -> PlainProgress:
    """Choose how to show progress: a bar on a terminal, else plain lines."""
    stream = stream or sys.stderr
    return BarProgress(stream) if stream.isatty() else PlainProgress(stream)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def summary(report: Report) -> str:
    """Table of the lessons, and the submissions that could not be graded."""
    lines = []
    if report.rows:
        head = ("lesson", "submissions", "graded now", "not graded", "mean", "of", "full marks")
        table = [head]
        for lesson in dict.fromkeys(row.result.lesson for row in report.rows):
            rows = [row for row in report.rows if row.result.lesson == lesson]
            graded = [row for row in rows if row.graded]
            scores = [row.score for row in graded]
            maximum = max((row.maximum for row in graded), default=0)
            table.append(
                (
                    lesson,
                    str(len(rows)),
                    str(sum(row.now for row in rows)),
                    str(len(rows) - len(graded)),
                    f"{sum(scores) / len(scores):.1f}" if scores else "-",
                    f"{maximum:g}",
                    str(sum(score == maximum for score in scores)),
                )
            )
        lines += _aligned(table)
    failed = [row for row in report.rows if not row.graded]
    if failed:
        lines += ["", "Could not be graded:"]
        lines += [f"  {_whose(row)}: {shown(_reason(row))}" for row in failed]
    kept = [row for row in report.rows if row.held and row.graded]
    if kept:
        lines += ["", KEPT]
        lines += [f"  {_whose(row)}: {row.score:g}" for row in kept]
    if report.waiting:
        lines += ["", f"Not graded yet: {_count(report.waiting, 'submission')}."]
    return "\n".join(lines)


def _aligned(table: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    lines = []
    for first, *rest in table:
        cells = [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        lines.append("  ".join([first.ljust(widths[0]), *cells]))
    return lines


def _whose(row: Row) -> str:
    return f"{shown(row.result.student)} {row.result.lesson}"


def _reason(row: Row) -> str:
    if row.result.message and row.result.status is not Status.OK:
        return " ".join(row.result.message.split())
    tests = [test for test in row.result.tests if test.status is Status.BROKEN]
    said = next((f": {test.message}" for test in tests if test.message), "")
    return f"the grader failed on {', '.join(test.grade_id for test in tests)}{said}"


def to_json(job: Job, report: Report) -> dict[str, Any]:
    """Report as plain data; docs/grade_json.md describes it."""
    return {
        "schema": JSON_SCHEMA,
        "version": JSON_VERSION,
        "grader": _version(),
        "sandbox": job.options.sandbox,
        "seed": job.options.seed.digest,
        "workers": job.workers,
        "seconds": round(report.seconds, 3),
        "complete": report.complete,
        "problem": report.problem,
        "not_reached": report.waiting,
        "submissions": [_row_to_json(row) for row in report.rows],
    }


def _version() -> str:
    try:
        return importlib.metadata.version("rnn-from-scratch")
    except importlib.metadata.PackageNotFoundError:
        return "not installed"  # run from a checkout


def _row_to_json(row: Row) -> dict[str, Any]:
    result = row.result
    return {
        "student": result.student,
        "lesson": result.lesson,
        "outcome": result.status.value,
        "message": result.message,
        "graded_now": row.now,
        "points_kept": row.held,
        "points": row.score,
        "maximum": row.maximum,
        "late_penalty": row.penalty,
        "seconds": round(result.seconds, 6),
        "tests": [
            {
                "grade_id": test.grade_id,
                "points": test.points,
                "maximum": test.maximum,
                "outcome": test.status.value,
                "message": test.message,
                "carried_from": test.carried_from,
                "mistakes": ", ".join(test.mistakes),
                "seconds": round(test.seconds, 6),
            }
            for test in result.tests
        ],
    }


def write_json(path: Path, job: Job, report: Report) -> None:
    """Write the JSON file."""
    text = json.dumps(to_json(job, report), indent=1, ensure_ascii=False) + "\n"
    write_atomic(path, text.encode("utf-8", errors="replace"))
