"""The rows that the feed brings to every till: settings, people and things as the server holds them now.

Each class reads the `body` of a feed row of one kind (`KINDS`). Erasures and states are said in full each
time: a row replaces the one before it with the same kind and key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from loyalty.units import Money, Points
from loyalty.wire.canonical import JsonObject
from loyalty.wire.cash import PAID_OUT_ALONE
from loyalty.wire.codec import Message
from loyalty.wire.limits import (
    Amount,
    AnyInt,
    Between,
    Count,
    Id,
    Key,
    Length,
    Moment,
    Most,
    Pattern,
    Seq,
    Words,
)
from loyalty.wire.prepaid import GiftState
from loyalty.wire.shelf import MAX_PRICES, DatedPrice, FieldStamp
from loyalty.wire.wallet import WalletState

MOST_PERSONS: Final = 12
"""So many persons may share one household."""
Percent = Annotated[str, Pattern(r"\d{1,3}(\.\d{1,4})?", "a percentage like 8 or 2.5")]


@dataclass(frozen=True, slots=True)
class Bank(Message):
    """Where transfers go: the bank's number (BIN) and the store's account there."""

    bin: Annotated[str, Pattern(r"\d{6}", "six digits")]
    account: Annotated[str, Pattern(r"[0-9A-Za-z]{1,19}", "1 to 19 letters and digits")]
    name: Words = ""


@dataclass(frozen=True, slots=True)
class GiftRules(Message):
    """How a store sells gift cards: what is on one dies with a month (0: never), and which amounts may be.

    `amounts` are the only ones; where there are none, any from `least` to `most`.
    """

    months: Annotated[int, Between(0, 1_200)] = 0
    least: Amount = 1
    most: Amount = 10**12 - 1
    amounts: Annotated[tuple[Amount, ...], Most(20)] = ()


@dataclass(frozen=True, slots=True)
class StoreSettings(Message):
    """What a till needs to know of its store; key `store`. Without `gift_cards` it sells none.

    `card_rules` say which numbers are cards that customers had before: `29:13`, see `card_rules`.
    More than `paid_out_alone` a cashier pays out of the drawer with a second person only. `code` is how the
    program's conditions and partners name the store; it is not among what a server keeps of the settings.
    """

    store_name: Words
    address: Words
    language: Literal["vi", "en"]
    bank: Bank | None
    cash_rounding: Annotated[int, Between(0, 1_000_000)]
    receipt_footer: Words
    currency: Annotated[str, Pattern("[A-Z]{3}", "a currency like VND")]
    timezone: Key
    phone_region: Annotated[str, Pattern("[A-Z]{2}", "a region like VN")]
    gift_cards: GiftRules | None = None
    card_rules: Annotated[tuple[Key, ...], Most(20)] = ()
    paid_out_alone: Amount = PAID_OUT_ALONE
    code: Annotated[str, Length(0, 64)] = ""


Alarm = Literal["", "restored", "forked", "cloned"]
"""A till came back with an older disk; its journal has two continuations; two disks live as one till."""


@dataclass(frozen=True, slots=True)
class EventPlace(Message):
    """Where an event stands in its till's journals."""

    incarnation: Seq
    seq: Seq


@dataclass(frozen=True, slots=True)
class TillRow(Message):
    """A till of the tenant; key is its id. `alarm` says what a person has to look at there.

    `settled` are events of its that were put aside and that somebody has dealt with since, told to itself.
    """

    code: Annotated[str, Length(1, 8)]
    name: Words
    number: Annotated[int, Between(1, 99_999)]
    state: Literal["active", "revoked"]
    alarm: Alarm = ""
    settled: Annotated[tuple[EventPlace, ...], Most(1_000)] = ()


@dataclass(frozen=True, slots=True)
class OperatorRow(Message):
    """Someone who may sign in; `pin_hash` is an Argon2id PHC string over the PIN with the tenant's pepper."""

    operator: Id
    name: Words
    role: Literal["cashier", "supervisor", "manager", "auditor"]
    pin_hash: Words
    state: Literal["active", "blocked"]


@dataclass(frozen=True, slots=True)
class ProgramRow(Message):
    """The program in force from `valid_from` on; `fingerprint` is the SHA-256 of `text`. Key `program`."""

    version: Count
    text: str
    fingerprint: Annotated[str, Pattern("[0-9a-f]{64}", "64 hex digits")]
    valid_from: Moment


@dataclass(frozen=True, slots=True)
class ProductRow(Message):
    """Something on the shelf; key is its SKU.

    It costs `unit_price` until the day of the first of its `prices` comes; see `loyalty.shelf`. On the wire
    `unit_price` is what it cost when the row was said, for tills that know of no days; the first is then
    `first_price` (`as_told`, `as_held`).
    """

    sku: Key
    name: Words
    category: Words
    brand: Words
    tags: Annotated[tuple[Key, ...], Most(64)]
    unit_price: Money
    unit: Literal["piece", "kg"]
    vat_percent: Percent | None
    barcodes: Annotated[tuple[Key, ...], Most(64)]
    state: Literal["active", "blocked"]
    prices: Annotated[tuple[DatedPrice, ...], Most(MAX_PRICES)] = ()
    stamps: Annotated[tuple[FieldStamp, ...], Most(64)] = ()
    first_price: Amount | None = None


@dataclass(frozen=True, slots=True)
class PersonNote(Message):
    """Something for the next cashier: who wrote it when; `done_by` is who dealt with it, empty till then.

    `request` is what the person asks for about their own data (`member_desk.REQUESTS`), empty of any other;
    `about` is which detail or consent they mean (`member_desk.MEANT`), empty where nobody said.
    """

    note: Id
    text: Words
    by: Words
    at: Moment
    done_by: Words = ""
    request: Words = ""
    about: Annotated[tuple[Key, ...], Most(8)] = ()


@dataclass(frozen=True, slots=True)
class PersonState(Message):
    """Who a member is, as the server holds it, with what cashiers wrote about them."""

    name: Words
    phone: Key | None
    phone_text: Words
    birthday: Key | None
    email: Words = ""
    notes: tuple[PersonNote, ...] = ()


@dataclass(frozen=True, slots=True)
class LotState(Message):
    """What is left of one earning, reserved parts included; `dies_at` None is never."""

    lot: Id
    points: Points
    dies_at: Moment | None
    spendable_from: Moment


@dataclass(frozen=True, slots=True)
class MemberDay(Message):
    """What a member's sales of one local day came to, those that were taken back left out.

    Only for a program that limits days. Points that were burned are not in it: a till counts its own.
    """

    date: Key
    earned: Points
    sales: Count


@dataclass(frozen=True, slots=True)
class Household(Message):
    """Who is on a pool that several persons share, in the order they came; it is named by one of them."""

    head: Id
    persons: Annotated[tuple[Id, ...], Most(MOST_PERSONS)]


@dataclass(frozen=True, slots=True)
class MemberState(Message):
    """One member as of `revision`; key is the member's id.

    `points` is what is alive and spendable at `at`, reserved by leases included; `available` the same
    without; `owed` what later earnings pay first. `measure` is the tier's over its window, `used` counts the
    sales that used each limited promotion in its running period. A body with a revision at or below the one
    held is old: pass it over.
    `keeping` is what is kept beside points (`loyalty.account.kept_json`); `vouchers` and `memberships` say
    of it what holds at `at`. `wallet` is there for who ever paid into one.
    `household` is there where several persons share the member. Each of them is an alias with `is_person`,
    who keeps name, phone and cards of their own; the household's `person` has no more than the head's name.
    """

    member: Id
    state: Literal["active", "alias", "blocked", "erased"]
    alias_of: Id | None
    person: PersonState | None
    tier: Key
    points: Points
    owed: Points
    available: Points
    lots: tuple[LotState, ...]
    measure: AnyInt
    purchases: Count
    memberships: tuple[Key, ...]
    segments: tuple[Key, ...]
    vouchers: Mapping[str, str]
    used: Mapping[str, int]
    revision: Count
    at: Moment
    day: MemberDay | None = None
    keeping: JsonObject | None = None
    wallet: WalletState | None = None
    household: Household | None = None
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class CardRow(Message):
    """A member's card; key is its number.

    `why` is what a blocked one was blocked for, as `journal.CardBlocked` has it, or `server` where that was
    done there; empty where nobody wrote it down. A newer till may have more reasons.
    """

    number: Key
    member: Id
    state: Literal["active", "blocked"]
    why: Words = ""


@dataclass(frozen=True, slots=True)
class Erasure(Message):
    """A member whose person is to be forgotten everywhere; key is the member's id."""

    member: Id


@dataclass(frozen=True, slots=True)
class LookUpAnswer(Message):
    """One member found by exact card or phone, with the numbers of the cards.

    Of a household all its `persons` come along, and the cards of each.
    """

    member: MemberState
    cards: tuple[CardRow, ...]
    persons: tuple[MemberState, ...] = ()


@dataclass(frozen=True, slots=True)
class News(Message):
    """The answer to a till that waited: how often it was rung for so far; a nonce for its next request."""

    count: Count
    nonce: Key


KINDS: Mapping[str, type[Message]] = {
    "settings": StoreSettings,
    "till": TillRow,
    "operator": OperatorRow,
    "program": ProgramRow,
    "product": ProductRow,
    "member": MemberState,
    "card": CardRow,
    "erasure": Erasure,
    "gift": GiftState,
}
"""Which class reads the body of a feed row of each kind; a kind that is not here is passed over."""
