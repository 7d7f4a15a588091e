"""Values that a student's line takes, passes or returns in another order than they have."""

import ast
import re
import textwrap

from rnn_questions import ORDER
from rnn_words import LINES


def misordered(name, facts, exercises):
    """Lines that say where the order of names is another one than that of a docstring.

    Only the names tell it, and only where they are the same ones in another order: so ``a, y, c``
    taken from a function that gives ``a, c, y``; or where there are more or fewer.

    Parameters
    ----------
    name : str
        Of the function.
    facts : rnn_student.Facts
    exercises : dict
        All exercises, by name, with their ``arguments`` and ``returns``.

    Returns
    -------
    dict or None
        Of the first such place: ``lines``, a sentence, the student's line and a question;
        ``moved``, the docstring's names that stand elsewhere; ``returned``, whether it is a return.
    """
    try:
        tree = ast.parse(textwrap.dedent(facts.source))
    except SyntaxError:
        return None
    lines = facts.source.splitlines()
    for node, key, function, own, wanted in _places(tree, name, facts, exercises):
        if key == "taken" and len(own) != len(wanted) and "?" not in own and len(wanted) > 1:
            key = "counted"
        if key == "passed" and _miscounted(node, wanted, exercises[function]):
            said = ORDER["too_few" if len(own) < len(wanted) else "too_many"]
            fields = {"earlier": function, "wanted": ", ".join(wanted), "count": len(own)}
            return {"lines": [said.format(**fields)], "moved": [], "returned": False}
        if key == "counted" or _permuted(own, wanted):
            fields = {"line": node.lineno + facts.line - 1, "earlier": function}
            fields |= {"own": ", ".join(own), "wanted": ", ".join(wanted)}
            text = ORDER["line"].format(text=lines[node.lineno - 1].strip(), **fields)
            pairs = zip(own, wanted, strict=False)
            moved = [there for here, there in pairs if _letter(here) != _letter(there)]
            question = LINES["hint"].format(hint=ORDER["question"])
            said = [ORDER[key].format(function=name, **fields), text, question]
            return {"lines": said, "moved": moved, "returned": key == "returned"}
    return None


def _miscounted(node, wanted, exercise):
    """Whether a call passes more or fewer values than the function takes."""
    plain = not node.keywords and not any(isinstance(arg, ast.Starred) for arg in node.args)
    return plain and "probe" not in exercise and len(node.args) != len(wanted)


def _places(tree, name, facts, exercises):
    """Yield node, kind, function, its names, the docstring's names, for each place with names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            function = _called(node.value, facts)
            if function:
                yield (
                    node,
                    "taken",
                    function,
                    _names(node.targets[0].elts),
                    _returns(exercises[function]),
                )
        if isinstance(node, ast.Call) and (function := _called(node, facts)):
            yield node, "passed", function, _names(node.args), exercises[function]["arguments"]
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            wanted = _returns(exercises[name])
            yield node, "returned", name, _names(node.value.elts), wanted


def _called(node, facts):
    """Name of the earlier exercise that an expression calls, or None."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id if node.func.id in facts.earlier else None
    return None


def _returns(exercise):
    returns = exercise["returns"]
    if exercise.get("probe") not in (None, "own_cache", "encoded"):
        return []  # they are the probe's own
    # A probe may add what it has measured, under no name of the docstring's.
    return [returns] if isinstance(returns, str) else [r for r in returns if r.isidentifier()]


def _names(nodes):
    """The name that each expression begins with; "?" where it begins with none."""
    return [_first_name(node) for node in nodes]


def _first_name(node):
    while not isinstance(node, ast.Name):
        if isinstance(node, (ast.Subscript, ast.Attribute)):
            node = node.value
        elif isinstance(node, ast.Tuple) and node.elts:
            return "cache"  # built in the line itself
        else:
            return "?"
    return node.id


def _permuted(own, wanted):
    one, other = list(map(_letter, own)), list(map(_letter, wanted))
    return len(set(other)) == len(other) and one != other and sorted(one) == sorted(other)


def _letter(name):
    """What a name stands for: the letter that all who follow the course begin it with."""
    name = name.lower()
    if name.startswith(("cache", "param")):
        return name[:5]
    match = re.match(r"d?[a-z]", name)
    return match[0] if match else name
