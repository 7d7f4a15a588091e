"""Make a student's names and texts safe to show in a message."""

import re

MAX_MESSAGE = 4000


def type_name(name: str) -> str:
    """Return the part of a name that a message may show."""
    return re.sub(r"[^\w .]", "", name, flags=re.ASCII).strip()[:40] or "object"


def plain_text(text: str, limit: int = MAX_MESSAGE) -> str:
    """Return what a page or terminal may show of a text: no control characters, not too long."""
    text = "".join(c if c.isprintable() or c in "\n\t" else "?" for c in text[: limit + 1])
    return text if len(text) <= limit else text[: limit - 3] + "..."
