"""Mistakes and unusual right answers of lesson 03: a recurrent network over a sequence."""

from autograder.checks.mistakes.bank import right, wrong

FLOAT32 = "Which number type do your arrays have, and how many digits does it keep?"
OWN_COPY = "Which array is changed in place, and who else still needs it?"
CARRY = "Follow the state by hand from one step to the next: who hands it on?"
CELL = "rnn_cell_forward(x[:, :, t], a_next, parameters)"
RETURN = "return a, y_pred, ([step[2] for step in steps], x)"

FORWARD = [
    wrong(
        "predictions-one-step-early",
        "The index before t is that of step t.",
        "At which index stands the prediction of step 0 in your result?",
        (
            "y_pred = np.stack([step[1] for step in steps], axis=2)",
            "y_pred = np.roll(np.stack([step[1] for step in steps], axis=2), -1, axis=2)",
        ),
    ),
    wrong(
        "state-not-carried",
        "Each step starts from a0.",
        CARRY,
        (CELL, "rnn_cell_forward(x[:, :, t], a0, parameters)"),
    ),
    wrong(
        "state-carried-once",
        "The state is handed on after the first step only.",
        CARRY,
        (
            "        a_next, yt_pred, cache = " + CELL,
            "        state = a0 if t == 0 else steps[0][0]\n        a_next, yt_pred, cache = "
            "rnn_cell_forward(x[:, :, t], state, parameters)",
        ),
    ),
    wrong(
        "state-late-by-one",
        "Step t continues from step t - 2.",
        CARRY,
        (
            "        a_next, yt_pred, cache = " + CELL,
            "        state = steps[-2][0] if t > 1 else a0\n        a_next, yt_pred, cache = "
            "rnn_cell_forward(x[:, :, t], state, parameters)",
        ),
    ),
    wrong(
        "starts-from-zero",
        "The first state is always 0.",
        "What is a0 for?",
        ("a_next, steps = a0, []", "a_next, steps = np.zeros(a0.shape), []"),
    ),
    wrong(
        "starts-from-ones",
        "Any first state will do.",
        "What is a0 for?",
        ("a_next, steps = a0, []", "a_next, steps = np.ones(a0.shape), []"),
    ),
    wrong(
        "start-of-first-example",
        "All examples share the first state.",
        "Which axis of a0 counts the examples?",
        ("a_next, steps = a0, []", "a_next, steps = np.repeat(a0[:, :1], a0.shape[1], axis=1), []"),
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
        "backwards-in-time",
        "The loop runs from the last step to the first.",
        "Which step comes first on the way forward?",
        """
        a = np.zeros((*a0.shape, x.shape[2]))
        y_pred = np.zeros((len(parameters["by"]), *x.shape[1:]))
        caches, a_next = [None] * x.shape[2], a0
        for t in reversed(range(x.shape[2])):
            a_next, y_pred[:, :, t], caches[t] = rnn_cell_forward(x[:, :, t], a_next, parameters)
            a[:, :, t] = a_next
        return a, y_pred, (caches, x)
        """,
    ),
    wrong(
        "input-reversed",
        "The network reads the sequence from its end.",
        "Which slice of x does step 0 read?",
        ("x[:, :, t]", "x[:, :, -1 - t]"),
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
        "last-state-zero",
        "range(T - 1) visits every step.",
        "Look at the last slice of a. Who fills it?",
        """
        n_x, m, steps = x.shape
        a = np.zeros((len(a0), m, steps))
        y_pred = np.zeros((len(parameters["by"]), m, steps))
        caches, a_next = [], a0
        for t in range(steps):
            a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
            caches.append(cache)
            if t < steps - 1:
                a[:, :, t], y_pred[:, :, t] = a_next, yt_pred
        return a, y_pred, (caches, x)
        """,
    ),
    wrong(
        "stored-late-by-one",
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
        "last-state-only",
        "The last state is the result.",
        "What shape should a have?",
        (RETURN, "a = a_next\n    " + RETURN),
    ),
    wrong(
        "last-state-everywhere",
        "a[:] = a_next fills one slice.",
        "Do the slices of a differ?",
        (RETURN, "a = np.repeat(a_next[:, :, np.newaxis], x.shape[2], axis=2)\n    " + RETURN),
    ),
    wrong(
        "time-axis-first",
        "np.stack puts time where it belongs.",
        "Which axis counts the steps: the first, or the last?",
        ("for step in steps], axis=2)", "for step in steps], axis=0)", "every"),
    ),
    wrong(
        "time-axis-middle",
        "The time axis lies in the middle.",
        "Which axis counts the steps?",
        ("for step in steps], axis=2)", "for step in steps], axis=1)", "every"),
    ),
    wrong(
        "joined-not-stacked",
        "Steps are joined along the examples.",
        "How many axes should a have?",
        ("np.stack([step[0] for step in steps], axis=2)", "np.hstack([step[0] for step in steps])"),
    ),
    wrong(
        "reshaped",
        "reshape moves the time axis.",
        "Does reshape move an axis, or cut the numbers anew?",
        (
            "np.stack([step[0] for step in steps], axis=2)",
            "np.stack([step[0] for step in steps]).reshape(*a0.shape, -1)",
        ),
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
        ("x[:, :, t]", "x[:, t, :]"),
        ("in range(x.shape[2])", "in range(x.shape[1])"),
    ),
    wrong(
        "list-returned",
        "A list of states is as good as an array.",
        "What type does the docstring name for a?",
        ("np.stack([step[0] for step in steps], axis=2)", "[step[0] for step in steps]"),
    ),
    wrong(
        "returns-swapped",
        "The order of the results does not matter.",
        "In which order does the docstring list the results?",
        (RETURN, "return y_pred, a, ([step[2] for step in steps], x)"),
    ),
    wrong(
        "caches-without-x",
        "The list of caches is enough.",
        "What does the docstring say that caches holds?",
        ("([step[2] for step in steps], x)", "[step[2] for step in steps]"),
    ),
    wrong(
        "caches-x-first",
        "The order in caches does not matter.",
        "In which order does the docstring list the two parts?",
        ("([step[2] for step in steps], x)", "(x, [step[2] for step in steps])"),
    ),
    wrong(
        "last-cache-only",
        "One cache is enough.",
        "How many steps will the way back visit?",
        ("[step[2] for step in steps], x", "[steps[-1][2]], x"),
    ),
    wrong(
        "last-cache-repeated",
        "The caches of all steps are the same.",
        "Which step's states does each cache hold?",
        ("[step[2] for step in steps], x", "[steps[-1][2]] * len(steps), x"),
    ),
    wrong(
        "caches-reversed",
        "The way back needs the caches backwards.",
        "At which place of the list does step 0 lie?",
        ("[step[2] for step in steps], x", "[step[2] for step in reversed(steps)], x"),
    ),
    wrong(
        "caches-not-kept",
        "Caches are for later.",
        "What will rnn_backward work with?",
        ("[step[2] for step in steps], x", "[], x"),
    ),
    wrong(
        "input-of-last-step-cached",
        "x in caches is the last input.",
        "What shape has x in caches?",
        ("for step in steps], x)", "for step in steps], x[:, :, -1])"),
    ),
    wrong(
        "start-overwritten",
        "a0[:] = ... only renames.",
        OWN_COPY,
        ("        steps.append", "        a0[:] = a_next\n        steps.append"),
    ),
    wrong(
        "caches-view-one-buffer",
        "A view keeps its old numbers.",
        "After the loop, do the states in two caches differ?",
        """
        buffer = a0.copy()
        states, predictions, caches = [], [], []
        for t in range(x.shape[2]):
            a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], buffer, parameters)
            buffer[:] = a_next
            states.append(a_next)
            predictions.append(yt_pred)
            caches.append(cache)
        return np.stack(states, axis=2), np.stack(predictions, axis=2), (caches, x)
        """,
    ),
    wrong(
        "states-alias-one-array",
        "append copies the array.",
        "Do the slices of a differ?",
        """
        state = a0.copy()
        states, predictions, caches = [], [], []
        for t in range(x.shape[2]):
            a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], state.copy(), parameters)
            state[:] = a_next
            states.append(state)
            predictions.append(yt_pred)
            caches.append(cache)
        return np.stack(states, axis=2), np.stack(predictions, axis=2), (caches, x)
        """,
    ),
    wrong(
        "four-steps",
        "There are always four steps.",
        "Where does your code take the number of steps from?",
        ("in range(x.shape[2])", "in range(4)"),
    ),
    wrong(
        "ten-examples",
        "There are always five units and ten examples.",
        "Where does your code take the sizes from?",
        """
        a, predictions, caches, a_next = np.zeros((5, 10, 4)), [], [], a0
        for t in range(4):
            a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
            a[:, :, t] = a_next
            predictions.append(yt_pred)
            caches.append(cache)
        return a, np.stack(predictions, axis=2), (caches, x)
        """,
    ),
    wrong(
        "classes-as-units",
        "Predictions have the shape of states.",
        "How many rows has y_pred, and from which parameter do you know?",
        """
        a, y_pred = np.zeros((len(a0), *x.shape[1:])), np.zeros((len(a0), *x.shape[1:]))
        caches, a_next = [], a0
        for t in range(x.shape[2]):
            a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
            a[:, :, t], y_pred[:, :, t] = a_next, yt_pred
            caches.append(cache)
        return a, y_pred, (caches, x)
        """,
    ),
    wrong(
        "integer-buffer",
        "zeros_like makes an array for any result.",
        "Which dtype has zeros_like of integer input, and what happens to a fraction in it?",
        """
        a = np.zeros_like(x, shape=(len(a0), *x.shape[1:]))
        y_pred = np.zeros_like(x, shape=(len(parameters["by"]), *x.shape[1:]))
        caches, a_next = [], a0
        for t in range(x.shape[2]):
            a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
            a[:, :, t], y_pred[:, :, t] = a_next, yt_pred
            caches.append(cache)
        return a, y_pred, (caches, x)
        """,
    ),
    wrong(
        "float32",
        "Single precision is enough.",
        FLOAT32,
        (
            "a = np.stack([step[0] for step in steps], axis=2)",
            "a = np.stack([step[0] for step in steps], axis=2).astype(np.float32)",
        ),
    ),
    wrong(
        "half-precision-state",
        "The state needs few digits.",
        FLOAT32,
        (
            "        steps.append",
            "        a_next = a_next.astype(np.float16).astype(float)\n        steps.append",
        ),
    ),
    wrong(
        "prediction-fed-back",
        "The prediction is the next input.",
        "What does step t read, besides the state?",
        (
            "x[:, :, t], a_next, parameters)",
            "x[:, :, t] if t == 0 else np.resize(yt_pred, x[:, :, t].shape), a_next, parameters)",
        ),
    ),
    wrong(
        "state-through-tanh-again",
        "The state passes tanh between the steps.",
        "What does the next step get: the state, or its tanh?",
        ("        steps.append", "        a_next = np.tanh(a_next)\n        steps.append"),
    ),
    wrong(
        "states-added-up",
        "The states of all steps add up.",
        "Is the new state the cell's result, or the sum of all so far?",
        (CELL, CELL + "\n        a_next = a_next + (steps[-1][0] if steps else 0)"),
    ),
    wrong(
        "predictions-from-last-state",
        "The predictions are made after the loop.",
        "Which state makes the prediction of step t?",
        (
            RETURN,
            'y_pred = np.stack([softmax(parameters["Wya"] @ a_next + parameters["by"])] * '
            "len(steps), axis=2)\n    " + RETURN,
        ),
    ),
    wrong(
        "softmax-over-examples-at-once",
        "softmax acts on all steps at once, whatever the axis.",
        "Do the classes of each example add up to one at each step?",
        (
            RETURN,
            'y_pred = np.einsum("ya,amt->tym", parameters["Wya"], a) + parameters["by"]\n    '
            "y_pred = np.moveaxis(softmax(y_pred), 0, 2)\n    " + RETURN,
        ),
    ),
    wrong(
        "caches-kept-between-calls",
        "A default list is new for each call.",
        "How long is your list after a second call?",
        """
        def rnn_forward(x, a0, parameters, kept=[]):
            states, predictions, a_next = [], [], a0
            for t in range(x.shape[2]):
                a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
                states.append(a_next)
                predictions.append(yt_pred)
                kept.append(cache)
            return np.stack(states, axis=2), np.stack(predictions, axis=2), (list(kept), x)
        """,
    ),
    wrong(
        "state-kept-between-calls",
        "The network remembers the last sequence.",
        "From which state does the second call start?",
        """
        _last = {}

        def rnn_forward(x, a0, parameters):
            states, predictions, caches = [], [], []
            a_next = _last.get(a0.shape, a0)
            for t in range(x.shape[2]):
                a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
                states.append(a_next)
                predictions.append(yt_pred)
                caches.append(cache)
            _last[a0.shape] = a_next
            return np.stack(states, axis=2), np.stack(predictions, axis=2), (caches, x)
        """,
    ),
    wrong(
        "shared-buffer",
        "An array of the right shape can be used again.",
        "Who still holds the array that the last call returned?",
        """
        _buffers = {}

        def rnn_forward(x, a0, parameters):
            shape = (*a0.shape, x.shape[2])
            a = _buffers.setdefault(shape, np.empty(shape))
            predictions, caches, a_next = [], [], a0
            for t in range(x.shape[2]):
                a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
                a[:, :, t] = a_next
                predictions.append(yt_pred)
                caches.append(cache)
            return a, np.stack(predictions, axis=2), (caches, x)
        """,
    ),
    wrong(
        "global-start",
        "a0 of the notebook is the one that is meant.",
        "Which first state does your code read: the one passed in, or another?",
        """
        A0 = np.full((5, 3), 0.1)

        def rnn_forward(x, a0, parameters):
            a_next, steps = A0, []
            for t in range(x.shape[2]):
                steps.append(rnn_cell_forward(x[:, :, t], a_next, parameters))
                a_next = steps[-1][0]
            a, y_pred = (np.stack([step[k] for step in steps], axis=2) for k in (0, 1))
            return a, y_pred, ([step[2] for step in steps], x)
        """,
    ),
]

FORWARD_RIGHT = [
    right(
        "preallocated",
        """
        n_x, m, T_x = x.shape
        n_y, n_a = parameters["Wya"].shape
        a, y_pred, caches = np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x)), []
        a_next = a0
        for t in range(T_x):
            a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
            a[:, :, t] = a_next
            y_pred[:, :, t] = yt_pred
            caches.append(cache)
        return a, y_pred, (caches, x)
        """,
    ),
    right(
        "recursion",
        """
        def after(t):
            if t < 0:
                return a0, []
            state, done = after(t - 1)
            step = rnn_cell_forward(x[..., t], state, parameters)
            return step[0], [*done, step]

        states, outputs, caches = zip(*after(x.shape[2] - 1)[1])
        return np.dstack(states), np.dstack(outputs), (caches, x)
        """,
    ),
    right(
        "accumulate",
        """
        import itertools

        first = (a0, None, None)
        inputs = np.moveaxis(x, 2, 0)
        steps = list(itertools.accumulate(
            inputs, lambda done, xt: rnn_cell_forward(xt, done[0], parameters), initial=first
        ))[1:]
        a = np.moveaxis(np.array([step[0] for step in steps]), 0, -1)
        y_pred = np.moveaxis(np.array([step[1] for step in steps]), 0, -1)
        return a, y_pred, [[step[2] for step in steps], x]
        """,
    ),
    right(
        "generator",
        """
        def run(state):
            for xt in x.transpose(2, 0, 1):
                state, yt_pred, cache = rnn_cell_forward(xt, state, parameters)
                yield state, yt_pred, cache

        steps = tuple(run(a0.copy()))
        a = np.concatenate([s[:, :, None] for s, _, _ in steps], axis=2)
        y_pred = np.concatenate([y[:, :, None] for _, y, _ in steps], axis=2)
        return a, y_pred, (tuple(c for _, _, c in steps), x)
        """,
    ),
    right(
        "own-cell",
        """
        Wax, Waa, Wya, ba, by = (parameters[k] for k in ("Wax", "Waa", "Wya", "ba", "by"))
        from_input = np.einsum("ax,xmt->amt", Wax, x) + ba[:, :, np.newaxis]
        states = [a0]
        for t in range(x.shape[2]):
            states.append(np.tanh(from_input[:, :, t] + Waa @ states[-1]))
        a = np.stack(states[1:], axis=-1)
        scores = np.tensordot(Wya, a, axes=1) + by[:, :, np.newaxis]
        e = np.exp(scores - scores.max(axis=0))
        caches = [
            (states[t + 1], states[t], x[:, :, t], parameters) for t in range(x.shape[2])
        ]
        return a, e / e.sum(axis=0), (caches, x)
        """,
    ),
    right(
        "while-loop-and-dictionaries",
        """
        states, outputs, caches, t = {-1: a0}, {}, {}, 0
        while t < x.shape[2]:
            step = rnn_cell_forward(x[:, :, t], states[t - 1], parameters)
            states[t], outputs[t], caches[t] = step
            t += 1
        times = range(t)
        a = np.stack([states[k] for k in times], 2)
        return a, np.stack([outputs[k] for k in times], 2), ([caches[k] for k in times], x)
        """,
    ),
    right(
        "state-as-view-of-a",
        """
        n_a, m = a0.shape
        a = np.empty((n_a, m, x.shape[2] + 1))
        a[:, :, 0] = a0
        y_pred = np.empty((parameters["by"].size, m, x.shape[2]))
        caches = []
        for t in range(x.shape[2]):
            a[:, :, t + 1], y_pred[:, :, t], cache = rnn_cell_forward(
                x[:, :, t], a[:, :, t], parameters
            )
            caches.append(cache)
        return a[:, :, 1:], y_pred, (caches, x)
        """,
    ),
    right(
        "class",
        """
        class Network:
            def __init__(self, state):
                self.state, self.history = state, []

            def feed(self, xt):
                self.state, output, cache = rnn_cell_forward(xt, self.state, parameters)
                self.history.append((self.state, output, cache))
                return self

        network = Network(a0)
        for t in range(x.shape[2]):
            network.feed(x[:, :, t].copy())
        states, outputs, caches = map(list, zip(*network.history))
        return np.stack(states, axis=2), np.stack(outputs, axis=2), (caches, x.copy())
        """,
    ),
    right(
        "swapped-axes",
        """
        a_next, states, outputs, caches = a0, [], [], []
        for xt in x.T:
            a_next, yt_pred, cache = rnn_cell_forward(xt.T, a_next, parameters)
            states.append(a_next.T)
            outputs.append(yt_pred.T)
            caches.append(cache)
        return np.array(states).T, np.array(outputs).T, (caches, x)
        """,
    ),
]

BCELL = "rnn_cell_backward(da[:, :, t] + da_next, steps[t])"
SUM = "total[key] = total.get(key, 0) + gradients[key]"
BRETURN = 'return {"dx": dx, "da0": da_next, **total}'
BACK = "At step t, which two gradients meet in the state? Name where each comes from."

BACKWARD = [
    *(
        wrong(
            f"{key.lower()}-overwritten",
            f"{key} is that of the step that comes last in the loop.",
            f"What becomes of the {key} of the steps before?",
            (
                "total[key] = total.get(key, 0) + gradients[key]",
                f"total[key] = gradients[key] + (total.get(key, 0) if key != {key!r} else 0)",
            ),
        )
        for key in ("dWax", "dWaa", "dba")
    ),
    wrong(
        "not-carried",
        "Each step stands alone.",
        BACK,
        ('da_next = gradients["da_prev"]', 'da_prev = gradients["da_prev"]'),
        (BRETURN, 'return {"dx": dx, "da0": da_prev, **total}'),
    ),
    wrong(
        "carried-once",
        "The gradient is handed back from the last step only.",
        BACK,
        (
            '        da_next = gradients["da_prev"]',
            '        da_next = gradients["da_prev"] if t == x.shape[2] - 1 else '
            'np.zeros(da.shape[:2])\n        da_prev = gradients["da_prev"]',
        ),
        (BRETURN, 'return {"dx": dx, "da0": da_prev, **total}'),
    ),
    wrong(
        "direct-gradient-missing",
        "Only the carried gradient counts.",
        BACK,
        (BCELL, "rnn_cell_backward(da_next, steps[t])"),
    ),
    wrong(
        "direct-gradient-at-the-end-only",
        "The loss reads the last state.",
        "Does the loss reach the state of step 0 directly, too?",
        (BCELL, "rnn_cell_backward(da_next if t < x.shape[2] - 1 else da[:, :, t], steps[t])"),
    ),
    wrong(
        "carried-sums-up",
        "The carried gradient adds up from step to step.",
        "Does da_prev of one step already hold what came from later steps?",
        ('da_next = gradients["da_prev"]', 'da_next = da_next + gradients["da_prev"]'),
    ),
    wrong(
        "carried-twice",
        "The carried gradient counts for both paths.",
        BACK,
        ("+ da_next,", "+ 2 * da_next,"),
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
        (BCELL, "rnn_cell_backward((da[:, :, t] + da_next) / 2, steps[t])"),
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
        "cache-of-previous-step",
        "The cache of step t - 1 belongs to step t.",
        "Which cache did step t of the forward loop fill?",
        ("steps[t])", "steps[t - 1])"),
    ),
    wrong(
        "cache-of-next-step",
        "The cache of step t + 1 belongs to step t.",
        "Which cache did step t of the forward loop fill?",
        ("steps[t])", "steps[min(t + 1, len(steps) - 1)])"),
    ),
    wrong(
        "cache-of-last-step",
        "All steps share the last cache.",
        "Which cache did step t of the forward loop fill?",
        ("steps[t])", "steps[-1])"),
    ),
    wrong(
        "cache-of-first-step",
        "All steps share the first cache.",
        "Which cache did step t of the forward loop fill?",
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
        "Which slice of da belongs to the state of step t?",
        ("da[:, :, t]", "da[:, :, t - 1]"),
    ),
    wrong(
        "gradient-of-last-step",
        "Every step gets the last gradient.",
        "Which slice of da belongs to the state of step t?",
        ("da[:, :, t]", "da[:, :, -1]"),
    ),
    wrong(
        "gradient-summed-over-time",
        "The gradient of a state is the sum over the steps.",
        "Which slice of da belongs to the state of step t?",
        ("da[:, :, t]", "da.sum(axis=2)"),
    ),
    wrong(
        "gradients-reversed",
        "da is indexed from the end.",
        "Which slice of da belongs to the state of step t?",
        ("da[:, :, t]", "da[:, :, -1 - t]"),
    ),
    wrong(
        "overwritten",
        "The last gradient is the gradient.",
        "Weights are shared by the steps. What happens to their gradients?",
        (SUM, "total[key] = gradients[key]"),
    ),
    wrong(
        "first-gradient-kept",
        "One step stands for all.",
        "Weights are shared by the steps. What happens to their gradients?",
        (SUM, "total.setdefault(key, gradients[key])"),
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
        "one-weight-overwritten",
        "+= was forgotten at one weight.",
        "Which of the three gradients does not depend on all steps?",
        (SUM, 'total[key] = gradients[key] + (0 if key == "dWaa" else total.get(key, 0))'),
    ),
    wrong(
        "bias-overwritten",
        "The bias needs no sum.",
        "Which of the three gradients does not depend on all steps?",
        (SUM, 'total[key] = gradients[key] + (0 if key == "dba" else total.get(key, 0))'),
    ),
    wrong(
        "input-weights-overwritten",
        "+= was forgotten at one weight.",
        "Which of the three gradients does not depend on all steps?",
        (SUM, 'total[key] = gradients[key] + (0 if key == "dWax" else total.get(key, 0))'),
    ),
    wrong(
        "inputs-summed",
        "The gradients of the inputs add up.",
        "Do the steps share an input?",
        ('dx[:, :, t] = gradients["dxt"]', 'dx += gradients["dxt"][:, :, np.newaxis]'),
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
        ('dx[:, :, t] = gradients["dxt"]', 'dxt = gradients["dxt"]'),
    ),
    wrong(
        "input-gradient-everywhere",
        "dx[:] = ... fills one slice.",
        "Do the slices of dx differ?",
        ("dx[:, :, t] =", 'dx[:] = gradients["dxt"][:, :, None]\n        dxt ='),
    ),
    wrong(
        "da0-missing",
        "Nobody needs the gradient of the first state.",
        "Which keys does the docstring name?",
        ('"da0": da_next, ', ""),
    ),
    wrong(
        "da0-with-direct-gradient",
        "da0 is the gradient of the first state of the sequence.",
        "Is a0 the state before step 0 or after it?",
        ('"da0": da_next', '"da0": da_next + da[:, :, 0]'),
    ),
    wrong(
        "da0-of-last-step",
        "da0 is the first da_prev that comes up.",
        "Which step had a0 as its old state?",
        ('"da0": da_next', '"da0": rnn_cell_backward(da[:, :, -1], steps[-1])["da_prev"]'),
    ),
    wrong(
        "da0-zero",
        "da0 keeps its first value.",
        "Which step had a0 as its old state?",
        ('"da0": da_next', '"da0": np.zeros(da.shape[:2])'),
    ),
    wrong(
        "da0-is-da",
        "da0 is the first slice of da.",
        "Is a0 the state before step 0 or after it?",
        ('"da0": da_next', '"da0": da[:, :, 0].copy()'),
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
        "tuple-returned",
        "The order of the gradients is known.",
        "Which type does the docstring name?",
        (BRETURN, "return dx, da_next, *total.values()"),
    ),
    wrong(
        "weights-swapped",
        "The keys say which is which.",
        "Which gradient has the shape of Wax?",
        (
            BRETURN,
            'return {"dx": dx, "da0": da_next, "dWax": total["dWaa"], "dWaa": total["dWax"], '
            '"dba": total["dba"]}',
        ),
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
            "        da[:, :, t] += da_next\n        gradients = rnn_cell_backward(da[:, :, "
            "t], steps[t])",
        ),
    ),
    wrong(
        "da-handed-back-in-place",
        "The gradient can be added to the caller's array.",
        OWN_COPY,
        (
            'da_next = gradients["da_prev"]',
            'da_next = gradients["da_prev"]\n        if t:\n            da[:, :, t - 1] += da_next',
        ),
        ("+ da_next,", "+ 0 * da_next,"),
    ),
    wrong(
        "caches-emptied",
        "pop() only reads.",
        OWN_COPY,
        (BCELL, "rnn_cell_backward(da[:, :, t] + da_next, steps.pop())"),
    ),
    wrong(
        "totals-start-at-one",
        "The totals start at 1.",
        "What is in total before the first step?",
        ("total.get(key, 0)", "total.get(key, 1)"),
    ),
    wrong(
        "totals-kept-between-calls",
        "Gradients add up from call to call.",
        "What does the second call with the same input give?",
        """
        def rnn_backward(da, caches, total={}):
            steps, x = caches
            dx, da_next = np.zeros(x.shape), np.zeros(da.shape[:2])
            for t in reversed(range(x.shape[2])):
                gradients = rnn_cell_backward(da[:, :, t] + da_next, steps[t])
                dx[:, :, t], da_next = gradients["dxt"], gradients["da_prev"]
                for key in ("dWax", "dWaa", "dba"):
                    total[key] = total.get(key, 0) + gradients[key]
            return {"dx": dx, "da0": da_next, **total}
        """,
    ),
    wrong(
        "shared-buffer",
        "An array of the right shape can be used again.",
        "Who still holds the array that the last call returned?",
        """
        _buffers = {}

        def rnn_backward(da, caches):
            steps, x = caches
            dx = _buffers.setdefault(x.shape, np.zeros(x.shape))
            da_next, total = np.zeros(da.shape[:2]), {}
            for t in reversed(range(x.shape[2])):
                gradients = rnn_cell_backward(da[:, :, t] + da_next, steps[t])
                dx[:, :, t], da_next = gradients["dxt"], gradients["da_prev"]
                for key in ("dWax", "dWaa", "dba"):
                    total[key] = total.get(key, 0) + gradients[key]
            return {"dx": dx, "da0": da_next, **total}
        """,
    ),
    wrong(
        "truncated-to-a-window",
        "Ten steps back are enough.",
        "Is anything cut in the chain rule?",
        ("+ da_next,", "+ (da_next if x.shape[2] - t < 10 else 0),"),
    ),
    wrong(
        "truncated-after-two-steps",
        "The gradient fades after two steps.",
        "Is anything cut in the chain rule?",
        ("+ da_next,", "+ (da_next if t % 2 == 0 else 0),"),
    ),
    wrong(
        "clipped",
        "Large gradients are cut on the way.",
        "Is clipping part of the derivative?",
        ('da_next = gradients["da_prev"]', 'da_next = np.clip(gradients["da_prev"], -5, 5)'),
    ),
    wrong(
        "state-in-place-of-gradient",
        "The state is handed back.",
        "Is it the state that travels back, or its gradient?",
        ('da_next = gradients["da_prev"]', 'da_next = gradients["da_prev"] * steps[t][1]'),
    ),
    wrong(
        "through-waa-again",
        "Between the steps lies Waa.",
        "Does rnn_cell_backward lead through Waa already?",
        ('da_next = gradients["da_prev"]', 'da_next = steps[t][3]["Waa"].T @ gradients["da_prev"]'),
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
        (
            'da_next = gradients["da_prev"]',
            'da_next = gradients["da_prev"].astype(np.float16).astype(float)',
        ),
    ),
    wrong(
        "four-steps",
        "There are always four steps.",
        "Where does your code take the number of steps from?",
        ("reversed(range(x.shape[2]))", "reversed(range(4))"),
    ),
    wrong(
        "steps-over-examples",
        "The second axis of x counts the steps.",
        "Which axis of x counts the steps?",
        ("reversed(range(x.shape[2]))", "reversed(range(x.shape[1]))"),
    ),
    wrong(
        "da-averaged-over-examples",
        "The examples share a gradient.",
        "Which axis of da counts the examples?",
        ("da[:, :, t] +", "da[:, :, t].mean(axis=1, keepdims=True) +"),
    ),
    wrong(
        "step-gradients-stacked",
        "The gradient of a weight keeps one slice per step.",
        "Compare the shapes of dWaa and Waa.",
        (
            SUM,
            "total[key] = np.dstack([gradients[key], total[key]]) if key in total else "
            "gradients[key]",
        ),
    ),
]

BACKWARD_RIGHT = [
    right(
        "whole-in-einsum",
        """
        steps, x = caches
        p = steps[0][3]
        states, old = (np.stack([s[k] for s in steps], axis=2) for k in (0, 1))
        slope = 1 - states**2
        dz = np.zeros(da.shape)
        carried = 0
        for t in range(da.shape[2] - 1, -1, -1):
            dz[:, :, t] = (da[:, :, t] + carried) * slope[:, :, t]
            carried = p["Waa"].T @ dz[:, :, t]
        return {
            "dx": np.einsum("ax,amt->xmt", p["Wax"], dz),
            "da0": carried,
            "dWax": np.einsum("amt,xmt->ax", dz, x),
            "dWaa": np.einsum("amt,bmt->ab", dz, old),
            "dba": dz.sum(axis=(1, 2))[:, None],
        }
        """,
    ),
    right(
        "recursion",
        """
        steps, x = caches

        def back(t, carried):
            if t < 0:
                return carried, []
            g = rnn_cell_backward(da[:, :, t] + carried, steps[t])
            first, earlier = back(t - 1, g["da_prev"])
            return first, [*earlier, g]

        da0, all_steps = back(len(steps) - 1, 0)
        sums = {key: sum(g[key] for g in all_steps) for key in ("dWax", "dWaa", "dba")}
        return {"dx": np.stack([g["dxt"] for g in all_steps], axis=2), "da0": da0, **sums}
        """,
    ),
    right(
        "one-walk-per-direct-gradient",
        """
        steps, x = caches
        T_x = x.shape[2]
        result = {"dx": np.zeros(x.shape), "da0": 0, "dWax": 0, "dWaa": 0, "dba": 0}
        # Each direct gradient walks back on its own; everything is linear, so the walks add up.
        for start in range(T_x):
            carried = da[:, :, start]
            for t in range(start, -1, -1):
                g = rnn_cell_backward(carried, steps[t])
                carried = g["da_prev"]
                result["dx"][:, :, t] += g["dxt"]
                for key in ("dWax", "dWaa", "dba"):
                    result[key] = result[key] + g[key]
            result["da0"] = result["da0"] + carried
        return result
        """,
    ),
    right(
        "in-place-on-own-copies",
        """
        steps, x = caches
        da = da.copy()
        p = steps[0][-1]
        dx = np.empty(x.shape)
        total = {"d" + k: np.zeros(p[k].shape) for k in ("Wax", "Waa", "ba")}
        for t in range(da.shape[2])[::-1]:
            g = rnn_cell_backward(da[:, :, t], steps[t])
            dx[:, :, t] = g["dxt"]
            for key in total:
                total[key] += g[key]
            if t:
                da[:, :, t - 1] += g["da_prev"]
        return {"dx": dx, "da0": g["da_prev"], **total}
        """,
    ),
    right(
        "reduce",
        """
        import functools

        steps, x = caches

        def one(done, pair):
            dat, cache = pair
            g = rnn_cell_backward(dat + done["da0"], cache)
            return {
                "dx": [g["dxt"], *done["dx"]],
                "da0": g["da_prev"],
                **{key: done[key] + g[key] for key in ("dWax", "dWaa", "dba")},
            }

        start = {"dx": [], "da0": np.zeros_like(da[:, :, 0]), "dWax": 0.0, "dWaa": 0.0, "dba": 0.0}
        pairs = list(zip(np.moveaxis(da, 2, 0), steps))[::-1]
        result = functools.reduce(one, pairs, start)
        result["dx"] = np.stack(result["dx"], axis=2)
        return result
        """,
    ),
    right(
        "own-cell-with-cosh",
        """
        steps, x = caches
        dx, carried = np.zeros(x.shape), np.zeros(da.shape[:2])
        dWax, dWaa, dba = 0, 0, 0
        for t in reversed(range(len(steps))):
            _, a_prev, xt, p = steps[t]
            slope = 1 / np.cosh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"]) ** 2
            dz = (da[:, :, t] + carried) * slope
            dx[:, :, t] = p["Wax"].T @ dz
            carried = p["Waa"].T @ dz
            dWax, dWaa = dWax + dz @ xt.T, dWaa + dz @ a_prev.T
            dba = dba + dz.sum(axis=1, keepdims=True)
        return dict(dx=dx, da0=carried, dWax=dWax, dWaa=dWaa, dba=dba)
        """,
    ),
    right(
        "totals-in-a-class",
        """
        class Totals(dict):
            def add(self, gradients):
                for key in ("dWax", "dWaa", "dba"):
                    self[key] = self.get(key, 0) + gradients[key]
                return gradients["dxt"], gradients["da_prev"]

        steps, x = caches
        totals, slices, carried = Totals(), [], np.zeros(steps[0][1].shape)
        for t in range(x.shape[2] - 1, -1, -1):
            dxt, carried = totals.add(rnn_cell_backward(carried + da[:, :, t], steps[t]))
            slices.insert(0, dxt)
        return {"dx": np.dstack(slices), "da0": carried, **totals}
        """,
    ),
    right(
        "steps-listed-first",
        """
        steps, x = caches
        gradients, carried = [None] * len(steps), np.zeros(da.shape[:2])
        t = len(steps) - 1
        while t >= 0:
            gradients[t] = rnn_cell_backward(np.add(da[..., t], carried), steps[t])
            carried = gradients[t]["da_prev"]
            t -= 1
        result = {key: np.sum([g[key] for g in gradients], axis=0) for key in gradients[0]}
        result["dx"] = np.concatenate([g["dxt"][:, :, None] for g in gradients], axis=2)
        result["da0"] = carried
        return result
        """,
    ),
]

DZ = "dz = (y_pred - y) / y.shape[1]"
DA = 'np.einsum("ya,ymt->amt", parameters["Wya"], dz)'
DWYA = 'np.einsum("ymt,amt->ya", dz, a)'
DBY = "dz.sum(axis=(1, 2))[:, np.newaxis]"

OUTPUT = [
    wrong(
        "softmax-left-out-of-the-chain",
        "The gradient of the loss by the predictions is the one before the softmax.",
        "What stands between y_pred and the scores, and what does it do to the gradient?",
        (DZ, "dz = -y / y_pred / y.shape[1]"),
    ),
    *(
        wrong(
            f"loss-and-diagonal-slope{name}",
            "A score moves only the probability of its own class.",
            "Does one probability depend on the scores of the other classes?",
            (DZ, f"dz = {change} / y.shape[1]"),
        )
        for name, change in {
            "": "-y * (1 - y_pred)",
            "-divided": "-y / y_pred * y_pred * (1 - y_pred)",
        }.items()
    ),
    wrong(
        "states-reshaped-as-steps-first",
        "reshape(-1, n_a).T puts steps and examples into one axis.",
        "After your reshape, which step and which example stand in column 1?",
        (
            '"dWya": np.einsum("ymt,amt->ya", dz, a)',
            '"dWya": dz.reshape(len(dz), -1) @ a.reshape(-1, len(a))',
        ),
    ),
    wrong(
        "mean-forgotten",
        "Each example counts fully.",
        "How does the loss change when the same examples come twice?",
        (DZ, "dz = y_pred - y"),
    ),
    wrong(
        "divided-by-steps",
        "The loss is a mean over the steps.",
        "The loss adds up over the steps. Over what does it take the mean?",
        ("y.shape[1]", "y.shape[2]"),
    ),
    wrong(
        "divided-by-examples-and-steps",
        "The loss is a mean over examples and steps.",
        "The loss adds up over the steps. Over what does it take the mean?",
        ("y.shape[1]", "(y.shape[1] * y.shape[2])"),
    ),
    wrong(
        "divided-by-classes",
        "The first axis counts the examples.",
        "Which axis of y counts the examples?",
        ("y.shape[1]", "y.shape[0]"),
    ),
    wrong(
        "divided-by-entries",
        "The mean runs over all entries.",
        "By how many numbers does the loss divide?",
        ("y.shape[1]", "y.size"),
    ),
    wrong(
        "divided-by-units",
        "The first axis of a counts the examples.",
        "Which axis of a counts the examples?",
        ("y.shape[1]", "a.shape[0]"),
    ),
    wrong(
        "sign",
        "The error is y - y_pred.",
        "If a class is predicted too strongly, should its gradient be positive or negative?",
        ("(y_pred - y)", "(y - y_pred)"),
    ),
    wrong(
        "labels-missing",
        "The gradient at the output is the prediction.",
        "Where do the labels enter?",
        ("(y_pred - y)", "y_pred"),
    ),
    wrong(
        "mean-twice",
        "Each gradient needs its own 1/m.",
        "How many times does 1/m enter dWya?",
        (DWYA, DWYA + " / y.shape[1]"),
    ),
    wrong(
        "mean-in-weights-only",
        "The gradient by the state needs no 1/m.",
        "Where does 1/m enter: at the loss, or at the weights?",
        (DA, DA + " * y.shape[1]"),
    ),
    wrong(
        "bias-averaged",
        "The bias gradient is a mean over the examples.",
        "Is the sum in a bias gradient a sum or a mean, once dz holds 1/m?",
        (DBY, "dz.mean(axis=1).sum(axis=1)[:, np.newaxis]"),
    ),
    wrong(
        "bias-over-examples-only",
        "The bias gradient is a sum over the examples.",
        "The steps share the bias. What happens to their gradients?",
        (DBY, "dz[:, :, -1].sum(axis=1)[:, np.newaxis]"),
    ),
    wrong(
        "bias-over-steps-only",
        "The bias gradient is a sum over the steps.",
        "Compare the shapes of dby and by.",
        (DBY, "dz.sum(axis=2)"),
    ),
    wrong(
        "bias-one-slice-per-step",
        "Each step keeps its own bias gradient.",
        "Compare the shapes of dby and by.",
        (DBY, "dz.sum(axis=1)"),
    ),
    wrong(
        "bias-flat",
        "A bias gradient is a flat vector.",
        "Compare the shapes of dby and by.",
        ("[:, np.newaxis]", ""),
    ),
    wrong(
        "bias-row",
        "The bias gradient is a row.",
        "Compare the shapes of dby and by.",
        ("[:, np.newaxis]", "[np.newaxis]"),
    ),
    wrong(
        "bias-keepdims",
        "keepdims gives the shape of the bias.",
        "How many axes has by, and how many has your gradient?",
        (DBY, "dz.sum(axis=(1, 2), keepdims=True)"),
    ),
    wrong(
        "bias-over-classes",
        "Axis 0 holds the examples.",
        "Over which axes do examples and steps lie?",
        (DBY, "np.full((len(dz), 1), dz.sum() / len(dz))"),
    ),
    wrong(
        "last-step-only",
        "The loss reads the last prediction.",
        "How many steps does the loss add up?",
        (DZ, DZ + "\n    dz = dz * (np.arange(y.shape[2]) == y.shape[2] - 1)"),
    ),
    wrong(
        "first-step-missing",
        "Step 0 makes no prediction.",
        "How many steps does the loss add up?",
        (DZ, DZ + "\n    dz = dz * (np.arange(y.shape[2]) > 0)"),
    ),
    wrong(
        "weights-of-last-step",
        "The last gradient is the gradient.",
        "The steps share Wya. What happens to their gradients?",
        (DWYA, "dz[:, :, -1] @ a[:, :, -1].T"),
    ),
    wrong(
        "weights-averaged-over-steps",
        "The gradient is a mean over the steps.",
        "The loss adds up over the steps. What follows for the gradients?",
        (DWYA, DWYA + " / y.shape[2]"),
    ),
    wrong(
        "weights-transposed",
        "The order of a product does not matter.",
        "Compare the shapes of dWya and Wya.",
        ("amt->ya", "amt->ay"),
    ),
    wrong(
        "weights-per-step",
        "Each step keeps its own weight gradient.",
        "Compare the shapes of dWya and Wya.",
        ("amt->ya", "amt->yat"),
    ),
    wrong(
        "weights-from-summed-states",
        "Sums may be taken before the product.",
        "Is a sum of products the product of the sums?",
        (DWYA, "dz.sum(axis=2) @ a.sum(axis=2).T"),
    ),
    wrong(
        "weights-paired-across-time",
        "The error of step t meets the state of step t - 1.",
        "Which state made the prediction of step t?",
        ("dz, a)", "dz, np.roll(a, 1, axis=2))"),
    ),
    wrong(
        "weights-reshaped",
        "reshape lines up two arrays of any layout.",
        "After reshape, do the columns of both arrays belong to the same example and step?",
        (DWYA, "dz.reshape(len(dz), -1) @ a.transpose(0, 2, 1).reshape(len(a), -1).T"),
    ),
    wrong(
        "wya-not-transposed",
        "The way back uses the same matrix.",
        "Which axis of Wya has the length of dz?",
        (DA, 'np.tensordot(parameters["Wya"], dz, axes=1)'),
    ),
    wrong(
        "state-with-tanh-slope",
        "The gradient passes tanh here, too.",
        "Is da the gradient by the state, or by the sum inside its tanh?",
        (DA, DA + " * (1 - a**2)"),
    ),
    wrong(
        "state-through-waa",
        "The way from the loss to the state leads through Waa.",
        "Which matrix did the state pass on its way to the scores?",
        (
            DA,
            'np.einsum("ba,bmt->amt", parameters["Waa"], np.einsum("ya,ymt->amt", '
            'parameters["Wya"], dz))',
        ),
    ),
    wrong(
        "state-axes-moved",
        "The order of the axes does not matter.",
        "Compare the shapes of da and a.",
        ("ymt->amt", "ymt->atm"),
    ),
    wrong(
        "state-summed-over-time",
        "da is the gradient of all steps together.",
        "Compare the shapes of da and a.",
        (DA, 'np.einsum("ya,ymt->am", parameters["Wya"], dz)'),
    ),
    wrong(
        "state-of-raw-error",
        "da starts from the prediction.",
        "Which gradient goes back through Wya?",
        ('parameters["Wya"], dz)', 'parameters["Wya"], y_pred)'),
    ),
    wrong(
        "diagonal-softmax-slope",
        "Softmax has the slope p (1 - p), entry by entry.",
        "Does one probability depend on the scores of the other classes?",
        (DZ, "dz = (y_pred - y) * y_pred * (1 - y_pred) / y.shape[1]"),
    ),
    wrong(
        "softmax-skipped",
        "The gradient by the prediction is the gradient by the score.",
        "What lies between the score and y_pred?",
        (DZ, "dz = -y / np.maximum(y_pred, 1e-12) / y.shape[1]"),
    ),
    wrong(
        "divided-by-prediction",
        "Softmax and the loss can be differentiated one after the other.",
        "What is y / y_pred where a prediction is exactly 0? Cancel before you divide.",
        (DZ, "dy = -y / y_pred / y.shape[1]\n    dz = y_pred * (dy - (dy * y_pred).sum(axis=0))"),
    ),
    wrong(
        "clipped-division",
        "A clipped division cancels as well.",
        "What remains of y / max(p, eps) * p where p is exactly 0?",
        (
            DZ,
            "dy = -y / np.maximum(y_pred, 1e-8) / y.shape[1]\n    dz = y_pred * (dy - (dy * "
            "y_pred).sum(axis=0))",
        ),
    ),
    wrong(
        "squared-error",
        "The loss is half the squared difference.",
        "Which loss stands behind dz?",
        (DZ, "d = y_pred - y\n    dz = y_pred * (d - (d * y_pred).sum(axis=0)) / y.shape[1]"),
    ),
    wrong(
        "softmax-again",
        "The predictions are scores.",
        "What is y_pred: scores or probabilities?",
        (DZ, "e = np.exp(y_pred)\n    dz = (e / e.sum(axis=0) - y) / y.shape[1]"),
    ),
    wrong(
        "prediction-rounded",
        "The prediction is the most likely class.",
        "Does the gradient change when the model becomes more sure?",
        ("(y_pred - y)", "((y_pred == y_pred.max(axis=0)) - y)"),
    ),
    wrong(
        "prediction-overwritten",
        "y_pred -= y makes a new array.",
        OWN_COPY,
        (DZ, "y_pred -= y\n    dz = y_pred / y.shape[1]"),
    ),
    wrong(
        "integer-buffer",
        "zeros_like makes an array for any result.",
        "Which dtype has zeros_like of integer labels, and what happens to a fraction in it?",
        (DZ, "dz = np.zeros_like(y)\n    dz[:] = (y_pred - y) / y.shape[1]"),
    ),
    wrong(
        "float32",
        "Single precision is enough.",
        FLOAT32,
        (DZ, "dz = ((y_pred - y) / y.shape[1]).astype(np.float32)"),
        (DBY, "dz.sum(axis=(1, 2), dtype=np.float32)[:, np.newaxis]"),
    ),
    wrong(
        "half-precision-inside",
        "Only the type of the result matters.",
        FLOAT32,
        (DZ, "dz = ((y_pred - y) / y.shape[1]).astype(np.float16).astype(float)"),
    ),
    wrong(
        "four-steps",
        "There are always four steps.",
        "Where does your code take the number of steps from?",
        (DWYA, "sum(dz[:, :, t] @ a[:, :, t].T for t in range(4))"),
    ),
    wrong(
        "ten-examples",
        "There are always ten examples.",
        "Where does your code take the number of examples from?",
        ("y.shape[1]", "10"),
    ),
    wrong(
        "first-example-only",
        "One example stands for all.",
        "How many examples reach dWya?",
        (DWYA, "dz[:, 0] @ a[:, 0].T"),
    ),
    wrong(
        "key-da-next",
        "The key is da_next.",
        "Which keys does the docstring name?",
        ('"da":', '"da_next":'),
    ),
    wrong(
        "key-dwy", "The key is dWy.", "Which keys does the docstring name?", ('"dWya":', '"dWy":')
    ),
    wrong(
        "tuple-returned",
        "The order of the gradients is known.",
        "Which type does the docstring name?",
        ("return {", "return tuple({"),
        ("    }", "    }.values())"),
    ),
    wrong(
        "clipped",
        "Large gradients are cut at once.",
        "Is clipping part of the derivative?",
        (DA, f"np.clip({DA}, -5, 5)"),
        (DWYA, f"np.clip({DWYA}, -5, 5)"),
    ),
    wrong(
        "weight-decay",
        "Weights get a penalty.",
        "Does the loss hold a term of the weights alone?",
        (DWYA, DWYA + ' + 0.01 * parameters["Wya"]'),
    ),
    wrong(
        "global-weights",
        "The weights of the notebook are the ones that are meant.",
        "Which Wya does your code read: the one passed in, or another?",
        """
        Wya = np.full((2, 5), 0.1)

        def output_backward(y, y_pred, a, parameters):
            dz = (y_pred - y) / y.shape[1]
            return {
                "da": np.einsum("ya,ymt->amt", Wya, dz),
                "dWya": np.einsum("ymt,amt->ya", dz, a),
                "dby": dz.sum(axis=(1, 2))[:, np.newaxis],
            }
        """,
    ),
    wrong(
        "totals-kept-between-calls",
        "Gradients add up from call to call.",
        "What does the second call with the same input give?",
        """
        _total = {}

        def output_backward(y, y_pred, a, parameters):
            dz = (y_pred - y) / y.shape[1]
            new = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": dz.sum(axis=(1, 2))[:, None]}
            for key, value in new.items():
                _total[key] = (_total[key] if key in _total else 0) + value
            return {"da": np.einsum("ya,ymt->amt", parameters["Wya"], dz), **_total}
        """,
    ),
]

OUTPUT_RIGHT = [
    right(
        "step-by-step",
        """
        n_y, m, T_x = y.shape
        da = np.zeros(a.shape)
        dWya, dby = np.zeros(parameters["Wya"].shape), np.zeros(parameters["by"].shape)
        for t in range(T_x):
            dz = (y_pred[:, :, t] - y[:, :, t]) / m
            da[:, :, t] = parameters["Wya"].T @ dz
            dWya += dz @ a[:, :, t].T
            dby += dz.sum(axis=1, keepdims=True)
        return {"da": da, "dWya": dWya, "dby": dby}
        """,
    ),
    right(
        "flattened",
        """
        n_y, m, T_x = y.shape
        dz = ((y_pred - y) / m).reshape(n_y, -1)
        flat = a.reshape(len(a), -1)
        return {
            "da": (parameters["Wya"].T @ dz).reshape(a.shape),
            "dWya": dz @ flat.T,
            "dby": dz.sum(axis=1, keepdims=True),
        }
        """,
    ),
    right(
        "tensordot",
        """
        dz = np.subtract(y_pred, y) / len(y[0])
        return dict(
            da=np.tensordot(parameters["Wya"].T, dz, axes=1),
            dWya=np.tensordot(dz, a, axes=((1, 2), (1, 2))),
            dby=np.add.reduce(np.add.reduce(dz, axis=2), axis=1, keepdims=True),
        )
        """,
    ),
    right(
        "mean-at-the-end",
        """
        m = a.shape[1]
        error = y_pred - y
        gradients = {
            "da": np.moveaxis(np.moveaxis(error, 0, -1) @ parameters["Wya"], -1, 0),
            "dWya": np.einsum("ymt,amt->ya", error, a),
            "dby": np.einsum("ymt->y", error)[:, None],
        }
        return {key: value / m for key, value in gradients.items()}
        """,
    ),
    right(
        "one-example-at-a-time",
        """
        m, T_x = y.shape[1:]
        da = np.empty(a.shape)
        dWya, dby = 0, 0
        for j in range(m):
            for t in range(T_x):
                d = (y_pred[:, j, t] - y[:, j, t]) / m
                da[:, j, t] = d @ parameters["Wya"]
                dWya = dWya + np.outer(d, a[:, j, t])
                dby = dby + d.reshape(-1, 1)
        return {"da": da, "dWya": dWya, "dby": dby, "dz": None}
        """,
    ),
    right(
        "in-place-on-a-copy",
        """
        dz = y_pred.copy()
        dz -= y
        dz *= 1 / y.shape[1]
        batched = np.matmul(parameters["Wya"].T, dz.transpose(2, 0, 1)).transpose(1, 2, 0)
        products = np.matmul(dz.transpose(2, 0, 1), a.transpose(2, 1, 0))
        dby = dz.sum(axis=2).sum(axis=1)[:, None]
        return {"da": batched, "dWya": products.sum(axis=0), "dby": dby}
        """,
    ),
    right(
        "bias-as-column",
        """
        n_y, m, T_x = y.shape
        dz = ((y_pred - y) / m).transpose(0, 2, 1).reshape(n_y, -1)
        states = np.vstack([a.transpose(0, 2, 1).reshape(len(a), -1), np.ones((1, m * T_x))])
        both = dz @ states.T
        da = (parameters["Wya"].T @ dz).reshape(len(a), T_x, m).transpose(0, 2, 1)
        return {"da": da, "dWya": both[:, :-1], "dby": both[:, -1:]}
        """,
    ),
    right(
        "reduce",
        """
        import functools

        m = y.shape[1]
        errors = [(y_pred[:, :, t] - y[:, :, t]) / m for t in range(y.shape[2])]
        products = [error @ a[:, :, t].T for t, error in enumerate(errors)]
        return {
            "da": np.stack([parameters["Wya"].T.dot(error) for error in errors], axis=2),
            "dWya": functools.reduce(np.add, products),
            "dby": functools.reduce(np.add, errors).sum(axis=1, keepdims=True),
        }
        """,
    ),
    right(
        "labels-taken-off-at-their-place",
        """
        labels = y.argmax(axis=0)
        dz = np.array(y_pred, dtype=float)
        j, t = np.indices(labels.shape)
        dz[labels, j, t] -= 1
        dz /= labels.shape[0]
        return {
            "da": np.einsum("ymt,ya->amt", dz, parameters["Wya"]),
            "dWya": np.einsum("ymt,amt->ya", dz, a, optimize=True),
            "dby": dz.sum((1, 2)).reshape(-1, 1),
        }
        """,
    ),
]

WRONG = {"rnn_forward": FORWARD, "rnn_backward": BACKWARD, "output_backward": OUTPUT}
RIGHT = {
    "rnn_forward": FORWARD_RIGHT,
    "rnn_backward": BACKWARD_RIGHT,
    "output_backward": OUTPUT_RIGHT,
}
