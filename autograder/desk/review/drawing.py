"""The page's pictures, as SVG in the page: each says in words what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

WIDTH = 680
# Darkness and form both tell the outcome: (fill, share of the cell's height that is filled).
MARKS = {
    "right": ("#dce6f2", 1.0),
    "carried": ("#8fa8c8", 0.55),
    "wrong": ("#1f2f4a", 1.0),
    "error": ("#1f2f4a", 0.75),
    "timeout": ("#1f2f4a", 0.5),
    "blank": ("#1f2f4a", 0.15),
    "open": ("#b35900", 0.3),
}


def _svg(width: float, height: float, told: str, body: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(told)}">'
        f"<title>{escape(told)}</title>{''.join(body)}</svg>"
    )


def histogram(scores: Sequence[float], maximum: float) -> str:
    """How many students have how many points."""
    bars = 10
    counts = [0] * bars
    for score in scores:
        counts[min(int(score / maximum * bars), bars - 1)] += 1
    most, step, high = max(counts) or 1, WIDTH / bars, 130
    body, told = [], []
    for place, count in enumerate(counts):
        low, top = maximum * place / bars, maximum * (place + 1) / bars
        told.append(f"{low:g} to {top:g}: {count}")
        tall = count / most * high
        x, y = place * step, 20 + high - tall
        body.append(
            f'<rect x="{x + 3:g}" y="{y:.1f}" width="{step - 6:g}" height="{tall:.1f}" '
            f'fill="#1f2f4a"/><text x="{x + step / 2:g}" y="{y - 4:.1f}" text-anchor="middle">'
            f'{count}</text><text x="{x + step / 2:g}" y="{high + 36}" text-anchor="middle">'
            f"{low:g}–{top:g}</text>"
        )
    return _svg(WIDTH, high + 42, "Students by points. " + ", ".join(told), body)


def heat_map(
    rows: Sequence[tuple[str, Mapping[str, str]]], columns: Sequence[str], told: str
) -> str:
    """Outcome of each test (across) for each student (down), in the order given."""
    # Tall enough to see one student; a large class is drawn thinner.
    left, head, right = 60, 150, 90  # the last label leans out to the right
    tall = 14.0 if len(rows) <= 40 else max(2.0, 560 / len(rows))
    wide = (WIDTH - left - right) / max(len(columns), 1)
    body = []
    for place, name in enumerate(columns):
        x = left + (place + 0.6) * wide
        body.append(f'<text transform="translate({x:.1f},{head - 6}) rotate(-50)">'
                    f"{escape(name.replace('_', ' '))}</text>")  # fmt: skip
    for number, (label, outcomes) in enumerate(rows):
        y = head + number * tall
        if len(rows) <= 40 or number % 25 == 0:
            body.append(f'<text x="{left - 6}" y="{y + min(tall, 12):.1f}" text-anchor="end">'
                        f"{escape(label)}</text>")  # fmt: skip
        for place, name in enumerate(columns):
            fill, share = MARKS.get(outcomes.get(name, "blank"), MARKS["open"])
            body.append(
                f'<rect x="{left + place * wide + 1:.1f}" y="{y + tall * (1 - share):.2f}" '
                f'width="{wide - 2:.1f}" height="{tall * share * 0.92:.2f}" fill="{fill}"/>'
            )
    return _svg(WIDTH, head + tall * len(rows) + 4, told, body)
