"""What an attack is, and what grading one must show.

An attack is a solved or empty notebook with something hostile in it. `run` builds it from the
notebook that students receive, grades it with the real judge, and says everything that went wrong:
an undeserved point, a lost submission, a leak, too much time or memory, or an effect on the next
honest submission, which the same judge grades right after.

Inside an attack's code, print or raise ``LEAK`` followed by what was got whenever something was got
that no student may have: `run` looks for that word in all that students and instructors are shown.
"""

from __future__ import annotations

import functools
import json
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder import course
from autograder.base.outcome import Status, SubmissionResult
from autograder.course.lesson import load_lesson, release_answer
from autograder.judge import Judge, Limits
from autograder.submission import Unreadable, read_submission

ROOT = Path(__file__).resolve().parents[2]
LESSON = "01_feed_forward"

# Short, so that hanging attacks take little time; long enough for a machine with other work to do.
LIMITS = Limits(
    memory_mb=192,
    cell_seconds=0.6,
    test_seconds=0.6,
    submission_seconds=6.0,
    processes=12,
    file_mb=4,
    open_files=64,
    output_kb=16,
    message_mb=2,
    restarts=4,
)
SPARE_SECONDS = 3.0  # beyond submission_seconds: a last message is decoded, a player started anew
HONEST_SECONDS = 4.0  # of the honest submission after an attack; it takes 0.1 on a free machine
JUDGE_MB = 150  # by which the judge's process may grow in one attack


@dataclass(frozen=True)
class Attack:
    """A hostile submission, and what it deserves.

    Parameters
    ----------
    code : str
        Stands in the answer cell of ``target``.
    above : str
        A cell of the student's own, before all answers.
    edit : callable
        Gets the whole notebook and changes it in place, or returns another, or bytes.
    place : callable
        Gets the submission's folder after the notebook was written, and changes what lies there.
    honest : tuple of str
        Functions that are right, and deserve their points. "all" is every function.
    deserved : float or None
        Points; None: those of ``honest``. If the attack ruins its own honest functions
        (``spoils``), fewer are right too.
    ends : Status or tuple of Status or None
        How the tests of ``target`` must end.
    refused : bool
        True: the notebook cannot be read, and the student is told so.
    says : str
        Must stand in what was printed or in a message.
    never : str
        What must stand in no message at all; "LEAK" may in that of a visible check, which students
        run themselves.
    """

    code: str = ""
    above: str = ""
    edit: Callable[[dict], dict | bytes | None] | None = None
    place: Callable[[Path], None] | None = None
    target: str = "sigmoid"
    lesson: str = LESSON
    honest: tuple[str, ...] | str = ("softmax",)
    deserved: float | None = None
    spoils: bool = False
    ends: Status | tuple[Status, ...] | None = None
    refused: bool = False
    says: str = ""
    never: str = "LEAK"


def released(lesson: str) -> dict:
    """The notebook that students receive."""
    made = load_lesson(ROOT, lesson)
    cells = []
    for cell, part in zip(made.cells, made.parts, strict=True):
        text = release_answer(part.source) if part.kind == "answer" else part.released
        metadata = json.loads(json.dumps(part.metadata))
        kept = {key: value for key, value in cell.items() if key != "attachments"}
        cells.append({**kept, "metadata": metadata, "source": text})
    metadata = {**made.metadata}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


@functools.cache
def solutions(lesson: str) -> dict[str, str]:
    """Source of each solution of a lesson."""
    return dict(course.solutions(ROOT, lesson))


def cell_of(notebook: dict, cell_id: str) -> dict:
    """The cell with an id."""
    return next(cell for cell in notebook["cells"] if cell.get("id") == cell_id)


def code_cell(source: str, **fields: object) -> dict:
    """A code cell of the student's own."""
    cell = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    return {**cell, "id": "mine", "source": source, **fields}


def honest_names(attack: Attack) -> tuple[str, ...]:
    """Functions that an attack solves honestly."""
    return tuple(solutions(attack.lesson)) if attack.honest == "all" else attack.honest


def notebook_of(attack: Attack) -> dict | bytes:
    """The attack's notebook."""
    notebook = released(attack.lesson)
    for name in honest_names(attack):
        cell_of(notebook, name)["source"] = solutions(attack.lesson)[name]
    if attack.code:
        cell_of(notebook, attack.target)["source"] = attack.code
    if attack.above:
        first = notebook["cells"].index(cell_of(notebook, next(iter(solutions(attack.lesson)))))
        notebook["cells"].insert(first, code_cell(attack.above))
    if attack.edit is not None:
        changed = attack.edit(notebook)
        notebook = notebook if changed is None else changed
    return notebook


def hand_in(attack: Attack, folder: Path) -> Path:
    """Write an attack's submission into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    notebook = notebook_of(attack)
    data = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode("utf-8")
    (folder / f"{attack.lesson}.ipynb").write_bytes(data)
    if attack.place is not None:
        attack.place(folder)
    return folder


def points_of(attack: Attack) -> float:
    """What an attack deserves."""
    if attack.deserved is not None:
        return attack.deserved
    if attack.refused:
        return 0.0
    names = honest_names(attack)
    tests = load_lesson(ROOT, attack.lesson).tests
    return float(sum(test.points for test in tests if test.function in names))


HONEST = Attack(honest="all")


def grade(judge: Judge, attack: Attack) -> tuple[SubmissionResult | None, str, float]:
    """Grade an attack; return the result or why it was refused, and the seconds."""
    lesson = load_lesson(ROOT, attack.lesson)
    with tempfile.TemporaryDirectory() as folder:
        hand_in(attack, Path(folder) / "handed_in")
        started = time.monotonic()
        try:
            submission = read_submission(Path(folder) / "handed_in", "eve", lesson)
        except Unreadable as error:
            return None, str(error), time.monotonic() - started
        result = judge.grade(submission)
        # What is written to autograded/ must be writable.
        json.dumps(submission.notebook, ensure_ascii=False, allow_nan=False)
        return result, "", time.monotonic() - started


def run(judge: Judge, attack: Attack) -> list[str]:
    """Grade an attack and an honest submission after it; return every fault, as a sentence."""
    size = _own_mb()
    result, refusal, seconds = grade(judge, attack)
    faults = _faults(attack, result, refusal)
    allowed = judge.limits.submission_seconds + SPARE_SECONDS
    if seconds > allowed:
        faults.append(f"It took {seconds:.1f} s; {allowed:g} are allowed.")
    grown = _own_mb() - size
    if grown > JUDGE_MB:
        faults.append(f"The judge grew by {grown} MB.")
    after, _, seconds = grade(judge, HONEST)
    points = sum(test.points for test in after.tests)
    if points != points_of(HONEST):
        faults.append(f"The honest submission after it got {points}: {after}")
    if after.outputs != honest_outputs(judge):
        faults.append(f"The honest submission after it printed {after.outputs}")
    if seconds > max(HONEST_SECONDS, judge.limits.submission_seconds):
        faults.append(f"The honest submission after it took {seconds:.1f} s.")
    return faults


_outputs: list[dict[str, str]] = []


def honest_outputs(judge: Judge) -> dict[str, str]:
    """What the honest submission prints when nothing was before it."""
    if not _outputs:
        with Judge(judge.root, judge.limits, judge.sandbox) as fresh:
            _outputs.append(grade(fresh, HONEST)[0].outputs)
    return _outputs[0]


def _faults(attack: Attack, result: SubmissionResult | None, refusal: str) -> list[str]:
    if result is None or attack.refused:
        if result is None and attack.refused and len(refusal) > 10:
            return []
        return [f"Read or refused, wrongly: {refusal or result}"]
    faults = []
    tests = load_lesson(ROOT, attack.lesson).tests
    if result.status is not Status.OK:
        faults.append(f"The submission ended as {result.status}: {result.message}")
    if [test.grade_id for test in tests] != [test.grade_id for test in result.tests]:
        faults.append("Not every test is in the result.")
    points, deserved = sum(test.points for test in result.tests), points_of(attack)
    if points > deserved or (points < deserved and not attack.spoils):
        lost = [(t.grade_id, t.status.value, t.points, t.message) for t in result.tests]
        faults.append(f"It got {points} points and deserves {deserved}: {lost}")
    if [test.maximum for test in result.tests] != [test.points for test in tests]:
        faults.append("A maximum was changed.")
    broken = [test for test in result.tests if test.status is Status.BROKEN]
    if broken:
        faults.append(f"The grader failed: {broken[0].message}")
    functions = {test.grade_id: test.function for test in tests}
    own = [test for test in result.tests if functions[test.grade_id] == attack.target]
    ends = attack.ends if isinstance(attack.ends, tuple) else (attack.ends,)
    if attack.ends is not None and any(test.status not in ends for test in own):
        said = [(test.status.value, test.message) for test in own]
        faults.append(f"It should have ended as {attack.ends}: {said}")
    shown = [*result.outputs.values()]
    shown += [test.message for test in result.tests if test.grade_id.endswith("_hidden")]
    if any("LEAK" in text for text in shown):
        faults.append(f"It got what it may not have: {[t for t in shown if 'LEAK' in t]}")
    everything = "\n".join([*shown, *(test.message for test in result.tests), result.message])
    if attack.never != "LEAK" and attack.never in everything:
        faults.append(f"It told what it must not: {attack.never}")
    if attack.says and attack.says not in everything:
        faults.append(f"It does not say {attack.says!r}: {everything[:2000]}")
    if sum(map(len, result.outputs.values())) > 20 * (LIMITS.output_kb << 10):
        faults.append("More output was kept of the notebook than allowed.")
    if max(map(len, shown), default=0) > (LIMITS.output_kb << 10) + 2000:
        faults.append("More output was kept than allowed.")
    return faults


def _own_mb() -> int:
    """Peak memory of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
