"""The secret seed: what makes the hidden inputs of one course and term its own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True)
class InputSeed:
    """What the hidden inputs are drawn from, besides the name of the function.

    Parameters
    ----------
    secret : str
        Empty: the public seed, which anybody can draw from.
    by_student : bool
        Whether each student gets inputs of their own.
    """

    secret: str = field(default="", repr=False)  # what is printed or logged never holds it
    by_student: bool = False

    @property
    def digest(self) -> str:
        """Says which seed it was, and not the seed; empty for the public inputs of all."""
        if self == InputSeed():
            return ""
        return hashlib.sha256(f"{self.by_student} {self.secret}".encode()).hexdigest()[:16]

    def words(self, name: str, student: str) -> list[int]:
        """Seed of the hidden inputs of a function: 256 bits, so that trying all finds nothing."""
        whose = student if self.by_student else ""
        digest = hashlib.sha256("\0".join([self.secret, name, whose]).encode("utf-8", "replace"))
        return [int.from_bytes(digest.digest()[at : at + 4], "big") for at in range(0, 32, 4)]
