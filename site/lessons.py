"""What the site knows of each lesson: titles, sizes, what it asks, what it needs."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from autograder import course
from autograder.course import build, colab

HERE = Path(__file__).resolve().parent
ROW = re.compile(r"^\| \[(\d\d) [^]]*\]\([^)]*\) \| (.*?) \| (.*?) \| (\d+) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Lesson:
    """A lesson in one language.

    Parameters
    ----------
    name, number, title : str
    functions : list of str
        What the student writes.
    needs : list of str
        Numbers of the lessons that come before; empty for the first.
    minutes : int
    cells : list of dict
        Cells of the student notebook, without the badge of Colab.
    """

    name: str
    number: str
    title: str
    functions: list[str]
    needs: list[str]
    minutes: int
    cells: list[dict]


def languages(root: Path) -> list[str]:
    """Languages that have student notebooks and the site's words; English first."""
    return sorted(
        filter(lambda code: lesson_names(root, code), known_languages()),
        key=lambda code: (code != "en", code),
    )


def known_languages() -> list[str]:
    """Languages that the site has words in."""
    return sorted(path.stem for path in (HERE / "words").glob("*.json"))


def lesson_names(root: Path, language: str) -> list[str]:
    """Names of the lessons that there are in a language."""
    names = course.lesson_names(root)
    return [name for name in names if (root / build.released_path(name, language)).is_file()]


def words_of(language: str) -> dict:
    """What the site says in a language."""
    return json.loads((HERE / "words" / f"{language}.json").read_text(encoding="utf-8"))


def read_lessons(root: Path, language: str, only: list[str] | None = None) -> list[Lesson]:
    """The lessons in their order; ``only`` some of them, for a quick look.

    Raises
    ------
    ValueError
        If a lesson is missing in the table of README.md, which has the minutes and what is needed.
    """
    table = {
        number: (needs, int(minutes))
        for number, _, needs, minutes in ROW.findall((root / "README.md").read_text("utf-8"))
    }
    found = []
    for name in lesson_names(root, language):
        if only and name not in only:
            continue
        if name[:2] not in table:
            raise ValueError(f"the table of lessons in README.md has no row for {name}")
        needs, minutes = table[name[:2]]
        notebook = json.loads(
            (root / build.released_path(name, language)).read_text(encoding="utf-8")
        )
        cells = [cell for cell in notebook["cells"] if cell["id"] != colab.BADGE_ID]
        functions = [cell["id"] for cell in cells if course.is_answer(cell)]
        numbers = re.findall(r"\b\d\d\b", needs)
        title = re.match(r"# (.*)", "".join(cells[0]["source"]))[1]
        found.append(Lesson(name, name[:2], title, functions, numbers, minutes, cells))
    return found


def needs_text(lesson: Lesson, words: dict) -> str:
    """What a lesson needs, in words."""
    if not lesson.needs:
        return words["need"]["start"]
    joined = ", ".join(lesson.needs[:-1])
    numbers = words["need"]["and"].join(filter(None, (joined, lesson.needs[-1])))
    return words["need"]["lessons" if joined else "lesson"].format(numbers=numbers)
