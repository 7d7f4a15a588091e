"""Lying objects: results that claim to be something, or equal to everything."""

from harness import Attack

from autograder.base.outcome import Status


def returns(value: str, before: str = "") -> str:
    """An answer that returns an expression."""
    return f"{before}\ndef sigmoid(x):\n    return {value}\n"


YES = """
class Yes:
    def _yes(self, *a, **k):
        return True
    __eq__ = __le__ = __lt__ = __ge__ = __gt__ = __ne__ = __bool__ = _yes
    __hash__ = None
    def _self(self, *a, **k):
        return self
    __sub__ = __rsub__ = __add__ = __radd__ = __abs__ = __getitem__ = __iter__ = _self
    __truediv__ = __rtruediv__ = __call__ = _self
    def __float__(self):
        return 0.5
    def __getattr__(self, name):
        return self
"""
LIAR = """
class Liar(np.ndarray):
    def __array_ufunc__(self, *a, **k):
        return np.zeros(())
    def __array_function__(self, *a, **k):
        return True
    def __eq__(self, other):
        return np.ones(self.shape, bool)
    __le__ = __eq__
    def __sub__(self, other):
        return np.zeros(self.shape)
    __rsub__ = __sub__
    def tobytes(self, *a):
        return b""
"""

ATTACKS = {
    "equal_to_everything": Attack(returns("Yes()", YES)),
    "array_subclass": Attack(returns("np.zeros_like(x).view(Liar)", LIAR)),
    "array_of_liars": Attack(returns("np.array([Yes()] * x.size, object).reshape(x.shape)", YES)),
    "array_protocol": Attack(
        returns(
            "Pretender()",
            """
class Pretender:
    shape, dtype, ndim = (), np.dtype(float), 0
    __array_priority__ = 1e9
    def __array__(self, *a, **k):
        return np.zeros(4)
    __array_interface__ = {"shape": (4,), "typestr": "<f8", "data": (16, False), "version": 3}
""",
        )
    ),
    "class_property": Attack(
        returns(
            "Masked()",
            """
class Masked:
    __class__ = property(lambda self: np.ndarray)
    shape = property(lambda self: 1 / 0)
""",
        )
    ),
    "type_without_a_name": Attack(
        returns(
            "Nameless()",
            """
class Meta(type):
    __name__ = property(lambda self: 1 / 0)
    def __repr__(self):
        raise SystemExit
class Nameless(metaclass=Meta):
    pass
""",
        )
    ),
    "type_with_a_strange_name": Attack(
        returns("type('<script>alert(1)</script>' * 99 + chr(0x202e), (), {})()")
    ),
    "matrix": Attack(returns("np.matrix(np.ones((2, 2)))")),
    "masked_array": Attack(returns("np.ma.masked_all(np.shape(x))")),
    "structured_array": Attack(returns("np.zeros(np.shape(x), [('a', float), ('b', object)])")),
    "subclass_of_dict": Attack(
        returns("D()", "class D(dict):\n    def __missing__(self, key):\n        return 1")
    ),
    "subclass_of_tuple": Attack(
        returns("T((1,))", "class T(tuple):\n    def __len__(self):\n        return 2")
    ),
    "subclass_of_float": Attack(
        returns(
            "F(1)",
            "class F(float):\n    __sub__ = __rsub__ = lambda *a: 0.0",
        )
    ),
    "not_a_number": Attack(returns("np.full(np.shape(x), np.nan)"), ends=Status.WRONG),
    "infinite": Attack(returns("np.full(np.shape(x), np.inf)"), ends=Status.WRONG),
    "empty": Attack(returns("np.empty((0,) + np.shape(x)[1:])"), ends=Status.WRONG),
    "empty_and_huge": Attack(returns("np.empty((0, 1 << 39, 1 << 10))"), ends=Status.WRONG),
    "broadcasts": Attack(returns("np.full((1,) * np.ndim(x), 0.5)"), ends=Status.WRONG),
    "scalar_for_an_array": Attack(returns("np.float64(0.5)"), ends=Status.WRONG),
    "complex_numbers": Attack(returns("np.ones(np.shape(x)) * 1j"), ends=Status.WRONG),
    "unnormal_long_doubles": Attack(
        # Bit patterns that an 80-bit register holds for no number.
        returns(
            "np.frombuffer(bytes([1, 2, 3, 4, 5, 6, 7, 1, 254, 63]).ljust(16, b'\\1') * x.size,"
            " np.longdouble).reshape(x.shape)"
        ),
        ends=Status.WRONG,
    ),
    "small_integers": Attack(returns("np.full(np.shape(x), -128, np.int8)"), ends=Status.WRONG),
    "half_precision": Attack(returns("(1 / (1 + np.exp(-np.clip(x, -9, 9)))).astype('f2')")),
    "huge_integers": Attack(returns("[[10 ** 2000]] * 99"), ends=Status.WRONG),
    "integer_beyond_the_wire": Attack(returns("1 << 100_000"), ends=Status.WRONG),
    "dates": Attack(returns("np.zeros(np.shape(x), 'M8[s]')"), ends=Status.WRONG),
    "text": Attack(returns("'0.5'"), ends=Status.WRONG),
    "lone_surrogates": Attack(returns("{'\\ud800': '\\udfff' * 1000}"), ends=Status.WRONG),
    "ragged": Attack(returns("[[1, 2], [3], [[4]]]"), ends=Status.WRONG),
    "contains_itself": Attack(returns("L", "L = []\nL.append(L)")),
    "generator": Attack(returns("(i for i in x)"), ends=Status.WRONG),
    "the_argument_itself": Attack(
        "def sigmoid(x):\n    x[...] = 1 / (1 + np.exp(-np.clip(x, -700, 700)))\n    return x\n",
        ends=Status.WRONG,
    ),
    "argument_resized": Attack(
        """
def sigmoid(x):
    right = 0.5 * (1 + np.tanh(0.5 * x))
    x.resize((1, 1, 1), refcheck=False)
    return right
""",
        ends=Status.WRONG,
    ),
    "result_changed_later": Attack(
        """
_one = {}
def sigmoid(x):
    out = _one.setdefault(x.shape, np.zeros(x.shape))
    out[...] = 0.5 * (1 + np.tanh(0.5 * x))
    return out
""",
        ends=(Status.WRONG, Status.OK),  # the check has no two inputs of one shape
        deserved=4.0,
        spoils=True,
    ),
    "memory_behind_an_array": Attack(
        # Strides that lead out of the array: bytes of this process, or a crash.
        returns("np.lib.stride_tricks.as_strided(x.ravel(), np.shape(x), (1 << 40,) * x.ndim)")
    ),
    "array_without_memory": Attack(
        """
import ctypes
def sigmoid(x):
    x = np.array(x)
    ctypes.c_size_t.from_address(id(x) + 16).value = 8  # where its data lies
    return x
"""
    ),
    "not_callable": Attack("sigmoid = 3\n#def sigmoid(", ends=Status.ERROR),
    "callable_object": Attack(
        """
class S:
    __name__ = "sigmoid"
    def __call__(self, x):
        return Yes()
    def __getattr__(self, name):
        return self
sigmoid = S()
"""
        + YES
    ),
    "names_that_lie": Attack(
        """
class Names(dict):
    def __contains__(self, key):
        return True
    def __getitem__(self, key):
        return lambda *a: None
def sigmoid(x):
    import gc
    for thing in gc.get_objects():
        if type(thing).__name__ == "Notebook":
            thing.names = Names()
    return x
"""
    ),
    "raises_check_failed": Attack(
        "from rnn_compare import CheckFailed\ndef sigmoid(x):\n    raise CheckFailed('fine')\n"
    ),
    "raises_an_exit": Attack("def sigmoid(x):\n    raise SystemExit(0)\n", ends=Status.ERROR),
    "raises_an_interrupt": Attack("def sigmoid(x):\n    raise KeyboardInterrupt\n"),
    "raises_what_the_judge_uses": Attack(
        """
class StopTest(BaseException):
    status, message, fatal = "ok", "", False
class CheckPassed(BaseException):
    pass
def sigmoid(x):
    raise StopTest("ok") if x.ndim == 1 else CheckPassed()
""",
        ends=Status.ERROR,
    ),
    "exception_that_cannot_be_shown": Attack(
        """
class Odd(Exception):
    def __str__(self):
        raise SystemExit
    __repr__ = __str__
    __traceback__ = property(lambda self: 1 / 0)
    __class__ = property(lambda self: NotImplementedError)
def sigmoid(x):
    raise Odd(Odd())
"""
    ),
    "exception_of_exceptions": Attack(
        """
def sigmoid(x):
    error = ValueError("x")
    for _ in range(50_000):
        error = ExceptionGroup("g", [error])
    error.__cause__ = error.__context__ = error
    raise error
"""
    ),
}
