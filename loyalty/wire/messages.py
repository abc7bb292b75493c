"""What is said at pairing and at each sync: the requests and answers of `/v1/pair` and `/v1/sync`, version 1.

Only shapes and limits. A sync request is read in two strengths: the envelope strictly, events and persons
leniently (see `chain.Event`, `Person`), because one odd record must never hold up its neighbours. The rows
that the feed carries are in `feed`, the bodies of events in `journal`.
"""

from dataclasses import dataclass
from typing import Annotated, Final, Literal, Self

from loyalty.units import Points
from loyalty.wire.canonical import JsonObject
from loyalty.wire.chain import Event
from loyalty.wire.claims import MAX_CLAIMS, ClaimAsk, ClaimRefusal, OpenClaim
from loyalty.wire.codec import Message
from loyalty.wire.feed import MemberState
from loyalty.wire.limits import (
    ID_FORM,
    Amount,
    Base64Bytes,
    Between,
    Count,
    Hash,
    Id,
    Key,
    Length,
    Moment,
    Most,
    Pattern,
    PublicKey,
    Seq,
    Signature,
    Words,
)
from loyalty.wire.member_desk import DeedOutcome
from loyalty.wire.prepaid import GiftState, HeldAccount
from loyalty.wire.refunding import Release
from loyalty.wire.salvage import object_or_empty, objects_of, of_form, told

VERSION: Final = 1
CALLED_BACK: Final = "called-back"
"""Why an ask got nothing yet: other tills hold the points, and were asked for them. Ask again."""
MAX_EVENTS = 1_000
"""Events in one batch."""
MAX_PERSONS = 1_000
MAX_ASKS = 64
MAX_DEEDS: Final = 100
MAX_FEED_ROWS = 5_000
MAX_REQUEST_BYTES = 8 * 1024 * 1024
"""Body of any request: room for the largest sale (1,000 lines) several times over."""

Nonce = Annotated[str, Pattern(r"[0-9A-Za-z_-]{1,200}", "a nonce of letters, digits, _ and -")]
BIRTHDAY_FORM: Final = Pattern(r"(\d{4}-)?\d\d-\d\d", "a birthday like 1990-11-21 or 11-21")
PHONE_FORM: Final = Pattern(r"\+[1-9]\d{5,14}", "a phone number like +84912345678")
MAX_NAME: Final = 200
MAX_PHONE_TEXT: Final = 40
MAX_CONSENTS: Final = 20


@dataclass(frozen=True, slots=True)
class TillBefore(Message):
    """Which till it is that a restored server has forgotten, and the first life that its journal is of.

    `epoch` is the feed's that it knows: that of a restore which it has lived through is no word for it.
    `server_key` is the one that it believes; another server is to spend no code on it.
    """

    till: Id
    store: Id
    number: Annotated[int, Between(1, 99_999)]
    incarnation: Seq
    epoch: Annotated[str, Length(0, 64)] = ""
    server_key: PublicKey | None = None


@dataclass(frozen=True, slots=True)
class PairRequest(Message):
    """A new till shows its one-time code and the public half of the key it made.

    `before`: it is none that is new, and wants to be the till again that it is, with the key that it has.
    """

    code: Annotated[str, Length(1, 40)]
    public_key: PublicKey
    before: TillBefore | None = None


@dataclass(frozen=True, slots=True)
class PairAnswer(Message):
    """Who the till now is, and what it needs to trust the server and to check PINs."""

    tenant: Id
    store: Id
    till: Id
    till_number: Annotated[int, Between(1, 99_999)]
    till_code: Annotated[str, Length(1, 8)]
    till_name: Words
    incarnation: Seq
    feed_epoch: Id
    pin_pepper: Annotated[bytes, Base64Bytes(16, 64)]
    server_key: PublicKey
    ca_pem: Annotated[str, Length(1, 20_000)] | None
    nonce: Nonce
    server_time: Moment


@dataclass(frozen=True, slots=True)
class Person(Message):
    """Who a member is: travels beside the journal, never in it.

    `phone` is E.164, `phone_text` is what was typed. Whatever is sent can be read: see `from_json`.
    """

    member: Id
    name: Annotated[str, Length(1, MAX_NAME)]
    phone: Annotated[str, PHONE_FORM] | None
    phone_text: Annotated[str, Length(0, MAX_PHONE_TEXT)] = ""
    birthday: Annotated[str, BIRTHDAY_FORM] | None = None
    consents: Annotated[tuple[JsonObject, ...], Most(MAX_CONSENTS)] = ()

    @classmethod
    def from_json(cls, value: object) -> Self:
        """The person as far as the record can be read; it is never refused.

        A phone that is none stays as the text it is, a name without words becomes that text; `member` is
        empty where nobody can say whose record it is.
        """
        held = object_or_empty(value)
        phone = of_form(PHONE_FORM, held.get("phone"))
        text = told(held.get("phone_text"), most=MAX_PHONE_TEXT)
        if phone is None and not text:
            text = told(held.get("phone"), most=MAX_PHONE_TEXT)
        return cls(
            member=of_form(ID_FORM, held.get("member")) or "",
            name=told(held.get("name"), most=MAX_NAME) or text or phone or "?",
            phone=phone,
            phone_text=text,
            birthday=of_form(BIRTHDAY_FORM, held.get("birthday")),
            consents=objects_of(held.get("consents"), most=MAX_CONSENTS),
        )


@dataclass(frozen=True, slots=True)
class Head(Message):
    """The last event of this batch (where it has none: `first_seq - 1` and `prev_hash`), signed for good.

    The signature is over `signing.head_bytes`.
    """

    seq: Count
    hash: Hash
    signature: Signature


@dataclass(frozen=True, slots=True)
class LeaseAsk(Message):
    """Please reserve points of a member's for this till; `points` 0 asks for as much as is allowed.

    `ahead`: nobody stands at the counter yet; it is for a regular of the store, and lives for hours.
    `account`: money instead of points; of a gift card, whose number is then in the place of the member.
    """

    lease: Id
    member: Id
    points: Amount = 0
    ahead: bool = False
    account: HeldAccount = "points"


@dataclass(frozen=True, slots=True)
class FeedAsk(Message):
    """Where the till stands in the feed; an unknown `epoch` starts it from the beginning.

    `applied` is there where a page is asked for ahead: so far the till has applied the feed.
    """

    epoch: Annotated[str, Length(0, 64)]
    cursor: Count
    limit: Annotated[int, Between(0, MAX_FEED_ROWS)]
    applied: Count | None = None


@dataclass(frozen=True, slots=True)
class SyncRequest(Message):
    """One batch. `first_seq` and `prev_hash` place it in the chain even where `events` is empty.

    `ahead_held` asks who else is likely to come: how many leases placed beforehand the till holds already.
    `deeds` are what the events of such deeds leave out (`MemberDeed`, each read by itself, so that an odd one
    holds up nothing); the server does those whose event it has. `restored` is the last restore of the server
    that the till has heard of, said where the batch reaches to the end of its journal.
    """

    version: Literal[1]
    till: Id
    incarnation: Seq
    first_seq: Seq
    prev_hash: Hash
    events: Annotated[tuple[Event, ...], Most(MAX_EVENTS)]
    persons: Annotated[tuple[Person, ...], Most(MAX_PERSONS)]
    head: Head
    asks: Annotated[tuple[LeaseAsk, ...], Most(MAX_ASKS)]
    feed: FeedAsk
    ahead_held: Annotated[int, Between(0, 10_000)] | None = None
    claims: Annotated[tuple[ClaimAsk, ...], Most(MAX_CLAIMS)] = ()
    deeds: Annotated[tuple[JsonObject, ...], Most(MAX_DEEDS)] = ()
    restored: Annotated[str, Length(0, 64)] = ""


@dataclass(frozen=True, slots=True)
class Outcome(Message):
    """What the server made of one event; `why` is empty where it was applied."""

    seq: Seq
    outcome: Literal["applied", "quarantined"]
    why: Words = ""


@dataclass(frozen=True, slots=True)
class Slice(Message):
    """A part of one lot that a lease holds; of money, `is_bonus` where nobody paid it in."""

    lot: Id
    points: Points
    dies_at: Moment | None
    is_bonus: bool = False


@dataclass(frozen=True, slots=True)
class OpenLease(Message):
    """A lease of this till's as the server holds it; `spent` counts what events up to the ack have used.

    `until` tells the till when to stop spending it; nothing is freed by time. `cap` is a `LendingCap`: what
    kept the amount from being all that there is. `member` is the card's number where it is a gift card's.
    """

    lease: Id
    member: Id
    account: HeldAccount
    amount: Points
    spent: Points
    slices: tuple[Slice, ...]
    until: Moment
    state: Literal["open", "frozen"]
    cap: Words = ""


@dataclass(frozen=True, slots=True)
class LeaseRefusal(Message):
    """An ask that got nothing, with a stable code for why."""

    lease: Id
    why: Key


@dataclass(frozen=True, slots=True)
class FeedRow(Message):
    """The newest state of one thing; `kind` says which class of `feed` reads `body`."""

    seq: Seq
    kind: Key
    key: Key
    body: JsonObject


@dataclass(frozen=True, slots=True)
class FeedPage(Message):
    """Rows after the asked cursor, oldest first.

    `cursor` is where to go on, `more` whether to go on at once; `end` is how far the feed goes now, 0 where
    an earlier server does not say it. `may_ask_ahead`: the server knows what `FeedAsk.applied` says.
    """

    epoch: Id
    rows: tuple[FeedRow, ...]
    cursor: Count
    more: bool
    end: Count = 0
    may_ask_ahead: bool = False


@dataclass(frozen=True, slots=True)
class SyncAnswer(Message):
    """The answer to one batch; the till takes all of it in one local transaction, or nothing.

    `leases` lists every open lease of this till, so a lost answer heals itself; `members` is the state after
    this batch of each member that it touched or asked for; the ack is signed over `signing.ack_bytes`.
    `called_back` are leases that another till waits for: end those that nobody here is using. `regulars` are
    members for whom leases may be asked for beforehand, `releases` sales that others want to give back.
    `gifts` is what `members` is, of gift cards. `deeds` need not be sent again. `restored` names the restore
    of an earlier copy that the server's people have declared: whoever has not heard of it ends all that it
    holds, and sends again what comes after `ack_seq`.
    """

    version: Literal[1]
    ack_seq: Count
    ack_hash: Hash
    signature: Signature
    outcomes: tuple[Outcome, ...]
    leases: tuple[OpenLease, ...]
    refused: tuple[LeaseRefusal, ...]
    members: tuple[MemberState, ...]
    feed: FeedPage
    server_time: Moment
    nonce: Nonce
    policy_version: Count
    called_back: tuple[Id, ...] = ()
    regulars: tuple[Id, ...] = ()
    releases: tuple[Release, ...] = ()
    gifts: tuple[GiftState, ...] = ()
    claims: tuple[OpenClaim, ...] = ()
    claims_refused: tuple[ClaimRefusal, ...] = ()
    claims_called_back: tuple[Id, ...] = ()
    deeds: tuple[DeedOutcome, ...] = ()
    restored: Annotated[str, Length(0, 64)] = ""


@dataclass(frozen=True, slots=True)
class Problem(Message):
    """An `application/problem+json` body: a stable code, and a sentence for who reads the log."""

    code: Key
    sentence: Words
    nonce: Nonce | None = None
