# ruff: noqa: E501 - lines as a student has them
"""A sixth bank, of lessons 04 and 05: written from the released notebooks, before sight of the checks."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from slips import new_bank  # noqa: E402

MUTANTS, attempt, slips = new_bank()

# Lesson 04: lstm_cell_forward

CELL = """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    Wf, bf = parameters["Wf"], parameters["bf"]
    Wi, bi = parameters["Wi"], parameters["bi"]
    Wc, bc = parameters["Wc"], parameters["bc"]
    Wo, bo = parameters["Wo"], parameters["bo"]
    Wy, by = parameters["Wy"], parameters["by"]
    concat = np.concatenate((a_prev, xt), axis=0)
    ft = sigmoid(Wf @ concat + bf)
    it = sigmoid(Wi @ concat + bi)
    cct = np.tanh(Wc @ concat + bc)
    ot = sigmoid(Wo @ concat + bo)
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(Wy @ a_next + by)
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache
"""
slips(
    "lstm_cell_forward",
    CELL,
    {
        "x-on-top": ("x above a in the stack", ("(a_prev, xt), axis=0", "(xt, a_prev), axis=0")),
        "side-by-side": ("stacks along the examples", ("axis=0)", "axis=1)")),
        "sigmoid-candidate": ("a sigmoid for the candidate", ("np.tanh(Wc @", "sigmoid(Wc @")),
        "tanh-output-gate": ("tanh for the output gate", ("sigmoid(Wo @", "np.tanh(Wo @")),
        "gates-exchanged": (
            "input gate keeps, forget gate writes",
            ("ft * c_prev + it * cct", "it * c_prev + ft * cct"),
        ),
        "coupled": ("1 - ft in the place of it", ("it * cct", "(1 - ft) * cct")),
        "one-minus-forget": ("the gate forgets at 1", ("ft * c_prev", "(1 - ft) * c_prev")),
        "no-output-tanh": ("no tanh at the output", ("ot * np.tanh(c_next)", "ot * c_next")),
        "output-of-old-cell": ("shows the old cell state", ("np.tanh(c_next)", "np.tanh(c_prev)")),
        "product-of-memories": (
            "multiplies where it should add",
            ("ft * c_prev + it * cct", "(ft * c_prev) * (it * cct)"),
        ),
        "predicts-from-c": ("predicts from the cell state", ("Wy @ a_next", "Wy @ c_next")),
        "no-forget": ("no forget gate, as in 1997", ("ft * c_prev", "c_prev")),
        "bi-for-bf": ("a bias of the neighbour", ("Wf @ concat + bf", "Wf @ concat + bi")),
        "Wo-for-Wi": ("a matrix of another gate", ("Wi @ concat", "Wo @ concat")),
        "cache-i-f": (
            "it before ft in the cache",
            ("ft, it, cct, ot, xt, parameters)", "it, ft, cct, ot, xt, parameters)"),
        ),
        "cache-old-state": (
            "a_prev where a_next should be",
            ("cache = (a_next,", "cache = (a_prev,"),
        ),
        "cache-short": (
            "ten parts in the order of the equations",
            ("ft, it, cct, ot, xt, parameters)", "ft, it, ot, cct, xt, parameters)"),
        ),
        "c-first": (
            "c_next before a_next",
            ("return a_next, c_next, yt_pred", "return c_next, a_next, yt_pred"),
        ),
        "x-on-top-and-no-tanh": (
            "two mistakes: stack upside down, no tanh at the output",
            ("(a_prev, xt), axis=0", "(xt, a_prev), axis=0"),
            ("ot * np.tanh(c_next)", "ot * c_next"),
        ),
        "candidate-and-bias": (
            "two mistakes: sigmoid candidate, bo forgotten",
            ("np.tanh(Wc @", "sigmoid(Wc @"),
            ("Wo @ concat + bo", "Wo @ concat"),
        ),
        "peephole": (
            "the output gate looks at the new cell state too",
            ("Wo @ concat + bo", "Wo @ concat + bo + ft * c_prev + it * cct"),
        ),
    },
)
attempt(
    "lstm_cell_forward",
    "wrong",
    "writes-into-c_prev",
    "the cell state is changed in place",
    """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    s = np.vstack([a_prev, xt])
    ft = sigmoid(parameters["Wf"] @ s + parameters["bf"])
    it = sigmoid(parameters["Wi"] @ s + parameters["bi"])
    cct = np.tanh(parameters["Wc"] @ s + parameters["bc"])
    ot = sigmoid(parameters["Wo"] @ s + parameters["bo"])
    c_next = c_prev
    c_next *= ft
    c_next += it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
""",
)
attempt(
    "lstm_cell_forward",
    "correct",
    "split-matrices",
    "cuts each matrix into its two parts",
    """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n_a = a_prev.shape[0]

    def score(g):
        W = parameters["W" + g]
        return W[:, :n_a].dot(a_prev) + W[:, n_a:].dot(xt) + parameters["b" + g]

    gates = {g: sigmoid(score(g)) for g in ("f", "i", "o")}
    candidate = np.tanh(score("c"))
    memory = gates["f"] * c_prev
    memory = memory + gates["i"] * candidate
    shown = np.tanh(memory) * gates["o"]
    y = softmax(parameters["Wy"].dot(shown) + parameters["by"])
    return shown, memory, y, (shown, memory, a_prev, c_prev, gates["f"], gates["i"], candidate, gates["o"], xt, parameters)
""",
)
attempt(
    "lstm_cell_forward",
    "correct",
    "one-product",
    "all gates in one product, sliced",
    """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    W = np.concatenate([parameters[k] for k in ("Wf", "Wi", "Wo", "Wc")])
    b = np.concatenate([parameters[k] for k in ("bf", "bi", "bo", "bc")])
    z = W @ np.r_[a_prev, xt] + b
    n = len(a_prev)
    ft, it, ot = sigmoid(z[:n]), sigmoid(z[n : 2 * n]), sigmoid(z[2 * n : 3 * n])
    cct = np.tanh(z[3 * n :])
    c_next = np.add(np.multiply(ft, c_prev), np.multiply(it, cct))
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    print(c_next.shape)
    cache = a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters
    return a_next, c_next, yt_pred, cache
""",
)

# Lesson 04: lstm_cell_backward

CELL_BACK = """
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a, m = a_next.shape
    tc = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tc ** 2)
    dzf = dc * c_prev * ft * (1 - ft)
    dzi = dc * cct * it * (1 - it)
    dzc = dc * it * (1 - cct ** 2)
    dzo = da_next * tc * ot * (1 - ot)
    dc_prev = dc * ft
    Wf, Wi, Wc, Wo = (parameters["W" + g] for g in "fico")
    ds = Wf.T @ dzf + Wi.T @ dzi + Wc.T @ dzc + Wo.T @ dzo
    da_prev = ds[:n_a]
    dxt = ds[n_a:]
    s = np.vstack((a_prev, xt))
    dWf = dzf @ s.T
    dWi = dzi @ s.T
    dWc = dzc @ s.T
    dWo = dzo @ s.T
    dbf = dzf.sum(axis=1, keepdims=True)
    dbi = dzi.sum(axis=1, keepdims=True)
    dbc = dzc.sum(axis=1, keepdims=True)
    dbo = dzo.sum(axis=1, keepdims=True)
    return {
        "dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev,
        "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
        "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo,
    }
"""
slips(
    "lstm_cell_backward",
    CELL_BACK,
    {
        "dc-next-alone": (
            "own part of dc forgotten",
            ("dc = dc_next + da_next * ot * (1 - tc ** 2)", "dc = dc_next"),
        ),
        "dc-own-alone": ("the carry of dc forgotten", ("dc = dc_next + da_next", "dc = da_next")),
        "no-ot-in-dc": (
            "ot missing in dc",
            ("da_next * ot * (1 - tc ** 2)", "da_next * (1 - tc ** 2)"),
        ),
        "slope-of-c": ("1 - c squared", ("(1 - tc ** 2)", "(1 - c_next ** 2)")),
        "slope-of-a": ("1 - a squared for the tanh", ("(1 - tc ** 2)", "(1 - a_next ** 2)")),
        "dzf-with-dc_next": (
            "the carry in the place of dc",
            ("dzf = dc * c_prev", "dzf = dc_next * c_prev"),
        ),
        "dzf-with-c_next": (
            "the new cell state at the forget gate",
            ("dc * c_prev * ft", "dc * c_next * ft"),
        ),
        "dzi-partner": (
            "input gate times itself",
            ("dc * cct * it * (1 - it)", "dc * it * it * (1 - it)"),
        ),
        "dzc-slope": (
            "a sigmoid's slope for the candidate",
            ("dc * it * (1 - cct ** 2)", "dc * it * cct * (1 - cct)"),
        ),
        "dzc-tanh-again": (
            "tanh of the candidate again",
            ("(1 - cct ** 2)", "(1 - np.tanh(cct) ** 2)"),
        ),
        "dzo-from-dc": (
            "dc at the output gate",
            ("da_next * tc * ot * (1 - ot)", "dc * tc * ot * (1 - ot)"),
        ),
        "dzo-c": ("c in the place of tanh c", ("da_next * tc * ot", "da_next * c_next * ot")),
        "dzo-no-slope": (
            "no slope at the output gate",
            ("da_next * tc * ot * (1 - ot)", "da_next * tc"),
        ),
        "dzi-no-slope": ("half a slope at the input gate", ("it * (1 - it)", "(1 - it)")),
        "dc_prev-carry-only": (
            "the carry times ft",
            ("dc_prev = dc * ft", "dc_prev = dc_next * ft"),
        ),
        "dc_prev-no-gate": ("dc handed back as it is", ("dc_prev = dc * ft", "dc_prev = dc")),
        "stack-three": ("the output gate does not go to the stack", (" + Wo.T @ dzo", "")),
        "split-swapped": (
            "the stack is cut the other way",
            ("da_prev = ds[:n_a]", "da_prev = ds[-n_a:]"),
            ("dxt = ds[n_a:]", "dxt = ds[:-n_a]"),
        ),
        "weights-meet-x-on-top": (
            "x above a in the stack of the weights",
            ("np.vstack((a_prev, xt))", "np.vstack((xt, a_prev))"),
        ),
        "weights-meet-a_next": (
            "the new state in the stack",
            ("np.vstack((a_prev, xt))", "np.vstack((a_next, xt))"),
        ),
        "mean-biases": (
            "means for sums",
            ("dzf.sum(", "dzf.mean("),
            ("dzi.sum(", "dzi.mean("),
            ("dzc.sum(", "dzc.mean("),
            ("dzo.sum(", "dzo.mean("),
        ),
        "flat-dbo": ("one bias is flat", ("dzo.sum(axis=1, keepdims=True)", "dzo.sum(axis=1)")),
        "exchanged-dz": (
            "i and c exchanged in the weights",
            ("dWi = dzi @ s.T", "dWi = dzc @ s.T"),
            ("dWc = dzc @ s.T", "dWc = dzi @ s.T"),
        ),
        "dc-and-o": (
            "two mistakes: no ot in dc, c for tanh c",
            ("da_next * ot * (1 - tc ** 2)", "da_next * (1 - tc ** 2)"),
            ("da_next * tc * ot", "da_next * c_next * ot"),
        ),
        "f-and-i-slopes": (
            "two mistakes: slopes of f and i are 1",
            ("dc * c_prev * ft * (1 - ft)", "dc * c_prev"),
            ("dc * cct * it * (1 - it)", "dc * cct"),
        ),
        "carry-and-bias": (
            "two mistakes: dc_prev from the carry, dbf a mean",
            ("dc_prev = dc * ft", "dc_prev = dc_next * ft"),
            ("dzf.sum(", "dzf.mean("),
        ),
    },
)
attempt(
    "lstm_cell_backward",
    "wrong",
    "adds-into-dc_next",
    "changes the caller's dc_next",
    """
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_next.shape[0]
    dc_next += da_next * ot * (1 - np.tanh(c_next) ** 2)
    dz = {
        "f": dc_next * c_prev * ft * (1 - ft),
        "i": dc_next * cct * it * (1 - it),
        "c": dc_next * it * (1 - cct**2),
        "o": da_next * np.tanh(c_next) * ot * (1 - ot),
    }
    s = np.concatenate([a_prev, xt])
    ds = sum(parameters["W" + g].T @ dz[g] for g in "fico")
    out = {"dxt": ds[n_a:], "da_prev": ds[:n_a], "dc_prev": dc_next * ft}
    for g in "fico":
        out["dW" + g] = dz[g] @ s.T
        out["db" + g] = dz[g].sum(axis=1, keepdims=True)
    return out
""",
)
attempt(
    "lstm_cell_backward",
    "wrong",
    "half-written",
    "the states only, weights to come",
    """
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    gradients = {"dc_prev": dc * ft}
    # TODO the gates
    pass
    return gradients
""",
)
attempt(
    "lstm_cell_backward",
    "correct",
    "einsum-and-helper",
    "a helper for each gate, einsum for the sums",
    """
def lstm_cell_backward(da_next, dc_next, cache):
    _, c, a_prev, c_prev, f, i, g, o, xt, p = cache
    th = np.tanh(c)
    whole = np.array(dc_next, dtype=float) + da_next * o * (1 + th) * (1 - th)

    def through_sigmoid(d, gate):
        return d * (gate - gate**2)

    dz = dict(f=through_sigmoid(whole * c_prev, f), i=through_sigmoid(whole * g, i))
    dz.update(c=whole * i - whole * i * g * g, o=through_sigmoid(da_next * th, o))
    s = np.vstack([a_prev, xt])
    result = {"dc_prev": f * whole}
    total = np.zeros(s.shape)
    for name, d in dz.items():
        total += np.einsum("as,am->sm", p["W" + name], d)
        result["dW" + name] = np.einsum("am,sm->as", d, s)
        result["db" + name] = d @ np.ones((d.shape[1], 1))
    result["da_prev"], result["dxt"] = np.split(total, [a_prev.shape[0]])
    return result
""",
)
attempt(
    "lstm_cell_backward",
    "correct",
    "by-example",
    "one example at a time",
    """
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a, m = a_prev.shape
    out = {k: np.zeros(v.shape) for k, v in (("dxt", xt), ("da_prev", a_prev), ("dc_prev", c_prev))}
    for g in "fico":
        out["dW" + g] = np.zeros(parameters["W" + g].shape)
        out["db" + g] = np.zeros((n_a, 1))
    for j in range(m):
        t = np.tanh(c_next[:, j])
        dc = dc_next[:, j] + da_next[:, j] * ot[:, j] * (1 - t * t)
        z = {}
        z["f"] = dc * c_prev[:, j] * ft[:, j] * (1 - ft[:, j])
        z["i"] = dc * cct[:, j] * it[:, j] * (1 - it[:, j])
        z["c"] = dc * it[:, j] * (1 - cct[:, j] ** 2)
        z["o"] = da_next[:, j] * t * ot[:, j] * (1 - ot[:, j])
        out["dc_prev"][:, j] = dc * ft[:, j]
        for g in "fico":
            back = z[g] @ parameters["W" + g]
            out["da_prev"][:, j] += back[:n_a]
            out["dxt"][:, j] += back[n_a:]
            out["dW" + g] += np.outer(z[g], np.concatenate([a_prev[:, j], xt[:, j]]))
            out["db" + g][:, 0] += z[g]
    return out
""",
)

# Lesson 05: lstm_forward

LOOP = """
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    caches = []
    a_next = a0
    c_next = np.zeros((n_a, m))
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
    LOOP,
    {
        "results-of-the-cell": (
            "a, c, y as the cell has it",
            ("return a, y, c,", "return a, c, y,"),
        ),
        "unpacks-y-second": (
            "takes the cell's results as a, y, c",
            ("a_next, c_next, yt, cache = lstm", "a_next, yt, c_next, cache = lstm"),
        ),
        "c-starts-at-a0": ("c0 is a0", ("c_next = np.zeros((n_a, m))", "c_next = a0")),
        "c-starts-at-one": (
            "c0 is one",
            ("c_next = np.zeros((n_a, m))", "c_next = np.ones((n_a, m))"),
        ),
        "c-empties": (
            "a new empty cell state at each step",
            ("a_next, c_next, parameters)", "a_next, np.zeros((n_a, m)), parameters)"),
        ),
        "a-stays": ("a0 at each step", ("x[:, :, t], a_next, c_next", "x[:, :, t], a0, c_next")),
        "states-swapped": (
            "the states handed on the wrong way round",
            ("x[:, :, t], a_next, c_next", "x[:, :, t], c_next, a_next"),
        ),
        "a-in-c": ("stores a in c", ("c[:, :, t] = c_next", "c[:, :, t] = a_next")),
        "c-old": ("stores the old cell state", ("c[:, :, t] = c_next", "c[:, :, t] = cache[3]")),
        "last-missing": ("last step left out", ("range(T_x)", "range(T_x - 1)")),
        "x-slices-examples": ("x[:, t] for x[:, :, t]", ("x[:, :, t]", "x[:, t, :]")),
        "one-list-only": (
            "three results",
            ("return a, y, c, (caches, x)", "return a, y, (caches, x)"),
        ),
        "caches-without-x": ("x missing in the caches", ("(caches, x)", "caches")),
        "reversed": ("reads from the end", ("range(T_x)", "range(T_x - 1, -1, -1)")),
        "c-a0-and-order": (
            "two mistakes: c0 is a0, and c before y",
            ("c_next = np.zeros((n_a, m))", "c_next = a0"),
            ("return a, y, c,", "return a, c, y,"),
        ),
        "zeros-for-a0": (
            "two mistakes: starts from zero, stores the old c",
            ("a_next = a0", "a_next = np.zeros((n_a, m))"),
            ("c[:, :, t] = c_next", "c[:, :, t] = cache[3]"),
        ),
    },
)
attempt(
    "lstm_forward",
    "wrong",
    "view-of-c",
    "the running cell state is a view of c, scaled in place",
    """
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_a = a0.shape[0]
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = []
    caches = []
    a_prev, c_prev = a0, c[:, :, 0]
    for t in range(T_x):
        a[:, :, t], c[:, :, t], yt, cache = lstm_cell_forward(x[:, :, t], a_prev, c_prev, parameters)
        a_prev = a[:, :, t]
        y.append(yt)
        caches.append(cache)
    return a, np.stack(y, axis=2), c, (caches, x)
""",
)
attempt(
    "lstm_forward",
    "correct",
    "generator",
    "a generator of steps, unzipped",
    """
def lstm_forward(x, a0, parameters):
    def steps():
        a, c = a0, a0 * 0.0
        for t in range(x.shape[-1]):
            a, c, y, cache = lstm_cell_forward(x[..., t], a, c, parameters)
            yield a, y, c, cache

    a, y, c, caches = zip(*steps())
    return np.stack(a, -1), np.stack(y, -1), np.stack(c, -1), (list(caches), x)
""",
)
attempt(
    "lstm_forward",
    "correct",
    "dstack",
    "dstack and an annotated state",
    """
def lstm_forward(x, a0, parameters):
    state: tuple = (a0, np.zeros(a0.shape))
    everything = []
    t = 0
    while t < x.shape[2]:
        everything.append(lstm_cell_forward(x[:, :, t], *state, parameters))
        state = everything[-1][:2]
        t += 1
    A = np.dstack([e[0] for e in everything])
    C = np.dstack([e[1] for e in everything])
    Y = np.dstack([e[2] for e in everything])
    return A, Y, C, ([e[3] for e in everything], x)
""",
)

# Lesson 05: lstm_backward

LOOP_BACK = """
def lstm_backward(da, caches):
    steps, x = caches
    n_x, m, T_x = x.shape
    n_a = da.shape[0]
    dx = np.zeros((n_x, m, T_x))
    dWf = np.zeros((n_a, n_a + n_x))
    dWi = np.zeros((n_a, n_a + n_x))
    dWc = np.zeros((n_a, n_a + n_x))
    dWo = np.zeros((n_a, n_a + n_x))
    dbf = np.zeros((n_a, 1))
    dbi = np.zeros((n_a, 1))
    dbc = np.zeros((n_a, 1))
    dbo = np.zeros((n_a, 1))
    da_prev = np.zeros((n_a, m))
    dc_prev = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        g = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, steps[t])
        da_prev = g["da_prev"]
        dc_prev = g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        dWf += g["dWf"]
        dWi += g["dWi"]
        dWc += g["dWc"]
        dWo += g["dWo"]
        dbf += g["dbf"]
        dbi += g["dbi"]
        dbc += g["dbc"]
        dbo += g["dbo"]
    da0 = da_prev
    return {
        "dx": dx, "da0": da0, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
        "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo,
    }
"""
slips(
    "lstm_backward",
    LOOP_BACK,
    {
        "published": (
            "nothing carried, as published",
            ('        da_prev = g["da_prev"]\n        dc_prev = g["dc_prev"]\n', ""),
            ("da0 = da_prev", 'da0 = g["da_prev"]'),
        ),
        "dc-not-carried": (
            "the cell state's lane is dropped",
            ('        dc_prev = g["dc_prev"]\n', ""),
        ),
        "da-not-carried": (
            "the hidden state's lane is dropped",
            ("da[:, :, t] + da_prev,", "da[:, :, t],"),
        ),
        "da-added-to-dc": (
            "own parts added on the wrong lane",
            ("da[:, :, t] + da_prev, dc_prev, steps", "da_prev, da[:, :, t] + dc_prev, steps"),
        ),
        "da-on-both": (
            "own parts on both lanes",
            (
                "da[:, :, t] + da_prev, dc_prev, steps",
                "da[:, :, t] + da_prev, da[:, :, t] + dc_prev, steps",
            ),
        ),
        "lanes-swapped": (
            "the two lanes exchanged",
            ('da_prev = g["da_prev"]', 'da_prev = g["dc_prev"]'),
            ('dc_prev = g["dc_prev"]', 'dc_prev = g["da_prev"]'),
        ),
        "dc-accumulates": (
            "adds up the carries of c",
            ('dc_prev = g["dc_prev"]', 'dc_prev = dc_prev + g["dc_prev"]'),
        ),
        "dbo-overwritten": ("dbo overwritten", ('dbo += g["dbo"]', 'dbo = g["dbo"]')),
        "dWf-overwritten": ("dWf overwritten", ('dWf += g["dWf"]', 'dWf = g["dWf"]')),
        "dWi-twice": ("dWi gets the candidate's", ('dWi += g["dWi"]', 'dWi += g["dWc"]')),
        "forward": ("from the first step on", ("reversed(range(T_x))", "range(T_x)")),
        "without-last": (
            "leaves out the last step",
            ("reversed(range(T_x))", "reversed(range(T_x - 1))"),
        ),
        "steps-of-da": (
            "number of steps from da, minus one",
            ("reversed(range(T_x))", "range(da.shape[2] - 1, 0, -1)"),
        ),
        "da0-is-dc0": ("dc_prev as da0", ("da0 = da_prev", "da0 = dc_prev")),
        "da0-sum": ("da0 with both lanes", ("da0 = da_prev", "da0 = da_prev + dc_prev")),
        "dx-wrong-place": ("dx one step late", ("dx[:, :, t] = ", "dx[:, :, t - 1] = ")),
        "dx-missing": ("dx is never filled", ('        dx[:, :, t] = g["dxt"]\n', "")),
        "dbc-missing": ("a key forgotten", (' "dbc": dbc,', "")),
        "mean": (
            "mean over the examples in the biases",
            ('dbf += g["dbf"]', 'dbf += g["dbf"] / m'),
            ('dbi += g["dbi"]', 'dbi += g["dbi"] / m'),
            ('dbc += g["dbc"]', 'dbc += g["dbc"] / m'),
            ('dbo += g["dbo"]', 'dbo += g["dbo"] / m'),
        ),
        "dc-and-dbo": (
            "two mistakes: dc not carried, dbo overwritten",
            ('        dc_prev = g["dc_prev"]\n', ""),
            ('dbo += g["dbo"]', 'dbo = g["dbo"]'),
        ),
        "da0-and-dWc": (
            "two mistakes: da0 zero, dWc overwritten",
            ("da0 = da_prev", "da0 = np.zeros((n_a, m))"),
            ('dWc += g["dWc"]', 'dWc = g["dWc"]'),
        ),
        "forward-and-dx": (
            "two mistakes: forward in time, dx overwritten whole",
            ("reversed(range(T_x))", "range(T_x)"),
            ('dx[:, :, t] = g["dxt"]', 'dx = np.repeat(g["dxt"][:, :, None], T_x, axis=2)'),
        ),
    },
)
attempt(
    "lstm_backward",
    "wrong",
    "one-zero-for-both",
    "one array for both lanes, changed in place",
    """
def lstm_backward(da, caches):
    steps, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)
    da_next = dc_next = np.zeros((n_a, m))
    total = {}
    for t in reversed(range(T_x)):
        da_next += da[:, :, t]
        g = lstm_cell_backward(da_next, dc_next, steps[t])
        dx[:, :, t] = g.pop("dxt")
        da_next[:] = g.pop("da_prev")
        dc_next[:] = g.pop("dc_prev")
        for k, v in g.items():
            total[k] = total.get(k, 0) + v
    return {"dx": dx, "da0": da_next, **total}
""",
)
attempt(
    "lstm_backward",
    "wrong",
    "average",
    "averages the weights over the steps",
    """
def lstm_backward(da, caches):
    steps, x = caches
    T_x = x.shape[2]
    da_next = np.zeros(da[:, :, 0].shape)
    dc_next = np.zeros(da[:, :, 0].shape)
    every, dx = [], np.zeros(x.shape)
    for t in range(T_x - 1, -1, -1):
        g = lstm_cell_backward(da[:, :, t] + da_next, dc_next, steps[t])
        da_next, dc_next = g["da_prev"], g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        every.append(g)
    out = {k: np.mean([g[k] for g in every], axis=0) for k in every[0] if k[:2] in ("dW", "db")}
    out["dx"], out["da0"] = dx, da_next
    return out
""",
)
attempt(
    "lstm_backward",
    "correct",
    "list-of-steps",
    "collects all steps, sums at the end",
    """
def lstm_backward(da, caches):
    cells, x = caches
    lanes = [np.zeros(da.shape[:2]), np.zeros(da.shape[:2])]
    found = []
    for own, cell in list(zip(np.rollaxis(da, 2), cells))[::-1]:
        g = lstm_cell_backward(own + lanes[0], lanes[1], cell)
        lanes = [g["da_prev"], g["dc_prev"]]
        found.insert(0, g)
    result = {}
    for gate in "fico":
        result["dW" + gate] = np.sum([g["dW" + gate] for g in found], axis=0)
        result["db" + gate] = np.sum([g["db" + gate] for g in found], axis=0)
    result["dx"] = np.stack([g["dxt"] for g in found], axis=2)
    result["da0"] = lanes[0]
    return result
""",
)
attempt(
    "lstm_backward",
    "correct",
    "recursion",
    "a function that calls itself",
    """
def lstm_backward(da, caches):
    steps, x = caches
    dx = np.zeros(x.shape, dtype=float)
    sums = {}

    def back(t, da_later, dc_later):
        if t < 0:
            return da_later
        g = lstm_cell_backward(da[:, :, t] + da_later, dc_later, steps[t])
        dx[:, :, t] = g["dxt"]
        for k in g:
            if k.startswith(("dW", "db")):
                sums[k] = g[k] + sums.get(k, np.zeros(g[k].shape))
        return back(t - 1, g["da_prev"], g["dc_prev"])

    zero = np.zeros(da.shape[:2])
    first = back(x.shape[2] - 1, zero, zero.copy())
    return {**sums, "da0": first, "dx": dx}
""",
)
