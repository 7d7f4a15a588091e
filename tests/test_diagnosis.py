"""A check names the mistake, asks between several, or shows where it goes wrong."""

import contextlib
import io
import re

import numpy as np
import pytest

from autograder import course
from autograder.checks.mistakes import bank
from autograder.checks.mistakes.traces import MISTAKES_FILE, mistakes_data
from rnn_check import check
from rnn_compare import CheckFailed

ENTRIES = bank.load()
WRONG = [entry for entry in ENTRIES if entry.kind == "wrong"]


def failed(function, **options):
    """What a check raises, or None."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            check(function, **options)
    except CheckFailed as error:
        return error
    return None


def failure(function, **options):
    """Message of a failed check, or an empty text."""
    return str(failed(function, **options) or "")


def find(function, name):
    return next(e for e in ENTRIES if (e.function, e.name) == (function, name)).make()


@pytest.fixture(scope="module")
def messages():
    return {entry: failed(entry.make()) for entry in WRONG}


def test_the_shipped_traces_are_what_the_build_makes(root):
    assert (root / MISTAKES_FILE).read_text(encoding="utf-8") == mistakes_data(root)


def test_the_shipped_traces_stay_small(root):
    size = (root / MISTAKES_FILE).stat().st_size  # a page fetches it with each lesson
    assert size < 30_000 * len(course.lesson_names(root))


def test_the_shipped_traces_hold_no_code(root):
    text = (root / MISTAKES_FILE).read_text(encoding="utf-8")
    for word in ("### ", "def ", "parameters[", " @ ", "lambda", "for t in"):
        assert word not in text


def test_nearly_every_mistake_fails_the_check_in_the_notebook(messages):
    caught = sum(bool(text) for text in messages.values())
    assert caught >= 0.97 * len(WRONG)


def test_at_least_four_in_five_mistakes_are_named(messages):
    named = sum(error is not None and bool(error.named) for error in messages.values())
    assert named >= 0.9 * len(WRONG)


def test_a_named_mistake_is_named_rightly(messages):
    for entry, error in messages.items():
        if error is not None and error.named:
            assert entry.name in [name for name, _ in error.named]
            assert entry.hint in str(error)


def test_a_recognised_mistake_gets_its_own_hint_and_not_that_of_the_case():
    text = failure(find("rnn_cell_forward", "waa-transposed"))
    assert "The thought behind it may be: “The order of the axes of a square matrix" in text
    assert text.count("Hint:") == 1
    assert "Which axis of Waa belongs to the old state?" in text


def test_the_published_gradients_are_recognised(functions):
    def lstm_backward(da, caches):
        # No step hands anything back to the step before: each is a sequence of its own.
        steps, x = caches
        total = {"dx": np.zeros(x.shape)}
        for t in reversed(range(x.shape[2])):
            one = functions["lstm_backward"](da[:, :, t : t + 1], ([steps[t]], x[:, :, t : t + 1]))
            total["dx"][:, :, t] = one.pop("dx")[:, :, 0]
            total["da0"] = one.pop("da0")
            for key, gradient in one.items():
                total[key] = total.get(key, 0) + gradient
        return total

    error = failed(lstm_backward)
    assert error.named == [["the-published-gradients", None]]
    assert "A widely circulated lstm_backward makes this mistake" in str(error)


def unknown_mistake(xt, a_prev, parameters):
    """Wrong in a way that nobody lists: the input counts 1.7 times."""
    p = parameters
    a_next = np.tanh(1.7 * p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    scores = p["Wya"] @ a_next + p["by"]
    e = np.exp(scores - scores.max(axis=0))
    return a_next, e / e.sum(axis=0), (a_next, a_prev, xt, parameters)


def test_an_unknown_mistake_gets_a_table_of_what_is_wrong_where():
    unknown_mistake.__name__ = "rnn_cell_forward"
    lines = failure(unknown_mistake).split("Where it goes wrong:\n")[1].splitlines()
    cells = (re.split(r"\s{2,}", line) for line in lines)
    table = {label.split(",")[0]: row for label, *row in cells}
    assert table[""] == ["a_next", "yt_pred", "a_next in the cache"]
    assert table["with Waa alone"] == ["ok", "ok", "ok"]
    assert table["with Wax alone"] == ["WRONG", "ok", "WRONG"]
    assert (
        lines[-1]
        == "Right everywhere: a_prev in the cache, xt in the cache, parameters in the cache"
    )


def test_a_sequence_says_at_which_steps_it_goes_wrong(functions):
    def rnn_forward(x, a0, parameters):
        a, y_pred, caches = functions["rnn_forward"](x, a0, parameters)
        a = a.copy()
        a[:, :, 2:] *= 1.01
        return a, y_pred, caches

    assert "WRONG t=2,3" in failure(rnn_forward)


def test_a_backward_function_gets_a_line_for_each_gradient_and_a_column_for_each_path(functions):
    def lstm_cell_backward(da_next, dc_next, cache):
        gradients = functions["lstm_cell_backward"](da_next, dc_next, cache)
        only_direct = functions["lstm_cell_backward"](0 * da_next, 1.3 * dc_next, cache)
        whole = functions["lstm_cell_backward"](da_next, 1.3 * dc_next, cache)
        return {**gradients, "dbf": whole["dbf"] + 0 * only_direct["dbf"]}

    first, *rest = failure(lstm_cell_backward).split("Where it goes wrong:\n")
    assert first.startswith("lstm_cell_backward: `dbf` is wrong (Equation 13).\nHint: One bias")
    assert "What it is made from is right: the gradient inside the forget gate (`dz_f`)" in first
    heading, *table = rest[0].splitlines()
    assert heading.split() == ["dbf"]
    # right only where dc_next is zero
    assert [line.rsplit(None, 1)[1] for line in table[:3]] == ["WRONG", "ok", "WRONG"]
    assert table[-1].startswith("Right everywhere: dWf, ")


def test_lost_precision_is_called_just_that():
    def sigmoid(z):
        return 1 / (1 + 2.71828 ** (-1.0 * z))

    text = failure(sigmoid)
    assert "precision is lost" in text and "Recognised" not in text


def test_a_table_that_would_say_nothing_new_is_left_out():
    def rnn_cell_forward(xt, a_prev, parameters):
        raise KeyError("Wxa")

    assert failure(rnn_cell_forward).count("\n") <= 1


def test_a_right_function_in_any_style_is_never_called_a_mistake():
    for entry in ENTRIES:
        if entry.kind == "correct":
            assert failure(entry.make()) == "", (entry.function, entry.name)


def test_show_draws_expected_yours_and_the_difference(monkeypatch):
    shown = []
    monkeypatch.setattr(
        "rnn_difference.show_figure", lambda figure, alt: shown.append((figure, alt))
    )
    assert failure(find("rnn_cell_forward", "wax-transposed"), show=True)
    assert not shown  # it raises: there is nothing to draw
    unknown_mistake.__name__ = "rnn_cell_forward"
    failure(unknown_mistake, show=True)
    figure, alt = shown[-1]
    assert [ax.get_title() for ax in figure.axes[:3]] == [
        "expected",
        "yours",
        "yours minus expected",
    ]
    assert alt.startswith("a_next, with Wax alone")
    assert ": expected, yours, and the difference." in alt
