"""Sales worked out anew from the journals: what came back of each, and what it is to its member's history."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from typing import Final

from loyalty.errors import Refused
from loyalty.program import Program
from loyalty.refund import refund
from loyalty.units import Money, Points, Quantity
from loyalty.wire.canonical import parse_json
from loyalty.wire.journal import SaleSettled
from loyalty.wire.kept import check_refund, kept_sale
from loyalty.wire.kept_claim import check_claim, claimed_sale
from loyalty.wire.late_claim import ReceiptClaimed
from loyalty.wire.returning import SaleRefunded
from loyalty.wire.spend import counted_refund, counted_spend, is_purchase_returned
from server.store.database import Connection
from server.store.derived_sales import (
    PurchaseRow,
    SaidOfSale,
    SaleRow,
    purchases_as_kept,
    purchases_counted_otherwise,
    said_of_sales,
    sales_as_kept,
)
from server.store.posted_points import points_posted
from server.store.tills import list_tills
from server.usecases.admin.kept import programs_of
from server.usecases.admin.points_again import MovedBySale, moved_otherwise, points_burned

_ABOUT_SALES: Final = ("sale_voided", "sale_refunded", "receipt_claimed")
_GONE: Final = PurchaseRow(Money(0), Points(0), voided=True)


class _Unfollowed(Exception):
    """What is kept of a sale leads to no event, or to one that nothing can be worked out from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Again:
    """A sale as the events say that it stands; `purchase` is there where it is a member's."""

    body: SaleSettled
    given_at: str
    """The till that gave its points: which sold it, or claimed them for somebody."""
    voided_by: int | None = None
    returned: Mapping[int, Quantity]
    paid_back: Money = Money(0)
    claim: ReceiptClaimed | None = None
    purchase: PurchaseRow | None = None
    came_back: tuple[tuple[str, Points], ...] = ()
    """Which till gave back how many of the points that it had burned, in order."""


def sale_faults(connection: Connection, tenant: str) -> Iterator[str]:
    """Sales and purchases that are kept otherwise than the journals have them."""
    programs = programs_of(connection, tenant)
    said = said_of_sales(connection, tenant, _ABOUT_SALES)
    bought, posted = purchases_as_kept(connection, tenant), points_posted(connection, tenant)
    stores = {each.till: each.store for each in list_tills(connection, tenant)}
    with closing(sales_as_kept(connection, tenant)) as rows:
        for row in rows:
            try:
                again = _again(_sold(row), row.till, said.get(row.sale, ()), programs)
            except (_Unfollowed, Refused) as trouble:
                yield f"sale {row.sale}: what became of it cannot be followed: {trouble}"
                continue
            yield from _differences(row, again, bought.get(row.sale))
            yield from moved_otherwise(_moved(row, again), posted.get(row.sale, ()), stores)
    for member, kept, counted in purchases_counted_otherwise(connection, tenant):
        yield f"member {member}: {kept} purchases are counted, {counted} stand in their history"


def _moved(row: SaleRow, again: _Again) -> MovedBySale:
    return MovedBySale(
        body=again.body,
        sold_at=row.till,
        given_at=again.given_at,
        returned=again.returned,
        came_back=again.came_back,
        is_voided=again.voided_by is not None,
    )


def _sold(row: SaleRow) -> SaleSettled:
    """Raises Refused, _Unfollowed: what is in the journal where the sale says it is, is another event."""
    body = SaleSettled.from_json(row.body)
    if body.sale != row.sale:
        raise _Unfollowed("its event is another sale's")
    return body


def _again(
    body: SaleSettled, till: str, said: Iterable[SaidOfSale], programs: Mapping[int, Program]
) -> _Again:
    """Raises Refused, _Unfollowed: in no order can all of it have happened, or not by a program there is."""
    program = programs.get(body.program.version)
    if program is None:
        raise _Unfollowed(f"program {body.program.version} is not there")
    purchase = None if body.member is None else _bought(program, body)
    stands, pending = _Again(body=body, given_at=till, returned={}, purchase=purchase), list(said)
    while pending:
        stands, done = _next(stands, pending, program)
        pending.remove(done)
    return stands


def _next(stands: _Again, pending: Sequence[SaidOfSale], program: Program) -> tuple[_Again, SaidOfSale]:
    """The sale after one more event: those of a till in their order, of several tills' one that fits."""
    firsts: dict[str, SaidOfSale] = {}
    for each in pending:
        firsts.setdefault(each.till, each)
    *others, last = firsts.values()
    for each in others:
        with suppress(Refused):
            return _after(stands, each, program), each
    return _after(stands, last, program), last


def _after(stands: _Again, said: SaidOfSale, program: Program) -> _Again:
    if said.kind == "receipt_claimed":
        return _claimed(stands, ReceiptClaimed.from_json(said.body), said.till, program)
    if said.kind == "sale_refunded":
        return _refunded(stands, SaleRefunded.from_json(said.body), said, program)
    purchase = None if stands.purchase is None else _GONE
    came_back = ((said.till, points_burned(stands.body)),)
    return replace(stands, voided_by=said.seq, purchase=purchase, came_back=came_back)


def _bought(program: Program, body: SaleSettled) -> PurchaseRow:
    spend = counted_spend(program, body)
    return PurchaseRow(spend or Money(0), Points(body.earned_points), voided=spend is None)


def _claimed(stands: _Again, claim: ReceiptClaimed, till: str, program: Program) -> _Again:
    check_claim(claim, stands.body, stands.returned)
    sold = claimed_sale(stands.body, claim)
    whole = _bought(program, sold)
    back = refund(kept_sale(sold, {}), stands.returned) if stands.returned else None
    if back is not None:
        less = Money(0) if whole.voided else counted_refund(program, sold, back)
        is_none = whole.voided or is_purchase_returned(program, sold, back.sale)
        whole = replace(whole, spend=Money(whole.spend - less), voided=is_none)
    return replace(stands, body=sold, claim=claim, purchase=whole, given_at=till)


def _refunded(stands: _Again, body: SaleRefunded, said: SaidOfSale, program: Program) -> _Again:
    sold, bought = stands.body, stands.purchase
    back = check_refund(body, sold, kept_sale(sold, stands.returned), before=stands.paid_back)
    goods = Money(0) if body.top_up is not None else Money(body.money + body.rounding)
    if bought is not None:
        bought = PurchaseRow(
            Money(bought.spend - counted_refund(program, sold, back)),
            Points(bought.points - back.points_taken),
            voided=bought.voided or is_purchase_returned(program, sold, back.sale),
        )
    return replace(
        stands,
        voided_by=said.seq if back.sale.is_returned else None,
        returned={place: line.returned for place, line in enumerate(back.sale.lines) if line.returned},
        paid_back=Money(stands.paid_back + goods + body.held),
        purchase=bought,
        came_back=(*stands.came_back, (said.till, back.points_returned)),
    )


def _differences(row: SaleRow, again: _Again, bought: PurchaseRow | None) -> Iterator[str]:
    receipt = again.body.receipt
    claim = None if row.claim is None else ReceiptClaimed.from_json(parse_json(row.claim.encode()))
    figures: dict[str, tuple[object, object]] = {
        "taken back by": (row.voided_by, again.voided_by),
        "returned": (dict(json.loads(row.returned or "[]")), dict(again.returned)),
        "paid back": (row.paid_back, again.paid_back),
        "a member's": (row.member is not None, again.body.member is not None),
        "receipt": (row.receipt, None if receipt is None else receipt.digits),
        "claim": (claim, again.claim),
    }
    if bought is not None and again.purchase is not None:
        figures |= {
            "spend": (bought.spend, again.purchase.spend),
            "points": (bought.points, again.purchase.points),
            "counted as": (bought.voided, again.purchase.voided),
        }
    for name, (kept, made) in figures.items():
        if kept != made:
            yield f"sale {row.sale}: {name} is {kept}, the journals come to {made}"
