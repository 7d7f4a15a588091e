"""What the touchable pictures compute, in node, against the solutions.

Run by ``make test-site``, because it needs node.
"""

import functools
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "site"))
import picture_numbers  # noqa: E402

HERE = Path(__file__).resolve().parent
pytestmark = pytest.mark.site


def as_lists(value):
    """Arrays as lists; a column (n, 1) becomes a list of n numbers, as the scripts have it."""
    return np.squeeze(value, axis=1).tolist()


def random_cell(random, gates, n_x=3, n_a=4, n_y=2):
    """Inputs and parameters of a cell, all sizes different."""
    parameters = {}
    for gate in gates:
        parameters[f"W{gate}"] = random.standard_normal((n_a, n_a + n_x))
        parameters[f"b{gate}"] = random.standard_normal((n_a, 1))
    parameters |= {"Wy": random.standard_normal((n_y, n_a)), "by": random.standard_normal((n_y, 1))}
    sizes = {"xt": n_x, "a_prev": n_a, "c_prev": n_a, "da": n_a, "dc": n_a}
    return {name: random.standard_normal((n, 1)) for name, n in sizes.items()}, parameters


@pytest.fixture(scope="module")
def compute(tmp_path_factory):
    """What the scripts compute for a question."""

    def ask(what, **question):
        path = tmp_path_factory.mktemp("touch") / "plan.json"
        path.write_text(json.dumps([{"what": what, **question}]), encoding="utf-8")
        command = ["node", HERE / "touch_numbers.mjs", ROOT / "site" / "pictures", path]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)[0]

    return ask


def close(got, want):
    np.testing.assert_allclose(np.array(got), np.squeeze(want), rtol=1e-10, atol=1e-12)


def ask_cell(compute, kind, given, parameters):
    lists = {name: as_lists(value) for name, value in given.items()}
    p = {name: value.tolist() for name, value in parameters.items()}
    return compute(kind, **lists, p=p)


def test_the_lstm_cell_gives_what_the_solution_gives(compute, functions):
    given, parameters = random_cell(np.random.default_rng(1), "fico")
    found = ask_cell(compute, "lstm", given, parameters)
    inputs = (given["xt"], given["a_prev"], given["c_prev"])
    a_next, c_next, y, cache = functions["lstm_cell_forward"](*inputs, parameters)
    seen = dict(zip(("ft", "it", "cct", "ot"), cache[4:8], strict=True))
    for name, want in {**seen, "aNext": a_next, "cNext": c_next, "ytPred": y}.items():
        close(found["seen"][name], want)
    back = functions["lstm_cell_backward"](given["da"], given["dc"], cache)
    for name, want in {"dxt": "dxt", "daPrev": "da_prev", "dcPrev": "dc_prev"}.items():
        close(found["back"][name], back[want])
    for gate in "fico":
        close(found["back"]["dW"][gate], back[f"dW{gate}"])
        close(found["back"]["dz"][gate], back[f"db{gate}"])


def test_the_gru_cell_gives_what_the_solution_gives(compute, functions):
    given, parameters = random_cell(np.random.default_rng(2), "urc")
    found = ask_cell(compute, "gru", given, parameters)
    a_next, y, cache = functions["gru_cell_forward"](given["xt"], given["a_prev"], parameters)
    seen = dict(zip(("ut", "rt", "cct"), cache[2:5], strict=True))
    for name, want in {**seen, "aNext": a_next, "ytPred": y}.items():
        close(found["seen"][name], want)
    back = functions["gru_cell_backward"](given["da"], cache)
    close(found["back"]["dxt"], back["dxt"])
    close(found["back"]["daPrev"], back["da_prev"])
    for gate in "urc":
        close(found["back"]["dW"][gate], back[f"dW{gate}"])
        close(found["back"]["dz"][gate], back[f"db{gate}"])


def test_the_walk_back_gives_what_the_solution_gives(compute, functions):
    random, n_x, n_a, steps = np.random.default_rng(3), 2, 3, 6
    shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "ba": (n_a, 1)}
    p = {name: random.standard_normal(shape) for name, shape in shapes.items()}
    x, own = random.standard_normal((n_x, 1, steps)), random.standard_normal((n_a, 1, steps))
    a0 = random.standard_normal((n_a, 1))
    found = compute(
        "rnn",
        x=x[:, 0].T.tolist(),
        own=own[:, 0].T.tolist(),
        a0=a0[:, 0].tolist(),
        p={name: value.tolist() for name, value in p.items()},
    )
    output = {"Wya": np.zeros((1, n_a)), "by": np.zeros((1, 1))}
    a, _, caches = functions["rnn_forward"](x, a0, {**p, **output})
    close(found["states"][1:], a[:, 0].T)
    whole = functions["rnn_backward"](own, caches)
    last = found["back"][-1]
    for name in ("dWax", "dWaa", "dba"):
        close(last["sums"][name], whole[name])
    close(last["handedBack"], whole["da0"])
    close([step["dxt"] for step in found["back"]][::-1], whole["dx"][:, 0].T)


@pytest.mark.parametrize(
    ("bias", "scale", "size"), [(1, 1, 1), (-2, 0.5, 2), (7, 1.6, 0), (4, 0.7, 0.25)]
)
def test_the_gradient_that_arrives_is_that_of_the_solutions(bias, scale, size, compute):
    given = picture_numbers.reach_networks()
    found = compute("arriving", given=given, bias=bias, scale=scale, size=size)
    for name, want in picture_numbers.arriving(bias, scale, size).items():
        np.testing.assert_allclose(found[name], want, rtol=1e-8)


@pytest.mark.parametrize("unit", sorted(picture_numbers.UNITS))
def test_the_gates_of_a_unit_are_those_of_the_solution(unit, compute):
    signal = np.random.default_rng(4).uniform(-1, 1, 20).tolist()
    settings = picture_numbers.UNITS[unit]
    found = compute("unit", signal=signal, unit=settings, wc=picture_numbers.CANDIDATE)
    for name, want in picture_numbers.run_unit(signal, settings).items():
        close(found[name], want)


def test_sixteen_bits_become_the_number_that_they_stand_for(compute):
    bits = np.arange(0, 2**16, 7, dtype=np.uint16)
    want = bits.view(np.float16).astype(float)
    found = np.array([float(value) for value in compute("halves", bits=bits.tolist())])
    np.testing.assert_array_equal(found, want)


@pytest.mark.parametrize(("name", "word"), [("names", "mary"), ("turkish", "gözlükçü")])
def test_the_trained_network_reads_a_word_as_the_solutions_do(name, word, compute):
    model = picture_numbers.networks()[name]
    found = compute("read", model=model, word=word)
    ((a, y),) = picture_numbers.read_words(model, [word])
    close([step["a"] for step in found], a.T)
    close([step["probabilities"] for step in found], y.T)


@pytest.mark.parametrize("temperature", [0.01, 0.3, 1, 3, 100])
def test_a_temperature_reshapes_as_the_solution_does(temperature, compute, functions):
    p = np.array([0.5, 0.0, 0.3, 0.2])
    found = compute("temperature", probabilities=p.tolist(), temperature=temperature)
    close(found, functions["apply_temperature"](p, temperature))


def test_draws_follow_the_probabilities_and_never_take_what_is_impossible(compute):
    p, count = np.array([0.5, 0.0, 0.3, 0.2]), 4000
    shares = np.bincount(
        compute("places", probabilities=p.tolist(), seed=5, count=count), minlength=4
    )
    assert shares[1] == 0
    np.testing.assert_allclose(shares / count, p, atol=0.03)  # four standard deviations


def test_drawn_words_repeat_with_the_seed_and_calm_down_with_the_temperature(compute):
    model = picture_numbers.networks()["names"]
    ask = functools.partial(compute, "words", model=model, count=40)
    warm = ask(temperature=1, seed=1)
    assert warm == ask(temperature=1, seed=1) != ask(temperature=1, seed=2)
    assert len(set(ask(temperature=0.1, seed=1))) < len(set(warm)) / 2
    assert all(set(word) < set(model["alphabet"]) and len(word) <= 30 for word in warm)


def test_numbers_are_written_as_python_writes_them(compute):
    # No halves of a last digit: JavaScript rounds them away from 0, Python to the even one.
    values = [0, 1, -0.6, 0.0123, -0.0001, 8.3e-9, 9.1e7, 720.4, -3.27, 1000, 999.96]
    for digits in (0, 2, 3):
        found = compute("written", values=values, digits=digits)
        want = [[picture_numbers.number(v, digits), picture_numbers.roughly(v)] for v in values]
        assert found == want


def test_a_formula_falls_into_its_runs(compute):
    formulas = [r"dc_{t-1}^{\mathrm{carry}} = f_t", r"\tilde{c}_t \odot W_f^\top", r"\hat{y}_t"]
    assert compute("runs", formulas=formulas) == [
        "dc|t|−1|carry| = |f|t",
        "c̃|t| ⊙ |W|f|⊤",
        "ŷ|t",
    ]
