"""Checks of lesson 06: words as arrays, a loss with a mask, clipping, Adam, and drawing words."""

from __future__ import annotations

import numpy as np

from autograder.checks.inputs import Case, Exercise, Inputs, Quantity

# ------------------------------------------------------------------ words as arrays


def _encode_visible(draw: Inputs, reference: dict) -> list[Case]:
    return [
        Case("with one word", (["ab"], ".cabB", "")),
        Case("with words of different lengths", (["cab", "B", "abba"], ".cabB", "")),
        Case("with a word that has a character too many", (["ab", "aéb"], ".cabB", "é")),
    ]


def _encode_hidden(draw: Inputs, reference: dict) -> list[Case]:
    turkish = ".abcçdefgğhıijklmnoöprsştuüvyz"
    return [
        Case("with one letter", (["a"], ".a", "")),
        Case("with the longest word last", (["a", "ab", "abc"], ".abc", "")),
        Case("with the longest word first", (["abcabc", "ab", ""], ".abc", "")),
        Case("with a word without letters alone", ([""], ".ab", "")),
        Case("with words that are equal", (["ba", "ba"], ".ab", "")),
        Case("with an alphabet that is not sorted", (["bca", "ac"], ".cab", "")),
        Case("with Turkish letters", (["ığdır", "çiğ", "gözlükçü"], turkish, "")),
        Case("with capitals", (["Ada", "adA"], ".Aad", "")),
        Case("with a character too many at the start", (["xa"], ".ab", "x")),
        Case("with a character too many at the end", (["a", "bü"], ".ab", "ü")),
        Case("with a capital that the alphabet lacks", (["a", "baB"], ".ab", "B")),
    ]


# ------------------------------------------------------------------ the loss and its gradient


def _mask(steps: int, *lengths: int) -> np.ndarray:
    """Mask (m, T_x) of examples of these lengths."""
    return (np.arange(steps) < np.array(lengths)[:, np.newaxis]).astype(float)


def _padded(draw: Inputs, n_y: int, steps: int, *lengths: int) -> tuple:
    """Predictions, labels that are zero in the padding, and the mask."""
    mask = _mask(steps, *lengths)
    y_pred = np.round(draw.probabilities(n_y, len(lengths), steps), 3)
    return y_pred, draw.one_hot(n_y, len(lengths), steps) * mask, mask


def _certain(y: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Predictions that give every label probability 1, and in the padding all to the first."""
    y_pred = y.copy()
    y_pred[0] += 1 - mask
    return y_pred


def _loss_visible(draw: Inputs, reference: dict) -> list[Case]:
    y_pred, y, mask = _padded(draw, 3, 4, 4, 2)
    sure = _certain(y, mask)
    sure[:, 0, 0] = np.where(y[:, 0, 0] == 1, 1e-7, (1 - 1e-7) / 2)
    labelled = draw.one_hot(3, 2, 4)  # in the padding, too
    alike = np.repeat(y[:, :1, :1], 2, axis=1)  # so that a sum over words is not one of characters
    return [
        Case("with one step and nothing padded", (y_pred[:, :, :1], alike, mask[:, :1])),
        Case(
            "with predictions that are certain, one of them wrong",
            (sure, y, mask),
            "Is the logarithm of 0 asked for in the padding? Or is a small probability changed "
            "before its logarithm is taken?",
        ),
        Case(
            "with two steps of padding, and labels in it",
            (y_pred, labelled, mask),
            "Which argument says which steps count: the labels or the mask?",
        ),
    ]


def _loss_cases(draw: Inputs) -> list[Case]:
    cases = []
    for label, n_y, steps, lengths in [
        ("with nothing padded", 4, 3, (3, 3)),
        ("with much padding", 3, 9, (9, 1, 2, 1)),
        ("with one example", 5, 4, (4,)),
        ("with one example that is padded", 5, 6, (4,)),
        ("with one step", 4, 1, (1, 1, 1)),
        ("with two classes", 2, 5, (5, 3, 4)),
        ("with every size equal", 3, 3, (3, 2, 1)),
        ("with an example that is all padding", 3, 4, (4, 0, 2)),
    ]:
        cases.append(Case(label, _padded(draw, n_y, steps, *lengths)))
    y_pred, y, mask = _padded(draw, 4, 5, 5, 4, 3)
    gaps = mask * draw.one_hot(2, 3, 5)[1]
    gaps[0, 0] = 1
    cases.append(Case("with gaps in the mask", (y_pred, y, gaps)))
    cases.append(Case("with labels in the padding", (y_pred, draw.one_hot(4, 3, 5), mask)))
    whole = y.astype(int), mask.astype(int)
    cases.append(Case("with whole numbers for labels and mask", (y_pred, *whole)))
    return cases


def _loss_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = _loss_cases(draw)
    _, y, mask = _padded(draw, 4, 5, 5, 4, 3)
    small = 0.999999 * _certain(y, mask) + 0.00000025
    small[:, 0, 0] = np.where(y[:, 0, 0] == 1, 1e-7, (1 - 1e-7) / 3)
    cases.append(Case("with certain predictions", (_certain(y, mask), y, mask)))
    cases.append(Case("with nearly certain ones, one of them wrong", (small, y, mask)))
    return cases


def _loss_backward_visible(draw: Inputs, reference: dict) -> list[Case]:
    y_pred, y, mask = _padded(draw, 3, 4, 4, 2)
    wrong = np.roll(_certain(y, mask), 1, axis=0)
    return [
        Case(
            "with one example and one step",
            (y_pred[:, :1, :1], y[:, :1, :1], mask[:1, :1]),
        ),
        Case("with certain predictions that are wrong", (wrong, y, mask)),
        Case("with two steps of padding, and labels in it", (y_pred, draw.one_hot(3, 2, 4), mask)),
    ]


def _loss_backward_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = _loss_cases(draw)
    _, y, mask = _padded(draw, 4, 5, 5, 4, 3)
    sure = _certain(y, mask)
    cases.append(Case("with certain predictions", (sure, y, mask)))
    cases.append(Case("with certain predictions that are wrong", (np.roll(sure, 1, 0), y, mask)))
    return cases


# ------------------------------------------------------------------ clipping


def _gradients(draw: Inputs, scale: float = 1.0) -> dict[str, np.ndarray]:
    shapes = {"dW": (2, 3), "db": (2, 1), "dV": (3, 2)}
    return {name: draw.normal(*shape, scale=scale) for name, shape in shapes.items()}


def _clip_visible(draw: Inputs, reference: dict) -> list[Case]:
    three_four = {"dW": np.array([[3.0, 0.0]]), "db": np.array([[4.0]])}
    return [
        Case("with the norm 5 and the limit 1", (three_four, 1.0)),
        Case("with the norm 5 and the limit 10", (three_four, 10.0), "What is within the limit?"),
        Case("with three arrays", (_gradients(draw, 4.0), 2.0)),
        Case("with gradients of 0", ({"dW": np.zeros((2, 2))}, 1.0), "Which norm has a zero?"),
    ]


def _clip_hidden(draw: Inputs, reference: dict) -> list[Case]:
    whole = {"dW": np.array([[3, 4], [0, 12]]), "db": np.array([[84]])}
    spread = {name: draw.spread(3, 4) for name in ("dWax", "dWaa", "dba")}
    large = {name: 1e6 * value for name, value in _gradients(draw).items()}
    small = {name: 1e-9 * value for name, value in _gradients(draw).items()}
    sequence = {"dx": draw.normal(2, 3, 4, scale=3.0), "da0": draw.normal(5, 3)}
    return [
        Case("with one array", ({"dW": draw.normal(4, 4, scale=5.0)}, 3.0)),
        Case("with one number", ({"dW": np.array([[-7.0]])}, 2.0)),
        Case("with a norm within the limit", (_gradients(draw), 100.0)),
        Case("with a norm that is the limit", (whole, 85.0)),
        Case("with whole numbers", (whole, 17.0)),
        Case("with a limit below 1", (_gradients(draw, 2.0), 0.03)),
        Case("with entries of very different size", (spread, 5.0)),
        Case("with very large gradients", (large, 5.0)),
        Case("with very small gradients", (small, 5.0)),
        Case("with three axes", (sequence, 4.0)),
        Case("with gradients of 0", ({"dW": np.zeros((2, 3)), "db": np.zeros((2, 1))}, 1.0)),
        Case("with most gradients 0", ({"dW": np.zeros((2, 3)), "db": np.full((1, 1), 9.0)}, 3.0)),
    ]


# ------------------------------------------------------------------ Adam


def _adam_inputs(draw: Inputs, steps: int, scale: float = 1.0) -> tuple:
    """Parameters, gradients and the state after so many steps."""
    shapes = {"W": (2, 3), "b": (2, 1)}
    parameters = {name: draw.normal(*shape) for name, shape in shapes.items()}
    gradients = {"d" + name: draw.normal(*shape, scale=scale) for name, shape in shapes.items()}
    mean = {name: draw.normal(*shape, scale=scale) for name, shape in shapes.items()}
    square = {name: draw.normal(*shape, scale=scale) ** 2 for name, shape in shapes.items()}
    if not steps:
        mean, square = [
            {name: 0 * value for name, value in part.items()} for part in (mean, square)
        ]
    return parameters, gradients, {"steps": steps, "mean": mean, "square": square}


def _adam_visible(draw: Inputs, reference: dict) -> list[Case]:
    first = _adam_inputs(draw, 0)
    tiny = _adam_inputs(draw, 0, 1e-2)
    tiny = tiny[0], {name: 1e-6 * value for name, value in tiny[1].items()}, tiny[2]
    later = _adam_inputs(draw, 4)
    more = {**later[1], "dx": draw.normal(2, 2)}
    return [
        Case("with the first step", (*first, 0.1)),
        Case("with the first step and tiny gradients", (*tiny, 0.1)),
        Case("with the fifth step, and a gradient of x besides", (later[0], more, later[2], 0.01)),
    ]


def _adam_hidden(draw: Inputs, reference: dict) -> list[Case]:
    cases = [
        Case(f"with step {steps + 1}", (*_adam_inputs(draw, steps), 0.05))
        for steps in (0, 1, 2, 10, 2000)
    ]
    for label, scale in [("large", 1e4), ("small", 1e-4)]:
        cases.append(Case(f"with {label} gradients", (*_adam_inputs(draw, 7, scale), 0.01)))
    parameters, gradients, state = _adam_inputs(draw, 3)
    none = {name: 0 * value for name, value in gradients.items()}
    cases.append(Case("with gradients of 0", (parameters, none, state, 0.1)))
    cases.append(Case("with a large step", (parameters, gradients, state, 3.0)))
    more = {**gradients, "dx": draw.normal(3, 3), "da0": draw.normal(2, 2)}
    cases.append(Case("with gradients of x and a0 besides", (parameters, more, state, 0.1)))
    parameters, gradients, state = _adam_inputs(draw, 0)
    cases.append(Case("with gradients of 0 at the first step", (parameters, none, state, 0.1)))
    tiny = {name: 1e-9 * value for name, value in gradients.items()}
    cases.append(Case("with tiny gradients at the first step", (parameters, tiny, state, 0.1)))
    return cases


# ------------------------------------------------------------------ temperature


def _temperature_visible(draw: Inputs, reference: dict) -> list[Case]:
    p = np.array([0.5, 0.3, 0.2])
    columns = np.array([[0.5, 0.0], [0.3, 0.9], [0.2, 0.1]])
    return [
        Case("with temperature 1", (p, 1.0)),
        Case("with temperature 0.5", (p, 0.5)),
        Case(
            "with two columns, a zero, and temperature 2",
            (columns, 2.0),
            "May something impossible become possible? And over which axis does it sum to one?",
        ),
        Case(
            "with two columns and temperature 0.001",
            (np.array([[0.99, 0.4], [0.01, 0.35], [0.0, 0.25]]), 0.001),
            "What is the largest power of a column before you divide by the sum?",
        ),
    ]


def _temperature_hidden(draw: Inputs, reference: dict) -> list[Case]:
    columns = draw.probabilities(5, 3)
    zeros = columns.copy()
    zeros[1] = zeros[3, 0] = 0
    zeros /= zeros.sum(axis=0)
    uneven = np.array([[0.3, 0.999], [0.3, 0.001], [0.4, 0.0]])
    tiny = np.array([1 - 1e-12, 1e-12, 0.0])
    cases = [
        Case(f"with temperature {t:g}", (columns, t))
        for t in (0.001, 0.01, 0.3, 0.7, 1.0, 1.5, 10.0, 100.0, 1000.0)
    ]
    cases += [
        Case(f"with zeros and temperature {t:g}", (zeros, t)) for t in (0.01, 0.5, 1.0, 3.0, 100.0)
    ]
    return [
        *cases,
        Case("with a whole number for the temperature", (columns, 2)),
        Case("with one column as a vector", (draw.probabilities(6), 0.8)),
        Case("with as many columns as characters", (draw.probabilities(4, 4), 0.6)),
        Case("with three axes", (draw.probabilities(4, 2, 3), 1.7)),
        Case("with a nearly certain column and another at a low temperature", (uneven, 0.001)),
        Case("with certainty", (np.array([0.0, 1.0, 0.0]), 0.01)),
        Case("with certainty in whole numbers", (np.array([0, 1, 0]), 2.0)),
        Case("with something all but impossible", (tiny, 4.0)),
        Case("with a tie at a low temperature", (np.array([0.4, 0.4, 0.2]), 0.001)),
        Case("with very many characters", (np.full(3000, 1 / 3000), 0.01)),
    ]


# ------------------------------------------------------------------ drawing words


def _spelling(alphabet: str, word: str) -> np.ndarray:
    """Rows of a chain that can only spell one word, mark and all."""
    return np.eye(len(alphabet))[:, [alphabet.index(letter) for letter in word]]


def _frequencies(reference: dict, p: list[float], temperature: float) -> tuple:
    """Arguments of a probe of 10 words of 30 letters each, drawn with the same probabilities."""
    column = np.array(p)
    odds = np.round(reference["apply_temperature"](column, temperature), 6)
    return ".abc", column[:, np.newaxis], temperature, 30, 5, 10, odds


def _ends(p: list[float]) -> tuple:
    """Arguments of a probe of 20 words that end when the mark is drawn: it stands in none."""
    column = np.array(p)
    odds = np.where(np.arange(len(p)) > 0, column, 0)
    return ".abc", column[:, np.newaxis], 1.0, 30, 5, 20, odds


def _sample_visible(draw: Inputs, reference: dict) -> list[Case]:
    nothing = np.zeros(4)
    spelling = [
        ("with probabilities that can only spell one word", "cab.", 1.0, 10),
        ("with a word that never ends", "abc", 0.5, 5),
    ]
    return [
        *(
            Case(label, (".abc", _spelling(".abc", word), t, longest, 1, 1, nothing))
            for label, word, t, longest in spelling
        ),
        Case("with 300 draws at temperature 1", _frequencies(reference, [0.0, 0.6, 0.3, 0.1], 1.0)),
        Case(
            "with 300 draws at temperature 3",
            _frequencies(reference, [0.0, 0.9, 0.09, 0.01], 3.0),
            "Temperature 3 should make rare characters more frequent. Which of your steps does it?",
            about="shares",
        ),
        Case(
            "with 20 words that a drawn mark ends",
            _ends([0.4, 0.3, 0.2, 0.1]),
            "Does a mark that is drawn end the word? How many draws does one character take?",
            about="shares",
        ),
    ]


def _sample_hidden(draw: Inputs, reference: dict) -> list[Case]:
    alphabet, nothing = ".abcdefg", np.zeros(8)
    cases = [
        Case(label, (alphabet, _spelling(alphabet, word), t, longest, 2, 1, nothing))
        for label, word, t, longest in [
            ("with a word of one letter", "g.", 1.0, 30),
            ("with a word that ends at once", ".", 1.0, 30),
            ("with a letter that comes twice", "abba.", 0.7, 30),
            ("with a word as long as may be", "bcdef.", 1.0, 5),
            ("with a word one letter shorter than may be", "bcde.", 1.5, 5),
            ("with a word that never ends", "gfedcba", 1.0, 12),
            ("with a word that never ends, and no limit given", "ab", 1.0, 0),
            ("with one letter at most", "fa.", 1.0, 1),
        ]
    ]
    return [
        *cases,
        *(
            Case(f"with many draws at temperature {t:g}", _frequencies(reference, p, t))
            for p, t in [
                ([0.0, 0.2, 0.5, 0.3], 1.0),
                ([0.0, 0.45, 0.35, 0.2], 0.4),
                ([0.0, 0.02, 0.9, 0.08], 4.0),
            ]
        ),
        Case("with many words that a drawn mark ends", _ends([0.3, 0.3, 0.2, 0.2])),
    ]


# ------------------------------------------------------------------ what a check names


_ENCODE = (
    Quantity(
        "x",
        1,
        hint="What does the network see at each step of a word, and what behind its end?",
        look="the input at the first step: which character stands there for every word?",
        algebra="for the word ab the columns of x stand for the mark, a, b, and zeros follow.",
    ),
    Quantity(
        "y",
        1,
        hint="What should the network say at each step of a word, and what behind its end?",
        look="the label of a step: the character that comes next.",
        algebra="for the word ab the columns of y stand for a, b and the mark.",
    ),
    Quantity(
        "mask",
        1,
        hint="How many steps does a word of L letters take?",
        look="the row of the shortest word: which steps does it need, the mark at its end "
        "included?",
        algebra="a word of L letters has L + 1 ones in its row, then zeros.",
    ),
    Quantity(
        "refused words",
        hint="What happens with a character that the alphabet lacks? A ValueError should name "
        "that character, not only its word, and nothing else should be refused.",
        called="how a word with an unknown character is refused",
    ),
)

_LOSS = (
    Quantity(
        "loss",
        2,
        hint="Which probability does a step contribute, which steps count, and how many are they?",
        look="the denominator, and what a step of padding adds to the sum.",
        algebra="L = -(1 / N) times the sum over j and t of mask[j, t] ln p[j, t], where p[j, t] "
        "is the probability of the true character and N the sum of the mask.",
    ),
)

_LOSS_BACKWARD = (
    Quantity(
        "dz",
        3,
        hint="What is the gradient of one step alone, what is its weight in the mean, and what do "
        "steps that do not count contribute?",
        look="the weight of a step: its mask, over the number of steps that count.",
        algebra="dz[i, j, t] = (y_pred[i, j, t] - y[i, j, t]) mask[j, t] / N.",
    ),
)

_CLIP = (
    Quantity(
        "clipped",
        (4, 5),
        hint="Which one number are all gradients multiplied by, and when is it 1?",
        look="the norm: a sum over the entries of all arrays together.",
        algebra="all are multiplied by limit / norm if the norm is above the limit; the norm is "
        "the root of the sum of the squares of all entries of all arrays.",
        called="what comes back clipped",
        where=("dW", "db", "dV", "dWax", "dWaa", "dba", "dx", "da0"),
    ),
)

_ADAM = (
    Quantity(
        "steps",
        hint="How many steps have been taken after this one?",
        called='`state["steps"]`',
    ),
    Quantity(
        "mean",
        6,
        hint="Which share does the old mean keep, and what does the new gradient add?",
        look="the two weights: they sum to one.",
        algebra="the mean becomes 0.9 times itself plus 0.1 times the gradient, entry by entry; it "
        "is kept as it is, not corrected.",
        called='`state["mean"]`',
    ),
    Quantity(
        "square",
        7,
        hint="Which share does the old mean of squares keep, and what does the new gradient add?",
        look="the two weights, and which power of the gradient is averaged.",
        algebra="it becomes 0.999 times itself plus 0.001 times the square of the gradient; it is "
        "kept as it is, not corrected.",
        called='`state["square"]`',
    ),
    Quantity(
        "parameters",
        (8, 9),
        after=("steps", "mean", "square"),
        hint="What is the step made of: which two means, each divided by what, and where does "
        "epsilon stand?",
        look="the corrections, with the count after this step, and the root in the denominator.",
        algebra="W minus the learning rate times mean / (1 - 0.9^n), over the root of "
        "square / (1 - 0.999^n) plus 1e-8, with n = 1 at the first call.",
    ),
)

_TEMPERATURE = (
    Quantity(
        "tempered",
        10,
        hint="Which power of each probability is it, and what makes each column sum to one again?",
        look="the exponent, and what the powers are divided by.",
        algebra="each probability to the power 1 / temperature, over the sum of those powers along "
        "axis 0.",
        called="what comes back",
    ),
)

_SAMPLE = (
    Quantity(
        "texts",
        hint="What does the docstring say that the function returns, and does every way through it "
        "end there?",
        called="the type of what it returns (how many results are text)",
    ),
    Quantity(
        "states",
        11,
        after=("texts",),
        hint="Where does the state come from that step gets, and where does the one go that it "
        "returns?",
        look="the second argument of each call of step.",
        algebra="call k + 1 gets the state that call k returned; the first gets None.",
        called="what step was given as its state",
    ),
    Quantity(
        "letters",
        11,
        after=("texts", "states"),
        hint="Which character is drawn with these probabilities, which ones belong to the word, "
        "and what ends it?",
        look="the mark: it stands before the first letter and behind the last, and in no word.",
        algebra="the word is what was drawn before the first mark, and at most `longest` letters.",
        called="the word (the places of its letters in the alphabet, then -2)",
    ),
    Quantity(
        "asked",
        11,
        after=("texts", "states", "letters"),
        hint="Which character comes before the first letter? And which does step need later?",
        look="the first call of step, and the index that the later calls pass on.",
        algebra="step(0, None) first, then step(k, state), with k the character drawn last.",
        called="what step was asked to go on from",
    ),
    Quantity(
        "untold",
        after=("asked",),
        hint="Is the character that step is told the one that the word gets?",
        called="what step is told of the letters (how many it was not told)",
    ),
    Quantity(
        "different",
        after=("texts",),
        hint="Words that are drawn one after the other should differ. What makes yours alike?",
        called="the variety of the words (how many differ)",
    ),
    Quantity(
        "again",
        after=("different",),
        hint="Two generators of one seed should draw the same word. Where do your numbers come "
        "from?",
        called="the word that a second generator of the same seed draws (how many words those are)",
    ),
    Quantity(
        "shares",
        (10, 11),
        after=("different",),
        hint="With which probabilities is a character drawn, and is it drawn or chosen?",
        look="the probabilities that the draw gets.",
        algebra="character i is drawn with the probability p[i] to the power 1 / temperature, over "
        "the sum of these powers.",
        uses=("apply_temperature",),
        called="how often each character comes",
    ),
)

EXERCISES = {
    "encode": Exercise(
        ("words", "alphabet", "unknown"),
        ("x", "y", "mask", "refused words"),
        _encode_visible,
        _encode_hidden,
        _ENCODE,
        probe="encoded",
    ),
    "sequence_loss": Exercise(("y_pred", "y", "mask"), "loss", _loss_visible, _loss_hidden, _LOSS),
    "sequence_loss_backward": Exercise(
        ("y_pred", "y", "mask"), "dz", _loss_backward_visible, _loss_backward_hidden, _LOSS_BACKWARD
    ),
    "clip_gradients": Exercise(
        ("gradients", "limit"), "gradients", _clip_visible, _clip_hidden, _CLIP
    ),
    "adam_step": Exercise(
        ("parameters", "gradients", "state", "learning_rate"),
        ("steps", "mean", "square", "parameters"),
        _adam_visible,
        _adam_hidden,
        _ADAM,
        probe="stepped",
    ),
    "apply_temperature": Exercise(
        ("probabilities", "temperature"),
        "tempered",
        _temperature_visible,
        _temperature_hidden,
        _TEMPERATURE,
    ),
    "sample_word": Exercise(
        ("alphabet", "rows", "temperature", "longest", "seed", "words", "odds"),
        ("texts", "letters", "asked", "states", "untold", "shares", "different", "again"),
        _sample_visible,
        _sample_hidden,
        _SAMPLE,
        probe="sampled",
    ),
}

PREDICTIONS: dict = {
    "bits of a guess among 27 characters": float(np.log2(27)),
    "shape of x for ada and bo": (5, 2, 4),
    "ones in x for ada and bo": 7,
    "loss of an untrained network with 27 characters": float(np.log(27)),
    "dz of one step of seven": (0.5 / 7, -0.75 / 7, 0.25 / 7),
    "clipped gradients 3, 0 and 4": (0.6, 0.0, 0.8),
    "first step of Adam for a gradient of 0.001": 0.1,
    "first step of Adam for a gradient of 1000": 0.1,
    "first step of Adam without the correction": 0.01 / 0.001**0.5,
    "lowest loss on eight names": float(8 * np.log(8) / 48),
    "probabilities at temperature one half": (2 / 3, 1 / 6, 1 / 6),
    "vowel harmony: the RNN is nearer to": "LSTM",
}
