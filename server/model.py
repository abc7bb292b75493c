"""Rows of the database as values: what the store gives to the use cases and takes from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct

from loyalty.errors import Refused
from loyalty.units import Money, Points, Quantity
from loyalty.wire.canonical import JsonObject
from loyalty.wire.feed import Household, PersonState
from loyalty.wire.journal import SaleSettled
from loyalty.wire.late_claim import ReceiptClaimed
from loyalty.wire.roles import Role
from server.books.model import Books, HeldSlice
from server.books.pots import POINTS, WALLET
from server.keeping.claims import Claim, Claims
from server.keeping.model import Keeping

Said = tuple[str, str]
"""Kind and canonical body of an event."""
MemberStanding = Literal["active", "alias", "blocked", "erased"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TillAccount:
    """A till as set up: whose it is, and the key it signs with (None until it is paired)."""

    tenant: str
    store: str
    till: str
    code: str
    number: int
    name: str
    state: Literal["active", "revoked"]
    incarnation: int
    public_key: bytes | None


@dataclass(frozen=True, slots=True)
class PairingCode:
    """What a one-time code is good for, and whether it still is."""

    tenant: str
    till: str
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """How far one journal has come; `forked` ones take nothing more in.

    After a restore of an earlier copy a till is `returning` until it has said its journal again, and then
    `waiting` for the others; until all have, nobody is lent anything.
    """

    tenant: str
    till: str
    incarnation: int
    ack_seq: int
    ack_hash: bytes
    state: Literal["open", "forked", "returning", "waiting"]
    heard_at: datetime | None = None


class Profile(Struct, frozen=True, kw_only=True):
    """What is kept of a member beside points and person.

    An alias that `is_person` shares the `household` of `alias_of` under a name and number of their own.
    """

    member: str
    enrolled_at: datetime
    state: MemberStanding = "active"
    alias_of: str | None = None
    is_person: bool = False
    household: Household | None = None
    store: str | None = None
    tier: str = ""
    measure: int = 0
    purchases: int = 0
    memberships: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    vouchers: tuple[tuple[str, str], ...] = ()
    revision: int = 0


class KeptPurchase(Struct, frozen=True, kw_only=True):
    """A sale as a member's history keeps it; `rules` are the ids of those that gave something."""

    sale: str
    store: str
    at: datetime
    spend: Money
    points: Points
    rules: tuple[str, ...] = ()
    voided: bool = False

    @property
    def is_returned(self) -> bool:
        """Whether nothing of it is left with the member."""
        return self.voided


@dataclass(slots=True)
class MemberFile:
    """All of one member that a sitting works on; no `profile`: nobody has enrolled the member yet."""

    member: str
    profile: Profile | None
    books: Books
    purchases: dict[str, KeptPurchase] = field(default_factory=dict[str, KeptPurchase])
    person: PersonState | None = None
    """Of a household: the name and the birthday of its head, and nothing else."""
    birthdays: tuple[str, ...] = ()
    """Those of the others who share the household."""
    losses: dict[str, tuple[HeldSlice, ...]] = field(default_factory=dict[str, tuple[HeldSlice, ...]])
    """What the house bears of a sale's burn, by sale."""
    keeping: Keeping = field(default_factory=Keeping)
    claims: Claims = field(default_factory=dict[str, Claim])
    claim_losses: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    """What the house bears, by sale and thing: the thing was used by another sale before."""
    wallet: Books = field(default_factory=lambda: Books(pot=WALLET))
    wallet_losses: dict[str, tuple[HeldSlice, ...]] = field(default_factory=dict[str, tuple[HeldSlice, ...]])
    """What the house bears of what the wallet paid, by sale."""

    def copy(self) -> "MemberFile":
        """The same file to try something on."""
        return MemberFile(
            self.member,
            self.profile,
            self.books.copy(),
            self.purchases.copy(),
            self.person,
            self.birthdays,
            self.losses.copy(),
            self.keeping.copy(),
            self.claims.copy(),
            self.claim_losses.copy(),
            self.wallet.copy(),
            self.wallet_losses.copy(),
        )

    def has_held(self, name: str) -> bool:
        """Whether a lease or a claim of that name is here, as far as it was loaded."""
        return name in self.books.leases or name in self.wallet.leases or name in self.claims

    def books_of(self, account: str) -> Books:
        """The books of one of the member's accounts.

        Raises:
            Refused: `account-unknown`.
        """
        if account == POINTS.name:
            return self.books
        if account == WALLET.name:
            return self.wallet
        raise Refused("account-unknown", account=account)


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftAccount:
    """A gift card; `new`: made, and never sold. What was on a replaced one is on `replaced_by`."""

    card: str
    state: Literal["new", "active", "blocked", "replaced"] = "new"
    replaced_by: str | None = None
    pin_hash: str | None = None
    store: str | None = None
    sold_at: datetime | None = None
    revision: int = 0


@dataclass(slots=True)
class GiftFile:
    """All of one gift card that a sitting works on; `account` is None where nobody has made or sold it."""

    card: str
    account: GiftAccount | None
    books: Books
    losses: dict[str, tuple[HeldSlice, ...]] = field(default_factory=dict[str, tuple[HeldSlice, ...]])
    """What the house bears of what the card paid, by sale."""

    def copy(self) -> "GiftFile":
        """The same file to try something on."""
        return GiftFile(self.card, self.account, self.books.copy(), dict(self.losses))


class KnownSale(Struct, frozen=True, kw_only=True):
    """A sale that was applied, with where it stands in its till's journals, and what of it came back.

    `returned` is what has come back of its lines, `paid_back` the money that went out for that. Where its
    points were claimed afterwards, `claim` is that event's body, and `body` has it laid over the sale's own.
    """

    till: str
    incarnation: int
    seq: int
    at: datetime
    body: SaleSettled
    voided_by: int | None = None
    returned: Mapping[int, Quantity] = msgspec.field(default_factory=dict[int, Quantity])
    paid_back: Money = Money(0)
    claim: ReceiptClaimed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Someone who may sign in at the tills of a tenant."""

    operator: str
    code: str
    name: str
    role: Role
    pin_hash: str
    state: Literal["active", "blocked"] = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedProgram:
    """One version of a tenant's program, as text."""

    version: int
    name: str
    text: str
    fingerprint: str
    valid_from: datetime


@dataclass(frozen=True, slots=True)
class Store:
    """A store with its settings (`wire.feed.StoreSettings` as JSON)."""

    store: str
    code: str
    settings: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehoming:
    """A till's change from one incarnation to the next; `kind` is `cloned` where another disk had gone on."""

    incarnation: int
    rehoming: str
    next_incarnation: int
    kind: Literal["restored", "cloned"]
    why: str
    seq: int
    hash: bytes
    at: datetime
    resolved_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A member who became an alias of another; `moved` names the lots, leases and so on that passed over."""

    member: str
    merge: str
    survivor: str
    by: str
    at: datetime
    moved: JsonObject
    undone_at: datetime | None = None
