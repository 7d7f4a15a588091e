"""Slips of Python or NumPy that raise: what a line does, where Python's own words do not say it."""

import ast
import difflib
import re

import numpy as np

from rnn_language import Words
from rnn_values import Unknown, text_of, value_of
from rnn_words import KINDS

JOINING = frozenset("array concatenate hstack vstack stack column_stack dstack block".split())
FILLING = frozenset("zeros ones empty".split())
BUILT_IN = frozenset("sum max min any all round".split())  # NumPy has others of these names
IN_PLACE = frozenset("append extend insert sort reverse update".split())  # they give None
NOT_A_HOLDER = re.compile(r"'[\w.]*(?:function|method|ufunc)\w*' object is not subscriptable")
NOT_A_LOOP = re.compile(r"'[\w.]*(?:function|method)\w*' object is not iterable")
# What looking for a value may raise.
UNSEEN = (Unknown, IndexError, KeyError, TypeError, ValueError, AttributeError)

# Each stands in the place of what Python says.
SLIPS = Words(
    {
        "set": "braces with commas only make a set. In a dict a colon stands between each key and "
        "its value.",
        "hat": "`^` is no power in Python. `**` is.",
        "text": "`{name}` is a text, {value!r}, and no array. To unpack a dict gives its keys, not "
        "what stands under them.",
        "dict": "`{name}` is a dict. What it holds stands in square brackets under a key, such as "
        "`{name}[{key}]`.",
        "by_number": "`{name}` is a {kind}. Its parts are taken by their number, or unpacked.",
        "holder_called": "`{name}` is a {kind}. Square brackets take a part of it.",
        "array_called": "`{name}` is an array, and round brackets behind it call it as a function.",
        "square": "`{name}` is a function. Round brackets call it, square ones ask for a part.",
        "uncalled": "`{name}` is a function, and is not called here: the brackets are missing.",
        "one_shape": "`np.{function}` wants the whole shape as one tuple, in brackets of its own.",
        "one_list": "`np.{function}` wants all arrays in one list, in brackets of its own.",
        "whole_shape": "`np.{function}` wants a shape, and gets the array `{name}`. Its shape is "
        "`{name}.shape`.",
        "tuples": "`{name}` holds tuples of {count}, not arrays. Some line keeps all that a call "
        "returns.",
        "plus_list": "`{name}` is a list. `+=` with an array does not put it behind the others. "
        "`{name}.append` does.",
        "no_axes": "Python's own `{name}` knows no axes. `np.{name}` does.",
        "option": "the third argument of `np.{function}` is a number type. Other options, such as "
        "keepdims, are given by their names.",
        "choice": "`np.where` chooses between two arrays, and gets one.",
        "number": "`{name}` is a number, {value}. A loop runs over several values, such as those "
        "of a range.",
        "range": "`range` wants a number, and `{name}` is {kind}.",
        "no_length": "`{name}` is a number already, {value}. It has no length.",
        "pairs": "`{name}` is a dict. A loop over it gives its keys alone, so that `{target}` "
        "takes one key apart.",
        "one_each": "`{name}` gives one value at a time, and `{target}` wants several.",
        "of_numpy": "arrays have no `{attribute}` of their own. `np.{attribute}` is a function of "
        "NumPy.",
        "np": "`{name}` is not defined. NumPy has `np.{name}`.",
        "not_np": "NumPy has no `{name}`. This notebook has one: it is called without `np.`.",
        "key_name": "`{name}` is not defined here. `{holder}` has the key {name!r}.",
        "near": "`{name}` is not defined. Did you mean `{near}`?",
        "kept": "`{name}` is None. Line {line} keeps what `{call}` gives. That changes the list "
        "itself and gives nothing.",
        "recursion": "`{name}` calls itself, without end.",
    }
)


def slip(node, chain, frame, source, error):
    """Sentence on a slip of Python or NumPy, with its key in `SLIPS`; or None.

    Parameters
    ----------
    node : ast.AST
        Where the exception arose.
    chain : list of ast.AST
        The node, behind all that it is in.
    frame : frame
        Of the function that it is in.
    source : str
        Text of the cell.
    error : Exception
    """
    if isinstance(error, RecursionError):
        return _said("recursion", name=frame.f_code.co_name)
    if isinstance(error, NameError):
        return _undefined(node, chain, frame)
    looks = (_kept, _unhashed, _hat, _of_dict, _part, _function, _built_in, _numpy, _loop, _text)
    for look in looks:
        try:
            found = look(node, chain, frame, source, error)
        except UNSEEN:
            continue
        if found:
            return found
    return None


def _said(key, /, **fields):
    return SLIPS[key].format(**fields), key


def _kept(node, chain, frame, source, error):
    """None, where a line keeps what ``append`` gives."""
    names = [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
    empty = {name for name in names if frame.f_locals.get(name, 0) is None}
    functions = [each for each in chain if isinstance(each, ast.FunctionDef)]
    for each in ast.walk(functions[-1]) if empty and functions else ():
        if not isinstance(each, ast.Assign) or not isinstance(each.value, ast.Call):
            continue
        target, method = each.targets[0], each.value.func
        if isinstance(target, ast.Name) and target.id in empty and _changes(method, target.id):
            call = f"{target.id}.{method.attr}"
            return _said("kept", name=target.id, line=each.lineno, call=call)
    return None


def _changes(method, name):
    """Whether a method is one that changes what has the name, and gives nothing."""
    if not isinstance(method, ast.Attribute) or method.attr not in IN_PLACE:
        return False
    return isinstance(method.value, ast.Name) and method.value.id == name


def _unhashed(node, chain, frame, source, error):
    """A set where a dict was meant."""
    return _said("set") if isinstance(node, ast.Set) and "unhashable" in str(error) else None


def _hat(node, chain, frame, source, error):
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor):
        return _said("hat")
    return None


def _undefined(node, chain, frame):
    """A name that nothing defines: of NumPy, of a key, or spelt in another way."""
    if not isinstance(node, ast.Name):
        return None
    name, held = node.id, frame.f_locals
    if getattr(chain[-2], "func", None) is node and callable(getattr(np, name, None)):
        return _said("np", name=name)
    holders = [one for one, value in held.items() if isinstance(value, dict) and name in value]
    if holders:
        return _said("key_name", name=name, holder=holders[0])
    near = difflib.get_close_matches(name, held, 1, 0.75)
    return _said("near", name=name, near=near[0]) if near else None


def _of_dict(node, chain, frame, source, error):
    """A dict that is asked for an attribute, or called."""
    if isinstance(node, ast.Attribute) and isinstance(error, AttributeError):
        owner, key = node.value, node.attr
    elif isinstance(node, ast.Call) and "not callable" in str(error):
        owner, key = node.func, value_of(node.args[0], frame)
    else:
        return None
    holder = value_of(owner, frame)
    if not isinstance(holder, dict):
        return None
    if key in holder:
        return _said("dict", name=text_of(owner, source), key=repr(key))
    # The name of a variable that holds a key.
    if isinstance(node, ast.Attribute) and frame.f_locals[key] in holder:
        return _said("dict", name=text_of(owner, source), key=key)
    return None


def _part(node, chain, frame, source, error):
    """A tuple or list whose parts are asked for by a name, or by round brackets."""
    if isinstance(node, ast.Subscript) and "indices must be integers" in str(error):
        owner, key = node.value, "by_number"
        if type(value_of(node.slice, frame)) is not str:
            return None
    elif isinstance(node, ast.Call) and "not callable" in str(error):
        owner, key = node.func, "holder_called"
    else:
        return None
    holder = value_of(owner, frame)
    if not isinstance(holder, (tuple, list)):
        return None
    return _said(key, name=text_of(owner, source), kind=type(holder).__name__)


def _function(node, chain, frame, source, error):
    """A function that is not called, or what is none and is called."""
    if isinstance(node, ast.Call) and "not callable" in str(error):
        if isinstance(value_of(node.func, frame), np.ndarray):
            return _said("array_called", name=text_of(node.func, source))
    if isinstance(node, ast.Subscript) and NOT_A_HOLDER.search(str(error)):
        return _said("square", name=text_of(node.value, source))
    if isinstance(node, ast.BinOp) and isinstance(error, TypeError):
        for part in (node.left, node.right):
            if isinstance(part, (ast.Name, ast.Attribute)) and callable(value_of(part, frame)):
                return _said("uncalled", name=text_of(part, source))
    return None


def _built_in(node, chain, frame, source, error):
    """A function of Python that gets what it cannot use."""
    if isinstance(node, ast.AugAssign) and isinstance(error, ValueError):
        left, right = value_of(node.target, frame), value_of(node.value, frame)
        if isinstance(left, list) and isinstance(right, np.ndarray):
            return _said("plus_list", name=text_of(node.target, source))
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
        return None
    name, first = node.func.id, node.args[0]
    if name in BUILT_IN and "keyword argument" in str(error):
        return _said("no_axes", name=name)
    value = value_of(first, frame)
    if name == "range" and isinstance(value, (np.ndarray, tuple, list)):
        shape = getattr(value, "shape", None)
        kind = KINDS["array_of"].format(shape=shape) if shape else KINDS[type(value).__name__]
        return _said("range", name=text_of(first, source), kind=kind)
    if name == "len" and isinstance(value, (int, np.integer)):
        return _said("no_length", name=text_of(first, source), value=value)
    return None


def _numpy(node, chain, frame, source, error):
    """A function of NumPy that is called in another way than it wants, or looked for elsewhere."""
    if isinstance(node, ast.Attribute) and isinstance(error, AttributeError):
        owner, name = value_of(node.value, frame), node.attr
        if owner is np and callable(frame.f_globals.get(name)):
            return _said("not_np", name=name)
        known = isinstance(owner, np.ndarray) and callable(getattr(np, name, None))
        return _said("of_numpy", attribute=name) if known else None
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    if value_of(node.func.value, frame) is not np or not node.args:
        return None
    name, first, several = node.func.attr, node.args[0], len(node.args) > 1
    if name == "where" and len(node.args) == 2 and "either both or neither" in str(error):
        return _said("choice")
    if name in BUILT_IN | {"mean", "prod"} and "as a data type" in str(error):
        return _said("option", function=name)
    if name in FILLING and isinstance(error, TypeError):
        if several:
            return _said("one_shape", function=name)
        array = isinstance(first, ast.Name) and isinstance(value_of(first, frame), np.ndarray)
        return _said("whole_shape", function=name, name=first.id) if array else None
    if name not in JOINING:
        return None
    if several and not isinstance(first, (ast.Tuple, ast.List)) and isinstance(error, TypeError):
        return _said("one_list", function=name)
    items = value_of(first, frame) if "inhomogeneous" in str(error) else ()
    whole = [len(item) for item in items if isinstance(item, tuple)]
    return _said("tuples", name=text_of(first, source), count=whole[0]) if whole else None


def _loop(node, chain, frame, source, error):
    """A loop over a number, or over a dict as if it gave pairs."""
    loops = [each for each in chain if isinstance(each, ast.For)]
    if loops and "not iterable" in str(error):
        over = text_of(loops[-1].iter, source)
        if NOT_A_LOOP.search(str(error)):
            return _said("uncalled", name=over)
        value = value_of(loops[-1].iter, frame)
        if isinstance(value, (int, np.integer)):
            return _said("number", name=over, value=value)
    if loops and node is loops[-1].target and "cannot unpack" in str(error):
        names = {"name": text_of(loops[-1].iter, source), "target": text_of(node, source)}
        return _said("one_each", **names)
    if not isinstance(error, (KeyError, ValueError)):
        return None
    loops += [loop for each in chain for loop in getattr(each, "generators", ())]
    for loop in loops:
        if isinstance(loop.target, ast.Tuple) and isinstance(value_of(loop.iter, frame), dict):
            names = {"name": text_of(loop.iter, source), "target": text_of(loop.target, source)}
            return _said("pairs", **names)
    return None


def _text(node, chain, frame, source, error):
    """A text where what stands under it was meant: a key of a dict that was unpacked."""
    if not isinstance(error, (TypeError, ValueError, AttributeError)):
        return None
    stored = chain[-2].value if isinstance(chain[-2], ast.Assign) else None
    parts = [getattr(node, "left", None), getattr(node, "right", None), stored]
    parts += [node.value] if isinstance(node, ast.Attribute) else []
    holders = [value for value in frame.f_locals.values() if isinstance(value, dict)]
    for part in parts:
        value = frame.f_locals.get(part.id) if isinstance(part, ast.Name) else None
        if type(value) is str and (value == part.id or any(value in one for one in holders)):
            return _said("text", name=part.id, value=value)
    return None
