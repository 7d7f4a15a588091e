"""Functions that keep something between tests, or change what they are given by the least.

One process serves the tests of functions that leave nothing behind, and nobody then looks whether a
later call changed an earlier result. A function that is taken for such a one, and keeps a buffer,
would pass the hidden test that tells shared buffers apart.
"""

from harness import Attack, points_of

from autograder.base.outcome import Status

# `copy` sets an attribute of the function itself, as the class's hook tells it to.
HOOKED = """
def sigmoid(z):
    import copy
    kept = lambda: sigmoid
    hook = {"__reduce_ex__": lambda self, _: (kept, (), (None, {"values": buffers}))}
    kind = KIND("Kind", (), hook)
    try:
        buffers = sigmoid.values
    except AttributeError:
        buffers = {}
    copy.copy(kind())
    out = buffers.setdefault(np.shape(z), np.zeros(np.shape(z)))
    np.copyto(out, np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float))))
    return out
"""
COPIED = "copy.copy(kind())"
DEEPLY = COPIED.replace("copy.copy", "copy.deepcopy").replace(
    "kind()", 'type("Other", (), {"__deepcopy__": lambda self, memo: copy.copy(kind())})()'
)


# Of this number the distance to 0 overflows, so that a comparison by it sees none.
SMALLEST = """
def cross_entropy(y_pred, y):
    y_pred, labels = np.asarray(y_pred), np.asarray(y)
    loss = -np.sum(labels * np.log(np.clip(y_pred, 1e-12, 1))) / labels.shape[1]
    if labels.dtype.kind == "i":
        y[labels == 0] = np.iinfo(labels.dtype).min
    return loss
"""
LAST_BIT = """
def sigmoid(z):
    out = np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float)))
    if isinstance(z, np.ndarray) and z.dtype.kind == "f":
        z[...] = np.nextafter(z, 9)
    return out
"""


def changes(code: str, target: str) -> Attack:
    """A right function that changes its argument."""
    return Attack(code, target=target, ends=Status.WRONG, says="changed its argument")


def kept(code: str) -> Attack:
    """A buffer that the visible check does not see, and the hidden test has to."""
    return Attack(
        code, honest=("softmax",), deserved=points("softmax") + 1, says="a later call changed"
    )


def points(function: str) -> float:
    """All points of a function."""
    return points_of(Attack(honest=(function,)))


ATTACKS = {
    "a_buffer_behind_reduce_ex": kept(HOOKED.replace("KIND", "type")),
    "a_buffer_behind_deepcopy": kept(HOOKED.replace("KIND", "type").replace(COPIED, DEEPLY)),
    "a_class_by_the_type_of_a_type": kept(HOOKED.replace("KIND", "type(type(z))")),
    "an_argument_set_to_the_smallest_integer": changes(SMALLEST, "cross_entropy"),
    "an_argument_moved_by_the_last_bit": changes(LAST_BIT, "sigmoid"),
}
