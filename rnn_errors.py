"""Where a student's function raised an exception, and which shapes met there."""

import ast
import builtins
import linecache

import numpy as np

from rnn_words import ERRORS

OPERATORS = {ast.MatMult: "@", ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
# Array methods and NumPy functions that leave everything as it is: they may be run once more.
PURE_METHODS = frozenset("copy dot max mean ravel reshape squeeze sum swapaxes transpose".split())
PURE_FUNCTIONS = frozenset(
    "abs array asarray atleast_2d concatenate dot exp expand_dims hstack log matmul maximum mean "
    "minimum ones ones_like reshape square squeeze stack sum tanh transpose vstack zeros "
    "zeros_like".split()
)
LONGEST = 60  # characters of an operand that are shown
PROBES = ("rnn_probes.py", "rnn_calls.py")


class _Unknown(Exception):
    """The value of an expression cannot be had without running the student's code again."""


def place(error):
    """Say where in a student's function an exception arose.

    Parameters
    ----------
    error : Exception
        As caught where the function was called, so that its traceback begins there.

    Returns
    -------
    dict
        ``line`` (int or None) and ``text`` of the student's own line, ``detail``: a sentence on the
        shapes that met there, or empty; ``function``: name of the function that raised.
    """
    frames = _frames(error.__traceback__)
    if not frames:
        return {"line": None, "text": "", "detail": "", "function": "", "called": False}
    mine = frames[0].tb_frame.f_code.co_filename
    own = [tb for tb in frames if tb.tb_frame.f_code.co_filename == mine][-1]
    text = linecache.getline(mine, own.tb_lineno, own.tb_frame.f_globals).strip()
    python = [tb for tb in frames if not _is_library(tb.tb_frame.f_code.co_filename)]
    # A function of another cell, which this line calls: what has it got?
    called = python[python.index(own) + 1 :] if own in python else []
    detail = _arguments(called[0].tb_frame) if called else _operands(own, error)
    return {
        "called": bool(called and detail),
        "line": own.tb_lineno,
        "text": text,
        "detail": detail,
        "function": python[-1].tb_frame.f_code.co_name if python else "",
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
    return "site-packages" in filename or filename.startswith(("<__array", "<frozen"))


def _arguments(frame):
    """Which shapes a function got that a student's line called."""
    code = frame.f_code
    names = code.co_varnames[: code.co_argcount]
    shapes = [
        ERRORS["shape"].format(name=name, shape=frame.f_locals[name].shape)
        for name in names
        if isinstance(frame.f_locals.get(name), np.ndarray)
    ]
    if not shapes or code.co_name.startswith("<"):
        return ""
    return ERRORS["called"].format(function=code.co_name, shapes=", ".join(shapes))


def _operands(entry, error):
    """Both operands with their shapes, where an operation of two arrays failed."""
    try:
        node, text = _failed(entry)
        if isinstance(node, ast.Subscript) and isinstance(error, KeyError):
            keys = _value(node.value, entry.tb_frame)
            if isinstance(keys, dict):
                return ERRORS["keys"].format(
                    name=_text(node.value, text), keys=", ".join(map(str, keys))
                )
        if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
            pair, sign = [node.left, node.right], OPERATORS[type(node.op)]
        elif _name_of_call(node) in ("dot", "matmul"):
            pair, sign = _pair(node), "@"
        else:
            return ""
        values = [_value(part, entry.tb_frame) for part in pair]
    except (_Unknown, SyntaxError, ValueError, IndexError, KeyError, TypeError, AttributeError):
        return ""
    if not all(isinstance(value, np.ndarray) for value in values):
        return ""
    left, right = (
        ERRORS["operand"].format(name=_text(part, text), shape=value.shape)
        for part, value in zip(pair, values, strict=True)
    )
    if sign == "@" and min(value.ndim for value in values) == 2:
        inner = values[0].shape[-1], values[1].shape[-2]
        return ERRORS["product"].format(left=left, right=right, inner=inner[0], other=inner[1])
    return ERRORS["operands"].format(left=left, sign=sign, right=right)


def _failed(entry):
    """Syntax tree of the expression that was being computed, and its text."""
    code = entry.tb_frame.f_code
    first, last, start, end = list(code.co_positions())[entry.tb_lasti // 2]
    lines = [
        linecache.getline(code.co_filename, number, entry.tb_frame.f_globals).encode()
        for number in range(first, last + 1)
    ]
    lines[-1] = lines[-1][:end]
    lines[0] = lines[0][start:]
    text = "(" + b"".join(lines).decode() + ")"
    tree = ast.parse(text, mode="eval").body
    return tree, text


def _text(node, text):
    shown = " ".join((ast.get_source_segment(text, node) or "").split())
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def _name_of_call(node):
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr
    return ""


def _pair(call):
    """The two arrays of ``np.dot(a, b)`` or ``a.dot(b)``."""
    return call.args if len(call.args) == 2 else [call.func.value, call.args[0]]


def _value(node, frame):
    """Value of an expression, from the names as they stand; calls only what leaves no trace."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        for names in (frame.f_locals, frame.f_globals, vars(builtins)):
            if node.id in names:
                return names[node.id]
        raise _Unknown
    if isinstance(node, ast.Attribute):
        owner = _value(node.value, frame)
        if isinstance(owner, np.ndarray) and node.attr in ("T", "shape", "size", "ndim"):
            return getattr(owner, node.attr)
        if owner is np and node.attr == "newaxis":
            return None
        raise _Unknown
    if isinstance(node, ast.Subscript):
        owner = _value(node.value, frame)
        if type(owner) in (np.ndarray, dict, tuple, list):
            return owner[_value(node.slice, frame)]
        raise _Unknown
    if isinstance(node, ast.Slice):
        parts = (node.lower, node.upper, node.step)
        return slice(*(None if part is None else _value(part, frame) for part in parts))
    if isinstance(node, (ast.Tuple, ast.List)):
        return tuple(_value(item, frame) for item in node.elts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_plain(_value(node.operand, frame))
    if isinstance(node, ast.BinOp):
        return _computed(node, frame)
    if isinstance(node, ast.Call):
        return _called(node, frame)
    raise _Unknown


def _plain(value):
    """The value if it is an array or a number, whose arithmetic has no other effect."""
    if type(value) in (np.ndarray, int, float) or isinstance(value, np.number):
        return value
    raise _Unknown


@np.errstate(all="ignore")
def _computed(node, frame):
    left, right = _plain(_value(node.left, frame)), _plain(_value(node.right, frame))
    operations = {
        ast.Add: np.add,
        ast.Sub: np.subtract,
        ast.Mult: np.multiply,
        ast.Div: np.divide,
        ast.MatMult: np.matmul,
        ast.Pow: np.power,
    }
    if type(node.op) not in operations:
        raise _Unknown
    return operations[type(node.op)](left, right)


@np.errstate(all="ignore")
def _called(node, frame):
    if not isinstance(node.func, ast.Attribute):
        raise _Unknown
    owner = _value(node.func.value, frame)
    known = PURE_FUNCTIONS if owner is np else PURE_METHODS
    if node.func.attr not in known or not (owner is np or type(owner) is np.ndarray):
        raise _Unknown
    args = [_value(arg, frame) for arg in node.args]
    options = {option.arg: _value(option.value, frame) for option in node.keywords if option.arg}
    if "out" in options or None in [option.arg for option in node.keywords]:
        raise _Unknown
    return getattr(owner, node.func.attr)(*args, **options)
