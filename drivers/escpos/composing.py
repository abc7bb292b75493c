"""A whole job as bytes: reset, automatic status on, what is printed, out of the printer and cut.

Pure: the same page and the same settings give the same bytes, whatever line they go out on.
"""

from dataclasses import dataclass
from enum import Enum

from drivers.escpos import commands
from drivers.escpos.code_pages import CodePages
from drivers.escpos.raster import encode_bitmap
from drivers.ports import Bitmap, TextLine, TextPage

LETTER_DOTS = 12
"""How wide a letter of the printer's own (font A) is."""


class Cut(Enum):
    """How a slip is cut off: `TEAR` for printers without a knife."""

    PARTIAL = "partial"
    FULL = "full"
    TEAR = "tear"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSettings:
    """What the printer is loaded with and set to: 576 dots on 80 mm, 384 on 58 mm.

    `feed_blank_rows` feeds white paper where it would be printed: see `encode_bitmap`. `code_pages` None
    prints pictures, otherwise the printer's own letters.
    """

    width_dots: int = 576
    feed_blank_rows: bool = False
    cut: Cut = Cut.PARTIAL
    code_pages: CodePages | None = None

    @property
    def text_columns(self) -> int | None:
        """Letters in a line, None where pictures are printed."""
        return None if self.code_pages is None else self.width_dots // LETTER_DOTS


ROLL_80_MM = PaperSettings()
ROLL_58_MM = PaperSettings(width_dots=384)

_CUTS = {Cut.PARTIAL: commands.FEED_AND_CUT, Cut.FULL: commands.FEED_AND_CUT_OFF, Cut.TEAR: commands.FEED_OUT}
_START = commands.INIT + commands.AUTO_STATUS_ON
_LARGE, _BOLD = 0x11, 1


def compose_picture(page: Bitmap, paper: PaperSettings, *, cut: bool) -> bytes:
    """The job that prints a picture.

    Raises:
        ValueError: it is wider than the paper.
    """
    return _START + _picture(page, paper) + _end(paper, cut=cut)


def compose_text(page: TextPage, paper: PaperSettings, *, cut: bool) -> bytes:
    """The job that prints lines in the printer's own letters.

    Double-byte letters are switched off first: printers for the Chinese market would take two of ours for
    one of theirs.

    Raises:
        ValueError: the settings name no letters, or a picture in it is wider than the paper.
    """
    if paper.code_pages is None:
        raise ValueError("this printer is set to pictures")
    body = b"".join(_part(part, paper, paper.code_pages) for part in page)
    return _START + commands.SINGLE_BYTE_LETTERS + body + _end(paper, cut=cut)


def _part(part: TextLine | Bitmap, paper: PaperSettings, letters: CodePages) -> bytes:
    if isinstance(part, Bitmap):
        return _picture(part, paper)
    line = letters.encode(part.text.rstrip()) + commands.LINE_FEED
    if part.bold:
        line = commands.bold(_BOLD) + line + commands.bold(0)
    if part.large:
        line = commands.letter_size(_LARGE) + line + commands.letter_size(0)
    return line


def _picture(page: Bitmap, paper: PaperSettings) -> bytes:
    if page.width_dots > paper.width_dots:
        raise ValueError(f"a page of {page.width_dots} dots on a printer of {paper.width_dots}")
    return encode_bitmap(page, feed_blank_rows=paper.feed_blank_rows)


def _end(paper: PaperSettings, *, cut: bool) -> bytes:
    return _CUTS[paper.cut] if cut else commands.FEED_OUT
