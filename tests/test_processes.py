"""Cores: which ones a run takes, and how its workers share them."""

import os
import subprocess
import sys

import pytest

from autograder.base import processes

ALL = processes.cores()
PAIRS = {core: core % 4 for core in range(8)}  # 0 and 4 are threads of one core, and so on
NEIGHBOURS = {core: core - core % 2 for core in range(8)}  # 0 and 1 are


def test_run_with_fewer_workers_than_cores_stays_on_as_many_with_its_processes():
    say = "import os; print(len(os.sched_getaffinity(0)))"
    with processes.kept_to(1):
        found = subprocess.run([sys.executable, "-c", say], capture_output=True, text=True)
        assert found.stdout == "1\n" and len(processes.cores()) == 1
    assert processes.cores() == ALL


def test_all_cores_are_there_again_after_a_run_that_failed():
    with pytest.raises(KeyboardInterrupt), processes.kept_to(1):
        raise KeyboardInterrupt
    assert processes.cores() == ALL


@pytest.mark.parametrize("more", [0, 1, 100])
def test_run_with_enough_workers_may_use_all_cores(more):
    with processes.kept_to(len(ALL) + more):
        assert processes.cores() == ALL


def test_system_that_does_not_say_which_cores_there_are_is_left_alone(monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.delattr(os, "sched_setaffinity")
    with processes.kept_to(1):
        assert processes.cores() == []


@pytest.mark.skipif(len(ALL) < 2, reason="one core")
@pytest.mark.parametrize("core", ALL[:2])
def test_run_with_one_worker_stays_where_it_is(monkeypatch, core):
    monkeypatch.setattr(processes, "cores", lambda: ALL)
    os.sched_setaffinity(0, [core])  # else the system may move it before it is asked
    try:
        with processes.kept_to(1):
            assert os.sched_getaffinity(0) == {core}
    finally:
        os.sched_setaffinity(0, ALL)


@pytest.mark.parametrize("threads", [PAIRS, NEIGHBOURS])
@pytest.mark.parametrize("first", range(8))
@pytest.mark.parametrize("number", range(1, 9))
def test_cores_of_a_run_are_as_many_cores_of_the_machine_as_there_can_be(
    monkeypatch, threads, first, number
):
    monkeypatch.setattr(processes, "_first_thread", threads.get)
    taken = processes._in_order(list(range(8)), first)[:number]
    assert taken[0] == first
    assert len(set(taken)) == number
    assert len({threads[core] for core in taken}) == min(number, 4)


@pytest.mark.parametrize("first", [-1, 3])
def test_core_that_is_not_among_those_allowed_does_not_matter(first):
    assert processes._in_order([0, 1], first) == [0, 1]


@pytest.mark.parametrize(
    ("text", "first"), [("0,4", 0), ("0-1", 0), ("6", 6), ("12,44\n", 12), ("", 9), (None, 9)]
)
def test_threads_of_a_core_are_read_as_linux_writes_them(monkeypatch, text, first):
    def read(path):
        if text is None:
            raise FileNotFoundError
        return text

    monkeypatch.setattr(processes.Path, "read_text", read)
    assert processes._first_thread(9) == first


@pytest.mark.parametrize("number", range(1, 8))
@pytest.mark.parametrize("known", [[], [0], [0, 1], [2, 3, 5, 7, 11]])
def test_cores_are_shared_out_if_there_are_enough(monkeypatch, known, number):
    monkeypatch.setattr(processes, "cores", lambda: known)
    shares = processes.share_cores(number)
    assert len(shares) == number
    given = [core for share in shares for core in sorted(share)]
    assert given == (known if number <= len(known) else [])
    assert max(map(len, shares)) - min(map(len, shares)) <= 1
