"""The box of a till whose database is memory: what is committed survives, what was not goes with the power.

The decisions are the product's own: what is sent and what an answer changes (`terminal.sync.core`, `.lent`),
how spends are counted (`terminal.keystore.spend_counter`). Here they are only written down, as
`terminal.store` does in SQL. What is done at its counter is in `memory_till`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Self

from loyalty.units import Points
from loyalty.wire.canonical import JsonObject
from loyalty.wire.chain import GENESIS, Event, next_hash
from loyalty.wire.claims import (
    ClaimClosed,
)
from loyalty.wire.journal import (
    LeaseClosed,
)
from loyalty.wire.messages import SyncAnswer, SyncRequest
from loyalty.wire.refunding import SaleReleased, release_operation
from loyalty.wire.rehoming import (
    RehomeAnswer,
    RehomeRequest,
    RehomingWhy,
    TillRehomed,
    rehomed_operation,
    say_again,
)
from loyalty.wire.roles import OF_ITSELF, TILL
from terminal.clock import timestamp
from terminal.keystore.fake import FakeKeyStore
from terminal.keystore.ports import KeyStore
from terminal.keystore.spend_counter import compare_mark, read_mark
from terminal.membership import HeldClaim, HeldLease
from terminal.sync.core import (
    Intake,
    OpenRehoming,
    Outgoing,
    compose,
    compose_rehoming,
    take,
)
from terminal.sync.session import FORKED
from tests.simulation.disk import Disk
from tests.simulation.disk_sync import apply_intake, outgoing_of
from tests.simulation.keys import confirms_server, sign_as_till
from tests.simulation.program import LAN
from tests.simulation.sides import commit_as_it_is

FEED_ROWS = 6


class MemoryBox:
    """One till: its disk, its key store, its clock, and what it is doing."""

    def __init__(
        self, disk: Disk, keys: KeyStore, *, now: Callable[[], datetime], new_id: Callable[[], str]
    ) -> None:
        self.disk = disk
        self.keys = keys
        self.now = now
        self.new_id = new_id
        self.before_commit: Callable[[], None] = commit_as_it_is
        """May cut the power with nothing committed."""
        self.after_commit: Callable[[Disk, Disk], None] = _seen
        """Is told the disk as it was and as it is; may cut the power with all of it committed."""
        self._copies: list[Disk] = []
        self.sent: Outgoing | None = None
        """The batch whose answer is awaited; forgotten when the power goes."""

    # What the net lane does.

    def request(self) -> SyncRequest | RehomeRequest:
        """What is sent next: before all else the wish for a new life, where this disk needs one.

        The wish for a lease is marked first, so that none is forgotten.
        """
        disk = self.disk
        states = {each.state for each in disk.leases.values()} | {each.state for each in disk.claims.values()}
        if "wanted" in states:
            disk = self._begin()
            for name, claim in disk.claims.items():
                if claim.state == "wanted":
                    disk.claims[name] = replace(claim, state="asked")
            for name, lease in disk.leases.items():
                if lease.state == "wanted":
                    disk.leases[name] = replace(lease, state="asked")
            self._commit(disk)
        self.sent = outgoing_of(disk)
        sign = sign_as_till(disk.till)
        return compose_rehoming(self.sent, sign=sign) or compose(self.sent, feed_limit=FEED_ROWS, sign=sign)

    def answer(self, answer: SyncAnswer) -> bool:
        """Take an answer to what was sent last; whether more waits. None is awaited twice.

        Raises:
            Refused, Unavailable: as `core.take`; nothing was applied.
        """
        sent, self.sent = self.sent, None
        if sent is None:
            return False
        intake = take(sent, answer, confirms=confirms_server)
        disk = self._begin()
        apply_intake(disk, intake)
        self._give_back(disk, intake)
        self._let_go(disk, intake)
        self._commit(disk)
        return intake.again

    def refused(self, code: str) -> None:
        """Hear that the server did not take what was sent; some of it means that this disk lived twice."""
        self.sent = None
        if code in FORKED:
            disk = self._begin()
            self._find_fork(disk, FORKED[code])
            self._commit(disk)

    def rehomed(self, answer: RehomeAnswer) -> None:
        """Take the new life that the server gave: what it may lack of the old one is said again."""
        self.sent = None
        found = self.disk.fork
        if found is None:
            return
        disk = self._begin()
        seq, hash_ = len(disk.events), disk.hash_at(len(disk.events))
        unsent, life, before = disk.events[disk.acked_seq :], disk.incarnation, disk.acked_hash
        for name, lease in disk.leases.items():
            disk.leases[name] = replace(lease, state="closed", why="till-forked")
        for name, claim in disk.claims.items():
            disk.claims[name] = replace(claim, state="closed", why="till-forked")
        disk.fork, disk.basket, disk.purse = None, None, None
        disk.incarnation, disk.events, disk.spends = answer.incarnation, [], 0
        disk.acked_seq, disk.acked_hash = 0, GENESIS
        disk.damaged.clear()
        born = TillRehomed(found.rehoming, life, found.why, seq, hash_)
        self._append(disk, "till_rehomed", born.to_json())
        for event in unsent:
            said, before = say_again(event, before), event.hash
            operation = rehomed_operation(said.operation_id, answer.incarnation)
            self._append(disk, "event_rehomed", said.to_json(), operation)
        self._commit(disk)

    # Power.

    def power_off(self) -> None:
        """Everything in memory is gone."""
        self.sent = None

    def power_on(self) -> str:
        """What the till does at its start: leases of no basket end. Gives what the spend counter says."""
        mark = read_mark(self.keys)
        stored = any(event.operation_id == mark.operation_id for event in self.disk.events)
        check = compare_mark(
            mark,
            incarnation=self.disk.incarnation,
            stored_count=self.disk.spends,
            operation_is_stored=stored,
        )
        disk = self._begin()
        if check in {"database-behind", "counter-behind"}:
            why: RehomingWhy = "database-behind" if check == "database-behind" else "counter-behind"
            self._find_fork(disk, why)
        self._end_basket(disk)
        for lease in list(disk.leases.values()):
            if lease.state != "closed":
                self._end_unspent(disk, lease)
        self._commit(disk)
        return check

    @property
    def copies(self) -> int:
        """How often the disk was copied away."""
        return len(self._copies)

    def keep_copy(self) -> None:
        """Copy the disk away as it is."""
        self._copies.append(self.disk.copy())

    def put_back(self, which: int) -> None:
        """Put a copy of the disk in its place; the key store is not in it."""
        self.disk = self._copies[which].copy()

    def twin(self, *, now: Callable[[], datetime], new_id: Callable[[], str]) -> Self:
        """Another box with a copy of the disk and of the key store."""
        keys = FakeKeyStore()
        counter = self.keys.get("spend-counter")
        if counter is not None:
            keys.set("spend-counter", counter)
        return type(self)(self.disk.copy(), keys, now=now, new_id=new_id)

    def close(self) -> None:
        """Let go of what outlives the till: nothing, here."""

    def _begin(self) -> Disk:
        return self.disk.copy()

    def _commit(self, disk: Disk) -> bool:
        self.before_commit()
        before, self.disk = self.disk, disk
        self.after_commit(before, disk)
        return True

    def _append(
        self, disk: Disk, kind: str, body: JsonObject, operation: str | None = None, operator: str = LAN
    ) -> None:
        operator = TILL if kind in OF_ITSELF else operator
        seq, at = len(disk.events) + 1, timestamp(self.now())
        said = operation or self.new_id()
        hash_ = next_hash(
            disk.hash_at(seq - 1),
            till=disk.till,
            incarnation=disk.incarnation,
            seq=seq,
            operation_id=said,
            kind=kind,
            at=at,
            operator=operator,
            body=body,
        )
        disk.events.append(Event(disk.till, disk.incarnation, seq, said, kind, at, operator, body, hash_))

    def _give_back(self, disk: Disk, intake: Intake) -> None:
        """End what another till waits for, where its time is over (`terminal.store.lease_tending`)."""
        for lease in list(disk.leases.values()):
            is_over = lease.until is not None and self.now() >= lease.until
            if (
                disk.fork is None
                and is_over
                and lease.lease in intake.called_back
                and lease.state != "closed"
            ):
                self._end_lease(disk, lease, spent=Points(0))

    def _let_go(self, disk: Disk, intake: Intake) -> None:
        """Let sales go that another till asks for, each once (`terminal.store.releasing`)."""
        own = {sale.sale for sale in disk.sales}
        for asked in intake.releases:
            if asked.sale in own and asked.sale not in disk.released and disk.left_of(asked.sale):
                body = SaleReleased(asked.sale, asked.to).to_json()
                self._append(disk, "sale_released", body, release_operation(asked.sale))
                disk.released.add(asked.sale)

    def _find_fork(self, disk: Disk, why: RehomingWhy) -> None:
        for name, lease in disk.leases.items():
            if lease.state != "closed":
                disk.leases[name] = replace(lease, state="frozen", why="till-forked")
        for name, claim in disk.claims.items():
            if claim.state != "closed":
                disk.claims[name] = replace(claim, state="frozen", why="till-forked")
        if disk.fork is None:
            disk.fork = OpenRehoming(rehoming=self.new_id(), incarnation=disk.incarnation, why=why)

    def _end_basket(self, disk: Disk) -> None:
        lease = disk.leases.get(disk.basket or "")
        if lease is not None:
            self._end_unspent(disk, lease)
        self._end_claims(disk)
        disk.basket = None
        self._end_purse(disk)

    def _end_purse(self, disk: Disk) -> None:
        lease = disk.leases.get(disk.purse or "")
        if lease is not None:
            self._end_unspent(disk, lease)
        disk.purse = None

    def _end_claims(self, disk: Disk, *, used: tuple[HeldClaim, ...] = ()) -> None:
        for claim in list(disk.claims.values()):
            if claim.state == "wanted":
                del disk.claims[claim.claim]
            elif claim.state != "closed":
                closed = ClaimClosed(claim.claim, claim.member, used=claim in used)
                self._append(disk, "claim_closed", closed.to_json())
                disk.claims[claim.claim] = replace(claim, state="closed")

    def _end_unspent(self, disk: Disk, lease: HeldLease) -> None:
        if lease.state == "wanted":
            del disk.leases[lease.lease]
        elif lease.state != "closed":
            self._end_lease(disk, lease, spent=Points(0))

    def _end_lease(self, disk: Disk, lease: HeldLease, *, spent: Points) -> None:
        if lease.state == "wanted":
            del disk.leases[lease.lease]
            return
        closed = LeaseClosed(lease.lease, lease.member, spent, lease.account)
        self._append(disk, "lease_closed", closed.to_json())
        disk.leases[lease.lease] = replace(lease, state="closed", spent=Points(lease.spent + spent))


def _seen(_before: Disk, _after: Disk) -> None:
    """Nobody wants to know."""
