"""When a submission was handed in, and what being late costs: nbgrader's rules."""

from __future__ import annotations

import datetime
import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from traitlets.config import Config

from autograder.base.files import read_small

Penalty = Callable[[str, float, float], "float | None"]  # student, score, seconds late

TIMESTAMP_FILE = "timestamp.txt"
LIMIT = 10_000  # bytes; a time stamp is one line
LONGEST = 100  # characters
# A zone by its plain name, such as Europe/Istanbul or EST5EDT.
ZONE = re.compile(r"[A-Za-z][\w+-]*(?:/[A-Za-z][\w+-]*){0,2}", re.ASCII)
# As nbgrader itself writes it; the parser that reads all other ways takes far longer.
USUAL = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{6})? UTC", re.ASCII)


def read_timestamp(folder: Path) -> datetime.datetime | None:
    """Moment at which a submission was handed in, in UTC without a zone; None if not said.

    Raises
    ------
    ValueError
        If the file is there but holds no moment; the text is a sentence for the instructor.
    """
    try:
        data = read_small(folder / TIMESTAMP_FILE, LIMIT)
    except OSError as error:
        raise ValueError(f"{TIMESTAMP_FILE} could not be read: {error.strerror}.") from error
    try:
        text = data.decode("utf-8").strip() if data else ""
        return parse_utc(text) if text else None
    except Exception as error:  # the parser raises whatever happens to it on the way
        raise ValueError(f"{TIMESTAMP_FILE} holds no date and time that can be read.") from error


def parse_utc(text: str) -> datetime.datetime:
    """Read a time stamp as nbgrader does: a date, a time, and a zone by name or offset.

    Raises
    ------
    Exception
        Of many kinds, if it is none.
    """
    if USUAL.fullmatch(text):
        return datetime.datetime.fromisoformat(text.removesuffix(" UTC"))
    from dateutil import parser, tz

    if not text.isprintable() or len(text) > LONGEST:
        raise ValueError("no time stamp is like that")
    parts = text.split(" ")
    if len(parts) == 3:
        try:
            zone: Any = int(parts[2])
        except ValueError:
            if not ZONE.fullmatch(parts[2]):  # a path would be opened
                raise
            zone = tz.gettz(parts[2])
        moment = parser.parse(" ".join([*parts[:2], "TZ"]), tzinfos={"TZ": zone})
    else:
        moment = parser.parse(text)
    if moment.tzinfo is not None:
        moment = (moment - moment.utcoffset()).replace(tzinfo=None)
    return moment


def no_penalty(student: str, score: float, seconds_late: float) -> float | None:
    """nbgrader's default: late submissions lose nothing."""
    return None


def late_penalty(config: Config) -> Penalty:
    """Build the rule that the configuration asks for, by nbgrader's own plugin.

    The plugin is imported when the first late submission turns up, and not at all when it would do
    nothing: importing nbgrader takes seconds.
    """
    options = config.AssignLatePenalties if "AssignLatePenalties" in config else {}
    chosen = options.get("plugin_class")
    method = config.LateSubmissionPlugin.get("penalty_method", "none")
    if chosen is None and method == "none":
        return no_penalty
    plugins: list[Any] = []

    def penalty(student: str, score: float, seconds_late: float) -> float | None:
        if not plugins:
            kind = chosen or "nbgrader.plugins.LateSubmissionPlugin"
            if isinstance(kind, str):
                module, _, name = kind.rpartition(".")
                kind = getattr(importlib.import_module(module), name)
            plugins.append(kind(config=config))
        return plugins[0].late_submission_penalty(student, score, seconds_late)

    return penalty
