"""Mistakes and unusual right answers of lesson 05: an LSTM over a sequence."""

from autograder.checks.mistakes.bank import right, wrong

FLOAT32 = "Which number type do your arrays have, and how many digits does it keep?"
OWN_COPY = "Which array is changed in place, and who else still needs it?"
CARRY = "Follow both states by hand from one step to the next: who hands each of them on?"
CELL = "lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)"
START = "a_next, c_next, steps = a0, np.zeros(a0.shape), []"
STACK = "a, y, c = (np.stack([step[k] for step in steps], axis=2) for k in range(3))"
RETURN = "return a, y, c, ([step[3] for step in steps], x)"


def _cell(a: str, c: str) -> tuple[str, str]:
    """Edit that feeds the cell other states."""
    return CELL, CELL.replace("a_next, c_next, parameters", f"{a}, {c}, parameters")


FORWARD = [
    wrong(
        "first-cell-state-is-a-view",
        "c[:, :, 0] is a column of zeros of its own.",
        "What stands in c[:, :, 0] after the first step, and who else holds it?",
        """
        n_a, m, T_x = *a0.shape, x.shape[2]
        a, c = np.zeros((n_a, m, T_x)), np.zeros((n_a, m, T_x))
        y, caches = np.zeros((len(parameters["Wy"]), m, T_x)), []
        a_next, c_next = a0, c[:, :, 0]
        for t in range(T_x):
            a_next, c_next, y[:, :, t], cache = lstm_cell_forward(
                x[:, :, t], a_next, c_next, parameters
            )
            a[:, :, t], c[:, :, t] = a_next, c_next
            caches.append(cache)
        return a, y, c, (caches, x)
        """,
    ),
    wrong("hidden-state-not-carried", "Each step starts from a0.", CARRY, _cell("a0", "c_next")),
    wrong(
        "cell-state-not-carried",
        "Each step starts with an empty cell state.",
        CARRY,
        _cell("a_next", "np.zeros(a0.shape)"),
    ),
    wrong(
        "neither-state-carried", "Each step stands alone.", CARRY, _cell("a0", "np.zeros(a0.shape)")
    ),
    wrong(
        "hidden-state-as-cell-state",
        "Both states are the same.",
        "What is handed on as c_prev?",
        _cell("a_next", "a_next if t else c_next"),
    ),
    wrong(
        "cell-state-as-hidden-state",
        "Both states are the same.",
        "What is handed on as a_prev?",
        _cell("c_next if t else a_next", "c_next"),
    ),
    wrong(
        "states-swapped-in-call",
        "The order of the arguments does not matter.",
        "In which order does lstm_cell_forward take the two states?",
        _cell("c_next", "a_next"),
    ),
    wrong(
        "states-swapped-from-result",
        "The order of the results does not matter.",
        "In which order does lstm_cell_forward return the two states?",
        ("a_next, c_next, yt_pred, cache = lstm", "c_next, a_next, yt_pred, cache = lstm"),
    ),
    wrong(
        "carried-once",
        "The states are handed on after the first step only.",
        CARRY,
        _cell("steps[0][0] if t else a0", "steps[0][2] if t else np.zeros(a0.shape)"),
    ),
    wrong(
        "cell-state-carried-once",
        "The cell state is handed on after the first step only.",
        CARRY,
        _cell("a_next", "steps[0][2] if t else np.zeros(a0.shape)"),
    ),
    wrong(
        "states-late-by-one",
        "Step t continues from step t - 2.",
        CARRY,
        _cell("steps[-2][0] if t > 1 else a0", "steps[-2][2] if t > 1 else np.zeros(a0.shape)"),
    ),
    wrong(
        "cell-state-late-by-one",
        "The cell state of step t - 2 is the old one.",
        CARRY,
        _cell("a_next", "steps[-2][2] if t > 1 else np.zeros(a0.shape)"),
    ),
    wrong(
        "cell-state-starts-from-a0",
        "The first cell state is a0.",
        "What does the lesson say of the cell state before step 0?",
        (START, START.replace("np.zeros(a0.shape)", "a0")),
    ),
    wrong(
        "cell-state-starts-from-ones",
        "The first cell state is 1.",
        "What does the lesson say of the cell state before step 0?",
        (START, START.replace("np.zeros(a0.shape)", "np.ones(a0.shape)")),
    ),
    wrong(
        "cell-state-starts-at-random",
        "The first cell state is drawn.",
        "Does your result stay the same from call to call, and what is c before step 0?",
        (
            START,
            "np.random.seed(1)\n    "
            + START.replace("np.zeros(a0.shape)", "np.random.randn(*a0.shape)"),
        ),
    ),
    wrong(
        "hidden-state-starts-from-zero",
        "Both states start at 0.",
        "What is a0 for?",
        (START, START.replace("steps = a0,", "steps = np.zeros(a0.shape),")),
    ),
    wrong(
        "start-of-first-example",
        "All examples share the first state.",
        "Which axis of a0 counts the examples?",
        (START, START.replace("steps = a0,", "steps = np.repeat(a0[:, :1], a0.shape[1], axis=1),")),
    ),
    wrong(
        "first-input-always",
        "x[:, :, 0] is the input.",
        "Which slice of x does step t read?",
        ("x[:, :, t]", "x[:, :, 0]"),
    ),
    wrong(
        "last-input-always",
        "x[:, :, -1] is the newest input.",
        "Which slice of x does step t read?",
        ("x[:, :, t]", "x[:, :, -1]"),
    ),
    wrong(
        "input-late-by-one",
        "Step t reads the input of step t - 1.",
        "Which slice of x does step 0 read?",
        ("x[:, :, t]", "x[:, :, t - 1]"),
    ),
    wrong(
        "input-early-by-one",
        "Step t reads the input of step t + 1.",
        "Which slice of x does step 0 read?",
        ("x[:, :, t]", "x[:, :, min(t + 1, x.shape[2] - 1)]"),
    ),
    wrong(
        "input-reversed",
        "The network reads the sequence from its end.",
        "Which slice of x does step 0 read?",
        ("x[:, :, t]", "x[:, :, -1 - t]"),
    ),
    wrong(
        "backwards-in-time",
        "The loop runs from the last step to the first.",
        "Which step comes first on the way forward?",
        """
        steps, a_next, c_next = [None] * x.shape[2], a0, np.zeros(a0.shape)
        for t in reversed(range(x.shape[2])):
            a_next, c_next, yt_pred, cache = lstm_cell_forward(
                x[:, :, t], a_next, c_next, parameters
            )
            steps[t] = (a_next, yt_pred, c_next, cache)
        a, y, c = (np.stack([step[k] for step in steps], axis=2) for k in range(3))
        return a, y, c, ([step[3] for step in steps], x)
        """,
    ),
    wrong(
        "last-step-missing",
        "range(T - 1) visits every step.",
        "How many steps does your loop make?",
        ("in range(x.shape[2])", "in range(x.shape[2] - 1)"),
    ),
    wrong(
        "first-step-missing",
        "Step 0 is the start and needs no work.",
        "How many steps does your loop make?",
        ("in range(x.shape[2])", "in range(1, x.shape[2])"),
    ),
    wrong(
        "steps-over-examples",
        "The second axis of x counts the steps.",
        "Which axis of x counts the steps?",
        ("in range(x.shape[2])", "in range(x.shape[1])"),
    ),
    wrong(
        "examples-read-as-steps",
        "x[:, t, :] is the input of step t.",
        "Which axis of x counts the steps?",
        ("in range(x.shape[2])", "in range(x.shape[1])"),
        ("x[:, :, t]", "x[:, t, :]"),
    ),
    wrong(
        "returns-in-order-of-cell",
        "The results come in the order of the cell: a, c, y.",
        "In which order does the docstring list the results?",
        (RETURN, RETURN.replace("a, y, c", "a, c, y")),
    ),
    wrong(
        "predictions-first",
        "The predictions come first.",
        "In which order does the docstring list the results?",
        (RETURN, RETURN.replace("a, y, c", "y, a, c")),
    ),
    wrong(
        "cell-states-as-hidden-states",
        "c holds the hidden states.",
        "Which state does each of the two arrays collect?",
        (RETURN, RETURN.replace("a, y, c", "a, y, a")),
    ),
    wrong(
        "hidden-states-from-cell-states",
        "a holds the cell states.",
        "Which state does each of the two arrays collect?",
        (RETURN, RETURN.replace("a, y, c", "c, y, c")),
    ),
    wrong(
        "cell-states-not-returned",
        "The cell states stay inside.",
        "How many results does the docstring list?",
        (RETURN, RETURN.replace("a, y, c", "a, y")),
    ),
    wrong(
        "cell-states-of-old-steps",
        "Slice t of c holds the cell state before step t.",
        "Which cell state belongs to slice t: before step t or after it?",
        (
            RETURN,
            "c = np.concatenate([np.zeros(a0.shape)[:, :, np.newaxis], c[:, :, :-1]], "
            "axis=2)\n    " + RETURN,
        ),
    ),
    wrong(
        "hidden-states-of-old-steps",
        "Slice 0 of a holds a0.",
        "Which state belongs to slice t: before step t or after it?",
        (RETURN, "a = np.concatenate([a0[:, :, np.newaxis], a[:, :, :-1]], axis=2)\n    " + RETURN),
    ),
    wrong(
        "start-included",
        "a holds a0 as well.",
        "How many slices has a, and how many steps are there?",
        (RETURN, "a = np.concatenate([a0[:, :, np.newaxis], a], axis=2)\n    " + RETURN),
    ),
    wrong(
        "last-states-only",
        "The last states are the result.",
        "What shape should a have?",
        (RETURN, "a, c = a_next, c_next\n    " + RETURN),
    ),
    wrong(
        "last-cell-state-everywhere",
        "c[:] = c_next fills one slice.",
        "Do the slices of c differ?",
        (RETURN, "c = np.repeat(c_next[:, :, np.newaxis], x.shape[2], axis=2)\n    " + RETURN),
    ),
    wrong(
        "last-slice-empty",
        "range(T - 1) visits every step.",
        "Look at the last slice of each array. Who fills it?",
        (RETURN, "a[:, :, -1] = 0\n    c[:, :, -1] = 0\n    " + RETURN),
    ),
    wrong(
        "time-axis-first",
        "np.stack puts time where it belongs.",
        "Which axis counts the steps: the first, or the last?",
        ("axis=2", "axis=0"),
    ),
    wrong(
        "time-axis-middle",
        "The time axis lies in the middle.",
        "Which axis counts the steps?",
        ("axis=2", "axis=1"),
    ),
    wrong(
        "joined-not-stacked",
        "Steps are joined along the examples.",
        "How many axes should a have?",
        ("np.stack([step[k] for step in steps], axis=2)", "np.hstack([step[k] for step in steps])"),
    ),
    wrong(
        "reshaped",
        "reshape moves the time axis.",
        "Does reshape move an axis, or cut the numbers anew?",
        (
            "np.stack([step[k] for step in steps], axis=2)",
            "np.stack([step[k] for step in steps]).reshape(*steps[0][k].shape, -1)",
        ),
    ),
    wrong(
        "lists-returned",
        "A list of states is as good as an array.",
        "What type does the docstring name for a?",
        (STACK, "a, y, c = ([step[k] for step in steps] for k in range(3))"),
    ),
    wrong(
        "classes-as-units",
        "Predictions have the shape of states.",
        "How many rows has y, and from which parameter do you know?",
        """
        a, y, c = (np.zeros((*a0.shape, x.shape[2])) for _ in range(3))
        caches, a_next, c_next = [], a0, np.zeros(a0.shape)
        for t in range(x.shape[2]):
            a_next, c_next, y[:, :, t], cache = lstm_cell_forward(
                x[:, :, t], a_next, c_next, parameters
            )
            a[:, :, t], c[:, :, t] = a_next, c_next
            caches.append(cache)
        return a, y, c, (caches, x)
        """,
    ),
    wrong(
        "cell-states-shown-through-tanh",
        "c holds tanh of the cell states.",
        "Is slice t of c the cell state itself?",
        (RETURN, "c = np.tanh(c)\n    " + RETURN),
    ),
    wrong(
        "cell-state-squashed-between-steps",
        "The cell state passes tanh between the steps.",
        "What does the next step get: c_next, or its tanh?",
        (
            "        steps.append((a_next, yt_pred, c_next, cache))\n",
            "        steps.append((a_next, yt_pred, c_next, cache))\n        c_next = "
            "np.tanh(c_next)\n",
        ),
    ),
    wrong(
        "cell-states-added-up",
        "The cell states add up outside the cell.",
        "Does the cell add the old cell state already?",
        _cell("a_next", "c_next + (steps[-2][2] if t > 1 else 0)"),
    ),
    wrong(
        "caches-without-x",
        "The list of caches is enough.",
        "What does the docstring say that caches holds?",
        ("([step[3] for step in steps], x)", "[step[3] for step in steps]"),
    ),
    wrong(
        "caches-x-first",
        "The order in caches does not matter.",
        "In which order does the docstring list the two parts?",
        ("([step[3] for step in steps], x)", "(x, [step[3] for step in steps])"),
    ),
    wrong(
        "last-cache-repeated",
        "The caches of all steps are the same.",
        "Which step's states does each cache hold?",
        ("[step[3] for step in steps], x", "[steps[-1][3]] * len(steps), x"),
    ),
    wrong(
        "last-cache-only",
        "One cache is enough.",
        "How many steps will the way back visit?",
        ("[step[3] for step in steps], x", "[steps[-1][3]], x"),
    ),
    wrong(
        "caches-reversed",
        "The way back needs the caches backwards.",
        "At which place of the list does step 0 lie?",
        ("[step[3] for step in steps], x", "[step[3] for step in reversed(steps)], x"),
    ),
    wrong(
        "cell-state-buffer-in-caches",
        "A view keeps its old numbers.",
        "After the loop, do the cell states in two caches differ?",
        """
        memory, a_next, steps = np.zeros(a0.shape), a0, []
        for t in range(x.shape[2]):
            a_next, c_next, yt_pred, cache = lstm_cell_forward(
                x[:, :, t], a_next, memory, parameters
            )
            memory[:] = c_next
            steps.append((a_next, yt_pred, c_next, cache))
        a, y, c = (np.stack([step[k] for step in steps], axis=2) for k in range(3))
        return a, y, c, ([step[3] for step in steps], x)
        """,
    ),
    wrong(
        "hidden-state-buffer-in-caches",
        "A view keeps its old numbers.",
        "After the loop, do the hidden states in two caches differ?",
        """
        state, c_next, steps = a0.copy(), np.zeros(a0.shape), []
        for t in range(x.shape[2]):
            a_next, c_next, yt_pred, cache = lstm_cell_forward(
                x[:, :, t], state, c_next, parameters
            )
            state[:] = a_next
            steps.append((a_next, yt_pred, c_next, cache))
        a, y, c = (np.stack([step[k] for step in steps], axis=2) for k in range(3))
        return a, y, c, ([step[3] for step in steps], x)
        """,
    ),
    wrong(
        "cell-states-alias-one-array",
        "append copies the array.",
        "Do the slices of c differ?",
        """
        memory, a_next, c_next, steps = np.zeros(a0.shape), a0, np.zeros(a0.shape), []
        for t in range(x.shape[2]):
            a_next, c_next, yt_pred, cache = lstm_cell_forward(
                x[:, :, t], a_next, c_next, parameters
            )
            memory[:] = c_next
            steps.append((a_next, yt_pred, memory, cache))
        a, y, c = (np.stack([step[k] for step in steps], axis=2) for k in range(3))
        return a, y, c, ([step[3] for step in steps], x)
        """,
    ),
    wrong(
        "start-overwritten",
        "a0[:] = ... only renames.",
        OWN_COPY,
        (RETURN, "a0[:] = a_next\n    " + RETURN),
    ),
    wrong(
        "integer-buffer",
        "zeros_like makes an array for any result.",
        "Which dtype has zeros_like of integer input, and what happens to a fraction in it?",
        """
        a, c = (np.zeros_like(x, shape=(*a0.shape, x.shape[2])) for _ in range(2))
        a_next, c_next, outputs, caches = a0, np.zeros(a0.shape), [], []
        for t in range(x.shape[2]):
            a_next, c_next, yt_pred, cache = lstm_cell_forward(
                x[:, :, t], a_next, c_next, parameters
            )
            a[:, :, t], c[:, :, t] = a_next, c_next
            outputs.append(yt_pred)
            caches.append(cache)
        return a, np.stack(outputs, axis=2), c, (caches, x)
        """,
    ),
    wrong(
        "integer-cell-state",
        "The first cell state may have the type of x.",
        "Which dtype has your first cell state, and who writes into it?",
        """
        memory, a_next, steps = np.zeros_like(x, shape=a0.shape), a0, []
        for t in range(x.shape[2]):
            a_next, c_next, yt_pred, cache = lstm_cell_forward(
                x[:, :, t], a_next, memory.copy(), parameters
            )
            memory[:] = c_next
            steps.append((a_next, yt_pred, c_next, cache))
        a, y, c = (np.stack([step[k] for step in steps], axis=2) for k in range(3))
        return a, y, c, ([step[3] for step in steps], x)
        """,
    ),
    wrong(
        "float32",
        "Single precision is enough.",
        FLOAT32,
        ("axis=2) for", "axis=2).astype(np.float32) for"),
    ),
    wrong(
        "half-precision-cell-state",
        "The cell state needs few digits.",
        FLOAT32,
        (
            "        steps.append",
            "        c_next = c_next.astype(np.float16).astype(float)\n        steps.append",
        ),
    ),
    wrong(
        "four-steps",
        "There are always four steps.",
        "Where does your code take the number of steps from?",
        ("in range(x.shape[2])", "in range(4)"),
    ),
    wrong(
        "hard-coded-sizes",
        "There are always five units, ten examples and seven steps.",
        "Where does your code take the sizes from?",
        (STACK, STACK + "\n    a_10 = np.zeros((5, 10, 7))\n    a_10[:] = a\n    a = a_10"),
    ),
    wrong(
        "caches-kept-between-calls",
        "A default list is new for each call.",
        "How long is your list after a second call?",
        ("def lstm_forward(x, a0, parameters):", "def lstm_forward(x, a0, parameters, kept=[]):"),
        ("        steps.append", "        kept.append(cache)\n        steps.append"),
        ("[step[3] for step in steps], x", "list(kept), x"),
    ),
    wrong(
        "cell-state-kept-between-calls",
        "The network remembers the last sequence.",
        "With which cell state does the second call start?",
        ("def lstm_forward", "_memory = {}\n\n\ndef lstm_forward"),
        (START, "a_next, c_next, steps = a0, _memory.get(a0.shape, np.zeros(a0.shape)), []"),
        (RETURN, "_memory[a0.shape] = c_next\n    " + RETURN),
    ),
    wrong(
        "shared-buffer",
        "An array of the right shape can be used again.",
        "Who still holds the array that the last call returned?",
        ("def lstm_forward", "_buffers = {}\n\n\ndef lstm_forward"),
        (
            RETURN,
            "buffer = _buffers.setdefault(c.shape, np.empty(c.shape))\n    buffer[:] = c\n    "
            "c = buffer\n    " + RETURN,
        ),
    ),
    wrong(
        "predictions-from-last-state",
        "The predictions are made after the loop.",
        "Which state makes the prediction of step t?",
        (RETURN, "y = np.repeat(yt_pred[:, :, np.newaxis], x.shape[2], axis=2)\n    " + RETURN),
    ),
    wrong(
        "predictions-from-cell-states",
        "The predictions look at the cell states.",
        "Which state does the prediction look at?",
        (
            RETURN,
            'y = np.stack([softmax(parameters["Wy"] @ step[2] + parameters["by"]) for step in '
            "steps], axis=2)\n    " + RETURN,
        ),
    ),
]

FORWARD_RIGHT = [
    right(
        "preallocated",
        """
        n_x, m, T_x = x.shape
        n_y, n_a = parameters["Wy"].shape
        a, c, y = np.zeros((n_a, m, T_x)), np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x))
        a_next, c_next, caches = a0, np.zeros((n_a, m)), []
        for t in range(T_x):
            a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
            a[:, :, t], c[:, :, t], y[:, :, t] = a_next, c_next, yt
            caches.append(cache)
        return a, y, c, (caches, x)
        """,
    ),
    right(
        "recursion",
        """
        def after(t):
            if t < 0:
                return [(a0, np.zeros_like(a0, dtype=float), None, None)]
            done = after(t - 1)
            return [*done, lstm_cell_forward(x[..., t], done[-1][0], done[-1][1], parameters)]

        states, memories, outputs, caches = zip(*after(x.shape[2] - 1)[1:])
        return np.dstack(states), np.dstack(outputs), np.dstack(memories), (list(caches), x)
        """,
    ),
    right(
        "accumulate",
        """
        import itertools

        start = (a0, np.zeros(a0.shape), None, None)
        steps = list(itertools.accumulate(
            np.moveaxis(x, -1, 0),
            lambda done, xt: lstm_cell_forward(xt, *done[:2], parameters),
            initial=start,
        ))[1:]
        a, c, y = (np.moveaxis(np.array([s[k] for s in steps]), 0, -1) for k in range(3))
        return [a, y, c, [[s[3] for s in steps], x]]
        """,
    ),
    right(
        "generator",
        """
        def run():
            state = a0.copy(), np.zeros(a0.shape)
            for xt in x.transpose(2, 0, 1):
                *state, yt_pred, cache = lstm_cell_forward(xt, *state, parameters)
                yield state[0], yt_pred, state[1], cache

        *arrays, caches = zip(*run())
        a, y, c = (np.stack(slices, axis=-1) for slices in arrays)
        return a, y, c, (caches, x)
        """,
    ),
    right(
        "own-fused-cell",
        """
        n_a, m = a0.shape
        W = np.vstack([parameters["W" + g] for g in "fioc"])
        b = np.vstack([parameters["b" + g] for g in "fioc"])
        from_input = np.einsum("gx,xmt->gmt", W[:, n_a:], x) + b[:, :, np.newaxis]
        a_prev, c_prev, caches = a0, np.zeros((n_a, m)), []
        for t in range(x.shape[2]):
            z = from_input[:, :, t] + W[:, :n_a] @ a_prev
            ft, it, ot = np.split(0.5 + 0.5 * np.tanh(z[: 3 * n_a] / 2), 3)
            cct = np.tanh(z[3 * n_a :])
            c_next = ft * c_prev + it * cct
            a_next = ot * np.tanh(c_next)
            caches.append(
                (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, x[:, :, t], parameters)
            )
            a_prev, c_prev = a_next, c_next
        a, c = (np.stack([cache[k] for cache in caches], axis=2) for k in (0, 1))
        scores = np.tensordot(parameters["Wy"], a, axes=1) + parameters["by"][:, :, None]
        e = np.exp(scores - scores.max(axis=0, keepdims=True))
        return a, e / e.sum(axis=0, keepdims=True), c, (caches, x)
        """,
    ),
    right(
        "dictionaries-by-time",
        """
        a, c, y, caches, t = {-1: a0}, {-1: 0 * a0}, {}, {}, 0
        while t < x.shape[2]:
            a[t], c[t], y[t], caches[t] = lstm_cell_forward(
                x[:, :, t], a[t - 1], c[t - 1], parameters
            )
            t = t + 1
        side_by_side = [np.stack([d[k] for k in range(t)], axis=2) for d in (a, y, c)]
        return (*side_by_side, ([caches[k] for k in range(t)], x))
        """,
    ),
    right(
        "states-as-views",
        """
        n_a, m, T_x = *a0.shape, x.shape[2]
        a, c = np.zeros((n_a, m, T_x + 1)), np.zeros((n_a, m, T_x + 1))
        a[:, :, 0] = a0
        y, caches = np.empty((len(parameters["by"]), m, T_x)), [None] * T_x
        for t in range(T_x):
            a[..., t + 1], c[..., t + 1], y[..., t], caches[t] = lstm_cell_forward(
                x[..., t], a[..., t], c[..., t], parameters
            )
        return a[..., 1:], y, c[..., 1:], (caches, x)
        """,
    ),
    right(
        "class",
        """
        class Network:
            def __init__(self):
                self.a, self.c, self.log = a0, np.zeros(a0.shape), []

            def feed(self, xt):
                self.a, self.c, y, cache = lstm_cell_forward(xt, self.a, self.c, parameters)
                self.log.append((self.a.T, y.T, self.c.T, cache))

        network = Network()
        for xt in x.T:
            network.feed(xt.T)
        a, y, c = (np.array([entry[k] for entry in network.log]).T for k in range(3))
        return a, y, c, ([entry[3] for entry in network.log], x.copy())
        """,
    ),
]

BCELL = "lstm_cell_backward(da[:, :, t] + da_next, dc_next, steps[t])"
CARRIED = 'da_next, dc_next = gradients.pop("da_prev"), gradients.pop("dc_prev")'
SUM = "total[key] = total.get(key, 0) + gradient"
BRETURN = 'return {"dx": dx, "da0": da_next, **total}'
BACK = "At step t, which gradients meet in the two states? Name where each comes from."
SHARED = "Weights are shared by the steps. What happens to their gradients?"
WHICH_DA = "Which slice of da belongs to the hidden state of step t?"
WHICH_CACHE = "Which cache did step t of the forward loop fill?"

BACKWARD = [
    *(
        wrong(
            f"d{kind.lower()}{g}-overwritten",
            f"d{kind}{g} is that of the step that comes last in the loop.",
            f"What becomes of the d{kind}{g} of the steps before?",
            (
                "total[key] = total.get(key, 0) + gradient",
                f'total[key] = gradient + (total.get(key, 0) if key != "d{kind}{g}" else 0)',
            ),
        )
        for g in "fico"
        for kind in "Wb"
    ),
    wrong(
        "cell-gradient-handed-to-both-lanes",
        "dc_prev is handed back on both lanes.",
        "Which gradient belongs to which state?",
        (
            CARRIED,
            'da_next, _ = gradients["dc_prev"], gradients.pop("da_prev")\n'
            '        dc_next = gradients.pop("dc_prev")',
        ),
    ),
    wrong(
        "one-array-for-both-lanes",
        "da_next = dc_next = zeros makes two arrays.",
        "How many arrays does a line with two equal signs make?",
        (
            "    da_next = np.zeros(da.shape[:2])\n    dc_next = np.zeros(da.shape[:2])\n",
            "    da_next = dc_next = np.zeros(da.shape[:2])\n",
        ),
        (
            CARRIED,
            'da_next[...] = gradients.pop("da_prev")\n'
            '        dc_next[...] = gradients.pop("dc_prev")',
        ),
    ),
    wrong(
        "the-published-gradients",
        "Each step stands alone. A widely circulated lstm_backward makes this mistake; its printed "
        "gradients are wrong.",
        BACK,
        (CARRIED, 'da0, _ = gradients.pop("da_prev"), gradients.pop("dc_prev")'),
        (BRETURN, 'return {"dx": dx, "da0": da0, **total}'),
    ),
    wrong(
        "hidden-gradient-not-carried",
        "Only the cell state carries a gradient back.",
        BACK,
        (CARRIED, 'da0, dc_next = gradients.pop("da_prev"), gradients.pop("dc_prev")'),
        (BRETURN, 'return {"dx": dx, "da0": da0, **total}'),
    ),
    wrong(
        "cell-gradient-not-carried",
        "Only the hidden state carries a gradient back.",
        BACK,
        (CARRIED, 'da_next, _ = gradients.pop("da_prev"), gradients.pop("dc_prev")'),
    ),
    wrong(
        "carried-once",
        "The gradients are handed back from the last step only.",
        BACK,
        (
            BCELL,
            "lstm_cell_backward(\n            da[:, :, t] + (da_next if t == x.shape[2] - 2 "
            "else 0), dc_next * (t == x.shape[2] - 2), steps[t]\n        )",
        ),
    ),
    wrong(
        "cell-gradient-carried-once",
        "The cell's gradient is handed back from the last step only.",
        BACK,
        (
            BCELL,
            "lstm_cell_backward(da[:, :, t] + da_next, dc_next * (t == x.shape[2] - 2), steps[t])",
        ),
    ),
    wrong(
        "carried-gradients-swapped",
        "Both carried gradients are the same.",
        "Which gradient belongs to which state?",
        (CARRIED, 'dc_next, da_next = gradients.pop("da_prev"), gradients.pop("dc_prev")'),
    ),
    wrong(
        "hidden-gradient-on-both-lanes",
        "da_prev is handed back on both lanes.",
        "Which gradient belongs to which state?",
        (CARRIED, CARRIED + "\n        dc_next = da_next"),
    ),
    wrong(
        "cell-gradient-on-both-lanes",
        "dc_prev is handed back on both lanes.",
        "Which gradient belongs to which state?",
        (BCELL, "lstm_cell_backward(da[:, :, t] + dc_next, dc_next, steps[t])"),
    ),
    wrong(
        "arguments-swapped",
        "The order of the arguments does not matter.",
        "In which order does lstm_cell_backward take the two gradients?",
        (BCELL, "lstm_cell_backward(dc_next, da[:, :, t] + da_next, steps[t])"),
    ),
    wrong(
        "direct-gradient-on-cell-lane",
        "The loss reaches the cell state directly.",
        "Which of the two states does da belong to?",
        (BCELL, "lstm_cell_backward(da_next, da[:, :, t] + dc_next, steps[t])"),
    ),
    wrong(
        "direct-gradient-on-both-lanes",
        "The loss reaches both states directly.",
        "Which of the two states does da belong to?",
        (BCELL, "lstm_cell_backward(da[:, :, t] + da_next, da[:, :, t] + dc_next, steps[t])"),
    ),
    wrong(
        "direct-gradient-missing",
        "Only the carried gradient counts.",
        BACK,
        (BCELL, "lstm_cell_backward(da_next, dc_next, steps[t])"),
    ),
    wrong(
        "direct-gradient-at-the-end-only",
        "The loss reads the last state.",
        "Does the loss reach the state of step 0 directly, too?",
        (
            BCELL,
            "lstm_cell_backward(da_next if t < x.shape[2] - 1 else da[:, :, t], dc_next, steps[t])",
        ),
    ),
    wrong(
        "carried-sums-up",
        "The carried gradients add up from step to step.",
        "Does da_prev of one step already hold what came from later steps?",
        (
            CARRIED,
            'da_next = da_next + gradients.pop("da_prev")\n        dc_next = dc_next + '
            'gradients.pop("dc_prev")',
        ),
    ),
    wrong(
        "cell-gradient-sums-up",
        "The carried cell gradient adds up from step to step.",
        "Does dc_prev of one step already hold what came from later steps?",
        (
            CARRIED,
            'da_next = gradients.pop("da_prev")\n        dc_next = dc_next + '
            'gradients.pop("dc_prev")',
        ),
    ),
    wrong(
        "carried-subtracted",
        "Paths cancel.",
        "Do the gradients of two paths add up?",
        ("+ da_next,", "- da_next,"),
    ),
    wrong(
        "carried-averaged",
        "Two gradients are averaged.",
        "Do the gradients of two paths add up, or is the mean taken?",
        (BCELL, "lstm_cell_backward((da[:, :, t] + da_next) / 2, dc_next, steps[t])"),
    ),
    wrong(
        "forget-gate-applied-again",
        "Between the steps lies the forget gate.",
        "Does lstm_cell_backward lead through ft already?",
        (CARRIED, CARRIED + "\n        dc_next = dc_next * steps[t][4]"),
    ),
    wrong(
        "cell-gradient-starts-from-da",
        "The last cell state gets da, too.",
        "What comes back from behind the last step, on the lane of the cell state?",
        ("dc_next = np.zeros(da.shape[:2])", "dc_next = da[:, :, -1].copy()"),
    ),
    wrong(
        "hidden-gradient-starts-from-da",
        "The loop starts with the last slice of da.",
        "How often does the last slice of da enter?",
        ("da_next = np.zeros(da.shape[:2])", "da_next = da[:, :, -1].copy()"),
    ),
    wrong(
        "gradients-start-from-ones",
        "A gradient starts at 1.",
        "What comes back from behind the last step?",
        ("dc_next = np.zeros(da.shape[:2])", "dc_next = np.ones(da.shape[:2])"),
    ),
    wrong(
        "forwards-in-time",
        "The loop runs from step 0.",
        "Which step has to be finished before step t can begin, on the way back?",
        ("reversed(range(x.shape[2]))", "range(x.shape[2])"),
    ),
    wrong(
        "first-step-missing",
        "range stops at 1.",
        "Which steps does your loop visit? Write them down for T = 3.",
        ("reversed(range(x.shape[2]))", "range(x.shape[2] - 1, 0, -1)"),
    ),
    wrong(
        "last-step-missing",
        "range starts at T - 2.",
        "Which steps does your loop visit? Write them down for T = 3.",
        ("reversed(range(x.shape[2]))", "range(x.shape[2] - 2, -1, -1)"),
    ),
    wrong(
        "steps-over-examples",
        "The second axis of x counts the steps.",
        "Which axis of x counts the steps?",
        ("reversed(range(x.shape[2]))", "reversed(range(x.shape[1]))"),
    ),
    wrong(
        "cache-of-previous-step",
        "The cache of step t - 1 belongs to step t.",
        WHICH_CACHE,
        ("steps[t])", "steps[t - 1])"),
    ),
    wrong(
        "cache-of-next-step",
        "The cache of step t + 1 belongs to step t.",
        WHICH_CACHE,
        ("steps[t])", "steps[min(t + 1, len(steps) - 1)])"),
    ),
    wrong(
        "cache-of-last-step",
        "All steps share the last cache.",
        WHICH_CACHE,
        ("steps[t])", "steps[-1])"),
    ),
    wrong(
        "cache-of-first-step",
        "All steps share the first cache.",
        WHICH_CACHE,
        ("steps[t])", "steps[0])"),
    ),
    wrong(
        "caches-reversed",
        "The caches lie backwards.",
        "At which place of the list does step 0 lie?",
        ("steps[t])", "steps[-1 - t])"),
    ),
    wrong(
        "gradient-of-previous-step",
        "Step t gets the gradient of step t - 1.",
        WHICH_DA,
        ("da[:, :, t]", "da[:, :, t - 1]"),
    ),
    wrong(
        "gradient-of-last-step",
        "Every step gets the last gradient.",
        WHICH_DA,
        ("da[:, :, t]", "da[:, :, -1]"),
    ),
    wrong(
        "gradient-summed-over-time",
        "The gradient of a state is the sum over the steps.",
        WHICH_DA,
        ("da[:, :, t]", "da.sum(axis=2)"),
    ),
    wrong(
        "gradients-reversed",
        "da is indexed from the end.",
        WHICH_DA,
        ("da[:, :, t]", "da[:, :, -1 - t]"),
    ),
    wrong(
        "da-averaged-over-examples",
        "The examples share a gradient.",
        "Which axis of da counts the examples?",
        ("da[:, :, t] +", "da[:, :, t].mean(axis=1, keepdims=True) +"),
    ),
    wrong(
        "overwritten", "The last gradient is the gradient.", SHARED, (SUM, "total[key] = gradient")
    ),
    wrong(
        "first-gradient-kept",
        "One step stands for all.",
        SHARED,
        (SUM, "total.setdefault(key, gradient)"),
    ),
    wrong(
        "biases-overwritten",
        "+= was forgotten at the biases.",
        SHARED,
        (SUM, 'total[key] = gradient + (0 if key[1] == "b" else total.get(key, 0))'),
    ),
    wrong(
        "one-gate-overwritten",
        "+= was forgotten at one gate.",
        "Which of the gradients does not depend on all steps?",
        (SUM, 'total[key] = gradient + (0 if key == "dWo" else total.get(key, 0))'),
    ),
    wrong(
        "averaged-over-steps",
        "The gradient is a mean over the steps.",
        "The loss adds up over the steps. What follows for the gradients?",
        (
            BRETURN,
            "total = {key: value / x.shape[2] for key, value in total.items()}\n    " + BRETURN,
        ),
    ),
    wrong(
        "averaged-over-examples",
        "The gradient is a mean over the examples.",
        "Does da hold 1/m already?",
        (
            BRETURN,
            "total = {key: value / x.shape[1] for key, value in total.items()}\n    " + BRETURN,
        ),
    ),
    wrong(
        "summed-into-wrong-gate",
        "One line was copied and its letter not changed.",
        "Which of your sums does each gate's gradient enter?",
        (
            SUM,
            'key = "dWf" if key == "dWi" else key\n            total[key] = total.get(key, 0) '
            "+ gradient",
        ),
        (
            BRETURN,
            'return {"dx": dx, "da0": da_next, "dWi": np.zeros(total["dWf"].shape), **total}',
        ),
    ),
    wrong(
        "gate-gradient-copied",
        "One line was copied and its letter not changed.",
        "Which of your gradients are equal, and should they be?",
        (BRETURN, 'return {"dx": dx, "da0": da_next, **total, "dWi": total["dWf"]}'),
    ),
    wrong(
        "step-gradients-stacked",
        "The gradient of a weight keeps one slice per step.",
        "Compare the shapes of dWf and Wf.",
        (SUM, "total[key] = np.dstack([gradient, total[key]]) if key in total else gradient"),
    ),
    wrong(
        "totals-start-at-one",
        "The totals start at 1.",
        "What is in total before the first step?",
        ("total.get(key, 0)", "total.get(key, 1)"),
    ),
    wrong(
        "inputs-summed",
        "The gradients of the inputs add up.",
        "Do the steps share an input?",
        ('dx[:, :, t] = gradients.pop("dxt")', 'dx += gradients.pop("dxt")[:, :, np.newaxis]'),
    ),
    wrong(
        "input-gradient-at-wrong-step",
        "dx is filled from its start.",
        "Which slice of dx belongs to the input of step t?",
        ("dx[:, :, t]", "dx[:, :, -1 - t]"),
    ),
    wrong(
        "input-gradient-lost",
        "dx is filled by the cell.",
        "Who writes into dx?",
        ('dx[:, :, t] = gradients.pop("dxt")', 'gradients.pop("dxt")'),
    ),
    wrong(
        "input-gradient-everywhere",
        "dx[:] = ... fills one slice.",
        "Do the slices of dx differ?",
        ('dx[:, :, t] = gradients.pop("dxt")', 'dx[:] = gradients.pop("dxt")[:, :, np.newaxis]'),
    ),
    wrong(
        "da0-is-cell-gradient",
        "da0 is the gradient of the first cell state.",
        "Which of the two first states is a0?",
        ('"da0": da_next', '"da0": dc_next'),
    ),
    wrong(
        "da0-with-direct-gradient",
        "da0 is the gradient of the first state of the sequence.",
        "Is a0 the state before step 0 or after it?",
        ('"da0": da_next', '"da0": da_next + da[:, :, 0]'),
    ),
    wrong(
        "da0-is-da",
        "da0 is the first slice of da.",
        "Is a0 the state before step 0 or after it?",
        ('"da0": da_next', '"da0": da[:, :, 0].copy()'),
    ),
    wrong(
        "da0-zero",
        "da0 keeps its first value.",
        "Which step had a0 as its old state?",
        ('"da0": da_next', '"da0": np.zeros(da.shape[:2])'),
    ),
    wrong(
        "da0-of-last-step",
        "da0 is the first da_prev that comes up.",
        "Which step had a0 as its old state?",
        (
            '"da0": da_next',
            '"da0": lstm_cell_backward(da[:, :, -1], 0 * da_next, steps[-1])["da_prev"]',
        ),
    ),
    wrong(
        "da0-missing",
        "Nobody needs the gradient of the first state.",
        "Which keys does the docstring name?",
        ('"da0": da_next, ', ""),
    ),
    wrong(
        "key-da-prev",
        "The key is da_prev.",
        "Which keys does the docstring name?",
        ('"da0"', '"da_prev"'),
    ),
    wrong(
        "key-dxt",
        "The key is dxt.",
        "Which keys does the docstring name?",
        ('{"dx": dx', '{"dxt": dx'),
    ),
    wrong(
        "bias-keys-missing",
        "The biases need no gradient.",
        "Which keys does the docstring name?",
        (
            BRETURN,
            'total = {key: value for key, value in total.items() if key[1] == "W"}\n    ' + BRETURN,
        ),
    ),
    wrong(
        "tuple-returned",
        "The order of the gradients is known.",
        "Which type does the docstring name?",
        (BRETURN, "return dx, da_next, *total.values()"),
    ),
    wrong(
        "integer-buffer",
        "zeros_like makes an array for any result.",
        "Which dtype has zeros_like of integer input, and what happens to a fraction in it?",
        ("np.zeros(x.shape)", "np.zeros_like(x)"),
    ),
    wrong(
        "da-overwritten",
        "da[:, :, t] += ... works on a copy.",
        OWN_COPY,
        (
            "        gradients = " + BCELL,
            "        da[:, :, t] += da_next\n        gradients = lstm_cell_backward(da[:, :, "
            "t], dc_next, steps[t])",
        ),
    ),
    wrong("caches-emptied", "pop() only reads.", OWN_COPY, ("steps[t])", "steps.pop())")),
    wrong(
        "totals-kept-between-calls",
        "A default dict is new for each call.",
        "What does the second call with the same input give?",
        ("def lstm_backward(da, caches):", "def lstm_backward(da, caches, total={}):"),
        ("    total = {}\n", ""),
    ),
    wrong(
        "shared-buffer",
        "An array of the right shape can be used again.",
        "Who still holds the array that the last call returned?",
        ("def lstm_backward", "_buffers = {}\n\n\ndef lstm_backward"),
        ("dx = np.zeros(x.shape)", "dx = _buffers.setdefault(x.shape, np.zeros(x.shape))"),
    ),
    wrong(
        "clipped",
        "Large gradients are cut on the way.",
        "Is clipping part of the derivative?",
        (CARRIED, CARRIED + "\n        da_next = np.clip(da_next, -5, 5)"),
    ),
    wrong(
        "truncated",
        "The gradient fades after two steps.",
        "Is anything cut in the chain rule?",
        (CARRIED, CARRIED + "\n        if t % 2 == 0:\n            dc_next = 0 * dc_next"),
    ),
    wrong(
        "state-in-place-of-gradient",
        "The cell state is handed back.",
        "Is it the state that travels back, or its gradient?",
        (CARRIED, CARRIED + "\n        dc_next = dc_next * steps[t][3]"),
    ),
    wrong(
        "float32",
        "Single precision is enough.",
        FLOAT32,
        ("np.zeros(x.shape)", "np.zeros(x.shape, dtype=np.float32)"),
    ),
    wrong(
        "half-precision-inside",
        "Only the type of the result matters.",
        FLOAT32,
        (CARRIED, CARRIED + "\n        dc_next = dc_next.astype(np.float16).astype(float)"),
    ),
    wrong(
        "four-steps",
        "There are always four steps.",
        "Where does your code take the number of steps from?",
        ("reversed(range(x.shape[2]))", "reversed(range(4))"),
    ),
    wrong(
        "first-example-only",
        "One example stands for all.",
        "How many examples reach the gradients?",
        ("np.zeros(da.shape[:2])", "np.zeros((len(da), 1))", "every"),
        ("da[:, :, t] + da_next", "da[:, :1, t] + da_next"),
    ),
]

BACKWARD_RIGHT = [
    right(
        "recursion",
        """
        steps, x = caches

        def back(t, da_next, dc_next):
            if t < 0:
                return da_next, []
            g = lstm_cell_backward(da[:, :, t] + da_next, dc_next, steps[t])
            first, earlier = back(t - 1, g["da_prev"], g["dc_prev"])
            return first, [*earlier, g]

        nothing = np.zeros(da[:, :, 0].shape)
        da0, found = back(len(steps) - 1, nothing, nothing)
        keys = [kind + gate for kind in ("dW", "db") for gate in "fico"]
        sums = {key: sum(step[key] for step in found) for key in keys}
        return {"dx": np.stack([step["dxt"] for step in found], axis=2), "da0": da0, **sums}
        """,
    ),
    right(
        "one-walk-per-direct-gradient",
        """
        steps, x = caches
        result = {"dx": np.zeros(x.shape), "da0": np.zeros(da.shape[:2])}
        # Everything is linear in da: each direct gradient walks back alone, and the walks add up.
        for start in range(x.shape[2]):
            da_next, dc_next = da[:, :, start], np.zeros(da.shape[:2])
            for t in range(start, -1, -1):
                g = lstm_cell_backward(da_next, dc_next, steps[t])
                da_next, dc_next = g["da_prev"], g["dc_prev"]
                result["dx"][:, :, t] += g["dxt"]
                for key in g:
                    if key[1] in "Wb":
                        result[key] = result.get(key, 0) + g[key]
            result["da0"] += da_next
        return result
        """,
    ),
    right(
        "in-place-on-own-copies",
        """
        steps, x = caches
        p, da = steps[0][-1], np.array(da, dtype=float)
        total = {f"d{k}{g}": np.zeros(p[k + g].shape) for k in "Wb" for g in "fico"}
        dx, dc = np.empty(x.shape), np.zeros(da.shape[:2])
        for t in range(x.shape[2])[::-1]:
            g = lstm_cell_backward(da[:, :, t], dc, steps[t])
            dx[:, :, t], dc = g["dxt"], g["dc_prev"]
            for key, value in total.items():
                value += g[key]
            if t > 0:
                da[:, :, t - 1] += g["da_prev"]
        total.update(dx=dx, da0=g["da_prev"])
        return total
        """,
    ),
    right(
        "reduce",
        """
        import functools

        steps, x = caches
        start = {"dxt": [], "da_prev": 0.0, "dc_prev": np.zeros(da.shape[:2])}

        def one(done, pair):
            g = lstm_cell_backward(pair[0] + done["da_prev"], done["dc_prev"], pair[1])
            summed = {key: g[key] + done.get(key, 0) for key in g if key[1] in "Wb"}
            slices = [g["dxt"], *done["dxt"]]
            return {**summed, "dxt": slices, "da_prev": g["da_prev"], "dc_prev": g["dc_prev"]}

        result = functools.reduce(one, list(zip(np.moveaxis(da, 2, 0), steps))[::-1], start)
        result["dx"], result["da0"] = np.dstack(result.pop("dxt")), result.pop("da_prev")
        return result
        """,
    ),
    right(
        "own-fused-cell",
        """
        steps, x = caches
        p = steps[0][-1]
        n_a, m, T_x = da.shape
        W = np.vstack([p["W" + g] for g in "fico"])
        dz = np.zeros((4 * n_a, m, T_x))
        da_next, dc_next = 0, 0
        for t in range(T_x - 1, -1, -1):
            _, c, _, c_old, f, i, g, o = steps[t][:8]
            d = da[:, :, t] + da_next
            T = np.tanh(c)
            dc = dc_next + d * o / np.cosh(c) ** 2
            dz[:, :, t] = np.concatenate([
                dc * c_old * f * (1 - f),
                dc * g * i * (1 - i),
                dc * i * (1 - g * g),
                d * T * o * (1 - o),
            ])
            da_next, dc_next = W[:, :n_a].T @ dz[:, :, t], dc * f
        old = np.stack([step[2] for step in steps], axis=2)
        dW = np.einsum("gmt,kmt->gk", dz, np.concatenate([old, x]))
        result = {"dx": np.einsum("gx,gmt->xmt", W[:, n_a:], dz), "da0": da_next}
        for name, dWg, dbg in zip("fico", np.split(dW, 4), np.split(dz.sum(axis=(1, 2)), 4)):
            result["dW" + name], result["db" + name] = dWg, dbg[:, np.newaxis]
        return result
        """,
    ),
    right(
        "totals-in-a-class",
        """
        class Lane:
            def __init__(self):
                self.a = self.c = np.zeros(da.shape[:2])
                self.slices, self.sums = [], {}

            def step(self, dat, cache):
                g = dict(lstm_cell_backward(dat + self.a, self.c, cache))
                self.slices.insert(0, g.pop("dxt"))
                self.a, self.c = g.pop("da_prev"), g.pop("dc_prev")
                self.sums = {key: value + self.sums.get(key, 0) for key, value in g.items()}

        steps, x = caches
        lane = Lane()
        for t in range(len(steps))[::-1]:
            lane.step(da[..., t], steps[t])
        return {"dx": np.stack(lane.slices, -1), "da0": lane.a, **lane.sums}
        """,
    ),
    right(
        "steps-listed-first",
        """
        steps, x = caches
        found, t = [None] * len(steps), len(steps) - 1
        da_next = dc_next = np.zeros(steps[-1][0].shape)
        while t >= 0:
            found[t] = lstm_cell_backward(np.add(da_next, da[:, :, t]), dc_next, steps[t])
            da_next, dc_next = found[t]["da_prev"], found[t]["dc_prev"]
            t -= 1
        keys = [key for key in found[0] if key[1] in "Wb"]
        result = {key: np.sum([g[key] for g in found], axis=0) for key in keys}
        result["dx"] = np.concatenate([g["dxt"][:, :, np.newaxis] for g in found], axis=2)
        result["da0"] = da_next
        return result
        """,
    ),
    right(
        "time-axis-first",
        """
        steps, x = caches
        dx = np.zeros((x.shape[2], *x.shape[:2]))
        da_next, dc_next, sums = 0, np.zeros(da.shape[:2]), None
        for back, (dat, cache) in enumerate(zip(da.transpose(2, 0, 1)[::-1], steps[::-1])):
            g = lstm_cell_backward(dat + da_next, dc_next, cache)
            dx[-1 - back] = g["dxt"]
            da_next, dc_next = g["da_prev"], g["dc_prev"]
            weights = {key: g[key] for key in g if key not in ("dxt", "da_prev", "dc_prev")}
            sums = weights if sums is None else {key: sums[key] + weights[key] for key in sums}
        return dict(sums, dx=np.moveaxis(dx, 0, 2), da0=da_next, dc0=dc_next)
        """,
    ),
]

WRONG = {"lstm_forward": FORWARD, "lstm_backward": BACKWARD}
RIGHT = {"lstm_forward": FORWARD_RIGHT, "lstm_backward": BACKWARD_RIGHT}
