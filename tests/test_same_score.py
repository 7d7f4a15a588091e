"""Honest submissions that use much get the same score each time (`benchmarks/same_score.py`)."""

from __future__ import annotations

import pytest
from grading import ROOT, classes, load_lesson

from autograder.base.limits import Limits
from autograder.judge import Judge, sandbox_problem
from autograder.submission import read_submission
from benchmarks import same_score

pytestmark = pytest.mark.skipif(sandbox_problem() is not None, reason="needs the sandbox")

# One of each kind that has once lost points by chance: pages that forks share, figures, threads.
NAMES = [
    "one array of 457 MB",
    "10 open figures",
    "a thread that waits",
]
# Long, for a machine with much other work: it is memory that is tried here.
LIMITS = Limits(submission_seconds=240, test_seconds=60, cell_seconds=80)
TIMES = 3


def test_honest_submissions_that_use_much_get_all_points_each_time(tmp_path):
    lesson = load_lesson(ROOT, same_score.LESSON)
    full = sum(test.points for test in lesson.tests)
    found = {name: set() for name in NAMES}
    with Judge(ROOT, LIMITS) as judge:
        for _ in range(TIMES):
            for name in NAMES:
                text = same_score.notebook(name)
                folder = classes.hand_in(tmp_path, name.replace(" ", "_"), lesson.name, text)
                result = judge.grade(read_submission(folder, name, lesson))
                found[name].add(sum(test.points for test in result.tests))
    assert found == {name: {full} for name in NAMES}
