"""Text cells of a student, made harmless for whoever renders them.

The formgrader, nbgrader's own feedback pages and Jupyter render a text cell as Markdown, raw HTML
included, in pages that may act in the instructor's name. Which part of a text a renderer takes for
HTML differs from one to the next. So nothing here depends on how Markdown is read: wherever it
stands, a ``<`` that could begin a tag is followed by a blank. That makes it plain text everywhere,
in formulas and code as well, and is hardly seen. Tags that carry nothing but their looks stay, as
the sanitizer writes them.
"""

from __future__ import annotations

import functools
import html
import re
from collections import Counter

# Tags that stay, each with the attributes that it may have.
TAGS: dict[str, set[str]] = {
    **dict.fromkeys(
        "b blockquote br center code dd del details dl dt em h1 h2 h3 h4 h5 h6 hr i kbd li mark ol "
        "p pre s small strong sub summary sup table tbody tfoot thead tr u ul var".split(),
        set(),
    ),
    "a": {"href", "title"},
    "img": {"alt", "height", "src", "title", "width"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan"},
}
VOID = frozenset({"br", "hr", "img"})
SCHEMES = {"attachment", "data", "http", "https", "mailto"}
PICTURES = ("image/gif", "image/jpeg", "image/png", "image/svg+xml", "image/webp")
MOST_TAGS = 5_000  # of a cell that are looked at; with more, none stays

TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)([^<>]*+)>")
OPENS = re.compile(r"<(?=[A-Za-z/!?])")
# What the sanitizer may hand back of one tag: no value can end early, whoever reads it.
CLEAN_TAG = re.compile(r"""<[a-z0-9]+(?: [a-z]+="[^"<>`\\\n]*")*>""")
# Characters that are spelt as references and could make up the word before a colon, or hide in it.
REFERENCE = re.compile(r"&(?:#[0-9]{1,8};?|#[xX][0-9A-Fa-f]{1,8};?|[A-Za-z]{1,31};)")
AMPERSANDS = re.compile(r"&(?:amp;?)+(?=#|[A-Za-z]{1,31};)")
# Browsers drop line ends and tabs from an address, and Markdown drops backslashes.
_GAP = r"[\x00-\x20\\]*"
SCRIPT = re.compile(
    "("
    + "|".join(_GAP.join(word) for word in ("javascript", "vbscript", "livescript"))
    + f"){_GAP}(?=:)",
    re.IGNORECASE,
)
# TeX that links, loads more of TeX, or imitates another part of the page.
TEX = re.compile(r"\\(?=(?:href|url|require|class|cssId|style|data|mmlToken)(?![a-z]))")
DIAGRAM = re.compile(r"(?:(?<!`)`{3,}|(?<!~)~{3,})\s*+(?=mermaid)", re.IGNORECASE)
ATTACHED = re.compile(r"""attachment(\\?:)([^\s()"'<>\[\]]*)""", re.IGNORECASE)
NAME = re.compile(r"""[^\x00-\x20()"'<>\[\]&\\]{1,200}""")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


def text(source: str, attached: frozenset[str] = frozenset()) -> str:
    """Return a text cell's source with nothing in it that could act.

    Parameters
    ----------
    source : str
        Markdown, or whatever a raw cell holds.
    attached : frozenset of str
        Names of the pictures in the cell; nbconvert fails on any other that the text names.
    """
    source = source.replace("\0", "")
    if "&" in source:
        source = REFERENCE.sub(_spelt_out, AMPERSANDS.sub("&", source))
    if ":" in source:
        source = SCRIPT.sub(r"\1 ", source)
        if "ttachment" in source.lower():
            source = ATTACHED.sub(functools.partial(_known, attached), source)
    if "\\" in source:
        source = TEX.sub(r"\\ ", source)
    source = DIAGRAM.sub(r"\g<0>text ", source)
    return _tags(source) if "<" in source else source


def pictures(attachments: dict) -> dict:
    """Those of a cell's attachments that are pictures, under names that fit into a page."""
    kept = {}
    for name, bundle in attachments.items():
        bundle = {
            kind: data
            for kind, data in bundle.items()
            if kind in PICTURES and BASE64.fullmatch(data)
        }
        if bundle and NAME.fullmatch(name):
            kept[name] = bundle
    return kept


def _spelt_out(match: re.Match) -> str:
    """A reference as its character, where that is a letter, a colon or cannot be seen."""
    meant = html.unescape(match[0] if match[0].endswith(";") else match[0] + ";")
    plain = meant.isascii() and (meant.isalpha() or meant in ":\\" or not meant.isprintable())
    return meant if plain and "\0" not in meant else match[0]


def _known(attached: frozenset[str], match: re.Match) -> str:
    return match[0] if match[2] in attached else f"attachment {match[1]}{match[2]}"


def _tags(source: str) -> str:
    """Break all tags but those that the sanitizer lets pass and that come in pairs."""
    if source.count("<") > MOST_TAGS:
        return OPENS.sub("< ", source)
    found = [_clean(match) for match in TAG.finditer(source)]
    opened = Counter(name for name, end, kept in found if kept and not end)
    closed = Counter(name for name, end, kept in found if kept and end)
    clean = iter(found)

    def put(match: re.Match) -> str:
        name, _, kept = next(clean)
        paired = name in VOID or opened[name] == closed[name]
        return kept.replace("<", "\0", 1) if kept and paired else match[0]

    return OPENS.sub("< ", TAG.sub(put, source)).replace("\0", "<")


def _clean(match: re.Match) -> tuple[str, bool, str]:
    """A tag's name, whether it is an end, and the tag as it may stay: empty if it may not."""
    end, name, rest = bool(match[1]), match[2].lower(), match[3].strip()
    if name not in TAGS:
        return name, end, ""
    if end or not rest.strip("/ "):
        kept = f"<{'/' if end else ''}{name}>" if not (end and rest) else ""
        return name, end, kept
    import nh3  # few texts need it

    around = "<table><tr>" if name in ("td", "th") else ""  # else they are no cells
    clean = nh3.clean(
        f"{around}<{name} {rest.rstrip('/')}>",
        tags=set(TAGS),
        attributes={tag: known for tag, known in TAGS.items() if known},
        url_schemes=SCHEMES,
        attribute_filter=_attribute,
        link_rel=None,
    )
    kept = [tag for tag in CLEAN_TAG.findall(clean) if tag.startswith((f"<{name} ", f"<{name}>"))]
    return name, end, kept[0] if len(kept) == 1 else ""


def _attribute(tag: str, attribute: str, value: str) -> str | None:
    """The value that an attribute may have; None if it must go."""
    if value.lower().lstrip().startswith("data:"):
        whole = attribute == "src" and value.lower().startswith(
            tuple(f"data:{p};" for p in PICTURES)
        )
        return value if whole else None
    before, colon, _ = value.partition(":")
    if attribute in ("href", "src") and colon and before.lower() not in SCHEMES:
        return None  # the sanitizer takes what is no address for a place in this site
    return value
