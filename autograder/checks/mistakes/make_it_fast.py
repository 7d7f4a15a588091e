"""Mistakes and unusual right answers of lesson 08: the LSTM made fast, and PyTorch's form."""

from autograder.checks.mistakes.bank import right, wrong

ORDER = "In which order stand the gates, and where does each of them begin?"
AXIS = "Which axis counts the rows, and which the columns?"
TYPE = "Which number type do your arrays have, and how many digits does it keep?"
SINGLE = "Which number type does a new array have, if nobody tells NumPy?"
CARRY = "Follow both states by hand from one step to the next: who hands each of them on?"
SHARED = "The steps share one set of weights. What follows for their gradients?"
MIXED = "Which axes does your reshape join, and do they stand side by side?"
KEPT = "Who still holds the array that the last call returned?"
OWN_COPY = "Which array is changed in place, and who else still needs it?"
KEYS = "Which keys does the docstring name?"
FORM = "Which type does the docstring name?"
FACTORS = (
    "Work out Equation 7 by hand for one gate and for the candidate: which power of e is where?"
)
OWN_WAY = "By which way does da reach the cell state: which gate and which slope lie on it?"
SLOPES = (
    "Which three factors has this row of Equation 10, and which slope belongs to a sigmoid, which "
    "to a tanh?"
)

# ------------------------------------------------------------------------ stack_gates

STACK_W = 'W = np.concatenate([parameters["W" + gate] for gate in "fico"])'
STACK_B = 'return W, np.concatenate([parameters["b" + gate] for gate in "fico"])'


SIGNED = "    signs = np.repeat([-1.0, -1.0, -2.0, -1.0], len(W) // 4)[:, np.newaxis]"
SIGNED_ALIKE = SIGNED + ".astype(W.dtype)"


def _order(order: str) -> tuple[str, str, str]:
    return '"fico"', f'"{order}"', "every"


STACK = [
    wrong(
        "factors-in",
        "The signs and the 2 belong to W.",
        "Does Equation 4 have the factors of Equation 6?",
        (STACK_W, STACK_W + "\n" + SIGNED),
        (STACK_B, STACK_B.replace("return W, ", "return signs * W, signs * ")),
    ),
    wrong("pytorch-order", "All libraries share one order.", ORDER, _order("ifco")),
    wrong("keras-order", "All libraries share one order.", ORDER, _order("icfo")),
    wrong("alphabetical", "The letters are sorted.", ORDER, _order("cfio")),
    wrong("gates-first", "The three gates stand together.", ORDER, _order("fioc")),
    wrong("reversed-order", "The last gate comes first.", ORDER, _order("ocif")),
    wrong("order-of-the-workspace", "The order is free.", ORDER, _order("oifc")),
    wrong(
        "biases-in-another-order",
        "The biases may stand in another order.",
        ORDER,
        (STACK_B, STACK_B.replace("fico", "ifco")),
    ),
    wrong(
        "matrices-in-another-order",
        "The matrices may stand in another order.",
        ORDER,
        (STACK_W, STACK_W.replace("fico", "ifco")),
    ),
    wrong("forget-gate-twice", "One letter was copied.", ORDER, _order("ffco")),
    wrong(
        "candidate-missing",
        "The candidate is no gate.",
        "How many matrices does Equation 4 put one above the other?",
        _order("fio"),
    ),
    wrong(
        "side-by-side",
        "Matrices are joined along their columns.",
        AXIS,
        (STACK_W, STACK_W.replace(' for gate in "fico"])', ' for gate in "fico"], axis=1)')),
    ),
    wrong(
        "biases-side-by-side",
        "Each gate's bias is a column.",
        AXIS,
        (STACK_B, STACK_B.replace(' for gate in "fico"])', ' for gate in "fico"], axis=1)')),
    ),
    wrong(
        "stacked-deep",
        "stack and concatenate are the same.",
        AXIS,
        (STACK_W, STACK_W.replace("concatenate", "stack")),
    ),
    wrong(
        "biases-flat",
        "A bias is a list of numbers.",
        AXIS,
        ('parameters["b" + gate] for', 'parameters["b" + gate][:, 0] for'),
    ),
    wrong("biases-as-a-row", "A bias is added to each row.", AXIS, (STACK_B, STACK_B + ".T")),
    wrong("transposed", "The matrix stands on the right.", AXIS, (STACK_W, STACK_W + ".T")),
    wrong(
        "gates-interleaved",
        "The four rows of one unit stand together.",
        ORDER,
        (
            STACK_W,
            'W = np.stack([parameters["W" + g] for g in "fico"], axis=1)\n'
            "    W = W.reshape(-1, W.shape[2])",
        ),
    ),
    wrong(
        "biases-interleaved",
        "The four biases of one unit stand together.",
        ORDER,
        (
            STACK_B,
            'b = np.stack([parameters["b" + g] for g in "fico"], axis=1)\n'
            "    return W, b.reshape(-1, 1)",
        ),
    ),
    wrong(
        "bias-in-the-matrix",
        "The bias is a column of W here already.",
        AXIS,
        (
            STACK_B,
            'b = np.concatenate([parameters["b" + gate] for gate in "fico"])\n'
            "    return np.concatenate([W, b], axis=1), b",
        ),
    ),
    wrong(
        "results-swapped",
        "The bias comes first.",
        "In which order are the two returned?",
        (
            STACK_B,
            'b = np.concatenate([parameters["b" + gate] for gate in "fico"])\n    return b, W',
        ),
    ),
    wrong("only-the-matrix", "The bias needs no stacking.", FORM, (STACK_B, "return W")),
    wrong(
        "returned-as-dict",
        "The names matter.",
        FORM,
        (STACK_B, 'return {"W": W, "b": np.concatenate([parameters["b" + g] for g in "fico"])}'),
    ),
    wrong(
        "signs-put-in",
        "The factors of the exponential belong here.",
        FACTORS,
        (STACK_W, STACK_W + "\n    W = -W"),
    ),
    wrong(
        "candidate-doubled",
        "The 2 of the candidate belongs here.",
        FACTORS,
        (STACK_W, STACK_W + "\n    n = len(W) // 4\n    W[2 * n : 3 * n] *= 2"),
    ),
    wrong(
        "always-float64",
        "A copy in double precision does no harm.",
        SINGLE,
        (STACK_W, STACK_W + ".astype(float)"),
    ),
    wrong(
        "always-float32",
        "Single precision is enough.",
        TYPE,
        (STACK_W, STACK_W + ".astype(np.float32)"),
    ),
    wrong(
        "biases-in-float32",
        "Single precision is enough.",
        TYPE,
        (STACK_B, STACK_B + ".astype(np.float32)"),
    ),
    wrong(
        "biases-forgotten",
        "A bias starts at zero.",
        "Do the given biases have to be zero?",
        (STACK_B, "return W, np.zeros((len(W), 1), W.dtype)"),
    ),
    wrong(
        "scaled-in-place",
        "A matrix may be changed where it is.",
        OWN_COPY,
        (STACK_W, 'parameters["Wf"] *= 1.0 + 1e-3\n    ' + STACK_W),
    ),
]

STACK_RIGHT = [
    right(
        "vstack",
        """
        W = np.vstack([parameters[f"W{g}"] for g in ("f", "i", "c", "o")])
        return W, np.vstack([parameters[f"b{g}"] for g in ("f", "i", "c", "o")])
    """,
    ),
    right(
        "written-out",
        """
        p = parameters
        return (
            np.concatenate((p["Wf"], p["Wi"], p["Wc"], p["Wo"]), axis=0),
            np.concatenate((p["bf"], p["bi"], p["bc"], p["bo"]), axis=0),
        )
    """,
    ),
    right(
        "stack-and-reshape",
        """
        W = np.stack([parameters["W" + g] for g in "fico"])
        b = np.stack([parameters["b" + g] for g in "fico"])
        return W.reshape(-1, W.shape[2]), b.reshape(-1, 1)
    """,
    ),
    right(
        "buffer-filled",
        """
        n_a, width = parameters["Wf"].shape
        W = np.empty((4 * n_a, width), parameters["Wf"].dtype)
        b = np.empty((4 * n_a, 1), parameters["bf"].dtype)
        for k, gate in enumerate("fico"):
            W[k * n_a : (k + 1) * n_a] = parameters["W" + gate]
            b[k * n_a : (k + 1) * n_a] = parameters["b" + gate]
        return W, b
    """,
    ),
    right(
        "through-transposes",
        """
        W = np.concatenate([parameters["W" + g].T for g in "fico"], axis=1).T
        return W, np.hstack([parameters["b" + g].T for g in "fico"]).T
    """,
    ),
    right(
        "returned-as-list",
        """
        return [np.concatenate([parameters[k + g] for g in "fico"]) for k in "Wb"]
    """,
    ),
    right(
        "bias-joined-and-cut",
        """
        joint = [np.hstack([parameters["W" + g], parameters["b" + g]]) for g in "fico"]
        both = np.vstack(joint)
        return both[:, :-1].copy(), both[:, -1:].copy()
    """,
    ),
    right(
        "fortran-order",
        """
        W = np.asfortranarray(np.concatenate([parameters["W" + g] for g in "fico"]))
        return W, np.concatenate([parameters["b" + g] for g in "fico"])
    """,
    ),
    right(
        "block",
        """
        return tuple(np.block([[parameters[k + g]] for g in "fico"]) for k in ("W", "b"))
    """,
    ),
]

# ------------------------------------------------------------------------ fast_lstm_forward

FACTOR = "np.array([-1, -1, -2, -1], dtype)"
NAMES = "f, i, cct, o = z.reshape(4, n_a, m)"
CELL = "c[t + 1] += i * cct"
KEEP = "np.multiply(f, c[t], out=c[t + 1])"
SHOWN = "np.multiply(o, np.tanh(c[t + 1], out=tanh_c[t]), out=seen[t + 1, :n_a])"
CANDIDATE = "np.subtract(np.multiply(cct, 2, out=cct), 1, out=cct)"
FILL = "seen[0, :n_a], seen[:-1, n_a:-1] = a0, x.transpose(2, 0, 1)"
SEEN = "seen = np.ones((T_x + 1, n_a + n_x + 1, m), dtype)"
STATES = "c = np.zeros((T_x + 1, n_a, m), dtype)"
COLUMNS = "a = seen[1:, :n_a].transpose(1, 0, 2)"
SCORES = 'scores = parameters["Wy"] @ a.reshape(n_a, T_x * m) + parameters["by"]'
OUT = "return a.transpose(0, 2, 1), y.transpose(0, 2, 1), c[1:].transpose(1, 2, 0), cache"
YSHAPE = "y = softmax(scores).reshape(-1, T_x, m)"


def _factors(*values: int) -> tuple[str, str]:
    return FACTOR, f"np.array({list(values)}, dtype)"


def _names(order: str) -> tuple[str, str]:
    return NAMES, f"{order} = z.reshape(4, n_a, m)"


FORWARD = [
    wrong(
        "candidate-shifted-up",
        "The candidate is twice the sigmoid, plus 1.",
        FACTORS,
        (CANDIDATE, CANDIDATE.replace("np.subtract(", "np.add(")),
    ),
    wrong(
        "old-cell-state-shown",
        "The output gate shows the cell state of the step before.",
        "Which cell state stands in Equation 8 beside the output gate?",
        (SHOWN, SHOWN.replace("np.tanh(c[t + 1]", "np.tanh(c[t]")),
    ),
    wrong(
        "softmax-over-the-columns",
        "The softmax goes along the rows.",
        "Which entries of the scores compete: the classes of one column, or the columns?",
        ("y = softmax(scores)", "y = softmax(scores.T).T"),
    ),
    wrong(
        "bias-at-the-first-step-only",
        "The 1 stands below the first stack.",
        "Which row of the stack meets b?",
        (SEEN, SEEN + "\n    seen[1:, -1] = 0"),
    ),
    wrong("pytorch-order", "The rows stand in PyTorch's order.", ORDER, _names("i, f, cct, o")),
    wrong("output-before-candidate", "The gates come first.", ORDER, _names("f, i, o, cct")),
    wrong("input-and-output-swapped", "The order is f, o, c, i.", ORDER, _names("f, o, cct, i")),
    wrong("sign-forgotten", "The exponential has a plus.", FACTORS, _factors(1, 1, 2, 1)),
    wrong("sign-of-one-gate", "One minus was lost.", FACTORS, _factors(-1, 1, -2, -1)),
    wrong("two-forgotten", "Tanh and sigmoid have one scale.", FACTORS, _factors(-1, -1, -1, -1)),
    wrong(
        "two-at-another-gate", "The candidate's rows come last.", FACTORS, _factors(-1, -1, -1, -2)
    ),
    wrong("two-at-all", "All rows have a 2.", FACTORS, _factors(-2, -2, -2, -2)),
    wrong(
        "candidate-a-sigmoid", "The candidate lies between 0 and 1.", FACTORS, (CANDIDATE, "pass")
    ),
    wrong(
        "candidate-not-shifted",
        "Twice the sigmoid is the tanh.",
        FACTORS,
        (CANDIDATE, "np.multiply(cct, 2, out=cct)"),
    ),
    wrong(
        "factors-interleaved",
        "The factors go round unit by unit.",
        "Which rows does each factor belong to?",
        ("np.repeat(" + FACTOR + ", n_a)", "np.tile(" + FACTOR + ", n_a)"),
    ),
    wrong(
        "bias-not-scaled",
        "The factors are for the matrices.",
        FACTORS,
        (
            "scaled = factors * np.concatenate([W, b], axis=1)",
            "scaled = np.concatenate([factors * W, b], axis=1)",
        ),
    ),
    wrong(
        "bias-forgotten",
        "There is no bias in the product.",
        "Which row of the stack meets b?",
        (SEEN, SEEN + "\n    seen[:, -1] = 0"),
    ),
    wrong(
        "bias-twice",
        "The bias is in the product and is added.",
        "How often does the bias enter?",
        ("z = np.dot(scaled, seen[t])", "z = np.dot(scaled, seen[t]) + factors * b"),
    ),
    wrong("a0-ignored", "The first state is zero.", CARRY, (FILL, FILL.replace("a0,", "0,"))),
    wrong(
        "c-starts-from-a0",
        "The first cell state is a0.",
        "What does Equation 8 say of the cell state before step 1?",
        ("gates = []", "c[0] = a0\n    gates = []"),
    ),
    wrong(
        "state-not-carried",
        "Each step starts from a0.",
        CARRY,
        (
            SHOWN,
            SHOWN.replace("seen[t + 1, :n_a]", "tanh_c[t]")
            + "\n            seen[t + 1, :n_a] = a0",
        ),
        (COLUMNS, "a = tanh_c.transpose(1, 0, 2)"),
    ),
    wrong(
        "cell-state-not-carried",
        "Each step starts with an empty cell state.",
        CARRY,
        (KEEP, "np.multiply(f, c[0], out=c[t + 1])"),
    ),
    wrong("forget-gate-left-out", "The cell state only grows.", CARRY, (KEEP, "c[t + 1] = c[t]")),
    wrong(
        "input-gate-left-out", "The candidate is written whole.", CARRY, (CELL, "c[t + 1] += cct")
    ),
    wrong(
        "cell-overwritten",
        "The candidate takes the place of the old state.",
        CARRY,
        (CELL, "c[t + 1] = i * cct"),
    ),
    wrong(
        "complement-of-forget",
        "The input gate is one minus the forget gate.",
        CARRY,
        (CELL, "c[t + 1] += (1 - f) * cct"),
    ),
    wrong(
        "no-tanh-of-c",
        "The state is shown as it is.",
        "Which function stands before c_t in Equation 8?",
        (SHOWN, "np.multiply(o, c[t + 1], out=seen[t + 1, :n_a])"),
    ),
    wrong(
        "time-reversed",
        "The last step comes first.",
        "In which order does the loop see the inputs?",
        ("x.transpose(2, 0, 1)", "x.transpose(2, 0, 1)[::-1]"),
    ),
    wrong(
        "inputs-late-by-one",
        "Step t sees the input of step t - 1.",
        "Which input stands beside which state in the stack?",
        (
            "seen[:-1, n_a:-1] = a0, x.transpose(2, 0, 1)",
            "seen[1:, n_a:-1] = a0, x.transpose(2, 0, 1)",
        ),
    ),
    wrong(
        "reshape-for-transpose",
        "A reshape puts the axes in another order.",
        MIXED,
        ("x.transpose(2, 0, 1)", "x.reshape(T_x, n_x, m)"),
    ),
    wrong(
        "input-above-state",
        "The input stands above the state.",
        "In which order does the stack hold state and input?",
        (FILL, "seen[0, n_x:-1], seen[:-1, :n_x] = a0, x.transpose(2, 0, 1)"),
        ("out=seen[t + 1, :n_a])", "out=seen[t + 1, n_x:-1])"),
        (COLUMNS, "a = seen[1:, n_x:-1].transpose(1, 0, 2)"),
    ),
    wrong(
        "predictions-one-early",
        "The first stack holds the first state.",
        "Which state does the prediction of a step see?",
        (
            SCORES,
            SCORES.replace(
                "a.reshape(n_a, T_x * m)",
                "seen[:-1, :n_a].transpose(1, 0, 2).reshape(n_a, T_x * m)",
            ),
        ),
    ),
    wrong(
        "steps-and-rows-mixed",
        "A reshape alone sets the steps side by side.",
        MIXED,
        (SCORES, SCORES.replace("a.reshape(n_a, T_x * m)", "seen[1:, :n_a].reshape(n_a, T_x * m)")),
    ),
    wrong(
        "examples-and-steps-mixed",
        "Steps and examples are joined in any order.",
        MIXED,
        (YSHAPE, "y = softmax(scores).reshape(-1, m, T_x).transpose(0, 2, 1)"),
    ),
    wrong(
        "softmax-over-everything",
        "All scores share one sum.",
        "What does each column of y sum to?",
        (
            "softmax(scores)",
            "(np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum())",
        ),
    ),
    wrong(
        "by-forgotten",
        "The prediction has no bias.",
        "Which parameters does Equation 2 name?",
        (SCORES, SCORES.replace(' + parameters["by"]', "")),
    ),
    wrong(
        "predictions-from-c",
        "The prediction sees the cell state.",
        "Which state does Equation 2 name?",
        (SCORES, SCORES.replace("a.reshape", "c[1:].transpose(1, 0, 2).reshape")),
    ),
    wrong(
        "scores-returned",
        "The softmax comes later.",
        "What does each column of y sum to?",
        ("softmax(scores)", "scores"),
    ),
    wrong(
        "time-left-first",
        "The caller takes time first, too.",
        "Which axis is time in the docstring?",
        (OUT, "return seen[1:, :n_a], y.transpose(1, 0, 2), c[1:], cache"),
    ),
    wrong(
        "time-in-the-middle",
        "The caller takes time in the middle.",
        "Which axis is time in the docstring?",
        (OUT, "return a, y, c[1:].transpose(1, 0, 2), cache"),
    ),
    wrong(
        "c-with-its-start",
        "The states begin with the one before the first step.",
        "How many steps have the states that you return?",
        (OUT, OUT.replace("c[1:]", "c")),
    ),
    wrong(
        "c-one-early",
        "The first cell state is zero.",
        "How many steps have the states that you return?",
        (OUT, OUT.replace("c[1:]", "c[:-1]")),
    ),
    wrong(
        "tanh-c-returned",
        "The cell state is what is shown.",
        CARRY,
        (OUT, OUT.replace("c[1:]", "tanh_c")),
    ),
    wrong(
        "a-and-c-swapped",
        "The order is a, c, y.",
        "In which order are the four returned?",
        (OUT, "return a.transpose(0, 2, 1), c[1:].transpose(1, 2, 0), y.transpose(0, 2, 1), cache"),
    ),
    wrong(
        "cache-not-returned",
        "The cache is a matter of the way back.",
        FORM,
        (OUT, OUT.replace(", cache", "")),
    ),
    wrong(
        "float64-always",
        "Double precision is never wrong.",
        SINGLE,
        ("np.result_type(x, a0, W, b)", "np.dtype(float)"),
    ),
    wrong(
        "cell-state-in-float64",
        "One array in double precision does no harm.",
        SINGLE,
        (STATES, "c = np.zeros((T_x + 1, n_a, m))"),
    ),
    wrong(
        "float32-always",
        "Single precision is enough.",
        TYPE,
        ("np.result_type(x, a0, W, b)", "np.dtype(np.float32)"),
    ),
    wrong(
        "type-of-the-input",
        "The input decides the type.",
        TYPE,
        ("np.result_type(x, a0, W, b)", "x.dtype"),
    ),
    wrong(
        "half-precision-gates",
        "Only the type of the result matters.",
        TYPE,
        (KEEP, "f[...] = f.astype(np.float16)\n            " + KEEP),
    ),
    wrong(
        "workspace-returned",
        "An array of the right shape can be used again.",
        KEPT,
        ("def fast_lstm_forward", "_kept = {}\n\n\ndef fast_lstm_forward"),
        (
            SEEN,
            "seen = _kept.setdefault((T_x, n_a, n_x, m, dtype), "
            "np.ones((T_x + 1, n_a + n_x + 1, m), dtype))",
        ),
    ),
    wrong(
        "cell-states-kept",
        "An array of the right shape can be used again.",
        KEPT,
        ("def fast_lstm_forward", "_kept = {}\n\n\ndef fast_lstm_forward"),
        (STATES, "c = _kept.setdefault((T_x, n_a, m, dtype), np.zeros((T_x + 1, n_a, m), dtype))"),
    ),
    wrong(
        "weights-changed",
        "The signs may go into the caller's weights.",
        OWN_COPY,
        (
            "W, b = stack_gates(parameters)",
            'parameters["Wc"] *= 2\n    W, b = stack_gates(parameters)',
        ),
    ),
    wrong(
        "last-state-into-a0",
        "The next batch goes on from the last state.",
        OWN_COPY,
        (COLUMNS, "a0[...] = seen[-1, :n_a]\n    " + COLUMNS),
    ),
    wrong(
        "scores-clipped",
        "Clipping at 5 keeps the exponential small.",
        "Which numbers may the scores be, and what does your bound make of them?",
        ("z = np.dot(scaled, seen[t])", "z = np.clip(np.dot(scaled, seen[t]), -5, 5)"),
    ),
    wrong(
        "infinite-over-infinite",
        "exp(z) / (1 + exp(z)) is a sigmoid, too.",
        "What are both sides of your fraction for a score of a thousand?",
        (FACTOR, "np.array([1, 1, 2, 1], dtype)"),
        (
            "np.reciprocal(np.add(np.exp(z, out=z), 1, out=z), out=z)",
            "np.divide(np.exp(z, out=z), z + 1, out=z)",
        ),
        ('over="ignore"', 'all="ignore"'),
    ),
    wrong(
        "first-example-only",
        "One example stands for all.",
        "How many examples reach the states?",
        (SHOWN, SHOWN + "\n            seen[t + 1, :n_a] = seen[t + 1, :n_a, :1]"),
    ),
    wrong(
        "one-step-less",
        "range ends at its bound.",
        "Does the loop reach the last step?",
        ("for t in range(T_x):", "for t in range(T_x - 1):"),
    ),
]

FORWARD_RIGHT = [
    right(
        "lesson-05-with-its-type",
        """
        dtype = np.result_type(x, a0, parameters["Wf"])
        a_next, c_next, steps = a0.astype(dtype), np.zeros(a0.shape, dtype), []
        for t in range(x.shape[2]):
            a_next, c_next, yt, cache = lstm_cell_forward(
                x[:, :, t].astype(dtype), a_next, c_next, parameters
            )
            steps.append((a_next, yt, c_next, cache))
        a, y, c = (np.stack([step[k] for step in steps], axis=2) for k in range(3))
        return a, y, c, tuple(step[3] for step in steps)
    """,
    ),
    right(
        "one-tanh-for-all",
        """
        W, b = stack_gates(parameters)
        n_a, (n_x, m, T) = len(a0), x.shape
        half = np.repeat(np.array([0.5, 0.5, 1, 0.5], W.dtype), n_a)[:, np.newaxis]
        a, c, steps = a0, np.zeros(a0.shape, W.dtype), []
        for t in range(T):
            z = half * np.tanh(half * (W @ np.concatenate([a, x[:, :, t].astype(W.dtype)]) + b))
            f, i, g, o = (z + (1 - half)).reshape(4, n_a, m)
            c = f * c + i * g
            a = o * np.tanh(c)
            steps.append((a, c))
        a, c = (np.stack([s[k] for s in steps], axis=2) for k in range(2))
        scores = np.einsum("ya,amt->ymt", parameters["Wy"], a) + parameters["by"][:, :, None]
        return a, softmax(scores), c, ("nothing", None)
    """,
    ),
    right(
        "rows-for-examples",
        """
        W, b = stack_gates(parameters)
        dtype = np.result_type(x, a0, W)
        n_a, (n_x, m, T) = len(a0), x.shape
        weights, xs = np.ascontiguousarray(W.T), np.ascontiguousarray(x.T).astype(dtype)
        a, c = np.zeros((T + 1, m, n_a), dtype), np.zeros((T + 1, m, n_a), dtype)
        a[0] = a0.T
        for t in range(T):
            z = np.hstack([a[t], xs[t]]) @ weights + b.T
            f, i, g, o = np.split(z, 4, axis=1)
            c[t + 1] = sigmoid(f) * c[t] + sigmoid(i) * np.tanh(g)
            a[t + 1] = sigmoid(o) * np.tanh(c[t + 1])
        y = softmax((a[1:].reshape(-1, n_a) @ parameters["Wy"].T).T + parameters["by"])
        return a[1:].T, y.reshape(-1, T, m).transpose(0, 2, 1), c[1:].T, (a, c)
    """,
    ),
    right(
        "inputs-before-the-loop",
        """
        W, b = stack_gates(parameters)
        dtype = np.result_type(x, a0, W)
        n_a, (n_x, m, T) = len(a0), x.shape
        ready = (W[:, n_a:] @ x.reshape(n_x, m * T) + b).reshape(4 * n_a, m, T)
        a, c = np.zeros((n_a, m, T), dtype), np.zeros((n_a, m, T), dtype)
        before, kept = a0, np.zeros((n_a, m), dtype)
        for t in range(T):
            z = ready[:, :, t] + W[:, :n_a] @ before
            f, i, o = sigmoid(z[:n_a]), sigmoid(z[n_a : 2 * n_a]), sigmoid(z[3 * n_a :])
            kept = f * kept + i * np.tanh(z[2 * n_a : 3 * n_a])
            before = o * np.tanh(kept)
            a[:, :, t], c[:, :, t] = before, kept
        y = np.dstack([softmax(parameters["Wy"] @ a[:, :, t] + parameters["by"]) for t in range(T)])
        return a, y, c, (x,)
    """,
    ),
    right(
        "outputs-copied",
        (
            OUT,
            "return tuple(np.ascontiguousarray(v) for v in (a.transpose(0, 2, 1), "
            "y.transpose(0, 2, 1), c[1:].transpose(1, 2, 0))) + (cache,)",
        ),
    ),
    right(
        "cache-a-dict",
        (
            "cache = (seen, gates, c, tanh_c, W)",
            'cache = {"seen": seen, "gates": gates, "parameters": parameters}',
        ),
    ),
    right(
        "cache-a-list-with-everything",
        ("cache = (seen, gates, c, tanh_c, W)", "cache = [seen, gates, c, [tanh_c, W], x, a0]"),
    ),
    right("result-a-list", (OUT, OUT.replace("return ", "return [") + "]")),
    right(
        "time-in-the-middle-inside",
        """
        W, b = stack_gates(parameters)
        dtype = np.result_type(x, a0, W)
        n_a, (n_x, m, T) = len(a0), x.shape
        s = np.zeros((n_a + n_x, T + 1, m), dtype)
        s[:n_a, 0], s[n_a:, :T] = a0, np.swapaxes(x, 1, 2)
        c = np.zeros((n_a, T + 1, m), dtype)
        for t in range(T):
            z = (W @ s[:, t] + b).reshape(4, n_a, m)
            gate = sigmoid(z)
            c[:, t + 1] = gate[0] * c[:, t] + gate[1] * np.tanh(z[2])
            s[:n_a, t + 1] = gate[3] * np.tanh(c[:, t + 1])
        a = s[:n_a, 1:]
        y = softmax(parameters["Wy"] @ a.reshape(n_a, T * m) + parameters["by"])
        return np.swapaxes(a, 1, 2), np.swapaxes(y.reshape(-1, T, m), 1, 2), \\
            np.swapaxes(c[:, 1:], 1, 2), (s, c)
    """,
    ),
    right(
        "recursion",
        """
        W, b = stack_gates(parameters)

        def run(t, a, c):
            if t == x.shape[2]:
                return []
            z = W @ np.concatenate([a, x[:, :, t].astype(W.dtype)]) + b
            f, i, g, o = np.array_split(z, 4)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            a = sigmoid(o) * np.tanh(c)
            y = softmax(parameters["Wy"] @ a + parameters["by"])
            return [(a, y, c), *run(t + 1, a, c)]

        steps = run(0, a0, np.zeros_like(a0))
        return (*(np.stack(kind, axis=-1) for kind in zip(*steps, strict=True)), ())
    """,
    ),
]

# ------------------------------------------------------------------------ fast_lstm_backward

BACK = "back = np.ascontiguousarray(W[:, :n_a].T)"
START = (
    "dz, (da_next, dc) = [np.zeros(z.shape, z.dtype) for z in gates], "
    "np.zeros((2, n_a, m), W.dtype)"
)
OWN = "da_next += da[:, :, t]"
DC = "dc += da_next * o * (1 - tanh_c[t] ** 2)"
DZF = "np.multiply(dc * c[t], f * (1 - f), out=dzf)"
DZI = "np.multiply(dc * cct, i * (1 - i), out=dzi)"
DZC = "np.multiply(dc * i, 1 - cct**2, out=dzc)"
DZO = "np.multiply(da_next * tanh_c[t], o * (1 - o), out=dzo)"
KEEPS = "dc *= f"
SEND = "np.dot(back, dz[t], out=da_next)"
BESIDE = "dz = np.concatenate(dz, axis=1)"
DW = "dW = dz @ seen[:-1].transpose(1, 0, 2).reshape(-1, T_x * m).T"
DX = "dx = (W[:, n_a:].T @ dz).reshape(-1, T_x, m).transpose(0, 2, 1)"
ROWS = 'rows = dict(zip("fico", dW.reshape(4, n_a, -1), strict=True))'
RETURN = (
    'return {"dx": dx, "da0": da_next, **gradients, **{f"db{g}": rows[g][:, -1:] for g in rows}}'
)


BACKWARD = [
    wrong(
        "input-gate-without-candidate",
        "The input gate's gradient is that of the cell state.",
        SLOPES,
        (DZI, DZI.replace("dc * cct", "dc")),
    ),
    wrong(
        "own-gradient-assigned",
        "The own gradient is the whole one.",
        CARRY,
        (OWN, "da_next[...] = da[:, :, t]"),
    ),
    wrong(
        "hidden-gradient-not-carried",
        "Only the cell state hands a gradient back.",
        CARRY,
        (SEND, SEND + "\n        da_first, da_next = da_next, np.zeros_like(da_next)"),
        ('"da0": da_next', '"da0": da_first'),
    ),
    wrong(
        "cell-gradient-not-carried",
        "Only the hidden state hands a gradient back.",
        CARRY,
        (DC, DC.replace("+=", "=")),
    ),
    wrong(
        "forget-gate-not-in-the-carry",
        "The cell's gradient goes back whole.",
        CARRY,
        (KEEPS, "pass"),
    ),
    wrong(
        "input-gate-in-the-carry",
        "The input gate weighs what goes back.",
        CARRY,
        (KEEPS, "dc *= i"),
    ),
    wrong(
        "carry-before-the-gates",
        "The order of the lines does not matter.",
        CARRY,
        (DC, DC + "\n        dc = dc * f"),
        (KEEPS, "pass"),
    ),
    wrong(
        "slope-of-tanh-missing",
        "The output gate alone stands before dc.",
        OWN_WAY,
        (DC, "dc += da_next * o"),
    ),
    wrong(
        "slope-of-sigmoid-at-tanh",
        "tanh has the slope t(1 - t).",
        OWN_WAY,
        (DC, DC.replace("(1 - tanh_c[t] ** 2)", "tanh_c[t] * (1 - tanh_c[t])")),
    ),
    wrong(
        "output-gate-missing-in-dc",
        "The whole of c is shown.",
        OWN_WAY,
        (DC, DC.replace("da_next * o *", "da_next *")),
    ),
    wrong(
        "forget-with-new-state",
        "The forget gate meets the new cell state.",
        "Which cell state does the forget gate multiply?",
        (DZF, DZF.replace("c[t]", "c[t + 1]")),
    ),
    wrong(
        "forget-slope-missing",
        "The sigmoid needs no slope.",
        SLOPES,
        (DZF, DZF.replace("f * (1 - f)", "1")),
    ),
    *(
        wrong(
            f"{name}-slope-{half}",
            f"The slope of the sigmoid is {thought}.",
            "Which two factors has the slope of the sigmoid?",
            (line, line.replace(f"{gate} * (1 - {gate})", slope.format(gate=gate))),
        )
        for name, gate, line in (
            ("forget", "f", DZF),
            ("input", "i", DZI),
            ("output", "o", DZO),
        )
        for half, thought, slope in (
            ("the-gate-alone", "the gate itself", "{gate}"),
            ("one-minus-the-gate", "1 minus the gate", "(1 - {gate})"),
        )
    ),
    *(
        wrong(
            f"{name}-slope-missing",
            "The sigmoid needs no slope.",
            SLOPES,
            (line, line.replace(f"{gate} * (1 - {gate})", "1")),
        )
        for name, gate, line in (("input", "i", DZI), ("output", "o", DZO))
    ),
    wrong(
        "output-with-old-cell-state",
        "The output gate shows the old cell state.",
        "Which cell state does the output gate show?",
        (DZO, DZO.replace("tanh_c[t]", "np.tanh(c[t])")),
    ),
    wrong(
        "input-slope-of-forget",
        "One line was copied and its letter not changed.",
        SLOPES,
        (DZI, DZI.replace("i * (1 - i)", "f * (1 - f)")),
    ),
    wrong(
        "input-with-itself",
        "The input gate multiplies itself.",
        SLOPES,
        (DZI, DZI.replace("dc * cct", "dc * i")),
    ),
    wrong(
        "candidate-slope-of-sigmoid",
        "All four are sigmoids.",
        SLOPES,
        (DZC, DZC.replace("1 - cct**2", "cct * (1 - cct)")),
    ),
    wrong(
        "candidate-slope-doubled",
        "The 2 of the exponential is in the slope.",
        FACTORS,
        (DZC, DZC.replace("1 - cct**2", "2 * (1 - cct**2)")),
    ),
    wrong(
        "candidate-without-gate",
        "The candidate is written whole.",
        SLOPES,
        (DZC, DZC.replace("dc * i", "dc")),
    ),
    wrong(
        "output-with-c",
        "The output gate multiplies c.",
        SLOPES,
        (DZO, DZO.replace("tanh_c[t]", "c[t + 1]")),
    ),
    wrong(
        "output-from-dc",
        "The output gate is part of the cell state.",
        SLOPES,
        (DZO, DZO.replace("da_next *", "dc *")),
    ),
    wrong(
        "blocks-in-pytorch-order",
        "The rows stand in PyTorch's order.",
        ORDER,
        ("dzf, dzi, dzc, dzo =", "dzi, dzf, dzc, dzo ="),
    ),
    wrong(
        "gates-in-pytorch-order",
        "The rows stand in PyTorch's order.",
        ORDER,
        ("f, i, cct, o = gates", "i, f, cct, o = gates"),
    ),
    wrong(
        "gradients-in-pytorch-order",
        "The rows stand in PyTorch's order.",
        ORDER,
        ('zip("fico"', 'zip("ifco"'),
    ),
    wrong(
        "transpose-of-wrong-columns",
        "The last columns act on the state.",
        "Which columns of W meet the state?",
        (BACK, "back = np.ascontiguousarray(W[:, -n_a:].T)"),
        (DX, "dx = (W[:, :-n_a].T @ dz).reshape(-1, T_x, m).transpose(0, 2, 1)"),
    ),
    wrong(
        "square-without-transpose",
        "The matrix goes back as it came.",
        "Which shape has what goes back, and which matrix makes it?",
        (
            BACK,
            "back = np.concatenate([W[k * n_a : (k + 1) * n_a, :n_a] for k in range(4)], axis=1)",
        ),
    ),
    wrong(
        "states-for-inputs",
        "dx uses the columns of the state.",
        "Which columns of W meet the input?",
        (DX, "dx = (W[:, : W.shape[1] - n_a].T @ dz).reshape(-1, T_x, m).transpose(0, 2, 1)"),
    ),
    wrong(
        "scaled-weights-kept",
        "The W with the factors is W.",
        FACTORS,
        (BACK, "W = W * np.repeat(np.array([-1, -1, -2, -1], W.dtype), n_a)[:, None]\n    " + BACK),
    ),
    wrong(
        "time-forward",
        "The loop may run either way.",
        "Which step's gradients does a step wait for?",
        ("reversed(range(T_x))", "range(T_x)"),
    ),
    wrong(
        "last-step-left-out",
        "Behind the last step nothing comes back.",
        "Does the loop begin at the last step?",
        ("reversed(range(T_x))", "reversed(range(T_x - 1))"),
    ),
    wrong(
        "stacks-late-by-one",
        "The weights meet the stack of the next step.",
        "Which stack did step t see?",
        (DW, DW.replace("seen[:-1]", "seen[1:]")),
    ),
    wrong(
        "steps-and-rows-mixed",
        "A reshape alone sets the steps side by side.",
        MIXED,
        (BESIDE, "dz = np.reshape(dz, (4 * n_a, T_x * m))"),
    ),
    wrong(
        "stacks-mixed",
        "A reshape alone sets the steps side by side.",
        MIXED,
        (DW, "dW = dz @ seen[:-1].reshape(-1, T_x * m).T"),
    ),
    wrong(
        "examples-before-steps",
        "Steps and examples are joined in any order.",
        MIXED,
        (BESIDE, "dz = np.stack(dz, axis=2).reshape(4 * n_a, T_x * m)"),
    ),
    wrong(
        "dx-axes-mixed",
        "Steps and examples come apart in any order.",
        MIXED,
        (DX, "dx = (W[:, n_a:].T @ dz).reshape(-1, m, T_x)"),
    ),
    wrong(
        "dx-time-in-the-middle",
        "The caller takes time in the middle.",
        "Which axis is time in the docstring?",
        (DX, DX.replace(".transpose(0, 2, 1)", "")),
    ),
    wrong("mean-over-steps", "A gradient is a mean.", SHARED, (DW, DW + "\n    dW /= T_x")),
    wrong(
        "mean-over-examples",
        "A gradient is a mean.",
        "Does da hold 1/m already?",
        (DW, DW + "\n    dW /= m"),
    ),
    wrong(
        "last-step-only",
        "The last step stands for all.",
        SHARED,
        (DW, "dW = dz.reshape(4 * n_a, T_x, m)[:, -1] @ seen[-2].T"),
    ),
    wrong(
        "bias-with-one-axis",
        "A bias is a list of numbers.",
        AXIS,
        ("rows[g][:, -1:]", "rows[g][:, -1]"),
    ),
    wrong(
        "bias-left-in", "The last column belongs to W.", AXIS, ("rows[gate][:, :-1]", "rows[gate]")
    ),
    wrong(
        "bias-doubled",
        "The bias gets its gradient twice.",
        "How often does the bias enter z?",
        ("rows[g][:, -1:]", "2 * rows[g][:, -1:]"),
    ),
    wrong(
        "bias-of-last-input",
        "The bias is the last input.",
        "Which column of dW is the bias's?",
        ("rows[g][:, -1:]", "rows[g][:, -2:-1]"),
    ),
    wrong(
        "da0-with-own",
        "da0 holds the own gradient of step 0, too.",
        "Is a0 the state before step 0 or after it?",
        ('"da0": da_next', '"da0": da_next + da[:, :, 0]'),
    ),
    wrong(
        "da0-of-the-cell",
        "da0 is the gradient of the first cell state.",
        "Which of the two first states is a0?",
        ('"da0": da_next', '"da0": dc'),
    ),
    wrong(
        "da0-missing",
        "Nobody needs the gradient of the first state.",
        KEYS,
        ('"da0": da_next, ', ""),
    ),
    wrong(
        "stacked-gradients",
        "The caller takes W apart.",
        KEYS,
        (RETURN, 'return {"dx": dx, "da0": da_next, "dW": dW[:, :-1], "db": dW[:, -1:]}'),
    ),
    wrong(
        "tuple-returned",
        "The order of the gradients is known.",
        FORM,
        (RETURN, "return dx, da_next, dW"),
    ),
    wrong(
        "da-overwritten",
        "da[:, :, t] += ... works on a copy.",
        OWN_COPY,
        (OWN, "da[:, :, t] += da_next\n        da_next[...] = da[:, :, t]"),
    ),
    wrong(
        "gates-overwritten",
        "What the cache holds is not needed again.",
        "Does the way back change what it finds in the cache?",
        (START, START + "\n    dz = gates"),
        (
            "f, i, cct, o = gates[t].reshape(4, n_a, m)",
            "f, i, cct, o = gates[t].reshape(4, n_a, m).copy()",
        ),
    ),
    wrong(
        "slopes-into-tanh",
        "What the cache holds is not needed again.",
        "Does the way back change what it finds in the cache?",
        (
            DC,
            "np.multiply(tanh_c[t], tanh_c[t], out=tanh_c[t])\n        dc += da_next * o * "
            "(1 - tanh_c[t])",
        ),
        (DZO, DZO.replace("tanh_c[t]", "np.tanh(c[t + 1])")),
    ),
    wrong(
        "workspace-returned",
        "An array of the right shape can be used again.",
        KEPT,
        ("def fast_lstm_backward", "_kept = {}\n\n\ndef fast_lstm_backward"),
        (
            DW,
            "rows = seen[:-1].transpose(1, 0, 2).reshape(-1, T_x * m).T\n    dW = np.dot(dz, rows, "
            "out=_kept.setdefault((len(dz), rows.shape[1], dz.dtype), np.zeros((len(dz), "
            "rows.shape[1]), dz.dtype)))",
        ),
    ),
    wrong(
        "cache-of-the-last-call",
        "The last forward pass is the one to go back through.",
        "Does the next call of fast_lstm_forward write into the cache of the last one?",
        """
        _kept = {}


        def fast_lstm_forward(x, a0, parameters, original=fast_lstm_forward):
            *result, cache = original(x, a0, parameters)
            _kept["cache"] = cache
            return *result, ()


        def fast_lstm_backward(da, cache, original=lstm_backward):
            seen, gates, c, tanh_c, W = _kept["cache"]
            T_x, n_a, m = tanh_c.shape
            dz, da_next, dc = np.zeros((T_x, *gates[0].shape), W.dtype), 0, 0
            for t in reversed(range(T_x)):
                f, i, g, o = gates[t].reshape(4, n_a, m)
                da_now = da[:, :, t] + da_next
                dc = dc + da_now * o * (1 - tanh_c[t] ** 2)
                dz[t] = np.concatenate([
                    dc * c[t] * f * (1 - f), dc * g * i * (1 - i), dc * i * (1 - g * g),
                    da_now * tanh_c[t] * o * (1 - o),
                ])
                dc, da_next = dc * f, W[:, :n_a].T @ dz[t]
            dW = np.einsum("tgm,tkm->gk", dz, seen[:-1])
            dx = np.einsum("gx,tgm->xmt", W[:, n_a:], dz)
            result = {"dx": dx, "da0": da_next}
            for k, gate in enumerate("fico"):
                part = dW[k * n_a : (k + 1) * n_a]
                result["dW" + gate], result["db" + gate] = part[:, :-1], part[:, -1:]
            return result
        """,
    ),
    wrong(
        "float64-inside",
        "Double precision is never wrong.",
        SINGLE,
        (START, "dz, (da_next, dc) = [np.zeros(z.shape) for z in gates], np.zeros((2, n_a, m))"),
    ),
    wrong(
        "float32-inside",
        "Single precision is enough.",
        TYPE,
        (
            START,
            "dz, da_next, dc = [np.zeros(z.shape, z.dtype) for z in gates], np.zeros((n_a, m), "
            "W.dtype), np.zeros((n_a, m), np.float32)",
        ),
    ),
    wrong(
        "clipped",
        "Large gradients are cut on the way.",
        "Is clipping part of the derivative?",
        (SEND, SEND + "\n        np.clip(da_next, -1, 1, out=da_next)"),
    ),
    wrong(
        "truncated",
        "The gradient fades after two steps.",
        "Is anything cut in the chain rule?",
        (SEND, SEND + "\n        if t == T_x - 2:\n            dc[:] = 0"),
    ),
]

SAME_LOOP = """
    n_a, (m, T) = len(da), da.shape[1:]
    dz, da_next, dc = np.zeros((T, 4 * n_a, m), W.dtype), np.zeros((n_a, m), W.dtype), 0
    for t in range(T)[::-1]:
        f, i, g, o = gates[t].reshape(4, n_a, m)
        da_now = da[:, :, t] + da_next
        dc = dc + da_now * o * (1 - tanh_c[t] * tanh_c[t])
        four = dc * c[t] * f * (1 - f), dc * g * i * (1 - i), dc * i * (1 - g * g), \\
            da_now * tanh_c[t] * o * (1 - o)
        dz[t] = np.concatenate(four)
        dc, da_next = dc * f, W[:, :n_a].T @ dz[t]
"""
BY_GATE = """
    result = {"dx": dx, "da0": da_next}
    for name, part in zip("fico", np.split(dW, 4), strict=True):
        result["dW" + name], result["db" + name] = part[:, :-1].copy(), part[:, -1:].copy()
    return result
"""

BACKWARD_RIGHT = [
    right(
        "products-by-einsum",
        "seen, gates, c, tanh_c, W = cache"
        + SAME_LOOP.replace("\n    ", "\n")
        + """
dW = np.einsum("tgm,tkm->gk", dz, seen[:-1])
dx = np.einsum("gx,tgm->xmt", W[:, n_a:], dz)
"""
        + BY_GATE.replace("\n    ", "\n"),
    ),
    right(
        "products-by-tensordot",
        "seen, gates, c, tanh_c, W = cache"
        + SAME_LOOP.replace("\n    ", "\n")
        + """
dW = np.tensordot(dz, seen[:-1], axes=([0, 2], [0, 2]))
dx = np.moveaxis(np.tensordot(W[:, n_a:], dz, axes=([0], [1])), 1, 2)
"""
        + BY_GATE.replace("\n    ", "\n"),
    ),
    right(
        "weights-inside-the-loop",
        (SEND, SEND + "\n        dW = dz[t] @ seen[t].T + (0 if t == T_x - 1 else dW)"),
        (DW, ""),
    ),
    right(
        "slopes-before-the-loop",
        """
        seen, gates, c, tanh_c, W = cache
        T, n_a, m = tanh_c.shape
        f, i, g, o = np.stack(gates).reshape(T, 4, n_a, m).transpose(1, 0, 2, 3)
        down = np.stack([c[:-1] * f * (1 - f), g * i * (1 - i), i * (1 - g * g)], axis=1)
        show, slope = tanh_c * o * (1 - o), o * (1 - tanh_c**2)
        dz = np.zeros((T, 4, n_a, m), W.dtype)
        da_next, dc = np.zeros((n_a, m), W.dtype), np.zeros((n_a, m), W.dtype)
        for t in range(T - 1, -1, -1):
            da_now = da_next + da[:, :, t]
            dc = dc + da_now * slope[t]
            dz[t, :3], dz[t, 3] = dc * down[t], da_now * show[t]
            dc, da_next = dc * f[t], W[:, :n_a].T @ dz[t].reshape(4 * n_a, m)
        dz = dz.reshape(T, 4 * n_a, m)
        dW = sum(dz[t] @ seen[t].T for t in range(T))
        dx = np.stack([W[:, n_a:].T @ dz[t] for t in range(T)], axis=2)
        parts = dict(zip("fico", np.split(dW, 4), strict=True))
        return {
            "dx": dx, "da0": da_next,
            **{"dW" + k: v[:, :-1] for k, v in parts.items()},
            **{"db" + k: v[:, -1:] for k, v in parts.items()},
        }
    """,
    ),
    right(
        "lesson-05-behind-it",
        """
        def fast_lstm_forward(x, a0, parameters):
            dtype = np.result_type(x, a0, parameters["Wf"])
            a, y, c, caches = lstm_forward(x, a0, parameters)
            return a.astype(dtype), y.astype(dtype), c.astype(dtype), (caches, dtype)


        def fast_lstm_backward(da, cache):
            caches, dtype = cache
            return {key: value.astype(dtype) for key, value in lstm_backward(da, caches).items()}
    """,
    ),
    right(
        "cache-an-object",
        """
        class Kept:
            pass


        def fast_lstm_forward(x, a0, parameters, original=fast_lstm_forward):
            *result, cache = original(x, a0, parameters)
            kept = Kept()
            kept.parts = cache
            return *result, kept


        def fast_lstm_backward(da, cache):
            seen, gates, c, tanh_c, W = cache.parts
            n_a, (m, T) = len(da), da.shape[1:]
            dz, da_next, dc = np.zeros((T, 4 * n_a, m), W.dtype), 0, 0
            for t in range(T)[::-1]:
                f, i, g, o = np.split(gates[t], 4)
                now = da[:, :, t] + da_next
                dc = dc + now * o * (1 - tanh_c[t] ** 2)
                dz[t] = np.vstack([dc * c[t] * f * (1 - f), dc * g * i * (1 - i),
                                   dc * i * (1 - g**2), now * tanh_c[t] * o * (1 - o)])
                dc, da_next = dc * f, W[:, :n_a].T @ dz[t]
            dW = sum(dz[t] @ seen[t].T for t in range(T))
            result = {"da0": da_next}
            result["dx"] = np.stack([W[:, n_a:].T @ dz[t] for t in range(T)], axis=2)
            for k, gate in enumerate("fico"):
                result["dW" + gate] = dW[k * n_a : (k + 1) * n_a, :-1]
                result["db" + gate] = dW[k * n_a : (k + 1) * n_a, -1:]
            return result
    """,
    ),
    right(
        "way-back-kept-in-the-cache",
        """
        def fast_lstm_forward(x, a0, parameters, original=fast_lstm_forward):
            *result, cache = original(x, a0, parameters)
            caches = lstm_forward(x, a0, parameters)[3]
            kind = result[0].dtype
            return *result, (lambda da: {
                key: value.astype(kind) for key, value in lstm_backward(da, caches).items()
            },)


        def fast_lstm_backward(da, cache):
            return cache[0](da)
    """,
    ),
    right(
        "new-arrays-at-each-step",
        (OWN, "da_next = da_next + da[:, :, t]"),
        (DC, DC.replace("dc += ", "dc = dc + ")),
        (KEEPS, "dc = dc * f"),
        (SEND, "da_next = back @ dz[t]"),
    ),
    right(
        "copies-and-more-keys",
        (
            RETURN,
            'result = {"dx": dx.copy(), "da0": da_next.copy(), '
            '"dc0": dc, **gradients}\n    return result | {f"db{g}": rows[g][:, -1:].copy() '
            "for g in rows}",
        ),
    ),
    right(
        "steps-side-by-side-from-the-start",
        """
        seen, gates, c, tanh_c, W = cache
        T, n_a, m = tanh_c.shape
        dz = np.zeros((4 * n_a, T, m), W.dtype)
        da_next, dc = np.zeros((n_a, m), W.dtype), np.zeros((n_a, m), W.dtype)
        for t in reversed(range(T)):
            f, i, g, o = np.split(gates[t], 4)
            da_next = da_next + da[:, :, t]
            dc = dc + da_next * o * (1 - tanh_c[t] ** 2)
            dz[:n_a, t] = dc * c[t] * f * (1 - f)
            dz[n_a : 2 * n_a, t] = dc * g * i * (1 - i)
            dz[2 * n_a : 3 * n_a, t] = dc * i * (1 - g**2)
            dz[3 * n_a :, t] = da_next * tanh_c[t] * o * (1 - o)
            dc, da_next = dc * f, W[:, :n_a].T @ dz[:, t]
        dz = dz.reshape(4 * n_a, T * m)
        dW = dz @ np.concatenate(list(seen[:-1]), axis=1).T
        result = {"dx": (W[:, n_a:].T @ dz).reshape(-1, T, m).swapaxes(1, 2), "da0": da_next}
        for name, part in zip("fico", np.vsplit(dW, 4), strict=True):
            result |= {"dW" + name: part[:, :-1], "db" + name: part[:, -1:]}
        return result
    """,
    ),
]

# ------------------------------------------------------------------------ to_torch

TORCH_W = 'W = np.concatenate([parameters["W" + gate] for gate in "ifco"])'
TORCH_B = 'b = np.concatenate([parameters["b" + gate][:, 0] for gate in "ifco"])'
WEIGHTS = 'weights = {"weight_ih_l0": W[:, n_a:].copy(), "weight_hh_l0": W[:, :n_a].copy()}'
BIASES = 'return {**weights, "bias_ih_l0": b, "bias_hh_l0": np.zeros_like(b)}'
COLUMN = "Which columns of our matrices act on the state, which on the input?"
SUM = "PyTorch adds both biases. What is their sum?"


def _torch_order(order: str) -> tuple[str, str, str]:
    return '"ifco"', f'"{order}"', "every"


TORCH = [
    wrong(
        "factors-in",
        "PyTorch wants the signs and the 2.",
        "Does Equation 12 have the factors of Equation 6?",
        (TORCH_W, TORCH_W + "\n" + SIGNED_ALIKE + "\n    W = signs * W"),
        (TORCH_B, TORCH_B + " * signs[:, 0]"),
    ),
    wrong("order-of-the-course", "All libraries share one order.", ORDER, _torch_order("fico")),
    wrong("order-of-the-paper", "The candidate comes last.", ORDER, _torch_order("ifoc")),
    wrong("keras-order", "All libraries share one order.", ORDER, _torch_order("icfo")),
    wrong("candidate-first", "The candidate comes first.", ORDER, _torch_order("cifo")),
    wrong("alphabetical", "The letters are sorted.", ORDER, _torch_order("cfio")),
    wrong("output-second", "The output gate comes second.", ORDER, _torch_order("iofc")),
    wrong("reversed-order", "The last gate comes first.", ORDER, _torch_order("ocfi")),
    wrong(
        "biases-in-course-order",
        "The biases stay in our order.",
        ORDER,
        (TORCH_B, TORCH_B.replace("ifco", "fico")),
    ),
    wrong(
        "matrices-in-course-order",
        "The matrices stay in our order.",
        ORDER,
        (TORCH_W, TORCH_W.replace("ifco", "fico")),
    ),
    wrong(
        "ih-and-hh-swapped",
        "ih is the hidden state's.",
        COLUMN,
        (
            WEIGHTS,
            'weights = {"weight_ih_l0": W[:, :n_a].copy(), "weight_hh_l0": W[:, n_a:].copy()}',
        ),
    ),
    wrong(
        "input-columns-first",
        "The input's columns come first.",
        COLUMN,
        (
            WEIGHTS,
            'n_x = W.shape[1] - n_a\n    weights = {"weight_ih_l0": W[:, :n_x].copy(), '
            '"weight_hh_l0": W[:, n_x:].copy()}',
        ),
    ),
    wrong(
        "transposed",
        "PyTorch has the weights the other way.",
        AXIS,
        (WEIGHTS, WEIGHTS.replace(".copy()", ".T.copy()")),
    ),
    wrong(
        "input-matrix-transposed",
        "PyTorch has the input's weights the other way.",
        AXIS,
        (WEIGHTS, WEIGHTS.replace("W[:, n_a:].copy()", "W[:, n_a:].T.copy()")),
    ),
    wrong(
        "not-taken-apart",
        "PyTorch stacks state and input, too.",
        COLUMN,
        (WEIGHTS, 'weights = {"weight_ih_l0": W.copy(), "weight_hh_l0": W.copy()}'),
    ),
    wrong(
        "bias-twice",
        "Both biases are ours.",
        SUM,
        (BIASES, BIASES.replace("np.zeros_like(b)", "b.copy()")),
    ),
    wrong(
        "bias-missing",
        "PyTorch starts its biases at zero.",
        SUM,
        (BIASES, BIASES.replace('"bias_ih_l0": b', '"bias_ih_l0": np.zeros_like(b)')),
    ),
    wrong(
        "bias-a-quarter",
        "Each bias gets a half of the half.",
        SUM,
        (BIASES, 'return {**weights, "bias_ih_l0": b / 4, "bias_hh_l0": b / 4}'),
    ),
    wrong(
        "bias-negated",
        "The second bias is subtracted.",
        SUM,
        (BIASES, 'return {**weights, "bias_ih_l0": 2 * b, "bias_hh_l0": b}'),
    ),
    wrong(
        "bias-a-column",
        "A bias is a column.",
        "How many axes have PyTorch's biases?",
        (TORCH_B, TORCH_B.replace("[:, 0]", "")),
    ),
    wrong(
        "bias-a-row",
        "A bias is a row.",
        "How many axes have PyTorch's biases?",
        (TORCH_B, TORCH_B.replace("[:, 0] for", ".T for").replace("])", "], axis=1)")),
    ),
    wrong(
        "one-bias-a-column",
        "The second bias is a column.",
        "How many axes have PyTorch's biases?",
        (BIASES, BIASES.replace("np.zeros_like(b)", "np.zeros((len(b), 1), b.dtype)")),
    ),
    wrong("one-bias", "One bias is enough.", KEYS, (BIASES, 'return {**weights, "bias_ih_l0": b}')),
    wrong(
        "keys-without-layer",
        "There is one layer only.",
        KEYS,
        (WEIGHTS, WEIGHTS.replace("_l0", "")),
        (BIASES, BIASES.replace("_l0", "")),
    ),
    wrong(
        "keys-of-the-cell",
        "LSTM and LSTMCell share their names.",
        KEYS,
        (WEIGHTS, WEIGHTS.replace("_l0", "")),
    ),
    wrong(
        "tuple-returned",
        "The order of the four is known.",
        FORM,
        (BIASES, 'return weights["weight_ih_l0"], weights["weight_hh_l0"], b, np.zeros_like(b)'),
    ),
    wrong(
        "list-of-pairs",
        "A state dict is a list of pairs.",
        FORM,
        (
            BIASES,
            'return list({**weights, "bias_ih_l0": b, "bias_hh_l0": np.zeros_like(b)}.items())',
        ),
    ),
    wrong(
        "nested-lists",
        "PyTorch takes lists.",
        FORM,
        (BIASES, "weights = {k: v.tolist() for k, v in weights.items()}\n    " + BIASES),
    ),
    wrong(
        "always-float64",
        "A copy in double precision does no harm.",
        SINGLE,
        (TORCH_W, TORCH_W + ".astype(float)"),
    ),
    wrong(
        "always-float32",
        "PyTorch takes float32 only.",
        TYPE,
        (TORCH_W, TORCH_W + ".astype(np.float32)"),
        (TORCH_B, TORCH_B + ".astype(np.float32)"),
    ),
    wrong(
        "second-bias-float64",
        "Zeros have no type.",
        SINGLE,
        (BIASES, BIASES.replace("np.zeros_like(b)", "np.zeros(b.shape)")),
    ),
    wrong(
        "signs-put-in",
        "The factors of the exponential go along.",
        FACTORS,
        (TORCH_W, TORCH_W + "\n    W = -W"),
    ),
    wrong(
        "candidate-doubled",
        "The 2 of the candidate goes along.",
        FACTORS,
        (TORCH_W, TORCH_W + "\n    W[len(W) // 2 : 3 * len(W) // 4] *= 2"),
    ),
    wrong(
        "gates-interleaved",
        "The four rows of one unit stand together.",
        ORDER,
        (
            TORCH_W,
            'W = np.stack([parameters["W" + g] for g in "ifco"], axis=1)\n    W = '
            "W.reshape(-1, W.shape[2])",
        ),
    ),
    wrong(
        "gates-deep",
        "Each gate keeps its own matrix.",
        AXIS,
        (TORCH_W, TORCH_W.replace("concatenate", "stack")),
        (WEIGHTS, WEIGHTS.replace("W[:, ", "W[..., ")),
    ),
    wrong(
        "parameters-emptied",
        "pop() only reads.",
        OWN_COPY,
        (TORCH_W, 'W = np.concatenate([parameters.pop("W" + gate) for gate in "ifco"])'),
    ),
    wrong(
        "forget-bias-added",
        "PyTorch adds 1 to the forget gate's bias.",
        SUM,
        (TORCH_B, TORCH_B + "\n    b[len(b) // 4 : len(b) // 2] += 1"),
    ),
]

TORCH_RIGHT = [
    right(
        "biases-halved", (BIASES, 'return {**weights, "bias_ih_l0": b / 2, "bias_hh_l0": b / 2}')
    ),
    right(
        "bias-in-the-second",
        (BIASES, 'return {**weights, "bias_ih_l0": np.zeros_like(b), "bias_hh_l0": b}'),
    ),
    right(
        "biases-shared-oddly",
        (BIASES, 'return {**weights, "bias_ih_l0": 3 * b, "bias_hh_l0": -2 * b}'),
    ),
    right("views-of-one-array", (WEIGHTS, WEIGHTS.replace(".copy()", ""))),
    right(
        "from-stacked-gates",
        """
        W, b = stack_gates(parameters)
        n_a = len(b) // 4
        rows = np.concatenate([np.arange(k * n_a, (k + 1) * n_a) for k in (1, 0, 2, 3)])
        return {
            "bias_hh_l0": 0 * b[rows, 0], "bias_ih_l0": b[rows, 0],
            "weight_hh_l0": W[rows, :n_a], "weight_ih_l0": W[rows, n_a:],
        }
    """,
    ),
    right(
        "swapped-blocks",
        """
        W, b = stack_gates(parameters)
        f, i, c, o = np.split(W, 4)
        bf, bi, bc, bo = np.split(b.ravel(), 4)
        n_a = len(bf)
        W, b = np.vstack([i, f, c, o]), np.hstack([bi, bf, bc, bo])
        return dict(weight_ih_l0=W[:, n_a:], weight_hh_l0=W[:, :n_a], bias_ih_l0=b,
                    bias_hh_l0=np.zeros(b.shape, b.dtype))
    """,
    ),
    right(
        "gate-by-gate",
        """
        n_a = len(parameters["bf"])
        parts = {"weight_ih_l0": [], "weight_hh_l0": [], "bias_ih_l0": [], "bias_hh_l0": []}
        for gate in "ifco":
            W, b = parameters["W" + gate], parameters["b" + gate]
            parts["weight_hh_l0"].append(W[:, :n_a])
            parts["weight_ih_l0"].append(W[:, n_a:])
            parts["bias_ih_l0"].append(b.ravel())
            parts["bias_hh_l0"].append(np.zeros_like(b).ravel())
        return {name: np.concatenate(blocks) for name, blocks in parts.items()}
    """,
    ),
    right(
        "more-keys",
        (BIASES, BIASES.replace("{**weights,", '{**weights, "weight_hr_l0": np.zeros((1, 1)),')),
    ),
    right("squeezed", (TORCH_B, TORCH_B.replace("[:, 0]", ".squeeze(axis=1)"))),
    right(
        "buffer-filled",
        """
        n_a, width = parameters["Wf"].shape
        kind = parameters["Wf"].dtype
        W, b = np.zeros((4 * n_a, width), kind), np.zeros(4 * n_a, kind)
        for k, gate in enumerate(["i", "f", "c", "o"]):
            W[k * n_a : (k + 1) * n_a] = parameters[f"W{gate}"]
            b[k * n_a : (k + 1) * n_a] = parameters[f"b{gate}"][:, 0]
        hh, ih = np.split(W, [n_a], axis=1)
        return {"weight_ih_l0": ih, "weight_hh_l0": hh, "bias_ih_l0": b, "bias_hh_l0": b * 0}
    """,
    ),
]

WRONG = {
    "stack_gates": STACK,
    "fast_lstm_forward": FORWARD,
    "fast_lstm_backward": BACKWARD,
    "to_torch": TORCH,
}
RIGHT = {
    "stack_gates": STACK_RIGHT,
    "fast_lstm_forward": FORWARD_RIGHT,
    "fast_lstm_backward": BACKWARD_RIGHT,
    "to_torch": TORCH_RIGHT,
}
