"""Connections to the gradebook: a batch is written whole or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from autograder.record.errors import GradebookError


def engine(db_url: str, busy_seconds: float) -> sa.Engine:
    """Make ready to open a gradebook; its folder is created if need be.

    Parameters
    ----------
    db_url : str
        nbgrader's ``CourseDirectory.db_url``.
    busy_seconds : float
        How long to wait for another program that holds the gradebook.
    """
    url = sa.make_url(db_url)
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url)
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    made = sa.create_engine(url, connect_args={"timeout": busy_seconds})

    # Python's driver would begin late, and fail if another program wrote in between.
    # Take the lock first: then either everything is written or nothing was touched.
    @sa.event.listens_for(made, "connect")
    def _connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None

    @sa.event.listens_for(made, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return made


@contextlib.contextmanager
def transaction(of: sa.Engine, db_url: str) -> Iterator[sa.Connection]:
    """Everything inside is written, or nothing is.

    Raises
    ------
    GradebookError
        If the gradebook is in use, full or not writable.
    """
    try:
        with of.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise GradebookError(_reason(error, db_url)) from error


def _reason(error: DBAPIError, db_url: str) -> str:
    """Say in a sentence why the gradebook could not be used."""
    reason = str(error.orig)
    place = db_url.removeprefix("sqlite:///")
    if "locked" in reason or "busy" in reason:
        return (
            f"The gradebook {place} is in use by another program. Nothing of this batch was "
            "written. Close that program, or wait, and run again."
        )
    if "full" in reason:
        return (
            f"The disk that holds the gradebook {place} is full. Nothing of this batch was "
            "written. Free some space and run again."
        )
    if "readonly" in reason:
        return f"The gradebook {place} may not be written by you: check its permissions."
    return f"The gradebook {place} could not be used: {reason}"
