"""The class report: what it groups, counts and says."""

import csv
import dataclasses
import io
import json
import math
import random
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from grading import ROOT, load_lesson, result
from samples import cell_of, read, released

from autograder import course
from autograder.base.outcome import Status
from autograder.desk.review import answers, drawing, items, lines, page
from autograder.judge import Judge
from autograder.record.entries import result_from_json, result_to_json
from rnn_language import speaking

LESSON = load_lesson(ROOT, "02_rnn_cell")
CHECK, HIDDEN = "rnn_cell_forward_check", "rnn_cell_forward_hidden"
MISTAKES = json.loads((ROOT / "rnn_mistakes.json").read_text(encoding="utf-8"))
NAME, THOUGHT, HINT = MISTAKES["functions"]["rnn_cell_forward"][0][:3]
THOUGHT, HINT = MISTAKES["texts"][THOUGHT], MISTAKES["texts"][HINT]
RECOGNISED = (
    "RECOGNISED"
    "rnn_cell_forward: `a_next` is wrong (Equation 1).\nRecognised by its results. The thought "
    f"behind it may be: “{THOUGHT}”\nHint: {HINT}\n"
    "On a case: a_next[0, 0] should be 1, yours is {}."
)


def judged(
    student, message="", status=Status.WRONG, grade_id=CHECK, carried="", mistakes=(), kind="value"
):
    """A result in which one test went wrong."""
    if message.startswith("RECOGNISED"):
        message, mistakes = message.removeprefix("RECOGNISED"), (NAME,)
    made = result(LESSON, student)
    if not message and not carried:
        return made
    tests = [
        dataclasses.replace(
            t,
            points=0.0,
            status=status,
            message=message,
            carried_from=carried,
            kind=kind,
            mistakes=mistakes,
        )
        if t.grade_id == grade_id
        else t
        for t in made.tests
    ]
    return dataclasses.replace(made, tests=tuple(tests))


def test_a_recognised_mistake_is_one_finding_whatever_the_numbers():
    class_ = [judged(f"s{n}", RECOGNISED.format(n)) for n in range(5)] + [judged("right")]
    (finding,), unnamed = answers.findings(class_, LESSON, ROOT)
    assert finding.name == NAME and not unnamed
    assert (finding.thought, finding.hint) == (THOUGHT, HINT)
    assert finding.students == ("s0", "s1", "s2", "s3", "s4")


def test_wrong_answers_without_a_name_are_grouped_by_what_they_do_not_by_their_code():
    said = "rnn_cell_forward: wrong.\n  line {}: {}\nHint: a question\nIt should be 1, yours is {}."
    class_ = [
        judged("a", said.format(3, "x = 1", 2)),
        judged("b", said.format(9, "y = one", 2)),
        judged("c", said.format(3, "x = 1", 7)),
    ]
    named, unnamed = answers.findings(class_, LESSON, ROOT)
    assert not named and [finding.students for finding in unnamed] == [("a", "b"), ("c",)]


def test_a_function_that_another_one_lacks_is_no_mistake_of_that_one():
    said = "rnn_cell_forward calls `softmax`, which is not written yet."
    class_ = [judged(n, said, Status.ERROR, kind="earlier") for n in "ab"]
    assert answers.findings(class_, LESSON, ROOT) == ([], [])
    class_ = [judged(n, said, Status.ERROR, kind="raised") for n in "ab"]
    assert len(answers.findings(class_, LESSON, ROOT)[1]) == 1


@pytest.mark.parametrize(
    ("status", "kind", "carried", "word"),
    [
        (Status.OK, "", "", "right"),
        (Status.WRONG, "value", "", "wrong"),
        (Status.ERROR, "unwritten", "", "blank"),
        (Status.ERROR, "earlier", "", "error"),
        (Status.ERROR, "raised", "", "error"),
        (Status.MEMORY, "", "", "error"),
        (Status.TIMEOUT, "", "", "timeout"),
        (Status.BROKEN, "", "", "open"),
        (Status.WRONG, "value", "sigmoid", "carried"),
        (Status.OK, "", "sigmoid", "carried"),
    ],
)
def test_an_outcome_is_one_word(status, kind, carried, word):
    test = dataclasses.replace(
        result(LESSON).tests[0], status=status, kind=kind, carried_from=carried
    )
    assert answers.outcome(test) == word


def class_of(count, seed=0):
    """A class in which able students pass more tests."""
    draw = random.Random(seed)
    made = []
    for n in range(count):
        able = draw.random()
        failed = {t.grade_id: Status.WRONG for t in LESSON.tests if draw.random() > able}
        made.append(result(LESSON, f"secret{n:03}", **failed))
    return made


def test_the_item_rest_correlation_is_numpys():
    class_ = class_of(300)
    for item in items.items(class_, LESSON):
        own = [t.points for r in class_ for t in r.tests if t.grade_id == item.grade_id]
        rest = [sum(t.points for t in r.tests if t.grade_id != item.grade_id) for r in class_]
        assert item.correlation == pytest.approx(np.corrcoef(own, rest)[0, 1])
        assert item.low < item.correlation < item.high
        assert item.right == pytest.approx(np.mean(own) / max(own))


def test_the_interval_holds_the_true_correlation_19_times_of_20():
    rng, inside = np.random.default_rng(3), 0
    for _ in range(1000):
        x = rng.standard_normal(40)
        y = 0.5 * x + np.sqrt(0.75) * rng.standard_normal(40)
        low, high = items.interval(items.correlation(x, y), 40)
        inside += low < 0.5 < high
    assert 925 < inside < 975


@pytest.mark.parametrize(("count", "shown"), [(19, False), (20, True)])
def test_a_correlation_is_shown_from_20_students_on(count, shown):
    class_ = class_of(count, seed=2)
    assert any(item.correlation is not None for item in items.items(class_, LESSON)) is shown


def test_what_an_earlier_function_spoilt_counts_once():
    class_ = class_of(30)
    carried = [judged(f"c{n}", carried="rnn_cell_forward", grade_id=HIDDEN) for n in range(10)]
    one, other = items.items(class_, LESSON), items.items(class_ + carried, LESSON)
    place = [test.grade_id for test in LESSON.tests].index(HIDDEN)
    assert other[place].counts["carried"] == 10
    assert other[place].right == pytest.approx(one[place].right)


@pytest.mark.parametrize(
    ("correlation", "right", "unnamed", "said"),
    [
        (-0.01, 0.95, 0, "wrong elsewhere"),
        (0.05, 0.5, 0, "nothing else"),
        (0.05, 0.95, 0, ""),
        (0.5, 0.5, 0, ""),
        (None, 0.5, 3, "3 are wrong"),
        (None, 0.5, 2, ""),
    ],
)
def test_a_test_to_look_at_has_a_reason(correlation, right, unnamed, said):
    item = items.Item(CHECK, "rnn_cell_forward", 30, right, {}, correlation, -1, 1)
    text = items.to_look_at(item, unnamed)
    assert said in text and bool(said) is bool(text)


class Tags(HTMLParser):
    """Which tags and addresses a page has."""

    def __init__(self, text):
        super().__init__()
        self.open, self.links, self.labels = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag not in {"meta", "rect"}:
            self.open.append(tag)
        self.links += [value for name, value in attrs if name in {"src", "href"}]
        self.labels += [value for name, value in attrs if name == "aria-label"]

    def handle_endtag(self, tag):
        if tag not in {"meta", "rect"}:
            assert self.open.pop() == tag


def made_page(class_, names=False):
    found = answers.findings(class_, LESSON, ROOT)
    figures = items.items(class_, LESSON)
    return page.html(LESSON, class_, figures, found, names), page.sheet(figures, found)


def test_the_page_of_300_fetches_nothing_names_nobody_and_tells_its_pictures():
    class_ = class_of(299) + [judged("secret", RECOGNISED.format("<script>1</script>"))]
    text, sheet = made_page(class_)
    tags = Tags(text)
    assert not tags.open and not tags.links and "url(" not in text
    assert "secret" not in text + sheet and "<script>" not in text
    assert len(tags.labels) == 2 and all(len(label) > 40 for label in tags.labels)
    assert text.index("Misconceptions") < text.index("<table>") < text.index("<svg")
    assert "secret" in made_page(class_, names=True)[0]


def test_the_sheet_has_a_row_of_equal_length_for_each_test_and_mistake():
    class_ = class_of(30) + [judged("a", RECOGNISED.format(1))]
    rows = list(csv.reader(io.StringIO(made_page(class_)[1])))
    assert len({len(row) for row in rows}) == 1
    kinds = [row[0] for row in rows[1:]]
    assert kinds.count("test") == len(LESSON.tests) and "named" in kinds


@pytest.mark.parametrize("count", [page.ROWS, page.ROWS + 1, 300])
def test_a_map_shows_students_while_they_can_be_told_apart_then_tenths(count):
    text, _ = made_page(class_of(count))
    figure = text[text.rindex("<svg") :]
    assert (figure.count('text-anchor="end"') == count) is (count <= page.ROWS)
    if count > page.ROWS:
        groups = re.findall(r">(\d+)–(\d+): ", figure)
        assert len(groups) == 10 and groups[0][0] == "1" and groups[-1][1] == str(count)
        right = [float(n) for n in re.findall(r'middle">(\d+)<', figure)]
        share = sum(i.counts["right"] for i in items.items(class_of(count), LESSON))
        assert sum(right) / len(right) == pytest.approx(
            share / count / len(LESSON.tests) * 100, abs=1.5
        )
    named = made_page(class_of(count), names=True)[0]
    assert all(f">secret{n:03}<" in named for n in range(count))


@pytest.mark.parametrize("name", ["rnn_backward_truncated_hidden", "a_check"])
def test_no_title_of_a_column_leans_out_of_the_picture(name):
    columns = [name] * 5
    for drawn in (
        drawing.heat_map([("a", {})] * 3, columns, "told"),
        drawing.shares([("a", {})] * 3, columns, "told"),
    ):
        wide = float(re.search(r'viewBox="0 0 (\d+)', drawn)[1])
        for x, y in re.findall(r"translate\(([\d.]+),([\d.]+)\)", drawn):
            long = len(name) * 6.2  # of a letter of 11 px, on average
            assert float(x) + long * math.cos(math.radians(50)) < wide
            assert float(y) - long * math.sin(math.radians(50)) > 0


def test_the_map_is_ordered_both_ways():
    text, _ = made_page(class_of(30))
    labels = re.findall(r"rotate\(-50\)\">([^<]+)<", text)
    right = {i.grade_id.replace("_", " "): i.right for i in items.items(class_of(30), LESSON)}
    assert [right[label] for label in labels] == sorted(right.values(), reverse=True)


def test_the_page_names_the_section_that_asks_for_the_function():
    for name in LESSON.answers:
        assert page.section_of(LESSON, name)


SOLUTION = """
def f(x, a, p):
    # 1. mix
    b = np.tanh(p["W"] @ x + p["U"] @ a)
    return b
"""


@pytest.mark.parametrize(
    ("codes", "line"),
    [
        (["def f(x, a, p):\n    b = np.tanh(p['W'] @ x)  # Ada was here\n    return b"],
         "b = np.tanh(p['W'] @ x)"),
        ([SOLUTION], ""),
        (["def f(x, a, p):\n    b = 'Ada'\n    c = x + 1\n    return b"], "c = x + 1"),
        (["def f(:"], ""),
        ([], ""),
        ([f"def f(x, a, p):\n    {own}\n    return b" for own in
          ("b = a", "b = x @ a", "y = 3\n    b = x @ a")], "b = x @ a"),
        (["def f(x, a, p):\n    return x"], "return x"),
    ],
)  # fmt: skip
def test_the_line_that_shows_a_mistake_is_code_that_names_nobody(codes, line):
    assert lines.telling(codes, SOLUTION) == line


RIGHT_ONES = [
    "def f(x, a, p):\n    U, W = p['U'], p['W']\n    z = W.dot(x) + U @ a\n    return np.tanh(z)",
    "def f(x, a, p):\n    s = np.r_[x, a]\n    return np.tanh(np.c_[p['W'], p['U']] @ s)",
    "def f(x, a, p):\n    b = np.tanh(p['W'] @ x + p['U'] @ a + 0)\n    return b",
    "def f(x, a, p):\n    both = p['U'].dot(a)\n    both += p['W'] @ x\n    return np.tanh(both)",
]


@pytest.mark.parametrize(
    ("codes", "line"),
    [
        # What right answers have in another form is no mistake: a name, an order, a function.
        (["def f(x, a, p):\n    W, U = p['W'], p['U']\n    s = np.add(np.matmul(U, a), W @ x)\n"
          "    b = np.tanh(s) + a\n    return b"], "b = np.tanh(s) + a"),
        (["def f(x, a, p):\n    q = U.dot(a) + np.dot(W, x)\n    return np.sin(q)"],
         "return np.sin(q)"),
        (["def f(x, a, p):\n    stack = np.r_[x, a]\n    return np.c_[p['U'], p['W']] @ stack"],
         "return np.c_[p['U'], p['W']] @ stack"),
        (["def f(x, a, p):\n    b = np.tanh(p['W'] @ x + p['U'] @ a + 0)\n"
          "    b = b * a\n    return b"], "b = b * a"),
        # The line that most have, whatever its form.
        ([f"def f(x, a, p):\n    {own}\n    b = {line}\n    return b" for own, line in
          (("c = x * 2", "x @ a"), ("c = x * 3", "np.dot(x, a)"), ("c = x * 4", "x.dot(a)"))],
         "b = x @ a"),
        # Everybody has another one: no line is theirs.
        ([f"def f(x, a, p):\n    c = x * {n}\n    return c" for n in range(4)], ""),
        # A part of a right line, and a mere name, are no mistake.
        (["def f(x, a, p):\n    part = p['W'] @ x\n    V = p['W']\n    return part - a"],
         "return part - a"),
    ],
)  # fmt: skip
def test_the_line_that_shows_a_mistake_is_in_no_right_answer(codes, line):
    assert lines.telling(codes, SOLUTION, RIGHT_ONES) == line


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("b = p['W'] @ x  # Ada", "b = p['W'] @ x"),
        ("b = 'Ada' + p['W']", ""),
        ("b = f(x,  # Ada", ""),
        ("b = f(x,", "b = f(x,"),
        ("for row in x:", "for row in x:"),
    ],
)
def test_a_line_in_a_message_names_nobody(line, said):
    assert lines.anonymous(line, SOLUTION) == said


def test_comments_go_from_messages_of_the_report():
    class_ = [judged(n, "rnn_cell_forward: no.\n  line 3: x = 1  # Ada\nHint: a") for n in "ab"]
    found = answers.findings(class_, LESSON, ROOT)[1]
    (made,) = answers.with_lines(found, lambda *_: "", {}, {})
    assert made.message == "rnn_cell_forward: no.\n  line 3: x = 1\nHint: a"


@pytest.mark.parametrize("language", ["en", "tr"])
def test_what_the_judge_found_is_told_apart_in_any_language(tmp_path, language):
    right = course.solutions(ROOT, LESSON.name)
    wrong = right["rnn_cell_forward"].replace(' + parameters["ba"]', "")
    assert wrong != right["rnn_cell_forward"]
    made = released(ROOT, LESSON.name)
    made["metadata"]["course_language"] = language
    cell_of(made, "rnn_cell_forward")["source"] = wrong
    with Judge(ROOT, sandbox=False) as judge, speaking(language):
        graded = judge.grade(read(ROOT, tmp_path, LESSON.name, made))
    tests = {test.grade_id: test for test in graded.tests}
    forward, backward = tests[CHECK], tests["rnn_cell_backward_check"]
    assert ("Hint:" in forward.message) is (language == "en")
    assert forward.mistakes and forward.kind and answers.outcome(forward) == "wrong"
    assert backward.kind == "unwritten" and answers.outcome(backward) == "blank"
    again = result_from_json(json.loads(json.dumps(result_to_json(graded))))
    assert again.tests == graded.tests
    (finding,), _ = answers.findings([graded], LESSON, ROOT)
    assert finding.thought and finding.hint and finding.name
