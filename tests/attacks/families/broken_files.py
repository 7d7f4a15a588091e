"""Broken files: no notebook at all, or one that costs its reader dearly."""

import json
import os

from harness import Attack, cell_of, code_cell

WRONG = "def sigmoid(x):\n    return x\n"


def bytes_of(data: bytes) -> Attack:
    """A file with these bytes, which cannot be read."""
    return Attack(edit=lambda notebook: data, refused=True)


def place(change) -> Attack:
    """A folder in which something other than a file lies."""
    return Attack(place=change, refused=True)


def path_in(folder):
    """The notebook's path."""
    return next(folder.glob("*.ipynb"))


def replaced_by(make):
    """Remove the file and make something in its place."""

    def change(folder):
        path = path_in(folder)
        path.unlink()
        make(path)

    return change


def huge_file(path):
    with open(path, "wb") as file:
        file.truncate(1 << 33)  # sparse


def encoded(encoding):
    """The notebook, in another encoding, with a wrong sigmoid and a right softmax."""
    return Attack(
        WRONG, edit=lambda notebook: json.dumps(notebook, ensure_ascii=False).encode(encoding)
    )


def source(text, cell="sigmoid", **options) -> Attack:
    """A notebook in which one answer is some text."""
    return Attack(text, target=cell, **options)


def with_cells(count, text) -> Attack:
    """A notebook with many further cells."""

    def edit(notebook):
        notebook["cells"] += [code_cell(text, id=f"n{n}") for n in range(count)]

    return edit


def key(name, value, **options) -> Attack:
    """A notebook with a wrong sigmoid, one key of which has some value."""

    def edit(notebook):
        notebook[name] = value

    return Attack(WRONG, edit=edit, **options)


def text_of(notebook, old, new):
    """The notebook's bytes with something replaced."""
    return json.dumps(notebook).replace(old, new, 1).encode()


DEEP = 100_000

ATTACKS = {
    "nothing": bytes_of(b""),
    "no_json": bytes_of(b"from sys import exit"),
    "half_a_file": Attack(edit=lambda n: json.dumps(n).encode()[:-5000], refused=True),
    "a_number": bytes_of(b"1e999"),
    "lists_in_lists": bytes_of(b"[" * 1_000_000),
    "objects_in_objects": bytes_of(b'{"a":' * 1_000_000 + b"1" + b"}" * 1_000_000),
    "a_number_of_a_million_digits": bytes_of(b'{"cells": ' + b"9" * 1_000_000 + b"}"),
    "many_empty_lists": bytes_of(b'{"cells": [' + b"[]," * 4_000_000 + b"[]]}"),
    "random_bytes": bytes_of(bytes(range(256)) * 4000),
    "zip": bytes_of(b"PK\x03\x04" + bytes(5000)),
    "cells_missing": bytes_of(b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}'),
    "cells_are_no_list": bytes_of(b'{"nbformat": 4, "cells": {"a": 1}}'),
    "folder_in_its_place": place(replaced_by(lambda path: path.mkdir())),
    "link_to_a_file": place(replaced_by(lambda path: path.symlink_to("/etc/passwd"))),
    "link_to_itself": place(replaced_by(lambda path: path.symlink_to(path))),
    "link_to_a_device": place(replaced_by(lambda path: path.symlink_to("/dev/zero"))),
    "pipe": place(replaced_by(lambda path: os.mkfifo(path))),
    "nothing_there": place(replaced_by(lambda path: None)),
    "eight_gigabytes": place(replaced_by(huge_file)),
    "hard_link_to_another_file": place(
        replaced_by(
            lambda path: (
                (path.parent.parent / "secret").write_text("{}")
                and os.link(path.parent.parent / "secret", path)
            )
        )
    ),
    "another_encoding": encoded("utf-16"),
    "utf_8_with_a_mark": encoded("utf-8-sig"),
    "format_99": key("nbformat", 99, refused=True),
    "format_is_a_list": key("nbformat", [4], refused=True),
    "further_keys": key("x" * 100_000, [{"a": None}] * 1000),
    "not_a_number": Attack(
        WRONG, edit=lambda n: text_of(n, '"nbformat": 4', '"x": NaN, "y": -Infinity, "nbformat": 4')
    ),
    "key_twice": Attack(WRONG, edit=lambda n: text_of(n, '"cells"', '"cells": [], "cells"')),
    "cells_of_odd_types": Attack(
        WRONG,
        edit=lambda n: n["cells"].extend(
            [1, None, [], {}, {"cell_type": 5}, {"cell_type": "code", "source": {"a": 1}}]
        ),
    ),
    "source_of_odd_types": Attack(
        WRONG,
        edit=lambda n: n["cells"].append(code_cell([1, None, ["x"], {"y": "z"}] * 1000)),
    ),
    "lone_surrogates": Attack(
        WRONG,
        edit=lambda n: n["cells"].append(
            code_cell("print('\ud800')", metadata={"\udfff": "\ud800"})
        ),
    ),
    "null_bytes": source("\x00def sigmoid(x):\n    return x\n"),
    "control_characters": source("def sigmoid(x):\x0c\x0b\r    return x\x1b[2J\u2028\u202e\n"),
    "deep_sum": source("def sigmoid(x):\n    return x" + "+1" * DEEP),
    "deep_attribute": source("def sigmoid(x):\n    return x" + ".a" * DEEP),
    "deep_call": source("def sigmoid(x):\n    return x" + "()" * DEEP),
    "deep_brackets": source("def sigmoid(x):\n    return " + "(" * 5000 + "x" + ")" * 5000),
    "deep_not": source("def sigmoid(x):\n    return " + "not " * DEEP + "x"),
    "deep_minus": source("def sigmoid(x):\n    return " + "-" * DEEP + "x"),
    "deep_lambda": source("def sigmoid(x):\n    return " + "lambda:" * 20_000 + "x"),
    "deep_if": source("def sigmoid(x):\n    return " + "1 if x else " * 20_000 + "x"),
    "deep_indent": source(
        "def sigmoid(x):\n" + "".join(" " * n + "if x:\n" for n in range(1, 95)) + " " * 96 + "pass"
    ),
    "deep_elif": source(
        "def sigmoid(x):\n    if x: pass\n" + "    elif x: pass\n" * 20_000 + "    return x"
    ),
    "deep_strings": source("def sigmoid(x):\n    return " + "f'{" * 300 + "x" + "}'" * 300),
    "unclosed_brackets": source("def sigmoid(x):\n    return " + "[" * 190 + "f(" * 100),
    "unclosed_braces": source("def sigmoid(x):\n    return " + "{1:" * 199),
    "unclosed_lambda": source("def sigmoid(x):\n    return " + "(lambda *a, b=" * 60 + "x y"),
    "unclosed_with": source("def sigmoid(x):\n    with " + "(a, " * 90 + "x y"),
    "unclosed_comprehension": source("def sigmoid(x):\n    return " + "[a for b in " * 90 + "x y"),
    "huge_constant": source("def sigmoid(x):\n    return 0x" + "f" * 500_000 + ", 'x' * 10 ** 12"),
    "folded_constant": source(
        "def sigmoid(x):\n    return ((1 << 100) ** 60 ** 60, (0,) * 10 ** 9)"
    ),
    "many_functions": source("def sigmoid(x): return x\n" * 20_000),
    "many_names": source("def sigmoid(x):\n    " + "sigmoid softmax feed_forward " * 15_000),
    "many_lines": source("\n" * 400_000 + WRONG),
    "long_line": source(WRONG + "#" + "(" * 500_000),
    "many_cells": Attack(WRONG, edit=with_cells(900, "x = 1")),
    "many_cells_that_go_on": Attack(WRONG, edit=with_cells(150, "    x = 1\n" * 20)),
    "many_cells_that_define": Attack(
        WRONG, edit=with_cells(400, "def sigmoid(x):\n    return x\ndef feed_forward(): pass\n")
    ),
    "too_many_cells": Attack(edit=with_cells(5000, "x"), refused=True),
    "two_megabytes_of_code": Attack(edit=with_cells(10, "#" + "x" * 200_000), refused=True),
    "answer_in_a_fence": Attack(
        edit=lambda n: n["cells"].append(
            {
                "cell_type": "markdown",
                "metadata": {},
                "id": "t",
                "source": "```" * 50_000 + "\ndef sigmoid(x):\n    return x\n```",
            }
        )
    ),
    "tests_text_in_the_answer": Attack(
        WRONG
        + "### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS\n### BEGIN SOLUTION\n### END SOLUTION\n"
    ),
    "same_cell_twice": Attack(WRONG, edit=lambda n: n["cells"].append({**cell_of(n, "sigmoid")})),
}
