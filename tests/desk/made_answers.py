"""A class whose students answer in their own ways, right and wrong, with copies planted in it.

    python tests/desk/made_answers.py DIR [SIZE]

writes a course to DIR, with what such a class hands in of lessons 01, 02 and 04 (300 students
unless told): to look at the desk's pages by hand. Answers come from the banks of the tests.
"""

from __future__ import annotations

import ast
import math
import random
import re
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

import fifth_bank_01_03  # noqa: E402
import fifth_bank_04_05  # noqa: E402
import fourth_bank  # noqa: E402
import second_bank  # noqa: E402
import sixth_bank_01_03  # noqa: E402
import sixth_bank_04_05  # noqa: E402
import third_bank  # noqa: E402
from grading import ROOT, classes, load_lesson, prepared_course  # noqa: E402

BANKS = (second_bank, third_bank, fourth_bank, fifth_bank_01_03, fifth_bank_04_05,
         sixth_bank_01_03, sixth_bank_04_05)  # fmt: skip
LESSONS = ("01_feed_forward", "02_rnn_cell", "04_lstm_cell")
BLANK = 0.25  # of those who are not right: they have left the stub as it was

Answers = dict[str, str]  # code by function


def written(bank, function: str, wrong: bool = False) -> list[str]:
    """Implementations of a bank: the right ones, or the wrong ones."""
    entries = bank.MUTANTS.get(function, ())
    return [text for _, text, kind, _ in entries if (kind == "wrong") is wrong]


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
        quoted = any(
            isinstance(n, ast.Constant) and isinstance(n.value, str)
            for side in (node.left, node.right)
            for n in (side, getattr(side, "left", side), getattr(side, "right", side))
        )  # texts are joined, not added
        if ways and not quoted and self.draw.random() < 0.5:
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


def in_own_style(code: str, draw: random.Random) -> str:
    """The same answer, as another person would write it."""
    return ast.unparse(OwnStyle(draw).visit(ast.parse(code)))


# ------------------------------------------------------------------ copies


def renamed(code: str) -> str:
    """Every name of the student's own has another one."""
    tree = ast.parse(code)
    stored = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id != "np"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in stored:
            node.id = f"q{len(node.id)}_{node.id[::-1]}"
        elif isinstance(node, ast.arg):
            node.arg = f"q{len(node.arg)}_{node.arg[::-1]}"
    return ast.unparse(tree)


def commented(code: str) -> str:
    """A comment above every line, a docstring, more room."""
    lines = ast.unparse(ast.parse(code)).split("\n")
    return "\n\n".join(re.sub(r"^( *)(?=\S)", r"\1# here I compute this\n\1", x) for x in lines)


def reordered(code: str) -> str:
    """Neighbouring assignments change places where neither needs the other."""
    tree = ast.parse(code)
    body = tree.body[-1].body
    for place in range(0, len(body) - 1, 2):
        one, other = body[place : place + 2]
        if isinstance(one, ast.Assign) and isinstance(other, ast.Assign):
            body[place : place + 2] = [other, one]
    return ast.unparse(tree)


# ------------------------------------------------------------------ the class


def able_student(draw: random.Random, functions: dict[str, list[str]]) -> Answers:
    """Answers of one student: the able are more often right, and some mistakes are frequent."""
    able, made = draw.gauss(0.8, 1.2), {}
    for place, function in enumerate(functions):
        right = [text for bank in BANKS for text in written(bank, function)]
        wrong = functions[function]
        if draw.random() < 1 / (1 + math.exp(-1.5 * able + 0.15 * place)):
            text = draw.choice(right)
        elif draw.random() < BLANK:
            continue
        else:
            frequent = [1 / (rank + 1) ** 1.3 for rank in range(len(wrong))]
            (text,) = draw.choices(wrong, frequent)
        made[function] = in_own_style(text, draw)
    return made


def able_class(size: int) -> dict[str, Answers]:
    """A class of able and less able students; the last four have copied."""
    draw = random.Random(7)
    functions = {}
    for lesson in LESSONS:
        for name in load_lesson(ROOT, lesson).answers:
            functions[name] = [text for bank in BANKS for text in written(bank, name, wrong=True)]
            draw.shuffle(functions[name])
    class_ = {f"s{n:03}": able_student(draw, functions) for n in range(size)}
    students = list(class_)
    full = [s for s in students[:-4] if len(class_[s]) == len(functions)]
    for copyist, source, way in zip(
        students[-4:-1], full, (renamed, commented, reordered), strict=False
    ):
        class_[copyist] = {name: way(code) for name, code in class_[source].items()}
    one = "lstm_cell_backward"
    class_[students[-1]][one] = renamed(class_[full[3]][one])
    for copyist, source in zip(students[-4:], full, strict=False):
        print(f"{copyist} has copied from {source}")
    return class_


def write(folder: Path, size: int = 300) -> None:
    """Write a course, and what the class hands in."""
    prepared_course(folder)
    for lesson in (load_lesson(ROOT, name) for name in LESSONS):
        for student, answers in able_class(size).items():
            content = classes.notebook(lesson, answers)
            classes.hand_in(folder / "submitted", student, lesson.name, content)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 300)
