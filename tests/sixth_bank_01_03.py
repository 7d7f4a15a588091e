# ruff: noqa: E501 - lines as a student has them
"""A sixth bank, of lessons 01 to 03: written from the released notebooks, before sight of the checks."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from slips import new_bank  # noqa: E402

MUTANTS, attempt, slips = new_bank()

# Lesson 01: sigmoid

attempt(
    "sigmoid",
    "wrong",
    "formula-from-the-book",
    "the first form, which overflows",
    """
def sigmoid(z):
    s = 1.0 / (1.0 + np.exp(-z))
    return s
""",
)
attempt(
    "sigmoid",
    "wrong",
    "buffer-like-z",
    "an int input makes an int buffer",
    """
def sigmoid(z):
    result = np.zeros_like(z)
    positive = z >= 0
    result[positive] = 1 / (1 + np.exp(-z[positive]))
    result[~positive] = np.exp(z[~positive]) / (1 + np.exp(z[~positive]))
    return result
""",
)
attempt(
    "sigmoid",
    "wrong",
    "if-on-array",
    "if asks for one truth of many",
    """
def sigmoid(z):
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    else:
        return np.exp(z) / (1 + np.exp(z))
""",
)
attempt(
    "sigmoid",
    "wrong",
    "branches-swapped",
    "each form on the wrong side",
    """
def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z < 0, 1 / (1 + e), e / (1 + e))
""",
)
attempt(
    "sigmoid",
    "wrong",
    "abs-everywhere",
    "forgot the second case",
    """
def sigmoid(z):
    e = np.exp(-abs(z))
    return 1 / (1 + e)
""",
)
attempt(
    "sigmoid",
    "wrong",
    "tanh-without-half",
    "half of 1 + tanh(z), without z / 2",
    """
def sigmoid(z):
    return 0.5 * (1 + np.tanh(z))
""",
)
attempt(
    "sigmoid",
    "wrong",
    "clip-ten",
    "clips the scores at 10",
    """
def sigmoid(z):
    z = np.clip(z, -10, 10)
    return 1 / (1 + np.exp(-z))
""",
)
attempt(
    "sigmoid",
    "wrong",
    "clips-in-place",
    "clips the caller's array",
    """
def sigmoid(z):
    z[z > 700] = 700
    z[z < -700] = -700
    return 1 / (1 + np.exp(-z))
""",
)
attempt(
    "sigmoid",
    "wrong",
    "slope-returned",
    "the slope in place of the value",
    """
def sigmoid(z):
    e = np.exp(-np.abs(z))
    s = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
    return s * (1 - s)
""",
)
attempt(
    "sigmoid",
    "wrong",
    "loop-over-first-axis",
    "two mistakes: fits one axis only, and math.exp overflows",
    """
def sigmoid(z):
    out = []
    for value in z:
        out.append(1 / (1 + np.e ** (-value)))
    return out
""",
)
attempt(
    "sigmoid",
    "wrong",
    "int-buffer-and-abs",
    "two mistakes: int buffer, and one form for all",
    """
def sigmoid(z):
    y = np.empty_like(z)
    y[...] = 1 / (1 + np.exp(-np.abs(z)))
    return y
""",
)
attempt(
    "sigmoid",
    "correct",
    "half-tanh",
    "with a tanh of half the score",
    """
def sigmoid(z):
    return (np.tanh(np.asarray(z) / 2) + 1) / 2
""",
)
attempt(
    "sigmoid",
    "correct",
    "masks-and-prints",
    "two masks, a float buffer, a print",
    """
def sigmoid(scores):
    scores = np.asarray(scores, dtype=float)
    answer = np.zeros(scores.shape)
    up = scores >= 0
    print("positive:", up.sum())
    answer[up] = 1 / (1 + np.exp(-scores[up]))
    e = np.exp(scores[~up])
    answer[~up] = e / (1 + e)
    return answer
""",
)

# Lesson 01: softmax

attempt(
    "softmax",
    "wrong",
    "no-maximum",
    "Equation 2 as it stands",
    """
def softmax(z):
    e = np.exp(z)
    return e / np.sum(e, axis=0)
""",
)
attempt(
    "softmax",
    "wrong",
    "one-maximum",
    "one maximum for the whole array",
    """
def softmax(z):
    shifted = z - np.max(z)
    e = np.exp(shifted)
    return e / e.sum(axis=0, keepdims=True)
""",
)
attempt(
    "softmax",
    "wrong",
    "rows-sum-to-one",
    "both axes 1",
    """
def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
""",
)
attempt(
    "softmax",
    "wrong",
    "sum-of-everything",
    "divides by the sum of the whole array",
    """
def softmax(z):
    zmax = z.max(axis=0)
    e = np.exp(z - zmax)
    return e / e.sum()
""",
)
attempt(
    "softmax",
    "wrong",
    "minus-equals",
    "subtracts in the caller's array",
    """
def softmax(z):
    z -= z.max(axis=0, keepdims=True)
    z = np.exp(z)
    return z / z.sum(axis=0, keepdims=True)
""",
)
attempt(
    "softmax",
    "wrong",
    "max-shifts-only-the-numerator",
    "the denominator is not shifted",
    """
def softmax(z):
    top = np.exp(z - z.max(axis=0, keepdims=True))
    bottom = np.exp(z).sum(axis=0, keepdims=True)
    return top / bottom
""",
)
attempt(
    "softmax",
    "wrong",
    "absolute-maximum",
    "the largest absolute value",
    """
def softmax(z):
    e = np.exp(z - np.abs(z).max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)
""",
)
attempt(
    "softmax",
    "wrong",
    "axis-one-no-keepdims",
    "two mistakes: axis 1, and no keepdims",
    """
def softmax(z):
    e = np.exp(z - z.max(axis=1))
    return e / e.sum(axis=1)
""",
)
attempt(
    "softmax",
    "wrong",
    "maximum-of-rows",
    "the maximum along the examples",
    """
def softmax(z):
    m = np.max(z, axis=1, keepdims=True)
    e = np.exp(z - m)
    return e / np.sum(e, axis=0, keepdims=True)
""",
)
attempt(
    "softmax",
    "wrong",
    "logs",
    "returns the logarithms",
    """
def softmax(z):
    z = z - z.max(axis=0, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=0, keepdims=True))
""",
)
attempt(
    "softmax",
    "wrong",
    "sigmoid-for-softmax",
    "a sigmoid for each score",
    """
def softmax(z):
    return sigmoid(z)
""",
)
attempt(
    "softmax",
    "wrong",
    "loop-half",
    "two mistakes: loops over rows, forgets the maximum",
    """
def softmax(z):
    p = np.zeros(z.shape)
    for i in range(z.shape[0]):
        p[i] = np.exp(z[i]) / np.sum(np.exp(z[i]))
    return p
""",
)
attempt(
    "softmax",
    "correct",
    "by-column",
    "a loop over the examples",
    """
def softmax(z):
    columns = []
    for j in range(z.shape[1]):
        col = z[:, j] - max(z[:, j])
        powers = np.exp(col)
        columns.append(powers / sum(powers))
    return np.stack(columns, axis=1)
""",
)

# Lesson 01: feed_forward

FEED = """
def feed_forward(x, parameters):
    W1 = parameters["W1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"]
    b2 = parameters["b2"]
    z1 = np.dot(W1, x) + b1
    a1 = np.tanh(z1)
    z2 = np.dot(W2, a1) + b2
    y_pred = softmax(z2)
    return y_pred, (x, a1, y_pred, parameters)
"""
slips(
    "feed_forward",
    FEED,
    {
        "sigmoid-hidden": ("sigmoid in the hidden layer", ("np.tanh(z1)", "sigmoid(z1)")),
        "no-bend": ("no tanh", ("np.tanh(z1)", "z1")),
        "relu": ("relu of another course", ("np.tanh(z1)", "np.maximum(z1, 0)")),
        "x-times-W": ("order of the product", ("np.dot(W1, x)", "np.dot(x, W1)")),
        "sigmoid-output": ("sigmoid for the output", ("softmax(z2)", "sigmoid(z2)")),
        "tanh-twice": ("tanh on the scores", ("softmax(z2)", "softmax(np.tanh(z2))")),
        "b1-twice": (
            "first bias in both layers",
            ("np.dot(W2, a1) + b2", "np.dot(W2, a1) + b1[:b2.shape[0]]"),
        ),
        "z1-on": ("hands z1 on, not a1", ("np.dot(W2, a1)", "np.dot(W2, z1)")),
        "cache-z1": ("z1 in the cache", ("(x, a1, y_pred", "(x, z1, y_pred")),
        "bias-after-tanh": (
            "the bias after the tanh",
            ("np.dot(W1, x) + b1", "np.dot(W1, x)"),
            ("np.tanh(z1)", "np.tanh(z1) + b1"),
        ),
        "scores-returned": (
            "scores, not probabilities, and no bias",
            ("softmax(z2)", "z2"),
            ("np.dot(W2, a1) + b2", "np.dot(W2, a1)"),
        ),
        "sigmoid-and-z1-cached": (
            "two mistakes: sigmoid, and z1 in the cache",
            ("np.tanh(z1)", "sigmoid(z1)"),
            ("(x, a1, y_pred", "(x, z1, y_pred"),
        ),
        "order-of-results": (
            "cache first",
            (
                "return y_pred, (x, a1, y_pred, parameters)",
                "return (x, a1, y_pred, parameters), y_pred",
            ),
        ),
        "bias-added-in-place": (
            "adds the product into the caller's b2",
            ("z2 = np.dot(W2, a1) + b2", "z2 = b2\n    z2 += np.dot(W2, a1)"),
        ),
    },
)
attempt(
    "feed_forward",
    "wrong",
    "unpacks-values",
    "takes the parameters by their order",
    """
def feed_forward(x, parameters):
    W1, b1, W2, b2 = parameters.values()
    a1 = np.tanh(W1 @ x + b1)
    y_pred = softmax(W2 @ a1 + b2)
    return y_pred, (x, a1, y_pred, parameters)
""",
)
attempt(
    "feed_forward",
    "correct",
    "einsum",
    "index letters, biases as columns",
    """
def feed_forward(x, parameters):
    p = dict(parameters)
    hidden = np.tanh(np.einsum("hx,xm->hm", p["W1"], x) + p["b1"].reshape(-1, 1))
    scores = np.einsum("yh,hm->ym", p["W2"], hidden) + p["b2"].reshape(-1, 1)
    probs = softmax(scores)
    return probs, (x, hidden, probs, parameters)
""",
)

# Lesson 01: cross_entropy

attempt(
    "cross_entropy",
    "wrong",
    "naive-log",
    "0 times log 0",
    """
def cross_entropy(y_pred, y):
    m = y.shape[1]
    return float(-np.sum(y * np.log(y_pred)) / m)
""",
)
attempt(
    "cross_entropy",
    "wrong",
    "sum-for-mean",
    "no mean over the examples",
    """
def cross_entropy(y_pred, y):
    p = np.sum(y * y_pred, axis=0)
    return float(-np.sum(np.log(p)))
""",
)
attempt(
    "cross_entropy",
    "wrong",
    "mean-of-all",
    "mean over all entries",
    """
def cross_entropy(y_pred, y):
    return float(-np.mean(y * np.log(y_pred + 1e-12)))
""",
)
attempt(
    "cross_entropy",
    "wrong",
    "by-classes",
    "divides by the number of classes",
    """
def cross_entropy(y_pred, y):
    n = y.shape[0]
    p = (y * y_pred).sum(axis=0)
    return float(-np.log(p).sum() / n)
""",
)
attempt(
    "cross_entropy",
    "wrong",
    "no-minus",
    "the sign",
    """
def cross_entropy(y_pred, y):
    p = (y * y_pred).sum(axis=0)
    return float(np.log(p).mean())
""",
)
attempt(
    "cross_entropy",
    "wrong",
    "wrong-axis",
    "sums along the examples",
    """
def cross_entropy(y_pred, y):
    p = (y * y_pred).sum(axis=1)
    return float(-np.log(p).mean())
""",
)
attempt(
    "cross_entropy",
    "wrong",
    "bits",
    "logarithm to base 2",
    """
def cross_entropy(y_pred, y):
    p = np.sum(y_pred * y, axis=0)
    return float(-np.mean(np.log2(p)))
""",
)
attempt(
    "cross_entropy",
    "wrong",
    "binary",
    "the formula for two classes",
    """
def cross_entropy(y_pred, y):
    eps = 1e-12
    m = y.shape[1]
    loss = -(y * np.log(y_pred + eps) + (1 - y) * np.log(1 - y_pred + eps)).sum() / m
    return float(loss)
""",
)
attempt(
    "cross_entropy",
    "wrong",
    "large-floor",
    "a floor that is felt",
    """
def cross_entropy(y_pred, y):
    p = np.sum(y_pred * y, axis=0) + 1e-2
    return float(-np.mean(np.log(p)))
""",
)
attempt(
    "cross_entropy",
    "wrong",
    "argmax-of-prediction",
    "takes the likeliest class for the true one",
    """
def cross_entropy(y_pred, y):
    best = y_pred.argmax(axis=0)
    p = y_pred[best, np.arange(y.shape[1])]
    return float(-np.mean(np.log(p)))
""",
)
attempt(
    "cross_entropy",
    "wrong",
    "bits-and-sum",
    "two mistakes: base 2, and no mean",
    """
def cross_entropy(y_pred, y):
    p = np.sum(y_pred * y, axis=0)
    return float(-np.sum(np.log2(p)))
""",
)
attempt(
    "cross_entropy",
    "wrong",
    "log-of-labels-swapped",
    "two mistakes: arguments swapped, and a floor to hide it",
    """
def cross_entropy(y_pred, y):
    m = y_pred.shape[1]
    return float(-np.sum(y_pred * np.log(np.maximum(y, 1e-12))) / m)
""",
)
attempt(
    "cross_entropy",
    "wrong",
    "one-loss-each",
    "returns a loss for each example",
    """
def cross_entropy(y_pred, y):
    p = np.sum(y_pred * y, axis=0)
    return -np.log(p)
""",
)
attempt(
    "cross_entropy",
    "correct",
    "python-loop",
    "a loop with an index of the true class",
    """
def cross_entropy(y_pred, y):
    total: float = 0.0
    m = y.shape[1]
    for j in range(m):
        true_class = int(np.argmax(y[:, j]))
        total += -np.log(max(y_pred[true_class, j], 1e-15))
    return total / m
""",
)

# Lesson 01: feed_forward_backward

BACK = """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    m = y.shape[1]
    W2 = parameters["W2"]
    dz2 = (y_pred - y) / m
    dW2 = dz2 @ a1.T
    db2 = np.sum(dz2, axis=1, keepdims=True)
    da1 = W2.T @ dz2
    dz1 = da1 * (1 - a1 ** 2)
    dW1 = dz1 @ x.T
    db1 = np.sum(dz1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
"""
slips(
    "feed_forward_backward",
    BACK,
    {
        "label-minus-prediction": ("the sign", ("(y_pred - y)", "(y - y_pred)")),
        "no-mean": ("forgets 1/m", ("(y_pred - y) / m", "y_pred - y")),
        "mean-twice": (
            "1/m again in the weights",
            ("dW2 = dz2 @ a1.T", "dW2 = dz2 @ a1.T / m"),
            ("dW1 = dz1 @ x.T", "dW1 = dz1 @ x.T / m"),
        ),
        "by-classes": ("divides by the classes", ("m = y.shape[1]", "m = y.shape[0]")),
        "minus-y-over-p": ("the long way stops at y hat", ("(y_pred - y) / m", "-y / y_pred / m")),
        "diagonal-jacobian": (
            "only the diagonal of softmax's slopes",
            ("(y_pred - y) / m", "-y / y_pred * y_pred * (1 - y_pred) / m"),
        ),
        "tanh-again": ("takes tanh of a1 again", ("(1 - a1 ** 2)", "(1 - np.tanh(a1) ** 2)")),
        "sigmoid-slope": ("slope of a sigmoid", ("(1 - a1 ** 2)", "a1 * (1 - a1)")),
        "slope-not-squared": ("forgets the square", ("(1 - a1 ** 2)", "(1 - a1)")),
        "no-slope": ("no way through tanh", ("da1 * (1 - a1 ** 2)", "da1")),
        "mean-of-bias": (
            "mean for the bias",
            ("db2 = np.sum(", "db2 = np.mean("),
            ("db1 = np.sum(", "db1 = np.mean("),
        ),
        "flat-bias": (
            "no keepdims",
            ("db2 = np.sum(dz2, axis=1, keepdims=True)", "db2 = np.sum(dz2, axis=1)"),
            ("db1 = np.sum(dz1, axis=1, keepdims=True)", "db1 = np.sum(dz1, axis=1)"),
        ),
        "W2-not-transposed": ("no transpose", ("W2.T @ dz2", "W2 @ dz2")),
        "keys-of-parameters": (
            "keys without d",
            (
                '{"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}',
                '{"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}',
            ),
        ),
        "sign-and-mean": ("two mistakes: sign, and no 1/m", ("(y_pred - y) / m", "y - y_pred")),
        "slope-and-mean-bias": (
            "two mistakes: slope not squared, db1 a mean",
            ("(1 - a1 ** 2)", "(1 - a1)"),
            ("db1 = np.sum(", "db1 = np.mean("),
        ),
        "dW1-from-a1": (
            "two mistakes: a1 in the place of x, cut to size, and no 1/m",
            ("dz1 @ x.T", "dz1 @ a1.T[:, : x.shape[0]]"),
            ("(y_pred - y) / m", "(y_pred - y)"),
        ),
        "db-swapped": (
            "the biases swapped",
            ('"db1": db1, "dW2": dW2, "db2": db2', '"db1": db2, "dW2": dW2, "db2": db1'),
        ),
    },
)
attempt(
    "feed_forward_backward",
    "wrong",
    "in-place-on-the-cache",
    "changes the prediction in the cache",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = y_pred
    dz2 -= y
    dz2 /= y.shape[1]
    dz1 = (parameters["W2"].T @ dz2) * (1 - a1 * a1)
    return {
        "dW1": dz1 @ x.T,
        "db1": dz1.sum(1, keepdims=True),
        "dW2": dz2 @ a1.T,
        "db2": dz2.sum(1, keepdims=True),
    }
""",
)
attempt(
    "feed_forward_backward",
    "wrong",
    "half-written",
    "the second layer only",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = (y_pred - y) / y.shape[1]
    dW2 = dz2 @ a1.T
    db2 = dz2.sum(axis=1, keepdims=True)
    dW1 = ...
    db1 = ...
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
""",
)
attempt(
    "feed_forward_backward",
    "correct",
    "example-by-example",
    "adds up outer products",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, p = cache
    m = x.shape[1]
    g = {"d" + k: np.zeros(np.shape(v)) for k, v in p.items()}
    for j in range(m):
        e = (y_pred[:, j] - y[:, j]) / m
        back = p["W2"].T.dot(e) * (1 - a1[:, j] ** 2)
        g["dW2"] += np.outer(e, a1[:, j])
        g["db2"][:, 0] += e
        g["dW1"] += np.outer(back, x[:, j])
        g["db1"][:, 0] += back
    return {name: g[name] for name in ("dW1", "db1", "dW2", "db2")}
""",
)

# Lesson 01: gradient_step

STEP = """
def gradient_step(parameters, gradients, learning_rate):
    new = {}
    for name in parameters:
        new[name] = parameters[name] - learning_rate * gradients["d" + name]
    return new
"""
slips(
    "gradient_step",
    STEP,
    {
        "uphill": ("plus in place of minus", ("parameters[name] - ", "parameters[name] + ")),
        "key-without-d": ("the gradient's key", ('gradients["d" + name]', "gradients[name]")),
        "no-rate": ("forgets the learning rate", ("learning_rate * ", "")),
        "first-only": ("returns inside the loop", ("    return new", "        return new")),
        "shrinks-weights": (
            "multiplies by 1 minus rate",
            ("parameters[name] - learning_rate", "parameters[name] * (1 - learning_rate)"),
        ),
        "rate-divides": (
            "divides by the rate",
            ("learning_rate * gradients", "1 / learning_rate * gradients"),
        ),
        "normalised": (
            "two mistakes: shortens the gradient, and uphill",
            ("parameters[name] - ", "parameters[name] + "),
            (
                'gradients["d" + name]',
                'gradients["d" + name] / np.abs(gradients["d" + name]).max()',
            ),
        ),
        "named-d": ("names of the gradients in the result", ("new[name] =", 'new["d" + name] =')),
    },
)
attempt(
    "gradient_step",
    "wrong",
    "minus-equals",
    "changes the caller's arrays",
    """
def gradient_step(parameters, gradients, learning_rate):
    for key in parameters:
        parameters[key] -= learning_rate * gradients["d" + key]
    return parameters
""",
)
attempt(
    "gradient_step",
    "wrong",
    "over-gradients",
    "goes through the gradients, also those of no parameter",
    """
def gradient_step(parameters, gradients, learning_rate):
    new = {}
    for key, g in gradients.items():
        new[key[1:]] = parameters[key[1:]] - learning_rate * g
    return new
""",
)
attempt(
    "gradient_step",
    "wrong",
    "four-names",
    "the names of lesson 01 are written out",
    """
def gradient_step(parameters, gradients, learning_rate):
    out = {}
    for k in ["W1", "b1", "W2", "b2"]:
        out[k] = parameters[k] - learning_rate * gradients["d" + k]
    return out
""",
)
attempt(
    "gradient_step",
    "wrong",
    "by-order",
    "pairs by order, returns a tuple",
    """
def gradient_step(parameters, gradients, learning_rate):
    new = dict(parameters)
    for (name, W), dW in zip(parameters.items(), gradients.values()):
        new[name] = W - learning_rate * dW
    return new
""",
)
attempt(
    "gradient_step",
    "wrong",
    "shallow-copy",
    "copies the dict but not the arrays",
    """
def gradient_step(parameters, gradients, learning_rate):
    new = parameters.copy()
    for name, W in new.items():
        W -= learning_rate * gradients["d" + name]
    return new
""",
)
attempt(
    "gradient_step",
    "correct",
    "comprehension",
    "a comprehension with np.multiply",
    """
def gradient_step(parameters: dict, gradients: dict, learning_rate: float) -> dict:
    return {
        key: np.subtract(value, np.multiply(gradients[f"d{key}"], learning_rate))
        for key, value in parameters.items()
    }
""",
)

# Lesson 02: rnn_cell_forward

CELL = """
def rnn_cell_forward(xt, a_prev, parameters):
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]
    Wya = parameters["Wya"]
    ba = parameters["ba"]
    by = parameters["by"]
    z = np.dot(Wax, xt) + np.dot(Waa, a_prev) + ba
    a_next = np.tanh(z)
    yt_pred = softmax(np.dot(Wya, a_next) + by)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
"""
slips(
    "rnn_cell_forward",
    CELL,
    {
        "tanh-each": (
            "a tanh for each product",
            (
                "a_next = np.tanh(z)",
                "a_next = np.tanh(np.dot(Wax, xt)) + np.tanh(np.dot(Waa, a_prev) + ba)",
            ),
        ),
        "bias-outside": (
            "the bias after the tanh",
            (" + ba\n", "\n"),
            ("np.tanh(z)", "np.tanh(z) + ba"),
        ),
        "predicts-from-old": (
            "predicts from the old state",
            ("np.dot(Wya, a_next)", "np.dot(Wya, a_prev)"),
        ),
        "predicts-from-z": ("predicts from z", ("np.dot(Wya, a_next)", "np.dot(Wya, z)")),
        "Waa-transposed": ("transposes Waa", ("np.dot(Waa, a_prev)", "np.dot(Waa.T, a_prev)")),
        "entrywise": (
            "* for the product with the state",
            ("np.dot(Waa, a_prev)", "np.diag(Waa)[:, None] * a_prev"),
        ),
        "relu-cell": ("relu", ("np.tanh(z)", "np.maximum(0, z)")),
        "no-by": ("no bias of the prediction", (" + by)", ")")),
        "no-old-state": ("forgets the old state", (" + np.dot(Waa, a_prev)", "")),
        "cache-order": (
            "cache in another order",
            ("(a_next, a_prev, xt, parameters)", "(a_prev, a_next, xt, parameters)"),
        ),
        "cache-z": (
            "z in the cache",
            ("(a_next, a_prev, xt, parameters)", "(z, a_prev, xt, parameters)"),
        ),
        "y-first": ("prediction first", ("return a_next, yt_pred,", "return yt_pred, a_next,")),
        "sigmoid-and-no-by": (
            "two mistakes: sigmoid state, no by",
            ("np.tanh(z)", "1 / (1 + np.exp(-z))"),
            (" + by)", ")"),
        ),
        "transposed-and-old": (
            "two mistakes: transpose, old state",
            ("np.dot(Waa, a_prev)", "np.dot(Waa.T, a_prev)"),
            ("np.dot(Wya, a_next)", "np.dot(Wya, a_prev)"),
        ),
    },
)
attempt(
    "rnn_cell_forward",
    "wrong",
    "adds-in-place",
    "adds the product to the caller's bias",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    z = parameters["ba"]
    z += parameters["Wax"] @ xt + parameters["Waa"] @ a_prev
    a_next = np.tanh(z)
    yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)
attempt(
    "rnn_cell_forward",
    "correct",
    "joint-matrix",
    "one product with the stack",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    W = np.hstack((parameters["Waa"], parameters["Wax"], parameters["ba"]))
    s = np.vstack((a_prev, xt, np.ones((1, xt.shape[1]))))
    new_state = np.tanh(W.dot(s))
    scores = parameters["Wya"].dot(new_state)
    scores = scores + parameters["by"]
    prediction = softmax(scores)
    return (new_state, prediction, (new_state, a_prev, xt, parameters))
""",
)
attempt(
    "rnn_cell_forward",
    "correct",
    "entry-by-entry",
    "loops over examples",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    def one(j):
        return np.tanh(
            parameters["Wax"] @ xt[:, j] + parameters["Waa"] @ a_prev[:, j] + parameters["ba"][:, 0]
        )

    a_next = np.array([one(j) for j in range(xt.shape[1])]).T
    yt_pred = softmax(np.matmul(parameters["Wya"], a_next) + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

# Lesson 02: rnn_cell_backward

CELL_BACK = """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    Wax, Waa = parameters["Wax"], parameters["Waa"]
    dz = da_next * (1 - a_next ** 2)
    dxt = np.dot(Wax.T, dz)
    da_prev = np.dot(Waa.T, dz)
    dWax = np.dot(dz, xt.T)
    dWaa = np.dot(dz, a_prev.T)
    dba = np.sum(dz, axis=1, keepdims=True)
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
"""
slips(
    "rnn_cell_backward",
    CELL_BACK,
    {
        "Waa-untransposed": ("no transpose", ("np.dot(Waa.T, dz)", "np.dot(Waa, dz)")),
        "old-state-slope": (
            "the slope at the old state",
            ("(1 - a_next ** 2)", "(1 - a_prev ** 2)"),
        ),
        "tanh-of-a": (
            "tanh of the state again",
            ("(1 - a_next ** 2)", "(1 - np.tanh(a_next) ** 2)"),
        ),
        "sigmoid-slope": ("slope of a sigmoid", ("(1 - a_next ** 2)", "a_next * (1 - a_next)")),
        "new-state-in-dWaa": (
            "the new state in dWaa",
            ("np.dot(dz, a_prev.T)", "np.dot(dz, a_next.T)"),
        ),
        "da-in-da_prev": (
            "da_next in the place of dz",
            ("np.dot(Waa.T, dz)", "np.dot(Waa.T, da_next)"),
        ),
        "mean-weights": (
            "divides by m",
            ("np.dot(dz, xt.T)", "np.dot(dz, xt.T) / xt.shape[1]"),
            ("np.dot(dz, a_prev.T)", "np.dot(dz, a_prev.T) / xt.shape[1]"),
            (
                "np.sum(dz, axis=1, keepdims=True)",
                "np.sum(dz, axis=1, keepdims=True) / xt.shape[1]",
            ),
        ),
        "bias-axis": (
            "the bias along the wrong axis",
            ("np.sum(dz, axis=1, keepdims=True)", "np.sum(dz, axis=0, keepdims=True)"),
        ),
        "flat-dba": ("no keepdims", ("np.sum(dz, axis=1, keepdims=True)", "np.sum(dz, axis=1)")),
        "swapped-keys": (
            "dxt and da_prev swapped",
            ('"dxt": dxt, "da_prev": da_prev', '"dxt": da_prev, "da_prev": dxt'),
        ),
        "dWaa-transposed": ("a_prev times dz", ("np.dot(dz, a_prev.T)", "np.dot(a_prev, dz.T)")),
        "plus-slope": ("1 + a squared", ("(1 - a_next ** 2)", "(1 + a_next ** 2)")),
        "slope-and-bias-of-da": (
            "two mistakes: no square, dba from da_next",
            ("(1 - a_next ** 2)", "(1 - a_next)"),
            ("np.sum(dz,", "np.sum(da_next,"),
        ),
        "two-transposes": (
            "two mistakes: Waa untransposed, new state in dWaa",
            ("np.dot(Waa.T, dz)", "np.dot(Waa, dz)"),
            ("np.dot(dz, a_prev.T)", "np.dot(dz, a_next.T)"),
        ),
        "wrong-order-unpacked": (
            "unpacks in another order",
            ("a_next, a_prev, xt, parameters = cache", "a_prev, a_next, xt, parameters = cache"),
        ),
        "returns-tuple": (
            "a tuple in place of the dict",
            (
                'return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}',
                "return dxt, da_prev, dWax, dWaa, dba",
            ),
        ),
    },
)
attempt(
    "rnn_cell_backward",
    "wrong",
    "slope-in-place",
    "multiplies the slope into da_next",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    da_next *= 1 - a_next**2
    return {
        "dxt": parameters["Wax"].T @ da_next,
        "da_prev": parameters["Waa"].T @ da_next,
        "dWax": da_next @ xt.T,
        "dWaa": da_next @ a_prev.T,
        "dba": da_next.sum(axis=1, keepdims=True),
    }
""",
)
attempt(
    "rnn_cell_backward",
    "correct",
    "einsum-all",
    "einsum throughout",
    """
def rnn_cell_backward(upstream, cache):
    new, old, inp, p = cache
    slope = (1 + new) * (1 - new)
    d = upstream * slope
    return dict(
        dba=np.einsum("am->a", d)[:, None],
        dWaa=np.einsum("am,bm->ab", d, old),
        dWax=np.einsum("am,xm->ax", d, inp),
        da_prev=np.einsum("ab,am->bm", p["Waa"], d),
        dxt=np.einsum("ax,am->xm", p["Wax"], d),
    )
""",
)
attempt(
    "rnn_cell_backward",
    "correct",
    "by-example",
    "outer products, one example at a time",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    out = {
        "dxt": np.zeros_like(xt, dtype=float),
        "da_prev": np.zeros_like(a_prev, dtype=float),
        "dWax": 0,
        "dWaa": 0,
        "dba": 0,
    }
    for j in range(xt.shape[1]):
        dz = da_next[:, j] - da_next[:, j] * a_next[:, j] ** 2
        out["dxt"][:, j] = dz @ parameters["Wax"]
        out["da_prev"][:, j] = dz @ parameters["Waa"]
        out["dWax"] = out["dWax"] + np.outer(dz, xt[:, j])
        out["dWaa"] = out["dWaa"] + np.outer(dz, a_prev[:, j])
        out["dba"] = out["dba"] + dz.reshape(-1, 1)
    return out
""",
)

# Lesson 03: rnn_forward

LOOP = """
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    caches = []
    a_next = a0
    for t in range(T_x):
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt
        caches.append(cache)
    return a, y_pred, (caches, x)
"""
slips(
    "rnn_forward",
    LOOP,
    {
        "always-a0": ("the state never goes on", ("x[:, :, t], a_next,", "x[:, :, t], a0,")),
        "backwards": ("runs from the end", ("range(T_x)", "reversed(range(T_x))")),
        "one-step-short": ("leaves out the last step", ("range(T_x)", "range(T_x - 1)")),
        "from-step-one": ("starts at step 1", ("range(T_x)", "range(1, T_x)")),
        "zero-start": ("starts from zeros", ("a_next = a0", "a_next = np.zeros_like(a0)")),
        "a-shifted": ("stores the old state", ("a[:, :, t] = a_next", "a[:, :, t] = cache[1]")),
        "same-input": ("the first input always", ("x[:, :, t]", "x[:, :, 0]")),
        "caches-alone": ("x missing from the caches", ("(caches, x)", "caches")),
        "last-cache": ("the last cache only", ("(caches, x)", "(cache, x)")),
        "caches-reversed": (
            "caches from last to first",
            ("caches.append(cache)", "caches.insert(0, cache)"),
        ),
        "time-first": (
            "time as the first axis of the states",
            ("return a, y_pred,", "return a.transpose(2, 0, 1), y_pred.transpose(2, 0, 1),"),
        ),
        "fixed-batch": (
            "ten examples written into the shapes",
            ("np.zeros((n_a, m, T_x))", "np.zeros((n_a, 10, T_x))"),
        ),
        "short-and-zero": (
            "two mistakes: zeros at the start, last step left out",
            ("a_next = a0", "a_next = np.zeros(a0.shape)"),
            ("range(T_x)", "range(T_x - 1)"),
        ),
        "shape-mixed": (
            "two mistakes: sizes of x mixed up, and x[t]",
            ("n_x, m, T_x = x.shape", "m, T_x, n_x = x.shape"),
            ("x[:, :, t]", "x[t]"),
        ),
        "y-shifted": (
            "the predictions one step late",
            ("y_pred[:, :, t] = yt", "y_pred[:, :, min(t + 1, T_x - 1)] = yt"),
        ),
    },
)
attempt(
    "rnn_forward",
    "wrong",
    "stacks-on-axis-0",
    "stacks along the first axis",
    """
def rnn_forward(x, a0, parameters):
    states, preds, caches = [], [], []
    a = a0
    for t in range(x.shape[2]):
        a, y, c = rnn_cell_forward(x[:, :, t], a, parameters)
        states.append(a)
        preds.append(y)
        caches.append(c)
    return np.array(states), np.array(preds), (caches, x)
""",
)
attempt(
    "rnn_forward",
    "wrong",
    "steps-are-examples",
    "takes the examples for the steps",
    """
def rnn_forward(x, a0, parameters):
    a_next = a0
    steps = []
    for t in range(x.shape[1]):
        a_next, y, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        steps.append((a_next, y, cache))
    a = np.stack([s[0] for s in steps], axis=-1)
    y_pred = np.stack([s[1] for s in steps], axis=-1)
    return a, y_pred, ([s[2] for s in steps], x)
""",
)
attempt(
    "rnn_forward",
    "correct",
    "moveaxis",
    "walks over a moved axis",
    """
def rnn_forward(x, a0, parameters):
    carry = a0
    A, Y, C = [], [], []
    for xt in np.moveaxis(x, -1, 0):
        carry, y, c = rnn_cell_forward(xt, carry, parameters)
        A += [carry[..., None]]
        Y += [y[..., None]]
        C += [c]
    return np.concatenate(A, axis=-1), np.concatenate(Y, axis=-1), (C, x)
""",
)

# Lesson 03: rnn_backward

LOOP_BACK = """
def rnn_backward(da, caches):
    steps, x = caches
    n_x, m, T_x = x.shape
    n_a = da.shape[0]
    dx = np.zeros((n_x, m, T_x))
    dWax = np.zeros((n_a, n_x))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    carry = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        g = rnn_cell_backward(da[:, :, t] + carry, steps[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax += g["dWax"]
        dWaa += g["dWaa"]
        dba += g["dba"]
    da0 = carry
    return {"dx": dx, "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}
"""
slips(
    "rnn_backward",
    LOOP_BACK,
    {
        "nothing-carried": (
            "the carry is never set",
            ('        carry = g["da_prev"]\n', ""),
            ("da0 = carry", 'da0 = g["da_prev"]'),
        ),
        "own-part-forgotten": (
            "only the carry goes in, but for the last step",
            ("da[:, :, t] + carry, steps", "(da[:, :, t] if t == T_x - 1 else carry), steps"),
        ),
        "carry-added-up": (
            "adds the carries up",
            ('carry = g["da_prev"]', 'carry = carry + g["da_prev"]'),
        ),
        "forward-in-time": ("goes from the first step on", ("reversed(range(T_x))", "range(T_x)")),
        "stops-early": ("leaves out step 0", ("reversed(range(T_x))", "range(T_x - 1, 0, -1)")),
        "dWax-overwritten": ("one weight overwritten", ('dWax += g["dWax"]', 'dWax = g["dWax"]')),
        "dba-overwritten": ("the bias overwritten", ('dba += g["dba"]', 'dba = g["dba"]')),
        "all-overwritten": (
            "all weights overwritten",
            ('dWax += g["dWax"]', 'dWax = g["dWax"]'),
            ('dWaa += g["dWaa"]', 'dWaa = g["dWaa"]'),
            ('dba += g["dba"]', 'dba = g["dba"]'),
        ),
        "mean-over-steps": (
            "divides by the number of steps",
            (
                "    da0 = carry",
                "    dWax /= T_x\n    dWaa /= T_x\n    dba /= T_x\n    da0 = carry",
            ),
        ),
        "da0-zero": ("returns zeros for da0", ("da0 = carry", "da0 = np.zeros((n_a, m))")),
        "da0-own": ("da of step 0 as da0", ("da0 = carry", "da0 = da[:, :, 0]")),
        "da0-with-own": (
            "adds the own part of step 0",
            ("da0 = carry", "da0 = carry + da[:, :, 0]"),
        ),
        "steps-of-da-off": (
            "own part of the step before",
            ("da[:, :, t] + carry", "da[:, :, t - 1] + carry"),
        ),
        "cache-off-by-one": ("cache of the step before", ("steps[t])", "steps[t - 1])")),
        "dx-summed": (
            "one dx for all steps",
            ('dx[:, :, t] = g["dxt"]', 'dx += g["dxt"][:, :, None]'),
        ),
        "missing-key": ("da0 not returned", ('"da0": da0, ', "")),
        "carry-and-overwrite": (
            "two mistakes: nothing carried, dWaa overwritten",
            ("da[:, :, t] + carry, steps", "da[:, :, t], steps"),
            ('dWaa += g["dWaa"]', 'dWaa = g["dWaa"]'),
        ),
        "order-and-da0": (
            "two mistakes: forward in time, da0 zero",
            ("reversed(range(T_x))", "range(T_x)"),
            ("da0 = carry", "da0 = np.zeros((n_a, m))"),
        ),
    },
)
attempt(
    "rnn_backward",
    "wrong",
    "adds-into-da",
    "adds the carry into the caller's da",
    """
def rnn_backward(da, caches):
    steps, x = caches
    T = x.shape[2]
    dx = np.zeros(x.shape)
    sums = {"dWax": 0, "dWaa": 0, "dba": 0}
    for t in range(T - 1, -1, -1):
        g = rnn_cell_backward(da[:, :, t], steps[t])
        if t > 0:
            da[:, :, t - 1] += g["da_prev"]
        dx[:, :, t] = g["dxt"]
        for k in sums:
            sums[k] = sums[k] + g[k]
    return {"dx": dx, "da0": g["da_prev"], **sums}
""",
)
attempt(
    "rnn_backward",
    "correct",
    "zip-reversed",
    "zips reversed lists and stacks at the end",
    """
def rnn_backward(da, caches):
    steps, x = caches
    back = None
    dx = []
    totals = {}
    for own, step in zip(np.moveaxis(da, 2, 0)[::-1], steps[::-1]):
        grads = rnn_cell_backward(own if back is None else own + back, step)
        back = grads.pop("da_prev")
        dx.insert(0, grads.pop("dxt"))
        for k, v in grads.items():
            totals.setdefault(k, []).append(v)
    out = {k: np.sum(v, axis=0) for k, v in totals.items()}
    out["dx"] = np.stack(dx, -1)
    out["da0"] = back
    return out
""",
)

# Lesson 03: output_backward

OUT = """
def output_backward(y, y_pred, a, parameters):
    n_y, m, T_x = y.shape
    Wya = parameters["Wya"]
    dz = (y_pred - y) / m
    da = np.zeros(a.shape)
    dWya = np.zeros(Wya.shape)
    dby = np.zeros((n_y, 1))
    for t in range(T_x):
        da[:, :, t] = Wya.T @ dz[:, :, t]
        dWya += dz[:, :, t] @ a[:, :, t].T
        dby += dz[:, :, t].sum(axis=1, keepdims=True)
    return {"da": da, "dWya": dWya, "dby": dby}
"""
slips(
    "output_backward",
    OUT,
    {
        "sign": ("label minus prediction", ("(y_pred - y)", "(y - y_pred)")),
        "no-mean": ("no 1/m", ("(y_pred - y) / m", "y_pred - y")),
        "mean-over-steps": ("divides by the steps", ("(y_pred - y) / m", "(y_pred - y) / T_x")),
        "mean-over-both": (
            "divides by examples and steps",
            ("(y_pred - y) / m", "(y_pred - y) / (m * T_x)"),
        ),
        "mean-over-classes": (
            "loss over the wrong axis: classes",
            ("(y_pred - y) / m", "(y_pred - y) / n_y"),
        ),
        "y-over-p": ("-y / y_pred", ("(y_pred - y) / m", "-y / y_pred / m")),
        "untransposed": ("no transpose of Wya", ("Wya.T @ dz", "Wya @ dz")),
        "dWya-last": ("dWya of the last step", ("dWya += dz", "dWya = dz")),
        "dby-last": ("dby of the last step", ("dby += dz", "dby = dz")),
        "dWya-next-state": ("the state of the step before", ("a[:, :, t].T", "a[:, :, t - 1].T")),
        "dby-axis": (
            "sums the bias over the classes",
            (
                "dz[:, :, t].sum(axis=1, keepdims=True)",
                "dz[:, :, t].sum(axis=0, keepdims=True).mean()",
            ),
        ),
        "m-twice": (
            "two mistakes: 1/m twice in the weights, last dby only",
            ("dz[:, :, t] @ a[:, :, t].T", "dz[:, :, t] @ a[:, :, t].T / m"),
            ("dby += dz", "dby = dz"),
        ),
        "sign-and-steps": (
            "two mistakes: sign, mean over steps",
            ("(y_pred - y) / m", "(y - y_pred) / T_x"),
        ),
        "tanh-slope": (
            "goes through a tanh that is not there",
            ("Wya.T @ dz[:, :, t]", "(Wya.T @ dz[:, :, t]) * (1 - a[:, :, t] ** 2)"),
        ),
    },
)
attempt(
    "output_backward",
    "wrong",
    "flat-bias",
    "the bias has no column",
    """
def output_backward(y, y_pred, a, parameters):
    dz = (y_pred - y) / y.shape[1]
    return {
        "da": np.tensordot(parameters["Wya"].T, dz, axes=1),
        "dWya": np.tensordot(dz, a, axes=([1, 2], [1, 2])),
        "dby": dz.sum(axis=(1, 2)),
    }
""",
)
attempt(
    "output_backward",
    "wrong",
    "reshape-mixes",
    "the reshape mixes steps and units",
    """
def output_backward(y, y_pred, a, parameters):
    n_y, m, T_x = y.shape
    n_a = a.shape[0]
    dz = (y_pred - y) / m
    flat = dz.transpose(0, 2, 1).reshape(n_y, -1)
    da = (parameters["Wya"].T @ flat).reshape(n_a, m, T_x)
    dWya = flat @ a.transpose(0, 2, 1).reshape(n_a, -1).T
    dby = flat.sum(axis=1, keepdims=True)
    return {"da": da, "dWya": dWya, "dby": dby}
""",
)
attempt(
    "output_backward",
    "correct",
    "reshape-well",
    "steps and examples side by side, the right way",
    """
def output_backward(y, y_pred, a, parameters):
    n_y, m, T_x = y.shape
    e = (y_pred - y).reshape(n_y, m * T_x) / m
    s = a.reshape(len(a), m * T_x)
    return {
        "dby": e @ np.ones((m * T_x, 1)),
        "dWya": e @ s.T,
        "da": (parameters["Wya"].T @ e).reshape(a.shape),
    }
""",
)
attempt(
    "output_backward",
    "correct",
    "matmul-over-steps",
    "steps first, so that @ works on a stack of matrices",
    """
def output_backward(y, y_pred, a, parameters):
    Wya = parameters["Wya"]
    error = np.moveaxis(y_pred - y, -1, 0) / y.shape[1]
    states = np.moveaxis(a, -1, 0)
    grads = {}
    grads["da"] = np.moveaxis(Wya.T @ error, 0, -1)
    grads["dWya"] = (error @ states.transpose(0, 2, 1)).sum(0)
    grads["dby"] = error.sum((0, 2)).reshape(-1, 1)
    return grads
""",
)
