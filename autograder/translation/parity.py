"""Whether a translation has all that its English has: equations, code, links, numbers, form."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

EQUATION = re.compile(r"\$\$.+?\$\$|\$(?!\s)[^$\n]+?\$", re.DOTALL)
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
TAG = re.compile(r"</?[a-z]+[^<>]*>")
NUMBER = re.compile(r"(?:(?<![\w.,)])[-−])?\d+(?:[.,]\d+)*")
PLACEHOLDER = re.compile(r"\{\w*(?:![rsa])?(?::[^{}]*)?\}")
HEADING = re.compile(r"^#{1,6}(?= )", re.MULTILINE)
ITEM = re.compile(r"^ *(?:[-*]|\d+\.)(?= )", re.MULTILINE)
ROW = re.compile(r"^\|.*\|\s*$", re.MULTILINE)
BROKEN_I = "\u0069\u0307"  # what lower-casing makes of İ: an i with a second dot


def faults(english: str, said: str) -> list[str]:
    """What a translation lacks of its English, or has too much of; in words."""
    found = [
        f"{what}: {difference}"
        for what, parts in PARTS.items()
        if (difference := _difference(parts(english), parts(said)))
    ]
    if _edges(english) != _edges(said):
        found.append("blanks or lines at its beginning or end")
    if unicodedata.normalize("NFC", said) != said or BROKEN_I in said:
        found.append("a letter is written in two parts (an i with a second dot?)")
    return found


def _difference(want: Iterable[str], got: Iterable[str]) -> str:
    want, got = Counter(want), Counter(got)
    lacks, more = sorted((want - got).elements()), sorted((got - want).elements())
    said = [f"lacks {', '.join(lacks)}"] if lacks else []
    return "; ".join(said + ([f"has more: {', '.join(more)}"] if more else []))


def _edges(text: str) -> tuple[str, str]:
    """Blanks and line ends around a text; how many blanks align what follows is free."""
    bare = text.strip()
    start = text.index(bare) if bare else len(text)
    after = text[start + len(bare) :]
    aligned = " " if after.strip("\n") or bare.endswith(":") else ""
    return text[:start], aligned + "\n" * after.count("\n")


def _equations(text: str) -> list[str]:
    # A comma in braces is a decimal point as some languages write it.
    return [" ".join(each.replace("{,}", ".").split()) for each in EQUATION.findall(_no_code(text))]


def _code(text: str) -> list[str]:
    return FENCE.findall(text) + CODE.findall(FENCE.sub("", text))


def _no_code(text: str) -> str:
    return CODE.sub(" ", FENCE.sub(" ", text))


def _numbers(text: str) -> list[str]:
    bare = EQUATION.sub(" ", _no_code(text))
    bare = PLACEHOLDER.sub(" ", LINK.sub("]", TAG.sub(" ", bare)))
    bare = ITEM.sub(" ", bare)
    return [each.replace(",", ".").replace("−", "-") for each in NUMBER.findall(bare)]


def _placeholders(text: str) -> list[str]:
    return PLACEHOLDER.findall(EQUATION.sub(" ", text) if "\\" in text else text)


def _cells_of_rows(text: str) -> list[str]:
    return [f"a row of {row.count('|') - 1}" for row in ROW.findall(EQUATION.sub(" ", text))]


PARTS: dict[str, Callable[[str], list[str]]] = {
    "equations": _equations,
    "code": _code,
    "links": LINK.findall,
    "numbers": _numbers,
    "tags": TAG.findall,
    "headings": HEADING.findall,
    "items of lists": lambda text: ["an item"] * len(ITEM.findall(text)),
    "tables": _cells_of_rows,
    "places to fill in": _placeholders,
}
