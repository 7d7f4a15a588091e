"""What an instructor does around grading: files in from an LMS, grades and pages out.

Public face: `commands`, which puts the commands below ``autograder``.
"""
