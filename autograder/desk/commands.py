"""The commands of the desk, each from its own module."""

from __future__ import annotations

from typing import Any

from autograder.desk import (
    collect_command,
    export_command,
    extensions,
    regrade_command,
    report_command,
    similar_command,
)
from autograder.desk.above import Above
from autograder.desk.gradescope import command as gradescope_command

# In the order in which `autograder --help` lists them.
MODULES = (
    collect_command,
    export_command,
    report_command,
    similar_command,
    regrade_command,
    extensions,
    gradescope_command,
)


def add_to(commands: Any, above: Above) -> None:
    """Add the desk's commands to the parser of ``autograder``."""
    for module in MODULES:
        module.add_to(commands, above)
