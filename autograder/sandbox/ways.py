"""How a player is started: in bubblewrap, or as an ordinary process. `container` has a third way.

A way is the judge's half of what `inside.confine` and its like do in the player.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.sandbox.view import (
    ENVIRONMENT,
    JUDGE,
    OURS,
    bubblewrap,
    import_paths,
    interpreter,
    plain_environment,
)

SPARE_PROCESSES = 200  # that the user may start while the grader runs, on an old kernel


class Way:
    """No sandbox: an ordinary process of this user, with limits on resources."""

    name = ""  # by which the player knows it
    probe = ""  # a cell that tries what must not succeed, and prints what did

    @contextlib.contextmanager
    def prepared(self, helpers: Sequence[Path]) -> Iterator[tuple[dict, list[int]]]:
        """Settings that the player gets beside the usual ones, and files that it inherits."""
        yield {}, []

    def command(self, helpers: Sequence[Path]) -> list[str]:
        """Command that starts the player."""
        return python(OURS.parent)

    def paths(self, helpers: Sequence[Path]) -> list[Path]:
        """Folders that the player imports from."""
        return import_paths(helpers, sandbox=False)

    def environment(self) -> dict[str, str]:
        """Variables that the player's process gets."""
        return plain_environment()

    def others(self) -> int:
        """How many processes of others the limit on processes must leave room for."""
        return _others()

    def check(self) -> None:
        """Raise SandboxError where this way cannot hold."""

    def without_scratch(self) -> Way:
        """The same for a player that runs our own code, and writes no files."""
        return self

    def sweep(self) -> None:
        """End what a warm player has left that did not end by itself."""


class Bubblewrap(Way):
    """Name spaces, and the few files that `view` lists."""

    name = "spaces"

    def command(self, helpers: Sequence[Path]) -> list[str]:
        """See `Way`."""
        return [*bubblewrap(helpers), *python(JUDGE)]

    def paths(self, helpers: Sequence[Path]) -> list[Path]:
        """See `Way`."""
        return import_paths(helpers, sandbox=True)

    def environment(self) -> dict[str, str]:
        """See `Way`."""
        return ENVIRONMENT


def python(first: Path, before: str = "") -> list[str]:
    """Command that runs the player with the modules in a folder, and before that some Python."""
    start = f"import sys; sys.path.insert(0, {str(first)!r}); import inside.player as p"
    return [interpreter(), "-I", "-S", "-c", f"{before}{start}; p.main()"]


def _others() -> int:
    """Processes of this user, where the kernel counts them with the player's own.

    Since Linux 5.14 it counts those of the player's user space alone; before, all of the user's.
    """
    release = re.match(r"(\d+)\.(\d+)", os.uname().release)
    if release and (int(release[1]), int(release[2])) >= (5, 14):
        return 0
    running = 0
    for path in Path("/proc").glob("[0-9]*/task/[0-9]*"):
        with contextlib.suppress(OSError):
            running += path.stat().st_uid == os.getuid()
    return running + SPARE_PROCESSES
