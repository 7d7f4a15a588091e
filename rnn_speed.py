"""Time functions so that the figures can be trusted.

The processor time of this process is measured, not the time on the wall; functions are timed in
turns, and each is compared with the first within the same turn. So what else the machine does
meanwhile, and how its speed changes, hardly counts.
"""

import random
import sys
import time
from dataclasses import dataclass

import numpy as np

from rnn_compare import UsageError, kind_of
from rnn_figures import COLOURS, FILLS, INK, new_figure, show_figure
from rnn_language import Words

WORDS = Words(
    {
        "heading": "ms a call | times as fast | from | to",
        "same": "{name}: the same numbers as {before} (largest difference {error:.0e}, allowed "
        "{allowed:.0e})",
        "differs": "{name} is not on the ladder: it differs from {before} by {error:.1e} of the "
        "largest entry of {where}; allowed are {allowed:.0e}.",
        "form": "{name} is not on the ladder: its results have another form than those of "
        "{before}.",
        "bar": "{ms} ms, {ratio} times",
        "bar_alone": "{ms} ms",
        "axis": "milliseconds a call",
        "alt": "Bars of the time a call takes. {bars}.",
        "alt_bar": "{name}: {ms} milliseconds, {ratio} times as fast as {base}",
        "no_functions": "compare_speed wants a dict of functions by name; it got {kind}.",
        "no_function": "{name!r} should be a function without arguments; it is {kind}.",
        "threads": "These figures are not of one core: {ratio:.1f} were busy at once. Restart the "
        "notebook, and run its first cells before NumPy is loaded.",
    }
)
TURNS = 9
BUSY = 1.3  # processor time over time on the wall, above which several threads must have run
SHORTEST = 0.004  # seconds that are timed at once: a clock has its own steps and costs


def clock():
    """Seconds of processor time so far; in the browser, where that stands still, on the wall.

    There Python has one core to itself, so that the two differ little.
    """
    return time.perf_counter() if sys.platform == "emscripten" else time.process_time()


@dataclass(frozen=True)
class Timing:
    """What `compare_speed` found of one function."""

    name: str
    seconds: float  # of a call, the median over the turns
    ratio: float  # how many times as fast as the first one: the median over the turns
    low: float  # the same ratio, a quarter of the turns below it
    high: float  # and a quarter above


# ------------------------------------------------------------------------ comparing


def compare_speed(functions, turns=TURNS, shortest=SHORTEST, draw=True, clock=clock):
    """Time functions in turns, print a table, and draw a bar for each.

    Parameters
    ----------
    functions : dict of callable
        Functions without arguments by name; all are compared with the first.
    turns : int
        How often each is timed. In each turn all are timed, in an order that is drawn anew.
    shortest : float
        A function is called so often in a row that this takes at least so many seconds.
    draw : bool
        Whether to draw the bars.
    clock : callable
        Seconds so far: by default the processor time of this process; in the browser, where that
        stands still, the time on the wall.

    Returns
    -------
    list of Timing
        In the order of ``functions``.

    Raises
    ------
    UsageError
        If ``functions`` is not a dict of functions.
    """
    started, used = time.perf_counter(), time.process_time()
    timings = timed(functions, turns, shortest, clock)
    busy = (time.process_time() - used) / (time.perf_counter() - started)
    print(table(timings))
    if busy > BUSY:
        print(WORDS["threads"].format(ratio=busy))
    if draw:
        draw_bars(timings)
    return timings


def timed(functions, turns=TURNS, shortest=SHORTEST, clock=clock):
    """Time functions in turns; parameters and result as those of `compare_speed`."""
    seconds = measured(functions, turns, shortest, clock)
    base = next(iter(seconds.values()))
    return [_summary(name, taken, base) for name, taken in seconds.items()]


def measured(functions, turns=TURNS, shortest=SHORTEST, clock=clock):
    """Seconds of a call of each function in each turn, an array by name; see `compare_speed`."""
    if not isinstance(functions, dict) or not functions:
        raise UsageError(WORDS["no_functions"].format(kind=kind_of(functions)))
    for name, function in functions.items():
        if not callable(function):
            raise UsageError(WORDS["no_function"].format(name=name, kind=kind_of(function)))
    often = {name: _repeats(function, shortest, clock) for name, function in functions.items()}
    order, draw = list(functions), random.Random(0)
    seconds = {name: [] for name in functions}
    for _ in range(turns):
        draw.shuffle(order)  # what runs first in a turn may find a cold processor
        for name in order:
            seconds[name].append(_time(functions[name], often[name], clock))
    return {name: np.array(taken) for name, taken in seconds.items()}


def _repeats(function, shortest, clock):
    """How many calls take ``shortest`` seconds; the first call, which sets up much, is left out."""
    function()
    often = 1
    while (taken := _time(function, often, clock) * often) < shortest:
        # A clock that moves in large steps may show nothing at all.
        often = max(2 * often, int(often * shortest / taken) if taken > 0 else 0)
    return often


def _time(function, often, clock):
    start = clock()
    for _ in range(often):
        function()
    return (clock() - start) / often


def _summary(name, taken, base):
    low, middle, high = np.quantile(base / taken, [0.25, 0.5, 0.75])
    return Timing(name, float(np.median(taken)), float(middle), float(low), float(high))


def table(timings):
    """Table of timings as text."""
    rows = [("", *WORDS["heading"].split(" | "))]
    for t in timings:
        rows.append((t.name, _ms(t.seconds), *(f"{r:.2f}" for r in (t.ratio, t.low, t.high))))
    first = max(len(row[0]) for row in rows)
    widths = [max(len(row[i]) for row in rows) for i in range(1, 5)]
    lines = []
    for name, *rest in rows:
        cells = "  ".join(cell.rjust(w) for cell, w in zip(rest, widths, strict=True))
        lines.append(f"{name:<{first}}  {cells}".rstrip())
    return "\n".join(lines)


def draw_bars(timings, title=""):
    """Draw a bar for each timing, its figures written beside it."""
    figure, ax = new_figure(width=7.2, height=0.7 + 0.42 * len(timings))
    longest = max(t.seconds for t in timings)
    for row, t in enumerate(timings):
        ax.barh(row, 1e3 * t.seconds, height=0.6, color=FILLS["state"], edgecolor=COLOURS["state"])
        key = "bar" if row else "bar_alone"
        text = WORDS[key].format(ms=_ms(t.seconds), ratio=_times(t.ratio))
        ax.text(1e3 * (t.seconds + 0.01 * longest), row, text, va="center", color=INK)
    ax.set(xlim=(0, 1350 * longest), xlabel=WORDS["axis"], title=title)
    ax.set_yticks(range(len(timings)), [t.name for t in timings])
    ax.tick_params(axis="y", length=0)
    ax.invert_yaxis()
    base = timings[0].name
    bars = "; ".join(
        WORDS["alt_bar"].format(name=t.name, ms=_ms(t.seconds), ratio=_times(t.ratio), base=base)
        for t in timings
    )
    show_figure(figure, WORDS["alt"].format(bars=bars))


def _ms(seconds):
    return f"{1e3 * seconds:.3g}"


def _times(ratio):
    return f"{ratio:.1f}" if ratio < 9.95 else f"{ratio:.0f}"


# ------------------------------------------------------------------------ a ladder


class Ladder:
    """A chart that grows by a bar with each faster version of one computation.

    Parameters
    ----------
    name : str
        Of the first rung.
    run : callable
        Computes it: without arguments, and returns arrays in a tuple, list or dict.
    turns : int
        See `compare_speed`.
    """

    def __init__(self, name, run, turns=TURNS):
        self.rungs, self.turns = {name: run}, turns

    def climb(self, name, run, allowed=1e-12, draw=True):
        """Add a rung if it gives the numbers of the one before; time all rungs and draw them.

        Parameters
        ----------
        name, run : str, callable
            As for the first rung. A name that is there already gets the new function.
        allowed : float
            Largest difference from the rung before, relative to the largest entry of each array.
        draw : bool
            Whether to time and draw now; a later rung draws all.

        Returns
        -------
        list of Timing
            One for each rung so far; empty if nothing was timed.

        Raises
        ------
        UsageError
            If the results differ: a faster way to other numbers is no rung.
        """
        rungs = {key: value for key, value in self.rungs.items() if key != name}
        before = list(rungs)[-1]
        error, where = difference(run(), rungs[before]())
        if error is None:
            raise UsageError(WORDS["form"].format(name=name, before=before))
        words = {"name": name, "before": before, "error": error, "allowed": allowed}
        if not error <= allowed:
            raise UsageError(WORDS["differs"].format(**words, where=where))
        print(WORDS["same"].format(**words))
        self.rungs = {**rungs, name: run}
        if not draw:
            return []
        timings = timed(self.rungs, self.turns)
        draw_bars(timings)
        return timings


def difference(got, want):
    """Find where two nested results differ most, relative to the largest entry of each array.

    Returns
    -------
    error : float or None
        None if they have not the same form.
    where : str
        Key or place of the array.
    """
    if isinstance(want, dict):
        if not isinstance(got, dict) or not want.keys() <= got.keys():
            return None, ""
        pairs = [(key, got[key], want[key]) for key in want]
    elif isinstance(want, (tuple, list)):
        if not isinstance(got, (tuple, list)) or len(got) != len(want):
            return None, ""
        pairs = [(str(i), *pair) for i, pair in enumerate(zip(got, want, strict=True))]
    else:
        if np.shape(got) != np.shape(want):
            return None, ""
        return float(np.abs(got - want).max() / max(np.abs(want).max(), 1e-300)), ""
    worst = (0.0, "")
    for key, mine, right in pairs:
        error, inside = difference(mine, right)
        if error is None:
            return None, key
        if not error <= worst[0]:
            worst = error, f"{key}.{inside}" if inside else key
    return worst
