"""What a lesson's cells show once it is solved, run once and kept until something changes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from autograder import course
from autograder.course import build

HERE = Path(__file__).resolve().parent
# Run before a lesson's own cells: figures come as SVG, which the pages recolour and enlarge.
PREPARE = """
import os, sys
os.environ["RNN_LANGUAGE"] = {language!r}
sys.path.insert(0, {here!r})
import svg_figures
svg_figures.install()
"""
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def solved_notebook(root: Path, lesson: str, language: str) -> nbformat.NotebookNode:
    """A released lesson with the solutions in the place of the empty functions."""
    notebook = nbformat.read(root / build.released_path(lesson, language), as_version=4)
    answers = course.solutions(root, lesson)
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    return notebook


def shown(root: Path, lesson: str, language: str, cache: Path) -> dict[str, list[dict]]:
    """Outputs of a lesson's show cells by cell id.

    Parameters
    ----------
    root : Path
        The course.
    lesson, language : str
    cache : Path
        Folder where outputs are kept, under a name that says what they were made from.
    """
    notebook = solved_notebook(root, lesson, language)
    kept = cache / f"{lesson}-{language}-{_made_from(root, notebook)}.json"
    if not kept.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(_run(root, notebook, language)), encoding="utf-8")
    return json.loads(kept.read_text(encoding="utf-8"))


def _made_from(root: Path, notebook: nbformat.NotebookNode) -> str:
    """Fingerprint of all that decides what a lesson prints and draws."""
    files = [*map(root.joinpath, course.HELPER_FILES), HERE / "svg_figures.py", HERE / "outputs.py"]
    files += sorted((root / "data").iterdir())
    made = hashlib.sha256()
    for path in files:
        made.update(path.read_bytes())
    for cell in notebook.cells:
        if cell.cell_type == "code":
            made.update(cell.source.encode())
    made.update(json.dumps(notebook.metadata, sort_keys=True).encode())
    return made.hexdigest()[:16]


def _run(root: Path, notebook: nbformat.NotebookNode, language: str) -> dict[str, list[dict]]:
    prepare = nbformat.v4.new_code_cell(PREPARE.format(language=language, here=str(HERE)))
    whole = nbformat.v4.new_notebook(
        cells=[prepare, *notebook.cells], metadata={**notebook.metadata, **KERNEL}
    )
    NotebookClient(whole, timeout=600, resources={"metadata": {"path": str(root)}}).execute()
    return {
        cell.id: joined(cell.outputs)
        for cell in whole.cells
        if course.SHOW_TAG in cell.metadata.get("tags", [])
    }


def joined(outputs: list[dict]) -> list[dict]:
    """Outputs with one printout in one piece: a kernel may send it in several."""
    joined: list[dict] = []
    for output in map(dict, outputs):
        last = joined[-1] if joined else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            last["text"] += output["text"]
        else:
            joined.append(output)
    return joined
