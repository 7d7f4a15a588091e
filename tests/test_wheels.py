"""The Python that the site hosts: what is loaded, what is left out, and its compiled modules."""

import hashlib
import importlib
import io
import json
import re
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "site"))
import kernel  # noqa: E402
import wheels  # noqa: E402
from compile_wheels import compiled  # noqa: E402

FILES = {
    "compiled_package/__init__.py": "def fail():\n    raise ValueError('here')\n",
    "compiled_package/data.txt": "1 2 3",
    "compiled_package/template.py": "x = <name>\n",
}


def archive(files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, text in files.items():
            target.writestr(name, text)
    return made.getvalue()


def test_modules_are_compiled_and_all_else_stays(tmp_path, monkeypatch):
    path = tmp_path / "modules.zip"
    path.write_bytes(compiled(archive(FILES), "/lib"))
    with zipfile.ZipFile(path) as made:
        assert made.namelist() == [
            "compiled_package/__init__.pyc",
            "compiled_package/data.txt",
            "compiled_package/template.py",
        ]
        assert made.read("compiled_package/data.txt") == b"1 2 3"
        assert made.read("compiled_package/template.py") == b"x = <name>\n"
    monkeypatch.syspath_prepend(path)
    module = importlib.import_module("compiled_package")
    with pytest.raises(ValueError, match="here") as raised:
        module.fail()
    assert raised.traceback[-1].frame.code.raw.co_filename == "/lib/compiled_package/__init__.py"


def test_an_archive_is_compiled_to_the_same_bytes_each_time():
    assert compiled(archive(FILES), "/lib") == compiled(archive(FILES), "/lib")


def test_what_is_needless_is_left_out_with_what_it_alone_needs():
    depends = {"ipython": ["jedi", "Pygments"], "jedi": ["parso"], "parso": [], "pygments": []}
    lock = {"packages": {name: {"depends": needed} for name, needed in depends.items()}}
    found = wheels.closure(lock, ["ipython"])
    assert {name: entry["depends"] for name, entry in found.items()} == {
        "ipython": ["Pygments"],
        "pygments": [],
    }


def test_a_kernel_that_starts_otherwise_stops_the_build(tmp_path):
    (tmp_path / "static").mkdir()
    script = tmp_path / "static" / "1.js"
    script.write_text('n=["ssl","sqlite3","pyodide_kernel","jedi","ipython"]')
    wheels.start_without_needless(tmp_path)
    assert script.read_text() == 'n=["sqlite3","pyodide_kernel","ipython"]'
    with pytest.raises(ValueError, match=r'"ssl", is not in 1\.js'):
        wheels.start_without_needless(tmp_path)


MAKES = (
    "initWorker(e){return crossOriginIsolated?new Worker(new URL(n.p+n.u(620),n.b),{type:void 0}):"
    "new Worker(new URL(n.p+n.u(352),n.b),{type:void 0})}initRemote(e){let t}"
)


def extension(tmp_path, makes):
    (tmp_path / "static").mkdir()
    for name in ("352.a1.js", "620.b2.js"):
        (tmp_path / "static" / name).write_text("the worker's own script")
    (tmp_path / "static" / "592.c3.js").write_text(f"class{{{makes}}}")
    return tmp_path


def test_the_kernel_takes_the_worker_that_the_page_has_begun(tmp_path):
    assert kernel.hand_over(extension(tmp_path, MAKES)) == "352.a1.js"
    assert (tmp_path / "static" / "592.c3.js").read_text() == (
        "class{initWorker(e){return crossOriginIsolated?new Worker(new URL(n.p+n.u(620),n.b),"
        "{type:void 0}):self.courseKernel(e.location)}initRemote(e){let t}}"
    )


def test_a_kernel_that_makes_its_worker_otherwise_stops_the_build(tmp_path):
    with pytest.raises(ValueError, match="makes a worker as it did"):
        kernel.hand_over(extension(tmp_path, MAKES.replace("{type:void 0}", "{}")))


def test_one_file_of_a_wheel_is_changed_and_the_rest_stays(tmp_path):
    path = tmp_path / "one.whl"
    path.write_bytes(archive(FILES))
    wheels._change(path, "compiled_package/data.txt", lambda text: text + b" 4")
    with zipfile.ZipFile(path) as made:
        read = {name: made.read(name).decode() for name in made.namelist()}
    assert read == FILES | {"compiled_package/data.txt": "1 2 3 4"}


# ------------------------------------------------------------------ the built site

built = pytest.mark.site
LITE = ROOT / "build" / "site" / "lite"
PYODIDE = LITE / "static" / "pyodide"


@pytest.fixture
def lock():
    return json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]


@built
def test_all_that_the_kernel_asks_for_is_loaded_while_python_starts(lock):
    settings = json.loads((LITE / "jupyter-lite.json").read_text(encoding="utf-8"))
    plugin = settings["jupyter-config-data"]["litePluginSettings"][kernel.PLUGIN]
    assert plugin["pyodideUrl"] == f"./{kernel.SCRIPT}"
    loaded = plugin["loadPyodideOptions"]["packages"]
    texts = [path.read_text(encoding="utf-8") for path in (LITE / "extensions").rglob("*.js")]
    lists = re.findall(r'=\[([^\]]*"pyodide_kernel"[^\]]*)\]', "".join(texts))
    assert len(lists) >= 2
    for names in lists:
        assert set(json.loads(f"[{names}]")) <= set(loaded)
    assert {name.replace("_", "-") for name in loaded} <= set(lock)


@built
def test_the_lock_file_names_the_files_that_are_there(lock):
    for name, entry in lock.items():
        data = (PYODIDE / entry["file_name"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"], name
    assert set(wheels.NEEDLESS) & set(lock) == set(wheels.OFFERED)
    for entry in lock.values():
        assert not set(wheels.NEEDLESS) & set(entry["depends"])


@built
def test_the_modules_of_the_hosted_python_are_compiled(lock):
    files = [entry["file_name"] for entry in lock.values()] + ["python_stdlib.zip"]
    names = [name for file in files for name in zipfile.ZipFile(PYODIDE / file).namelist()]
    source = [name for name in names if name.endswith(".py")]
    assert len(source) < 10 < 1000 < len([name for name in names if name.endswith(".pyc")])


@built
def test_the_list_of_typefaces_is_one_that_matplotlib_takes():
    (wheel,) = PYODIDE.glob("matplotlib-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        made = json.loads(archive.read("matplotlib/fontlist.json"))
        module = archive.read("matplotlib/font_manager.pyc")
    # Matplotlib compares the list's version with a number in this module: as marshal writes one.
    assert re.search(rb"[i\xe9]" + re.escape(made["_version"].to_bytes(4, "little")), module)
    assert any(entry["name"] == "DejaVu Sans" for entry in made["ttflist"])


@built
def test_the_helpers_come_as_one_archive_and_not_from_the_notebooks_folder():
    with zipfile.ZipFile(ROOT / "build" / "site" / "static" / "helpers.zip") as archive:
        assert {"rnn_utils.pyc", "rnn_checks.json", "data/names_en.txt"} <= set(archive.namelist())
    assert list((LITE / "files").rglob("*.ipynb")) and not list((LITE / "files").rglob("rnn_*"))


@built
def test_the_service_worker_leaves_files_to_the_browser():
    text = (LITE / "service-worker.js").read_text(encoding="utf-8")
    assert "enableCache&&(n=maybeFromCache(e))" in text
