"""The touchable pictures without a browser: words, markup, numbers, what they give away."""

import html
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from autograder import course

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "site"))
import picture_numbers  # noqa: E402
import pictures  # noqa: E402
from picture_numbers import train_letters  # noqa: E402

FOLDER = ROOT / "site" / "pictures"
WORDS = json.loads((FOLDER / "words.json").read_text(encoding="utf-8"))
STATIC = "../../static"
SCRIPTS = sorted(FOLDER.glob("*.js"))

every_picture = pytest.mark.parametrize("picture", sorted(pictures.SCRIPTS))
every_language = pytest.mark.parametrize("language", sorted(WORDS))
every_place = pytest.mark.parametrize("place", pictures.PLACES, ids=lambda place: place[2])
every_cell = pytest.mark.parametrize("kind", ["lstm", "gru"])


def leaves(value, path=()):
    """Every string of a tree, by its path."""
    if isinstance(value, str):
        return {path: value}
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    return {k: v for key, part in pairs for k, v in leaves(part, (*path, key)).items()}


class Reader(HTMLParser):
    """Tags that are open, attributes by tag, texts by the tag that holds them."""

    EMPTY = {"link", "br", "input", "meta"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.cells, self.text = [], [], {}, []
        self.cell = None

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in self.EMPTY:
            self.open.append(tag)
        if tag == "td":
            self.cell = dict(attributes).get("data-value")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append((self.open[-1] if self.open else "", data))
        if self.cell and self.open[-1] == "td":
            self.cells[self.cell] = data


def read(picture, language="en"):
    reader = Reader()
    reader.feed(pictures.markup(picture, language, STATIC))
    reader.close()
    assert reader.open == []
    return reader


def data_of(reader):
    (text,) = (data for tag, data in reader.text if tag == "script" and data.strip())
    return json.loads(text)


# ------------------------------------------------------------------ words and markup


@every_language
def test_each_language_has_the_same_words_with_the_same_gaps(language):
    english, other = leaves(WORDS["en"]), leaves(WORDS[language])
    assert other.keys() == english.keys()
    for path, text in english.items():
        gaps = sorted(re.findall(r"{\w+}", text))
        assert sorted(re.findall(r"{\w+}", other[path])) == gaps, path
        assert other[path].strip(), path


def test_a_language_without_words_is_refused_by_name():
    with pytest.raises(ValueError, match="'xx'"):
        pictures.markup("lstm", "xx", STATIC)


@every_picture
@every_language
def test_a_picture_is_whole_without_its_script(picture, language):
    reader = read(picture, language)
    (figure,) = (attributes for tag, attributes in reader.tags if tag == "figure")
    ids = {attributes["id"] for _, attributes in reader.tags if "id" in attributes}
    assert {figure["aria-labelledby"], figure["aria-describedby"]} <= ids
    assert figure["lang"] == language
    texts = {text for _, text in reader.text}
    words = pictures.words_for(picture, language)
    assert {words["alt"], words["title"], words["waiting"]} <= texts
    assert len(reader.cells) >= 9 and all(reader.cells.values())
    data = data_of(reader)
    assert data["words"] == words
    assert (FOLDER / f"{figure['data-touch']}.js").is_file()


@every_picture
def test_a_picture_has_no_blank_line_that_would_end_it(picture):
    fence = pictures.markdown(picture, "en", STATIC).split("```")[1]
    assert "\n\n" not in fence.strip()


@every_place
def test_a_picture_stands_behind_its_cell(place):
    lesson, cell, picture = place
    cells = course.read_cells(ROOT / course.source_path(ROOT, lesson))
    page = pictures.with_pictures(cells, lesson)
    names = [each["id"] for each in page]
    behind = page[names.index(cell) + 1]
    assert f'id="touch-{picture.replace("_", "-")}"' in behind["source"]
    own = [each for each in page if each["id"].startswith("touch_")]
    assert [each for each in page if each not in own] == cells


def test_a_cell_that_is_gone_is_named():
    with pytest.raises(ValueError, match="backward_equations"):
        pictures.with_pictures([{"id": "title"}], "03_rnn")


def test_the_files_that_a_page_asks_for_are_copied(tmp_path):
    pictures.copy_files(tmp_path)
    there = {path.name for path in (tmp_path / "touch").iterdir()}
    assert {"start.js", "pictures.css", "letters.json"} <= there
    assert {path.name for path in SCRIPTS} <= there
    assert not {name for name in there if name.endswith(".py")} and "words.json" not in there
    for path in SCRIPTS:
        wanted = re.findall(r'(?:from|import\() ?"\./([\w.]+)"', path.read_text(encoding="utf-8"))
        assert set(wanted) <= there, path.name


def test_nothing_moves_by_itself_and_nothing_comes_from_elsewhere():
    for path in (*SCRIPTS, *FOLDER.glob("*.css")):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        for word in (
            "animat",
            "transition",
            "setInterval",
            "setTimeout",
            "http:",
            "https:",
            "@import",
        ):
            assert word not in text, (path.name, word)


# ------------------------------------------------------------------ what a lesson asks for


@every_cell
def test_each_line_of_code_is_one_of_the_solution(kind):
    about = picture_numbers.cells()[kind]
    lesson = next(name for name in course.lesson_names(ROOT) if name.startswith(about["lesson"]))
    answers = course.solutions(ROOT, lesson)
    for part in about["parts"]:
        for code in part["code"]:
            assert code in answers[about["forward"]], (part["id"], code)
        for code in part["back_code"]:
            assert code in answers[about["backward"]], (part["id"], code)


@every_cell
def test_each_equation_has_the_number_that_the_lesson_gives_it(kind):
    about = picture_numbers.cells()[kind]
    lesson = next(name for name in course.lesson_names(ROOT) if name.startswith(about["lesson"]))
    text = (course.source_path(ROOT, lesson)).read_text(encoding="utf-8")
    tags = set(re.findall(r"\\\\tag{(\w+)}", text))
    for part in about["parts"]:
        numbers = [part.get("number", ""), *part["back_number"].split(", ")]
        assert set(filter(None, numbers)) <= tags, part["id"]


@every_cell
def test_the_lesson_that_asks_for_a_cell_does_not_show_its_code_or_open_gradients(kind):
    page = html.unescape(pictures.markup(kind, "en", STATIC))
    parts = data_of(read(kind))["cell"]["parts"]
    assert all("code" not in part and "back_code" not in part for part in parts)
    for part in picture_numbers.cells()[kind]["parts"]:
        for code in (*part["code"], *part["back_code"]):
            if " " in code:
                assert code not in page, code
        shown = next(each for each in parts if each["id"] == part["id"])
        assert ("back" in shown) == bool(part.get("given"))


def test_the_gradients_that_lesson_04_leaves_open_are_not_given():
    given = {part["id"] for part in picture_numbers.cells()["lstm"]["parts"] if part.get("given")}
    assert given.isdisjoint({"i", "cct", "o", "c_prev", "a_prev", "xt", "stack", "keep", "write"})


@every_place
def test_a_whole_cell_stands_only_where_its_code_is_no_longer_asked_for(place):
    lesson, _, picture = place
    if picture.endswith("_whole"):
        about = picture_numbers.cells()[picture.removesuffix("_whole")]
        assert lesson[:2] > about["lesson"]
        assert not {about["forward"], about["backward"]} & course.solutions(ROOT, lesson).keys()


# ------------------------------------------------------------------ numbers


def test_the_walk_back_adds_up_to_the_gradients_of_the_whole_sequence():
    found = picture_numbers.walk_back()
    for name in ("dWax", "dWaa", "dba"):
        parts = sum(found[f"{name}.{t}"] for t in range(1, 5))
        assert parts == pytest.approx(found[f"{name}.sum"], rel=1e-12)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(-0.5, 1, "−0.5"), (-0.0001, 2, "0.00"), (0.0, 0, "0"), (12.345, 2, "12.35"), (-3, 0, "−3")],
)
def test_a_number_has_a_true_minus_sign_and_none_before_zero(value, digits, text):
    assert picture_numbers.number(value, digits) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "1"), (0.0123, "0.012"), (0.0099, "9.9 · 10⁻³"), (720.4, "720"), (8.3e-9, "8.3 · 10⁻⁹"),
     (9.1e7, "9.1 · 10⁷"), (0, "0"), (1000, "1.0 · 10³")],
)  # fmt: skip
def test_a_rough_number_keeps_two_figures(value, text):
    assert picture_numbers.roughly(value) == text


@pytest.fixture(scope="module")
def lesson():
    return train_letters.lesson_functions(ROOT)


@pytest.mark.parametrize("name", sorted(train_letters.MODELS))
def test_a_stored_network_is_as_good_as_the_lesson_says(name, lesson):
    stored = picture_numbers.networks()[name]
    file, n_a, _, vowels = train_letters.MODELS[name]
    words = lesson["load_words"](file)
    held_out = lesson["split_words"](words)[1]
    assert stored["alphabet"] == lesson["alphabet_of"](words) and stored["n_a"] == n_a
    bits = lesson["bits_of_model"](train_letters.unpack(stored), held_out, stored["alphabet"])
    assert bits == pytest.approx(stored["bits"], abs=1e-3)
    assert bits < {"names": 2.9, "turkish": 2.8}[name]
    assert set(stored["words"]) <= set(held_out)
    facts = train_letters.unit_facts(lesson, stored, held_out, vowels)
    for fact, values in facts.items():
        np.testing.assert_allclose(values, stored["facts"][fact], atol=2e-3)


def test_the_stored_networks_are_small():
    assert train_letters.STORED.stat().st_size < 200_000


def test_a_network_of_another_size_is_refused():
    stored = picture_numbers.networks()["turkish"]
    with pytest.raises(ValueError, match="are wanted"):
        train_letters.unpack({**stored, "n_a": 31})


# ------------------------------------------------------------------ colours


def colours(mode):
    """Variables of the pictures' style by name; the page's own ones as the site sets them."""
    text = (FOLDER / "pictures.css").read_text(encoding="utf-8")
    light = re.search(r"figure\.touch {(.*?)}", text, re.DOTALL)[1]
    dark = re.search(r'html\[data-theme="dark"\] figure\.touch {(.*?)}', text, re.DOTALL)[1]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", light + (dark if mode == "dark" else "")))
    page = {
        "light": {"ink": "#222832", "paper": "#ffffff"},
        "dark": {"ink": "#ced6dd", "paper": "#16191d"},
    }
    return {**found, **page[mode]}


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[k : k + 2], 16) / 255 for k in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def contrast(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_and_lines_stand_out_from_what_is_behind_them(mode):
    found = colours(mode)
    for kind in ("input", "state", "output", "gate", "loss"):
        assert contrast(found["ink"], found[f"{kind}-fill"]) >= 4.5, kind  # text in a box
        assert contrast(found[kind], found["paper"]) >= 4.5, kind  # a curve's name
        assert contrast(found[kind], found[f"{kind}-fill"]) >= 3, kind  # the edge of a box
    assert contrast(found["focus"], found["paper"]) >= 3
    assert contrast(found["rule"], found["paper"]) >= 3
