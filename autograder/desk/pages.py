"""Feedback pages as a zip that the site hands out: each named so that it finds its submission.

Canvas takes the first two whole numbers of a name for user and attachment. Moodle takes the folder
for the participant. So a page is called as the submission was, but for the last part.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder.desk.ledger import Ledger, Origin
from autograder.desk.sheet import DeskError

MOMENT = (1980, 1, 1, 0, 0, 0)  # the same pages make the same zip


@dataclass(frozen=True)
class Packed:
    """What a zip of pages holds, and who has none in it."""

    pages: int
    without_page: list[str]
    cannot_return: list[str]  # anonymous, or not from this site


def pack(
    path: Path, ledger: Ledger, lesson: str, site: str, page_of: Callable[[str], Path]
) -> Packed:
    """Write the zip.

    Parameters
    ----------
    path : Path
        The zip.
    ledger : Ledger
        Where the submissions came from.
    lesson, site : str
        The lesson, and "canvas" or "moodle".
    page_of : callable
        Path of a student's feedback page.

    Raises
    ------
    DeskError
        If no submission of the lesson came from that site.
    """
    origins = ledger.origins.get(lesson, {})
    own = {student: origin for student, origin in origins.items() if origin.site == site}
    if not own:
        raise DeskError(
            f"No submission of {lesson} was collected from {site.title()}: without the names that "
            "the site gave the files, it cannot tell whose a page is."
        )
    written, without, cannot = 0, [], sorted(origins.keys() - own.keys())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for student, origin in sorted(own.items()):
            page = page_of(student)
            if site == "canvas" and origin.base.startswith("anon_"):
                cannot.append(student)
            elif not page.is_file():
                without.append(student)
            else:
                member = zipfile.ZipInfo(f"{base_of(origin)}{lesson}.html", MOMENT)
                member.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(member, page.read_bytes())
                written += 1
    return Packed(written, without, sorted(cannot))


def base_of(origin: Origin) -> str:
    """What a page's name begins with, so that the site brings it to its submission.

    Canvas takes the first two parts that are all digits for user and file: a student who is
    called "Ada_2" would lose the page, so that name is left out where it has such a part.
    """
    if origin.site == "canvas":
        *name, user, file, _ = origin.base.split("_")
        if any(part.isdigit() for part in name):
            return f"page_{user}_{file}_"
    return origin.base
