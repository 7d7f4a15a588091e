"""Lesson 06: its solutions against independent oracles, its words, its probes, and its claims."""

import ast
import hashlib
import re
import sys
from importlib import util

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from judged import judgements, perfect, submission, wrong

import rnn_text
import rnn_utils
from autograder import course
from autograder.base.limits import Limits
from autograder.base.outcome import Status
from autograder.course import reference
from autograder.judge import Judge
from rnn_check import check
from rnn_compare import CheckFailed, UsageError
from rnn_probes import Chain, StepRefused, sampled
from rnn_text import harmony_share, obeys_vowel_harmony
from rnn_utils import ColouredText, load_own_words, load_words, nearest_word, split_words

ROOT = course.find_root()
if str(ROOT) not in sys.path:  # benchmarks/ is no part of the installed package
    sys.path.insert(0, str(ROOT))

from benchmarks import language_model as measured  # noqa: E402

LESSON = "06_language_model"
DATA = ROOT / "data"
FILES = {"names_en.txt": 5000, "words_tr.txt": 7058}


@pytest.fixture(scope="module")
def solved():
    return reference.load(ROOT)


@pytest.fixture(scope="module")
def make_data():
    spec = util.spec_from_file_location("make_data", DATA / "make_data.py")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ------------------------------------------------------------------ the word lists


@pytest.mark.parametrize(("name", "number"), FILES.items())
def test_a_word_list_is_the_one_that_its_readme_names(name, number):
    content = (DATA / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() in (DATA / "README.md").read_text(encoding="utf-8")
    words = content.decode("utf-8").splitlines()
    assert len(words) == number == len(set(words)) and words == sorted(words)
    assert all(word == word.strip() and word.isalpha() for word in words)


def test_the_word_lists_have_the_letters_of_their_language_and_no_capitals(make_data):
    assert set("".join(load_words("names_en.txt"))) == set("abcdefghijklmnopqrstuvwxyz")
    assert set("".join(load_words("words_tr.txt"))) == make_data.TURKISH


def test_the_licence_of_the_turkish_words_is_kept():
    text = (DATA / "README.md").read_text(encoding="utf-8")
    for part in ("Copyright (c) 2014 Harun Reşit Zafer", "The MIT License", 'PROVIDED "AS IS"'):
        assert part in text
    assert "public domain" in text


def test_names_are_counted_over_years_and_ties_go_by_the_alphabet(make_data):
    counts = [("Bo", 2), ("Ada", 1), ("Ada", 2), ("Cy", 2), ("D'Arc", 9), ("Zoë", 9)]
    assert make_data.most_given_names(counts, 2) == ["ada", "bo"]


def test_a_dictionary_gives_small_turkish_words_and_never_lowers_a_capital(make_data):
    lines = ["ışık/1,2", "Işık", "ev/9", "wagon", "a.ş.", "gözlük", "gözlük/4", "kapıkapıkapıkapı"]
    assert make_data.every_share_of_words(lines, 1) == ["gözlük", "ışık"]


@pytest.mark.parametrize(("name", "held"), [("names_en.txt", 499), ("words_tr.txt", 706)])
def test_the_split_is_fixed_by_each_word_alone(name, held):
    words = load_words(name)
    training, held_out = split_words(words)
    assert len(held_out) == held and sorted(training + held_out) == words
    assert split_words(words[::-3])[1] == [word for word in words[::-3] if word in held_out]


def test_a_list_that_is_nowhere_is_asked_for_with_the_places_looked_at(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=re.escape(str(tmp_path / "data"))) as failure:
        load_words("no_such.txt")
    assert "no_such.txt" in str(failure.value) and "Traceback" not in str(failure.value)


def test_a_list_in_a_folder_data_beside_the_notebook_is_found(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "own.txt").write_text("bir\niki\n", encoding="utf-8")
    assert load_words("own.txt") == ["bir", "iki"]


def test_own_words_are_taken_as_they_are_written(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text("\ufeffIşık, ışık; I x 42 naïve-naïve हिन्दी", encoding="utf-8")
    assert load_own_words(path) == ["Işık", "naïve", "ışık", "हिन्दी"]


def test_a_text_of_one_s_own_that_cannot_be_read_gets_one_sentence(tmp_path):
    for content, said in [(b"\xff\xfe\x00", "UTF-8"), (b"1 2 3", "no words")]:
        (tmp_path / "own.txt").write_bytes(content)
        with pytest.raises(UsageError, match=said):
            load_own_words(tmp_path / "own.txt")
    with pytest.raises(UsageError, match="is not here"):
        load_own_words(tmp_path / "missing.txt")


# ------------------------------------------------------------------ looking at words


@pytest.mark.parametrize(
    ("word", "obeys"),
    [
        ("kapılar", True),
        ("kapıler", False),
        ("evler", True),
        ("evlar", False),
        ("okul", True),
        ("okıl", False),
        ("gözlük", True),
        ("gözlik", False),
        ("kitap", False),
        ("doktor", False),
        ("üzüm", True),
        ("uzuk", True),
        ("aşure", False),
        ("kalem", False),
        ("insan", False),
        ("gelinlik", True),
        ("ev", None),
        ("strç", None),
    ],
)
def test_vowel_harmony_is_judged_as_the_rule_has_it(word, obeys):
    assert obeys_vowel_harmony(word) is obeys


def test_most_real_words_obey_harmony_and_few_with_shuffled_vowels():
    words = load_words("words_tr.txt")
    vowels = [letter for word in words for letter in word if letter in "aeıioöuü"]
    shuffled = iter(np.random.default_rng(0).permutation(vowels))
    mixed = ["".join(next(shuffled) if c in "aeıioöuü" else c for c in word) for word in words]
    assert 0.7 < harmony_share(words) < 0.8
    assert harmony_share(mixed) < 0.25


words = st.text("abç", max_size=6)


@given(words, st.lists(words, min_size=1, max_size=5))
def test_the_nearest_word_is_as_near_as_a_plain_recursion_says(word, others):
    def distance(a, b):
        if not a or not b:
            return len(a) + len(b)
        same = distance(a[1:], b[1:]) + (a[0] != b[0])
        return min(same, distance(a[1:], b) + 1, distance(a, b[1:]) + 1)

    nearest, changes = nearest_word(word, others)
    assert changes == distance(word, nearest) == min(distance(word, other) for other in others)


def test_coloured_text_has_numbers_a_legend_and_more_than_colour():
    text = ColouredText(["a<b"], [[0.5, -0.25, 0]], "Unit <7>")
    page = text._repr_html_()
    assert 'title="+0.50"' in page and 'title="-0.25"' in page and "&lt;7&gt;" in page
    assert ">&lt;</span>" in page and "0.50 (orange, underlined" in page
    assert "solid" in page and "dotted" in page
    assert "a+0.5 <-0.2 b+0.0" in repr(text)


def test_coloured_text_wants_a_number_for_each_character():
    with pytest.raises(UsageError, match=r"\[3\] characters, \[2\] numbers"):
        ColouredText(["abc"], [[0.1, 0.2]], "Unit")


# ------------------------------------------------------------------ solutions against oracles


@pytest.mark.parametrize("lengths", [(3,), (4, 1), (1, 5, 2)])
def test_the_loss_gradient_is_that_of_autograd_and_of_central_differences(solved, lengths):
    random, steps = np.random.default_rng(len(lengths)), max(lengths)
    scores = 2 * random.standard_normal((4, len(lengths), steps))
    mask = (np.arange(steps) < np.array(lengths)[:, None]).astype(float)
    y = np.eye(4)[random.integers(4, size=mask.shape)].transpose(2, 0, 1)

    def loss(z):
        logs = z - anp.log(anp.sum(anp.exp(z), axis=0))
        return -anp.sum(anp.sum(y * logs, axis=0) * mask) / anp.sum(mask)

    y_pred = solved["softmax"](scores)
    assert solved["sequence_loss"](y_pred, y, mask) == pytest.approx(loss(scores))
    dz = solved["sequence_loss_backward"](y_pred, y, mask)
    np.testing.assert_allclose(dz, autograd.grad(loss)(scores), atol=1e-12)
    numeric = rnn_utils.numeric_gradient(
        lambda z: np.array(solved["sequence_loss"](solved["softmax"](z), y, mask)),
        scores,
        np.array(1.0),
    )
    np.testing.assert_allclose(dz, numeric, atol=1e-8)


def plain_adam(value, gradients, rate):
    """One number through the algorithm as the paper states it."""
    m = v = 0.0
    for t, g in enumerate(gradients, 1):
        m, v = 0.9 * m + (1 - 0.9) * g, 0.999 * v + (1 - 0.999) * g * g
        value -= rate * (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)) ** 0.5 + 1e-8)
    return value


def adam_run(solved, start, gradients, rate):
    parameters = {"W": start.copy()}
    state = {"steps": 0, "mean": {"W": 0 * start}, "square": {"W": 0 * start}}
    for gradient in gradients:
        parameters, state = solved["adam_step"](parameters, {"dW": gradient}, state, rate)
    return parameters["W"]


def test_adam_is_the_algorithm_number_by_number(solved):
    random = np.random.default_rng(3)
    start, gradients = random.standard_normal((2, 3)), random.standard_normal((20, 2, 3))
    got = adam_run(solved, start, gradients, 0.05)
    for at in np.ndindex(start.shape):
        assert got[at] == pytest.approx(plain_adam(start[at], gradients[(slice(None), *at)], 0.05))


@pytest.mark.torch
def test_adam_is_that_of_pytorch(solved):
    torch = pytest.importorskip("torch")
    random = np.random.default_rng(4)
    start, gradients = random.standard_normal((2, 3)), random.standard_normal((20, 2, 3))
    weight = torch.nn.Parameter(torch.tensor(start.copy()))
    optimiser = torch.optim.Adam([weight], lr=0.05)
    for gradient in gradients:
        weight.grad = torch.tensor(gradient)
        optimiser.step()
    got = adam_run(solved, start, gradients, 0.05)
    np.testing.assert_allclose(got, weight.detach().numpy(), rtol=1e-10)


numbers = st.floats(-1e6, 1e6).map(lambda x: 0.0 if abs(x) < 1e-6 else x)


@given(
    arrays(float, (2, 3), elements=numbers),
    arrays(float, (2,), elements=numbers),
    st.floats(0.01, 1e4),
)
def test_clipping_bounds_the_norm_and_keeps_the_direction(dW, db, limit):
    gradients = {"dW": dW, "db": db}
    clipped = reference.load(ROOT)["clip_gradients"](gradients, limit)
    before, after = [
        np.concatenate([part["dW"].ravel(), part["db"]]) for part in (gradients, clipped)
    ]
    assert np.linalg.norm(after) <= limit * (1 + 1e-12)
    if np.linalg.norm(before) <= limit:
        np.testing.assert_array_equal(after, before)
    else:
        np.testing.assert_allclose(after * np.linalg.norm(before), before * limit, rtol=1e-9)


@given(
    st.lists(st.floats(0.001, 1), min_size=2, max_size=6),
    st.floats(0.05, 20),
    st.floats(0.05, 20),
)
def test_temperatures_multiply_and_keep_the_order(weights, one, other):
    tempered = reference.load(ROOT)["apply_temperature"]
    p = np.array([*weights, 0.0]) / sum(weights)
    np.testing.assert_allclose(tempered(p, 1.0), p, atol=1e-12)
    hot = tempered(p, one)
    assert hot.sum() == pytest.approx(1) and hot[-1] == 0
    assert (np.diff(hot[np.argsort(p)]) >= -1e-12).all()
    if hot[:-1].min() > 1e-200:
        np.testing.assert_allclose(tempered(hot, other), tempered(p, one * other), atol=1e-9)


@given(st.lists(st.text("abç", max_size=5), min_size=1, max_size=4))
def test_what_encode_makes_can_be_read_back(given_words):
    alphabet = ".abç"
    x, y, mask = reference.load(ROOT)["encode"](given_words, alphabet)
    assert x.shape == y.shape == (4, len(given_words), max(map(len, given_words)) + 1)
    np.testing.assert_array_equal(x.sum(axis=0), mask)
    np.testing.assert_array_equal(y.sum(axis=0), mask)
    for j, word in enumerate(given_words):
        steps = int(mask[j].sum())
        assert "".join(alphabet[k] for k in x[:, j, :steps].argmax(axis=0)) == "." + word
        assert "".join(alphabet[k] for k in y[:, j, :steps].argmax(axis=0)) == word + "."


# ------------------------------------------------------------------ the probe, and no answer


def test_a_chain_refuses_what_no_network_would_take():
    chain = Chain(np.eye(3)[:, :1], longest=2)
    with pytest.raises(StepRefused, match="index of a character"):
        chain.step("a", None)
    with pytest.raises(StepRefused, match="at most 2 characters"):
        for _ in range(20):
            chain.step(1, None)


def test_states_that_no_call_has_returned_are_told_apart_from_none():
    chain = Chain(np.eye(3), longest=5)
    _, state = chain.step(0, None)
    for given_state in (state, np.zeros(1), 0, "x", np.array([np.nan])):
        chain.step(1, given_state)
    assert chain.states == [0, 1, -1, -1, -1, -1]


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10**6), st.sampled_from([0.5, 1.0, 2.0]))
def test_whatever_the_seed_a_right_function_passes_the_frequencies(seed, temperature):
    solved = reference.load(ROOT)
    p = np.array([0.0, 0.5, 0.3, 0.2])
    odds = solved["apply_temperature"](p, temperature)
    result = sampled(solved["sample_word"], ".abc", p[:, None], temperature, 30, seed, 10, odds)
    np.testing.assert_array_equal(result[5], odds)
    assert (result[0], result[4], result[6], result[7]) == (10, 0, 10, 1)


def test_where_a_lesson_asks_for_them_those_of_rnn_utils_are_no_answer():
    code = "import rnn_utils\n{own}\nrnn_utils.{call}"
    for name, call in [
        ("clip_gradients", "clip_gradients({}, 1.0)"),
        ("adam_step", "Adam({})"),
    ]:
        exec(code.format(own="", call=call), {})
        with pytest.raises(UsageError, match=f"{name} is what you write yourself"):
            exec(code.format(own=f"def {name}(): pass", call=call), {"__name__": "__main__"})


def test_a_check_refuses_the_function_of_rnn_utils_with_a_sentence():
    with pytest.raises(CheckFailed, match="is no answer here"):
        check(rnn_utils.clip_gradients)


# ------------------------------------------------------------------ across the wire


@pytest.fixture(scope="module")
def judge():
    with Judge(ROOT, Limits()) as judge:
        yield judge


def failed_tests(judge, answers):
    """Tests that do not give their points; none may be the grader's fault."""
    found = judgements(judge.grade(submission(answers, lesson=LESSON)))
    assert found and not any(test.status is Status.BROKEN for test in found.values())
    return {grade_id for grade_id, test in found.items() if test.points < test.maximum}


def test_the_judge_gives_all_points_to_the_solutions(judge):
    assert perfect(judge, LESSON)
    result = judge.grade(submission(lesson=LESSON))
    assert sum(test.maximum for test in result.tests) == 20


@pytest.mark.parametrize(
    ("function", "old", "new"),
    [
        ("sample_word", "random.choice(", "np.random.default_rng().choice("),
        ("sample_word", "while len(word) < longest:", "while True:"),
        (
            "sample_word",
            "probabilities, state = step(index, state)",
            "probabilities, _ = step(index, state)",
        ),
        ("encode", "{letter!r} in {word!r}", "something"),
        ("adam_step", "+ 1e-8)", ")"),
    ],
)
def test_the_judge_takes_the_points_of_a_mistake(judge, function, old, new):
    failed = failed_tests(judge, {function: wrong(function, old, new, LESSON)})
    assert failed and all(grade_id.startswith(function) for grade_id in failed)


def test_the_judge_takes_no_function_of_rnn_utils(judge):
    failed = failed_tests(judge, {"clip_gradients": "from rnn_utils import clip_gradients"})
    assert failed == {"clip_gradients_check", "clip_gradients_hidden"}


def test_a_wrong_temperature_costs_the_function_that_calls_it_nothing(judge):
    source = wrong("apply_temperature", "(1 / temperature)", "temperature", LESSON)
    failed = failed_tests(judge, {"apply_temperature": source})
    assert failed == {"apply_temperature_check", "apply_temperature_hidden"}


# ------------------------------------------------------------------ the claims, in small


def test_a_small_lstm_beats_the_table_on_names_that_it_has_not_seen():
    lesson = measured.lesson_functions()
    values = measured.bits_on_names(lesson, seed=0, units=32, steps=250)
    assert values["LSTM"] < values["bigram"] - 0.1
    assert values["share of new words"] > 0.5


def test_trained_networks_obey_vowel_harmony_far_more_often_than_the_table():
    lesson = measured.lesson_functions()
    shares = measured.harmony(lesson, seed=0, units=24, steps=400, drawn=300)
    assert min(shares["LSTM"], shares["RNN"]) > 2.5 * shares["bigram"]


def test_the_lesson_states_what_the_word_lists_give():
    text = course.source_path(ROOT, LESSON).read_text(encoding="utf-8")
    lesson, names = measured.lesson_functions(), load_words("names_en.txt")
    training, held_out = split_words(names)
    alphabet = rnn_text.alphabet_of(names)
    table = lesson["count_pairs"](training, alphabet)
    bits = lesson["bits_of_table"](table, held_out, alphabet)
    assert f"{bits:.2f} bits" in text and f"the {len(held_out)} names" in text
    assert f"{len(load_words('words_tr.txt')):,} words" in text


def test_the_dots_of_the_meter_are_the_table_in_its_answer():
    cells = course.read_cells(course.source_path(ROOT, LESSON))
    text = {cell["id"]: cell["source"] for cell in cells}
    start = text["harmony"].index("{", text["harmony"].index("with_us = "))
    dots = ast.literal_eval(text["harmony"][start : text["harmony"].index("}", start) + 1])
    rows = re.findall(r"^\| (\w+) \|((?: \d+ % \|){5})$", text["harmony_answer"], re.MULTILINE)
    assert dots == {name: [int(n) for n in re.findall(r"\d+", row)] for name, row in rows}
    assert len(dots) == 3
