"""One judge for the whole corpus: so that whatever an attack leaves behind meets the next.

``pytest tests/attacks --container-mode``, as root, has it judge in container mode.
"""

import os
from dataclasses import replace

import pytest
from harness import HONEST, LIMITS, ROOT, grade, honest_outputs

from autograder.judge import Judge, sandbox_problem
from autograder.judge.tried import helper_files
from autograder.sandbox.container import Container
from autograder.sandbox.jail import build

SECONDS = ("cell_seconds", "test_seconds", "submission_seconds")
QUICK_SECONDS = 0.25  # that the honest submission takes where nothing else runs, at most


def pytest_addoption(parser):
    parser.addoption("--container-mode", action="store_true", help="judge in container mode")


@pytest.fixture(scope="session")
def way(request, tmp_path_factory):
    """How students' code is confined."""
    if not request.config.getoption("container_mode", False):
        problem = sandbox_problem()
        if problem:
            pytest.skip(problem)
        return True
    if os.geteuid() != 0:
        pytest.skip("container mode needs root")
    private = tmp_path_factory.mktemp("private")
    private.chmod(0o700)
    jail = tmp_path_factory.mktemp("container") / "jail"
    build(jail, helper_files(ROOT))
    return Container(jail, (private,))


@pytest.fixture(scope="session")
def judge(way):
    with Judge(ROOT, sandbox=way) as judge:
        grade(judge, HONEST)
        busy = max(grade(judge, HONEST)[0].seconds for _ in range(3)) / QUICK_SECONDS
    # On a busy machine everything takes longer, and so may it.
    slow = min(max(busy, 1.0), 5.0)
    times = {name: slow * getattr(LIMITS, name) for name in SECONDS}
    limits = replace(LIMITS, **times)
    honest_outputs(Judge(ROOT, limits, way))  # one judge at a time has the scratch folder
    with Judge(ROOT, limits, way) as judge:
        yield judge
