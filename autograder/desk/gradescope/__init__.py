"""Packs a lesson for Gradescope: the course, the grader, and the two scripts that it runs.

Public face: `pack.pack`, and `command`.
"""
