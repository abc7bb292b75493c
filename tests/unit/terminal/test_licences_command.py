"""What the program is made of, at a machine that has no window: the server's."""

from pathlib import Path

import pytest

from main import EXIT_REFUSED, main
from terminal.bootstrap.own_server import FOLDER, runs_beside


def test_the_list_has_the_tills_parts_and_the_servers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["licences"]) == 0
    printed = capsys.readouterr().out
    assert "  Loyaltill: MIT" in printed
    assert printed.index("Qt, PySide6: LGPL 3") < printed.index("FastAPI: MIT")


def test_a_part_named_in_any_case_is_printed_with_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["licences", "fastapi"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("fastapi ")
    assert "\nstarlette " in printed
    assert "Permission is hereby granted" in printed


def test_what_is_no_part_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["licences", "nothing"]) == EXIT_REFUSED
    assert "“nothing”" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("has_data", "configured", "runs"),
    [(True, None, True), (False, None, False), (True, "https://till.example.vn", False)],
)
def test_a_server_runs_beside_the_till_where_its_data_is_and_no_other_is_set(
    tmp_path: Path, *, has_data: bool, configured: str | None, runs: bool
) -> None:
    if has_data:
        (tmp_path / FOLDER).mkdir()
    assert runs_beside(tmp_path, configured=configured) is runs
