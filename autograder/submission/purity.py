"""Functions that leave nothing behind, found in a notebook's text without running it.

Whatever such a function is called with, later calls find everything as it was. So one process can
serve the tests of all of them, one after the other, and each still starts from the state that the
cells left.

Only what is on the lists below is taken to be harmless: NumPy's arithmetic, the containers, plain
statements. Anything else, such as ``global``, a class, a decorator or a random number, may leave
something behind. So may ``np.empty`` and its like: they show what an earlier call has left in
memory. Most answers to the lessons do with what is on the lists.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterable, Mapping, Sequence

from autograder.base.kept import Kept
from autograder.submission import code_facts

LONGEST = 100_000  # characters of a submission that are looked at

# What a cell may import. Their contents can be changed only by means that are not on the lists.
MODULES = frozenset(
    "collections copy itertools math matplotlib matplotlib.pyplot numpy random rnn_figures "
    "rnn_utils time typing".split()
)
# Of these, what a function may use: the names in ATTRIBUTES.
PURE_MODULES = frozenset({"copy", "math", "numpy"})

# Not ``type``: it makes classes, and `copy` calls what a class has for ``__reduce_ex__`` or
# ``__deepcopy__``, which may put an attribute on anything.
BUILTINS = frozenset(
    "abs all any bool bytes callable complex dict divmod enumerate filter float frozenset int "
    "isinstance issubclass iter len list map max min next object pow print range repr reversed "
    "round set slice sorted str sum tuple zip Ellipsis NotImplemented".split()
) | {
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, Exception)
}
# Every other built-in, and the notebook's shell, which runs text.
UNKNOWN_NAMES = frozenset(dir(builtins)) - BUILTINS | {"get_ipython"}

# Attributes that a function may use, whatever they are attributes of.
ATTRIBUTES = frozenset(
    # NumPy: making and shaping arrays
    "arange array array_split asarray ascontiguousarray atleast_1d atleast_2d atleast_3d block "
    "broadcast_arrays broadcast_to column_stack concatenate copyto diag diagonal dsplit dstack "
    "expand_dims eye flip fliplr flipud full full_like hsplit hstack identity indices ix_ linspace "
    "meshgrid moveaxis ndenumerate ndindex newaxis ones ones_like ravel repeat reshape resize "
    "roll rollaxis split squeeze stack swapaxes take take_along_axis tile transpose tril triu "
    "vsplit vstack where zeros zeros_like "
    # arithmetic
    "abs absolute add all allclose amax amin any argmax argmin argsort array_equal at average "
    "ceil clip conj cos cosh count_nonzero cross cumprod cumsum diff divide dot e einsum equal "
    "exp exp2 expm1 fabs floor floor_divide fsum greater greater_equal inf inner inv invert "
    "isclose isfinite isinf isnan isscalar kron less less_equal linalg log log10 log1p log2 "
    "logaddexp logical_and logical_not logical_or matmul max maximum mean median min minimum "
    "mod multi_dot multiply nan nan_to_num nansum negative nonzero norm not_equal outer pi "
    "power prod ptp qr real reciprocal reduce round searchsorted sign sin sinh solve sqrt square "
    "std subtract sum tan tanh tensordot trace true_divide unique var vdot "
    # types and looks
    "T astype bool_ dtype errstate finfo flat flatten float32 float64 floating int32 int64 integer "
    "item itemsize nbytes ndim number result_type shape size strides tobytes tolist view "
    # containers and text
    "append clear copy count deepcopy endswith extend fill format get index insert items join keys "
    "lower pop popitem put remove replace reverse setdefault sort startswith strip update upper "
    "values zfill "
    # a draw from a generator that the test hands over; np.random is not on the list
    "standard_normal".split()
)
# What changes how NumPy computes, for all that comes after it.
UNKNOWN_ATTRIBUTES = frozenset({"seterr", "seterrcall", "setbufsize"})

# Statements and expressions. Not the walrus, which in a comprehension binds a name outside of it.
NODES = frozenset(
    getattr(ast, name)
    for name in (
        "Import ImportFrom alias Return Assign AugAssign AnnAssign Delete For While If With "
        "withitem Raise Try ExceptHandler Assert Expr Pass Break Continue BoolOp BinOp UnaryOp "
        "IfExp Dict Set comprehension Compare Call keyword FormattedValue JoinedStr Subscript "
        "Starred List Tuple Slice And Or Add Sub Mult MatMult Div Mod Pow LShift RShift BitOr "
        "BitXor BitAnd FloorDiv Invert Not UAdd USub Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn"
    ).split()
)
COMPREHENSIONS = frozenset({ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp})

Bound = tuple[str, frozenset[str] | None]  # a name, and what it uses: None if that may change


def names_used(
    cells: Sequence[str], functions: Mapping[str, int]
) -> dict[str, frozenset[str]] | None:
    """Names that functions use, themselves and through each other, if they leave nothing behind.

    Parameters
    ----------
    cells : sequence of str
        Sources of all cells that are run, in order.
    functions : mapping of str to int
        For each function, how many cells stand above the first test that calls it. What it uses
        must be there by then and stay as it is, for a test sees names as they are at its place.

    Returns
    -------
    dict of frozenset, or None
        By function. None if it is not sure that all of them leave nothing behind, and are the same
        at their tests.
    """
    if sum(map(len, cells)) > LONGEST:
        return None
    bound: dict[str, tuple[int, frozenset[str] | None]] = {}
    for place, source in enumerate(cells):
        names = _known.get(source, _read, source)
        if names is None:
            return None
        for name, uses in names:
            # What a name that is bound twice stands for depends on the place.
            bound[name] = place, (None if name in bound else uses)
    found = {name: _reached(name, above, bound) for name, above in functions.items()}
    return None if None in found.values() else found


def _reached(
    function: str, above: int, bound: Mapping[str, tuple[int, frozenset[str] | None]]
) -> frozenset[str] | None:
    """Names that a function uses, itself and through others; None if one of them may change."""
    reached: set[str] = set()
    todo = [function]
    while todo:
        name = todo.pop()
        if name not in bound:
            continue  # a name that no cell binds is a harmless built-in, or always an error
        place, uses = bound[name]
        if uses is None or place >= above:
            return None
        todo += uses - reached
        reached |= uses
    return frozenset(reached)


def _size(thing: str | tuple[Bound, ...] | None) -> int:
    """Bytes of a cell's source, or of what was read of it; names count as if each were its own."""
    if type(thing) is not tuple:
        return sys.getsizeof(thing)
    names = sum(1 + len(uses or ()) for _, uses in thing)
    return sys.getsizeof(thing) + 150 * names


_known = Kept(8_000, _size)


def _read(source: str) -> tuple[Bound, ...] | None:
    """Names that a cell binds, in order; None if it holds what is not on the lists."""
    tree = code_facts.python(source)
    if tree is None:
        return None
    found: list[Bound] = []
    try:
        for node in tree.body:
            scope = Scope()
            if type(node) is ast.FunctionDef:
                inside, evaluated_here = scope.function(node)
                scope.read(evaluated_here)
                found.append((node.name, inside.from_outside() if inside.pure else None))
                continue
            scope.read([node])
            if type(node) in (ast.Import, ast.ImportFrom):
                found += _imported(node)
            else:
                constant = type(node) is ast.Assign and _is_constant(node.value)
                found += [(name, frozenset() if constant else None) for name in scope.own]
    except (Unknown, RecursionError):
        return None
    return tuple(found)


class Unknown(Exception):
    """Something is not on the lists."""


class Scope:
    """What a piece of code binds and uses, with the functions inside it.

    Parameters
    ----------
    own : iterable of str
        Names that it has from the start: a function's parameters.
    """

    def __init__(self, own: Iterable[str] = ()) -> None:
        self.own = set(own)
        self.used: set[str] = set()
        self.pure = True  # as far as what it does itself goes; not what it calls

    def from_outside(self) -> frozenset[str]:
        """Names that it uses and does not bind."""
        return frozenset(self.used - self.own)

    def read(self, nodes: Sequence[ast.AST]) -> None:
        """Read statements or expressions.

        Raises
        ------
        Unknown
        """
        todo = list(nodes)
        while todo:
            node = todo.pop()
            kind = type(node)
            if kind is ast.Name:
                if node.id in UNKNOWN_NAMES or node.id.startswith("__"):
                    raise Unknown
                (self.used if type(node.ctx) is ast.Load else self.own).add(node.id)
            elif kind is ast.Attribute:
                self._attribute(node)
                todo.append(node.value)
            elif kind is ast.FunctionDef or kind is ast.Lambda:
                inside, evaluated_here = self.function(node)
                self._take(inside)
                todo += evaluated_here
            elif kind in COMPREHENSIONS:
                todo.append(node.generators[0].iter)  # what is gone through belongs out here
                inside = Scope()
                inside.read(list(ast.iter_child_nodes(node)))
                self._take(inside)
            elif kind in NODES:
                self._names_without_nodes(node, kind)
                todo += ast.iter_child_nodes(node)
            elif kind is not ast.Constant and kind not in (ast.Load, ast.Store, ast.Del):
                raise Unknown

    def _attribute(self, node: ast.Attribute) -> None:
        # Setting an attribute could change a module or a function.
        known = type(node.ctx) is ast.Load and node.attr not in UNKNOWN_ATTRIBUTES
        if not known or node.attr.startswith("_"):
            raise Unknown
        self.pure &= node.attr in ATTRIBUTES

    def function(self, node: ast.FunctionDef | ast.Lambda) -> tuple[Scope, list[ast.expr]]:
        """Read a function; return its scope, and what is evaluated where it is defined.

        Raises
        ------
        Unknown
        """
        given = node.args
        defaults = [value for value in given.defaults + given.kw_defaults if value is not None]
        # A default value is made once, and what is put into it stays.
        if not all(map(_is_constant, defaults)):
            raise Unknown
        parameters = [*given.posonlyargs, *given.args, *given.kwonlyargs]
        parameters += filter(None, (given.vararg, given.kwarg))
        inside = Scope(parameter.arg for parameter in parameters)
        if type(node) is ast.Lambda:
            inside.read([node.body])
            return inside, []
        if node.decorator_list or getattr(node, "type_params", None):
            raise Unknown
        self.own.add(node.name)
        inside.read(node.body)
        annotations = [*(parameter.annotation for parameter in parameters), node.returns]
        return inside, [each for each in annotations if each is not None]

    def _take(self, inside: Scope) -> None:
        """Count what is done inside as done here."""
        self.used |= inside.from_outside()
        self.pure &= inside.pure

    def _names_without_nodes(self, node: ast.AST, kind: type) -> None:
        """Take in names that a statement holds as plain text."""
        if kind is ast.Import or kind is ast.ImportFrom:
            names = _imported(node)
            self.own.update(name for name, _ in names)
            self.pure &= all(uses is not None for _, uses in names)
        elif kind is ast.ExceptHandler and node.name:
            self.own.add(node.name)
        elif kind is ast.keyword and node.arg in ("where", None):
            # Where it is false, NumPy returns what lay in memory; a ``**`` may hold it.
            self.pure = False


def _imported(node: ast.Import | ast.ImportFrom) -> list[Bound]:
    found: list[Bound] = []
    for alias in node.names:
        module = alias.name if type(node) is ast.Import else node.module
        if module not in MODULES or alias.name == "*" or getattr(node, "level", 0):
            raise Unknown
        pure = module in PURE_MODULES and (type(node) is ast.Import or alias.name in ATTRIBUTES)
        name = alias.asname or alias.name.split(".")[0]
        found.append((name, frozenset() if pure else None))
    return found


def _is_constant(node: ast.expr) -> bool:
    if type(node) is ast.Tuple:
        return all(map(_is_constant, node.elts))
    if type(node) is ast.UnaryOp:
        node = node.operand
    return type(node) is ast.Constant
