"""The course's diagrams: networks and cells, forward and backward, drawn by code."""

from rnn_figures import (
    INK,
    MUTED,
    draw_arrow,
    draw_box,
    draw_circle,
    new_diagram,
)


def draw_feed_forward(backward=False):
    """Draw the network of lesson 01: input, two layers, loss.

    Parameters
    ----------
    backward : bool
        Add the way of the gradients below, with dashed arrows.

    Returns
    -------
    matplotlib.figure.Figure
    """
    y = 1.65 if backward else 0.75
    figure, ax = new_diagram(9.2, y + 0.95)
    draw_box(ax, 0.4, y, "$x$", "input", width=0.5)
    draw_box(ax, 1.75, y, "$W_1 x + b_1$", "state", width=1.3)
    draw_box(ax, 3.2, y, "tanh", "gate", width=0.7)
    draw_box(ax, 4.8, y, "$W_2 a_1 + b_2$", "output", width=1.4)
    draw_box(ax, 6.4, y, "softmax", "output", width=0.9)
    draw_box(ax, 7.95, y, "cross-\nentropy", "output", width=0.9)
    draw_arrow(ax, (0.65, y), (1.1, y))
    draw_arrow(ax, (2.4, y), (2.85, y), "$z_1$")
    draw_arrow(ax, (3.55, y), (4.1, y), "$a_1$")
    draw_arrow(ax, (5.5, y), (5.95, y), "$z_2$")
    draw_arrow(ax, (6.85, y), (7.5, y), r"$\hat{y}$")
    draw_arrow(ax, (8.4, y), (8.85, y))
    draw_arrow(ax, (7.95, y + 0.65), (7.95, y + 0.25))
    ax.text(8.95, y, "$L$", va="center")
    ax.text(7.95, y + 0.7, "$y$", ha="center", va="bottom")
    if backward:
        _draw_feed_forward_gradients(ax, y)
        return figure
    for left, right, text in [(1.1, 3.55, "layer 1"), (4.1, 6.85, "layer 2"), (7.5, 8.4, "loss")]:
        ax.plot([left, left, right, right], [0.42, 0.34, 0.34, 0.42], color=INK, linewidth=0.8)
        ax.text((left + right) / 2, 0.26, text, ha="center", va="top")
    return figure


def _draw_feed_forward_gradients(ax, y):
    for start, end, text in [
        (8.95, 5.55, "$dz_2$   (softmax and cross-entropy in one step)"),
        (4.8, 3.6, "$da_1$"),
        (3.2, 1.8, "$dz_1$"),
    ]:
        draw_arrow(ax, (start, y - 0.6), (end, y - 0.6), dashed=True)
        ax.text((start + end) / 2, y - 0.7, text, ha="center", va="top")
    for x, text in [(5.1, "$dW_2$, $db_2$"), (1.5, "$dW_1$, $db_1$")]:
        draw_arrow(ax, (x, y - 0.25), (x, y - 1.15), dashed=True)
        ax.text(x, y - 1.22, text, ha="center", va="top")


def draw_rnn_cell(backward=False):
    """Draw one RNN cell: what goes in, the weights, the tanh, what comes out.

    Parameters
    ----------
    backward : bool
        Draw the way of the gradients instead, with dashed arrows.

    Returns
    -------
    matplotlib.figure.Figure
    """
    return _draw_rnn_cell_backward() if backward else _draw_rnn_cell_forward()


def _draw_rnn_cell_forward():
    figure, ax = new_diagram(7.8, 2.7)
    _draw_frame(ax, 1.0, 0.2, 5.8, 2.3)
    low, middle, high = 0.6, 1.3, 2.1
    draw_box(ax, 1.75, middle, "$W_{aa}$", "state", width=0.8)
    draw_box(ax, 1.75, low, "$W_{ax}$", "input", width=0.8)
    draw_circle(ax, 2.9, middle, "$+$")
    draw_box(ax, 3.95, middle, "tanh", "gate", width=0.8)
    draw_box(ax, 4.85, high, "$W_{ya}$, $b_y$", "output", width=0.95)
    ax.text(0.35, middle, "$a_{t-1}$", ha="center", va="center")
    ax.text(0.35, low, "$x_t$", ha="center", va="center")
    ax.text(2.9, low, "$b_a$", ha="center", va="center")
    ax.text(7.45, middle, "$a_t$", ha="center", va="center")
    draw_arrow(ax, (0.65, middle), (1.35, middle))
    draw_arrow(ax, (0.65, low), (1.35, low))
    draw_arrow(ax, (2.15, middle), (2.7, middle))
    draw_arrow(ax, (2.15, low), (2.75, 1.16))
    draw_arrow(ax, (2.9, 0.75), (2.9, 1.1))
    draw_arrow(ax, (3.1, middle), (3.55, middle), "$z_t$")
    draw_arrow(ax, (4.35, middle), (7.25, middle))
    ax.plot(4.85, middle, "o", color=INK, markersize=5)
    draw_arrow(ax, (4.85, middle), (4.85, 1.85))
    draw_box(ax, 6.1, high, "softmax", "output", width=0.85)
    draw_arrow(ax, (5.32, high), (5.68, high))
    ax.text(7.45, high, r"$\hat{y}_t$", ha="center", va="center")
    draw_arrow(ax, (6.52, high), (7.25, high))
    return figure


def _draw_rnn_cell_backward():
    figure, ax = new_diagram(7.2, 2.9)
    _draw_frame(ax, 1.0, 0.1, 5.2, 2.6)
    low, middle = 0.8, 1.8
    draw_box(ax, 1.85, middle, r"$W_{aa}^\top$", "state", width=0.8)
    draw_box(ax, 1.85, low, r"$W_{ax}^\top$", "input", width=0.8)
    draw_circle(ax, 3.5, middle, "$+$")
    draw_box(ax, 5.15, middle, r"$\times\,(1 - a_t^2)$", "gate", width=1.25)
    for x, y, text in [
        (0.35, middle, "$da_{t-1}$"),
        (0.35, low, "$dx_t$"),
        (3.5, low, "$db_a$"),
        (1.85, middle + 0.45, r"$dW_{aa} = dz_t\,a_{t-1}^\top$"),
        (1.85, low - 0.4, r"$dW_{ax} = dz_t\,x_t^\top$"),
        (6.85, middle, "$da_t$"),
    ]:
        ax.text(x, y, text, ha="center", va="center")
    draw_arrow(ax, (6.6, middle), (5.78, middle), dashed=True)
    draw_arrow(ax, (4.52, middle), (3.7, middle), "$dz_t$", dashed=True)
    draw_arrow(ax, (3.3, middle), (2.25, middle), "$dz_t$", dashed=True)
    draw_arrow(ax, (3.36, 1.66), (2.25, low + 0.05), dashed=True)
    draw_arrow(ax, (3.5, 1.6), (3.5, low + 0.17), dashed=True)
    draw_arrow(ax, (1.45, middle), (0.65, middle), dashed=True)
    draw_arrow(ax, (1.45, low), (0.65, low), dashed=True)
    return figure


def draw_unrolled_rnn(steps, backward=False):
    """Draw an RNN over time, a copy of the cell for each step.

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
    gap, first, level = 1.5, 1.5, 1.45
    width = first + gap * steps
    figure, ax = new_diagram(width, 2.9)
    right = first + gap * (steps - 1) + 0.4
    _draw_link(ax, (0.5, level), (first - 0.4, level), backward)
    ax.text(0.25, level, "$da_0$" if backward else "$a_0$", ha="center", va="center")
    for step in range(1, steps + 1):
        x = first + gap * (step - 1)
        draw_box(ax, x, level, "cell", "state", width=0.8)
        ax.text(x, 0.42, f"$dx_{step}$" if backward else f"$x_{step}$", ha="center", va="center")
        _draw_link(ax, (x, 0.6), (x, level - 0.25), backward)
        top = f"$da_{step}$" if backward else rf"$\hat{{y}}_{step}$"
        ax.text(x, 2.5, top, ha="center", va="center")
        _draw_link(ax, (x, level + 0.25), (x, 2.3), backward)
        if step < steps:
            name = r"$da_{\mathrm{next}}$" if backward else f"$a_{step}$"
            _draw_link(ax, (x + 0.4, level), (x + gap - 0.4, level), backward, name)
    _draw_link(ax, (right, level), (right + 0.5, level), backward)
    ax.text(right + 0.6, level, "$0$" if backward else f"$a_{steps}$", ha="left", va="center")
    note = (
        "every copy adds to the same $dW_{ax}$, $dW_{aa}$, $db_a$"
        if backward
        else "every copy uses the same $W_{ax}$, $W_{aa}$, $b_a$, $W_{ya}$, $b_y$"
    )
    ax.text((first + right - 0.4) / 2, 0.08, note, ha="center", va="center", color=MUTED)
    return figure


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
    _draw_frame(ax, 0.95, 0.25, 7.05, 3.7)
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


def _draw_frame(ax, x, y, width, height):
    from matplotlib.patches import FancyBboxPatch

    style = "round,pad=0,rounding_size=0.15"
    ax.add_patch(
        FancyBboxPatch(
            (x, y), width, height, boxstyle=style, facecolor="none", edgecolor=MUTED, linewidth=0.8
        )
    )
