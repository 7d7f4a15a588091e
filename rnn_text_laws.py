"""Laws of lesson 06 that a notebook can test on fresh inputs, without knowing the right results.

Each law gets the function, the notebook's names and a generator, and raises what `rnn_thorough`
tells if it does not hold.
"""

import numpy as np

ALPHABET = ".abcdeüğ"


def text_laws(name, function, known, fit, same):
    """Names and tests of what should hold for a function of lesson 06.

    Parameters
    ----------
    name, function, known, fit, same
        As for `rnn_memory_laws.memory_laws`.
    """
    if name == "encode":
        yield "read_back", lambda random: _read_back(function, random, same)
        yield "one_step", lambda random: _one_step(function, random, same)
    elif name == "sequence_loss":
        yield "even", lambda random: _even(function, random, same)
        yield "no_padding", lambda random: _no_padding(function, random, same)
    elif name == "sequence_loss_backward":
        yield "zero_sums", lambda random: _zero_sums(function, random, same)
        if fit("sequence_loss") and fit("softmax"):
            yield "gradient", lambda random: _gradient(function, known, random, same)
    elif name == "clip_gradients":
        yield "clipped", lambda random: _clipped(function, random, same)
        yield "one_factor", lambda random: _one_factor(function, random, same)
    elif name == "adam_step":
        yield "steady", lambda random: _steady(function, random, same)
        yield "rate", lambda random: _rate(function, random, same)
    elif name == "apply_temperature":
        yield "sums", lambda random: _tempered_sums(function, random, same)
        yield "of_one", lambda random: _of_one(function, random, same)
        yield "in_turn", lambda random: _in_turn(function, random, same)
    elif name == "sample_word":
        yield "one_choice", lambda random: _one_choice(function, random, same)
        yield "same_seed", lambda random: _same_seed(function, random, same)


# ------------------------------------------------------------------ words as arrays


def _words(random):
    letters = list(ALPHABET[1:])
    lengths = random.integers(1, 9, random.integers(1, 6))
    return ["".join(random.choice(letters, length)) for length in lengths]


def _read_back(encode, random, same):
    words = _words(random)
    _, y, mask = encode(list(words), ALPHABET)
    for j, word in enumerate(words):
        places = y[:, j, mask[j] == 1].argmax(axis=0)
        same("y", places, [ALPHABET.index(letter) for letter in word + "."])


def _one_step(encode, random, same):
    x, y, mask = encode(_words(random), ALPHABET)
    same("x", x[:, :, 1:], y[:, :, :-1] * mask[:, 1:])
    same("x at the first step", x[:, :, 0].sum(axis=1), [x.shape[1], *[0] * (len(ALPHABET) - 1)])
    for part, array in (("x", x), ("y", y)):
        same(part, array.sum(axis=0), mask)


# ------------------------------------------------------------------ the loss


def _batch(random):
    """Predictions, labels and a mask with padding."""
    n_y, m, steps = (int(size) for size in random.integers(2, 6, 3))
    y_pred = random.uniform(0.1, 1, (n_y, m, steps))
    labels = np.moveaxis(np.eye(n_y)[random.integers(n_y, size=(m, steps))], -1, 0)
    mask = (np.arange(steps) < random.integers(1, steps + 1, m)[:, np.newaxis]).astype(float)
    return y_pred / y_pred.sum(axis=0), labels, mask


def _even(loss, random, same):
    y_pred, y, mask = _batch(random)
    same("the loss", loss(np.full(y.shape, 1 / len(y)), y, mask), np.log(len(y)))


def _no_padding(loss, random, same):
    y_pred, y, mask = _batch(random)
    other = random.permutation(len(y))
    changed = np.where(mask == 1, y_pred, y_pred[other])
    before = loss(y_pred, y, mask)
    for labels in (np.where(mask == 1, y, y[other]), y * mask):
        same("the loss", loss(changed, labels, mask), before)


def _zero_sums(backward, random, same):
    y_pred, y, mask = _batch(random)
    same("dz", backward(y_pred, y, mask).sum(axis=0), np.zeros(mask.shape))


def _gradient(backward, known, random, same):
    _, y, mask = _batch(random)
    scores, found = random.standard_normal(y.shape), np.zeros(y.shape)

    def loss(z):
        y_pred = np.stack([known["softmax"](step) for step in np.moveaxis(z, 2, 0)], axis=2)
        return known["sequence_loss"](y_pred, y, mask), y_pred

    for at in np.ndindex(scores.shape):
        nudge = np.zeros(scores.shape)
        nudge[at] = 1e-5
        found[at] = (loss(scores + nudge)[0] - loss(scores - nudge)[0]) / 2e-5
    same("dz", backward(loss(scores)[1], y, mask), found, 1e-7)


# ------------------------------------------------------------------ clipping and Adam


def _arrays(random):
    return {key: random.standard_normal(random.integers(1, 5, 2)) for key in ("dW", "dV", "db")}


def _norm(gradients):
    return np.sqrt(sum(np.sum(value**2) for value in gradients.values()))


def _clipped(clip, random, same):
    gradients = _arrays(random)
    for share in (0.2, 1.7):
        limit = share * _norm(gradients)
        same("the joint norm", _norm(clip(gradients, limit)), min(limit, _norm(gradients)))


def _one_factor(clip, random, same):
    gradients = _arrays(random)
    found = clip(gradients, 0.3 * _norm(gradients))
    for key, value in gradients.items():
        same(key, found[key], 0.3 * value)


def _steady(adam, random, same):
    parameters = {key[1:]: value for key, value in _arrays(random).items()}
    gradients = {
        "d" + key: random.choice([-1, 1], value.shape) * 10.0 ** random.uniform(0, 3, value.shape)
        for key, value in parameters.items()
    }
    zeros = {key: np.zeros(value.shape) for key, value in parameters.items()}
    state = {"steps": 0, "mean": zeros, "square": {**zeros}}
    for _ in range(4):
        moved, state = adam(parameters, gradients, state, 0.1)
        for key, value in parameters.items():
            same(key, moved[key] - value, -0.1 * np.sign(gradients["d" + key]), 1e-6)
        parameters = moved


def _rate(adam, random, same):
    parameters = {key[1:]: value for key, value in _arrays(random).items()}
    gradients, mean, square = (
        {key: random.uniform(0.1, 1, value.shape) for key, value in parameters.items()}
        for _ in range(3)
    )
    gradients = {"d" + key: value for key, value in gradients.items()}
    state = {"steps": int(random.integers(1, 9)), "mean": mean, "square": square}
    whole, half = (adam(parameters, gradients, state, rate)[0] for rate in (0.2, 0.1))
    for key, value in parameters.items():
        same(key, half[key] - value, (whole[key] - value) / 2)


# ------------------------------------------------------------------ temperature and drawing


def _probabilities(random):
    p = random.uniform(0.01, 1, random.integers(2, 6, random.integers(1, 4)))
    return p / p.sum(axis=0)


def _tempered_sums(apply, random, same):
    p = _probabilities(random)
    for temperature in (0.001, 0.4, 3.0, 1000.0):
        same("sum", apply(p, temperature).sum(axis=0), np.ones(p.shape[1:]))


def _of_one(apply, random, same):
    p = _probabilities(random)
    same("the probabilities", apply(p, 1.0), p)


def _in_turn(apply, random, same):
    p, (first, second) = _probabilities(random), random.uniform(0.5, 2, 2)
    same("the probabilities", apply(apply(p, first), second), apply(p, first * second))


def _one_choice(sample, random, same):
    letters = random.integers(1, len(ALPHABET), random.integers(1, 7))
    longest = int(random.integers(1, 9))

    def step(index, state):
        at = 0 if state is None else state + 1
        return np.eye(len(ALPHABET))[[*letters, 0][min(at, len(letters))]], at

    word = sample(step, ALPHABET, float(random.uniform(0.2, 3)), random, longest)
    want = [int(place) for place in letters[:longest]]
    same("the word", [ALPHABET.index(letter) for letter in word], want)


def _same_seed(sample, random, same):
    p, seed = random.dirichlet(np.ones(len(ALPHABET))), int(random.integers(2**31))

    def word():
        return sample(lambda *_: (p.copy(), None), ALPHABET, 1.5, np.random.default_rng(seed))

    first = [ALPHABET.index(letter) for letter in word()]
    same("a generator of the same seed", [ALPHABET.index(letter) for letter in word()], first)
