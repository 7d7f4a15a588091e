# ruff: noqa: E501 - lines as a student has them
"""A sixth bank, of lessons 06 to 08: written from the released notebooks, before sight of the checks."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from slips import new_bank  # noqa: E402

MUTANTS, attempt, slips = new_bank()

# Lesson 06: encode

ENCODE = """
def encode(words, alphabet):
    n_x = len(alphabet)
    m = len(words)
    T_x = max(len(w) for w in words) + 1
    x = np.zeros((n_x, m, T_x))
    y = np.zeros((n_x, m, T_x))
    mask = np.zeros((m, T_x))
    for j, word in enumerate(words):
        before = "." + word
        after = word + "."
        for t in range(len(word) + 1):
            for ch in (before[t], after[t]):
                if ch not in alphabet:
                    raise ValueError("unknown character: " + ch)
            x[alphabet.index(before[t]), j, t] = 1
            y[alphabet.index(after[t]), j, t] = 1
            mask[j, t] = 1.0
    return x, y, mask
"""
slips(
    "encode",
    ENCODE,
    {
        "y-is-x": ("labels not shifted", ('after = word + "."', 'after = "." + word')),
        "no-start-mark": (
            "the input begins with the first letter",
            ('before = "." + word', 'before = word + "."'),
        ),
        "shifted-by-two": (
            "labels one step too far",
            ('after = word + "."', 'after = word[1:] + ".."'),
        ),
        "no-step-for-the-end": (
            "T_x is the longest word",
            ("for w in words) + 1", "for w in words)"),
        ),
        "short-mask": (
            "the mask leaves out the last mark",
            ("mask[j, t] = 1.0", "mask[j, t] = float(t < len(word))"),
        ),
        "mask-of-ones": (
            "the mask counts the padding",
            ("mask = np.zeros((m, T_x))", "mask = np.ones((m, T_x))"),
        ),
        "padding-is-mark": (
            "the padding gets the mark",
            ("y = np.zeros((n_x, m, T_x))", "y = np.zeros((n_x, m, T_x))\n    y[0] = 1"),
        ),
        "skips-unknown": (
            "passes over what it does not know",
            ('raise ValueError("unknown character: " + ch)', "continue"),
        ),
        "keyerror": (
            "another exception",
            (
                'raise ValueError("unknown character: " + ch)',
                'raise KeyError("unknown character: " + ch)',
            ),
        ),
        "unnamed-character": (
            "the message names no character",
            ('"unknown character: " + ch', '"unknown character"'),
        ),
        "mask-transposed": (
            "mask is (T_x, m)",
            ("np.zeros((m, T_x))", "np.zeros((T_x, m))"),
            ("mask[j, t]", "mask[t, j]"),
        ),
        "time-second": (
            "steps before examples",
            ("return x, y, mask", "return x.transpose(0, 2, 1), y.transpose(0, 2, 1), mask"),
        ),
        "same-array": ("x and y are one array", ("y = np.zeros((n_x, m, T_x))", "y = x")),
        "lower-case": (
            "makes words small",
            ('before = "." + word', 'word = word.lower()\n        before = "." + word'),
        ),
        "no-start-and-mask": (
            "two mistakes: no start mark, mask of ones",
            ('before = "." + word', 'before = word + "."'),
            ("mask = np.zeros((m, T_x))", "mask = np.ones((m, T_x))"),
        ),
        "y-is-x-and-skips": (
            "two mistakes: labels not shifted, unknown passed over",
            ('after = word + "."', 'after = "." + word'),
            ('raise ValueError("unknown character: " + ch)', "continue"),
        ),
        "indices-not-hot": (
            "two mistakes: places for ones, bool mask",
            (
                "x[alphabet.index(before[t]), j, t] = 1",
                "x[alphabet.index(before[t]), j, t] = alphabet.index(before[t])",
            ),
            ("mask[j, t] = 1.0", "mask[j, t] = t > 0"),
        ),
    },
)
attempt(
    "encode",
    "wrong",
    "fixed-27",
    "27 characters and the English order are written in",
    """
def encode(words, alphabet):
    T = max(map(len, words)) + 1
    x = np.zeros((27, len(words), T))
    y = np.zeros((27, len(words), T))
    mask = np.zeros((len(words), T))
    for j, w in enumerate(words):
        for k in w:
            if k not in alphabet:
                raise ValueError(k)
        for t, (k, l) in enumerate(zip("." + w, w + ".")):
            x[alphabet.index(k), j, t] = 1
            y[alphabet.index(l), j, t] = 1
            mask[j, t] = 1
    return x, y, mask
""",
)
attempt(
    "encode",
    "correct",
    "eye-columns",
    "columns of an identity matrix",
    """
def encode(words, alphabet):
    place = {letter: k for k, letter in enumerate(alphabet)}
    hot = np.eye(len(place))
    longest = 1 + max([len(word) for word in words])
    mask = np.array([[float(t <= len(word)) for t in range(longest)] for word in words])
    x = np.zeros((len(place), len(words), longest))
    y = x.copy()
    for j, word in enumerate(words):
        try:
            inside = [place[letter] for letter in word]
        except KeyError as missing:
            raise ValueError(f"not in the alphabet: {missing}") from None
        x[:, j, : len(word) + 1] = hot[:, [0] + inside]
        y[:, j, : len(word) + 1] = hot[:, inside + [0]]
    return x, y, mask
""",
)

# Lesson 06: sequence_loss

LOSS = """
def sequence_loss(y_pred, y, mask):
    p = np.sum(y * y_pred, axis=0)
    p = np.where(mask == 1, p, 1.0)
    N = mask.sum()
    return float(-np.sum(np.log(p)) / N)
"""
slips(
    "sequence_loss",
    LOSS,
    {
        "all-steps": ("mean over all steps, padding included", ("N = mask.sum()", "N = mask.size")),
        "mean-over-words": (
            "divides by the words, as in lesson 03",
            ("N = mask.sum()", "N = mask.shape[0]"),
        ),
        "sum": ("no mean", (" / N)", ")")),
        "sign": ("no minus", ("float(-np.sum", "float(np.sum")),
        "bits": ("base 2", ("np.log(p)", "np.log2(p)")),
        "wrong-axis": ("loss over the wrong axis", ("axis=0)", "axis=1)")),
        "no-mask": (
            "mask forgotten, padding costs a floor",
            ("np.where(mask == 1, p, 1.0)", "np.maximum(p, 1e-12)"),
        ),
        "mask-inverted": ("padding and steps exchanged", ("mask == 1", "mask == 0")),
        "times-mask": (
            "0 times log 0",
            ("    p = np.where(mask == 1, p, 1.0)\n", ""),
            ("np.sum(np.log(p))", "np.sum(mask * np.log(p))"),
        ),
        "zero-in-padding": ("0 in the padding", ("p, 1.0)", "p, 0.0)")),
        "sign-and-words": (
            "two mistakes: sign, and mean over words",
            ("float(-np.sum", "float(np.sum"),
            ("N = mask.sum()", "N = mask.shape[0]"),
        ),
        "bits-and-size": (
            "two mistakes: base 2, mean over all steps",
            ("np.log(p)", "np.log2(p)"),
            ("N = mask.sum()", "N = mask.size"),
        ),
    },
)
attempt(
    "sequence_loss",
    "wrong",
    "mean-of-means",
    "mean over each word first, then over words",
    """
def sequence_loss(y_pred, y, mask):
    p = np.where(mask > 0, (y_pred * y).sum(axis=0), 1)
    per_word = -np.log(p).sum(axis=1) / mask.sum(axis=1)
    return float(per_word.mean())
""",
)
attempt(
    "sequence_loss",
    "correct",
    "boolean-index",
    "picks the steps that count",
    """
def sequence_loss(y_pred, y, mask):
    chosen = np.einsum("imt,imt->mt", y, y_pred)[mask.astype(bool)]
    return np.mean(-np.log(chosen))
""",
)

# Lesson 06: sequence_loss_backward

attempt(
    "sequence_loss_backward",
    "wrong",
    "no-mask",
    "padding has a gradient",
    """
def sequence_loss_backward(y_pred, y, mask):
    return (y_pred - y) / mask.sum()
""",
)
attempt(
    "sequence_loss_backward",
    "wrong",
    "all-steps",
    "divides by all steps",
    """
def sequence_loss_backward(y_pred, y, mask):
    n_y, m, T_x = y.shape
    return mask * (y_pred - y) / (m * T_x)
""",
)
attempt(
    "sequence_loss_backward",
    "wrong",
    "by-words",
    "divides by the words",
    """
def sequence_loss_backward(y_pred, y, mask):
    return mask[None] * (y_pred - y) / y.shape[1]
""",
)
attempt(
    "sequence_loss_backward",
    "wrong",
    "sign",
    "label minus prediction",
    """
def sequence_loss_backward(y_pred, y, mask):
    return (y - y_pred) * mask / mask.sum()
""",
)
attempt(
    "sequence_loss_backward",
    "wrong",
    "no-mean",
    "not divided",
    """
def sequence_loss_backward(y_pred, y, mask):
    return (y_pred - y) * mask
""",
)
attempt(
    "sequence_loss_backward",
    "wrong",
    "minus-y-over-p",
    "gradient at the probabilities",
    """
def sequence_loss_backward(y_pred, y, mask):
    return -(y / y_pred) * mask / np.sum(mask)
""",
)
attempt(
    "sequence_loss_backward",
    "wrong",
    "long-way-diagonal",
    "the long way with the diagonal only",
    """
def sequence_loss_backward(y_pred, y, mask):
    d_pred = -y / y_pred
    dz = d_pred * y_pred * (1 - y_pred)
    return dz * mask / mask.sum()
""",
)
attempt(
    "sequence_loss_backward",
    "wrong",
    "each-word-its-own",
    "divides by the length of each word",
    """
def sequence_loss_backward(y_pred, y, mask):
    return (y_pred - y) * mask / mask.sum(axis=1, keepdims=True)
""",
)
attempt(
    "sequence_loss_backward",
    "wrong",
    "mask-on-prediction",
    "the mask meets the prediction alone",
    """
def sequence_loss_backward(y_pred, y, mask):
    return (y_pred * mask - y) / mask.sum()
""",
)
attempt(
    "sequence_loss_backward",
    "wrong",
    "changes-y_pred",
    "subtracts in place",
    """
def sequence_loss_backward(y_pred, y, mask):
    dz = y_pred
    dz -= y
    dz *= mask
    dz /= mask.sum()
    return dz
""",
)
attempt(
    "sequence_loss_backward",
    "wrong",
    "sign-and-size",
    "two mistakes: sign, and all steps",
    """
def sequence_loss_backward(y_pred, y, mask):
    return mask * (y - y_pred) / mask.size
""",
)
attempt(
    "sequence_loss_backward",
    "wrong",
    "no-mask-by-words",
    "two mistakes: no mask, by words",
    """
def sequence_loss_backward(y_pred, y, mask):
    m = y.shape[1]
    return (y_pred - y) / m
""",
)
attempt(
    "sequence_loss_backward",
    "correct",
    "step-by-step",
    "a loop over steps",
    """
def sequence_loss_backward(y_pred, y, mask):
    count = np.count_nonzero(mask)
    out = np.zeros(y.shape)
    for t in range(y.shape[2]):
        weights = np.diag(mask[:, t] / count)
        out[:, :, t] = (y_pred[:, :, t] - y[:, :, t]) @ weights
    return out
""",
)

# Lesson 06: clip_gradients

CLIP = """
def clip_gradients(gradients, limit):
    total = 0.0
    for g in gradients.values():
        total += np.sum(g ** 2)
    norm = np.sqrt(total)
    factor = 1.0
    if norm > limit:
        factor = limit / norm
    clipped = {}
    for k, g in gradients.items():
        clipped[k] = g * factor
    return clipped
"""
slips(
    "clip_gradients",
    CLIP,
    {
        "no-root": ("the root is missing", ("np.sqrt(total)", "total")),
        "always-scaled": (
            "scales short gradients up",
            (
                "    if norm > limit:\n        factor = limit / norm\n",
                "    factor = limit / norm\n",
            ),
        ),
        "sum-of-norms": (
            "adds norms",
            ("total += np.sum(g ** 2)", "total += np.linalg.norm(g)"),
            ("np.sqrt(total)", "total"),
        ),
        "absolute-norm": (
            "sum of absolute values",
            ("np.sum(g ** 2)", "np.sum(np.abs(g))"),
            ("np.sqrt(total)", "total"),
        ),
        "last-array-only": (
            "norm of the last array",
            ("total += np.sum(g ** 2)", "total = np.sum(g ** 2)"),
        ),
        "divides-by-norm": (
            "length 1 in place of the limit",
            ("factor = limit / norm", "factor = 1 / norm"),
        ),
        "factor-inverted": ("norm over limit", ("factor = limit / norm", "factor = norm / limit")),
        "mean-of-squares": ("mean in place of sum", ("np.sum(g ** 2)", "np.mean(g ** 2)")),
        "condition-turned": ("clips the short ones", ("norm > limit", "norm < limit")),
        "no-root-always": (
            "two mistakes: no root, always scaled",
            ("np.sqrt(total)", "total"),
            (
                "    if norm > limit:\n        factor = limit / norm\n",
                "    factor = limit / norm\n",
            ),
        ),
        "last-and-one": (
            "two mistakes: last array's norm, length 1",
            ("total += np.sum(g ** 2)", "total = np.sum(g ** 2)"),
            ("factor = limit / norm", "factor = 1 / norm"),
        ),
    },
)
attempt(
    "clip_gradients",
    "wrong",
    "each-array",
    "each array by its own norm",
    """
def clip_gradients(gradients, limit):
    out = {}
    for name, g in gradients.items():
        n = np.linalg.norm(g)
        out[name] = g * limit / n if n > limit else g
    return out
""",
)
attempt(
    "clip_gradients",
    "wrong",
    "np-clip",
    "cuts off each entry",
    """
def clip_gradients(gradients, limit):
    return {k: np.clip(v, -limit, limit) for k, v in gradients.items()}
""",
)
attempt(
    "clip_gradients",
    "wrong",
    "in-place",
    "multiplies the caller's arrays",
    """
def clip_gradients(gradients, limit):
    norm = np.sqrt(sum((g**2).sum() for g in gradients.values()))
    if norm > limit:
        for g in gradients.values():
            g *= limit / norm
    return gradients
""",
)
attempt(
    "clip_gradients",
    "correct",
    "hypot-of-norms",
    "the norm of the norms",
    """
def clip_gradients(gradients, limit):
    every = [np.linalg.norm(g) for g in gradients.values()]
    norm = np.linalg.norm(every)
    shrink = min(1, limit / norm) if norm else 1
    return dict((name, shrink * np.array(g)) for name, g in gradients.items())
""",
)

# Lesson 06: adam_step

ADAM = """
def adam_step(parameters, gradients, state, learning_rate):
    n = state["steps"] + 1
    new_p, mean, square = {}, {}, {}
    for k in parameters:
        g = gradients["d" + k]
        mean[k] = 0.9 * state["mean"][k] + 0.1 * g
        square[k] = 0.999 * state["square"][k] + 0.001 * g ** 2
        mhat = mean[k] / (1 - 0.9 ** n)
        vhat = square[k] / (1 - 0.999 ** n)
        new_p[k] = parameters[k] - learning_rate * mhat / (np.sqrt(vhat) + 1e-8)
    return new_p, {"steps": n, "mean": mean, "square": square}
"""
slips(
    "adam_step",
    ADAM,
    {
        "steps-from-zero": ("does not count this step", ('state["steps"] + 1', 'state["steps"]')),
        "no-correction": (
            "no bias correction",
            ("mean[k] / (1 - 0.9 ** n)", "mean[k]"),
            ("square[k] / (1 - 0.999 ** n)", "square[k]"),
        ),
        "square-uncorrected": (
            "the square is not corrected",
            ("square[k] / (1 - 0.999 ** n)", "square[k]"),
        ),
        "epsilon-inside": (
            "epsilon under the root",
            ("(np.sqrt(vhat) + 1e-8)", "np.sqrt(vhat + 1e-8)"),
        ),
        "no-root": ("no root", ("np.sqrt(vhat)", "vhat")),
        "uphill": ("plus", ("parameters[k] - learning_rate", "parameters[k] + learning_rate")),
        "not-squared": ("square of nothing", ("0.001 * g ** 2", "0.001 * g")),
        "abs-mean": ("g in place of the mean", ("learning_rate * mhat", "learning_rate * g")),
        "rates-exchanged": (
            "0.999 for the mean, 0.9 for the square",
            ('0.9 * state["mean"][k] + 0.1 * g', '0.999 * state["mean"][k] + 0.001 * g'),
            (
                '0.999 * state["square"][k] + 0.001 * g ** 2',
                '0.9 * state["square"][k] + 0.1 * g ** 2',
            ),
        ),
        "stores-corrected": (
            "stores the corrected means",
            (
                '"mean": mean, "square": square}',
                '"mean": {k: mean[k] / (1 - 0.9 ** n) for k in mean}, "square": {k: square[k] / (1 - 0.999 ** n) for k in square}}',
            ),
        ),
        "steps-not-returned": (
            "the count is not moved on",
            ('{"steps": n,', '{"steps": state["steps"],'),
        ),
        "weight-one": ("adds the whole gradient to the mean", ("+ 0.1 * g\n", "+ g\n")),
        "same-correction": ("0.9 in both corrections", ("(1 - 0.999 ** n)", "(1 - 0.9 ** n)")),
        "state-only": (
            "parameters alone",
            ('return new_p, {"steps": n, "mean": mean, "square": square}', "return new_p"),
        ),
        "zero-and-inside": (
            "two mistakes: not counted as used, epsilon inside",
            ("(1 - 0.9 ** n)", "(1 - 0.9 ** (n + 1))"),
            ("(np.sqrt(vhat) + 1e-8)", "np.sqrt(vhat + 1e-8)"),
        ),
        "uphill-uncorrected": (
            "two mistakes: uphill, no correction",
            ("parameters[k] - learning_rate", "parameters[k] + learning_rate"),
            ("mean[k] / (1 - 0.9 ** n)", "mean[k]"),
            ("square[k] / (1 - 0.999 ** n)", "square[k]"),
        ),
    },
)
attempt(
    "adam_step",
    "wrong",
    "state-in-place",
    "writes into the state it was given",
    """
def adam_step(parameters, gradients, state, learning_rate):
    state["steps"] += 1
    n = state["steps"]
    out = {}
    for k, W in parameters.items():
        g = gradients["d" + k]
        state["mean"][k] = 0.9 * state["mean"][k] + 0.1 * g
        state["square"][k] = 0.999 * state["square"][k] + 0.001 * g * g
        m = state["mean"][k] / (1 - 0.9**n)
        v = state["square"][k] / (1 - 0.999**n)
        out[k] = W - learning_rate * m / (np.sqrt(v) + 1e-8)
    return out, state
""",
)
attempt(
    "adam_step",
    "wrong",
    "all-gradients",
    "goes through all gradients, also dx",
    """
def adam_step(parameters, gradients, state, learning_rate):
    n = state["steps"] + 1
    new, mean, square = {}, {}, {}
    for name, g in gradients.items():
        k = name[1:]
        mean[k] = 0.9 * state["mean"][k] + 0.1 * g
        square[k] = 0.999 * state["square"][k] + 0.001 * g**2
        new[k] = parameters[k] - learning_rate * (mean[k] / (1 - 0.9**n)) / (np.sqrt(square[k] / (1 - 0.999**n)) + 1e-8)
    return new, {"steps": n, "mean": mean, "square": square}
""",
)
attempt(
    "adam_step",
    "correct",
    "betas-and-rate",
    "correction folded into the rate, epsilon scaled along",
    """
def adam_step(parameters, gradients, state, learning_rate):
    b1, b2, eps = 0.9, 0.999, 1e-8
    t = 1 + state["steps"]
    later = {"steps": t, "mean": {}, "square": {}}
    moved = {}
    for key, value in parameters.items():
        g = np.asarray(gradients["d" + key], dtype=float)
        later["mean"][key] = state["mean"][key] + (1 - b1) * (g - state["mean"][key])
        later["square"][key] = state["square"][key] + (1 - b2) * (g * g - state["square"][key])
        scale = np.sqrt(1 - b2**t)
        rate = learning_rate * scale / (1 - b1**t)
        moved[key] = value - rate * later["mean"][key] / (np.sqrt(later["square"][key]) + eps * scale)
    return moved, later
""",
)

# Lesson 06: apply_temperature

attempt(
    "apply_temperature",
    "wrong",
    "power-of-T",
    "p to the power of the temperature",
    """
def apply_temperature(probabilities, temperature):
    p = probabilities / probabilities.max(axis=0)
    p = p**temperature
    return p / p.sum(axis=0)
""",
)
attempt(
    "apply_temperature",
    "wrong",
    "not-normalised",
    "does not add up to one",
    """
def apply_temperature(probabilities, temperature):
    p = probabilities / np.max(probabilities, axis=0)
    return p ** (1 / temperature)
""",
)
attempt(
    "apply_temperature",
    "wrong",
    "underflow",
    "all powers vanish",
    """
def apply_temperature(probabilities, temperature):
    p = probabilities ** (1 / temperature)
    return p / p.sum(axis=0)
""",
)
attempt(
    "apply_temperature",
    "wrong",
    "divides-by-T",
    "divides the probabilities",
    """
def apply_temperature(probabilities, temperature):
    p = probabilities / temperature
    return p / p.sum(axis=0)
""",
)
attempt(
    "apply_temperature",
    "wrong",
    "softmax-of-p",
    "softmax of the probabilities over T",
    """
def apply_temperature(probabilities, temperature):
    z = probabilities / temperature
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)
""",
)
attempt(
    "apply_temperature",
    "wrong",
    "one-sum",
    "one sum for all columns",
    """
def apply_temperature(probabilities, temperature):
    p = (probabilities / probabilities.max(axis=0)) ** (1 / temperature)
    return p / p.sum()
""",
)
attempt(
    "apply_temperature",
    "wrong",
    "one-maximum",
    "one maximum for all columns",
    """
def apply_temperature(probabilities, temperature):
    p = (probabilities / probabilities.max()) ** (1 / temperature)
    return p / p.sum(axis=0)
""",
)
attempt(
    "apply_temperature",
    "wrong",
    "log-floor",
    "a floor gives the impossible a chance when hot",
    """
def apply_temperature(probabilities, temperature):
    z = np.log(probabilities + 1e-12) / temperature
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)
""",
)
attempt(
    "apply_temperature",
    "wrong",
    "last-axis",
    "normalises the last axis",
    """
def apply_temperature(probabilities, temperature):
    p = (probabilities / probabilities.max(axis=-1, keepdims=True)) ** (1 / temperature)
    return p / p.sum(axis=-1, keepdims=True)
""",
)
attempt(
    "apply_temperature",
    "wrong",
    "whole-exponent",
    "whole-number division in the exponent",
    """
def apply_temperature(probabilities, temperature):
    p = (probabilities / probabilities.max(axis=0)) ** (1 // temperature)
    return p / p.sum(axis=0)
""",
)
attempt(
    "apply_temperature",
    "wrong",
    "power-and-sum",
    "two mistakes: power of T, one sum for all",
    """
def apply_temperature(probabilities, temperature):
    p = probabilities**temperature
    return p / np.sum(p)
""",
)
attempt(
    "apply_temperature",
    "wrong",
    "in-place-power",
    "two mistakes: in place, and no normalising",
    """
def apply_temperature(probabilities, temperature):
    probabilities /= probabilities.max(axis=0)
    probabilities **= 1 / temperature
    return probabilities
""",
)
attempt(
    "apply_temperature",
    "correct",
    "logs",
    "through logarithms, with -inf for 0",
    """
def apply_temperature(probabilities, temperature):
    with np.errstate(divide="ignore"):
        logs = np.log(probabilities)
    logs = (logs - logs.max(axis=0, keepdims=True)) / temperature
    powers = np.exp(logs)
    return powers / powers.sum(axis=0, keepdims=True)
""",
)

# Lesson 06: sample_word

SAMPLE = """
def sample_word(step, alphabet, temperature, random, longest=30):
    word = ""
    index, state = 0, None
    while len(word) < longest:
        p, state = step(index, state)
        p = apply_temperature(p, temperature)
        index = random.choice(len(alphabet), p=p)
        if index == 0:
            break
        word += alphabet[index]
    return word
"""
slips(
    "sample_word",
    SAMPLE,
    {
        "argmax": (
            "takes the likeliest",
            ("random.choice(len(alphabet), p=p)", "int(np.argmax(p))"),
        ),
        "no-temperature": (
            "temperature forgotten",
            ("        p = apply_temperature(p, temperature)\n", ""),
        ),
        "state-dropped": (
            "the state is not handed on",
            ("step(index, state)", "step(index, None)"),
        ),
        "index-stays": ("always asks after the mark", ("step(index, state)", "step(0, state)")),
        "mark-kept": (
            "the mark is part of the word",
            (
                "        if index == 0:\n            break\n        word += alphabet[index]",
                "        word += alphabet[index]\n        if index == 0:\n            break",
            ),
        ),
        "own-generator": (
            "draws from NumPy's own generator",
            ("random.choice(len", "np.random.choice(len"),
        ),
        "uniform": ("draws without the probabilities", (", p=p)", ")")),
        "one-too-long": ("one character too many", ("len(word) < longest", "len(word) <= longest")),
        "one-too-short": (
            "one character too few",
            ("len(word) < longest", "len(word) < longest - 1"),
        ),
        "thirty": ("thirty written in", ("len(word) < longest", "len(word) < 30")),
        "letter-to-step": (
            "hands the letter to step",
            ("step(index, state)", "step(alphabet[index], state)"),
        ),
        "start-mark-kept": (
            "the first mark stays in the word",
            ('word = ""', "word = alphabet[0]"),
        ),
        "list-returned": (
            "a list of letters",
            ('word = ""', "word = []"),
            ("word += alphabet[index]", "word.append(alphabet[index])"),
        ),
        "warm-up-step": (
            "two mistakes: an extra first step, argmax",
            ("    while len", "    p, state = step(0, None)\n    while len"),
            ("random.choice(len(alphabet), p=p)", "p.argmax()"),
        ),
        "dropped-and-cold": (
            "two mistakes: state dropped, no temperature",
            ("step(index, state)", "step(index, None)"),
            ("        p = apply_temperature(p, temperature)\n", ""),
        ),
        "stops-on-dot-index-1": ("stops at index 1", ("if index == 0", "if index == 1")),
    },
)
attempt(
    "sample_word",
    "correct",
    "two-draws",
    "meant as wrong: a draw too many for each letter, which changes no probability",
    """
def sample_word(step, alphabet, temperature, random, longest=30):
    word = ""
    index, state = 0, None
    while len(word) < longest:
        p, state = step(index, state)
        p = apply_temperature(p, temperature)
        index = random.choice(len(alphabet), p=p)
        index = random.choice(len(alphabet), p=p)
        if index == 0:
            break
        word += alphabet[index]
    return word
""",
)
attempt(
    "sample_word",
    "correct",
    "for-else",
    "a for loop with a list of letters",
    """
def sample_word(step, alphabet, temperature, random, longest=30):
    letters = []
    place, memory = 0, None
    for _ in range(longest):
        chances, memory = step(place, memory)
        place = int(random.choice(len(chances), p=apply_temperature(chances, temperature)))
        if alphabet[place] == alphabet[0]:
            return "".join(letters)
        letters.append(alphabet[place])
    return "".join(letters)
""",
)

# Lesson 07: orthogonal

attempt(
    "orthogonal",
    "wrong",
    "triangle",
    "the wrong one of the two",
    """
def orthogonal(n, random):
    Q, R = np.linalg.qr(random.standard_normal((n, n)))
    return R
""",
)
attempt(
    "orthogonal",
    "wrong",
    "both",
    "returns both matrices",
    """
def orthogonal(n, random):
    return np.linalg.qr(random.standard_normal((n, n)))
""",
)
attempt(
    "orthogonal",
    "wrong",
    "columns-of-length-one",
    "unit columns that are not at right angles",
    """
def orthogonal(n, random):
    W = random.standard_normal((n, n))
    return W / np.linalg.norm(W, axis=0)
""",
)
attempt(
    "orthogonal",
    "wrong",
    "own-seed",
    "draws the same at each call",
    """
def orthogonal(n, random):
    rng = np.random.default_rng(0)
    Q, _ = np.linalg.qr(rng.standard_normal((n, n)))
    return Q
""",
)
attempt(
    "orthogonal",
    "wrong",
    "identity",
    "the identity is orthogonal",
    """
def orthogonal(n, random):
    return np.eye(n)
""",
)
attempt(
    "orthogonal",
    "wrong",
    "global-random",
    "draws from np.random",
    """
def orthogonal(n, random):
    A = np.random.randn(n, n)
    q, r = np.linalg.qr(A)
    return q
""",
)
attempt(
    "orthogonal",
    "wrong",
    "uniform-columns",
    "uniform from 0 to 1, not normal",
    """
def orthogonal(n, random):
    q, _ = np.linalg.qr(random.random((n, n)))
    return q
""",
)
attempt(
    "orthogonal",
    "wrong",
    "gram-schmidt-no-length",
    "right angles, but not length one",
    """
def orthogonal(n, random):
    W = random.standard_normal((n, n))
    for k in range(n):
        for i in range(k):
            W[:, k] -= (W[:, i] @ W[:, k]) / (W[:, i] @ W[:, i]) * W[:, i]
    return W
""",
)
attempt(
    "orthogonal",
    "wrong",
    "symmetric-eigenvalues",
    "returns the eigenvalues",
    """
def orthogonal(n, random):
    A = random.standard_normal((n, n))
    values, vectors = np.linalg.eigh(A + A.T)
    return np.diag(values)
""",
)
attempt(
    "orthogonal",
    "wrong",
    "gram-schmidt-first-only",
    "two mistakes: takes away only the first column, lengths left",
    """
def orthogonal(n, random):
    W = random.standard_normal((n, n))
    u = W[:, 0] / np.linalg.norm(W[:, 0])
    for k in range(1, n):
        W[:, k] = W[:, k] - (u @ W[:, k]) * u
    return W
""",
)
attempt(
    "orthogonal",
    "wrong",
    "scaled",
    "two mistakes: scaled by 1/sqrt n, uniform",
    """
def orthogonal(n, random):
    q, _ = np.linalg.qr(random.uniform(-1, 1, (n, n)))
    return q / np.sqrt(n)
""",
)
attempt(
    "orthogonal",
    "correct",
    "signs",
    "with the signs of the triangle",
    """
def orthogonal(n, random):
    columns = random.normal(size=(n, n))
    turned, triangle = np.linalg.qr(columns)
    return turned * np.sign(np.diag(triangle))
""",
)
attempt(
    "orthogonal",
    "correct",
    "gram-schmidt",
    "by hand, twice for exactness",
    """
def orthogonal(n, random):
    W = random.standard_normal((n, n))
    for k in range(n):
        v = W[:, k].copy()
        for again in range(2):
            for i in range(k):
                v = v - (W[:, i] @ v) * W[:, i]
        W[:, k] = v / np.sqrt(v @ v)
    return W
""",
)

# Lesson 07: gru_cell_forward

GRU = """
def gru_cell_forward(xt, a_prev, parameters):
    s = np.concatenate([a_prev, xt])
    ut = sigmoid(parameters["Wu"] @ s + parameters["bu"])
    rt = sigmoid(parameters["Wr"] @ s + parameters["br"])
    v = rt * a_prev
    s2 = np.concatenate([v, xt])
    cct = np.tanh(parameters["Wc"] @ s2 + parameters["bc"])
    a_next = ut * cct + (1 - ut) * a_prev
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, ut, rt, cct, xt, parameters)
"""
slips(
    "gru_cell_forward",
    GRU,
    {
        "update-turned": (
            "the gate is the share of the old",
            ("ut * cct + (1 - ut) * a_prev", "(1 - ut) * cct + ut * a_prev"),
        ),
        "no-reset": ("the candidate sees the whole state", ("v = rt * a_prev", "v = a_prev")),
        "reset-after": (
            "reset after the product, as PyTorch",
            (
                'parameters["Wc"] @ s2 + parameters["bc"]',
                'rt * (parameters["Wc"][:, : len(a_prev)] @ a_prev) + parameters["Wc"][:, len(a_prev) :] @ xt + parameters["bc"]',
            ),
        ),
        "reset-on-all": (
            "the reset gate on the whole product",
            (
                'parameters["Wc"] @ s2 + parameters["bc"]',
                'rt * (parameters["Wc"] @ s) + parameters["bc"]',
            ),
        ),
        "gates-exchanged": (
            "u and r exchanged",
            ("v = rt * a_prev", "v = ut * a_prev"),
            ("ut * cct + (1 - ut) * a_prev", "rt * cct + (1 - rt) * a_prev"),
        ),
        "mixes-reset-state": (
            "mixes v in the place of the old state",
            ("(1 - ut) * a_prev", "(1 - ut) * v"),
        ),
        "x-first": (
            "x above the state",
            ("np.concatenate([a_prev, xt])", "np.concatenate([xt, a_prev])"),
        ),
        "sigmoid-candidate": ("sigmoid candidate", ("np.tanh(parameters", "sigmoid(parameters")),
        "no-keep": ("nothing is kept", ("ut * cct + (1 - ut) * a_prev", "ut * cct")),
        "lstm-like": ("the old state whole, as an LSTM of 1997", ("(1 - ut) * a_prev", "a_prev")),
        "tanh-of-state": (
            "a tanh behind the mixture",
            (
                "a_next = ut * cct + (1 - ut) * a_prev",
                "a_next = np.tanh(ut * cct + (1 - ut) * a_prev)",
            ),
        ),
        "cache-r-u": ("rt before ut in the cache", ("a_prev, ut, rt, cct", "a_prev, rt, ut, cct")),
        "predicts-from-candidate": (
            "predicts from the candidate",
            ('parameters["Wy"] @ a_next', 'parameters["Wy"] @ cct'),
        ),
        "bu-for-br": ("bias of the other gate", ('parameters["br"]', 'parameters["bu"]')),
        "turned-and-unreset": (
            "two mistakes: gate turned, no reset",
            ("ut * cct + (1 - ut) * a_prev", "(1 - ut) * cct + ut * a_prev"),
            ("v = rt * a_prev", "v = a_prev"),
        ),
        "sigmoid-and-turned": (
            "two mistakes: sigmoid candidate, gate turned",
            ("np.tanh(parameters", "sigmoid(parameters"),
            ("ut * cct + (1 - ut) * a_prev", "(1 - ut) * cct + ut * a_prev"),
        ),
    },
)
attempt(
    "gru_cell_forward",
    "correct",
    "towards",
    "goes a part of the way towards the candidate",
    """
def gru_cell_forward(xt, a_prev, parameters):
    def look(name, top):
        return parameters["W" + name].dot(np.vstack((top, xt))) + parameters["b" + name]

    u, r = (sigmoid(look(k, a_prev)) for k in "ur")
    candidate = np.tanh(look("c", np.multiply(r, a_prev)))
    a = a_prev + u * (candidate - a_prev)
    probabilities = softmax(parameters["Wy"].dot(a) + parameters["by"])
    return a, probabilities, (a, a_prev, u, r, candidate, xt, parameters)
""",
)

# Lesson 07: gru_cell_backward

GRU_BACK = """
def gru_cell_backward(da_next, cache):
    a_next, a_prev, ut, rt, cct, xt, parameters = cache
    n_a = a_prev.shape[0]
    Wu, Wr, Wc = parameters["Wu"], parameters["Wr"], parameters["Wc"]
    dzu = da_next * (cct - a_prev) * ut * (1 - ut)
    dzc = da_next * ut * (1 - cct ** 2)
    dstack = Wc.T @ dzc
    dv = dstack[:n_a]
    dzr = dv * a_prev * rt * (1 - rt)
    gates = Wu.T @ dzu + Wr.T @ dzr
    da_prev = da_next * (1 - ut) + dv * rt + gates[:n_a]
    dxt = dstack[n_a:] + gates[n_a:]
    s = np.vstack((a_prev, xt))
    sc = np.vstack((rt * a_prev, xt))
    return {
        "dxt": dxt,
        "da_prev": da_prev,
        "dWu": dzu @ s.T,
        "dWr": dzr @ s.T,
        "dWc": dzc @ sc.T,
        "dbu": dzu.sum(axis=1, keepdims=True),
        "dbr": dzr.sum(axis=1, keepdims=True),
        "dbc": dzc.sum(axis=1, keepdims=True),
    }
"""
slips(
    "gru_cell_backward",
    GRU_BACK,
    {
        "u-without-old": (
            "only the candidate at the update gate",
            ("(cct - a_prev) * ut", "cct * ut"),
        ),
        "u-turned": ("old minus candidate", ("(cct - a_prev)", "(a_prev - cct)")),
        "dzc-1-u": (
            "1 - u at the candidate",
            ("da_next * ut * (1 - cct ** 2)", "da_next * (1 - ut) * (1 - cct ** 2)"),
        ),
        "dzc-no-slope": ("no slope at the candidate", (" * (1 - cct ** 2)", "")),
        "dzr-no-a": ("a_prev missing at the reset gate", ("dv * a_prev * rt", "dv * rt")),
        "dzr-from-da": ("da in the place of dv", ("dzr = dv *", "dzr = da_next *")),
        "dzr-no-slope": (
            "no slope at the reset gate",
            ("dv * a_prev * rt * (1 - rt)", "dv * a_prev"),
        ),
        "v-path-missing": ("one of four paths forgotten", (" + dv * rt", "")),
        "v-path-unreset": ("dv without the reset gate", (" + dv * rt", " + dv")),
        "keep-path-missing": ("the mixture's path forgotten", ("da_next * (1 - ut) + dv", "dv")),
        "keep-path-u": ("u for 1 - u", ("da_next * (1 - ut) + dv", "da_next * ut + dv")),
        "gates-missing": ("the gates' stack forgotten", (" + gates[:n_a]", "")),
        "dx-candidate-only": (
            "dx without the gates",
            ("dstack[n_a:] + gates[n_a:]", "dstack[n_a:]"),
        ),
        "dx-gates-only": (
            "dx without the candidate",
            ("dstack[n_a:] + gates[n_a:]", "gates[n_a:]"),
        ),
        "dWc-plain-stack": ("the gates' stack at Wc", ("dzc @ sc.T", "dzc @ s.T")),
        "update-gate-only": ("the reset gate's part of the stack forgotten", (" + Wr.T @ dzr", "")),
        "mean-dbc": ("mean for a sum", ("dzc.sum(", "dzc.mean(")),
        "paths-and-stack": (
            "two mistakes: dv unreset, plain stack at Wc",
            (" + dv * rt", " + dv"),
            ("dzc @ sc.T", "dzc @ s.T"),
        ),
        "u-and-dx": (
            "two mistakes: candidate only at u, dx without gates",
            ("(cct - a_prev) * ut", "cct * ut"),
            ("dstack[n_a:] + gates[n_a:]", "dstack[n_a:]"),
        ),
        "dWr-with-sc": ("the reset stack at Wr too", ("dzr @ s.T", "dzr @ sc.T")),
    },
)
attempt(
    "gru_cell_backward",
    "correct",
    "named-paths",
    "one name for each path",
    """
def gru_cell_backward(da_next, cache):
    _, old, u, r, g, xt, p = cache
    n = len(old)
    d_u = np.einsum("am,am,am->am", da_next, g - old, u - u * u)
    d_c = da_next * u * (1 + g) * (1 - g)
    to_v, x_part = np.split(p["Wc"].T @ d_c, [n])
    d_r = to_v * old * r * (1 - r)
    paths = [
        da_next - da_next * u,
        to_v * r,
        p["Wu"][:, :n].T @ d_u,
        p["Wr"][:, :n].T @ d_r,
    ]
    grads = {"da_prev": sum(paths)}
    grads["dxt"] = x_part + p["Wu"][:, n:].T @ d_u + p["Wr"][:, n:].T @ d_r
    for k, d, top in (("u", d_u, old), ("r", d_r, old), ("c", d_c, r * old)):
        grads["dW" + k] = np.hstack([d @ top.T, d @ xt.T])
        grads["db" + k] = np.sum(d, 1)[:, None]
    return grads
""",
)

# Lesson 07: rnn_backward_truncated

CUT = """
def rnn_backward_truncated(da, caches, window):
    steps, x = caches
    T_x = x.shape[2]
    dx = np.zeros(x.shape)
    total = {"dWax": 0, "dWaa": 0, "dba": 0}
    carry = np.zeros(da.shape[:2])
    for t in range(T_x - 1, -1, -1):
        if (t + 1) % window == 0:
            carry = np.zeros(da.shape[:2])
        g = rnn_cell_backward(da[:, :, t] + carry, steps[t])
        dx[:, :, t] = g["dxt"]
        carry = g["da_prev"]
        for k in total:
            total[k] = total[k] + g[k]
    return {"dx": dx, "da0": carry, **total}
"""
slips(
    "rnn_backward_truncated",
    CUT,
    {
        "edge-early": ("cuts at t and not at t + 1", ("(t + 1) % window", "t % window")),
        "from-the-end": (
            "windows counted from the end",
            ("(t + 1) % window == 0", "(T_x - 1 - t) % window == 0"),
        ),
        "never-cut": (
            "no cut at all",
            ("        if (t + 1) % window == 0:\n            carry = np.zeros(da.shape[:2])\n", ""),
        ),
        "cut-all": ("carries nothing", ("da[:, :, t] + carry", "da[:, :, t]")),
        "drops-own": (
            "drops the own part at the edge",
            (
                "        g = rnn",
                "        own = da[:, :, t] if (t + 1) % window else 0 * da[:, :, t]\n        g = rnn",
            ),
            ("da[:, :, t] + carry", "own + carry"),
        ),
        "cut-after": (
            "cuts after the step, so da0 is lost",
            (
                '        carry = g["da_prev"]\n',
                '        carry = g["da_prev"]\n        if t % window == 0:\n            carry = np.zeros(da.shape[:2])\n',
            ),
        ),
        "last-window-only": (
            "stops at the first edge",
            (
                "            carry = np.zeros(da.shape[:2])\n",
                "            if t + 1 < T_x:\n                break\n            carry = np.zeros(da.shape[:2])\n",
            ),
        ),
        "window-plus-one": (
            "windows one step longer",
            ("(t + 1) % window", "(t + 1) % (window + 1)"),
        ),
        "overwrites": (
            "weights of the last step",
            ("total[k] = total[k] + g[k]", "total[k] = g[k]"),
        ),
        "da0-zero": ("da0 zero", ('"da0": carry', '"da0": np.zeros(da.shape[:2])')),
        "resets-weights": (
            "starts the sums anew at each edge",
            (
                "            carry = np.zeros(da.shape[:2])\n",
                '            carry = np.zeros(da.shape[:2])\n            total = {"dWax": 0, "dWaa": 0, "dba": 0}\n',
            ),
        ),
        "early-and-da0": (
            "two mistakes: edge early, da0 zero",
            ("(t + 1) % window", "t % window"),
            ('"da0": carry', '"da0": np.zeros(da.shape[:2])'),
        ),
        "end-and-overwrite": (
            "two mistakes: from the end, overwritten",
            ("(t + 1) % window == 0", "(T_x - 1 - t) % window == 0"),
            ("total[k] = total[k] + g[k]", "total[k] = g[k]"),
        ),
        "adds-carry-up": (
            "adds the carries up",
            ('carry = g["da_prev"]', 'carry = carry + g["da_prev"]'),
        ),
    },
)
attempt(
    "rnn_backward_truncated",
    "correct",
    "window-by-window",
    "rnn_backward on each window",
    """
def rnn_backward_truncated(da, caches, window):
    steps, x = caches
    pieces = []
    for begin in range(0, x.shape[2], window):
        end = begin + window
        pieces.append(rnn_backward(da[:, :, begin:end], (steps[begin:end], x[:, :, begin:end])))
    result = {k: sum(piece[k] for piece in pieces) for k in ("dWax", "dWaa", "dba")}
    result["da0"] = pieces[0]["da0"]
    result["dx"] = np.concatenate([piece["dx"] for piece in pieces], axis=2)
    return result
""",
)

# Lesson 07: rnn_forward_masked

MASKED = """
def rnn_forward_masked(x, a0, mask, parameters):
    a_prev = a0
    states, preds, caches = [], [], []
    for t in range(x.shape[2]):
        proposed, _, cache = rnn_cell_forward(x[:, :, t], a_prev, parameters)
        mu = mask[:, t]
        a_prev = mu * proposed + (1 - mu) * a_prev
        yt = softmax(parameters["Wya"] @ a_prev + parameters["by"])
        states.append(a_prev)
        preds.append(yt)
        caches.append(cache)
    return np.stack(states, axis=2), np.stack(preds, axis=2), (caches, x)
"""
slips(
    "rnn_forward_masked",
    MASKED,
    {
        "no-mask": ("mask forgotten", ("mu * proposed + (1 - mu) * a_prev", "proposed")),
        "zeroed": ("state times mask", ("mu * proposed + (1 - mu) * a_prev", "mu * proposed")),
        "inverted": (
            "waits where it should go",
            ("mu * proposed + (1 - mu) * a_prev", "(1 - mu) * proposed + mu * a_prev"),
        ),
        "masks-input": (
            "the mask on the input",
            ("x[:, :, t], a_prev", "x[:, :, t] * mask[:, t], a_prev"),
            ("mu * proposed + (1 - mu) * a_prev", "proposed"),
        ),
        "cells-prediction": (
            "the prediction of the proposed state",
            ("proposed, _, cache", "proposed, yt, cache"),
            ('        yt = softmax(parameters["Wya"] @ a_prev + parameters["by"])\n', ""),
        ),
        "keeps-a0": ("keeps the first state", ("(1 - mu) * a_prev", "(1 - mu) * a0")),
        "masks-prediction": (
            "the prediction times mask",
            ("preds.append(yt)", "preds.append(yt * mu)"),
        ),
        "first-example": ("one mask for all examples", ("mu = mask[:, t]", "mu = mask[0, t]")),
        "mask-time-first": ("mask[t] for mask[:, t]", ("mu = mask[:, t]", "mu = mask[t]")),
        "taken-in-cache": (
            "the kept state in the caches",
            ("caches.append(cache)", "caches.append((a_prev, *cache[1:]))"),
        ),
        "state-not-handed-on": (
            "the mixture is stored, the proposed state goes on",
            (
                "a_prev = mu * proposed + (1 - mu) * a_prev",
                "kept = mu * proposed + (1 - mu) * a_prev\n        a_prev = proposed",
            ),
            ("states.append(a_prev)", "states.append(kept)"),
        ),
        "zeroed-and-cell": (
            "two mistakes: state times mask, cell's prediction",
            ("mu * proposed + (1 - mu) * a_prev", "mu * proposed"),
            ("proposed, _, cache", "proposed, yt, cache"),
            ('        yt = softmax(parameters["Wya"] @ a_prev + parameters["by"])\n', ""),
        ),
        "inverted-no-by": (
            "two mistakes: inverted, no bias",
            ("mu * proposed + (1 - mu) * a_prev", "(1 - mu) * proposed + mu * a_prev"),
            (' + parameters["by"])', ")"),
        ),
        "caches-alone": ("x missing", ("(caches, x)", "caches")),
    },
)
attempt(
    "rnn_forward_masked",
    "correct",
    "where",
    "np.where and arrays made before",
    """
def rnn_forward_masked(x, a0, mask, parameters):
    T = x.shape[-1]
    a = np.zeros(a0.shape + (T,))
    y_pred = np.zeros((parameters["Wya"].shape[0], a0.shape[1], T))
    caches = [None] * T
    now = a0
    for t in range(T):
        new, _unused, caches[t] = rnn_cell_forward(x[:, :, t], now, parameters)
        now = np.where(mask[np.newaxis, :, t] > 0.5, new, now)
        a[..., t] = now
        y_pred[..., t] = softmax(parameters["Wya"].dot(now) + parameters["by"])
    return a, y_pred, (caches, x)
""",
)

# Lesson 08: stack_gates

attempt(
    "stack_gates",
    "wrong",
    "side-by-side",
    "along the columns",
    """
def stack_gates(parameters):
    W = np.concatenate([parameters["W" + g] for g in "fico"], axis=1)
    b = np.concatenate([parameters["b" + g] for g in "fico"], axis=1)
    return W, b
""",
)
attempt(
    "stack_gates",
    "wrong",
    "torch-order",
    "PyTorch's order",
    """
def stack_gates(parameters):
    W = np.vstack([parameters["W" + g] for g in "ifco"])
    b = np.vstack([parameters["b" + g] for g in "ifco"])
    return W, b
""",
)
attempt(
    "stack_gates",
    "wrong",
    "fioc",
    "candidate last",
    """
def stack_gates(parameters):
    W = np.vstack([parameters["Wf"], parameters["Wi"], parameters["Wo"], parameters["Wc"]])
    b = np.vstack([parameters["bf"], parameters["bi"], parameters["bo"], parameters["bc"]])
    return W, b
""",
)
attempt(
    "stack_gates",
    "wrong",
    "b-in-another-order",
    "the biases in another order than the matrices",
    """
def stack_gates(parameters):
    W = np.vstack([parameters["W" + g] for g in "fico"])
    b = np.vstack([parameters["b" + g] for g in "fioc"])
    return W, b
""",
)
attempt(
    "stack_gates",
    "wrong",
    "flat-b",
    "biases with one axis",
    """
def stack_gates(parameters):
    W = np.concatenate([parameters[f"W{g}"] for g in "fico"])
    b = np.concatenate([parameters[f"b{g}"].ravel() for g in "fico"])
    return W, b
""",
)
attempt(
    "stack_gates",
    "wrong",
    "three-axes",
    "stack makes a new axis",
    """
def stack_gates(parameters):
    W = np.stack([parameters[f"W{g}"] for g in "fico"])
    b = np.stack([parameters[f"b{g}"] for g in "fico"])
    return W, b
""",
)
attempt(
    "stack_gates",
    "wrong",
    "dict-order",
    "takes what comes, in the order of the dict",
    """
def stack_gates(parameters):
    W = [v for k, v in parameters.items() if k[0] == "W" and k != "Wy"]
    b = [v for k, v in parameters.items() if k[0] == "b" and k != "by"]
    return np.vstack(W), np.vstack(b)
""",
)
attempt(
    "stack_gates",
    "wrong",
    "f-twice",
    "the forget gate twice",
    """
def stack_gates(parameters):
    W = np.vstack([parameters["Wf"], parameters["Wf"], parameters["Wc"], parameters["Wo"]])
    b = np.vstack([parameters["bf"], parameters["bi"], parameters["bc"], parameters["bo"]])
    return W, b
""",
)
attempt(
    "stack_gates",
    "wrong",
    "b-first-and-order",
    "two mistakes: b first, candidate last",
    """
def stack_gates(parameters):
    W = np.vstack([parameters["W" + g] for g in "fioc"])
    b = np.vstack([parameters["b" + g] for g in "fioc"])
    return b, W
""",
)
attempt(
    "stack_gates",
    "wrong",
    "bias-in-matrix",
    "two mistakes: the bias as a column of W, and nothing else",
    """
def stack_gates(parameters):
    W = np.vstack([np.hstack([parameters["W" + g], parameters["b" + g]]) for g in "fico"])
    return W
""",
)
attempt(
    "stack_gates",
    "correct",
    "row-by-row",
    "a buffer filled by slices",
    """
def stack_gates(parameters):
    n_a, n_s = parameters["Wf"].shape
    W = np.empty((4 * n_a, n_s), dtype=parameters["Wf"].dtype)
    b = np.empty((4 * n_a, 1), dtype=parameters["bf"].dtype)
    for k, gate in enumerate(["f", "i", "c", "o"]):
        rows = slice(k * n_a, (k + 1) * n_a)
        W[rows] = parameters["W" + gate]
        b[rows] = parameters["b" + gate]
    return W, b
""",
)

# Lesson 08: fast_lstm_forward

FAST = """
def fast_lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_a = a0.shape[0]
    W, b = stack_gates(parameters)
    dtype = np.result_type(x, a0, W)
    signs = np.repeat([-1, -1, -2, -1], n_a)[:, None]
    Wbar = (signs * np.hstack([W, b])).astype(dtype)
    seen = np.ones((T_x + 1, n_a + n_x + 1, m), dtype=dtype)
    seen[0, :n_a] = a0
    seen[:T_x, n_a:-1] = x.transpose(2, 0, 1)
    c = np.zeros((T_x + 1, n_a, m), dtype=dtype)
    gates = np.zeros((T_x, 4, n_a, m), dtype=dtype)
    for t in range(T_x):
        with np.errstate(over="ignore"):
            g = 1 / (1 + np.exp(Wbar @ seen[t]))
        gates[t] = g.reshape(4, n_a, m)
        gates[t, 2] = 2 * gates[t, 2] - 1
        f, i, cc, o = gates[t]
        c[t + 1] = f * c[t] + i * cc
        seen[t + 1, :n_a] = o * np.tanh(c[t + 1])
    a = seen[1:, :n_a].transpose(1, 2, 0)
    flat = seen[1:, :n_a].transpose(1, 0, 2).reshape(n_a, -1)
    y = softmax(parameters["Wy"] @ flat + parameters["by"]).reshape(-1, T_x, m).transpose(0, 2, 1)
    return a, y, c[1:].transpose(1, 2, 0), (seen, gates, c, W)
"""
slips(
    "fast_lstm_forward",
    FAST,
    {
        "no-two": ("the 2 of the candidate is missing", ("[-1, -1, -2, -1]", "[-1, -1, -1, -1]")),
        "two-at-o": ("the 2 at the output gate", ("[-1, -1, -2, -1]", "[-1, -1, -1, -2]")),
        "plus-signs": ("signs forgotten", ("[-1, -1, -2, -1]", "[1, 1, 2, 1]")),
        "not-stretched": ("h for the candidate", ("gates[t, 2] = 2 * gates[t, 2] - 1", "pass")),
        "order-in-the-loop": (
            "o and c exchanged",
            ("f, i, cc, o = gates[t]", "f, i, o, cc = gates[t]"),
        ),
        "reshape-mixes": (
            "reshape with the wrong order",
            ("g.reshape(4, n_a, m)", "g.reshape(n_a, 4, m).transpose(1, 0, 2)"),
        ),
        "no-tanh-out": ("no tanh at the output", ("o * np.tanh(c[t + 1])", "o * c[t + 1]")),
        "old-c-out": ("the old cell state shown", ("np.tanh(c[t + 1])", "np.tanh(c[t])")),
        "states-from-a0": (
            "the states one step early",
            ("a = seen[1:, :n_a]", "a = seen[:-1, :n_a]"),
        ),
        "c-with-zero": (
            "the empty first cell state is returned too",
            ("c[1:].transpose", "c.transpose"),
        ),
        "y-mixed": (
            "the reshape of y mixes steps and examples",
            (".reshape(-1, T_x, m).transpose(0, 2, 1)", ".reshape(-1, m, T_x)"),
        ),
        "no-bias": ("bias row is zero", ("seen = np.ones(", "seen = np.zeros(")),
        "time-first": (
            "time stays first",
            ("return a, y, c[1:].transpose(1, 2, 0),", "return seen[1:, :n_a], y, c[1:],"),
        ),
        "y-of-old-states": (
            "two mistakes: predicts from the states before, not stretched",
            ("flat = seen[1:, :n_a]", "flat = seen[:-1, :n_a]"),
            ("gates[t, 2] = 2 * gates[t, 2] - 1", "pass"),
        ),
        "order-and-two": (
            "two mistakes: o and c exchanged, no 2",
            ("f, i, cc, o = gates[t]", "f, i, o, cc = gates[t]"),
            ("[-1, -1, -2, -1]", "[-1, -1, -1, -1]"),
        ),
        "c-before-y": (
            "a, c, y",
            (
                "return a, y, c[1:].transpose(1, 2, 0), (",
                "return a, c[1:].transpose(1, 2, 0), y, (",
            ),
        ),
        "float64-always": (
            "float32 becomes float64",
            ("dtype = np.result_type(x, a0, W)", "dtype = float"),
        ),
        "x-axis": (
            "x laid out by examples",
            ("x.transpose(2, 0, 1)", "x.transpose(2, 1, 0).reshape(T_x, n_x, m)"),
        ),
    },
)
attempt(
    "fast_lstm_forward",
    "correct",
    "with-given-sigmoid",
    "sigmoid and tanh apart, lists",
    """
def fast_lstm_forward(x, a0, parameters):
    W, b = stack_gates(parameters)
    n = len(a0)
    xs = np.moveaxis(x, 2, 0)
    a, c = a0, np.zeros_like(a0)
    kept = []
    for xt in xs:
        s = np.concatenate([a, xt])
        z = W @ s + b
        f, i, o = sigmoid(z[:n]), sigmoid(z[n : 2 * n]), sigmoid(z[3 * n :])
        g = np.tanh(z[2 * n : 3 * n])
        old = c
        c = f * c + i * g
        th = np.tanh(c)
        a = o * th
        kept.append((s, f, i, g, o, old, c, th, a))
    A = np.stack([k[8] for k in kept])
    C = np.stack([k[6] for k in kept])
    Y = np.stack([softmax(parameters["Wy"] @ state + parameters["by"]) for state in A], axis=2)
    return A.transpose(1, 2, 0), Y, C.transpose(1, 2, 0), (kept, W, n)
""",
)

# Lesson 08: fast_lstm_backward, behind the reference's forward pass or its own

OWN_FORWARD = FAST.lstrip("\n") + "\n\n"
FAST_BACK = """
def fast_lstm_backward(da, cache):
    seen, gates, c, W = cache
    T_x, _, n_a, m = gates.shape
    tanh_c = np.tanh(c[1:])
    Wa = np.ascontiguousarray(W[:, :n_a].T)
    dz = np.zeros((T_x, 4, n_a, m), W.dtype)
    da_carry = np.zeros((n_a, m), W.dtype)
    dc_carry = np.zeros((n_a, m), W.dtype)
    for t in range(T_x - 1, -1, -1):
        f, i, g, o = gates[t]
        dat = da[:, :, t] + da_carry
        dc = dc_carry + dat * o * (1 - tanh_c[t] ** 2)
        dz[t, 0] = dc * c[t] * f * (1 - f)
        dz[t, 1] = dc * g * i * (1 - i)
        dz[t, 2] = dc * i * (1 - g ** 2)
        dz[t, 3] = dat * tanh_c[t] * o * (1 - o)
        da_carry = Wa @ dz[t].reshape(4 * n_a, m)
        dc_carry = dc * f
    beside = dz.transpose(1, 2, 0, 3).reshape(4 * n_a, T_x * m)
    columns = seen[:T_x].transpose(1, 0, 2).reshape(-1, T_x * m)
    dWb = beside @ columns.T
    dx = (W[:, n_a:].T @ beside).reshape(-1, T_x, m).transpose(0, 2, 1)
    out = {"dx": dx, "da0": da_carry}
    for k, gate in enumerate("fico"):
        rows = dWb[k * n_a : (k + 1) * n_a]
        out["dW" + gate] = rows[:, :-1]
        out["db" + gate] = rows[:, -1:]
    return out
"""
slips(
    "fast_lstm_backward",
    OWN_FORWARD + FAST_BACK.lstrip("\n"),
    {
        "f-slope": ("no slope at f", ("dc * c[t] * f * (1 - f)", "dc * c[t] * f")),
        "f-new-c": (
            "the new cell state at f",
            ("dc * c[t] * f * (1 - f)", "dc * c[t + 1] * f * (1 - f)"),
        ),
        "i-partner": ("i times itself", ("dc * g * i * (1 - i)", "dc * i * i * (1 - i)")),
        "g-slope": (
            "a sigmoid's slope at the candidate",
            ("dc * i * (1 - g ** 2)", "dc * i * g * (1 - g)"),
        ),
        "g-two": (
            "the 2 of Equation 6 once more",
            ("dc * i * (1 - g ** 2)", "2 * dc * i * (1 - g ** 2)"),
        ),
        "o-from-dc": (
            "dc at the output gate",
            ("dat * tanh_c[t] * o * (1 - o)", "dc * tanh_c[t] * o * (1 - o)"),
        ),
        "o-old-tanh": (
            "tanh of the old cell state",
            ("dat * tanh_c[t] * o * (1 - o)", "dat * np.tanh(c[t]) * o * (1 - o)"),
        ),
        "dc-not-carried": ("the cell state's lane dropped", ("        dc_carry = dc * f\n", "")),
        "da-not-carried": (
            "the hidden state's lane dropped",
            ("dat = da[:, :, t] + da_carry", "dat = da[:, :, t]"),
        ),
        "dc-carry-no-f": (
            "the lane without the forget gate",
            ("dc_carry = dc * f", "dc_carry = dc"),
        ),
        "own-only-in-dc": (
            "own part of da alone in dc",
            ("dc = dc_carry + dat * o", "dc = dc_carry + da[:, :, t] * o"),
        ),
        "rows-mixed": (
            "reshape without the transpose",
            ("dz.transpose(1, 2, 0, 3).reshape", "dz.reshape"),
        ),
        "columns-late": ("the stacks one step late", ("seen[:T_x]", "seen[1 : T_x + 1]")),
        "order-of-rows": ("rows given to i, f, c, o", ('enumerate("fico")', 'enumerate("ifco")')),
        "dx-from-a-columns": (
            "dx as (n_x, T_x, m)",
            ("beside).reshape(-1, T_x, m).transpose(0, 2, 1)", "beside).reshape(-1, m, T_x)"),
        ),
        "bias-first-column": ("the bias from the first column", ("rows[:, -1:]", "rows[:, :1]")),
        "lane-and-slope": (
            "two mistakes: lane without f, no slope at f",
            ("dc_carry = dc * f", "dc_carry = dc"),
            ("dc * c[t] * f * (1 - f)", "dc * c[t] * f"),
        ),
        "o-and-rows": (
            "two mistakes: dc at o, rows i, f, c, o",
            ("dat * tanh_c[t] * o * (1 - o)", "dc * tanh_c[t] * o * (1 - o)"),
            ('enumerate("fico")', 'enumerate("ifco")'),
        ),
    },
)
attempt(
    "fast_lstm_backward",
    "correct",
    "lists-and-own-forward",
    "a forward pass of its own, lists of steps",
    """
def fast_lstm_forward(x, a0, parameters):
    W, b = stack_gates(parameters)
    n = len(a0)
    a, c = a0, np.zeros_like(a0)
    kept = []
    for t in range(x.shape[2]):
        s = np.concatenate([a, x[:, :, t]])
        z = W @ s + b
        f, i, o = sigmoid(z[:n]), sigmoid(z[n : 2 * n]), sigmoid(z[3 * n :])
        g = np.tanh(z[2 * n : 3 * n])
        old, c = c, f * c + i * g
        th = np.tanh(c)
        a = o * th
        kept.append((s, f, i, g, o, old, c, th, a))
    A = np.stack([k[8] for k in kept], axis=2)
    C = np.stack([k[6] for k in kept], axis=2)
    Y = np.stack([softmax(parameters["Wy"] @ k[8] + parameters["by"]) for k in kept], axis=2)
    return A, Y, C, (kept, W, n)


def fast_lstm_backward(da, cache):
    kept, W, n = cache
    carry_a = carry_c = 0
    dzs = []
    for t, (s, f, i, g, o, old, c, th, a) in reversed(list(enumerate(kept))):
        d = da[:, :, t] + carry_a
        dc = carry_c + d * o * (1 - th * th)
        dz = np.vstack([dc * old * f * (1 - f), dc * g * i * (1 - i), dc * i * (1 - g * g), d * th * o * (1 - o)])
        carry_a, carry_c = W[:, :n].T @ dz, dc * f
        dzs.insert(0, dz)
    dW = sum(dz @ k[0].T for dz, k in zip(dzs, kept))
    db = sum(dz.sum(axis=1, keepdims=True) for dz in dzs)
    out = {"dx": np.stack([W[:, n:].T @ dz for dz in dzs], axis=2), "da0": carry_a}
    for gate, dw, d in zip("fico", np.split(dW, 4), np.split(db, 4)):
        out["dW" + gate], out["db" + gate] = dw, d
    return out
""",
)

# Lesson 08: to_torch

TORCH = """
def to_torch(parameters):
    n_a = parameters["Wf"].shape[0]
    W = np.concatenate([parameters["W" + g] for g in "ifco"])
    b = np.concatenate([parameters["b" + g] for g in "ifco"])
    return {
        "weight_ih_l0": W[:, n_a:].copy(),
        "weight_hh_l0": W[:, :n_a].copy(),
        "bias_ih_l0": b[:, 0].copy(),
        "bias_hh_l0": np.zeros_like(b[:, 0]),
    }
"""
slips(
    "to_torch",
    TORCH,
    {
        "our-order": (
            "the order f, i, c, o",
            ('["W" + g] for g in "ifco"', '["W" + g] for g in "fico"'),
            ('["b" + g] for g in "ifco"', '["b" + g] for g in "fico"'),
        ),
        "o-before-c": (
            "i, f, o, c",
            ('["W" + g] for g in "ifco"', '["W" + g] for g in "ifoc"'),
            ('["b" + g] for g in "ifco"', '["b" + g] for g in "ifoc"'),
        ),
        "parts-exchanged": (
            "state and input exchanged",
            ('"weight_ih_l0": W[:, n_a:]', '"weight_ih_l0": W[:, :n_a]'),
            ('"weight_hh_l0": W[:, :n_a]', '"weight_hh_l0": W[:, n_a:]'),
        ),
        "cut-at-n_x": (
            "cut at n_x",
            (
                'n_a = parameters["Wf"].shape[0]',
                'n_a = parameters["Wf"].shape[1] - parameters["Wf"].shape[0]',
            ),
        ),
        "bias-twice": ("the whole bias in both", ("np.zeros_like(b[:, 0])", "b[:, 0].copy()")),
        "bias-column": (
            "biases with two axes",
            ('"bias_ih_l0": b[:, 0].copy()', '"bias_ih_l0": b.copy()'),
        ),
        "biases-our-order": (
            "only the matrices in the new order",
            ('["b" + g] for g in "ifco"', '["b" + g] for g in "fico"'),
        ),
        "float64-zeros": ("zeros of float64", ("np.zeros_like(b[:, 0])", "np.zeros(4 * n_a)")),
        "transposed": (
            "transposed matrices",
            ("W[:, n_a:].copy()", "W[:, n_a:].T.copy()"),
            ("W[:, :n_a].copy()", "W[:, :n_a].T.copy()"),
        ),
        "no-suffix": (
            "names without l0",
            ('"weight_ih_l0"', '"weight_ih"'),
            ('"weight_hh_l0"', '"weight_hh"'),
        ),
        "order-and-bias": (
            "two mistakes: our order, bias twice",
            ('["W" + g] for g in "ifco"', '["W" + g] for g in "fico"'),
            ("np.zeros_like(b[:, 0])", "b[:, 0].copy()"),
        ),
        "exchanged-and-column": (
            "two mistakes: parts exchanged, bias a column",
            ('"weight_ih_l0": W[:, n_a:]', '"weight_ih_l0": W[:, :n_a]'),
            ('"weight_hh_l0": W[:, :n_a]', '"weight_hh_l0": W[:, n_a:]'),
            ('"bias_ih_l0": b[:, 0].copy()', '"bias_ih_l0": b.copy()'),
        ),
    },
)
attempt(
    "to_torch",
    "correct",
    "halves",
    "half of the bias in each",
    """
def to_torch(parameters):
    n_a = len(parameters["bf"])
    gates = ("i", "f", "c", "o")
    joined = {
        "weight_ih_l0": [parameters["W" + g][:, n_a:] for g in gates],
        "weight_hh_l0": [parameters["W" + g][:, :n_a] for g in gates],
        "bias_ih_l0": [parameters["b" + g].reshape(-1) / 2 for g in gates],
        "bias_hh_l0": [parameters["b" + g].reshape(-1) / 2 for g in gates],
    }
    return {name: np.concatenate(parts) for name, parts in joined.items()}
""",
)
