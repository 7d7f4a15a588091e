"""Whose a file is, by the names that Canvas and Moodle give to what they pack.

A student chooses the last part of such a name and nothing else: all parts before it are read from
the left, so that a file called like another student's stays its sender's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

MOODLE = re.compile(
    r"\A(?P<name>.*?)_(?P<number>\d+)_assignsubmission_(?P<plugin>[a-z]+)_?(?P<file>.*)\Z",
    re.DOTALL,
)
CANVAS = re.compile(
    r"\A(?P<name>\w+?)_(?P<late>LATE_)?(?P<user>\d+)_(?P<file>\d+)_(?P<original>.+)\Z", re.DOTALL
)
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


def sender(path: PurePosixPath) -> Sender | None:
    """Read a path inside a download; None if it does not say who sent the file."""
    for place, part in enumerate(path.parts):
        match = MOODLE.match(part)
        if match:
            flat = place == len(path.parts) - 1  # else the part is a folder's name
            original = match["file"] if flat else path.name
            base = part.removesuffix(original) if flat else f"{part}/"
            return Sender("moodle", match["number"], original, match["name"].strip(), base=base)
    match = ANONYMOUS.match(path.name)
    if match:
        return _canvas(path, match, f"anon_{match['user']}")
    match = CANVAS.match(path.name)
    if match:
        return _canvas(path, match, match["user"])
    return _of_folder(path)


def _canvas(path: PurePosixPath, match: re.Match, key: str) -> Sender:
    original = match["original"]
    base = path.name[: -len(original)]
    again = re.search(r"-(\d+)\.[^.]+\Z", original)
    # An attachment's number grows with time; "-1" is the site's own mark of a second attempt.
    order = int(match["file"]) * 1000 + (int(again[1]) if again and len(again[1]) < 4 else 0)
    late = match["late"] is not None
    return Sender("canvas", key, original, match["name"] if "name" in match.groupdict() else key,
                  late=late, order=order, base=base)  # fmt: skip


def _of_folder(path: PurePosixPath) -> Sender | None:
    """A folder for each student, or a notebook for each student in one folder."""
    if len(path.parts) > 1:
        return Sender("folder", path.parts[0], path.name, path.parts[0])
    return Sender("folder", COPIES.sub("", path.name).removesuffix(".ipynb"), path.name)
