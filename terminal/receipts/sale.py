"""The receipt of a sale: what was bought and why it cost what it did, how it was paid, what it did to points.

Everything comes from the sale as it was kept; nothing is priced or counted again here.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from loyalty.identity.names import given_name
from loyalty.units import Money, Points
from loyalty.wire.prepaid import GiftSold
from loyalty.wire.wallet import WalletPaidIn
from terminal.gift_sale import TAIL
from terminal.membership import DIES_SOON
from terminal.receipts.copies import marked
from terminal.receipts.document import Block, Code128, Columns, Document, QrCode, Rule, Space, Text
from terminal.receipts.exchange import came_back, points_moved, to_sign, went_out
from terminal.receipts.facts import RefundSlip
from terminal.receipts.goods import INDENT
from terminal.receipts.heading import household_text, member_block, origin_blocks, qr_text, store_blocks
from terminal.receipts.wording import Wording
from terminal.sale import SettledSale, SoldLine
from terminal.settings import StoreSettings


def sale_document(
    sale: SettledSale,
    settings: StoreSettings,
    wording: Wording,
    *,
    copy: bool,
    back: RefundSlip | None = None,
) -> Document:
    """The receipt; `copy` marks it as one. `back` is what came back for it, in an exchange."""
    origin = origin_blocks(
        wording,
        label=sale.receipt.label,
        at=sale.at,
        operator_name=sale.operator_name,
        till_name=sale.till_name,
    )
    document = Document(
        (
            *store_blocks(settings),
            Text(wording.text("receipt.not-an-invoice"), align="center"),
            *origin,
            *(() if back is None else came_back(back, wording)),
            *_lines(sale, wording),
            *(_gift(gift, wording) for gift in sale.gifts),
            Rule(),
            *_totals(sale, wording),
            *_payment(sale, wording),
            *(() if back is None else went_out(back, wording)),
            *_vat(sale, wording),
            *_membership(sale, wording, back),
            *_draws(sale, wording),
            Rule(),
            *(() if back is None else to_sign(back, wording)),
            *_end(sale, settings, wording),
        )
    )
    return marked(document, wording.text("receipt.copy")) if copy else document


def _lines(sale: SettledSale, wording: Wording) -> list[Block]:
    """The lines of goods; and money paid into the wallet, which is none and has no tax in it."""
    blocks: list[Block] = []
    made = sale.top_up
    for place, line in enumerate(sale.lines):
        if made is None or made.line != place:
            blocks += _line(line, wording)
        else:
            blocks += _paid_in(made, wording)
    return blocks


def _paid_in(made: WalletPaidIn, wording: Wording) -> Iterator[Block]:
    yield Columns(wording.text("receipt.top-up"), wording.money(Money(made.amount)))
    if made.bonus:
        yield Columns(
            wording.text("receipt.top-up-bonus"), f"+{wording.money(Money(made.bonus))}", indent=INDENT
        )


def _line(line: SoldLine, wording: Wording) -> Iterator[Block]:
    hand = line.by_hand if line.by_hand and line.off_by_hand else None
    each = line.unit_price if hand is None else hand.list_price
    quantity, price = wording.quantity(line.quantity, line.unit), wording.money(each)
    yield Text(line.name)
    counted = wording.text("receipt.quantity-and-price", quantity=quantity, price=price)
    yield Columns(counted, wording.money(line.list_gross if hand else line.gross), indent=INDENT)
    if hand is not None:
        said = wording.text("receipt.by-hand", reason=wording.text(f"receipt.reason-{hand.reason}"))
        yield Columns(said, wording.less(line.off_by_hand), indent=INDENT)
    for discount in line.discounts:
        yield Columns(discount.label or discount.rule, wording.less(discount.amount), indent=INDENT)
    if line.note:
        yield Text(wording.text("receipt.note", note=line.note), indent=INDENT)


def _gift(gift: GiftSold, wording: Wording) -> Columns:
    """Money on a card: no goods, and without tax."""
    return Columns(
        wording.text("receipt.gift-sold", tail=gift.card[-TAIL:]), wording.money(Money(gift.amount))
    )


def left_on_card(gifts_left: Mapping[str, Money], card: str, wording: Wording) -> Iterator[Block]:
    """What a gift card has left, under what it paid or got back; nothing of a card that nobody knows."""
    tail, left = card[-TAIL:], gifts_left.get(card)
    if left is not None:
        yield Columns(wording.text("receipt.gift-left", tail=tail), wording.money(left), indent=INDENT)


def _totals(sale: SettledSale, wording: Wording) -> Iterator[Block]:
    if sale.lines:
        yield Columns(wording.text("receipt.subtotal"), wording.money(Money(sale.subtotal + sale.gift_money)))
    discount = sum(given.amount for given in sale.discounts)
    if discount:
        yield Columns(wording.text("receipt.discount"), wording.less(Money(discount)))
    if sale.burn is not None and sale.burn.points:
        burned = wording.text("receipt.burned", points=wording.whole(sale.burn.points))
        yield Columns(burned, wording.less(sale.burn.amount))
    due = Money(sale.total + sale.gift_money)
    yield Columns(wording.text("receipt.to-pay"), wording.money(due), bold=True, size=2)


def _payment(sale: SettledSale, wording: Wording) -> Iterator[Block]:
    for tender in sale.tenders:
        handed_over = Money(max(tender.given, tender.amount))
        yield Columns(wording.text(f"receipt.tender.{tender.kind}"), wording.money(handed_over))
        if tender.gift is not None:
            yield from left_on_card(sale.gifts_left, tender.card, wording)
    if sale.rounding:
        yield Columns(wording.text("receipt.rounding"), wording.money(sale.rounding))
    if sale.change:
        yield Columns(wording.text("receipt.change"), wording.money(sale.change))


def _vat(sale: SettledSale, wording: Wording) -> Iterator[Block]:
    bases: dict[Decimal, int] = {}
    taxes: dict[Decimal, int] = {}
    for line in sale.lines:
        if line.vat_percent is not None:
            bases[line.vat_percent] = bases.get(line.vat_percent, 0) + line.vat_base
            taxes[line.vat_percent] = taxes.get(line.vat_percent, 0) + line.vat
    if bases:
        yield Space()
    for percent in sorted(bases):
        base = wording.money(Money(bases[percent]))
        said = wording.text("receipt.vat", rate=wording.percent(percent), base=base)
        yield Columns(said, wording.money(Money(taxes[percent])))


def _membership(sale: SettledSale, wording: Wording, back: RefundSlip | None) -> Iterator[Block]:
    member = sale.member
    if member is None:
        return
    yield Rule()
    yield member_block(member, wording)
    if member.sharing:
        yield Text(household_text(member, wording))
    yield Columns(wording.text("receipt.points-before"), wording.whole(member.points_before))
    if back is not None:
        yield from points_moved(back, member, wording)
    if sale.burn is not None:
        yield Columns(wording.text("receipt.points-used"), wording.whole(-sale.burn.spent))
    if sale.earned_points:
        yield from _earned(sale, wording)
    if sale.extras is not None and sale.extras.referral_points:
        points = wording.gained(Points(sale.extras.referral_points))
        yield Columns(wording.text("receipt.points-referral"), points)
    worth = wording.money(member.worth_after, symbol=True)
    left = "receipt.points-left" if member.worth_after > 0 else "receipt.points-left-plain"
    yield Columns(wording.text(left, worth=worth), wording.whole(member.points_after), bold=True)
    if member.expiring_at is not None and member.expiring_points:
        points, date = wording.whole(member.expiring_points), wording.last_day(member.expiring_at)
        is_soon = member.expiring_at <= sale.at + DIES_SOON
        yield Text(wording.text("receipt.points-expire", points=points, date=date), bold=is_soon)
    if sale.wallet_after is not None:
        left = wording.money(sale.wallet_after, symbol=True)
        yield Columns(wording.text("receipt.wallet-left"), left, bold=True)
    yield from _stamps(sale, wording)
    if member.tier_reached:
        yield Text(wording.text("receipt.tier-reached", tier=member.tier_reached), bold=True)


def _stamps(sale: SettledSale, wording: Wording) -> Iterator[Block]:
    """What the sale stamped, and what is on the card then: a full one gave its voucher and begins anew.

    It keeps its stamps where its vouchers have all been given. Stamps may still be owed for goods that came
    back after their voucher was used.
    """
    for each in sale.stamped:
        if each.have < 0:
            have = wording.text("receipt.stamps-owed", owed=-each.have)
        else:
            have = wording.text("receipt.stamps-have", have=each.have, goal=each.goal)
        yield Columns(wording.text("receipt.stamps", name=each.name, stamps=each.stamps), have)
        if each.full:
            yield Text(wording.text("receipt.stamps-full", full=each.full), indent=INDENT)
        if each.is_at_limit:
            yield Text(wording.text("receipt.stamps-at-limit"), indent=INDENT)


def _earned(sale: SettledSale, wording: Wording) -> Iterator[Block]:
    yield Columns(wording.text("receipt.points-earned"), wording.gained(sale.earned_points))
    sources = [
        wording.text(
            "receipt.points-earned-from", rule=rule.label or rule.rule, points=wording.whole(rule.points)
        )
        for rule in sale.earned
    ]
    if sources:
        yield Text(" · ".join(sources), indent=INDENT)
    if sale.lot is not None and sale.lot.spendable_from is not None and sale.lot.spendable_from > sale.at:
        yield Text(
            wording.text("receipt.points-wait", date=wording.day(sale.lot.spendable_from)), indent=INDENT
        )


def _draws(sale: SettledSale, wording: Wording) -> Iterator[Block]:
    """What the receipt takes part in; anyone can work out afterwards what its number drew."""
    for draw in () if sale.extras is None else sale.extras.draws:
        yield Text(wording.text("receipt.in-draw", name=draw.name))


def _end(sale: SettledSale, settings: StoreSettings, wording: Wording) -> Iterator[Block]:
    if sale.note:
        yield Text(wording.text("receipt.note", note=sale.note))
        yield Space()
    yield QrCode(qr_text(sale.receipt, settings))
    yield Text(wording.text("receipt.qr"), align="center")
    yield Code128(sale.receipt.digits)
    if sale.mark:
        yield Text(wording.text("receipt.journal", seq=sale.seq, mark=sale.mark), align="center")
    yield Space()
    name = given_name(sale.member.name) if sale.member is not None else ""
    thanks = wording.text("receipt.thanks", name=name) if name else wording.text("receipt.thanks-anyone")
    yield Text(thanks, align="center")
    if settings.receipt_footer and settings.receipt_footer != thanks:
        yield Text(settings.receipt_footer, align="center")
