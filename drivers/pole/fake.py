"""A display that is not there: what it would show, worked out from the bytes it gets. POSIX only.

It understands both dialects at once, as many displays do not; which one is spoken is the driver's matter.
"""

import contextlib
import os
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from drivers.ports import DISPLAY_COLUMNS, DISPLAY_ROWS
from drivers.pseudo_terminal import PseudoTerminal

_READ_BYTES: Final = 4096
_CLEAR, _MOVE, _ESCAPE, _RETURN = 0x0C, 0x1F, 0x1B, 0x0D
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


class FakePoleDisplay:
    """A display on a pseudo-terminal; `path` is a link that follows it from plug to plug.

    Pulled and put back it starts dark, as a real one that is powered by its plug.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._terminal: PseudoTerminal | None = None
        self._mechanism = DisplayMechanism()

    def __enter__(self) -> Self:
        self.plug_in()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()

    @property
    def rows(self) -> tuple[str, str]:
        """What it shows by now."""
        if self._terminal is not None:
            with contextlib.suppress(BlockingIOError):
                while data := os.read(self._terminal.master, _READ_BYTES):
                    self._mechanism.receive(data)
        return self._mechanism.rows

    def plug_in(self) -> None:
        """Be there, dark, under a new name."""
        if self._terminal is None:
            self._mechanism = DisplayMechanism()
            self._terminal = PseudoTerminal(self.path)

    def unplug(self) -> None:
        """Be gone."""
        if self._terminal is not None:
            self._terminal.close()
            self._terminal = None
