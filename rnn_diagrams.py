"""The diagrams of the LSTM: one cell and the cell over time, forward and backward."""

from rnn_figures import (
    INK,
    MUTED,
    draw_arrow,
    draw_box,
    draw_circle,
    draw_frame,
    new_diagram,
)

# Region of each gate in `draw_lstm_cell`: left, bottom, width, height, name.
_LSTM_REGIONS = {
    "f": (1.74, 1.13, 1.02, 2.5, "forget"),
    "i": (2.84, 1.13, 2.18, 2.5, "input"),
    "o": (5.11, 1.13, 2.14, 1.75, "output"),
}


def draw_lstm_cell(highlight=None, backward=False):
    """Draw one LSTM cell: the cell state above, the hidden state below, the gates between.

    Parameters
    ----------
    highlight : {"f", "i", "o"}, optional
        Gate to mark with a labelled frame.
    backward : bool
        Draw the way of the gradients instead, with dashed arrows.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, ax = new_diagram(8.9, 4.2)
    draw_frame(ax, 0.95, 0.25, 7.05, 3.7)
    if highlight:
        _draw_region(ax, *_LSTM_REGIONS[highlight])
    d = "d" if backward else ""
    top, gates, bus = 3.3, 1.55, 0.7
    _draw_lstm_parts(ax, d, top, gates, bus)
    for start, end in [
        ((0.75, top), (2.05, top)),
        ((2.45, top), (4.3, top)),
        ((4.7, top), (8.25, top)),
        ((2.25, 1.85), (2.25, top - 0.2)),
        ((3.35, 2.45), (4.3, 2.45)),
        ((4.5, 1.85), (4.5, 2.25)),
        ((4.5, 2.65), (4.5, top - 0.2)),
        ((6.0, gates), (6.6, gates)),
        ((6.8, top), (6.8, 2.75)),
        ((6.8, 2.25), (6.8, gates + 0.2)),
        ((7.0, gates), (8.25, gates)),
        ((0.75, 1.2), (1.12, 0.86)),
        ((0.75, 0.5), (1.12, 0.61)),
    ]:
        _draw_link(ax, start, end, backward)
    line = {"color": INK, "linestyle": "--" if backward else "-", "linewidth": 1}
    ax.plot([3.35, 3.35], [1.85, 2.45], **line)
    ax.plot([1.7, 5.7], [bus, bus], **line)
    for x in (2.25, 3.35, 4.5, 5.7):
        _draw_link(ax, (x, bus), (x, gates - 0.3), backward)
    if not backward:
        ax.plot(7.45, gates, "o", color=INK, markersize=5)
        draw_arrow(ax, (7.45, gates), (7.45, bus + 0.25))
        draw_box(ax, 7.45, bus, "$W_y$, $b_y$\nsoftmax", "output", width=0.95)
        draw_arrow(ax, (7.93, bus), (8.25, bus))
        ax.text(8.5, bus, r"$\hat{y}_t$", ha="center", va="center")
    return figure


def _draw_lstm_parts(ax, d, top, gates, bus):
    sigma = r"$\sigma$" + "\n"
    draw_box(ax, 2.25, gates, sigma + "$W_f$, $b_f$", "gate", width=0.85, height=0.6)
    draw_box(ax, 3.35, gates, sigma + "$W_i$, $b_i$", "gate", width=0.85, height=0.6)
    draw_box(ax, 4.5, gates, "tanh\n$W_c$, $b_c$", "input", width=0.85, height=0.6)
    draw_box(ax, 5.6, gates, sigma + "$W_o$, $b_o$", "gate", width=0.8, height=0.6)
    draw_box(ax, 6.8, 2.5, "tanh", "state", width=0.7)
    draw_box(ax, 1.41, bus, "stack", "input", width=0.58, height=0.5)
    draw_circle(ax, 2.25, top, r"$\times$")
    draw_circle(ax, 4.5, 2.45, r"$\times$")
    draw_circle(ax, 4.5, top, "$+$", "state")
    draw_circle(ax, 6.8, gates, r"$\times$")
    ax.plot(6.8, top, "o", color=INK, markersize=5)
    for x, y, text in [
        (0.45, top, f"${d}c_{{t-1}}$"),
        (0.45, 1.3, f"${d}a_{{t-1}}$"),
        (0.45, 0.45, f"${d}x_t$"),
        (8.55, top, f"${d}c_t$"),
        (8.55, gates, f"${d}a_t$"),
        (2.48, 2.45, f"${d}f_t$"),
        (3.58, 2.15, f"${d}i_t$"),
        (4.75, 2.03, rf"${d}\tilde{{c}}_t$"),
        (6.3, 1.72, f"${d}o_t$"),
    ]:
        ax.text(x, y, text, ha="center", va="center", color=INK)


def _draw_region(ax, x, y, width, height, name):
    from matplotlib.patches import FancyBboxPatch

    style = "round,pad=0,rounding_size=0.12"
    ax.add_patch(
        FancyBboxPatch(
            (x, y), width, height, boxstyle=style, facecolor="#FFF3C4", edgecolor=INK, zorder=0.5
        )
    )
    ax.text(x + width / 2, y + height + 0.06, name, ha="center", va="bottom", weight="bold")


def draw_unrolled_lstm(steps, backward=False):
    """Draw an LSTM over time: two states run from each copy of the cell to the next.

    Parameters
    ----------
    steps : int
        Number of copies.
    backward : bool
        Draw the way of the gradients instead, with dashed arrows.

    Returns
    -------
    matplotlib.figure.Figure
    """
    gap, first, high, low = 1.7, 1.6, 1.95, 1.35
    right = first + gap * (steps - 1) + 0.45
    figure, ax = new_diagram(right + 1.1, 3.3)
    d = "d" if backward else ""
    for y, name in [(high, "c"), (low, "a")]:
        _draw_link(ax, (0.5, y), (first - 0.45, y), backward)
        start = "$c_0 = 0$" if name == "c" and not backward else f"${d}{name}_0$"
        ax.text(0.45, y, start, ha="right", va="center")
        _draw_link(ax, (right, y), (right + 0.5, y), backward)
        end = "$0$" if backward else f"${name}_{steps}$"
        ax.text(right + 0.6, y, end, ha="left", va="center")
    for step in range(1, steps + 1):
        x = first + gap * (step - 1)
        draw_box(ax, x, (high + low) / 2, "cell", "state", width=0.9, height=1.0)
        ax.text(x, 0.42, f"${d}x_{step}$", ha="center", va="center")
        _draw_link(ax, (x, 0.6), (x, low - 0.2), backward)
        top = f"$da_{step}$" if backward else rf"$\hat{{y}}_{step}$"
        ax.text(x, 2.95, top, ha="center", va="center")
        _draw_link(ax, (x, high + 0.2), (x, 2.75), backward)
        if step < steps:
            names = (r"$dc_{\mathrm{next}}$", r"$da_{\mathrm{next}}$")
            names = names if backward else (f"$c_{step}$", f"$a_{step}$")
            for y, name in zip((high, low), names, strict=True):
                _draw_link(ax, (x + 0.45, y), (x + gap - 0.45, y), backward, name)
    note = (
        "every copy adds to the same gradients" if backward else "every copy uses the same weights"
    )
    ax.text((first + right - 0.45) / 2, 0.08, note, ha="center", va="center", color=MUTED)
    return figure


def _draw_link(ax, start, end, backward, text=""):
    # Forward from start to end; backward the other way, dashed.
    if backward:
        start, end = end, start
    draw_arrow(ax, start, end, text, dashed=backward)
