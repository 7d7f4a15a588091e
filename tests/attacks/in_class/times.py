"""Time stamps that the reader of times, or of files, stumbles over: said, and they cost nothing."""

import os

from class_harness import Handed
from payloads import BAD_STAMPS

STAMP = "timestamp.txt"


def holding(text):
    """A time stamp with this in it."""
    data = text.encode("utf-8", "surrogatepass")
    return Handed(place=lambda folder: (folder / STAMP).write_bytes(data), says="no date and time")


def being(make):
    """Something else in the place of a time stamp."""
    return Handed(place=lambda folder: make(folder / STAMP), says="timestamp.txt could not be read")


def outside(folder):
    """A file outside of what is handed in."""
    return folder.parents[2] / "precious"


ATTACKS = {
    **{f"bad_stamp_{number}": holding(text) for number, text in enumerate(BAD_STAMPS)},
    "stamp_link": being(lambda path: path.symlink_to(outside(path.parent))),
    "stamp_link_to_a_device": being(lambda path: path.symlink_to("/dev/zero")),
    "stamp_pipe": being(os.mkfifo),
    "stamp_folder": being(os.mkdir),
    "stamp_of_a_megabyte": being(lambda path: path.write_bytes(b" " * (1 << 20))),
}
