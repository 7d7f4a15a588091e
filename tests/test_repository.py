"""The files around the course agree with each other and with what is installed."""

import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions, version
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from autograder import course

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
# conda's "matplotlib" adds a graphical toolkit to the library.
CONDA_NAMES = {"matplotlib": "matplotlib-base"}


def requirements(*extras):
    """What pyproject.toml asks for: the base, and these extras with those that they contain."""
    found = [Requirement(text) for text in PROJECT["dependencies"]]
    for extra in extras:
        for text in PROJECT["optional-dependencies"][extra]:
            requirement = Requirement(text)
            if requirement.name == PROJECT["name"]:
                found += requirements(*requirement.extras)
            else:
                found.append(requirement)
    return list({requirement.name: requirement for requirement in found}.values())


def conda_packages():
    lines = [line for line in ENVIRONMENT["dependencies"] if isinstance(line, str)]
    return {name: SpecifierSet(ranges) for name, _, ranges in (s.partition(" ") for s in lines)}


# ------------------------------------------------------------------ packages


def test_conda_and_pip_ask_for_the_same_ranges():
    conda = conda_packages()
    assert conda.pop("python") == SpecifierSet(PROJECT["requires-python"])
    assert conda.pop("pip") == SpecifierSet()
    assert conda == {
        CONDA_NAMES.get(requirement.name, requirement.name): requirement.specifier
        for requirement in requirements("grade")
    }


def test_the_conda_environment_ends_with_the_course_itself():
    assert ENVIRONMENT["dependencies"][-1] == {"pip": ["-e ."]}
    assert ENVIRONMENT["channels"] == ["conda-forge"]


@pytest.mark.parametrize("requirement", requirements("test"), ids=lambda r: r.name)
def test_each_range_admits_the_version_that_the_tests_run_with(requirement):
    assert requirement.specifier.contains(version(requirement.name), prereleases=True)


def test_torch_is_pinned_to_one_version():
    assert "torch==2.13.0" in PROJECT["optional-dependencies"]["torch"]


def test_what_students_need_stays_small():
    assert {requirement.name for requirement in requirements()} == {"numpy", "matplotlib"}


def imports(path):
    """Top-level names that a Python file imports."""
    text = path.read_text(encoding="utf-8")
    return set(re.findall(r"^\s*(?:from|import) (\w+)[\w.]*(?: import | as |,|$)", text, re.M))


def closure(names):
    """Distributions that come with these, themselves included."""
    found, waiting = set(), list(names)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            needs = distribution(name).requires or []
        except PackageNotFoundError:  # for another system
            continue
        found.add(name)
        waiting += [
            need.name
            for need in map(Requirement, needs)
            if need.marker is None or need.marker.evaluate({"extra": ""})
        ]
    return found


def test_everything_the_grader_imports_is_declared():
    used = set().union(*map(imports, (ROOT / "autograder").rglob("*.py")))
    own = {path.stem for path in ROOT.glob("*.py")} | {"autograder", "__future__"}
    installed = packages_distributions()
    third = {name for name in used - own - sys.stdlib_module_names if name in installed}
    assert {"numpy", "nbgrader"} <= third
    declared = [
        each for extra in ("grade", "similarity", "cluster") for each in requirements(extra)
    ]
    available = closure(requirement.name for requirement in declared)
    undeclared = {
        name
        for name in third
        if not available & {re.sub(r"[-_.]+", "-", d).lower() for d in installed[name]}
    }
    assert not undeclared


# ------------------------------------------------------------------ modules

LONGEST = 360  # lines: a longer module has two jobs


def may_be_long(path):
    """Whether a file is a table by nature: the cases of a lesson, a bank of mistakes."""
    checks = ROOT / "autograder" / "checks"
    lessons = {name.partition("_")[2] for name in course.lesson_names(ROOT)}
    return path.parent == checks / "mistakes" or (path.parent == checks and path.stem in lessons)


def test_no_module_is_too_long():
    modules = [*ROOT.glob("rnn_*.py")]
    for folder in ("autograder", "benchmarks", "docs", "examples", "site"):
        modules += (ROOT / folder).rglob("*.py")
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules
        if not may_be_long(path)
    }
    assert len(lengths) > 150
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


# ------------------------------------------------------------------ commands


def make(*arguments):
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_make_help_names_every_command_that_people_call():
    for command in ("demo", "test", "lab", "notebooks", "help"):
        assert f"make {command} " in make("help")


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_make_test_runs_the_linter_the_tests_the_notebooks_and_torch():
    planned = make("--dry-run", "test")
    for command in ("ruff check", "ruff format --check", "pytest -n", "--nbval-lax", "-m torch"):
        assert command in planned


def test_ci_runs_make_test():
    run = ROOT / ".ci" / "run"
    assert run.stat().st_mode & 0o111
    lines = run.read_text(encoding="utf-8").splitlines()
    assert {"set -eu", "make test", "exec make test-colab"} <= set(lines)
    before = lines[: lines.index("make test")]
    # Whole, not in a branch, and nothing ends the script above it.
    assert before.count("fi") == sum(line.startswith("if ") for line in before)
    assert not [line for line in before if re.match(r"\s*(exec|exit)\b", line)]


# ------------------------------------------------------------------ documents


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_links_in_the_documents_lead_somewhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)", text)
    assert not [t for t in targets if "://" not in t and not (ROOT / t).exists()]


def test_the_readme_lists_every_lesson_and_its_functions():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for lesson in course.lesson_names(ROOT):
        row = next(line for line in text.splitlines() if f"notebooks/en/{lesson}" in line)
        for function in course.solutions(ROOT, lesson):
            assert f"`{function}`" in row, function


def test_every_image_in_the_readme_has_a_text_alternative():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    images = re.findall(r"!\[([^\]]*)\]", text)
    assert images and all(len(alt) > 20 for alt in images)


MODEL = (ROOT / "docs" / "threat_model.md").read_text(encoding="utf-8")


def named_in_the_threat_model():
    """Files that it names, each with the test or attack in it that it names, if it does."""
    return sorted(set(re.findall(r"`([\w./]+\.(?:py|md|mjs))(?:::([^`]+))?`", MODEL)))


@pytest.mark.parametrize(("name", "test"), named_in_the_threat_model())
def test_files_and_tests_that_the_threat_model_names_are_there(name, test):
    places = [place for place in (ROOT / name, ROOT / "autograder" / name) if place.is_file()]
    assert len(places) == 1
    if test:
        text = places[0].read_text(encoding="utf-8")
        assert f"def {test}(" in text or f'"{test}"' in text


def test_each_row_of_the_threat_model_names_a_test():
    table = MODEL.partition("### Tests seen failing")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 40
    assert not [row for row in rows if not re.search(r"`tests/[\w/]+\.py::\w+`", row)]


def test_the_list_of_ideas_counts_them_rightly():
    text = (ROOT / "docs" / "attack_ideas.md").read_text(encoding="utf-8")
    rows = text.rpartition("|---|---|---|\n")[2].splitlines()
    assert int(re.search(r"^(\d+) ideas", text, re.MULTILINE)[1]) == len(rows)
    assert len(set(rows)) == len(rows)


def test_both_licences_are_there():
    assert "BSD 3-Clause" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "CC-BY-4.0" in (ROOT / "LICENSE-prose.md").read_text(encoding="utf-8")
    assert PROJECT["license"] == "BSD-3-Clause"
