"""How a submission stands in the gradebook."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Standing:
    """Points and comments of a submission, a human grader's changes included."""

    scores: dict[str, float | None]  # by test cell; None: still to be decided
    manual: dict[str, float]  # by test cell, extra credit included, where a human decided
    comments: dict[str, str | None]  # by answer cell
    seconds_late: float = 0.0
    penalty: float | None = None

    @property
    def score(self) -> float:
        """Sum of the points, before any penalty."""
        return sum(score or 0.0 for score in self.scores.values())
