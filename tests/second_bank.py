"""A second bank, written without sight of the first one and of the checks' cases.

Each entry is a submission as a tutor might meet it: other habits, other courses' conventions, half
understood axes. ``autograder prove --bank tests/second_bank.py`` runs it.
"""

# ruff: noqa: E501 - a student may write long lines

import textwrap

MUTANTS = {}


def _wrong(function, name, note, source):
    _add(function, name, source, "wrong", note)


def _right(function, name, note, source):
    _add(function, name, source, "correct", note)


def _add(function, name, source, kind, note):
    text = textwrap.dedent(source).strip() + "\n"
    MUTANTS.setdefault(function, []).append((name, text, kind, note))


def _edit(text, *pairs):
    """Replace each old text, which must occur once, by the new one."""
    for old, new in pairs:
        if text.count(old) != 1:
            raise ValueError(f"{old!r} occurs {text.count(old)} times")
        text = text.replace(old, new)
    return text


# ------------------------------------------------------------------ sigmoid

_wrong(
    "sigmoid",
    "odds-form",
    "exp(z) / (1 + exp(z)) is inf / inf for large scores",
    """
    def sigmoid(z):
        odds = np.exp(z)
        return odds / (1 + odds)
    """,
)
_wrong(
    "sigmoid",
    "result-of-the-type-of-z",
    "zeros_like of whole numbers holds whole numbers: every probability becomes 0",
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
_wrong(
    "sigmoid",
    "abs-everywhere",
    "stable, but the same for z and -z",
    """
    def sigmoid(z):
        # use the absolute value so that exp never overflows
        return 1.0 / (1.0 + np.exp(-np.abs(z)))
    """,
)
_wrong(
    "sigmoid",
    "clip-at-ten",
    "clips where the sigmoid still moves",
    """
    def sigmoid(z):
        z = np.clip(z, -10, 10)  # avoid overflow
        s = 1 / (1 + np.exp(-z))
        return s
    """,
)
_wrong(
    "sigmoid",
    "hard-sigmoid",
    "the piecewise line that some libraries call sigmoid",
    """
    def sigmoid(z):
        s = 0.2 * z + 0.5
        s = np.minimum(np.maximum(s, 0.0), 1.0)
        return s
    """,
)
_wrong(
    "sigmoid",
    "tanh-without-half",
    "tanh(z) where tanh(z / 2) belongs",
    """
    def sigmoid(z):
        t = np.tanh(z)
        return (t + 1) / 2
    """,
)
_wrong(
    "sigmoid",
    "slope-instead",
    "returns the derivative",
    """
    def sigmoid(z):
        s = 1 / (1 + np.exp(-z))
        ds = s * (1 - s)
        return ds
    """,
)
_wrong(
    "sigmoid",
    "math-exp",
    "math.exp takes one number",
    """
    import math

    def sigmoid(z):
        s = 1 / (1 + math.exp(-z))
        return s
    """,
)
_wrong(
    "sigmoid",
    "precedence",
    "1/1 + exp(-z)",
    """
    def sigmoid(z):
        small = np.exp(-np.abs(z))
        return np.where(z >= 0, 1/1 + small, small/1 + small)
    """,
)
_wrong(
    "sigmoid",
    "overwrites-z",
    "limits the scores in the caller's array",
    """
    def sigmoid(z):
        z[z > 500] = 500
        z[z < -500] = -500
        return 1 / (1 + np.exp(-z))
    """,
)
_wrong(
    "sigmoid",
    "two-loops",
    "works for matrices only, asked for any shape",
    """
    def sigmoid(z):
        rows, cols = z.shape
        out = np.zeros((rows, cols))
        for i in range(rows):
            for j in range(cols):
                if z[i, j] >= 0:
                    out[i, j] = 1 / (1 + np.exp(-z[i, j]))
                else:
                    out[i, j] = np.exp(z[i, j]) / (1 + np.exp(z[i, j]))
        return out
    """,
)
_wrong(
    "sigmoid",
    "branch-by-the-smallest",
    "one negative score sends all scores to the form that overflows above 709",
    """
    def sigmoid(z):
        if np.min(z) < 0:
            e = np.exp(z)
            return e / (1 + e)
        else:
            return 1 / (1 + np.exp(-z))
    """,
)
_wrong(
    "sigmoid",
    "list-of-rows",
    "returns a list",
    """
    def sigmoid(z):
        return [1 / (1 + np.exp(-value)) for value in z]
    """,
)
_wrong(
    "sigmoid",
    "one-minus-for-negative",
    "knows that sigmoid(-z) = 1 - sigmoid(z), and applies it to a value already right",
    """
    def sigmoid(z):
        s = 1 / (1 + np.exp(-z))
        return np.where(z < 0, 1 - s, s)
    """,
)
_wrong(
    "sigmoid",
    "softmax-trick",
    "takes the largest score away, as softmax may",
    """
    def sigmoid(z):
        z_shifted = z - np.max(z)
        return 1 / (1 + np.exp(-z_shifted))
    """,
)
_wrong(
    "sigmoid",
    "single-precision",
    "computes in float32",
    """
    def sigmoid(z):
        z = np.asarray(z, dtype=np.float32)
        return (1 / (1 + np.exp(-z))).astype(np.float64)
    """,
)
_wrong(
    "sigmoid",
    "plain",
    "overflow to inf gives 0, with a warning; the lesson now asks for none",
    """
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))
    """,
)
_right(
    "sigmoid",
    "masks",
    "fills a float array by sign",
    """
    def sigmoid(z):
        z = np.array(z, dtype=float)
        s = np.zeros(z.shape)
        pos = z >= 0
        neg = ~pos
        s[pos] = 1.0 / (1.0 + np.exp(-z[pos]))
        e = np.exp(z[neg])
        s[neg] = e / (1.0 + e)
        return s
    """,
)
_right(
    "sigmoid",
    "half-tanh",
    "through the tanh",
    """
    def sigmoid(z):
        return 0.5 * (1 + np.tanh(0.5 * z))
    """,
)
_right(
    "sigmoid",
    "wide-clip",
    "clips where exp would overflow",
    """
    def sigmoid(z):
        safe = np.clip(z, -700, 700)
        denominator = np.exp(-safe) + 1
        return np.power(denominator, -1.0)
    """,
)
_right(
    "sigmoid",
    "logaddexp",
    "in logarithms",
    """
    def sigmoid(z):
        log_s = -np.logaddexp(0, -z)
        return np.exp(log_s)
    """,
)
_right(
    "sigmoid",
    "math-loop",
    "one number at a time, any shape",
    """
    import math

    def one(v):
        if v < -700:
            return 0.0
        return 1.0 / (1.0 + math.exp(-v))

    def sigmoid(z):
        flat = [one(float(v)) for v in np.ravel(z)]
        return np.array(flat).reshape(np.shape(z))
    """,
)
_right(
    "sigmoid",
    "two-class-softmax",
    "as the softmax of the score and zero",
    """
    def sigmoid(z):
        top = np.maximum(z, 0)
        yes = np.exp(z - top)
        no = np.exp(-top)
        return yes / (yes + no)
    """,
)

# ------------------------------------------------------------------ softmax

_wrong(
    "softmax",
    "sum-over-axis-one",
    "normalises the rows",
    """
    def softmax(z):
        z_max = np.max(z, axis=0, keepdims=True)
        exps = np.exp(z - z_max)
        return exps / np.sum(exps, axis=1, keepdims=True)
    """,
)
_wrong(
    "softmax",
    "one-sum-for-all",
    "the whole matrix sums to one",
    """
    def softmax(z):
        e_z = np.exp(z - np.max(z))
        return e_z / e_z.sum()
    """,
)
_wrong(
    "softmax",
    "one-maximum-for-all",
    "a column far below the largest score underflows to 0 / 0",
    """
    def softmax(z):
        e_z = np.exp(z - np.max(z))
        return e_z / e_z.sum(axis=0)
    """,
)
_wrong(
    "softmax",
    "no-shift",
    "exp overflows",
    """
    def softmax(z):
        exp_scores = np.exp(z)
        probs = exp_scores / np.sum(exp_scores, axis=0, keepdims=True)
        return probs
    """,
)
_wrong(
    "softmax",
    "rows-are-examples",
    "copied from a course with one row per example",
    """
    def softmax(z):
        shifted = z - np.max(z, axis=1, keepdims=True)
        exp_scores = np.exp(shifted)
        return exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
    """,
)
_wrong(
    "softmax",
    "epsilon-below",
    "a safety term of 1e-6 in the denominator: columns do not sum to one",
    """
    def softmax(z):
        e = np.exp(z - np.max(z, axis=0))
        return e / (np.sum(e, axis=0) + 1e-6)
    """,
)
_wrong(
    "softmax",
    "shifts-in-place",
    "changes the scores of the caller",
    """
    def softmax(z):
        z -= np.max(z, axis=0, keepdims=True)
        e = np.exp(z)
        return e / np.sum(e, axis=0, keepdims=True)
    """,
)
_wrong(
    "softmax",
    "largest-magnitude",
    "a column of very negative scores is pushed further down, to 0 / 0",
    """
    def softmax(z):
        biggest = np.max(np.abs(z), axis=0, keepdims=True)
        e = np.exp(z - biggest)
        return e / np.sum(e, axis=0, keepdims=True)
    """,
)
_wrong(
    "softmax",
    "clipped-scores",
    "scores above the clip become equal",
    """
    def softmax(z):
        z = np.clip(z, -500, 500)
        e = np.exp(z)
        return e / e.sum(axis=0, keepdims=True)
    """,
)
_wrong(
    "softmax",
    "divide-by-maximum",
    "scales where it should shift",
    """
    def softmax(z):
        scaled = z / np.max(z, axis=0, keepdims=True)
        e = np.exp(scaled)
        return e / e.sum(axis=0, keepdims=True)
    """,
)
_wrong(
    "softmax",
    "smallest-away",
    "takes the minimum away: the largest exponent can still overflow",
    """
    def softmax(z):
        z_stable = z - z.min(axis=0, keepdims=True)
        e = np.exp(z_stable)
        return e / e.sum(axis=0, keepdims=True)
    """,
)
_wrong(
    "softmax",
    "maximum-of-the-rows",
    "takes each row's maximum away, which changes the ratios within a column",
    """
    def softmax(z):
        m = np.max(z, axis=1, keepdims=True)
        e = np.exp(z - m)
        return e / np.sum(e, axis=0, keepdims=True)
    """,
)
_wrong(
    "softmax",
    "log-probabilities",
    "returns the logarithm",
    """
    def softmax(z):
        m = z.max(axis=0, keepdims=True)
        log_sum = m + np.log(np.exp(z - m).sum(axis=0, keepdims=True))
        return z - log_sum
    """,
)
_wrong(
    "softmax",
    "normalised-sigmoids",
    "sigmoid for exp",
    """
    def softmax(z):
        s = sigmoid(z)
        return s / s.sum(axis=0, keepdims=True)
    """,
)
_wrong(
    "softmax",
    "result-like-z",
    "loops right, but whole-number scores give whole-number probabilities",
    """
    def softmax(z):
        out = np.zeros_like(z)
        for j in range(z.shape[1]):
            column = z[:, j]
            e = np.exp(column - column.max())
            out[:, j] = e / e.sum()
        return out
    """,
)
_wrong(
    "softmax",
    "first-column-shift",
    "the maximum of the first column serves all columns",
    """
    def softmax(z):
        shift = np.max(z[:, 0])
        out = np.zeros(z.shape)
        for i in range(z.shape[1]):
            e = np.exp(z[:, i] - shift)
            out[:, i] = e / np.sum(e)
        return out
    """,
)
_wrong(
    "softmax",
    "handed-back-transposed",
    "computes on the transpose and does not turn it back",
    """
    def softmax(z):
        zt = z.T
        zt = zt - zt.max(axis=1, keepdims=True)
        e = np.exp(zt)
        return e / e.sum(axis=1, keepdims=True)
    """,
)
_right(
    "softmax",
    "no-keepdims",
    "(m,) broadcasts along the rows as it should",
    """
    def softmax(z):
        e_x = np.exp(z - np.max(z, axis=0))
        return e_x / e_x.sum(axis=0)
    """,
)
_right(
    "softmax",
    "python-sum",
    "sum() of a matrix adds its rows",
    """
    def softmax(z):
        e = np.exp(z - z.max(0))
        return e / sum(e)
    """,
)
_right(
    "softmax",
    "columns-in-a-loop",
    "one column after the other",
    """
    def softmax(z):
        columns = []
        for j in range(z.shape[1]):
            scores = z[:, j]
            e = np.exp(scores - np.amax(scores))
            columns.append(e / np.sum(e))
        return np.array(columns).T
    """,
)
_right(
    "softmax",
    "log-sum-exp",
    "in logarithms",
    """
    def softmax(z):
        log_total = np.logaddexp.reduce(z, axis=0)
        return np.exp(z - log_total)
    """,
)
_right(
    "softmax",
    "apply-along",
    "a helper for one column",
    """
    def _one(column):
        shifted = column - column.max()
        weights = np.exp(shifted)
        return weights / weights.sum()

    def softmax(z):
        return np.apply_along_axis(_one, 0, z)
    """,
)
_wrong(
    "softmax",
    "pairwise-differences",
    "1 / sum of exp(other - own): overflow to inf gives 0; the lesson now asks for none",
    """
    def softmax(z):
        differences = z[None, :, :] - z[:, None, :]
        return 1 / np.exp(differences).sum(axis=1)
    """,
)

# ------------------------------------------------------------------ feed_forward

_wrong(
    "feed_forward",
    "no-first-bias",
    "forgets b1",
    """
    def feed_forward(x, parameters):
        W1 = parameters["W1"]
        W2, b2 = parameters["W2"], parameters["b2"]
        z1 = np.dot(W1, x)
        a1 = np.tanh(z1)
        z2 = np.dot(W2, a1) + b2
        y_pred = softmax(z2)
        return y_pred, (x, a1, y_pred, parameters)
    """,
)
_wrong(
    "feed_forward",
    "sigmoid-hidden",
    "sigmoid in the hidden layer, as in an older assignment",
    """
    def feed_forward(x, parameters):
        z1 = np.dot(parameters["W1"], x) + parameters["b1"]
        a1 = sigmoid(z1)
        z2 = np.dot(parameters["W2"], a1) + parameters["b2"]
        y_pred = softmax(z2)
        return y_pred, (x, a1, y_pred, parameters)
    """,
)
_wrong(
    "feed_forward",
    "sigmoid-output",
    "sigmoid where softmax belongs",
    """
    def feed_forward(x, parameters):
        Z1 = np.dot(parameters["W1"], x) + parameters["b1"]
        A1 = np.tanh(Z1)
        Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
        A2 = sigmoid(Z2)
        cache = (x, A1, A2, parameters)
        return A2, cache
    """,
)
_wrong(
    "feed_forward",
    "relu-hidden",
    "relu in the hidden layer",
    """
    def feed_forward(x, parameters):
        z1 = parameters["W1"] @ x + parameters["b1"]
        a1 = np.maximum(0, z1)
        y_pred = softmax(parameters["W2"] @ a1 + parameters["b2"])
        return y_pred, (x, a1, y_pred, parameters)
    """,
)
_wrong(
    "feed_forward",
    "score-kept-for-activation",
    "the cache holds z1 in the place of a1",
    """
    def feed_forward(x, parameters):
        z1 = parameters["W1"] @ x + parameters["b1"]
        a1 = np.tanh(z1)
        z2 = parameters["W2"] @ a1 + parameters["b2"]
        y_pred = softmax(z2)
        cache = (x, z1, y_pred, parameters)
        return y_pred, cache
    """,
)
_wrong(
    "feed_forward",
    "output-layer-sees-scores",
    "the second layer multiplies z1",
    """
    def feed_forward(x, parameters):
        z1 = parameters["W1"] @ x + parameters["b1"]
        a1 = np.tanh(z1)
        z2 = parameters["W2"] @ z1 + parameters["b2"]
        y_pred = softmax(z2)
        return y_pred, (x, a1, y_pred, parameters)
    """,
)
_wrong(
    "feed_forward",
    "cache-in-order-of-prediction",
    "y_pred and a1 change places in the cache",
    """
    def feed_forward(x, parameters):
        a1 = np.tanh(parameters["W1"] @ x + parameters["b1"])
        y_pred = softmax(parameters["W2"] @ a1 + parameters["b2"])
        return y_pred, (x, y_pred, a1, parameters)
    """,
)
_wrong(
    "feed_forward",
    "flat-biases",
    "a flat bias goes along the examples, or does not fit",
    """
    def feed_forward(x, parameters):
        b1 = parameters["b1"].flatten()
        b2 = parameters["b2"].flatten()
        a1 = np.tanh(np.matmul(parameters["W1"], x) + b1)
        y_pred = softmax(np.matmul(parameters["W2"], a1) + b2)
        return y_pred, (x, a1, y_pred, parameters)
    """,
)
_wrong(
    "feed_forward",
    "softmax-of-the-rows",
    "its own softmax sums along the examples",
    """
    def feed_forward(x, parameters):
        a1 = np.tanh(parameters["W1"] @ x + parameters["b1"])
        scores = parameters["W2"] @ a1 + parameters["b2"]
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        y_pred = e / e.sum(axis=1, keepdims=True)
        return y_pred, (x, a1, y_pred, parameters)
    """,
)
_wrong(
    "feed_forward",
    "tanh-before-softmax",
    "tanh in both layers",
    """
    def feed_forward(x, parameters):
        a = x
        for layer in ("1", "2"):
            a = np.tanh(parameters["W" + layer] @ a + parameters["b" + layer])
            if layer == "1":
                a1 = a
        y_pred = softmax(a)
        return y_pred, (x, a1, y_pred, parameters)
    """,
)
_wrong(
    "feed_forward",
    "predicted-classes",
    "returns the chosen class as one-hot",
    """
    def feed_forward(x, parameters):
        a1 = np.tanh(parameters["W1"] @ x + parameters["b1"])
        probabilities = softmax(parameters["W2"] @ a1 + parameters["b2"])
        y_pred = np.zeros(probabilities.shape)
        for i, k in enumerate(np.argmax(probabilities, axis=0)):
            y_pred[k, i] = 1
        return y_pred, (x, a1, probabilities, parameters)
    """,
)
_wrong(
    "feed_forward",
    "keeps-activation-in-parameters",
    "writes into the caller's dict",
    """
    def feed_forward(x, parameters):
        parameters["a1"] = np.tanh(parameters["W1"] @ x + parameters["b1"])
        y_pred = softmax(parameters["W2"] @ parameters["a1"] + parameters["b2"])
        return y_pred, (x, parameters["a1"], y_pred, parameters)
    """,
)
_wrong(
    "feed_forward",
    "standardises-x",
    "scales the inputs first, as in a data lesson",
    """
    def feed_forward(x, parameters):
        x_norm = (x - x.mean(axis=1, keepdims=True)) / (x.std(axis=1, keepdims=True) + 1e-8)
        a1 = np.tanh(parameters["W1"] @ x_norm + parameters["b1"])
        y_pred = softmax(parameters["W2"] @ a1 + parameters["b2"])
        return y_pred, (x, a1, y_pred, parameters)
    """,
)
_wrong(
    "feed_forward",
    "cache-as-dict",
    "a dict where a tuple was asked for",
    """
    def feed_forward(x, parameters):
        a1 = np.tanh(parameters["W1"] @ x + parameters["b1"])
        y_pred = softmax(parameters["W2"] @ a1 + parameters["b2"])
        cache = {"x": x, "a1": a1, "y_pred": y_pred, "parameters": parameters}
        return y_pred, cache
    """,
)
_wrong(
    "feed_forward",
    "bias-inside-the-product",
    "adds b1 to the input side: W1 @ (x + ...) with a summed bias",
    """
    def feed_forward(x, parameters):
        a1 = np.tanh(parameters["W1"] @ x + np.sum(parameters["b1"]))
        y_pred = softmax(parameters["W2"] @ a1 + np.sum(parameters["b2"]))
        return y_pred, (x, a1, y_pred, parameters)
    """,
)
_right(
    "feed_forward",
    "old-course-names",
    "capitals, np.dot, every step named",
    """
    def feed_forward(x, parameters):
        W1 = parameters["W1"]
        b1 = parameters["b1"]
        W2 = parameters["W2"]
        b2 = parameters["b2"]
        Z1 = np.dot(W1, x) + b1
        A1 = np.tanh(Z1)
        Z2 = np.dot(W2, A1) + b2
        A2 = softmax(Z2)
        cache = (x, A1, A2, parameters)
        return A2, cache
    """,
)
_right(
    "feed_forward",
    "example-by-example",
    "a loop over the columns",
    """
    def feed_forward(x, parameters):
        m = x.shape[1]
        n_h = parameters["W1"].shape[0]
        n_y = parameters["W2"].shape[0]
        a1 = np.zeros((n_h, m))
        y_pred = np.zeros((n_y, m))
        for i in range(m):
            xi = x[:, i:i + 1]
            hi = np.tanh(parameters["W1"] @ xi + parameters["b1"])
            a1[:, i:i + 1] = hi
            y_pred[:, i:i + 1] = softmax(parameters["W2"] @ hi + parameters["b2"])
        return y_pred, (x, a1, y_pred, parameters)
    """,
)
_right(
    "feed_forward",
    "bias-as-weight",
    "a row of ones carries the bias",
    """
    def feed_forward(x, parameters):
        ones = np.ones((1, x.shape[1]))
        V1 = np.hstack([parameters["W1"], parameters["b1"]])
        V2 = np.hstack([parameters["W2"], parameters["b2"]])
        a1 = np.tanh(V1 @ np.vstack([x, ones]))
        y_pred = softmax(V2 @ np.vstack([a1, ones]))
        return y_pred, [x, a1, y_pred, parameters]
    """,
)
_right(
    "feed_forward",
    "rows-inside",
    "works with one row per example and turns the results back",
    """
    def feed_forward(x, parameters):
        h = np.tanh(x.T.dot(parameters["W1"].T) + parameters["b1"].T)
        s = h.dot(parameters["W2"].T) + parameters["b2"].T
        s = s - s.max(axis=1, keepdims=True)
        p = np.exp(s)
        p = p / p.sum(axis=1, keepdims=True)
        return p.T, (x, h.T, p.T, parameters)
    """,
)
_right(
    "feed_forward",
    "einsum-and-exponentials",
    "einsum, tanh written out, a copy of the parameters",
    """
    def feed_forward(x, parameters):
        p = dict(parameters)
        z1 = np.einsum("hx,xm->hm", p["W1"], x) + p["b1"]
        a1 = 2 / (1 + np.exp(-2 * z1)) - 1
        z2 = np.einsum("yh,hm->ym", p["W2"], a1) + p["b2"]
        y_pred = softmax(z2)
        return y_pred, (x.copy(), a1, y_pred.copy(), p)
    """,
)

# ------------------------------------------------------------------ cross_entropy

_wrong(
    "cross_entropy",
    "mean-over-entries",
    "divides by the number of entries",
    """
    def cross_entropy(y_pred, y):
        return -np.mean(y * np.log(y_pred + 1e-15))
    """,
)
_wrong(
    "cross_entropy",
    "sum-over-examples",
    "no mean",
    """
    def cross_entropy(y_pred, y):
        p = np.maximum(y_pred, 1e-15)
        loss = -np.sum(y * np.log(p))
        return loss
    """,
)
_wrong(
    "cross_entropy",
    "divides-by-classes",
    "m is the first axis in another course",
    """
    def cross_entropy(y_pred, y):
        m = y.shape[0]
        p = np.clip(y_pred, 1e-15, 1.0)
        return float(-np.sum(y * np.log(p)) / m)
    """,
)
_wrong(
    "cross_entropy",
    "log-likelihood",
    "forgets the minus",
    """
    def cross_entropy(y_pred, y):
        m = y.shape[1]
        logs = np.log(y_pred + 1e-15) * y
        return np.squeeze(np.sum(logs)) / m
    """,
)
_wrong(
    "cross_entropy",
    "two-class-formula",
    "adds the (1 - y) log(1 - y_pred) of the two-class cost",
    """
    def cross_entropy(y_pred, y):
        m = y.shape[1]
        p = np.clip(y_pred, 1e-12, 1 - 1e-12)
        logprobs = np.multiply(np.log(p), y) + np.multiply(np.log(1 - p), 1 - y)
        cost = -np.sum(logprobs) / m
        return float(np.squeeze(cost))
    """,
)
_wrong(
    "cross_entropy",
    "zero-times-log-zero",
    "0 * log(0) is nan",
    """
    def cross_entropy(y_pred, y):
        return float(-np.sum(y * np.log(y_pred)) / y.shape[1])
    """,
)
_wrong(
    "cross_entropy",
    "wide-epsilon",
    "adds 1e-8, which shows for small probabilities",
    """
    def cross_entropy(y_pred, y):
        eps = 1e-8
        losses = -np.sum(y * np.log(y_pred + eps), axis=0)
        return np.mean(losses)
    """,
)
_wrong(
    "cross_entropy",
    "library-clip",
    "clips at 1e-7, as libraries in single precision do",
    """
    def cross_entropy(y_pred, y):
        y_pred = np.clip(y_pred, 1e-7, 1 - 1e-7)
        return float(-(y * np.log(y_pred)).sum(axis=0).mean())
    """,
)
_wrong(
    "cross_entropy",
    "row-per-example-index",
    "labels by argmax along the wrong axis",
    """
    def cross_entropy(y_pred, y):
        labels = np.argmax(y, axis=1)
        n = y.shape[0]
        p = y_pred[np.arange(n), labels]
        return float(-np.mean(np.log(p + 1e-15)))
    """,
)
_wrong(
    "cross_entropy",
    "one-loss-per-example",
    "returns an array",
    """
    def cross_entropy(y_pred, y):
        p = np.sum(y_pred * y, axis=0)
        return -np.log(p)
    """,
)
_wrong(
    "cross_entropy",
    "kept-matrix",
    "a (1, 1) array, not a number",
    """
    def cross_entropy(y_pred, y):
        m = y.shape[1]
        p = np.sum(y_pred * y, axis=0, keepdims=True)
        return -np.sum(np.log(p), axis=1, keepdims=True) / m
    """,
)
_wrong(
    "cross_entropy",
    "roles-swapped",
    "log of the labels, weighted by the prediction",
    """
    def cross_entropy(y_pred, y):
        return float(-np.sum(y_pred * np.log(y + 1e-12)) / y.shape[1])
    """,
)
_wrong(
    "cross_entropy",
    "of-the-likeliest-class",
    "the largest probability of each column, whatever the label",
    """
    def cross_entropy(y_pred, y):
        best = np.max(y_pred, axis=0)
        return float(-np.mean(np.log(best)))
    """,
)
_wrong(
    "cross_entropy",
    "log-of-the-mean",
    "averages before the logarithm",
    """
    def cross_entropy(y_pred, y):
        p = np.sum(y * y_pred, axis=0)
        return float(-np.log(np.mean(p)))
    """,
)
_wrong(
    "cross_entropy",
    "repairs-in-place",
    "writes over the zeros of the caller",
    """
    def cross_entropy(y_pred, y):
        y_pred[y_pred < 1e-12] = 1e-12
        return float(-np.mean(np.sum(y * np.log(y_pred), axis=0)))
    """,
)
_wrong(
    "cross_entropy",
    "log-of-the-product",
    "the product of many small probabilities underflows",
    """
    def cross_entropy(y_pred, y):
        likelihood = 1.0
        m = y.shape[1]
        for i in range(m):
            likelihood *= np.sum(y_pred[:, i] * y[:, i])
        return float(-np.log(likelihood) / m)
    """,
)
_wrong(
    "cross_entropy",
    "bits",
    "logarithm to base 2",
    """
    def cross_entropy(y_pred, y):
        p = np.sum(y * y_pred, axis=0)
        return float(-np.mean(np.log2(np.maximum(p, 1e-12))))
    """,
)
_wrong(
    "cross_entropy",
    "four-digits",
    "rounds",
    """
    def cross_entropy(y_pred, y):
        p = np.maximum(np.sum(y * y_pred, axis=0), 1e-12)
        return round(float(-np.mean(np.log(p))), 4)
    """,
)
_right(
    "cross_entropy",
    "tiny-epsilon",
    "adds 1e-15",
    """
    def cross_entropy(y_pred, y):
        m = y.shape[1]
        return -np.sum(y * np.log(y_pred + 1e-15)) / m
    """,
)
_right(
    "cross_entropy",
    "clip-both-ends",
    "clips at 1e-12 from either end",
    """
    def cross_entropy(y_pred, y):
        p = np.clip(y_pred, 1e-12, 1 - 1e-12)
        return float(-np.mean(np.sum(y * np.log(p), axis=0)))
    """,
)
_right(
    "cross_entropy",
    "class-numbers",
    "picks by class number",
    """
    def cross_entropy(y_pred, y):
        labels = np.argmax(y, axis=0)
        m = y_pred.shape[1]
        picked = y_pred[labels, np.arange(m)]
        return float(np.mean(-np.log(picked)))
    """,
)
_right(
    "cross_entropy",
    "mask",
    "picks by a mask",
    """
    def cross_entropy(y_pred, y):
        return -np.log(y_pred[y == 1]).mean()
    """,
)
_right(
    "cross_entropy",
    "nan-to-num",
    "turns 0 * -inf into 0 afterwards",
    """
    def cross_entropy(y_pred, y):
        terms = np.nan_to_num(y * np.log(y_pred))
        return float(-terms.sum() / y.shape[1])
    """,
)
_right(
    "cross_entropy",
    "two-loops",
    "plain Python",
    """
    import math

    def cross_entropy(y_pred, y):
        n_y, m = y.shape
        total = 0
        for i in range(m):
            for k in range(n_y):
                if y[k, i] == 1:
                    total = total - math.log(y_pred[k, i])
        return total / m
    """,
)
_right(
    "cross_entropy",
    "trace",
    "the diagonal of y.T @ log",
    """
    def cross_entropy(y_pred, y):
        logs = np.log(np.where(y_pred > 0, y_pred, 1e-13))
        return np.asarray(-np.trace(y.T @ logs) / y.shape[1])
    """,
)

# ------------------------------------------------------------------ feed_forward_backward

_wrong(
    "feed_forward_backward",
    "no-mean",
    "forgets to divide by m",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        dz2 = y_pred - y
        dW2 = np.dot(dz2, a1.T)
        db2 = np.sum(dz2, axis=1, keepdims=True)
        dz1 = np.dot(parameters["W2"].T, dz2) * (1 - np.power(a1, 2))
        dW1 = np.dot(dz1, x.T)
        db1 = np.sum(dz1, axis=1, keepdims=True)
        return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
    """,
)
_wrong(
    "feed_forward_backward",
    "mean-twice",
    "divides dz2 by m, then each gradient again",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        m = y.shape[1]
        dz2 = (y_pred - y) / m
        dW2 = 1 / m * np.dot(dz2, a1.T)
        db2 = 1 / m * np.sum(dz2, axis=1, keepdims=True)
        dz1 = np.dot(parameters["W2"].T, dz2) * (1 - np.power(a1, 2))
        dW1 = 1 / m * np.dot(dz1, x.T)
        db1 = 1 / m * np.sum(dz1, axis=1, keepdims=True)
        return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
    """,
)
_wrong(
    "feed_forward_backward",
    "no-slope-of-tanh",
    "passes the gradient through the hidden layer unchanged",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        m = y.shape[1]
        delta = (y_pred - y) / m
        grads = {}
        grads["dW2"] = delta @ a1.T
        grads["db2"] = delta.sum(axis=1, keepdims=True)
        delta = parameters["W2"].T @ delta
        grads["dW1"] = delta @ x.T
        grads["db1"] = delta.sum(axis=1, keepdims=True)
        return grads
    """,
)
_wrong(
    "feed_forward_backward",
    "slope-of-sigmoid",
    "a1 (1 - a1), from a network of sigmoids",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        m = x.shape[1]
        dz2 = (y_pred - y) / m
        da1 = parameters["W2"].T @ dz2
        dz1 = da1 * a1 * (1 - a1)
        return {
            "dW1": dz1 @ x.T,
            "db1": np.sum(dz1, axis=1, keepdims=True),
            "dW2": dz2 @ a1.T,
            "db2": np.sum(dz2, axis=1, keepdims=True),
        }
    """,
)
_wrong(
    "feed_forward_backward",
    "tanh-of-the-activation",
    "takes the tanh of a1 again",
    """
    def dtanh(z):
        return 1 - np.tanh(z) ** 2

    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        dz2 = (y_pred - y) / y.shape[1]
        dz1 = parameters["W2"].T.dot(dz2) * dtanh(a1)
        return {
            "dW1": dz1.dot(x.T),
            "db1": dz1.sum(axis=1, keepdims=True),
            "dW2": dz2.dot(a1.T),
            "db2": dz2.sum(axis=1, keepdims=True),
        }
    """,
)
_wrong(
    "feed_forward_backward",
    "flat-bias-gradients",
    "no keepdims",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        dz2 = (y_pred - y) / y.shape[1]
        dz1 = parameters["W2"].T @ dz2 * (1 - a1 * a1)
        return {
            "dW1": dz1 @ x.T,
            "db1": np.sum(dz1, axis=1),
            "dW2": dz2 @ a1.T,
            "db2": np.sum(dz2, axis=1),
        }
    """,
)
_wrong(
    "feed_forward_backward",
    "bias-gradient-summed-up",
    "one number for all biases, in the right shape by broadcasting",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        dz2 = (y_pred - y) / y.shape[1]
        dz1 = parameters["W2"].T @ dz2 * (1 - a1**2)
        db1 = np.zeros(parameters["b1"].shape) + np.sum(dz1)
        db2 = np.zeros(parameters["b2"].shape) + np.sum(dz2)
        return {"dW1": dz1 @ x.T, "db1": db1, "dW2": dz2 @ a1.T, "db2": db2}
    """,
)
_wrong(
    "feed_forward_backward",
    "target-minus-prediction",
    "the sign of the delta rule",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        error = (y - y_pred) / y.shape[1]
        hidden_error = parameters["W2"].T @ error * (1 - a1**2)
        return {
            "dW1": hidden_error @ x.T,
            "db1": hidden_error.sum(axis=1, keepdims=True),
            "dW2": error @ a1.T,
            "db2": error.sum(axis=1, keepdims=True),
        }
    """,
)
_wrong(
    "feed_forward_backward",
    "divides-by-classes",
    "len(y) is the number of classes",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        m = len(y)
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
_wrong(
    "feed_forward_backward",
    "through-the-quotient",
    "-y / y_pred first: nan where a prediction has reached 0",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        n_y, m = y.shape
        dy = -y / y_pred / m
        dz2 = np.zeros((n_y, m))
        for i in range(m):
            p = y_pred[:, i].reshape(-1, 1)
            jacobian = np.diagflat(p) - p @ p.T
            dz2[:, i] = jacobian @ dy[:, i]
        dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
        return {
            "dW1": dz1 @ x.T,
            "db1": dz1.sum(axis=1, keepdims=True),
            "dW2": dz2 @ a1.T,
            "db2": dz2.sum(axis=1, keepdims=True),
        }
    """,
)
_wrong(
    "feed_forward_backward",
    "softmax-entry-by-entry",
    "treats softmax like a sigmoid of each score",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        m = y.shape[1]
        dz2 = (y_pred - y) * y_pred * (1 - y_pred) / m
        dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
        return {
            "dW1": dz1 @ x.T,
            "db1": dz1.sum(axis=1, keepdims=True),
            "dW2": dz2 @ a1.T,
            "db2": dz2.sum(axis=1, keepdims=True),
        }
    """,
)
_wrong(
    "feed_forward_backward",
    "spoils-the-prediction",
    "y_pred[...] -= 1 on the cache's own array",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        m = y.shape[1]
        dz2 = y_pred
        for i in range(m):
            dz2[np.argmax(y[:, i]), i] -= 1
        dz2 = dz2 / m
        dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
        return {
            "dW1": dz1 @ x.T,
            "db1": dz1.sum(axis=1, keepdims=True),
            "dW2": dz2 @ a1.T,
            "db2": dz2.sum(axis=1, keepdims=True),
        }
    """,
)
_wrong(
    "feed_forward_backward",
    "last-example-wins",
    "= for += in the loop over examples",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        m = y.shape[1]
        grads = {}
        for i in range(m):
            dz2 = (y_pred[:, i:i + 1] - y[:, i:i + 1]) / m
            dz1 = parameters["W2"].T @ dz2 * (1 - a1[:, i:i + 1] ** 2)
            grads["dW2"] = dz2 @ a1[:, i:i + 1].T
            grads["db2"] = dz2
            grads["dW1"] = dz1 @ x[:, i:i + 1].T
            grads["db1"] = dz1
        return grads
    """,
)
_wrong(
    "feed_forward_backward",
    "takes-a-step",
    "updates the weights as well",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        dz2 = (y_pred - y) / y.shape[1]
        dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
        gradients = {
            "dW1": dz1 @ x.T,
            "db1": dz1.sum(axis=1, keepdims=True),
            "dW2": dz2 @ a1.T,
            "db2": dz2.sum(axis=1, keepdims=True),
        }
        learning_rate = 0.1
        for name in ("W1", "b1", "W2", "b2"):
            parameters[name] = parameters[name] - learning_rate * gradients["d" + name]
        return gradients
    """,
)
_wrong(
    "feed_forward_backward",
    "slope-of-relu",
    "(a1 > 0)",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        dz2 = (y_pred - y) / y.shape[1]
        da1 = parameters["W2"].T @ dz2
        da1[a1 <= 0] = 0
        return {
            "dW1": da1 @ x.T,
            "db1": da1.sum(axis=1, keepdims=True),
            "dW2": dz2 @ a1.T,
            "db2": dz2.sum(axis=1, keepdims=True),
        }
    """,
)
_wrong(
    "feed_forward_backward",
    "mean-only-in-the-last-layer",
    "the hidden layer starts again from the undivided error",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        m = y.shape[1]
        dz2 = y_pred - y
        dW2 = dz2 @ a1.T / m
        db2 = np.sum(dz2, axis=1, keepdims=True) / m
        dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
        dW1 = dz1 @ x.T
        db1 = np.sum(dz1, axis=1, keepdims=True)
        return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
    """,
)
_right(
    "feed_forward_backward",
    "divide-at-the-end",
    "the mean taken in each gradient",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        m = y.shape[1]
        W2 = parameters["W2"]
        dZ2 = y_pred - y
        dW2 = (1 / m) * np.dot(dZ2, a1.T)
        db2 = (1 / m) * np.sum(dZ2, axis=1, keepdims=True)
        dA1 = np.dot(W2.T, dZ2)
        dZ1 = np.multiply(dA1, 1 - np.power(a1, 2))
        dW1 = (1 / m) * np.dot(dZ1, x.T)
        db1 = (1 / m) * np.sum(dZ1, axis=1, keepdims=True)
        return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
    """,
)
_right(
    "feed_forward_backward",
    "outer-products",
    "a loop over examples",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        n_y, m = y.shape
        dW1 = np.zeros(parameters["W1"].shape)
        db1 = np.zeros(parameters["b1"].shape)
        dW2 = np.zeros(parameters["W2"].shape)
        db2 = np.zeros(parameters["b2"].shape)
        for i in range(m):
            e = y_pred[:, i] - y[:, i]
            h = parameters["W2"].T.dot(e) * (1 - a1[:, i]) * (1 + a1[:, i])
            dW2 += np.outer(e, a1[:, i])
            db2[:, 0] += e
            dW1 += np.outer(h, x[:, i])
            db1[:, 0] += h
        return {"dW1": dW1 / m, "db1": db1 / m, "dW2": dW2 / m, "db2": db2 / m}
    """,
)
_right(
    "feed_forward_backward",
    "einsum",
    "einsum, extra keys",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        m = y.shape[1]
        d2 = (y_pred - y) / m
        d1 = np.einsum("yh,ym->hm", parameters["W2"], d2) * (1 - np.square(a1))
        grads = {"dz2": d2, "dz1": d1}
        grads["dW2"] = np.einsum("ym,hm->yh", d2, a1)
        grads["dW1"] = np.einsum("hm,xm->hx", d1, x)
        grads["db2"] = np.einsum("ym->y", d2)[:, None]
        grads["db1"] = np.einsum("hm->h", d1)[:, None]
        return grads
    """,
)
_right(
    "feed_forward_backward",
    "copy-and-subtract",
    "takes one from a copy",
    """
    def feed_forward_backward(y, cache):
        (x, a1, y_pred, parameters) = cache
        m = y_pred.shape[1]
        dscores = y_pred.copy()
        dscores[np.argmax(y, axis=0), range(m)] -= 1
        dscores /= m
        ones = np.ones((m, 1))
        dhidden = parameters["W2"].T @ dscores
        dhidden = dhidden - dhidden * a1 * a1
        return dict(dW1=dhidden @ x.T, db1=dhidden @ ones, dW2=dscores @ a1.T, db2=dscores @ ones)
    """,
)
_right(
    "feed_forward_backward",
    "whole-jacobian",
    "softmax's derivative without a quotient",
    """
    def feed_forward_backward(y, cache):
        x, a1, y_pred, parameters = cache
        m = y.shape[1]
        dz2 = y_pred * np.sum(y, axis=0, keepdims=True) - y
        dz2 = dz2 * (1.0 / m)
        z1 = parameters["W1"] @ x + parameters["b1"]
        dz1 = (parameters["W2"].T @ dz2) / np.cosh(z1) ** 2
        return {
            "db2": np.reshape(dz2.sum(axis=1), (-1, 1)),
            "dW2": (a1 @ dz2.T).T,
            "db1": np.reshape(dz1.sum(axis=1), (-1, 1)),
            "dW1": (x @ dz1.T).T,
        }
    """,
)

# ------------------------------------------------------------------ rnn_cell_forward

_wrong(
    "rnn_cell_forward",
    "no-state-bias",
    "forgets ba",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        Wax = parameters["Wax"]
        Waa = parameters["Waa"]
        Wya = parameters["Wya"]
        by = parameters["by"]
        a_next = np.tanh(np.dot(Wax, xt) + np.dot(Waa, a_prev))
        yt_pred = softmax(np.dot(Wya, a_next) + by)
        cache = (a_next, a_prev, xt, parameters)
        return a_next, yt_pred, cache
    """,
)
_wrong(
    "rnn_cell_forward",
    "sigmoid-state",
    "sigmoid for tanh",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        z = parameters["Waa"] @ a_prev + parameters["Wax"] @ xt + parameters["ba"]
        a_next = sigmoid(z)
        yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
    """,
)
_wrong(
    "rnn_cell_forward",
    "predicts-from-old-state",
    "Wya multiplies a_prev",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
        ba, by = parameters["ba"], parameters["by"]
        a_next = np.tanh(Wax @ xt + Waa @ a_prev + ba)
        yt_pred = softmax(Wya @ a_prev + by)
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
    """,
)
_wrong(
    "rnn_cell_forward",
    "tanh-of-the-input-part",
    "the old state is added outside the tanh",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        a_next = np.tanh(parameters["Wax"] @ xt + parameters["ba"])
        a_next = a_next + parameters["Waa"] @ a_prev
        yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
    """,
)
_wrong(
    "rnn_cell_forward",
    "bias-with-each-product",
    "adds ba to both products",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        from_input = parameters["Wax"] @ xt + parameters["ba"]
        from_state = parameters["Waa"] @ a_prev + parameters["ba"]
        a_next = np.tanh(from_input + from_state)
        yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
    """,
)
_wrong(
    "rnn_cell_forward",
    "weights-meet-the-other-input",
    "Wax with a_prev and Waa with xt: fits where n_x equals n_a",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
        a_next = np.tanh(np.dot(Wax, a_prev) + np.dot(Waa, xt) + parameters["ba"])
        yt_pred = softmax(np.dot(Wya, a_next) + parameters["by"])
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
    """,
)
_wrong(
    "rnn_cell_forward",
    "stack-in-the-other-order",
    "[Waa, Wax] times [xt; a_prev]: the sizes always fit",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        W = np.concatenate((parameters["Waa"], parameters["Wax"]), axis=1)
        stacked = np.concatenate((xt, a_prev), axis=0)
        a_next = np.tanh(W @ stacked + parameters["ba"])
        yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
    """,
)
_wrong(
    "rnn_cell_forward",
    "transposed-recurrent-weights",
    "a_prev.T @ Waa turned back is Waa.T @ a_prev",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        recurrent = (a_prev.T @ parameters["Waa"]).T
        a_next = np.tanh(parameters["Wax"] @ xt + recurrent + parameters["ba"])
        yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
    """,
)
_wrong(
    "rnn_cell_forward",
    "prediction-first",
    "returns yt_pred before a_next",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        a_next = np.tanh(
            parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"]
        )
        yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
        cache = (a_next, a_prev, xt, parameters)
        return yt_pred, a_next, cache
    """,
)
_wrong(
    "rnn_cell_forward",
    "old-state-first-in-cache",
    "a_prev and a_next change places in the cache",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        z = np.dot(parameters["Wax"], xt)
        z = z + np.dot(parameters["Waa"], a_prev)
        z = z + parameters["ba"]
        a_next = np.tanh(z)
        yt_pred = softmax(np.dot(parameters["Wya"], a_next) + parameters["by"])
        return a_next, yt_pred, (a_prev, a_next, xt, parameters)
    """,
)
_wrong(
    "rnn_cell_forward",
    "adds-to-the-old-state",
    "builds the sum in a_prev itself",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        old = a_prev
        old[:] = parameters["Waa"] @ a_prev
        a_next = np.tanh(old + parameters["Wax"] @ xt + parameters["ba"])
        yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
    """,
)
_wrong(
    "rnn_cell_forward",
    "biases-lying-down",
    "ravel turns a column into a row",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        ba = np.ravel(parameters["ba"])
        by = np.ravel(parameters["by"])
        a_next = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + ba)
        yt_pred = softmax(parameters["Wya"] @ a_next + by)
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
    """,
)
_wrong(
    "rnn_cell_forward",
    "no-output-bias",
    "forgets by",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        a_next = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"])
        scores = parameters["Wya"] @ a_next
        e = np.exp(scores - np.max(scores))
        yt_pred = e / np.sum(e, axis=0)
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
    """,
)
_wrong(
    "rnn_cell_forward",
    "one-distribution-for-the-batch",
    "its own softmax sums over all examples",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        a_next = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"])
        e = np.exp(parameters["Wya"] @ a_next + parameters["by"])
        yt_pred = e / np.sum(e)
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
    """,
)
_wrong(
    "rnn_cell_forward",
    "remembers-its-own-state",
    "keeps the state on the function and ignores a_prev from the second call on",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        if getattr(rnn_cell_forward, "state", None) is None:
            rnn_cell_forward.state = a_prev
        state = rnn_cell_forward.state
        if state.shape != a_prev.shape:
            state = a_prev
        a_next = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ state + parameters["ba"])
        rnn_cell_forward.state = a_next
        yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
    """,
)
_wrong(
    "rnn_cell_forward",
    "leaky-state",
    "adds the old state, as a residual network would",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        candidate = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"])
        a_next = a_prev + candidate
        yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
    """,
)
_right(
    "rnn_cell_forward",
    "named-steps",
    "every value named",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        # get the parameters
        Wax = parameters["Wax"]
        Waa = parameters["Waa"]
        Wya = parameters["Wya"]
        ba = parameters["ba"]
        by = parameters["by"]
        # hidden state
        z_x = np.dot(Wax, xt)
        z_a = np.dot(Waa, a_prev)
        a_next = np.tanh(z_x + z_a + ba)
        # output
        z_y = np.dot(Wya, a_next) + by
        yt_pred = softmax(z_y)
        cache = (a_next, a_prev, xt, parameters)
        return a_next, yt_pred, cache
    """,
)
_right(
    "rnn_cell_forward",
    "one-matrix",
    "[Waa, Wax, ba] times [a_prev; xt; 1]",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        m = xt.shape[1]
        W = np.hstack((parameters["Waa"], parameters["Wax"], parameters["ba"]))
        v = np.vstack((a_prev, xt, np.ones((1, m))))
        a_next = np.tanh(W.dot(v))
        s = np.hstack((parameters["Wya"], parameters["by"])).dot(np.vstack((a_next, np.ones(m))))
        e = np.exp(s - s.max(axis=0))
        return a_next, e / e.sum(axis=0), [a_next, a_prev, xt, parameters]
    """,
)
_right(
    "rnn_cell_forward",
    "example-by-example",
    "a loop over the columns",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        states, outputs = [], []
        for j in range(xt.shape[1]):
            a = parameters["ba"][:, 0] + parameters["Wax"] @ xt[:, j]
            a = np.tanh(a + parameters["Waa"] @ a_prev[:, j])
            scores = parameters["Wya"] @ a + parameters["by"][:, 0]
            weights = np.exp(scores - max(scores))
            states.append(a)
            outputs.append(weights / sum(weights))
        a_next = np.column_stack(states)
        return a_next, np.column_stack(outputs), (a_next, a_prev, xt, parameters)
    """,
)
_right(
    "rnn_cell_forward",
    "rows-inside",
    "one row per example inside, copies in the cache",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        p = parameters
        h = np.tanh(xt.T @ p["Wax"].T + a_prev.T @ p["Waa"].T + p["ba"].T)
        yt_pred = softmax((h @ p["Wya"].T + p["by"].T).T)
        a_next = np.ascontiguousarray(h.T)
        return a_next, yt_pred, (a_next.copy(), a_prev.copy(), xt.copy(), dict(p))
    """,
)
_right(
    "rnn_cell_forward",
    "einsum-in-long-double",
    "einsum in long double, rounded at the end",
    """
    def rnn_cell_forward(xt, a_prev, parameters):
        long = {name: value.astype(np.longdouble) for name, value in parameters.items()}
        z = np.einsum("ax,xm->am", long["Wax"], xt) + np.einsum("ab,bm->am", long["Waa"], a_prev)
        a_next = np.tanh(z + long["ba"])
        yt_pred = softmax(np.einsum("ya,am->ym", long["Wya"], a_next) + long["by"])
        a_next, yt_pred = a_next.astype(float), yt_pred.astype(float)
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
    """,
)

# ------------------------------------------------------------------ rnn_cell_backward

_wrong(
    "rnn_cell_backward",
    "slope-at-the-old-state",
    "1 - a_prev**2",
    """
    def rnn_cell_backward(da_next, cache):
        (a_next, a_prev, xt, parameters) = cache
        Wax = parameters["Wax"]
        Waa = parameters["Waa"]
        dtanh = (1 - a_prev ** 2) * da_next
        dxt = np.dot(Wax.T, dtanh)
        dWax = np.dot(dtanh, xt.T)
        da_prev = np.dot(Waa.T, dtanh)
        dWaa = np.dot(dtanh, a_prev.T)
        dba = np.sum(dtanh, axis=1, keepdims=True)
        return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
    """,
)
_wrong(
    "rnn_cell_backward",
    "no-slope",
    "uses da_next as it comes",
    """
    def rnn_cell_backward(da_next, cache):
        (a_next, a_prev, xt, parameters) = cache
        gradients = {}
        gradients["dxt"] = parameters["Wax"].T @ da_next
        gradients["dWax"] = da_next @ xt.T
        gradients["da_prev"] = parameters["Waa"].T @ da_next
        gradients["dWaa"] = da_next @ a_prev.T
        gradients["dba"] = np.sum(da_next, axis=1, keepdims=True)
        return gradients
    """,
)
_wrong(
    "rnn_cell_backward",
    "tanh-of-the-state",
    "1 - tanh(a_next)**2",
    """
    def rnn_cell_backward(da_next, cache):
        a_next, a_prev, xt, parameters = cache
        dz = (1 - np.tanh(a_next) ** 2) * da_next
        return {
            "dxt": np.dot(parameters["Wax"].T, dz),
            "da_prev": np.dot(parameters["Waa"].T, dz),
            "dWax": np.dot(dz, xt.T),
            "dWaa": np.dot(dz, a_prev.T),
            "dba": np.sum(dz, axis=1, keepdims=True),
        }
    """,
)
_wrong(
    "rnn_cell_backward",
    "slope-without-square",
    "1 - a_next",
    """
    def rnn_cell_backward(da_next, cache):
        a_next, a_prev, xt, parameters = cache
        dz = da_next * (1 - a_next)
        return {
            "dxt": parameters["Wax"].T @ dz,
            "da_prev": parameters["Waa"].T @ dz,
            "dWax": dz @ xt.T,
            "dWaa": dz @ a_prev.T,
            "dba": dz.sum(axis=1, keepdims=True),
        }
    """,
)
_wrong(
    "rnn_cell_backward",
    "recurrent-weights-as-they-are",
    "Waa is square, so the missing transpose goes unnoticed",
    """
    def rnn_cell_backward(da_next, cache):
        a_next, a_prev, xt, parameters = cache
        dz = da_next * (1 - a_next * a_next)
        dxt = np.matmul(parameters["Wax"].T, dz)
        da_prev = np.matmul(parameters["Waa"], dz)
        dWax = np.matmul(dz, xt.T)
        dWaa = np.matmul(dz, a_prev.T)
        dba = np.sum(dz, axis=1, keepdims=True)
        return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
    """,
)
_wrong(
    "rnn_cell_backward",
    "recurrent-gradient-turned",
    "a_prev @ dz.T has the right shape",
    """
    def rnn_cell_backward(da_next, cache):
        a_next, a_prev, xt, parameters = cache
        dz = da_next * (1 - a_next**2)
        dWax = (xt @ dz.T).T
        dWaa = a_prev @ dz.T
        return {
            "dxt": parameters["Wax"].T @ dz,
            "da_prev": parameters["Waa"].T @ dz,
            "dWax": dWax,
            "dWaa": dWaa,
            "dba": dz.sum(axis=1, keepdims=True),
        }
    """,
)
_wrong(
    "rnn_cell_backward",
    "new-state-in-the-gradient",
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
_wrong(
    "rnn_cell_backward",
    "mean-over-the-batch",
    "divides the parameters' gradients by m",
    """
    def rnn_cell_backward(da_next, cache):
        a_next, a_prev, xt, parameters = cache
        m = xt.shape[1]
        dz = da_next * (1 - a_next**2)
        dxt = parameters["Wax"].T @ dz
        da_prev = parameters["Waa"].T @ dz
        dWax = 1 / m * dz @ xt.T
        dWaa = 1 / m * dz @ a_prev.T
        dba = 1 / m * np.sum(dz, axis=1, keepdims=True)
        return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
    """,
)
_wrong(
    "rnn_cell_backward",
    "bias-per-example",
    "forgets to sum dba over the examples",
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
_wrong(
    "rnn_cell_backward",
    "bias-sums-the-units",
    "axis=0, then a reshape to make it pass for a column",
    """
    def rnn_cell_backward(da_next, cache):
        a_next, a_prev, xt, parameters = cache
        dz = da_next * (1 - a_next**2)
        dba = np.sum(dz, axis=0).reshape(-1, 1)
        return {
            "dxt": parameters["Wax"].T @ dz,
            "da_prev": parameters["Waa"].T @ dz,
            "dWax": dz @ xt.T,
            "dWaa": dz @ a_prev.T,
            "dba": dba,
        }
    """,
)
_wrong(
    "rnn_cell_backward",
    "works-on-da_next",
    "multiplies into the argument",
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
_wrong(
    "rnn_cell_backward",
    "clips-the-gradient",
    "clips to [-5, 5] inside the cell",
    """
    def rnn_cell_backward(da_next, cache):
        a_next, a_prev, xt, parameters = cache
        dz = da_next * (1 - a_next**2)
        gradients = {
            "dxt": parameters["Wax"].T @ dz,
            "da_prev": parameters["Waa"].T @ dz,
            "dWax": dz @ xt.T,
            "dWaa": dz @ a_prev.T,
            "dba": dz.sum(axis=1, keepdims=True),
        }
        for g in gradients.values():
            np.clip(g, -5, 5, out=g)
        return gradients
    """,
)
_wrong(
    "rnn_cell_backward",
    "recomputes-without-bias",
    "rebuilds the score and leaves ba out",
    """
    def rnn_cell_backward(da_next, cache):
        a_next, a_prev, xt, parameters = cache
        Wax, Waa = parameters["Wax"], parameters["Waa"]
        z = Wax @ xt + Waa @ a_prev
        dz = (1 - np.tanh(z) ** 2) * da_next
        return {
            "dxt": Wax.T @ dz,
            "da_prev": Waa.T @ dz,
            "dWax": dz @ xt.T,
            "dWaa": dz @ a_prev.T,
            "dba": dz.sum(axis=1, keepdims=True),
        }
    """,
)
_wrong(
    "rnn_cell_backward",
    "straight-path-too",
    "adds da_next to da_prev, as for a skip connection",
    """
    def rnn_cell_backward(da_next, cache):
        a_next, a_prev, xt, parameters = cache
        dz = da_next * (1 - a_next**2)
        return {
            "dxt": parameters["Wax"].T @ dz,
            "da_prev": da_next + parameters["Waa"].T @ dz,
            "dWax": dz @ xt.T,
            "dWaa": dz @ a_prev.T,
            "dba": dz.sum(axis=1, keepdims=True),
        }
    """,
)
_wrong(
    "rnn_cell_backward",
    "tuple-of-gradients",
    "returns a tuple",
    """
    def rnn_cell_backward(da_next, cache):
        a_next, a_prev, xt, parameters = cache
        dz = da_next * (1 - a_next**2)
        dxt = parameters["Wax"].T @ dz
        da_prev = parameters["Waa"].T @ dz
        return dxt, da_prev, dz @ xt.T, dz @ a_prev.T, dz.sum(axis=1, keepdims=True)
    """,
)
_wrong(
    "rnn_cell_backward",
    "cache-in-the-order-of-time",
    "unpacks a_prev first",
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
_right(
    "rnn_cell_backward",
    "slope-of-the-score",
    "rebuilds the whole score",
    """
    def rnn_cell_backward(da_next, cache):
        (a_next, a_prev, xt, parameters) = cache
        Wax = parameters["Wax"]
        Waa = parameters["Waa"]
        ba = parameters["ba"]
        z = np.dot(Wax, xt) + np.dot(Waa, a_prev) + ba
        dtanh = (1 - np.tanh(z) ** 2) * da_next
        dxt = np.dot(Wax.T, dtanh)
        dWax = np.dot(dtanh, xt.T)
        da_prev = np.dot(Waa.T, dtanh)
        dWaa = np.dot(dtanh, a_prev.T)
        dba = np.sum(dtanh, axis=1, keepdims=True)
        gradients = {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
        return gradients
    """,
)
_right(
    "rnn_cell_backward",
    "split-product",
    "the product with the stack, taken apart",
    """
    def rnn_cell_backward(da_next, cache):
        a_next, a_prev, xt, parameters = cache
        n_a = a_prev.shape[0]
        W = np.concatenate([parameters["Waa"], parameters["Wax"]], axis=1)
        v = np.concatenate([a_prev, xt], axis=0)
        dz = da_next - da_next * a_next**2
        dv = W.T @ dz
        dW = dz @ v.T
        out = {"da_prev": dv[:n_a], "dxt": dv[n_a:], "dWaa": dW[:, :n_a], "dWax": dW[:, n_a:]}
        out["dba"] = np.expand_dims(dz.sum(axis=1), axis=1)
        return out
    """,
)
_right(
    "rnn_cell_backward",
    "outer-products",
    "sums outer products",
    """
    def rnn_cell_backward(da_next, cache):
        a_next, a_prev, xt, parameters = cache
        Wax, Waa = parameters["Wax"], parameters["Waa"]
        dxt = np.zeros(xt.shape)
        da_prev = np.zeros(a_prev.shape)
        dWax = np.zeros(Wax.shape)
        dWaa = np.zeros(Waa.shape)
        dba = np.zeros(parameters["ba"].shape)
        for i in range(xt.shape[1]):
            dz = da_next[:, i] * (1 + a_next[:, i]) * (1 - a_next[:, i])
            dxt[:, i] = dz @ Wax
            da_prev[:, i] = dz @ Waa
            dWax += np.outer(dz, xt[:, i])
            dWaa += np.outer(dz, a_prev[:, i])
            dba += dz[:, None]
        return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
    """,
)
_right(
    "rnn_cell_backward",
    "einsum",
    "einsum",
    """
    def rnn_cell_backward(da_next, cache):
        a, a0, x, p = cache
        d = np.einsum("am,am->am", da_next, 1 - a * a)
        return {
            "dWax": np.einsum("am,xm->ax", d, x),
            "dWaa": np.einsum("am,bm->ab", d, a0),
            "dba": np.einsum("am->a", d).reshape(-1, 1),
            "dxt": np.einsum("ax,am->xm", p["Wax"], d),
            "da_prev": np.einsum("ab,am->bm", p["Waa"], d),
        }
    """,
)
_right(
    "rnn_cell_backward",
    "rows-inside",
    "one row per example inside; ones for the bias",
    """
    def rnn_cell_backward(da_next, cache):
        a_next, a_prev, xt, parameters = cache
        slope = np.ones_like(a_next) - np.power(a_next, 2)
        delta = np.multiply(slope, da_next).T
        ones = np.ones((delta.shape[0], 1))
        return dict(
            dxt=(delta @ parameters["Wax"]).T,
            da_prev=(delta @ parameters["Waa"]).T,
            dWax=delta.T @ xt.T,
            dWaa=delta.T @ a_prev.T,
            dba=delta.T @ ones,
            dz=delta.T,
        )
    """,
)

# ------------------------------------------------------------------ rnn_forward

_COURSE_FORWARD = """
def rnn_forward(x, a0, parameters):
    caches = []
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    a_next = a0
    for t in range(T_x):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
    caches = (caches, x)
    return a, y_pred, caches
"""
_right("rnn_forward", "course-form", "arrays of zeros, filled step by step", _COURSE_FORWARD)
_wrong(
    "rnn_forward",
    "always-from-a0",
    "each step starts from a0",
    _edit(_COURSE_FORWARD, ("x[:, :, t], a_next,", "x[:, :, t], a0,"), ("    a_next = a0\n", "")),
)
_wrong(
    "rnn_forward",
    "state-read-from-this-step",
    "reads the state at t before it is written",
    """
    def rnn_forward(x, a0, parameters):
        n_x, m, T_x = x.shape
        n_y, n_a = parameters["Wya"].shape
        a = np.zeros((n_a, m, T_x))
        y_pred = np.zeros((n_y, m, T_x))
        caches = []
        for t in range(T_x):
            a_prev = a0 if t == 0 else a[:, :, t]
            a[:, :, t], y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], a_prev, parameters)
            caches.append(cache)
        return a, y_pred, (caches, x)
    """,
)
_wrong(
    "rnn_forward",
    "wraps-around-at-the-start",
    "a[:, :, -1] is still zero at the first step, so a0 is never used",
    """
    def rnn_forward(x, a0, parameters):
        T_x = x.shape[2]
        a = np.zeros(a0.shape + (T_x,))
        y_pred = np.zeros((parameters["Wya"].shape[0], x.shape[1], T_x))
        caches = []
        for t in range(T_x):
            at, yt, cache = rnn_cell_forward(x[:, :, t], a[:, :, t - 1], parameters)
            a[:, :, t] = at
            y_pred[:, :, t] = yt
            caches.append(cache)
        return a, y_pred, (caches, x)
    """,
)
_wrong(
    "rnn_forward",
    "overwrites-a0",
    "right results, but a0 ends as the last state",
    """
    def rnn_forward(x, a0, parameters):
        a, y_pred, caches = [], [], []
        for t in range(x.shape[-1]):
            a_next, yt, cache = rnn_cell_forward(x[..., t], a0.copy(), parameters)
            a0[...] = a_next
            a.append(a_next)
            y_pred.append(yt)
            caches.append(cache)
        return np.stack(a, axis=-1), np.stack(y_pred, axis=-1), (caches, x)
    """,
)
_wrong(
    "rnn_forward",
    "one-buffer-for-all-caches",
    "the cells' caches share one state array, which the last step fills",
    """
    def rnn_forward(x, a0, parameters):
        n_x, m, T_x = x.shape
        state = a0.copy()
        a, ys, caches = [], [], []
        for t in range(T_x):
            a_next, yt, (a_n, a_p, xt, p) = rnn_cell_forward(x[:, :, t], state, parameters)
            state[:] = a_next
            a.append(a_next)
            ys.append(yt)
            caches.append((a_n, a_p, xt, p))
        return np.stack(a, axis=2), np.stack(ys, axis=2), (caches, x)
    """,
)
_wrong(
    "rnn_forward",
    "backwards-in-time",
    "runs from the last step to the first",
    """
    def rnn_forward(x, a0, parameters):
        n_x, m, T_x = x.shape
        n_y, n_a = parameters["Wya"].shape
        a = np.zeros((n_a, m, T_x))
        y_pred = np.zeros((n_y, m, T_x))
        caches = []
        a_next = a0
        for t in reversed(range(T_x)):
            a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
            a[:, :, t] = a_next
            y_pred[:, :, t] = yt_pred
            caches.append(cache)
        return a, y_pred, (caches, x)
    """,
)
_wrong(
    "rnn_forward",
    "last-step-left-out",
    "range(T_x - 1) leaves zeros at the end",
    _edit(_COURSE_FORWARD, ("in range(T_x)", "in range(T_x - 1)")),
)
_wrong(
    "rnn_forward",
    "first-step-left-out",
    "range(1, T_x), with a0 at the first place",
    """
    def rnn_forward(x, a0, parameters):
        n_x, m, T_x = x.shape
        n_y, n_a = parameters["Wya"].shape
        a = np.zeros((n_a, m, T_x))
        y_pred = np.zeros((n_y, m, T_x))
        caches = []
        a[:, :, 0] = a0
        for t in range(1, T_x):
            at, yt, cache = rnn_cell_forward(x[:, :, t], a[:, :, t - 1], parameters)
            a[:, :, t] = at
            y_pred[:, :, t] = yt
            caches.append(cache)
        return a, y_pred, (caches, x)
    """,
)
_wrong(
    "rnn_forward",
    "start-state-among-the-states",
    "a has T_x + 1 steps",
    """
    def rnn_forward(x, a0, parameters):
        states = [a0]
        outputs = []
        caches = []
        for t in range(x.shape[2]):
            a_next, yt, cache = rnn_cell_forward(x[:, :, t], states[-1], parameters)
            states.append(a_next)
            outputs.append(yt)
            caches.append(cache)
        return np.stack(states, axis=2), np.stack(outputs, axis=2), (caches, x)
    """,
)
_wrong(
    "rnn_forward",
    "states-shifted",
    "keeps the state that goes into each step",
    """
    def rnn_forward(x, a0, parameters):
        a_prev = a0
        states, outputs, caches = [], [], []
        for t in range(x.shape[2]):
            states.append(a_prev)
            a_prev, yt, cache = rnn_cell_forward(x[:, :, t], a_prev, parameters)
            outputs.append(yt)
            caches.append(cache)
        return np.stack(states, axis=2), np.stack(outputs, axis=2), (caches, x)
    """,
)
_wrong(
    "rnn_forward",
    "reshaped-into-place",
    "stacks steps first and reshapes, which shuffles the entries",
    """
    def rnn_forward(x, a0, parameters):
        n_x, m, T_x = x.shape
        n_y, n_a = parameters["Wya"].shape
        a, y_pred, caches = [], [], []
        a_next = a0
        for t in range(T_x):
            a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
            a.append(a_next)
            y_pred.append(yt)
            caches.append(cache)
        a = np.array(a).reshape(n_a, m, T_x)
        y_pred = np.array(y_pred).reshape(n_y, m, T_x)
        return a, y_pred, (caches, x)
    """,
)
_wrong(
    "rnn_forward",
    "steps-first",
    "time is the first axis, as in another library",
    """
    def rnn_forward(x, a0, parameters):
        a, y_pred, caches = [], [], []
        a_next = a0
        for t in range(x.shape[2]):
            a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
            a.append(a_next)
            y_pred.append(yt)
            caches.append(cache)
        return np.array(a), np.array(y_pred), (caches, x)
    """,
)
_wrong(
    "rnn_forward",
    "caches-without-x",
    "returns the bare list",
    _edit(_COURSE_FORWARD, ("    caches = (caches, x)\n", "")),
)
_wrong(
    "rnn_forward",
    "only-the-last-prediction",
    "y_pred of the last step at every step",
    """
    def rnn_forward(x, a0, parameters):
        n_x, m, T_x = x.shape
        n_y, n_a = parameters["Wya"].shape
        a = np.zeros((n_a, m, T_x))
        y_pred = np.zeros((n_y, m, T_x))
        caches = []
        a_next = a0
        for t in range(T_x):
            a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
            a[:, :, t] = a_next
            y_pred[:] = yt_pred[:, :, None]
            caches.append(cache)
        return a, y_pred, (caches, x)
    """,
)
_wrong(
    "rnn_forward",
    "starts-from-zero",
    "makes its own a0",
    """
    def rnn_forward(x, a0, parameters):
        a0 = np.zeros_like(a0)
        outputs = []
        state = a0
        for t in range(x.shape[2]):
            step = rnn_cell_forward(x[:, :, t], state, parameters)
            state = step[0]
            outputs.append(step)
        a = np.dstack([s[0] for s in outputs])
        y_pred = np.dstack([s[1] for s in outputs])
        return a, y_pred, ([s[2] for s in outputs], x)
    """,
)
_wrong(
    "rnn_forward",
    "ten-examples",
    "sizes of the first example hard-coded",
    """
    def rnn_forward(x, a0, parameters):
        a = np.zeros((5, 10, 4))
        y_pred = np.zeros((2, 10, 4))
        caches = []
        a_next = a0
        for t in range(4):
            a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
            a[:, :, t] = a_next
            y_pred[:, :, t] = yt
            caches.append(cache)
        return a, y_pred, (caches, x)
    """,
)
_wrong(
    "rnn_forward",
    "first-input-again",
    "x[:, :, 0] at every step",
    """
    def rnn_forward(x, a0, parameters):
        xt = x[:, :, 0]
        a_next = a0
        a, y, caches = [], [], []
        for t in range(x.shape[2]):
            a_next, yt, cache = rnn_cell_forward(xt, a_next, parameters)
            a.append(a_next)
            y.append(yt)
            caches.append(cache)
        return np.stack(a, axis=2), np.stack(y, axis=2), (caches, x)
    """,
)
_right(
    "rnn_forward",
    "without-the-cell",
    "writes the equations out; x as it is in the cache",
    """
    def rnn_forward(x, a0, parameters):
        Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
        Wya, by = parameters["Wya"], parameters["by"]
        n_x, m, T_x = x.shape
        a = np.empty((Waa.shape[0], m, T_x))
        y_pred = np.empty((by.shape[0], m, T_x))
        a_prev = a0
        caches = []
        for t in range(T_x):
            xt = x[:, :, t]
            a_next = np.tanh(Wax @ xt + Waa @ a_prev + ba)
            a[:, :, t] = a_next
            y_pred[:, :, t] = softmax(Wya @ a_next + by)
            caches.append((a_next, a_prev, xt, parameters))
            a_prev = a_next
        return a, y_pred, (caches, x)
    """,
)
_right(
    "rnn_forward",
    "steps-first-then-turned",
    "stacks steps first and moves the axis",
    """
    def rnn_forward(x, a0, parameters):
        states, outputs, caches = [a0], [], []
        for xt in np.moveaxis(x, 2, 0):
            a_next, yt, cache = rnn_cell_forward(xt, states[-1], parameters)
            states.append(a_next)
            outputs.append(yt)
            caches.append(cache)
        a = np.array(states[1:]).transpose(1, 2, 0)
        y_pred = np.array(outputs).transpose(1, 2, 0)
        return a, y_pred, (caches, x)
    """,
)
_right(
    "rnn_forward",
    "views-of-a",
    "hands on views of the array that it fills",
    """
    def rnn_forward(x, a0, parameters):
        n_x, m, T_x = x.shape
        n_y, n_a = parameters["Wya"].shape
        a = np.zeros((n_a, m, T_x + 1))
        a[:, :, 0] = a0
        y_pred = np.zeros((n_y, m, T_x))
        caches = ()
        for t in range(T_x):
            a_next, yt, cache = rnn_cell_forward(x[:, :, t], a[:, :, t], parameters)
            a[:, :, t + 1] = a_next
            y_pred[:, :, t] = yt
            caches += (cache,)
        return a[:, :, 1:], y_pred, (caches, x)
    """,
)
_right(
    "rnn_forward",
    "input-products-at-once",
    "all input products before the loop, all predictions after it",
    """
    def rnn_forward(x, a0, parameters):
        p = parameters
        zx = np.tensordot(p["Wax"], x, axes=(1, 0)) + p["ba"][:, :, None]
        steps, prev, caches = [], a0, []
        for t in range(x.shape[2]):
            nxt = np.tanh(zx[:, :, t] + p["Waa"] @ prev)
            caches.append((nxt, prev, x[:, :, t], p))
            steps.append(nxt)
            prev = nxt
        a = np.stack(steps, -1)
        s = np.einsum("ya,amt->ymt", p["Wya"], a) + p["by"][:, :, None]
        e = np.exp(s - s.max(axis=0))
        return a, e / e.sum(axis=0), [caches, x]
    """,
)
_right(
    "rnn_forward",
    "recursion",
    "calls itself on the rest of the sequence",
    """
    def _run(x, t, a_prev, parameters):
        if t == x.shape[2]:
            return []
        step = rnn_cell_forward(x[:, :, t], a_prev, parameters)
        return [step] + _run(x, t + 1, step[0], parameters)

    def rnn_forward(x, a0, parameters):
        a, y, caches = zip(*_run(x, 0, a0, parameters))
        return np.dstack(a), np.dstack(y), (list(caches), x)
    """,
)

# ------------------------------------------------------------------ rnn_backward

_COURSE_BACKWARD = """
def rnn_backward(da, caches):
    (caches, x) = caches
    (a1, a0, x1, parameters) = caches[0]
    n_a, m, T_x = da.shape
    n_x, m = x1.shape
    dx = np.zeros((n_x, m, T_x))
    dWax = np.zeros((n_a, n_x))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    da_prevt = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        gradients = rnn_cell_backward(da[:, :, t] + da_prevt, caches[t])
        da_prevt = gradients["da_prev"]
        dx[:, :, t] = gradients["dxt"]
        dWax += gradients["dWax"]
        dWaa += gradients["dWaa"]
        dba += gradients["dba"]
    da0 = da_prevt
    return {"dx": dx, "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}
"""
_right("rnn_backward", "course-form", "sums in arrays of zeros", _COURSE_BACKWARD)
_wrong(
    "rnn_backward",
    "nothing-handed-back",
    "each step sees only its own da",
    _edit(_COURSE_BACKWARD, ("da[:, :, t] + da_prevt", "da[:, :, t]")),
)
_wrong(
    "rnn_backward",
    "only-what-came-back",
    "starts from the last da and forgets the others",
    """
    def rnn_backward(da, caches):
        steps, x = caches
        T_x = x.shape[2]
        dx = np.zeros_like(x, dtype=float)
        grads = {"dWax": 0, "dWaa": 0, "dba": 0}
        d = da[:, :, T_x - 1]
        for t in range(T_x - 1, -1, -1):
            g = rnn_cell_backward(d, steps[t])
            d = g["da_prev"]
            dx[:, :, t] = g["dxt"]
            for k in grads:
                grads[k] = grads[k] + g[k]
        return {"dx": dx, "da0": d, **grads}
    """,
)
_wrong(
    "rnn_backward",
    "last-step-wins",
    "= for +=",
    """
    def rnn_backward(da, caches):
        steps, x = caches
        dx = np.zeros(x.shape)
        carry = np.zeros((da.shape[0], da.shape[1]))
        for t in reversed(range(da.shape[2])):
            g = rnn_cell_backward(da[:, :, t] + carry, steps[t])
            dx[:, :, t] = g["dxt"]
            carry = g["da_prev"]
            dWax = g["dWax"]
            dWaa = g["dWaa"]
            dba = g["dba"]
        return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}
    """,
)
_wrong(
    "rnn_backward",
    "carry-piles-up",
    "da_prevt += adds up what older steps have handed on already",
    _edit(
        _COURSE_BACKWARD,
        ("    da_prevt = gradients", "    da_prevt = da_prevt + gradients"),
    ),
)
_wrong(
    "rnn_backward",
    "forwards-in-time",
    "walks from the first step to the last",
    _edit(_COURSE_BACKWARD, ("in reversed(range(T_x))", "in range(T_x)")),
)
_wrong(
    "rnn_backward",
    "cache-of-the-neighbour",
    "caches[t - 1] is the last one at t = 0",
    _edit(_COURSE_BACKWARD, ("caches[t])", "caches[t - 1])")),
)
_wrong(
    "rnn_backward",
    "stops-at-one",
    "range(T_x - 1, 0, -1) never reaches t = 0",
    _edit(_COURSE_BACKWARD, ("in reversed(range(T_x))", "in range(T_x - 1, 0, -1)")),
)
_wrong(
    "rnn_backward",
    "da0-adds-first-da",
    "adds da at the first step to da0",
    _edit(_COURSE_BACKWARD, ("da0 = da_prevt", "da0 = da_prevt + da[:, :, 0]")),
)
_wrong(
    "rnn_backward",
    "da0-stays-zero",
    "never fills da0",
    """
    def rnn_backward(da, caches):
        steps, x = caches
        n_a, m, T_x = da.shape
        da0 = np.zeros((n_a, m))
        dx = np.zeros(x.shape)
        da_next = np.zeros((n_a, m))
        total = None
        for t in range(T_x - 1, -1, -1):
            g = rnn_cell_backward(da[:, :, t] + da_next, steps[t])
            da_next = g["da_prev"]
            dx[:, :, t] = g["dxt"]
            if total is None:
                total = {k: g[k] for k in ("dWax", "dWaa", "dba")}
            else:
                total = {k: total[k] + g[k] for k in total}
        return dict(dx=dx, da0=da0, **total)
    """,
)
_wrong(
    "rnn_backward",
    "adds-into-da",
    "adds what comes back into the caller's da",
    """
    def rnn_backward(da, caches):
        steps, x = caches
        T_x = x.shape[2]
        dx = np.zeros(x.shape)
        dWax, dWaa, dba = 0, 0, 0
        for t in range(T_x - 1, -1, -1):
            g = rnn_cell_backward(da[:, :, t], steps[t])
            dx[:, :, t] = g["dxt"]
            dWax = dWax + g["dWax"]
            dWaa = dWaa + g["dWaa"]
            dba = dba + g["dba"]
            if t > 0:
                da[:, :, t - 1] += g["da_prev"]
        return {"dx": dx, "da0": g["da_prev"], "dWax": dWax, "dWaa": dWaa, "dba": dba}
    """,
)
_wrong(
    "rnn_backward",
    "eats-the-caches",
    "pop() empties the caller's list",
    """
    def rnn_backward(da, caches):
        steps, x = caches
        dx = np.zeros(x.shape)
        da_next = np.zeros(da[:, :, 0].shape)
        sums = dict.fromkeys(("dWax", "dWaa", "dba"), 0)
        t = len(steps) - 1
        while steps:
            g = rnn_cell_backward(da[:, :, t] + da_next, steps.pop())
            dx[:, :, t] = g["dxt"]
            da_next = g["da_prev"]
            for name in sums:
                sums[name] = sums[name] + g[name]
            t -= 1
        return {"dx": dx, "da0": da_next, **sums}
    """,
)
_wrong(
    "rnn_backward",
    "dx-in-reverse",
    "appends while walking back and stacks as it is",
    """
    def rnn_backward(da, caches):
        steps, x = caches
        dxs = []
        back = 0
        dWax = dWaa = dba = 0
        for t in reversed(range(x.shape[2])):
            g = rnn_cell_backward(da[:, :, t] + back, steps[t])
            dxs.append(g["dxt"])
            back = g["da_prev"]
            dWax = dWax + g["dWax"]
            dWaa = dWaa + g["dWaa"]
            dba = dba + g["dba"]
        dx = np.stack(dxs, axis=2)
        return {"dx": dx, "da0": back, "dWax": dWax, "dWaa": dWaa, "dba": dba}
    """,
)
_wrong(
    "rnn_backward",
    "sums-survive-the-call",
    "a default argument keeps the sums of earlier calls",
    """
    def rnn_backward(da, caches, total={}):
        steps, x = caches
        dx = np.zeros(x.shape)
        da_next = np.zeros(da.shape[:2])
        for t in reversed(range(x.shape[2])):
            g = rnn_cell_backward(da[:, :, t] + da_next, steps[t])
            dx[:, :, t] = g["dxt"]
            da_next = g["da_prev"]
            for name in ("dWax", "dWaa", "dba"):
                if name in total and total[name].shape == g[name].shape:
                    total[name] = total[name] + g[name]
                else:
                    total[name] = g[name]
        return {"dx": dx, "da0": da_next, **total}
    """,
)
_wrong(
    "rnn_backward",
    "first-step-without-recurrent",
    "skips dWaa at t = 0, which is right only where a0 is zero",
    """
    def rnn_backward(da, caches):
        steps, x = caches
        n_a, m, T_x = da.shape
        dx = np.zeros(x.shape)
        dWax = np.zeros((n_a, x.shape[0]))
        dWaa = np.zeros((n_a, n_a))
        dba = np.zeros((n_a, 1))
        da_next = np.zeros((n_a, m))
        for t in range(T_x - 1, -1, -1):
            g = rnn_cell_backward(da[:, :, t] + da_next, steps[t])
            dx[:, :, t] = g["dxt"]
            dWax += g["dWax"]
            if t > 0:
                dWaa += g["dWaa"]
            dba += g["dba"]
            da_next = g["da_prev"]
        return {"dx": dx, "da0": da_next, "dWax": dWax, "dWaa": dWaa, "dba": dba}
    """,
)
_wrong(
    "rnn_backward",
    "mean-over-steps",
    "divides the sums by T_x",
    _edit(
        _COURSE_BACKWARD,
        (
            "    da0 = da_prevt\n",
            "    da0 = da_prevt\n    dWax, dWaa, dba = dWax / T_x, dWaa / T_x, dba / T_x\n",
        ),
    ),
)
_wrong(
    "rnn_backward",
    "clips-what-it-hands-back",
    "clips the carried gradient to [-1, 1]",
    _edit(
        _COURSE_BACKWARD,
        ('da_prevt = gradients["da_prev"]', 'da_prevt = np.clip(gradients["da_prev"], -1, 1)'),
    ),
)
_wrong(
    "rnn_backward",
    "carry-twice",
    "adds what comes back twice",
    _edit(_COURSE_BACKWARD, ("+ da_prevt, caches", "+ 2 * da_prevt, caches")),
)
_right(
    "rnn_backward",
    "written-out",
    "does not call the cell",
    """
    def rnn_backward(da, caches):
        steps, x = caches
        parameters = steps[0][3]
        Wax, Waa = parameters["Wax"], parameters["Waa"]
        dx = np.zeros(x.shape)
        dWax, dWaa = np.zeros(Wax.shape), np.zeros(Waa.shape)
        dba = np.zeros((Waa.shape[0], 1))
        back = np.zeros(da.shape[:2])
        for t in range(x.shape[2] - 1, -1, -1):
            a_next, a_prev, xt, _ = steps[t]
            dz = (da[:, :, t] + back) * (1 - a_next**2)
            dx[:, :, t] = Wax.T @ dz
            dWax += dz @ xt.T
            dWaa += dz @ a_prev.T
            dba += dz.sum(axis=1, keepdims=True)
            back = Waa.T @ dz
        return {"dx": dx, "da0": back, "dWax": dWax, "dWaa": dWaa, "dba": dba}
    """,
)
_right(
    "rnn_backward",
    "copy-of-da",
    "adds into a copy",
    """
    def rnn_backward(da, caches):
        steps, x = caches
        total_da = np.array(da, dtype=float)
        all_g = [None] * len(steps)
        for t in range(len(steps) - 1, -1, -1):
            all_g[t] = rnn_cell_backward(total_da[:, :, t], steps[t])
            if t >= 1:
                total_da[:, :, t - 1] += all_g[t]["da_prev"]
        grads = {k: sum(g[k] for g in all_g) for k in ("dWax", "dWaa", "dba")}
        grads["dx"] = np.stack([g["dxt"] for g in all_g], axis=2)
        grads["da0"] = all_g[0]["da_prev"]
        return grads
    """,
)
_right(
    "rnn_backward",
    "reversed-lists",
    "appends, then turns the lists round",
    """
    def rnn_backward(da, caches):
        list_of_caches = list(caches[0])
        dxs, da_next = [], 0.0
        dWax, dWaa, dba = [], [], []
        for t, cache in reversed(list(enumerate(list_of_caches))):
            g = rnn_cell_backward(da[..., t] + da_next, cache)
            dxs.append(g["dxt"])
            da_next = g["da_prev"]
            dWax.append(g["dWax"])
            dWaa.append(g["dWaa"])
            dba.append(g["dba"])
        return {
            "dx": np.stack(dxs[::-1], axis=-1),
            "da0": da_next,
            "dWax": np.sum(dWax, axis=0),
            "dWaa": np.sum(dWaa, axis=0),
            "dba": np.sum(dba, axis=0),
        }
    """,
)
_right(
    "rnn_backward",
    "all-weights-at-once",
    "collects dz over time, then one product for each weight",
    """
    def rnn_backward(da, caches):
        steps, x = caches
        Wax, Waa = steps[0][3]["Wax"], steps[0][3]["Waa"]
        dz = np.zeros(da.shape)
        back = np.zeros(da.shape[:2])
        for t in reversed(range(da.shape[2])):
            dz[:, :, t] = (da[:, :, t] + back) * (1 - steps[t][0] ** 2)
            back = Waa.T @ dz[:, :, t]
        before = np.stack([s[1] for s in steps], axis=2)
        return {
            "dx": np.einsum("ax,amt->xmt", Wax, dz),
            "da0": back,
            "dWax": np.einsum("amt,xmt->ax", dz, x),
            "dWaa": np.einsum("amt,bmt->ab", dz, before),
            "dba": dz.sum(axis=(1, 2)).reshape(-1, 1),
        }
    """,
)

# ------------------------------------------------------------------ output_backward

_wrong(
    "output_backward",
    "no-mean",
    "forgets to divide by m",
    """
    def output_backward(y, y_pred, a, parameters):
        n_a, m, T_x = a.shape
        Wya = parameters["Wya"]
        da = np.zeros(a.shape)
        dWya = np.zeros(Wya.shape)
        dby = np.zeros((Wya.shape[0], 1))
        for t in range(T_x):
            dz = y_pred[:, :, t] - y[:, :, t]
            da[:, :, t] = Wya.T @ dz
            dWya += dz @ a[:, :, t].T
            dby += np.sum(dz, axis=1, keepdims=True)
        return {"da": da, "dWya": dWya, "dby": dby}
    """,
)
_wrong(
    "output_backward",
    "mean-over-steps-too",
    "divides by m T_x",
    """
    def output_backward(y, y_pred, a, parameters):
        n_y, m, T_x = y.shape
        dz = (y_pred - y) / (m * T_x)
        da = np.tensordot(parameters["Wya"].T, dz, axes=1)
        dWya = np.tensordot(dz, a, axes=([1, 2], [1, 2]))
        dby = np.sum(dz, axis=(1, 2)).reshape(n_y, 1)
        return {"da": da, "dWya": dWya, "dby": dby}
    """,
)
_wrong(
    "output_backward",
    "divides-by-steps",
    "takes m from the wrong axis",
    """
    def output_backward(y, y_pred, a, parameters):
        m = y.shape[-1]
        dz = (y_pred - y) / m
        return {
            "da": np.einsum("ya,ymt->amt", parameters["Wya"], dz),
            "dWya": np.einsum("ymt,amt->ya", dz, a),
            "dby": dz.sum(axis=2).sum(axis=1, keepdims=True),
        }
    """,
)
_wrong(
    "output_backward",
    "divides-by-classes",
    "len(y)",
    """
    def output_backward(y, y_pred, a, parameters):
        dz = (y_pred - y) / len(y)
        return {
            "da": np.einsum("ya,ymt->amt", parameters["Wya"], dz),
            "dWya": np.einsum("ymt,amt->ya", dz, a),
            "dby": dz.sum(axis=(1, 2), keepdims=True)[:, :, 0],
        }
    """,
)
_wrong(
    "output_backward",
    "target-minus-prediction",
    "wrong sign",
    """
    def output_backward(y, y_pred, a, parameters):
        n_y, m, T_x = y.shape
        error = (y - y_pred) / m
        da = np.stack([parameters["Wya"].T @ error[:, :, t] for t in range(T_x)], axis=2)
        dWya = sum(error[:, :, t] @ a[:, :, t].T for t in range(T_x))
        dby = sum(error[:, :, t].sum(axis=1, keepdims=True) for t in range(T_x))
        return {"da": da, "dWya": dWya, "dby": dby}
    """,
)
_wrong(
    "output_backward",
    "last-step-wins",
    "= for += in the loop",
    """
    def output_backward(y, y_pred, a, parameters):
        n_y, m, T_x = y.shape
        da = np.zeros(a.shape)
        for t in range(T_x):
            dz = (y_pred[:, :, t] - y[:, :, t]) / m
            da[:, :, t] = np.dot(parameters["Wya"].T, dz)
            dWya = np.dot(dz, a[:, :, t].T)
            dby = np.sum(dz, axis=1, keepdims=True)
        return {"da": da, "dWya": dWya, "dby": dby}
    """,
)
_wrong(
    "output_backward",
    "flat-bias-gradient",
    "shape (n_y,)",
    """
    def output_backward(y, y_pred, a, parameters):
        dz = (y_pred - y) / y.shape[1]
        return {
            "da": np.einsum("ya,ymt->amt", parameters["Wya"], dz),
            "dWya": np.einsum("ymt,amt->ya", dz, a),
            "dby": dz.sum(axis=(1, 2)),
        }
    """,
)
_wrong(
    "output_backward",
    "bias-gradient-per-step",
    "sums over the examples only",
    """
    def output_backward(y, y_pred, a, parameters):
        dz = (y_pred - y) / y.shape[1]
        return {
            "da": np.einsum("ya,ymt->amt", parameters["Wya"], dz),
            "dWya": np.einsum("ymt,amt->ya", dz, a),
            "dby": dz.sum(axis=1),
        }
    """,
)
_wrong(
    "output_backward",
    "reshapes-across-axes",
    "reshape(-1, n) mixes classes and examples",
    """
    def output_backward(y, y_pred, a, parameters):
        n_y, m, T_x = y.shape
        n_a = a.shape[0]
        dz = (y_pred - y) / m
        dz2 = dz.reshape(m * T_x, n_y)
        a2 = a.reshape(m * T_x, n_a)
        return {
            "da": (dz2 @ parameters["Wya"]).reshape(n_a, m, T_x),
            "dWya": dz2.T @ a2,
            "dby": dz2.sum(axis=0).reshape(n_y, 1),
        }
    """,
)
_wrong(
    "output_backward",
    "softmax-entry-by-entry",
    "multiplies by y_pred (1 - y_pred)",
    """
    def output_backward(y, y_pred, a, parameters):
        m = y.shape[1]
        dz = (y_pred - y) * y_pred * (1 - y_pred) / m
        return {
            "da": np.einsum("ya,ymt->amt", parameters["Wya"], dz),
            "dWya": np.einsum("ymt,amt->ya", dz, a),
            "dby": dz.sum(axis=(1, 2)).reshape(-1, 1),
        }
    """,
)
_wrong(
    "output_backward",
    "through-the-quotient",
    "-y / y_pred first: nan where a prediction is 0",
    """
    def output_backward(y, y_pred, a, parameters):
        n_y, m, T_x = y.shape
        dy = -(y / y_pred) / m
        inner = np.sum(dy * y_pred, axis=0, keepdims=True)
        dz = y_pred * (dy - inner)
        return {
            "da": np.einsum("ya,ymt->amt", parameters["Wya"], dz),
            "dWya": np.einsum("ymt,amt->ya", dz, a),
            "dby": dz.sum(axis=(1, 2)).reshape(-1, 1),
        }
    """,
)
_wrong(
    "output_backward",
    "back-through-tanh-already",
    "da holds the slope of tanh, which belongs to the cell",
    """
    def output_backward(y, y_pred, a, parameters):
        dz = (y_pred - y) / y.shape[1]
        da = np.einsum("ya,ymt->amt", parameters["Wya"], dz) * (1 - a**2)
        return {
            "da": da,
            "dWya": np.einsum("ymt,amt->ya", dz, a),
            "dby": dz.sum(axis=(1, 2)).reshape(-1, 1),
        }
    """,
)
_wrong(
    "output_backward",
    "subtracts-in-place",
    "y_pred -= y on the caller's array",
    """
    def output_backward(y, y_pred, a, parameters):
        m = y.shape[1]
        y_pred -= y
        dz = y_pred / m
        return {
            "da": np.einsum("ya,ymt->amt", parameters["Wya"], dz),
            "dWya": np.einsum("ymt,amt->ya", dz, a),
            "dby": dz.sum(axis=(1, 2)).reshape(-1, 1),
        }
    """,
)
_wrong(
    "output_backward",
    "mean-left-out-of-da",
    "divides the weights' gradients only",
    """
    def output_backward(y, y_pred, a, parameters):
        n_y, m, T_x = y.shape
        dz = y_pred - y
        da = np.zeros(a.shape)
        dWya = np.zeros((n_y, a.shape[0]))
        dby = np.zeros((n_y, 1))
        for t in range(T_x):
            da[:, :, t] = parameters["Wya"].T @ dz[:, :, t]
            dWya += dz[:, :, t] @ a[:, :, t].T / m
            dby += dz[:, :, t].sum(axis=1, keepdims=True) / m
        return {"da": da, "dWya": dWya, "dby": dby}
    """,
)
_wrong(
    "output_backward",
    "previous-state",
    "pairs the error at t with the state at t - 1",
    """
    def output_backward(y, y_pred, a, parameters):
        n_y, m, T_x = y.shape
        da = np.zeros(a.shape)
        dWya = np.zeros((n_y, a.shape[0]))
        dby = np.zeros((n_y, 1))
        for t in range(T_x):
            dz = (y_pred[:, :, t] - y[:, :, t]) / m
            da[:, :, t] = parameters["Wya"].T @ dz
            dWya += dz @ a[:, :, t - 1].T
            dby += dz.sum(axis=1, keepdims=True)
        return {"da": da, "dWya": dWya, "dby": dby}
    """,
)
_right(
    "output_backward",
    "step-by-step",
    "a loop over the steps",
    """
    def output_backward(y, y_pred, a, parameters):
        Wya = parameters["Wya"]
        n_a, m, T_x = a.shape
        da = np.zeros((n_a, m, T_x))
        dWya = np.zeros_like(Wya)
        dby = np.zeros((Wya.shape[0], 1))
        for t in range(T_x):
            dzt = (y_pred[:, :, t] - y[:, :, t]) / m
            da[:, :, t] = np.dot(Wya.T, dzt)
            dWya += np.dot(dzt, a[:, :, t].T)
            dby += np.sum(dzt, axis=1, keepdims=True)
        return {"da": da, "dWya": dWya, "dby": dby}
    """,
)
_right(
    "output_backward",
    "one-long-matrix",
    "puts examples and steps into one axis",
    """
    def output_backward(y, y_pred, a, parameters):
        n_y, m, T_x = y.shape
        n_a = a.shape[0]
        dz = ((y_pred - y) / m).reshape(n_y, m * T_x)
        flat_a = a.reshape(n_a, m * T_x)
        return {
            "da": (parameters["Wya"].T @ dz).reshape(n_a, m, T_x),
            "dWya": dz @ flat_a.T,
            "dby": dz.sum(axis=1, keepdims=True),
        }
    """,
)
_right(
    "output_backward",
    "tensordot",
    "tensordot, divided at the end",
    """
    def output_backward(y, y_pred, a, parameters):
        m = y_pred.shape[1]
        e = np.subtract(y_pred, y)
        da = np.tensordot(parameters["Wya"], e, axes=(0, 0)) / m
        dWya = np.tensordot(e, a, axes=([1, 2], [1, 2])) / m
        dby = np.expand_dims(e.sum(axis=2).sum(axis=1), 1) / m
        return {"da": da, "dWya": dWya, "dby": dby}
    """,
)
_right(
    "output_backward",
    "steps-first",
    "stacked matrix products with time first",
    """
    def output_backward(y, y_pred, a, parameters):
        e = np.moveaxis(y_pred - y, 2, 0) / y.shape[1]
        s = np.moveaxis(a, 2, 0)
        da = parameters["Wya"].T @ e
        dWya = (e @ s.transpose(0, 2, 1)).sum(axis=0)
        dby = e.sum(axis=(0, 2))[:, None]
        return {"da": np.moveaxis(da, 0, 2), "dWya": dWya, "dby": dby}
    """,
)
_right(
    "output_backward",
    "four-loops",
    "plain loops over everything",
    """
    def output_backward(y, y_pred, a, parameters):
        W = parameters["Wya"]
        n_y, m, T_x = y.shape
        n_a = a.shape[0]
        da = np.zeros((n_a, m, T_x))
        dW = np.zeros((n_y, n_a))
        db = np.zeros((n_y, 1))
        for k in range(n_y):
            for i in range(m):
                for t in range(T_x):
                    d = (y_pred[k, i, t] - y[k, i, t]) / m
                    db[k, 0] += d
                    for j in range(n_a):
                        da[j, i, t] += W[k, j] * d
                        dW[k, j] += d * a[j, i, t]
        return {"da": da, "dWya": dW, "dby": db}
    """,
)

# ------------------------------------------------------------------ lstm_cell_forward

_COURSE_LSTM_CELL = """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    Wf = parameters["Wf"]
    bf = parameters["bf"]
    Wi = parameters["Wi"]
    bi = parameters["bi"]
    Wc = parameters["Wc"]
    bc = parameters["bc"]
    Wo = parameters["Wo"]
    bo = parameters["bo"]
    Wy = parameters["Wy"]
    by = parameters["by"]
    n_x, m = xt.shape
    n_y, n_a = Wy.shape
    concat = np.zeros((n_a + n_x, m))
    concat[:n_a, :] = a_prev
    concat[n_a:, :] = xt
    ft = sigmoid(np.dot(Wf, concat) + bf)
    it = sigmoid(np.dot(Wi, concat) + bi)
    cct = np.tanh(np.dot(Wc, concat) + bc)
    c_next = ft * c_prev + it * cct
    ot = sigmoid(np.dot(Wo, concat) + bo)
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(np.dot(Wy, a_next) + by)
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache
"""
_right("lstm_cell_forward", "course-form", "a stack filled by slices", _COURSE_LSTM_CELL)
_wrong(
    "lstm_cell_forward",
    "input-on-top",
    "[xt; a_prev]: the sizes fit all the same",
    _edit(
        _COURSE_LSTM_CELL,
        ("concat[:n_a, :] = a_prev", "concat[:n_x, :] = xt"),
        ("concat[n_a:, :] = xt", "concat[n_x:, :] = a_prev"),
    ),
)
_wrong(
    "lstm_cell_forward",
    "gates-exchanged",
    "ft and it do each other's work",
    """
    def lstm_cell_forward(xt, a_prev, c_prev, parameters):
        p = parameters
        concat = np.concatenate((a_prev, xt), axis=0)
        ft = sigmoid(p["Wf"] @ concat + p["bf"])
        it = sigmoid(p["Wi"] @ concat + p["bi"])
        cct = np.tanh(p["Wc"] @ concat + p["bc"])
        ot = sigmoid(p["Wo"] @ concat + p["bo"])
        c_next = it * c_prev + ft * cct
        a_next = ot * np.tanh(c_next)
        yt_pred = softmax(p["Wy"] @ a_next + p["by"])
        cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
        return a_next, c_next, yt_pred, cache
    """,
)
_wrong(
    "lstm_cell_forward",
    "open-state",
    "a_next = ot * c_next",
    _edit(_COURSE_LSTM_CELL, ("ot * np.tanh(c_next)", "ot * c_next")),
)
_wrong(
    "lstm_cell_forward",
    "sigmoid-candidate",
    "every line the same activation",
    """
    def lstm_cell_forward(xt, a_prev, c_prev, parameters):
        concat = np.vstack((a_prev, xt))
        gates = {}
        for g in "fico":
            gates[g] = sigmoid(parameters["W" + g] @ concat + parameters["b" + g])
        c_next = gates["f"] * c_prev + gates["i"] * gates["c"]
        a_next = gates["o"] * np.tanh(c_next)
        yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
        cache = (
            a_next, c_next, a_prev, c_prev,
            gates["f"], gates["i"], gates["c"], gates["o"], xt, parameters,
        )
        return a_next, c_next, yt_pred, cache
    """,
)
_wrong(
    "lstm_cell_forward",
    "tanh-gates",
    "tanh for the gates",
    _edit(
        _COURSE_LSTM_CELL,
        ("ft = sigmoid", "ft = np.tanh"),
        ("it = sigmoid", "it = np.tanh"),
        ("ot = sigmoid", "ot = np.tanh"),
    ),
)
_wrong(
    "lstm_cell_forward",
    "coupled-gates",
    "1 - ft for the update gate, as in another kind of cell",
    """
    def lstm_cell_forward(xt, a_prev, c_prev, parameters):
        concat = np.concatenate([a_prev, xt])
        ft = sigmoid(parameters["Wf"] @ concat + parameters["bf"])
        it = sigmoid(parameters["Wi"] @ concat + parameters["bi"])
        cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
        ot = sigmoid(parameters["Wo"] @ concat + parameters["bo"])
        c_next = ft * c_prev + (1 - ft) * cct
        a_next = ot * np.tanh(c_next)
        yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
        return a_next, c_next, yt_pred, (
            a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    """,
)
_wrong(
    "lstm_cell_forward",
    "forget-bias-of-one",
    "adds 1 inside the forget gate, as some libraries do when they draw parameters",
    _edit(_COURSE_LSTM_CELL, ("np.dot(Wf, concat) + bf", "np.dot(Wf, concat) + bf + 1.0")),
)
_wrong(
    "lstm_cell_forward",
    "no-candidate-bias",
    "forgets bc",
    _edit(_COURSE_LSTM_CELL, ("np.dot(Wc, concat) + bc", "np.dot(Wc, concat)")),
)
_wrong(
    "lstm_cell_forward",
    "prediction-from-the-cell",
    "Wy multiplies c_next",
    _edit(_COURSE_LSTM_CELL, ("np.dot(Wy, a_next)", "np.dot(Wy, c_next)")),
)
_wrong(
    "lstm_cell_forward",
    "shows-the-old-cell",
    "tanh(c_prev) in a_next",
    """
    def lstm_cell_forward(xt, a_prev, c_prev, parameters):
        concat = np.concatenate([a_prev, xt])
        ft, it, ot = (
            sigmoid(np.matmul(parameters["W" + g], concat) + parameters["b" + g]) for g in "fio"
        )
        cct = np.tanh(np.matmul(parameters["Wc"], concat) + parameters["bc"])
        c_next = ft * c_prev + it * cct
        a_next = ot * np.tanh(c_prev)
        yt_pred = softmax(np.matmul(parameters["Wy"], a_next) + parameters["by"])
        cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
        return a_next, c_next, yt_pred, cache
    """,
)
_wrong(
    "lstm_cell_forward",
    "grows-the-old-cell",
    "c_prev *= ft changes the argument and the cache",
    """
    def lstm_cell_forward(xt, a_prev, c_prev, parameters):
        concat = np.concatenate([a_prev, xt])
        ft = sigmoid(parameters["Wf"] @ concat + parameters["bf"])
        it = sigmoid(parameters["Wi"] @ concat + parameters["bi"])
        cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
        ot = sigmoid(parameters["Wo"] @ concat + parameters["bo"])
        c_next = c_prev
        c_next *= ft
        c_next += it * cct
        a_next = ot * np.tanh(c_next)
        yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
        cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
        return a_next, c_next, yt_pred, cache
    """,
)
_wrong(
    "lstm_cell_forward",
    "cell-state-first",
    "returns c_next before a_next",
    _edit(
        _COURSE_LSTM_CELL,
        ("return a_next, c_next, yt_pred, cache", "return c_next, a_next, yt_pred, cache"),
    ),
)
_wrong(
    "lstm_cell_forward",
    "gates-exchanged-in-the-cache",
    "right results, but the cache holds it before ft",
    _edit(_COURSE_LSTM_CELL, ("c_prev, ft, it, cct, ot, xt", "c_prev, it, ft, cct, ot, xt")),
)
_wrong(
    "lstm_cell_forward",
    "output-gate-last-in-alphabet",
    "splits one stacked product as f, i, o, c although it was stacked as f, i, c, o",
    """
    def lstm_cell_forward(xt, a_prev, c_prev, parameters):
        n_a = a_prev.shape[0]
        W = np.vstack([parameters["W" + g] for g in "fico"])
        b = np.vstack([parameters["b" + g] for g in "fico"])
        z = W @ np.vstack([a_prev, xt]) + b
        ft = sigmoid(z[:n_a])
        it = sigmoid(z[n_a:2 * n_a])
        ot = sigmoid(z[2 * n_a:3 * n_a])
        cct = np.tanh(z[3 * n_a:])
        c_next = ft * c_prev + it * cct
        a_next = ot * np.tanh(c_next)
        yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
        cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
        return a_next, c_next, yt_pred, cache
    """,
)
_wrong(
    "lstm_cell_forward",
    "old-cell-for-old-state",
    "stacks c_prev on xt",
    """
    def lstm_cell_forward(xt, a_prev, c_prev, parameters):
        concat = np.concatenate([c_prev, xt])
        ft = sigmoid(parameters["Wf"] @ concat + parameters["bf"])
        it = sigmoid(parameters["Wi"] @ concat + parameters["bi"])
        cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
        ot = sigmoid(parameters["Wo"] @ concat + parameters["bo"])
        c_next = ft * c_prev + it * cct
        a_next = ot * np.tanh(c_next)
        yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
        cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
        return a_next, c_next, yt_pred, cache
    """,
)
_wrong(
    "lstm_cell_forward",
    "fragile-sigmoid",
    "its own sigmoid is nan for a score above 709",
    """
    def lstm_cell_forward(xt, a_prev, c_prev, parameters):
        def gate(name):
            z = parameters["W" + name] @ concat + parameters["b" + name]
            return np.exp(z) / (1 + np.exp(z))

        concat = np.concatenate([a_prev, xt])
        ft, it, ot = gate("f"), gate("i"), gate("o")
        cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
        c_next = ft * c_prev + it * cct
        a_next = ot * np.tanh(c_next)
        yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
        cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
        return a_next, c_next, yt_pred, cache
    """,
)
_right(
    "lstm_cell_forward",
    "stacked-gates",
    "one product for all gates",
    """
    def lstm_cell_forward(xt, a_prev, c_prev, parameters):
        n_a = a_prev.shape[0]
        W = np.vstack([parameters["W" + g] for g in "fioc"])
        b = np.vstack([parameters["b" + g] for g in "fioc"])
        z = W @ np.vstack([a_prev, xt]) + b
        ft, it, ot = np.split(sigmoid(z[:3 * n_a]), 3)
        cct = np.tanh(z[3 * n_a:])
        c_next = ft * c_prev + it * cct
        a_next = ot * np.tanh(c_next)
        yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
        return a_next, c_next, yt_pred, [
            a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters]
    """,
)
_right(
    "lstm_cell_forward",
    "two-products-a-gate",
    "splits each matrix into its part for a_prev and its part for xt",
    """
    def lstm_cell_forward(xt, a_prev, c_prev, parameters):
        n_a = a_prev.shape[0]

        def score(g):
            W = parameters["W" + g]
            return W[:, :n_a] @ a_prev + W[:, n_a:] @ xt + parameters["b" + g]

        ft = 1 / (1 + np.exp(-score("f")))
        it = 1 / (1 + np.exp(-score("i")))
        ot = 1 / (1 + np.exp(-score("o")))
        cct = np.tanh(score("c"))
        c_next = np.add(np.multiply(ft, c_prev), np.multiply(it, cct))
        a_next = np.multiply(ot, np.tanh(c_next))
        yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
        return a_next, c_next, yt_pred, (
            a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    """,
)
_right(
    "lstm_cell_forward",
    "half-tanh-gates",
    "gates by tanh, biases as weights",
    """
    def lstm_cell_forward(xt, a_prev, c_prev, parameters):
        one = np.ones((1, xt.shape[1]))
        v = np.concatenate([a_prev, xt, one])
        s = {g: np.hstack([parameters["W" + g], parameters["b" + g]]).dot(v) for g in "fico"}
        ft, it, ot = [0.5 + 0.5 * np.tanh(s[g] / 2) for g in "fio"]
        cct = np.tanh(s["c"])
        c_next = it * cct + c_prev * ft
        a_next = np.tanh(c_next) * ot
        yt_pred = softmax(np.hstack([parameters["Wy"], parameters["by"]]) @ np.vstack([a_next, one]))
        cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
        return a_next, c_next, yt_pred, cache
    """,
)
_right(
    "lstm_cell_forward",
    "example-by-example",
    "a loop over the columns, copies in the cache",
    """
    def lstm_cell_forward(xt, a_prev, c_prev, parameters):
        columns = []
        for j in range(xt.shape[1]):
            v = np.append(a_prev[:, j], xt[:, j])
            f, i, o = [
                sigmoid(parameters["W" + g] @ v + parameters["b" + g].ravel()) for g in "fio"
            ]
            k = np.tanh(parameters["Wc"] @ v + parameters["bc"].ravel())
            c = f * c_prev[:, j] + i * k
            a = o * np.tanh(c)
            s = parameters["Wy"] @ a + parameters["by"].ravel()
            e = np.exp(s - s.max())
            columns.append((a, c, f, i, k, o, e / e.sum()))
        a, c, f, i, k, o, y = [np.stack(part, axis=1) for part in zip(*columns)]
        cache = (a.copy(), c.copy(), a_prev.copy(), c_prev.copy(), f, i, k, o, xt, parameters)
        return a, c, y, cache
    """,
)

# ------------------------------------------------------------------ lstm_cell_backward

_COURSE_LSTM_BACK = """
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_x, m = xt.shape
    n_a, m = a_next.shape
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)
    dcct = (dc_next * it + ot * (1 - np.square(np.tanh(c_next))) * it * da_next) * (1 - np.square(cct))
    dit = (dc_next * cct + ot * (1 - np.square(np.tanh(c_next))) * cct * da_next) * it * (1 - it)
    dft = (dc_next * c_prev + ot * (1 - np.square(np.tanh(c_next))) * c_prev * da_next) * ft * (1 - ft)
    concat = np.concatenate((a_prev, xt), axis=0)
    dWf = np.dot(dft, concat.T)
    dWi = np.dot(dit, concat.T)
    dWc = np.dot(dcct, concat.T)
    dWo = np.dot(dot, concat.T)
    dbf = np.sum(dft, axis=1, keepdims=True)
    dbi = np.sum(dit, axis=1, keepdims=True)
    dbc = np.sum(dcct, axis=1, keepdims=True)
    dbo = np.sum(dot, axis=1, keepdims=True)
    Wf, Wi, Wc, Wo = parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]
    da_prev = np.dot(Wf[:, :n_a].T, dft) + np.dot(Wi[:, :n_a].T, dit)
    da_prev = da_prev + np.dot(Wc[:, :n_a].T, dcct) + np.dot(Wo[:, :n_a].T, dot)
    dc_prev = dc_next * ft + ot * (1 - np.square(np.tanh(c_next))) * ft * da_next
    dxt = np.dot(Wf[:, n_a:].T, dft) + np.dot(Wi[:, n_a:].T, dit)
    dxt = dxt + np.dot(Wc[:, n_a:].T, dcct) + np.dot(Wo[:, n_a:].T, dot)
    gradients = {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev, "dWf": dWf, "dbf": dbf,
                 "dWi": dWi, "dbi": dbi, "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}
    return gradients
"""
_SHORT_LSTM_BACK = """
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_prev.shape[0]
    concat = np.vstack((a_prev, xt))
    tc = np.tanh(c_next)
    do = da_next * tc
    dc = dc_next + da_next * ot * (1 - tc ** 2)
    df = dc * c_prev
    di = dc * cct
    dk = dc * it
    dc_prev = dc * ft
    dzf = df * ft * (1 - ft)
    dzi = di * it * (1 - it)
    dzc = dk * (1 - cct ** 2)
    dzo = do * ot * (1 - ot)
    grads = {"dc_prev": dc_prev}
    dv = np.zeros(concat.shape)
    for name, dz in (("f", dzf), ("i", dzi), ("c", dzc), ("o", dzo)):
        grads["dW" + name] = np.dot(dz, concat.T)
        grads["db" + name] = np.sum(dz, axis=1, keepdims=True)
        dv += np.dot(parameters["W" + name].T, dz)
    grads["da_prev"] = dv[:n_a, :]
    grads["dxt"] = dv[n_a:, :]
    return grads
"""
_right("lstm_cell_backward", "course-form", "the long formulas", _COURSE_LSTM_BACK)
_right("lstm_cell_backward", "short-form", "the gradient of the cell state first", _SHORT_LSTM_BACK)
_wrong(
    "lstm_cell_backward",
    "bracket-too-early",
    "the slope of the candidate multiplies the second term only",
    _edit(
        _COURSE_LSTM_BACK,
        (
            "dcct = (dc_next * it + ot * (1 - np.square(np.tanh(c_next))) * it * da_next) "
            "* (1 - np.square(cct))",
            "dcct = dc_next * it + ot * (1 - np.square(np.tanh(c_next))) * it * da_next "
            "* (1 - np.square(cct))",
        ),
    ),
)
_wrong(
    "lstm_cell_backward",
    "input-gate-bracket",
    "it (1 - it) multiplies the second term only",
    _edit(
        _COURSE_LSTM_BACK,
        (
            "dit = (dc_next * cct + ot * (1 - np.square(np.tanh(c_next))) * cct * da_next) * it",
            "dit = dc_next * cct + (ot * (1 - np.square(np.tanh(c_next))) * cct * da_next) * it",
        ),
    ),
)
_wrong(
    "lstm_cell_backward",
    "square-of-the-cell-state",
    "1 - c_next**2 for the slope of tanh(c_next)",
    _edit(_SHORT_LSTM_BACK, ("ot * (1 - tc ** 2)", "ot * (1 - c_next ** 2)")),
)
_wrong(
    "lstm_cell_backward",
    "cell-lane-only",
    "dc_prev = dc_next * ft",
    _edit(_SHORT_LSTM_BACK, ("dc_prev = dc * ft", "dc_prev = dc_next * ft")),
)
_wrong(
    "lstm_cell_backward",
    "forgets-dc_next",
    "only what comes through a_next",
    _edit(_SHORT_LSTM_BACK, ("dc = dc_next + da_next", "dc = da_next")),
)
_wrong(
    "lstm_cell_backward",
    "output-gate-through-the-cell",
    "the output gate gets the gradient of the cell state",
    _edit(_SHORT_LSTM_BACK, ("do = da_next * tc", "do = dc_next + da_next * tc")),
)
_wrong(
    "lstm_cell_backward",
    "new-cell-at-the-forget-gate",
    "df with c_next",
    _edit(_SHORT_LSTM_BACK, ("df = dc * c_prev", "df = dc * c_next")),
)
_wrong(
    "lstm_cell_backward",
    "gate-slopes-for-all",
    "cct (1 - cct)",
    """
    def dsigmoid(s):
        return s * (1 - s)

    def lstm_cell_backward(da_next, dc_next, cache):
        a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
        n_a = a_prev.shape[0]
        concat = np.vstack((a_prev, xt))
        dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
        local = {
            "f": dc * c_prev * dsigmoid(ft),
            "i": dc * cct * dsigmoid(it),
            "c": dc * it * dsigmoid(cct),
            "o": da_next * np.tanh(c_next) * dsigmoid(ot),
        }
        grads = {"dc_prev": dc * ft}
        dconcat = 0
        for g in local:
            grads["dW" + g] = local[g] @ concat.T
            grads["db" + g] = local[g].sum(axis=1, keepdims=True)
            dconcat = dconcat + parameters["W" + g].T @ local[g]
        grads["da_prev"], grads["dxt"] = dconcat[:n_a], dconcat[n_a:]
        return grads
    """,
)
_wrong(
    "lstm_cell_backward",
    "tanh-slopes-for-all",
    "1 - gate**2 for the three gates",
    """
    def lstm_cell_backward(da_next, dc_next, cache):
        a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
        n_a = a_prev.shape[0]
        concat = np.vstack((a_prev, xt))
        tc = np.tanh(c_next)
        dc = dc_next + da_next * ot * (1 - tc**2)
        dft = dc * c_prev * (1 - ft**2)
        dit = dc * cct * (1 - it**2)
        dcct = dc * it * (1 - cct**2)
        dot = da_next * tc * (1 - ot**2)
        dzs = {"f": dft, "i": dit, "c": dcct, "o": dot}
        grads = {"dW" + k: v @ concat.T for k, v in dzs.items()}
        grads.update({"db" + k: v.sum(axis=1, keepdims=True) for k, v in dzs.items()})
        dv = sum(parameters["W" + k].T @ v for k, v in dzs.items())
        grads.update(da_prev=dv[:n_a], dxt=dv[n_a:], dc_prev=dc * ft)
        return grads
    """,
)
_wrong(
    "lstm_cell_backward",
    "gates-not-differentiated",
    "the gradients of the gates stand for those of their scores",
    _edit(
        _SHORT_LSTM_BACK,
        ("df * ft * (1 - ft)", "df"),
        ("di * it * (1 - it)", "di"),
        ("dk * (1 - cct ** 2)", "dk"),
        ("do * ot * (1 - ot)", "do"),
    ),
)
_wrong(
    "lstm_cell_backward",
    "stack-upside-down",
    "stacks xt on a_prev for the weights' gradients",
    _edit(_COURSE_LSTM_BACK, ("np.concatenate((a_prev, xt)", "np.concatenate((xt, a_prev)")),
)
_wrong(
    "lstm_cell_backward",
    "parts-exchanged",
    "the input's rows of the stack go to da_prev: shapes fit where n_x equals n_a",
    _edit(
        _SHORT_LSTM_BACK,
        ('grads["da_prev"] = dv[:n_a, :]', 'grads["dxt"] = dv[:n_a, :]'),
        ('grads["dxt"] = dv[n_a:, :]', 'grads["da_prev"] = dv[n_a:, :]'),
    ),
)
_wrong(
    "lstm_cell_backward",
    "splits-at-n_x",
    "cuts the stack at n_x",
    _edit(_SHORT_LSTM_BACK, ("n_a = a_prev.shape[0]", "n_a = xt.shape[0]")),
)
_wrong(
    "lstm_cell_backward",
    "three-gates-back",
    "the output gate is left out of da_prev and dxt",
    _edit(
        _COURSE_LSTM_BACK,
        (" + np.dot(Wo[:, :n_a].T, dot)", ""),
        (" + np.dot(Wo[:, n_a:].T, dot)", ""),
    ),
)
_wrong(
    "lstm_cell_backward",
    "flat-biases",
    "no keepdims",
    _edit(_SHORT_LSTM_BACK, ("np.sum(dz, axis=1, keepdims=True)", "np.sum(dz, axis=1)")),
)
_wrong(
    "lstm_cell_backward",
    "piles-onto-dc_next",
    "dc_next += changes the argument",
    _edit(
        _SHORT_LSTM_BACK,
        (
            "dc = dc_next + da_next * ot * (1 - tc ** 2)",
            "dc_next += da_next * ot * (1 - tc ** 2)\n    dc = dc_next",
        ),
    ),
)
_wrong(
    "lstm_cell_backward",
    "last-gate-goes-back",
    "= for += while adding up the stack's gradient",
    _edit(_SHORT_LSTM_BACK, ("dv += np.dot", "dv = np.dot")),
)
_wrong(
    "lstm_cell_backward",
    "mean-over-the-batch",
    "divides the weights' gradients by m",
    _edit(
        _SHORT_LSTM_BACK,
        ("np.dot(dz, concat.T)", "np.dot(dz, concat.T) / xt.shape[1]"),
        ("np.sum(dz, axis=1, keepdims=True)", "np.mean(dz, axis=1, keepdims=True)"),
    ),
)
_wrong(
    "lstm_cell_backward",
    "hidden-for-tanh-of-cell",
    "takes a_next for tanh(c_next)",
    _edit(_SHORT_LSTM_BACK, ("tc = np.tanh(c_next)", "tc = a_next")),
)
_wrong(
    "lstm_cell_backward",
    "cache-of-older-course",
    "unpacks it before ft",
    _edit(_SHORT_LSTM_BACK, ("c_prev, ft, it, cct", "c_prev, it, ft, cct")),
)
_right(
    "lstm_cell_backward",
    "all-gates-in-one",
    "one stacked product",
    """
    def lstm_cell_backward(da_next, dc_next, cache):
        a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
        n_a, m = a_prev.shape
        tc = np.tanh(c_next)
        dc = da_next * ot * (1 - tc) * (1 + tc) + dc_next
        dz = np.vstack([
            dc * c_prev * (ft - ft**2),
            dc * cct * (it - it**2),
            dc * it * (1 - cct) * (1 + cct),
            da_next * tc * (ot - ot**2),
        ])
        W = np.vstack([parameters["W" + g] for g in "fico"])
        dW = np.split(dz @ np.hstack([a_prev.T, xt.T]), 4)
        db = np.split(dz @ np.ones((m, 1)), 4)
        out = dict(zip(["dWf", "dWi", "dWc", "dWo"], dW))
        out.update(zip(["dbf", "dbi", "dbc", "dbo"], db))
        out["da_prev"] = W[:, :n_a].T @ dz
        out["dxt"] = W[:, n_a:].T @ dz
        out["dc_prev"] = ft * dc
        return out
    """,
)
_right(
    "lstm_cell_backward",
    "through-a_next",
    "ot * tanh(c_next) is a_next; cosh for the slope of tanh",
    """
    def lstm_cell_backward(da_next, dc_next, cache):
        a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
        dzo = da_next * a_next * (1 - ot)
        dc = dc_next + da_next * ot / np.cosh(c_next) ** 2
        dzf = dc * c_prev * ft * (1 - ft)
        dzi = dc * cct * it * (1 - it)
        dzc = dc * it * (1 - cct * cct)
        v = np.concatenate([a_prev, xt])
        dv = np.zeros(v.shape)
        result = {}
        for g, dz in zip("fico", (dzf, dzi, dzc, dzo)):
            result["dW" + g] = np.einsum("am,vm->av", dz, v)
            result["db" + g] = np.einsum("am->a", dz)[:, None]
            dv = dv + np.einsum("av,am->vm", parameters["W" + g], dz)
        result["da_prev"], result["dxt"] = np.split(dv, [len(a_prev)])
        result["dc_prev"] = dc * ft
        return result
    """,
)
_right(
    "lstm_cell_backward",
    "example-by-example",
    "a loop over the columns",
    """
    def lstm_cell_backward(da_next, dc_next, cache):
        a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
        n_a, m = a_next.shape
        n_x = xt.shape[0]
        g = {"dxt": np.zeros((n_x, m)), "da_prev": np.zeros((n_a, m)), "dc_prev": np.zeros((n_a, m))}
        for k in "fico":
            g["dW" + k] = np.zeros((n_a, n_a + n_x))
            g["db" + k] = np.zeros((n_a, 1))
        for j in range(m):
            tc = np.tanh(c_next[:, j])
            dc = dc_next[:, j] + da_next[:, j] * ot[:, j] * (1 - tc * tc)
            d = {}
            d["f"] = dc * c_prev[:, j] * ft[:, j] * (1 - ft[:, j])
            d["i"] = dc * cct[:, j] * it[:, j] * (1 - it[:, j])
            d["c"] = dc * it[:, j] * (1 - cct[:, j] ** 2)
            d["o"] = da_next[:, j] * tc * ot[:, j] * (1 - ot[:, j])
            v = np.concatenate([a_prev[:, j], xt[:, j]])
            for k in "fico":
                g["dW" + k] += np.outer(d[k], v)
                g["db" + k] += d[k].reshape(n_a, 1)
                back = d[k] @ parameters["W" + k]
                g["da_prev"][:, j] += back[:n_a]
                g["dxt"][:, j] += back[n_a:]
            g["dc_prev"][:, j] = dc * ft[:, j]
        return g
    """,
)

# ------------------------------------------------------------------ lstm_forward

_COURSE_LSTM_FORWARD = """
def lstm_forward(x, a0, parameters):
    caches = []
    Wy = parameters["Wy"]
    n_x, m, T_x = x.shape
    n_y, n_a = Wy.shape
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    a_next = a0
    c_next = np.zeros((n_a, m))
    for t in range(T_x):
        xt = x[:, :, t]
        a_next, c_next, yt, cache = lstm_cell_forward(xt, a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        caches.append(cache)
    caches = (caches, x)
    return a, y, c, caches
"""
_right("lstm_forward", "course-form", "arrays of zeros, filled step by step", _COURSE_LSTM_FORWARD)
_wrong(
    "lstm_forward",
    "cell-state-forgotten",
    "every step starts from an empty cell state",
    """
    def lstm_forward(x, a0, parameters):
        n_x, m, T_x = x.shape
        n_y, n_a = parameters["Wy"].shape
        a = np.zeros((n_a, m, T_x))
        c = np.zeros((n_a, m, T_x))
        y = np.zeros((n_y, m, T_x))
        caches = []
        a_next = a0
        for t in range(T_x):
            c_prev = np.zeros((n_a, m))
            a_next, ct, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_prev, parameters)
            a[:, :, t], c[:, :, t], y[:, :, t] = a_next, ct, yt
            caches.append(cache)
        return a, y, c, (caches, x)
    """,
)
_wrong(
    "lstm_forward",
    "cell-starts-from-a0",
    "c0 = a0",
    _edit(_COURSE_LSTM_FORWARD, ("c_next = np.zeros((n_a, m))", "c_next = a0")),
)
_wrong(
    "lstm_forward",
    "one-state-for-both",
    "hands a_next on as the cell state",
    _edit(
        _COURSE_LSTM_FORWARD,
        ("(xt, a_next, c_next, parameters)", "(xt, a_next, a_next, parameters)"),
    ),
)
_wrong(
    "lstm_forward",
    "states-exchanged-in-the-call",
    "the cell gets c before a",
    _edit(
        _COURSE_LSTM_FORWARD,
        ("(xt, a_next, c_next, parameters)", "(xt, c_next, a_next, parameters)"),
    ),
)
_wrong(
    "lstm_forward",
    "hidden-state-not-carried",
    "a0 at every step",
    """
    def lstm_forward(x, a0, parameters):
        c_prev = np.zeros_like(a0)
        out = []
        for t in range(x.shape[2]):
            at, c_prev, yt, cache = lstm_cell_forward(x[:, :, t], a0, c_prev, parameters)
            out.append((at, yt, c_prev, cache))
        a = np.stack([o[0] for o in out], axis=2)
        y = np.stack([o[1] for o in out], axis=2)
        c = np.stack([o[2] for o in out], axis=2)
        return a, y, c, ([o[3] for o in out], x)
    """,
)
_wrong(
    "lstm_forward",
    "order-of-the-cell",
    "returns a, c, y as the cell does",
    _edit(_COURSE_LSTM_FORWARD, ("return a, y, c, caches", "return a, c, y, caches")),
)
_wrong(
    "lstm_forward",
    "starts-from-zero",
    "ignores a0",
    _edit(_COURSE_LSTM_FORWARD, ("a_next = a0\n", "a_next = np.zeros((n_a, m))\n")),
)
_wrong(
    "lstm_forward",
    "backwards-in-time",
    "starts at the last step",
    _edit(_COURSE_LSTM_FORWARD, ("in range(T_x)", "in range(T_x - 1, -1, -1)")),
)
_wrong(
    "lstm_forward",
    "one-step-short",
    "range(1, T_x) leaves the first step empty",
    _edit(_COURSE_LSTM_FORWARD, ("in range(T_x)", "in range(1, T_x)")),
)
_wrong(
    "lstm_forward",
    "shared-cell-buffer",
    "one array holds the cell state; the caches see its last value",
    """
    def lstm_forward(x, a0, parameters):
        n_x, m, T_x = x.shape
        state = np.zeros(a0.shape)
        hidden = a0.copy()
        a, y, c, caches = [], [], [], []
        for t in range(T_x):
            an, cn, yt, cache = lstm_cell_forward(x[:, :, t], hidden, state, parameters)
            state[:] = cn
            hidden = an
            a.append(an)
            c.append(cn)
            y.append(yt)
            caches.append(cache)
        return np.stack(a, axis=2), np.stack(y, axis=2), np.stack(c, axis=2), (caches, x)
    """,
)
_wrong(
    "lstm_forward",
    "same-state-appended",
    "appends one array again and again: all steps show the last state",
    """
    def lstm_forward(x, a0, parameters):
        a_prev = a0.copy()
        c_prev = np.zeros(a0.shape)
        a, y, c, caches = [], [], [], []
        for t in range(x.shape[2]):
            an, cn, yt, cache = lstm_cell_forward(
                x[:, :, t], a_prev.copy(), c_prev.copy(), parameters
            )
            a_prev[:] = an
            c_prev[:] = cn
            a.append(a_prev)
            c.append(c_prev)
            y.append(yt)
            caches.append(cache)
        return np.stack(a, axis=2), np.stack(y, axis=2), np.stack(c, axis=2), (caches, x)
    """,
)
_wrong(
    "lstm_forward",
    "steps-in-the-middle",
    "stacks along axis 1, as (batch, time, features) habits suggest",
    """
    def lstm_forward(x, a0, parameters):
        a_next, c_next = a0, np.zeros(a0.shape)
        a, y, c, caches = [], [], [], []
        for t in range(x.shape[2]):
            a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
            a.append(a_next)
            y.append(yt)
            c.append(c_next)
            caches.append(cache)
        return np.stack(a, axis=1), np.stack(y, axis=1), np.stack(c, axis=1), (caches, x)
    """,
)
_wrong(
    "lstm_forward",
    "writes-into-a0",
    "a0[:] = ... changes the argument, and every cached a_prev",
    """
    def lstm_forward(x, a0, parameters):
        n_x, m, T_x = x.shape
        n_y, n_a = parameters["Wy"].shape
        a, c = np.zeros((n_a, m, T_x)), np.zeros((n_a, m, T_x))
        y = np.zeros((n_y, m, T_x))
        ct = np.zeros((n_a, m))
        caches = []
        for t in range(T_x):
            at, ct, yt, cache = lstm_cell_forward(x[:, :, t], a0, ct, parameters)
            a0[:] = at
            a[:, :, t], c[:, :, t], y[:, :, t] = at, ct, yt
            caches.append(cache)
        return a, y, c, (caches, x)
    """,
)
_wrong(
    "lstm_forward",
    "caches-turned",
    "inserts each cache at the front",
    _edit(_COURSE_LSTM_FORWARD, ("caches.append(cache)", "caches.insert(0, cache)")),
)
_wrong(
    "lstm_forward",
    "x-before-the-caches",
    "(x, caches)",
    _edit(_COURSE_LSTM_FORWARD, ("caches = (caches, x)", "caches = (x, caches)")),
)
_wrong(
    "lstm_forward",
    "four-steps",
    "the number of steps of the first example",
    _edit(_COURSE_LSTM_FORWARD, ("n_x, m, T_x = x.shape", "n_x, m, _ = x.shape\n    T_x = 4")),
)
_right(
    "lstm_forward",
    "lists-and-stack",
    "lists of copies",
    """
    def lstm_forward(x, a0, parameters):
        a_prev = a0.copy()
        c_prev = np.zeros_like(a0, dtype=float)
        a, y, c, caches = [], [], [], []
        t = 0
        while t < x.shape[2]:
            a_prev, c_prev, yt, cache = lstm_cell_forward(x[:, :, t], a_prev, c_prev, parameters)
            a.append(a_prev.copy())
            c.append(c_prev.copy())
            y.append(yt)
            caches.append(cache)
            t = t + 1
        return np.dstack(a), np.dstack(y), np.dstack(c), (caches, x)
    """,
)
_right(
    "lstm_forward",
    "without-the-cell",
    "writes the gates out",
    """
    def lstm_forward(x, a0, parameters):
        p = parameters
        a_t, c_t = a0, 0 * a0
        A, C, Y, caches = [], [], [], []
        for x_t in x.transpose(2, 0, 1):
            v = np.concatenate([a_t, x_t])
            f = sigmoid(p["Wf"] @ v + p["bf"])
            i = sigmoid(p["Wi"] @ v + p["bi"])
            k = np.tanh(p["Wc"] @ v + p["bc"])
            o = sigmoid(p["Wo"] @ v + p["bo"])
            c_new = f * c_t + i * k
            a_new = o * np.tanh(c_new)
            caches.append((a_new, c_new, a_t, c_t, f, i, k, o, x_t, p))
            a_t, c_t = a_new, c_new
            A.append(a_t)
            C.append(c_t)
            Y.append(softmax(p["Wy"] @ a_t + p["by"]))
        A, Y, C = (np.array(z).transpose(1, 2, 0) for z in (A, Y, C))
        return A, Y, C, (caches, x)
    """,
)
_right(
    "lstm_forward",
    "room-for-the-start",
    "arrays with one step more, handed back as views",
    """
    def lstm_forward(x, a0, parameters):
        n_x, m, T = x.shape
        n_y, n_a = parameters["Wy"].shape
        a = np.zeros((n_a, m, T + 1))
        c = np.zeros((n_a, m, T + 1))
        y = np.zeros((n_y, m, T))
        a[:, :, 0] = a0
        steps = []
        for t in range(1, T + 1):
            a[:, :, t], c[:, :, t], y[:, :, t - 1], step = lstm_cell_forward(
                x[:, :, t - 1], a[:, :, t - 1], c[:, :, t - 1], parameters
            )
            steps += [step]
        return a[:, :, 1:], y, c[:, :, 1:], (steps, x)
    """,
)
_right(
    "lstm_forward",
    "predictions-afterwards",
    "ignores the cell's prediction and makes all of them at the end",
    """
    def lstm_forward(x, a0, parameters):
        n_x, m, T_x = x.shape
        states = [(a0, np.zeros(a0.shape), None)]
        for t in range(T_x):
            a_t, c_t, _, cache = lstm_cell_forward(x[:, :, t], *states[-1][:2], parameters)
            states.append((a_t, c_t, cache))
        a_all, c_all, caches = zip(*states[1:])
        a = np.stack(a_all, axis=-1)
        c = np.stack(c_all, axis=-1)
        flat = softmax(parameters["Wy"] @ a.reshape(a.shape[0], -1) + parameters["by"])
        return a, flat.reshape(-1, m, T_x), c, (caches, x)
    """,
)

# ------------------------------------------------------------------ lstm_backward

_COURSE_LSTM_BACKWARD = """
def lstm_backward(da, caches):
    (caches, x) = caches
    (a1, c1, a0, c0, f1, i1, cc1, o1, x1, parameters) = caches[0]
    n_a, m, T_x = da.shape
    n_x, m = x1.shape
    dx = np.zeros((n_x, m, T_x))
    da_prevt = np.zeros((n_a, m))
    dc_prevt = np.zeros((n_a, m))
    dWf = np.zeros((n_a, n_a + n_x))
    dWi = np.zeros((n_a, n_a + n_x))
    dWc = np.zeros((n_a, n_a + n_x))
    dWo = np.zeros((n_a, n_a + n_x))
    dbf = np.zeros((n_a, 1))
    dbi = np.zeros((n_a, 1))
    dbc = np.zeros((n_a, 1))
    dbo = np.zeros((n_a, 1))
    for t in reversed(range(T_x)):
        gradients = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, caches[t])
        da_prevt = gradients["da_prev"]
        dc_prevt = gradients["dc_prev"]
        dx[:, :, t] = gradients["dxt"]
        dWf += gradients["dWf"]
        dWi += gradients["dWi"]
        dWc += gradients["dWc"]
        dWo += gradients["dWo"]
        dbf += gradients["dbf"]
        dbi += gradients["dbi"]
        dbc += gradients["dbc"]
        dbo += gradients["dbo"]
    da0 = da_prevt
    return {"dx": dx, "da0": da0, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
            "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}
"""
_right("lstm_backward", "course-form", "sums in arrays of zeros", _COURSE_LSTM_BACKWARD)
_wrong(
    "lstm_backward",
    "neither-handed-back",
    "both carried gradients stay zero inside the loop",
    _edit(
        _COURSE_LSTM_BACKWARD,
        ('        da_prevt = gradients["da_prev"]\n', ""),
        ('        dc_prevt = gradients["dc_prev"]\n', ""),
        ("da0 = da_prevt", 'da0 = gradients["da_prev"]'),
    ),
)
_wrong(
    "lstm_backward",
    "cell-lane-cut",
    "hands da_prev back, never dc_prev",
    _edit(_COURSE_LSTM_BACKWARD, ('        dc_prevt = gradients["dc_prev"]\n', "")),
)
_wrong(
    "lstm_backward",
    "hidden-lane-cut",
    "hands dc_prev back, never da_prev",
    _edit(_COURSE_LSTM_BACKWARD, ("da[:, :, t] + da_prevt", "da[:, :, t]")),
)
_wrong(
    "lstm_backward",
    "lanes-crossed",
    "da_prev goes to dc_next and dc_prev to da_next",
    _edit(
        _COURSE_LSTM_BACKWARD,
        ("(da[:, :, t] + da_prevt, dc_prevt, caches", "(da[:, :, t] + dc_prevt, da_prevt, caches"),
    ),
)
_wrong(
    "lstm_backward",
    "da-for-the-cell-too",
    "adds da to the gradient of the cell state",
    _edit(
        _COURSE_LSTM_BACKWARD,
        ("(da[:, :, t] + da_prevt, dc_prevt,", "(da[:, :, t] + da_prevt, da[:, :, t] + dc_prevt,"),
    ),
)
_wrong(
    "lstm_backward",
    "cell-lane-piles-up",
    "dc_prevt += what is handed back",
    _edit(
        _COURSE_LSTM_BACKWARD,
        ('dc_prevt = gradients["dc_prev"]', 'dc_prevt = dc_prevt + gradients["dc_prev"]'),
    ),
)
_wrong(
    "lstm_backward",
    "last-step-wins",
    "the loop ends with the gradients of the first step",
    """
    def lstm_backward(da, caches):
        steps, x = caches
        dx = np.zeros(x.shape)
        da_next = np.zeros(da.shape[:2])
        dc_next = np.zeros(da.shape[:2])
        result = {}
        for t in range(x.shape[2] - 1, -1, -1):
            g = lstm_cell_backward(da[:, :, t] + da_next, dc_next, steps[t])
            dx[:, :, t] = g["dxt"]
            da_next = g["da_prev"]
            dc_next = g["dc_prev"]
            result.update(g)
        result["dx"] = dx
        result["da0"] = da_next
        return result
    """,
)
_wrong(
    "lstm_backward",
    "forwards-in-time",
    "walks from the first step to the last",
    _edit(_COURSE_LSTM_BACKWARD, ("in reversed(range(T_x))", "in range(T_x)")),
)
_wrong(
    "lstm_backward",
    "da-of-the-next-step",
    "da[:, :, t + 1], and nothing at the end",
    """
    def lstm_backward(da, caches):
        steps, x = caches
        n_a, m, T_x = da.shape
        dx = np.zeros(x.shape)
        da_next, dc_next = np.zeros((n_a, m)), np.zeros((n_a, m))
        total = {}
        for t in range(T_x - 1, -1, -1):
            own = da[:, :, t + 1] if t + 1 < T_x else np.zeros((n_a, m))
            g = lstm_cell_backward(own + da_next, dc_next, steps[t])
            dx[:, :, t] = g["dxt"]
            da_next, dc_next = g["da_prev"], g["dc_prev"]
            for gate in "fico":
                for kind in ("dW", "db"):
                    total[kind + gate] = total.get(kind + gate, 0) + g[kind + gate]
        return {"dx": dx, "da0": da_next, **total}
    """,
)
_wrong(
    "lstm_backward",
    "da0-from-the-cell-lane",
    "hands dc_prev out as da0",
    _edit(_COURSE_LSTM_BACKWARD, ("da0 = da_prevt", "da0 = dc_prevt")),
)
_wrong(
    "lstm_backward",
    "da0-of-the-last-step",
    "keeps the first da_prev it sees",
    """
    def lstm_backward(da, caches):
        steps, x = caches
        dx = np.zeros(x.shape)
        da0 = None
        da_next = dc_next = np.zeros(da[:, :, 0].shape)
        sums = {k + g: 0 for g in "fico" for k in ("dW", "db")}
        for t in reversed(range(len(steps))):
            g = lstm_cell_backward(da[:, :, t] + da_next, dc_next, steps[t])
            da_next, dc_next = g["da_prev"], g["dc_prev"]
            if da0 is None:
                da0 = da_next
            dx[:, :, t] = g["dxt"]
            sums = {k: sums[k] + g[k] for k in sums}
        return {"dx": dx, "da0": da0, **sums}
    """,
)
_wrong(
    "lstm_backward",
    "sums-changed-under-the-cell",
    "adds into da while walking back",
    """
    def lstm_backward(da, caches):
        steps, x = caches
        T_x = da.shape[2]
        dx = np.zeros(x.shape)
        dc = np.zeros(da.shape[:2])
        sums = {k + g: 0 for g in "fico" for k in ("dW", "db")}
        for t in range(T_x - 1, -1, -1):
            dat = da[:, :, t]
            if t < T_x - 1:
                dat += back
            g = lstm_cell_backward(dat, dc, steps[t])
            back, dc = g["da_prev"], g["dc_prev"]
            dx[:, :, t] = g["dxt"]
            sums = {k: sums[k] + g[k] for k in sums}
        return {"dx": dx, "da0": back, **sums}
    """,
)
_wrong(
    "lstm_backward",
    "turns-the-caches",
    "reverse() turns the caller's list",
    """
    def lstm_backward(da, caches):
        steps, x = caches
        steps.reverse()
        dx = []
        da_next = dc_next = 0
        sums = {k + g: 0 for g in "fico" for k in ("dW", "db")}
        for t, step in enumerate(steps):
            g = lstm_cell_backward(da[:, :, -1 - t] + da_next, dc_next, step)
            da_next, dc_next = g["da_prev"], g["dc_prev"]
            dx.insert(0, g["dxt"])
            sums = {k: sums[k] + g[k] for k in sums}
        return {"dx": np.stack(dx, axis=2), "da0": da_next, **sums}
    """,
)
_wrong(
    "lstm_backward",
    "one-array-for-four-sums",
    "dWf = dWi = dWc = dWo = zeros: += adds all gates into one array",
    """
    def lstm_backward(da, caches):
        steps, x = caches
        n_a, m, T_x = da.shape
        n_x = x.shape[0]
        dx = np.zeros((n_x, m, T_x))
        dWf = dWi = dWc = dWo = np.zeros((n_a, n_a + n_x))
        dbf = dbi = dbc = dbo = np.zeros((n_a, 1))
        da_next = np.zeros((n_a, m))
        dc_next = np.zeros((n_a, m))
        for t in reversed(range(T_x)):
            g = lstm_cell_backward(da[:, :, t] + da_next, dc_next, steps[t])
            da_next, dc_next = g["da_prev"], g["dc_prev"]
            dx[:, :, t] = g["dxt"]
            dWf += g["dWf"]
            dWi += g["dWi"]
            dWc += g["dWc"]
            dWo += g["dWo"]
            dbf += g["dbf"]
            dbi += g["dbi"]
            dbc += g["dbc"]
            dbo += g["dbo"]
        return {"dx": dx, "da0": da_next, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
                "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}
    """,
)
_wrong(
    "lstm_backward",
    "carried-once",
    "hands back from the last step only",
    """
    def lstm_backward(da, caches):
        steps, x = caches
        n_a, m, T_x = da.shape
        dx = np.zeros(x.shape)
        da_next, dc_next = np.zeros((n_a, m)), np.zeros((n_a, m))
        total = {}
        for t in range(T_x - 1, -1, -1):
            g = lstm_cell_backward(da[:, :, t] + da_next, dc_next, steps[t])
            if t == T_x - 1:
                da_next, dc_next = g["da_prev"], g["dc_prev"]
            dx[:, :, t] = g["dxt"]
            for k in g:
                if k not in ("dxt", "da_prev", "dc_prev"):
                    total[k] = total[k] + g[k] if k in total else g[k]
        return {"dx": dx, "da0": g["da_prev"], **total}
    """,
)
_wrong(
    "lstm_backward",
    "candidate-sum-at-the-output-gate",
    "a slip between two lines: dWo collects dWc",
    _edit(_COURSE_LSTM_BACKWARD, ('dWo += gradients["dWo"]', 'dWo += gradients["dWc"]')),
)
_right(
    "lstm_backward",
    "written-out",
    "does not call the cell",
    """
    def lstm_backward(da, caches):
        steps, x = caches
        p = steps[0][-1]
        n_a = da.shape[0]
        dh = np.zeros(da.shape[:2])
        dc = np.zeros(da.shape[:2])
        dxs = []
        out = {k + g: 0.0 for g in "fico" for k in ("dW", "db")}
        for t in range(len(steps) - 1, -1, -1):
            _, c, a_prev, c_prev, f, i, k, o, xt, _ = steps[t]
            dh = dh + da[:, :, t]
            th = np.tanh(c)
            dc = dc + dh * o * (1 - th * th)
            dz = {
                "f": dc * c_prev * f * (1 - f),
                "i": dc * k * i * (1 - i),
                "c": dc * i * (1 - k * k),
                "o": dh * th * o * (1 - o),
            }
            v = np.vstack([a_prev, xt])
            dv = 0
            for g, d in dz.items():
                out["dW" + g] = out["dW" + g] + d @ v.T
                out["db" + g] = out["db" + g] + d.sum(axis=1, keepdims=True)
                dv = dv + p["W" + g].T @ d
            dh, dc = dv[:n_a], dc * f
            dxs.append(dv[n_a:])
        return {"dx": np.stack(dxs[::-1], axis=2), "da0": dh, **out}
    """,
)
_right(
    "lstm_backward",
    "all-steps-kept",
    "keeps every step's gradients and sums at the end",
    """
    def lstm_backward(da, caches):
        steps, x = caches
        kept = []
        da_next = dc_next = np.zeros(da.shape[:2])
        for t in reversed(range(da.shape[2])):
            g = lstm_cell_backward(da[:, :, t] + da_next, dc_next, steps[t])
            da_next, dc_next = g["da_prev"], g["dc_prev"]
            kept.insert(0, g)
        names = [k for k in kept[0] if k[:2] in ("dW", "db")]
        result = {name: np.sum([g[name] for g in kept], axis=0) for name in names}
        result["dx"] = np.dstack([g["dxt"] for g in kept])
        result["da0"] = kept[0]["da_prev"]
        return result
    """,
)
_right(
    "lstm_backward",
    "recursion",
    "calls itself on the steps before",
    """
    def _back(da, steps, t, da_next, dc_next):
        g = lstm_cell_backward(da[:, :, t] + da_next, dc_next, steps[t])
        own = {k: v for k, v in g.items() if k[:2] in ("dW", "db")}
        if t == 0:
            return [g["dxt"]], g["da_prev"], own
        dxs, da0, before = _back(da, steps, t - 1, g["da_prev"], g["dc_prev"])
        return dxs + [g["dxt"]], da0, {k: before[k] + own[k] for k in own}

    def lstm_backward(da, caches):
        steps = caches[0]
        zero = np.zeros(da.shape[:2])
        dxs, da0, sums = _back(da, steps, da.shape[2] - 1, zero, zero)
        return {"dx": np.stack(dxs, axis=2), "da0": da0, **sums}
    """,
)
_right(
    "lstm_backward",
    "copy-of-da",
    "adds what comes back into a copy",
    """
    def lstm_backward(da, caches):
        steps, x = caches
        whole = np.copy(da)
        dc_next = np.zeros((da.shape[0], da.shape[1]))
        dx = np.empty(x.shape)
        da0 = None
        grads = {}
        for t in range(da.shape[2] - 1, -1, -1):
            g = lstm_cell_backward(whole[:, :, t], dc_next, steps[t])
            dc_next = g["dc_prev"]
            if t:
                whole[:, :, t - 1] += g["da_prev"]
            else:
                da0 = g["da_prev"]
            dx[:, :, t] = g["dxt"]
            for gate in ["f", "i", "c", "o"]:
                for name in ("dW" + gate, "db" + gate):
                    grads.setdefault(name, np.zeros(g[name].shape))
                    grads[name] += g[name]
        grads["dx"] = dx
        grads["da0"] = da0
        return grads
    """,
)
