"""A language that is no language: each message of the catalogue stands in brackets.

What is shown in it and stands outside of all brackets, no translation can reach. What a message
has put in stands outside of its brackets, too: it has to bring its own.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import rnn_language
from autograder.translation.command import all_messages
from autograder.translation.messages import SHARED, SHOWN

ROOT = Path(__file__).resolve().parents[1]
CODE = "xx"
INNERMOST = re.compile("⟦[^⟦⟧]*⟧")
# Names of code, in quotation marks or with an underscore or a digit, and what stands in a tag.
NAMES = re.compile(
    r"`[^`]*`|<[^<>]*>|\w*[_\d]\w*|\bd?[Wbz][a-zA-Z]{1,2}\b|\bd?xt\b|\bcct\b"
    r"|\b[A-Z][a-z]+[A-Z]\w*|\bQRResult\b|\b\w+(?:\.\w+)+"
)
OF_CODE = frozenset(
    "gradients cache caches mask weights parameters state square mean step steps word value concat "
    "probabilities dict int str float bool list tuple set None array numpy NumPy nan inf sum exp "
    "axis keepdims ravel Adam tensordot concatenate stack buffer out".split()
)
LINE = re.compile(r"(⟦  line ⟧\d+⟦: ⟧).*")  # of the student's code
# What Python and NumPy say of an exception that a student's code has raised.
MESSAGES = (
    r"Cannot cast ufunc|index \d+ is out of bounds|could not broadcast input|shape-mismatch for",
    r"all (?:the )?input arr|need at least one array|only 0-dimensional|matmul: Input operand",
    r"tuple index out|division by zero|maximum recursion depth|invalid syntax",
    r"name '|'\w+' object has no|\w+\(\) missing",
)
SAYS = re.compile(
    rf"\w+(?:Error|Exception|Exit|Interrupt)\b(?:⟦?: ⟧?(?:{'|'.join(MESSAGES)})[^\n⟦]*)?"
)
WORD = re.compile(r"[^\W\d_]{3,}")
PUT_IN = re.compile(r"((?:(?<!\{)\{[^{}]+\})+)")


@functools.cache
def wrapped() -> dict[str, str]:
    """The catalogue of the language."""
    return {
        message.text: bracketed(message.text)
        for name, messages in all_messages(ROOT).items()
        for message in messages
        if name == SHARED or message.context == SHOWN
    }


def bracketed(text: str) -> str:
    """A message in brackets, but for the places where something is put in."""
    pieces = PUT_IN.split(text)
    return "".join(piece if at % 2 else piece and f"⟦{piece}⟧" for at, piece in enumerate(pieces))


# What is no text in Markdown: formulas, code, tags, addresses.
UNSAID = re.compile(
    r"(```.*?```|\$\$.*?\$\$|\$[^$\n]*\$|`[^`\n]*`|<[^<>]*>|\]\([^)\s]*\)|&\w+;)|([^\W\d_]+)",
    re.DOTALL,
)


def worded(text: str) -> str:
    """A Markdown text with each word in brackets, so that it keeps its form."""
    return UNSAID.sub(lambda found: found[1] or f"⟦{found[2]}⟧", text)


@contextlib.contextmanager
def speaking_pseudo() -> Iterator[None]:
    """Speak it for the time of a block, in which a notebook may name it as its language, too."""
    before = dict(rnn_language._spoken)
    with (
        patch.object(rnn_language, "languages", lambda: [CODE]),
        patch.object(rnn_language, "catalogue", lambda code: wrapped()),
    ):
        rnn_language._switch(CODE)
        try:
            yield
        finally:
            rnn_language._spoken.update(before)


def escaped(text: str, names: frozenset[str] = frozenset()) -> list[str]:
    """Words of a text that stand outside of all brackets and are no names."""
    text = SAYS.sub(" ", LINE.sub(r"\1", text))
    while text != (text := INNERMOST.sub(" ", text)):
        pass
    return [word for word in WORD.findall(NAMES.sub(" ", text)) if word not in names | OF_CODE]
