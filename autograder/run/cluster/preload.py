"""For ``dask worker --preload autograder.run.cluster.preload``: no worker that could not judge."""

from __future__ import annotations

from typing import Any

from autograder.base.limits import Limits
from autograder.base.outcome import SandboxError
from autograder.base.package import IMPORT_FROM
from autograder.judge.tried import tried_player
from autograder.run.cluster import access, fitness


def dask_setup(worker: Any) -> None:
    """Try the sandbox and the certificates before the worker joins; called by Dask.

    Raises
    ------
    SystemExit
        If they do not work; with a sentence.
    """
    address = worker.scheduler.address
    context = worker.security.get_connection_args("worker").get("ssl_context")
    problem = fitness.unsafe(address) or access.refusal(address, context) or _sandbox_problem()
    if problem:
        raise SystemExit(f"This machine cannot grade. {problem}")


def _sandbox_problem() -> str:
    try:
        # Before the course has come, with the helper files that were installed.
        tried_player(IMPORT_FROM, Limits()).close()
    except SandboxError as error:
        return str(error)
    return ""
