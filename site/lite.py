"""The course in a page: JupyterLite with a Python that the site hosts itself."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import kernel
import wheels
from lessons import known_languages, languages, lesson_names, words_of

from autograder import course
from autograder.course import build, colab

SETTINGS = {
    "jupyter-lite-schema-version": 0,
    "jupyter-config-data": {
        "appName": "RNNs from scratch",
        "exposeAppInBrowser": True,
        "litePluginSettings": {
            kernel.PLUGIN: {
                "disablePyPIFallback": True,
                "loadPyodideOptions": {"packages": wheels.LOADED},
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
KERNEL_EXTENSION = "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension"
APPS = ("lab", "notebooks", "tree", "edit")


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
    # Only the kernel: the extensions of the JupyterLab that is installed here are for another one.
    extension = Path(sys.prefix, KERNEL_EXTENSION)
    wheels.add_pyodide(work / "static" / "pyodide", npm, cache, extension)
    (work / "jupyter-lite.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    (work / "overrides.json").write_text(json.dumps(OVERRIDES), encoding="utf-8")
    files = work / "files"
    files.mkdir()
    shutil.copytree(root / "data", files / "data", ignore=shutil.ignore_patterns("*.py"))
    for language in languages(root):
        folder = files if language == "en" else files / language
        folder.mkdir(exist_ok=True)
        for lesson in lesson_names(root, language):
            text = build.notebook_text(page_notebook(root, lesson, language))
            (folder / f"{lesson}.ipynb").write_text(text, encoding="utf-8")
    options = {
        "apps": APPS,
        "contents": ["files"],
        "federated_extensions": [str(extension)],
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
    built = target / "extensions" / "@jupyterlite" / extension.name
    wheels.start_without_needless(built)
    kernel.add_start(target, built)
    kernel.spare_service_worker(target)
    add_course_script(target)


def pack_helpers(root: Path, target: Path) -> None:
    """Put what lessons import and read into one archive, for each Python of the site."""
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
    config = json.loads((target / "jupyter-lite.json").read_text(encoding="utf-8"))
    version = json.dumps(config["jupyter-config-data"]["appVersion"])
    script = f"var COURSE_LITE = {version};\n{course_script()}"
    (target / "course.js").write_text(script, encoding="utf-8")
    for app in APPS:
        page = target / app / "index.html"
        text = page.read_text(encoding="utf-8")
        head = text.index("<head>") + len("<head>")
        script = (
            '\n    <link rel="icon" href="../../static/icon.svg" type="image/svg+xml">'
            '\n    <script src="../course.js"></script>'
        )
        page.write_text(text[:head] + script + text[head:], encoding="utf-8")
