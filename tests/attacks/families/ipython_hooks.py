"""IPython's hooks and input transformers: have other text run than what stands in the cells."""

from harness import Attack

WRONG = "\ndef sigmoid(x):\n    return x\n"

ATTACKS = {
    "input_transformer": Attack(
        """
def cheat(lines):
    return ["pass"] if any("check" in line for line in lines) else lines
try:
    get_ipython().input_transformers_cleanup.append(cheat)
    get_ipython().input_transformers_post.append(cheat)
    print("LEAK: hooks")
except AttributeError:
    print("no hooks")
"""
        + WRONG,
        says="no hooks",
    ),
    "tree_transformer": Attack(
        """
import ast
class Never(ast.NodeTransformer):
    def visit_Call(self, node):
        return ast.Constant(None)
try:
    get_ipython().ast_transformers.append(Never())
except AttributeError:
    print("no hooks")
"""
        + WRONG,
        says="no hooks",
    ),
    "events": Attack(
        """
try:
    get_ipython().events.register("pre_run_cell", lambda *a: globals().update(check=print))
except AttributeError:
    print("no hooks")
"""
        + WRONG,
        says="no hooks",
    ),
    "exceptions_swallowed": Attack(
        """
import sys
sys.excepthook = sys.unraisablehook = lambda *a: None
try:
    get_ipython().set_custom_exc((Exception,), lambda *a: None)
except AttributeError:
    print("no hooks")
"""
        + WRONG,
        says="no hooks",
    ),
    "shell_class_patched": Attack(
        """
try:
    from IPython.core.interactiveshell import InteractiveShell
    InteractiveShell.run_cell = InteractiveShell.run_cell_async = lambda *a, **k: None
except ImportError:
    pass
get_ipython = lambda: None
"""
        + WRONG
    ),
    "players_notebook_patched": Attack(
        """
from inside import cells
cells.Notebook.run = lambda self, cell, source, seconds: None
cells.describe = lambda error: {"kind": "none"}
cells.plain_python = lambda source: "pass"
"""
        + WRONG,
        spoils=True,
    ),
    "shell_commands": Attack(
        "!id > leak\nx = !cat /etc/passwd\nprint(x)\n%system id > leak\n%sx id > leak\n"
        "get_ipython().system('id > leak')\nimport os\nif os.path.exists('leak'):\n"
        "    print('LE' + 'AK')" + WRONG,
        says="Left out",
    ),
    "cell_magic": Attack("%%bash\nid", above="%%python\nprint('LE' + 'AK')"),
    "cell_magic_that_runs_the_cell": Attack(
        "%%time\n%%capture out\n%%timeit -n 1\nimport os\nos._exit(0)\n" + WRONG
    ),
    "run_magic": Attack(
        "%run /judge/rnn_check.py\n%load_ext os\n%store -r\n%cd /\n%env X=1\n%pip install x" + WRONG
    ),
    "time_magic_with_a_statement": Attack("%time __import__('os')._exit(0)" + WRONG),
    "display_hook": Attack(
        "import sys, builtins\nsys.displayhook = lambda v: 1 / 0\nbuiltins.display = None\n"
        "builtins._ = 1" + WRONG + "\n1 + 1",
        spoils=True,
    ),
    "published_result": Attack(
        # Under a kernel, a number shown before the error is taken for the points.
        """
try:
    from IPython.display import publish_display_data
    publish_display_data({"text/plain": "1"})
except Exception:
    pass
display(2)
def sigmoid(x):
    display(2)
    print(1)
    return x
2
"""
    ),
    "endless_alias": Attack("?" * 5000 + "\n" + "%" * 5000 + "\n" + "!" * 5000 + WRONG),
}
