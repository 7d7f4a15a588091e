"""Messages of lessons 06 to 08 that a cold reader found misleading, beside the point or vague."""

import re

import pytest
from eighth_bank_678 import MUTANTS

from autograder.checks.mistakes.bank import Implementation
from rnn_check import check
from rnn_compare import CheckFailed

ENTRIES = {
    f"{function}/{name}": Implementation(function, name, kind, source)
    for function, listed in MUTANTS.items()
    for name, source, kind, _ in listed
}
# What the message says now, and what it said and must not say.
TOLD = {
    "encode/says_word_only": ("refused is wrong", "passed"),
    "sequence_loss_backward/whole_numbers": ("Yours holds whole numbers only", "Yours is 0"),
    "clip_gradients/stacked_arrays": ("treated one by one", ""),
    "adam_step/no_state_returned": (
        "the result should be a tuple, yours is a dict",
        "return missing",
    ),
    "adam_step/other_state_names": (
        "state lacks the key .* it has 't', 'm', 'v'",
        "return missing",
    ),
    "apply_temperature/math_exp": ("Which function of NumPy takes an array", ""),
    "sample_word/drawn_twice": ("How many draws does one character take", ""),
    "sample_word/step_gets_letter": ("it got a str\n", "got state"),
    "orthogonal/scaled": ("W.T @ W is wrong", "not because of it"),
    "orthogonal/draws_a_vector": ("A shape is one argument", ""),
    "rnn_backward_truncated/dx_reversed": (
        "the steps stand in reverse order",
        "Nothing comes back",
    ),
    "stack_gates/whole_dictionary": ("Along which axis", ""),
    "fast_lstm_forward/reshape_for_transpose": ("they stand in other places", "output gate"),
    "fast_lstm_backward/bias_from_last_step": ("`dbf` of the last step alone", "step, `dbf`.\n"),
    "fast_lstm_backward/one_dz_for_all": ("Have they one cause", "slope lie on it"),
    "fast_lstm_backward/gates_popped": ("change what it finds in the cache", ""),
}


@pytest.mark.parametrize("name", TOLD)
def test_message_says_what_is_wrong(name):
    now, before = TOLD[name]
    with pytest.raises(CheckFailed) as failure:
        check(ENTRIES[name].make())
    said = str(failure.value)
    assert re.search(now, said), said
    assert not before or before not in said.partition("Where it goes wrong")[0], said


@pytest.mark.parametrize("name", [name for name, entry in ENTRIES.items() if entry.kind != "wrong"])
def test_right_one_passes(name):
    check(ENTRIES[name].make())
