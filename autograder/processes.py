"""Wait for processes to end."""

from __future__ import annotations

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
