"""Kill a grading run at random moments; each time, the next run must end as an undisturbed one.

    python benchmarks/kills.py [--kills 100] [--size 12] [--workers 2]

Exit status 0 if every gradebook and every file came out the same.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import classes  # noqa: E402

LESSON = "04_lstm_cell"

# `autograder grade`, with a judge that can be named: tests use a quick one.
RUN = """
import sys
import time
from pathlib import Path
from autograder import settings
from autograder.run import grade
from autograder.run import report
from autograder.base.limits import Limits
from autograder.run.tasks import Options
root, lesson, workers, sandbox, judge, address = sys.argv[1:]
options = Options(Path(root), Limits(), sandbox == "yes", judge=judge)
job = grade.Job(settings.load(Path(root)), options, [lesson], workers=int(workers))
if address:
    from autograder.run.cluster.executor import Cluster
began = time.monotonic()
if address:
    with Cluster(address, options) as there:
        done = grade.run(job, report.PlainProgress(), there)
else:
    done = grade.run(job, report.PlainProgress())
print(time.monotonic() - began)
sys.exit(not done.complete)
"""


def start(
    course: Path, options: argparse.Namespace, address: str = "", said: int = subprocess.DEVNULL
) -> subprocess.Popen:
    """Start a grading run of the course's class, on a cluster if there is an address.

    The last line that it says is its seconds, without those in which Python started.
    """
    arguments = [str(course), LESSON, str(options.workers), options.sandbox, options.judge, address]
    return subprocess.Popen(
        [sys.executable, "-c", RUN, *arguments],
        cwd=classes.ROOT,
        env={**os.environ, "PYTHONPATH": str(classes.ROOT)},
        stdout=said,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def outcome(course: Path) -> tuple:
    """Everything that a run leaves behind."""
    files = {
        str(path.relative_to(course)): path.read_bytes()
        for step in ("autograded", "feedback")
        for path in sorted((course / step).rglob("*"))
        if path.is_file() and path.name != ".grading.lock"
    }
    return classes.rows(course / "gradebook.db"), files


def clean(course: Path) -> None:
    """Bring a course back to the moment before grading."""
    for step in ("autograded", "feedback"):
        shutil.rmtree(course / step, ignore_errors=True)
    classes.fresh_gradebook(course)


def half_written(course: Path) -> list[Path]:
    """Files under a final name that no complete run has: read right after a kill."""
    found = []
    for step, end in (("autograded", b"}\n"), ("feedback", b"</html>\n")):
        for path in (course / step).glob(f"*/*/{LESSON}.*"):
            if not path.read_bytes().endswith(end):
                found.append(path)
    return found


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--size", type=int, default=12, help="submissions in the class")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--judge", default="autograder.judge.Judge", help="dotted name of the judge"
    )
    parser.add_argument("--sandbox", choices=["yes", "no"], default="yes")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    moments = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        course = classes.class_to_grade(Path(folder) / "course", LESSON, options.size)
        clean(course)
        began = time.monotonic()
        if start(course, options).wait():
            print("The undisturbed run did not grade everything.")
            return 1
        length = time.monotonic() - began
        wanted = outcome(course)
        bad = 0
        for number in range(options.kills):
            clean(course)
            run = start(course, options)
            time.sleep(moments.uniform(0.0, length))
            run.send_signal(signal.SIGKILL)
            run.wait()
            torn = half_written(course)
            status = start(course, options).wait()
            same = outcome(course) == wanted
            bad += bool(torn) or status != 0 or not same
            if torn or status or not same:
                print(f"kill {number}: half-written {torn}, status {status}, same {same}")
            elif (number + 1) % 10 == 0:
                print(f"{number + 1} kills, {bad} bad", flush=True)
    print(f"{options.kills} kills at moments of a run of {length:.1f} s: {bad} ended otherwise")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
