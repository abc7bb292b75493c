"""Blank member cards laid out: ten on an A4 with marks to cut at, or one on a page of a card's own size.

A card has the shop's name, a QR and a Code 128 of its 16 digits, and the number in groups of four. Pure;
a dot is 1/600 inch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from terminal.receipts.barcodes import code128_modules
from terminal.receipts.letters import printable
from terminal.receipts.page import GlyphRun, Modules, Op, Page
from terminal.receipts.qr import qr_modules
from terminal.receipts.wrap import wrap

CardForm = Literal["a4", "cr80"]

DOTS_PER_INCH: Final = 600
COLUMNS, ROWS = 2, 5


def _dots(tenths: int) -> int:
    """Tenths of a millimetre as dots."""
    return (tenths * DOTS_PER_INCH + 127) // 254


CARD_WIDTH, CARD_HEIGHT = _dots(856), _dots(540)
"""ISO/IEC 7810 ID-1, which printers of cards call CR80."""

A4_WIDTH, A4_HEIGHT = _dots(2100), _dots(2970)
_INSET: Final = _dots(50)
_QR_DOTS: Final = 18
_BAR_DOTS: Final = 8
_BAR_HEIGHT: Final = _dots(120)
_CUT_LENGTH: Final = _dots(60)
_CUT_GAP: Final = _dots(20)
_CUT_WIDTH: Final = 4
_NAME_PX: Final = _dots(48)
_NUMBER_PX: Final = _dots(38)
_NAME_HEIGHT: Final = _dots(220)
"""What a card has free between its upper edge and the bars."""


@dataclass(frozen=True, slots=True)
class CardPlace:
    """A card on a sheet: its number, and its upper left corner in dots."""

    number: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class CardSheet:
    """One page, and which cards have to be read off it."""

    page: Page
    cards: tuple[CardPlace, ...]


class CardPainter(Protocol):
    """Paints sheets, and reads them."""

    def read(self, sheet: CardSheet) -> tuple[tuple[tuple[str, str], ...], ...]:
        """What a scanner reads off each card of the painted sheet, in order: symbology and text."""
        ...

    def pdf(self, sheets: Sequence[CardSheet], *, title: str) -> bytes:
        """All sheets as one file, a page each."""
        ...


def lay_out_cards(numbers: Sequence[str], form: CardForm, *, shop: str) -> tuple[CardSheet, ...]:
    """The sheets of a batch, in the order of its numbers."""
    each = COLUMNS * ROWS if form == "a4" else 1
    batches = (numbers[at : at + each] for at in range(0, len(numbers), each))
    lay_out = _a4 if form == "a4" else _single
    return tuple(lay_out(batch, shop) for batch in batches)


def grouped(number: str) -> str:
    """`9812 3456 7890 1234`, as it stands on the card."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def expected_codes(number: str) -> tuple[tuple[str, str], ...]:
    """What has to be read off a card, no more and no less."""
    return (("code-128", number), ("qr", number))


def _single(numbers: Sequence[str], shop: str) -> CardSheet:
    (number,) = numbers
    page = Page(CARD_WIDTH, CARD_HEIGHT, tuple(_card(CardPlace(number, 0, 0), shop)))
    return CardSheet(page, (CardPlace(number, 0, 0),))


def _a4(numbers: Sequence[str], shop: str) -> CardSheet:
    left, top = (A4_WIDTH - COLUMNS * CARD_WIDTH) // 2, (A4_HEIGHT - ROWS * CARD_HEIGHT) // 2
    places = tuple(
        CardPlace(number, left + at % COLUMNS * CARD_WIDTH, top + at // COLUMNS * CARD_HEIGHT)
        for at, number in enumerate(numbers)
    )
    ops = [op for place in places for op in _card(place, shop)]
    return CardSheet(Page(A4_WIDTH, A4_HEIGHT, (*ops, *_cutting_marks(left, top))), places)


def _cutting_marks(left: int, top: int) -> Iterator[Op]:
    """Short lines outside the cards, at both ends of every cut."""
    right, bottom = left + COLUMNS * CARD_WIDTH, top + ROWS * CARD_HEIGHT
    for column in range(COLUMNS + 1):
        x = left + column * CARD_WIDTH - _CUT_WIDTH // 2
        for y in (top - _CUT_GAP - _CUT_LENGTH, bottom + _CUT_GAP):
            yield _block(x, y, _CUT_WIDTH, _CUT_LENGTH)
    for row in range(ROWS + 1):
        y = top + row * CARD_HEIGHT - _CUT_WIDTH // 2
        for x in (left - _CUT_GAP - _CUT_LENGTH, right + _CUT_GAP):
            yield _block(x, y, _CUT_LENGTH, _CUT_WIDTH)


def _card(place: CardPlace, shop: str) -> Iterator[Op]:
    qr = qr_modules(place.number)
    side = len(qr) * _QR_DOTS
    qr_x, qr_y = place.x + CARD_WIDTH - _INSET - side, place.y + _INSET
    yield Modules(qr_x, qr_y, _QR_DOTS, _QR_DOTS, len(qr), qr)
    room = qr_x - 4 * _QR_DOTS - place.x - _INSET
    yield from _name(shop, place.x + _INSET, place.y + _INSET, room)
    bars, columns = code128_modules(place.number)
    y = place.y + CARD_HEIGHT - _INSET - _NUMBER_PX * 3 // 2 - _BAR_HEIGHT
    x = place.x + (CARD_WIDTH - columns * _BAR_DOTS) // 2
    yield Modules(x, y, _BAR_DOTS, _BAR_HEIGHT, columns, (bars,))
    text = grouped(place.number)
    x = place.x + (CARD_WIDTH - len(text) * _NUMBER_PX * 3 // 5) // 2
    yield GlyphRun(x, place.y + CARD_HEIGHT - _INSET, text, _NUMBER_PX, bold=False)


def _name(shop: str, x: int, y: int, room: int) -> Iterator[Op]:
    """The shop's name beside the QR, in letters as large as its lines allow."""
    name, px = printable(shop).strip(), _NAME_PX
    lines = wrap(name, room * 5 // (3 * px))
    while len(lines) * _line_height(px) > _NAME_HEIGHT and px > _NAME_PX // 3:
        px = px * 7 // 8
        lines = wrap(name, room * 5 // (3 * px))
    for number, line in enumerate(lines[: _NAME_HEIGHT // _line_height(px)], 1):
        yield GlyphRun(x, y + number * _line_height(px), line, px, bold=True)


def _line_height(px: int) -> int:
    return px * 6 // 5


def _block(x: int, y: int, width: int, height: int) -> Modules:
    return Modules(x, y, width, height, 1, (1,))
