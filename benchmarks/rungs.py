"""What each rung of lesson 08's ladder brings to the LSTM: the numbers that the lesson draws.

    python benchmarks/rungs.py [--turns 31]

The lesson shows a student's own function as one bar, because its rungs 3 to 7 are what the student
writes. Here they stand one by one. Each is held against the rung before it; each figure is the
median over turns of the ratio to the first rung within a turn, of processor time on one core.
"""

from __future__ import annotations

import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before NumPy is loaded

import argparse  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import numpy as np  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder import course  # noqa: E402
from autograder.course import reference  # noqa: E402
from rnn_speed import difference, timed  # noqa: E402

LESSON = "08_make_it_fast"


def lesson_names() -> dict[str, Any]:
    """What the cells of the lesson define that hold its rungs; nothing is timed."""
    cells = {c["id"]: c["source"] for c in course.read_cells(course.source_path(ROOT, LESSON))}
    found = {"np": np, **reference.load(ROOT)}
    for cell, end in (
        ("setup", None),
        ("timing_same", "x, a0, parameters, da ="),
        ("lstm_rungs", None),
        ("lstm_ladder", "lstm_ladders = {}"),
        ("workspace_lstm", None),
        ("workspace_ladder", "for name, size"),
        ("surprise_blocks", "W, seen ="),
    ):
        exec(cells[cell].split(end)[0] if end else cells[cell], found)
    return found


def time_first(
    names: dict, x: np.ndarray, a0: np.ndarray, p: dict, da: np.ndarray, rung: int
) -> tuple:
    """Rungs 3 to 6: one line more of each is done as the lesson's ladder for the RNN does it."""
    W, b = names["stack_gates"](p)
    forward = _forward(x, a0, np.concatenate([W, b], axis=1), rung)
    seen, gates, c, tanh_c = forward
    n_a, (m, T_x) = len(a0), x.shape[1:]
    a = seen[1:, :n_a].transpose(1, 0, 2)
    scores = p["Wy"] @ a.reshape(n_a, T_x * m) + p["by"]
    y = names["softmax"](scores).reshape(-1, T_x, m).transpose(0, 2, 1)
    gradients = _backward(names, da, forward, W, rung)
    return a.transpose(0, 2, 1), y, c[1:].transpose(1, 2, 0), gradients


def _forward(x: np.ndarray, a0: np.ndarray, W: np.ndarray, rung: int) -> tuple:
    (n_x, m, T_x), n_a = x.shape, len(a0)
    seen = np.ones((T_x + 1, n_a + n_x + 1, m))
    seen[0, :n_a], seen[:-1, n_a:-1] = a0, x.transpose(2, 0, 1)
    c, tanh_c, gates = np.zeros((T_x + 1, n_a, m)), np.zeros((T_x, n_a, m)), []
    for t in range(T_x):
        if rung < 6:
            z = (W @ seen[t]).reshape(4, n_a, m)
            (f, i, o), cct = 1 / (1 + np.exp(-z[[0, 1, 3]])), np.tanh(z[2])
            gates.append(np.stack([f, i, cct, o]))
            c[t + 1] = f * c[t] + i * cct
            tanh_c[t] = np.tanh(c[t + 1])
            seen[t + 1, :n_a] = o * tanh_c[t]
            continue
        z = np.dot(W, seen[t]).reshape(4, n_a, m)
        np.tanh(z[2], out=z[2])
        for sigmoids in (z[:2], z[3]):
            np.exp(np.negative(sigmoids, out=sigmoids), out=sigmoids)
            np.reciprocal(np.add(sigmoids, 1, out=sigmoids), out=sigmoids)
        np.multiply(z[0], c[t], out=c[t + 1])
        c[t + 1] += z[1] * z[2]
        np.multiply(z[3], np.tanh(c[t + 1], out=tanh_c[t]), out=seen[t + 1, :n_a])
        gates.append(z)
    return seen, gates, c, tanh_c


def _backward(names: dict, da: np.ndarray, forward: tuple, W: np.ndarray, rung: int) -> dict:
    seen, gates, c, tanh_c = forward
    n_a, m, T_x = da.shape
    if rung == 6:  # the lesson's own way back: its cache has the gates row upon row
        cache = seen, [z.reshape(4 * n_a, m) for z in gates], c, tanh_c, W
        return names["fast_lstm_backward"](da, cache)
    back = np.ascontiguousarray(W[:, :n_a].T) if rung == 5 else W[:, :n_a].T
    dz, dW = [], np.zeros((4 * n_a, seen.shape[1]))
    da_next, dc_next = np.zeros((2, n_a, m))
    for t in reversed(range(T_x)):
        f, i, cct, o = gates[t]
        dat = da[:, :, t] + da_next
        dc = dc_next + dat * o * (1 - tanh_c[t] ** 2)
        blocks = dc * c[t] * f * (1 - f), dc * cct * i * (1 - i), dc * i * (1 - cct**2)
        dz.append(np.concatenate([*blocks, dat * tanh_c[t] * o * (1 - o)]))
        if rung == 3:
            dW += dz[-1] @ seen[t].T
        da_next, dc_next = back @ dz[-1], dc * f
    beside = np.concatenate(dz[::-1], axis=1)
    if rung > 3:
        dW = beside @ seen[:-1].transpose(1, 0, 2).reshape(-1, T_x * m).T
    dx = (W[:, n_a:].T @ beside).reshape(-1, T_x, m).transpose(0, 2, 1)
    by_gate = names["by_gate"]
    return {"dx": dx, "da0": da_next, **by_gate(dW[:, :-1], "dW"), **by_gate(dW[:, -1:], "db")}


def rungs_of(names: dict, case: tuple) -> dict[str, Any]:
    """Each rung of the LSTM's ladder, as a function without arguments."""
    own = {
        "3: time first": 3,
        "4: dW after the loop": 4,
        "5: transpose copied": 5,
        "6: no temporaries": 6,
    }
    return {
        "by the letter": lambda: names["by_the_letter"](*case),
        "1: shared terms once": lambda: names["lesson_05"](*case),
        "2: gates stacked": lambda: names["gates_stacked"](*case),
        **{name: lambda k=k: time_first(names, *case, k) for name, k in own.items()},
        "7: one exponential": lambda: names["yours"](*case),
        "8: workspace": names["with_workspace"](*case),
        "9: float32": names["with_workspace"](*names["in_float32"](*case)),
    }


def main() -> int:
    """Print the ratios of both sizes; exit status 1 if a rung gives other numbers."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--turns", type=int, default=31)
    turns, names, wrong = parser.parse_args().turns, lesson_names(), 0
    for size in ("TINY", "TEXT"):
        rungs = rungs_of(names, names["inputs"](**names[size]))
        want = rungs["by the letter"]()
        for name, run in rungs.items():
            error = difference(run(), want)[0]
            if error is None or error > (1e-4 if "float32" in name else 1e-10):
                print(f"{size} {name}: wrong, {error}")
                wrong = 1
        ratios = [round(timing.ratio, 2) for timing in timed(rungs, turns)]
        print(size.lower(), ratios)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
