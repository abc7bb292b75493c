"""A folder is synced where its file system can do that, and a disk that fails is never believed."""

import errno
import os
import stat
from pathlib import Path

import pytest

from terminal.durable_file import replace_file, sync_folder


@pytest.mark.skipif(os.name == "nt", reason="folders are not synced there")
@pytest.mark.parametrize("answer", [errno.EINVAL, errno.ENOTSUP, errno.EBADF])
def test_a_file_is_replaced_where_folders_cannot_be_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: int
) -> None:
    _folders_answer(monkeypatch, answer)
    replace_file(tmp_path / "keys.json", b"{}", mode=0o600)
    assert (tmp_path / "keys.json").read_bytes() == b"{}"


@pytest.mark.skipif(os.name == "nt", reason="folders are not synced there")
@pytest.mark.parametrize("answer", [errno.EIO, errno.ENOSPC])
def test_a_disk_that_fails_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: int) -> None:
    _folders_answer(monkeypatch, answer)
    with pytest.raises(OSError, match=os.strerror(answer)):
        sync_folder(tmp_path)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        sync_folder(tmp_path / "gone")


def _folders_answer(monkeypatch: pytest.MonkeyPatch, answer: int) -> None:
    """Let every sync of a folder fail, and of nothing else."""
    sync = os.fsync

    def refuse(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(answer, os.strerror(answer))
        sync(handle)

    monkeypatch.setattr(os, "fsync", refuse)
