"""Find in a student's cells what belongs to the lesson, and which cell answers which exercise.

Rules, in this order:

1. A cell whose text is one of ours is that cell, whatever its metadata says.
2. Else ``grade_id``, then the cell id, says which cell of ours it was.
3. The answer to an exercise is the last cell with its grade_id that defines the function and is
   not a blank stub; else the last cell anywhere that does. A cell that cannot be parsed, or binds
   the name to something that does not look like a function, comes after these.
4. A blank copy is left out as soon as a written one exists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from autograder.course.lesson import Lesson, Part, plain
from autograder.submission import code_facts
from autograder.submission.code_facts import Facts
from autograder.submission.notebook_file import RawCell

FENCE = re.compile(r"\A\s*```[^\n]*\n(.*?)\n?```\s*\Z", re.DOTALL)
MOST_PARSED = 300_000  # characters of one submission
MOST_JOINS = 20  # cells that are tried as the rest of the one above

WRITTEN, UNPARSED, BOUND, BLANK, ABSENT = 4, 3, 2, 1, 0  # what a cell is to a function


@dataclass
class Item:
    """A student's cell, and what it is to the lesson."""

    raw: RawCell
    role: str  # "prose" | "locked" | "test" | "show" | "answer" | "extra"
    part: Part | None = None
    changed: bool = False  # a locked, test or show cell whose text is no longer ours
    run: str = ""  # what the player runs of it
    names: set[str] = field(default_factory=set)  # graded functions that it may bind
    dropped: bool = False


def pair(lesson: Lesson, cells: list[RawCell]) -> Pairing:
    """Say of each cell what it is, and choose the answers."""
    pairing = Pairing(lesson, [identify(lesson, cell) for cell in joined(cells)])
    for function in lesson.answers:
        pairing.choose(function)
    pairing.drop_blank_copies()
    return pairing


def joined(cells: list[RawCell]) -> list[RawCell]:
    """Cells in which a function that an editor split in two is one cell again."""
    result: list[RawCell] = []
    tries = MOST_JOINS
    for cell in cells:
        first = result[-1] if result else None
        if (
            first is not None
            and cell.cell_type == first.cell_type == "code"
            and cell.source.lstrip("\n")[:1] in (" ", "\t")
            and (tries := tries - 1) >= 0
            and code_facts.continues(first.source, cell.source)
        ):
            whole = first.source + "\n" + cell.source
            result[-1] = replace(first, source=whole, claims=first.claims + cell.claims)
        else:
            result.append(cell)
    return result


def identify(lesson: Lesson, cell: RawCell) -> Item:
    """Say what a cell is to the lesson."""
    text = cell.source
    code = cell.cell_type == "code"
    same = lesson.by_text.get(text) or (lesson.by_text.get(plain(text)) if code else None)
    if same is not None and same.kind != "answer":
        return Item(cell, same.kind, same)
    if same is None:
        same = next((lesson.by_id[claim] for claim in cell.claims if claim in lesson.by_id), None)
    kind = same.kind if same is not None else "extra"
    if kind == "answer":
        item = Item(cell, "answer", same, run=text if code else _unfenced(text))
    elif kind in ("locked", "test", "show") and (code or kind != "show"):
        item = Item(cell, kind, same, changed=True)
        if kind == "locked" and _adds_lines(text, same.source):
            item.run = text
    elif code:
        item = Item(cell, "extra", same if kind == "code" else None, run=text)
    else:
        item = Item(cell, "prose", same if kind == "prose" else None)
    if item.run:
        item.names = code_facts.mentions(item.run, lesson.answers)
    return item


def _unfenced(text: str) -> str:
    found = FENCE.match(text)
    return found[1] if found else text


def _adds_lines(text: str, ours: str) -> bool:
    known = {"", *plain(ours).split("\n")}
    return any(line not in known for line in plain(text).split("\n"))


class Pairing:
    """The cells of a submission and the answers among them."""

    def __init__(self, lesson: Lesson, items: list[Item]) -> None:
        self.lesson = lesson
        self.items = items
        self.main: dict[str, int] = {}  # function -> index of the cell that answers it
        self.rank: dict[str, int] = {}
        self.several: list[str] = []  # functions that more than one cell defines
        self._facts: dict[int, Facts] = {}
        self._unparsed = MOST_PARSED
        self._overwritten = any(item.changed and not item.run for item in items)

    def facts(self, index: int) -> Facts:
        """What a cell does to the lesson's functions; found once, and within bounds."""
        if index not in self._facts:
            text = self.items[index].run
            self._unparsed -= len(text)
            tolerant = self._unparsed < 0
            self._facts[index] = code_facts.facts(text, self.lesson.answers, tolerant)
        return self._facts[index]

    def rank_of(self, index: int, function: str) -> int:
        """What a cell is to a function."""
        known = self.facts(index)
        if function in known.blank:
            return BLANK
        if function in known.defines:
            return WRITTEN if known.parses else UNPARSED
        return BOUND if function in known.binds else ABSENT

    def is_tagged(self, index: int, function: str) -> bool:
        """Whether a cell is an answer cell that its metadata gives to the function."""
        item = self.items[index]
        return item.role == "answer" and item.part.id == function

    def choose(self, function: str) -> None:
        """Choose the cell that answers a function."""
        tagged, named = [], []
        for index, item in enumerate(self.items):
            if self.is_tagged(index, function):
                tagged.append(index)
            elif function in item.names:
                named.append(index)
        if len(tagged) == 1 and not named and self._is_plain(self.items[tagged[0]], function):
            self.main[function] = tagged[0]  # the ordinary case: nothing to parse
            return
        ranked = [(self.rank_of(index, function), True, index) for index in tagged]
        ranked += [(self.rank_of(index, function), False, index) for index in named]
        ranked = [entry for entry in ranked if entry[0] > ABSENT or entry[1]]
        if not any(entry[0] == WRITTEN for entry in ranked):
            ranked += self._rescued(function)
        if not ranked:
            return
        self.rank[function], _, self.main[function] = max(ranked)
        if sum(entry[0] == WRITTEN for entry in ranked) > 1:
            self.several.append(function)

    def _is_plain(self, item: Item, function: str) -> bool:
        """Whether a cell is an answer, with no need to look for a better one."""
        blank = "NotImplementedError" in item.run
        return function in item.names and not self._overwritten and not blank

    def _rescued(self, function: str) -> list[tuple[int, bool, int]]:
        """A written answer in a cell that is otherwise not run: a test, a show or a text cell."""
        for index in reversed(range(len(self.items))):
            item = self.items[index]
            if item.run or not (item.changed or item.role == "prose"):
                continue
            if not code_facts.mentions(item.raw.source, [function]):
                continue
            text = _unfenced(item.raw.source)
            known = code_facts.facts(text, self.lesson.answers, self._unparsed < len(text))
            self._unparsed -= len(text)
            if known.parses and function in known.defines - known.blank:
                self.items[index] = Item(
                    item.raw,
                    "extra",
                    run=code_facts.definitions(text) if item.changed else text,
                    names=code_facts.mentions(text, self.lesson.answers),
                )
                self._facts.pop(index, None)
                return [(WRITTEN, False, index)]
        return []

    def drop_blank_copies(self) -> None:
        """Leave out stubs of functions that are written, or stand, elsewhere."""
        mains = set(self.main.values())
        for index, item in enumerate(self.items):
            if index in mains or item.role not in ("answer", "extra"):
                continue
            tagged = item.part.id if item.role == "answer" else None
            concerned = {name for name in item.names if self.rank.get(name, BOUND) != BOUND}
            if tagged is not None and not item.run.strip():
                item.dropped = True
            elif concerned:
                known = self.facts(index)
                item.dropped = (
                    known.only_defines and bool(known.binds) and known.binds <= known.blank
                )

    def binders(self, function: str) -> list[int]:
        """Cells that bind a function when they are run, in order."""
        found = [
            index
            for index, item in enumerate(self.items)
            if function in item.names and not item.dropped
        ]
        if len(found) < 2:
            return found
        return [index for index in found if function in self.facts(index).binds]
