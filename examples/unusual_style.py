"""Right answers in an unusual style: products written with einsum, gates fused, lists for caches.

`make_class.py` hands them in as one student's. They use only what the lessons allow.
"""

import numpy as np


def sigmoid(z):
    return 0.5 + 0.5 * np.tanh(0.5 * z)


def softmax(z):
    z = z - np.amax(z, 0)
    return np.exp(z - np.log(np.exp(z).sum(0)))


def feed_forward(x, parameters):
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    a1 = np.tanh(np.einsum("hx,xm->hm", W1, x) + b1)
    y_pred = softmax(np.einsum("yh,hm->ym", W2, a1) + b2)
    return [y_pred, [x, a1, y_pred, parameters]]


def cross_entropy(y_pred, y):
    true_class = y.argmax(0)
    return -np.log(y_pred[true_class, range(len(true_class))]).mean()


def feed_forward_backward(y, cache):
    x, a1, y_pred, parameters = cache
    ones = np.ones(y.shape[1])
    dz2 = (y_pred - y) / len(ones)
    dz1 = np.einsum("yh,ym,hm->hm", parameters["W2"], dz2, 1 - np.square(a1))
    return dict(
        dW1=np.einsum("hm,xm->hx", dz1, x),
        db1=np.einsum("hm,m->h", dz1, ones).reshape(-1, 1),
        dW2=np.einsum("ym,hm->yh", dz2, a1),
        db2=np.einsum("ym,m->y", dz2, ones).reshape(-1, 1),
    )


def gradient_step(parameters, gradients, learning_rate):
    moved = {name: value.copy() for name, value in parameters.items()}
    for name in moved:
        moved[name] -= learning_rate * gradients[f"d{name}"]
    return moved


def rnn_cell_forward(xt, a_prev, parameters):
    W = np.hstack([parameters["Waa"], parameters["Wax"], parameters["ba"]])
    a_next = np.tanh(W @ np.vstack([a_prev, xt, np.ones((1, xt.shape[1]))]))
    Wy = np.hstack([parameters["Wya"], parameters["by"]])
    yt_pred = softmax(Wy @ np.vstack([a_next, np.ones((1, xt.shape[1]))]))
    return a_next, yt_pred, [a_next, a_prev, xt, parameters]


def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    n_a = len(a_prev)
    dz = da_next - da_next * a_next * a_next
    below = np.hstack([parameters["Waa"], parameters["Wax"]]).T @ dz
    dW = dz @ np.vstack([a_prev, xt, np.ones((1, xt.shape[1]))]).T
    da_prev, dxt = np.split(below, [n_a])
    dWaa, dWax, dba = np.split(dW, [n_a, dW.shape[1] - 1], axis=1)
    return {"dba": dba, "dWaa": dWaa, "dWax": dWax, "da_prev": da_prev, "dxt": dxt}


def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    a = np.empty((T_x + 1, *a0.shape))
    y_pred = np.empty((T_x, len(parameters["by"]), m))
    a[0] = a0
    caches = []
    for t, xt in enumerate(np.moveaxis(x, 2, 0)):
        a[t + 1], y_pred[t], cache = rnn_cell_forward(xt, a[t], parameters)
        caches.append(cache)
    return np.moveaxis(a[1:], 0, 2), np.moveaxis(y_pred, 0, 2), [caches, x]


def rnn_backward(da, caches):
    caches, x = caches
    parameters = caches[0][3]
    dz = np.empty(da.shape)
    da_carried = 0
    for t in range(x.shape[2])[::-1]:
        dz[:, :, t] = (da[:, :, t] + da_carried) * (1 - caches[t][0] ** 2)
        da_carried = np.einsum("ab,am->bm", parameters["Waa"], dz[:, :, t])
    a_before = np.stack([cache[1] for cache in caches], axis=2)
    return {
        "dx": np.einsum("ax,amt->xmt", parameters["Wax"], dz),
        "da0": da_carried,
        "dWax": np.einsum("amt,xmt->ax", dz, x),
        "dWaa": np.einsum("amt,bmt->ab", dz, a_before),
        "dba": np.einsum("amt->a", dz)[:, None],
    }


def output_backward(y, y_pred, a, parameters):
    da, dWya, dby = np.zeros(a.shape), 0, 0
    for t in range(a.shape[2]):
        dz = (y_pred[..., t] - y[..., t]) / y.shape[1]
        da[..., t] = parameters["Wya"].T.dot(dz)
        dWya = dWya + dz.dot(a[..., t].T)
        dby = dby + dz.sum(1, keepdims=True)
    return {"dby": dby, "dWya": dWya, "da": da}


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    W = np.vstack([parameters["W" + gate] for gate in "fioc"])
    b = np.vstack([parameters["b" + gate] for gate in "fioc"])
    z = W @ np.vstack([a_prev, xt]) + b
    n_a = len(a_prev)
    ft, it, ot = sigmoid(z[: 3 * n_a]).reshape(3, n_a, -1)
    cct = np.tanh(z[3 * n_a :])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    cache = [a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters]
    return [a_next, c_next, yt_pred, cache]


def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = len(a_prev)
    tanh_c = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tanh_c * tanh_c)
    d_gates = np.vstack([dc * c_prev, dc * cct, da_next * tanh_c, dc * it])
    slopes = np.vstack([ft - ft**2, it - it**2, ot - ot**2, 1 - cct**2])
    dz = d_gates * slopes
    dW = dz @ np.vstack([a_prev, xt]).T
    below = np.vstack([parameters["W" + gate] for gate in "fioc"]).T @ dz
    gradients = {"dc_prev": dc * ft, "da_prev": below[:n_a], "dxt": below[n_a:]}
    for k, gate in enumerate("fioc"):
        rows = slice(k * n_a, (k + 1) * n_a)
        gradients["dW" + gate] = dW[rows]
        gradients["db" + gate] = dz[rows] @ np.ones((dz.shape[1], 1))
    return gradients


def lstm_forward(x, a0, parameters):
    T_x = x.shape[2]
    a, c, y, caches = [a0], [0 * a0], [], []
    while len(caches) < T_x:
        step = lstm_cell_forward(x[..., len(caches)], a[-1], c[-1], parameters)
        for where, what in zip((a, c, y, caches), step, strict=True):
            where.append(what)
    return np.dstack(a[1:]), np.dstack(y), np.dstack(c[1:]), [caches, x]


def lstm_backward(da, caches):
    caches, x = caches
    steps = []
    carried = {"da_prev": np.zeros(da.shape[:2]), "dc_prev": np.zeros(da.shape[:2])}
    for da_t, cache in zip(np.moveaxis(da, 2, 0)[::-1], caches[::-1], strict=True):
        carried = lstm_cell_backward(da_t + carried["da_prev"], carried["dc_prev"], cache)
        steps.insert(0, carried)
    gradients = {
        key: np.sum([step[key] for step in steps], axis=0)
        for key in steps[0]
        if key[:2] in ("dW", "db")
    }
    gradients["dx"] = np.stack([step["dxt"] for step in steps], axis=-1)
    gradients["da0"] = steps[0]["da_prev"]
    return gradients


def encode(words, alphabet):
    unknown = set("".join(words)) - set(alphabet)
    if unknown:
        raise ValueError("not in the alphabet: " + " ".join(sorted(unknown)))
    place = {letter: k for k, letter in enumerate(alphabet)}
    lengths = np.array([len(word) + 1 for word in words])
    mask = (np.arange(lengths.max()) < lengths[:, None]) * 1.0
    marked = np.full((len(words), lengths.max() + 1), 0)
    for row, word in zip(marked, words, strict=True):
        row[1 : len(word) + 1] = [place[letter] for letter in word]
    one_hot = np.eye(len(alphabet))[:, marked]
    return [one_hot[:, :, :-1] * mask, one_hot[:, :, 1:] * mask, mask]


def sequence_loss(y_pred, y, mask):
    counts = mask.astype(bool)
    return -np.log(np.einsum("imt,imt->mt", y_pred, y)[counts]).mean()


def sequence_loss_backward(y_pred, y, mask):
    return np.einsum("imt,mt->imt", np.subtract(y_pred, y), mask / mask.sum())


def clip_gradients(gradients, limit):
    norm = np.linalg.norm([np.linalg.norm(value) for value in gradients.values()])
    return {name: value * (limit / max(norm, limit)) for name, value in gradients.items()}


def adam_step(parameters, gradients, state, learning_rate):
    n, moved, mean, square = state["steps"] + 1, dict(parameters), {}, {}
    for name in parameters:
        g = gradients[f"d{name}"]
        mean[name] = state["mean"][name] + (g - state["mean"][name]) / 10
        square[name] = state["square"][name] + (g * g - state["square"][name]) / 1000
        ratio = mean[name] / (1 - 0.9**n) / (np.sqrt(square[name] / (1 - 0.999**n)) + 1e-8)
        moved[name] = moved[name] - learning_rate * ratio
    return moved, {"mean": mean, "square": square, "steps": n}


def apply_temperature(probabilities, temperature):
    with np.errstate(divide="ignore"):
        return softmax(np.log(probabilities) / temperature)


def sample_word(step, alphabet, temperature, random, longest=30):
    letters, index, state = [], 0, None
    for _ in range(longest):
        p, state = step(index, state)
        edges = np.cumsum(apply_temperature(p, temperature))
        index = int(np.searchsorted(edges[:-1], random.random(), side="right"))
        if not index:
            break
        letters.append(alphabet[index])
    return "".join(letters)


def orthogonal(n, random):
    left, _, right = np.linalg.svd(random.standard_normal((n, n)))
    return np.einsum("ij,jk->ik", left, right)


def gru_cell_forward(xt, a_prev, parameters):
    n_a = len(a_prev)
    W = np.vstack([parameters["Wr"], parameters["Wu"]])
    b = np.vstack([parameters["br"], parameters["bu"]])
    rt, ut = np.split(sigmoid(W @ np.vstack([a_prev, xt]) + b), 2)
    Wca, Wcx = np.split(parameters["Wc"], [n_a], axis=1)
    cct = np.tanh(np.einsum("ij,jm,jm->im", Wca, rt, a_prev) + Wcx @ xt + parameters["bc"])
    a_next = a_prev + ut * (cct - a_prev)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return [a_next, yt_pred, [a_next, a_prev, ut, rt, cct, xt, parameters]]


def gru_cell_backward(da_next, cache):
    _, a_prev, ut, rt, cct, xt, parameters = cache
    n_a = len(a_prev)
    dzc = da_next * ut * (1 - cct) * (1 + cct)
    dv, dx_candidate = np.split(np.einsum("ik,im->km", parameters["Wc"], dzc), [n_a])
    gates = np.vstack([ut, rt])
    dz = np.vstack([da_next * (cct - a_prev), dv * a_prev]) * (gates - gates**2)
    below = np.vstack([parameters["Wu"], parameters["Wr"]]).T @ dz
    dW, dWc = dz @ np.vstack([a_prev, xt]).T, dzc @ np.vstack([rt * a_prev, xt]).T
    db = dz @ np.ones((dz.shape[1], 1))
    return dict(
        dxt=dx_candidate + below[n_a:],
        da_prev=da_next - ut * da_next + rt * dv + below[:n_a],
        dWu=dW[:n_a],
        dWr=dW[n_a:],
        dWc=dWc,
        dbu=db[:n_a],
        dbr=db[n_a:],
        dbc=np.einsum("am->a", dzc)[:, None],
    )


def rnn_backward_truncated(da, caches, window):
    caches, x = caches
    T_x = x.shape[2]
    found = [None] * T_x
    for first in range(0, T_x, window):
        carried = 0
        for t in range(min(first + window, T_x))[:first:-1] or []:
            found[t] = rnn_cell_backward(da[..., t] + carried, caches[t])
            carried = found[t]["da_prev"]
        found[first] = rnn_cell_backward(da[..., first] + carried, caches[first])
    gradients = {key: np.sum([f[key] for f in found], axis=0) for key in ("dWax", "dWaa", "dba")}
    gradients["dx"] = np.stack([f["dxt"] for f in found], axis=-1)
    gradients["da0"] = found[0]["da_prev"]
    return gradients


def rnn_forward_masked(x, a0, mask, parameters):
    a, caches = [a0], []
    for xt, goes in zip(np.moveaxis(x, 2, 0), mask.T, strict=True):
        proposed, _, cache = rnn_cell_forward(xt, a[-1], parameters)
        a.append(goes * proposed + (1 - goes) * a[-1])
        caches.append(cache)
    a = np.dstack(a[1:])
    scores = np.einsum("ya,amt->ymt", parameters["Wya"], a) + parameters["by"][..., None]
    return [
        a,
        np.exp(scores - np.log(np.exp(scores - scores.max(0)).sum(0)) - scores.max(0)),
        [caches, x],
    ]


def stack_gates(parameters):
    pairs = [(parameters["W" + gate], parameters["b" + gate]) for gate in ("f", "i", "c", "o")]
    return [np.vstack(kind) for kind in zip(*pairs, strict=True)]


def fast_lstm_forward(x, a0, parameters):
    W, b = stack_gates(parameters)
    kind = np.result_type(x, a0, W)
    n_a, (n_x, m, T_x) = len(a0), x.shape
    weights, steps = np.hstack([W, b]).T.copy(), np.ones((T_x, m, n_a + n_x + 1), kind)
    steps[:, :, n_a:-1] = np.einsum("xmt->tmx", x)
    a, c, kept = a0.T.astype(kind), np.zeros((m, n_a), kind), []
    for step in steps:
        step[:, :n_a] = a
        half = 0.5 * np.einsum("mk,kg->mg", step, weights)
        f, i, _, o = np.split(0.5 + 0.5 * np.tanh(half), 4, axis=1)
        g = np.tanh(2 * half[:, 2 * n_a : 3 * n_a])
        c, c_old = f * c + i * g, c
        a = o * np.tanh(c)
        kept.append([a, c, c_old, f, i, g, o, step])
    a, c = (np.stack([step[k] for step in kept], axis=2).transpose(1, 0, 2) for k in (0, 1))
    y = np.stack([softmax(parameters["Wy"] @ at + parameters["by"]) for at in a.transpose(2, 0, 1)])
    return [a, np.moveaxis(y, 0, 2), c, {"kept": kept, "W": W}]


def fast_lstm_backward(da, cache):
    kept, W = cache["kept"], cache["W"]
    n_a, m, T_x = da.shape
    above, along, blocks = 0, 0, []
    for t in range(T_x - 1, -1, -1):
        _, c, c_old, f, i, g, o, step = kept[t]
        dat = above + da[:, :, t].T
        dc = along + dat * o * (1 - np.tanh(c) ** 2)
        parts = dc * c_old * f * (1 - f), dc * g * i * (1 - i), dc * i * (1 - g * g)
        dz = np.hstack([*parts, dat * np.tanh(c) * o * (1 - o)])
        above, along = dz @ W[:, :n_a], dc * f
        blocks.insert(0, dz)
    dz, seen = np.stack(blocks), np.stack([step[-1] for step in kept])
    dW = np.einsum("tmg,tmk->gk", dz, seen)
    gradients = {"da0": above.T, "dx": np.einsum("tmg,gx->xmt", dz, W[:, n_a:])}
    for k, gate in enumerate("fico"):
        rows = dW[k * n_a : (k + 1) * n_a]
        gradients.update({"dW" + gate: rows[:, :-1], "db" + gate: rows[:, -1:]})
    return gradients


def to_torch(parameters):
    W, b = stack_gates(
        {
            k: parameters[k[0] + dict(f="i", i="f").get(k[1], k[1])]
            for k in ("Wf", "Wi", "Wc", "Wo", "bf", "bi", "bc", "bo")
        }
    )
    half = 0.5 * b.ravel()
    hh, ih = np.hsplit(W, [len(W) // 4])
    return dict(bias_hh_l0=half, bias_ih_l0=half.copy(), weight_hh_l0=hh, weight_ih_l0=ih)
