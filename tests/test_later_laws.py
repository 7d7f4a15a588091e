"""Laws of lessons 06 and 08: each holds for the solution, draw after draw, and each can fail."""

import numpy as np
import pytest

from autograder.checks.mistakes import bank
from rnn_thorough import _Broken, _laws

# A mistake of the bank that breaks the law.
BREAKS = {
    ("encode", "read_back"): "y-not-shifted",
    ("encode", "one_step"): "x-not-shifted",
    ("sequence_loss", "even"): "in-bits",
    ("sequence_loss", "no_padding"): "labels-weigh-in-place-of-the-mask",
    ("sequence_loss_backward", "zero_sums"): "predictions-times-difference",
    ("sequence_loss_backward", "gradient"): "sign-turned",
    ("clip_gradients", "clipped"): "root-forgotten",
    ("clip_gradients", "one_factor"): "clip-each-array",
    ("adam_step", "steady"): "no-bias-correction",
    ("adam_step", "rate"): "learning-rate-fixed",
    ("apply_temperature", "sums"): "not-normalised",
    ("apply_temperature", "of_one"): "something-added-to-all",
    ("apply_temperature", "in_turn"): "softmax-of-probabilities",
    ("sample_word", "one_choice"): "stop-mark-printed",
    ("sample_word", "same_seed"): "global-numbers",
    ("stack_gates", "one_product"): "pytorch-order",
    ("fast_lstm_forward", "lesson_05"): "c-starts-from-a0",
    ("fast_lstm_backward", "lesson_05"): "input-gate-without-candidate",
    ("fast_lstm_backward", "kept_cache"): "gates-overwritten",
    ("to_torch", "torch_step"): "order-of-the-course",
}


def laws_of(name, function, functions):
    return dict(_laws(name, function, functions, lambda *_: True))


@pytest.mark.parametrize(("name", "law"), BREAKS, ids=map("-".join, BREAKS))
def test_a_law_holds_for_the_solution_draw_after_draw(name, law, functions):
    test, random = laws_of(name, functions[name], functions)[law], np.random.default_rng(7)
    for _ in range(30):
        test(random)


@pytest.mark.parametrize(("name", "law"), BREAKS, ids=map("-".join, BREAKS))
def test_a_mistake_breaks_the_law(name, law, functions):
    entries = [e for e in bank.load() if (e.function, e.name) == (name, BREAKS[name, law])]
    test = laws_of(name, entries[0].make(), functions)[law]
    random = np.random.default_rng(7)
    with pytest.raises(_Broken):
        for _ in range(8):
            test(random)


def test_every_law_of_these_lessons_is_tried(functions):
    names = {name for name, _ in BREAKS}
    found = {(name, law) for name in names for law in laws_of(name, functions[name], functions)}
    assert found == set(BREAKS)
