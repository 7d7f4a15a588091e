"""Measure what lesson 06 claims: bits per character, new words, and vowel harmony, over seeds.

``python benchmarks/language_model.py`` prints all of it, in about two minutes. The functions are
those of the lesson: its solutions, and what its cells define to train and to draw.
"""

from __future__ import annotations

import argparse
import ast
import json
from pathlib import Path

import numpy as np

import rnn_utils
from autograder import course
from autograder.course import reference

LESSON = "06_language_model"
SEEDS = range(5)
NAMES = {"units": 64, "steps": 1000}
TURKISH = {"units": 32, "steps": 700}
DRAWN = 500  # words whose harmony is measured


def lesson_functions(root: Path | None = None) -> dict:
    """Functions that the lesson's cells define, beside the solutions that they call."""
    root = root or course.find_root()
    notebook = json.loads(course.source_path(root, LESSON).read_text(encoding="utf-8"))
    names = {name: getattr(rnn_utils, name) for name in rnn_utils.__all__}
    names |= {"np": np, **reference.load()}
    for cell in notebook["cells"]:
        if course.SHOW_TAG in cell["metadata"].get("tags", []):
            tree = ast.parse("".join(cell["source"]))
            tree.body = [part for part in tree.body if isinstance(part, ast.FunctionDef)]
            exec(compile(tree, f"<{cell['id']}>", "exec"), names)
    return names


def bits_on_names(lesson: dict, seed: int, units: int, steps: int) -> dict[str, float]:
    """Bits per character on held-out names, of the table and of an LSTM trained with one seed."""
    words = rnn_utils.load_words("names_en.txt")
    training, held_out = rnn_utils.split_words(words)
    alphabet = rnn_utils.alphabet_of(words)
    table = lesson["count_pairs"](training, alphabet)
    trained = lesson["train"](
        lesson["new_lstm"](len(alphabet), units, seed), training, alphabet, steps, seed=seed
    )[0]
    drawn = lesson["draw_words"](lesson["lstm_step"](trained), alphabet, 200, seed)
    return {
        "bigram": lesson["bits_of_table"](table, held_out, alphabet),
        "LSTM": lesson["bits_of_model"](trained, held_out, alphabet),
        "LSTM, training names": lesson["bits_of_model"](trained, training[::9], alphabet),
        "share of new words": float(np.mean([word not in set(training) for word in drawn])),
    }


def harmony(lesson: dict, seed: int, units: int, steps: int, drawn: int = DRAWN) -> dict:
    """Share of drawn Turkish words that obey vowel harmony, and bits; by model."""
    words = rnn_utils.load_words("words_tr.txt")
    training, held_out = rnn_utils.split_words(words)
    alphabet = rnn_utils.alphabet_of(words)
    n_x = len(alphabet)
    table = lesson["count_pairs"](training, alphabet)
    lstm, rnn = [
        lesson["train"](parameters, training, alphabet, steps, seed=seed)[0]
        for parameters in (
            lesson["new_lstm"](n_x, units, seed),
            rnn_utils.initialise_rnn(n_x, units, n_x, seed),
        )
    ]
    makers = {
        "LSTM": lesson["lstm_step"](lstm),
        "RNN": lesson["rnn_step"](rnn),
        "bigram": lesson["bigram_step"](table),
    }
    shares = {
        name: rnn_utils.harmony_share(lesson["draw_words"](step, alphabet, drawn, seed))
        for name, step in makers.items()
    }
    bits = {
        "LSTM": lesson["bits_of_model"](lstm, held_out, alphabet),
        "RNN": lesson["bits_of_model"](rnn, held_out, alphabet),
        "bigram": lesson["bits_of_table"](table, held_out, alphabet),
    }
    return {"real words": rnn_utils.harmony_share(words), **shares, "bits": bits}


def main() -> None:
    """Print what comes out for each seed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seeds", type=int, default=len(SEEDS))
    seeds = range(parser.parse_args().seeds)
    lesson = lesson_functions()
    print("names: {units} units, {steps} steps".format(**NAMES))
    for seed in seeds:
        values = bits_on_names(lesson, seed, **NAMES)
        text = ", ".join(f"{name} {value:.3f}" for name, value in values.items())
        print(f"  seed {seed}: {text}", flush=True)
    print("Turkish words: {units} units, {steps} steps".format(**TURKISH))
    for seed in seeds:
        values = harmony(lesson, seed, **TURKISH)
        bits = values.pop("bits")
        text = ", ".join(f"{name} {value:.1%}" for name, value in values.items())
        text += "; bits " + ", ".join(f"{name} {value:.3f}" for name, value in bits.items())
        print(f"  seed {seed}: {text}", flush=True)
    print("one kind of unit, 400 steps, names, seed 0 (the lesson's exploration)")
    for kind, make in [("LSTM", lesson["new_lstm"]), ("RNN", _new_rnn)]:
        for units in (16, 32, 64):
            words = rnn_utils.load_words("names_en.txt")
            training, held_out = rnn_utils.split_words(words)
            alphabet = rnn_utils.alphabet_of(words)
            trained = lesson["train"](make(len(alphabet), units), training, alphabet, 400)[0]
            bits = [
                lesson["bits_of_model"](trained, part, alphabet)
                for part in (held_out, training[::9])
            ]
            print(f"  {kind}, {units}: held out {bits[0]:.2f}, training {bits[1]:.2f}", flush=True)


def _new_rnn(n_x: int, n_a: int) -> dict:
    return rnn_utils.initialise_rnn(n_x, n_a, n_x)


if __name__ == "__main__":
    main()
