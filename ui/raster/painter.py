"""The painter of slips: pure black and white, no antialiasing, no dithering.

It needs a QGuiApplication to exist (the offscreen platform is enough) and no window. The typeface is read
from the shipped file and never looked up by name, so a font of that name on the machine changes nothing.
What is printed next to what is not decided here: see `terminal.receipts.layout`.
"""

import contextlib
import os
import threading
from collections.abc import Generator
from typing import Final

from PySide6.QtGui import QGuiApplication

from drivers.ports import Bitmap
from terminal.receipts.page import Dash, GlyphRun, Modules, Page, Picture
from ui.raster.ink import InkPot, rows_above, rows_in_all
from ui.raster.sheet import Sheet

_BIG_BLOCK: Final = 4 << 20


@contextlib.contextmanager
def windowless_application() -> Generator[None, None, None]:
    """For commands that print: what Qt needs to open fonts, on its platform without a screen."""
    if QGuiApplication.instance() is not None:
        yield
        return
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication([])
    try:
        yield
    finally:
        application.shutdown()


class QtPagePainter:
    """Implements `PagePainter`; each thread that uses it gets fonts of its own."""

    def __init__(self) -> None:
        """Raises RuntimeError where there is no QGuiApplication: Qt cannot open a font without."""
        if QGuiApplication.instance() is None:
            raise RuntimeError("painting a slip needs a QGuiApplication")
        self._of_thread: Final = threading.local()
        _keep_freed_memory()

    def paint(self, page: Page) -> Bitmap:
        """Paint a page; the same page gives the same dots."""
        stride = (page.width_dots + 31) // 32 * 4
        sheet = Sheet(width=page.width_dots, height=page.height_dots, stride=stride)
        runs: list[GlyphRun] = []
        for op in page.ops:
            match op:
                case GlyphRun():
                    runs.append(op)
                case Dash():
                    sheet.dash(op)
                case Modules():
                    sheet.modules(op)
                case Picture():
                    sheet.picture(op)
        shapes = self._pot(stride).shapes([(run.text, run.px, run.bold) for run in runs])
        for run, shape in zip(runs, shapes, strict=True):
            y, rows = run.baseline_y - rows_above(run.px), rows_in_all(run.px)
            # The horn of a last ư reaches out of its cell, by less than half of it.
            columns = (len(run.text) * 6 + 3) * run.px // 10
            sheet.lay(shape, x=run.x, y=y, rows=rows, columns=columns)
        return sheet.bitmap()

    def _pot(self, stride: int) -> InkPot:
        pots: dict[int, InkPot] | None = getattr(self._of_thread, "pots", None)
        if pots is None:
            pots = self._of_thread.pots = {}
        if stride not in pots:
            pots[stride] = InkPot(stride=stride)
        return pots[stride]


def _keep_freed_memory() -> None:
    """Free one big block, after which glibc keeps smaller ones for the next slip.

    Otherwise it gives them back to the system and takes them page by page again: 80 page faults a receipt.
    See `M_MMAP_THRESHOLD` in mallopt(3); without glibc nothing comes of it.
    """
    bytes(_BIG_BLOCK)
