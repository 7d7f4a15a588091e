"""Time a run on a cluster against one on this machine, with the same cores.

    python benchmarks/cluster.py [--sizes 200 1000] [--rounds 5] [--workers 2]

The cluster is a scheduler and one worker of as many threads, as processes of this machine. Both
ways grade the same class in turns, each in a process that has its modules loaded, with judges that
have to start. A ratio is the median of the ratios within a round. Processor time counts all
processes of a way. Exit status 0 if all grades, comments and pages were the same.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from autograder.base.seed import InputSeed  # noqa: E402
from benchmarks import classes, cluster_kills, clusters, kills  # noqa: E402

AIM = 1.10
END_SECONDS = 5.0  # for what a run has started to end
PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds by the clock, and of processors by who used them."""

    wall: float
    run: float  # with judges that are its children
    scheduler: float = 0.0
    worker: float = 0.0

    @property
    def processor(self) -> float:
        """Seconds of all processes."""
        return self.run + self.scheduler + self.worker


def used(pid: int) -> float:
    """Processor time of a process, of those it has waited for, and of all that it started."""
    total = 0.0
    process = psutil.Process(pid)
    for each in [process, *process.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            total += _seconds(each)
    return total


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system + times.children_user + times.children_system


def measured(
    course: Path, options: argparse.Namespace, cluster: clusters.Cluster | None = None
) -> Cost:
    """Grade a class anew."""
    kills.clean(course)
    others = [cluster.scheduler.pid, cluster.workers[0].pid] if cluster else []
    before = [used(pid) for pid in others]
    said, say = os.pipe()
    address = cluster.address if cluster else ""
    child = cluster_kills.forked(lambda: _grade(course, address, options, say))
    os.close(say)
    with open(said) as pipe:
        words = pipe.read()
    if cluster_kills.ended(child):
        raise SystemExit("A run did not grade everything.")
    theirs = [used(pid) - was for pid, was in zip(others, before, strict=True)]
    return Cost(*json.loads(words), *theirs)


def _grade(course: Path, address: str, options: argparse.Namespace, say: int) -> bool:
    # What outlives its parent comes to this process, so that its time counts.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    before = _seconds(psutil.Process())
    began = time.monotonic()
    complete = cluster_kills.graded(course, address, options)
    wall = time.monotonic() - began
    until = time.monotonic() + END_SECONDS
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < until:
            if not os.waitpid(-1, os.WNOHANG)[0]:
                time.sleep(0.05)
    os.write(say, json.dumps([wall, _seconds(psutil.Process()) - before]).encode())
    return complete


def compare(size: int, options: argparse.Namespace) -> bool:
    """Grade a class in both ways, and print what they took."""
    here: list[Cost] = []
    there: list[Cost] = []
    same = True
    with tempfile.TemporaryDirectory() as folder:
        course = classes.class_to_grade(Path(folder) / "course", kills.LESSON, size)
        for number in range(options.rounds + 1):
            one = measured(course, options)
            wanted = kills.outcome(course)
            with clusters.running(workers=0, threads=options.workers) as cluster:
                cluster_kills.keep(cluster, 1)
                other = measured(course, options, cluster)
            same = same and kills.outcome(course) == wanted
            if number:  # the first warms up
                here.append(one)
                there.append(other)
            print(f"round {number}: {asdict(one)} {asdict(other)}", file=sys.stderr, flush=True)
    tell(size, options, here, there)
    print(f"   the same grades, comments and pages: {'yes' if same else 'NO'}", flush=True)
    return same


def tell(
    size: int, options: argparse.Namespace, here: Sequence[Cost], there: Sequence[Cost]
) -> None:
    """Print the medians."""
    print(f"\n{size} submissions, {options.rounds} rounds, {options.workers} cores")
    print("                         here   cluster   ratio (lowest to highest)")
    for name, words in (("wall", "seconds"), ("processor", "of processors")):
        a, b = ([getattr(cost, name) for cost in costs] for costs in (here, there))
        ratios = sorted(y / x for x, y in zip(a, b, strict=True))
        middle = statistics.median(ratios)
        print(
            f"{words:>19}  {statistics.median(a):8.2f}  {statistics.median(b):8.2f}   "
            f"{middle:.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}), "
            f"aim {AIM:.2f}: {'met' if middle <= AIM else 'missed'}"
        )
    for name in ("run", "scheduler", "worker"):
        each = [getattr(cost, name) * 1e3 / size for cost in there]
        print(f"   of the cluster, {name}: {statistics.median(each):.1f} ms of a core a submission")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 1000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2, help="cores of either way")
    options = parser.parse_args(arguments)
    options.sandbox, options.judge = "yes", "autograder.judge.Judge"
    options.inputs = InputSeed()
    return 0 if all([compare(size, options) for size in options.sizes]) else 1


if __name__ == "__main__":
    sys.exit(main())
