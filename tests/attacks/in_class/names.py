"""Names of students' folders that would act in a page, a terminal, a path or a pattern."""

import os

from class_harness import Handed, gradebook_has
from payloads import FIT, UNFIT


def not_entered(run, student):
    """No page shows a name that is in no gradebook."""
    try:
        student.encode()
    except UnicodeEncodeError:  # no text of a gradebook
        return []
    return ["It was entered."] if gradebook_has(run.root, student) else []


# Read as a pattern, a format or an option, these would mean others, or nobody.
ODD = ["[ada]", "a*", "%s", "{student_id}", "-h", "gradebook.db", "ada.", "~root", "$HOME", "null"]

ATTACKS = {
    **{
        f"unfit_{number}": Handed(student=name, refused=said, look=not_entered)
        for number, (name, said) in enumerate(UNFIT.items())
    },
    **{f"fit_{name}": Handed(student=os.fsencode(name)) for name in [*FIT, *ODD]},
}
