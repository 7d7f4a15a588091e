"""Fresh random inputs, held against what a notebook can know: shapes, laws, a gradient check.

For those who learn alone, in the place of hidden tests. The right results are not known here.
"""

import numpy as np

from rnn_compare import CheckFailed, compare, copied
from rnn_fast_laws import fast_laws
from rnn_memory_laws import memory_laws
from rnn_text_laws import text_laws
from rnn_words import THOROUGH, said_place

ROUNDS = 4
LOOSE = 1e-6  # of central differences, relative to the largest entry
SHAPES = {
    "x": "n_x m T_x",
    "xt": "n_x m",
    "a0": "n_a m",
    "a_prev": "n_a m",
    "c_prev": "n_a m",
    "a_next": "n_a m",
    "c_next": "n_a m",
    "a": "n_a m T_x",
    "c": "n_a m T_x",
    "y_pred": "n_y m T_x",
    "yt_pred": "n_y m",
}
FEED_FORWARD = {"x": "n_x m", "y_pred": "n_y m"}
OF_FEED_FORWARD = {"W1": "n_h n_x", "b1": "n_h 1", "W2": "n_y n_h", "b2": "n_y 1"}
OF_RNN = {"Wax": "n_a n_x", "Waa": "n_a n_a", "Wya": "n_y n_a", "ba": "n_a 1", "by": "n_y 1"}
OF_LSTM = {f"W{g}": "n_a n_s" for g in "fico"} | {f"b{g}": "n_a 1" for g in "fico"}
OF_LSTM |= {"Wy": "n_y n_a", "by": "n_y 1"}
OF_GRU = {f"W{g}": "n_a n_s" for g in "urc"} | {f"b{g}": "n_a 1" for g in "urc"}
OF_GRU |= {"Wy": "n_y n_a", "by": "n_y 1"}
# Forward functions: shapes of their parameters, and names of results that lie over the examples.
FORWARD = {
    "feed_forward": (OF_FEED_FORWARD, ("y_pred",)),
    "rnn_cell_forward": (OF_RNN, ("a_next", "yt_pred")),
    "rnn_forward": (OF_RNN, ("a", "y_pred")),
    "lstm_cell_forward": (OF_LSTM, ("a_next", "c_next", "yt_pred")),
    "lstm_forward": (OF_LSTM, ("a", "y_pred", "c")),
    "gru_cell_forward": (OF_GRU, ("a_next", "yt_pred")),
}
ARGUMENTS = {
    "feed_forward": ("x",),
    "rnn_cell_forward": ("xt", "a_prev"),
    "rnn_forward": ("x", "a0"),
    "lstm_cell_forward": ("xt", "a_prev", "c_prev"),
    "lstm_forward": ("x", "a0"),
    "gru_cell_forward": ("xt", "a_prev"),
}
# Backward functions: the forward function whose cache they take, and how many of its results they
# are given a gradient of.
BACKWARD = {
    "rnn_cell_backward": ("rnn_cell_forward", 1),
    "rnn_backward": ("rnn_forward", 1),
    "lstm_cell_backward": ("lstm_cell_forward", 2),
    "lstm_backward": ("lstm_forward", 1),
    "gru_cell_backward": ("gru_cell_forward", 1),
}
CALLED = {"dxt": "xt", "dx": "x", "da_prev": "a_prev", "dc_prev": "c_prev", "da0": "a0"}


def look_closer(function, known, passes, seed=None):
    """Hold a function that passes its check against fresh inputs; print what was looked at.

    Parameters
    ----------
    function : callable
    known : dict
        Names of the notebook: the other functions of the lesson.
    passes : callable
        ``passes(name, function)`` says whether another exercise passes its check.
    seed : int, optional
        Of the draws; by default they differ each time.

    Raises
    ------
    CheckFailed
        If something does not hold.
    """
    name, random = function.__name__, np.random.default_rng(seed)
    done = []
    for law, test in _laws(name, function, known, passes):
        try:
            for _ in range(ROUNDS):
                test(random)
        except Exception as error:
            told = THOROUGH["raised"].format(error=f"{type(error).__name__}: {error}")
            words = THOROUGH["broken"].format(function=name, law=THOROUGH[law])
            why = error if isinstance(error, _Broken) else told
            raise CheckFailed(f"{words}\n{why}") from None
        done.append(THOROUGH[law])
    print(THOROUGH["held" if done else "nothing"].format(function=name, rounds=ROUNDS))
    for words in done:
        print(f"  {words}")
    if name in BACKWARD and not done:
        print(THOROUGH["no_forward"].format(forward=BACKWARD[name][0]))
    print(THOROUGH["hidden"])


class _Broken(Exception):
    """A law does not hold; the text says where."""


def _laws(name, function, known, passes):
    """Names and tests of what should hold for a function."""
    if name == "gradient_step":
        yield "no_slope", lambda random: _steps(function, random, 0, 1)
        yield "rate", lambda random: _steps(function, random, 1, 0.5)
        yield "slope", lambda random: _steps(function, random, 0.5, 1)
    elif name == "output_backward":
        if _fit("softmax", known, passes):
            yield "gradient", lambda random: _output_gradient(function, known["softmax"], random)
    elif name == "sigmoid":
        yield "finite", lambda random: _finite(function(_far(random, 3, 4)))
        yield "mirror", lambda random: _mirror(function, 3 * random.standard_normal((3, 4)))
    elif name == "softmax":
        yield "finite", lambda random: _finite(function(_far(random, 4, 5)))
        yield "sums", lambda random: _sums(function(_far(random, *random.integers(1, 6, 2))))
        yield "shift", lambda random: _shift(function, random.standard_normal((3, 4)), random)
        yield "alone", lambda random: _columns(function, random.standard_normal((3, 4)))
    elif name == "cross_entropy":
        yield "even", lambda random: _even_guess(function, *random.integers(1, 7, 2))
        yield "twice", lambda random: _twice(function, random)
    elif name in FORWARD:
        yield "shapes", lambda random: _shapes(function, name, random)
        yield "probabilities", lambda random: _probabilities(function, name, random)
        yield "alone", lambda random: _examples_alone(function, name, random)
        cell = name.replace("forward", "cell_forward")
        if "cell" not in name and cell in FORWARD and _fit(cell, known, passes):
            yield "steps", lambda random: _step_by_step(function, name, known[cell], random)
    elif name in BACKWARD:
        forward, count = BACKWARD[name]
        if _fit(forward, known, passes):
            yield (
                "gradient",
                lambda random: _gradient(function, known[forward], name, count, random),
            )
            yield "linear", lambda random: _linear(function, known[forward], name, count, random)
    elif name == "feed_forward_backward":
        if _fit("feed_forward", known, passes) and _fit("cross_entropy", known, passes):
            yield "gradient", lambda random: _loss_gradient(function, known, random)
    else:
        for laws in (text_laws, memory_laws, fast_laws):
            yield from laws(name, function, known, lambda other: _fit(other, known, passes), _same)


def _fit(name, known, passes):
    return callable(known.get(name)) and passes(name, known[name])


# ------------------------------------------------------------------ draws


def _sizes(random):
    n_x, m, n_a, n_y, n_h, steps = (int(size) for size in random.integers(1, 6, 6))
    return {"n_x": n_x, "m": m, "n_a": n_a, "n_y": n_y, "n_h": n_h, "T_x": steps, "n_s": n_a + n_x}


def _draw(random, shape, sizes):
    return random.standard_normal([sizes.get(letter) or int(letter) for letter in shape.split()])


def _shape(name, argument):
    return (FEED_FORWARD if name == "feed_forward" else SHAPES)[argument]


def _inputs(name, random):
    sizes = _sizes(random)
    inputs = [_draw(random, _shape(name, argument), sizes) for argument in ARGUMENTS[name]]
    parameters = {key: 0.5 * _draw(random, shape, sizes) for key, shape in FORWARD[name][0].items()}
    return sizes, inputs, parameters


def _far(random, *shape):
    return random.standard_normal(shape) * 10.0 ** random.uniform(-3, 3, shape)


def _called(function, *args):
    return function(*copied(args))


# ------------------------------------------------------------------ laws


def _same(where, got, want, tolerance=1e-9):
    fault = compare(where, np.asarray(got), np.asarray(want), tolerance)
    if fault:
        raise _Broken(THOROUGH["place"].format(where=said_place(fault["where"])))


def _finite(result):
    if not np.isfinite(result).all():
        raise _Broken(THOROUGH["not_finite"])


def _mirror(function, z):
    _same("sigmoid(-z)", function(-z), 1 - function(z))


def _sums(result):
    _same("sum", result.sum(axis=0), np.ones(result.shape[1]))


def _shift(function, z, random):
    _same(
        "softmax(z + c)",
        function(z + 500 * random.standard_normal((1, z.shape[1]))),
        function(z),
        1e-8,
    )


def _columns(function, z):
    parts = [function(z[:, j : j + 1]) for j in range(z.shape[1])]
    _same("column by column", np.concatenate(parts, axis=1), function(z))


def _steps(function, random, slope, rate):
    """How far a step goes with smaller gradients or a smaller rate, as a share of the whole one."""
    parameters = {key: random.standard_normal((2, 3)) for key in ("W1", "b2")}
    gradients = {f"d{key}": random.standard_normal((2, 3)) for key in parameters}
    whole = _called(function, parameters, gradients, 0.3)
    smaller = {key: slope * gradient for key, gradient in gradients.items()}
    part = _called(function, parameters, smaller, 0.3 * rate)
    for key, value in parameters.items():
        _same(key, part[key] - value, slope * rate * (whole[key] - value))


def _even_guess(function, n_y, m):
    y = np.eye(n_y)[:, np.arange(m) % n_y]
    _same("the loss", function(np.full((n_y, m), 1 / n_y), y), np.log(n_y))


def _twice(function, random):
    y_pred = random.uniform(0.1, 1, (3, 4))
    y_pred, y = y_pred / y_pred.sum(axis=0), np.eye(3)[:, random.integers(3, size=4)]
    both = function(np.tile(y_pred, 2), np.tile(y, 2))
    _same("the loss", both, function(y_pred, y))


def _results(function, name, inputs, parameters):
    result = _called(function, *inputs, parameters)
    return dict(zip(FORWARD[name][1], result, strict=False))


def _shapes(function, name, random):
    sizes, inputs, parameters = _inputs(name, random)
    for part, result in _results(function, name, inputs, parameters).items():
        shape = tuple(sizes[letter] for letter in _shape(name, part).split())
        if np.shape(result) != shape:
            raise _Broken(THOROUGH["shape"].format(where=part, want=shape, got=np.shape(result)))


def _probabilities(function, name, random):
    _, inputs, parameters = _inputs(name, random)
    for part, result in _results(function, name, inputs, parameters).items():
        if part.endswith("_pred"):
            _same(part, result.sum(axis=0), np.ones(result.shape[1:]))


def _examples_alone(function, name, random):
    _, inputs, parameters = _inputs(name, random)
    together = _results(function, name, inputs, parameters)
    for j in range(inputs[0].shape[1]):
        own = [value[:, j : j + 1] for value in inputs]
        for part, result in _results(function, name, own, parameters).items():
            _same(part, result, together[part][:, j : j + 1])


def _step_by_step(function, name, cell, random):
    _, (x, a0), parameters = _inputs(name, random)
    results = _results(function, name, [x, a0], parameters)
    states = [a0] if name == "rnn_forward" else [a0, np.zeros_like(a0)]
    for t in range(x.shape[2]):
        *states, y_pred, _ = _called(cell, x[:, :, t], *states, parameters)
        for part, value in zip(("a", "c"), states, strict=False):
            _same(part, results[part][:, :, t], value)
        _same("y_pred", results["y_pred"][:, :, t], y_pred)


def _backward_inputs(forward, name, count, random):
    """A cache, gradients of the results, and what gives the results for other inputs."""
    of = BACKWARD[name][0]
    _, inputs, parameters = _inputs(of, random)
    outputs = _called(forward, *inputs, parameters)
    upstream = [random.standard_normal(output.shape) for output in outputs[:count]]
    values = dict(zip(ARGUMENTS[of], inputs, strict=True)) | parameters

    def loss(changed):
        given = [changed[argument] for argument in ARGUMENTS[of]]
        rest = {key: changed[key] for key in parameters}
        results = _called(forward, *given, rest)[:count]
        return sum(np.sum(r * d) for r, d in zip(results, upstream, strict=True))

    return outputs[-1], upstream, values, loss


def _gradient(function, forward, name, count, random):
    cache, upstream, values, loss = _backward_inputs(forward, name, count, random)
    gradients = _called(function, *upstream, cache)
    _agree(gradients, values, loss)


def _loss_gradient(function, known, random):
    _, (x,), parameters = _inputs("feed_forward", random)
    y_pred, cache = _called(known["feed_forward"], x, parameters)
    y = np.eye(len(y_pred))[:, random.integers(len(y_pred), size=x.shape[1])]

    def loss(changed):
        return known["cross_entropy"](_called(known["feed_forward"], x, changed)[0], y)

    _agree(_called(function, y, cache), parameters, loss)


def _output_gradient(function, softmax, random):
    sizes = _sizes(random)
    shapes = {"a": SHAPES["a"], "Wya": OF_RNN["Wya"], "by": OF_RNN["by"]}
    values = {name: _draw(random, shape, sizes) for name, shape in shapes.items()}
    labels = random.integers(sizes["n_y"], size=(sizes["m"], sizes["T_x"]))
    y = np.moveaxis(np.eye(sizes["n_y"])[labels], -1, 0)

    def predictions(changed):
        steps = np.moveaxis(changed["a"], 2, 0)
        scores = [changed["Wya"] @ step + changed["by"] for step in steps]
        return np.stack([softmax(each) for each in scores], axis=2)

    def loss(changed):
        return -np.log(np.sum(predictions(changed) * y, axis=0)).sum() / sizes["m"]

    gradients = _called(function, y, predictions(values), values["a"], values)
    _agree(gradients, values, loss)


def _agree(gradients, values, loss):
    """Hold gradients against central differences of the loss."""
    for key, gradient in gradients.items():
        name = CALLED.get(key, key[1:])
        if name not in values:
            continue  # a key more is no fault
        value, numeric = values[name], np.zeros(values[name].shape)
        for at in np.ndindex(value.shape):
            up, down = value.copy(), value.copy()
            up[at] += 1e-5
            down[at] -= 1e-5
            moved = loss({**values, name: up}) - loss({**values, name: down})
            numeric[at] = moved / 2e-5
        scale = max(np.abs(numeric).max(), np.abs(gradient).max(), 1e-4)
        if np.shape(gradient) != numeric.shape or np.abs(gradient - numeric).max() > LOOSE * scale:
            raise _Broken(THOROUGH["place"].format(where=key))


def _linear(function, forward, name, count, random):
    cache, upstream, _, _ = _backward_inputs(forward, name, count, random)
    once = _called(function, *upstream, cache)
    twice = _called(function, *(2 * gradient for gradient in upstream), cache)
    for key in [key for key in once if isinstance(once[key], np.ndarray)]:
        _same(key, twice[key], 2 * once[key])
