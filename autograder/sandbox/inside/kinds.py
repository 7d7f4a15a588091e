"""Which values may travel between the judge and the player, and how large they may be.

This file also runs inside the sandbox, so it imports nothing of the course.
"""

from __future__ import annotations

import numpy as np

MAX_DEPTH = 40
MAX_VALUES = 200_000
MAX_INT_BYTES = 1024
MAX_NAME = 60
MAX_KEY_BYTES = 4  # of a whole number as a key: of longer ones, many can have one hash
REFERENCE_COST = 100  # values: the other end makes something new for each reference

_NAMES = ["?", "b", "h", "i", "l", "q", "B", "H", "I", "L", "Q", "e", "f", "d", "g"]
DTYPES: list[np.dtype] = list(dict.fromkeys(np.dtype(name) for name in _NAMES))
CODES: dict[np.dtype, int] = {dtype: code for code, dtype in enumerate(DTYPES)}
SCALARS: dict[type, int] = {dtype.type: code for dtype, code in CODES.items()}


class WireError(Exception):
    """A message that cannot be sent, or should never have been: too large, too deep, malformed."""
