"""Submissions to try things on: a solved lesson, and what each editor makes of the file.

`colab`, `vs_code`, `kaggle` and `jupyterlite` do to a file what those programs were seen or
read to do to it; none of them made the files in these tests.
"""

import copy
import json
import uuid

from autograder import course
from autograder.course.lesson import load_lesson
from autograder.submission import read_submission


def released(root, name):
    """The student's notebook of a lesson."""
    lesson = load_lesson(root, name)
    cells = []
    for cell, part in zip(lesson.cells, lesson.parts, strict=True):
        made = {**cell, "metadata": copy.deepcopy(part.metadata), "source": part.released}
        cells.append({key: value for key, value in made.items() if key != "attachments"})
    metadata = copy.deepcopy(lesson.metadata)
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def solved(root, name):
    """The student's notebook of a lesson with the solutions filled in."""
    notebook = released(root, name)
    for function, source in course.solutions(root, name).items():
        cell_of(notebook, function)["source"] = source
    return notebook


def cell_of(notebook, cell_id):
    """The cell with an id."""
    return next(cell for cell in notebook["cells"] if cell.get("id") == cell_id)


def index_of(notebook, cell_id):
    """Place of the cell with an id."""
    return notebook["cells"].index(cell_of(notebook, cell_id))


def code(source, **fields):
    """A code cell, without metadata or id unless given."""
    cell = {"cell_type": "code", "metadata": {}, "source": source}
    return {**cell, "outputs": [], "execution_count": None, **fields}


def text(source, kind="markdown"):
    """A text cell, without metadata or id."""
    return {"cell_type": kind, "metadata": {}, "source": source}


def blank(*cells, minor=5):
    """A new notebook with some cells in it."""
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": minor}


def hand_in(folder, notebook, file_name, dump=json.dumps):
    """Write a submission; a notebook may also be bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    data = notebook if isinstance(notebook, bytes) else dump(notebook).encode("utf-8")
    (folder / file_name).write_bytes(data)
    return folder


def read(root, folder, name, notebook, **options):
    """Read a notebook handed in for a lesson."""
    hand_in(folder, notebook, f"{name}.ipynb")
    return read_submission(folder, "ada", load_lesson(root, name), **options)


# ------------------------------------------------------------------ editors


def colab(notebook, minor=0, keep_ids=False):
    """What Colab saves: nbformat first, ids in the metadata, outputs and who ran them."""
    cells = []
    for number, cell in enumerate(notebook["cells"]):
        made = {"cell_type": cell["cell_type"], "source": cell["source"].splitlines(True)}
        metadata = {**copy.deepcopy(cell["metadata"]), "id": f"aB{number:010d}"}
        if cell["cell_type"] == "code":
            metadata["executionInfo"] = {
                "elapsed": 12,
                "status": "ok",
                "timestamp": 1755000000000,
                "user": {"displayName": "Ada L.", "userId": "0123456789"},
                "user_tz": -120,
            }
            metadata["outputId"] = str(uuid.UUID(int=number))
            metadata["colab"] = {"base_uri": "https://localhost:8080/", "height": 265}
            made |= {"execution_count": number, "outputs": []}
        if keep_ids:
            made["id"] = cell["id"]
        cells.append(made | {"metadata": metadata})
    badge = text("<a href='x'>Open in Colab</a>")
    badge["metadata"] = {"id": "view-in-github", "colab_type": "text"}
    metadata = {
        "colab": {"provenance": [], "toc_visible": True, "name": "x.ipynb"},
        "accelerator": "GPU",
        "widgets": {"application/vnd.jupyter.widget-state+json": {"a1": {"model_name": "B"}}},
        **notebook["metadata"],
    }
    made = {"nbformat": 4, "nbformat_minor": minor, "metadata": metadata}
    return made | {"cells": [badge, *cells]}


def vs_code(notebook):
    """What VS Code saves: every metadata kept, its own key added, new ids for new cells."""
    made = copy.deepcopy(notebook)
    made["metadata"]["vscode"] = {"interpreter": {"hash": "31f2"}}
    for cell in made["cells"]:
        if cell["cell_type"] == "code":
            cell["metadata"]["vscode"] = {"languageId": "python"}
            cell["execution_count"] = 3
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["passed\n"]}]
    return made


def kaggle(notebook):
    """A save that drops ids and all metadata but its own, as Kaggle's may."""
    made = strip_metadata(notebook)
    for number, cell in enumerate(made["cells"]):
        cell["metadata"] = {"_uuid": uuid.UUID(int=number).hex, "trusted": True}
        cell["metadata"]["execution"] = {"iopub.status.busy": "2026-01-01T00:00:00Z"}
    made["metadata"]["kaggle"] = {"accelerator": "none", "dataSources": []}
    return made | {"nbformat_minor": 4}


def jupyterlite(notebook):
    """What JupyterLite downloads: as it was, each code cell marked as trusted."""
    made = copy.deepcopy(notebook)
    for cell in made["cells"]:
        cell["metadata"]["trusted"] = True
    return made


def old_minor(notebook, minor):
    """The notebook in an older nbformat 4: cell ids came with 4.5."""
    made = copy.deepcopy(notebook)
    for cell in made["cells"]:
        if minor < 5:
            del cell["id"]
    return made | {"nbformat_minor": minor}


def strip_metadata(notebook):
    """The notebook without any metadata or id of a cell."""
    made = old_minor(notebook, 4)
    for cell in made["cells"]:
        cell["metadata"] = {}
    return made


def renumber(notebook):
    """The notebook with new cell ids."""
    made = copy.deepcopy(notebook)
    for number, cell in enumerate(made["cells"]):
        cell["id"] = f"{number:08x}"
    return made
