"""What a return comes to: shown before it is done, worked out once more in the transaction that does it."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from loyalty.errors import Refused
from loyalty.refund import KeptSale, Refund, refund
from loyalty.returning import CASH, pay_back
from loyalty.units import Money, Points
from loyalty.wire.canonical import JsonObject
from loyalty.wire.kept import gifts_back, kept_sale, less, lots_back, money_back
from loyalty.wire.kept_wallet import top_up_returned, went_to_wallet
from loyalty.wire.returning import ReturnedLine, SaleRefunded
from loyalty.wire.sold import BurnSlice, SaleTender, quantity_text
from loyalty.wire.vat_back import VatBack, vat_back
from loyalty.wire.wallet import WalletTakenBack
from terminal.in_force import in_force
from terminal.keeping import gone_for_good
from terminal.returned import RefundWish, ReturnableSale
from terminal.sale import Tender, TenderKind
from terminal.standing import attached_member
from terminal.store.returns import UnsyncedRefund
from terminal.till import Till
from terminal.usecases.members import own_sales, read_member
from terminal.usecases.returns.by_days import held_for_days
from terminal.usecases.returns.looking import check_is_ours, paid_in_by_means, read_returnable
from terminal.usecases.wallets import top_up_to_take, want_top_up
from terminal.wallet import WALLET

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from terminal.membership import AttachedMember
    from terminal.store.books import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedOut:
    """A return by the rules: its figures, the lots that points go back to, how the money goes out.

    `top_up` is there where the line that paid into the wallet comes back. `held` is what of a membership's
    price is kept for the days that are gone; `back` is without it. `gone` are points that bought a voucher
    which was used since: they do not come back, though the event says them with the rest.
    """

    sale: ReturnableSale
    kept: KeptSale
    back: Refund
    lots: tuple[tuple[str, Points], ...]
    tenders: tuple[Tender, ...]
    top_up: WalletTakenBack | None = None
    held: Money = Money(0)
    gone: Points = Points(0)

    @property
    def points_back(self) -> Points:
        """The burned points that the member has again by it."""
        return Points(max(0, self.back.points_returned - self.gone))

    @property
    def paid_out(self) -> Money:
        """What the customer is given."""
        return Money(sum(tender.amount for tender in self.tenders))

    @property
    def to_cards(self) -> dict[str, Money]:
        """What of it goes back to which gift card."""
        if self.top_up is not None:
            return {}
        before = sum(amount for means, amount in self.sale.given.items() if means != WALLET)
        paid = sum(tender.amount for tender in self.tenders if tender.kind != WALLET)
        back = gifts_back(self.sale.body, before=Money(before), paid=Money(paid))
        return {str(each.card): Money(each.amount) for each in back}

    @property
    def vat(self) -> tuple[VatBack, ...]:
        """What of the sale's VAT comes back, by rate."""
        back = {each.line: each.quantity for each in self.back.lines}
        return vat_back(self.sale.body, self.sale.returned, back, held=self.held)

    @property
    def rounding(self) -> Money:
        """What of that is more (above 0) or less than what the goods come to."""
        return Money(self.paid_out - self.back.money)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundShown:
    """What a return would do, before it is done.

    `before` and `after` are the member as the counter shows one; None where the sale has none, or nobody
    here knows them any more. `tier_lost` is the name of the tier that the goods had led to and that may fall.
    """

    worked_out: WorkedOut
    before: "AttachedMember | None"
    after: "AttachedMember | None"
    tier_lost: str = ""

    @property
    def owed(self) -> Points:
        """What the member owes then, where it is more than before: what has been earned is spent already."""
        if self.before is None or self.after is None or self.after.owed <= self.before.owed:
            return Points(0)
        return self.after.owed


def show_refund(till: Till, wish: RefundWish) -> RefundShown:
    """What the wish comes to; nothing is written, but that a wallet's money is asked for to be taken out.

    Raises:
        Refused: `sale-unknown`, `sale-voided`, `sale-released`, `nothing-returned`, `more-than-left`,
            `top-up-alone`, `top-up-gone`, `top-up-waits`: ask again in a moment.
    """
    _ask_for_top_up(till, wish)
    with till.store.read() as reading:
        found = work_out(till, reading, wish)
        before, after = _members(till, reading, found)
        program = in_force(till, reading).program
    return RefundShown(
        worked_out=found, before=before, after=after, tier_lost=_tier_lost(before, after, program)
    )


def work_out(till: Till, reading: "Reading", wish: RefundWish) -> WorkedOut:
    """The same within a transaction, without the member.

    Raises:
        Refused: as `show_refund`; `top-up-alone` (with goods), `top-up-waits`, `top-up-gone`; as
            `held_for_days`.
    """
    sale = read_returnable(till, reading, wish.sale)
    check_is_ours(sale)
    made, member = sale.body.top_up, sale.body.member
    if made is not None and member is not None and made.line in wish.returns:
        if len(wish.returns) > 1:
            raise Refused("top-up-alone")
        taken = top_up_to_take(till, reading, member, sale.sale, made)
        return _top_up_out(sale, wish, taken)
    held = held_for_days(till, reading, sale, wish)
    found = worked_out(sale, wish, cash_step=in_force(till, reading).settings.cash_rounding, held=held)
    return replace(found, gone=gone_with(till, reading, sale)) if found.back.sale.is_returned else found


def gone_with(till: Till, reading: "Reading", sale: ReturnableSale) -> Points:
    """What the whole of a sale does not bring back, by the account as this till knows it."""
    if sale.body.member is None or not (sale.body.extras and sale.body.extras.rewards):
        return Points(0)
    try:
        account = read_member(till, reading, sale.body.member).kept
    except Refused:
        return Points(0)
    return gone_for_good(account, sale.body.to_json())


def worked_out(
    sale: ReturnableSale, wish: RefundWish, *, cash_step: Money, held: Money = Money(0)
) -> WorkedOut:
    """The return by the rules; `held` is kept of a membership's price. Pure.

    Raises:
        Refused: `nothing-returned`, `more-than-left`, `no-such-line`.
    """
    if not wish.returns:
        raise Refused("nothing-returned", line=0)
    kept = kept_sale(sale.body, sale.returned)
    back = refund(kept, wish.returns)
    held = Money(min(held, back.money - back.to_wallet))
    went, to_wallet = went_to_wallet(kept), back.to_wallet
    beside = {means: amount for means, amount in sale.paid.items() if means != WALLET}
    paid = pay_back(
        beside,
        {**{means: amount for means, amount in sale.given.items() if means != WALLET}, "now-held": held},
        exact=Money(money_back(back.sale) - went - to_wallet),
        is_whole=back.sale.is_returned,
        cash_step=cash_step,
        in_cash=wish.in_cash,
    )
    return WorkedOut(
        sale=sale,
        kept=kept,
        back=less(back, held),
        held=held,
        lots=lots_back(sale.body, kept, back),
        tenders=(
            *((Tender(kind="wallet", amount=to_wallet),) if to_wallet else ()),
            *(Tender(kind=_means(means), amount=amount) for means, amount in paid.items()),
        ),
    )


def _ask_for_top_up(till: Till, wish: RefundWish) -> None:
    """A top-up leaves the wallet inside a lease of all that is there: it is asked for here."""
    with till.store.read() as reading:
        body = read_returnable(till, reading, wish.sale).body
        if body.top_up is None or body.member is None or body.top_up.line not in wish.returns:
            return
    want_top_up(till, "", body.member, wish.sale, body.top_up)


def _top_up_out(sale: ReturnableSale, wish: RefundWish, taken: WalletTakenBack) -> WorkedOut:
    kept = kept_sale(sale.body, sale.returned)
    left, tenders = taken.money, list[Tender]()
    for means, amount in ({} if wish.in_cash else paid_in_by_means(sale.body)).items():
        part = min(left, amount) if means != CASH else 0
        tenders += [Tender(kind=_means(means), amount=Money(part))] if part else []
        left -= part
    tenders += [Tender(kind="cash", amount=Money(left))] if left else []
    return WorkedOut(
        sale=sale,
        kept=kept,
        back=top_up_returned(sale.body, kept, Money(taken.money)),
        lots=(),
        tenders=tuple(tenders),
        top_up=taken,
    )


def refund_body(
    found: WorkedOut, wish: RefundWish, *, label: str, shift: str, exchange: str | None = None
) -> JsonObject:
    """The body of `sale_refunded`; `exchange` is the sale that a part of the money goes into."""
    back = found.back
    return SaleRefunded(
        sale=found.sale.sale,
        lines=tuple(
            ReturnedLine(
                line=each.line,
                quantity=quantity_text(each.quantity),
                money=each.money,
                points_taken=each.points_taken,
                points_returned=each.points_returned,
            )
            for each in back.lines
        ),
        money=back.money,
        rounding=found.rounding,
        points_taken=back.points_taken,
        points_returned=back.points_returned,
        lots=tuple(BurnSlice(lot=lot, points=points) for lot, points in found.lots),
        tenders=tuple(
            SaleTender(kind=each.kind, amount=each.amount, exchange=each.exchange) for each in found.tenders
        ),
        receipt_label=label,
        reason=wish.reason,
        approver=None if wish.approval is None else wish.approval.operator,
        shift=shift,
        exchange=exchange,
        top_up=found.top_up,
        held=found.held,
    ).to_json()


def _means(means: str) -> TenderKind:
    kinds: dict[str, TenderKind] = {
        "card": "card",
        "transfer": "transfer",
        "exchange": "cash",
        "gift": "gift",
    }
    return kinds.get(means, "cash")


def _members(
    till: Till, reading: "Reading", found: WorkedOut
) -> "tuple[AttachedMember | None, AttachedMember | None]":
    """The member as they stand, and as they would stand after the return."""
    member = found.sale.body.member
    record = None if member is None else reading.members.by_id(member)
    if record is not None and record.alias_of is not None:
        record = reading.members.by_id(record.alias_of)
    if record is None or record.state != "active":
        return None, None
    own, refunds = own_sales(reading, record.member), reading.returns.unsynced(record.member)
    force, at = in_force(till, reading), till.clock.now()
    sale_body = reading.returns.body_of(found.sale.sale)
    if sale_body is None:
        return None, None
    body = refund_body(found, RefundWish(refund="", sale=found.sale.sale, returns={}), label="", shift="x")
    new = UnsyncedRefund(body=body, sale_body=sale_body, is_whole=found.back.sale.is_returned, at=at)
    before = attached_member(record, own, force=force, at=at, refunds=refunds)
    return before, attached_member(record, own, force=force, at=at, refunds=(*refunds, new))


def _tier_lost(
    before: "AttachedMember | None", after: "AttachedMember | None", program: "Program | None"
) -> str:
    """The tier that what was bought had led to, and that what is left does not."""
    if before is None or after is None or program is None:
        return ""
    held = next((tier for tier in program.tiers if tier.id == before.tier), None)
    if held is None or not after.measure < held.at <= before.measure:
        return ""
    return held.name
