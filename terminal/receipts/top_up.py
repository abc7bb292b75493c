"""The slip of a top-up: the price paid, what was added on top, and what the wallet holds now."""

from collections.abc import Iterator

from loyalty.units import Money
from terminal.clock import from_timestamp
from terminal.receipts.document import Block, Columns, Document, Rule, Text
from terminal.receipts.facts import Origin, TopUpSlip
from terminal.receipts.heading import household_text, member_block, origin_of, title_blocks
from terminal.receipts.wording import Wording
from terminal.sale import SettledSale
from terminal.settings import StoreSettings


def top_up_slip(sale: SettledSale) -> TopUpSlip | None:
    """What the slip of a sale's top-up says; None where it has none."""
    made, member = sale.top_up, sale.member
    if made is None or member is None or sale.wallet_after is None:
        return None
    added = made.amount + made.bonus
    alone = len(sale.lines) == 1 and not sale.gifts
    return TopUpSlip(
        origin=Origin(
            label=sale.receipt.label,
            at=sale.at,
            operator_name=sale.operator_name,
            till_name=sale.till_name,
        ),
        member=member,
        price=Money(made.amount),
        bonus=Money(made.bonus),
        balance_before=Money(max(0, sale.wallet_after - added)),
        balance_after=sale.wallet_after,
        tenders=sale.tenders if alone else (),
        bonus_until=None if made.dies_at is None else from_timestamp(made.dies_at),
        currency=sale.currency,
    )


def top_up_document(top_up: TopUpSlip, settings: StoreSettings, wording: Wording) -> Document:
    """The slip of a top-up."""
    return Document(
        (
            *title_blocks(settings, wording.text("slip.top-up.title")),
            Text(wording.text("receipt.not-an-invoice"), align="center"),
            *origin_of(top_up.origin, wording),
            member_block(top_up.member, wording),
            *([Text(household_text(top_up.member, wording))] if top_up.member.sharing else []),
            Rule(),
            *_paid(top_up, wording),
            Rule(),
            *_wallet(top_up, wording),
            Text(wording.text("receipt.thanks-anyone"), align="center"),
        )
    )


def _paid(top_up: TopUpSlip, wording: Wording) -> Iterator[Block]:
    yield Columns(wording.text("slip.top-up.price"), wording.money(top_up.price), bold=True, size=2)
    for tender in top_up.tenders:
        handed_over = Money(max(tender.given, tender.amount))
        yield Columns(wording.text(f"receipt.tender.{tender.kind}"), wording.money(handed_over))
    change = Money(sum(tender.change for tender in top_up.tenders))
    if change:
        yield Columns(wording.text("receipt.change"), wording.money(change))


def _wallet(top_up: TopUpSlip, wording: Wording) -> Iterator[Block]:
    yield Columns(wording.text("slip.top-up.before"), wording.money(top_up.balance_before))
    yield Columns(wording.text("slip.top-up.added"), f"+{wording.money(top_up.price)}")
    if top_up.bonus:
        yield Columns(wording.text("slip.top-up.bonus"), f"+{wording.money(top_up.bonus)}")
    balance = wording.money(top_up.balance_after, symbol=True)
    yield Columns(wording.text("slip.top-up.after"), balance, bold=True, size=2)
    if top_up.bonus and top_up.bonus_until is not None:
        yield Text(wording.text("slip.top-up.bonus-until", date=wording.last_day(top_up.bonus_until)))
