"""Probes: what a check looks at where not one result is right, but all with certain properties.

A probe calls the function under test, perhaps several times, and returns what it has measured. A
check compares that as it compares results elsewhere. Random numbers come from generators that the
probe makes from a seed. In the grader the function is in another process; the probe is not.
"""

import operator

import numpy as np

import rnn_calls
from rnn_compare import form_fault, kind_of
from rnn_language import Words
from rnn_words import said


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


# ---------------------------------------------------------------- lesson 06


def encoded(encode, words, alphabet, unknown):
    """Call ``encode``, or measure how it refuses a word.

    Parameters
    ----------
    encode : callable
    words, alphabet : list of str, str
    unknown : str
        The character that the alphabet lacks, if one is lacking.

    Returns
    -------
    x, y, mask : object
        As they came; nothing is in them where a word was to be refused.
    refused : int
        1 if all is as it should be: words that can be encoded are not refused, and others with a
        ValueError that names the character.
    """
    if unknown:
        nothing = np.zeros(1)
        return nothing, nothing, nothing, _refuses(encode, words, alphabet, unknown)
    result = encode(words, alphabet)
    parts = list(result) if isinstance(result, (tuple, list)) else [result]
    if len(parts) > 3:
        parts = [result]
    return *parts, *[None] * (3 - len(parts)), 1


def _refuses(encode, words, alphabet, unknown):
    try:
        encode(words, alphabet)
    except NotImplementedError:
        raise
    except Exception as error:
        # By name, because in the grader the class is one that stands for the student's.
        # In a word that the message repeats, the character is not named.
        text = str(error)
        for word in words:
            text = text.replace(word, "") if unknown in word else text
        return int(type(error).__name__ == "ValueError" and unknown in text)
    return 0


def stepped(adam_step, parameters, gradients, state, learning_rate):
    """Take one step of ``adam_step`` and lay out what it returns.

    Returns
    -------
    steps, mean, square, parameters : object
        Three parts of the new state and the new parameters.

    Raises
    ------
    OtherForm
        If that is not what it returns.
    """
    result = adam_step(parameters, gradients, state, learning_rate)
    if fault := form_fault("the result", result, (parameters, state), ["parameters", "state"]):
        raise OtherForm(fault)
    moved, after = result
    return after["steps"], after["mean"], after["square"], moved


class OtherForm(Exception):
    """A result that cannot be laid out; ``fault`` says why, as `rnn_compare` does."""

    def __init__(self, fault):
        super().__init__(said(fault))
        self.fault = fault


class StepRefused(TypeError):
    """The step of a chain was called in a way that no network would take."""


STEP = Words(
    {
        "index": "step wants the index of a character, from 0 to {last}; it got {got}",
        "endless": "step was called {calls} times for a word of at most {longest} characters",
    }
)


class Chain:
    """A network for ``sample_word`` whose probabilities depend on how often its state went round.

    Parameters
    ----------
    rows : ndarray, shape (n_x, steps)
        Probabilities at each step; behind the last step those of the last.
    longest : int
        How many characters a word may have: far more calls than that are refused.
    """

    def __init__(self, rows, longest):
        self.rows, self.longest, self.asked, self.states = rows, longest, [], []

    def step(self, index, state, /):
        """Give the probabilities of the next character and the new state."""
        if len(self.asked) > 4 * self.longest:
            words = STEP["endless"].format(calls=len(self.asked), longest=self.longest)
            raise StepRefused(words)
        try:
            self.asked.append(operator.index(index))
        except TypeError:
            last = len(self.rows) - 1
            raise StepRefused(STEP["index"].format(last=last, got=kind_of(index))) from None
        number = self._number(state)
        self.states.append(number)
        at = min(max(number, 0), self.rows.shape[1] - 1)
        return self.rows[:, at].copy(), np.array([number + 1.0])

    @staticmethod
    def _number(state):
        """How often a state went round: 0 for None; -1 for what no call has returned."""
        if state is None:
            return 0
        if type(state) is np.ndarray and state.shape == (1,) and state.dtype.kind == "f":
            return int(state[0]) if 1 <= state[0] < 1e6 else -1
        return -1


def sampled(sample_word, alphabet, rows, temperature, longest, seed, words, odds):
    """Measure what ``sample_word`` does with a chain.

    Parameters
    ----------
    sample_word : callable
    alphabet : str
    rows : ndarray
        See `Chain`.
    temperature : float
    longest : int
        0 leaves it to the function.
    seed : int
    words : int
        How many words are drawn. Of several only frequencies are looked at, of one each letter.
    odds : ndarray, shape (n_x,)
        How often each character should come among all that are drawn, where several words are.

    Returns
    -------
    texts : int
        How many of the results are text.
    letters : ndarray, shape (longest + 1,)
        Places in the alphabet of the word's letters; -1 for what is not in it; -2 behind the word.
    asked, states : ndarray, shape (longest,)
        Which character and which state each call of the step got. A state is the number of the
        call that has returned it, 0 for None, -1 for anything else. Calls that were not made count
        as right, for it is the word that says how many there should be.
    untold : int
        How many letters of the words the step was not called with behind them.
    shares : ndarray, shape (n_x,)
        How often each character came. What chance may do is taken away. Where the mark may come,
        words are too short to count, and only how often it stands in a word is looked at.
    different : int
        How many of the words are different; so many as are drawn where the mark may come.
    again : int
        How many different words a second generator of the same seed gives, with the first word;
        1 where the mark may come, because short words agree by chance.
    """
    several, marked = words > 1, words > 1 and bool(rows[0].any())
    generators = [np.random.default_rng(seed), np.random.default_rng(seed)]
    drawn = [
        _draw(sample_word, alphabet, rows, temperature, longest, generator)
        for generator in [generators[0]] * words + [generators[1]]
    ]
    results, chains = zip(*drawn[:-1], strict=True)
    texts = sum(type(result) is str for result in results)
    letters = [_places(result, alphabet) for result in results]
    most = chains[0].longest
    nothing = np.zeros(1)
    return (
        texts,
        nothing if several else _filled(letters[0], np.full(most + 1, -2.0)),
        nothing if several else _filled(chains[0].asked, np.zeros(most)),
        nothing if several else _filled(chains[0].states, np.arange(float(most))),
        sum(map(_untold, letters, chains)),
        _shares(letters, odds, marked) if several else odds,
        words if marked else len({str(result) for result in results}),
        1 if marked else len({str(results[0]), str(drawn[-1][0])}),
    )


def _draw(sample_word, alphabet, rows, temperature, longest, generator):
    chain = Chain(rows, longest or 30)

    def step(index, state, /):
        return chain.step(index, state)

    given = [longest] if longest else []
    return sample_word(step, alphabet, temperature, generator, *given), chain


def _places(result, alphabet):
    return [alphabet.find(letter) for letter in result] if type(result) is str else []


def _filled(found, rest):
    """What was found, as far as there is room for it; behind it the rest."""
    found = found[: len(rest)]
    rest[: len(found)] = found
    return rest


def _untold(letters, chain):
    pairs = zip([0, *letters], chain.asked, strict=False)
    return sum(letter != asked for letter, asked in pairs)


def _shares(letters, odds, marked):
    """Shares of all letters; the odds themselves where chance alone may be the difference.

    Where the mark may come, only its own share is looked at, which should be 0.
    """
    drawn = np.concatenate([np.array(places, int) for places in letters])
    shares = np.array([np.mean(drawn == i) if drawn.size else 0.0 for i in range(len(odds))])
    lucky = np.arange(len(odds)) > 0 if marked else np.abs(shares - odds) < LUCK
    return np.where(lucky, odds, shares)


LUCK = 0.13  # of 300 draws: four and a half times the deviation of any share

PROBES = {
    "encoded": encoded,
    "orthogonal_matrices": orthogonal_matrices,
    "sampled": sampled,
    "stepped": stepped,
    **rnn_calls.PROBES,
}
