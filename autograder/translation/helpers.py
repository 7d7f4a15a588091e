"""What there is to translate in the code: tables of `Words`, and texts under `say`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from autograder.base.package import IMPORT_FROM, PACKAGE
from autograder.translation.messages import Message

LABELLED = (
    "say",
    "note",
    "draw_box",
    "draw_circle",
)  # calls that say a text in the language spoken
# The same in all languages.
UNSAID = re.compile(r"\$[^$]*\$|\b(?:tanh|softmax)\b|\{\w*(?:![rsa])?(?::[^{}]*)?\}")


def helper_messages() -> list[Message]:
    """Messages of the helpers and of the grader, each English text once."""
    found: dict[str, Message] = {}
    for path in _files():
        for context, text in _texts(path):
            if re.search(r"[^\W\d_]", UNSAID.sub(" ", text)):
                found.setdefault(text, Message(context, text, [path.name]))
    return list(found.values())


def _files() -> Iterator[Path]:
    yield from sorted(IMPORT_FROM.glob("rnn_*.py"))
    yield from sorted(PACKAGE.rglob("*.py"))


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """Contexts and texts of a module, in order."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and _name_of_call(node.value) == "Words":
            table, arguments = node.targets[0], node.value.args
            for key, value in zip(arguments[0].keys, arguments[0].values, strict=True):
                name = key.value if isinstance(key, ast.Constant) else ast.unparse(key)
                yield f"{path.stem}.{ast.unparse(table)}.{name}", ast.literal_eval(value)
        elif _name_of_call(node) in LABELLED:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield f"{path.stem}.label", argument.value
                    break  # what follows is the kind of box


def _name_of_call(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "id", getattr(node.func, "attr", ""))
