"""Lines of code that say the same, brought into one form: ``np.dot(a, b)`` and ``a @ b``."""

from __future__ import annotations

import ast
from collections.abc import Collection

NAMED = {"add": ast.Add, "subtract": ast.Sub, "multiply": ast.Mult, "divide": ast.Div,
         "true_divide": ast.Div, "dot": ast.MatMult, "matmul": ast.MatMult}  # fmt: skip
TURNS = (ast.Add, ast.Mult)  # the order of their operands says nothing


def keys_of(line: str, names: Collection[str]) -> list[str]:
    """Texts that are the same for lines that say the same: the line's, then those of its parts.

    None for what is no whole statement, or only hands a name on.

    Parameters
    ----------
    line : str
    names : collection of str
        Names that mean something to others. What is given another name is known by its value.
    """
    try:
        (made,) = ast.parse(line).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    made = ast.fix_missing_locations(_OneForm().visit(made))
    whole: ast.AST = made
    if isinstance(made, ast.Assign) and len(made.targets) == 1:
        target = made.targets[0]
        if isinstance(target, ast.Name) and target.id not in names:
            whole = made.value
    if isinstance(made, ast.Return) and made.value:
        whole = made.value
        if isinstance(whole, ast.Name) and whole.id not in names:
            return []
    parts = (node for node in ast.walk(whole) if isinstance(node, ast.BinOp | ast.Call))
    return [ast.unparse(whole), *map(ast.unparse, parts)]


class _OneForm(ast.NodeTransformer):
    """Operators in place of functions; sums and products sorted."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.func, ast.Attribute) or node.keywords:
            return _method_as_function(node)
        own, name = node.func.value, node.func.attr
        if name in NAMED and isinstance(own, ast.Name) and own.id == "np" and len(node.args) == 2:
            return self._joined(ast.BinOp(node.args[0], NAMED[name](), node.args[1]))
        if name == "dot" and len(node.args) == 1:
            return ast.BinOp(own, ast.MatMult(), node.args[0])
        return _method_as_function(node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        return self._joined(node)

    def _joined(self, node: ast.BinOp) -> ast.AST:
        if isinstance(node.op, ast.Sub):
            node = ast.BinOp(node.left, ast.Add(), ast.UnaryOp(ast.USub(), node.right))
        if not isinstance(node.op, TURNS):
            return node
        first, *rest = sorted(_operands(node, type(node.op)), key=ast.unparse)
        for other in rest:
            first = ast.BinOp(first, node.op, other)
        return first


def _operands(node: ast.AST, kind: type) -> list[ast.AST]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, kind):
        return _operands(node.left, kind) + _operands(node.right, kind)
    return [node]


def _method_as_function(node: ast.Call) -> ast.Call:
    """``x.sum(axis=1)`` as ``np.sum(x, axis=1)``."""
    func = node.func
    if isinstance(func, ast.Attribute) and func.attr in {"sum", "mean", "max", "reshape"}:
        if not (isinstance(func.value, ast.Name) and func.value.id == "np"):
            named = ast.Attribute(ast.Name("np", ast.Load()), func.attr, ast.Load())
            return ast.Call(named, [func.value, *node.args], node.keywords)
    return node
