"""Cells of a notebook as plain Python: what IPython makes of them is what the player runs."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from autograder.sandbox.inside.cells import MOST_NOTATIONS, plain_python

LINES = [
    "a = 1",
    "b = a % 3",
    "c = (7\n %a)",
    'd = """\n%d\n!ls\n?x\ny?\n"""',
    "# why?",
    "def f(x):\n    %time y = x\n    return y",
    "for i in range(2):\n    !echo {i}",
    "if a:\n    ?a\nelse:\n    e = 2",
    "%matplotlib inline",
    "%timeit -n 3 (1 + 2)",
    "!pip install -q numpy",
    "!echo it's \"fine",
    "!echo a \\\n  b \\\n  c",
    "!!ls",
    "g = !ls",
    "h = %time 3",
    "a?",
    "?a",
    "np.tanh??",
    "",
]


def bound(source):
    """Names that a source binds at its top level."""
    tree = ast.parse(source)
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    functions = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {*functions, *(name.id for name in names if isinstance(name.ctx, ast.Store))}


@given(st.lists(st.sampled_from(LINES), max_size=8), st.sampled_from(["", "  ", "\t"]))
def test_notations_become_python_that_binds_what_ipython_binds(lines, indent):
    cell = "\n".join(indent + line for line in "\n".join(lines).split("\n"))
    plain = plain_python(cell)
    assert bound(plain) == bound(TransformerManager().transform_cell(cell))
    assert plain.count("\n") == cell.count("\n")


@pytest.mark.parametrize(
    "source",
    [
        'x = """\n%d\n"""',
        "x = 5\nx\n  % 3",  # not Python, and no notation either
        "def f(:\n    pass",
        "x = (1,\n",
        "x = $ + \\\n  1",
        "\0",
        "(" * 500,
    ],
)
def test_what_is_no_notation_is_left_alone(source):
    assert plain_python(source) == source


def test_a_cell_of_notations_only_takes_a_bounded_time():
    plain = plain_python("!x\n" * (MOST_NOTATIONS + 5)).split("\n")
    assert plain[MOST_NOTATIONS - 1] != "!x" == plain[MOST_NOTATIONS]
