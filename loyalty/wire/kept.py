"""A sale as its event kept it, for refunds to work on; and whether a refund's event says what the rules say.

The till writes the event from these functions and the server checks it by them, so that the two agree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from loyalty.errors import Refused
from loyalty.refund import KeptLine, KeptSale, Refund, paid_back, points_returned, refund
from loyalty.returning import back_to_lots
from loyalty.units import Money, Points, Quantity
from loyalty.wire.journal import SaleSettled
from loyalty.wire.kept_wallet import check_top_up_back, went_to_wallet
from loyalty.wire.prepaid import GiftUsed, MoneySlice
from loyalty.wire.returning import GoodsReturned, ReturnedLine, SaleRefunded
from loyalty.wire.sold import quantity_of

ROUNDING_MOST: Final = 1_000_000
"""No store rounds its cash to more than that."""


def money_back(sale: KeptSale) -> Money:
    """What everything that has come back of a sale comes to, before rounding for cash."""
    return Money(sum(paid_back(line, line.returned) for line in sale.lines if line.returned))


def kept_sale(body: SaleSettled, returned: Mapping[int, Quantity]) -> KeptSale:
    """What a refund works on: the sale as it was kept, and what of each line has come back so far.

    The points of rewards are among those that come back. A line that paid into a wallet is there with no
    money: what it is worth depends on the wallet, see `kept_wallet`.
    """
    rewards = body.extras.rewards if body.extras else ()
    used, paid_in = body.from_wallet, -1 if body.top_up is None else body.top_up.line
    for_lines = [each.by_line for each in rewards if each.by_line]
    by_line = [Points(sum(each[place] for each in for_lines)) for place in range(len(body.lines))]
    lines = tuple(
        KeptLine(
            quantity=quantity_of(line.quantity),
            net=Money(0 if place == paid_in else line.net),
            burned=Money(0 if place == paid_in else line.burned),
            earned_points=Points(line.earned_points),
            burned_points=Points(line.burned_points + by_line[place]),
            reward_points=by_line[place],
            returned=returned.get(place, Quantity(0)),
            wallet=Money(used.by_line[place] if used else 0),
            wallet_bonus=Money(used.bonus_by_line[place] if used else 0),
        )
        for place, line in enumerate(body.lines)
    )
    unbound = sum(each.points for each in rewards if not each.by_line)
    return KeptSale(lines, unbound_points=Points(unbound))


def lots_back(body: SaleSettled, sale: KeptSale, back: Refund) -> tuple[tuple[str, Points], ...]:
    """The lots that the burned points of a refund go back to; `sale` is as it was before the refund."""
    if body.burn is None:
        return ()
    burned = [(part.lot, Points(part.points)) for part in body.burn.slices]
    before = sum(points_returned(line, line.returned) for line in sale.lines if line.returned)
    return back_to_lots(burned, before=Points(before), now=back.points_returned)


def asked_back(lines: Iterable[ReturnedLine]) -> dict[int, Quantity]:
    """So much of each line as an event says has come back.

    Raises:
        Refused: `sums-differ` where it names a line twice.
    """
    asked: dict[int, Quantity] = {}
    for each in lines:
        if each.line in asked:
            raise Refused("sums-differ", figure="lines", said=each.line, made=each.line)
        asked[each.line] = quantity_of(each.quantity)
    return asked


def check_refund(body: SaleRefunded, sold: SaleSettled, kept: KeptSale, *, before: Money) -> Refund:
    """What a refund comes to by the rules, where the event says the same; `before` is what went out before.

    Raises:
        Refused: as `refund`; `refund-differs` with the first figure that is not what it should be.
    """
    if body.top_up is not None:
        return check_top_up_back(body, body.top_up, sold, kept)
    back = refund(kept, asked_back(body.lines))
    if sold.top_up is not None and sold.top_up.line in asked_back(body.lines):
        raise Refused("refund-differs", figure="top_up")
    back = less(back, Money(body.held))
    paid = body.money + body.rounding
    wallet = went_to_wallet(kept)
    figures: Mapping[str, tuple[object, object]] = {
        "lines": (
            [(each.line, each.money, each.points_taken, each.points_returned) for each in body.lines],
            [(each.line, each.money, each.points_taken, each.points_returned) for each in back.lines],
        ),
        "money": (body.money, back.money),
        "points_taken": (body.points_taken, back.points_taken),
        "points_returned": (body.points_returned, back.points_returned),
        "lots": ([(each.lot, each.points) for each in body.lots], list(lots_back(sold, kept, back))),
        "tenders": (sum(tender.amount for tender in body.tenders), paid),
        "tenders.gift": (
            sum(tender.amount for tender in body.tenders if tender.kind == "gift"),
            sum(
                part.amount
                for each in gifts_back(sold, before=Money(before - wallet), paid=Money(paid - back.to_wallet))
                for part in each.slices
            ),
        ),
        "tenders.wallet": (
            sum(tender.amount for tender in body.tenders if tender.kind == "wallet"),
            back.to_wallet,
        ),
    }
    for name, (said, made) in figures.items():
        if said != made:
            raise Refused("refund-differs", figure=name)
    check_paid(sold.paid_for_goods, back.sale, paid=Money(paid + body.held), before=before)
    return back


def less(back: Refund, held: Money) -> Refund:
    """A refund of one line of whose money so much is kept; what a wallet paid of it goes back whole.

    Raises:
        Refused: `refund-differs`: of several lines, or more than there is.
    """
    if not held:
        return back
    if len(back.lines) != 1 or held > back.money - back.to_wallet:
        raise Refused("refund-differs", figure="held")
    (line,) = back.lines
    lines = (replace(line, money=Money(line.money - held)),)
    return replace(back, money=Money(back.money - held), lines=lines)


def gifts_back(sold: SaleSettled, *, before: Money, paid: Money) -> tuple[GiftUsed, ...]:
    """What of a refund goes back to the gift cards that paid: theirs first, card by card, and all of it.

    `before` is what went out before, `paid` goes out now, both without what goes to a wallet. What a card
    paid never becomes cash, and the same figures come out whoever works them out.
    """
    found: list[GiftUsed] = []
    for used in sold.gift_tenders:
        went = Money(min(before, used.amount))
        goes = Money(min(before + paid, used.amount) - went)
        before, paid = Money(before - went), Money(paid - goes)
        lots = [(part.lot, Points(part.amount)) for part in used.slices]
        slices = back_to_lots(lots, before=Points(went), now=Points(goes))
        found.append(GiftUsed(used.card, used.lease, tuple(MoneySlice(lot, now) for lot, now in slices)))
    return tuple(found)


def check_paid(received: int, after: KeptSale, *, paid: Money, before: Money) -> None:
    """Check that what goes out stays within what came in, and is all of it once nothing is left of the sale.

    Raises:
        Refused: `refund-differs`.
    """
    out = before + paid
    exact = money_back(after)
    least = received if after.is_returned else min(exact, received)
    if paid < 0 or not least <= out <= min(received, exact + ROUNDING_MOST):
        raise Refused("refund-differs", figure="rounding")


def check_goods(body: GoodsReturned) -> None:
    """Check that a return without a receipt adds up.

    Raises:
        Refused: `refund-differs`, `nothing-returned`.
    """
    if not body.lines:
        raise Refused("nothing-returned")
    paid = body.money + body.rounding
    if body.money != sum(line.money for line in body.lines):
        raise Refused("refund-differs", figure="money")
    if paid < 0 or abs(body.rounding) > ROUNDING_MOST or paid != sum(each.amount for each in body.tenders):
        raise Refused("refund-differs", figure="tenders")
