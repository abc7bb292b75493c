"""A sale as a member's account takes it: the facts of it, wherever they come from.

At the moment of paying they are those of its quote; later, and at the server, those of its journal event (see
`loyalty.account.told`). Both make the same value, so that whoever settles it comes to the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from loyalty.quote.challenges import KeptChallenge, kept_challenges
from loyalty.quote.model import Quote
from loyalty.quote.stamps import KeptStamps, kept_stamps
from loyalty.quote.wallet import WalletPayment
from loyalty.refund import KeptSale
from loyalty.refund_json import kept_sale
from loyalty.units import Points


class GivenReward(NamedTuple):
    """A reward that was given, and the points that it cost."""

    rule: str
    points: Points


class TakesPart(NamedTuple):
    """A draw that the sale takes part in."""

    draw: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A sale to settle. `id` names it and the lot that it earns; no other sale has it.

    `skus` and `line_rules` are what was bought and what took something off it, line by line. `rules` are all
    that gave something, rewards, stamp cards and draws among them. `burned` are the points that paid, `spent`
    those and what rewards cost.
    """

    id: str
    at: datetime
    kept: KeptSale
    skus: tuple[str, ...]
    line_rules: tuple[frozenset[str], ...]
    rules: frozenset[str]
    earned: Points = Points(0)
    burned: Points = Points(0)
    spent: Points = Points(0)
    used_codes: tuple[str, ...] = ()
    rewards: tuple[GivenReward, ...] = ()
    stamps: tuple[KeptStamps, ...] = ()
    challenges: tuple[KeptChallenge, ...] = ()
    draws: tuple[TakesPart, ...] = ()
    wallet: WalletPayment | None = None

    def lines_with(self, rule: str) -> tuple[int, ...]:
        """The lines that a rule took something off."""
        return tuple(place for place, rules in enumerate(self.line_rules) if rule in rules)


def quoted_sale(sale_id: str, quote: Quote) -> Sale:
    """The sale of a quote whose basket's member is `member_of` the account."""
    program, basket = quote.grounds.program, quote.grounds.basket
    return Sale(
        id=sale_id,
        at=basket.at,
        kept=kept_sale(quote),
        skus=tuple(line.sku for line in basket.lines),
        line_rules=tuple(frozenset(each.rule for each in line.discounts) for line in quote.lines),
        rules=frozenset(_rules(quote)),
        earned=quote.earned_points,
        burned=quote.burn.points,
        spent=quote.spent_points,
        used_codes=quote.used_codes,
        rewards=tuple(GivenReward(each.rule, each.points) for each in quote.rewards if each.points),
        stamps=tuple(kept_stamps(quote)) if program.stamp_cards else (),
        challenges=tuple(kept for _, kept in kept_challenges(quote)),
        draws=tuple(TakesPart(each.draw, each.name) for each in quote.draws if each.is_in),
        wallet=quote.wallet,
    )


def _rules(quote: Quote) -> Iterator[str]:
    yield from (each.rule for each in quote.discounts)
    yield from (each.rule for each in quote.earned)
    yield from (each.rule for each in quote.rewards if each.points)
    yield from (each.card for each in quote.stamps)
    yield from (each.draw for each in quote.draws if each.is_in)
