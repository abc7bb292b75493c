"""Goods that are brought back while others are bought: what the open sale knows of it. Pure.

Nothing is written before the sale is paid: until then it is a wish, with the figures it had when it was made.
What a gift card or a wallet paid goes back there and pays for nothing here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from loyalty.returning import SetAgainst, set_against
from loyalty.units import Money, Points, Quantity
from loyalty.wire.exchange import EXCHANGE, Exchanged
from terminal.returned import RefundWish
from terminal.sale import Tender

Means = Literal["cash", "card", "transfer"]
_KINDS: Final[Mapping[str, Means]] = {"cash": "cash", "card": "card", "transfer": "transfer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenExchange:
    """What comes back in the open sale: the wish, the receipt's label, and what it comes to.

    `back` is the money that can pay for new goods, by the means it had come in by, cash last; `beside` what
    goes back to gift cards and the wallet. `member` is whose points move. `weighed` are the places of the
    `goods` that go by weight. `brought` is set where the sale has its member by the exchange alone, who goes
    with it where it is dropped.
    """

    wish: RefundWish
    label: str
    member: str | None
    back: Mapping[str, Money]
    beside: Money = Money(0)
    points_taken: Points = Points(0)
    points_returned: Points = Points(0)
    goods: tuple[tuple[str, Quantity, Money], ...] = ()
    weighed: frozenset[int] = field(default=frozenset(), compare=False)
    brought: bool = field(default=False, compare=False)

    @property
    def credit(self) -> Money:
        """The most that it can pay."""
        return Money(sum(self.back.values()))

    @property
    def kinds(self) -> tuple[Means, ...]:
        """By which means the money had come in: what promotions for a way of paying ask for."""
        return tuple(sorted(_KINDS[means] for means in self.back))

    def against(self, total: Money, *, cash_step: int) -> SetAgainst:
        """What it comes to for new goods of `total`."""
        return set_against(self.back, total, cash_step=cash_step)


def credit_tender(split: SetAgainst) -> Tender | None:
    """What pays for the new goods; None where nothing does."""
    if not split.amount:
        return None
    return Tender(kind=EXCHANGE, amount=split.amount, exchange=Exchanged(**split.credit))


def paid_out(split: SetAgainst) -> tuple[Tender, ...]:
    """What goes out all the same."""
    return tuple(Tender(kind=_KINDS[means], amount=amount) for means, amount in split.paid_out.items())


def as_came_in(tender: Tender) -> tuple[Tender, ...]:
    """A tender by the means that its money came in by: an exchange's by those of what came back."""
    if tender.exchange is None:
        return (tender,)
    return tuple(
        Tender(kind=_KINDS[means], amount=Money(amount))
        for means, amount in tender.exchange.by_means().items()
    )
