"""The cells of a repaired notebook, and the notebook that is written of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.course.lesson import Lesson
from autograder.submission import neutral
from rnn_language import ENGLISH, METADATA, spoken

CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}\Z")

# Where a cell stands: index among the student's cells; 0 before that cell, 1 the cell, 2 after
# it; then the place in the source notebook.
Key = tuple[int, int, float]


@dataclass(frozen=True)
class PlayerCell:
    """A cell that the player runs."""

    id: str
    source: str
    kind: str  # "given" | "answer" | "extra"


@dataclass
class Entry:
    """A cell of the repaired notebook."""

    key: Key
    id: str
    cell_type: str
    source: str
    kind: str  # "given" | "answer" | "extra" | "other"
    metadata: dict = field(default_factory=dict)
    run: str = ""
    attachments: dict = field(default_factory=dict)
    ours: bool = False  # a cell of the lesson: its id is fixed


def number(entries: Sequence[Entry], lesson: Lesson) -> None:
    """Give each cell an id of its own; the lesson's ids stay with the lesson's cells."""
    used = {entry.id for entry in entries if entry.ours}
    used |= {f"{name}_again" for name in lesson.answers}
    count = 0
    for entry in entries:
        if entry.ours:
            continue
        if not CELL_ID.match(entry.id) or entry.id in used:
            while f"cell_{count}" in used:
                count += 1
            entry.id = f"cell_{count}"
        used.add(entry.id)


def neutralise(entries: Sequence[Entry], lesson: Lesson) -> None:
    """Let no text cell of the student's act in the page of whoever opens the notebook."""
    ours = {part.released for part in lesson.parts if part.kind == "prose"}
    ours |= set(lesson.prose(spoken()).values())
    for entry in entries:
        if entry.cell_type == "code":
            continue
        entry.attachments = neutral.pictures(entry.attachments)
        if entry.source not in ours:
            entry.source = neutral.text(entry.source, frozenset(entry.attachments))


def notebook_of(entries: Sequence[Entry], lesson: Lesson) -> dict:
    """Notebook of format 4.5 with these cells."""
    cells = []
    for entry in entries:
        cell = {
            "cell_type": entry.cell_type,
            "id": entry.id,
            "metadata": _copy(entry.metadata),
            "source": entry.source,
        }
        if entry.cell_type == "code":
            cell |= {"execution_count": None, "outputs": []}
        elif entry.attachments:
            cell["attachments"] = entry.attachments
        cells.append(cell)
    metadata = _copy(lesson.metadata)
    if spoken() != ENGLISH:
        metadata[METADATA] = spoken()
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _copy(metadata: dict) -> dict:
    """Copy metadata two levels deep, which is all that a source notebook has."""
    return {
        key: value.copy() if isinstance(value, dict | list) else value
        for key, value in metadata.items()
    }
