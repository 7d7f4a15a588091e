"""Why a name has no value where a student's function reads it."""

import ast

from rnn_words import ERRORS


def without_value(chain, source):
    """Sentence on a name that has no value, and the key of a question.

    Parameters
    ----------
    chain : list of ast.AST
        The name, behind all nodes that it is in.
    source : str
        Text of the cell.
    """
    node = chain[-1]
    functions = [each for each in chain if isinstance(each, ast.FunctionDef)]
    if not isinstance(node, ast.Name) or not functions:
        return "", ""
    givers = list(_givers(functions[-1], node.id))
    if not givers:
        return "", ""  # no line of the function gives it a value
    number, inside = givers[0]
    fields = {"name": node.id, "line": number}
    own = {id(each) for each in chain}
    loops = [each for each in inside if isinstance(each, (ast.For, ast.While))]
    passed = [each for each in loops if id(each) not in own and each.end_lineno < node.lineno]
    if passed and _surely_gives(passed[0], node.id):
        head = source.splitlines()[passed[0].lineno - 1].strip()
        return ERRORS["loop"].format(**fields, head=head), "loop"
    if all(line >= node.lineno for line, _ in givers):
        return ERRORS["later"].format(**fields), "later"
    lines = ", ".join(str(line) for line, _ in givers)
    return ERRORS["not_run"].format(name=node.id, line=lines), "not_run"


def _givers(function, name, inside=()):
    """Lines that give a name a value, each with the statements that it is in."""
    for node in ast.iter_child_nodes(function):
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            continue  # its names are its own
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store):
            yield node.lineno, inside
        yield from _givers(node, name, (*inside, node))


def _surely_gives(loop, name):
    """Whether each round of a loop gives the name a value, so that none has been gone."""
    leaves = (ast.Continue, ast.Break, ast.Return)
    if any(isinstance(node, leaves) for node in ast.walk(loop)):
        return False
    heads = [loop.target] if isinstance(loop, ast.For) else []
    plain = [each for each in loop.body if isinstance(each, (ast.Assign, ast.AugAssign))]
    return any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
        for each in heads + plain
        for node in ast.walk(each)
    )
