"""The page of a regrade: what it counts, whom it names, what it says of the course."""

import datetime
import re
from collections import Counter

import pytest
from desk.test_report import Tags
from grading import ROOT, load_lesson, result

from autograder.base.outcome import Status
from autograder.desk import since
from autograder.desk.regrade import NOT_JUDGED, Change, Preview
from autograder.desk.review import regrade_page
from autograder.desk.since import Since
from autograder.run.tasks import Graded, Task

LESSON = load_lesson(ROOT, "02_rnn_cell")
CHECK, HIDDEN = "rnn_cell_backward_check", "rnn_cell_backward_hidden"
NOW, THEN = "a" * 64, "b" * 64
MOMENT = datetime.datetime(2026, 3, 4, 17, 5)


def change(student, before, after, human=None, **tests):
    return Change(student, before, after, tests, human or {})


def page(changes, **fields):
    done = Preview(changes, **{"since": Since(NOW, Counter({THEN: len(changes)})), **fields})
    made = regrade_page.html(LESSON, done, "sheet.csv", MOMENT)
    tags = Tags(re.sub("<wbr>", "", made))
    assert not tags.open and not tags.links and "url(" not in made
    return re.sub("<wbr>", "", made)


def part(made, key):
    """What stands under a heading."""
    after = made.split(f"<h2>{regrade_page.WORDS[key]}</h2>", 1)[1]
    return after.split("<h2>", 1)[0]


GAIN = [change(f"up{n}", 10.0, 14.0, **{CHECK: (0.0, 4.0)}) for n in range(5)]
LOSE = [change(f"down{n}", 20.0, 14.0, **{HIDDEN: (6.0, 0.0)}) for n in range(3)]
SAME = [change("still", 20.0, 20.0)]


def test_it_says_who_would_gain_and_lose_and_by_which_test():
    made = page(GAIN + LOSE + SAME)
    assert "5 would gain points, 3 would lose points, 1 would have the same." in made
    gain, lose = part(made, "gain"), part(made, "lose")
    assert all(f"up{n}" in gain for n in range(5)) and "down" not in gain
    assert all(f"down{n}" in lose for n in range(3)) and "up" not in lose.split("</ul>")[0]
    assert f"5: {CHECK} 0 → 4" in gain and f"3: {HIDDEN} 6 → 0" in lose
    rows = re.findall(r"<tr><td>(.+?)</td>(.+?)</tr>", part(made, "tests"))
    cells = {name: re.findall("<td>(.*?)</td>", rest) for name, rest in rows}
    assert cells == {CHECK: ["5", "+20", "0", "0"], HIDDEN: ["0", "0", "3", "−18"]}


def test_it_says_what_each_command_would_write():
    said = part(page(GAIN + LOSE + SAME), "write")
    assert "of 6 students" in said and "5 gain" in said and "stays as graded: 3" in said
    assert "--apply --allow-lower</code>: the same, and 3 students lose" in said
    assert "--allow-lower" not in part(page(GAIN + SAME), "write")
    only = part(page([]), "write")
    assert "changes no grade" in only and "--only-changed" not in only


def test_the_picture_says_in_words_how_many_gain_and_lose_how_much():
    (label,) = Tags(page(GAIN + LOSE + SAME)).labels
    assert "+4: 5, 0: 1, −6: 3" in label
    assert not Tags(page(SAME)).labels


def test_many_different_changes_share_bars_and_say_so():
    changes = [change(f"s{n}", 0.0, n / 10, **{CHECK: (0.0, n / 10)}) for n in range(1, 301)]
    made = page([*changes, *SAME])
    (label,) = Tags(made).labels
    bars = {float(at): int(n) for at, n in re.findall(r"([+−\d]+): (\d+)", label)}
    assert sum(bars.values()) == 301 and bars[0] == 1  # who gains anything stands in no bar of 0
    assert len(bars) <= regrade_page.BARS and "multiples of 2." in made


def test_what_a_human_marked_is_listed_beside_what_the_judge_says_now():
    marked = change("ada", 12.0, 12.0, human={HIDDEN: 5.5}, **{CHECK: (4.0, 0.0)})
    judged = Graded(Task("ada", LESSON.name, ROOT), result(LESSON, "ada", **{HIDDEN: Status.WRONG}))
    said = part(page([marked, *SAME], judged=[judged]), "human")
    assert f"<td>ada</td><td>{HIDDEN}</td><td>5.5</td><td>0</td>" in said and "still" not in said
    assert "Nobody" in part(page(SAME), "human")


def test_it_tells_the_digest_of_the_course_and_of_those_graded_with_another():
    other = Counter({THEN: 7, "": 2})
    said = part(page(GAIN, since=Since(NOW, other)), "since")
    assert f"now: {NOW[:12]}." in said
    assert f"7 of those judged anew were graded with {THEN[:12]}" in said
    assert "2 of those" in said and "not known" in said and "digest also covers" in said


def test_it_shows_what_has_changed_in_a_test():
    tests = {test.grade_id: test for test in LESSON.tests}
    points = {name: test.points for name, test in tests.items()}
    texts = {name: test.source for name, test in tests.items()}
    assert since.tests(LESSON, points, texts) == ()
    points[HIDDEN], points["gone_check"] = 60.0, 3.0
    texts[CHECK] = "--x\n<script>\n" + texts[CHECK]
    del points["rnn_cell_forward_check"]
    made = since.tests(LESSON, points, texts)
    assert {(each.name, each.points_before, each.points_now, bool(each.text)) for each in made} == {
        ("rnn_cell_forward_check", None, 4.0, False),
        (CHECK, 4.0, 4.0, True),
        (HIDDEN, 60.0, 6.0, False),
        ("gone_check", 3.0, None, False),
    }
    assert all(each.text[0].startswith("@@") for each in made if each.text)
    said = part(page(GAIN, since=Since(NOW, Counter(), made)), "since")
    assert f"<td>{HIDDEN}</td><td>60</td><td>6</td><td>the same</td>" in said
    assert "<td>gone_check</td><td>3</td><td>–</td>" in said
    assert "−--x\n−&lt;script&gt;\n" in said and "digest also covers" not in said


@pytest.mark.parametrize("key", ["gain", "alike", "left", "human"])
def test_names_are_text(key):
    name = "<script>`x`</script>"
    made = {
        "gain": lambda: page([change(name, 1.0, 2.0, **{CHECK: (1.0, 2.0)})]),
        "alike": lambda: page([change(name, 1.0, 2.0, **{CHECK: (1.0, 2.0)})] * 3),
        "left": lambda: page([], left={name: NOT_JUDGED}),
        "human": lambda: page([change(name, 1.0, 1.0, human={CHECK: 1.0})]),
    }[key]()
    assert "<script" not in made and "&lt;script&gt;" in made


def test_who_stays_is_named_with_the_reason():
    said = part(page(GAIN, left={"eve": NOT_JUDGED, "zoe": NOT_JUDGED}), "stay")
    assert f"2: {NOT_JUDGED}" in said and "eve, zoe" in said
    assert regrade_page.WORDS["stay"] not in page(GAIN)


def test_a_class_of_300_is_named_whole_where_changes_are_alike():
    class_ = [change(f"s{n:03}", 10.0, 14.0, **{CHECK: (0.0, 4.0)}) for n in range(300)]
    gain = part(page(class_), "gain")
    assert all(f">s{n:03}<" in gain for n in range(300)) and "more are in the sheet" not in gain


def test_of_300_whose_changes_all_differ_some_are_named_and_the_rest_counted():
    class_ = [change(f"s{n:03}", 0.0, n + 1.0, **{CHECK: (0.0, n + 1.0)}) for n in range(300)]
    made = page(class_)
    named = set(re.findall(r"<td>(s\d+)</td>", part(made, "gain")))
    assert len(named) == regrade_page.SINGLE and "s299" in named  # who gains most comes first
    assert f"{300 - regrade_page.SINGLE} students more are in the sheet" in made
    assert len(made) < 40_000


def test_only_another_late_penalty_is_said_to_be_that():
    assert regrade_page.WORDS["penalty"] in part(page([change("ada", 12.0, 16.0)]), "gain")
