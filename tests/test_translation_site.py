"""The site in a language that is no language: no sentence of a page escapes the tables of words."""

import html
import json
import re
import sys

import pytest
from pseudo import CODE, PUT_IN, ROOT, bracketed, escaped, speaking_pseudo, worded

from autograder import course
from autograder.checks import EXERCISES
from autograder.course.build import released_path
from rnn_language import METADATA

SITE = ROOT / "site"
sys.path.insert(0, str(SITE))
pytest.importorskip("cells", reason="the extra [grade] brings what the pages need")
import book  # noqa: E402
import lessons  # noqa: E402
import pictures  # noqa: E402
import start  # noqa: E402
import told  # noqa: E402

# What is no text: code, formulas, scripts and styles.
UNSAID = re.compile(
    r'<(script|style|textarea)\b.*?</\1>|<pre class="code">.*?</pre>|<code>.*?</code>'
    r'|<(span|div) class="tex">.*?</\2>|<option value="auto">|<!--.*?-->',
    re.DOTALL,
)
SPOKEN = re.compile(r'\s(?:alt|title|aria-label|placeholder|content)="([^"]*)"')
NAMES = frozenset({"English", "Ctrl", "Enter", "width", "device", "initial", "scale", "utf"})


def in_brackets(words):
    """A table of words, or a text of it, in brackets."""
    if isinstance(words, dict):
        return {key: in_brackets(value) for key, value in words.items()}
    if isinstance(words, list):
        return [in_brackets(each) for each in words]
    return bracketed(words)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """All pages in the language, by address."""
    root, words = tmp_path_factory.mktemp("course"), lessons.words_of
    for name in ("source", "README.md", "pyproject.toml", "nbgrader_config.py"):
        (root / name).symlink_to(ROOT / name)
    for lesson in course.lesson_names(ROOT):
        notebook = json.loads((ROOT / released_path(lesson)).read_text("utf-8"))
        notebook["metadata"][METADATA] = CODE
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"] = worded("".join(cell["source"]))
        path = root / released_path(lesson, CODE)
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook), "utf-8")

    def of(code):
        return in_brackets(words("en")) if code == CODE else words(code)

    with pytest.MonkeyPatch.context() as patch, speaking_pseudo():
        patch.setattr(book, "words_of", of)
        # Pictures to touch have words of their own, which may wait: they say that they are English.
        patch.setattr(pictures, "with_pictures", lambda cells, *_: cells)
        made = book.Book(root, root / "site", CODE, ["en", CODE], None)
        for lesson in made.lessons:
            made._lesson(lesson, {})
        message = told.message(ROOT, CODE)
        body = start.body(made.lessons, {}, made.words, root / "figures", message)
        made._page("index.html", "start", made.words["course"], body)
        made._symbols()
        made._sources()
        made._search()
    return made.pages


def outside(page, functions=()):
    """Words of a page outside of all brackets that are no names, nor parts of functions' names."""
    names = NAMES.union(*(each.split("_") for each in functions))
    spoken = " ".join(SPOKEN.findall(page))
    text = html.unescape(f"{re.sub('<[^<>]*>', ' ', UNSAID.sub(' ', page))} {spoken}")
    return escaped(text, names)


PAGES = ["index", "symbols", "sources", "search"]
PAGES += [f"lessons/{name}" for name in course.lesson_names(ROOT)]


@pytest.mark.parametrize("name", PAGES)
def test_no_sentence_of_a_page_escapes(pages, name):
    page = pages[f"{CODE}/{name}.html"]
    # A cell goes by its function, or else by its heading: an id is English.
    assert outside(page, EXERCISES) == []


def test_what_scripts_of_a_page_say_comes_from_the_tables(pages):
    text = re.search(r'id="facts">(.*?)</script>', pages[f"{CODE}/lessons/01_feed_forward.html"])[1]
    said = json.loads(text)["words"]
    assert len(said) > 20
    assert [each for value in said.values() for each in escaped(PUT_IN.sub(" ", value))] == []


@pytest.mark.parametrize("picture", pictures.SCRIPTS)
def test_no_sentence_of_a_picture_escapes(picture, monkeypatch):
    english = pictures.words_of("en")
    monkeypatch.setattr(pictures, "words_of", lambda code: in_brackets(english))
    made = pictures.markup(picture, CODE, "static")
    if picture == "letters":  # its rows are names that the network has written
        made = re.sub("<tbody>.*?</tbody>", "", made, flags=re.DOTALL)
    assert outside(made, EXERCISES) == []


# A text in quotation marks with two words of small letters; styles and selectors are no texts.
SENTENCE = re.compile(r"\"([^\"\n]*[A-Za-z]{2,} [a-z]{2,}[^\"\n]*)\"")
NO_SENTENCES = {
    "use strict",
    "message passed",
    "message failed",
    "drawn scroll",
    ".side details",
    "import rnn_utils",
    "module workers",
    # Classes of the pictures' parts.
    "bar output",
    "bar pale",
    "bar state",
    "curve thin",
    "gate dashed",
    "rule faint",
    "touch-drawing drawable",
    "touch-panel low",
    "touch-words legend",
}
SCRIPTS = [*SITE.glob("static/*.js"), *SITE.glob("pictures/*.js"), SITE / "course.js"]
SCRIPTS.append(SITE / "kernel.js")


@pytest.mark.parametrize("path", sorted(SCRIPTS))
def test_no_script_has_a_sentence_of_its_own(path):
    code = re.sub(r"(?m)^\s*//.*$|(?<=\s)//.*$", "", path.read_text("utf-8"))
    found = {text for text in SENTENCE.findall(code) if not re.search(r"[{}();:=]", text)}
    assert found <= NO_SENTENCES


def test_the_notebooks_page_speaks_the_language_of_the_notebook():
    lite = pytest.importorskip("lite", reason="the extra [site]")
    script = lite.course_script()
    words = json.loads(re.match(r"var COURSE_WORDS = (.*);\n", script)[1])
    assert sorted(words) == lessons.known_languages()
    used = set(re.findall(r"WORDS\.(\w+)", script.partition("\n")[2]))
    assert all(used - {"en"} | {"idle", "busy"} == set(said) for said in words.values())


def test_the_site_has_a_new_language_as_soon_as_it_has_words_in_it(tmp_path, monkeypatch):
    (tmp_path / "words").mkdir()
    for code in ("en", CODE):
        lesson = tmp_path / released_path("01_feed_forward", code)
        lesson.parent.mkdir(parents=True)
        lesson.touch()
    (tmp_path / "source").symlink_to(ROOT / "source")
    monkeypatch.setattr(lessons, "HERE", tmp_path)
    (tmp_path / "words" / "en.json").touch()
    assert lessons.languages(tmp_path) == ["en"]
    (tmp_path / "words" / f"{CODE}.json").touch()
    assert lessons.languages(tmp_path) == ["en", CODE]
