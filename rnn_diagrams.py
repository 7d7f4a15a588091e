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
from rnn_language import Words, say

# Region of each gate in `draw_lstm_cell`: left, bottom, width, height.
_LSTM_REGIONS = {
    "f": (1.74, 1.13, 1.02, 2.5),
    "i": (2.84, 1.13, 2.18, 2.5),
    "o": (5.11, 1.13, 2.14, 1.75),
}
_GATES = Words({"f": "forget", "i": "input", "o": "output"})


def draw_lstm_cell(highlight=None, backward=False, blanks=False):
    """Draw one LSTM cell: the cell state above, the hidden state below, the gates between.

    Parameters
    ----------
    highlight : {"f", "i", "o"}, optional
        Gate to mark with a labelled frame. The way of the gradients has no such frames.
    backward : bool
        Draw the way of the gradients instead, with dashed arrows.
    blanks : bool
        On the way back, put a question mark for every factor but those of the forget gate and of
        the step from a_t to c_t.

    Returns
    -------
    matplotlib.figure.Figure
    """
    return _draw_lstm_cell_backward(blanks) if backward else _draw_lstm_cell_forward(highlight)


def _draw_lstm_cell_forward(highlight):
    figure, ax = new_diagram(8.9, 4.2)
    draw_frame(ax, 0.95, 0.25, 7.05, 3.7)
    if highlight:
        _draw_region(ax, *_LSTM_REGIONS[highlight], _GATES[highlight])
    top, gates, bus = 3.3, 1.55, 0.7
    _draw_lstm_parts(ax, top, gates, bus)
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
        ((7.45, gates), (7.45, bus + 0.25)),
        ((7.93, bus), (8.25, bus)),
    ]:
        draw_arrow(ax, start, end)
    ax.plot([3.35, 3.35], [1.85, 2.45], color=INK, linewidth=1)
    ax.plot([1.7, 5.7], [bus, bus], color=INK, linewidth=1)
    for x in (2.25, 3.35, 4.5, 5.7):
        draw_arrow(ax, (x, bus), (x, gates - 0.3))
    return figure


def _draw_lstm_parts(ax, top, gates, bus):
    sigma = r"$\sigma$" + "\n"
    draw_box(ax, 2.25, gates, sigma + "$W_f$, $b_f$", "gate", width=0.85, height=0.6)
    draw_box(ax, 3.35, gates, sigma + "$W_i$, $b_i$", "gate", width=0.85, height=0.6)
    draw_box(ax, 4.5, gates, "tanh\n$W_c$, $b_c$", "input", width=0.85, height=0.6)
    draw_box(ax, 5.6, gates, sigma + "$W_o$, $b_o$", "gate", width=0.8, height=0.6)
    draw_box(ax, 6.8, 2.5, "tanh", "state", width=0.7)
    draw_box(ax, 1.41, bus, "stack", "input", width=0.58, height=0.5)
    draw_box(ax, 7.45, bus, "$W_y$, $b_y$\nsoftmax", "output", width=0.95)
    draw_circle(ax, 2.25, top, r"$\times$")
    draw_circle(ax, 4.5, 2.45, r"$\times$")
    draw_circle(ax, 4.5, top, "$+$", "state")
    draw_circle(ax, 6.8, gates, r"$\times$")
    for x, y in [(6.8, top), (7.45, gates)]:
        ax.plot(x, y, "o", color=INK, markersize=5)
    for x, y, text in [
        (0.45, top, "$c_{t-1}$"),
        (0.45, 1.3, "$a_{t-1}$"),
        (0.45, 0.45, "$x_t$"),
        (8.55, top, "$c_t$"),
        (8.55, gates, "$a_t$"),
        (8.5, bus, r"$\hat{y}_t$"),
        (2.48, 2.45, "$f_t$"),
        (3.58, 2.15, "$i_t$"),
        (4.75, 2.03, r"$\tilde{c}_t$"),
        (6.3, 1.72, "$o_t$"),
    ]:
        ax.text(x, y, text, ha="center", va="center", color=INK)


# The four columns of the way back: centre, letter, slope.
_LSTM_COLUMNS = [
    (2.2, "f", r"f_t\,(1-f_t)"),
    (3.65, "i", r"i_t\,(1-i_t)"),
    (5.1, "c", r"(1-\tilde{c}_t^{\,2})"),
    (6.55, "o", r"o_t\,(1-o_t)"),
]


def _draw_lstm_cell_backward(blanks):
    figure, ax = new_diagram(10.5, 5.6)
    draw_frame(ax, 1.0, 0.2, 8.15, 5.15)
    top, middle, slopes, weights, bus, last = 4.75, 3.6, 2.55, 1.5, 0.6, 8.2
    for x, letter, slope in _LSTM_COLUMNS:
        kind = "input" if letter == "c" else "gate"
        known = letter == "f" or not blanks
        draw_box(ax, x, slopes, rf"$\times\,{slope if known else '?'}$", kind, width=1.3)
        matrix = "?" if blanks else rf"$W_{letter}^\top$"
        draw_box(ax, x, weights, matrix, kind, width=0.7)
        draw_arrow(ax, (x, slopes - 0.25), (x, weights + 0.25), dashed=True)
        ax.text(x + 0.08, (slopes + weights) / 2, f"$dz_{letter}$", ha="left", va="center")
    draw_box(ax, last, middle, r"$\times\,(1-\tanh^2 c_t)$", "state", width=1.5)
    draw_box(ax, 1.4, bus, "split", "input", width=0.56)
    draw_circle(ax, 2.2, top, r"$\times$")
    draw_circle(ax, 5.1, middle, r"$\times$")
    draw_circle(ax, last, top, "$+$", "state")
    draw_circle(ax, last, slopes, r"$\times$")
    ax.plot(5.1, top, "o", color=INK, markersize=5)
    for x in (2.2, 3.65, 5.1):
        draw_circle(ax, x, bus, "$+$", "input", radius=0.15)
    for points in _lstm_ways_back(top, middle, slopes, weights, bus, last):
        _draw_bent_arrow(ax, points)
    _name_lstm_gradients(ax, top, middle, slopes, bus, last)
    _name_lstm_factors(ax, top, middle, slopes, last, blanks)
    return figure


def _lstm_ways_back(top, middle, slopes, weights, bus, last):
    f, i, c, o = (column[0] for column in _LSTM_COLUMNS)
    return [
        [(9.4, top), (last + 0.2, top)],
        [(last - 0.2, top), (f + 0.2, top)],
        [(f - 0.2, top), (0.85, top)],
        [(f, top - 0.2), (f, slopes + 0.25)],
        [(c, top), (c, middle + 0.2)],
        [(c, middle - 0.2), (c, slopes + 0.25)],
        [(c - 0.2, middle), (i, middle), (i, slopes + 0.25)],
        [(9.4, slopes), (last + 0.2, slopes)],
        [(last - 0.2, slopes), (o + 0.65, slopes)],
        [(last, slopes + 0.2), (last, middle - 0.25)],
        [(last, middle + 0.25), (last, top - 0.2)],
        [(o, weights - 0.25), (o, bus), (c + 0.15, bus)],
        *([(x, weights - 0.25), (x, bus + 0.15)] for x in (f, i, c)),
        [(c - 0.15, bus), (i + 0.15, bus)],
        [(i - 0.15, bus), (f + 0.15, bus)],
        [(f - 0.15, bus), (1.68, bus)],
        [(1.28, bus + 0.25), (1.28, 1.35), (0.85, 1.35)],
        [(1.12, bus), (0.85, bus)],
    ]


def _name_lstm_gradients(ax, top, middle, slopes, bus, last):
    f, i, c, o = (column[0] for column in _LSTM_COLUMNS)
    above = slopes + 0.55
    carry, own = r"^{\mathrm{carry}}", r"^{\mathrm{own}}"
    for x, y, text in [
        (9.9, top, f"$dc_t{carry}$"),
        (9.75, slopes, "$da_t$"),
        (0.42, top, f"$dc_{{t-1}}{carry}$"),
        (0.42, 1.35, f"$da_{{t-1}}{carry}$"),
        (0.6, bus, "$dx_t$"),
        (6.6, top + 0.17, "$dc_t$"),
        (last + 0.42, (top + middle) / 2 + 0.03, f"$dc_t{own}$"),
        (f + 0.25, above, "$df_t$"),
        (i + 0.25, above, "$di_t$"),
        (c + 0.25, above, r"$d\tilde{c}_t$"),
        ((o + 0.65 + last - 0.2) / 2, slopes + 0.17, "$do_t$"),
        (1.93, bus + 0.2, "$ds_t$"),
    ]:
        ax.text(x, y, text, ha="center", va="center", color=INK)


def _name_lstm_factors(ax, top, middle, slopes, last, blanks):
    f, _, c, o = (column[0] for column in _LSTM_COLUMNS)
    for x, y, factor, known in [  # at a product, each factor gets the gradient times the other
        (1.55, top + 0.17, "f_t", False),
        (f + 0.36, top - 0.4, "c_{t-1}", True),
        (4.4, middle + 0.17, r"\tilde{c}_t", False),
        (c + 0.3, middle - 0.32, "i_t", False),
        (last + 0.33, slopes + 0.45, "o_t", True),
        ((o + 0.65 + last - 0.2) / 2, slopes - 0.2, r"\tanh c_t", False),
    ]:
        text = rf"$\times\,{factor if known or not blanks else '?'}$"
        ax.text(x, y, text, ha="center", va="center", color=MUTED, fontsize=9)
    for x, y, text in [(c, top + 0.17, say("copy")), (last, top + 0.33, say("add"))]:
        ax.text(x, y, text, ha="center", va="center", color=MUTED, fontsize=9)


def _draw_bent_arrow(ax, points):
    """A dashed line through all points, with one arrowhead, at the last."""
    *bends, end = points
    ax.plot(*zip(*bends, strict=True), color=INK, linestyle="--", linewidth=1)
    draw_arrow(ax, bends[-1], end, dashed=True)


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
    return _draw_unrolled_backward(steps) if backward else _draw_unrolled_forward(steps)


def _draw_unrolled_forward(steps):
    gap, first, high, low = 1.7, 1.6, 1.95, 1.35
    right = first + gap * (steps - 1) + 0.45
    figure, ax = new_diagram(right + 1.1, 3.3)
    for y, name, start in [(high, "c", "$c_0 = 0$"), (low, "a", "$a_0$")]:
        draw_arrow(ax, (0.5, y), (first - 0.45, y))
        ax.text(0.45, y, start, ha="right", va="center")
        draw_arrow(ax, (right, y), (right + 0.5, y))
        ax.text(right + 0.6, y, f"${name}_{steps}$", ha="left", va="center")
    for step in range(1, steps + 1):
        x = first + gap * (step - 1)
        draw_box(ax, x, (high + low) / 2, "cell", "state", width=0.9, height=1.0)
        ax.text(x, 0.42, f"$x_{step}$", ha="center", va="center")
        draw_arrow(ax, (x, 0.6), (x, low - 0.2))
        ax.text(x, 2.95, rf"$\hat{{y}}_{step}$", ha="center", va="center")
        draw_arrow(ax, (x, high + 0.2), (x, 2.75))
        if step < steps:
            for y, name in [(high, "c"), (low, "a")]:
                draw_arrow(ax, (x + 0.45, y), (x + gap - 0.45, y), f"${name}_{step}$")
    note = say("every copy uses the same weights")
    ax.text((first + right - 0.45) / 2, 0.08, note, ha="center", va="center", color=MUTED)
    return figure


def _draw_unrolled_backward(steps):
    gap, first, high, low, top = 2.3, 1.75, 1.9, 1.35, 3.65
    right, plus = first + gap * (steps - 1), 2.75  # plus: the height of the additions
    figure, ax = new_diagram(right + 1.75, top + 0.45)
    carry = r"^{\mathrm{carry}}"
    for y, name in [(high, f"$dc_0{carry}$"), (low, "$da_0$")]:
        draw_arrow(ax, (first - 0.55, y), (0.65, y), dashed=True)
        ax.text(0.6, y, name, ha="right", va="center")
    for step in range(1, steps + 1):
        x = first + gap * (step - 1)
        draw_box(ax, x, (high + low) / 2, "step back", "state", width=1.1, height=1.0)
        draw_circle(ax, x, plus, "$+$", "state")
        ax.text(x, top + 0.18, rf"$da_{step}^{{\mathrm{{own}}}}$", ha="center", va="center")
        draw_arrow(ax, (x, top), (x, plus + 0.2), dashed=True)
        draw_arrow(ax, (x, plus - 0.2), (x, 2.125), dashed=True)
        ax.text(x - 0.08, 2.35, f"$da_{step}$", ha="right", va="center", fontsize=9)
        draw_arrow(ax, (x, 1.125), (x, 0.62), dashed=True)
        ax.text(x, 0.47, f"$dx_{step}$", ha="center", va="center")
        if step < steps:
            edge, bend = x + gap - 0.55, x + gap / 2 + 0.15
            draw_arrow(ax, (edge, high), (x + 0.55, high), dashed=True)
            ax.text(x + 0.6, high - 0.17, f"$dc_{step}{carry}$", ha="left", va="center", fontsize=9)
            _draw_bent_arrow(ax, [(edge, low), (bend, low), (bend, plus), (x + 0.2, plus)])
            ax.text(bend, plus + 0.15, f"$da_{step}{carry}$", ha="center", va="center", fontsize=9)
    for y, start, name in [(plus, 0.2, "a"), (high, 0.55, "c")]:
        draw_arrow(ax, (right + 1.0, y), (right + start, y), dashed=True)
        text = f"$d{name}_{steps}{carry} = 0$"
        ax.text(right + 1.05, y, text, va="center", fontsize=9)
    note = say("every step adds its part to the same eight gradients of weights and biases")
    ax.text((first + right) / 2, 0.12, note, ha="center", va="center", color=MUTED)
    return figure
