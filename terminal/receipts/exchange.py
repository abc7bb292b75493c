"""What a receipt says beside the goods where others came back for them: those, and what was paid out."""

from collections.abc import Iterator

from loyalty.units import Money
from terminal.receipts.document import Block, Columns, Rule, Space, Text
from terminal.receipts.facts import RefundSlip
from terminal.receipts.goods import goods_back
from terminal.receipts.wording import Wording
from terminal.sale import SaleMember


def came_back(back: RefundSlip, wording: Wording) -> Iterator[Block]:
    """The goods that came back, above those that were bought."""
    yield Text(wording.text("slip.exchange.title"), align="center", bold=True, size=2)
    yield Columns(wording.text("slip.refund.of", label=back.sale_label), back.origin.label, bold=True)
    for line in back.lines:
        yield from goods_back(line.name, line.quantity, line.unit, wording.less(line.amount), wording)
    if back.rounding:
        yield Columns(wording.text("receipt.rounding"), wording.less(back.rounding))
    yield Columns(wording.text("slip.exchange.worth"), wording.less(back.money), bold=True)
    yield from vat_that_came_back(back, wording)
    if back.reason:
        yield Text(wording.text("slip.refund.reason", reason=wording.return_reason(back.reason)))
    yield Rule()
    yield Text(wording.text("slip.exchange.bought"), bold=True)


def vat_that_came_back(back: RefundSlip, wording: Wording) -> Iterator[Block]:
    """What of the VAT on the receipt of those goods is none any more; a refund's slip says it as well."""
    for percent, base, vat in back.vat:
        said = wording.text("receipt.vat", rate=wording.percent(percent), base=wording.money(base))
        yield Columns(said, wording.less(vat))


def went_out(back: RefundSlip, wording: Wording) -> Iterator[Block]:
    """What was paid out all the same, and to which cards and wallets money went back."""
    out = [tender for tender in back.tenders if tender.kind != "exchange"]
    if not out:
        return
    total = Money(sum(tender.amount for tender in out))
    yield Columns(wording.text("slip.void.money-back"), wording.money(total), bold=True, size=2)
    for tender in out:
        yield Columns(wording.text(f"receipt.tender.{tender.kind}"), wording.money(tender.amount))


def points_moved(back: RefundSlip, member: SaleMember, wording: Wording) -> Iterator[Block]:
    """What the return did to the points, where they are those of who buys."""
    if back.member is None or back.member.member != member.member:
        return
    if back.points_taken:
        yield Columns(wording.text("slip.void.points-taken"), wording.whole(-back.points_taken))
    if back.points_returned:
        yield Columns(wording.text("slip.void.points-returned"), wording.gained(back.points_returned))


def to_sign(back: RefundSlip, wording: Wording) -> Iterator[Block]:
    """Room for who brought the goods back, and for who had to allow it."""
    yield Text(wording.text("slip.void.signature"))
    yield from (Space(),) * 6
    if back.approved_by:
        yield Text(wording.text("slip.refund.approved", name=back.approved_by))
        yield from (Space(),) * 6
