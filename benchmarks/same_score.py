"""Grade honest submissions that need much, again and again: each must get all points each time.

    python benchmarks/same_score.py

Large arrays, threads, open figures, files, slow functions: within the limits, but near what the
watch on memory looks at. With one worker, and with two side by side. Prints a line for each
submission that did not get the same each time, and the count of all.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from autograder.course.lesson import load_lesson  # noqa: E402
from autograder.judge import Judge, Limits  # noqa: E402
from autograder.submission import read_submission  # noqa: E402
from benchmarks import classes  # noqa: E402

ROOT = classes.ROOT
LESSON = "01_feed_forward"
MB = 131_072  # numbers of eight bytes
NUMPY = "import numpy as np\n"

THREADS = """
import threading
import numpy as np
def work(number):
    kept[number] = np.ones({each} * 131072).sum()
kept = {{}}
threads = [threading.Thread(target=work, args=(number,)) for number in range({count})]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""
FIGURES = """
import matplotlib.pyplot as plt
import numpy as np
for number in range({count}):
    plt.figure(figsize=(8, 8))
    plt.imshow(np.random.rand({size}, {size}))
"""

# A cell of the student's own above the answers; "{}" stands for nothing.
HONEST = {
    **{f"one array of {size} MB": NUMPY + f"big = np.ones({size} * {MB})"
       for size in (100, 200, 250, 305, 457, 600, 800)},
    "an array of 305 MB in pieces": NUMPY + f"big = [np.ones({MB}) for _ in range(305)]",
    "a list of 2 million numbers": "big = [float(number) for number in range(2_000_000)]",
    "a dictionary of 300 thousand texts": "big = {n: 'word %d' % n for n in range(300_000)}",
    "an array made and dropped": NUMPY + f"np.ones(700 * {MB}).sum()",
    "an array that is written over": NUMPY + f"big = np.zeros(300 * {MB})\nbig += 1\nbig *= 2",
    "8 threads": THREADS.format(count=8, each=20),
    "20 threads": THREADS.format(count=20, each=5),
    "10 open figures": FIGURES.format(count=10, size=200),
    "25 open figures": FIGURES.format(count=25, size=50),
    "figures and an array": FIGURES.format(count=5, size=400) + f"big = np.ones(200 * {MB})",
    "a thread that waits": "import threading\nstop = threading.Event()\n"
    "threading.Thread(target=stop.wait, daemon=True).start()",
    "files of 20 MB": "open('data.bin', 'wb').write(bytes(20 << 20))",
    "an array and slow functions": NUMPY + f"big = np.ones(250 * {MB})\nSLOW = 0.05",
}  # fmt: skip


def notebook(name: str) -> dict:
    """A right submission with the cell of that name above its answers."""
    lesson = load_lesson(ROOT, LESSON)
    answers = classes.solved(lesson)
    if "slow" in name:
        answers = {
            function: text.replace("### BEGIN SOLUTION", "import time; time.sleep(SLOW)")
            for function, text in answers.items()
        }
    made = classes.notebook(lesson, answers)
    first = next(i for i, cell in enumerate(made["cells"]) if cell["id"] == next(iter(answers)))
    own = {"cell_type": "code", "id": "own", "metadata": {}, "outputs": [], "execution_count": None}
    made["cells"].insert(first, {**own, "source": HONEST[name]})
    return made


def graded(names: list[str], times: int, folder: str) -> list[tuple[str, float, str]]:
    """Grade each submission so many times; points and messages by name."""
    lesson = load_lesson(ROOT, LESSON)
    found = []
    with Judge(ROOT, Limits(submission_seconds=120, test_seconds=20, cell_seconds=40)) as judge:
        for _ in range(times):
            for name in names:
                where = classes.hand_in(
                    Path(folder), name.replace(" ", "_"), LESSON, notebook(name)
                )
                result = judge.grade(read_submission(where, name, lesson))
                said = " ".join(test.message for test in result.tests if test.message)
                found.append((name, sum(test.points for test in result.tests), said))
    return found


def main() -> int:
    """Run everything; 1 if a submission got less than all points once."""
    import tempfile

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args().times
    lesson = load_lesson(ROOT, LESSON)
    full = sum(test.points for test in lesson.tests)
    amiss = 0
    with tempfile.TemporaryDirectory() as folder:
        for workers in (1, 2):
            with multiprocessing.get_context("spawn").Pool(workers) as pool:
                places = [f"{folder}/{workers}{number}" for number in range(workers)]
                rounds = pool.starmap(graded, [(list(HONEST), times, place) for place in places])
            found = [each for part in rounds for each in part]
            for name in HONEST:
                scores = [score for each, score, _ in found if each == name]
                if set(scores) != {full}:
                    amiss += 1
                    said = {text for each, _, text in found if each == name and text}
                    print(f"{workers} workers, {name}: {scores} of {full:g}. {said}")
            print(f"{workers} workers: {len(HONEST)} submissions, {len(found)} times graded")
    return 1 if amiss else 0


if __name__ == "__main__":
    sys.exit(main())
