"""What a student's function says of itself: what it calls, what it reads, what is written of it."""

import ast
import dis
import inspect
import itertools
import textwrap
from dataclasses import dataclass, field
from types import CodeType


@dataclass
class Facts:
    """What is known of a function without calling it.

    Parameters
    ----------
    source : str
        Its text, or empty; its first line has number ``line``.
    earlier : dict of callable
        The exercises that it calls, by name, in the order of the course.
    data : list of str
        Names outside of it that it reads and that hold arrays.
    """

    source: str = ""
    line: int = 1
    earlier: dict = field(default_factory=dict)
    data: list = field(default_factory=list)


def facts_of(function, exercises, held):
    """Facts of a function; a stand-in for one, as in the grader, brings its own.

    Parameters
    ----------
    function : callable
    exercises : iterable of str
        Names of all exercises, in the order of the course.
    held : collection of str
        Names outside of the function that hold arrays.
    """
    own = getattr(type(function), "facts", None)
    if own:
        return own(function, exercises)
    code = getattr(function, "__code__", None)
    if code is None:
        return Facts()
    known, names = function.__globals__, names_read(code)
    before = itertools.takewhile(lambda name: name != function.__name__, exercises)
    earlier = {name: known[name] for name in before if name in names and name in known}
    data = sorted(names.intersection(held))
    try:
        lines, first = inspect.getsourcelines(function)
    except (OSError, TypeError):
        lines, first = [], 1
    callables = {name: value for name, value in earlier.items() if callable(value)}
    return Facts("".join(lines), first or 1, callables, data)


def names_read(code):
    """Names that a function looks up outside of itself, with those of functions inside it."""
    names = {
        step.argval
        for step in dis.get_instructions(code)
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")
    }
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            names |= names_read(constant)
    return names


def left_raise(facts, given):
    """Line number and text of a ``raise`` left standing in a function that is written; or None.

    Parameters
    ----------
    facts : Facts
    given : list of str
        Statements that the stub has from the start.
    """
    try:
        tree = ast.parse(textwrap.dedent(facts.source))
        body = tree.body[0].body
    except (SyntaxError, IndexError, AttributeError):
        return None
    stub = {ast.dump(ast.parse(line)) for line in given}
    own, raised = [], None
    for node in body:
        if isinstance(node, ast.Raise) and "NotImplementedError" in ast.unparse(node):
            raised = raised or node
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # the docstring
        elif ast.dump(ast.Module([node], [])) not in stub:
            own.append(node)
    if not own or raised is None:
        return None
    return raised.lineno + facts.line - 1, ast.unparse(raised)


COPIES = (ast.Call, ast.Dict, ast.DictComp)  # a dict that is made so is another one


def changing_lines(facts, argument, part=""):
    """Numbers and texts of lines that change an argument in place, as far as the text tells.

    Parameters
    ----------
    facts : Facts
    argument : str
        Name of the argument.
    part : str
        What part of it is changed; empty where it is an array itself.
    """
    try:
        tree = ast.parse(textwrap.dedent(facts.source))
    except SyntaxError:
        return []
    names, copies, lines, found = {argument}, set(), facts.source.splitlines(), []
    for node in sorted(ast.walk(tree), key=lambda node: getattr(node, "lineno", 0)):
        for target, value in _bindings(node):
            same = _base(value, part) in names
            (names.add if same else names.discard)(target)
            if isinstance(node, ast.Assign) and isinstance(value, COPIES):
                copies.add(target)
        if taken := _taken_from(node):
            if _base(taken, part) in names - copies:
                found.append((node.lineno + facts.line - 1, lines[node.lineno - 1].strip()))
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, (ast.Assign, ast.AugAssign)):
            for target in targets:
                into = isinstance(node, ast.AugAssign) or not isinstance(target, ast.Name)
                # A key of a copied dict gets a new array; the argument's own dict does not.
                if isinstance(node, ast.Assign) and _base(target, part) in copies:
                    into = isinstance(getattr(target, "value", None), ast.Subscript)
                if into and _base(target, part) in names:
                    found.append((node.lineno + facts.line - 1, lines[node.lineno - 1].strip()))
    return found


TAKING = frozenset("append clear extend fill insert pop popitem remove reverse sort update".split())


def _taken_from(node):
    """What a ``del``, or a method that changes its owner, takes from or puts into; or None."""
    if isinstance(node, ast.Delete) and isinstance(node.targets[0], ast.Subscript):
        return node.targets[0].value
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return node.func.value if called and node.func.attr in TAKING else None


def _bindings(node):
    """Yield each name that a statement binds, with the expression that it is bound to."""
    if isinstance(node, ast.Assign):
        pairs = [(target, node.value) for target in node.targets]
    elif isinstance(node, ast.For):
        pairs = [(node.target, node.iter)]
    else:
        return
    for target, value in pairs:
        if isinstance(target, ast.Name):
            yield target.id, value
        elif isinstance(target, ast.Tuple):
            each = isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts)
            values = value.elts if each else [value] * len(target.elts)
            for item, part in zip(target.elts, values, strict=True):
                if isinstance(item, ast.Name):
                    yield item.id, part


def _base(node, part=""):
    """Name of the array that an expression is, or is a part of; of what holds the same arrays."""
    while not isinstance(node, ast.Name):
        transposed = isinstance(node, ast.Attribute) and node.attr == "T"
        if isinstance(node, ast.Subscript) or transposed:
            node = node.value
        elif part and isinstance(node, ast.Dict) and node.keys == [None]:  # {**parameters}
            node = node.values[0]
        elif part and isinstance(node, ast.DictComp) and isinstance(node.value, ast.Name):
            node = node.generators[0].iter
        elif part and isinstance(node, ast.Call) and _holds_the_same(node.func):
            owner = getattr(node.func, "value", None)
            node = owner if isinstance(owner, ast.Name) else next(iter(node.args), None)
        else:
            return None
    return node.id


def _holds_the_same(function):
    """Whether what is called gives the same arrays in another holder."""
    if isinstance(function, ast.Attribute):
        return function.attr in ("copy", "items", "values")
    return isinstance(function, ast.Name) and function.id in ("dict", "list", "iter", "zip")
