"""Everything that the simulated server has committed, in dictionaries where the product has tables."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from loyalty.wire.chain import Event
from loyalty.wire.feed import CardRow
from server.books.model import Books, Posting
from server.keeping.claims import Claims
from server.model import Chain, GiftFile, KnownSale, MemberFile, Rehoming, Said

ChainKey = tuple[str, int]
EventKey = tuple[str, int, int]
"""Till, incarnation, seq."""


class ServerDied(Exception):
    """The process is gone in the middle of a request."""


class Forked(Exception):
    """What the route answers with status 409: two journals claim one place."""


@dataclass(slots=True)
class ServerState:
    """Everything that the server has committed."""

    version: int = 1
    """Of the program that was published last."""
    files: dict[str, MemberFile] = field(default_factory=dict[str, MemberFile])
    stock: dict[str, MemberFile] = field(default_factory=dict[str, MemberFile])
    """What each store's tills have of what it gives away by the day: claims, by store."""
    gifts: dict[str, GiftFile] = field(default_factory=dict[str, GiftFile])
    """Gift cards by their number."""
    kin: dict[str, str] = field(default_factory=dict[str, str])
    """By member, who stands for all whom merges and households ever brought together with them."""
    erased: set[str] = field(default_factory=set[str])
    """Members who were forgotten."""
    reclaimed: set[str] = field(default_factory=set[str])
    """Tills from which a manager has taken back what they were lent."""
    chains: dict[ChainKey, Chain] = field(default_factory=dict[ChainKey, Chain])
    journals: dict[ChainKey, list[Event]] = field(
        default_factory=lambda: defaultdict[ChainKey, list[Event]](list)
    )
    operations: dict[str, dict[str, Said]] = field(
        default_factory=lambda: defaultdict[str, dict[str, Said]](dict)
    )
    """What each till has said under each operation id, in any life."""
    rehomings: dict[str, list[Rehoming]] = field(
        default_factory=lambda: defaultdict[str, list[Rehoming]](list)
    )
    sales: dict[tuple[str, str], KnownSale] = field(default_factory=dict[tuple[str, str], KnownSale])
    """By till and sale."""
    locks: dict[tuple[str, str], tuple[str, str]] = field(
        default_factory=dict[tuple[str, str], tuple[str, str]]
    )
    """Who wants to give a sale back that another till sold, or may: `asked` or `given`, by till and sale."""
    called_back: set[str] = field(default_factory=set[str])
    """Leases that another till waits for."""
    cards: dict[str, CardRow] = field(default_factory=dict[str, CardRow])
    quarantined: dict[EventKey, str] = field(default_factory=dict[EventKey, str])
    lost: list[tuple[str, str, int]] = field(default_factory=list[tuple[str, str, int]])
    """What the house bore of vouchers that were used twice: sale, thing, amount."""
    alarms: list[EventKey] = field(default_factory=list[EventKey])
    told: dict[str, int] = field(default_factory=dict[str, int])
    """The row of the feed with which each member was told of last; cards under their number."""
    told_as: dict[str, int] = field(default_factory=dict[str, int])
    """The revision of each member as they were told of last."""
    feed: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    feed_head: int = 0
    sums: dict[str, dict[str, int]] = field(
        default_factory=lambda: defaultdict[str, dict[str, int]](lambda: defaultdict[str, int](int))
    )
    """Per member or card, the sum of all postings by account."""
    movements: set[tuple[str, str, str, int]] = field(default_factory=set[tuple[str, str, str, int]])
    opening: dict[str, int] = field(default_factory=dict[str, int])
    opening_money: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    """What was on cards and in wallets as the day began, by pot and holder."""
    prizes: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    """What each lot of the server's own gave and did not take back, by member and lot; of real days only."""
    posted: list[tuple[str, Posting]] = field(default_factory=list[tuple[str, Posting]])

    def all_books(self) -> Iterator[tuple[str, Books]]:
        """Every member's points and wallet and every card's money, with who holds it."""
        for member, file in sorted(self.files.items()):
            yield member, file.books
            yield member, file.wallet
        yield from ((card, gift.books) for card, gift in sorted(self.gifts.items()))

    def all_claims(self) -> Iterator[tuple[str, Claims]]:
        """Every member's and every store's claims, with whose they are."""
        yield from ((holder, file.claims) for holder, file in sorted((self.files | self.stock).items()))

    def claim_states(self) -> dict[str, str]:
        """What has become of each claim that there ever was."""
        return {name: claim.state for _, held in self.all_claims() for name, claim in held.items()}

    def root(self, holder: str) -> str:
        """Who stands for a member in sums: whoever was one with them at any time has the same."""
        return self.kin.get(holder, holder)

    def event_at(self, key: EventKey) -> Event:
        """The event of this place."""
        till, incarnation, seq = key
        return self.journals[till, incarnation][seq - 1]
