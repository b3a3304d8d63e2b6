"""A file is replaced whole or not at all, and every refusal is one Swedish sentence."""

import errno
from pathlib import Path

import pytest

from generator import files


def test_a_file_is_written_with_its_folder(tmp_path):
    target = tmp_path / "a" / "b.docx"
    files.write(target, b"ny")
    assert target.read_bytes() == b"ny"
    assert [path.name for path in target.parent.iterdir()] == ["b.docx"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "öppen i Word eller skrivskyddad"),
        (errno.EBUSY, "öppen i Word"),
        (errno.ENOSPC, "disken är full"),
        (errno.EROFS, "disken är skrivskyddad"),
        (errno.EIO, "okänt fel"),
    ],
)
def test_a_target_that_cannot_be_replaced_stays_whole(tmp_path, monkeypatch, number, words):
    target = tmp_path / "plan.docx"
    target.write_bytes(b"gammal")

    def refuse(self, other):
        raise OSError(number, "no")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(files.FileError, match=words) as caught:
        files.write(target, b"ny")
    assert "Den gamla filen är orörd." in str(caught.value)
    assert target.read_bytes() == b"gammal"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.docx"]


def test_a_target_that_is_a_folder_is_one_sentence(tmp_path):
    with pytest.raises(files.FileError, match="kan inte skrivas"):
        files.write(tmp_path, b"ny")


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path):
    (tmp_path / "fil").write_bytes(b"")
    with pytest.raises(files.FileError, match="kan inte skrivas"):
        files.write(tmp_path / "fil" / "plan.docx", b"ny")


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(files.FileError, match="kan inte läsas: den finns inte"):
        files.read(tmp_path / "ingen.yaml")


def test_a_disk_that_fills_up_leaves_nothing_behind(tmp_path, monkeypatch):
    target = tmp_path / "plan.docx"
    target.write_bytes(b"gammal")

    def full(self, content):
        raise OSError(errno.ENOSPC, "no")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(files.FileError, match="disken är full"):
        files.write(target, b"ny")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.docx"]
    assert target.read_bytes() == b"gammal"
