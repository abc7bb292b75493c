"""Paying: the one transaction that makes an open sale a settled one.

In it: the event and what follows from it, the end of the lease, the receipt's print job and the drawer's.
Nothing is printed or sent in it. The open sale's id is the operation's, so that paying twice finds the
first.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from loyalty.errors import Refused, Unavailable
from loyalty.units import Money
from loyalty.wire.chain import short_hash
from loyalty.wire.extras import ClaimUsed
from loyalty.wire.roles import MAY_APPROVE
from terminal.by_hand import approvers_of, unapproved
from terminal.claiming import claim_of, voucher_trouble
from terminal.clock import to_the_millisecond
from terminal.in_force import in_force_now
from terminal.keystore.spend_counter import confirm_mark, raise_mark
from terminal.membership import HeldClaim, HeldLease
from terminal.offers import offer_trouble, rules_given
from terminal.open_sale import OpenSale
from terminal.receipts.top_up import top_up_slip
from terminal.rising import with_tier_reached
from terminal.sale import SettledSale, Tender
from terminal.sale_body import sale_to_body
from terminal.session import Session
from terminal.settlement import Circumstances, due_of, paid_with, settle
from terminal.till import Till
from terminal.usecases.gifts import check_paying, end_gift_leases, leases_of_now, sold_gifts
from terminal.usecases.issued import print_issued
from terminal.usecases.leases import end_claims, end_lease, end_unspent, lease_trouble
from terminal.usecases.members import read_member
from terminal.usecases.pricing import as_last_shown
from terminal.usecases.receipt_numbers import take_receipt_number
from terminal.usecases.returns.exchanging import check_tender, exchange_of_now, write_return
from terminal.usecases.returns.refunding import slip_of
from terminal.usecases.wallets import end_wallet_lease, wallet_lease_of_now
from terminal.wallet import WALLET

if TYPE_CHECKING:
    from terminal.membership import AttachedMember
    from terminal.pricing_memory import PricedSale
    from terminal.returned import RefundedSale
    from terminal.store.books import Reading, Unit
    from terminal.usecases.returns.exchanging import Exchange


def settle_sale(
    till: Till,
    session: Session,
    open_sale: OpenSale,
    tenders: tuple[Tender, ...],
    *,
    approver: str = "",
) -> SettledSale:
    """The settled sale; the same one again where this open sale was settled before.

    `approver` is an operator who has given their word, with their PIN, for what the sale asks beyond the
    limits of the program; nobody is needed where the session's own role may approve.

    Raises:
        Refused: `no-shift`, `sale-empty`, `no-program`, `tenders-short` (missing), `tenders-over` (over),
            `change-without-cash`, `tender-amount`, `too-many-tenders`, `lease-…`, `gift-…`, `wallet-…`,
            `exchange-…`; `sale-needs-approval` (limit, count: what is needed is in the quote's `approvals`),
            `approver-same`, `approver-may-not`; nothing was written.
        Unavailable: `sale-not-saved` (it was looked up: paying again is right), `store-…` (the outcome is not
            known, and paying again finds it out), `key-store-unavailable` and `spend-counter-mismatch` where
            points are burned (nothing was written).
    """
    if not open_sale.has_something:
        raise Refused("sale-empty")
    by_wallet = sum(tender.amount for tender in tenders if tender.kind == WALLET)
    if by_wallet != open_sale.from_wallet:
        open_sale = replace(open_sale, from_wallet=Money(by_wallet))
    try:
        priced = as_last_shown(till, open_sale, paid_with=paid_with(tenders))
    except Refused:
        settled = _settled_already(till, open_sale.sale)
        if settled is None:
            raise
        return settled
    try:
        settled = _write(till, session, priced, tenders, approver)
    except Unavailable as failure:
        if failure.code != "store-commit-unknown":
            raise
        settled = _after_unknown_commit(till, open_sale.sale)
    till.nudge_printer()
    till.nudge_sync()
    if settled.is_spending:
        with suppress(Unavailable):  # the spend is counted already; this only says that its commit was seen
            confirm_mark(till.keys, operation_id=settled.sale)
    return settled


def _check_approved(session: Session, priced: "PricedSale", approver: str) -> None:
    """Check that what passes a limit has somebody's word; whether it counts is asked as it is recorded."""
    needed = unapproved(priced.open_sale, priced.quote.approvals)
    if needed and not approver and session.role not in MAY_APPROVE:
        raise Refused("sale-needs-approval", limit=needed[0].rule, count=len(needed))


def _whose_word(session: Session, open_sale: OpenSale, approver: str) -> str:
    """Who is named for what passes a limit: who was asked at the end, else who was asked for a line."""
    others = (who for who in (approver, *approvers_of(open_sale)) if who)
    return next((who for who in others if who == approver or who != session.operator), "")


def _write(
    till: Till, session: Session, priced: "PricedSale", tenders: tuple[Tender, ...], approver: str
) -> SettledSale:
    force = in_force_now(till)
    with till.store.write() as unit:
        if unit.journal.has_operation(priced.open_sale.sale):
            return _settled_before(unit, priced.open_sale.sale)
        shift = unit.shifts.current_id()
        if shift is None:
            raise Refused("no-shift")
        _check_approved(session, priced, approver)
        check_paying(till, unit, priced.open_sale, tenders)
        tenders, exchange, back = _returned(till, unit, session, priced, tenders, shift)
        at = to_the_millisecond(till.clock.now())
        around = Circumstances(
            at=at,
            session=session,
            shift=shift,
            seq=unit.journal.head().seq + 1,
            receipt=take_receipt_number(unit, force.identity),
            lease=_lease_of_now(till, unit, priced),
            claims=_claims_of_now(till, unit, priced),
            new_id=till.new_id,
            approver=_whose_word(session, priced.open_sale, approver),
            gifts=sold_gifts(till, force, priced.open_sale, at),
            gift_leases=leases_of_now(till, unit, priced.open_sale),
            wallet_lease=wallet_lease_of_now(till, unit, priced.open_sale),
            exchange=None if exchange is None else exchange.split,
            to_cards={} if exchange is None else exchange.found.to_cards,
            since_return=None if back is None else _since_return(till, unit, priced, back),
        )
        sale = settle(priced, tenders, around)
        body = sale_to_body(sale)
        event = unit.journal.append("sale_settled", body, session.operator, sale.sale)
        sale = replace(with_tier_reached(sale, body, priced), mark=short_hash(event.hash))
        unit.sales.add(sale, incarnation=force.identity.incarnation)
        _end_lease(unit, session, priced.open_sale, sale)
        end_gift_leases(unit, session.operator, priced.open_sale, sale)
        end_wallet_lease(unit, session.operator, priced.open_sale, sale)
        end_claims(unit, session.operator, priced.open_sale.claims, used=claims_used(sale))
        slip = None if back is None else slip_of(back)
        document = till.paper.sale(sale, force.settings, copy=False, back=slip)
        unit.print_jobs.add("sale", document, at=around.at, sale=sale.sale)
        _print_top_up(till, unit, sale)
        print_issued(till, unit, priced, sale)
        if any(each.kind == "cash" for each in (*sale.tenders, *(() if back is None else back.tenders))):
            unit.print_jobs.add("drawer", "", at=around.at, sale=sale.sale)
        unit.drafts.forget()
        _count_spend(till, unit, sale)
        if back is not None:
            sale = replace(sale, given_back=tuple(each for each in back.tenders if each.kind != "exchange"))
    return sale


def _returned(
    till: Till,
    unit: "Unit",
    session: Session,
    priced: "PricedSale",
    tenders: tuple[Tender, ...],
    shift: str,
) -> "tuple[tuple[Tender, ...], Exchange | None, RefundedSale | None]":
    """Write what comes back for the sale; its tenders then, the exchange, the return."""
    sale = priced.open_sale
    exchange = exchange_of_now(till, unit, sale, due_of(priced))
    tenders = check_tender(tenders, exchange, "" if sale.exchange is None else sale.exchange.label)
    if exchange is None or sale.exchange is None:
        return tenders, None, None
    back = write_return(till, unit, session, exchange, sale.exchange.wish, sale=sale.sale, shift=shift)
    return tenders, exchange, back


def _since_return(
    till: Till, unit: "Unit", priced: "PricedSale", back: "RefundedSale"
) -> "AttachedMember | None":
    """The member of the sale as the return left them; None where it was somebody else's or they are gone.

    Who was blocked or erased since they were attached keeps no sale from being paid, and so no exchange.
    """
    member = priced.open_sale.member
    if member is None or back.member is None or back.member.member != member.member:
        return None
    try:
        return read_member(till, unit, member.member)
    except Refused:
        return None


def _print_top_up(till: Till, unit: "Unit", sale: SettledSale) -> None:
    """The member's own slip of a top-up, beside the receipt."""
    slip = top_up_slip(sale)
    if slip is not None:
        document = till.paper.top_up(slip, in_force_now(till).settings)
        unit.print_jobs.add("top-up", document, at=sale.at, sale=sale.sale)


def _count_spend(till: Till, unit: "Unit", sale: SettledSale) -> None:
    """Last before the COMMIT of a sale that spends: raise the counter outside the database."""
    if sale.is_spending:
        raise_mark(
            till.keys,
            incarnation=unit.journal.head().incarnation,
            count=unit.state.count_spend(),
            operation_id=sale.sale,
        )


def _settled_before(reading: "Reading", sale: str) -> SettledSale:
    found = reading.sales.by_id(sale)
    if found is None:
        raise Unavailable("sale-not-saved", retry=True)
    return found


def _lease_of_now(till: Till, unit: "Unit", priced: "PricedSale") -> HeldLease | None:
    """The lease as it is in this very transaction, checked; None where no points are spent."""
    lease = priced.open_sale.lease
    if lease is None or not priced.quote.spent_points:
        return None
    held = unit.leases.by_id(lease.lease)
    trouble = lease_trouble(till, held)
    if trouble is not None:
        raise trouble
    return held


def _claims_of_now(till: Till, unit: "Unit", priced: "PricedSale") -> tuple[ClaimUsed, ...]:
    """The claims on what the sale uses, as they are in this very transaction.

    Raises:
        Refused: `claim-…`, `offer-…`.
    """
    member, now = priced.open_sale.member, till.clock.now()
    claims = unit.claims.of_sale(priced.open_sale.sale)
    used: list[ClaimUsed] = []
    for code in priced.quote.used_codes:
        trouble = voucher_trouble(member, claims, code, now)
        if trouble is not None:
            raise trouble
        held = claim_of(claims, code)
        used += [] if held is None else [ClaimUsed(held.thing, held.claim)]
    return (*used, *_offers_of_now(priced, claims, now))


def _offers_of_now(
    priced: "PricedSale", claims: tuple[HeldClaim, ...], now: datetime
) -> tuple[ClaimUsed, ...]:
    program, quote = priced.quote.grounds.program, priced.quote
    if priced.open_sale.member is None or not program.claimable:
        return ()
    from loyalty.claimable import things_used

    given = rules_given(quote)
    held = {each.thing: each for each in claims}
    for rule in given:
        trouble = offer_trouble(program, program.rules[rule], claims, now) if rule in program.rules else None
        if trouble is not None:
            raise trouble
    return tuple(ClaimUsed(thing, held[thing].claim) for thing in things_used(program, given))


def claims_used(sale: SettledSale) -> tuple[str, ...]:
    """The claims inside which a sale used something."""
    return () if sale.extras is None else tuple(each.claim for each in sale.extras.claims)


def _end_lease(unit: "Unit", session: Session, open_sale: OpenSale, sale: SettledSale) -> None:
    if open_sale.lease is None:
        return
    if sale.burn is None:
        end_unspent(unit, session.operator, open_sale.lease)
    else:
        end_lease(unit, session.operator, open_sale.lease, spent=sale.burn.spent)


def _settled_already(till: Till, sale: str) -> SettledSale | None:
    """For a sale that can no longer be priced: its lease is over, perhaps because it was paid with it."""
    with till.store.read() as reading:
        return reading.sales.by_id(sale)


def _after_unknown_commit(till: Till, sale: str) -> SettledSale:
    with till.store.read_decided() as reading:
        return _settled_before(reading, sale)
