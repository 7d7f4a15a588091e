"""Every attack of every family, one after the other, before one and the same judge.

A new attack is an entry in one of the families. One that succeeds is entered in ``OPEN`` with the
reason, until the hole is closed.
"""

from dataclasses import replace

import families
import pytest
from harness import run

from autograder.base.outcome import Status
from autograder.sandbox.container import Container

OPEN: dict[str, str] = {}
# In container mode the scratch folder has no size of its own: a look at it ends the submission, a
# little later than the folder's size would have refused the file.
IN_CONTAINER_MODE = {
    "memory-many_files": {"ends": (Status.REFUSED, Status.TIMEOUT), "spoils": True},
}

ATTACKS = {
    f"{family}-{name}": attack
    for family, attacks in families.load().items()
    for name, attack in attacks.items()
}


def _parameters():
    for name, attack in ATTACKS.items():
        marks = [pytest.mark.xfail(strict=True, reason=OPEN[name])] if name in OPEN else []
        yield pytest.param(attack, id=name, marks=marks)


@pytest.mark.parametrize("attack", list(_parameters()))
def test_attack(judge, attack, request):
    if isinstance(judge.sandbox, Container):
        attack = replace(attack, **IN_CONTAINER_MODE.get(request.node.callspec.id, {}))
    faults = run(judge, attack)
    assert not faults, "\n".join(faults)


def test_the_corpus_is_whole():
    assert len(families.load()) >= 15
    assert len(ATTACKS) >= 80
    assert not {*OPEN, *IN_CONTAINER_MODE} - set(ATTACKS)
