"""A grading run: what is new, in which order, on which workers, what is written and said.

Public face: `grade.run`, `job`, `report`.
"""
