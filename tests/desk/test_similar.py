"""Planted copies stand first among 300; answers that were written apart do not."""

import ast
import itertools
import random
import re

import fourth_bank
import pytest
import second_bank
import third_bank
from grading import ROOT, load_lesson

from autograder import course
from autograder.desk.review import lines, similar, similar_page

FUNCTIONS = tuple(second_bank.MUTANTS)
BANKS = (second_bank, third_bank, fourth_bank)


def right_answers(bank, function):
    return [text for _, text, kind, _ in bank.MUTANTS[function] if kind != "wrong"]


class OwnStyle(ast.NodeTransformer):
    """Write the same in one person's way: products, sums, squares and steps of one's own."""

    def __init__(self, draw):
        self.draw, self.count = draw, 0

    def visit_BinOp(self, node):
        self.generic_visit(node)
        a, b = ast.unparse(node.left), ast.unparse(node.right)
        ways = {
            ast.MatMult: [f"np.dot({a}, {b})", f"np.matmul({a}, {b})", f"({a}).dot({b})"],
            ast.Add: [f"({b}) + ({a})", f"np.add({a}, {b})"],
            ast.Mult: [f"({b}) * ({a})", f"np.multiply({a}, {b})"],
            ast.Sub: [f"-({b}) + ({a})", f"np.subtract({a}, {b})"],
        }.get(type(node.op), [])
        if ways and self.draw.random() < 0.5:
            return ast.parse(self.draw.choice(ways), mode="eval").body
        return node

    def visit_Assign(self, node):
        self.generic_visit(node)
        if isinstance(node.value, ast.BinOp | ast.Call) and self.draw.random() < 0.3:
            self.count += 1
            name = f"step{self.count}"
            first = ast.Assign([ast.Name(name, ast.Store())], node.value, lineno=0)
            return [first, ast.Assign(node.targets, ast.Name(name, ast.Load()), lineno=0)]
        return node


def student(draw):
    """Somebody's answers: the common ones, each written in one's own way."""
    made = {}
    for function in FUNCTIONS:
        tree = ast.parse(draw.choice(right_answers(second_bank, function)))
        made[function] = ast.unparse(OwnStyle(draw).visit(tree))
    return made


def renamed(code):
    """Every name of the student's own has another one."""
    tree = ast.parse(code)
    stored = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id != "np"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in stored:
            node.id = f"q{len(node.id)}_{node.id[::-1]}"
        elif isinstance(node, ast.arg):
            node.arg = f"q{len(node.arg)}_{node.arg[::-1]}"
    return ast.unparse(tree)


def commented(code):
    """A comment above every line, a docstring, more room."""
    lines = ast.unparse(ast.parse(code)).split("\n")
    return "\n\n".join(re.sub(r"^( *)(?=\S)", r"\1# here I compute this\n\1", x) for x in lines)


def reordered(code):
    """Neighbouring assignments change places where neither needs the other."""
    tree = ast.parse(code)
    body = tree.body[-1].body
    for place in range(0, len(body) - 1, 2):
        one, other = body[place : place + 2]
        if isinstance(one, ast.Assign) and isinstance(other, ast.Assign):
            body[place : place + 2] = [other, one]
    return ast.unparse(tree)


@pytest.fixture(scope="module")
def class_():
    draw = random.Random(5)
    made = {f"s{n:03}": student(draw) for n in range(293)}
    made["renamed"] = {name: renamed(code) for name, code in made["s010"].items()}
    made["commented"] = {name: commented(code) for name, code in made["s020"].items()}
    made["reordered"] = {name: reordered(code) for name, code in made["s030"].items()}
    one = "lstm_cell_backward"
    made["one_function"] = {**student(draw), one: renamed(made["s040"][one])}
    for bank, place in itertools.product((third_bank, fourth_bank), (0, 1)):
        made[f"{bank.__name__}{place}"] = {f: right_answers(bank, f)[place] for f in FUNCTIONS}
    return made


@pytest.fixture(scope="module")
def pairs(class_):
    lessons = [load_lesson(ROOT, name) for name in course.lesson_names(ROOT)]
    known = [part.source for lesson in lessons for part in lesson.parts if part.kind != "prose"]
    return similar.ranked(class_, known)


PLANTED = [("renamed", "s010"), ("commented", "s020"), ("reordered", "s030"),
           ("one_function", "s040")]  # fmt: skip


def test_planted_copies_stand_first_among_300(class_, pairs):
    assert len(class_) > 300 - 2
    assert {pair.students for pair in pairs[:4]} == set(PLANTED)


def test_a_copy_of_everything_has_twice_the_score_of_any_honest_pair(pairs):
    by_students = {pair.students: pair.score for pair in pairs}
    honest = max(score for both, score in by_students.items() if both not in PLANTED)
    assert min(by_students[both] for both in PLANTED[:3]) > 2 * honest


def test_answers_of_the_blind_banks_are_in_no_pair_at_the_top(pairs):
    apart = [
        place
        for place, pair in enumerate(pairs)
        if all(name.rstrip("01").endswith("bank") for name in pair.students)
    ]
    assert not apart or min(apart) >= 30


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
