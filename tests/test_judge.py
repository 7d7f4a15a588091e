"""The judge: right and wrong submissions, and hostile ones."""

import linecache
import os
import re
import signal
import time
from dataclasses import replace

import numpy as np
import pytest
from judged import (
    BACKWARD,
    FAST,
    FORWARD,
    ROOT,
    judgements,
    perfect,
    points,
    submission,
    wrong,
)

from autograder import course
from autograder.base.outcome import Status
from autograder.judge import Judge, sandbox_problem
from autograder.judge.handed import Opaque, opaque_class
from autograder.judge.plain import plain_text, type_name
from autograder.judge.replaced import replaced
from rnn_compare import kind_of

PROBLEM = sandbox_problem()
pytestmark = pytest.mark.skipif(PROBLEM is not None, reason=str(PROBLEM))

FORWARD_TESTS = [f"{FORWARD}_check", f"{FORWARD}_hidden"]
BACKWARD_TESTS = [f"{BACKWARD}_check", f"{BACKWARD}_hidden"]


@pytest.fixture(scope="module")
def judge():
    with Judge(ROOT, FAST) as judge:
        yield judge


def forward(*lines):
    """Source of the function under attack with these lines as its body."""
    head = f"def {FORWARD}(xt, a_prev, c_prev, parameters):"
    return "\n    ".join([head, *lines])


def graded(judge, *lines, **more):
    """Grade a submission whose forward function has these lines; the other one is right."""
    result = judge.grade(submission({FORWARD: forward(*lines)} if lines else {}, **more))
    assert result.status is Status.OK, result.message
    return judgements(result)


@pytest.mark.parametrize("lesson", course.lesson_names(ROOT))
def test_right_submissions_get_all_points(judge, lesson):
    assert perfect(judge, lesson)


def test_a_wrong_function_loses_its_own_points(judge):
    result = judge.grade(submission({FORWARD: wrong(FORWARD, "ft * c_prev", "it * c_prev")}))
    assert points(result) == dict.fromkeys(FORWARD_TESTS, 0) | {
        f"{BACKWARD}_check": 4,
        f"{BACKWARD}_hidden": 6,
    }
    assert {judgements(result)[name].status for name in FORWARD_TESTS} == {Status.WRONG}
    assert "should be" in judgements(result)[f"{FORWARD}_check"].message


def test_messages_are_those_of_the_notebook(judge):
    """The check in the judge says what the same check says in the notebook."""
    import rnn_check
    from rnn_compare import CheckFailed

    for source in (
        forward("return xt @ xt"),
        forward("return None"),
        forward("return 1, 2, 3"),
        forward("raise NotImplementedError('not written yet')"),
        forward("return {}['key']"),
        wrong(FORWARD, "ft * c_prev", "it * c_prev"),
        wrong(FORWARD, "return ", "xt *= 2\n    return "),
    ):
        names = {"np": np, "__name__": "__main__"}
        for cell in submission().cells:
            if cell.kind == "given":
                exec(cell.source, names)
        linecache.cache["<own>"] = len(source), None, source.splitlines(True), "<own>"
        exec(compile(source, "<own>", "exec"), names)
        with pytest.raises(CheckFailed) as caught:
            rnn_check.check(names[FORWARD])
        told = judgements(judge.grade(submission({FORWARD: source})))[f"{FORWARD}_check"].message
        # Plain exec has no source lines; the player, like a notebook, has.
        told, in_notebook = (re.sub("\n  line .*", "", x) for x in (told, str(caught.value)))
        assert told == in_notebook.rstrip()


def test_an_exception_is_told_with_its_line(judge):
    test = graded(judge, "y = 1", "return y / 0")[f"{FORWARD}_check"]
    assert test.status is Status.ERROR
    assert "ZeroDivisionError: division by zero\n  line 3: return y / 0" in test.message


def test_hidden_tests_tell_no_values(judge):
    for lines in (["raise ValueError(str(xt))"], ["return [1.2345] * 4"]):
        message = graded(judge, *lines)[f"{FORWARD}_hidden"].message
        assert not any(character.isdigit() for character in message.split("\n")[0])


# ------------------------------------------------------------- each limit has its own outcome

HARM = {
    "hang": (["while True: pass"], Status.TIMEOUT, "2 seconds"),
    "sleep": (["import time; time.sleep(1000)"], Status.TIMEOUT, "2 seconds"),
    "output": (["while True: print('x' * 99999)"], Status.TIMEOUT, "2 seconds"),
    "memory": (["x = [bytearray(10**7) for _ in range(10**6)]"], Status.MEMORY, "256 MB"),
    "result": (["return np.zeros(10**7)"], Status.MEMORY, "taken over"),
    "deep": (["x = []", "for _ in range(99999): x = [x]", "return x"], Status.MEMORY, "deep"),
    "cycle": (["x = []; x.append(x)", "return x"], Status.MEMORY, "deep"),
    "exit": (["import os; os._exit(0)"], Status.ERROR, "ended Python"),
    "abort": (["import os; os.abort()"], Status.ERROR, "ended Python"),
    "crash": (["import ctypes; ctypes.string_at(0)"], Status.ERROR, "ended Python"),
    "quit": (["raise SystemExit"], Status.ERROR, "SystemExit"),
    "interrupt": (["raise KeyboardInterrupt"], Status.ERROR, "KeyboardInterrupt"),
    "recursion": ([f"return {FORWARD}(xt, 1, 2, 3)"], Status.ERROR, "RecursionError"),
    "network": (["import socket; socket.create_connection(('1.1.1.1', 80))"], Status.REFUSED, ""),
    "program": (["import subprocess; subprocess.run('ls')"], Status.REFUSED, "another program"),
    "read": (["open('/home/another/notebook.ipynb')"], Status.REFUSED, "outside"),
    "write": (["open('/usr/lib/x', 'w')"], Status.REFUSED, "outside"),
    "file": (["open('a', 'wb').write(bytes(10**8))"], Status.REFUSED, "32 MB"),
    "files": (["x = [open('/dev/null') for _ in range(999)]"], Status.REFUSED, "64 files"),
    "threads": (
        [
            "import threading, time",
            "for _ in range(999): threading.Thread(target=time.sleep, args=[9]).start()",
        ],
        Status.REFUSED,
        "processes or threads",
    ),
    "garbage": (
        ["import gc", "for o in gc.get_objects():"]
        + ["    if type(o).__name__ == 'TestPlayer': o.channel.sock.sendall(b'\\xff' * 99)"],
        Status.REFUSED,
        "disturbed the grader",
    ),
    "forged": (
        ["import gc", "for o in gc.get_objects():"]
        + ["    if type(o).__name__ == 'TestPlayer':"]
        + ["        for n in range(99): o.send([('returned', n, o.encode(1), None)], {})"],
        Status.REFUSED,
        "disturbed the grader",
    ),
    "callback": (
        ["import gc", "for o in gc.get_objects():"]
        + [
            "    if type(o).__name__ == 'TestPlayer': o.channel.send(o.encode(('callback', 0, ())))"
        ],
        Status.REFUSED,
        "not given",
    ),
}


@pytest.mark.parametrize("name", HARM)
def test_harm_costs_its_own_test_only(judge, name):
    lines, status, sentence = HARM[name]
    found = graded(judge, *lines)
    for test in FORWARD_TESTS:
        assert (found[test].status, found[test].points) == (status, 0), found[test]
        assert found[test].message.startswith(FORWARD)
    assert sentence in found[f"{FORWARD}_check"].message
    for test in BACKWARD_TESTS:
        assert found[test].points == found[test].maximum, found[test]
    assert perfect(judge)


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("def broken(:", "SyntaxError"),
        ("while True: pass", "2 seconds"),
        (
            "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
            "2 sec",
        ),
        ("import os; os._exit(3)", "ended Python"),
        ("import ctypes; ctypes.string_at(0)", "ended Python"),
        ("x = bytearray(10**9)", "256 MB"),
        ("import os\nwhile True: os.fork()", ""),
        ("import os; os.closerange(0, 3)", ""),
        ("import sys; sys.exit()", "SystemExit"),
        ("import sys; sys.stdout = None", ""),
        ("import sys; sys.stdout.close()", ""),
        ("import gc; gc.disable(); gc.set_threshold(1)", ""),
        ("!rm -rf /\n%load_ext x\nx = !ls", ""),
        ("import signal; signal.alarm(1)", ""),
        ("import sys; sys.setrecursionlimit(10**9)", ""),
    ],
)
def test_a_bad_cell_of_ones_own_costs_no_points(judge, cell, status):
    result = judge.grade(submission(before=(cell,)))
    assert sum(points(result).values()) == 20, result.tests
    assert status in result.outputs.get("before_0", "")
    assert perfect(judge)


def test_a_hanging_submission_costs_no_more_than_its_limit():
    limits = replace(FAST, submission_seconds=3)
    body = "import time; time.sleep(1000)"
    answers = {FORWARD: forward(body), BACKWARD: f"def {BACKWARD}(*_):\n    {body}"}
    with Judge(ROOT, limits) as judge:
        started = time.monotonic()
        result = judge.grade(submission(answers, before=("while True: pass",)))
        assert time.monotonic() - started < 3 + 3
        assert {test.status for test in result.tests} == {Status.TIMEOUT}
        assert "3 seconds" in result.tests[-1].message
        assert perfect(judge)


# --------------------------------------------------------------------------- lying and cheating


@pytest.mark.parametrize(
    "cell",
    [
        "import numpy as np\nnp.allclose = np.array_equal = np.all = lambda *a, **k: True",
        "import builtins\nbuiltins.abs = lambda x: 0\nbuiltins.max = lambda *x: 0",
        "import rnn_check\nrnn_check.calls = rnn_check.first_fault = lambda *a: None",
        "import rnn_utils\nrnn_utils.check = check = lambda f: None",
        "import inside.wire as w\nw.encode = lambda *a, **k: b'N'",
        "import inside.testplayer as p\np.TestPlayer.call = lambda s, n, *a: "
        "('returned', n, b'N', None)",
        "import sys; sys.modules['autograder.checks'] = sys",
        "type = int",
    ],
)
def test_patching_gives_no_point(judge, cell):
    found = graded(judge, "return 1", before=(cell,))
    assert all(found[test].points == 0 for test in FORWARD_TESTS)
    assert perfect(judge)


LIARS = {
    "array": "class T(np.ndarray):\n    __eq__ = lambda s, o: True\nmade = np.zeros(1).view(T)",
    "tuple": "class T(tuple):\n    __eq__ = lambda s, o: True\nmade = T((1, 2, 3, 4))",
    "float": "class T(float):\n    __sub__ = __rsub__ = lambda s, o: 0.0\nmade = T()",
    "class": "class T:\n    __class__ = property(lambda s: np.ndarray)\n"
    "    __array__ = lambda s, *a, **k: 1 / 0\nmade = T()",
    "name": "T = type('<b>\\n' * 99, (), {})\nmade = T()",
    "objects": "class T:\n    __eq__ = lambda s, o: True\nmade = np.array([T()])",
}


@pytest.mark.parametrize("name", LIARS)
@pytest.mark.parametrize("form", ["made", "(made,) * 4", "{'dWf': made}", "[made] * 4"])
def test_lying_objects_give_no_point(judge, name, form):
    found = graded(judge, f"return {form}", before=("import numpy as np\n" + LIARS[name],))
    for test in FORWARD_TESTS:
        assert (found[test].status, found[test].points) == (Status.WRONG, 0)
        assert "<" not in found[test].message


def test_changed_arguments_and_reused_buffers_are_seen(judge):
    source = wrong(FORWARD, "return ", "parameters['by'] = parameters['by'] * 1\n    return ")
    assert points(judge.grade(submission({FORWARD: source})))[f"{FORWARD}_check"] == 4
    source = wrong(BACKWARD, "return ", "da_next *= 2\n    return ")
    found = judgements(judge.grade(submission({BACKWARD: source})))
    assert "it changed its argument da_next" in found[f"{BACKWARD}_check"].message
    keep = "for old, new in zip(KEPT.setdefault(str(xt.shape), [a_next]), [a_next]): old[...] = new"
    source = "KEPT = {}\n" + wrong(
        FORWARD, "return ", f"{keep}\n    a_next = KEPT[str(xt.shape)][0]\n    return "
    )
    found = judgements(judge.grade(submission({FORWARD: source})))
    assert "later call" in found[f"{FORWARD}_check"].message


def test_missing_functions_are_named(judge):
    for source, sentence in (
        ("", "is not defined"),
        (f"def {FORWARD}(:", "SyntaxError"),
        (f"{FORWARD} = 3", "is not a function"),
        ("1 / 0", "ZeroDivisionError"),
    ):
        found = judgements(judge.grade(submission({FORWARD: source})))
        assert sentence in found[f"{FORWARD}_check"].message
        assert found[f"{FORWARD}_check"].status is Status.ERROR
        assert found[f"{BACKWARD}_check"].points == 4


def test_a_test_sees_the_names_above_it(judge):
    """As nbgrader does: what a cell further down does to a name does not count."""
    result = judge.grade(submission(after=(f"def {FORWARD}(*_): return 0", "sigmoid = None")))
    assert sum(points(result).values()) == 20


def test_later_cells_cannot_print_what_a_test_asked(judge):
    keep = "open('seen', 'a').write(str(xt))"
    show = "import os; os.path.exists('seen')"
    result = judge.grade(submission({FORWARD: wrong(FORWARD, "return ", f"{keep}\n    return ")},
                                    after=(show,)))  # fmt: skip
    assert result.outputs["after_0"] == "False\n"
    assert sum(points(result).values()) == 20
    printing = wrong(FORWARD, "return ", "print(xt)\n    return ")
    assert f"{FORWARD}_hidden" not in judge.grade(submission({FORWARD: printing})).outputs


# --------------------------------------------------------------------- errors carried forward

L1 = "01_feed_forward"
BAD_SOFTMAX = "def softmax(z):\n    return z"
CACHE = "x, a1, y_pred, parameters = cache"
AGAIN = wrong(
    "feed_forward_backward", CACHE, f"{CACHE}\n    y_pred, _ = feed_forward(x, parameters)", L1
)


def test_an_error_carried_forward_costs_nothing_further(judge):
    found = judgements(judge.grade(submission({"softmax": BAD_SOFTMAX}, lesson=L1)))
    assert found["softmax_check"].points == found["softmax_hidden"].points == 0
    for name in ("feed_forward_check", "feed_forward_hidden"):
        assert (found[name].status, found[name].points) == (Status.OK, found[name].maximum)
        assert found[name].carried_from == "softmax"
    assert not found["cross_entropy_check"].carried_from
    assert judge.trusted is not None


@pytest.mark.parametrize(
    ("feed_forward", "at_fault"),
    [
        ({}, "softmax"),
        (
            {"feed_forward": "def feed_forward(x, parameters):\n    return softmax(x), 0"},
            "feed_forward",
        ),
    ],
    ids=["right", "wrong too"],
)
def test_an_error_is_carried_forward_through_another_graded_function(judge, feed_forward, at_fault):
    answers = {"softmax": BAD_SOFTMAX, "feed_forward_backward": AGAIN, **feed_forward}
    found = judgements(judge.grade(submission(answers, lesson=L1)))
    for ring in ("check", "hidden"):
        backward = found[f"feed_forward_backward_{ring}"]
        assert (backward.points, backward.carried_from) == (backward.maximum, at_fault)
        assert bool(found[f"feed_forward_{ring}"].points) is not bool(feed_forward)


def test_an_error_is_carried_forward_through_a_function_of_the_students_own(judge):
    answers = {
        "softmax": "def softmax(z):\n    return z\n\ndef of(z):\n    return softmax(z)",
        "feed_forward": wrong("feed_forward", "softmax(", "of(", L1),
    }
    found = judgements(judge.grade(submission(answers, lesson=L1)))
    assert found["feed_forward_hidden"].carried_from == "softmax"


NOT_WRITTEN = {
    name: f"def {name}(*_):\n    raise NotImplementedError" for name in (FORWARD, BACKWARD)
}


@pytest.mark.parametrize(
    ("answers", "tried"),
    [
        (NOT_WRITTEN, False),
        ({**NOT_WRITTEN, BACKWARD: f"def {BACKWARD}(*x):\n    return {FORWARD}(*x)"}, True),
        ({**NOT_WRITTEN, BACKWARD: f"class A: pass\ndef {BACKWARD}(*x): '{FORWARD}'"}, True),
    ],
    ids=["uses no other", "uses a failed one", "may use one"],
)
def test_only_what_may_use_a_failed_function_is_tried_with_the_reference(answers, tried, judge):
    judge.close()  # and with it the reference
    judge.grade(submission(answers))
    assert (judge.trusted is not None) is tried


def test_two_wrong_functions_both_lose(judge):
    answers = {
        "softmax": BAD_SOFTMAX,
        "feed_forward": "def feed_forward(x, parameters):\n    return softmax(x)",
    }
    found = judgements(judge.grade(submission(answers, lesson=L1)))
    assert found["feed_forward_check"].points == found["feed_forward_hidden"].points == 0
    assert found["feed_forward_check"].carried_from == ""


def test_the_reference_answers_nothing_about_the_function_itself(judge):
    """A wrong function cannot hand its work to the reference by failing."""
    answers = {
        "sigmoid": "def sigmoid(z):\n    return sigmoid(z) if z is None else cross_entropy(z, z)",
        "cross_entropy": "def cross_entropy(a, y):\n    return sigmoid(a)",
    }
    found = judgements(judge.grade(submission(answers, lesson=L1)))
    for name in ("sigmoid", "cross_entropy"):
        assert found[f"{name}_check"].points == found[f"{name}_hidden"].points == 0


def test_the_reference_survives_what_it_is_asked(judge):
    abuse = [
        "def feed_forward(x, parameters):",
        "    import numpy as np",
        "    for a in ('x', None, np.ones((1 << 20, 1)), {}, object(), [[[]]], softmax):",
        "        try: softmax(a)",
        "        except Exception as error: pass",
        "    return softmax(np.ones((2, 2)))",
    ]
    answers = {"softmax": "def softmax(z): return 1", "feed_forward": "\n".join(abuse)}
    found = judgements(judge.grade(submission(answers, lesson=L1)))
    assert found["feed_forward_check"].points == found["feed_forward_hidden"].points == 0
    assert perfect(judge, L1)


# ------------------------------------------------------------------------------- the grader's own


def test_a_grader_that_fails_costs_no_points_silently(judge, monkeypatch):
    import autograder.checks

    def fail(function):
        raise RuntimeError("secret 1.25")

    monkeypatch.setattr(autograder.checks, "hidden_check", fail)
    result = judge.grade(submission())
    broken = judgements(result)[f"{FORWARD}_hidden"]
    assert broken.status is Status.BROKEN
    assert "secret" not in broken.message
    assert judgements(result)[f"{FORWARD}_check"].points == 4


def test_a_grader_that_fails_once_tries_again(judge, monkeypatch):
    import autograder.checks

    real, calls = autograder.checks.hidden_check, []

    def fail_once(function):
        calls.append(function)
        if len(calls) == 1:
            raise RuntimeError
        real(function)

    monkeypatch.setattr(autograder.checks, "hidden_check", fail_once)
    assert sum(points(judge.grade(submission())).values()) == 20


def test_a_killed_player_is_replaced():
    with Judge(ROOT, FAST) as judge:
        os.kill(judge.warm.process.pid, signal.SIGKILL)
        judge.warm.process.wait()
        first = judge.grade(submission())
        assert first.status in (Status.OK, Status.BROKEN)
        assert perfect(judge)


def test_without_a_sandbox_the_results_are_the_same():
    with Judge(ROOT, FAST, sandbox=False) as judge:
        assert perfect(judge)
        found = graded(judge, "import os; os._exit(0)")
        assert found[f"{FORWARD}_check"].status is Status.ERROR
        assert found[f"{BACKWARD}_hidden"].points == 6
        assert graded(judge, "while True: pass")[f"{FORWARD}_check"].status is Status.TIMEOUT
        assert perfect(judge)


def test_nothing_is_left_running():
    with Judge(ROOT, FAST) as judge:
        graded(judge, "import os", "while True: os.fork()")
        process = judge.warm.process
    assert process.poll() is not None


# ------------------------------------------------------------------------------- small parts


def test_names_and_texts_are_made_harmless():
    assert type_name("<script>\n") == "script"
    assert type_name("") == type_name("\x1b") == "object"
    assert len(type_name("x" * 999)) == 40
    assert plain_text("a\x1b[31mb\nc\u202e", 99) == "a?[31mb\nc?"
    assert len(plain_text("x" * 9999, 100)) == 100
    assert kind_of(opaque_class("Liar")(None, 1)) == "a Liar"
    assert not isinstance(opaque_class("ndarray")(None, 1), np.ndarray)
    assert issubclass(opaque_class("x"), Opaque)


def test_changes_are_made_in_place():
    array, inner = np.zeros(3), np.ones(2)
    old = {"a": array, "b": [1, inner], "c": (inner,)}
    assert replaced(old, {"a": np.ones(3), "b": [2, np.zeros(2), 3], "d": 1}) is old
    assert array.tolist() == [1, 1, 1] and inner.tolist() == [0, 0]
    assert list(old) == ["a", "b", "d"] and old["b"][0] == 2 and old["b"][2] == 3
    shrunk = [1, 2, 3]
    assert replaced(shrunk, []) is shrunk == []
    grown = np.zeros(2)
    replaced(grown, np.ones((2, 2)))
    assert grown.shape == (2, 2)


@pytest.mark.parametrize("place", ["before", "in the answer"])
def test_a_warning_made_an_error_does_not_cost_points(judge, place):
    """The check calls functions with warnings ignored, in the notebook and here."""
    always = 'import warnings\nwarnings.simplefilter("error")\n'
    answer = (
        "def sigmoid(z):\n    np.array(1.0) / np.array(0.0)  # warns\n"
        + course.solutions(ROOT, "01_feed_forward")["sigmoid"].partition("\n")[2]
    )
    before = (always,) if place == "before" else ()
    answer = answer if place == "before" else always + answer
    result = judge.grade(submission({"sigmoid": answer}, before, lesson="01_feed_forward"))
    assert all(test.points == test.maximum for test in result.tests), judgements(result)
