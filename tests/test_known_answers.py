"""The solutions give the numbers that the notebooks this course grew from print, where right."""

import json
from pathlib import Path

import numpy as np
import pytest

from autograder.course import reference

DATA = json.loads((Path(__file__).parent / "data" / "known_answers.json").read_text())
BLOCKS = {block["id"]: block for block in DATA["blocks"] + DATA["repaired"]}
ITEMS = [(name, i) for name, block in BLOCKS.items() for i in range(len(block["answers"]))]


def draw(draws):
    """Draw the inputs of a recipe from a freshly seeded stream."""
    random = np.random.RandomState(1)
    return {entry["name"]: random.randn(*entry["shape"]) for entry in draws}


def environment(name):
    """Names of a block's expressions: its inputs, and what the functions return for them."""
    recipe = BLOCKS[name]["recipe"]
    if name == "000-in2":
        return one_layer()
    if name == "000-in15":
        first, second = (draw(stream["draws"]) for stream in recipe["draws"])
        env = {**first, "da_next": second["da_next"]}
    elif name == "000-in8":
        stream = draw(BLOCKS["000-in3"]["recipe"]["draws"] + recipe["draws"][7:])
        env = {**stream, "xt": stream["xt_new"]}
    else:
        env = draw(recipe["draws"])
    if name == "003-in31":  # its ba is left over from an earlier cell
        env["ba"] = draw(BLOCKS["003-in27"]["recipe"]["draws"])["ba"]
    keys = recipe["parameters_keys"]
    env.setdefault("Wy", np.zeros((2, 5)))  # shapes only y, which no gradient here depends on
    env.setdefault("by", np.zeros((2, 1)))
    env["parameters"] = {key: env[drawn] for key, drawn in keys.items()}
    env |= CALLS[BLOCKS[name]["exercise"]](env, {drawn: env[drawn] for drawn in keys.values()})
    return env


def one_layer():
    answers = {answer["expression"]: answer for answer in BLOCKS["000-in2"]["answers"]}
    env = {
        name: np.reshape(answers[name]["value"], answers[name]["value_shape"])
        for name in ("weights", "inputs", "biases")
    }
    z = env["weights"] @ env["inputs"] + env["biases"]
    return {**env, "Z": z, "tanh": np.tanh, "softmax": reference.load()["softmax"]}


def rnn_cell(env, parameters):
    functions = reference.load()
    args = env["xt"], env["a_prev"], parameters
    if env["xt"].ndim == 3:
        return {}
    a_next, yt_pred, cache = functions["rnn_cell_forward"](*args)
    result = {"a_next": a_next, "yt_pred": yt_pred}
    if "da_next" in env:
        result["gradients"] = functions["rnn_cell_backward"](env["da_next"], cache)
    # The oldest notebook kept its cache in a dictionary.
    names = ("a_next_1", "a_prev_0", "input_1")
    return {
        **result,
        "cache": {**dict(zip(names, cache, strict=False)), "params_1": env["parameters"]},
    }


def rnn(env, parameters):
    functions = reference.load()
    if "x" not in env:
        return {}
    a0 = env.get("a0", env.get("a_init"))
    a, y_pred, caches = functions["rnn_forward"](env["x"], a0, parameters)
    result = {"a": a, "y_pred": y_pred, "caches": caches}
    if "da" in env:
        result["gradients"] = functions["rnn_backward"](env["da"], caches)
    if "a_init" in env:  # the oldest notebook again
        steps = [{"a_prev_0": cache[1], "input_1": cache[2]} for cache in caches[0]]
        result["caches"] = {list: steps}
    return result


def lstm_cell(env, parameters):
    functions = reference.load()
    args = env["xt"], env["a_prev"], env["c_prev"], parameters
    a_next, c_next, yt, cache = functions["lstm_cell_forward"](*args)
    result = {"a_next": a_next, "c_next": c_next, "yt": yt, "cache": cache}
    if "da_next" in env:
        backward = functions["lstm_cell_backward"]
        result["gradients"] = backward(env["da_next"], env["dc_next"], cache)
    return result


def lstm(env, parameters):
    functions = reference.load()
    a0 = env.get("a0", env.get("a_init"))
    a, y, c, caches = functions["lstm_forward"](env["x"], a0, parameters)
    result = {"a": a, "y": y, "c": c, "caches": caches}
    if "da" in env:
        # Steps without a gradient of their own have one of zero.
        missing = env["x"].shape[2] - env["da"].shape[2]
        da = np.pad(env["da"], ((0, 0), (0, 0), (0, missing)))
        result["gradients"] = functions["lstm_backward"](da, caches)
    return result


CALLS = {
    "rnn_cell_forward": rnn_cell,
    "rnn_cell_backward": rnn_cell,
    "rnn_forward": rnn,
    "rnn_backward": rnn,
    "lstm_cell_forward": lstm_cell,
    "lstm_cell_backward": lstm_cell,
    "lstm_forward": lstm,
    "lstm_backward": lstm,
}


def agrees(got, value, precision, cut=False):
    """Whether a result equals a stored value to the precision that it was printed with."""
    got, value = np.ravel(got), np.ravel(value)
    got = got[: value.size] if cut else got
    if got.size != value.size:
        return False
    tolerance = {"8 decimals": 1.1e-8, "full float64": 1e-12}.get(precision, 0)
    return np.allclose(got, value, rtol=tolerance, atol=tolerance)


def printed_value(name, answer):
    """What the expression of a printed item gives here."""
    env = environment(name)
    if name == "001-in4":
        # Printed for the four steps that da has; the gradient has the shape of x, seven steps.
        assert env["gradients"]["dx"].shape == (3, 10, 7)
        assert not env["gradients"]["dx"][:, :, 4:].any()
        env["gradients"]["dx"] = env["gradients"]["dx"][:, :, :4]
    return eval(answer["expression"], env)


@pytest.mark.parametrize(("name", "i"), ITEMS)
def test_a_printed_number_is_reproduced_or_known_to_be_wrong(name, i):
    answer = BLOCKS[name]["answers"][i]
    got = printed_value(name, answer)
    same = agrees(got, answer["value"], answer.get("printed_precision"), "cut" in answer)
    if answer["reproduces"] is False:
        assert not same, "this printed number is wrong, and the solution gives it"
        assert agrees(got, answer["correct_value"], "full float64")
    else:
        assert same


def test_the_stale_bias_block_has_right_gradients_for_the_bias_that_was_meant():
    block = BLOCKS["003-in31"]
    right = {a["expression"]: a["value"] for a in BLOCKS["repaired-003-in31"]["answers"]}
    corrected = [a for a in block["answers"] if "correct_value" in a]
    assert len(corrected) == 5
    for answer in corrected:
        assert agrees(answer["correct_value"], right[answer["expression"]], "full float64")


def test_the_counts_are_those_of_the_source_material():
    answers = [answer for block in DATA["blocks"] for answer in block["answers"]]
    assert len(answers) == 149
    assert sum(answer["reproduces"] is True for answer in answers) == 136
    assert sum(answer["reproduces"] is False for answer in answers) == 10


def test_softmax_keeps_columns_a_thousand_apart(functions):
    got = functions["softmax"](np.array(DATA["softmax"]["input"]))
    assert np.allclose(got, DATA["softmax"]["value"], rtol=1e-12)
