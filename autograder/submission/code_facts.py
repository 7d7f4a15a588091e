"""What a student's cell defines, found without running it."""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST_PARSED = 40_000  # characters; beyond it only the tolerant search is used
LONGEST_SHOWN = 8_000  # characters of a changed show cell in which definitions are looked for
PYTHON_MAGICS = ("capture", "prun", "time", "timeit")  # cell magics whose body is Python
MAGIC_LINE = re.compile(r"^([ \t]*)(?:[%!?].*|[\w.]{1,200}\?{1,2}[ \t]*)$", re.MULTILINE)
MAGIC_VALUE = re.compile(r"^([ \t]*\w{1,200}[ \t]*=[ \t]*)[%!].*$", re.MULTILINE)


@dataclass(frozen=True)
class Facts:
    """What is known of a cell's text."""

    parses: bool
    defines: frozenset[str]  # names given a function at the top level
    binds: frozenset[str]  # names given anything at the top level
    blank: frozenset[str]  # functions that can only say that they are not written
    only_defines: bool  # nothing but definitions: leaving a blank one out loses nothing


def mentions(text: str, names: Iterable[str]) -> set[str]:
    """Names that a text seems to bind. Quick, and in doubt it names one too many."""
    return {
        name
        for name in names
        if name in text and (f"def {name}(" in text or _binding(name).search(text))
    }


_BINDINGS: dict[str, re.Pattern] = {}


def _binding(name: str) -> re.Pattern:
    if name not in _BINDINGS:
        _BINDINGS[name] = re.compile(
            rf"(?:\b(?:def|class)[ \t]+{name}\b)"
            # The bounds keep a hostile line from being searched for ever.
            rf"|(?:^[^#\n=(]{{0,99}}\b{name}\b[^=\n(]{{0,99}}=(?!=))"
            rf"|(?:\bimport\b[^\n]{{0,199}}\b{name}\b)",
            re.MULTILINE,
        )
    return _BINDINGS[name]


def parse(text: str) -> ast.Module | None:
    """Syntax tree of a cell, IPython's magics left out; None where it is not Python."""
    if len(text) > LONGEST_PARSED:
        return None
    first = text.lstrip()
    if first.startswith("%%"):
        magic, _, rest = first.partition("\n")
        if magic[2:].split(None, 1)[:1] not in [[name] for name in PYTHON_MAGICS]:
            return ast.Module(body=[], type_ignores=[])  # another language, or written to a file
        text = rest
    dedented = textwrap.dedent(text)  # IPython runs an indented cell too
    without_magics = MAGIC_VALUE.sub(r"\1None", MAGIC_LINE.sub(r"\1pass", dedented))
    return python(text) or python(dedented) or python(without_magics)


def python(text: str) -> ast.Module | None:
    """Syntax tree of a text that is plain Python; else None."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def facts(text: str, names: Iterable[str], tolerant: bool = False) -> Facts:
    """What a cell does to some names; ``tolerant`` searches the text without parsing it."""
    wanted = set(names)
    tree = None if tolerant else parse(text)
    if tree is None:
        found = {name for name in wanted if re.search(rf"^(?:async +)?def +{name}\b", text, re.M)}
        return Facts(False, frozenset(found), frozenset(found), frozenset(), False)
    defines, binds, blank = set(), set(), set()
    try:
        for name, value in _bound(tree.body):
            if name not in wanted:
                continue
            binds.add(name)
            blank.discard(name)
            defines.discard(name)
            if isinstance(value, FUNCTION):
                defines.add(name)
                if _is_blank(value):
                    blank.add(name)
            elif isinstance(value, (ast.Lambda, ast.Name, ast.Attribute, ast.alias, ast.ClassDef)):
                defines.add(name)
    except RecursionError:
        return Facts(False, frozenset(), frozenset(), frozenset(), False)
    only = all(
        isinstance(node, (*FUNCTION, ast.Import, ast.ImportFrom))
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in tree.body
    ) and all(node.name in blank for node in tree.body if isinstance(node, FUNCTION))
    return Facts(True, frozenset(defines), frozenset(binds), frozenset(blank), only)


FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def _bound(body: list[ast.stmt]) -> Iterator[tuple[str, ast.AST]]:
    """Names that statements bind, in order, each with what it is bound to."""
    for node in body:
        if isinstance(node, (*FUNCTION, ast.ClassDef)):
            yield node.name, node
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value
                elif isinstance(target, (ast.Tuple, ast.List)):
                    for item in target.elts:
                        if isinstance(item, ast.Name):
                            yield item.id, target
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, node.value
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                yield alias.asname or alias.name, alias
        else:
            for field in ("body", "orelse", "finalbody"):
                yield from _bound(getattr(node, field, []) or [])
            for handler in getattr(node, "handlers", []):
                yield from _bound(handler.body)


def _is_blank(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function holds nothing, or raises NotImplementedError before any return."""
    for node in function.body:
        if isinstance(node, ast.Raise):
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
        if any(isinstance(inner, (ast.Return, ast.Yield)) for inner in ast.walk(node)):
            return False
    return all(
        isinstance(node, ast.Pass)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in function.body
    )


def definitions(text: str, known: str = "") -> str:
    """Functions, classes, imports and constants of a cell, without what else it does.

    Parameters
    ----------
    text : str
        The cell.
    known : str
        A text whose own definitions are left out.
    """
    tree = parse(text) if len(text) <= LONGEST_SHOWN else None
    if tree is None or text.lstrip().startswith("%%"):
        return ""
    try:
        kept = [ast.unparse(node) for node in tree.body if _only_defines(node)]
        old = parse(known)
        ours = {ast.unparse(node) for node in old.body} if old else set()
    except RecursionError:
        return ""
    return "\n\n".join(segment for segment in kept if segment not in ours)


def _only_defines(node: ast.stmt) -> bool:
    if isinstance(node, (*FUNCTION, ast.ClassDef, ast.Import, ast.ImportFrom)):
        return True
    return isinstance(node, ast.Assign) and not any(
        isinstance(inner, (ast.Call, ast.Await)) for inner in ast.walk(node)
    )


def continues(first: str, second: str) -> bool:
    """Whether the second cell is the rest of the function that the first one begins."""
    if len(first) + len(second) > LONGEST_PARSED:
        return False
    whole = python(first + "\n" + second)
    if whole is None or not whole.body or not isinstance(whole.body[-1], FUNCTION):
        return False
    if python(first) is None:
        return True
    rest = python(textwrap.dedent(second))
    return rest is None or any(_returns(node) for node in rest.body)


def _returns(node: ast.AST) -> bool:
    """Whether a statement returns from the function around it."""
    if isinstance(node, (*FUNCTION, ast.ClassDef, ast.Lambda)):
        return False
    return isinstance(node, ast.Return) or any(map(_returns, ast.iter_child_nodes(node)))
