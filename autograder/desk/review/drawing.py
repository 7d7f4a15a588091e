"""The page's pictures, as SVG in the page: each says in words what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

WIDTH = 680
SMALL = 440  # can be read on a phone, where a wider one is scrolled
LETTER = 6.2  # width of one, on average
# Darkness and form both tell the outcome: (fill, share of the cell's height that is filled).
MARKS = {
    "right": ("var(--faint)", 1.0),
    "carried": ("var(--middle)", 0.55),
    "wrong": ("var(--strong)", 1.0),
    "error": ("var(--strong)", 0.75),
    "timeout": ("var(--strong)", 0.5),
    "blank": ("var(--strong)", 0.15),
    "open": ("var(--open)", 0.3),
}
MEANS = {
    "right": "right",
    "carried": "carried",
    "wrong": "wrong",
    "error": "error",
    "timeout": "too slow",
    "blank": "not written",
    "open": "not judged",
}


def _svg(width: float, height: float, told: str, body: Sequence[str]) -> str:
    return (
        f'<div class="wide"><svg viewBox="0 0 {width:g} {height:g}" role="img" '
        f'style="max-width:{width:g}px"{" class=small" if width <= SMALL else ""} '
        f'aria-label="{escape(told)}"><title>{escape(told)}</title>{"".join(body)}</svg></div>'
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
            f'fill="var(--strong)"/>'
            f'<text x="{x + step / 2:g}" y="{y - 4:.1f}" text-anchor="middle">{count}</text>'
            f'<text x="{x + step / 2:g}" y="{high + 36}" text-anchor="middle">'
            f"{low:g}–{top:g}</text>"
        )
    return _svg(WIDTH, high + 42, "Students by points. " + ", ".join(told), body)


def bars(rows: Sequence[tuple[str, float]], told: str, wide: float = WIDTH) -> str:
    """A bar for each row, with its number, in the order given."""
    longest = max(len(label) for label, _ in rows) * LETTER
    left, tall, most = min(230, 20 + longest), 15.0, max(value for _, value in rows) or 1
    body = []
    for place, (label, value) in enumerate(rows):
        y, long = place * tall, value / most * (wide - left - 50)
        body.append(
            f'<text x="{left - 6:.1f}" y="{y + 11:g}" text-anchor="end">{escape(label[:40])}</text>'
            f'<rect x="{left:.1f}" y="{y + 2:g}" width="{long:.1f}" height="{tall - 4:g}" '
            f'fill="var(--strong)"/>'
            f'<text x="{left + long + 5:.1f}" y="{y + 11:g}">{value:.0f}</text>'
        )
    figures = ", ".join(f"{label}: {value:.0f}" for label, value in rows)
    return _svg(wide, tall * len(rows) + 2, f"{told}. {figures}", body)


def points(rows: Sequence[tuple[str, float, float, float]], told: str) -> str:
    """For each row its points as a bar in a frame of all, and the class's median as a line."""
    left, tall, wide = 150, 24.0, 330.0
    body, said = [], []
    for place, (label, own, middle, most) in enumerate(rows):
        y, text = place * tall, f"{own:g} of {most:g} (class {middle:g})"
        said.append(f"{label}: {text}")
        at = left + wide * middle / (most or 1)
        body.append(
            f'<text x="{left - 6}" y="{y + 15:g}" text-anchor="end">{escape(label)}</text>'
            f'<rect x="{left}" y="{y + 3:g}" width="{wide * own / (most or 1):.1f}" '
            f'height="{tall - 8:g}" fill="var(--pale)"/>'
            f'<rect x="{left}" y="{y + 3:g}" width="{wide:g}" height="{tall - 8:g}" fill="none" '
            f'stroke="var(--edge)" stroke-width="0.7"/>'
            f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{y + 1:g}" y2="{y + tall - 3:g}" '
            f'stroke="var(--ink)" stroke-width="2"/>'
            f'<text x="{left + wide + 8}" y="{y + 15:g}">{text}</text>'
        )
    return _svg(WIDTH, tall * len(rows) + 2, f"{told} {', '.join(said)}", body)


def _column_titles(columns: Sequence[str], left: float, wide: float, foot: float) -> list[str]:
    """Names of tests, leaning, above their columns."""
    return [
        f'<text transform="translate({left + (place + 0.6) * wide:.1f},{foot}) rotate(-50)">'
        f"{escape(name.replace('_', ' '))}</text>"
        for place, name in enumerate(columns)
    ]


def _head(columns: Sequence[str]) -> tuple[float, float]:
    """Height above a map, and width beside it, that the leaning names need."""
    longest = max(map(len, columns), default=0) * LETTER
    return 14 + longest * 0.77, longest * 0.64


def _mark(kind: str, x: float, y: float, wide: float, tall: float) -> str:
    fill, share = MARKS.get(kind, MARKS["open"])
    return (
        f'<rect x="{x + 1:.1f}" y="{y + tall * (1 - share):.2f}" width="{wide - 2:.1f}" '
        f'height="{tall * share * 0.92:.2f}" fill="{fill}"/>'
    )


def legend() -> str:
    """Each mark of a map with what it means."""
    step, body = WIDTH / len(MARKS), []
    for place, kind in enumerate(MARKS):
        body.append(
            f'<rect x="{place * step + 1:.1f}" y="4" width="20" height="13" fill="none" '
            'stroke="var(--edge)" stroke-width="0.7"/>'
        )
        body.append(_mark(kind, place * step, 4, 22, 14))
        body.append(f'<text x="{place * step + 26:.1f}" y="15">{MEANS[kind]}</text>')
    return _svg(WIDTH, 22, "The marks: " + ", ".join(MEANS.values()), body)


def heat_map(
    rows: Sequence[tuple[str, Mapping[str, str]]], columns: Sequence[str], told: str
) -> str:
    """Outcome of each test (across) for each student (down), in the order given."""
    head, right = _head(columns)
    left, tall = 70, 14.0
    wide = (WIDTH - left - right) / max(len(columns), 1)
    body = _column_titles(columns, left, wide, head - 6)
    for number, (label, outcomes) in enumerate(rows):
        y = head + number * tall
        body.append(f'<text x="{left - 6}" y="{y + 11:.1f}" text-anchor="end">'
                    f"{escape(label)}</text>")  # fmt: skip
        body += [
            _mark(outcomes.get(name, "blank"), left + place * wide, y, wide, tall)
            for place, name in enumerate(columns)
        ]
    return _svg(WIDTH, head + tall * len(rows) + 4, told, body)


def shares(
    rows: Sequence[tuple[str, Mapping[str, float]]], columns: Sequence[str], told: str
) -> str:
    """Share that is right in each test (across) in groups of students (down), as bar and number."""
    head, right = _head(columns)
    left, tall = 150, 24.0
    wide = (WIDTH - left - right) / max(len(columns), 1)
    body = _column_titles(columns, left, wide, head - 6)
    for number, (label, found) in enumerate(rows):
        y = head + number * tall
        body.append(f'<text x="{left - 6}" y="{y + 15:.1f}" text-anchor="end">'
                    f"{escape(label)}</text>")  # fmt: skip
        for place, name in enumerate(columns):
            share, x = found.get(name, 0.0), left + place * wide
            body.append(
                f'<rect x="{x + 1:.1f}" y="{y + 1:.1f}" width="{wide - 3:.1f}" '
                f'height="{tall - 3:g}" fill="none" stroke="var(--edge)" stroke-width="0.7"/>'
                f'<rect x="{x + 1:.1f}" y="{y + 1:.1f}" width="{(wide - 3) * share:.1f}" '
                f'height="{tall - 3:g}" fill="var(--pale)"/>'
                f'<text x="{x + wide / 2:.1f}" y="{y + 15:.1f}" text-anchor="middle">'
                f"{share * 100:.0f}</text>"
            )
    return _svg(WIDTH, head + tall * len(rows) + 4, told, body)
