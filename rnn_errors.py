"""Where a student's function raised an exception, and what met there: names, shapes, kinds."""

import ast
import linecache
import re
from pathlib import Path

import numpy as np

from rnn_slips import JOINING, slip
from rnn_unbound import without_value
from rnn_values import Unknown, arguments_of, value_of
from rnn_values import text_of as _text
from rnn_words import ERRORS

OPERATORS = {ast.MatMult: "@", ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
NUMPY = str(Path(np.__file__).parent)
PROBES = ("rnn_probes.py", "rnn_calls.py")
SUMMING = frozenset("einsum inner matmul tensordot vdot".split())
# What an exception says that no shape and no name explains, and the question about it.
SAYS = {"as a data type": "sizes", "inhomogeneous": "uneven", "Python scalars": "one_number"}
SAYS |= {"input array dimensions": "joined"}
# What a line may do when the value that it asks for is not to be had.
UNSEEN = (Unknown, SyntaxError, ValueError, IndexError, KeyError, TypeError, AttributeError)


def place(error):
    """Say where in a student's function an exception arose.

    Parameters
    ----------
    error : Exception
        As caught where the function was called, so that its traceback begins there.

    Returns
    -------
    dict
        ``line`` (int or None) and ``text`` of the student's own line; ``detail``, a sentence on
        what met there, or empty; ``function``, name of the function that raised; ``called``,
        whether that is another cell's; ``advice``, the key of a question in `rnn_questions`.
    """
    frames = _frames(error.__traceback__)
    if not frames:
        return dict(line=None, text="", detail="", function="", called=False, advice="")
    mine = frames[0].tb_frame.f_code.co_filename
    own = [tb for tb in frames if tb.tb_frame.f_code.co_filename == mine][-1]
    text = linecache.getline(mine, own.tb_lineno, own.tb_frame.f_globals).strip()
    python = [tb for tb in frames if not _is_library(tb.tb_frame.f_code.co_filename)]
    # A function of another cell, which this line calls: what has it got?
    called = python[python.index(own) + 1 :] if own in python else []
    called = [] if type(error).__name__ == "StepRefused" else called  # that says what it got
    detail, advice = arguments_of(called[0].tb_frame, error) if called else ("", "")
    if not detail:
        try:
            detail, advice = _gap_handed_on(own) if called else _explained(own, error)
        except UNSEEN:
            detail, advice = "", ""
    return {
        "called": advice == "called",
        "line": own.tb_lineno,
        "text": text,
        "detail": detail,
        "function": python[-1].tb_frame.f_code.co_name if python else "",
        "advice": advice or next((SAYS[words] for words in SAYS if words in str(error)), ""),
    }


def _frames(traceback):
    """Traceback entries from the student's function on."""
    entries = []
    while traceback is not None:
        entries.append(traceback)
        traceback = traceback.tb_next
    entries = entries[1:]  # the first one is ours, which made the call
    while entries and entries[0].tb_frame.f_code.co_filename.endswith(PROBES):
        del entries[0]  # so is a probe
    return entries


def _is_library(filename):
    # NumPy by its own folder: in the grader that lies elsewhere.
    return "site-packages" in filename or filename.startswith(("<__array", "<frozen", NUMPY))


# ------------------------------------------------------------------ what met at the line


def _explained(entry, error):
    """Sentence on what met where an exception arose, and the key of a question."""
    chain, source = _reached(entry)
    if not chain:
        return "", ""
    if isinstance(error, NameError):
        found = without_value(chain, source)
        return found if found[0] else slip(chain[-1], chain, entry.tb_frame, source, error) or found
    for look in (slip, _zero, _truth, _stored, _unpacked, _key, _part, _operation, _joined, _array):
        if found := look(chain[-1], chain, entry.tb_frame, source, error):
            return found
    return "", ""


def _gap_handed_on(entry):
    """Sentence on an argument that is still a gap, where a function was called with it."""
    chain, source = _reached(entry)
    if not chain or not isinstance(chain[-1], ast.Call):
        return "", ""
    for part in chain[-1].args:
        if found := _unfinished([part], entry.tb_frame, source, gaps=True):
            return found
    return "", ""


def _reached(entry):
    """The node that a traceback's entry had come to, behind all that it is in; its cell's text."""
    code = entry.tb_frame.f_code
    source = "".join(linecache.getlines(code.co_filename, entry.tb_frame.f_globals))
    return _chain(ast.parse(source), list(code.co_positions())[entry.tb_lasti // 2]), source


def _chain(tree, at):
    """The node at a place of the text, behind all those that it is in; empty if there is none."""
    start, end = (at[0], at[2]), (at[1], at[3])
    chain, node = [], tree
    while node is not None:
        if chain and _span(node) == (start, end) and not isinstance(node, ast.Expr):
            return [*chain, node]
        chain.append(node)
        inside = (n for n in ast.iter_child_nodes(node) if hasattr(n, "lineno"))
        node = next((n for n in inside if _span(n)[0] <= start and end <= _span(n)[1]), None)
    return []


def _span(node):
    return (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)


def _shape(value):
    """Shape of an array or of a number; None for anything else."""
    if isinstance(value, np.ndarray):
        return value.shape
    return () if isinstance(value, (int, float, np.generic)) else None


def _with_shapes(parts, frame, source):
    """Each array with its shape; None unless the values of all are known and arrays or numbers."""
    values = [value_of(part, frame) for part in parts]
    if any(_shape(value) is None for value in values):
        return None
    return [
        ERRORS["operand"].format(name=_text(part, source), shape=_shape(value))
        for part, value in zip(parts, values, strict=True)
        if np.ndim(value) or len(values) <= 2
    ]


def _zero(node, chain, frame, source, error):
    """A division by 0, of whole numbers, unless the 0 stands in the line."""
    divides = isinstance(error, ZeroDivisionError) and isinstance(node, ast.BinOp)
    if not divides or isinstance(node.right, ast.Constant):
        return None
    return ERRORS["zero"].format(name=_text(node.right, source)), "zero"


def _truth(node, chain, frame, source, error):
    """An ``if`` that gets an array."""
    if "truth value" not in str(error):
        return None
    node = node.test if isinstance(node, (ast.If, ast.While, ast.IfExp)) else node
    node = node.operand if isinstance(node, ast.UnaryOp) else node
    parts = node.values if isinstance(node, ast.BoolOp) else [node]
    if isinstance(node, ast.Call):  # max(a, b), say
        parts = node.args
    chained = isinstance(node, ast.Compare) and len(node.ops) > 1
    for part in parts:
        value = value_of(node.comparators[0] if chained else part, frame)
        if isinstance(value, np.ndarray) and value.size > 1:
            fields = {"name": _text(part, source), "shape": value.shape}
            return ERRORS["truth"].format(**fields), "truth"
    return None


def _stored(node, chain, frame, source, error):
    """What does not fit into the slice that it is to be stored in."""
    unfit = any(words in str(error) for words in ("could not broadcast input", "cannot assign"))
    if not unfit or not isinstance(node, ast.Subscript):
        return None
    left = _with_shapes([node], frame, source)[0]
    statement = chain[-2]
    try:
        if not (isinstance(statement, ast.Assign) and node in statement.targets):
            raise Unknown
        right = _with_shapes([statement.value], frame, source)[0]
    except UNSEEN:  # it was made by a call, say, or is one of several values
        shape = re.search(r"shape (.*) into", str(error))
        if not shape:
            return None
        return ERRORS["stored_shape"].format(left=left, shape=shape[1]), "stored"
    return ERRORS["stored"].format(left=left, right=right), "stored"


def _unpacked(node, chain, frame, source, error):
    """More or fewer values than names."""
    statement = chain[-2]
    if "to unpack" not in str(error) or not isinstance(statement, ast.Assign):
        return None
    name, value = _text(statement.value, source), value_of(statement.value, frame)
    return ERRORS["count_of"].format(name=f"`{name}`", count=len(value)), "unpacked"


def _key(node, chain, frame, source, error):
    """A key that a dict has not, or an index that an array or a list has not."""
    if not isinstance(node, ast.Subscript) or not isinstance(error, (KeyError, IndexError)):
        return None
    owner, name = value_of(node.value, frame), _text(node.value, source)
    if isinstance(error, KeyError) and isinstance(owner, dict):
        if not owner:
            return ERRORS["no_keys"].format(name=name), "unfinished"
        return ERRORS["keys"].format(name=name, keys=", ".join(map(str, owner))), "key"
    if isinstance(owner, np.ndarray):
        advice = {"out of bounds": "index", "too many indices": "axes"}
        found = [key for words, key in advice.items() if words in str(error)]
        return ERRORS["shape_of"].format(name=f"`{name}`", shape=owner.shape), *(found or [""])
    if isinstance(owner, (tuple, list, str)):
        return ERRORS["count_of"].format(name=f"`{name}`", count=len(owner)), "index"
    return None


def _part(node, chain, frame, source, error):
    """A part of what has none, such as None."""
    if not isinstance(node, (ast.Subscript, ast.Attribute)):
        return None
    if not isinstance(error, (TypeError, AttributeError)):
        return None
    return _unfinished([node.value], frame, source)


def _unfinished(parts, frame, source, gaps=False):
    """Which of the operands is no array and no number."""
    for part in parts:
        value = value_of(part, frame)
        if value is Ellipsis or value is None:
            key = "ellipsis" if value is Ellipsis else "nothing"
            return ERRORS[key].format(name=_text(part, source)), "unfinished"
    for part in [] if gaps else parts:
        value = value_of(part, frame)
        if isinstance(value, (dict, list, tuple)):
            kind = type(value).__name__
            return ERRORS["holder"].format(name=_text(part, source), kind=kind), ""
    return None


def _operation(node, chain, frame, source, error):
    """Both operands of an operation, with their shapes."""
    if isinstance(node, ast.AugAssign):
        return _in_place(node, frame, source, error)
    parts, sign = _operands(node)
    if not parts or not isinstance(error, (TypeError, ValueError)):
        return None
    found = _unfinished(parts, frame, source)
    if isinstance(error, TypeError) or found:
        uneven = found and "inhomogeneous" in str(error)  # a list of arrays, to be joined first
        return (found[0], found[1] or "joined") if uneven else found
    shown = _with_shapes(parts, frame, source)
    if not shown or len(shown) != len(parts):
        return None
    values = [value_of(part, frame) for part in parts]
    left, right = shown
    if sign == "@" and min(map(np.ndim, values)) == 2:
        inner = {"inner": values[0].shape[-1], "other": values[1].shape[-2]}
        return ERRORS["product"].format(left=left, right=right, **inner), "product"
    return ERRORS["operands"].format(left=left, sign=sign, right=right), "operands"


def _operands(node):
    """The two operands of an operation, and its sign."""
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return [node.left, node.right], OPERATORS[type(node.op)]
    if isinstance(node, ast.Compare) and len(node.comparators) == 1:
        signs = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">"}
        return [node.left, *node.comparators], signs.get(type(node.ops[0]), ">=")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in ("dot", "matmul"):
            args = node.args
            return (args if len(args) == 2 else [node.func.value, args[0]]), "@"
    return [], ""


def _in_place(node, frame, source, error):
    """``a += b`` keeps the shape of a."""
    if type(node.op) not in OPERATORS or not isinstance(error, (TypeError, ValueError)):
        return None
    # The target is looked up as it is: it still holds what it held.
    parts, sign = [node.target, node.value], OPERATORS[type(node.op)] + "="
    if isinstance(error, TypeError):
        left = value_of(node.target, frame)
        if "Cannot cast" in str(error) and isinstance(left, np.ndarray):
            fields = {"name": _text(node.target, source), "kind": left.dtype, "sign": f"`{sign}`"}
            return ERRORS["cast"].format(**fields), "dtype"
        return _unfinished(parts, frame, source)
    shown = _with_shapes(parts, frame, source)
    if not shown or len(shown) != 2:
        return None
    key = "in_place" if "non-broadcastable" in str(error) else "operands"
    return ERRORS[key].format(left=shown[0], sign=sign, right=shown[1]), key


def _joined(node, chain, frame, source, error):
    """Arrays that a function of NumPy should join, or bring together entry by entry."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    if value_of(node.func.value, frame) is not np:
        return None
    out = next((option.value for option in node.keywords if option.arg == "out"), None)
    if out is not None and "Cannot cast" in str(error):
        fields = {"name": _text(out, source), "kind": value_of(out, frame).dtype}
        return ERRORS["cast"].format(sign=f"`np.{node.func.attr}`", **fields), "dtype"
    if isinstance(error, TypeError) or out is not None:
        return None  # the shape of `out` may be what does not fit
    name = node.func.attr
    parts = [arg for arg in node.args if not isinstance(getattr(arg, "value", None), str)]
    joining = name in JOINING
    if joining and parts and isinstance(parts[0], (ast.Tuple, ast.List)):
        parts = parts[0].elts
    shown = _with_shapes(parts, frame, source) if len(parts) > 1 else None
    if not shown or len(shown) < 2:
        return None
    entrywise = not joining and name not in SUMMING
    if entrywise and _fit([value_of(part, frame) for part in parts]):
        return None
    key = "joined" if joining else "together"
    return ERRORS[key].format(function=f"`np.{name}`", arrays=", ".join(shown)), key


def _fit(values):
    """Whether the shapes of several arrays fit each other entry by entry."""
    try:
        np.broadcast_shapes(*map(np.shape, values))
    except ValueError:
        return False
    return True


def _array(node, chain, frame, source, error):
    """The array that a function or a method of it was called with."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    owner = node.func.value
    part = node.args[0] if value_of(owner, frame) is np and node.args else owner
    value = value_of(part, frame)
    if "Cannot cast" in str(error):
        return None
    if isinstance(value, (list, tuple, dict)):
        return ERRORS["count_of"].format(name=f"`{_text(part, source)}`", count=len(value)), ""
    if not isinstance(value, np.ndarray):
        return None
    return ERRORS["shape_of"].format(name=f"`{_text(part, source)}`", shape=value.shape), ""
