"""The command `gradescope`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from autograder.desk.above import Above

VISIBILITIES = ("hidden", "after_due_date", "after_published", "visible")
DONE = """{target}: {files} files, {size:.1f} MB
On Gradescope: a programming assignment of {points:g} points; this zip under "Configure Autograder".
Building its image takes minutes, and ends with an error if the solutions do not get all points."""
SECRET = (
    "The zip holds your secret seed and the hidden tests. Keep it as you keep them: it is for "
    "Gradescope alone."
)
PENALTY = (
    "The late policy of nbgrader_config.py does not act on Gradescope: results say how late a "
    "submission is, and take no points for it."
)


def add_to(commands: Any, above: Above) -> None:
    """Add the command to the parser of ``autograder``."""
    gradescope = commands.add_parser(
        "gradescope",
        help="pack a lesson as an autograder for Gradescope",
        description="Write a zip that Gradescope takes as the autograder of a programming "
        "assignment. It judges there in container mode: students' code runs as a user of its own "
        "(docs/threat_model.md says what that holds and what it does not).",
    )
    gradescope.set_defaults(run=_gradescope, above=above)
    add = gradescope.add_argument
    add("lesson", metavar="LESSON", help="the lesson, by name or number")
    add("--out", type=Path, metavar="FILE", help="the zip (default: gradescope-LESSON.zip)")
    add(
        "--hidden-tests",
        choices=VISIBILITIES,
        default="after_published",
        help="when students see hidden tests, and with them their total (default: %(default)s)",
    )


def _gradescope(root: Path, options: argparse.Namespace) -> int:
    from autograder.course.lesson import load_lesson
    from autograder.desk.gradescope.pack import pack
    from autograder.record.lateness import late_penalty, no_penalty

    lesson = options.above.lesson_of(root, options.lesson)
    chosen = options.above.settings(root)
    judge = options.above.judging(chosen)
    target = options.out or root / f"gradescope-{lesson}.zip"
    files = pack(target, root, lesson, judge.limits, judge.seed, options.hidden_tests)
    points = sum(test.points for test in load_lesson(root, lesson).tests)
    size = target.stat().st_size / 1e6
    print(DONE.format(target=target, files=files, size=size, points=points))
    if judge.seed.secret:
        print(SECRET)
    if late_penalty(chosen.config, chosen) is not no_penalty:
        print(PENALTY)
    return 0
