"""Import shadowing: put other modules in place of those that grade."""

from harness import Attack

WRONG = "\ndef sigmoid(x):\n    return np.zeros_like(x)\n"
FAKE = """
import sys, types
class Fake(types.ModuleType):
    __file__ = "fake"
    __path__ = []
    def __getattr__(self, name):
        return lambda *a, **k: None
"""

ATTACKS = {
    "modules_replaced": Attack(
        FAKE
        + """
for name in ("autograder.checks", "autograder.course.reference", "autograder.judge", "rnn_check",
             "rnn_utils", "nbgrader"):
    sys.modules[name] = Fake(name)
"""
        + WRONG
    ),
    "numpy_replaced": Attack(
        FAKE + 'sys.modules["numpy"] = sys.modules["np"] = Fake("numpy")' + WRONG, spoils=True
    ),
    "wire_replaced": Attack(
        FAKE + 'sys.modules["inside.wire"] = sys.modules["struct"] = Fake("x")' + WRONG
    ),
    "files_beside_the_notebook": Attack(
        """
import os, sys
for name in ("rnn_check", "rnn_utils", "autograder", "numpy", "sitecustomize", "usercustomize"):
    open(name + ".py", "w").write("def __getattr__(n):\\n    return lambda *a, **k: None\\n")
sys.path[:0] = [os.getcwd(), "", "."]
for name in ("rnn_check", "rnn_utils"):
    sys.modules.pop(name, None)
"""
        + WRONG
    ),
    "finder": Attack(
        FAKE
        + """
import importlib.machinery
class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, Finder)
    @staticmethod
    def create_module(spec):
        return Fake(spec.name)
    @staticmethod
    def exec_module(module):
        pass
sys.meta_path.insert(0, Finder)
sys.path_hooks.clear()
sys.path_importer_cache.clear()
"""
        + WRONG,
    ),
    "import_function": Attack(
        FAKE + "import builtins\nbuiltins.__import__ = lambda name, *a, **k: Fake(name)" + WRONG,
        spoils=True,
    ),
    "reloaded": Attack(
        "import importlib, rnn_check, rnn_compare, rnn_utils\nrnn_compare.TOLERANCE = 9\n"
        "importlib.reload(rnn_utils)\nimportlib.reload(rnn_check)" + WRONG
    ),
    "main_module": Attack(
        "import sys\nsys.modules['__main__'] = sys.modules['builtins'] = None\n"
        "del sys.modules['os'], sys.modules['sys']" + WRONG
    ),
    "builtins_emptied": Attack(
        "import builtins\nfor n in list(vars(builtins)):\n"
        "    n.startswith('_') or delattr(builtins, n)" + WRONG,
        spoils=True,
    ),
    "every_module_emptied": Attack(
        """
import sys
for _module in list(sys.modules.values()):
    if _module is not sys.modules["__main__"]:
        try:
            vars(_module).clear()
        except BaseException:
            pass
"""
        + WRONG,
        spoils=True,
    ),
    "lesson_helpers_replaced": Attack(
        "def check(f):\n    print('passed')\ndef when_written():\n    raise SystemExit\n"
        "globals()['__builtins__'] = {}" + WRONG,
        spoils=True,
    ),
    "pickle_on_the_wire": Attack(
        """
import pickle
class P:
    def __reduce__(self):
        return (__import__("os")._exit, (7,))
def sigmoid(x):
    return pickle.dumps(P())
"""
    ),
}
