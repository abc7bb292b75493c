"""What the open sale comes to, by the program in force. The quote that was shown last is remembered."""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from loyalty.units import Money, Points
from terminal.by_hand import asked_by
from terminal.in_force import in_force_now, program_of
from terminal.offers import withheld
from terminal.open_sale import OpenSale, as_basket, set_burn
from terminal.pricing_memory import PricedSale
from terminal.sale import TenderKind
from terminal.till import Till

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from loyalty.quote.model import Quote

QUOTE_HOLDS: Final = timedelta(minutes=10)
"""For so long the price that was shown is charged, even if a promotion's hours end meanwhile."""


def price(till: Till, open_sale: OpenSale, *, paid_with: tuple[TenderKind, ...] = ()) -> "Quote":
    """The quote of the sale at this moment.

    Raises:
        Refused: `no-program`, `not-paired`, a `BurnRefused` where the wish to burn cannot be met (with the
            most that can), a `BasketRefused` where an amount passes its limit.
    """
    return priced(till, open_sale, paid_with=paid_with).quote


def price_fitting(
    till: Till, open_sale: OpenSale, *, paid_with: tuple[TenderKind, ...] = ()
) -> "tuple[OpenSale, Quote]":
    """The quote, with a burn that no longer fits lowered to the most that does; for after the goods changed.

    Raises:
        Refused: as `price`, but for the burn.
    """
    from loyalty.refusals import BurnRefused

    try:
        return open_sale, price(till, open_sale, paid_with=paid_with)
    except BurnRefused as refused:
        fitting = set_burn(open_sale, Points(max(0, refused.max_points)))
        return fitting, price(till, fitting, paid_with=paid_with)


def priced(till: Till, open_sale: OpenSale, *, paid_with: tuple[TenderKind, ...]) -> PricedSale:
    """The quote with all it was made of; the last one again where nothing changed since."""
    from loyalty.quote import quote

    force = in_force_now(till)
    at = till.clock.now().astimezone(force.zone)
    program = program_of(force)
    basket = as_basket(
        open_sale,
        at=at,
        store=force.store,
        paid_with=paid_with,
        taken_off=_taken_off(till, open_sale, program),
        withheld=withheld(program, open_sale, at),
    )
    found = PricedSale(
        open_sale=open_sale,
        paid_with=paid_with,
        at=at,
        in_force=force,
        quote=quote(program, basket),
    )
    till.memory.last = found
    return found


def _taken_off(till: Till, open_sale: OpenSale, program: "Program") -> Money:
    """What whoever set prices in this sale took off by hand in this shift; asked for where a limit asks."""
    who = asked_by(open_sale)
    if not who or program.limits.discount_max_per_shift is None:
        return Money(0)
    with till.store.read() as reading:
        shift = reading.shifts.current_id()
        return Money(0) if shift is None else reading.shifts.taken_off(shift, who)


def as_last_shown(till: Till, open_sale: OpenSale, *, paid_with: tuple[TenderKind, ...]) -> PricedSale:
    """What the sale was priced at when it was last shown; priced anew only where something changed since.

    Raises:
        Refused: as `price`.
    """
    last = till.memory.last
    if (
        last is not None
        and till.clock.now() - last.at < QUOTE_HOLDS
        and last.paid_with == paid_with
        and last.in_force is till.memory.in_force
        and last.in_force.config_version == till.store.config_version
        and last.open_sale == open_sale
    ):
        return last
    return priced(till, open_sale, paid_with=paid_with)
