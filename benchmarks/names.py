"""Judge the names that the check gives to the mistakes of a bank, by inputs that it has not seen.

    python benchmarks/names.py BANK.py [BANK.py ...]

A name is apt if the mistake of that name and the implementation so named do the same on the cases
of the hidden test: the same parts right and wrong, the same exceptions, the same wrong values. The
implementations run in this process: use it on banks that you trust.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from autograder.checks import hidden_cases  # noqa: E402
from autograder.checks.mistakes import bank  # noqa: E402
from autograder.checks.mistakes.traces import checksum_and_probes  # noqa: E402
from autograder.checks.prove import NAMED, read_bank  # noqa: E402
from rnn_check import check  # noqa: E402
from rnn_compare import CheckFailed  # noqa: E402
from rnn_diagnosis import same_probes  # noqa: E402


def names_given(entry: bank.Entry) -> list[str]:
    """Names that the check gives an implementation; none if it passes or is not recognised."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            check(entry.make())
    except CheckFailed as failure:
        found = re.search(rf"{NAMED}(.*?)\.(?: The thought|\n)", str(failure))
        return [name.replace(" ", "-") for name in found[1].split(" or ")] if found else []
    return []


def apt(entry: bank.Entry, names: list[str]) -> bool:
    """Whether one of the named mistakes does what the implementation does."""
    cases = hidden_cases(entry.function)
    checksum, probes = checksum_and_probes(entry, cases)
    return any(
        known == checksum and same_probes(stored, probes)
        for mistake in bank.load()
        if mistake.function == entry.function and mistake.name in names
        for known, stored in [checksum_and_probes(mistake, cases)]
    )


def main() -> int:
    """Run the command."""
    for path in sys.argv[1:]:
        wrong = [entry for entry in read_bank(Path(path)) if entry.kind == "wrong"]
        given = {entry: names_given(entry) for entry in wrong}
        named = [entry for entry in wrong if given[entry]]
        amiss = [entry for entry in named if not apt(entry, given[entry])]
        print(f"{path}: {len(wrong)} mistakes, {len(named)} named, {len(amiss)} of them amiss")
        for entry in amiss:
            print(f"  {entry.function}, {entry.name} ({entry.misconception}): {given[entry]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
