# ruff: noqa: E501 - lines as a student has them
"""An eighth bank, of lessons 01 to 05: written from the released notebooks, before sight of the checks.

The hand that wrote it read each lesson as a student first, and looked for kinds of mistakes that a
first reader makes: names and braces, half-known NumPy, what a loop leaves behind, what is called with
what. The note of each says what it is; "two mistakes" has two at once.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from slips import new_bank  # noqa: E402

MUTANTS, attempt, _ = new_bank()


def slips(function, base, variants):
    """Enter the base once with each slip, a note and pairs of texts, and with a few pairs of slips."""
    single = [name for name, (note, *_) in variants.items() if not note.startswith("two mistakes")]
    half = len(single) // 2
    pairs_of_slips = zip(single[1::3], single[half + 1 :: 3], strict=False)
    for names in [(name,) for name in variants] + [
        pair for pair in pairs_of_slips if len({*pair}) == 2
    ]:
        source = base
        for old, new in [pair for name in names for pair in variants[name][1:]]:
            if len(names) == 2 and source.count(old) != 1:
                break  # both slips are in the same place
            assert source.count(old) == 1, (function, names, old)
            source = source.replace(old, new)
        else:
            note = "; ".join(variants[name][0] for name in names)
            attempt(
                function,
                "wrong",
                "+".join(names),
                "two mistakes: " * (len(names) == 2) + note,
                source,
            )


def rights(function, sources):
    """Enter implementations that are right, in an unusual way."""
    for name, (note, source) in sources.items():
        attempt(function, "correct", name, note, source)


# Lesson 01

SIGMOID = """
def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))
"""
slips(
    "sigmoid",
    SIGMOID,
    {
        "math-exp": (
            "math.exp knows single numbers only",
            ("    e = np.exp(-np.abs(z))", "    import math\n\n    e = math.exp(-abs(z))"),
        ),
        "abs-of-minus": (
            "the minus stands inside the absolute value",
            ("-np.abs(z)", "np.abs(-z)"),
        ),
        "mirror-without-end": (
            "uses sigma(z) = 1 - sigma(-z), and calls itself for ever",
            (
                "    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))",
                "    return np.where(z >= 0, 1 / (1 + e), 1 - sigmoid(-z))",
            ),
        ),
        "yields": ("yield in place of return", ("    return np.where", "    yield np.where")),
        "inner-function": (
            "hands back its helper and not what the helper computes",
            (
                "    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))",
                "\n    def squash(z):\n        return np.where(z >= 0, 1 / (1 + e), e / (1 + e))\n\n    return squash",
            ),
        ),
        "flattened-and-tanh": (
            "two mistakes: the tanh form without the half, and a flat result",
            ("    e = np.exp(-np.abs(z))\n", "    z = np.array(z).flatten()\n"),
            ("np.where(z >= 0, 1 / (1 + e), e / (1 + e))", "(1 + np.tanh(z)) / 2"),
        ),
        "tanh-of-z": (
            "the tanh form without the half inside",
            ("    e = np.exp(-np.abs(z))\n", ""),
            ("np.where(z >= 0, 1 / (1 + e), e / (1 + e))", "0.5 + 0.5 * np.tanh(z)"),
        ),
        "clipped-at-ten": (
            "cuts scores off at 10",
            (
                "    e = np.exp(-np.abs(z))",
                "    z = np.clip(z, -10, 10)\n    e = np.exp(-np.abs(z))",
            ),
        ),
        "absolute-in-place": (
            "turns the caller's negative scores round",
            (
                "    e = np.exp(-np.abs(z))",
                "    below = z < 0\n    z[below] = -z[below]\n    e = np.exp(-z)",
            ),
            ("z >= 0", "~below"),
        ),
        "exp-without-np": ("exp without its module", ("np.exp(", "exp(")),
        "chained-comparison": (
            "asks for a range of an array",
            ("z >= 0, 1 / (1 + e)", "0 <= z < np.inf, 1 / (1 + e)"),
        ),
        "where-two-arguments": (
            "forgets the third argument of where",
            ("np.where(z >= 0, 1 / (1 + e), e / (1 + e))", "np.where(z >= 0, 1 / (1 + e))"),
        ),
        "minus-on-bool": (
            "two mistakes: a minus on a boolean array, and no exponential on the left",
            (
                "np.where(z >= 0, 1 / (1 + e), e / (1 + e))",
                "(z >= 0) / (1 + e) + (-(z >= 0)) / (1 + e)",
            ),
        ),
    },
)
rights(
    "sigmoid",
    {
        "logaddexp": (
            "by the logarithm of a sum",
            """
def sigmoid(z):
    return np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float)))
""",
        ),
        "half-tanh": (
            "the tanh form, with the half",
            """
def sigmoid(z):
    return (1 + np.tanh(np.multiply(z, 0.5))) / 2
""",
        ),
    },
)

SOFTMAX = """
def softmax(z):
    shifted = z - np.max(z, axis=0, keepdims=True)
    e = np.exp(shifted)
    total = np.sum(e, axis=0, keepdims=True)
    return e / total
"""
slips(
    "softmax",
    SOFTMAX,
    {
        "argmax-subtracted": (
            "subtracts where the maximum is, not what it is",
            ("np.max(z, axis=0, keepdims=True)", "np.argmax(z, axis=0)"),
        ),
        "keepdim-of-torch": (
            "the option as another library spells it",
            ("np.sum(e, axis=0, keepdims=True)", "np.sum(e, axis=0, keepdim=True)"),
        ),
        "no-exponential": (
            "divides the shifted scores themselves",
            ("e = np.exp(shifted)", "e = shifted"),
        ),
        "total-of-unshifted": (
            "the sum is of the scores before the shift",
            ("np.sum(e, axis=0", "np.sum(np.exp(z), axis=0"),
        ),
        "total-as-a-column": (
            "turns the sums into a column",
            ("np.sum(e, axis=0, keepdims=True)", "np.sum(e, axis=0).reshape(-1, 1)"),
        ),
        "list-of-columns": (
            "a list with a column in each place",
            (
                "    total = np.sum(e, axis=0, keepdims=True)\n    return e / total",
                "    return [column / column.sum() for column in e.T]",
            ),
        ),
        "loop-over-rows": (
            "counts the columns by the rows",
            (
                "    total = np.sum(e, axis=0, keepdims=True)\n    return e / total",
                "    out = np.zeros(z.shape)\n    for j in range(len(z)):\n        out[:, j] = e[:, j] / e[:, j].sum()\n    return out",
            ),
        ),
        "minimum": ("subtracts the smallest score", ("np.max(", "np.min(")),
        "from-sigmoid": (
            "takes the sigmoid as the exponential",
            ("e = np.exp(shifted)", "e = sigmoid(shifted)"),
        ),
        "max-of-two-arguments": (
            "hands the axis as if it were a second score",
            ("np.max(z, axis=0, keepdims=True)", "max(z, 0)"),
        ),
        "row-maximum-and-mean": (
            "two mistakes: the maximum of rows, and the mean in place of the sum",
            ("np.max(z, axis=0", "np.max(z, axis=1"),
            ("np.sum(e", "np.mean(e"),
        ),
        "whole-maximum-and-total": (
            "two mistakes: one maximum and one sum for the whole array",
            ("np.max(z, axis=0, keepdims=True)", "np.max(z)"),
            ("np.sum(e, axis=0, keepdims=True)", "np.sum(e)"),
        ),
        "total-is-called": (
            "brackets after an array call it",
            ("return e / total", "return e / total()"),
        ),
        "exp-of-object": (
            "asks the array for an exponential",
            ("np.exp(shifted)", "shifted.exp()"),
        ),
        "prints": ("prints its result", ("return e / total", "print(e / total)")),
    },
)
rights(
    "softmax",
    {
        "log-space": (
            "through the logarithm of the sum",
            """
def softmax(z):
    z = np.asarray(z, dtype=float)
    return np.exp(z - np.logaddexp.reduce(z, axis=0, keepdims=True))
""",
        ),
        "ratio-of-differences": (
            "one over the sum of exponentials of differences, column by column",
            """
def softmax(z):
    out = np.empty(np.shape(z))
    for j, column in enumerate(np.transpose(z)):
        e = np.exp(column - column.max())
        out[:, j] = e / e.sum()
    return out
""",
        ),
    },
)

FEED = """
def feed_forward(x, parameters):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    a1 = np.tanh(W1 @ x + b1)
    y_pred = softmax(W2 @ a1 + b2)
    return y_pred, (x, a1, y_pred, parameters)
"""
UNPACKED = '    W1, b1 = parameters["W1"], parameters["b1"]\n    W2, b2 = parameters["W2"], parameters["b2"]\n'
slips(
    "feed_forward",
    FEED,
    {
        "names-unpacked": (
            "unpacks the dictionary itself, so each name holds a text",
            (UNPACKED, "    W1, b1, W2, b2 = parameters\n"),
        ),
        "attributes": (
            "asks for an attribute of a dictionary",
            ('W1, b1 = parameters["W1"]', "W1, b1 = parameters.W1"),
        ),
        "tanh-not-called": (
            "tanh stands there without being called",
            ("np.tanh(W1 @ x + b1)", "np.tanh\n    a1 = W1 @ x + b1"),
        ),
        "function-multiplied": (
            "multiplies by tanh itself",
            ("np.tanh(W1 @ x + b1)", "np.tanh * (W1 @ x + b1)"),
        ),
        "softmax-shadowed": (
            "gives its own name to the result of softmax",
            (
                "    y_pred = softmax(W2 @ a1 + b2)",
                "    softmax = softmax(W2 @ a1 + b2)\n    y_pred = softmax",
            ),
        ),
        "flat-results": (
            "five results, without the inner tuple",
            (
                "return y_pred, (x, a1, y_pred, parameters)",
                "return y_pred, x, a1, y_pred, parameters",
            ),
        ),
        "bias-multiplied-in": (
            "the bias stands inside the bracket of the product",
            ("W1 @ x + b1", "W1 @ (x + b1)"),
        ),
        "scores-in-the-cache": (
            "the cache holds the scores in place of the activation",
            ("a1 = np.tanh(W1 @ x + b1)", "z1 = W1 @ x + b1\n    a1 = np.tanh(z1)"),
            ("(x, a1, y_pred, parameters)", "(x, z1, y_pred, parameters)"),
        ),
        "tan": ("tan in place of tanh", ("np.tanh(", "np.tan(")),
        "first-bias-twice": (
            "a line copied and not changed",
            ('b2 = parameters["W2"], parameters["b2"]', 'b2 = parameters["W2"], parameters["b1"]'),
        ),
        "softmax-by-rows": (
            "each class sums to one over the examples",
            ("softmax(W2 @ a1 + b2)", "softmax((W2 @ a1 + b2).T).T"),
        ),
        "rounded-by-hand": (
            "rounds what it hands on to the second layer",
            ("np.tanh(W1 @ x + b1)", "np.round(np.tanh(W1 @ x + b1), 3)"),
        ),
        "cache-of-names": (
            "the cache holds the names as texts",
            ("(x, a1, y_pred, parameters)", '("x", "a1", "y_pred", "parameters")'),
        ),
        "bias-outside-and-no-second": (
            "two mistakes: b1 after the tanh, and no b2",
            ("np.tanh(W1 @ x + b1)", "np.tanh(W1 @ x) + b1"),
            ("W2 @ a1 + b2", "W2 @ a1"),
        ),
        "sigmoid-and-no-softmax": (
            "two mistakes: a sigmoid in the middle, and one at the end",
            ("np.tanh(W1 @ x + b1)", "sigmoid(W1 @ x + b1)"),
            ("softmax(", "sigmoid("),
        ),
        "keys-with-underscore": (
            "two mistakes: a key as the formula is typed, and results turned round",
            ('W1, b1 = parameters["W1"]', 'W1, b1 = parameters["W_1"]'),
            (
                "return y_pred, (x, a1, y_pred, parameters)",
                "return (x, a1, y_pred, parameters), y_pred",
            ),
        ),
    },
)
rights(
    "feed_forward",
    {
        "one-matrix": (
            "the bias as one more column, the input as one more row",
            """
def feed_forward(x, parameters):
    one = np.ones((1, x.shape[1]))
    a1 = np.tanh(np.hstack([parameters["W1"], parameters["b1"]]) @ np.vstack([x, one]))
    y_pred = softmax(np.hstack([parameters["W2"], parameters["b2"]]) @ np.vstack([a1, one]))
    return y_pred, (x, a1, y_pred, parameters)
""",
        ),
    },
)

CROSS = """
def cross_entropy(y_pred, y):
    m = y.shape[1]
    p = np.sum(y * y_pred, axis=0)
    loss = -np.log(np.maximum(p, 1e-12))
    return np.sum(loss) / m
"""
slips(
    "cross_entropy",
    CROSS,
    {
        "labels-as-index": (
            "the labels pick as if they were row numbers",
            ("np.sum(y * y_pred, axis=0)", "y_pred[y.astype(int)].sum(axis=0)"),
        ),
        "python-max": ("the built-in max on an array", ("np.maximum(p, 1e-12)", "max(p, 1e-12)")),
        "plus-on-the-wrong-side": (
            "writes =+ for +=, so the last example is left",
            (
                "    loss = -np.log(np.maximum(p, 1e-12))\n    return np.sum(loss) / m",
                "    loss = 0\n    for j in range(m):\n        loss =+ -np.log(max(p[j], 1e-12))\n    return loss / m",
            ),
        ),
        "range-unpacked": (
            "wants two numbers of a range",
            (
                "    return np.sum(loss) / m",
                "    total = 0\n    for i, j in range(m):\n        total += loss[j]\n    return total / m",
            ),
        ),
        "returns-in-the-loop": (
            "the return stands inside the loop",
            (
                "    return np.sum(loss) / m",
                "    total = 0\n    for j in range(m):\n        total += loss[j]\n        return total / m",
            ),
        ),
        "best-class": (
            "takes the probability of the class that won",
            ("np.sum(y * y_pred, axis=0)", "np.max(y_pred, axis=0)"),
        ),
        "log-ten": ("the logarithm to base ten", ("np.log(", "np.log10(")),
        "floor-too-high": ("a floor of a thousandth", ("1e-12", "1e-3")),
        "one-minus-p": (
            "looks at what the true class did not get",
            ("np.maximum(p, 1e-12)", "np.maximum(1 - p, 1e-12)"),
        ),
        "squared-error": (
            "the mean of the squared differences",
            ("-np.log(np.maximum(p, 1e-12))", "np.sum((y_pred - y) ** 2, axis=0)"),
        ),
        "classes-counted": (
            "two mistakes: sums over the examples, and divides by the classes",
            ("y.shape[1]", "y.shape[0]"),
            ("y * y_pred, axis=0", "y * y_pred, axis=1"),
        ),
        "no-minus-no-mean": (
            "two mistakes: no minus, and a sum without the mean",
            ("-np.log(", "np.log("),
            ("np.sum(loss) / m", "np.sum(loss)"),
        ),
        "a-column-of-one": (
            "gives an array of one entry",
            ("np.sum(loss) / m", "np.sum(loss, keepdims=True) / m"),
        ),
        "size-counted": ("m is the number of entries", ("y.shape[1]", "y.size")),
    },
)
rights(
    "cross_entropy",
    {
        "arguments-turned": (
            "takes the labels first, which changes nothing where both are only multiplied",
            CROSS.replace("cross_entropy(y_pred, y)", "cross_entropy(y, y_pred)"),
        ),
        "boolean-pick": (
            "picks with the labels as a mask",
            """
def cross_entropy(y_pred, y):
    chosen = y_pred[np.asarray(y) == 1]
    return -np.log(np.clip(chosen, 1e-12, None)).mean()
""",
        ),
        "trace": (
            "the true probabilities stand on a diagonal",
            """
def cross_entropy(y_pred, y):
    p = np.diag(np.transpose(y) @ y_pred)
    return sum(-np.log(max(each, 1e-12)) for each in p) / len(p)
""",
        ),
    },
)

BACK = """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    m = y.shape[1]
    dz2 = (y_pred - y) / m
    da1 = parameters["W2"].T @ dz2
    dz1 = da1 * (1 - a1**2)
    dW1 = dz1 @ x.T
    db1 = np.sum(dz1, axis=1, keepdims=True)
    dW2 = dz2 @ a1.T
    db2 = np.sum(dz2, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
"""
slips(
    "feed_forward_backward",
    BACK,
    {
        "brackets-forgotten": (
            "without the brackets of the slope",
            ("da1 * (1 - a1**2)", "da1 * 1 - a1**2"),
        ),
        "label-divided": (
            "without the brackets of the difference",
            ("(y_pred - y) / m", "y_pred - y / m"),
        ),
        "comma-for-colon": (
            "a comma in place of a colon in the dictionary",
            ('"dW1": dW1', '"dW1", dW1'),
            ('"db1": db1', '"db1", db1'),
            ('"dW2": dW2', '"dW2", dW2'),
            ('"db2": db2', '"db2", db2'),
        ),
        "label-taken-off-in-place": (
            "takes 1 from the cached probabilities",
            (
                "dz2 = (y_pred - y) / m",
                "dz2 = y_pred\n    dz2[y.argmax(axis=0), range(m)] -= 1\n    dz2 = dz2 / m",
            ),
        ),
        "power-by-hat": ("a hat for a power", ("a1**2", "a1 ^ 2")),
        "root-in-the-slope": ("a power of a half", ("a1**2", "a1**1 / 2")),
        "outer-product": ("the outer product of all entries", ("dz2 @ a1.T", "np.outer(dz2, a1)")),
        "biases-averaged": (
            "the mean over the examples on top of 1/m",
            ("db1 = np.sum(", "db1 = np.mean("),
            ("db2 = np.sum(", "db2 = np.mean("),
        ),
        "predicts-anew": (
            "puts the probabilities through softmax again",
            ("(y_pred - y)", "(softmax(y_pred) - y)"),
        ),
        "three-from-the-cache": (
            "takes three of four",
            ("x, a1, y_pred, parameters = cache", "x, a1, y_pred = cache"),
        ),
        "steps-already": (
            "hands back moved parameters",
            ('"dW1": dW1', '"dW1": parameters["W1"] - 0.1 * dW1'),
        ),
        "tuple": (
            "four results in place of a dictionary",
            (
                'return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}',
                "return dW1, db1, dW2, db2",
            ),
        ),
        "same-gradient-twice": ("a name copied and not changed", ('"db2": db2', '"db2": db1')),
        "cosh": (
            "the slope from the score that the cache does not hold",
            ("(1 - a1**2)", "(1 / np.cosh(a1) ** 2)"),
        ),
        "layer-one-from-da1": (
            "two mistakes: the slope reaches the weights only, and 1/m the first layer only",
            ("np.sum(dz1, axis=1", "np.sum(da1, axis=1"),
            ("dW2 = dz2 @", "dW2 = m * dz2 @"),
            ("np.sum(dz2, axis=1, keepdims=True)", "np.sum(m * dz2, axis=1, keepdims=True)"),
        ),
        "sign-and-flat-bias": (
            "two mistakes: label minus prediction, and a flat bias",
            ("(y_pred - y)", "(y - y_pred)"),
            ("db1 = np.sum(dz1, axis=1, keepdims=True)", "db1 = np.sum(dz1, axis=1)"),
        ),
        "wrong-matrix-and-order": (
            "two mistakes: the cache in another order, and W1 on the way back",
            ("x, a1, y_pred", "a1, x, y_pred"),
            ('parameters["W2"].T', 'parameters["W1"].T'),
        ),
        "key-in-lower-case": (
            "two mistakes: a key in lower case, and no slope",
            ('"dW1": dW1', '"dw1": dW1'),
            (" * (1 - a1**2)", ""),
        ),
    },
)
rights(
    "feed_forward_backward",
    {
        "mean-at-the-end": (
            "each gradient is divided by m at the end",
            """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    error = y_pred - y
    hidden = np.einsum("ih,im->hm", parameters["W2"], error) * (1 + a1) * (1 - a1)
    sums = {"dW1": hidden @ x.T, "db1": hidden @ np.ones((y.shape[1], 1))}
    sums.update(dW2=error @ a1.T, db2=error @ np.ones((y.shape[1], 1)))
    return {name: each / y.shape[1] for name, each in sums.items()}
""",
        ),
        "example-by-example": (
            "adds up outer products",
            """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    out = {"d" + k: np.zeros(np.shape(v)) for k, v in parameters.items() if k in ("W1", "b1", "W2", "b2")}
    m = y.shape[1]
    for j in range(m):
        dz2 = (y_pred[:, [j]] - y[:, [j]]) / m
        dz1 = parameters["W2"].T @ dz2 * (1 - a1[:, [j]] ** 2)
        out["dW2"] += dz2 * a1[:, j]
        out["dW1"] += dz1 * x[:, j]
        out["db2"] += dz2
        out["db1"] += dz1
    return out
""",
        ),
    },
)

STEP = """
def gradient_step(parameters, gradients, learning_rate):
    moved = {}
    for name in parameters:
        moved[name] = parameters[name] - learning_rate * gradients["d" + name]
    return moved
"""
slips(
    "gradient_step",
    STEP,
    {
        "names-taken-apart": (
            "takes each name apart into two letters",
            (
                "for name in parameters:\n        moved[name] = parameters[name]",
                "for name, value in parameters:\n        moved[name] = value",
            ),
        ),
        "returns-in-the-loop": (
            "the return stands inside the loop",
            ("    return moved", "        return moved"),
        ),
        "empties-in-the-loop": (
            "starts anew for each parameter",
            (
                "    moved = {}\n    for name in parameters:",
                "    for name in parameters:\n        moved = {}",
            ),
        ),
        "rate-from-the-weight": (
            "brackets around the wrong difference",
            ("parameters[name] - learning_rate * ", "(parameters[name] - learning_rate) * "),
        ),
        "keys-of-gradients": (
            "the moved parameters under the names of the gradients",
            ("moved[name]", 'moved["d" + name]'),
        ),
        "list-of-arrays": (
            "a list in place of a dictionary",
            ("moved = {}", "moved = []"),
            (
                'moved[name] = parameters[name] - learning_rate * gradients["d" + name]',
                'moved.append(parameters[name] - learning_rate * gradients["d" + name])',
            ),
        ),
        "first-letter-only": (
            "asks for the gradient of the first letter",
            ('"d" + name]', '"d" + name[0]]'),
        ),
        "four-names": (
            "knows the four names of this lesson only",
            ("for name in parameters", 'for name in ["W1", "b1", "W2", "b2"]'),
        ),
        "divides-by-rate": (
            "two mistakes: divides by the learning rate, and adds",
            ('- learning_rate * gradients["d" + name]', '+ gradients["d" + name] / learning_rate'),
        ),
        "shallow-and-plus": (
            "two mistakes: a shallow copy moved in place, upwards",
            ("moved = {}", "moved = dict(parameters)"),
            ("moved[name] = parameters[name] - learning_rate", "moved[name] += learning_rate"),
        ),
        "deleted-from-the-argument": (
            "takes the gradients out of the argument",
            ('gradients["d" + name]', 'gradients.pop("d" + name)'),
        ),
    },
)
rights(
    "gradient_step",
    {
        "map-of-pairs": (
            "from pairs",
            """
def gradient_step(parameters, gradients, learning_rate):
    names = list(parameters)
    steps = (np.subtract(parameters[n], np.multiply(learning_rate, gradients[f"d{n}"])) for n in names)
    return dict(zip(names, steps))
""",
        ),
    },
)

# Lesson 02

CELL = """
def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
    Wya, by = parameters["Wya"], parameters["by"]
    zt = Wax @ xt + Waa @ a_prev + ba
    a_next = np.tanh(zt)
    yt_pred = softmax(Wya @ a_next + by)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
"""
slips(
    "rnn_cell_forward",
    CELL,
    {
        "tanh-each": (
            "tanh of each product by itself",
            ("Wax @ xt + Waa @ a_prev + ba", "np.tanh(Wax @ xt) + np.tanh(Waa @ a_prev) + ba"),
        ),
        "bias-on-the-state": (
            "the bias stands inside the bracket of the old state",
            ("Waa @ a_prev + ba", "Waa @ (a_prev + ba)"),
        ),
        "stacked-the-other-way": (
            "both matrices side by side, the inputs in the other order",
            (
                "Wax @ xt + Waa @ a_prev + ba",
                "np.hstack([Waa, Wax]) @ np.vstack([xt, a_prev]) + ba",
            ),
        ),
        "states-turned": (
            "each matrix meets the other's input",
            ("Wax @ xt + Waa @ a_prev", "Wax @ a_prev + Waa @ xt"),
        ),
        "letters-turned": (
            "the index of a weight the other way round",
            ('parameters["Wax"]', 'parameters["Wxa"]'),
        ),
        "kept-old-state": (
            "mixes in the old state once more behind the tanh",
            ("a_next = np.tanh(zt)", "a_next = a_prev + np.tanh(zt)"),
        ),
        "scores-of-the-inside": (
            "predicts from the inside of the tanh",
            ("Wya @ a_next + by", "Wya @ zt + by"),
        ),
        "writes-over-the-old-state": (
            "writes the new state into the old one",
            ("    a_next = np.tanh(zt)", "    a_prev[:] = np.tanh(zt)\n    a_next = a_prev"),
        ),
        "cache-without-brackets": (
            "six results, without the inner tuple",
            (
                "return a_next, yt_pred, (a_next, a_prev, xt, parameters)",
                "return a_next, yt_pred, a_next, a_prev, xt, parameters",
            ),
        ),
        "cache-of-dict": (
            "a cache with names",
            (
                "(a_next, a_prev, xt, parameters)",
                '{"a_next": a_next, "a_prev": a_prev, "xt": xt, "parameters": parameters}',
            ),
        ),
        "states-swapped-in-cache": (
            "the cache begins with the old state",
            ("(a_next, a_prev, xt, parameters)", "(a_prev, a_next, xt, parameters)"),
        ),
        "bias-after-softmax": (
            "adds the bias to the probabilities",
            ("softmax(Wya @ a_next + by)", "softmax(Wya @ a_next) + by"),
        ),
        "parameters-called": (
            "round brackets for a key",
            ('parameters["Wya"]', 'parameters("Wya")'),
        ),
        "no-bias-and-inside": (
            "two mistakes: no bias, and predicts from the old state",
            (" + ba\n", "\n"),
            ("Wya @ a_next + by", "Wya @ a_prev + by"),
        ),
        "transposed-and-no-by": (
            "two mistakes: Waa transposed, and no output bias",
            ("Waa @ a_prev", "Waa.T @ a_prev"),
            ("Wya @ a_next + by", "Wya @ a_next"),
        ),
        "sum-of-state": (
            "two mistakes: a sigmoid, and the order of the results",
            ("np.tanh(zt)", "1 / (1 + np.exp(-zt))"),
            ("return a_next, yt_pred,", "return yt_pred, a_next,"),
        ),
        "max-for-softmax": (
            "one-hot of the largest score",
            (
                "yt_pred = softmax(Wya @ a_next + by)",
                "scores = Wya @ a_next + by\n    yt_pred = (scores == scores.max(axis=0)) * 1.0",
            ),
        ),
    },
)
rights(
    "rnn_cell_forward",
    {
        "one-stack": (
            "one product with both inputs stacked",
            """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    stack = np.concatenate([a_prev, xt, np.ones((1, xt.shape[1]))])
    a_next = np.tanh(np.c_[p["Waa"], p["Wax"], p["ba"]] @ stack)
    return a_next, softmax(np.c_[p["Wya"], p["by"]] @ np.r_[a_next, stack[-1:]]), (a_next, a_prev, xt, p)
""",
        ),
        "out-arguments": (
            "in place, in arrays of its own",
            """
def rnn_cell_forward(xt, a_prev, parameters):
    a_next = np.matmul(parameters["Wax"], xt).astype(float)
    a_next += parameters["Waa"].dot(a_prev)
    a_next += parameters["ba"]
    np.tanh(a_next, out=a_next)
    yt_pred = softmax((parameters["by"].T + a_next.T @ parameters["Wya"].T).T)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
        ),
    },
)

CELL_BACK = """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2)
    dxt = parameters["Wax"].T @ dz
    da_prev = parameters["Waa"].T @ dz
    dWax = dz @ xt.T
    dWaa = dz @ a_prev.T
    dba = np.sum(dz, axis=1, keepdims=True)
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
"""
slips(
    "rnn_cell_backward",
    CELL_BACK,
    {
        "bias-not-summed": (
            "the bias gets dz as it is",
            ("np.sum(dz, axis=1, keepdims=True)", "dz"),
        ),
        "outer": ("an outer product of everything", ("dz @ xt.T", "np.outer(dz, xt)")),
        "scaled-in-place": (
            "scales what was handed in",
            ("dz = da_next * (1 - a_next**2)", "da_next *= 1 - a_next**2\n    dz = da_next"),
        ),
        "keeps-what-arrived": (
            "adds what arrived to what is handed on",
            ('parameters["Waa"].T @ dz', 'parameters["Waa"].T @ dz + da_next'),
        ),
        "letters-of-einsum": (
            "the letters behind the arrow turned round",
            ("dz @ a_prev.T", 'np.einsum("im,jm->ji", dz, a_prev)'),
        ),
        "new-state-for-the-weight": (
            "the weight meets the new state",
            ("dz @ a_prev.T", "dz @ a_next.T"),
        ),
        "slope-of-the-old": ("the slope at the old state", ("1 - a_next**2", "1 - a_prev**2")),
        "state-products": ("a matrix product in the slope", ("a_next**2", "a_next @ a_next")),
        "keys-without-t": ("leaves the t out of a key", ('"dxt": dxt', '"dx": dxt')),
        "returns-names": (
            "a set of texts where the values should be",
            (
                '{"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}',
                '{"dxt": "dxt", "da_prev": "da_prev", "dWax": "dWax", "dWaa": "dWaa", "dba": "dba"}',
            ),
        ),
        "bias-in-a-row": (
            "the sum as a row",
            ("np.sum(dz, axis=1, keepdims=True)", "np.sum(dz, axis=1).reshape(1, -1)"),
        ),
        "keepdims-as-a-text": (
            "the sum over a named axis",
            ("axis=1, keepdims=True", 'axis="m", keepdims=True'),
        ),
        "dz-in-the-cache": (
            "waits for dz in the cache",
            (
                "a_next, a_prev, xt, parameters = cache\n    dz = da_next * (1 - a_next**2)",
                "a_next, a_prev, xt, parameters, dz = cache",
            ),
        ),
        "input-weight-from-da": (
            "two mistakes: dWax without the slope, and the bias averaged",
            ("dz @ xt.T", "da_next @ xt.T"),
            ("np.sum(dz", "np.mean(dz"),
        ),
        "turned-and-untransposed": (
            "two mistakes: Waa not transposed, and dWaa transposed",
            ('parameters["Waa"].T @ dz', 'parameters["Waa"] @ dz'),
            ("dz @ a_prev.T", "a_prev @ dz.T"),
        ),
        "weights-from-place": (
            "two mistakes: dx through the wrong matrix, and the slope squared",
            ('parameters["Wax"].T @ dz', 'parameters["Wya"].T @ dz'),
            ("(1 - a_next**2)", "(1 - a_next**2) ** 2"),
        ),
        "half-done": (
            "two of five written",
            ('"dWax": dWax, "dWaa": dWaa, "dba": dba}', '"dWax": ..., "dWaa": ..., "dba": ...}'),
        ),
    },
)
rights(
    "rnn_cell_backward",
    {
        "einsum": (
            "every product by its letters",
            """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, p = cache
    dz = np.einsum("im,im->im", da_next, 1 - np.square(a_next))
    return dict(
        dba=np.einsum("im->i", dz)[:, None],
        dWaa=np.einsum("im,km->ik", dz, a_prev),
        dWax=np.einsum("im,km->ik", dz, xt),
        da_prev=np.einsum("ik,im->km", p["Waa"], dz),
        dxt=np.einsum("ik,im->km", p["Wax"], dz),
    )
""",
        ),
        "one-stack-back": (
            "both weights in one matrix, cut at the end",
            """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next - da_next * a_next * a_next
    n_a = len(a_prev)
    W = np.hstack((parameters["Waa"], parameters["Wax"]))
    dW = dz @ np.vstack((a_prev, xt)).T
    ds = W.T @ dz
    return {"da_prev": ds[:n_a], "dxt": ds[n_a:], "dWaa": dW[:, :n_a], "dWax": dW[:, n_a:], "dba": dz.sum(1)[:, None]}
""",
        ),
    },
)

# Lesson 03

LOOP = """
def rnn_forward(x, a0, parameters):
    states, predictions, caches = [], [], []
    a_next = a0
    for t in range(x.shape[2]):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        states.append(a_next)
        predictions.append(yt_pred)
        caches.append(cache)
    a = np.stack(states, axis=2)
    y_pred = np.stack(predictions, axis=2)
    return a, y_pred, (caches, x)
"""
FILLED = """
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    a_next = a0
    caches = []
    for t in range(T_x):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
    return a, y_pred, (caches, x)
"""
slips(
    "rnn_forward",
    LOOP,
    {
        "slice-of-one": (
            "a slice of one step in place of the step",
            ("x[:, :, t]", "x[:, :, t : t + 1]"),
        ),
        "append-indexed": (
            "square brackets on append",
            ("states.append(a_next)", "states.append[a_next]"),
        ),
        "append-assigned": (
            "keeps what append gives",
            ("states.append(a_next)", "states = states.append(a_next)"),
        ),
        "caches-extended": (
            "a cache poured into the list",
            ("caches.append(cache)", "caches += cache"),
        ),
        "stack-by-default": (
            "the new axis stands in front",
            ("np.stack(states, axis=2)", "np.stack(states)"),
        ),
        "reshaped": (
            "a reshape in place of moving the axis",
            ("np.stack(states, axis=2)", "np.array(states).reshape(*a0.shape, -1)"),
        ),
        "transposed-all": (
            "turns all three axes round",
            ("np.stack(predictions, axis=2)", "np.array(predictions).T"),
        ),
        "side-by-side-examples": (
            "puts the steps beside the examples",
            ("np.stack(states, axis=2)", "np.concatenate(states, axis=1)"),
        ),
        "iterates-a-number": (
            "a loop over the number of steps",
            ("range(x.shape[2])", "x.shape[2]"),
        ),
        "iterates-features": (
            "takes the steps from the first axis",
            ("for t in range(x.shape[2]):", "for t, xt in enumerate(x):"),
            ("rnn_cell_forward(x[:, :, t]", "rnn_cell_forward(xt"),
        ),
        "starts-anew-in-the-loop": (
            "empties the list at each step",
            ("        caches.append(cache)", "        caches = []\n        caches.append(cache)"),
        ),
        "old-states-collected": (
            "collects the state before the step",
            (
                "        a_next, yt_pred, cache = ",
                "        states.append(a_next)\n        a_next, yt_pred, cache = ",
            ),
            ("        states.append(a_next)\n        predictions", "        predictions"),
        ),
        "cell-gets-caches": (
            "hands the cell a fourth argument",
            ("a_next, parameters)\n", "a_next, parameters, caches)\n"),
        ),
        "last-cache": (
            "two mistakes: one cache only, and x first",
            ("return a, y_pred, (caches, x)", "return a, y_pred, (x, cache)"),
        ),
        "backwards-and-a0": (
            "two mistakes: from the last step, and a0 at each",
            ("range(x.shape[2])", "reversed(range(x.shape[2]))"),
            ("x[:, :, t], a_next, parameters", "x[:, :, t], a0, parameters"),
        ),
    },
)
slips(
    "rnn_forward",
    FILLED,
    {
        "sizes-of-the-input": (
            "the number of units read off the input",
            ('n_y, n_a = parameters["Wya"].shape', 'n_y, n_a = len(parameters["Wya"]), n_x'),
        ),
        "shape-turned": (
            "the two sizes of Wya the wrong way round",
            ("n_y, n_a = ", "n_a, n_y = "),
        ),
        "zeros-without-brackets": (
            "zeros without the inner brackets",
            ("np.zeros((n_a, m, T_x))", "np.zeros(n_a, m, T_x)"),
        ),
        "like-the-input": (
            "a buffer like the input",
            ("np.zeros((n_a, m, T_x))", "np.zeros_like(x)"),
        ),
        "state-of-a-step-back": (
            "reads the old state from the array, at the first step from its end",
            ("x[:, :, t], a_next, parameters", "x[:, :, t], a[:, :, t - 1], parameters"),
        ),
        "one-short": ("stops one step early", ("range(T_x)", "range(T_x - 1)")),
        "both-the-state": (
            "two mistakes: stores the state as the prediction's row sum, one step late",
            ("a[:, :, t] = a_next", "a[:, :, t - 1] = a_next"),
            ("y_pred[:, :, t] = yt_pred", "y_pred[:, :, t] = yt_pred.sum(axis=0)"),
        ),
    },
)
rights(
    "rnn_forward",
    {
        "accumulate": (
            "by itertools, from what the cell gives",
            """
def rnn_forward(x, a0, parameters):
    from itertools import accumulate

    first = (a0, None, None)
    run = accumulate(np.moveaxis(x, 2, 0), lambda old, xt: rnn_cell_forward(xt, old[0], parameters), initial=first)
    a, y_pred, cells = zip(*list(run)[1:])
    return np.moveaxis(np.array(a), 0, 2), np.dstack(y_pred), (list(cells), x)
""",
        ),
        "grows": (
            "arrays that grow along the last axis",
            """
def rnn_forward(x, a0, parameters):
    a = np.empty((*a0.shape, 0))
    y_pred = np.empty((parameters["Wya"].shape[0], x.shape[1], 0))
    cells = []
    old = a0
    while len(cells) < x.shape[-1]:
        old, p, c = rnn_cell_forward(x[..., len(cells)], old, parameters)
        a = np.append(a, old[..., None], axis=2)
        y_pred = np.append(y_pred, p[..., None], axis=2)
        cells = [*cells, c]
    return a, y_pred, (cells, x)
""",
        ),
    },
)

LOOP_BACK = """
def rnn_backward(da, caches):
    cells, x = caches
    n_a, m, T_x = da.shape
    carry = np.zeros((n_a, m))
    dx = np.zeros(x.shape)
    dWax, dWaa, dba = 0, 0, 0
    for t in reversed(range(T_x)):
        g = rnn_cell_backward(da[:, :, t] + carry, cells[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}
"""
slips(
    "rnn_backward",
    LOOP_BACK,
    {
        "range-reversed-in-place": (
            "asks a range to turn round",
            ("reversed(range(T_x))", "range(T_x).reverse()"),
        ),
        "reverse-of-a-range": (
            "the name of the built-in half known",
            ("reversed(range(T_x))", "reverse(range(T_x))"),
        ),
        "zeros-without-brackets": (
            "zeros without the inner brackets",
            ("np.zeros((n_a, m))", "np.zeros(n_a, m)"),
        ),
        "range-from-the-end": (
            "counts from T_x to 1",
            ("reversed(range(T_x))", "range(T_x, 0, -1)"),
        ),
        "range-without-the-step": (
            "counts down without a step of -1",
            ("reversed(range(T_x))", "range(T_x - 1, -1)"),
        ),
        "carry-as-an-argument": (
            "hands the carry to the cell",
            ("da[:, :, t] + carry, cells[t]", "da[:, :, t], carry, cells[t]"),
        ),
        "arguments-turned": (
            "the cache first",
            ("da[:, :, t] + carry, cells[t]", "cells[t], da[:, :, t] + carry"),
        ),
        "plus-on-the-wrong-side": ("writes =+ for a sum", ("dWaa = dWaa + g", "dWaa =+ g")),
        "caches-by-the-front": (
            "caches from the front, gradients from the back",
            ("cells[t])", "cells[T_x - 1 - t])"),
        ),
        "caches-themselves": (
            "the pair of caches in place of the list",
            ("cells[t])", "caches[t])"),
        ),
        "own-part-added-at-the-start": (
            "adds the own part of the first step to da0",
            ('"da0": carry', '"da0": carry + da[:, :, 0]'),
        ),
        "carry-adds-up": (
            "adds up all that was carried",
            ('carry = g["da_prev"]', 'carry = carry + g["da_prev"]'),
        ),
        "carry-from-the-input": (
            "carries the gradient of the input",
            ('carry = g["da_prev"]', 'carry = g["dxt"]'),
        ),
        "own-part-in-place": (
            "adds the carry into the argument",
            (
                "        g = rnn_cell_backward(da[:, :, t] + carry, cells[t])",
                "        da[:, :, t] += carry\n        g = rnn_cell_backward(da[:, :, t], cells[t])",
            ),
        ),
        "first-step-twice": (
            "starts the sum with the first gradients, and adds them again",
            (
                "dWax, dWaa, dba = 0, 0, 0",
                'first = rnn_cell_backward(da[:, :, -1], cells[-1])\n    dWax, dWaa, dba = first["dWax"], first["dWaa"], first["dba"]',
            ),
        ),
        "names-as-in-the-cell": (
            "two mistakes: the key of one step, and its last value",
            ('"dx": dx', '"dxt": g["dxt"]'),
        ),
        "no-carry-and-mean": (
            "two mistakes: no carry, and the bias averaged",
            ('        carry = g["da_prev"]\n', ""),
            ('"dba": dba', '"dba": dba / T_x'),
        ),
        "out-of-the-cell": (
            "two mistakes: da0 is the gradient at the first state, and dx is stored from the front",
            ("dx[:, :, t] =", "dx[:, :, T_x - 1 - t] ="),
            ('"da0": carry', '"da0": da[:, :, 0] + carry'),
        ),
        "list-of-steps": (
            "a list of the steps in place of an array",
            ("    dx = np.zeros(x.shape)\n", "    dx = []\n"),
            ("dx[:, :, t] = g", "dx.insert(0, g"),
            ('["dxt"]', '["dxt"])'),
        ),
    },
)
rights(
    "rnn_backward",
    {
        "reduce": (
            "the steps in a reversed zip, the sums by a loop over names",
            """
def rnn_backward(da, caches):
    cells, x = caches
    dx = np.full(x.shape, np.nan)
    out = {"da0": 0}
    for t, cell in reversed(list(enumerate(cells))):
        g = rnn_cell_backward(da[..., t] + out["da0"], cell)
        out["da0"], dx[..., t] = g.pop("da_prev"), g.pop("dxt")
        for name in g:
            out[name] = out.get(name, 0) + g[name]
    out["dx"] = dx
    return out
""",
        ),
        "whole-gradients-first": (
            "all whole gradients first, then the rest from them",
            """
def rnn_backward(da, caches):
    cells, x = caches
    whole = np.array(da, dtype=float)
    for t in range(len(cells) - 1, 0, -1):
        whole[:, :, t - 1] += rnn_cell_backward(whole[:, :, t], cells[t])["da_prev"]
    every = [rnn_cell_backward(whole[:, :, t], cell) for t, cell in enumerate(cells)]
    out = {name: sum(g[name] for g in every) for name in ("dWax", "dWaa", "dba")}
    return {**out, "da0": every[0]["da_prev"], "dx": np.stack([g["dxt"] for g in every], -1)}
""",
        ),
    },
)

OUTPUT = """
def output_backward(y, y_pred, a, parameters):
    m, T_x = y.shape[1], y.shape[2]
    Wya = parameters["Wya"]
    dz = (y_pred - y) / m
    da = np.zeros(a.shape)
    dWya = np.zeros(Wya.shape)
    for t in range(T_x):
        da[:, :, t] = Wya.T @ dz[:, :, t]
        dWya += dz[:, :, t] @ a[:, :, t].T
    dby = np.sum(dz, axis=(1, 2)).reshape(-1, 1)
    return {"da": da, "dWya": dWya, "dby": dby}
"""
STEPS = "    da = np.zeros(a.shape)\n    dWya = np.zeros(Wya.shape)\n    for t in range(T_x):\n        da[:, :, t] = Wya.T @ dz[:, :, t]\n        dWya += dz[:, :, t] @ a[:, :, t].T\n"
slips(
    "output_backward",
    OUTPUT,
    {
        "product-of-three-axes": (
            "one product for all steps",
            (STEPS, "    da = Wya.T @ dz\n    dWya = np.einsum('imt,kmt->ik', dz, a)\n"),
        ),
        "dot-of-three-axes": (
            "np.dot over three axes",
            (STEPS, "    da = np.dot(Wya.T, dz)\n    dWya = np.einsum('imt,kmt->ik', dz, a)\n"),
        ),
        "letter-kept": (
            "a letter too many behind the arrow",
            (
                STEPS,
                "    da = np.einsum('ik,imt->kmt', Wya, dz)\n    dWya = np.einsum('imt,kmt->ikt', dz, a)\n",
            ),
        ),
        "transposed-all-axes": (
            "turns all three axes of the states round",
            ("a[:, :, t].T", "a.T[:, :, t]"),
        ),
        "sum-of-steps-only": (
            "the bias summed over the steps only",
            ("np.sum(dz, axis=(1, 2)).reshape(-1, 1)", "np.sum(dz, axis=2)"),
        ),
        "keeps-two-axes": (
            "keeps both summed axes",
            ("np.sum(dz, axis=(1, 2)).reshape(-1, 1)", "np.sum(dz, axis=(1, 2), keepdims=True)"),
        ),
        "slope-too-early": (
            "goes through the tanh already",
            ("Wya.T @ dz[:, :, t]", "Wya.T @ dz[:, :, t] * (1 - a[:, :, t] ** 2)"),
        ),
        "steps-for-examples": (
            "divides by the number of steps",
            ("m, T_x = y.shape[1], y.shape[2]", "m, T_x = y.shape[2], y.shape[1]"),
            ("range(T_x)", "range(m)"),
        ),
        "last-step-of-the-weight": (
            "the weight's gradient is that of the last step",
            ("dWya += dz", "dWya = dz"),
        ),
        "own-name": ("the name of the formula as the key", ('"da": da', '"da_own": da')),
        "predictions-in-place": (
            "takes the labels off the caller's predictions",
            ("dz = (y_pred - y) / m", "y_pred -= y\n    dz = y_pred / m"),
        ),
        "softmax-again": (
            "puts the probabilities through softmax",
            ("(y_pred - y)", "(softmax(y_pred) - y)"),
        ),
        "all-entries-reshaped": (
            "a reshape that mixes units and steps",
            ("        dWya += dz[:, :, t] @ a[:, :, t].T\n", ""),
            (
                "    dby = ",
                "    dWya = dz.reshape(len(dz), -1) @ a.reshape(-1, len(a))\n    dby = ",
            ),
        ),
        "weight-not-transposed": ("forgets to transpose the weight", ("Wya.T @ dz", "Wya @ dz")),
        "weighted-by-the-label": (
            "only the true class counts",
            ("(y_pred - y) / m", "(y_pred - y) * y / m"),
        ),
        "no-mean-and-flat": (
            "two mistakes: no mean, and a flat bias",
            ("(y_pred - y) / m", "y_pred - y"),
            (".reshape(-1, 1)", ""),
        ),
        "sign-and-steps": (
            "two mistakes: label minus prediction, and a mean over the steps too",
            ("(y_pred - y) / m", "(y - y_pred) / (m * T_x)"),
        ),
        "one-step-late": (
            "two mistakes: the own parts one step late, and the weight transposed",
            ("da[:, :, t] =", "da[:, :, t - 1] ="),
            ('"dWya": dWya', '"dWya": dWya.T'),
        ),
    },
)
rights(
    "output_backward",
    {
        "tensordot": (
            "contracts named axes",
            """
def output_backward(y, y_pred, a, parameters):
    dz = np.divide(y_pred - y, y.shape[1])
    return {
        "da": np.tensordot(parameters["Wya"], dz, axes=(0, 0)),
        "dWya": np.tensordot(dz, a, axes=((1, 2), (1, 2))),
        "dby": dz.sum(axis=2).sum(axis=1, keepdims=True),
    }
""",
        ),
        "steps-as-a-stack": (
            "the time axis in front, so that one product does all steps",
            """
def output_backward(y, y_pred, a, parameters):
    dz = np.moveaxis(y_pred - y, 2, 0) / y.shape[1]
    da = np.moveaxis(parameters["Wya"].T @ dz, 0, 2)
    dWya = (dz @ np.transpose(a, (2, 1, 0))).sum(axis=0)
    return {"dWya": dWya, "dby": dz.sum((0, 2))[:, None], "da": da}
""",
        ),
    },
)

# Lesson 04

LSTM_CELL = """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    p = parameters
    s = np.concatenate([a_prev, xt], axis=0)
    ft = sigmoid(p["Wf"] @ s + p["bf"])
    it = sigmoid(p["Wi"] @ s + p["bi"])
    cct = np.tanh(p["Wc"] @ s + p["bc"])
    ot = sigmoid(p["Wo"] @ s + p["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(p["Wy"] @ a_next + p["by"])
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache
"""
slips(
    "lstm_cell_forward",
    LSTM_CELL,
    {
        "concatenate-two-arguments": (
            "concatenate without the list",
            ("np.concatenate([a_prev, xt], axis=0)", "np.concatenate(a_prev, xt)"),
        ),
        "appended-flat": (
            "append without an axis makes one long row",
            ("np.concatenate([a_prev, xt], axis=0)", "np.append(a_prev, xt)"),
        ),
        "side-by-side": ("puts the input beside the state", ("axis=0)", "axis=1)")),
        "cell-state-in-the-stack": (
            "stacks the cell state too",
            ("[a_prev, xt]", "[a_prev, c_prev, xt]"),
        ),
        "old-cell-in-the-stack": (
            "the gates look at the cell state",
            ("[a_prev, xt]", "[c_prev, xt]"),
        ),
        "brackets-around-both": (
            "the forget gate multiplies the sum",
            ("ft * c_prev + it * cct", "ft * (c_prev + it * cct)"),
        ),
        "one-minus-forget": (
            "the input gate is what the forget gate leaves",
            ('it = sigmoid(p["Wi"] @ s + p["bi"])', "it = 1 - ft"),
        ),
        "gates-share-a-weight": ("a weight copied and not changed", ('p["Wo"] @ s', 'p["Wi"] @ s')),
        "bias-of-the-neighbour": (
            "a bias copied and not changed",
            ('p["Wi"] @ s + p["bi"]', 'p["Wi"] @ s + p["bf"]'),
        ),
        "shows-without-tanh": (
            "shows the cell state itself",
            ("ot * np.tanh(c_next)", "ot * c_next"),
        ),
        "tanh-of-the-old": ("shows the old cell state", ("np.tanh(c_next)", "np.tanh(c_prev)")),
        "tanh-of-the-product": (
            "the tanh around the product",
            ("ot * np.tanh(c_next)", "np.tanh(ot * c_next)"),
        ),
        "matrix-product-of-gates": (
            "a matrix product where the symbol is a circle",
            ("ft * c_prev", "ft @ c_prev"),
        ),
        "candidate-through-sigmoid": (
            "the candidate goes through a sigmoid",
            ('np.tanh(p["Wc"]', 'sigmoid(p["Wc"]'),
        ),
        "tilde-in-the-cache": (
            "the product it * cct stands in the cache",
            ("ft, it, cct, ot, xt, parameters)", "ft, it, it * cct, ot, xt, parameters)"),
        ),
        "cache-by-gates": (
            "the cache in the order f, i, o, candidate",
            ("ft, it, cct, ot, xt", "ft, it, ot, cct, xt"),
        ),
        "weights-of-an-rnn": ("the key of another cell", ('p["Wy"]', 'p["Wya"]')),
        "named-cc": ("a name spelt in two ways", ("cct = np.tanh", "cc = np.tanh")),
        "gates-from-the-input": (
            "each weight cut, the state left out",
            ('p["Wf"] @ s', 'p["Wf"][:, len(a_prev):] @ xt'),
        ),
        "memories-turned": (
            "the cell state is returned first",
            ("return a_next, c_next, yt_pred, cache", "return c_next, a_next, yt_pred, cache"),
        ),
        "gates-turned-and-no-tanh": (
            "two mistakes: the gates in each other's place, and no tanh",
            ("ft * c_prev + it * cct", "it * c_prev + ft * cct"),
            ("ot * np.tanh(c_next)", "ot * c_next"),
        ),
        "stack-turned-and-no-bias": (
            "two mistakes: the input on top, and no output bias",
            ("[a_prev, xt]", "[xt, a_prev]"),
            (' + p["by"]', ""),
        ),
        "candidate-and-cell": (
            "two mistakes: a sigmoid candidate, and a prediction from the cell state",
            ('np.tanh(p["Wc"]', 'sigmoid(p["Wc"]'),
            ('p["Wy"] @ a_next', 'p["Wy"] @ c_next'),
        ),
        "cache-and-forget-bias": (
            "two mistakes: 1 added to the forget bias, and the old cell state missing in the cache",
            ('p["bf"]', 'p["bf"] + 1'),
            ("a_prev, c_prev, ft", "a_prev, c_next, ft"),
        ),
    },
)
rights(
    "lstm_cell_forward",
    {
        "one-matrix": (
            "all four in one product, and the sigmoid through tanh",
            """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n_a = len(a_prev)
    W = np.concatenate([parameters["W" + g] for g in "fioc"])
    b = np.concatenate([parameters["b" + g] for g in "fioc"])
    z = W[:, :n_a] @ a_prev + W[:, n_a:] @ xt + b
    ft, it, ot = np.split(0.5 * (1 + np.tanh(0.5 * z[: 3 * n_a])), 3)
    cct = np.tanh(z[3 * n_a :])
    c_next = np.add(np.multiply(ft, c_prev), np.multiply(it, cct))
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
""",
        ),
        "functions-in-a-table": (
            "a table of functions by gate",
            """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    s = np.r_[a_prev, xt]
    bend = {"f": sigmoid, "i": sigmoid, "c": np.tanh, "o": sigmoid}
    g = {k: h(np.dot(parameters[f"W{k}"], s) + parameters[f"b{k}"]) for k, h in bend.items()}
    c_next = sum(map(np.multiply, (g["f"], g["i"]), (c_prev, g["c"])))
    a_next = np.tanh(c_next) * g["o"]
    cache = (a_next, c_next, a_prev, c_prev, *(g[k] for k in "fico"), xt, parameters)
    return a_next, c_next, softmax(parameters["Wy"].dot(a_next) + parameters["by"]), cache
""",
        ),
    },
)

LSTM_CELL_BACK = """
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_prev.shape[0]
    tanh_c = np.tanh(c_next)
    dc_whole = dc_next + da_next * ot * (1 - tanh_c**2)
    dzf = dc_whole * c_prev * ft * (1 - ft)
    dzi = dc_whole * cct * it * (1 - it)
    dzc = dc_whole * it * (1 - cct**2)
    dzo = da_next * tanh_c * ot * (1 - ot)
    dc_prev = dc_whole * ft
    s = np.vstack([a_prev, xt])
    ds = parameters["Wf"].T @ dzf + parameters["Wi"].T @ dzi
    ds = ds + parameters["Wc"].T @ dzc + parameters["Wo"].T @ dzo
    gradients = {"dxt": ds[n_a:], "da_prev": ds[:n_a], "dc_prev": dc_prev}
    for name, dz in [("f", dzf), ("i", dzi), ("c", dzc), ("o", dzo)]:
        gradients["dW" + name] = dz @ s.T
        gradients["db" + name] = dz.sum(axis=1, keepdims=True)
    return gradients
"""
slips(
    "lstm_cell_backward",
    LSTM_CELL_BACK,
    {
        "only-what-arrives": (
            "leaves the way through the hidden state out",
            ("dc_next + da_next * ot * (1 - tanh_c**2)", "dc_next"),
        ),
        "brackets-of-the-slope": (
            "no brackets around the slope",
            ("da_next * ot * (1 - tanh_c**2)", "da_next * ot * 1 - tanh_c**2"),
        ),
        "tanh-of-the-hidden": (
            "the slope from the hidden state",
            ("tanh_c = np.tanh(c_next)", "tanh_c = np.tanh(a_next)"),
        ),
        "tanh-skipped": (
            "takes the cell state for its tanh",
            ("tanh_c = np.tanh(c_next)", "tanh_c = c_next"),
        ),
        "output-gate-from-the-cell": (
            "the output gate gets the cell's gradient",
            ("dzo = da_next", "dzo = dc_whole"),
        ),
        "forget-meets-the-new": (
            "the forget gate meets the new cell state",
            ("dc_whole * c_prev", "dc_whole * c_next"),
        ),
        "candidate-as-a-gate": (
            "the candidate has the slope of a gate",
            ("(1 - cct**2)", "cct * (1 - cct)"),
        ),
        "gate-without-its-partner": (
            "the input gate without the candidate",
            ("dc_whole * cct * it * (1 - it)", "dc_whole * it * (1 - it)"),
        ),
        "carry-without-gate": (
            "hands the whole gradient on",
            ("dc_prev = dc_whole * ft", "dc_prev = dc_whole"),
        ),
        "carry-of-what-arrived": (
            "hands on what arrived along the top only",
            ("dc_prev = dc_whole * ft", "dc_prev = dc_next * ft"),
        ),
        "one-gate-forgotten": ("one gate missing in the sum", (' + parameters["Wo"].T @ dzo', "")),
        "sum-overwritten": (
            "the second line of the sum begins anew",
            ("ds = ds + parameters", "ds = parameters"),
        ),
        "stack-cut-by-features": (
            "cuts the stack after the features",
            ("n_a = a_prev.shape[0]", "n_a = xt.shape[0]"),
        ),
        "stack-cut-by-examples": ("cuts the columns", ("ds[n_a:]", "ds[:, n_a:]")),
        "halves-turned": (
            "both halves under the other's name",
            ('"dxt": ds[n_a:], "da_prev": ds[:n_a]', '"dxt": ds[:n_a], "da_prev": ds[n_a:]'),
        ),
        "weights-meet-the-new-state": (
            "the weights meet the new hidden state",
            ("np.vstack([a_prev, xt])", "np.vstack([a_next, xt])"),
        ),
        "weights-meet-the-input-first": (
            "the stack in the other order for the weights",
            ("np.vstack([a_prev, xt])", "np.vstack([xt, a_prev])"),
        ),
        "names-in-another-order": (
            "the pairs of names and gradients out of step",
            ('("i", dzi), ("c", dzc)', '("i", dzc), ("c", dzi)'),
        ),
        "late-binding": (
            "the loop ends before the gradients are stored",
            (
                '        gradients["dW" + name] = dz @ s.T\n        gradients["db" + name]',
                '        gradients["dW" + name] = dz @ s.T\n    gradients["db" + name]',
            ),
        ),
        "returns-in-the-loop": (
            "the return stands inside the loop",
            ("    return gradients", "        return gradients"),
        ),
        "cache-of-nine": (
            "expects another number in the cache",
            ("ot, xt, parameters = cache", "ot, xt = cache"),
        ),
        "dot-of-the-bias": (
            "keepdims as if it were an array's method",
            ("dz.sum(axis=1, keepdims=True)", "dz.sum(axis=1).keepdims()"),
        ),
        "whole-is-added-twice": (
            "two mistakes: the carry is added again at the end, and the output gate lacks its slope",
            ("dc_prev = dc_whole * ft", "dc_prev = dc_whole * ft + dc_next"),
            ("tanh_c * ot * (1 - ot)", "tanh_c"),
        ),
        "slope-and-mean": (
            "two mistakes: the slope of the forget gate is the gate, and biases averaged",
            ("ft * (1 - ft)", "ft"),
            ("dz.sum(", "dz.mean("),
        ),
        "partners-turned": (
            "two mistakes: gate and candidate with their own values, and Wc not transposed",
            ("dc_whole * cct * it", "dc_whole * it * it"),
            ('parameters["Wc"].T', 'parameters["Wc"]'),
        ),
        "no-da-no-forget": (
            "two mistakes: the whole gradient without ot, and no gate on the way back",
            ("da_next * ot * (1", "da_next * (1"),
            ("dc_prev = dc_whole * ft", "dc_prev = dc_whole * c_prev"),
        ),
    },
)
rights(
    "lstm_cell_backward",
    {
        "one-matrix": (
            "all four gates in one product",
            """
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    t = np.tanh(c_next)
    do = da_next * t
    dc = dc_next + np.where(True, da_next * ot, 0) * (1 - t) * (1 + t)
    z = np.vstack([dc * c_prev * (ft - ft * ft), dc * cct * (it - it * it), dc * (it - it * cct * cct), do * (ot - ot * ot)])
    W = np.vstack([parameters["W" + g] for g in "fico"])
    ds = W.T @ z
    dW = z @ np.vstack([a_prev, xt]).T
    out = {"da_prev": ds[: len(a_prev)], "dxt": ds[len(a_prev) :], "dc_prev": ft * dc}
    for g, rows, whole in zip("fico", np.split(dW, 4), np.split(z, 4)):
        out |= {"dW" + g: rows, "db" + g: whole.sum(axis=1)[:, np.newaxis]}
    return out
""",
        ),
        "without-tanh": (
            "the tanh from the hidden state and the output gate, where that is open",
            """
def lstm_cell_backward(da_next, dc_next, cache):
    (_, c_next, a_prev, c_prev, *gates, xt, p) = cache
    f, i, g, o = gates
    bent = 1 - 2 / (np.exp(2 * np.minimum(c_next, 300)) + 1)
    dc = dc_next + da_next * o * (1 - bent**2)
    dz = dict(f=dc * c_prev * f * (1 - f), i=dc * g * i * (1 - i), c=dc * i * (1 - g**2), o=da_next * bent * o * (1 - o))
    n = a_prev.shape[0]
    out = {"dc_prev": dc * f, "da_prev": 0, "dxt": 0}
    for k, each in dz.items():
        out["da_prev"] = out["da_prev"] + p["W" + k][:, :n].T @ each
        out["dxt"] = out["dxt"] + p["W" + k][:, n:].T @ each
        out["dW" + k] = np.hstack([each @ a_prev.T, each @ xt.T])
        out["db" + k] = each @ np.ones((each.shape[1], 1))
    return out
""",
        ),
    },
)

# Lesson 05

LSTM = """
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    a_next = a0
    c_next = np.zeros((n_a, m))
    cells = []
    for t in range(T_x):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        cells.append(cache)
    return a, y, c, (cells, x)
"""
slips(
    "lstm_forward",
    LSTM,
    {
        "cell-state-from-a0": (
            "the first cell state is a0",
            ("c_next = np.zeros((n_a, m))", "c_next = a0"),
        ),
        "states-share-an-array": (
            "two names for one array",
            ("    c = np.zeros((n_a, m, T_x))\n", "    c = a\n"),
        ),
        "order-of-the-cell": (
            "returns in the cell's order",
            ("return a, y, c, (cells, x)", "return a, c, y, (cells, x)"),
        ),
        "taken-in-the-order-of-the-loop": (
            "takes the prediction second",
            ("a_next, c_next, yt, cache = ", "a_next, yt, c_next, cache = "),
        ),
        "without-the-cell-state": (
            "calls the cell as that of an RNN",
            ("a_next, c_next, parameters)\n", "a_next, parameters)\n"),
        ),
        "empty-cell-each-time": (
            "an empty cell state at each step",
            (
                "x[:, :, t], a_next, c_next, parameters",
                "x[:, :, t], a_next, np.zeros((n_a, m)), parameters",
            ),
        ),
        "arguments-by-memory": (
            "the cell state before the hidden state",
            ("a_next, c_next, parameters)", "c_next, a_next, parameters)"),
        ),
        "zeros-without-brackets": (
            "zeros without the inner brackets",
            ("c_next = np.zeros((n_a, m))", "c_next = np.zeros(n_a, m)"),
        ),
        "cell-state-as-none": (
            "no array for the first cell state",
            ("c_next = np.zeros((n_a, m))", "c_next = None"),
        ),
        "one-number-for-all": (
            "the first cell state is the number 0",
            ("c_next = np.zeros((n_a, m))", "c_next = 0"),
        ),
        "gates-in-the-caches": (
            "the list keeps a part of each cache",
            ("cells.append(cache)", "cells.append(cache[4:8])"),
        ),
        "caches-in-a-dict": (
            "the caches under the number of the step",
            ("cells = []", "cells = {}"),
            ("cells.append(cache)", "cells[t] = cache"),
        ),
        "caches-with-a-third": (
            "a third part in the caches",
            ("(cells, x)", "(cells, x, parameters)"),
        ),
        "steps-from-one": ("counts the steps as the formula does", ("range(T_x)", "range(1, T_x)")),
        "time-on-the-middle-axis": (
            "takes the batch for the time",
            ("n_x, m, T_x = x.shape", "n_x, T_x, m = x.shape"),
        ),
        "sizes-from-wf": (
            "reads n_a off the wrong side of Wf",
            (
                'n_y, n_a = parameters["Wy"].shape',
                'n_y, n_a = parameters["Wy"].shape[0], parameters["Wf"].shape[1]',
            ),
        ),
        "shows-tanh": (
            "stores the tanh of the cell state",
            ("c[:, :, t] = c_next", "c[:, :, t] = np.tanh(c_next)"),
        ),
        "short-caches-and-order": (
            "two mistakes: x missing in the caches, and the cell's order",
            ("return a, y, c, (cells, x)", "return a, c, y, cells"),
        ),
        "a-step-late": (
            "two mistakes: the cell state one step late, and a0 at each step",
            ("c[:, :, t] = c_next", "c[:, :, t - 1] = c_next"),
            ("x[:, :, t], a_next,", "x[:, :, t], a0,"),
        ),
        "returns-early": (
            "two mistakes: the return inside the loop, and predictions in the place of states",
            ("    return a, y, c", "        return a, y, c"),
            ("a[:, :, t] = a_next", "a[:, :, t] = c_next"),
        ),
    },
)
rights(
    "lstm_forward",
    {
        "from-the-caches": (
            "reads the states out of the caches at the end",
            """
def lstm_forward(x, a0, parameters):
    cells, ys = [], []
    state = (a0, a0 * 0.0)
    for t in range(x.shape[-1]):
        *state, y, cell = lstm_cell_forward(x[..., t], *state, parameters)
        cells.append(cell)
        ys.append(y)
    a, c = (np.stack([cell[i] for cell in cells], axis=-1) for i in (0, 1))
    return a, np.stack(ys, axis=-1), c, (cells, x)
""",
        ),
        "generator": (
            "the steps from a generator",
            """
def lstm_forward(x, a0, parameters):
    def steps():
        a, c = a0, np.zeros(a0.shape)
        for xt in np.rollaxis(x, 2):
            a, c, y, cache = lstm_cell_forward(xt, a, c, parameters)
            yield a, y, c, cache

    *arrays, cells = zip(*steps())
    return (*(np.dstack(each) for each in arrays), (list(cells), x))
""",
        ),
    },
)

LSTM_BACK = """
def lstm_backward(da, caches):
    cells, x = caches
    n_a, m, T_x = da.shape
    da_carry = np.zeros((n_a, m))
    dc_carry = np.zeros((n_a, m))
    dx = np.zeros(x.shape)
    names = ["dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo"]
    sums = {name: 0 for name in names}
    for t in reversed(range(T_x)):
        g = lstm_cell_backward(da[:, :, t] + da_carry, dc_carry, cells[t])
        da_carry = g["da_prev"]
        dc_carry = g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        for name in names:
            sums[name] = sums[name] + g[name]
    return {"dx": dx, "da0": da_carry, **sums}
"""
slips(
    "lstm_backward",
    LSTM_BACK,
    {
        "one-lane": ("the cell state carries nothing", ('        dc_carry = g["dc_prev"]\n', "")),
        "other-lane": (
            "the hidden state carries nothing",
            ("da[:, :, t] + da_carry, dc_carry", "da[:, :, t], dc_carry"),
        ),
        "own-part-on-both": (
            "adds the own part to the cell state too",
            ("da_carry, dc_carry, cells", "da_carry, da[:, :, t] + dc_carry, cells"),
        ),
        "lanes-crossed": (
            "the carries change lanes",
            ('da_carry = g["da_prev"]', 'da_carry = g["dc_prev"]'),
            ('dc_carry = g["dc_prev"]', 'dc_carry = g["da_prev"]'),
        ),
        "carries-pile-up": (
            "adds up what the cell state carries",
            ('dc_carry = g["dc_prev"]', 'dc_carry = dc_carry + g["dc_prev"]'),
        ),
        "cell-without-dc": (
            "calls the cell as that of an RNN",
            ("da_carry, dc_carry, cells[t]", "da_carry, cells[t]"),
        ),
        "gradient-called": ("round brackets for a key", ('g["dxt"]', 'g("dxt")')),
        "gradient-by-attribute": ("a gradient as an attribute", ('g["dc_prev"]', "g.dc_prev")),
        "tuple-expected": (
            "takes the dictionary apart",
            (
                "        g = lstm_cell_backward(da[:, :, t] + da_carry, dc_carry, cells[t])\n",
                "        dxt, da_prev, dc_prev, *g = lstm_cell_backward(da[:, :, t] + da_carry, dc_carry, cells[t])\n",
            ),
            ('g["da_prev"]', "da_prev"),
            ('g["dc_prev"]', "dc_prev"),
            ('g["dxt"]', "dxt"),
        ),
        "sums-outside-the-loop": (
            "the sums stand behind the loop",
            (
                "        for name in names:\n            sums[name] = sums[name] + g[name]\n",
                "    for name in names:\n        sums[name] = sums[name] + g[name]\n",
            ),
        ),
        "candidate-forgotten": (
            "two of the eight names left out",
            ('"dWc", ', ""),
            ('"dbc", ', ""),
        ),
        "sum-of-a-name-twice": ("one name twice in the list", ('"dbi", "dbc"', '"dbi", "dbi"')),
        "steps-of-da0": ("counts the units", ("range(T_x)", "range(n_a)")),
        "walks-forward": (
            "from the first step to the last",
            ("reversed(range(T_x))", "range(T_x)"),
        ),
        "dx-of-the-last": (
            "stores every step in the same place",
            ("dx[:, :, t] =", "dx[:, :, -1] ="),
        ),
        "dx-like-da": (
            "an array like da for the gradient of the input",
            ("np.zeros(x.shape)", "np.zeros_like(da)"),
        ),
        "da0-with-own": (
            "the own part of the first step in da0",
            ('"da0": da_carry', '"da0": da[:, :, 0] + da_carry'),
        ),
        "caches-swapped": (
            "the pair of caches turned round",
            ("cells, x = caches", "x, cells = caches"),
        ),
        "whole-da-each-time": (
            "hands all steps to the cell",
            ("da[:, :, t] + da_carry", "da + da_carry"),
        ),
        "mean-over-steps": (
            "the mean over the steps",
            ("sums[name] + g[name]", "sums[name] + g[name] / T_x"),
        ),
        "mean-and-one-lane": (
            "two mistakes: a mean over the examples, and no carry of the cell state",
            ("sums[name] + g[name]", "sums[name] + g[name] / m"),
            ("dc_carry, cells[t]", "np.zeros((n_a, m)), cells[t]"),
        ),
        "da0-and-order": (
            "two mistakes: the caches from the front, and dx from the front",
            ("dc_carry, cells[t]", "dc_carry, cells[-1 - t]"),
            ("dx[:, :, t] =", "dx[:, :, T_x - 1 - t] ="),
        ),
        "dc0-for-da0": (
            "two mistakes: what the cell state hands back as da0, and the last step's weights",
            ('"da0": da_carry', '"da0": dc_carry'),
            ("sums[name] = sums[name] + g[name]", "sums[name] = g[name]"),
        ),
    },
)
rights(
    "lstm_backward",
    {
        "stack-of-caches": (
            "takes caches off a copy of the list",
            """
def lstm_backward(da, caches):
    left, dx, lanes, total = list(caches[0]), [], (0, 0), None
    while left:
        own = da[:, :, len(left) - 1]
        g = lstm_cell_backward(own + lanes[0], np.zeros(own.shape) + lanes[1], left.pop())
        lanes = g.pop("da_prev"), g.pop("dc_prev")
        dx.append(g.pop("dxt"))
        total = g if total is None else {name: total[name] + g[name] for name in g}
    return dict(total, dx=np.stack(dx[::-1], axis=2), da0=lanes[0])
""",
        ),
        "einsum-free-recursion": (
            "each step asks the next one for what it carries",
            """
def lstm_backward(da, caches):
    cells, x = caches
    out = {"dx": np.zeros(x.shape)}

    def arriving(t):
        if t == len(cells):
            return np.zeros(da.shape[:2]), np.zeros(da.shape[:2])
        later = arriving(t + 1)
        g = lstm_cell_backward(np.add(da[:, :, t], later[0]), later[1], cells[t])
        out["dx"][:, :, t] = g["dxt"]
        for name in set(g) - {"dxt", "da_prev", "dc_prev"}:
            out[name] = out.get(name, 0) + g[name]
        return g["da_prev"], g["dc_prev"]

    out["da0"] = arriving(0)[0]
    return out
""",
        ),
    },
)
