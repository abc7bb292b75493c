"""Bytes to a printer, taken apart into commands: the other end of `commands` and `raster`.

It serves the fake printer, the virtual printer and the tests. It knows the commands that receipts are made
of and the lengths of the others that a driver commonly sends, so that it never takes the bytes of a picture
for commands.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a command does, as far as a printer without fonts has to tell."""

    NUL = auto()
    TEXT = auto()
    LINE_FEED = auto()
    INIT = auto()
    FEED_LINES = auto()
    FEED_DOTS = auto()
    RASTER = auto()
    CUT = auto()
    DRAWER = auto()
    REAL_TIME_DRAWER = auto()
    REAL_TIME_STATUS = auto()
    REAL_TIME_REQUEST = auto()
    IN_LINE_STATUS = auto()
    AUTO_STATUS = auto()
    PROCESS_ID = auto()
    INFO = auto()
    OTHER = auto()


REAL_TIME_KINDS = frozenset({Kind.REAL_TIME_DRAWER, Kind.REAL_TIME_STATUS, Kind.REAL_TIME_REQUEST})


@dataclass(frozen=True, slots=True)
class Command:
    """One complete command: its kind, its bytes, and where in the stream its first byte stood."""

    kind: Kind
    data: bytes
    offset: int

    @property
    def end(self) -> int:
        """Where in the stream the next command begins."""
        return self.offset + len(self.data)


_FIXED: dict[bytes, tuple[Kind, int]] = {
    b"\x10\x04": (Kind.REAL_TIME_STATUS, 3),
    b"\x10\x05": (Kind.REAL_TIME_REQUEST, 3),
    b"\x10\x14": (Kind.REAL_TIME_DRAWER, 5),
    b"\x1b@": (Kind.INIT, 2),
    b"\x1bd": (Kind.FEED_LINES, 3),
    b"\x1bJ": (Kind.FEED_DOTS, 3),
    b"\x1bp": (Kind.DRAWER, 5),
    b"\x1bi": (Kind.CUT, 2),
    b"\x1bm": (Kind.CUT, 2),
    b"\x1dr": (Kind.IN_LINE_STATUS, 3),
    b"\x1da": (Kind.AUTO_STATUS, 3),
    b"\x1dI": (Kind.INFO, 3),
}
"""Commands of one length, by their first two bytes."""

_THREE_BYTES = frozenset(
    [b"\x1b" + bytes((letter,)) for letter in b" !%-3=EGMQRTUVacdgrt{"]
    + [b"\x1d" + bytes((letter,)) for letter in b"!BHTbfghw"]
    + [b"\x1c" + bytes((letter,)) for letter in b"!-CW"]
)
"""Commands with one parameter that change nothing here."""

_FOUR_BYTES = frozenset((b"\x1b$", b"\x1b\\", b"\x1bc", b"\x1dL", b"\x1dW", b"\x1dP", b"\x1cS"))

_NULS = re.compile(rb"\x00+")
"""A run of them is one command: they come in thousands and do nothing."""

_LEADS = frozenset((0x10, 0x1B, 0x1C, 0x1D))


def _measure(begun: bytearray) -> tuple[Kind, int]:
    """What the bytes so far begin, and its length as far as they tell; a longer one asks again."""
    first = begun[0]
    if first not in _LEADS:
        return {0x00: Kind.NUL, 0x0A: Kind.LINE_FEED}.get(first, Kind.TEXT), 1
    if len(begun) < 2:
        return Kind.OTHER, 2
    lead = bytes(begun[:2])
    if lead in _FIXED:
        return _FIXED[lead]
    if lead in _MEASURED:
        return _MEASURED[lead](begun)
    if first == 0x10:
        return Kind.OTHER, 1
    return Kind.OTHER, 4 if lead in _FOUR_BYTES else 3 if lead in _THREE_BYTES else 2


def _measure_raster(begun: bytearray) -> tuple[Kind, int]:
    if len(begun) < 8:
        return Kind.RASTER, 8
    width_bytes, rows = int.from_bytes(begun[4:6], "little"), int.from_bytes(begun[6:8], "little")
    return Kind.RASTER, 8 + width_bytes * rows


def _measure_cut(begun: bytearray) -> tuple[Kind, int]:
    if len(begun) < 3:
        return Kind.CUT, 3
    return Kind.CUT, 3 if begun[2] in b"\x00\x0101" else 4


def _measure_function(begun: bytearray) -> tuple[Kind, int]:
    """GS ( and a letter, followed by the length of the rest."""
    if len(begun) < 5:
        return Kind.OTHER, 5
    length = 5 + int.from_bytes(begun[3:5], "little")
    is_process_id = begun[2] == 0x48 and len(begun) > 5 and begun[5] == 0x30
    return Kind.PROCESS_ID if is_process_id else Kind.OTHER, length


_MEASURED: dict[bytes, Callable[[bytearray], tuple[Kind, int]]] = {
    b"\x1dv": _measure_raster,
    b"\x1dV": _measure_cut,
    b"\x1d(": _measure_function,
}
"""Commands that carry their length with them."""


class CommandParser:
    """Takes bytes in pieces of any size and gives whole commands; linear in time whatever the bytes are."""

    def __init__(self) -> None:
        self._partial = bytearray()
        self._offset = 0
        self._needed = 1

    @property
    def partial(self) -> bytes:
        """The bytes of the command that is not complete yet."""
        return bytes(self._partial)

    def feed(self, data: bytes) -> list[Command]:
        """The commands that these bytes complete, in their order."""
        commands: list[Command] = []
        at = 0
        while at < len(data):
            if not self._partial and (nuls := _NULS.match(data, at)):
                commands.append(self._finish(Kind.NUL, nuls.group()))
                at = nuls.end()
                continue
            taken = data[at : at + self._needed - len(self._partial)]
            self._partial += taken
            at += len(taken)
            if len(self._partial) == self._needed:
                self._step(commands)
        return commands

    def reset(self) -> None:
        """Forget the incomplete command, as a printer does that was switched off."""
        self._offset += len(self._partial)
        self._partial.clear()
        self._needed = 1

    def _step(self, commands: list[Command]) -> None:
        """Decide with the bytes so far.

        Commands are complete, or more bytes are needed before asking again.
        """
        while self._partial:
            kind, length = _measure(self._partial)
            if length > len(self._partial):
                self._needed = length
                return
            commands.append(self._finish(kind, bytes(self._partial[:length])))
            del self._partial[:length]
        self._needed = 1

    def _finish(self, kind: Kind, data: bytes) -> Command:
        command = Command(kind, data, self._offset)
        self._offset += len(data)
        return command
