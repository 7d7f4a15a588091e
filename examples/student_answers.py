"""How an invented student's answers and cells come out of the solutions, for `make_class.py`."""

import ast
from collections.abc import Callable
from pathlib import Path

import numpy as np

from autograder.checks import visible_cases

HERE = Path(__file__).resolve().parent

Answers = dict[str, str]  # source of a cell by the name of its function
Cells = list[dict]


def edited(**edits: list[tuple[str, str]]) -> Callable[[Answers], Answers]:
    """Right answers, except for textual edits ``[(old, new), ...]`` of the functions named."""

    def answers(right: Answers) -> Answers:
        changed = dict(right)
        for name, pairs in edits.items():
            for old, new in pairs:
                if changed[name].count(old) != 1:
                    raise ValueError(f"{name}: {old!r} should occur once in the solution.")
                changed[name] = changed[name].replace(old, new)
        return changed

    return answers


def only(*names: str) -> Callable[[Answers], Answers]:
    """Right answers to the functions named; the others are left as released."""
    return lambda right: {name: right[name] for name in names}


def replaced(**sources: str) -> Callable[[Answers], Answers]:
    """Right answers, except for the functions whose whole source is given."""
    return lambda right: right | {name: source.strip() for name, source in sources.items()}


# ------------------------------------------------------------------ answers that need more words


def unusual_style(right: Answers) -> Answers:
    text = (HERE / "unusual_style.py").read_text(encoding="utf-8")
    functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    return {node.name: ast.get_source_segment(text, node) for node in functions}


# Carries dc backwards only in name: neither da_prev nor dc_prev of a step reaches the one before.
NOTHING_HANDED_BACK = """
def lstm_backward(da, caches):
    caches, x = caches
    xt_shape = caches[0][8].shape
    n_a, m, T_x = da.shape
    dx = np.zeros((xt_shape[0], m, T_x))
    da_prevt = np.zeros((n_a, m))
    dc_prevt = np.zeros((n_a, m))
    totals = {}

    for t in range(T_x - 1, -1, -1):
        step = lstm_cell_backward(da[:, :, t], dc_prevt, caches[t])
        dx[:, :, t] = step["dxt"]
        for gate in ["f", "i", "c", "o"]:
            for letter in ["W", "b"]:
                key = "d" + letter + gate
                totals[key] = totals.get(key, 0) + step[key]

    totals["dx"] = dx
    totals["da0"] = step["da_prev"]
    return totals
"""


def printed(*names: str) -> Callable[[Answers], Answers]:
    """Right answers, except for functions that return numbers copied from a right result."""

    def answers(right: Answers) -> Answers:
        copied = {}
        for name in names:
            arguments = ast.unparse(ast.parse(right[name]).body[0].args)
            numbers = literal(visible_cases(name)[0]["want"])
            copied[name] = f"def {name}({arguments}):\n    return {numbers}"
        return right | copied

    return answers


def literal(value: object) -> str:
    """Python source of a number, an array or a dict of arrays, to six decimals."""
    if isinstance(value, dict):
        items = "".join(f'        "{key}": {literal(item)},\n' for key, item in value.items())
        return "{\n" + items + "    }"
    if isinstance(value, np.ndarray):
        return f"np.array({np.round(value, 6).tolist()})"
    return str(round(value, 6))


def chatty(right: Answers) -> Answers:
    """Right answers that print in every call, one of them with a warning from NumPy."""
    noisy = {}
    for name, source in right.items():
        function = ast.parse(source).body[0]
        first = function.body[1 if ast.get_docstring(function) else 0].lineno - 1
        lines = source.splitlines()
        lines.insert(first, f'    print("entering {name}")')
        noisy[name] = "\n".join(lines)
    noisy["sigmoid"] = (
        'def sigmoid(z):\n    print("z =", z, np.log(np.zeros(1)))  # NumPy warns\n'
        "    return (1 + np.tanh(z / 2)) / 2"
    )
    return noisy


# ------------------------------------------------------------------ changes to other cells


def without_cells(*grade_ids: str) -> Callable[[Cells], Cells]:
    return lambda cells: [cell for cell in cells if cell["id"] not in grade_ids]


def with_tests_that_pass(function: str) -> Callable[[Cells], Cells]:
    """Both test cells of a function only print, and claim 100 points each."""

    def change(cells: Cells) -> Cells:
        for cell in cells:
            if cell["id"] in (f"{function}_check", f"{function}_hidden"):
                cell["source"] = f'print("{function}: 4 checks passed")'
                cell["metadata"]["nbgrader"]["points"] = 100
        return cells

    return change
