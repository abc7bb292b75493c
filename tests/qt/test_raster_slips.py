"""Whole slips: dot for dot as they were looked at, and with codes that scanners read."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from drivers.escpos.interpreter import interpret
from drivers.escpos.raster import encode_bitmap
from drivers.png import png_bytes
from loyalty.identity.cards import receipt_digits
from loyalty.identity.commands import Command, command_of
from terminal.receipts.document import Code128, Document, QrCode
from terminal.receipts.heading import qr_text
from terminal.receipts.layout import lay_out
from terminal.sale import ReceiptNumber
from terminal.settings import Language
from tests.cases.receipts.reading import codes, read_picture
from tests.cases.receipts.repaint import all_slips, picture, picture_path
from tests.cases.receipts.sales import STORE
from ui.raster.painter import QtPagePainter

QR = "9700002000001239 Q2-000123"


@pytest.fixture
def painter(qapp: QApplication) -> QtPagePainter:
    assert qapp
    return QtPagePainter()


@pytest.mark.parametrize(("name", "width", "language"), list(all_slips()))
def test_a_slip_is_painted_as_it_was_looked_at(
    painter: QtPagePainter, tmp_path: Path, name: str, width: int, language: Language
) -> None:
    painted = picture(painter, name, width, language)
    kept = read_picture(picture_path(name, width, language))
    if painted != kept:
        path = tmp_path / picture_path(name, width, language).name
        path.write_bytes(png_bytes(painted))
        pytest.fail(
            f"painted otherwise, see {path}; if that is meant: python -m tests.cases.receipts.repaint"
        )


@pytest.mark.parametrize(("name", "width", "language"), list(all_slips()))
def test_what_a_printer_gets_is_the_picture(
    painter: QtPagePainter, name: str, width: int, language: Language
) -> None:
    painted = picture(painter, name, width, language)
    printed = interpret(encode_bitmap(painted), width_dots=width)
    assert printed.rest == painted
    assert not printed.incomplete


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("name", ["member", "copy", "crowded"])
def test_scanners_read_the_receipts_codes(painter: QtPagePainter, name: str, width: int) -> None:
    found = dict(codes(picture(painter, name, width, "vi")))
    assert set(found) == {"QRCode", "Code128"}
    assert found["Code128"] == "9700002000001239"
    assert found["QRCode"].startswith(QR)


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_scanner_does_every_command_by_what_is_read_off_the_printed_sheet(
    painter: QtPagePainter, width: int, language: Language
) -> None:
    found = codes(picture(painter, "commands", width, language))
    assert {symbology for symbology, _ in found} == {"Code128"}
    done = [command_of(text) for _, text in found]
    assert len(done) == len(Command)
    assert set(done) == set(Command)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    till=st.integers(0, 99_999),
    number=st.integers(0, 99_999_999),
    name=st.text(max_size=50),
    width=st.sampled_from((576, 384)),
)
def test_the_codes_of_any_receipt_are_read(
    painter: QtPagePainter, till: int, number: int, name: str, width: int
) -> None:
    digits = receipt_digits(till_number=till, receipt_number=number)
    receipt = ReceiptNumber(number=number, label=f"Q-{number:06d}", digits=digits)
    text = qr_text(receipt, replace(STORE, store_name=name))
    page = lay_out(Document((QrCode(text), Code128(digits))), width)
    assert codes(painter.paint(page)) == {("QRCode", text), ("Code128", digits)}
