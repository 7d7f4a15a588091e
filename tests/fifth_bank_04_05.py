# ruff: noqa: E501 - lines as a student has them
"""A fifth bank, of lessons 04 and 05: written by a cold reader, before sight of the checks.

A wrong function is a right one with a line or two changed, as a student would have it.
"""

MUTANTS = {}


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
        attempt(function, "wrong", name, note, swap(base, *pairs))

    return add


def right(function, name, source, note):
    attempt(function, "correct", name, note, source)


CELL_FORWARD = """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.concatenate([a_prev, xt], axis=0)
    ft = sigmoid(parameters["Wf"] @ concat + parameters["bf"])
    it = sigmoid(parameters["Wi"] @ concat + parameters["bi"])
    cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    ot = sigmoid(parameters["Wo"] @ concat + parameters["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache
"""
CELL_BACKWARD = """
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
    ds = (parameters["Wf"].T @ dzf + parameters["Wi"].T @ dzi
          + parameters["Wc"].T @ dzc + parameters["Wo"].T @ dzo)
    da_prev = ds[:n_a]
    dxt = ds[n_a:]
    s = np.vstack([a_prev, xt])
    dWf = dzf @ s.T
    dWi = dzi @ s.T
    dWc = dzc @ s.T
    dWo = dzo @ s.T
    dbf = np.sum(dzf, axis=1, keepdims=True)
    dbi = np.sum(dzi, axis=1, keepdims=True)
    dbc = np.sum(dzc, axis=1, keepdims=True)
    dbo = np.sum(dzo, axis=1, keepdims=True)
    return {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev, "dWf": dWf, "dbf": dbf,
            "dWi": dWi, "dbi": dbi, "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}
"""
FORWARD = """
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
BACKWARD = """
def lstm_backward(da, caches):
    per_step, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)
    da_prev = np.zeros((n_a, m))
    dc_prev = np.zeros((n_a, m))
    names = ["dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo"]
    total = {name: 0 for name in names}
    for t in reversed(range(T_x)):
        g = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, per_step[t])
        dx[:, :, t] = g["dxt"]
        da_prev = g["da_prev"]
        dc_prev = g["dc_prev"]
        for name in names:
            total[name] = total[name] + g[name]
    return {"dx": dx, "da0": da_prev, **total}
"""

cell = wrong("lstm_cell_forward", CELL_FORWARD)
cell("stack_upside_down", "x on top of a", ("[a_prev, xt]", "[xt, a_prev]"))
cell("stack_side_by_side", "axis=1", ("axis=0)", "axis=1)"))
cell("forget_tanh", "the forget gate goes through tanh", ("ft = sigmoid(", "ft = np.tanh("))
cell(
    "candidate_sigmoid",
    "the candidate goes through a sigmoid",
    ("cct = np.tanh(", "cct = sigmoid("),
)
cell("output_tanh", "the output gate goes through tanh", ("ot = sigmoid(", "ot = np.tanh("))
cell("input_tanh", "the input gate goes through tanh", ("it = sigmoid(", "it = np.tanh("))
cell(
    "gates_crossed",
    "forget and input gate change places at c_next",
    ("ft * c_prev + it * cct", "it * c_prev + ft * cct"),
)
cell("no_input_gate", "the candidate is written whole", ("it * cct", "cct"))
cell("no_forget_gate", "the cell of 1997", ("ft * c_prev +", "c_prev +"))
cell("coupled_gates", "1 - ft in place of the input gate", ("it * cct\n", "(1 - ft) * cct\n"))
cell("no_tanh_at_output", "a = o c", ("ot * np.tanh(c_next)", "ot * c_next"))
cell("tanh_outside", "a = tanh(o c)", ("ot * np.tanh(c_next)", "np.tanh(ot * c_next)"))
cell("sigmoid_at_output", "a = o sigmoid(c)", ("ot * np.tanh(c_next)", "ot * sigmoid(c_next)"))
cell("shows_old_cell", "a looks at c_prev", ("np.tanh(c_next)", "np.tanh(c_prev)"))
cell("predict_sigmoid", "sigmoid for softmax", ("softmax(", "sigmoid("))
cell(
    "predict_scores",
    "softmax forgotten",
    (
        'softmax(parameters["Wy"] @ a_next + parameters["by"])',
        'parameters["Wy"] @ a_next + parameters["by"]',
    ),
)
cell("predict_from_cell", "prediction looks at c_next", ('["Wy"] @ a_next', '["Wy"] @ c_next'))
cell(
    "predict_from_tanh_cell",
    "prediction looks at tanh c",
    ('["Wy"] @ a_next', '["Wy"] @ np.tanh(c_next)'),
)
cell("predict_from_old_state", "prediction looks at a_prev", ('["Wy"] @ a_next', '["Wy"] @ a_prev'))
cell("no_by", "by forgotten", (' + parameters["by"]', ""))
cell("copy_paste_wi", "Wi makes the output gate", ('["Wo"] @', '["Wi"] @'))
cell("copy_paste_bf", "bf in the input gate", ('["bi"]', '["bf"]'))
cell("copy_paste_wf_everywhere", "Wf in input gate", ('["Wi"]', '["Wf"]'))
cell(
    "cache_gates_crossed",
    "it before ft in the cache",
    ("c_prev, ft, it, cct", "c_prev, it, ft, cct"),
)
cell("cache_candidate_after_output", "ot before cct in the cache", ("cct, ot, xt", "ot, cct, xt"))
cell(
    "cache_states_crossed",
    "c before a in the cache",
    ("cache = (a_next, c_next, a_prev, c_prev", "cache = (c_next, a_next, c_prev, a_prev"),
)
cell("no_bo", "bo forgotten", (' + parameters["bo"]', ""))
cell("no_bc", "bc forgotten", (' + parameters["bc"]', ""))
cell("flat_bias", "bias made flat", ('+ parameters["bf"]', '+ parameters["bf"].ravel()'))
cell(
    "in_place",
    "the argument c_prev is overwritten",
    (
        "c_next = ft * c_prev + it * cct",
        "c_prev *= ft\n    c_prev += it * cct\n    c_next = c_prev",
    ),
)
cell(
    "results_out_of_order",
    "prediction before the cell state",
    ("return a_next, c_next, yt_pred", "return a_next, yt_pred, c_next"),
)
cell(
    "results_states_crossed",
    "c_next first",
    ("return a_next, c_next, yt_pred", "return c_next, a_next, yt_pred"),
)
cell("matrix_product_of_gate", "@ for *", ("ot * np.tanh", "ot @ np.tanh"))
cell("entrywise_weight", "* for @", ('parameters["Wf"] @', 'parameters["Wf"] *'))
cell("gate_inverted", "1 - sigmoid", ("ft = sigmoid(", "ft = 1 - sigmoid("))
cell(
    "cache_holds_stack",
    "stack for xt in the cache",
    ("ot, xt, parameters)", "ot, concat, parameters)"),
)
cell("no_return", "return forgotten", ("    return a_next, c_next, yt_pred, cache\n", ""))
cell("cache_short", "cache without a_next", ("cache = (a_next, c_next,", "cache = (c_next,"))
cell("output_gate_in_cell", "output gate at the cell state, too", ("it * cct\n", "it * cct * ot\n"))
cell("peek_new_state", "the output gate forgotten", ("ot * np.tanh(c_next)", "np.tanh(c_next)"))
cell(
    "softmax_by_rows",
    "softmax over the examples",
    (
        'yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])',
        'z = parameters["Wy"] @ a_next + parameters["by"]\n    e = np.exp(z)\n    yt_pred = e / e.sum(axis=1, keepdims=True)',
    ),
)
cell(
    "softmax_over_all",
    "softmax over all",
    (
        'yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])',
        'z = parameters["Wy"] @ a_next + parameters["by"]\n    yt_pred = np.exp(z) / np.sum(np.exp(z))',
    ),
)
cell(
    "whole_numbers",
    "the stack is made of whole numbers",
    (
        "concat = np.concatenate([a_prev, xt], axis=0)",
        "concat = np.zeros((a_prev.shape[0] + xt.shape[0], xt.shape[1]), dtype=int)\n    concat[: a_prev.shape[0]] = a_prev\n    concat[a_prev.shape[0] :] = xt",
    ),
)
cell(
    "tanh_of_candidate_again", "tanh of the candidate twice", ("it * cct\n", "it * np.tanh(cct)\n")
)
cell(
    "gate_looks_at_x_only",
    "forget gate sees no old state",
    ('parameters["Wf"] @ concat', 'parameters["Wf"][:, a_prev.shape[0]:] @ xt'),
)
cell(
    "two_stack_and_tanh",
    "stack upside down, no tanh",
    ("[a_prev, xt]", "[xt, a_prev]"),
    ("ot * np.tanh(c_next)", "ot * c_next"),
)
cell(
    "two_candidate_and_predict",
    "candidate sigmoid; prediction from c",
    ("cct = np.tanh(", "cct = sigmoid("),
    ('["Wy"] @ a_next', '["Wy"] @ c_next'),
)
cell(
    "two_bias_and_tanh",
    "bf forgotten, no tanh",
    (' + parameters["bf"]', ""),
    ("ot * np.tanh(c_next)", "ot * c_next"),
)
cell(
    "two_crossed_and_cache",
    "gates crossed at c_next, cache too",
    ("ft * c_prev + it * cct", "it * c_prev + ft * cct"),
    ("c_prev, ft, it, cct", "c_prev, it, ft, cct"),
)
cell(
    "two_output_and_softmax",
    "tanh outside and no softmax",
    ("ot * np.tanh(c_next)", "np.tanh(ot * c_next)"),
    (
        'softmax(parameters["Wy"] @ a_next + parameters["by"])',
        'parameters["Wy"] @ a_next + parameters["by"]',
    ),
)
cell(
    "two_order_and_by",
    "results out of order, by forgotten",
    ("return a_next, c_next, yt_pred", "return a_next, yt_pred, c_next"),
    (' + parameters["by"]', ""),
)
cell(
    "two_gates_tanh",
    "input gate tanh, output gate tanh",
    ("it = sigmoid(", "it = np.tanh("),
    ("ot = sigmoid(", "ot = np.tanh("),
)
cell(
    "two_no_forget_no_out_tanh",
    "no forget gate, shows c",
    ("ft * c_prev +", "c_prev +"),
    ("ot * np.tanh(c_next)", "ot * c_next"),
)

cell_back = wrong("lstm_cell_backward", CELL_BACKWARD)
cell_back("no_carry", "dc_next ignored", ("dc_whole = dc_next + da_next", "dc_whole = da_next"))
cell_back(
    "no_own",
    "own part ignored",
    ("dc_whole = dc_next + da_next * ot * (1 - tanh_c**2)", "dc_whole = dc_next"),
)
cell_back("own_no_slope", "slope of the tanh forgotten at c", (" * ot * (1 - tanh_c**2)", " * ot"))
cell_back("own_slope_of_c", "1 - c^2", ("(1 - tanh_c**2)", "(1 - c_next**2)"))
cell_back("own_slope_of_a", "1 - a^2 as in the RNN cell", ("(1 - tanh_c**2)", "(1 - a_next**2)"))
cell_back("own_no_gate", "output gate forgotten", ("da_next * ot * (1", "da_next * (1"))
cell_back(
    "own_slope_on_both",
    "slope on the carry too",
    ("dc_next + da_next * ot * (1 - tanh_c**2)", "(dc_next + da_next * ot) * (1 - tanh_c**2)"),
)
cell_back("own_minus", "minus sign", ("dc_next + da_next", "dc_next - da_next"))
cell_back("own_square_missing", "1 - tanh", ("(1 - tanh_c**2)", "(1 - tanh_c)"))
cell_back(
    "dzf_partner_new_cell",
    "c_next for c_prev",
    ("dc_whole * c_prev * ft", "dc_whole * c_next * ft"),
)
cell_back("dzf_carry_only", "dc_next for dc in dzf", ("dzf = dc_whole", "dzf = dc_next"))
cell_back(
    "dzf_no_slope",
    "dzf slope forgotten",
    ("dc_whole * c_prev * ft * (1 - ft)", "dc_whole * c_prev"),
)
cell_back("dzf_tanh_slope", "dzf tanh slope", ("c_prev * ft * (1 - ft)", "c_prev * (1 - ft**2)"))
cell_back("dzf_half_slope", "dzf 1 - ft only", ("c_prev * ft * (1 - ft)", "c_prev * (1 - ft)"))
cell_back("dzf_no_partner", "dzf partner forgotten", ("dc_whole * c_prev * ft", "dc_whole * ft"))
cell_back(
    "dzi_partner_self",
    "it for cct",
    ("dc_whole * cct * it * (1 - it)", "dc_whole * it * it * (1 - it)"),
)
cell_back(
    "dzi_partner_old_cell", "c_prev for cct", ("dc_whole * cct * it", "dc_whole * c_prev * it")
)
cell_back("dzi_no_slope", "dzi slope forgotten", ("cct * it * (1 - it)", "cct"))
cell_back("dzi_tanh_slope", "dzi tanh slope", ("cct * it * (1 - it)", "cct * (1 - it**2)"))
cell_back("dzi_carry_only", "dc_next in dzi", ("dzi = dc_whole", "dzi = dc_next"))
cell_back("dzc_partner_self", "cct for it", ("dzc = dc_whole * it *", "dzc = dc_whole * cct *"))
cell_back(
    "dzc_sigmoid_slope",
    "sigmoid slope for the candidate",
    ("it * (1 - cct**2)", "it * cct * (1 - cct)"),
)
cell_back("dzc_no_square", "1 - cct", ("(1 - cct**2)", "(1 - cct)"))
cell_back("dzc_tanh_twice", "1 - tanh(cct)^2", ("(1 - cct**2)", "(1 - np.tanh(cct)**2)"))
cell_back("dzc_no_slope", "slope forgotten", ("it * (1 - cct**2)", "it"))
cell_back("dzc_carry_only", "dc_next in dzc", ("dzc = dc_whole", "dzc = dc_next"))
cell_back("dzo_from_dc", "dc for da in dzo", ("dzo = da_next", "dzo = dc_whole"))
cell_back("dzo_c_not_tanh", "c for tanh c", ("dzo = da_next * tanh_c", "dzo = da_next * c_next"))
cell_back(
    "dzo_partner_a", "a_next for tanh c", ("dzo = da_next * tanh_c", "dzo = da_next * a_next")
)
cell_back("dzo_no_slope", "dzo slope forgotten", ("tanh_c * ot * (1 - ot)", "tanh_c"))
cell_back(
    "dzo_slope_of_tanh",
    "1 - tanh^2 in dzo",
    ("da_next * tanh_c * ot * (1 - ot)", "da_next * (1 - tanh_c**2) * ot * (1 - ot)"),
)
cell_back(
    "dc_prev_from_carry", "dc_next * ft", ("dc_prev = dc_whole * ft", "dc_prev = dc_next * ft")
)
cell_back("dc_prev_wrong_gate", "dc * it", ("dc_prev = dc_whole * ft", "dc_prev = dc_whole * it"))
cell_back(
    "dc_prev_no_gate", "dc handed on whole", ("dc_prev = dc_whole * ft", "dc_prev = dc_whole")
)
cell_back(
    "dc_prev_partner_twice",
    "dc * ft * c_prev",
    ("dc_prev = dc_whole * ft", "dc_prev = dc_whole * ft * c_prev"),
)
cell_back("ds_without_output", "three of four ways", (' + parameters["Wo"].T @ dzo', ""))
cell_back(
    "ds_one_gate",
    "only the forget gate",
    (
        '(parameters["Wf"].T @ dzf + parameters["Wi"].T @ dzi\n          + parameters["Wc"].T @ dzc + parameters["Wo"].T @ dzo)',
        'parameters["Wf"].T @ dzf',
    ),
)
cell_back("ds_not_transposed", "W @ dz", ('parameters["Wf"].T @ dzf', 'parameters["Wf"] @ dzf'))
cell_back(
    "split_crossed",
    "x above a",
    ("da_prev = ds[:n_a]", "da_prev = ds[xt.shape[0]:]"),
    ("dxt = ds[n_a:]", "dxt = ds[:xt.shape[0]]"),
)
cell_back(
    "split_columns",
    "split along the examples",
    ("da_prev = ds[:n_a]", "da_prev = ds[:, :n_a]"),
    ("dxt = ds[n_a:]", "dxt = ds[:, n_a:]"),
)
cell_back(
    "split_off_by_one",
    "split one row late",
    ("ds[:n_a]", "ds[:n_a + 1]"),
    ("ds[n_a:]", "ds[n_a + 1:]"),
)
cell_back(
    "dw_stack_upside_down",
    "x above a in dW",
    ("np.vstack([a_prev, xt])", "np.vstack([xt, a_prev])"),
)
cell_back(
    "dw_mean",
    "dW divided by m",
    ("dWf = dzf @ s.T", "dWf = dzf @ s.T / xt.shape[1]"),
    ("dWi = dzi @ s.T", "dWi = dzi @ s.T / xt.shape[1]"),
    ("dWc = dzc @ s.T", "dWc = dzc @ s.T / xt.shape[1]"),
    ("dWo = dzo @ s.T", "dWo = dzo @ s.T / xt.shape[1]"),
)
cell_back("db_flat", "keepdims forgotten", (", keepdims=True", ""))
cell_back(
    "db_flat_one",
    "keepdims forgotten once",
    ("dbi = np.sum(dzi, axis=1, keepdims=True)", "dbi = np.sum(dzi, axis=1)"),
)
cell_back("db_mean", "mean in db", ("np.sum(", "np.mean("))
cell_back("db_wrong_axis", "axis=0", ("axis=1", "axis=0"))
cell_back(
    "db_over_all", "sum over everything", ("np.sum(dzf, axis=1, keepdims=True)", "np.sum(dzf)")
)
cell_back("db_not_summed", "dz as it is", ("np.sum(dzo, axis=1, keepdims=True)", "dzo"))
cell_back(
    "dw_crossed", "dWf and dWi crossed", ("dWf = dzf", "dWf = dzi"), ("dWi = dzi", "dWi = dzf")
)
cell_back("copy_paste_dwo", "dWo made of dzc", ("dWo = dzo", "dWo = dzc"))
cell_back("copy_paste_dbo", "dbo made of dzi", ("np.sum(dzo,", "np.sum(dzi,"))
cell_back(
    "ds_matrices_crossed",
    "Wi and Wf crossed",
    ('["Wf"].T @ dzf', '["Wf"].T @ dzi'),
    ('["Wi"].T @ dzi', '["Wi"].T @ dzf'),
)
cell_back(
    "slope_of_gate_again",
    "sigmoid of the gate",
    ("ft * (1 - ft)", "sigmoid(ft) * (1 - sigmoid(ft))"),
)
cell_back(
    "da_prev_plus_da",
    "da_next added to da_prev",
    ("da_prev = ds[:n_a]", "da_prev = da_next + ds[:n_a]"),
)
cell_back(
    "in_place",
    "dc_next overwritten",
    (
        "dc_whole = dc_next + da_next * ot * (1 - tanh_c**2)",
        "dc_next += da_next * ot * (1 - tanh_c**2)\n    dc_whole = dc_next",
    ),
)
cell_back(
    "dw_new_state",
    "a_next for a_prev in dW",
    ("np.vstack([a_prev, xt])", "np.vstack([a_next, xt])"),
)
cell_back("key_dx", "dx for dxt", ('"dxt": dxt', '"dx": dxt'))
cell_back("key_missing", "dbc left out", (' "dbc": dbc,', ""))
cell_back(
    "tuple_returned",
    "a tuple for a dict",
    (
        '{"dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev, "dWf": dWf, "dbf": dbf,\n            "dWi": dWi, "dbi": dbi, "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}',
        "dxt, da_prev, dc_prev, dWf, dbf, dWi, dbi, dWc, dbc, dWo, dbo",
    ),
)
cell_back(
    "cache_misread",
    "it and ft crossed in the unpacking",
    (
        "c_prev, ft, it, cct, ot, xt, parameters = cache",
        "c_prev, it, ft, cct, ot, xt, parameters = cache",
    ),
)
cell_back(
    "states_misread",
    "a and c crossed in the unpacking",
    ("a_next, c_next, a_prev, c_prev, ft", "c_next, a_next, a_prev, c_prev, ft"),
)
cell_back(
    "all_gates_carry_only",
    "dc_next in all three",
    ("dzf = dc_whole", "dzf = dc_next"),
    ("dzi = dc_whole", "dzi = dc_next"),
    ("dzc = dc_whole", "dzc = dc_next"),
)
cell_back(
    "all_gates_no_slope",
    "dq for dz: no slope behind any gate",
    ("c_prev * ft * (1 - ft)", "c_prev"),
    ("cct * it * (1 - it)", "cct"),
    ("it * (1 - cct**2)", "it"),
    ("tanh_c * ot * (1 - ot)", "tanh_c"),
)
cell_back(
    "dcell_first_prev",
    "dc_prev adds dc_next",
    ("dc_prev = dc_whole * ft", "dc_prev = dc_whole * ft + dc_next"),
)
cell_back("dxt_times_x", "dxt multiplied by x", ("dxt = ds[n_a:]", "dxt = ds[n_a:] * xt"))
cell_back(
    "own_uses_da_twice", "own doubled", ("dc_next + da_next * ot", "dc_next + 2 * da_next * ot")
)
cell_back(
    "tanh_from_state",
    "tanh c from a / o: 0 / 0 behind a shut gate",
    ("tanh_c = np.tanh(c_next)", "tanh_c = a_next / ot"),
)
cell_back(
    "two_own_and_dzo",
    "no slope at c; c for tanh c",
    (" * ot * (1 - tanh_c**2)", " * ot"),
    ("dzo = da_next * tanh_c", "dzo = da_next * c_next"),
)
cell_back(
    "two_dzi_and_dcprev",
    "dzi no slope; dc_prev from carry",
    ("cct * it * (1 - it)", "cct"),
    ("dc_prev = dc_whole * ft", "dc_prev = dc_next * ft"),
)
cell_back("two_flat_and_mean", "db flat and mean", ("np.sum(", "np.mean("), (", keepdims=True", ""))
cell_back(
    "two_dzc_and_dzo",
    "partner self; from dc",
    ("dzc = dc_whole * it *", "dzc = dc_whole * cct *"),
    ("dzo = da_next", "dzo = dc_whole"),
)
cell_back(
    "two_ds_and_dw",
    "no output gate in ds, stack upside down",
    (' + parameters["Wo"].T @ dzo', ""),
    ("np.vstack([a_prev, xt])", "np.vstack([xt, a_prev])"),
)
cell_back(
    "two_dzf_both",
    "c_next and tanh slope",
    ("dc_whole * c_prev * ft * (1 - ft)", "dc_whole * c_next * (1 - ft**2)"),
)
cell_back(
    "two_partner_crossed",
    "partners of i and candidate crossed",
    ("dc_whole * cct * it * (1 - it)", "dc_whole * it * it * (1 - it)"),
    ("dzc = dc_whole * it *", "dzc = dc_whole * cct *"),
)
cell_back(
    "two_slope_and_split",
    "1 - a^2; split crossed",
    ("(1 - tanh_c**2)", "(1 - a_next**2)"),
    ("da_prev = ds[:n_a]", "da_prev = ds[xt.shape[0]:]"),
    ("dxt = ds[n_a:]", "dxt = ds[:xt.shape[0]]"),
)
cell_back(
    "two_carry_and_flat",
    "dzf from carry; db flat",
    ("dzf = dc_whole", "dzf = dc_next"),
    (", keepdims=True", ""),
)
cell_back(
    "two_dzo_dbo",
    "dzo no slope, dbo wrong axis",
    ("tanh_c * ot * (1 - ot)", "tanh_c"),
    ("np.sum(dzo, axis=1, keepdims=True)", "np.sum(dzo, axis=0, keepdims=True)"),
)
cell_back(
    "two_tanh_slope_everywhere",
    "tanh slope on both i and o",
    ("cct * it * (1 - it)", "cct * (1 - it**2)"),
    ("tanh_c * ot * (1 - ot)", "tanh_c * (1 - ot**2)"),
)

over_time = wrong("lstm_forward", FORWARD)
over_time("cell_starts_at_a0", "c0 = a0", ("c_next = np.zeros((n_a, m))", "c_next = a0"))
over_time(
    "cell_not_handed_on",
    "the old cell state stays zero",
    (
        "a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)",
        "a_next, c_new, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)",
    ),
    ("c[:, :, t] = c_next", "c[:, :, t] = c_new"),
)
over_time(
    "hidden_not_handed_on",
    "a0 at every step",
    ("x[:, :, t], a_next, c_next", "x[:, :, t], a0, c_next"),
)
over_time("results_out_of_order", "a, c, y", ("return a, y, c,", "return a, c, y,"))
over_time(
    "unpacked_out_of_order",
    "as the rnn cell: a, y, c",
    ("a_next, c_next, yt, cache =", "a_next, yt, c_next, cache ="),
)
over_time("caches_bare", "list without x", ("(caches, x)", "caches"))
over_time("caches_crossed", "x before the list", ("(caches, x)", "(x, caches)"))
over_time("time_in_the_middle", "x[:, t, :]", ("x[:, :, t]", "x[:, t, :]"))
over_time("starts_at_one", "the first step is left out", ("range(T_x)", "range(1, T_x)"))
over_time("ends_early", "the last step is left out", ("range(T_x)", "range(T_x - 1)"))
over_time(
    "stores_old_cell",
    "c one step late",
    (
        "        a_next, c_next, yt, cache =",
        "        c[:, :, t] = c_next\n        a_next, c_next, yt, cache =",
    ),
    ("        c[:, :, t] = c_next\n        y", "        y"),
)
over_time(
    "stores_old_hidden",
    "a one step late",
    (
        "        a_next, c_next, yt, cache =",
        "        a[:, :, t] = a_next\n        a_next, c_next, yt, cache =",
    ),
    ("        a[:, :, t] = a_next\n        c[", "        c["),
)
over_time("backwards", "from the last step to the first", ("range(T_x)", "reversed(range(T_x))"))
over_time(
    "cell_starts_at_one", "ones", ("c_next = np.zeros((n_a, m))", "c_next = np.ones((n_a, m))")
)
over_time("hidden_starts_at_zero", "a0 ignored", ("a_next = a0", "a_next = np.zeros((n_a, m))"))
over_time("only_last_cache", "list of one", ("caches.append(cache)", "caches = [cache]"))
over_time("always_first_input", "x[:, :, 0]", ("x[:, :, t]", "x[:, :, 0]"))
over_time("caches_with_a", "a in the place of x", ("(caches, x)", "(caches, a)"))
over_time("steps_from_batch", "steps counted on the wrong axis", ("range(T_x)", "range(m)"))
over_time(
    "cell_reset",
    "cell state set to zero within the loop",
    (
        "    for t in range(T_x):\n",
        "    for t in range(T_x):\n        c_next = np.zeros((n_a, m))\n",
    ),
)
over_time(
    "hidden_reset",
    "hidden state set back within the loop",
    ("    for t in range(T_x):\n", "    for t in range(T_x):\n        a_next = a0\n"),
)
over_time("y_by_features", "y has n_x rows", ("y = np.zeros((n_y,", "y = np.zeros((n_x,"))
over_time(
    "states_crossed_into_cell",
    "c and a crossed in the call",
    ("x[:, :, t], a_next, c_next,", "x[:, :, t], c_next, a_next,"),
)
over_time("a_holds_c", "copy and paste", ("a[:, :, t] = a_next", "a[:, :, t] = c_next"))
over_time("c_holds_a", "copy and paste", ("c[:, :, t] = c_next", "c[:, :, t] = a_next"))
over_time(
    "return_in_loop",
    "returns after the first step",
    ("        caches.append(cache)\n    return", "        caches.append(cache)\n        return"),
)
over_time("cache_early", "caches of new lists", ("caches.append(cache)", "caches += cache"))
over_time("c_of_last_only", "last cell state only", ("return a, y, c,", "return a, y, c_next,"))
over_time(
    "time_first",
    "time first",
    ("return a, y, c,", "return a.transpose(2, 0, 1), y.transpose(2, 0, 1), c.transpose(2, 0, 1),"),
)
over_time("a_aliased_c", "one array for two", ("c = np.zeros((n_a, m, T_x))", "c = a"))
over_time(
    "y_argmax",
    "classes for probabilities",
    ("y[:, :, t] = yt", "y[:, :, t] = yt == yt.max(axis=0)"),
)
over_time(
    "two_a0_and_order",
    "c0 = a0; a, c, y",
    ("c_next = np.zeros((n_a, m))", "c_next = a0"),
    ("return a, y, c,", "return a, c, y,"),
)
over_time(
    "two_start_and_caches",
    "starts at one, caches bare",
    ("range(T_x)", "range(1, T_x)"),
    ("(caches, x)", "caches"),
)
over_time(
    "two_not_handed",
    "neither is handed on",
    ("a_next, c_next, yt, cache =", "a_new, c_new, yt, cache ="),
    ("a[:, :, t] = a_next", "a[:, :, t] = a_new"),
    ("c[:, :, t] = c_next", "c[:, :, t] = c_new"),
)
over_time(
    "two_a0_and_late",
    "c0 = a0, and c one step late",
    ("c_next = np.zeros((n_a, m))", "c_next = a0"),
    (
        "        a_next, c_next, yt, cache =",
        "        c[:, :, t] = c_next\n        a_next, c_next, yt, cache =",
    ),
    ("        c[:, :, t] = c_next\n        y", "        y"),
)
over_time(
    "two_end_and_zero",
    "ends early; a0 ignored",
    ("range(T_x)", "range(T_x - 1)"),
    ("a_next = a0", "a_next = np.zeros((n_a, m))"),
)
over_time(
    "two_reset_and_caches",
    "cell reset; x before the list",
    (
        "    for t in range(T_x):\n",
        "    for t in range(T_x):\n        c_next = np.zeros((n_a, m))\n",
    ),
    ("(caches, x)", "(x, caches)"),
)

back = wrong("lstm_backward", BACKWARD)
back("cell_lane_dropped", "dc_prev never updated", ('        dc_prev = g["dc_prev"]\n', ""))
back(
    "hidden_lane_dropped",
    "da_prev never updated in the loop",
    ('        da_prev = g["da_prev"]\n', ""),
    ('"da0": da_prev', '"da0": g["da_prev"]'),
)
back(
    "both_lanes_dropped",
    "the published mistake",
    ('        da_prev = g["da_prev"]\n        dc_prev = g["dc_prev"]\n', ""),
    ('"da0": da_prev', '"da0": g["da_prev"]'),
)
back("own_only", "da alone into the cell", ("da[:, :, t] + da_prev", "da[:, :, t]"))
back(
    "carry_only",
    "carry alone after the last step",
    ("da[:, :, t] + da_prev", "da_prev if t < T_x - 1 else da[:, :, t]"),
)
back(
    "last_step_wins",
    "weights overwritten",
    ("total[name] = total[name] + g[name]", "total[name] = g[name]"),
)
back("forwards", "from the first step to the last", ("reversed(range(T_x))", "range(T_x)"))
back("dc_gets_da", "dc carry = da_prev", ('dc_prev = g["dc_prev"]', 'dc_prev = g["da_prev"]'))
back("da_gets_dc", "da carry = dc_prev", ('da_prev = g["da_prev"]', 'da_prev = g["dc_prev"]'))
back("da0_is_first_da", "da0 = da of step 0", ('"da0": da_prev', '"da0": da[:, :, 0]'))
back("da0_zero", "da0 stays zero", ('"da0": da_prev', '"da0": np.zeros((n_a, m))'))
back("da0_is_dc", "dc0 for da0", ('"da0": da_prev', '"da0": dc_prev'))
back(
    "da0_whole_of_first",
    "da0 = own + carry at step 0",
    ('"da0": da_prev', '"da0": da[:, :, 0] + da_prev'),
)
back("weights_mean", "divided by T_x", ("**total}", "**{k: v / T_x for k, v in total.items()}}"))
back(
    "arguments_crossed",
    "dc before da",
    ("da[:, :, t] + da_prev, dc_prev,", "dc_prev, da[:, :, t] + da_prev,"),
)
back("carry_grows", "da carry += ", ('da_prev = g["da_prev"]', 'da_prev = da_prev + g["da_prev"]'))
back(
    "cell_carry_grows",
    "dc carry +=",
    ('dc_prev = g["dc_prev"]', 'dc_prev = dc_prev + g["dc_prev"]'),
)
back("skips_last", "starts one step early", ("reversed(range(T_x))", "range(T_x - 2, -1, -1)"))
back("skips_first", "range(T_x - 1, 0, -1)", ("reversed(range(T_x))", "range(T_x - 1, 0, -1)"))
back("dx_late", "dx one step late", ("dx[:, :, t] =", "dx[:, :, t - 1] ="))
back(
    "dx_reversed",
    "appended and not turned round",
    ("dx = np.zeros(x.shape)", "dx = []"),
    ('dx[:, :, t] = g["dxt"]', 'dx.append(g["dxt"])'),
    ('{"dx": dx,', '{"dx": np.stack(dx, axis=2),'),
)
back(
    "dx_time_first",
    "time first",
    ("dx = np.zeros(x.shape)", "dx = []"),
    ('dx[:, :, t] = g["dxt"]', 'dx.insert(0, g["dxt"])'),
    ('{"dx": dx,', '{"dx": np.array(dx),'),
)
back("caches_reversed", "caches of the other end", ("per_step[t]", "per_step[T_x - 1 - t]"))
back(
    "bo_not_summed",
    "db overwritten",
    (
        "            total[name] = total[name] + g[name]\n",
        '            total[name] = total[name] + g[name] if "W" in name else g[name]\n',
    ),
)
back(
    "own_added_twice",
    "own into the cell lane, too",
    ("da_prev, dc_prev, per", "da_prev, da[:, :, t] + dc_prev, per"),
)
back(
    "carries_added",
    "both carries at the hidden state",
    ("da[:, :, t] + da_prev, dc_prev,", "da[:, :, t] + da_prev + dc_prev, dc_prev,"),
)
back("key_da_prev", "da_prev for da0", ('"da0"', '"da_prev"'))
back(
    "da_overwritten",
    "writes into da",
    (
        "        g = lstm_cell_backward(da[:, :, t] + da_prev,",
        "        da[:, :, t] += da_prev\n        g = lstm_cell_backward(da[:, :, t],",
    ),
)
back(
    "carries_reset",
    "set to zero in the loop",
    (
        "    for t in reversed(range(T_x)):\n",
        "    for t in reversed(range(T_x)):\n        da_prev = np.zeros((n_a, m))\n        dc_prev = np.zeros((n_a, m))\n",
    ),
)
back(
    "cell_carry_reset",
    "cell lane set to zero in the loop",
    (
        "    for t in reversed(range(T_x)):\n",
        "    for t in reversed(range(T_x)):\n        dc_prev = np.zeros((n_a, m))\n",
    ),
)
back(
    "da0_one_early",
    "da0 as it went into the first step",
    ("        g = lstm", "        da0 = da_prev\n        g = lstm"),
    ('"da0": da_prev', '"da0": da0'),
)
back(
    "starts_with_last_da",
    "last own counted twice",
    ("da_prev = np.zeros((n_a, m))", "da_prev = da[:, :, -1]"),
)
back(
    "starts_cell_with_last_da",
    "dc starts with da",
    ("dc_prev = np.zeros((n_a, m))", "dc_prev = da[:, :, -1]"),
)
back(
    "clipped",
    "clipped on the way",
    (
        "        da_prev = g[",
        "        g = {k: np.clip(v, -1, 1) for k, v in g.items()}\n        da_prev = g[",
    ),
)
back("weights_left_out", "no gradients of the candidate", ('"dWc", ', ""))
back(
    "steps_from_examples",
    "steps counted on the wrong axis",
    ("reversed(range(T_x))", "reversed(range(m))"),
)
back(
    "return_in_loop",
    "returns after one step",
    (
        "            total[name] = total[name] + g[name]\n    return",
        "            total[name] = total[name] + g[name]\n        return",
    ),
)
back(
    "dc_adds_da_carry",
    "cell lane is given both carries",
    ('dc_prev = g["dc_prev"]', 'dc_prev = g["dc_prev"] + g["da_prev"]'),
)
back(
    "dx_summed",
    "dx overwritten for all steps",
    ('dx[:, :, t] = g["dxt"]', 'dx += g["dxt"][:, :, np.newaxis]'),
)
back(
    "da_next_step",
    "own of the next step",
    ("da[:, :, t] + da_prev", "da[:, :, min(t + 1, T_x - 1)] + da_prev"),
)
back(
    "two_lane_and_sum",
    "cell lane dropped; weights overwritten",
    ('        dc_prev = g["dc_prev"]\n', ""),
    ("total[name] = total[name] + g[name]", "total[name] = g[name]"),
)
back(
    "two_grow_and_da0",
    "carry grows; da0 of the first da",
    ('da_prev = g["da_prev"]', 'da_prev = da_prev + g["da_prev"]'),
    ('"da0": da_prev', '"da0": da[:, :, 0]'),
)
back(
    "two_crossed_lanes",
    "the lanes crossed",
    (
        'da_prev = g["da_prev"]\n        dc_prev = g["dc_prev"]',
        'da_prev = g["dc_prev"]\n        dc_prev = g["da_prev"]',
    ),
)
back(
    "two_own_and_mean",
    "own only; mean",
    ("da[:, :, t] + da_prev", "da[:, :, t]"),
    ("**total}", "**{k: v / T_x for k, v in total.items()}}"),
)
back(
    "two_skip_and_dx",
    "first step skipped, dx one late",
    ("reversed(range(T_x))", "range(T_x - 1, 0, -1)"),
    ("dx[:, :, t] =", "dx[:, :, t - 1] ="),
)
back(
    "two_forwards_overwritten",
    "forwards, overwritten",
    ("reversed(range(T_x))", "range(T_x)"),
    ("total[name] = total[name] + g[name]", "total[name] = g[name]"),
)
back(
    "two_twice_and_da0",
    "last own twice; da0 zero",
    ("da_prev = np.zeros((n_a, m))", "da_prev = da[:, :, -1]"),
    ('"da0": da_prev', '"da0": np.zeros((n_a, m))'),
)


right(
    "lstm_cell_forward",
    "two_products",
    swap(
        CELL_FORWARD,
        (
            "    concat = np.concatenate([a_prev, xt], axis=0)\n",
            '    n = a_prev.shape[0]\n    def z(g):\n        w = parameters["W" + g]\n        return w[:, :n].dot(a_prev) + w[:, n:].dot(xt) + parameters["b" + g]\n',
        ),
        ('parameters["Wf"] @ concat + parameters["bf"]', 'z("f")'),
        ('parameters["Wi"] @ concat + parameters["bi"]', 'z("i")'),
        ('parameters["Wc"] @ concat + parameters["bc"]', 'z("c")'),
        ('parameters["Wo"] @ concat + parameters["bo"]', 'z("o")'),
    ),
    "the stack is never built",
)
right(
    "lstm_cell_forward",
    "one_big_matrix",
    """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    p = parameters
    W = np.vstack([p["W" + g] for g in "oicf"])
    b = np.vstack([p["b" + g] for g in "oicf"])
    o, i, c, f = np.split(W @ np.r_[a_prev, xt] + b, 4)
    o, i, f, c = 1 / (1 + np.exp(-o)), 1 / (1 + np.exp(-i)), 1 / (1 + np.exp(-f)), np.tanh(c)
    new_c = f * c_prev + i * c
    new_a = np.tanh(new_c) * o
    z = p["Wy"] @ new_a + p["by"]
    e = np.exp(z - z.max(0))
    return new_a, new_c, e / e.sum(0), (new_a, new_c, a_prev, c_prev, f, i, c, o, xt, parameters)
""",
    "all gates in one product, in an order of its own",
)
right(
    "lstm_cell_forward",
    "tanh_by_sigmoid",
    swap(
        CELL_FORWARD,
        (
            'np.tanh(parameters["Wc"] @ concat + parameters["bc"])',
            '2 * sigmoid(2 * (parameters["Wc"] @ concat + parameters["bc"])) - 1',
        ),
        ("ot * np.tanh(c_next)", "ot * (2 * sigmoid(2 * c_next) - 1)"),
    ),
    "tanh written with the sigmoid",
)
right(
    "lstm_cell_forward",
    "sigmoid_by_tanh",
    swap(
        CELL_FORWARD,
        (
            'ft = sigmoid(parameters["Wf"] @ concat + parameters["bf"])',
            'ft = 0.5 + 0.5 * np.tanh((parameters["Wf"] @ concat + parameters["bf"]) / 2)',
        ),
    ),
    "sigmoid written with tanh",
)
right(
    "lstm_cell_forward",
    "list_result",
    swap(
        CELL_FORWARD,
        ("return a_next, c_next, yt_pred, cache", "return [a_next, c_next, yt_pred, cache]"),
    ),
    "a list of results",
)
right(
    "lstm_cell_forward",
    "column_by_column",
    """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    P = parameters
    n_a, m = a_prev.shape
    gates = {g: np.empty((n_a, m)) for g in "fico"}
    for k in range(m):
        s = np.concatenate([a_prev[:, k], xt[:, k]])
        for g in gates:
            z = P["W" + g].dot(s) + P["b" + g][:, 0]
            gates[g][:, k] = np.tanh(z) if g == "c" else sigmoid(z)
    f, i, c, o = gates.values()
    c_next = f * c_prev + i * c
    a_next = o * np.tanh(c_next)
    return a_next, c_next, softmax(P["Wy"] @ a_next + P["by"]), (a_next, c_next, a_prev, c_prev, f, i, c, o, xt, P)
""",
    "one example at a time",
)
right(
    "lstm_cell_backward",
    "rows",
    """
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, P = cache
    t = np.tanh(c_next)
    dc = da_next * ot * (1 - np.square(t)) + dc_next
    dz = np.concatenate([dc * c_prev * (ft - ft**2), dc * cct * (it - it**2), dc * it * (1 - cct) * (1 + cct), da_next * t * (ot - ot * ot)])
    W = np.concatenate([P["Wf"], P["Wi"], P["Wc"], P["Wo"]])
    s = np.concatenate([a_prev, xt])
    ds, dW, db = W.T @ dz, dz @ s.T, dz @ np.ones((dz.shape[1], 1))
    n = len(a_prev)
    out = dict(dxt=ds[n:], da_prev=ds[:n], dc_prev=dc * ft)
    for k, g in enumerate("fico"):
        out["dW" + g], out["db" + g] = dW[k * n:(k + 1) * n], db[k * n:(k + 1) * n]
    return out
""",
    "all gates in one array",
)
right(
    "lstm_cell_backward",
    "halves",
    swap(
        CELL_BACKWARD,
        ("da_prev = ds[:n_a]", "da_prev, dxt = np.split(ds, [n_a])"),
        ("    dxt = ds[n_a:]\n", ""),
    ),
    "np.split",
)
right(
    "lstm_cell_backward",
    "einsum",
    swap(
        CELL_BACKWARD,
        ("dzf @ s.T", 'np.einsum("im,jm->ij", dzf, s)'),
        ("dzi @ s.T", "(s @ dzi.T).T"),
        ("np.sum(dzf, axis=1, keepdims=True)", "dzf.sum(1)[:, None]"),
        ("np.sum(dzc, axis=1, keepdims=True)", "dzc.sum(1).reshape(-1, 1)"),
    ),
    "einsum and friends",
)
right(
    "lstm_cell_backward",
    "blocks",
    swap(
        CELL_BACKWARD,
        ("    dWf = dzf @ s.T\n", "    dWf = np.hstack([dzf @ a_prev.T, dzf @ xt.T])\n"),
        ("* (1 - tanh_c**2)", "/ np.cosh(c_next)**2"),
    ),
    "weights by halves, slope by cosh",
)
right(
    "lstm_cell_backward",
    "copy_in_place",
    swap(
        CELL_BACKWARD,
        (
            "dc_whole = dc_next + da_next * ot * (1 - tanh_c**2)",
            "dc_whole = dc_next.copy()\n    dc_whole += da_next * ot * (1 - tanh_c**2)",
        ),
    ),
    "in place on a copy",
)
right(
    "lstm_cell_backward",
    "from_ds_by_parts",
    swap(
        CELL_BACKWARD,
        (
            "    da_prev = ds[:n_a]\n    dxt = ds[n_a:]\n",
            '    da_prev = sum(parameters["W" + g][:, :n_a].T @ d for g, d in zip("fico", (dzf, dzi, dzc, dzo)))\n    dxt = sum(parameters["W" + g][:, n_a:].T @ d for g, d in zip("fico", (dzf, dzi, dzc, dzo)))\n',
        ),
    ),
    "halves of the matrices",
)
right(
    "lstm_forward",
    "lists",
    """
def lstm_forward(x, a0, parameters):
    a, c, A, Y, C, caches = a0, 0 * a0, [], [], [], []
    for xt in np.moveaxis(x, 2, 0):
        a, c, y, k = lstm_cell_forward(xt, a, c, parameters)
        A.append(a); Y.append(y); C.append(c); caches.append(k)
    return np.dstack(A), np.dstack(Y), np.dstack(C), (caches, x)
""",
    "lists and dstack",
)
right(
    "lstm_forward",
    "accumulate",
    """
def lstm_forward(x, a0, parameters):
    from itertools import accumulate
    first = (a0, np.zeros_like(a0), None, None)
    steps = list(accumulate(range(x.shape[-1]), lambda s, t: lstm_cell_forward(x[..., t], s[0], s[1], parameters), initial=first))[1:]
    a, c, y = (np.stack([s[k] for s in steps], -1) for k in range(3))
    return a, y, c, ([s[3] for s in steps], x)
""",
    "accumulate",
)
right(
    "lstm_forward",
    "recursive",
    """
def lstm_forward(x, a0, parameters):
    def go(t, a, c):
        if t == x.shape[2]:
            return []
        step = lstm_cell_forward(x[:, :, t], a, c, parameters)
        return [step] + go(t + 1, step[0], step[1])
    steps = go(0, a0, np.zeros(a0.shape))
    return (np.stack([s[0] for s in steps], axis=2), np.stack([s[2] for s in steps], axis=2),
            np.stack([s[1] for s in steps], axis=2), ([s[3] for s in steps], x))
""",
    "recursion",
)
right(
    "lstm_forward",
    "longer_arrays",
    swap(
        FORWARD,
        ("a = np.zeros((n_a, m, T_x))", "a = np.zeros((n_a, m, T_x + 1))\n    a[:, :, 0] = a0"),
        ("c = np.zeros((n_a, m, T_x))", "c = np.zeros((n_a, m, T_x + 1))"),
        (
            "lstm_cell_forward(x[:, :, t], a_next, c_next,",
            "lstm_cell_forward(x[:, :, t], a[:, :, t], c[:, :, t],",
        ),
        ("a[:, :, t] = a_next", "a[:, :, t + 1] = a_next"),
        ("c[:, :, t] = c_next", "c[:, :, t + 1] = c_next"),
        ("return a, y, c,", "return a[:, :, 1:], y, c[:, :, 1:],"),
    ),
    "one place more for the start",
)
right(
    "lstm_forward", "cache_last", swap(FORWARD, ("(caches, x)", "[caches, x]")), "caches in a list"
)
right(
    "lstm_forward",
    "zero_like_wy",
    swap(FORWARD, ("c_next = np.zeros((n_a, m))", "c_next = np.zeros_like(a0, dtype=float)")),
    "zeros_like",
)
right(
    "lstm_backward",
    "whole_arrays",
    """
def lstm_backward(da, caches):
    per_step, x = caches
    carry_a = carry_c = np.zeros(da.shape[:2])
    steps = []
    for own, cache in zip(np.moveaxis(da, 2, 0)[::-1], per_step[::-1]):
        steps.append(lstm_cell_backward(own + carry_a, carry_c, cache))
        carry_a, carry_c = steps[-1]["da_prev"], steps[-1]["dc_prev"]
    out = {"d" + k + g: sum(s["d" + k + g] for s in steps) for k in "Wb" for g in "fico"}
    out["dx"] = np.stack([s["dxt"] for s in steps[::-1]], axis=2)
    out["da0"] = carry_a
    return out
""",
    "zip over reversed lists",
)
right(
    "lstm_backward",
    "pop_a_copy",
    swap(
        BACKWARD,
        ("per_step, x = caches", "per_step, x = list(caches[0]), caches[1]"),
        ("per_step[t])", "per_step.pop())"),
    ),
    "pop from a copy",
)
right(
    "lstm_backward",
    "zeros_by_shape",
    swap(
        BACKWARD,
        (
            "total = {name: 0 for name in names}",
            "P = per_step[0][-1]\n    total = {name: np.zeros_like(P[name[1:]]) for name in names}",
        ),
        ("total[name] = total[name] + g[name]", "total[name] += g[name]"),
    ),
    "zeros of the parameters' shapes",
)
right(
    "lstm_backward",
    "recursive",
    """
def lstm_backward(da, caches):
    per_step, x = caches
    T = x.shape[2]
    def back(t):
        if t == T:
            zero = np.zeros(da.shape[:2])
            return zero, zero, [], {}
        carry_a, carry_c, dx, sums = back(t + 1)
        g = lstm_cell_backward(da[:, :, t] + carry_a, carry_c, per_step[t])
        sums = {k: sums.get(k, 0) + v for k, v in g.items() if k not in ("dxt", "da_prev", "dc_prev")}
        return g["da_prev"], g["dc_prev"], [g["dxt"], *dx], sums
    da0, _, dx, sums = back(0)
    return {"dx": np.stack(dx, -1), "da0": da0, **sums}
""",
    "recursion from the first step",
)
right(
    "lstm_backward",
    "copy_of_da",
    swap(
        BACKWARD,
        ("    names = [", "    da = da.copy()\n    names = ["),
        (
            "        g = lstm_cell_backward(da[:, :, t] + da_prev,",
            "        da[:, :, t] += da_prev\n        g = lstm_cell_backward(da[:, :, t],",
        ),
    ),
    "adds into a copy of da",
)
right(
    "lstm_backward",
    "extra_key",
    swap(BACKWARD, ('"da0": da_prev,', '"da0": da_prev, "dc0": dc_prev,')),
    "the unneeded gradient of c_0 is returned, too",
)
