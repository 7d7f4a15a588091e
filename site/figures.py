"""Figures of a page: files of their own, in two colourings, loaded when they come into view."""

from __future__ import annotations

import base64
import colorsys
import re
import struct
from html import escape, unescape
from pathlib import Path

IMAGE = re.compile(r'<img alt="([^"]*)" src="data:image/([\w+]+);base64,([^"]*)">')
COLOUR = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)
PNG_PIXELS = 96 / 150  # CSS pixels for each pixel of a PNG that svg_figures makes
LEAST = 0.85  # of its own width: on a phone a figure scrolls rather than get smaller than this
# Of rnn_figures, on a dark page. What is not here becomes as bright as it was dark.
DARK = {
    "#222222": "#e4e6ea",
    "#6b6b6b": "#a4abb6",
    "#0072b2": "#7cbdec",
    "#d55e00": "#f3a36d",
    "#009e73": "#5fd0a8",
    "#8e4c8c": "#dda8da",
    "#7a4b2a": "#d6ad8e",
    "#dcebf6": "#16354a",
    "#fbe3d3": "#4b2a15",
    "#d5f0e6": "#12392c",
    "#efe0ef": "#422a42",
    "#eadbcf": "#40301f",
    "#c99700": "#e5b93f",
    "#5b6770": "#a9b4bd",
    "#d6478c": "#f287ba",
    "#f7ebc4": "#4a3d10",
    "#dde1e4": "#2f3940",
    "#f8dce9": "#4d2237",
    "#ffffff": "#16191d",
    "#000000": "#e4e6ea",
}


def dark(svg: str) -> str:
    """A drawing in colours for a dark page."""
    recoloured = COLOUR.sub(lambda match: _dark_colour(match[0].lower()), svg)
    return recoloured.replace("<svg ", '<svg fill="#e4e6ea" ', 1)  # text that names no colour


def _dark_colour(colour: str) -> str:
    if colour in DARK:
        return DARK[colour]
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = 0.93 - 0.83 * light
    parts = colorsys.hls_to_rgb(hue, light, saturation)
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def stored(html: str, name: str, folder: Path, address: str) -> str:
    """HTML of a cell's output with its figures as files.

    Parameters
    ----------
    html : str
        As the cell displayed it.
    name : str
        Name of the files, without an ending.
    folder : Path
        Where they go.
    address : str
        The folder's address from the page.
    """

    def put(match: re.Match) -> str:
        alt, kind, data = match[1], match[2], base64.b64decode(match[3])
        folder.mkdir(parents=True, exist_ok=True)
        if kind == "png":
            (folder / f"{name}.png").write_bytes(data)
            width, height = (PNG_PIXELS * side for side in struct.unpack(">II", data[16:24]))
            return _figure([(f"{address}/{name}.png", "card")], alt, width, height)
        svg = data.decode("utf-8")
        width, height = svg_size(svg)
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
        if "<image" in svg:  # a map in colours of its own, with numbers on it
            return _figure([(f"{address}/{name}.svg", "card")], alt, width, height)
        (folder / f"{name}-dark.svg").write_text(dark(svg), encoding="utf-8")
        files = [(f"{address}/{name}.svg", "on-light"), (f"{address}/{name}-dark.svg", "on-dark")]
        return _figure(files, alt, width, height)

    return IMAGE.sub(put, html)


def svg_size(svg: str) -> tuple[float, float]:
    """Width and height of a drawing in CSS pixels."""
    head = svg[svg.index("<svg") : svg.index(">", svg.index("<svg"))]
    sides = (float(re.search(rf'{side}="([\d.]+)pt"', head)[1]) for side in ("width", "height"))
    width, height = (side * 96 / 72 for side in sides)
    return width, height


def _figure(files: list[tuple[str, str]], alt: str, width: float, height: float) -> str:
    images = "".join(
        f'<img class="{kind}" src="{escape(source)}" alt="{escape(unescape(alt))}" '
        f'width="{width:.0f}" height="{height:.0f}" style="--least: {LEAST * width:.0f}px" '
        'loading="lazy">'
        for source, kind in files
    )
    return f'<div class="drawn scroll">{images}</div>'
