"""The mark of the grader covers all of it: whatever changes, what it graded is graded again."""

import shutil
from pathlib import Path

import pytest

from autograder import course
from autograder.run import fingerprint

ROOT = Path(__file__).resolve().parents[1]


def mark(folder, monkeypatch):
    """Mark of the program that lies in a folder."""
    monkeypatch.setattr(fingerprint, "IMPORT_FROM", folder)
    monkeypatch.setattr(fingerprint, "PACKAGE", folder / "autograder")
    fingerprint.of_program.cache_clear()
    try:
        return fingerprint.of_program()
    finally:
        fingerprint.of_program.cache_clear()


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """A copy of the grader and the helper files."""
    folder = tmp_path_factory.mktemp("program")
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "autograder", folder / "autograder", ignore=ignore)
    for name in course.HELPER_FILES:
        shutil.copy(ROOT / name, folder)
    return folder


def test_every_file_of_the_package_and_every_helper_counts(program, monkeypatch):
    before = mark(program, monkeypatch)
    assert before == mark(program, monkeypatch)
    files = [*(program / "autograder").rglob("*.py"), *map(program.joinpath, course.HELPER_FILES)]
    folders = {path.parent.name for path in files}
    assert {"base", "judge", "run", "inside", "mistakes", program.name} <= folders
    for path in files:
        text = path.read_bytes()
        path.write_bytes(text + b"\n")
        assert mark(program, monkeypatch) != before, path
        path.write_bytes(text)


def test_a_file_that_is_renamed_counts(program, monkeypatch):
    before = mark(program, monkeypatch)
    path = program / "autograder" / "judge" / "packed.py"
    moved = path.rename(path.with_name("packed2.py"))
    assert mark(program, monkeypatch) != before
    moved.rename(path)
