"""The two sides of the simulated shop, as its steps use them: a till, and the server.

Each is there twice: on memory, and on the product's own databases (`tests.simulation.real`). Steps, faults
and invariants are written once, for both.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, Self

from loyalty.wire.canonical import JsonObject
from loyalty.wire.journal import SaleSettled
from loyalty.wire.messages import SyncAnswer, SyncRequest
from loyalty.wire.prepaid import HeldAccount
from loyalty.wire.refunding import RefundLockAnswer
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest
from terminal.membership import HeldLease
from terminal.printing.queue import PrintQueue
from tests.simulation.disk import Disk
from tests.simulation.program import LAN
from tests.simulation.server_state import ServerState
from tests.simulation.steps import Step

Managed = Literal[
    "members merged", "merge undone", "household joined", "household left",
    "card blocked or let be", "card replaced", "member forgotten",
]  # fmt: skip
"""What a manager does with members and cards."""
Now = Callable[[], datetime]
NewId = Callable[[], str]


class PowerCut(Exception):
    """The till is off: what was not committed is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a customer with money on a card or in a wallet wants.

    `share` in hundredths is what the purse pays of what it may. `gift_amount` goes on the card `gift`, and
    dies at `dies_at`; `top_up` is paid into the wallet of whoever is there.
    """

    price: int
    share: int = 0
    gift: str | None = None
    gift_amount: int = 0
    dies_at: datetime | None = None
    top_up: int = 0


def commit_as_it_is() -> None:
    """Let a commit go through."""


class TillSide(Protocol):
    """One till: its disk, its key store, its clock, and what it is doing.

    `before_commit` may cut the power with nothing committed; `after_commit` is told the disk as it was and as
    it is, and may cut the power with all of it committed. What is done at the counter says whether there was
    anything to do.
    """

    before_commit: Callable[[], None]
    after_commit: Callable[[Disk, Disk], None]

    @property
    def disk(self) -> Disk:
        """All that is committed; the same value again as long as nothing new is."""
        ...

    @property
    def copies(self) -> int:
        """How often the disk was copied away."""
        ...

    def keep_copy(self) -> None:
        """Copy the disk away as it is."""
        ...

    def put_back(self, which: int) -> None:
        """Put a copy of the disk in its place; the key store is not in it."""
        ...

    def twin(self, *, now: Now, new_id: NewId) -> Self:
        """Another box with a copy of the disk and of the key store."""
        ...

    def close(self) -> None:
        """Let go of what outlives the till."""
        ...

    def power_off(self) -> None:
        """Everything in memory is gone."""
        ...

    def power_on(self) -> str:
        """What the till does at its start; what the spend counter says."""
        ...

    def known_members(self) -> set[str]:
        """Whom the till could find."""
        ...

    def attach(self, member: str) -> bool:
        """Put a member to the basket: what is theirs is wanted, that of the one before is let go."""
        ...

    def leave(self) -> bool:
        """Take the member off the basket."""
        ...

    def basket_lease(self) -> HeldLease | None:
        """The lease of the member in the basket, if there is one."""
        ...

    def sell(
        self,
        *,
        price: int,
        burn_share: int,
        earn: int,
        dies_at: datetime | None,
        uses_voucher: bool = False,
        uses_offer: bool = False,
        gives_treat: bool = False,
    ) -> SaleSettled:
        """Sell one thing to whoever is at the basket; `burn_share` in hundredths of what may be spent.

        `uses_voucher`: one of the member's, where one is kept for this till; `uses_offer`: the one that each
        member can have once; `gives_treat`: one of those that the store has today. `earn` and `dies_at` are
        wishes: a till with a program of its own goes by that.
        """
        ...

    def want_use(self) -> bool:
        """Ask for one use of the benefit for whoever is at the basket; whether anybody is."""
        ...

    def use_benefit(self) -> bool:
        """Use it, where it is kept for this till."""
        ...

    def take_back_use(self) -> bool:
        """Take the last use that this till made back, if it is not yet."""
        ...

    def void_last(self) -> bool:
        """Take the last sale back."""
        ...

    def take_back(self, sale: SaleSettled, *, part: int) -> bool:
        """Take so many thousandths of a sale back."""
        ...

    def claim_late(self, sale: SaleSettled, member: str) -> bool:
        """Make a sale of nobody's a member's."""
        ...

    def keep_foreign(self, answer: RefundLockAnswer) -> bool:
        """Keep a sale that another till let go to this one; one that is kept already stays as it is."""
        ...

    def enrol(self, member: str, *, card: str | None, phone: str, operation: str) -> bool:
        """Enrol somebody; `operation` is that of the event which names the card, if there is one."""
        ...

    def show_purse(self, holder: str, account: HeldAccount) -> bool:
        """A gift card is shown, or a member wants to pay from their wallet: the money is asked for."""
        ...

    def purse(self) -> HeldLease | None:
        """The lease of the card or wallet that is to pay, if it may be spent now."""
        ...

    def sell_for_money(self, wish: Wish) -> SaleSettled:
        """Sell one thing, with what the customer wants besides; the purse and the basket are done with."""
        ...

    def bring_top_up_back(self) -> bool:
        """The money that a sale of this till's paid in is brought back, where none of it has been used."""
        ...

    def print_queue(self) -> PrintQueue:
        """What its print desk works off, from when it was switched on until it is switched off."""
        ...

    def decide(self, job: int, *, again: bool) -> bool:
        """Have a slip of which nobody knows whether it is on paper printed again, or leave it."""
        ...

    def write(self, kind: str, body: JsonObject, *, operation: str, operator: str = LAN) -> bool:
        """Write any event at all, as a till could whose program was tampered with."""
        ...

    def write_damaged(self, *, operation: str) -> bool:
        """A row that was changed on the disk after its hash was made; what follows goes on from there."""
        ...

    def sell_beyond(self, lease: HeldLease, *, points: int, operation: str) -> bool:
        """Write a sale of points that no lease of this till's holds."""
        ...

    def pay_beyond(self, purse: HeldLease, *, operation: str) -> bool:
        """Write a sale that pays more money than its lease holds."""
        ...

    def top_up_generously(self, member: str, *, operation: str) -> bool:
        """Write what no program promises: a bonus as large as the money."""
        ...

    def request(self) -> SyncRequest | RehomeRequest:
        """What is sent next: before all else the wish for a new life, where this disk needs one."""
        ...

    def answer(self, answer: SyncAnswer) -> bool:
        """Take an answer to what was sent last; whether more waits. None is awaited twice.

        Raises:
            Refused, Unavailable: as `terminal.sync.core.take`; nothing was applied.
        """
        ...

    def refused(self, code: str) -> None:
        """Hear that the server did not take what was sent; some of it means that this disk lived twice."""
        ...

    def rehomed(self, answer: RehomeAnswer) -> None:
        """Take the new life that the server gave."""
        ...


class ServerSide(Protocol):
    """One server."""

    @property
    def die_at(self) -> str | None:
        """Where it dies in the next batch."""
        ...

    @die_at.setter
    def die_at(self, where: str | None) -> None: ...

    @property
    def touched(self) -> tuple[str, ...]:
        """Holders whom the last commit may have changed."""
        ...

    @property
    def state(self) -> ServerState:
        """All that is committed."""
        ...

    def hears_of(self, coming: Sequence[bytes]) -> None:
        """What comes to it right behind the next batch."""
        ...

    def sync(self, request: SyncRequest) -> SyncAnswer:
        """One batch in one transaction, and the answer.

        Raises:
            Refused: as `server.usecases.sync.sync`.
            Forked: another journal claims what is held; an alarm stands.
            ServerDied: before or after the commit, as `die_at` says.
        """
        ...

    def rehome(self, request: RehomeRequest) -> RehomeAnswer:
        """End a till's life and begin its next.

        Raises:
            Refused, ServerDied: as `sync`.
        """
        ...

    def ask_refund_lock(self, asking: str, key: tuple[str, str]) -> RefundLockAnswer | None:
        """Another till's sale, once that till has let it go to the one that asks."""
        ...

    def leases(self) -> dict[str, tuple[str, int, int]]:
        """State, amount and spent of every lease there ever was."""
        ...

    def reclaim(self, till: str) -> int:
        """Take back all points and money that a till was lent; how much it was."""
        ...

    def block_gift(self, card: str) -> bool:
        """Block a gift card, or let it be used again; whether there is such a card."""
        ...

    def keep_copy(self) -> int | None:
        """Copy its database away; which copy it is, None where that is not played."""
        ...

    def put_back(self, which: int) -> None:
        """Put a copy of the database in its place, and begin to wait for all tills."""
        ...

    def publish(self) -> int:
        """Put the next version of the program in force; its number."""
        ...

    def manage(self, deed: Managed, step: Step) -> str:
        """Something a manager does with members or cards, in words; empty where there was nothing to do."""
        ...

    def examine(self) -> Sequence[str]:
        """What the server's own doctor finds amiss, in sentences; nothing where memory has no tables."""
        ...

    def figures(self, *, but: Collection[str] = ()) -> object:
        """All that a message of before may not change, but for these leases and claims."""
        ...


class Shop(Protocol):
    """What a day is played on: one server, and as many tills as are paired with it."""

    @property
    def server(self) -> ServerSide:
        """The server."""
        ...

    def new_till(self, number: int, *, now: Now, new_id: NewId) -> TillSide:
        """One more paired till, `till-NUMBER`, with nothing in it yet."""
        ...

    def close(self) -> None:
        """Let go of what outlives the day."""
        ...


class OpenShop(Protocol):
    """Opens a shop for one day, with its members and cards, and no tills yet; can be sent to a process."""

    def __call__(self, now: Now, *, members: int) -> Shop:
        """The shop of a day with so many members."""
        ...
