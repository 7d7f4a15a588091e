"""A language that is no language: each message of the catalogue stands in brackets.

What is shown in it and stands outside of all brackets, no translation can reach.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import rnn_language
from autograder.translation.command import all_messages
from autograder.translation.messages import SHARED, SHOWN

ROOT = Path(__file__).resolve().parents[1]
INNERMOST = re.compile("⟦[^⟦⟧]*⟧")
# Names of code, in quotation marks or with an underscore or a digit, and what stands in a tag.
NAMES = re.compile(r"`[^`]*`|<[^<>]*>|\w*[_\d]\w*")
WORD = re.compile(r"[^\W\d_]{3,}")


@functools.cache
def wrapped() -> dict[str, str]:
    """The catalogue of the language."""
    return {
        message.text: f"⟦{message.text}⟧"
        for name, messages in all_messages(ROOT).items()
        for message in messages
        if name == SHARED or message.context == SHOWN
    }


@contextlib.contextmanager
def speaking_pseudo() -> Iterator[None]:
    """Speak it for the time of a block."""
    before = dict(rnn_language._spoken)
    rnn_language._spoken.update(language="xx", words=wrapped())
    try:
        yield
    finally:
        rnn_language._spoken.update(before)


def escaped(text: str, names: frozenset[str] = frozenset()) -> list[str]:
    """Words of a text that stand outside of all brackets and are no names."""
    while text != (text := INNERMOST.sub(" ", text)):
        pass
    return [word for word in WORD.findall(NAMES.sub(" ", text)) if word not in names]
