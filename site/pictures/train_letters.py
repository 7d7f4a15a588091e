"""Trains the two networks whose letters a reader colours, and stores them small.

Run by hand, because the result is stored beside it: ``python site/pictures/train_letters.py``.
Everything that trains is lesson 06's own: its functions are taken from the notebook as they stand.
"""

from __future__ import annotations

import ast
import base64
import json
from pathlib import Path

import numpy as np

from autograder import course
from autograder.course import reference

HERE = Path(__file__).resolve().parent
LESSON = "06_language_model"
STORED = HERE / "letters.json"
NAMES = ("Wf", "bf", "Wi", "bi", "Wc", "bc", "Wo", "bo", "Wy", "by")
# As in the lesson: file of words, hidden units, training steps, and which letters are vowels.
MODELS = {
    "names": ("names_en.txt", 64, 1000, "aeiou"),
    "turkish": ("words_tr.txt", 32, 700, "aeıioöuü"),
}


def lesson_functions(root: Path) -> dict:
    """Functions that lesson 06 defines or imports, and the solutions of all lessons before it."""
    namespace = {"np": np, **reference.load(root)}
    for cell in course.read_cells(course.source_path(root, LESSON)):
        if cell["cell_type"] != "code" or cell["id"].endswith("_hidden"):
            continue
        kept = [
            part
            for part in ast.parse("".join(cell["source"])).body
            if isinstance(part, ast.FunctionDef | ast.ImportFrom) and cell["id"] != "fetch_helpers"
        ]
        exec(compile(ast.Module(kept, []), f"<{cell['id']}>", "exec"), namespace)
    return namespace


def pack(parameters: dict[str, np.ndarray]) -> str:
    """All parameters in the order of NAMES, as float16 in base64."""
    flat = np.concatenate([parameters[name].ravel() for name in NAMES])
    return base64.b64encode(flat.astype("<f2").tobytes()).decode()


def unpack(model: dict) -> dict[str, np.ndarray]:
    """Parameters of a stored model, in float64."""
    flat = np.frombuffer(base64.b64decode(model["weights"]), "<f2").astype(float)
    n_x, n_a = len(model["alphabet"]), model["n_a"]
    parameters, start = {}, 0
    for name in NAMES:
        rows = n_x if name in ("Wy", "by") else n_a
        columns = 1 if name[0] == "b" else n_a if name == "Wy" else n_a + n_x
        parameters[name] = flat[start : start + rows * columns].reshape(rows, columns)
        start += rows * columns
    if start != flat.size:
        raise ValueError(f"{flat.size} numbers are stored, {start} are wanted")
    return parameters


def unit_facts(lesson: dict, model: dict, words: list[str], vowels: str) -> dict[str, list[float]]:
    """Correlation of each unit with three facts about the letter that was read last."""
    alphabet, parameters = model["alphabet"], unpack(model)
    x, _, mask = lesson["encode"](words, alphabet)
    read = np.moveaxis(lesson["run_model"](parameters, x)[1], 0, -1)[mask == 1]
    facts = {
        "vowel": [letter in vowels for word in words for letter in "." + word],
        "place": [place for word in words for place in range(len(word) + 1)],
        "end": [place == len(word) for word in words for place in range(len(word) + 1)],
    }
    return {
        fact: [round(float(np.corrcoef(unit, answers)[0, 1]), 3) for unit in read.T]
        for fact, answers in facts.items()
    }


def train_model(lesson: dict, file: str, n_a: int, steps: int, vowels: str) -> dict:
    """Train one network as the lesson does, and measure what is stored of it."""
    words = lesson["load_words"](file)
    training, held_out = lesson["split_words"](words)
    alphabet = lesson["alphabet_of"](words)
    network = lesson["new_lstm"](len(alphabet), n_a)
    parameters = lesson["train"](network, training, alphabet, steps)[0]
    model = {"alphabet": alphabet, "n_a": n_a, "weights": pack(parameters)}
    bits = lesson["bits_of_model"](unpack(model), held_out, alphabet)
    model["facts"] = unit_facts(lesson, model, held_out, vowels)
    model["bits"] = round(float(bits), 3)
    model["words"] = held_out[:: len(held_out) // 9][:8]
    return model


if __name__ == "__main__":
    lesson = lesson_functions(course.find_root())
    stored = {name: train_model(lesson, *how) for name, how in MODELS.items()}
    text = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
    STORED.write_text(text + "\n", encoding="utf-8")
    for name, model in stored.items():
        print(f"{name}: {model['bits']} bits a character on held-out words")
    print(f"{STORED.name}: {STORED.stat().st_size / 1000:.0f} kB")
