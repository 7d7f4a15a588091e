"""What the text of a submission says of a function, for the check's message; see `rnn_student`."""

from __future__ import annotations

import ast
import itertools
import symtable
from collections.abc import Callable, Iterable, Iterator

from autograder.submission import code_facts
from rnn_student import Facts


def facts_of(
    name: str, cells: Iterable[str], exercises: Iterable[str], stand_in: Callable[[str], object]
) -> Facts:
    """What `rnn_student.facts_of` says of a function, from the text of the cells alone.

    Parameters
    ----------
    name : str
        Of the function.
    cells : iterable of str
        All cells, in order.
    exercises : iterable of str
        Names of all exercises, in the order of the course.
    stand_in : callable
        Makes the stand-in for another function, by its name.
    """
    trees = [(text, code_facts.parse(text)) for text in cells]
    bound: dict[str, ast.AST] = {}
    text, node = "", None
    for cell, tree in trees:
        for statement in tree.body if tree else ():
            bound |= dict(_bound(statement))
            if isinstance(statement, ast.FunctionDef) and statement.name == name:
                text, node = cell, statement
    if node is None:
        return Facts()
    source = ast.get_source_segment(text, node) or ""
    try:
        names = set(_globals(symtable.symtable(source, name, "exec").get_children()[0]))
    except (SyntaxError, ValueError, RecursionError, IndexError):
        names = set()
    before = itertools.takewhile(lambda exercise: exercise != name, exercises)
    earlier = {other: stand_in(other) for other in before if other in names & bound.keys()}
    data = [other for other in sorted(names) if _is_data(bound.get(other))]
    return Facts(source, node.lineno, earlier, data)


def _bound(statement: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """Names that a statement binds, each with what it is bound to."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        yield statement.name, statement
    elif isinstance(statement, ast.Assign):
        for target in statement.targets:
            for item in target.elts if isinstance(target, ast.Tuple) else [target]:
                if isinstance(item, ast.Name):
                    yield item.id, statement.value


def _globals(table: symtable.SymbolTable) -> Iterator[str]:
    for symbol in table.get_symbols():
        if symbol.is_global():
            yield symbol.get_name()
    for child in table.get_children():
        yield from _globals(child)


def _is_data(value: ast.AST | None) -> bool:
    """Whether a name was given what a call of NumPy, or of another function, returned."""
    return isinstance(value, ast.expr) and any(
        isinstance(node, ast.Call) for node in ast.walk(value)
    )
