"""What Gradescope says of a submission: whose it is, when it came, when it was due."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Handed:
    """A submission, as Gradescope has received it.

    Parameters
    ----------
    student : str
        E-mail address of the student, or of the first one of a group.
    number : int
        1 for the first submission of this student.
    moment, due : datetime or None
        None: not said.
    """

    student: str
    number: int
    moment: datetime.datetime | None
    due: datetime.datetime | None

    @property
    def late(self) -> datetime.timedelta:
        """By how much it is late; nothing where that is not known."""
        if self.moment is None or self.due is None:
            return datetime.timedelta()
        return max(self.moment - self.due, datetime.timedelta())


def read(path: Path) -> Handed:
    """Read ``submission_metadata.json``.

    Raises
    ------
    ValueError
        If it is not what Gradescope documents; the message says what is amiss.
    OSError
        If it is not there.
    """
    said = json.loads(path.read_text(encoding="utf-8"))
    try:
        first = said["users"][0]
        # A group member's own dates, where Gradescope has set some for this student.
        due = _own_due_date(first) or said["assignment"]["due_date"]
        return Handed(
            student=str(first.get("email") or first["id"]),
            number=len(said["previous_submissions"]) + 1,
            moment=_moment(said["created_at"]),
            due=_moment(due),
        )
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        what = f"{type(error).__name__}: {error}"
        raise ValueError(f"it is not laid out as Gradescope documents ({what})") from error


def _own_due_date(user: dict[str, Any]) -> Any:
    return (user.get("assignment") or {}).get("due_date")


def _moment(text: str | None) -> datetime.datetime | None:
    """Moment of a text such as 2018-07-01T14:22:32.365935-07:00."""
    if not text:
        return None
    moment = datetime.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} names no time zone")
    return moment
