"""Where the course lies, and what its source notebooks hold."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

from autograder.base.package import IMPORT_FROM, PACKAGE


def _helper_files() -> tuple[str, ...]:
    """Names of what notebooks import, and of the data beside it.

    ``rnn_utils.py`` is last: where files are fetched one by one, its presence says "all".
    """
    found = {path.name for kind in ("py", "json") for path in IMPORT_FROM.glob(f"rnn_*.{kind}")}
    # The catalogue of a language is generated: a new one has its folder first.
    found |= {f"rnn_{folder.name}.json" for folder in IMPORT_FROM.glob("locale/*/")}
    return (*sorted(found - {"rnn_utils.py"}), "rnn_utils.py")


HELPER_FILES = _helper_files()
SHOW_TAG = "show"  # cells that only show something; grading leaves them out
SOLVED = re.compile(
    r"^([ \t]*)### BEGIN SOLUTION.*?### END SOLUTION[ \t]*\n?", re.MULTILINE | re.DOTALL
)
SOLUTION = re.compile(r"[ \t]*### (?:BEGIN|END) SOLUTION[ \t]*\n?")


def find_root(start: Path | None = None) -> Path:
    """Find the course: the nearest folder upwards that has ``source/`` and ``nbgrader_config.py``.

    Looks from ``start`` (default: the working directory), then from this package.

    Raises
    ------
    FileNotFoundError
        If neither lies inside a course.
    """
    for origin in ((start or Path.cwd()).resolve(), Path(__file__).resolve().parent):
        for folder in (origin, *origin.parents):
            if (folder / "source").is_dir() and (folder / "nbgrader_config.py").is_file():
                return folder
    raise FileNotFoundError(
        "No course found: run this inside the course's folder, the one with nbgrader_config.py."
    )


def own_grader(root: Path) -> Path | None:
    """Folder of the grader that a course has of its own, if that is not the one that runs."""
    own = (root / "autograder").resolve()
    return own if (own / "cli.py").is_file() and own != PACKAGE else None


def lesson_names(root: Path) -> list[str]:
    """Names of the lessons, in order: the folders of ``source/``."""
    return sorted(path.parent.name for path in (root / "source").glob("*/*.ipynb"))


def source_path(root: Path, lesson: str) -> Path:
    """Path of a lesson's source notebook."""
    return root / "source" / lesson / f"{lesson}.ipynb"


def read_cells(path: Path) -> list[dict]:
    """Cells of a notebook; each cell's ``source`` is made one string."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [{**cell, "source": "".join(cell["source"])} for cell in notebook["cells"]]


def is_answer(cell: dict) -> bool:
    """Whether a cell is one that students fill in."""
    return bool(cell["metadata"].get("nbgrader", {}).get("solution"))


def is_test(cell: dict) -> bool:
    """Whether a cell carries points."""
    return bool(cell["metadata"].get("nbgrader", {}).get("grade"))


def given_statements(root: Path, lesson: str) -> dict[str, list[str]]:
    """Statements that students find in each function of a lesson, beside its docstring."""
    found = {}
    for cell in filter(is_answer, read_cells(source_path(root, lesson))):
        name = cell["metadata"]["nbgrader"]["grade_id"]
        tree = ast.parse(SOLVED.sub(r"\1pass\n", cell["source"]))
        body = next(node for node in tree.body if getattr(node, "name", "") == name).body
        found[name] = [
            ast.unparse(node)
            for node in body
            if not isinstance(node, ast.Pass) and node is not body[0]
        ]
    return found


def solutions(root: Path, lesson: str) -> dict[str, str]:
    """Source of each solution of a lesson by the name of its function, markers removed."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: SOLUTION.sub("", cell["source"])
        for cell in read_cells(source_path(root, lesson))
        if is_answer(cell)
    }
