"""The cells of a lesson's page: what is shown, what is folded, what can be run, and after what."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import figures
from names import names_of
from prose import Prose, coloured

from autograder import course
from autograder.course import colab

SILENT = ("progress", "predict_")  # what they print is of the reader, not of a solved lesson
DRAWS = re.compile(
    r"show_figure\(|new_figure\(|draw_\w+\(|plot_\w+\(|ColouredText|matplotlib|Ladder"
)
# What a reader is asked to change; other code opens for editing when it is clicked.
CHANGED = re.compile(r"^(predict_|explore)|# your |= None  # ")


@dataclass(frozen=True)
class Cell:
    """A code cell of a page.

    Parameters
    ----------
    name : str
        The cell's id.
    kind : str
        ``setup``, ``given``, ``answer``, ``check`` or ``show``.
    source : str
    needs : tuple of str
        Cells whose names it reads, in the order of the page.
    draws : bool
        Whether it needs Matplotlib.
    """

    name: str
    kind: str
    source: str
    needs: tuple[str, ...] = ()
    draws: bool = False
    outputs: list[dict] = field(default_factory=list)

    @property
    def editable(self) -> bool:
        """Whether it opens as a field to write in."""
        return self.kind == "answer" or bool(
            CHANGED.search(self.name) or CHANGED.search(self.source)
        )


def kind_of(cell: dict) -> str:
    """Kind of a released code cell."""
    if course.is_answer(cell):
        return "answer"
    if "given" in cell["metadata"]:
        return "given"
    if cell["id"] == "setup":
        return "setup"
    return "check" if course.is_test(cell) else "show"


def on_page(cells: list[dict]) -> list[dict]:
    """Cells that a page shows: it fetches nothing itself, and hidden tests hold only a comment."""
    return [
        cell
        for cell in cells
        if cell["id"] not in (colab.BADGE_ID, colab.SETUP_ID)
        and not (course.is_test(cell) and cell["id"].endswith("_hidden"))
    ]


def code_cells(cells: list[dict], outputs: dict[str, list[dict]]) -> dict[str, Cell]:
    """Code cells of a page by name, each with the cells that have to run before it."""
    made: dict[str, Cell] = {}
    stored: dict[str, str] = {}  # name -> the last cell that defines it
    drawing: set[str] = set()  # names whose use draws
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        name, source, kind = cell["id"], "".join(cell["source"]), kind_of(cell)
        stores, loads = names_of(source)
        needs = {stored[word] for word in loads if word in stored} - {name}
        # A student's function may call any that stands above it.
        always = ("setup", "given", "answer")
        needs |= {other.name for other in made.values() if other.kind in always}
        draws = bool(DRAWS.search(source)) and kind == "show" or bool(loads & drawing)
        if draws and kind == "show":
            drawing |= {word for word in stores if callable_in(source, word)}
        shown = [] if name.startswith(SILENT) else outputs.get(name, [])
        ordered = tuple(other for other in made if other in needs)
        made[name] = Cell(name, kind, source, ordered, draws, shown)
        stored |= dict.fromkeys(stores, name)
    return made


def callable_in(source: str, name: str) -> bool:
    """Whether a cell defines a function of that name."""
    return bool(re.search(rf"^ *def {re.escape(name)}\(", source, re.MULTILINE))


class Page:
    """Makes the HTML of one lesson's cells.

    Parameters
    ----------
    words : dict
        What the page says, in its language.
    figures_folder, figures_address : Path, str
        Where the figures go, and where the page finds them.
    """

    def __init__(self, words: dict, figures_folder: Path, figures_address: str) -> None:
        self.words, self.prose = words, Prose()
        self._folder, self._address = figures_folder, figures_address
        self._names: Counter[str] = Counter()  # how many cells have been called so

    def html(self, cells: list[dict], code: dict[str, Cell]) -> str:
        """HTML of all cells, one below the other."""
        parts = []
        for cell in cells:
            if cell["cell_type"] == "markdown":
                parts.append(self.prose.html("".join(cell["source"])))
            elif cell["id"] in code:
                parts.append(self._code(code[cell["id"]]))
        return "\n".join(parts)

    def _code(self, cell: Cell) -> str:
        called = self._called(cell)
        label = self.words["cell"][cell.kind].format(name=called)
        code = f'<pre class="code"><code>{coloured(cell.source)}</code></pre>'
        shown = "".join(
            self._output(output, f"{cell.name}-{at}") for at, output in enumerate(cell.outputs)
        )
        if cell.kind in ("setup", "given") or cell.draws and not cell.editable:
            title = self.words["fold"]["draws" if cell.kind == "show" else cell.kind]
            where = called if cell.kind == "show" else self._heading()
            inside = f' <span class="unseen">({escape(where)})</span>'
            code = (
                f'<details class="fold"><summary>{escape(title)}{inside}</summary>{code}</details>'
            )
        marks = f' data-needs="{" ".join(cell.needs)}"'
        marks += " data-draws" * cell.draws + " data-editable" * cell.editable
        return (
            f'<div class="cell" role="group" id="cell-{cell.name}" data-cell="{cell.name}" '
            f'data-kind="{cell.kind}" data-called="{escape(called)}"{marks} '
            f'aria-label="{escape(label)}">\n{code}\n'
            f'<div class="output" role="status">{shown}</div>\n</div>'
        )

    def _called(self, cell: Cell) -> str:
        """What a reader calls a cell: its function, else its heading and which cell below that."""
        if cell.kind in ("answer", "check"):
            return cell.name.removesuffix("_check")
        name = self._heading() if cell.kind == "show" else self.words["cell"][cell.kind]
        self._names[name] += 1
        return f"{name} ({self._names[name]})" if self._names[name] > 1 else name

    def _heading(self) -> str:
        return self.prose.headings[-1][2] if self.prose.headings else ""

    def _output(self, output: dict, name: str) -> str:
        if output["output_type"] == "stream":
            return f'<pre class="printed">{escape(output["text"], quote=False)}</pre>'
        if output["output_type"] == "error":
            raise ValueError(f"{name} ends in {output['ename']}: {output['evalue']}")
        data = output["data"]
        if "text/html" in data:
            html = "".join(data["text/html"])
            made = figures.stored(html, name, self._folder, self._address)
            return made if made != html else f'<div class="scroll">{html}</div>'
        return f'<pre class="printed">{escape("".join(data["text/plain"]), quote=False)}</pre>'
