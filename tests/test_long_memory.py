"""Lesson 07: its solutions against independent oracles, its prose against small runs."""

import json
import re
import sys

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from test_gradients import IDS, SHAPES, a_rnn_cell, a_sigmoid, a_softmax, draw, rnn_shapes

from autograder import course
from autograder.checks.mistakes import bank
from rnn_compare import CheckFailed
from rnn_utils import check, load_contest, numeric_gradient

ROOT = course.find_root()
if str(ROOT) not in sys.path:  # benchmarks/ is no part of the installed package
    sys.path.insert(0, str(ROOT))

from benchmarks import contest  # noqa: E402

LESSON = "07_long_memory"

# ------------------------------------------------------------------ oracles, written for autograd


def gru_shapes(n_x, n_a, n_y):
    gates = {f"W{g}": (n_a, n_a + n_x) for g in "urc"} | {f"b{g}": (n_a, 1) for g in "urc"}
    return {**gates, "Wy": (n_y, n_a), "by": (n_y, 1)}


def a_gru_cell(v):
    """One step, with each weight matrix cut in two instead of the inputs stacked."""
    n_a = v["a_prev"].shape[0]

    def sums(gate, old):
        W = v["W" + gate]
        return anp.dot(W[:, :n_a], old) + anp.dot(W[:, n_a:], v["xt"]) + v["b" + gate]

    u, r = a_sigmoid(sums("u", v["a_prev"])), a_sigmoid(sums("r", v["a_prev"]))
    a = (1 - u) * v["a_prev"] + u * anp.tanh(sums("c", r * v["a_prev"]))
    return a, a_softmax(anp.dot(v["Wy"], a) + v["by"])


def a_windows(v, window):
    """States of an RNN whose gradient stops between windows, though the value goes on."""
    a, states = v["a0"], []
    for t in range(v["x"].shape[2]):
        if t and t % window == 0:
            a = stopped(a)
        a, _ = a_rnn_cell({**v, "xt": v["x"][:, :, t], "a_prev": a})
        states.append(a)
    return anp.stack(states, axis=2)


@autograd.extend.primitive
def stopped(a):
    return a


autograd.extend.defvjp(stopped, lambda out, a: lambda g: 0 * g)


def cell_problem(shape, f):
    n_x, m, _, n_a, n_y = shape
    v = draw(11, xt=(n_x, m), a_prev=(n_a, m), **gru_shapes(n_x, n_a, n_y))
    d = np.random.default_rng(12).standard_normal((n_a, m))
    cache = f["gru_cell_forward"](v["xt"], v["a_prev"], v)[2]
    return v, d, f["gru_cell_backward"](d, cache)


def close(got, want, tolerance=1e-10):
    return got.shape == want.shape and np.abs(got - want).max() <= tolerance * max(
        1, np.abs(want).max()
    )


# ------------------------------------------------------------------ the GRU


@pytest.mark.parametrize("shape", SHAPES, ids=IDS)
def test_gru_step_equals_the_independent_one(shape, functions):
    n_x, m, _, n_a, n_y = shape
    v = draw(10, xt=(n_x, m), a_prev=(n_a, m), **gru_shapes(n_x, n_a, n_y))
    a_next, yt_pred, _ = functions["gru_cell_forward"](v["xt"], v["a_prev"], v)
    want_a, want_y = a_gru_cell(v)
    assert close(a_next, want_a, 1e-13) and close(yt_pred, want_y, 1e-13)


@pytest.mark.parametrize("shape", SHAPES, ids=IDS)
def test_gru_gradients_equal_automatic_differentiation(shape, functions):
    v, d, gradients = cell_problem(shape, functions)
    expected = autograd.grad(lambda v: anp.sum(d * a_gru_cell(v)[0]))(v)
    for key, gradient in gradients.items():
        assert close(gradient, expected[key[1:]]), key


@pytest.mark.parametrize("shape", SHAPES[:8], ids=IDS[:8])
def test_gru_gradients_equal_central_differences(shape, functions):
    v, d, gradients = cell_problem(shape, functions)
    for key, gradient in gradients.items():

        def state(q, name=key[1:]):
            moved = {**v, name: q}
            return functions["gru_cell_forward"](moved["xt"], moved["a_prev"], moved)[0]

        assert close(gradient, numeric_gradient(state, v[key[1:]], d), 1e-7), key


@pytest.mark.torch
@pytest.mark.parametrize("shape", SHAPES, ids=IDS)
def test_an_adapted_gru_equals_pytorch_and_ours_does_not(shape, functions):
    torch = pytest.importorskip("torch")
    n_x, m, steps, n_a, _ = shape
    torch.manual_seed(0)
    layer = torch.nn.GRU(n_x, n_a).double()
    w = {name: value.detach().numpy() for name, value in layer.named_parameters()}
    x = np.random.default_rng(1).standard_normal((n_x, m, steps))
    a = 0.5 * np.random.default_rng(2).standard_normal((n_a, m))
    start = torch.tensor(a.T[np.newaxis].copy())
    out = layer(torch.tensor(x.transpose(2, 1, 0).copy()), start)[0]
    want = out.detach().numpy().transpose(2, 1, 0)

    ours = {"Wy": np.zeros((1, n_a)), "by": np.zeros((1, 1))}
    for k, (gate, sign) in enumerate((("r", 1), ("u", -1), ("c", 1))):  # z is the share of the old
        rows = slice(n_a * k, n_a * k + n_a)
        ours["W" + gate] = sign * np.hstack([w["weight_hh_l0"][rows], w["weight_ih_l0"][rows]])
        bias = w["bias_ih_l0"][rows] + w["bias_hh_l0"][rows]
        ours["b" + gate] = sign * bias[:, np.newaxis]
    inside = w["bias_hh_l0"][2 * n_a :, np.newaxis]
    own, differs = a, 0.0
    for t in range(steps):
        _, _, (_, _, ut, rt, _, _, _) = functions["gru_cell_forward"](x[:, :, t], a, ours)
        old = rt * (ours["Wc"][:, :n_a] @ a + inside)
        candidate = np.tanh(ours["Wc"][:, n_a:] @ x[:, :, t] + ours["bc"] - inside + old)
        a = ut * candidate + (1 - ut) * a
        assert close(a, want[:, :, t], 1e-12)
        own = functions["gru_cell_forward"](x[:, :, t], own, ours)[0]
        differs = max(differs, np.abs(own - want[:, :, t]).max())
    assert differs > 1e-4


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ("reset-gate-after-the-product", "resets after the product"),
        ("reset-gate-after-the-product-and-its-bias", "resets after the product"),
        ("update-gate-the-other-way-round", "its gate is the share of the old"),
        ("the-variant-of-pytorch", "PyTorch's"),
        ("the-variant-of-pytorch-with-one-bias", "PyTorch's"),
    ],
)
def test_the_check_names_the_variant_of_the_gru(mistake, said):
    entry = next(e for e in bank.load() if (e.function, e.name) == ("gru_cell_forward", mistake))
    with pytest.raises(CheckFailed, match=f"another variant of the GRU: .*{said}"):
        check(entry.make())


# ------------------------------------------------------------------ truncation


def rnn_problem(shape, f, steps):
    n_x, m, _, n_a, n_y = shape
    v = draw(13, x=(n_x, m, steps), a0=(n_a, m), **rnn_shapes(n_x, n_a, n_y))
    d = np.random.default_rng(14).standard_normal((n_a, m, steps))
    return v, d, f["rnn_forward"](v["x"], v["a0"], v)[2]


@pytest.mark.parametrize("window", [1, 2, 3, 5, 7, 8])
@pytest.mark.parametrize("shape", SHAPES[:6], ids=IDS[:6])
def test_truncated_gradients_are_those_of_a_graph_that_is_cut(shape, window, functions):
    v, d, caches = rnn_problem(shape, functions, steps=7)
    gradients = functions["rnn_backward_truncated"](d, caches, window)
    expected = autograd.grad(lambda v: anp.sum(d * a_windows(v, window)))(v)
    for key, gradient in gradients.items():
        assert close(gradient, expected[key[1:]]), key


@pytest.mark.parametrize("shape", SHAPES[:6], ids=IDS[:6])
def test_a_window_as_long_as_the_sequence_cuts_nothing(shape, functions):
    v, d, caches = rnn_problem(shape, functions, steps=5)
    whole = functions["rnn_backward"](d, caches)
    for window in (5, 6, 100):
        cut = functions["rnn_backward_truncated"](d, caches, window)
        assert all(np.array_equal(cut[key], whole[key]) for key in whole)
    assert not close(functions["rnn_backward_truncated"](d, caches, 4)["dWaa"], whole["dWaa"])


# ------------------------------------------------------------------ masks


@pytest.mark.parametrize("shape", SHAPES[:6], ids=IDS[:6])
def test_a_padded_batch_gives_each_example_what_it_gets_alone(shape, functions):
    n_x, _, _, n_a, n_y = shape
    lengths = [5, 1, 3, 0, 4]
    v = draw(15, x=(n_x, 5, 5), a0=(n_a, 5), **rnn_shapes(n_x, n_a, n_y))
    mask = (np.arange(5) < np.array(lengths)[:, np.newaxis]).astype(float)
    junk = np.where(mask == 1, v["x"], 1e3)
    a, y_pred, (caches, x) = functions["rnn_forward_masked"](junk, v["a0"], mask, v)
    assert len(caches) == 5 and x is junk
    for i, length in enumerate(lengths):
        if not length:
            assert np.array_equal(a[:, i], np.repeat(v["a0"][:, [i]], 5, axis=1))
            continue
        alone, predicted, _ = functions["rnn_forward"](v["x"][:, [i], :length], v["a0"][:, [i]], v)
        assert close(a[:, [i], :length], alone, 1e-13)
        assert close(y_pred[:, [i], :length], predicted, 1e-13)
        for t in range(length, 5):  # and then it stands still
            assert np.array_equal(a[:, i, t], a[:, i, length - 1])
            assert close(y_pred[:, i, t], y_pred[:, i, length - 1], 1e-15)


def test_the_masked_caches_lead_back_to_the_gradients_of_the_masked_states(functions):
    """What the lesson says of the way back: through the cell where the mask is 1, else past it."""
    v = draw(16, x=(2, 3, 4), a0=(5, 3), **rnn_shapes(2, 5, 2))
    mask = np.array([[1, 1, 0, 1], [0, 1, 1, 0], [1, 0, 0, 0]], float)
    d = np.random.default_rng(17).standard_normal((5, 3, 4))
    caches = functions["rnn_forward_masked"](v["x"], v["a0"], mask, v)[2][0]
    carried, dWaa = 0, 0
    for t in reversed(range(4)):
        arrives = d[:, :, t] + carried
        back = functions["rnn_cell_backward"](mask[:, t] * arrives, caches[t])
        carried = back["da_prev"] + (1 - mask[:, t]) * arrives
        dWaa = dWaa + back["dWaa"]

    def states(name, value):
        w = {**v, name: value}
        return functions["rnn_forward_masked"](w["x"], w["a0"], mask, w)[0]

    assert close(dWaa, numeric_gradient(lambda q: states("Waa", q), v["Waa"], d), 1e-7)
    assert close(carried, numeric_gradient(lambda q: states("a0", q), v["a0"], d), 1e-7)


# ------------------------------------------------------------------ orthogonal weights


@pytest.mark.parametrize("n", [1, 2, 3, 8, 40])
def test_orthogonal_matrices_are_orthogonal_and_come_from_the_generator(n, functions):
    random = np.random.default_rng(n)
    first, second = functions["orthogonal"](n, random), functions["orthogonal"](n, random)
    for W in (first, second):
        assert W.shape == (n, n) and np.abs(W.T @ W - np.eye(n)).max() < 1e-12
    assert np.array_equal(first, functions["orthogonal"](n, np.random.default_rng(n)))
    assert n == 1 or not np.allclose(first, second)


def test_all_draws_of_one_size_have_the_same_determinant(functions):
    for n in (2, 3, 4, 7):
        random = np.random.default_rng(n)
        found = {round(np.linalg.det(functions["orthogonal"](n, random))) for _ in range(20)}
        assert len(found) == 1


# ------------------------------------------------------------------ what the prose says, in small


def test_the_stored_contest_is_reproduced_by_its_script():
    """Single runs of each experiment, made again."""
    stored = load_contest()
    run = contest.train
    silence, noise = (stored["recall"][task] for task in ("silence", "noise"))
    at = silence["lengths"].index(20)
    for name in ("RNN, W_aa halved", "RNN, orthogonal", "LSTM, b_f = 4"):
        again = run(contest.MODELS[name](1), contest.silent, 20, 200, 0.003, 1)[0]
        assert abs(again - silence["right"][name][at][0]) < 0.1, name
    at = noise["lengths"].index(15)
    for name in ("LSTM, b_f = 1", "GRU, b_u = -2"):
        again = run(contest.MODELS[name](1), contest.marked, 15, 400, 0.01, 1)[0]
        assert abs(again - noise["right"][name][at][0]) < 0.1, name


def medians(runs):
    return np.median(runs, axis=1)


def test_what_the_lesson_says_of_the_contest_is_in_the_stored_runs():
    stored = load_contest()
    silence, noise = stored["recall"]["silence"], stored["recall"]["noise"]
    assert sum(np.array(silence["right"]["RNN, orthogonal"][-1]) > 0.99) == 4
    for name in ("RNN, W_aa halved", "RNN", "RNN, orthogonal"):
        runs = noise["right"][name][noise["lengths"].index(20) :]
        assert np.max(runs) < 0.4, name
    reach = {
        name: max(np.array(noise["lengths"])[medians(runs) > 0.9], default=0)
        for name, runs in noise["right"].items()
    }
    assert reach["LSTM, b_f = 1"] == 20 and reach["LSTM, b_f = 0"] == reach["GRU"] == 15
    assert reach["RNN"] == 10
    assert reach["GRU, b_u = -2"] == 80 == max(reach.values())
    assert (medians(silence["right"]["LSTM, b_f = 4"]) == 1).all()
    loud = stored["loudness"]["right"]
    assert np.max(loud["RNN, orthogonal"][-1]) < 0.3
    assert np.min(loud["LSTM, b_f = 4"]) > 0.98
    assert np.min(loud["RNN, orthogonal"][:3]) > 0.98


def test_late_marks_teach_early_ones_in_the_stored_runs():
    late = load_contest()["late_marks"]
    early = dict(zip(late["shares"], np.array(late["early"]), strict=True))
    assert early[0.0].max() < 0.3 and early[1.0].max() < 0.5
    assert sum(early[0.1] > 0.99) == 3 and early[0.2].min() > 0.98


def test_gates_are_missed_as_the_lesson_says_in_the_stored_runs():
    needed = load_contest()["ablation"]["needed"]
    one, eight = (
        {gate: np.median(runs) for gate, runs in needed[task].items()}
        for task in ("one mark", "eight marks")
    )
    assert one["f"] < one[""] and max(one, key=one.get) == "i"
    assert min(needed["eight marks"]["f"]) > max(needed["eight marks"][""])
    assert max(eight, key=eight.get) == "i"


def test_a_gate_without_weights_and_a_bias_of_1000_stays_open(functions):
    parameters = contest.lstm(1, 2, "f")
    contest.train(parameters, contest.marked, 10, 5, 0.01, 1)
    assert (parameters["bf"] == 1002).all() and (parameters["Wf"] == 0).all()


def test_the_fresh_lstm_learns_a_mark_anywhere_and_not_an_early_one():
    def anywhere(random, steps, m=contest.M):
        return contest.marked(random, steps, m, (0, steps))

    early = contest.train(contest.lstm(1, 0), contest.marked, 20, 250, 0.01, 1)[0]
    assert early < 0.35
    assert contest.train(contest.lstm(1, 0), anywhere, 20, 400, 0.01, 1)[0] > 0.9


def test_the_fresh_lstm_learns_in_stages_what_it_does_not_learn_at_once():
    network = contest.lstm(1, 0)
    for steps in (10, 20):
        right, _ = contest.train(network, contest.marked, steps, 300, 0.01, 1)
    assert right > 0.95


@pytest.fixture(scope="module")
def cells(root):
    path = course.source_path(root, LESSON)
    return {cell["id"]: cell["source"] for cell in course.read_cells(path)}


@pytest.fixture(scope="module")
def names(cells):
    """What the lesson's cells define, up to the experiment with delayed bits; nothing is drawn."""
    import matplotlib.pyplot as plt

    found = {}
    exec(cells["setup"], found)
    found["show_figure"] = lambda *_: plt.close("all")
    for cell in ("given", "look_products", "orthogonal", "gru_cell_forward", "gru_figure"):
        exec(cells[cell], found)
    for cell in ("gru_cell_backward", "rnn_backward_truncated"):
        exec(cells[cell], found)
    exec(cells["truncation_training"].split("with when_written")[0], found)
    return found


def test_a_window_teaches_what_fits_into_it_and_nothing_longer(names):
    assert names["train_in_windows"](4, training=150) < 0.6
    assert names["train_in_windows"](8, training=150) < 0.8
    assert names["train_in_windows"](9) > 0.97
    assert names["train_in_windows"](12, training=200) > 0.97


@pytest.fixture(scope="module")
def piece(cells, names):
    """What the cell "Run a piece of it" defines."""
    exec(cells["contest_run"].split("with when_written")[0], names)
    return names


def when_half_are_named(piece, seed):
    """Training steps until half of the near marks are named, and half of the far ones."""
    first, x, y, marked = {}, *piece["marked_symbols"](np.random.default_rng(99), 600, 30, (0, 30))

    def look(step, forward, parameters):
        if step % 10:
            return
        y_pred = forward(x, np.zeros((16, 600)), parameters)[1][:, :, -1]
        right = y_pred.argmax(axis=0) == y.argmax(axis=0)
        for name, places in (("near", marked >= 24), ("far", marked < 6)):
            if right[places].mean() > 0.5:
                first.setdefault(name, step)

    def anywhere(random, m=32):
        return piece["marked_symbols"](random, m, 30, (0, 30))

    piece["train_once"](piece["new_network"]("LSTM", 0.0, seed), anywhere, seed, 240, look)
    return first["near"], first["far"]


@pytest.mark.parametrize("seed", [1, 3])
def test_near_marks_are_named_before_far_ones(seed, piece):
    near, far = when_half_are_named(piece, seed)
    assert 50 <= near <= 100 and 150 <= far <= 230


def test_a_gru_that_keeps_more_learns_what_the_fresh_one_does_not(piece):
    def learned(bias, training=180):
        network = piece["new_network"]("GRU", bias, 1)
        return piece["train_once"](network, piece["marked_symbols"], 1, training)

    assert np.mean(learned(0.0)[-30:]) < 0.4
    right = learned(-2.0)
    assert np.mean(right[-30:]) > 0.995 and 120 <= len(right) <= 170


def test_stages_are_run_until_thirty_batches_are_right(piece):
    network = piece["new_network"]("LSTM", 0.0, 2)
    needed = []
    for steps in (10, 20):

        def draw(random, m=32, steps=steps):
            return piece["marked_symbols"](random, m, steps)

        right = piece["train_once"](network, draw, 2)
        assert np.mean(right[-30:]) > 0.995
        needed.append(len(right))
    assert 130 <= needed[0] <= 180 and 30 <= needed[1] <= 130


@pytest.mark.parametrize("limit", [0.01, 100.0])
def test_a_clipping_limit_matters_little_to_adam(limit, cells, names):
    source = cells["contest_run"].split("with when_written")[0]
    assert source.count("for name in parameters}, 1.0)") == 1
    found = dict(names)
    exec(source.replace("in parameters}, 1.0)", f"in parameters}}, {limit})"), found)
    right = found["train_once"](found["new_network"]("LSTM", 2.0, 2), found["marked_symbols"], 2)
    assert np.mean(right[-30:]) > 0.995 and 140 <= len(right) <= 240


def far(names, kind, change):
    """In how many directions more than a hundredth is left after 25 steps."""
    n_a, lanes = names["n_a"], 2 if kind == "lstm" else 1
    copies = np.repeat(names["sequence"], lanes * n_a, axis=1)
    network = {
        "rnn": names["plain"],
        "lstm": names["initialise_lstm"](names["n_x"], n_a, 1, seed=4),
        "gru": names["initialise_gru"](names["n_x"], n_a, 1, seed=4),
    }[kind]
    run = names[f"{kind}_forward"]
    caches = run(copies, np.zeros((n_a, lanes * n_a)), change(dict(network)))[-1][0]
    found = names["stretches"](names[f"{kind}_cell_backward"], caches, lanes)
    return int((found[24] > 0.01).sum())


def test_the_directions_that_survive_are_as_many_as_the_lesson_says(names):
    scaled = [far(names, "rnn", lambda p, s=s: p | {"Waa": s * p["Waa"]}) for s in (0.5, 1, 3)]
    assert [*scaled, far(names, "rnn", lambda p: p | {"Waa": names["turn"]})] == [0, 0, 3, 0]
    lstms = [far(names, "lstm", lambda p, b=b: p | {"bf": p["bf"] + b}) for b in (0, 1, 2, 4)]
    assert lstms == [0, 4, 10, 15]
    grus = [far(names, "gru", lambda p, b=b: p | {"bu": p["bu"] + b}) for b in (0, -2, -4)]
    assert grus == [0, 12, 16]


def test_inputs_take_the_gradient_away_as_the_lesson_says(names):
    n_a, copies = names["n_a"], np.repeat(names["sequence"], names["n_a"], axis=1)
    for size, slope, after_ten in ((0, 1, 1), (0.3, 0.82, 0.09), (1, 0.54, 2e-4), (3, 0.27, 0)):
        network = names["plain"] | {"Waa": names["turn"]}
        a, _, (steps, _) = names["rnn_forward"](size * copies, np.zeros((n_a, n_a)), network)
        assert np.mean(1 - a[:, 0] ** 2) == pytest.approx(slope, abs=0.01)
        found = names["stretches"](names["rnn_cell_backward"], steps)
        assert np.median(found[9]) == pytest.approx(after_ten, rel=0.1, abs=1e-4)


def test_the_numbers_by_hand_are_right(functions, names, cells):
    assert 0.36 * 2 == pytest.approx(0.72) and 0.72**10 == pytest.approx(0.04, abs=0.005)
    exec(cells["gru_forward_tiny"].split("with when_written")[0], names)
    a_next, _, cache = functions["gru_cell_forward"](
        np.array([[-1.5]]), np.array([[2.0]]), names["by_hand"]
    )
    gradients = functions["gru_cell_backward"](np.array([[1.0]]), cache)
    assert a_next.item() == pytest.approx(1.5) and cache[2].item() == pytest.approx(1 / 4)
    assert gradients["da_prev"].item() == pytest.approx(21 / 32)
    for bias, share in ((0, 3e-8), (1, 4e-4), (2, 0.042), (4, 0.63)):
        assert (1 / (1 + np.exp(-bias))) ** 25 == pytest.approx(share, rel=0.06)


def test_every_prediction_of_the_lesson_has_an_answer(cells):
    from autograder.checks.long_memory import PREDICTIONS

    asked = [
        re.search(r'predict\("([^"]+)"', source)[1]
        for cell, source in cells.items()
        if cell.startswith("predict_")
    ]
    assert sorted(asked) == sorted(PREDICTIONS) and len(asked) >= 4


def test_the_stored_contest_is_small_and_says_how_it_was_made(root):
    path = root / "rnn_contest.json"
    assert path.stat().st_size < 10_000
    assert "benchmarks/contest.py" in json.loads(path.read_text(encoding="utf-8"))["about"]
