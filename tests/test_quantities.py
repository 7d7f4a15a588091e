"""Exercises declare their quantities so that a check can name the first wrong one."""

import copy

import numpy as np
import pytest

from autograder.checks import EXERCISES, visible_cases
from rnn_quantities import (
    MISSING,
    ancestors,
    faults_of,
    parse,
    quantities_of,
    roots,
    values_of,
    wrong_quantities,
    wrong_steps,
)

DECLARED = {name: e.form() for name, e in EXERCISES.items() if e.quantities}
ALL = [(name, quantity) for name, form in DECLARED.items() for quantity in form["quantities"]]


def ids(value):
    return value if isinstance(value, str) else value["name"]


def leaves(value, path=()):
    """Paths to all arrays and numbers of a result."""
    if isinstance(value, dict):
        value = value.items()
    elif isinstance(value, (tuple, list)):
        value = enumerate(value)
    else:
        yield path
        return
    for key, item in value:
        yield from leaves(item, (*path, key))


def spoilt_at(value, path):
    """A copy of a result in which every number at one place is another."""
    if not path:
        return np.asarray(value) + 1.0 if isinstance(value, np.ndarray) else value + 1.0
    key, *rest = path
    items = dict(value) if isinstance(value, dict) else list(value)
    items[key] = spoilt_at(items[key], rest)
    return tuple(items) if isinstance(value, tuple) else items


@pytest.mark.parametrize("name", DECLARED)
def test_nothing_wrong_in_a_result_escapes_the_quantities(name):
    for case in visible_cases(name):
        for path in leaves(case["want"]):
            _, wrong = faults_of(DECLARED[name], spoilt_at(case["want"], path), case["want"], 1e-7)
            assert wrong, (case["label"], path)


@pytest.mark.parametrize(("name", "quantity"), ALL, ids=ids)
def test_a_quantity_is_there_in_every_case_and_has_what_a_message_needs(name, quantity):
    found = [
        list(values_of(DECLARED[name], quantity, case["want"], case["want"]))
        for case in visible_cases(name)
    ]
    assert any(found) == bool(quantity["where"])
    assert not any(got is MISSING for pairs in found for _, got, _ in pairs)
    assert "?" in quantity["hint"] and quantity["hint"].endswith(("?", "."))
    by_equation = "cache" not in quantity["name"] and "probe" not in DECLARED[name]
    assert quantity["equation"] or not by_equation, quantity["equation"]
    for level in ("look", "algebra"):
        assert quantity.get(level, "").endswith((".", "")) and "np." not in quantity.get(level, "")
        assert bool(quantity.get(level)) == bool(quantity["equation"])


@pytest.mark.parametrize("name", DECLARED)
def test_what_a_quantity_is_made_from_stands_before_it(name):
    before = set()
    for quantity in DECLARED[name]["quantities"]:
        assert set(quantity["after"]) <= before, quantity["name"]
        assert quantity["name"] not in before
        before.add(quantity["name"])
    assert {use for q in DECLARED[name]["quantities"] for use in q.get("uses", ())} <= {*EXERCISES}


CHAIN = [
    {"name": "f", "where": ["f"], "after": []},
    {"name": "g", "where": [], "after": ["f"]},
    {"name": "h", "where": ["h"], "after": ["g"]},
    {"name": "k", "where": ["k"], "after": ["g"]},
    {"name": "other", "where": ["other"], "after": []},
]

SEEN = {  # what was seen to be wrong: (all that is wrong, what did not come from other wrongs)
    (): ([], []),
    ("h",): (["h"], ["h"]),
    ("h", "k"): (["g", "h", "k"], ["g"]),
    ("f", "h", "k"): (["f", "g", "h", "k"], ["f"]),
    ("k", "other"): (["k", "other"], ["k", "other"]),
}


@pytest.mark.parametrize("seen", SEEN)
def test_what_no_result_shows_is_wrong_if_all_that_is_made_from_it_is(seen):
    wrong = wrong_quantities(CHAIN, set(seen))
    assert (wrong, roots(CHAIN, wrong)) == SEEN[seen]
    assert ancestors(CHAIN, "k") == ["f", "g"]


PATHS = {
    "a_next": ("a_next", ()),
    "cache[4]": ("cache", (4,)),
    "caches[0][1:][2]": ("caches", (0, slice(1, None), 2)),
    "dx[:, :, -1]": ("dx", ((slice(None), slice(None), -1),)),
    "a[..., 0]": ("a", ((..., 0),)),
    "the result": ("the result", ()),
}


@pytest.mark.parametrize("path", PATHS)
def test_a_path_says_where_a_quantity_is(path):
    assert parse(path) == PATHS[path]


OVER_TIME = {
    "arguments": ["x"],
    "returns": ["a", "caches"],
    "quantities": [
        {"name": "first", "where": ["a[:, :, 0]"], "after": []},
        {"name": "later", "where": ["a[:, :, 1:]"], "after": []},
        {"name": "kept", "where": ["caches[0][1:][1]"], "after": []},
    ],
}


def sequence():
    a = np.arange(24.0).reshape(2, 3, 4)
    return a, ([(a[:, :, t], -a[:, :, t]) for t in range(4)], a)


def test_a_fault_in_a_part_of_an_array_is_placed_in_the_whole_array():
    want, got = sequence(), copy.deepcopy(sequence())
    got[0][1, 2, 3] = 99
    form, wrong = faults_of(OVER_TIME, got, want, 1e-7)
    assert form is None and list(wrong) == ["later"]
    assert wrong["later"]["where"] == "a[1, 2, 3]"
    assert wrong_steps(OVER_TIME, OVER_TIME["quantities"][1], got, want, 1e-7) == [3]


def test_a_fault_in_one_of_several_caches_names_its_step():
    want, got = sequence(), copy.deepcopy(sequence())
    got[1][0][2] = (got[1][0][2][0], got[1][0][2][1] + 1)
    _, wrong = faults_of(OVER_TIME, got, want, 1e-7)
    assert list(wrong) == ["kept"] and wrong["kept"]["where"].startswith("caches[0][2][1][")
    assert wrong_steps(OVER_TIME, OVER_TIME["quantities"][2], got, want, 1e-7) == [2]


def test_an_exercise_that_declares_none_has_its_parts():
    plain = {"arguments": [], "returns": ["a", "b"], "quantities": []}
    assert [q["name"] for q in quantities_of(plain, (1.0, 2.0))] == ["a", "b"]
    gradients = {**plain, "returns": "gradients"}
    assert [q["name"] for q in quantities_of(gradients, {"dW": 1.0})] == ["dW"]
    assert [q["name"] for q in quantities_of(gradients, 1.0)] == ["gradients"]


def test_one_missing_key_leaves_the_other_gradients_their_verdict():
    plain = {"arguments": [], "returns": "gradients", "quantities": []}
    want = {"dW": np.ones(2), "db": np.ones(1), "da": np.ones(3)}
    form, wrong = faults_of(plain, {"dW": np.ones(2), "db": np.zeros(1)}, want, 1e-7)
    assert form["kind"] == "keys" and form["missing"] == "'da'"
    assert {name: fault["kind"] for name, fault in wrong.items()} == {
        "db": "value",
        "da": "missing",
    }
