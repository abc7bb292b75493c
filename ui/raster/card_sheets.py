"""Sheets of member cards painted by Qt: as a PDF, and by the same strokes as a picture whose codes are read.

Qt's own reader of PDF files is in none of the packages that the till needs; so the picture is painted from
the same page by the same painter, at half the resolution of a printer of cards.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from drivers.code_reader import codes_in
from terminal.cards.sheets import CARD_HEIGHT, CARD_WIDTH, DOTS_PER_INCH, CardSheet
from ui.raster.pdf import PdfPagePainter

SHRINK: Final = 2


class QtCardPainter:
    """Implements `CardPainter`, on any thread; it needs a QGuiApplication, and no window."""

    def read(self, sheet: CardSheet) -> tuple[tuple[tuple[str, str], ...], ...]:
        """What a scanner reads off each card of the painted sheet, in order."""
        picture = self.picture(sheet)
        width, height = CARD_WIDTH // SHRINK, CARD_HEIGHT // SHRINK
        cards = (picture.copy(QRect(at.x // SHRINK, at.y // SHRINK, width, height)) for at in sheet.cards)
        return tuple(codes_in(bytes(card.constBits()), stride=card.bytesPerLine()) for card in cards)

    def picture(self, sheet: CardSheet) -> QImage:
        """The sheet in greys, as it will look."""
        return PdfPagePainter().picture(sheet.page, shrink=SHRINK)

    def pdf(self, sheets: Sequence[CardSheet], *, title: str) -> bytes:
        """All sheets as one file, a page each."""
        pages = [sheet.page for sheet in sheets]
        return PdfPagePainter().book(pages, title=title, dots_per_inch=DOTS_PER_INCH)
