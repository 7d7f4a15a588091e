"""Figures and diagrams of the lessons, drawn with Matplotlib in one style.

Matplotlib is imported only when something is drawn. Every figure stands on a white card,
so that it reads the same on a light and on a dark page, and is shown with a text alternative.
"""

import base64
import io

from rnn_compare import UsageError, kind_of
from rnn_language import Words, say

WORDS = Words(
    {
        "figure": "show_figure wants a Matplotlib figure; it got {kind}.",
        "alt": "show_figure wants a text that says what the figure shows.",
        "states": "a should be a finite array of shape (n_a, T_x); it is {kind}.",
        "step": "time step $t$",
        "unit": "hidden unit",
    }
)
INK = "#222222"  # text and lines
MUTED = "#6b6b6b"  # notes and grid
# Blue, orange, green, purple of Okabe and Ito, chosen to differ for colour-blind readers too.
COLOURS = {
    "input": "#0072B2",
    "state": "#D55E00",
    "output": "#009E73",
    "gate": "#8E4C8C",
    "loss": "#7A4B2A",
}
FILLS = {
    "input": "#DCEBF6",
    "state": "#FBE3D3",
    "output": "#D5F0E6",
    "gate": "#EFE0EF",
    "loss": "#EADBCF",
}
# Classes of data points: none of the colours above, which mean something else.
CLASS_COLOURS = ("#C99700", "#5B6770", "#D6478C")
CLASS_FILLS = ("#F7EBC4", "#DDE1E4", "#F8DCE9")


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
        raise UsageError(WORDS["figure"].format(kind=kind_of(figure)))
    if not isinstance(alt, str) or not alt.strip():
        raise UsageError(WORDS["alt"])
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
    """Draw a rounded box with a label in the language spoken; ``kind`` is a key of ``COLOURS``."""
    from matplotlib.patches import FancyBboxPatch

    corner = (x - width / 2, y - height / 2)
    style = "round,pad=0,rounding_size=0.1"
    ax.add_patch(
        FancyBboxPatch(
            corner, width, height, boxstyle=style, facecolor=FILLS[kind], edgecolor=COLOURS[kind]
        )
    )
    ax.text(x, y, say(text), ha="center", va="center", color=INK)


def draw_circle(ax, x, y, text, kind="gate", radius=0.2):
    """Draw a labelled circle centred at (x, y), for an operation such as + or times."""
    from matplotlib.patches import Circle

    ax.add_patch(Circle((x, y), radius, facecolor=FILLS[kind], edgecolor=COLOURS[kind]))
    ax.text(x, y, say(text), ha="center", va="center", color=INK)


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


def draw_frame(ax, x, y, width, height):
    """Draw an empty rounded frame with its lower left corner at (x, y)."""
    from matplotlib.patches import FancyBboxPatch

    style = "round,pad=0,rounding_size=0.15"
    ax.add_patch(
        FancyBboxPatch(
            (x, y), width, height, boxstyle=style, facecolor="none", edgecolor=MUTED, linewidth=0.8
        )
    )


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
        raise UsageError(WORDS["states"].format(kind=kind_of(a)))
    bound = np.abs(a).max() or 1.0
    ax.set(title=title, xlabel=WORDS["step"], ylabel=WORDS["unit"])
    return ax.imshow(a, cmap="RdBu_r", vmin=-bound, vmax=bound, aspect="auto")
