"""The judge inside nbgrader: ``nbgrader autograde``, ``generate_feedback`` and the formgrader.

``nbgrader_config.py`` names these classes; nbgrader itself is not changed. Scores and comments come
from the same workers and go through the same code as in ``autograder grade``.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter, NotebookExporter
from nbformat import NotebookNode, from_dict
from nbformat.v4.rwbase import rejoin_lines
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Dict, Unicode
from traitlets.config import LoggingConfigurable

from autograder import course
from autograder.base.outcome import Status, SubmissionResult
from autograder.base.package import PACKAGE
from autograder.course.lesson import Lesson, load_lesson
from autograder.record import feedback
from autograder.record.errors import GradebookError
from autograder.record.gradebook import Gradebook
from autograder.record.lateness import late_penalty
from autograder.record.names import unfit
from autograder.record.places import Settings
from autograder.run import batch, fingerprint
from autograder.run.alone import InUse, alone
from autograder.run.executor import CannotGrade, GaveUp
from autograder.run.fingerprint import Mark
from autograder.run.log import Log
from autograder.run.pool import Pool
from autograder.run.tasks import Graded, Options, Task, broken
from autograder.settings import judge_options
from autograder.submission import Unreadable, read_submission
from rnn_language import speaking

Resources = dict[str, Any]
KEY = "autograder"  # under which the judgement travels to the step that saves it


def settings_of(part: LoggingConfigurable) -> Settings:
    """Settings of the course that a step of nbgrader works on, command line included."""
    owner: Any = part
    while owner is not None and not getattr(owner, "coursedir", None):
        owner = owner.parent
    coursedir = owner.coursedir if owner is not None else CourseDirectory(parent=part)
    return Settings(
        root=Path(coursedir.root),
        db_url=coursedir.db_url,
        course_id=coursedir.course_id,
        submitted=coursedir.submitted_directory,
        autograded=coursedir.autograded_directory,
        feedback=coursedir.feedback_directory,
        structure=coursedir.directory_structure,
        config=part.config,
    )


def demand_own_grader(root: Path) -> None:
    """Refuse a course that has another grader: its lessons and the checks here need not agree."""
    if own := course.own_grader(root):
        raise NbGraderException(
            f"The course in {root} has a grader of its own, {own}, and nbgrader has loaded "
            f"{PACKAGE}. Run the nbgrader of that course's installation."
        )


def _task(settings: Settings, resources: Resources) -> tuple[Task, Lesson]:
    demand_own_grader(settings.root)
    names = resources["nbgrader"]
    student, lesson = names["student"], names["assignment"]
    if why := unfit(student):
        raise NbGraderException(why)
    if not course.source_path(settings.root, lesson).is_file():
        raise NbGraderException(f"{lesson} is no lesson of this course: the judge has no tests.")
    folder = settings.folder(settings.submitted, student, lesson).absolute()
    return Task(student, lesson, folder), load_lesson(settings.root, lesson)


@contextlib.contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Be the only one who grades into the course; say what keeps from it in a sentence."""
    try:
        with alone(settings, "nbgrader autograde, or the formgrader"):
            yield
    except (GradebookError, InUse) as error:
        raise NbGraderException(str(error)) from error


def _save(settings: Settings, graded: Graded, lesson: Lesson) -> None:
    """Write a judgement into the gradebook, as `autograder grade` does."""
    # No mark: the files beside it are nbgrader's, so `autograder grade` makes its own.
    mark = Mark("", fingerprint.of_run(judge_options(settings), lesson.name))
    entry = batch.entry_of(graded, lesson, mark)
    penalty = late_penalty(settings.config, settings)
    with Gradebook(settings.db_url, settings.root, settings.course_id, penalty) as book:
        book.prepare([lesson])
        with book.transaction() as connection:
            book.write(connection, [entry])
            book.remember(connection, [entry])


# --------------------------------------------------------------------- reading


def name_notebooks(assignment: str, student: str, notebooks: list[str]) -> None:
    """Have nbgrader take up a submission whose notebook has another name (a hook of nbgrader).

    nbgrader knows a notebook by the name of its file, and stops where it does not find it.
    `SubmissionExporter` then reads whichever notebook the folder holds.
    """
    folders = {Path(notebook).parent for notebook in notebooks}
    if len(folders) == 1 and course.source_path(Path.cwd(), assignment).is_file():
        notebooks[:] = [str(folders.pop() / f"{assignment}.ipynb")]


def _leave_out_unfit(converter: Any) -> None:
    """Take from nbgrader what was handed in under a name that can be no id, before it enters it.

    nbgrader's pages show an id as it is, so one with markup would act there. When the others are
    graded, the command fails, as it does for any submission that it could not grade.
    """
    refused = []
    place = converter._format_source("(?P<lesson>.*)", "(?P<student>.*)", escape=True)
    for folder in list(converter.assignments):
        found = re.match(place, folder, re.DOTALL)
        if found and (why := unfit(found["student"])):
            del converter.assignments[folder]
            converter.log.error(why)
            refused.append(why)
    if not refused:
        return
    grade = converter.convert_notebooks

    def grade_and_fail() -> None:
        grade()
        raise NbGraderException(" ".join(refused))

    converter.convert_notebooks = grade_and_fail


class SubmissionExporter(NotebookExporter):
    """Read a submission as the judge does, so that what can be repaired stops nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if getattr(self.parent, "assignments", None):  # what nbgrader is about to grade
            _leave_out_unfit(self.parent)

    def from_filename(
        self, filename: str, resources: Resources | None = None, **options: Any
    ) -> tuple[str, Resources]:
        """Read and convert one notebook; called by nbgrader, once to read and once to judge."""
        settings = settings_of(self)
        with _alone(settings):
            if getattr(self.parent, "_sanitizing", False):
                return self._read(settings, filename, resources, **options)
            return super().from_filename(filename, resources, **options)

    def _read(
        self, settings: Settings, filename: str, resources: Resources, **options: Any
    ) -> tuple[str, Resources]:
        task, lesson = _task(settings, resources)
        try:
            submission = read_submission(task.folder, task.student, lesson)
        except Unreadable as error:
            refused = SubmissionResult(
                task.student, task.lesson, Status.REFUSED, str(error), language=error.language
            )
            _save(settings, Graded(task, refused), lesson)
            raise NbGraderException(str(error)) from error
        for repair in submission.repairs:
            self.log.warning(repair)
        path = Path(filename)
        resources = {**resources, "metadata": {"name": path.stem, "path": str(path.parent)}}
        return self.from_notebook_node(from_dict(submission.notebook), resources, **options)


# --------------------------------------------------------------------- judging

_pool: tuple[Options, str, Pool] | None = None


def _warm_pool(options: Options) -> Pool:
    """Pool of this process: kept between submissions, renewed when the course has changed."""
    global _pool
    names = course.lesson_names(options.root)
    mark = "".join(fingerprint.of_run(options, name) for name in names)
    if _pool is not None and _pool[:2] != (options, mark):
        close_pool()
    if _pool is None:
        _pool = (options, mark, Pool(options))
    return _pool[2]


@atexit.register
def close_pool() -> None:
    """End the workers, if there are any."""
    global _pool
    if _pool is not None:
        _pool[2].close()
        _pool = None


def judged(options: Options, task: Task) -> Graded:
    """Grade one submission.

    Raises
    ------
    CannotGrade
        If nothing can be graded here.
    """
    pool = _warm_pool(options)
    try:
        pool.submit([task])
        while not (graded := pool.ready(1.0)):
            pass
    except GaveUp as error:
        close_pool()
        return Graded(task, broken(task, str(error)))
    except BaseException:  # a task that nobody waits for must not stay in line
        close_pool()
        raise
    return graded[0]


class JudgedExecute(NbGraderPreprocessor):
    """Have the submission judged; takes the place of nbgrader's ``Execute``."""

    limits = Dict(help="Limits on a submission, by the names in autograder/base/limits.py.").tag(
        config=True
    )
    sandbox = Bool(True, help="Whether student code is confined by bubblewrap.").tag(config=True)
    seed_file = Unicode(help="File of the secret that hidden inputs are drawn from.").tag(
        config=True
    )
    inputs_by_student = Bool(
        False, help="Whether each student gets hidden inputs of their own."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Return the notebook with the judgement as outputs; called by nbconvert."""
        settings = settings_of(self)
        task, lesson = _task(settings, resources)
        try:
            options = judge_options(settings, sandbox=self.sandbox, feedback=False)
            graded = judged(options, task)
            self._tell(settings, graded)
        except (CannotGrade, ValueError) as error:
            raise NbGraderException(str(error)) from None
        if graded.notebook is None:
            _save(settings, graded, lesson)
            raise NbGraderException(graded.result.message)
        resources[KEY] = graded
        # The file has text in lists of lines; nbgrader's steps expect one string.
        return rejoin_lines(from_dict(json.loads(graded.notebook))), resources

    def _tell(self, settings: Settings, graded: Graded) -> None:
        """Keep for the instructor what failed on our side."""
        if graded.trouble:
            log = Log.of(settings)
            log.write(f"{graded.task.student!r}, {graded.task.lesson}\n{graded.trouble}")
            self.log.error("What went wrong in the grader itself is in %s", log.path)


class SaveJudgement(NbGraderPreprocessor):
    """Save scores and comments from the judge; takes the place of ``SaveAutoGrades``.

    nbgrader's own step would read them from the outputs of the notebook.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Write the gradebook; called by nbconvert."""
        settings = settings_of(self)
        if KEY not in resources:
            raise NbGraderException("SaveJudgement needs JudgedExecute before it.")
        graded = resources.pop(KEY)
        _save(settings, graded, load_lesson(settings.root, graded.task.lesson))
        return nb, resources


# -------------------------------------------------------------------- feedback


class FeedbackExporter(HTMLExporter):
    """Write the pages that `autograder grade` writes.

    For what the judge has not graded, nbgrader's own page.
    """

    def from_filename(
        self, filename: str, resources: Resources | None = None, **options: Any
    ) -> tuple[str, Resources]:
        """Render one page; called by nbgrader."""
        settings = settings_of(self)
        student, name = resources["nbgrader"]["student"], resources["nbgrader"]["assignment"]
        if not course.source_path(settings.root, name).is_file():
            return super().from_filename(filename, resources, **options)
        lesson = load_lesson(settings.root, name)
        with Gradebook(settings.db_url, settings.root, settings.course_id) as book:
            book.prepare([lesson])
            record = book.records(name).get(student)
            standing = book.standing(student, name)
        if record is None or standing is None or not record.agrees:
            return super().from_filename(filename, resources, **options)
        notebook = json.loads(Path(filename).read_text(encoding="utf-8"))
        with speaking(record.result.language):
            body = feedback.body(lesson, notebook, record.result)
            page = feedback.page(lesson, student, record.result, standing, body)
        return page.decode("utf-8"), self._init_resources(resources)
