"""Grades one submission inside Gradescope's container; `autograder.desk.gradescope` packs for it.

Public face: `inside.main`, which the packed ``run_autograder`` starts.
"""
