"""What a stream of ESC/POS bytes prints: its commands, and each piece of paper as a picture.

Pictures come from `GS v 0` alone. Text moves the paper on by a line but draws nothing: there is no font
here, and the till prints Vietnamese as pictures.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from drivers.escpos.parser import Command, CommandParser, Kind
from drivers.ports import Bitmap

LINE_DOTS = 30
"""How far a printed or empty line of text moves the paper."""


class PaperRoll:
    """The paper as it leaves the printer: rows of dots, until a cut makes a page of them."""

    def __init__(self, *, width_dots: int) -> None:
        self.width_dots = width_dots
        self._stride = (width_dots + 7) // 8
        self._rows = bytearray()

    def print(self, command: Command) -> None:
        """Print what a command prints; others leave the paper where it is."""
        if command.kind is Kind.RASTER:
            self._print_raster(command.data)
        elif command.kind is Kind.FEED_DOTS:
            self._feed(command.data[2])
        elif command.kind is Kind.LINE_FEED:
            self._feed(LINE_DOTS)
        elif command.kind is Kind.FEED_LINES:
            self._feed(LINE_DOTS * command.data[2])

    def tear_off(self) -> Bitmap | None:
        """The paper since the last cut as a page of its own; None if there is none."""
        if not self._rows:
            return None
        page = self.peek()
        self._rows.clear()
        return page

    def peek(self) -> Bitmap:
        """The paper since the last cut, still on the roll."""
        return Bitmap(self.width_dots, len(self._rows) // self._stride, bytes(self._rows))

    def _feed(self, dots: int) -> None:
        self._rows += bytes(self._stride * dots)

    def _print_raster(self, data: bytes) -> None:
        width_bytes = int.from_bytes(data[4:6], "little")
        for at in range(8, len(data), width_bytes or 1):
            row = data[at : at + min(width_bytes, self._stride)]
            self._rows += row.ljust(self._stride, b"\x00")


@dataclass(frozen=True, slots=True)
class Interpretation:
    """All that a stream of bytes does.

    `rest` is paper that was printed and not cut, `incomplete` the bytes of a command that was cut off.
    """

    commands: Sequence[Command]
    pages: Sequence[Bitmap]
    rest: Bitmap | None
    incomplete: bytes


def interpret(data: bytes, *, width_dots: int) -> Interpretation:
    """Print `data` on paper that is `width_dots` wide; dots beyond it are lost, as on a real one."""
    parser, roll = CommandParser(), PaperRoll(width_dots=width_dots)
    pages: list[Bitmap] = []
    commands = parser.feed(data)
    for command in commands:
        roll.print(command)
        if command.kind is Kind.CUT and (page := roll.tear_off()) is not None:
            pages.append(page)
    return Interpretation(tuple(commands), tuple(pages), roll.tear_off(), parser.partial)
