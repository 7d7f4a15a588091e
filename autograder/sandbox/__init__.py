"""Starts and confines the player: the process that runs a student's code.

``inside/`` holds exactly the files that this process sees.
Public face: `WarmPlayer`, `Way`, `container.Container`.
"""

from autograder.sandbox.launch import SandboxError, WarmPlayer, way_of
from autograder.sandbox.ways import Way

__all__ = ["SandboxError", "WarmPlayer", "Way", "way_of"]
