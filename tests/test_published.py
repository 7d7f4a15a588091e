"""Where the course is published: one place says it, and every lesson follows."""

import json
import re

import pytest

from autograder import course
from autograder.course import build, colab
from autograder.course.selfstudy import ANSWERS_FILE

HERE = colab.Published("ada/rnn-course", "main")


def write_settings(folder, text):
    (folder / "pyproject.toml").write_text(f"[tool.course]\n{text}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/ada/rnn-course",
        "https://github.com/ada/rnn-course/",
        "https://github.com/ada/rnn-course.git",
    ],
)
def test_the_address_of_a_repository_is_read(address, tmp_path):
    write_settings(tmp_path, f'repository = "{address}"\nbranch = "main"')
    assert colab.published(tmp_path) == HERE


def test_unset_means_not_published(tmp_path):
    assert colab.published(write_settings(tmp_path, 'repository = ""')) is None
    assert colab.published(write_settings(tmp_path, "")) is None


@pytest.mark.parametrize("address", ["ada/rnn", "https://example.org/ada/rnn", 'https://x"y'])
def test_an_address_that_colab_cannot_open_is_refused(address, tmp_path):
    write_settings(tmp_path, f"repository = {json.dumps(address)}")
    with pytest.raises(ValueError, match="should look like"):
        colab.published(tmp_path)


def test_set_and_unset_again_leaves_the_notebook_as_it_was(root):
    for lesson in course.lesson_names(root):
        path = build.released_path(lesson)
        cells = json.loads(course.source_path(root, lesson).read_text(encoding="utf-8"))["cells"]
        bare = colab.with_setup(cells, None, path)
        told = colab.with_setup(bare, HERE, path)
        assert told[0]["id"] == colab.BADGE_ID and len(told) == len(bare) + 1
        assert f"{HERE.colab_address(path)})" in told[0]["source"][0]
        assert (root / path).is_file()
        assert colab.with_setup(told, None, path) == bare
        assert [cell["id"] for cell in bare if cell["cell_type"] == "code"][0] == colab.SETUP_ID


def data_of(root, lesson):
    """Data files that a lesson reads."""
    notebook = json.loads(course.source_path(root, lesson).read_text(encoding="utf-8"))
    return notebook["metadata"].get("course_data", ())


def test_the_set_up_cell_is_the_same_in_all_lessons_and_in_the_release(root):
    for lesson in course.lesson_names(root):
        text = colab.setup_text(colab.published(root), data_of(root, lesson))
        for path in (course.source_path(root, lesson), root / build.released_path(lesson)):
            cells = course.read_cells(path)
            first = next(cell for cell in cells if cell["cell_type"] == "code")
            assert (first["id"], first["source"]) == (colab.SETUP_ID, text)


def test_the_set_up_cell_is_folded_in_colab_and_in_jupyterlab(root):
    for lesson in course.lesson_names(root):
        cells = course.read_cells(root / build.released_path(lesson))
        cell = next(cell for cell in cells if cell["id"] == colab.SETUP_ID)
        assert cell["source"].startswith("# @title ")
        assert cell["metadata"]["cellView"] == "form"
        assert cell["metadata"]["jupyter"]["source_hidden"] is True


def test_the_set_up_cell_names_files_that_exist_and_the_address_that_is_set(root):
    text = colab.setup_text(HERE)
    assert '"https://raw.githubusercontent.com/ada/rnn-course/main/"' in text
    assert 'published = ""\n' in colab.setup_text(None)
    for name in course.HELPER_FILES:
        assert (root / name).is_file() and f'"{name}"' in text


def test_a_lesson_fetches_the_data_files_that_it_loads(root):
    for lesson in course.lesson_names(root):
        cells = course.read_cells(course.source_path(root, lesson))
        code = "".join(cell["source"] for cell in cells if cell["cell_type"] == "code")
        assert set(re.findall(r'load_words\("(.+?)"\)', code)) == set(data_of(root, lesson))
        for name in data_of(root, lesson):
            assert (root / "data" / name).is_file()
            assert f'"data/{name}",' in colab.setup_text(HERE, data_of(root, lesson))


def test_the_helper_files_are_all_that_the_helpers_need(root):
    """What they import of the course, and what they read beside them."""
    modules = {name[:-3] for name in course.HELPER_FILES if name.endswith(".py")}
    for name in modules:
        source = (root / f"{name}.py").read_text(encoding="utf-8")
        own = re.findall(r"(?:from|import) (rnn_\w+|autograder\b)", source)
        assert set(own) <= modules
        # The answers come with the self-study edition alone.
        known = {*course.HELPER_FILES, ANSWERS_FILE}
        assert set(re.findall(r'"(rnn_\w+\.json)"', source)) <= known


def test_where_the_helpers_are_installed_the_cell_does_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(colab.setup_text(None), {})
    assert list(tmp_path.iterdir()) == []
