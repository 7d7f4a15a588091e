"""Laws of lesson 08 that a notebook can test on fresh inputs: its functions against lesson 05's.

Each law gets the function, the notebook's names and a generator, and raises what `rnn_thorough`
tells if it does not hold.
"""

import numpy as np

from rnn_compare import copied


def fast_laws(name, function, known, fit, same):
    """Names and tests of what should hold for a function of lesson 08.

    Parameters
    ----------
    name, function, known, fit, same
        As for `rnn_memory_laws.memory_laws`.
    """
    if name == "stack_gates":
        yield "one_product", lambda random: _one_product(function, random, same)
    elif name == "fast_lstm_forward" and fit("lstm_forward"):
        yield "lesson_05", lambda random: _forward(function, known, random, same)
    elif name == "fast_lstm_backward" and fit("lstm_backward") and fit("lstm_forward"):
        if fit("fast_lstm_forward"):
            yield "lesson_05", lambda random: _backward(function, known, random, same)
            yield "kept_cache", lambda random: _twice(function, known, random, same)
    elif name == "to_torch" and fit("lstm_cell_forward"):
        yield "torch_step", lambda random: _torch_step(function, known, random, same)


def _problem(random):
    """Inputs, first state, parameters and gradients of an LSTM of random sizes."""
    n_x, m, n_a, n_y, steps = (int(size) for size in random.integers(1, 6, 5))
    parameters = {"Wy": random.standard_normal((n_y, n_a)), "by": random.standard_normal((n_y, 1))}
    for gate in "ocif":  # an order of its own: a dict's order is nobody's promise
        parameters["W" + gate] = 0.5 * random.standard_normal((n_a, n_a + n_x))
        parameters["b" + gate] = random.standard_normal((n_a, 1))
    x, a0 = random.standard_normal((n_x, m, steps)), random.standard_normal((n_a, m))
    return x, a0, parameters, random.standard_normal((n_a, m, steps))


def _one_product(stack, random, same):
    x, a0, parameters, _ = _problem(random)
    seen = np.concatenate([a0, x[:, :, 0]])
    W, b = stack(copied(parameters))
    each = [parameters["W" + gate] @ seen + parameters["b" + gate] for gate in "fico"]
    same("the product", W @ seen + b, np.concatenate(each))


def _forward(fast, known, random, same):
    x, a0, parameters, _ = _problem(random)
    for scale in (1, 1000):
        want = known["lstm_forward"](scale * x, a0, parameters)
        found = fast(*copied((scale * x, a0, parameters)))
        for part, got, value in zip(("a", "y", "c"), found, want, strict=False):
            same(part, got, value)


def _backward(fast, known, random, same):
    x, a0, parameters, da = _problem(random)
    want = known["lstm_backward"](da.copy(), known["lstm_forward"](x, a0, parameters)[-1])
    found = fast(da.copy(), known["fast_lstm_forward"](*copied((x, a0, parameters)))[-1])
    for key, value in want.items():
        same(key, found[key], value)


def _twice(fast, known, random, same):
    x, a0, parameters, da = _problem(random)
    cache = known["fast_lstm_forward"](*copied((x, a0, parameters)))[-1]
    first = copied(fast(da.copy(), cache))
    known["fast_lstm_forward"](*copied((1 - x, a0, parameters)))
    for key, value in fast(da.copy(), cache).items():
        same(key, value, first[key])


def _torch_step(arrange, known, random, same):
    x, a0, parameters, da = _problem(random)
    c0 = da[:, :, 0]
    w = {name.removesuffix("_l0"): value for name, value in arrange(copied(parameters)).items()}
    z = w["weight_ih"] @ x[:, :, 0] + w["weight_hh"] @ a0
    z = z + (w["bias_ih"] + w["bias_hh"])[:, np.newaxis]
    i, f, g, o = z.reshape(4, *a0.shape)
    c = c0 / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
    a_next, c_next, *_ = known["lstm_cell_forward"](x[:, :, 0], a0, c0, parameters)
    same("the cell state", c, c_next)
    same("the hidden state", np.tanh(c) / (1 + np.exp(-o)), a_next)
