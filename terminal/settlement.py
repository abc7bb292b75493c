"""From a priced sale and what was paid to the sale as it will be kept. Pure: no store, no clock.

Everything a receipt, a refund or the books will ever need is fixed here, and never worked out again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from loyalty.lots import lot_for
from loyalty.returning import SetAgainst
from loyalty.units import Money, Points
from loyalty.wire.exchange import EXCHANGE
from loyalty.wire.extras import ClaimUsed, SaleExtras
from loyalty.wire.prepaid import GiftSold
from loyalty.wire.wallet import WalletPaidIn
from terminal.gift_sale import gift_money, pay_with_gifts
from terminal.keeping import stamps_then
from terminal.membership import AttachedMember, HeldLease, LeaseSlice, MemberLot
from terminal.pricing_memory import PricedSale
from terminal.sale import (
    BurnedSlice,
    EarnedLot,
    ReceiptNumber,
    RuleAmount,
    RulePoints,
    SaleMember,
    SettledSale,
    SoldBurn,
    SoldLine,
    Tender,
    TenderKind,
)
from terminal.session import Session
from terminal.settings import StoreSettings
from terminal.standing import is_spendable
from terminal.usecases.cash import round_cash
from terminal.wallet import paid_in_by, pay_with_wallet

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from loyalty.quote.model import Quote, QuoteLine
    from terminal.open_sale import OpenLine

MAX_TENDERS: Final = 16
OF_NOTHING: Final[frozenset[TenderKind]] = frozenset({"cash", "card", "transfer"})
"""What may be tendered as 0: it names the way in which nothing is left to pay, which prices can depend on."""
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a sale takes from where and when it is settled; `lease` as it is in this very transaction.

    `approver` is whose word allows what the sale may ask for beyond the program's limits. `gifts` is what the
    sale puts on cards, `gift_leases` what cards may pay, `wallet_lease` what the wallet may, as of this very
    transaction. `exchange` is how the money of goods brought back was set against it, `to_cards` what of it
    gift cards have again, `since_return` the member of the sale as the return of theirs left them.
    """

    at: datetime
    session: Session
    shift: str
    seq: int
    receipt: ReceiptNumber
    lease: HeldLease | None
    claims: tuple[ClaimUsed, ...] = ()
    new_id: Callable[[], str]
    approver: str = ""
    gifts: tuple[GiftSold, ...] = ()
    gift_leases: Mapping[str, HeldLease] = field(default_factory=dict[str, HeldLease])
    wallet_lease: HeldLease | None = None
    exchange: SetAgainst | None = None
    to_cards: Mapping[str, Money] = field(default_factory=dict[str, Money])
    since_return: AttachedMember | None = None


def due_of(priced: PricedSale) -> Money:
    """What is to be paid for the goods and for what is put on gift cards, before rounding."""
    by_wallet = 0 if priced.quote.wallet is None else priced.quote.wallet.amount
    return Money(priced.quote.total + by_wallet + gift_money(priced.open_sale.gifts))


def paid_with(tenders: Sequence[Tender]) -> tuple[TenderKind, ...]:
    """The kinds of tender a sale is paid with, each once, as the rules ask for them."""
    return tuple(sorted({tender.kind for tender in tenders}))


def cash_rounding_of(total: Money, tenders: Sequence[Tender], settings: StoreSettings) -> Money:
    """The rounding in a payment: of what is left for cash once the other tenders have paid.

    A tender of nothing in cash says that the rest is paid so, though it rounds down to nothing. Nothing at
    all handed over is a payment in cash too.

    Raises:
        Refused: `tenders-short` (missing), `tenders-over` (over), `change-without-cash`, `too-many-tenders`,
            `tender-amount` (nothing, or less handed over than it pays).
    """
    _check_tenders(tenders)
    cash = sum(tender.amount for tender in tenders if tender.kind == "cash")
    left = Money(total - sum(tender.amount for tender in tenders if tender.kind != "cash"))
    has_cash = any(tender.kind == "cash" for tender in tenders)
    in_cash = left >= 0 and (has_cash or all(tender.kind == EXCHANGE for tender in tenders))
    due = round_cash(left, settings).due if in_cash else left
    if cash < due:
        raise Refused("tenders-short", missing=due - cash)
    if cash > due:
        raise Refused("tenders-over", over=cash - due)
    return Money(due - left)


def settle(priced: PricedSale, tenders: tuple[Tender, ...], around: Circumstances) -> SettledSale:
    """The sale as it is kept; of a tender of nothing what it made of the price, and that it was chosen.

    Raises:
        Refused: as `cash_rounding_of` and `pay_with_gifts`; `lease-missing` where points are burned outside
            of one.
    """
    quote, force = priced.quote, priced.in_force
    program = _program(priced)
    gifts = around.gifts
    by_wallet = 0 if quote.wallet is None else quote.wallet.amount
    top_up = paid_in_by(program, quote, _skus(priced), at=around.at, new_id=around.new_id)
    due = Money(quote.total + by_wallet + sum(gift.amount for gift in gifts))
    split = around.exchange
    if split is not None and split.paid_out:
        _check_paid_by(tenders, split)
        rounding = split.rounding
    else:
        rounding = cash_rounding_of(due, tenders, force.settings)
    chosen, tenders = tenders, tuple(tender for tender in tenders if tender.amount)
    goods = Money(quote.total - (0 if top_up is None else top_up.amount))
    paid = pay_with_gifts(tenders, around.gift_leases, goods=goods)
    paid = pay_with_wallet(paid, quote, around.wallet_lease, around.at)
    discounts, earning = force.discount_labels, force.earning_labels
    lot = _lot(program, quote, around)
    burn = _burn(priced, around)
    extras = _extras(priced, program, around)
    return SettledSale(
        sale=priced.open_sale.sale,
        seq=around.seq,
        receipt=around.receipt,
        at=around.at.astimezone(force.zone),
        shift=around.shift,
        operator=around.session.operator,
        operator_name=around.session.name,
        till_name=force.identity.name,
        program_version=force.program_version,
        program_fingerprint=program.fingerprint,
        member=_member(priced, program, around, lot=lot, burn=burn, extras=extras),
        lines=tuple(
            _line(line, quoted, discounts)
            for line, quoted in zip(priced.open_sale.lines, quote.lines, strict=True)
        ),
        discounts=tuple(
            RuleAmount(rule=each.rule, amount=each.amount, label=discounts.get(each.rule, ""))
            for each in quote.discounts
        ),
        earned=tuple(
            RulePoints(rule=each.rule, points=each.points, label=earning.get(each.rule, ""))
            for each in quote.earned
        ),
        earned_points=quote.earned_points,
        lot=lot,
        burn=burn,
        subtotal=quote.subtotal,
        total=Money(quote.total + by_wallet),
        rounding=rounding,
        to_pay=Money(due + rounding),
        tenders=paid,
        paid_nothing=tuple(each for each in paid_with(chosen) if each not in paid_with(tenders)),
        used_codes=quote.used_codes,
        approver=around.approver if quote.approvals else "",
        approved=tuple(dict.fromkeys(each.rule for each in quote.approvals)),
        extras=extras,
        gifts=gifts,
        gifts_left=_left(paid, around),
        top_up=top_up,
        exchange=_bound_to(priced),
        wallet_after=_wallet_after(around.since_return or priced.open_sale.member, by_wallet, top_up),
        stamped=stamps_then(quote, around.since_return),
        currency=force.settings.currency,
        note=priced.open_sale.note,
    )


def take_from_lease(lease: HeldLease, points: Points) -> tuple[BurnedSlice, ...]:
    """Points out of a lease's slices, the lot that dies first before the others.

    Raises:
        Refused: `lease-too-small`, where the slices do not hold so many.
    """
    taken: list[BurnedSlice] = []
    missing = points
    for part in sorted(lease.slices, key=_dies_at):
        share = Points(min(missing, part.points))
        if share > 0:
            taken.append(BurnedSlice(lot=part.lot, points=share, dies_at=part.dies_at))
            missing = Points(missing - share)
    if missing:
        raise Refused("lease-too-small", asked=points, missing=missing)
    return tuple(taken)


def _check_tenders(tenders: Sequence[Tender]) -> None:
    if len(tenders) > MAX_TENDERS:
        raise Refused("too-many-tenders", limit=MAX_TENDERS)
    for tender in tenders:
        least = 0 if tender.kind in OF_NOTHING else 1
        if tender.amount < least or 0 < tender.given < tender.amount:
            raise Refused("tender-amount")
        if tender.change and tender.kind != "cash":
            raise Refused("change-without-cash")


def _check_paid_by(tenders: Sequence[Tender], split: SetAgainst) -> None:
    """Where money goes out, what comes back pays alone."""
    over = sum(tender.amount for tender in tenders) - split.amount
    if over:
        raise Refused("tenders-over", over=over)


def _bound_to(priced: PricedSale) -> str:
    exchange = priced.open_sale.exchange
    return "" if exchange is None else exchange.wish.refund


def _program(priced: PricedSale) -> "Program":
    if priced.in_force.program is None:
        raise Refused("no-program")
    return priced.in_force.program


def _skus(priced: PricedSale) -> list[str]:
    return [line.sku for line in priced.open_sale.lines]


def _wallet_after(member: AttachedMember | None, by_wallet: int, top_up: WalletPaidIn | None) -> Money | None:
    """What is in the member's wallet then, as far as the till knows; None where the sale leaves it alone."""
    if member is None or not (by_wallet or top_up):
        return None
    held = 0 if member.wallet is None else member.wallet.balance
    paid_in = 0 if top_up is None else top_up.amount + top_up.bonus
    return Money(max(0, held - by_wallet + paid_in))


def _left(tenders: Sequence[Tender], around: Circumstances) -> dict[str, Money]:
    """What the cards that paid have left: all that there was is in the lease, but for what came back now."""
    had = {card: lease.spendable(around.at) for card, lease in around.gift_leases.items()}
    return {
        tender.card: Money(had[tender.card] + around.to_cards.get(tender.card, 0) - tender.amount)
        for tender in tenders
        if tender.gift is not None
    }


def _line(line: "OpenLine", quoted: "QuoteLine", labels: Mapping[str, str]) -> SoldLine:
    return SoldLine(
        sku=line.sku,
        name=line.name,
        category=line.category,
        brand=line.brand,
        tags=line.tags,
        quantity=line.quantity,
        unit_price=line.unit_price,
        vat_percent=line.vat_percent,
        gross=quoted.gross,
        net=quoted.net,
        burned=quoted.burned,
        earned_points=quoted.earned_points,
        burned_points=quoted.burned_points,
        vat=quoted.vat,
        vat_base=quoted.vat_base,
        discounts=tuple(
            RuleAmount(rule=each.rule, amount=each.amount, label=labels.get(each.rule, ""))
            for each in quoted.discounts
        ),
        by_hand=line.by_hand,
        note=line.note,
        unit=line.unit,
    )


def _lot(program: "Program", quote: "Quote", around: Circumstances) -> EarnedLot | None:
    if not quote.earned_points:
        return None
    lot = lot_for(program, lot_id=around.new_id(), points=quote.earned_points, earned_at=around.at)
    return EarnedLot(
        lot=lot.id,
        points=lot.points,
        spendable_from=lot.spendable_from if program.points.pending_days else None,
        dies_at=lot.dies_at,
    )


def _burn(priced: PricedSale, around: Circumstances) -> SoldBurn | None:
    quote, who = priced.quote, priced.open_sale.member
    burn, lease, spent = quote.burn, around.lease, quote.spent_points
    member = quote.grounds.basket.member
    if not spent:
        return None
    if lease is None or lease.spendable(around.at) < spent:
        raise Refused("lease-missing")
    return SoldBurn(
        points=burn.points,
        amount=burn.amount,
        lease=lease.lease,
        slices=take_from_lease(lease, spent),
        reward_points=Points(spent - burn.points),
        card_shown=member is None or member.card_shown,
        shown="" if who is None else who.shown,
    )


def _extras(priced: PricedSale, program: "Program", around: Circumstances) -> SaleExtras | None:
    """What the sale does beside points; not looked for where the program promises nothing of it."""
    member = priced.open_sale.member
    promises = program.stamp_cards or program.challenges or program.draws
    is_recommended = member is not None and program.referral is not None and member.kept is not None
    if member is None or not (promises or is_recommended or priced.quote.rewards or around.claims):
        return None
    from loyalty.account.keeping import recommended_points
    from loyalty.account.sold import quoted_sale
    from loyalty.account.told import extras_of

    sale = quoted_sale(priced.open_sale.sale, priced.quote)
    given = Points(0) if member.kept is None else recommended_points(program, member.kept, sale)
    return extras_of(sale, priced.quote, around.claims, referral_points=given)


def _member(
    priced: PricedSale,
    program: "Program",
    around: Circumstances,
    *,
    lot: EarnedLot | None,
    burn: SoldBurn | None,
    extras: SaleExtras | None,
) -> SaleMember | None:
    member = priced.open_sale.member
    if member is None:
        return None
    earned = 0 if lot is None or lot.spendable_from is not None else lot.points
    if extras is not None and not program.points.pending_days:
        earned += extras.referral_points
    after = Points(member.points + earned - (0 if burn is None else burn.spent) + _moved_back(priced))
    expiring = _next_to_die(around.since_return or member, lot, burn, around.at, most=after)
    return SaleMember(
        member=member.member,
        name=member.name,
        phone_tail=member.phone_tail,
        tier=member.tier,
        tier_name=member.tier_name,
        points_before=member.points,
        points_after=after,
        worth_after=Money(max(0, after) * program.points.worth),
        expiring_points=Points(0) if expiring is None else expiring.points,
        expiring_at=None if expiring is None else expiring.dies_at,
        as_of=member.as_of,
        revision=member.revision,
        person=member.person,
        sharing=len(member.household),
    )


def _moved_back(priced: PricedSale) -> int:
    """What an exchange gives the member of the sale back in points, less what it takes."""
    exchange, member = priced.open_sale.exchange, priced.open_sale.member
    if exchange is None or member is None or exchange.member != member.member:
        return 0
    return exchange.points_returned - exchange.points_taken


def _next_to_die(
    member: AttachedMember, earned: EarnedLot | None, burn: SoldBurn | None, at: datetime, *, most: Points
) -> MemberLot | None:
    """All that dies at the next moment at which something does, as one lot; at most the balance, `most`."""
    burned = {each.lot: each.points for each in burn.slices} if burn is not None else {}
    left = [
        (lot.dies_at, lot.points - burned.get(lot.lot, 0))
        for lot in member.lots
        if lot.dies_at is not None and is_spendable(lot, at)
    ]
    if earned is not None and earned.dies_at is not None and earned.spendable_from is None:
        left.append((earned.dies_at, earned.points))
    alive = [(dies_at, points) for dies_at, points in left if points > 0]
    if not alive or most <= 0:
        return None
    first = min(dies_at for dies_at, _ in alive)
    points = min(most, sum(points for dies_at, points in alive if dies_at == first))
    return MemberLot(lot="", points=Points(points), dies_at=first)


def _dies_at(part: LeaseSlice) -> datetime:
    return part.dies_at or _NEVER
