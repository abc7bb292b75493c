"""Write the pictures of all slips anew: `python -m tests.cases.receipts.repaint`. Then look at each."""

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from drivers.png import png_bytes
from drivers.ports import Bitmap
from resources.catalogue import LANGUAGES
from terminal.receipts.document import document_from_json
from terminal.receipts.layout import PAPER_58_MM, PAPER_80_MM, lay_out
from terminal.receipts.page import PagePainter
from terminal.receipts.paper import SlipPaper
from terminal.settings import Language
from tests.cases.receipts.slips import SLIPS
from ui.raster.painter import QtPagePainter

FOLDER = Path(__file__).parent
WIDTHS = (PAPER_80_MM, PAPER_58_MM)


def picture_path(name: str, width: int, language: Language) -> Path:
    """Where the picture of a slip lies."""
    return FOLDER / f"{name}-{80 if width == PAPER_80_MM else 58}-{language}.png"


def all_slips() -> Iterator[tuple[str, int, Language]]:
    """Every slip at every width in every language."""
    for name in SLIPS:
        for width in WIDTHS:
            for language in LANGUAGES:
                yield name, width, language


def picture(painter: PagePainter, name: str, width: int, language: Language) -> Bitmap:
    """The dots of one slip, by way of its JSON, as a print job takes it."""
    document = document_from_json(SLIPS[name](SlipPaper(), language))
    return painter.paint(lay_out(document, width))


def main() -> None:
    """Paint them all."""
    application = QGuiApplication([sys.argv[0], "-platform", "offscreen"])
    painter = QtPagePainter()
    for name, width, language in all_slips():
        path = picture_path(name, width, language)
        path.write_bytes(png_bytes(picture(painter, name, width, language)))
        print(path)
    application.shutdown()


if __name__ == "__main__":
    main()
