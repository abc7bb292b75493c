"""A 60-line Vietnamese receipt from its document to printer bytes, QR and bar code included.

The floor is QPainter drawing the same texts at the same places and nothing else. The other yardstick is the
usual way in Python: Pillow draws the texts, python-escpos makes the bytes. Each round prints another receipt,
and all of it is work of one thread, so its own time is what is measured.
"""

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from PIL import Image, ImageDraw, ImageFont
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QImage, QPainter

from drivers.escpos.printer import EscposPrinter
from drivers.fakes import FakePrinter, FakeTransport, VirtualClock
from loyalty.identity.cards import receipt_digits, receipt_label
from resources.fonts import PAPER_BOLD, PAPER_REGULAR
from terminal.receipts.document import Document, document_from_json
from terminal.receipts.layout import PAPER_80_MM, lay_out
from terminal.receipts.page import GlyphRun, Page
from terminal.receipts.paper import SlipPaper
from terminal.sale import ReceiptNumber, SettledSale
from tests.bench.harness import Figure, Scale, compared, in_turns
from tests.cases.receipts.sales import STORE, line, member_sale
from ui.raster.painter import QtPagePainter

TEXT_LINES = 61
OTHER_TEXT_LINES = 23
"""Lines of this receipt that are not goods, and one discount; each of the goods takes two."""

RECEIPTS = 450
"""More than rounds and warm-up: no receipt is printed twice."""

ROUNDS_MOST = 400
PILLOW_ROUNDS_MOST = 60

_GOODS = ("Mì Hảo Hảo tôm chua cay", "Gạo ST25 túi 5 kg", "Nước mắm Nam Ngư 900 ml", "Sữa đặc Ông Thọ 380 g")
_KINDS = ("loại một", "thượng hạng", "hàng mới về", "gói lớn", "gói nhỏ", "đặc biệt", "ưu đãi")


def measure(scale: Scale) -> Iterable[Figure]:
    """Both ratios, in turns with ours."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication(["bench"])
    paper = SlipPaper()
    documents = [_document(paper, number) for number in range(min(RECEIPTS, 3 * scale.rounds))]
    pages = [lay_out(document, PAPER_80_MM) for document in documents]
    assert {len({run.baseline_y for run in _runs(page)}) for page in pages} == {TEXT_LINES}
    ours, qt, pillow = _to_bytes(documents), _qt_alone(pages), _pillow_and_escpos(pages)
    mine, floor = in_turns(ours, qt, rounds=min(scale.rounds, ROUNDS_MOST), clock=time.thread_time)
    name = f"a {TEXT_LINES}-line receipt to printer bytes"
    yield from compared(name, mine, floor, floor_name="QPainter alone", bounds={50: 2.0})
    mine, slow = in_turns(ours, pillow, rounds=min(scale.rounds, PILLOW_ROUNDS_MOST), clock=time.thread_time)
    yield from compared(name, mine, slow, floor_name="Pillow and python-escpos", bounds={50: 0.1})
    del application


def _document(paper: SlipPaper, number: int) -> Document:
    """What a print job prints; every one differs."""
    goods = tuple(
        line(
            f"{_GOODS[(number + at) % len(_GOODS)]} {_KINDS[(number * 3 + at) % len(_KINDS)]}",
            quantity=str(1 + (number + at) % 9),
            price=4500 + 500 * at,
            gross=(1 + (number + at) % 9) * (4500 + 500 * at),
            discounts=(("Hạng Bạc 3 %", 270 + number),) if at == 0 else (),
        )
        for at in range((TEXT_LINES - OTHER_TEXT_LINES) // 2)
    )
    sale = _numbered(replace(member_sale(), lines=goods), number)
    return document_from_json(paper.sale(sale, STORE, copy=False))


def _numbered(sale: SettledSale, number: int) -> SettledSale:
    digits = receipt_digits(till_number=2, receipt_number=number)
    return replace(
        sale, receipt=ReceiptNumber(number=number, label=receipt_label("Q2", number), digits=digits)
    )


def _to_bytes(documents: list[Document]) -> Callable[[int], bytes]:
    clock = VirtualClock()
    printer = EscposPrinter(FakeTransport(FakePrinter(clock=clock), clock), clock=clock)
    painter = QtPagePainter()

    def to_bytes(number: int) -> bytes:
        document = documents[number % len(documents)]
        return printer.encode(painter.paint(lay_out(document, printer.width_dots)), cut=True)

    return to_bytes


def _qt_alone(pages: list[Page]) -> Callable[[int], QImage]:
    fonts = {(px, bold): _qt_font(px, bold=bold) for px in (20, 30) for bold in (False, True)}

    def paint(number: int) -> QImage:
        page = pages[number % len(pages)]
        image = QImage(page.width_dots, page.height_dots, QImage.Format.Format_Mono)
        image.setColorTable([0xFFFFFFFF, 0xFF000000])
        image.fill(0)
        painter = QPainter(image)
        painter.setPen(Qt.GlobalColor.black)
        current: tuple[int, bool] | None = None
        for run in _runs(page):
            if (run.px, run.bold) != current:
                current = run.px, run.bold
                painter.setFont(fonts[current])
            painter.drawText(QPointF(run.x, run.baseline_y), run.text)
        painter.end()
        return image

    return paint


def _qt_font(px: int, *, bold: bool) -> QFont:
    loaded = QFontDatabase.addApplicationFont(str(PAPER_BOLD if bold else PAPER_REGULAR))
    font = QFont(QFontDatabase.applicationFontFamilies(loaded)[0])
    font.setPixelSize(px)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferFullHinting)
    font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    return font


def _pillow_and_escpos(pages: list[Page]) -> Callable[[int], bytes]:
    from escpos.printer import Dummy

    fonts = {
        (px, bold): ImageFont.truetype(str(PAPER_BOLD if bold else PAPER_REGULAR), px)
        for px in (20, 30)
        for bold in (False, True)
    }

    def to_bytes(number: int) -> bytes:
        page = pages[number % len(pages)]
        image = Image.new("RGB", (page.width_dots, page.height_dots), "white")
        draw = ImageDraw.Draw(image)
        for run in _runs(page):
            place = (run.x, run.baseline_y)
            draw.text(place, run.text, font=fonts[run.px, run.bold], fill="black", anchor="ls")
        printer = Dummy()
        printer.profile.profile_data["media"]["width"]["pixels"] = page.width_dots  # or it prints a complaint
        printer.image(image)
        printer.cut()
        return printer.output

    return to_bytes


def _runs(page: Page) -> list[GlyphRun]:
    return [op for op in page.ops if isinstance(op, GlyphRun)]
