"""An exchange: goods of a sale come back and pay for others, in one transaction or not at all.

The return is a wish of the open sale until that is paid; then its event is written just before the sale's.
What was shown is what is done: where the return comes to something else by then, nothing is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from loyalty.errors import Refused
from loyalty.returning import GIFT, SetAgainst
from loyalty.units import Money
from terminal.exchange import OpenExchange, credit_tender, paid_out
from terminal.in_force import in_force
from terminal.open_sale import OpenSale
from terminal.returned import RefundedSale, RefundWish
from terminal.sale import Tender
from terminal.session import Session
from terminal.till import Till
from terminal.usecases.basket import attach_member, detach_member
from terminal.usecases.members import read_member
from terminal.usecases.returns.looking import read_returnable
from terminal.usecases.returns.refunding import check_word, journalled, put_into_rows
from terminal.usecases.returns.working_out import WorkedOut, work_out
from terminal.wallet import WALLET

if TYPE_CHECKING:
    from terminal.membership import AttachedMember
    from terminal.store.books import Reading, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What an open sale's exchange comes to: the return, and its money set against the new goods."""

    found: WorkedOut
    split: SetAgainst

    @property
    def tenders(self) -> tuple[Tender, ...]:
        """How the return is paid: to cards and wallets, into the sale, out."""
        credit = credit_tender(self.split)
        beside = tuple(each for each in self.found.tenders if each.kind in {GIFT, WALLET})
        return (*beside, *(() if credit is None else (credit,)), *paid_out(self.split))


def begin_exchange(till: Till, open_sale: OpenSale, wish: RefundWish) -> OpenSale:
    """The open sale, with goods that come back for it. Nothing is written.

    Raises:
        Refused: `exchange-open`: something comes back for it already; `exchange-top-up`; as `show_refund`.
    """
    if open_sale.exchange is not None:
        raise Refused("exchange-open", label=open_sale.exchange.label)
    with till.store.read() as reading:
        found = _found(till, reading, wish)
    return replace(open_sale, exchange=open_exchange(found, wish))


def begin_with_buyer(till: Till, session: Session, open_sale: OpenSale, wish: RefundWish) -> OpenSale:
    """The same; whoever had bought what comes back is the member of the sale, where it has none yet.

    Raises:
        Refused: as `begin_exchange`.
    """
    begun = begin_exchange(till, open_sale, wish)
    exchange = begun.exchange
    if exchange is None or exchange.member is None or begun.member is not None:
        return begun
    with till.store.read() as reading:
        buyer = _buyer(till, reading, wish.sale, exchange.member)
    if buyer is None:
        return begun
    return attach_member(till, session, replace(begun, exchange=replace(exchange, brought=True)), buyer)


def end_exchange(till: Till, session: Session, open_sale: OpenSale) -> OpenSale:
    """The open sale with nothing that comes back for it, and without a member whom that alone had brought."""
    exchange = open_sale.exchange
    bare = replace(open_sale, exchange=None)
    has_come_along = exchange is not None and exchange.brought and not _has_shown_card(open_sale)
    return detach_member(till, session, bare) if has_come_along else bare


def _has_shown_card(open_sale: OpenSale) -> bool:
    return open_sale.member is not None and bool(open_sale.member.card_tail)


def _buyer(till: Till, reading: "Reading", sale: str, member: str) -> "AttachedMember | None":
    """Who had bought; of a household the person who did, where they are of it still."""
    pool = _known(till, reading, member)
    person = _known(till, reading, read_returnable(till, reading, sale).body.person)
    return person if pool is not None and person is not None and person.member == pool.member else pool


def _known(till: Till, reading: "Reading", member: str | None) -> "AttachedMember | None":
    try:
        return read_member(till, reading, member) if member else None
    except Refused:
        return None


def exchange_of_now(till: Till, reading: "Reading", sale: OpenSale, total: Money) -> Exchange | None:
    """What the exchange of the sale comes to in this very transaction, for goods of `total`.

    Raises:
        Refused: `exchange-changed`: something else than was shown; `approval-needed`; as `show_refund`.
    """
    shown = sale.exchange
    if shown is None:
        return None
    check_word(shown.wish)
    found = _found(till, reading, shown.wish)
    if open_exchange(found, shown.wish) != shown:
        raise Refused("exchange-changed", label=shown.label)
    step = in_force(till, reading).settings.cash_rounding
    return Exchange(found=found, split=shown.against(total, cash_step=step))


def write_return(
    till: Till,
    unit: "Unit",
    session: Session,
    exchange: Exchange,
    wish: RefundWish,
    *,
    sale: str,
    shift: str,
) -> RefundedSale:
    """The return of an exchange, bound to the sale that follows: its event and its rows, and no paper."""
    found = replace(exchange.found, tenders=exchange.tenders)
    done, moves = journalled(till, unit, session, wish, found, shift=shift, exchange=sale)
    return put_into_rows(till, unit, done, moves)


def check_tender(tenders: tuple[Tender, ...], exchange: Exchange | None, label: str) -> tuple[Tender, ...]:
    """The tenders with what the goods brought back had been paid with; checked to be what they come to.

    Raises:
        Refused: `exchange-changed`.
    """
    credit = None if exchange is None else credit_tender(exchange.split)
    said = tuple(each.amount for each in tenders if each.kind == "exchange")
    if said != (() if credit is None else (credit.amount,)):
        raise Refused("exchange-changed", label=label)
    return tuple(credit if credit and each.kind == "exchange" else each for each in tenders)


def _found(till: Till, reading: "Reading", wish: RefundWish) -> WorkedOut:
    found = work_out(till, reading, wish)
    if found.top_up is not None:
        raise Refused("exchange-top-up")
    return found


def open_exchange(found: WorkedOut, wish: RefundWish) -> OpenExchange:
    """A return by the rules as the open sale knows it. Pure."""
    back: dict[str, Money] = {}
    beside = 0
    for tender in found.tenders:
        if tender.kind in {GIFT, WALLET}:
            beside += tender.amount
        else:
            back[tender.kind] = Money(back.get(tender.kind, 0) + tender.amount)
    return OpenExchange(
        wish=wish,
        label=found.sale.label,
        member=found.sale.body.member,
        back=_cash_last(back),
        beside=Money(beside),
        points_taken=found.back.points_taken,
        points_returned=found.points_back,
        goods=tuple(
            (found.sale.lines[each.line].name, each.quantity, each.money) for each in found.back.lines
        ),
        weighed=frozenset(
            place for place, each in enumerate(found.back.lines) if found.sale.lines[each.line].unit == "kg"
        ),
    )


def _cash_last(back: Mapping[str, Money]) -> dict[str, Money]:
    return {means: back[means] for means in sorted(back, key=lambda each: each == "cash")}
