"""A worker does not grow by what submissions hold: what is kept for speed is bound in bytes."""

from __future__ import annotations

import tracemalloc

import pytest
import samples
from grading import FAKE, ROOT

from autograder.base.kept import Kept
from autograder.base.limits import Limits
from autograder.run.serve import Grader
from autograder.run.tasks import Options, Task
from autograder.submission import purity

LESSON = "02_rnn_cell"
MANY = 16  # submissions, one after the other
LARGE = 900_000  # characters of a cell
MOST_MB = 30  # that they may leave in the worker, all that it keeps together


def attached(number):
    """A text cell with another picture of 3 MB."""
    cell = samples.text("![x](attachment:a.png)")
    return {**cell, "attachments": {"a.png": {"image/png": f"{number:04d}" + "A" * 3_000_000}}}


LARGE_CELLS = {
    "pictures": attached,
    "code": lambda number: samples.code(f"text_{number} = '{'x' * LARGE}'"),
}


@pytest.mark.parametrize("kind", LARGE_CELLS)
def test_a_worker_does_not_grow_by_what_submissions_hold(tmp_path, kind):
    options = Options(ROOT, Limits(), sandbox=False, judge=FAKE)
    with Grader(options) as grader:

        def grade(number):
            made = samples.solved(ROOT, LESSON)
            made["cells"].append(LARGE_CELLS[kind](number))
            folder = samples.hand_in(tmp_path / str(number), made, f"{LESSON}.ipynb")
            graded = grader.grade(Task(str(number), LESSON, folder))
            assert graded.notebook and graded.body, graded.result

        grade(0)  # what belongs to the lesson is kept from here on
        tracemalloc.start()
        try:
            for number in range(1, MANY + 1):
                grade(number)
            grown, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert grown < MOST_MB << 20, f"{grown >> 20} MB"


def test_what_is_known_of_many_names_is_bound_too():
    tracemalloc.start()
    try:
        for number in range(10):
            cell = "\n".join(f"n{number}_{place} = {place}" for place in range(5_000))
            assert purity.names_used([cell], {"f": 1}) is not None
        grown, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert grown < 8 << 20, f"{grown >> 20} MB"


def test_what_is_kept_is_made_once_and_the_oldest_goes_first():
    made = []
    kept = Kept(1, size=len)

    def make(key):
        made.append(key)
        return "x" * 20

    def get(key):
        return kept.get(key, make, key)

    for number in range(20):
        assert get(f"{number:010d}") == get(f"{number:010d}") == "x" * 20
    assert len(made) == 20
    get("0" * 10)
    assert len(made) == 20  # used again, so it is young
    for number in range(20, 50):
        get(f"{number:010d}")
    assert kept.held <= 1 << 10
    count = len(made)
    get(f"{49:010d}")
    assert len(made) == count
    get(f"{1:010d}")
    assert len(made) == count + 1


def test_what_is_large_is_not_kept_and_throws_nothing_out():
    kept = Kept(1, size=len)
    assert kept.get("small", str.upper, "small") == "SMALL"
    held = kept.held
    assert kept.get("large" * 100, str.upper, "large" * 100) == "LARGE" * 100
    assert kept.held == held
