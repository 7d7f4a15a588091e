"""What could act in a page: found by a parser, in the text as renderers make it."""

import re
from html.parser import HTMLParser

import mistune
from nbconvert.filters.markdown_mistune import (
    IPythonRenderer,
    MarkdownWithMath,
    markdown2html_mistune,
)

ACTIVE_TAGS = {
    "script", "iframe", "object", "embed", "style", "svg", "math", "base", "meta", "link", "form",
    "input", "button", "body", "video", "audio", "source", "template", "noscript", "marquee",
}  # fmt: skip


class Active(HTMLParser):
    """Collects what could act in a page: tags, event attributes, addresses that are scripts."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in ACTIVE_TAGS or ":" in tag:
            self.found.append(tag)
        for name, value in attrs:
            plain = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or name in ("srcdoc", "formaction", "style"):
                self.found.append((tag, name))
            if plain.startswith(("javascript:", "vbscript:", "data:text")):
                self.found.append((tag, name, value))

    handle_startendtag = handle_starttag


def renderings(text, attachments=None):
    """A text as nbgrader's pages show it, and as a plain converter does, which escapes nothing."""
    yield markdown2html_mistune(text) if attachments is None else rendered(text, attachments)
    yield mistune.create_markdown(escape=False, plugins=["table", "url"])(text)
    yield text  # as a raw cell, which nbconvert copies into the page


def rendered(text, attachments):
    """A text cell with its pictures, as nbconvert makes it."""
    renderer = IPythonRenderer(escape=False, attachments=attachments)
    return MarkdownWithMath(renderer=renderer).render(text)
