"""The zip that Gradescope's importer takes as an autograder."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograder import course
from autograder.base.files import write_atomic
from autograder.base.limits import Limits
from autograder.base.package import IMPORT_FROM, PACKAGE
from autograder.base.seed import InputSeed
from autograder.course.config import NAME as CONFIG
from autograder.course.lesson import load_lesson
from autograder.judge.tried import helper_files
from autograder.run.gradescope import results
from autograder.run.gradescope.inside import Packed

HERE = Path(__file__).resolve().parent
SCRIPTS = ("setup.sh", "run_autograder")
LEFT_OUT = frozenset({"__pycache__", ".ipynb_checkpoints"})
MARK = b"# What this autograder goes by is in settings.json, one folder above.\n"
MOMENT = (1980, 1, 1, 0, 0, 0)  # of every file, so that the same course gives the same zip
# Gradescope gives a container half a processor where nothing else is chosen.
SLOWER = 2
SECONDS = ("cell_seconds", "test_seconds", "submission_seconds")


def pack(
    target: Path, root: Path, lesson: str, limits: Limits, seed: InputSeed, hidden_tests: str
) -> int:
    """Write the zip; return how many files are in it.

    Parameters
    ----------
    target : Path
    root : Path
        The course.
    lesson : str
    limits : Limits
        What a submission may use on this machine; there it gets more time.
    seed : InputSeed
        With the secret, if there is one: the zip holds it.
    hidden_tests : str
        When students see hidden tests: one of `command.VISIBILITIES`.
    """
    load_lesson(root, lesson)  # a lesson that was not built is said now, and not in the image
    packed = Packed(lesson, slowed(limits), seed, hidden_tests)
    files = {name: (HERE / name).read_bytes() for name in SCRIPTS}
    files["requirements.txt"] = "".join(f"{line}\n" for line in requirements()).encode()
    first = json.dumps(results.unfinished("started"), indent=1)
    files["first_results.json"] = first.encode()
    files["settings.json"] = packed.dump()
    files[f"course/{CONFIG}"] = MARK  # a course is known by this file
    for place, path in course_files(root):
        files[f"course/{place}"] = path.read_bytes()
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, MOMENT)
            info.external_attr = (0o100755 if name in SCRIPTS else 0o100600) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, files[name])
    write_atomic(target, data.getvalue(), mode=0o600)  # it holds the hidden tests
    return len(files)


def slowed(limits: Limits) -> Limits:
    """Limits for a machine that is that much slower."""
    seconds = {name: SLOWER * getattr(limits, name) for name in SECONDS}
    return dataclasses.replace(limits, **seconds)


def requirements() -> list[str]:
    """What the grader and the notebooks need beside Python."""
    said = IMPORT_FROM / "pyproject.toml"
    if said.is_file():
        return tomllib.loads(said.read_text(encoding="utf-8"))["project"]["dependencies"]
    from importlib import metadata  # the grader is installed somewhere

    wanted = metadata.requires("rnn-from-scratch") or []
    return [line for line in wanted if "extra ==" not in line]


def course_files(root: Path) -> Iterator[tuple[str, Path]]:
    """What a judge needs of the course and of the grader: where it goes, and where it lies."""
    for path in helper_files(root):
        yield path.name, path
    for name in course.lesson_names(root):
        path = course.source_path(root, name)
        yield str(path.relative_to(root)), path
    for folder, above in ((PACKAGE, IMPORT_FROM), (_data(root), _data(root).parent)):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not LEFT_OUT.intersection(path.parts):
                place = path.relative_to(above)
                yield re.sub(r"^rnn_data/", "data/", str(place)), path


def _data(root: Path) -> Path:
    """Folder of the data that lessons read: the course's own, or the installed one."""
    own = [folder for folder in (root / "data", IMPORT_FROM / "data") if folder.is_dir()]
    return own[0] if own else IMPORT_FROM / "rnn_data"
