"""Processes: the cores that they run on, and their end."""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
import re
import select
import subprocess
from collections.abc import Iterator
from pathlib import Path


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


@contextlib.contextmanager
def kept_to(number: int) -> Iterator[None]:
    """Stay on so many cores meanwhile, with all processes started here, if there are more.

    The first is the one that this process happens to be on. The system starts a program where
    there is least to do, so two runs hardly ever choose the same.
    """
    known = cores()
    if number >= len(known):
        yield
        return
    os.sched_setaffinity(0, _in_order(known, ctypes.CDLL(None).sched_getcpu())[:number])
    try:
        yield
    finally:
        os.sched_setaffinity(0, known)


def _in_order(known: list[int], first: int) -> list[int]:
    """Cores in the order in which to take them: from ``first`` on, and then those before it.

    Where a core of the machine counts as several, one for each of its threads, the first threads
    of all stand before the others, so that a few neighbours are cores of the machine.
    """
    order = sorted(known, key=lambda core: (_first_thread(core) != core, core))
    place = order.index(first) if first in order else 0
    return order[place:] + order[:place]


def _first_thread(core: int) -> int:
    """Lowest number among the threads of a core; the core's own where the system does not say."""
    path = Path(f"/sys/devices/system/cpu/cpu{core}/topology/thread_siblings_list")
    try:
        return int(re.split("[,-]", path.read_text())[0])
    except (OSError, ValueError):
        return core


def share_cores(number: int) -> list[frozenset[int]]:
    """Divide the cores among so many processes; nothing for each if there are too few."""
    known = cores()
    if number > len(known):
        return [frozenset()] * number
    bounds = [place * len(known) // number for place in range(number + 1)]
    return [frozenset(known[first:end]) for first, end in itertools.pairwise(bounds)]
