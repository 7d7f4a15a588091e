"""Time of each lesson in the page and in a kernel of this machine, in turns; prints medians.

The site must be built (``make site``). Both run the lesson with its solutions from top to bottom.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from autograder import course

ROOT = course.find_root()


def native_seconds(lesson: str) -> float:
    """Seconds of a lesson in a fresh kernel, from its start to the last cell."""
    notebook = nbformat.read(course.source_path(ROOT, lesson), as_version=4)
    start = time.monotonic()
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(ROOT)}}).execute()
    return time.monotonic() - start


def page_times(lesson: str, address: str, chromium: str, out: Path) -> dict[str, float]:
    """Seconds in a browser that has never seen the site."""
    answers = course.solutions(ROOT, lesson)
    visit = {"do": "lesson", "name": "timed", "lesson": lesson, "sources": answers}
    plan = {
        "address": address,
        "chromium": chromium,
        "out": str(out),
        "playwright": str(ROOT / "build" / "site_cache"),
        "timeout": 600,
        "visits": [visit | {"firstCheck": f"{next(iter(answers))}_check"}],
    }
    path = out / "plan.json"
    path.write_text(json.dumps(plan), encoding="utf-8")
    driver = ["node", ROOT / "site" / "drive.mjs", path]
    seen = json.loads(subprocess.run(driver, check=True, capture_output=True, text=True).stdout)
    return seen["pages"]["timed"]["times"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    every = course.lesson_names(ROOT)
    parser.add_argument("--lessons", nargs="+", choices=every, default=every, metavar="LESSON")
    options = parser.parse_args()
    lessons = options.lessons
    seen = {lesson: {"opened": [], "check": [], "run": [], "native": []} for lesson in lessons}
    serve = [sys.executable, ROOT / "site" / "serve.py", "--port=0"]
    server = subprocess.Popen(serve, stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().strip()
        with tempfile.TemporaryDirectory() as out:
            for _ in range(options.rounds):
                for lesson in lessons:
                    times = page_times(lesson, address, options.chromium, Path(out))
                    times["native"] = native_seconds(lesson)
                    for name, seconds in times.items():
                        seen[lesson][name].append(seconds)
                    print(lesson, {k: round(v, 1) for k, v in times.items()}, file=sys.stderr)
    finally:
        server.terminate()
        server.wait()
    print(
        "| Lesson | Notebook visible | First check passed | Run All, in the page | native | ratio |"
    )
    print("|---|---:|---:|---:|---:|---:|")
    for lesson, times in seen.items():
        median = {name: statistics.median(values) for name, values in times.items()}
        ratio = median["run"] / median["native"]
        row = [f"{median[name]:.0f} s" for name in ("opened", "check", "run", "native")]
        print(f"| {lesson} | {' | '.join(row)} | {ratio:.1f} |")


if __name__ == "__main__":
    main()
