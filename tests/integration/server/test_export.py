"""An auditor's file: written by the server, checked without it, and nothing that was done to it gets past."""

from dataclasses import replace
from pathlib import Path

import pytest

from loyalty.errors import Refused
from loyalty.wire.chain import short_hash
from loyalty.wire.journal import SaleReceipt
from main import main
from server.usecases.admin.export import export_journal
from tests.integration.server.conftest import House
from tests.integration.server.tills import sale_body


@pytest.fixture
def file(house: House, tmp_path: Path) -> Path:
    house.q1.enrol("m1")
    house.q1.sync()
    sale = sale_body("s1", "m1", fingerprint=house.q1.fingerprint)
    house.q1.record("sale_settled", replace(sale, receipt=SaleReceipt(1, "Q1-000001", "9")))
    house.q1.sync()
    path = tmp_path / "q1.journal"
    lines = export_journal(house.server, tenant=house.code, till="Q1", incarnation=None)
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def test_what_the_till_signed_holds(house: House, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify-journal", str(file), "--receipt", "Q1-000001"]) == 0
    said = capsys.readouterr().out
    assert f"marked {short_hash(house.q1.journal[-1].hash)}" in said
    assert "Nothing is missing" in said


def test_one_changed_digit_is_seen(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(file.read_bytes().replace(b'"net":1000000', b'"net":1000001'))
    assert main(["verify-journal", str(file)]) == 1
    assert "WRONG: event 2 was changed" in capsys.readouterr().out


def test_another_key_and_a_receipt_that_is_not_there_are_said(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify-journal", str(file), "--key", "AAAA", "--receipt", "Q1-000009"]) == 1
    said = capsys.readouterr().out
    assert "another key" in said
    assert "Q1-000009 is not in it" in said


def test_what_is_no_journal_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("Dear auditor")
    assert main(["verify-journal", str(tmp_path / "letter.txt")]) == 2
    assert main(["verify-journal", str(tmp_path / "nothing")]) == 2
    assert "letter.txt" in capsys.readouterr().err


def test_a_life_that_never_was_is_refused(house: House) -> None:
    with pytest.raises(Refused, match="no-such-life"):
        export_journal(house.server, tenant=house.code, till="Q1", incarnation=7)
