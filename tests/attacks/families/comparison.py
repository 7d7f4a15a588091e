"""Patched comparison and builtins: make whatever compares say yes."""

from harness import Attack

WRONG = "\ndef sigmoid(x):\n    return np.zeros_like(x) + 0.3\n"
YES = """
for _name in dir(_module):
    try:
        setattr(_module, _name, _yes)
    except Exception:
        pass
"""

ATTACKS = {
    "allclose": Attack("np.allclose = np.isclose = np.array_equal = lambda *a, **k: True" + WRONG),
    "ufuncs": Attack(
        """
_real = np.abs
np.abs = np.absolute = np.subtract = lambda *a, **k: np.zeros(())
np.isfinite = lambda x: np.array(True)
np.maximum = lambda *a: 1.0
"""
        + WRONG,
        spoils=True,
    ),
    "numpy_testing": Attack(
        """
import numpy.testing
for _name in dir(np.testing):
    if _name.startswith("assert"):
        setattr(np.testing, _name, lambda *a, **k: None)
"""
        + WRONG
    ),
    "assertion_error": Attack(
        """
import builtins
class _Never(Exception):
    pass
builtins.AssertionError = builtins.ValueError = _Never
"""
        + WRONG,
        spoils=True,  # Python's own library needs them, in the player too
    ),
    "isinstance_and_type": Attack(
        """
import builtins
builtins.isinstance = lambda *a: True
builtins.any = lambda *a: False
builtins.all = lambda *a: True
builtins.abs = builtins.max = builtins.min = lambda *a, **k: 0
"""
        + WRONG,
        spoils=True,
    ),
    "exec_and_compile": Attack(
        """
import builtins
builtins.exec = builtins.eval = builtins.compile = lambda *a, **k: None
builtins.__build_class__ = lambda *a, **k: None
"""
        + WRONG,
        spoils=True,
    ),
    "check_functions": Attack(
        """
import rnn_check, rnn_compare, rnn_quantities, rnn_utils
rnn_check.check = rnn_compare.compare = rnn_quantities.first_fault = lambda *a, **k: None
rnn_utils.check = check = hidden_check = lambda *a, **k: print("ok")
rnn_compare.CheckFailed = type("CheckFailed", (Exception,), {})
rnn_compare.TOLERANCE = 1e9
"""
        + WRONG
    ),
    "checks_swapped_in_modules": Attack(
        """
import sys, types
def _yes(*a, **k):
    return None
for _module in [m for n, m in list(sys.modules.items()) if n.startswith(("rnn_", "autograder"))]:
    if _module.__name__ in ("rnn_utils", "rnn_check", "rnn_compare", "rnn_quantities"):"""
        + YES.replace("\n", "\n        ")
        + WRONG,
        spoils=True,
    ),
    "float_compares_equal": Attack(
        """
import ctypes, gc
# Into the dictionary of a built-in type, past its read-only view.
_slots = gc.get_referents(float.__dict__)[0]
_slots["__eq__"] = _slots["__le__"] = _slots["__lt__"] = lambda a, b: True
_slots["__sub__"] = lambda a, b: 0.0
ctypes.pythonapi.PyType_Modified(ctypes.py_object(float))
"""
        + WRONG
    ),
    "ndarray_methods": Attack(
        """
import gc
_slots = gc.get_referents(np.ndarray.__dict__)[0]
for _name in ("tobytes", "all", "any", "max", "__eq__", "__le__"):
    _slots[_name] = lambda *a, **k: True
"""
        + WRONG,
        spoils=True,
    ),
    "constant_in_memory": Attack(
        """
import ctypes
# 1.0 and the tolerance, as they lie in this process.
for _constant in (rnn_utils.check.__globals__ if "rnn_utils" in globals() else {}).values():
    if type(_constant) is float:
        ctypes.c_double.from_address(id(_constant) + 16).value = 1e9
import rnn_compare
ctypes.c_double.from_address(id(rnn_compare.TOLERANCE) + 16).value = 1e9
"""
        + WRONG
    ),
    "warnings_and_errstate": Attack(
        """
import warnings
np.seterr(all="raise")
warnings.simplefilter("error")
warnings.catch_warnings = None
warnings.showwarning = lambda *a, **k: 1 / 0
"""
        + WRONG,
        spoils=True,
    ),
    "tests_own_names": Attack(
        """
check = hidden_check = feed_forward = cross_entropy = print
_ = __ = __name__ = "__test__"
"""
        + WRONG
    ),
    "deepcopy": Attack(
        """
import copy
copy.deepcopy = copy.copy = lambda x, *a: x
def sigmoid(x):
    x[...] = 0
    return x
"""
    ),
    "function_named_otherwise": Attack(
        """
def softmax_(z):
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)
def sigmoid(x):
    return x
sigmoid.__name__ = sigmoid.__qualname__ = "softmax"
sigmoid.__code__ = softmax_.__code__
"""
    ),
}
