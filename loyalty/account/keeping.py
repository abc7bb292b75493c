"""What till and server keep of a member beside points, folded from the events of sales and their returns.

The same sections of an account as everywhere, without those of points, money and purchases: of these the
server keeps books of its own, and a till the server's word. So an account that goes through here has no lots;
what lots and debts it comes back with are points that a prize gave or that were taken back, for the books to
post.

Nothing here looks at the calendar or at who the member is: a fold over the same events comes to the same.
What time brings is decided by the server, and said to the fold as a `Change`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from loyalty.account import challenges, draws, memberships, referral, stamps, vouchers
from loyalty.account.asked import Asked
from loyalty.account.benefits import uses_that_count, with_use, without_use
from loyalty.account.entries import Entry
from loyalty.account.issued import UsedVoucher, Voucher
from loyalty.account.model import Account, Return, Settling, SoldRecord
from loyalty.account.recommended import Friend, Notice, PassedOver, Recommendation, still_thanked_for
from loyalty.account.section import Section
from loyalty.account.sold import Sale
from loyalty.account.uses import BenefitUse
from loyalty.account.won import Won
from loyalty.drawing import Drawn
from loyalty.identity.voucher_codes import voucher_codes
from loyalty.lots import Lot
from loyalty.program.model import Program
from loyalty.refund import KeptSale, Refund, refund
from loyalty.units import Points, Quantity

_SECTIONS: Final[tuple[Section, ...]] = (
    memberships.SECTION,
    vouchers.SECTION,
    memberships.AFTER_VOUCHERS,
    stamps.SECTION,
    challenges.SECTION,
    referral.SECTION,
    draws.WON,
)
_STILL_TAKEN_BACK: Final = timedelta(days=1)
_STILL_BROUGHT_BACK: Final = timedelta(days=60)
NOTHING_KEPT: Final = Account()


@dataclass(frozen=True, slots=True)
class Moves:
    """Points that prizes gave, as lots, and points taken back, by lot. The ids are fit for books."""

    earned: tuple[Lot, ...] = ()
    taken: tuple[tuple[str, Points], ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """The account after an event, and the points that moved by it."""

    account: Account
    moves: Moves
    settling: Settling


@dataclass(frozen=True, slots=True)
class KeptRefund:
    """The same after goods came back, with what the refund comes to."""

    kept: Kept
    refund: Refund


def keeps_anything(program: Program) -> bool:
    """Whether the program promises anything that has to be kept beside points."""
    promised = program.vouchers or program.stamp_cards or program.challenges or program.memberships
    is_used = program.referral or program.benefits
    return bool(promised or is_used or (program.draws and any(each.is_enabled for each in program.draws)))


def keep_sale(program: Program, account: Account, sale: Sale) -> Kept:
    """The account after a sale.

    Raises:
        Refused: what a section refuses; nothing is settled then.
    """
    record = SoldRecord(id=sale.id, at=sale.at, kept=sale.kept, apart=_apart(program, sale))
    settling = Settling(account, codes=_codes(program, sale.id), record=record)
    for section in _SECTIONS:
        settling = section.on_sale(program, sale, settling)
    return _kept(settling)


def recommended_points(program: Program, account: Account, sale: Sale) -> Points:
    """What a sale gives a member for having been recommended: nothing, but for the one that counts.

    Raises:
        Refused: as `keep_sale`.
    """
    if account.recommendation is None or account.recommendation.sale:
        return Points(0)
    counted = keep_sale(program, account, sale).account.recommendation
    return Points(0) if counted is None else counted.points


def keep_refund(
    program: Program,
    account: Account,
    sale: Sale,
    returns: Mapping[int, Quantity],
    at: datetime,
    *,
    before: KeptSale | None = None,
) -> KeptRefund:
    """The account once so much of each line has come back; `before` has what came back of it earlier.

    Raises:
        Refused: as `loyalty.refund.refund`, and what the sections refuse; nothing is given back then.
    """
    record = sold_record(program, account, sale, before or sale.kept)
    asked = Asked(record, returns, at)
    for section in _SECTIONS:
        asked = section.on_asked(program, account, asked)
    back = Return(at=at, refund=refund(asked.record.kept, returns))
    codes = _codes(program, f"{sale.id}:{sum(line.returned for line in back.refund.sale.lines)}")
    settling = Settling(account, codes=codes, record=record)
    for section in _SECTIONS:
        settling = section.on_refund(program, back, settling)
    return KeptRefund(_kept(settling), back.refund)


def sold_record(program: Program, account: Account, sale: Sale, kept: KeptSale) -> SoldRecord:
    """What a refund of the sale must undo, out of the sale and of what became of its vouchers."""
    used = tuple(
        UsedVoucher(each.code, sale.lines_with(each.promotion))
        for each in account.vouchers
        if each.redeemed_by == sale.id
    )
    return SoldRecord(
        id=sale.id,
        at=sale.at,
        kept=kept,
        apart=_apart(program, sale),
        used=used,
        stamps=sale.stamps,
        challenges=sale.challenges,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What the server decided by itself: vouchers that it issues, and codes of those that it takes back.

    And what came of a recommendation: who recommended the member, friends whose purchase counted, and the
    sales of those whose purchase no longer does; friends who had been recommended before, and those who had
    not, after all. And what receipts have won in draws, and benefits that were used, with the ids of uses
    that were taken back.
    """

    issued: tuple[Voucher, ...] = ()
    cancelled: tuple[str, ...] = ()
    recommendation: Recommendation | None = None
    friends: tuple[Friend, ...] = ()
    lost_friends: tuple[str, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    count_again: tuple[PassedOver, ...] = ()
    won: tuple[Won, ...] = ()
    used: tuple[BenefitUse, ...] = ()
    unused: tuple[str, ...] = ()


def keep_change(account: Account, change: Change) -> Account:
    """The account after it."""
    known = {each.code for each in account.vouchers}
    account = replace(
        account,
        vouchers=(*account.vouchers, *(each for each in change.issued if each.code not in known)),
        recommendation=change.recommendation or account.recommendation,
        friends=tuple(
            each for each in (*account.friends, *change.friends) if each.sale not in change.lost_friends
        ),
        passed_over=tuple(
            each for each in (*account.passed_over, *change.passed_over) if each not in change.count_again
        ),
        won=(*account.won, *change.won),
    )
    for code in change.cancelled:
        account = vouchers.changed(account, code, lambda each: replace(each, is_cancelled=True))
    for use in change.used:
        account = with_use(account, use)
    for gone in change.unused:
        account = without_use(account, gone)
    return account


def keep_notice(program: Program, account: Account, notice: Notice) -> tuple[Change, Moves]:
    """What a friend's sale, or its return, changes of whoever recommended the friend; and their points."""
    issuer = f"{notice.sale}:{notice.friend}"
    settled = referral.settle_notice(program, account, notice, codes=_codes(program, issuer)).account
    known = {each.code: each for each in account.vouchers}
    sales = {each.sale for each in settled.friends}
    change = Change(
        issued=tuple(each for each in settled.vouchers if each.code not in known),
        cancelled=tuple(
            each.code
            for each in settled.vouchers
            if each.is_cancelled and each.code in known and not known[each.code].is_cancelled
        ),
        friends=tuple(each for each in settled.friends if each not in account.friends),
        lost_friends=tuple(each.sale for each in account.friends if each.sale not in sales),
    )
    return change, _moves(settled)


def keep_drawn(
    program: Program, account: Account, drawn: Drawn, *, sale: str, at: datetime
) -> tuple[Change, Moves]:
    """What the receipt of a sale changes of its member by what it drew; and the points that it won."""
    entry = Entry(drawn.draw.id, drawn.draw.name)
    record = SoldRecord(id=sale, at=at, kept=KeptSale(()), draws=(entry,))
    codes = _codes(program, entry.origin_of(sale))
    settled = draws.settle_drawn(program, account, record, drawn, at, codes=codes)
    known = {each.code for each in account.vouchers}
    issued = tuple(each for each in settled.account.vouchers if each.code not in known)
    (entry,) = settled.record.draws
    prize = drawn.prize
    won = () if prize is None else (Won(sale=sale, at=at, prize=prize.name, entry=entry),)
    return Change(issued=issued, won=won), _moves(settled.account)


def emptied(account: Account) -> Account:
    """The account of who is nobody any more: nothing in it but how far it was seen."""
    return Account(id=account.id, tier=account.tier, seen_at=account.seen_at)


def forgotten(account: Account) -> Account:
    """The account of who was forgotten: nothing is in it but whom the shop thanked for their purchase."""
    return emptied(account).recommended(still_thanked_for(account.recommendations))


def spent_for_good(account: Account, sale: str) -> Points:
    """The points of vouchers that a sale bought and that were used since: those do not come back with it."""
    bought = (each for each in account.vouchers if each.origin == sale)
    return Points(sum(each.points for each in bought if each.redeemed_at is not None))


def current(account: Account, at: datetime, program: Program | None) -> Account:
    """The account without what has no more bearing: vouchers that were used, cancelled or are over.

    And without uses of benefits that count for no limit any more. What was used in the last day stays: that
    sale may still be taken back where it was made. What was bought with points stays longer, for the sale
    that bought it may come back.
    """
    if account.uses and program is not None:
        account = replace(account, uses=uses_that_count(program, account, at))
    if not (account.vouchers or account.cards):
        return account
    kept = tuple(each for each in account.vouchers if _matters(each, at))
    if len(kept) == len(account.vouchers) and not any(card.full for card in account.cards):
        return account
    codes = {each.code for each in kept}
    held = tuple(
        replace(card, full=tuple(each for each in card.full if each.voucher in codes))
        for card in account.cards
    )
    return replace(account, vouchers=kept, cards=held)


def _matters(voucher: Voucher, at: datetime) -> bool:
    if voucher.redeemed_at is not None:
        until = _STILL_BROUGHT_BACK if voucher.points else _STILL_TAKEN_BACK
        return not voucher.is_cancelled and at - voucher.redeemed_at < until
    return voucher.state(at) in {"open", "waiting"}


def _codes(program: Program, issuer: str) -> Sequence[str]:
    return voucher_codes(issuer) if program.vouchers else ()


def _apart(program: Program, sale: Sale) -> frozenset[int]:
    products = program.set_apart.no_points
    return frozenset(place for place, sku in enumerate(sale.skus) if sku in products)


def _kept(settling: Settling) -> Kept:
    account = settling.account
    bare = replace(account, lots=(), debts=())
    return Kept(bare, _moves(account), replace(settling, account=bare))


def _moves(account: Account) -> Moves:
    """Of a debt that one of the new lots has paid, both are told in full: the books pay debts themselves."""
    paid = Counter[str]()
    taken = Counter[str]()
    for debt in account.debts:
        taken[debt.lot] += debt.points
        paid[debt.paid_by] += debt.points
    return Moves(
        earned=tuple(
            replace(lot, id=lot_name(lot.id), points=Points(lot.points + paid[lot.id]))
            for lot in account.lots
        ),
        taken=_named(taken.items()),
    )


def _named(taken: Iterable[tuple[str, int]]) -> tuple[tuple[str, Points], ...]:
    return tuple((lot_name(lot), Points(points)) for lot, points in taken)


def prize_lots(account: Account, sales: Collection[str]) -> frozenset[str]:
    """The ids of the lots of challenges that one of these sales was a part of, and of what it has won."""
    feats = (each for each in account.feats if not each.voucher)
    parts = (each for each in feats if any(part.sale in sales for part in each.sales))
    given = [lot for each in parts for lot in each.given]
    won = (each.entry.origin_of(each.sale) for each in account.won if each.sale in sales)
    return frozenset(map(lot_name, (*given, *won)))


def thanks_lot(sale: str) -> str:
    """The id of the lot that a friend's sale gave whoever recommended the friend."""
    return lot_name(referral.thanks_of(sale))


def referral_lots(sale: str) -> frozenset[str]:
    """The ids of what a friend's sale may have given: the friend, and whoever recommended the friend."""
    return frozenset((lot_name(referral.friends_of(sale)), thanks_lot(sale)))


def lot_name(lot: str) -> str:
    """The id under which books keep a prize's lot: what it is called here is too long for them."""
    return f"prize-{sha256(lot.encode()).hexdigest()[:40]}"
