"""What a submission may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits on one submission; each has an outcome and a sentence of its own.

    Parameters
    ----------
    memory_mb : int
        Memory that a process may take beyond what the warm player has; all of a submission's
        processes together may take twice that.
    cell_seconds, test_seconds : float
        Wall time of one of the student's cells, and of one test cell.
    submission_seconds : float
        Wall time of everything: cells, tests, and the second tests with earlier functions replaced.
    processes : int
        Processes and threads at the same time.
    file_mb : int
        Size of the scratch folder, and of a file in it.
    open_files : int
        Files open at the same time, in one process.
    output_kb : int
        Printed text kept of each cell, and a sixteenth of what is kept of a notebook; the rest is
        dropped.
    message_mb : int
        Size of what a call may hand over or return.
    restarts : int
        How often a player that a cell or test has killed is started again.
    """

    memory_mb: int = 1024
    cell_seconds: float = 10.0
    test_seconds: float = 5.0
    submission_seconds: float = 60.0
    processes: int = 32
    file_mb: int = 32
    open_files: int = 64
    output_kb: int = 64
    message_mb: int = 16
    restarts: int = 4

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if not isinstance(value, (int, float)) or isinstance(value, bool) or value < 0:
                raise ValueError(f"The limit {name} should be a positive number, not {value!r}.")
