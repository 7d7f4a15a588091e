"""Mistakes and unusual right answers of lesson 07: the GRU, truncation, masks, orthogonality."""

from autograder.checks.mistakes.bank import right, wrong

FLOAT32 = "Which number type do your arrays have, and how many digits does it keep?"
OWN_COPY = "Which array is changed in place, and who else still needs it?"
ORDER = "In which order does the docstring list the cache?"
RETURN = "return a_next, yt_pred, (a_next, a_prev, ut, rt, cct, xt, parameters)"
MIX = "a_next = ut * cct + (1 - ut) * a_prev"
CCT = 'cct = np.tanh(parameters["Wc"] @ reset_concat + parameters["bc"])'
SCORES = 'parameters["Wy"] @ a_next + parameters["by"]'
GATES = {"u": "update", "r": "reset"}
RESET_AFTER = (
    "n_a = a_prev.shape[0]\n"
    '    cct = rt * (parameters["Wc"][:, :n_a] @ a_prev) + parameters["Wc"][:, n_a:] @ xt\n'
    '    cct = np.tanh(cct + parameters["bc"])'
)
RESET_AFTER_BIAS = (
    "n_a = a_prev.shape[0]\n"
    '    cct = rt * (parameters["Wc"][:, :n_a] @ a_prev + parameters["bc"])\n'
    '    cct = np.tanh(cct + parameters["Wc"][:, n_a:] @ xt)'
)
ANOTHER = "That is another variant of the GRU: "
VARIANT = ANOTHER + "it resets after the product with Wc. Where does the lesson's reset gate act?"
SHARE = ANOTHER + "its gate is the share of the old. What does the lesson's ut do at 0 and at 1?"
PYTORCH = (
    ANOTHER + "PyTorch's, which resets after the product, and whose gate is the share of the old. "
    "What does the lesson's variant do?"
)


def _swap(one: str, other: str) -> tuple:
    """Edits that let two texts change places."""
    return (one, "\0", "every"), (other, one, "every"), ("\0", other, "every")


FORWARD = [
    wrong(
        "gates-have-each-others-weights",
        "Either matrix will do for either gate.",
        "Which matrix does Equation 4 name, and which Equation 5?",
        ('parameters["Wu"]', 'parameters["swap"]'),
        ('parameters["Wr"]', 'parameters["Wu"]'),
        ('parameters["swap"]', 'parameters["Wr"]'),
    ),
    wrong(
        "sigmoid-for-the-prediction",
        "Each class has a probability of its own.",
        "Which function makes a column of scores sum to one?",
        ("softmax(", "sigmoid("),
    ),
    wrong(
        "reset-gate-after-the-product",
        "The reset gate multiplies what W_c has made of the old state.",
        VARIANT,
        (CCT, RESET_AFTER),
    ),
    wrong(
        "reset-gate-after-the-product-and-its-bias",
        "The reset gate multiplies what W_c and b_c have made of the old state.",
        VARIANT,
        (CCT, RESET_AFTER_BIAS),
    ),
    wrong(
        "update-gate-the-other-way-round",
        "The update gate is the share of the old state.",
        SHARE,
        (MIX, "a_next = (1 - ut) * cct + ut * a_prev"),
    ),
    wrong(
        "the-variant-of-pytorch",
        "A GRU is what PyTorch calls so.",
        PYTORCH,
        (CCT, RESET_AFTER),
        (MIX, "a_next = (1 - ut) * cct + ut * a_prev"),
    ),
    wrong(
        "the-variant-of-pytorch-with-one-bias",
        "A GRU is what PyTorch calls so.",
        PYTORCH,
        (CCT, RESET_AFTER_BIAS),
        (MIX, "a_next = (1 - ut) * cct + ut * a_prev"),
    ),
    wrong(
        "reset-gate-missing",
        "The candidate sees all of the old state.",
        "Which gate decides what the candidate sees of a_prev?",
        ("[rt * a_prev, xt]", "[a_prev, xt]"),
    ),
    wrong(
        "reset-gate-on-the-input",
        "The reset gate decides what the candidate sees of the input.",
        "Which half of its stack does the reset gate act on?",
        (
            CCT,
            'cct = parameters["Wc"][:, : len(a_prev)] @ a_prev\n'
            '    through_x = parameters["Wc"][:, len(a_prev) :] @ xt\n'
            '    cct = np.tanh(cct + rt * through_x + parameters["bc"])',
        ),
    ),
    *(
        wrong(
            f"reset-gate-on-the-whole-product{name}",
            "The reset gate multiplies all that is inside the tanh.",
            "Which half of its stack does the reset gate act on?",
            (CCT, f"cct = np.tanh({inside})"),
        )
        for name, inside in (
            ("", 'rt * (parameters["Wc"] @ concat) + parameters["bc"]'),
            ("-and-the-bias", 'rt * (parameters["Wc"] @ concat + parameters["bc"])'),
        )
    ),
    *(
        wrong(
            f"bias-of-{other}-in-{one}",
            f"The bias b{other} belongs to both.",
            "Which letter names the bias of each gate and of the candidate?",
            (f'parameters["b{one}"]', f'parameters["b{other}"]'),
        )
        for one in "urc"
        for other in "urc"
        if one != other
    ),
    wrong(
        "reset-gate-on-the-candidate",
        "The reset gate multiplies the candidate.",
        "Does the reset gate act before the tanh, or after it?",
        ("[rt * a_prev, xt]", "[a_prev, xt]"),
        (MIX, "cct = rt * cct\n    " + MIX),
    ),
    wrong(
        "reset-gate-the-other-way-round",
        "The reset gate says how much to reset.",
        "What should the candidate see of a_prev when rt is 1?",
        ("[rt * a_prev, xt]", "[(1 - rt) * a_prev, xt]"),
    ),
    wrong(
        "update-gate-as-reset-gate",
        "One gate does both.",
        "Which gate stands in Equation 6?",
        ("[rt * a_prev, xt]", "[ut * a_prev, xt]"),
    ),
    wrong(
        "reset-gate-in-the-mixture",
        "The reset gate mixes old and new.",
        "Which gate stands in Equation 8?",
        (MIX, "a_next = rt * cct + (1 - rt) * a_prev"),
    ),
    wrong(
        "gates-swapped",
        "Wr makes ut.",
        "Which letter names the gate of each matrix?",
        *_swap('"Wu"', '"Wr"'),
        *_swap('"bu"', '"br"'),
    ),
    wrong(
        "candidate-and-update-weights-swapped",
        "Wu makes the candidate.",
        "Which letter names the candidate's matrix?",
        *_swap('"Wu"', '"Wc"'),
        *_swap('"bu"', '"bc"'),
    ),
    wrong(
        "biases-of-gates-swapped",
        "The biases are interchangeable.",
        "Which letter names the gate of each bias?",
        *_swap('"bu"', '"br"'),
    ),
    wrong(
        "weights-copied",
        "Both gates share their weights.",
        "Which parameters do nothing in your code?",
        ('"Wr"', '"Wu"'),
        ('"br"', '"bu"'),
    ),
    *(
        wrong(
            f"bias-of-the-{name}-gate-missing",
            f"The {name} gate needs no bias.",
            f"Which parameters does the {name} gate use? Count them.",
            (f' + parameters["b{gate}"]', ""),
        )
        for gate, name in GATES.items()
    ),
    wrong(
        "bias-of-the-candidate-missing",
        "The candidate needs no bias.",
        "Which parameters does the candidate use? Count them.",
        (' + parameters["bc"]', ""),
    ),
    wrong(
        "bias-of-the-output-missing",
        "The output needs no bias.",
        "Which two terms does softmax act on?",
        (' + parameters["by"]', ""),
    ),
    *(
        wrong(
            f"tanh-in-the-{name}-gate",
            f"The {name} gate passes tanh.",
            f"Between which two numbers should {gate}t lie?",
            (f"{gate}t = sigmoid(", f"{gate}t = np.tanh("),
        )
        for gate, name in GATES.items()
    ),
    wrong(
        "sigmoid-in-the-candidate",
        "The candidate is a gate.",
        "Can the candidate be negative? Should it be?",
        ("cct = np.tanh(", "cct = sigmoid("),
    ),
    wrong(
        "candidate-without-tanh",
        "The candidate is a sum.",
        "What keeps the candidate between -1 and 1?",
        ("cct = np.tanh(", "cct = ("),
    ),
    wrong(
        "new-state-through-tanh",
        "The new state passes a tanh.",
        "At ut = 0, is the new state the old one?",
        (MIX, "a_next = np.tanh(ut * cct + (1 - ut) * a_prev)"),
    ),
    wrong(
        "input-above-the-state",
        "The order of a stack does not matter.",
        "Which rows of the stack meet the first n_a columns of Wu?",
        ("[a_prev, xt]", "[xt, a_prev]"),
    ),
    wrong(
        "input-above-the-reset-state",
        "The order of a stack does not matter.",
        "Which rows of the candidate's stack meet the first n_a columns of Wc?",
        ("[rt * a_prev, xt]", "[xt, rt * a_prev]"),
    ),
    wrong(
        "both-stacks-reset",
        "The gates look at the reset state.",
        "Which stack does the update gate look at?",
        (
            "concat = np.concatenate([a_prev, xt])\n    ut = ",
            'concat = np.concatenate([a_prev, xt])\n    rt = sigmoid(parameters["Wr"] @ concat + '
            'parameters["br"])\n    concat = np.concatenate([rt * a_prev, xt])\n    ut = ',
        ),
    ),
    wrong(
        "old-state-not-mixed-in",
        "The new state is the gated candidate.",
        "What is left of a_prev at ut = 0?",
        (MIX, "a_next = ut * cct"),
    ),
    wrong(
        "old-state-kept-in-full",
        "The candidate is added to the old state.",
        "What does 1 - ut act on?",
        (MIX, "a_next = ut * cct + a_prev"),
    ),
    wrong(
        "candidate-not-gated",
        "The candidate comes in at full size.",
        "What does ut act on?",
        (MIX, "a_next = cct + (1 - ut) * a_prev"),
    ),
    wrong(
        "reset-state-mixed-in",
        "The mixture takes the reset state.",
        "Does the reset gate act on the mixture?",
        (MIX, "a_next = ut * cct + (1 - ut) * rt * a_prev"),
    ),
    wrong(
        "prediction-from-the-old-state",
        "The prediction looks at a_prev.",
        "Which state is known when the prediction is made?",
        ("@ a_next", "@ a_prev"),
    ),
    wrong(
        "prediction-from-the-candidate",
        "The prediction looks at the candidate.",
        "Which state does the prediction look at?",
        ("@ a_next", "@ cct"),
    ),
    wrong(
        "softmax-missing",
        "Scores are predictions.",
        "Do the columns of yt_pred add up to one?",
        ("softmax(", "("),
    ),
    wrong(
        "softmax-over-the-examples",
        "softmax runs over axis 1.",
        "Do the columns of yt_pred add up to one?",
        (f"softmax({SCORES})", f"softmax(({SCORES}).T).T"),
    ),
    wrong(
        "softmax-that-overflows",
        "A softmax written on the spot needs no shift.",
        "What is exp(1000) as a float?",
        (f"softmax({SCORES})", f"np.exp({SCORES})\n    yt_pred = yt_pred / yt_pred.sum(axis=0)"),
    ),
    wrong(
        "sigmoid-that-overflows",
        "exp(z) / (1 + exp(z)) is safe for every z.",
        "What is exp(1000) as a float, and what is inf / inf?",
        (
            'ut = sigmoid(parameters["Wu"] @ concat + parameters["bu"])',
            'zu = parameters["Wu"] @ concat + parameters["bu"]\n    ut = np.exp(zu) / (1 + '
            "np.exp(zu))",
        ),
    ),
    wrong(
        "gates-swapped-in-the-cache",
        "The order in the cache does not matter.",
        ORDER,
        ("(a_next, a_prev, ut, rt, cct,", "(a_next, a_prev, rt, ut, cct,"),
    ),
    wrong(
        "states-swapped-in-the-cache",
        "The order in the cache does not matter.",
        ORDER,
        ("(a_next, a_prev, ut,", "(a_prev, a_next, ut,"),
    ),
    wrong(
        "reset-state-in-the-cache",
        "The cache keeps the reset state.",
        "Is a_prev in the cache the old state as it came?",
        ("(a_next, a_prev, ut,", "(a_next, rt * a_prev, ut,"),
    ),
    wrong(
        "cache-of-an-rnn",
        "The cache holds the states and the input.",
        ORDER,
        ("(a_next, a_prev, ut, rt, cct, xt, parameters)", "(a_next, a_prev, xt, parameters)"),
    ),
    wrong(
        "cache-not-returned",
        "The cache stays inside.",
        "How many results does the docstring list?",
        (RETURN, "return a_next, yt_pred"),
    ),
    wrong(
        "old-state-reset-in-place",
        "a_prev *= rt makes a new array.",
        OWN_COPY,
        ("reset_concat =", "a_prev *= rt\n    reset_concat ="),
        ("[rt * a_prev, xt]", "[a_prev, xt]"),
    ),
    wrong(
        "new-state-written-into-the-old",
        "a_prev[:] = ... only renames.",
        OWN_COPY,
        (RETURN, "a_prev[:] = a_next\n    " + RETURN),
    ),
    wrong(
        "stack-in-whole-numbers",
        "zeros_like makes an array for any result.",
        "Which dtype has zeros_like of integer input, and what happens to a fraction in it?",
        (
            "concat = np.concatenate([a_prev, xt])\n    ut",
            "concat = np.zeros_like(xt, shape=(len(a_prev) + len(xt), xt.shape[1]))\n    "
            "concat[: len(a_prev)], concat[len(a_prev) :] = a_prev, xt\n    ut",
        ),
    ),
    wrong(
        "single-precision",
        "Single precision is enough.",
        FLOAT32,
        (MIX, "a_next = (ut * cct + (1 - ut) * a_prev).astype(np.float32)"),
    ),
]

FORWARD_RIGHT = [
    right(
        "as-a-step-towards-the-candidate",
        """
        p, n_a = parameters, len(a_prev)
        stack = np.vstack((a_prev, xt))
        ut, rt = (sigmoid(p["W" + g] @ stack + p["b" + g]) for g in "ur")
        stack[:n_a] *= rt
        cct = np.tanh(p["Wc"] @ stack + p["bc"])
        a_next = a_prev + ut * (cct - a_prev)
        yt_pred = softmax(p["by"] + p["Wy"] @ a_next)
        return a_next, yt_pred, (a_next, a_prev, ut, rt, cct, xt, parameters)
        """,
    ),
    right(
        "both-gates-at-once",
        """
        n_a = a_prev.shape[0]
        W = np.concatenate([parameters["Wr"], parameters["Wu"]])
        b = np.concatenate([parameters["br"], parameters["bu"]])
        rt, ut = np.split(sigmoid(W.dot(np.concatenate((a_prev, xt))) + b), 2)
        Wca, Wcx = parameters["Wc"][:, :n_a], parameters["Wc"][:, n_a:]
        cct = np.tanh(Wca.dot(a_prev * rt) + Wcx.dot(xt) + parameters["bc"])
        a_next = a_prev - ut * a_prev + ut * cct
        yt_pred = softmax(parameters["Wy"].dot(a_next) + parameters["by"])
        return a_next, yt_pred, [a_next, a_prev, ut, rt, cct, xt, parameters]
        """,
    ),
    right(
        "with-einsum",
        """
        def affine(name, stack):
            product = np.einsum("ak,km->am", parameters["W" + name], stack)
            return product + parameters["b" + name]

        concat = np.append(a_prev, xt, axis=0)
        ut, rt = sigmoid(affine("u", concat)), sigmoid(affine("r", concat))
        cct = np.tanh(affine("c", np.append(rt * a_prev, xt, axis=0)))
        a_next = np.add(ut * cct, (1 - ut) * a_prev)
        return a_next, softmax(affine("y", a_next)), (a_next, a_prev, ut, rt, cct, xt, parameters)
        """,
    ),
    right(
        "examples-in-rows",
        """
        a, x = a_prev.T, xt.T
        rows = np.hstack([a, x])
        u = sigmoid(rows @ parameters["Wu"].T + parameters["bu"].T)
        r = sigmoid(rows @ parameters["Wr"].T + parameters["br"].T)
        c = np.tanh(np.hstack([r * a, x]) @ parameters["Wc"].T + parameters["bc"].T)
        a_next = ((1 - u) * a + u * c).T
        yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
        return a_next, yt_pred, (a_next, a_prev, u.T, r.T, c.T, xt, parameters)
        """,
    ),
    right(
        "example-by-example",
        """
        n_a, m = a_prev.shape
        ut, rt, cct, a_next = (np.zeros((n_a, m)) for _ in range(4))
        for i in range(m):
            stack = np.concatenate([a_prev[:, i], xt[:, i]])
            ut[:, i] = sigmoid(parameters["Wu"] @ stack + parameters["bu"][:, 0])
            rt[:, i] = sigmoid(parameters["Wr"] @ stack + parameters["br"][:, 0])
            stack[:n_a] = rt[:, i] * a_prev[:, i]
            cct[:, i] = np.tanh(parameters["Wc"] @ stack + parameters["bc"][:, 0])
            a_next[:, i] = ut[:, i] * cct[:, i] + (1 - ut[:, i]) * a_prev[:, i]
        yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
        return a_next, yt_pred, (a_next, a_prev, ut, rt, cct, xt, parameters)
        """,
    ),
    right(
        "sigmoid-as-a-tanh",
        """
        def gate(name):
            z = parameters["W" + name] @ np.concatenate([a_prev, xt]) + parameters["b" + name]
            return (np.tanh(z / 2) + 1) / 2

        ut, rt = gate("u"), gate("r")
        keep = 1 - ut
        cct = np.tanh(
            parameters["bc"] + parameters["Wc"] @ np.concatenate([np.multiply(a_prev, rt), xt])
        )
        a_next = keep * a_prev + (1 - keep) * cct
        scores = parameters["Wy"] @ a_next + parameters["by"]
        e = np.exp(scores - scores.max(axis=0))
        return a_next, e / e.sum(axis=0), (a_next, a_prev, ut, rt, cct, xt, parameters)
        """,
    ),
    right(
        "bias-as-a-column-of-the-weights",
        """
        ones = np.ones((1, xt.shape[1]))

        def layer(name, *parts):
            W = np.hstack([parameters["W" + name], parameters["b" + name]])
            return W @ np.vstack([*parts, ones])

        ut, rt = sigmoid(layer("u", a_prev, xt)), sigmoid(layer("r", a_prev, xt))
        cct = np.tanh(layer("c", rt * a_prev, xt))
        a_next = np.where(ut > 1, cct, ut * (cct - a_prev) + a_prev)
        return a_next, softmax(layer("y", a_next)), (a_next, a_prev, ut, rt, cct, xt, parameters)
        """,
    ),
    right(
        "in-place-on-own-arrays",
        """
        stack = np.zeros((len(a_prev) + len(xt), xt.shape[1]))
        stack[: len(a_prev)], stack[len(a_prev) :] = a_prev, xt
        ut = sigmoid(np.matmul(parameters["Wu"], stack) + parameters["bu"])
        rt = sigmoid(np.matmul(parameters["Wr"], stack) + parameters["br"])
        stack[: len(a_prev)] = rt * a_prev
        cct = np.matmul(parameters["Wc"], stack)
        cct += parameters["bc"]
        np.tanh(cct, out=cct)
        a_next = a_prev.copy()
        a_next *= 1 - ut
        a_next += ut * cct
        yt_pred = softmax(np.matmul(parameters["Wy"], a_next) + parameters["by"])
        cache = (a_next, a_prev, ut, rt, cct, xt, parameters)
        return a_next, yt_pred, cache
        """,
    ),
]

DZU = "dzu = da_next * (cct - a_prev) * ut * (1 - ut)"
DZC = "dzc = da_next * ut * (1 - cct**2)"
DZR = "dzr = d_reset[:n_a] * a_prev * rt * (1 - rt)"
DRESET = 'd_reset = parameters["Wc"].T @ dzc'
DCONCAT = 'd_concat = parameters["Wu"].T @ dzu + parameters["Wr"].T @ dzr'
DA = "da_next * (1 - ut) + d_reset[:n_a] * rt + d_concat[:n_a]"
DX = "d_reset[n_a:] + d_concat[n_a:]"
FOUR = "a_prev is used four times. Which of its uses sends nothing back in your code?"
TWO = "x_t lies in two stacks. Which of them sends nothing back in your code?"

BACKWARD = [
    wrong(
        "reset-gate-times-itself",
        "The gate gets its own value.",
        "What was the reset gate multiplied with in Equation 6?",
        (DZR, DZR.replace("* a_prev", "* rt")),
    ),
    wrong(
        "reset-gate-straight-from-the-new-state",
        "All gates get da_t.",
        "Through what does the reset gate reach the new state?",
        (DZR, DZR.replace("d_reset[:n_a]", "da_next")),
    ),
    wrong(
        "both-gates-send-nothing-back",
        "The gates look at the old state, and that is all.",
        FOUR,
        (DA, "da_next * (1 - ut) + d_reset[:n_a] * rt"),
    ),
    wrong(
        "candidate-slope-without-square",
        "The slope of a tanh is 1 minus its value.",
        "What is the slope of a tanh, written with its value?",
        (DZC, DZC.replace("cct**2", "cct")),
    ),
    wrong(
        "gradient-of-the-gate-the-other-way-round",
        "The update gate is the share of the old state.",
        SHARE,
        (DZU, "dzu = da_next * (a_prev - cct) * ut * (1 - ut)"),
        (DZC, "dzc = da_next * (1 - ut) * (1 - cct**2)"),
        ("da_next * (1 - ut) + d_reset", "da_next * ut + d_reset"),
    ),
    wrong(
        "update-gate-with-the-wrong-sign",
        "The gate gets the old state minus the candidate.",
        "In Equation 8, does a_next grow with the candidate or against it when ut grows?",
        (DZU, "dzu = da_next * (a_prev - cct) * ut * (1 - ut)"),
    ),
    wrong(
        "update-gate-from-the-candidate-alone",
        "The gate multiplies the candidate only.",
        "In Equation 8, ut stands in two places. Which of them does your dzu leave out?",
        (DZU, "dzu = da_next * cct * ut * (1 - ut)"),
    ),
    wrong(
        "update-gate-from-the-old-state-alone",
        "The gate multiplies the old state only.",
        "In Equation 8, ut stands in two places. Which of them does your dzu leave out?",
        (DZU, "dzu = -da_next * a_prev * ut * (1 - ut)"),
    ),
    wrong(
        "slope-of-the-update-gate-missing",
        "dzu is the gradient of the gate itself.",
        "Does the path to Wu pass the sigmoid?",
        (DZU, "dzu = da_next * (cct - a_prev)"),
    ),
    wrong(
        "slope-of-tanh-at-the-update-gate",
        "All slopes are 1 minus the square.",
        "What is the slope of a sigmoid, written with its value?",
        (DZU, "dzu = da_next * (cct - a_prev) * (1 - ut**2)"),
    ),
    wrong(
        "slope-of-the-reset-gate-missing",
        "dzr is the gradient of the gate itself.",
        "Does the path to Wr pass the sigmoid?",
        (DZR, "dzr = d_reset[:n_a] * a_prev"),
    ),
    wrong(
        "slope-of-tanh-at-the-reset-gate",
        "All slopes are 1 minus the square.",
        "What is the slope of a sigmoid, written with its value?",
        (DZR, "dzr = d_reset[:n_a] * a_prev * (1 - rt**2)"),
    ),
    wrong(
        "slope-of-the-other-gate",
        "The reset gate has the slope of the update gate.",
        "Whose slope belongs to the path through rt?",
        (DZR, "dzr = d_reset[:n_a] * a_prev * ut * (1 - ut)"),
    ),
    wrong(
        "slope-of-the-candidate-missing",
        "dzc is the gradient of the candidate itself.",
        "Does the path to Wc pass the tanh?",
        (DZC, "dzc = da_next * ut"),
    ),
    wrong(
        "slope-of-sigmoid-at-the-candidate",
        "The candidate is a gate.",
        "What is the slope of a tanh, written with its value?",
        (DZC, "dzc = da_next * ut * cct * (1 - cct)"),
    ),
    wrong(
        "candidate-not-gated",
        "The candidate gets all of the gradient.",
        "By what is the candidate multiplied in Equation 8?",
        (DZC, "dzc = da_next * (1 - cct**2)"),
    ),
    wrong(
        "candidate-gated-by-the-rest",
        "The candidate gets the share 1 - ut.",
        "By what is the candidate multiplied in Equation 8?",
        (DZC, "dzc = da_next * (1 - ut) * (1 - cct**2)"),
    ),
    wrong(
        "reset-gate-from-the-new-state",
        "The reset gate multiplies the new state.",
        "Which state does the reset gate multiply on the way forward?",
        (DZR, "dzr = d_reset[:n_a] * a_next * rt * (1 - rt)"),
    ),
    wrong(
        "reset-gate-without-the-old-state",
        "The reset gate gets what comes out of the stack.",
        "In a product each factor gets the gradient times the other. What is the other?",
        (DZR, "dzr = d_reset[:n_a] * rt * (1 - rt)"),
    ),
    wrong(
        "reset-gate-from-the-candidate-directly",
        "The reset gate gets dzc without going through Wc.",
        "Which matrix lies between the reset state and the candidate?",
        (DZR, "dzr = dzc * a_prev * rt * (1 - rt)"),
    ),
    wrong(
        "reset-after-the-product",
        "The reset gate acts after the product with W_c.",
        VARIANT,
        (DRESET, DRESET + '\n    inside = parameters["Wc"][:, :n_a] @ a_prev'),
        (DZR, "dzr = dzc * inside * rt * (1 - rt)"),
        (DA, 'da_next * (1 - ut) + parameters["Wc"][:, :n_a].T @ (dzc * rt) + d_concat[:n_a]'),
    ),
    wrong(
        "way-through-the-mixture-missing",
        "The old state acts through the gates and the candidate.",
        FOUR,
        (DA, "d_reset[:n_a] * rt + d_concat[:n_a]"),
    ),
    wrong(
        "way-through-the-candidate-missing",
        "The candidate depends on the input only.",
        FOUR,
        (DA, "da_next * (1 - ut) + d_concat[:n_a]"),
    ),
    wrong(
        "ways-through-the-gates-missing",
        "The gates are constants.",
        FOUR,
        (DA, "da_next * (1 - ut) + d_reset[:n_a] * rt"),
        (DX, "d_reset[n_a:]"),
    ),
    wrong(
        "way-through-the-update-gate-missing",
        "Only the reset gate looks at the old state.",
        FOUR,
        (DCONCAT, 'd_concat = parameters["Wr"].T @ dzr'),
    ),
    wrong(
        "way-through-the-reset-gate-missing",
        "Only the update gate looks at the old state.",
        FOUR,
        (DCONCAT, 'd_concat = parameters["Wu"].T @ dzu'),
    ),
    wrong(
        "mixture-hands-back-everything",
        "The old state is kept in full.",
        "By what is a_prev multiplied in Equation 8?",
        ("da_next * (1 - ut) + d_reset", "da_next + d_reset"),
    ),
    wrong(
        "mixture-hands-back-the-new-share",
        "The old state has the share ut.",
        "By what is a_prev multiplied in Equation 8?",
        ("da_next * (1 - ut) + d_reset", "da_next * ut + d_reset"),
    ),
    wrong(
        "reset-state-taken-for-the-old-state",
        "What comes out of the candidate's stack is the old state's.",
        "v is rt * a_prev. What does a_prev get of dv?",
        ("d_reset[:n_a] * rt + d_concat", "d_reset[:n_a] + d_concat"),
    ),
    wrong(
        "input-from-the-candidate-alone",
        "The input acts through the candidate only.",
        TWO,
        (DX, "d_reset[n_a:]"),
    ),
    wrong(
        "input-from-the-gates-alone",
        "The input acts through the gates only.",
        TWO,
        (DX, "d_concat[n_a:]"),
    ),
    wrong(
        "one-stack-for-all-weights",
        "All weights meet the same stack.",
        "Which stack did Wc act on?",
        ('"c": (dzc, reset_concat)', '"c": (dzc, concat)'),
    ),
    wrong(
        "reset-stack-for-all-weights",
        "All weights meet the candidate's stack.",
        "Which stack did Wu and Wr act on?",
        (
            '"u": (dzu, concat), "r": (dzr, concat)',
            '"u": (dzu, reset_concat), "r": (dzr, reset_concat)',
        ),
    ),
    wrong(
        "stack-of-the-new-state",
        "dW pairs the gradient with the new state.",
        "Which state lay in the stack on the way forward?",
        ("np.concatenate([a_prev, xt])", "np.concatenate([a_next, xt])"),
    ),
    wrong(
        "input-above-the-state",
        "The order of a stack does not matter for dW.",
        "Which columns of dWu belong to a_prev?",
        ("np.concatenate([a_prev, xt])", "np.concatenate([xt, a_prev])"),
    ),
    wrong(
        "stack-split-input-first",
        "xt lies on top of the stack.",
        "Which rows of the stack are a_prev's?",
        (DA, "da_next * (1 - ut) + d_reset[:n_a] * rt + d_concat[-n_a:]"),
        (DX, "d_reset[n_a:] + d_concat[:-n_a]"),
    ),
    wrong(
        "weights-not-transposed",
        "The way back uses the same matrix.",
        "Which axis of Wc has the length of dzc?",
        ('parameters["Wc"].T @ dzc', 'parameters["Wc"] @ dzc'),
    ),
    wrong(
        "gates-swapped-on-the-way-back",
        "Wr takes dzu back.",
        "Which matrix made ut?",
        *_swap('parameters["Wu"].T', 'parameters["Wr"].T'),
    ),
    wrong(
        "weights-averaged",
        "The gradient of a batch is a mean.",
        "Does the cell know of a loss that is a mean? What happens to shared weights?",
        ("dz @ stack.T", "dz @ stack.T / xt.shape[1]"),
    ),
    wrong(
        "biases-averaged",
        "The bias gradient is a mean over the examples.",
        "How did the weights gather the examples?",
        ("dz.sum(axis=1", "dz.mean(axis=1"),
    ),
    wrong(
        "biases-without-their-column",
        "A bias gradient is a flat vector.",
        "Compare the shapes of dbu and bu.",
        (", keepdims=True", ""),
    ),
    wrong(
        "biases-over-the-units",
        "Axis 0 holds the examples.",
        "Compare the shapes of dbu and bu.",
        ("axis=1", "axis=0"),
    ),
    wrong(
        "key-of-the-input-missing",
        "Only the weights need gradients.",
        "Which keys does the docstring name?",
        ('gradients |= {"dxt": ' + DX + "}", "pass"),
    ),
    wrong(
        "key-da-next",
        "The gradient that goes on is called da_next.",
        "Which keys does the docstring name?",
        ('{"da_prev":', '{"da_next":'),
    ),
    wrong(
        "gates-read-from-the-cache-in-another-order",
        "The cache holds the reset gate first.",
        "In which order did the forward step fill the cache?",
        ("a_prev, ut, rt, cct, xt", "a_prev, rt, ut, cct, xt"),
    ),
    wrong(
        "gradient-overwritten",
        "da_next *= ... makes a new array.",
        OWN_COPY,
        (DZC, "da_next *= ut\n    dzc = da_next * (1 - cct**2)"),
        ("da_next * (1 - ut) + d_reset", "da_next / ut * (1 - ut) + d_reset"),
    ),
    wrong(
        "cached-gate-overwritten",
        "The cache is not needed again.",
        OWN_COPY,
        ('gradients |= {"dxt"', 'ut *= 0\n    gradients |= {"dxt"'),
    ),
    wrong(
        "gradients-clipped",
        "Large gradients are cut at once.",
        "Is clipping part of the derivative?",
        (DZC, "dzc = np.clip(da_next * ut * (1 - cct**2), -1, 1)"),
    ),
    wrong(
        "single-precision",
        "Single precision is enough.",
        FLOAT32,
        (DZU, "dzu = (da_next * (cct - a_prev) * ut * (1 - ut)).astype(np.float32)"),
    ),
]

HEAD = "        a_next, a_prev, ut, rt, cct, xt, parameters = cache\n"
BACKWARD_RIGHT = [
    right(
        "path-by-path",
        "\n"
        + HEAD
        + """
        n_a, p = len(a_prev), parameters
        du = da_next * cct - da_next * a_prev
        dc = da_next * ut
        zu, zc = du * ut * (1 - ut), dc * (1 - cct) * (1 + cct)
        dv = p["Wc"][:, :n_a].T @ zc
        zr = (dv * a_prev) * (rt - rt**2)
        da = (1 - ut) * da_next
        da = da + dv * rt
        da = da + p["Wu"][:, :n_a].T @ zu
        da = da + p["Wr"][:, :n_a].T @ zr
        dx = p["Wc"][:, n_a:].T @ zc + p["Wu"][:, n_a:].T @ zu + p["Wr"][:, n_a:].T @ zr
        v = rt * a_prev
        return {
            "dxt": dx, "da_prev": da,
            "dWu": np.hstack([zu @ a_prev.T, zu @ xt.T]), "dbu": zu.sum(1, keepdims=True),
            "dWr": np.hstack([zr @ a_prev.T, zr @ xt.T]), "dbr": zr.sum(1, keepdims=True),
            "dWc": np.hstack([zc @ v.T, zc @ xt.T]), "dbc": zc.sum(1, keepdims=True),
        }
        """,
    ),
    right(
        "gates-stacked",
        "\n"
        + HEAD
        + """
        n_a = a_prev.shape[0]
        zc = ut * da_next * (1 - np.square(cct))
        below = parameters["Wc"].T.dot(zc)
        z = np.vstack([(cct - a_prev) * da_next, a_prev * below[:n_a]])
        gates = np.vstack([ut, rt])
        z *= gates * (1 - gates)
        stack = np.vstack([a_prev, xt])
        back = np.vstack([parameters["Wu"], parameters["Wr"]]).T.dot(z)
        dWu, dWr = np.split(z.dot(stack.T), 2)
        dbu, dbr = np.split(z.sum(axis=1)[:, None], 2)
        dWc = zc.dot(np.vstack([a_prev * rt, xt]).T)
        return dict(
            dWu=dWu, dWr=dWr, dbu=dbu, dbr=dbr, dWc=dWc, dbc=zc.sum(axis=1)[:, None],
            da_prev=back[:n_a] + below[:n_a] * rt + da_next - da_next * ut,
            dxt=back[n_a:] + below[n_a:],
        )
        """,
    ),
    right(
        "with-einsum",
        "\n"
        + HEAD
        + """
        n_a = len(ut)
        z = {"u": np.einsum("am,am,am->am", da_next, cct - a_prev, ut - ut * ut)}
        z["c"] = np.einsum("am,am,am->am", da_next, ut, 1 - cct * cct)
        low = np.einsum("ak,am->km", parameters["Wc"], z["c"])
        z["r"] = np.einsum("am,am,am->am", low[:n_a], a_prev, rt - rt * rt)
        high = sum(np.einsum("ak,am->km", parameters["W" + g], z[g]) for g in "ru")
        stacks = {g: np.concatenate([a_prev, xt]) for g in "ur"}
        stacks["c"] = np.concatenate([rt * a_prev, xt])
        result = {"da_prev": (1 - ut) * da_next + rt * low[:n_a] + high[:n_a]}
        result["dxt"] = low[n_a:] + high[n_a:]
        for g in "urc":
            result["dW" + g] = np.einsum("am,km->ak", z[g], stacks[g])
            result["db" + g] = np.einsum("am->a", z[g])[:, np.newaxis]
        return result
        """,
    ),
    right(
        "examples-in-rows",
        """
        xt, parameters = cache[5], cache[6]
        a_old, u, r, c = (part.T for part in cache[1:5])
        d, x, n = da_next.T, xt.T, a_old.shape[1]
        zu, zc = d * (c - a_old) * u * (1 - u), d * u * (1 - c**2)
        low = zc @ parameters["Wc"]
        zr = low[:, :n] * a_old * r * (1 - r)
        high = zu @ parameters["Wu"] + zr @ parameters["Wr"]
        rows = {"u": np.hstack([a_old, x]), "c": np.hstack([r * a_old, x])}
        result = {"da_prev": (d * (1 - u) + low[:, :n] * r + high[:, :n]).T}
        result["dxt"] = (low[:, n:] + high[:, n:]).T
        for g, z in (("u", zu), ("r", zr), ("c", zc)):
            result["dW" + g] = z.T @ rows["c" if g == "c" else "u"]
            result["db" + g] = z.sum(axis=0).reshape(-1, 1)
        return result
        """,
    ),
    right(
        "example-by-example",
        "\n"
        + HEAD
        + """
        n_a, m = a_prev.shape
        names = ("Wu", "bu", "Wr", "br", "Wc", "bc")
        total = {"d" + name: np.zeros_like(parameters[name]) for name in names}
        da_prev, dxt = np.zeros(a_prev.shape), np.zeros(xt.shape)
        for i in range(m):
            d, a, x = da_next[:, i], a_prev[:, i], xt[:, i]
            u, r, c = ut[:, i], rt[:, i], cct[:, i]
            zu, zc = d * (c - a) * u * (1 - u), d * u * (1 - c * c)
            low = zc @ parameters["Wc"]
            zr = low[:n_a] * a * r * (1 - r)
            high = zu @ parameters["Wu"] + zr @ parameters["Wr"]
            da_prev[:, i] = d * (1 - u) + low[:n_a] * r + high[:n_a]
            dxt[:, i] = low[n_a:] + high[n_a:]
            for g, z, top in (("u", zu, a), ("r", zr, a), ("c", zc, r * a)):
                total["dW" + g] += np.outer(z, np.concatenate([top, x]))
                total["db" + g] += z[:, np.newaxis]
        return {"da_prev": da_prev, "dxt": dxt, **total}
        """,
    ),
    right(
        "gates-computed-anew",
        """
        _, a_prev, _, _, _, xt, p = cache
        stack = np.concatenate([a_prev, xt])
        zu, zr = (p["W" + g] @ stack + p["b" + g] for g in "ur")
        u, r = sigmoid(zu), sigmoid(zr)
        low_stack = np.concatenate([r * a_prev, xt])
        c = np.tanh(p["Wc"] @ low_stack + p["bc"])
        du = da_next * (c - a_prev) * sigmoid(zu) * sigmoid(-zu)
        dc = da_next * u * (1 - c**2)
        dv, dx = np.split(p["Wc"].T @ dc, [len(a_prev)])
        dr = dv * a_prev * sigmoid(zr) * sigmoid(-zr)
        da, dx2 = np.split(p["Wu"].T @ du + p["Wr"].T @ dr, [len(a_prev)])
        result = {"dWu": du @ stack.T, "dWr": dr @ stack.T, "dWc": dc @ low_stack.T}
        result |= {"db" + g: d.sum(axis=1, keepdims=True) for g, d in zip("urc", (du, dr, dc))}
        return result | {"dxt": dx + dx2, "da_prev": da + dv * r + da_next * (1 - u)}
        """,
    ),
    right(
        "in-place-on-own-arrays",
        "\n"
        + HEAD
        + """
        n_a = len(a_prev)
        zu = cct - a_prev
        zu *= da_next
        zu *= ut
        zu *= 1 - ut
        zc = 1 - cct * cct
        zc *= ut
        zc *= da_next
        back = parameters["Wc"].T @ zc
        zr = back[:n_a].copy()
        back[:n_a] *= rt
        zr *= a_prev
        zr *= rt
        zr *= 1 - rt
        back += parameters["Wu"].T @ zu
        back += parameters["Wr"].T @ zr
        back[:n_a] += da_next
        back[:n_a] -= da_next * ut
        v = np.concatenate([rt * a_prev, xt])
        s = np.concatenate([a_prev, xt])
        out = {"da_prev": back[:n_a], "dxt": back[n_a:], "cell": "gru"}
        for g, z, stack in (("u", zu, s), ("r", zr, s), ("c", zc, v)):
            out["dW" + g], out["db" + g] = z @ stack.T, np.add.reduce(z, 1, keepdims=True)
        return out
        """,
    ),
    right(
        "by-jacobians-of-each-example",
        "\n"
        + HEAD
        + """
        n_a, m = a_prev.shape
        Wu, Wr, Wc = (parameters["W" + g] for g in "urc")
        dc, du = (ut * (1 - cct**2)), (cct - a_prev) * ut * (1 - ut)
        dr = a_prev * rt * (1 - rt)
        da_prev, dxt = np.zeros((n_a, m)), np.zeros(xt.shape)
        zu, zc, zr = du * da_next, dc * da_next, np.zeros((n_a, m))
        for i in range(m):
            through_v = np.diag(dc[:, i]) @ Wc[:, :n_a]
            J = np.diag(1 - ut[:, i]) + np.diag(du[:, i]) @ Wu[:, :n_a]
            J = J + through_v @ (np.diag(rt[:, i]) + np.diag(dr[:, i]) @ Wr[:, :n_a])
            Jx = np.diag(du[:, i]) @ Wu[:, n_a:] + np.diag(dc[:, i]) @ Wc[:, n_a:]
            Jx = Jx + through_v @ np.diag(dr[:, i]) @ Wr[:, n_a:]
            da_prev[:, i], dxt[:, i] = J.T @ da_next[:, i], Jx.T @ da_next[:, i]
            zr[:, i] = (through_v @ np.diag(dr[:, i])).T @ da_next[:, i]
        s, v = np.vstack([a_prev, xt]), np.vstack([rt * a_prev, xt])
        return {
            "da_prev": da_prev, "dxt": dxt, "dWu": zu @ s.T, "dWr": zr @ s.T, "dWc": zc @ v.T,
            "dbu": zu.sum(axis=1, keepdims=True), "dbr": zr.sum(axis=1, keepdims=True),
            "dbc": zc.sum(axis=1, keepdims=True),
        }
        """,
    ),
]

CUT = "if (t + 1) % window == 0:"
DROP = "            da_next = np.zeros(da.shape[:2])\n        gradients"
STEP = "gradients = rnn_cell_backward(da[:, :, t] + da_next, steps[t])"
TRETURN = 'return {"dx": dx, "da0": da_next, **total}'
EDGE = "Write the steps of each window down, from step 0 on. Between which two lies the edge?"
ADD = "What happens to the gradients of weights that all steps share?"

TRUNCATED = [
    wrong(
        "nothing-cut",
        "A window is only a hint.",
        "Does your result depend on window?",
        (CUT, "if False:"),
    ),
    wrong(
        "everything-cut",
        "Each step is a window of its own.",
        "How many steps may a gradient go back within a window of 3?",
        (CUT, "if True:"),
    ),
    wrong(
        "edge-a-step-early",
        "The gradient is dropped before step t where window divides t.",
        EDGE,
        (CUT, "if t % window == 0:"),
    ),
    wrong(
        "edge-two-steps-early",
        "Arrays count from 0, so one is taken away.",
        EDGE,
        (CUT, "if (t - 1) % window == 0:"),
    ),
    wrong(
        "windows-counted-from-the-end",
        "The first window is the one that is met first on the way back.",
        "Where does the text begin to count the windows: at step 0, or at the last step?",
        (CUT, "if (x.shape[2] - 1 - t) % window == 0:"),
    ),
    wrong(
        "window-one-too-long",
        "A window of w has w + 1 steps.",
        EDGE,
        (CUT, "if (t + 1) % (window + 1) == 0:"),
    ),
    wrong(
        "window-one-too-short",
        "A window of w has w - 1 links.",
        "A window of 2 has two steps. How often does a gradient go from one to another in it?",
        (CUT, "if (t + 1) % max(window - 1, 1) == 0:"),
    ),
    wrong(
        "cut-once",
        "There are two windows.",
        "How many windows do five steps of two make?",
        (CUT, "if t + 1 == window:"),
    ),
    wrong(
        "gradient-of-the-last-window-only",
        "Truncated means that only the last steps learn.",
        "Do the steps of earlier windows have a da of their own?",
        (CUT, "if t < x.shape[2] - window:\n            continue\n        " + CUT),
    ),
    wrong(
        "cut-after-so-many-steps-for-each-step",
        "Each gradient goes back as many steps as a window has, wherever it starts.",
        "Do windows move along with the step, or are they fixed? Where do they begin?",
        """
        steps, x = caches
        dx, da0, total = np.zeros(x.shape), np.zeros(da.shape[:2]), {}
        for end in range(x.shape[2]):
            carried = da[:, :, end]
            for t in range(end, max(end - window, -1), -1):
                gradients = rnn_cell_backward(carried, steps[t])
                carried = gradients["da_prev"]
                dx[:, :, t] += gradients["dxt"]
                for key in ("dWax", "dWaa", "dba"):
                    total[key] = total.get(key, 0) + gradients[key]
            if end < window:
                da0 = da0 + carried
        return {"dx": dx, "da0": da0, **total}
        """,
    ),
    wrong(
        "own-gradient-dropped-too",
        "At an edge nothing is sent back.",
        "What reaches the last step of a window: its own da, or nothing?",
        (
            "            da_next = np.zeros(da.shape[:2])\n        gradients = "
            "rnn_cell_backward(da[:, :, t] + da_next, steps[t])",
            "            da_next = -da[:, :, t]\n        gradients = "
            "rnn_cell_backward(da[:, :, t] + da_next, steps[t])",
        ),
    ),
    wrong(
        "own-gradient-left-out",
        "The carried gradient takes the place of da.",
        "Which two gradients meet at a step?",
        ("da[:, :, t] + da_next", "(da_next if t < x.shape[2] - 1 else da[:, :, t])"),
    ),
    wrong(
        "first-state-always-without-gradient",
        "An edge lies before step 0.",
        "What does the first window hand back, and to whom?",
        (TRETURN, 'return {"dx": dx, "da0": np.zeros(da_next.shape), **total}'),
    ),
    wrong(
        "first-state-gets-every-window",
        "What is cut off belongs to the first state.",
        "Which steps hand something back to a0 when the edges let nothing through?",
        ("    total = {}\n", "    total, lost = {}, 0\n"),
        (CUT, CUT + "\n            lost = lost + da_next"),
        (TRETURN, 'return {"dx": dx, "da0": da_next + lost, **total}'),
    ),
    wrong(
        "weights-of-the-first-window-only",
        "Each window has gradients of its own, and the last one met counts.",
        ADD,
        (CUT, CUT + "\n            total = {}"),
    ),
    wrong(
        "weights-overwritten",
        "The gradients of the last step met are the gradients.",
        ADD,
        ("total.get(key, 0) + gradients[key]", "gradients[key]"),
    ),
    wrong(
        "weights-averaged-over-the-windows",
        "Windows are like examples: take their mean.",
        ADD,
        (
            TRETURN,
            "windows = -(-x.shape[2] // window)\n    total = {key: value / windows for key, value "
            "in total.items()}\n    " + TRETURN,
        ),
    ),
    wrong(
        "weights-averaged-over-the-steps",
        "A gradient over steps is a mean.",
        ADD,
        (
            TRETURN,
            "total = {key: value / x.shape[2] for key, value in total.items()}\n    " + TRETURN,
        ),
    ),
    wrong(
        "state-cut-as-well",
        "At an edge the network begins anew, from a state of zeros.",
        "What goes on across an edge, and what stops there?",
        (
            STEP,
            "cache = steps[t]\n"
            "        if t and t % window == 0:\n"
            "            cache = (cache[0], 0 * cache[1], *cache[2:])\n"
            "        gradients = rnn_cell_backward(da[:, :, t] + da_next, cache)",
        ),
    ),
    wrong(
        "gradient-halved-at-the-edge",
        "A cut makes the gradient smaller.",
        "What does Equation 18 put in the place of what comes back?",
        (DROP, "            da_next = da_next / 2\n        gradients"),
    ),
    wrong(
        "not-carried-within-the-window",
        "Each step knows its own gradient only.",
        "What does step t of a window get from step t + 1 of the same window?",
        ('da_next = gradients["da_prev"]', "pass"),
    ),
    wrong(
        "carried-twice",
        "The gradient that is handed back adds up on the way.",
        "Does da_prev already hold what came from the steps behind it?",
        ('da_next = gradients["da_prev"]', 'da_next = da_next + gradients["da_prev"]'),
    ),
    wrong(
        "from-the-first-step-on",
        "The order of the steps does not matter.",
        "Which step must be done first, so that the others can have what it hands back?",
        ("reversed(range(x.shape[2]))", "range(x.shape[2])"),
    ),
    wrong(
        "remainder-forgotten",
        "The windows fill the sequence.",
        "How many steps has the last window if window does not divide T_x?",
        (
            "for t in reversed(range(x.shape[2])):",
            "for t in reversed(range(max(x.shape[2] // window, 1) * min(window, x.shape[2]))):",
        ),
    ),
    wrong(
        "inputs-of-whole-numbers",
        "zeros_like makes an array for any result.",
        "Which dtype has zeros_like of integer input, and what happens to a fraction in it?",
        ("dx = np.zeros(x.shape)", "dx = np.zeros_like(x)"),
    ),
    wrong(
        "gradient-changed-in-place",
        "da[:, :, t] += ... makes a new array.",
        OWN_COPY,
        (
            STEP,
            "da[:, :, t] += da_next\n        gradients = rnn_cell_backward(da[:, :, t], steps[t])",
        ),
    ),
    wrong(
        "key-da-prev",
        "The gradient of the first state is called da_prev.",
        "Which keys does the docstring name?",
        ('"da0": da_next', '"da_prev": da_next'),
    ),
    wrong(
        "single-precision",
        "Single precision is enough.",
        FLOAT32,
        ("dx = np.zeros(x.shape)", "dx = np.zeros(x.shape, np.float32)"),
    ),
]

TRUNCATED_RIGHT = [
    right(
        "window-by-window",
        """
        steps, x = caches
        parts, handed_back = {}, None
        dx = np.zeros(x.shape)
        for start in range(0, x.shape[2], window):
            carried = np.zeros(da.shape[:2])
            for t in range(min(start + window, x.shape[2]) - 1, start - 1, -1):
                back = rnn_cell_backward(da[:, :, t] + carried, steps[t])
                dx[:, :, t], carried = back["dxt"], back["da_prev"]
                for key in ("dWax", "dWaa", "dba"):
                    parts.setdefault(key, []).append(back[key])
            handed_back = carried if start == 0 else handed_back
        return {"da0": handed_back, "dx": dx, **{key: sum(parts[key]) for key in parts}}
        """,
    ),
    right(
        "cut-when-handed-back",
        """
        steps, x = caches
        T_x = x.shape[2]
        carried, found = 0, []
        for t in range(T_x - 1, -1, -1):
            found.append(rnn_cell_backward(da[..., t] + carried, steps[t]))
            carried = found[-1]["da_prev"] if t % window else 0
        found = found[::-1]
        result = {key: np.sum([f[key] for f in found], axis=0) for key in ("dWax", "dWaa", "dba")}
        result["dx"] = np.stack([f["dxt"] for f in found], axis=2)
        result["da0"] = found[0]["da_prev"]
        return result
        """,
    ),
    right(
        "products-after-the-loop",
        """
        steps, x = caches
        p = steps[0][3]
        dz, back = np.zeros(da.shape), np.zeros(da.shape[:2])
        for t in reversed(range(x.shape[2])):
            dz[:, :, t] = (da[:, :, t] + back) * (1 - steps[t][0] ** 2)
            back = p["Waa"].T @ dz[:, :, t]
            if t > 0 and t % window == 0:
                back = 0 * back
        before = np.stack([step[1] for step in steps], axis=2)
        return {
            "dx": np.einsum("ax,amt->xmt", p["Wax"], dz),
            "da0": back,
            "dWax": np.einsum("amt,xmt->ax", dz, x),
            "dWaa": np.einsum("amt,bmt->ab", dz, before),
            "dba": dz.sum(axis=(1, 2))[:, np.newaxis],
        }
        """,
    ),
    right(
        "a-factor-of-0-or-1",
        """
        steps, x = caches
        T_x = x.shape[2]
        passes = [(t + 1) % window != 0 for t in range(T_x)]
        dx, carried = np.zeros(x.shape), np.zeros(da.shape[:2])
        dWax, dWaa, dba = (np.zeros(steps[0][3][k].shape) for k in ("Wax", "Waa", "ba"))
        for t in range(T_x)[::-1]:
            step = rnn_cell_backward(da[:, :, t] + passes[t] * carried, steps[t])
            dx[:, :, t] = step["dxt"]
            carried = step["da_prev"]
            dWax += step["dWax"]
            dWaa += step["dWaa"]
            dba += step["dba"]
        return dict(dx=dx, da0=carried, dWax=dWax, dWaa=dWaa, dba=dba)
        """,
    ),
    right(
        "by-recursion",
        """
        steps, x = caches

        def back(t):
            if t == len(steps):
                return np.zeros(da.shape[:2]), []
            carried, found = back(t + 1)
            if (t + 1) // window > t // window:
                carried = np.zeros(da.shape[:2])
            step = rnn_cell_backward(da[:, :, t] + carried, steps[t])
            return step["da_prev"], [step, *found]

        da0, found = back(0)
        result = {"dx": np.dstack([step["dxt"] for step in found]), "da0": da0}
        for key in ("dWax", "dWaa", "dba"):
            result[key] = sum(step[key] for step in found)
        return result
        """,
    ),
    right(
        "splits-the-arrays",
        """
        steps, x = caches
        edges = list(range(0, len(steps), window)) + [len(steps)]
        total = {"dWax": 0, "dWaa": 0, "dba": 0}
        inputs, first = [], None
        for low, high in zip(edges[:-1], edges[1:]):
            carried, pieces = np.zeros(da.shape[:2]), []
            for own, cache in list(zip(np.moveaxis(da, 2, 0), steps))[low:high][::-1]:
                step = rnn_cell_backward(own + carried, cache)
                carried = step["da_prev"]
                pieces.insert(0, step["dxt"])
                total = {key: total[key] + step[key] for key in total}
            inputs += pieces
            first = carried if first is None else first
        return {**total, "dx": np.stack(inputs, axis=-1), "da0": first}
        """,
    ),
    right(
        "mirrored-time",
        """
        steps, x = caches
        T_x = x.shape[2]
        dx, carried, sums = np.zeros(x.shape), np.zeros(da.shape[:2]), None
        for k, (own, cache) in enumerate(zip(np.moveaxis(da[:, :, ::-1], 2, 0), steps[::-1])):
            t = T_x - 1 - k
            incoming = np.where((t + 1) % window, carried, 0.0)
            step = rnn_cell_backward(np.add(own, incoming), cache)
            carried, dx[:, :, t] = step.pop("da_prev"), step.pop("dxt")
            sums = step if sums is None else {key: sums[key] + step[key] for key in step}
        return {"dx": dx, "da0": carried, **sums}
        """,
    ),
    right(
        "one-gradient-after-another",
        """
        steps, x = caches
        dx, da0 = np.zeros(x.shape), np.zeros(da.shape[:2])
        total = {key: 0.0 for key in ("dWax", "dWaa", "dba")}
        for end in range(x.shape[2]):
            start = end - end % window
            carried = da[:, :, end]
            for t in range(end, start - 1, -1):
                step = rnn_cell_backward(carried, steps[t])
                carried = step["da_prev"]
                dx[:, :, t] += step["dxt"]
                total = {key: total[key] + step[key] for key in total}
            da0 += carried * (start == 0)
        return {"dx": dx, "da0": da0, **total}
        """,
    ),
]

KEEP = "a_next = np.where(mask[:, t] == 1, proposed, a_next)"
PREDICT = 'predictions.append(softmax(parameters["Wya"] @ a_next + parameters["by"]))'
MCELL = "proposed, _, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)"
MRETURN = "return np.stack(states, axis=2), np.stack(predictions, axis=2), (caches, x)"
WAITS = "What state has an example that waits: 0, the proposed one, or the one it had?"
ZERO = "A zero is an input too. What does the cell make of it, with its bias and the old state?"

MASKED = [
    wrong(
        "sigmoid-for-the-prediction",
        "Each class has a probability of its own.",
        "Which function makes a column of scores sum to one?",
        (PREDICT, PREDICT.replace("softmax(", "sigmoid(")),
    ),
    wrong(
        "mask-left-out",
        "Padding does no harm.",
        "Does your result depend on the mask?",
        (KEEP, "a_next = proposed"),
    ),
    wrong(
        "input-masked-in-place-of-the-state",
        "Zeros are no input.",
        ZERO,
        (
            MCELL,
            "proposed, _, cache = rnn_cell_forward(x[:, :, t] * mask[:, t], a_next, parameters)",
        ),
        (KEEP, "a_next = proposed"),
    ),
    wrong(
        "input-masked-too",
        "The cell must not see the padding.",
        "Is what the cell returned in the cache what it got from x[:, :, t]?",
        (
            MCELL,
            "proposed, _, cache = rnn_cell_forward(x[:, :, t] * mask[:, t], a_next, parameters)",
        ),
    ),
    wrong(
        "state-of-zeros-for-those-who-wait",
        "An example that waits has no state.",
        WAITS,
        (KEEP, "a_next = mask[:, t] * proposed"),
    ),
    wrong(
        "first-state-for-those-who-wait",
        "An example that waits begins anew.",
        WAITS,
        (KEEP, "a_next = np.where(mask[:, t] == 1, proposed, a0)"),
    ),
    wrong(
        "mask-the-other-way-round",
        "The mask is 1 where there is padding.",
        "What does a 1 in the mask say?",
        (KEEP, "a_next = np.where(mask[:, t] == 1, a_next, proposed)"),
    ),
    wrong(
        "mask-of-the-step-before",
        "A sequence ends one step after its last.",
        "Which column of the mask belongs to step t?",
        (KEEP, "a_next = np.where(mask[:, max(t - 1, 0)] == 1, proposed, a_next)"),
    ),
    wrong(
        "mask-of-the-next-step",
        "A sequence ends one step before its last.",
        "Which column of the mask belongs to step t?",
        (KEEP, "a_next = np.where(mask[:, min(t + 1, x.shape[2] - 1)] == 1, proposed, a_next)"),
    ),
    wrong(
        "mask-indexed-by-example",
        "mask[t] is the mask of step t.",
        "Which axis of the mask counts the steps?",
        ("mask[:, t]", "mask[t % len(mask)][: x.shape[1]].mean()"),
    ),
    wrong(
        "mask-of-the-first-example",
        "All sequences are equally long.",
        "How many numbers has the mask at step t?",
        ("mask[:, t]", "mask[0, t]"),
    ),
    wrong(
        "all-wait-for-one",
        "The batch stops where the first sequence ends.",
        "May one example go on while another waits?",
        ("mask[:, t]", "mask[:, t].min()"),
    ),
    wrong(
        "all-go-on-with-one",
        "The batch goes on while any sequence does.",
        "May one example go on while another waits?",
        ("mask[:, t]", "mask[:, t].max()"),
    ),
    wrong(
        "once-waiting-always-waiting",
        "A mask marks the end of a sequence.",
        "What does an example do whose mask is 0 and then 1 again?",
        ("mask[:, t]", "mask[:, : t + 1].min(axis=1)"),
    ),
    wrong(
        "lengths-in-place-of-the-mask",
        "The sum of a mask says how long a sequence is.",
        "What does an example do whose mask is 0 and then 1 again?",
        ("mask[:, t] == 1", "mask.sum(axis=1) > t"),
    ),
    wrong(
        "proposed-state-handed-on",
        "The mask is for what is returned.",
        "Which state does the next step start from: the proposed one, or the one that was kept?",
        (
            KEEP,
            "state, a_next = np.where(mask[:, t] == 1, proposed, a_next), proposed",
        ),
        ("states.append(a_next)", "states.append(state)"),
        ("@ a_next + ", "@ state + "),
    ),
    wrong(
        "proposed-state-returned",
        "What the cell returned is the state.",
        "Which state belongs into a where the mask is 0?",
        ("states.append(a_next)", "states.append(proposed)"),
    ),
    wrong(
        "masked-after-the-loop",
        "The states are multiplied by the mask at the end.",
        WAITS,
        (KEEP, "a_next = proposed"),
        (
            MRETURN,
            "return (\n        np.stack(states, axis=2) * mask,\n        np.stack(predictions, "
            "axis=2),\n        (caches, x),\n    )",
        ),
    ),
    wrong(
        "states-returned-as-zeros",
        "What is returned of those who wait is 0.",
        "Whoever waits keeps its state. What does a hold at the last step of a short sequence?",
        ("states.append(a_next)", "states.append(a_next * mask[:, t])"),
    ),
    wrong(
        "prediction-of-the-proposed-state",
        "The cell's own prediction is the prediction.",
        "From which state does the cell predict, and from which should an example that waits?",
        (MCELL, MCELL.replace("_, cache", "yt_pred, cache")),
        (PREDICT, "predictions.append(yt_pred)"),
    ),
    wrong(
        "prediction-of-zeros-for-those-who-wait",
        "An example that waits predicts nothing.",
        "Do the columns of y_pred add up to one where the mask is 0?",
        (PREDICT, PREDICT[:-1] + " * mask[:, t])"),
    ),
    wrong(
        "prediction-undecided-for-those-who-wait",
        "An example that waits predicts from a state of zeros.",
        "From which state does an example that waits predict?",
        ("@ a_next + ", "@ (a_next * mask[:, t]) + "),
    ),
    wrong(
        "softmax-missing",
        "Scores are predictions.",
        "Do the columns of y_pred add up to one?",
        ("softmax(", "("),
    ),
    wrong(
        "output-bias-missing",
        "The output needs no bias.",
        "Which two terms does softmax act on in Equation 22?",
        (' + parameters["by"]', ""),
    ),
    wrong(
        "kept-state-in-the-cache",
        "The cache holds the state that was kept.",
        "Which state did rnn_cell_forward put into its cache?",
        ("caches.append(cache)", "caches.append((a_next, *cache[1:]))"),
    ),
    wrong(
        "no-cache-for-those-who-wait",
        "A step in which somebody waits leaves no cache.",
        "How many caches does the docstring name?",
        ("caches.append(cache)", "caches += [cache] if mask[:, t].all() else []"),
    ),
    wrong(
        "caches-without-the-input",
        "The caches are a list.",
        "Which two things does the docstring put into caches?",
        ("(caches, x)", "caches"),
    ),
    wrong(
        "starts-from-zero",
        "The first state is always 0.",
        "What is a0 for?",
        (
            "a_next, states, predictions, caches = a0,",
            "a_next, states, predictions, caches = 0 * a0,",
        ),
    ),
    wrong(
        "stops-at-the-shortest",
        "The loop goes on as long as all have input.",
        "How many steps does the docstring promise?",
        ("range(x.shape[2])", "range(max(1, int(mask.sum(axis=1).min())))"),
    ),
    wrong(
        "input-changed-in-place",
        "x *= mask makes a new array.",
        OWN_COPY,
        ("a_next, states,", "x *= mask.astype(x.dtype)\n    a_next, states,"),
    ),
    wrong(
        "first-state-changed-in-place",
        "a_next[...] = only renames.",
        OWN_COPY,
        (KEEP, "a_next[:] = np.where(mask[:, t] == 1, proposed, a_next)"),
        ("states.append(a_next)", "states.append(a_next.copy())"),
    ),
    wrong(
        "one-array-for-all-steps",
        "A list keeps what an array held when it was put in.",
        "How many different arrays are in your list of states?",
        ("a_next, states,", "buffer = a0.copy()\n    a_next, states,"),
        (KEEP, "buffer[:] = np.where(mask[:, t] == 1, proposed, a_next)\n        a_next = buffer"),
    ),
    wrong(
        "single-precision",
        "Single precision is enough.",
        FLOAT32,
        (KEEP, "a_next = np.where(mask[:, t] == 1, proposed, a_next).astype(np.float32)"),
    ),
]

MASKED_RIGHT = [
    right(
        "as-a-sum",
        """
        n_a, m = a0.shape
        T_x = x.shape[2]
        a, y_pred = np.zeros((n_a, m, T_x)), np.zeros((len(parameters["by"]), m, T_x))
        state, caches = a0, []
        for t in range(T_x):
            new, _, cache = rnn_cell_forward(x[:, :, t], state, parameters)
            state = mask[:, t] * new + (1 - mask[:, t]) * state
            a[:, :, t] = state
            y_pred[:, :, t] = softmax(parameters["Wya"] @ state + parameters["by"])
            caches.append(cache)
        return a, y_pred, (caches, x)
        """,
    ),
    right(
        "as-a-step-towards-the-proposal",
        """
        states, caches = [a0], []
        for xt, goes in zip(np.moveaxis(x, 2, 0), mask.T):
            new, _, cache = rnn_cell_forward(xt, states[-1], parameters)
            states.append(states[-1] + goes * (new - states[-1]))
            caches.append(cache)
        a = np.stack(states[1:], axis=2)
        scores = np.einsum("ya,amt->ymt", parameters["Wya"], a) + parameters["by"][:, :, None]
        e = np.exp(scores - scores.max(axis=0))
        return a, e / e.sum(axis=0), [caches, x]
        """,
    ),
    right(
        "copies-the-columns-that-go-on",
        """
        state, out = a0.copy(), []
        for t in range(x.shape[2]):
            proposed, _, cache = rnn_cell_forward(x[:, :, t], state, parameters)
            state = state.copy()
            goes = mask[:, t] > 0.5
            state[:, goes] = proposed[:, goes]
            y = softmax(parameters["Wya"].dot(state) + parameters["by"])
            out.append((state, y, cache))
        a, y_pred, caches = zip(*out)
        return np.stack(a, axis=-1), np.stack(y_pred, axis=-1), (list(caches), x)
        """,
    ),
    right(
        "old-prediction-kept-too",
        """
        state = a0
        yt = softmax(parameters["Wya"] @ a0 + parameters["by"])
        a, y_pred, caches = [], [], []
        for t in range(x.shape[2]):
            new, new_y, cache = rnn_cell_forward(x[:, :, t], state, parameters)
            keep = mask[:, t] == 0
            state, yt = np.where(keep, state, new), np.where(keep, yt, new_y)
            a += [state]
            y_pred += [yt]
            caches += [cache]
        return np.dstack(a), np.dstack(y_pred), (caches, x)
        """,
    ),
    right(
        "mask-as-a-row",
        """
        moves = mask.reshape(1, *mask.shape)
        a = np.concatenate([a0[:, :, None], np.zeros((*a0.shape, x.shape[2]))], axis=2)
        y_pred, caches = [], []
        for t in range(x.shape[2]):
            step = rnn_cell_forward(x[:, :, t], a[:, :, t].copy(), parameters)
            a[:, :, t + 1] = step[0] * moves[:, :, t] + a[:, :, t] * (1 - moves[:, :, t])
            y_pred.append(softmax(parameters["by"] + parameters["Wya"] @ a[:, :, t + 1]))
            caches.append(step[2])
        return a[:, :, 1:], np.stack(y_pred, 2), (caches, x)
        """,
    ),
    right(
        "by-recursion",
        """
        def go(t, state):
            if t == x.shape[2]:
                return []
            new, _, cache = rnn_cell_forward(x[:, :, t], state, parameters)
            state = np.choose(mask[:, t].astype(int), [state, new])
            y = softmax(parameters["Wya"] @ state + parameters["by"])
            return [(state, y, cache), *go(t + 1, state)]

        steps = go(0, a0)
        a = np.stack([step[0] for step in steps], axis=2)
        y_pred = np.stack([step[1] for step in steps], axis=2)
        return a, y_pred, ([step[2] for step in steps], x)
        """,
    ),
    right(
        "example-by-example",
        """
        T_x = x.shape[2]
        a = np.zeros((*a0.shape, T_x))
        state, caches = a0, []
        for t in range(T_x):
            new, _, cache = rnn_cell_forward(x[:, :, t], state, parameters)
            columns = [new[:, i] if mask[i, t] else state[:, i] for i in range(len(mask))]
            state = np.stack(columns, axis=1)
            a[:, :, t] = state
            caches.append(cache)
        y_pred = np.stack(
            [softmax(parameters["Wya"] @ a[:, :, t] + parameters["by"]) for t in range(T_x)], axis=2
        )
        return a, y_pred, (caches, x)
        """,
    ),
    right(
        "cell-written-on-the-spot",
        """
        Wax, Waa, ba = (parameters[name] for name in ("Wax", "Waa", "ba"))
        states, predictions, caches, before = [], [], [], a0
        for t in range(x.shape[2]):
            new = np.tanh(Waa @ before + Wax @ x[:, :, t] + ba)
            caches.append((new, before, x[:, :, t], parameters))
            before = new * mask[:, t] + before * (mask[:, t] == 0)
            states.append(before)
            predictions.append(softmax(parameters["Wya"] @ before + parameters["by"]))
        return np.stack(states, axis=2), np.stack(predictions, axis=2), (caches, x)
        """,
    ),
]

QR = "columns, _ = np.linalg.qr(random.standard_normal((n, n)))"
SQUARE = "What is the product of one column with itself, and with another column?"
SOURCE = "Where do your random numbers come from: from the argument, or from elsewhere?"
NORMAL = "From which distribution are the columns that you begin with? Is some direction preferred?"
BOTH = "np.linalg.qr returns two matrices. Which of them is orthogonal?"

ORTHOGONAL = [
    wrong(
        "the-identity",
        "The identity is orthogonal.",
        "Is it drawn anew in each call?",
        (QR, "columns = np.eye(n)"),
    ),
    wrong(
        "random-columns-as-they-come",
        "Random columns are at right angles.",
        SQUARE,
        (QR, "columns = random.standard_normal((n, n))"),
    ),
    wrong(
        "columns-of-length-one-without-right-angles",
        "Length one is all that is needed.",
        SQUARE,
        (
            QR,
            "columns = random.standard_normal((n, n))\n"
            "    columns /= np.linalg.norm(columns, axis=0)",
        ),
    ),
    wrong(
        "rows-of-length-one-without-right-angles",
        "Length one is all that is needed.",
        SQUARE,
        (
            QR,
            "columns = random.standard_normal((n, n))\n"
            "    columns /= np.linalg.norm(columns, axis=1, keepdims=True)",
        ),
    ),
    wrong(
        "scaled-by-the-root-of-n",
        "A variance of 1 / n makes a matrix orthogonal.",
        SQUARE,
        (QR, "columns = random.standard_normal((n, n)) / np.sqrt(n)"),
    ),
    wrong(
        "scaled-by-the-largest-singular-value",
        "A matrix that stretches nothing beyond 1 is orthogonal.",
        "Equation 3 asks that nothing shrinks either. What are your other singular values?",
        (
            QR,
            "columns = random.standard_normal((n, n))\n    columns /= np.linalg.norm(columns, 2)",
        ),
    ),
    wrong(
        "scaled-by-the-spectral-radius",
        "Eigenvalues of size 1 make a matrix orthogonal.",
        "Equation 3 speaks of lengths. Does your matrix keep the length of every vector?",
        (
            QR,
            "columns = random.standard_normal((n, n))\n"
            "    columns /= np.abs(np.linalg.eigvals(columns)).max()",
        ),
    ),
    wrong(
        "the-triangular-matrix", "The second matrix is the one.", BOTH, ("columns, _", "_, columns")
    ),
    wrong(
        "both-matrices-returned",
        "np.linalg.qr returns the orthogonal matrix.",
        BOTH,
        (QR, "columns = np.linalg.qr(random.standard_normal((n, n)))"),
    ),
    wrong(
        "multiplied-back",
        "The product of both is the orthogonal matrix.",
        BOTH,
        ("return columns", "return columns @ _"),
    ),
    wrong(
        "twice-as-long",
        "A scale does no harm.",
        SQUARE,
        ("return columns", "return 2 * columns"),
    ),
    wrong(
        "symmetric-in-place-of-orthogonal",
        "A symmetric matrix is orthogonal.",
        SQUARE,
        (
            QR,
            "columns = random.standard_normal((n, n))\n    columns = (columns + columns.T) / 2",
        ),
    ),
    wrong(
        "first-column-left-out",
        "Gram-Schmidt starts at the second column.",
        SQUARE,
        """
        columns = random.standard_normal((n, n))
        for j in range(1, n):
            for k in range(j):
                unit = columns[:, k] / np.linalg.norm(columns[:, k])
                columns[:, j] -= unit * (unit @ columns[:, j])
            columns[:, j] /= np.linalg.norm(columns[:, j])
        return columns
        """,
    ),
    wrong(
        "gram-schmidt-against-the-column-before-only",
        "Each column must be at a right angle to the one before.",
        "With three columns: is the third at a right angle to the first, too?",
        """
        columns = random.standard_normal((n, n))
        for j in range(n):
            if j:
                before = columns[:, j - 1]
                columns[:, j] -= before * (before @ columns[:, j])
            columns[:, j] /= np.linalg.norm(columns[:, j])
        return columns
        """,
    ),
    wrong(
        "gram-schmidt-without-lengths",
        "Right angles are all that is needed.",
        SQUARE,
        """
        columns = random.standard_normal((n, n))
        for j in range(n):
            for k in range(j):
                other = columns[:, k]
                columns[:, j] -= other * (other @ columns[:, j]) / (other @ other)
        return columns
        """,
    ),
    wrong(
        "gram-schmidt-with-columns-not-yet-of-length-one",
        "The product with a column says how much of it to take away.",
        "The product says how much of a column of length one. How long is yours at that moment?",
        """
        columns = random.standard_normal((n, n))
        for j in range(n):
            for k in range(j):
                columns[:, j] -= columns[:, k] * (columns[:, k] @ columns[:, j])
        return columns / np.linalg.norm(columns, axis=0)
        """,
    ),
    wrong(
        "one-column-repeated",
        "All columns may be the same.",
        SQUARE,
        (
            QR,
            "column = random.standard_normal(n)\n"
            "    columns = np.tile(column / np.linalg.norm(column), (n, 1)).T",
        ),
    ),
    wrong(
        "the-global-generator",
        "np.random is the generator.",
        SOURCE,
        ("random.standard_normal", "np.random.standard_normal"),
    ),
    wrong(
        "a-generator-of-its-own",
        "Any generator will do.",
        SOURCE,
        ("random.standard_normal", "np.random.default_rng().standard_normal"),
    ),
    wrong(
        "a-fixed-seed",
        "A seed makes a run repeatable.",
        SOURCE,
        ("random.standard_normal", "np.random.default_rng(0).standard_normal"),
    ),
    wrong(
        "kept-from-the-first-call",
        "One matrix of a size is enough.",
        "Should two calls with the same generator give the same matrix?",
        """
        _kept = {}

        def orthogonal(n, random):
            if n not in _kept:
                _kept[n] = np.linalg.qr(random.standard_normal((n, n)))[0]
            return _kept[n].copy()
        """,
    ),
    wrong(
        "permuted-identity",
        "A permutation is a random orthogonal matrix.",
        NORMAL,
        (QR, "columns = np.eye(n)[random.permutation(n)]"),
    ),
    wrong(
        "signs-on-the-diagonal",
        "Random signs are random enough.",
        NORMAL,
        (QR, "columns = np.diag(random.choice([-1.0, 1.0], n))"),
    ),
    wrong(
        "columns-of-positive-numbers",
        "Numbers from 0 to 1 are random numbers.",
        NORMAL,
        ("random.standard_normal((n, n))", "random.random((n, n))"),
    ),
    wrong(
        "near-the-identity",
        "A small disturbance of the identity is random.",
        NORMAL,
        ("random.standard_normal((n, n))", "np.eye(n) + 0.2 * random.standard_normal((n, n))"),
    ),
    wrong(
        "one-plane-turned",
        "A turn by a random angle is a random orthogonal matrix.",
        "In how many planes can n directions turn?",
        """
        columns, angle = np.eye(n), random.uniform(0, 2 * np.pi)
        if n > 1:
            columns[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
        return columns
        """,
    ),
    wrong(
        "one-row-short",
        "The last column follows from the others.",
        "What shape does the docstring promise?",
        ("(n, n)", "(n, max(n - 1, 1))"),
    ),
    wrong(
        "single-precision",
        "Single precision is enough.",
        FLOAT32,
        ("return columns", "return columns.astype(np.float32)"),
    ),
    wrong(
        "rounded",
        "Three decimals are enough.",
        "Is a number rounded or cut short on the way?",
        ("return columns", "return np.round(columns, 3)"),
    ),
    wrong(
        "a-list-of-columns",
        "A list of columns is a matrix.",
        "Which type does the docstring name?",
        ("return columns", "return list(columns)"),
    ),
]

ORTHOGONAL_RIGHT = [
    right(
        "with-signs-set-right",
        """
        q, r = np.linalg.qr(random.standard_normal((n, n)))
        return q * np.sign(np.diag(r))
        """,
    ),
    right("transposed", ("return columns", "return columns.T")),
    right(
        "from-singular-vectors",
        """
        left, _, right = np.linalg.svd(random.standard_normal((n, n)))
        return left @ right
        """,
    ),
    right("left-singular-vectors", "return np.linalg.svd(random.normal(size=(n, n)))[0]"),
    right(
        "eigenvectors-of-a-symmetric-matrix",
        """
        square = random.standard_normal((n, n))
        _, vectors = np.linalg.eigh(square + square.T)
        return vectors * random.choice([-1.0, 1.0], n)
        """,
    ),
    right(
        "gram-schmidt-twice",
        """
        columns = random.standard_normal((n, n))
        for j in range(n):
            for _ in range(2):
                others = columns[:, :j]
                columns[:, j] -= others @ (others.T @ columns[:, j])
            columns[:, j] /= np.linalg.norm(columns[:, j])
        return columns
        """,
    ),
    right(
        "product-of-mirrors",
        """
        W = np.eye(n)
        for _ in range(n):
            v = random.standard_normal(n)
            v /= np.linalg.norm(v)
            W = W - 2 * np.outer(W @ v, v)
        return W
        """,
    ),
    right(
        "polar-by-the-root-of-the-gram-matrix",
        """
        A = random.standard_normal((n, n))
        values, vectors = np.linalg.eigh(A.T @ A)
        W = A @ (vectors / np.sqrt(values)) @ vectors.T
        return np.linalg.qr(W)[0]
        """,
    ),
    right(
        "seeded-from-the-generator",
        """
        own = np.random.default_rng(random.integers(2**62))
        return np.ascontiguousarray(np.linalg.qr(own.normal(0, 3, (n, n)))[0])
        """,
    ),
    right(
        "from-a-larger-draw",
        """
        wide = random.standard_normal((2 * n, n))
        q = np.linalg.qr(wide[:n] - wide[n:], mode="complete").Q
        return q
        """,
    ),
]

WRONG = {
    "orthogonal": ORTHOGONAL,
    "gru_cell_forward": FORWARD,
    "gru_cell_backward": BACKWARD,
    "rnn_backward_truncated": TRUNCATED,
    "rnn_forward_masked": MASKED,
}
RIGHT = {
    "orthogonal": ORTHOGONAL_RIGHT,
    "gru_cell_forward": FORWARD_RIGHT,
    "gru_cell_backward": BACKWARD_RIGHT,
    "rnn_backward_truncated": TRUNCATED_RIGHT,
    "rnn_forward_masked": MASKED_RIGHT,
}
