"""A printer without paper: each slip becomes a PNG or PDF file in a folder.

For a shop that keeps slips as files, and for trying things out. A file is there whole or not at all, and no
slip ever replaces another.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from drivers.pdf import pdf_bytes
from drivers.png import png_bytes
from drivers.ports import (
    Bitmap,
    DrawerPin,
    Guarantee,
    JobOutcome,
    JobState,
    PrinterAbilities,
    PrinterIdentity,
    PrinterStatus,
    TextPage,
)

FileKind = Literal["png", "pdf"]

_ENCODERS: Final[dict[FileKind, Callable[[Bitmap], bytes]]] = {"png": png_bytes, "pdf": pdf_bytes}
_NUMBERED = re.compile(r"slip-(\d{6,})\.(?:png|pdf)")
_PNG_HEAD = b"\x89PNG"


class FilePrinter:
    """Implements `ReceiptPrinter` on a folder, which is made when the first slip is kept in it."""

    guarantee = Guarantee.KEPT
    text_columns = None
    abilities = PrinterAbilities()

    def __init__(self, folder: Path, *, kind: FileKind, width_dots: int = 576) -> None:
        self.width_dots = width_dots
        self._folder = folder
        self.kind: FileKind = kind

    @property
    def name(self) -> str:
        """The folder."""
        return str(self._folder)

    def identify(self) -> PrinterIdentity:
        """Nobody made it."""
        return PrinterIdentity()

    def status(self) -> PrinterStatus:
        """Well, unless the folder is there and cannot be written to."""
        if self._can_be_written():
            return PrinterStatus(answered=True, online=True)
        return PrinterStatus(answered=True, error="folder-unwritable")

    def encode(self, page: Bitmap, *, cut: bool) -> bytes:
        """The file's content; a file ends where the slip does."""
        del cut
        if page.width_dots > self.width_dots:
            raise ValueError(f"a page of {page.width_dots} dots on paper of {self.width_dots}")
        return _ENCODERS[self.kind](page)

    def encode_text(self, page: TextPage, *, cut: bool) -> bytes:
        """It has no letters of its own."""
        del page, cut
        raise ValueError("a file takes pictures")

    def print_job(self, payload: bytes) -> JobOutcome:
        """Write the next numbered file, named by what it is: PRINTED, or NOT_SENT and nothing of it there."""
        kind = "png" if payload.startswith(_PNG_HEAD) else "pdf"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _write_whole(self._folder / f"slip-{self._next():06}.{kind}", payload)
        except OSError:
            return JobOutcome(JobState.NOT_SENT, "folder-unwritable")
        return JobOutcome(JobState.PRINTED, None, len(payload))

    def resume_job(self) -> JobOutcome:
        """No job is held."""
        raise RuntimeError("no job is held")

    def abandon_job(self) -> None:
        """No job is held."""

    def kick_drawer(self, pin: DrawerPin) -> JobOutcome:
        """There is no drawer on a folder."""
        del pin
        return JobOutcome(JobState.NOT_SENT, "drawer-none")

    def _can_be_written(self) -> bool:
        """One that is not there yet will be made; one out of reach, or with an impossible name, cannot."""
        try:
            if not self._folder.exists():
                return True
            return self._folder.is_dir() and os.access(self._folder, os.W_OK)
        except OSError:
            return False

    def _next(self) -> int:
        numbers = (_NUMBERED.fullmatch(path.name) for path in self._folder.iterdir())
        return max((int(found[1]) for found in numbers if found), default=0) + 1


def _write_whole(path: Path, content: bytes) -> None:
    """Under another name first, then renamed: nobody ever sees half of it."""
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
