"""Ways to keep something between tests that a look at a function's text may overlook."""

import pytest
from test_purity import judged

# Each leaves something behind, shows what was left, or might in some version of Python or NumPy.
KEEPS = {
    "setattr": "def f(x):\n    setattr(f, 'n', 1)",
    "vars": "def f(x):\n    vars(np)['tanh'] = 1",
    "globals": "def f(x):\n    globals()['n'] = x",
    "locals": "def f(x):\n    locals()['n'] = x",
    "import error": "def f(x):\n    import os",
    "dunder dict": "def f(x):\n    f.__dict__['n'] = x",
    "closure cell": "def f(x):\n    f.__closure__",
    "defaults": "def f(x):\n    f.__defaults__[0]",
    "walrus": "def f(x):\n    [(y := v) for v in x]",
    "ufunc at global": "a = np.zeros(3)\ndef f(x):\n    np.add.at(a, 0, x)",
    "out keyword to global": "a = np.zeros(3)\ndef f(x):\n    np.exp(x, out=a)",
    "np.copyto global": "a = np.zeros(3)\ndef f(x):\n    np.copyto(a, x)",
    "sort of global": "a = [3, 1]\ndef f(x):\n    a.sort()",
    "nested def keeps": "def g():\n"
    "    kept = []\n"
    "    def f(x):\n"
    "        kept.append(x)\n"
    "    return f\n"
    "f = g()",
    "lambda keeps": "f = (lambda kept: lambda x: kept.append(x))([])",
    "try star": "def f(x):\n    try:\n        x()\n    except* ValueError:\n        pass",
    "match": "def f(x):\n    match x:\n        case np.tanh:\n            pass",
    "yield from": "def f(x):\n    yield from x",
    "await": "async def f(x):\n    await x",
    "nonlocal": "def g():\n"
    "    n = 0\n"
    "    def f(x):\n"
    "        nonlocal n\n"
    "        n += 1\n"
    "    return f\n"
    "f = g()",
    "type alias": "type X = int\ndef f(x):\n    return x",
    "default of np call": "def f(x, a=np.zeros(3)):\n    a[0] = x",
    "star import": "from numpy import *\ndef f(x):\n    return exp(x)",
    "import as of builtin": "import os as math\ndef f(x):\n    return math.x",
    "del global": "n = 1\ndef f(x):\n    global n\n    del n",
    "np.errstate kept": "e = np.errstate(all='raise')\ndef f(x):\n    with e:\n        return x",
    "str.join with generator outside": "it = (v for v in 'abc')\ndef f(x):\n    return ''.join(it)",
    "zip outside": "z = zip([1], [2])\ndef f(x):\n    return next(z)",
    "np.random via from": "from numpy import random\ndef f(x):\n    return random.rand()",
    "itertools count": "import itertools\nc = itertools.count()\ndef f(x):\n    return next(c)",
    "time": "import time\ndef f(x):\n    return time.time()",
    "set printoptions": "def f(x):\n    np.set_printoptions(precision=1)",
    "seterr": "def f(x):\n    np.seterr(all='raise')",
    "empty": "def f(x):\n    return np.empty(3)",
    "empty_like": "def f(x):\n    return np.empty_like(x)",
    "where keyword": "def f(x):\n    return np.exp(x, where=x > 0)",
    "where in a dict": "def f(x):\n    return np.exp(x, **{'where': x > 0})",
    "a view with more": "def f(x):\n    return np.lib.stride_tricks.as_strided(x, (99,))",
    "ndarray made": "def f(x):\n    return np.ndarray(3)",
    "frombuffer": "def f(x):\n    return np.frombuffer(x)",
    "numpy.testing": "def f(x):\n    np.testing.assert_equal(x, x)",
    "np.vectorize": "def f(x):\n    return np.vectorize(f)(x)",
    "np.frompyfunc": "def f(x):\n    return np.frompyfunc(f, 1, 1)",
    "pickle": "def f(x):\n    import pickle\n    pickle.loads(x)",
    "tofile": "def f(x):\n    x.tofile('a')",
    "save": "def f(x):\n    np.save('a', x)",
    "dump": "def f(x):\n    x.dump('a')",
    "open": "def f(x):\n    open('a', 'w')",
    "exec": "def f(x):\n    exec('global n; n = 1')",
    "eval": "def f(x):\n    eval('f')",
    "compile": "def f(x):\n    compile('1', '', 'eval')",
    "input": "def f(x):\n    input()",
    "breakpoint": "def f(x):\n    breakpoint()",
    "magic": "%load_ext autoreload\ndef f(x):\n    return x",
    "shell": "!true\ndef f(x):\n    return x",
    "get_ipython": "def f(x):\n    get_ipython().run_line_magic('reset', '-f')",
    "getattr": "def f(x):\n    getattr(np, 'random').seed(0)",
    "hasattr": "def f(x):\n    hasattr(np, 'x')",
    "memoryview": "def f(x):\n    memoryview(x)[0] = 1",
    "super": "def f(x):\n    super()",
    "property": "def f(x):\n    property(f)",
    "staticmethod": "def f(x):\n    staticmethod(f)",
    "exception with traceback": "def f(x):\n"
    "    try:\n"
    "        x()\n"
    "    except ValueError as e:\n"
    "        e.with_traceback(None)",
    "exception args kept": "E = ValueError([])\ndef f(x):\n    E.args[0].append(x)",
    "exception add_note": "def f(x):\n    raise_me = ValueError()\n    raise_me.add_note('a')",
    "finalizer": "def f(x):\n    import weakref\n    weakref.finalize(x, f)",
    "gc": "def f(x):\n    import gc\n    gc.disable()",
    "sys": "def f(x):\n    import sys\n    sys.setrecursionlimit(50)",
    "redefined builtin": "def sum(x):\n    kept.append(x)\nkept = []\ndef f(x):\n    return sum(x)",
    "dict default factory": "from collections import defaultdict\n"
    "d = defaultdict(list)\n"
    "def f(x):\n"
    "    d[0].append(x)",
    "deque": "from collections import deque\nd = deque()\ndef f(x):\n    d.append(x)",
    "Counter": "from collections import Counter\ndef f(x):\n    return Counter(x)",
    "namedtuple": "from collections import namedtuple\n"
    "P = namedtuple('P', 'a')\n"
    "def f(x):\n"
    "    P.n = x",
    "typing class": "from typing import NamedTuple\ndef f(x):\n    return NamedTuple('P', [])",
    "plt": "import matplotlib.pyplot as plt\ndef f(x):\n    plt.figure()",
    "rnn_utils name": "from rnn_utils import check\ndef f(x):\n    return check(f)",
    "math via copy": "import copy\ndef f(x):\n    copy.dispatch_table[int] = f",
    "copy._deepcopy_dispatch": "import copy\ndef f(x):\n    copy._deepcopy_dispatch[int] = f",
    "copy of function": "import copy\ndef f(x):\n    copy.copy(f).n = 1",
    "memo that stays": "import copy\nmemo = {}\ndef f(x):\n    return copy.deepcopy(x, memo)",
    "resize in place": "a = np.zeros(3)\ndef f(x):\n    a.resize(5)",
    "flat of global": "a = np.zeros(3)\ndef f(x):\n    a.flat[0] = x",
    "T of global": "a = np.zeros(3)\ndef f(x):\n    a.T[0] = x",
    "view of global": "a = np.zeros(3)\ndef f(x):\n    a.view()[0] = x",
    "del with subscripts": "a = [1]\ndef f(x):\n    del a[0]",
    "starred target": "a = [0]\ndef f(x):\n    a[0], *b = x",
    "for target": "a = [0]\ndef f(x):\n    for a[0] in x: pass",
    "with target": "a = [0]\ndef f(x):\n    with np.errstate() as a[0]: pass",
    "comprehension target": "a = [0]\ndef f(x):\n    return [0 for a[0] in x]",
    "global in nested": "def f(x):\n    def g():\n        global n\n        n = x\n    g()",
    "lambda default": "def f(x, g=lambda v=[]: v):\n    g().append(x)",
    "f-string call": "a = []\ndef f(x):\n    return f'{a.append(x)}'",
    "dtype metadata": "d = np.dtype(float, metadata={})\ndef f(x):\n    d.metadata['a'] = 1",
}

# Each looks as if it did, and cannot.
HARMLESS = {
    "copy.replace": "def f(x):\n    import copy\n    copy.replace(np, tanh=x)",
    "format with attribute": "def f(x):\n    return '{0.__class__}'.format(x)",
    "object called": "def f(x):\n    return object()",
    "np.put on constant": "def f(x):\n    np.put(np.pi, 0, x)",
    "annotation with call": "def f(x: [].append(1)):\n    return x",
    "print to file": "def f(x):\n    print(x, file=f)",
    "iter with callable": "def f(x):\n    return iter(f, None)",
    "ufunc of nout": "def f(x):\n    np.add.reduce(x, out=f)",
}


@pytest.mark.parametrize("name", KEEPS)
def test_an_idea_of_keeping_something_is_seen(name):
    assert not judged(KEEPS[name])


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_like_keeping_something_is_harmless(name):
    assert judged(HARMLESS[name])
