"""A sale as a return sees it: what was sold, what of it has come back, and what may still."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from loyalty.errors import Refused
from loyalty.returning import CASH, GIFT, pay_back
from loyalty.units import Money
from loyalty.wire.journal import SaleSettled
from loyalty.wire.sold import quantity_of
from terminal.clock import from_timestamp
from terminal.in_force import in_force
from terminal.returned import ReturnableSale
from terminal.store.releasing import is_released
from terminal.till import Till
from terminal.wallet import WALLET

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
            given=_with_held(reading, sale, body, reading.returns.given_of(sale, but=_top_up_line(body))),
            voided=own.voided,
            released=is_released(reading, sale),
            weighed=frozenset(place for place, line in enumerate(own.lines) if line.unit == "kg"),
            member_name="" if own.member is None else own.member.name,
        )
    foreign = reading.returns.foreign(sale)
    if foreign is None:
        raise Refused("sale-unknown")
    return _of_another_till(till, reading, foreign)


def check_is_ours(sale: ReturnableSale) -> None:
    """Check that this till may give something of a sale back.

    Raises:
        Refused: `sale-voided` (nothing is left), `sale-released` (another till gives it back).
    """
    if sale.voided:
        raise Refused("sale-voided", label=sale.label)
    if sale.released:
        raise Refused("sale-released", label=sale.label)


def _of_another_till(till: Till, reading: "Reading", foreign: "ForeignSale") -> ReturnableSale:
    body = SaleSettled.from_json(json.loads(json.dumps(reading.returns.body_of(foreign.sale))))
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
        given=_given(
            _paid(body),
            foreign.paid_back,
            _with_held(
                reading,
                foreign.sale,
                body,
                reading.returns.given_of(foreign.sale, but=_top_up_line(body)),
            ),
        ),
        voided=reading.returns.is_whole(foreign.sale),
        released=is_released(reading, foreign.sale),
        weighed=frozenset(place for place, line in enumerate(body.lines) if is_weighed(reading, line.sku)),
        member_name=_name_of(reading, body),
    )


def _name_of(reading: "Reading", body: SaleSettled) -> str:
    who = body.person or body.member
    known = None if who is None else reading.members.by_id(who)
    return "" if known is None else known.name


def is_weighed(reading: "Reading", sku: str) -> bool:
    """Whether goods go by weight today, for all that this till's catalogue knows."""
    row = reading.products.row_of(sku)
    return row is not None and row.unit == "kg"


def _with_held(reading: "Reading", sale: str, body: SaleSettled, given: dict[str, Money]) -> dict[str, Money]:
    """With what was kept of lines that came back here whole for less than they had been paid with."""
    back = reading.returns.refunded_of(sale)
    whole = {line for line, each in back.items() if each.quantity == quantity_of(body.lines[line].quantity)}
    held = sum(
        body.lines[line].net - body.lines[line].burned - back[line].money
        for line in whole - {_top_up_line(body)}
    )
    return {**given, "held": Money(held)} if held > 0 else given


def _paid(body: SaleSettled) -> dict[str, Money]:
    """What was received for the goods by each means, cards first and cash last: as it goes back."""
    sums = _received(body)
    for means, taken in _beside_goods(sums, body.to_pay - body.paid_for_goods).items():
        sums[means] = Money(sums[means] - taken)
    return {means: amount for means, amount in sums.items() if amount}


def paid_in_by_means(body: SaleSettled) -> dict[str, Money]:
    """By which means what a sale paid into the wallet came in: what went on cards came in cash first."""
    sums = _received(body)
    on_cards = _beside_goods(sums, body.to_pay - body.paid_for_goods - body.paid_in)
    left = {means: Money(amount - on_cards.get(means, 0)) for means, amount in sums.items()}
    return _beside_goods(left, body.paid_in)


def _received(body: SaleSettled) -> dict[str, Money]:
    sums: dict[str, Money] = {}
    for tender in body.tenders:
        came_in = {tender.kind: tender.amount} if tender.exchange is None else tender.exchange.by_means()
        for means, amount in came_in.items():
            sums[means] = Money(sums.get(means, 0) + amount)
    ordered = sorted(sums, key=lambda means: (means == CASH, means != GIFT))
    return {means: sums[means] for means in ordered}


def _beside_goods(sums: Mapping[str, Money], amount: int) -> dict[str, Money]:
    """So much that came in for no goods, out of cash first; neither cards nor a wallet pay for it."""
    found: dict[str, Money] = {}
    for means in reversed([each for each in sums if each not in {GIFT, WALLET}]):
        found[means] = Money(min(amount, sums[means]))
        amount -= found[means]
    return found


def _top_up_line(body: SaleSettled) -> int:
    """The line that paid into the wallet: its return is no goods'. None is -1."""
    return -1 if body.top_up is None else body.top_up.line


def _given(paid: Mapping[str, Money], elsewhere: Money, here: Mapping[str, Money]) -> dict[str, Money]:
    """What went out before, by each means; of what went out elsewhere only the sum is known."""
    before = pay_back(paid, {}, exact=elsewhere, is_whole=False, cash_step=1)
    return {means: Money(before.get(means, 0) + here.get(means, 0)) for means in {**before, **here}}
