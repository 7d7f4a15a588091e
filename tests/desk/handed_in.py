"""Notebooks that students of a made-up class hand in."""

import json

from grading import ROOT
from samples import cell_of, released, solved

LESSON = "02_rnn_cell"


def notebook(lesson=LESSON, solve=True, mark=""):
    """Bytes of a handed-in notebook; ``mark`` makes it another file."""
    made = solved(ROOT, lesson) if solve else released(ROOT, lesson)
    if mark:
        made["cells"].append(
            {"cell_type": "markdown", "id": "note", "metadata": {}, "source": mark}
        )
    return json.dumps(made).encode()


def half(lesson=LESSON):
    """Bytes of a notebook in which only the first exercise is solved."""
    made, whole = released(ROOT, lesson), solved(ROOT, lesson)
    cell_of(made, "rnn_cell_forward")["source"] = cell_of(whole, "rnn_cell_forward")["source"]
    return json.dumps(made).encode()
