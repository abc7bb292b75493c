"""What a cashier may do alone, and what a manager must approve: `[limits]` of a program, asked of one deed.

Which deeds a basket has is in `loyalty.quote.approving`. Who is a manager, and how one approves, is the
till's matter; so is adding up what a cashier took off in a shift.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from loyalty.program.caps import ManagerOver
from loyalty.program.model import Program
from loyalty.rates import Rate
from loyalty.sentences import Param, Sentence, say
from loyalty.units import Money, Points


@dataclass(frozen=True, slots=True)
class PriceChanged:
    """A line's price set by hand: what the line came to before, and what it is to come to."""

    before: Money
    after: Money

    @property
    def off(self) -> Money:
        """What it takes off; 0 where the price rises."""
        return Money(max(0, self.before - self.after))

    def over(self, limits: ManagerOver) -> Sentence | None:
        """Why a manager must approve it."""
        most = limits.price_change_percent
        if most is None or not _is_more(most, abs(self.before - self.after), self.before):
            return None
        return say("approve-price", before=self.before, after=self.after, most=most)


@dataclass(frozen=True, slots=True)
class LineDiscounted:
    """An amount taken off a line by hand."""

    gross: Money
    off: Money

    def over(self, limits: ManagerOver) -> Sentence | None:
        """Why a manager must approve it."""
        most = limits.line_discount_percent
        if most is None or not _is_more(most, self.off, self.gross):
            return None
        return say("approve-discount", off=self.off, gross=self.gross, most=most)


@dataclass(frozen=True, slots=True)
class PointsAdjusted:
    """Points given by hand; below 0, taken."""

    points: Points
    off: Money = Money(0)

    def over(self, limits: ManagerOver) -> Sentence | None:
        """Why a manager must approve it."""
        return _over("approve-points", abs(self.points), limits.points_adjusted)


@dataclass(frozen=True, slots=True)
class ApologyIssued:
    """A voucher for somebody who complained."""

    worth: Money
    off: Money = Money(0)

    def over(self, limits: ManagerOver) -> Sentence | None:
        """Why a manager must approve it."""
        return _over("approve-apology", self.worth, limits.apology_voucher)


@dataclass(frozen=True, slots=True)
class RefundedWithoutReceipt:
    """Money given back for goods whose sale nobody can show."""

    money: Money
    off: Money = Money(0)

    def over(self, limits: ManagerOver) -> Sentence | None:
        """Why a manager must approve it."""
        return _over("approve-refund", self.money, limits.refund_without_receipt)


@dataclass(frozen=True, slots=True)
class BurnedWithoutCard:
    """Points burned for somebody who showed no card."""

    points: Points
    off: Money = Money(0)

    def over(self, limits: ManagerOver) -> Sentence | None:
        """Why a manager must approve it."""
        return _over("approve-burn", self.points, limits.burn_without_card)


Deed = (
    PriceChanged
    | LineDiscounted
    | PointsAdjusted
    | ApologyIssued
    | RefundedWithoutReceipt
    | BurnedWithoutCard
)
"""Something that a cashier does by hand; `off` is what it takes off a sale."""


@dataclass(frozen=True, slots=True)
class NeededApproval:
    """Something that a manager must approve: the limit that it passes, and the line, if it is about one."""

    rule: str
    why: Sentence
    line: int | None = None


LIMITS: Mapping[str, str] = {
    "approve-price": "limits.manager_over.price_change_percent",
    "approve-discount": "limits.manager_over.line_discount_percent",
    "approve-points": "limits.manager_over.points_adjusted",
    "approve-apology": "limits.manager_over.apology_voucher",
    "approve-refund": "limits.manager_over.refund_without_receipt",
    "approve-burn": "limits.manager_over.burn_without_card",
    "approve-shift": "limits.discount_max_per_shift",
}
"""The limit of the program that each reason is told of, by the reason's code."""


def approvals(program: Program, deed: Deed, *, taken_off: Money = Money(0)) -> tuple[Sentence, ...]:
    """Why a manager must approve this deed, every reason there is; empty where the cashier may do it alone.

    `taken_off` is what this cashier has taken off by hand in this shift before it.
    """
    reasons = (deed.over(program.limits.manager_over), _past_shift(program, deed.off, taken_off))
    common: dict[str, Param] = {"currency": program.currency, "unit": program.points.unit}
    return tuple(say(each.code, **dict(each.params), **common) for each in reasons if each is not None)


def _past_shift(program: Program, off: Money, taken_off: Money) -> Sentence | None:
    most = program.limits.discount_max_per_shift
    if most is None or not off or taken_off + off <= most:
        return None
    return say("approve-shift", off=off, before=taken_off, most=most)


def _over(code: str, figure: int, most: int | None) -> Sentence | None:
    return None if most is None or figure <= most else say(code, figure=figure, most=most)


def _is_more(most: Rate, part: int, whole: int) -> bool:
    """Whether a part is more than so many per cent of the whole."""
    return part * 100 * most.denominator > whole * most.numerator
