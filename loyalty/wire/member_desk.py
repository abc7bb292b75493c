"""What a till asks the server about one member, and has it do: the whole file, and deeds that need all of it.

Each names the operator who asks; where the deed takes a second person, whose PIN the till has checked, it
names them too. `deed` is made before the first try, so that the same one again changes nothing. What a
cashier does offline is an event of the journal instead.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from loyalty.units import Points
from loyalty.wire.canonical import JsonObject
from loyalty.wire.codec import Message
from loyalty.wire.feed import CardRow, LookUpAnswer, MemberState
from loyalty.wire.limits import AnyInt, Count, Id, Key, Length, Moment, Most, Words
from loyalty.wire.roles import Role

DeedKind = Literal[
    "note", "note-done", "edit", "consent", "apology", "adjust", "merge", "unmerge", "erase", "export",
    "household-join", "household-head", "household-leave",
]  # fmt: skip
LONGEST_NOTE: Final = 200

_SELLERS: Final = frozenset[Role]({"cashier", "supervisor", "manager"})
_LEADERS: Final = frozenset[Role]({"supervisor", "manager"})
_MANAGERS: Final = frozenset[Role]({"manager"})
MAY_DO: Final[Mapping[DeedKind, frozenset[Role]]] = {
    "note": _SELLERS,
    "note-done": _SELLERS,
    "consent": _SELLERS,
    "edit": _SELLERS,
    "apology": _LEADERS,
    "adjust": _LEADERS,
    "merge": _LEADERS,
    "unmerge": _LEADERS,
    "erase": _MANAGERS,
    "export": _LEADERS,
    "household-join": _MANAGERS,
    "household-head": _MANAGERS,
    "household-leave": _MANAGERS,
}
"""Who may do which deed; anybody else needs the word of somebody who may."""

REQUESTS: Final = ("data-export", "data-correct", "data-erase", "data-withdraw")
"""What somebody may ask for about their own data: a note says that they did, until it is done it is owed."""
CORRECTABLE: Final = ("name", "phone", "birthday", "email")
"""What an `edit` puts right of a member, by the names that a deed has for it."""
PURPOSES: Final = ("messages", "profile")
"""What a member may agree to beside the program itself; never agreed to beforehand."""
MEANT: Final[Mapping[str, tuple[str, ...]]] = {"data-correct": CORRECTABLE, "data-withdraw": PURPOSES}
"""Which detail is to be corrected, which consent is withdrawn: what a request may say of itself."""

JOURNALLED: Final[Mapping[DeedKind, str]] = {
    "note": "note_written",
    "note-done": "note_done",
    "consent": "consent_said",
    "apology": "apology_given",
}
"""Deeds that a till can do by itself, without a network too, and the kind of the event that each of them is.

The event says that it was done, to whom and by whom; what was written travels beside it, as a person's record
does (`SyncRequest.deeds`), and is no part of the journal.
"""

ASKED_FIRST: Final = frozenset[DeedKind]({"apology"})
"""Of those, what a till has the server do where it can be reached: the voucher is there at once, on paper.

Should no answer come, the till does it itself under the same deed, and the server finds whether it was done.
"""

TAKES_TWO: Final = frozenset[DeedKind]({"erase"})
"""Nobody does these alone, whoever they are: what is erased never comes back."""


GIVEN_EACH_TIME: Final = ASKED_FIRST | frozenset[DeedKind]({"adjust"})
"""Deeds that would give once more if they were asked for under another id after an answer was lost."""


def needs_approver(kind: DeedKind, roles: Collection[Role]) -> bool:
    """Whether an operator who has one of these roles needs somebody else's word."""
    return kind in TAKES_TWO or MAY_DO[kind].isdisjoint(roles)


def may_approve(kind: DeedKind, roles: Collection[Role]) -> bool:
    """Whether somebody who has one of these roles may give that word."""
    return not (MAY_DO[kind] & _LEADERS).isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class MemberFileAsk(Message):
    """Please the file of a member, with the movements after the newest `skip`."""

    version: Literal[1]
    member: Id
    operator: Id
    skip: Count = 0


@dataclass(frozen=True, slots=True)
class Movement(Message):
    """One movement of a member's points: what, when, how many, and by which receipt, at which till, by whom.

    `reason` is what was written down for one made by hand; `person` who of a household stood there.
    """

    kind: Key
    at: Moment
    points: AnyInt
    receipt: Words = ""
    till: Words = ""
    by: Words = ""
    reason: Words = ""
    person: Words = ""


@dataclass(frozen=True, slots=True)
class BenefitUseRow(Message):
    """A benefit that the member used: its name, when, at which till, by whom; or that it was taken back.

    `person` is who of a household stood there.
    """

    benefit: Words
    at: Moment
    till: Words = ""
    by: Words = ""
    person: Words = ""
    is_back: bool = False


@dataclass(frozen=True, slots=True)
class DeedRow(Message):
    """Something that was done with the member's file: what, when, by whom, with whose word.

    `other` is by name with whom it was done: merged with, parted from, of the same household. `purpose` is
    what a consent was about, `given` whether it was given or withdrawn. Empty where nobody knows any more.
    `deed` is the id by which it was asked for, `operator` and `approver` are the ids of whose names stand
    here; a server of an earlier version does not say them.
    """

    kind: Key
    at: Moment
    by: Words
    approved_by: Words = ""
    other: Words = ""
    purpose: Words = ""
    given: bool = False
    deed: Id | None = None
    operator: Id | None = None
    approver: Id | None = None


@dataclass(frozen=True, slots=True)
class MemberFileAnswer(Message):
    """The file: how the member stands, cards blocked ones included, a page of movements, what was agreed to.

    `aliases` are those who were merged into the member, `more` is whether there are older movements;
    `persons` are those who share a household; `uses` are the benefits that were used last, the newest first.
    """

    version: Literal[1]
    member: MemberState
    cards: tuple[CardRow, ...]
    movements: tuple[Movement, ...]
    more: bool
    consents: tuple[JsonObject, ...]
    deeds: tuple[DeedRow, ...]
    aliases: tuple[MemberState, ...]
    enrolled_at: Moment
    nonce: Key
    persons: tuple[MemberState, ...] = ()
    uses: tuple[BenefitUseRow, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberDeed(Message):
    """Please do this with a member. What is None stays as it is.

    `other` is whom a merge makes an alias of, or who is merged into the member, whichever is older stays;
    for a household it is who joins it, is to be its head or leaves it, with so many `points`; they are also
    those given by hand, or taken where they are below 0, for what `text` says; `reason` is a till's own
    word for that, which stands in its journal where what people write does not.
    `note` is the one that is done; `text` a note's, `consent` what was agreed to or withdrawn, `voucher` the
    rule of the program that an apology is given by. `at` is when a till did it by itself. `request` is one of
    `REQUESTS` where a note is one, `about` what of `MEANT` it is about, empty where nobody said.
    """

    version: Literal[1]
    deed: Id
    kind: DeedKind
    member: Id
    operator: Id
    approver: Id | None = None
    other: Id | None = None
    note: Id | None = None
    text: Annotated[str, Length(0, LONGEST_NOTE)] = ""
    name: Words | None = None
    phone: Words | None = None
    birthday: Words | None = None
    email: Words | None = None
    consent: JsonObject | None = None
    voucher: Key | None = None
    points: Points = Points(0)
    reason: Key | None = None
    at: Moment | None = None
    request: Words = ""
    about: Annotated[tuple[Key, ...], Most(8)] = ()


ASIDE: Final = "event-put-aside"
"""Why a deed is not done whose event the server has put aside."""


@dataclass(frozen=True, slots=True)
class DeedOutcome(Message):
    """What became of a deed that a till had done by itself; `why` is empty where the server has it now."""

    deed: Id
    why: Words = ""


@dataclass(frozen=True, slots=True)
class MemberDeedDone(Message):
    """It is done, now or before: the members as they are since. `document` is what an export holds.

    `earlier` is how it stands where it was done before it was asked for this time: nothing was done now. A
    server of an earlier version does not say it.
    """

    version: Literal[1]
    members: tuple[LookUpAnswer, ...]
    nonce: Key
    document: JsonObject | None = None
    earlier: DeedRow | None = None
