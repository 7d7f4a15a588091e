"""What the site's pages are made of, without a browser: cells, words, figures, the runner."""

import functools
import json
import re
import shutil
import subprocess
import sys
import types
from pathlib import Path

import pytest

from autograder import course
from autograder.course import build, colab
from autograder.course.symbols import notation_table

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "site"
sys.path.insert(0, str(SITE))
cells = pytest.importorskip("cells", reason="the extra [grade] brings what the pages need")
import figures  # noqa: E402
import lessons  # noqa: E402
import outputs  # noqa: E402
import prose  # noqa: E402
import start  # noqa: E402
from names import names_of  # noqa: E402

LANGUAGES = lessons.languages(ROOT)
EDITIONS = [(code, name) for code in LANGUAGES for name in lessons.lesson_names(ROOT, code)]
edition = pytest.mark.parametrize(("language", "lesson"), EDITIONS)


def released(lesson, language="en"):
    return course.read_cells(ROOT / build.released_path(lesson, language))


def page_with(lesson, language, shown):
    """Code cells, HTML and headings of a lesson's page with outputs."""
    on_page = cells.on_page(released(lesson, language))
    code = cells.code_cells(on_page, shown)
    page = cells.Page(lessons.words_of(language), ROOT / "build" / "no_figures", "figures")
    return code, page.html(on_page, code), page.prose.headings


@functools.cache
def page_of(lesson, language):
    """The same without outputs."""
    return page_with(lesson, language, {})


# ------------------------------------------------------------------ cells


@edition
def test_a_page_leaves_out_only_the_set_up_and_the_hidden_tests(language, lesson):
    here = released(lesson, language)
    left = {cell["id"] for cell in here} - {cell["id"] for cell in cells.on_page(here)}
    hidden = {f"{name}_hidden" for name in course.solutions(ROOT, lesson)}
    assert left - {colab.BADGE_ID} == {colab.SETUP_ID} | hidden


@edition
def test_every_cell_that_shows_something_reaches_the_page(language, lesson):
    code, html, _ = page_of(lesson, language)
    for cell in released(lesson, language):
        if course.SHOW_TAG in cell["metadata"].get("tags", []) and cell["id"] != colab.SETUP_ID:
            assert cell["id"] in code
            assert f'data-cell="{cell["id"]}"' in html


@edition
def test_headings_begin_with_one_title_and_skip_no_level(language, lesson):
    _, _, headings = page_of(lesson, language)
    levels = [level for level, _, _ in headings]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    anchors = [anchor for _, anchor, _ in headings]
    assert len(set(anchors)) == len(anchors)


@edition
def test_no_formula_is_left_as_text(language, lesson):
    _, html, _ = page_of(lesson, language)
    text = re.sub(r"<pre.*?</pre>|<code>.*?</code>", "", html, flags=re.DOTALL)
    assert "$" not in text
    assert html.count('class="tex"') > 10


def test_what_progress_and_predictions_print_is_not_shown_below_empty_functions():
    printed = [{"output_type": "stream", "name": "stdout", "text": "PRINTED"}]
    names = [cell["id"] for cell in released("02_rnn_cell")]
    shown = dict.fromkeys(names, printed)
    code, html, _ = page_with("02_rnn_cell", "en", shown)
    silent = {name for name in code if name == "progress" or name.startswith("predict_")}
    assert len(silent) >= 3
    for name in names:
        if name in code:
            here = html.split(f'data-cell="{name}"')[1].split("data-cell=")[0]
            assert ("PRINTED" in here) == (name not in silent), name


def test_one_printout_stays_in_one_piece():
    def stream(text, name="stdout"):
        return {"output_type": "stream", "name": name, "text": text}

    figure = {"output_type": "display_data", "data": {"text/plain": "a figure"}}
    pieces = [stream("a"), stream("b"), stream("c", "stderr"), figure, stream("d"), stream("e")]
    assert [output.get("text") for output in outputs.joined(pieces)] == ["ab", "c", None, "de"]


@edition
def test_a_cell_runs_after_the_cells_that_define_what_it_reads(language, lesson):
    code = cells.code_cells(cells.on_page(released(lesson, language)), {})
    order = list(code)
    every = set()
    for cell in code.values():
        assert all(order.index(need) < order.index(cell.name) for need in cell.needs)
        _, loads = names_of(cell.source)
        defined = set().union(*(names_of(code[need].source)[0] for need in cell.needs))
        assert not (loads & every) - defined, (cell.name, loads & every - defined)
        every |= names_of(cell.source)[0]


@pytest.mark.parametrize(
    ("source", "stores", "loads"),
    [
        ("x = x + 1", {"x"}, {"x"}),
        ("x = 1\ny = x", {"x", "y"}, set()),
        ("x += 1", {"x"}, {"x"}),
        ("y = [x for x in z]", {"y"}, {"z"}),
        ("for i in n:\n    print(i)", {"i"}, {"n"}),
        ("def f(a):\n    return a + b + len(a)", {"f"}, {"b"}),
        ("def f():\n    return g()\ndef g():\n    return 1", {"f", "g"}, set()),
        ("def f():\n    b = 1\n    return b", {"f"}, set()),
        ("import numpy as np\nfrom m import a, b as c", {"np", "a", "c"}, set()),
        ("with open(p) as file:\n    text = file.read()", {"file", "text"}, {"p"}),
        ("a, (b, *c) = d", {"a", "b", "c"}, {"d"}),
        ("f = lambda x: x + y", {"f"}, {"y"}),
        ("p['W'] = q", set(), {"p", "q"}),
        ("y = {k: v for k, v in w.items() if k in keep}", {"y"}, {"w", "keep"}),
    ],
)
def test_names_that_a_cell_reads_and_defines(source, stores, loads):
    assert names_of(source) == (stores, loads)


def test_buttons_to_unfold_code_have_names_of_their_own():
    _, html, _ = page_of("04_lstm_cell", "en")
    names = re.findall(r'<details class="fold"><summary>(.*?)</summary>', html)
    assert len(names) > 5 and len(set(names)) == len(names)


# ------------------------------------------------------------------ words


def shape(words):
    """Keys of a table of words, and the places that each text leaves open."""
    if isinstance(words, dict):
        return {key: shape(value) for key, value in words.items()}
    return sorted(re.findall(r"\{\w+\}", words))


def test_all_languages_say_the_same_things():
    tables = [lessons.words_of(path.stem) for path in (SITE / "words").glob("*.json")]
    assert len(tables) >= 2
    assert all(shape(table) == shape(tables[0]) for table in tables)


@pytest.mark.parametrize(
    ("needs", "text"),
    [
        ([], "Python, NumPy and the chain rule"),
        (["05"], "lesson 05"),
        (["01", "02"], "lessons 01 and 02"),
        (["01", "02", "05"], "lessons 01, 02 and 05"),
    ],
)
def test_what_a_lesson_needs_is_said_in_words(needs, text):
    lesson = lessons.Lesson("06_x", "06", "X", [], needs, 60, [])
    assert lessons.needs_text(lesson, lessons.words_of("en")) == text


@pytest.mark.parametrize(("minutes", "text"), [(180, "3"), (90, "1½"), (30, "½"), (210, "3½")])
def test_minutes_are_said_in_half_hours(minutes, text):
    assert start.hours(minutes) == text


def test_the_site_takes_minutes_and_needs_from_the_readme():
    found = lessons.read_lessons(ROOT, "en")
    assert [lesson.name for lesson in found] == course.lesson_names(ROOT)
    assert found[0].needs == [] and all(lesson.needs for lesson in found[1:])
    assert all(lesson.minutes >= 60 for lesson in found)


# ------------------------------------------------------------------ figures


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_figures_are_readable_on_a_dark_page():
    import rnn_figures

    paper = figures.DARK["#ffffff"]
    for colour in (rnn_figures.INK, rnn_figures.MUTED, *rnn_figures.COLOURS.values()):
        assert contrast(figures.dark(f"<svg >{colour.lower()}")[-7:], paper) >= 4.5, colour
    for fill in rnn_figures.FILLS.values():
        ink = figures.DARK[rnn_figures.INK]
        assert contrast(figures.dark(f"<svg >{fill.lower()}")[-7:], ink) >= 4.5, fill


def test_a_colour_that_no_table_names_turns_from_dark_to_bright():
    dark, bright = figures.dark("<svg >#102030")[-7:], figures.dark("<svg >#e0e8f0")[-7:]
    assert luminance(dark) > 0.5 > 0.05 > luminance(bright)


def test_a_figure_comes_as_files_in_two_colourings_with_its_text(tmp_path):
    import base64

    svg = '<svg height="72pt" width="144pt"><path fill="#222222"/></svg>'
    data = base64.b64encode(svg.encode()).decode()
    html = f'<img alt="A &quot;box&quot;" src="data:image/svg+xml;base64,{data}">'
    made = figures.stored(html, "box", tmp_path, "here")
    assert made.count('alt="A &quot;box&quot;"') == 2 and 'width="192" height="96"' in made
    assert (tmp_path / "box.svg").read_text() == svg
    assert figures.DARK["#222222"] in (tmp_path / "box-dark.svg").read_text()


# ------------------------------------------------------------------ prose


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("a $x_1 < y$ b", '<span class="tex">x_1 &lt; y</span>'),
        ("$$\nx \\tag{1}\n$$", '<div class="tex">x \\tag{1}</div>'),
        ("| a |\n|---|\n| $b$ |", '<div class="scroll"><table>'),
        ("| | a |\n|---|---|\n| b | c |", "<td></td>\n  <th>a</th>"),
        ("```python\nx = 1\n```", '<pre class="code"><code><span class="n">x</span>'),
        ("```{raw} html\n<b>$x$</b>\n```", "<b>$x$</b>"),
        ("<summary>a $b_f$</summary>", 'a <span class="tex">b_f</span></summary>'),
        ("# A `b` & c", '<h1 id="a-b-c">A <code>b</code> &amp; c</h1>'),
    ],
)
def test_markdown_becomes_html(text, want):
    assert want in prose.Prose().html(text)


def test_two_headings_of_one_text_have_two_anchors():
    assert prose.Prose().html("# A\n\n# A").count('id="a"') == 1


# ------------------------------------------------------------------ the runner of the pages


@pytest.fixture
def runner(monkeypatch):
    """The module that runs cells in the page, here, with what it displays in a list."""
    sent = []
    monkeypatch.setitem(sys.modules, "__main__", types.ModuleType("__main__"))
    for name in ("IPython", "IPython.display"):
        monkeypatch.setitem(sys.modules, name, sys.modules.get(name))
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.setenv("RNN_LANGUAGE", "en")
    monkeypatch.setattr("builtins.display", None, raising=False)
    text = (SITE / "static" / "runner.py").read_text(encoding="utf-8")
    module = types.ModuleType("course_runner")
    exec(compile(text, "runner.py", "exec"), module.__dict__)
    module.start(lambda kind, text: sent.append((kind, text)), "en", "cell {name}, line {line}:")
    module.sent = sent
    return module


def test_the_runner_shows_the_last_value_as_a_notebook_does(runner):
    assert runner.run("one", "x = 20\nx + 1", "First") is None
    assert runner.run("two", "x = None\nx", "Second (2)") is None
    assert runner.sent == [("text", "21\n")]


def test_the_runner_shows_a_failed_check_as_its_message_alone(runner):
    code = "from rnn_compare import CheckFailed\nraise CheckFailed('what is wrong')"
    assert runner.run("one", code, "First") == {"text": "what is wrong"}


def test_the_runner_names_the_readers_lines_and_none_of_ours(runner):
    runner.run("one", "import json\n\ndef f(text):\n    return json.loads(text)", "First")
    told = runner.run("two", "f('{')", "Second (2)")["text"]
    assert "cell Second (2), line 1:" in told and "return json.loads(text)" in told
    assert "cell First, line 4:" in told
    assert "JSONDecodeError" in told and "runner" not in told and "decoder.py" not in told


def test_the_runner_says_what_is_missing(runner):
    assert runner.run("one", "import matplotlib_of_no_kind.pyplot", "First")["missing"] == (
        "matplotlib_of_no_kind"
    )


def test_the_runner_tells_a_line_that_is_no_python(runner):
    told = runner.run("one", "x = (1,\ny = 2", "First")["text"]
    assert "SyntaxError" in told and "cell one" in told


def test_a_check_finds_the_text_of_a_function_that_the_runner_made(runner):
    import inspect

    runner.run("one", "def f(x):\n    return 2 * x", "First")
    function = sys.modules["__main__"].f
    assert inspect.getsource(function) == "def f(x):\n    return 2 * x"


def test_a_page_names_the_archive_of_helpers_and_the_runner(tmp_path):
    import zipfile

    lite = pytest.importorskip("lite")
    lite.pack_helpers(ROOT, tmp_path / "helpers.zip")
    names = zipfile.ZipFile(tmp_path / "helpers.zip").namelist()
    assert set(course.HELPER_FILES) < set(names) and "data/names_en.txt" in names
    asked = (SITE / "static" / "worker.js").read_text(encoding="utf-8")
    assert "helpers.zip" in asked and "runner.py" in asked


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>The <b>forget</b> gate &amp; more</p>", "The forget gate & more"),
        ("<p>a <code>ft</code>, and</p><p>more</p>", "a ft, and more"),
        (
            '<span class="tex">W_{ax}</span>: <span class="tex">(n_a, n_x)</span>',
            "W_ax: (n_a, n_x)",
        ),
        ('of <span class="tex">\\tilde{c}_t</span> and', "of and"),
        ('<div class="tex">x = y</div>then', "then"),
        ("<td>a</td><td>b</td>", "a b"),
    ],
)
def test_the_search_looks_through_words_and_short_formulas(html, text):
    book = pytest.importorskip("book")
    assert book.plain(html) == text


def test_a_mark_after_a_formula_does_not_begin_a_line():
    (match,) = prose.FORMULA.finditer('x <span class="tex">y</span>), z')
    assert match.groups() == ("span", "y", "),")
    (match,) = prose.FORMULA.finditer('x <span class="tex">y</span> (z)')
    assert match[3] == ""


@pytest.mark.skipif(not shutil.which("node"), reason="node runs the search of the pages")
def test_an_excerpt_begins_and_ends_with_a_whole_word():
    text = " ".join(f"before{number}" for number in range(20)) + " gate " + "after " * 40
    script = (
        f"import {{ excerpt }} from {json.dumps((SITE / 'static/find.js').as_uri())};"
        "const [text, query] = JSON.parse(process.argv[1]);"
        "console.log(JSON.stringify([excerpt(text, query), excerpt('a gate', query)]));"
    )
    command = ["node", "--input-type=module", "-e", script, json.dumps([text, "gate"])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    long, short = json.loads(done.stdout)
    assert set(long.split()[1:-1]) <= set(text.split()) and "gate" in long
    assert long.split()[0] == long.split()[-1] == "…"
    assert short == "a gate"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_symbols_holds_every_row_of_the_readme(language):
    book = pytest.importorskip("book")
    english = notation_table(ROOT)
    _, _, *rows = book.symbol_rows(lessons.read_lessons(ROOT, language), english)
    symbols = [row.split("|")[1].strip() for row in rows]
    assert symbols == [row.split("|")[1].strip() for row in english[1:]]
    assert len(set(symbols)) == len(symbols)


SECTIONS = [
    {"at": "1", "in": "", "head": "Unutma kapısı", "text": "Işık açık kalır. Input ve İLERİ."},
    {"at": "2", "in": "", "head": "Başka", "text": "Bir kapı, ışığın önünde; rnn_cell_forward."},
    {"at": "3", "in": "", "head": "The gate", "text": "It is the GATE that forgets."},
]


@pytest.mark.skipif(not shutil.which("node"), reason="node runs the search of the pages")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ışık", "1"),
        ("isik", "1"),
        ("IŞIĞIN", "2"),
        ("input", "1"),
        ("ileri", "1"),
        ("İleri", "1"),
        ("KAPI", "12"),
        ("kapi onunde", "2"),
        ("gate forgets", "3"),
        ("cell_forward", "2"),
        ("kapı yok", ""),
        ("", ""),
    ],
)
def test_the_search_knows_no_difference_of_case_and_marks(query, found):
    script = (
        f"import {{ hits, excerpt }} from {json.dumps((SITE / 'static/find.js').as_uri())};"
        "const [sections, query] = JSON.parse(process.argv[1]);"
        "const made = hits(sections, query);"
        "console.log(JSON.stringify(made.map((each) => [each.at, excerpt(each.text, query)])));"
    )
    command = ["node", "--input-type=module", "-e", script, json.dumps([SECTIONS, query])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "".join(at for at, _ in json.loads(done.stdout)) == found


@pytest.mark.parametrize(
    ("heading", "name"), [("İleri ve geri", "ileri-ve-geri"), ("Işık", "işık"), ("???", "section")]
)
def test_a_heading_has_a_name_that_can_be_typed(heading, name):
    assert prose.slug(heading) == name


def test_the_start_page_shows_what_a_check_says_in_the_language_of_the_page():
    told = pytest.importorskip("told")
    english, turkish = told.message(ROOT, "en"), told.message(ROOT, "tr")
    assert "Hint: What does the cell remember of earlier steps?" in english
    assert turkish.startswith("rnn_cell_forward") and "Hint" not in turkish
    assert len(turkish.splitlines()) == len(english.splitlines()) == 4


def test_pictures_of_the_start_page_lead_to_where_they_are_touched():
    import pictures

    there = {f"{lesson}.html#touch-{name.replace('_', '-')}" for lesson, _, name in pictures.PLACES}
    assert set(start.TOUCHED.values()) <= there
