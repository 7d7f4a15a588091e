"""Honest and hostile submissions under stock nbgrader and under the judge, as a table.

    python benchmarks/attacks.py [--write docs/stock_and_judge.md] [ROW ...]

Each submission is graded twice: by nbgrader as it comes (its own `autograde`, one command for each
submission, with five seconds for a cell) and by the judge. Stock nbgrader runs the submissions with
the rights of whoever starts this; those used here do no harm. Those that would (floods of
processes, full memory) are in tests/attacks, which the judge alone is given.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "attacks")]

import harness  # noqa: E402
from families import metadata  # noqa: E402
from harness import LESSON, Attack, cell_of  # noqa: E402

from autograder.course.lesson import load_lesson  # noqa: E402
from autograder.judge import Judge, Limits  # noqa: E402
from autograder.record.register import register  # noqa: E402
from benchmarks import classes  # noqa: E402

SECONDS = 5
SETTINGS = f"\nc.Execute.timeout = {SECONDS}\nc.ExecutePreprocessor.timeout = {SECONDS}\n"
RIGHT = harness.solutions(LESSON)


@dataclass(frozen=True)
class Row:
    """One submission: what it does, and how it is made."""

    what: str
    attack: Attack
    hostile: bool = True


def _instead(function: str, text: str, **options: object) -> Attack:
    """A submission that is right but for one answer."""
    others = tuple(name for name in RIGHT if name != function)
    return Attack(text, target=function, honest=others, **options)


def _copied(notebook: dict) -> None:
    cell = cell_of(notebook, "sigmoid_check")
    notebook["cells"].insert(notebook["cells"].index(cell), {**cell, "id": "copy"})


def _pasted(notebook: dict) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell["id"] = f"n{notebook['cells'].index(cell)}"


STDERR = "__import__('sys').stderr.write('here')"
WRONG = "def sigmoid(x):\n    return np.zeros_like(x)\n"
WRONG_SOFTMAX = "def softmax(z):\n    return np.exp(z)\n"
FRAMES = """
def sigmoid(x):
    import sys
    frame = sys._getframe()
    while frame:
        for case in frame.f_locals.get("cases", ()):
            if case["args"][0].shape == x.shape and (case["args"][0] == x).all():
                return case["want"].copy()
        frame = frame.f_back
    return x
"""
REFERENCE = """
def sigmoid(x):
    from autograder.course import reference
    return reference.load()["sigmoid"](x)
"""
RESULT = """
def sigmoid(x):
    get_ipython().displayhook(1)
    return x
"""
TRANSFORMER = """
def forget(lines):
    return ["pass"] if any("check(sigmoid)" in line for line in lines) else lines
get_ipython().input_transformers_post.append(forget)
def sigmoid(x):
    return x
"""
SHELL = """
import IPython
shell = type(get_ipython())
real = shell.run_cell_async
async def run(self, text, *arguments, **options):
    return await real(self, "pass" if "check(sigmoid)" in text else text, *arguments, **options)
shell.run_cell_async = run
def sigmoid(x):
    return x
"""
PATCHED = """
import autograder.checks, rnn_utils
check = rnn_utils.check = autograder.checks.hidden_check = lambda function: None
def sigmoid(x):
    return x
"""
MESSAGE = """
import builtins
class AssertionError(Exception):
    _render_traceback_ = lambda self: []
import rnn_compare, autograder.checks
rnn_compare.compare.__code__ = (lambda where, got, want, tolerance=0: None).__code__
def sigmoid(x):
    return x
"""
GRADEBOOK = """
import pathlib
for place in (pathlib.Path.cwd(), *pathlib.Path.cwd().parents):
    for path in (place / "gradebook.db", place / "source"):
        if path.exists():
            print("LEAK: can read", path.name)
def sigmoid(x):
    return x
"""

ROWS = {
    "right": Row("everything right", Attack(honest="all"), hostile=False),
    "wrong": Row("one function wrong", _instead("sigmoid", WRONG), hostile=False),
    "unwritten": Row("one function not written", Attack(honest=tuple(RIGHT)[:-1]), hostile=False),
    "stderr": Row(
        "right, but a function writes to stderr",
        Attack(RIGHT["sigmoid"].replace("    return ", f"    {STDERR}\n    return "), honest="all"),
        hostile=False,
    ),
    "carried": Row(
        "softmax wrong; feed_forward calls it and is itself right",
        _instead("softmax", WRONG_SOFTMAX),
        hostile=False,
    ),
    "copied": Row(
        "everything right, a test cell copied by accident",
        Attack(honest="all", edit=_copied),
        hostile=False,
    ),
    "pasted": Row(
        "everything right, pasted into a new notebook without metadata",
        Attack(honest="all", edit=_pasted),
        hostile=False,
    ),
    "crash": Row(
        "the last function crashes Python",
        _instead(
            "feed_forward_backward",
            "def feed_forward_backward(*a):\n    import ctypes\n    ctypes.string_at(0)\n",
        ),
        hostile=False,
    ),
    "loop": Row(
        "one function never ends",
        _instead("sigmoid", "def sigmoid(x):\n    while True:\n        pass\n"),
        hostile=False,
    ),
    "check_patched": Row("replaces check and hidden_check", _instead("sigmoid", PATCHED)),
    "compare_patched": Row("replaces the code of the comparison", _instead("sigmoid", MESSAGE)),
    "reference": Row("imports the reference solution", _instead("sigmoid", REFERENCE)),
    "frames": Row("reads the expected results from the frames above", _instead("sigmoid", FRAMES)),
    "published": Row("publishes a result before the test fails", _instead("sigmoid", RESULT)),
    "transformer": Row(
        "has test cells rewritten before they run", _instead("sigmoid", TRANSFORMER)
    ),
    "shell": Row("replaces the method that runs cells", _instead("sigmoid", SHELL)),
    "tagged": Row(
        "tags the test cells as to be skipped",
        _instead("sigmoid", WRONG, edit=metadata.each_test(metadata.skipped)),
    ),
    "emptied": Row(
        "empties the test cells",
        _instead("sigmoid", WRONG, edit=metadata.each_test(metadata.other_text)),
    ),
    "points": Row(
        "gives its test cells 1000 points", _instead("sigmoid", WRONG, edit=metadata.points)
    ),
    "removed": Row("removes the test cells", _instead("sigmoid", WRONG, edit=metadata.removed)),
    "exit": Row(
        "ends Python in the first function",
        _instead("sigmoid", "def sigmoid(x):\n    import os\n    os._exit(0)\n"),
    ),
    "exit_in_cell": Row(
        "ends Python in a cell",
        _instead("sigmoid", "import os\ndef sigmoid(x): return x\nos._exit(0)"),
    ),
    "stubborn": Row(
        "never ends, and takes no interrupt",
        _instead(
            "sigmoid",
            "import signal\ndef sigmoid(x):\n    signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
            "    while True:\n        pass\n",
        ),
    ),
    "gradebook": Row("looks for the gradebook and the sources", _instead("sigmoid", GRADEBOOK)),
    "equal": Row(
        "returns an object that is equal to everything",
        _instead(
            "sigmoid",
            "class Yes(np.ndarray):\n    __eq__ = __le__ = lambda *a: np.True_\n"
            "    __sub__ = lambda *a: np.zeros(1)\ndef sigmoid(x):\n    return x.view(Yes)\n",
        ),
    ),
}


def stock(row: Row, folder: Path) -> tuple[float | None, str]:
    """Points by nbgrader as it comes (None: none were recorded), and what happened."""
    course = classes.make_course(folder, stock=True)
    with open(course / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(SETTINGS)
    register(course, [LESSON], f"sqlite:///{course / 'gradebook.db'}", "rnn-from-scratch")
    harness.hand_in(row.attack, course / "submitted" / "eve" / LESSON)
    paths = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", LESSON],
        cwd=course,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PATH": os.pathsep.join(paths)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )
    found = classes.scores(course / "gradebook.db")
    got = [score or 0.0 for (student, _, _), score in found.items() if student == "eve"]
    graded = course / "autograded" / "eve" / LESSON / f"{LESSON}.ipynb"
    if not got or not graded.exists() or done.returncode:
        return None, "not graded: " + _reason(done.stderr)
    read = "LEAK: can read" in graded.read_text(encoding="utf-8")
    return sum(got), "it can read them" if read else ""


def _reason(log: str) -> str:
    for sign, words in {
        "DeadKernelError": "the kernel died",
        "Kernel died": "the kernel died",
        "CellTimeoutError": "a cell took too long",
        "Timeout": "a cell took too long",
        "SchemaTooOldError": "its metadata is too old, which ends the run for everybody after it",
        "KeyError": "nbgrader could not put its cells in order",
    }.items():
        if sign in log:
            return words
    lines = [line for line in log.splitlines() if "ERROR" in line]
    return lines[-1][-100:] if lines else "no reason given"


def judged(row: Row, judge: Judge) -> tuple[float | None, str]:
    """Points by the judge, and what it says of the function in question."""
    result, refusal, _ = harness.grade(judge, row.attack)
    if result is None:
        return None, refusal
    function = {test.grade_id: test.function for test in load_lesson(ROOT, LESSON).tests}
    own = {
        test.status.value for test in result.tests if function[test.grade_id] == row.attack.target
    }
    leaks = any("LEAK" in text for text in result.outputs.values())
    said = "" if own == {"ok"} else f"{row.attack.target}: {', '.join(sorted(own))}"
    return sum(test.points for test in result.tests), "it can read them" if leaks else said


def line(row: Row, by_stock: tuple, by_judge: tuple) -> str:
    """One line of the table; points that are not the deserved ones in bold."""
    deserved = harness.points_of(row.attack)

    def cell(found: tuple[float | None, str]) -> str:
        points, what = found
        shown = "none" if points is None else f"{points:g}"
        shown = shown if points == deserved else f"**{shown}**"
        return f"{shown} | {what}"

    return f"| {row.what} | {deserved:g} | {cell(by_stock)} | {cell(by_judge)} |"


HEAD = """# Honest and hostile submissions, under stock nbgrader and under the judge

Made by `python benchmarks/attacks.py --write docs/stock_and_judge.md`. All are submissions of
lesson 01, of 20 points. Bold points are not those that the submission deserves: points lost by
honest work, or gained by an attack. "None" means that it was not graded at all. Stock nbgrader is
its own `autograde` with the course's settings and without the judge. The whole corpus of attacks,
which only the judge is given, is in `tests/attacks`.
"""
COLUMNS = """
| Submission | Deserved | Stock nbgrader | What happened | Judge | What happened |
|---|---:|---:|---|---:|---|
"""


def main() -> None:
    """Grade all rows in both ways and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"some of: {', '.join(ROWS)}")
    parser.add_argument("--write", type=Path, metavar="FILE", help="also write the table there")
    options = parser.parse_args()
    unknown = set(options.rows) - set(ROWS)
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    text = HEAD
    limits = Limits(cell_seconds=SECONDS, test_seconds=SECONDS)
    with tempfile.TemporaryDirectory() as folder, Judge(ROOT, limits) as judge:
        for hostile, title in ((False, "\n## Honest\n"), (True, "\n## Hostile\n")):
            text += title + COLUMNS
            for name, row in ROWS.items():
                if row.hostile is hostile and (not options.rows or name in options.rows):
                    made = line(row, stock(row, Path(folder) / name), judged(row, judge))
                    print(made, flush=True)
                    text += made + "\n"
    if options.write:
        options.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
