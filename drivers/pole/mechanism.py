"""A pole display that is not there: what it would show, worked out from the bytes it gets.

It understands both dialects at once, as many displays do not; which one is spoken is the driver's matter.
"""

import threading
from typing import Final

from drivers.pole.commands import DisplayDialect, picture
from drivers.ports import DISPLAY_COLUMNS, DISPLAY_ROWS

_CLEAR, _MOVE, _ESCAPE = 0x0C, 0x1F, 0x1B
_MOVE_BYTES: Final = 4
_ESCAPE_BYTES: Final = 3
_FIRST_LETTER, _LAST_LETTER = 0x20, 0x7E


class DisplayMechanism:
    """Rows of letters and a cursor; takes bytes in pieces of any size. What is unknown is left out."""

    def __init__(self) -> None:
        self.cleared = 0
        self._cells = bytearray(b" " * DISPLAY_COLUMNS * DISPLAY_ROWS)
        self._cursor = 0
        self._begun = bytearray()

    @property
    def rows(self) -> tuple[str, str]:
        """What is shown."""
        text = self._cells.decode("ascii")
        return text[:DISPLAY_COLUMNS], text[DISPLAY_COLUMNS:]

    def receive(self, data: bytes) -> None:
        """Obey bytes."""
        for byte in data:
            self._begun.append(byte)
            if self._is_whole():
                command, self._begun = bytes(self._begun), bytearray()
                self._obey(command)

    def _is_whole(self) -> bool:
        first = self._begun[0]
        if first == _MOVE:
            return len(self._begun) == _MOVE_BYTES
        return len(self._begun) == _ESCAPE_BYTES if first == _ESCAPE else True

    def _obey(self, command: bytes) -> None:
        if command[0] == _CLEAR:
            self.cleared += 1
            self._cells[:] = b" " * len(self._cells)
            self._cursor = 0
        elif command[0] == _MOVE and command[1:2] == b"$":
            self._move(command[2], command[3])
        elif command[0] == _ESCAPE and command[1:] in (b"QA", b"QB"):
            self._move(1, 1 if command[2:] == b"A" else 2)
        elif _FIRST_LETTER <= command[0] <= _LAST_LETTER:
            self._cells[self._cursor] = command[0]
            self._cursor = (self._cursor + 1) % len(self._cells)

    def _move(self, x: int, y: int) -> None:
        if 1 <= x <= DISPLAY_COLUMNS and 1 <= y <= DISPLAY_ROWS:
            self._cursor = (y - 1) * DISPLAY_COLUMNS + x - 1


class FakeDisplay:
    """A pole display within the process, to be pulled and put back; any thread may use it."""

    name = "fake"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_plugged_in = True
        self._mechanism = DisplayMechanism()
        self.shown = 0

    @property
    def rows(self) -> tuple[str, str]:
        """What it shows."""
        with self._lock:
            return self._mechanism.rows

    def show(self, upper: str, lower: str) -> str | None:
        """Show two rows, if it is plugged in."""
        with self._lock:
            if not self._is_plugged_in:
                return "device-missing"
            self.shown += 1
            self._mechanism.receive(picture(upper, lower, dialect=DisplayDialect.EPSON, fresh=False))
            return None

    def close(self) -> None:
        """Nothing to let go of."""

    def unplug(self) -> None:
        """Be gone, and dark when it comes back."""
        with self._lock:
            self._is_plugged_in = False
            self._mechanism = DisplayMechanism()

    def plug_in(self) -> None:
        """Be there again."""
        with self._lock:
            self._is_plugged_in = True
