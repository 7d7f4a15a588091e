"""Feedback says what happened, shows no hidden test, and runs nothing of a student's."""

import datetime
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import pytest
from grading import LESSON, ROOT, classes, load_lesson, result
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder import course
from autograder.base.outcome import Status, SubmissionResult, TestResult
from autograder.record import autograded, feedback, markdown, markup, wording
from autograder.record.standing import Standing

CHECK, HIDDEN = "lstm_cell_forward_check", "lstm_cell_forward_hidden"
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def lesson():
    return load_lesson(ROOT, LESSON)


def standing_of(lesson, judged):
    scores = {test.grade_id: test.points for test in judged.tests}
    return Standing(scores, {}, wording.comments(lesson, judged))


def page_of(lesson, judged, cells=(), standing=None):
    """Page of a solved notebook in which other cells were added."""
    notebook = classes.notebook(lesson, classes.solved(lesson))
    # As in autograded/: tests with their hidden region.
    for cell in notebook["cells"]:
        part = lesson.by_id.get(cell["metadata"].get("nbgrader", {}).get("grade_id"))
        if part and part.kind == "test":
            cell["source"] = part.source
    notebook["cells"] += cells
    body = feedback.body(lesson, autograded.annotate(notebook, judged), judged)
    standing = standing or standing_of(lesson, judged)
    return feedback.page(lesson, "ada", judged, standing, body).decode()


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


def test_page_opens_with_what_was_found(lesson):
    judged = result(lesson, **{CHECK: Status.WRONG, HIDDEN: Status.TIMEOUT})
    text = Tags(page_of(lesson, judged)).text
    summary, _, notebook = text.partition("Student's answer")
    assert f"{LESSON} (Score: 10 / 20)" in summary
    for part in ("0 / 10", "10 / 10", f"{CHECK} went wrong", "wrong result", "too slow", "passed"):
        assert part in summary
    assert "def lstm_cell_forward" in notebook
    assert f"{CHECK} went wrong" in notebook  # and as the comment under the answer


def test_page_says_whose_it_is_what_it_is_about_and_when_it_was_handed_in(lesson):
    judged = result(lesson)
    standing = standing_of(lesson, judged)
    assert "Handed in" not in page_of(lesson, judged, standing=standing)
    standing.handed_in = datetime.datetime(2026, 1, 21, 10, 30)
    text = Tags(page_of(lesson, judged, standing=standing)).text
    top, _, _ = text.partition("Student's answer")
    for part in ("One LSTM cell", "Student: ada", "Handed in: 2026-01-21 10:30 UTC"):
        assert part in top


class Folds(HTMLParser):
    """Text inside and outside of what a page folds."""

    def __init__(self, page):
        super().__init__()
        self.depth, self.folded, self.seen = 0, "", ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.depth += tag == "details"

    def handle_endtag(self, tag):
        self.depth -= tag == "details"

    def handle_data(self, data):
        if self.depth:
            self.folded += data
        else:
            self.seen += data


def test_what_is_the_lessons_own_is_folded_and_what_is_the_students_is_not(lesson):
    own = {"cell_type": "markdown", "source": "A note of mine.", "id": "own", "metadata": {}}
    page = Folds(page_of(lesson, result(lesson), [own]))
    assert "A note of mine." in page.seen and "def lstm_cell_forward" in page.seen
    texts = [part for part in lesson.parts if part.kind == "prose"]
    headings = [re.search(r"^##+ +([^`$*\n]+)$", part.released, re.M) for part in texts]
    assert any(headings)
    for heading in filter(None, headings):
        assert heading[1] in page.folded and heading[1] not in page.seen


@pytest.mark.parametrize("change", [str, lambda text: text.replace("Advance", "Change")])
def test_a_docstring_is_folded_while_it_is_as_it_was_handed_out(lesson, change):
    solved = classes.solved(lesson)
    solved["lstm_cell_forward"] = change(solved["lstm_cell_forward"])
    notebook = classes.notebook(lesson, solved)
    judged = result(lesson)
    body = feedback.body(lesson, notebook, judged)
    page = Folds(feedback.page(lesson, "ada", judged, standing_of(lesson, judged), body).decode())
    part = lesson.by_id["lstm_cell_forward"].released.partition('"""')[2].partition("\n")[0]
    assert ("n_x features" in page.folded) and (change(part) in page.folded) == (change is str)
    assert (change(part) in page.seen) == (change is not str)


def test_an_unwritten_answer_folds_its_docstring_too(lesson):
    judged = result(lesson, **{CHECK: Status.WRONG})
    body = feedback.body(lesson, classes.notebook(lesson, {}), judged)
    page = Folds(feedback.page(lesson, "ada", judged, standing_of(lesson, judged), body).decode())
    assert "n_x features" in page.folded and "n_x features" not in page.seen
    assert "not written yet" in page.seen


def test_what_was_found_stands_beside_the_answer(lesson):
    page = page_of(lesson, result(lesson, **{CHECK: Status.WRONG}))
    (beside,) = re.findall(
        r'<div class="answer">(?:(?!<div class="answer">).)*?went wrong', page, re.S
    )
    assert "def lstm_cell_forward" in re.sub("<[^>]+>", "", beside)
    assert "Comments:" in beside


def test_hidden_tests_are_not_shown(lesson):
    page = page_of(lesson, result(lesson, **{HIDDEN: Status.WRONG}))
    text = Tags(page).text
    hidden = [test for test in lesson.tests if "BEGIN HIDDEN TESTS" in test.source]
    assert hidden
    assert "hidden_check" not in text
    assert "HIDDEN TESTS" not in text
    assert "Hidden tests of lstm_cell_forward" in text  # the line that students know


@pytest.mark.parametrize(
    "cell",
    [
        {"cell_type": "markdown", "source": EVIL},
        {"cell_type": "markdown", "source": "[go](javascript:alert(1)) <JaVaScRiPt:alert(1)>"},
        {"cell_type": "markdown", "source": "![x](javascript:alert(1)) ![y](data:text/html,x)"},
        {"cell_type": "markdown", "source": f"${EVIL}$ and\n\n$$\n{EVIL}\n$$\n"},
        {"cell_type": "markdown", "source": f"```{EVIL}\n{EVIL}\n```\n\n| {EVIL} |\n|-|\n| x |"},
        {"cell_type": "markdown", "source": '[a]: x "\\" onclick=alert(1)"\n[a] <a onclick=b>'},
        {"cell_type": "raw", "source": EVIL},
        {"cell_type": "code", "source": f"# {EVIL}\n'</pre></div>{EVIL}'", "outputs": []},
        {"cell_type": "code", "source": "1", "outputs": [
            {"output_type": "stream", "name": "stdout", "text": EVIL},
            {"output_type": "display_data", "data": {"text/html": EVIL}, "metadata": {}},
        ]},
    ],
)  # fmt: skip
def test_nothing_of_a_student_runs(lesson, cell):
    page = page_of(lesson, result(lesson), [{**cell, "id": "own", "metadata": {}}])
    found = Tags(page)
    assert not {"script", "iframe", "object", "embed", "svg", "form", "base"} & set(found.tags)
    assert not [name for name, _ in found.attributes if name.startswith("on")]
    for name, value in found.attributes:
        if name in ("href", "src"):
            assert re.match(r"https?:|[^:]*$", value or ""), value


def test_names_messages_and_comments_are_text(lesson):
    judged = result(lesson)
    bad = TestResult(CHECK, 0.0, 4.0, Status.ERROR, EVIL, 0.0)
    judged = SubmissionResult(EVIL, LESSON, Status.OK, EVIL, (bad, *judged.tests[1:]))
    standing = standing_of(lesson, judged)
    standing.comments["lstm_cell_backward"] = EVIL
    found = Tags(page_of(lesson, judged, standing=standing))
    assert "script" not in found.tags and "img" not in found.tags
    assert found.text.count(EVIL) == 4  # the note, the summary, and two comments


def test_page_needs_nothing_else_and_forbids_it(lesson):
    found = Tags(page_of(lesson, result(lesson)))
    assert not {"script", "link", "iframe"} & set(found.tags)
    policy = next(value for _, value in found.attributes if value and "default-src" in value)
    assert "default-src 'none'" in policy
    assert "script" not in policy


def test_open_places_cannot_be_forged(lesson):
    text = f"\x00score:{CHECK}\x00 \x00comment:lstm_cell_forward\x00"
    cells = [
        {"cell_type": kind, "id": kind, "metadata": {}, "source": text, "outputs": []}
        for kind in ("code", "markdown", "raw")
    ]
    page = page_of(lesson, result(lesson), cells)
    assert "\x00" not in page
    assert page.count("4 / 4") == 4  # one for each check, in the summary and in its cell


def test_own_prose_keeps_its_html_and_equations():
    html = markdown.ours(
        "<details><summary>Hint</summary>\n\n$a^{2}$\n\n</details>\n\n$$x \\tag{7}$$"
    )
    assert "<details>" in html and "<msup>" in html and "(7)" in html
    theirs = markdown.theirs("<details>$a^{2}$")
    assert "<details>" not in theirs and "$a^{2}$" in theirs


ODD_CODE = [
    'x = "a" \'b\' # it\'s """ no text\ny = 1\n',
    'def f():\n    r"""One.\n\n    Two.\n    """\n    return 1',
    "a = '''x\ny''' + \"\"\"z\n\"\"\"\nb = 2",
    "\n\n\r\nx = 1\r\ry = 2\n\n",
    "from numpy import (\n    exp,\n    tanh,\n)\nx = exp(\n    1\n)",
    "x = 1 + \\\n    2",
    "",
]


@pytest.mark.parametrize("name", course.lesson_names(ROOT))
def test_code_is_coloured_in_pieces_as_it_is_at_once(name):
    cells = load_lesson(ROOT, name).cells
    code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
    for source in [*code, *ODD_CODE]:
        at_once = highlight(source, PythonLexer(), HtmlFormatter(cssclass="input"))
        at_once = at_once.replace("<span></span>", "").replace(
            "</pre></div>\n</div>", "</pre></div>"
        )
        assert markup.coloured(source) == at_once.rstrip("\n")


def test_error_carried_forward_is_explained(lesson):
    judged = result(lesson)
    for status, points, words in [
        (Status.WRONG, 0.0, "is right: this failed only because your lstm_cell_forward is wrong"),
        (Status.OK, 4.0, "It keeps its points"),
    ]:
        name = "lstm_cell_backward_check"
        carried = TestResult(name, points, 4.0, status, "", 0.0, "lstm_cell_forward")
        tests = tuple(carried if test.grade_id == name else test for test in judged.tests)
        changed = SubmissionResult("ada", LESSON, Status.OK, "", tests)
        assert words in (wording.comments(lesson, changed)["lstm_cell_backward"] or "")
        assert words in Tags(page_of(lesson, changed)).text


def test_refused_submission_has_a_page_with_the_reason(lesson):
    refused = SubmissionResult("ada", LESSON, Status.REFUSED, "The file is no notebook.")
    standing = Standing(dict.fromkeys(t.grade_id for t in lesson.tests), {}, {})
    text = Tags(feedback.page(lesson, "ada", refused, standing).decode()).text
    assert "The file is no notebook." in text
    assert set(wording.comments(lesson, refused).values()) == {"The file is no notebook."}


def test_how_the_grader_failed_is_not_for_the_student(lesson):
    broke = SubmissionResult("ada", LESSON, Status.BROKEN, "KeyError: 'secret'")
    standing = Standing(dict.fromkeys(t.grade_id for t in lesson.tests), {}, {})
    page = feedback.page(lesson, "ada", broke, standing).decode()
    assert "secret" not in page and "no points" in page
    assert set(wording.comments(lesson, broke).values()) == {wording.WORDS["not_graded"]}


def test_text_that_takes_too_long_is_shown_as_it_is(lesson):
    notebook = classes.notebook(lesson, classes.solved(lesson))
    long = {"cell_type": "markdown", "metadata": {}, "source": "**bold** " * 500_000}
    notebook["cells"].append(long)
    body = feedback.body(lesson, notebook, result(lesson), seconds=0.05)
    assert b"<strong>" not in body and b"**bold**" in body
    assert b"def lstm_cell_forward" in body


def test_a_time_limit_that_was_not_needed_leaves_no_alarm_behind(lesson):
    before = signal.getsignal(signal.SIGALRM)
    feedback.body(lesson, classes.notebook(lesson, {}), result(lesson))
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_a_page_can_be_made_in_another_thread(lesson):
    notebook = classes.notebook(lesson, {})
    with ThreadPoolExecutor(1) as pool:
        body = pool.submit(feedback.body, lesson, notebook, result(lesson)).result()
    assert body == feedback.body(lesson, notebook, result(lesson))


def test_stock_nbgrader_reads_the_same_points_from_the_outputs(lesson):
    from nbformat import from_dict
    from nbgrader.utils import determine_grade, is_grade

    judged = result(lesson, **{CHECK: Status.WRONG, HIDDEN: Status.MEMORY})
    notebook = autograded.annotate(classes.notebook(lesson, {}), judged)
    points = {}
    for cell in from_dict(notebook).cells:
        if is_grade(cell):
            points[cell.metadata.nbgrader.grade_id] = determine_grade(cell)[0]
    assert points == {test.grade_id: test.points for test in judged.tests}


@pytest.mark.parametrize(
    "text",
    ["```&nbsp;\nx\n```", "```&#32;\nx\n```", "".join(" " * i + "- a\n" for i in range(1200))],
    ids=["a fence and a blank", "a fence and a blank by number", "a deep list"],
)
def test_a_text_that_cannot_be_rendered_is_shown_as_it_is(lesson, text):
    cell = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": text}
    page = page_of(lesson, result(lesson), [cell])
    assert text.strip().splitlines()[-1].strip() in Tags(page).text


def test_whatever_a_renderer_raises_costs_only_the_looks(lesson, monkeypatch):
    def fail(text):
        raise KeyError(text)

    monkeypatch.setattr(markdown, "theirs", fail)
    cell = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "*mine*"}
    assert "*mine*" in Tags(page_of(lesson, result(lesson), [cell])).text
