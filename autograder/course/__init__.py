"""Reads ``source/`` and builds what is generated from it.

Imports no other folder but `base`. Public face: the names below, `lesson`, `reference`, `build`.
"""

from autograder.course.source import (
    HELPER_FILES,
    SHOW_TAG,
    find_root,
    given_statements,
    is_answer,
    is_test,
    lesson_names,
    own_grader,
    read_cells,
    solutions,
    source_path,
)

__all__ = [
    "HELPER_FILES",
    "SHOW_TAG",
    "find_root",
    "given_statements",
    "is_answer",
    "is_test",
    "lesson_names",
    "own_grader",
    "read_cells",
    "solutions",
    "source_path",
]
