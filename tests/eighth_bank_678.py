# ruff: noqa: E501 - lines as a student has them
"""Wrong and right attempts at the functions of lessons 06 to 08, written from the released notebooks alone.

A reader who knew lessons 01 to 05 solved the exercises from their text and then made the mistakes of a
first evening: slips of the pencil, half-finished edits, unfamiliar types, often two at once.
"""

RIGHT = {
    "encode": """
def encode(words, alphabet):
    T_x = max(len(word) for word in words) + 1
    shape = (len(alphabet), len(words), T_x)
    x, y, mask = np.zeros(shape), np.zeros(shape), np.zeros((len(words), T_x))
    mark = alphabet[0]
    for j, word in enumerate(words):
        seen, said = mark + word, word + mark
        for t in range(len(seen)):
            for c in (seen[t], said[t]):
                if c not in alphabet:
                    raise ValueError(f"character {c!r} of {word!r} is not in the alphabet")
            x[alphabet.index(seen[t]), j, t] = 1
            y[alphabet.index(said[t]), j, t] = 1
            mask[j, t] = 1
    return x, y, mask
""",
    "sequence_loss": """
def sequence_loss(y_pred, y, mask):
    p = np.sum(y * y_pred, axis=0)
    p = np.where(mask == 0, 1.0, p)
    return -np.sum(np.log(p)) / np.sum(mask)
""",
    "sequence_loss_backward": """
def sequence_loss_backward(y_pred, y, mask):
    return mask / mask.sum() * (y_pred - y)
""",
    "clip_gradients": """
def clip_gradients(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients.values()))
    if norm <= limit:
        return {k: g.copy() for k, g in gradients.items()}
    return {k: g * (limit / norm) for k, g in gradients.items()}
""",
    "adam_step": """
def adam_step(parameters, gradients, state, learning_rate):
    n = state["steps"] + 1
    mean, square, new = {}, {}, {}
    for name, W in parameters.items():
        g = gradients["d" + name]
        mean[name] = 0.9 * state["mean"][name] + 0.1 * g
        square[name] = 0.999 * state["square"][name] + 0.001 * g**2
        m_hat = mean[name] / (1 - 0.9**n)
        s_hat = square[name] / (1 - 0.999**n)
        new[name] = W - learning_rate * m_hat / (np.sqrt(s_hat) + 1e-8)
    return new, {"steps": n, "mean": mean, "square": square}
""",
    "apply_temperature": """
def apply_temperature(probabilities, temperature):
    p = (probabilities / probabilities.max(axis=0)) ** (1 / temperature)
    return p / p.sum(axis=0)
""",
    "sample_word": """
def sample_word(step, alphabet, temperature, random, longest=30):
    word, index, state = "", 0, None
    while len(word) < longest:
        p, state = step(index, state)
        p = apply_temperature(p, temperature)
        index = random.choice(len(alphabet), p=p)
        if index == 0:
            break
        word += alphabet[index]
    return word
""",
    "orthogonal": """
def orthogonal(n, random):
    Q, R = np.linalg.qr(random.standard_normal((n, n)))
    return Q
""",
    "gru_cell_forward": """
def gru_cell_forward(xt, a_prev, parameters):
    s = np.vstack([a_prev, xt])
    ut = sigmoid(parameters["Wu"] @ s + parameters["bu"])
    rt = sigmoid(parameters["Wr"] @ s + parameters["br"])
    v = rt * a_prev
    sc = np.vstack([v, xt])
    cct = np.tanh(parameters["Wc"] @ sc + parameters["bc"])
    a_next = ut * cct + (1 - ut) * a_prev
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, ut, rt, cct, xt, parameters)
""",
    "gru_cell_backward": """
def gru_cell_backward(da_next, cache):
    a_next, a_prev, ut, rt, cct, xt, parameters = cache
    n_a = a_prev.shape[0]
    dzu = da_next * (cct - a_prev) * ut * (1 - ut)
    dzc = da_next * ut * (1 - cct**2)
    below = parameters["Wc"].T @ dzc
    dv, dx_cand = below[:n_a], below[n_a:]
    dzr = dv * a_prev * rt * (1 - rt)
    gates = parameters["Wu"].T @ dzu + parameters["Wr"].T @ dzr
    s = np.vstack([a_prev, xt])
    sc = np.vstack([rt * a_prev, xt])
    da_prev = da_next * (1 - ut) + dv * rt + gates[:n_a]
    dxt = dx_cand + gates[n_a:]
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
""",
    "rnn_backward_truncated": """
def rnn_backward_truncated(da, caches, window):
    steps, x = caches
    dx = np.zeros(x.shape)
    carry = np.zeros(da.shape[:2])
    total = {}
    for t in reversed(range(x.shape[2])):
        if (t + 1) % window == 0:
            carry = np.zeros(da.shape[:2])
        g = rnn_cell_backward(da[:, :, t] + carry, steps[t])
        dx[:, :, t] = g["dxt"]
        carry = g["da_prev"]
        for k in ("dWax", "dWaa", "dba"):
            total[k] = total.get(k, 0) + g[k]
    return {"dx": dx, "da0": carry, **total}
""",
    "rnn_forward_masked": """
def rnn_forward_masked(x, a0, mask, parameters):
    a, out, preds, caches = a0, [], [], []
    for t in range(x.shape[2]):
        proposed, yt_pred, cache = rnn_cell_forward(x[:, :, t], a, parameters)
        mu = mask[:, t]
        a = mu * proposed + (1 - mu) * a
        out.append(a)
        preds.append(softmax(parameters["Wya"] @ a + parameters["by"]))
        caches.append(cache)
    return np.stack(out, axis=2), np.stack(preds, axis=2), (caches, x)
""",
    "stack_gates": """
def stack_gates(parameters):
    W = np.concatenate([parameters["W" + g] for g in "fico"])
    b = np.concatenate([parameters["b" + g] for g in "fico"])
    return W, b
""",
    "fast_lstm_forward": """
def fast_lstm_forward(x, a0, parameters):
    W, b = stack_gates(parameters)
    n_a = a0.shape[0]
    n_x, m, T_x = x.shape
    dtype = np.result_type(x, a0, *parameters.values())
    factors = np.repeat(np.array([-1, -1, -2, -1], dtype=dtype), n_a)[:, np.newaxis]
    W_bar = factors * np.concatenate([W, b], axis=1)
    seen = np.ones((T_x + 1, n_a + n_x + 1, m), dtype)
    seen[0, :n_a] = a0
    seen[:T_x, n_a:-1] = x.transpose(2, 0, 1)
    c = np.zeros((T_x + 1, n_a, m), dtype)
    tanh_c = np.zeros((T_x, n_a, m), dtype)
    gates = []
    with np.errstate(over="ignore"):
        for t in range(T_x):
            g = 1 / (1 + np.exp(W_bar @ seen[t]))
            f, i, h, o = g.reshape(4, n_a, m)
            h *= 2
            h -= 1
            gates.append(g)
            c[t + 1] = f * c[t] + i * h
            tanh_c[t] = np.tanh(c[t + 1])
            seen[t + 1, :n_a] = o * tanh_c[t]
    a = seen[1:, :n_a].transpose(1, 0, 2)
    z = parameters["Wy"] @ a.reshape(n_a, T_x * m) + parameters["by"]
    y = softmax(z).reshape(-1, T_x, m)
    cache = (seen, gates, c, tanh_c, W)
    return a.transpose(0, 2, 1), y.transpose(0, 2, 1), c[1:].transpose(1, 2, 0), cache
""",
    "fast_lstm_backward": """
def fast_lstm_backward(da, cache):
    seen, gates, c, tanh_c, W = cache
    T_x, n_a, m = tanh_c.shape
    dz = np.zeros((T_x, 4 * n_a, m), W.dtype)
    WaT = np.ascontiguousarray(W[:, :n_a].T)
    da_carry = np.zeros((n_a, m), W.dtype)
    dc_carry = np.zeros((n_a, m), W.dtype)
    for t in reversed(range(T_x)):
        f, i, cc, o = gates[t].reshape(4, n_a, m)
        dat = da[:, :, t] + da_carry
        dct = dc_carry + dat * o * (1 - tanh_c[t] ** 2)
        z = dz[t].reshape(4, n_a, m)
        z[0] = dct * c[t] * f * (1 - f)
        z[1] = dct * cc * i * (1 - i)
        z[2] = dct * i * (1 - cc**2)
        z[3] = dat * tanh_c[t] * o * (1 - o)
        da_carry = WaT @ dz[t]
        dc_carry = dct * f
    side = dz.transpose(1, 0, 2).reshape(4 * n_a, T_x * m)
    stacks = seen[:-1].transpose(1, 0, 2).reshape(-1, T_x * m)
    dWb = side @ stacks.T
    dx = (W[:, n_a:].T @ side).reshape(-1, T_x, m).transpose(0, 2, 1)
    out = {"dx": dx, "da0": da_carry}
    for k, g in enumerate("fico"):
        rows = dWb[k * n_a : (k + 1) * n_a]
        out["dW" + g], out["db" + g] = rows[:, :-1], rows[:, -1:]
    return out
""",
    "to_torch": """
def to_torch(parameters):
    n_a = parameters["bf"].shape[0]
    W = np.concatenate([parameters["W" + g] for g in "ifco"])
    b = np.concatenate([parameters["b" + g] for g in "ifco"])[:, 0]
    return {
        "weight_ih_l0": W[:, n_a:].copy(),
        "weight_hh_l0": W[:, :n_a].copy(),
        "bias_ih_l0": b,
        "bias_hh_l0": np.zeros_like(b),
    }
""",
}


MUTANTS = {name: [] for name in RIGHT}
CHANGES = {name: {} for name in RIGHT}  # the changes of each attempt that has some


def wrong(function, name, note, *changes):
    """Note an attempt: the right text with some pieces replaced."""
    source = RIGHT[function]
    for old, new in changes:
        if source.count(old) != 1:
            raise ValueError(f"{function}, {name}: {old!r} stands there {source.count(old)} times")
        source = source.replace(old, new)
    MUTANTS[function].append((name, source, "wrong", note))
    CHANGES[function][name] = changes


def whole(function, name, kind, note, source):
    """Note an attempt that was written from nothing."""
    MUTANTS[function].append((name, source, kind, note))


# ---- encode
wrong(
    "encode",
    "labels_not_moved",
    "y holds the same characters as x.",
    ("word + mark\n", "mark + word\n"),
)
wrong(
    "encode",
    "no_mark_in_front",
    "x begins with the first letter.",
    ("seen, said = mark + word,", "seen, said = word + mark,"),
)
wrong(
    "encode",
    "mask_from_word_length",
    "The mask leaves out the step of the end mark.",
    ("            mask[j, t] = 1\n", "        mask[j, : len(word)] = 1\n"),
)
wrong(
    "encode",
    "mask_all_ones",
    "The padding counts as well.",
    ("np.zeros((len(words), T_x))", "np.ones((len(words), T_x))"),
)
wrong(
    "encode",
    "padding_is_the_mark",
    "Short words are filled up with marks.",
    ("mark + word, word + mark", "(mark + word).ljust(T_x, mark), (word + mark).ljust(T_x, mark)"),
)
wrong(
    "encode", "room_for_two_marks", "T_x counts both marks.", ("+ 1\n    shape", "+ 2\n    shape")
)
wrong(
    "encode",
    "boolean_mask",
    "Arrays of truth values, and y begins with the mark.",
    ("np.zeros((len(words), T_x))", "np.zeros((len(words), T_x), dtype=bool)"),
    ("word + mark\n", "mark + word\n"),
)
wrong(
    "encode",
    "index_error_kept",
    "Lets str.index complain.",
    (
        '                if c not in alphabet:\n                    raise ValueError(f"character {c!r} of {word!r} is not in the alphabet")\n',
        "                pass\n",
    ),
)
wrong(
    "encode",
    "says_word_only",
    "The message names the word and not the character.",
    ("character {c!r} of {word!r} is not", "{word} is not"),
)
wrong("encode", "key_error", "Raises another error.", ('raise ValueError(f"', 'raise KeyError(f"'))
wrong(
    "encode",
    "examples_last",
    "The axes are characters, steps, words.",
    ("(len(alphabet), len(words), T_x)\n", "(len(alphabet), T_x, len(words))\n"),
    ("x[alphabet.index(seen[t]), j, t]", "x[alphabet.index(seen[t]), t, j]"),
    ("y[alphabet.index(said[t]), j, t]", "y[alphabet.index(said[t]), t, j]"),
)
wrong(
    "encode",
    "one_array_twice",
    "x and y are one array.",
    ("x, y, mask = np.zeros(shape), np.zeros(shape), np", "x = y = np.zeros(shape)\n    mask = np"),
)
wrong(
    "encode",
    "counts_instead_of_ones",
    "Adds 1 at a fixed step: the index of the letter is used for the step.",
    (
        "x[alphabet.index(seen[t]), j, t] = 1",
        "x[alphabet.index(seen[t]), j, seen.index(seen[t])] += 1",
    ),
)
whole(
    "encode",
    "words_of_one_length",
    "wrong",
    "Takes T_x from the first word.",
    RIGHT["encode"].replace("max(len(word) for word in words) + 1", "len(words[0]) + 1"),
)

# ---- sequence_loss
wrong(
    "sequence_loss", "mean_over_padding", "Divides by all steps.", ("/ np.sum(mask)", "/ mask.size")
)
wrong(
    "sequence_loss",
    "mean_over_words",
    "Divides by the words, as lesson 03 did.",
    ("/ np.sum(mask)", "/ mask.shape[0]"),
)
wrong("sequence_loss", "in_bits", "Takes the logarithm to base 2.", ("np.log(p)", "np.log2(p)"))
wrong(
    "sequence_loss",
    "mask_times_log",
    "Multiplies the logarithm of 0 by the mask.",
    ("    p = np.where(mask == 0, 1.0, p)\n", ""),
    ("np.log(p)", "mask * np.log(p)"),
)
wrong(
    "sequence_loss",
    "epsilon_in_log",
    "Adds a small number and forgets the mask.",
    ("    p = np.where(mask == 0, 1.0, p)\n", ""),
    ("np.log(p)", "np.log(p + 1e-8)"),
)
wrong(
    "sequence_loss",
    "sum_over_steps_axis",
    "Sums the product over the wrong axis.",
    ("y_pred, axis=0)", "y_pred, axis=-1)"),
)
wrong(
    "sequence_loss",
    "largest_probability",
    "Takes the network's favourite instead of the label.",
    ("np.sum(y * y_pred, axis=0)", "np.max(y_pred, axis=0)"),
)
wrong(
    "sequence_loss",
    "zero_in_padding",
    "Puts 0 where 1 would be harmless.",
    ("0, 1.0, p)", "0, 0.0, p)"),
)
wrong(
    "sequence_loss",
    "sign_and_mean",
    "No minus, and the padding in the mean.",
    ("return -np.sum(np.log(p)) / np.sum(mask)", "return np.mean(np.log(p))"),
)
wrong(
    "sequence_loss",
    "mean_of_means",
    "The mean over words of each word's mean.",
    ("-np.sum(np.log(p)) / np.sum(mask)", "-np.mean(np.log(p).sum(axis=1) / mask.sum(axis=1))"),
)
whole(
    "sequence_loss",
    "binary_entropy",
    "wrong",
    "Adds the surprise of what did not come.",
    """
def sequence_loss(y_pred, y, mask):
    L = 0
    for t in range(mask.shape[1]):
        for j in range(mask.shape[0]):
            if mask[j, t]:
                L -= np.sum(y[:, j, t] * np.log(y_pred[:, j, t]) + (1 - y[:, j, t]) * np.log(1 - y_pred[:, j, t]))
    return L / mask.sum()
""",
)
whole(
    "sequence_loss",
    "return_inside_loop",
    "wrong",
    "Returns after the first word.",
    """
def sequence_loss(y_pred, y, mask):
    L, N = 0.0, 0
    for j in range(mask.shape[0]):
        for t in range(mask.shape[1]):
            if mask[j, t] == 1:
                L += -np.log(np.sum(y[:, j, t] * y_pred[:, j, t]))
                N += 1
        return L / N
""",
)

# ---- sequence_loss_backward
wrong(
    "sequence_loss_backward",
    "no_mask",
    "The padding gets a gradient.",
    ("mask / mask.sum() * (y_pred - y)", "(y_pred - y) / mask.sum()"),
)
wrong(
    "sequence_loss_backward",
    "other_sign",
    "Label minus prediction.",
    ("(y_pred - y)", "(y - y_pred)"),
)
wrong(
    "sequence_loss_backward",
    "divided_by_m",
    "Divides by the number of words.",
    ("mask / mask.sum()", "mask / mask.shape[0]"),
)
wrong(
    "sequence_loss_backward",
    "each_word_by_its_own",
    "Divides each word by its own number of steps.",
    ("mask.sum()", "mask.sum(axis=1, keepdims=True)"),
)
wrong(
    "sequence_loss_backward",
    "mask_on_prediction_only",
    "The mask multiplies the prediction, and the label stays.",
    ("mask / mask.sum() * (y_pred - y)", "(mask * y_pred - y) / mask.sum()"),
)
wrong(
    "sequence_loss_backward",
    "of_probabilities",
    "The gradient with respect to the probabilities.",
    ("(y_pred - y)", "(-y / y_pred)"),
)
wrong(
    "sequence_loss_backward",
    "in_place",
    "Writes into y_pred.",
    (
        "    return mask / mask.sum() * (y_pred - y)",
        "    y_pred -= y\n    y_pred *= mask / mask.sum()\n    return y_pred",
    ),
)
wrong(
    "sequence_loss_backward",
    "mask_transposed",
    "Turns the mask round, and divides by all steps.",
    ("mask / mask.sum() * (y_pred - y)", "(y_pred - y) * mask.T[np.newaxis] / mask.size"),
)
wrong(
    "sequence_loss_backward",
    "mask_axis_last",
    "The new axis of the mask is the last one.",
    ("mask / mask.sum() *", "mask[:, :, np.newaxis] / mask.sum() *"),
)
wrong(
    "sequence_loss_backward",
    "own_loss_called",
    "Divides by the loss.",
    ("mask / mask.sum() *", "mask / sequence_loss(y_pred, y, mask) *"),
)

# ---- clip_gradients
wrong(
    "clip_gradients",
    "each_by_itself",
    "Each array by its own norm.",
    (
        "    return {k: g * (limit / norm)",
        "    return {k: g * min(1, limit / np.sqrt(np.sum(g**2)))",
    ),
)
wrong(
    "clip_gradients",
    "always_scaled",
    "Small gradients grow to the limit.",
    ("    if norm <= limit:\n        return {k: g.copy() for k, g in gradients.items()}\n", ""),
)
wrong(
    "clip_gradients",
    "cut_at_limit",
    "Cuts each entry.",
    ("g * (limit / norm)", "np.clip(g, -limit, limit)"),
)
wrong(
    "clip_gradients",
    "sum_of_norms",
    "Adds norms instead of squares.",
    ("np.sqrt(sum(np.sum(g**2) for", "(sum(np.linalg.norm(g) for"),
)
wrong("clip_gradients", "no_root", "Forgets the root.", ("np.sqrt(sum(", "(sum("))
wrong(
    "clip_gradients",
    "largest_norm",
    "The largest norm of all arrays.",
    (
        "np.sqrt(sum(np.sum(g**2) for g in gradients.values()))",
        "max(np.linalg.norm(g) for g in gradients.values())",
    ),
)
wrong(
    "clip_gradients",
    "limit_squared",
    "Compares the root with the limit and scales by the squares.",
    ("(limit / norm)", "(limit / norm**2)"),
)
whole(
    "clip_gradients",
    "in_place",
    "wrong",
    "Multiplies the arrays themselves.",
    """
def clip_gradients(gradients, limit):
    norm = 0
    for g in gradients.values():
        norm += (g * g).sum()
    norm = norm ** 0.5
    if norm > limit:
        for key in gradients:
            gradients[key] *= limit / norm
    return gradients
""",
)
whole(
    "clip_gradients",
    "norm_overwritten",
    "wrong",
    "The loop keeps the norm of the last array only.",
    """
def clip_gradients(gradients, limit):
    clipped = {}
    for name, value in gradients.items():
        norm = np.sqrt(np.sum(value ** 2))
    factor = min(1.0, limit / norm)
    for name, value in gradients.items():
        clipped[name] = factor * value
    return clipped
""",
)
whole(
    "clip_gradients",
    "stacked_arrays",
    "wrong",
    "Tries to stack arrays of different shapes.",
    """
def clip_gradients(gradients, limit):
    norm = np.linalg.norm(np.array(list(gradients.values())))
    return {k: v * min(1, limit / norm) for k, v in gradients.items()}
""",
)
whole(
    "clip_gradients",
    "list_for_dict",
    "wrong",
    "Gives a list of arrays.",
    """
def clip_gradients(gradients, limit):
    norm = np.sqrt(sum((g**2).sum() for g in gradients.values()))
    factor = min(1, limit / norm)
    return [g * factor for g in gradients.values()]
""",
)
whole(
    "clip_gradients",
    "infinite_ratio",
    "correct",
    "Lets limit over 0 be infinite.",
    """
def clip_gradients(gradients, limit):
    norm = np.sqrt(sum((g**2).sum() for g in gradients.values()))
    factor = np.minimum(1, np.float64(limit) / norm)
    if np.isnan(limit / np.float64(norm)):
        return None
    return {n: g * factor for n, g in gradients.items()}
""",
)

# ---- adam_step
wrong(
    "adam_step",
    "steps_from_zero",
    "Corrects with the count before this step.",
    ('n = state["steps"] + 1', 'n = state["steps"]'),
)
wrong(
    "adam_step",
    "count_not_returned",
    "The count in the state stays.",
    ('{"steps": n,', '{"steps": state["steps"],'),
)
wrong(
    "adam_step",
    "corrected_kept",
    "Keeps the corrected means.",
    ("        new[name]", "        mean[name], square[name] = m_hat, s_hat\n        new[name]"),
)
wrong(
    "adam_step",
    "epsilon_inside",
    "The small number inside the root.",
    ("(np.sqrt(s_hat) + 1e-8)", "np.sqrt(s_hat + 1e-8)"),
)
wrong(
    "adam_step",
    "no_correction",
    "No correction.",
    ("m_hat = mean[name] / (1 - 0.9**n)", "m_hat = mean[name]"),
    ("s_hat = square[name] / (1 - 0.999**n)", "s_hat = square[name]"),
)
wrong(
    "adam_step",
    "rates_swapped",
    "0.9 and 0.999 exchanged in the correction.",
    ("(1 - 0.9**n)", "(1 - 0.999**n)"),
    ("square[name] / (1 - 0.999**n)\n", "square[name] / (1 - 0.9**n)\n"),
)
wrong(
    "adam_step",
    "root_forgotten",
    "Divides by the mean square, and by no small number.",
    ("(np.sqrt(s_hat) + 1e-8)", "s_hat"),
)
wrong("adam_step", "uphill", "Adds the step.", ("W - learning_rate", "W + learning_rate"))
wrong(
    "adam_step",
    "square_of_mean",
    "Squares the mean instead of the gradient.",
    ("0.001 * g**2", "0.001 * mean[name]**2"),
)
wrong(
    "adam_step",
    "weights_swapped",
    "0.1 of the old mean and 0.9 of the gradient.",
    ('0.9 * state["mean"][name] + 0.1 * g', '0.1 * state["mean"][name] + 0.9 * g'),
)
wrong("adam_step", "product_for_power", "0.9 n for 0.9 to the n.", ("1 - 0.9**n", "1 - 0.9 * n"))
wrong(
    "adam_step",
    "state_in_place",
    "Writes into the old state.",
    (
        "    mean, square, new = {}, {}, {}\n",
        '    mean, square, new = state["mean"], state["square"], {}\n',
    ),
)
wrong("adam_step", "caret", "Writes a caret for the power.", ("g**2", "g^2"))
wrong(
    "adam_step",
    "gradient_name",
    "Looks for the gradient by the parameter's own name.",
    ('gradients["d" + name]', "gradients[name]"),
)
whole(
    "adam_step",
    "loop_over_gradients",
    "wrong",
    "Runs over all gradients, also those without a parameter.",
    """
def adam_step(parameters, gradients, state, learning_rate):
    n = state["steps"] + 1
    mean, square, new = {}, {}, {}
    for key, g in gradients.items():
        name = key[1:]
        mean[name] = 0.9 * state["mean"][name] + 0.1 * g
        square[name] = 0.999 * state["square"][name] + 0.001 * g**2
        new[name] = parameters[name] - learning_rate * (mean[name] / (1 - 0.9**n)) / (np.sqrt(square[name] / (1 - 0.999**n)) + 1e-8)
    return new, {"steps": n, "mean": mean, "square": square}
""",
)
whole(
    "adam_step",
    "no_state_returned",
    "wrong",
    "Returns the parameters alone.",
    RIGHT["adam_step"].replace(
        'return new, {"steps": n, "mean": mean, "square": square}', "return new"
    ),
)
whole(
    "adam_step",
    "uncounted_and_inside",
    "wrong",
    "No count and the small number inside the root.",
    RIGHT["adam_step"]
    .replace('"steps": n,', '"steps": n - 1,')
    .replace("(np.sqrt(s_hat) + 1e-8)", "np.sqrt(s_hat + 1e-8)"),
)

# ---- apply_temperature
wrong(
    "apply_temperature",
    "power_of_temperature",
    "p to the power of the temperature.",
    ("(1 / temperature)", "temperature"),
)
wrong(
    "apply_temperature",
    "not_normalised",
    "The sum is missing.",
    ("return p / p.sum(axis=0)", "return p"),
)
wrong(
    "apply_temperature",
    "no_scaling",
    "All powers vanish.",
    ("(probabilities / probabilities.max(axis=0))", "probabilities"),
)
wrong(
    "apply_temperature",
    "one_maximum_for_all",
    "The largest of all columns.",
    ("probabilities.max(axis=0)", "probabilities.max()"),
)
wrong(
    "apply_temperature", "sum_of_all", "Normalises over all columns.", ("p.sum(axis=0)", "p.sum()")
)
wrong(
    "apply_temperature",
    "last_axis",
    "Normalises along the last axis.",
    ("p.sum(axis=0)", "p.sum(axis=-1, keepdims=True)"),
)
wrong(
    "apply_temperature",
    "divided_by_temperature",
    "Divides the probabilities by the temperature.",
    ("** (1 / temperature)", "/ temperature"),
)
whole(
    "apply_temperature",
    "softmax_of_probabilities",
    "wrong",
    "A softmax of the probabilities.",
    """
def apply_temperature(probabilities, temperature):
    z = probabilities / temperature
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)
""",
)
whole(
    "apply_temperature",
    "epsilon_in_log",
    "wrong",
    "What is impossible becomes possible at high temperature.",
    """
def apply_temperature(probabilities, temperature):
    logs = np.log(probabilities + 1e-12) / temperature
    logs -= logs.max(axis=0)
    p = np.exp(logs)
    return p / p.sum(axis=0)
""",
)
whole(
    "apply_temperature",
    "whole_number_division",
    "wrong",
    "Whole-number division, so the exponent is 0.",
    RIGHT["apply_temperature"].replace("1 / temperature", "1 // temperature"),
)
whole(
    "apply_temperature",
    "in_place_power",
    "wrong",
    "Changes the probabilities it was given.",
    """
def apply_temperature(probabilities, temperature):
    probabilities /= probabilities.max(axis=0)
    probabilities **= 1 / temperature
    probabilities /= probabilities.sum(axis=0)
    return probabilities
""",
)
whole(
    "apply_temperature",
    "maximum_after_power",
    "wrong",
    "Divides by the largest power, too late, and by the sum of a row.",
    """
def apply_temperature(probabilities, temperature):
    p = probabilities ** (1 / temperature)
    p = p / p.max(axis=0, keepdims=True)
    return p / p.sum(axis=-1, keepdims=True)
""",
)

# ---- sample_word
wrong(
    "sample_word",
    "argmax",
    "Takes the most probable character.",
    ("random.choice(len(alphabet), p=p)", "int(np.argmax(p))"),
)
wrong(
    "sample_word",
    "mark_in_word",
    "The mark at the end is part of the word.",
    (
        "        if index == 0:\n            break\n        word += alphabet[index]\n",
        "        word += alphabet[index]\n        if index == 0:\n            break\n",
    ),
)
wrong(
    "sample_word",
    "state_not_carried",
    "Each step begins without a state.",
    ("step(index, state)", "step(index, None)"),
)
wrong(
    "sample_word",
    "always_from_mark",
    "Each step is told that the mark came last.",
    ("step(index, state)", "step(0, state)"),
)
wrong("sample_word", "one_too_long", "Stops one character late.", ("< longest", "<= longest"))
wrong(
    "sample_word",
    "no_temperature",
    "Forgets the temperature.",
    ("        p = apply_temperature(p, temperature)\n", ""),
)
wrong(
    "sample_word",
    "own_chance",
    "Draws from NumPy's own generator.",
    ("random.choice", "np.random.choice"),
)
wrong(
    "sample_word",
    "step_gets_letter",
    "Gives step the letter.",
    ("p, state = step(index, state)", "p, state = step(alphabet[index], state)"),
)
wrong("sample_word", "uniform_draw", "Draws without the probabilities.", (", p=p)", ")"))
wrong("sample_word", "thirty_always", "Ignores longest.", ("< longest", "< 30"))
whole(
    "sample_word",
    "drawn_twice",
    "wrong",
    "Draws once for the test and once for the letter.",
    """
def sample_word(step, alphabet, temperature, random, longest=30):
    p, state = step(0, None)
    word = ""
    while random.choice(len(alphabet), p=apply_temperature(p, temperature)) != 0 and len(word) < longest:
        i = random.choice(len(alphabet), p=apply_temperature(p, temperature))
        word += alphabet[i]
        p, state = step(i, state)
    return word
""",
)
whole(
    "sample_word",
    "list_of_letters",
    "wrong",
    "Gives a list, and no longest.",
    """
def sample_word(step, alphabet, temperature, random, longest=30):
    letters, index, state = [], 0, None
    while True:
        p, state = step(index, state)
        index = random.choice(len(alphabet), p=apply_temperature(p, temperature))
        if index == 0:
            return letters
        letters.append(alphabet[index])
""",
)
whole(
    "sample_word",
    "no_return_at_longest",
    "wrong",
    "Returns a word only if the mark came.",
    """
def sample_word(step, alphabet, temperature, random, longest=30):
    word, index, state = "", 0, None
    for _ in range(longest):
        p, state = step(index, state)
        index = random.choice(len(alphabet), p=apply_temperature(p, temperature))
        if alphabet[index] == ".":
            return word
        word = word + alphabet[index]
""",
)
whole(
    "sample_word",
    "temperature_twice",
    "wrong",
    "Divides by the temperature and applies it, and stops a letter early.",
    RIGHT["sample_word"]
    .replace(
        "apply_temperature(p, temperature)",
        "apply_temperature(apply_temperature(p, temperature), temperature)",
    )
    .replace("< longest", "< longest - 1"),
)

# ---- orthogonal
wrong(
    "orthogonal", "the_triangular_one", "Returns the triangular matrix.", ("return Q", "return R")
)
wrong(
    "orthogonal",
    "both",
    "Returns both matrices.",
    ("    return Q", "    return np.linalg.qr(random.standard_normal((n, n)))"),
)
wrong(
    "orthogonal",
    "columns_of_length_one",
    "Columns of length one, at no right angles.",
    (
        "    Q, R = np.linalg.qr(random.standard_normal((n, n)))\n",
        "    Q = random.standard_normal((n, n))\n    Q = Q / np.linalg.norm(Q, axis=0)\n",
    ),
)
wrong(
    "orthogonal",
    "own_generator",
    "A generator with a fixed seed.",
    ("random.standard_normal", "np.random.default_rng(0).standard_normal"),
)
wrong(
    "orthogonal",
    "scaled",
    "Divides by the root of n, as initialisers do.",
    ("return Q", "return Q / np.sqrt(n)"),
)
wrong(
    "orthogonal",
    "identity",
    "The identity is orthogonal.",
    ("    Q, R = np.linalg.qr(random.standard_normal((n, n)))\n", "    Q = np.eye(n)\n"),
)
wrong(
    "orthogonal",
    "uniform_positive",
    "Draws from 0 to 1.",
    ("random.standard_normal((n, n))", "random.random((n, n))"),
)
wrong(
    "orthogonal", "symmetric", "Makes the matrix symmetric.", ("return Q", "return (Q + Q.T) / 2")
)
whole(
    "orthogonal",
    "gram_schmidt_unfinished",
    "wrong",
    "Takes away from the columns and does not divide.",
    """
def orthogonal(n, random):
    W = random.normal(size=(n, n))
    for j in range(n):
        for k in range(j):
            W[:, j] -= (W[:, k] @ W[:, j]) / (W[:, k] @ W[:, k]) * W[:, k]
    return W
""",
)
whole(
    "orthogonal",
    "draws_a_vector",
    "wrong",
    "standard_normal(n, n) takes the second n for a type.",
    """
def orthogonal(n, random):
    Q, _ = np.linalg.qr(random.standard_normal(n, n))
    return Q
""",
)
whole(
    "orthogonal",
    "permutation",
    "wrong",
    "Draws a permutation of the columns of the identity.",
    """
def orthogonal(n, random):
    return np.eye(n)[random.permutation(n)]
""",
)

# ---- gru_cell_forward
wrong(
    "gru_cell_forward",
    "gate_other_way",
    "The gate is the share of the old.",
    ("ut * cct + (1 - ut) * a_prev", "(1 - ut) * cct + ut * a_prev"),
)
wrong(
    "gru_cell_forward",
    "candidate_sees_all",
    "The candidate looks at the gates' stack.",
    ('parameters["Wc"] @ sc', 'parameters["Wc"] @ s'),
)
wrong(
    "gru_cell_forward",
    "reset_of_whole_stack",
    "The reset gate multiplies what the product gives.",
    (
        'np.tanh(parameters["Wc"] @ sc + parameters["bc"])',
        'np.tanh(rt * (parameters["Wc"] @ s) + parameters["bc"])',
    ),
)
wrong(
    "gru_cell_forward",
    "reset_after_product",
    "The reset gate after the product with the state's columns.",
    (
        'np.tanh(parameters["Wc"] @ sc + parameters["bc"])',
        'np.tanh(rt * (parameters["Wc"][:, : len(a_prev)] @ a_prev) + parameters["Wc"][:, len(a_prev) :] @ xt + parameters["bc"])',
    ),
)
wrong(
    "gru_cell_forward",
    "gates_exchanged",
    "Reset and update exchanged.",
    ("v = rt * a_prev", "v = ut * a_prev"),
    ("ut * cct + (1 - ut) * a_prev", "rt * cct + (1 - rt) * a_prev"),
)
wrong(
    "gru_cell_forward",
    "mixes_reset_state",
    "Mixes with the reset state.",
    ("(1 - ut) * a_prev", "(1 - ut) * v"),
)
wrong(
    "gru_cell_forward",
    "input_first",
    "The input above the state.",
    ("s = np.vstack([a_prev, xt])", "s = np.vstack([xt, a_prev])"),
    ("sc = np.vstack([v, xt])", "sc = np.vstack([xt, v])"),
)
wrong(
    "gru_cell_forward",
    "sigmoid_candidate",
    "The candidate gets a sigmoid, and the prediction sees it.",
    ('np.tanh(parameters["Wc"]', 'sigmoid(parameters["Wc"]'),
    ('parameters["Wy"] @ a_next', 'parameters["Wy"] @ cct'),
)
wrong(
    "gru_cell_forward",
    "bias_of_reset",
    "The reset gate has the update gate's bias.",
    ('parameters["br"]', 'parameters["bu"]'),
)
wrong(
    "gru_cell_forward",
    "cache_order",
    "rt before ut in the cache.",
    ("a_prev, ut, rt, cct, xt, parameters)", "a_prev, rt, ut, cct, xt, parameters)"),
)
wrong(
    "gru_cell_forward",
    "old_state_predicts",
    "The prediction looks at the old state.",
    ('parameters["Wy"] @ a_next', 'parameters["Wy"] @ a_prev'),
)
wrong(
    "gru_cell_forward",
    "tanh_of_state",
    "An LSTM's habit: the tanh once more.",
    ('parameters["Wy"] @ a_next', 'parameters["Wy"] @ np.tanh(a_next)'),
)
wrong(
    "gru_cell_forward",
    "no_one_minus",
    "Adds the whole old state, and the reset gate is the update gate.",
    ("(1 - ut) * a_prev", "a_prev"),
    ('sigmoid(parameters["Wr"]', 'sigmoid(parameters["Wu"]'),
)
wrong(
    "gru_cell_forward",
    "dot_for_star",
    "Matrix product for the product by entries.",
    ("v = rt * a_prev", "v = rt @ a_prev"),
)
wrong(
    "gru_cell_forward",
    "typo",
    "A name with a typing mistake.",
    ("np.vstack([v, xt])", "np.vstack([v_t, xt])"),
)
wrong(
    "gru_cell_forward",
    "hstack",
    "Stacks side by side.",
    ("s = np.vstack([a_prev, xt])", "s = np.hstack([a_prev, xt])"),
)
wrong(
    "gru_cell_forward",
    "wrong_key",
    "A key that is not there.",
    ('parameters["Wc"]', 'parameters["Wh"]'),
)

# ---- gru_cell_backward
wrong(
    "gru_cell_backward",
    "update_sign",
    "The old state minus the candidate.",
    ("(cct - a_prev)", "(a_prev - cct)"),
)
wrong(
    "gru_cell_backward",
    "candidate_without_ut",
    "The candidate gets all of the gradient.",
    ("dzc = da_next * ut * (1", "dzc = da_next * (1"),
)
wrong(
    "gru_cell_backward",
    "tanh_slope",
    "The slope of a sigmoid at the tanh.",
    ("(1 - cct**2)", "cct * (1 - cct)"),
)
wrong(
    "gru_cell_backward",
    "no_path_through_v",
    "Forgets the path through the reset state.",
    (" + dv * rt", ""),
)
wrong(
    "gru_cell_backward",
    "v_without_gate",
    "The path through the reset state without its gate.",
    ("+ dv * rt", "+ dv"),
)
wrong(
    "gru_cell_backward",
    "dzr_times_rt",
    "The reset gate gets dv times itself.",
    ("dv * a_prev * rt * (1 - rt)", "dv * rt * rt * (1 - rt)"),
)
wrong("gru_cell_backward", "dWc_with_s", "dWc with the gates' stack.", ("dzc @ sc.T", "dzc @ s.T"))
wrong(
    "gru_cell_backward",
    "no_mixture",
    "The mixture's path has ut.",
    ("da_next * (1 - ut) +", "da_next * ut +"),
)
wrong(
    "gru_cell_backward",
    "gates_not_in_dx",
    "dxt through the candidate only.",
    ("dx_cand + gates[n_a:]", "dx_cand"),
)
wrong(
    "gru_cell_backward",
    "no_keepdims",
    "The biases lose their column.",
    ("dzr.sum(axis=1, keepdims=True)", "dzr.sum(axis=1)"),
)
wrong(
    "gru_cell_backward",
    "mean_of_examples",
    "The mean over the examples, and dzr without its slope.",
    ("dzu.sum(axis=1", "dzu.mean(axis=1"),
    ("dv * a_prev * rt * (1 - rt)", "dv * a_prev * rt"),
)
wrong(
    "gru_cell_backward",
    "weights_of_other_gate",
    "Wu and Wr exchanged on the way down.",
    (
        'parameters["Wu"].T @ dzu + parameters["Wr"].T @ dzr',
        'parameters["Wr"].T @ dzu + parameters["Wu"].T @ dzr',
    ),
)
wrong(
    "gru_cell_backward",
    "cut_at_features",
    "Cuts the stack after n_x rows.",
    ("n_a = a_prev.shape[0]", "n_a = xt.shape[0]"),
)
wrong(
    "gru_cell_backward",
    "no_transpose",
    "The weights without a transpose.",
    ('parameters["Wc"].T @ dzc', 'parameters["Wc"] @ dzc'),
)
wrong(
    "gru_cell_backward",
    "a_next_for_a_prev",
    "The new state for the old one in the update gate, and no gates in da_prev.",
    ("(cct - a_prev)", "(cct - a_next)"),
    (" + gates[:n_a]", ""),
)
wrong("gru_cell_backward", "key_name", "Another name for a gradient.", ('"dxt": dxt', '"dx": dxt'))
wrong(
    "gru_cell_backward",
    "stack_with_next",
    "The stack holds the new state, and the reset part its gate twice.",
    ("s = np.vstack([a_prev, xt])", "s = np.vstack([a_next, xt])"),
    ("+ dv * rt", "+ dv * rt * rt"),
)
wrong(
    "gru_cell_backward",
    "rr_doubled",
    "The reset gate's path is counted twice.",
    ("    dxt = dx_cand", '    da_prev += parameters["Wr"].T[:n_a] @ dzr\n    dxt = dx_cand'),
)

# ---- rnn_backward_truncated
wrong(
    "rnn_backward_truncated",
    "edge_one_early",
    "Cuts in front of the window's first step.",
    ("(t + 1) % window", "t % window"),
)
wrong(
    "rnn_backward_truncated",
    "from_the_end",
    "Counts windows from the end.",
    ("(t + 1) % window", "(x.shape[2] - 1 - t) % window"),
)
wrong(
    "rnn_backward_truncated",
    "last_window_only",
    "Nothing behind the first edge.",
    ("            carry = np.zeros(da.shape[:2])\n        g", "            break\n        g"),
)
wrong("rnn_backward_truncated", "not_cut", "Never cuts.", ("(t + 1) % window == 0", "window == 0"))
wrong(
    "rnn_backward_truncated",
    "own_part_dropped",
    "Drops the step's own part at an edge.",
    (
        "            carry = np.zeros(da.shape[:2])\n        g = rnn_cell_backward(da[:, :, t] + carry, steps[t])",
        "            continue\n        g = rnn_cell_backward(da[:, :, t] + carry, steps[t])",
    ),
)
wrong(
    "rnn_backward_truncated",
    "da0_zero",
    "The first state gets nothing.",
    ('"da0": carry', '"da0": np.zeros(carry.shape)'),
)
wrong(
    "rnn_backward_truncated",
    "last_step_weights",
    "The weights of the first step only.",
    ("total[k] = total.get(k, 0) + g[k]", "total[k] = g[k]"),
)
wrong(
    "rnn_backward_truncated",
    "mean_over_windows",
    "Divides by the number of windows, and cuts a step early.",
    (
        "    return {",
        "    total = {k: v / -(-x.shape[2] // window) for k, v in total.items()}\n    return {",
    ),
    ("(t + 1) % window", "t % window"),
)
wrong(
    "rnn_backward_truncated",
    "cut_after_cell",
    "Cuts what a window's last step hands back.",
    ("        if (t + 1) % window == 0:\n            carry = np.zeros(da.shape[:2])\n", ""),
    (
        '        carry = g["da_prev"]\n',
        '        carry = g["da_prev"]\n        if (t + 1) % window == 0:\n            carry = np.zeros(da.shape[:2])\n',
    ),
)
wrong(
    "rnn_backward_truncated",
    "cut_every_step_da0",
    "Cuts after the cell, at the first step too.",
    ("        if (t + 1) % window == 0:\n            carry = np.zeros(da.shape[:2])\n", ""),
    (
        '        carry = g["da_prev"]\n',
        '        carry = g["da_prev"] if t % window else 0 * g["da_prev"]\n',
    ),
)
wrong(
    "rnn_backward_truncated",
    "forward_in_time",
    "Walks forward.",
    ("reversed(range(x.shape[2]))", "range(x.shape[2])"),
)
wrong(
    "rnn_backward_truncated",
    "modulo_as_division",
    "Slash instead of per cent.",
    ("(t + 1) % window == 0", "(t + 1) / window == 0"),
)
wrong(
    "rnn_backward_truncated",
    "caches_not_taken_apart",
    "Takes the pair for the list.",
    ("    steps, x = caches\n", "    steps, x = caches, caches[1]\n"),
)
wrong(
    "rnn_backward_truncated",
    "dx_reversed",
    "Appends dx while walking back.",
    ("    dx = np.zeros(x.shape)\n", "    dx = []\n"),
    ('        dx[:, :, t] = g["dxt"]\n', '        dx.append(g["dxt"])\n'),
    ('{"dx": dx, "da0": carry, **total}', '{"dx": np.stack(dx, axis=2), "da0": carry, **total}'),
)

# ---- rnn_forward_masked
wrong(
    "rnn_forward_masked", "state_times_mask", "Whoever waits gets 0.", (" + (1 - mu) * a\n", "\n")
)
wrong(
    "rnn_forward_masked",
    "cell_prediction",
    "Keeps the cell's prediction.",
    ('softmax(parameters["Wya"] @ a + parameters["by"])', "yt_pred"),
)
wrong(
    "rnn_forward_masked",
    "mask_turned",
    "Waits where the mask is 1.",
    ("mu = mask[:, t]", "mu = 1 - mask[:, t]"),
)
wrong(
    "rnn_forward_masked",
    "adds_twice",
    "Keeps the old state beside the new one.",
    ("(1 - mu) * a\n", "a\n"),
)
wrong(
    "rnn_forward_masked",
    "input_masked",
    "Masks the input only.",
    (
        "rnn_cell_forward(x[:, :, t], a, parameters)",
        "rnn_cell_forward(x[:, :, t] * mask[:, t], a, parameters)",
    ),
    ("mu * proposed + (1 - mu) * a\n", "proposed\n"),
)
wrong(
    "rnn_forward_masked",
    "from_a0",
    "Whoever waits goes back to a0.",
    ("(1 - mu) * a\n", "(1 - mu) * a0\n"),
)
wrong(
    "rnn_forward_masked",
    "state_kept_out_of_output",
    "The output is masked and the loop goes on with the proposed state.",
    (
        "        a = mu * proposed + (1 - mu) * a\n        out.append(a)\n",
        "        out.append(mu * proposed + (1 - mu) * a)\n        a = proposed\n",
    ),
)
wrong("rnn_forward_masked", "mask_row", "Takes the mask of word t.", ("mask[:, t]", "mask[t]"))
wrong(
    "rnn_forward_masked",
    "axis_first",
    "Time is the first axis.",
    ("np.stack(out, axis=2), np.stack(preds, axis=2)", "np.stack(out), np.stack(preds)"),
)
wrong(
    "rnn_forward_masked",
    "mask_for_all",
    "Everybody waits if one waits.",
    ("mu = mask[:, t]", "mu = mask[:, t].min()"),
)
wrong(
    "rnn_forward_masked",
    "predictions_zero",
    "The prediction is masked, and so is the state.",
    (
        'preds.append(softmax(parameters["Wya"] @ a + parameters["by"]))',
        "preds.append(mu * yt_pred)",
    ),
    (" + (1 - mu) * a\n", "\n"),
)
wrong(
    "rnn_forward_masked", "caches_without_x", "The list of caches alone.", ("(caches, x)", "caches")
)
wrong(
    "rnn_forward_masked",
    "column_mask",
    "The mask as a column.",
    ("mu = mask[:, t]", "mu = mask[:, t][:, np.newaxis]"),
)
wrong(
    "rnn_forward_masked",
    "by_forgotten",
    "The prediction without its bias, and the input masked.",
    ('@ a + parameters["by"]', "@ a"),
    ("rnn_cell_forward(x[:, :, t]", "rnn_cell_forward(mask[:, t] * x[:, :, t]"),
)

# ---- stack_gates
wrong(
    "stack_gates",
    "other_order",
    "Input gate first.",
    ('["W" + g] for g in "fico"', '["W" + g] for g in "ifco"'),
)
wrong(
    "stack_gates",
    "alphabetical",
    "Sorted gates, in both.",
    ('["W" + g] for g in "fico"', '["W" + g] for g in "cfio"'),
    ('["b" + g] for g in "fico"', '["b" + g] for g in "cfio"'),
)
wrong(
    "stack_gates",
    "side_by_side",
    "Along the columns.",
    ('["W" + g] for g in "fico"])', '["W" + g] for g in "fico"], axis=1)'),
)
wrong(
    "stack_gates",
    "new_axis",
    "np.stack makes an axis.",
    ('np.concatenate([parameters["W"', 'np.stack([parameters["W"'),
)
wrong(
    "stack_gates",
    "flat_bias",
    "The biases lose their column.",
    ("return W, b", "return W, b.ravel()"),
)
wrong(
    "stack_gates",
    "whole_dictionary",
    "All keys that begin with W.",
    ('parameters["W" + g] for g in "fico"', 'parameters[k] for k in parameters if k[0] == "W"'),
)
wrong(
    "stack_gates",
    "W_for_b",
    "Stacks the matrices twice.",
    ('parameters["b" + g]', 'parameters["W" + g]'),
)
wrong("stack_gates", "return_missing", "No return.", ("    return W, b\n", ""))
wrong(
    "stack_gates",
    "three_gates",
    "Forgets the candidate, and its bias.",
    ('["W" + g] for g in "fico"', '["W" + g] for g in "fio"'),
    ('["b" + g] for g in "fico"', '["b" + g] for g in "fio"'),
)
wrong("stack_gates", "joined", "Returns [W b] in one.", ("return W, b", "return np.hstack([W, b])"))

# ---- fast_lstm_forward
wrong(
    "fast_lstm_forward",
    "no_two",
    "The candidate without its 2.",
    ("[-1, -1, -2, -1]", "[-1, -1, -1, -1]"),
)
wrong(
    "fast_lstm_forward",
    "positive_signs",
    "The signs forgotten.",
    ("[-1, -1, -2, -1]", "[1, 1, 2, 1]"),
)
wrong(
    "fast_lstm_forward",
    "two_on_output",
    "The 2 stands with the output gate.",
    ("[-1, -1, -2, -1]", "[-1, -1, -1, -2]"),
)
wrong(
    "fast_lstm_forward",
    "not_stretched",
    "The candidate is not stretched.",
    ("            h *= 2\n            h -= 1\n", ""),
)
wrong(
    "fast_lstm_forward",
    "layout_time_first",
    "Returns a with time first.",
    ("return a.transpose(0, 2, 1),", "return seen[1:, :n_a],"),
)
wrong(
    "fast_lstm_forward",
    "reshape_for_transpose",
    "Reshapes where axes should move.",
    ("a = seen[1:, :n_a].transpose(1, 0, 2)\n", "a = seen[1:, :n_a].reshape(n_a, T_x, m)\n"),
)
wrong(
    "fast_lstm_forward",
    "state_into_own_place",
    "Writes the state where this step read it.",
    ("seen[t + 1, :n_a] =", "seen[t, :n_a] ="),
)
wrong(
    "fast_lstm_forward",
    "double_always",
    "Always float64.",
    ("dtype = np.result_type(x, a0, *parameters.values())", "dtype = float"),
)
wrong(
    "fast_lstm_forward",
    "c_with_start",
    "Returns the cell states from the first zero on.",
    ("c[1:].transpose", "c[:-1].transpose"),
)
wrong(
    "fast_lstm_forward",
    "no_tanh_c",
    "The cell state is shown without its tanh.",
    ("o * tanh_c[t]", "o * c[t + 1]"),
)
wrong(
    "fast_lstm_forward",
    "gates_f_and_i",
    "f and i exchanged when unpacked.",
    ("f, i, h, o = g", "i, f, h, o = g"),
)
wrong(
    "fast_lstm_forward",
    "old_cell_lost",
    "c is made from the same step's own place.",
    ("f * c[t] +", "f * c[t + 1] +"),
)
wrong(
    "fast_lstm_forward",
    "reshape_wrong_order",
    "Four blocks are taken along the examples, and h is not stretched.",
    ("g.reshape(4, n_a, m)", "g.reshape(n_a, 4, m).transpose(1, 0, 2)"),
    ("            h *= 2\n            h -= 1\n", ""),
)
wrong(
    "fast_lstm_forward",
    "softmax_per_all",
    "One softmax over three axes.",
    (
        "y = softmax(z).reshape(-1, T_x, m)",
        "y = np.exp(z) / np.exp(z).sum()\n    y = y.reshape(-1, T_x, m)",
    ),
)
wrong(
    "fast_lstm_forward",
    "sizes_fixed",
    "The sizes of the tiny case.",
    ("n_x, m, T_x = x.shape", "n_x, m, T_x = 3, 10, 7"),
)
wrong(
    "fast_lstm_forward",
    "bias_not_scaled",
    "The factors on W only.",
    ("factors * np.concatenate([W, b], axis=1)", "np.concatenate([factors * W, b], axis=1)"),
)
wrong(
    "fast_lstm_forward",
    "overflow_error",
    "Overflow raises.",
    ('np.errstate(over="ignore")', 'np.errstate(over="raise")'),
)
wrong(
    "fast_lstm_forward",
    "y_not_moved",
    "y with steps before examples.",
    ("y.transpose(0, 2, 1), c", "y, c"),
)
wrong(
    "fast_lstm_forward",
    "a0_ignored",
    "Starts from zero, and predicts from the old states.",
    ("    seen[0, :n_a] = a0\n", "    seen[0, :n_a] = 0\n"),
    ("a = seen[1:, :n_a]", "a = seen[:-1, :n_a]"),
)

# ---- fast_lstm_backward
wrong(
    "fast_lstm_backward",
    "dc_carry_lost",
    "Nothing comes back along the cell.",
    ("        dc_carry = dct * f\n", ""),
)
wrong(
    "fast_lstm_backward",
    "c_of_this_step",
    "The forget gate gets this step's cell state.",
    ("dct * c[t] * f", "dct * c[t + 1] * f"),
)
wrong(
    "fast_lstm_backward",
    "rows_in_other_order",
    "Gives the rows to f, i, o, c.",
    ('enumerate("fico")', 'enumerate("fioc")'),
)
wrong(
    "fast_lstm_backward",
    "all_columns_back",
    "da_carry without its own columns.",
    ("W[:, :n_a].T)", "W[:, -n_a:].T)"),
)
wrong(
    "fast_lstm_backward",
    "reshape_alone",
    "A reshape that mixes rows with steps.",
    ("dz.transpose(1, 0, 2).reshape(4 * n_a, T_x * m)", "dz.reshape(4 * n_a, T_x * m)"),
)
wrong(
    "fast_lstm_backward",
    "stacks_one_late",
    "The stacks of the next step.",
    ("seen[:-1].transpose", "seen[1:].transpose"),
)
wrong(
    "fast_lstm_backward",
    "own_only",
    "Only the own part.",
    ("da[:, :, t] + da_carry", "da[:, :, t]"),
)
wrong(
    "fast_lstm_backward",
    "sigmoid_slope_for_candidate",
    "The candidate with a sigmoid's slope.",
    ("i * (1 - cc**2)", "i * cc * (1 - cc)"),
)
wrong(
    "fast_lstm_backward",
    "output_gate_c",
    "The output gate sees the cell state without its tanh.",
    ("dat * tanh_c[t] * o * (1 - o)", "dat * c[t + 1] * o * (1 - o)"),
)
wrong(
    "fast_lstm_backward",
    "da_changed",
    "Adds into da.",
    (
        "        dat = da[:, :, t] + da_carry\n",
        "        dat = da[:, :, t]\n        dat += da_carry\n",
    ),
)
wrong(
    "fast_lstm_backward",
    "dc_twice_i",
    "The input gate without the candidate.",
    ("dct * cc * i * (1 - i)", "dct * i * (1 - i)"),
)
wrong(
    "fast_lstm_backward",
    "bias_from_last_step",
    "The biases get the last step's part only.",
    (
        'out["dW" + g], out["db" + g] = rows[:, :-1], rows[:, -1:]',
        'out["dW" + g] = rows[:, :-1]\n        out["db" + g] = dz[-1, k * n_a : (k + 1) * n_a].sum(axis=1, keepdims=True)',
    ),
)
wrong(
    "fast_lstm_backward",
    "flat_biases",
    "The biases lose their column.",
    ("rows[:, -1:]", "rows[:, -1]"),
)
wrong(
    "fast_lstm_backward",
    "dx_not_moved",
    "dx with steps before examples.",
    (".reshape(-1, T_x, m).transpose(0, 2, 1)", ".reshape(-1, T_x, m)"),
)
wrong(
    "fast_lstm_backward",
    "dx_reshape_alone",
    "dx by a reshape.",
    (".reshape(-1, T_x, m).transpose(0, 2, 1)", ".reshape(-1, m, T_x)"),
)
wrong(
    "fast_lstm_backward",
    "candidate_and_carry",
    "The candidate without i, and da_next for da.",
    ("dct * i * (1 - cc**2)", "dct * (1 - cc**2)"),
    ("dct = dc_carry + dat * o", "dct = dc_carry + da[:, :, t] * o"),
)
wrong(
    "fast_lstm_backward",
    "f_of_same_step_and_tanh",
    "The slope of tanh(c) from c, and the carry times i.",
    ("(1 - tanh_c[t] ** 2)", "(1 - c[t + 1] ** 2)"),
    ("dc_carry = dct * f", "dc_carry = dct * i"),
)
wrong(
    "fast_lstm_backward",
    "one_dz_for_all",
    "One dz for all steps, written again and again.",
    ("z = dz[t].reshape(4, n_a, m)", "z = dz[0].reshape(4, n_a, m)"),
    ("WaT @ dz[t]", "WaT @ dz[0]"),
)
wrong(
    "fast_lstm_backward",
    "order_and_cell",
    "Rows to i, f, c, o, and the cell state of this step.",
    ('enumerate("fico")', 'enumerate("ifco")'),
    ("dct * c[t] * f", "dct * c[t + 1] * f"),
)
wrong(
    "fast_lstm_backward",
    "no_slope_f_and_dx",
    "No slope at the forget gate, and dx by a reshape.",
    ("* f * (1 - f)", "* f"),
    (".reshape(-1, T_x, m).transpose(0, 2, 1)", ".reshape(-1, m, T_x)"),
)
wrong(
    "fast_lstm_backward",
    "da0_before",
    "The first state gets what comes to the first step.",
    (
        "        da_carry = WaT @ dz[t]\n",
        "        da_first = da_carry\n        da_carry = WaT @ dz[t]\n",
    ),
    ('"da0": da_carry', '"da0": da_first'),
)

# ---- to_torch
wrong(
    "to_torch",
    "our_order",
    "Our order of gates.",
    ('["W" + g] for g in "ifco"', '["W" + g] for g in "fico"'),
    ('["b" + g] for g in "ifco"', '["b" + g] for g in "fico"'),
)
wrong(
    "to_torch",
    "bias_order",
    "The biases in our order.",
    ('["b" + g] for g in "ifco"', '["b" + g] for g in "fico"'),
)
wrong("to_torch", "bias_twice", "The whole bias in both.", ("np.zeros_like(b)", "b.copy()"))
wrong(
    "to_torch",
    "ih_and_hh",
    "Input and state exchanged.",
    ("W[:, n_a:].copy()", "W[:, :n_a].copy()"),
    ('"weight_hh_l0": W[:, :n_a].copy()', '"weight_hh_l0": W[:, n_a:].copy()'),
)
wrong("to_torch", "column_bias", "The bias keeps its column.", ("[:, 0]", ""))
wrong(
    "to_torch",
    "cut_at_four_n_a",
    "Takes n_a from the stacked matrix.",
    ('parameters["bf"].shape[0]', '4 * parameters["bf"].shape[0]'),
)
wrong(
    "to_torch",
    "double_zeros",
    "The second bias is always float64.",
    ("np.zeros_like(b)", "np.zeros(b.shape)"),
)
wrong(
    "to_torch",
    "views",
    "Views of the parameters' stack with transposed weights.",
    ("W[:, n_a:].copy()", "W[:, n_a:].T"),
    ('"weight_hh_l0": W[:, :n_a].copy()', '"weight_hh_l0": W[:, :n_a].T'),
)
wrong("to_torch", "layer_name", "The names without their layer.", ('"bias_hh_l0"', '"bias_hh"'))
wrong(
    "to_torch",
    "keras_order",
    "The order i, f, o, c, and the bias doubled.",
    ('["W" + g] for g in "ifco"', '["W" + g] for g in "ifoc"'),
    ("np.zeros_like(b)", "b"),
)
whole(
    "to_torch",
    "numpy_string_keys",
    "wrong",
    "Keys of NumPy's string type, and the input gate's bias twice.",
    RIGHT["to_torch"].replace(
        "    return {",
        '    names = np.array(["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"])\n    values = [W[:, n_a:].copy(), W[:, :n_a].copy(), b, b.copy()]\n    return {names[k]: values[k] for k in range(4)}\n    return {',
    ),
)
whole(
    "to_torch",
    "list_of_pairs",
    "wrong",
    "A list of pairs instead of a dict.",
    RIGHT["to_torch"]
    .replace("    return {", "    return list({")
    .replace("zeros_like(b),\n    }", "zeros_like(b),\n    }.items())"),
)

# ---- right, in other ways
whole(
    "encode",
    "eye_and_dot",
    "correct",
    "Rows of an identity, with float32 and a nested list.",
    """
def encode(words, alphabet):
    unknown = sorted(set("".join(words)) - set(alphabet))
    if unknown:
        raise ValueError("not in the alphabet: " + ", ".join(unknown))
    place = {c: k for k, c in enumerate(alphabet)}
    T = 1 + len(max(words, key=len))
    eye = np.vstack([np.eye(len(alphabet)), np.zeros(len(alphabet))])
    lines = [[0] + [place[c] for c in w] + [0] for w in words]
    pad = lambda line: line + [len(alphabet)] * (T - len(line))
    x = eye[[pad(line[:-1]) for line in lines]].transpose(2, 0, 1)
    y = eye[[pad(line[1:]) for line in lines]].transpose(2, 0, 1)
    return x, y, x.sum(axis=0)
""",
)
whole(
    "encode",
    "try_except",
    "correct",
    "Catches the ValueError of str.index and says more.",
    """
def encode(words, alphabet):
    longest = max(map(len, words)) + 1
    x = np.zeros((len(alphabet), len(words), longest))
    y = np.zeros_like(x)
    mask = np.zeros(x.shape[1:])
    for j, w in enumerate(words):
        last = 0
        for t, c in enumerate([*w, alphabet[0]]):
            try:
                now = alphabet.index(c)
            except ValueError:
                raise ValueError("unknown character: " + c) from None
            x[last, j, t], y[now, j, t], mask[j, t] = 1, 1, 1
            last = now
    return x, y, mask
""",
)
whole(
    "sequence_loss",
    "indexed",
    "correct",
    "Picks the real steps with an index.",
    """
def sequence_loss(y_pred, y, mask):
    real = mask.astype(bool)
    p = np.einsum("ijt,ijt->jt", y, y_pred)[real]
    return np.mean(-np.log(p))
""",
)
whole(
    "sequence_loss",
    "loops",
    "correct",
    "Two loops and math.log.",
    """
def sequence_loss(y_pred, y, mask):
    import math
    total, n = 0.0, 0
    for j in range(mask.shape[0]):
        for t in range(mask.shape[1]):
            if mask[j, t]:
                total -= math.log(y_pred[y[:, j, t].argmax(), j, t])
                n += 1
    return total / n
""",
)
whole(
    "sequence_loss_backward",
    "loops",
    "correct",
    "A loop over real steps.",
    """
def sequence_loss_backward(y_pred, y, mask):
    dz = np.zeros_like(y_pred)
    for j, t in zip(*np.nonzero(mask)):
        dz[:, j, t] = (y_pred[:, j, t] - y[:, j, t]) / np.count_nonzero(mask)
    return dz
""",
)
whole(
    "clip_gradients",
    "one_long_list",
    "correct",
    "One long array.",
    """
def clip_gradients(gradients, limit):
    long = np.concatenate([np.ravel(g) for g in gradients.values()])
    norm = np.linalg.norm(long)
    return {k: g * min(1.0, limit / max(norm, 1e-300)) for k, g in gradients.items()}
""",
)
whole(
    "clip_gradients",
    "divided",
    "correct",
    "Divides by the larger of 1 and norm over limit.",
    """
def clip_gradients(gradients, limit):
    squares = [np.vdot(g, g) for g in gradients.values()]
    return dict((k, g / max(1.0, np.sqrt(np.sum(squares)) / limit)) for k, g in gradients.items())
""",
)
whole(
    "adam_step",
    "copies_first",
    "correct",
    "Copies of the state, changed in place.",
    """
def adam_step(parameters, gradients, state, learning_rate):
    import copy
    state, parameters = copy.deepcopy(state), copy.deepcopy(parameters)
    state["steps"] += 1
    for k in parameters:
        state["mean"][k] += 0.1 * (gradients["d" + k] - state["mean"][k])
        state["square"][k] += 0.001 * (gradients["d" + k] ** 2 - state["square"][k])
        root = np.sqrt(state["square"][k] / (1 - 0.999 ** state["steps"])) + 1e-8
        parameters[k] -= learning_rate * state["mean"][k] / (1 - 0.9 ** state["steps"]) / root
    return parameters, state
""",
)
whole(
    "adam_step",
    "three_comprehensions",
    "correct",
    "Comprehensions with beta1 and beta2.",
    """
def adam_step(parameters, gradients, state, learning_rate, b1=0.9, b2=0.999, eps=1e-8):
    t = state["steps"] + 1
    m = {k: b1 * state["mean"][k] + (1 - b1) * gradients[f"d{k}"] for k in parameters}
    v = {k: b2 * state["square"][k] + (1 - b2) * np.square(gradients[f"d{k}"]) for k in parameters}
    p = {k: parameters[k] - learning_rate * (m[k] / (1 - b1**t)) / (np.sqrt(v[k] / (1 - b2**t)) + eps) for k in parameters}
    return p, dict(steps=t, mean=m, square=v)
""",
)
whole(
    "apply_temperature",
    "logs",
    "correct",
    "Logarithms, with minus infinity for what is impossible.",
    """
def apply_temperature(probabilities, temperature):
    with np.errstate(divide="ignore"):
        logs = np.log(probabilities) / temperature
    e = np.exp(logs - logs.max(axis=0))
    return e / e.sum(axis=0)
""",
)
whole(
    "apply_temperature",
    "softmax_of_logs",
    "correct",
    "The softmax that lesson 01 gave.",
    """
def apply_temperature(probabilities, temperature):
    with np.errstate(divide="ignore"):
        return softmax(np.log(probabilities) / temperature)
""",
)
whole(
    "sample_word",
    "recursive",
    "correct",
    "Calls itself.",
    """
def sample_word(step, alphabet, temperature, random, longest=30):
    def rest(index, state, left):
        if left == 0:
            return ""
        p, state = step(index, state)
        new = int(random.choice(np.arange(len(p)), p=apply_temperature(p, temperature)))
        return "" if new == 0 else alphabet[new] + rest(new, state, left - 1)

    return rest(0, None, longest)
""",
)
whole(
    "sample_word",
    "draws_letters",
    "correct",
    "Draws letters instead of numbers.",
    """
def sample_word(step, alphabet, temperature, random, longest=30):
    drawn, state = [alphabet[0]], None
    for _ in range(longest):
        p, state = step(alphabet.index(drawn[-1]), state)
        drawn.append(str(random.choice(list(alphabet), p=apply_temperature(p, temperature))))
        if drawn[-1] == alphabet[0]:
            drawn.pop()
            break
    return "".join(drawn[1:])
""",
)
whole(
    "orthogonal",
    "gram_schmidt",
    "correct",
    "Gram-Schmidt, twice for accuracy.",
    """
def orthogonal(n, random):
    W = random.normal(0, 1, (n, n))
    for j in range(n):
        for _ in range(2):
            W[:, j] -= W[:, :j] @ (W[:, :j].T @ W[:, j])
        W[:, j] /= np.sqrt(np.sum(W[:, j] ** 2))
    return W
""",
)
whole(
    "orthogonal",
    "svd",
    "correct",
    "The left factor of an SVD.",
    """
def orthogonal(n, random):
    U, _, Vt = np.linalg.svd(random.standard_normal((n, n)))
    return U @ Vt
""",
)
whole(
    "gru_cell_forward",
    "columns_apart",
    "correct",
    "Columns of the weights apart, Equation 8 in its other form.",
    """
def gru_cell_forward(xt, a_prev, parameters):
    p, n_a = parameters, a_prev.shape[0]
    inside = lambda k, state: p["W" + k][:, :n_a] @ state + p["W" + k][:, n_a:] @ xt + p["b" + k]
    ut, rt = sigmoid(inside("u", a_prev)), sigmoid(inside("r", a_prev))
    cct = np.tanh(inside("c", rt * a_prev))
    a_next = a_prev + ut * (cct - a_prev)
    return a_next, softmax(p["Wy"] @ a_next + p["by"]), (a_next, a_prev, ut, rt, cct, xt, p)
""",
)
whole(
    "gru_cell_backward",
    "dictionary_of_dz",
    "correct",
    "One comprehension for all gates.",
    """
def gru_cell_backward(da_next, cache):
    a_next, a_prev, ut, rt, cct, xt, p = cache
    n = len(a_prev)
    dz = {"u": da_next * (cct - a_prev) * (ut - ut**2), "c": da_next * ut * (1 - cct) * (1 + cct)}
    dv, dx = np.split(p["Wc"].T @ dz["c"], [n])
    dz["r"] = dv * a_prev * (rt - rt * rt)
    s, sc = np.concatenate((a_prev, xt)), np.concatenate((rt * a_prev, xt))
    back = np.concatenate((p["Wu"], p["Wr"])).T @ np.concatenate((dz["u"], dz["r"]))
    g = {"dW" + k: np.einsum("im,jm->ij", dz[k], sc if k == "c" else s) for k in dz}
    g.update({"db" + k: dz[k] @ np.ones((dz[k].shape[1], 1)) for k in dz})
    g["da_prev"] = da_next - ut * da_next + dv * rt + back[:n]
    g["dxt"] = dx + back[n:]
    return g
""",
)
whole(
    "rnn_backward_truncated",
    "window_by_window",
    "correct",
    "Calls rnn_backward for each window.",
    """
def rnn_backward_truncated(da, caches, window):
    steps, x = caches
    parts = []
    for start in range(0, x.shape[2], window):
        w = slice(start, start + window)
        parts.append(rnn_backward(da[:, :, w], (steps[w], x[:, :, w])))
    out = {k: sum(p[k] for p in parts) for k in ("dWax", "dWaa", "dba")}
    out["dx"] = np.concatenate([p["dx"] for p in parts], axis=2)
    out["da0"] = parts[0]["da0"]
    return out
""",
)
whole(
    "rnn_backward_truncated",
    "carry_times_flag",
    "correct",
    "Multiplies the carry by a truth value.",
    """
def rnn_backward_truncated(da, caches, window):
    steps, x = caches
    T = len(steps)
    g_all = [None] * T
    carry = 0.0
    for t in range(T - 1, -1, -1):
        same_window = (t // window) == ((t + 1) // window) and t + 1 < T
        g_all[t] = rnn_cell_backward(da[..., t] + same_window * carry, steps[t])
        carry = g_all[t]["da_prev"]
    return {
        "dx": np.stack([g["dxt"] for g in g_all], axis=-1),
        "da0": carry,
        "dWax": sum(g["dWax"] for g in g_all),
        "dWaa": sum(g["dWaa"] for g in g_all),
        "dba": sum(g["dba"] for g in g_all),
    }
""",
)
whole(
    "rnn_forward_masked",
    "where",
    "correct",
    "np.where on truth values.",
    """
def rnn_forward_masked(x, a0, mask, parameters):
    n_a, m = a0.shape
    T = x.shape[-1]
    a = np.empty((n_a, m, T))
    caches = []
    old = a0.copy()
    for t in range(T):
        new, _, cache = rnn_cell_forward(x[..., t], old, parameters)
        caches.append(cache)
        old = np.where(mask[:, t] > 0, new, old)
        a[..., t] = old
    flat = a.reshape(n_a, m * T)
    y_pred = softmax(parameters["Wya"] @ flat + parameters["by"]).reshape(-1, m, T)
    return a, y_pred, (caches, x)
""",
)
whole(
    "stack_gates",
    "filled",
    "correct",
    "Fills an empty array block by block.",
    """
def stack_gates(parameters):
    n_a, n_s = parameters["Wf"].shape
    W = np.empty((4 * n_a, n_s), parameters["Wf"].dtype)
    b = np.empty((4 * n_a, 1), parameters["bf"].dtype)
    for k, gate in enumerate(["f", "i", "c", "o"]):
        W[k * n_a : k * n_a + n_a] = parameters["W" + gate]
        b[k * n_a : k * n_a + n_a] = parameters["b" + gate]
    return W, b
""",
)
whole(
    "fast_lstm_forward",
    "lesson_05",
    "correct",
    "Calls lstm_forward, slow and right, and keeps its caches.",
    """
def fast_lstm_forward(x, a0, parameters):
    a, y, c, caches = lstm_forward(x, a0, parameters)
    dtype = np.result_type(x, a0, *parameters.values())
    return a.astype(dtype), y.astype(dtype), c.astype(dtype), (caches, None)
""",
)
whole(
    "fast_lstm_backward",
    "joined_blocks",
    "correct",
    "Blocks in a list, joined along the columns.",
    """
def fast_lstm_backward(da, cache):
    seen, gates, c, tanh_c, W = cache
    T, n, m = tanh_c.shape
    back, carry, along, blocks = W[:, :n].T.copy(), 0, 0, []
    for t in range(T - 1, -1, -1):
        f, i, k, o = np.split(gates[t], 4)
        here = da[..., t] + carry
        cell = along + here * o * (1 - tanh_c[t] * tanh_c[t])
        block = np.concatenate([cell * c[t] * f * (1 - f), cell * k * i * (1 - i), cell * i * (1 - k * k), here * tanh_c[t] * o * (1 - o)])
        blocks.insert(0, block)
        carry, along = back @ block, cell * f
    side = np.concatenate(blocks, axis=1)
    whole = side @ np.concatenate(list(seen[:T]), axis=1).T
    found = {"dx": np.stack(np.split(W[:, n:].T @ side, T, axis=1), axis=2), "da0": carry}
    for g, part in zip("fico", np.split(whole, 4)):
        found |= {"dW" + g: part[:, :-1], "db" + g: part[:, -1][:, None]}
    return found
""",
)
whole(
    "to_torch",
    "shared_out",
    "correct",
    "Half of each bias in each.",
    """
def to_torch(parameters):
    p, n_a = parameters, len(parameters["bi"])
    half = np.concatenate([p[k].ravel() for k in ("bi", "bf", "bc", "bo")]) / 2
    W = np.vstack((p["Wi"], p["Wf"], p["Wc"], p["Wo"]))
    hh, ih = np.hsplit(W, [n_a])
    return dict(weight_ih_l0=ih.copy(), weight_hh_l0=hh.copy(), bias_ih_l0=half, bias_hh_l0=half.copy())
""",
)

# ---- kinds that are rarer: types, half-written code, exceptions, memory that is used again
whole(
    "encode",
    "prints_and_returns_nothing",
    "wrong",
    "Prints the arrays.",
    RIGHT["encode"].replace("    return x, y, mask", "    print(x.shape)"),
)
whole(
    "encode",
    "lists_returned",
    "wrong",
    "Nested lists instead of arrays.",
    RIGHT["encode"].replace("return x, y, mask", "return x.tolist(), y.tolist(), mask.tolist()"),
)
whole(
    "encode",
    "alphabet_sorted",
    "wrong",
    "Sorts the alphabet first.",
    RIGHT["encode"].replace(
        "    mark = alphabet[0]\n",
        "    mark = alphabet[0]\n    alphabet = ''.join(sorted(alphabet, reverse=True))\n",
    ),
)
whole(
    "sequence_loss",
    "text_returned",
    "wrong",
    "Returns a text with four decimals.",
    RIGHT["sequence_loss"].replace(
        "return -np.sum(np.log(p)) / np.sum(mask)",
        "return f'{-np.sum(np.log(p)) / np.sum(mask):.4f}'",
    ),
)
whole(
    "sequence_loss",
    "array_of_one",
    "wrong",
    "Keeps dimensions.",
    RIGHT["sequence_loss"].replace("np.sum(np.log(p)) /", "np.sum(np.log(p), keepdims=True) /"),
)
whole(
    "sequence_loss",
    "ambiguous_truth",
    "wrong",
    "Asks an array whether it is true.",
    """
def sequence_loss(y_pred, y, mask):
    total = 0
    for t in range(mask.shape[1]):
        if mask[:, t]:
            total -= np.log(np.sum(y[:, :, t] * y_pred[:, :, t], axis=0)).sum()
    return total / mask.sum()
""",
)
whole(
    "sequence_loss_backward",
    "half_written",
    "wrong",
    "The last line is still to come.",
    """
def sequence_loss_backward(y_pred, y, mask):
    N = mask.sum()
    dz = ...
    return dz
""",
)
whole(
    "sequence_loss_backward",
    "whole_numbers",
    "wrong",
    "Makes an array of whole numbers.",
    """
def sequence_loss_backward(y_pred, y, mask):
    dz = np.zeros(y.shape, dtype=int)
    dz[:] = (y_pred - y) * mask / mask.sum()
    return dz
""",
)
whole(
    "clip_gradients",
    "same_arrays_shrunk",
    "correct",
    "Gives the very same arrays back where nothing is clipped.",
    """
def clip_gradients(gradients, limit):
    norm = sum(float((g * g).sum()) for g in gradients.values()) ** 0.5
    if norm <= limit:
        return gradients
    return {k: g * limit / norm for k, g in gradients.items()}
""",
)
whole(
    "clip_gradients",
    "changed_while_walking",
    "wrong",
    "Takes keys out while it walks over them.",
    """
def clip_gradients(gradients, limit):
    norm = np.sqrt(sum((g**2).sum() for g in gradients.values()))
    clipped = dict(gradients)
    for k in clipped:
        clipped["clipped " + k] = clipped.pop(k) * min(1, limit / norm)
    return clipped
""",
)
whole(
    "clip_gradients",
    "generator_used_up",
    "wrong",
    "Sums a generator twice, so the norm is 0.",
    """
def clip_gradients(gradients, limit):
    squares = (np.sum(g**2) for g in gradients.values())
    if np.sqrt(sum(squares)) <= limit:
        return {k: g.copy() for k, g in gradients.items()}
    return {k: g * limit / np.sqrt(sum(squares)) for k, g in gradients.items()}
""",
)
whole(
    "adam_step",
    "pair_turned",
    "wrong",
    "The state first.",
    RIGHT["adam_step"].replace(
        'return new, {"steps": n, "mean": mean, "square": square}',
        'return {"steps": n, "mean": mean, "square": square}, new',
    ),
)
whole(
    "adam_step",
    "other_state_names",
    "wrong",
    "Names of the paper.",
    RIGHT["adam_step"].replace(
        '{"steps": n, "mean": mean, "square": square}', '{"t": n, "m": mean, "v": square}'
    ),
)
whole(
    "adam_step",
    "greek",
    "wrong",
    "beta is not defined, and the state is a tuple.",
    RIGHT["adam_step"]
    .replace("0.9 * state", "beta1 * state")
    .replace('{"steps": n, "mean": mean, "square": square}', "(n, mean, square)"),
)
whole(
    "apply_temperature",
    "math_exp",
    "wrong",
    "A function of math on an array.",
    """
def apply_temperature(probabilities, temperature):
    import math
    p = math.pow(probabilities / probabilities.max(axis=0), 1 / temperature)
    return p / p.sum(axis=0)
""",
)
whole(
    "apply_temperature",
    "rounded",
    "wrong",
    "Rounds to three places.",
    RIGHT["apply_temperature"].replace(
        "return p / p.sum(axis=0)", "return np.round(p / p.sum(axis=0), 3)"
    ),
)
whole(
    "sample_word",
    "yields",
    "wrong",
    "Yields letters.",
    RIGHT["sample_word"].replace(
        "word += alphabet[index]\n    return word", "yield alphabet[index]"
    ),
)
whole(
    "sample_word",
    "round_choice",
    "wrong",
    "Calls random.choices of another library.",
    RIGHT["sample_word"].replace(
        "random.choice(len(alphabet), p=p)", "random.choices(range(len(alphabet)), weights=p)[0]"
    ),
)
whole(
    "orthogonal",
    "single_precision",
    "wrong",
    "Numbers of single precision.",
    RIGHT["orthogonal"].replace("return Q", "return Q.astype(np.float32)"),
)
whole(
    "orthogonal",
    "matrix_type",
    "wrong",
    "NumPy's old matrix.",
    RIGHT["orthogonal"].replace("return Q", "return np.matrix(Q)"),
)
whole(
    "orthogonal",
    "random_called",
    "wrong",
    "Calls the generator itself.",
    RIGHT["orthogonal"].replace("random.standard_normal((n, n))", "random((n, n))"),
)
whole(
    "gru_cell_forward",
    "attribute",
    "wrong",
    "A dot for a key.",
    RIGHT["gru_cell_forward"].replace('parameters["Wr"]', "parameters.Wr"),
)
whole(
    "gru_cell_forward",
    "lists_of_rows",
    "correct",
    "Lists joined with a plus.",
    RIGHT["gru_cell_forward"].replace("np.vstack([a_prev, xt])", "a_prev.tolist() + xt.tolist()"),
)
whole(
    "gru_cell_forward",
    "own_assertion",
    "wrong",
    "An assertion of its own that is not true.",
    RIGHT["gru_cell_forward"].replace("    v = rt", "    assert ut.shape == xt.shape\n    v = rt"),
)
whole(
    "gru_cell_forward",
    "s_not_made",
    "wrong",
    "The stack is made only later.",
    RIGHT["gru_cell_forward"]
    .replace("    s = np.vstack([a_prev, xt])\n", "")
    .replace("    return", "    s = np.vstack([a_prev, xt])\n    return"),
)
whole(
    "gru_cell_backward",
    "cache_of_lstm",
    "wrong",
    "Takes ten parts apart.",
    RIGHT["gru_cell_backward"].replace(
        "a_next, a_prev, ut, rt, cct, xt, parameters = cache",
        "a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache",
    ),
)
whole(
    "gru_cell_backward",
    "cache_changed",
    "wrong",
    "Changes rt in the cache.",
    RIGHT["gru_cell_backward"].replace(
        "    sc = np.vstack([rt * a_prev, xt])", "    rt *= a_prev\n    sc = np.vstack([rt, xt])"
    ),
)
whole(
    "gru_cell_backward",
    "tuple_returned",
    "wrong",
    "A tuple of three.",
    RIGHT["gru_cell_backward"].split("    return {")[0] + "    return dxt, da_prev, dzu @ s.T\n",
)
whole(
    "rnn_backward_truncated",
    "one_too_far",
    "wrong",
    "Counts down from T_x.",
    RIGHT["rnn_backward_truncated"].replace(
        "reversed(range(x.shape[2]))", "range(x.shape[2], 0, -1)"
    ),
)
whole(
    "rnn_backward_truncated",
    "unbound_carry",
    "wrong",
    "carry is made at an edge only, and dba is not summed.",
    RIGHT["rnn_backward_truncated"]
    .replace("    carry = np.zeros(da.shape[:2])\n    total", "    total")
    .replace('("dWax", "dWaa", "dba")', '("dWax", "dWaa")'),
)
whole(
    "rnn_backward_truncated",
    "calls_whole",
    "wrong",
    "Calls rnn_backward on each window from the end, with states cut too.",
    """
def rnn_backward_truncated(da, caches, window):
    steps, x = caches
    T = x.shape[2]
    out = None
    for end in range(T, 0, -window):
        w = slice(max(0, end - window), end)
        g = rnn_backward(da[:, :, w], (steps[w], x[:, :, w]))
        if out is None:
            out = g
        else:
            out = {k: out[k] + g[k] if k.startswith("dW") or k == "dba" else g[k] for k in g}
    return out
""",
)
whole(
    "rnn_forward_masked",
    "if_mask",
    "wrong",
    "Asks an array whether it is true.",
    RIGHT["rnn_forward_masked"].replace(
        "        a = mu * proposed + (1 - mu) * a\n",
        "        if mu == 1:\n            a = proposed\n",
    ),
)
whole(
    "rnn_forward_masked",
    "same_array_each_step",
    "wrong",
    "One array for all steps, changed in place.",
    RIGHT["rnn_forward_masked"]
    .replace(
        "    a, out, preds, caches = a0, [], [], []\n",
        "    a, out, preds, caches = a0.copy(), [], [], []\n",
    )
    .replace(
        "        a = mu * proposed + (1 - mu) * a\n",
        "        a[:, mu == 1] = proposed[:, mu == 1]\n",
    ),
)
whole(
    "rnn_forward_masked",
    "loop_over_examples",
    "correct",
    "A loop over examples.",
    """
def rnn_forward_masked(x, a0, mask, parameters):
    T, m = x.shape[2], x.shape[1]
    a, y_pred, caches, now = [], [], [], a0
    for t in range(T):
        new, _, cache = rnn_cell_forward(x[:, :, t], now, parameters)
        now = np.column_stack([new[:, j] if mask[j, t] else now[:, j] for j in range(m)])
        a.append(now)
        y_pred.append(softmax(parameters["Wya"] @ now + parameters["by"]))
        caches.append(cache)
    return np.dstack(a), np.dstack(y_pred), (caches, x)
""",
)
whole(
    "stack_gates",
    "list_of_arrays",
    "wrong",
    "A list of four arrays.",
    """
def stack_gates(parameters):
    return [parameters["W" + g] for g in "fico"], [parameters["b" + g] for g in "fico"]
""",
)
whole(
    "stack_gates",
    "ordered_set",
    "wrong",
    "A set has no order.",
    RIGHT["stack_gates"]
    .replace('["W" + g] for g in "fico"', '["W" + g] for g in ("f", "i", "o", "c")')
    .replace("return W, b", "return b, W"),
)
whole(
    "fast_lstm_forward",
    "no_errstate",
    "correct",
    "Overflows without a word, as the exponential may.",
    RIGHT["fast_lstm_forward"].replace('    with np.errstate(over="ignore"):', "    if True:"),
)
whole(
    "fast_lstm_forward",
    "workspace_between_calls",
    "wrong",
    "Keeps its arrays between calls.",
    RIGHT["fast_lstm_forward"].replace(
        "    seen = np.ones((T_x + 1, n_a + n_x + 1, m), dtype)\n",
        "    key = (T_x, n_a, n_x, m, dtype)\n    if key not in fast_lstm_forward.__dict__.setdefault('kept', {}):\n        fast_lstm_forward.kept[key] = np.ones((T_x + 1, n_a + n_x + 1, m), dtype)\n    seen = fast_lstm_forward.kept[key]\n",
    ),
)
whole(
    "fast_lstm_forward",
    "three_returned",
    "wrong",
    "The cache is forgotten.",
    RIGHT["fast_lstm_forward"].replace(
        "c[1:].transpose(1, 2, 0), cache", "c[1:].transpose(1, 2, 0)"
    ),
)
whole(
    "fast_lstm_forward",
    "x_transposed_whole",
    "wrong",
    "x.T turns all three axes round.",
    RIGHT["fast_lstm_forward"].replace("x.transpose(2, 0, 1)", "x.T"),
)
whole(
    "fast_lstm_backward",
    "blocks_backwards",
    "wrong",
    "The blocks stand from the last step to the first.",
    MUTANTS["fast_lstm_backward"][-1][1].replace("blocks.insert(0, block)", "blocks.append(block)"),
)
whole(
    "fast_lstm_backward",
    "gates_popped",
    "wrong",
    "Takes the gates out of the cache.",
    RIGHT["fast_lstm_backward"].replace("gates[t].reshape", "gates.pop().reshape"),
)
whole(
    "fast_lstm_backward",
    "gates_changed",
    "wrong",
    "Changes the gates in place.",
    RIGHT["fast_lstm_backward"]
    .replace("        z[3] = dat", "        f *= 1 - f\n        z[3] = dat")
    .replace("dct * c[t] * f * (1 - f)", "dct * c[t] * f * (1 - f) * 1"),
)
whole(
    "fast_lstm_backward",
    "one_dz_array",
    "wrong",
    "All blocks are views of one array.",
    RIGHT["fast_lstm_backward"].replace(
        "        z = dz[t].reshape(4, n_a, m)\n",
        "        z = dz[t, : 2 * n_a].reshape(4, n_a // 2, m)\n",
    ),
)
whole(
    "fast_lstm_backward",
    "tuple_of_gradients",
    "wrong",
    "The first state's gradient is left out.",
    RIGHT["fast_lstm_backward"].replace('{"dx": dx, "da0": da_carry}', '{"dx": dx}'),
)
whole(
    "to_torch",
    "numpy_keys_only",
    "correct",
    "Keys of NumPy's string type.",
    RIGHT["to_torch"].replace("    return {", "    found = {").rstrip()
    + "\n    return {np.str_(k): v for k, v in found.items()}\n",
)
whole(
    "to_torch",
    "numpy_keys_wrong_bias",
    "wrong",
    "Keys of NumPy's string type, and biases in our order.",
    RIGHT["to_torch"]
    .replace('["b" + g] for g in "ifco"', '["b" + g] for g in "fico"')
    .replace("    return {", "    found = {")
    .rstrip()
    + "\n    return {np.str_(k): v for k, v in found.items()}\n",
)
whole(
    "to_torch",
    "bytes_for_keys",
    "wrong",
    "Keys are bytes.",
    RIGHT["to_torch"].replace("    return {", "    found = {").rstrip()
    + "\n    return {k.encode(): v for k, v in found.items()}\n",
)
whole(
    "to_torch",
    "views_of_ours",
    "wrong",
    "For one gate alone the arrays are ours, in float16.",
    RIGHT["to_torch"].replace("W[:, n_a:].copy()", "W[:, n_a:].astype(np.float16)"),
)
whole(
    "to_torch",
    "typo_in_gate",
    "wrong",
    "g for the candidate, as PyTorch calls it.",
    RIGHT["to_torch"].replace('["W" + g] for g in "ifco"', '["W" + g] for g in "ifgo"'),
)

whole(
    "fast_lstm_backward",
    "forward_keeps_one_array",
    "wrong",
    "Its forward pass writes the gates of all steps into one array.",
    RIGHT["fast_lstm_backward"],
)

# Two at once: each of some attempts with one of the later ones, where they change other places.
for FUNCTION, LISTED in CHANGES.items():
    NAMES = list(LISTED)
    HALF = len(NAMES) // 2
    for FIRST, SECOND in list(zip(NAMES, NAMES[HALF:], strict=False))[:HALF:2]:
        SOURCE, BOTH = RIGHT[FUNCTION], [*LISTED[FIRST], *LISTED[SECOND]]
        for OLD, _ in BOTH:
            if SOURCE.count(OLD) != 1:
                break
            SOURCE = SOURCE.replace(OLD, dict(BOTH)[OLD])
        else:
            whole(FUNCTION, f"{FIRST}+{SECOND}", "wrong", "Two mistakes at once.", SOURCE)

# The cache has the form that the student's own forward pass gives it.
OVERWRITING = (
    RIGHT["fast_lstm_forward"]
    .replace("    gates = []\n", "    gates, work = [], np.empty((4 * n_a, m), dtype)\n")
    .replace(
        "g = 1 / (1 + np.exp(W_bar @ seen[t]))",
        "g = np.divide(1, 1 + np.exp(np.dot(W_bar, seen[t], out=work)), out=work)",
    )
)
MUTANTS["fast_lstm_backward"] = [
    (
        name,
        (OVERWRITING if name == "forward_keeps_one_array" else RIGHT["fast_lstm_forward"])
        + "\n"
        + source,
        kind,
        note,
    )
    for name, source, kind, note in MUTANTS["fast_lstm_backward"]
]
MUTANTS = {
    function: [(name, source.lstrip("\n"), kind, note) for name, source, kind, note in rows]
    for function, rows in MUTANTS.items()
}
