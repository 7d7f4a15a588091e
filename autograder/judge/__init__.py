"""Decides points: runs the tests here, with the student's functions in the player's process.

Public face: `Judge`, `Limits`, `sandbox_problem`.
"""

from autograder.base.limits import Limits
from autograder.judge.judge import Judge
from autograder.judge.tried import sandbox_problem

__all__ = ["Judge", "Limits", "sandbox_problem"]
