"""How long ``check`` takes: the first one in a fresh Python, and later ones of every function.

    python benchmarks/check.py [--times 7] [--wall]

The first check is measured beyond the import of NumPy; importing what a lesson imports
(``rnn_utils``) counts. Later checks run in one process: a right answer, and the wrong ones of the
mistake bank, of which the median and the slowest are shown; a gradient by differences, say, takes
its own time three times over. Times are those of the processor, which a quiet machine's clock
shows too; ``--wall`` takes the clock's. Exit status 1 if a figure misses its target.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder import course  # noqa: E402
from autograder.checks.mistakes import bank  # noqa: E402
from rnn_check import check  # noqa: E402
from rnn_compare import CheckFailed  # noqa: E402

FIRST, LATER = 300, 50  # milliseconds

FRESH = """
import time, contextlib, io, sys
import numpy as np
source, name = sys.argv[1:]
namespace = {"np": np}
exec(source, namespace)
start = time.CLOCK()
from %s import check
with contextlib.redirect_stdout(io.StringIO()):
    try:
        check(namespace[name])
    except AssertionError:
        pass
print(1000 * (time.CLOCK() - start))
"""


def first(clock: str, module: str, source: str, name: str, times: int) -> float:
    """Median milliseconds of the first check in a fresh Python, with its import."""
    runs = [
        subprocess.run(
            [sys.executable, "-c", FRESH.replace("CLOCK", clock) % module, source, name],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        for _ in range(times)
    ]
    return statistics.median(float(run.stdout) for run in runs)


def later(clock: str, function: Callable, times: int) -> float:
    """Median milliseconds of one check, after one that is not counted."""
    runs, now = [], getattr(time, clock)
    for _ in range(times + 1):
        start = now()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(CheckFailed):
            check(function)
        runs.append(1000 * (now() - start))
    return statistics.median(runs[1:])


def sources() -> dict[str, str]:
    """What a fresh Python runs for each function: the solutions up to its own."""
    texts: list[str] = []
    found = {}
    for lesson in course.lesson_names(ROOT):
        for name, source in course.solutions(ROOT, lesson).items():
            texts.append(source)
            found[name] = "\n\n".join(texts)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--wall", action="store_true")
    options = parser.parse_args()
    times, clock = options.times, "perf_counter" if options.wall else "process_time"
    known = sources()
    last, wrong = list(known)[-1], "\ndef {0}(*arguments):\n    return 0\n"
    measured = []
    for module in ("rnn_check", "rnn_utils"):
        for word, extra in (("right", ""), ("wrong", wrong.format(last))):
            found = first(clock, module, known[last] + extra, last, times)
            print(f"first check of {last}, {word}, from {module}: {found:.0f} ms", flush=True)
            measured.append(found / FIRST)
    print(f"\n| Function | passing, ms | failing: median, ms | slowest, ms |\n|{'---|' * 4}")
    for name in known:
        listed = [entry for entry in bank.load() if entry.function == name]
        solution = bank.Implementation(name, "the solution", "correct", known[name])
        passing = later(clock, solution.make(), times)
        failing = {e.name: later(clock, e.make(), times) for e in listed if e.kind == "wrong"}
        slowest, middle = max(failing, key=failing.get), statistics.median(failing.values())
        row = f"{passing:.1f} | {middle:.1f} | {failing[slowest]:.1f}, {slowest}"
        print(f"| `{name}` | {row} |", flush=True)
        measured += [passing / LATER, failing[slowest] / LATER]
    print(f"\nTargets: first {FIRST} ms, later {LATER} ms. Highest share: {max(measured):.2f}")
    return max(measured) > 1


if __name__ == "__main__":
    sys.exit(main())
