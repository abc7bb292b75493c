"""What printing needs from the screen's side of the program: Qt paints pages, reads a logo, writes PDF."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from drivers.ports import Bitmap
from terminal.receipts.page import Page, PagePainter

ReadLogo: TypeAlias = Callable[[Path, int], Bitmap | None]
"""A picture file as dots, at most so many wide; None if it is none."""

WritePdf: TypeAlias = Callable[[Page, str], bytes]
"""A page as a PDF whose text can be searched, with a title; called on the printer's own thread."""


def no_logo(path: Path, width_dots: int) -> None:
    """Where nobody can read pictures."""
    del path, width_dots


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Who paints, who reads the logo, who writes PDF; None where slips kept as PDF are pictures of slips."""

    painter: PagePainter
    read_logo: ReadLogo = no_logo
    write_pdf: WritePdf | None = None
