"""Frame and gc hunting: find the right results, or the player's own objects, and use them."""

from harness import Attack

from autograder.base.outcome import Status


def body(text: str, before: str = "") -> str:
    """An answer whose function has a body."""
    lines = "\n".join("    " + line for line in text.strip("\n").split("\n"))
    return f"import gc, sys, types\n{before}\ndef sigmoid(x):\n{lines}\n"


# Any array of the right shape that is not the argument, and lies nearer to the truth than chance.
CLOSE = """
def use(thing, x):
    if type(thing) is np.ndarray and thing is not x and thing.shape == x.shape:
        if thing.dtype == float and thing.size > 1 and (thing > 0).all() and (thing < 1).all():
            return thing
"""
PLAYER = """
def player():
    return next(o for o in gc.get_objects() if type(o).__name__ == "TestPlayer")
"""

# Knows what it looks for, and says so where the judge has sent it along.
SOUGHT = """
class Found(Exception):
    pass

def found(truth, own):
    frame, places = sys._getframe(), []
    while frame:
        places += [*frame.f_locals.values(), *frame.f_globals.values()]
        frame = frame.f_back
    places += gc.get_objects()
    for thing in places:
        parts = thing if type(thing) in (list, tuple) else [thing]
        parts = thing.values() if type(thing) is dict else parts
        for part in list(parts):
            if any(part is each for each in own) or not isinstance(part, (np.ndarray, float)):
                continue
            with np.errstate(all="ignore"):
                same = np.shape(part) == np.shape(truth) and np.allclose(part, truth, 1e-9, 0)
            if same:
                return part
"""

ATTACKS = {
    "right_result_sent_along": Attack(
        body(
            """
truth = 1 / (1 + np.exp(-np.clip(np.asarray(x, dtype=float), -700, 700)))
if found(truth, [truth, x]) is not None:
    raise Found
return x
""",
            SOUGHT,
        ),
        never="raised Found",
    ),
    "frames_above": Attack(
        body(
            """
frame = sys._getframe()
while frame:
    for thing in list(frame.f_locals.values()) + list(frame.f_globals.values()):
        for part in thing if type(thing) in (list, tuple) else [thing]:
            if use(part, x) is not None:
                return part
        if type(thing) is dict and "want" in thing:
            return thing["want"]
    frame = frame.f_back
return x
""",
            CLOSE,
        ),
        ends=Status.WRONG,
    ),
    "all_objects": Attack(
        body(
            """
for thing in gc.get_objects():
    if type(thing) is dict and "want" in thing and "label" in thing:
        raise ValueError("LEAK")
    for part in gc.get_referents(thing) if type(thing) in (list, tuple, dict) else ():
        if use(part, x) is not None:
            return part
return x
""",
            CLOSE,
        ),
        ends=Status.WRONG,
    ),
    "reference_functions": Attack(
        body(
            """
for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and thing.__name__ == "sigmoid":
        if "solution" in thing.__code__.co_filename:
            return thing(x)
return x
"""
        ),
        ends=Status.WRONG,
    ),
    "judges_code_in_memory": Attack(
        body(
            """
for thing in gc.get_objects():
    if isinstance(thing, types.ModuleType):
        if thing.__name__.startswith(("autograder.judge", "autograder.check", "autograder.ref")):
            raise ValueError("LEAK")
return x
"""
        ),
        ends=Status.WRONG,
    ),
    "trace_function": Attack(
        body(
            "return x",
            """
def tracer(frame, event, value):
    if "want" in frame.f_locals:
        frame.f_locals["x"][...] = frame.f_locals["want"]
    return tracer
sys.settrace(tracer)
sys.setprofile(tracer)
""",
        ),
        ends=Status.WRONG,
    ),
    "players_own_answer": Attack(
        body(
            """
made = type(player()).call
type(player()).call = lambda self, number, *a: ("returned", number, b"T", None)
return x
""",
            PLAYER,
        )
    ),
    "players_changes_hidden": Attack(
        # The argument is changed, and the player made to say that it was not.
        body(
            """
me = player()
real = me.encode
packed = []
def lie(value):
    if type(value) is tuple and len(value) == 2 and type(value[0]) is tuple:
        packed.append(real(value)) if not packed else None
        return packed[0]
    return real(value)
me.encode = lie
x[...] = 0
return 0.5 * (1 + np.tanh(0.5 * x))
""",
            PLAYER,
        )
    ),
    "players_table": Attack(
        body(
            "me = player()\nme.kept.clear()\nme.numbers.clear()\nme.results[:] = [[1, x, b'N']]\n"
            "return object()",
            PLAYER,
        )
    ),
    "players_limits": Attack(
        body(
            "me = player()\nme.limit = me.channel.limit = 1 << 40\n"
            "for name, module in list(sys.modules.items()):\n"
            "    if name.startswith('inside.') and hasattr(module, 'MAX_VALUES'):\n"
            "        module.MAX_VALUES = module.MAX_DEPTH = 1 << 40\n"
            "return [0] * 400_000",
            PLAYER,
        ),
        ends=(Status.REFUSED, Status.TIMEOUT),
    ),
    "players_memory_watch": Attack(
        body(
            """
for thing in gc.get_objects():
    if type(thing).__name__ == "Warm":
        thing.limits["memory_mb"] = 1 << 40
        thing.stem = 0
        thing.check_memory = lambda: None
return np.ones(10 ** 9)
"""
        ),
        ends=Status.MEMORY,
    ),
    "other_cells_text": Attack(
        # The given cells and the student's own: nothing of the tests.
        """
import linecache
text = "".join(line for entry in linecache.cache.values() for line in entry[2])
print("LEAK" if "hidden_" "check" in text or "BEGIN " "HIDDEN" in text else "nothing")
def sigmoid(x):
    return x
"""
    ),
    "code_object_replaced": Attack(
        body(
            """
frame = sys._getframe().f_back
def call(self, number, name, packed):
    return "returned", number, packed, None
frame.f_code and setattr(type(frame.f_locals["self"]).call, "__code__", call.__code__)
return x
"""
        )
    ),
}
