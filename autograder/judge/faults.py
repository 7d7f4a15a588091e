"""Make an exception of the judge from what the player says of a fault."""

from __future__ import annotations

from autograder.base.limits import Limits
from autograder.base.outcome import Status
from autograder.judge.plain import plain_text, type_name
from autograder.judge.source import Source
from autograder.judge.stops import DISTURBANCES, NotWritten, StopTest, StudentError, limit_sentence
from rnn_language import say


def error_of(fault: dict, source: Source, limits: Limits) -> BaseException:
    """Make the exception that stands for the one which the player says was raised."""
    match fault:
        case {"kind": str(kind), "type": str(type_), "message": str(message)}:
            pass
        case _:
            return hostile("exception")
    broken = limit_sentence(kind, limits)
    if broken:
        return StopTest(*broken)
    base = NotWritten if kind == "unwritten" else StudentError
    error = type(source.exception(type_name(type_)), (base,), {})(plain_text(message, 500))
    error.student_place = _place(fault, source)
    return error


def _place(fault: dict, source: Source) -> dict:
    """Where an exception arose: the line only if a cell has it."""
    match fault:
        case {"line": int(line), "text": str(text)} if source.has_line(line, text):
            place = {"line": line, "text": plain_text(text, 200)}
        case _:
            place = {"line": None, "text": ""}
    detail, function = fault.get("detail"), fault.get("function")
    place["detail"] = plain_text(detail, 300) if type(detail) is str else ""
    known = type(function) is str and function.isidentifier()
    place["called"] = fault.get("called") is True
    advice = fault.get("advice")
    place["advice"] = advice if type(advice) is str and advice.isidentifier() else ""
    return {**place, "function": function if known else ""}


def hostile(kind: str) -> StopTest:
    """Make what ends a test whose player sent what no honest player sends, by the kind of that."""
    return StopTest(
        Status.REFUSED,
        say("the notebook's code disturbed the grader: {what}.").format(what=DISTURBANCES[kind]),
        fatal=True,
    )
