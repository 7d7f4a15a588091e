"""Write many rows of one table with two statements."""

from __future__ import annotations

import uuid
from typing import Any

import sqlalchemy as sa


class Bulk:
    """Rows of one table that are to be inserted, and rows that are to change.

    Parameters
    ----------
    table : sqlalchemy.TableClause
        Its rows have an ``id``.
    """

    def __init__(self, table: sa.TableClause) -> None:
        self.table = table
        self._new: list[dict[str, Any]] = []
        self._changed: list[tuple[str, dict[str, Any]]] = []

    def insert(self, **values: Any) -> dict[str, Any]:
        """Insert a row; return it with its new id."""
        row = {"id": uuid.uuid4().hex, **values}
        self._new.append(row)
        return row

    def update(self, row_id: str, **values: Any) -> None:
        """Change a row. Every change of a table names the same columns."""
        self._changed.append((row_id, values))

    def execute(self, connection: sa.Connection) -> None:
        """Send both statements, as far as there are rows."""
        if self._new:
            connection.execute(self.table.insert(), self._new)
        if self._changed:
            columns = self._changed[0][1]
            # A parameter may not have the name of a column, for SQLAlchemy gives it a meaning.
            connection.execute(
                self.table.update()
                .where(self.table.c.id == sa.bindparam("of_row"))
                .values({name: sa.bindparam(f"new_{name}") for name in columns}),
                [
                    {"of_row": row_id, **{f"new_{name}": value for name, value in values.items()}}
                    for row_id, values in self._changed
                ],
            )
