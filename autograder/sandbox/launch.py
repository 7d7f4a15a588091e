"""Start the warm player, and give it orders; `ways` says how it is confined."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.base import processes
from autograder.base.limits import Limits
from autograder.base.outcome import SandboxError
from autograder.sandbox.inside import wire
from autograder.sandbox.inside.channel import Channel
from autograder.sandbox.view import where_visible
from autograder.sandbox.ways import Bubblewrap, Way

START_SECONDS = 60.0  # a loaded machine may take long to import NumPy
ANSWER_SECONDS = 20.0
TEST_PLAYERS = 40  # the most tests that a lesson may have


class WarmPlayer:
    """The judge's handle on the warm player.

    Parameters
    ----------
    helpers : sequence of Path
        Files that the notebooks import.
    secrets : sequence of Path
        What the player must not see, wherever the course lies.
    limits : Limits
        What a submission may use.
    sandbox : bool or Way
        True is bubblewrap. False starts the player as an ordinary process: limits on resources
        only.
    """

    def __init__(
        self,
        helpers: Sequence[Path],
        secrets: Sequence[Path],
        limits: Limits,
        sandbox: bool | Way = True,
    ) -> None:
        self.limits, self.way = limits, way_of(sandbox)
        self.unanswered = 0
        ours, theirs = socket.socketpair()
        with theirs, self.way.prepared(helpers) as (more, files):
            settings = {
                **more,
                "way": self.way.name,
                "limits": {**asdict(limits), "test_players": TEST_PLAYERS + self.way.others()},
                "paths": [str(path) for path in self.way.paths(helpers)],
                "control": theirs.fileno(),
                "forbidden": where_visible(secrets),
            }
            self.process = subprocess.Popen(
                self.way.command(helpers),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                pass_fds=[theirs.fileno(), *files],
                env=self.way.environment(),
                start_new_session=True,  # Ctrl-C is for the judge, which then ends the player
            )
        # Not in the command, which every fork can read: they say where the course lies.
        with contextlib.suppress(BrokenPipeError), self.process.stdin as order:
            order.write(json.dumps(settings).encode())
        self.control = Channel(ours, 1 << 20)
        self.next: socket.socket | None = None
        self._expect_ready()
        self._prepare_next()

    def _expect_ready(self) -> None:
        try:
            deadline = time.monotonic() + START_SECONDS
            answer = wire.decode(self.control.receive(deadline), wire.no_references)
            _, visible, self.filtered = answer
        except (wire.WireError, ValueError) as error:
            self.process.kill()
            said = self.process.stderr.read().decode("utf-8", "replace").strip()
            self.close()
            last = said.splitlines()[-1] if said else type(error).__name__
            raise SandboxError(f"the player did not start ({last}).") from error
        if visible:
            self.close()
            raise SandboxError(
                f"the player can see {visible[0]}, which lies among Python's own files. "
                "Move the course out of them."
            )

    def start(self) -> socket.socket:
        """Return the socket of a new submission's stem, which was forked beforehand."""
        self._answers()
        if self.next is None:
            self._prepare_next()
        stem, self.next = self.next, None
        return stem

    def _prepare_next(self) -> None:
        """Have the next stem forked while the judge does something else."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._order("start", theirs.fileno())
        self.next = ours

    def why(self, since: float = 0.0) -> str:
        """Say what the memory watch did: ``"memory_of_all"`` if it has killed.

        Parameters
        ----------
        since : float
            Time of ``time.monotonic``; what it did before does not count.
        """
        self._order("why")
        reason, killed_at = self._answers()
        return reason if killed_at >= since else ""

    def count(self) -> int:
        """Count the submission's living processes (0 without a sandbox, where nobody can tell)."""
        self._order("count")
        return self._answers()

    def end(self, wait: bool = False) -> str:
        """End the submission; say what the memory watch did if ``wait``."""
        self._order("end")
        reason = self._answers()[0] if wait else ""
        self._prepare_next()
        return reason

    def _order(self, order: str, pass_fd: int = -1) -> None:
        message = wire.encode(order, wire.no_references)
        try:
            self.control.send(message, time.monotonic() + ANSWER_SECONDS, pass_fd)
        except wire.WireError as error:
            raise SandboxError("the warm player is gone.") from error
        self.unanswered += order != "start"

    def _answers(self) -> Any:
        """Read all answers that are due; return the last."""
        answer: Any = ""
        try:
            while self.unanswered:
                deadline = time.monotonic() + ANSWER_SECONDS
                answer = wire.decode(self.control.receive(deadline), wire.no_references)
                self.unanswered -= 1
        except wire.WireError as error:
            raise SandboxError("the warm player does not answer.") from error
        return answer

    def close(self) -> None:
        """End the warm player and everything below it."""
        if hasattr(self, "control"):
            if self.next is not None:
                self.next.close()
            self.control.close()  # it ends itself, and the submission, when the judge hangs up
        with contextlib.suppress(subprocess.TimeoutExpired):
            processes.wait(self.process, 2)
        self.process.kill()
        if self.process.wait() != 0:
            self.way.sweep()
        self.process.stderr.close()


def way_of(sandbox: bool | Way) -> Way:
    """The way that is meant: True is bubblewrap, False none."""
    if isinstance(sandbox, Way):
        return sandbox
    return Bubblewrap() if sandbox else Way()
