"""The commands ``autograder grade`` and ``autograder merge``."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import course
from autograder.base import processes
from autograder.run.cluster import commands as cluster

if TYPE_CHECKING:
    from autograder.record.places import Settings
    from autograder.run.job import Job, Progress, Report
    from autograder.run.pool import Pool
    from autograder.run.shards import Share
    from autograder.run.tasks import Options

ALL_GRADED, SOME_NOT, WRONG_USAGE = 0, 1, 2
NO_SANDBOX = (
    "Without the sandbox, student code runs with your own rights: it can read and change your "
    "files, the gradebook and other submissions, and use the network. Do this only with notebooks "
    "that you wrote yourself, or trust."
)
STATUS = "Exit status: 0 all graded, 1 some could not be graded, 2 wrong usage."


class UsageError(Exception):
    """The command was given something that it cannot work with."""


# ------------------------------------------------------------------ the options


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the commands to the parser of ``autograder``."""
    _add_grade(commands)
    _add_merge(commands)
    cluster.add_to(commands)


def _add_grade(commands: argparse._SubParsersAction) -> None:
    grade = commands.add_parser(
        "grade",
        help="grade submissions into nbgrader's gradebook",
        description="Grade what is new or changed, into nbgrader's gradebook, with a feedback page "
        "for each submission.",
        epilog=STATUS,
    )
    grade.set_defaults(run=_grade)
    add = grade.add_argument
    add("lessons", nargs="*", metavar="LESSON", help="lessons, by name or number (default: all)")
    add("--students", nargs="+", metavar="STUDENT", help="only these students")
    add(
        "--workers",
        type=int,
        default=len(processes.cores()) or os.cpu_count() or 1,
        metavar="N",
        help="submissions graded at the same time, on as many cores (default: all, %(default)s)",
    )
    add("--force", action="store_true", help="grade also what is unchanged since the last time")
    add("--no-sandbox", action="store_true", help=NO_SANDBOX)
    add("--no-feedback", action="store_true", help="write no feedback pages")
    add(
        "--shard",
        metavar="K/N",
        help="grade only the K-th of N parts of the class, into a file of results that "
        "`autograder merge` reads; the gradebook is not touched (docs/cluster.md)",
    )
    add(
        "--cluster",
        metavar="ADDRESS",
        help="grade on the workers of a Dask scheduler, tls://HOST:PORT (docs/cluster.md)",
    )
    add("--tls", type=Path, metavar="DIR", help="folder with ca.pem, cert.pem and key.pem for it")
    _add_places(grade)


def _add_merge(commands: argparse._SubParsersAction) -> None:
    merge = commands.add_parser(
        "merge",
        help="write what `grade --shard` has graded into the gradebook",
        description="Write the results of all shards into nbgrader's gradebook, with a feedback "
        "page for each submission, as one run of `autograder grade` would. Nothing is judged here.",
        epilog=STATUS,
    )
    merge.set_defaults(run=_merge)
    _add_places(merge)


def _add_places(command: argparse.ArgumentParser) -> None:
    """Options on where submissions lie, and where what is made of them goes."""
    add = command.add_argument
    add(
        "--submitted",
        type=Path,
        metavar="DIR",
        help="submissions, laid out student/lesson/notebook.ipynb (default: as configured)",
    )
    add(
        "--into",
        type=Path,
        metavar="DIR",
        help="write gradebook, autograded/ and feedback/ into this folder, and shards/",
    )
    add("--db", metavar="URL", help="gradebook: a database URL or an SQLite file")
    add("--autograded", type=Path, metavar="DIR", help="where autograded notebooks go")
    add("--feedback", type=Path, metavar="DIR", help="where feedback pages go")
    add("--shards", type=Path, metavar="DIR", help="where results of shards go (default: shards/)")
    add("--json", type=Path, metavar="FILE", help="write the results there (docs/grade_json.md)")
    add("--allow-lower", action="store_true",
        help="let unchanged submissions lose points where the course has changed")  # fmt: skip


# ------------------------------------------------------------------ grade


def _grade(root: Path, options: argparse.Namespace) -> int:
    # Imported here: `autograder build` and the help need none of this.
    from autograder.run.pool import Pool

    if options.workers < 1:
        raise UsageError("--workers should be 1 or more.")
    share = _share(options.shard)
    lessons = lessons_meant(root, options.lessons)
    if options.cluster:
        return _grade_there(root, lessons, options)
    if options.tls:
        raise UsageError("--tls goes with --cluster.")
    # The pool starts before anything else is imported: either takes half a second.
    with processes.kept_to(options.workers), Pool() as pool:
        return _grade_here(pool, root, lessons, share, options)


def _grade_there(root: Path, lessons: list[str], options: argparse.Namespace) -> int:
    from autograder.run.cluster import access

    if options.shard:
        raise UsageError("--shard and --cluster are two ways to grade on several machines.")
    if not cluster.is_installed():
        raise UsageError(cluster.MISSING)
    try:
        address = access.address_of(options.cluster, bool(options.tls))
        if options.tls:
            access.certificates(options.tls)
    except access.NotSafe as error:
        raise UsageError(str(error)) from None
    chosen, judge = _settings(root, options)
    job = _job(chosen, judge, lessons, options)

    def run(progress: Progress) -> Report:
        from autograder.run import grade
        from autograder.run.cluster.executor import Cluster

        with Cluster(address, judge, options.tls, _tell_aside) as executor:
            return grade.run(job, progress, executor)

    return _tell(job, run, options.json)


def _tell_aside(sentence: str) -> None:
    print(f"autograder: {sentence}", file=sys.stderr, flush=True)


def _share(text: str | None) -> Share | None:
    if text is None:
        return None
    from autograder.run.shards import Share

    try:
        return Share.parse(text)
    except ValueError as error:
        raise UsageError(str(error)) from None


def _grade_here(
    pool: Pool, root: Path, lessons: list[str], share: Share | None, options: argparse.Namespace
) -> int:
    chosen, judge = _settings(root, options)
    job = _job(chosen, judge, lessons, options)
    pool.begin(judge, _useful_workers(job, share), own_cores=True)
    from autograder.run import grade, shards

    def run(progress: Progress) -> Report:
        if share is None:
            return grade.run(job, progress, pool)
        return shards.run(job, share, _shards(root, options), progress, pool)

    return _tell(job, run, options.json, "--no-sandbox grades without it.")


def _job(chosen: Settings, judge: Options, lessons: list[str], options: argparse.Namespace) -> Job:
    from autograder.run.job import Job

    if not judge.sandbox:
        print(NO_SANDBOX, file=sys.stderr)
    students = frozenset(options.students) if options.students else None
    return Job(
        chosen, judge, lessons, students, options.workers, options.force, options.allow_lower
    )


def _useful_workers(job: Job, share: Share | None) -> int:
    """How many workers can have something to do."""
    most = sum(share is None or share.has(task.student) for task in job.tasks())
    return max(1, min(job.workers, most))


def _shards(root: Path, options: argparse.Namespace) -> Path:
    """Folder of the files of results."""
    return options.shards or (options.into or root) / "shards"


# ------------------------------------------------------------------ merge


def _merge(root: Path, options: argparse.Namespace) -> int:
    from autograder.run import grade
    from autograder.run.job import Job
    from autograder.run.merge import CannotMerge, Results

    try:
        results = Results(_shards(root, options))
    except CannotMerge as error:
        raise UsageError(str(error)) from None
    header = results.header
    options.no_sandbox, options.no_feedback = not header.sandbox, not header.feedback
    chosen, judge = _settings(root, options)
    results.begin(judge)
    students = None if header.students is None else frozenset(header.students)
    job = Job(chosen, judge, header.lessons, students, allow_lower=options.allow_lower)
    return _tell(job, lambda progress: grade.run(job, progress, results), options.json)


# ------------------------------------------------------------------ shared


def _tell(job: Job, run: Callable[[Progress], Report], json: Path | None, advice: str = "") -> int:
    """Run, print the summary, and write the file of results."""
    from autograder.run import report
    from autograder.run.executor import CannotGrade
    from autograder.run.job import RunStopped

    try:
        done = run(report.progress())
    except CannotGrade as error:
        print(f"{error}\nNothing was graded. {advice}".rstrip(), file=sys.stderr)
        return SOME_NOT
    except RunStopped as error:
        print(f"autograder: {error}", file=sys.stderr)
        return SOME_NOT
    if not done.rows and not done.waiting and not job.tasks():
        where = job.settings.root / job.settings.submitted
        lessons = ", ".join(job.lessons)
        print(f"autograder: no submissions of {lessons} in {where}", file=sys.stderr)
        return SOME_NOT
    gc.freeze()  # at its end Python would look for garbage in all that was imported
    print(report.summary(done))
    if done.problem:
        print(f"\nautograder: {done.problem}", file=sys.stderr)
    if done.log:
        print(f"\nWhat went wrong in the grader itself is in {done.log}", file=sys.stderr)
    if json:
        report.write_json(json, job, done)
    return ALL_GRADED if done.complete else SOME_NOT


def _settings(root: Path, options: argparse.Namespace) -> tuple[Settings, Options]:
    """The course's configuration, and what the workers get, with the options of the command."""
    from autograder import settings

    into = options.into
    chosen = settings.load(
        root,
        submitted=options.submitted,
        autograded=options.autograded or (into and into / "autograded"),
        feedback=options.feedback or (into and into / "feedback"),
        db=options.db or (into and str(into / "gradebook.db")),
    )
    submitted = chosen.root / chosen.submitted
    if "{" not in chosen.submitted and not submitted.is_dir():
        raise UsageError(f"There is no folder of submissions {submitted}.")
    judge = judge_options(chosen, False if options.no_sandbox else None)
    return chosen, replace(judge, feedback=not options.no_feedback)


def judge_options(chosen: Settings, sandbox: bool | None = None) -> Options:
    """What the workers get by the configuration; ``sandbox`` wins over it.

    Raises
    ------
    UsageError
        If the configuration holds a limit that is none.
    """
    from autograder import settings

    try:
        return settings.judge_options(chosen, sandbox)
    except (TypeError, ValueError) as error:
        raise UsageError(f"JudgedExecute in nbgrader_config.py: {error}") from error


def lessons_meant(root: Path, wanted: Sequence[str]) -> list[str]:
    """Lessons of the course that are meant: names, or the numbers that they begin with.

    Raises
    ------
    UsageError
        If there is no such lesson.
    """
    known = course.lesson_names(root)
    if not wanted:
        return known
    chosen = []
    for word in wanted:
        found = [name for name in known if name == word] or [
            name for name in known if name.partition("_")[0] == word.zfill(2)
        ]
        if len(found) != 1:
            raise UsageError(f"There is no lesson {word}. There are: {', '.join(known)}.")
        chosen += found
    return sorted(set(chosen))
