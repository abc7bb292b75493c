"""The bytes that put two rows on a display, in the two ways that displays understand. Pure.

`epson`: `0C` clears, `1F 24 x y` moves to a place counted from 1, letters are written from there. `cd5220`:
`ESC Q A … CR` writes the upper row, `ESC Q B … CR` the lower. Rows are written over whole, so only the first
picture after a display was found is cleared before: the others do not flicker.
"""

from enum import Enum

from drivers.pole.letters import row_of


class DisplayDialect(Enum):
    """How a display is spoken to; it is a switch or a setting on the display."""

    EPSON = "epson"
    CD5220 = "cd5220"


CLEAR = b"\x0c"
_MOVE = b"\x1f\x24"
_UPPER, _LOWER = b"\x1bQA", b"\x1bQB"
_END = b"\r"


def picture(upper: str, lower: str, *, dialect: DisplayDialect, fresh: bool) -> bytes:
    """Both rows; `fresh` clears what else the display may show."""
    first, second = row_of(upper), row_of(lower)
    if dialect is DisplayDialect.CD5220:
        written = _UPPER + first + _END + _LOWER + second + _END
    else:
        written = _MOVE + b"\x01\x01" + first + _MOVE + b"\x01\x02" + second
    return CLEAR + written if fresh else written
