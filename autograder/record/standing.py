"""How a submission stands in the gradebook."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any


@dataclass
class Standing:
    """Points and comments of a submission, a human grader's changes included."""

    scores: dict[str, float | None]  # by test cell; None: still to be decided
    manual: dict[str, float]  # by test cell, extra credit included, where a human decided
    comments: dict[str, str | None]  # by answer cell
    seconds_late: float = 0.0
    penalty: float | None = None
    handed_in: datetime.datetime | None = None  # UTC

    @property
    def score(self) -> float:
        """Sum of the points, before any penalty."""
        return sum(score or 0.0 for score in self.scores.values())

    def enter(self, name: str, auto: float | None, row: Any) -> None:
        """Enter a test cell's score, as nbgrader's ``Grade.score`` counts it.

        Parameters
        ----------
        name : str
            Of the test cell.
        auto : float or None
            What the judge decided.
        row : row of ``grade`` or None
            What the gradebook holds of the cell: a human's score and extra credit.
        """
        score = auto
        if row is not None and row.manual_score is not None:
            score = row.manual_score
        if score is not None and row is not None and row.extra_credit is not None:
            score += row.extra_credit
        self.scores[name] = score
        if score is not None and score != auto:
            self.manual[name] = score
