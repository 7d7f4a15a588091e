"""The numbers of the touchable pictures, by the solutions: what a page shows untouched."""

from __future__ import annotations

import functools
import json
import sys
from pathlib import Path

import numpy as np

from autograder.course import reference

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


MADE = {
    "lstm": lambda *_: cell_picture("lstm", whole=False),
    "lstm_whole": lambda *_: cell_picture("lstm", whole=True),
    "gru": lambda *_: cell_picture("gru", whole=False),
    "gru_whole": lambda *_: cell_picture("gru", whole=True),
    "letters": _letters,
}
