"""Names and texts of a student's, made fit for a message."""

import re

MAX_MESSAGE = 4000


def type_name(name: str) -> str:
    """Keep of a name what a message may show."""
    return re.sub(r"[^\w .]", "", name, flags=re.ASCII).strip()[:40] or "object"


def plain_text(text: str, limit: int = MAX_MESSAGE) -> str:
    """Keep of a text what a page or terminal may show: no control characters, not too long."""
    text = "".join(c if c.isprintable() or c in "\n\t" else "?" for c in text[: limit + 1])
    return text if len(text) <= limit else text[: limit - 3] + "..."
