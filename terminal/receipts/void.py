"""The slip of a void: which sale was taken back, what moved in money and points, and room for a signature."""

from collections.abc import Iterator

from loyalty.units import Money
from terminal.gift_sale import TAIL
from terminal.receipts.document import Block, Columns, Document, Rule, Space, Text
from terminal.receipts.goods import goods_back
from terminal.receipts.heading import household_text, member_block, origin_blocks, store_blocks
from terminal.receipts.sale import left_on_card
from terminal.receipts.wording import Wording
from terminal.sale import VoidedSale
from terminal.settings import StoreSettings


def void_document(void: VoidedSale, settings: StoreSettings, wording: Wording) -> Document:
    """The slip of a void."""
    origin = origin_blocks(
        wording,
        label=void.receipt_label,
        at=void.at,
        operator_name=void.operator_name,
        till_name=void.till_name,
    )
    return Document(
        (
            *store_blocks(settings),
            Text(wording.text("slip.void.title"), align="center", bold=True, size=2),
            Text(wording.text("receipt.not-an-invoice"), align="center"),
            *origin,
            *_what(void, wording),
            Rule(),
            *_back(void, wording),
            Rule(),
            Text(wording.text("slip.void.signature")),
            *(Space(),) * 6,
        )
    )


def _what(void: VoidedSale, wording: Wording) -> Iterator[Block]:
    sale = void.sale
    yield Columns(wording.text("slip.void.of", label=sale.receipt.label), wording.moment(sale.at), bold=True)
    for line in sale.lines:
        paid = wording.money(Money(line.net - line.burned))
        yield from goods_back(line.name, line.quantity, line.unit, paid, wording)
    for gift in sale.gifts:
        said = wording.text("receipt.gift-sold", tail=gift.card[-TAIL:])
        yield Columns(said, wording.money(Money(gift.amount)))


def _back(void: VoidedSale, wording: Wording) -> Iterator[Block]:
    yield Columns(wording.text("slip.void.money-back"), wording.money(void.money), bold=True, size=2)
    for tender in void.tenders:
        yield Columns(wording.text(f"receipt.tender.{tender.kind}"), wording.money(tender.amount))
        yield from left_on_card(void.gifts_left, tender.card, wording)
    member = void.sale.member
    if member is None:
        return
    yield Rule()
    yield member_block(member, wording)
    if member.sharing:
        yield Text(household_text(member, wording))
    if void.points_taken:
        yield Columns(wording.text("slip.void.points-taken"), wording.whole(-void.points_taken))
    if void.points_returned:
        yield Columns(wording.text("slip.void.points-returned"), wording.gained(void.points_returned))
    if void.wallet_after is not None:
        left = wording.money(void.wallet_after, symbol=True)
        yield Columns(wording.text("receipt.wallet-left"), left, bold=True)
