"""Probes: what a check looks at where not one result is right, but all with certain properties.

A probe calls the function under test, perhaps several times, and returns what it has measured. A
check compares that as it compares results elsewhere. Random numbers come from generators that the
probe makes from a seed. In the grader the function is in another process; the probe is not.
"""

import numpy as np


def probed(function, exercise):
    """What a check calls in place of a function: its exercise's probe, or the function itself."""
    if "probe" not in exercise:
        return function
    probe = PROBES[exercise["probe"]]

    def measured(*args):
        return probe(function, *args)

    return measured


def orthogonal_matrices(orthogonal, n, seed, draws):
    """Measure what ``orthogonal(n, random)`` draws.

    Returns
    -------
    zeros : ndarray, shape (n, n)
        The first matrix times 0: its type, its shape, and whether it is finite.
    products : ndarray, shape (n, n)
        ``W.T @ W`` of the first matrix, to twelve decimals.
    anew, repeated : int
        How many different matrices come from two draws of one generator, and from two generators
        of one seed.
    columns : ndarray, shape (n * n, n)
        For each column the means of the products of its entries, times n, over so many draws: the
        identity, once for each column, where no direction is preferred. What chance may do is taken
        away.
    fourths : ndarray, shape (n, n)
        Means of the entries' fourth powers, over what they are where no direction is preferred.
    """
    random = np.random.default_rng(seed)
    first, second = orthogonal(n, random), orthogonal(n, random)
    again = orthogonal(n, np.random.default_rng(seed))
    numbers = type(first) is np.ndarray and first.dtype.kind in "fiu"
    # Only what has the right shape is multiplied: another could fill the memory.
    usable = numbers and first.shape == (n, n)
    with np.errstate(all="ignore"):
        zeros = first * 0 if numbers else first
        products = np.round(first.T @ first, 12) + 0.0 if usable else np.zeros((0, 0))
    anew = 2 if n == 1 else _count(first, second)  # of size 1 there are but two, 1 and -1
    columns, fourths = _means(orthogonal, n, np.random.default_rng(seed + 1), draws)
    return zeros, products, anew, _count(first, again), columns, fourths


def _count(one, other):
    """How many different values two are."""
    return 1 if np.array_equal(one, other) else 2


def _means(orthogonal, n, random, draws):
    even = np.tile(np.eye(n), (n, 1)), np.ones((n, n))
    columns, fourths = np.zeros((n * n, n)), np.zeros((n, n))
    for _ in range(draws):
        W = orthogonal(n, random)
        if type(W) is not np.ndarray or W.shape != (n, n) or W.dtype.kind not in "fiu":
            return np.zeros((0, 0)), np.zeros((0, 0))
        columns += np.einsum("ik,jk->kij", W, W).reshape(n * n, n) * n / draws
        fourths += W**4 * n * (n + 2) / (3 * draws)
    if not draws:
        return even
    return tuple(
        np.where(np.abs(mean - ideal) < CHANCE, ideal, mean)
        for mean, ideal in zip((columns, fourths), even, strict=True)
    )


CHANCE = 0.3  # of 400 draws: more than four times the deviation of any of these means
PROBES = {"orthogonal_matrices": orthogonal_matrices}
