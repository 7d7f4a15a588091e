"""Planted copies stand first among 300; answers that were written apart do not."""

import ast
import csv
import io
import itertools
import json
import os
import random
import subprocess
import sys

import fifth_bank_01_03
import fifth_bank_04_05
import fourth_bank
import pytest
import second_bank
import sixth_bank_01_03
import sixth_bank_04_05
import third_bank
from desk.conftest import LESSON, half, notebook
from desk.made_answers import commented, in_own_style, renamed, reordered, written
from grading import ROOT, classes, load_lesson
from samples import cell_of

from autograder import course
from autograder.desk.review import lines, similar, similar_page

FUNCTIONS = tuple(second_bank.MUTANTS)
# Written by people who had seen neither the checks nor each other's answers.
BLIND = {
    "third": (third_bank,),
    "fourth": (fourth_bank,),
    "fifth": (fifth_bank_01_03, fifth_bank_04_05),
    "sixth": (sixth_bank_01_03, sixth_bank_04_05),
}


def student(draw):
    """Somebody's answers: the common ones, each written in one's own way."""
    return {f: in_own_style(draw.choice(written(second_bank, f)), draw) for f in FUNCTIONS}


@pytest.fixture(scope="module")
def class_():
    draw = random.Random(5)
    made = {f"s{n:03}": student(draw) for n in range(292)}
    made["renamed"] = {name: renamed(code) for name, code in made["s010"].items()}
    made["commented"] = {name: commented(code) for name, code in made["s020"].items()}
    made["reordered"] = {name: reordered(code) for name, code in made["s030"].items()}
    one = "lstm_cell_backward"
    made["one_function"] = {**student(draw), one: renamed(made["s040"][one])}
    for who, banks in BLIND.items():
        texts = {f: [t for bank in banks for t in written(bank, f)] for f in FUNCTIONS}
        made[f"blind {who}"] = {name: right[0] for name, right in texts.items()}
    return made


@pytest.fixture(scope="module")
def pairs(class_):
    lessons = [load_lesson(ROOT, name) for name in course.lesson_names(ROOT)]
    known = [part.source for lesson in lessons for part in lesson.parts if part.kind != "prose"]
    return similar.ranked(class_, known)


PLANTED = [("renamed", "s010"), ("commented", "s020"), ("reordered", "s030"),
           ("one_function", "s040")]  # fmt: skip


def test_planted_copies_stand_first_among_300(class_, pairs):
    assert len(class_) == 300
    assert {pair.students for pair in pairs[:4]} == set(PLANTED)


def test_a_copy_of_everything_has_twice_the_score_of_any_honest_pair(pairs):
    by_students = {pair.students: pair.score for pair in pairs}
    honest = max(score for both, score in by_students.items() if both not in PLANTED)
    assert min(by_students[both] for both in PLANTED[:3]) > 2 * honest


def test_answers_that_were_written_apart_are_in_no_pair_at_the_top(class_, pairs):
    blind = [f"blind {who}" for who in BLIND]
    assert all(len(class_[name]) == len(FUNCTIONS) for name in blind)
    places = {pair.students: place for place, pair in enumerate(pairs, 1)}
    for both in itertools.combinations(sorted(blind), 2):
        assert places.get(both, len(pairs)) > similar_page.SHOWN, both


def test_the_one_function_that_was_taken_is_named(pairs):
    pair = next(pair for pair in pairs if pair.students == PLANTED[3])
    assert max(pair.functions, key=pair.functions.get) == "lstm_cell_backward"


def test_the_reference_and_stubs_tell_nothing(class_):
    reference = {name: course.solutions(ROOT, "02_rnn_cell")[name]
                 for name in ("rnn_cell_forward", "rnn_cell_backward")}  # fmt: skip
    two = {"a": reference, "b": dict(reference)}
    assert similar.ranked(two, reference.values()) == []
    assert similar.ranked(two)[0].students == ("a", "b")


def test_the_same_rare_wrong_answer_is_said_and_a_frequent_one_is_not():
    code = {"f": "def f(x):\n    total = x @ x + 3 * x - x / 7\n    return total ** 2 + x\n"}
    two = {name: code for name in "abcd"}
    found = similar.ranked(two, mistakes=[["rare", "a", "b"], ["often", "a", "b", "c", "d"]])
    assert {pair.students: pair.mistakes for pair in found if pair.mistakes} == {
        ("a", "b"): ["rare"]
    }


def test_two_of_an_earlier_year_are_no_pair():
    code = {"f": "def f(x):\n    total = x @ x + 3 * x - x / 7\n    return total ** 2 + x\n"}
    found = similar.ranked({n: code for n in "abc"}, earlier=frozenset("bc"))
    assert {pair.students for pair in found} == {("a", "b"), ("a", "c")}


def test_another_run_finds_the_same_fingerprints():
    code = "def f(x):\n    total = x @ x + 3 * x - x / 7\n    return total ** 2 + x\n"
    program = "from autograder.desk.review.similar import *; print(sorted(fingerprints({!r})))"
    command = [sys.executable, "-c", program.format(code)]
    seeds = [{**os.environ, "PYTHONHASHSEED": seed} for seed in "12"]
    said = [subprocess.run(command, env=env, cwd=ROOT, capture_output=True).stdout for env in seeds]
    assert said[0] == said[1] and len(said[0]) > 20


@pytest.mark.parametrize("code", ["", "def f(:", "def f(): pass", "# only this", "x" * 10_000])
def test_any_text_has_fingerprints_or_none(code):
    assert isinstance(similar.fingerprints(code), frozenset)


def test_the_page_begins_with_what_it_does_not_prove_and_escapes_code(class_, pairs):
    page = similar_page.html(pairs, class_ | {"s010": {"sigmoid": "<script>x</script>"}})
    assert page.index("proves nothing") < page.index("renamed and s010")
    assert "<script>" not in page


@pytest.mark.parametrize("value", ["+".join(["1"] * 800), "x" + ".a" * 800, "-" * 800 + "1"])
def test_an_answer_too_deep_to_be_written_out_is_taken_as_it_stands(value):
    code = f"def f(x):\n    return {value}\n"
    assert similar.tidied(code) == code
    assert similar.fingerprints(code) is not None
    assert lines.telling([code], "def f(x):\n    return x\n") == ""


def test_the_export_is_what_jplag_and_dolos_read(run, course, tmp_path):
    whole, broken = notebook(), json.loads(half())
    cell_of(broken, "rnn_cell_backward")["source"] = "def rnn_cell_backward(da_next, cache:\n"
    for name, content in {"ada": whole, "Şule": half(), "cem": json.dumps(broken).encode(),
                          "dan": notebook(solve=False)}.items():  # fmt: skip
        classes.hand_in(course / "submitted", name, LESSON, content)
    status, said = run("similar", "--export", tmp_path / "out", "--out", tmp_path / "page.html")
    assert status == 0 and "3 students with answers, of 4" in said and "left out there: 1." in said
    # Dolos: info.csv names files beside it; a file for each student.
    table = list(csv.DictReader(io.StringIO((tmp_path / "out/info.csv").read_text("utf-8"))))
    assert [row["full_name"] for row in table] == ["ada", "cem", "Şule"]
    files = [tmp_path / "out" / row["filename"] for row in table]
    # JPlag: each file in the folder is a submission, and has to be Python.
    assert sorted(files) == sorted((tmp_path / "out/students").iterdir())
    defined = [
        [node.name for node in ast.parse(file.read_text("utf-8")).body if hasattr(node, "name")]
        for file in files
    ]
    first, second = "rnn_cell_forward", "rnn_cell_backward"
    assert defined == [[first, second], [first], [first]]
    base = ast.parse((tmp_path / "out/base/stubs.py").read_text("utf-8"))
    assert {first, second} <= {node.name for node in base.body if hasattr(node, "name")}
