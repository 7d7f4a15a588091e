"""Helpers in a language that is no language: what they print and refuse is all in brackets."""

import contextlib
import io
import re

import numpy as np
import pytest
from pseudo import ROOT, escaped, speaking_pseudo

import rnn_answers
import rnn_thorough
import rnn_utils
from autograder.checks import EXERCISES
from autograder.checks.cases import PREDICTIONS
from autograder.checks.mistakes import bank
from autograder.course import reference
from rnn_compare import PlainError

NAMES = frozenset({*EXERCISES, "len", "forward", "values", "backward"})


def said(function, *args, **options):
    """What a call prints, and what it refuses."""
    with contextlib.redirect_stdout(io.StringIO()) as text:
        try:
            function(*args, **options)
        except PlainError as error:
            print(error)
    return text.getvalue()


def gradient_of(scale):
    return lambda values, d_out: {"dx": scale * d_out}


def keyed(key, value):
    return lambda values, d_out: {key: value}


ONE = {"x": np.ones(3)}
SAME = [np.zeros(2), lambda: np.zeros(2)]
CALLS = {
    "progress": lambda u: u.progress({}),
    "progress, stub": lambda u: u.progress({"softmax": len}),
    "gradient check": lambda u: u.gradient_check(lambda v: v["x"], gradient_of(1), ONE),
    "gradient check, wrong": lambda u: u.gradient_check(lambda v: v["x"], gradient_of(2), ONE),
    "gradient check, zero": lambda u: u.gradient_check(lambda v: 0 * v["x"], gradient_of(0), ONE),
    "gradient check, no functions": lambda u: u.gradient_check(1, 2, ONE),
    "gradient check, no dict": lambda u: u.gradient_check(len, len, []),
    "gradient check, no array": lambda u: u.gradient_check(len, len, {"x": 3}),
    "gradient check, nan": lambda u: u.gradient_check(len, len, {"x": np.array([np.nan])}),
    "gradient check, key": lambda u: u.gradient_check(lambda v: v["x"], keyed("dz", 1), ONE),
    "gradient check, shape": lambda u: u.gradient_check(
        lambda v: v["x"], keyed("dx", np.ones(2)), ONE
    ),
    "gradient check, none": lambda u: u.gradient_check(
        lambda v: v["x"], lambda values, d_out: {}, ONE
    ),
    "check, number": lambda u: u.check(3),
    "check, stranger": lambda u: u.check(len),
    "check, level": lambda u: u.check(reference.load(None)["sigmoid"], hint=4),
    "predict, stranger": lambda u: u.predict("shape of a", 3),
    "one_hot": lambda u: u.one_hot(0.5, 3),
    "one_hot, rows": lambda u: u.one_hot([[1], [1, 2]], 3),
    "sizes": lambda u: u.initialise_rnn(0, 3, 2),
    "Adam, no dict": lambda u: u.Adam(3),
    "Adam, integers": lambda u: u.Adam({"W": np.ones(3, int)}),
    "Adam, strangers": lambda u: u.Adam({"W": np.ones(3)}).step({"dV": np.ones(3)}),
    "Adam, shape": lambda u: u.Adam({"W": np.ones(3)}).step({"dW": np.ones(2)}),
    "clip, limit": lambda u: u.clip_gradients({"dW": np.ones(3)}, 0),
    "words, none": lambda u: u.load_words("gone.7"),
    "own words, none": lambda u: u.load_own_words("/gone.7"),
    "coloured text": lambda u: u.ColouredText(["7"], [[1, 2]], ""),
    "speed": lambda u: u.compare_speed([]),
    "speed, number": lambda u: u.compare_speed({"a_7": 3}),
    "figure": lambda u: u.show_figure(3, "7"),
    "figure, alt": lambda u: u.show_figure(u.new_figure()[0], ""),
    "states": lambda u: u.plot_states(None, 3, "7"),
    "language": lambda u: u.language("kl"),
}


@pytest.mark.parametrize("name", CALLS)
def test_no_sentence_of_a_helper_escapes(name):
    with speaking_pseudo():
        try:
            text = said(CALLS[name], rnn_utils)
        except ValueError as error:  # not a plain one: of `language`
            text = str(error)
    assert text and escaped(text, NAMES | {"list", "gone", "shape", *ROOT.parts, "data"}) == []


def test_no_sentence_on_a_prediction_escapes():
    with speaking_pseudo():
        texts = [
            said(rnn_utils.predict, name, value)
            for name, answer in PREDICTIONS.items()
            for value in (None, {}, "7", 7, (7,), [7, 7, 7, 7, 7, 7, 7], answer)
        ]
    assert [word for text in texts for word in escaped(text)] == []


# What Python says of an exception, where the thorough check passes it on.
RAISED = re.compile(r"(?<=⟦It raised ⟧)[^⟦\n]*")
FRESH = [entry for entry in bank.load() if entry.kind == "wrong"]


@pytest.mark.parametrize("function", EXERCISES)
def test_no_sentence_of_a_thorough_check_escapes(function):
    known, texts = dict(reference.load(None)), []
    with speaking_pseudo(), np.errstate(all="ignore"):
        texts.append(said(rnn_thorough.look_closer, known[function], known, _passes, seed=0))
        assert "⟦" in texts[0]
        for entry in [each for each in FRESH if each.function == function][::4]:
            args = entry.make(), known, _passes
            texts.append(said(rnn_thorough.look_closer, *args, seed=0))
    texts = [RAISED.sub("", text) for text in texts]
    assert [word for text in texts for word in escaped(text, NAMES)] == []


def _passes(name, function):
    return True


def test_no_sentence_around_a_model_answer_escapes(monkeypatch):
    texts = []
    with speaking_pseudo():
        for function in EXERCISES:
            monkeypatch.setattr(rnn_answers, "_load_answers", dict)
            texts.append(said(rnn_utils.model_answer, reference.load(None)[function]))
            monkeypatch.setattr(rnn_answers, "_load_answers", lambda own=function: {own: "7"})
            texts.append(said(rnn_utils.model_answer, reference.load(None)[function]))
        monkeypatch.setattr(rnn_answers, "_load_answers", lambda: {"sigmoid": "7"})
        stub = {"sigmoid": lambda z: None}["sigmoid"]
        stub.__name__ = "sigmoid"
        texts += [said(rnn_utils.model_answer, stub), said(rnn_utils.model_answer, len)]
    assert all(texts)
    assert [word for text in texts for word in escaped(text, NAMES | {"anyway", "True"})] == []
