"""What the events of earning have in common: points by rule, the lot they became, the program of the sale."""

from dataclasses import dataclass

from loyalty.wire.codec import Message
from loyalty.wire.limits import Amount, Count, Id, Key, Moment


@dataclass(frozen=True, slots=True)
class PointsOf(Message):
    """Points that one rule gave."""

    rule: Key
    points: Amount


@dataclass(frozen=True, slots=True)
class SaleLot(Message):
    """The lot that the sale's points became; `spendable_from` None is at once, `dies_at` None is never."""

    lot: Id
    points: Amount
    spendable_from: Moment | None
    dies_at: Moment | None


@dataclass(frozen=True, slots=True)
class SaleProgram(Message):
    """The program that priced the sale."""

    version: Count
    fingerprint: Key
