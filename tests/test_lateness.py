"""A time stamp is a student's file: whatever it holds, one submission is told, and nothing else."""

import builtins
import os

import pytest
from payloads import BAD_STAMPS

from autograder.base.files import copy_small, read_small
from autograder.record import lateness


@pytest.mark.parametrize("text", BAD_STAMPS, ids=range(len(BAD_STAMPS)))
def test_a_bad_time_stamp_is_a_sentence(tmp_path, monkeypatch, text):
    opened = []
    real = builtins.open

    def watched(path, *more, **options):
        opened.append(str(path))
        return real(path, *more, **options)

    (tmp_path / "timestamp.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
    monkeypatch.setattr(builtins, "open", watched)
    with pytest.raises(ValueError, match=r"^timestamp\.txt .*\.$"):
        lateness.read_timestamp(tmp_path)
    assert not [path for path in opened if "mem" in path or "passwd" in path]


@pytest.mark.parametrize("kind", ["link", "hard link", "folder", "pipe", "large", "device"])
def test_a_time_stamp_that_is_no_plain_file_is_a_sentence(tmp_path, kind):
    path = tmp_path / "timestamp.txt"
    other = tmp_path / "other"
    other.write_text("2024-01-01 00:00:00 UTC")
    {
        "link": lambda: path.symlink_to(other),
        "hard link": lambda: path.hardlink_to(other),
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
        "large": lambda: path.write_bytes(b" " * 20_000),
        "device": lambda: path.symlink_to("/dev/zero"),
    }[kind]()
    with pytest.raises(ValueError, match="could not be read"):
        lateness.read_timestamp(tmp_path)
    copy_small(path, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_time_stamp_that_may_not_be_read_is_a_sentence(tmp_path):
    (tmp_path / "timestamp.txt").write_text("2024-01-01 00:00:00 UTC")
    (tmp_path / "timestamp.txt").chmod(0)
    with pytest.raises(ValueError, match="could not be read"):
        lateness.read_timestamp(tmp_path)


def test_no_permission_is_a_sentence_also_for_root(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ValueError, match=r"could not be read: Permission denied\."):
        lateness.read_timestamp(tmp_path)
    copy_small(tmp_path / "timestamp.txt", tmp_path / "copy")


def test_no_time_stamp_is_none(tmp_path):
    assert lateness.read_timestamp(tmp_path) is None
    (tmp_path / "timestamp.txt").write_text(" \n")
    assert lateness.read_timestamp(tmp_path) is None


def test_a_small_file_is_copied_as_it_is(tmp_path):
    (tmp_path / "a").write_bytes(b"2024\r\n")
    copy_small(tmp_path / "a", tmp_path / "deep" / "b")
    assert read_small(tmp_path / "deep" / "b") == b"2024\r\n"
