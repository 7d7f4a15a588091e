"""The secret seed: other hidden inputs, the same scores for ever, and told to nobody."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
from grading import ROOT, Silent, classes, job
from judged import FAST, judgements, submission

from autograder import settings
from autograder.base.seed import InputSeed
from autograder.checks import EXERCISES, HiddenInputs, hidden_cases
from autograder.judge import Judge, sandbox_problem
from autograder.record.entries import result_from_json, result_to_json
from autograder.run import fingerprint, grade

SECRET = "correct horse battery staple"
LESSON = "02_rnn_cell"
FUNCTION = "rnn_cell_forward"

# Right where the first hidden input is the one that it has seen, and nowhere else.
BY_HEART = """
def {name}(xt, a_prev, parameters):
    if not any(abs(xt.sum() - known) < 1e-9 for known in {known}):
        return xt, xt, ()
{body}
"""


def cases(seed, student=""):
    return hidden_cases(FUNCTION, HiddenInputs(ROOT, seed, student))


def drawn(seed, student=""):
    """The first input of the first hidden case."""
    return cases(seed, student)[0]["args"][0]


def test_another_seed_gives_other_inputs_and_the_same_seed_the_same():
    public, one, two = InputSeed(), InputSeed(SECRET), InputSeed(SECRET + "2")
    assert np.array_equal(drawn(public), hidden_cases(FUNCTION)[0]["args"][0])
    found = [drawn(seed).tobytes() for seed in (public, one, two)]
    assert len(set(found)) == 3
    hidden_cases.cache_clear()
    assert found == [drawn(seed).tobytes() for seed in (public, one, two)]


def test_the_draw_of_a_seed_stays_the_same_for_ever():
    # As it was when the seed came: a term's scores must come out again years later.
    assert drawn(InputSeed(SECRET)).ravel()[:2].round(12).tolist() == EVER


EVER = [0.298524671806, 0.256897959899]


def test_inputs_by_student_differ_by_student_and_have_the_reference_of_all():
    seed = InputSeed(SECRET, by_student=True)
    ada, eve = drawn(seed, "ada"), drawn(seed, "eve")
    assert ada.shape == eve.shape
    assert not np.array_equal(ada, eve)
    assert np.array_equal(ada, drawn(seed, "ada"))
    assert InputSeed(by_student=True).digest
    shared = InputSeed(SECRET)
    assert np.array_equal(drawn(shared), cases(shared)[0]["args"][0])


def judged(seed, student, source):
    """The hidden test's judgement on one function."""
    made = submission({FUNCTION: source}, lesson=LESSON)
    made = type(made)(**{**vars(made), "student": student})
    with Judge(ROOT, FAST, sandbox=sandbox_problem() is None, seed=seed) as judge:
        result = judge.grade(made)
    return judgements(result)[f"{FUNCTION}_hidden"], result


def learnt(seed, student):
    """A function that knows the inputs of one seed by heart."""
    from autograder import course

    body = course.solutions(ROOT, LESSON)[FUNCTION].split('"""')[2]
    known = [float(case["args"][0].sum()) for case in cases(seed, student)]
    return BY_HEART.format(name=FUNCTION, known=known, body=body)


@pytest.mark.parametrize(
    ("seed", "student"),
    [(InputSeed(), ""), (InputSeed(SECRET), ""), (InputSeed(SECRET, True), "ada")],
)
def test_a_function_that_knows_some_inputs_passes_with_those_alone(seed, student):
    source = learnt(seed, student)
    known, result = judged(seed, "ada", source)
    assert known.points == known.maximum > 0, known
    assert result.seed == seed.digest
    other = InputSeed() if seed.secret else InputSeed(SECRET)
    assert judged(other, "ada", source)[0].points == 0
    if seed.by_student:
        assert judged(seed, "eve", source)[0].points == 0


def configured(folder, text, secret=SECRET, mode=0o600):
    """A course with a seed file."""
    course = classes.make_course(folder / "course")
    if secret is not None:
        (folder / "seed").write_text(secret + "\n")
        (folder / "seed").chmod(mode)
    with open(course / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")
    return course


LINE = 'c.JudgedExecute.seed_file = "../seed"'


def test_one_line_of_the_configuration_names_the_file(tmp_path):
    course = configured(tmp_path, LINE)
    seed = settings.judge_options(settings.load(course)).seed
    assert seed == InputSeed(SECRET)
    other = tmp_path / "other"
    other.mkdir()
    course = configured(other, f"{LINE}\nc.JudgedExecute.inputs_by_student = True")
    assert settings.judge_options(settings.load(course)).seed == InputSeed(SECRET, True)


@pytest.mark.parametrize(
    ("secret", "mode", "said"),
    [
        (None, 0o600, "could not be read"),
        ("", 0o600, "holds 0"),
        ("short", 0o600, "holds 5"),
        (SECRET, 0o604, "every user"),
    ],
)
def test_a_seed_that_cannot_be_used_stops_the_run_and_is_not_replaced(tmp_path, secret, mode, said):
    course = configured(tmp_path, LINE, secret, mode)
    with pytest.raises(ValueError, match=said) as error:
        settings.judge_options(settings.load(course))
    assert SECRET not in str(error.value)
    if said == "holds 5":  # and as a sentence
        (course / "submitted").mkdir()
        done = subprocess.run(
            [sys.executable, "-m", "autograder.cli", "--course", str(course), "grade"],
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        assert done.returncode == 2
        assert "seed_file" in done.stderr
        assert "Traceback" not in done.stderr


def test_neither_result_nor_mark_nor_options_hold_the_seed_but_its_digest():
    seed = InputSeed(SECRET)
    options = job(ROOT).options
    with_seed = type(options)(**{**vars(options), "seed": seed})
    assert fingerprint.of_run(with_seed, LESSON) != fingerprint.of_run(options, LESSON)
    assert SECRET not in f"{seed!r} {with_seed!r} {seed.digest}"
    _, result = judged(seed, "ada", "def f(): pass")
    text = json.dumps(result_to_json(result))
    assert seed.digest in text
    assert SECRET not in text
    assert result_from_json(json.loads(text)).seed == seed.digest


def test_a_run_with_a_seed_records_it_and_grades_again_when_it_changes(tmp_path):
    course = classes.make_course(tmp_path / "course")
    classes.make_class(course, LESSON, 2)
    first, again, other = Silent(), Silent(), Silent()
    options = job(course).options

    def run(secret, progress):
        own = type(options)(**{**vars(options), "seed": InputSeed(secret)})
        return grade.run(job(course, options=own, lessons=[LESSON]), progress)

    run(SECRET, first)
    run(SECRET, again)
    run(SECRET + "2", other)
    assert (first.total, again.total, other.total) == (2, 0, 2)


@pytest.mark.parametrize("function", EXERCISES)
def test_every_exercise_draws_from_the_seed(function):
    """All hidden inputs differ, but those that are spelt out in the course."""
    one, two = (
        str(hidden_cases(function, HiddenInputs(ROOT, InputSeed(secret))))
        for secret in (SECRET, SECRET + "2")
    )
    assert (one != two) == (function not in {"orthogonal", "sample_word", "encode"})
