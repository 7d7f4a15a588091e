"""Draw the first wrong array of a failed check: expected, yours, and the difference."""

import numpy as np

from rnn_figures import new_figure, show_figure
from rnn_language import say
from rnn_quantities import quantities_of, values_of
from rnn_words import DIFFERENCE, DRAWING


def show_difference(done, exercise):
    """Show the first wrong quantity that is an array, of the first case in which it is wrong.

    Parameters
    ----------
    done : list of rnn_quantities.Call
        What the function did on the cases.
    exercise : dict
        The exercise's entry in ``rnn_checks.json``.
    """
    for quantity in quantities_of(exercise, done[0].case["want"]):
        for call in done:
            if call.wrong.get(quantity["name"], {}).get("kind") != "value":
                continue
            for _, got, want in values_of(exercise, quantity, call.result, call.case["want"]):
                if isinstance(want, np.ndarray) and want.size > 1 and not np.allclose(got, want):
                    draw_difference(say(quantity["name"]), got, want, say(call.case["label"]))
                    return
    print(DRAWING["nothing"])


def draw_difference(name, got, want, label):
    """Draw one array as three pictures: expected, yours, yours minus expected.

    An array over time, (n, m, T_x), is drawn for its first wrong example, a column per step.
    """
    title, xlabel = name, DIFFERENCE["column"]
    if want.ndim == 3:
        example = int(np.abs(got - want).max(axis=(0, 2)).argmax())
        got, want = got[:, example], want[:, example]
        title = DIFFERENCE["example"].format(name=name, example=example)
        xlabel = DIFFERENCE["step"]
    got, want = np.atleast_2d(got), np.atleast_2d(want)
    figure, axes = new_figure(1, 3, width=8.5, height=2.6, sharey=True)
    shown = {"expected": want, "yours": got, "difference": got - want}
    panels = {DIFFERENCE[key]: values for key, values in shown.items()}
    bound = max(np.abs(values[np.isfinite(values)]).max() for values in panels.values()) or 1.0
    for ax, (heading, values) in zip(axes, panels.items(), strict=True):
        image = ax.imshow(values, cmap="RdBu_r", vmin=-bound, vmax=bound, aspect="auto")
        if values.size <= 40:
            for (row, column), value in np.ndenumerate(values):
                ax.text(column, row, f"{value:.2f}", ha="center", va="center", fontsize=8)
        ax.set(title=heading, xlabel=xlabel)
    axes[0].set_ylabel(DIFFERENCE["row"])
    figure.suptitle(f"{title}, {label}", fontsize=11)
    figure.colorbar(image, ax=axes)
    rows, columns = np.nonzero(~np.isclose(got, want))
    wrong = {"wrong": rows.size, "all": got.size, "columns": sorted(set(columns.tolist()))}
    show_figure(figure, DIFFERENCE["alt"].format(title=title, label=label, **wrong))
