"""What the course's functions often do and carry: it makes grading faster, nothing relies on it.

The one file in here that knows the lessons. Whatever it leaves out works as well, only slower.
"""

from __future__ import annotations

import numpy as np

# Names of parameters and gradients, which every call carries many times.
KEYS = tuple(
    f"{d}{w}{g}" for d in ("", "d") for w in "Wb" for g in "a aa ax c f i o r u y ya 1 2".split()
)
# What most notebooks import; not Matplotlib, random and threading, which make every fork slower.
IMPORTS = ("copy", "json", "math", "numpy", "rnn_utils")


def use_numpy() -> None:
    """Do with NumPy what the lessons do: at first use it sets up buffers and tables."""
    for array in (np.linspace(-1, 1, 20).reshape(4, 5), np.arange(20).reshape(4, 5)):
        scores = array @ array.T + np.dot(array, array.T) - 0.5 * array[:, :1]
        gate = 1 / (1 + np.exp(-scores))
        state = np.tanh(scores) * gate + np.concatenate((gate[:2], 1 - gate[2:] ** 2), axis=0)
        shares = np.exp(state - np.max(state, axis=0, keepdims=True))
        shares /= np.sum(shares, axis=0, keepdims=True)
        steps = np.zeros((4, 4, 2))
        steps[:, :, 0] += np.maximum(np.log(shares), np.where(scores > 0, scores, 0))
