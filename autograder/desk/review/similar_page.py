"""The page of similar pairs, for the instructor's eyes alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from autograder.desk.review.page import STYLE
from autograder.desk.review.similar import Answers, Pair

SHOWN = 30
CAVEAT = (
    "This page proves nothing. It lists pairs whose answers share pieces that few others have. "
    "Short exercises have few good answers; friends may have learnt together, used the same book "
    "or the same tool; one may have been copied without knowing. A list always has a first. "
    "Read both answers, and speak with both, before you think anything. Keep this page to yourself."
)
MORE = (
    "pre{margin:0}.two{display:grid;grid-template-columns:1fr 1fr;gap:.5em}body{max-width:1100px}"
)


def html(pairs: Sequence[Pair], class_: Mapping[str, Answers]) -> str:
    """The page, with both codes of each pair side by side."""
    body = [f"<h1>Similar answers</h1><p><strong>{CAVEAT}</strong></p>"]
    for place, pair in enumerate(pairs[:SHOWN], 1):
        one, other = pair.students
        parts = ", ".join(
            f"{name} {worth:.0f} ({share:.0%} of the shorter answer)"
            for name, (worth, share) in sorted(
                pair.functions.items(), key=lambda i: i[1], reverse=True
            )
        )
        same = f"<p>Same rare wrong answer: {escape(', '.join(pair.mistakes))}</p>"
        body.append(
            f"<h2>{place}. {escape(one)} and {escape(other)}</h2><p>{pair.score:.0f} in sum: "
            f"{escape(parts)}</p>{same * bool(pair.mistakes)}"
            "<details><summary>Both answers</summary>"
        )
        for name in pair.functions:
            codes = "".join(f"<pre>{escape(class_[s].get(name, ''))}</pre>" for s in pair.students)
            body.append(f"<p><code>{escape(name)}</code></p><div class='two'>{codes}</div>")
        body.append("</details>")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Similar answers</title>'
        f"<style>{STYLE}{MORE}</style></head><body>{''.join(body)}</body></html>\n"
    )
