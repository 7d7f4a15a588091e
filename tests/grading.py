"""What the tests of grading runs share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:  # benchmarks/ is no part of the installed package
    sys.path.append(str(ROOT))

from autograder import course, settings  # noqa: E402
from autograder.base.limits import Limits  # noqa: E402
from autograder.base.outcome import Status, SubmissionResult, TestResult  # noqa: E402
from autograder.course.lesson import Lesson, load_lesson  # noqa: E402
from autograder.record.register import register  # noqa: E402
from autograder.run import grade  # noqa: E402
from autograder.run.tasks import Options  # noqa: E402
from benchmarks import classes  # noqa: E402

LESSON = "04_lstm_cell"
FAKE = "tests.fake_judge.FakeJudge"


def prepared_course(folder: Path) -> Path:
    """Copy of the course whose gradebook knows the lessons."""
    classes.make_course(folder)
    register(folder, course.lesson_names(folder), f"sqlite:///{folder / 'gradebook.db'}", "rnn")
    return folder


def copied(prepared: Path, folder: Path) -> Path:
    """Fresh copy of a prepared course: nbgrader needs seconds to make one."""
    shutil.copytree(prepared, folder, dirs_exist_ok=True)
    return folder


def module(course: Path, *words: str) -> subprocess.CompletedProcess:
    """Run a module's command, such as ``nbgrader autograde``, in a course."""
    programs = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=course,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PATH": os.pathsep.join(programs)},
    )


def job(root: Path, **changes) -> grade.Job:
    """A grading run of one lesson with the fake judge."""
    options = Options(root, Limits(), sandbox=False, judge=FAKE)
    return grade.Job(
        **{
            "settings": settings.load(root),
            "options": options,
            "lessons": [LESSON],
            "workers": 1,
            **changes,
        }
    )


class Silent:
    """Progress that only counts."""

    def __init__(self) -> None:
        self.total = self.unchanged = self.done = 0

    def start(self, total: int, unchanged: int) -> None:
        """See `autograder.run.job.Progress`."""
        self.total, self.unchanged = total, unchanged

    def step(self, row: grade.Row) -> None:
        """See `autograder.run.job.Progress`."""
        self.done += 1

    def stop(self) -> None:
        """See `autograder.run.job.Progress`."""


def result(lesson: Lesson, student: str = "ada", **statuses: Status) -> SubmissionResult:
    """A judgement in which every test passed, but for those named."""
    tests = []
    for test in lesson.tests:
        status = statuses.get(test.grade_id, Status.OK)
        points = float(test.points) if status is Status.OK else 0.0
        message = "" if status is Status.OK else f"{test.grade_id} went wrong"
        tests.append(TestResult(test.grade_id, points, float(test.points), status, message, 0.01))
    return SubmissionResult(student, lesson.name, Status.OK, "", tuple(tests), 0.02)


__all__ = [
    "FAKE",
    "LESSON",
    "ROOT",
    "Silent",
    "classes",
    "copied",
    "job",
    "load_lesson",
    "prepared_course",
    "result",
]
