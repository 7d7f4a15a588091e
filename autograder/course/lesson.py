"""A lesson as its source notebook has it: what each cell is, and what students receive of it."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from autograder.course import SHOW_TAG, is_answer, is_test, source_path

# What a student finds in place of a solution; a test holds it equal to nbgrader_config.py.
STUB = '# Your code here\nraise NotImplementedError("not written yet")'
SOLUTION_REGION = re.compile(
    r"^([ \t]*).*### BEGIN SOLUTION.*\n(?:.*\n)*?.*### END SOLUTION.*$", re.MULTILINE
)
HIDDEN_REGION = re.compile(
    r"^.*### BEGIN HIDDEN TESTS.*\n(?:.*\n)*?.*### END HIDDEN TESTS.*\n?", re.MULTILINE
)


# A test cell is named after its function and its ring: FUNCTION_check, FUNCTION_hidden.
TEST_NAME = re.compile(r"(?P<function>\w+?)_(?P<ring>check|hidden)", re.ASCII)


def is_hidden(grade_id: str) -> bool:
    """Whether a test cell is one of hidden tests, by its name."""
    match = TEST_NAME.fullmatch(grade_id)
    return bool(match) and match["ring"] == "hidden"


@dataclass(frozen=True)
class TestCell:
    """A test cell of the source notebook."""

    grade_id: str
    source: str
    points: float
    function: str

    __test__ = False  # not a pytest class


@dataclass(frozen=True)
class Part:
    """A cell of the source notebook, and how students receive it."""

    id: str
    place: int  # in the source notebook
    kind: str  # "locked" | "answer" | "test" | "show" | "code" | "prose"
    source: str
    released: str
    metadata: dict  # of the cell in the released notebook
    function: str = ""  # of an answer or a test: the function that it is about


@dataclass(frozen=True)
class Lesson:
    """A lesson's source notebook."""

    name: str
    cells: tuple[dict, ...]
    answers: tuple[str, ...]
    tests: tuple[TestCell, ...]
    metadata: dict  # of the notebook
    parts: tuple[Part, ...]
    editions: Path  # the folder of its student notebooks in all languages, ``notebooks/``

    @functools.cached_property
    def by_id(self) -> dict[str, Part]:
        """Parts by cell id."""
        return {part.id: part for part in self.parts}

    @functools.cached_property
    def by_text(self) -> dict[str, Part]:
        """Code parts by their text, as in the source and as released."""
        known: dict[str, Part] = {}
        for part in self.parts:
            if part.kind == "answer":
                known.setdefault(plain(part.released), part)
            elif part.kind in ("locked", "test", "show"):
                known.setdefault(plain(part.source), part)
                known.setdefault(plain(part.released), part)
        known.pop("", None)
        return known

    def prose(self, language: str) -> dict[str, str]:
        """Texts of the lesson's text cells in a language other than English, by cell.

        Empty if there is no edition in that language.
        """
        path = self.editions / language / self.name / f"{self.name}.ipynb"
        if language == "en" or not path.is_file():
            return {}  # the English ones are in `parts`
        return _prose(path, path.stat().st_mtime_ns)

    def tests_of(self, function: str) -> list[Part]:
        """Test cells of a function, in source order."""
        return [part for part in self.parts if part.kind == "test" and part.function == function]


def plain(text: str) -> str:
    """Return text without what editors change: trailing blanks, and empty lines at the ends."""
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def load_lesson(root: Path, name: str) -> Lesson:
    """Read a lesson's source notebook; kept until the file changes.

    Raises
    ------
    FileNotFoundError
        If the course has no such lesson.
    ValueError
        If a given cell lacks a function that it should give: the course was not built.
    """
    path = source_path(Path(root), name)
    stat = path.stat()
    return _load(path, name, stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(maxsize=64)
def _load(path: Path, name: str, _mtime: int, _size: int) -> Lesson:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = tuple({**cell, "source": "".join(cell["source"])} for cell in notebook["cells"])
    parts = tuple(_part(place, cell) for place, cell in enumerate(cells))
    _demand_given(path, cells)
    return Lesson(
        name=name,
        cells=cells,
        answers=tuple(part.id for part in parts if part.kind == "answer"),
        tests=tuple(
            TestCell(part.id, part.source, part.metadata["nbgrader"]["points"], part.function)
            for part in parts
            if part.kind == "test"
        ),
        metadata={
            key: notebook["metadata"][key]
            for key in ("kernelspec", "language_info")
            if key in notebook["metadata"]
        },
        parts=parts,
        editions=path.parents[2] / "notebooks",
    )


@functools.lru_cache(maxsize=64)
def _prose(path: Path, _mtime: int) -> dict[str, str]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return {
        cell["id"]: "".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"
    }


def _demand_given(path: Path, cells: tuple[dict, ...]) -> None:
    for cell in cells:
        for function in cell["metadata"].get("given", ()):
            if f"def {function}(" not in cell["source"]:
                raise ValueError(
                    f"{path.name}: the cell {cell['id']} does not define {function}. "
                    "Run `autograder build` first."
                )


def _part(place: int, cell: dict) -> Part:
    grading = cell["metadata"].get("nbgrader", {})
    source = cell["source"]
    released, kind, function = source, "prose", ""
    if cell["cell_type"] != "code":
        pass
    elif is_answer(cell):
        kind, function, released = "answer", grading["grade_id"], release_answer(source)
    elif is_test(cell):
        match = TEST_NAME.fullmatch(grading["grade_id"])
        kind, function = "test", match["function"] if match else grading["grade_id"]
        released = release_test(source)
    elif grading.get("locked"):
        kind = "locked"
    else:
        kind = "show" if SHOW_TAG in cell["metadata"].get("tags", ()) else "code"
    metadata = dict(cell["metadata"])
    if grading:
        metadata["nbgrader"] = {
            **grading,
            "cell_type": cell["cell_type"],
            # nbgrader's records hold the checksum of a test with its hidden region.
            "checksum": checksum(released if kind == "answer" else source, cell),
        }
        metadata["deletable"] = False
        if kind != "answer":
            metadata["editable"] = False
    return Part(
        id=grading.get("grade_id", cell["id"]),
        place=place,
        kind=kind,
        source=source,
        released=released,
        metadata=metadata,
        function=function,
    )


def release_answer(source: str) -> str:
    """Text of an answer cell as students receive it, as nbgrader's ClearSolutions makes it."""

    def stub(region: re.Match) -> str:
        return "\n".join(region[1] + line for line in STUB.split("\n"))

    return SOLUTION_REGION.sub(stub, source) if "### BEGIN SOLUTION" in source else STUB


def release_test(source: str) -> str:
    """Text of a test cell as students receive it: without the hidden region."""
    return HIDDEN_REGION.sub("", source).rstrip("\n")


def checksum(text: str, cell: dict) -> str:
    """nbgrader's checksum of a cell (``nbgrader.utils.compute_checksum``) with the given text."""
    grading = cell["metadata"]["nbgrader"]
    grade, solution = bool(grading.get("grade")), bool(grading.get("solution"))
    locked = not solution and (grade or bool(grading.get("locked")))
    fields = [text, cell["cell_type"], str(grade), str(solution), str(locked), grading["grade_id"]]
    if grade:
        fields.append(str(float(grading["points"])))
    return hashlib.md5("".join(fields).encode("utf-8"), usedforsecurity=False).hexdigest()
