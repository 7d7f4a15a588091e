"""The page of similar pairs, for the instructor's eyes alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from autograder.desk.review import drawing, frame
from autograder.desk.review.similar import Answers, Pair

SHOWN = 30
WORDS = {
    "title": "Similar answers",
    "caveat": "This page proves nothing. It lists pairs whose answers share pieces that few "
    "others have. Short exercises have few good answers; friends may have learnt together, used "
    "the same book or the same tool; one may have been copied without knowing. A list always has "
    "a first. Read both answers, and speak with both, before you think anything. Keep this page "
    "to yourself.",
    "count": "A shared piece counts the more, the fewer of the {} students have it. What counts is "
    "added up over all functions. Names, comments and layout do not count. Where all bars are "
    "about as long, nobody stands out.",
    "print": "On paper, the answers of those pairs are shown that are open here.",
    "none": "No two answers share anything that few others have.",
    "sum": "{:.0f} in sum: {}",
    "function": "{} {:.0f} ({:.0%} of the shorter answer)",
    "same": "Same rare wrong answer: {}",
    "both": "Both answers",
}
MORE = """
pre{margin:0}.two{display:grid;grid-template-columns:1fr 1fr;gap:.5em}
body{max-width:1100px}@media (max-width:700px){.two{grid-template-columns:1fr}}
"""


def html(pairs: Sequence[Pair], class_: Mapping[str, Answers]) -> str:
    """The page: how far the first pairs stand out, then each with both codes side by side."""
    shown = pairs[:SHOWN]
    body = [
        f"<h1>{WORDS['title']}</h1><p><strong>{WORDS['caveat']}</strong></p>",
        f"<p>{WORDS['count'].format(len(class_))} {WORDS['print']}</p>",
    ]
    if shown:
        bars = [(f"{n}. {' and '.join(p.students)}", p.score) for n, p in enumerate(shown, 1)]
        body.append(drawing.bars(bars, "What the first pairs share, most first"))
    else:
        body.append(f"<p>{WORDS['none']}</p>")
    body += [_pair(place, pair, class_) for place, pair in enumerate(shown, 1)]
    return frame.document(WORDS["title"], "".join(body), MORE)


def _pair(place: int, pair: Pair, class_: Mapping[str, Answers]) -> str:
    functions = sorted(pair.functions.items(), key=lambda item: item[1], reverse=True)
    parts = [WORDS["function"].format(name, *figures) for name, figures in functions]
    said = [WORDS["sum"].format(pair.score, ", ".join(parts))]
    if pair.mistakes:
        said.append(WORDS["same"].format(", ".join(pair.mistakes)))
    codes = []
    for name, _ in functions:
        two = "".join(f"<pre>{escape(class_[s].get(name, ''))}</pre>" for s in pair.students)
        codes.append(f"<p><code>{escape(name)}</code></p><div class='two'>{two}</div>")
    return (
        f"<h2>{place}. {escape(' and '.join(pair.students))}</h2>"
        + "".join(f"<p>{escape(text)}</p>" for text in said)
        + f"<details><summary>{WORDS['both']}</summary>{''.join(codes)}</details>"
    )
