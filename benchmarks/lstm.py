"""The fast LSTM of lesson 08 against ``torch.nn.LSTM`` and against lesson 05, on one core.

    python benchmarks/lstm.py [--sizes teaching text medium large] [--turns 15] [--write FILE]

The work is the same for all: forward (all states, and predictions from them), then back through
time from a given gradient, to the inputs, the first state and all weights. NumPy's versions turn
the course's axes round and back within their time; PyTorch gets its own. Three rows are ours: the
lesson's *solution*, which returns new arrays; the *workspace* that the lesson shows at its end,
which keeps its arrays; and the same *in blocks* of rows.

Each figure is the median over turns of the ratio within a turn, of processor time; before that, all
results are compared with PyTorch's in double precision. Settings that choose OpenBLAS's kernel or
threads by hand are taken away, so that it chooses as it does for students. Exit status 1 if a
result is wrong; missing an aim is no failure, for the aims come from another machine.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

SET_BY_HAND = [name for name in os.environ if name.startswith(("OPENBLAS_CORE", "OPENBLAS_L2"))]
for name in SET_BY_HAND:
    del os.environ[name]
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before NumPy and PyTorch are loaded

import argparse  # noqa: E402
import json  # noqa: E402
import platform  # noqa: E402
from collections.abc import Callable  # noqa: E402
from typing import Any  # noqa: E402

import numpy as np  # noqa: E402
import torch  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.course import reference  # noqa: E402
from benchmarks.rungs import lesson_names  # noqa: E402
from rnn_speed import measured  # noqa: E402

SIZES = {  # n_x, n_a, m, T_x, n_y
    "teaching": (3, 5, 10, 7, 2),
    "text": (27, 100, 32, 50, 27),
    "medium": (128, 256, 64, 100, 10),
    "large": (512, 512, 64, 100, 10),
}
TURNS = {"teaching": 41, "text": 25, "medium": 9, "large": 7}
LONG = 0.05  # seconds that are timed at once
# Aims for our quicker row: its time over PyTorch's, by the type of the numbers.
AIMS = {
    "float64": {"teaching": 0.10, "text": 0.70, "medium": 0.75, "large": 0.90},
    "float32": {"teaching": 0.17, "text": 1.0, "medium": 0.90, "large": 1.0},
}
WORST = {"float64": 1e-10, "float32": 1e-3}  # largest difference, of the largest entry

Case = tuple[np.ndarray, np.ndarray, dict[str, np.ndarray], np.ndarray]
Results = dict[str, np.ndarray]


def inputs(size: tuple[int, ...], dtype: str) -> Case:
    """Draw x, a0, parameters and da."""
    n_x, n_a, m, steps, n_y = size
    random = np.random.default_rng(0)
    parameters = {}
    for gate in "fico":
        weights = random.standard_normal((n_a, n_a + n_x)) / np.sqrt(n_a + n_x)
        parameters |= {"W" + gate: weights, "b" + gate: random.standard_normal((n_a, 1)) / 10}
    parameters["Wy"] = random.standard_normal((n_y, n_a)) / np.sqrt(n_a)
    parameters["by"] = np.zeros((n_y, 1))
    parameters = {name: value.astype(dtype) for name, value in parameters.items()}
    arrays = [random.standard_normal(s) for s in ((n_x, m, steps), (n_a, m), (n_a, m, steps))]
    x, a0, da = (array.astype(dtype) for array in arrays)
    return x, a0, parameters, da


def pytorch(functions: dict[str, Callable], case: Case) -> Callable[[], Results]:
    """``torch.nn.LSTM`` with the same weights, in PyTorch's own order of axes."""
    x, a0, parameters, da = case
    layer = torch.nn.LSTM(len(x), len(a0), dtype=torch.from_numpy(x).dtype)
    weights = functions["to_torch"](parameters)
    layer.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
    xs = torch.tensor(x.transpose(2, 1, 0).copy(), requires_grad=True)
    a0s = torch.tensor(a0.T[np.newaxis].copy(), requires_grad=True)
    c0s, gradient = torch.zeros_like(a0s), torch.tensor(da.transpose(2, 1, 0).copy())
    Wy, by = torch.tensor(parameters["Wy"].T.copy()), torch.tensor(parameters["by"][:, 0])

    def run() -> Results:
        for leaf in (xs, a0s, *layer.parameters()):
            leaf.grad = None
        a, _ = layer(xs, (a0s, c0s))
        with torch.no_grad():
            y = torch.softmax(a @ Wy + by, dim=-1)
        a.backward(gradient)
        found = {name: value.grad for name, value in layer.named_parameters()}
        return {"a": a, "y": y, "dx": xs.grad, "da0": a0s.grad, **found}

    return run


def as_ours(found: Results) -> Results:
    """What `pytorch` returns, in the course's order of axes."""
    found = {name: value.detach().numpy() for name, value in found.items()}
    for name in ("a", "y", "dx"):
        found[name] = found[name].transpose(2, 1, 0)
    return {**found, "da0": found["da0"][0].T}


def as_torch(functions: dict[str, Callable], result: tuple) -> Results:
    """What ours return, under PyTorch's names."""
    a, y, *_, gradients = result
    own = {name[1:]: value for name, value in gradients.items() if name[1:2] in "Wb"}
    weights = functions["to_torch"](own)
    weights["bias_hh_l0"] = weights["bias_ih_l0"]
    return {"a": a, "y": y, "dx": gradients["dx"], "da0": gradients["da0"], **weights}


def ours(functions: dict[str, Callable], case: Case) -> dict[str, Callable[[], tuple]]:
    """Lesson 05, the solution of lesson 08, and its workspace without and with blocks."""
    x, a0, parameters, da = case
    names = lesson_names()

    def lesson_05() -> tuple:
        a, y, _, caches = functions["lstm_forward"](x, a0, parameters)
        return a, y, functions["lstm_backward"](da, caches)

    def solution() -> tuple:
        a, y, _, cache = functions["fast_lstm_forward"](x, a0, parameters)
        return a, y, functions["fast_lstm_backward"](da, cache)

    return {
        "lesson 05": lesson_05,
        "solution": solution,
        "workspace": names["with_workspace"](x, a0, parameters, da),
        "in blocks": names["workspace_in_blocks"](x, a0, parameters, da),
    }


def largest_error(got: Results, want: Results) -> float:
    """Largest difference of any array, relative to its largest entry."""
    return max(
        float(np.abs(got[name] - value).max() / max(1e-30, np.abs(value).max()))
        for name, value in want.items()
    )


def rows(size: str, dtype: str, turns: int | None) -> list[dict[str, Any]]:
    """Measure one size in one type; check the results first."""
    functions = reference.load()
    exact, case = inputs(SIZES[size], "float64"), inputs(SIZES[size], dtype)
    want = as_ours(pytorch(functions, exact)())
    torch_run, own = pytorch(functions, case), ours(functions, case)
    errors = {"torch.nn.LSTM": largest_error(as_ours(torch_run()), want)}
    for name, run in own.items():
        errors[name] = largest_error(as_torch(functions, run()), want)
    seconds = measured({"torch.nn.LSTM": torch_run, **own}, turns or TURNS[size], LONG)
    found = []
    for name, taken in seconds.items():
        to_torch = np.quantile(taken / seconds["torch.nn.LSTM"], [0.25, 0.5, 0.75])
        found.append(
            {
                "size": size,
                "dtype": dtype,
                "name": name,
                "ms": 1e3 * float(np.median(taken)),
                "over_torch": float(to_torch[1]),
                "over_torch_quarters": [float(to_torch[0]), float(to_torch[2])],
                "times_lesson_05": float(np.median(seconds["lesson 05"] / taken)),
                "error": errors[name],
                "aim": AIMS[dtype][size],
            }
        )
    return found


def kernel() -> str:
    """Which of its kernels OpenBLAS has chosen."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return "unknown (threadpoolctl is not installed)"
    return ", ".join(
        f"{each['internal_api']} {each['version']} {each.get('architecture', '')}, "
        f"{each['num_threads']} thread"
        for each in threadpool_info()
        if each["user_api"] == "blas"
    )


def machine() -> dict[str, str]:
    """What the figures were measured on."""
    return {
        "processor": platform.processor() or platform.machine(),
        "numpy": np.__version__,
        "torch": torch.__version__,
        "blas": kernel(),
        "taken away": ", ".join(SET_BY_HAND) or "nothing",
    }


def line(row: dict[str, Any]) -> str:
    """One row of the table, in Markdown."""
    low, high = row["over_torch_quarters"]
    return (
        f"| {row['size']} | {row['dtype']} | {row['name']} | {row['ms']:.3g} | "
        f"{row['over_torch']:.3f} ({low:.3f} to {high:.3f}) | {row['times_lesson_05']:.2f} | "
        f"{row['error']:.0e} |"
    )


def main() -> int:
    """Measure, print a table in Markdown, and write the JSON file if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--turns", type=int, help="in place of the number that fits each size")
    parser.add_argument("--write", type=Path, help="JSON file to write")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    found: list[dict[str, Any]] = []
    about = machine()
    print("; ".join(f"{key}: {value}" for key, value in about.items()))
    print("| Size | Type | | ms | over torch.nn.LSTM | times lesson 05 | largest error |")
    print("|---|---|---|---:|---:|---:|---:|")
    for size in arguments.sizes:
        for dtype in ("float64", "float32"):
            for row in rows(size, dtype, arguments.turns):
                found.append(row)
                print(line(row), flush=True)
    if arguments.write:
        text = json.dumps({"machine": about, "sizes": SIZES, "rows": found}, indent=1)
        arguments.write.write_text(text + "\n", encoding="utf-8")
    wrong = [row for row in found if not row["error"] <= WORST[row["dtype"]]]
    for row in wrong:
        print(f"WRONG: {row['size']}, {row['dtype']}, {row['name']}: {row['error']:.1e}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
