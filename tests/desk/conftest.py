"""A course whose gradebook is ready, and solved notebooks, shared by the tests of the desk."""

import pytest
from desk.handed_in import LESSON, half, notebook
from grading import copied, prepared_course

from autograder.cli import main

__all__ = ["LESSON", "half", "notebook"]


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
