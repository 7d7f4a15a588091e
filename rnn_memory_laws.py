"""Laws of lesson 07 that a notebook can test on fresh inputs, without knowing the right results.

Each law gets the function, the notebook's names and a generator, and raises what `rnn_thorough`
tells if it does not hold.
"""

import numpy as np


def memory_laws(name, function, known, fit, same):
    """Names and tests of what should hold for a function of lesson 07.

    Parameters
    ----------
    name : str
    function : callable
    known : dict
        Names of the notebook.
    fit : callable
        ``fit(name)`` says whether another function is there and passes its check.
    same : callable
        ``same(where, got, want)`` raises if two values differ.
    """
    if name == "orthogonal":
        yield "right_angles", lambda random: _right_angles(function, random, same)
        yield "anew", lambda random: _anew(function, random, same)
    elif name == "rnn_backward_truncated":
        if fit("rnn_forward") and fit("rnn_backward"):
            yield "no_edge", lambda random: _no_edge(function, known, random, same)
            yield "windows", lambda random: _window_by_window(function, known, random, same)
    elif name == "rnn_forward_masked" and fit("rnn_forward"):
        yield "no_mask", lambda random: _no_mask(function, known, random, same)
        yield "padded", lambda random: _padded(function, known, random, same)


def _right_angles(orthogonal, random, same):
    n = int(random.integers(1, 9))
    W = orthogonal(n, random)
    same("the products of the columns", W.T @ W, np.eye(n))


def _anew(orthogonal, random, same):
    n, seed = int(random.integers(2, 7)), int(random.integers(2**31))
    own = np.random.default_rng(seed)
    first, second = orthogonal(n, own), orthogonal(n, own)
    same("a generator of the same seed", orthogonal(n, np.random.default_rng(seed)), first)
    same("how many of two draws differ", int(np.allclose(first, second)), 0)


def _problem(random):
    """Inputs, first state, parameters and gradients of an RNN of random sizes."""
    n_x, m, n_a, n_y, steps = (int(size) for size in random.integers(1, 6, 5))
    shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a), "ba": (n_a, 1)}
    parameters = {key: 0.5 * random.standard_normal(shape) for key, shape in shapes.items()}
    parameters["by"] = random.standard_normal((n_y, 1))
    x, a0 = random.standard_normal((n_x, m, steps + 1)), random.standard_normal((n_a, m))
    return x, a0, parameters, random.standard_normal((n_a, m, steps + 1))


def _no_edge(truncated, known, random, same):
    x, a0, parameters, da = _problem(random)
    caches = known["rnn_forward"](x, a0, parameters)[2]
    whole = known["rnn_backward"](da.copy(), caches)
    part = truncated(da.copy(), caches, x.shape[2])
    for key, gradient in whole.items():
        same(key, part[key], gradient)


def _window_by_window(truncated, known, random, same):
    x, a0, parameters, da = _problem(random)
    window, total, a = int(random.integers(1, x.shape[2] + 1)), {}, a0
    caches = known["rnn_forward"](x, a0, parameters)[2]
    for start in range(0, x.shape[2], window):
        part = slice(start, start + window)
        states, _, own = known["rnn_forward"](x[:, :, part], a, parameters)
        gradients = known["rnn_backward"](da[:, :, part].copy(), own)
        a = states[:, :, -1]
        for key in ("dWax", "dWaa", "dba"):
            total[key] = total.get(key, 0) + gradients[key]
        total.setdefault("da0", gradients["da0"])
    found = truncated(da.copy(), caches, window)
    for key, gradient in total.items():
        same(key, found[key], gradient)


def _no_mask(masked, known, random, same):
    x, a0, parameters, _ = _problem(random)
    whole = known["rnn_forward"](x, a0, parameters)
    found = masked(x, a0, np.ones(x.shape[1:]), parameters)
    for part, got, want in zip(("a", "y_pred"), found, whole, strict=False):
        same(part, got, want)


def _padded(masked, known, random, same):
    x, a0, parameters, _ = _problem(random)
    mask = random.integers(0, 2, x.shape[1:]).astype(float)
    mask[:, 0] = 1  # so that every example has a prediction of its own
    junk = np.where(mask == 1, x, 1000.0)
    a, y_pred, _ = masked(junk, a0, mask, parameters)
    for j, steps in enumerate(map(np.flatnonzero, mask)):
        own = x[:, j : j + 1][:, :, steps], a0[:, j : j + 1], parameters
        alone, predicted, _ = known["rnn_forward"](*own)
        latest = np.cumsum(mask[j]).astype(int) - 1  # which of its own steps was the last
        same("a", a[:, j : j + 1], alone[:, :, latest])
        same("y_pred", y_pred[:, j : j + 1], predicted[:, :, latest])
