"""The checks of every exercise: cases that students see, hidden cases, the bank of mistakes.

Hidden test cells import `hidden_check` from here. A lesson's module and its bank are found by name.
"""

from autograder.checks.cases import (
    EXERCISES,
    PREDICTIONS,
    TOLERANCE,
    HiddenInputs,
    companions,
    grading,
    hidden_cases,
    hidden_check,
    visible_cases,
)

__all__ = [
    "EXERCISES",
    "PREDICTIONS",
    "TOLERANCE",
    "HiddenInputs",
    "companions",
    "grading",
    "hidden_cases",
    "hidden_check",
    "visible_cases",
]
