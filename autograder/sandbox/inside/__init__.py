"""All of ours that the player's process sees; it imports nothing else of the grader.

In the sandbox this folder is the package ``inside``, so that its modules import each other by dots.
"""
