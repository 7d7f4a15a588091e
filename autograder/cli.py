"""The command ``autograder``."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import course
from autograder.base import processes
from autograder.desk import commands as desk_commands
from autograder.desk.above import Above
from autograder.desk.sheet import DeskError
from autograder.translation import command as translate_command

if TYPE_CHECKING:
    from autograder.record.places import Settings
    from autograder.run.job import Job, Report
    from autograder.run.pool import Pool
    from autograder.run.tasks import Options

ALL_GRADED, SOME_NOT, WRONG_USAGE = 0, 1, 2
NO_SANDBOX = (
    "Without the sandbox, student code runs with your own rights: it can read and change your "
    "files, the gradebook and other submissions, and use the network. Do this only with notebooks "
    "that you wrote yourself, or trust."
)


class UsageError(Exception):
    """The command was given something that it cannot work with."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        root = (options.course or course.find_root()).resolve()
        return options.run(root, options)
    except (UsageError, DeskError, FileNotFoundError) as error:
        print(f"autograder: {error}", file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return SOME_NOT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="autograder", description="Build the course and grade submissions."
    )
    parser.add_argument(
        "--course", type=Path, metavar="DIR", help="the course's folder (default: found from here)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="bring generated files up to date")
    build.set_defaults(run=_build)
    build.add_argument(
        "--self-study",
        type=Path,
        metavar="DIR",
        help="also write an edition with model answers there, for those who learn alone",
    )
    _add_grade(commands)
    _add_prove(commands)
    translate_command.add_to(commands)
    desk_commands.add_to(commands, Above(_lesson, _load_settings, _judge_options))
    return parser


def _add_grade(commands: argparse._SubParsersAction) -> None:
    grade = commands.add_parser(
        "grade",
        help="grade submissions into nbgrader's gradebook",
        description="Grade what is new or changed, into nbgrader's gradebook, with a feedback page "
        "for each submission.",
        epilog="Exit status: 0 all graded, 1 some could not be graded, 2 wrong usage.",
    )
    grade.set_defaults(run=_grade)
    add = grade.add_argument
    add("lessons", nargs="*", metavar="LESSON", help="lessons, by name or number (default: all)")
    add(
        "--submitted",
        type=Path,
        metavar="DIR",
        help="submissions, laid out student/lesson/notebook.ipynb (default: as configured)",
    )
    add("--students", nargs="+", metavar="STUDENT", help="only these students")
    add(
        "--workers",
        type=int,
        default=len(processes.cores()) or os.cpu_count() or 1,
        metavar="N",
        help="submissions graded at the same time, on as many cores (default: all, %(default)s)",
    )
    add("--json", type=Path, metavar="FILE", help="write the results there (docs/grade_json.md)")
    add("--force", action="store_true", help="grade also what is unchanged since the last time")
    add("--allow-lower", action="store_true",
        help="let unchanged submissions lose points where the course has changed")  # fmt: skip
    add("--no-sandbox", action="store_true", help=NO_SANDBOX)
    add("--no-feedback", action="store_true", help="write no feedback pages")
    add(
        "--into",
        type=Path,
        metavar="DIR",
        help="write gradebook, autograded/ and feedback/ into this folder",
    )
    add("--db", metavar="URL", help="gradebook: a database URL or an SQLite file")
    add("--autograded", type=Path, metavar="DIR", help="where autograded notebooks go")
    add("--feedback", type=Path, metavar="DIR", help="where feedback pages go")


def _add_prove(commands: argparse._SubParsersAction) -> None:
    prove = commands.add_parser(
        "prove",
        help="prove the checks with wrong and right implementations",
        description="Run a bank of implementations through the check and the hidden test of their "
        "function, sandboxed like submissions.",
        epilog="Exit status: 0 every wrong one fails the hidden test and every right one passes "
        "both, 1 otherwise, 2 wrong usage.",
    )
    prove.set_defaults(run=_prove)
    add = prove.add_argument
    add("--bank", type=Path, metavar="FILE", help="your own bank (default: the course's)")
    add("--json", type=Path, metavar="FILE", help="write a row for each implementation there")
    add("--no-sandbox", action="store_true", help=NO_SANDBOX)


def _lesson(root: Path, word: str) -> str:
    return _lessons(root, [word])[0]


def _load_settings(root: Path, db: str | None = None) -> Settings:
    from autograder import settings

    return settings.load(root, db=db)


def _judge_options(chosen: Settings, sandbox: bool | None = None) -> Options:
    from autograder import settings

    try:
        return settings.judge_options(chosen, sandbox)
    except (TypeError, ValueError) as error:
        raise UsageError(f"JudgedExecute in nbgrader_config.py: {error}") from error


def _build(root: Path, options: argparse.Namespace) -> int:
    from autograder.checks.data import CHECKS_FILE, check_data
    from autograder.checks.mistakes.traces import MISTAKES_FILE, mistakes_data
    from autograder.course.build import build
    from autograder.translation.command import build_editions

    data = {CHECKS_FILE: check_data, MISTAKES_FILE: mistakes_data}
    for path in [*build(root, data), *build_editions(root)]:
        print(path.relative_to(root))
    if options.self_study:
        from autograder.course.selfstudy import write_edition

        print(f"{len(write_edition(root, options.self_study))} files in {options.self_study}")
    return ALL_GRADED


def _grade(root: Path, options: argparse.Namespace) -> int:
    # Imported here: `autograder build` and the help need none of this.
    from autograder.run.pool import Pool

    if options.workers < 1:
        raise UsageError("--workers should be 1 or more.")
    lessons = _lessons(root, options.lessons)
    # The pool starts before anything else is imported: either takes half a second.
    with processes.kept_to(options.workers), Pool() as pool:
        return _grade_with(pool, root, lessons, options)


def _grade_with(pool: Pool, root: Path, lessons: list[str], options: argparse.Namespace) -> int:
    chosen, judge = _settings(root, options)
    if not judge.sandbox:
        print(NO_SANDBOX, file=sys.stderr)
    students = frozenset(options.students) if options.students else None
    pool.begin(judge, _useful_workers(chosen, lessons, students, options.workers), own_cores=True)
    from autograder.run import grade, report
    from autograder.run.executor import CannotGrade

    job = grade.Job(
        chosen, judge, lessons, students, options.workers, options.force, options.allow_lower
    )
    try:
        done = grade.run(job, report.progress(), pool)
    except CannotGrade as error:
        print(f"{error}\nNothing was graded. --no-sandbox grades without it.", file=sys.stderr)
        return SOME_NOT
    except grade.RunStopped as error:
        print(f"autograder: {error}", file=sys.stderr)
        return SOME_NOT
    if not done.rows and not done.waiting:
        where = chosen.root / chosen.submitted
        print(f"autograder: no submissions of {', '.join(lessons)} in {where}", file=sys.stderr)
        return SOME_NOT
    _tell(job, done, options.json)
    return ALL_GRADED if done.complete else SOME_NOT


def _useful_workers(
    chosen: Settings, lessons: list[str], students: frozenset[str] | None, wanted: int
) -> int:
    """How many workers can have something to do."""
    most = sum(
        students is None or student in students
        for lesson in lessons
        for student, _ in chosen.submissions(lesson)
    )
    return max(1, min(wanted, most))


def _tell(job: Job, done: Report, json: Path | None) -> None:
    """Print the summary, and write the file of results."""
    from autograder.run import report

    gc.freeze()  # at its end Python would look for garbage in all that was imported
    print(report.summary(done))
    if done.problem:
        print(f"\nautograder: {done.problem}", file=sys.stderr)
    if json:
        report.write_json(json, job, done)


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
    judge = _judge_options(chosen, False if options.no_sandbox else None)
    return chosen, replace(judge, feedback=not options.no_feedback)


def _prove(root: Path, options: argparse.Namespace) -> int:
    from autograder.checks import prove
    from autograder.checks.mistakes import bank
    from autograder.judge import implementations, sandbox_problem

    if options.no_sandbox:
        print(NO_SANDBOX, file=sys.stderr)
    elif problem := sandbox_problem():
        print(f"{problem}\nNothing was run. --no-sandbox runs without it.", file=sys.stderr)
        return SOME_NOT
    try:
        entries = prove.read_bank(options.bank) if options.bank else bank.load(root)
    except prove.BankError as error:
        raise UsageError(str(error)) from error
    rows = list(implementations.graded(root, entries, sandbox=not options.no_sandbox))
    print(prove.table(rows))
    if options.json:
        prove.write_json(options.json, rows)
    amiss = [row for row in rows if not row.as_meant]
    for row in amiss:
        fault = "passes the hidden test" if row.kind == "wrong" else f"fails: {row.message}"
        print(f"{row.kind}: {row.function}, {row.name} {fault}")
    return SOME_NOT if amiss else ALL_GRADED


def _lessons(root: Path, wanted: Sequence[str]) -> list[str]:
    """Lessons of the course that are meant: names, or the numbers that they begin with."""
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


if __name__ == "__main__":
    sys.exit(main())
