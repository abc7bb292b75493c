"""A member's page as this till alone can fill it; what only the server has comes beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from loyalty.figures import Language, format_date
from loyalty.units import Money, Points
from terminal.membership import AttachedMember
from terminal.returned import SaleRow

if TYPE_CHECKING:
    from loyalty.program.model import Measure, Tier
    from loyalty.wire.canonical import JsonObject
    from loyalty.wire.member_desk import MemberDeed
    from terminal.benefits import BenefitHere


_LEAP_YEAR: Final = 2000
"""For birthdays without a year: it has every day there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCard:
    """A card of the member's, whether it may be used, why not if so, and who of a household carries it."""

    number: str
    active: bool
    of: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStamps:
    """A stamp card of the program's that the member has begun: what it is called, and how full it is."""

    name: str
    have: int
    goal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Apology:
    """A voucher that the program lets a manager give; `needs_manager` where it passes the program's limit."""

    rule: str
    name: str
    needs_manager: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedApology:
    """A voucher given here while no server answered: it waits for it; or `why` the server did not give it."""

    name: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPage:
    """What is known here: the member, the whole number, cards, what was bought at this till.

    `voucher_names` are what the program calls the vouchers' promotions, by their ids; `point_worth` is what
    it takes off for a point (0: unknown), `measure` what it reckons tiers by (None: unknown), `adjusts_alone`
    up to how many points one person gives or takes by hand (None: not stated, so none). `tiers` are the
    program's, the lowest first.
    `memberships` are the names of those that run. `acquainted` has the names, as far as known here, of who
    recommended the member and whom they brought.
    `benefits` are those that are not money, with how often each was used in its period.
    `consents` is what this person said, as the server told it last (`consents_as_of`; None: never) and as it
    was said here since. `kept` are notes and consents that the server will not take: they are
    nowhere but here.
    """

    member: AttachedMember
    e164: str
    cards: tuple[PageCard, ...] = ()
    stamp_cards: tuple[PageStamps, ...] = ()
    memberships: tuple[str, ...] = ()
    voucher_names: "Mapping[str, str]" = field(default_factory=dict[str, str])
    point_worth: Money = Money(0)
    measure: "Measure | None" = None
    tiers: "tuple[Tier, ...]" = ()
    adjusts_alone: Points | None = None
    sales: tuple[SaleRow, ...] = ()
    apologies: tuple[Apology, ...] = ()
    benefits: "tuple[BenefitHere, ...]" = ()
    kept: "tuple[MemberDeed, ...]" = ()
    promised: tuple[PromisedApology, ...] = ()
    acquainted: "Mapping[str, str]" = field(default_factory=dict[str, str])
    consents: "tuple[JsonObject, ...]" = ()
    consents_as_of: datetime | None = None

    def adjusts_by_two(self, points: Points) -> bool:
        """Whether so many points by hand take two people, as the program that is known here has it."""
        return self.adjusts_alone is None or abs(points) > self.adjusts_alone


def tier_together(one: MemberPage, other: MemberPage) -> str:
    """The name of the tier that two reach at once as one; empty where only the server can tell.

    It is never lower than what either has. Of visits a day on which both came would count twice here.
    """
    if not one.tiers or one.measure not in {"spend", "points"}:
        return ""
    both = max(0, one.member.measure + other.member.measure)
    held = {one.member.tier, other.member.tier}
    return [each for each in one.tiers if each.at <= both or each.id in held][-1].name


def birthday_shown(said: str | None) -> str:
    """`1990-11-21` as a Vietnamese reads it, `21/11/1990`; `11-21` as `21/11`. Empty for none."""
    if not said:
        return ""
    *year, month, day = said.split("-")
    return "/".join((day, month, *year))


def birthday_told(said: str | None, language: Language) -> str:
    """The same to be read and not typed: in English with the month's name, for there `04/08` is two days."""
    if language == "vi" or not said:
        return birthday_shown(said)
    *year, month, day = said.split("-")
    whole = format_date(date(int(year[0]) if year else _LEAP_YEAR, int(month), int(day)), language=language)
    return whole if year else whole.rpartition(" ")[0]
