"""Which names a cell defines for the cells below, and which it reads from the cells above."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterator

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
FUNCTIONS = (ast.FunctionDef, ast.Lambda, ast.ClassDef)


def names_of(source: str) -> tuple[set[str], set[str]]:
    """Names that a cell stores, and names that must stand before it runs."""
    stores: set[str] = set()
    loads: set[str] = set()
    for name, stored in _in_order(ast.parse(source)):
        if stored:
            stores.add(name)
        elif name not in stores:
            loads.add(name)
    # A function reads its names when it is called: what its own cell defines is there by then.
    inside = set(_read_inside(symtable.symtable(source, "cell", "exec")))
    return stores, (loads | inside - stores) - set(dir(builtins))


def _in_order(node: ast.AST) -> Iterator[tuple[str, bool]]:
    """Names outside of functions in the order in which they come; True where one is stored."""
    if isinstance(node, ast.Name):
        yield node.id, not isinstance(node.ctx, ast.Load)
    elif isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            yield alias.asname or alias.name.split(".")[0], True
    elif isinstance(node, FUNCTIONS):
        if not isinstance(node, ast.Lambda):
            yield node.name, True
    elif isinstance(node, COMPREHENSIONS):
        own = {name for part in node.generators for name, _ in _in_order(part.target)}
        for child in ast.iter_child_nodes(node):
            yield from ((name, False) for name, _ in _in_order(child) if name not in own)
    else:
        for child in _children(node):
            yield from _in_order(child)


def _children(node: ast.AST) -> list[ast.AST]:
    """Parts of a statement, the values before what they are stored in."""
    children = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        return [ast.Name(node.target.id, ast.Load()), *children]
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr):
        return sorted(children, key=lambda child: child is not node.value)
    if isinstance(node, ast.For):
        return [node.iter, node.target, *node.body, *node.orelse]
    return children


def _read_inside(table: symtable.SymbolTable) -> Iterator[str]:
    """Names outside of it that a cell's functions read."""
    for child in table.get_children():
        comprehension = child.get_name() in ("listcomp", "setcomp", "dictcomp", "genexpr")
        if table.get_type() != "module" or not comprehension:
            yield from (
                symbol.get_name()
                for symbol in child.get_symbols()
                if symbol.is_global() and symbol.is_referenced()
            )
        yield from _read_inside(child)
