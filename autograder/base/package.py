"""Where the grader itself lies: for the processes that it starts."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
IMPORT_FROM = PACKAGE.parent  # the folder that ``import autograder`` finds it in
