# ruff: noqa: E501 - lines as a student has them
"""A seventh bank, over all lessons, by the hand that mended the checks after the sixth: near
variants of what was mended, and mistakes of other kinds. So it is fresh, but not blind.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from slips import new_bank  # noqa: E402

MUTANTS, attempt, _ = new_bank()


def slips(function, base, variants):
    """Enter the base once with each slip: a note and pairs of texts."""
    for name, (note, *pairs) in variants.items():
        source = base
        for old, new in pairs:
            assert source.count(old) == 1, (function, name, old)
            source = source.replace(old, new)
        attempt(function, "wrong", name, note, source)


SIGMOID = """
def sigmoid(z):
    out = np.empty(z.shape)
    pos = z >= 0
    neg = ~pos
    out[pos] = 1.0 / (1.0 + np.exp(-z[pos]))
    e = np.exp(z[neg])
    out[neg] = e / (1.0 + e)
    return out
"""
slips(
    "sigmoid",
    SIGMOID,
    {
        "unselected-on-the-right": (
            "stores all entries in a part",
            ("e = np.exp(z[neg])", "e = np.exp(z)"),
        ),
        "empty-like": ("a buffer of the input's type", ("np.empty(z.shape)", "np.empty_like(z)")),
        "halves-swapped": (
            "both halves the wrong way round",
            ("out[pos] =", "out[neg] ="),
            ("np.exp(-z[pos])", "np.exp(-z[neg])"),
            ("e = np.exp(z[neg])", "e = np.exp(z[pos])"),
            ("out[neg] = e", "out[pos] = e"),
        ),
        "python-or": ("or on arrays", ("neg = ~pos", "neg = z < 0 or z != z")),
    },
)

FEED = """
def feed_forward(x, parameters):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    z1 = W1 @ x + b1
    a1 = np.tanh(z1)
    z2 = W2 @ a1 + b2
    y_pred = softmax(z2)
    cache = (x, a1, y_pred, parameters)
    return y_pred, cache
"""
slips(
    "feed_forward",
    FEED,
    {
        "transposed-and-back": ("works on rows", ("z1 = W1 @ x + b1", "z1 = x.T @ W1.T + b1")),
        "bias-by-plus-equals": (
            "adds to the bias in place",
            ("z1 = W1 @ x + b1", "z1 = b1\n    z1 += W1 @ x"),
        ),
        "cache-first": ("the cache first", ("return y_pred, cache", "return cache, y_pred")),
        "a1-of-output": ("x in the place of a1", ("W2 @ a1 + b2", "W2 @ x + b2")),
        "gap": ("the second layer is a gap", ("z2 = W2 @ a1 + b2", "z2 = ...")),
        "typo-key": ("a key of another course", ('parameters["W2"]', 'parameters["w2"]')),
    },
)

CROSS = """
def cross_entropy(y_pred, y):
    m = y.shape[1]
    total = 0.0
    for j in range(m):
        k = np.argmax(y[:, j])
        total += -np.log(y_pred[k, j])
    return total / m
"""
slips(
    "cross_entropy",
    CROSS,
    {
        "class-count": ("m is the number of classes", ("y.shape[1]", "y.shape[0]")),
        "argmax-of-all": ("argmax over everything", ("np.argmax(y[:, j])", "np.argmax(y)")),
        "predicted-class": (
            "the class that is predicted",
            ("np.argmax(y[:, j])", "np.argmax(y_pred[:, j])"),
        ),
        "returned-early": (
            "returns in the loop",
            ("    return total / m", "        return total / m"),
        ),
        "overwritten": ("keeps the last loss", ("total += -np", "total = -np")),
    },
)

FF_BACK = """
def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    m = y.shape[1]
    dz2 = (y_pred - y) / m
    dW2 = dz2 @ a1.T
    db2 = dz2.sum(axis=1, keepdims=True)
    dz1 = (parameters["W2"].T @ dz2) * (1 - a1 ** 2)
    dW1 = dz1 @ x.T
    db1 = dz1.sum(axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
"""
slips(
    "feed_forward_backward",
    FF_BACK,
    {
        "cache-unpacked-short": (
            "three parts of the cache",
            ("x, a1, y_pred, parameters = cache", "a1, y_pred, parameters = cache"),
        ),
        "mean-bias": (
            "a mean for one bias",
            ("db2 = dz2.sum(axis=1, keepdims=True)", "db2 = dz2.mean(axis=1, keepdims=True)"),
        ),
        "none-left": ("one gradient is None", ("dW1 = dz1 @ x.T", "dW1 = None")),
        "entrywise-W2": (
            "times for the product",
            ('parameters["W2"].T @ dz2', 'parameters["W2"].T * dz2'),
        ),
        "dW2-with-m": ("1/m twice in one place", ("dW2 = dz2 @ a1.T", "dW2 = dz2 @ a1.T / m")),
        "sign-of-slope": ("a1 squared minus 1", ("(1 - a1 ** 2)", "(a1 ** 2 - 1)")),
    },
)

STEP = """
def gradient_step(parameters, gradients, learning_rate):
    new = {}
    for key, value in parameters.items():
        new[key] = value - learning_rate * gradients["d" + key]
    return new
"""
slips(
    "gradient_step",
    STEP,
    {
        "in-place-by-value": (
            "changes the caller's arrays",
            ("new[key] = value - learning_rate", "value -= learning_rate"),
            ('gradients["d" + key]', 'gradients["d" + key]\n        new[key] = value'),
        ),
        "keys-with-d": ("the gradients' keys", ("new[key] = value", 'new["d" + key] = value')),
        "divided-by-rate": (
            "divides by the rate",
            ("learning_rate * gradients", "1 / learning_rate * gradients"),
        ),
    },
)

CELL = """
def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    ba, by = parameters["ba"], parameters["by"]
    a_next = np.tanh(np.dot(Wax, xt) + np.dot(Waa, a_prev) + ba)
    yt_pred = softmax(np.dot(Wya, a_next) + by)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
"""
slips(
    "rnn_cell_forward",
    CELL,
    {
        "stacked-input-first": (
            "one product, input first",
            (
                "np.dot(Wax, xt) + np.dot(Waa, a_prev) + ba",
                "np.hstack([Waa, Wax]) @ np.vstack([xt, a_prev]) + ba",
            ),
        ),
        "stack-side-by-side": (
            "stacks along the examples",
            (
                "np.dot(Wax, xt) + np.dot(Waa, a_prev) + ba",
                "np.hstack([Wax, Waa]) @ np.hstack([xt, a_prev]) + ba",
            ),
        ),
        "by-missing": (
            "no bias at the output",
            ("np.dot(Wya, a_next) + by", "np.dot(Wya, a_next)"),
        ),
        "returns-y-first": (
            "the prediction first",
            ("return a_next, yt_pred,", "return yt_pred, a_next,"),
        ),
    },
)

CELL_BACK = """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next ** 2)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }
"""
slips(
    "rnn_cell_backward",
    CELL_BACK,
    {
        "da-for-dz-in-da_prev": (
            "one line before the tanh",
            ('parameters["Waa"].T @ dz', 'parameters["Waa"].T @ da_next'),
        ),
        "dba-over-m": (
            "a mean over the examples",
            ("dz.sum(axis=1, keepdims=True)", "dz.sum(axis=1, keepdims=True) / dz.shape[1]"),
        ),
        "cache-order": (
            "unpacks the cache in another order",
            ("a_next, a_prev, xt, parameters = cache", "a_prev, a_next, xt, parameters = cache"),
        ),
        "xt-not-transposed": ("no transpose", ("dz @ xt.T", "dz @ xt")),
    },
)

RNN = """
def rnn_forward(x, a0, parameters):
    T_x = x.shape[2]
    a_list, y_list, caches = [], [], []
    a_next = a0
    for t in range(T_x):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a_list.append(a_next)
        y_list.append(yt_pred)
        caches.append(cache)
    return np.stack(a_list, axis=2), np.stack(y_list, axis=2), (caches, x)
"""
slips(
    "rnn_forward",
    RNN,
    {
        "stacked-first": (
            "time is the first axis",
            ("np.stack(a_list, axis=2)", "np.stack(a_list)"),
        ),
        "unpacks-y-first": (
            "takes the cell's results as y, a",
            ("a_next, yt_pred, cache = rnn_cell", "yt_pred, a_next, cache = rnn_cell"),
        ),
        "concatenated": (
            "side by side without an axis",
            ("np.stack(y_list, axis=2)", "np.concatenate(y_list, axis=1)"),
        ),
        "append-outside": (
            "keeps the last cache only",
            ("        caches.append(cache)\n", "    caches.append(cache)\n"),
        ),
        "x-of-t-plus-one": ("reads the step after", ("x[:, :, t]", "x[:, :, t + 1]")),
    },
)

RNN_BACK = """
def rnn_backward(da, caches):
    steps, x = caches
    n_x, m, T_x = x.shape
    n_a = da.shape[0]
    dx = np.zeros((n_x, m, T_x))
    dWax = np.zeros((n_a, n_x))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    carry = np.zeros((n_a, m))
    for t in range(T_x - 1, -1, -1):
        g = rnn_cell_backward(da[:, :, t] + carry, steps[t])
        dx[:, :, t] = g["dxt"]
        carry = g["da_prev"]
        dWax += g["dWax"]
        dWaa += g["dWaa"]
        dba += g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}
"""
slips(
    "rnn_backward",
    RNN_BACK,
    {
        "range-stops-at-zero": (
            "leaves out step 0",
            ("range(T_x - 1, -1, -1)", "range(T_x - 1, 0, -1)"),
        ),
        "sizes-of-x-swapped": (
            "m and n_x mixed up",
            ("n_x, m, T_x = x.shape", "m, n_x, T_x = x.shape"),
        ),
        "dWaa-averaged": (
            "a mean over the steps for one weight",
            ('"dWaa": dWaa', '"dWaa": dWaa / T_x'),
        ),
        "carry-doubled": (
            "the carry counts twice",
            ("da[:, :, t] + carry", "da[:, :, t] + 2 * carry"),
        ),
    },
)

OUT = """
def output_backward(y, y_pred, a, parameters):
    n_y, m, T_x = y.shape
    n_a = a.shape[0]
    dz = (y_pred - y) / m
    flat = dz.reshape(n_y, m * T_x)
    states = a.reshape(n_a, m * T_x)
    da = (parameters["Wya"].T @ flat).reshape(n_a, m, T_x)
    return {"da": da, "dWya": flat @ states.T, "dby": flat.sum(axis=1, keepdims=True)}
"""
slips(
    "output_backward",
    OUT,
    {
        "back-in-another-order": (
            "comes apart steps first",
            (".reshape(n_a, m, T_x)", ".reshape(n_a, T_x, m).transpose(0, 2, 1)"),
        ),
        "states-steps-first": (
            "the states in another order",
            ("a.reshape(n_a, m * T_x)", "a.transpose(0, 2, 1).reshape(n_a, m * T_x)"),
        ),
        "mean-over-steps": ("1/T_x for 1/m", ("(y_pred - y) / m", "(y_pred - y) / T_x")),
        "flat-da": ("da is left flat", (".reshape(n_a, m, T_x)", "")),
    },
)

LSTM_CELL = """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    p = parameters
    s = np.vstack((a_prev, xt))
    ft = sigmoid(p["Wf"] @ s + p["bf"])
    it = sigmoid(p["Wi"] @ s + p["bi"])
    cct = np.tanh(p["Wc"] @ s + p["bc"])
    ot = sigmoid(p["Wo"] @ s + p["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(p["Wy"] @ a_next + p["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
"""
slips(
    "lstm_cell_forward",
    LSTM_CELL,
    {
        "bias-of-c-in-o": ("a bias of another gate", ('p["bo"]', 'p["bc"]')),
        "bias-forgotten-in-i": ("a bias forgotten", (' + p["bi"]', "")),
        "input-gate-on-both": ("it for ft too", ("ft * c_prev", "it * c_prev")),
        "sum-inside-tanh": ("tanh around the new memory", ("it * cct\n", "np.tanh(it * cct)\n")),
        "parts-by-name": (
            "the stack misses the input",
            ("np.vstack((a_prev, xt))", "np.vstack((a_prev, c_prev))"),
        ),
    },
)

LSTM_BACK = """
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    tc = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tc ** 2)
    dzo = da_next * tc * ot * (1 - ot)
    dzf = dc * c_prev * ft * (1 - ft)
    dzi = dc * cct * it * (1 - it)
    dzc = dc * it * (1 - cct ** 2)
    s = np.vstack((a_prev, xt))
    ds = 0
    out = {"dc_prev": dc * ft}
    for k, dz in (("f", dzf), ("i", dzi), ("c", dzc), ("o", dzo)):
        out["dW" + k] = dz @ s.T
        out["db" + k] = dz.sum(axis=1, keepdims=True)
        ds = ds + parameters["W" + k].T @ dz
    out["da_prev"] = ds[: len(a_prev)]
    out["dxt"] = ds[len(a_prev):]
    return out
"""
slips(
    "lstm_cell_backward",
    LSTM_BACK,
    {
        "carry-alone-at-i": ("dc_next for dc at the input gate", ("dzi = dc *", "dzi = dc_next *")),
        "own-alone-at-c": (
            "the own part alone at the candidate",
            ("dzc = dc *", "dzc = (dc - dc_next) *"),
        ),
        "o-with-itself": (
            "the output gate's partner is itself",
            ("dzo = da_next * tc", "dzo = da_next * ot"),
        ),
        "half-slope-o": ("the slope of o is o", ("ot * (1 - ot)", "ot")),
        "ds-overwritten": (
            "the last gate alone goes to the stack",
            ("ds = ds + parameters", "ds = parameters"),
        ),
        "split-at-n_x": (
            "cut at n_x",
            ("ds[: len(a_prev)]", "ds[: len(xt)]"),
            ("ds[len(a_prev):]", "ds[len(xt):]"),
        ),
    },
)

LSTM = """
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    a_next, c_next = a0, np.zeros(a0.shape)
    caches = []
    for t in range(T_x):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        caches.append(cache)
    return a, y, c, (caches, x)
"""
slips(
    "lstm_forward",
    LSTM,
    {
        "unpacks-c-first": (
            "takes the cell's results as c, a",
            ("a_next, c_next, yt, cache =", "c_next, a_next, yt, cache ="),
        ),
        "unpacks-y-first": (
            "takes the cell's results as y, a, c",
            ("a_next, c_next, yt, cache =", "yt, a_next, c_next, cache ="),
        ),
        "passes-c-first": (
            "hands the states over in another order",
            ("x[:, :, t], a_next, c_next", "x[:, :, t], c_next, a_next"),
        ),
        "returns-c-second": ("returns a, c, y", ("return a, y, c,", "return a, c, y,")),
        "three-names": (
            "takes three results of four",
            ("a_next, c_next, yt, cache =", "a_next, c_next, yt ="),
            ("        caches.append(cache)\n", ""),
        ),
        "classes-from-x": (
            "a buffer of n_x rows",
            ("np.zeros((n_y, m, T_x))", "np.zeros((n_x, m, T_x))"),
        ),
    },
)

LSTM_BPTT = """
def lstm_backward(da, caches):
    steps, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)
    da_c, dc_c = np.zeros((n_a, m)), np.zeros((n_a, m))
    total = {}
    for t in reversed(range(T_x)):
        g = lstm_cell_backward(da[:, :, t] + da_c, dc_c, steps[t])
        dx[:, :, t] = g["dxt"]
        da_c, dc_c = g["da_prev"], g["dc_prev"]
        for k in "fico":
            total["dW" + k] = total.get("dW" + k, 0) + g["dW" + k]
            total["db" + k] = total.get("db" + k, 0) + g["db" + k]
    return {"dx": dx, "da0": da_c, **total}
"""
slips(
    "lstm_backward",
    LSTM_BPTT,
    {
        "lanes-passed-swapped": (
            "the two gradients in another order",
            (
                "lstm_cell_backward(da[:, :, t] + da_c, dc_c, steps[t])",
                "lstm_cell_backward(dc_c, da[:, :, t] + da_c, steps[t])",
            ),
        ),
        "dbi-from-c": ("dbi takes the candidate's", ("**total}", '**total, "dbi": total["dbc"]}')),
        "mean-dWo": (
            "one weight is a mean over the examples",
            ("**total}", '**total, "dWo": total["dWo"] / m}'),
        ),
        "da0-negative": ("a sign", ('"da0": da_c', '"da0": -da_c')),
    },
)

ENCODE = """
def encode(words, alphabet):
    T_x = max(len(word) for word in words) + 1
    x = np.zeros((len(alphabet), len(words), T_x))
    y = np.zeros((len(alphabet), len(words), T_x))
    mask = np.zeros((len(words), T_x))
    for j, word in enumerate(words):
        for letter in word:
            if letter not in alphabet:
                raise ValueError(f"{letter} is not in the alphabet")
        text = "." + word + "."
        for t in range(len(word) + 1):
            x[alphabet.index(text[t]), j, t] = 1
            y[alphabet.index(text[t + 1]), j, t] = 1
            mask[j, t] = 1
    return x, y, mask
"""
slips(
    "encode",
    ENCODE,
    {
        "one-short": ("no step for the end", ("for word in words) + 1", "for word in words)")),
        "index-axes": (
            "the example first",
            ("x[alphabet.index(text[t]), j, t] = 1", "x[j, alphabet.index(text[t]), t] = 1"),
        ),
        "t-plus-two": ("two letters ahead", ("text[t + 1]", "text[t + 2]")),
        "mask-first": ("the mask first", ("return x, y, mask", "return mask, x, y")),
    },
)

LOSS = """
def sequence_loss(y_pred, y, mask):
    p = np.sum(y_pred * y, axis=0)
    logs = np.log(np.where(mask == 1, p, 1))
    return -np.sum(logs) / np.sum(mask)
"""
slips(
    "sequence_loss",
    LOSS,
    {
        "over-steps": ("sums over the steps", ("axis=0", "axis=2")),
        "mean": ("the mean over all", ("-np.sum(logs) / np.sum(mask)", "-np.mean(logs)")),
        "if-mask": (
            "an if on the mask",
            ("logs = np.log(np.where(mask == 1, p, 1))", "logs = np.log(p) if mask else 0"),
        ),
    },
)
slips(
    "sequence_loss_backward",
    """
def sequence_loss_backward(y_pred, y, mask):
    dz = y_pred - y
    dz = dz * mask[np.newaxis]
    return dz / mask.sum()
""",
    {
        "diagonal": ("the diagonal of the softmax", ("dz = y_pred - y", "dz = -y * (1 - y_pred)")),
        "masked-in-place": (
            "stores the mask into a slice",
            ("dz = dz * mask[np.newaxis]", "dz[:, :, 0] = mask"),
        ),
        "by-m": ("divides by the words", ("mask.sum()", "mask.shape[0]")),
    },
)
slips(
    "clip_gradients",
    """
def clip_gradients(gradients, limit):
    squares = 0
    for g in gradients.values():
        squares = squares + (g ** 2).sum()
    norm = np.sqrt(squares)
    if norm <= limit:
        return dict(gradients)
    return {k: g * limit / norm for k, g in gradients.items()}
""",
    {
        "always": ("always scales", ("if norm <= limit:", "if norm == 0:")),
        "no-root": ("no root", ("np.sqrt(squares)", "squares")),
        "greater": ("the comparison turned round", ("norm <= limit", "norm > limit")),
    },
)

GRU_BACK = """
def gru_cell_backward(da_next, cache):
    a_next, a_prev, ut, rt, cct, xt, parameters = cache
    n_a = len(a_prev)
    dzc = da_next * ut * (1 - cct ** 2)
    dzu = da_next * (cct - a_prev) * ut * (1 - ut)
    ds = parameters["Wc"].T @ dzc
    dv = ds[:n_a]
    dzr = dv * a_prev * rt * (1 - rt)
    dg = parameters["Wu"].T @ dzu + parameters["Wr"].T @ dzr
    s, sr = np.vstack((a_prev, xt)), np.vstack((rt * a_prev, xt))
    out = {"dxt": ds[n_a:] + dg[n_a:], "da_prev": da_next * (1 - ut) + dv * rt + dg[:n_a]}
    for k, dz, stack in (("u", dzu, s), ("r", dzr, s), ("c", dzc, sr)):
        out["dW" + k] = dz @ stack.T
        out["db" + k] = dz.sum(axis=1, keepdims=True)
    return out
"""
slips(
    "gru_cell_backward",
    GRU_BACK,
    {
        "dv-not-reset": ("the reset gate forgotten on the way back", ("dv * rt + dg", "dv + dg")),
        "dzr-no-partner": (
            "a_prev missing at the reset gate",
            ("dv * a_prev * rt * (1 - rt)", "dv * rt * (1 - rt)"),
        ),
        "dWc-plain-stack": ("the plain stack at Wc", ('("c", dzc, sr)', '("c", dzc, s)')),
    },
)

FAST = """
def fast_lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_a = a0.shape[0]
    W, b = stack_gates(parameters)
    dtype = np.result_type(x, a0, W)
    steps = x.transpose(2, 0, 1)
    stacks = np.zeros((T_x, n_a + n_x, m), dtype)
    gates = np.zeros((T_x, 4, n_a, m), dtype)
    c = np.zeros((T_x + 1, n_a, m), dtype)
    a = np.zeros((T_x + 1, n_a, m), dtype)
    a[0] = a0
    for t in range(T_x):
        stacks[t, :n_a], stacks[t, n_a:] = a[t], steps[t]
        z = (W @ stacks[t] + b).reshape(4, n_a, m)
        f, i, o = sigmoid(z[0]), sigmoid(z[1]), sigmoid(z[3])
        g = np.tanh(z[2])
        gates[t] = f, i, g, o
        c[t + 1] = f * c[t] + i * g
        a[t + 1] = o * np.tanh(c[t + 1])
    states = a[1:].transpose(1, 2, 0)
    y = softmax((parameters["Wy"] @ states.reshape(n_a, -1)) + parameters["by"]).reshape(-1, m, T_x)
    return states, y, c[1:].transpose(1, 2, 0), (stacks, gates, c, W)
"""
slips(
    "fast_lstm_forward",
    FAST,
    {
        "x-reshaped": ("reshape for transpose", ("x.transpose(2, 0, 1)", "x.reshape(T_x, n_x, m)")),
        "x-rows-turned": (
            "features in reverse order",
            ("x.transpose(2, 0, 1)", "x[::-1].transpose(2, 0, 1)"),
        ),
        "y-steps-first": (
            "y comes apart steps first",
            (".reshape(-1, m, T_x)", ".reshape(-1, T_x, m).transpose(0, 2, 1)"),
        ),
        "o-and-g": (
            "blocks of g and o exchanged",
            ("sigmoid(z[3])", "sigmoid(z[2])"),
            ("np.tanh(z[2])", "np.tanh(z[3])"),
        ),
    },
)
FAST_BACK = """

def fast_lstm_backward(da, cache):
    stacks, gates, c, W = cache
    T_x, _, n_a, m = gates.shape
    da_c, dc_c = np.zeros((2, n_a, m), W.dtype)
    dz = np.zeros((T_x, 4 * n_a, m), W.dtype)
    for t in range(T_x - 1, -1, -1):
        f, i, g, o = gates[t]
        tc = np.tanh(c[t + 1])
        d = da[:, :, t] + da_c
        dc = dc_c + d * o * (1 - tc ** 2)
        dzf = dc * c[t] * f * (1 - f)
        dzi = dc * g * i * (1 - i)
        dzc = dc * i * (1 - g ** 2)
        dzo = d * tc * o * (1 - o)
        dz[t] = np.concatenate([dzf, dzi, dzc, dzo])
        da_c = W[:, :n_a].T @ dz[t]
        dc_c = dc * f
    dW = np.einsum("tim,tjm->ij", dz, stacks)
    db = dz.sum(axis=(0, 2))[:, None]
    dx = np.einsum("ij,tim->jmt", W[:, n_a:], dz)
    out = {"dx": dx, "da0": da_c}
    for k, gate in enumerate("fico"):
        out["dW" + gate] = dW[k * n_a : (k + 1) * n_a]
        out["db" + gate] = db[k * n_a : (k + 1) * n_a]
    return out
"""
slips(
    "fast_lstm_backward",
    FAST + FAST_BACK,
    {
        "f-meets-input": (
            "the forget gate's partner is the candidate",
            ("dc * c[t] * f", "dc * g * f"),
        ),
        "dc-no-o": (
            "the output gate missing in dc",
            ("d * o * (1 - tc ** 2)", "d * (1 - tc ** 2)"),
        ),
        "blocks-exchanged": (
            "i and c exchanged in dz",
            ("[dzf, dzi, dzc, dzo]", "[dzf, dzc, dzi, dzo]"),
        ),
        "c-one-late": (
            "the cell state of the step after at f",
            ("dc * c[t] * f", "dc * c[t + 1] * f"),
        ),
        "dx-turned": ("dx as (n_x, T_x, m)", ('"ij,tim->jmt"', '"ij,tim->jtm"')),
        "all-slopes": (
            "no slope at all three gates",
            ("c[t] * f * (1 - f)", "c[t]"),
            ("g * i * (1 - i)", "g"),
            ("tc * o * (1 - o)", "tc"),
        ),
    },
)
