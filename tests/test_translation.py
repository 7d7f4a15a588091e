"""Languages: every edition has the code of the English one, and no sentence escapes."""

import ast
import contextlib
import io
import json
import shutil
from pathlib import Path

import pytest
from judged import FORWARD, ROOT, points, submission, wrong
from pseudo import escaped, speaking_pseudo, wrapped

import rnn_check
import rnn_language
import rnn_shown
from autograder import course
from autograder.base.outcome import Status, SubmissionResult
from autograder.checks import EXERCISES
from autograder.checks.cases import hidden_check
from autograder.checks.mistakes import bank
from autograder.course.build import released_path
from autograder.course.lesson import load_lesson
from autograder.judge import Judge
from autograder.record import feedback, wording
from autograder.record.standing import Standing
from autograder.submission import Unreadable, read_submission
from autograder.translation import catalogue, command, parity, status
from autograder.translation.messages import SHARED, Message
from rnn_predict import _verdict

LANGUAGES = catalogue.languages(ROOT)
LESSONS = course.lesson_names(ROOT)
NAMES = frozenset(EXERCISES) | {"numpy", "NumPy", "nan", "inf"}

each_language = pytest.mark.parametrize("language", LANGUAGES)
each_lesson = pytest.mark.parametrize("lesson", LESSONS)


@pytest.fixture(scope="module")
def english():
    return command.all_messages(ROOT)


def cells_of(language, lesson):
    path = ROOT / released_path(lesson, language)
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


# ------------------------------------------------------------------ what is committed


@each_language
def test_translations_have_the_equations_code_links_and_numbers_of_their_english(language, english):
    found = status.states(catalogue.merged(ROOT, language, english))
    assert [fault for state in found for fault in state.faults] == []


@each_language
def test_the_committed_editions_are_what_the_build_makes(language, english):
    catalogues = catalogue.merged(ROOT, language, english)
    made = command.editions_of(ROOT, language, catalogues)
    assert [path.name for path, text in made.items() if path.read_text("utf-8") != text] == []


@each_lesson
@each_language
def test_an_edition_has_the_code_cells_of_the_english_one(language, lesson):
    ours, theirs = cells_of("en", lesson), cells_of(language, lesson)
    assert [cell["id"] for cell in ours] == [cell["id"] for cell in theirs]
    for one, other in zip(ours, theirs, strict=True):
        if one["cell_type"] == "code":
            assert one == other
        assert {**one, "source": ""} == {**other, "source": ""}


# ------------------------------------------------------------------ catalogues


def updated(folder, *messages):
    catalogue.update(folder, "xx", {SHARED: list(messages)})
    return catalogue.read(folder, "xx")[SHARED]


def test_an_update_keeps_translations_and_marks_changed_ones_fuzzy(tmp_path):
    updated(tmp_path, Message("a", "Some words."), Message("b", "Other words here."))
    file = catalogue.path_of(tmp_path, "xx", SHARED)
    text = file.read_text("utf-8")
    for english in ("Some words.", "Other words here."):
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "XX"')
    file.write_text(text, "utf-8")

    now = updated(tmp_path, Message("a", "Some words."), Message("b", "Other words there."))
    assert [(entry.msgstr, entry.fuzzy) for entry in now] == [("XX", False), ("XX", True)]
    assert now[1].previous_msgid == "Other words here."
    again = updated(tmp_path, Message("a", "Some words."), Message("b", "Other words here!"))
    assert again[1].previous_msgid == "Other words here."  # what the translation was made from
    moved = updated(tmp_path, Message("c", "Some words."), Message("b", "Other words here!"))
    assert [(entry.msgstr, entry.fuzzy) for entry in moved] == [("XX", False), ("XX", True)]
    gone = updated(tmp_path, Message("a", "Some words."))
    assert [entry.obsolete for entry in gone] == [False, True]


def test_a_fuzzy_translation_is_not_used(tmp_path, english):
    root = own_course(tmp_path)
    path = catalogue.path_of(root, "xx", LESSONS[0])
    assert command.build_editions(root)
    first = [cell for cell in cells_in(root, LESSONS[0]) if cell["cell_type"] == "markdown"][0]
    assert "".join(first["source"]).startswith("⟦")
    path.write_text(path.read_text("utf-8").replace("\nmsgctxt", "\n#, fuzzy\nmsgctxt", 1), "utf-8")
    command.build_editions(root)
    first = [cell for cell in cells_in(root, LESSONS[0]) if cell["cell_type"] == "markdown"][0]
    assert not "".join(first["source"]).startswith("⟦")
    assert "This part is in English" in "".join(first["source"])


def cells_in(root, lesson):
    path = root / released_path(lesson, "xx")
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def own_course(folder):
    """A course with a language of its own: one folder, with the pseudo-language in it."""
    for name in ("source", "notebooks"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("README.md", "pyproject.toml", "nbgrader_config.py"):
        shutil.copy(ROOT / name, folder)
    catalogue.update(folder, "xx", command.all_messages(folder))
    for path in (folder / "locale" / "xx").glob("*.po"):
        file = catalogue.open_file(path)
        for entry in file:
            entry.msgstr = f"⟦{entry.msgid}⟧"
        path.write_text(catalogue.text_of(file), "utf-8")
    return folder


def test_a_third_language_is_one_folder(tmp_path):
    root = own_course(tmp_path)
    written = {path.relative_to(root).as_posix() for path in command.build_editions(root)}
    assert written == {"rnn_xx.json", *(released_path(lesson, "xx") for lesson in LESSONS)}
    names = frozenset(NAMES | {"Colab"})
    for cell in cells_in(root, LESSONS[0]):
        if cell["cell_type"] == "markdown" and cell["id"] != "symbols":
            assert escaped("".join(cell["source"]), names) == []


# English, a translation, and what is said of it; an empty text where it is in order.
PAIRS = [
    ("about $a_t = 0.5$ and 0.5", "$a_t = 0.5$ ile 0,5 üzerine", ""),
    ("about $a_t$", "$a_{t}$ üzerine", "equations"),
    ("run `a_next`", "`a_prev` çalıştırın", "code"),
    ("see [this](x.ipynb)", "[buna](y.ipynb) bakın", "links"),
    ("99 %", "%99", ""),
    ("99 %", "%98", "numbers"),
    ("−0.5 is", "−0,5", ""),
    ("−0.5 is", "0,5", "numbers"),
    ("## See it", "### Bakın", "headings"),
    ("## See it", "## Bakın", ""),
    ("- one\n- two", "- bir\n- iki", ""),
    ("- one\n- two", "- bir, iki", "items"),
    ("lesson 01", "01. ders", "items"),  # Markdown takes it for a list
    ("| a | b |\n|---|---|", "| a |\n|---|", "tables"),
    ("<details>x</details>", "x", "tags"),
    ("{name}: {error:.1e}", "{error:.1e}: {name}", ""),
    ("{name}: {error:.1e}", "{error:.2e}: {name}", "places"),
    ("  two blanks", "iki boşluk", "blanks"),
    ("old:  ", "eski:", ""),
    (" and ", " ve", "blanks"),
    ("I", "i̇", "two parts"),
]


@pytest.mark.parametrize(("english", "said", "fault"), PAIRS)
def test_what_a_translation_may_not_change(english, said, fault):
    found = parity.faults(english, said)
    assert any(each.startswith(fault) or fault in each for each in found) if fault else not found


# ------------------------------------------------------------------ texts in code


def run(source, words=None):
    tree = ast.parse(source)
    if words is not None:
        tree = rnn_shown.translated(tree, words)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(tree, "<cell>", "exec"), {})
    return printed.getvalue()


def test_an_f_string_is_translated_as_a_template():
    source = 'step, share = 3, 0.25\nprint(f"step {step}: {share:.0%} wrong {{1}} {1 + 1}")'
    [(_, text)] = rnn_shown.shown_texts(ast.parse(source))
    assert text == "step {step}: {share} wrong {{1}} {5}"
    said = {text: "{share} yanlış {{1}} {5}, adım {step}"}
    assert run(source, said) == "25% yanlış {1} 2, adım 3\n"
    assert run(source, {}) == run(source)


def test_names_for_the_code_alone_are_left_as_they_are():
    source = (
        "answers = {'on top': 1}\nx['on top']\npredict('shape of x', y)\n"
        "ax.legend(loc='center left', title='what it is')"
    )
    assert [text for _, text in rnn_shown.shown_texts(ast.parse(source))] == [
        "on top", "on top", "what it is",
    ]  # fmt: skip


# ------------------------------------------------------------------ no sentence escapes


@pytest.mark.parametrize("function", EXERCISES)
def test_no_message_of_a_check_escapes_the_catalogue(function):
    with speaking_pseudo():
        for entry in bank.load():
            if entry.function == function and entry.kind == "wrong":
                for test in (lambda f: rnn_check.check(f, hint=3), hidden_check):
                    with contextlib.redirect_stdout(io.StringIO()):
                        message = failure(test, entry.make())
                    assert escaped(message, NAMES) == [], message


def failure(test, function):
    try:
        test(function)
    except AssertionError as error:
        return str(error)
    return ""


def test_no_sentence_of_a_feedback_page_escapes_the_catalogue():
    lesson = load_lesson(ROOT, LESSONS[3])
    with speaking_pseudo(), Judge(ROOT, sandbox=False) as judge:
        wrong_answer = wrong("lstm_cell_forward", "ft * c_prev", "ft + c_prev")
        judged = judge.grade(submission({"lstm_cell_forward": wrong_answer}))
        told = wording.comments(lesson, judged)
        scores = {test.grade_id: test.points for test in judged.tests}
        page = feedback.page(lesson, "ada", judged, Standing(scores, {}, told)).decode()
    body = page[page.index("<body>") :]
    names = NAMES | {"ada", "lstm", *"One LSTM cell".split()}  # of the title there is no edition
    assert escaped(body, names) == []


NAMED = '"course_language": "xx"'
UNREADABLE = {
    "cut": f'{{{NAMED}, "cells": [',
    "broken": f"{{{NAMED}]",
    "no cells": f"{{{NAMED}}}",
    "a page": f"<html>{NAMED}",
    "zipped": f"PK\3\4{NAMED}",
    "nested": NAMED.join(["[" * 99999] * 2),
    "merged": f"{{{NAMED}\n<<<<<<< HEAD\n",
    "old": f'{{{NAMED}, "nbformat": 2, "cells": []}}',
    "many": f'{{{NAMED}, "cells": [{"{}, " * 9999}{{}}]}}',
    "large": f'{{{NAMED}, "cells": [{{"cell_type": "code", "source": "{"7" * 4_000_000}"}}]}}',
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_no_sentence_on_an_unreadable_file_escapes_the_catalogue(name, tmp_path):
    (tmp_path / f"{LESSONS[0]}.ipynb").write_text(UNREADABLE[name], "utf-8")
    with speaking_pseudo(), pytest.raises(Unreadable) as error:
        read_submission(tmp_path, "ada", load_lesson(ROOT, LESSONS[0]))
    assert error.value.language == "xx"
    says = {"Expecting", "delimiter"}  # Python's own words on JSON
    assert escaped(str(error.value), frozenset(says)) == []


REPAIRS = {
    "text": lambda cells: cells[FORWARD].update(cell_type="markdown"),
    "renamed": lambda cells: cells[FORWARD].update(id="other", metadata={}),
    "unmarked": lambda cells: [cell.update(metadata={}) for cell in cells.values()],
    "points": lambda cells: cells[f"{FORWARD}_check"]["metadata"]["nbgrader"].update(points=99),
    "test": lambda cells: cells[f"{FORWARD}_check"].update(source="pass"),
    "given": lambda cells: cells["given"].update(source="pass"),
    "shown": lambda cells: cells["forward_tiny_call"].update(source="def f():\n    pass"),
    "no answer": lambda cells: cells.pop(FORWARD),
    "no test": lambda cells: cells.pop(f"{FORWARD}_check"),
    "no given": lambda cells: cells.pop("given"),
    "given below": lambda cells: cells.update(given=cells.pop("given")),
    "twice": lambda cells: cells.update(more={**cells[FORWARD], "id": "more"}),
    "number": lambda cells: cells.update(more=3),
    "zeros": lambda cells: cells[FORWARD].update(source="pass\0"),
}


@pytest.mark.parametrize("name", REPAIRS)
def test_no_sentence_on_a_repair_escapes_the_catalogue(name, tmp_path):
    notebook = json.loads((ROOT / released_path(LESSONS[3])).read_text("utf-8"))
    notebook["metadata"][rnn_language.METADATA] = "xx"
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    REPAIRS[name](cells)
    notebook["cells"] = list(cells.values())
    (tmp_path / "x7.ipynb").write_text(json.dumps(notebook), "utf-8")
    with speaking_pseudo():
        read = read_submission(tmp_path, "ada", load_lesson(ROOT, LESSONS[3]))
    names = frozenset({"ipynb", "given"})
    assert len(read.repairs) > 1 and escaped(" ".join(read.repairs), names) == []


# ------------------------------------------------------------------ one class, several languages


def handed_in(folder, language, answers):
    """Hand in an edition's notebook with some answers; read it."""
    path = ROOT / released_path(LESSONS[3], language)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["id"] in answers:
            cell["source"] = answers[cell["id"]]
    folder.mkdir()
    (folder / path.name).write_text(json.dumps(notebook), "utf-8")
    return read_submission(folder, "ada", load_lesson(ROOT, LESSONS[3]))


@each_language
def test_the_same_answers_get_the_same_points_in_every_language(language, tmp_path):
    answers = course.solutions(ROOT, LESSONS[3])
    answers["lstm_cell_backward"] = wrong("lstm_cell_backward", "1 - ", "2 - ")
    read = {code: handed_in(tmp_path / code, code, answers) for code in ("en", language)}
    assert {code: each.language for code, each in read.items()} == {"en": "en", language: language}
    assert read[language].notebook["metadata"][rnn_language.METADATA] == language
    results = {}
    with Judge(ROOT, sandbox=False) as judge:
        for code, each in read.items():
            with rnn_language.speaking(each.language):
                results[code] = judge.grade(each)
    assert points(results["en"]) == points(results[language])
    said = {code: [t.message for t in result.tests] for code, result in results.items()}
    assert said["en"] != said[language]
    catalogue_says = rnn_language.catalogue(language)
    assert catalogue_says["{name} holds wrong values."].partition("}")[2] in "".join(said[language])
    assert rnn_language.spoken() == "en"


@each_language
def test_a_page_speaks_the_language_and_folds_the_lesson_own_texts(language, tmp_path):
    read = handed_in(tmp_path / "x", language, {})
    lesson = read.lesson
    result = SubmissionResult("ada", lesson.name, Status.OK, "", language=language)
    with rnn_language.speaking(result.language):
        body = feedback.body(lesson, read.notebook, result)
        page = feedback.page(lesson, "ada", result, Standing({}, {}, {}), body).decode()
    assert f'<html lang="{language}">' in page
    assert page.count("<details><summary>") > 5  # the course's own texts, not taken for answers


# ------------------------------------------------------------------ which language


def test_a_notebook_names_its_language_in_its_metadata_alone():
    assert rnn_language.language_of('{"metadata": {"course_language": "tr"}}') == "tr"
    cell = json.dumps({"source": '{"course_language": "tr"}', "metadata": {}})
    assert rnn_language.language_of(cell) == "en"


def test_a_language_that_the_course_has_not_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="does not speak 'kl'. It speaks en, "):
        rnn_language.language("kl")
    with rnn_language.speaking("kl"):
        assert rnn_language.spoken() == "en"


def test_english_loads_no_catalogue():
    assert rnn_language._spoken == {"language": "en", "words": {}}
    assert rnn_language.say("row") == "row"


def test_a_table_of_words_says_them_in_the_language_spoken():
    words = rnn_language.Words({"row": "row"})
    with speaking_pseudo():
        assert words["row"] == words.get("row") == "⟦row⟧"
    assert words["row"] == "row" and words.get("none", 3) == 3
    assert len(wrapped()) > 2000 and Path(ROOT / "rnn_tr.json").is_file()


def test_a_turkish_sentence_begins_with_the_capital_of_its_own_letter():
    assert rnn_language.capital("iki kez") == "Iki kez"
    with rnn_language.speaking("tr"):
        assert rnn_language.capital("iki kez") == "İki kez"
        assert rnn_language.capital("ırak adımlar") == "Irak adımlar"
        assert rnn_language.capital("çağrı") == "Çağrı" and rnn_language.capital("") == ""


@pytest.mark.parametrize("typed", ["ileri", "İleri", "İLERİ", "ILERI", " I\u0307leri "])
def test_a_prediction_is_right_whatever_i_the_keyboard_has(typed):
    assert _verdict("which way", "ileri", typed) == "which way: right."
    assert _verdict("which way", "ısı", typed) != "which way: right."
