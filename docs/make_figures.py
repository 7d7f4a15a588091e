"""Draw the images of the documents, with the drawing of the lessons: python docs/make_figures.py"""

from pathlib import Path

from rnn_diagrams import draw_lstm_cell
from rnn_figures import draw_arrow, draw_box, draw_frame, new_diagram

# The way of a submission: place, words, kind of box. docs/map.md names the file of each.
STATIONS = {
    "submitted": (1.2, 3.6, "submitted/", "input"),
    "fingerprint": (3.7, 3.6, "new or changed?\nfingerprint.py", "gate"),
    "pool": (6.2, 3.6, "pool.py", "gate"),
    "write": (9.0, 3.6, "batch.py\nwrites in batches", "gate"),
    "out": (11.8, 3.6, "gradebook.db\nautograded/\nfeedback/", "output"),
    "reading": (3.7, 2.0, "reading.py\nmakes a Submission", "state"),
    "trial": (6.2, 2.0, "judge.py\ndecides points", "state"),
    "render": (9.0, 2.0, "autograded.py\nfeedback.py", "state"),
    "player": (6.2, 0.52, "player.py\nruns student code", "loss"),
    "collect": (1.2, 2.0, "collect.py\nfiles from an LMS", "gate"),
    "fill": (11.8, 2.0, "fill.py, pages.py\nback to the LMS", "gate"),
}
ARROWS = (
    ("submitted", "fingerprint", ""),
    ("fingerprint", "pool", "tasks"),
    ("pool", "write", "results"),
    ("write", "out", ""),
    ("reading", "trial", ""),
    ("trial", "render", ""),
)
HALF_WIDTH, HALF_HEIGHT = 0.85, 0.4


def draw_map():
    """The way of a submission: three kinds of process, one above the other, and the desk beside."""
    figure, ax = new_diagram(13.4, 4.8)
    for y, height, name in (
        (3.1, 1.3, "the run"),
        (1.5, 1.3, "a worker"),
        (0.02, 1.1, "the sandbox"),
    ):
        draw_frame(ax, 2.55, y, 7.75, height)
        ax.text(2.7, y + height - 0.06, name, fontsize=10, style="italic", ha="left", va="top")
    for x in (0.2, 10.8):
        draw_frame(ax, x, 1.5, 2.0, 1.3)
        ax.text(x + 0.15, 2.74, "the desk", fontsize=10, style="italic", ha="left", va="top")
    for x, y, words, kind in STATIONS.values():
        draw_box(ax, x, y, words, kind, width=2 * HALF_WIDTH, height=2 * HALF_HEIGHT)
    for start, end, words in ARROWS:
        (x, y), (to_x, to_y) = STATIONS[start][:2], STATIONS[end][:2]
        draw_arrow(ax, (x + HALF_WIDTH, y), (to_x - HALF_WIDTH, to_y), words)
    draw_arrow(ax, (5.7, 3.2), (4.2, 2.4))  # from the pool to the worker's reading
    draw_arrow(ax, (8.5, 2.4), (6.8, 3.2))  # and back with what it has made
    draw_arrow(ax, (1.2, 2.4), (1.2, 3.2))
    draw_arrow(ax, (11.8, 3.2), (11.8, 2.4))
    draw_arrow(ax, (6.0, 1.6), (6.0, 0.92))
    draw_arrow(ax, (6.4, 0.92), (6.4, 1.6))
    ax.text(5.9, 1.3, "calls", fontsize=9, ha="right", va="center")
    ax.text(6.5, 1.3, "plain data", fontsize=9, ha="left", va="center")
    return figure


def main() -> None:
    """Write every image beside this file."""
    for name, figure in (("lstm_cell.png", draw_lstm_cell()), ("map.png", draw_map())):
        figure.savefig(
            Path(__file__).with_name(name),
            dpi=130,
            facecolor="white",
            bbox_inches="tight",
            metadata={"Software": None},
        )


if __name__ == "__main__":
    main()
