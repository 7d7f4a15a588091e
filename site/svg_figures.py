"""Show a lesson's figures as SVG: imported by the kernel that runs a lesson for its page."""

from __future__ import annotations

import base64
import html
import io

MOST = 250_000  # bytes; what is larger, such as thousands of points, is smaller as a PNG
PNG_WIDTH = 150  # dots per inch


def install() -> None:
    """Let `rnn_figures.show_figure` display SVG; to be called before a lesson imports it."""
    import rnn_figures

    check_arguments = rnn_figures.show_figure

    def show_figure(figure, alt):
        if not hasattr(figure, "savefig") or not isinstance(alt, str) or not alt.strip():
            return check_arguments(figure, alt)  # says what is wrong
        import matplotlib.pyplot as plt
        from IPython.display import display

        kind, data = picture(figure)
        plt.close(figure)
        source = f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
        image = f'<img alt="{html.escape(alt)}" src="{source}">'
        display({"text/html": image, "text/plain": alt}, raw=True)

    rnn_figures.show_figure = show_figure


def picture(figure) -> tuple[str, bytes]:
    """Media type and bytes of a Matplotlib figure, the same on each run."""
    import matplotlib as mpl

    with mpl.rc_context({"svg.hashsalt": "course", "svg.fonttype": "path"}):
        drawn = io.BytesIO()
        figure.savefig(
            drawn, format="svg", transparent=True, bbox_inches="tight", metadata={"Date": None}
        )
    if len(drawn.getvalue()) <= MOST:
        return "image/svg+xml", drawn.getvalue()
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", dpi=PNG_WIDTH, facecolor="white", bbox_inches="tight")
    return "image/png", drawn.getvalue()
