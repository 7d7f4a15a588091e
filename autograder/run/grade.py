"""A grading run: what is new or changed is judged by workers and written here, in batches.

Only this process writes. A batch is one transaction of the gradebook, in which the files are moved
into place; the note that a submission was graded is the last thing written. Whenever the run is
killed, a submission is either noted, with everything in place, or it is graded again.
"""

from __future__ import annotations

import contextlib
import time

from autograder.base.outcome import Status
from autograder.base.shown import shown
from autograder.course.lesson import Lesson, load_lesson
from autograder.record import feedback
from autograder.record.entries import Record
from autograder.record.errors import GradebookError
from autograder.record.gradebook import Gradebook
from autograder.record.lateness import late_penalty
from autograder.record.places import Settings
from autograder.run import fingerprint, held
from autograder.run.alone import InUse, alone
from autograder.run.batch import output_files, write_batch
from autograder.run.executor import CannotGrade, Executor, GaveUp
from autograder.run.fingerprint import Mark
from autograder.run.job import Job, Progress, Report, Row, RunStopped
from autograder.run.late import late_mark
from autograder.run.log import Log
from autograder.run.pool import Pool
from autograder.run.stops import STOPPED, in_words, on_signals
from autograder.run.tasks import Graded, Task

BATCH = 16
BATCH_SECONDS = 0.5
NOTICE_SECONDS = 0.2  # how soon Ctrl-C is noticed


def run(job: Job, progress: Progress, executor: Executor | None = None) -> Report:
    """Grade what is new or changed.

    Parameters
    ----------
    job : Job
    progress : Progress
    executor : Executor, optional
        Who judges, by ``job.options``. Who made it closes it. Default: a `Pool` of this run's own.

    Raises
    ------
    RunStopped
        If the run could not begin.
    CannotGrade
        If nothing can be graded here.
    """
    log = Log.of(job.settings)
    try:
        return _run(job, progress, executor, log)
    except (CannotGrade, RunStopped):
        raise
    except InUse as error:
        raise RunStopped(str(error)) from None
    except OSError as error:
        log.error("The run ended.", error)
        raise RunStopped(in_words(error)) from error
    except Exception as error:
        log.error("The run ended.", error)
        raise RunStopped(
            f"The run ended by a fault of the grader ({type(error).__name__}). What is graded is "
            f"kept. {log.path} holds the details."
        ) from error


def _run(job: Job, progress: Progress, executor: Executor | None, log: Log) -> Report:
    began = time.monotonic()
    settings = job.settings
    tasks = job.tasks()
    with alone(settings, "autograder grade"), _open(settings) as book:
        lessons = {name: load_lesson(settings.root, name) for name in {t.lesson for t in tasks}}
        try:
            book.prepare([lessons[name] for name in sorted(lessons)])
            state = _Run(job, book, lessons, log)
            state.sort_out(tasks)
        except GradebookError as error:
            raise RunStopped(str(error)) from error
        progress.start(len(state.todo), len(state.report.rows))
        try:
            with contextlib.ExitStack() as stack:
                if state.todo and executor is None:
                    executor = stack.enter_context(Pool())
                    executor.begin(job.options, min(job.workers, len(state.todo)))
                state.go(progress, executor)
        finally:
            progress.stop()
    state.report.rows += [Row(refused, True) for refused in job.unfit()]
    state.report.rows.sort(key=lambda row: (row.result.lesson, row.result.student))
    state.report.log = log.path if log.written else None
    state.report.seconds = time.monotonic() - began
    return state.report


def _open(settings: Settings) -> Gradebook:
    return Gradebook(
        settings.db_url,
        settings.root,
        settings.course_id,
        late_penalty(settings.config, settings),
    )


class _Run:
    """The state of one run."""

    def __init__(self, job: Job, book: Gradebook, lessons: dict[str, Lesson], log: Log) -> None:
        self.job = job
        self.book = book
        self.lessons = lessons
        self.log = log
        self.report = Report()
        self.todo: list[Task] = []
        self._marks: dict[Task, Mark] = {}
        self._before: dict[Task, Record] = {}  # of submissions that are as they were
        self._batch: list[Graded] = []
        self._batch_since = 0.0
        self._outstanding = 0  # submissions that are being judged
        self._problem = ""  # why the run has to end early

    # ---------------------------------------------------------- what to do

    def sort_out(self, tasks: list[Task]) -> None:
        """Find what is new or changed; take the rest from the gradebook."""
        for name in self.lessons:
            records = self.book.records(name)
            grader = fingerprint.of_run(self.job.options, name)
            deadlines = self.book.deadlines(name)
            for task in tasks:
                if task.lesson != name:
                    continue
                late = late_mark(self.book.penalty, deadlines, task)
                files = fingerprint.of_submission(task.folder, grader, late)
                self._marks[task] = Mark(files, grader)
                record = records.get(task.student)
                if not self.job.force and record and self._holds(task, record):
                    self.report.rows.append(Row(record.result, False, record.penalty))
                    continue
                self.todo.append(task)
                if record and held.is_of(record, task.folder, late):
                    self._before[task] = record

    def _holds(self, task: Task, record: Record) -> bool:
        """Whether an earlier judgement still stands, with all that belongs to it."""
        if record.fingerprint != self._marks[task].files or not record.agrees:
            return False
        wanted = output_files(self.job.settings, task.student, task.lesson)
        if not self._pages:
            del wanted["feedback"]
        if record.result.status is Status.REFUSED:
            del wanted["autograded"]
        for name, path in wanted.items():
            # A size that differs is a file that a power cut emptied, or that somebody changed.
            if not path.is_file() or path.stat().st_size != record.files.get(name):
                return False
        return True

    # ------------------------------------------------------------- the loop

    def go(self, progress: Progress, executor: Executor | None) -> None:
        """Have everything judged that there is to do, or until something stops it."""
        with on_signals(self._stop):
            try:
                if executor is not None and self.todo:
                    executor.submit(self.todo)
                    self._outstanding = len(self.todo)
                    self._begin(executor)
                while (self._outstanding or self._batch) and not self._problem:
                    self._turn(progress, executor)
                self._flush(progress, executor)
                self.report.problem = self._problem
            except GradebookError as error:
                self.report.problem = str(error)
                self.log.error("The gradebook could not be written.", error)
            except OSError as error:
                self.report.problem = in_words(error)
                self.log.error("A file could not be written.", error)
        self.report.waiting = len(self._marks) - len(self.report.rows)

    def _begin(self, executor: Executor) -> None:
        """Do what can be done until the first submission is judged.

        Raises
        ------
        CannotGrade
            Only here: later it is why the run ends early.
        """
        lessons = dict.fromkeys(task.lesson for task in self.todo) if self._pages else ()
        for name in lessons:
            self._take(executor, 0.0)
            if self._batch:
                break
            feedback.render_own_texts(self.lessons[name])
        while not (self._batch or self._problem):
            self._take(executor, NOTICE_SECONDS)

    @property
    def _pages(self) -> bool:
        return self.job.options.feedback

    def _turn(self, progress: Progress, executor: Executor) -> None:
        self._collect(executor, NOTICE_SECONDS)
        late = time.monotonic() - self._batch_since > BATCH_SECONDS
        if self._batch and (len(self._batch) >= BATCH or late or not self._outstanding):
            self._flush(progress, executor)

    def _collect(self, executor: Executor, seconds: float = 0.0) -> None:
        """Take what has been judged; what ends the run is noted, for a write may be under way."""
        try:
            self._take(executor, seconds if self._outstanding else 0.0)
        except CannotGrade as error:
            self._problem = str(error)

    def _take(self, executor: Executor, seconds: float) -> None:
        try:
            graded = executor.ready(seconds)
        except GaveUp as error:
            self._problem = str(error)
            return
        if graded and not self._batch:
            self._batch_since = time.monotonic()
        self._batch += graded
        self._outstanding -= len(graded)

    def _stop(self) -> None:
        self._problem = STOPPED

    # -------------------------------------------------------------- writing

    def _flush(self, progress: Progress, executor: Executor) -> None:
        batch, self._batch = self._batch, []
        for graded in batch:
            self._log(graded)
        if not self.job.allow_lower:
            batch = [graded for graded in batch if not self._keep_points(graded, progress)]
        if not batch:
            return
        rows = write_batch(
            self.job.settings,
            self.book,
            self.lessons,
            [(graded, self._marks[graded.task]) for graded in batch],
            self._pages,
            lambda: self._collect(executor),  # else workers would wait until all is written
        )
        for row in rows:
            self.report.rows.append(row)
            progress.step(row)

    def _log(self, graded: Graded) -> None:
        """Keep for the instructor what failed on our side."""
        task, result = graded.task, graded.result
        failed = [test.message for test in result.tests if test.status is Status.BROKEN]
        if result.status is Status.BROKEN:
            failed.append(result.message)
        if failed or graded.trouble:
            head = f"{shown(task.student)}, {task.lesson}: {' '.join(failed)}"
            self.log.write(f"{head}\n{graded.trouble}")

    def _keep_points(self, graded: Graded, progress: Progress) -> bool:
        """Leave everything as it was if an unchanged submission would lose points."""
        task = graded.task
        record = self._before.get(task)
        standing = record and self.book.standing(task.student, task.lesson)
        if standing is None or not held.loses(record.result, graded.result, standing):
            return False
        result = record.result if Row(graded.result, True).graded else graded.result
        row = Row(result, False, record.penalty, held=True)
        self.report.rows.append(row)
        progress.step(row)
        return True
