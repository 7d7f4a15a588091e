"""How far right answers spread, and how far the smallest mistake lies: what a tolerance may be.

    python benchmarks/tolerance.py

Deviations are in the unit of the checks, |got - want| / max(1, |want|), each divided by what its
case allows: below 1 passes. Right answers are those of both banks, each also with six other ways
to sum up a matrix product, and once more in processes with other BLAS kernels and without wide
vector instructions. Mistakes are those of both banks whose results have the right form and wrong
values.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import functools
import io
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import rnn_check  # noqa: E402
import rnn_compare  # noqa: E402
from autograder import checks, course  # noqa: E402
from autograder.checks.mistakes import bank  # noqa: E402
from autograder.checks.prove import read_bank  # noqa: E402
from autograder.course import reference  # noqa: E402

SECOND = ROOT / "tests" / "second_bank.py"
ROUNDING = 1e-11  # what lies below, in the same process, is a right value
RINGS = ("visible", "hidden")
# OpenBLAS kernels with other orders of summation; one that the processor lacks is left out.
KERNELS = ("Prescott", "Nehalem", "Sandybridge", "Haswell", "Zen", "SkylakeX")


# ------------------------------------------------------------------ other orders of summation


def reversed_order(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Product that adds its terms from the last to the first."""
    return a[..., ::-1] @ b[..., ::-1, :]


def shuffled(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Product whose terms are added in a random order."""
    order = np.random.RandomState(a.shape[-1]).permutation(a.shape[-1])
    return a[..., order] @ b[..., order, :]


def one_by_one(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Product that adds one outer product after the other."""
    return sum(a[..., :, k, None] * b[..., None, k, :] for k in range(a.shape[-1]))


def in_halves(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Product of either half of the terms, then the sum of both."""
    half = a.shape[-1] // 2
    return a[..., :half] @ b[..., :half, :] + a[..., half:] @ b[..., half:, :]


def by_einsum(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Product by NumPy's own loops, without BLAS."""
    return np.einsum("...ik,...kj->...ij", a, b)


def long_double(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Product in long double, rounded at the end."""
    long = np.matmul(np.asarray(a, np.longdouble), np.asarray(b, np.longdouble))
    return np.asarray(long, float)


PRODUCTS = (reversed_order, shuffled, one_by_one, in_halves, by_einsum, long_double)


class _Products(ast.NodeTransformer):
    """Send every product of two matrices through ``product``."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        return self._call(node, node.left, node.right, isinstance(node.op, ast.MatMult))

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        attribute = getattr(node.func, "attr", "")
        two = attribute in ("dot", "matmul") and len(node.args) == 2 and not node.keywords
        return self._call(node, *node.args[:2], two) if two else node

    @staticmethod
    def _call(node: ast.AST, left: ast.AST, right: ast.AST, wanted: bool) -> ast.AST:
        if not wanted:
            return node
        call = ast.Call(ast.Name("product", ast.Load()), [left, right], [])
        return ast.copy_location(call, node)


@functools.cache
def solutions() -> dict[str, str]:
    """Source of every solution, in the order of the lessons."""
    found: dict[str, str] = {}
    for lesson in course.lesson_names(ROOT):
        found |= course.solutions(ROOT, lesson)
    return found


def with_product(entry: bank.Implementation, product: Callable) -> Callable:
    """Make an implementation, and those before it, with another matrix product."""

    def guarded(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return product(a, b) if np.ndim(a) > 1 and np.ndim(b) > 1 else np.matmul(a, b)

    namespace: dict = {"np": np, "product": guarded}
    names = list(solutions())
    earlier = names[: names.index(entry.function)]
    for source in [*(solutions()[name] for name in earlier), entry.source]:
        tree = ast.fix_missing_locations(_Products().visit(ast.parse(source)))
        exec(compile(tree, f"<{entry.name}>", "exec"), namespace)
    return namespace[entry.function]


# ------------------------------------------------------------------ deviations


@functools.cache
def cases_of(ring: str, name: str) -> list[dict]:
    """Cases of one ring, as students meet them: the visible ones with stored results."""
    if ring == "hidden":
        return checks.hidden_cases(name)
    return rnn_check._decoded_cases(name)


def allowed_by(ring: str, case: dict) -> float:
    """Tolerance of a case."""
    usual = checks.TOLERANCE if ring == "hidden" else rnn_compare.TOLERANCE
    return case.get("tolerance") or usual


def deviation(got: object, want: object) -> float:
    """Largest |got - want| / max(1, |want|); infinite where the form differs."""
    if isinstance(want, dict):
        if not isinstance(got, dict) or not want.keys() <= got.keys():
            return np.inf
        return max((deviation(got[key], want[key]) for key in want), default=0.0)
    if isinstance(want, (tuple, list)):
        if not isinstance(got, (tuple, list)) or len(got) != len(want):
            return np.inf
        return max(map(deviation, got, want), default=0.0)
    got = np.asarray(got)
    if got.shape != np.shape(want) or got.dtype.kind not in "fiu" or got.dtype.itemsize < 8:
        return np.inf
    error = np.abs(got - want) / np.maximum(1, np.abs(want))
    return float(error.max(initial=0.0)) if np.isfinite(error).all() else np.inf


def worst(function: Callable, ring: str, name: str) -> tuple[float, float]:
    """Largest deviation of a function over a ring's cases, and the largest part of the allowed."""
    largest = part = 0.0
    for case in cases_of(ring, name):
        try:
            with (
                warnings.catch_warnings(),
                np.errstate(all="ignore"),
                contextlib.redirect_stdout(io.StringIO()),
            ):
                warnings.simplefilter("ignore")
                found = deviation(function(*rnn_compare.copied(case["args"])), case["want"])
        except Exception:  # whatever a mistake raises: it has no values
            return np.inf, np.inf
        largest, part = max(largest, found), max(part, found / allowed_by(ring, case))
    return largest, part


def right_answers(
    banks: list[bank.Implementation], products: tuple[Callable, ...] = PRODUCTS
) -> Iterator[tuple[str, str, float, float, str]]:
    """Ring, function, deviation, its part of the allowed, and who, of every right answer."""
    rights = [entry for entry in banks if entry.kind == "correct"]
    rights += [
        bank.Implementation(name, "the solution", "correct", s) for name, s in solutions().items()
    ]
    for entry in rights:
        variants = {"": entry.make()}
        variants |= {p.__name__: with_product(entry, p) for p in products}
        for variant, function in variants.items():
            for ring in RINGS:
                found = worst(function, ring, entry.function)
                yield ring, entry.function, *found, f"{entry.name} {variant}".strip()


def mistakes(banks: list[bank.Implementation]) -> Iterator[tuple[str, str, float, float, str]]:
    """The same of every mistake that gives numbers of the right form."""
    for entry in banks:
        if entry.kind == "wrong":
            for ring in RINGS:
                found = worst(entry.make(), ring, entry.function)
                # Where the values are right, the fault is another, such as a changed argument.
                if found[0] < np.inf and _has_wrong_values(entry, ring):
                    yield ring, entry.function, *found, entry.name


def _has_wrong_values(entry: bank.Implementation, ring: str) -> bool:
    function, right = entry.make(), reference.load()[entry.function]
    with np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        return any(
            deviation(function(*rnn_compare.copied(case["args"])), right(*case["args"])) > ROUNDING
            for case in cases_of(ring, entry.function)
        )


# ------------------------------------------------------------------ other machines


def machines() -> dict[str, dict[str, str]]:
    """Settings under which NumPy computes in another way."""
    features = np._core._multiarray_umath
    wide = [name for name in features.__cpu_dispatch__ if features.__cpu_features__.get(name)]
    found = {"narrow vectors": {"NPY_DISABLE_CPU_FEATURES": " ".join(wide)}} if wide else {}
    return found | {f"OpenBLAS {kernel}": {"OPENBLAS_CORETYPE": kernel} for kernel in KERNELS}


def elsewhere(settings: dict[str, str]) -> list[list] | None:
    """Deviations of right answers in a process with these settings, or None if it cannot run."""
    done = subprocess.run(
        [sys.executable, __file__, "--json"],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return json.loads(done.stdout) if done.returncode == 0 else None


def reference_error(name: str) -> float:
    """Largest distance of the solution from itself in long double, over both rings."""
    function, largest = reference.load()[name], 0.0
    for ring in RINGS:
        for case in cases_of(ring, name):
            with np.errstate(all="ignore"):
                long = function(*_long(case["args"]))
                largest = max(largest, deviation(function(*case["args"]), long))
    return largest


def _long(value: object) -> object:
    if isinstance(value, np.ndarray):
        return value.astype(np.longdouble)
    if isinstance(value, dict):
        return {key: _long(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(map(_long, value))
    return value


# ------------------------------------------------------------------ the table


def table(rights: list, wrongs: list) -> str:
    """Table: for each function and ring, the worst right answer and the smallest mistake."""
    names = list(dict.fromkeys(row[1] for row in rights))
    lines = [
        "| Function | Long double | Ring | Worst right answer | of allowed "
        "| Smallest mistake | times allowed | which |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name in names:
        for ring in RINGS:
            right = [row for row in rights if row[:2] == [ring, name]]
            wrong = [row for row in wrongs if row[:2] == [ring, name]]
            worst_right = max(right, key=lambda row: row[3])
            smallest = min(wrong, key=lambda row: row[3])
            lines.append(
                f"| `{name}` | {reference_error(name):.0e} | {ring} | {worst_right[2]:.0e} "
                f"| {worst_right[3]:.1g} | {smallest[2]:.0e} | {smallest[3]:.1g} | {smallest[4]} |"
            )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true", help="print the right answers' rows only")
    options = parser.parse_args()
    banks = [*bank.load(), *read_bank(SECOND)]
    if options.json:
        print(json.dumps([*right_answers(banks, ())]))
        return
    rights = [list(row) for row in right_answers(banks)]
    for machine, settings in machines().items():
        rows = elsewhere(settings)
        print(f"{machine}: {'cannot run here' if rows is None else len(rows)}", flush=True)
        rights += rows or []
    wrongs = [list(row) for row in mistakes(banks)]
    print(f"{len(rights)} right answers, {len(wrongs)} mistakes of value\n")
    print(table(rights, wrongs))


if __name__ == "__main__":
    main()
