"""One till a folder, and a folder that can be written."""

import subprocess
import sys
from pathlib import Path

import pytest

from loyalty.errors import Refused, Unavailable
from terminal.data_folder import DataFolder
from terminal.durable_file import replace_file


def test_a_folder_is_made_where_there_is_none(tmp_path: Path) -> None:
    with DataFolder(tmp_path / "new" / "till") as folder:
        assert folder.path.is_dir()
        assert folder.database.parent == folder.path


def test_a_second_till_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with DataFolder(tmp_path), pytest.raises(Refused) as refusal:
        DataFolder(tmp_path)
    assert refusal.value.code == "data-folder-in-use"


def test_another_process_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from terminal.data_folder import DataFolder; "
    program += "DataFolder(Path(sys.argv[1]))"
    with DataFolder(tmp_path):
        second = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False
        )
    assert second.returncode == 1
    assert "data-folder-in-use" in second.stderr


def test_a_folder_let_go_can_be_taken_again(tmp_path: Path) -> None:
    DataFolder(tmp_path).close()
    DataFolder(tmp_path).close()


def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(Unavailable) as fault:
        DataFolder(tmp_path / "file" / "till")
    assert fault.value.code == "data-folder-unwritable"
    assert fault.value.retry


def test_a_replaced_file_holds_the_new_content_and_leaves_nothing_beside(tmp_path: Path) -> None:
    replace_file(tmp_path / "kept", b"old", mode=0o600)
    replace_file(tmp_path / "kept", b"new", mode=0o600)
    assert (tmp_path / "kept").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_a_file_that_cannot_be_replaced_keeps_what_it_held(tmp_path: Path) -> None:
    target = tmp_path / "kept"
    target.mkdir()
    with pytest.raises(OSError, match="kept"):
        replace_file(target, b"new", mode=0o600)
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
