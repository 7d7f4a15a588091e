"""The diagrams of lessons 01 to 03: the feed-forward network, the RNN cell, the RNN over time."""

from rnn_figures import (
    INK,
    MUTED,
    draw_arrow,
    draw_box,
    draw_circle,
    draw_frame,
    new_diagram,
)
from rnn_language import say

# Centre and width of each box of `draw_feed_forward`, from left to right.
_FEED_FORWARD = {
    "x": (0.45, 0.6),
    "layer 1": (2.05, 1.35),
    "tanh": (3.85, 0.75),
    "layer 2": (5.7, 1.45),
    "softmax": (7.6, 0.95),
    "loss": (9.4, 0.95),
}


def draw_feed_forward(backward=False):
    """Draw the network of lesson 01, with the shape of each array: input, two layers, loss.

    Parameters
    ----------
    backward : bool
        Draw the way of the gradients below, and what each box of it reads from the cache.

    Returns
    -------
    matplotlib.figure.Figure
    """
    level = 2.95 if backward else 1.25
    figure, ax = new_diagram(10.7, level + (0.95 if backward else 1.1))
    boxes = [
        ("x", "$x$", "input"),
        ("layer 1", "$W_1 x + b_1$", "state"),
        ("tanh", "tanh", "gate"),
        ("layer 2", "$W_2 a_1 + b_2$", "output"),
        ("softmax", "softmax", "output"),
        ("loss", say("cross-\nentropy"), "loss"),
    ]
    for place, text, kind in boxes:
        x, width = _FEED_FORWARD[place]
        draw_box(ax, x, level, text, kind, width=width)
    for left, right, name in [
        ("x", "layer 1", ""),
        ("layer 1", "tanh", "$z_1$"),
        ("tanh", "layer 2", "$a_1$"),
        ("layer 2", "softmax", "$z_2$"),
        ("softmax", "loss", r"$\hat{y}$"),
    ]:
        draw_arrow(ax, (_side(left, 1), level), (_side(right, -1), level), name)
    draw_arrow(ax, (_side("loss", 1), level), (10.25, level))
    ax.text(10.35, level, "$L$", va="center")
    draw_arrow(ax, (9.4, level + 0.62), (9.4, level + 0.25))
    ax.text(9.4, level + 0.66, "$y$", ha="center", va="bottom")
    if backward:
        _draw_feed_forward_gradients(ax, level)
    else:
        _draw_feed_forward_shapes(ax, level)
    return figure


def _side(place, direction):
    x, width = _FEED_FORWARD[place]
    return x + direction * width / 2


def _draw_feed_forward_shapes(ax, level):
    for x, text in [
        (0.45, "$(n_x, m)$"),
        (3.1, "$(n_h, m)$"),
        (4.6, "$(n_h, m)$"),
        (6.78, "$(n_y, m)$"),
        (8.5, "$(n_y, m)$"),
    ]:
        ax.text(x, level - 0.32, text, ha="center", va="top", fontsize=8, color=MUTED)
    ax.text(9.6, level + 0.76, "$(n_y, m)$", va="center", fontsize=8, color=MUTED)
    ax.text(10.35, level - 0.32, say("one\nnumber"), ha="center", va="top", fontsize=8, color=MUTED)
    for x, matrix, bias in [
        (2.05, "$W_1$ $(n_h, n_x)$", "$b_1$ $(n_h, 1)$"),
        (5.7, "$W_2$ $(n_y, n_h)$", "$b_2$ $(n_y, 1)$"),
    ]:
        text = f"{matrix}\n{bias}"
        ax.text(x, level + 0.32, text, ha="center", va="bottom", fontsize=8, color=MUTED)
    for left, right, text in [
        ("layer 1", "tanh", say("layer 1")),
        ("layer 2", "softmax", say("layer 2")),
        ("loss", "loss", say("loss")),
    ]:
        ends = [_side(left, -1), _side(right, 1)]
        ax.plot([ends[0], *ends, ends[1]], [0.6, 0.52, 0.52, 0.6], color=INK, linewidth=0.8)
        ax.text(sum(ends) / 2, 0.44, text, ha="center", va="top")


def _draw_feed_forward_gradients(ax, level):
    """Draw a box below each forward box: what it does to the gradient, and what it reads."""
    low = 1.4
    boxes = [
        ("layer 1", r"layer 1", "state", 1.35),
        ("tanh", r"$\odot\,(1 - a_1^2)$", "gate", 1.15),
        ("layer 2", r"$W_2^\top\, dz_2$", "output", 1.45),
    ]
    for place, text, kind, width in boxes:
        draw_box(ax, _FEED_FORWARD[place][0], low, text, kind, width=width)
    draw_box(ax, 8.5, low, r"$\frac{1}{m}\,(\hat{y} - y)$", "loss", width=1.9)
    for start, end, text in [
        (10.25, 9.45, "$L$"),
        (7.55, 6.43, "$dz_2$"),
        (4.97, 4.43, "$da_1$"),
        (3.27, 2.73, "$dz_1$"),
    ]:
        draw_arrow(ax, (start, low), (end, low), text, dashed=True)
    for x, text in [
        (2.05, say("$dW_1 = dz_1\\, x^\\top$\n$db_1 =$ sum of $dz_1$")),
        (5.7, say("$dW_2 = dz_2\\, a_1^\\top$\n$db_2 =$ sum of $dz_2$")),
    ]:
        draw_arrow(ax, (x, low - 0.25), (x, low - 0.62), dashed=True)
        ax.text(x, low - 0.68, text, ha="center", va="top")
    # What the forward pass left in the cache, from where it arose to where it is read.
    for start, end, name in [
        ((0.45, level - 0.25), (1.6, low + 0.25), "$x$"),
        ((4.6, level), (4.1, low + 0.25), "$a_1$"),
        ((4.6, level), (5.35, low + 0.25), "$a_1$"),
        ((6.05, level - 0.25), (6.05, low + 0.25), "$W_2$"),
        ((8.5, level), (8.5, low + 0.25), r"$\hat{y}$"),
    ]:
        _draw_read(ax, start, end, name)
    ax.text(0.1, 2.05, say("dotted: read\nfrom the cache"), va="center", fontsize=8, color=MUTED)


def _draw_read(ax, start, end, name):
    arrow = {"arrowstyle": "->", "color": MUTED, "linestyle": ":", "shrinkA": 2, "shrinkB": 0}
    ax.annotate("", xy=end, xytext=start, arrowprops=arrow)
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    ax.text(x + 0.08, y, name, ha="left", va="center", fontsize=9, color=MUTED)


def draw_rnn_cell(backward=False):
    """Draw one RNN cell with the shape of each array: what goes in, the weights, what comes out.

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
    figure, ax = new_diagram(9.4, 3.3)
    draw_frame(ax, 1.25, 0.2, 6.75, 2.9)
    low, middle, high = 0.75, 1.6, 2.55
    draw_box(ax, 2.25, middle, "$W_{aa}$", "state", width=0.8)
    draw_box(ax, 2.25, low, "$W_{ax}$", "input", width=0.8)
    draw_circle(ax, 3.6, middle, "$+$")
    draw_box(ax, 4.9, middle, "tanh", "gate", width=0.8)
    draw_box(ax, 5.85, high, "$W_{ya}$, $b_y$", "output", width=0.95)
    draw_box(ax, 7.25, high, "softmax", "output", width=0.85)
    ax.text(3.6, low, "$b_a$", ha="center", va="center")
    for x, y, name, shape in [
        (0.5, middle, "$a_{t-1}$", "$(n_a, m)$"),
        (0.5, low, "$x_t$", "$(n_x, m)$"),
        (8.75, middle, "$a_t$", "$(n_a, m)$"),
        (8.75, high, r"$\hat{y}_t$", "$(n_y, m)$"),
    ]:
        ax.text(x, y, name, ha="center", va="center")
        ax.text(x, y - 0.2, shape, ha="center", va="top", fontsize=8, color=MUTED)
    for x, y, shape in [
        (2.25, middle + 0.38, "$(n_a, n_a)$"),
        (2.25, low + 0.38, "$(n_a, n_x)$"),
        (3.6, low - 0.25, "$(n_a, 1)$"),
        (4.15, middle - 0.2, "$(n_a, m)$"),
        (5.85, high + 0.38, "$(n_y, n_a)$, $(n_y, 1)$"),
    ]:
        ax.text(x, y, shape, ha="center", va="center", fontsize=8, color=MUTED)
    draw_arrow(ax, (0.85, middle), (1.85, middle))
    draw_arrow(ax, (0.85, low), (1.85, low))
    draw_arrow(ax, (2.65, middle), (3.4, middle))
    draw_arrow(ax, (2.65, low), (3.46, 1.45))
    draw_arrow(ax, (3.6, low + 0.15), (3.6, 1.4))
    draw_arrow(ax, (3.8, middle), (4.5, middle), "$z_t$")
    draw_arrow(ax, (5.3, middle), (8.45, middle))
    ax.plot(5.85, middle, "o", color=INK, markersize=5)
    draw_arrow(ax, (5.85, middle), (5.85, high - 0.25))
    draw_arrow(ax, (6.32, high), (6.82, high))
    draw_arrow(ax, (7.68, high), (8.45, high))
    return figure


def _draw_rnn_cell_backward():
    figure, ax = new_diagram(8.8, 3.5)
    draw_frame(ax, 1.15, 0.15, 6.4, 3.2)
    low, middle = 0.95, 2.3
    draw_box(ax, 2.35, middle, r"$W_{aa}^\top$", "state", width=0.8)
    draw_box(ax, 2.35, low, r"$W_{ax}^\top$", "input", width=0.8)
    draw_circle(ax, 4.5, middle, "copy", radius=0.3)
    draw_box(ax, 6.35, middle, r"$\odot\,(1 - a_t^2)$", "gate", width=1.25)
    for x, y, text in [
        (0.45, middle, "$da_{t-1}$"),
        (0.45, low, "$dx_t$"),
        (8.2, middle, "$da_t$"),
    ]:
        ax.text(x, y, text, ha="center", va="center")
    ax.text(4.5, low, say("$db_a =$ sum of $dz_t$\nover the examples"), ha="center", va="top")
    ax.text(2.35, middle + 0.72, r"$dW_{aa} = dz_t\,a_{t-1}^\top$", ha="center", va="center")
    ax.text(2.35, low - 0.6, r"$dW_{ax} = dz_t\,x_t^\top$", ha="center", va="center")
    draw_arrow(ax, (2.35, middle + 0.25), (2.35, middle + 0.58), dashed=True)
    draw_arrow(ax, (2.35, low - 0.25), (2.35, low - 0.46), dashed=True)
    draw_arrow(ax, (7.95, middle), (6.98, middle), dashed=True)
    draw_arrow(ax, (5.72, middle), (4.8, middle), "$dz_t$", dashed=True)
    draw_arrow(ax, (4.2, middle), (2.75, middle), "$dz_t$", dashed=True)
    draw_arrow(ax, (4.28, 2.1), (2.75, low + 0.05), dashed=True)
    ax.text(3.35, 1.65, "$dz_t$", ha="center", va="center", fontsize=9)
    draw_arrow(ax, (4.5, 2.0), (4.5, low + 0.05), dashed=True)
    ax.text(4.6, 1.5, "$dz_t$", ha="left", va="center", fontsize=9)
    draw_arrow(ax, (1.95, middle), (0.8, middle), dashed=True)
    draw_arrow(ax, (1.95, low), (0.8, low), dashed=True)
    return figure


def draw_unrolled_rnn(steps, backward=False):
    """Draw an RNN over time, a copy of the cell for each step.

    Parameters
    ----------
    steps : int
        Number of copies.
    backward : bool
        Draw the way of the gradients instead, with dashed arrows. Else the cell with its loop
        stands on the left, equal to the copies.

    Returns
    -------
    matplotlib.figure.Figure
    """
    return _draw_unrolled_backward(steps) if backward else _draw_unrolled_forward(steps)


def _draw_unrolled_forward(steps):
    gap, first, level = 1.5, 4.2, 1.45
    right = first + gap * (steps - 1) + 0.4
    figure, ax = new_diagram(right + 0.9, 2.9)
    _draw_loop(ax, 0.95, level)
    ax.text(2.3, level, "$=$", ha="center", va="center", fontsize=18)
    draw_arrow(ax, (3.2, level), (first - 0.4, level))
    ax.text(3.0, level, "$a_0$", ha="center", va="center")
    for step in range(1, steps + 1):
        x = first + gap * (step - 1)
        draw_box(ax, x, level, "cell", "state", width=0.8)
        ax.text(x, 0.42, f"$x_{step}$", ha="center", va="center")
        draw_arrow(ax, (x, 0.6), (x, level - 0.25))
        ax.text(x, 2.5, rf"$\hat{{y}}_{step}$", ha="center", va="center")
        draw_arrow(ax, (x, level + 0.25), (x, 2.3))
        if step < steps:
            draw_arrow(ax, (x + 0.4, level), (x + gap - 0.4, level), f"$a_{step}$")
    draw_arrow(ax, (right, level), (right + 0.5, level))
    ax.text(right + 0.6, level, f"$a_{steps}$", ha="left", va="center")
    note = say("every copy uses the same $W_{ax}$, $W_{aa}$, $b_a$, $W_{ya}$, $b_y$")
    ax.text((first + right - 0.4) / 2, 0.08, note, ha="center", va="center", color=MUTED)
    return figure


def _draw_loop(ax, x, level):
    draw_box(ax, x, level, "cell", "state", width=0.8)
    draw_arrow(ax, (x, 0.6), (x, level - 0.25))
    draw_arrow(ax, (x, level + 0.25), (x, 2.3))
    ax.text(x, 0.42, "$x_t$", ha="center", va="center")
    ax.text(x, 2.5, r"$\hat{y}_t$", ha="center", va="center")
    below = level - 0.62
    ax.plot([x + 0.4, x + 0.75, x + 0.75], [level, level, below], color=INK, linewidth=1)
    ax.plot([x + 0.75, x + 0.08], [below, below], color=INK, linewidth=1)
    ax.plot([x - 0.08, x - 0.75, x - 0.75], [below, below, level], color=INK, linewidth=1)
    draw_arrow(ax, (x - 0.75, level), (x - 0.4, level))
    ax.text(x + 0.6, level + 0.08, "$a_t$", ha="center", va="bottom", fontsize=9)
    ax.text(x - 0.66, level + 0.08, "$a_{t-1}$", ha="center", va="bottom", fontsize=9)


def _draw_unrolled_backward(steps):
    gap, first, level, top = 2.05, 1.6, 1.35, 3.2
    right = first + gap * (steps - 1)
    figure, ax = new_diagram(right + 1.55, top + 0.45)
    plus = level + 0.95  # the height of the additions
    ax.text(0.25, level, "$da_0$", ha="center", va="center")
    draw_arrow(ax, (first - 0.55, level), (0.5, level), dashed=True)
    for step in range(1, steps + 1):
        x = first + gap * (step - 1)
        draw_box(ax, x, level, "step back", "state", width=1.1)
        draw_circle(ax, x, plus, "$+$", "state")
        ax.text(x, top + 0.18, rf"$da_{step}^{{\mathrm{{own}}}}$", ha="center", va="center")
        draw_arrow(ax, (x, top), (x, plus + 0.2), dashed=True)
        draw_arrow(ax, (x, plus - 0.2), (x, level + 0.25), dashed=True)
        ax.text(x - 0.08, level + 0.5, f"$da_{step}$", ha="right", va="center", fontsize=9)
        draw_arrow(ax, (x, level - 0.25), (x, 0.62), dashed=True)
        ax.text(x, 0.47, f"$dx_{step}$", ha="center", va="center")
        if step < steps:
            middle = x + gap / 2 - 0.05
            ax.plot([x + gap - 0.55, middle, middle], [level, level, plus], "--", color=INK, lw=1)
            draw_arrow(ax, (middle, plus), (x + 0.2, plus), dashed=True)
            name = rf"$da_{step}^{{\mathrm{{carry}}}}$"
            ax.text(middle + 0.06, plus - 0.1, name, ha="left", va="center", fontsize=9)
    draw_arrow(ax, (right + 0.95, plus), (right + 0.2, plus), dashed=True)
    ax.text(right + 1.0, plus, rf"$da_{steps}^{{\mathrm{{carry}}}} = 0$", va="center", fontsize=9)
    note = say("every step adds its part to the same $dW_{ax}$, $dW_{aa}$, $db_a$")
    ax.text((first + right) / 2, 0.12, note, ha="center", va="center", color=MUTED)
    return figure
