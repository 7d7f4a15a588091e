"""Mistakes and unusual right answers of lesson 06: words, masks, clipping, Adam, drawing."""

from autograder.checks.mistakes.bank import right, wrong

# ------------------------------------------------------------------ encode

SHIFT = "What does the network see at the first step, and what should it say at the last?"
MARK = "Which character stands before the first letter, and which behind the last?"
LENGTH = "How many steps does a word of L letters take, and how many does the longest?"
PADDING = "What is in the arrays behind the end of a short word, and what in the mask?"
REFUSE = "What does the docstring say of a character that the alphabet lacks?"
PLACE = "Which row belongs to a character: its place in which string?"
AXES = "In which order does the docstring list the axes?"
ROOM = "Which number type do your arrays have, and how many digits does it keep?"
LOOP = '    for t, (before, after) in enumerate(zip("." + word, word + ".", strict=True)):'
T_X = "T_x = max(len(word) for word in words) + 1"
SET_X = "x[alphabet.index(before), j, t] = 1"
SET_Y = "y[alphabet.index(after), j, t] = 1"
SET_MASK = "mask[j, t] = 1"
RETURN = "return x, y, mask"
UNKNOWN = 'raise ValueError(f"{letter!r} in {word!r} is not in the alphabet")'
ZIP = 'enumerate(zip("." + word, word + ".", strict=True))'
IN = "if letter not in alphabet:"

ENCODE = [
    wrong(
        "y-not-shifted",
        "Input and label are the same character.",
        SHIFT,
        (SET_Y, SET_Y.replace("after", "before")),
    ),
    wrong(
        "x-not-shifted",
        "Input and label are the same character, the next one.",
        SHIFT,
        (SET_X, SET_X.replace("before", "after")),
    ),
    wrong("x-and-y-swapped", "The input is what comes next.", SHIFT, (RETURN, "return y, x, mask")),
    wrong(
        "y-shifted-backwards",
        "The label is the character before.",
        SHIFT,
        (ZIP, 'enumerate(zip(word + ".", "." + word, strict=True))'),
    ),
    wrong(
        "start-mark-missing",
        "The network begins with the first letter.",
        MARK,
        (ZIP, 'enumerate(zip(word, word[1:] + ".", strict=True))'),
    ),
    wrong(
        "end-mark-missing",
        "A word ends with its last letter.",
        MARK,
        (ZIP, 'enumerate(zip("." + word[:-1], word, strict=True))'),
    ),
    wrong(
        "end-mark-missing-in-y-alone",
        "The last step has no label.",
        MARK,
        (SET_Y, "if t < len(word):\n                " + SET_Y),
    ),
    wrong(
        "start-mark-missing-in-x-alone",
        "The first step sees nothing.",
        MARK,
        (SET_X, "if t:\n                " + SET_X),
    ),
    wrong(
        "one-step-too-few",
        "A word of L letters takes L steps.",
        LENGTH,
        (T_X, "T_x = max(len(word) for word in words)"),
        (LOOP, LOOP.replace("enumerate(", "list(enumerate(").replace("True)):", "True)))[:T_x]:")),
    ),
    wrong(
        "one-step-too-few-made",
        "A word of L letters takes L steps.",
        LENGTH,
        (T_X, "T_x = max(len(word) for word in words)"),
    ),
    wrong(
        "one-step-too-many",
        "There are two marks, so a word takes two steps more.",
        LENGTH,
        (T_X, T_X.replace("+ 1", "+ 2")),
    ),
    wrong(
        "as-long-as-the-first-word",
        "The first word says how many steps there are.",
        LENGTH,
        (T_X, "T_x = len(words[0]) + 1"),
        (LOOP, LOOP.replace("enumerate(", "list(enumerate(").replace("True)):", "True)))[:T_x]:")),
    ),
    wrong("always-thirty-steps", "The arrays have a fixed length.", LENGTH, (T_X, "T_x = 30")),
    wrong(
        "padding-holds-the-mark",
        "Behind its end a word goes on with marks.",
        PADDING,
        ("return x, y, mask", "x[0] += 1 - mask\n    y[0] += 1 - mask\n    return x, y, mask"),
    ),
    wrong(
        "y-padded-with-the-mark",
        "Behind its end the mark is to be predicted for ever.",
        PADDING,
        ("return x, y, mask", "y[0] += 1 - mask\n    return x, y, mask"),
    ),
    wrong(
        "mask-one-too-short",
        "The mark at the end does not count.",
        PADDING,
        (SET_MASK, "mask[j, t] = t < len(word)"),
    ),
    wrong(
        "mask-one-too-long",
        "The step behind the mark counts too.",
        PADDING,
        (SET_MASK, "mask[j, t : t + 2] = 1"),
    ),
    wrong(
        "mask-all-ones",
        "Every step counts.",
        PADDING,
        ("np.zeros((len(words), T_x))", "np.ones((len(words), T_x))"),
    ),
    wrong("mask-all-zeros", "The mask is filled later.", PADDING, (SET_MASK, "mask[j, t] = 0")),
    wrong(
        "mask-inverted", "The mask marks the padding.", PADDING, (RETURN, "return x, y, 1 - mask")
    ),
    wrong(
        "mask-without-the-first-step",
        "The mark at the start does not count.",
        PADDING,
        (SET_MASK, "mask[j, t] = t > 0"),
    ),
    wrong("mask-transposed", "The step comes first.", AXES, (RETURN, "return x, y, mask.T")),
    wrong(
        "mask-missing",
        "x and y are enough.",
        "What does the docstring say that the function returns?",
        (RETURN, "return x, y"),
    ),
    wrong(
        "examples-first",
        "The example is the first axis.",
        AXES,
        (RETURN, "return x.transpose(1, 0, 2), y.transpose(1, 0, 2), mask"),
    ),
    wrong(
        "steps-before-examples",
        "The step is the second axis.",
        AXES,
        (RETURN, "return x.transpose(0, 2, 1), y.transpose(0, 2, 1), mask"),
    ),
    wrong(
        "places-in-place-of-one-hot",
        "A character is its number.",
        "What is one-hot?",
        (RETURN, "return x.argmax(axis=0), y.argmax(axis=0), mask"),
    ),
    wrong(
        "places-among-the-letters-used",
        "The alphabet is what occurs in the words.",
        PLACE,
        ("T_x = max", 'alphabet = "." + "".join(sorted(set("".join(words))))\n    T_x = max'),
    ),
    wrong(
        "alphabet-sorted-anew",
        "The alphabet is in the order of its letters.",
        PLACE,
        ("T_x = max", 'alphabet = "." + "".join(sorted(alphabet[1:]))\n    T_x = max'),
    ),
    wrong(
        "ascii-places",
        "A character's place is that of the Latin alphabet.",
        PLACE,
        (SET_X, 'x[0 if before == "." else ord(before) - 96, j, t] = 1'),
        (SET_Y, 'y[0 if after == "." else ord(after) - 96, j, t] = 1'),
    ),
    wrong(
        "lower-cased",
        "Capitals are small letters, too.",
        "May a word be changed before it is encoded?",
        ("    for letter in word:", "    word = word.lower()\n        for letter in word:"),
    ),
    wrong(
        "unknown-skipped",
        "An unknown character is left out.",
        REFUSE,
        (
            "    for letter in word:\n            if letter not in alphabet:\n                "
            + UNKNOWN,
            '    word = "".join(letter for letter in word if letter in alphabet)',
        ),
    ),
    wrong(
        "unknown-becomes-the-mark",
        "An unknown character counts as the mark.",
        REFUSE,
        (
            "    for letter in word:\n            if letter not in alphabet:\n                "
            + UNKNOWN,
            '    word = "".join(letter if letter in alphabet else "." for letter in word)',
        ),
    ),
    wrong(
        "unknown-not-named",
        "A ValueError is enough.",
        REFUSE,
        (UNKNOWN, 'raise ValueError("there is an unknown character")'),
    ),
    wrong(
        "unknown-by-find",
        "What is not found has the place -1.",
        REFUSE,
        (
            "    for letter in word:\n            if letter not in alphabet:\n                "
            + UNKNOWN,
            "    pass",
        ),
        (".index(", ".find(", "every"),
    ),
    wrong(
        "unknown-left-to-index",
        "What str.index says is good enough.",
        REFUSE,
        (
            "    for letter in word:\n            if letter not in alphabet:\n                "
            + UNKNOWN,
            "    pass",
        ),
    ),
    wrong(
        "unknown-is-a-key-error",
        "A lookup that fails is a KeyError.",
        REFUSE,
        (UNKNOWN, "raise KeyError(letter)"),
    ),
    wrong(
        "only-the-first-letter-is-looked-at",
        "One look at a word is enough.",
        REFUSE,
        ("for letter in word:", "for letter in word[:1]:"),
    ),
    wrong(
        "words-sorted-by-length",
        "The longest word comes first.",
        "Which column belongs to which word?",
        ("T_x = max", "words = sorted(words, key=len, reverse=True)\n    T_x = max"),
    ),
    wrong(
        "one-array-for-both",
        "x and y are the same array.",
        "How many arrays did you make?",
        (
            "x, y = np.zeros((2, len(alphabet), len(words), T_x))",
            "x = y = np.zeros((len(alphabet), len(words), T_x))",
        ),
    ),
    wrong(
        "padding-in-front",
        "Short words end where the longest does.",
        PADDING,
        (
            RETURN,
            "for j, word in enumerate(words):\n        by = T_x - len(word) - 1\n"
            "        x[:, j], y[:, j], mask[j] = np.roll(x[:, j], by, 1), np.roll(y[:, j], "
            "by, 1), np.roll(mask[j], by)\n    " + RETURN,
        ),
    ),
]

ENCODE_RIGHT = [
    right(
        "by-a-dictionary",
        (LOOP, "    place = {c: i for i, c in enumerate(alphabet)}\n    " + LOOP),
        ("alphabet.index(before)", "place[before]"),
        ("alphabet.index(after)", "place[after]"),
    ),
    right(
        "y-is-x-moved",
        (SET_Y, "pass"),
        (
            RETURN,
            "y[:, :, :-1] = x[:, :, 1:]\n    for j, word in enumerate(words):\n"
            "        y[0, j, len(word)] = 1\n    " + RETURN,
        ),
    ),
    right(
        "mask-from-lengths",
        (SET_MASK, "pass"),
        (
            RETURN,
            "lengths = np.array([len(word) + 1 for word in words])\n"
            "    mask = (np.arange(T_x) < lengths[:, np.newaxis]).astype(float)\n"
            "    " + RETURN,
        ),
    ),
    right("mask-from-x", (RETURN, "return x, y, x.sum(axis=0)")),
    right(
        "from-an-identity-matrix",
        """
        for letter in "".join(words):
            if letter not in alphabet:
                raise ValueError("not in the alphabet: " + letter)
        eye, T_x = np.eye(len(alphabet)), max(map(len, words)) + 1
        x, y = np.zeros((2, len(words), T_x, len(alphabet)))
        mask = np.zeros((len(words), T_x))
        for j, word in enumerate(words):
            places = [alphabet.index(letter) for letter in word]
            x[j, : len(word) + 1] = eye[[0, *places]]
            y[j, : len(word) + 1] = eye[[*places, 0]]
            mask[j, : len(word) + 1] = 1.0
        return np.moveaxis(x, 2, 0), np.moveaxis(y, 2, 0), mask
    """,
    ),
    right("as-a-list", (RETURN, "return [x, y, mask]")),
    right(
        "refuses-where-it-fails",
        (
            "    for letter in word:\n            if letter not in alphabet:\n                "
            + UNKNOWN,
            "    pass",
        ),
        (
            SET_X,
            "if after not in alphabet:\n"
            "                raise ValueError(f'no {after} here')\n            " + SET_X,
        ),
    ),
    right("in-column-order", (RETURN, "return np.asfortranarray(x), np.asfortranarray(y), mask")),
    right(
        "by-fancy-indices",
        """
        for word in words:
            for letter in word:
                if alphabet.find(letter) < 0:
                    raise ValueError(f"{letter} is unknown")
        T_x = max(len(word) + 1 for word in words)
        steps = [(alphabet.index(a), alphabet.index(b), j, t)
                 for j, word in enumerate(words)
                 for t, (a, b) in enumerate(zip("." + word, word + "."))]
        before, after, j, t = map(list, zip(*steps))
        x = np.zeros((len(alphabet), len(words), T_x))
        y, mask = np.zeros_like(x), np.zeros((len(words), T_x))
        x[before, j, t] = y[after, j, t] = mask[j, t] = 1
        return x, y, mask
    """,
    ),
]

# ------------------------------------------------------------------ sequence_loss

COUNT = "How many predictions count, all told? Not the steps of padding."
SURPRISE = "What is the surprise of one step, and which probability does it look at?"
NO_MASK = "What does a step of padding add to the sum?"
LOGARITHM = "Which logarithm is in Equation 2?"
FINITE = "Is the logarithm of 0 asked for somewhere, be it only in the padding?"
ORDER = "Is it a mean over steps that count, or a mean of means?"
P = "p = np.where(mask == 1, (y * y_pred).sum(axis=0), 1.0)"
LOSS_RETURN = "return float(-np.log(p).sum() / mask.sum())"
SAFE = "-(mask * np.log(np.maximum((y * y_pred).sum(axis=0), 1e-300)))"


def _loss(name, thought, hint, body):
    return wrong(name, thought, hint, (LOSS_RETURN, body))


LOSS = [
    wrong(
        "logarithm-of-the-mean",
        "The surprise is that of the mean probability.",
        "What is averaged: the probabilities, or their surprises?",
        (LOSS_RETURN, "return float(-np.log((mask * p).sum() / mask.sum()))"),
    ),
    _loss(
        "mean-over-the-padding",
        "The mean is over all steps of the arrays.",
        COUNT,
        "return float(-np.log(p).mean())",
    ),
    _loss(
        "mean-over-words",
        "The mean is over the words.",
        COUNT,
        "return float(-np.log(p).sum() / mask.shape[0])",
    ),
    _loss(
        "mean-over-steps",
        "The mean is over the steps of the longest word.",
        COUNT,
        "return float(-np.log(p).sum() / mask.shape[1])",
    ),
    _loss("sum-in-place-of-mean", "The loss is the sum.", COUNT, "return float(-np.log(p).sum())"),
    _loss(
        "mean-over-every-entry",
        "The mean is over all entries of y.",
        COUNT,
        "return float(-np.log(p).sum() / y.size)",
    ),
    _loss(
        "one-too-many-in-the-count",
        "Something keeps the denominator from being 0.",
        COUNT,
        "return float(-np.log(p).sum() / (mask.sum() + 1))",
    ),
    _loss(
        "mean-of-each-word-first",
        "Each word counts as much as another.",
        ORDER,
        "return float((-np.log(p).sum(axis=1) / np.maximum(mask.sum(axis=1), 1)).mean())",
    ),
    _loss(
        "mean-of-each-step-first",
        "Each step counts as much as another.",
        ORDER,
        "return float((-np.log(p).sum(axis=0) / np.maximum(mask.sum(axis=0), 1)).mean())",
    ),
    _loss(
        "sign-lost",
        "The loss is the mean logarithm.",
        SURPRISE,
        "return float(np.log(p).sum() / mask.sum())",
    ),
    _loss(
        "in-bits", "Surprise is in bits.", LOGARITHM, "return float(-np.log2(p).sum() / mask.sum())"
    ),
    _loss(
        "decimal-logarithm",
        "Any logarithm will do.",
        LOGARITHM,
        "return float(-np.log10(p).sum() / mask.sum())",
    ),
    _loss(
        "one-added-in-the-logarithm",
        "log1p is safe at 0.",
        LOGARITHM,
        "return float(-np.log1p(p - 0.5).sum() / mask.sum())",
    ),
    _loss(
        "probability-in-place-of-surprise",
        "The loss is how much of the probability is missing.",
        SURPRISE,
        "return float(((1 - p) * mask).sum() / mask.sum())",
    ),
    _loss(
        "squared-difference",
        "The loss is the squared error.",
        SURPRISE,
        "return float((((y_pred - y) ** 2).sum(axis=0) * mask).sum() / mask.sum())",
    ),
    _loss(
        "perplexity",
        "The loss is what one guesses among.",
        SURPRISE,
        "return float(np.exp(-np.log(p).sum() / mask.sum()))",
    ),
    _loss(
        "only-the-first-word",
        "The loss is that of an example.",
        ORDER,
        "return float(-np.log(p[0]).sum() / max(mask[0].sum(), 1))",
    ),
    _loss(
        "only-the-last-step",
        "Only the last step has a label.",
        ORDER,
        "return float(-np.log(p[:, -1]).sum() / max(mask[:, -1].sum(), 1))",
    ),
    _loss(
        "an-array-for-each-word",
        "There is a loss for each word.",
        "What does the docstring say that the function returns?",
        "return -np.log(p).sum(axis=1) / mask.sum()",
    ),
    _loss(
        "a-vector-of-one-number",
        "A loss is an array with one entry.",
        "What does the docstring say that the function returns?",
        "return np.array([-np.log(p).sum() / mask.sum()])",
    ),
    _loss(
        "a-rounded-number",
        "Four decimals are enough.",
        ROOM,
        "return round(float(-np.log(p).sum() / mask.sum()), 4)",
    ),
    wrong(
        "mask-forgotten",
        "The labels are zero in the padding anyway.",
        NO_MASK,
        (P, "p = np.maximum((y * y_pred).sum(axis=0), 1e-12)"),
    ),
    wrong(
        "mask-forgotten-and-in-the-count",
        "The mask is for something else.",
        NO_MASK,
        (P, "p = np.maximum((y * y_pred).sum(axis=0), 1e-12)"),
        ("mask.sum()", "mask.size"),
    ),
    wrong(
        "zero-times-infinity",
        "A mask of 0 makes everything 0.",
        FINITE,
        "return float(-(mask * np.log((y * y_pred).sum(axis=0))).sum() / mask.sum())",
    ),
    wrong(
        "logarithm-of-every-entry",
        "y picks the entry after the logarithm.",
        FINITE,
        "return float(-(y * np.log(y_pred) * mask).sum() / mask.sum())",
    ),
    wrong(
        "all-classes-count",
        "Cross-entropy has a term for the wrong classes, too.",
        SURPRISE,
        "e = 1e-12\n"
        "terms = y * np.log(y_pred + e) + (1 - y) * np.log(1 - y_pred + e)\n"
        "return float(-(terms * mask).sum() / mask.sum())",
    ),
    wrong(
        "clipped-at-a-thousandth",
        "Small probabilities are raised to 0.001.",
        "What does a floor do to a surprise that is really large?",
        (P, P.replace("(y * y_pred).sum(axis=0)", "np.maximum((y * y_pred).sum(axis=0), 1e-3)")),
    ),
    wrong(
        "something-added-to-the-probability",
        "A small number is added in the logarithm.",
        "By how much does what you add change the surprise?",
        (P, P.replace("(y * y_pred).sum(axis=0)", "(y * y_pred).sum(axis=0) + 1e-3")),
    ),
    wrong(
        "largest-probability",
        "The probability that counts is the largest.",
        SURPRISE,
        (P, "p = np.where(mask == 1, y_pred.max(axis=0), 1.0)"),
    ),
    wrong(
        "softmax-once-more",
        "y_pred are scores.",
        "Are y_pred scores, or probabilities already?",
        (
            P,
            "e = np.exp(y_pred)\n"
            "    p = np.where(mask == 1, (y * e).sum(axis=0) / e.sum(axis=0), 1.0)",
        ),
    ),
    wrong(
        "labels-weigh-in-place-of-the-mask",
        "The padding is where the label is zero.",
        "Which argument says what counts?",
        (P, "counts = y.sum(axis=0)\n    p = np.where(counts == 1, (y * y_pred).sum(axis=0), 1.0)"),
        ("mask.sum()", "y.sum()"),
    ),
    wrong(
        "float32",
        "Half the memory is enough.",
        ROOM,
        (P, P.replace("y * y_pred", "y * y_pred.astype(np.float32)")),
    ),
    wrong(
        "changes-its-predictions",
        "The padding is filled in place.",
        "Which array is changed in place, and who else still needs it?",
        "y_pred += (1 - mask) * 0.5\n"
        "p = np.where(mask == 1, (y * y_pred).sum(axis=0), 1.0)\n"
        "return float(-np.log(p).sum() / mask.sum())",
    ),
]

LOSS_RIGHT = [
    right(
        "by-a-loop",
        """
        total = 0.0
        for j in range(mask.shape[0]):
            for t in range(mask.shape[1]):
                if mask[j, t]:
                    total -= np.log(y_pred[np.argmax(y[:, j, t]), j, t])
        return total / mask.sum()
    """,
    ),
    right(
        "by-boolean-index",
        "counts = mask.astype(bool)\nreturn -np.mean(np.log((y_pred * y).sum(axis=0)[counts]))",
    ),
    right("padding-made-one", (P, "p = (y * y_pred).sum(axis=0) * mask + (1 - mask)")),
    right("by-einsum", (P, 'p = np.where(mask == 1, np.einsum("imt,imt->mt", y, y_pred), 1.0)')),
    right(
        "by-gather",
        "at = y.argmax(axis=0)[np.newaxis]\n"
        "p = np.take_along_axis(y_pred, at, axis=0)[0]\n"
        "logs = np.log(p, where=mask > 0, out=np.zeros(mask.shape))\n"
        "return -logs.sum() / np.count_nonzero(mask)",
    ),
    right(
        "a-zero-dimensional-array", (LOSS_RETURN, "return np.array(-np.log(p).sum() / mask.sum())")
    ),
    right("by-np-average", (LOSS_RETURN, "return np.average(-np.log(p), weights=mask)")),
    right(
        "with-a-tiny-floor",
        "p = np.maximum((y * y_pred).sum(axis=0), 1e-15)\n"
        "return float(-(np.log(p) * mask).sum() / mask.sum())",
    ),
    right(
        "by-the-logarithm-of-a-product-in-parts",
        (LOSS_RETURN, "return sum(-np.log(row).sum() for row in p) / mask.sum()"),
    ),
]

# ------------------------------------------------------------------ sequence_loss_backward

WEIGHT = "What is the weight of one step in the mean?"
DZ_PADDING = "What does a step of padding contribute to the loss, and so to its gradient?"
OTHERS = "Does one probability depend on the scores of the other characters?"
TOGETHER = "What is left of softmax and logarithm when they are differentiated together?"
DZ = "return (y_pred - y) * mask / mask.sum()"


def _dz(name, thought, hint, body):
    return wrong(name, thought, hint, (DZ, body))


LOSS_BACKWARD = [
    _dz(
        "mask-forgotten",
        "The labels take care of the padding.",
        DZ_PADDING,
        "return (y_pred - y) / mask.sum()",
    ),
    _dz(
        "mask-only-on-the-labels",
        "The mask belongs to the labels.",
        DZ_PADDING,
        "return (y_pred - y * mask) / mask.sum()",
    ),
    _dz(
        "mean-over-the-padding",
        "The mean is over all steps of the arrays.",
        WEIGHT,
        "return (y_pred - y) * mask / mask.size",
    ),
    _dz("mask-and-count-forgotten", "The gradient is the difference.", WEIGHT, "return y_pred - y"),
    _dz("count-forgotten", "The gradient of a sum.", WEIGHT, "return (y_pred - y) * mask"),
    _dz(
        "mean-over-words",
        "1 over the words, as in lesson 03.",
        WEIGHT,
        "return (y_pred - y) * mask / mask.shape[0]",
    ),
    _dz(
        "mean-over-steps", "1 over the steps.", WEIGHT, "return (y_pred - y) * mask / mask.shape[1]"
    ),
    _dz("mean-over-entries", "1 over all entries.", WEIGHT, "return (y_pred - y) * mask / y.size"),
    _dz(
        "each-word-by-its-length",
        "Each word counts as much as another.",
        WEIGHT,
        "lengths = np.maximum(mask.sum(axis=1, keepdims=True), 1)\n"
        "    return (y_pred - y) * mask / lengths / mask.shape[0]",
    ),
    _dz(
        "each-step-by-its-words",
        "Each step counts as much as another.",
        WEIGHT,
        "return (y_pred - y) * mask / np.maximum(mask.sum(axis=0), 1) / mask.shape[1]",
    ),
    _dz(
        "by-the-length-alone",
        "Each word's gradient is over its length.",
        WEIGHT,
        "return (y_pred - y) * mask / np.maximum(mask.sum(axis=1, keepdims=True), 1)",
    ),
    _dz(
        "sign-turned",
        "Label minus prediction.",
        TOGETHER,
        "return (y - y_pred) * mask / mask.sum()",
    ),
    _dz(
        "by-the-predictions",
        "The gradient stops at the predictions.",
        TOGETHER,
        "return -y / np.maximum(y_pred, 1e-12) * mask / mask.sum()",
    ),
    _dz(
        "by-the-predictions-without-a-floor",
        "The gradient stops at the predictions.",
        TOGETHER,
        "return -y / y_pred * mask / mask.sum()",
    ),
    _dz(
        "loss-and-diagonal-slope",
        "A score moves only the probability of its own character.",
        OTHERS,
        "return -y * (1 - y_pred) * mask / mask.sum()",
    ),
    _dz(
        "loss-and-diagonal-slope-divided",
        "A score moves only the probability of its own character.",
        OTHERS,
        "return -y / y_pred * y_pred * (1 - y_pred) * mask / mask.sum()",
    ),
    _dz(
        "slope-of-the-sigmoid-besides",
        "The softmax brings its own slope.",
        TOGETHER,
        "return (y_pred - y) * y_pred * (1 - y_pred) * mask / mask.sum()",
    ),
    _dz(
        "predictions-times-difference",
        "The softmax brings a factor of its own.",
        TOGETHER,
        "return y_pred * (y_pred - y) * mask / mask.sum()",
    ),
    _dz(
        "only-where-the-label-is",
        "Only the true character has a gradient.",
        TOGETHER,
        "return (y_pred - y) * y * mask / mask.sum()",
    ),
    _dz(
        "doubled", "The square brings a 2.", TOGETHER, "return 2 * (y_pred - y) * mask / mask.sum()"
    ),
    _dz(
        "clipped",
        "Gradients stay within 0.1.",
        "Who asked for clipping here?",
        "return np.clip((y_pred - y) * mask / mask.sum(), -0.1, 0.1)",
    ),
    _dz(
        "mask-inverted",
        "The mask marks the padding.",
        DZ_PADDING,
        "return (y_pred - y) * (1 - mask) / mask.sum()",
    ),
    _dz(
        "inverted-count",
        "The count is that of the padding.",
        WEIGHT,
        "return (y_pred - y) * mask / np.maximum((1 - mask).sum(), 1)",
    ),
    _dz(
        "flattened",
        "A column for each step that counts.",
        AXES,
        "return ((y_pred - y) * mask / mask.sum()).reshape(y.shape[0], -1)",
    ),
    _dz(
        "summed-over-steps",
        "The steps add up.",
        AXES,
        "return ((y_pred - y) * mask / mask.sum()).sum(axis=2)",
    ),
    _dz(
        "examples-first",
        "The example is the first axis.",
        AXES,
        "return ((y_pred - y) * mask / mask.sum()).transpose(1, 0, 2)",
    ),
    _dz(
        "labels-for-the-mask",
        "The padding is where the label is zero.",
        "Which argument says what counts?",
        "return (y_pred - y) * y.sum(axis=0) / y.sum()",
    ),
    _dz(
        "in-place",
        "The predictions are not needed any more.",
        "Which array is changed in place, and who else still needs it?",
        "y_pred -= y\n    y_pred *= mask / mask.sum()\n    return y_pred",
    ),
    _dz(
        "rounded",
        "Four decimals are enough.",
        ROOM,
        "return np.round((y_pred - y) * mask / mask.sum(), 4)",
    ),
    _dz(
        "float32",
        "Half the memory is enough.",
        ROOM,
        "return ((y_pred - y) * mask / mask.sum()).astype(np.float32)",
    ),
    _dz(
        "softmax-once-more",
        "y_pred are scores.",
        "Are y_pred scores, or probabilities already?",
        "e = np.exp(y_pred)\n    return (e / e.sum(axis=0) - y) * mask / mask.sum()",
    ),
    _dz(
        "one-too-many-in-the-count",
        "Something keeps the denominator from being 0.",
        WEIGHT,
        "return (y_pred - y) * mask / (mask.sum() + 1)",
    ),
]

LOSS_BACKWARD_RIGHT = [
    right("by-np-where", (DZ, "return np.where(mask == 1, (y_pred - y) / mask.sum(), 0.0)")),
    right(
        "by-a-loop",
        """
        dz = np.zeros(y_pred.shape)
        for j in range(mask.shape[0]):
            for t in range(mask.shape[1]):
                if mask[j, t] == 1:
                    dz[:, j, t] = (y_pred[:, j, t] - y[:, j, t]) / np.sum(mask)
        return dz
    """,
    ),
    right("weights-first", "weights = mask / mask.sum()\nreturn weights * y_pred - weights * y"),
    right("by-einsum", (DZ, 'return np.einsum("imt,mt->imt", y_pred - y, mask) / mask.sum()')),
    right(
        "through-the-whole-jacobian",
        """
        dz = np.zeros(y_pred.shape)
        for j, t in zip(*np.nonzero(mask)):
            p, true = y_pred[:, j, t], y[:, j, t].argmax()
            dz[:, j, t] = p
            dz[true, j, t] -= 1
        return dz / np.count_nonzero(mask)
    """,
    ),
    right(
        "with-a-copy",
        "dz = y_pred.copy()\ndz -= y\ndz *= mask[np.newaxis]\nreturn dz / np.sum(mask)",
    ),
    right(
        "by-boolean-index",
        "dz, counts = np.zeros_like(y_pred), mask > 0\n"
        "dz[:, counts] = (y_pred - y)[:, counts] / counts.sum()\nreturn dz",
    ),
    right(
        "by-np-divide",
        (DZ, "return np.divide(np.multiply(np.subtract(y_pred, y), mask), mask.sum())"),
    ),
    right("in-column-order", (DZ, "return np.asfortranarray((y_pred - y) * mask / mask.sum())")),
]

# ------------------------------------------------------------------ clip_gradients

JOINT = "How many norms are there: one for each array, or one for all?"
FACTOR = "Which one number is everything multiplied by, and when is it 1?"
NORM = "Which norm is Equation 4: what is added up, and what is done at the end?"
KEEP = "Which array is changed in place, and who else still needs it?"
ZERO = "Which norm has a gradient of 0, and what is the limit divided by that?"
NORM_LINE = "norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))"
FACTOR_LINE = "factor = limit / norm if norm > limit else 1.0"
CLIP_RETURN = "return {name: gradient * factor for name, gradient in gradients.items()}"


def _norm(name, thought, hint, line):
    return wrong(name, thought, hint, (NORM_LINE, line))


CLIP = [
    wrong(
        "norm-from-means",
        "The norm is a root mean square.",
        NORM,
        (NORM_LINE, NORM_LINE.replace("np.sum(gradient**2)", "np.mean(gradient**2)")),
    ),
    wrong(
        "clip-each-array",
        "Each array has a norm of its own.",
        JOINT,
        "clipped = {}\nfor name, gradient in gradients.items():\n"
        "    norm = np.sqrt(np.sum(gradient**2))\n"
        "    clipped[name] = gradient * (limit / norm if norm > limit else 1.0)\n"
        "return clipped",
    ),
    wrong(
        "clip-each-entry",
        "No entry may be above the limit.",
        JOINT,
        "return {name: np.clip(gradient, -limit, limit) for name, gradient in gradients.items()}",
    ),
    wrong(
        "clip-each-row",
        "Each row has a norm of its own.",
        JOINT,
        "clipped = {}\nfor name, gradient in gradients.items():\n"
        "    norm = np.sqrt(np.sum(gradient**2, axis=-1, keepdims=True))\n"
        "    clipped[name] = gradient * np.minimum(1, limit / np.maximum(norm, "
        "1e-300))\nreturn clipped",
    ),
    wrong(
        "clip-each-column",
        "Each column has a norm of its own.",
        JOINT,
        "clipped = {}\nfor name, gradient in gradients.items():\n"
        "    norm = np.sqrt(np.sum(gradient**2, axis=0, keepdims=True))\n"
        "    clipped[name] = gradient * np.minimum(1, limit / np.maximum(norm, "
        "1e-300))\nreturn clipped",
    ),
    wrong(
        "in-place",
        "The gradients are scaled where they are.",
        KEEP,
        (
            CLIP_RETURN,
            "for gradient in gradients.values():\n"
            "        np.multiply(gradient, factor, out=gradient, casting='unsafe')\n"
            "    return gradients",
        ),
    ),
    wrong(
        "dictionary-changed",
        "The dictionary gets the new arrays.",
        KEEP,
        (
            CLIP_RETURN,
            "for name in gradients:\n"
            "        gradients[name] = gradients[name] * factor\n"
            "    return gradients",
        ),
    ),
    _norm(
        "norms-added",
        "The norms of the arrays add up.",
        NORM,
        "norm = sum(np.sqrt(np.sum(gradient**2)) for gradient in gradients.values())",
    ),
    _norm(
        "largest-norm",
        "The longest array decides.",
        JOINT,
        "norm = max(np.sqrt(np.sum(gradient**2)) for gradient in gradients.values())",
    ),
    _norm(
        "mean-norm",
        "The norm is a mean over the arrays.",
        NORM,
        "norm = np.mean([np.sqrt(np.sum(gradient**2)) for gradient in gradients.values()])",
    ),
    _norm(
        "root-forgotten",
        "The norm is the sum of squares.",
        NORM,
        "norm = sum(np.sum(gradient**2) for gradient in gradients.values())",
    ),
    _norm(
        "root-mean-square",
        "The norm is a mean over the entries.",
        NORM,
        "norm = np.sqrt(np.mean(np.concatenate([g.ravel() ** 2 for g in gradients.values()])))",
    ),
    _norm(
        "largest-entry",
        "The largest entry is the norm.",
        NORM,
        "norm = max(np.abs(gradient).max() for gradient in gradients.values())",
    ),
    _norm(
        "sum-of-sizes",
        "The norm adds up the sizes.",
        NORM,
        "norm = sum(np.abs(gradient).sum() for gradient in gradients.values())",
    ),
    _norm(
        "matrix-norm",
        "np.linalg.norm with 2 is the length.",
        NORM,
        "norm = np.sqrt(sum(np.linalg.norm(g.reshape(g.shape[0], -1), 2) ** 2 for g in "
        "gradients.values()))",
    ),
    _norm(
        "signed-sum",
        "The entries add up.",
        NORM,
        "norm = abs(sum(np.sum(gradient) for gradient in gradients.values()))",
    ),
    _norm(
        "only-the-first-array",
        "The first array stands for all.",
        JOINT,
        "norm = np.sqrt(np.sum(next(iter(gradients.values())) ** 2))",
    ),
    _norm(
        "only-the-last-array",
        "The last array stands for all.",
        JOINT,
        "for gradient in gradients.values():\n        norm = np.sqrt(np.sum(gradient**2))",
    ),
    _norm(
        "weights-without-biases",
        "Biases do not count.",
        JOINT,
        "norm = np.sqrt(sum([np.sum(g**2) for n, g in gradients.items() if not "
        "n.startswith('db')]))",
    ),
    wrong(
        "always-scaled",
        "The gradients get the length of the limit.",
        FACTOR,
        (FACTOR_LINE, "factor = limit / norm if norm else 1.0"),
    ),
    wrong(
        "always-scaled-unguarded",
        "The gradients get the length of the limit.",
        FACTOR,
        (FACTOR_LINE, "factor = limit / norm"),
    ),
    wrong(
        "always-of-length-one",
        "The gradients get the length 1.",
        FACTOR,
        (FACTOR_LINE, "factor = 1 / norm"),
    ),
    wrong(
        "never-scaled",
        "Only very large gradients are clipped.",
        FACTOR,
        (FACTOR_LINE, "factor = 1.0"),
    ),
    wrong(
        "factor-turned-over",
        "The norm over the limit.",
        FACTOR,
        (FACTOR_LINE, "factor = norm / limit if norm > limit else 1.0"),
    ),
    wrong(
        "maximum-in-place-of-minimum",
        "The factor is at least 1.",
        FACTOR,
        (FACTOR_LINE, "factor = max(1.0, limit / norm) if norm else 1.0"),
    ),
    wrong(
        "divided-by-the-norm",
        "Long gradients get length 1.",
        FACTOR,
        (FACTOR_LINE, "factor = 1 / norm if norm > limit else 1.0"),
    ),
    wrong(
        "times-the-limit",
        "Long gradients are multiplied by the limit.",
        FACTOR,
        (FACTOR_LINE, "factor = limit if norm > limit else 1.0"),
    ),
    wrong(
        "set-to-zero",
        "A gradient that is too long is dropped.",
        FACTOR,
        (FACTOR_LINE, "factor = 0.0 if norm > limit else 1.0"),
    ),
    wrong(
        "comparison-turned-round",
        "Short gradients are clipped.",
        FACTOR,
        (FACTOR_LINE, "factor = limit / norm if 0 < norm < limit else 1.0"),
    ),
    wrong(
        "comparison-turned-round-unguarded",
        "What is shorter than the limit is scaled.",
        FACTOR,
        (FACTOR_LINE, "factor = limit / norm if norm <= limit else 1.0"),
    ),
    wrong(
        "division-by-zero",
        "No gradient is 0.",
        ZERO,
        (FACTOR_LINE, "factor = np.minimum(1.0, limit / norm)"),
        (
            CLIP_RETURN,
            "return {name: gradient * (factor if norm > limit else limit / norm / (limit / "
            "norm)) for name, gradient in gradients.items()}",
        ),
    ),
    wrong(
        "squared-limit",
        "Norm and limit are squared, the factor too.",
        FACTOR,
        (FACTOR_LINE, "factor = (limit / norm) ** 2 if norm > limit else 1.0"),
    ),
    wrong(
        "limit-ignored",
        "The limit is 5.",
        FACTOR,
        (FACTOR_LINE, "factor = 5.0 / norm if norm > 5.0 else 1.0"),
    ),
    wrong(
        "small-number-in-the-denominator",
        "The norm gets a thousandth more.",
        FACTOR,
        (FACTOR_LINE, "factor = limit / (norm + 1e-3) if norm > limit else 1.0"),
    ),
    wrong(
        "values-without-names",
        "The arrays are enough.",
        "What does the docstring say that the function returns?",
        (CLIP_RETURN, "return [gradient * factor for gradient in gradients.values()]"),
    ),
    wrong(
        "with-the-norm",
        "The norm is returned too.",
        "What does the docstring say that the function returns?",
        (
            CLIP_RETURN,
            "return {name: gradient * factor for name, gradient in gradients.items()}, norm",
        ),
    ),
    wrong(
        "nothing-returned",
        "The work is done.",
        "What does the docstring say that the function returns?",
        (
            CLIP_RETURN,
            "gradients = {name: gradient * factor for name, gradient in gradients.items()}",
        ),
    ),
    wrong(
        "that-of-rnn-utils",
        "rnn_utils has one.",
        "Who should write it?",
        "import rnn_utils\nreturn rnn_utils.clip_gradients(gradients, limit)",
    ),
]

CLIP_RIGHT = [
    right(
        "by-concatenation",
        (
            NORM_LINE,
            "norm = np.linalg.norm(np.concatenate([g.ravel() for g in gradients.values()]))",
        ),
    ),
    right(
        "by-vdot",
        (NORM_LINE, "norm = sum(float(np.vdot(g, g)) for g in gradients.values()) ** 0.5"),
    ),
    right(
        "norm-of-norms",
        (NORM_LINE, "norm = np.linalg.norm([np.linalg.norm(g) for g in gradients.values()])"),
    ),
    right("by-minimum", (FACTOR_LINE, "factor = min(1.0, limit / norm) if norm > 0 else 1.0")),
    right("by-maximum-below", (FACTOR_LINE, "factor = limit / max(norm, limit)")),
    right(
        "early-return",
        (
            FACTOR_LINE,
            "if norm <= limit:\n        return dict(gradients)\n    factor = limit / norm",
        ),
    ),
    right(
        "by-a-loop",
        "total = 0.0\nfor value in gradients.values():\n"
        "    for entry in value.ravel():\n        total += float(entry) ** 2\n"
        "clipped = {}\nfor name, value in gradients.items():\n"
        "    clipped[name] = value / max(1.0, total**0.5 / limit)\n"
        "return clipped",
    ),
    right(
        "copies-then-in-place",
        (
            CLIP_RETURN,
            "clipped = {name: gradient.astype(float) for name, gradient in "
            "gradients.items()}\n    for value in clipped.values():\n"
            "        value *= factor\n    return clipped",
        ),
    ),
    right(
        "squares-compared",
        (FACTOR_LINE, "factor = (limit**2 / norm**2) ** 0.5 if norm**2 > limit**2 else 1.0"),
    ),
]

# ------------------------------------------------------------------ adam_step

BIAS = "What are the means after the first step, and what should they be?"
FIRST = "Which n has the first step?"
EPSILON = "Where does epsilon stand: inside the root or outside?"
DECAY = "Which weight has the old mean, and which the new gradient?"
BEFORE = "Which means make the step: those with this gradient in them, or those of before?"
STORED = "What is kept for the next step: the means, or the corrected ones?"
DIRECTION = "In which direction does a step go, and how long is it?"
NEW = "Which array is changed in place, and who else still needs it?"
COUNT_LINE = 'steps, moved, mean, square = state["steps"] + 1, {}, {}, {}'
MEAN = 'mean[name] = 0.9 * state["mean"][name] + 0.1 * gradient'
SQUARE = 'square[name] = 0.999 * state["square"][name] + 0.001 * gradient**2'
CORRECTED = "corrected = mean[name] / (1 - 0.9**steps)"
ROOT = "root = np.sqrt(square[name] / (1 - 0.999**steps))"
MOVED = "moved[name] = value - learning_rate * corrected / (root + 1e-8)"
ADAM_RETURN = 'return moved, {"steps": steps, "mean": mean, "square": square}'

ADAM = [
    wrong(
        "gradient-not-squared",
        "The second mean is one of gradients, too.",
        "What is the second mean a mean of?",
        (SQUARE, SQUARE.replace("gradient**2", "gradient")),
    ),
    wrong(
        "one-correction-for-both",
        "Both means start from 0, so one factor corrects both.",
        "How much of the old value does each mean keep, and so which factor is it too small by?",
        (ROOT, ROOT.replace("0.999**", "0.9**")),
    ),
    wrong(
        "no-bias-correction",
        "The means are good as they are.",
        BIAS,
        (CORRECTED, "corrected = mean[name]"),
        (ROOT, "root = np.sqrt(square[name])"),
    ),
    wrong(
        "mean-not-corrected",
        "Only the squares need a correction.",
        BIAS,
        (CORRECTED, "corrected = mean[name]"),
    ),
    wrong(
        "square-not-corrected",
        "Only the mean needs a correction.",
        BIAS,
        (ROOT, "root = np.sqrt(square[name])"),
    ),
    wrong(
        "steps-from-zero",
        "The first step has n = 0.",
        FIRST,
        (CORRECTED, 'corrected = mean[name] / (1 - 0.9 ** state["steps"])'),
        (ROOT, 'root = np.sqrt(square[name] / (1 - 0.999 ** state["steps"]))'),
    ),
    wrong(
        "steps-from-zero-guarded",
        "At n = 0 there is nothing to correct.",
        FIRST,
        (CORRECTED, 'n = max(state["steps"], 1)\n        corrected = mean[name] / (1 - 0.9**n)'),
        (ROOT, "root = np.sqrt(square[name] / (1 - 0.999**n))"),
    ),
    wrong(
        "steps-from-two",
        "The count goes up twice.",
        FIRST,
        (CORRECTED, "corrected = mean[name] / (1 - 0.9 ** (steps + 1))"),
        (ROOT, "root = np.sqrt(square[name] / (1 - 0.999 ** (steps + 1)))"),
    ),
    wrong(
        "steps-for-each-parameter",
        "Each parameter is a step.",
        FIRST,
        (CORRECTED, CORRECTED + "\n        steps += 1"),
    ),
    wrong(
        "steps-not-counted",
        "The caller counts.",
        FIRST,
        (ADAM_RETURN, ADAM_RETURN.replace('"steps": steps', '"steps": state["steps"]')),
    ),
    wrong(
        "epsilon-inside-the-root",
        "Epsilon keeps the root from 0.",
        EPSILON,
        (ROOT, "root = np.sqrt(square[name] / (1 - 0.999**steps) + 1e-8)"),
        (MOVED, "moved[name] = value - learning_rate * corrected / root"),
    ),
    wrong(
        "no-epsilon",
        "Nothing is divided by 0.",
        EPSILON,
        (MOVED, "moved[name] = value - learning_rate * corrected / root"),
    ),
    wrong("epsilon-too-large", "Epsilon is a thousandth.", EPSILON, ("1e-8", "1e-3")),
    wrong(
        "epsilon-before-the-correction",
        "Epsilon is added to the root that is not corrected.",
        EPSILON,
        (ROOT, "root = (np.sqrt(square[name]) + 1e-8) / np.sqrt(1 - 0.999**steps)"),
        (MOVED, "moved[name] = value - learning_rate * corrected / root"),
    ),
    wrong(
        "decays-swapped",
        "The mean keeps 0.999.",
        DECAY,
        (MEAN, 'mean[name] = 0.999 * state["mean"][name] + 0.001 * gradient'),
        (SQUARE, 'square[name] = 0.9 * state["square"][name] + 0.1 * gradient**2'),
    ),
    wrong(
        "weights-swapped-in-the-mean",
        "The new gradient counts most.",
        DECAY,
        (MEAN, 'mean[name] = 0.1 * state["mean"][name] + 0.9 * gradient'),
    ),
    wrong(
        "weights-swapped-in-the-square",
        "The new square counts most.",
        DECAY,
        (SQUARE, 'square[name] = 0.001 * state["square"][name] + 0.999 * gradient**2'),
    ),
    wrong(
        "momentum-without-weight",
        "The new gradient is added whole.",
        DECAY,
        (MEAN, 'mean[name] = 0.9 * state["mean"][name] + gradient'),
    ),
    wrong(
        "squares-summed",
        "The squares add up, as in Adagrad.",
        DECAY,
        (SQUARE, 'square[name] = state["square"][name] + gradient**2'),
    ),
    wrong(
        "square-of-0-99",
        "The mean of squares keeps 0.99.",
        DECAY,
        (SQUARE, 'square[name] = 0.99 * state["square"][name] + 0.01 * gradient**2'),
    ),
    wrong(
        "not-squared",
        "The second mean is of the sizes.",
        "What is the second mean a mean of?",
        (SQUARE, 'square[name] = 0.999 * state["square"][name] + 0.001 * np.abs(gradient)'),
    ),
    wrong(
        "square-of-the-mean",
        "The mean is squared.",
        "What is the second mean a mean of?",
        (SQUARE, 'square[name] = 0.999 * state["square"][name] + 0.001 * mean[name] ** 2'),
    ),
    wrong(
        "root-forgotten",
        "The step is divided by the mean of squares.",
        DIRECTION,
        (ROOT, "root = square[name] / (1 - 0.999**steps)"),
    ),
    wrong(
        "uphill",
        "The step goes with the gradient.",
        DIRECTION,
        (MOVED, MOVED.replace("value -", "value +")),
    ),
    wrong(
        "learning-rate-forgotten",
        "The step is the ratio itself.",
        DIRECTION,
        (MOVED, "moved[name] = value - corrected / (root + 1e-8)"),
    ),
    wrong(
        "learning-rate-fixed",
        "The learning rate is 0.001.",
        DIRECTION,
        (MOVED, MOVED.replace("learning_rate", "0.001")),
    ),
    wrong(
        "gradient-in-place-of-the-mean",
        "The step follows the gradient, as in RMSprop.",
        DIRECTION,
        (MOVED, MOVED.replace("corrected", "gradient")),
    ),
    wrong(
        "plain-descent",
        "The step is the learning rate times the gradient.",
        DIRECTION,
        (MOVED, "moved[name] = value - learning_rate * gradient"),
    ),
    wrong(
        "only-the-step-returned",
        "The caller subtracts.",
        DIRECTION,
        (MOVED, "moved[name] = learning_rate * corrected / (root + 1e-8)"),
    ),
    wrong(
        "corrected-mean-stored",
        "The corrected mean is the better one to keep.",
        STORED,
        (MOVED, MOVED + "\n        mean[name] = corrected"),
    ),
    wrong(
        "corrected-square-stored",
        "The corrected square is the better one to keep.",
        STORED,
        (MOVED, MOVED + "\n        square[name] = square[name] / (1 - 0.999**steps)"),
    ),
    wrong(
        "old-state-returned",
        "The state is made anew each time.",
        STORED,
        (ADAM_RETURN, "return moved, {**state, 'steps': steps}"),
    ),
    wrong(
        "old-means-used",
        "The step is taken before the means are brought up to date.",
        BEFORE,
        (CORRECTED, 'corrected = state["mean"][name] / (1 - 0.9**steps)'),
    ),
    wrong(
        "parameters-changed-in-place",
        "The weights move where they are.",
        NEW,
        (MOVED, "value -= learning_rate * corrected / (root + 1e-8)\n        moved[name] = value"),
    ),
    wrong(
        "state-changed-in-place",
        "The means are kept in the old arrays.",
        NEW,
        (
            MEAN,
            'mean[name] = state["mean"][name]\n        mean[name] *= 0.9\n'
            "        mean[name] += 0.1 * gradient",
        ),
    ),
    wrong(
        "state-dictionary-changed",
        "The state is one dictionary for ever.",
        NEW,
        (
            ADAM_RETURN,
            'state["steps"], state["mean"], state["square"] = steps, mean, square\n'
            "    return moved, state",
        ),
    ),
    wrong(
        "parameters-alone",
        "The state is kept elsewhere.",
        "What does the docstring say that the function returns?",
        (ADAM_RETURN, "return moved"),
    ),
    wrong(
        "state-first",
        "The state comes first.",
        "In which order does the docstring list the results?",
        (ADAM_RETURN, 'return {"steps": steps, "mean": mean, "square": square}, moved'),
    ),
    wrong(
        "state-by-gradients",
        "The state is kept by the gradient's name.",
        "By which name is the state kept?",
        (
            ADAM_RETURN,
            'return moved, {"steps": steps, "mean": {"d" + n: v for n, v in mean.items()}, '
            '"square": {"d" + n: v for n, v in square.items()}}',
        ),
    ),
    wrong(
        "that-of-rnn-utils",
        "rnn_utils has one.",
        "Who should write it?",
        "import rnn_utils\n"
        "moved = {name: value.copy() for name, value in parameters.items()}\n"
        "adam = rnn_utils.Adam(moved, learning_rate)\n"
        "adam.steps, adam.mean, adam.square = state['steps'], dict(state['mean']), "
        "dict(state['square'])\nadam.step(gradients)\n"
        "return moved, {'steps': adam.steps, 'mean': adam.mean, 'square': adam.square}",
    ),
]

ADAM_RIGHT = [
    right(
        "by-comprehensions",
        """
        n = state["steps"] + 1
        mean = {k: 0.9 * state["mean"][k] + 0.1 * gradients["d" + k] for k in parameters}
        old = state["square"]
        square = {k: 0.999 * old[k] + 0.001 * gradients["d" + k] ** 2 for k in parameters}
        root = {k: np.sqrt(square[k] / (1 - 0.999**n)) for k in mean}
        step = {k: mean[k] / (1 - 0.9**n) / (root[k] + 1e-8) for k in mean}
        moved = {k: parameters[k] - learning_rate * step[k] for k in parameters}
        return moved, {"steps": n, "mean": mean, "square": square}
    """,
    ),
    right(
        "by-differences",
        (MEAN, 'mean[name] = state["mean"][name] + 0.1 * (gradient - state["mean"][name])'),
        (
            SQUARE,
            'square[name] = state["square"][name] + 0.001 * (gradient**2 - state["square"][name])',
        ),
    ),
    right(
        "named-numbers",
        (
            MEAN,
            "beta1, beta2, epsilon = 0.9, 0.999, 1e-8\n"
            '        mean[name] = beta1 * state["mean"][name] + (1 - beta1) * gradient',
        ),
        (
            SQUARE,
            'square[name] = beta2 * state["square"][name] + (1 - beta2) * gradient * gradient',
        ),
        ("+ 1e-8", "+ epsilon"),
    ),
    right(
        "copies-in-place",
        (
            MOVED,
            "value = value.copy()\n"
            "        value -= learning_rate * corrected / (root + 1e-8)\n"
            "        moved[name] = value",
        ),
    ),
    right(
        "correction-in-one-factor",
        (
            CORRECTED,
            "fix = np.sqrt(1 - 0.999**steps)\n"
            "        rate = learning_rate * fix / (1 - 0.9**steps)",
        ),
        (ROOT, "root = np.sqrt(square[name])"),
        (MOVED, "moved[name] = value - rate * mean[name] / (root + 1e-8 * fix)"),
    ),
    right(
        "deep-copy-first",
        """
        import copy

        moved, after = copy.deepcopy(parameters), copy.deepcopy(state)
        after["steps"] += 1
        for name in moved:
            g = gradients[f"d{name}"]
            after["mean"][name] *= 0.9
            after["mean"][name] += 0.1 * g
            after["square"][name] *= 0.999
            after["square"][name] += 0.001 * g * g
            m = after["mean"][name] / (1 - 0.9 ** after["steps"])
            s = after["square"][name] / (1 - 0.999 ** after["steps"])
            moved[name] -= learning_rate * m / (s**0.5 + 1e-8)
        return moved, after
    """,
    ),
    right(
        "loops-over-gradients",
        (
            'for name, value in parameters.items():\n        gradient = gradients["d" + name]',
            "for key, gradient in gradients.items():\n        name = key[1:]\n"
            "        if name not in parameters:\n            continue\n"
            "        value = parameters[name]",
        ),
    ),
    right(
        "as-a-list",
        (ADAM_RETURN, 'return [moved, {"steps": steps, "mean": mean, "square": square}]'),
    ),
    right(
        "by-np-power",
        (CORRECTED, "corrected = mean[name] / (1 - np.power(0.9, steps))"),
        (ROOT, "root = np.power(square[name] / (1 - np.power(0.999, steps)), 0.5)"),
    ),
]

# ------------------------------------------------------------------ apply_temperature

EXPONENT = "Is the exponent the temperature, or one over it?"
NORMALISE = "Does each column sum to one? Over which axis?"
VANISH = "What is the largest power before you divide by the sum, at a very low temperature?"
IMPOSSIBLE = "May something impossible become possible?"
POWERS = "powers = (probabilities / probabilities.max(axis=0)) ** (1 / temperature)"
TEMPERED = "return powers / powers.sum(axis=0)"


def _power(name, thought, hint, line):
    return wrong(name, thought, hint, (POWERS, line))


TEMPERATURE = [
    _power(
        "p-to-the-t",
        "The exponent is the temperature.",
        EXPONENT,
        "powers = (probabilities / probabilities.max(axis=0)) ** temperature",
    ),
    _power(
        "overflow-at-small-t",
        "The power of a probability is harmless.",
        VANISH,
        "powers = probabilities ** (1 / temperature)",
    ),
    _power(
        "overflow-by-exp",
        "exp of the logarithm over T is harmless.",
        VANISH,
        "powers = np.exp(np.log(probabilities) / temperature)",
    ),
    _power(
        "softmax-of-probabilities",
        "The probabilities are scores.",
        "Of what is a softmax taken: of probabilities, or of their logarithms?",
        "powers = np.exp((probabilities - probabilities.max(axis=0)) / temperature)",
    ),
    _power(
        "divided-by-t",
        "The probabilities are divided by the temperature.",
        EXPONENT,
        "powers = probabilities / temperature",
    ),
    _power(
        "times-t",
        "The probabilities are multiplied by the temperature.",
        EXPONENT,
        "powers = probabilities * temperature",
    ),
    _power(
        "temperature-ignored",
        "The temperature comes in elsewhere.",
        EXPONENT,
        "powers = probabilities",
    ),
    _power(
        "squared-exponent",
        "The exponent is one over T squared.",
        EXPONENT,
        "powers = (probabilities / probabilities.max(axis=0)) ** (1 / temperature**2)",
    ),
    _power(
        "whole-exponent",
        "The exponent is a whole number.",
        "What is one over the temperature of this case, and what does your line make of it?",
        "powers = (probabilities / probabilities.max(axis=0)) ** (1 // temperature)",
    ),
    _power(
        "exponent-minus-t",
        "A high temperature turns the order round.",
        EXPONENT,
        "safe = np.maximum(probabilities, 1e-12)\n"
        "    powers = (safe / safe.min(axis=0)) ** (-temperature)",
    ),
    _power(
        "floor-under-zeros",
        "A floor keeps the logarithm finite.",
        IMPOSSIBLE,
        "safe = np.maximum(probabilities, 1e-9)\n"
        "    powers = (safe / safe.max(axis=0)) ** (1 / temperature)",
    ),
    _power(
        "something-added-to-all",
        "A small number is added to all.",
        IMPOSSIBLE,
        "safe = probabilities + 1e-6\n    powers = (safe / safe.max(axis=0)) ** (1 / temperature)",
    ),
    _power(
        "scaled-by-the-whole-maximum",
        "One maximum for all columns.",
        "Whose maximum must a column be scaled by?",
        "powers = (probabilities / probabilities.max()) ** (1 / temperature)",
    ),
    _power(
        "scaled-by-the-sum",
        "The sum is what a column is scaled by.",
        VANISH,
        "powers = (probabilities / probabilities.sum(axis=0)) ** (1 / temperature)",
    ),
    _power(
        "scaled-by-the-smallest",
        "The smallest becomes 1.",
        VANISH,
        "powers = (probabilities / np.maximum(probabilities, 1e-12).min(axis=0)) ** (1 "
        "/ temperature)",
    ),
    _power(
        "argmax-below-one",
        "A low temperature takes the largest.",
        EXPONENT,
        "top = (probabilities == probabilities.max(axis=0)).astype(float)\n"
        "    powers = top if temperature < 1 else (probabilities / "
        "probabilities.max(axis=0)) ** (1 / temperature)",
    ),
    _power(
        "even-above-one",
        "A high temperature makes all alike.",
        EXPONENT,
        "powers = (probabilities / probabilities.max(axis=0)) ** (1 / min(temperature, 1.5))",
    ),
    _power(
        "temperature-kept-above-a-tenth",
        "A temperature below 0.1 is not safe.",
        VANISH,
        "powers = (probabilities / probabilities.max(axis=0)) ** (1 / max(temperature, 0.1))",
    ),
    _power(
        "clipped-to-double-range",
        "Small powers are raised.",
        IMPOSSIBLE,
        "powers = np.maximum((probabilities / probabilities.max(axis=0)) ** (1 / "
        "temperature), 1e-6)",
    ),
    wrong(
        "not-normalised",
        "The powers are the probabilities.",
        NORMALISE,
        (TEMPERED, "return powers"),
    ),
    wrong(
        "divided-by-the-maximum",
        "The largest becomes 1.",
        NORMALISE,
        (TEMPERED, "return powers / powers.max(axis=0)"),
    ),
    wrong(
        "temperature-after-normalising",
        "First a softmax, then the power, and no sum.",
        NORMALISE,
        "p = probabilities / probabilities.sum(axis=0)\nreturn p ** (1 / temperature)",
    ),
    wrong(
        "normalised-over-everything",
        "All entries sum to one.",
        NORMALISE,
        (TEMPERED, "return powers / powers.sum()"),
    ),
    wrong(
        "normalised-over-the-last-axis",
        "The last axis sums to one.",
        NORMALISE,
        (TEMPERED, "return powers / powers.sum(axis=-1, keepdims=True)"),
    ),
    wrong(
        "normalised-by-the-mean",
        "A mean in place of a sum.",
        NORMALISE,
        (TEMPERED, "return powers / powers.mean(axis=0)"),
    ),
    wrong(
        "normalised-by-the-old-sum",
        "The probabilities sum to one already.",
        NORMALISE,
        (TEMPERED, "return powers / probabilities.sum(axis=0)"),
    ),
    wrong(
        "sum-plus-epsilon",
        "A small number keeps the sum from 0.",
        "What does the small number do to the sum?",
        (TEMPERED, "return powers / (powers.sum(axis=0) + 1e-3)"),
    ),
    wrong(
        "flattened",
        "A vector is enough.",
        "Which shape does the docstring give it?",
        (TEMPERED, "return (powers / powers.sum(axis=0)).ravel()"),
    ),
    wrong(
        "in-place",
        "The probabilities are not needed any more.",
        "Which array is changed in place, and who else still needs it?",
        "probabilities /= probabilities.max(axis=0)\n"
        "probabilities **= 1 / temperature\n"
        "probabilities /= probabilities.sum(axis=0)\nreturn probabilities",
    ),
    wrong(
        "rounded",
        "Four decimals are enough.",
        ROOM,
        (TEMPERED, "return np.round(powers / powers.sum(axis=0), 4)"),
    ),
    wrong(
        "float32",
        "Half the memory is enough.",
        ROOM,
        (TEMPERED, "return (powers / powers.sum(axis=0)).astype(np.float32)"),
    ),
    wrong(
        "logarithm-returned",
        "Logarithms are returned.",
        "Probabilities, or their logarithms?",
        (TEMPERED, "return np.log(np.maximum(powers, 1e-300)) - np.log(powers.sum(axis=0))"),
    ),
    wrong(
        "drawn-already",
        "The draw comes at once.",
        "What does the docstring say that the function returns?",
        (TEMPERED, "return (powers == powers.max(axis=0)).astype(float)"),
    ),
]

TEMPERATURE_RIGHT = [
    right(
        "softmax-of-logarithms",
        (
            POWERS,
            'with np.errstate(divide="ignore"):\n'
            "        scores = np.log(probabilities) / temperature",
        ),
        (TEMPERED, "return softmax(scores)"),
    ),
    right(
        "by-logarithms",
        (
            POWERS,
            'with np.errstate(divide="ignore"):\n'
            "        logs = np.log(probabilities)\n"
            "    powers = np.exp((logs - logs.max(axis=0)) / temperature)",
        ),
    ),
    right(
        "keepdims",
        (POWERS, POWERS.replace("axis=0", "axis=0, keepdims=True")),
        (TEMPERED, TEMPERED.replace("axis=0", "axis=0, keepdims=True")),
    ),
    right(
        "where-possible",
        """
        possible = probabilities > 0
        logs = np.log(np.where(possible, probabilities, 1.0)) / temperature
        logs = np.where(possible, logs, -np.inf)
        powers = np.exp(logs - logs.max(axis=0))
        return powers / powers.sum(axis=0)
    """,
    ),
    right(
        "by-np-power",
        (
            POWERS,
            "powers = np.power(probabilities / np.max(probabilities, axis=0), 1.0 / temperature)",
        ),
    ),
    right("by-einsum", (TEMPERED, 'return powers / np.einsum("i...->...", powers)')),
    right(
        "column-by-column",
        """
        flat = np.asarray(probabilities, float).reshape(len(probabilities), -1)
        out = np.empty(flat.shape)
        for j in range(flat.shape[1]):
            ratio = flat[:, j] / max(flat[:, j])
            out[:, j] = ratio ** (1 / temperature)
            out[:, j] /= sum(out[:, j])
        return out.reshape(probabilities.shape)
    """,
    ),
    right(
        "inverse-first",
        (
            POWERS,
            "beta = 1.0 / temperature\n"
            "    powers = (probabilities / np.amax(probabilities, axis=0)) ** beta",
        ),
    ),
    right(
        "by-ratios",
        "return np.stack([1 / np.sum((probabilities / np.where(p > 0, p, 1)) ** (1 / "
        "temperature), axis=0) * (p > 0) if np.ndim(p) == 0 and p > 1e-3 else ((p / "
        "probabilities.max(axis=0)) ** (1 / temperature)) / ((probabilities / "
        "probabilities.max(axis=0)) ** (1 / temperature)).sum(axis=0) for p in "
        "probabilities])",
    ),
]

# ------------------------------------------------------------------ sample_word

BEGIN = "Which index and which state does the first call of step get?"
HAND_ON = "What does step return second, and who gets it?"
DRAW = "Is a character drawn with its probability, or chosen?"
CHANCE = "Where do the random numbers come from?"
END = "What ends a word, and is it part of the word?"
LONGEST = "How many characters may a word have at most?"
HEAT = "Where does the temperature come in, and how often?"
NEXT = "What does the network see next: which character?"
BEGIN_LINE = 'word, index, state = "", 0, None'
WHILE = "while len(word) < longest:"
STEP_LINE = "probabilities, state = step(index, state)"
DRAW_LINE = "index = random.choice(len(alphabet), p=apply_temperature(probabilities, temperature))"
STOP = "if index == 0:\n            break\n        word += alphabet[index]"
SAMPLE_RETURN = "return word"


def _draws(name, thought, hint, line):
    return wrong(name, thought, hint, (DRAW_LINE, line))


P_LINE = "p = apply_temperature(probabilities, temperature)\n        "

SAMPLE = [
    _draws(
        "argmax-for-a-draw",
        "The most probable character comes.",
        DRAW,
        P_LINE + "index = int(np.argmax(p))",
    ),
    _draws(
        "even-draw",
        "All characters are equally likely.",
        DRAW,
        "index = random.choice(len(alphabet))",
    ),
    _draws(
        "even-among-the-possible",
        "All that is possible is equally likely.",
        DRAW,
        "index = random.choice(np.nonzero(probabilities)[0])",
    ),
    _draws(
        "temperature-ignored",
        "The probabilities are used as they are.",
        HEAT,
        "index = random.choice(len(alphabet), p=probabilities)",
    ),
    _draws(
        "temperature-twice",
        "The temperature is applied twice.",
        HEAT,
        P_LINE + "index = random.choice(len(alphabet), p=apply_temperature(p, temperature))",
    ),
    _draws(
        "temperature-turned-over",
        "The temperature is one over the temperature.",
        HEAT,
        "index = random.choice(len(alphabet), p=apply_temperature(probabilities, 1 / temperature))",
    ),
    _draws(
        "global-numbers",
        "np.random is where numbers come from.",
        CHANCE,
        P_LINE + "index = int(np.random.choice(len(alphabet), p=p))",
    ),
    _draws(
        "generator-of-its-own",
        "A fresh generator for each word.",
        CHANCE,
        P_LINE + "index = np.random.default_rng().choice(len(alphabet), p=p)",
    ),
    _draws(
        "fixed-seed",
        "A seed makes it repeatable.",
        CHANCE,
        P_LINE + "index = np.random.default_rng(0).choice(len(alphabet), p=p)",
    ),
    _draws(
        "copied-generator",
        "The generator is left as it is.",
        CHANCE,
        "import copy\n\n        "
        + P_LINE
        + "index = copy.deepcopy(random).choice(len(alphabet), p=p)",
    ),
    _draws(
        "least-probable",
        "The rarest that is possible comes.",
        DRAW,
        P_LINE + "index = int(np.argmin(np.where(p > 0, p, 2)))",
    ),
    _draws(
        "best-of-two-draws",
        "Two draws, and the more probable counts.",
        DRAW,
        P_LINE + "index = max(random.choice(len(alphabet), size=2, p=p), key=lambda i: p[i])",
    ),
    _draws(
        "mostly-the-best",
        "Half of the time the best is taken.",
        DRAW,
        P_LINE + "index = random.choice(len(alphabet), p=p) if random.random() < 0.5 else "
        "int(np.argmax(p))",
    ),
    _draws(
        "threshold-in-place-of-sum",
        "The first that is more probable than a random number.",
        DRAW,
        P_LINE + "r = random.random()\n"
        "        index = next((i for i in range(len(alphabet)) if p[i] > r), "
        "int(np.argmax(p)))",
    ),
    _draws(
        "cumulative-off-by-one",
        "The place below the random number.",
        DRAW,
        P_LINE + "index = max(int(np.searchsorted(np.cumsum(p), random.random())) - 1, 0)",
    ),
    _draws(
        "mark-never-drawn",
        "The mark is left out of the draw.",
        END,
        P_LINE + "p = np.where(np.arange(len(p)) > 0, p + 1e-9, 0)\n"
        "        index = random.choice(len(alphabet), p=p / p.sum())",
    ),
    wrong(
        "stop-mark-printed",
        "The mark ends the word and is its last character.",
        END,
        (STOP, "word += alphabet[index]\n        if index == 0:\n            break"),
    ),
    wrong(
        "start-mark-printed",
        "The word begins with the mark.",
        END,
        (BEGIN_LINE, "word, index, state = alphabet[0], 0, None"),
    ),
    wrong(
        "both-marks-printed",
        "The marks belong to the word.",
        END,
        (SAMPLE_RETURN, 'return "." + word + "."'),
    ),
    wrong(
        "mark-skipped",
        "The mark is left out and the word goes on.",
        END,
        (
            STOP,
            "if index:\n            word += alphabet[index]\n"
            "        if len(word) > 200:\n            break",
        ),
    ),
    wrong(
        "last-letter-lost",
        "The mark takes the last letter with it.",
        END,
        (SAMPLE_RETURN, "return word[:-1]"),
    ),
    wrong(
        "one-too-many",
        "The word may be one longer.",
        LONGEST,
        (WHILE, "while len(word) <= longest:"),
    ),
    wrong(
        "one-too-few", "The mark counts too.", LONGEST, (WHILE, "while len(word) < longest - 1:")
    ),
    wrong("longest-ignored", "The mark will come.", LONGEST, (WHILE, "while True:")),
    wrong(
        "longest-always-thirty",
        "A word has at most 30 characters.",
        LONGEST,
        (WHILE, "while len(word) < 30:"),
    ),
    wrong(
        "always-longest",
        "Every word has the greatest length.",
        END,
        (STOP, "word += alphabet[index]"),
    ),
    wrong(
        "start-mark-missing",
        "The first letter is drawn without the network.",
        BEGIN,
        (
            BEGIN_LINE,
            "index = int(random.integers(1, len(alphabet)))\n"
            "    word, state = alphabet[index], None",
        ),
    ),
    wrong(
        "begins-with-the-first-letter",
        "The first letter of the alphabet begins.",
        BEGIN,
        (BEGIN_LINE, 'word, index, state = "", 1, None'),
    ),
    wrong(
        "begins-with-a-state-of-zero",
        "The first state is 0.",
        BEGIN,
        (BEGIN_LINE, 'word, index, state = "", 0, np.zeros(1)'),
    ),
    wrong(
        "state-forgotten",
        "The state is always None.",
        HAND_ON,
        (STEP_LINE, "probabilities, _ = step(index, None)"),
    ),
    wrong(
        "state-one-step-late",
        "The state before last is handed on.",
        HAND_ON,
        (BEGIN_LINE, 'word, index, state, older = "", 0, None, None'),
        (
            STEP_LINE,
            "probabilities, newer = step(index, older)\n        older, state = state, newer",
        ),
    ),
    wrong(
        "first-state-kept",
        "The state is made once.",
        HAND_ON,
        (
            STEP_LINE,
            "probabilities, newer = step(index, state)\n"
            "        state = newer if state is None else state",
        ),
    ),
    wrong(
        "index-not-handed-on",
        "The network always sees the mark.",
        NEXT,
        (STEP_LINE, "probabilities, state = step(0, state)"),
    ),
    wrong(
        "index-one-step-late",
        "The network sees the letter before last.",
        NEXT,
        (BEGIN_LINE, 'word, index, state, seen = "", 0, None, 0'),
        (STEP_LINE, "probabilities, state = step(seen, state)\n        seen = index"),
    ),
    wrong(
        "drawn-twice",
        "One draw for the letter, one for the network.",
        NEXT,
        (
            DRAW_LINE,
            P_LINE + "index = random.choice(len(alphabet), p=p)\n"
            "        letter = alphabet[random.choice(len(alphabet), p=p)]",
        ),
        (STOP, "if letter == '.':\n            break\n        word += letter"),
    ),
    wrong(
        "a-list-of-letters",
        "The letters are returned one by one.",
        "What does the docstring say that the function returns?",
        (SAMPLE_RETURN, "return list(word)"),
    ),
    wrong(
        "a-list-of-places",
        "The places of the letters are the word.",
        "What does the docstring say that the function returns?",
        (SAMPLE_RETURN, "return [alphabet.index(letter) for letter in word]"),
    ),
    wrong(
        "nothing-returned",
        "The word is printed.",
        "What does the docstring say that the function returns?",
        (SAMPLE_RETURN, "print(word)"),
    ),
    wrong(
        "with-the-state",
        "The state is returned too.",
        "What does the docstring say that the function returns?",
        (SAMPLE_RETURN, "return word, state"),
    ),
    wrong(
        "alphabet-without-the-mark",
        "Letters are counted without the mark.",
        "Which place has the first letter?",
        (STOP, STOP.replace("alphabet[index]", "alphabet[index - 1]")),
    ),
    wrong(
        "backwards",
        "New letters go in front.",
        "Where does a new letter go?",
        (STOP, STOP.replace("word += alphabet[index]", "word = alphabet[index] + word")),
    ),
    wrong(
        "capitalised",
        "A name begins with a capital.",
        "May a drawn character be changed?",
        (SAMPLE_RETURN, "return word.capitalize()"),
    ),
]

SAMPLE_RIGHT = [
    right(
        "by-cumulative-sums",
        (
            DRAW_LINE,
            P_LINE + "index = min(int(np.searchsorted(np.cumsum(p), random.random(), "
            'side="right")), len(p) - 1)',
        ),
    ),
    right("by-multinomial", (DRAW_LINE, P_LINE + "index = int(random.multinomial(1, p).argmax())")),
    right(
        "draws-the-letter",
        (
            DRAW_LINE,
            P_LINE + "letter = str(random.choice(list(alphabet), p=p))\n"
            "        index = alphabet.index(letter)",
        ),
    ),
    right(
        "by-the-gumbel-trick",
        (
            DRAW_LINE,
            P_LINE + 'with np.errstate(divide="ignore"):\n'
            "            index = int(np.argmax(np.log(p) - "
            "np.log(-np.log(random.random(len(p))))))",
        ),
    ),
    right(
        "for-loop",
        """
        letters, index, state = [], 0, None
        for _ in range(longest):
            probabilities, state = step(index, state)
            p = apply_temperature(probabilities, temperature)
            index = int(random.choice(len(alphabet), p=p))
            if alphabet[index] == ".":
                return "".join(letters)
            letters.append(alphabet[index])
        return "".join(letters)
    """,
    ),
    right(
        "step-before-the-loop",
        """
        word = ""
        p, state = step(0, None)
        while True:
            i = int(random.choice(len(alphabet), p=apply_temperature(p, temperature)))
            if i == 0 or len(word) == longest:
                return word
            word += alphabet[i]
            if len(word) == longest:
                return word
            p, state = step(i, state)
    """,
    ),
    right(
        "one-step-more-than-needed",
        """
        word = ""
        p, state = step(0, None)
        while len(word) < longest:
            i = int(random.choice(len(alphabet), p=apply_temperature(p, temperature)))
            if i == 0:
                break
            word += alphabet[i]
            p, state = step(i, state)
        return word
    """,
    ),
    right(
        "by-recursion",
        """
        def go_on(index, state, left):
            if not left:
                return ""
            p, state = step(index, state)
            i = int(random.choice(len(alphabet), p=apply_temperature(p, temperature)))
            return alphabet[i] + go_on(i, state, left - 1) if i else ""

        return go_on(0, None, longest)
    """,
    ),
    right(
        "by-a-loop-over-the-sums",
        (
            DRAW_LINE,
            P_LINE + "left, index = random.uniform(), 0\n"
            "        while index < len(p) - 1 and left >= p[index]:\n"
            "            left -= p[index]\n            index += 1",
        ),
    ),
    right(
        "all-numbers-at-once",
        (BEGIN_LINE, BEGIN_LINE + "\n    numbers = random.random(longest)"),
        (
            DRAW_LINE,
            P_LINE + "index = min(int((np.cumsum(p) <= numbers[len(word)]).sum()), len(p) - 1)",
        ),
    ),
    right(
        "clean-probabilities-first",
        (
            DRAW_LINE,
            P_LINE + "p = np.asarray(p, dtype=float)\n        p = p / p.sum()\n"
            "        index = random.choice(np.arange(len(alphabet)), p=p)",
        ),
    ),
]

WRONG = {
    "encode": ENCODE,
    "sequence_loss": LOSS,
    "sequence_loss_backward": LOSS_BACKWARD,
    "clip_gradients": CLIP,
    "adam_step": ADAM,
    "apply_temperature": TEMPERATURE,
    "sample_word": SAMPLE,
}
RIGHT = {
    "encode": ENCODE_RIGHT,
    "sequence_loss": LOSS_RIGHT,
    "sequence_loss_backward": LOSS_BACKWARD_RIGHT,
    "clip_gradients": CLIP_RIGHT,
    "adam_step": ADAM_RIGHT,
    "apply_temperature": TEMPERATURE_RIGHT,
    "sample_word": SAMPLE_RIGHT,
}
