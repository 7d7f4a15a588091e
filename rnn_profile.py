"""Measure how long each line of a function takes, and draw it beside the code."""

import linecache
import sys
import time

import numpy as np

from rnn_compare import UsageError
from rnn_figures import COLOURS, FILLS, INK, MUTED, new_figure, show_figure
from rnn_language import Words

WORDS = Words(
    {
        "alt": "Lines of code with bars of their share of the time. Longest: {lines}.",
        "share": "{share:.0%}",
        "not_watched": "profile_lines saw none of these functions run: {names}.",
    }
)
MOST_LETTERS = 74  # of a line of code in the picture of `profile_lines`


def profile_lines(functions, run, times=15, least=0.01):
    """Measure how long each line of some functions takes, and draw it beside the code.

    Time inside other functions counts for the line that calls them, unless they are watched too.
    Lines are too short for the processor's clock: the time on the wall is taken, the median over
    several runs, and what the watching costs is taken off.

    Parameters
    ----------
    functions : list of callable
        The functions to watch; plain Python functions.
    run : callable
        Runs them, without arguments.
    times : int
        How often to run.
    least : float
        Leave out lines with a smaller share of the time.

    Returns
    -------
    list of (str, str, float)
        Name of the function, line of code, and its seconds in a run; all lines, in their order.

    Raises
    ------
    UsageError
        If none of the functions ran.
    """
    run()
    cost = _cost_of_watching()
    runs = [_watched(functions, run, cost) for _ in range(times)]
    places = sorted(set().union(*runs), key=lambda place: (place[0], place[2]))
    if not places:
        names = ", ".join(getattr(function, "__name__", "?") for function in functions)
        raise UsageError(WORDS["not_watched"].format(names=names))
    lines = []
    for number, file, line in places:
        seconds = float(np.median([one.get((number, file, line), 0.0) for one in runs]))
        text = linecache.getline(file, line).rstrip().removeprefix("    ")
        lines.append((functions[number].__name__, text, max(seconds, 0.0)))
    _draw_profile(lines, least)
    return lines


def _watched(functions, run, cost):
    """Seconds by (number of the function, file, line) in one run."""
    numbers = {function.__code__: number for number, function in enumerate(functions)}
    spent, stack = {}, []  # stack: the lines that are being run, the innermost last
    clock = time.perf_counter
    since = clock()

    def book():
        if stack[-1] is not None:
            spent[stack[-1]] = spent.get(stack[-1], 0.0) + clock() - since - cost

    def trace(frame, event, argument):
        nonlocal since
        code = frame.f_code
        if code not in numbers:
            return None
        if stack:
            book()
        if event == "call":
            stack.append(None)
        elif event == "line":
            stack[-1] = numbers[code], code.co_filename, frame.f_lineno
        elif event == "return":
            stack.pop()
        since = clock()
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(before)
    return spent


def _cost_of_watching():
    """Seconds that a line seems to take although it does next to nothing."""

    def nothing():
        for _ in range(1000):
            pass

    spent = _watched([nothing], nothing, 0.0)
    return sum(spent.values()) / 2001


def _draw_profile(lines, least):
    whole = sum(seconds for *_, seconds in lines) or 1.0
    longest = max(seconds for *_, seconds in lines) / whole or 1.0
    rows = []
    for name, text, seconds in lines:
        if seconds / whole >= least:
            if name not in (row[0] for row in rows):
                rows.append((name, None, 0.0))
            rows.append((name, text, seconds / whole))
    figure, ax = new_figure(width=9, height=0.4 + 0.2 * len(rows))
    for row, (name, text, share) in enumerate(rows):
        if text is None:
            ax.text(0, row, name, fontsize=9, fontweight="bold", va="center", color=INK)
            continue
        text = text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 3] + "..."
        ax.text(0.2, row, text, family="monospace", fontsize=8, va="center", color=INK)
        length = 2.6 * share / longest
        ax.barh(row, length, 0.7, 5.8, color=FILLS["gate"], edgecolor=COLOURS["gate"])
        label = WORDS["share"].format(share=share)
        ax.text(5.85 + length, row, label, va="center", fontsize=8, color=INK)
    ax.set(xlim=(0, 9), ylim=(len(rows) - 0.3, -0.7))
    ax.axvline(5.8, color=MUTED, linewidth=0.8)
    ax.axis("off")
    most = sorted((row for row in rows if row[1]), key=lambda row: -row[2])[:5]
    said = "; ".join(f"{text.strip()}, {share:.0%}" for _, text, share in most)
    show_figure(figure, WORDS["alt"].format(lines=said))
