"""Kill a worker, the scheduler or the run at random moments; all must come out as on one machine.

    python benchmarks/cluster_kills.py [--kills 100] [--size 12] [--workers 2] [--minutes 60]

A worker that was killed is started again when its run has ended, a scheduler at once, with new
workers. A run that was killed, or could not end, is started again. Exit status 0 if every gradebook
and every file came out as from a run on this machine.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from autograder import settings  # noqa: E402
from autograder.base.limits import Limits  # noqa: E402
from autograder.base.seed import InputSeed  # noqa: E402
from autograder.run import grade  # noqa: E402
from autograder.run.cluster.executor import Cluster  # noqa: E402
from autograder.run.tasks import Options  # noqa: E402
from benchmarks import classes, clusters, kills  # noqa: E402

LESSON = kills.LESSON
TRIES = 4  # of a run, until it ends by itself with everything graded
WHAT = ("worker", "scheduler", "run")


class Silent:
    """Progress that nobody sees."""

    def start(self, total: int, unchanged: int) -> None:
        """See `autograder.run.job.Progress`."""

    def step(self, row: object) -> None:
        """See `autograder.run.job.Progress`."""

    def stop(self) -> None:
        """See `autograder.run.job.Progress`."""


def forked(work: Callable[[], bool]) -> int:
    """Do something in a process of its own that has all modules loaded; returns its number."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    status = 2
    try:
        status = 0 if work() else 1
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(status)


def keep(cluster: clusters.Cluster, number: int) -> None:
    """Have so many workers, without threads of Dask's in this process, which is yet to fork."""
    while len(cluster.living()) < number:
        cluster.start_worker()
    if ended(forked(lambda: cluster.wait_for(number) is None)):
        raise SystemExit("The workers did not join.")


def graded(course: Path, address: str, options: argparse.Namespace) -> bool:
    """Grade the class, here if there is no address; whether all of it was graded."""
    judged = Options(
        course, Limits(), options.sandbox == "yes", judge=options.judge, seed=options.inputs
    )
    job = grade.Job(settings.load(course), judged, [LESSON], workers=options.workers)
    if not address:
        return grade.run(job, Silent()).complete
    with Cluster(address, judged) as there:
        return grade.run(job, Silent(), there).complete


def ended(child: int) -> int:
    """Wait for a process; its exit status, negative if it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def strike(what: str, run: int, cluster: clusters.Cluster, moments: random.Random) -> None:
    """Kill something, and start it again where that is not the run's business."""
    if what == "run":
        os.kill(run, signal.SIGKILL)
    elif what == "worker":
        cluster.kill(moments.choice(cluster.workers))
    else:
        cluster.kill(cluster.scheduler)
        cluster.start_scheduler()
        cluster.renew(len(cluster.workers))


def tried(
    what: str,
    course: Path,
    cluster: clusters.Cluster,
    options: argparse.Namespace,
    moments: random.Random,
    length: float,
) -> tuple[int, list[Path]]:
    """Grade with one kill; how many further runs it took, and files that the kill tore."""
    kills.clean(course)
    run = forked(lambda: graded(course, cluster.address, options))
    time.sleep(moments.uniform(0.0, length))
    strike(what, run, cluster, moments)
    status = ended(run)
    torn = kills.half_written(course)
    again = 0
    while status != 0 and again < TRIES:
        again += 1
        status = ended(forked(lambda: graded(course, cluster.address, options)))
    if status:
        raise SystemExit(f"After the kill of a {what}, {TRIES} runs did not grade everything.")
    return again, torn


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--size", type=int, default=12, help="submissions in the class")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--judge", default="autograder.judge.Judge", help="dotted name")
    parser.add_argument("--sandbox", choices=["yes", "no"], default="yes")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--minutes", type=float, default=1e9, help="begin no more kills after these"
    )
    options = parser.parse_args()
    options.inputs = InputSeed()
    moments = random.Random(options.seed)
    counts: Counter[str] = Counter()
    bad = 0
    with tempfile.TemporaryDirectory() as folder, clusters.running(workers=0) as cluster:
        keep(cluster, options.workers)
        course = classes.class_to_grade(Path(folder) / "course", LESSON, options.size)
        kills.clean(course)
        if ended(forked(lambda: graded(course, "", options))):
            raise SystemExit("The undisturbed run did not grade everything.")
        wanted = kills.outcome(course)
        for _ in range(2):  # in the first the judges start
            kills.clean(course)
            began = time.monotonic()
            if ended(forked(lambda: graded(course, cluster.address, options))):
                raise SystemExit("The undisturbed run on the cluster did not grade everything.")
            length = time.monotonic() - began
            bad += kills.outcome(course) != wanted
        until = time.monotonic() + 60 * options.minutes
        for number in range(options.kills):
            if time.monotonic() > until:
                break
            what = WHAT[number % len(WHAT)]
            again, torn = tried(what, course, cluster, options, moments, length)
            same = kills.outcome(course) == wanted
            bad += bool(torn) or not same
            counts[what] += 1
            counts[f"{what}, run again"] += bool(again)
            if torn or not same:
                print(f"kill {number}, {what}: half-written {torn}, same {same}", flush=True)
            elif (number + 1) % 10 == 0:
                print(f"{number + 1} kills, {bad} bad", flush=True)
            keep(cluster, options.workers)
    done = sum(counts[what] for what in WHAT)
    print(f"{done} kills at moments of a run of {length:.1f} s: {bad} ended otherwise")
    for what in WHAT:
        print(f"  {what}: {counts[what]} kills, {counts[f'{what}, run again']} times run again")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
