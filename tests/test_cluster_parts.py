"""The pieces of the cluster: addresses, commands, chunks, what travels."""

import dataclasses
import os
import zlib
from pathlib import Path

import numpy as np
import pytest
from grading import LESSON, classes, load_lesson, result
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

from autograder import cli
from autograder.base.outcome import Status
from autograder.run import packing
from autograder.run.cluster import access, archive, commands, fitness, parcel, pieces
from autograder.run.cluster.chunks import (
    ATTEMPTS,
    LEAST_A_THREAD,
    MOST,
    SECONDS,
    UNSEEN_LOSSES,
    Chunk,
    Chunks,
)
from autograder.run.cluster.ledger import LOST, Ledger
from autograder.run.tasks import Graded, Handed, Task
from autograder.sandbox import view

# ------------------------------------------------------------------ who may judge


@pytest.mark.parametrize(
    "versions, said",
    [
        ({}, ""),
        ({"python": "3.9"}, "Python 3.9"),
        ({"numpy": "2.0.0"}, "pip install numpy=="),
        ({"mistune": ""}, "mistune is missing"),
        ({"grader": "0"}, "another version of the grader"),
    ],
)
def test_a_difference_says_what_to_install(versions, said):
    here = fitness.versions()
    sentence = fitness.difference(here, {**here, **versions})
    assert said in sentence and bool(said) == bool(sentence)


# ------------------------------------------------------------------ who may talk to whom


@pytest.mark.parametrize(
    "text, tls, address",
    [
        ("127.0.0.1:8786", False, "tcp://127.0.0.1:8786"),
        ("localhost:8786", False, "tcp://localhost:8786"),
        ("tcp://127.9.9.9:8786", False, "tcp://127.9.9.9:8786"),
        ("tcp://[::1]:8786", False, "tcp://[::1]:8786"),
        ("grader.example.org:8786", True, "tls://grader.example.org:8786"),
        ("tls://10.0.0.3:8786", True, "tls://10.0.0.3:8786"),
        ("10.0.0.3:8786", False, None),
        ("tcp://10.0.0.3:8786", False, None),
        ("tcp://10.0.0.3:8786", True, None),
        ("tls://10.0.0.3:8786", False, None),
        ("tcp://0.0.0.0:8786", False, None),
        ("tcp://[::]:8786", False, None),
        ("127.0.0.1.example.org:8786", False, None),
        ("localhost.example.org:8786", False, None),
        ("tcp://1270.0.0.1:8786", False, None),
        ("ucx://127.0.0.1:8786", False, None),
        ("inproc://127.0.0.1:8786", False, None),
        ("127.0.0.1", False, None),
    ],
)
def test_only_loopback_goes_without_certificates(text, tls, address):
    if address:
        assert access.address_of(text, tls) == address
    else:
        with pytest.raises(access.NotSafe):
            access.address_of(text, tls)


@pytest.mark.parametrize(
    "words",
    [
        ["grade", LESSON, "--cluster", "10.0.0.3:8786"],
        ["grade", LESSON, "--cluster", "10.0.0.3:8786", "--tls", "no_such_folder"],
        ["grade", LESSON, "--tls", "no_such_folder"],
        ["grade", LESSON, "--cluster", "127.0.0.1:8786", "--shard", "1/2"],
        ["worker", "10.0.0.3:8786"],
        ["scheduler", "--host", "0.0.0.0"],
    ],
)
def test_what_is_not_safe_is_wrong_usage(root, words, monkeypatch, capsys):
    monkeypatch.setattr(os, "execve", lambda *_: pytest.fail("it was started"))
    assert cli.main(["--course", str(root), *words]) == 2
    assert capsys.readouterr().err.startswith("autograder: ")


def test_a_key_that_others_may_read_is_not_used(tmp_path):
    for name in access.FILES.values():
        (tmp_path / name).touch(mode=0o600)
    assert set(access.certificates(tmp_path)) == set(access.FILES)
    (tmp_path / "key.pem").chmod(0o640)
    with pytest.raises(access.NotSafe, match="chmod 600"):
        access.certificates(tmp_path)


def test_commands_open_no_page_and_try_nothing_twice():
    assert commands.SETTINGS["DASK_DISTRIBUTED__SCHEDULER__HTTP__ROUTES"] == "[]"
    parsed = cli._parser().parse_args(["worker", "127.0.0.1:1", "--threads", "3"])
    words = parsed.start(parsed)
    assert {"--no-dashboard", "--preload", commands.PRELOAD} <= set(words)
    assert words[words.index("--host") + 1] == "127.0.0.1"


# ------------------------------------------------------------------ what travels


def task(number, lesson=LESSON):
    return Task(f"s{number}", lesson, Path("/nowhere"), Handed("a.ipynb", b"\x80\x04." * number))


def test_a_parcel_comes_out_as_it_went_in():
    tasks = [task(0), task(3), dataclasses.replace(task(1), handed=Handed("ğ", b"", ("odd.",)))]
    assert parcel.unpack(parcel.pack(tasks)) == tasks


TEXTS = st.lists(st.sampled_from([b"", b"a", b"\x00" * pieces.LARGE, pieces.SEAM])).map(b"".join)


@given(st.lists(TEXTS))
def test_pieces_fit_together_again(texts):
    assert pieces.unpack(pieces.pack({"n": len(texts)}, texts)) == ({"n": len(texts)}, texts)


def test_what_notebooks_have_in_common_travels_once():
    random = np.random.default_rng(0)
    common, own = random.bytes(5000), [random.bytes(1000) for _ in range(20)]
    packed = pieces.pack(None, [pieces.SEAM.join([common, each, common]) for each in own])
    assert 25_000 < len(packed) < 27_000


def made(small, table, large=b""):
    """Bytes as `pieces.pack` makes them, of whatever content."""
    compressed = zlib.compress(small)
    return pieces.HEAD.pack(table, len(compressed)) + compressed + large


EMPTY = {"graded": [], "seconds": [], "problem": ""}
WHOLE = pieces.pack(EMPTY, [b"a", bytes(pieces.LARGE)])


@pytest.mark.parametrize(
    "data",
    [
        *(None, "text", [1], b"", b"[]", b"\x80\x04."),
        *(WHOLE[:-1], WHOLE + b"a", WHOLE[1:], WHOLE[: pieces.HEAD.size + 5]),
        made(b"{}", 2),
        made(b"[" * 100_000, 100_000),
        made(b"[{}, [[1]], [1]]a", 16),  # there is no second part
        made(b"[{}, [[0]], [2]]a", 16),  # the first is shorter
        *(pieces.pack(head, []) for head in (None, [], {}, {"graded": 1})),
        pieces.pack({**EMPTY, "seconds": ["x"]}, []),
        pieces.pack({**EMPTY, "graded": [{}]}, []),
    ],
)
def test_what_is_no_answer_is_not_taken(data):
    with pytest.raises(packing.BadAnswer):
        parcel.unpack_answer(data)


def test_an_answer_comes_out_as_it_went_in(root):
    refused = dataclasses.replace(task(1), handed=None)
    judged = result(load_lesson(root, LESSON), "s1", a=Status.OK)
    graded = Graded(refused, judged, b'{"cells": []}', b"\x00")
    answer = parcel.unpack_answer(parcel.pack_answer([graded], [0.5], "stopped"))
    assert (answer.seconds, answer.problem) == ([0.5], "stopped")
    lesson, get = load_lesson(root, LESSON), answer.texts.__getitem__
    assert packing.from_json(answer.graded[0], refused, lesson, get) == graded
    with pytest.raises(packing.BadAnswer):
        packing.from_json({**answer.graded[0], "body": 2}, refused, lesson, get)


def test_the_same_course_is_the_same_archive(root, tmp_path):
    first = archive.pack(root)
    assert archive.pack(classes.make_course(tmp_path / "copy")) == first
    folder = archive.unpack(first, archive.digest(first), tmp_path)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert archive.pack(folder) == first
    with pytest.raises(ValueError, match="broken"):
        archive.unpack(first + b"\0", archive.digest(first), tmp_path)


# ------------------------------------------------------------------ chunks


def drawn(chunks, threads=2):
    found = []
    while chunks:
        found.append(chunks.next(threads))
    return found


def test_chunks_hold_each_submission_once_and_shrink_to_the_end():
    chunks = Chunks()
    chunks.add([task(n) for n in range(200)])
    for number in range(50):
        chunks.learn(task(number), 0.02)
    sizes = [len(chunk.tasks) for chunk in drawn(chunks)]
    assert sum(sizes) == 200
    assert max(sizes) == sizes[0] == min(MOST, round(SECONDS / 0.02))
    assert sizes == sorted(sizes, reverse=True) and sizes[-1] == 1


def test_long_submissions_travel_alone_and_one_hostile_does_not_slow_the_rest():
    chunks = Chunks()
    chunks.add([task(n) for n in range(40)])
    chunks.learn(task(0), 30.0)
    assert len(chunks.next(1).tasks) == 1
    for number in range(60):
        chunks.learn(task(number), 0.02)
    assert len(chunks.next(1).tasks) > 5


def test_a_lesson_that_takes_long_is_learned_and_one_hostile_submission_is_not():
    chunks = Chunks()
    chunks.add([task(n) for n in range(1000)])
    for number in range(60):
        chunks.learn(task(number), 0.02)
    before = len(chunks.next(1).tasks)
    chunks.learn(task(0), 20.0)
    assert before / 2 < len(chunks.next(1).tasks) < before
    for number in range(60):
        chunks.learn(task(number), 5.0)
    assert len(chunks.next(1).tasks) == 1
    assert len(chunks.next(300).tasks) == 2  # six seconds for a thread of so many


@pytest.mark.parametrize(("threads", "seconds"), [(2, 1.0), (50, 1.0), (256, 5.12)])
def test_many_threads_get_longer_chunks_for_they_share_one_scheduler(threads, seconds):
    chunks = Chunks()
    chunks.add([task(n) for n in range(100 * threads)])
    chunks.learn(task(0), 0.2)
    first = chunks.next(threads)
    assert len(first.tasks) == pytest.approx(seconds / 0.2, abs=1)
    assert first.patience == pytest.approx(2 * seconds)
    *_, before_last, _ = drawn(chunks, threads)
    assert len(before_last.tasks) == max(1, -(-threads * LEAST_A_THREAD // 0.2))


def test_the_last_submissions_wait_for_a_free_thread():
    chunks = Chunks()
    assert chunks.wanted(0) == 1
    chunks.add([task(n) for n in range(9)])
    assert chunks.wanted(4) == 8
    chunks.next(4)
    assert chunks.wanted(4) == 4


def test_a_lost_chunk_is_tried_one_by_one_and_each_twice():
    chunks = Chunks()
    chunks.add([task(n) for n in range(3)])
    assert chunks.lost(Chunk(1, tuple(task(n) for n in range(10, 13))), begun=True) == []
    alone = [chunks.next(2) for _ in range(3)]
    assert [chunk.tasks for chunk in alone] == [(task(n),) for n in range(10, 13)]
    assert chunks.lost(alone[0], begun=True) == []
    again = chunks.next(2)
    assert again.tasks == alone[0].tasks
    assert chunks.lost(again, begun=True) == [task(10)]


def test_a_chunk_that_nobody_had_begun_is_not_blamed_but_not_for_ever():
    chunks = Chunks()
    chunk = Chunk(1, (task(1), task(2)))
    for _ in range(UNSEEN_LOSSES - 1):
        assert chunks.lost(chunk, begun=False) == []
        assert len(chunks.next(1).tasks) + len(chunks.next(1).tasks) == 2
    assert chunks.lost(chunk, begun=False) == []
    alone = chunks.next(1)
    assert alone.tasks == (task(1),)  # now one by one
    for _ in range(UNSEEN_LOSSES * ATTEMPTS - 1):
        assert chunks.lost(alone, begun=False) == []
    assert chunks.lost(alone, begun=False) == [task(1)]


def test_commands_say_what_to_install_where_dask_is_missing(monkeypatch, capsys):
    monkeypatch.setattr(commands, "is_installed", lambda: False)
    monkeypatch.setattr(os, "execve", lambda *_: pytest.fail("it was started"))
    with pytest.raises(SystemExit) as ended:
        cli.main(["scheduler"])
    assert ended.value.code == 2
    assert commands.MISSING in capsys.readouterr().err


def test_a_worker_that_cannot_judge_is_never_the_submissions_fault(root):
    chunks = Chunks()
    ledger = Ledger(chunks, root)
    chunk = Chunk(1, (task(1),))
    for _ in range(10):
        assert ledger.answered(chunk, parcel.pack_answer([], [], "no judge")) == []
        assert chunks.next(2).tasks == chunk.tasks and not chunks


def test_an_answer_that_is_none_is_a_loss_like_that_of_a_worker(root):
    chunks = Chunks()
    ledger = Ledger(chunks, root)
    chunk = Chunk(1, (task(1),))
    for _ in range(ATTEMPTS - 1):
        assert ledger.answered(chunk, b"nonsense") == []
        assert chunks.next(2).tasks == chunk.tasks
    [given_up] = ledger.answered(chunk, b"nonsense")
    assert given_up.result.status is Status.BROKEN and LOST in given_up.result.message
    assert not chunks


# ------------------------------------------------------------------ the sandbox


def test_the_sandbox_shows_nothing_of_dask():
    [words] = [w for at, w in view._our_mounts([]).items() if at.name == "distributed"]
    assert words[0] == "--tmpfs"
