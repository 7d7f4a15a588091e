"""What every folder uses: results, limits, files written whole, processes.

Imports nothing of the grader. Public face: each module by its own name.
"""
