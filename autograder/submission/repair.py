"""Put a student's notebook in order: tests, points and locked cells are always the course's.

The order is the student's. A test cell stays where the student has it, if that is below the
answer; else it goes below the answer. A locked cell stays unless something needs it earlier.
A locked cell to which the student added lines is run as the student left it and then as it
is in the course: an added import survives, a changed function does not.
Of a changed show cell only the definitions are run: a helper survives, a training run does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course.lesson import Lesson, Part
from autograder.submission import code_facts
from autograder.submission.entries import (
    Entry,
    Key,
    PlayerCell,
    neutralise,
    notebook_of,
    number,
)
from autograder.submission.notebook_file import RawCell, decode, parse_json, read_cells
from autograder.submission.opening import ReadLimits, read_regular_file
from autograder.submission.pairing import WRITTEN, Pairing, pair
from rnn_language import say

MOST_REPAIRS = 40  # sentences
DEFAULT_LIMITS = ReadLimits()


@dataclass(frozen=True)
class Repaired:
    """A notebook in order, and what the player runs of it."""

    notebook: dict
    cells: tuple[PlayerCell, ...]
    places: dict[str, int]  # grade_id of a test -> how many of ``cells`` stand before it
    repairs: tuple[str, ...]


def repair_file(
    path: Path, lesson: Lesson, limits: ReadLimits = DEFAULT_LIMITS
) -> tuple[dict, tuple[str, ...]]:
    """Read a notebook file and put it in order.

    Returns
    -------
    notebook : dict
        The repaired notebook, nbformat 4.5.
    repairs : tuple of str
        What was repaired, a sentence each.

    Raises
    ------
    Unreadable
        If it cannot be read; with a sentence that says why.
    """
    done = repair_bytes(read_regular_file(path, limits), lesson, limits)
    return done.notebook, done.repairs


def repair_bytes(
    data: bytes, lesson: Lesson, limits: ReadLimits, notes: Sequence[str] = ()
) -> Repaired:
    """Put a notebook in order, given the bytes of its file."""
    text, odd = decode(data)
    cells, odder = read_cells(parse_json(text, limits), limits)
    return _Builder(pair(lesson, cells), [*notes, *odd, *odder]).build(len(cells))


class _Builder:
    def __init__(self, pairing: Pairing, notes: list[str]) -> None:
        self.lesson = pairing.lesson
        self.pairing = pairing
        self.items = pairing.items
        self.notes = notes
        self.entries: list[Entry] = []
        self.key: dict[str, Key] = {}  # of the lesson's code cells that the notebook gets

    def build(self, read: int) -> Repaired:
        if len(self.items) < read:
            self.notes.append(say("A function that was split over two cells was put together."))
        self._add_locked()
        self._add_answers()
        self._add_tests()
        self._add_the_rest()
        self._tell_of_metadata()
        self.entries.sort(key=lambda entry: entry.key)
        number(self.entries, self.lesson)
        neutralise(self.entries, self.lesson)
        runs = [entry for entry in self.entries if entry.run]
        cells = [PlayerCell(entry.id, entry.run, entry.kind) for entry in runs]
        places = self._places([entry.key for entry in runs])
        cells += self._last_words()
        places = {test: len(cells) if at is None else at for test, at in places.items()}
        notebook = notebook_of(self.entries, self.lesson)
        return Repaired(notebook, tuple(cells), places, tuple(self.notes[:MOST_REPAIRS]))

    def note(self, words: str, **fields: object) -> None:
        """Say once what was repaired."""
        sentence = say(words).format(**fields)
        if sentence not in self.notes:
            self.notes.append(sentence)

    def _first(self, part: Part) -> int | None:
        """Index of the student's copy of a part: the first, but of a test the last."""
        found = [
            index
            for index, item in enumerate(self.items)
            if item.part is part and item.role == part.kind
        ]
        return (found[-1] if part.kind == "test" else found[0]) if found else None

    # -------------------------------------------------------------- locked cells

    def _add_locked(self) -> None:
        later: Key = (len(self.items), 0, 0.0)
        for part in reversed([part for part in self.lesson.parts if part.kind == "locked"]):
            index = self._first(part)
            limit = min(self._needed(part, missing=index is None), later[0])
            if index is None:
                self.note("The locked cell {cell} was missing and was restored.", cell=part.id)
            elif index >= limit:
                self.note(
                    "The locked cell {cell} was moved back, above what needs it.", cell=part.id
                )
            key = (limit, 0, part.place) if index is None or index >= limit else (index, 1, 0.0)
            self.key[part.id] = later = key
            self._add_own(part, key, "given", run=part.source)
            item = self.items[index] if index is not None else None
            if item is not None and item.changed:
                self.note(
                    "The locked cell {cell} was changed; the course's own counts.", cell=part.id
                )
                if item.run:
                    self._add(item.raw, (*key[:2], key[2] - 0.5), "extra", run=item.run)

    def _needed(self, part: Part, missing: bool) -> int:
        """Index of the first of the student's cells that may need a locked cell."""
        after = {p.id for p in self.lesson.parts if p.kind == "answer" and p.place > part.place}
        earlier = [name for name in self.lesson.answers if name not in after]
        low = max((self.pairing.main.get(name, -1) for name in earlier), default=-1)
        mains = {self.pairing.main[name] for name in after if name in self.pairing.main}
        for index, item in enumerate(self.items):
            answer = index in mains or (item.role == "answer" and item.part.id in after)
            if answer or (missing and item.role == "extra" and index > low):
                return index
        return len(self.items)

    # -------------------------------------------------------------- answers

    def _add_answers(self) -> None:
        holder: dict[int, str] = {}  # index of a cell -> the function whose grade_id it gets
        for name, index in self.pairing.main.items():
            if index not in holder or self.pairing.is_tagged(index, name):
                holder[index] = name
        for name in self.lesson.answers:
            part, index = self.lesson.by_id[name], self.pairing.main.get(name)
            if index is None:
                self.key[name] = self._key_of_missing(part)
                self.note(
                    "No cell defines {name}: an empty answer cell stands in its place.", name=name
                )
                self._add_own(part, self.key[name], "other", part.released)
                continue
            item = self.items[index]
            self._tell_of_answer(name, index)
            if holder[index] != name:
                self.key[name] = (index, 2, part.place)
                words = say("{name} is written in the cell {other}.")
                text = f"# {words.format(name=name, other=holder[index])}"
                self._add_own(part, self.key[name], "other", text)
                continue
            self.key[name] = (index, 1, 0.0)
            self._add_own(part, self.key[name], "answer", item.run, run=item.run)

    def _key_of_missing(self, part: Part) -> Key:
        tests = [self._first(test) for test in self.lesson.tests_of(part.id)]
        if any(index is not None for index in tests):
            return (min(index for index in tests if index is not None), 0, part.place)
        before = [p for p in self.lesson.parts[: part.place] if p.id in self.key]
        keys = [self.key[p.id] for p in before]
        keys += [(i, 1, 0.0) for i in map(self._first, before) if i is not None]
        if not keys:
            return (-1, 2, part.place)
        index, side, _ = max(keys)
        return (index, max(side, 2) if side else 0, part.place)

    def _tell_of_answer(self, name: str, index: int) -> None:
        item = self.items[index]
        if item.raw.cell_type != "code":
            self.note("The answer {name} was in a text cell and was read as code.", name=name)
        if not self.pairing.is_tagged(index, name):
            self.note("The answer {name} was found by the name of the function.", name=name)
        if name in self.pairing.several:
            self.note(
                "More than one cell defines {name}; the last one with its id counts.", name=name
            )

    # -------------------------------------------------------------- tests

    def _add_tests(self) -> None:
        for name in self.lesson.answers:
            for part in self.lesson.tests_of(name):
                index = self._first(part)
                if index is None:
                    self.note("The test cell {cell} was missing and was restored.", cell=part.id)
                elif self.items[index].changed:
                    self.note(
                        "The test cell {cell} was changed; the course's own counts.", cell=part.id
                    )
                if index is None or (index, 1, 0.0) < self.key[name]:
                    self.key[part.id] = (self._end_of_exercise(name), 2, part.place)
                else:
                    self.key[part.id] = (index, 1, 0.0)
                self._add_own(part, self.key[part.id], "other", part.source)

    def _end_of_exercise(self, name: str) -> int:
        """Index of the last of the student's code cells before the next exercise's answer."""
        start = self.key[name][0]
        starts = [key[0] for other, key in self.key.items() if other in self.lesson.answers]
        stop = min((index for index in starts if index > start), default=len(self.items))
        between = range(max(start, 0), stop)
        own = [i for i in between if self.items[i].role in ("answer", "extra")]
        return max(own, default=start)

    def _places(self, runs: list[Key]) -> dict[str, int | None]:
        """How many cells are run before each test; None: all, since the order is not ours."""
        places: dict[str, int | None] = {}
        highest: Key = (-1, 0, 0.0)
        for name in self.lesson.answers:
            highest = max(highest, self.key[name])
            for part in self.lesson.tests_of(name):
                key = self.key[part.id]
                places[part.id] = sum(run < key for run in runs) if key > highest else None
        return places

    def _last_words(self) -> list[PlayerCell]:
        """Answers to run again, since a cell below their tests binds the name to something else."""
        again = []
        for name in self.lesson.answers:
            main, binders = self.pairing.main.get(name), self.pairing.binders(name)
            if main is None or len(binders) < 2:
                continue
            tests = [self.key[part.id][0] for part in self.lesson.tests_of(name)]
            between = [
                i
                for i in binders
                if main < i < min(tests, default=0) and self.pairing.rank_of(i, name) == WRITTEN
            ]
            in_force = max([main, *between])
            if binders[-1] != in_force:
                again.append(PlayerCell(f"{name}_again", self.items[in_force].run, "answer"))
        return again

    # -------------------------------------------------------------- the student's other cells

    def _add_the_rest(self) -> None:
        mains = set(self.pairing.main.values())
        shown = set()
        for index, item in enumerate(self.items):
            key = (index, 1, 0.0)
            if index in mains or item.role in ("locked", "test"):
                continue
            if item.dropped:
                named = item.part.id if item.part else ", ".join(sorted(item.names))
                self.note("An empty copy of the answer {named} was left out.", named=named)
            elif item.role == "show":
                first = item.part.id not in shown
                shown.add(item.part.id)
                added = ""
                if item.changed and first:
                    added = code_facts.definitions(item.raw.source, item.part.source)
                if added:
                    self.note(
                        "Of the changed cell {cell} only definitions are run.", cell=item.part.id
                    )
                entry = self._add(item.raw, key, "extra", run=added, part=item.part)
                if first:
                    entry.id, entry.ours = item.part.id, True
            elif item.role == "prose":
                entry = self._add(item.raw, key, "other", cell_type=item.raw.cell_type)
                entry.attachments = item.raw.attachments
            else:
                self._add(item.raw, key, item.role, run=item.run)

    def _tell_of_metadata(self) -> None:
        lost = 0
        for item in self.items:
            ours = item.part.metadata.get("nbgrader") if item.part else None
            if not ours or item.dropped:
                continue
            theirs = item.raw.grading
            lost += not theirs
            if theirs and any(
                theirs.get(key, ours.get(key)) != ours.get(key)
                for key in ("points", "locked", "grade", "solution", "schema_version")
            ):
                self.note(
                    "The points or marks of {cell} were changed; ours count.", cell=item.part.id
                )
        if lost:
            self.note("nbgrader's marks were missing on {lost} cells and were put back.", lost=lost)

    # -------------------------------------------------------------- cells of the notebook

    def _add_own(self, part: Part, key: Key, kind: str, source: str = "", run: str = "") -> None:
        text = source or run
        self.entries.append(Entry(key, part.id, "code", text, kind, part.metadata, run, ours=True))

    def _add(
        self,
        raw: RawCell,
        key: Key,
        kind: str,
        run: str = "",
        cell_type: str = "code",
        part: Part | None = None,
    ) -> Entry:
        entry = Entry(key, raw.id, cell_type, raw.source, kind, part.metadata if part else {}, run)
        if not part and run:
            entry.source = run
        self.entries.append(entry)
        return entry
