"""Each lesson, solved and run in a language that is no language: what it shows is in brackets."""

import contextlib
import re

import pytest
from matplotlib.text import Text
from pseudo import ROOT, escaped, speaking_pseudo

import rnn_figures
import rnn_language
from autograder import course
from autograder.checks import EXERCISES
from autograder.course.build import released_path

interactive = pytest.importorskip("IPython.core.interactiveshell", reason="the extra [lab]")
capture = pytest.importorskip("IPython.utils.capture")

# The same in all languages: functions of mathematics, names of networks, of a method.
NAMES = frozenset(
    {*EXERCISES, "tanh", "softmax", "RNN", "LSTM", "GRU", "Adam", "True", "Out", "ada"}
)
UNSAID = re.compile(r"\$[^$]*\$|Timing\([^)]*\)")  # formulas; how Python shows a timing
ALT = re.compile(r'alt="([^"]*)"')
# Cells that print or draw words of a language model, of its data, or lines of code.
MADE_OF_WORDS = {
    "data", "sample_tiny", "train_names", "temperature_row", "new_words", "unit_hunt", "harmony",
    "own_text", "explore", "profile_tiny", "look_sentence",
}  # fmt: skip


@pytest.fixture(autouse=True)
def alone():
    """Leave no notebook's shell behind, nor take over one."""
    interactive.InteractiveShell.clear_instance()
    yield
    interactive.InteractiveShell.clear_instance()


@pytest.fixture
def figures(monkeypatch):
    """Texts of the figures that are shown."""
    import rnn_utils

    texts, show = [], rnn_figures.show_figure

    def showing(figure, alt):
        figure.canvas.draw()
        for artist in figure.findobj(Text):
            if artist.get_visible():
                texts.append(artist.get_text())
        return show(figure, alt)

    for module in (rnn_figures, rnn_utils):
        monkeypatch.setattr(module, "show_figure", showing)
    return texts


def shown(lesson, figures):
    """Cell and text of all that a solved lesson shows, as a notebook would run it."""
    answers = course.solutions(ROOT, lesson)
    shell = interactive.InteractiveShell.instance()
    shell.ast_transformers.append(rnn_language._Translator())
    for cell in course.read_cells(ROOT / released_path(lesson)):
        if cell["cell_type"] != "code":
            continue
        figures.clear()
        with capture.capture_output() as seen:
            result = shell.run_cell(answers.get(cell["id"], cell["source"]))
        error = result.error_before_exec or result.error_in_exec
        assert error is None, f"{cell['id']}: {error!r}"
        pages = [output.data.get("text/html", "") for output in seen.outputs]
        alts = [alt for page in pages for alt in ALT.findall(page)]
        for text in (seen.stdout, *figures, *alts):
            yield cell["id"], text


@pytest.mark.parametrize("lesson", course.lesson_names(ROOT))
def test_no_sentence_of_a_solved_lesson_escapes(lesson, figures):
    with speaking_pseudo(), contextlib.chdir(ROOT):
        texts = list(shown(lesson, figures))
    assert len(texts) > 20
    found = {
        (cell, text): words
        for cell, text in texts
        if cell not in MADE_OF_WORDS and (words := escaped(UNSAID.sub(" ", text), NAMES))
    }
    assert found == {}
