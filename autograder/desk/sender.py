"""Whose a file is, by the names that Canvas and Moodle give to what they pack.

A student chooses the last part of such a name, and mostly their own name at its beginning: either
may hold numbers. So a file called like another student's must stay its sender's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

MOODLE = re.compile(
    r"\A(?P<name>.*?)_(?P<number>\d+)_assignsubmission_(?P<plugin>[a-z]+)_?(?P<file>.*)\Z",
    re.DOTALL,
)
# User and attachment; looked for at every place, because each "_" may belong to two numbers.
NUMBERS = re.compile(r"(?=(?P<late>_LATE)?_(?P<user>\d{1,18})_(?P<file>\d{1,18})_)")
ANONYMOUS = re.compile(
    r"\Aanon_(?P<user>[A-Za-z0-9]+)_(?P<late>LATE_)?(?P<file>\d+)_(?P<original>.+)\Z", re.DOTALL
)
COPIES = re.compile(
    r"(?:\ACopy of | ?\(\d+\)| - Copy|-\d+)(?=.*\.ipynb\Z)|\ACopy of ", re.IGNORECASE
)


@dataclass(frozen=True)
class Sender:
    """What a name says of who handed a file in."""

    site: str  # "moodle" | "canvas" | "folder"
    key: str  # the site's own number or id of the student; a folder's or file's name
    original: str  # the name that the student gave
    name: str = ""  # for people, never to match by
    late: bool = False
    order: int = 0  # a later attempt has a larger one
    base: str = ""  # what a name must begin with to come back to this submission


def senders(path: PurePosixPath) -> list[Sender]:
    """Read a path inside a download: who sent the file, the likeliest reading first.

    A name of Canvas reads in more than one way where a student's own name, or the file's, has
    numbers in it; the roster then decides (`collect`).
    """
    for place, part in enumerate(path.parts):
        match = MOODLE.match(part)
        if match:
            flat = place == len(path.parts) - 1  # else the part is a folder's name
            original = match["file"] if flat else path.name
            base = part.removesuffix(original) if flat else f"{part}/"
            return [Sender("moodle", match["number"], original, match["name"].strip(), base=base)]
    match = ANONYMOUS.match(path.name)
    if match:
        return [_canvas(path, match["late"], match["file"], match["original"],
                        f"anon_{match['user']}")]  # fmt: skip
    found: dict[int, Sender] = {}  # by place of the user's number: "LATE" makes no second reading
    for match in NUMBERS.finditer(path.name):
        original = path.name[match.end("file") + 1 :]
        if match.start() and original:
            name, rest = path.name[: match.start()], (match["late"], match["file"], original)
            found.setdefault(match.start("user"), _canvas(path, *rest, match["user"], name))
    return list(found.values()) or [_of_folder(path)]


def _canvas(
    path: PurePosixPath, late: str | None, file: str, original: str, key: str, name: str = ""
) -> Sender:
    base = path.name[: -len(original)]
    again = re.search(r"-(\d+)\.[^.]+\Z", original)
    # An attachment's number grows with time; "-1" is the site's own mark of a second attempt.
    order = int(file) * 1000 + (int(again[1]) if again and len(again[1]) < 4 else 0)
    return Sender("canvas", key, original, name or key, late is not None, order, base)


def _of_folder(path: PurePosixPath) -> Sender:
    """A folder for each student, or a notebook for each student in one folder."""
    if len(path.parts) > 1:
        return Sender("folder", path.parts[0], path.name, path.parts[0])
    return Sender("folder", COPIES.sub("", path.name).removesuffix(".ipynb"), path.name)
