"""Starts and confines the player: the process that runs a student's code.

``inside/`` holds exactly the files that this process sees. Public face: `WarmPlayer`.
"""

from autograder.sandbox.launch import SandboxError, WarmPlayer

__all__ = ["SandboxError", "WarmPlayer"]
