"""What a check says before it speaks of values, in the notebook and when graded."""

import contextlib
import io
import linecache
import re
from pathlib import Path

import numpy as np
import pytest

from autograder import course
from autograder.judge import Judge, sandbox_problem
from autograder.judge.implementations import _lessons_by_function
from autograder.submission import PlayerCell, Submission
from rnn_check import check
from rnn_compare import CheckFailed

ROOT = Path(__file__).resolve().parent.parent
SOLUTIONS = {}
for lesson in course.lesson_names(ROOT):
    SOLUTIONS |= course.solutions(ROOT, lesson)
STUB = '    raise NotImplementedError("not written yet")\n'
GLOBAL_SOFTMAX = "def softmax(z):\n    e = np.exp(z - z.max())\n    return e / e.sum()\n"


def edited(name, *edits):
    source = SOLUTIONS[name]
    for old, new in edits:
        assert source.count(old) == 1, (name, old)
        source = source.replace(old, new)
    return source


def cells_with(name, source, **others):
    """Cells of the functions before one and of its own; ``others`` replaces some."""
    found = []
    for earlier, solution in SOLUTIONS.items():
        if earlier == name:
            return [*found, source]
        found.append(others.get(earlier, solution))


def in_notebook(name, cells):
    """Message of the check where each cell has a file of its own, as in IPython."""
    names = {"np": np}
    for number, cell in enumerate(cells):
        filename = f"<ipython-{number}-{hash(cell)}>"
        linecache.cache[filename] = len(cell), None, cell.splitlines(True), filename
        exec(compile(cell, filename, "exec"), names)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            check(names[name])
    except CheckFailed as failure:
        return str(failure)
    return ""


LOOP = "a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)"
CELL = 'np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"])'
CASES = {  # name: (function, its cell, other cells, pattern of the message)
    "unwritten": ("softmax", "def softmax(z):\n" + STUB, {}, r"softmax: it is not written yet\.$"),
    "a raise left above the code": (
        "softmax",
        "def softmax(z):\n" + STUB + "    e = np.exp(z)\n    return e / e.sum(axis=0)\n",
        {},
        r"softmax: line 2 still stops it, `raise NotImplementedError.*`\. Delete that line\.$",
    ),
    "a raise left below the code": (
        "rnn_cell_forward",
        edited("rnn_cell_forward", ("    return a_next, yt", STUB + "    return a_next, yt")),
        {},
        r"rnn_cell_forward: line \d+ still stops it",
    ),
    "only what the stub has": (
        "rnn_cell_backward",
        "def rnn_cell_backward(da_next, cache):\n"
        "    a_next, a_prev, xt, parameters = cache\n" + STUB,
        {},
        r"rnn_cell_backward: it is not written yet\.$",
    ),
    "an earlier function unwritten": (
        "feed_forward",
        SOLUTIONS["feed_forward"],
        {"softmax": "def softmax(z):\n" + STUB},
        r"feed_forward calls `softmax`, which is not written yet\. Write that first\.$",
    ),
    "an earlier function wrong": (
        "feed_forward",
        SOLUTIONS["feed_forward"],
        {"softmax": GLOBAL_SOFTMAX},
        r"feed_forward calls `softmax`, which does not pass its own check\.",
    ),
    "a function wrong before the wrong one that it calls": (
        "feed_forward",
        edited("feed_forward", ("np.tanh", "np.sin")),
        {"softmax": GLOBAL_SOFTMAX},
        r"feed_forward: the hidden activation `a1` is wrong \(Equation 4\)",
    ),
    "an earlier function wrong because of one before it": (
        "rnn_forward",
        SOLUTIONS["rnn_forward"],
        {"softmax": GLOBAL_SOFTMAX},
        r"rnn_forward calls `softmax`, which does not pass its own check\.",
    ),
    "an argument changed in place": (
        "rnn_forward",
        edited(
            "rnn_forward", ("    a_next, steps = a0, []", "    a0 += 1\n    a_next, steps = a0, []")
        ),
        {},
        r"rnn_forward, .*: it changed its argument a0\. .*\n  line \d+: a0 \+= 1$",
    ),
    "an argument changed under a second name": (
        "rnn_forward",
        edited(
            "rnn_forward", ("a_next, steps = a0, []", "a_next, steps = a0, []\n    a_next[:] = 0")
        ),
        {},
        r"it changed its argument a0\. .*\n  line \d+: a_next\[:\] = 0$",
    ),
    "a parameter changed": (
        "feed_forward",
        edited("feed_forward", ("    a1 =", '    parameters["W2"] -= 0.1\n    a1 =')),
        {},
        r'it changed its argument parameters\["W2"\]\. .*\n  line \d+: parameters\["W2"\] -= 0\.1$',
    ),
    "a global of the notebook": (
        "lstm_cell_forward",
        "c_next = np.ones((4, 3))\n"
        + edited("lstm_cell_forward", ("    c_next = ft", "    c = ft")),
        {},
        r"lstm_cell_forward reads `c_next` from the notebook, not from its arguments\.\nHint: ",
    ),
    "a product that does not fit": (
        "feed_forward",
        edited("feed_forward", ('parameters["W1"] @ x', 'x @ parameters["W1"]')),
        {},
        r'ValueError: the shapes do not fit: x \(\d, \d\) @ parameters\["W1"\] \(\d, \d\), where '
        r"\d meets \d\.\n  line \d+: a1 = np\.tanh\(x @ ",
    ),
    "np.dot that does not fit": (
        "rnn_cell_forward",
        edited("rnn_cell_forward", ('parameters["Wax"] @ xt', 'np.dot(xt, parameters["Wax"])')),
        {},
        r'the shapes do not fit: xt \(2, 1\) @ parameters\["Wax"\] \(5, 2\), where 1 meets 5\.',
    ),
    "a sum that does not fit": (
        "rnn_cell_forward",
        edited("rnn_cell_forward", ('+ parameters["ba"]', '+ parameters["by"]')),
        {},
        r'the shapes do not fit: .* \+ parameters\["by"\] \(3, 1\)\.',
    ),
    "a given cell called wrongly": (
        "rnn_forward",
        edited("rnn_forward", ("x[:, :, t]", "x[t]")),
        {},
        r"ValueError: rnn_cell_forward got xt \(3, 1\), a_prev \(5, 3\)\.\n  line \d+: a_next, "
        r"yt_pred, cache = rnn_cell_forward\(x\[t\], a_next, parameters\)\nHint: Which shapes",
    ),
    "a key that is not there": (
        "rnn_cell_forward",
        edited("rnn_cell_forward", ('"Wax"', '"Wxa"')),
        {},
        r"KeyError: 'Wxa'\. parameters has the keys Wax, Waa, Wya, ba, by\.",
    ),
    "a part of the result missing": (
        "rnn_cell_forward",
        edited("rnn_cell_forward", ("return a_next, yt_pred, (", "return yt_pred, (")),
        {},
        r"the result should have 3 parts, yours has 2\.\n(Recognised|Of a_next, yt_pred, cache, "
        r"yours lacks a_next\.)",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_check_says_what_comes_before_any_value(case):
    name, source, others, said = CASES[case]
    message = in_notebook(name, cells_with(name, source, **others))
    assert re.search(said, message), message
    assert "Where it goes wrong" not in message or "is wrong (Equation" in message


@pytest.fixture(scope="module")
def judge():
    with Judge(ROOT, sandbox=sandbox_problem() is None) as judge:
        yield judge


@pytest.mark.parametrize("case", CASES)
def test_the_judge_says_the_same(case, judge):
    name, source, others, said = CASES[case]
    cells = ["import numpy as np", *cells_with(name, source, **others)]
    submission = Submission(
        student="student",
        lesson=_lessons_by_function(ROOT)[name],
        path=Path(),
        cells=tuple(
            PlayerCell(name if cell == source else f"cell{number}", cell, "answer")
            for number, cell in enumerate(cells)
        ),
        notebook={},
        repairs=(),
        digest="",
    )
    tests = {test.grade_id: test for test in judge.grade(submission).tests}
    message = tests[f"{name}_check"].message
    assert re.search(said, message), message
    # A hidden test tells no shape and no value of what it asked.
    assert not re.search(r"\(\d, \d\)|fit", tests[f"{name}_hidden"].message)


def test_an_operand_is_never_computed_twice_where_it_may_leave_a_trace():
    calls = []

    def rnn_cell_forward(xt, a_prev, parameters):
        def drawn():
            calls.append(1)
            return xt

        return drawn() @ parameters["Wax"]

    with pytest.raises(CheckFailed, match="it raised ValueError: matmul"):
        check(rnn_cell_forward)
    assert len(calls) == len(course_cases("rnn_cell_forward")) + 1


def course_cases(name):
    from autograder.checks import visible_cases

    return visible_cases(name)


def test_facts_of_a_lesson_are_those_of_its_stub():
    given = course.given_statements(ROOT, "02_rnn_cell")
    assert given["rnn_cell_backward"] == ["a_next, a_prev, xt, parameters = cache"]
