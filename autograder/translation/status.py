"""What a language's catalogues lack: missing, fuzzy, obsolete, and what differs in form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import polib

from autograder.translation import parity
from autograder.translation.catalogue import Catalogues


@dataclass
class State:
    """State of one catalogue; each message by its context and the beginning of its text."""

    name: str
    count: int = 0
    missing: list[str] = field(default_factory=list)
    fuzzy: list[str] = field(default_factory=list)
    obsolete: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether all is translated, and in form."""
        return not (self.missing or self.fuzzy or self.faults)

    def lines(self) -> Iterator[str]:
        """What to tell, a line each."""
        done = self.count - len(self.missing) - len(self.fuzzy)
        yield (
            f"{self.name}: {done} of {self.count} translated, {len(self.missing)} missing, "
            f"{len(self.fuzzy)} fuzzy, {len(self.obsolete)} obsolete, {len(self.faults)} faults"
        )
        for kind in ("missing", "fuzzy", "obsolete", "faults"):
            yield from (f"  {kind}: {each}" for each in getattr(self, kind))


def states(catalogues: Catalogues) -> list[State]:
    """State of each catalogue of a language, which is up to date with the English."""
    found = [_state(name, catalogue) for name, catalogue in catalogues.items()]
    _one_text_each(catalogues, {state.name: state for state in found})
    return found


def _state(name: str, catalogue: polib.POFile) -> State:
    state = State(name)
    for entry in catalogue:
        if entry.obsolete:
            state.obsolete.append(label(entry))
            continue
        state.count += 1
        if not entry.msgstr:
            state.missing.append(label(entry))
        elif entry.fuzzy:
            state.fuzzy.append(label(entry))
        else:
            wrong = parity.faults(entry.msgid, entry.msgstr)
            state.faults += [f"{label(entry)}: {fault}" for fault in wrong]
    return state


def _one_text_each(catalogues: Catalogues, states_by_name: dict[str, State]) -> None:
    """What is looked up by its English can have one translation only."""
    from autograder.translation.catalogue import looked_up

    said: dict[str, str] = {}
    for name, catalogue in catalogues.items():
        for entry in catalogue:
            if not looked_up(name, entry) or not usable(entry):
                continue
            if said.setdefault(entry.msgid, entry.msgstr) != entry.msgstr:
                states_by_name[name].faults.append(
                    f"{label(entry)}: the same English has another translation elsewhere"
                )


def usable(entry: polib.POEntry) -> bool:
    """Whether an entry's translation is that of its English."""
    return bool(entry.msgstr) and not entry.fuzzy and not entry.obsolete


def label(entry: polib.POEntry) -> str:
    """How a list names a message."""
    start = " ".join(entry.msgid.split())
    return f"{entry.msgctxt}: {start[:60]}{'…' if len(start) > 60 else ''}"
