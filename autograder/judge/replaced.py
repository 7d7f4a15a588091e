"""Apply to the judge's copies the changes that a student's function made to the player's."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np


def replaced(old: Any, new: Any) -> Any:
    """Make ``old`` into ``new``, in place as far as Python allows; return the result."""
    if type(old) is not type(new):
        return new
    if type(old) is np.ndarray:
        if old.shape == new.shape and old.dtype == new.dtype and old.flags.writeable:
            old[...] = new
            return old
        try:
            old.resize(new.shape, refcheck=False)  # works in place, unless it is a view
            old[...] = new
        except (ValueError, TypeError):
            return new
        return old
    if type(old) is dict:
        merged = {key: replaced(old[key], new[key]) if key in old else new[key] for key in new}
        old.clear()
        old.update(merged)
        return old
    if type(old) is list:
        pairs = itertools.zip_longest(old, new[: len(old)])
        old[:] = [replaced(a, b) for a, b in pairs][: len(new)] + new[len(old) :]
        return old
    if type(old) is tuple:
        if len(old) != len(new):
            return new
        return tuple([replaced(a, b) for a, b in zip(old, new, strict=True)])
    return new
