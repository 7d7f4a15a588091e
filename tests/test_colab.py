"""Each lesson runs where nothing of the course is installed, on Colab's published packages.

Run by ``make test-colab``, which makes the environment. Nothing here is Colab itself.
"""

import functools
import http.server
import json
import os
import re
import subprocess
import threading
from pathlib import Path

import pytest
import samples

import rnn_language
from autograder import course
from autograder.course import build, colab
from rnn_words import LINES

ROOT = Path(__file__).resolve().parent.parent
LESSONS = course.lesson_names(ROOT)
LANGUAGES = ["en", *rnn_language.languages()]
PYTHON = Path(os.environ.get("COLAB_VENV", ROOT / ".venv-colab")).absolute() / "bin" / "python"

RUN = """
import json, nbformat, sys
from nbclient import NotebookClient
notebook = nbformat.read("lesson.ipynb", as_version=4)
NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
nbformat.write(notebook, "lesson.ipynb")
"""

# All that a program can see of Colab: a package by its name and a variable. Neither does a thing.
STARTUP = """
import sys, types
sys.modules["google"] = types.ModuleType("google")
sys.modules["google.colab"] = sys.modules["google"].colab = types.ModuleType("google.colab")
"""

pytestmark = pytest.mark.colab


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the course's folder, and remembers what was asked for."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.server.asked.append(self.path)
        super().do_GET()


@pytest.fixture
def server():
    handler = functools.partial(Handler, directory=ROOT)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.asked = []
        server.address = f"http://127.0.0.1:{server.server_port}/"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def run(tmp_path):
    """Run a notebook in a fresh runtime that holds nothing but that notebook."""
    content, home = tmp_path / "content", tmp_path / "home"
    (content / "sample_data").mkdir(parents=True)
    startup = home / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "colab.py").write_text(STARTUP)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "JUPYTER"))}
    kept |= {
        "HOME": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_PATH": str(PYTHON.parent.parent / "share" / "jupyter"),
        "COLAB_RELEASE_TAG": "release-colab_20260801",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }

    def run(notebook, address):
        (content / "lesson.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        done = subprocess.run(
            [PYTHON, "-c", RUN],
            cwd=content,
            env=kept | ({"RNN_COURSE_ADDRESS": address} if address else {}),
            capture_output=True,
            text=True,
        )
        made = json.loads((content / "lesson.ipynb").read_text(encoding="utf-8"))
        return done, made, {path.name for path in content.iterdir()}

    return run


def solved(lesson, language="en"):
    """The released notebook of an edition with the solutions filled in."""
    text = (ROOT / build.released_path(lesson, language)).read_text(encoding="utf-8")
    notebook = json.loads(text)
    answers = course.solutions(ROOT, lesson)
    for cell in notebook["cells"]:
        cell["source"] = answers.pop(cell["id"], cell["source"])
    assert not answers
    return notebook


def test_the_environment_has_the_pinned_packages_and_nothing_of_the_course():
    pins = (ROOT / "tests" / "colab_requirements.txt").read_text().splitlines()
    freeze = subprocess.check_output([PYTHON, "-m", "pip", "freeze"], text=True).lower()
    installed = set(freeze.replace("_", "-").splitlines())
    wanted = {pin.lower().replace("_", "-") for pin in pins if not pin.startswith("#")}
    assert wanted <= installed
    assert "rnn" not in freeze and "nbgrader" not in freeze


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_solved_lesson_runs_top_to_bottom(lesson, language, run, server):
    with rnn_language.speaking(language):
        passed = LINES["passed"]
    done, notebook, files = run(solved(lesson, language), server.address)
    assert done.returncode == 0, done.stderr[-2000:]
    data = [f"data/{name}" for name in notebook["metadata"].get("course_data", ())]
    assert sorted(server.asked) == sorted(f"/{name}" for name in [*course.HELPER_FILES, *data])
    folder = {"data"} if data else set()
    assert files - {"__pycache__"} == {"lesson.ipynb", "sample_data", *course.HELPER_FILES, *folder}
    for name in course.solutions(ROOT, lesson):
        output = samples.cell_of(notebook, f"{name}_check")["outputs"]
        told = "".join(output[0]["text"]).rstrip("\n").rpartition("\n")[2]
        count = re.search(r"\d+", told)
        assert count and told == passed.format(function=name, count=int(count[0]))
    assert "data:image/png" in json.dumps(notebook)


def test_without_the_set_up_cell_it_does_not_run(run, server):
    notebook = solved(LESSONS[0])
    notebook["cells"].remove(samples.cell_of(notebook, colab.SETUP_ID))
    done, _, _ = run(notebook, server.address)
    assert done.returncode != 0 and "No module named 'rnn_utils'" in done.stderr
    assert server.asked == []


def test_where_no_address_is_known_it_says_so_in_one_sentence(run):
    notebook = solved(LESSONS[0])
    samples.cell_of(notebook, colab.SETUP_ID)["source"] = colab.setup_text(None)
    done, _, files = run(notebook, "")
    assert done.returncode != 0
    files_to_put = ", ".join(course.HELPER_FILES)
    assert f"does not say where to fetch it from: put {files_to_put} beside" in done.stderr
    assert files == {"lesson.ipynb", "sample_data"}


def test_a_fetch_that_breaks_off_leaves_nothing_behind(run, server):
    notebook = solved(LESSONS[0])
    cell = samples.cell_of(notebook, colab.SETUP_ID)
    cell["source"] = "".join(cell["source"]).replace('"rnn_utils.py",', '"gone.py",')
    done, _, files = run(notebook, server.address)
    assert done.returncode != 0 and "404" in done.stderr
    assert files == {"lesson.ipynb", "sample_data"}
