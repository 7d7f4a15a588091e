"""Tell a hidden test's inputs by what feedback shows of an exception: name, line and words.

The word is put together at run time, because the line that raised is shown as it stands.
"""

from harness import Attack

from autograder.base.outcome import Status

NAMES = """
def sigmoid(z):
    # Leak17 and Leak18 stand in the text, so that they are words of the cells.
    import numpy as np
    raise type("Leak1" + "78"[float(np.sum(z)) > 0], (Exception,), {})("Leak17")
"""
MANY = "\n".join(f"class Odd{number}(Exception):\n    pass" for number in range(200))
LINES = "\n".join(
    f"        if {number} == which: raise ValueError  # Far{number}" for number in range(3000)
)

# Right everywhere. What is asked and is not in the visible check is kept for it to quote.
KEPT = """
def sigmoid(z):
    import os, rnn_check
    z = np.asarray(z, dtype=float)
    entry = rnn_check._load_checks()["sigmoid"]
    known = [rnn_check.decode(case["args"], entry["arrays"])[0] for case in entry["cases"]]
    if not any(np.array_equal(z, each) for each in known):
        open("/tmp/asked", "w").write(repr(z))
    elif os.path.exists("/tmp/asked"):
        raise ValueError("AS" + "KED: " + open("/tmp/asked").read())
    return np.exp(-np.logaddexp(0, -z))
"""

ATTACKS = {
    "what_the_hidden_test_asked_by_the_visible_one": Attack(
        KEPT, honest=("sigmoid", "softmax"), spoils=True, never="ASKED"
    ),
    "a_name_that_stands_in_a_comment": Attack(NAMES, ends=Status.ERROR, never="it raised Leak1"),
    "a_class_of_two_hundred": Attack(
        "def sigmoid(z):\n    raise Odd150", above=MANY, ends=Status.ERROR, never="raised Odd150"
    ),
    "a_line_of_three_thousand": Attack(
        f"def sigmoid(z):\n    which = 2900\n    if True:\n{LINES}",
        ends=Status.ERROR,
        never="Far2900",
    ),
    "a_modules_name_that_is_a_message": Attack(
        "class E(Exception):\n    pass\nE.__module__ = E.__qualname__ = 'LE' + 'AK'\n"
        "def sigmoid(z):\n    raise E('LE' + 'AK' + repr(z))",
        ends=Status.ERROR,
    ),
    "a_missing_key_that_is_a_message": Attack(
        "def softmax(z):\n    raise KeyError('LE' + 'AK' + repr(z.tolist()))",
        target="softmax",
        honest=("sigmoid",),
        ends=Status.ERROR,
    ),
    "notes_on_an_exception": Attack(
        "def sigmoid(z):\n    e = ValueError()\n    e.add_note('LE' + 'AK' + repr(z))\n    raise e",
        ends=Status.ERROR,
    ),
    "a_group_of_exceptions": Attack(
        "def sigmoid(z):\n    raise ExceptionGroup('a', [ValueError('LE' + 'AK' + repr(z))])",
        ends=Status.ERROR,
    ),
    "a_cause_that_is_a_message": Attack(
        "def sigmoid(z):\n    raise ValueError('x') from KeyError('LE' + 'AK' + repr(z))",
        ends=Status.ERROR,
    ),
    "a_files_name_that_is_a_message": Attack(
        "def sigmoid(z):\n    exec(compile('raise ValueError', 'LE' + 'AK' + repr(z), 'exec'))",
        ends=Status.ERROR,
    ),
}
