"""A course whose gradebook is ready, and solved notebooks, shared by the tests of the desk."""

import json

import pytest
from grading import ROOT, copied, prepared_course
from samples import cell_of, released, solved

from autograder.cli import main

LESSON = "02_rnn_cell"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    return prepared_course(tmp_path_factory.mktemp("desk") / "course")


@pytest.fixture
def course(prepared, tmp_path):
    return copied(prepared, tmp_path / "course")


@pytest.fixture
def run(course, capsys):
    """Run ``autograder`` in the course; returns the exit status and what was printed."""

    def _run(*arguments):
        capsys.readouterr()
        status = main(["--course", str(course), *map(str, arguments)])
        said = capsys.readouterr()
        return status, said.out + said.err

    return _run


def notebook(lesson=LESSON, solve=True, mark=""):
    """Bytes of a handed-in notebook; ``mark`` makes it another file."""
    made = solved(ROOT, lesson) if solve else released(ROOT, lesson)
    if mark:
        function = next(iter(made["cells"]))
        made["cells"].append(
            {"cell_type": "markdown", "id": "note", "metadata": {}, "source": mark}
        )
        assert function
    return json.dumps(made).encode()


def half(lesson=LESSON):
    """Bytes of a notebook in which only the first exercise is solved."""
    made, whole = released(ROOT, lesson), solved(ROOT, lesson)
    cell_of(made, "rnn_cell_forward")["source"] = cell_of(whole, "rnn_cell_forward")["source"]
    return json.dumps(made).encode()
