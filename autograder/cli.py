"""The command ``autograder``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from autograder import course, grade_command
from autograder.desk import commands as desk_commands
from autograder.desk.above import Above
from autograder.desk.sheet import DeskError
from autograder.grade_command import ALL_GRADED, NO_SANDBOX, SOME_NOT, WRONG_USAGE, UsageError
from autograder.run.cluster import commands as cluster
from autograder.run.cluster.access import NotSafe
from autograder.translation import command as translate_command

if TYPE_CHECKING:
    from autograder.record.places import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        if hasattr(options, "start"):  # it needs no course
            cluster.start(options)
        root = (options.course or course.find_root()).resolve()
        if course.own_grader(root):
            _hand_over(root, sys.argv[1:] if arguments is None else arguments)
        return options.run(root, options)
    except (UsageError, DeskError, NotSafe, FileNotFoundError) as error:
        print(f"autograder: {error}", file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return SOME_NOT


def _hand_over(root: Path, arguments: Sequence[str]) -> NoReturn:
    """Become the grader that the course has of its own: its checks and words belong to it."""
    path = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH")]))
    sys.stdout.flush()
    command = [sys.executable, "-P", "-m", "autograder.cli", *arguments]
    os.execve(sys.executable, command, {**os.environ, "PYTHONPATH": path})


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
    grade_command.add_to(commands)
    _add_prove(commands)
    translate_command.add_to(commands)
    desk_commands.add_to(commands, Above(_lesson, _load_settings, grade_command.judge_options))
    return parser


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
    return grade_command.lessons_meant(root, [word])[0]


def _load_settings(root: Path, db: str | None = None) -> Settings:
    from autograder import settings

    return settings.load(root, db=db)


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
    # With the course's own secret seed, if it has one: that is what its submissions meet.
    seed = grade_command.judge_options(_load_settings(root)).seed
    rows = list(implementations.graded(root, entries, sandbox=not options.no_sandbox, seed=seed))
    print(prove.table(rows))
    if options.json:
        prove.write_json(options.json, rows)
    amiss = [row for row in rows if not row.as_meant]
    for row in amiss:
        fault = "passes the hidden test" if row.kind == "wrong" else f"fails: {row.message}"
        print(f"{row.kind}: {row.function}, {row.name} {fault}")
    return SOME_NOT if amiss else ALL_GRADED


if __name__ == "__main__":
    sys.exit(main())
