"""A draft tried on what this till has sold: both programs price the same baskets, and nothing is changed.

The journal does not keep all that a price depended on: a member counts by their tier of today and by no
vouchers, rewards or offers that were used, on both sides alike. So it is a look at the size of things.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from loyalty.basket import Basket, BasketLine, BasketMember
from loyalty.basket_json import parse_quantity
from loyalty.program.read import parse_program
from loyalty.refusals import BasketRefused
from loyalty.replay import PastSale, Summary, compare
from loyalty.replay.summary import SideSum
from loyalty.units import Money, Points, Quantity
from loyalty.wire.journal import SaleSettled
from terminal.clock import from_timestamp
from terminal.in_force import in_force

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from terminal.store.books import Reading
    from terminal.till import Till

MOST_SALES: Final = 300
"""So many are tried, the latest; each is priced twice while somebody waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What so many sales came to under both; `left_out` are those that one of them cannot price."""

    sales: int
    changed: int
    left_out: int
    before: SideSum
    after: SideSum


def try_on_sales(till: "Till", draft: "Program", *, against: str, most: int = MOST_SALES) -> Trial:
    """Price this till's latest sales under a draft and under the text that it would follow."""
    other = parse_program(against, name="program")
    with till.store.read() as reading:
        store = in_force(till, reading).store
        sales = [
            past_sale(SaleSettled.from_json(body), at, reading, draft=draft, store=store)
            for at, body in reading.sales.latest(most)
        ]
    summary, left_out = Summary(), 0
    for sale in sales:
        try:
            summary.add(compare(sale, draft=draft, against=other))
        except BasketRefused:
            left_out += 1
    return Trial(
        sales=summary.everyone.sales,
        changed=summary.everyone.changed,
        left_out=left_out,
        before=summary.before,
        after=summary.after,
    )


def past_sale(body: SaleSettled, at: str, reading: "Reading", *, draft: "Program", store: str) -> PastSale:
    """A sale of the journal as a replay takes it."""
    burned = Points(0 if body.burn is None else body.burn.points)
    basket = Basket(
        at=from_timestamp(at).astimezone(draft.zone),
        lines=tuple(
            BasketLine(
                sku=line.sku,
                quantity=parse_quantity(line.quantity) or Quantity(1),
                unit_price=Money(line.unit_price),
                name=line.name,
                category=line.category,
                brand=line.brand,
                tags=line.tags,
            )
            for line in body.lines
        ),
        store=store,
        member=None if body.member is None else _member(body.member, burned, reading, draft),
        codes=body.used_codes,
        burn_points=burned,
    )
    return PastSale(
        receipt=body.sale,
        member=body.member or "",
        version=body.program.version,
        fingerprint=body.program.fingerprint,
        basket=basket,
        kept=None,
    )


def _member(member: str, points: Points, reading: "Reading", draft: "Program") -> BasketMember:
    known = reading.members.by_id(member)
    tier = draft.tiers[0].id if known is None else str(known.standing.get("tier", draft.tiers[0].id))
    return BasketMember(tier=tier, points=points)
