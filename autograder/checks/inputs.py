"""Inputs for the checks: seeded draws, parameter sets, and the cases made of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Case:
    """One call of the function under test."""

    label: str  # completes "rnn_forward, …: a[0, 0] should be …"
    args: tuple
    hint: str = ""  # a question about what this case alone has; shown if it alone is wrong
    tolerance: float | None = None  # where the ring's own is too strict
    about: str = ""  # the quantity that the hint is about; may be left out if there is but one
    spares: str = ""  # what is said if this case is right and two others or more are not


@dataclass(frozen=True)
class Quantity:
    """What one of a lesson's equations defines: the unit in which a check says what is wrong.

    An exercise lists its quantities in the order of the equations. The check names the first wrong
    one, so everything that one is made from must stand before it.

    Parameters
    ----------
    name : str
        As the lesson's code calls it (``"it"``), or a few words (``"dx at the last step"``).
    equation : int, str or tuple of them
        Number of the equation that makes it; none for what is only handed on.
    where : str or tuple of str or None
        Where the result has it: a part (``"a_next"``, or a key of the gradients, ``"dWf"``), an
        item of a part (``"cache[5]"``, ``"caches[0][:][1]"``: in each item of a list), a part of an
        array (``"a[:, :, 0]"``), or all that a dict has (``"*"``). By default a part of its name.
        None: no result shows it. It counts as wrong if everything made from it is wrong.
    after : tuple of str
        Names of the quantities that it is made from.
    hint : str
        One question about it, right to ask whatever is wrong with it.
    look : str
        Second level of hint: the term of the equation to look at.
    algebra : str
        Third level: the next line of algebra. Never code.
    uses : tuple of str
        Earlier exercises that make it.
    called : str
        What the message calls it, where the name alone does not do.
    """

    name: str
    equation: int | str | tuple[int | str, ...] = ()
    where: str | tuple[str, ...] | None = ""
    after: tuple[str, ...] = ()
    hint: str = ""
    look: str = ""
    algebra: str = ""
    uses: tuple[str, ...] = ()
    called: str = ""

    def data(self) -> dict:
        """Form of it that ships with the helpers."""
        places = () if self.where is None else self.where or self.name
        data = {
            "name": self.name,
            "equation": list(_as_tuple(self.equation)),
            "where": list(_as_tuple(places)),
            "after": list(self.after),
        }
        texts = {"hint": self.hint, "look": self.look, "algebra": self.algebra}
        optional = {**texts, "uses": list(self.uses), "called": self.called}
        return data | {key: value for key, value in optional.items() if value}


def _as_tuple(value: object) -> tuple:
    return value if isinstance(value, tuple) else (value,)


@dataclass(frozen=True)
class Exercise:
    """How one graded function is called and on what it is tested.

    ``visible`` and ``hidden`` take the inputs to draw from and the reference functions, which
    make the caches of backward functions. ``quantities`` covers all that the function returns.
    Where not one result alone is right, ``probe`` names the one of `rnn_probes` that measures what
    must hold; ``arguments`` and ``returns`` are then those of the probe.
    """

    arguments: tuple[str, ...]
    returns: str | tuple[str, ...]
    visible: Callable[[Inputs, dict], list[Case]]
    hidden: Callable[[Inputs, dict], list[Case]]
    quantities: tuple[Quantity, ...] = ()
    quiet: bool = False  # whether the lesson asks that nothing overflows, not even on the way
    probe: str = ""

    def form(self) -> dict:
        """What `rnn_quantities` needs to know of the exercise."""
        return {
            "arguments": list(self.arguments),
            "returns": self.returns if isinstance(self.returns, str) else list(self.returns),
            "quantities": [quantity.data() for quantity in self.quantities],
            **({"quiet": True} if self.quiet else {}),
            **({"probe": self.probe} if self.probe else {}),
        }


class Inputs:
    """Draws that depend on the seed only.

    NumPy promises never to change the stream of ``RandomState``; its newer generators may change.

    Parameters
    ----------
    seed : int or list of int
        Seed of the stream; each is a number of 32 bits.
    decimals : int or None
        Round every draw, so that it is short when stored as text.
    """

    def __init__(self, seed: int | list[int], decimals: int | None = None):
        self._random = np.random.RandomState(seed)
        self._decimals = decimals

    def _round(self, values: np.ndarray) -> np.ndarray:
        return values if self._decimals is None else np.round(values, self._decimals)

    def normal(self, *shape: int, scale: float = 1.0) -> np.ndarray:
        """Draw from a normal distribution with this standard deviation."""
        return self._round(scale * self._random.standard_normal(shape))

    def spread(self, *shape: int) -> np.ndarray:
        """Draw numbers of either sign whose sizes run from a thousandth to a thousand."""
        sizes = 10.0 ** self._random.uniform(-3, 3, shape)
        return self._round(sizes * self._random.choice([-1.0, 1.0], shape))

    def whole(self, *shape: int) -> np.ndarray:
        """Draw small whole numbers of an integer dtype."""
        return np.rint(self._random.standard_normal(shape) * 1.5).astype(int)

    def one_hot(self, n_y: int, *shape: int, dtype: type = float) -> np.ndarray:
        """Draw one-hot labels, shape (n_y, *shape)."""
        labels = self._random.randint(n_y, size=shape)
        return np.moveaxis(np.eye(n_y, dtype=dtype)[labels], -1, 0)

    def probabilities(self, n_y: int, *shape: int) -> np.ndarray:
        """Draw class probabilities well away from 0, shape (n_y, *shape); columns sum to one."""
        weights = 0.2 + self._random.uniform(size=(n_y, *shape))
        return weights / weights.sum(axis=0)

    def feed_forward_parameters(self, n_x: int, n_h: int, n_y: int) -> dict[str, np.ndarray]:
        """Draw ``W1``, ``b1``, ``W2``, ``b2``."""
        shapes = {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}
        return self._parameters(shapes)

    def rnn_parameters(self, n_x: int, n_a: int, n_y: int) -> dict[str, np.ndarray]:
        """Draw ``Wax``, ``Waa``, ``Wya``, ``ba``, ``by``."""
        shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a)}
        return self._parameters({**shapes, "ba": (n_a, 1), "by": (n_y, 1)})

    def lstm_parameters(self, n_x: int, n_a: int, n_y: int) -> dict[str, np.ndarray]:
        """Draw ``Wf``, ``bf``, ``Wi``, ``bi``, ``Wc``, ``bc``, ``Wo``, ``bo``, ``Wy``, ``by``."""
        shapes: dict[str, tuple[int, int]] = {}
        for gate in "fico":
            shapes |= {f"W{gate}": (n_a, n_a + n_x), f"b{gate}": (n_a, 1)}
        return self._parameters({**shapes, "Wy": (n_y, n_a), "by": (n_y, 1)})

    def _parameters(self, shapes: dict[str, tuple[int, int]]) -> dict[str, np.ndarray]:
        # Entries near 0.5: a saturated tanh would hide a missing term.
        return {name: self.normal(*shape, scale=0.5) for name, shape in shapes.items()}


def only(parameters: dict[str, np.ndarray], *names: str) -> dict[str, np.ndarray]:
    """Set every parameter but the named ones to zero: one term at a time."""
    return {
        name: value if name in names else np.zeros_like(value) for name, value in parameters.items()
    }


def reordered(parameters: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Put the parameters in another order: names, not places, tell them apart."""
    return dict(reversed(parameters.items()))


def without(parameters: dict[str, np.ndarray], *names: str) -> dict[str, np.ndarray]:
    """Set the named parameters to zero."""
    return only(parameters, *(name for name in parameters if name not in names))
