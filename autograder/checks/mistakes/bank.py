"""The mistake bank: named wrong implementations, and right ones in unusual styles.

A lesson's module lists both by function. An implementation is written in the shortest of three
forms: edits of the solution, the body of the function, or a whole cell.
"""

from __future__ import annotations

import functools
import linecache
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder import course
from autograder.checks.cases import module_of
from autograder.course import reference

DOCSTRING = re.compile(r'\A(def .*?\):\n)\s*""".*?"""\n', re.DOTALL)
COMMENT = re.compile(r"^ *#.*\n", re.MULTILINE)


@dataclass(frozen=True)
class Draft:
    """An implementation as a lesson's module writes it."""

    name: str  # stable: words joined by hyphens
    change: tuple  # one text (a body or a whole cell), or edits of the solution: (old, new), ...
    misconception: str = ""  # one sentence: what its author believes
    hint: str = ""  # what a tutor would say: a question or a place to look, never the code


def wrong(name: str, misconception: str, hint: str, *change: str | tuple) -> Draft:
    """Name a wrong implementation.

    Parameters
    ----------
    name : str
        Stable and unique among those of the function.
    misconception, hint : str
        What the author believes, and what to ask.
    *change : str or pairs of str
        A body or a whole cell, or edits ``(old, new)``. Each ``old`` must stand exactly once in the
        solution; an edit ``(old, new, "every")`` replaces each of several.
    """
    return Draft(name, change, misconception, hint)


def right(name: str, *change: str | tuple) -> Draft:
    """Name a right implementation in an unusual style; ``change`` as in `wrong`."""
    return Draft(name, change)


@dataclass(frozen=True)
class Implementation:
    """An implementation of one function, as the text of a solution cell."""

    function: str
    name: str
    kind: str  # "wrong" or "correct"
    source: str
    misconception: str = ""
    hint: str = ""

    def make(self, root: Path | None = None) -> Callable:
        """Run the cell where NumPy and the functions before this one are known.

        Parameters
        ----------
        root : Path, optional
            The course that those functions come from; by default the one around the caller.
        """
        namespace: dict = {"np": np}
        for name, function in reference.load(root).items():
            if name == self.function:
                break
            namespace[name] = function
        filename = f"<{self.function} {self.name}>"
        lines = self.source.splitlines(keepends=True)
        linecache.cache[filename] = len(self.source), None, lines, filename  # for messages
        exec(compile(self.source, filename, "exec"), namespace)
        return namespace[self.function]


@functools.cache
def load(root: Path | None = None) -> tuple[Implementation, ...]:
    """Entries of the whole bank, in the order of the lessons."""
    return tuple(_entries(root or course.find_root()))


def _entries(root: Path) -> Iterator[Implementation]:
    for lesson in course.lesson_names(root):
        module = module_of(lesson, __package__)
        solutions = course.solutions(root, lesson)
        for kind, drafts in (("wrong", module.WRONG), ("correct", module.RIGHT)):
            for function, listed in drafts.items():
                for draft in listed:
                    text = source_of(draft, function, solutions[function])
                    yield Implementation(
                        function, draft.name, kind, text, draft.misconception, draft.hint
                    )


def source_of(draft: Draft, function: str, solution: str) -> str:
    """Text of the cell that a draft stands for.

    Parameters
    ----------
    draft : Draft
        As a lesson's module writes it.
    function : str
        Name of the function that the cell has to define.
    solution : str
        The solution cell, whose first line a body keeps and which edits change; its docstring
        and comments are left out.

    Raises
    ------
    ValueError
        If the text that an edit replaces is not there, or stands there more than once.
    """
    solution = COMMENT.sub("", DOCSTRING.sub(r"\1", solution, count=1))
    if isinstance(draft.change[0], str):
        text = textwrap.dedent(draft.change[0]).strip("\n") + "\n"
        if re.search(rf"^def {function}\(", text, re.MULTILINE):
            return text
        head = solution[: solution.index("):\n") + 3]
        return head + textwrap.indent(text, "    ")
    for old, new, *every in draft.change:
        found = solution.count(old)
        if not found or (found > 1 and not every):
            raise ValueError(f"{function}, {draft.name}: {old!r} stands {found} times in it")
        solution = solution.replace(old, new)
    return solution
