"""What there is to translate of the checks: names, hints, known mistakes, predictions."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.checks import EXERCISES
from autograder.checks.cases import PREDICTIONS, hidden_cases, visible_cases
from autograder.checks.mistakes import bank
from autograder.translation.messages import Message


def exercise_messages() -> list[Message]:
    """Messages of all exercises, each English text once."""
    found: dict[str, Message] = {}
    for context, text in _texts():
        message = found.setdefault(text, Message(context, text))
        if len(message.where) < 3:
            message.where.append(context.partition(" ")[0])
    return list(found.values())


def _texts() -> Iterator[tuple[str, str]]:
    for function in EXERCISES:
        yield from _of_exercise(function)
    for entry in bank.load():
        if entry.kind == "wrong":
            yield f"{entry.function} {entry.name} thought", entry.misconception
            yield f"{entry.function} {entry.name} hint", entry.hint
    for name in PREDICTIONS:
        yield f"prediction {name}", name


def _of_exercise(function: str) -> Iterator[tuple[str, str]]:
    for case in [*visible_cases(function), *hidden_cases(function)]:
        yield f"{function} case", case["label"]
        if case.get("hint"):
            yield f"{function} case hint", case["hint"]
        if case.get("spares"):
            yield f"{function} case spares", case["spares"]
    for quantity in EXERCISES[function].quantities:
        at = f"{function} {quantity.name}"
        if quantity.called or not quantity.name.isidentifier():
            yield f"{at} name", quantity.called or quantity.name
        if not quantity.name.isidentifier():
            yield f"{at} name", quantity.name
        for kind in ("hint", "look", "algebra"):
            if text := getattr(quantity, kind):
                yield f"{at} {kind}", text
