"""What a sale's event says beside goods, money and points: rewards, stamps, challenges, draws, and claims.

All that the fold of a member's vouchers, cards and challenges needs (`loyalty.account.keeping`), so that it
is never worked out anew from rules. Optional in the event: a sale that has nothing of it says nothing.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from loyalty.wire.codec import Message
from loyalty.wire.limits import Amount, Count, Id, Key, Most, Words

_MOST_LINES = Most(1_000)


@dataclass(frozen=True, slots=True)
class RewardGiven(Message):
    """A reward that was given, and the points that it cost, line by line; `by_line` empty: for the sale."""

    rule: Key
    points: Amount
    amount: Amount
    by_line: Annotated[tuple[Amount, ...], _MOST_LINES] = ()


@dataclass(frozen=True, slots=True)
class StampsOf(Message):
    """What the sale stamps one card for: the places of the lines that count, by the card's rule of then."""

    card: Key
    name: Words
    per: Literal["unit", "visit", "amount"]
    amount: Amount
    lines: Annotated[tuple[Count, ...], _MOST_LINES]


@dataclass(frozen=True, slots=True)
class ChallengeOf(Message):
    """What the sale adds to one challenge: the places of the lines that count."""

    challenge: Key
    measure: Literal["visits", "spend", "units"]
    lines: Annotated[tuple[Count, ...], _MOST_LINES]


@dataclass(frozen=True, slots=True)
class DrawOf(Message):
    """A draw that the sale takes part in."""

    draw: Key
    name: Words


@dataclass(frozen=True, slots=True)
class ClaimUsed(Message):
    """A thing that can be used once was used, inside the claim that keeps it for this till."""

    thing: Key
    claim: Id


@dataclass(frozen=True, slots=True)
class SaleExtras(Message):
    """All of it. `referral_points` is what the sale gave for a recommendation, by what the till knew."""

    rewards: Annotated[tuple[RewardGiven, ...], Most(10)] = ()
    stamps: Annotated[tuple[StampsOf, ...], Most(200)] = ()
    challenges: Annotated[tuple[ChallengeOf, ...], Most(200)] = ()
    draws: Annotated[tuple[DrawOf, ...], Most(200)] = ()
    claims: Annotated[tuple[ClaimUsed, ...], Most(64)] = ()
    referral_points: Amount = 0
