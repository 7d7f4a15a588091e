"""Calls in another process come back as calls in this one: results, exceptions, later changes."""

import contextlib
import copy
import io
import time

import numpy as np
import pytest
from judged import FAST, ROOT

import rnn_compare
from autograder.checks.mistakes import bank
from autograder.judge import Judge, implementations, sandbox_problem
from autograder.judge.session import Session
from autograder.judge.stops import StopTest
from autograder.sandbox.inside import wire
from rnn_check import check
from rnn_compare import CheckFailed, call_each

SANDBOX = sandbox_problem() is None
EVERY = 9  # of the bank; a prime would do as well, and the whole takes a minute
# What a helper of ours raises, and which entry of a reused array is seen first, stays on its side.
ELSEWHERE = frozenset(
    "that-of-rnn-utils mark-skipped longest-ignored longest-always-thirty workspace-returned "
    "cell-states-kept".split()
)
MISTAKES = [
    entry
    for number, entry in enumerate(
        each for each in bank.load() if each.kind == "wrong" and each.name not in ELSEWHERE
    )
    # NumPy's own exceptions have names that no cell mentions.
    if number % EVERY == 0 or entry.name == "argument-overwritten"
]


@pytest.fixture(scope="module")
def judge():
    with Judge(ROOT, FAST, sandbox=SANDBOX) as made:
        yield made


@contextlib.contextmanager
def asked(judge, source):
    """The judge's stand-in for ``f``, which a cell defines."""
    cells = [("numpy", "import numpy as np"), ("f", source)]
    deadline = time.monotonic() + 60
    session = Session(judge.warm, cells, [("test", 2)], (), deadline)
    player = session.begin("test", deadline)
    try:
        yield player
    finally:
        player.close()
        session.close()


INPUTS = [(np.arange(3.0) + n, {"a": np.full(2, float(n))}) for n in range(11)]
FUNCTIONS = {
    "plain": "def f(x, d):\n    return x * 2, d['a']",
    "changes an argument": "def f(x, d):\n    x += 1\n    d['new'] = x\n    return x",
    "raises on some": "def f(x, d):\n    return 1 / 0 if x[0] % 3 == 1 else x",
    "returns nothing": "def f(x, d):\n    pass",
    "large results": "def f(x, d):\n    return np.zeros(200_000) + x[0]",
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_calls_in_one_message_are_as_calls_one_by_one(judge, name):
    own = {"np": np}
    exec(FUNCTIONS[name], own)
    with asked(judge, FUNCTIONS[name]) as player:
        there = list(call_each(player.proxy("f"), INPUTS))
    here = list(call_each(own["f"], INPUTS))
    for (args, result, error), (wanted_args, wanted, raised) in zip(there, here, strict=True):
        assert repr((args, result)) == repr((wanted_args, wanted))
        assert type(error).__name__ == type(raised).__name__


def test_inputs_stay_as_they_were(judge):
    with asked(judge, FUNCTIONS["changes an argument"]) as player:
        before = repr(INPUTS)
        changed = [args for args, _, _ in call_each(player.proxy("f"), INPUTS)]
    assert repr(INPUTS) == before != repr(changed)


def test_a_generator_reaches_the_function_by_its_seed_and_goes_on_from_call_to_call(judge):
    source = "def f(random, n):\n    return random.standard_normal(n)"
    one, other = np.random.default_rng(5), np.random.default_rng(6)
    own = np.random.default_rng(5), np.random.default_rng(6)
    with asked(judge, source) as player:
        f = player.proxy("f")
        there = [f(one, 3), f(other, 2), f(one, 4), f(np.random.default_rng(5), 3)]
    here = [own[0].standard_normal(3), own[1].standard_normal(2), own[0].standard_normal(4)]
    for got, want in zip(there, [*here, here[0]], strict=True):
        assert np.array_equal(got, want)
    assert np.array_equal(one.standard_normal(3), here[0])  # the judge's own has not moved


def test_a_function_that_returns_the_generator_returns_something_that_stays_with_the_player(judge):
    with asked(judge, "def f(random):\n    return random") as player:
        assert type(player.proxy("f")(np.random.default_rng(1))).__name__ == "Generator"


@pytest.mark.parametrize("buffers", [1, 2, 5])
def test_a_later_call_that_changes_a_result_is_seen(judge, buffers):
    source = f"""
made = [np.zeros(3) for _ in range({buffers})]
def f(x, d):
    made.append(made.pop(0))
    made[-1][...] = x
    return made[-1]
"""
    with asked(judge, source) as player:
        results = [result for _, result, _ in call_each(player.proxy("f"), INPUTS)]
    spoilt = [not np.array_equal(r, x) for r, (x, _) in zip(results, INPUTS, strict=True)]
    assert spoilt == [True] * (len(INPUTS) - buffers) + [False] * buffers


def test_answers_that_nobody_wanted_do_not_disturb_the_next_calls(judge):
    with asked(judge, FUNCTIONS["plain"]) as player:
        first = next(call_each(player.proxy("f"), INPUTS))
        assert first[1][0][0] == 0.0
        assert player.proxy("f")(np.full(3, 7.0), {"a": 1})[0][0] == 14.0
        again = [result[0][0] for _, result, _ in call_each(player.proxy("f"), INPUTS)]
        assert again == [2.0 * n for n in range(len(INPUTS))]


def test_a_crash_in_one_of_the_calls_ends_the_test(judge):
    with asked(judge, "import os\ndef f(x, d):\n    os._exit(3) if x[0] == 5 else x") as player:
        with pytest.raises(StopTest) as stop:
            list(call_each(player.proxy("f"), INPUTS))
        assert stop.value.fatal


def test_a_result_that_is_too_large_stops_the_test_where_it_comes(judge):
    size = FAST.message_mb << 18
    source = f"def f(x, d):\n    return np.zeros({size}) if x[0] == 6 else x"
    with asked(judge, source) as player:
        outcomes = call_each(player.proxy("f"), INPUTS)
        assert [next(outcomes)[1][0] for _ in range(4)] == [0, 1, 2, 3]
        with pytest.raises(StopTest, match="too large|larger than"):
            list(outcomes)


def test_inputs_are_packed_once(judge, monkeypatch):
    with asked(judge, FUNCTIONS["plain"]) as player:
        list(call_each(player.proxy("f"), INPUTS))
        packed = []
        encode = wire.encode
        monkeypatch.setattr(wire, "encode", lambda *a: packed.append(a[0]) or encode(*a))
        list(call_each(player.proxy("f"), INPUTS))
        assert len(packed) == 1  # the message with all the calls


@pytest.mark.parametrize("entry", MISTAKES, ids=lambda entry: f"{entry.function}-{entry.name}")
def test_the_check_says_the_same_when_graded(judge, entry):
    lesson = implementations._lessons_by_function(ROOT)[entry.function]
    row = implementations._row(judge, entry, lesson, implementations._prelude(ROOT, entry.function))
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            check(entry.make())
    except CheckFailed as failure:
        assert row.message == str(failure)
    else:
        assert not row.caught_check


LEAST = np.iinfo(np.int64).min


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (np.array([0, 1]), np.array([LEAST, 1])),
        (np.array([0.0]), np.array([-0.0])),
        (np.array([0.0]), np.array([5e-324])),
        (np.array([1, 0]), np.array([1.0, 0.0])),
        (3, LEAST),
        ("a", "b"),
        ({"k": np.zeros(2)}, {"k": np.array([0.0, -0.0])}),
    ],
    ids=repr,
)
def test_the_smallest_change_of_an_argument_is_a_change(before, after):
    fault = rnn_compare.changed_argument("x", (before,), (after,))
    assert fault["kind"] == "changed"
    assert rnn_compare.changed_argument("x", (before,), (copy.deepcopy(before),)) is None


@pytest.mark.parametrize("want", [0, 7, np.array([0, 5]), np.array([[1]])])
def test_the_smallest_integer_is_no_result(want):
    got = np.full_like(want, LEAST) if isinstance(want, np.ndarray) else LEAST
    assert rnn_compare.compare("r", got, want)["kind"] == "value"
    assert rnn_compare.compare("r", want, want) is None
