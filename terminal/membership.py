"""A member as the counter sees one: attached to a sale, or as a row in a list of hits.

What points may be spent is in the lease, not in the balance: the balance is only shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from loyalty.basket import NOTHING_TODAY, Today
from loyalty.units import Points
from loyalty.wire.prepaid import HeldAccount

if TYPE_CHECKING:
    from loyalty.account import Account
    from loyalty.wire.feed import PersonNote
    from terminal.wallet import MemberWallet

DIES_SOON: Final = timedelta(days=30)
"""Points that have no longer than that are told apart, at the counter and on paper."""
AHEAD: Final = "ahead"
"""In the place of a lease's sale: placed beforehand for a regular, and used by nobody at the moment."""
LeaseState = Literal["wanted", "asked", "open", "frozen", "refused", "closed"]
"""Kept here only · put on the wire · may be spent · the server holds it back · not granted · over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLot:
    """Points of one earning. Both times are aware UTC; None: at once, or never."""

    lot: str
    points: Points
    spendable_from: datetime | None = None
    dies_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseSlice:
    """Points of one lot that a lease reserves; of a wallet's money, `is_bonus` where nobody paid it in."""

    lot: str
    points: Points
    dies_at: datetime | None = None
    is_bonus: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLease:
    """What this till may spend of one member's points, or of a wallet's or a card's money, asking nobody.

    `member` is the number of the card where `account` says that it is one's.
    """

    lease: str
    member: str
    state: LeaseState
    amount: Points = Points(0)
    spent: Points = Points(0)
    slices: tuple[LeaseSlice, ...] = ()
    until: datetime | None = None
    why: str = ""
    account: HeldAccount = "points"

    def spendable(self, at: datetime) -> Points:
        """What is left to spend at a moment; 0 unless open and in time."""
        if self.state != "open" or (self.until is not None and at >= self.until):
            return Points(0)
        return Points(self.amount - self.spent)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldClaim:
    """A thing of a member's that can be used once, and whether this till alone may use it."""

    claim: str
    member: str
    thing: str
    state: LeaseState
    until: datetime | None = None
    why: str = ""

    def is_usable(self, at: datetime) -> bool:
        """Whether the thing may be used here at a moment."""
        return self.state == "open" and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdPerson:
    """One of those who share a member; the household is named by its head."""

    member: str
    name: str
    phone_masked: str
    is_head: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedMember:
    """All that the counter shows and the rules need of one member.

    `card_tail` is that of the card that was shown, if one was; `has_told_birthday` where it was right.
    `points` is the server's balance of `as_of` with this till's own later movements; below 0 it is `owed`,
    which the next earnings pay: the server pays a debt at once out of what there is. `available` is what the
    server had not reserved for a till by then. `measure` and
    `missing` are in the program's tier measure (spend, points or visits). `kept` is what is kept beside
    points; `vouchers`, `vouchers_left`, `stamps`, `challenges` and `visited` say of it what holds now.
    `wallet` is there for who ever paid into one. `notes` is what cashiers wrote for each other, dealt with
    or not. `household` is who shares the member, and `person` which of them stands there: name, number,
    birthday, notes are theirs.
    """

    member: str
    name: str
    phone_masked: str
    phone_tail: str
    card_tail: str
    tier: str
    tier_name: str
    points: Points
    available: Points
    owed: Points = Points(0)
    lots: tuple[MemberLot, ...] = ()
    measure: int = 0
    next_tier: str | None = None
    next_tier_name: str | None = None
    missing: int | None = None
    birthday: str | None = None
    birthday_near: bool = False
    purchases: int = 0
    today: Today = NOTHING_TODAY
    memberships: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    vouchers: Mapping[str, str] = field(default_factory=dict[str, str])
    used: Mapping[str, int] = field(default_factory=dict[str, int])
    vouchers_left: Mapping[str, int] = field(default_factory=dict[str, int])
    stamps: Mapping[str, int] = field(default_factory=dict[str, int])
    challenges: Mapping[str, int] = field(default_factory=dict[str, int])
    visited: tuple[str, ...] = ()
    kept: "Account | None" = None
    wallet: "MemberWallet | None" = None
    notes: "tuple[PersonNote, ...]" = ()
    email: str = ""
    revision: int = 0
    as_of: datetime | None = None
    person: str = ""
    household: tuple[HouseholdPerson, ...] = ()
    has_told_birthday: bool = False

    @property
    def shown(self) -> str:
        """What stood in for the card, as a sale says it; empty where the card was there, or nothing."""
        return "birthday" if self.has_told_birthday and not self.card_tail else ""

    def as_shown(self, before: "AttachedMember") -> "AttachedMember":
        """The same with what was shown for this sale so far."""
        tail = before.card_tail or self.card_tail
        return replace(self, card_tail=tail, has_told_birthday=before.has_told_birthday)

    @property
    def holder(self) -> str:
        """Who cards, notes and consents are of, and by whom the member is found again: the person, if any."""
        return self.person or self.member

    def without_person(self) -> "AttachedMember":
        """The member for a sale that is paid as it was told while they were erased: figures, and no name.

        That a card was shown, and the birthday, stay: what it comes to hangs on them.
        """
        return replace(self, name="", phone_masked="", phone_tail="", email="", notes=())


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """One hit in a list of members; enough to tell two people apart without showing their number."""

    member: str
    name: str
    phone_masked: str
    phone_tail: str
    tier_name: str
    points: Points
