"""The fast LSTM of lesson 08 gives the numbers of lesson 05, of autograd and of PyTorch."""

import sys

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from test_gradients import SHAPES, a_unroll, lstm_shapes

from autograder import course
from rnn_check import check
from rnn_compare import CheckFailed
from rnn_probes import probed
from rnn_quantities import first_fault
from rnn_speed import difference

ROOT = course.find_root()
if str(ROOT) not in sys.path:  # benchmarks/ is no part of the installed package
    sys.path.insert(0, str(ROOT))

from benchmarks import rungs  # noqa: E402

LESSON = "08_make_it_fast"


def draw(n_x, m, steps, n_a, n_y, dtype=float, seed=0):
    random = np.random.default_rng(seed)
    scale = min(0.7, 1.5 / np.sqrt(n_a + n_x))  # larger ones are chaotic: each digit lost grows
    shapes = {"x": (n_x, m, steps), "a0": (n_a, m), **lstm_shapes(n_x, n_a, n_y)}
    values = {name: scale * random.standard_normal(shape) for name, shape in shapes.items()}
    values["x"] = values["x"] / scale
    da = random.standard_normal((n_a, m, steps))
    values = {name: value.astype(dtype) for name, value in values.items()}
    return values.pop("x"), values.pop("a0"), values, da.astype(dtype)


def both_ways(functions, x, a0, parameters, da):
    a, y, c, cache = functions["fast_lstm_forward"](x, a0, parameters)
    return {"a": a, "y": y, "c": c, **functions["fast_lstm_backward"](da, cache)}


def lesson_05(functions, x, a0, parameters, da):
    a, y, c, caches = functions["lstm_forward"](x, a0, parameters)
    return {"a": a, "y": y, "c": c, **functions["lstm_backward"](da, caches)}


def assert_close(got, want, allowed):
    assert got.keys() == want.keys()
    for key, value in want.items():
        assert got[key].shape == value.shape, key
        error = np.abs(got[key] - value).max()
        assert error <= allowed * max(1, np.abs(value).max()), (key, error)


EDGES = {
    "tiny": (3, 10, 7, 5, 2),
    "text": (27, 32, 50, 100, 27),
    "one example": (3, 1, 6, 4, 2),
    "one step": (3, 5, 1, 4, 2),
    "one unit": (2, 5, 6, 1, 3),
    "all one": (1, 1, 1, 1, 1),
    "more features than units": (9, 4, 5, 2, 3),
}


@pytest.mark.parametrize("shape", [*SHAPES, *EDGES.values()], ids=str)
def test_it_gives_the_numbers_of_lesson_05(shape, functions):
    case = draw(*shape)
    assert_close(both_ways(functions, *case), lesson_05(functions, *case), 1e-12)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_its_gradients_equal_automatic_differentiation(shape, functions):
    x, a0, parameters, da = draw(*shape)

    def loss(values):
        return anp.sum(da * a_unroll(values, lstm=True)[0])

    got = both_ways(functions, x, a0, parameters, da)
    want = autograd.grad(loss)({"x": x, "a0": a0, **parameters})
    want = {f"d{name}": value for name, value in want.items() if f"d{name}" in got}
    assert_close({key: got[key] for key in want}, want, 1e-10)
    assert len(want) == 10


@pytest.mark.parametrize("shape", EDGES.values(), ids=EDGES)
def test_single_precision_stays_single(shape, functions):
    case = draw(*shape, dtype=np.float32)
    got = both_ways(functions, *case)
    assert {value.dtype for value in got.values()} == {np.dtype(np.float32)}
    double = [case[0].astype(float), case[1].astype(float)]
    double += [{name: value.astype(float) for name, value in case[2].items()}, case[3]]
    assert_close(got, lesson_05(functions, *double), 1e-4)


@pytest.mark.parametrize("changed", ["x", "a0", "parameters"])
def test_one_input_in_double_precision_makes_all_double(changed, functions):
    x, a0, parameters, da = draw(3, 4, 5, 2, 3, dtype=np.float32)
    case = {"x": x, "a0": a0, "parameters": parameters}
    case[changed] = (
        {name: value.astype(float) for name, value in parameters.items()}
        if changed == "parameters"
        else case[changed].astype(float)
    )
    a, _, c, _ = functions["fast_lstm_forward"](**case)
    assert a.dtype == c.dtype == float


@pytest.mark.parametrize("size", [1e2, 1e4, 1e6])
@pytest.mark.filterwarnings("error")
def test_saturated_gates_are_finite_and_warn_of_nothing(size, functions):
    x, a0, parameters, da = draw(3, 4, 5, 6, 2)
    case = (size * x, a0, parameters, da)
    got = both_ways(functions, *case)
    assert all(np.isfinite(value).all() for value in got.values())
    assert_close(got, lesson_05(functions, *case), 1e-8)


def fortran(value):
    return np.asfortranarray(value)


def strided(value):
    wide = np.zeros((*value.shape[:-1], 2 * value.shape[-1]), value.dtype)
    wide[..., ::2] = value
    return wide[..., ::2]


def read_only(value):
    value = value.copy()
    value.flags.writeable = False
    return value


@pytest.mark.parametrize("form", [fortran, strided, read_only])
def test_the_form_in_memory_makes_no_difference(form, functions):
    x, a0, parameters, da = draw(3, 4, 5, 2, 3)
    want = both_ways(functions, x, a0, parameters, da)
    changed = {name: form(value) for name, value in parameters.items()}
    got = both_ways(functions, form(x), form(a0), changed, form(da))
    assert_close(got, want, 1e-14)


def copies(values):
    return {name: value.copy() for name, value in values.items()}


def test_a_later_call_leaves_earlier_results_and_caches_alone(functions):
    case, other = draw(3, 4, 5, 2, 3), draw(3, 4, 5, 2, 3, seed=1)
    *first, cache = functions["fast_lstm_forward"](*case[:3])
    kept = [value.copy() for value in first]
    gradients = functions["fast_lstm_backward"](case[3], cache)
    before = copies(gradients)
    both_ways(functions, *other)
    assert all(np.array_equal(a, b) for a, b in zip(first, kept, strict=True))
    assert all(np.array_equal(gradients[key], before[key]) for key in before)
    again = functions["fast_lstm_backward"](case[3], cache)
    assert all(np.array_equal(again[key], before[key]) for key in before)


# ------------------------------------------------------------------------ the workspace


@pytest.fixture(scope="module")
def lesson_workspace():
    """`WorkspaceLSTM` and `in_blocks`, as the lesson shows them."""
    return rungs.lesson_names()


@pytest.mark.parametrize("largest", [None, 40, 10**6])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("shape", [*EDGES.values(), (5, 3, 4, 8, 2)], ids=[*EDGES, "eight units"])
def test_the_workspace_gives_the_same_numbers_call_after_call(
    shape, dtype, largest, lesson_workspace, functions
):
    n_x, m, steps, n_a, _ = shape
    lstm = lesson_workspace["WorkspaceLSTM"](n_x, n_a, m, steps, dtype)
    if largest:
        for name, W in {"dot": lstm.scaled, "dot_back": lstm.back}.items():
            setattr(lstm, name, lesson_workspace["in_blocks"](W, m, largest))
    for seed in range(3):
        x, a0, parameters, da = draw(*shape, dtype=dtype, seed=seed)
        a, y, c = lstm.forward(x, a0, parameters)
        got = {"a": a, "y": y, "c": c, **lstm.backward(da)}
        assert {value.dtype for value in got.values()} == {np.dtype(dtype)}
        want = both_ways(functions, x, a0, parameters, da)
        assert_close(got, want, 1e-12 if dtype == np.float64 else 1e-4)


CUT = {  # rows, columns of W, m, largest: number of blocks
    (400, 128, 32, 10**6): 2,
    (100, 400, 32, 10**6): 2,
    (1024, 385, 64, 10**6): 32,
    (8, 10, 10, 400): 2,
    (8, 10, 10, 399): 1,  # no block has fewer than four rows
    (13, 10, 10, 400): 1,  # nor is one smaller than the others
    (8, 10, 10, 800): 1,
    (3, 10, 10, 1): 1,
}


@pytest.mark.parametrize("case", CUT, ids=str)
def test_a_product_is_cut_into_the_fewest_blocks_that_are_small_enough(
    case, lesson_workspace, monkeypatch
):
    rows, n, m, largest = case
    random = np.random.default_rng(0)
    W, s, out = random.random((rows, n)), random.random((n, m)), np.zeros((rows, m))
    cut, matmul = [], np.matmul
    monkeypatch.setattr(np, "matmul", lambda W, *a, **k: cut.append(len(W)) or matmul(W, *a, **k))
    result = lesson_workspace["in_blocks"](W, m, largest)(s, out)
    assert (cut or [1]) == [CUT[case]]
    assert np.shares_memory(result, out) and result.shape == out.shape
    assert np.allclose(out, np.einsum("ik,kj->ij", W, s), rtol=1e-13)


# ------------------------------------------------------------------------ the way to its check


class Boxed:
    """A cache that is no tuple and cannot be compared."""

    def __init__(self, parts):
        self.parts = parts
        self.__eq__ = None


def notebook(functions, **own):
    """A namespace of functions, each of which finds the others as in a notebook."""
    names = {"np": np, **functions}
    for source in own.values():
        exec(source, names)
    return names


def test_any_form_of_cache_will_do(functions):
    names = notebook(
        {**functions, "Boxed": Boxed, "there": functions["fast_lstm_forward"]},
        forward="def fast_lstm_forward(x, a0, parameters):\n"
        "    *result, cache = there(x, a0, parameters)\n    return *result, Boxed(cache)",
        backward="back = fast_lstm_backward\n"
        "def fast_lstm_backward(da, cache):\n    return back(da, cache.parts)",
    )
    check(names["fast_lstm_forward"])
    check(names["fast_lstm_backward"])


BROKEN = {
    "unwritten": "    raise NotImplementedError",
    "raised": "    return 1 / 0",
    "wrong": "    *r, cache = there(x, a0, parameters)\n    return 2 * r[0], *r[1:], cache",
    "three parts": "    return there(x, a0, parameters)[:3]",
}
SAID = {
    "unwritten": "your fast_lstm_forward, which is not written yet",
    "raised": "your fast_lstm_forward, and that raised ZeroDivisionError",
    "wrong": "your fast_lstm_forward, whose states are wrong here",
    "three parts": "your fast_lstm_forward, which should return four values",
}


@pytest.mark.parametrize("how", BROKEN)
def test_the_backward_function_is_not_blamed_for_the_forward_one(how, functions):
    names = notebook(
        {**functions, "there": functions["fast_lstm_forward"]},
        forward=f"def fast_lstm_forward(x, a0, parameters):\n{BROKEN[how]}",
        backward="back = fast_lstm_backward\n"
        "def fast_lstm_backward(da, cache):\n    return back(da, cache)",
    )
    with pytest.raises(CheckFailed, match=SAID[how]):
        check(names["fast_lstm_backward"])


@pytest.mark.parametrize("how", BROKEN)
def test_an_unwritten_backward_function_is_told_first(how, functions):
    names = notebook(
        {**functions, "there": functions["fast_lstm_forward"]},
        forward=f"def fast_lstm_forward(x, a0, parameters):\n{BROKEN[how]}",
        backward="def fast_lstm_backward(da, cache):\n    raise NotImplementedError",
    )
    with pytest.raises(CheckFailed, match="^fast_lstm_backward: it is not written yet.$"):
        check(names["fast_lstm_backward"])


def test_a_missing_forward_function_is_named(functions):
    names = notebook(
        functions,
        backward="back = fast_lstm_backward\n"
        "def fast_lstm_backward(da, cache):\n    return back(da, cache)\ndel fast_lstm_forward",
    )
    with pytest.raises(CheckFailed, match="your fast_lstm_forward, which is not there"):
        check(names["fast_lstm_backward"])


def test_single_precision_is_demanded_only_where_it_is_expected():
    for want, got, kind in [
        (np.ones(2, np.float32), np.ones(2), "dtype"),
        (np.ones(2), np.ones(2, np.float32), "dtype"),
        (np.ones(2, np.float32), np.ones(2, np.float32) * (1 + 1e-6), None),
        (np.ones(2), np.ones(2, int), None),
    ]:
        case = {"label": "", "args": (), "want": want, "tolerance": 1e-5}
        form = {"arguments": [], "returns": "a"}
        found = first_fault(lambda got=got: got.copy(), [case], form)
        assert (found[1]["kind"] if found else None) == kind


def test_biases_may_be_shared_out_in_any_way(functions):
    probe = {"probe": "summed_biases"}
    to_torch = probed(functions["to_torch"], probe)
    parameters = draw(3, 4, 5, 2, 3)[2]
    weights = functions["to_torch"](parameters)
    shared = {**weights, "bias_ih_l0": weights["bias_ih_l0"] - 1, "bias_hh_l0": np.ones(8)}

    def halves(parameters):
        return shared

    want = to_torch(parameters)
    for name, value in probed(halves, probe)(parameters).items():
        assert np.allclose(value, want[name], atol=1e-14), name


# ------------------------------------------------------------------------ PyTorch


@pytest.mark.torch
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(
    "shape", [*SHAPES, *EDGES.values(), (64, 64, 20, 128, 10)], ids=lambda s: "x".join(map(str, s))
)
def test_it_equals_torch_with_the_weights_of_to_torch(shape, dtype, functions):
    torch = pytest.importorskip("torch")
    x, a0, parameters, da = draw(*shape, dtype=dtype)
    layer = torch.nn.LSTM(len(x), len(a0), dtype=torch.from_numpy(x).dtype)
    weights = functions["to_torch"](parameters)
    layer.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
    xs = torch.tensor(x.transpose(2, 1, 0), requires_grad=True)
    a0s = torch.tensor(a0.T[np.newaxis].copy(), requires_grad=True)
    a, (_, c) = layer(xs, (a0s, torch.zeros_like(a0s)))
    a.backward(torch.tensor(da.transpose(2, 1, 0).copy()))

    got = both_ways(functions, x, a0, parameters, da)
    gradients = {name: got["d" + name] for name in parameters if "d" + name in got}
    want = {name: value.grad.numpy() for name, value in layer.named_parameters()}
    mine = functions["to_torch"](gradients)
    mine["bias_hh_l0"] = mine["bias_ih_l0"]  # both get the gradient of their sum
    mine |= {"a": got["a"], "c": got["c"][:, :, -1], "dx": got["dx"], "da0": got["da0"]}
    want |= {"a": a.detach().numpy().transpose(2, 1, 0), "c": c.detach().numpy()[0].T}
    want |= {"dx": xs.grad.numpy().transpose(2, 1, 0), "da0": a0s.grad.numpy()[0].T}
    assert_close(mine, want, 1e-10 if dtype == np.float64 else 1e-4)


def test_each_rung_that_the_lesson_draws_gives_the_numbers_of_the_first():
    names = rungs.lesson_names()
    case = names["inputs"](n_x=3, n_a=4, m=2, T_x=5, n_y=2)
    found = rungs.rungs_of(names, case)
    for name, run in found.items():
        error, where = difference(run(), found["by the letter"]())
        assert error is not None and error < (1e-5 if "float32" in name else 1e-12), (name, where)
    drawn = {}
    path = course.source_path(course.find_root(), rungs.LESSON)
    cell = next(c["source"] for c in course.read_cells(path) if c["id"] == "rungs_figure")
    exec(cell.split("figure, axes")[0], drawn)
    assert drawn["rung_names"] == list(found)
    assert {len(ratios) for ratios in drawn["with_us"].values()} == {len(found)}
