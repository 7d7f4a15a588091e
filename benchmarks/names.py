"""Judge what the check says of the mistakes of banks, by inputs that the check has not seen.

    python benchmarks/names.py [-v] [--pairs N] [BANK.py ...]

Without a bank's file, the course's own. With ``--pairs``, implementations with two mistakes at
once: for each function N pairs of the course's own, drawn with a fixed seed. Each wrong
implementation is run on the cases of the hidden test, and the message is held against what it does
there:

- named: a known mistake, which does the same on the hidden cases: in all of the result, or in the
  quantity that the message speaks of.
- differs: a known mistake that makes the same quantities wrong there, but not by the same numbers,
  because it cuts off, remembers or hard-codes another number, say. To be read one by one.
- before: what comes before any value: an exception, a changed argument, a form, memory of calls.
- first: the quantity that the message calls wrong first is the first one wrong on the hidden cases.
- beside: the hint is about a quantity that is right on the hidden cases.
- misled: a known mistake that makes another quantity wrong, or a hint beside the point.

The implementations run in this process: use it on banks that you trust.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import io
import itertools
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from autograder import course  # noqa: E402
from autograder.checks import hidden_cases  # noqa: E402
from autograder.checks.cases import module_of  # noqa: E402
from autograder.checks.mistakes import bank  # noqa: E402
from autograder.checks.mistakes.touched import touched  # noqa: E402
from autograder.checks.mistakes.traces import traces_of  # noqa: E402
from autograder.checks.prove import read_bank  # noqa: E402
from rnn_check import check  # noqa: E402
from rnn_compare import CheckFailed  # noqa: E402
from rnn_traces import same_probes  # noqa: E402

COLUMNS = (
    *("function", "wrong", "caught", "named", "differs", "before", "first", "later", "beside"),
    "misled",
)


def failure_of(entry: bank.Implementation) -> CheckFailed | None:
    """What the check says of an implementation; None if it passes."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            check(entry.make())
    except CheckFailed as failure:
        return failure
    return None


@functools.cache
def on_hidden(entry: bank.Implementation) -> tuple:
    """Traces of an implementation on the cases of the hidden test."""
    return traces_of(entry, hidden_cases(entry.function))


def apt(entry: bank.Implementation, name: str, place: int | None) -> bool:
    """Whether the mistake of that name does what the implementation does, there or everywhere."""
    mistakes = [m for m in bank.load() if (m.function, m.name) == (entry.function, name)]
    for mistake in mistakes:
        known, own = on_hidden(mistake), on_hidden(entry)
        if place is None and known[0] == own[0] and same_probes(known[1], own[1]):
            return True
        roots, own_roots = ({at: rest for at, *rest in each[3]} for each in (known, own))
        if place is not None and place in roots and place in own_roots:
            one, other = roots[place], own_roots[place]
            if one[0] == other[0] and same_probes(one[1:], other[1:]):
                return True
    return False


def _touches_alike(entry: bank.Implementation, name: str) -> bool:
    """Whether what the mistake of that name makes wrong is wrong in the implementation, too."""
    mistakes = [m for m in bank.load() if (m.function, m.name) == (entry.function, name)]
    return any(set(touched(mistake)) <= set(touched(entry)) for mistake in mistakes)


def judged(entry: bank.Implementation) -> tuple[str, str]:
    """One of the columns' words for an implementation, and why where it is amiss."""
    failure = failure_of(entry)
    if failure is None:
        return "missed", ""
    if failure.named:
        if any(apt(entry, *each) for each in failure.named):
            return "named", ""
        names = [name for name, _ in failure.named]
        alike = any(_touches_alike(entry, name) for name in names)
        return "differs" if alike else "misled", f"named {names}"
    if failure.quantity is None:
        return "before", ""
    wrong = touched(entry)
    if failure.quantity not in wrong:
        # Raised there, or the check alone has the case: then its own inputs decide.
        return ("first", "") if not wrong else ("beside", f"{failure.quantity} not in {wrong}")
    if wrong[0] == failure.quantity:
        return "first", ""
    return "later", f"{failure.quantity}, but {wrong[0]} is wrong there first"


def pairs(count: int) -> list[bank.Implementation]:
    """Implementations with two mistakes of the bank, as far as both can be made in one text."""
    root, drawn = course.find_root(), []
    random.seed(1)
    for lesson in course.lesson_names(root):
        solutions = course.solutions(root, lesson)
        for function, drafts in module_of(lesson, bank.__package__).WRONG.items():
            edits = [draft for draft in drafts if not isinstance(draft.change[0], str)]
            both = list(itertools.permutations(edits, 2))
            random.shuffle(both)
            made = (_pair(function, *two, solutions[function]) for two in both)
            drawn += itertools.islice(filter(None, made), count)
    return drawn


def _pair(
    function: str, one: bank.Draft, other: bank.Draft, solution: str
) -> bank.Implementation | None:
    name, draft = f"{one.name} + {other.name}", bank.Draft("", one.change + other.change)
    try:
        text = bank.source_of(draft, function, solution)
        entry = bank.Implementation(
            function, name, "wrong", text, f"{one.misconception} + {other.name}"
        )
        entry.make()
    except (ValueError, SyntaxError, NameError):
        return None  # the second does not find its text any more
    return entry


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("--pairs", type=int, metavar="N")
    parser.add_argument("banks", nargs="*", type=Path)
    options = parser.parse_args()
    sets = {str(path): read_bank(path) for path in options.banks}
    if options.pairs:
        sets["two mistakes at once"] = pairs(options.pairs)
    amiss, verbose = 0, options.verbose
    for path, entries in (sets or {"the bank": bank.load()}).items():
        rows: dict[str, dict[str, int]] = {}
        print(f"\n{path}")
        for entry in entries:
            if entry.kind != "wrong":
                continue
            word, why = judged(entry)
            for name in (entry.function, "all"):
                row = rows.setdefault(name, dict.fromkeys(COLUMNS[1:], 0))
                row["wrong"] += 1
                row["caught"] += word != "missed"
                if word != "missed":
                    row[word] += 1
                    row["misled"] += word == "beside"
            if why and (verbose or word in ("differs", "misled", "beside")):
                print(f"  {entry.function}, {entry.name} ({entry.misconception}): {why}")
        rows["all"] = rows.pop("all")
        width = max(map(len, rows))
        print(f"{COLUMNS[0]:<{width}}" + "".join(f"{column:>8}" for column in COLUMNS[1:]))
        for name, row in rows.items():
            print(f"{name:<{width}}" + "".join(f"{count:>8}" for count in row.values()))
        amiss += rows["all"]["misled"]
    return amiss > 0


if __name__ == "__main__":
    sys.exit(main())
