"""Reading a submission: any file at all is either put in order or refused with a sentence."""

import copy
import json
import os
import re

import nbformat
import pytest
import samples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_editors import assert_tests_are_ours, passed

from autograder import course
from autograder.course.lesson import load_lesson
from autograder.submission.reading import ReadLimits, Unreadable, read_submission, repair_file

LESSON = "02_rnn_cell"
FILE = f"{LESSON}.ipynb"
ROOT = course.find_root()


@pytest.fixture
def lesson(root):
    return load_lesson(root, LESSON)


@pytest.fixture
def solved(root):
    return samples.solved(root, LESSON)


@pytest.fixture
def right(solved):
    return json.dumps(solved).encode("utf-8")


def refused(folder, lesson, kind, said="", **options):
    """Assert that a folder is refused, and why; returns the sentence."""
    with pytest.raises(Unreadable) as caught:
        read_submission(folder, "ada", lesson, **options)
    sentence = str(caught.value)
    assert caught.value.kind == kind and said in sentence
    assert re.fullmatch(r"[^\n]+\.", sentence)
    return sentence


# ------------------------------------------------------------------ the file


def test_nothing_handed_in(tmp_path, lesson):
    refused(tmp_path / "gone", lesson, "missing", "There is no folder gone.")
    refused(tmp_path, lesson, "missing", f"Hand in the file {FILE}.")


@pytest.mark.parametrize(
    "name", ["Copy of 02.ipynb", "02_rnn_cell (1).ipynb", "02_rnn_cell.ipynb.txt", "X.IPYNB"]
)
def test_renamed_notebook_is_read(tmp_path, lesson, right, name):
    samples.hand_in(tmp_path, right, name)
    samples.hand_in(tmp_path, b"\0\0", "._02_rnn_cell.ipynb")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    submission = read_submission(tmp_path, "ada", lesson)
    assert submission.path.name == name
    assert submission.repairs == (f"The notebook is named {name}; it was read as {FILE}.",)


def test_right_name_wins_over_other_notebooks(tmp_path, lesson, right):
    samples.hand_in(tmp_path, b"", "old.ipynb")
    samples.hand_in(tmp_path, right, FILE)
    submission = read_submission(tmp_path, "ada", lesson)
    assert submission.repairs == (f"Only {FILE} was read, not old.ipynb.",)


def test_several_other_notebooks_are_refused(tmp_path, lesson, right):
    for name in ("a.ipynb", "b.ipynb"):
        samples.hand_in(tmp_path, right, name)
    refused(tmp_path, lesson, "ambiguous", "2 notebooks (a.ipynb, b.ipynb)")


def test_links_and_everything_that_is_not_a_plain_file_are_refused(tmp_path, lesson, right):
    secret = samples.hand_in(tmp_path / "secret", right, FILE) / FILE

    def folder(name):
        (tmp_path / name).mkdir()
        return tmp_path / name / FILE

    folder("soft").symlink_to(secret)
    refused(tmp_path / "soft", lesson, "link", "is a link")
    os.link(secret, folder("hard"))
    refused(tmp_path / "hard", lesson, "link", "is a hard link")
    folder("dangling").symlink_to("nowhere")
    refused(tmp_path / "dangling", lesson, "link")
    folder("device").symlink_to("/dev/zero")
    refused(tmp_path / "device", lesson, "link")
    os.mkfifo(folder("pipe"))
    refused(tmp_path / "pipe", lesson, "not_a_file", "is a pipe")
    folder("folder").mkdir()
    refused(tmp_path / "folder", lesson, "not_a_file", "is a folder")
    (tmp_path / "outside").symlink_to(secret.parent)
    refused(tmp_path / "outside", lesson, "link", "is a link, not a folder")
    (tmp_path / "file").write_bytes(right)
    refused(tmp_path / "file", lesson, "not_opened")


def test_renamed_link_is_refused_too(tmp_path, lesson, right):
    (tmp_path / "other.ipynb").symlink_to("/etc/passwd")
    refused(tmp_path, lesson, "link", "other.ipynb is a link")


def test_too_large_file_is_refused_unread(tmp_path, lesson):
    with open(tmp_path / FILE, "wb") as file:
        file.truncate(1 << 40)
    refused(tmp_path, lesson, "too_large", "Clear the outputs")


def test_limits_can_be_set(tmp_path, lesson, right):
    samples.hand_in(tmp_path, right, FILE)
    for limits in (ReadLimits(file_mb=0.001), ReadLimits(cells=3), ReadLimits(source_kb=1)):
        refused(tmp_path, lesson, "too_large", limits=limits)


@pytest.mark.parametrize("item", ["{}", "[]", '"a"', '{"a":[]}'])
def test_file_of_too_many_values_is_refused_before_it_takes_memory(tmp_path, lesson, item):
    text = '{"cells":[' + ",".join([item] * 3_000_000) + "]}"
    samples.hand_in(tmp_path, text.encode(), FILE)
    refused(tmp_path, lesson, "too_large", limits=ReadLimits(file_mb=100))


def test_name_of_the_file_cannot_disturb_the_sentence(tmp_path, lesson):
    name = os.fsdecode(b"a\nb\x1b[31m\xff.ipynb")
    samples.hand_in(tmp_path, b"", name)
    samples.hand_in(tmp_path, b"", "b.ipynb")
    assert refused(tmp_path, lesson, "ambiguous").isprintable()


# ------------------------------------------------------------------ the text


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"", "empty", "The file is empty."),
        (b" \n\n", "empty", "The file is empty."),
        (b"PK\x03\x04....", "not_a_notebook", "a zip archive"),
        (b"%PDF-1.4", "not_a_notebook", "a PDF"),
        (b"<!DOCTYPE html><html>", "not_a_notebook", "a web page"),
        (b'{"cells": [', "json", "ends too early (line 1, column 12)"),
        (b'{"cells": ["abc', "json", "ends too early"),
        (b'{"cells": [],\n "a" 1}', "json", "line 2, column 6"),
        (b'{"cells": [\n<<<<<<< HEAD\n', "json", "Line 2 holds a merge conflict"),
        (b"import numpy", "json", "line 1, column 1"),
        (b'{"cells": []} {}', "json", "line 1, column 15"),
        (b"[" * 100_000, "nested", "nested too deeply"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested", "nested too deeply"),
        (b"[]", "format", "it has no cells"),
        (b"3", "format", "it has no cells"),
        (b"{}", "format", "it has no cells"),
        (b'{"cells": {}, "nbformat": 4}', "format", "it has no cells"),
        (b'{"cells": [], "nbformat": 5}', "format", "is in format 5"),
        (b'{"cells": [], "nbformat": 3}', "format", "is in format 3"),
        (b'{"cells": [], "nbformat": 2}', "format", "is in format 2"),
        (b'{"cells": [], "nbformat": null}', "format", "is in format unknown"),
        (b'{"cells": [], "nbformat": [4]}', "format", "is in format unknown"),
        (b'{"cells": [], "nbformat": ' + b"[" * 800 + b"]" * 800 + b"}", "format", "unknown"),
        (b'{"cells": [], "nbformat": "\\ud800\\n"}', "format", "is in format"),
        (b'{"cells": [], "nbformat": 1e999}', "format", "is in format inf"),
        (b'{"cells": [], "nbformat": ' + b"9" * 5000 + b"}", "format", "is in format 0"),
    ],
)
def test_what_is_no_notebook_is_refused_with_the_reason(tmp_path, lesson, data, kind, said):
    samples.hand_in(tmp_path, data, FILE)
    refused(tmp_path, lesson, kind, said)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252"])
def test_other_encodings_are_read(tmp_path, lesson, solved, encoding):
    solved["cells"][0]["source"] = "# Grüße"
    data = json.dumps(solved, ensure_ascii=False).encode(encoding, "replace")
    submission = read_submission(samples.hand_in(tmp_path, data, FILE), "ada", lesson)
    assert submission.notebook["cells"][0]["source"] == "# Grüße"
    assert len(submission.repairs) == (encoding != "utf-8-sig")


@pytest.mark.parametrize("version", [4.0, "4", "4.0"])
def test_version_of_another_type_is_read(tmp_path, root, solved, version):
    assert samples.read(root, tmp_path, LESSON, solved | {"nbformat": version}).repairs == ()


def test_notebook_without_a_version_is_read(tmp_path, root, solved):
    del solved["nbformat"], solved["nbformat_minor"], solved["metadata"]
    assert passed(samples.read(root, tmp_path, LESSON, solved))


def test_source_may_be_lines_and_hold_any_character(tmp_path, root, solved):
    for cell in solved["cells"]:
        cell["source"] = cell["source"].split("\n")
    answer = samples.cell_of(solved, "rnn_cell_forward")
    answer["source"] = [line + "\r\n" for line in answer["source"]]
    answer["source"].append("# \ud800 \0 end")
    submission = samples.read(root, tmp_path, LESSON, solved)
    assert passed(submission) == ["rnn_cell_forward", "rnn_cell_backward"]
    text = json.dumps(submission.notebook, ensure_ascii=False).encode("utf-8")
    assert b"\0" not in text and b"\r" not in text


def test_cells_that_are_no_cells_are_left_out(tmp_path, root, solved):
    solved["cells"][1:1] = [None, 3, [], "x", {}, {"cell_type": "code"}, {"source": {}}]
    submission = samples.read(root, tmp_path, LESSON, solved)
    assert passed(submission) == ["rnn_cell_forward", "rnn_cell_backward"]
    assert "Cell 2 of the file is not a cell and was left out." in submission.repairs


def test_pictures_pasted_into_text_stay(tmp_path, root, solved):
    solved["cells"][0]["attachments"] = {"a.png": {"image/png": "iVBO"}, "bad": 3}
    submission = samples.read(root, tmp_path, LESSON, solved)
    assert submission.notebook["cells"][0]["attachments"] == {"a.png": {"image/png": "iVBO"}}


def test_digest_is_of_the_bytes(tmp_path, root, solved):
    first = samples.read(root, tmp_path, LESSON, solved).digest
    assert first == samples.read(root, tmp_path, LESSON, solved).digest
    solved["metadata"]["x"] = 1
    assert first != samples.read(root, tmp_path, LESSON, solved).digest


def test_repair_file_is_a_fixed_point(tmp_path, lesson, solved):
    stripped = samples.strip_metadata(solved)
    path = samples.hand_in(tmp_path, stripped, FILE) / FILE
    notebook, repairs = repair_file(path, lesson)
    assert repairs
    path.write_text(json.dumps(notebook))
    assert repair_file(path, lesson) == (notebook, ())


def test_another_lesson_has_no_answer_and_is_not_refused(tmp_path, root):
    other = samples.solved(root, "04_lstm_cell")
    submission = samples.read(root, tmp_path, LESSON, other)
    assert not any(cell.kind == "answer" for cell in submission.cells)
    assert any("No cell defines rnn_cell_forward" in note for note in submission.repairs)


# ------------------------------------------------------------------ hostile code is not run


@pytest.mark.parametrize(
    "source",
    [
        "(" * 50_000,
        "-" * 30_000 + "1",
        "x" + ".y" * 15_000,
        "if a: pass\n" + "elif a: pass\n" * 2_000,
        "9" * 30_000,
        "sigmoid = " * 20_000,
        "import " * 50_000,
        "def rnn_cell_forward" * 10_000,
        "rnn_cell_forward " * 20_000,
        "`" * 100_000,
        "\n" * 300_000,
        " \n" * 100_000 + "x",
        "%" * 100_000,
        "def rnn_cell_forward(): return" + " 1 +" * 9_000 + " 1",
    ],
)
@pytest.mark.parametrize("where", ["answer", "extra", "setup", "show", "markdown"])
def test_no_text_takes_long_or_breaks_the_reader(tmp_path, root, solved, source, where):
    shown = next(p.id for p in load_lesson(root, LESSON).parts if p.kind == "show")
    if where in ("extra", "markdown"):
        make = samples.code if where == "extra" else samples.text
        solved["cells"].insert(4, make(source))
        solved["cells"].append(make("def rnn_cell_forward(): pass\n" + source))
    else:
        cell_id = {"answer": "rnn_cell_backward", "show": shown}.get(where, where)
        samples.cell_of(solved, cell_id)["source"] = source
    assert_tests_are_ours(samples.read(root, tmp_path, LESSON, solved))


def test_reading_runs_nothing(tmp_path, root, solved):
    mark = tmp_path / "ran"
    for cell in solved["cells"]:
        cell["source"] += f"\nopen({str(mark)!r}, 'w')"
    samples.read(root, tmp_path / "in", LESSON, solved)
    assert not mark.exists()


# ------------------------------------------------------------------ fuzzing

QUIET = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SOLVED = samples.solved(ROOT, LESSON)
IDS = [cell["id"] for cell in SOLVED["cells"]] + ["x", "", "a b"]
TEXTS = [cell["source"] for cell in SOLVED["cells"]]
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(IDS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=6,
)
FIELD = st.sampled_from(
    ["cell_type", "source", "metadata", "id", "outputs", "attachments", "input", "level"]
)
GRADING = st.sampled_from(
    ["grade_id", "points", "locked", "solution", "grade", "schema_version", "task", "checksum"]
)
PLACE = st.integers(0, 10**6)
CHANGE = st.one_of(
    st.tuples(st.just("drop"), PLACE),
    st.tuples(st.just("copy"), PLACE, PLACE),
    st.tuples(st.just("move"), PLACE, PLACE),
    st.tuples(st.just("strip"), PLACE),
    st.tuples(st.just("retag"), PLACE, st.sampled_from(IDS)),
    st.tuples(st.just("rename"), PLACE, st.sampled_from(IDS)),
    st.tuples(st.just("retype"), PLACE, st.sampled_from(["code", "markdown", "raw", "heading"])),
    st.tuples(st.just("text"), PLACE, st.sampled_from(TEXTS) | st.text()),
    st.tuples(st.just("append"), PLACE, st.sampled_from(TEXTS) | st.text()),
    st.tuples(st.just("field"), PLACE, FIELD, ANY),
    st.tuples(st.just("grading"), PLACE, GRADING, ANY),
    st.tuples(st.just("cell"), PLACE, ANY),
    st.tuples(st.just("top"), st.sampled_from(["nbformat", "nbformat_minor", "metadata"]), ANY),
)


def apply(notebook, change):
    """Do one change to a notebook."""
    name, place, *rest = change
    cells = notebook["cells"]
    if name == "top":
        notebook[place] = rest[0]
        return
    if not cells:
        return
    at = place % len(cells)
    cell = cells[at]
    if name == "drop":
        del cells[at]
    elif name in ("copy", "move"):
        moved = copy.deepcopy(cell) if name == "copy" else cells.pop(at)
        cells.insert(rest[0] % (len(cells) + 1), moved)
    elif name == "cell":
        cells[at] = rest[0]
    elif not isinstance(cell, dict):
        return
    elif name == "strip":
        cell["metadata"] = {}
        cell.pop("id", None)
    elif name == "retag":
        cell["metadata"] = {"nbgrader": {"grade_id": rest[0]}, "tags": ["show"]}
    elif name == "append" and isinstance(cell.get("source"), str):
        cell["source"] += "\n" + rest[0]
    elif name == "grading" and isinstance(cell.get("metadata"), dict):
        grading = cell["metadata"].setdefault("nbgrader", {})
        if isinstance(grading, dict):
            grading[rest[0]] = rest[1]
    elif name == "field":
        cell[rest[0]] = rest[1]
    else:
        key = {"rename": "id", "retype": "cell_type", "text": "source"}.get(name)
        if key:
            cell[key] = rest[0]


def read_or_refuse(folder, lesson, data):
    """Read; whatever is read is in order."""
    samples.hand_in(folder, data, FILE)
    try:
        submission = read_submission(folder, "ada", lesson)
    except Unreadable as error:
        assert str(error)
        return None
    json.dumps(submission.notebook, ensure_ascii=False).encode("utf-8")
    nbformat.validate(submission.notebook)
    assert_tests_are_ours(submission)
    assert len({cell.id for cell in submission.cells}) == len(submission.cells)
    locked = [part for part in lesson.parts if part.kind == "locked"]
    given = [cell for cell in submission.cells if cell.kind == "given"]
    assert [(c.id, c.source) for c in given] == [(p.id, p.source) for p in locked]
    assert set(submission.places) == {test.grade_id for test in lesson.tests}
    return submission


@QUIET
@given(changes=st.lists(CHANGE, min_size=1, max_size=12))
def test_any_changes_leave_the_tests_ours(tmp_path, lesson, changes):
    notebook = copy.deepcopy(SOLVED)
    for change in changes:
        apply(notebook, change)
    read_or_refuse(tmp_path, lesson, json.dumps(notebook).encode("utf-8"))


# Changes after which each answer is still in the notebook, once, with its function.
KIND_CHANGE = st.one_of(
    st.tuples(st.just("move"), PLACE, PLACE),
    st.tuples(st.just("strip"), PLACE),
    st.tuples(st.just("retag"), PLACE, st.sampled_from(IDS)),
    st.tuples(st.just("rename"), PLACE, st.sampled_from(IDS)),
    st.tuples(st.just("copy"), PLACE, PLACE),
    st.tuples(st.just("grading"), PLACE, GRADING, ANY),
)


@QUIET
@given(changes=st.lists(KIND_CHANGE, min_size=1, max_size=12))
def test_no_answer_is_lost_as_long_as_it_is_in_the_notebook(tmp_path, lesson, changes):
    notebook = copy.deepcopy(SOLVED)
    for change in changes:
        apply(notebook, change)
    submission = read_or_refuse(tmp_path, lesson, json.dumps(notebook).encode("utf-8"))
    assert passed(submission) == ["rnn_cell_forward", "rnn_cell_backward"]


@QUIET
@given(data=st.binary(max_size=300))
def test_any_bytes(tmp_path, lesson, data):
    read_or_refuse(tmp_path, lesson, data)


@QUIET
@given(value=ANY, wrap=st.booleans())
def test_any_json(tmp_path, lesson, value, wrap):
    value = {"cells": value if isinstance(value, list) else [value]} if wrap else value
    read_or_refuse(tmp_path, lesson, json.dumps(value).encode("utf-8"))


@QUIET
@given(cuts=st.lists(st.tuples(PLACE, st.binary(max_size=3)), min_size=1, max_size=8))
def test_damaged_bytes(tmp_path, lesson, cuts):
    data = bytearray(json.dumps(SOLVED).encode("utf-8"))
    for place, bytes_ in cuts:
        at = place % len(data)
        data[at : at + 3] = bytes_
    read_or_refuse(tmp_path, lesson, bytes(data))
