"""Times at which work was handed in, from a sheet: for sites whose downloads do not say."""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Callable

from autograder.desk.sheet import DeskError, Sheet
from autograder.record.lateness import parse_utc

Moments = dict[tuple[str, str], datetime.datetime]  # by student and lesson


def moments(
    sheet: Sheet, column: str, zone: datetime.tzinfo | None, lesson_of: Callable[[str], str]
) -> Moments:
    """Read a sheet with the columns ``student``, ``lesson`` and one of times.

    Parameters
    ----------
    sheet : Sheet
    column : str
        Title of the column of times.
    zone : tzinfo or None
        Of the times that name none; None: this machine's.
    lesson_of : callable
        The lesson that a cell means, by name or number.

    Returns
    -------
    dict
        UTC without a zone, by student and lesson.

    Raises
    ------
    DeskError
        If a column is missing, a time cannot be read, or a student and lesson come twice.
    """
    head = [title.strip().lower() for title in sheet.row(0)] if len(sheet) else []
    missing = {"student", "lesson", column} - set(head)
    if missing:
        raise DeskError(
            f"{sheet.name} should have the columns student, lesson and {column}; it lacks "
            f"{', '.join(sorted(missing))}."
        )
    places = [head.index(title) for title in ("student", "lesson", column)]
    found: Moments = {}
    for row in range(1, len(sheet)):
        student, lesson, text = (sheet.text(row, place).strip() for place in places)
        if not student and not lesson and not text:
            continue
        key = student, lesson_of(lesson)
        if key in found:
            raise DeskError(f"{sheet.name}, line {row + 1}: {student} and {lesson} come twice.")
        found[key] = _moment(text, zone, f"{sheet.name}, line {row + 1}")
    return found


def _moment(text: str, zone: datetime.tzinfo | None, where: str) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        try:
            return parse_utc(text)
        except Exception:  # of many kinds; see there
            raise DeskError(
                f"{where}: {text!r} is no time. One is 2026-03-04 23:59, or with a zone: "
                "2026-03-04 23:59:00 UTC."
            ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(datetime.UTC).replace(tzinfo=None)


def zone(name: str | None) -> datetime.tzinfo | None:
    """The time zone of this name; None for none: ``astimezone`` then takes this machine's."""
    if name is None:
        return None
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise DeskError(f"There is no time zone {name!r}. One is Europe/Istanbul.") from None
