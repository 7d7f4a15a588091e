"""Catalogues of a language: read, brought up to date with the English, written.

A message whose English has changed keeps its translation, marked fuzzy, with the English that
it was made from. One that is gone is kept at the end of its file, marked obsolete.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polib

from autograder.translation.messages import SHARED, SHOWN, Message

Catalogues = dict[str, polib.POFile]
NEAR = 0.5  # a changed text is taken for the new form of one that is at least so alike


def languages(root: Path) -> list[str]:
    """Codes of the languages that the course has beside English: the folders of ``locale/``."""
    return sorted(path.name for path in (root / "locale").glob("*/") if path.is_dir())


def path_of(root: Path, language: str, name: str) -> Path:
    """Path of a catalogue."""
    return root / "locale" / language / f"{name}.po"


def read(root: Path, language: str) -> Catalogues:
    """Read all catalogues of a language, by name.

    Raises
    ------
    ValueError
        If a file is no catalogue; with the line.
    """
    found = {}
    for path in sorted((root / "locale" / language).glob("*.po")):
        try:
            found[path.stem] = open_file(path)
        except OSError as error:
            raise ValueError(f"{path}: {error}") from error
    return found


def open_file(path: Path) -> polib.POFile:
    """Read a catalogue from its file."""
    return polib.pofile(str(path), wrapwidth=100, encoding="utf-8")


def merged(root: Path, language: str, english: Mapping[str, list[Message]]) -> Catalogues:
    """A language's catalogues as they would be if they were brought up to date now."""
    old = read(root, language)
    pool = _Pool(old)
    made = {name: _new_catalogue(language, messages, pool) for name, messages in english.items()}
    for name, catalogue in made.items():
        catalogue.extend(pool.left(name))
    for name in sorted(old.keys() - made.keys()):  # of a lesson that is gone
        made[SHARED].extend(pool.left(name))
    return made


def update(root: Path, language: str, english: Mapping[str, list[Message]]) -> list[Path]:
    """Bring a language's catalogues up to date; return the files that changed."""
    written = []
    for name, catalogue in merged(root, language, english).items():
        path = path_of(root, language, name)
        text = text_of(catalogue)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            written.append(path)
    for path in (root / "locale" / language).glob("*.po"):
        if path.stem not in english:
            path.unlink()
            written.append(path)
    return written


def looked_up(name: str, entry: polib.POEntry) -> bool:
    """Whether a message is looked up by its English while the course runs."""
    return name == SHARED or entry.msgctxt == SHOWN


def text_of(catalogue: polib.POFile) -> str:
    """Text of a catalogue's file."""
    return str(catalogue).rstrip("\n") + "\n"


def _new_catalogue(language: str, messages: Iterable[Message], pool: _Pool) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=100, encoding="utf-8")
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for message in messages:
        catalogue.append(_entry(message, pool.take(message)))
    return catalogue


def _entry(message: Message, old: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgctxt=message.context,
        msgid=message.text,
        comment=message.note,
        occurrences=[(place, "") for place in message.where],
    )
    if old is None:
        return entry
    entry.msgstr, entry.tcomment = old.msgstr, old.tcomment
    if old.msgid != message.text and old.msgstr:
        entry.flags = ["fuzzy"]
        entry.previous_msgid = old.previous_msgid if old.fuzzy and old.previous_msgid else old.msgid
    elif old.fuzzy:
        entry.flags, entry.previous_msgid = ["fuzzy"], old.previous_msgid
    return entry


class _Pool:
    """Entries of a language's files until now; each can be taken once, or copied by its text."""

    def __init__(self, old: Catalogues):
        self.home = {id(entry): name for name, file in old.items() for entry in file}
        self.entries = [entry for file in old.values() for entry in file]
        self.by_key = {(entry.msgctxt, entry.msgid): entry for entry in self.entries}
        self.by_text = {entry.msgid: entry for entry in self.entries if entry.msgstr}
        self.by_context: dict[str, list[polib.POEntry]] = {}
        for entry in self.entries:
            self.by_context.setdefault(entry.msgctxt, []).append(entry)
        self.taken: set[int] = set()

    def take(self, message: Message) -> polib.POEntry | None:
        """Entry of a message: the same, one that has moved, or an older text of its place."""
        found = self.by_key.get(message.key)
        if found is None or not found.msgstr:
            found = self.by_text.get(message.text) or self._older(message) or found
        if found is not None:
            self.taken.add(id(found))
        return found

    def _older(self, message: Message) -> polib.POEntry | None:
        from difflib import SequenceMatcher

        def alike(entry: polib.POEntry) -> float:
            return SequenceMatcher(None, entry.msgid, message.text, autojunk=False).ratio()

        free = [
            entry
            for entry in self.by_context.get(message.context, ())
            if id(entry) not in self.taken and entry.msgstr
        ]
        best = max(free, key=alike, default=None)
        return best if best is not None and alike(best) >= NEAR else None

    def left(self, name: str) -> list[polib.POEntry]:
        """Translations of a file that nothing asks for any more."""
        kept = []
        for entry in self.entries:
            if self.home[id(entry)] == name and id(entry) not in self.taken and entry.msgstr:
                entry.obsolete, entry.occurrences = True, []
                kept.append(entry)
        return kept
