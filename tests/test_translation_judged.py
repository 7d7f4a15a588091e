"""Feedback in one language: whatever is wrong with a submission, no sentence on it escapes."""

import html
import json
from dataclasses import replace

import pytest
from judged import FAST, FORWARD, LESSON, ROOT, submission
from pseudo import escaped, speaking_pseudo, wrapped
from test_judge import HARM, forward

from autograder import course
from autograder.base.outcome import Status
from autograder.checks import EXERCISES
from autograder.course.lesson import load_lesson
from autograder.judge import Judge, sandbox_problem, tried
from autograder.record import feedback, wording
from autograder.record.standing import Standing

PROBLEM = sandbox_problem()
pytestmark = pytest.mark.skipif(PROBLEM is not None, reason=str(PROBLEM))

# An argument of one_hot; the student; the lesson's title, of which there is no edition.
NAMES = frozenset({*EXERCISES, "labels", "ada", *"One LSTM cell".split()})


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    """A judge whose players know the language that is no language."""
    path = tmp_path_factory.mktemp("language") / "rnn_xx.json"
    path.write_text(json.dumps({"words": wrapped()}), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        own = tried.helper
        patch.setattr(course, "HELPER_FILES", (*course.HELPER_FILES, path.name))
        patch.setattr(
            tried, "helper", lambda root, name: path if name == path.name else own(root, name)
        )
        with Judge(ROOT, replace(FAST, cell_seconds=0.6, test_seconds=0.6)) as judge:
            yield judge


def shown(judge, **made):
    """All that a student is shown of a submission: its page, and what was printed."""
    with speaking_pseudo():
        result = judge.grade(submission(**made))
        lesson = load_lesson(ROOT, LESSON)
        scores = {test.grade_id: test.points for test in result.tests}
        told = wording.comments(lesson, result)
        page = feedback.page(lesson, "ada", result, Standing(scores, {}, told)).decode()
    assert result.status is Status.OK, result.message
    texts = [*(test.message for test in result.tests), *result.outputs.values()]
    return [*filter(None, dict.fromkeys([*texts, page[page.index("<body>") :]]))]


def outside(texts):
    """What stands outside of all brackets, by the text that it stands in."""
    texts = [html.unescape(text) for text in texts]
    return {text: words for text in texts if (words := escaped(text, NAMES))}


FAULTS = {
    "none": ["return None"],
    "list": ["return [1, 2, 3, 4]"],
    "three": ["return 1, 2, 3"],
    "texts": ["return 'a', 'b', 'c', 'd'"],
    "shape": ["return np.ones(2), np.ones(2), np.ones(2), ()"],
    "single": ["x = np.ones((2, 2), 'float32')", "return x, x, x, ()"],
    "stub": ["raise NotImplementedError('7')"],
    "division": ["return 1 / 0"],
    "product": ["return parameters['Wf'] @ xt"],
    "sum": ["return xt + parameters['Wf']"],
    "dot": ["return np.dot(xt, xt)"],
    "key": ["return parameters['7']"],
    "attribute": ["return None.T"],
    "undefined": ["return 7 + seven_7"],
    "arguments": [f"return {FORWARD}(7)"],
    "message": ["class E_7(Exception):", "    __str__ = lambda e: 1 / 0", "raise E_7"],
    "helper": ["from rnn_utils import one_hot", "return one_hot(0.5, 3)"],
    "check": ["import rnn_utils", f"return rnn_utils.check({FORWARD})"],
}


@pytest.mark.parametrize("name", FAULTS)
def test_no_sentence_on_a_fault_escapes(judge, name):
    assert outside(shown(judge, answers={FORWARD: forward(*FAULTS[name])})) == {}


@pytest.mark.parametrize("name", HARM)
def test_no_sentence_on_harm_escapes(judge, name):
    assert outside(shown(judge, answers={FORWARD: forward(*HARM[name][0])})) == {}


CELLS = {
    "error": "1 / 0",
    "syntax": "def broken(:",
    "hang": "while True: pass",
    "end": "import os; os._exit(3)",
    "memory": "x = bytearray(10**9)",
    "prints": "print('- ' * 10**6)",
    "magic": "!7\n%7\nx = !7",
    "message": "class E_7(Exception):\n    __str__ = lambda e: 1 / 0\nraise E_7",
    "helper": "from rnn_utils import one_hot\none_hot(0.5, 3)",
    "silent": "import gc\nfor o in gc.get_objects():\n"
    "    if type(o).__name__ == 'socket': o.shutdown(1)",
    "noise": "import gc\nfor o in gc.get_objects():\n"
    "    if type(o).__name__ == 'ReceivingChannel': o.sock.sendall(b'\\1\\0\\0\\0\\xff')",
    "forged": "import gc\nfrom inside import wire\nfor o in gc.get_objects():\n"
    "    if type(o).__name__ == 'ReceivingChannel': o.send(wire.encode(7, wire.no_references))",
}


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.parametrize("place", ["own", "answer"])
def test_no_sentence_on_a_cell_escapes(judge, name, place):
    source = CELLS[name]
    made = {"before": (source,)} if place == "own" else {"answers": {FORWARD: source}}
    assert outside(shown(judge, **made)) == {}


@pytest.mark.parametrize("source", ["", f"{FORWARD} = 7"])
def test_no_sentence_on_what_is_not_there_escapes(judge, source):
    assert outside(shown(judge, answers={FORWARD: source})) == {}
