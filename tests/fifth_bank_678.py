# ruff: noqa: E501 - lines as a student has them
"""A fifth bank, of lessons 06, 07 and 08: written by a cold reader, before sight of the checks.

A wrong function is a right one with a line or two changed, as a student would have it. Every
message was read and judged by hand, before anything was mended and after:

                                          before                 after
                                     06   07   08   all     06   07   08   all
    wrong attempts                  132  128  110   370    132  128  111   371
    named                            96   91   76   263    102  101   90   293
    first wrong quantity is right    28   25   18    71     30   27   20    77
    vague                             2    0    5     7      0    0    0     0
    another quantity comes first      0    4    1     5      0    0    1     1
    a hint beside the point           4    3    8    15      0    0    0     0
    misleading                        1    5    1     7      0    0    0     0
    passed, though wrong              1    0    1     2      0    0    0     0
    right attempts                   14   12   10    36     14   12    9    35
    refused, though right             0    0    1     1      0    0    0     0

Of the wrong ones 94 have two mistakes. Five of the first draft are now on the other side: a limit
divided by a norm of 0 and an overflow give the right numbers with a warning, lesson 05 as it is
loses single precision, twice, and the text of `to_torch` now says that the number type stays. The
one that is left: a carry that is taken from the wrong step.
"""

MUTANTS = {}
CHANGES = {}


def swap(source, *pairs):
    """Replace each text by another; each must be there."""
    for old, new in pairs:
        if old not in source:
            raise ValueError(f"not in the source: {old}")
        source = source.replace(old, new)
    return source


def attempt(function, kind, name, note, source):
    MUTANTS.setdefault(function, []).append(
        (name.replace("_", "-"), source.lstrip("\n"), kind, note)
    )


def wrong(function, base):
    def add(name, note, *pairs):
        CHANGES[function, name] = base, note, pairs
        attempt(function, "wrong", name, note, swap(base, *pairs))

    return add


def both(function, first, second):
    """Add an attempt with two of the mistakes above."""
    base, note, pairs = CHANGES[function, first]
    _, other_note, other_pairs = CHANGES[function, second]
    source = swap(base, *pairs, *other_pairs)
    attempt(function, "wrong", f"two_{first}_{second}", f"two: {note}; {other_note}", source)


def right(function, name, source, note):
    attempt(function, "correct", name, note, source)


ENCODE = """
def encode(words, alphabet):
    n_x = len(alphabet)
    m = len(words)
    T_x = max(len(w) for w in words) + 1
    x = np.zeros((n_x, m, T_x))
    y = np.zeros((n_x, m, T_x))
    mask = np.zeros((m, T_x))
    for j, word in enumerate(words):
        marked = "." + word + "."
        for t in range(len(word) + 1):
            for ch in marked[t], marked[t + 1]:
                if ch not in alphabet:
                    raise ValueError(f"the character {ch!r} is not in the alphabet")
            x[alphabet.index(marked[t]), j, t] = 1
            y[alphabet.index(marked[t + 1]), j, t] = 1
            mask[j, t] = 1
    return x, y, mask
"""
LOSS = """
def sequence_loss(y_pred, y, mask):
    p = np.sum(y * y_pred, axis=0)
    p = np.where(mask == 1, p, 1.0)
    return -np.sum(np.log(p)) / np.sum(mask)
"""
LOSS_BACKWARD = """
def sequence_loss_backward(y_pred, y, mask):
    return (y_pred - y) * mask / np.sum(mask)
"""
CLIP = """
def clip_gradients(gradients, limit):
    total = 0.0
    for g in gradients.values():
        total += np.sum(g**2)
    norm = np.sqrt(total)
    factor = 1.0
    if norm > limit:
        factor = limit / norm
    return {name: g * factor for name, g in gradients.items()}
"""
ADAM = """
def adam_step(parameters, gradients, state, learning_rate):
    n = state["steps"] + 1
    new_parameters, mean, square = {}, {}, {}
    for name in parameters:
        g = gradients["d" + name]
        m = 0.9 * state["mean"][name] + 0.1 * g
        s = 0.999 * state["square"][name] + 0.001 * g**2
        m_hat = m / (1 - 0.9**n)
        s_hat = s / (1 - 0.999**n)
        new_parameters[name] = parameters[name] - learning_rate * m_hat / (np.sqrt(s_hat) + 1e-8)
        mean[name] = m
        square[name] = s
    return new_parameters, {"steps": n, "mean": mean, "square": square}
"""
TEMPERATURE = """
def apply_temperature(probabilities, temperature):
    scaled = probabilities / np.max(probabilities, axis=0, keepdims=True)
    power = scaled ** (1 / temperature)
    return power / np.sum(power, axis=0, keepdims=True)
"""
SAMPLE = """
def sample_word(step, alphabet, temperature, random, longest=30):
    word, index, state = "", 0, None
    while len(word) < longest:
        probabilities, state = step(index, state)
        p = apply_temperature(probabilities, temperature)
        index = random.choice(len(alphabet), p=p)
        if index == 0:
            break
        word += alphabet[index]
    return word
"""
ORTHOGONAL = """
def orthogonal(n, random):
    columns = random.standard_normal((n, n))
    q, r = np.linalg.qr(columns)
    return q
"""
GRU = """
def gru_cell_forward(xt, a_prev, parameters):
    s = np.concatenate([a_prev, xt])
    ut = sigmoid(parameters["Wu"] @ s + parameters["bu"])
    rt = sigmoid(parameters["Wr"] @ s + parameters["br"])
    v = rt * a_prev
    cct = np.tanh(parameters["Wc"] @ np.concatenate([v, xt]) + parameters["bc"])
    a_next = ut * cct + (1 - ut) * a_prev
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, ut, rt, cct, xt, parameters)
"""
GRU_BACKWARD = """
def gru_cell_backward(da_next, cache):
    a_next, a_prev, ut, rt, cct, xt, parameters = cache
    n_a = a_prev.shape[0]
    dzu = da_next * (cct - a_prev) * ut * (1 - ut)
    dzc = da_next * ut * (1 - cct**2)
    below = parameters["Wc"].T @ dzc
    dv, dx_c = below[:n_a], below[n_a:]
    dzr = dv * a_prev * rt * (1 - rt)
    ds = parameters["Wu"].T @ dzu + parameters["Wr"].T @ dzr
    da_prev = da_next * (1 - ut) + dv * rt + ds[:n_a]
    dxt = dx_c + ds[n_a:]
    s = np.concatenate([a_prev, xt])
    sc = np.concatenate([rt * a_prev, xt])
    return {"dxt": dxt, "da_prev": da_prev,
            "dWu": dzu @ s.T, "dWr": dzr @ s.T, "dWc": dzc @ sc.T,
            "dbu": dzu.sum(axis=1, keepdims=True), "dbr": dzr.sum(axis=1, keepdims=True),
            "dbc": dzc.sum(axis=1, keepdims=True)}
"""
TRUNCATED = """
def rnn_backward_truncated(da, caches, window):
    steps, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)
    carry = np.zeros((n_a, m))
    dWax, dWaa, dba = 0, 0, 0
    for t in reversed(range(T_x)):
        if (t + 1) % window == 0:
            carry = np.zeros((n_a, m))
        g = rnn_cell_backward(da[:, :, t] + carry, steps[t])
        dx[:, :, t] = g["dxt"]
        carry = g["da_prev"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}
"""
MASKED = """
def rnn_forward_masked(x, a0, mask, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    caches = []
    a_prev = a0
    for t in range(T_x):
        proposed, _, cache = rnn_cell_forward(x[:, :, t], a_prev, parameters)
        mu = mask[:, t]
        a_prev = mu * proposed + (1 - mu) * a_prev
        a[:, :, t] = a_prev
        y_pred[:, :, t] = softmax(parameters["Wya"] @ a_prev + parameters["by"])
        caches.append(cache)
    return a, y_pred, (caches, x)
"""
STACK = """
def stack_gates(parameters):
    W = np.concatenate([parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]])
    b = np.concatenate([parameters["bf"], parameters["bi"], parameters["bc"], parameters["bo"]])
    return W, b
"""
FAST = """
def fast_lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_a = a0.shape[0]
    W, b = stack_gates(parameters)
    dtype = np.result_type(x, a0, W)
    factor = np.repeat(np.array([-1, -1, -2, -1], dtype), n_a)[:, np.newaxis]
    W_bar = factor * np.concatenate([W, b], axis=1)
    seen = np.ones((T_x + 1, n_a + n_x + 1, m), dtype)
    seen[0, :n_a] = a0
    seen[:-1, n_a:-1] = x.transpose(2, 0, 1)
    c = np.zeros((T_x + 1, n_a, m), dtype)
    tanh_c = np.zeros((T_x, n_a, m), dtype)
    gates = np.zeros((T_x, 4 * n_a, m), dtype)
    with np.errstate(over="ignore"):
        for t in range(T_x):
            gates[t] = 1 / (1 + np.exp(W_bar @ seen[t]))
            f, i, h, o = gates[t].reshape(4, n_a, m)
            h *= 2
            h -= 1
            c[t + 1] = f * c[t] + i * h
            tanh_c[t] = np.tanh(c[t + 1])
            seen[t + 1, :n_a] = o * tanh_c[t]
    a = seen[1:, :n_a]
    columns = a.transpose(1, 0, 2).reshape(n_a, T_x * m)
    y = softmax(parameters["Wy"] @ columns + parameters["by"])
    y = y.reshape(-1, T_x, m).transpose(0, 2, 1)
    return a.transpose(1, 2, 0), y, c[1:].transpose(1, 2, 0), (seen, gates, c, tanh_c, W)
"""
FAST_BACKWARD = (
    FAST
    + """

def fast_lstm_backward(da, cache):
    seen, gates, c, tanh_c, W = cache
    n_a, m, T_x = da.shape
    back = np.ascontiguousarray(W[:, :n_a].T)
    dz = np.zeros((T_x, 4 * n_a, m), W.dtype)
    da_carry = np.zeros((n_a, m), W.dtype)
    dc_carry = np.zeros((n_a, m), W.dtype)
    for t in reversed(range(T_x)):
        f, i, cc, o = gates[t].reshape(4, n_a, m)
        da_t = da[:, :, t] + da_carry
        dc_t = dc_carry + da_t * o * (1 - tanh_c[t] ** 2)
        dzf, dzi, dzc, dzo = dz[t].reshape(4, n_a, m)
        dzf[:] = dc_t * c[t] * f * (1 - f)
        dzi[:] = dc_t * cc * i * (1 - i)
        dzc[:] = dc_t * i * (1 - cc**2)
        dzo[:] = da_t * tanh_c[t] * o * (1 - o)
        da_carry = back @ dz[t]
        dc_carry = dc_t * f
    beside = dz.transpose(1, 0, 2).reshape(4 * n_a, T_x * m)
    stacks = seen[:-1].transpose(1, 0, 2).reshape(-1, T_x * m)
    dW = beside @ stacks.T
    dx = (W[:, n_a:].T @ beside).reshape(-1, T_x, m).transpose(0, 2, 1)
    gradients = {"dx": dx, "da0": da_carry}
    for k, gate in enumerate("fico"):
        rows = slice(k * n_a, (k + 1) * n_a)
        gradients["dW" + gate] = dW[rows, :-1]
        gradients["db" + gate] = dW[rows, -1:]
    return gradients
"""
)
TO_TORCH = """
def to_torch(parameters):
    n_a = parameters["Wf"].shape[0]
    order = "ifco"
    W = np.concatenate([parameters["W" + g] for g in order])
    b = np.concatenate([parameters["b" + g] for g in order]).ravel()
    return {"weight_ih_l0": W[:, n_a:].copy(), "weight_hh_l0": W[:, :n_a].copy(),
            "bias_ih_l0": b, "bias_hh_l0": np.zeros_like(b)}
"""

# ------------------------------------------------------------------ lesson 06: encode

encode = wrong("encode", ENCODE)
encode(
    "no_extra_step",
    "T_x is the number of letters",
    (" for w in words) + 1", " for w in words)"),
    ("range(len(word) + 1)", "range(len(word))"),
)
encode(
    "y_equals_x",
    "y is not moved by a step",
    ("y[alphabet.index(marked[t + 1])", "y[alphabet.index(marked[t])"),
)
encode(
    "y_moved_by_two",
    "y two steps ahead, and the mark at the end twice",
    ('marked = "." + word + "."', 'marked = "." + word + ".."'),
    ("y[alphabet.index(marked[t + 1])", "y[alphabet.index(marked[t + 2])"),
)
encode(
    "no_start_mark",
    "x begins with the first letter",
    ('marked = "." + word + "."', 'marked = word + ".."'),
)
encode(
    "padding_is_the_mark",
    "what is left over is filled with marks",
    ("    for j, word", "    x[0] = y[0] = 0\n    for j, word"),
    ("    return x", "    x[0] += mask == 0\n    y[0] += mask == 0\n    return x"),
)
encode(
    "mask_of_letters",
    "the mask is 1 at letters only",
    ("mask[j, t] = 1", "mask[j, t] = t < len(word)"),
)
encode("mask_turned", "mask (T_x, m)", ("    return x, y, mask", "    return x, y, mask.T"))
encode(
    "mask_of_booleans",
    "mask is boolean",
    ("mask = np.zeros((m, T_x))", "mask = np.zeros((m, T_x), dtype=bool)"),
)
encode(
    "examples_first",
    "x and y are (m, n_x, T_x)",
    ("return x, y, mask", "return x.transpose(1, 0, 2), y.transpose(1, 0, 2), mask"),
)
encode(
    "no_error",
    "unknown characters are skipped",
    ('raise ValueError(f"the character {ch!r} is not in the alphabet")', "continue"),
    (
        "            x[alphabet",
        "            if marked[t] not in alphabet or marked[t + 1] not in alphabet:\n                continue\n            x[alphabet",
    ),
)
encode(
    "error_of_index",
    "what str.index says",
    ("                if ch not in alphabet:\n", "                if alphabet.index(ch) < 0:\n"),
)
encode(
    "error_names_the_word",
    "the message has the word only",
    ("the character {ch!r} is not in the alphabet", "cannot encode word number {j}"),
)
encode("key_error", "KeyError for ValueError", ("ValueError", "KeyError"))
encode(
    "alphabet_from_words",
    "the alphabet is made anew from the words",
    (
        "    n_x = len(alphabet)",
        '    alphabet = "".join(sorted(set("." + "".join(words))))\n    n_x = len(alphabet)',
    ),
)
encode("lower_cased", "capitals become small", ('"." + word + "."', '"." + word.lower() + "."'))
encode(
    "two_no_mark_and_mask",
    "two: no start mark, and the mask of letters only",
    ('marked = "." + word + "."', 'marked = word + ".."'),
    ("mask[j, t] = 1", "mask[j, t] = t < len(word)"),
)
encode(
    "two_x_as_y_and_mark_padding",
    "two: y not moved, and padding is the mark",
    ("y[alphabet.index(marked[t + 1])", "y[alphabet.index(marked[t])"),
    ("    return x", "    x[0] += mask == 0\n    return x"),
)
right(
    "encode",
    "identity_columns",
    """
def encode(words, alphabet):
    for c in "".join(words):
        if c not in alphabet:
            raise ValueError("unknown character: " + c)
    eye = np.eye(len(alphabet))
    place = {c: k for k, c in enumerate(alphabet)}
    T = 1 + max(map(len, words))
    def lay(texts):
        out = np.zeros((len(alphabet), len(texts), T))
        for j, text in enumerate(texts):
            out[:, j, : len(text)] = eye[:, [place[c] for c in text]]
        return out
    lengths = np.array([len(w) + 1 for w in words])
    mask = (np.arange(T) < lengths[:, None]) * 1.0
    return lay(["." + w for w in words]), lay([w + "." for w in words]), mask
""",
    "columns of the identity",
)
right(
    "encode",
    "y_from_x",
    swap(
        ENCODE,
        ("            y[alphabet.index(marked[t + 1]), j, t] = 1\n", ""),
        (
            "    return x",
            "    y[:, :, :-1] = x[:, :, 1:]\n    for j, word in enumerate(words):\n        y[0, j, len(word)] = 1\n    return x",
        ),
    ),
    "y is x moved",
)

# ------------------------------------------------------------------ sequence_loss

loss = wrong("sequence_loss", LOSS)
loss("mean_of_all", "mean over the padding too", ("/ np.sum(mask)", "/ mask.size"))
loss("mean_of_words", "divides by the number of words", ("/ np.sum(mask)", "/ mask.shape[0]"))
loss("bits", "log2 in place of ln", ("np.log(", "np.log2("))
loss("no_minus", "sign", ("return -np", "return np"))
loss(
    "mask_times_log",
    "0 times infinity",
    ("    p = np.where(mask == 1, p, 1.0)\n", ""),
    ("np.sum(np.log(p))", "np.sum(mask * np.log(p))"),
)
loss("sum_only", "not divided at all", (" / np.sum(mask)", ""))
loss(
    "log_of_sum",
    "log of the mean probability",
    ("-np.sum(np.log(p)) / np.sum(mask)", "-np.log(np.sum(p * mask) / np.sum(mask))"),
)
loss(
    "eps_in_log",
    "a small number in the logarithm",
    ("    p = np.where(mask == 1, p, 1.0)\n", ""),
    ("np.sum(np.log(p))", "np.sum(mask * np.log(p + 1e-3))"),
)
loss(
    "floor_of_log",
    "p is at least 1e-5: certain and wrong stays finite",
    ("np.where(mask == 1, p, 1.0)", "np.where(mask == 1, np.maximum(p, 1e-5), 1.0)"),
)
loss(
    "all_classes",
    "also -ln(1 - p) of the others",
    (
        "    return -np.sum(np.log(p))",
        "    q = np.where(mask == 1, 1 - y_pred, 1.0 + 0 * y_pred)\n    q = np.where(y == 1, 1.0, q)\n    return -(np.sum(np.log(p)) + np.sum(np.log(q)))",
    ),
)
loss(
    "picks_largest",
    "probability of the likeliest character",
    ("np.sum(y * y_pred, axis=0)", "np.max(y_pred, axis=0)"),
)
loss(
    "mean_per_word",
    "mean of the words' means",
    (
        "-np.sum(np.log(p)) / np.sum(mask)",
        "-np.mean(np.sum(np.log(p), axis=1) / np.sum(mask, axis=1))",
    ),
)
loss(
    "steps_with_label",
    "padding is where y is zero",
    ("mask == 1", "y.sum(axis=0) > 0"),
    ("np.sum(mask)", "np.sum(y)"),
)
loss(
    "wrong_axis",
    "sums over words in place of characters",
    ("axis=0", "axis=1"),
    ("np.where(mask == 1, p, 1.0)", "np.where(p > 0, p, 1.0)"),
)
loss(
    "two_bits_and_mean_of_all",
    "two: log2, and mean over the padding",
    ("np.log(", "np.log2("),
    ("/ np.sum(mask)", "/ mask.size"),
)
loss(
    "two_sign_and_sum",
    "two: no minus, not divided",
    ("return -np", "return np"),
    (" / np.sum(mask)", ""),
)
right(
    "sequence_loss",
    "over_the_mask",
    """
def sequence_loss(y_pred, y, mask):
    real = mask.astype(bool)
    p = (y * y_pred).sum(axis=0)[real]
    return float(np.mean(-np.log(p)))
""",
    "mean over a selection",
)
right(
    "sequence_loss",
    "loop",
    """
def sequence_loss(y_pred, y, mask):
    total, count = 0.0, 0
    for j in range(mask.shape[0]):
        for t in range(mask.shape[1]):
            if mask[j, t]:
                total -= np.log(y_pred[:, j, t] @ y[:, j, t])
                count += 1
    return total / count
""",
    "two loops",
)

# ------------------------------------------------------------------ sequence_loss_backward

back = wrong("sequence_loss_backward", LOSS_BACKWARD)
back("no_mask", "the mask is forgotten", (" * mask / np", " / np"))
back("not_divided", "N is forgotten", (" / np.sum(mask)", ""))
back("by_size", "divides by all steps", ("np.sum(mask)", "mask.size"))
back("by_words", "divides by the number of words", ("np.sum(mask)", "mask.shape[0]"))
back(
    "by_own_length", "each word's mean", ("/ np.sum(mask)", "/ np.sum(mask, axis=1, keepdims=True)")
)
back("sign", "y - y_pred", ("(y_pred - y)", "(y - y_pred)"))
back("by_the_prediction", "gradient with respect to y_pred", ("(y_pred - y)", "(-y / y_pred)"))
back("softmax_again", "a softmax of the probabilities", ("(y_pred - y)", "(softmax(y_pred) - y)"))
back(
    "mask_over_classes",
    "mask first, which is a wrong shape",
    (" * mask /", " * mask.T[np.newaxis] /"),
)
back(
    "slope_of_softmax",
    "y_pred (1 - y_pred) as for a sigmoid",
    ("(y_pred - y)", "(y_pred - y) * y_pred * (1 - y_pred)"),
)
back(
    "two_sign_and_size",
    "two: sign and divides by all steps",
    ("(y_pred - y)", "(y - y_pred)"),
    ("np.sum(mask)", "mask.size"),
)
back("two_no_mask_no_N", "two: no mask, not divided", (" * mask / np.sum(mask)", ""))
right(
    "sequence_loss_backward",
    "einsum",
    """
def sequence_loss_backward(y_pred, y, mask):
    weight = mask / mask.sum()
    return np.einsum("ijt,jt->ijt", y_pred - y, weight)
""",
    "einsum",
)
right(
    "sequence_loss_backward",
    "in_place_of_own",
    """
def sequence_loss_backward(y_pred, y, mask):
    dz = y_pred.copy()
    dz[y == 1] -= 1
    dz[:, mask == 0] = 0
    return dz / np.count_nonzero(mask)
""",
    "subtracts 1 at the label",
)

# ------------------------------------------------------------------ clip_gradients

clip = wrong("clip_gradients", CLIP)
clip(
    "each_by_its_own",
    "per array",
    (
        "    return {name: g * factor for name, g in gradients.items()}",
        "    return {name: g * min(1, limit / max(np.linalg.norm(g), 1e-30)) for name, g in gradients.items()}",
    ),
)
clip("each_entry", "np.clip", ("{name: g * factor for", "{name: np.clip(g, -limit, limit) for"))
clip(
    "always",
    "scales to the limit even when below",
    ("    if norm > limit:\n        factor", "    if norm > 0:\n        factor"),
)
clip(
    "in_place",
    "changes the arrays",
    (
        "    return {name: g * factor for name, g in gradients.items()}",
        "    for name in gradients:\n        gradients[name] *= factor\n    return gradients",
    ),
)
clip("no_root", "the squared norm", ("np.sqrt(total)", "total"))
clip(
    "norm_of_sums",
    "the sum of the arrays' norms",
    ("np.sum(g**2)", "np.linalg.norm(g)"),
    ("np.sqrt(total)", "total"),
)
clip(
    "largest_entry",
    "the largest entry for the norm",
    ("total += np.sum(g**2)", "total = max(total, np.abs(g).max())"),
    ("np.sqrt(total)", "total"),
)
clip(
    "one_over_norm",
    "to length one, not to the limit",
    ("factor = limit / norm", "factor = 1 / norm"),
)
clip("turned_factor", "norm over limit", ("factor = limit / norm", "factor = norm / limit"))
clip("mean_square", "mean in place of sum", ("np.sum(g**2)", "np.mean(g**2)"))
clip("last_array_only", "the norm of the last array", ("total += np", "total = np"))
clip(
    "list_of_arrays",
    "returns a list",
    (
        "{name: g * factor for name, g in gradients.items()}",
        "[g * factor for g in gradients.values()]",
    ),
)
clip(
    "two_square_and_always",
    "two: no root, and always",
    ("np.sqrt(total)", "total"),
    ("    if norm > limit:\n", "    if norm > 0:\n"),
)
clip(
    "two_in_place_one_over",
    "two: in place, to length one",
    ("factor = limit / norm", "factor = 1 / norm"),
    (
        "    return {name: g * factor for name, g in gradients.items()}",
        "    for name in gradients:\n        gradients[name] *= factor\n    return gradients",
    ),
)
right(
    "clip_gradients",
    "concatenated",
    """
def clip_gradients(gradients, limit):
    long = np.concatenate([g.ravel() for g in gradients.values()])
    norm = np.linalg.norm(long)
    if norm <= limit:
        return dict(gradients)
    return {k: v * (limit / norm) for k, v in gradients.items()}
""",
    "one long list; the same arrays within the limit",
)
right(
    "clip_gradients",
    "limit_over_zero",
    swap(
        CLIP,
        (
            "    factor = 1.0\n    if norm > limit:\n        factor = limit / norm\n",
            "    factor = np.minimum(1.0, limit / norm)\n",
        ),
    ),
    "limit over 0 is infinite, so the factor is 1: right, with a warning",
)
right(
    "clip_gradients",
    "divides_by_larger",
    """
def clip_gradients(gradients, limit):
    norm = sum(float((g * g).sum()) for g in gradients.values()) ** 0.5
    return {k: g / max(1.0, norm / limit) for k, g in gradients.items()}
""",
    "divides",
)

# ------------------------------------------------------------------ adam_step

adam = wrong("adam_step", ADAM)
adam("no_correction", "no bias correction", ("m / (1 - 0.9**n)", "m"), ("s / (1 - 0.999**n)", "s"))
adam(
    "steps_from_zero",
    "n without this step",
    ('n = state["steps"] + 1', 'n = max(state["steps"], 1)'),
    ('"steps": n', '"steps": state["steps"] + 1'),
)
adam("steps_not_counted", "steps stay", ('"steps": n', '"steps": state["steps"]'))
adam(
    "stores_corrected",
    "corrected means are stored",
    ("mean[name] = m\n", "mean[name] = m_hat\n"),
    ("square[name] = s\n", "square[name] = s_hat\n"),
)
adam("eps_in_root", "epsilon inside the root", ("(np.sqrt(s_hat) + 1e-8)", "np.sqrt(s_hat + 1e-8)"))
adam("no_root", "no root", ("np.sqrt(s_hat)", "s_hat"))
adam("climbs", "plus for minus", ("- learning_rate", "+ learning_rate"))
adam(
    "betas_swapped",
    "0.9 and 0.999 swapped",
    ("m = 0.9 * ", "m = 0.999 * "),
    ("+ 0.1 * g", "+ 0.001 * g"),
    ("s = 0.999 *", "s = 0.9 *"),
    ("+ 0.001 * g**2", "+ 0.1 * g**2"),
)
adam("no_square", "g for g squared", ("g**2", "g"))
adam("square_of_mean", "square of the mean", ("0.001 * g**2", "0.001 * m**2"))
adam("corrects_mean_only", "the square is not corrected", ("s / (1 - 0.999**n)", "s"))
adam("same_correction", "both by 0.9", ("0.999**n", "0.9**n"))
adam(
    "in_place",
    "parameters changed in place",
    (
        "        new_parameters[name] = parameters[name] - learning_rate * m_hat / (np.sqrt(s_hat) + 1e-8)\n",
        "        parameters[name] -= learning_rate * m_hat / (np.sqrt(s_hat) + 1e-8)\n        new_parameters[name] = parameters[name]\n",
    ),
)
adam(
    "state_in_place",
    "the state's dicts are written",
    ("mean, square = {}, {}, {}", 'mean, square = {}, state["mean"], state["square"]'),
)
adam("sums_not_means", "0.1 forgotten", ("+ 0.1 * g", "+ g"), ("+ 0.001 * g**2", "+ g**2"))
adam(
    "loops_over_gradients",
    "names of the gradients",
    ("for name in parameters:", "for name in [key[1:] for key in gradients]:"),
)
adam("eps_forgotten", "no epsilon", ("(np.sqrt(s_hat) + 1e-8)", "np.sqrt(s_hat)"))
adam(
    "step_in_old_mean",
    "the step is taken with the means of before",
    ("m_hat = m /", 'm_hat = state["mean"][name] /'),
)
adam(
    "two_eps_and_steps",
    "two: epsilon inside, steps not counted",
    ("(np.sqrt(s_hat) + 1e-8)", "np.sqrt(s_hat + 1e-8)"),
    ('"steps": n', '"steps": state["steps"]'),
)
adam(
    "two_climbs_and_no_correction",
    "two: plus, and no correction",
    ("- learning_rate", "+ learning_rate"),
    ("m / (1 - 0.9**n)", "m"),
    ("s / (1 - 0.999**n)", "s"),
)
adam(
    "two_stored_and_eps",
    "two: stores the corrected, epsilon inside",
    ("mean[name] = m\n", "mean[name] = m_hat\n"),
    ("square[name] = s\n", "square[name] = s_hat\n"),
    ("(np.sqrt(s_hat) + 1e-8)", "np.sqrt(s_hat + 1e-8)"),
)
right(
    "adam_step",
    "rate_corrected",
    """
def adam_step(parameters, gradients, state, learning_rate):
    n = state["steps"] + 1
    mean = {k: state["mean"][k] + 0.1 * (gradients["d" + k] - state["mean"][k]) for k in parameters}
    square = {k: state["square"][k] + 0.001 * (gradients["d" + k] ** 2 - state["square"][k]) for k in parameters}
    def moved(k):
        return parameters[k] - learning_rate * (mean[k] / (1 - 0.9**n)) / (1e-8 + (square[k] / (1 - 0.999**n)) ** 0.5)
    return {k: moved(k) for k in parameters}, {"square": square, "mean": mean, "steps": n}
""",
    "running means as differences",
)
right(
    "adam_step",
    "deep_copy",
    """
def adam_step(parameters, gradients, state, learning_rate):
    import copy
    parameters, state = copy.deepcopy(parameters), copy.deepcopy(state)
    state["steps"] += 1
    for k in parameters:
        g = gradients["d" + k]
        state["mean"][k] *= 0.9
        state["mean"][k] += 0.1 * g
        state["square"][k] *= 0.999
        state["square"][k] += 0.001 * g * g
        m = state["mean"][k] / (1 - 0.9 ** state["steps"])
        v = state["square"][k] / (1 - 0.999 ** state["steps"])
        parameters[k] -= learning_rate * m / (np.sqrt(v) + 1e-8)
    return parameters, state
""",
    "works in copies",
)

# ------------------------------------------------------------------ apply_temperature

temp = wrong("apply_temperature", TEMPERATURE)
temp("power_T", "p ** T", ("(1 / temperature)", "temperature"))
temp(
    "not_normalised",
    "not normalised",
    ("    return power / np.sum(power, axis=0, keepdims=True)", "    return power"),
)
temp(
    "underflow",
    "not divided by the largest",
    ("probabilities / np.max(probabilities, axis=0, keepdims=True)", "probabilities"),
)
temp(
    "all_summed", "sum over all columns", ("np.sum(power, axis=0, keepdims=True)", "np.sum(power)")
)
temp(
    "all_maximum",
    "largest of all columns",
    ("np.max(probabilities, axis=0, keepdims=True)", "np.max(probabilities)"),
)
temp(
    "softmax_of_p",
    "a softmax of p / T",
    ("power / np.sum(power, axis=0, keepdims=True)", "softmax(probabilities / temperature)"),
)
temp("divided_by_T", "p / T normalised", ("scaled ** (1 / temperature)", "scaled / temperature"))
temp(
    "last_axis",
    "normalised along the last axis",
    ("np.sum(power, axis=0, keepdims=True)", "np.sum(power, axis=-1, keepdims=True)"),
)
temp(
    "log_of_zero",
    "logarithms: a probability of 0 is given a floor",
    ("scaled ** (1 / temperature)", "np.exp(np.log(np.maximum(scaled, 1e-6)) / temperature)"),
)
temp("integer_power", "1 // T", ("1 / temperature", "1 // temperature"))
temp(
    "in_place",
    "changes the array",
    (
        "    scaled = probabilities / np.max(probabilities, axis=0, keepdims=True)",
        "    probabilities /= np.max(probabilities, axis=0, keepdims=True)\n    scaled = probabilities",
    ),
)
temp(
    "two_T_and_not_normalised",
    "two: p ** T, not normalised",
    ("(1 / temperature)", "temperature"),
    ("    return power / np.sum(power, axis=0, keepdims=True)", "    return power"),
)
temp(
    "two_underflow_all_summed",
    "two: underflows, sum over all columns",
    ("probabilities / np.max(probabilities, axis=0, keepdims=True)", "probabilities"),
    ("np.sum(power, axis=0, keepdims=True)", "np.sum(power)"),
)
right(
    "apply_temperature",
    "by_logarithms",
    """
def apply_temperature(probabilities, temperature):
    with np.errstate(divide="ignore"):
        z = np.log(probabilities) / temperature
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)
""",
    "softmax of the logarithms",
)

# ------------------------------------------------------------------ sample_word

sample = wrong("sample_word", SAMPLE)
sample("argmax", "the likeliest letter", ("random.choice(len(alphabet), p=p)", "int(np.argmax(p))"))
sample(
    "no_temperature",
    "the temperature is not used",
    ("apply_temperature(probabilities, temperature)", "probabilities"),
)
sample(
    "temperature_one_over",
    "1 / T",
    (
        "apply_temperature(probabilities, temperature)",
        "apply_temperature(probabilities, 1 / temperature)",
    ),
)
sample(
    "mark_in_the_word",
    "the last mark is printed",
    (
        "        if index == 0:\n            break\n        word += alphabet[index]",
        "        word += alphabet[index]\n        if index == 0:\n            break",
    ),
)
sample(
    "state_not_handed_on",
    "the state is always None",
    ("probabilities, state = step(index, state)", "probabilities, _ = step(index, None)"),
)
sample("always_the_mark", "step always gets the mark", ("step(index, state)", "step(0, state)"))
sample("global_chance", "np.random", ("random.choice(", "np.random.choice("))
sample(
    "own_generator",
    "a generator of its own",
    ("random.choice(", "np.random.default_rng(0).choice("),
)
sample("one_too_long", "longest + 1 letters", ("len(word) < longest", "len(word) <= longest"))
sample("longest_forgotten", "30 for longest", ("len(word) < longest", "len(word) < 30"))
sample("never_ends", "goes on after the mark", ("            break\n", "            continue\n"))
sample("returns_list", "a list of letters", ("    return word", "    return list(word)"))
sample(
    "drawn_apart",
    "the letter that is written and the one that goes on are drawn apart",
    ("word += alphabet[index]", "word += alphabet[random.choice(len(alphabet), p=p)]"),
)
sample(
    "cumulative_draw_off",
    "an inverse draw that is off by one",
    (
        "random.choice(len(alphabet), p=p)",
        "min(int(np.searchsorted(np.cumsum(p), random.random())) + 1, len(alphabet) - 1)",
    ),
)
sample(
    "mark_first",
    "the word begins with the mark",
    ('word, index, state = "", 0, None', "word, index, state = alphabet[0], 0, None"),
)
sample("starts_at_one", "first index not from the mark", ("0, None", "1, None"))
sample("uniform", "draws without p", (", p=p)", ")"))
sample(
    "two_mark_and_state",
    "two: prints the mark, no state",
    (
        "        if index == 0:\n            break\n        word += alphabet[index]",
        "        word += alphabet[index]\n        if index == 0:\n            break",
    ),
    ("probabilities, state = step(index, state)", "probabilities, _ = step(index, None)"),
)
sample(
    "two_no_temperature_too_long",
    "two: no temperature, one too long",
    ("apply_temperature(probabilities, temperature)", "probabilities"),
    ("len(word) < longest", "len(word) <= longest"),
)
right(
    "sample_word",
    "inverse_draw",
    """
def sample_word(step, alphabet, temperature, random, longest=30):
    letters, last, state = [], 0, None
    for _ in range(longest):
        p, state = step(last, state)
        p = apply_temperature(p, temperature)
        last = min(int(np.searchsorted(np.cumsum(p), random.random(), side="right")), len(p) - 1)
        if alphabet[last] == alphabet[0]:
            break
        letters.append(alphabet[last])
    return "".join(letters)
""",
    "draws by the cumulated sum",
)
right(
    "sample_word",
    "draws_letters",
    """
def sample_word(step, alphabet, temperature, random, longest=30):
    word, state = alphabet[0], None
    while len(word) <= longest:
        p, state = step(alphabet.index(word[-1]), state)
        letter = random.choice(list(alphabet), p=apply_temperature(p, temperature))
        if letter == alphabet[0]:
            return word[1:]
        word += letter
    return word[1:]
""",
    "draws the letter itself",
)

# ------------------------------------------------------------------ lesson 07: orthogonal

ortho = wrong("orthogonal", ORTHOGONAL)
ortho("triangle", "the triangular matrix", ("return q", "return r"))
ortho("not_orthonormal", "the normal numbers themselves", ("return q", "return columns"))
ortho(
    "unit_columns_only",
    "columns of length one, not at right angles",
    ("return q", "return columns / np.linalg.norm(columns, axis=0)"),
)
ortho("over_root_n", "divided by the root of n", ("return q", "return columns / np.sqrt(n)"))
ortho("identity", "the identity", ("return q", "return np.eye(n)"))
ortho(
    "own_seed",
    "the same each time",
    ("random.standard_normal", "np.random.default_rng(0).standard_normal"),
)
ortho("global_chance", "np.random", ("random.standard_normal", "np.random.standard_normal"))
ortho("qr_tuple", "both matrices", ("return q", "return q, r"))
ortho("symmetric", "Q Lambda Q^T", ("return q", "return q @ np.diag(np.diag(r)) @ q.T"))
ortho("twice", "the product of q with its transpose", ("return q", "return q @ q.T"))
ortho("rescaled", "q times the root of n", ("return q", "return q * np.sqrt(n)"))
ortho(
    "permutation",
    "a random permutation of the identity",
    ("return q", "return np.eye(n)[random.permutation(n)]"),
)
ortho(
    "gram_schmidt_no_length",
    "Gram-Schmidt without lengths",
    (
        "    q, r = np.linalg.qr(columns)\n    return q",
        """    q = columns.copy()
    for k in range(n):
        for i in range(k):
            q[:, k] -= (q[:, i] @ q[:, k]) / (q[:, i] @ q[:, i]) * q[:, i]
    return q""",
    ),
)
ortho(
    "two_own_seed_triangle",
    "two: own seed, triangle",
    ("random.standard_normal", "np.random.default_rng(0).standard_normal"),
    ("return q", "return r"),
)
right(
    "orthogonal",
    "svd",
    """
def orthogonal(n, random):
    u, _, vt = np.linalg.svd(random.standard_normal((n, n)))
    return u @ vt
""",
    "the singular vectors",
)
right(
    "orthogonal",
    "gram_schmidt",
    """
def orthogonal(n, random):
    q = np.zeros((n, n))
    for k in range(n):
        v = random.standard_normal(n)
        for _ in range(2):
            v = v - q @ (q.T @ v)
        q[:, k] = v / np.linalg.norm(v)
    return q
""",
    "Gram-Schmidt, done twice",
)
right(
    "orthogonal",
    "cholesky",
    """
def orthogonal(n, random):
    a = random.standard_normal((n, n))
    w, v = np.linalg.eigh(a + a.T)
    return v
""",
    "eigenvectors of a symmetric matrix",
)

# ------------------------------------------------------------------ gru_cell_forward

gru = wrong("gru_cell_forward", GRU)
gru(
    "gate_turned",
    "the update gate is the share of the old",
    ("ut * cct + (1 - ut) * a_prev", "(1 - ut) * cct + ut * a_prev"),
)
gru(
    "reset_after",
    "the reset gate after the product",
    (
        'np.tanh(parameters["Wc"] @ np.concatenate([v, xt]) + parameters["bc"])',
        'np.tanh(parameters["Wc"][:, len(a_prev):] @ xt + rt * (parameters["Wc"][:, :len(a_prev)] @ a_prev) + parameters["bc"])',
    ),
)
gru("no_reset", "the candidate looks at the whole state", ("v = rt * a_prev", "v = a_prev"))
gru("reset_by_update", "v from ut", ("v = rt * a_prev", "v = ut * a_prev"))
gru("reset_turned", "1 - rt", ("v = rt * a_prev", "v = (1 - rt) * a_prev"))
gru("candidate_sigmoid", "the candidate through a sigmoid", ("cct = np.tanh(", "cct = sigmoid("))
gru("gates_tanh", "the update gate through tanh", ("ut = sigmoid(", "ut = np.tanh("))
gru("stack_turned", "x on top", ("np.concatenate([a_prev, xt])", "np.concatenate([xt, a_prev])"))
gru(
    "candidate_stack_turned",
    "x on top in the candidate's",
    ("np.concatenate([v, xt])", "np.concatenate([xt, v])"),
)
gru(
    "weights_swapped",
    "Wr in the update gate",
    ('parameters["Wu"] @ s', 'parameters["Wr"] @ s'),
    ('rt = sigmoid(parameters["Wr"]', 'rt = sigmoid(parameters["Wu"]'),
)
gru("mix_with_v", "the mixture keeps the reset state", ("(1 - ut) * a_prev", "(1 - ut) * v"))
gru("no_bias_c", "no bias in the candidate", (' + parameters["bc"]', ""))
gru("bias_swapped", "br in the update gate", ('@ s + parameters["bu"]', '@ s + parameters["br"]'))
gru("no_old", "only what is new", ("ut * cct + (1 - ut) * a_prev", "ut * cct"))
gru("sum_of_both", "the old whole", ("(1 - ut) * a_prev", "a_prev"))
gru("sigmoid_pred", "sigmoid for softmax", ("softmax(", "sigmoid("))
gru(
    "pred_from_candidate",
    "predicts from the candidate",
    ('parameters["Wy"] @ a_next', 'parameters["Wy"] @ cct'),
)
gru(
    "tanh_of_state",
    "a tanh around the new state",
    ("a_next = ut * cct + (1 - ut) * a_prev", "a_next = np.tanh(ut * cct + (1 - ut) * a_prev)"),
)
gru("cache_swapped", "rt before ut in the cache", ("a_prev, ut, rt, cct", "a_prev, rt, ut, cct"))
gru("cache_short", "no parameters in the cache", ("cct, xt, parameters)", "cct, xt)"))
gru(
    "reset_of_product",
    "reset multiplies the whole stack",
    ("np.concatenate([v, xt])", "np.concatenate([v, xt * rt[: len(xt)]])"),
)
gru(
    "two_turned_and_no_reset",
    "two: gate turned, no reset",
    ("ut * cct + (1 - ut) * a_prev", "(1 - ut) * cct + ut * a_prev"),
    ("v = rt * a_prev", "v = a_prev"),
)
gru(
    "two_sigmoid_and_bias",
    "two: candidate sigmoid, sigmoid for softmax",
    ("cct = np.tanh(", "cct = sigmoid("),
    ("softmax(", "sigmoid("),
)
gru(
    "two_stack_and_turned",
    "two: x on top, gate turned",
    ("np.concatenate([a_prev, xt])", "np.concatenate([xt, a_prev])"),
    ("ut * cct + (1 - ut) * a_prev", "(1 - ut) * cct + ut * a_prev"),
)
right(
    "gru_cell_forward",
    "part_of_the_way",
    swap(GRU, ("ut * cct + (1 - ut) * a_prev", "a_prev + ut * (cct - a_prev)")),
    "goes a part of its way",
)
right(
    "gru_cell_forward",
    "weights_split",
    """
def gru_cell_forward(xt, a_prev, parameters):
    p, n = parameters, a_prev.shape[0]
    def inside(g, a):
        return p["W" + g][:, :n] @ a + p["W" + g][:, n:] @ xt + p["b" + g]
    ut, rt = (1 / (1 + np.exp(-inside(g, a_prev))) for g in "ur")
    cct = np.tanh(inside("c", a_prev * rt))
    a_next = cct * ut + a_prev - a_prev * ut
    return a_next, softmax(p["Wy"] @ a_next + p["by"]), (a_next, a_prev, ut, rt, cct, xt, p)
""",
    "matrices cut apart",
)

# ------------------------------------------------------------------ gru_cell_backward

grub = wrong("gru_cell_backward", GRU_BACKWARD)
grub(
    "no_path_mixture",
    "da_prev without the mixture",
    ("da_next * (1 - ut) + dv * rt + ds", "dv * rt + ds"),
)
grub("no_path_reset", "da_prev without the reset state", (" + dv * rt + ds", " + ds"))
grub("no_path_gates", "da_prev without the gates", (" + dv * rt + ds[:n_a]", " + dv * rt"))
grub("reset_not_multiplied", "dv whole", ("dv * rt + ds", "dv + ds"))
grub("mixture_by_ut", "da ut for da (1 - ut)", ("da_next * (1 - ut) + dv", "da_next * ut + dv"))
grub("dzu_without_old", "dzu from the candidate only", ("(cct - a_prev) * ut", "cct * ut"))
grub("dzu_sign", "a_prev - cct", ("(cct - a_prev)", "(a_prev - cct)"))
grub(
    "dzu_no_slope",
    "no slope of the update gate",
    ("(cct - a_prev) * ut * (1 - ut)", "(cct - a_prev)"),
)
grub("dzc_no_ut", "dzc without ut", ("dzc = da_next * ut * (1", "dzc = da_next * (1"))
grub("dzc_sigmoid_slope", "sigmoid's slope for the candidate", ("(1 - cct**2)", "cct * (1 - cct)"))
grub("dzc_no_square", "1 - cct", ("(1 - cct**2)", "(1 - cct)"))
grub("dzr_by_rt", "dzr has rt for a_prev", ("dzr = dv * a_prev * rt", "dzr = dv * rt * rt"))
grub("dzr_from_da", "dzr from da_next", ("dzr = dv * a_prev", "dzr = da_next * a_prev"))
grub("dzr_tanh_slope", "tanh's slope for the reset gate", ("rt * (1 - rt)\n", "(1 - rt**2)\n"))
grub("dWc_by_s", "dWc meets the stack of the gates", ("dzc @ sc.T", "dzc @ s.T"))
grub("dWr_by_sc", "dWr meets the candidate's stack", ("dzr @ s.T", "dzr @ sc.T"))
grub("dxt_without_candidate", "dxt of the gates only", ("dxt = dx_c + ds[n_a:]", "dxt = ds[n_a:]"))
grub("dxt_without_gates", "dxt of the candidate only", ("dxt = dx_c + ds[n_a:]", "dxt = dx_c"))
grub(
    "no_transpose",
    "Wu without transpose",
    ('parameters["Wu"].T @ dzu', 'parameters["Wu"][:, :n_a] @ dzu'),
)
grub(
    "bias_flat",
    "biases without their column",
    ("dzu.sum(axis=1, keepdims=True)", "dzu.sum(axis=1)"),
    ("dzr.sum(axis=1, keepdims=True)", "dzr.sum(axis=1)"),
    ("dzc.sum(axis=1, keepdims=True)", "dzc.sum(axis=1)"),
)
grub(
    "bias_mean",
    "biases are means",
    ("dzu.sum(", "dzu.mean("),
    ("dzr.sum(", "dzr.mean("),
    ("dzc.sum(", "dzc.mean("),
)
grub(
    "means_of_weights",
    "weights divided by m",
    ("dzu @ s.T", "dzu @ s.T / dzu.shape[1]"),
    ("dzr @ s.T", "dzr @ s.T / dzu.shape[1]"),
    ("dzc @ sc.T", "dzc @ sc.T / dzu.shape[1]"),
)
grub(
    "stack_rows_swapped",
    "takes the lower rows for the state",
    ("below[:n_a], below[n_a:]", "below[-n_a:], below[:-n_a]"),
    ("ds[:n_a]", "ds[-n_a:]"),
    ("ds[n_a:]", "ds[:-n_a]"),
)
grub(
    "cache_order",
    "unpacks rt before ut",
    ("a_next, a_prev, ut, rt, cct", "a_next, a_prev, rt, ut, cct"),
)
grub(
    "other_variant",
    "gradient of the turned gate",
    ("da_next * (cct - a_prev)", "da_next * (a_prev - cct)"),
    ("dzc = da_next * ut", "dzc = da_next * (1 - ut)"),
    ("da_prev = da_next * (1 - ut)", "da_prev = da_next * ut"),
)
grub(
    "uses_a_next",
    "a_next for a_prev in the stacks",
    ("s = np.concatenate([a_prev", "s = np.concatenate([a_next"),
)
grub(
    "keys_without_d",
    "names of the parameters",
    ('"dWu":', '"Wu":'),
    ('"dWr":', '"Wr":'),
    ('"dWc":', '"Wc":'),
)
grub(
    "two_no_gate_path_dWc",
    "two: no path of the gates, dWc by s",
    (" + dv * rt + ds[:n_a]", " + dv * rt"),
    ("dzc @ sc.T", "dzc @ s.T"),
)
grub(
    "two_slope_and_bias",
    "two: dzc slope, biases means",
    ("(1 - cct**2)", "(1 - cct)"),
    ("dzu.sum(", "dzu.mean("),
    ("dzr.sum(", "dzr.mean("),
    ("dzc.sum(", "dzc.mean("),
)
grub(
    "two_dzu_sign_no_dv",
    "two: dzu sign, reset path missing",
    ("(cct - a_prev)", "(a_prev - cct)"),
    (" + dv * rt + ds", " + ds"),
)
right(
    "gru_cell_backward",
    "recomputes",
    """
def gru_cell_backward(da_next, cache):
    a_next, a_prev, ut, rt, cct, xt, p = cache
    n = len(a_prev)
    g = {"c": da_next * ut * (1 - cct * cct), "u": da_next * (a_next - a_prev) * (1 - ut)}
    dv = p["Wc"][:, :n].T @ g["c"]
    g["r"] = dv * a_prev * (rt - rt * rt)
    s = np.vstack((a_prev, xt))
    below = p["Wu"].T @ g["u"] + p["Wr"].T @ g["r"]
    out = {"da_prev": da_next - da_next * ut + rt * dv + below[:n], "dxt": p["Wc"][:, n:].T @ g["c"] + below[n:]}
    for k, stack in ("u", s), ("r", s), ("c", np.vstack((rt * a_prev, xt))):
        out["dW" + k] = np.einsum("im,jm->ij", g[k], stack)
        out["db" + k] = g[k].sum(1)[:, None]
    return out
""",
    "ut (cct - a_prev) is a_next - a_prev",
)

# ------------------------------------------------------------------ rnn_backward_truncated

trunc = wrong("rnn_backward_truncated", TRUNCATED)
trunc(
    "off_by_one_late",
    "the edge one step late",
    ("if (t + 1) % window == 0:", "if t % window == 0:"),
)
trunc(
    "off_by_one_early",
    "the edge one step early",
    ("if (t + 1) % window == 0:", "if (t + 2) % window == 0:"),
)
trunc(
    "from_the_end",
    "windows counted from the end",
    ("if (t + 1) % window == 0:", "if (T_x - 1 - t) % window == 0:"),
)
trunc("no_cut", "never cut", ("if (t + 1) % window == 0:", "if False:"))
trunc(
    "cut_after_the_cell",
    "drops the carry after the cell, so da0 is lost",
    (
        '        carry = g["da_prev"]\n',
        '        carry = g["da_prev"] if t % window else np.zeros((n_a, m))\n',
    ),
    ("        if (t + 1) % window == 0:\n            carry = np.zeros((n_a, m))\n", ""),
)
trunc(
    "own_dropped",
    "drops the own part too",
    (
        "        g = rnn_cell_backward(da[:, :, t] + carry, steps[t])",
        "        g = rnn_cell_backward(carry if (t + 1) % window == 0 else da[:, :, t] + carry, steps[t])",
    ),
)
trunc(
    "last_window_only",
    "only the last window is gone through",
    ("for t in reversed(range(T_x)):", "for t in reversed(range(max(0, T_x - window), T_x)):"),
)
trunc("carry_not_added", "no carry at all", ("da[:, :, t] + carry", "da[:, :, t]"))
trunc(
    "weights_of_last_window",
    "weights begin anew at each edge",
    (
        "            carry = np.zeros((n_a, m))\n        g",
        "            carry = np.zeros((n_a, m))\n            dWax, dWaa, dba = 0, 0, 0\n        g",
    ),
)
trunc(
    "slides",
    "each gradient goes back window steps: a sliding window",
    (
        "        if (t + 1) % window == 0:\n            carry = np.zeros((n_a, m))\n        g = rnn_cell_backward(da[:, :, t] + carry, steps[t])",
        """        carry = np.zeros((n_a, m))
        for s in reversed(range(t, min(T_x, t + window))):
            carry = rnn_cell_backward(da[:, :, s] + carry, steps[s])["da_prev"] if s > t else carry
        g = rnn_cell_backward(da[:, :, t] + carry, steps[t])""",
    ),
)
trunc(
    "halved",
    "weights divided by the number of windows",
    (
        "    return {",
        "    dWax, dWaa, dba = (v / np.ceil(T_x / window) for v in (dWax, dWaa, dba))\n    return {",
    ),
)
trunc(
    "overwritten",
    "weights of the last step only",
    ("dWax = dWax + g", "dWax = g"),
    ("dWaa = dWaa + g", "dWaa = g"),
    ("dba = dba + g", "dba = g"),
)
trunc("forward_order", "from the first to the last", ("reversed(range(T_x))", "range(T_x)"))
trunc("da0_zero", "da0 is zero", ('"da0": carry', '"da0": np.zeros((n_a, m))'))
trunc("one_step_windows", "cuts at every step but the edges", ("% window == 0", "% window != 0"))
trunc(
    "length_three",
    "the number of windows for their length",
    ("if (t + 1) % window == 0:", "if (t + 1) % (T_x // window) == 0:"),
)
trunc(
    "two_end_and_weights",
    "two: from the end, weights of the last step",
    ("if (t + 1) % window == 0:", "if (T_x - 1 - t) % window == 0:"),
    ("dWax = dWax + g", "dWax = g"),
    ("dWaa = dWaa + g", "dWaa = g"),
    ("dba = dba + g", "dba = g"),
)
trunc(
    "two_late_and_da0",
    "two: one late, da0 zero",
    ("if (t + 1) % window == 0:", "if t % window == 0:"),
    ('"da0": carry', '"da0": np.zeros((n_a, m))'),
)
trunc(
    "two_own_and_dba",
    "two: own dropped, biases of the last step",
    (
        "        g = rnn_cell_backward(da[:, :, t] + carry, steps[t])",
        "        g = rnn_cell_backward(carry if (t + 1) % window == 0 else da[:, :, t] + carry, steps[t])",
    ),
    ("dba = dba + g", "dba = g"),
)
right(
    "rnn_backward_truncated",
    "by_rnn_backward",
    """
def rnn_backward_truncated(da, caches, window):
    steps, x = caches
    parts = []
    for start in range(0, x.shape[2], window):
        here = slice(start, start + window)
        parts.append(rnn_backward(da[:, :, here], (steps[here], x[:, :, here])))
    out = {k: sum(part[k] for part in parts) for k in ("dWax", "dWaa", "dba")}
    return {"dx": np.concatenate([part["dx"] for part in parts], axis=2), "da0": parts[0]["da0"], **out}
""",
    "rnn_backward on each window",
)
right(
    "rnn_backward_truncated",
    "integer_division",
    swap(TRUNCATED, ("if (t + 1) % window == 0:", "if t // window != (t + 1) // window:")),
    "another window by division",
)
right(
    "rnn_backward_truncated",
    "cut_after_but_for_first",
    swap(
        TRUNCATED,
        ("        if (t + 1) % window == 0:\n            carry = np.zeros((n_a, m))\n", ""),
        (
            '        carry = g["da_prev"]\n',
            '        carry = g["da_prev"] if t % window or t == 0 else 0 * carry\n',
        ),
    ),
    "drops after the cell, but for step 0",
)

# ------------------------------------------------------------------ rnn_forward_masked

masked = wrong("rnn_forward_masked", MASKED)
masked(
    "state_times_mask",
    "multiplies the state by the mask",
    ("mu * proposed + (1 - mu) * a_prev", "mu * proposed"),
)
masked(
    "mask_turned",
    "waits where it should move",
    ("mu * proposed + (1 - mu) * a_prev", "(1 - mu) * proposed + mu * a_prev"),
)
masked("no_mask", "the mask is not used", ("mu * proposed + (1 - mu) * a_prev", "proposed"))
masked(
    "pred_of_cell",
    "the cell's own prediction",
    ("proposed, _, cache", "proposed, cell_pred, cache"),
    ('softmax(parameters["Wya"] @ a_prev + parameters["by"])', "cell_pred"),
)
masked(
    "input_times_mask",
    "the input is masked, the state moves on",
    ("mu * proposed + (1 - mu) * a_prev", "proposed"),
    ("rnn_cell_forward(x[:, :, t], a", "rnn_cell_forward(x[:, :, t] * mask[:, t], a"),
)
masked(
    "kept_not_handed_on",
    "the kept state is stored, the proposed goes on",
    (
        "        a_prev = mu * proposed + (1 - mu) * a_prev\n        a[:, :, t] = a_prev\n",
        "        kept = mu * proposed + (1 - mu) * a_prev\n        a[:, :, t] = kept\n        a_prev = proposed\n",
    ),
    ('@ a_prev + parameters["by"]', '@ kept + parameters["by"]'),
)
masked(
    "stored_proposed",
    "the proposed state is stored, the kept goes on",
    ("a[:, :, t] = a_prev", "a[:, :, t] = proposed"),
)
masked("back_to_a0", "who waits goes back to a0", ("(1 - mu) * a_prev", "(1 - mu) * a0"))
masked(
    "pred_masked",
    "predictions of zero where it waits",
    (
        'softmax(parameters["Wya"] @ a_prev + parameters["by"])',
        'mu * softmax(parameters["Wya"] @ a_prev + parameters["by"])',
    ),
)
masked(
    "all_or_none",
    "the whole batch waits when one does",
    ("mu = mask[:, t]", "mu = mask[:, t].min()"),
)
masked(
    "first_example_mask", "the mask of the first example", ("mu = mask[:, t]", "mu = mask[0, t]")
)
masked("mask_row", "mask[t] for mask[:, t]", ("mu = mask[:, t]", "mu = mask[t % mask.shape[0], 0]"))
masked(
    "mask_of_next",
    "the mask of the step before",
    ("mu = mask[:, t]", "mu = mask[:, max(t - 1, 0)]"),
)
masked(
    "caches_with_kept",
    "the cache holds the kept state",
    ("caches.append(cache)", "caches.append((a_prev, *cache[1:]))"),
)
masked(
    "no_x_in_caches",
    "caches without x",
    ("return a, y_pred, (caches, x)", "return a, y_pred, caches"),
)
masked(
    "mask_column", "a column for each unit", ("mu = mask[:, t]", "mu = mask[:, t][:, np.newaxis]")
)
masked(
    "zero_after_end",
    "states after the end are zeroed in what is returned",
    ("    return a, y", "    a = a * mask\n    return a, y"),
)
masked("sigmoid_pred", "sigmoid for softmax", ("= softmax(", "= sigmoid("))
masked("starts_at_zero", "a0 not used", ("a_prev = a0", "a_prev = np.zeros(a0.shape)"))
masked(
    "two_times_and_cell_pred",
    "two: state times mask, the cell's prediction",
    ("mu * proposed + (1 - mu) * a_prev", "mu * proposed"),
    ("proposed, _, cache", "proposed, cell_pred, cache"),
    ('softmax(parameters["Wya"] @ a_prev + parameters["by"])', "cell_pred"),
)
masked(
    "two_turned_and_cache",
    "two: turned, the cache holds the kept state",
    ("mu * proposed + (1 - mu) * a_prev", "(1 - mu) * proposed + mu * a_prev"),
    ("caches.append(cache)", "caches.append((a_prev, *cache[1:]))"),
)
masked(
    "two_a0_and_pred",
    "two: a0 not used, prediction masked",
    ("a_prev = a0", "a_prev = np.zeros(a0.shape)"),
    (
        'softmax(parameters["Wya"] @ a_prev + parameters["by"])',
        'mu * softmax(parameters["Wya"] @ a_prev + parameters["by"])',
    ),
)
right(
    "rnn_forward_masked",
    "where",
    swap(MASKED, ("mu * proposed + (1 - mu) * a_prev", "np.where(mu == 1, proposed, a_prev)")),
    "np.where",
)
right(
    "rnn_forward_masked",
    "lists",
    """
def rnn_forward_masked(x, a0, mask, parameters):
    states, guesses, caches, a = [], [], [], a0
    for xt, here in zip(np.moveaxis(x, 2, 0), mask.T):
        new, _, cache = rnn_cell_forward(xt, a, parameters)
        a = a.copy()
        a[:, here > 0] = new[:, here > 0]
        states.append(a)
        guesses.append(softmax(parameters["Wya"] @ a + parameters["by"]))
        caches.append(cache)
    return np.stack(states, -1), np.stack(guesses, -1), (caches, x)
""",
    "copies the columns that move",
)
right(
    "rnn_forward_masked",
    "prediction_kept",
    swap(
        MASKED,
        ("proposed, _, cache", "proposed, cell_pred, cache"),
        (
            '        y_pred[:, :, t] = softmax(parameters["Wya"] @ a_prev + parameters["by"])',
            '        if t == 0:\n            before = softmax(parameters["Wya"] @ a0 + parameters["by"])\n        before = mu * cell_pred + (1 - mu) * before\n        y_pred[:, :, t] = before',
        ),
    ),
    "keeps the old prediction",
)

# ------------------------------------------------------------------ lesson 08: stack_gates

stack = wrong("stack_gates", STACK)
stack(
    "torch_order",
    "i, f, c, o",
    ('[parameters["Wf"], parameters["Wi"],', '[parameters["Wi"], parameters["Wf"],'),
    ('[parameters["bf"], parameters["bi"],', '[parameters["bi"], parameters["bf"],'),
)
stack(
    "alphabetical",
    "c, f, i, o",
    (
        '[parameters["Wf"], parameters["Wi"], parameters["Wc"],',
        '[parameters["Wc"], parameters["Wf"], parameters["Wi"],',
    ),
    (
        '[parameters["bf"], parameters["bi"], parameters["bc"],',
        '[parameters["bc"], parameters["bf"], parameters["bi"],',
    ),
)
stack(
    "fioc",
    "o before c",
    ('parameters["Wc"], parameters["Wo"]', 'parameters["Wo"], parameters["Wc"]'),
    ('parameters["bc"], parameters["bo"]', 'parameters["bo"], parameters["bc"]'),
)
stack("side_by_side", "axis 1", ('parameters["Wo"]])', 'parameters["Wo"]], axis=1)'))
stack(
    "biases_side_by_side",
    "biases along axis 1",
    ('parameters["bo"]])', 'parameters["bo"]], axis=1)'),
)
stack(
    "stacked_3d",
    "np.stack",
    ("W = np.concatenate(", "W = np.stack("),
    ("b = np.concatenate(", "b = np.stack("),
)
stack("flat_bias", "biases flat", ("    return W, b", "    return W, b.ravel()"))
stack(
    "dict_order",
    "whatever comes in the dict",
    (
        '[parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]]',
        '[parameters[k] for k in parameters if k[0] == "W" and k != "Wy"]',
    ),
    (
        '[parameters["bf"], parameters["bi"], parameters["bc"], parameters["bo"]]',
        '[parameters[k] for k in parameters if k[0] == "b" and k != "by"]',
    ),
)
stack(
    "with_signs",
    "the factors of Equation 6 are in",
    (
        "    return W, b",
        "    k = np.repeat([-1.0, -1, -2, -1], len(W) // 4)[:, np.newaxis]\n    return k * W, k * b",
    ),
)
stack(
    "two_order_and_flat",
    "two: i first, flat",
    ('[parameters["Wf"], parameters["Wi"],', '[parameters["Wi"], parameters["Wf"],'),
    ("    return W, b", "    return W, b.ravel()"),
)
stack(
    "only_weights_reordered",
    "the biases in another order than the weights",
    ('[parameters["bf"], parameters["bi"],', '[parameters["bi"], parameters["bf"],'),
)
stack(
    "everything",
    "Wy is in, too",
    ('parameters["Wo"]])', 'parameters["Wo"], np.zeros_like(parameters["Wo"])])'),
)
right(
    "stack_gates",
    "loop",
    """
def stack_gates(parameters):
    return tuple(np.vstack([parameters[kind + gate] for gate in "fico"]) for kind in "Wb")
""",
    "vstack",
)
right(
    "stack_gates",
    "preallocated",
    """
def stack_gates(parameters):
    n_a, n = parameters["Wf"].shape
    W = np.empty((4 * n_a, n), parameters["Wf"].dtype)
    b = np.empty((4 * n_a, 1), parameters["bf"].dtype)
    for k, g in enumerate(["f", "i", "c", "o"]):
        W[k * n_a : k * n_a + n_a] = parameters["W" + g]
        b[k * n_a : k * n_a + n_a] = parameters["b" + g]
    return W, b
""",
    "written into arrays",
)

# ------------------------------------------------------------------ fast_lstm_forward

fast = wrong("fast_lstm_forward", FAST)
fast("no_two", "the candidate's row without the 2", ("-1, -2, -1]", "-1, -1, -1]"))
fast("sign_forgotten", "no signs", ("[-1, -1, -2, -1]", "[1, 1, 2, 1]"))
fast("two_at_output", "the 2 at the output gate", ("[-1, -1, -2, -1]", "[-1, -1, -1, -2]"))
fast(
    "candidate_left",
    "h is used for the candidate",
    ("            h *= 2\n            h -= 1\n", ""),
)
fast("candidate_plus_one", "2 h + 1", ("h -= 1", "h += 1"))
fast("order_of_blocks", "reads i, f", ("f, i, h, o = gates", "i, f, h, o = gates"))
fast(
    "repeat_or_tile",
    "the factors are tiled, not repeated",
    (
        "np.repeat(np.array([-1, -1, -2, -1], dtype), n_a)",
        "np.tile(np.array([-1, -1, -2, -1], dtype), n_a)",
    ),
)
fast("c_not_kept", "no old cell state", ("f * c[t] + i * h", "i * h"))
fast("c_same_step", "c[t + 1] on both sides", ("f * c[t] + i * h", "f * c[t + 1] + i * h"))
fast("no_tanh_c", "a = o c", ("tanh_c[t] = np.tanh(c[t + 1])", "tanh_c[t] = c[t + 1]"))
fast("tanh_of_old_c", "tanh of the old cell state", ("np.tanh(c[t + 1])", "np.tanh(c[t])"))
fast(
    "state_not_written",
    "the state is not handed on",
    (
        "            seen[t + 1, :n_a] = o * tanh_c[t]\n",
        "            a_all[t] = o * tanh_c[t]\n            seen[t + 1, :n_a] = a0\n",
    ),
    ("    gates = np", "    a_all = np.zeros((T_x, n_a, m), dtype)\n    gates = np"),
    ("    a = seen[1:, :n_a]", "    a = a_all"),
)
fast("a0_zero", "a0 is not used", ("    seen[0, :n_a] = a0\n", "    seen[0, :n_a] = 0\n"))
fast(
    "c0_from_a0",
    "the cell state starts from a0",
    ("    tanh_c = np.zeros", "    c[0] = a0\n    tanh_c = np.zeros"),
)
fast("states_with_a0", "a begins with a0", ("a = seen[1:, :n_a]", "a = seen[:-1, :n_a]"))
fast("c_with_c0", "c begins with zero", ("c[1:].transpose", "c[:-1].transpose"))
fast(
    "time_first_returned",
    "time is the first axis",
    ("return a.transpose(1, 2, 0), y, c[1:].transpose(1, 2, 0),", "return a, y, c[1:],"),
)
fast(
    "reshape_for_transpose",
    "a reshape for a transpose",
    ("columns = a.transpose(1, 0, 2).reshape(n_a, T_x * m)", "columns = a.reshape(n_a, T_x * m)"),
)
fast(
    "y_axes",
    "examples and steps of y swapped",
    ("y.reshape(-1, T_x, m).transpose(0, 2, 1)", "y.reshape(-1, m, T_x)"),
)
fast("no_bias", "zeros below the stack", ("seen = np.ones(", "seen = np.zeros("))
fast(
    "bias_last_step",
    "the 1 is overwritten from the second step on",
    (
        "seen[t + 1, :n_a] = o * tanh_c[t]",
        "seen[t + 1, :n_a] = o * tanh_c[t]\n            seen[t + 1, -1] = 0",
    ),
)
fast("float64", "makes float64 of float32", ("dtype = np.result_type(x, a0, W)", "dtype = float"))
fast(
    "softmax_over_steps",
    "softmax over rows",
    ("    y = softmax(parameters", "    y = softmax_rows(parameters"),
    (
        "    n_x, m, T_x = x.shape",
        "    def softmax_rows(z):\n        e = np.exp(z - z.max(axis=1, keepdims=True))\n        return e / e.sum(axis=1, keepdims=True)\n    n_x, m, T_x = x.shape",
    ),
)
fast("by_of_first", "no bias in the prediction", (' + parameters["by"]', ""))
fast(
    "output_from_candidate",
    "output gate from the third block",
    ("f, i, h, o = gates[t]", "f, i, o, h = gates[t]"),
)
fast(
    "order_x_first",
    "x on top of the state",
    ("seen[0, :n_a] = a0", "seen[0, n_x:-1] = a0"),
    ("seen[:-1, n_a:-1] = x", "seen[:-1, :n_x] = x"),
    ("seen[t + 1, :n_a] = o", "seen[t + 1, n_x:-1] = o"),
    ("a = seen[1:, :n_a]", "a = seen[1:, n_x:-1]"),
)
fast(
    "two_no_two_and_y",
    "two: no 2, y without bias",
    ("-1, -2, -1]", "-1, -1, -1]"),
    (' + parameters["by"]', ""),
)
fast(
    "two_c0_and_reshape",
    "two: c_0 from a0, a reshape for a transpose",
    ("    tanh_c = np.zeros", "    c[0] = a0\n    tanh_c = np.zeros"),
    ("columns = a.transpose(1, 0, 2).reshape(n_a, T_x * m)", "columns = a.reshape(n_a, T_x * m)"),
)
fast(
    "two_float_and_plus",
    "two: float64, 2 h + 1",
    ("dtype = np.result_type(x, a0, W)", "dtype = float"),
    ("h -= 1", "h += 1"),
)
fast(
    "two_order_and_c",
    "two: reads i, f; tanh of the old cell",
    ("f, i, h, o = gates", "i, f, h, o = gates"),
    ("np.tanh(c[t + 1])", "np.tanh(c[t])"),
)
right(
    "fast_lstm_forward",
    "tanh_of_half",
    """
def fast_lstm_forward(x, a0, parameters):
    n_x, m, T = x.shape
    n = len(a0)
    W, b = stack_gates(parameters)
    scale = np.repeat(np.array([0.5, 0.5, 1, 0.5], W.dtype), n)[:, None]
    W2, b2 = W * scale, b * scale
    xs = np.ascontiguousarray(x.transpose(2, 0, 1))
    a, c, states, cells, gates = a0, np.zeros_like(a0), [], [], []
    for t in range(T):
        h = np.tanh(W2 @ np.concatenate([a, xs[t]]) + b2)
        f, i, o = (0.5 + 0.5 * h[k * n : (k + 1) * n] for k in (0, 1, 3))
        g = h[2 * n : 3 * n]
        c = f * c + i * g
        a = o * np.tanh(c)
        states.append(a)
        cells.append(c)
        gates.append((f, i, g, o))
    y = softmax(parameters["Wy"] @ np.concatenate(states, axis=1) + parameters["by"])
    y = y.reshape(-1, T, m).transpose(0, 2, 1)
    return np.stack(states, 2), y, np.stack(cells, 2), (gates, states, cells, x, a0, parameters)
""",
    "tanh of half, lists",
)
right(
    "fast_lstm_forward",
    "warns",
    swap(FAST, ('np.errstate(over="ignore")', "np.errstate()")),
    "NumPy warns of the overflow: the numbers are right",
)
attempt(
    "fast_lstm_forward",
    "wrong",
    "by_lesson_05",
    "lesson 05 as it is: slow, and float64 for float32",
    """
def fast_lstm_forward(x, a0, parameters):
    return lstm_forward(x, a0, parameters)
""",
)
right(
    "fast_lstm_forward",
    "dict_in_the_cache",
    swap(
        FAST,
        (
            "(seen, gates, c, tanh_c, W)",
            '({"seen": seen, "gates": gates, "c": c, "tanh": tanh_c, "W": W},)',
        ),
    ),
    "a cache of its own form",
)

# ------------------------------------------------------------------ fast_lstm_backward

fastb = wrong("fast_lstm_backward", FAST_BACKWARD)
fastb(
    "signed_W",
    "the W of Equation 6",
    ("(seen, gates, c, tanh_c, W)", "(seen, gates, c, tanh_c, W_bar[:, :-1])"),
)
fastb("no_dc_carry", "no carry of the cell state", ("dc_t = dc_carry + da_t", "dc_t = da_t"))
fastb("no_da_carry", "no carry of the state", ("da[:, :, t] + da_carry", "da[:, :, t]"))
fastb(
    "dc_carry_not_gated", "the cell's carry without f", ("dc_carry = dc_t * f", "dc_carry = dc_t")
)
fastb("no_tanh_slope", "no slope of tanh c", (" * (1 - tanh_c[t] ** 2)", ""))
fastb("no_output_gate", "dc without o", ("da_t * o * (1 - tanh", "da_t * (1 - tanh"))
fastb("c_of_this_step", "dzf with the new cell state", ("dc_t * c[t] * f", "dc_t * c[t + 1] * f"))
fastb("dzf_no_slope", "dzf without slope", ("dc_t * c[t] * f * (1 - f)", "dc_t * c[t]"))
fastb("dzi_by_i", "dzi without the candidate", ("dc_t * cc * i * (1 - i)", "dc_t * i * (1 - i)"))
fastb("dzc_sigmoid", "the candidate's slope is a sigmoid's", ("(1 - cc**2)", "cc * (1 - cc)"))
fastb(
    "dzc_times_two",
    "the 2 of Equation 6 comes back",
    ("dc_t * i * (1 - cc**2)", "2 * dc_t * i * (1 - cc**2)"),
)
fastb("dzo_from_dc", "dzo from dc", ("da_t * tanh_c[t] * o", "dc_t * tanh_c[t] * o"))
fastb("dzo_by_c", "dzo with c for tanh c", ("da_t * tanh_c[t] * o", "da_t * c[t + 1] * o"))
fastb("rows_order", "gives the rows to i, f, c, o", ('enumerate("fico")', 'enumerate("ifco")'))
fastb(
    "reshape_only",
    "a reshape for a transpose",
    (
        "beside = dz.transpose(1, 0, 2).reshape(4 * n_a, T_x * m)",
        "beside = dz.reshape(4 * n_a, T_x * m)",
    ),
)
fastb(
    "stacks_of_next", "the stacks of the next step", ("seen[:-1].transpose", "seen[1:].transpose")
)
fastb(
    "dW_last_step",
    "dW of the first step only",
    ("    dW = beside @ stacks.T\n", "    dW = dz[0] @ seen[0].T\n"),
)
fastb("Wx_for_Wa", "the last columns for the state", ("W[:, :n_a].T", "W[:, -n_a:].T"))
fastb(
    "dx_axes",
    "dx with steps and examples swapped",
    (
        ".reshape(-1, T_x, m).transpose(0, 2, 1)\n    gradients",
        ".reshape(-1, m, T_x)\n    gradients",
    ),
)
fastb("bias_flat", "biases flat", ("dW[rows, -1:]", "dW[rows, -1]"))
fastb("bias_in_dW", "dW with the bias' column", ("dW[rows, :-1]", "dW[rows]"))
fastb(
    "da0_is_da",
    "da0 before the last product",
    ("        da_carry = back @ dz[t]\n", "        da_carry = back @ dz[t] if t else da_carry\n"),
)
fastb(
    "cache_written",
    "the gates in the cache are changed",
    ("        dc_carry = dc_t * f\n", "        dc_carry = dc_t * f\n        f *= 1 - f\n"),
)
fastb(
    "da_written",
    "adds into da",
    (
        "        da_t = da[:, :, t] + da_carry\n",
        "        da_t = da[:, :, t]\n        da_t += da_carry\n",
    ),
)
fastb(
    "pops_the_cache",
    "empties a list in the cache",
    ("f, i, cc, o = gates[t].reshape(4, n_a, m)", "f, i, cc, o = gates.pop().reshape(4, n_a, m)"),
    ("(seen, gates, c, tanh_c, W)\n\n", "(seen, list(gates), c, tanh_c, W)\n\n"),
)
fastb(
    "float64_back",
    "float64 for float32",
    ("dz = np.zeros((T_x, 4 * n_a, m), W.dtype)", "dz = np.zeros((T_x, 4 * n_a, m))"),
)
fastb("mean_gradients", "divided by m", ("dW = beside @ stacks.T", "dW = beside @ stacks.T / m"))
fastb(
    "carry_before_dz",
    "the carry is made from the step before",
    ("        da_carry = back @ dz[t]\n", "        da_carry = back @ dz[min(t + 1, T_x - 1)]\n"),
)
fastb(
    "dc_after_f",
    "dc carried before a's part is added",
    ("        dc_carry = dc_t * f\n", "        dc_carry = dc_carry * f\n"),
)
fastb(
    "two_signed_and_order",
    "two: the W of Equation 6, rows to i, f, c, o",
    ("(seen, gates, c, tanh_c, W)", "(seen, gates, c, tanh_c, W_bar[:, :-1])"),
    ('enumerate("fico")', 'enumerate("ifco")'),
)
fastb(
    "two_no_carry_slope",
    "two: no carry of c, dzc sigmoid",
    ("dc_t = dc_carry + da_t", "dc_t = da_t"),
    ("(1 - cc**2)", "cc * (1 - cc)"),
)
fastb(
    "two_flat_and_mean",
    "two: biases flat, divided by m",
    ("dW[rows, -1:]", "dW[rows, -1]"),
    ("dW = beside @ stacks.T", "dW = beside @ stacks.T / m"),
)
fastb(
    "two_c_and_dzo",
    "two: new cell state in dzf, dzo with c",
    ("dc_t * c[t] * f", "dc_t * c[t + 1] * f"),
    ("da_t * tanh_c[t] * o", "da_t * c[t + 1] * o"),
)
right(
    "fast_lstm_backward",
    "slopes_before",
    swap(
        FAST_BACKWARD,
        (
            "    for t in reversed(range(T_x)):\n        f, i, cc, o",
            "    slope = 1 - tanh_c**2\n    for t in reversed(range(T_x)):\n        f, i, cc, o",
        ),
        ("(1 - tanh_c[t] ** 2)", "slope[t]"),
    ),
    "slopes before the loop",
)
attempt(
    "fast_lstm_backward",
    "wrong",
    "by_lesson_05",
    "lesson 05 as it is: slow, and float64 for float32",
    """
def fast_lstm_forward(x, a0, parameters):
    return lstm_forward(x, a0, parameters)


def fast_lstm_backward(da, cache):
    return lstm_backward(da, cache)
""",
)
right(
    "fast_lstm_backward",
    "einsum",
    swap(FAST_BACKWARD, ("dW = beside @ stacks.T", 'dW = np.einsum("tim,tjm->ij", dz, seen[:-1])')),
    "one einsum for dW",
)

# ------------------------------------------------------------------ to_torch

torch = wrong("to_torch", TO_TORCH)
torch("our_order", "f, i, c, o", ('order = "ifco"', 'order = "fico"'))
torch("o_before_c", "i, f, o, c", ('order = "ifco"', 'order = "ifoc"'))
torch("alphabetical", "c, f, i, o", ('order = "ifco"', 'order = "cfio"'))
torch(
    "halves_swapped",
    "ih and hh swapped",
    ("W[:, n_a:].copy()", "W[:, :n_a].copy()"),
    ('"weight_hh_l0": W[:, :n_a].copy()', '"weight_hh_l0": W[:, n_a:].copy()'),
)
torch(
    "cut_from_the_left",
    "the first n_x columns for the input",
    ("W[:, n_a:].copy()", "W[:, : W.shape[1] - n_a].copy()"),
    ('"weight_hh_l0": W[:, :n_a].copy()', '"weight_hh_l0": W[:, W.shape[1] - n_a :].copy()'),
)
torch("both_biases_whole", "both biases hold the whole", ("np.zeros_like(b)", "b.copy()"))
torch("bias_column", "biases as columns", (".ravel()", ""))
torch(
    "bias_our_order",
    "biases in our order",
    ('[parameters["b" + g] for g in order]', '[parameters["b" + g] for g in "fico"]'),
)
torch(
    "transposed",
    "matrices transposed",
    ("W[:, n_a:].copy()", "W[:, n_a:].T.copy()"),
    ('"weight_hh_l0": W[:, :n_a].copy()', '"weight_hh_l0": W[:, :n_a].T.copy()'),
)
torch("no_l0", "names without l0", ("_l0", ""))
torch(
    "views",
    "views of the parameters",
    (
        '    W = np.concatenate([parameters["W" + g] for g in order])\n',
        '    W = parameters["Wi"]\n    for g in "fco":\n        W = np.concatenate([W, parameters["W" + g]])\n',
    ),
    ("np.zeros_like(b)", "0 * b[:1]"),
)
torch(
    "halved_once",
    "half the bias in one, zero in the other",
    ('"bias_ih_l0": b,', '"bias_ih_l0": b / 2,'),
)
torch("one_bias", "one bias is left out", (', "bias_hh_l0": np.zeros_like(b)', ""))
torch(
    "factors_in",
    "the factors of Equation 6 are in",
    (
        "    return {",
        "    k = np.repeat(np.array([-1, -1, -2, -1], W.dtype), n_a)\n    W, b = W * k[:, np.newaxis], b * k\n    return {",
    ),
)
torch(
    "forget_bias_plus_one",
    "adds 1 to the forget bias",
    ("    return {", "    b[n_a : 2 * n_a] += 1\n    return {"),
)
torch(
    "two_order_and_column",
    "two: our order, columns",
    ('order = "ifco"', 'order = "fico"'),
    (".ravel()", ""),
)
torch(
    "two_swapped_and_whole",
    "two: halves swapped, both biases whole",
    ("W[:, n_a:].copy()", "W[:, :n_a].copy()"),
    ('"weight_hh_l0": W[:, :n_a].copy()', '"weight_hh_l0": W[:, n_a:].copy()'),
    ("np.zeros_like(b)", "b.copy()"),
)
torch(
    "zeros_without_type",
    "float64 zeros beside float32: right, before the text said that the type stays",
    ("np.zeros_like(b)", "np.zeros(4 * n_a)"),
)
right(
    "to_torch",
    "halves",
    swap(TO_TORCH, ('"bias_ih_l0": b,', '"bias_ih_l0": b / 2,'), ("np.zeros_like(b)", "b / 2")),
    "half in each",
)
right(
    "to_torch",
    "split",
    """
def to_torch(parameters):
    parts = {"weight_ih_l0": [], "weight_hh_l0": [], "bias_ih_l0": [], "bias_hh_l0": []}
    for g in "ifco":
        W, b = parameters["W" + g], parameters["b" + g][:, 0]
        parts["weight_hh_l0"].append(W[:, : len(W)])
        parts["weight_ih_l0"].append(W[:, len(W) :])
        parts["bias_hh_l0"].append(b)
        parts["bias_ih_l0"].append(b * 0)
    return {k: np.concatenate(v) for k, v in parts.items()}
""",
    "the sum in the other bias",
)

# ------------------------------------------------------------------ two mistakes at once

for line in """
encode no_start_mark padding_is_the_mark
encode mask_turned no_error
encode y_equals_x error_of_index
sequence_loss no_minus mean_of_words
sequence_loss bits sum_only
sequence_loss_backward not_divided softmax_again
sequence_loss_backward sign no_mask
clip_gradients largest_entry one_over_norm
clip_gradients turned_factor norm_of_sums
clip_gradients mean_square in_place
adam_step no_root corrects_mean_only
adam_step steps_not_counted state_in_place
adam_step betas_swapped steps_from_zero
adam_step no_square eps_forgotten
adam_step climbs state_in_place
apply_temperature power_T all_maximum
apply_temperature last_axis underflow
sample_word argmax mark_in_the_word
sample_word state_not_handed_on one_too_long
sample_word global_chance temperature_one_over
orthogonal own_seed rescaled
orthogonal global_chance unit_columns_only
gru_cell_forward gate_turned reset_after
gru_cell_forward reset_turned no_bias_c
gru_cell_forward stack_turned candidate_stack_turned
gru_cell_forward cache_swapped pred_from_candidate
gru_cell_forward mix_with_v candidate_sigmoid
gru_cell_backward dzr_by_rt dxt_without_gates
gru_cell_backward no_path_mixture dzu_no_slope
gru_cell_backward dWr_by_sc bias_flat
gru_cell_backward dzc_no_ut dzr_tanh_slope
gru_cell_backward reset_not_multiplied dWc_by_s
rnn_backward_truncated from_the_end da0_zero
rnn_backward_truncated no_cut overwritten
rnn_backward_truncated off_by_one_early halved
rnn_forward_masked pred_of_cell caches_with_kept
rnn_forward_masked stored_proposed no_x_in_caches
rnn_forward_masked first_example_mask sigmoid_pred
rnn_forward_masked state_times_mask starts_at_zero
stack_gates torch_order biases_side_by_side
stack_gates with_signs fioc
fast_lstm_forward no_tanh_c no_bias
fast_lstm_forward candidate_left time_first_returned
fast_lstm_forward a0_zero y_axes
fast_lstm_forward float64 c_with_c0
fast_lstm_forward output_from_candidate by_of_first
fast_lstm_backward no_da_carry bias_flat
fast_lstm_backward no_output_gate dzi_by_i
fast_lstm_backward reshape_only dx_axes
fast_lstm_backward cache_written dzf_no_slope
fast_lstm_backward dzc_times_two signed_W
fast_lstm_backward stacks_of_next rows_order
to_torch our_order both_biases_whole
to_torch halves_swapped bias_column
to_torch transposed bias_our_order
""".split("\n")[1:-1]:
    both(*line.split())
