"""What the checks say, by keys that stay: a translation looks the sentences up here."""

from rnn_language import Words, say

# What is wrong with a value, an argument or a call.
FAULTS = Words(
    {
        "raised": "it raised {error}{at}",
        "overflow": "a number becomes too large on the way, and NumPy warns of an overflow.{at}",
        "type": "{where} should be {want}, yours is {got}.",
        "keys": "{where} lacks the key {missing}; it has {got}.",
        "length": "{where} should have {want} parts, yours has {got}.",
        "length_one": "{where} should have 1 part, yours has {got}.",
        "unfinished": "{where} is still {got}: it is not written yet.",
        "shape": "{where} should have shape {want}, yours has shape {got}.",
        "dtype": "{where} should hold {want} numbers, yours holds {got}.",
        "finite": "{where} is {got}, but every value should be finite.",
        "value": "{where} should be {want}, yours is {got} (differs by {error}; allowed "
        "{allowed}).",
        "missing": "{where} is missing.",
        "changed": "it changed its argument {where}. Work on a copy, or build a new array.",
        "second": "a later call changed what this one had returned: {where}. Return new arrays.",
        "earlier": "{text}",
    }
)

# Where an exception arose: the shapes that met there.
ERRORS = Words(
    {
        "shape": "{name} {shape}",
        "operand": "{name} {shape}",
        "called": "{function} got {shapes}.",
        "several": "(a {kind} of {count})",
        "not_called": "(a function, which is not called)",
        "product": "the shapes do not fit: {left} @ {right}, where {inner} meets {other}.",
        "operands": "the shapes do not fit: {left} {sign} {right}.",
        "in_place": "the shapes do not fit: {left} {sign} {right}. `{sign}` fills the array on its "
        "left, which keeps its shape.",
        "cast": "{name} holds {kind} numbers, and {sign} cannot change that.",
        "together": "the shapes do not fit each other in {function}: {arrays}.",
        "joined": "{function} cannot join these shapes: {arrays}.",
        "stored": "the shapes do not fit: {left} cannot hold {right}.",
        "stored_shape": "the shapes do not fit: {left} cannot hold an array of shape {shape}.",
        "truth": "`{name}` has shape {shape}, one answer for each entry. `if`, `while`, `and`, "
        "`or`, `not`, `max` and a chain such as `0 < a < 1` need a single one.",
        "keys": "{name} has the keys {keys}.",
        "no_keys": "`{name}` is still empty.",
        "zero": "`{name}` is 0 here.",
        "shape_of": "{name} has shape {shape}.",
        "count_of": "The length of {name} is {count}.",
        "ellipsis": "`{name}` is still `...`, the gap that you were to fill in.",
        "nothing": "`{name}` is None.",
        "holder": "`{name}` is a {kind}, not an array.",
        "loop": "`{name}` has no value yet. Line {line} gives it one, inside a loop that did not "
        "run a single time here: `{head}`",
        "later": "`{name}` has no value yet. Line {line} gives it its first one, and comes later.",
        "not_run": "`{name}` has no value yet. Only line {line} gives it one, and that did not "
        "run here.",
    }
)

# The lines of a check's message, in their order.
LINES = Words(
    {
        "not_written": "Not written yet. Fill in the function above, then run this cell again.",
        "passed": "{function}: {count} checks passed",
        "unwritten": "{function}: it is not written yet.",
        "unfinished": "{function}: not written yet: {names}, still {got}.",
        "raise_left": "{function}: line {line} still stops it, `{text}`. Delete that line.",
        "earlier_unwritten": "{function} calls `{earlier}`, which is not written yet. Write that "
        "first.",
        "earlier_wrong": "{function} calls `{earlier}`, which does not pass its own check. Mend "
        "that first: check({earlier}) says what is wrong with it.",
        "reads": "{function} reads {names} from the notebook, not from its arguments.",
        "changing": "  line {line}: {text}",
        "fault": "{function}, {label}: {fault}",
        "again": "Called a second time with the same input",
        "two_results": "{function}: the same input gives different results from call to call.",
        "first_wrong": "{function}: {quantity} is wrong{equation}.",
        "numbers": "{label}: {fault}",
        "right_before": "What it is made from is right: {names}.",
        "also": "Also wrong, and not because of it: {names}.",
        "hint": "Hint: {hint}",
        "look": "Look at {text}",
        "algebra": "Next line: {text}",
        "equation": " (Equation {numbers})",
        "equations": " (Equations {numbers})",
        "and": " and ",
        "cached": "{place} (`{name}`)",
    }
)

# What the results tell of the mistake.
FINDINGS = Words(
    {
        "recognised": "Recognised by its results. The thought behind it may be: “{thought}”\n"
        "Hint: {hint}",
        "recognised_either": "Recognised by its results.\nHint: {hint}",
        "several": "This fits {count} known mistakes. Which of these questions meets "
        "yours?\n{hints}",
        "imprecise": "All values are nearly right: precision is lost on the way.\n"
        "Hint: Which number type do your arrays have, and is a number rounded or cut short?",
        "nearly": "All values are nearly right.",
        "flat": "Its numbers are right; they stand in another shape.",
        "transposed": "Yours is the transpose of what it should be.",
        "first_rows": "The first rows of yours are what it should be. What are the others?",
        "last_rows": "The last rows of yours are what it should be. What are the others?",
        "holds": "Yours holds the values of {other}.",
        "negative": "Yours is right but for its sign, in every case.",
        "times_m": "Yours is m times what it should be, with m the number of examples.",
        "over_m": "Yours is what it should be, divided by m, the number of examples.",
        "times_steps": "Yours is T_x times what it should be, with T_x the number of steps.",
        "over_steps": "Yours is what it should be, divided by T_x, the number of steps.",
        "times": "Yours is {factor} times what it should be, in every case.",
        "zero": "Yours is 0 throughout.",
        "axes": "Its numbers are right; its axes stand in another order.",
        "rows": "Its rows are right; they stand in another order.",
        "columns": "Its columns are right; they stand in another order.",
        "places": "Its numbers are right; they stand in other places.",
        "late": "What should stand at one step stands at the step after it.",
        "early": "What should stand at one step stands at the step before it.",
        "reversed": "Its steps stand in reverse order.",
        "whole": "Yours holds whole numbers only.",
        "all_late": "In the whole array, what should stand at one step stands at the step after "
        "it.",
        "all_early": "In the whole array, what should stand at one step stands at the step before "
        "it.",
        "all_reversed": "In the whole array, the steps stand in reverse order.",
        "all_places": "In the whole array, the numbers are right; they stand in other places.",
        "sums_all": "All entries together sum to 1; each column should.",
        "sums_rows": "Each row sums to 1; each column should.",
        "sums": "Each column should sum to 1; one of yours sums to {total}.",
        "empty": "Some of its columns are 0 throughout.",
        "missing_parts": "Of {names}, yours lacks {missing}.",
        "kept": "What is made from it is right ({made}): what is kept is not what was used.\n"
        "Hint: Which array stands at this place of what you keep, and does a later line change it?",
    }
)

# The table of what is wrong where.
TABLE = Words(
    {
        "table": "Where it goes wrong:\n{table}",
        "ok": "ok",
        "wrong": "WRONG",
        "wrong_steps": "WRONG t={steps}",
        "malformed": "WRONG FORM",
        "missing": "MISSING",
        "not_finite": "NOT FINITE",
        "raised": "raised an error",
        "rest": "Right everywhere: {names}",
    }
)

# The table of `progress`.
PROGRESS = Words(
    {
        "nothing": "No exercise is there yet. Run the cells above first.",
        "not_run": "not run yet: run its cell",
        "passes": "passes",
        "unwritten": "not written yet",
        "fails": "does not pass yet: check({name}) says why",
        "count": "{passing} of {all} exercises pass",
    }
)

# How `check` was called.
USAGE = Words(
    {
        "no_function": "check() wants a function, such as check(rnn_forward); it got {kind}.",
        "no_level": "hint should be 1, 2 or 3; it is {hint!r}.",
        "lambda": "check() finds an exercise by its function's name, and a lambda has none. Write "
        "it with def.",
        "near_exercise": "check() knows no exercise called {name!r}. Did you mean {near!r}?",
        "no_exercise": "check() knows no exercise called {name!r}. It knows: {known}.",
    }
)

# Where `check` draws a difference.
DRAWING = Words({"nothing": "Nothing to draw: no array has wrong values."})

# What `check(f, thorough=True)` has looked at.
THOROUGH = Words(
    {
        "held": "{function}, on {rounds} draws of fresh inputs and sizes. This holds:",
        "nothing": "{function}: no law is known that could be tried on fresh inputs.",
        "raised": "It raised {error}.",
        "broken": "{function}, on fresh inputs: {law} That does not hold.",
        "place": "It fails at {where}.",
        "shape": "{where} should have shape {want}, yours has shape {got}.",
        "not_finite": "It holds nan or inf.",
        "shapes": "Every result has the shape of the docstring, for all sizes.",
        "probabilities": "The probabilities of each example add up to 1.",
        "alone": "Each example gives alone what it gives among others.",
        "steps": "Every step is what the cell gives for it.",
        "finite": "Numbers of every size give finite results.",
        "mirror": "sigmoid(-z) is 1 - sigmoid(z).",
        "sums": "Each column adds up to 1.",
        "shift": "A number added to all scores of a column changes nothing.",
        "even": "An even guess among n classes costs ln n.",
        "twice": "The same examples twice cost the same.",
        "no_slope": "Where the gradient is 0, nothing moves.",
        "rate": "Half the learning rate moves half as far.",
        "slope": "Half the gradient moves half as far.",
        "gradient": "Every gradient agrees with central differences.",
        "linear": "Twice the gradient that comes in gives twice each gradient.",
        "right_angles": "Every column has length 1 and is at right angles to the others.",
        "anew": "Each draw is new, and a generator of the same seed gives the same.",
        "no_edge": "A window as long as the sequence cuts nothing.",
        "windows": "The gradients are those of the windows, each run from the state before it.",
        "no_mask": "With a mask of ones nobody waits.",
        "padded": "A padded batch gives each example what it gets alone.",
        "read_back": "The words can be read back from y and the mask.",
        "one_step": "x is y one step later, behind a mark; each real step has one 1.",
        "no_padding": "What stands in the padding changes nothing.",
        "zero_sums": "Each column of dz adds up to 0.",
        "clipped": "The joint norm is the limit, or what it was if that is less.",
        "one_factor": "All arrays shrink by the same factor.",
        "steady": "Where a gradient stays the same, each step is as long as the learning rate.",
        "of_one": "Temperature 1 changes nothing.",
        "in_turn": "Two temperatures in turn are their product.",
        "one_choice": "Where only one word can be drawn, it is drawn, and never beyond `longest`.",
        "same_seed": "Two generators of one seed draw the same word.",
        "one_product": "The product with the stacked matrix is that of the four, in order.",
        "lesson_05": "It gives the numbers of lesson 05.",
        "kept_cache": "A cache can be used again, also after another forward pass.",
        "torch_step": "PyTorch's equations with these weights give the step of your cell.",
        "no_forward": "There was no gradient check: {forward} is not there, or fails its own "
        "check.",
        "hidden": "Only the hidden tests of a class see more: each value beside the right one, for "
        "many sizes, whole numbers, very large and badly spread ones.",
    }
)

# Where `model_answer` shows a solution.
ANSWERS = Words(
    {
        "none": "This copy of the course holds no model answers.",
        "not_yet": "{function} does not pass its check yet. check({function}, hint=3) says more. "
        "model_answer({function}, anyway=True) shows the answer all the same.",
        "unknown": "model_answer() knows no exercise called {name!r}.",
        "comment": "Equation {numbers}, {called}: {text}",
    }
)

# What a value is, and what it should be.
KINDS = Words(
    {
        "dict": "a dict",
        "tuple": "a tuple",
        "list": "a list",
        "generator": "a generator (does `yield` stand where `return` should?)",
        "function": "a function (is it only named, and not called?)",
        "array": "a NumPy array",
        "number": "a number",
        "single": "a single number",
        "nothing": "None (is a return missing?)",
        "array_of": "a NumPy array of shape {shape}",
        "a": "a {kind}",
        "an": "an {kind}",
        "no_keys": "none",
    }
)

# Places in results that have no name of their own, as exercises and laws call them.
_PLACES = Words(
    {
        "result": "the result",
        "loss": "the loss",
        "columns": "column by column",
        "products": "the products of the columns",
        "seed": "a generator of the same seed",
        "draws": "how many of two draws differ",
        "sum": "sum",
        "product": "the product",
        "cell": "the cell state",
        "hidden": "the hidden state",
        "first": "x at the first step",
        "norm": "the joint norm",
        "probabilities": "the probabilities",
        "word": "the word",
        "parameters": "the parameters",
        "tempered": "tempered",
        "different": "different",
        "letters": "letters",
        "shares": "shares",
        "again": "again",
        "texts": "texts",
        "asked": "asked",
        "untold": "untold",
        "states": "states",
    }
)

# Where `check` draws a difference.
DIFFERENCE = Words(
    {
        "expected": "expected",
        "yours": "yours",
        "difference": "yours minus expected",
        "row": "row",
        "column": "column",
        "step": "time step $t$",
        "example": "{name}, example {example}",
        "alt": "{title}, {label}: expected, yours, and the difference. {wrong} of {all} values are "
        "wrong, in columns {columns}.",
    }
)


def said(fault, table=FAULTS):
    """Sentence of a fault, by what kind it is.

    Parameters
    ----------
    fault : dict
        As `rnn_compare` makes them.
    table : Words
        Sentences by kind.
    """
    one = fault["kind"] + "_one"
    kind = one if fault.get("want") == 1 and one in table else fault["kind"]
    fields = {key: said_place(fault[key]) for key in ("where", "name") if key in fault}
    return table[kind].format(**{**fault, **fields})


def said_place(where):
    """A place in a result; what is no name is said in the language spoken."""
    name, bracket, rest = where.partition("[")
    return say(name) + bracket + rest


# What is said where a helper was called with something that it cannot use.
MISUSE = Words(
    {
        "d_out": "d_out should have the shape of f(x), {shape}.",
        "function": "{name} should be a function; it is {kind}.",
        "dict": "{what} should be a dict of arrays; it is {kind}.",
        "array": "{what}[{name!r}] should be a NumPy array; it is {kind}.",
        "finite": "{what}[{name!r}] holds nan or inf.",
        "the arguments": "the arguments",
        "the gradients": "the gradients",
        "belongs_to_none": "the gradient {key!r} belongs to none of {names}.",
        "gradient_shape": "{key} should have the shape of {name}, {want}; it has {got}.",
        "no_gradients": "the backward function returned no gradients.",
        "sizes": "{name} cannot have shape {shape}: sizes are whole and positive.",
        "rows": "labels should form an array: rows of equal length.",
        "labels": "labels should be whole numbers from 0 to {last}.",
        "limit": "limit should be a positive number; it is {limit!r}.",
        "no_answer": "{name} of rnn_utils is no answer here: {exercise} is what you write "
        "yourself.",
        "floats": "parameters[{name!r}] should hold floats: it changes in place.",
        "no_parameter": "none of {names} belongs to a parameter.",
        "step_shape": "d{name} should have shape {want}, not {got}.",
    }
)
