"""Functions that one process may test one after the other: only those that leave nothing behind."""

import pytest
from judged import BACKWARD, FAST, FORWARD, LESSON, ROOT, judgements, submission, wrong

from autograder import course
from autograder.checks.mistakes import bank
from autograder.judge import Judge, implementations, sandbox_problem
from autograder.submission.purity import ATTRIBUTES, names_used

SANDBOX = sandbox_problem() is None
EVERY = 11  # of the bank; the whole takes minutes
SAMPLE = [entry for number, entry in enumerate(bank.load()) if number % EVERY == 0]

NUMPY = "import numpy as np"


def judged(*cells, place=None):
    """Whether ``f`` of these cells is taken to leave nothing behind."""
    place = len(cells) + 1 if place is None else place
    return names_used([NUMPY, *cells], {"f": place}) is not None


PURE = {
    "arithmetic": "def f(x):\n    return np.exp(x) / np.sum(np.exp(x), axis=0)",
    "writing into its own arrays": "def f(x):\n    a = np.zeros(3)\n    a[0] = x\n    return a",
    "changing its arguments": "def f(x, d):\n    x += 1\n    d['new'] = x\n    d.clear()",
    "a list in a loop": "def f(x):\n    y = []\n    for t in x:\n        y.append(t)",
    "a comprehension": "def f(x):\n    return {k: [v for v in w] for k, w in x.items()}",
    "a function inside": "def f(x):\n    def g(y):\n        return y * x\n    return g(x)",
    "a lambda": "def f(x):\n    return (lambda y: y * x)(2)",
    "a constant": "EPS = -1e-8\nSHAPE = (1, 2)\ndef f(x):\n    return x + EPS, SHAPE",
    "a constant default": "def f(x, eps=1e-8, axis=(0, 1), sign=-1):\n    return x",
    "an exception": "def f(x):\n    raise NotImplementedError('not written yet')",
    "catching one": "def f(x):\n    try:\n        x()\n    except ValueError as e:\n        pass",
    "errstate": "def f(x):\n    with np.errstate(over='ignore'):\n        return np.exp(x)",
    "a name that is not there": "def f(x):\n    return not_there",
    "annotations": "from typing import Any\ndef f(x: np.ndarray) -> Any:\n    y: float = 0.0",
    "an import of its own": "def f(x):\n    import numpy as n\n    return n.tanh(x)",
    "names from NumPy": "from numpy import tanh, exp as e\ndef f(x):\n    return tanh(e(x))",
    "itself": "def f(x):\n    return f(x[1:]) if len(x) else 0",
    "a name it shadows": "x = np.random.rand(3)\ndef f(x):\n    return x",
    "keywords it passes on by name": "def f(x, axis):\n    return np.sum(x, axis=axis)",
    "printing": "def f(x):\n    print(f'{x!r}')",
}

IMPURE = {
    "global": "n = 0\ndef f(x):\n    global n\n    n += 1\n    return n",
    "a list outside": "seen = []\ndef f(x):\n    seen.append(x)",
    "an array outside": "a = np.zeros(3)\ndef f(x):\n    a[0] = x",
    "an iterator outside": "def f(x):\n    return next(it)\nit = iter(range(9))",
    "a default that can change": "def f(x, memory={}):\n    memory[1] = x",
    "a lambda's default": "def f(x):\n    return (lambda y=[]: y)()",
    "a class made by a call": "def f(x):\n    return type('A', (), {'__len__': lambda a: x})",
    "a class made by the type of a type": "def f(x):\n    return type(type(x))('A', (), {})",
    "a class made by another name of type": "def f(x):\n    return list(map(type, x, x, x))",
    "an attribute that copy sets": "def f(x):\n    import copy\n    kept = lambda *_: f\n"
    "    hook = {'__reduce_ex__': lambda a, b: (kept, (), (None, {'values': x}))}\n"
    "    copy.copy(type('A', (), hook)())\n    return f.values",
    "an attribute of its own": "def f(x):\n    f.calls = 1",
    "an attribute of another": "def f(x):\n    np.tanh = np.sin",
    "a decorator": "from functools import cache\n@cache\ndef f(x):\n    return x",
    "a class": "class A:\n    pass\ndef f(x):\n    A.n = 1",
    "a generator": "def f(x):\n    yield x",
    "a random number": "def f(x):\n    return np.random.rand()",
    "its seed": "def f(x):\n    np.random.seed(0)",
    "NumPy's settings": "def f(x):\n    np.seterr(all='raise')",
    "what lies in memory": "def f(x):\n    return np.empty(3)",
    "what lies in memory, by where": "def f(x):\n    return np.log(x, where=x > 0)",
    "a where that is not seen": "def f(x):\n    return np.log(x, **{'where': x > 0})",
    "a file": "def f(x):\n    open('seen', 'a')",
    "code in a text": "def f(x):\n    exec('n = 1')",
    "all names": "def f(x):\n    globals()['n'] = 1",
    "a hidden door": "def f(x):\n    return x.__class__",
    "a module of the system": "import os\ndef f(x):\n    os.environ['n'] = '1'",
    "one imported inside": "def f(x):\n    import time\n    time.sleep(1)",
    "a generator of random numbers": "from random import random\ndef f(x):\n    return random()",
    "nonlocal": "def f(x):\n    n = 0\n    def g():\n        nonlocal n\n        n = 1\n    g()",
    "a walrus": "def f(x):\n    return [y := 1 for _ in x]",
    "an asynchronous one": "async def f(x):\n    return x",
    "one that is called": "def g(x):\n    seen.append(x)\nseen = []\ndef f(x):\n    return g(x)",
    "one inside": "seen = []\ndef f(x):\n    return [seen.append(y) for y in x]",
    "an inner name like an outer one": "y = []\ndef f(x):\n    [y for y in x]\n    y.append(x)",
    "what is gone through": "y = []\ndef f(x):\n    return [y for y in y.append(x)]",
    "no function": "f = np.vectorize(abs)",
    "no Python": "def f(x:\n    return x",
    "a magic": "%autoreload 2\ndef f(x):\n    return x",
    "too long": "def f(x):\n    return x\n" + "#" * 100_000,
    "too deep": "def f(x):\n    return " + "-" * 20_000 + "x",
}


@pytest.mark.parametrize("name", PURE)
def test_what_leaves_nothing_behind_is_known(name):
    assert judged(PURE[name])


@pytest.mark.parametrize("name", IMPURE)
def test_what_may_leave_something_behind_is_not_trusted(name):
    assert not judged(IMPURE[name])


F = "def f(x):\n    return g(x)"
G = "def g(x):\n    return np.abs(x)"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([G, F], True),
        ([F, G], True),
        ([F, "np.random.seed(0); print(np.random.rand(3))", G], True),
        ([G, F, G], False),  # which one counts depends on the place
        ([G, F, "g = 1"], False),
        ([G, F, "g += 1"], False),
        ([G, F, "del g"], False),
        ([G, F, "for g in range(3): pass"], False),
        ([G, F, "with np.errstate() as g: pass"], False),
        ([G, F, "import math as g"], False),
        ([G, F, "if True:\n    def g(x): return 1"], False),
        ([G, F, "np = None"], False),
        ([G, F, "np.tanh = np.sin"], False),
        ([G, F, "np.seterr(all='raise')"], False),
        ([G, F, "setattr(np, 'tanh', np.sin)"], False),
        ([G, F, "get_ipython().run_line_magic('run', 'x.py')"], False),
        ([G, F, "from numpy import *"], False),
        ([G, F, "import sys"], False),
        ([G, F, "import matplotlib.pyplot as plt\nplt.plot([1, 2])"], True),
    ],
)
def test_what_other_cells_do_counts_too(cells, expected):
    assert judged(*cells) is expected


def test_a_name_that_comes_after_the_test_is_not_there_yet():
    assert judged(F, G, place=3)
    assert not judged(F, G, place=2)


HELPED = "def help_it(x):\n    return g(x)", "def f(x):\n    return help_it(x) + h(x)"


@pytest.mark.parametrize(
    ("cells", "used"),
    [
        ([G, F], {"g"}),
        ([G, *HELPED], {"help_it", "h", "g"}),
        ([G, "def f(x):\n    return f(x)"], {"f"}),
        ([G, "def f(g):\n    return g"], set()),  # its own parameter
        ([G, "def f(x):\n    return 'g'  # g"], set()),  # words
        ([G, "other = g(1)\ndef f(x):\n    return x"], set()),  # another statement's use
        ([G, "other = g\ndef f(x):\n    return other(x)"], None),  # another name of it
    ],
)
def test_what_a_function_uses_is_known_through_others(cells, used):
    found = names_used([NUMPY, *cells], {"f": len(cells) + 1})
    assert used == (found and found["f"] - {"np"})


def test_attributes_are_not_those_that_show_memory_or_draw():
    assert not ATTRIBUTES & {
        "empty",
        "empty_like",
        "ndarray",
        "pad",
        "random",
        "rand",
        "seed",
        "seterr",
    }


# Its sample_word calls a function that it is given, and moves a generator on.
CALLS_OUT = {"06_language_model"}


@pytest.mark.parametrize("lesson", course.lesson_names(ROOT))
def test_the_solutions_leave_nothing_behind(lesson):
    made = submission(lesson=lesson)
    assert made.leaves_nothing == (lesson not in CALLS_OUT)


# ------------------------------------------------------------------ and what the judge makes of it


@pytest.fixture(scope="module")
def judges():
    with (
        Judge(ROOT, FAST, sandbox=SANDBOX) as sharing,
        Judge(ROOT, FAST, sandbox=SANDBOX, share=False) as apart,
    ):
        yield sharing, apart


@pytest.mark.parametrize("entry", SAMPLE, ids=lambda entry: f"{entry.function}-{entry.name}")
def test_tests_in_one_process_find_what_tests_in_several_find(judges, entry):
    lesson = implementations._lessons_by_function(ROOT)[entry.function]
    rows = [
        implementations._row(judge, entry, lesson, implementations._prelude(ROOT, entry.function))
        for judge in judges
    ]
    assert rows[0] == rows[1]


STATEFUL = {
    "a global": "kept = None\n"
    + wrong(FORWARD, "return ", "global kept\n    kept = parameters\n    return "),
    "a list": "kept = []\n" + wrong(FORWARD, "return ", "kept.append(parameters)\n    return "),
}


@pytest.mark.parametrize("name", STATEFUL)
def test_a_function_cannot_build_on_what_another_test_left(judges, name):
    """Each test starts from the state that the cells left, so this backward pass finds nothing."""
    kept = "kept" if name == "a global" else "kept[-1]"
    backward = wrong(BACKWARD, "return ", f"{kept}['Wf']\n    return ")
    result = judges[0].grade(submission({FORWARD: STATEFUL[name], BACKWARD: backward}))
    found = judgements(result)
    for ring in ("check", "hidden"):
        assert found[f"{FORWARD}_{ring}"].points == found[f"{FORWARD}_{ring}"].maximum
        assert found[f"{BACKWARD}_{ring}"].points == 0


ENDINGS = {
    "hangs": "while True: pass",
    "hoards": "x = [0] * 10**9",
    "recurses": f"return {FORWARD}(xt, a_prev, c_prev, parameters)",
    "is slow and wrong": "for _ in range(10**6): pass\n    return 1",
}


@pytest.mark.parametrize("name", ENDINGS)
def test_a_fault_in_a_shared_process_costs_its_own_tests_only(judges, name):
    source = f"def {FORWARD}(xt, a_prev, c_prev, parameters):\n    {ENDINGS[name]}"
    made = submission({FORWARD: source}, lesson=LESSON)
    assert made.leaves_nothing
    sharing, apart = (judgements(judge.grade(made)) for judge in judges)
    for test in apart.values():
        assert sharing[test.grade_id].status is test.status
        assert sharing[test.grade_id].points == test.points
        assert sharing[test.grade_id].message == test.message
