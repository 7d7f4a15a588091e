"""Mistakes and unusual right answers of lesson 04: one step of an LSTM."""

from autograder.checks.mistakes.bank import right, wrong

FLOAT32 = "Which number type do your arrays have, and how many digits does it keep?"
OWN_COPY = "Which array is changed in place, and who else still needs it?"
ORDER = "In which order does the docstring list the cache?"
RETURN = "return a_next, c_next, yt_pred, cache"
CELL_STATE = "c_next = ft * c_prev + it * cct"
SCORES = 'parameters["Wy"] @ a_next + parameters["by"]'
FT = 'ft = sigmoid(parameters["Wf"] @ concat + parameters["bf"])'
GATES = {"f": "forget", "i": "input", "o": "output"}


def _swap(one: str, other: str) -> tuple:
    """Edits that let two texts change places."""
    return (one, "\0", "every"), (other, one, "every"), ("\0", other, "every")


PAIRS = [(one, other) for one in "fico" for other in "fico" if one < other]
ALL = {**GATES, "c": "candidate"}
LETTER = "Which letter names the parameters of each gate and of the candidate?"


def _names(*letters: str) -> str:
    return " and ".join("the candidate" if g == "c" else f"the {GATES[g]} gate" for g in letters)


FORWARD = [
    *(
        wrong(
            f"matrices-of-{ALL[one]}-and-{ALL[other]}-swapped",
            f"The matrices of {_names(one, other)} may change places.",
            LETTER,
            *_swap(f'"W{one}"', f'"W{other}"'),
        )
        for one, other in PAIRS
    ),
    *(
        wrong(
            f"biases-of-{ALL[one]}-and-{ALL[other]}-swapped",
            f"The biases of {_names(one, other)} may change places.",
            LETTER,
            *_swap(f'"b{one}"', f'"b{other}"'),
        )
        for one, other in PAIRS
        if (one, other) != ("f", "o")
    ),
    *(
        wrong(
            f"matrix-of-{ALL[other]}-makes-{ALL[one]}",
            f"The matrix of {_names(other)} makes {_names(one)} too.",
            f"Which matrix makes {_names(one)}? Which one does nothing in your code?",
            (f'"W{one}"', f'"W{other}"'),
        )
        for one in "fico"
        for other in "fico"
        if one != other
    ),
    *(
        wrong(
            f"bias-of-{ALL[other]}-makes-{ALL[one]}",
            f"The bias of {_names(other)} belongs to {_names(one)} too.",
            f"Which bias does {_names(one)} add? Which one does nothing in your code?",
            (f'"b{one}"', f'"b{other}"'),
        )
        for one in "fico"
        for other in "fico"
        if one != other and (one, other) != ("i", "f")
    ),
    wrong(
        "memories-multiplied",
        "What is kept and what is written are multiplied.",
        "What is left of the old memory where the input gate is shut?",
        (CELL_STATE, "c_next = (ft * c_prev) * (it * cct)"),
    ),
    *(
        wrong(
            f"parameters-of-{ALL[other]}-make-{ALL[one]}",
            f"The parameters of {_names(other)} make {_names(one)} too.",
            f"Which parameters make {_names(one)}? Which do nothing in your code?",
            (f'"W{one}"', f'"W{other}"'),
            (f'"b{one}"', f'"b{other}"'),
        )
        for one in "fico"
        for other in "fico"
        if one != other and (one, other) != ("i", "f")
    ),
    *(
        wrong(
            f"{name}-gate-shows-the-cell",
            f"The {name} gate decides what is shown.",
            "Which gate decides what the cell shows?",
            ("a_next = ot *", f"a_next = {letter}t *"),
        )
        for letter, name in {"f": "forget", "i": "input"}.items()
    ),
    wrong(
        "prediction-by-sigmoid",
        "Probabilities are numbers between 0 and 1, which a sigmoid makes.",
        "To what do the probabilities of one example add up?",
        (f"softmax({SCORES})", f"sigmoid({SCORES})"),
    ),
    wrong(
        "prediction-normalised-over-everything",
        "The probabilities of all examples add up to one.",
        "To what do the probabilities of one example add up?",
        (
            f"yt_pred = softmax({SCORES})",
            f"e = np.exp({SCORES} - np.max({SCORES}))\n    yt_pred = e / e.sum()",
        ),
    ),
    *(
        wrong(
            f"b{gate}-missing",
            f"The {name} gate needs no bias.",
            f"Which parameters does the {name} gate use? Count them.",
            (f' + parameters["b{gate}"]', ""),
        )
        for gate, name in GATES.items()
    ),
    wrong(
        "bc-missing",
        "The candidate needs no bias.",
        "Which parameters does the candidate use? Count them.",
        (' + parameters["bc"]', ""),
    ),
    wrong(
        "by-missing",
        "The output needs no bias.",
        "Which two terms does softmax act on?",
        (' + parameters["by"]', ""),
    ),
    *(
        wrong(
            f"{name}-gate-tanh",
            f"The {name} gate passes tanh.",
            f"Between which two numbers should {gate}t lie?",
            (f"{gate}t = sigmoid(", f"{gate}t = np.tanh("),
        )
        for gate, name in GATES.items()
    ),
    wrong(
        "candidate-sigmoid",
        "The candidate is a gate.",
        "Can the candidate be negative? Should it be?",
        ("cct = np.tanh(", "cct = sigmoid("),
    ),
    wrong(
        "candidate-linear",
        "The candidate is a sum.",
        "What keeps the candidate between -1 and 1?",
        ("cct = np.tanh(", "cct = ("),
    ),
    wrong(
        "gates-linear",
        "A gate is a sum.",
        "Between which two numbers should a gate lie?",
        ("sigmoid(", "(", "every"),
    ),
    wrong(
        "forget-and-input-swapped",
        "it acts on the old cell state.",
        "Which gate decides what is kept of c_prev?",
        (CELL_STATE, "c_next = it * c_prev + ft * cct"),
    ),
    wrong(
        "forget-and-input-weights-swapped",
        "Wf makes it.",
        "Which letter names the gate of each matrix?",
        *_swap('"Wf"', '"Wi"'),
        *_swap('"bf"', '"bi"'),
    ),
    wrong(
        "forget-and-output-weights-swapped",
        "Wo makes ft.",
        "Which letter names the gate of each matrix?",
        *_swap('"Wf"', '"Wo"'),
        *_swap('"bf"', '"bo"'),
    ),
    wrong(
        "input-and-output-weights-swapped",
        "Wo makes it.",
        "Which letter names the gate of each matrix?",
        *_swap('"Wi"', '"Wo"'),
        *_swap('"bi"', '"bo"'),
    ),
    wrong(
        "candidate-and-input-weights-swapped",
        "Wi makes the candidate.",
        "Which letter names the candidate's matrix?",
        *_swap('"Wi"', '"Wc"'),
        *_swap('"bi"', '"bc"'),
    ),
    wrong(
        "weights-copied",
        "The input gate shares the forget gate's weights.",
        "Which parameters do nothing in your code?",
        ('"Wi"', '"Wf"'),
        ('"bi"', '"bf"'),
    ),
    wrong(
        "bias-copied",
        "The gates share a bias.",
        "Which parameters do nothing in your code?",
        ('"bi"', '"bf"'),
    ),
    wrong(
        "biases-of-gates-swapped",
        "The biases are interchangeable.",
        "Which letter names the gate of each bias?",
        *_swap('"bf"', '"bo"'),
    ),
    wrong(
        "coupled-gates",
        "What is not forgotten is kept out.",
        "Which matrix makes the input gate?",
        (CELL_STATE, "c_next = ft * c_prev + (1 - ft) * cct"),
    ),
    wrong(
        "forget-gate-inverted",
        "The forget gate says how much to forget.",
        "What should happen to c_prev when ft is 1?",
        (CELL_STATE, "c_next = (1 - ft) * c_prev + it * cct"),
    ),
    wrong(
        "concatenated-input-first",
        "The order in a concatenation does not matter.",
        "Which rows of the stack meet the first n_a columns of Wf?",
        ("[a_prev, xt]", "[xt, a_prev]"),
    ),
    wrong(
        "concatenated-along-examples",
        "Axis 1 holds the features.",
        "How many rows should the stack have?",
        ("np.concatenate([a_prev, xt])", "np.concatenate([a_prev, xt], axis=1)"),
    ),
    wrong(
        "stacked",
        "np.stack joins rows.",
        "How many axes should the stack of a_prev and xt have?",
        ("np.concatenate([a_prev, xt])", "np.stack([a_prev, xt])"),
    ),
    wrong(
        "input-missing",
        "The gates look at the state alone.",
        "Where does xt enter?",
        ("[a_prev, xt]", "[a_prev, 0 * xt]"),
    ),
    wrong(
        "state-missing",
        "The gates look at the input alone.",
        "Where does a_prev enter?",
        ("[a_prev, xt]", "[0 * a_prev, xt]"),
    ),
    wrong(
        "cell-state-in-the-stack",
        "The gates look at the cell state.",
        "Which state do the gates look at?",
        ("[a_prev, xt]", "[c_prev, xt]"),
    ),
    wrong(
        "old-cell-state-missing",
        "The cell state is written anew.",
        "What does the cell remember of c_prev?",
        (CELL_STATE, "c_next = it * cct"),
    ),
    wrong(
        "candidate-missing",
        "The cell state only fades.",
        "What is written into the cell state?",
        (CELL_STATE, "c_next = ft * c_prev + it"),
    ),
    wrong(
        "input-gate-missing",
        "The candidate is written in full.",
        "Which gate decides what is written?",
        (CELL_STATE, "c_next = ft * c_prev + cct"),
    ),
    wrong(
        "forget-gate-missing",
        "The old cell state is kept in full.",
        "Which gate decides what is kept of c_prev?",
        (CELL_STATE, "c_next = c_prev + it * cct"),
    ),
    wrong(
        "forget-gate-on-hidden-state",
        "The forget gate acts on a_prev.",
        "Which of the two old states does the forget gate act on?",
        (CELL_STATE, "c_next = ft * a_prev + it * cct"),
    ),
    wrong(
        "cell-state-matrix-product",
        "The gates multiply as matrices.",
        "Do gates act entry by entry?",
        (CELL_STATE, "c_next = ft @ c_prev.T @ np.ones(c_prev.shape) + it * cct"),
    ),
    wrong(
        "cell-state-through-tanh",
        "The cell state passes tanh before it is kept.",
        "Where does tanh act: on c_next itself, or on the way to a_next?",
        (CELL_STATE, "c_next = np.tanh(ft * c_prev + it * cct)"),
    ),
    wrong(
        "tanh-missing-at-hidden-state",
        "The output gate shows the cell state as it is.",
        "Can your a_next exceed 1?",
        ("ot * np.tanh(c_next)", "ot * c_next"),
    ),
    wrong(
        "sigmoid-at-hidden-state",
        "The cell state passes a sigmoid.",
        "Can a_next be negative? Should it be?",
        ("ot * np.tanh(c_next)", "ot * sigmoid(c_next)"),
    ),
    wrong(
        "tanh-around-hidden-state",
        "tanh comes after the output gate.",
        "Does the output gate act before tanh, or after it?",
        ("ot * np.tanh(c_next)", "np.tanh(ot * c_next)"),
    ),
    wrong(
        "output-gate-missing",
        "The cell state is shown in full.",
        "Which gate decides what is shown?",
        ("ot * np.tanh(c_next)", "np.tanh(c_next)"),
    ),
    wrong(
        "old-cell-state-shown",
        "The output gate shows c_prev.",
        "Which cell state does a_next show: the old or the new?",
        ("ot * np.tanh(c_next)", "ot * np.tanh(c_prev)"),
    ),
    wrong(
        "candidate-shown",
        "The output gate shows the candidate.",
        "Which array passes tanh on the way to a_next?",
        ("ot * np.tanh(c_next)", "ot * cct"),
    ),
    wrong(
        "peephole",
        "The output gate looks at the new cell state.",
        "Which arrays make up the stack that the output gate looks at?",
        (
            'parameters["Wo"] @ concat',
            'parameters["Wo"] @ np.concatenate([ft * c_prev + it * cct, xt])',
        ),
    ),
    wrong(
        "output-of-cell-state",
        "The prediction looks at the cell state.",
        "Which state does the prediction look at?",
        ("@ a_next", "@ c_next"),
    ),
    wrong(
        "output-of-old-state",
        "The prediction looks at a_prev.",
        "Which state is known when the prediction is made?",
        ("@ a_next", "@ a_prev"),
    ),
    wrong(
        "softmax-missing",
        "Scores are predictions.",
        "Do the columns of yt_pred add up to one?",
        ("softmax(", "("),
    ),
    wrong(
        "softmax-over-examples",
        "softmax runs over axis 1.",
        "Do the columns of yt_pred add up to one?",
        (f"softmax({SCORES})", f"softmax(({SCORES}).T).T"),
    ),
    wrong(
        "overflowing-softmax",
        "A softmax written on the spot needs no shift.",
        "What is exp(1000) as a float?",
        (f"softmax({SCORES})", f"np.exp({SCORES})\n    yt_pred = yt_pred / yt_pred.sum(axis=0)"),
    ),
    wrong(
        "overflowing-sigmoid",
        "exp(z) / (1 + exp(z)) is safe for every z.",
        "What is exp(1000) as a float, and what is inf / inf?",
        (
            FT,
            'zf = parameters["Wf"] @ concat + parameters["bf"]\n    ft = np.exp(zf) / (1 + '
            "np.exp(zf))",
        ),
    ),
    wrong(
        "overflowing-tanh",
        "The quotient of exponentials is safe for every z.",
        "What is exp(1000) as a float, and what is inf / inf?",
        (
            'cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])',
            'z = parameters["Wc"] @ concat + parameters["bc"]\n'
            "    cct = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))",
        ),
    ),
    wrong(
        "by-after-softmax",
        "A bias is added to the probabilities.",
        "Do the columns of yt_pred add up to one?",
        (' + parameters["by"])', ') + parameters["by"]'),
    ),
    wrong(
        "bf-after-sigmoid",
        "A bias is added to the gate.",
        "Can your ft exceed 1?",
        (' + parameters["bf"])', ') + parameters["bf"]'),
    ),
    wrong(
        "forget-bias-one",
        "The forget gate's bias is raised by 1 inside the cell.",
        "Whose task is it to choose a bias: the cell's, or the initialisation's?",
        ('parameters["bf"]', '(parameters["bf"] + 1)'),
    ),
    wrong(
        "bias-flattened",
        "A bias is a flat vector.",
        "How is a vector of length n broadcast against (n, m)?",
        ('parameters["bf"]', 'parameters["bf"].ravel()'),
    ),
    wrong(
        "weights-transposed",
        "A weight matrix is transposed before use.",
        "Which axis of Wf has the length of the stack?",
        ('["Wf"] @', '["Wf"].T @'),
    ),
    wrong(
        "wy-transposed",
        "A weight matrix is transposed before use.",
        "Which axis of Wy has the length of a_next?",
        ('["Wy"] @', '["Wy"].T @'),
    ),
    wrong(
        "squeezed",
        "An axis of length 1 is of no use.",
        "What shape should the result have when there is only one example?",
        (RETURN, "yt_pred = np.squeeze(yt_pred)\n    " + RETURN),
    ),
    wrong(
        "states-swapped-in-return",
        "The order of the results does not matter.",
        "In which order does the docstring list the results?",
        (RETURN, "return c_next, a_next, yt_pred, cache"),
    ),
    wrong(
        "prediction-second-in-return",
        "The order of the results does not matter.",
        "In which order does the docstring list the results?",
        (RETURN, "return a_next, yt_pred, c_next, cache"),
    ),
    wrong(
        "cell-state-not-returned",
        "The cell state stays inside.",
        "How many results does the docstring list?",
        (RETURN, "return a_next, yt_pred, cache"),
    ),
    wrong(
        "cache-states-swapped",
        "The order in the cache does not matter.",
        ORDER,
        ("cache = (a_next, c_next, a_prev, c_prev,", "cache = (a_next, a_prev, c_next, c_prev,"),
    ),
    wrong(
        "cache-gates-swapped",
        "The order in the cache does not matter.",
        ORDER,
        ("ft, it, cct, ot,", "it, ft, cct, ot,"),
    ),
    wrong(
        "cache-candidate-last",
        "The candidate comes after the gates.",
        ORDER,
        ("ft, it, cct, ot,", "ft, it, ot, cct,"),
    ),
    wrong(
        "cache-new-cell-state-twice",
        "The old cell state is gone by then.",
        "Which two cell states does the cache hold?",
        ("a_prev, c_prev, ft", "a_prev, c_next, ft"),
    ),
    wrong(
        "cache-without-cell-states",
        "The backward step needs no cell states.",
        ORDER,
        ("cache = (a_next, c_next, a_prev, c_prev,", "cache = (a_next, a_prev,"),
    ),
    wrong(
        "cache-of-tanh",
        "The cache keeps tanh(c_next).",
        "Is c_next in the cache the value before tanh or after it?",
        ("cache = (a_next, c_next,", "cache = (a_next, np.tanh(c_next),"),
    ),
    wrong(
        "cache-dict",
        "The cache is a dict.",
        "Is the cache a tuple or a dict in the docstring?",
        (RETURN, "return a_next, c_next, yt_pred, dict(enumerate(cache))"),
    ),
    wrong(
        "cell-state-updated-in-place",
        "c_prev *= ft makes a new array.",
        OWN_COPY,
        (CELL_STATE, "c_next = c_prev\n    c_next *= ft\n    c_next += it * cct"),
    ),
    wrong(
        "hidden-state-overwritten",
        "a_prev[:] = ... only renames.",
        OWN_COPY,
        (RETURN, "a_prev[:] = a_next\n    " + RETURN),
    ),
    wrong(
        "cached-cell-state-spoilt",
        "A second name is a second array.",
        "After the last line, what does the array called c_next hold?",
        (
            "a_next = ot * np.tanh(c_next)",
            "a_next = np.tanh(c_next, out=c_next)\n    a_next = ot * a_next",
        ),
    ),
    wrong(
        "cached-gate-spoilt",
        "The gate is not needed again.",
        "After the last line, what does the array called ft hold?",
        (CELL_STATE, "ft *= c_prev\n    c_next = ft + it * cct"),
    ),
    wrong(
        "shared-buffer",
        "An array of the right shape can be used again.",
        "Who still holds the array that the last call returned?",
        """
        _buffers = {}

        def lstm_cell_forward(xt, a_prev, c_prev, parameters):
            concat = np.concatenate([a_prev, xt])
            p = parameters
            ft, it, ot = (sigmoid(p["W" + g] @ concat + p["b" + g]) for g in "fio")
            cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
            c_next = _buffers.setdefault(c_prev.shape, np.empty(c_prev.shape))
            np.add(ft * c_prev, it * cct, out=c_next)
            a_next = ot * np.tanh(c_next)
            yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
            cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
            return a_next, c_next, yt_pred, cache
        """,
    ),
    wrong(
        "cell-state-kept-between-calls",
        "The cell remembers its own cell state.",
        "Which cell state comes in from outside, and which one do you use?",
        """
        _memory = {}

        def lstm_cell_forward(xt, a_prev, c_prev, parameters):
            concat = np.concatenate([a_prev, xt])
            p = parameters
            ft, it, ot = (sigmoid(p["W" + g] @ concat + p["b" + g]) for g in "fio")
            cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
            c_next = ft * _memory.get(c_prev.shape, c_prev) + it * cct
            _memory[c_prev.shape] = c_next
            a_next = ot * np.tanh(c_next)
            yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
            cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
            return a_next, c_next, yt_pred, cache
        """,
    ),
    wrong(
        "global-weights",
        "The weights of the notebook are the ones that are meant.",
        "Which Wf does your code read: the one passed in, or another?",
        ('parameters["Wf"]', "WF"),
        ("def lstm_cell_forward", "WF = np.full((4, 6), 0.1)\n\n\ndef lstm_cell_forward"),
    ),
    wrong(
        "hard-coded-sizes",
        "There are always five units and ten examples.",
        "Where does your code take the sizes from?",
        (
            "concat = np.concatenate([a_prev, xt])",
            "concat = np.zeros((8, 10))\n    concat[:5], concat[5:] = a_prev, xt",
        ),
    ),
    wrong(
        "integer-buffer",
        "zeros_like makes an array for any result.",
        "Which dtype has zeros_like of integer input, and what happens to a fraction in it?",
        (
            "concat = np.concatenate([a_prev, xt])",
            "concat = np.zeros_like(xt, shape=(len(a_prev) + len(xt), xt.shape[1]))\n    "
            "concat[: len(a_prev)], concat[len(a_prev) :] = a_prev, xt",
        ),
    ),
    wrong(
        "float32",
        "Single precision is enough.",
        FLOAT32,
        (CELL_STATE, "c_next = (ft * c_prev + it * cct).astype(np.float32)"),
    ),
    wrong(
        "half-precision-inside",
        "Only the type of the result matters.",
        FLOAT32,
        ("np.concatenate([a_prev, xt])", "np.concatenate([a_prev, xt]).astype(np.float16)"),
    ),
    wrong(
        "gates-in-wrong-order-of-split",
        "The candidate and the output gate may change their parameters.",
        "Which letter names the parameters of the candidate, and which those of the output gate?",
        """
        concat = np.concatenate([a_prev, xt])
        W = np.concatenate([parameters["W" + g] for g in "fico"])
        b = np.concatenate([parameters["b" + g] for g in "fico"])
        zf, zi, zo, zc = np.split(W @ concat + b, 4)
        ft, it, cct, ot = sigmoid(zf), sigmoid(zi), np.tanh(zc), sigmoid(zo)
        c_next = ft * c_prev + it * cct
        a_next = ot * np.tanh(c_next)
        yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
        cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
        return a_next, c_next, yt_pred, cache
        """,
    ),
]

TAIL = """
        c_next = ft * c_prev + it * cct
        a_next = ot * np.tanh(c_next)
        yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
        cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
        return a_next, c_next, yt_pred, cache
        """
FORWARD_RIGHT = [
    right(
        "fused-gates",
        """
        concat = np.vstack((a_prev, xt))
        W = np.concatenate([parameters["W" + g] for g in "fioc"])
        b = np.concatenate([parameters["b" + g] for g in "fioc"])
        z = W @ concat + b
        n_a = len(a_prev)
        gates = sigmoid(z[: 3 * n_a])
        ft, it, ot = gates[:n_a], gates[n_a : 2 * n_a], gates[2 * n_a :]
        cct = np.tanh(z[3 * n_a :])
        """
        + TAIL.lstrip("\n "),
    ),
    right(
        "two-products-a-gate",
        """
        n_a = a_prev.shape[0]

        def inside(gate):
            W = parameters["W" + gate]
            return W[:, :n_a] @ a_prev + W[:, n_a:] @ xt + parameters["b" + gate]

        ft, it, ot = sigmoid(inside("f")), sigmoid(inside("i")), sigmoid(inside("o"))
        cct = np.tanh(inside("c"))
        """
        + TAIL.lstrip("\n "),
    ),
    right(
        "einsum",
        """
        concat = np.r_[a_prev, xt]
        p = parameters
        z = {g: np.einsum("ak,km->am", p["W" + g], concat) + p["b" + g] for g in "fico"}
        ft, it, ot = (0.5 * (1 + np.tanh(z[g] / 2)) for g in "fio")
        cct = 1 - 2 / (np.exp(2 * z["c"]) + 1)
        """
        + TAIL.lstrip("\n "),
    ),
    right(
        "preallocated-stack",
        """
        n_a, m = a_prev.shape
        concat = np.zeros((n_a + xt.shape[0], m))
        concat[:n_a, :] = a_prev
        concat[n_a:, :] = xt
        ft = sigmoid(np.dot(parameters["Wf"], concat) + parameters["bf"])
        it = sigmoid(np.dot(parameters["Wi"], concat) + parameters["bi"])
        cct = np.tanh(np.dot(parameters["Wc"], concat) + parameters["bc"])
        ot = sigmoid(np.dot(parameters["Wo"], concat) + parameters["bo"])
        """
        + TAIL.lstrip("\n "),
    ),
    right(
        "bias-as-column",
        """
        column = np.concatenate([a_prev, xt, np.ones((1, xt.shape[1]))], axis=0)
        z = [np.hstack([parameters["W" + g], parameters["b" + g]]) @ column for g in "fico"]
        ft, it, cct, ot = map(lambda f, v: f(v), (sigmoid, sigmoid, np.tanh, sigmoid), z)
        """
        + TAIL.lstrip("\n "),
    ),
    right(
        "in-place-on-own-arrays",
        """
        concat = np.concatenate([a_prev, xt])
        ft = sigmoid(parameters["Wf"] @ concat + parameters["bf"])
        it = sigmoid(parameters["Wi"] @ concat + parameters["bi"])
        ot = sigmoid(parameters["Wo"] @ concat + parameters["bo"])
        cct = parameters["Wc"] @ concat
        cct += parameters["bc"]
        np.tanh(cct, out=cct)
        c_next = c_prev.copy()
        c_next *= ft
        c_next += it * cct
        a_next = np.tanh(c_next)
        a_next *= ot
        yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
        return a_next, c_next, yt_pred, [
            a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters
        ]
        """,
    ),
    right(
        "loop-over-units",
        """
        n_a, m = a_prev.shape
        concat = np.concatenate([a_prev, xt])
        ft, it, cct, ot = (np.zeros((n_a, m)) for _ in range(4))
        for unit in range(n_a):
            for gate, values, act in (("f", ft, sigmoid), ("i", it, sigmoid), ("c", cct, np.tanh),
                                      ("o", ot, sigmoid)):
                row = parameters["W" + gate][unit]
                total = sum(row[k] * concat[k] for k in range(len(concat)))
                values[unit] = act(total + parameters["b" + gate][unit])
        """
        + TAIL.lstrip("\n "),
    ),
    right(
        "examples-in-rows",
        """
        rows = np.hstack([a_prev.T, xt.T])
        p = parameters
        ft, it, ot = (sigmoid(rows @ p["W" + g].T + p["b" + g].T).T for g in "fio")
        cct = np.tanh(rows @ parameters["Wc"].T + parameters["bc"].T).T
        """
        + TAIL.lstrip("\n "),
    ),
    right(
        "example-by-example",
        """
        parts = []
        for j in range(xt.shape[1]):
            column = np.concatenate([a_prev[:, j], xt[:, j]])[:, np.newaxis]
            z = {g: parameters["W" + g] @ column + parameters["b" + g] for g in "fico"}
            parts.append([sigmoid(z["f"]), sigmoid(z["i"]), np.tanh(z["c"]), sigmoid(z["o"])])
        ft, it, cct, ot = (np.hstack(gate) for gate in zip(*parts))
        """
        + TAIL.lstrip("\n "),
    ),
    right(
        "class",
        """
        class Gate:
            def __init__(self, letter, activation):
                self.letter, self.activation = letter, activation

            def __call__(self, values):
                W, b = parameters["W" + self.letter], parameters["b" + self.letter]
                return self.activation(np.matmul(W, values) + b)

        concat = np.append(a_prev, xt, axis=0)
        ft, it, ot = (Gate(g, lambda z: np.exp(-np.logaddexp(0, -z)))(concat) for g in "fio")
        cct = Gate("c", np.tanh)(concat)
        """
        + TAIL.lstrip("\n "),
    ),
]

DC = "dc = dc_next + da_next * ot * (1 - tanh_c**2)"
ZF = '"f": dc * c_prev * ft * (1 - ft)'
ZI = '"i": dc * cct * it * (1 - it)'
ZC = '"c": dc * it * (1 - cct**2)'
ZO = '"o": da_next * tanh_c * ot * (1 - ot)'
DCONCAT = 'dconcat = sum(parameters["W" + gate].T @ dz[gate] for gate in dz)'
DW = '{"dW" + gate: dz[gate] @ concat.T for gate in dz}'
DB = '{"db" + gate: dz[gate].sum(axis=1, keepdims=True) for gate in dz}'
BRETURN = 'return {"dxt": dconcat[n_a:], "da_prev": dconcat[:n_a], "dc_prev": dc * ft, **gradients}'
MEET = "Which two paths lead into c_next on the way back? Name the slope of each."

TOTAL = "Which two paths lead into c_next? Both go on into each gate behind it."
BACKWARD = [
    *(
        wrong(
            f"{name}-at-{ALL[gate]}",
            f"{thought} reaches {_names(gate)}.",
            TOTAL,
            (f'"{gate}": dc *', f'"{gate}": {text} *'),
        )
        for gate in "fic"
        for name, thought, text in (
            ("carry-alone", "Only what comes along the cell state", "dc_next"),
            ("own-part-alone", "Only what comes through the hidden state", "(dc - dc_next)"),
        )
    ),
    *(
        wrong(
            f"{GATES[gate]}-gate-with-itself",
            f"The partner of {_names(gate)} is the gate itself.",
            f"What does {_names(gate)} multiply on the way forward?",
            (f'"{gate}": {arrives} * {partner}', f'"{gate}": {arrives} * {gate}t'),
        )
        for gate, arrives, partner in (
            ("f", "dc", "c_prev"),
            ("i", "dc", "cct"),
            ("o", "da_next", "tanh_c"),
        )
    ),
    *(
        wrong(
            f"{GATES[gate]}-gate-slope-one-minus-gate",
            "The slope of the sigmoid is 1 minus the gate.",
            "Which two factors has the slope of the sigmoid?",
            (f"{gate}t * (1 - {gate}t)", f"(1 - {gate}t)"),
        )
        for gate in "io"
    ),
    *(
        wrong(
            f"{ALL[g]}-slope-half-there",
            "The slope of the sigmoid is the gate itself.",
            "Which two factors has the slope of the sigmoid?",
            (f"{g}t * (1 - {g}t)", f"{g}t"),
        )
        for g in "fio"
    ),
    *(
        wrong(
            f"{ALL[one]}-slope-of-{ALL[other]}",
            f"The slope of {_names(other)} serves {_names(one)} too.",
            f"Whose slope belongs to {_names(one)}?",
            (f"{one}t * (1 - {one}t)", f"{other}t * (1 - {other}t)"),
        )
        for one in "fio"
        for other in "fio"
        if one != other
    ),
    *(
        wrong(
            f"{ALL[g]}-missing-in-the-sum",
            f"What comes back through {_names(g)} is left out.",
            "Through how many matrices did the stack go? Through how many does it come back?",
            ("for gate in dz)\n    gradients", f"for gate in dz if gate != {g!r})\n    gradients"),
        )
        for g in "ico"
    ),
    wrong(
        "tanh-by-division",
        "tanh(c_next) is a_next / ot.",
        "What is 0 / 0, and when is an output gate 0?",
        ("np.tanh(c_next)", "a_next / ot"),
    ),
    wrong(
        "cell-path-missing",
        "The gradient comes through the hidden state only.",
        MEET,
        (DC, "dc = da_next * ot * (1 - tanh_c**2)"),
    ),
    wrong(
        "hidden-path-missing",
        "The gradient comes through the cell state only.",
        MEET,
        (DC, "dc = dc_next"),
    ),
    wrong(
        "output-gate-missing",
        "The hidden path leads through tanh only.",
        MEET,
        (DC, "dc = dc_next + da_next * (1 - tanh_c**2)"),
    ),
    wrong(
        "tanh-slope-missing",
        "The hidden path leads through the output gate only.",
        MEET,
        (DC, "dc = dc_next + da_next * ot"),
    ),
    wrong(
        "tanh-slope-of-cell-state",
        "The slope of tanh is 1 - c**2.",
        "The slope of tanh at z is 1 - tanh(z)**2. What is tanh(z) here?",
        (DC, "dc = dc_next + da_next * ot * (1 - c_next**2)"),
    ),
    wrong(
        "tanh-slope-not-squared",
        "The slope of tanh is 1 - tanh.",
        "What is the slope of tanh where tanh is -0.5?",
        ("(1 - tanh_c**2)", "(1 - tanh_c)"),
    ),
    wrong(
        "tanh-slope-of-hidden-state",
        "a_next is tanh of the cell state.",
        "Is a_next the tanh of c_next, or something more?",
        (DC, "dc = dc_next + da_next * ot * (1 - a_next**2)"),
    ),
    wrong(
        "tanh-slope-at-old-cell-state",
        "The slope is taken at c_prev.",
        "Which cell state passed tanh?",
        ("tanh_c = np.tanh(c_next)", "tanh_c = np.tanh(c_prev)"),
    ),
    wrong(
        "tanh-in-place-of-slope",
        "tanh is its own slope.",
        "What is the slope of tanh at 0?",
        (DC, "dc = dc_next + da_next * ot * tanh_c"),
    ),
    wrong(
        "slope-around-both-paths",
        "Both paths pass tanh.",
        "Does dc_next pass tanh?",
        (DC, "dc = (dc_next + da_next * ot) * (1 - tanh_c**2)"),
    ),
    wrong(
        "gate-around-both-paths",
        "Both paths pass the output gate.",
        "Does dc_next pass the output gate?",
        (DC, "dc = ot * (dc_next + da_next * (1 - tanh_c**2))"),
    ),
    wrong(
        "hidden-path-twice",
        "da_next counts on both paths.",
        MEET,
        (DC, "dc = dc_next + da_next + da_next * ot * (1 - tanh_c**2)"),
    ),
    wrong(
        "forget-gate-from-new-cell-state",
        "ft acts on c_next.",
        "What does ft multiply on the way forward?",
        (ZF, '"f": dc * c_next * ft * (1 - ft)'),
    ),
    wrong(
        "forget-gate-from-hidden-state",
        "ft acts on a_prev.",
        "What does ft multiply on the way forward?",
        (ZF, '"f": dc * a_prev * ft * (1 - ft)'),
    ),
    wrong(
        "forget-gate-from-candidate",
        "ft acts on the candidate.",
        "What does ft multiply on the way forward?",
        (ZF, '"f": dc * cct * ft * (1 - ft)'),
    ),
    wrong(
        "input-gate-from-old-cell-state",
        "it acts on c_prev.",
        "What does it multiply on the way forward?",
        (ZI, '"i": dc * c_prev * it * (1 - it)'),
    ),
    wrong(
        "output-gate-from-dc",
        "ot is reached through c_next.",
        "What does ot multiply on the way forward, and which gradient arrives there?",
        (ZO, '"o": dc * tanh_c * ot * (1 - ot)'),
    ),
    wrong(
        "output-gate-from-cell-state",
        "ot acts on c_next.",
        "What does ot multiply on the way forward: c_next or its tanh?",
        (ZO, '"o": da_next * c_next * ot * (1 - ot)'),
    ),
    wrong(
        "output-gate-from-hidden-state",
        "ot acts on a_next.",
        "What does ot multiply on the way forward?",
        (ZO, '"o": da_next * a_next * ot * (1 - ot)'),
    ),
    wrong(
        "candidate-through-forget-gate",
        "The candidate passes ft.",
        "Which gate does the candidate pass on the way forward?",
        (ZC, '"c": dc * ft * (1 - cct**2)'),
    ),
    wrong(
        "candidate-gate-missing",
        "The candidate reaches c_next directly.",
        "Which gate does the candidate pass on the way forward?",
        (ZC, '"c": dc * (1 - cct**2)'),
    ),
    wrong(
        "candidate-slope-of-sigmoid",
        "The candidate is a gate.",
        "Which activation made the candidate?",
        (ZC, '"c": dc * it * cct * (1 - cct)'),
    ),
    wrong(
        "candidate-slope-not-squared",
        "The slope of tanh is 1 - cct.",
        "What is the slope of tanh where cct = -0.5?",
        (ZC, '"c": dc * it * (1 - cct)'),
    ),
    wrong(
        "candidate-tanh-twice",
        "The slope needs the tanh of cct.",
        "Is cct the value before tanh or after it?",
        (ZC, '"c": dc * it * (1 - np.tanh(cct) ** 2)'),
    ),
    wrong(
        "candidate-slope-missing",
        "The gradient passes tanh unchanged.",
        "Which activation made the candidate?",
        (ZC, '"c": dc * it'),
    ),
    *(
        wrong(
            f"{name}-gate-slope-missing",
            f"The gradient passes the sigmoid of {gate}t unchanged.",
            f"Which activation made {gate}t, and what is its slope?",
            (f" * {gate}t * (1 - {gate}t)", ""),
        )
        for gate, name in GATES.items()
    ),
    wrong(
        "gate-slopes-of-tanh",
        "The slope of a gate is 1 - g**2.",
        "Which activation made the gates?",
        ("ft * (1 - ft)", "(1 - ft**2)"),
        ("it * (1 - it)", "(1 - it**2)"),
        ("ot * (1 - ot)", "(1 - ot**2)"),
    ),
    wrong(
        "gate-slope-halved",
        "The slope of the sigmoid is 1 - g.",
        "What is the slope of the sigmoid at 0?",
        ("ft * (1 - ft)", "(1 - ft)"),
    ),
    wrong(
        "gate-slope-without-parentheses",
        "g * 1 - g is g (1 - g).",
        "In which order does Python multiply and subtract?",
        ("it * (1 - it)", "it * 1 - it"),
    ),
    wrong(
        "sigmoid-twice",
        "The slope needs the sigmoid of ft.",
        "Is ft the value before the sigmoid or after it?",
        ("ft * (1 - ft)", "sigmoid(ft) * (1 - sigmoid(ft))"),
    ),
    wrong(
        "forget-and-input-swapped",
        "The keys say which is which.",
        "Which gate does dWf belong to?",
        *_swap('"f":', '"i":'),
    ),
    wrong(
        "candidate-and-output-swapped",
        "The keys say which is which.",
        "Which gate does dWc belong to?",
        *_swap('"c":', '"o":'),
    ),
    wrong(
        "one-gate-missing-in-stack",
        "The input reaches the loss through three gates.",
        "How many matrices did the stack pass on the way forward?",
        (DCONCAT, 'dconcat = sum(parameters["W" + gate].T @ dz[gate] for gate in "fio")'),
    ),
    wrong(
        "only-forget-gate-in-stack",
        "a_prev acts through the forget gate.",
        "How many matrices did the stack pass on the way forward?",
        (DCONCAT, 'dconcat = parameters["Wf"].T @ dz["f"]'),
    ),
    wrong(
        "stack-gradient-overwritten",
        "The last gate's gradient is the gradient.",
        "The gates share the stack. What happens to their gradients?",
        (DCONCAT, 'for gate in dz:\n        dconcat = parameters["W" + gate].T @ dz[gate]'),
    ),
    wrong(
        "stack-weights-not-transposed",
        "The way back uses the same matrix.",
        "Which axis of Wf has the length of dz?",
        ('["W" + gate].T @', '["W" + gate] @'),
    ),
    wrong(
        "stack-split-input-first",
        "xt lies on top of the stack.",
        "Which rows of the stack are a_prev's?",
        (
            BRETURN,
            'n_x = xt.shape[0]\n    return {"dxt": dconcat[:n_x], "da_prev": dconcat[n_x:], '
            '"dc_prev": dc * ft, **gradients}',
        ),
    ),
    wrong(
        "stack-split-at-n-x",
        "The first n_x rows belong to a_prev.",
        "How many rows has a_prev?",
        ("n_a = a_prev.shape[0]", "n_a = xt.shape[0]"),
    ),
    wrong(
        "inputs-swapped",
        "dxt and da_prev are interchangeable.",
        "Which of the two has as many rows as there are features?",
        *_swap('"dxt"', '"da_prev"'),
    ),
    wrong(
        "stack-order-in-weights",
        "The order of the stack does not matter for dW.",
        "Which columns of dWf belong to a_prev?",
        ("[a_prev, xt]", "[xt, a_prev]"),
    ),
    wrong(
        "weights-from-new-state",
        "dW pairs the gradient with the new state.",
        "Which state lay in the stack on the way forward?",
        ("[a_prev, xt]", "[a_next, xt]"),
    ),
    wrong(
        "weights-from-cell-state",
        "dW pairs the gradient with the cell state.",
        "Which state lay in the stack on the way forward?",
        ("[a_prev, xt]", "[c_prev, xt]"),
    ),
    wrong(
        "weights-transposed",
        "The order of a product does not matter.",
        "Compare the shapes of dWf and Wf.",
        ("dz[gate] @ concat.T", "concat @ dz[gate].T"),
    ),
    wrong(
        "weights-averaged",
        "The gradient of a batch is a mean.",
        "Does the cell know of a loss that is a mean? Weights are shared: what happens to "
        "their gradients?",
        ("dz[gate] @ concat.T", "dz[gate] @ concat.T / xt.shape[1]"),
    ),
    wrong(
        "biases-averaged",
        "The bias gradient is a mean over the examples.",
        "How did the weights gather the examples?",
        ("dz[gate].sum(", "dz[gate].mean("),
    ),
    wrong(
        "biases-over-units",
        "Axis 0 holds the examples.",
        "Compare the shapes of dbf and bf.",
        ("axis=1", "axis=0"),
    ),
    wrong(
        "biases-keepdims",
        "A bias gradient is a flat vector.",
        "Compare the shapes of dbf and bf.",
        (", keepdims=True", ""),
    ),
    wrong(
        "biases-not-summed",
        "Each example keeps its own bias gradient.",
        "Compare the shapes of dbf and bf.",
        ("dz[gate].sum(axis=1, keepdims=True)", "dz[gate]"),
    ),
    wrong(
        "bias-of-one-gate-copied",
        "The gates share a bias gradient.",
        "Which dz belongs to which bias?",
        (DB, '{"db" + gate: dz["f"].sum(axis=1, keepdims=True) for gate in dz}'),
    ),
    wrong(
        "gate-gradients-before-activation",
        "dWf pairs the gradient of ft with the stack.",
        "Does the path to Wf pass the sigmoid?",
        (
            DW,
            '{"dW" + gate: dz[gate] @ concat.T for gate in "ico"} | {"dWf": (dc * c_prev) @ '
            "concat.T}",
        ),
    ),
    wrong(
        "old-cell-state-gate-missing",
        "dc_prev is dc.",
        "Which gate lies between c_prev and c_next?",
        ('"dc_prev": dc * ft', '"dc_prev": dc'),
    ),
    wrong(
        "old-cell-state-through-input-gate",
        "c_prev passes it.",
        "Which gate lies between c_prev and c_next?",
        ('"dc_prev": dc * ft', '"dc_prev": dc * it'),
    ),
    wrong(
        "old-cell-state-direct-path-only",
        "dc_prev comes from dc_next alone.",
        "Which two paths lead into c_next? Both go on to c_prev.",
        ('"dc_prev": dc * ft', '"dc_prev": dc_next * ft'),
    ),
    wrong(
        "old-cell-state-hidden-path-only",
        "dc_prev comes from da_next alone.",
        "Which two paths lead into c_next? Both go on to c_prev.",
        ('"dc_prev": dc * ft', '"dc_prev": (dc - dc_next) * ft'),
    ),
    wrong(
        "old-cell-state-through-dz",
        "dc_prev comes through the gate's inside.",
        "What does c_prev multiply on the way forward?",
        ('"dc_prev": dc * ft', '"dc_prev": dz["f"]'),
    ),
    wrong(
        "old-cell-state-missing",
        "Only a_prev needs a gradient.",
        "What will the step before this one need?",
        ('"dc_prev": dc * ft, ', ""),
    ),
    wrong(
        "key-dc-next",
        "The key is dc_next.",
        "Which keys does the docstring name?",
        ('"dc_prev":', '"dc_next":'),
    ),
    wrong(
        "keys-of-gates",
        "The keys name the gates ft, it, cct, ot.",
        "Which keys does the docstring name?",
        ('{"dW" + gate:', '{"dW" + gate + "t":'),
        ('{"db" + gate:', '{"db" + gate + "t":'),
    ),
    wrong(
        "tuple-returned",
        "The order of the gradients is known.",
        "Which type does the docstring name?",
        (BRETURN, "return dconcat[n_a:], dconcat[:n_a], dc * ft, *gradients.values()"),
    ),
    wrong(
        "cache-order",
        "The cache holds the gates in another order.",
        "In which order did the forward step fill the cache?",
        ("ft, it, cct, ot, xt, parameters = cache", "it, ft, cct, ot, xt, parameters = cache"),
    ),
    wrong(
        "cell-gradient-overwritten",
        "dc_next += ... makes a new array.",
        OWN_COPY,
        (DC, "dc_next += da_next * ot * (1 - tanh_c**2)\n    dc = dc_next"),
    ),
    wrong(
        "cached-cell-state-overwritten",
        "The cache is not needed again.",
        OWN_COPY,
        ("tanh_c = np.tanh(c_next)", "tanh_c = np.tanh(c_next, out=c_next)"),
    ),
    wrong(
        "shared-buffer",
        "An array of the right shape can be used again.",
        "Who still holds the array that the last call returned?",
        ("def lstm_cell_backward", "_buffers = {}\n\n\ndef lstm_cell_backward"),
        (
            BRETURN,
            "dc_prev = _buffers.setdefault(dc.shape, np.empty(dc.shape))\n    np.multiply(dc, "
            'ft, out=dc_prev)\n    return {"dxt": dconcat[n_a:], "da_prev": dconcat[:n_a], '
            '"dc_prev": dc_prev, **gradients}',
        ),
    ),
    wrong(
        "accumulated",
        "Gradients add up from call to call.",
        "What does the second call with the same input give?",
        ("def lstm_cell_backward", "_total = {}\n\n\ndef lstm_cell_backward"),
        (
            "n_a = a_prev",
            "for key in gradients:\n        gradients[key] = _total[key] = gradients[key] + "
            "(_total[key] if key in _total else 0)\n    n_a = a_prev",
        ),
    ),
    wrong(
        "integer-buffer",
        "zeros_like makes an array for any result.",
        "Which dtype has zeros_like of integer input, and what happens to a fraction in it?",
        (
            BRETURN,
            'dxt = np.zeros_like(xt)\n    dxt[:] = dconcat[n_a:]\n    return {"dxt": dxt, '
            '"da_prev": dconcat[:n_a], "dc_prev": dc * ft, **gradients}',
        ),
    ),
    wrong(
        "five-units",
        "There are always five units.",
        "Where does your code take the number of units from?",
        ("n_a = a_prev.shape[0]", "n_a = 5"),
    ),
    wrong(
        "float32",
        "Single precision is enough.",
        FLOAT32,
        (
            "concat = np.concatenate([a_prev, xt])",
            "concat = np.concatenate([a_prev, xt])\n    dz = {gate: value.astype(np.float32) "
            "for gate, value in dz.items()}",
        ),
    ),
    wrong(
        "half-precision-inside",
        "Only the type of the result matters.",
        FLOAT32,
        ("tanh_c = np.tanh(c_next)", "tanh_c = np.tanh(c_next).astype(np.float16)"),
    ),
    wrong(
        "clipped",
        "Large gradients are cut at once.",
        "Is clipping part of the derivative?",
        (DC, DC + "\n    dc = np.clip(dc, -5, 5)"),
    ),
    wrong(
        "first-example-only",
        "One example stands for all.",
        "How many examples reach dWf?",
        ("dz[gate] @ concat.T", "np.outer(dz[gate][:, 0], concat[:, 0])"),
    ),
]

HEAD = "        a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache\n"
BACKWARD_RIGHT = [
    right(
        "fused-gates",
        "\n"
        + HEAD
        + """
        n_a = len(a_prev)
        T = np.tanh(c_next)
        dc = da_next * ot * (1 - T * T) + dc_next
        gates = np.vstack([ft, it, ot])
        back = np.vstack([dc * c_prev, dc * cct, da_next * T])
        dz = np.vstack([back * gates * (1 - gates), dc * it * (1 - cct * cct)])
        W = np.vstack([parameters["W" + g] for g in "fioc"])
        stack = np.vstack([a_prev, xt])
        d_stack, dW, db = W.T @ dz, dz @ stack.T, dz.sum(axis=1, keepdims=True)
        result = {"da_prev": d_stack[:n_a], "dxt": d_stack[n_a:], "dc_prev": ft * dc}
        for k, g in enumerate("fioc"):
            result["dW" + g] = dW[k * n_a : (k + 1) * n_a]
            result["db" + g] = db[k * n_a : (k + 1) * n_a]
        return result
        """,
    ),
    right(
        "gate-by-gate",
        "\n"
        + HEAD
        + """
        n_a = a_prev.shape[0]
        p = parameters
        dot = da_next * np.tanh(c_next) * ot * (1 - ot)
        dcct = (dc_next * it + ot * (1 - np.square(np.tanh(c_next))) * it * da_next)
        dcct = dcct * (1 - np.square(cct))
        dit = dc_next * cct + ot * (1 - np.square(np.tanh(c_next))) * cct * da_next
        dit = dit * it * (1 - it)
        dft = dc_next * c_prev + ot * (1 - np.square(np.tanh(c_next))) * c_prev * da_next
        dft = dft * ft * (1 - ft)
        da_prev = p["Wf"][:, :n_a].T @ dft + p["Wi"][:, :n_a].T @ dit
        da_prev = da_prev + p["Wc"][:, :n_a].T @ dcct + p["Wo"][:, :n_a].T @ dot
        dxt = p["Wf"][:, n_a:].T @ dft + p["Wi"][:, n_a:].T @ dit
        dxt = dxt + p["Wc"][:, n_a:].T @ dcct + p["Wo"][:, n_a:].T @ dot
        dc_prev = dc_next * ft + ot * (1 - np.square(np.tanh(c_next))) * ft * da_next
        stack = np.concatenate((a_prev, xt), axis=0)
        return {
            "dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev,
            "dWf": dft @ stack.T, "dbf": np.sum(dft, axis=1, keepdims=True),
            "dWi": dit @ stack.T, "dbi": np.sum(dit, axis=1, keepdims=True),
            "dWc": dcct @ stack.T, "dbc": np.sum(dcct, axis=1, keepdims=True),
            "dWo": dot @ stack.T, "dbo": np.sum(dot, axis=1, keepdims=True),
        }
        """,
    ),
    right(
        "einsum",
        "\n"
        + HEAD
        + """
        slope = 1 / np.cosh(c_next) ** 2
        dc = dc_next + np.einsum("am,am,am->am", da_next, ot, slope)
        dz = np.stack([
            dc * c_prev * ft * (1 - ft),
            dc * cct * it * (1 - it),
            dc * it * (1 - cct) * (1 + cct),
            da_next * np.tanh(c_next) * ot * (1 - ot),
        ])
        W = np.stack([parameters["W" + g] for g in "fico"])
        stack = np.concatenate([a_prev, xt])
        d_stack = np.einsum("gak,gam->km", W, dz)
        dW, db = np.einsum("gam,km->gak", dz, stack), np.einsum("gam->ga", dz)
        result = {"da_prev": d_stack[: len(ft)], "dxt": d_stack[len(ft) :], "dc_prev": dc * ft}
        result.update({"dW" + g: dW[k] for k, g in enumerate("fico")})
        result.update({"db" + g: db[k][:, None] for k, g in enumerate("fico")})
        return result
        """,
    ),
    right(
        "two-paths-apart",
        """
        def one_path(da, dc_in):
            a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
            dc = dc_in + da * ot * (1 - np.tanh(c_next) ** 2)
            dz = {"f": dc * c_prev * (ft - ft**2), "i": dc * cct * (it - it**2)}
            dz |= {"c": dc * (it - it * cct**2), "o": da * np.tanh(c_next) * (ot - ot**2)}
            back = [parameters["W" + g].T @ dz[g] for g in "ocif"]
            n_a = ft.shape[0]
            result = {"dc_prev": dc * ft}
            result["da_prev"] = back[0][:n_a] + back[1][:n_a] + back[2][:n_a] + back[3][:n_a]
            result["dxt"] = back[0][n_a:] + back[1][n_a:] + back[2][n_a:] + back[3][n_a:]
            for g in "fico":
                result["dW" + g] = np.hstack([dz[g] @ a_prev.T, dz[g] @ xt.T])
                result["db" + g] = dz[g] @ np.ones((dz[g].shape[1], 1))
            return result

        through_a = one_path(da_next, np.zeros(da_next.shape))
        through_c = one_path(np.zeros(dc_next.shape), dc_next)
        return {key: through_a[key] + through_c[key] for key in through_a}
        """,
    ),
    right(
        "example-by-example",
        "\n"
        + HEAD
        + """
        n_a, m = a_prev.shape
        sums = {f"d{kind}{g}": 0 for g in "fico" for kind in "Wb"}
        d_stack, dc_prev = np.zeros((n_a + len(xt), m)), np.zeros((n_a, m))
        for j in range(m):
            tanh_c = np.tanh(c_next[:, j])
            dc = dc_next[:, j] + da_next[:, j] * ot[:, j] * (1 - tanh_c**2)
            f, i, c, o = ft[:, j], it[:, j], cct[:, j], ot[:, j]
            dz = {
                "f": dc * c_prev[:, j] * f * (1 - f),
                "i": dc * c * i * (1 - i),
                "c": dc * i * (1 - c**2),
                "o": da_next[:, j] * tanh_c * o * (1 - o),
            }
            stack = np.concatenate([a_prev[:, j], xt[:, j]])
            for g, d in dz.items():
                d_stack[:, j] += d @ parameters["W" + g]
                sums["dW" + g] = sums["dW" + g] + np.outer(d, stack)
                sums["db" + g] = sums["db" + g] + d[:, np.newaxis]
            dc_prev[:, j] = f * dc
        return {"dxt": d_stack[n_a:], "da_prev": d_stack[:n_a], "dc_prev": dc_prev, **sums}
        """,
    ),
    right(
        "in-place-on-own-arrays",
        "\n"
        + HEAD
        + """
        dc = np.tanh(c_next)
        do = dc * da_next
        dc *= dc
        np.subtract(1, dc, out=dc)
        dc *= ot
        dc *= da_next
        dc += dc_next
        do *= ot
        do *= 1 - ot
        df, di, dg = dc * c_prev, dc * cct, dc * it
        df *= ft - ft * ft
        di *= it - it * it
        dg *= 1 - cct * cct
        stack = np.vstack([a_prev, xt])
        back = np.zeros(stack.shape)
        result = {"dc_prev": dc * ft, "cell": "lstm"}
        for g, d in zip("fico", (df, di, dg, do)):
            back += parameters["W" + g].T @ d
            result["dW" + g], result["db" + g] = d @ stack.T, np.add.reduce(d, 1, keepdims=True)
        result["da_prev"], result["dxt"] = np.split(back, [len(a_prev)])
        return result
        """,
    ),
    right(
        "gates-recomputed",
        """
        import functools
        import operator

        _, _, a_prev, c_prev, *_, xt, parameters = cache
        stack = np.concatenate([a_prev, xt])
        z = {g: parameters["W" + g] @ stack + parameters["b" + g] for g in "fico"}
        gates = {g: sigmoid(z[g]) for g in "fio"}
        cct = np.tanh(z["c"])
        c_next = gates["f"] * c_prev + gates["i"] * cct
        dc = dc_next + da_next * gates["o"] * (1 - np.tanh(c_next) ** 2)
        into = {"f": dc * c_prev, "i": dc * cct, "o": da_next * np.tanh(c_next)}
        dz = {g: into[g] * sigmoid(z[g]) * sigmoid(-z[g]) for g in "fio"}
        dz["c"] = dc * gates["i"] * (1 - cct**2)
        back = functools.reduce(operator.add, [parameters["W" + g].T.dot(dz[g]) for g in "fico"])
        weights = {"dW" + g: np.tensordot(dz[g], stack, axes=(1, 1)) for g in "fico"}
        biases = {"db" + g: dz[g].sum(axis=1).reshape(-1, 1) for g in "fico"}
        k = a_prev.shape[0]
        return dict(dxt=back[k:], da_prev=back[:k], dc_prev=gates["f"] * dc, **weights, **biases)
        """,
    ),
    right(
        "examples-in-rows",
        """
        a, c, a_old, c_old, f, i, g, o = (part.T for part in cache[:8])
        xt, parameters = cache[8:]
        da, dc = da_next.T, dc_next.T
        dc = dc + da * o * (1 - np.tanh(c) ** 2)
        dz = [dc * c_old * f * (1 - f), dc * g * i * (1 - i), dc * i * (1 - g**2),
              da * np.tanh(c) * o * (1 - o)]
        rows = np.hstack([a_old, xt.T])
        back = np.hstack(dz) @ np.vstack([parameters["W" + letter] for letter in "fico"])
        n_a = a_old.shape[1]
        result = {"da_prev": back[:, :n_a].T, "dxt": back[:, n_a:].T, "dc_prev": (dc * f).T}
        for letter, d in zip("fico", dz):
            result["dW" + letter] = d.T @ rows
            result["db" + letter] = d.sum(axis=0)[:, np.newaxis]
        return result
        """,
    ),
]

WRONG = {"lstm_cell_forward": FORWARD, "lstm_cell_backward": BACKWARD}
RIGHT = {"lstm_cell_forward": FORWARD_RIGHT, "lstm_cell_backward": BACKWARD_RIGHT}
