"""Text cells of a student, rendered as nbgrader does it, hold nothing that could act."""

import json
import re

import pytest
import samples
from acting import Active, renderings
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from payloads import HONEST, HOSTILE, HOSTILE_ATTACHMENTS

from autograder.course.lesson import load_lesson
from autograder.submission import neutral
from autograder.submission.repair import DEFAULT_LIMITS, repair_bytes

LESSON = "01_feed_forward"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_has_nothing_that_acts(name):
    for page in renderings(neutral.text(HOSTILE[name])):
        assert not Active(page).found, page


def test_without_this_many_of_them_would_act():
    """Else the test above could not fail."""
    acting = [
        name
        for name, text in HOSTILE.items()
        if any(Active(page).found for page in renderings(text))
    ]
    assert len(acting) > 40, sorted(set(HOSTILE) - set(acting))


@pytest.mark.parametrize("name", HOSTILE_ATTACHMENTS)
def test_a_hostile_attachment_has_nothing_that_acts(name):
    text, attachments = HOSTILE_ATTACHMENTS[name]
    kept = neutral.pictures(attachments)
    for page in renderings(neutral.text(text, frozenset(kept)), kept):
        assert not Active(page).found, page


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_text_looks_as_before(name):
    text, holds = HONEST[name]
    page = markdown2html_mistune(neutral.text(text))
    assert holds in page
    before = markdown2html_mistune(text)
    plain = [re.sub(r"<[^>]*>|\s|&lt;", "", each) for each in (before, page)]
    assert plain[0] == plain[1]


PIECES = st.sampled_from(
    [
        *"<>\"'`$&;:/\\!?=- \n\t[]()#x",
        *[
            "<script>",
            "onerror=",
            "<img ",
            "src=x",
            "javascript",
            "&#",
            "&colon;",
            "&Tab;",
            "&amp;",
        ],
        *["```", "~~~", "$$", "<!--", "-->", "<b>", "</b>", "<td ", 'alt="', "<a href=", "data:"],
        *["\\href{", "|", "<https://", "<![CDATA["],
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_no_mixture_acts(text):
    for page in renderings(neutral.text(text)):
        assert not Active(page).found, page


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_what_is_harmless_stays_as_it_is(text):
    once = neutral.text(text)
    assert not Active(once).found
    for match in re.finditer("<", once):  # each < is followed by a blank, or begins a known tag
        rest = once[match.start() :]
        assert (
            not re.match("<[A-Za-z/!?]", rest)
            or neutral.CLEAN_TAG.match(rest)
            or re.match(r"</[a-z0-9]+>", rest)
        )


def test_the_notebook_that_is_written_has_neutral_cells(root):
    lesson = load_lesson(root, LESSON)
    notebook = samples.solved(root, LESSON)
    for text in HOSTILE.values():
        notebook["cells"].append(samples.text(text))
        notebook["cells"].append(samples.text(text, "raw"))
    for text, attachments in HOSTILE_ATTACHMENTS.values():
        notebook["cells"].append({**samples.text(text), "attachments": attachments})
    done = repair_bytes(json.dumps(notebook).encode(), lesson, DEFAULT_LIMITS).notebook
    for cell in done["cells"]:
        ours = {part.released for part in lesson.parts if part.kind == "prose"}
        if cell["cell_type"] != "code" and cell["source"] not in ours:
            for page in renderings(cell["source"], cell.get("attachments", {})):
                assert not Active(page).found


def test_the_courses_own_texts_stay_as_they_are(root):
    lesson = load_lesson(root, LESSON)
    notebook = samples.solved(root, LESSON)
    done = repair_bytes(json.dumps(notebook).encode(), lesson, DEFAULT_LIMITS).notebook
    before = [c["source"] for c in notebook["cells"] if c["cell_type"] == "markdown"]
    after = [c["source"] for c in done["cells"] if c["cell_type"] == "markdown"]
    assert ["".join(text) for text in before] == after
    assert any("<details>" in text for text in after)
