"""What all tests share: the course's folder and its reference functions."""

import os
from pathlib import Path

# One thread: tests run side by side, and small matrices gain nothing from more.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest

from autograder.course import reference


@pytest.fixture(scope="session")
def root():
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def functions(root):
    """The solutions of all lessons, by name."""
    return reference.load(root)
