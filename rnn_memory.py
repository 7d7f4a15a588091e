"""What lesson 07 draws and loads: a GRU cell, truncation, shaded text, the results of the contest.

Nothing in here answers an exercise.
"""

import functools
import json
from pathlib import Path

from rnn_figures import (
    COLOURS,
    FILLS,
    INK,
    MUTED,
    draw_arrow,
    draw_box,
    draw_circle,
    new_diagram,
    new_figure,
)
from rnn_language import say


@functools.cache
def load_contest():
    """Load the stored results of the contest, which ``benchmarks/contest.py`` has made.

    Returns
    -------
    dict
        By experiment; ``"about"`` says how each was made.
    """
    path = Path(__file__).with_name("rnn_contest.json")
    return json.loads(path.read_text(encoding="utf-8"))


def draw_gru_cell():
    """Draw one GRU cell: the old state above, the two gates and the candidate below.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, ax = new_diagram(8.9, 4.4)
    top, middle, gates, bus = 3.3, 2.45, 1.5, 0.65
    _draw_gru_frame(ax)
    sigma = r"$\sigma$" + "\n"
    draw_box(ax, 1.55, bus, "stack", "input", width=0.6)
    draw_box(ax, 2.45, gates, sigma + "$W_r$, $b_r$", "gate", width=0.85, height=0.6)
    draw_box(ax, 6.55, gates, sigma + "$W_u$, $b_u$", "gate", width=0.85, height=0.6)
    draw_box(ax, 4.2, middle, "stack", "input", width=0.6)
    draw_box(ax, 5.35, middle, "tanh\n$W_c$, $b_c$", "input", width=0.85, height=0.6)
    draw_box(ax, 7.6, gates, "$W_y$, $b_y$\nsoftmax", "output", width=0.9)
    draw_circle(ax, 3.2, middle, r"$\times$")
    draw_circle(ax, 5.35, top, r"$\times$")
    draw_circle(ax, 6.55, middle, r"$\times$")
    draw_circle(ax, 6.55, top, "$+$", "state")
    for x in (1.55, 3.2, 7.6):
        ax.plot(x, top, "o", color=INK, markersize=5)
    ax.plot([2.45, 2.45], [gates + 0.3, middle], color=INK, linewidth=1)
    ax.plot([1.85, 6.55], [bus, bus], color=INK, linewidth=1)
    for start, end in [
        ((0.75, top), (5.15, top)),
        ((5.55, top), (6.35, top)),
        ((6.75, top), (8.25, top)),
        ((1.55, top), (1.55, bus + 0.25)),
        ((0.75, bus), (1.25, bus)),
        ((2.45, bus), (2.45, gates - 0.3)),
        ((6.55, bus), (6.55, gates - 0.3)),
        ((2.45, middle), (3.0, middle)),
        ((3.2, top), (3.2, middle + 0.2)),
        ((3.4, middle), (3.9, middle)),
        ((4.2, 1.75), (4.2, middle - 0.25)),
        ((4.5, middle), (4.92, middle)),
        ((5.78, middle), (6.35, middle)),
        ((6.55, gates + 0.3), (6.55, middle - 0.2)),
        ((6.55, middle + 0.2), (6.55, top - 0.2)),
        ((5.35, 3.8), (5.35, top + 0.2)),
        ((7.6, top), (7.6, gates + 0.25)),
        ((8.05, gates), (8.3, gates)),
    ]:
        draw_arrow(ax, start, end)
    for x, y, text in [
        (0.4, top, "$a_{t-1}$"),
        (0.45, bus, "$x_t$"),
        (8.55, top, "$a_t$"),
        (8.55, gates, r"$\hat{y}_t$"),
        (2.65, 2.05, "$r_t$"),
        (3.65, middle + 0.2, "$v_t$"),
        (4.2, 1.58, "$x_t$"),
        (6.05, middle + 0.22, r"$\tilde{c}_t$"),
        (6.8, 2.02, "$u_t$"),
        (5.35, 3.93, "$1 - u_t$"),
        (3.6, bus + 0.15, "$s_t$"),
    ]:
        ax.text(x, y, text, ha="center", va="center", color=INK)
    return figure


def _draw_gru_frame(ax):
    from matplotlib.patches import FancyBboxPatch

    style = "round,pad=0,rounding_size=0.15"
    ax.add_patch(
        FancyBboxPatch(
            (0.95, 0.2), 7.2, 4.0, boxstyle=style, facecolor="#FAFAFA", edgecolor=MUTED, zorder=0
        )
    )


def draw_truncation(steps, window):
    """Draw an unrolled network whose gradient stops at the edges of windows.

    Parameters
    ----------
    steps, window : int
        Copies of the cell, and how many of them share a window.

    Returns
    -------
    matplotlib.figure.Figure
    """
    gap, first, level = 1.3, 1.2, 1.35
    figure, ax = new_diagram(first + gap * steps, 2.7)
    for step in range(steps + 1):
        x = first + gap * (step - 0.5)
        cut = 0 < step < steps and step % window == 0
        left, right = x - gap / 2 + 0.4, x + gap / 2 - 0.4
        draw_arrow(ax, (left, level + 0.14), (right, level + 0.14))
        name = f"$a_{step}$"
        ax.text(x, level + 0.2, name, ha="center", va="bottom", fontsize=9)
        if cut:
            for low, high in ((0.35, 1.45), (1.8, 2.45)):
                ax.plot([x, x], [low, high], color=INK, linestyle=":", linewidth=1)
            ax.plot([x + 0.1, right], [level - 0.14] * 2, color=INK, linestyle="--", linewidth=1)
            ax.text(x, level - 0.14, r"$\times$", ha="center", va="center", fontsize=15)
        elif step < steps:
            draw_arrow(ax, (right, level - 0.14), (left, level - 0.14), dashed=True)
        if step < steps:
            place = first + gap * step
            draw_box(ax, place, level, "cell", "state", width=0.8, height=0.6)
            ax.text(place, 0.5, f"$x_{step + 1}$", ha="center", va="center")
            draw_arrow(ax, (place, 0.65), (place, level - 0.3))
    for k in range(-(-steps // window)):
        middle = first + gap * (min(steps, (k + 1) * window) + k * window - 1) / 2
        ax.text(middle, 2.35, say("window {k}").format(k=k), ha="center", va="center", color=MUTED)
    note = say("solid: the state goes on     dashed: the gradient stops at ×")
    ax.text(first + gap * (steps - 1) / 2, 0.12, note, ha="center", va="center", color=MUTED)
    return figure


def draw_shaded_text(rows, text, label):
    """Draw, for each row, a text whose characters stand under bars and on a shade of grey.

    Parameters
    ----------
    rows : dict
        For each title one number from 0 to 1 for each character.
    text : str
        The characters.
    label : str
        What the bars measure.

    Returns
    -------
    matplotlib.figure.Figure
    """
    width = max(6.0, 0.2 * len(text) + 1.5)
    figure, axes = new_figure(len(rows), 1, width=width, height=1.15 * len(rows) + 0.4, sharex=True)
    for ax, (title, values) in zip(axes, rows.items(), strict=True):
        ax.bar(range(len(text)), values, color=FILLS["state"], edgecolor=COLOURS["state"], width=1)
        for place, (character, value) in enumerate(zip(text, values, strict=True)):
            shade = str(1 - 0.75 * min(1.0, float(value)))
            box = {"facecolor": shade, "edgecolor": "none", "pad": 1.5}
            colour = "white" if value > 0.6 else INK
            ax.text(
                place, -0.22, character, ha="center", va="center", bbox=box, color=colour,
                family="monospace",
            )  # fmt: skip
        ax.set(ylim=(-0.45, 1.05), xlim=(-0.7, len(text) - 0.3), yticks=[0, 1], xticks=[])
        ax.set_title(title, loc="left", fontsize=10)
        ax.spines["bottom"].set_visible(False)
    figure.supylabel(label, fontsize=9)
    return figure
