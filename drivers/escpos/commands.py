"""The few ESC/POS commands that the till sends, as bytes.

They are written out here and not taken from python-escpos, whose import costs some 430 ms, sets up logging
and writes files: a test holds them to what that library composes. What is printed goes through `raster`.
"""

from drivers.ports import DrawerPin

NUL = b"\x00"
INIT = b"\x1b@"
"""ESC @: back to the settings of power-on; what is in the print buffer is dropped."""

AUTO_STATUS_ON = b"\x1da\x0e"
"""GS a 14: say by yourself when offline, error or paper change. Cancelled by `INIT`."""

AUTO_STATUS_OFF = b"\x1da\x00"

FEED_AND_CUT = b"\x1dVB\x00"
"""GS V 66 0: feed what is printed past the cutter, then cut but for one point."""

FEED_AND_CUT_OFF = b"\x1dVA\x00"
"""GS V 65 0: the same, cut through."""

FEED_OUT = b"\x1bd\x04"
"""ESC d 4: four lines, so that what is printed passes the tear bar."""

CLEAR_AFTER_ERROR = b"\x10\x05\x02"
"""DLE ENQ 2, in real time: recover from an error and drop both buffers."""

ASK_IN_LINE = b"\x1dr\x01"
"""GS r 1: answered with one byte once everything before it was worked off."""

ASK_MAKER = b"\x1dIB"
ASK_MODEL = b"\x1dIC"

REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")
"""DLE EOT, DLE ENQ, DLE DC4: many printers obey them wherever they stand, inside a picture too."""

LONGEST_PENDING = 8
"""So many NUL bytes complete any command of this module that was cut off, without making it a bigger one."""


SINGLE_BYTE_LETTERS = b"\x1c."
"""FS .: one byte is one letter. Ignored by printers that know no others."""

LINE_FEED = b"\n"


def choose_table(number: int) -> bytes:
    """ESC t n: the character table that bytes from 128 on are looked up in."""
    return bytes((0x1B, 0x74, number))


def bold(on: int) -> bytes:
    """ESC E n: 1 for bold letters, 0 for plain ones."""
    return bytes((0x1B, 0x45, on))


def letter_size(size: int) -> bytes:
    """GS ! n: 0x11 for twice as wide and high, 0 for as they are."""
    return bytes((0x1D, 0x21, size))


def ask_status(query: int) -> bytes:
    """DLE EOT n, answered in real time: 1 the printer, 2 why it is offline, 3 which error, 4 the paper."""
    return bytes((0x10, 0x04, query))


def ask_process_id(process_id: bytes) -> bytes:
    """GS ( H function 48: answered with the same 4 bytes when the printing of all before it is completed."""
    if len(process_id) != 4:
        raise ValueError("a process id is four bytes")
    return b"\x1d(H\x06\x0000" + process_id


def drawer_pulse(pin: DrawerPin) -> bytes:
    """ESC p m 25 250: 50 ms on, 500 ms off."""
    return bytes((0x1B, 0x70, pin, 0x19, 0xFA))


def raster(*, width_bytes: int, rows: bytes) -> bytes:
    """GS v 0: a picture whose rows are `width_bytes` long, printed from the left margin.

    Raises:
        ValueError: the bytes are no whole rows, or no rows at all.
    """
    height, rest = divmod(len(rows), width_bytes)
    if rest or not height:
        raise ValueError(f"{len(rows)} bytes are no rows of {width_bytes}")
    size = width_bytes.to_bytes(2, "little") + height.to_bytes(2, "little")
    return b"\x1dv0\x00" + size + rows


def feed_dots(dots: int) -> bytes:
    """ESC J n, as often as it takes: feed by so many of the printer's vertical units."""
    whole, rest = divmod(dots, 255)
    return b"\x1bJ\xff" * whole + (bytes((0x1B, 0x4A, rest)) if rest else b"")
