"""`autograder grade`, `nbgrader autograde` with the judge, and stock nbgrader say the same."""

import pytest
from grading import LESSON, classes, load_lesson, module

from autograder.judge import sandbox_problem
from autograder.record.register import register

pytestmark = pytest.mark.skipif(sandbox_problem() is not None, reason="needs the sandbox")

LATE = "2026-01-22 09:30:00 UTC"
CONFIG = '\nc.LateSubmissionPlugin.penalty_method = "zero"\n'


def hand_in_all(course):
    """A small class: honest work first, then what stock nbgrader stumbles over."""
    lesson = load_lesson(course, LESSON)
    submitted = course / "submitted"
    right = classes.notebook(lesson, classes.solved(lesson))
    for number in (0, 9, 10, 11, 14):
        answers = classes.variants(lesson, number)
        classes.hand_in(submitted, f"honest{number}", LESSON, classes.notebook(lesson, answers))
    classes.hand_in(submitted, "honest_late", LESSON, right, timestamp=LATE)
    classes.hand_in(submitted, "renamed", LESSON, right, name="My homework (1)")
    copied = {**right, "cells": [*right["cells"], {**right["cells"][-1], "id": "copied"}]}
    classes.hand_in(submitted, "copied_test", LESSON, copied)
    bare = [{**cell, "metadata": {}} for cell in right["cells"]]
    classes.hand_in(submitted, "no_metadata", LESSON, {**right, "cells": bare})
    classes.hand_in(submitted, "not_a_notebook", LESSON, b"{ broken")


@pytest.fixture(scope="module")
def courses(tmp_path_factory):
    """The same class, graded in the three ways."""
    made = {}
    for way in ("batch", "nbgrader", "stock"):
        course = classes.make_course(tmp_path_factory.mktemp(way) / "course", way == "stock")
        with open(course / "nbgrader_config.py", "a") as file:
            file.write(CONFIG)
        register(course, [LESSON], f"sqlite:///{course / 'gradebook.db'}", "rnn")
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "rnn") as book:
            book.update_or_create_assignment(LESSON, duedate="2026-01-20 00:00:00 UTC")
        hand_in_all(course)
        made[way] = course
    said = {"batch": module(made["batch"], "autograder.cli", "grade", "4", "--json", "out.json")}
    said["nbgrader"] = module(made["nbgrader"], "nbgrader", "autograde", LESSON)
    module(made["nbgrader"], "nbgrader", "generate_feedback", LESSON)
    said["stock"] = module(made["stock"], "nbgrader", "autograde", LESSON, "--student=honest*")
    return made, said


def test_both_paths_of_the_judge_write_the_same_rows(courses):
    made, said = courses
    rows = {way: classes.rows(made[way] / "gradebook.db") for way in ("batch", "nbgrader")}
    assert len(rows["batch"]) == 10 * 6, said["batch"].stderr
    assert rows["batch"] == rows["nbgrader"], said["nbgrader"].stderr[-3000:]


def test_both_paths_write_the_same_files(courses):
    made, _ = courses
    for step, end in (("autograded", "ipynb"), ("feedback", "html")):
        files = {
            way: {
                str(path.relative_to(made[way])): path.read_bytes()
                for path in made[way].glob(f"{step}/*/*/*.{end}")
            }
            for way in ("batch", "nbgrader")
        }
        # nbgrader makes no page for what it could not read; we say why.
        files["batch"].pop(f"feedback/not_a_notebook/{LESSON}/{LESSON}.html", None)
        assert len(files["batch"]) == 9
        assert files["batch"] == files["nbgrader"]


def test_honest_work_gets_the_points_of_stock_nbgrader(courses):
    made, said = courses
    stock = classes.scores(made["stock"] / "gradebook.db")
    assert len(stock) == 6 * 4, said["stock"].stderr[-3000:]
    assert None not in stock.values()
    judged = classes.scores(made["batch"] / "gradebook.db")
    assert stock == {key: judged[key] for key in stock}
    assert len(set(stock.values())) > 2  # the class is mixed
    penalties = {
        way: {row[0]: row[5] for row in classes.rows(made[way] / "gradebook.db")} for way in made
    }
    assert penalties["stock"]["honest_late"] == 20
    assert {k: penalties["batch"][k] for k in penalties["stock"]} == penalties["stock"]


def test_what_can_be_repaired_is_graded(courses):
    made, said = courses
    scores = classes.scores(made["batch"] / "gradebook.db")
    for student in ("renamed", "copied_test", "no_metadata"):
        assert sum(v for (name, *_), v in scores.items() if name == student) == 20, student
    assert said["batch"].returncode == 1
    assert "not_a_notebook" in said["batch"].stdout
    assert {v for (name, *_), v in scores.items() if name == "not_a_notebook"} == {None}
