"""A sale as a return sees it: what was sold, what of it has come back, and what may still."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from loyalty.errors import Refused
from loyalty.returning import CASH, GIFT, pay_back
from loyalty.units import Money
from loyalty.wire.journal import SaleSettled
from terminal.clock import from_timestamp
from terminal.in_force import in_force
from terminal.returned import ReturnableSale
from terminal.store.releasing import is_released
from terminal.till import Till

if TYPE_CHECKING:
    from terminal.store.books import Reading
    from terminal.store.returns import ForeignSale


def returnable(till: Till, sale: str) -> ReturnableSale:
    """A sale that this till made, or that another let go to it.

    Raises:
        Refused: `sale-unknown`.
    """
    with till.store.read() as reading:
        return read_returnable(till, reading, sale)


def read_returnable(till: Till, reading: "Reading", sale: str) -> ReturnableSale:
    """The same within a transaction."""
    own = reading.sales.by_id(sale)
    if own is not None:
        body = SaleSettled.from_json(reading.returns.body_of(sale))
        return ReturnableSale(
            body=body,
            label=own.receipt.label,
            digits=own.receipt.digits,
            at=own.at,
            operator_name=own.operator_name,
            till_code="",
            returned=reading.returns.returned_of(sale),
            paid=_paid(body),
            given=reading.returns.given_of(sale),
            voided=own.voided,
        )
    foreign = reading.returns.foreign(sale)
    if foreign is None:
        raise Refused("sale-unknown")
    return _of_another_till(till, reading, foreign)


def check_is_ours(reading: "Reading", sale: ReturnableSale) -> None:
    """Check that this till may give something of a sale back.

    Raises:
        Refused: `sale-voided` (nothing is left), `sale-released` (another till gives it back).
    """
    if sale.voided:
        raise Refused("sale-voided", label=sale.label)
    if not sale.till_code and is_released(reading, sale.sale):
        raise Refused("sale-released", label=sale.label)


def _of_another_till(till: Till, reading: "Reading", foreign: "ForeignSale") -> ReturnableSale:
    body = SaleSettled.from_json(json.loads(json.dumps(foreign.body)))
    here = reading.returns.returned_of(foreign.sale)
    returned = dict(foreign.returned)
    for line, quantity in here.items():
        returned[line] = type(quantity)(returned.get(line, 0) + quantity)
    zone = in_force(till, reading).zone
    return ReturnableSale(
        body=body,
        label=body.receipt.label if body.receipt else foreign.digits,
        digits=foreign.digits,
        at=from_timestamp(foreign.at).astimezone(zone),
        operator_name="",
        till_code=foreign.till_code,
        returned=returned,
        paid=_paid(body),
        given=_given(_paid(body), foreign.paid_back, reading.returns.given_of(foreign.sale)),
        voided=reading.returns.is_whole(foreign.sale),
    )


def _paid(body: SaleSettled) -> dict[str, Money]:
    """What was received for the goods by each means, cards first and cash last: as it goes back."""
    sums: dict[str, Money] = {}
    for tender in sorted(body.tenders, key=lambda each: (each.kind == CASH, each.kind != GIFT)):
        sums[tender.kind] = Money(sums.get(tender.kind, 0) + tender.amount)
    on_cards = body.to_pay - body.paid_for_goods
    for means in reversed([each for each in sums if each != GIFT]):
        taken = min(on_cards, sums[means])
        sums[means], on_cards = Money(sums[means] - taken), on_cards - taken
    return {means: amount for means, amount in sums.items() if amount}


def _given(paid: Mapping[str, Money], elsewhere: Money, here: Mapping[str, Money]) -> dict[str, Money]:
    """What went out before, by each means; of what went out elsewhere only the sum is known."""
    before = pay_back(paid, {}, exact=elsewhere, is_whole=False, cash_step=1)
    return {means: Money(before.get(means, 0) + here.get(means, 0)) for means in {**before, **here}}
