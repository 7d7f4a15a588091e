"""The notebook that goes into ``autograded/``: the repaired submission with the judge's words."""

from __future__ import annotations

import json
import marshal
from typing import Any

from autograder.base.kept import Kept
from autograder.base.outcome import Status, SubmissionResult, TestResult

MOST_KB = 8_000  # of cells and their texts that are kept


def annotate(notebook: dict[str, Any], result: SubmissionResult) -> dict[str, Any]:
    """Put the judgement into a notebook as outputs.

    Test cells get outputs from which stock nbgrader reads the same points: none for full points,
    an error for none, a number in between. Other cells get what they printed.

    Parameters
    ----------
    notebook : dict
        The repaired submission. It is not changed.
    result : SubmissionResult
        What the judge said of it.
    """
    tests = {test.grade_id: test for test in result.tests}
    cells = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            options = cell["metadata"].get("nbgrader", {})
            test = tests.get(options.get("grade_id", "")) if options.get("grade") else None
            outputs = _printed(result.outputs.get(cell.get("id", ""), ""))
            if test is not None:
                outputs += _verdict(test)
            cell = {**cell, "outputs": outputs, "execution_count": None}
        cells.append(cell)
    return {**notebook, "cells": cells}


def dump(notebook: dict[str, Any]) -> bytes:
    """Bytes of a notebook file, the same that nbformat writes; equal notebooks, equal bytes."""
    rest = {key: value for key, value in notebook.items() if key != "cells"}
    cells = ",\n".join(map(_cell_text, notebook["cells"]))
    cells = f"[\n{cells}\n ]" if cells else "[]"
    # "cells" comes first of the keys that a notebook has.
    text = f'{{\n "cells": {cells},\n' + _indented(rest)[2:]
    # A lone surrogate can come from a student's string; it has no place in a UTF-8 file.
    return (text + "\n").encode("utf-8", errors="replace")


def _indented(value: Any) -> str:
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)


_texts = Kept(MOST_KB)


def _cell_text(cell: dict[str, Any]) -> str:
    """Text of a cell as it stands in the file.

    Python indents slowly, and most cells are the same in every notebook of a lesson.
    """
    key = marshal.dumps(cell, 2)  # quicker than anything else that tells all cells apart
    return _texts.get(key, _cell_text_anew, cell)


def _cell_text_anew(cell: dict[str, Any]) -> str:
    return "  " + _indented(_split(cell)).replace("\n", "\n  ")


def _split(cell: dict[str, Any]) -> dict[str, Any]:
    """Put a cell's text in lists of lines, as notebook files have it."""
    cell = {**cell, "source": _lines(cell["source"])}
    if "outputs" in cell:
        cell["outputs"] = [
            {**output, "text": _lines(output["text"])} if "text" in output else output
            for output in cell["outputs"]
        ]
    return cell


def _lines(text: str | list[str]) -> list[str]:
    return "".join(text).splitlines(keepends=True)


def _printed(text: str) -> list[dict[str, Any]]:
    return [{"name": "stdout", "output_type": "stream", "text": text}] if text else []


def _verdict(test: TestResult) -> list[dict[str, Any]]:
    if test.status is not Status.BROKEN and test.points == test.maximum:
        return []
    if test.points:
        return [
            {
                "data": {"text/plain": repr(float(test.points))},
                "execution_count": None,
                "metadata": {},
                "output_type": "execute_result",
            }
        ]
    return [
        {
            "ename": test.status.value,
            "evalue": test.message,
            "output_type": "error",
            "traceback": [test.message or test.status.value],
        }
    ]
