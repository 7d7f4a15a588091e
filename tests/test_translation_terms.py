"""One word for one thing: what locale/tr/TERMS.md rules out stands nowhere in the Turkish."""

import json
import re

import pytest
from pseudo import ROOT

from autograder.translation import catalogue

LANGUAGE = "tr"
HEADING = "## Kullanılmayanlar"
ROW = re.compile(r"\| ([^|]+) \| ([^|]+) \|")
# A figure is no "şekil", for that is a shape, such as (n_a, 1).
SHAPE = re.compile(r"(?<!bu )\b[Şş]ek(?:il|li|le)(?!len)")


def ruled_out():
    """Each term that is not used, as it stands in the table, and what is written in its place."""
    text = (ROOT / "locale" / LANGUAGE / "TERMS.md").read_text("utf-8").partition(HEADING)[2]
    rows = [row for row in ROW.findall(text) if row[0] != "Yazılmaz"]
    return [(term, instead) for terms, instead in rows for term in terms.split(", ")]


def found(term, text):
    """What a text has of a term; an asterisk stands for the rest of a word."""
    pattern = re.escape(term).replace(r"\*", r"\w*")
    return re.findall(rf"(?<!\w)(?i:{pattern})(?!\w)", text)


def sentences(words):
    if isinstance(words, dict):
        words = [words[key] for key in sorted(words)]
    if isinstance(words, list):
        return [text for value in words for text in sentences(value)]
    return [words]


def said(at, code):
    """Sentences of a file of the site in a language."""
    words = json.loads((ROOT / "site" / at.format(code)).read_text("utf-8"))
    return sentences(words if "{}" in at else words[code])


@pytest.fixture(scope="module")
def translated():
    """English and Turkish of all messages, and the Turkish of the site and its pictures."""
    files = catalogue.read(ROOT, LANGUAGE).values()
    pairs = [(entry.msgid, entry.msgstr) for file in files for entry in file if not entry.obsolete]
    for at in ("words/{}.json", "pictures/words.json"):
        english, turkish = (said(at, code) for code in ("en", LANGUAGE))
        pairs += zip(english, turkish, strict=True)
    return pairs


@pytest.mark.parametrize(("term", "instead"), ruled_out(), ids=lambda text: text)
def test_a_term_that_is_ruled_out_is_not_used(translated, term, instead):
    assert [text[:80] for _, text in translated if found(term, text)] == [], f"Write: {instead}"


def test_a_shape_and_a_figure_have_words_of_their_own(translated):
    pairs = [(english, text) for english, text in translated if SHAPE.search(text)]
    assert len(pairs) > 50
    assert [text[:80] for english, text in pairs if not re.search("[Ss]hape|n_a", english)] == []


def test_a_case_begins_with_a_word_that_may_be_capitalised():
    """A case begins a sentence; a name of the code would get a capital there."""
    entries = catalogue.read(ROOT, LANGUAGE)[catalogue.SHARED]
    cases = [entry.msgstr for entry in entries if entry.msgctxt.endswith(" case")]
    assert len(cases) > 200
    assert [case for case in cases if re.match(r"[^\W\d]\w*[_\d]|\w+ =", case)] == []


@pytest.mark.parametrize(
    ("term", "text", "there"),
    [
        ("yanıt*", "Yanıtınız burada.", True),
        ("yanıt*", "Cevabınız burada.", False),
        ("sen", "Sen yaz.", True),
        ("sen", "Neden senkron?", False),
        ("işlev", "bu işlev", True),
        ("işlev", "işlevsiz", False),
        ("sönen gradyan*", "sönen gradyanlar", True),
        ("sönen gradyan*", "sönen ışık", False),
    ],
)
def test_a_term_is_found_as_a_word(term, text, there):
    assert bool(found(term, text)) is there
