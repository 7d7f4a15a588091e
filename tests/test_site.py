"""The built site in a real browser: every lesson runs in the page, and nothing comes from outside.

Run by ``make test-site``, which builds the site first. Screenshots go to build/site_pictures. With
``SITE_LESSONS="02_rnn_cell"``, names apart by blanks, only these lessons are visited.
"""

import html
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import samples
from test_release import solution_lines

from autograder import course
from autograder.course import build
from autograder.course.lesson import load_lesson
from autograder.submission import read_submission
from rnn_language import catalogue

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "site"))
import lessons  # noqa: E402
import pictures  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
ALL = course.lesson_names(ROOT)
LESSONS = os.environ.get("SITE_LESSONS", "").split() or ALL
SITE = ROOT / "build" / "site"
CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)
KEPT = "02_rnn_cell"  # the lesson that is saved, loaded again and downloaded

pytestmark = pytest.mark.site
lesson = pytest.mark.parametrize("lesson", LESSONS)


def first_check(name):
    return f"{next(iter(course.solutions(ROOT, name)))}_check"


def without_a_bias():
    """Solutions of lesson 02, but for one term."""
    answers = course.solutions(ROOT, "02_rnn_cell")
    right = answers["rnn_cell_forward"]
    answers["rnn_cell_forward"] = right.replace(' + parameters["ba"]', "")
    assert answers["rnn_cell_forward"] != right
    return answers


FIGURES = {"02_rnn_cell": "forward_figure", "06_language_model": "encode_figure"}
TRIED = [name for name in LESSONS if name in FIGURES]
READ = {
    "start": "en/index.html",
    "start-tr": "tr/index.html",
    "symbols": "en/symbols.html",
    "sources": "en/sources.html",
    "search": "en/search.html",
    "found": "en/search.html?q=forget+gate",
    "found-tr": "tr/search.html?q=KAPISI",
    "lost": "en/lessons/of_no_such_name.html",
    **{f"read-{name}": f"en/lessons/{name}.html" for name in LESSONS},
    **{f"read-tr-{name}": f"tr/lessons/{name}.html" for name in LESSONS},
}
# What axe-core finds in JupyterLite's own markup, which is not ours to mend.
THEIRS = {
    "aria-allowed-attr",
    "aria-input-field-name",
    "aria-required-children",
    "button-name",
    "link-name",
    "tabindex",
}
NOTEBOOKS = {"notebook": KEPT, "notebook-tr": f"tr/{KEPT}"}
NOTEBOOK_BUDGET = 2_500_000  # bytes of a notebook's first view, Python apart: JupyterLite is large
TOUCHED = sorted({name for name, _, _ in pictures.PLACES} & set(LESSONS))
BUDGET = 300_000  # bytes of a first view, Python apart


def visits():
    for name, path in READ.items():
        for window in ("wide", "phone"):
            # One of the two is dark, in turn, so that both are seen of each kind of page.
            dark = (window == "phone") == (list(READ).index(name) % 2 == 0)
            look = {"do": "read", "path": path, "dark": dark, "viewport": window}
            yield {**look, "name": f"{name}-{window}", "lost": name == "lost"}
    for name, path in NOTEBOOKS.items():
        for window in ("wide", "phone"):
            look = {"do": "notebook", "path": path, "viewport": window}
            yield {**look, "name": f"{name}-{window}", "dark": name != "notebook"}
    for name in TRIED:
        yield {
            "do": "try",
            "name": f"try-{name}",
            "lesson": name,
            "sources": course.solutions(ROOT, name),
            "figure": FIGURES[name],
        }
    for name in TOUCHED:
        look = {
            "do": "keys",
            "path": f"en/lessons/{name}.html",
            "dark": TOUCHED.index(name) % 2 == 0,
        }
        yield {**look, "name": f"keys-{name}"}
    yield {"do": "search", "name": "search", "query": "forget gate"}
    for name in LESSONS:
        yield {
            "do": "lesson",
            "name": f"run-{name}",
            "lesson": name,
            "sources": course.solutions(ROOT, name),
            "firstCheck": first_check(name),
            "keep": name == KEPT,
        }
    for name, folder in (("wrong", ""), ("wrong-tr", "tr/")):
        yield {
            "do": "lesson",
            "name": name,
            "lesson": f"{folder}02_rnn_cell",
            "sources": without_a_bias(),
            "firstCheck": first_check("02_rnn_cell"),
            "viewport": "phone",
        }
    yield {"do": "walk", "name": "walk"}
    yield {"do": "warning", "name": "old", "kind": "old"}
    yield {"do": "warning", "name": "offline", "kind": "offline"}


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What a browser saw on all visits."""
    assert (SITE / "index.html").is_file(), "Build the site first: make site."
    assert CHROMIUM, "A Chromium is needed: name it in the variable CHROMIUM."
    pictures = ROOT / "build" / "site_pictures"
    pictures.mkdir(exist_ok=True)
    server = subprocess.Popen(
        [sys.executable, ROOT / "site" / "serve.py", "--port=0"], stdout=subprocess.PIPE, text=True
    )
    try:
        plan = {
            "address": server.stdout.readline().strip(),
            "chromium": CHROMIUM,
            "lesson": ALL[0],
            "out": str(pictures),
            "playwright": str(ROOT / "build" / "site_cache"),
            "timeout": 600,
            "visits": list(visits()),
        }
        path = tmp_path_factory.mktemp("site") / "plan.json"
        path.write_text(json.dumps(plan), encoding="utf-8")
        driver = ["node", ROOT / "site" / "drive.mjs", path]
        done = subprocess.run(driver, capture_output=True, text=True)
    finally:
        server.terminate()
        server.wait()
    assert done.returncode == 0, done.stderr
    (pictures / "seen.json").write_text(done.stdout, encoding="utf-8")
    return json.loads(done.stdout)


def test_nothing_comes_from_another_host_and_nothing_is_missing(seen):
    assert seen["outside"] == []
    assert set(seen["missing"]) == set()
    assert seen["errors"] == []


@lesson
def test_a_solved_lesson_runs_to_the_end_in_the_page(lesson, seen):
    visit = seen["pages"][f"run-{lesson}"]
    cells = {cell["id"]: cell for cell in visit["cells"] if cell["type"] == "code"}
    for name, cell in cells.items():
        assert cell["count"], name
        for output in cell["outputs"]:
            assert output["output_type"] != "error", (name, output)
            assert output.get("name") != "stderr", (name, output)
    for name in course.solutions(ROOT, lesson):
        assert "checks passed" in json.dumps(cells[f"{name}_check"]["outputs"])
    assert "data:image/png" in json.dumps(visit["cells"])


@lesson
def test_python_begins_before_the_notebook_is_there_and_only_once(lesson, seen):
    asked = seen["pages"][f"run-{lesson}"]["asked"]
    assert asked.count("lite/kernel.js") == 2  # by the page, then by JupyterLab's kernel
    assert asked.index("lite/kernel.js") < asked.index(f"files/{lesson}.ipynb")
    assert asked.count("pyodide/pyodide.asm.wasm") == 2  # with the question whether it is there


@lesson
def test_python_hardly_asks_the_page_for_its_folder(lesson, seen):
    assert 0 < seen["pages"][f"run-{lesson}"]["asked"].count("api/drive") < 60


@lesson
def test_a_check_that_fails_does_not_stop_run_all(lesson):
    for cell in course.read_cells(SITE / "lite" / "files" / f"{lesson}.ipynb"):
        assert ("raises-exception" in cell["metadata"].get("tags", [])) == course.is_test(cell)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("wrong", "Which three terms does tanh add up?"),
        ("wrong-tr", catalogue("tr")["Which three terms does tanh add up?"]),
    ],
)
def test_a_wrong_answer_gets_its_hint_in_the_language_of_the_notebook(name, hint, seen):
    cells = {cell["id"]: cell for cell in seen["pages"][name]["cells"]}
    (output,) = cells["rnn_cell_forward_check"]["outputs"]
    assert "CheckFailed" in output["ename"]
    assert hint in output["evalue"]
    assert "".join(output["traceback"]) == output["evalue"]  # no frames of ours


def test_the_work_is_kept_and_comes_down_as_a_file_that_the_grader_reads(seen, tmp_path):
    visit = seen["pages"][f"run-{KEPT}"]
    answers = course.solutions(ROOT, KEPT)
    kept = {cell["id"]: cell["source"] for cell in visit["reloaded"]}
    assert {name: kept[name] for name in answers} == answers
    folder = tmp_path / "submitted" / "ada" / KEPT
    folder.mkdir(parents=True)
    shutil.copy(visit["file"], folder / f"{KEPT}.ipynb")
    submission = read_submission(folder, "ada", load_lesson(ROOT, KEPT))
    assert submission.repairs == ()
    sources = {cell.id: cell.source for cell in submission.cells}
    assert {name: sources[name] for name in answers} == answers


read = pytest.mark.parametrize("name", READ)
window = pytest.mark.parametrize("window", ["wide", "phone"])


@read
@window
def test_a_page_can_be_read(name, window, seen):
    page = seen["pages"][f"{name}-{window}"]
    assert page["rawFormulas"] == 0 and page["formulaStops"] == 0
    assert page["wider"] <= 0, "the page is wider than the window, shut or unfolded"
    assert page["outside"] == 0, "a formula ends beyond the window"
    assert page["cut"] == 0, "something wide can neither be seen whole nor scrolled"
    assert page["unreachable"] == 0, "something scrolls that no key can reach"
    assert page["withoutAlt"] == 0
    if name.startswith("read-"):
        assert page["formulas"] > 10 and page["figures"] >= 4


@read
@window
def test_axe_finds_nothing(name, window, seen):
    assert seen["pages"][f"{name}-{window}"]["axe"] == []


@read
@window
def test_a_first_view_is_small(name, window, seen):
    assert 1_000 < seen["pages"][f"{name}-{window}"]["bytes"] < BUDGET


notebook = pytest.mark.parametrize("name", NOTEBOOKS)


@notebook
@window
def test_axe_finds_nothing_in_a_notebook_but_what_is_jupyterlites(name, window, seen):
    view = seen["pages"][f"{name}-{window}"]
    assert view["ours"] == []
    assert set(view["theirs"]) <= THEIRS


@notebook
@window
def test_the_first_view_of_a_notebook_keeps_its_budget(name, window, seen):
    assert 500_000 < seen["pages"][f"{name}-{window}"]["bytes"] < NOTEBOOK_BUDGET


@notebook
def test_the_bar_of_a_notebook_speaks_the_language_of_the_lesson(name, seen):
    words = lessons.words_of("tr" if name.endswith("-tr") else "en")["lite"]
    bar = seen["pages"][f"{name}-wide"]["bar"]
    assert words["read"] in bar and words["download"] in bar


def test_pages_are_seen_in_both_colourings(seen):
    themes = [seen["pages"][f"{name}-wide"]["theme"] for name in READ]
    assert {"light", "dark"} == set(themes)


def test_the_start_page_lists_the_lessons(seen):
    links = seen["pages"]["start-wide"]["links"]
    for lesson in ALL:
        assert any(link.endswith(f"/course/en/lessons/{lesson}.html") for link in links)


def test_a_lost_address_leads_to_the_start_in_each_language(seen):
    links = seen["pages"]["lost-wide"]["links"]
    homes = [f"/course/{path}" for name, path in READ.items() if name.startswith("start")]
    assert [link[link.index("/course/") :] for link in links] == homes


# ------------------------------------------------------------------ cells that run in the page

tried = pytest.mark.parametrize("lesson", TRIED)


@tried
def test_answers_are_checked_in_the_reading_page(lesson, seen):
    visit = seen["pages"][f"try-{lesson}"]
    assert "not written yet" in visit["unwritten"]
    for name in course.solutions(ROOT, lesson):
        assert "checks passed" in visit["said"][name]
    assert visit["drawn"] == 1
    passed = len(course.solutions(ROOT, lesson))
    assert visit["progress"].startswith(f"{passed} of {passed} ")
    assert visit["goOn"].startswith(f"lessons/{lesson}.html#cell-")


@tried
def test_answers_are_shared_with_the_notebook_of_the_lesson(lesson, seen):
    visit = seen["pages"][f"try-{lesson}"]
    answers = course.solutions(ROOT, lesson)
    carried = {cell["id"]: cell["source"] for cell in visit["carried"]}
    assert {name: carried[name] for name in answers} == answers
    assert visit["back"] == visit["changed"]


@pytest.mark.parametrize("lesson", TOUCHED)
def test_each_picture_can_be_used_by_keyboard_alone(lesson, seen):
    there = [name for name, _, _ in pictures.PLACES if name == lesson]
    figures = seen["pages"][f"keys-{lesson}"]
    assert len(figures) == len(there)
    for stops in figures.values():
        used = [stop for stop in stops if stop["kind"] != "summary"]
        assert 2 < len(stops) < 40  # and Tab leads out again
        assert all(stop["ring"] for stop in stops)
        # A button may ask for what is there already.
        assert len([stop for stop in used if stop["changed"]]) >= len(used) - 1
        assert all(stop["changed"] for stop in used if stop["kind"] != "button")


def test_the_search_leads_to_a_section(seen):
    visit = seen["pages"]["search"]
    assert "sections found" in visit["found"]
    assert "/course/en/lessons/" in visit["address"] and "#" in visit["address"]


def test_from_the_start_to_the_notebook_and_back_to_the_text(seen):
    walk = seen["pages"]["walk"]
    assert walk["notebook"].endswith(f"?path={ALL[0]}.ipynb")
    assert walk["text"].endswith(f"/course/en/lessons/{ALL[0]}.html")


def test_an_old_browser_and_a_lost_network_are_told_so(seen):
    assert "too old" in seen["pages"]["old"]["text"]
    assert "connect to the network" in seen["pages"]["offline"]["text"]
    for name in ("old", "offline"):
        assert seen["pages"][name]["link"] == f"../../en/lessons/{ALL[0]}.html"


# ------------------------------------------------------------------ what the site gives away


def page_lines(lesson):
    """Lines of text of a lesson's page."""
    text = (SITE / "en" / "lessons" / f"{lesson}.html").read_text(encoding="utf-8")
    return {line.strip() for line in html.unescape(re.sub(r"<[^>]*>", "", text)).splitlines()}


def notebook_lines(lesson):
    cells = course.read_cells(SITE / "lite" / "files" / f"{lesson}.ipynb")
    return {line.strip() for cell in cells for line in cell["source"].splitlines()}


@lesson
@pytest.mark.parametrize("lines", [page_lines, notebook_lines])
def test_no_solution_is_in_the_lesson_that_asks_for_it(lesson, lines):
    released = course.read_cells(ROOT / build.released_path(lesson))
    given = {
        line.strip()
        for cell in released
        if "given" in cell["metadata"]
        for line in cell["source"].splitlines()
    }
    shown = lines(lesson)
    assert 'raise NotImplementedError("not written yet")' in shown
    for later in ALL[ALL.index(lesson) :]:
        assert not (solution_lines(later) - given) & shown


def test_no_marker_of_a_solution_and_no_hidden_test_is_anywhere_in_the_site():
    for path in SITE.rglob("*"):
        if path.suffix in {".html", ".ipynb", ".js", ".json", ".py", ".txt"}:
            text = path.read_text(encoding="utf-8", errors="replace")
            for word in ("BEGIN SOLUTION", "BEGIN HIDDEN", "hidden_check(", str(ROOT)):
                assert word not in text, path


def test_the_site_holds_the_released_lessons(root):
    for lesson in LESSONS:
        there = course.read_cells(SITE / "lite" / "files" / f"{lesson}.ipynb")
        ours = samples.released(root, lesson)["cells"]
        ours = [cell for cell in ours if cell["id"] != "colab_badge"]
        assert [cell["source"] for cell in there] == [cell["source"] for cell in ours]
