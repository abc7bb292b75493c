"""The slip of a refund: what came back, how the money went back, and what it did to points."""

from collections.abc import Iterator

from terminal.receipts.document import Block, Columns, Document, Rule, Space, Text
from terminal.receipts.exchange import vat_that_came_back
from terminal.receipts.facts import RefundSlip
from terminal.receipts.goods import goods_back
from terminal.receipts.heading import household_text, member_block, origin_of, title_blocks
from terminal.receipts.wording import Wording
from terminal.settings import StoreSettings


def refund_document(refund: RefundSlip, settings: StoreSettings, wording: Wording) -> Document:
    """The slip of a refund, with room for a signature."""
    return Document(
        (
            *title_blocks(settings, wording.text("slip.refund.title")),
            Text(wording.text("receipt.not-an-invoice"), align="center"),
            *origin_of(refund.origin, wording),
            *_what(refund, wording),
            Rule(),
            *_back(refund, wording),
            *_points(refund, wording),
            Rule(),
            Text(wording.text("slip.void.signature")),
            *(Space(),) * 6,
            *_approved(refund, wording),
        )
    )


def _approved(refund: RefundSlip, wording: Wording) -> Iterator[Block]:
    """Who allowed it signs too."""
    if refund.approved_by:
        yield Text(wording.text("slip.refund.approved", name=refund.approved_by))
        yield from (Space(),) * 6


def _what(refund: RefundSlip, wording: Wording) -> Iterator[Block]:
    if refund.sale_label:
        when = wording.moment(refund.sale_at) if refund.sale_at is not None else ""
        yield Columns(wording.text("slip.refund.of", label=refund.sale_label), when, bold=True)
    else:
        yield Text(wording.text("slip.refund.no-receipt"), bold=True)
    for line in refund.lines:
        yield from goods_back(line.name, line.quantity, line.unit, wording.money(line.amount), wording)
    if refund.held:
        yield Text(wording.text("slip.refund.held", money=wording.money(refund.held, symbol=True)))
    if refund.reason:
        yield Text(wording.text("slip.refund.reason", reason=wording.return_reason(refund.reason)))


def _back(refund: RefundSlip, wording: Wording) -> Iterator[Block]:
    yield Columns(wording.text("slip.void.money-back"), wording.money(refund.money), bold=True, size=2)
    if refund.rounding:
        yield Columns(wording.text("receipt.rounding"), wording.money(refund.rounding))
    for tender in refund.tenders:
        yield Columns(wording.text(f"receipt.tender.{tender.kind}"), wording.money(tender.amount))
    if refund.vat:
        yield Space()
        yield from vat_that_came_back(refund, wording)


def _points(refund: RefundSlip, wording: Wording) -> Iterator[Block]:
    if refund.member is None:
        return
    yield Rule()
    yield member_block(refund.member, wording)
    if refund.member.sharing:
        yield Text(household_text(refund.member, wording))
    if refund.points_taken:
        yield Columns(wording.text("slip.void.points-taken"), wording.whole(-refund.points_taken))
    if refund.points_returned:
        yield Columns(wording.text("slip.void.points-returned"), wording.gained(refund.points_returned))
    if refund.points_after is not None:
        left = wording.text("receipt.points-left-plain")
        yield Columns(left, wording.whole(refund.points_after), bold=True)
