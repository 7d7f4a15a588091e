# ruff: noqa: E501 - lines as a student has them
"""A fifth bank, of lessons 01 to 03: written by a cold reader, before sight of the checks.

Of the 177 wrong functions, 28 have two mistakes. One call of `check` refused every one of them
and passed every right one. It named 118 mistakes; of the others it told the first wrong quantity
or the line. One message asked a question beside the point, next to the right one.
"""

MUTANTS = {}


def attempt(function, kind, name, note, source):
    MUTANTS.setdefault(function, []).append((name, source.lstrip("\n"), kind, note))


attempt(
    "sigmoid",
    "wrong",
    "plain-formula",
    "first formula as it stands, overflows at -1000",
    """
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
""",
)

attempt(
    "sigmoid",
    "wrong",
    "plain-formula-sign",
    "forgot the minus",
    """
def sigmoid(z):
    return 1 / (1 + np.exp(z))
""",
)

attempt(
    "sigmoid",
    "wrong",
    "second-form-everywhere",
    "second form only, overflows at +1000",
    """
def sigmoid(z):
    return np.exp(z) / (1 + np.exp(z))
""",
)

attempt(
    "sigmoid",
    "wrong",
    "where-unsafe",
    "np.where over two unsafe branches",
    """
def sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
""",
)

attempt(
    "sigmoid",
    "wrong",
    "where-swapped",
    "safe exponential, branches exchanged",
    """
def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, e / (1 + e), 1 / (1 + e))
""",
)

attempt(
    "sigmoid",
    "wrong",
    "abs-only-first",
    "uses |z| in the first form for all",
    """
def sigmoid(z):
    e = np.exp(-np.abs(z))
    return 1 / (1 + e)
""",
)

attempt(
    "sigmoid",
    "wrong",
    "clip-500-wrong-sign",
    "two: clipped and without the minus",
    """
def sigmoid(z):
    z = np.clip(z, -500, 500)
    return 1 / (1 + np.exp(z))
""",
)

attempt(
    "sigmoid",
    "wrong",
    "abs-without-minus",
    "exp(|z|)",
    """
def sigmoid(z):
    e = np.exp(np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))
""",
)

attempt(
    "sigmoid",
    "wrong",
    "minus-in-denominator",
    "1 - e",
    """
def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 - e), e / (1 - e))
""",
)

attempt(
    "sigmoid",
    "wrong",
    "scalar-if",
    "if on an array",
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
    "tanh-without-half",
    "tanh identity, half of z forgotten",
    """
def sigmoid(z):
    return 0.5 * (1 + np.tanh(z))
""",
)

attempt(
    "sigmoid",
    "wrong",
    "mask-overwrites-input",
    "in place on z",
    """
def sigmoid(z):
    pos = z >= 0
    z[pos] = 1 / (1 + np.exp(-z[pos]))
    z[~pos] = np.exp(z[~pos]) / (1 + np.exp(z[~pos]))
    return z
""",
)

attempt(
    "sigmoid",
    "wrong",
    "zeros-like-ints",
    "zeros_like of whole numbers cuts the result",
    """
def sigmoid(z):
    out = np.zeros_like(z)
    pos = z >= 0
    out[pos] = 1 / (1 + np.exp(-z[pos]))
    e = np.exp(z[~pos])
    out[~pos] = e / (1 + e)
    return out
""",
)

attempt(
    "sigmoid",
    "wrong",
    "prints-instead",
    "print, no return",
    """
def sigmoid(z):
    e = np.exp(-np.abs(z))
    s = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
    print(s.shape)
""",
)

attempt(
    "sigmoid",
    "wrong",
    "where-missing-e",
    "two: 1 in the numerator on both sides and no abs",
    """
def sigmoid(z):
    e = np.exp(-abs(z))
    return np.where(z > 0, 1 / (1 + e), 1 / (1 + e))
""",
)

attempt(
    "sigmoid",
    "correct",
    "tanh-identity",
    "through tanh",
    """
def sigmoid(z):
    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))
""",
)

attempt(
    "sigmoid",
    "correct",
    "logaddexp",
    "exp of minus logaddexp",
    """
def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))
""",
)

attempt(
    "sigmoid",
    "correct",
    "masks",
    "boolean masks into a float array",
    """
def sigmoid(z):
    z = np.asarray(z, dtype=float)
    result = np.empty(z.shape)
    positive = z >= 0
    result[positive] = 1 / (1 + np.exp(-z[positive]))
    small = np.exp(z[~positive])
    result[~positive] = small / (1 + small)
    return result
""",
)

attempt(
    "sigmoid",
    "correct",
    "clipped",
    "clips the exponent",
    """
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))
""",
)

attempt(
    "sigmoid",
    "correct",
    "piecewise",
    "np.minimum in numerator and denominator",
    """
def sigmoid(z):
    top = np.exp(np.minimum(z, 0))
    bottom = np.exp(-np.abs(z)) + 1
    return top / bottom
""",
)

attempt(
    "softmax",
    "wrong",
    "no-maximum",
    "no shift",
    """
def softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=0, keepdims=True)
""",
)

attempt(
    "softmax",
    "wrong",
    "whole-array-max",
    "one maximum for all",
    """
def softmax(z):
    e = np.exp(z - np.max(z))
    return e / np.sum(e, axis=0, keepdims=True)
""",
)

attempt(
    "softmax",
    "wrong",
    "whole-array-sum",
    "sum over everything",
    """
def softmax(z):
    e = np.exp(z - z.max(axis=0, keepdims=True))
    return e / e.sum()
""",
)

attempt(
    "softmax",
    "wrong",
    "rows",
    "axis 1 throughout",
    """
def softmax(z):
    z = z - z.max(axis=1, keepdims=True)
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
""",
)

attempt(
    "softmax",
    "wrong",
    "axis-1-keep-off",
    "two: axis 1 and no keepdims",
    """
def softmax(z):
    z = z - z.max(axis=1)
    return np.exp(z) / np.exp(z).sum(axis=1)
""",
)

attempt(
    "softmax",
    "wrong",
    "max-axis-1-sum-axis-0",
    "maximum of each row",
    """
def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)
""",
)

attempt(
    "softmax",
    "wrong",
    "sum-axis-1",
    "sum of each row",
    """
def softmax(z):
    e = np.exp(z - z.max(axis=0, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
""",
)

attempt(
    "softmax",
    "wrong",
    "shift-in-numerator-only",
    "shift forgotten in the sum",
    """
def softmax(z):
    z_max = z.max(axis=0, keepdims=True)
    return np.exp(z - z_max) / np.exp(z).sum(axis=0, keepdims=True)
""",
)

attempt(
    "softmax",
    "wrong",
    "forgot-exp-in-sum",
    "divides by the sum of scores",
    """
def softmax(z):
    z = z - z.max(axis=0, keepdims=True)
    return np.exp(z) / z.sum(axis=0, keepdims=True)
""",
)

attempt(
    "softmax",
    "wrong",
    "divides-before-exp",
    "exp of the share",
    """
def softmax(z):
    z = z - z.max(axis=0, keepdims=True)
    return np.exp(z / z.sum(axis=0, keepdims=True))
""",
)

attempt(
    "softmax",
    "wrong",
    "plus-max",
    "adds the maximum",
    """
def softmax(z):
    e = np.exp(z + z.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)
""",
)

attempt(
    "softmax",
    "wrong",
    "in-place-shift",
    "changes the scores of the caller",
    """
def softmax(z):
    z -= z.max(axis=0, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=0, keepdims=True)
""",
)

attempt(
    "softmax",
    "wrong",
    "divides-by-max",
    "two: divides by the max, sum of all",
    """
def softmax(z):
    e = np.exp(z / z.max(axis=0, keepdims=True))
    return e / e.sum()
""",
)

attempt(
    "softmax",
    "wrong",
    "subtracts-mean",
    "mean in place of max",
    """
def softmax(z):
    e = np.exp(z - z.mean(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)
""",
)

attempt(
    "softmax",
    "wrong",
    "log-softmax",
    "returns logarithms",
    """
def softmax(z):
    z = z - z.max(axis=0, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=0, keepdims=True))
""",
)

attempt(
    "softmax",
    "wrong",
    "min-shift",
    "subtracts the minimum",
    """
def softmax(z):
    e = np.exp(z - z.min(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)
""",
)

attempt(
    "softmax",
    "correct",
    "column-loop",
    "loop over columns",
    """
def softmax(z):
    out = np.empty(z.shape)
    for j in range(z.shape[1]):
        e = np.exp(z[:, j] - max(z[:, j]))
        out[:, j] = e / sum(e)
    return out
""",
)

attempt(
    "softmax",
    "correct",
    "via-transpose",
    "transposed, rows",
    """
def softmax(z):
    e = np.exp(z.T - z.T.max(axis=1)[:, None])
    return (e / e.sum(axis=1)[:, None]).T
""",
)

attempt(
    "softmax",
    "correct",
    "log-sum-exp",
    "exp of the logarithm",
    """
def softmax(z):
    return np.exp(z - np.logaddexp.reduce(z, axis=0))
""",
)

attempt(
    "softmax",
    "correct",
    "no-keepdims",
    "broadcasting (m,) against the last axis",
    """
def softmax(z):
    e = np.exp(z - np.amax(z, 0))
    return np.divide(e, np.einsum("ij->j", e))
""",
)

attempt(
    "feed_forward",
    "wrong",
    "no-tanh",
    "hidden layer linear",
    """
def feed_forward(x, parameters):
    a1 = parameters["W1"] @ x + parameters["b1"]
    y_pred = softmax(parameters["W2"] @ a1 + parameters["b2"])
    return y_pred, (x, a1, y_pred, parameters)
""",
)

attempt(
    "feed_forward",
    "wrong",
    "sigmoid-hidden",
    "sigmoid, just written, in place of tanh",
    """
def feed_forward(x, parameters):
    a1 = sigmoid(parameters["W1"] @ x + parameters["b1"])
    y_pred = softmax(parameters["W2"] @ a1 + parameters["b2"])
    return y_pred, (x, a1, y_pred, parameters)
""",
)

attempt(
    "feed_forward",
    "wrong",
    "sigmoid-output",
    "sigmoid at the output",
    """
def feed_forward(x, parameters):
    a1 = np.tanh(parameters["W1"] @ x + parameters["b1"])
    y_pred = sigmoid(parameters["W2"] @ a1 + parameters["b2"])
    return y_pred, (x, a1, y_pred, parameters)
""",
)

attempt(
    "feed_forward",
    "wrong",
    "bias-outside",
    "bias after the tanh",
    """
def feed_forward(x, parameters):
    a1 = np.tanh(parameters["W1"] @ x) + parameters["b1"]
    y_pred = softmax(parameters["W2"] @ a1 + parameters["b2"])
    return y_pred, (x, a1, y_pred, parameters)
""",
)

attempt(
    "feed_forward",
    "wrong",
    "no-b2",
    "b2 forgotten",
    """
def feed_forward(x, parameters):
    a1 = np.tanh(parameters["W1"] @ x + parameters["b1"])
    y_pred = softmax(parameters["W2"] @ a1)
    return y_pred, (x, a1, y_pred, parameters)
""",
)

attempt(
    "feed_forward",
    "wrong",
    "star",
    "* in place of @",
    """
def feed_forward(x, parameters):
    a1 = np.tanh(parameters["W1"] * x + parameters["b1"])
    y_pred = softmax(parameters["W2"] * a1 + parameters["b2"])
    return y_pred, (x, a1, y_pred, parameters)
""",
)

attempt(
    "feed_forward",
    "wrong",
    "z1-in-cache",
    "two names: caches scores in place of activation",
    """
def feed_forward(x, parameters):
    z1 = parameters["W1"] @ x + parameters["b1"]
    a1 = np.tanh(z1)
    y_pred = softmax(parameters["W2"] @ a1 + parameters["b2"])
    return y_pred, (x, z1, y_pred, parameters)
""",
)

attempt(
    "feed_forward",
    "wrong",
    "tanh-twice-no-softmax",
    "two: tanh again at the output, no softmax",
    """
def feed_forward(x, parameters):
    a1 = np.tanh(parameters["W1"] @ x + parameters["b1"])
    y_pred = np.tanh(parameters["W2"] @ a1 + parameters["b2"])
    return y_pred, (x, a1, y_pred, parameters)
""",
)

attempt(
    "feed_forward",
    "wrong",
    "scores-returned",
    "no softmax",
    """
def feed_forward(x, parameters):
    a1 = np.tanh(parameters["W1"] @ x + parameters["b1"])
    y_pred = parameters["W2"] @ a1 + parameters["b2"]
    return y_pred, (x, a1, y_pred, parameters)
""",
)

attempt(
    "feed_forward",
    "wrong",
    "both-biases-gone",
    "two: b1 and b2 forgotten",
    """
def feed_forward(x, parameters):
    a1 = np.tanh(parameters["W1"] @ x)
    y_pred = softmax(parameters["W2"] @ a1)
    return y_pred, (x, a1, y_pred, parameters)
""",
)

attempt(
    "feed_forward",
    "wrong",
    "tanh-around-softmax-input",
    "tanh around the scores too",
    """
def feed_forward(x, parameters):
    a1 = np.tanh(parameters["W1"] @ x + parameters["b1"])
    y_pred = softmax(np.tanh(parameters["W2"] @ a1 + parameters["b2"]))
    return y_pred, (x, a1, y_pred, parameters)
""",
)

attempt(
    "feed_forward",
    "wrong",
    "minus-b1",
    "bias subtracted",
    """
def feed_forward(x, parameters):
    W1, b1, W2, b2 = parameters["W1"], parameters["b1"], parameters["W2"], parameters["b2"]
    a1 = np.tanh(W1 @ x - b1)
    y_pred = softmax(W2 @ a1 + b2)
    return y_pred, (x, a1, y_pred, parameters)
""",
)

attempt(
    "feed_forward",
    "wrong",
    "order-of-values",
    "takes the values of the dict by position",
    """
def feed_forward(x, parameters):
    W1, W2, b1, b2 = parameters.values()
    a1 = np.tanh(W1 @ x + b1)
    y_pred = softmax(W2 @ a1 + b2)
    return y_pred, (x, a1, y_pred, parameters)
""",
)

attempt(
    "feed_forward",
    "wrong",
    "relu-and-bias",
    "two: relu, and b2 from layer 1",
    """
def feed_forward(x, parameters):
    a1 = np.maximum(0, parameters["W1"] @ x + parameters["b1"])
    y_pred = softmax(parameters["W2"] @ a1)
    return y_pred, (x, a1, y_pred, parameters)
""",
)

attempt(
    "feed_forward",
    "wrong",
    "softmax-hidden-too",
    "softmax in both layers",
    """
def feed_forward(x, parameters):
    a1 = softmax(parameters["W1"] @ x + parameters["b1"])
    y_pred = softmax(parameters["W2"] @ a1 + parameters["b2"])
    return y_pred, (x, a1, y_pred, parameters)
""",
)

attempt(
    "feed_forward",
    "correct",
    "dot-and-names",
    "np.dot, helper inside",
    """
def feed_forward(x, parameters):
    def layer(W, b, inp):
        return np.dot(W, inp) + b

    W1, b1, W2, b2 = [parameters[k] for k in ("W1", "b1", "W2", "b2")]
    a1 = np.tanh(layer(W1, b1, x))
    y_pred = softmax(layer(W2, b2, a1))
    cache = (x, a1, y_pred, parameters)
    return y_pred, cache
""",
)

attempt(
    "feed_forward",
    "correct",
    "tanh-from-sigmoid",
    "tanh from the sigmoid of lesson 01",
    """
def feed_forward(x, parameters):
    a1 = 2 * sigmoid(2 * (parameters["W1"] @ x + parameters["b1"])) - 1
    y_pred = softmax(parameters["W2"].dot(a1) + parameters["b2"])
    return y_pred, (x, a1, y_pred, parameters)
""",
)

attempt(
    "feed_forward",
    "correct",
    "bias-column",
    "augmented matrix",
    """
def feed_forward(x, parameters):
    ones = np.ones((1, x.shape[1]))
    A1 = np.hstack([parameters["W1"], parameters["b1"]])
    A2 = np.hstack([parameters["W2"], parameters["b2"]])
    a1 = np.tanh(A1 @ np.vstack([x, ones]))
    y_pred = softmax(A2 @ np.vstack([a1, ones]))
    return y_pred, (x, a1, y_pred, parameters)
""",
)

attempt(
    "cross_entropy",
    "wrong",
    "sum-not-mean",
    "no 1/m",
    """
def cross_entropy(y_pred, y):
    p = np.sum(y * y_pred, axis=0)
    return -np.sum(np.log(p))
""",
)

attempt(
    "cross_entropy",
    "wrong",
    "mean-over-all-entries",
    "np.mean over classes too",
    """
def cross_entropy(y_pred, y):
    return -np.mean(y * np.log(y_pred + 1e-12))
""",
)

attempt(
    "cross_entropy",
    "wrong",
    "zero-times-log",
    "0 * log 0",
    """
def cross_entropy(y_pred, y):
    m = y.shape[1]
    return -np.sum(y * np.log(y_pred)) / m
""",
)

attempt(
    "cross_entropy",
    "wrong",
    "no-minus",
    "sign",
    """
def cross_entropy(y_pred, y):
    return np.mean(np.log(np.sum(y * y_pred, axis=0)))
""",
)

attempt(
    "cross_entropy",
    "wrong",
    "log2",
    "logarithm of base 2",
    """
def cross_entropy(y_pred, y):
    return -np.mean(np.log2(np.sum(y * y_pred, axis=0)))
""",
)

attempt(
    "cross_entropy",
    "wrong",
    "divide-by-classes",
    "y.shape[0]",
    """
def cross_entropy(y_pred, y):
    m = y.shape[0]
    p = (y * y_pred).sum(axis=0)
    return -np.log(p).sum() / m
""",
)

attempt(
    "cross_entropy",
    "wrong",
    "len-y",
    "two: len(y) and no minus",
    """
def cross_entropy(y_pred, y):
    p = (y * y_pred).sum(axis=0)
    return np.log(p).sum() / len(y)
""",
)

attempt(
    "cross_entropy",
    "wrong",
    "per-example",
    "returns a loss for each example",
    """
def cross_entropy(y_pred, y):
    return -np.log(np.sum(y * y_pred, axis=0))
""",
)

attempt(
    "cross_entropy",
    "wrong",
    "binary",
    "binary cross-entropy",
    """
def cross_entropy(y_pred, y):
    m = y.shape[1]
    eps = 1e-12
    return -np.sum(y * np.log(y_pred + eps) + (1 - y) * np.log(1 - y_pred + eps)) / m
""",
)

attempt(
    "cross_entropy",
    "wrong",
    "log-of-mean",
    "log of the mean probability",
    """
def cross_entropy(y_pred, y):
    return -np.log(np.mean(np.sum(y * y_pred, axis=0)))
""",
)

attempt(
    "cross_entropy",
    "wrong",
    "log-of-largest",
    "the largest probability in place of the true one",
    """
def cross_entropy(y_pred, y):
    return -np.mean(np.log(y_pred.max(axis=0)))
""",
)

attempt(
    "cross_entropy",
    "wrong",
    "arguments-swapped",
    "log of labels",
    """
def cross_entropy(y_pred, y):
    return -np.mean(np.sum(y_pred * np.log(y + 1e-12), axis=0))
""",
)

attempt(
    "cross_entropy",
    "wrong",
    "axis-1",
    "sums rows",
    """
def cross_entropy(y_pred, y):
    p = np.sum(y * y_pred, axis=1)
    return -np.mean(np.log(p))
""",
)

attempt(
    "cross_entropy",
    "wrong",
    "big-floor",
    "floor of a tenth... 1e-3 added to every probability",
    """
def cross_entropy(y_pred, y):
    p = np.sum(y * y_pred, axis=0)
    return -np.mean(np.log(p + 1e-3))
""",
)

attempt(
    "cross_entropy",
    "wrong",
    "squared-error",
    "mean squared error",
    """
def cross_entropy(y_pred, y):
    return np.mean(np.sum((y_pred - y) ** 2, axis=0))
""",
)

attempt(
    "cross_entropy",
    "wrong",
    "one-minus-p",
    "two: no log, 1 - p",
    """
def cross_entropy(y_pred, y):
    p = np.sum(y * y_pred, axis=0)
    return np.mean(1 - p)
""",
)

attempt(
    "cross_entropy",
    "wrong",
    "boolean-index",
    "indexes with whole-number labels",
    """
def cross_entropy(y_pred, y):
    return -np.mean(np.log(y_pred[y]))
""",
)

attempt(
    "cross_entropy",
    "correct",
    "boolean-mask",
    "mask of the true class",
    """
def cross_entropy(y_pred, y):
    return -np.log(y_pred.T[y.T == 1]).mean()
""",
)

attempt(
    "cross_entropy",
    "correct",
    "argmax-index",
    "argmax and fancy index",
    """
def cross_entropy(y_pred, y):
    m = y.shape[1]
    return float(np.sum(-np.log(y_pred[y.argmax(axis=0), np.arange(m)])) / m)
""",
)

attempt(
    "cross_entropy",
    "correct",
    "einsum-floor",
    "einsum with a floor",
    """
def cross_entropy(y_pred, y):
    p = np.einsum("ij,ij->j", y, y_pred)
    return -np.average(np.log(np.clip(p, 1e-12, None)))
""",
)

attempt(
    "cross_entropy",
    "correct",
    "python-loop",
    "plain loop",
    """
def cross_entropy(y_pred, y):
    total = 0.0
    for j in range(y.shape[1]):
        for i in range(y.shape[0]):
            if y[i, j] == 1:
                total -= np.log(y_pred[i, j])
    return total / y.shape[1]
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "no-m",
    "1/m forgotten",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = y_pred - y
    dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
    return {
        "dW1": dz1 @ x.T,
        "db1": dz1.sum(axis=1, keepdims=True),
        "dW2": dz2 @ a1.T,
        "db2": dz2.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "m-at-every-product",
    "1/m twice for the gradients",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    m = y.shape[1]
    dz2 = (y_pred - y) / m
    dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
    return {
        "dW1": dz1 @ x.T / m,
        "db1": dz1.sum(axis=1, keepdims=True) / m,
        "dW2": dz2 @ a1.T / m,
        "db2": dz2.sum(axis=1, keepdims=True) / m,
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "label-minus-prediction",
    "sign",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = (y - y_pred) / y.shape[1]
    dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
    return {
        "dW1": dz1 @ x.T,
        "db1": dz1.sum(axis=1, keepdims=True),
        "dW2": dz2 @ a1.T,
        "db2": dz2.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "slope-of-sigmoid",
    "a (1 - a)",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = (y_pred - y) / y.shape[1]
    dz1 = (parameters["W2"].T @ dz2) * a1 * (1 - a1)
    return {
        "dW1": dz1 @ x.T,
        "db1": dz1.sum(axis=1, keepdims=True),
        "dW2": dz2 @ a1.T,
        "db2": dz2.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "slope-not-squared",
    "1 - a1",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = (y_pred - y) / y.shape[1]
    dz1 = (parameters["W2"].T @ dz2) * (1 - a1)
    return {
        "dW1": dz1 @ x.T,
        "db1": dz1.sum(axis=1, keepdims=True),
        "dW2": dz2 @ a1.T,
        "db2": dz2.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "slope-gone",
    "tanh not passed",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = (y_pred - y) / y.shape[1]
    dz1 = parameters["W2"].T @ dz2
    return {
        "dW1": dz1 @ x.T,
        "db1": dz1.sum(axis=1, keepdims=True),
        "dW2": dz2 @ a1.T,
        "db2": dz2.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "slope-gone-and-m",
    "two: no slope, no 1/m",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = y_pred - y
    dz1 = parameters["W2"].T @ dz2
    return {
        "dW1": dz1 @ x.T,
        "db1": dz1.sum(axis=1, keepdims=True),
        "dW2": dz2 @ a1.T,
        "db2": dz2.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "tanh-again",
    "1 - tanh(a1)^2: takes tanh of the activation",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = (y_pred - y) / y.shape[1]
    dz1 = (parameters["W2"].T @ dz2) * (1 - np.tanh(a1) ** 2)
    return {
        "dW1": dz1 @ x.T,
        "db1": dz1.sum(axis=1, keepdims=True),
        "dW2": dz2 @ a1.T,
        "db2": dz2.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "bias-mean",
    "mean in place of sum in both biases",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = (y_pred - y) / y.shape[1]
    dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
    return {
        "dW1": dz1 @ x.T,
        "db1": dz1.mean(axis=1, keepdims=True),
        "dW2": dz2 @ a1.T,
        "db2": dz2.mean(axis=1, keepdims=True),
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "bias-flat",
    "keepdims forgotten",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = (y_pred - y) / y.shape[1]
    dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
    return {
        "dW1": dz1 @ x.T,
        "db1": dz1.sum(axis=1),
        "dW2": dz2 @ a1.T,
        "db2": dz2.sum(axis=1),
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "keys-without-d",
    "keys named as the parameters",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = (y_pred - y) / y.shape[1]
    dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
    return {
        "W1": dz1 @ x.T,
        "b1": dz1.sum(axis=1, keepdims=True),
        "W2": dz2 @ a1.T,
        "b2": dz2.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "a1-and-x-swapped-in-slope",
    "dW2 with the slope's array: dz1 for layer 2's bias, two slips",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = (y_pred - y) / y.shape[1]
    dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
    return {
        "dW1": (parameters["W2"].T @ dz2) @ x.T,
        "db1": dz1.sum(axis=1, keepdims=True),
        "dW2": dz2 @ (1 - a1**2).T,
        "db2": dz2.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "m-is-classes",
    "m from shape[0]",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    m = y.shape[0]
    dz2 = (y_pred - y) / m
    dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
    return {
        "dW1": dz1 @ x.T,
        "db1": dz1.sum(axis=1, keepdims=True),
        "dW2": dz2 @ a1.T,
        "db2": dz2.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "tanh-twice",
    "the slope also on dz2 of the second layer... 1 - y_pred^2",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = (y_pred - y) * (1 - y_pred**2) / y.shape[1]
    dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
    return {
        "dW1": dz1 @ x.T,
        "db1": dz1.sum(axis=1, keepdims=True),
        "dW2": dz2 @ a1.T,
        "db2": dz2.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "long-way",
    "-y / y_pred as dz2: the softmax left out",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = -(y / y_pred) / y.shape[1]
    dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
    return {
        "dW1": dz1 @ x.T,
        "db1": dz1.sum(axis=1, keepdims=True),
        "dW2": dz2 @ a1.T,
        "db2": dz2.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "diagonal-only",
    "softmax slope of the diagonal only",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dy = -y / y_pred
    dz2 = dy * y_pred * (1 - y_pred) / y.shape[1]
    da1 = parameters["W2"].T @ dz2
    dz1 = da1 * (1 - a1 * a1)
    return {
        "dW1": dz1 @ x.T,
        "db1": np.sum(dz1, axis=1, keepdims=True),
        "dW2": dz2 @ a1.T,
        "db2": np.sum(dz2, axis=1, keepdims=True),
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "no-transpose-W2",
    "W2 @ dz2",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = (y_pred - y) / y.shape[1]
    dz1 = (parameters["W2"] @ dz2) * (1 - a1**2)
    return {
        "dW1": dz1 @ x.T,
        "db1": dz1.sum(axis=1, keepdims=True),
        "dW2": dz2 @ a1.T,
        "db2": dz2.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "dW-transposed",
    "a1 @ dz2.T",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = (y_pred - y) / y.shape[1]
    dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
    return {
        "dW1": x @ dz1.T,
        "db1": dz1.sum(axis=1, keepdims=True),
        "dW2": a1 @ dz2.T,
        "db2": dz2.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "feed_forward_backward",
    "wrong",
    "m-and-slope",
    "two: m in the weights only, slope squared away",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    m = y.shape[1]
    dz2 = y_pred - y
    dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
    return {
        "dW1": dz1 @ x.T / m,
        "db1": dz1.sum(axis=1, keepdims=True),
        "dW2": dz2 @ a1.T / m,
        "db2": dz2.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "feed_forward_backward",
    "correct",
    "einsum",
    "einsum everywhere",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = (y_pred - y) / y.shape[1]
    dz1 = np.einsum("ik,ij->kj", parameters["W2"], dz2) * (1 - a1) * (1 + a1)
    grads = dict(dW1=np.einsum("ij,kj->ik", dz1, x), dW2=np.einsum("ij,kj->ik", dz2, a1))
    grads["db1"] = np.einsum("ij->i", dz1).reshape(-1, 1)
    grads["db2"] = np.einsum("ij->i", dz2).reshape(-1, 1)
    return grads
""",
)

attempt(
    "feed_forward_backward",
    "correct",
    "m-at-the-end",
    "1/m at the gradients, once",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, p = cache
    m = x.shape[1]
    d2 = y_pred - y
    d1 = p["W2"].T.dot(d2) * (1 - a1 * a1)
    ones = np.ones((m, 1))
    return {"dW1": d1.dot(x.T) / m, "db1": d1 @ ones / m, "dW2": d2.dot(a1.T) / m, "db2": d2 @ ones / m}
""",
)

attempt(
    "feed_forward_backward",
    "correct",
    "per-example",
    "loop over the examples",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, p = cache
    g = {"d" + k: np.zeros(v.shape) for k, v in p.items()}
    m = y.shape[1]
    for j in range(m):
        dz2 = (y_pred[:, [j]] - y[:, [j]]) / m
        dz1 = p["W2"].T @ dz2 * (1 - a1[:, [j]] ** 2)
        g["dW1"] += dz1 @ x[:, [j]].T
        g["db1"] += dz1
        g["dW2"] += np.outer(dz2, a1[:, j])
        g["db2"] += dz2
    return g
""",
)

attempt(
    "gradient_step",
    "wrong",
    "plus",
    "climbs",
    """
def gradient_step(parameters, gradients, learning_rate):
    return {k: v + learning_rate * gradients["d" + k] for k, v in parameters.items()}
""",
)

attempt(
    "gradient_step",
    "wrong",
    "in-place",
    "changes the caller's arrays",
    """
def gradient_step(parameters, gradients, learning_rate):
    for name in parameters:
        parameters[name] -= learning_rate * gradients["d" + name]
    return parameters
""",
)

attempt(
    "gradient_step",
    "wrong",
    "rebinds-in-dict",
    "new arrays in the caller's dict",
    """
def gradient_step(parameters, gradients, learning_rate):
    for name in parameters:
        parameters[name] = parameters[name] - learning_rate * gradients["d" + name]
    return parameters
""",
)

attempt(
    "gradient_step",
    "wrong",
    "shallow-copy",
    "copies the dict and then -=",
    """
def gradient_step(parameters, gradients, learning_rate):
    new = parameters.copy()
    for name in new:
        new[name] -= learning_rate * gradients["d" + name]
    return new
""",
)

attempt(
    "gradient_step",
    "wrong",
    "zip-order",
    "pairs parameters and gradients by position",
    """
def gradient_step(parameters, gradients, learning_rate):
    new = {}
    for (name, W), dW in zip(parameters.items(), gradients.values()):
        new[name] = W - learning_rate * dW
    return new
""",
)

attempt(
    "gradient_step",
    "wrong",
    "over-gradients",
    "loops over gradients, finds one without a parameter",
    """
def gradient_step(parameters, gradients, learning_rate):
    new = {}
    for name, g in gradients.items():
        new[name[1:]] = parameters[name[1:]] - learning_rate * g
    return new
""",
)

attempt(
    "gradient_step",
    "wrong",
    "fixed-names",
    "names of this lesson only",
    """
def gradient_step(parameters, gradients, learning_rate):
    return {
        "W1": parameters["W1"] - learning_rate * gradients["dW1"],
        "b1": parameters["b1"] - learning_rate * gradients["db1"],
        "W2": parameters["W2"] - learning_rate * gradients["dW2"],
        "b2": parameters["b2"] - learning_rate * gradients["db2"],
    }
""",
)

attempt(
    "gradient_step",
    "wrong",
    "keys-with-d",
    "results named after the gradients",
    """
def gradient_step(parameters, gradients, learning_rate):
    return {"d" + k: v - learning_rate * gradients["d" + k] for k, v in parameters.items()}
""",
)

attempt(
    "gradient_step",
    "wrong",
    "forgot-rate",
    "full step",
    """
def gradient_step(parameters, gradients, learning_rate):
    return {k: v - gradients["d" + k] for k, v in parameters.items()}
""",
)

attempt(
    "gradient_step",
    "wrong",
    "divides-rate",
    "two: divides by the rate, adds",
    """
def gradient_step(parameters, gradients, learning_rate):
    return {k: v + gradients["d" + k] / learning_rate for k, v in parameters.items()}
""",
)

attempt(
    "gradient_step",
    "wrong",
    "only-step",
    "returns the step, not the place",
    """
def gradient_step(parameters, gradients, learning_rate):
    return {k: -learning_rate * gradients["d" + k] for k in parameters}
""",
)

attempt(
    "gradient_step",
    "wrong",
    "returns-in-loop",
    "return inside the loop",
    """
def gradient_step(parameters, gradients, learning_rate):
    new = {}
    for k in parameters:
        new[k] = parameters[k] - learning_rate * gradients["d" + k]
        return new
""",
)

attempt(
    "gradient_step",
    "wrong",
    "mutates-gradients",
    "scales the gradients in place",
    """
def gradient_step(parameters, gradients, learning_rate):
    new = {}
    for k in parameters:
        g = gradients["d" + k]
        g *= learning_rate
        new[k] = parameters[k] - g
    return new
""",
)

attempt(
    "gradient_step",
    "wrong",
    "no-d-prefix",
    "gradients[k]",
    """
def gradient_step(parameters, gradients, learning_rate):
    return {k: parameters[k] - learning_rate * gradients[k] for k in parameters}
""",
)

attempt(
    "gradient_step",
    "wrong",
    "in-place-plus",
    "two: in place and uphill",
    """
def gradient_step(parameters, gradients, learning_rate):
    for name in parameters:
        parameters[name] += learning_rate * gradients["d" + name]
    return parameters
""",
)

attempt(
    "gradient_step",
    "correct",
    "deep-copy",
    "copies, then -=",
    """
def gradient_step(parameters, gradients, learning_rate):
    new = {name: np.array(value, dtype=float) for name, value in parameters.items()}
    for name in new:
        new[name] -= learning_rate * gradients[f"d{name}"]
    return new
""",
)

attempt(
    "gradient_step",
    "correct",
    "np-subtract",
    "ufuncs",
    """
def gradient_step(parameters, gradients, learning_rate):
    moved = dict()
    for key in list(parameters):
        moved[key] = np.subtract(parameters[key], np.multiply(learning_rate, gradients["d" + key]))
    return moved
""",
)

attempt(
    "gradient_step",
    "correct",
    "filter-gradients",
    "over the gradients, skipping those without parameter",
    """
def gradient_step(parameters, gradients, learning_rate):
    return {d[1:]: parameters[d[1:]] - learning_rate * g for d, g in gradients.items() if d[1:] in parameters}
""",
)

attempt(
    "rnn_cell_forward",
    "wrong",
    "no-old-state",
    "Waa term forgotten",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["ba"])
    yt_pred = softmax(p["Wya"] @ a_next + p["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

attempt(
    "rnn_cell_forward",
    "wrong",
    "predicts-from-old",
    "prediction looks at a_prev",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    yt_pred = softmax(p["Wya"] @ a_prev + p["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

attempt(
    "rnn_cell_forward",
    "wrong",
    "predicts-from-z",
    "prediction before the tanh",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    zt = p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"]
    a_next = np.tanh(zt)
    yt_pred = softmax(p["Wya"] @ zt + p["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

attempt(
    "rnn_cell_forward",
    "wrong",
    "sigmoid-state",
    "logistic function in place of tanh",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    a_next = 1 / (1 + np.exp(-(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])))
    yt_pred = softmax(p["Wya"] @ a_next + p["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

attempt(
    "rnn_cell_forward",
    "wrong",
    "tanh-per-term",
    "tanh of each product apart",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt) + np.tanh(p["Waa"] @ a_prev) + p["ba"]
    yt_pred = softmax(p["Wya"] @ a_next + p["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

attempt(
    "rnn_cell_forward",
    "wrong",
    "Waa-transposed",
    "Waa.T",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"].T @ a_prev + p["ba"])
    yt_pred = softmax(p["Wya"] @ a_next + p["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

attempt(
    "rnn_cell_forward",
    "wrong",
    "no-tanh",
    "tanh forgotten",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    a_next = p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"]
    yt_pred = softmax(p["Wya"] @ a_next + p["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

attempt(
    "rnn_cell_forward",
    "wrong",
    "cache-order",
    "cache with a_prev first",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    yt_pred = softmax(p["Wya"] @ a_next + p["by"])
    return a_next, yt_pred, (a_prev, a_next, xt, parameters)
""",
)

attempt(
    "rnn_cell_forward",
    "wrong",
    "bias-dropped-and-old-prediction",
    "two: no ba, prediction from a_prev",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev)
    yt_pred = softmax(p["Wya"] @ a_prev + p["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

attempt(
    "rnn_cell_forward",
    "wrong",
    "by-forgotten",
    "no bias at the output",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    yt_pred = softmax(p["Wya"] @ a_next)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

attempt(
    "rnn_cell_forward",
    "wrong",
    "bias-twice",
    "ba in both terms",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    from_input = p["Wax"] @ xt + p["ba"]
    from_state = p["Waa"] @ a_prev + p["ba"]
    a_next = np.tanh(from_input + from_state)
    yt_pred = softmax(p["Wya"] @ a_next + p["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

attempt(
    "rnn_cell_forward",
    "wrong",
    "no-softmax-no-by",
    "two: scores without bias",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    yt_pred = p["Wya"] @ a_next
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

attempt(
    "rnn_cell_forward",
    "wrong",
    "product-of-states",
    "multiplies input and state parts",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh((p["Wax"] @ xt) * (p["Waa"] @ a_prev) + p["ba"])
    yt_pred = softmax(p["Wya"] @ a_next + p["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

attempt(
    "rnn_cell_forward",
    "wrong",
    "names-swapped",
    "Wax to the state, Waa to the input",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Waa"] @ xt + p["Wax"] @ a_prev + p["ba"])
    yt_pred = softmax(p["Wya"] @ a_next + p["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

attempt(
    "rnn_cell_forward",
    "wrong",
    "z-cached",
    "z in the cache in place of a_next",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    z = p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"]
    a_next = np.tanh(z)
    yt_pred = softmax(p["Wya"] @ a_next + p["by"])
    return a_next, yt_pred, (z, a_prev, xt, parameters)
""",
)

attempt(
    "rnn_cell_forward",
    "wrong",
    "returns-two",
    "cache not returned",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    yt_pred = softmax(p["Wya"] @ a_next + p["by"])
    return a_next, yt_pred
""",
)

attempt(
    "rnn_cell_forward",
    "correct",
    "one-matrix",
    "concatenated weights",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    W = np.hstack([parameters["Waa"], parameters["Wax"]])
    a_next = np.tanh(W @ np.vstack([a_prev, xt]) + parameters["ba"])
    yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

attempt(
    "rnn_cell_forward",
    "correct",
    "accumulate",
    "in place on its own arrays",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    z = np.dot(parameters["Wax"], xt)
    z += np.dot(parameters["Waa"], a_prev)
    z += parameters["ba"]
    np.tanh(z, out=z)
    scores = np.matmul(parameters["Wya"], z) + parameters["by"]
    return z, softmax(scores), (z, a_prev, xt, parameters)
""",
)

attempt(
    "rnn_cell_backward",
    "wrong",
    "slope-gone",
    "dz = da_next",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "rnn_cell_backward",
    "wrong",
    "slope-of-old-state",
    "slope from a_prev",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_prev**2)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "rnn_cell_backward",
    "wrong",
    "dWaa-new-state",
    "dWaa with a_next",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_next.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "rnn_cell_backward",
    "wrong",
    "no-transpose-Waa",
    "Waa @ dz",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"] @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "rnn_cell_backward",
    "wrong",
    "dWaa-transposed",
    "a_prev @ dz.T",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": a_prev @ dz.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "rnn_cell_backward",
    "wrong",
    "da-prev-from-da",
    "da_prev skips the tanh",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ da_next,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "rnn_cell_backward",
    "wrong",
    "dba-not-summed",
    "bias gradient of each example",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz,
    }
""",
)

attempt(
    "rnn_cell_backward",
    "wrong",
    "dba-mean-weights-m",
    "two places divided by m",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    m = xt.shape[1]
    dz = da_next * (1 - a_next**2)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T / m,
        "dWaa": dz @ a_prev.T / m,
        "dba": dz.mean(axis=1, keepdims=True),
    }
""",
)

attempt(
    "rnn_cell_backward",
    "wrong",
    "dz-over-m",
    "1/m in dz",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2) / a_next.shape[1]
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "rnn_cell_backward",
    "wrong",
    "dba-rows",
    "sum over the units",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.sum(axis=0, keepdims=True),
    }
""",
)

attempt(
    "rnn_cell_backward",
    "wrong",
    "dba-all-da",
    "two: bias from da_next, flat",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": da_next.sum(axis=1),
    }
""",
)

attempt(
    "rnn_cell_backward",
    "wrong",
    "two-transposes",
    "two: no Waa.T, dWaa with a_next",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"] @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_next.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "rnn_cell_backward",
    "wrong",
    "slope-not-squared-and-bias",
    "two: 1 - a, mean of the bias",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.mean(axis=1, keepdims=True),
    }
""",
)

attempt(
    "rnn_cell_backward",
    "wrong",
    "weights-skip-tanh",
    "all three parameters from da_next",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": da_next @ xt.T,
        "dWaa": da_next @ a_prev.T,
        "dba": da_next.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "rnn_cell_backward",
    "wrong",
    "keys-of-code",
    "key dx in place of dxt",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2)
    return {
        "dx": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "rnn_cell_backward",
    "wrong",
    "inputs-exchanged",
    "two: dWax and dWaa on each other's... a_prev and a_next of the tuple exchanged",
    """
def rnn_cell_backward(da_next, cache):
    a_prev, a_next, xt, parameters = cache
    dz = da_next * (1 - a_next**2)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }
""",
)

attempt(
    "rnn_cell_backward",
    "correct",
    "transposed-products",
    "(A.T @ W).T",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, p = cache
    dz = (da_next - da_next * a_next * a_next).T
    both = (dz @ np.hstack([p["Wax"], p["Waa"]])).T
    n_x = len(xt)
    return dict(dxt=both[:n_x], da_prev=both[n_x:], dWax=(xt @ dz).T, dWaa=(a_prev @ dz).T, dba=dz.sum(0)[:, None])
""",
)

attempt(
    "rnn_cell_backward",
    "correct",
    "own-loop",
    "loop over the examples",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, p = cache
    dz = da_next / np.cosh(np.arctanh(a_next)) ** 2
    dWax, dWaa = np.zeros_like(p["Wax"]), np.zeros_like(p["Waa"])
    for j in range(xt.shape[1]):
        dWax += np.outer(dz[:, j], xt[:, j])
        dWaa += np.outer(dz[:, j], a_prev[:, j])
    return {"dWax": dWax, "dWaa": dWaa, "dba": dz @ np.ones((dz.shape[1], 1)), "dxt": p["Wax"].T @ dz, "da_prev": p["Waa"].T @ dz}
""",
)

attempt(
    "rnn_forward",
    "wrong",
    "state-not-handed-on",
    "always a0",
    """
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    states, predictions, caches = [], [], []
    for t in range(T_x):
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a0, parameters)
        states.append(a_next)
        predictions.append(yt)
        caches.append(cache)
    return np.stack(states, axis=2), np.stack(predictions, axis=2), (caches, x)
""",
)

attempt(
    "rnn_forward",
    "wrong",
    "stack-axis-0",
    "time first",
    """
def rnn_forward(x, a0, parameters):
    a_next = a0
    states, predictions, caches = [], [], []
    for t in range(x.shape[2]):
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        states.append(a_next)
        predictions.append(yt)
        caches.append(cache)
    return np.stack(states), np.stack(predictions), (caches, x)
""",
)

attempt(
    "rnn_forward",
    "wrong",
    "loop-over-examples",
    "range of m",
    """
def rnn_forward(x, a0, parameters):
    n_x, T_x, m = x.shape
    a_next = a0
    states, predictions, caches = [], [], []
    for t in range(T_x):
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        states.append(a_next)
        predictions.append(yt)
        caches.append(cache)
    return np.stack(states, axis=2), np.stack(predictions, axis=2), (caches, x)
""",
)

attempt(
    "rnn_forward",
    "wrong",
    "starts-from-zero",
    "a0 ignored",
    """
def rnn_forward(x, a0, parameters):
    a_next = np.zeros(a0.shape)
    states, predictions, caches = [], [], []
    for t in range(x.shape[2]):
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        states.append(a_next)
        predictions.append(yt)
        caches.append(cache)
    return np.stack(states, axis=2), np.stack(predictions, axis=2), (caches, x)
""",
)

attempt(
    "rnn_forward",
    "wrong",
    "state-before",
    "stores the old state of each step",
    """
def rnn_forward(x, a0, parameters):
    a_next = a0
    states, predictions, caches = [], [], []
    for t in range(x.shape[2]):
        states.append(a_next)
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        predictions.append(yt)
        caches.append(cache)
    return np.stack(states, axis=2), np.stack(predictions, axis=2), (caches, x)
""",
)

attempt(
    "rnn_forward",
    "wrong",
    "misses-last-step",
    "range(T_x - 1)",
    """
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    a, y_pred, caches = np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x)), []
    a_next = a0
    for t in range(T_x - 1):
        a_next, y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        caches.append(cache)
    return a, y_pred, (caches, x)
""",
)

attempt(
    "rnn_forward",
    "wrong",
    "starts-at-step-1",
    "formulas count from 1: range(1, T_x)",
    """
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    a, y_pred, caches = np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x)), []
    a[:, :, 0] = a0
    for t in range(1, T_x):
        a[:, :, t], y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], a[:, :, t - 1], parameters)
        caches.append(cache)
    return a, y_pred, (caches, x)
""",
)

attempt(
    "rnn_forward",
    "wrong",
    "index-minus-one",
    "a[:, :, t-1] at t = 0 reads zeros, a0 unused",
    """
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    a, y_pred, caches = np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x)), []
    for t in range(T_x):
        a[:, :, t], y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], a[:, :, t - 1], parameters)
        caches.append(cache)
    return a, y_pred, (caches, x)
""",
)

attempt(
    "rnn_forward",
    "wrong",
    "caches-without-x",
    "list only",
    """
def rnn_forward(x, a0, parameters):
    a_next = a0
    states, predictions, caches = [], [], []
    for t in range(x.shape[2]):
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        states.append(a_next)
        predictions.append(yt)
        caches.append(cache)
    return np.stack(states, axis=2), np.stack(predictions, axis=2), caches
""",
)

attempt(
    "rnn_forward",
    "wrong",
    "caches-order",
    "(x, list)",
    """
def rnn_forward(x, a0, parameters):
    a_next = a0
    states, predictions, caches = [], [], []
    for t in range(x.shape[2]):
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        states.append(a_next)
        predictions.append(yt)
        caches.append(cache)
    return np.stack(states, axis=2), np.stack(predictions, axis=2), (x, caches)
""",
)

attempt(
    "rnn_forward",
    "wrong",
    "first-input-always",
    "x[:, :, 0] at every step",
    """
def rnn_forward(x, a0, parameters):
    a_next = a0
    states, predictions, caches = [], [], []
    for t in range(x.shape[2]):
        a_next, yt, cache = rnn_cell_forward(x[:, :, 0], a_next, parameters)
        states.append(a_next)
        predictions.append(yt)
        caches.append(cache)
    return np.stack(states, axis=2), np.stack(predictions, axis=2), (caches, x)
""",
)

attempt(
    "rnn_forward",
    "wrong",
    "reversed-time",
    "two: from the last step, stacked in that order",
    """
def rnn_forward(x, a0, parameters):
    a_next = a0
    states, predictions, caches = [], [], []
    for t in reversed(range(x.shape[2])):
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        states.append(a_next)
        predictions.append(yt)
        caches.append(cache)
    return np.stack(states, axis=2), np.stack(predictions, axis=2), (caches, x)
""",
)

attempt(
    "rnn_forward",
    "wrong",
    "last-cache-only",
    "two: one cache, and a0 never handed on",
    """
def rnn_forward(x, a0, parameters):
    states, predictions = [], []
    for t in range(x.shape[2]):
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a0, parameters)
        states.append(a_next)
        predictions.append(yt)
    return np.stack(states, axis=2), np.stack(predictions, axis=2), ([cache], x)
""",
)

attempt(
    "rnn_forward",
    "wrong",
    "prediction-of-last-only",
    "y_pred of the last step",
    """
def rnn_forward(x, a0, parameters):
    a_next = a0
    states, caches = [], []
    for t in range(x.shape[2]):
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        states.append(a_next)
        caches.append(cache)
    return np.stack(states, axis=2), yt, (caches, x)
""",
)

attempt(
    "rnn_forward",
    "wrong",
    "hands-on-prediction",
    "hands the prediction on... state lost",
    """
def rnn_forward(x, a0, parameters):
    a_next = a0
    states, predictions, caches = [], [], []
    for t in range(x.shape[2]):
        yt, a_next, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        states.append(a_next)
        predictions.append(yt)
        caches.append(cache)
    return np.stack(states, axis=2), np.stack(predictions, axis=2), (caches, x)
""",
)

attempt(
    "rnn_forward",
    "wrong",
    "concatenated",
    "concatenate in place of stack",
    """
def rnn_forward(x, a0, parameters):
    a_next = a0
    states, predictions, caches = [], [], []
    for t in range(x.shape[2]):
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        states.append(a_next)
        predictions.append(yt)
        caches.append(cache)
    return np.concatenate(states, axis=1), np.concatenate(predictions, axis=1), (caches, x)
""",
)

attempt(
    "rnn_forward",
    "correct",
    "moveaxis",
    "loops over x with time in front",
    """
def rnn_forward(x, a0, parameters):
    steps = []
    state = a0
    for xt in np.moveaxis(x, -1, 0):
        steps.append(rnn_cell_forward(xt, state, parameters))
        state = steps[-1][0]
    a, y_pred, cells = zip(*steps)
    return np.dstack(a), np.dstack(y_pred), (list(cells), x)
""",
)

attempt(
    "rnn_forward",
    "correct",
    "filled-arrays",
    "arrays made beforehand",
    """
def rnn_forward(x, a0, parameters):
    m, T_x = x.shape[1:]
    a = np.empty((parameters["Waa"].shape[0], m, T_x))
    y_pred = np.empty((parameters["by"].shape[0], m, T_x))
    caches = [None] * T_x
    for t in range(T_x):
        before = a0 if t == 0 else a[..., t - 1]
        a[..., t], y_pred[..., t], caches[t] = rnn_cell_forward(x[..., t], before, parameters)
    return a, y_pred, (caches, x)
""",
)

attempt(
    "rnn_backward",
    "wrong",
    "no-carry",
    "each step alone",
    """
def rnn_backward(da, caches):
    caches, x = caches
    dx, dWax, dWaa, dba = np.zeros(x.shape), 0, 0, 0
    for t in reversed(range(x.shape[2])):
        g = rnn_cell_backward(da[:, :, t], caches[t])
        dx[:, :, t] = g["dxt"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return {"dx": dx, "da0": g["da_prev"], "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

attempt(
    "rnn_backward",
    "wrong",
    "carry-only",
    "own part only at the last step",
    """
def rnn_backward(da, caches):
    caches, x = caches
    dx, dWax, dWaa, dba = np.zeros(x.shape), 0, 0, 0
    carry = da[:, :, -1]
    for t in reversed(range(x.shape[2])):
        g = rnn_cell_backward(carry, caches[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

attempt(
    "rnn_backward",
    "wrong",
    "forwards",
    "loop from first to last",
    """
def rnn_backward(da, caches):
    caches, x = caches
    dx, dWax, dWaa, dba = np.zeros(x.shape), 0, 0, 0
    carry = np.zeros(da.shape[:2])
    for t in range(x.shape[2]):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

attempt(
    "rnn_backward",
    "wrong",
    "weights-of-last-step",
    "weights overwritten, not added",
    """
def rnn_backward(da, caches):
    caches, x = caches
    dx = np.zeros(x.shape)
    carry = np.zeros(da.shape[:2])
    for t in reversed(range(x.shape[2])):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax, dWaa, dba = g["dWax"], g["dWaa"], g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

attempt(
    "rnn_backward",
    "wrong",
    "carry-added-up",
    "the carry accumulates",
    """
def rnn_backward(da, caches):
    caches, x = caches
    dx, dWax, dWaa, dba = np.zeros(x.shape), 0, 0, 0
    carry = np.zeros(da.shape[:2])
    for t in reversed(range(x.shape[2])):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        carry += g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

attempt(
    "rnn_backward",
    "wrong",
    "da0-zeros",
    "da0 never filled",
    """
def rnn_backward(da, caches):
    caches, x = caches
    n_a, m, T_x = da.shape
    dx, da0 = np.zeros(x.shape), np.zeros((n_a, m))
    dWax, dWaa, dba = 0, 0, 0
    carry = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return {"dx": dx, "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

attempt(
    "rnn_backward",
    "wrong",
    "da0-is-whole-da",
    "da0 before the last step back",
    """
def rnn_backward(da, caches):
    caches, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)
    dWax, dWaa, dba = 0, 0, 0
    carry = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        whole = da[:, :, t] + carry
        g = rnn_cell_backward(whole, caches[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return {"dx": dx, "da0": whole, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

attempt(
    "rnn_backward",
    "wrong",
    "stops-before-first",
    "range(T_x - 1, 0, -1)",
    """
def rnn_backward(da, caches):
    caches, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)
    dWax, dWaa, dba = 0, 0, 0
    carry = np.zeros((n_a, m))
    for t in range(T_x - 1, 0, -1):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

attempt(
    "rnn_backward",
    "wrong",
    "cache-off-by-one",
    "caches[t - 1]",
    """
def rnn_backward(da, caches):
    caches, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)
    dWax, dWaa, dba = 0, 0, 0
    carry = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t - 1])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

attempt(
    "rnn_backward",
    "wrong",
    "weights-averaged",
    "divided by the steps",
    """
def rnn_backward(da, caches):
    caches, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)
    dWax, dWaa, dba = 0, 0, 0
    carry = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax = dWax + g["dWax"] / T_x
        dWaa = dWaa + g["dWaa"] / T_x
        dba = dba + g["dba"] / T_x
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

attempt(
    "rnn_backward",
    "wrong",
    "dx-appended-backwards",
    "dx stacked from last to first",
    """
def rnn_backward(da, caches):
    caches, x = caches
    n_a, m, T_x = da.shape
    dxs = []
    dWax, dWaa, dba = 0, 0, 0
    carry = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        g = rnn_cell_backward(da[:, :, t] + carry, caches[t])
        carry = g["da_prev"]
        dxs.append(g["dxt"])
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return {"dx": np.stack(dxs, axis=2), "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

attempt(
    "rnn_backward",
    "wrong",
    "in-place-on-da",
    "writes the carry into da",
    """
def rnn_backward(da, caches):
    caches, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)
    dWax, dWaa, dba = 0, 0, 0
    for t in reversed(range(T_x)):
        g = rnn_cell_backward(da[:, :, t], caches[t])
        if t > 0:
            da[:, :, t - 1] += g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return {"dx": dx, "da0": g["da_prev"], "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

attempt(
    "rnn_backward",
    "wrong",
    "carry-and-weights",
    "two: no carry, weights overwritten",
    """
def rnn_backward(da, caches):
    caches, x = caches
    dx = np.zeros(x.shape)
    for t in reversed(range(x.shape[2])):
        g = rnn_cell_backward(da[:, :, t], caches[t])
        dx[:, :, t] = g["dxt"]
    return {"dx": dx, "da0": g["da_prev"], "dWax": g["dWax"], "dWaa": g["dWaa"], "dba": g["dba"]}
""",
)

attempt(
    "rnn_backward",
    "wrong",
    "carry-of-da",
    "carries the whole da, not da_prev",
    """
def rnn_backward(da, caches):
    caches, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)
    dWax, dWaa, dba = 0, 0, 0
    carry = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        carry = carry + da[:, :, t]
        g = rnn_cell_backward(carry, caches[t])
        dx[:, :, t] = g["dxt"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return {"dx": dx, "da0": g["da_prev"], "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

attempt(
    "rnn_backward",
    "wrong",
    "carry-too-late",
    "two: carry taken before the cell, da0 from the sum",
    """
def rnn_backward(da, caches):
    caches, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)
    dWax, dWaa, dba = 0, 0, 0
    carry = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        g = rnn_cell_backward(da[:, :, t], caches[t])
        carry = carry + g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

attempt(
    "rnn_backward",
    "wrong",
    "carry-set-after-subtraction",
    "sign of the carry",
    """
def rnn_backward(da, caches):
    caches, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)
    dWax, dWaa, dba = 0, 0, 0
    carry = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        g = rnn_cell_backward(da[:, :, t] - carry, caches[t])
        carry = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

attempt(
    "rnn_backward",
    "correct",
    "in-place-on-copy",
    "carry written into a copy of da",
    """
def rnn_backward(da, caches):
    cells, x = caches
    da = np.concatenate([np.zeros(da.shape[:2] + (1,)), da], axis=2)
    out = {"dx": np.zeros(x.shape), "dWax": 0.0, "dWaa": 0.0, "dba": 0.0}
    for t in range(len(cells), 0, -1):
        g = rnn_cell_backward(da[:, :, t], cells[t - 1])
        da[:, :, t - 1] += g["da_prev"]
        out["dx"][:, :, t - 1] = g["dxt"]
        for key in ("dWax", "dWaa", "dba"):
            out[key] = out[key] + g[key]
    return {**out, "da0": da[:, :, 0]}
""",
)

attempt(
    "rnn_backward",
    "correct",
    "lists-and-sum",
    "lists, reversed stack",
    """
def rnn_backward(da, caches):
    cells, x = caches
    grads, carry = [], 0
    for t, cell in reversed(list(enumerate(cells))):
        grads.append(rnn_cell_backward(da[:, :, t] + carry, cell))
        carry = grads[-1]["da_prev"]
    total = {k: sum(g[k] for g in grads) for k in ("dWax", "dWaa", "dba")}
    return {"dx": np.stack([g["dxt"] for g in grads[::-1]], axis=-1), "da0": carry, **total}
""",
)

attempt(
    "output_backward",
    "wrong",
    "no-m",
    "1/m forgotten",
    """
def output_backward(y, y_pred, a, parameters):
    dz = y_pred - y
    da = np.einsum("ik,ijt->kjt", parameters["Wya"], dz)
    dWya = np.einsum("ijt,kjt->ik", dz, a)
    return {"da": da, "dWya": dWya, "dby": dz.sum(axis=(1, 2))[:, None]}
""",
)

attempt(
    "output_backward",
    "wrong",
    "m-and-T",
    "divided by m T_x",
    """
def output_backward(y, y_pred, a, parameters):
    n_y, m, T_x = y.shape
    dz = (y_pred - y) / (m * T_x)
    da = np.einsum("ik,ijt->kjt", parameters["Wya"], dz)
    dWya = np.einsum("ijt,kjt->ik", dz, a)
    return {"da": da, "dWya": dWya, "dby": dz.sum(axis=(1, 2))[:, None]}
""",
)

attempt(
    "output_backward",
    "wrong",
    "T-in-place-of-m",
    "divided by T_x",
    """
def output_backward(y, y_pred, a, parameters):
    dz = (y_pred - y) / y.shape[2]
    da = np.einsum("ik,ijt->kjt", parameters["Wya"], dz)
    dWya = np.einsum("ijt,kjt->ik", dz, a)
    return {"da": da, "dWya": dWya, "dby": dz.sum(axis=(1, 2))[:, None]}
""",
)

attempt(
    "output_backward",
    "wrong",
    "sign",
    "label minus prediction",
    """
def output_backward(y, y_pred, a, parameters):
    dz = (y - y_pred) / y.shape[1]
    da = np.einsum("ik,ijt->kjt", parameters["Wya"], dz)
    dWya = np.einsum("ijt,kjt->ik", dz, a)
    return {"da": da, "dWya": dWya, "dby": dz.sum(axis=(1, 2))[:, None]}
""",
)

attempt(
    "output_backward",
    "wrong",
    "dWya-last-step",
    "weights of the last step only",
    """
def output_backward(y, y_pred, a, parameters):
    n_y, m, T_x = y.shape
    dz = (y_pred - y) / m
    da = np.zeros(a.shape)
    for t in range(T_x):
        da[:, :, t] = parameters["Wya"].T @ dz[:, :, t]
        dWya = dz[:, :, t] @ a[:, :, t].T
        dby = dz[:, :, t].sum(axis=1, keepdims=True)
    return {"da": da, "dWya": dWya, "dby": dby}
""",
)

attempt(
    "output_backward",
    "wrong",
    "dWya-transposed",
    "a dz.T",
    """
def output_backward(y, y_pred, a, parameters):
    n_y, m, T_x = y.shape
    dz = (y_pred - y) / m
    da, dWya, dby = np.zeros(a.shape), 0, 0
    for t in range(T_x):
        da[:, :, t] = parameters["Wya"].T @ dz[:, :, t]
        dWya = dWya + a[:, :, t] @ dz[:, :, t].T
        dby = dby + dz[:, :, t].sum(axis=1, keepdims=True)
    return {"da": da, "dWya": dWya, "dby": dby}
""",
)

attempt(
    "output_backward",
    "wrong",
    "slope-of-tanh-too",
    "da with the slope of tanh",
    """
def output_backward(y, y_pred, a, parameters):
    n_y, m, T_x = y.shape
    dz = (y_pred - y) / m
    da, dWya, dby = np.zeros(a.shape), 0, 0
    for t in range(T_x):
        da[:, :, t] = parameters["Wya"].T @ dz[:, :, t] * (1 - a[:, :, t] ** 2)
        dWya = dWya + dz[:, :, t] @ a[:, :, t].T
        dby = dby + dz[:, :, t].sum(axis=1, keepdims=True)
    return {"da": da, "dWya": dWya, "dby": dby}
""",
)

attempt(
    "output_backward",
    "wrong",
    "dby-per-step",
    "bias not summed over steps",
    """
def output_backward(y, y_pred, a, parameters):
    m = y.shape[1]
    dz = (y_pred - y) / m
    da = np.einsum("ik,ijt->kjt", parameters["Wya"], dz)
    dWya = np.einsum("ijt,kjt->ik", dz, a)
    return {"da": da, "dWya": dWya, "dby": dz.sum(axis=1)}
""",
)

attempt(
    "output_backward",
    "wrong",
    "dby-flat",
    "shape (n_y,)",
    """
def output_backward(y, y_pred, a, parameters):
    m = y.shape[1]
    dz = (y_pred - y) / m
    da = np.einsum("ik,ijt->kjt", parameters["Wya"], dz)
    dWya = np.einsum("ijt,kjt->ik", dz, a)
    return {"da": da, "dWya": dWya, "dby": dz.sum(axis=(1, 2))}
""",
)

attempt(
    "output_backward",
    "wrong",
    "m-twice",
    "two: m again in the weights, mean in the bias",
    """
def output_backward(y, y_pred, a, parameters):
    m = y.shape[1]
    dz = (y_pred - y) / m
    da = np.einsum("ik,ijt->kjt", parameters["Wya"], dz)
    dWya = np.einsum("ijt,kjt->ik", dz, a) / m
    return {"da": da, "dWya": dWya, "dby": dz.mean(axis=(1, 2))[:, None]}
""",
)

attempt(
    "output_backward",
    "wrong",
    "sign-and-m",
    "two: sign and no 1/m",
    """
def output_backward(y, y_pred, a, parameters):
    dz = y - y_pred
    da = np.einsum("ik,ijt->kjt", parameters["Wya"], dz)
    dWya = np.einsum("ijt,kjt->ik", dz, a)
    return {"da": da, "dWya": dWya, "dby": dz.sum(axis=(1, 2))[:, None]}
""",
)

attempt(
    "output_backward",
    "wrong",
    "m-is-n-y",
    "y.shape[0]",
    """
def output_backward(y, y_pred, a, parameters):
    m = y.shape[0]
    dz = (y_pred - y) / m
    da = np.einsum("ik,ijt->kjt", parameters["Wya"], dz)
    dWya = np.einsum("ijt,kjt->ik", dz, a)
    return {"da": da, "dWya": dWya, "dby": dz.sum(axis=(1, 2))[:, None]}
""",
)

attempt(
    "output_backward",
    "wrong",
    "m-in-weights-only",
    "factor missing in da",
    """
def output_backward(y, y_pred, a, parameters):
    m = y.shape[1]
    dz = y_pred - y
    da = np.einsum("ik,ijt->kjt", parameters["Wya"], dz)
    dWya = np.einsum("ijt,kjt->ik", dz, a) / m
    return {"da": da, "dWya": dWya, "dby": dz.sum(axis=(1, 2))[:, None] / m}
""",
)

attempt(
    "output_backward",
    "wrong",
    "einsum-keeps-examples",
    "dby summed over everything",
    """
def output_backward(y, y_pred, a, parameters):
    m = y.shape[1]
    dz = (y_pred - y) / m
    da = np.einsum("ik,ijt->kjt", parameters["Wya"], dz)
    dWya = np.einsum("ijt,kjt->ik", dz, a)
    return {"da": da, "dWya": dWya, "dby": np.ones((y.shape[0], 1)) * dz.sum()}
""",
)

attempt(
    "output_backward",
    "wrong",
    "abs-error",
    "two: squared-error gradient through softmax and mean bias",
    """
def output_backward(y, y_pred, a, parameters):
    m = y.shape[1]
    dz = (y_pred - y) * y_pred * (1 - y_pred) / m
    da = np.einsum("ik,ijt->kjt", parameters["Wya"], dz)
    dWya = np.einsum("ijt,kjt->ik", dz, a)
    return {"da": da, "dWya": dWya, "dby": dz.mean(axis=(1, 2))[:, None]}
""",
)

attempt(
    "output_backward",
    "wrong",
    "states-shifted",
    "weights with the state before",
    """
def output_backward(y, y_pred, a, parameters):
    n_y, m, T_x = y.shape
    dz = (y_pred - y) / m
    da, dWya, dby = np.zeros(a.shape), 0, 0
    for t in range(T_x):
        da[:, :, t] = parameters["Wya"].T @ dz[:, :, t]
        dWya = dWya + dz[:, :, t] @ a[:, :, t - 1].T
        dby = dby + dz[:, :, t].sum(axis=1, keepdims=True)
    return {"da": da, "dWya": dWya, "dby": dby}
""",
)

attempt(
    "output_backward",
    "correct",
    "tensordot",
    "tensordot and moveaxis",
    """
def output_backward(y, y_pred, a, parameters):
    dz = (y_pred - y) / y.shape[1]
    da = np.tensordot(parameters["Wya"].T, dz, axes=1)
    dWya = np.tensordot(dz, a, axes=([1, 2], [1, 2]))
    return {"dby": dz.sum((1, 2)).reshape(-1, 1), "dWya": dWya, "da": da}
""",
)

attempt(
    "output_backward",
    "correct",
    "flattened",
    "reshape to one long batch",
    """
def output_backward(y, y_pred, a, parameters):
    n_y, m, T_x = y.shape
    flat = (y_pred - y).reshape(n_y, -1) / m
    states = a.reshape(len(a), -1)
    da = (parameters["Wya"].T @ flat).reshape(a.shape)
    return {"da": da, "dWya": flat @ states.T, "dby": flat.sum(axis=1, keepdims=True)}
""",
)
