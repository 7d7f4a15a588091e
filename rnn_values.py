"""Values at a student's line, without running any of the student's code again."""

import ast
import builtins
import types

import numpy as np

from rnn_words import ERRORS

# Array methods and NumPy functions that leave everything as it is: they may be run once more.
PURE_METHODS = frozenset("copy dot max mean ravel reshape squeeze sum swapaxes transpose".split())
PURE_FUNCTIONS = frozenset(
    "abs array asarray atleast_2d concatenate dot exp expand_dims hstack log matmul maximum mean "
    "minimum ones ones_like reshape square squeeze stack sum tanh transpose vstack zeros "
    "zeros_like".split()
)
FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, np.ufunc)
LONGEST = 60  # characters of an expression that are shown


def text_of(node, source):
    """Text of an expression in its cell, in one line and cut where it is long."""
    shown = " ".join((ast.get_source_segment(source, node) or "").split())
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


class Unknown(Exception):
    """The value of an expression cannot be had without running the student's code again."""


def value_of(node, frame):
    """Value of an expression, from the names as they stand; calls only what leaves no trace.

    Parameters
    ----------
    node : ast.expr
    frame : frame
        Of the function that the expression is in.

    Raises
    ------
    Unknown
        If it cannot be had that way.
    """
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        for names in (frame.f_locals, frame.f_globals, vars(builtins)):
            if node.id in names:
                return names[node.id]
        raise Unknown
    if isinstance(node, ast.Attribute):
        owner = value_of(node.value, frame)
        if isinstance(owner, np.ndarray) and node.attr in ("T", "shape", "size", "ndim"):
            return getattr(owner, node.attr)
        if owner is np and node.attr == "newaxis":
            return None
        if owner is np and callable(getattr(np, node.attr, None)):
            return getattr(np, node.attr)
        raise Unknown
    if isinstance(node, ast.Subscript):
        owner = value_of(node.value, frame)
        if type(owner) in (np.ndarray, dict, tuple, list):
            return owner[value_of(node.slice, frame)]
        raise Unknown
    if isinstance(node, ast.Slice):
        parts = (node.lower, node.upper, node.step)
        return slice(*(None if part is None else value_of(part, frame) for part in parts))
    if isinstance(node, (ast.Tuple, ast.List)):
        return tuple(value_of(item, frame) for item in node.elts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_plain(value_of(node.operand, frame))
    if isinstance(node, (ast.BinOp, ast.Compare)):
        return _computed(node, frame)
    if isinstance(node, ast.Call):
        return _called(node, frame)
    raise Unknown


def _plain(value):
    """The value if it is an array or a number, whose arithmetic has no other effect."""
    if type(value) in (np.ndarray, int, float) or isinstance(value, np.number):
        return value
    raise Unknown


@np.errstate(all="ignore")
def _computed(node, frame):
    several = isinstance(node, ast.Compare)
    if several and len(node.ops) > 1:
        raise Unknown
    operator, other = (node.ops[0], node.comparators[0]) if several else (node.op, node.right)
    left, right = _plain(value_of(node.left, frame)), _plain(value_of(other, frame))
    operations = {
        ast.Add: np.add,
        ast.Sub: np.subtract,
        ast.Mult: np.multiply,
        ast.Div: np.divide,
        ast.MatMult: np.matmul,
        ast.Pow: np.power,
        ast.Eq: np.equal,
        ast.NotEq: np.not_equal,
        ast.Lt: np.less,
        ast.LtE: np.less_equal,
        ast.Gt: np.greater,
        ast.GtE: np.greater_equal,
    }
    if type(operator) not in operations:
        raise Unknown
    return operations[type(operator)](left, right)


@np.errstate(all="ignore")
def _called(node, frame):
    if not isinstance(node.func, ast.Attribute):
        raise Unknown
    owner = value_of(node.func.value, frame)
    known = PURE_FUNCTIONS if owner is np else PURE_METHODS
    if node.func.attr not in known or not (owner is np or type(owner) is np.ndarray):
        raise Unknown
    args = [value_of(arg, frame) for arg in node.args]
    options = {option.arg: value_of(option.value, frame) for option in node.keywords if option.arg}
    if "out" in options or None in [option.arg for option in node.keywords]:
        raise Unknown
    return getattr(owner, node.func.attr)(*args, **options)


def arguments_of(frame, error):
    """What a function got that a student's line called, and the key of a question."""
    code = frame.f_code
    names = code.co_varnames[: code.co_argcount]
    got = [(name, frame.f_locals.get(name, "")) for name in names]
    # Shapes tell nothing where something else is amiss.
    others = [(name, kind) for name, value in got if (kind := _other_kind(value, error))]
    shapes = [(name, value.shape) for name, value in got if isinstance(value, np.ndarray)]
    shown = [ERRORS["shape"].format(name=name, shape=shape) for name, shape in others + shapes]
    if not shown or code.co_name.startswith("<"):
        return "", ""
    text = ERRORS["called"].format(function=code.co_name, shapes=", ".join(shown))
    return text, "called_with" if others else "called"


def _other_kind(value, error):
    """What an argument is that holds no numbers; of a list or tuple only where that matters."""
    if type(error) not in (TypeError, ValueError, AttributeError):
        return ""  # of a kind that says by itself what it wants
    if value is None:
        return "None"
    if isinstance(value, FUNCTIONS):
        return ERRORS["not_called"]
    if isinstance(value, (tuple, list)) and "to unpack" in str(error):
        return ERRORS["several"].format(kind=type(value).__name__, count=len(value))
    return ""
