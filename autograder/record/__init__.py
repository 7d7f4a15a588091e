"""What is written of a judged submission: gradebook, autograded notebook, feedback page.

Public face: `gradebook`, `autograded`, `feedback`, `wording`, `lateness`.
"""
