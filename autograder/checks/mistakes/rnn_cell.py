"""Mistakes and unusual right answers of lesson 02: one step of a recurrent network."""

from autograder.checks.mistakes.bank import right, wrong

FLOAT32 = "Which number type do your arrays have, and how many digits does it keep?"
OWN_COPY = "Which array is changed in place, and who else still needs it?"
RETURN = "return a_next, yt_pred, (a_next, a_prev, xt, parameters)"
STATE = 'np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"])'
SCORES = 'parameters["Wya"] @ a_next + parameters["by"]'

FORWARD = [
    wrong(
        "ba-missing",
        "The state needs no bias.",
        "Which three terms does tanh add up?",
        (' + parameters["ba"]', ""),
    ),
    wrong(
        "by-missing",
        "The output needs no bias.",
        "Which two terms does softmax act on?",
        (' + parameters["by"]', ""),
    ),
    wrong(
        "ba-after-tanh",
        "A bias is added to the state.",
        "Can your a_next exceed 1?",
        (' + parameters["ba"])', ') + parameters["ba"]'),
    ),
    wrong(
        "by-after-softmax",
        "A bias is added to the probabilities.",
        "Do the columns of yt_pred add up to one?",
        (' + parameters["by"])', ') + parameters["by"]'),
    ),
    wrong(
        "biases-swapped",
        "The biases are interchangeable.",
        "Which bias has as many rows as there are classes?",
        ('"ba"', '"b?"'),
        ('"by"', '"ba"'),
        ('"b?"', '"by"'),
    ),
    wrong(
        "bias-twice",
        "Each product has its own bias.",
        "How often is ba added?",
        ('parameters["ba"]', '2 * parameters["ba"]'),
    ),
    wrong(
        "ba-in-the-output",
        "Both layers share a bias.",
        "Which bias belongs to the output?",
        ('parameters["by"]', 'parameters["ba"]'),
    ),
    wrong(
        "input-missing",
        "The state follows from the state alone.",
        "Where does xt enter?",
        ('parameters["Wax"] @ xt + ', ""),
    ),
    wrong(
        "state-missing",
        "The state follows from the input alone.",
        "What does the cell remember of earlier steps?",
        (' + parameters["Waa"] @ a_prev', ""),
    ),
    wrong(
        "state-without-weights",
        "The old state is added as it is.",
        "Through which matrix does a_prev enter?",
        ('parameters["Waa"] @ a_prev', "a_prev"),
    ),
    wrong(
        "state-outside-tanh",
        "The old state is added after tanh.",
        "Can your a_next exceed 1?",
        (STATE, 'np.tanh(parameters["Wax"] @ xt + parameters["ba"]) + parameters["Waa"] @ a_prev'),
    ),
    wrong(
        "matrices-swapped",
        "Wax acts on the state.",
        "Which letters of Wax name its input and its output?",
        (
            'parameters["Wax"] @ xt + parameters["Waa"] @ a_prev',
            'parameters["Waa"] @ xt + parameters["Wax"] @ a_prev',
        ),
    ),
    wrong(
        "waa-transposed",
        "The order of the axes of a square matrix does not matter.",
        "Which axis of Waa belongs to the old state?",
        ('["Waa"] @', '["Waa"].T @'),
    ),
    wrong(
        "wax-transposed",
        "A weight matrix is transposed before use.",
        "Which axis of Wax has the length of xt?",
        ('["Wax"] @', '["Wax"].T @'),
    ),
    wrong(
        "wya-transposed",
        "A weight matrix is transposed before use.",
        "Which axis of Wya has the length of a_next?",
        ('["Wya"] @', '["Wya"].T @'),
    ),
    wrong(
        "sigmoid-state",
        "The state passes a sigmoid.",
        "Can a_next be negative? Should it be?",
        (STATE, STATE.replace("np.tanh(", "1 / (1 + np.exp(-(") + "))"),
    ),
    wrong(
        "relu-state",
        "The state passes ReLU.",
        "Can a_next be negative? Should it be?",
        ("np.tanh(", "np.maximum(0, "),
    ),
    wrong(
        "linear-state",
        "The state is a sum.",
        "What keeps a_next between -1 and 1?",
        ("np.tanh(", "("),
    ),
    wrong(
        "tanh-of-each-term",
        "tanh acts on each term.",
        "Is the sum inside the tanh or outside?",
        (
            STATE,
            'np.tanh(parameters["Wax"] @ xt) + np.tanh(parameters["Waa"] @ a_prev + '
            'parameters["ba"])',
        ),
    ),
    wrong(
        "tanh-at-output",
        "The output passes tanh, too.",
        "What does softmax act on?",
        (f"softmax({SCORES})", f"softmax(np.tanh({SCORES}))"),
    ),
    wrong(
        "softmax-missing",
        "Scores are predictions.",
        "Do the columns of yt_pred add up to one?",
        ("softmax(", "("),
    ),
    wrong(
        "sigmoid-at-output",
        "Each class has its own sigmoid.",
        "Do the columns of yt_pred add up to one?",
        (f"softmax({SCORES})", f"1 / (1 + np.exp(-({SCORES})))"),
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
        "overflowing-tanh",
        "The quotient of exponentials is safe for every z.",
        "What is exp(1000) as a float, and what is inf / inf?",
        (
            f"a_next = {STATE}",
            STATE.replace("np.tanh(", "z = (")
            + "\n    a_next = (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)",
        ),
    ),
    wrong(
        "output-of-old-state",
        "The output looks at a_prev.",
        "Which state is known when the output is made?",
        ("@ a_next", "@ a_prev"),
    ),
    wrong(
        "output-of-sum",
        "The output looks at the sum before tanh.",
        "What does Wya multiply: the sum or its tanh?",
        """
        z = parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"]
        a_next = np.tanh(z)
        yt_pred = softmax(parameters["Wya"] @ z + parameters["by"])
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
        """,
    ),
    wrong(
        "tanh-of-state-at-output",
        "The output looks at the tanh of the state.",
        "How often does tanh act on the way to the scores?",
        ("@ a_next", "@ np.tanh(a_next)"),
    ),
    wrong(
        "state-added-twice",
        "The old state is kept beside the new one.",
        "Which terms make up a_next?",
        (STATE, "a_prev + " + STATE),
    ),
    wrong(
        "bias-flattened",
        "A bias is a flat vector.",
        "How is a vector of length n broadcast against (n, m)?",
        ('parameters["ba"]', 'parameters["ba"].ravel()'),
    ),
    wrong(
        "bias-mean",
        "A bias is one number per layer.",
        "How many entries has ba?",
        ('parameters["ba"]', 'parameters["ba"].mean()'),
    ),
    wrong(
        "state-averaged",
        "The examples of a batch share a state.",
        "Which axis of a_prev counts the examples?",
        ("@ a_prev", "@ a_prev.mean(axis=1, keepdims=True)"),
    ),
    wrong(
        "first-state-for-all",
        "The examples of a batch share the first state.",
        "Which axis of a_prev counts the examples?",
        ("@ a_prev", "@ a_prev[:, :1]"),
    ),
    wrong(
        "product-by-entry",
        "* is the matrix product.",
        "Which operator is the matrix product in NumPy?",
        ('parameters["Waa"] @ a_prev', 'np.diag(parameters["Waa"])[:, np.newaxis] * a_prev'),
    ),
    wrong(
        "squeezed",
        "An axis of length 1 is of no use.",
        "What shape should the result have when there is only one example?",
        (RETURN, "yt_pred = np.squeeze(yt_pred)\n    " + RETURN),
    ),
    wrong(
        "returns-swapped",
        "The order of the results does not matter.",
        "In which order does the docstring list the results?",
        (RETURN, "return yt_pred, a_next, (a_next, a_prev, xt, parameters)"),
    ),
    wrong(
        "cache-missing",
        "The cache is for later.",
        "How many results does the docstring list?",
        (RETURN, "return a_next, yt_pred"),
    ),
    wrong(
        "cache-states-swapped",
        "The order in the cache does not matter.",
        "In which order does the docstring list the cache?",
        ("(a_next, a_prev, xt, parameters)", "(a_prev, a_next, xt, parameters)"),
    ),
    wrong(
        "cache-input-first",
        "The cache lists the arguments first.",
        "In which order does the docstring list the cache?",
        ("(a_next, a_prev, xt, parameters)", "(xt, a_prev, a_next, parameters)"),
    ),
    wrong(
        "cache-new-state-twice",
        "The old state is gone by then.",
        "Which two states does the cache hold?",
        ("(a_next, a_prev, xt, parameters)", "(a_next, a_next, xt, parameters)"),
    ),
    wrong(
        "cache-of-the-sum",
        "The cache keeps the sum before tanh.",
        "Is a_next in the cache the value before tanh or after it?",
        (
            "(a_next, a_prev, xt, parameters)",
            '(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"], a_prev, '
            "xt, parameters)",
        ),
    ),
    wrong(
        "cache-dict",
        "The cache is a dict.",
        "Is the cache a tuple or a dict in the docstring?",
        (
            "(a_next, a_prev, xt, parameters)",
            '{"a_next": a_next, "a_prev": a_prev, "xt": xt, "parameters": parameters}',
        ),
    ),
    wrong(
        "cache-without-parameters",
        "The backward step can use the global parameters.",
        "What will the backward step need besides the states?",
        ("(a_next, a_prev, xt, parameters)", "(a_next, a_prev, xt)"),
    ),
    wrong(
        "old-state-overwritten",
        "a_prev[:] = ... only renames.",
        OWN_COPY,
        (RETURN, "a_prev[:] = a_next\n    " + RETURN),
    ),
    wrong(
        "state-built-in-place",
        "+= makes a new array.",
        OWN_COPY,
        (
            f"a_next = {STATE}",
            'a_next = a_prev\n    a_next += parameters["Wax"] @ xt\n    a_next = np.tanh(a_next)',
        ),
    ),
    wrong(
        "cache-spoilt-later",
        "A second name is a second array.",
        "After the last line, what does the array called a_next hold?",
        (RETURN, "slope = a_next\n    slope *= slope\n    " + RETURN),
    ),
    wrong(
        "parameters-changed",
        "A dict is copied when it is passed.",
        OWN_COPY,
        (RETURN, 'parameters["a_next"] = a_next\n    ' + RETURN),
    ),
    wrong(
        "shared-buffer",
        "An array of the right shape can be used again.",
        "Who still holds the array that the last call returned?",
        """
        _buffers = {}

        def rnn_cell_forward(xt, a_prev, parameters):
            a_next = _buffers.setdefault(a_prev.shape, np.empty(a_prev.shape))
            z = parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"]
            np.tanh(z, out=a_next)
            yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
            return a_next, yt_pred, (a_next, a_prev, xt, parameters)
        """,
    ),
    wrong(
        "state-kept-between-calls",
        "The cell remembers its own state.",
        "Which state does the call get from outside, and which one do you use?",
        """
        _state = {}

        def rnn_cell_forward(xt, a_prev, parameters):
            a_old = _state.get(a_prev.shape, a_prev)
            z = parameters["Wax"] @ xt + parameters["Waa"] @ a_old + parameters["ba"]
            a_next = _state[a_prev.shape] = np.tanh(z)
            yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
            return a_next, yt_pred, (a_next, a_prev, xt, parameters)
        """,
    ),
    wrong(
        "global-parameters",
        "The parameters of the notebook are the ones that are meant.",
        "Which parameters does your code read: those passed in, or others?",
        """
        Wax, Waa, ba = np.full((5, 3), 0.1), np.full((5, 5), 0.1), np.zeros((5, 1))
        Wya, by = np.full((2, 5), 0.1), np.zeros((2, 1))

        def rnn_cell_forward(xt, a_prev, parameters):
            a_next = np.tanh(Wax @ xt + Waa @ a_prev + ba)
            yt_pred = softmax(Wya @ a_next + by)
            return a_next, yt_pred, (a_next, a_prev, xt, parameters)
        """,
    ),
    wrong(
        "five-units",
        "There are always five hidden units and ten examples.",
        "Where does your code take the sizes from?",
        (f"a_next = {STATE}", f"a_next = np.zeros((5, 10))\n    a_next[:] = {STATE}"),
    ),
    wrong(
        "integer-buffer",
        "zeros_like makes an array for any result.",
        "Which dtype has zeros_like of integer input, and what happens to a fraction in it?",
        (
            'parameters["Wax"] @ xt + parameters["Waa"]',
            '(parameters["Wax"] @ xt).astype(xt.dtype) + parameters["Waa"]',
        ),
    ),
    wrong(
        "half-precision",
        "Half precision is enough.",
        FLOAT32,
        ("@ a_prev", "@ a_prev.astype(np.float16)"),
    ),
    wrong(
        "float32",
        "Single precision is enough.",
        FLOAT32,
        (f"a_next = {STATE}", f"a_next = {STATE}.astype(np.float32)"),
    ),
    wrong(
        "concatenated-in-wrong-order",
        "The order in a concatenation does not matter.",
        "Which block of the joint matrix meets which block of the joint vector?",
        """
        joint = np.hstack([parameters["Wax"], parameters["Waa"]])
        a_next = np.tanh(joint @ np.vstack([a_prev, xt]) + parameters["ba"])
        yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
        """,
    ),
    wrong(
        "units-updated-in-turn",
        "The new value of one unit may be used for the next unit.",
        "Which state does unit 1 see: all of the old one, or partly the new one?",
        """
        a_next = a_prev.copy()
        for unit in range(len(a_next)):
            old, new = parameters["Waa"][unit] @ a_next, parameters["Wax"][unit] @ xt
            a_next[unit] = np.tanh(old + new + parameters["ba"][unit])
        yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
        """,
    ),
]

FORWARD_RIGHT = [
    right(
        "einsum",
        """
        z = np.einsum("ax,xm->am", parameters["Wax"], xt) + parameters["ba"]
        a_next = np.tanh(z + np.einsum("ab,bm->am", parameters["Waa"], a_prev))
        yt_pred = softmax(np.einsum("ya,am->ym", parameters["Wya"], a_next) + parameters["by"])
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
        """,
    ),
    right(
        "one-joint-matrix",
        """
        joint = np.hstack([parameters["Waa"], parameters["Wax"], parameters["ba"]])
        column = np.vstack([a_prev, xt, np.ones((1, xt.shape[1]))])
        a_next = np.tanh(joint @ column)
        yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
        """,
    ),
    right(
        "loop-over-units",
        """
        Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
        n_a, m = a_prev.shape
        a_next = np.zeros((n_a, m))
        for i in range(n_a):
            for j in range(m):
                total = ba[i, 0]
                for k in range(xt.shape[0]):
                    total = total + Wax[i, k] * xt[k, j]
                for k in range(n_a):
                    total = total + Waa[i, k] * a_prev[k, j]
                a_next[i, j] = np.tanh(total)
        yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
        return a_next, yt_pred, [a_next, a_prev, xt, parameters]
        """,
    ),
    right(
        "example-by-example",
        """
        states, outputs = [], []
        for x_one, a_one in zip(xt.T, a_prev.T):
            z = parameters["Wax"].dot(x_one) + parameters["Waa"].dot(a_one)
            state = np.tanh(z[:, None] + parameters["ba"])
            states.append(state)
            outputs.append(softmax(parameters["Wya"].dot(state) + parameters["by"]))
        a_next, yt_pred = np.concatenate(states, axis=1), np.concatenate(outputs, axis=1)
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
        """,
    ),
    right(
        "examples-in-rows",
        """
        rows = xt.T @ parameters["Wax"].T + a_prev.T @ parameters["Waa"].T
        rows = np.tanh(rows + parameters["ba"].T)
        scores = rows @ parameters["Wya"].T + parameters["by"].T
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        yt_pred = (e / e.sum(axis=1, keepdims=True)).T
        return rows.T, yt_pred, (rows.T, a_prev, xt, parameters)
        """,
    ),
    right(
        "tanh-from-exponential",
        ("np.tanh(parameters", "1 - 2 / (1 + np.exp(2 * (parameters"),
        ('["ba"])', '["ba"])))'),
    ),
    right(
        "preallocated",
        """
        a_next = np.empty(a_prev.shape)
        np.matmul(parameters["Waa"], a_prev, out=a_next)
        a_next += parameters["Wax"] @ xt
        a_next += parameters["ba"]
        np.tanh(a_next, out=a_next)
        yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
        """,
    ),
    right(
        "copies-in-the-cache",
        (
            RETURN,
            "return a_next, yt_pred, (a_next.copy(), a_prev.copy(), np.array(xt), {**parameters})",
        ),
    ),
    right(
        "reduce",
        """
        import functools
        import operator

        terms = [np.dot(parameters["Wax"], xt), np.dot(parameters["Waa"], a_prev), parameters["ba"]]
        a_next = np.tanh(functools.reduce(operator.add, terms))
        yt_pred = softmax(sum([parameters["Wya"].dot(a_next), parameters["by"]]))
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
        """,
    ),
    right(
        "class",
        """
        class Cell:
            def __init__(self, Wax, Waa, Wya, ba, by, **others):
                self.Wax, self.Waa, self.Wya, self.ba, self.by = Wax, Waa, Wya, ba, by

            def step(self, x, a):
                a = np.tanh(self.ba + self.Wax @ x + self.Waa @ a)
                return a, softmax(self.by + self.Wya @ a)

        a_next, yt_pred = Cell(**parameters).step(xt, a_prev)
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
        """,
    ),
]

BACKWARD = [
    wrong(
        "slope-missing",
        "The gradient passes tanh unchanged.",
        "What is the slope of tanh, and where does it enter?",
        (" * (1 - a_next**2)", ""),
    ),
    wrong(
        "slope-not-squared",
        "The slope of tanh is 1 - a.",
        "What is the slope of tanh where a_next = -0.5?",
        ("1 - a_next**2", "1 - a_next"),
    ),
    wrong(
        "slope-plus",
        "The slope of tanh is 1 + a**2.",
        "Can the slope of tanh exceed 1?",
        ("1 - a_next**2", "1 + a_next**2"),
    ),
    wrong(
        "slope-of-old-state",
        "The slope is taken at the old state.",
        "Which state came out of the tanh?",
        ("1 - a_next**2", "1 - a_prev**2"),
    ),
    wrong(
        "tanh-twice",
        "The slope needs the tanh of a_next.",
        "Is a_next the value before tanh or after it?",
        ("a_next**2", "np.tanh(a_next) ** 2"),
    ),
    wrong(
        "slope-of-sigmoid",
        "All squashing functions have the slope a (1 - a).",
        "Which activation does the state have?",
        ("(1 - a_next**2)", "a_next * (1 - a_next)"),
    ),
    wrong(
        "slope-of-relu",
        "The state passes ReLU.",
        "Which activation does the state have?",
        ("(1 - a_next**2)", "(a_next > 0)"),
    ),
    wrong(
        "slope-squared-as-a-whole",
        "The square belongs to the difference.",
        "Which part of the slope is squared?",
        ("(1 - a_next**2)", "(1 - a_next) ** 2"),
    ),
    wrong(
        "slope-of-gradient",
        "The slope is taken at the gradient.",
        "The slope of tanh at which value?",
        ("1 - a_next**2", "1 - np.tanh(da_next) ** 2"),
    ),
    wrong(
        "gradient-missing",
        "The slope is the gradient.",
        "Where does da_next enter?",
        ("da_next * (1 - a_next**2)", "1 - a_next**2"),
    ),
    wrong(
        "gradient-added",
        "Slopes add up along the path.",
        "Does the chain rule add or multiply?",
        ("da_next * (1", "da_next + (1"),
    ),
    wrong(
        "sign",
        "A gradient descends, so it is negative.",
        "Is the gradient the slope itself or the step of training?",
        ("da_next * (1 - a_next**2)", "-da_next * (1 - a_next**2)"),
    ),
    wrong(
        "wax-not-transposed",
        "The way back uses the same matrix.",
        "Which axis of Wax has the length of dz?",
        ('["Wax"].T', '["Wax"]'),
    ),
    wrong(
        "waa-not-transposed",
        "The way back uses the same matrix.",
        "On the way forward row i of Waa makes unit i. What does row i do on the way back?",
        ('["Waa"].T', '["Waa"]'),
    ),
    wrong(
        "neither-transposed",
        "A matrix product is its own inverse direction.",
        "Which axis of each matrix belongs to dz?",
        ('["Wax"].T', '["Wax"]'),
        ('["Waa"].T', '["Waa"]'),
    ),
    wrong(
        "matrices-swapped",
        "dxt comes through Waa.",
        "Which matrix did xt pass on the way forward?",
        ('parameters["Wax"].T', 'parameters["W?"].T'),
        ('parameters["Waa"].T', 'parameters["Wax"].T'),
        ('parameters["W?"].T', 'parameters["Waa"].T'),
    ),
    wrong(
        "both-through-waa",
        "Both inputs pass the same matrix.",
        "Which matrix did xt pass on the way forward?",
        ('parameters["Wax"].T', 'parameters["Waa"].T'),
    ),
    wrong(
        "inputs-swapped",
        "dxt and da_prev are interchangeable.",
        "Which of the two has as many rows as there are features?",
        ('"dxt"', '"d?"'),
        ('"da_prev"', '"dxt"'),
        ('"d?"', '"da_prev"'),
    ),
    wrong(
        "through-raw-gradient",
        "da_next itself goes back through Waa.",
        "Does the gradient pass tanh before it reaches Waa?",
        ('parameters["Waa"].T @ dz', 'parameters["Waa"].T @ da_next'),
    ),
    wrong(
        "input-from-raw-gradient",
        "da_next itself goes back through Wax.",
        "Does the gradient pass tanh before it reaches Wax?",
        ('parameters["Wax"].T @ dz', 'parameters["Wax"].T @ da_next'),
    ),
    wrong(
        "bias-from-raw-gradient",
        "The bias lies outside the tanh.",
        "Does the gradient pass tanh before it reaches ba?",
        ("dz.sum(axis=1", "da_next.sum(axis=1"),
    ),
    wrong(
        "wax-transposed",
        "The order of a product does not matter.",
        "Compare the shapes of dWax and Wax.",
        ("dz @ xt.T", "xt @ dz.T"),
    ),
    wrong(
        "waa-transposed",
        "The order of a product does not matter.",
        "Which axis of dWaa belongs to the new state, and which to the old?",
        ("dz @ a_prev.T", "a_prev @ dz.T"),
    ),
    wrong(
        "waa-from-new-state",
        "dWaa pairs the gradient with the new state.",
        "What did Waa multiply on the way forward?",
        ("dz @ a_prev.T", "dz @ a_next.T"),
    ),
    wrong(
        "wax-from-state",
        "dWax pairs the gradient with the state.",
        "What did Wax multiply on the way forward?",
        ("dz @ xt.T", "dz @ a_prev.T"),
    ),
    wrong(
        "weights-swapped",
        "The keys say which is which.",
        "Which gradient has the shape of Wax?",
        ('"dWax"', '"dW?"'),
        ('"dWaa"', '"dWax"'),
        ('"dW?"', '"dWaa"'),
    ),
    wrong(
        "weights-through-slope-twice",
        "Each gradient passes tanh once more.",
        "How often does the path to Waa pass tanh?",
        ("dz @ a_prev.T", "(dz * (1 - a_next**2)) @ a_prev.T"),
    ),
    wrong(
        "weights-averaged",
        "The gradient of a batch is a mean.",
        "Does the cell know of a loss that is a mean? Weights are shared: what happens to "
        "their gradients?",
        ("dz @ xt.T", "dz @ xt.T / xt.shape[1]"),
        ("dz @ a_prev.T", "dz @ a_prev.T / xt.shape[1]"),
        ("dz.sum(axis=1, keepdims=True)", "dz.mean(axis=1, keepdims=True)"),
    ),
    wrong(
        "bias-averaged",
        "The bias gradient is a mean over the examples.",
        "How did the other weights gather the examples?",
        ("dz.sum(", "dz.mean("),
    ),
    wrong(
        "bias-over-units",
        "Axis 0 holds the examples.",
        "Compare the shapes of dba and ba.",
        ("axis=1", "axis=0"),
    ),
    wrong(
        "bias-keepdims",
        "A bias gradient is a flat vector.",
        "Compare the shapes of dba and ba.",
        (", keepdims=True", ""),
    ),
    wrong(
        "bias-not-summed",
        "Each example keeps its own bias gradient.",
        "Compare the shapes of dba and ba.",
        ("dz.sum(axis=1, keepdims=True)", "dz"),
    ),
    wrong(
        "bias-one-number",
        "A sum without an axis adds over the examples.",
        "Which axis do you name in the sum?",
        ("dz.sum(axis=1, keepdims=True)", "np.full((len(dz), 1), dz.sum())"),
    ),
    wrong(
        "bias-first-example",
        "One example stands for all.",
        "How many examples reach dba?",
        ("dz.sum(axis=1, keepdims=True)", "dz[:, :1]"),
    ),
    wrong(
        "state-direct-path",
        "The gradient also reaches a_prev directly.",
        "Does a_next hold a_prev itself, outside the tanh?",
        ('parameters["Waa"].T @ dz', 'da_next + parameters["Waa"].T @ dz'),
    ),
    wrong(
        "key-da0",
        "The key names the first state.",
        "Which keys does the docstring name?",
        ('"da_prev"', '"da0"'),
    ),
    wrong("key-dx", "The key is dx.", "Which keys does the docstring name?", ('"dxt"', '"dx"')),
    wrong("key-db", "The key is db.", "Which keys does the docstring name?", ('"dba"', '"db"')),
    wrong(
        "tuple-returned",
        "The order of the gradients is known.",
        "Which type does the docstring name?",
        ("return {", "return tuple({"),
        ("    }", "    }.values())"),
    ),
    wrong(
        "state-gradient-missing",
        "Only the weights need gradients.",
        "What will the step before this one need?",
        ('        "da_prev": parameters["Waa"].T @ dz,\n', ""),
    ),
    wrong(
        "cache-order",
        "The cache starts with the old state.",
        "In which order did the forward step fill the cache?",
        ("a_next, a_prev, xt, parameters = cache", "a_prev, a_next, xt, parameters = cache"),
    ),
    wrong(
        "gradient-overwritten",
        "da_next *= ... makes a new array.",
        OWN_COPY,
        ("dz = da_next * (1 - a_next**2)", "da_next *= 1 - a_next**2\n    dz = da_next"),
    ),
    wrong(
        "state-overwritten",
        "The cache is not needed again.",
        OWN_COPY,
        (
            "dz = da_next * (1 - a_next**2)",
            "slope = np.square(a_next, out=a_next)\n    dz = da_next * (1 - slope)",
        ),
    ),
    wrong(
        "output-layer-mixed-in",
        "The prediction's weights take part.",
        "Does da_next already hold what comes from the prediction?",
        ("dz = da_next * (1", 'dz = (da_next + parameters["Wya"].sum(axis=0)[:, None]) * (1'),
    ),
    wrong(
        "state-recomputed-without-bias",
        "The state can be recomputed from the products.",
        "Compare your recomputed state with the one in the cache.",
        (
            "dz = da_next * (1 - a_next**2)",
            'a = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev)\n    dz = '
            "da_next * (1 - a**2)",
        ),
    ),
    wrong(
        "global-weights",
        "The weights of the notebook are the ones that are meant.",
        "Which Waa does your code read: the one in the cache, or another?",
        """
        Waa = np.full((5, 5), 0.1)

        def rnn_cell_backward(da_next, cache):
            a_next, a_prev, xt, parameters = cache
            dz = da_next * (1 - a_next**2)
            return {
                "dxt": parameters["Wax"].T @ dz,
                "da_prev": Waa.T @ dz,
                "dWax": dz @ xt.T,
                "dWaa": dz @ a_prev.T,
                "dba": dz.sum(axis=1, keepdims=True),
            }
        """,
    ),
    wrong(
        "accumulated",
        "Gradients add up from call to call.",
        "What does the second call with the same input give?",
        """
        _total = {}

        def rnn_cell_backward(da_next, cache):
            a_next, a_prev, xt, parameters = cache
            dz = da_next * (1 - a_next**2)
            new = {"dWax": dz @ xt.T, "dWaa": dz @ a_prev.T, "dba": dz.sum(axis=1, keepdims=True)}
            for key, value in new.items():
                _total[key] = (_total[key] if key in _total else 0) + value
            return {"dxt": parameters["Wax"].T @ dz, "da_prev": parameters["Waa"].T @ dz, **_total}
        """,
    ),
    wrong(
        "shared-buffer",
        "An array of the right shape can be used again.",
        "Who still holds the array that the last call returned?",
        """
        _buffers = {}

        def rnn_cell_backward(da_next, cache):
            a_next, a_prev, xt, parameters = cache
            dz = da_next * (1 - a_next**2)
            da_prev = _buffers.setdefault(dz.shape, np.empty(dz.shape))
            np.matmul(parameters["Waa"].T, dz, out=da_prev)
            return {
                "dxt": parameters["Wax"].T @ dz,
                "da_prev": da_prev,
                "dWax": dz @ xt.T,
                "dWaa": dz @ a_prev.T,
                "dba": dz.sum(axis=1, keepdims=True),
            }
        """,
    ),
    wrong(
        "integer-buffer",
        "Gradients have the type of the inputs.",
        "Which dtype has zeros_like of integer input, and what happens to a fraction in it?",
        (
            "    return {",
            '    dxt = np.zeros_like(xt)\n    dxt[:] = parameters["Wax"].T @ dz\n    return {',
        ),
        ('"dxt": parameters["Wax"].T @ dz', '"dxt": dxt'),
    ),
    wrong(
        "ten-examples",
        "There are always ten examples.",
        "Where does your code take the number of examples from?",
        ("dz = da_next", "da_next = da_next.reshape(-1, 10)\n    dz = da_next"),
    ),
    wrong(
        "first-example-only",
        "One example stands for all.",
        "How many examples reach dWaa?",
        ("dz @ a_prev.T", "np.outer(dz[:, 0], a_prev[:, 0])"),
    ),
    wrong(
        "float32",
        "Single precision is enough.",
        FLOAT32,
        ("dz = da_next", "dz = da_next.astype(np.float32)"),
        ("a_next**2", "a_next.astype(np.float32) ** 2"),
    ),
    wrong(
        "half-precision-inside",
        "Only the type of the result matters.",
        FLOAT32,
        ("(1 - a_next**2)", "(1 - a_next.astype(np.float16) ** 2).astype(float)"),
    ),
    wrong(
        "clipped",
        "Large gradients are cut at once.",
        "Is clipping part of the derivative?",
        ("dz = da_next * (1 - a_next**2)", "dz = np.clip(da_next * (1 - a_next**2), -5, 5)"),
    ),
    wrong(
        "product-by-entry",
        "* is the matrix product.",
        "Which operator is the matrix product in NumPy?",
        ('parameters["Waa"].T @ dz', 'np.diag(parameters["Waa"])[:, None] * dz'),
    ),
    wrong(
        "coarse-differences",
        "A forward difference is a derivative.",
        "How large is the error of a one-sided difference, beside the step?",
        """
        a_next, a_prev, xt, parameters = cache
        names = {"dxt": "xt", "da_prev": "a_prev", "dWax": "Wax", "dWaa": "Waa", "dba": "ba"}
        values = {"xt": xt, "a_prev": a_prev, **parameters}

        def loss(v):
            return np.sum(da_next * np.tanh(v["Wax"] @ v["xt"] + v["Waa"] @ v["a_prev"] + v["ba"]))

        gradients = {}
        for key, name in names.items():
            gradients[key] = np.zeros(values[name].shape)
            for at in np.ndindex(*values[name].shape):
                moved = values[name].astype(float)
                moved[at] += 1e-4
                gradients[key][at] = (loss({**values, name: moved}) - loss(values)) / 1e-4
        return gradients
        """,
    ),
]

BACKWARD_RIGHT = [
    right(
        "einsum",
        """
        a_next, a_prev, xt, parameters = cache
        dz = np.einsum("am,am->am", da_next, 1 - a_next * a_next)
        return {
            "dxt": np.einsum("ax,am->xm", parameters["Wax"], dz),
            "da_prev": np.einsum("ab,am->bm", parameters["Waa"], dz),
            "dWax": np.einsum("am,xm->ax", dz, xt),
            "dWaa": np.einsum("am,bm->ab", dz, a_prev),
            "dba": np.einsum("am->a", dz).reshape(-1, 1),
        }
        """,
    ),
    right(
        "slope-from-cosh",
        (
            "dz = da_next * (1 - a_next**2)",
            'z = parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"]\n    '
            "dz = da_next * np.exp(-2 * np.logaddexp(z, -z)) * 4",
        ),
    ),
    right("slope-in-two-factors", ("(1 - a_next**2)", "(1 - a_next) * (1 + a_next)")),
    right(
        "example-by-example",
        """
        a_next, a_prev, xt, parameters = cache
        dxt, da_prev = np.zeros(xt.shape), np.zeros(a_prev.shape)
        dWax, dWaa, dba = 0, 0, 0
        for j in range(da_next.shape[1]):
            d = (1 - a_next[:, j] ** 2) * da_next[:, j]
            dxt[:, j], da_prev[:, j] = d @ parameters["Wax"], d @ parameters["Waa"]
            dWax = dWax + np.outer(d, xt[:, j])
            dWaa = dWaa + np.outer(d, a_prev[:, j])
            dba = dba + d[:, None]
        return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
        """,
    ),
    right(
        "joint-matrix",
        """
        a_next, a_prev, xt, parameters = cache
        n_a = len(a_prev)
        column = np.vstack([a_prev, xt, np.ones((1, xt.shape[1]))])
        dz = da_next - da_next * a_next**2
        d_in = np.hstack([parameters["Waa"], parameters["Wax"]]).T @ dz
        d_joint = dz @ column.T
        return {
            "da_prev": d_in[:n_a],
            "dxt": d_in[n_a:],
            "dWaa": d_joint[:, :n_a],
            "dWax": d_joint[:, n_a:-1],
            "dba": d_joint[:, -1:],
        }
        """,
    ),
    right(
        "examples-in-rows",
        """
        a_next, a_prev, xt, parameters = cache
        rows = da_next.T * (1 - a_next.T**2)
        return dict(
            dxt=(rows @ parameters["Wax"]).T,
            da_prev=(rows @ parameters["Waa"]).T,
            dWax=rows.T @ xt.T,
            dWaa=np.dot(a_prev, rows).T,
            dba=rows.sum(axis=0)[:, np.newaxis],
        )
        """,
    ),
    right(
        "in-place-on-a-copy",
        (
            "dz = da_next * (1 - a_next**2)",
            "dz = a_next.copy()\n    dz *= dz\n    np.subtract(1, dz, out=dz)\n    dz *= da_next",
        ),
    ),
    right(
        "ones-instead-of-sums",
        ("dz.sum(axis=1, keepdims=True)", "dz @ np.ones((dz.shape[1], 1))"),
        ("dz @ xt.T", "np.tensordot(dz, xt, axes=([1], [1]))"),
    ),
    right(
        "sums-over-a-third-axis",
        """
        a_next, a_prev, xt, parameters = cache
        dz = da_next * (1 - a_next**2)
        return {
            "dxt": (parameters["Wax"][:, :, None] * dz[:, None, :]).sum(axis=0),
            "da_prev": (parameters["Waa"][:, :, None] * dz[:, None, :]).sum(axis=0),
            "dWax": (dz[:, None, :] * xt[None]).sum(axis=-1),
            "dWaa": (dz[:, None, :] * a_prev[None]).sum(axis=-1),
            "dba": np.add.reduce(dz, 1)[:, None],
            "dz": dz,
        }
        """,
    ),
    right(
        "class-per-term",
        """
        class Term:
            def __init__(self, weights, value):
                self.weights, self.value = weights, value

            def back(self, dz):
                return np.matmul(self.weights.T, dz), np.matmul(dz, self.value.T)

        a_next, a_prev, xt, parameters = cache
        dz = (1 - np.power(a_next, 2)) * da_next
        dxt, dWax = Term(parameters["Wax"], xt).back(dz)
        da_prev, dWaa = Term(parameters["Waa"], a_prev).back(dz)
        return {"dba": np.sum(dz, 1, keepdims=True), "dxt": dxt, "dWax": dWax, "da_prev": da_prev,
                "dWaa": dWaa}
        """,
    ),
]

WRONG = {"rnn_cell_forward": FORWARD, "rnn_cell_backward": BACKWARD}
RIGHT = {"rnn_cell_forward": FORWARD_RIGHT, "rnn_cell_backward": BACKWARD_RIGHT}
