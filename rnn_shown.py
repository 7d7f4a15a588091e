"""Which texts of a lesson's code cells a person sees: those a translation may replace.

The code of a cell is the same in every language. Where the notebook's language is not English,
`rnn_language` replaces these texts in a cell's syntax tree, just before it runs.
"""

import ast
import re

# What is said or drawn: every text in the arguments of these calls, by the call's last name.
SHOWN_CALLS = frozenset(
    "print show_figure text annotate set_title set_xlabel set_ylabel set_label suptitle "
    "plot_states plot_run plot_stretches finish_training_axes Ladder climb ColouredText "
    "draw_shaded_text SystemExit append".split()
)
SHOWN_KEYWORDS = frozenset("title xlabel ylabel label".split())
# What only the code sees.
CODE_KEYWORDS = frozenset("loc va ha color cmap aspect mode textcoords".split())
CODE_CALLS = frozenset("predict find_spec load_words encode pop startswith axis".split())
CODE_TEXTS = frozenset(
    [
        "the keys that the old man had lost were",
        "jacqueline",
        # Names of runs in rnn_contest.json.
        "RNN, W_aa halved",
        "RNN, orthogonal",
        *(f"LSTM, b_f = {bias}" for bias in (0, 1, 2, 4)),
        "GRU, b_u = -2",
    ]
)
# Texts of one word, found in tuples and as keys, that are shown elsewhere.
SHOWN_WORDS = frozenset(
    "untrained trained write erase read uniform unigram bigram orthogonal plain clipped yours "
    "floor gradient tiny text on off".split()
)
MATHEMATICS = re.compile(r"\$[^$]*\$")
PLACEHOLDER = re.compile(r"\{\{|\}\}|\{(\w+)\}")
NAME = re.compile(r"\w*_\w*|\bd[abcWxz]\w*")  # of a quantity, such as y_pred or dWf
WORD = re.compile(r"[^\W\d_]{2}")
SMALL = re.compile(r"[a-z]{2}")  # RNN and LSTM, $b_f = 4$ are the same in all languages


def shown_texts(tree):
    """Yield (node, text) for each text of a cell that a person sees.

    The text of an f-string is a template: each thing put in is its name in braces, or its
    number if it is more than a name. How it is formatted stays with the code.
    """
    yield from _walk(tree, sure=False, code=_docstrings(tree))


def _docstrings(tree):
    places = (ast.Module, ast.FunctionDef, ast.ClassDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, places)]
    return {id(b[0].value) for b in bodies if b and isinstance(b[0], ast.Expr)}


def _walk(node, sure, code):
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and id(node) not in code and _is_shown(node.value, sure):
            yield node, node.value
        return
    if isinstance(node, ast.JoinedStr):
        text, parts = template(node)
        if _is_shown(text, sure):
            yield node, text
        for part in parts.values():
            yield from _walk(part.value, sure, code)
        return
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in CODE_CALLS:
            return
        yield from _walk(node.func, sure, code)
        for argument in node.args:
            yield from _walk(argument, sure or name in SHOWN_CALLS, code)
        for keyword in node.keywords:
            if keyword.arg not in CODE_KEYWORDS:
                yield from _walk(keyword.value, keyword.arg in SHOWN_KEYWORDS, code)
        return
    if isinstance(node, (ast.Subscript, ast.Compare)):
        sure = False
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, sure, code)


def _is_shown(text, sure):
    bare = NAME.sub(" ", MATHEMATICS.sub(" ", PLACEHOLDER.sub(" ", text)))
    if text in CODE_TEXTS or not WORD.search(bare):
        return False
    if sure or text in SHOWN_WORDS or " " in bare.strip():
        return True
    # One word beside a formula or a number: half $W_{aa}$, {delay} before.
    whole = NAME.sub(" ", MATHEMATICS.sub("0", PLACEHOLDER.sub("0", text)))
    return " " in whole.strip() and bool(SMALL.search(bare))


def template(node):
    """Text of an f-string with names for what is put in, and the parts put in by these names."""
    text, parts = "", {}
    for number, piece in enumerate(node.values):
        if isinstance(piece, ast.Constant):
            text += piece.value.replace("{", "{{").replace("}", "}}")
            continue
        name = piece.value.id if isinstance(piece.value, ast.Name) else str(number)
        name = str(number) if name in parts else name
        parts[name] = piece
        text += "{" + name + "}"
    return text, parts


def filled(text, parts):
    """Make an f-string of a template's text and the parts that it names."""
    values, last = [], 0

    def add(piece):
        piece = piece.replace("{{", "{").replace("}}", "}")
        if piece:
            values.append(ast.Constant(piece))

    for match in PLACEHOLDER.finditer(text):
        if match[1]:
            add(text[last : match.start()])
            values.append(parts[match[1]])
            last = match.end()
    add(text[last:])
    return ast.JoinedStr(values)


def translated(tree, words):
    """Replace in a cell's tree each text that a person sees and the catalogue has."""
    for node, text in list(shown_texts(tree)):
        said = words.get(text)
        if said is None:
            continue
        if isinstance(node, ast.Constant):
            node.value = said
        else:
            new = filled(said, template(node)[1])
            node.values = [ast.copy_location(piece, node) for piece in new.values]
    return ast.fix_missing_locations(tree)
