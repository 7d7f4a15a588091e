"""What ends a run early: a signal, or a file that cannot be written."""

from __future__ import annotations

import contextlib
import errno
import signal
from collections.abc import Callable, Iterator

STOPPED = "Stopped. Run again to go on from here."


@contextlib.contextmanager
def on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Have Ctrl-C and SIGTERM call ``stop`` meanwhile, so that no write is cut in two."""
    kinds = (signal.SIGINT, signal.SIGTERM)
    before = {kind: signal.signal(kind, lambda *_: stop()) for kind in kinds}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def in_words(error: OSError) -> str:
    """Say of a failed write what happened, and what to do."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full{where}. Free some space and run again: what is graded is kept."
    return f"Something could not be written{where}: {error.strerror or error}. Run again."
