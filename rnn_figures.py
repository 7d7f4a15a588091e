"""Figures and diagrams of the lessons, drawn with Matplotlib in one style.

Matplotlib is imported only when something is drawn. Every figure stands on a white card,
so that it reads the same on a light and on a dark page, and is shown with a text alternative.
"""

import base64
import io

from rnn_check import UsageError, copied, kind_of

INK = "#222222"  # text and lines
MUTED = "#6b6b6b"  # notes and grid
# Blue, orange, green, purple of Okabe and Ito, chosen to differ for colour-blind readers too.
COLOURS = {"input": "#0072B2", "state": "#D55E00", "output": "#009E73", "gate": "#8E4C8C"}
FILLS = {"input": "#DCEBF6", "state": "#FBE3D3", "output": "#D5F0E6", "gate": "#EFE0EF"}


def show_figure(figure, alt):
    """Display a Matplotlib figure with a text alternative, then close it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure.
    alt : str
        What the figure shows, for a reader who cannot see it.

    Raises
    ------
    UsageError
        If ``figure`` is not a figure, or the text is missing.
    """
    import html

    import matplotlib.pyplot as plt
    from IPython.display import display

    if not hasattr(figure, "savefig"):
        raise UsageError(f"show_figure wants a Matplotlib figure; it got {kind_of(figure)}.")
    if not isinstance(alt, str) or not alt.strip():
        raise UsageError("show_figure wants a text that says what the figure shows.")
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110, facecolor="white", bbox_inches="tight")
    plt.close(figure)
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    image = f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{data}">'
    display({"text/html": image, "text/plain": alt}, raw=True)


def new_figure(rows=1, columns=1, width=7.0, height=3.2, **options):
    """Make a figure in the style of the course.

    Parameters
    ----------
    rows, columns : int
        Number of panels.
    width, height : float
        Size in inches.
    **options
        Passed on to ``matplotlib.pyplot.subplots``.

    Returns
    -------
    figure : matplotlib.figure.Figure
    axes : Axes or ndarray of Axes
        As ``matplotlib.pyplot.subplots`` returns them.
    """
    import logging

    # In a browser Matplotlib builds its font cache anew each time, and says so in a red box.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    import matplotlib.pyplot as plt

    style = {
        "axes.edgecolor": MUTED,
        "axes.labelcolor": INK,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlesize": 11,
        "font.size": 10,
        "text.color": INK,
        "xtick.color": INK,
        "ytick.color": INK,
    }
    with plt.rc_context(style):
        return plt.subplots(rows, columns, figsize=(width, height), layout="constrained", **options)


def new_diagram(width, height):
    """Make an empty drawing area; one unit is one inch, the origin is at the lower left.

    Returns
    -------
    figure : matplotlib.figure.Figure
    ax : matplotlib.axes.Axes
    """
    figure, ax = new_figure(width=width, height=height)
    ax.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    ax.axis("off")
    return figure, ax


def draw_box(ax, x, y, text, kind="gate", width=1.0, height=0.5):
    """Draw a rounded, labelled box centred at (x, y); ``kind`` is a key of ``COLOURS``."""
    from matplotlib.patches import FancyBboxPatch

    corner = (x - width / 2, y - height / 2)
    style = "round,pad=0,rounding_size=0.1"
    ax.add_patch(
        FancyBboxPatch(
            corner, width, height, boxstyle=style, facecolor=FILLS[kind], edgecolor=COLOURS[kind]
        )
    )
    ax.text(x, y, text, ha="center", va="center", color=INK)


def draw_circle(ax, x, y, text, kind="gate", radius=0.2):
    """Draw a labelled circle centred at (x, y), for an operation such as + or times."""
    from matplotlib.patches import Circle

    ax.add_patch(Circle((x, y), radius, facecolor=FILLS[kind], edgecolor=COLOURS[kind]))
    ax.text(x, y, text, ha="center", va="center", color=INK)


def draw_arrow(ax, start, end, text="", dashed=False):
    """Draw an arrow from ``start`` to ``end``, each (x, y), with a label beside its middle."""
    ax.annotate(
        "",
        xy=end,
        xytext=start,
        arrowprops={
            "arrowstyle": "-|>",
            "color": INK,
            "linestyle": "--" if dashed else "-",
            "shrinkA": 0,
            "shrinkB": 0,
        },
    )
    if text:
        x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        ax.text(x, y + 0.08, text, ha="center", va="bottom", fontsize=9, color=INK)


def plot_states(ax, a, title):
    """Draw one example's states, shape (n_a, T_x): a row per unit, a column per step.

    Returns
    -------
    matplotlib.image.AxesImage
        For a colour bar.

    Raises
    ------
    UsageError
        If ``a`` is not a finite array with two axes.
    """
    import numpy as np

    if not isinstance(a, np.ndarray) or a.ndim != 2 or not np.isfinite(a).all():
        raise UsageError(f"a should be a finite array of shape (n_a, T_x); it is {kind_of(a)}.")
    bound = np.abs(a).max() or 1.0
    ax.set(title=title, xlabel="time step $t$", ylabel="hidden unit")
    return ax.imshow(a, cmap="RdBu_r", vmin=-bound, vmax=bound, aspect="auto")


def show_difference(function, case, returns):
    """Show the first wrong array of a failed check: expected, yours, and the difference.

    Parameters
    ----------
    function : callable
        The student's function.
    case : dict
        The case that failed, with ``args``, ``want`` and ``label``.
    returns : str or list of str
        Name of the result, or of its parts.
    """
    import numpy as np

    result = function(*copied(case["args"]))
    for name, got, want in named_arrays(returns, result, case["want"]):
        if isinstance(got, np.ndarray) and got.shape == want.shape and not np.allclose(got, want):
            draw_difference(name, got, want, case["label"])
            return
    print("Nothing to draw: the wrong values are in the cache, or a single number.")


def named_arrays(returns, result, want):
    """List (name, got, expected) of the arrays that a result consists of, caches left out."""
    import numpy as np

    if isinstance(want, dict):
        pairs = (
            [(key, result.get(key), want[key]) for key in want] if isinstance(result, dict) else []
        )
    elif isinstance(returns, str):
        pairs = [(returns, result, want)]
    else:
        pairs = (
            zip(returns, result, want, strict=False) if isinstance(result, (tuple, list)) else []
        )
    return [pair for pair in pairs if isinstance(pair[2], np.ndarray)]


def draw_difference(name, got, want, label):
    """Draw one array as three pictures: expected, yours, yours minus expected.

    An array over time, (n, m, T_x), is drawn for its first wrong example, a column per step.
    """
    import numpy as np

    title, xlabel = name, "column"
    if want.ndim == 3:
        example = int(np.abs(got - want).max(axis=(0, 2)).argmax())
        got, want = got[:, example], want[:, example]
        title, xlabel = f"{name}, example {example}", "time step $t$"
    got, want = np.atleast_2d(got), np.atleast_2d(want)
    figure, axes = new_figure(1, 3, width=8.5, height=2.6, sharey=True)
    panels = {"expected": want, "yours": got, "yours minus expected": got - want}
    bound = max(np.abs(values[np.isfinite(values)]).max() for values in panels.values()) or 1.0
    for ax, (heading, values) in zip(axes, panels.items(), strict=True):
        image = ax.imshow(values, cmap="RdBu_r", vmin=-bound, vmax=bound, aspect="auto")
        if values.size <= 40:
            for (row, column), value in np.ndenumerate(values):
                ax.text(column, row, f"{value:.2f}", ha="center", va="center", fontsize=8)
        ax.set(title=heading, xlabel=xlabel)
    axes[0].set_ylabel("row")
    figure.suptitle(f"{title}, {label}", fontsize=11)
    figure.colorbar(image, ax=axes)
    rows, columns = np.nonzero(~np.isclose(got, want))
    show_figure(
        figure,
        f"{title}, {label}: expected, yours, and the difference. {rows.size} of {got.size} values "
        f"are wrong, in columns {sorted(set(columns.tolist()))}.",
    )
