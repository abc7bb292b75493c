"""Sheets of cards as they are painted: every code of every page, of the picture and of the PDF."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QImage

from drivers.code_reader import codes_in
from loyalty.errors import Refused
from loyalty.identity.cards import card_number
from terminal.cards.sheets import (
    CARD_HEIGHT,
    CARD_WIDTH,
    DOTS_PER_INCH,
    CardForm,
    expected_codes,
    lay_out_cards,
)
from terminal.receipts.page import Modules
from terminal.session import Session
from terminal.usecases.card_batch import CardBatch, check_next
from tests.unit.terminal.till_kit import MORNING, Counter, a_shop
from ui.presenters.cards.till_batches import CardBatchesDone
from ui.raster.card_sheets import QtCardPainter

pytestmark = pytest.mark.usefixtures("qapp")
NUMBERS = tuple(card_number(serial * 387_420_489_013 % 10**13) for serial in range(25))
SHOP = "Tạp hóa Ánh Dương – Chi nhánh Quận 1"
DOTS_OF_TEST = 300
MINH = Session(operator="op-minh", name="Minh", role="manager", at=MORNING)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    counter = a_shop(tmp_path)
    yield counter
    counter.close()


def a_batch(form: CardForm) -> CardBatch:
    return CardBatch(NUMBERS, form, SHOP, lay_out_cards(NUMBERS, form, shop=SHOP))


@pytest.mark.parametrize(("form", "pages"), [("a4", 3), ("cr80", 25)])
def test_every_code_of_a_batch_of_25_reads_as_its_number(form: CardForm, pages: int) -> None:
    batch = a_batch(form)
    assert len(batch.sheets) == pages
    while not batch.is_checked:
        batch = check_next(batch, QtCardPainter())
    assert tuple(place.number for sheet in batch.sheets for place in sheet.cards) == NUMBERS


@pytest.mark.parametrize(("form", "millimetres"), [("a4", (210, 297)), ("cr80", (86, 54))])
def test_every_code_of_the_pdf_itself_reads_as_its_number(
    form: CardForm, millimetres: tuple[int, int]
) -> None:
    sheets = a_batch(form).sheets
    with pypdfium2.PdfDocument(QtCardPainter().pdf(sheets, title="cards")) as document:
        assert len(document) == len(sheets)
        sizes = [document[at].get_size() for at in range(len(sheets))]
        pictures = [_picture(document[at]) for at in range(len(sheets))]
    for size, picture, sheet in zip(sizes, pictures, sheets, strict=True):
        assert tuple(round(side * 25.4 / 72) for side in size) == millimetres
        for place in sheet.cards:
            x, y, width, height = (
                dots * DOTS_OF_TEST // DOTS_PER_INCH for dots in (place.x, place.y, CARD_WIDTH, CARD_HEIGHT)
            )
            card = picture.copy(x, y, width, height)
            found = codes_in(bytes(card.constBits()), stride=card.bytesPerLine())
            assert found == expected_codes(place.number)


def _picture(page: pypdfium2.PdfPage) -> QImage:
    grey = page.render(scale=DOTS_OF_TEST / 72, grayscale=True)
    dots = bytes(grey.buffer)
    page.close()
    return QImage(dots, grey.width, grey.height, grey.stride, QImage.Format.Format_Grayscale8).copy()


@pytest.mark.parametrize("which", ["blot", "another"])
def test_a_sheet_with_one_spoilt_code_is_found_out(which: str) -> None:
    batch = a_batch("a4")
    sheet = batch.sheets[0]
    if which == "blot":
        fifth = sheet.cards[4]
        blot = Modules(fifth.x, fifth.y, CARD_WIDTH, CARD_HEIGHT // 2, 1, (1,))
        spoilt = replace(sheet, page=replace(sheet.page, ops=(*sheet.page.ops, blot)))
    else:
        cards = (*sheet.cards[:4], replace(sheet.cards[4], number=NUMBERS[20]), *sheet.cards[5:])
        spoilt = replace(sheet, cards=cards)
    with pytest.raises(Refused, match="card-sheet-spoilt"):
        check_next(replace(batch, sheets=(spoilt, *batch.sheets[1:])), QtCardPainter())


def test_a_till_writes_what_was_read(shop: Counter, tmp_path: Path) -> None:
    done = CardBatchesDone(shop.till, QtCardPainter(), folder=tmp_path / "exports", zone=UTC)
    batch = done.begin(MINH, count=3, form="cr80")
    while not batch.is_checked:
        batch = done.check_next(batch)
    path = Path(done.hand_out(MINH, batch, ("#", "Number", "Sheet")))
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) == 3
    assert sorted(each.suffix for each in done.folder.iterdir()) == [".csv", ".pdf"]
