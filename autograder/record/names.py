"""Students' names as folders have them: which of them may go into the gradebook, and into pages."""

from __future__ import annotations

import re

from autograder.base.shown import shown

MARKUP = re.compile("[<>&\"'`]")

UNFIT = {
    "encoding": "The name of the folder {name} is not UTF-8, as some zip programs make them. "
    "Rename the folder.",
    "invisible": "The name of the folder {name} holds characters that cannot be seen. "
    "Rename the folder.",
    "markup": "The name of the folder {name} holds one of < > & \" ' `, which a page would take "
    "for markup. Rename the folder.",
}


def unfit(student: str) -> str:
    """Say why a folder's name cannot be a student's id; empty if it can.

    nbgrader's own pages show an id as it is, so one with markup would be alive there.
    """
    kind = ""
    if any("\ud800" <= letter <= "\udfff" for letter in student):
        kind = "encoding"
    elif not student.isprintable():
        kind = "invisible"
    elif MARKUP.search(student):
        kind = "markup"
    return UNFIT[kind].format(name=shown(student)) if kind else ""
