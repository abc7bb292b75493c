"""A whole job as bytes: what stands before the slip, in it and behind it."""

from dataclasses import replace

import pytest

from drivers.escpos.code_pages import read_code_pages
from drivers.escpos.composing import ROLL_58_MM, ROLL_80_MM, Cut, PaperSettings, compose_picture, compose_text
from drivers.escpos.interpreter import interpret
from drivers.escpos.parser import Kind
from drivers.ports import TextLine
from tests.unit.drivers.pictures import receipt

PAGE = receipt(lines=2, width_dots=384)
TEXT = replace(ROLL_80_MM, code_pages=read_code_pages("tcvn-3"))
SLIP = (
    TextLine(text="TẠP HÓA", bold=True, large=True),
    TextLine(text="Cà phê        27.000"),
    PAGE,
    TextLine(text="Cảm ơn!   "),
)


@pytest.mark.parametrize(
    ("way", "end"), [(Cut.PARTIAL, b"\x1dVB\x00"), (Cut.FULL, b"\x1dVA\x00"), (Cut.TEAR, b"\x1bd\x04")]
)
def test_a_slip_ends_as_the_printer_cuts(way: Cut, end: bytes) -> None:
    paper = PaperSettings(cut=way)
    assert compose_picture(PAGE, paper, cut=True).endswith(end)
    assert compose_picture(PAGE, paper, cut=False).endswith(b"\x1bd\x04")


def test_every_job_starts_from_the_settings_of_power_on() -> None:
    assert compose_picture(PAGE, ROLL_58_MM, cut=True).startswith(b"\x1b@\x1da")
    assert compose_text(SLIP, TEXT, cut=True).startswith(b"\x1b@\x1da")


def test_blank_rows_are_fed_where_the_setting_says_so() -> None:
    printed = compose_picture(PAGE, ROLL_58_MM, cut=True)
    fed = compose_picture(PAGE, replace(ROLL_58_MM, feed_blank_rows=True), cut=True)
    assert len(fed) < len(printed)
    assert interpret(fed, width_dots=384).pages == interpret(printed, width_dots=384).pages == (PAGE,)


def test_text_is_sent_line_by_line_and_a_code_as_a_picture() -> None:
    job = compose_text(SLIP, TEXT, cut=True)
    kinds = [command.kind for command in interpret(job, width_dots=576).commands]
    assert kinds.count(Kind.LINE_FEED) == 3
    assert Kind.RASTER in kinds
    assert kinds[-1] is Kind.CUT
    assert b"\x1d!\x11\x1bE\x01T\x1bt\x1f\xb9P H\xe3A\n\x1bE\x00\x1d!\x00" in job
    assert "C\x1bt\x1e\xb5 ph\xaa        27.000\n".encode("latin-1") in job


def test_double_byte_letters_are_off_before_the_first_letter() -> None:
    assert b"\x1c." in compose_text(SLIP, TEXT, cut=True).split(b"T")[0]


def test_blanks_at_the_end_of_a_line_are_not_sent() -> None:
    assert b"n!\n" in compose_text(SLIP, TEXT, cut=True)


def test_columns_are_what_fits_in_the_printers_own_letters() -> None:
    assert (ROLL_80_MM.text_columns, TEXT.text_columns) == (None, 48)
    assert replace(TEXT, width_dots=384).text_columns == 32


def test_text_needs_letters_and_pictures_need_room() -> None:
    with pytest.raises(ValueError, match="pictures"):
        compose_text(SLIP, ROLL_80_MM, cut=True)
    with pytest.raises(ValueError, match="on a printer of"):
        compose_text((receipt(lines=1),), replace(TEXT, width_dots=384), cut=True)
