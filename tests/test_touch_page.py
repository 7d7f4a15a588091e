"""The touchable pictures in Chromium: used by keyboard, finger and mouse, wide and on a phone.

Run by ``make test-site``. Screenshots go to build/touch_pictures.
"""

import functools
import http.server
import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from browser import CHROMIUM

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "site"))
import picture_numbers  # noqa: E402
import pictures  # noqa: E402

HERE = Path(__file__).resolve().parent
pytestmark = pytest.mark.site

PAGE = """<!doctype html><html lang="{language}" data-theme="{mode}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{picture}</title>
<link rel="stylesheet" href="page.css"><main>{markup}</main></html>"""
STYLE = """:root { --pst-color-text-base: #222832; --pst-color-background: #fff; }
[data-theme=dark] { --pst-color-text-base: #ced6dd; --pst-color-background: #121212; }
body { background: var(--pst-color-background); font: 16px/1.6 sans-serif; margin: 0; }
main { margin: 0 auto; max-width: 760px; padding: 12px; }"""
RADIO = '[role=radio][tabindex="0"]'
USE = {  # what is done in each picture, by keyboard but where a finger or a mouse is meant
    "lstm": [["focus", RADIO], ["key", "ArrowRight", 3]],
    "lstm_whole": [["focus", "input[value=forward]"], ["key", "ArrowRight"],
                   ["tap", "[data-part=o]"],
                   ["focus", "input[type=range]"], ["key", "ArrowLeft", 4]],
    "gru": [["focus", RADIO], ["key", "End"]],
    "gru_whole": [["focus", RADIO], ["key", "Home"],
                  ["focus", "input[type=range]"], ["key", "End"]],
    "steps": [["focus", ".touch-button:not([disabled])"], ["key", "Enter", 12]],
    "reach": [["focus", "input[type=range]"], ["key", "ArrowRight", 6], ["key", "Tab"],
              ["key", "ArrowLeft", 6], ["key", "Tab"], ["key", "Home"]],
    "gates": [["draw", ".pad", [[0.02, 0.95], [0.5, 0.05], [0.98, 0.5]]],
              ["focus", "input[type=range]"], ["key", "Home"], ["key", "Tab"], ["key", "End"]],
    "letters": [["fill", "input[type=text]", "mary ?na"], ["focus", "[aria-label=temperature]"],
                ["key", "Home"], ["focus", "text=Draw eight words"], ["key", "Enter"]],
}  # fmt: skip
VIEWS = {
    "wide": (1100, "light", "en"),
    "phone": (390, "dark", "en"),
    "turkish": (360, "light", "tr"),
}
views = pytest.mark.parametrize("view", VIEWS)
every_picture = pytest.mark.parametrize("picture", sorted(USE))


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What a browser saw: each picture wide and light, on a phone and dark, and in Turkish."""
    assert CHROMIUM, "A Chromium is needed: name it in the variable CHROMIUM."
    folder, out = tmp_path_factory.mktemp("pages"), ROOT / "build" / "touch_pictures"
    out.mkdir(parents=True, exist_ok=True)
    pictures.copy_files(folder)
    (folder / "page.css").write_text(STYLE, encoding="utf-8")
    visits = []
    for picture, actions in USE.items():
        for view, (width, mode, language) in VIEWS.items():
            markup = pictures.markup(picture, language, ".")
            page = PAGE.format(language=language, mode=mode, picture=picture, markup=markup)
            name = f"{picture}-{view}"
            (folder / f"{name}.html").write_text(page, encoding="utf-8")
            steps = [] if view == "turkish" else actions
            visit = {"name": name, "path": f"{name}.html", "width": width, "actions": steps}
            visits.append({**visit, "touch": True})
    handler = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        plan = {
            "address": f"http://127.0.0.1:{server.server_port}/",
            "chromium": CHROMIUM,
            "out": str(out),
            "playwright": str(ROOT / "build" / "site_cache"),
            "visits": visits,
        }
        (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
        command = ["node", HERE / "touch_page.mjs", folder / "plan.json"]
        done = subprocess.run(command, capture_output=True, text=True)
        server.shutdown()
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_no_script_fails_and_nothing_comes_from_outside(seen):
    assert seen["errors"] == [] and seen["outside"] == []


@every_picture
@views
def test_a_picture_comes_to_life_without_a_clipped_label(picture, view, seen):
    visit = seen["visits"][f"{picture}-{view}"]
    assert visit["ready"] == "yes" and "broken" not in visit
    assert visit["faults"] == []


@every_picture
def test_without_scripts_a_picture_says_where_its_words_and_numbers_are(picture, seen):
    words = pictures.words_for(picture, "en")
    before = seen["visits"][f"{picture}-wide"]["before"]
    assert words["waiting"] in before and words["in_words"] in before


@every_picture
@views
def test_the_script_writes_into_the_table_what_python_wrote(picture, view, seen):
    language = VIEWS[view][2]
    words = pictures.words_for(picture, language)
    rows = picture_numbers.MADE[picture](language, words)["table"]
    want = dict(entry for row in rows for entry in row if isinstance(entry, tuple))
    found = seen["visits"][f"{picture}-{view}"]["first"]
    assert {name: found[name].replace("–", "") for name in found} == {
        name: text.replace("–", "") for name, text in want.items()
    }


@pytest.mark.parametrize("view", ["wide", "phone"])
def test_arrow_keys_go_from_part_to_part_of_a_cell(view, seen):
    assert seen["visits"][f"lstm-{view}"]["focus"].startswith("Product: what stays")
    assert seen["visits"][f"gru-{view}"]["focus"].startswith("Prediction")


def test_a_part_tells_its_equation_code_shape_and_gradient_where_it_may(seen):
    whole, learning = (seen["visits"][f"{name}-wide"]["text"] for name in ("lstm_whole", "lstm"))
    for text in ("Equation 6", 'ot = sigmoid(parameters["Wo"]', "(n_a, m)", "Equation 10d"):
        assert text in whole
    assert "yours to write" in learning and "yours to derive" in learning
    assert "sigmoid(parameters" not in learning


@pytest.mark.parametrize(
    ("picture", "kind", "xt"), [("lstm_whole", "lstm", 0.4), ("gru_whole", "gru", 2.0)]
)
def test_a_slider_of_a_cell_changes_all_numbers_as_the_solution_says(
    picture, kind, xt, seen, monkeypatch
):
    about = picture_numbers.cells()[kind]
    monkeypatch.setitem(about["start"], "xt", xt)
    for name, (value, gradient) in picture_numbers.cell_values(kind).items():
        found = seen["visits"][f"{picture}-phone"]["last"]
        assert found[f"{name}.value"] == picture_numbers.written(value), name
        assert found[f"{name}.gradient"] == picture_numbers.written(gradient), name


def test_after_twelve_moves_all_sums_are_there(seen):
    text, found = seen["visits"]["steps-phone"]["text"], picture_numbers.walk_back()
    assert "12 / 12" in text and "Step 1." in text
    for name in ("dWax", "dWaa", "dba"):
        assert seen["visits"]["steps-phone"]["last"][f"{name}.sum"] == picture_numbers.number(
            found[f"{name}.sum"]
        )


def test_sliders_moved_by_keys_show_the_gradient_that_arrives(seen):
    visit, want = seen["visits"]["reach-wide"], picture_numbers.arriving(4.0, 0.7, 0.0)
    for name, shares in want.items():
        assert visit["last"][f"{name}.0"] == picture_numbers.roughly(shares[0])
        assert picture_numbers.roughly(shares[0]) in visit["text"]


@pytest.mark.parametrize("view", ["wide", "phone"])
def test_a_drawn_signal_goes_through_the_gates(view, seen):
    last = seen["visits"][f"gates-{view}"]["last"]
    signal = [float(last[f"x.{t}"].replace("−", "-")) for t in range(32)]
    assert signal[0] == 1.0  # set by the keys: first step, highest value
    assert signal[2] < -0.5 and max(signal[12:20]) > 0.8 and abs(signal[31]) < 0.2
    for name, values in picture_numbers.run_unit(signal, picture_numbers.UNITS["keep"]).items():
        assert [last[f"{name}.{t}"] for t in range(32)] == [
            picture_numbers.number(value, 2) for value in values
        ]


def test_typed_words_are_read_and_cold_words_are_drawn(seen):
    visit, model = seen["visits"]["letters-wide"], picture_numbers.networks()["names"]
    assert visit["last"]["word.0"].startswith("m ") and visit["last"]["word.2"] == "–"
    assert "has never seen ?" in visit["text"]
    assert len(visit["words"]) == 8
    assert len(set(visit["words"])) <= 4  # at temperature 0.1 the network hardly varies
    assert set("".join(visit["words"])) < set(model["alphabet"])
