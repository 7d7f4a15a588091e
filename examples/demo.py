"""Grade the sample class with nbgrader, from release to feedback: what `make demo` runs.

Everything is written to ``demo/``, which is made anew each time. With ``--stock``, nbgrader grades
alone, without the judge: student code then runs with your own rights, several minutes long.
"""

import json
import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder import course
from autograder.course.config import own_config
from autograder.judge import sandbox_problem

DUE = "2026-01-20 23:59:00 UTC"
STOCK_CELL_SECONDS = 10  # an endless loop costs this much in each of its two test cells


@dataclass(frozen=True)
class Score:
    """What became of one submission."""

    points: float
    maximum: float
    late: bool = False
    failure: str = ""  # why it could not be graded


Failures = dict[tuple[str, str], str]  # why a submission was not graded, by student and lesson


def open_nbgrader(root: Path, submitted: Path, out: Path, judge: bool = True) -> NbGraderAPI:
    """nbgrader with the course's configuration, which writes into another folder.

    Parameters
    ----------
    root : Path
        The course.
    submitted : Path
        The submissions.
    out : Path
        Folder for the release, the gradebook, autograded notebooks, feedback and the log.
    judge : bool
        False leaves out our grading step, so that nbgrader grades in its own way.
    """
    config = own_config(root)
    config.CourseDirectory.db_url = f"sqlite:///{out / 'gradebook.db'}"
    config.CourseDirectory.release_directory = str(out / "release")
    config.CourseDirectory.submitted_directory = str(submitted)
    config.CourseDirectory.autograded_directory = str(out / "autograded")
    config.CourseDirectory.feedback_directory = str(out / "feedback")
    if not judge:
        config.Execute.timeout = STOCK_CELL_SECONDS
        config.Autograde = Config()
        del config.GenerateFeedback["exporter_class"]
    log_to(out / "nbgrader.log")
    # nbgrader starts a program of its own installation by its bare name.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return NbGraderAPI(CourseDirectory(config=config), config=config)


def log_to(path: Path) -> None:
    """Send what nbgrader logs and warns to a file."""
    handler = logging.FileHandler(path)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.captureWarnings(True)
    for name in ("traitlets", "py.warnings"):
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.propagate = False


# ------------------------------------------------------------------ the steps


def release(api: NbGraderAPI, lesson: str) -> None:
    """Make the student notebook of a lesson and enter the lesson into the gradebook."""
    result = api.generate_assignment(lesson, force=True, create=True)
    if not result["success"]:
        raise RuntimeError(f"nbgrader cannot release {lesson}:\n{result.get('log', '')}")
    with open_gradebook(api) as gradebook:
        gradebook.update_or_create_assignment(lesson, duedate=DUE)


def judge_class(root: Path, submitted: Path, out: Path) -> Failures:
    """Grade everything with ``autograder grade``, which shows its own progress."""
    results = out / "results.json"
    command = [sys.executable, "-m", "autograder.cli", "--course", str(root), "grade"]
    command += ["--submitted", str(submitted), "--into", str(out), "--json", str(results)]
    if problem := sandbox_problem():
        print(f"{problem}\nThe sample class is ours, so it is graded without the sandbox:")
        command.append("--no-sandbox")
    status = subprocess.run(command).returncode
    if not results.is_file():
        sys.exit(status or "autograder grade wrote no results.")
    submissions = json.loads(results.read_text(encoding="utf-8"))["submissions"]
    return {
        (entry["student"], entry["lesson"]): entry["message"]
        for entry in submissions
        if entry["outcome"] != "ok"
    }


def stock_grade(api: NbGraderAPI, lesson: str, tell: Callable[[int, int], None]) -> Failures:
    """Grade a lesson in nbgrader's own way, and write its feedback.

    Parameters
    ----------
    api : NbGraderAPI
        nbgrader, without the judge.
    lesson : str
        Name of the lesson.
    tell : callable
        Called with the numbers of submissions done and of all.
    """
    failures = {}
    students = sorted(api.get_submitted_students(lesson))
    for done, student in enumerate(students):
        tell(done, len(students))
        result = api.autograde(lesson, student, force=True, create=True)
        if not result["success"]:
            said = result.get("log") or result["error"]
            failures[student, lesson] = said.strip().splitlines()[-1]
    result = api.generate_feedback(lesson, force=True)
    if not result["success"]:
        raise RuntimeError(f"nbgrader cannot write the feedback of {lesson}:\n{result['log']}")
    tell(len(students), len(students))
    return failures


def open_gradebook(api: NbGraderAPI) -> Gradebook:
    return Gradebook(api.coursedir.db_url, api.coursedir.course_id)


def read_scores(api: NbGraderAPI, lesson: str, failures: Failures) -> dict[str, Score]:
    """Scores of a lesson by student, from the gradebook."""
    with open_gradebook(api) as gradebook:
        maximum = gradebook.find_assignment(lesson).max_score
        # One that failed early may have left no row.
        scores = {
            student: Score(0, maximum, failure=why)
            for (student, failed), why in failures.items()
            if failed == lesson
        }
        for submission in gradebook.assignment_submissions(lesson):
            student = submission.student.id
            late = submission.total_seconds_late > 0
            failure = failures.get((student, lesson), "")
            scores[student] = Score(submission.score, maximum, late, failure)
    return scores


# ------------------------------------------------------------------ what is shown


def table(lessons: list[str], students: list[str], scores: dict[str, dict[str, Score]]) -> str:
    """Points of every student in every lesson, as text.

    Parameters
    ----------
    lessons, students : list of str
        Columns and rows.
    scores : dict of dict of Score
        By lesson and student; a lesson not handed in has no entry.
    """
    maxima = {lesson: next(iter(scores[lesson].values())).maximum for lesson in lessons}
    rows = [["student", *lessons, "total"]]
    for student in students:
        each = [scores[lesson].get(student) for lesson in lessons]
        total = sum(score.points for score in each if score and not score.failure)
        rows.append([student, *map(cell_text, each), of(total, sum(maxima.values()))])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join([name.ljust(widths[0]), *map(str.rjust, cells, widths[1:])])
        for name, *cells in rows
    ]
    lines.insert(1, "-" * len(lines[0]))
    return "\n".join(lines)


def of(points: float, maximum: float) -> str:
    return f"{points:g} of {maximum:g}"


def cell_text(score: Score | None) -> str:
    if score is None:
        return "not handed in"
    if score.failure:
        return "not graded"
    return ("late, " if score.late else "") + of(score.points, score.maximum)


def progress(lesson: str) -> Callable[[int, int], None]:
    """A function that tells how far a lesson's grading is: a live line, or one line at the end."""
    start = time.monotonic()

    def tell(done: int, count: int) -> None:
        line = f"  {lesson:<16} {done:>3} of {count} graded, {time.monotonic() - start:.0f} s"
        if sys.stdout.isatty():
            print("\r" + line, end="\n" if done == count else "", flush=True)
        elif done == count:
            print(line, flush=True)

    return tell


# ------------------------------------------------------------------ all of it


def grade_class(
    root: Path, submitted: Path, out: Path, judge: bool = True, lessons: list[str] | None = None
) -> dict[str, dict[str, Score]]:
    """Release the lessons and grade the submissions.

    Parameters
    ----------
    root, submitted, out, judge
        As for `open_nbgrader`; ``out`` is an empty folder.
    lessons : list of str, optional
        Lessons to grade in nbgrader's own way (default: all); the judge grades all.

    Returns
    -------
    dict of dict of Score
        By lesson and student.
    """
    api = open_nbgrader(root, submitted, out, judge)
    lessons = lessons or course.lesson_names(root)
    print("Releasing the lessons", flush=True)
    for lesson in lessons:
        release(api, lesson)
    print(f"Grading {submitted.relative_to(root) if root in submitted.parents else submitted}")
    sys.stdout.flush()
    failures: Failures = {}
    if judge:
        failures = judge_class(root, submitted, out)
    else:
        for lesson in lessons:
            failures |= stock_grade(api, lesson, progress(lesson))
    return {lesson: read_scores(api, lesson, failures) for lesson in lessons}


def main() -> None:
    root = course.find_root()
    out = root / "demo"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    start = time.monotonic()
    scores = grade_class(root, root / "examples" / "submitted", out, "--stock" not in sys.argv)

    lessons = list(scores)
    students = sorted({student for lesson in scores.values() for student in lesson})
    print(f"\n{table(lessons, students, scores)}\n")
    failures = [
        f"  {student}, {lesson}: {score.failure}"
        for lesson in lessons
        for student, score in sorted(scores[lesson].items())
        if score.failure
    ]
    if failures:
        print("Not graded:", *failures, "", sep="\n")
    submissions = sum(map(len, scores.values()))
    print(f"{submissions} submissions in {time.monotonic() - start:.0f} s. Open next:")
    print("  demo/feedback/student09/05_lstm/05_lstm.html   what a student gets back")
    print("  examples/expected_scores.json                  why each score is what it is")
    print("  demo/gradebook.db                              nbgrader's gradebook")
    print("  demo/nbgrader.log                              what nbgrader said on the way")
    if failures:
        sys.exit(1)


if __name__ == "__main__":
    main()
