"""What runs in Gradescope's container: once when it is built, then for each submission."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from autograder import course
from autograder.base import trouble
from autograder.base.files import write_atomic
from autograder.base.limits import Limits
from autograder.base.outcome import SandboxError, Status, SubmissionResult
from autograder.base.seed import InputSeed
from autograder.course.lesson import load_lesson
from autograder.judge import Judge
from autograder.judge.tried import helper_files
from autograder.run.gradescope import metadata, results
from autograder.sandbox import jail
from autograder.sandbox.container import NOT_ROOT, Container
from autograder.submission import Unreadable, read_submission, solved
from rnn_language import speaking

NONCE = "AUTOGRADER_NONCE"  # that results must repeat, where Gradescope asks for it
PROTECTION = (
    "container mode: a user of its own in a folder of its own, limits, system calls filtered"
)
SHARE_OF_MEMORY = 3  # a process may have a third of the container's, all together two thirds
CGROUP = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


class Packed(NamedTuple):
    """What ``autograder gradescope`` has packed beside the course: ``settings.json``."""

    lesson: str
    limits: Limits
    seed: InputSeed
    hidden_tests: str

    @classmethod
    def read(cls, path: Path) -> Packed:
        """Read the file."""
        said = json.loads(path.read_text(encoding="utf-8"))
        limits, seed = Limits(**said["limits"]), InputSeed(**said["seed"])
        return cls(said["lesson"], limits, seed, said["hidden_tests"])

    def dump(self) -> bytes:
        """What `read` reads."""
        seed = dataclasses.asdict(self.seed)
        said = {**self._asdict(), "limits": dataclasses.asdict(self.limits), "seed": seed}
        return json.dumps(said, indent=1, sort_keys=True).encode()


class Place:
    """Gradescope's folder, ``/autograder``, and the one that students' code is shut into."""

    def __init__(self, folder: Path, jail: Path) -> None:
        self.folder, self.jail = folder, jail
        self.root = folder / "source" / "course"
        self.packed = Packed.read(folder / "source" / "settings.json")
        self.lesson = load_lesson(self.root, self.packed.lesson)

    def shut(self) -> tuple[Path, ...]:
        """Take all that is not the student's code's business from every user but root."""
        private = [self.folder / name for name in ("source", "submission", "results")]
        private = [path for path in private if path.is_dir()]
        for path in private:
            os.chown(path, 0, 0)
            path.chmod(0o700)
        return tuple(private)

    @contextlib.contextmanager
    def judge(self) -> Iterator[Judge]:
        """The judge, with students' code confined; SandboxError where that does not hold."""
        if os.geteuid() != 0:
            raise SandboxError(NOT_ROOT)
        limits = within(self.packed.limits, memory_of_container())
        way = Container(self.jail, self.shut())
        with Judge(self.root, limits, way, seed=self.packed.seed) as judge:
            yield judge

    def write(self, made: dict[str, Any]) -> None:
        """Write ``results.json``, whole."""
        if NONCE in os.environ:
            made = {**made, "nonce": os.environ[NONCE]}
        data = json.dumps(made, indent=1, ensure_ascii=False, allow_nan=False)
        write_atomic(self.folder / "results" / "results.json", data.encode("utf-8", "replace"))


def memory_of_container() -> int | None:
    """MB of memory that this container may use; None if there is no limit."""
    for name in CGROUP:
        with contextlib.suppress(OSError, ValueError):
            return int(Path(name).read_text()) >> 20
    return None


def within(limits: Limits, memory_mb: int | None) -> Limits:
    """Limits that leave the judge room in a container of that much memory."""
    if memory_mb is None:
        return limits
    return dataclasses.replace(
        limits, memory_mb=min(limits.memory_mb, memory_mb // SHARE_OF_MEMORY)
    )


# ------------------------------------------------------------------ a submission


def grade(place: Place) -> None:
    """Grade the submission that Gradescope has put into its folder, and write the results.

    What fails on our side is printed, which instructors see, and results say so.
    """
    place.write(results.unfinished("started"))
    handed = None
    try:
        handed = metadata.read(place.folder / "submission_metadata.json")
    except (OSError, ValueError) as error:
        print(f"submission_metadata.json: {error}")
    try:
        with place.judge() as judge:
            made = judged(place, judge, handed)
    except SandboxError as error:
        print(f"Nothing was graded. {error}")
        made = results.unfinished("grader_failed")
    except Exception:
        traceback.print_exc(file=sys.stdout)
        made = results.unfinished("grader_failed")
    if noted := trouble.take():
        print(noted)
    place.write(made)


def judged(place: Place, judge: Judge, handed: metadata.Handed | None) -> dict[str, Any]:
    """Results of the submission; once more where the grader failed on it."""
    student = handed.student if handed else "student"
    say = {"hidden_tests": place.packed.hidden_tests, "handed": handed, "protection": PROTECTION}
    try:
        submission = read_submission(place.folder / "submission", student, place.lesson)
    except Unreadable as error:
        refused = SubmissionResult(student, place.lesson.name, Status.REFUSED, str(error))
        with speaking(error.language):
            return results.results(place.lesson, refused, **say)
    with speaking(submission.language):
        result = judge.grade(submission)
        if results.failed(result):
            result = judge.grade(submission)
        return results.results(place.lesson, result, **say)


# ------------------------------------------------------------------ the image


def try_out(place: Place) -> None:
    """Make the folder for students' code, and have the lesson's own solutions judged there.

    Raises
    ------
    SandboxError
        If that cannot be done here, or does not give all points.
    """
    jail.build(place.jail, helper_files(place.root))
    with place.judge() as judge:
        solutions = course.solutions(place.root, place.lesson.name)
        result = judge.grade(solved(place.lesson, solutions))
    lost = [
        f"{test.grade_id}: {test.message}" for test in result.tests if test.points < test.maximum
    ]
    if result.status is not Status.OK or lost:
        raise SandboxError(
            "\n".join(["the solutions do not get all points.", result.message, *lost])
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what ``setup.sh`` or ``run_autograder`` asks for."""
    parser = argparse.ArgumentParser(prog="autograder.run.gradescope", description=__doc__)
    parser.add_argument("what", choices=("try", "grade"))
    parser.add_argument("--folder", type=Path, default=Path("/autograder"), metavar="DIR")
    parser.add_argument("--jail", type=Path, default=Path("/opt/rnn_grader/jail"), metavar="DIR")
    options = parser.parse_args(arguments)
    place = Place(options.folder, options.jail)
    if options.what == "grade":
        grade(place)
        return 0
    try:
        try_out(place)
    except SandboxError as error:
        print(f"setup.sh: this image cannot grade: {error}", file=sys.stderr)
        return 1
    print(f"The solutions of {place.lesson.name} get all points here, in container mode.")
    return 0
