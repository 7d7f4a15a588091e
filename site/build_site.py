"""Build the static site: the lessons to read, and the lessons to run in the page.

Run by ``make site``. Everything comes into build/site; nothing there asks another host for a file.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path

import book
import lite
import wheels

from autograder import course

HERE = Path(__file__).resolve().parent


def build_site(root: Path, only: list[str] | None = None, notebooks: bool = True) -> Path:
    """Build the site of a course and return its folder.

    Parameters
    ----------
    root : Path
        The course.
    only : list of str, optional
        Names of the lessons whose pages are made, for a quick look; all by default.
    notebooks : bool
        Whether to make JupyterLite, too; without it, the folder ``lite`` stays as it was.
    """
    made, work, cache = (root / "build" / name for name in ("site", "site_work", "site_cache"))
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    made.mkdir(parents=True, exist_ok=True)
    for path in made.iterdir():
        if path.is_file():
            path.unlink()
        elif path.name != "lite" or notebooks:
            shutil.rmtree(path)
    npm = install_npm(cache)
    book.make(root, made, npm, cache / "outputs", only)
    helpers = made / "static" / "helpers.zip"
    lite.pack_helpers(root, helpers)
    wheels.compile_archives(npm, [helpers])
    if notebooks:
        lite.make(root, made / "lite", work / "lite", npm, cache)
    (made / ".nojekyll").touch()  # GitHub Pages leaves out _static without it
    return made


def install_npm(cache: Path) -> Path:
    """Folder of the npm packages that package.json names; installed once into ``cache``."""
    cache.mkdir(parents=True, exist_ok=True)
    names = ("package.json", "package-lock.json", ".npmrc")
    done = cache / "node_modules" / ".done"
    wanted = "".join((HERE / name).read_text(encoding="utf-8") for name in names)
    if not done.is_file() or done.read_text(encoding="utf-8") != wanted:
        for name in names:
            shutil.copy(HERE / name, cache)
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=cache, check=True
        )
        done.write_text(wanted, encoding="utf-8")
    return cache / "node_modules"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lesson", action="append", help="make only this lesson's page")
    parser.add_argument("--pages", action="store_true", help="leave JupyterLite as it is")
    options = parser.parse_args()
    start = time.monotonic()
    made = build_site(course.find_root(), options.lesson, notebooks=not options.pages)
    files = [path for path in made.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    took = time.monotonic() - start
    print(f"{made}: {len(files)} files, {size:.0f} MB, built in {took:.0f} s")
    print(f"To look at it: {sys.executable} {HERE / 'serve.py'}")
