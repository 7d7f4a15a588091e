"""The numbers of the touchable pictures, by the solutions: what a page shows untouched."""

from __future__ import annotations

import functools
import json
import sys
from pathlib import Path

import numpy as np

from autograder.course import reference
from rnn_utils import initialise_lstm

HERE = Path(__file__).resolve().parent / "pictures"
sys.path.insert(0, str(HERE))
import train_letters  # noqa: E402


def number(value: float, digits: int = 3) -> str:
    """A number with a true minus sign, none before a zero, as `number` of parts.js writes it."""
    written = f"{value:.{digits}f}"
    return (written if float(written) else written.replace("-", "")).replace("-", "−")


def written(values: np.ndarray) -> str:
    """A column of numbers."""
    return "; ".join(number(value) for value in np.ravel(values))


# ------------------------------------------------------------------ the cells


@functools.cache
def cells() -> dict[str, dict]:
    """What cells.json says of the LSTM and of the GRU."""
    return json.loads((HERE / "cells.json").read_text(encoding="utf-8"))


def cell_values(kind: str) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Value and gradient of each part of a cell, for the inputs that the picture starts with."""
    about, solution = cells()[kind], reference.load()
    parameters = {name: np.array(value) for name, value in about["parameters"].items()}
    given = {name: np.array([[value]]) for name, value in about["start"].items()}
    arrives = {name: np.array([[value]]) for name, value in about["arrives"].items()}
    return (_lstm_values if kind == "lstm" else _gru_values)(solution, parameters, given, arrives)


def _lstm_values(solution, parameters, given, arrives):
    xt, a_prev, c_prev = given["xt"], given["a_prev"], given["c_prev"]
    *_, y, cache = solution["lstm_cell_forward"](xt, a_prev, c_prev, parameters)
    back = solution["lstm_cell_backward"](arrives["da"], arrives["dc"], cache)
    a_next, c_next, _, _, ft, it, cct, ot, *_ = cache
    tanh_c, da = np.tanh(c_next), arrives["da"]
    dc = arrives["dc"] + da * ot * (1 - tanh_c**2)
    return {
        "c_prev": (c_prev, back["dc_prev"]),
        "a_prev": (a_prev, back["da_prev"]),
        "xt": (xt, back["dxt"]),
        "stack": (np.vstack([a_prev, xt]), np.vstack([back["da_prev"], back["dxt"]])),
        "f": (ft, back["dbf"]),  # one example: a bias has the gradient of its z
        "i": (it, back["dbi"]),
        "cct": (cct, back["dbc"]),
        "keep": (ft * c_prev, dc),
        "write": (it * cct, dc),
        "c_next": (c_next, dc),
        "o": (ot, back["dbo"]),
        "tanh_c": (tanh_c, dc - arrives["dc"]),
        "a_next": (a_next, da),
        "yt_pred": (y, np.array([])),
    }


def _gru_values(solution, parameters, given, arrives):
    xt, a_prev, da = given["xt"], given["a_prev"], arrives["da"]
    a_next, y, cache = solution["gru_cell_forward"](xt, a_prev, parameters)
    back = solution["gru_cell_backward"](da, cache)
    _, _, ut, rt, cct, *_ = cache
    d_reset = parameters["Wc"].T @ back["dbc"]
    ds = parameters["Wu"].T @ back["dbu"] + parameters["Wr"].T @ back["dbr"]
    return {
        "a_prev": (a_prev, back["da_prev"]),
        "xt": (xt, back["dxt"]),
        "stack": (np.vstack([a_prev, xt]), ds),
        "u": (ut, back["dbu"]),
        "r": (rt, back["dbr"]),
        "v": (rt * a_prev, d_reset[:1]),
        "reset_stack": (np.vstack([rt * a_prev, xt]), d_reset),
        "cct": (cct, back["dbc"]),
        "keep": ((1 - ut) * a_prev, da),
        "write": (ut * cct, da),
        "a_next": (a_next, da),
        "yt_pred": (y, np.array([])),
    }


def cell_picture(kind: str, whole: bool) -> dict:
    """Data and table of a cell."""
    about = cells()[kind]
    hidden = ("code", "back_code") if not whole else ()
    parts = [
        {key: value for key, value in part.items() if key not in hidden and keeps(key, part, whole)}
        for part in about["parts"]
    ]
    rows = [["part", "shape", "value", "gradient"]]
    for name, (value, gradient) in cell_values(kind).items():
        shape = next(part["shape"] for part in parts if part["id"] == name)
        rows.append([name, shape, (f"{name}.value", written(value))])
        rows[-1].append((f"{name}.gradient", written(gradient) if gradient.size else "–"))
    return {
        "data": {"kind": kind, "whole": whole, "cell": {**about, "parts": parts}},
        "table": rows,
    }


def keeps(key: str, part: dict, whole: bool) -> bool:
    """Whether a page may hold a fact: what the lesson asks for is not in it."""
    return whole or key != "back" or bool(part.get("given"))


# ------------------------------------------------------------------ the letters


@functools.cache
def networks() -> dict[str, dict]:
    """The stored networks of letters.json."""
    return json.loads((HERE / "letters.json").read_text(encoding="utf-8"))


def read_words(model: dict, words: list[str]) -> list[tuple[np.ndarray, np.ndarray]]:
    """States (n_a, letters + 1) and predictions of a stored network on each word, mark first."""
    solution, parameters = reference.load(), train_letters.unpack(model)
    nothing = np.zeros((model["n_a"], 1))
    read = []
    for word in words:
        x = solution["encode"]([word], model["alphabet"])[0]
        a, y, *_ = solution["lstm_forward"](x, nothing, parameters)
        read.append((a[:, 0], y[:, 0]))
    return read


def best_unit(correlations: list[float]) -> int:
    """Unit that goes most with a fact."""
    return int(np.abs(correlations).argmax())


def leaders(probabilities: np.ndarray, alphabet: str, count: int = 5) -> str:
    """The most probable characters, the first ones first."""
    order = sorted(range(len(alphabet)), key=lambda k: (-probabilities[k], k))[:count]
    return "; ".join(f"{alphabet[k]} {number(probabilities[k])}" for k in order)


def letters_picture(name: str, facts: dict[str, str]) -> dict:
    """Data and table of the letters: the network that the picture starts with."""
    model = networks()[name]
    unit = best_unit(model["facts"]["vowel"])
    rows, goes = [["what", "numbers"]], []
    for fact, values in model["facts"].items():
        goes.append(f"{facts[fact]} {'+' if values[unit] > 0 else ''}{number(values[unit], 2)}")
    rows.append(["goes", ("goes", ", ".join(goes))])
    read = read_words(model, model["words"])
    for k, (word, (a, _)) in enumerate(zip(model["words"], read, strict=True)):
        values = [number(value, 2) for value in a[unit, 1:]]
        seen = "; ".join(f"{letter} {value}" for letter, value in zip(word, values, strict=True))
        rows.append([word, (f"word.{k}", seen)])
    rows.append(["next", ("next", leaders(read[0][1][:, 0], model["alphabet"]))])
    return {"data": {"model": name}, "table": rows}


def _letters(language: str, words: dict) -> dict:
    return letters_picture("turkish" if language == "tr" else "names", words["facts"])


# ------------------------------------------------------------------ how much arrives

REACH_START = {"bias": 1.0, "scale": 1.0, "size": 1.0}


@functools.cache
def reach_networks() -> dict:
    """Inputs (T_x columns), a gradient at the end, a rotation, and a fresh LSTM, as lists.

    Rounded, because a page carries them: what Python computes, it computes from the same digits.
    """
    random = np.random.default_rng(5)
    n, steps = 8, 40
    turn = np.linalg.qr(random.standard_normal((n, n)))[0]
    x, da_last = random.standard_normal((steps, n)), random.standard_normal(n)
    lstm = {
        name: value for name, value in initialise_lstm(n, n, 1, seed=4).items() if "y" not in name
    }
    lists = {"x": x, "da_last": da_last / np.linalg.norm(da_last), "turn": turn}
    made = {name: value.round(4).tolist() for name, value in lists.items()}
    return {**made, "lstm": {name: value.round(4).tolist() for name, value in lstm.items()}}


def arriving(bias: float, scale: float, size: float) -> dict[str, np.ndarray]:
    """Shares of the last step's gradient that arrive at each step, by the solutions."""
    given, solution = reach_networks(), reference.load()
    x = size * np.array(given["x"]).T[:, np.newaxis]
    n, _, steps = x.shape
    da = np.zeros((n, 1, steps))
    da[:, 0, -1] = given["da_last"]
    output = {"Wy": np.zeros((1, n)), "Wya": np.zeros((1, n)), "by": np.zeros((1, 1))}
    lstm = {**output, **{name: np.array(value) for name, value in given["lstm"].items()}}
    lstm["bf"] = lstm["bf"] + bias
    turn = np.array(given["turn"])
    rnn = {**output, "Wax": np.eye(n), "Waa": scale * turn, "ba": np.zeros((n, 1))}
    shares = {}
    for name, parameters in {"lstm": lstm, "rnn": rnn}.items():
        caches = solution[f"{name}_forward"](x, np.zeros((n, 1)), parameters)[-1]
        lengths = np.linalg.norm(solution[f"{name}_backward"](da, caches)["dx"][:, 0], axis=0)
        shares[name] = lengths / lengths[-1]
    return shares


def roughly(value: float) -> str:
    """A number of any size with two figures; `roughly` of parts.js does the same."""
    if value == 0:
        return "0"
    if 0.01 <= abs(value) < 1000:
        return f"{float(f'{value:.1e}'):g}".replace("-", "−")
    digits, power = f"{value:.1e}".split("e")
    raised = str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{digits.replace('-', '−')} · 10{raised}"


def reach_picture() -> dict:
    """Data and table of the gradients that arrive."""
    shares = arriving(**REACH_START)
    rows = [["step", "lstm", "rnn"]]
    for t in (*range(0, 39, 5), 39):
        rows.append([str(t), *((f"{name}.{t}", roughly(shares[name][t])) for name in shares)])
    return {"data": {**reach_networks(), "start": REACH_START}, "table": rows}


# ------------------------------------------------------------------ back through time

STEPS = {
    "x": [1.0, -0.5, 0.8, -1.0],
    "own": [0.4, -0.6, 0.3, 1.0],
    "a0": 0.5,
    "Wax": 0.7,
    "Waa": 0.9,
    "ba": 0.1,
}
_PARTS = ("da", "dz", "dxt", "handedBack", "dWax", "dWaa", "dba")


def walk_back() -> dict[str, float]:
    """Every number of the walk back by its name in the table, by the solutions."""
    solution = reference.load()
    parameters = {name: np.array([[STEPS[name]]]) for name in ("Wax", "Waa", "ba")}
    parameters |= {"Wya": np.zeros((1, 1)), "by": np.zeros((1, 1))}
    x, own = (np.array(STEPS[name])[np.newaxis, np.newaxis] for name in ("x", "own"))
    a, _, (caches, _) = solution["rnn_forward"](x, np.array([[STEPS["a0"]]]), parameters)
    found, carry = {}, np.zeros((1, 1))
    for t in range(len(STEPS["x"]), 0, -1):
        da = own[:, :, t - 1] + carry
        back = solution["rnn_cell_backward"](da, caches[t - 1])
        carry = back["da_prev"]
        values = (da, back["dba"], back["dxt"], carry, back["dWax"], back["dWaa"], back["dba"])
        found |= {f"{name}.{t}": value.item() for name, value in zip(_PARTS, values, strict=True)}
        found[f"a.{t}"] = a[0, 0, t - 1].item()
    whole = solution["rnn_backward"](own, (caches, x))
    found |= {f"{name}.sum": whole[name].item() for name in ("dWax", "dWaa", "dba")}
    return found


def steps_picture() -> dict:
    """Data and table of the walk back."""
    found, columns = walk_back(), ("a", *_PARTS)
    rows = [["step", *columns]]
    for row in (*map(str, range(len(STEPS["x"]), 0, -1)), "sum"):
        names = [f"{name}.{row}" for name in columns]
        rows.append([row, *((n, number(found[n])) if n in found else "" for n in names)])
    return {"data": STEPS, "table": rows}


# ------------------------------------------------------------------ the gates at work

CANDIDATE = 2.0  # weight of the input in the candidate
UNITS = {
    "keep": {"wf": 0.0, "bf": 6.0, "wi": 8.0, "bi": -5.0, "wo": 0.0, "bo": 4.0},
    "leak": {"wf": 0.0, "bf": 2.0, "wi": 0.0, "bi": 0.0, "wo": 0.0, "bo": 4.0},
    "sum": {"wf": 0.0, "bf": 8.0, "wi": 0.0, "bi": -1.0, "wo": 0.0, "bo": 4.0},
    "reset": {"wf": 8.0, "bf": 4.0, "wi": 8.0, "bi": -5.0, "wo": 0.0, "bo": 4.0},
}


@functools.cache
def signals() -> dict[str, list[float]]:
    """The signals that a reader may start from."""
    t = np.arange(32)
    pulses = 0.15 * np.random.default_rng(3).uniform(-1, 1, t.size)
    pulses[[4, 5]], pulses[[14, 15]], pulses[24] = 0.9, -0.9, 0.7
    made = {
        "pulses": pulses,
        "steps": np.select([t < 6, t < 14, t < 22], [0, 0.8, -0.6], 0.3),
        "wave": 0.9 * np.sin(t / 2.5),
        "flat": 0 * t,
    }
    return {name: (np.round(signal * 20) / 20 + 0.0).tolist() for name, signal in made.items()}


def run_unit(signal: list[float], unit: dict[str, float]) -> dict[str, np.ndarray]:
    """Gates and states of one unit over a signal, by the solutions."""
    parameters = {"Wy": np.zeros((1, 1)), "by": np.zeros((1, 1))}
    for letter in "fio":
        parameters[f"W{letter}"] = np.array([[0.0, unit[f"w{letter}"]]])
        parameters[f"b{letter}"] = np.array([[unit[f"b{letter}"]]])
    parameters |= {"Wc": np.array([[0.0, CANDIDATE]]), "bc": np.zeros((1, 1))}
    x = np.array(signal)[np.newaxis, np.newaxis]
    a, _, c, (caches, _) = reference.load()["lstm_forward"](x, np.zeros((1, 1)), parameters)
    gates = zip(*(cache[4:8] for cache in caches), strict=True)
    f, i, cct, o = (np.array([value.item() for value in row]) for row in gates)
    return {"x": x[0, 0], "f": f, "i": i, "cct": cct, "c": c[0, 0], "o": o, "a": a[0, 0]}


def gates_picture() -> dict:
    """Data and table of the gates."""
    start = {"unit": "keep", "signal": "pulses"}
    run = run_unit(signals()[start["signal"]], UNITS[start["unit"]])
    rows = [["step", *run]]
    for t in range(len(run["x"])):
        rows.append([str(t), *((f"{name}.{t}", number(run[name][t], 2)) for name in run)])
    data = {**start, "units": UNITS, "signals": signals(), "wc": CANDIDATE}
    return {"data": data, "table": rows}


MADE = {
    "gates": lambda *_: gates_picture(),
    "steps": lambda *_: steps_picture(),
    "reach": lambda *_: reach_picture(),
    "lstm": lambda *_: cell_picture("lstm", whole=False),
    "lstm_whole": lambda *_: cell_picture("lstm", whole=True),
    "gru": lambda *_: cell_picture("gru", whole=False),
    "gru_whole": lambda *_: cell_picture("gru", whole=True),
    "letters": _letters,
}
