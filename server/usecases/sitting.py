"""One batch being worked in: the till, the moment, and what has been loaded and changed so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from loyalty.account.recommended import Notice
from loyalty.errors import Refused
from loyalty.identity.card_rules import NO_RULES, CardRules
from loyalty.program import Program
from loyalty.wire.cash import PAID_OUT_ALONE
from loyalty.wire.feed import CardRow, MemberState
from loyalty.wire.roles import Role
from server.books.leasing import Holder
from server.books.model import Cause
from server.model import Chain, GiftFile, KnownSale, MemberFile, TillAccount
from server.store.compiled import Later
from server.store.feed import Thing
from server.store.leases import Lent
from server.usecases.incoming import Incoming
from server.usecases.shelf import Shelf
from server.usecases.states import states_of

TAKING_BACK = frozenset({"sale_voided", "sale_refunded"})
"""Kinds of events that name a sale, perhaps another till's, and move its member's points the other way."""
RESTORING = frozenset({"returning", "waiting"})
"""A journal's states from a restore of the server's until every till was heard."""
OF_A_SALE = TAKING_BACK | {"receipt_claimed"}
"""Kinds that work on a sale which another till may have made and let go to this one."""


@dataclass(slots=True)
class Sitting:
    """The state of one transaction over a till's events; the members whose `files` are here are locked."""

    till: TillAccount
    chain: Chain
    now: datetime
    program: Program | None
    program_version: int
    fingerprints: Mapping[int, str]
    """Of every version of the program that was ever published."""
    programs: Mapping[int, Program] = field(default_factory=dict[int, Program])
    """The versions that priced the sales of this batch."""
    files: dict[str, MemberFile] = field(default_factory=dict[str, MemberFile])
    loaded: dict[str, MemberFile] = field(default_factory=dict[str, MemberFile])
    """The files as they were before anything was posted."""
    sales: dict[str, KnownSale] = field(default_factory=dict[str, KnownSale])
    new_sales: dict[str, KnownSale] = field(default_factory=dict[str, KnownSale])
    """Those of `sales` that this sitting made, or took back, whole or in part."""
    given_away: dict[str, str] = field(default_factory=dict[str, str])
    """Sales of this till's that it has let go, and the other has not heard of yet: that till, by sale."""
    handed_over: Mapping[str, str] = field(default_factory=dict[str, str])
    """Sales of this till's that another gives back by itself: that till, by sale."""
    asked_for: dict[str, str] = field(default_factory=dict[str, str])
    """Sales of this till's that another wants to give back: that till, by sale."""
    exchanges: dict[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])
    """By the sale that takes it, what goods brought back pay: the return's operation, and the credit."""
    gifts: dict[str, GiftFile] = field(default_factory=dict[str, GiftFile])
    """The gift cards that are here are locked too, and so are those that have replaced them."""
    loaded_gifts: dict[str, GiftFile] = field(default_factory=dict[str, GiftFile])
    cards: dict[str, CardRow] = field(default_factory=dict[str, CardRow])
    new_cards: dict[str, CardRow] = field(default_factory=dict[str, CardRow])
    sale_members: dict[str, str | None] = field(default_factory=dict[str, str | None])
    """Whose each sale is that this batch makes or names."""
    old_cards: CardRules = NO_RULES
    """Which numbers are cards that customers had before."""
    aliases: Mapping[str, str] = field(default_factory=dict[str, str])
    """Who stands for a member who was enrolled twice."""
    kept_by: Mapping[str, str] = field(default_factory=dict[str, str])
    """Whose the leases and claims are that a till names with somebody who has left or was forgotten since."""
    brought: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """Who has by now what a recommended friend bought, by that sale and the friend."""
    parted: Mapping[tuple[str, str, str], str] = field(default_factory=dict[tuple[str, str, str], str])
    """Who has the lots by now that sales which come back were paid from, by member, pot and lot."""
    shelf: Shelf = field(default_factory=Shelf)
    """The goods that the batch names; nobody else changes any meanwhile."""
    operators: Mapping[str, frozenset[Role]] = field(default_factory=dict[str, frozenset[Role]])
    """The roles that each operator whom the batch names has or had."""
    paid_out_alone: int = PAID_OUT_ALONE
    """What a cashier of this store may pay out of the drawer without a second person."""
    notices: list[Notice] = field(default_factory=list[Notice])
    """What the event that is being posted has to say to the files of other members."""
    lent: Later[Lent] | None = None
    """What the till was lent before, asked with the last lock on a member; None where it asks for nothing."""
    is_cloned: bool = False
    """Whether two disks live as this till: it is lent nothing until a person has looked."""
    believes: bool = False
    """Whether what the till names and the server never lent is lent again: after a restore, or a word."""
    waits: bool = False
    """Whether tills are missing after a restore: what one of them says first is not known yet."""
    taken: Mapping[str, int] = field(default_factory=dict[str, int])
    """Of lots of points: what returns and debts took that may be owed instead, where a lost lease held it."""
    rung: set[str] = field(default_factory=set[str])
    """Tills to tell at once that another waits for what they hold."""
    things: list[Thing] = field(default_factory=list[Thing])
    """What the feed has to tell others."""

    def check_may_lend(self) -> None:
        """Check that the till may be lent anything that it does not hold.

        Raises:
            Refused: `till-cloned`, `server-restored` (until every till has said what it spent).
        """
        if self.is_cloned:
            raise Refused("till-cloned", till=self.till.till)
        if self.chain.state in RESTORING:
            raise Refused("server-restored", till=self.till.till)

    @property
    def zone(self) -> tzinfo:
        """Whose calendar days are counted by: the program's; UTC as long as there is none."""
        return UTC if self.program is None else self.program.zone

    @property
    def holder(self) -> Holder:
        """The till as leases know it."""
        return Holder(self.chain.till, self.chain.incarnation)

    def holder_of(self, incoming: Incoming) -> Holder:
        """The till as it was when the event happened: an event said again is of an earlier life."""
        origin = incoming.origin
        return self.holder if origin is None else Holder(self.chain.till, origin.incarnation)

    def operation(self, seq: int, *, incarnation: int | None = None) -> str:
        """The name of what an event moves: its place in the journals, unique for ever."""
        return f"{self.chain.till}:{incarnation or self.chain.incarnation}:{seq}"

    def cause(self, seq: int, at: datetime, *, sale: str | None = None, version: int | None = None) -> Cause:
        """The cause of the movements of one event."""
        return Cause(
            operation=self.operation(seq),
            at=at,
            store=self.till.store,
            program_version=self.program_version if version is None else version,
            sale=sale,
        )

    def member_of(self, incoming: Incoming) -> str | None:
        """The member whose file the event belongs to: a void or a refund goes where its sale went, now."""
        named = incoming.member
        if incoming.kind in TAKING_BACK:
            named = self.sale_members.get(incoming.sale or "")
        elif self.kept_by:
            named = next((self.kept_by[name] for name in incoming.held if name in self.kept_by), named)
        return None if named is None else self.aliases.get(named, named)

    def gift(self, card: str) -> GiftFile:
        """The file of a gift card, or of the one that has replaced it."""
        file = self.gifts[card]
        while file.account is not None and file.account.replaced_by is not None:
            file = self.gifts[file.account.replaced_by]
        return file

    def gifts_of(self, incoming: Incoming) -> "tuple[GiftFile, ...]":
        """The files of the gift cards that an event touches: a void touches what its sale did."""
        named = {each.card for each in incoming.gifts}
        comes_back = incoming.kind in {"sale_voided", "sale_refunded"}
        known = self.sales.get(incoming.sale or "") if comes_back else None
        if known is not None:
            named |= known.body.gift_cards
        return tuple(self.gift(card) for card in sorted(named & self.gifts.keys()))

    def who(self, member: str) -> str:
        """The member, or who stands for them."""
        return self.aliases.get(member, member)

    def states(self) -> tuple[MemberState, ...]:
        """Every member of this sitting that is enrolled, as it stands now."""
        enrolled = [file for file in self.files.values() if file.profile is not None]
        return states_of(enrolled, self.program, self.now)
