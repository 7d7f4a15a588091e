"""What lets a lesson run where nothing is installed: the set-up cell, and the badge for Colab.

Where the course is published stands in one place, ``[tool.course]`` of pyproject.toml. Unset,
there is no badge, and the set-up cell can only say what is missing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder import course

SETUP_ID = "fetch_helpers"
BADGE_ID = "colab_badge"
OPEN = "Open in Colab"
ADDRESS = re.compile(r"https://github\.com/([\w-][\w.-]*/[\w.-]+?)(?:\.git)?/?")

# Colab, which shows the title alone, and JupyterLab fold a cell each in their own way.
FOLDED = {"cellView": "form", "jupyter": {"source_hidden": True}}

# Everything is read before anything is written: an interrupted fetch leaves nothing behind.
SETUP = """\
# @title Set-up: run this cell first, and leave it folded
# Where rnn_utils is installed, this cell does nothing. Elsewhere, as in Colab, it fetches it.
import importlib.util

if importlib.util.find_spec("rnn_utils") is None:
    import os
    from pathlib import Path
    from urllib.request import urlopen

    published = "{address}"
    address = os.environ.get("RNN_COURSE_ADDRESS", published)
    names = [
{names}
    ]
    if not address:
        raise ModuleNotFoundError(
            "rnn_utils is not installed, and this copy of the course does not say where to fetch "
            f"it from: put {{', '.join(names)}} beside this notebook."
        )
    files = {{name: urlopen(address + name, timeout=30).read() for name in names}}
    for name, content in files.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(content)
    importlib.invalidate_caches()"""


@dataclass(frozen=True)
class Published:
    """Where a copy of the course is published on GitHub."""

    repository: str  # owner/name
    branch: str

    def file_address(self, path: str = "") -> str:
        """Address of a file's bare content."""
        return f"https://raw.githubusercontent.com/{self.repository}/{self.branch}/{path}"

    def colab_address(self, path: str) -> str:
        """Address that opens a notebook in Colab."""
        place = f"{self.repository}/blob/{self.branch}/{path}"
        return f"https://colab.research.google.com/github/{place}"


def published(root: Path) -> Published | None:
    """Where this course is published, or None where pyproject.toml does not say.

    Raises
    ------
    ValueError
        If the address is not that of a GitHub repository: Colab opens no other.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    settings = project.get("tool", {}).get("course", {})
    address = settings.get("repository", "")
    if not address:
        return None
    match = ADDRESS.fullmatch(address)
    if not match:
        raise ValueError(
            f"pyproject.toml, [tool.course]: repository is {address!r}; "
            'it should look like "https://github.com/OWNER/NAME".'
        )
    return Published(match[1], settings.get("branch", "main"))


def setup_text(where: Published | None, data: Sequence[str] = ()) -> str:
    """Text of the set-up cell: the same in all lessons, but for the data that a lesson reads.

    Parameters
    ----------
    where : Published or None
    data : sequence of str
        Names of files in the course's folder ``data``.
    """
    # First the data, because the last of the helpers says that all are there.
    files = [*(f"data/{name}" for name in data), *course.HELPER_FILES]
    names = "\n".join(f'        "{name}",' for name in files)
    return SETUP.format(address=where.file_address() if where else "", names=names)


def badge_text(where: Published, path: str, say: Callable[[str], str] = str) -> str:
    """Markdown of the badge that opens a lesson in Colab."""
    image = "https://colab.research.google.com/assets/colab-badge.svg"
    return f"[![{say(OPEN)}]({image})]({where.colab_address(path)})"


def with_setup(
    cells: list[dict], where: Published | None, path: str, data: Sequence[str] = ()
) -> list[dict]:
    """Cells of a source notebook with the set-up cell above the first code, and the badge on top.

    Parameters
    ----------
    cells : list of dict
        The notebook's cells.
    where : Published or None
        Where the course is published; without it there is no badge.
    path : str
        Path of the student's notebook in the repository.
    data : sequence of str
        Data files that the lesson reads: ``course_data`` in the notebook's metadata.
    """
    rest = [cell for cell in cells if cell["id"] not in (SETUP_ID, BADGE_ID)]
    first_code = [cell["cell_type"] for cell in rest].index("code")
    setup = {
        "cell_type": "code",
        "execution_count": None,
        "id": SETUP_ID,
        # Grading has the files, and skips the cell.
        "metadata": {**FOLDED, "tags": [course.SHOW_TAG]},
        "outputs": [],
        "source": setup_text(where, data).splitlines(keepends=True),
    }
    rest.insert(first_code, setup)
    if where:
        text = badge_text(where, path)
        badge = {"cell_type": "markdown", "id": BADGE_ID, "metadata": {}, "source": [text]}
        rest.insert(0, badge)
    return rest
