"""Pages that show what a student wrote, in a real browser: nothing of the student's runs there.

Run by ``make test-pages``. It opens the formgrader of a real Jupyter server, nbgrader's feedback
pages and our own. A page of the same texts that nobody made harmless shows that the test can fail.
"""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest
import samples
from browser import CHROMIUM, Browser
from grading import LESSON, ROOT, Silent, job, prepared_course
from payloads import HONEST, HOSTILE, HOSTILE_ATTACHMENTS, PIXEL

from autograder.run import grade

pytestmark = pytest.mark.pages
BIN = Path(sys.executable).parent
CLICK = """
for (const link of document.querySelectorAll('a')) {
  // Only what the browser itself takes for a script: any other link would lead away.
  if (link.protocol == 'javascript:' || /^\\s*javascript:/i.test(link.href.baseVal)) link.click();
}
for (const each of document.querySelectorAll('*')) each.dispatchEvent(new Event('mouseover'));
"""
# A link that is a script may put its value in the place of the page.
MARKED = "window.marked === 1 || document.title == 'MARKED' || document.body.innerText == 'MARKED'"


def notebook(texts, attached=()):
    made = samples.solved(ROOT, LESSON)
    for text in texts:
        made["cells"] += [samples.text(text), samples.text(text, "raw")]
    for text, attachments in attached:
        made["cells"].append({**samples.text(text), "attachments": attachments})
    return made


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course in which eve's notebook is hostile, ada's honest, and mallory's as it came."""
    root = prepared_course(tmp_path_factory.mktemp("pages") / "course")
    hostile = notebook(HOSTILE.values(), HOSTILE_ATTACHMENTS.values())
    plain = notebook([HOSTILE["picture that fails"], HOSTILE["script"], HOSTILE["link as a tag"]])
    honest = notebook(text for text, _ in HONEST.values())
    for student, made in {"ada": honest, "eve": hostile, "mallory": plain}.items():
        samples.hand_in(root / "submitted" / student / LESSON, made, f"{LESSON}.ipynb")
    report = grade.run(job(root), Silent())
    assert all(row.graded for row in report.rows), report.rows
    path = root / "autograded" / "mallory" / LESSON / f"{LESSON}.ipynb"
    written = json.loads(path.read_text())
    written["cells"] += plain["cells"][-6:]
    path.chmod(0o644)
    path.write_text(json.dumps(written))
    return root


@pytest.fixture(scope="module")
def server(graded):
    """Address of a Jupyter server with the formgrader."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(BIN / "jupyter", "server", "--allow-root", "--no-browser", f"--port={port}"),
        *("--ServerApp.ip=127.0.0.1", "--IdentityProvider.token=", "--ServerApp.password="),
        "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}",
    ]
    with open(graded / "server.log", "w") as log:
        environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
        process = subprocess.Popen(command, cwd=graded, stdout=log, stderr=log, env=environment)
    address = f"http://127.0.0.1:{port}"
    latest = time.monotonic() + 120
    while True:
        try:
            urllib.request.urlopen(f"{address}/api").close()
            break
        except OSError:
            said = (graded / "server.log").read_text()
            assert time.monotonic() < latest and process.poll() is None, said
            time.sleep(0.3)
    yield address
    process.terminate()
    process.wait(30)


@pytest.fixture(scope="module")
def browser():
    assert CHROMIUM, "A Chromium is needed: name it in the variable CHROMIUM."
    browser = Browser()
    yield browser
    browser.close()


def submission_id(root, student):
    with sqlite3.connect(root / "gradebook.db") as book:
        return book.execute(
            "SELECT sn.id FROM submitted_notebook sn JOIN submitted_assignment sa "
            "ON sn.assignment_id = sa.id WHERE sa.student_id = ?",
            [student],
        ).fetchone()[0]


def acts(browser, address):
    """Whether a page runs what the texts hold, also when its links are clicked."""
    browser.open(address)
    text = browser.ask("document.body.innerText")
    assert len(text) > 500, text
    if browser.ask(MARKED):
        return True
    browser.ask(CLICK)
    time.sleep(0.3)
    return browser.ask(MARKED)


def test_the_formgrader_runs_nothing_of_a_students(graded, server, browser):
    address = f"{server}/formgrader/submissions/{submission_id(graded, 'eve')}"
    assert not acts(browser, address)
    assert "window.marked=1" in browser.ask("document.body.innerText")  # the texts are there


def test_without_protection_the_formgrader_would_run_it(graded, server, browser):
    """Else the test above could not fail."""
    assert acts(browser, f"{server}/formgrader/submissions/{submission_id(graded, 'mallory')}")


ID = "<img src=x onerror=window.marked=1>"


def lists(browser, address):
    """Whether a page that lists ids runs what they hold; it fetches them once it is there."""
    browser.open(address)
    latest = time.monotonic() + 20
    while ID not in browser.ask("document.body.innerText") and time.monotonic() < latest:
        time.sleep(0.2)
    browser.ask("1")
    return browser.ask(MARKED)


def test_the_formgrader_lists_a_folder_with_markup_as_text(graded, server, browser):
    (graded / "submitted" / ID / LESSON).mkdir(parents=True)
    (graded / "submitted" / ID / LESSON / f"{LESSON}.ipynb").write_text("{}")
    assert not lists(browser, f"{server}/formgrader/manage_submissions/{LESSON}")
    assert ID in browser.ask("document.body.innerText")


def test_an_id_with_markup_would_act_in_the_formgrader_were_it_in_the_gradebook(
    graded, server, browser
):
    """That none is entered is in test_names_and_modes.py."""
    with sqlite3.connect(graded / "gradebook.db") as book:
        book.execute("INSERT INTO student (id) VALUES (?)", [ID])
    try:
        assert lists(browser, f"{server}/formgrader/manage_students/{quote(ID)}")
    finally:
        with sqlite3.connect(graded / "gradebook.db") as book:
            book.execute("DELETE FROM student WHERE id = ?", [ID])


def test_the_formgrader_shows_honest_texts(graded, server, browser):
    browser.open(f"{server}/formgrader/submissions/{submission_id(graded, 'ada')}")
    pictures = browser.ask(
        "[...document.images].filter(i => i.src.startsWith('data:') && i.naturalWidth).length"
    )
    assert pictures >= 2
    assert browser.ask("[...document.querySelectorAll('td')].some(t => t.innerText == '1')")
    assert browser.ask("document.querySelectorAll('details').length") >= 1
    assert PIXEL in browser.ask("document.body.innerHTML")


@pytest.mark.parametrize("width", [390, 1200])
def test_a_feedback_page_is_as_wide_as_its_window(graded, browser, width):
    browser.tell(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=844,
        deviceScaleFactor=1,
        mobile=False,
    )
    try:
        browser.open((graded / "feedback" / "ada" / LESSON / f"{LESSON}.html").as_uri())
        assert browser.ask("document.querySelectorAll('.summary td').length") > 4
        root = "document.documentElement"
        assert browser.ask(f"{root}.scrollWidth <= {root}.clientWidth")
        # What was found has room for its words.
        found = "[...document.querySelectorAll('.found')].map(each => each.clientWidth)"
        assert min(browser.ask(found)) > 250
    finally:
        browser.tell("Emulation.clearDeviceMetricsOverride")


@pytest.fixture(scope="module", params=["ours", "nbgrader's own"])
def pages(request, graded):
    """Feedback pages as ``nbgrader generate_feedback`` writes them."""
    if request.param != "ours":
        with sqlite3.connect(graded / "gradebook.db") as book:
            book.execute("DELETE FROM autograder_record")  # then nbgrader writes its own
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [BIN / "nbgrader", "generate_feedback", LESSON, "--force"]
    done = subprocess.run(command, cwd=graded, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return graded / "feedback"


def test_a_feedback_page_runs_nothing_of_a_students(pages, browser):
    address = (pages / "eve" / LESSON / f"{LESSON}.html").as_uri()
    assert not acts(browser, address)
    assert "window.marked=1" in browser.ask("document.body.innerText")
