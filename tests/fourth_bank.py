"""A fourth bank, written without sight of the other three and of the checks' cases."""

MUTANTS = {}


def bank(function, kind, name, note, source):
    MUTANTS.setdefault(function, []).append((name, source.lstrip("\n"), kind, note))


def wrong(function, name, note, source):
    bank(function, "wrong", name, note, source)


def right(function, name, note, source):
    bank(function, "correct", name, note, source)


# ---------------------------------------------------------------- sigmoid

wrong(
    "sigmoid",
    "ratio-of-growing-exponentials",
    "uses exp(z) / (1 + exp(z)) everywhere, so that a large positive score gives inf/inf = nan",
    """
def sigmoid(z):
    ez = np.exp(z)
    return ez / (1.0 + ez)
""",
)

wrong(
    "sigmoid",
    "output-takes-integer-dtype",
    "fills an array made by zeros_like(z), so that integer scores give an answer cut to 0 or 1",
    """
def sigmoid(z):
    result = np.zeros_like(z)
    positive = z >= 0
    result[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    result[~positive] = e / (1 + e)
    return result
""",
)

wrong(
    "sigmoid",
    "exact-zero-in-no-branch",
    "treats z > 0 and z < 0 and forgets z = 0, where it answers 0 instead of one half",
    """
def sigmoid(z):
    z = np.asarray(z, dtype=float)
    s = np.zeros(z.shape)
    s += (z > 0) * (1 / (1 + np.exp(-np.maximum(z, 0))))
    neg = np.exp(np.minimum(z, 0))
    s += (z < 0) * (neg / (1 + neg))
    return s
""",
)

wrong(
    "sigmoid",
    "absolute-value-never-undone",
    "uses 1 / (1 + exp(-|z|)) for every score, so that negative scores get sigmoid of |z|",
    """
def sigmoid(z):
    # stable: the exponent is never positive
    t = np.exp(-np.abs(z))
    return 1 / (1 + t)
""",
)

wrong(
    "sigmoid",
    "tanh-identity-without-half-angle",
    "uses (1 + tanh(z)) / 2 where the identity needs tanh(z / 2): gives sigmoid(2 z)",
    """
def sigmoid(z):
    def rescale(v):
        return (v + 1) / 2

    return rescale(np.tanh(z))
""",
)

wrong(
    "sigmoid",
    "softmax-shift-carried-over",
    "subtracts the largest score first, as softmax does, but sigmoid is not shift invariant",
    """
def sigmoid(z):
    shifted = z - np.max(z)
    e = np.exp(shifted)
    return e / (1 + e)
""",
)

wrong(
    "sigmoid",
    "negates-the-callers-array",
    "returns the right values but turns the caller's z into -z in place",
    """
def sigmoid(z):
    z *= -1
    top = np.where(z <= 0, 1.0, np.exp(-np.abs(z)))
    return top / (1 + np.exp(-np.abs(z)))
""",
)

wrong(
    "sigmoid",
    "vectorize-guesses-integer-output",
    "np.vectorize takes its output type from the first entry, so that everything becomes an"
    " integer when the first score is beyond 30 in size",
    """
def sigmoid(z):
    def one(v):
        if v > 30:
            return 1
        if v < -30:
            return 0
        return 1.0 / (1.0 + np.exp(-v))

    return np.vectorize(one)(z)
""",
)

right(
    "sigmoid",
    "through-log-of-one-plus-exp",
    "exp of minus log(1 + exp(-z)), with logaddexp for the logarithm",
    """
def sigmoid(z):
    log_denominator = np.logaddexp(0.0, np.negative(z))
    return np.exp(-log_denominator)
""",
)

right(
    "sigmoid",
    "piecewise-on-a-float-copy",
    "np.piecewise on a float copy, one stable form for each sign",
    """
def sigmoid(z):
    v = np.array(z, dtype=np.float64)
    upper = lambda t: 1.0 / (1.0 + np.exp(-t))
    lower = lambda t: np.exp(t) / (1.0 + np.exp(t))
    return np.piecewise(v, [v >= 0, v < 0], [upper, lower])
""",
)


# ---------------------------------------------------------------- softmax

wrong(
    "softmax",
    "rows-are-examples",
    "normalises along axis 1, as if each row were one example, and subtracts no maximum",
    """
def softmax(z):
    exp_scores = np.exp(z)
    probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
    return probs
""",
)

wrong(
    "softmax",
    "divides-by-the-grand-total",
    "divides by the sum over the whole matrix, so that all columns together sum to one",
    """
def softmax(z):
    e = np.exp(z - np.max(z, axis=0))
    total = sum(e.flatten())
    return e / total
""",
)

wrong(
    "softmax",
    "subtracts-each-rows-maximum",
    "subtracts the maximum of each row (class) instead of each column, which shifts the classes"
    " against each other",
    """
def softmax(z):
    biggest = np.max(z, axis=1).reshape(-1, 1)
    num = np.exp(z - biggest)
    den = np.sum(num, axis=0).reshape(1, -1)
    return num / den
""",
)

wrong(
    "softmax",
    "one-maximum-for-all-columns",
    "subtracts the maximum of the whole matrix: right, until a column lies so far below it that"
    " it underflows to 0/0",
    """
def softmax(z):
    c = np.amax(z)
    return np.exp(z - c) / np.einsum("ij->j", np.exp(z - c))
""",
)

wrong(
    "softmax",
    "shifts-the-callers-scores",
    "returns the right values but subtracts the column maxima from the caller's z in place",
    """
def softmax(z):
    for col in z.T:
        col -= col.max()
    expo = np.exp(z)
    return expo / expo.sum(axis=0)
""",
)

wrong(
    "softmax",
    "clips-scores-at-twenty",
    "clips the scores to [-20, 20] against overflow, so that scores beyond that tie",
    """
def softmax(z):
    safe = np.clip(z, -20, 20)
    e = np.exp(safe)
    return e / e.sum(axis=0, keepdims=True)
""",
)

wrong(
    "softmax",
    "squeezes-a-single-column",
    "squeezes its result, so that one example gives shape (n_y,) instead of (n_y, 1)",
    """
def softmax(z):
    zt = z.T
    zt = zt - zt.max(axis=1, keepdims=True)
    pt = np.exp(zt) / np.exp(zt).sum(axis=1, keepdims=True)
    return np.squeeze(pt.T)
""",
)

wrong(
    "softmax",
    "loops-over-the-wrong-count",
    "loops over z.shape[0] columns: leaves columns at zero when m > n_y, index error when m < n_y",
    """
def softmax(z):
    out = np.zeros(z.shape)
    for i in range(z.shape[0]):
        scores = z[:, i]
        e = np.exp(scores - scores.max())
        out[:, i] = e / e.sum()
    return out
""",
)

right(
    "softmax",
    "exponential-of-log-softmax",
    "after the column maximum, subtracts the log-sum-exp (logaddexp) and takes the exponential",
    """
def softmax(z):
    d = np.array(z, dtype=float) - np.max(z, axis=0)
    lse = np.logaddexp.reduce(d, axis=0)
    return np.exp(d - lse[np.newaxis, :])
""",
)

right(
    "softmax",
    "one-over-sum-of-differences",
    "p_i = 1 / sum_j exp(z_j - z_i), where an overflow to inf rightly gives 0",
    """
def softmax(z):
    difference = z[np.newaxis, :, :] - z[:, np.newaxis, :]
    with np.errstate(over="ignore"):
        return 1.0 / np.exp(difference.astype(float)).sum(axis=1)
""",
)


# ---------------------------------------------------------------- feed_forward

wrong(
    "feed_forward",
    "hidden-bias-outside-the-tanh",
    "adds b1 after the tanh instead of before it",
    """
def feed_forward(x, parameters):
    W1, b1, W2, b2 = (parameters[k] for k in ("W1", "b1", "W2", "b2"))
    hidden = np.tanh(np.dot(W1, x)) + b1
    out = softmax(np.dot(W2, hidden) + b2)
    return out, (x, hidden, out, parameters)
""",
)

wrong(
    "feed_forward",
    "hidden-bias-flattened",
    "ravels b1 to (n_h,), which broadcasts along the examples: an error unless m equals n_h or 1,"
    " and then wrong numbers or a wrong shape",
    """
def feed_forward(x, parameters):
    w_hidden = parameters["W1"]
    w_out = parameters["W2"]
    a1 = np.tanh(w_hidden.dot(x) + parameters["b1"].ravel())
    y_pred = softmax(w_out.dot(a1) + parameters["b2"])
    cache = (x, a1, y_pred, parameters)
    return y_pred, cache
""",
)

wrong(
    "feed_forward",
    "cache-keeps-last-example-only",
    "loops over the examples and caches the hidden activation of the last one only, (n_h, 1)"
    " instead of (n_h, m)",
    """
def feed_forward(x, parameters):
    n_y = parameters["W2"].shape[0]
    m = x.shape[1]
    y_pred = np.zeros((n_y, m))
    for i in range(m):
        xi = x[:, i:i + 1]
        a1 = np.tanh(parameters["W1"] @ xi + parameters["b1"])
        y_pred[:, i:i + 1] = softmax(parameters["W2"] @ a1 + parameters["b2"])
    return y_pred, (x, a1, y_pred, parameters)
""",
)

wrong(
    "feed_forward",
    "cache-keeps-scores-before-tanh",
    "caches z1, the hidden scores before the tanh, where a1 belongs; y_pred is right",
    """
def feed_forward(x, parameters):
    def dense(W, b, inp):
        return W @ inp + b

    hidden = dense(parameters["W1"], parameters["b1"], x)
    y_pred = softmax(dense(parameters["W2"], parameters["b2"], np.tanh(hidden)))
    return y_pred, (x, hidden, y_pred, parameters)
""",
)

wrong(
    "feed_forward",
    "intermediates-stored-in-parameters",
    "returns the right values but writes z1 and z2 into the caller's parameters dict",
    """
def feed_forward(x, parameters):
    p = parameters
    p["z1"] = p["W1"] @ x + p["b1"]
    a1 = np.tanh(p["z1"])
    p["z2"] = p["W2"] @ a1 + p["b2"]
    y_pred = softmax(p["z2"])
    return y_pred, (x, a1, y_pred, p)
""",
)

wrong(
    "feed_forward",
    "softmax-applied-twice",
    "passes the probabilities through softmax a second time, which flattens them",
    """
def feed_forward(x, parameters):
    def layer(W, b, a_in, activation):
        return activation(W @ a_in + b)

    a1 = layer(parameters["W1"], parameters["b1"], x, np.tanh)
    a2 = layer(parameters["W2"], parameters["b2"], a1, softmax)
    y_pred = softmax(a2)
    return y_pred, (x, a1, y_pred, parameters)
""",
)

wrong(
    "feed_forward",
    "hidden-buffer-shared-between-calls",
    "keeps one hidden buffer per shape and writes every call into it, so that a later call"
    " overwrites a1 in the cache of an earlier one",
    """
_buffers = {}


def feed_forward(x, parameters):
    shape = (parameters["W1"].shape[0], x.shape[1])
    if shape not in _buffers:
        _buffers[shape] = np.empty(shape)  # allocate only once
    a1 = _buffers[shape]
    np.matmul(parameters["W1"], x, out=a1)
    a1 += parameters["b1"]
    np.tanh(a1, out=a1)
    y_pred = softmax(parameters["W2"] @ a1 + parameters["b2"])
    return y_pred, (x, a1, y_pred, parameters)
""",
)

wrong(
    "feed_forward",
    "sigmoid-hidden-and-no-output-bias",
    "two mistakes: the hidden layer uses sigmoid instead of tanh, and b2 is never added",
    """
def feed_forward(x, parameters):
    z1 = np.einsum("hx,xm->hm", parameters["W1"], x) + parameters["b1"]
    a1 = sigmoid(z1)
    z2 = np.einsum("yh,hm->ym", parameters["W2"], a1)
    y_pred = softmax(z2)
    cache = (x, a1, y_pred, parameters)
    return y_pred, cache
""",
)

right(
    "feed_forward",
    "biases-as-extra-columns",
    "appends each bias to its matrix and a row of ones to its input",
    """
def feed_forward(x, parameters):
    def affine(W, b, v):
        ones = np.ones((1, v.shape[1]))
        return np.hstack([W, b]) @ np.vstack([v, ones])

    a1 = np.tanh(affine(parameters["W1"], parameters["b1"], x))
    y_pred = softmax(affine(parameters["W2"], parameters["b2"], a1))
    return y_pred, (x, a1, y_pred, parameters)
""",
)

right(
    "feed_forward",
    "row-major-inside-with-sigmoid-for-tanh",
    "works on rows and transposes at the end, with tanh(z) = 2 sigmoid(2 z) - 1",
    """
def feed_forward(x, parameters):
    hidden, probs = [], []
    for row in x.T:
        h = 2.0 * sigmoid(2.0 * (parameters["W1"] @ row + parameters["b1"][:, 0])) - 1.0
        s = parameters["W2"] @ h + parameters["b2"][:, 0]
        hidden.append(h)
        probs.append(softmax(s[:, None])[:, 0])
    a1 = np.array(hidden).T
    y_pred = np.array(probs).T
    return y_pred, (x, a1, y_pred, parameters)
""",
)


# ---------------------------------------------------------------- cross_entropy

wrong(
    "cross_entropy",
    "zero-times-log-of-zero",
    "takes the logarithm of every class before masking, so that a 0 for another class gives nan",
    """
def cross_entropy(y_pred, y):
    m = y.shape[1]
    return -np.sum(y * np.log(y_pred)) / m
""",
)

wrong(
    "cross_entropy",
    "clips-at-one-in-ten-million",
    "clips probabilities at 1e-7 as Keras does, so that a true class below that costs too little",
    """
def cross_entropy(y_pred, y):
    eps = 1e-7
    y_pred = np.clip(y_pred, eps, 1.0)
    losses = [-np.sum(t * np.log(p)) for p, t in zip(y_pred.T, y.T)]
    return sum(losses) / len(losses)
""",
)

wrong(
    "cross_entropy",
    "raises-zeros-in-the-callers-array",
    "returns the right value but replaces the zeros in the caller's y_pred by 1e-12",
    """
def cross_entropy(y_pred, y):
    y_pred[y_pred < 1e-12] = 1e-12
    log_likelihood = np.sum(y * np.log(y_pred), axis=0)
    return -np.mean(log_likelihood)
""",
)

wrong(
    "cross_entropy",
    "takes-probabilities-for-scores",
    "applies softmax to y_pred first, as PyTorch's CrossEntropyLoss does with raw scores",
    """
def cross_entropy(y_pred, y):
    log_probs = np.log(softmax(y_pred))
    target = np.argmax(y, axis=0)
    picked = log_probs[target, np.arange(y.shape[1])]
    return float(-picked.mean())
""",
)

wrong(
    "cross_entropy",
    "logarithm-of-the-mean",
    "averages the true classes' probabilities first and takes one logarithm: differs for m > 1",
    """
def cross_entropy(y_pred, y):
    p_correct = np.einsum("ij,ij->j", y_pred, y)
    return -np.log(max(np.mean(p_correct), 1e-12))
""",
)

wrong(
    "cross_entropy",
    "true-probabilities-cut-to-integers",
    "collects the true classes' probabilities in an array of y's dtype: integer labels cut them"
    " to 0, float labels are fine",
    """
def cross_entropy(y_pred, y):
    m = y.shape[1]
    p = np.zeros_like(y[0])
    for j in range(m):
        p[j] = y_pred[y[:, j] == 1, j][0]
    p = np.maximum(p, 1e-12)
    return -np.log(p).sum() / m
""",
)

wrong(
    "cross_entropy",
    "divides-by-len-of-y",
    "divides the total by len(y), which is the number of classes, not of examples",
    """
def cross_entropy(y_pred, y):
    N = len(y)
    total = 0.0
    for prob, label in zip(y_pred.ravel(), y.ravel()):
        if label == 1:
            total += -np.log(max(prob, 1e-12))
    return total / N
""",
)

wrong(
    "cross_entropy",
    "binary-formula-over-all-entries",
    "two mistakes: adds the binary term for the other classes, and averages over n_y * m entries",
    """
def cross_entropy(y_pred, y):
    q = np.clip(y_pred, 1e-12, 1 - 1e-12)
    bce = -(y * np.log(q) + (1 - y) * np.log(1 - q))
    return np.mean(bce)
""",
)

right(
    "cross_entropy",
    "boolean-mask-of-labels",
    "picks the true classes with a boolean mask; the order does not matter for the mean",
    """
def cross_entropy(y_pred, y):
    p = y_pred[y.astype(bool)]
    return np.log(1.0 / np.maximum(p, 1e-300)).mean()
""",
)

right(
    "cross_entropy",
    "plain-python-loop",
    "loops over the columns with argmax and math.log and averages with fsum",
    """
import math


def cross_entropy(y_pred, y):
    k = y.argmax(axis=0)
    costs = []
    for j, c in enumerate(k):
        costs.append(-math.log(max(float(y_pred[c, j]), 1e-15)))
    return math.fsum(costs) / len(costs)
""",
)


# ---------------------------------------------------------------- feed_forward_backward

wrong(
    "feed_forward_backward",
    "softmax-jacobian-diagonal-only",
    "chains -y / p with p (1 - p) and leaves out the off-diagonal terms of the softmax Jacobian:"
    " dz2 is zero for every class that is not the true one",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, params = cache
    m = y.shape[1]
    # loss -> probabilities -> scores; (-y / p) * p * (1 - p), shortened
    dz2 = -y * (1 - y_pred) / m
    da1 = params["W2"].T @ dz2
    dz1 = da1 * (1 - np.power(a1, 2))
    grads = {}
    grads["dW2"] = dz2 @ a1.T
    grads["db2"] = np.sum(dz2, axis=1, keepdims=True)
    grads["dW1"] = dz1 @ x.T
    grads["db1"] = np.sum(dz1, axis=1, keepdims=True)
    return grads
""",
)

wrong(
    "feed_forward_backward",
    "subtracts-labels-from-the-cache",
    "right the first time, but turns y_pred in the cache into the gradient (in place, as in the"
    " CS231n recipe), so that a second call is wrong",
    """
def feed_forward_backward(y, cache):
    x, a1, probs, parameters = cache
    num_examples = x.shape[1]
    dscores = probs
    true_class = np.argmax(y, axis=0)
    dscores[true_class, range(num_examples)] -= 1
    dscores /= num_examples
    dhidden = np.dot(parameters["W2"].T, dscores) * (1 - a1 * a1)
    return {
        "dW1": np.dot(dhidden, x.T),
        "db1": np.sum(dhidden, axis=1, keepdims=True),
        "dW2": np.dot(dscores, a1.T),
        "db2": np.sum(dscores, axis=1, keepdims=True),
    }
""",
)

wrong(
    "feed_forward_backward",
    "loss-and-softmax-not-joined",
    "divides y by y_pred and multiplies by the full softmax Jacobian: right in general, but 0/0 ="
    " nan where a saturated prediction is exactly 0",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    m = y.shape[1]
    dy = -(y / y_pred) / m
    dz2 = np.empty(y_pred.shape)
    for i in range(m):
        p = y_pred[:, i]
        jacobian = np.diag(p) - np.outer(p, p)
        dz2[:, i] = jacobian @ dy[:, i]
    dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
    return {"dW1": dz1 @ x.T, "db1": dz1.sum(1, keepdims=True),
            "dW2": dz2 @ a1.T, "db2": dz2.sum(1, keepdims=True)}
""",
)

wrong(
    "feed_forward_backward",
    "weights-summed-but-biases-averaged",
    "never divides the weight gradients by m, while the bias gradients use a mean and are right",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    err = y_pred - y
    dW2 = err.dot(a1.T)
    db2 = err.mean(axis=1, keepdims=True)
    delta = parameters["W2"].T.dot(err) * (1 - a1 ** 2)
    dW1 = delta.dot(x.T)
    db1 = delta.mean(axis=1, keepdims=True)
    return dict(dW1=dW1, db1=db1, dW2=dW2, db2=db2)
""",
)

wrong(
    "feed_forward_backward",
    "last-example-overwrites-the-others",
    "loops over the examples and assigns instead of adding, so that only the last example's"
    " share is returned",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    m = y.shape[1]
    grads = {"d" + k: np.zeros(parameters[k].shape) for k in ("W1", "b1", "W2", "b2")}
    for i in range(m):
        d2 = (y_pred[:, [i]] - y[:, [i]]) / m
        d1 = (parameters["W2"].T @ d2) * (1 - a1[:, [i]] ** 2)
        grads["dW2"] = d2 @ a1[:, [i]].T
        grads["db2"] = d2
        grads["dW1"] = d1 @ x[:, [i]].T
        grads["db1"] = d1
    return grads
""",
)

wrong(
    "feed_forward_backward",
    "tanh-of-an-activation",
    "uses 1 - tanh(a1)**2, though a1 is already the tanh: wrong in dW1 and db1 only",
    """
def feed_forward_backward(y, cache):
    def tanh_prime(v):
        return 1 - np.tanh(v) ** 2

    x, a1, y_pred, parameters = cache
    m = x.shape[1]
    dz2 = (1 / m) * (y_pred - y)
    dz1 = np.multiply(parameters["W2"].T @ dz2, tanh_prime(a1))
    dW1, dW2 = [d @ v.T for d, v in ((dz1, x), (dz2, a1))]
    db1, db2 = [d.sum(axis=1, keepdims=True) for d in (dz1, dz2)]
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
""",
)

wrong(
    "feed_forward_backward",
    "score-gradient-in-label-dtype",
    "stores dz2 in an array of y's dtype, so that integer labels cut it to whole numbers; float"
    " labels are fine",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    dz2 = np.zeros_like(y)
    dz2[...] = (y_pred - y) / y.shape[1]
    da1 = np.einsum("yh,ym->hm", parameters["W2"], dz2)
    dz1 = da1 - da1 * a1 * a1
    return {
        "dW1": np.einsum("hm,xm->hx", dz1, x),
        "db1": np.einsum("hm->h", dz1)[:, None],
        "dW2": np.einsum("ym,hm->yh", dz2, a1),
        "db2": np.einsum("ym->y", dz2)[:, None],
    }
""",
)

wrong(
    "feed_forward_backward",
    "sigmoid-slope-and-flat-biases",
    "two mistakes: goes back through the hidden layer with a1 (1 - a1), the sigmoid's slope, and"
    " returns db1 and db2 with shapes (n_h,) and (n_y,)",
    """
def feed_forward_backward(y, cache):
    X, A, P, params = cache
    m = X.shape[1]
    dZ2 = (P - y) / m
    dA = params["W2"].T @ dZ2
    dZ1 = dA * A * (1 - A)
    return {
        "dW1": dZ1 @ X.T,
        "db1": np.sum(dZ1, axis=1),
        "dW2": dZ2 @ A.T,
        "db2": np.sum(dZ2, axis=1),
    }
""",
)

right(
    "feed_forward_backward",
    "adds-outer-products-per-example",
    "loops over the examples, adds outer products, and divides everything by m at the end",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    m = y.shape[1]
    total = {"d" + k: np.zeros(parameters[k].shape) for k in ("W1", "b1", "W2", "b2")}
    for i in range(m):
        d2 = y_pred[:, i] - y[:, i]
        d1 = (1 - a1[:, i]) * (1 + a1[:, i]) * (d2 @ parameters["W2"])
        total["dW2"] += np.outer(d2, a1[:, i])
        total["db2"] += d2.reshape(-1, 1)
        total["dW1"] += np.outer(d1, x[:, i])
        total["db1"] += d1.reshape(-1, 1)
    return {k: v / m for k, v in total.items()}
""",
)

right(
    "feed_forward_backward",
    "bias-as-last-column-of-one-product",
    "gets weight and bias gradient of each layer from one product with a row of ones appended",
    """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    m = y.shape[1]

    def split(delta, inputs):
        both = delta @ np.vstack((inputs, np.ones((1, m)))).T / m
        return both[:, :-1].copy(), both[:, -1:].copy()

    delta2 = y_pred - y
    delta1 = (delta2.T @ parameters["W2"]).T * (1 - np.square(a1))
    dW2, db2 = split(delta2, a1)
    dW1, db1 = split(delta1, x)
    return {"db1": db1, "db2": db2, "dW1": dW1, "dW2": dW2}
""",
)


# ---------------------------------------------------------------- rnn_cell_forward

wrong(
    "rnn_cell_forward",
    "row-major-recurrent-product",
    "carries the old state with a_prev.T @ Waa, a row-major habit, which applies Waa transposed",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    from_state = (a_prev.T @ p["Waa"]).T
    from_input = p["Wax"] @ xt
    a_next = np.tanh(from_input + from_state + p["ba"])
    yt_pred = softmax(p["Wya"] @ a_next + p["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

wrong(
    "rnn_cell_forward",
    "stacks-in-opposite-orders",
    "joins the matrices as [Waa, Wax] but stacks the inputs as [xt; a_prev]: the shapes fit, the"
    " blocks do not",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    Wa = np.hstack((parameters["Waa"], parameters["Wax"]))
    concat = np.vstack((xt, a_prev))
    a_next = np.tanh(np.dot(Wa, concat) + parameters["ba"])
    yt_pred = softmax(np.dot(parameters["Wya"], a_next) + parameters["by"])
    cache = (a_next, a_prev, xt, parameters)
    return a_next, yt_pred, cache
""",
)

wrong(
    "rnn_cell_forward",
    "one-bias-per-product",
    "adds ba to the input's share and again to the state's share, like PyTorch's b_ih and b_hh",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    def linear(W, v):
        return W @ v + parameters["ba"]

    a_next = np.tanh(linear(parameters["Wax"], xt) + linear(parameters["Waa"], a_prev))
    yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

wrong(
    "rnn_cell_forward",
    "first-examples-state-for-all",
    "loops over the examples but always reads column 0 of a_prev: right for m = 1 only",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
    h = a_prev[:, 0]
    columns = []
    for i in range(xt.shape[1]):
        columns.append(np.tanh(Wax @ xt[:, i] + Waa @ h + ba[:, 0]))
    a_next = np.stack(columns, axis=1)
    yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

wrong(
    "rnn_cell_forward",
    "state-updated-in-place",
    "writes the new state into the caller's a_prev and returns that array; the cached a_prev is"
    " then the new state too",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    state = a_prev
    state[:] = np.tanh(
        parameters["Waa"] @ state + parameters["Wax"] @ xt + parameters["ba"]
    )
    yt_pred = softmax(parameters["Wya"] @ state + parameters["by"])
    return state, yt_pred, (state, a_prev, xt, parameters)
""",
)

wrong(
    "rnn_cell_forward",
    "two-separate-tanhs",
    "takes the tanh of the input's share and of the state's share apart and adds them",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    remember = np.tanh(parameters["Waa"].dot(a_prev))
    see = np.tanh(parameters["Wax"].dot(xt) + parameters["ba"])
    a_next = remember + see
    scores = parameters["Wya"].dot(a_next) + parameters["by"]
    yt_pred = softmax(scores)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

wrong(
    "rnn_cell_forward",
    "old-state-in-output-and-cache-swapped",
    "two mistakes: predicts from a_prev instead of a_next, and caches (a_prev, a_next, ...)",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    mix = sum([parameters["Wax"] @ xt, parameters["Waa"] @ a_prev, parameters["ba"]])
    a_next = np.tanh(mix)
    yt_pred = softmax(parameters["Wya"] @ a_prev + parameters["by"])
    cache = (a_prev, a_next, xt, parameters)
    return a_next, yt_pred, cache
""",
)

wrong(
    "rnn_cell_forward",
    "single-example-squeezed",
    "squeezes the new state: with m = 1 it has shape (n_a,), and the output bias then broadcasts"
    " to (n_y, n_y)",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    z = np.einsum("ij,jm->im", parameters["Wax"], xt)
    z = z + np.einsum("ij,jm->im", parameters["Waa"], a_prev) + parameters["ba"]
    a_next = np.tanh(z).squeeze()
    yt_pred = softmax(np.dot(parameters["Wya"], a_next) + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

right(
    "rnn_cell_forward",
    "everything-in-one-stacked-product",
    "joins Wax, Waa and ba into one matrix acting on [xt; a_prev; ones]",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    W = np.concatenate([parameters[k] for k in ("Wax", "Waa", "ba")], axis=1)
    v = np.concatenate([xt, a_prev, np.ones((1, xt.shape[1]))], axis=0)
    a_next = np.tanh(W @ v)
    yt_pred = softmax(parameters["by"] + parameters["Wya"] @ a_next)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)

right(
    "rnn_cell_forward",
    "row-major-with-transposed-weights",
    "computes with examples as rows and transposed matrices, and turns the results round again",
    """
def rnn_cell_forward(xt, a_prev, parameters):
    X, H = xt.T, a_prev.T
    pre = X @ parameters["Wax"].T + H @ parameters["Waa"].T
    pre += parameters["ba"].T
    new = np.tanh(pre)
    logits = new @ parameters["Wya"].T + parameters["by"].ravel()
    a_next = np.ascontiguousarray(new.T)
    yt_pred = softmax(logits.T)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""",
)


# ---------------------------------------------------------------- rnn_cell_backward

wrong(
    "rnn_cell_backward",
    "square-outside-the-bracket",
    "uses (1 - a_next)**2 where the slope of tanh is 1 - a_next**2",
    """
def rnn_cell_backward(da_next, cache):
    (a_next, a_prev, xt, parameters) = cache
    dtanh = (1 - a_next) ** 2 * da_next
    dxt = np.dot(parameters["Wax"].T, dtanh)
    dWax = np.dot(dtanh, xt.T)
    da_prev = np.dot(parameters["Waa"].T, dtanh)
    dWaa = np.dot(dtanh, a_prev.T)
    dba = np.sum(dtanh, axis=1, keepdims=True)
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

wrong(
    "rnn_cell_backward",
    "recurrent-path-doubly-wrong",
    "two mistakes: da_prev uses Waa without the transpose, and dWaa uses a_next for a_prev",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    Wax, Waa = parameters["Wax"], parameters["Waa"]
    local = (1 - a_next * a_next) * da_next
    grads = {}
    grads["da_prev"] = Waa @ local
    grads["dxt"] = Wax.T @ local
    grads["dWaa"] = local @ a_next.T
    grads["dWax"] = local @ xt.T
    grads["dba"] = local.sum(axis=1).reshape(-1, 1)
    return grads
""",
)

wrong(
    "rnn_cell_backward",
    "incoming-gradient-overwritten",
    "returns the right values but multiplies the caller's da_next by the tanh slope in place",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next
    dz *= 1 - a_next**2
    names = ["dxt", "da_prev", "dWax", "dWaa", "dba"]
    values = [
        parameters["Wax"].T @ dz,
        parameters["Waa"].T @ dz,
        dz @ xt.T,
        dz @ a_prev.T,
        dz @ np.ones((dz.shape[1], 1)),
    ]
    return dict(zip(names, values))
""",
)

wrong(
    "rnn_cell_backward",
    "parameter-gradients-averaged",
    "divides dWax, dWaa and dba by m, though the loss already averages; dxt and da_prev are right",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    m = xt.shape[1]
    dz = da_next * (1 - np.square(a_next))
    dWax = 1 / m * dz @ xt.T
    dWaa = 1 / m * dz @ a_prev.T
    dba = 1 / m * np.sum(dz, axis=1, keepdims=True)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dWax,
        "dWaa": dWaa,
        "dba": dba,
    }
""",
)

wrong(
    "rnn_cell_backward",
    "clips-gradients-at-five",
    "clips every gradient to [-5, 5], as a training loop does: only large gradients differ",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = (1 - a_next**2) * da_next
    gradients = {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }
    for g in gradients.values():
        np.clip(g, -5, 5, out=g)  # exploding gradients
    return gradients
""",
)

wrong(
    "rnn_cell_backward",
    "gradients-pile-up-between-calls",
    "adds into a dict that is a default argument, so that later calls of the same shapes include"
    " the earlier ones, and every later call changes what an earlier one returned",
    """
def rnn_cell_backward(da_next, cache, grads={}):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2)

    def add(key, value):
        if key not in grads or grads[key].shape != value.shape:
            grads[key] = np.zeros(value.shape)
        grads[key] += value

    add("dxt", parameters["Wax"].T @ dz)
    add("da_prev", parameters["Waa"].T @ dz)
    add("dWax", dz @ xt.T)
    add("dWaa", dz @ a_prev.T)
    add("dba", dz.sum(axis=1, keepdims=True))
    return grads
""",
)

wrong(
    "rnn_cell_backward",
    "einsum-sums-examples-apart",
    "gives the two factors of dWax and dWaa different example letters in einsum, so that each is"
    " summed over the batch on its own: right for m = 1 only",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = np.einsum("am,am->am", da_next, 1 - a_next**2)
    return {
        "dxt": np.einsum("ax,am->xm", parameters["Wax"], dz),
        "da_prev": np.einsum("ab,am->bm", parameters["Waa"], dz),
        "dWax": np.einsum("am,xn->ax", dz, xt),
        "dWaa": np.einsum("am,bn->ab", dz, a_prev),
        "dba": np.einsum("am->a", dz)[:, np.newaxis],
    }
""",
)

wrong(
    "rnn_cell_backward",
    "state-path-skips-the-tanh",
    "multiplies Waa.T by da_next itself for da_prev, without the tanh slope; the rest is right",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache

    def through_tanh(g):
        return g - g * a_next**2

    da_prev = parameters["Waa"].T @ da_next
    da_next = through_tanh(da_next)
    dxt = parameters["Wax"].T @ da_next
    dWax, dWaa = (da_next @ v.T for v in (xt, a_prev))
    dba = da_next.sum(axis=1)[:, None]
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

right(
    "rnn_cell_backward",
    "one-stacked-product-then-split",
    "stacks [xt; a_prev; ones] and [Wax, Waa], goes back in one product each way, and splits",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    n_x, m = xt.shape
    dz = da_next * (1 + a_next) * (1 - a_next)
    dW = dz @ np.vstack([xt, a_prev, np.ones((1, m))]).T
    dv = np.hstack([parameters["Wax"], parameters["Waa"]]).T @ dz
    dWax, dWaa, dba = np.split(dW, [n_x, dW.shape[1] - 1], axis=1)
    return {"dWax": dWax, "dWaa": dWaa, "dba": dba, "dxt": dv[:n_x], "da_prev": dv[n_x:]}
""",
)

right(
    "rnn_cell_backward",
    "diagonal-jacobian-per-example",
    "loops over the examples with the tanh Jacobian as a diagonal matrix and adds outer products",
    """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    n_a, m = a_next.shape
    dxt, da_prev = np.zeros(xt.shape), np.zeros(a_prev.shape)
    dWax, dWaa = np.zeros((n_a, xt.shape[0])), np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    for k in range(m):
        J = np.diag(1 - a_next[:, k] ** 2)
        d = J @ da_next[:, k]
        dxt[:, k] = d @ parameters["Wax"]
        da_prev[:, k] = d @ parameters["Waa"]
        dWax += np.outer(d, xt[:, k])
        dWaa += np.outer(d, a_prev[:, k])
        dba[:, 0] += d
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)


# ---------------------------------------------------------------- rnn_forward
wrong(
    "rnn_forward",
    "every-step-from-a0",
    "Every step starts from a0 instead of from the state that the step before gave out.",
    """
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    caches = []
    for t in range(T_x):
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a0, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt
        caches.append(cache)
    return a, y_pred, (caches, x)
""",
)

wrong(
    "rnn_forward",
    "first-slot-is-a0",
    "Takes slot 0 of the time axis for the initial state: a[:, :, 0] = a0, the cell never sees "
    "x[:, :, 0], its prediction is read off a0, and the list of caches has one entry too few.",
    """
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    caches = []
    # time 0 is the start
    a[:, :, 0] = a0
    y_pred[:, :, 0] = softmax(np.dot(parameters["Wya"], a0) + parameters["by"])
    for t in range(1, T_x):
        a[:, :, t], y_pred[:, :, t], c = rnn_cell_forward(x[:, :, t], a[:, :, t - 1], parameters)
        caches.append(c)
    return a, y_pred, (caches, x)
""",
)

wrong(
    "rnn_forward",
    "records-state-before-step",
    "Both outputs are one step late: a[:, :, t] is the state before step t (a0 first, the last "
    "state is lost) and y_pred[:, :, t] is computed from that old state; the caches are right.",
    """
def rnn_forward(x, a0, parameters):
    Wya, by = parameters["Wya"], parameters["by"]
    hidden = a0
    hs, ys, tapes = [], [], []
    for xt in np.moveaxis(x, 2, 0):
        hs.append(hidden)
        ys.append(softmax(Wya @ hidden + by))
        hidden, _, tape = rnn_cell_forward(xt, hidden, parameters)
        tapes.append(tape)
    return np.stack(hs, axis=-1), np.stack(ys, axis=-1), (tapes, x)
""",
)

wrong(
    "rnn_forward",
    "newest-cache-first",
    "Puts each new cache at the front of the list, so that the caches run from the last step to "
    "the first; a and y_pred are right.",
    """
def rnn_forward(x, a0, parameters):
    T = x.shape[-1]
    state = a0
    all_states = []
    all_preds = []
    list_of_caches = []
    for t in range(T):
        state, pred, cache_t = rnn_cell_forward(x[..., t], state, parameters)
        all_states += [state]
        all_preds += [pred]
        # backprop will go through them from the end
        list_of_caches = [cache_t] + list_of_caches
    a = np.dstack(all_states)
    y_pred = np.dstack(all_preds)
    return a, y_pred, (list_of_caches, x)
""",
)

wrong(
    "rnn_forward",
    "softmax-shared-by-examples",
    "Does the softmax for the whole sequence after the loop and normalises over classes and "
    "examples together, so that each step sums to one over all its examples.",
    """
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    a = np.empty((a0.shape[0], m, T_x))
    caches = []
    a_prev = a0
    for t in range(T_x):
        a_prev, _, cache = rnn_cell_forward(x[:, :, t], a_prev, parameters)
        a[:, :, t] = a_prev
        caches.append(cache)
    # outputs of all time steps in one go
    logits = np.einsum("ka,amt->kmt", parameters["Wya"], a) + parameters["by"][:, :, None]
    e = np.exp(logits - logits.max(axis=(0, 1)))
    y_pred = e / e.sum(axis=(0, 1))
    return a, y_pred, (caches, x)
""",
)

wrong(
    "rnn_forward",
    "projection-reshaped-as-time-first",
    "Multiplies Wax by x flattened over (m, T_x) but unflattens the product as (T_x, m), so that "
    "examples and steps get each other's inputs as soon as m > 1 and T_x > 1.",
    """
def rnn_forward(x, a0, parameters):
    Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
    Wya, by = parameters["Wya"], parameters["by"]
    n_x, m, T_x = x.shape
    n_a = Waa.shape[0]
    # big matmul once, then only the recurrence is left in the loop
    proj = (Wax @ x.reshape(n_x, -1)).reshape(n_a, T_x, m)
    a, y_pred, caches = [], [], []
    h = a0
    for t in range(T_x):
        h_new = np.tanh(proj[:, t, :] + Waa @ h + ba)
        y_pred.append(softmax(Wya @ h_new + by))
        caches.append((h_new, h, x[:, :, t], parameters))
        a.append(h_new)
        h = h_new
    return np.stack(a, axis=2), np.stack(y_pred, axis=2), (caches, x)
""",
)

wrong(
    "rnn_forward",
    "state-buffer-is-a0",
    "Writes every new state into the array a0 itself: a0 is changed for the caller, and a_prev in "
    "all caches is that one array and ends as the last state.",
    """
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    caches = []
    a_prev = a0
    for t in range(T_x):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_prev, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
        a_prev[:] = a_next
    return a, y_pred, (caches, x)
""",
)

wrong(
    "rnn_forward",
    "axes-of-length-one-squeezed",
    "Squeezes the stacked outputs, so that a and y_pred lose an axis when m = 1 or T_x = 1 (or "
    "n_a or n_y is 1).",
    """
def rnn_forward(x, a0, parameters):
    states, preds, caches = [], [], []
    at = a0
    for xt in np.split(x, x.shape[2], axis=2):
        at, yt, cache = rnn_cell_forward(xt[:, :, 0], at, parameters)
        states.append(at[:, :, None])
        preds.append(yt[:, :, None])
        caches.append(cache)
    a = np.squeeze(np.concatenate(states, axis=2))
    y_pred = np.squeeze(np.concatenate(preds, axis=2))
    return a, y_pred, (caches, x)
""",
)

right(
    "rnn_forward",
    "recursive-on-the-rest",
    "Correct: runs one step, then calls an inner function on the remaining steps.",
    """
def rnn_forward(x, a0, parameters):
    def rest(t, state):
        if t == x.shape[2]:
            return []
        a_t, y_t, cache = rnn_cell_forward(x[:, :, t], state, parameters)
        return [(a_t, y_t, cache)] + rest(t + 1, a_t)

    a, y, caches = zip(*rest(0, a0))
    return (
        np.concatenate([s[..., np.newaxis] for s in a], axis=-1),
        np.concatenate([s[..., np.newaxis] for s in y], axis=-1),
        [list(caches), x],
    )
""",
)

right(
    "rnn_forward",
    "joined-matrix-without-the-cell",
    "Correct: does not call the cell but multiplies [Waa, Wax, ba] by [a_prev; xt; 1] and takes "
    "the softmax of all steps at once; caches built by hand.",
    """
def rnn_forward(x, a0, parameters):
    p = parameters
    m, T_x = x.shape[1:]
    W = np.hstack([p["Waa"], p["Wax"], p["ba"]])
    track = [np.array(a0, dtype=float)]
    for t in range(T_x):
        track.append(np.tanh(W @ np.vstack([track[-1], x[:, :, t], np.ones((1, m))])))
    a = np.array(track[1:]).transpose(1, 2, 0).copy()
    z = np.tensordot(p["Wya"], a, axes=1) + p["by"][..., None]
    z = z - z.max(axis=0, keepdims=True)
    y_pred = np.exp(z) / np.exp(z).sum(axis=0, keepdims=True)
    caches = [(track[t + 1], track[t], x[:, :, t].copy(), parameters) for t in range(T_x)]
    return a, y_pred, (caches, x)
""",
)

# ---------------------------------------------------------------- rnn_backward
wrong(
    "rnn_backward",
    "only-last-step-has-a-loss",
    "Starts the carried gradient with da at the last step and uses da of no other step, as if "
    "only the last state had a prediction.",
    """
def rnn_backward(da, caches):
    cells, x = caches
    n_x, m, T_x = x.shape
    n_a = da.shape[0]
    dx = np.zeros((n_x, m, T_x))
    dWax = np.zeros((n_a, n_x))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    da_prevt = da[:, :, -1]
    for t in range(T_x - 1, -1, -1):
        g = rnn_cell_backward(da_prevt, cells[t])
        da_prevt = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax += g["dWax"]
        dWaa += g["dWaa"]
        dba += g["dba"]
    return {"dx": dx, "da0": da_prevt, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

wrong(
    "rnn_backward",
    "dx-in-order-of-visit",
    "Appends dxt while going backward and stacks without turning round, so dx[:, :, 0] belongs to "
    "the last step; everything else is right.",
    """
def rnn_backward(da, caches):
    cell_caches, x = caches
    dxs = []
    carry = 0
    sums = dict(dWax=0, dWaa=0, dba=0)
    t = len(cell_caches)
    while t > 0:
        t -= 1
        out = rnn_cell_backward(da[:, :, t] + carry, cell_caches[t])
        carry = out["da_prev"]
        dxs.append(out["dxt"])
        sums = {k: v + out[k] for k, v in sums.items()}
    sums["dx"] = np.stack(dxs, axis=2)
    sums["da0"] = carry
    return sums
""",
)

wrong(
    "rnn_backward",
    "carry-added-into-da",
    "Adds each da_prev into the slice of da of the step before, so the caller's da is changed, "
    "and at step 0 the index -1 puts da_prev into the last slice, which is returned (with the "
    "last step's da still in it) as da0.",
    """
def rnn_backward(da, caches):
    (tapes, x) = caches
    n_x, m, T_x = x.shape
    n_a, _, _ = da.shape
    grads = {
        "dx": np.zeros((n_x, m, T_x)),
        "dWax": np.zeros((n_a, n_x)),
        "dWaa": np.zeros((n_a, n_a)),
        "dba": np.zeros((n_a, 1)),
    }
    for t in reversed(range(T_x)):
        step = rnn_cell_backward(da[:, :, t], tapes[t])
        grads["dx"][:, :, t] = step["dxt"]
        for name in ["dWax", "dWaa", "dba"]:
            grads[name] += step[name]
        # this much arrives at the previous step on top of its own
        da[:, :, t - 1] += step["da_prev"]
    grads["da0"] = da[:, :, -1].copy()
    return grads
""",
)

wrong(
    "rnn_backward",
    "carry-clipped-to-one",
    "Clips the gradient that it hands to the step before (and returns as da0) to [-1, 1].",
    """
def rnn_backward(da, caches):
    tape, x = caches
    dx = np.zeros(x.shape)
    p = tape[0][3]
    dWax, dWaa = np.zeros_like(p["Wax"]), np.zeros_like(p["Waa"])
    dba = np.zeros_like(p["ba"])
    dhnext = np.zeros_like(tape[0][0])
    for t in range(x.shape[2])[::-1]:
        grad = rnn_cell_backward(da[..., t] + dhnext, tape[t])
        dx[..., t] = grad["dxt"]
        dWax += grad["dWax"]
        dWaa += grad["dWaa"]
        dba += grad["dba"]
        # against exploding gradients
        dhnext = np.clip(grad["da_prev"], -1, 1)
    return dict(dx=dx, da0=dhnext, dWax=dWax, dWaa=dWaa, dba=dba)
""",
)

wrong(
    "rnn_backward",
    "first-a-prev-taken-as-zero",
    "Rebuilds the old states by shifting the new ones and puts zeros before the first step, so "
    "dWaa lacks the term of step 0 with a0; right whenever a0 is zero.",
    """
def rnn_backward(da, caches):
    cs, x = caches
    params = cs[0][3]
    Wax, Waa = params["Wax"], params["Waa"]
    T_x = x.shape[2]
    A = np.stack([c[0] for c in cs], axis=2)
    A_prev = np.concatenate([np.zeros_like(A[:, :, :1]), A[:, :, :-1]], axis=2)
    dZ = np.zeros_like(A)
    back = np.zeros_like(A[:, :, 0])
    for t in range(T_x - 1, -1, -1):
        dZ[:, :, t] = (1 - A[:, :, t] ** 2) * (da[:, :, t] + back)
        back = Waa.T.dot(dZ[:, :, t])
    return {
        "dx": np.einsum("ax,amt->xmt", Wax, dZ),
        "da0": back,
        "dWax": np.einsum("amt,xmt->ax", dZ, x),
        "dWaa": np.einsum("amt,bmt->ab", dZ, A_prev),
        "dba": dZ.sum(axis=(1, 2)).reshape(-1, 1),
    }
""",
)

wrong(
    "rnn_backward",
    "carry-skips-the-tanh",
    "Multiplies only da[:, :, t] by the slope of the tanh and adds the carried gradient after it, "
    "so what comes from later steps does not go through the tanh.",
    """
def rnn_backward(da, caches):
    steps, x = caches
    dx = np.zeros(x.shape)
    da_prev = np.zeros((da.shape[0], da.shape[1]))
    dWax, dWaa, dba = 0, 0, 0
    for t in reversed(range(len(steps))):
        a_next, a_before, xt, parameters = steps[t]
        dtanh = da[:, :, t] * (1 - a_next * a_next) + da_prev
        dx[:, :, t] = np.dot(parameters["Wax"].T, dtanh)
        dWax = dWax + np.dot(dtanh, xt.T)
        dWaa = dWaa + np.dot(dtanh, a_before.T)
        dba = dba + np.sum(dtanh, axis=1, keepdims=True)
        da_prev = np.dot(parameters["Waa"].T, dtanh)
    return {"dx": dx, "da0": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
)

wrong(
    "rnn_backward",
    "gradients-pile-up-in-parameters",
    "Adds the weights' gradients up in the parameters of the cache, like PyTorch's .grad, and "
    "never empties them: parameters gets new keys, and a second call on the same caches returns "
    "twice the gradient and changes the first result.",
    """
def rnn_backward(da, caches):
    steps, x = caches
    params = steps[0][-1]
    dx = np.zeros(x.shape)
    da_t = np.zeros(da[:, :, 0].shape)
    for t in range(x.shape[2] - 1, -1, -1):
        g = rnn_cell_backward(da[:, :, t] + da_t, steps[t])
        dx[:, :, t], da_t = g["dxt"], g["da_prev"]
        for w in ("Wax", "Waa", "ba"):
            if "d" + w not in params:
                params["d" + w] = np.zeros(params[w].shape)
            params["d" + w] += g["d" + w]
    return {
        "dx": dx,
        "da0": da_t,
        "dWax": params["dWax"],
        "dWaa": params["dWaa"],
        "dba": params["dba"],
    }
""",
)

wrong(
    "rnn_backward",
    "weights-averaged-and-bias-flat",
    "Takes the mean over the steps instead of the sum for dWax, dWaa and dba, and returns dba "
    "with shape (n_a,) instead of (n_a, 1).",
    """
def rnn_backward(da, caches):
    cells, x = caches
    history = []
    da_next = np.zeros(da.shape[:-1])
    for da_t, cell in zip(da.T[::-1], cells[::-1]):
        history.insert(0, rnn_cell_backward(da_t.T + da_next, cell))
        da_next = history[0]["da_prev"]
    return {
        "dx": np.dstack([h["dxt"] for h in history]),
        "da0": da_next,
        "dWax": np.mean([h["dWax"] for h in history], axis=0),
        "dWaa": np.mean([h["dWaa"] for h in history], axis=0),
        "dba": np.mean([h["dba"][:, 0] for h in history], axis=0),
    }
""",
)

right(
    "rnn_backward",
    "each-loss-sent-back-on-its-own",
    "Correct: for each step s sends da[:, :, s] alone back through steps s, ..., 0 and adds up all "
    "these passes, which is the same because the backward pass is linear in da.",
    """
def rnn_backward(da, caches):
    cells, x = caches
    n_a, m, T_x = da.shape
    out = {
        "dx": np.zeros(x.shape, dtype=float),
        "da0": np.zeros((n_a, m)),
        "dWax": np.zeros((n_a, x.shape[0])),
        "dWaa": np.zeros((n_a, n_a)),
        "dba": np.zeros((n_a, 1)),
    }
    for s in range(T_x):
        signal = da[:, :, s]
        for t in range(s, -1, -1):
            g = rnn_cell_backward(signal, cells[t])
            out["dx"][:, :, t] += g["dxt"]
            out["dWax"] += g["dWax"]
            out["dWaa"] += g["dWaa"]
            out["dba"] += g["dba"]
            signal = g["da_prev"]
        out["da0"] += signal
    return out
""",
)

right(
    "rnn_backward",
    "slopes-first-then-two-big-products",
    "Correct: finds the gradient before every tanh in a loop, then gets all weights from products "
    "of matrices flattened over examples and steps.",
    """
def rnn_backward(da, caches):
    cells, x = caches
    n_x, m, T_x = x.shape
    n_a = da.shape[0]
    weights = cells[-1][3]
    dz = [None] * T_x
    arriving = np.zeros((n_a, m))
    for t in range(T_x)[::-1]:
        h = cells[t][0]
        dz[t] = (arriving + da[:, :, t]) * (1 - h) * (1 + h)
        arriving = weights["Waa"].T @ dz[t]
    wide = np.hstack(dz)
    old = np.hstack([c[1] for c in cells])
    seen = np.hstack([c[2] for c in cells])
    return {
        "dba": wide @ np.ones((m * T_x, 1)),
        "dWaa": wide @ old.T,
        "dWax": wide @ seen.T,
        "da0": arriving,
        "dx": (weights["Wax"].T @ wide).reshape(n_x, T_x, m).swapaxes(1, 2).copy(),
    }
""",
)

# ---------------------------------------------------------------- output_backward
wrong(
    "output_backward",
    "only-weights-averaged-over-examples",
    "Divides dWya and dby by m but not da, so da is m times too large; right for m = 1.",
    """
def output_backward(y, y_pred, a, parameters):
    Wya = parameters["Wya"]
    n_y, m, T_x = y.shape
    da = np.zeros(a.shape)
    dWya = np.zeros(Wya.shape)
    dby = np.zeros((n_y, 1))
    for t in range(T_x):
        dZ = y_pred[:, :, t] - y[:, :, t]
        dWya += (1 / m) * np.dot(dZ, a[:, :, t].T)
        dby += (1 / m) * np.sum(dZ, axis=1, keepdims=True)
        da[:, :, t] = np.dot(Wya.T, dZ)
    return {"da": da, "dWya": dWya, "dby": dby}
""",
)

wrong(
    "output_backward",
    "dz-typed-like-the-labels",
    "Fills an array made with zeros_like(y), so with integer labels the gradient is cut down to "
    "whole numbers; right with float labels.",
    """
def output_backward(y, y_pred, a, parameters):
    m = y.shape[1]
    dz = np.zeros_like(y)
    for t in range(y.shape[2]):
        dz[:, :, t] = (y_pred[:, :, t] - y[:, :, t]) / m
    Wya = parameters["Wya"]
    da = np.stack([Wya.T @ dz[:, :, t] for t in range(dz.shape[2])], axis=2)
    dWya = sum(dz[:, :, t] @ a[:, :, t].T for t in range(dz.shape[2]))
    dby = np.sum(np.sum(dz, axis=2), axis=1).reshape(-1, 1).astype(float)
    return {"da": da, "dWya": dWya, "dby": dby}
""",
)

wrong(
    "output_backward",
    "two-ways-of-flattening",
    "Flattens dz example by example but a step by step before multiplying them for dWya, so each "
    "error meets another column's state; right for m = 1 or T_x = 1.",
    """
def output_backward(y, y_pred, a, parameters):
    n_y, m, T_x = y_pred.shape
    n_a = a.shape[0]
    dz = (y_pred - y) / m
    dz_flat = dz.reshape(n_y, m * T_x)
    a_flat = a.transpose(0, 2, 1).reshape(n_a, T_x * m)
    grads = {}
    grads["dWya"] = dz_flat @ a_flat.T
    grads["dby"] = dz_flat.sum(axis=1, keepdims=True)
    grads["da"] = (parameters["Wya"].T @ dz_flat).reshape(n_a, m, T_x)
    return grads
""",
)

wrong(
    "output_backward",
    "one-subtracted-in-y-pred-itself",
    "Uses y_pred as its working array (subtracts 1 at the true class and divides by m in place), "
    "so the caller's predictions are destroyed; the returned gradients are right the first time.",
    """
def output_backward(y, y_pred, a, parameters):
    num_classes, N, T = y.shape
    dscores = y_pred
    labels = np.argmax(y, axis=0)
    rows, cols = np.meshgrid(np.arange(N), np.arange(T), indexing="ij")
    dscores[labels, rows, cols] -= 1
    dscores /= N
    W = parameters["Wya"]
    return {
        "da": np.tensordot(W.T, dscores, axes=([1], [0])),
        "dWya": np.tensordot(dscores, a, axes=([1, 2], [1, 2])),
        "dby": np.sum(dscores, axis=(1, 2)).reshape(num_classes, 1),
    }
""",
)

wrong(
    "output_backward",
    "loss-slope-then-softmax-jacobian",
    "Takes -y / y_pred and multiplies it by the full softmax Jacobian: right in general, but not "
    "a number as soon as one predicted probability is exactly 0.",
    """
def output_backward(y, y_pred, a, parameters):
    n_y, m, T_x = y.shape
    dz = np.zeros((n_y, m, T_x))
    dprob = -(y / y_pred) / m
    for i in range(m):
        for t in range(T_x):
            s = y_pred[:, i, t]
            jacobian = np.diag(s) - np.outer(s, s)
            dz[:, i, t] = jacobian.dot(dprob[:, i, t])
    da = np.einsum("ka,kmt->amt", parameters["Wya"], dz)
    dWya = np.einsum("kmt,amt->ka", dz, a)
    dby = np.einsum("kmt->k", dz)[:, None]
    return dict(da=da, dWya=dWya, dby=dby)
""",
)

wrong(
    "output_backward",
    "dwya-from-previous-state",
    "Multiplies the error of step t by the state of step t - 1 for dWya and leaves step 0 out of "
    "it, as if the prediction were read off a_prev; da and dby are right.",
    """
def output_backward(y, y_pred, a, parameters):
    m = y.shape[1]
    T_x = y.shape[2]
    dy = (y_pred - y) / m
    dWya = np.zeros_like(parameters["Wya"])
    dby = np.zeros((y.shape[0], 1))
    da = np.zeros_like(a)
    for t in reversed(range(T_x)):
        if t > 0:
            dWya += dy[:, :, t] @ a[:, :, t - 1].T
        dby += dy[:, :, t].sum(axis=1).reshape(-1, 1)
        da[:, :, t] += parameters["Wya"].T @ dy[:, :, t]
    return {"da": da, "dWya": dWya, "dby": dby}
""",
)

wrong(
    "output_backward",
    "da-already-through-the-tanh",
    "Multiplies da by 1 - a**2, the slope of the cell's tanh, which rnn_cell_backward will apply "
    "(again); the weights' gradients are right.",
    """
def output_backward(y, y_pred, a, parameters):
    def one_step(t):
        delta = (y_pred[:, :, t] - y[:, :, t]) / y.shape[1]
        upstream = parameters["Wya"].T.dot(delta)
        dtanh = upstream * (1 - np.square(a[:, :, t]))
        return dtanh, delta.dot(a[:, :, t].T), delta.sum(axis=1, keepdims=True)

    das, dWs, dbs = zip(*[one_step(t) for t in range(y.shape[2])])
    return {"da": np.stack(das, axis=2), "dWya": sum(dWs), "dby": sum(dbs)}
""",
)

wrong(
    "output_backward",
    "mean-over-steps-and-bias-over-examples-only",
    "Divides everything by m * T_x instead of m, and sums dby over the examples only, so that it "
    "comes out with shape (n_y, T_x) instead of (n_y, 1).",
    """
def output_backward(y, y_pred, a, parameters):
    error = (y_pred - y) / (y.shape[1] * y.shape[2])
    # steps to the front so that matmul works on all of them
    E = error.transpose(2, 0, 1)
    A = a.transpose(2, 0, 1)
    da = np.matmul(parameters["Wya"].T, E).transpose(1, 2, 0)
    dWya = np.matmul(E, A.transpose(0, 2, 1)).sum(axis=0)
    dby = error.sum(axis=1)
    return {"da": da, "dWya": dWya, "dby": dby}
""",
)

right(
    "output_backward",
    "column-by-column-outer-products",
    "Correct: loops over every example and step and adds outer products.",
    """
def output_backward(y, y_pred, a, parameters):
    W = np.asarray(parameters["Wya"], dtype=float)
    n_y, m, T_x = y.shape
    da = np.zeros(a.shape)
    dWya = np.zeros(W.shape)
    dby = np.zeros((n_y, 1))
    for t in range(T_x):
        for i in range(m):
            miss = y_pred[:, i, t] - y[:, i, t]
            dWya += np.outer(miss, a[:, i, t])
            dby[:, 0] += miss
            da[:, i, t] = miss @ W / m
    return {"dWya": dWya / m, "dby": dby / m, "da": da}
""",
)

right(
    "output_backward",
    "bias-as-a-row-of-ones",
    "Correct: puts a row of ones under the states, so that one product of flattened matrices "
    "gives dWya and dby together; the true class is subtracted in a copy.",
    """
def output_backward(y, y_pred, a, parameters):
    n_a, m, T_x = a.shape
    k = y.shape[0]
    delta = y_pred.astype(float).copy()
    delta -= y
    columns = delta.reshape(k, m * T_x)
    extended = np.vstack([a.reshape(n_a, m * T_x), np.ones(m * T_x)])
    both = columns @ extended.T / m
    da = (parameters["Wya"].T @ columns).reshape(n_a, m, T_x) / m
    return {"da": da, "dWya": both[:, :n_a].copy(), "dby": both[:, n_a:].copy()}
""",
)

# ---------------------------------------------------------------- lstm_cell_forward
wrong(
    "lstm_cell_forward",
    "input-on-top-of-state",
    "Stacks [xt; a_prev] instead of [a_prev; xt], so the columns of every gate's matrix meet the "
    "wrong rows.",
    """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    p = parameters
    n_x, m = xt.shape
    n_a = a_prev.shape[0]
    concat = np.zeros((n_x + n_a, m))
    concat[:n_x, :] = xt
    concat[n_x:, :] = a_prev
    ft = sigmoid(np.dot(p["Wf"], concat) + p["bf"])
    it = sigmoid(np.dot(p["Wi"], concat) + p["bi"])
    cct = np.tanh(np.dot(p["Wc"], concat) + p["bc"])
    c_next = ft * c_prev + it * cct
    ot = sigmoid(np.dot(p["Wo"], concat) + p["bo"])
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(np.dot(p["Wy"], a_next) + p["by"])
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache
""",
)

wrong(
    "lstm_cell_forward",
    "forget-bias-plus-one",
    "Adds 1 to the input of the forget gate on top of bf, as TensorFlow's old cell did.",
    """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    forget_bias = 1.0
    stacked = np.vstack((a_prev, xt))

    def pre(g):
        return parameters["W" + g].dot(stacked) + parameters["b" + g]

    f = sigmoid(pre("f") + forget_bias)
    i = sigmoid(pre("i"))
    j = np.tanh(pre("c"))
    o = sigmoid(pre("o"))
    new_c = c_prev * f + i * j
    new_h = np.tanh(new_c) * o
    logits = parameters["Wy"].dot(new_h) + parameters["by"]
    return new_h, new_c, softmax(logits), (new_h, new_c, a_prev, c_prev, f, i, j, o, xt, parameters)
""",
)

wrong(
    "lstm_cell_forward",
    "c-prev-updated-in-place",
    "Computes the new cell state in the array c_prev, which changes the caller's argument and "
    "makes c_prev in the cache the same array as c_next.",
    """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    Wf, Wi, Wc, Wo, Wy = [parameters[k] for k in ("Wf", "Wi", "Wc", "Wo", "Wy")]
    bf, bi, bc, bo, by = [parameters[k] for k in ("bf", "bi", "bc", "bo", "by")]
    z = np.concatenate((a_prev, xt), axis=0)
    ft = sigmoid(Wf @ z + bf)
    it = sigmoid(Wi @ z + bi)
    ot = sigmoid(Wo @ z + bo)
    cct = np.tanh(Wc @ z + bc)
    # forget, then remember
    c_next = c_prev
    c_next *= ft
    c_next += it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(Wy @ a_next + by)
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache
""",
)

wrong(
    "lstm_cell_forward",
    "merged-gates-split-in-another-order",
    "Stacks the matrices as f, i, c, o but reads the blocks as i, f, candidate, o (PyTorch's "
    "order), so the forget and the update gate change places, in the cache too.",
    """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n_a = a_prev.shape[0]
    W = np.concatenate([parameters["W" + g] for g in "fico"], axis=0)
    b = np.concatenate([parameters["b" + g] for g in "fico"], axis=0)
    gates = W @ np.concatenate([a_prev, xt], axis=0) + b
    i_gate = sigmoid(gates[0 * n_a : 1 * n_a])
    f_gate = sigmoid(gates[1 * n_a : 2 * n_a])
    g_gate = np.tanh(gates[2 * n_a : 3 * n_a])
    o_gate = sigmoid(gates[3 * n_a : 4 * n_a])
    c_next = f_gate * c_prev + i_gate * g_gate
    a_next = o_gate * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    cache = (a_next, c_next, a_prev, c_prev, f_gate, i_gate, g_gate, o_gate, xt, parameters)
    return a_next, c_next, yt_pred, cache
""",
)

wrong(
    "lstm_cell_forward",
    "output-gate-with-the-candidates-bias",
    "Uses bc instead of bo in the output gate (a copied line); right when the biases are equal.",
    """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.r_[a_prev, xt]
    Wf, bf = parameters["Wf"], parameters["bf"]
    Wi, bi = parameters["Wi"], parameters["bi"]
    Wc, bc = parameters["Wc"], parameters["bc"]
    Wo, bo = parameters["Wo"], parameters["bc"]
    Wy, by = parameters["Wy"], parameters["by"]
    ft = sigmoid(np.matmul(Wf, concat) + bf)
    it = sigmoid(np.matmul(Wi, concat) + bi)
    cct = np.tanh(np.matmul(Wc, concat) + bc)
    ot = sigmoid(np.matmul(Wo, concat) + bo)
    c_next = np.multiply(ft, c_prev) + np.multiply(it, cct)
    a_next = np.multiply(ot, np.tanh(c_next))
    yt_pred = softmax(np.matmul(Wy, a_next) + by)
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache
""",
)

wrong(
    "lstm_cell_forward",
    "no-tanh-on-the-way-out-and-prediction-from-c",
    "Two mistakes: a_next = ot * c_next without the tanh, and yt_pred is computed from c_next "
    "instead of a_next.",
    """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    s = np.append(a_prev, xt, axis=0)
    gate = {}
    for k in ("f", "i", "o"):
        gate[k] = sigmoid(parameters["W" + k] @ s + parameters["b" + k])
    cand = np.tanh(parameters["Wc"] @ s + parameters["bc"])
    c_next = gate["i"] * cand + gate["f"] * c_prev
    a_next = gate["o"] * c_next
    yt_pred = softmax(parameters["Wy"] @ c_next + parameters["by"])
    cache = (
        a_next, c_next, a_prev, c_prev, gate["f"], gate["i"], cand, gate["o"], xt, parameters
    )
    return a_next, c_next, yt_pred, cache
""",
)

wrong(
    "lstm_cell_forward",
    "update-gate-is-what-is-forgotten",
    "Couples the gates: it = 1 - ft, so Wi and bi are never used.",
    """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    hx = np.concatenate((a_prev, xt))
    keep = sigmoid(parameters["Wf"] @ hx + parameters["bf"])
    write = 1 - keep
    proposal = np.tanh(parameters["Wc"] @ hx + parameters["bc"])
    c_next = keep * c_prev + write * proposal
    show = sigmoid(parameters["Wo"] @ hx + parameters["bo"])
    a_next = show * np.tanh(c_next)
    scores = parameters["Wy"] @ a_next + parameters["by"]
    yt_pred = softmax(scores)
    memo = (a_next, c_next, a_prev, c_prev, keep, write, proposal, show, xt, parameters)
    return a_next, c_next, yt_pred, memo
""",
)

wrong(
    "lstm_cell_forward",
    "squashed-c-next-in-the-cache",
    "Keeps tanh(c_next) in the place of c_next in the cache; the three results are right and only "
    "the way back goes wrong.",
    """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.vstack([a_prev, xt])
    ft, it, ot = (
        sigmoid(parameters[w] @ concat + parameters[b])
        for w, b in (("Wf", "bf"), ("Wi", "bi"), ("Wo", "bo"))
    )
    cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    c_next = ft * c_prev + it * cct
    tanh_c = np.tanh(c_next)
    a_next = ot * tanh_c
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    # the backward step needs the tanh anyway
    return a_next, c_next, yt_pred, (
        a_next, tanh_c, a_prev, c_prev, ft, it, cct, ot, xt, parameters
    )
""",
)

right(
    "lstm_cell_forward",
    "two-blocks-instead-of-a-stack",
    "Correct: never stacks, but splits each matrix into its block for a_prev and its block for xt.",
    """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n_a = len(a_prev)

    def look(g):
        W, b = parameters["W" + g], parameters["b" + g]
        return W[:, :n_a] @ a_prev + W[:, n_a:] @ xt + b

    ft, it, ot = map(sigmoid, map(look, "fio"))
    cct = np.tanh(look("c"))
    c_next = np.add(ft * c_prev, it * cct)
    a_next = np.tanh(c_next) * ot
    y = softmax(np.einsum("ka,am->km", parameters["Wy"], a_next) + parameters["by"])
    return [a_next, c_next, y, [a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters]]
""",
)

right(
    "lstm_cell_forward",
    "one-product-and-one-tanh-for-all-gates",
    "Correct: one product with the stacked matrices (order o, f, i, c), and sigmoid(z) written as "
    "(1 + tanh(z / 2)) / 2 so that a single tanh serves all.",
    """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    order = ("o", "f", "i", "c")
    W = np.stack([parameters["W" + g] for g in order])
    b = np.stack([parameters["b" + g] for g in order])
    z = np.einsum("gak,km->gam", W, np.vstack([a_prev, xt])) + b
    z[:3] /= 2
    z = np.tanh(z)
    z[:3] = (1 + z[:3]) / 2
    ot, ft, it, cct = (block.copy() for block in z)
    c_next = c_prev * ft
    c_next += cct * it
    a_next = np.tanh(c_next)
    a_next *= ot
    e = parameters["Wy"] @ a_next + parameters["by"]
    e = np.exp(e - e.max(axis=0))
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, e / e.sum(axis=0), cache
""",
)

# ---------------------------------------------------------------- lstm_cell_backward
wrong(
    "lstm_cell_backward",
    "stack-cut-after-n-x-rows",
    "Cuts the gradient of the stack after n_x rows instead of n_a rows, so da_prev and dxt have "
    "each other's sizes; right when n_a == n_x.",
    """
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_x, m = xt.shape
    tc = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tc**2)
    dzo = da_next * tc * ot * (1 - ot)
    dzc = dc * it * (1 - cct**2)
    dzi = dc * cct * it * (1 - it)
    dzf = dc * c_prev * ft * (1 - ft)
    concat = np.concatenate((a_prev, xt), axis=0)
    grads = {}
    d_concat = np.zeros_like(concat)
    for g, dz in (("f", dzf), ("i", dzi), ("c", dzc), ("o", dzo)):
        grads["dW" + g] = np.dot(dz, concat.T)
        grads["db" + g] = np.sum(dz, axis=1, keepdims=True)
        d_concat += np.dot(parameters["W" + g].T, dz)
    grads["da_prev"] = d_concat[:n_x, :]
    grads["dxt"] = d_concat[n_x:, :]
    grads["dc_prev"] = dc * ft
    return grads
""",
)

wrong(
    "lstm_cell_backward",
    "dc-prev-from-the-top-lane-only",
    "dc_prev = dc_next * ft leaves out what comes to c_next through a_next; the gates are right.",
    """
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_next.shape[0]
    through_a = ot * (1 - np.square(np.tanh(c_next))) * da_next
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)
    dcct = (dc_next + through_a) * it * (1 - np.square(cct))
    dit = (dc_next + through_a) * cct * it * (1 - it)
    dft = (dc_next + through_a) * c_prev * ft * (1 - ft)
    both_T = np.concatenate((a_prev, xt)).T
    Wf, Wi, Wc, Wo = (parameters[k] for k in ("Wf", "Wi", "Wc", "Wo"))
    da_prev = Wf[:, :n_a].T @ dft + Wi[:, :n_a].T @ dit + Wc[:, :n_a].T @ dcct + Wo[:, :n_a].T @ dot
    dxt = Wf[:, n_a:].T @ dft + Wi[:, n_a:].T @ dit + Wc[:, n_a:].T @ dcct + Wo[:, n_a:].T @ dot
    dc_prev = dc_next * ft
    return {
        "dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev,
        "dWf": dft @ both_T, "dbf": dft.sum(axis=1, keepdims=True),
        "dWi": dit @ both_T, "dbi": dit.sum(axis=1, keepdims=True),
        "dWc": dcct @ both_T, "dbc": dcct.sum(axis=1, keepdims=True),
        "dWo": dot @ both_T, "dbo": dot.sum(axis=1, keepdims=True),
    }
""",
)

wrong(
    "lstm_cell_backward",
    "tanh-of-the-candidate-once-more",
    "Uses 1 - tanh(cct)**2 as the slope of the candidate, though cct is already the tanh.",
    """
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p = cache

    def d_tanh(u):
        return 1.0 - np.tanh(u) ** 2

    def d_sig(s):
        return s * (1.0 - s)

    dc = dc_next + da_next * ot * d_tanh(c_next)
    deltas = {
        "o": da_next * np.tanh(c_next) * d_sig(ot),
        "c": dc * it * d_tanh(cct),
        "i": dc * cct * d_sig(it),
        "f": dc * c_prev * d_sig(ft),
    }
    n_a = a_prev.shape[0]
    inp = np.vstack((a_prev, xt))
    res = {"dc_prev": dc * ft}
    back = sum(p["W" + k].T.dot(d) for k, d in deltas.items())
    res["da_prev"], res["dxt"] = back[:n_a], back[n_a:]
    for k, d in deltas.items():
        res["dW" + k] = d.dot(inp.T)
        res["db" + k] = d.sum(1, keepdims=True)
    return res
""",
)

wrong(
    "lstm_cell_backward",
    "weights-meet-the-new-state",
    "Stacks a_next instead of a_prev on xt for the gradients of the weights, so the first n_a "
    "columns of every dW are wrong; all else is right.",
    """
def lstm_cell_backward(da_next, dc_next, cache):
    a, c, a_prev, c_prev, f, i, g, o, x, params = cache
    h = np.tanh(c)
    dc = da_next * o * (1 - h * h) + dc_next
    df, di, dg, do = dc * c_prev, dc * g, dc * i, da_next * h
    zf, zi, zg, zo = df * f * (1 - f), di * i * (1 - i), dg * (1 - g * g), do * o * (1 - o)
    ax = np.concatenate([a, x], axis=0)
    Z = np.concatenate([zf, zi, zg, zo], axis=0)
    W = np.concatenate([params[k] for k in ["Wf", "Wi", "Wc", "Wo"]], axis=0)
    dW = np.split(Z @ ax.T, 4, axis=0)
    db = np.split(Z.sum(axis=1, keepdims=True), 4, axis=0)
    dax = W.T @ Z
    out = {"da_prev": dax[: len(a)], "dxt": dax[len(a) :], "dc_prev": dc * f}
    for name, w, b in zip("fico", dW, db):
        out["dW" + name] = w
        out["db" + name] = b
    return out
""",
)

wrong(
    "lstm_cell_backward",
    "dc-next-added-to-in-place",
    "Adds the part that comes through a_next with += to the caller's dc_next; the results are "
    "right the first time, a second call with the same arrays counts that part twice.",
    """
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a, m = a_next.shape
    tanh_c = np.tanh(c_next)
    dc_next += da_next * ot * (1 - tanh_c**2)
    dgate = [
        dc_next * c_prev * ft * (1 - ft),
        dc_next * cct * it * (1 - it),
        dc_next * it * (1 - cct**2),
        da_next * tanh_c * ot * (1 - ot),
    ]
    concat = np.vstack([a_prev, xt])
    gradients = {"dc_prev": dc_next * ft}
    dconcat = np.zeros(concat.shape)
    for k, d in zip(["f", "i", "c", "o"], dgate):
        gradients["dW" + k] = d @ concat.T
        gradients["db" + k] = d @ np.ones((m, 1))
        dconcat = dconcat + parameters["W" + k].T @ d
    gradients["da_prev"] = dconcat[:n_a, :]
    gradients["dxt"] = dconcat[n_a:, :]
    return gradients
""",
)

wrong(
    "lstm_cell_backward",
    "output-gate-sees-raw-c-and-weights-averaged",
    "Two mistakes: the gradient at the output gate uses c_next instead of tanh(c_next), and all "
    "dW and db are divided by m.",
    """
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    m = xt.shape[1]
    n_a = a_next.shape[0]
    d_ot = da_next * c_next
    d_c = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    d_ft, d_it, d_cct, dc_prev = d_c * c_prev, d_c * cct, d_c * it, d_c * ft
    d_zo = d_ot * ot * (1 - ot)
    d_zf = d_ft * ft * (1 - ft)
    d_zi = d_it * it * (1 - it)
    d_zc = d_cct * (1 - cct**2)
    concat = np.concatenate((a_prev, xt), axis=0)
    d_concat = (
        parameters["Wo"].T @ d_zo
        + parameters["Wf"].T @ d_zf
        + parameters["Wi"].T @ d_zi
        + parameters["Wc"].T @ d_zc
    )
    gradients = {"dxt": d_concat[n_a:], "da_prev": d_concat[:n_a], "dc_prev": dc_prev}
    for key, dz in {"f": d_zf, "i": d_zi, "c": d_zc, "o": d_zo}.items():
        gradients["dW" + key] = dz @ concat.T / m
        gradients["db" + key] = np.mean(dz, axis=1, keepdims=True)
    return gradients
""",
)

wrong(
    "lstm_cell_backward",
    "output-gate-not-sent-back",
    "Leaves the output gate out of da_prev and dxt; dWo and dbo and all else are right.",
    """
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_prev.shape[0]
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    # gates that build c_next
    dft = dc * c_prev * ft * (1 - ft)
    dit = dc * cct * it * (1 - it)
    dcct = dc * it * (1 - cct**2)
    stack = np.concatenate([a_prev, xt])
    dstack = parameters["Wf"].T @ dft
    dstack += parameters["Wi"].T @ dit
    dstack += parameters["Wc"].T @ dcct
    # gate that shows it
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)

    def wb(d):
        return np.einsum("am,km->ak", d, stack), np.einsum("am->a", d)[:, None]

    gr = {}
    gr["dWf"], gr["dbf"] = wb(dft)
    gr["dWi"], gr["dbi"] = wb(dit)
    gr["dWc"], gr["dbc"] = wb(dcct)
    gr["dWo"], gr["dbo"] = wb(dot)
    gr["da_prev"], gr["dxt"] = np.split(dstack, [n_a])
    gr["dc_prev"] = ft * dc
    return gr
""",
)

wrong(
    "lstm_cell_backward",
    "partners-of-forget-and-update-exchanged",
    "Multiplies dc by cct for the forget gate and by c_prev for the update gate, the wrong way "
    "round.",
    """
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    concat = np.concatenate([a_prev, xt])
    squashed = np.tanh(c_next)
    dC = dc_next + da_next * ot * (1 - squashed * squashed)
    dFt = dC * cct
    dIt = dC * c_prev
    dCct = dC * it
    dOt = da_next * squashed
    inner = {
        "f": (dFt, ft * (1 - ft)),
        "i": (dIt, it * (1 - it)),
        "c": (dCct, 1 - cct * cct),
        "o": (dOt, ot * (1 - ot)),
    }
    total = 0
    gradients = {}
    for name in inner:
        up, slope = inner[name]
        gradients[f"dW{name}"] = (up * slope) @ concat.T
        gradients[f"db{name}"] = (up * slope).sum(axis=1)[:, np.newaxis]
        total = total + parameters[f"W{name}"].T @ (up * slope)
    n = a_prev.shape[0]
    gradients.update(da_prev=total[:n], dxt=total[n:], dc_prev=dC * ft)
    return gradients
""",
)

right(
    "lstm_cell_backward",
    "one-example-at-a-time",
    "Correct: treats each example alone and adds outer products.",
    """
def lstm_cell_backward(da_next, dc_next, cache):
    p = cache[9]
    n_a, m = cache[2].shape
    n_x = cache[8].shape[0]
    out = {"dxt": np.zeros((n_x, m)), "da_prev": np.zeros((n_a, m)), "dc_prev": np.zeros((n_a, m))}
    for g in "fico":
        out["dW" + g] = np.zeros((n_a, n_a + n_x))
        out["db" + g] = np.zeros((n_a, 1))
    for k in range(m):
        c_next, a_prev, c_prev, f, i, cc, o, x = (v[:, k] for v in cache[1:9])
        da = da_next[:, k]
        th = np.tanh(c_next)
        dc = dc_next[:, k] + da * o * (1 - th**2)
        into = np.append(a_prev, x)
        dz = [dc * c_prev * f * (1 - f), dc * cc * i * (1 - i), dc * i * (1 - cc**2)]
        dz.append(da * th * o * (1 - o))
        back = np.zeros(n_a + n_x)
        for g, d in zip("fico", dz):
            out["dW" + g] += np.outer(d, into)
            out["db" + g][:, 0] += d
            back += d @ p["W" + g]
        out["da_prev"][:, k] = back[:n_a]
        out["dxt"][:, k] = back[n_a:]
        out["dc_prev"][:, k] = dc * f
    return out
""",
)

right(
    "lstm_cell_backward",
    "all-gates-in-one-tensor",
    "Correct: one tensor (gate, n_a, m) of inner gradients, contracted with a row of ones below "
    "the stack so that the last column is the bias; the slope of the tanh is written "
    "(1 - tanh) * (1 + tanh).",
    """
def lstm_cell_backward(da_next, dc_next, cache):
    _, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a, m = a_prev.shape
    seen = np.tanh(c_next)
    dc = da_next * ot * (1 - seen) * (1 + seen) + dc_next
    outer = np.array([dc * c_prev, dc * cct, dc * it, da_next * seen])
    value = np.array([ft, it, cct, ot])
    slope = value - value**2
    slope[2] = 1 - value[2] ** 2
    dz = outer * slope
    below = np.vstack([a_prev, xt, np.ones((1, m))])
    dWb = np.einsum("gam,km->gak", dz, below)
    W = np.array([parameters["W" + g] for g in "fico"])
    back = np.einsum("gak,gam->km", W, dz)
    result = {"dc_prev": ft * dc, "da_prev": back[:n_a].copy(), "dxt": back[n_a:].copy()}
    for g, block in zip("fico", dWb):
        result["dW" + g] = block[:, :-1].copy()
        result["db" + g] = block[:, -1:].copy()
    return result
""",
)

# ---------------------------------------------------------------- lstm_forward
wrong(
    "lstm_forward",
    "cell-state-starts-as-a0",
    "Starts the cell state from a0 instead of from zero; right when a0 is zero.",
    """
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    caches = []
    a_next = a0
    c_next = a0
    for t in range(T_x):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        caches.append(cache)
    return a, y, c, (caches, x)
""",
)

wrong(
    "lstm_forward",
    "two-states-handed-on-crosswise",
    "Keeps the pair of states as (c, a) but hands it to the cell as if it were (a, c), so from "
    "step 1 on each state is fed in the place of the other.",
    """
def lstm_forward(x, a0, parameters):
    out_a, out_y, out_c, caches = [], [], [], []
    hc = (a0, np.zeros_like(a0))
    for t in range(x.shape[2]):
        h, c, y_t, cache_t = lstm_cell_forward(x[:, :, t], *hc, parameters)
        hc = (c, h)
        out_a.append(h)
        out_c.append(c)
        out_y.append(y_t)
        caches.append(cache_t)
    stack = lambda seq: np.stack(seq, axis=2)
    return stack(out_a), stack(out_y), stack(out_c), (caches, x)
""",
)

wrong(
    "lstm_forward",
    "examples-taken-for-steps",
    "Reads the shape of x as (n_x, T_x, m) and takes x[:, t, :] for step t: an exception unless "
    "m == T_x, and wrong numbers when m == T_x > 1.",
    """
def lstm_forward(x, a0, parameters):
    n_x, T_x, m = x.shape
    n_y, n_a = parameters["Wy"].shape
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    caches = []
    a_next, c_next = a0, np.zeros(a0.shape)
    for t in range(T_x):
        xt = x[:, t, :]
        a_next, c_next, y_t, cache = lstm_cell_forward(xt, a_next, c_next, parameters)
        a[:, :, t], c[:, :, t], y[:, :, t] = a_next, c_next, y_t
        caches.append(cache)
    return a, y, c, (caches, x)
""",
)

wrong(
    "lstm_forward",
    "cell-state-kept-between-calls",
    "Keeps the last cell state in a global and starts the next call from it when the shape fits, "
    "like Keras with stateful=True; the first call is right.",
    """
LAST_CELL_STATE = {}


def lstm_forward(x, a0, parameters):
    if a0.shape not in LAST_CELL_STATE:
        LAST_CELL_STATE[a0.shape] = np.zeros(a0.shape)
    a_list = []
    y_list = []
    c_list = []
    caches = []
    a_t = a0
    c_t = LAST_CELL_STATE[a0.shape]
    for t in range(x.shape[2]):
        a_t, c_t, y_t, cache = lstm_cell_forward(x[:, :, t], a_t, c_t, parameters)
        a_list.append(a_t)
        y_list.append(y_t)
        c_list.append(c_t)
        caches.append(cache)
    LAST_CELL_STATE[a0.shape] = c_t
    return np.stack(a_list, 2), np.stack(y_list, 2), np.stack(c_list, 2), (caches, x)
""",
)

wrong(
    "lstm_forward",
    "one-cell-state-buffer-for-all-caches",
    "Copies each new cell state into one buffer that serves as c_prev at every step, so c_prev in "
    "all caches ends as the last cell state; a, y and c are right.",
    """
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a = np.empty((n_a, m, T_x))
    y = np.empty((n_y, m, T_x))
    c = np.empty((n_a, m, T_x))
    list_of_caches = []
    hidden = a0.copy()
    cell = np.zeros((n_a, m))
    for t in range(T_x):
        hidden, c_new, y[..., t], cache = lstm_cell_forward(x[..., t], hidden, cell, parameters)
        a[..., t] = hidden
        cell[...] = c_new
        c[..., t] = cell
        list_of_caches.append(cache)
    return a, y, c, (list_of_caches, x)
""",
)

wrong(
    "lstm_forward",
    "zero-inputs-taken-for-padding",
    "Takes a column of x that is all zero at a step for padding and carries a and c of that "
    "example over unchanged, like Keras's Masking; right when no input column is all zero.",
    """
def lstm_forward(x, a0, parameters):
    a, y, c, caches = [], [], [], []
    a_prev, c_prev = a0, np.zeros(a0.shape)
    mask = np.any(x != 0, axis=0)
    for t in range(x.shape[2]):
        a_t, c_t, y_t, cache = lstm_cell_forward(x[:, :, t], a_prev, c_prev, parameters)
        keep = mask[:, t]
        a_prev = np.where(keep, a_t, a_prev)
        c_prev = np.where(keep, c_t, c_prev)
        a.append(a_prev)
        c.append(c_prev)
        y.append(y_t)
        caches.append(cache)
    return np.stack(a, axis=2), np.stack(y, axis=2), np.stack(c, axis=2), (caches, x)
""",
)

wrong(
    "lstm_forward",
    "cell-states-one-step-late-and-only-last-prediction",
    "Two mistakes: c[:, :, t] is the cell state before step t (zeros first), and y is only the "
    "last step's prediction, shape (n_y, m).",
    """
def lstm_forward(x, a0, parameters):
    T_x = x.shape[2]
    a_states = [a0]
    c_states = [np.zeros_like(a0)]
    caches = []
    for t in range(T_x):
        a_t, c_t, y_t, cache = lstm_cell_forward(x[:, :, t], a_states[t], c_states[t], parameters)
        a_states.append(a_t)
        c_states.append(c_t)
        caches.append(cache)
    a = np.dstack(a_states[1:])
    c = np.dstack(c_states[:T_x])
    return a, y_t, c, (caches, x)
""",
)

wrong(
    "lstm_forward",
    "fresh-cell-state-at-every-step",
    "Makes the zero cell state inside the loop, so only the hidden state is carried from step to "
    "step.",
    """
def lstm_forward(x, a0, parameters):
    n_a, m = a0.shape
    T_x = x.shape[-1]
    n_y = parameters["by"].shape[0]
    results = {"a": np.zeros((n_a, m, T_x)), "y": np.zeros((n_y, m, T_x))}
    results["c"] = np.zeros((n_a, m, T_x))
    caches = []
    a_prev = a0
    for t, xt in enumerate(np.rollaxis(x, 2)):
        c_prev = np.zeros((n_a, m))
        a_prev, c_t, y_t, cache = lstm_cell_forward(xt, a_prev, c_prev, parameters)
        results["a"][:, :, t] = a_prev
        results["y"][:, :, t] = y_t
        results["c"][:, :, t] = c_t
        caches.append(cache)
    return results["a"], results["y"], results["c"], (caches, x)
""",
)

right(
    "lstm_forward",
    "reads-states-back-from-the-caches",
    "Correct: keeps only caches and predictions in the loop, finds the old states in the last "
    "cache, and collects a and c from the caches afterwards.",
    """
def lstm_forward(x, a0, parameters):
    caches, preds = [], []
    for t in range(x.shape[2]):
        a_prev, c_prev = caches[-1][:2] if caches else (a0, 0.0 * a0)
        *_, pred, cache = lstm_cell_forward(x[:, :, t], a_prev, c_prev, parameters)
        caches.append(cache)
        preds.append(pred)
    a = np.array([k[0] for k in caches]).transpose(1, 2, 0).copy()
    c = np.array([k[1] for k in caches]).transpose(1, 2, 0).copy()
    y = np.array(preds).transpose(1, 2, 0).copy()
    return a, y, c, (caches, x)
""",
)

right(
    "lstm_forward",
    "inputs-projected-before-the-loop",
    "Correct: does not call the cell; all gates' products with x are taken in one einsum before "
    "the loop, and the predictions after it.",
    """
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_a = a0.shape[0]
    W = np.vstack([parameters["W" + g] for g in "fioc"])
    b = np.vstack([parameters["b" + g] for g in "fioc"])
    U, V = W[:, :n_a], W[:, n_a:]
    from_x = np.einsum("gk,kmt->tgm", V, x) + b
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    old_a, old_c = np.array(a0, dtype=float), np.zeros((n_a, m))
    tape = []
    for t in range(T_x):
        z = from_x[t] + U @ old_a
        ft, it, ot = np.split(sigmoid(z[: 3 * n_a]), 3)
        cct = np.tanh(z[3 * n_a :])
        new_c = ft * old_c + it * cct
        new_a = ot * np.tanh(new_c)
        tape.append((new_a, new_c, old_a, old_c, ft, it, cct, ot, x[:, :, t], parameters))
        a[:, :, t], c[:, :, t] = new_a, new_c
        old_a, old_c = new_a, new_c
    scores = np.tensordot(parameters["Wy"], a, axes=([1], [0])) + parameters["by"][:, :, None]
    y = np.exp(scores - scores.max(axis=0))
    y /= y.sum(axis=0)
    return a, y, c, (tape, x)
""",
)

# ---------------------------------------------------------------- lstm_backward
wrong(
    "lstm_backward",
    "cell-lane-never-handed-back",
    "Hands da_prev back but always passes a zero dc_next to the cell, so nothing travels along "
    "the cell state; right for T_x = 1.",
    """
def lstm_backward(da, caches):
    caches, x = caches
    n_a, m, T_x = da.shape
    n_x = x.shape[0]
    dx = np.zeros((n_x, m, T_x))
    da_prevt = np.zeros((n_a, m))
    dc_prevt = np.zeros((n_a, m))
    dW = {g: np.zeros((n_a, n_a + n_x)) for g in "fico"}
    db = {g: np.zeros((n_a, 1)) for g in "fico"}
    for t in reversed(range(T_x)):
        gradients = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, caches[t])
        dx[:, :, t] = gradients["dxt"]
        da_prevt = gradients["da_prev"]
        for g in "fico":
            dW[g] += gradients["dW" + g]
            db[g] += gradients["db" + g]
    out = {"dx": dx, "da0": da_prevt}
    out.update({"dW" + g: dW[g] for g in dW})
    out.update({"db" + g: db[g] for g in db})
    return out
""",
)

wrong(
    "lstm_backward",
    "loop-ends-before-step-0",
    "range(T_x - 1, 0, -1) leaves out step 0: dx[:, :, 0] stays zero, da0 is the gradient by the "
    "state after step 0 without its own da, and the weights lack a term.",
    """
def lstm_backward(da, caches):
    list_of_caches, x = caches
    n_x, m, T_x = x.shape
    n_a = da.shape[0]
    grads = {"dx": np.zeros((n_x, m, T_x)), "da0": np.zeros((n_a, m))}
    for gate in ("f", "i", "c", "o"):
        grads["dW" + gate] = np.zeros((n_a, n_a + n_x))
        grads["db" + gate] = np.zeros((n_a, 1))
    dc = np.zeros((n_a, m))
    for t in range(T_x - 1, 0, -1):
        g = lstm_cell_backward(da[:, :, t] + grads["da0"], dc, list_of_caches[t])
        grads["dx"][:, :, t] = g["dxt"]
        grads["da0"] = g["da_prev"]
        dc = g["dc_prev"]
        for name in grads:
            if name not in ("dx", "da0"):
                grads[name] += g[name]
    return grads
""",
)

wrong(
    "lstm_backward",
    "copied-line-sums-dwi-into-dwc",
    "The line for dWc adds the cell's dWi, so dWc comes out equal to dWi; all else is right.",
    """
def lstm_backward(da, caches):
    steps, x = caches
    n_x, m, T_x = x.shape
    n_a = da.shape[0]
    dx = np.zeros((n_x, m, T_x))
    da_next, dc_next = np.zeros((n_a, m)), np.zeros((n_a, m))
    dWf, dWi, dWc, dWo = [np.zeros((n_a, n_a + n_x)) for _ in range(4)]
    dbf, dbi, dbc, dbo = [np.zeros((n_a, 1)) for _ in range(4)]
    for t in range(T_x - 1, -1, -1):
        g = lstm_cell_backward(da_next + da[:, :, t], dc_next, steps[t])
        da_next, dc_next = g["da_prev"], g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        dWf += g["dWf"]
        dbf += g["dbf"]
        dWi += g["dWi"]
        dbi += g["dbi"]
        dWc += g["dWi"]
        dbc += g["dbc"]
        dWo += g["dWo"]
        dbo += g["dbo"]
    return {
        "dx": dx, "da0": da_next, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
        "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo,
    }
""",
)

wrong(
    "lstm_backward",
    "both-lanes-one-growing-array",
    "da_next and dc_next are one and the same array, to which da_prev and dc_prev are added "
    "instead of replacing it, so the lanes mix and pile up.",
    """
def lstm_backward(da, caches):
    steps, x = caches
    dx = np.zeros(x.shape)
    da_next = dc_next = np.zeros(da[:, :, 0].shape)
    sums = None
    for t in np.arange(x.shape[2])[::-1]:
        g = lstm_cell_backward(da[:, :, t] + da_next, dc_next, steps[t])
        dx[:, :, t] = g["dxt"]
        da_next += g["da_prev"]
        dc_next += g["dc_prev"]
        weights = {k: v for k, v in g.items() if k.startswith(("dW", "db"))}
        sums = weights if sums is None else {k: sums[k] + weights[k] for k in sums}
    sums.update({"dx": dx, "da0": da_next})
    return sums
""",
)

wrong(
    "lstm_backward",
    "caches-popped-off-the-list",
    "Takes the caches off the caller's list with pop(), which leaves it empty; the result is "
    "right, but a second call on the same caches fails.",
    """
def lstm_backward(da, caches):
    stack, x = caches
    grads = dict.fromkeys(["dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"], 0)
    dx = np.zeros(x.shape)
    da_carry = np.zeros(da.shape[:2])
    dc_carry = np.zeros(da.shape[:2])
    t = da.shape[2] - 1
    while t >= 0:
        cell = stack.pop()
        back = lstm_cell_backward(da[:, :, t] + da_carry, dc_carry, cell)
        da_carry = back["da_prev"]
        dc_carry = back["dc_prev"]
        dx[:, :, t] = back["dxt"]
        grads = {k: grads[k] + back[k] for k in grads}
        t -= 1
    grads["dx"] = dx
    grads["da0"] = da_carry
    return grads
""",
)

wrong(
    "lstm_backward",
    "cut-off-every-three-steps",
    "Truncated: sets both carried gradients to zero at every third step counted from the end, so "
    "it is right only up to T_x = 3.",
    """
def lstm_backward(da, caches):
    window = 3
    cells, x = caches
    T = len(cells)
    zero = np.zeros(da.shape[:2])
    d_h, d_c = zero, zero
    dxs = [None] * T
    acc = {}
    for k, t in enumerate(reversed(range(T))):
        if k % window == 0:
            # detach
            d_h, d_c = zero, zero
        g = lstm_cell_backward(da[:, :, t] + d_h, d_c, cells[t])
        dxs[t], d_h, d_c = g["dxt"], g["da_prev"], g["dc_prev"]
        for name in g:
            if name[:2] in ("dW", "db"):
                acc[name] = acc[name] + g[name] if name in acc else g[name]
    return {**acc, "dx": np.stack(dxs, axis=2), "da0": d_h}
""",
)

wrong(
    "lstm_backward",
    "dx-made-in-the-shape-of-da",
    "Allocates dx with the shape of da, (n_a, m, T_x): an exception unless n_a == n_x, or n_x == 1 "
    "and the row is repeated; right when n_a == n_x.",
    """
def lstm_backward(da, caches):
    steps, x = caches
    dx = np.zeros_like(da)
    da_next = np.zeros_like(da[:, :, 0])
    dc_next = np.zeros_like(da[:, :, 0])
    weights = {}
    for t in reversed(range(da.shape[2])):
        g = dict(lstm_cell_backward(da[:, :, t] + da_next, dc_next, steps[t]))
        dx[:, :, t] = g.pop("dxt")
        da_next = g.pop("da_prev")
        dc_next = g.pop("dc_prev")
        for key in g:
            weights.setdefault(key, np.zeros(g[key].shape))
            weights[key] += g[key]
    return {"dx": dx, "da0": da_next, **weights}
""",
)

wrong(
    "lstm_backward",
    "own-gradient-counted-twice",
    "Adds da of the step before when it hands da_prev on and adds it again at that step, so every "
    "da but the last counts twice, and at step 0 the index -1 puts da of the last step into da0.",
    """
def lstm_backward(da, caches):
    cs, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros((x.shape[0], m, T_x))
    dh = np.zeros((n_a, m))
    dc = np.zeros((n_a, m))
    collected = []
    for t in range(T_x - 1, -1, -1):
        out = lstm_cell_backward(da[:, :, t] + dh, dc, cs[t])
        dh = out["da_prev"] + da[:, :, t - 1]
        dc = out["dc_prev"]
        dx[:, :, t] = out["dxt"]
        collected.append(out)
    grads = {
        n: np.sum([o[n] for o in collected], axis=0)
        for n in ("dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo")
    }
    return {"dx": dx, "da0": dh, **grads}
""",
)

right(
    "lstm_backward",
    "recursive-from-the-first-step",
    "Correct: an inner function for step t first calls itself for step t + 1 and adds up on the "
    "way out.",
    """
def lstm_backward(da, caches):
    cells, x = caches
    zero = np.zeros(da.shape[:2])

    def back(t):
        if t == len(cells):
            return [], zero, zero, {}
        later, da_later, dc_later, total = back(t + 1)
        g = lstm_cell_backward(da_later + da[:, :, t], dc_later, cells[t])
        names = [n for n in g if n[1] in "Wb"]
        total = {n: g[n] + total.get(n, 0.0) for n in names}
        return [g["dxt"]] + later, g["da_prev"], g["dc_prev"], total

    dxs, da0, _, gradients = back(0)
    gradients["dx"] = np.concatenate([d[:, :, None] for d in dxs], axis=2)
    gradients["da0"] = da0
    return gradients
""",
)

right(
    "lstm_backward",
    "gates-inlined-weights-after-the-loop",
    "Correct: does not call the cell; carries the gradients through the stacked matrices in the "
    "loop and takes every weight's gradient from one tensordot over examples and steps.",
    """
def lstm_backward(da, caches):
    tape, x = caches
    n_a, m, T_x = da.shape
    p = tape[0][9]
    W = np.vstack([p["Wf"], p["Wi"], p["Wc"], p["Wo"]])
    dz = np.zeros((4 * n_a, m, T_x))
    dx = np.zeros((x.shape[0], m, T_x))
    lane_a, lane_c = np.zeros((n_a, m)), np.zeros((n_a, m))
    for t in range(T_x)[::-1]:
        _, c, _, c_old, f, i, g, o, _, _ = tape[t]
        dh = lane_a + da[:, :, t]
        s = np.tanh(c)
        dc = lane_c + dh * o * (1 - s**2)
        dz_f, dz_i = dc * c_old * f * (1 - f), dc * g * i * (1 - i)
        dz_c, dz_o = dc * i * (1 - g**2), dh * s * o * (1 - o)
        dz[:, :, t] = np.vstack([dz_f, dz_i, dz_c, dz_o])
        down = W.T @ dz[:, :, t]
        lane_a, lane_c, dx[:, :, t] = down[:n_a].copy(), dc * f, down[n_a:]
    seen = np.stack([np.vstack([k[2], k[8]]) for k in tape], axis=2)
    dW = np.tensordot(dz, seen, axes=([1, 2], [1, 2]))
    db = dz.sum(axis=2).sum(axis=1, keepdims=True)
    result = {"dx": dx, "da0": lane_a}
    for k, gate in enumerate("fico"):
        rows = slice(k * n_a, (k + 1) * n_a)
        result["dW" + gate] = dW[rows].copy()
        result["db" + gate] = db[rows].copy()
    return result
""",
)
