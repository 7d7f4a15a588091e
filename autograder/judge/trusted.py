"""Let a student's function call the reference."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from autograder import course
from autograder.base.limits import Limits
from autograder.judge.session import Session
from autograder.judge.stops import StopTest
from autograder.judge.tried import warm_player
from autograder.sandbox import Way, way_of


class Trusted:
    """The reference, called by a student's code across two wires.

    It runs in a sandbox of its own, because what it is called with comes from the student: two
    small arrays are enough to make a huge one.
    """

    def __init__(self, root: Path, limits: Limits, sandbox: bool | Way) -> None:
        self.warm = warm_player(root, limits, way_of(sandbox).without_scratch())
        self.limits = limits
        self.cells = [("numpy", "import numpy as np")]
        for lesson in course.lesson_names(root):
            self.cells += course.solutions(root, lesson).items()
        self.session: Session | None = None
        self.player: Any = None

    def function(self, name: str) -> Any:
        """The reference's function of that name, for the player to call back."""

        def call(*args: Any) -> Any:
            return self._call(name, args)

        call.__name__ = name
        return call

    def _call(self, name: str, args: tuple) -> Any:
        if self.player is None:
            deadline = time.monotonic() + 1e6
            self.session = Session(self.warm, self.cells, [("all", len(self.cells))], (), deadline)
            self.player = self.session.begin("all", deadline)
        self.player.deadline = time.monotonic() + self.limits.test_seconds
        try:
            return self.player.call(name, args, {})
        except StopTest as stop:
            if stop.fatal:
                self.drop()
            raise

    def drop(self) -> None:
        """End the process in which the reference runs; the next call starts another."""
        if self.session is not None:
            self.player.close()
            self.session.close()
        self.session = self.player = None

    def close(self) -> None:
        """End the reference's player."""
        self.drop()
        self.warm.close()
