"""Timing: the arithmetic of `compare_speed` on a clock of our own, the ladder, the lines' times."""

import time

import numpy as np
import pytest

import rnn_profile
import rnn_speed
from rnn_compare import UsageError
from rnn_profile import profile_lines
from rnn_speed import Ladder, compare_speed, difference, table, timed


class Clock:
    """A clock that moves only when a function says how long it took."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    def taking(self, *seconds):
        """A function that takes so many seconds, call by call; the last one for ever."""
        left = list(seconds)

        def run():
            self.now += left.pop(0) if len(left) > 1 else left[0]

        return run


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch):
    shown = []
    for module in (rnn_speed, rnn_profile):
        monkeypatch.setattr(module, "show_figure", lambda figure, alt: shown.append(alt))
    return shown


# The first call warms up, the second says how many calls are timed at once: here one is enough.


def test_the_ratio_is_the_median_of_the_ratios_of_the_turns():
    clock = Clock()
    slow = clock.taking(9, 9, 10, 12, 60, 11, 10)
    quick = clock.taking(9, 9, 5, 6, 5, 5, 10)
    first, second = timed({"slow": slow, "quick": quick}, turns=5, clock=clock)
    assert (first.ratio, first.low, first.high) == (1, 1, 1)
    assert (second.low, second.ratio, second.high) == (2, 2, 2.2)
    assert (first.seconds, second.seconds) == (11, 5)


def test_one_disturbed_turn_changes_nothing():
    clock = Clock()
    functions = {"a": clock.taking(1, 1, 4, 4, 4), "b": clock.taking(1, 1, 2, 800, 2)}
    assert timed(functions, turns=3, clock=clock)[1].ratio == 2


def test_a_change_of_speed_that_meets_both_changes_nothing():
    clock = Clock()
    functions = {"a": clock.taking(1, 1, 4, 40, 400), "b": clock.taking(1, 1, 2, 20, 200)}
    slow, quick = timed(functions, turns=3, clock=clock)
    assert (quick.low, quick.ratio, quick.high) == (2, 2, 2)


def test_short_functions_are_called_often_enough_in_a_row():
    clock = Clock()
    calls = []

    def short():
        calls.append(clock.now)
        clock.now += 0.001

    timing = timed({"short": short}, turns=4, shortest=0.01, clock=clock)[0]
    assert timing.seconds == pytest.approx(0.001)
    assert len(calls) >= 1 + 10 * 4


def test_a_clock_of_large_steps_is_read_after_many_calls():
    clock = Clock()
    timing = timed({"a": clock.taking(1e-4)}, turns=3, shortest=0.05, clock=lambda: clock.now // 1)
    assert timing[0].seconds > 0


@pytest.mark.parametrize(
    ("platform", "moves"), [("linux", "process_time"), ("emscripten", "perf_counter")]
)
def test_the_clock_is_one_that_moves_on_that_platform(monkeypatch, platform, moves):
    for name in ("process_time", "perf_counter"):
        monkeypatch.setattr(rnn_speed.time, name, lambda name=name: 7.0 if name == moves else 0.0)
    monkeypatch.setattr(rnn_speed.sys, "platform", platform)
    assert rnn_speed.clock() == 7.0


def test_in_each_turn_all_run_and_the_order_changes():
    clock, order = Clock(), []

    def named(name):
        def run():
            order.append(name)
            clock.now += 1

        return run

    timed({name: named(name) for name in "abc"}, turns=8, clock=clock)
    turns = ["".join(order[6 + 3 * k : 9 + 3 * k]) for k in range(8)]
    assert all(sorted(turn) == list("abc") for turn in turns)
    assert len(set(turns)) > 2


def test_the_table_has_a_line_for_each_and_the_bars_have_a_text(capsys, no_pictures):
    clock = Clock()
    compare_speed({"slow": clock.taking(0.4), "quick": clock.taking(0.1)}, clock=clock)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["ms", "a", "call", "times", "as", "fast", "from", "to"]
    assert lines[1].split() == ["slow", "400", "1.00", "1.00", "1.00"]
    assert lines[2].split() == ["quick", "100", "4.00", "4.00", "4.00"]
    assert no_pictures == [
        "Bars of the time a call takes. slow: 400 milliseconds, 1.0 times as fast as slow; "
        "quick: 100 milliseconds, 4.0 times as fast as slow."
    ]


def test_names_of_any_length_stay_in_their_columns():
    clock = Clock()
    timings = timed({"a": clock.taking(1), "a long name": clock.taking(2)}, turns=1, clock=clock)
    assert len({line.index(" 1.00") for line in table(timings).splitlines()[1:2]}) == 1


@pytest.mark.parametrize("functions", [None, {}, [len], {"a": 1}])
def test_what_is_no_dict_of_functions_is_refused(functions):
    with pytest.raises(UsageError):
        compare_speed(functions)


# ------------------------------------------------------------------------ the ladder


def test_a_rung_with_the_same_numbers_is_added(capsys, no_pictures):
    ladder = Ladder("first", lambda: (np.ones(3), {"b": np.ones(2)}), turns=1)
    ladder.climb("second", lambda: (np.ones(3) + 1e-14, {"b": np.ones(2)}))
    assert list(ladder.rungs) == ["first", "second"]
    assert "second: the same numbers as first" in capsys.readouterr().out
    assert len(no_pictures) == 1


def test_a_rung_with_other_numbers_is_refused():
    ladder = Ladder("first", lambda: {"a": np.ones(3), "b": np.ones(2)}, turns=1)
    with pytest.raises(UsageError, match="differs from first by 1.0e-06 .* of b;"):
        ladder.climb("second", lambda: {"a": np.ones(3), "b": np.ones(2) + 1e-6})
    assert list(ladder.rungs) == ["first"]


@pytest.mark.parametrize("result", [np.ones(2), {"a": np.ones(4)}, {"c": np.ones(3)}, np.nan])
def test_a_rung_of_another_form_is_refused(result):
    ladder = Ladder("first", lambda: {"a": np.ones(3)}, turns=1)
    with pytest.raises(UsageError):
        ladder.climb("second", lambda: result)


def test_nan_is_not_the_same_number():
    ladder = Ladder("first", lambda: np.ones(3), turns=1)
    with pytest.raises(UsageError):
        ladder.climb("second", lambda: np.full(3, np.nan))


def test_a_rung_that_is_climbed_again_takes_its_own_place():
    ladder = Ladder("first", lambda: np.ones(3), turns=1)
    for _ in range(2):
        ladder.climb("second", lambda: np.ones(3), draw=False)
    assert list(ladder.rungs) == ["first", "second"]


def test_the_difference_is_relative_to_the_largest_entry():
    assert difference(np.array([1.0, 100.0]), np.array([2.0, 100.0])) == (0.01, "")
    assert difference([{"a": np.array([3.0])}], [{"a": np.array([2.0])}]) == (0.5, "0.a")


# ------------------------------------------------------------------------ lines


def waits():
    quick = 0
    time.sleep(0.02)
    for _ in range(3):
        quick += 1
    return quick


def calls_it():
    time.sleep(0.005)
    return waits()


def test_the_time_of_a_line_is_its_own():
    lines = profile_lines([waits, calls_it], calls_it, times=3)
    assert [name for name, *_ in lines].count("waits") == 5
    longest = max(lines, key=lambda line: line[2])
    assert longest[:2] == ("waits", "time.sleep(0.02)")
    assert longest[2] > 0.015
    call = next(seconds for _, text, seconds in lines if text == "return waits()")
    assert call < longest[2] / 2  # the time inside belongs to the lines inside


def test_time_inside_a_function_that_is_not_watched_counts_for_the_line_that_calls_it():
    lines = profile_lines([calls_it], calls_it, times=3)
    seconds = {text: seconds for _, text, seconds in lines}
    assert seconds["return waits()"] > 0.015


def test_functions_that_never_run_are_named():
    with pytest.raises(UsageError, match="waits"):
        profile_lines([waits], lambda: None, times=1)


def test_the_tracer_that_was_there_is_put_back():
    import sys

    before = sys.gettrace()
    profile_lines([waits], waits, times=1)
    assert sys.gettrace() is before
