"""A message never misleads: hints fit what is wrong, findings are true, two mistakes are told."""

import contextlib
import io
import json
import re

import numpy as np
import pytest
from test_before_values import cells_with, edited, in_notebook

from autograder import course
from autograder.checks import EXERCISES, visible_cases
from autograder.checks.mistakes import bank
from autograder.checks.mistakes.touched import touched
from autograder.course import reference
from autograder.course.build import released_path
from autograder.course.source import HELPER_FILES
from rnn_answers import model_answer
from rnn_check import check
from rnn_compare import CheckFailed, UsageError

WRONG = [entry for entry in bank.load() if entry.kind == "wrong"]


def failed(function, **options):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            check(function, **options)
    except CheckFailed as failure:
        return failure
    return None


@pytest.fixture(scope="module")
def failures():
    return {entry: failed(entry.make()) for entry in WRONG}


def hints_of(function):
    """Every fallback hint of a check, with the quantity that it is about."""
    quantities = EXERCISES[function].quantities
    hints = [(quantity.hint, quantity.name) for quantity in quantities]
    for case in visible_cases(function):
        if case.get("hint"):
            hints.append((case["hint"], case.get("about", quantities[0].name)))
    return hints


@pytest.mark.parametrize("function", EXERCISES)
def test_a_hint_appears_only_for_mistakes_that_touch_its_quantity(function, failures):
    for entry, failure in failures.items():
        if entry.function != function or failure is None:
            continue
        about = [name for hint, name in hints_of(function) if f"Hint: {hint}" in str(failure)]
        if about:
            here = {*touched(entry), *touched(entry, "visible")}
            assert set(about) & here, (entry.name, about, here)


def test_the_quantity_called_wrong_first_is_so_on_other_inputs_too(failures):
    amiss = [
        entry.name
        for entry, failure in failures.items()
        if failure is not None and failure.quantity and touched(entry)
        if failure.quantity not in touched(entry)
    ]
    assert len(amiss) <= 0.01 * len(WRONG), amiss


# Mistakes of lessons 06 to 08 that raise, because that is what their authors would see. Any other
# one that raises does not do what its name says.
RAISES = {
    "encode": {"ascii-places", "one-step-too-few-made"},
    "clip_gradients": {"that-of-rnn-utils"},
    "adam_step": {"that-of-rnn-utils"},
    "sample_word": {"mark-skipped", "longest-ignored", "longest-always-thirty"},
    "gru_cell_backward": {"weights-not-transposed"},
    "fast_lstm_forward": {"type-of-the-input"},
}


def test_a_mistake_raises_only_where_that_is_the_mistake(failures):
    later = {
        name
        for lesson in ("06_language_model", "07_long_memory", "08_make_it_fast")
        for name in course.solutions(course.find_root(), lesson)
    }
    raised = {}
    for entry, failure in failures.items():
        if entry.function in later and failure is not None and failure.raised:
            raised.setdefault(entry.function, set()).add(entry.name)
    assert raised == RAISES


def test_nothing_has_no_message(failures):
    for entry, failure in failures.items():
        if failure is not None:
            assert failure.named or failure.quantity or "Hint" in str(failure), (
                entry.function,
                entry.name,
            )


FINDINGS = {  # name: (function, edits, what its message says)
    "the output gate in the place of the forget gate in the cache": (
        "lstm_cell_forward",
        [
            (
                "cache = (a_next, c_next, a_prev, c_prev, ft,",
                "cache = (a_next, c_next, a_prev, c_prev, ot,",
            )
        ],
        "Yours holds the values of `ot`.",
    ),
    "the gradient of the whole stack": (
        "lstm_cell_backward",
        [('"dxt": dconcat[n_a:]', '"dxt": dconcat')],
        "The last rows of yours are what it should be.",
    ),
    "one gradient without 1/m": (
        "feed_forward_backward",
        [('"dW1": dz1 @ x.T', '"dW1": dz1 @ x.T * y.shape[1]')],
        "Yours is m times what it should be",
    ),
    "one gradient with the wrong sign": (
        "lstm_cell_backward",
        [('"dc_prev": dc * ft', '"dc_prev": -dc * ft')],
        "Yours is right but for its sign, in every case.",
    ),
    "a prediction normalised over everything": (
        "rnn_cell_forward",
        [
            (
                "softmax(parameters",
                "(lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum())(parameters",
            )
        ],
        "All entries together sum to 1; each column should.",
    ),
}


@pytest.mark.parametrize("name", FINDINGS)
def test_a_finding_says_what_the_wrong_values_are(name):
    function, edits, said = FINDINGS[name]
    message = in_notebook(function, cells_with(function, edited(function, *edits)))
    assert said in message, message


SINGLE_GATES = {  # name: (edit, what is called wrong)
    "no slope at f": (("f * (1 - f)", "f"), "inside the forget gate at the last step (`dz_f`)"),
    "i times itself": (("dc * cct", "dc * i"), "inside the input gate at the last step (`dz_i`)"),
    "a sigmoid's slope at the candidate": (
        ("1 - cct**2", "cct * (1 - cct)"),
        "inside the candidate at the last step (`dz_c`)",
    ),
    "dc at o": (("da_next * tanh_c[t]", "dc * tanh_c[t]"), "inside the output gate at the last"),
    "no slope of the tanh": (
        ("o * (1 - tanh_c[t] ** 2)", "o"),
        "the whole gradient at the last cell state (`dc`)",
    ),
    "the carry without f": (("dc *= f", "dc *= 1"), "what travels back from step to step"),
    "columns of another step": (
        ("np.concatenate(dz, axis=1)", "np.concatenate(dz[::-1], axis=1)"),
        "`dWf`",
    ),
}


@pytest.mark.parametrize("name", SINGLE_GATES)
def test_one_wrong_gate_of_the_fast_backward_is_told_from_what_travels_back(name):
    edit, said = SINGLE_GATES[name]
    source = edited("fast_lstm_backward", edit)
    first = in_notebook("fast_lstm_backward", cells_with("fast_lstm_backward", source))
    assert said in first.split("\n")[0], first


LAYOUTS = {
    "examples for features": "x.transpose(2, 1, 0).reshape(T_x, n_x, m)",
    "steps and features mixed": "x.reshape(T_x, n_x, m)",
    "the step before": "np.roll(x, 1, axis=2).transpose(2, 0, 1)",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_wrong_place_of_the_input_is_told_from_a_wrong_gate(layout):
    edit = ("x.transpose(2, 0, 1)", LAYOUTS[layout])
    cells = cells_with("fast_lstm_forward", edited("fast_lstm_forward", edit))
    message = in_notebook("fast_lstm_forward", cells)
    assert "Recognised" in message or "Hint: Follow one entry of x into the stack" in message
    assert "Which rows, which factor" not in message


def test_a_finding_brings_its_own_question():
    edit = ("**total}", '**total, "dba": total["dba"] / da.shape[1]}')
    message = in_notebook("rnn_backward", cells_with("rnn_backward", edited("rnn_backward", edit)))
    assert "divided by m, the number of examples.\nHint: Which line divides by m" in message


BESIDE = {  # name: (function, edits, what the message says, what would be beside the point)
    "an orthogonal matrix with longer columns: no probabilities": (
        "orthogonal",
        [("return columns", "return np.sqrt(n) * columns")],
        "Hint: Is an entry on its diagonal wrong, a length?",
        "should sum to 1",
    ),
    "exponentials for the softmax, over time": (
        "rnn_forward_masked",
        [("softmax(", "np.exp(")],
        "Each column should sum to 1; one of yours sums to",
        "Yours is",
    ),
    "a floor for what is impossible, nearly right": (
        "apply_temperature",
        [
            (
                "(probabilities / probabilities.max(axis=0))",
                "np.maximum(probabilities / probabilities.max(axis=0), 1e-7)",
            )
        ],
        "All values are nearly right.\nHint: May something impossible become possible?",
        "number type",
    ),
    "powers that all vanish": (
        "apply_temperature",
        [(" / probabilities.max(axis=0)", "")],
        "Hint: What is the largest power of a column before you divide by the sum?",
        "the logarithm of 0",
    ),
    "a wrong dx, from which nothing is made that a result shows": (
        "fast_lstm_backward",
        [(".reshape(-1, T_x, m).transpose(0, 2, 1)", "[:, ::-1].reshape(-1, m, T_x)")],
        "In the whole array, the numbers are right; they stand in other places.\nHint: Which line",
        "what is kept is not what was used",
    ),
}


@pytest.mark.parametrize("name", BESIDE)
def test_a_message_is_about_what_is_wrong(name):
    function, edits, said, beside = BESIDE[name]
    message = in_notebook(function, cells_with(function, edited(function, *edits)))
    assert said in message and beside not in message, message


TWO = {  # name: (function, edits, patterns that the message has)
    "two gates, each with the other's slope": (
        "lstm_cell_backward",
        [("ft * (1 - ft)", "ft"), ("ot * (1 - ot)", "ot")],
        ["dz_f", "Also wrong, and not because of it: .*dz_o", "slope of the sigmoid is the gate"],
    ),
    "a matrix not transposed, and the wrong state": (
        "rnn_cell_backward",
        [('parameters["Waa"].T', 'parameters["Waa"]'), ("dz @ a_prev.T", "dz @ a_next.T")],
        [r"`da_prev` is wrong \(Equation 5\)", "Also wrong, and not because of it: `dWaa`"],
    ),
    "the hidden layer, and then the output bias": (
        "feed_forward",
        [("np.tanh(", "np.maximum(0, "), (' + parameters["b2"]', "")],
        [r"`a1` is wrong \(Equation 4\)"],
    ),
}


@pytest.mark.parametrize("name", TWO)
def test_of_two_mistakes_each_is_told_by_itself(name):
    function, edits, patterns = TWO[name]
    message = in_notebook(function, cells_with(function, edited(function, *edits)))
    for pattern in patterns:
        assert re.search(pattern, message), message


def test_each_level_of_hint_says_more_and_none_holds_code():
    function = next(e for e in WRONG if (e.function, e.name) == ("lstm_cell_forward", "by-missing"))
    one, two, three = (str(failed(function.make(), hint=level)) for level in (1, 2, 3))
    assert "Look at" not in one
    assert "Look at the inside of the softmax" in two and "Next line:" not in two
    assert "Next line: the score [i, j] is sum over k of Wy[i, k] a_next[k, j]" in three
    with pytest.raises(UsageError, match="hint should be 1, 2 or 3"):
        check(function.make(), hint=4)


def test_no_level_of_hint_is_a_line_of_the_solution():
    for name, exercise in EXERCISES.items():
        solution = reference.load()[name].__code__
        for quantity in exercise.quantities:
            for text in (quantity.hint, quantity.look, quantity.algebra):
                assert "parameters[" not in text and "np." not in text and "@" not in text
        assert exercise.probe or solution.co_argcount == len(exercise.arguments)


# ------------------------------------------------------------------ on fresh inputs


@pytest.mark.parametrize("name", EXERCISES)
def test_a_solution_holds_on_fresh_inputs(name, functions, capsys):
    check(functions[name], thorough=True)
    out = capsys.readouterr().out
    assert "This holds:" in out
    assert "Only the hidden tests of a class see more" in out


def test_a_fresh_input_finds_what_the_check_does_not():
    source = edited(
        "lstm_backward",
        (
            'gradients.pop("da_prev"), gradients.pop("dc_prev")',
            'gradients.pop("da_prev"), gradients.pop("dc_prev") * (x.shape[2] != 5)',
        ),
    )
    names = {"np": np}
    for cell in cells_with("lstm_backward", source):
        exec(cell, names)
    check(names["lstm_backward"])
    with pytest.raises(
        CheckFailed, match="Every gradient agrees with central differences. That do"
    ):
        for _ in range(20):
            check(names["lstm_backward"], thorough=True)


# ------------------------------------------------------------------ model answers


def test_a_class_gets_no_model_answer(root, functions, capsys):
    model_answer(functions["softmax"])
    assert capsys.readouterr().out == "This copy of the course holds no model answers.\n"
    assert "rnn_answers.json" not in HELPER_FILES
    assert not list(root.glob("notebooks/**/rnn_answers.json"))
    for lesson in sorted((root / "source").iterdir()):
        assert "rnn_answers.json" not in (root / released_path(lesson.name)).read_text("utf-8")


def test_the_edition_for_those_who_learn_alone_shows_an_answer_once_yours_passes(
    root, tmp_path, functions, monkeypatch, capsys
):
    from autograder.course.selfstudy import write_edition

    write_edition(root, tmp_path)
    cells = json.loads((tmp_path / "02_rnn_cell" / "02_rnn_cell.ipynb").read_text("utf-8"))["cells"]
    told = [cell["source"][0] for cell in cells if cell["id"].startswith("model_answers")]
    assert "`model_answer(rnn_cell_forward)` shows a solution" in told[0]
    assert told[1] == "from rnn_utils import model_answer"
    answers = json.loads((tmp_path / "02_rnn_cell" / "rnn_answers.json").read_text("utf-8"))
    assert answers.keys() == functions.keys()
    monkeypatch.setattr("rnn_answers._load_answers", lambda: answers)

    def softmax(z):
        return z

    model_answer(softmax)
    assert "does not pass its check yet" in capsys.readouterr().out
    model_answer(functions["softmax"])
    out = capsys.readouterr().out
    assert "def softmax(z):" in out and "\nEquation 2, 3, the result: " in out
    model_answer(softmax, anyway=True)
    assert capsys.readouterr().out == out
    with pytest.raises(UsageError, match="knows no exercise called 'f'"):
        model_answer("f")
