"""The checks of every exercise: cases shown to students, and hidden cases.

Both rings use the engine of ``rnn_quantities`` and take the right results from the reference.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import importlib
import zlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder import course
from autograder.base.package import PACKAGE
from autograder.base.seed import InputSeed
from autograder.checks.inputs import Case, Exercise, Inputs
from autograder.course import reference
from rnn_calls import COMPANIONS
from rnn_compare import CheckFailed
from rnn_language import Words, say
from rnn_probes import probed
from rnn_quantities import first_fault
from rnn_words import said


def module_of(lesson: str, package: str = "autograder.checks") -> ModuleType:
    """Import what a package holds for a lesson: ``06_name`` has its module ``name``."""
    return importlib.import_module(f"{package}.{lesson.partition('_')[2]}")


def _own_lessons() -> list[str]:
    """Lessons of the course that this package lies in, else of the one around the caller."""
    return course.lesson_names(course.find_root(PACKAGE))


def _joined(attribute: str) -> dict[str, Any]:
    """Join what the lessons' modules name alike; a name that two lessons use is a mistake."""
    joined: dict[str, Any] = {}
    for lesson in _own_lessons():
        more = getattr(module_of(lesson), attribute)
        if twice := joined.keys() & more.keys():
            raise ValueError(f"{lesson} names again what an earlier lesson has: {sorted(twice)}")
        joined |= more
    return joined


EXERCISES: dict[str, Exercise] = _joined("EXERCISES")
PREDICTIONS: dict[str, Any] = _joined("PREDICTIONS")  # answers of the lessons' predict cells

MOST_CASES = 256  # lists of hidden cases that are kept; a course has some 30, or so many a student
TOLERANCE = 1e-9  # of hidden tests, which compare with the reference at full precision

HIDDEN = Words({"again": "called a second time with the same input"})

# What a hidden test says of a fault: enough to look in the right place, and no value of the test.
FAULTS = Words(
    {
        "unwritten": "it is not written yet.",
        "raised": "it raised {type}{at}",
        "overflow": "a number becomes too large on the way{at}",
        "type": "{name} is of the wrong type.",
        "keys": "{name} lacks the key {missing}.",
        "length": "{name} has the wrong number of parts.",
        "shape": "{name} has the wrong shape.",
        "dtype": "{name} should hold {want} numbers, yours holds {got}.",
        "missing": "{name} is missing.",
        "unfinished": "{name} is not written yet.",
        "finite": "{name} holds nan or inf.",
        "value": "{name} holds wrong values.",
        "changed": "it changed its argument {name}.",
        "second": "a later call changed what this one had returned: {name}. Return new arrays.",
        "earlier": "{text}",
    }
)


def hidden_check(function: Callable) -> None:
    """Test an exercise on fresh inputs against the reference.

    Parameters
    ----------
    function : callable
        The student's function, under its own name.

    Raises
    ------
    CheckFailed
        Saying in which situation it fails and what is wrong, without any number of the test.
    """
    name = function.__name__
    found = first_fault(
        function, hidden_cases(name, _graded.get()), EXERCISES[name].form(), TOLERANCE
    )
    if found:
        failure = CheckFailed(_hidden_message(name, *found))
        failure.kind = found[1]["kind"]
        raise failure


def companions(name: str) -> tuple[str, ...]:
    """Other functions of the same notebook that the check of an exercise calls."""
    return COMPANIONS.get(EXERCISES[name].probe, ()) if name in EXERCISES else ()


@dataclass(frozen=True)
class HiddenInputs:
    """Whose hidden inputs a test is to have.

    Parameters
    ----------
    root : Path or None
        The course whose solutions are the reference; None: the one around the caller.
    seed : InputSeed
    student : str
        Matters only if the seed says that each student has inputs of their own.
    """

    root: Path | None = None
    seed: InputSeed = InputSeed()
    student: str = ""


PUBLIC = HiddenInputs()
_graded: ContextVar[HiddenInputs] = ContextVar("graded", default=PUBLIC)  # noqa: B039  (frozen)


@contextlib.contextmanager
def grading(whose: HiddenInputs) -> Iterator[None]:
    """Give hidden tests these inputs meanwhile.

    A test cell names no course and no seed: nbgrader alone runs it too, beside the student's code,
    which must not find a secret there. Then the inputs are the public ones.
    """
    before = _graded.set(whose if whose.seed.by_student else replace(whose, student=""))
    try:
        yield
    finally:
        _graded.reset(before)


@functools.lru_cache(maxsize=MOST_CASES)
def hidden_cases(name: str, whose: HiddenInputs = PUBLIC) -> list[dict]:
    """Cases of the hidden test, with the results of the reference at full precision."""
    exercise = EXERCISES[name]
    functions = reference.load(whose.root)
    public = zlib.crc32(f"hidden {name}".encode())
    own = whose.seed.digest
    draw = Inputs(seed=whose.seed.words(name, whose.student) if own else public)
    return [
        _with_result(probed(functions[name], exercise.form()), case)
        for case in exercise.hidden(draw, functions)
    ]


@functools.cache
def visible_cases(name: str, root: Path | None = None) -> list[dict]:
    """Cases of the check that students run, with the results of a course's reference."""
    functions = reference.load(root)
    draw = Inputs(seed=zlib.crc32(f"visible {name}".encode()), decimals=2)
    cases = EXERCISES[name].visible(draw, functions)
    for case in cases:
        _want_apt_hint(name, case)
    function = probed(functions[name], EXERCISES[name].form())
    return [_with_result(function, case) for case in cases]


def _want_apt_hint(name: str, case: Case) -> None:
    """Refuse a hint that could be shown for a quantity that it is not about."""
    known = [quantity.name for quantity in EXERCISES[name].quantities]
    if case.hint and len(known) > 1 and case.about not in known:
        raise ValueError(
            f"{name}, {case.label}: `about` of its hint should be one of {', '.join(known)}"
        )


def _with_result(function: Callable, case: Case) -> dict:
    want = function(*copy.deepcopy(case.args))
    data = {"label": case.label, "args": case.args, "want": want}
    optional = {"hint": case.hint, "about": case.about, "tolerance": case.tolerance}
    optional["spares"] = case.spares
    return data | {key: value for key, value in optional.items() if value}


def _hidden_message(name: str, case: dict, fault: dict) -> str:
    if fault["kind"] == "unwritten":
        return f"{name}: " + FAULTS["unwritten"]
    label = HIDDEN["again"] if "again" in case else say(case["label"])
    # A name of ours: what the student's result holds in that place could tell what was asked.
    place = fault.get("quantity") or fault.get("where", "").split("[")[0]
    text = said({**fault, "name": place}, FAULTS)
    return f"{name}, {label}: {text}"
