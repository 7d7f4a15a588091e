"""What lessons import: the names of the helpers, which the modules below hold.

Nothing in here answers an exercise. All that this module imports is handed on, so it imports only
what a lesson uses.
"""

from rnn_answers import model_answer
from rnn_basic_diagrams import draw_feed_forward, draw_rnn_cell, draw_unrolled_rnn
from rnn_check import check, progress, when_written
from rnn_diagrams import draw_lstm_cell, draw_unrolled_lstm
from rnn_figures import (
    CLASS_COLOURS,
    CLASS_FILLS,
    COLOURS,
    FILLS,
    INK,
    new_figure,
    plot_states,
    show_figure,
)
from rnn_language import Words, follow_notebook, language, say
from rnn_gradients import gradient_check, gradient_errors, numeric_gradient
from rnn_memory import draw_gru_cell, draw_shaded_text, draw_truncation, load_contest
from rnn_predict import predict
from rnn_speed import Ladder, clock, compare_speed, profile_lines
from rnn_text import (
    ColouredText,
    alphabet_of,
    harmony_share,
    load_own_words,
    load_words,
    nearest_word,
    split_words,
)
from rnn_training import (
    Adam,
    clip_gradients,
    initialise_lstm,
    initialise_parameters,
    initialise_rnn,
    one_hot,
)

__all__ = [
    "Adam",
    "CLASS_COLOURS",
    "CLASS_FILLS",
    "COLOURS",
    "CheckFailed",
    "ColouredText",
    "FILLS",
    "INK",
    "Ladder",
    "UsageError",
    "alphabet_of",
    "check",
    "clip_gradients",
    "clock",
    "compare_speed",
    "draw_feed_forward",
    "draw_gru_cell",
    "draw_lstm_cell",
    "draw_rnn_cell",
    "draw_shaded_text",
    "draw_truncation",
    "draw_unrolled_lstm",
    "draw_unrolled_rnn",
    "gradient_check",
    "gradient_errors",
    "harmony_share",
    "initialise_lstm",
    "initialise_parameters",
    "initialise_rnn",
    "language",
    "model_answer",
    "load_contest",
    "load_own_words",
    "load_words",
    "nearest_word",
    "new_figure",
    "numeric_gradient",
    "obeys_vowel_harmony",
    "one_hot",
    "plot_states",
    "predict",
    "profile_lines",
    "progress",
    "show_figure",
    "split_words",
    "when_written",
]

GRADIENT_TOLERANCE = 1e-6  # central differences in float64 keep about nine digits
ZERO = 1e-8  # what is smaller, central differences cannot tell from zero

WORDS = Words(
    {  # what gradient_check says
        "agrees": "{key}  relative error {error:7.1e}  ok",
        "wrong": "{key}  relative error {error:7.1e}  WRONG",
        "silent": "{key}  both zero: says nothing",
        "all_agree": "all {told} gradients agree with central differences",
        "some_wrong": "{wrong} of {told} gradients disagree: {keys}",
        "some_silent": "nothing was tested of {silent}: {keys}",
    }
)
# What is said where a helper was called with something that it cannot use.
USAGE = Words(
    {
        "not_written": "Not written yet. Fill in the function above, then run this cell again.",
        "d_out": "d_out should have the shape of f(x), {shape}.",
        "function": "{name} should be a function; it is {kind}.",
        "dict": "{what} should be a dict of arrays; it is {kind}.",
        "array": "{what}[{name!r}] should be a NumPy array; it is {kind}.",
        "finite": "{what}[{name!r}] holds nan or inf.",
        "the arguments": "the arguments",
        "the gradients": "the gradients",
        "belongs_to_none": "the gradient {key!r} belongs to none of {names}.",
        "gradient_shape": "{key} should have the shape of {name}, {want}; it has {got}.",
        "no_gradients": "the backward function returned no gradients.",
        "sizes": "{name} cannot have shape {shape}: sizes are whole and positive.",
        "rows": "labels should form an array: rows of equal length.",
        "labels": "labels should be whole numbers from 0 to {last}.",
        "limit": "limit should be a positive number; it is {limit!r}.",
        "no_answer": "{name} of rnn_utils is no answer here: {exercise} is what you write "
        "yourself.",
        "floats": "parameters[{name!r}] should hold floats: it changes in place.",
        "no_parameter": "none of {names} belongs to a parameter.",
        "step_shape": "d{name} should have shape {want}, not {got}.",
    }
)


@contextlib.contextmanager
def when_written():
    """Run a cell that only shows something; say so in one line while the stub above is empty."""
    try:
        yield
    except NotImplementedError:
        if "matplotlib.pyplot" in sys.modules:  # else a half-drawn figure would appear
            sys.modules["matplotlib.pyplot"].close("all")
        print(USAGE["not_written"])


# ---------------------------------------------------------------- gradient check


def numeric_gradient(f, x, d_out, step=1e-5):
    """Differentiate ``sum(f(x) * d_out)`` by central differences.

    Parameters
    ----------
    f : callable
        Function of one array that returns one array.
    x : ndarray
        Where to differentiate, float64. Left unchanged.
    d_out : ndarray, shape of ``f(x)``
        Upstream gradient.
    step : float
        Half the distance between the two evaluations.

    Returns
    -------
    ndarray, shape of ``x``
        ``(f(x + step) - f(x - step)) / (2 step)``, summed against ``d_out``, entry by entry.

    Raises
    ------
    UsageError
        If ``f`` is no function, ``x`` is not finite, or ``d_out`` has not the shape of ``f(x)``.
    """
    _want_functions(f=f)
    _want_finite_arrays("the arguments", {"x": x})
    x = x.astype(float)
    if np.shape(d_out) != np.shape(f(x)):
        raise UsageError(USAGE["d_out"].format(shape=np.shape(f(x))))
    gradient = np.zeros_like(x)
    for at in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[at] += step
        down[at] -= step
        gradient[at] = np.sum((f(up) - f(down)) * d_out) / (2 * step)
    return gradient


def gradient_errors(forward, backward, values, seed=0):
    """Compare a backward function with central differences under a random upstream gradient.

    Parameters
    ----------
    forward : callable
        ``forward(values)`` returns one array or number, or a tuple of them.
    backward : callable
        ``backward(values, d_out)`` returns a dict with ``"d" + name`` for some names in ``values``;
        ``d_out`` has the form of what ``forward`` returns.
    values : dict of ndarray
        Where to differentiate: inputs and parameters by name.
    seed : int
        Seed of the upstream gradient.

    Returns
    -------
    dict of float
        For each key of the gradients, the largest difference between the two, relative to
        the largest entry.

    Raises
    ------
    UsageError
        If ``values`` is not a dict of finite arrays, or the gradients do not fit it.
    """
    return {key: _error(*pair) for key, pair in _both_ways(forward, backward, values, seed).items()}


def gradient_check(forward, backward, values, seed=0):
    """Print, for each gradient, how far it is from central differences; then the verdict.

    Takes the arguments of `gradient_errors`. A gradient agrees when its error is below 1e-6.
    Where both ways give zero, to the digits that central differences have, nothing was tested:
    a wrong factor times zero is zero too.
    """
    pairs = _both_ways(forward, backward, values, seed)
    errors = {key: _error(*pair) for key, pair in pairs.items()}
    silent = [key for key, pair in pairs.items() if max(map(_largest, pair)) < ZERO]
    wrong = [key for key in errors if key not in silent and not errors[key] < GRADIENT_TOLERANCE]
    width = max(map(len, errors))
    for key, error in errors.items():
        verdict = "silent" if key in silent else "wrong" if key in wrong else "agrees"
        print(WORDS[verdict].format(key=key.ljust(width), error=error))
    told = len(errors) - len(silent)
    if wrong:
        print(WORDS["some_wrong"].format(wrong=len(wrong), told=told, keys=", ".join(wrong)))
    elif told:
        print(WORDS["all_agree"].format(told=told))
    if silent:
        print(WORDS["some_silent"].format(silent=len(silent), keys=", ".join(silent)))


def _both_ways(forward, backward, values, seed):
    """For each gradient: what the backward function gives, and what central differences give."""
    _want_functions(forward=forward, backward=backward)
    _want_finite_arrays("values", values)
    values = {name: np.asarray(value, dtype=float) for name, value in values.items()}
    random = np.random.default_rng(seed)
    outputs = [np.asarray(output) for output in _as_tuple(forward(values))]
    d_out = tuple(random.standard_normal(output.shape) for output in outputs)
    gradients = backward(values, d_out if len(d_out) > 1 else d_out[0])
    _want_matching_gradients(gradients, values)

    pairs = {}
    for key, gradient in gradients.items():

        def output_of(x, name=key[1:]):
            moved = _as_tuple(forward({**values, name: x}))
            return sum(np.sum(o * d) for o, d in zip(moved, d_out, strict=True))

        pairs[key] = gradient, numeric_gradient(output_of, values[key[1:]], 1.0)
    return pairs


def _error(gradient, numeric):
    return float(_largest(gradient - numeric) / max(_largest(gradient), _largest(numeric), ZERO))


def _largest(array):
    return np.abs(array).max()


def _as_tuple(value):
    return value if isinstance(value, tuple) else (value,)


def _want_functions(**functions):
    for name, function in functions.items():
        if not callable(function):
            raise UsageError(USAGE["function"].format(name=name, kind=kind_of(function)))


def _want_finite_arrays(what, values):
    if not isinstance(values, dict):
        raise UsageError(USAGE["dict"].format(what=say(what), kind=kind_of(values)))
    for name, value in values.items():
        if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiu":
            raise UsageError(USAGE["array"].format(what=say(what), name=name, kind=kind_of(value)))
        if not np.isfinite(value).all():
            raise UsageError(USAGE["finite"].format(what=say(what), name=name))


def _want_matching_gradients(gradients, values):
    _want_finite_arrays("the gradients", gradients)
    for key, gradient in gradients.items():
        if not key.startswith("d") or key[1:] not in values:
            raise UsageError(USAGE["belongs_to_none"].format(key=key, names=", ".join(values)))
        if gradient.shape != values[key[1:]].shape:
            shapes = {"want": values[key[1:]].shape, "got": gradient.shape}
            raise UsageError(USAGE["gradient_shape"].format(key=key, name=key[1:], **shapes))
    if not gradients:
        raise UsageError(USAGE["no_gradients"])


# ---------------------------------------------------------------- parameters and training


def initialise_parameters(shapes, seed=0):
    """Draw weights with variance 1 / fan-in; set biases (names in ``b``) to zero.

    Parameters
    ----------
    shapes : dict
        Shape of each parameter by name.
    seed : int
        Seed of the draw.

    Returns
    -------
    dict of ndarray

    Raises
    ------
    UsageError
        If a shape is not a tuple of positive whole numbers.
    """
    for name, shape in shapes.items():
        if not all(isinstance(size, (int, np.integer)) and size > 0 for size in shape):
            raise UsageError(USAGE["sizes"].format(name=name, shape=shape))
    random = np.random.default_rng(seed)
    return {
        name: np.zeros(shape)
        if name.startswith("b")
        else random.standard_normal(shape) / np.sqrt(shape[-1])
        for name, shape in shapes.items()
    }


def initialise_rnn(n_x, n_a, n_y, seed=0):
    """Draw ``Wax`` (n_a, n_x), ``Waa`` (n_a, n_a), ``Wya`` (n_y, n_a); zero ``ba`` and ``by``."""
    shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a)}
    return initialise_parameters({**shapes, "ba": (n_a, 1), "by": (n_y, 1)}, seed)


def initialise_lstm(n_x, n_a, n_y, seed=0):
    """Draw ``Wf``, ``Wi``, ``Wc``, ``Wo`` (n_a, n_a + n_x), ``Wy`` (n_y, n_a); zero the biases."""
    shapes = {}
    for gate in "fico":
        shapes |= {f"W{gate}": (n_a, n_a + n_x), f"b{gate}": (n_a, 1)}
    return initialise_parameters({**shapes, "Wy": (n_y, n_a), "by": (n_y, 1)}, seed)


def one_hot(labels, n_y):
    """Turn integer labels of any shape (...) into one-hot vectors, shape (n_y, ...)."""
    try:
        labels = np.asarray(labels)
    except ValueError:
        raise UsageError(USAGE["rows"]) from None
    if labels.dtype.kind not in "iu" or labels.size and not 0 <= labels.min() <= labels.max() < n_y:
        raise UsageError(USAGE["labels"].format(last=n_y - 1))
    return np.moveaxis(np.eye(n_y)[labels], -1, 0)


def clip_gradients(gradients, limit):
    """Scale all gradients together so that their joint norm is at most ``limit``.

    Raises
    ------
    UsageError
        If the gradients are no dict of finite arrays, if the limit is not positive, or where a
        lesson asks for a function of this name.
    """
    _want_no_exercise("clip_gradients", "clip_gradients")
    _want_finite_arrays("gradients", gradients)
    if not limit > 0:
        raise UsageError(USAGE["limit"].format(limit=limit))
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients.values()))
    scale = min(1.0, limit / norm) if norm > 0 else 1.0
    return {name: gradient * scale for name, gradient in gradients.items()}


# What calls an exercise to check or grade it: the check of the notebook, the judge's player.
CHECKERS = ("rnn_compare", "rnn_probes", "inside.testplayer")


def _want_no_exercise(name, exercise):
    """Refuse to stand in for an exercise: in its notebook, and where it is checked or graded."""
    caller = sys._getframe(2).f_globals
    written = getattr(caller.get(exercise), "__module__", __name__) != __name__
    if written or caller.get("__name__") in CHECKERS:
        raise UsageError(USAGE["no_answer"].format(name=name, exercise=exercise))


class Adam:
    """The Adam optimiser (Kingma and Ba, 2015, Algorithm 1).

    Parameters
    ----------
    parameters : dict of ndarray
        Updated in place by `step`.
    learning_rate : float
        Step size.

    Raises
    ------
    UsageError
        If the parameters, or later the gradients, are not finite arrays that fit together, or where
        a lesson asks for `adam_step`.
    """

    def __init__(self, parameters, learning_rate=0.01):
        _want_no_exercise("Adam", "adam_step")
        _want_finite_arrays("parameters", parameters)
        for name, value in parameters.items():
            if value.dtype.kind != "f":
                raise UsageError(USAGE["floats"].format(name=name))
        self.parameters, self.learning_rate, self.steps = parameters, learning_rate, 0
        self.mean = {name: np.zeros_like(value) for name, value in parameters.items()}
        self.square = {name: np.zeros_like(value) for name, value in parameters.items()}

    def step(self, gradients):
        """Move each parameter ``W`` against ``gradients["dW"]``; other gradients are ignored."""
        _want_finite_arrays("gradients", gradients)
        own = {name: gradients["d" + name] for name in self.parameters if "d" + name in gradients}
        if not own:
            raise UsageError(USAGE["no_parameter"].format(names=", ".join(gradients)))
        self.steps += 1
        for name, gradient in own.items():
            value = self.parameters[name]
            if gradient.shape != value.shape:
                shapes = {"want": value.shape, "got": gradient.shape}
                raise UsageError(USAGE["step_shape"].format(name=name, **shapes))
            self.mean[name] = 0.9 * self.mean[name] + 0.1 * gradient
            self.square[name] = 0.999 * self.square[name] + 0.001 * gradient**2
            mean = self.mean[name] / (1 - 0.9**self.steps)
            square = self.square[name] / (1 - 0.999**self.steps)
            value -= self.learning_rate * mean / (np.sqrt(square) + 1e-8)


# The notebook that imports this module says in its metadata which language it is in.
follow_notebook()
__all__ = sorted(name for name in globals() if not name.startswith("_"))
