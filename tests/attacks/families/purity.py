"""Functions that keep something between tests, and hide it from the look at their text.

One process serves the tests of functions that leave nothing behind, and nobody then looks whether a
later call changed an earlier result. A function that is taken for such a one, and keeps a buffer,
would pass the hidden test that tells shared buffers apart.
"""

from harness import Attack, points_of

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
}
