"""Links in the place of a folder or a file: they hand in nobody's work, and show nobody's file."""

import os
import shutil

from class_harness import LESSON, Handed

NOTEBOOK = f"{LESSON}.ipynb"


def instead(make, name=NOTEBOOK):
    """Something else in the place of the notebook."""

    def place(folder):
        (folder / NOTEBOOK).unlink()
        make(folder, folder / name)

    return place


def linked_student(folder):
    """The student's folder is a link to somebody else's."""
    shutil.rmtree(folder.parent)
    folder.parent.symlink_to("ada")


def linked_lesson(folder):
    """The lesson's folder is a link to somebody else's."""
    shutil.rmtree(folder)
    folder.symlink_to(f"../ada/{LESSON}")


def hard(folder, path):
    """A second name of a file outside."""
    path.hardlink_to(folder.parents[2] / "precious")


ATTACKS = {
    "linked_student": Handed(place=linked_student, refused="is a link"),
    "linked_lesson": Handed(place=linked_lesson, refused="is a link"),
    "linked_notebook": Handed(
        place=instead(lambda folder, path: path.symlink_to(f"../../ada/{LESSON}/{NOTEBOOK}")),
        refused="is a link",
    ),
    "linked_renamed": Handed(
        place=instead(
            lambda folder, path: path.symlink_to(f"../../ada/{LESSON}/{NOTEBOOK}"), "mine.ipynb"
        ),
        refused="is a link",
    ),
    "linked_to_a_file_outside": Handed(
        place=instead(lambda folder, path: path.symlink_to(folder.parents[2] / "precious")),
        refused="is a link",
    ),
    "linked_hard": Handed(place=instead(hard), refused="is a hard link"),
    "linked_to_a_device": Handed(
        place=instead(lambda folder, path: path.symlink_to("/dev/zero")), refused="is a link"
    ),
    "linked_to_nowhere": Handed(
        place=instead(lambda folder, path: path.symlink_to("nowhere")), refused="is a link"
    ),
    "pipe_for_a_notebook": Handed(
        place=instead(lambda folder, path: os.mkfifo(path)), refused="is a pipe"
    ),
    "folder_for_a_notebook": Handed(
        place=instead(lambda folder, path: path.mkdir()), refused="is a folder"
    ),
}
