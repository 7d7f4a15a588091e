"""Which quantities a mistake makes wrong, found by running it on inputs that the check has not."""

from __future__ import annotations

import contextlib
import functools
import io

from autograder.checks import EXERCISES, TOLERANCE, hidden_cases, visible_cases
from autograder.checks.mistakes import bank
from rnn_quantities import calls, quantities_of, wrong_quantities


@functools.cache
def touched(entry: bank.Implementation, ring: str = "hidden") -> tuple[str, ...]:
    """Names of the quantities that an implementation has wrong, in the order of the equations.

    Parameters
    ----------
    entry : Implementation
        The implementation.
    ring : str
        ``"hidden"`` or ``"visible"``: on whose inputs.
    """
    form = EXERCISES[entry.function].form()
    cases = (hidden_cases if ring == "hidden" else visible_cases)(entry.function)
    with contextlib.redirect_stdout(io.StringIO()):
        done = list(calls(entry.make(), cases, form, TOLERANCE))
    quantities = quantities_of(form, cases[0]["want"])
    return tuple(wrong_quantities(quantities, {name for call in done for name in call.wrong}))
