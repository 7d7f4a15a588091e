"""Output: print too much, print what a page or a terminal obeys, hide text in messages."""

from harness import Attack, code_cell

from autograder.base.outcome import Status


def body(text: str, before: str = "") -> str:
    """An answer whose function has a body."""
    lines = "\n".join("    " + line for line in text.strip("\n").split("\n"))
    return f"import os, sys\n{before}\ndef sigmoid(x):\n{lines}\n"


CELL = "\ndef sigmoid(x):\n    return x\n"

ATTACKS = {
    "much_text": Attack("for _ in range(20_000):\n    print('x' * 1000)" + CELL, says="dropped"),
    "much_text_in_a_test": Attack(body("for _ in range(9000):\n    print('x' * 1000)\nreturn x")),
    "endless_text": Attack("while True:\n    print('x' * 100_000)" + CELL, ends=Status.TIMEOUT),
    "room_for_more": Attack(
        "import sys\nsys.stdout.limit = 1 << 40\nprint('x' * (40 << 20))" + CELL, spoils=True
    ),
    "room_for_more_in_a_test": Attack(
        body("sys.stdout.limit = 1 << 40\nprint('x' * (1 << 20))\nreturn x")
    ),
    "flooded_error_stream": Attack(
        # The pipe behind it belongs to the warm process; nobody reads it.
        """
import os
os.set_blocking(2, False)
for _ in range(10_000):
    try:
        os.write(2, b"LEAK" * 1000)
    except OSError:
        break
"""
        + CELL
    ),
    "error_stream_still_works": Attack(
        # What the attack above left behind must not stop this one.
        "import os\nos.write(2, b'a line')\nprint('written')" + CELL,
        says="written",
    ),
    "much_text_from_many_cells": Attack(
        edit=lambda notebook: notebook["cells"].extend(
            code_cell("print('x' * 100_000)", id=f"n{n}") for n in range(300)
        )
    ),
    "streams_replaced": Attack(
        "import sys\nsys.stdout = sys.stderr = None\nsys.__stdout__ = 1" + CELL
    ),
    "stream_that_raises": Attack(
        "import sys\nsys.stdout.write = sys.stdout.take = lambda *a: 1 / 0" + CELL, spoils=True
    ),
    "taken_text_is_no_text": Attack(
        "import sys\nsys.stdout.take = lambda *a: {'LEAK': [1] * 1000}" + CELL, spoils=True
    ),
    "terminal_codes": Attack(
        "print('\\x1b]0;owned\\x07\\x1b[2J\\x1b[31m\\x9b31m' + chr(0x202e))" + CELL,
        says="?]0;owned",
    ),
    "lone_surrogates": Attack("print('\\ud800\\udfff')" + CELL, says="??"),
    "page_of_its_own": Attack(
        "print('<script>fetch(1)</script>')\ndef sigmoid(x):\n"
        "    raise ValueError('</pre><script>fetch(2)</script>')\n"
    ),
    "huge_message": Attack(body("raise ValueError('x' * 50_000_000)")),
    "huge_line": Attack(body("raise ValueError  # " + "x" * 500_000), ends=Status.ERROR),
    "huge_name": Attack(body("raise type('E' * 1_000_000, (Exception,), {})"), ends=Status.ERROR),
    "shown_value_that_floods": Attack(
        "class R:\n    def __repr__(self):\n        return 'x' * (50 << 20)\nR()\ndisplay(R())"
        + CELL
    ),
    "warnings": Attack(
        "import warnings\nwarnings.simplefilter('always')\nfor _ in range(5000):\n"
        "    warnings.warn('w' * 500)" + CELL
    ),
    "inputs_in_the_exceptions_name": Attack(
        # The inputs of a hidden test, handed out by way of the feedback.
        body(
            "digits = filter(str.isdigit, repr(x.flat[0]))\n"
            "raise type('LE' 'AK' + ''.join(digits), (Exception,), {})"
        )
    ),
    "inputs_in_the_exceptions_message": Attack(body("raise ValueError('LE' 'AK' + repr(x))")),
    "inputs_in_the_exceptions_line": Attack(
        body(
            """
import linecache
text = f"raise ValueError  # LE" f"AK {x.ravel()[:4]!r}"
linecache.cache["<made>"] = len(text), None, [text], "<made>"
exec(compile(text, "<made>", "exec"))
"""
        )
    ),
    "inputs_of_a_hidden_test_told_by_a_later_check": Attack(
        body("open('kept', 'w').write(repr(x))\nreturn x"),
        edit=lambda notebook: (
            [
                cell.update(
                    source="def feed_forward(x, p):\n"
                    "    raise ValueError('KEPT ' + open('kept').read()[:200])"
                )
                for cell in notebook["cells"]
                if cell["id"] == "feed_forward"
            ]
            and None
        ),
        never="KEPT array([[ 1.8",
    ),
}
