"""When a submission was handed in, and what being late costs: nbgrader's rules."""

from __future__ import annotations

import datetime
import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from traitlets.config import Config, LoggingConfigurable

from autograder.base.files import read_small
from autograder.record.places import Settings

# Of student, lesson, score, seconds late. It may have a method ``context(student, lesson)``: what
# a penalty depends on besides, as a text.
Penalty = Callable[[str, str, float, float], "float | None"]

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
    except Exception as error:  # the parser lets errors of many kinds through
        raise ValueError(f"{TIMESTAMP_FILE} holds no date and time that can be read.") from error


def parse_utc(text: str) -> datetime.datetime:
    """Read a time stamp as nbgrader does: a date, a time, and a zone by name or offset.

    Raises
    ------
    Exception
        Of many kinds, if it is not a time stamp.
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


def no_penalty(student: str, lesson: str, score: float, seconds_late: float) -> float | None:
    """nbgrader's default: late submissions lose nothing."""
    return None


def late_penalty(config: Config, course: Settings | None = None) -> Penalty:
    """Build the rule that the configuration asks for, by nbgrader's own plugin.

    Parameters
    ----------
    config : Config
        nbgrader's.
    course : Settings, optional
        For plugins that look at more than one submission.
    """
    options = config.AssignLatePenalties if "AssignLatePenalties" in config else {}
    chosen = options.get("plugin_class")
    method = config.LateSubmissionPlugin.get("penalty_method", "none")
    if chosen is None and method == "none":
        return no_penalty
    return PluginPenalty(chosen or "nbgrader.plugins.LateSubmissionPlugin", config, course)


class PluginPenalty:
    """The penalty that a plugin of nbgrader asks for.

    The plugin is imported when the first late submission turns up: importing nbgrader takes
    seconds. It finds in its ``parent`` what it would find there within nbgrader.

    Parameters
    ----------
    kind : class or str
        The plugin's class, or its dotted name.
    config : Config
    course : Settings, optional
    """

    def __init__(self, kind: Any, config: Config, course: Settings | None) -> None:
        self._kind, self._config, self._course = kind, config, course
        self._caller: Any = None
        self._plugin: Any = None

    def __call__(
        self, student: str, lesson: str, score: float, seconds_late: float
    ) -> float | None:
        """See `Penalty`."""
        plugin = self._at(student, lesson)
        return plugin.late_submission_penalty(student, score, seconds_late)

    def context(self, student: str, lesson: str) -> str:
        """What the penalty depends on besides the submission itself; most depend on nothing."""
        plugin = self._at(student, lesson)
        return plugin.late_context(student) if hasattr(plugin, "late_context") else ""

    def _at(self, student: str, lesson: str) -> Any:
        if self._plugin is None:
            kind = self._kind
            if isinstance(kind, str):
                module, _, name = kind.rpartition(".")
                kind = getattr(importlib.import_module(module), name)
            self._caller = Caller(config=self._config)
            self._caller.course = self._course
            self._plugin = kind(parent=self._caller)
        self._caller.student_id, self._caller.assignment_id = student, lesson
        self._caller.notebook_id = lesson
        self._caller.db_url = self._course.db_url if self._course else ""
        return self._plugin


class Caller(LoggingConfigurable):
    """Stands for nbgrader's ``AssignLatePenalties``, which calls the plugin there."""

    course: Settings | None = None
    student_id = assignment_id = notebook_id = db_url = ""
