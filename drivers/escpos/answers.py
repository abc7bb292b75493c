"""What a printer sends back, taken apart: four kinds of answers share one stream of bytes.

The fixed bits of each byte tell them apart, with one rule more: after the first byte of an automatic status
the next three belong to it. The answer to a real-time query may stand anywhere, within the others too.
Nothing here waits or knows what was asked; what makes no sense is dropped.
"""

from collections.abc import Iterator
from dataclasses import dataclass

_MAX_TEXT_BYTES = 80


@dataclass(frozen=True, slots=True)
class RealTimeStatus:
    """The answer to DLE EOT; which query it answers is known only to who asked."""

    byte: int


@dataclass(frozen=True, slots=True)
class InLineStatus:
    """The answer to GS r: everything sent before it was worked off."""

    byte: int


@dataclass(frozen=True, slots=True)
class AutoStatus:
    """The four bytes that a printer sends by itself after GS a when something changes."""

    data: bytes


@dataclass(frozen=True, slots=True)
class ProcessId:
    """The answer to GS ( H: the printing of everything before it is completed."""

    process_id: bytes


@dataclass(frozen=True, slots=True)
class InfoText:
    """The answer to GS I for maker or model."""

    text: str


Answer = RealTimeStatus | InLineStatus | AutoStatus | ProcessId | InfoText

_PROCESS_ID_HEAD = 0x37
_INFO_HEAD = 0x5F


class AnswerReader:
    """Takes bytes in pieces of any size and gives whole answers; linear in time, bounded in memory.

    Letters look like real-time answers, so a reader takes in `texts` only when they were asked for.
    """

    def __init__(self, *, texts: bool = False) -> None:
        self._texts = texts
        self._partial = bytearray()

    def feed(self, data: bytes) -> list[Answer]:
        """The answers that these bytes complete, in their order."""
        return [answer for byte in data for answer in self._take(byte)]

    def drop_partial(self) -> None:
        """Forget an answer that was begun.

        Called after a silence, since the bytes of one answer come together.
        """
        self._partial.clear()

    def _take(self, byte: int) -> Iterator[Answer]:
        if byte & 0x93 == 0x12 and not self._in_text():
            yield RealTimeStatus(byte)
        elif self._partial:
            yield from self._continue(byte)
        else:
            yield from self._begin(byte)

    def _in_text(self) -> bool:
        return bool(self._partial) and self._partial[0] == _INFO_HEAD

    def _starts_text(self, byte: int) -> bool:
        return self._texts and byte == _INFO_HEAD

    def _begin(self, byte: int) -> Iterator[Answer]:
        if byte & 0x93 == 0x10 or byte == _PROCESS_ID_HEAD or self._starts_text(byte):
            self._partial.append(byte)
        elif byte & 0x90 == 0x00:
            yield InLineStatus(byte)

    def _continue(self, byte: int) -> Iterator[Answer]:
        head = self._partial[0]
        if head == _INFO_HEAD:
            yield from self._continue_text(byte)
        elif head == _PROCESS_ID_HEAD:
            yield from self._continue_process_id(byte)
        else:
            yield from self._continue_auto_status(byte)

    def _continue_auto_status(self, byte: int) -> Iterator[Answer]:
        if byte & 0x90:
            yield from self._restart(byte)
            return
        self._partial.append(byte)
        if len(self._partial) == 4:
            yield AutoStatus(self._whole())

    def _continue_process_id(self, byte: int) -> Iterator[Answer]:
        at = len(self._partial)
        if (at == 1 and byte != 0x22) or (at == 6 and byte):
            yield from self._restart(byte)
            return
        self._partial.append(byte)
        if at == 6:
            yield ProcessId(self._whole()[2:6])

    def _continue_text(self, byte: int) -> Iterator[Answer]:
        if byte:
            self._partial.append(byte)
            if len(self._partial) > _MAX_TEXT_BYTES:
                self._partial.clear()
            return
        yield InfoText(self._whole()[1:].decode("ascii", "replace"))

    def _whole(self) -> bytes:
        whole = bytes(self._partial)
        self._partial.clear()
        return whole

    def _restart(self, byte: int) -> Iterator[Answer]:
        """Drop what was begun; the byte that did not fit may begin something else."""
        self._partial.clear()
        yield from self._begin(byte)
