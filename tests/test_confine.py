"""What the watch of memory counts, read from a made-up folder of processes."""

import os
import resource

import pytest

from autograder.sandbox.inside.confine import Unconfined

PAGE = resource.getpagesize()
STATM = b"900 500 100 1 0 400 0\n"  # 500 pages are there, a file backs 100 of them
ROLLUP = b"00400000-7fff0000 ---p 00000000 00:00 0 [rollup]\nRss: 2000 kB\nPss_Anon: 700 kB\n"


@pytest.fixture
def way(tmp_path):
    made = Unconfined({"limits": {}})
    made.proc = os.open(tmp_path, os.O_RDONLY)
    yield made
    os.close(made.proc)


def process(folder, statm=STATM, rollup=ROLLUP):
    """Process 7; None: the kernel does not say."""
    (folder / "7").mkdir()
    for name, text in (("statm", statm), ("smaps_rollup", rollup)):
        if text is None:
            (folder / "7" / name).mkdir()  # reading it is an OSError, whoever reads
        else:
            (folder / "7" / name).write_bytes(text)


def test_pages_that_forks_share_count_by_their_part(way, tmp_path):
    process(tmp_path)
    assert way.held("7") == 700 << 10


def test_a_process_that_cannot_be_measured_counts_in_full(way, tmp_path):
    process(tmp_path, rollup=None)
    assert way.held("7") == way.resident("7") == 400 * PAGE


def test_a_process_that_has_ended_holds_nothing(way):
    assert way.held("7") == way.resident("7") == 0
