"""The command ``autograder translate``."""

from __future__ import annotations

import argparse
from pathlib import Path

from autograder.translation import catalogue
from autograder.translation.messages import lesson_messages


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the command to the parser of ``autograder``."""
    translate = commands.add_parser(
        "translate", help="bring the catalogues of a language up to date, or list what they lack"
    )
    translate.set_defaults(run=_run)
    translate.add_argument(
        "languages", nargs="*", metavar="LANGUAGE", help="codes of languages (default: all)"
    )
    what = translate.add_mutually_exclusive_group()
    what.add_argument(
        "--update",
        action="store_true",
        help="enter new and changed English texts; a language that is new gets its folder",
    )
    what.add_argument(
        "--status", action="store_true", help="list what is missing, fuzzy or wrong (default)"
    )


def _run(root: Path, options: argparse.Namespace) -> int:
    english = lesson_messages(root)
    for language in options.languages or catalogue.languages(root):
        if options.update:
            for path in catalogue.update(root, language, english):
                print(path.relative_to(root))
    return 0
