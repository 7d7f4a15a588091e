"""Who imports whom: arrows lead down only, as docs/map.md has it, and there is no circle."""

import ast
import importlib.util
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# A folder imports itself, `base`, what stands here, and what those may import.
MAY = {
    "base": set(),
    "course": {"base"},
    "sandbox.inside": set(),  # not even `base`: nothing else is there in the sandbox
    "sandbox": {"base", "sandbox.inside"},
    "submission": {"course"},
    "checks": {"course"},
    "translation": {"checks", "record", "course"},
    "record": {"course"},
    "judge": {"sandbox", "checks", "submission"},
    "run": {"judge", "record", "submission"},
    "desk": {"run", "record", "course"},
}
# Folders that import what notebooks import, ``rnn_*``; those files are there in the sandbox too.
USE_HELPERS = {"checks", "judge", "record", "run", "sandbox.inside", "submission", "translation"}


def modules(root):
    """Modules of the grader and the helpers, by name."""
    found = {path.stem: path for path in root.glob("rnn_*.py")}
    for path in (root / "autograder").rglob("*.py"):
        parts = path.relative_to(root).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(name, path, known):
    """Modules of ours that a module imports anywhere in its text, also inside functions."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            wanted = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            relative = "." * node.level + (node.module or "")
            base = importlib.util.resolve_name(relative, package) if node.level else node.module
            inside = [f"{base}.{alias.name}" for alias in node.names]
            wanted = [each if each in known else base for each in inside]
        else:
            continue
        found |= {each for each in wanted if each in known}
    return found - {name}


def folder(name):
    """Folder of a module; its own name for one beside the folders."""
    parts = name.split(".")
    if parts[0] != "autograder":
        return "rnn"
    if parts[1:3] == ["sandbox", "inside"]:
        return "sandbox.inside"
    return parts[1] if len(parts) > 1 else "autograder"


def arrows(root):
    """For each module the modules of ours that it imports."""
    known = modules(root)
    return {name: imports(name, path, known) for name, path in known.items()}


def allowed(place):
    """Folders that one in this place may import."""
    reached, new = {place, "base"}, {place}
    if place == "sandbox.inside":
        return {place}
    while new:
        new = set().union(*(MAY[each] for each in new)) - reached
        reached |= new
    return reached


def faults(graph):
    """Sentences on arrows that lead elsewhere than the table says."""
    found = []
    for name, wanted in graph.items():
        place = folder(name)
        for other in sorted(wanted):
            there = folder(other)
            if place in MAY:
                may = allowed(place) | ({"rnn"} if place in USE_HELPERS else set())
            else:
                may = {"rnn"} if place == "rnn" else {there}
            if there not in may:
                found.append(f"{name} imports {other}")
    return found


def circle(graph):
    """Return a circle of the graph, or nothing."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


GRAPH = arrows(ROOT)


def test_folders_are_those_of_the_table():
    folders = {path.parent.name for path in (ROOT / "autograder").glob("*/__init__.py")}
    assert folders == {place for place in MAY if "." not in place} - {"desk"} | (folders & {"desk"})


def test_the_map_has_the_table():
    text = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w/]+)/` \|.*\| (.+) \|$", text, re.MULTILINE)
    told = {
        place.replace("/", "."): {each.replace("/", ".") for each in re.findall(r"`([^`]+)`", may)}
        for place, may in rows
    }
    told["sandbox.inside"] = set()  # its row says what it may not import
    assert told == {place: may - {"base"} for place, may in MAY.items()}


def test_the_files_that_the_map_names_are_there():
    text = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    rows = [re.findall(r"`([\w/]+\.(?:py|css))`", line) for line in text.splitlines()]
    assert sum(map(len, rows)) > 50
    for row in rows:
        beside = ROOT  # in a row, a file without a folder lies beside the one before
        for name in row:
            places = (beside / name, ROOT / "autograder" / name, ROOT / name)
            found = [place for place in places if place.is_file()]
            assert found, name
            beside = found[0].parent


def test_arrows_lead_down():
    assert faults(GRAPH) == []


def test_no_circle_of_modules():
    assert circle(GRAPH) == []


def test_no_circle_of_folders():
    above = {}
    for name, wanted in GRAPH.items():
        place = folder(name)
        above.setdefault(place, set()).update({folder(each) for each in wanted} - {place})
    assert circle(above) == []


@pytest.mark.parametrize(
    "place, line, fault",
    [
        ("record/lateness.py", "def f():\n    from autograder.judge import Judge", True),
        ("sandbox/launch.py", "from autograder import course", True),
        ("sandbox/inside/wire.py", "from autograder.base.limits import Limits", True),
        ("sandbox/inside/wire.py", "from ...judge import judge", True),
        ("run/grade.py", "from autograder.settings import load", True),
        ("checks/prove.py", "import autograder.judge", True),
        ("judge/judge.py", "from autograder.checks import cases", False),
        ("sandbox/launch.py", "from autograder.base import files", False),
    ],
)
def test_reading_sees_a_wrong_arrow(tmp_path, place, line, fault):
    for path in modules(ROOT).values():
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    changed = tmp_path / "autograder" / place
    changed.write_text(changed.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    assert bool(faults(arrows(tmp_path))) == fault


def test_reading_sees_a_circle():
    graph = {**GRAPH, "autograder.base.files": {"autograder.run.grade"}}
    assert {"autograder.base.files", "autograder.run.grade"} <= set(circle(graph))
