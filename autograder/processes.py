"""Processes: the cores that they run on, and their end."""

from __future__ import annotations

import itertools
import os
import select
import subprocess


def wait(process: subprocess.Popen, seconds: float) -> int:
    """Return a process's status as soon as it has ended; ``Popen.wait`` naps in between.

    Raises
    ------
    subprocess.TimeoutExpired
        If it has not ended in time.
    """
    if process.poll() is None and hasattr(os, "pidfd_open"):  # Linux
        ended = os.pidfd_open(process.pid)
        try:
            select.select([ended], [], [], seconds)
        finally:
            os.close(ended)
        seconds = 0
    return process.wait(seconds)


def cores() -> list[int]:
    """Cores that this process may use; none where the system does not say which."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def share_cores(number: int) -> list[frozenset[int]]:
    """Divide the cores among so many processes; nothing for each if there are too few."""
    known = cores()
    if number > len(known):
        return [frozenset()] * number
    bounds = [place * len(known) // number for place in range(number + 1)]
    return [frozenset(known[first:end]) for first, end in itertools.pairwise(bounds)]
