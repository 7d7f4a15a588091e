"""What the desk's pages have in common: they can be read in light and dark, wide and narrow."""

import re

import pytest
from browser import CHROMIUM, Browser
from desk import test_regrade_page, test_report

from autograder.desk.review import drawing, frame, similar_page

LIGHT, DARK = (
    dict(re.findall(r"--(\w+):#(\w+)", rule))
    for rule in re.findall(r":root\{([^}]*)\}", frame.STYLE)
)


def luminance(colour):
    """Of a colour, as WCAG 2 has it."""
    colour = colour if len(colour) == 6 else "".join(2 * letter for letter in colour)
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_standard():
    assert contrast("000", "ffffff") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        *((front, back, 4.5) for front in ("ink", "soft") for back in ("paper", "raised")),
        ("ink", "pale", 4.5),  # numbers that stand on bars
        ("strong", "paper", 3.0),
        ("open", "paper", 3.0),
        ("edge", "paper", 3.0),
        ("strong", "faint", 3.0),  # wrong and right, in the map
        ("strong", "middle", 1.8),  # and their form differs too
    ],
)
def test_what_stands_on_something_can_be_told_from_it(colours, front, back, least):
    assert contrast(colours[front], colours[back]) >= least


def test_a_dark_page_gives_every_colour_anew_and_paper_is_light():
    assert {*DARK, "paper"} == set(LIGHT) == set(DARK)
    assert luminance(LIGHT["paper"]) > 0.9 and luminance(DARK["paper"]) < 0.05
    assert "@media screen and (prefers-color-scheme:dark)" in frame.STYLE


def test_drawings_take_their_colours_from_the_page():
    drawn = "".join([
        drawing.histogram([1, 2], 4), drawing.bars([("a", 1)], "told"), drawing.legend(),
        drawing.points([("a", 1, 2, 3)], "told"),
        drawing.shares([("a", {"x": 0.5})], ["x"], "told"),
        drawing.heat_map([("a", dict.fromkeys("x", "wrong"))], ["x"], "told"),
    ])  # fmt: skip
    used = re.findall(r'(?:fill|stroke)="([^"]+)"', drawn)
    assert {re.fullmatch(r"var\(--(\w+)\)|none", value)[1] for value in used} <= {*LIGHT, None}
    assert not re.search("#[0-9a-f]{3}", drawn)


PAGES = {
    "regrade": lambda: test_regrade_page.page(
        [*test_regrade_page.GAIN, *test_regrade_page.LOSE],
        left={"somebody.with.a.long.name@example.org": "not graded yet"},
    ),
    "report": lambda: test_report.made_page(test_report.class_of(300))[0],
    "report_few": lambda: test_report.made_page(test_report.class_of(20))[0],
    "similar": lambda: similar_page.html([], {}),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_lets_nothing_run_or_load(name):
    made = PAGES[name]()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', made)[1]
    assert policy.startswith("default-src 'none'") and "script" not in policy


@pytest.fixture(scope="module")
def browser():
    made = Browser()
    yield made
    made.close()


@pytest.mark.pages
@pytest.mark.skipif(not CHROMIUM, reason="Chromium is missing")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_wide_as_the_screen_and_as_dark(browser, tmp_path, name, width, scheme):
    (tmp_path / "page.html").write_text(PAGES[name](), encoding="utf-8")
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 700}
    browser.tell("Emulation.setDeviceMetricsOverride", **size)
    wanted = {"name": "prefers-color-scheme", "value": scheme}
    browser.tell("Emulation.setEmulatedMedia", features=[wanted])
    browser.open((tmp_path / "page.html").as_uri())
    assert browser.ask("document.documentElement.scrollWidth <= innerWidth")
    shade = browser.ask("getComputedStyle(document.body).backgroundColor")
    red, *_ = map(int, re.findall(r"\d+", shade))
    assert (red < 60) is (scheme == "dark")
    drawn = "getComputedStyle(document.querySelector('svg rect')).fill"
    if name == "regrade":  # its bars are of the colour that stands out
        red, *_ = map(int, re.findall(r"\d+", browser.ask(drawn)))
        assert (red > 150) is (scheme == "dark")
