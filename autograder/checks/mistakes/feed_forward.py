"""Mistakes and unusual right answers of lesson 01: a network with one hidden layer."""

from autograder.checks.mistakes.bank import right, wrong

FLOAT32 = "Which number type do your arrays have, and how many digits does it keep?"
OWN_COPY = "Which array is changed in place, and who else still needs it?"
SCALE = "How does the result change when the same examples come twice?"

SIGMOID = [
    wrong(
        "parentheses-lost-in-both-forms",
        "1 / 1 + s is 1 over the whole sum.",
        "In which order does Python divide and add?",
        "s = np.exp(-np.abs(z))\nreturn np.where(z >= 0, 1 / 1 + s, s / 1 + s)",
    ),
    wrong(
        "scores-cut-off-at-20",
        "Beyond 20 the sigmoid is 1.",
        "How far is the sigmoid of 20 from 1, and how far should that of 40 be?",
        "z = np.clip(z, -20, 20)\nreturn 1 / (1 + np.exp(-z))",
    ),
    wrong(
        "textbook-overflows",
        "Infinity on the way is harmless if the result is right in the end.",
        "Which exponential grows without bound? Can you take one that is never positive?",
        "return 1 / (1 + np.exp(-z))",
    ),
    wrong(
        "exponent-sign",
        "exp(z) and exp(-z) are interchangeable in the formula.",
        "Which value should a large positive z give, and which one does yours give?",
        "return 1 / (1 + np.exp(z))",
    ),
    wrong(
        "forms-swapped",
        "exp(z) stands where exp(-z) belongs.",
        "Is your result near 1 or near 0 for a large positive score? Which exponential makes it "
        "so?",
        ("np.where(z >= 0, 1, small)", "np.where(z >= 0, small, 1)"),
    ),
    wrong(
        "overflowing-fraction",
        "exp(z) / (1 + exp(z)) is safe for every z.",
        "What is exp(1000) as a float, and what is inf / inf?",
        "return np.exp(z) / (1 + np.exp(z))",
    ),
    wrong(
        "nan-hidden",
        "A nan can be repaired after the overflow.",
        "What should a very large z give, and what did the repair put there?",
        "return np.nan_to_num(np.exp(z) / (1 + np.exp(z)))",
    ),
    wrong(
        "missing-one",
        "The 1 in the denominator is a detail.",
        "What does your formula give at z = 0, and can it exceed 1?",
        "return 1 / np.exp(-z)",
    ),
    wrong(
        "minus-in-denominator",
        "The denominator is 1 - exp(-z).",
        "What is your denominator at z = 0?",
        "return 1 / (1 - np.exp(-z) + 1e-300)",
    ),
    wrong(
        "parentheses-lost",
        "Division waits for the sum after it.",
        "In which order does Python divide and add?",
        "return 1 / 1 + np.exp(-z)",
    ),
    wrong(
        "tanh",
        "The sigmoid is another name for tanh.",
        "Between which two numbers should every result lie?",
        "return np.tanh(z)",
    ),
    wrong(
        "tanh-without-half",
        "Shifting and halving tanh gives the sigmoid of the same z.",
        "Compare the slopes of both curves at z = 0.",
        "return (np.tanh(z) + 1) / 2",
    ),
    wrong(
        "half-tanh-not-shifted",
        "tanh(z / 2) already lies between 0 and 1.",
        "What should z = 0 give?",
        "return np.tanh(z / 2)",
    ),
    wrong(
        "relu",
        "Any squashing function does.",
        "Can the result exceed 1?",
        "return np.maximum(z, 0.0)",
    ),
    wrong(
        "derivative",
        "The exercise asks for the slope of the sigmoid.",
        "What should a very large z give: 0 or 1?",
        "s = 1 / (1 + np.exp(-z))\nreturn s * (1 - s)",
    ),
    wrong(
        "softmax",
        "Sigmoid and softmax are the same.",
        "Does one entry of your result depend on the others?",
        "e = np.exp(z - z.max())\nreturn e / e.sum()",
    ),
    wrong(
        "hard-sigmoid",
        "A straight line with ends cut off is close enough.",
        "How far is your line from the curve between the ends?",
        "return np.clip(0.2 * z + 0.5, 0, 1)",
    ),
    wrong(
        "threshold",
        "The sigmoid says yes or no.",
        "Should two scores close to 0 give very different results?",
        "return (z > 0).astype(float)",
    ),
    wrong(
        "rounded",
        "Three decimals are enough.",
        "Later lessons differentiate this. What is the slope of a rounded number?",
        "return np.round(1 / (1 + np.exp(-z)), 3)",
    ),
    wrong(
        "float32",
        "Single precision is enough.",
        FLOAT32,
        "return (1 / (1 + np.exp(-z.astype(np.float32)))).astype(np.float32)",
    ),
    wrong(
        "half-precision-inside",
        "Only the type of the result matters.",
        FLOAT32,
        "return 1 / (1 + np.exp(-z.astype(np.float16)).astype(float))",
    ),
    wrong(
        "base-two",
        "Any base of the exponential will do.",
        "What is the base of exp?",
        "return 1 / (1 + 2.0 ** (-z))",
    ),
    wrong(
        "math-exp",
        "math.exp takes arrays.",
        "Which of the two libraries works entry by entry?",
        "import math\nreturn 1 / (1 + math.exp(-z))",
    ),
    wrong(
        "squeezed",
        "An axis of length 1 is of no use.",
        "What shape should the result have when there is only one example?",
        "return np.squeeze(1 / (1 + np.exp(-z)))",
    ),
    wrong(
        "list-returned",
        "A nested list is as good as an array.",
        "What type do the next lines expect?",
        "return (1 / (1 + np.exp(-z))).tolist()",
    ),
    wrong(
        "flattened",
        "The shape of the scores does not matter.",
        "Compare the shapes before and after.",
        "return 1 / (1 + np.exp(-z.ravel()))",
    ),
    wrong(
        "two-dimensional-only",
        "Scores always have two axes.",
        "What happens to an array of one axis, or of three?",
        """
        out = np.zeros(z.shape)
        for i in range(z.shape[0]):
            for j in range(z.shape[1]):
                out[i, j] = 1 / (1 + np.exp(-z[i, j]))
        return out
        """,
    ),
    wrong(
        "argument-overwritten",
        "The caller no longer needs z.",
        OWN_COPY,
        "z *= -1\nnp.exp(z, out=z)\nreturn 1 / (1 + z)",
    ),
    wrong(
        "clipped-too-early",
        "Scores beyond 10 do not matter.",
        "How large is the error at the place where you cut?",
        "return 1 / (1 + np.exp(-np.clip(z, -10, 10)))",
    ),
    wrong(
        "symmetric",
        "The absolute value may go into the formula as it is.",
        "Compare your results at z = 3 and z = -3.",
        "return 1 / (1 + np.exp(-np.abs(z)))",
    ),
    wrong(
        "negative-branch-zero",
        "Negative scores give 0.",
        "What should a z just below 0 give?",
        "return np.where(z > 0, 1 / (1 + np.exp(-z)), 0.0)",
    ),
    wrong(
        "log-sigmoid",
        "The logarithm of the sigmoid is meant.",
        "Between which two numbers should every result lie?",
        "return -np.log1p(np.exp(-z))",
    ),
    wrong(
        "shifted-by-maximum",
        "The shift that saves softmax saves the sigmoid too.",
        "Does the sigmoid stay the same when every score moves by the same amount?",
        "return 1 / (1 + np.exp(-(z - z.max())))",
    ),
    wrong(
        "constant-half",
        "The printed answer at zero is the answer.",
        "Does your result depend on z?",
        "return np.full(z.shape, 0.5)",
    ),
    wrong(
        "nothing-returned",
        "The last line of a function is its result.",
        "Which line hands the result to the caller?",
        "result = 1 / (1 + np.exp(-z))",
    ),
    wrong(
        "shared-buffer",
        "An array of the right shape can be used again.",
        "Who still holds the array that the last call returned?",
        """
        _buffers = {}

        def sigmoid(z):
            out = _buffers.setdefault(z.shape, np.empty(z.shape))
            np.divide(1, 1 + np.exp(-z), out=out)
            return out
        """,
    ),
]

SIGMOID_RIGHT = [
    right("textbook-kept-small", "return 1 / (1 + np.exp(-np.maximum(z, -700.0)))"),
    right("half-tanh", "return 0.5 * (1 + np.tanh(z / 2))"),
    right("logaddexp", "return np.exp(-np.logaddexp(0, -z))"),
    right(
        "vectorised-scalar",
        """
        import math

        def one(score):
            if score >= 0:
                return 1 / (1 + math.exp(-score))
            return math.exp(score) / (1 + math.exp(score))

        return np.vectorize(one, otypes=[float])(z)
        """,
    ),
    right(
        "two-masks",
        """
        result = np.empty(z.shape)
        positive = z >= 0
        result[positive] = 1 / (1 + np.exp(-z[positive]))
        grown = np.exp(z[~positive])
        result[~positive] = grown / (1 + grown)
        return result
        """,
    ),
    right(
        "loop-over-entries",
        """
        result = np.zeros(z.shape)
        for at in np.ndindex(*z.shape):
            growth = np.exp(-abs(z[at]))
            result[at] = (1 if z[at] >= 0 else growth) / (1 + growth)
        return result
        """,
    ),
    right(
        "in-place-on-a-copy",
        """
        out = -np.array(z, dtype=float)
        with np.errstate(over="ignore"):
            np.exp(out, out=out)
        out += 1
        return np.reciprocal(out, out=out)
        """,
    ),
    right("clipped-far-out", "return 1 / (1 + np.exp(-np.clip(z, -500, 500)))"),
    right(
        "where-of-both-forms",
        """
        with np.errstate(over="ignore", invalid="ignore"):
            return np.where(z > 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
        """,
    ),
    right("complement", "return 1 - np.exp(-np.logaddexp(0, z))"),
    right("power", "return (1 + np.exp(np.minimum(-z, 709.0))) ** -1.0"),
    right(
        "callable-class",
        """
        class Sigmoid:
            def __call__(self, score):
                growth = np.exp(np.negative(np.absolute(score)))
                return np.true_divide(np.where(score < 0, growth, 1), np.add(1, growth))

        return Sigmoid()(z)
        """,
    ),
]

SOFTMAX = [
    wrong(
        "rows-normalised",
        "The classes lie along axis 1.",
        "Which axis holds the classes of one example?",
        "e = np.exp(z - z.max(axis=1, keepdims=True))\nreturn e / e.sum(axis=1, keepdims=True)",
    ),
    wrong(
        "last-axis",
        "The last axis is always the axis of the classes.",
        "What do the columns of your result add up to?",
        "e = np.exp(z - z.max())\nreturn e / e.sum(axis=-1, keepdims=True)",
    ),
    wrong(
        "everything-normalised",
        "The whole array is one distribution.",
        "What should each column add up to?",
        "e = np.exp(z - z.max(axis=0))\nreturn e / e.sum()",
    ),
    wrong(
        "no-shift",
        "exp never overflows in practice.",
        "What is exp(1000) as a float?",
        "e = np.exp(z)\nreturn e / e.sum(axis=0)",
    ),
    wrong(
        "global-shift",
        "One maximum is enough for all columns.",
        "What happens to a column that lies far below the largest score of all?",
        "e = np.exp(z - z.max())\nreturn e / e.sum(axis=0)",
    ),
    wrong(
        "row-maximum",
        "It does not matter which maximum is subtracted.",
        "Does every entry of a column lose the same number?",
        "e = np.exp(z - z.max(axis=1, keepdims=True))\nreturn e / e.sum(axis=0)",
    ),
    wrong(
        "sum-without-keepdims",
        "A sum over an axis divides along that axis.",
        "What shape has the sum, and how is it broadcast?",
        "e = np.exp(z - z.max(axis=0))\nreturn e / e.sum(axis=1)",
    ),
    wrong(
        "minimum-subtracted",
        "Any column constant keeps the exponentials small.",
        "How large can an exponent become after your shift?",
        "e = np.exp(z - z.min(axis=0))\nreturn e / e.sum(axis=0)",
    ),
    wrong(
        "mean-subtracted",
        "Centring a column keeps the exponentials small.",
        "How far above its mean can the largest score of a column lie?",
        "e = np.exp(z - z.mean(axis=0))\nreturn e / e.sum(axis=0)",
    ),
    wrong(
        "shift-above-only",
        "Only the numerator needs the shift.",
        "Did numerator and denominator lose the same factor?",
        "return np.exp(z - z.max(axis=0)) / np.exp(z).sum(axis=0)",
    ),
    wrong(
        "exp-missing-below",
        "The denominator adds the scores.",
        "What do the columns of your result add up to?",
        "return np.exp(z - z.max(axis=0)) / z.sum(axis=0)",
    ),
    wrong(
        "not-normalised",
        "Exponentials are probabilities.",
        "What do the columns of your result add up to?",
        "return np.exp(z - z.max(axis=0, keepdims=True))",
    ),
    wrong(
        "divided-by-mean",
        "A mean normalises as well as a sum.",
        "What do the columns of your result add up to?",
        "e = np.exp(z - z.max(axis=0))\nreturn e / e.mean(axis=0)",
    ),
    wrong(
        "sigmoid",
        "Each class has its own sigmoid.",
        "Does one probability depend on the scores of the other classes?",
        "return 1 / (1 + np.exp(-z))",
    ),
    wrong(
        "log-softmax",
        "The logarithm of the probabilities is meant.",
        "Can a probability be negative?",
        "s = z - z.max(axis=0)\nreturn s - np.log(np.exp(s).sum(axis=0))",
    ),
    wrong(
        "scores-divided",
        "Scores become probabilities by dividing by their sum.",
        "What happens to a negative score?",
        "return z / (z.sum(axis=0, keepdims=True) + 1e-300)",
    ),
    wrong(
        "sign-of-scores",
        "The exponent carries a minus, as in the sigmoid.",
        "Which class should get the largest probability?",
        "e = np.exp(-(z - z.min(axis=0)))\nreturn e / e.sum(axis=0)",
    ),
    wrong(
        "scores-clipped",
        "Cutting large scores avoids the overflow.",
        "What do two scores look like when both lie beyond the cut?",
        "e = np.exp(np.clip(z, -500, 500))\nreturn e / e.sum(axis=0)",
    ),
    wrong(
        "scores-scaled",
        "Dividing by the largest score keeps exp small.",
        "Does a scaled column have the same softmax?",
        "e = np.exp(z / (np.abs(z).max(axis=0) + 1e-12))\nreturn e / e.sum(axis=0)",
    ),
    wrong(
        "arg-max",
        "Softmax marks the largest score.",
        "How should two equal scores share?",
        "return (z == z.max(axis=0)).astype(float)",
    ),
    wrong(
        "rounded",
        "Three decimals are enough.",
        "Later lessons differentiate this. What is the slope of a rounded number?",
        "e = np.exp(z - z.max(axis=0))\nreturn np.round(e / e.sum(axis=0), 3)",
    ),
    wrong(
        "float32",
        "Single precision is enough.",
        FLOAT32,
        "e = np.exp((z - z.max(axis=0)).astype(np.float32))\nreturn e / e.sum(axis=0)",
    ),
    wrong(
        "argument-shifted",
        "z -= ... makes a new array.",
        OWN_COPY,
        "z -= z.max(axis=0, keepdims=True)\ne = np.exp(z)\nreturn e / e.sum(axis=0)",
    ),
    wrong(
        "argument-overwritten",
        "The caller no longer needs the scores.",
        OWN_COPY,
        "np.exp(z - z.max(axis=0), out=z)\nz /= z.sum(axis=0)\nreturn z",
    ),
    wrong(
        "nothing-returned",
        "The last line of a function is its result.",
        "Which line hands the result to the caller?",
        "e = np.exp(z - z.max(axis=0))\ne /= e.sum(axis=0)",
    ),
    wrong(
        "squeezed",
        "An axis of length 1 is of no use.",
        "What shape should the result have when there is only one example?",
        "e = np.exp(z - z.max(axis=0))\nreturn np.squeeze(e / e.sum(axis=0))",
    ),
    wrong(
        "list-returned",
        "A nested list is as good as an array.",
        "What type do the next lines expect?",
        "e = np.exp(z - z.max(axis=0))\nreturn (e / e.sum(axis=0)).tolist()",
    ),
    wrong(
        "small-number-below",
        "A small number in the denominator is harmless.",
        "After the shift, can the denominator be smaller than 1?",
        "e = np.exp(z - z.max(axis=0))\nreturn e / (e.sum(axis=0) + 1e-6)",
    ),
    wrong(
        "nan-hidden",
        "A nan can be repaired after the overflow.",
        "What should the largest score of a column give, and what did the repair put there?",
        "e = np.exp(z)\nreturn np.nan_to_num(e / e.sum(axis=0))",
    ),
    wrong(
        "base-two",
        "Any base of the exponential will do.",
        "What is the base of exp?",
        "e = 2.0 ** (z - z.max(axis=0))\nreturn e / e.sum(axis=0)",
    ),
    wrong(
        "three-classes",
        "There are always three classes.",
        "Where does your code take the number of classes from?",
        """
        e = np.exp(z - z.max(axis=0))
        total = e[0] + e[1] + e[2]
        return e / total
        """,
    ),
    wrong(
        "rows-counted",
        "z has as many columns as rows.",
        "Which axis of z counts the columns?",
        """
        result = np.zeros(z.shape)
        for j in range(z.shape[0]):
            e = np.exp(z[:, j] - z[:, j].max())
            result[:, j] = e / e.sum()
        return result
        """,
    ),
    wrong(
        "transposed",
        "The result has one row per example.",
        "Compare the shapes before and after.",
        "e = np.exp(z - z.max(axis=0))\nreturn (e / e.sum(axis=0)).T",
    ),
    wrong(
        "cumulative",
        "cumsum adds up a column as sum does.",
        "What do the columns of your result add up to?",
        "e = np.exp(z - z.max(axis=0))\nreturn e / np.cumsum(e, axis=0)",
    ),
    wrong(
        "shared-buffer",
        "An array of the right shape can be used again.",
        "Who still holds the array that the last call returned?",
        """
        _buffers = {}

        def softmax(z):
            out = _buffers.setdefault(z.shape, np.empty(z.shape))
            np.exp(z - z.max(axis=0), out=out)
            out /= out.sum(axis=0)
            return out
        """,
    ),
]

SOFTMAX_RIGHT = [
    right("no-keepdims", "e = np.exp(z - z.max(axis=0))\nreturn e / e.sum(axis=0)"),
    right("logsumexp", "return np.exp(z - np.logaddexp.reduce(z, axis=0, keepdims=True))"),
    right(
        "column-by-column",
        """
        columns = []
        for column in z.T:
            e = np.exp(column - max(column))
            columns.append(e / sum(e))
        return np.column_stack(columns)
        """,
    ),
    right(
        "along-axis",
        """
        def one(scores):
            e = np.exp(scores - scores.max())
            return e / e.sum()

        return np.apply_along_axis(one, 0, z)
        """,
    ),
    right(
        "pairs-of-scores",
        """
        with np.errstate(over="ignore"):
            return 1 / np.exp(z[np.newaxis] - z[:, np.newaxis]).sum(axis=1)
        """,
    ),
    right(
        "transposed-and-back",
        """
        s = z.T
        e = np.exp(s - s.max(axis=1, keepdims=True))
        return (e / e.sum(axis=1, keepdims=True)).T
        """,
    ),
    right(
        "einsum",
        """
        e = np.exp(z - np.amax(z, 0))
        return np.einsum("ym,m->ym", e, 1 / np.einsum("ym->m", e))
        """,
    ),
    right(
        "in-place-on-a-copy",
        """
        out = z.astype(float, copy=True)
        out -= out.max(axis=0)
        np.exp(out, out=out)
        out /= np.ones(len(out)) @ out
        return out
        """,
    ),
    right(
        "reduce",
        """
        import functools
        import operator

        top = functools.reduce(np.maximum, z)
        rows = [np.exp(row - top) for row in z]
        total = functools.reduce(operator.add, rows)
        return np.stack([row / total for row in rows])
        """,
    ),
    right(
        "nested-loops",
        """
        import math

        n_y, m = z.shape
        result = np.empty((n_y, m))
        for j in range(m):
            top = max(z[i, j] for i in range(n_y))
            total = math.fsum(math.exp(z[i, j] - top) for i in range(n_y))
            for i in range(n_y):
                result[i, j] = math.exp(z[i, j] - top) / total
        return result
        """,
    ),
]

FEED_FORWARD = [
    wrong(
        "b1-missing",
        "The hidden layer needs no bias.",
        "Which parameters does the hidden layer use? Count them.",
        (' + parameters["b1"]', ""),
    ),
    wrong(
        "b2-missing",
        "The output layer needs no bias.",
        "Which parameters does the output layer use? Count them.",
        (' + parameters["b2"]', ""),
    ),
    wrong(
        "b1-after-tanh",
        "A bias is added to the activation.",
        "What does tanh act on?",
        ('@ x + parameters["b1"])', '@ x) + parameters["b1"]'),
    ),
    wrong(
        "b2-after-softmax",
        "A bias is added to the probabilities.",
        "Do the columns of y_pred still add up to one?",
        ('@ a1 + parameters["b2"])', '@ a1) + parameters["b2"]'),
    ),
    wrong(
        "biases-subtracted",
        "The sign of a bias does not matter.",
        "Which sign do b1 and b2 have in the equations?",
        ('+ parameters["b', '- parameters["b', "every"),
    ),
    wrong(
        "biases-swapped",
        "The biases are interchangeable.",
        "Which bias has as many rows as there are hidden units?",
        ('parameters["b1"]', 'parameters["b0"]'),
        ('parameters["b2"]', 'parameters["b1"]'),
        ('parameters["b0"]', 'parameters["b2"]'),
    ),
    wrong(
        "b1-used-twice",
        "Both layers share a bias.",
        "Which parameter does nothing in your code?",
        ('parameters["b2"]', 'parameters["b1"]'),
    ),
    wrong(
        "sigmoid-hidden",
        "The hidden activation is the sigmoid.",
        "Can a1 be negative? Should it be?",
        ("np.tanh(", "sigmoid("),
    ),
    wrong(
        "relu-hidden",
        "The hidden activation is ReLU.",
        "Can a1 be negative? Should it be?",
        ("np.tanh(", "np.maximum(0, "),
    ),
    wrong(
        "linear-hidden",
        "The hidden layer is linear.",
        "What stands between the two matrix products?",
        ("np.tanh(", "("),
    ),
    wrong(
        "tanh-at-output",
        "Every layer ends in tanh.",
        "What does softmax act on?",
        (
            'softmax(parameters["W2"] @ a1 + parameters["b2"])',
            'softmax(np.tanh(parameters["W2"] @ a1 + parameters["b2"]))',
        ),
    ),
    wrong(
        "softmax-missing",
        "Scores are predictions.",
        "Do the columns of y_pred add up to one?",
        ("softmax(", "("),
    ),
    wrong(
        "sigmoid-at-output",
        "Each class has its own sigmoid.",
        "Do the columns of y_pred add up to one?",
        ("softmax(", "sigmoid("),
    ),
    wrong(
        "softmax-in-hidden",
        "Both layers end in softmax.",
        "Which activation belongs to the hidden layer?",
        ("np.tanh(", "softmax("),
    ),
    wrong(
        "activation-skipped",
        "The output layer looks at z1.",
        "What does W2 multiply: z1 or a1?",
        """
        z1 = parameters["W1"] @ x + parameters["b1"]
        a1 = np.tanh(z1)
        y_pred = softmax(parameters["W2"] @ z1 + parameters["b2"])
        return y_pred, (x, a1, y_pred, parameters)
        """,
    ),
    wrong(
        "hidden-layer-skipped",
        "The output layer looks at x.",
        "What does W2 multiply: x or a1?",
        ("@ a1", "@ x"),
    ),
    wrong(
        "w1-transposed",
        "A weight matrix is transposed before use.",
        "Which axis of W1 has the length of x?",
        ('["W1"] @', '["W1"].T @'),
    ),
    wrong(
        "row-convention",
        "Examples lie in rows.",
        "Which axis of x counts the examples?",
        ('parameters["W1"] @ x', '(x.T @ parameters["W1"].T)'),
        ('parameters["W2"] @ a1', '(a1 @ parameters["W2"].T)'),
    ),
    wrong(
        "product-by-entry",
        "* is the matrix product.",
        "Which operator is the matrix product in NumPy?",
        ('parameters["W1"] @ x', 'parameters["W1"] * x'),
    ),
    wrong(
        "bias-flattened",
        "A bias is a flat vector.",
        "How is a vector of length n broadcast against (n, m)?",
        ('parameters["b1"]', 'parameters["b1"].ravel()'),
    ),
    wrong(
        "bias-mean",
        "A bias is one number per layer.",
        "How many entries has b1, and how many do you add to each unit?",
        ('parameters["b1"]', 'parameters["b1"].mean()'),
    ),
    wrong(
        "softmax-over-examples",
        "softmax runs over axis 1.",
        "Do the columns of y_pred add up to one?",
        (
            'softmax(parameters["W2"] @ a1 + parameters["b2"])',
            'softmax((parameters["W2"] @ a1 + parameters["b2"]).T).T',
        ),
    ),
    wrong(
        "overflowing-softmax",
        "A softmax written on the spot needs no shift.",
        "What is exp(1000) as a float?",
        (
            'softmax(parameters["W2"] @ a1 + parameters["b2"])',
            'np.exp(parameters["W2"] @ a1 + parameters["b2"])\n    y_pred = y_pred / '
            "y_pred.sum(axis=0)",
        ),
    ),
    wrong(
        "overflowing-tanh",
        "The quotient of exponentials is safe for every z.",
        "What is exp(1000) as a float, and what is inf / inf?",
        (
            'a1 = np.tanh(parameters["W1"] @ x + parameters["b1"])',
            'z = parameters["W1"] @ x + parameters["b1"]\n'
            "    a1 = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))",
        ),
    ),
    wrong(
        "input-centred",
        "Inputs are normalised first.",
        "Does the prediction of one example depend on the others?",
        ("@ x +", "@ (x - x.mean(axis=1, keepdims=True)) +"),
    ),
    wrong(
        "input-centred-in-place",
        "x -= ... makes a new array.",
        OWN_COPY,
        ("a1 = np.tanh", "x -= x.mean(axis=1, keepdims=True)\n    a1 = np.tanh"),
    ),
    wrong(
        "parameters-changed",
        "A dict is copied when it is passed.",
        OWN_COPY,
        (
            "a1 = np.tanh",
            'parameters["b1"] += 0.0\n    parameters["z1"] = parameters["W1"] @ x\n    a1 = '
            "np.tanh",
        ),
    ),
    wrong(
        "returns-swapped",
        "The order of the results does not matter.",
        "In which order does the docstring list the results?",
        (
            "return y_pred, (x, a1, y_pred, parameters)",
            "return (x, a1, y_pred, parameters), y_pred",
        ),
    ),
    wrong(
        "squeezed",
        "An axis of length 1 is of no use.",
        "What shape should the result have when there is only one example?",
        ("return y_pred, (x, a1, ", "y_pred = np.squeeze(y_pred)\n    return y_pred, (x, a1, "),
    ),
    wrong(
        "prediction-clipped",
        "A prediction must not come near 0 or 1.",
        "Do the columns of y_pred still add up to one?",
        (
            "return y_pred, (x, a1, ",
            "y_pred = np.clip(y_pred, 1e-7, 1 - 1e-7)\n    return y_pred, (x, a1, ",
        ),
    ),
    wrong(
        "prediction-only",
        "The cache is for later.",
        "How many results does the docstring list?",
        ("return y_pred, (x, a1, y_pred, parameters)", "return y_pred"),
    ),
    wrong(
        "cache-order",
        "The order in the cache does not matter.",
        "In which order does the docstring list the cache?",
        ("(x, a1, y_pred, parameters)", "(x, y_pred, a1, parameters)"),
    ),
    wrong(
        "cache-without-parameters",
        "The backward pass can use the global parameters.",
        "What will the backward pass need besides the activations?",
        ("(x, a1, y_pred, parameters)", "(x, a1, y_pred)"),
    ),
    wrong(
        "cache-of-scores",
        "The cache keeps z1.",
        "Is a1 the value before tanh or after it?",
        ("return y_pred, (x, a1, ", 'return y_pred, (x, parameters["W1"] @ x + parameters["b1"], '),
    ),
    wrong(
        "cache-dict",
        "The cache is a dict.",
        "Is the cache a tuple or a dict in the docstring?",
        (
            "(x, a1, y_pred, parameters)",
            '{"x": x, "a1": a1, "y_pred": y_pred, "parameters": parameters}',
        ),
    ),
    wrong(
        "cache-spoilt-later",
        "A second name is a second array.",
        "After the last line, what does the array called a1 hold?",
        ("y_pred = softmax", "h = a1\n    h *= 1 - h\n    y_pred = softmax"),
    ),
    wrong(
        "one-name-for-both-layers",
        "One variable for all activations is enough.",
        "Which layer's activation does the cache hold?",
        """
        a = np.tanh(parameters["W1"] @ x + parameters["b1"])
        a = softmax(parameters["W2"] @ a + parameters["b2"])
        return a, (x, a, a, parameters)
        """,
    ),
    wrong(
        "float32",
        "Single precision is enough.",
        FLOAT32,
        ("np.tanh(", "np.tanh(np.float32(1) * "),
        ("@ x +", "@ x.astype(np.float32) +"),
        ('parameters["W1"]', 'parameters["W1"].astype(np.float32)'),
    ),
    wrong(
        "float32-inside",
        "Only the type of the result matters.",
        FLOAT32,
        ("@ x +", "@ x.astype(np.float32).astype(float) +"),
        ('parameters["W1"]', 'parameters["W1"].astype(np.float32).astype(float)'),
    ),
    wrong(
        "random-weights",
        "The layer draws its own weights.",
        "Does your result depend on the parameters that came in?",
        """
        np.random.seed(1)
        n_h, n_y = len(parameters["b1"]), len(parameters["b2"])
        a1 = np.tanh(np.random.randn(n_h, len(x)) @ x + parameters["b1"])
        y_pred = softmax(np.random.randn(n_y, n_h) @ a1 + parameters["b2"])
        return y_pred, (x, a1, y_pred, parameters)
        """,
    ),
    wrong(
        "first-parameters-kept",
        "Parameters never change between calls.",
        "What happens when the function is called with other parameters?",
        """
        _kept = {}

        def feed_forward(x, parameters):
            if not _kept:
                _kept.update(parameters)
            a1 = np.tanh(_kept["W1"] @ x + _kept["b1"])
            y_pred = softmax(_kept["W2"] @ a1 + _kept["b2"])
            return y_pred, (x, a1, y_pred, parameters)
        """,
    ),
    wrong(
        "global-parameters",
        "The parameters of the notebook are the ones that are meant.",
        "Which parameters does your code read: those passed in, or others?",
        """
        W1, b1 = np.full((5, 3), 0.1), np.zeros((5, 1))
        W2, b2 = np.full((2, 5), 0.1), np.zeros((2, 1))

        def feed_forward(x, parameters):
            a1 = np.tanh(W1 @ x + b1)
            y_pred = softmax(W2 @ a1 + b2)
            return y_pred, (x, a1, y_pred, parameters)
        """,
    ),
    wrong(
        "four-units",
        "The hidden layer has a fixed size.",
        "Where does your code take the number of hidden units from?",
        """
        a1 = np.zeros((4, x.shape[1]))
        for unit in range(4):
            a1[unit] = np.tanh(parameters["W1"][unit] @ x + parameters["b1"][unit])
        y_pred = softmax(parameters["W2"] @ a1 + parameters["b2"])
        return y_pred, (x, a1, y_pred, parameters)
        """,
    ),
    wrong(
        "last-unit-missing",
        "range() counts to the end and includes it when one is subtracted.",
        "How many rows of a1 does your loop fill?",
        """
        n_h = parameters["W1"].shape[0]
        a1 = np.zeros((n_h, x.shape[1]))
        for unit in range(n_h - 1):
            a1[unit] = np.tanh(parameters["W1"][unit] @ x + parameters["b1"][unit])
        y_pred = softmax(parameters["W2"] @ a1 + parameters["b2"])
        return y_pred, (x, a1, y_pred, parameters)
        """,
    ),
    wrong(
        "integer-buffer",
        "zeros_like makes an array for any result.",
        "Which dtype has zeros_like of an integer array, and what happens to a fraction in it?",
        """
        z1 = np.zeros_like(x, shape=(len(parameters["b1"]), x.shape[1]))
        z1[:] = parameters["W1"] @ x + parameters["b1"]
        a1 = np.tanh(z1)
        y_pred = softmax(parameters["W2"] @ a1 + parameters["b2"])
        return y_pred, (x, a1, y_pred, parameters)
        """,
    ),
]

FEED_FORWARD_RIGHT = [
    right(
        "einsum",
        """
        a1 = np.tanh(np.einsum("hx,xm->hm", parameters["W1"], x) + parameters["b1"])
        y_pred = softmax(np.einsum("yh,hm->ym", parameters["W2"], a1) + parameters["b2"])
        return y_pred, (x, a1, y_pred, parameters)
        """,
    ),
    right(
        "loop-over-units",
        """
        W1, b1, W2, b2 = (parameters[key] for key in ("W1", "b1", "W2", "b2"))
        m = x.shape[1]
        a1 = np.zeros((len(b1), m))
        for h in range(len(b1)):
            for j in range(m):
                a1[h, j] = np.tanh(sum(W1[h, i] * x[i, j] for i in range(len(x))) + b1[h, 0])
        scores = np.zeros((len(b2), m))
        for k in range(len(b2)):
            scores[k] = sum(W2[k, h] * a1[h] for h in range(len(b1))) + b2[k]
        y_pred = softmax(scores)
        return y_pred, [x, a1, y_pred, parameters]
        """,
    ),
    right(
        "bias-as-column",
        """
        ones = np.ones((1, x.shape[1]))
        a1 = np.tanh(np.hstack([parameters["W1"], parameters["b1"]]) @ np.vstack([x, ones]))
        y_pred = softmax(np.hstack([parameters["W2"], parameters["b2"]]) @ np.vstack([a1, ones]))
        return y_pred, (x, a1, y_pred, parameters)
        """,
    ),
    right(
        "examples-in-rows",
        """
        h = np.tanh(x.T @ parameters["W1"].T + parameters["b1"].T)
        e = np.exp((h @ parameters["W2"].T + parameters["b2"].T).T)
        e = e if np.isfinite(e).all() else None
        y_pred = softmax((h @ parameters["W2"].T + parameters["b2"].T).T)
        return y_pred, (x, h.T, y_pred, parameters)
        """,
    ),
    right(
        "one-example-at-a-time",
        """
        hidden, outputs = [], []
        for j in range(x.shape[1]):
            a = np.tanh(parameters["W1"] @ x[:, j : j + 1] + parameters["b1"])
            hidden.append(a)
            outputs.append(softmax(parameters["W2"] @ a + parameters["b2"]))
        y_pred = np.hstack(outputs)
        return y_pred, (x, np.hstack(hidden), y_pred, parameters)
        """,
    ),
    right(
        "tanh-from-sigmoid",
        ("np.tanh(parameters", "2 * sigmoid(2 * (parameters"),
        ('["b1"])', '["b1"])) - 1'),
    ),
    right(
        "reduce-over-layers",
        """
        import functools

        layers = [("W1", "b1", np.tanh), ("W2", "b2", softmax)]
        outputs = functools.reduce(
            lambda done, layer: [
                *done, layer[2](parameters[layer[0]].dot(done[-1]) + parameters[layer[1]])
            ],
            layers,
            [x],
        )
        return outputs[2], (*outputs, parameters)
        """,
    ),
    right(
        "classes",
        """
        class Layer:
            def __init__(self, weights, bias, activation):
                self.weights, self.bias, self.activation = weights, bias, activation

            def __call__(self, values):
                return self.activation(np.matmul(self.weights, values) + self.bias)

        a1 = Layer(parameters["W1"], parameters["b1"], np.tanh)(x)
        y_pred = Layer(parameters["W2"], parameters["b2"], softmax)(a1)
        return y_pred, (x, a1, y_pred, parameters)
        """,
    ),
    right(
        "preallocated",
        """
        a1 = np.empty((parameters["W1"].shape[0], x.shape[1]))
        np.matmul(parameters["W1"], x, out=a1)
        a1 += parameters["b1"]
        np.tanh(a1, out=a1)
        scores = np.dot(parameters["W2"], a1)
        np.add(scores, parameters["b2"], out=scores)
        y_pred = softmax(scores)
        return y_pred, (x, a1, y_pred, parameters)
        """,
    ),
    right(
        "copies-in-the-cache",
        (
            "return y_pred, (x, a1, y_pred, parameters)",
            "return y_pred.copy(), (x.copy(), a1.copy(), y_pred.copy(), dict(parameters))",
        ),
    ),
]

P_TRUE = "p_true = np.sum(y_pred * y, axis=0)\n"
CROSS_ENTROPY = [
    wrong(
        "binary-mean-over-entries",
        "Each entry is a yes or no of its own, and the loss is their mean.",
        "Which probabilities does the loss of one example need, and by what do you divide?",
        "p = np.clip(y_pred, 1e-15, 1 - 1e-15)\n"
        "return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))",
    ),
    wrong(
        "mean-squared-error",
        "The loss is the mean squared difference.",
        "Where is the logarithm?",
        "return float(np.mean((y_pred - y) ** 2))",
    ),
    wrong(
        "summed",
        "The loss adds up over the examples.",
        SCALE,
        P_TRUE + "return float(-np.sum(np.log(np.maximum(p_true, 1e-12))))",
    ),
    wrong(
        "mean-over-entries",
        "The mean runs over all entries.",
        "By how many numbers do you divide: the examples, or all entries?",
        "return float(-np.mean(np.where(y > 0, np.log(np.maximum(y_pred, 1e-12)), 0)))",
    ),
    wrong(
        "divided-by-classes",
        "The first axis counts the examples.",
        "Which axis of y counts the examples?",
        P_TRUE + "return float(-np.log(np.maximum(p_true, 1e-12)).sum() / y.shape[0])",
    ),
    wrong(
        "sign-lost",
        "The logarithm of a probability is the loss.",
        "Should a loss be positive or negative?",
        P_TRUE + "return float(np.mean(np.log(np.maximum(p_true, 1e-12))))",
    ),
    wrong(
        "log-two",
        "Any base of the logarithm will do.",
        "What is the loss of one even guess among two classes?",
        P_TRUE + "return float(-np.mean(np.log2(np.maximum(p_true, 1e-12))))",
    ),
    wrong(
        "log-ten",
        "log means the base 10.",
        "What is the loss of one even guess among two classes?",
        P_TRUE + "return float(-np.mean(np.log10(np.maximum(p_true, 1e-12))))",
    ),
    wrong(
        "log-of-mean",
        "Mean and logarithm may change places.",
        "What comes first: the logarithm of each example, or the mean?",
        P_TRUE + "return float(-np.log(np.mean(p_true)))",
    ),
    wrong(
        "arguments-swapped",
        "The logarithm is taken of the labels.",
        "Which of the two arrays goes into the logarithm?",
        "return float(-np.sum(y_pred * np.log(np.maximum(y, 1e-12))) / y.shape[1])",
    ),
    wrong(
        "zero-times-log-zero",
        "0 times log 0 is 0.",
        "What does NumPy give for 0 * log(0)?",
        "return float(-np.sum(y * np.log(y_pred)) / y.shape[1])",
    ),
    wrong(
        "clipped-at-1e-5",
        "A probability below 1e-5 does not happen.",
        "Where do you cut, and how large is the loss at that point?",
        P_TRUE + "return float(-np.mean(np.log(np.maximum(p_true, 1e-5))))",
    ),
    wrong(
        "clipped-at-1e-8",
        "A probability below 1e-8 does not happen.",
        "Where do you cut, and how large is the loss at that point?",
        "p = np.clip(y_pred, 1e-8, 1 - 1e-8)\nreturn float(-np.sum(y * np.log(p)) / y.shape[1])",
    ),
    wrong(
        "small-number-added",
        "Adding 1e-7 does not change a logarithm.",
        "What does the number that you add do to a probability of 1e-8?",
        "return float(-np.sum(y * np.log(y_pred + 1e-7)) / y.shape[1])",
    ),
    wrong(
        "large-number-added",
        "Adding 0.001 does not change a logarithm.",
        "How large is the number that you add, beside the probabilities?",
        "return float(-np.sum(y * np.log(y_pred + 1e-3)) / y.shape[1])",
    ),
    wrong(
        "binary-cross-entropy",
        "The other classes count as well.",
        "Which probabilities does the loss of one example need?",
        "p = np.clip(y_pred, 1e-12, 1 - 1e-12)\nreturn float(-np.sum(y * np.log(p) + (1 - "
        "y) * np.log(1 - p)) / y.shape[1])",
    ),
    wrong(
        "squared-error",
        "The loss is the squared difference.",
        "Where is the logarithm?",
        "return float(np.sum((y_pred - y) ** 2) / y.shape[1])",
    ),
    wrong(
        "missing-logarithm",
        "The loss is the missing probability.",
        "Where is the logarithm?",
        P_TRUE + "return float(np.mean(1 - p_true))",
    ),
    wrong(
        "not-averaged",
        "Each example keeps its own loss.",
        "How many numbers should come back?",
        P_TRUE + "return -np.log(np.maximum(p_true, 1e-12))",
    ),
    wrong(
        "one-by-one-array",
        "A (1, 1) array is a number.",
        "What is the shape of your result?",
        P_TRUE + "return -np.mean(np.log(np.maximum(p_true, 1e-12)), keepdims=True).reshape(1, 1)",
    ),
    wrong(
        "accuracy",
        "The loss counts wrong answers.",
        "Does the loss change when the model becomes more sure of the right class?",
        "return float(np.mean(y_pred.argmax(axis=0) != y.argmax(axis=0)))",
    ),
    wrong(
        "largest-probability",
        "The predicted class is the one that counts.",
        "Where do the labels enter your loss?",
        "return float(-np.mean(np.log(y_pred.max(axis=0))) + 0 * y.sum())",
    ),
    wrong(
        "rows-picked",
        "y_pred[labels] picks one entry per example.",
        "What shape has what you pick? It should be one number per example.",
        "labels = y.argmax(axis=0)\nreturn "
        "float(-np.mean(np.log(np.maximum(y_pred[labels], 1e-12))))",
    ),
    wrong(
        "labels-over-examples",
        "argmax over axis 1 gives the class.",
        "Which axis of y holds the classes of one example?",
        "rows = y.argmax(axis=1)\np = y_pred[np.arange(len(rows)), rows]\nreturn "
        "float(-np.mean(np.log(np.maximum(p, 1e-12))))",
    ),
    wrong(
        "summed-over-examples",
        "The sum over axis 1 picks the true class.",
        "Which axis of y holds the classes of one example?",
        "p_true = np.sum(y_pred * y, axis=1)\nreturn "
        "float(-np.mean(np.log(np.maximum(p_true, 1e-12))))",
    ),
    wrong(
        "summed-over-examples-without-a-floor",
        "The sum over axis 1 picks the true class.",
        "Which axis of y holds the classes of one example?",
        "return float(-np.mean(np.log(np.sum(y_pred * y, axis=1))))",
    ),
    wrong(
        "every-class",
        "All probabilities count.",
        "Which probabilities does the loss of one example need?",
        "return float(-np.sum(np.log(np.maximum(y_pred, 1e-12))) / y.shape[1])",
    ),
    wrong(
        "entropy",
        "Cross-entropy is the entropy of the prediction.",
        "Where do the labels enter your loss?",
        "p = np.maximum(y_pred, 1e-12)\nreturn float(-np.sum(p * np.log(p)) / y.shape[1])",
    ),
    wrong(
        "softmax-again",
        "The predictions are scores.",
        "What is y_pred: scores or probabilities?",
        "p_true = np.sum(softmax(y_pred) * y, axis=0)\nreturn float(-np.mean(np.log(p_true)))",
    ),
    wrong(
        "argument-clipped",
        "The caller no longer needs exact predictions.",
        OWN_COPY,
        "np.clip(y_pred, 1e-12, 1, out=y_pred)\nreturn float(-np.sum(y * np.log(y_pred)) / "
        "y.shape[1])",
    ),
    wrong(
        "argument-overwritten",
        "y_pred *= y makes a new array.",
        OWN_COPY,
        "y_pred *= y\nreturn float(-np.mean(np.log(np.maximum(y_pred.sum(axis=0), 1e-12))))",
    ),
    wrong(
        "first-example-only",
        "One example stands for all.",
        "How many examples does your loss look at?",
        P_TRUE + "return float(-np.log(np.maximum(p_true[0], 1e-12)))",
    ),
    wrong(
        "last-example-missing",
        "range(m - 1) visits every example.",
        "How many examples does your loop visit?",
        """
        m = y.shape[1]
        loss = 0.0
        for j in range(m - 1):
            loss -= np.log(np.maximum(y_pred[:, j] @ y[:, j], 1e-12))
        return float(loss / m)
        """,
    ),
    *(
        wrong(
            f"{which}-example-over-m",
            f"The loss is that of the {which} example, divided by m.",
            "How many numbers does your loop add up, and does it reach the last example?",
            f"""
            total = 0.0
            for j in range(y.shape[1]):
                total = {total}
                {then}
            return total / y.shape[1]
            """,
        )
        for which, total, then in (
            ("last", "-np.log(np.maximum(y_pred[np.argmax(y[:, j]), j], 1e-12))", "pass"),
            ("first", "-np.log(np.maximum(y_pred[np.argmax(y[:, j]), j], 1e-12))", "break"),
        )
    ),
    wrong(
        "four-examples",
        "There are always four examples.",
        "Where does your code take the number of examples from?",
        P_TRUE + "return float(-np.sum(np.log(np.maximum(p_true, 1e-12))) / 4)",
    ),
    wrong(
        "perplexity",
        "The exponential undoes the logarithm.",
        "What is the loss when every prediction is certain and right?",
        P_TRUE + "return float(np.exp(-np.mean(np.log(np.maximum(p_true, 1e-12)))))",
    ),
    wrong(
        "rounded",
        "Four decimals are enough.",
        "Later a gradient check divides a difference of two losses by a small step. How "
        "many digits does it need?",
        P_TRUE + "return round(float(-np.mean(np.log(np.maximum(p_true, 1e-12)))), 4)",
    ),
    wrong(
        "half-precision",
        "Half precision is enough.",
        FLOAT32,
        P_TRUE + "return float(-np.mean(np.log(np.maximum(p_true, 1e-12).astype(np.float16))))",
    ),
    wrong(
        "float32",
        "Single precision is enough.",
        FLOAT32,
        P_TRUE + "return float(-np.mean(np.log(np.maximum(p_true, 1e-12).astype(np.float32))))",
    ),
    wrong(
        "printed",
        "Printing is returning.",
        "Which line hands the result to the caller?",
        P_TRUE + "print(-np.mean(np.log(np.maximum(p_true, 1e-12))))",
    ),
    wrong(
        "integer-buffer",
        "zeros_like makes an array for any result.",
        "Which dtype has zeros_like of integer labels, and what happens to a fraction in it?",
        "picked = np.zeros_like(y)\npicked[:] = y * y_pred\nreturn "
        "float(-np.mean(np.log(np.maximum(picked.sum(axis=0), 1e-12))))",
    ),
    wrong(
        "losses-accumulated",
        "The running total belongs to the function.",
        "What does the second call with the same input give?",
        """
        _losses = []

        def cross_entropy(y_pred, y):
            p_true = np.sum(y_pred * y, axis=0)
            _losses.extend(-np.log(np.maximum(p_true, 1e-12)))
            return float(np.mean(_losses))
        """,
    ),
]

CROSS_ENTROPY_RIGHT = [
    right("boolean-mask", "return float(-np.log(np.maximum(y_pred[y == 1], 1e-15)).mean())"),
    right(
        "fancy-index",
        "m = y.shape[1]\nreturn -np.log(y_pred[y.argmax(axis=0), np.arange(m)] + 1e-12).mean()",
    ),
    right(
        "take-along-axis",
        "p = np.take_along_axis(y_pred, y.argmax(axis=0)[np.newaxis], axis=0)\nreturn "
        "np.mean(-np.log(p))",
    ),
    right(
        "clipped-at-1e-15",
        "p = np.clip(y_pred, 1e-15, 1.0)\nreturn -np.sum(y * np.log(p)) / y.shape[1]",
    ),
    right(
        "tiny-number-added", "return -np.einsum('ym,ym->', y, np.log(y_pred + 1e-12)) / y.shape[1]"
    ),
    right(
        "nested-loops",
        """
        import math

        losses = []
        for j in range(y.shape[1]):
            for k in range(y.shape[0]):
                if y[k, j]:
                    losses.append(-math.log(y_pred[k, j]))
        return math.fsum(losses) / len(losses)
        """,
    ),
    right("nan-to-num", "return -np.nan_to_num(y * np.log(y_pred)).sum() / y.shape[1]"),
    right(
        "log-where-needed",
        "logs = np.log(y_pred, where=y > 0, out=np.zeros(y_pred.shape))\nreturn "
        "np.asarray(-logs.sum() / y.shape[1])",
    ),
    right("logarithm-of-a-power", "return float(-np.log(np.prod(y_pred ** y, axis=0)).mean())"),
    right(
        "trace",
        "logs = np.log(np.where(y_pred > 0, y_pred, 1))\nreturn float(-np.trace(y.T @ "
        "logs) / y.shape[1])",
    ),
    right("zero-dimensional", P_TRUE + "return np.array(-np.mean(np.log(p_true)))"),
]

BACKWARD = [
    wrong("mean-forgotten", "Each example counts fully.", SCALE, (" / y.shape[1]", "")),
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
        "divided-by-features",
        "The number of features is the number of examples.",
        "Which axis of x counts the examples?",
        ("y.shape[1]", "x.shape[0]"),
    ),
    wrong(
        "w2-divided-twice",
        "Each gradient needs its own 1/m.",
        "How many times does 1/m enter dW2?",
        ('"dW2": dz2 @ a1.T', '"dW2": dz2 @ a1.T / y.shape[1]'),
    ),
    wrong(
        "mean-in-layer-two-only",
        "1/m belongs to the last layer only.",
        "Does 1/m reach dW1 and db1?",
        ("* (1 - a1**2)", "* (1 - a1**2) * y.shape[1]"),
    ),
    wrong(
        "biases-averaged",
        "Bias gradients are means over the examples.",
        "Is the sum in a bias gradient a sum or a mean, once dz holds 1/m?",
        ("dz1.sum(", "dz1.mean("),
        ("dz2.sum(", "dz2.mean("),
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
        "slope-missing",
        "The gradient passes tanh unchanged.",
        "What is the slope of tanh, and where does it enter?",
        (" * (1 - a1**2)", ""),
    ),
    wrong(
        "slope-not-squared",
        "The slope of tanh is 1 - a1.",
        "What is the slope of tanh where a1 = -0.5?",
        ("1 - a1**2", "1 - a1"),
    ),
    wrong(
        "slope-plus",
        "The slope of tanh is 1 + a1**2.",
        "Can the slope of tanh exceed 1?",
        ("1 - a1**2", "1 + a1**2"),
    ),
    wrong(
        "slope-of-sigmoid",
        "All squashing functions have the slope a (1 - a).",
        "Which activation does the hidden layer have?",
        ("(1 - a1**2)", "a1 * (1 - a1)"),
    ),
    wrong(
        "slope-of-relu",
        "The hidden layer is ReLU.",
        "Which activation does the hidden layer have?",
        ("(1 - a1**2)", "(a1 > 0)"),
    ),
    wrong(
        "tanh-twice",
        "The slope needs the tanh of a1.",
        "Is a1 the value before tanh or after it?",
        ("a1**2)", "np.tanh(a1) ** 2)"),
    ),
    wrong(
        "slope-in-wrong-layer",
        "The slope of tanh belongs to W2's input.",
        "At which point of the path back does tanh lie: before W2 or after it?",
        ('"dW2": dz2 @ a1.T', '"dW2": dz2 @ (1 - a1**2).T'),
    ),
    wrong(
        "w2-not-transposed",
        "The way back uses the same matrix.",
        "Which axis of W2 has the length of dz2?",
        ('["W2"].T', '["W2"]'),
    ),
    wrong(
        "w1-on-the-way-back",
        "The way back to dz1 leads through W1.",
        "Which matrix lies between a1 and z2?",
        ('["W2"].T', '["W1"]'),
    ),
    wrong(
        "biases-over-wrong-axis",
        "Axis 0 holds the examples.",
        "Over which axis do the examples lie?",
        ("axis=1", "axis=0", "every"),
    ),
    wrong(
        "bias-keepdims",
        "A bias gradient is a flat vector.",
        "Compare the shapes of db1 and b1.",
        (", keepdims=True", "", "every"),
    ),
    wrong(
        "bias-row",
        "The bias gradient is a row.",
        "Compare the shapes of db1 and b1.",
        ("dz1.sum(axis=1, keepdims=True)", "dz1.sum(axis=1)[np.newaxis]"),
    ),
    wrong(
        "bias-not-summed",
        "Each example keeps its own bias gradient.",
        "Compare the shapes of db2 and b2.",
        ("dz2.sum(axis=1, keepdims=True)", "dz2"),
    ),
    wrong(
        "bias-summed-to-number",
        "A sum without an axis adds over the examples.",
        "Which axis do you name in the sum?",
        ("dz1.sum(axis=1, keepdims=True)", "np.full_like(dz1[:, :1], dz1.sum())"),
    ),
    wrong(
        "b1-from-output",
        "All biases get the output error.",
        "Which dz belongs to which layer?",
        ("dz1.sum(axis=1, keepdims=True)", "(parameters['W2'].T @ dz2).sum(axis=1, keepdims=True)"),
    ),
    wrong(
        "w2-from-input",
        "dW2 pairs the error with x.",
        "What does W2 multiply on the way forward?",
        ("dz2 @ a1.T", "dz2 @ x.T"),
    ),
    wrong(
        "w1-from-activation",
        "dW1 pairs the error with a1.",
        "What does W1 multiply on the way forward?",
        ("dz1 @ x.T", "dz1 @ a1.T"),
    ),
    wrong(
        "w1-transposed",
        "The order of a product does not matter.",
        "Compare the shapes of dW1 and W1.",
        ("dz1 @ x.T", "x @ dz1.T"),
    ),
    wrong(
        "w2-transposed",
        "The order of a product does not matter.",
        "Compare the shapes of dW2 and W2.",
        ("dz2 @ a1.T", "a1 @ dz2.T"),
    ),
    wrong(
        "layers-swapped",
        "The keys say which is which.",
        "Which gradient has the shape of W1?",
        ('"dW1": dz1 @ x.T', '"dW2": dz1 @ x.T'),
        ('"dW2": dz2 @ a1.T', '"dW1": dz2 @ a1.T'),
    ),
    wrong(
        "keys-without-d",
        "A gradient has the name of its parameter.",
        "Which keys does the docstring name?",
        ('"d', '"', "every"),
    ),
    wrong(
        "tuple-returned",
        "The order of the gradients is known.",
        "Which type does the docstring name?",
        ("return {", "return tuple({"),
        ("    }", "    }.values())"),
    ),
    wrong(
        "diagonal-softmax-slope",
        "Softmax has the slope p (1 - p), entry by entry.",
        "Does one probability depend on the scores of the other classes?",
        ("(y_pred - y) / y.shape[1]", "(y_pred - y) * y_pred * (1 - y_pred) / y.shape[1]"),
    ),
    wrong(
        "softmax-skipped",
        "The gradient by the prediction is the gradient by the score.",
        "What lies between z2 and y_pred?",
        ("(y_pred - y) / y.shape[1]", "-y / np.maximum(y_pred, 1e-12) / y.shape[1]"),
    ),
    wrong(
        "softmax-skipped-without-a-floor",
        "The gradient by the prediction is the gradient by the score.",
        "What lies between z2 and y_pred?",
        ("(y_pred - y) / y.shape[1]", "-y / y_pred / y.shape[1]"),
    ),
    *(
        wrong(
            f"loss-and-diagonal-slope{name}",
            "A score moves only the probability of its own class.",
            "Does one probability depend on the scores of the other classes?",
            ("(y_pred - y) / y.shape[1]", change),
        )
        for name, change in {
            "": "-y * (1 - y_pred) / y.shape[1]",
            "-divided": "-y / y_pred * y_pred * (1 - y_pred) / y.shape[1]",
        }.items()
    ),
    wrong(
        "divided-by-prediction",
        "Softmax and the loss can be differentiated one after the other.",
        "What is y / y_pred where a prediction is exactly 0? Cancel before you divide.",
        """
        x, a1, y_pred, parameters = cache
        dy = -y / y_pred / y.shape[1]
        dz2 = y_pred * (dy - (dy * y_pred).sum(axis=0))
        dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
        return {
            "dW1": dz1 @ x.T,
            "db1": dz1.sum(axis=1, keepdims=True),
            "dW2": dz2 @ a1.T,
            "db2": dz2.sum(axis=1, keepdims=True),
        }
        """,
    ),
    wrong(
        "squared-error",
        "The loss is half the squared difference.",
        "Which loss stands behind dz2?",
        (
            "(y_pred - y) / y.shape[1]",
            "y_pred * ((y_pred - y) - ((y_pred - y) * y_pred).sum(axis=0)) / y.shape[1]",
        ),
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
        ("dz2 = (y_pred - y) / y.shape[1]", "y_pred -= y\n    dz2 = y_pred / y.shape[1]"),
    ),
    wrong(
        "activation-overwritten",
        "The cache is not needed again.",
        OWN_COPY,
        (
            "dz1 = (",
            "a1 = np.multiply(a1, 1, out=a1)\n    da1 = np.subtract(1, a1**2, out=a1)\n    dz1 = (",
        ),
        ("(1 - a1**2)", "da1"),
    ),
    wrong(
        "integer-buffer",
        "zeros_like makes an array for any result.",
        "Which dtype has zeros_like of integer labels, and what happens to a fraction in it?",
        (
            "dz2 = (y_pred - y) / y.shape[1]",
            "dz2 = np.zeros_like(y)\n    dz2[:] = (y_pred - y) / y.shape[1]",
        ),
    ),
    wrong(
        "integer-input-buffer",
        "Gradients have the type of the inputs.",
        "Which dtype has x, and what happens to a fraction in it?",
        ('"dW1": dz1 @ x.T', '"dW1": (dz1 @ x.T).astype(x.dtype)'),
    ),
    wrong(
        "float32",
        "Single precision is enough.",
        FLOAT32,
        ("(y_pred - y)", "(y_pred - y).astype(np.float32)"),
    ),
    wrong(
        "half-precision-inside",
        "Only the type of the result matters.",
        FLOAT32,
        ("(y_pred - y)", "(y_pred - y).astype(np.float16).astype(float)"),
    ),
    wrong(
        "four-examples",
        "There are always four examples.",
        "Where does your code take the number of examples from?",
        ("y.shape[1]", "4"),
    ),
    wrong(
        "first-example-only",
        "One example stands for all.",
        "How many examples reach dW1?",
        ("dz1 @ x.T", "dz1[:, :1] @ x[:, :1].T"),
    ),
    wrong(
        "updated-weights",
        "The weights are updated on the way back.",
        "Which W2 made the prediction: the old or the new?",
        ("dz1 = (", 'W2 = parameters["W2"] - 0.1 * dz2 @ a1.T\n    dz1 = ('),
        ('parameters["W2"].T @', "W2.T @"),
    ),
    wrong(
        "parameters-updated",
        "The backward function trains.",
        OWN_COPY,
        ("dz1 = (", 'parameters["b2"] -= 0.1 * dz2.sum(axis=1, keepdims=True)\n    dz1 = ('),
    ),
    wrong(
        "weight-decay",
        "Weights get a penalty.",
        "Does the loss hold a term of the weights alone?",
        ("dz2 @ a1.T", 'dz2 @ a1.T + 0.01 * parameters["W2"]'),
    ),
    wrong(
        "clipped",
        "Large gradients are cut at once.",
        "Is clipping part of the derivative?",
        ("dz1 = (", "dz2 = np.clip(dz2, -0.1, 0.1)\n    dz1 = ("),
    ),
    wrong(
        "accumulated",
        "Gradients add up from call to call.",
        "What does the second call with the same input give?",
        """
        _total = {}

        def feed_forward_backward(y, cache):
            x, a1, y_pred, parameters = cache
            dz2 = (y_pred - y) / y.shape[1]
            dz1 = (parameters["W2"].T @ dz2) * (1 - a1**2)
            new = {"dW1": dz1 @ x.T, "db1": dz1.sum(axis=1, keepdims=True)}
            new |= {"dW2": dz2 @ a1.T, "db2": dz2.sum(axis=1, keepdims=True)}
            for key, value in new.items():
                _total[key] = (_total[key] if key in _total else 0) + value
            return dict(_total)
        """,
    ),
    wrong(
        "global-weights",
        "The weights of the notebook are the ones that are meant.",
        "Which W2 does your code read: the one in the cache, or another?",
        """
        W2 = np.full((2, 5), 0.1)

        def feed_forward_backward(y, cache):
            x, a1, y_pred, parameters = cache
            dz2 = (y_pred - y) / y.shape[1]
            dz1 = (W2.T @ dz2) * (1 - a1**2)
            return {
                "dW1": dz1 @ x.T,
                "db1": dz1.sum(axis=1, keepdims=True),
                "dW2": dz2 @ a1.T,
                "db2": dz2.sum(axis=1, keepdims=True),
            }
        """,
    ),
    wrong(
        "coarse-differences",
        "A forward difference is a derivative.",
        "How large is the error of a one-sided difference, beside the step?",
        """
        x, a1, y_pred, parameters = cache

        def loss(p):
            out = softmax(p["W2"] @ np.tanh(p["W1"] @ x + p["b1"]) + p["b2"])
            return cross_entropy(out, y)

        gradients = {}
        for name, value in parameters.items():
            gradient = np.zeros(value.shape)
            for at in np.ndindex(*value.shape):
                moved = value.copy()
                moved[at] += 1e-4
                gradient[at] = (loss({**parameters, name: moved}) - loss(parameters)) / 1e-4
            gradients["d" + name] = gradient
        return gradients
        """,
    ),
]

BACKWARD_RIGHT = [
    right(
        "einsum",
        """
        x, a1, y_pred, parameters = cache
        dz2 = (y_pred - y) / y.shape[1]
        dz1 = np.einsum("yh,ym,hm->hm", parameters["W2"], dz2, 1 - a1 * a1)
        return {
            "dW1": np.einsum("hm,xm->hx", dz1, x),
            "db1": np.einsum("hm->h", dz1)[:, None],
            "dW2": np.einsum("ym,hm->yh", dz2, a1),
            "db2": np.einsum("ym->y", dz2)[:, None],
        }
        """,
    ),
    right(
        "example-by-example",
        """
        x, a1, y_pred, parameters = cache
        m = y.shape[1]
        total = {"d" + name: np.zeros(parameters[name].shape) for name in ("W1", "b1", "W2", "b2")}
        for j in range(m):
            error = y_pred[:, j] - y[:, j]
            back = parameters["W2"].T.dot(error) * (1 - a1[:, j] ** 2)
            total["dW1"] += np.outer(back, x[:, j]) / m
            total["db1"] += back[:, None] / m
            total["dW2"] += np.outer(error, a1[:, j]) / m
            total["db2"] += error[:, None] / m
        return total
        """,
    ),
    right(
        "mean-at-the-end",
        """
        x, a1, y_pred, parameters = cache
        m = x.shape[1]
        dz2 = y_pred - y
        dz1 = parameters["W2"].T @ dz2 * (1 - np.square(a1))
        gradients = dict(dW2=dz2 @ a1.T, db2=dz2 @ np.ones((m, 1)))
        gradients.update(dW1=dz1 @ x.T, db1=dz1 @ np.ones((m, 1)))
        return {key: value / m for key, value in gradients.items()}
        """,
    ),
    right(
        "examples-in-rows",
        """
        x, a1, y_pred, parameters = cache
        delta = (y_pred.T - y.T) / len(y.T)
        hidden = delta @ parameters["W2"] * (1 + a1.T) * (1 - a1.T)
        return {
            "dW2": (a1 @ delta).T,
            "db2": delta.sum(axis=0).reshape(-1, 1),
            "dW1": (x @ hidden).T,
            "db1": hidden.sum(axis=0).reshape(-1, 1),
        }
        """,
    ),
    right(
        "bias-as-column",
        """
        x, a1, y_pred, parameters = cache
        m = y.shape[1]
        ones = np.ones((1, m))
        dz2 = (y_pred - y) / m
        both2 = dz2 @ np.vstack([a1, ones]).T
        dz1 = parameters["W2"].T @ dz2 * (1 - a1**2)
        both1 = dz1 @ np.vstack([x, ones]).T
        return {"dW1": both1[:, :-1], "db1": both1[:, -1:],
                "dW2": both2[:, :-1], "db2": both2[:, -1:]}
        """,
    ),
    right(
        "slope-from-cosh",
        """
        x, a1, y_pred, parameters = cache
        dz2 = (y_pred - y) / y.shape[1]
        slope = 1 / np.cosh(parameters["W1"] @ x + parameters["b1"]) ** 2
        dz1 = parameters["W2"].T @ dz2 * slope
        return {
            "dW1": dz1 @ x.T,
            "db1": dz1.sum(axis=1, keepdims=True),
            "dW2": dz2 @ a1.T,
            "db2": dz2.sum(axis=1, keepdims=True),
        }
        """,
    ),
    right(
        "in-place-on-copies",
        """
        x, a1, y_pred, parameters = cache
        dz2 = y_pred.copy()
        dz2 -= y
        dz2 /= y.shape[1]
        slope = np.array(a1)
        slope *= slope
        np.subtract(1, slope, out=slope)
        slope *= parameters["W2"].T @ dz2
        return {
            "dW1": slope @ x.T,
            "db1": slope.sum(axis=1, keepdims=True),
            "dW2": dz2 @ a1.T,
            "db2": dz2.sum(axis=1, keepdims=True),
            "dx": parameters["W1"].T @ slope,
        }
        """,
    ),
    right(
        "whole-jacobian",
        """
        x, a1, y_pred, parameters = cache
        m = y.shape[1]
        columns = []
        for j in range(m):
            p, true = y_pred[:, j], int(np.argmax(y[:, j]))
            # d(-log p[true]) / dz, row `true` of the Jacobian divided by p[true] beforehand.
            columns.append(-(np.eye(len(p))[true] - p) / m)
        dz2 = np.stack(columns, axis=1)
        dz1 = parameters["W2"].T @ dz2 * (1 - a1**2)
        return {
            "dW1": dz1 @ x.T,
            "db1": dz1.sum(1)[:, np.newaxis],
            "dW2": dz2 @ a1.T,
            "db2": dz2.sum(1)[:, np.newaxis],
        }
        """,
    ),
    right(
        "layers-in-a-class",
        """
        class Layer:
            def __init__(self, inputs):
                self.inputs = inputs

            def gradients(self, number, dz):
                return {
                    f"dW{number}": np.tensordot(dz, self.inputs, axes=(1, 1)),
                    f"db{number}": np.add.reduce(dz, axis=1, keepdims=True),
                }

        x, a1, y_pred, parameters = cache
        dz2 = np.subtract(y_pred, y) / len(y[0])
        dz1 = parameters["W2"].transpose() @ dz2 - a1**2 * (parameters["W2"].transpose() @ dz2)
        return Layer(x).gradients(1, dz1) | Layer(a1).gradients(2, dz2)
        """,
    ),
]

WRONG = {
    "sigmoid": SIGMOID,
    "softmax": SOFTMAX,
    "feed_forward": FEED_FORWARD,
    "cross_entropy": CROSS_ENTROPY,
    "feed_forward_backward": BACKWARD,
}
RIGHT = {
    "sigmoid": SIGMOID_RIGHT,
    "softmax": SOFTMAX_RIGHT,
    "feed_forward": FEED_FORWARD_RIGHT,
    "cross_entropy": CROSS_ENTROPY_RIGHT,
    "feed_forward_backward": BACKWARD_RIGHT,
}

# ------------------------------------------------------------------ gradient_step


def _step(expression: str) -> tuple[str, str]:
    """An edit: what each moved parameter is."""
    return ('value - learning_rate * gradients["d" + name]', expression)


GRADIENT_STEP = [
    wrong(
        "uphill",
        "A step along the gradient lowers the loss.",
        "Which way does the gradient point: up or down?",
        _step('value + learning_rate * gradients["d" + name]'),
    ),
    wrong(
        "no-learning-rate",
        "The gradient itself is the step.",
        "What does your step do with learning_rate?",
        _step('value - gradients["d" + name]'),
    ),
    wrong(
        "rate-divides",
        "A larger learning rate means smaller steps.",
        "Does a step grow or shrink when the learning rate doubles?",
        _step('value - gradients["d" + name] / learning_rate'),
    ),
    wrong(
        "step-alone",
        "The step is the new parameter.",
        "Where do you start from?",
        _step('-learning_rate * gradients["d" + name]'),
    ),
    wrong(
        "gradient-minus-parameter",
        "The order of a difference does not matter.",
        "What should a gradient of zero leave as it is?",
        _step('learning_rate * gradients["d" + name] - value'),
    ),
    wrong(
        "sign-only",
        "Only the direction of a gradient counts.",
        "Does a steep slope move further than a flat one?",
        _step('value - learning_rate * np.sign(gradients["d" + name])'),
    ),
    wrong(
        "normalised",
        "Each gradient is first brought to length 1.",
        "Equation 13 has one factor only. Which?",
        _step(
            'value - learning_rate * gradients["d" + name] / np.linalg.norm(gradients["d" + name])'
        ),
    ),
    wrong(
        "clipped",
        "No entry of a step may exceed 1.",
        "Does Equation 13 have a limit?",
        _step('value - learning_rate * np.clip(gradients["d" + name], -1, 1)'),
    ),
    wrong(
        "mean-gradient",
        "All entries of a parameter take the same step.",
        "Does each entry have a slope of its own?",
        _step('value - learning_rate * gradients["d" + name].mean()'),
    ),
    wrong(
        "scales-parameter",
        "The learning rate shrinks the parameter.",
        "What does the learning rate multiply in Equation 13?",
        _step('learning_rate * (value - gradients["d" + name])'),
    ),
    wrong(
        "shrinks-by-gradient",
        "The step is in proportion to the parameter.",
        "Does a parameter that is 0 move at all?",
        _step('value * (1 - learning_rate * gradients["d" + name])'),
    ),
    wrong(
        "weight-decay",
        "The parameter itself belongs to its gradient.",
        "Which terms does Equation 13 have?",
        _step('value - learning_rate * (gradients["d" + name] + 0.01 * value)'),
    ),
    wrong(
        "fixed-rate",
        "The learning rate is 0.01.",
        "Which learning rate does the caller ask for?",
        _step('value - 0.01 * gradients["d" + name]'),
    ),
    wrong(
        "squared-rate",
        "The step is taken twice.",
        "How often does the learning rate enter?",
        _step('value - learning_rate**2 * gradients["d" + name]'),
    ),
    wrong(
        "float32",
        "Single precision is enough.",
        FLOAT32,
        _step(
            "value.astype(np.float32) - np.float32(learning_rate)"
            ' * gradients["d" + name].astype(np.float32)'
        ),
    ),
    wrong(
        "rounded",
        "Four decimals are enough.",
        "What becomes of a step that is smaller than your rounding?",
        _step('np.round(value - learning_rate * gradients["d" + name], 4)'),
    ),
    wrong(
        "in-place",
        "W -= ... makes a new W.",
        OWN_COPY,
        """
        for name in parameters:
            parameters[name] -= learning_rate * gradients["d" + name]
        return parameters
        """,
    ),
    wrong(
        "same-dictionary",
        "New arrays are enough; the dictionary may be the old one.",
        "What does the caller find under parameters after your call?",
        """
        for name in parameters:
            parameters[name] = parameters[name] - learning_rate * gradients["d" + name]
        return parameters
        """,
    ),
    wrong(
        "shallow-copy",
        "A copy of the dictionary copies its arrays.",
        OWN_COPY,
        """
        moved = dict(parameters)
        for name in moved:
            moved[name] -= learning_rate * gradients["d" + name]
        return moved
        """,
    ),
    wrong(
        "gradient-scaled-in-place",
        "The gradients are not needed any more.",
        OWN_COPY,
        """
        moved = {}
        for name, value in parameters.items():
            step = gradients["d" + name]
            step *= learning_rate
            moved[name] = value - step
        return moved
        """,
    ),
    wrong(
        "by-order",
        "Gradients come in the order of the parameters.",
        "Which gradient belongs to W1, by its name?",
        """
        steps = [gradients[key] for key in gradients if key[1:] in parameters]
        return {
            name: value - learning_rate * step
            for (name, value), step in zip(parameters.items(), steps)
        }
        """,
    ),
    wrong(
        "keys-of-the-gradients",
        "The new parameters are named like the gradients.",
        "Which keys will feed_forward look for?",
        """
        return {
            "d" + name: value - learning_rate * gradients["d" + name]
            for name, value in parameters.items()
        }
        """,
    ),
    wrong(
        "weights-only",
        "Biases are not trained.",
        "Which parameters have a gradient?",
        """
        return {
            name: value - learning_rate * gradients["d" + name] if name.startswith("W") else value
            for name, value in parameters.items()
        }
        """,
    ),
    wrong(
        "four-names-typed",
        "Every network has W1, b1, W2 and b2.",
        "Which names has the dictionary that is handed in?",
        """
        return {
            name: parameters[name] - learning_rate * gradients["d" + name]
            for name in ("W1", "b1", "W2", "b2")
        }
        """,
    ),
    wrong(
        "first-only",
        "A return inside the loop waits for the others.",
        "How often does your loop run before it returns?",
        """
        moved = {}
        for name, value in parameters.items():
            moved[name] = value - learning_rate * gradients["d" + name]
            return moved
        """,
    ),
    wrong(
        "one-array",
        "The last array is the result.",
        "What kind of thing should come back: an array or a dictionary?",
        """
        for name, value in parameters.items():
            moved = value - learning_rate * gradients["d" + name]
        return moved
        """,
    ),
    wrong(
        "list-of-arrays",
        "The names can be left out.",
        "How will feed_forward find W1 in your result?",
        """
        return [
            value - learning_rate * gradients["d" + name] for name, value in parameters.items()
        ]
        """,
    ),
]

GRADIENT_STEP_RIGHT = [
    right(
        "loop-into-new-dictionary",
        """
        moved = {}
        for name in parameters:
            moved[name] = parameters[name] - learning_rate * gradients["d" + name]
        return moved
        """,
    ),
    right(
        "copies-then-in-place",
        """
        moved = {name: value.copy() for name, value in parameters.items()}
        for name in moved:
            moved[name] -= learning_rate * gradients["d" + name]
        return moved
        """,
    ),
    right(
        "formatted-key",
        """
        return {
            n: np.subtract(value, learning_rate * gradients[f"d{n}"])
            for n, value in parameters.items()
        }
        """,
    ),
    right(
        "plus-minus-rate",
        """
        moved = dict.fromkeys(parameters)
        for name in sorted(moved, reverse=True):
            moved[name] = (-learning_rate) * gradients["d" + name] + parameters[name]
        return moved
        """,
    ),
    right(
        "through-the-gradients",
        """
        moved = {}
        for key, gradient in gradients.items():
            name = key[1:]
            if name in parameters:
                moved[name] = parameters[name] - gradient * learning_rate
        return moved
        """,
    ),
    right(
        "deep-copy",
        """
        import copy

        moved = copy.deepcopy(parameters)
        for name, value in moved.items():
            value -= np.multiply(learning_rate, gradients["d" + name])
        return moved
        """,
    ),
    right(
        "zip-of-lists",
        """
        names = list(parameters)
        steps = [learning_rate * gradients["d" + name] for name in names]
        return dict(zip(names, [parameters[n] - s for n, s in zip(names, steps)]))
        """,
    ),
    right(
        "helper-inside",
        """
        def moved(name):
            return parameters[name] - learning_rate * np.asarray(gradients["d" + name])

        return dict(map(lambda name: (name, moved(name)), parameters.keys()))
        """,
    ),
    right(
        "new-names-merged",
        """
        moved = {}
        for name, value in parameters.items():
            moved |= {name: value + np.negative(learning_rate * gradients["d" + name])}
        return moved
        """,
    ),
]

WRONG["gradient_step"] = GRADIENT_STEP
RIGHT["gradient_step"] = GRADIENT_STEP_RIGHT
