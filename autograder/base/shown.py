"""Names that anybody may have given, fit for a terminal and for a log."""

from __future__ import annotations


def shown(text: str) -> str:
    """A text with everything escaped that is not to be seen: a terminal would obey it.

    Bytes of a file's name that are no UTF-8 come out as Python shows them, such as ``\\xfc``.
    """
    return "".join(letter if letter.isprintable() else _escaped(letter) for letter in text)


def _escaped(letter: str) -> str:
    if "\udc80" <= letter <= "\udcff":  # a byte that could not be decoded
        return f"\\x{ord(letter) - 0xDC00:02x}"
    return letter.encode("unicode_escape").decode("ascii")
