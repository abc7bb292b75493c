"""Pole displays: letters, bytes, and what they come to on a display."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.pole.commands import DisplayDialect, picture
from drivers.pole.display import SerialPoleDisplay
from drivers.pole.letters import folded, row_of
from drivers.pole.mechanism import DisplayMechanism
from drivers.ports import DISPLAY_COLUMNS, DeviceUnavailable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Nước mắm Phú Quốc", "Nuoc mam Phu Quoc"),
        ("ĐƯỜNG đỏ", "DUONG do"),
        ("PHẢI TRẢ  275.390 ₫", "PHAI TRA  275.390 d"),
        ("Mì × 3 \u2212 giảm 10 %", "Mi x 3 - giam 10 %"),
        ("Nguye\u0302\u0303n A\u0301nh", "Nguyen Anh"),
        ("½ kg ﬁ", "? kg fi"),
        ("猫\x1b\x00\n", "?"),
    ],
)
def test_letters_become_the_nearest_of_ascii(text: str, shown: str) -> None:
    assert folded(text) == shown


@given(st.text())
def test_a_row_is_printable_ascii_of_its_length(text: str) -> None:
    row = row_of(text)
    assert len(row) == DISPLAY_COLUMNS
    assert all(0x20 <= byte <= 0x7E for byte in row)


def test_the_bytes_are_those_of_the_manuals() -> None:
    epson = picture("A", "B", dialect=DisplayDialect.EPSON, fresh=True)
    assert epson == b"\x0c\x1f\x24\x01\x01A" + b" " * 19 + b"\x1f\x24\x01\x02B" + b" " * 19
    cd5220 = picture("A", "B", dialect=DisplayDialect.CD5220, fresh=False)
    assert cd5220 == b"\x1bQAA" + b" " * 19 + b"\r\x1bQBB" + b" " * 19 + b"\r"


@pytest.mark.parametrize("dialect", list(DisplayDialect))
@given(rows=st.tuples(st.text(max_size=30), st.text(max_size=30)), cut=st.integers(0, 60))
def test_both_rows_are_shown_over_whatever_was_there(
    dialect: DisplayDialect, rows: tuple[str, str], cut: int
) -> None:
    display = DisplayMechanism()
    display.receive(picture("x" * 20, "y" * 20, dialect=dialect, fresh=True))
    data = picture(*rows, dialect=dialect, fresh=False)
    display.receive(data[:cut])
    display.receive(data[cut:])
    assert display.rows == (row_of(rows[0]).decode(), row_of(rows[1]).decode())
    assert display.cleared == 1


@given(st.binary())
def test_no_bytes_break_a_display(noise: bytes) -> None:
    display = DisplayMechanism()
    display.receive(noise)
    assert [len(row) for row in display.rows] == [DISPLAY_COLUMNS] * 2


class StalledLine:
    """A line that opens and takes nothing."""

    name = "stalled"
    two_way = False

    def __init__(self) -> None:
        self.closed = 0

    def open(self, *, timeout_s: float) -> None:
        assert timeout_s < 1

    def write(self, data: bytes, *, timeout_s: float) -> int:
        assert data
        assert timeout_s < 1
        return 0

    def read(self, *, timeout_s: float) -> bytes:
        raise DeviceUnavailable("device-lost", retry=True, name=f"{self.name} {timeout_s}")

    def close(self, *, timeout_s: float) -> None:
        self.closed += timeout_s < 1


def test_a_display_that_takes_nothing_is_said_to_be_broken_and_let_go() -> None:
    line = StalledLine()
    display = SerialPoleDisplay(line)
    assert display.show("A", "B") == "device-broken"
    assert line.closed == 1
    display.close()
    assert line.closed == 1
