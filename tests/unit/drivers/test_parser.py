"""Bytes to a printer, taken apart into commands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.escpos import commands
from drivers.escpos.interpreter import LINE_DOTS, interpret
from drivers.escpos.parser import CommandParser, Kind
from drivers.escpos.raster import encode_bitmap
from drivers.ports import Bitmap, DrawerPin
from tests.unit.drivers.pictures import receipt

OURS = [
    commands.INIT,
    commands.AUTO_STATUS_ON,
    commands.raster(width_bytes=72, rows=bytes(72 * 3)),
    commands.FEED_AND_CUT,
    commands.FEED_OUT,
    commands.feed_dots(40),
    commands.drawer_pulse(DrawerPin.PIN_2),
    commands.ask_process_id(b"ABCD"),
    commands.ASK_IN_LINE,
    commands.ASK_MODEL,
    commands.ask_status(1),
    commands.CLEAR_AFTER_ERROR,
]

TREACHEROUS = st.lists(
    st.sampled_from(
        [*OURS, b"\x1b", b"\x1d", b"\x10", b"\x00", b"A", b"\n", b"\x1dv0\x00\x02\x00\x02\x00", b"\x1d("]
    )
).map(b"".join)


def kinds(data: bytes) -> list[Kind]:
    return [command.kind for command in CommandParser().feed(data)]


@given(st.one_of(TREACHEROUS, st.binary()), st.integers(1, 9))
def test_no_byte_is_lost_whatever_comes_and_in_which_pieces(data: bytes, size: int) -> None:
    parser = CommandParser()
    found = [command for at in range(0, len(data), size) for command in parser.feed(data[at : at + size])]
    assert b"".join(command.data for command in found) + parser.partial == data
    assert [command.offset for command in found] == [0, *[command.end for command in found]][: len(found)]


@given(TREACHEROUS, st.integers(1, 9))
def test_commands_are_the_same_in_whichever_pieces_they_come(data: bytes, size: int) -> None:
    parser = CommandParser()
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    found = [command for piece in pieces for command in parser.feed(piece) if command.kind is not Kind.NUL]
    assert found == [command for command in CommandParser().feed(data) if command.kind is not Kind.NUL]


@pytest.mark.parametrize(
    "begun",
    sorted({command[: max(1, len(command) - pending)] for command in OURS for pending in range(1, 12)}),
)
def test_a_few_nuls_complete_any_command_of_ours_that_was_cut_off(begun: bytes) -> None:
    parser = CommandParser()
    parser.feed(begun)
    parser.feed(commands.NUL * (8 * 72 if begun.startswith(b"\x1dv") else commands.LONGEST_PENDING))
    assert parser.partial == b""


def test_bytes_of_a_picture_are_no_commands() -> None:
    picture = commands.raster(
        width_bytes=8, rows=commands.ask_status(1) + commands.drawer_pulse(DrawerPin.PIN_2)
    )
    assert kinds(picture + commands.FEED_AND_CUT) == [Kind.RASTER, Kind.CUT]


def test_commands_that_change_nothing_here_are_passed_over_in_their_length() -> None:
    others = [
        b"\x1ba\x00",
        b"\x1b$\x00\x00",
        b"\x1dP\x10\x10",
        b"\x1d(L\x02\x00\x30\x32",
        b"\x1b2",
        b"\x1dV\x01",
    ]
    assert kinds(b"".join(others)) == [*[Kind.OTHER] * 5, Kind.CUT]


def test_a_lead_byte_that_leads_nowhere_hides_nothing() -> None:
    assert kinds(b"\x10" + commands.INIT) == [Kind.OTHER, Kind.INIT]
    assert kinds(b"\x10\x00") == [Kind.OTHER, Kind.NUL]


def test_a_printer_that_is_switched_off_forgets_half_a_command() -> None:
    parser = CommandParser()
    parser.feed(b"\x1dv0")
    parser.reset()
    assert [command.offset for command in parser.feed(commands.INIT)] == [3]


def test_pages_end_where_the_paper_is_cut() -> None:
    page = receipt(lines=2)
    paper = interpret(encode_bitmap(page) + commands.FEED_AND_CUT + b"\n\x1d", width_dots=576)
    assert paper.pages == (page,)
    assert paper.rest == Bitmap(576, LINE_DOTS, bytes(72 * LINE_DOTS))
    assert paper.incomplete == b"\x1d"


def test_a_cut_of_nothing_makes_no_page() -> None:
    assert interpret(commands.FEED_AND_CUT, width_dots=8).pages == ()


def test_lines_are_fed() -> None:
    assert interpret(commands.FEED_OUT, width_dots=8).rest == Bitmap(8, 4 * LINE_DOTS, bytes(4 * LINE_DOTS))


def test_dots_beyond_the_paper_are_lost() -> None:
    wide = commands.raster(width_bytes=3, rows=b"\x01\x02\x03")
    assert interpret(wide, width_dots=16).rest == Bitmap(16, 1, b"\x01\x02")


def test_a_picture_without_rows_prints_nothing() -> None:
    assert interpret(b"\x1dv0\x00\x00\x00\x05\x00", width_dots=8).rest is None
