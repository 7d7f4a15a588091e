"""The lessons to read: as released, with what each would show once it is solved."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from autograder import course
from autograder.course import build, colab

HERE = Path(__file__).resolve().parent
MATHJAX_FILES = ("tex-chtml-full.js", "output/chtml/fonts")
PAGE = "lite/notebooks/index.html?path={lesson}.ipynb"


def shown_outputs(root: Path, lesson: str) -> dict[str, list]:
    """Outputs of a lesson's show cells by cell id, from a run with the solutions."""
    notebook = nbformat.read(course.source_path(root, lesson), as_version=4)
    resources = {"metadata": {"path": str(root)}}
    NotebookClient(notebook, timeout=600, resources=resources).execute()
    return {
        cell.id: cell.outputs
        for cell in notebook.cells
        if course.SHOW_TAG in cell.metadata.get("tags", [])
    }


def page_cells(cells: list[dict], outputs: dict[str, list]) -> list[dict]:
    """Cells of a lesson's page.

    The answers stay as released. Set-up, hidden tests and the results of checks are left out:
    a page has nothing to set up, and "passed" below an empty function would be untrue. Code that
    draws a figure is folded away.
    """
    page = []
    for cell in cells:
        name = cell["id"]
        if name in (colab.BADGE_ID, colab.SETUP_ID) or name.endswith("_hidden"):
            continue
        made = {**cell, "metadata": {}}
        draws = name in outputs and "show_figure(" in "".join(cell["source"])
        if draws or "given" in cell["metadata"] or name == "setup":
            made["metadata"] = {"tags": ["hide-input"]}
        if name in outputs:
            made["outputs"] = outputs[name]
        page.append(made)
    return page


def with_links(cells: list[dict], lesson: str, where: colab.Published | None) -> list[dict]:
    """The cells, with the ways to run the lesson below its title."""
    title, rest = cells[0], cells[1:]
    heading, _, text = "".join(title["source"]).partition("\n")
    links = [("Run in this browser", f"../{PAGE.format(lesson=lesson)}")]
    if where:
        links.append(("Open in Colab", where.colab_address(build.released_path(lesson))))
    links.append(("Download the notebook", f"../lite/files/{lesson}.ipynb"))
    bar = "\n".join(
        f'<a class="course-button" href="{escape(link)}"{download(link)}>{name}</a>'
        for name, link in links
    )
    bar = f'<p class="course-links">\n{bar}\n</p>'
    note = "Figures and printed results are those of a solved lesson. You write the functions."
    source = f"{heading}\n\n{bar}\n\n{note}\n{text}"
    return [{**title, "source": source}, *rest]


def download(link: str) -> str:
    """Attribute of a link to a file, not a page."""
    return " download" if link.endswith(".ipynb") and "?" not in link else ""


def title_of(notebook: dict) -> str:
    """Heading of a lesson."""
    return re.match(r"# (.*)", "".join(notebook["cells"][0]["source"]))[1]


def index_text(lessons: dict[str, dict], where: colab.Published | None) -> str:
    """Markdown of the start page."""
    parts = [(HERE / "book" / "start.md").read_text(encoding="utf-8").rstrip()]
    for lesson, notebook in lessons.items():
        links = [
            f'<a class="course-button" href="lessons/{lesson}.html">Read</a>',
            f'<a class="course-button" href="{PAGE.format(lesson=lesson)}">Run in this browser</a>',
        ]
        if where:
            address = escape(where.colab_address(build.released_path(lesson)))
            links.append(f'<a class="course-button" href="{address}">Open in Colab</a>')
        functions = ", ".join(
            f"`{cell['id']}`"
            for cell in notebook["cells"]
            if cell["metadata"].get("nbgrader", {}).get("solution")
        )
        row = '<p class="course-links">\n' + "\n".join(links) + "\n</p>"
        parts.append(f"### {lesson[:2]} {title_of(notebook)}\n\nYou write {functions}.\n\n{row}")
    names = "\n".join(
        f"{lesson[:2]} {title_of(notebook)} <lessons/{lesson}>"
        for lesson, notebook in lessons.items()
    )
    parts.append(f"```{{toctree}}\n:hidden:\n{names}\n```\n")
    return "\n\n".join(parts)


def make(root: Path, target: Path, work: Path, npm: Path) -> None:
    """Build the pages of all lessons and the start page into ``target``."""
    where = colab.published(root)
    shutil.copytree(HERE / "book", work)
    (work / "lessons").mkdir()
    lessons = {}
    for lesson in course.lesson_names(root):
        text = (root / build.released_path(lesson)).read_text(encoding="utf-8")
        lessons[lesson] = notebook = json.loads(text)
        notebook["cells"] = [c for c in notebook["cells"] if c["id"] != colab.BADGE_ID]
        cells = page_cells(notebook["cells"], shown_outputs(root, lesson))
        page = {**notebook, "cells": with_links(cells, lesson, where)}
        path = work / "lessons" / f"{lesson}.ipynb"
        path.write_text(build.notebook_text(page), encoding="utf-8")
    (work / "index.md").write_text(index_text(lessons, where), encoding="utf-8")
    (work / "start.md").unlink()
    for name in MATHJAX_FILES:
        source, copy = npm / "mathjax" / "es5" / name, work / "_static" / "mathjax" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
    subprocess.run([*command, "-d", work.parent / "doctrees", work, target], check=True)
