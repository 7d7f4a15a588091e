"""A class with every attack of `in_class` in it, graded once by the real command."""

import class_harness
import pytest
from class_harness import LESSON, PRECIOUS, faults, faults_of_the_class
from grading import classes

from autograder.judge import sandbox_problem
from autograder.record.register import register

pytestmark = pytest.mark.skipif(sandbox_problem() is not None, reason="needs the sandbox")

FAMILIES = class_harness.load()
ATTACKS = {name: handed for family in FAMILIES.values() for name, handed in family.items()}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = classes.make_course(tmp_path_factory.mktemp("attacked") / "course")
    register(root, [LESSON], f"sqlite:///{root / 'gradebook.db'}", "rnn")
    return root


@pytest.fixture(scope="module")
def run(course):
    (course / "precious").write_text(PRECIOUS)
    (course / "submitted").mkdir()
    before = {path.name for path in course.iterdir()}
    return class_harness.graded(course, ATTACKS), before


def test_the_others_get_what_is_theirs(run):
    done, before = run
    assert not faults_of_the_class(done, before)
    assert (done.root / "precious").read_text() == PRECIOUS
    assert len(done.rows) == len(ATTACKS) + len(class_harness.HONEST)


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_in_a_class(run, name):
    assert not faults(run[0], name, ATTACKS[name])


def test_no_two_attacks_have_one_name():
    assert len(ATTACKS) == sum(map(len, FAMILIES.values()))
