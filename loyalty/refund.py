"""Refunds: what a return pays back, worked out from what the sale kept and never from today's rules.

Rounding a last refund for cash, choosing tenders and moving lots are the till's matter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from loyalty.errors import Refused
from loyalty.rates import round_half_up
from loyalty.refusals import SentenceRefused
from loyalty.sentences import say
from loyalty.units import Money, Points, Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLine:
    """What a sale keeps of one line, and how much of it has come back so far.

    `wallet` is what a wallet paid of it, and `wallet_bonus` what of that was bonus. `reward_points` are those
    of its burned points that a reward took.
    """

    quantity: Quantity
    net: Money
    burned: Money
    earned_points: Points
    burned_points: Points
    returned: Quantity = Quantity(0)
    wallet: Money = Money(0)
    wallet_bonus: Money = Money(0)
    reward_points: Points = Points(0)

    @property
    def points_still_paid(self) -> Points:
        """The points that paid for what has not come back of it, without those that a reward took."""
        paid = self.burned_points - self.reward_points
        return Points(paid - paid * self.returned // self.quantity)


@dataclass(frozen=True, slots=True)
class KeptSale:
    """What a sale keeps, line by line in the order of the basket.

    `unbound_points` were given for what belongs to no line, a donation or a voucher for later; they come back
    once nothing of the sale is left with the member.
    """

    lines: tuple[KeptLine, ...]
    unbound_points: Points = Points(0)

    @property
    def is_returned(self) -> bool:
        """Whether everything has come back."""
        return all(line.returned == line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRefund:
    """What the return of part of one line comes to."""

    line: int
    quantity: Quantity
    money: Money
    points_taken: Points
    points_returned: Points
    to_wallet: Money = Money(0)
    to_bonus: Money = Money(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """One refund: its sums, what each line has in them, and the sale as it stands afterwards.

    The sum of points returned may have more in it than the lines: those that belong to none. `to_wallet` is
    what of the money goes back to the wallet that paid it.
    """

    money: Money
    points_taken: Points
    points_returned: Points
    lines: tuple[LineRefund, ...]
    sale: KeptSale
    to_wallet: Money = Money(0)


def refund(sale: KeptSale, returns: Mapping[int, Quantity]) -> Refund:
    """Returns so much of each line, by its index.

    Raises:
        Refused: `no-such-line`, `nothing-returned` (a quantity below 1) or `more-than-left`; the refund is
        refused
            whole, and the sale stands as it was.
    """
    lines = list(sale.lines)
    parts: list[LineRefund] = []
    for index, quantity in sorted(returns.items()):
        kept = _line_of(sale, index, quantity)
        returned = Quantity(kept.returned + quantity)
        parts.append(_rise(kept, index, returned))
        lines[index] = replace(kept, returned=returned)
    after = replace(sale, lines=tuple(lines))
    unbound = sale.unbound_points if after.is_returned and not sale.is_returned else 0
    return Refund(
        money=Money(sum(part.money for part in parts)),
        points_taken=Points(sum(part.points_taken for part in parts)),
        points_returned=Points(sum(part.points_returned for part in parts) + unbound),
        lines=tuple(parts),
        sale=after,
        to_wallet=Money(sum(part.to_wallet for part in parts)),
    )


def everything_left(sale: KeptSale) -> dict[int, Quantity]:
    """What a void returns: all that has not come back yet."""
    left = ((index, Quantity(kept.quantity - kept.returned)) for index, kept in enumerate(sale.lines))
    return {index: quantity for index, quantity in left if quantity > 0}


def paid_back(kept: KeptLine, returned: Quantity) -> Money:
    """The money paid back once this much of the line has come back."""
    return Money(round_half_up((kept.net - kept.burned) * returned, kept.quantity))


def to_wallet(kept: KeptLine, money: Money) -> Money:
    """What of the money paid back so far went to the wallet: in the proportion in which it was paid.

    It follows the money, not the quantity, so that neither part ever shrinks as the other grows.
    """
    return Money(round_half_up(money * kept.wallet, kept.net - kept.burned) if kept.wallet else 0)


def to_bonus(kept: KeptLine, to_wallet: Money) -> Money:
    """What of the money that went to the wallet was bonus."""
    return Money(round_half_up(to_wallet * kept.wallet_bonus, kept.wallet) if kept.wallet_bonus else 0)


def points_given_back(kept: KeptLine, returned: Quantity) -> Points:
    """The earned points that the member has given back by then."""
    return Points(kept.earned_points - kept.earned_points * (kept.quantity - returned) // kept.quantity)


def points_returned(kept: KeptLine, returned: Quantity) -> Points:
    """The burned points that the member has been given back by then."""
    return Points(kept.burned_points * returned // kept.quantity)


def _rise(kept: KeptLine, index: int, after: Quantity) -> LineRefund:
    before = kept.returned
    money, was = paid_back(kept, after), paid_back(kept, before)
    wallet, wallet_was = to_wallet(kept, money), to_wallet(kept, was)
    return LineRefund(
        line=index,
        quantity=Quantity(after - before),
        money=Money(money - was),
        points_taken=Points(points_given_back(kept, after) - points_given_back(kept, before)),
        points_returned=Points(points_returned(kept, after) - points_returned(kept, before)),
        to_wallet=Money(wallet - wallet_was),
        to_bonus=Money(to_bonus(kept, wallet) - to_bonus(kept, wallet_was)),
    )


def _line_of(sale: KeptSale, index: int, quantity: Quantity) -> KeptLine:
    if not 0 <= index < len(sale.lines):
        raise Refused("no-such-line", line=index, lines=len(sale.lines))
    kept = sale.lines[index]
    if quantity < 1:
        raise Refused("nothing-returned", line=index)
    left = kept.quantity - kept.returned
    if quantity > left:
        told = say("more-than-left", place=index + 1, asked=quantity, left=left)
        raise SentenceRefused(told, line=index, asked=quantity, left=left)
    return kept


def returns_of(pairs: Iterable[tuple[int, Quantity]]) -> dict[int, Quantity]:
    """Adds up what is asked back of each line, where one is named more than once."""
    wanted: dict[int, Quantity] = {}
    for index, quantity in pairs:
        wanted[index] = Quantity(wanted.get(index, 0) + quantity)
    return wanted
