"""Train the networks of lesson 07's contest and store how often each was right: `rnn_contest.json`.

    python benchmarks/contest.py            everything, about twelve minutes of one core
    python benchmarks/contest.py ablation   one experiment; the others are kept as they are

All networks are the lessons' own solutions. The lesson draws what is stored here, and has a cell
that runs one piece of it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from autograder import course
from autograder.course import reference
from rnn_utils import (
    Adam,
    clip_gradients,
    initialise_lstm,
    initialise_parameters,
    initialise_rnn,
    one_hot,
)

RESULTS = Path(__file__).resolve().parent.parent / "rnn_contest.json"
N_A, N_Y, M = 16, 4, 32  # hidden units, symbols, sequences of a batch
SEEDS = (1, 2, 3, 4, 5)
LESSON = reference.load(course.find_root())

Batch = Callable[[np.random.Generator, int], tuple[np.ndarray, np.ndarray]]

# ------------------------------------------------------------------ tasks


def marked(random: np.random.Generator, steps: int, m: int = M, places: tuple = (0, 5)) -> tuple:
    """Noise with one marked symbol among the steps of ``places``; it is to be named at the end."""
    symbols, place = random.integers(0, N_Y, (m, steps)), random.integers(*places, m)
    return _batch(symbols, place[:, np.newaxis])


def silent(random: np.random.Generator, steps: int, m: int = M, noise: float = 0.0) -> tuple:
    """The symbol to name comes first. What follows is noise of this size, or silence."""
    symbols = random.integers(0, N_Y, (m, steps))
    x, y = _batch(symbols, np.zeros((m, 1), int))
    x[:, :, 1:] *= noise
    return x, y


def partly_late(random: np.random.Generator, steps: int, m: int = M, late: float = 0.0) -> tuple:
    """As `marked`; in this share of the sequences the mark is in one of the last five steps."""
    symbols, place = random.integers(0, N_Y, (m, steps)), random.integers(0, 5, m)
    place = np.where(random.random(m) < late, steps - 5 + place, place)
    return _batch(symbols, place[:, np.newaxis])


def many_marks(random: np.random.Generator, steps: int, m: int = M, marks: int = 8) -> tuple:
    """Several marks, none in the last five steps; the last one counts."""
    symbols = random.integers(0, N_Y, (m, steps))
    return _batch(symbols, np.argsort(random.random((m, steps - 5)), axis=1)[:, :marks])


def _batch(symbols: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    m, steps = symbols.shape
    x = np.zeros((N_Y + 1, m, steps))
    x[:N_Y] = one_hot(symbols, N_Y)
    for place in places.T:
        x[N_Y, range(m), place] = 1
    return x, one_hot(symbols[range(m), places.max(axis=1)], N_Y)


# ------------------------------------------------------------------ networks


def rnn(seed: int, scale: float = 1.0) -> dict:
    """An RNN; ``scale`` multiplies ``Waa``."""
    parameters = initialise_rnn(N_Y + 1, N_A, N_Y, seed)
    return parameters | {"Waa": scale * parameters["Waa"]}


def orthogonal_rnn(seed: int) -> dict:
    """An RNN whose ``Waa`` is orthogonal."""
    return rnn(seed) | {"Waa": LESSON["orthogonal"](N_A, np.random.default_rng(seed))}


def lstm(seed: int, forget_bias: float, without: str = "") -> dict:
    """An LSTM; each gate in ``without`` is held open for good, at exactly 1."""
    parameters = initialise_lstm(N_Y + 1, N_A, N_Y, seed)
    parameters["bf"] += forget_bias
    for gate in without:  # sigmoid(1000) is 1 and has slope 0, so training leaves it there
        parameters[f"W{gate}"] *= 0
        parameters[f"b{gate}"] += 1000
    return parameters


def gru(seed: int, update_bias: float = 0.0) -> dict:
    """A GRU; a negative bias of the update gate makes it keep more."""
    shapes = {f"W{gate}": (N_A, N_A + N_Y + 1) for gate in "urc"}
    shapes |= {f"b{gate}": (N_A, 1) for gate in "urc"} | {"Wy": (N_Y, N_A), "by": (N_Y, 1)}
    parameters = initialise_parameters(shapes, seed)
    parameters["bu"] += update_bias
    return parameters


MODELS: dict[str, Callable[[int], dict]] = {
    "RNN, W_aa halved": lambda seed: rnn(seed, 0.5),
    "RNN": rnn,
    "RNN, orthogonal": orthogonal_rnn,
    "LSTM, b_f = 0": lambda seed: lstm(seed, 0),
    "LSTM, b_f = 1": lambda seed: lstm(seed, 1),
    "LSTM, b_f = 2": lambda seed: lstm(seed, 2),
    "LSTM, b_f = 4": lambda seed: lstm(seed, 4),
    "GRU": gru,
    "GRU, b_u = -2": lambda seed: gru(seed, -2),
}

# ------------------------------------------------------------------ training


def gru_forward(x: np.ndarray, a0: np.ndarray, parameters: dict) -> tuple:
    """Run the lesson's GRU cell over a sequence."""
    a, steps = a0, []
    for t in range(x.shape[2]):
        a, yt_pred, cache = LESSON["gru_cell_forward"](x[:, :, t], a, parameters)
        steps.append((a, yt_pred, cache))
    states, predictions, caches = zip(*steps, strict=True)
    return np.stack(states, axis=2), np.stack(predictions, axis=2), (caches, x)


def gru_backward(da: np.ndarray, caches: tuple) -> dict:
    """Send the gradients back through all steps of a GRU, to its weights."""
    carried: np.ndarray = np.zeros(da.shape[:2])
    total: dict = {}
    for t in reversed(range(da.shape[2])):
        step = LESSON["gru_cell_backward"](da[:, :, t] + carried, caches[0][t])
        carried = step["da_prev"]
        total = {key: total.get(key, 0) + step[key] for key in step if key[:2] in ("dW", "db")}
    return total


def forward(x: np.ndarray, parameters: dict) -> tuple[np.ndarray, np.ndarray, tuple]:
    """States, the last step's predictions, and the caches, of whichever network it is."""
    kind = {"Waa": "rnn", "Wu": "gru", "Wf": "lstm"}
    kind = next(name for key, name in kind.items() if key in parameters)
    run = gru_forward if kind == "gru" else LESSON[f"{kind}_forward"]
    a, y_pred, *_, caches = run(x, np.zeros((N_A, x.shape[1])), parameters)
    return a, y_pred[:, :, -1], caches


def backward(da: np.ndarray, caches: tuple, parameters: dict) -> dict:
    """Gradients of the recurrent weights, of whichever network it is."""
    if "Wu" in parameters:
        return gru_backward(da, caches)
    return LESSON["rnn_backward" if "Waa" in parameters else "lstm_backward"](da, caches)


def train(
    parameters: dict, task: Batch, steps: int, training: int, rate: float, seed: int
) -> tuple[float, int]:
    """Train a network in place until it is always right, or for so many training steps.

    Returns
    -------
    accuracy : float
        Share of right answers on 400 new sequences.
    taken : int
        Training steps until it was right in 99.5 % of 30 batches on end; ``training`` if never.
    """
    random, optimiser, right = np.random.default_rng(seed), Adam(parameters, rate), []
    output = "Wya" if "Wya" in parameters else "Wy"
    for _ in range(training):
        x, y = task(random, steps)
        a, y_pred, caches = forward(x, parameters)
        right.append(np.mean(y_pred.argmax(axis=0) == y.argmax(axis=0)))
        if np.mean(right[-30:]) > 0.995 and len(right) >= 30:
            break
        last = LESSON["output_backward"](
            y[:, :, np.newaxis], y_pred[:, :, np.newaxis], a[:, :, -1:], {"Wya": parameters[output]}
        )
        da = np.zeros(a.shape)
        da[:, :, -1:] = last["da"]
        gradients = backward(da, caches, parameters)
        gradients |= {"d" + output: last["dWya"], "dby": last["dby"]}
        gradients = clip_gradients({name: gradients["d" + name] for name in parameters}, 1.0)
        optimiser.step({"d" + name: gradient for name, gradient in gradients.items()})
    return accuracy(parameters, task, steps), len(right)


def accuracy(parameters: dict, task: Batch, steps: int) -> float:
    """Share of right answers on 400 new sequences."""
    x, y = task(np.random.default_rng(99), steps, m=400)  # type: ignore[call-arg]
    return float(np.mean(forward(x, parameters)[1].argmax(axis=0) == y.argmax(axis=0)))


# ------------------------------------------------------------------ experiments


def recall() -> dict:
    """Accuracy against length, with silence after the symbol and with noise around it."""
    panels = {
        "silence": (silent, 0.003, 200, (10, 20, 40, 70, 100)),
        "noise": (marked, 0.01, 400, (10, 15, 20, 30, 40, 60, 80)),
    }
    found = {}
    for panel, (task, rate, training, lengths) in panels.items():
        right = {}
        for name, make in MODELS.items():
            right[name] = [
                [train(make(seed), task, T, training, rate, seed)[0] for seed in SEEDS]
                for T in lengths
            ]
            say(panel, name, right[name])
        found[panel] = {"lengths": lengths, "training": training, "rate": rate, "right": right}
    return found


def loudness() -> dict:
    """Orthogonal weights when the silence is not silent: 40 steps, noise of several sizes."""
    sizes = (0.0, 0.1, 0.2, 0.4, 0.7, 1.0)
    right = {}
    for name in ("RNN, orthogonal", "LSTM, b_f = 4"):
        right[name] = []
        for size in sizes:

            def task(random, steps, m=M, size=size):
                return silent(random, steps, m, size)

            runs = [train(MODELS[name](seed), task, 40, 400, 0.003, seed)[0] for seed in SEEDS]
            right[name].append(runs)
        say("loudness", name, right[name])
    return {"sizes": sizes, "right": right}


def late_marks() -> dict:
    """The fresh LSTM on 30 steps, when a share of the marks is late: is it right on early ones?"""
    shares = (0.0, 0.05, 0.1, 0.2, 0.5, 1.0)
    early = []
    for share in shares:

        def task(random, steps, m=M, share=share):
            return partly_late(random, steps, m, share)

        runs = []
        for seed in SEEDS:
            parameters = lstm(seed, 0)
            train(parameters, task, 30, 600, 0.01, seed)
            runs.append(accuracy(parameters, marked, 30))
        early.append(runs)
        say("late", str(share), runs)
    return {"shares": shares, "early": early, "training": 600}


def ablation() -> dict:
    """Training steps that an LSTM with b_f = 2 needs on 20 steps, without each of its gates."""
    needed: dict = {}
    for name, task in {"one mark": marked, "eight marks": many_marks}.items():
        needed[name] = {}
        for gate in ("", "f", "i", "o"):
            runs = [train(lstm(seed, 2, gate), task, 20, 800, 0.01, seed)[1] for seed in SEEDS]
            needed[name][gate] = runs
            say("ablation", f"{name} without {gate or 'nothing'}", runs)
    return {"needed": needed, "training": 800}


EXPERIMENTS: dict[str, Callable[[], dict]] = {
    "recall": recall,
    "loudness": loudness,
    "late_marks": late_marks,
    "ablation": ablation,
}
ABOUT = (
    "Made by benchmarks/contest.py. Shares of right answers on 400 new sequences, or training "
    "steps, one number for each of the seeds 1 to 5. 16 hidden units, 4 symbols, batches of 32, "
    "Adam, gradients clipped at 1; a network that is always right stops early."
)


def say(*words: object) -> None:
    """Tell how far it is, with the seconds of this process so far."""
    print(f"{time.process_time():6.0f} s", *words, file=sys.stderr, flush=True)


def main() -> None:
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    results["about"] = ABOUT
    for name in sys.argv[1:] or EXPERIMENTS:
        results[name] = EXPERIMENTS[name]()
        lines = [f"{json.dumps(key)}: {json.dumps(results[key])}" for key in sorted(results)]
        RESULTS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
