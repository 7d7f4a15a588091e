"""Attacks on a class: folders are handed in, `autograder grade` runs, all that it leaves is read.

`harness` gives one submission to the judge. Here it is the whole way that counts: what lies in
``submitted/``, what the command says, the gradebook, the pages, and what the others got. All
attacks stand in one class, between two honest students, and one run grades them all: what stops
the class fails every test.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import pkgutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import in_class
import samples
from acting import Active, renderings
from grading import classes, module

from autograder.base.shown import shown

LESSON = "02_rnn_cell"
FULL = 20.0
HONEST = ("ada", "zoe")  # the first and the last of the class
WRITTEN = {"autograded", "feedback", "gradebook.db", "out.json"}
PRECIOUS = "LEAK of a file outside"


@dataclass(frozen=True)
class Handed:
    """What one student of the class hands in, and what it deserves.

    Parameters
    ----------
    edit : callable
        Gets the solved notebook and changes it in place.
    place : callable
        Gets the submission's folder with the notebook in it, and changes what lies there.
    student : bytes
        Name of the student's folder; by default the attack's own name.
    refused : str
        Stands in the sentence with which it is refused.
    says : str
        Stands in what is said of it although it is graded.
    look : callable
        Gets the run and the student, and returns more faults.
    """

    edit: Callable[[dict], None] | None = None
    place: Callable[[Path], None] | None = None
    student: bytes = b""
    refused: str = ""
    says: str = ""
    look: Callable[[Run, str], list[str]] | None = None


def load() -> dict[str, dict[str, Handed]]:
    """All attacks, by family and name."""
    names = sorted(each.name for each in pkgutil.iter_modules(in_class.__path__))
    return {name: importlib.import_module(f"in_class.{name}").ATTACKS for name in names}


@functools.cache
def _solved() -> str:
    return json.dumps(samples.solved(classes.ROOT, LESSON))


def hand_in(submitted: Path, name: str, handed: Handed) -> None:
    """Put what a student hands in into its place."""
    student = os.fsdecode(handed.student) or name
    notebook = json.loads(_solved())
    if handed.edit is not None:
        handed.edit(notebook)
    folder = submitted / student / LESSON
    samples.hand_in(folder, notebook, f"{LESSON}.ipynb")
    if handed.place is not None:
        handed.place(folder)


@dataclass(frozen=True)
class Run:
    """What a run has left."""

    root: Path
    done: subprocess.CompletedProcess

    @functools.cached_property
    def rows(self) -> dict[str, dict]:
        """Entry of each student in the JSON file."""
        path = self.root / "out.json"
        entries = json.loads(path.read_text(encoding="utf-8"))["submissions"]
        return {entry["student"]: entry for entry in entries}

    @functools.cached_property
    def points(self) -> dict[str, float]:
        """Points in the gradebook, by student."""
        found: dict[str, float] = {}
        for (student, *_), score in classes.scores(self.root / "gradebook.db").items():
            found[student] = found.get(student, 0.0) + (score or 0.0)
        return found

    def notebook(self, student: str) -> Path:
        """The autograded notebook."""
        return self.root / "autograded" / student / LESSON / f"{LESSON}.ipynb"

    def page(self, student: str) -> Path:
        """The feedback page."""
        return self.root / "feedback" / student / LESSON / f"{LESSON}.html"


def graded(root: Path, attacks: dict[str, Handed], *words: str) -> Run:
    """Hand in attacks between the honest, and grade."""
    for name, handed in {**attacks, **dict.fromkeys(HONEST, Handed())}.items():
        hand_in(root / "submitted", name, handed)
    return Run(root, module(root, "autograder.cli", "grade", LESSON, "--json", "out.json", *words))


def faults_of_the_class(run: Run, before: set[str]) -> list[str]:
    """What went wrong for others than those who attacked."""
    said = run.done.stdout + run.done.stderr
    faults = []
    if "Traceback" in said or run.done.returncode not in (0, 1):
        faults.append(f"The run ended with {run.done.returncode}: {said[-3000:]}")
    if not said.replace("\n", "").replace("\r", "").isprintable():
        faults.append(f"It gave orders to the terminal: {said!r}")
    for student in HONEST:
        if run.points.get(student) != FULL or run.rows[student]["message"]:
            faults.append(f"{student} got {run.points.get(student)}: {run.rows[student]}")
    first, last = (run.notebook(student).read_bytes() for student in HONEST)
    if first != last:
        faults.append("The notebooks of the honest are not as if they were alone.")
    if more := {path.name for path in run.root.iterdir()} - before - WRITTEN:
        faults.append(f"It left more than it should: {more}")
    return faults


def faults(run: Run, name: str, handed: Handed) -> list[str]:
    """What went wrong with one attack."""
    student = os.fsdecode(handed.student) or name
    row = run.rows.get(shown(student))
    if row is None:
        return ["It is in no list."]
    found = []
    if handed.refused:
        if row["outcome"] != "refused" or handed.refused not in row["message"]:
            found.append(f"It was not refused, or for another reason: {row}")
        if run.points.get(student) or run.notebook(student).exists():
            found.append(f"It was refused and graded: {run.points.get(student)}")
    elif row["outcome"] != "ok" or run.points.get(student) != FULL:
        found.append(f"It deserves {FULL} and got {run.points.get(student)}: {row}")
    if handed.says not in row["message"]:
        found.append(f"It does not say {handed.says!r}: {row['message']}")
    if handed.look is not None:
        found += handed.look(run, student)
    return found + _leaks(run, student)


def _leaks(run: Run, student: str) -> list[str]:
    folders = (run.notebook(student).parent, run.page(student).parent)
    files = [path for folder in folders if folder.is_dir() for path in folder.iterdir()]
    linked = [path.name for path in files if path.is_symlink()]
    told = [path.name for path in files if PRECIOUS.encode() in path.read_bytes()]
    return [f"{each} was handed on" for each in (*linked, *told)]


def acts(run: Run, student: str) -> list[str]:
    """What could act in the notebook and the page of a submission, and not in an honest one's."""
    found = _acting(run, student) - _acting(run, HONEST[0])
    if "default-src 'none'" not in run.page(student).read_text("utf-8").partition("<body>")[0]:
        found["a page without a policy"] += 1
    return sorted(found)


def _acting(run: Run, student: str) -> Counter[str]:
    found: list[object] = []
    for cell in json.loads(run.notebook(student).read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            kinds = {kind for output in cell["outputs"] for kind in output.get("data", ())}
            found += kinds - {"text/plain"}
            continue
        for page in renderings("".join(cell["source"]), cell.get("attachments", {})):
            found += Active(page).found
    found += Active(run.page(student).read_text("utf-8").partition("<body>")[2]).found
    return Counter(map(str, found))


def gradebook_has(root: Path, student: str) -> bool:
    """Whether a student was entered."""
    with sqlite3.connect(root / "gradebook.db") as book:
        return bool(book.execute("SELECT 1 FROM student WHERE id = ?", [student]).fetchall())
